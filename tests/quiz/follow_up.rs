//! The follow-up rules of section 7 of the scoring model: when each fires and when not, letters, deadlines
//! and the order on the screen.

use interview_hindsight::domain::answers::AnswerSheet;
use interview_hindsight::domain::follow_up::{Deadline, FollowUp, follow_up};
use interview_hindsight::domain::quiz::Anchor;
use interview_hindsight::domain::scoring::score;
use interview_hindsight::domain::time::{Date, Moment};

use crate::{quiz, sheet_of};

#[track_caller]
fn advice(written: &str) -> FollowUp {
    let quiz = quiz();
    let (answers, times) = sheet_of(quiz, written);
    let (sheet, _) = AnswerSheet::new(quiz, &answers);
    follow_up(quiz, &sheet, &score(quiz, &sheet), &times)
}

#[track_caller]
fn check(rule: &str, fires: bool, written: &str) {
    let advice = advice(written);
    let fired = advice.rules.iter().any(|one| one == rule);
    assert_eq!(fired, fires, "{rule} on \"{written}\": {:?}", advice.rules);
}

#[test]
fn each_rule_fires_where_it_should_and_not_elsewhere() {
    for (rule, fires, written) in [
        ("R01", true, ""),
        ("R01", true, "sent: apology"),
        ("R01", true, "outcome: no_reply"),
        ("R01", true, "sent: nothing thanks"), // Nothing sent excludes the others.
        ("R01", false, "sent: thanks"),
        ("R01", false, "sent: they_said_no"),
        ("R01", false, "outcome: offer"),
        ("R01", false, "outcome: next_round"),
        ("R01", false, "outcome: stepped_back"),
        ("R02", true, "off_reason: ill, contact: hr"),
        (
            "R02",
            true,
            "off_reason: other, contact: both, want: unsure",
        ),
        ("R02", true, "exact: drifted, contact: hr"),
        ("R02", true, "late: told, contact: hr, next: hint"),
        ("R02", false, "off_reason: none, contact: hr"),
        ("R02", false, "off_reason: unsure, contact: hr"),
        ("R02", false, "off_reason: ill, contact: manager"),
        ("R02", false, "off_reason: ill, contact: neither"),
        ("R02", false, "off_reason: ill"),
        ("R02", false, "off_reason: ill, contact: hr, want: no"),
        ("R02", false, "off_reason: ill, contact: hr, next: set"),
        ("R02", false, "off_reason: ill, contact: hr, coach: end"),
        (
            "R02",
            true,
            "off_reason: ill, contact: hr, coach: end, coach_about: here",
        ),
        ("R02", false, "off_reason: ill, contact: hr, sent: asked"),
        ("R02", false, "off_reason: ill, contact: hr, sent: refused"),
        ("R02", false, "off_reason: ill, contact: hr, outcome: no"),
        ("R02", true, "stuck: weak, contact: hr"),
        ("R02", false, "stuck: weak, hard: hard, contact: hr"), // Halved, it is no longer enough.
        (
            "R02",
            true,
            "stuck: blank, examples: hardly, exact: always, contact: hr",
        ),
        ("R03", true, "off_reason: ill, contact: manager"),
        ("R03", true, "off_reason: ill, contact: both, sent: refused"),
        (
            "R03",
            true,
            "off_reason: ill, contact: both, sent: asked refused",
        ), // Refused overrides asked.
        ("R03", false, "off_reason: ill, contact: both"),
        ("R03", false, "off_reason: ill, contact: both, sent: asked"),
        ("R03", false, "off_reason: ill, contact: hr, sent: refused"),
        (
            "R03",
            false,
            "off_reason: ill, contact: manager, sent: apology",
        ),
        ("R03", false, "off_reason: ill, contact: manager, next: set"),
        ("R03", false, "off_reason: ill, contact: manager, want: no"),
        ("R03", false, "contact: manager"),
        // Monday 2 March 2026; when two whole working days have passed, it is Thursday.
        (
            "R04",
            true,
            "contact: both, sent: asked, asked_at: 2026-03-02T09:00:00Z, now: 2026-03-05T08:00:00Z",
        ),
        (
            "R04",
            false,
            "contact: both, sent: asked, asked_at: 2026-03-02T09:00:00Z, now: 2026-03-04T23:00:00Z",
        ),
        (
            "R04",
            true,
            "contact: both, sent: asked, asked_at: 2026-03-02T09:00:00Z, now: 2026-03-05T00:30:00+02:00",
        ),
        // Friday 6 March: the weekend does not count.
        (
            "R04",
            false,
            "contact: both, sent: asked, asked_at: 2026-03-06T09:00:00Z, now: 2026-03-10T09:00:00Z",
        ),
        (
            "R04",
            true,
            "contact: both, sent: asked, asked_at: 2026-03-06T09:00:00Z, now: 2026-03-11T00:00:00Z",
        ),
        (
            "R04",
            false,
            "contact: both, sent: asked, now: 2026-03-10T00:00:00Z",
        ),
        (
            "R04",
            false,
            "contact: both, sent: asked, asked_at: 2026-03-02T09:00:00Z",
        ),
        (
            "R04",
            false,
            "contact: hr, sent: asked, asked_at: 2026-03-02T09:00:00Z, now: 2026-03-06T08:00:00Z",
        ),
        (
            "R04",
            false,
            "contact: both, sent: asked refused, asked_at: 2026-03-02T09:00:00Z, now: 2026-03-06T08:00:00Z",
        ),
        (
            "R04",
            false,
            "contact: both, sent: asked apology, asked_at: 2026-03-02T09:00:00Z, now: 2026-03-06T08:00:00Z",
        ),
        (
            "R04",
            false,
            "contact: both, asked_at: 2026-03-02T09:00:00Z, now: 2026-03-06T08:00:00Z",
        ),
        ("R05", true, "gut: awful"),
        ("R05", true, "gut: not_great, hard: very, stuck: weak"),
        ("R05", true, "gut: awful, sent: thanks"),
        ("R05", false, "gut: awful, want: no"),
        ("R05", false, "gut: ok"),
        ("R05", false, ""),
        ("R05", false, "gut: awful, off_reason: tech"),
        ("R05", false, "gut: awful, nerves: froze"),
        ("R05", false, "gut: awful, coach: large"),
        ("R05", false, "gut: awful, outcome: no"),
        ("R06", true, "coach: end"),
        ("R06", true, "coach: large, coach_about: mix, outcome: no"),
        ("R06", false, "coach: tip, coach_about: elsewhere"),
        ("R06", false, "coach: large, coach_about: here"),
        ("R07", true, "want: no"),
        ("R07", false, "want: yes"),
        ("R07", false, "want: no, outcome: stepped_back"),
        ("R08", true, "contact: neither"),
        ("R08", false, "contact: hr"),
        ("R08", false, ""),
        ("R09", true, "sent: they_said_no"),
        ("R09", true, "outcome: no"),
        ("R09", false, "outcome: no_reply"),
        ("R09", false, "sent: refused"),
        // Friday 6 March: passed by one working day on Monday.
        (
            "R10",
            true,
            "promised_on: 2026-03-06, now: 2026-03-09T00:10:00Z",
        ),
        (
            "R10",
            false,
            "promised_on: 2026-03-06, now: 2026-03-08T23:50:00Z",
        ),
        (
            "R10",
            true,
            "promised_on: 2026-03-03, now: 2026-03-04T08:00:00Z",
        ),
        (
            "R10",
            false,
            "promised_on: 2026-03-03, now: 2026-03-03T20:00:00Z",
        ),
        (
            "R10",
            false,
            "promised_on: 2026-03-03, now: 2026-03-03T23:30:00-05:00",
        ), // There it is still the day.
        ("R10", false, "promised_on: 2026-03-03"),
        ("R10", false, "now: 2026-03-04T08:00:00Z"),
        (
            "R10",
            false,
            "promised_on: 2026-03-03, now: 2026-03-04T08:00:00Z, outcome: offer",
        ),
        ("R11", true, ""),
        ("R11", true, "outcome: no"),
        ("R12", true, "exact: drifted"),
        ("R12", true, "stuck: weak, hard: very"),
        ("R12", true, "examples: hardly"),
        ("R12", true, "late: little"),
        ("R12", true, "nerves: lost"),
        ("R12", true, "coach: end"),
        (
            "R12",
            false,
            "stuck: recovered, exact: mostly, nerves: coped, lean: hardly, ideal: no",
        ),
        ("R13", true, "stuck: recovered"),
        ("R13", true, "hard: hard"),
        ("R13", true, "examples: hardly"),
        ("R13", false, "stuck: no, hard: mixed, examples: some"),
        ("R13", false, "stuck: unsure"),
        ("R14", true, "nerves: lost"),
        ("R14", true, "nerves: froze"),
        ("R14", false, "nerves: coped"),
        ("R15", true, "exact: drifted"),
        ("R15", false, "exact: mostly"),
        ("R16", true, "ideal: no"),
        ("R16", false, "ideal: asked"),
        ("R16", false, ""),
        ("R17", true, "lean: hardly"),
        ("R17", true, "distracted: often"),
        ("R17", true, "distracted: whole"),
        ("R17", false, "lean: na, distracted: once"),
        ("R18", true, "late: little"),
        ("R18", true, "late: untold"),
        ("R18", false, "late: on_time"),
        ("R18", false, "late: unsure"),
        ("R19", true, "click: stiff"),
        ("R19", true, "click: cold"),
        ("R19", false, "click: fine"),
        ("R20", true, "next: set"),
        ("R20", false, "next: set, outcome: offer"),
        ("R20", false, "next: hint"),
        ("R20", false, "lean: most, click: easy"), // Not enough for a band.
    ] {
        check(rule, fires, written);
    }
}

