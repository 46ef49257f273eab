//! The label's form: from what is typed to what is kept, with everything that is wrong.
//!
//! Owns the reading of the form. Must not know how its problems are worded: each is a [`LabelProblem`]
//! with its field.

use crate::domain::history::{Details, Format};
use crate::domain::time::{Date, Moment};
use crate::domain::zone::{ZoneName, Zones};
use crate::wire::locale::with_plain_digits;

use super::day::FIRST_YEAR;
use super::event::LabelField;
use super::state::{LabelForm, LabelProblem};

impl LabelForm {
    /// Puts what was typed into its field.
    pub fn set(&mut self, field: LabelField, value: String) {
        *match field {
            LabelField::Company => &mut self.company,
            LabelField::Role => &mut self.role,
            LabelField::Round => &mut self.round,
            LabelField::Date => &mut self.date,
            LabelField::Time => &mut self.time,
            LabelField::Format => &mut self.format,
            LabelField::Interviewers => &mut self.interviewers,
        } = value;
    }

    /// What is wrong with a field, unless somebody is still at it. A day and its time are read together.
    pub fn problem(&self, field: LabelField) -> Option<LabelProblem> {
        let is_of_day = |field| matches!(field, LabelField::Date | LabelField::Time);
        let is_same = |at| at == field || (is_of_day(at) && is_of_day(field));
        if self.at_work.is_some_and(is_same) {
            return None;
        }
        self.problems
            .iter()
            .find(|(at, _)| *at == field)
            .map(|(_, problem)| *problem)
    }
}

/// The form, filled with what is kept.
pub fn form(details: &Details) -> LabelForm {
    let time = details.interview_at.filter(|_| !details.day_only);
    let date = details.interview_at.map(|at| at.date().to_string());
    LabelForm {
        company: details.company.clone(),
        role: details.role.clone(),
        round: details.round.clone(),
        date: date.unwrap_or_default(),
        time: time.map(|at| clock(at.minute_of_day())).unwrap_or_default(),
        format: details
            .format
            .map(Format::id)
            .unwrap_or_default()
            .to_owned(),
        interviewers: details
            .interviewers
            .map(|count| count.to_string())
            .unwrap_or_default(),
        opened: details.clone(),
        before: details.clone(),
        problems: Vec::new(),
        at_work: None,
    }
}

/// The label that the form says, and everything that is wrong with it, in the order of its fields. A field that cannot be
/// read leaves its part as it was when the page was opened.
///
/// A day and a time that are as they were then mean the moment that they meant; others are read by the clock that it was
/// written down in.
pub fn parse(
    form: &LabelForm,
    now: Moment,
    zones: &Zones,
) -> (Details, Vec<(LabelField, LabelProblem)>) {
    let kept = &form.opened;
    let mut problems = Vec::new();
    let mut details = kept.clone();
    for (field, typed, part) in [
        (LabelField::Company, &form.company, &mut details.company),
        (LabelField::Role, &form.role, &mut details.role),
        (LabelField::Round, &form.round, &mut details.round),
    ] {
        let typed = typed.trim();
        match typed.chars().count() > Details::MAX_CHARS {
            true => problems.push((field, LabelProblem::TooLong)),
            false => typed.clone_into(part),
        }
    }
    if is_same_day_and_time(form, kept) {
        details.day_only = form.time.trim().is_empty();
    } else {
        let clock = Clock::of(kept, zones);
        match when(&form.date, &form.time, now, &clock) {
            Ok(at) => {
                details.interview_at = at;
                details.zone = clock.name().filter(|_| at.is_some());
                details.day_only = form.time.trim().is_empty();
                details.just_now = false;
            }
            Err(problem) => problems.push(problem),
        }
    }
    details.format = Format::from_id(&form.format);
    match count(&form.interviewers) {
        Ok(count) => details.interviewers = count,
        Err(problem) => problems.push((LabelField::Interviewers, problem)),
    }
    (details, problems)
}

