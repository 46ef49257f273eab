//! Reminders: what of the advice is worth a note in a calendar, and when.
//!
//! What is to do now, what comes to be to do as the days go by, whether they have answered, and the lessons
//! before the next interview. Must not know words, a clock, or how a calendar is written.

use super::answers::AnswerSheet;
pub use super::calendar::{About, CalendarFile, Reminder, When, cancelled};
use super::follow_up::{Action, Deadline, FollowUp, follow_up};
use super::quiz::{DeadlineSpec, Quiz};
use super::scoring::Score;
use super::time::{Date, Moment, plus_working_days};
use super::times::Times;
use super::zone::Zones;

impl When {
    /// What the person's clock shows then. `None` where no clock of theirs shows that time.
    #[must_use]
    pub fn shown(self, zones: &Zones) -> Option<Moment> {
        match self {
            Self::At(at) => Some(zones.shown(None, at)),
            Self::OnDay { date, minute } => zones.moment(None, date, minute),
        }
    }
}

/// The times of day at which one can do something about it (a judgment).
const MORNING: u16 = 9 * 60;
const EVENING: u16 = 18 * 60;
/// Nobody is to be woken: between these times of day one may be reminded (a judgment).
const EARLIEST: u16 = 8 * 60;
const LATEST: u16 = 21 * 60;
/// Before a deadline, so that there is time left to do it (a judgment).
const HOURS_BEFORE: i64 = 2;
/// Where no date was promised, one asks oneself after so many working days (a judgment).
const WORKING_DAYS_TO_HEAR: u16 = 10;
/// How many days before the next interview the lessons are read, where no rule says (scoring.md, R12).
const DAYS_BEFORE: u8 = 2;
/// For so many days after a date that is known, something may come to be to do. The rules count in working
/// days, of which there are few.
const DAYS_AHEAD: i64 = 10;

/// The reminders of one result, the first one first, at the present of `times`, by the person's clock in `zones`. `is_done`
/// tells which rules are ticked off; `next_on` is the day of the next interview.
pub fn reminders(
    quiz: &Quiz,
    sheet: &AnswerSheet,
    score: &Score,
    times: &Times,
    is_done: &dyn Fn(&str) -> bool,
    next_on: Option<Date>,
    zones: &Zones,
) -> Vec<Reminder> {
    let Some(now) = times.now else {
        return Vec::new();
    };
    let mut reminders = Vec::new();
    let advice = follow_up(quiz, sheet, score, times);
    let mut seen: Vec<String> = Vec::new();
    for action in with_letter(&advice) {
        seen.push(action.rule.clone());
        if !is_done(&action.rule) {
            reminders.push(Reminder {
                about: About::Action(action.rule.clone()),
                at: soon(action, now, zones),
            });
        }
    }
    for date in days_ahead(times, now.date()) {
        let Some(then) = zones.moment(None, date, MORNING) else {
            continue;
        };
        let times = Times {
            now: Some(then),
            ..times.clone()
        };
        for action in with_letter(&follow_up(quiz, sheet, score, &times)) {
            if !seen.contains(&action.rule) && !is_done(&action.rule) {
                seen.push(action.rule.clone());
                reminders.push(Reminder {
                    about: About::Action(action.rule.clone()),
                    at: When::OnDay {
                        date,
                        minute: MORNING,
                    },
                });
            }
        }
    }
    reminders.extend(heard(times, now));
    reminders.extend(next_on.and_then(|next_on| lessons(quiz, next_on, now)));
    reminders.sort_by_key(|reminder| reminder.at.shown(zones));
    reminders
}

/// The actions that are done by a letter: those that somebody waits for.
fn with_letter(advice: &FollowUp) -> impl Iterator<Item = &Action> {
    let actions = advice.actions.iter();
    actions.filter(|action| action.letter.is_some())
}

/// Before the deadline where that can still be kept, else at the next good time.
fn soon(action: &Action, now: Moment, zones: &Zones) -> When {
    let by = match action.deadline {
        Some(Deadline::By(by)) => Some(by),
        Some(Deadline::ByDay(day)) => zones.moment(None, day, LATEST),
        _ => None,
    };
    if let Some(at) = by.and_then(|by| before(by, now, zones)) {
        return When::At(at);
    }
    if now.minute_of_day() < EVENING - 60 {
        return on_day(now.date(), EVENING);
    }
    on_day(now.date().plus_days(1), MORNING)
}