#[test]
fn three_days_after_the_interview_only_an_outside_reason_still_counts() {
    let at = "interview_at: 2026-03-02T10:00:00+01:00";
    for (rule, fires, reason, now) in [
        (
            "R02",
            true,
            "late: told, contact: hr",
            "2026-03-05T10:00:00+01:00",
        ),
        (
            "R02",
            false,
            "late: told, contact: hr",
            "2026-03-05T10:00:01+01:00",
        ),
        (
            "R02",
            true,
            "late: told, off_reason: traffic, contact: hr",
            "2026-04-01T10:00:00Z",
        ),
        (
            "R02",
            false,
            "late: told, off_reason: none, contact: hr",
            "2026-04-01T10:00:00Z",
        ),
        (
            "R03",
            true,
            "late: told, contact: manager",
            "2026-03-05T09:00:00Z",
        ),
        (
            "R03",
            false,
            "late: told, contact: manager",
            "2026-03-05T09:00:00.001Z",
        ),
        (
            "R03",
            true,
            "off_reason: traffic, contact: manager",
            "2026-04-01T10:00:00Z",
        ),
        ("R01", true, "", "2026-04-01T10:00:00Z"),
    ] {
        check(rule, fires, &format!("{reason}, {at}, now: {now}"));
    }
    check("R02", true, &format!("late: told, contact: hr, {at}"));
    check(
        "R02",
        true,
        "late: told, contact: hr, now: 2026-04-01T10:00:00Z",
    );
}