/// How many people asked; `None` where nothing is typed.
fn count(typed: &str) -> Result<Option<u8>, LabelProblem> {
    let typed = with_plain_digits(typed.trim());
    if typed.is_empty() {
        return Ok(None);
    }
    match typed.parse() {
        Ok(count) if (1..=Details::MAX_INTERVIEWERS).contains(&count) => Ok(Some(count)),
        _ => Err(LabelProblem::NotANumber),
    }
}

fn is_same_day_and_time(typed: &LabelForm, kept: &Details) -> bool {
    let filled = form(kept);
    (typed.date.trim(), typed.time.trim()) == (filled.date.as_str(), filled.time.as_str())
}

/// The clock that a day and a time of a label are meant by.
enum Clock<'a> {
    /// That of a time zone: the label's, or else the person's own.
    Of(Option<ZoneName>, &'a Zones),
    /// That of another place, of which no more is known than its offset at the time.
    Fixed(i16),
}

impl<'a> Clock<'a> {
    /// That which the label's moment is written down in, which may be another than the person's now.
    fn of(kept: &Details, zones: &'a Zones) -> Self {
        let Some(at) = kept.interview_at else {
            return Self::Of(zones.own(), zones);
        };
        if let Some(zone) = kept.zone.as_ref().filter(|zone| zones.knows(zone)) {
            return Self::Of(Some(zone.clone()), zones);
        }
        let is_own = zones.shown(None, at).offset_minutes() == at.offset_minutes();
        match is_own && kept.zone.is_none() {
            true => Self::Of(zones.own(), zones),
            false => Self::Fixed(at.offset_minutes()),
        }
    }

    fn name(&self) -> Option<ZoneName> {
        match self {
            Self::Of(zone, _) => zone.clone(),
            Self::Fixed(_) => None,
        }
    }

    fn moment(&self, date: Date, minute: u16) -> Option<Moment> {
        match self {
            Self::Of(zone, zones) => zones.moment(zone.as_ref(), date, minute),
            Self::Fixed(offset) => Moment::at(date, minute, *offset),
        }
    }

    fn shown(&self, at: Moment) -> Moment {
        match self {
            Self::Of(zone, zones) => zones.shown(zone.as_ref(), at),
            Self::Fixed(offset) => at.with_offset(*offset),
        }
    }
}

/// The moment that a day and a time of day say; noon where only the day is known.
fn when(
    date: &str,
    time: &str,
    now: Moment,
    clock: &Clock<'_>,
) -> Result<Option<Moment>, (LabelField, LabelProblem)> {
    let (date, time) = (date.trim(), time.trim());
    if date.is_empty() {
        return match time {
            "" => Ok(None),
            _ => Err((LabelField::Date, LabelProblem::TimeWithoutDate)),
        };
    }
    let not_a_date = (LabelField::Date, LabelProblem::NotADate);
    let date = match Date::parse(date) {
        Ok(date) if date.year() >= FIRST_YEAR => date,
        _ => return Err(not_a_date),
    };
    let minute = match time {
        "" => 12 * 60,
        typed => minute_of_day(typed).ok_or((LabelField::Time, LabelProblem::NotATime))?,
    };
    let at = clock.moment(date, minute).ok_or(not_a_date)?;
    // Of a day without a time, only whether it is a later day can be told.
    let future = if time.is_empty() {
        date > clock.shown(now).date()
    } else {
        at > now
    };
    if future {
        return Err((LabelField::Date, LabelProblem::InTheFuture));
    }
    Ok(Some(at))
}

/// Minutes since midnight of `hh:mm`; browsers add `:ss` where seconds are not zero. `None` for what is not written so.
fn minute_of_day(time: &str) -> Option<u16> {
    let mut parts = time.splitn(3, ':');
    let mut number = |limit: u16| {
        let part = parts.next()?;
        let plain = part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        let number: u16 = part.parse().ok()?;
        (plain && number < limit).then_some(number)
    };
    Some(number(24)? * 60 + number(60)?)
}