/// When there is time left until the deadline and one is awake: the evening before a deadline in the small hours, or the
/// morning of its day where that evening has passed.
fn before(by: Moment, now: Moment, zones: &Zones) -> Option<Moment> {
    let at = zones.shown(None, by.plus_hours(-HOURS_BEFORE));
    let on = |days, minute| zones.moment(None, at.date().plus_days(days), minute);
    let times = match at.minute_of_day() {
        ..EARLIEST => [on(-1, EVENING), on(0, EARLIEST)],
        EARLIEST..=LATEST => [Some(at), None],
        _ => [on(0, EVENING), on(0, LATEST)],
    };
    let mut times = times.into_iter().flatten();
    times.find(|at| *at > now && *at < by)
}

fn on_day(date: Date, minute: u16) -> When {
    When::OnDay { date, minute }
}

/// Whether this time of day is still to come: on its own day, until it has passed, a reminder holds.
fn is_ahead(date: Date, minute: u16, now: Moment) -> bool {
    (date, minute) > (now.date(), now.minute_of_day())
}

/// The days on which something may come to be to do, in order, each once.
fn days_ahead(times: &Times, today: Date) -> Vec<Date> {
    let day = |at: Option<Moment>| at.map(Moment::date);
    let known = [
        day(times.asked_at),
        day(times.refused_at),
        times.promised_on,
    ];
    let mut days: Vec<Date> = Vec::new();
    for date in known.into_iter().flatten() {
        for ahead in 1..=DAYS_AHEAD {
            let date = date.plus_days(ahead);
            let place = days.partition_point(|other| *other < date);
            if date > today && days.get(place) != Some(&date) {
                days.insert(place, date);
            }
        }
    }
    days
}

/// The day by which one should have heard: the promised one, or two weeks after the interview.
pub fn heard_by(interview: Date, promised: Option<Date>) -> Date {
    promised.unwrap_or_else(|| plus_working_days(interview, WORKING_DAYS_TO_HEAR))
}

/// Once there is an outcome, there is nothing left to wait for.
fn heard(times: &Times, now: Moment) -> Option<Reminder> {
    if times.outcome.is_some() {
        return None;
    }
    let interview = times.interview_at.unwrap_or(now).date();
    let date = heard_by(interview, times.promised_on);
    // A day that has passed already was asked about on the page.
    is_ahead(date, EVENING, now).then(|| Reminder {
        about: About::Heard,
        at: on_day(date, EVENING),
    })
}

fn lessons(quiz: &Quiz, next_on: Date, now: Moment) -> Option<Reminder> {
    let before = quiz.rules().iter().find_map(|rule| match rule.deadline {
        Some(DeadlineSpec::TodayAndBefore { days }) => Some(days),
        _ => None,
    });
    let date = next_on.plus_days(-i64::from(before.unwrap_or(DAYS_BEFORE)));
    // An interview that is nearer than that: the next morning is the best that is left.
    let date = date.max(now.date().plus_days(1)).min(next_on);
    let minute = if date == next_on { MORNING } else { EVENING };
    is_ahead(date, minute, now).then(|| Reminder {
        about: About::Lessons,
        at: on_day(date, minute),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(by: &str, now: &str, expected: Option<&str>) {
        let moment = |text: &str| {
            let text = ["2026-03-", text, ":00+01:00"].concat();
            Moment::parse_rfc3339(&text).expect("a moment")
        };
        let zones = Zones::fixed(60);
        assert_eq!(
            before(moment(by), moment(now), &zones),
            expected.map(moment)
        );
    }

    #[test]
    fn nobody_is_woken_by_a_reminder() {
        check("11T13:00", "10T15:00", Some("11T11:00"));
        check("11T10:00", "10T10:00", Some("11T08:00"));
        // In the small hours it would be no help: the evening before, or where that has passed, the morning.
        check("11T07:10", "10T07:10", Some("10T18:00"));
        check("11T09:59", "10T17:59", Some("10T18:00"));
        check("11T09:30", "10T18:00", Some("11T08:00"));
        check("11T08:00", "10T18:00", None);
        // Nor late at night.
        check("11T23:00", "11T10:00", Some("11T21:00"));
        check("11T23:30", "11T10:00", Some("11T18:00"));
        check("11T23:30", "11T18:30", Some("11T21:00"));
        check("11T23:30", "11T21:00", None);
        // What has passed is none.
        check("11T13:00", "11T11:00", None);
    }
}