#[test]
fn letters_are_the_ones_that_the_rules_name() {
    for (letters, written) in [
        ("E1", ""),
        ("E1", "want: no"),
        ("E1", "want: no, late: told"), // Who does not want the job need not explain.
        ("E2", "late: told"),
        ("E2", "off_reason: ill, want: yes"),
        ("E6", "coach: end, want: no, late: told"),
        ("E2 E3", "late: told, contact: both"),
        ("E2 E4", "late: told, contact: manager"),
        ("E4", "late: told, contact: both, sent: thanks refused"),
        (
            "E2 E4",
            "late: told, contact: manager, sent: asked, asked_at: 2026-03-02T09:00:00Z, now: 2026-03-06T08:00:00Z",
        ),
        (
            "E1 E7",
            "promised_on: 2026-03-03, now: 2026-03-05T08:00:00Z",
        ),
        ("E5", "sent: they_said_no, late: told, contact: both"),
        (
            "E5",
            "outcome: no, promised_on: 2026-03-03, now: 2026-03-05T08:00:00Z",
        ),
        ("", "outcome: offer"),
        ("", "sent: thanks"),
    ] {
        assert_eq!(advice(written).letters.join(" "), letters, "{written}");
    }
}

/// Actions as `R01+R05 E1`, then lessons after a bar.
fn shown(advice: &FollowUp) -> String {
    let action = |action: &interview_hindsight::domain::follow_up::Action| {
        let rules: Vec<&str> = [&action.rule]
            .into_iter()
            .chain(&action.notes)
            .map(String::as_str)
            .collect();
        let letter = action
            .letter
            .iter()
            .map(|letter| format!(" {letter}"))
            .collect::<String>();
        rules.join("+") + &letter
    };
    let actions: Vec<String> = advice.actions.iter().map(action).collect();
    let lessons: Vec<&str> = advice
        .lessons
        .iter()
        .map(|lesson| lesson.rule.as_str())
        .collect();
    format!("{} | {}", actions.join(", "), lessons.join(" "))
}