/// `hh:mm`, as a field for a time of day takes it.
fn clock(minute: u16) -> String {
    let digit = |number: u16| char::from_digit(u32::from(number), 10).unwrap_or('0');
    let (hours, minutes) = (minute / 60, minute % 60);
    let digits = [
        digit(hours / 10),
        digit(hours % 10),
        ':',
        digit(minutes / 10),
        digit(minutes % 10),
    ];
    digits.iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Moment {
        Moment::parse_rfc3339("2026-03-10T15:00:00+01:00").expect("a moment")
    }

    #[track_caller]
    fn check(
        edit: impl FnOnce(&mut LabelForm),
        expected: Result<&str, &[(LabelField, LabelProblem)]>,
    ) {
        let mut form = LabelForm::default();
        edit(&mut form);
        let (details, problems) = parse(&form, now(), &Zones::fixed(60));
        let at = details.interview_at.map(Moment::to_rfc3339);
        let at = at.unwrap_or_default();
        let shown = format!("{at} {} {:?}", details.day_only, details.interviewers);
        let read = match problems.is_empty() {
            true => Ok(shown.as_str()),
            false => Err(problems.as_slice()),
        };
        assert_eq!(read, expected);
    }

    #[test]
    fn a_label_is_read_as_it_is_typed() {
        check(|_| {}, Ok(" true None"));
        check(
            |form| form.date = "2026-03-09".into(),
            Ok("2026-03-09T12:00:00+01:00 true None"),
        );
        check(
            |form| (form.date, form.time) = ("2026-03-10".into(), " 09:05 ".into()),
            Ok("2026-03-10T09:05:00+01:00 false None"),
        );
        for three in [" 3 ", "٣", "३", "３"] {
            check(|form| form.interviewers = three.into(), Ok(" true Some(3)"));
        }
    }

    #[test]
    fn everything_that_is_wrong_is_named_at_once() {
        use LabelField::*;
        use LabelProblem::*;
        check(
            |form| form.date = "09.03.2026".into(),
            Err(&[(Date, NotADate)]),
        );
        check(
            |form| form.date = "2026-03-11".into(),
            Err(&[(Date, InTheFuture)]),
        );
        check(
            |form| (form.date, form.time) = ("2026-03-10".into(), "15:01".into()),
            Err(&[(Date, InTheFuture)]),
        );
        check(
            |form| form.time = "10:00".into(),
            Err(&[(Date, TimeWithoutDate)]),
        );
        check(
            |form| (form.date, form.time) = ("2026-03-10".into(), "25:00".into()),
            Err(&[(Time, NotATime)]),
        );
        for typed in ["0", "21", "two", "-1", "1.5"] {
            check(
                |form| form.interviewers = typed.into(),
                Err(&[(Interviewers, NotANumber)]),
            );
        }
        check(
            |form| (form.company, form.interviewers) = ("x".repeat(201), "x".into()),
            Err(&[(Company, TooLong), (Interviewers, NotANumber)]),
        );
    }

    #[test]
    fn a_form_filled_from_a_label_reads_back_as_it() {
        let morning = Moment::parse_rfc3339("2026-03-09T08:30:00+01:00").expect("a moment");
        let noon = Moment::parse_rfc3339("2026-03-09T12:00:00+01:00").expect("a moment");
        for (day_only, at) in [(false, morning), (true, noon)] {
            let details = Details {
                company: "Ñandú & Søn".into(),
                interview_at: Some(at),
                day_only,
                format: Some(Format::Phone),
                interviewers: Some(2),
                ..Details::default()
            };
            let zones = Zones::fixed(60);
            let read = parse(&form(&details), now(), &zones);
            assert_eq!(read, (details, Vec::new()));
        }
    }

    #[test]
    fn just_now_stays_so_until_an_hour_is_typed() {
        let at = Moment::parse_rfc3339("2026-03-09T08:30:12.345+01:00");
        let details = Details {
            interview_at: Some(at.expect("a moment")),
            just_now: true,
            ..Details::default()
        };
        for (time, is_just_now) in [("08:30", true), ("08:31", false), ("", false)] {
            let typed = LabelForm {
                time: time.to_owned(),
                ..form(&details)
            };
            let (read, problems) = parse(&typed, now(), &Zones::fixed(60));
            assert_eq!((read.just_now, problems.len()), (is_just_now, 0), "{time}");
        }
    }
}