#[test]
fn actions_stand_in_the_order_of_the_screen() {
    for (expected, written) in [
        ("R01 E1, R11 | ", ""),
        ("R01+R05 E1, R11 | ", "gut: awful"),
        ("R01+R07+R20 E1, R11 | ", "gut: awful, want: no, next: set"),
        // Thanks are sent: the note stands by itself.
        ("R05+R20, R11 | ", "gut: awful, next: set, sent: thanks"),
        (
            "R09 E5, R06, R08, R11, R12 | ",
            "sent: they_said_no, coach: end, contact: neither",
        ),
        (
            "R01 E2, R02 E3, R11, R12 | R18",
            "late: told, contact: both",
        ),
        // One letter to the manager, though two rules name it.
        (
            "R01 E2, R03 E4, R04, R11, R12 | R18",
            "late: told, contact: manager, sent: asked, asked_at: 2026-03-02T09:00:00Z, now: 2026-03-06T08:00:00Z",
        ),
        (
            "R01 E1, R08, R10 E7, R11 | ",
            "contact: neither, promised_on: 2026-03-03, now: 2026-03-05T08:00:00Z",
        ),
        // By points lost: distracted and lean 5, then exact and click 2, exact being asked later; then
        // nerves, with nothing lost at the end.
        (
            "R01 E2, R11, R12 | R17 R19 R15 R14 R16",
            "lean: hardly, distracted: whole, click: cold, exact: drifted, nerves: lost, ideal: no",
        ),
        // Of stuck and hard only the first cost something, so exact comes first.
        (
            "R01 E2, R11, R12 | R15 R13",
            "hard: mixed, exact: drifted, stuck: weak",
        ),
        (
            "R01 E2, R11, R12 | R15 R13",
            "hard: very, exact: drifted, stuck: weak",
        ),
    ] {
        assert_eq!(shown(&advice(written)), expected, "{written}");
    }
    assert_eq!(advice("").lessons_shown, 3);
}

#[test]
fn deadlines_are_counted_from_what_is_known() {
    let deadline = |rule: &str, written: &str| {
        let advice = advice(written);
        let action = advice
            .actions
            .iter()
            .find(|action| action.rule == rule)
            .cloned();
        let lesson = advice.lessons.iter().find(|lesson| lesson.rule == rule);
        action.map_or_else(
            || lesson.and_then(|lesson| lesson.deadline),
            |action| action.deadline,
        )
    };
    let by = |text: &str| Some(Deadline::By(Moment::parse_rfc3339(text).expect("a moment")));
    let hours = |hours, after| Some(Deadline::WithinHours { hours, after });
    let at = "interview_at: 2026-03-02T10:00:00+01:00";
    for (expected, rule, written) in [
        (hours(24, Anchor::Interview), "R01", "".to_owned()),
        (by("2026-03-03T10:00:00+01:00"), "R01", at.to_owned()),
        (
            Some(Deadline::AtOnce),
            "R02",
            format!("late: told, contact: hr, {at}"),
        ),
        (
            hours(24, Anchor::RefusalOrInterview),
            "R03",
            "late: told, contact: manager".to_owned(),
        ),
        (
            by("2026-03-03T09:00:00Z"),
            "R03",
            format!("late: told, contact: manager, {at}"),
        ),
        (
            // Of a refusal only the day is known.
            Date::new(2026, 3, 5).map(Deadline::ByDay),
            "R03",
            format!(
                "late: told, contact: both, sent: refused, refused_at: 2026-03-04T12:00:00Z, {at}"
            ),
        ),
        (hours(48, Anchor::Refusal), "R09", "outcome: no".to_owned()),
        (
            Date::new(2026, 3, 9).map(Deadline::ByDay),
            "R09",
            "sent: they_said_no, said_no_on: 2026-03-07".to_owned(),
        ),
        (Some(Deadline::Today), "R11", String::new()),
        (
            Some(Deadline::TodayAndBefore { days: 2 }),
            "R12",
            "late: told".to_owned(),
        ),
        (Some(Deadline::ThisWeek), "R13", "hard: very".to_owned()),
        (
            Some(Deadline::BeforeNextInterview),
            "R14",
            "nerves: froze".to_owned(),
        ),
        (Some(Deadline::NextTime), "R17", "lean: hardly".to_owned()),
    ] {
        assert_eq!(
            deadline(rule, &written),
            expected,
            "{rule} on \"{written}\""
        );
    }
}

/// R05 leaves the letter open that R02 would recommend, wherever that could be sent.
#[test]
fn a_second_interview_is_left_open_where_it_could_be_asked_for() {
    for (offered, written) in [
        (true, "gut: awful, contact: hr"),
        (true, "gut: awful, contact: both, want: unsure, next: hint"),
        (false, "gut: awful"),
        (false, "gut: awful, contact: manager"),
        (false, "gut: awful, contact: hr, next: set"),
        (false, "gut: awful, contact: hr, sent: asked"),
        (false, "gut: awful, contact: hr, sent: refused"),
        (
            false,
            "gut: awful, contact: hr, interview_at: 2026-03-02T09:00:00Z, now: 2026-03-06T09:00:00Z",
        ),
    ] {
        let offers = advice(written).offers;
        let expected = [("R05".to_owned(), "E3".to_owned())];
        assert_eq!(offers == expected, offered, "\"{written}\": {offers:?}");
    }
}
