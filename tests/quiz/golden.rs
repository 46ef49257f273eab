//! The worked examples of the scoring model, with every number, rule and letter.

use interview_hindsight::domain::answers::AnswerSheet;
use interview_hindsight::domain::explanation::{Share, explain};
use interview_hindsight::domain::follow_up::follow_up;
use interview_hindsight::domain::scoring::score;

use crate::{quiz, sheet_of, words};

struct Expected {
    total: f64,
    band: u8,
    unsure: u8,
    half_width: f64,
    topics: [f64; 6],
    own_side: f64,
    range: Option<(f64, f64)>,
    words: &'static str,
    gap: Option<i8>,
    gap_begins: &'static str,
    rules: &'static str,
    letters: &'static str,
}

const BEST: &str = "gut: great, lean: most, distracted: no, click: easy, coach: no, hard: easy, \
    exact: always, stuck: no, examples: most, late: on_time, nerves: hardly, ideal: linked";
const NEUTRAL: &str = "lean: some, distracted: once, click: fine, coach: no, hard: mixed, exact: mostly, \
    stuck: recovered, examples: some, late: on_time, nerves: coped, ideal: no, next: touch, practical: no";
const WORST: &str = "gut: awful, lean: hardly, distracted: whole, click: cold, coach: large, \
    coach_about: elsewhere, hard: easy, exact: drifted, stuck: blank, examples: hardly, late: untold, \
    nerves: froze, ideal: no, next: hint, practical: no, off_reason: traffic, want: yes, contact: both";
const HARD_QUESTIONS: &str = "gut: awful, lean: some, distracted: once, click: fine, coach: no, hard: very, \
    exact: mostly, stuck: weak, examples: some, late: on_time, nerves: lost, ideal: no, next: process, \
    practical: no, off_reason: none, want: yes, contact: hr";
const TRIO: &str = "gut: not_great, lean: some, distracted: once, click: stiff, coach: no, hard: mixed, \
    exact: mostly, stuck: weak, examples: some, late: told, nerves: lost, ideal: no, next: touch, \
    practical: no, off_reason: traffic, want: yes, contact: hr";

#[track_caller]
fn check(written: &str, expected: &Expected) {
    let (quiz, words) = (quiz(), words());
    let (answers, times) = sheet_of(quiz, written);
    let (sheet, _) = AnswerSheet::new(quiz, &answers);
    let score = score(quiz, &sheet);
    let thousandths = |chance: f64| (chance * 1000.0).round() / 1000.0;

    assert_eq!(score.total.points(), expected.total);
    assert_eq!(score.band, expected.band);
    assert_eq!(score.unsure, expected.unsure);
    assert_eq!(score.half_width.points(), expected.half_width);
    let topics: Vec<f64> = score
        .topics(quiz)
        .map(|(_, points)| points.points())
        .collect();
    assert_eq!(topics, expected.topics);
    assert_eq!(score.own_side.points(), expected.own_side);
    let range = score
        .range
        .map(|range| (thousandths(range.low), thousandths(range.high)));
    assert_eq!(range, expected.range);
    let range_words = score.range.map(|range| words.range(range.words()));
    assert_eq!(range_words.unwrap_or_default(), expected.words);
    assert_eq!(score.gap, expected.gap);
    let gap_words = score
        .gap_reading
        .map(|gap| words.gap(gap))
        .unwrap_or_default();
    assert!(gap_words.starts_with(expected.gap_begins), "{gap_words}");
    assert_eq!(
        gap_words.is_empty(),
        expected.gap_begins.is_empty(),
        "{gap_words}"
    );
    let advice = follow_up(quiz, &sheet, &score, &times);
    assert_eq!(advice.rules.join(" "), expected.rules);
    assert_eq!(advice.letters.join(" "), expected.letters);
}

#[test]
fn w1_all_best() {
    check(
        &format!("{BEST}, next: set, practical: yes"),
        &Expected {
            total: 8.0,
            band: 5,
            unsure: 0,
            half_width: 3.0,
            topics: [3.0, 0.0, 2.0, 0.0, 1.0, 4.0],
            own_side: 2.0,
            range: Some((0.613, 0.863)),
            words: "about 6 to 9 in 10",
            gap: Some(0),
            gap_begins: "Your feeling and the signs agree",
            rules: "R01 R11 R20",
            letters: "E1",
        },
    );
}

#[test]
fn w2_all_worst() {
    check(
        WORST,
        &Expected {
            total: -12.0,
            band: 1,
            unsure: 0,
            half_width: 3.0,
            topics: [-4.0, -9.0, -4.0, -4.0, 0.0, -5.0],
            own_side: -5.0,
            range: Some((0.016, 0.059)),
            words: "fewer than 1 in 10",
            gap: Some(0),
            gap_begins: "Your feeling and the signs agree",
            rules: "R01 R06 R11 R12 R13 R14 R15 R16 R17 R18 R19",
            letters: "E6",
        },
    );
}

#[test]
fn w3_all_unsure() {
    let expected = Expected {
        total: 0.0,
        band: 0,
        unsure: 12,
        half_width: 6.0,
        topics: [0.0; 6],
        own_side: 0.0,
        range: None,
        words: "",
        gap: None,
        gap_begins: "",
        rules: "R01 R08 R11",
        letters: "E1",
    };
    check("want: unsure, contact: neither", &expected);
    check(
        "lean: unsure, distracted: unsure, click: unsure, coach: unsure, exact: unsure, stuck: unsure, \
         examples: unsure, late: unsure, nerves: unsure, ideal: unsure, next: unsure, practical: unsure, \
         want: unsure, contact: neither",
        &expected,
    );
}

#[test]
fn w4_felt_awful_but_only_hard_questions() {
    check(
        HARD_QUESTIONS,
        &Expected {
            total: -1.0,
            band: 3,
            unsure: 0,
            half_width: 3.0,
            topics: [0.0, 0.0, -1.0, -1.0, 0.0, 1.0],
            own_side: -2.0,
            range: Some((0.166, 0.442)),
            words: "about 2 to 4 in 10",
            gap: Some(2),
            gap_begins: "It felt worse than the signs suggest",
            rules: "R01 R05 R11 R12 R13 R14 R16",
            letters: "E1",
        },
    );
    let quiz = quiz();
    let (answers, _) = sheet_of(quiz, &HARD_QUESTIONS.replace("hard: very", "hard: easy"));
    assert_eq!(crate::score_of(quiz, &answers).total.points(), -2.0);
}

#[test]
fn w5_seemed_fine_but_coaching_shift() {
    check(
        &format!(
            "{}, coach_about: elsewhere, next: touch, practical: no",
            BEST.replace("coach: no", "coach: end")
        ),
        &Expected {
            total: -8.0,
            band: 1,
            unsure: 0,
            half_width: 3.0,
            topics: [0.0, -8.0, 0.0, 0.0, 0.0, 0.0],
            own_side: 0.0,
            range: Some((0.038, 0.137)),
            words: "about 1 in 10 or fewer",
            gap: Some(-4),
            gap_begins: "It felt better than the signs suggest",
            rules: "R01 R06 R11 R12",
            letters: "E6",
        },
    );
}

#[test]
fn w6_the_articles_opening_trio() {
    check(
        TRIO,
        &Expected {
            total: -5.5,
            band: 2,
            unsure: 0,
            half_width: 3.0,
            topics: [-1.0, 0.0, -2.0, -2.5, 0.0, 0.0],
            own_side: -4.5,
            range: Some((0.066, 0.219)),
            words: "about 2 in 10 or fewer",
            gap: Some(0),
            gap_begins: "Your feeling and the signs agree",
            rules: "R01 R02 R11 R12 R13 R14 R16 R18 R19",
            letters: "E2 E3",
        },
    );
}

#[test]
fn the_neutral_set() {
    check(
        NEUTRAL,
        &Expected {
            total: 0.0,
            band: 3,
            unsure: 0,
            half_width: 3.0,
            topics: [0.0; 6],
            own_side: 0.0,
            range: Some((0.2, 0.499)),
            words: "about 2 to 5 in 10",
            gap: None,
            gap_begins: "",
            rules: "R01 R11 R13 R16",
            letters: "E1",
        },
    );
}

#[test]
fn without_the_questions_from_outside_every_band_is_still_reached() {
    let quiz = &quiz().without_outside_article();
    let best = BEST.replace("coach: no", "coach: end, coach_about: here");
    for (written, total, band, unsure) in [
        (best.as_str(), 7.0, 5, 0),
        (BEST, 6.0, 5, 0),
        ("lean: most, click: easy", 3.0, 0, 8),
        (
            "lean: most, click: easy, coach: no, late: on_time, nerves: coped",
            3.0,
            4,
            5,
        ),
        ("coach: large, coach_about: elsewhere", -9.0, 1, 9),
    ] {
        let (answers, _) = sheet_of(quiz, written);
        let score = crate::score_of(quiz, &answers);
        let seen = (score.total.points(), score.band, score.unsure);
        assert_eq!(seen, (total, band, unsure), "{written}");
    }
    assert_eq!(quiz.scored(), 10);
    assert!(quiz.question("next").is_none());
    assert!(quiz.stages().iter().all(|stage| stage.id != "close"));
}

/// The rows as `lean 2 of 2 in full`.
#[track_caller]
fn check_explanation(written: &str, expected: &str) {
    let quiz = quiz();
    let (answers, _) = sheet_of(quiz, written);
    let (sheet, _) = AnswerSheet::new(quiz, &answers);
    let row = |row: &interview_hindsight::domain::explanation::Reason| {
        let share = match &row.share {
            Share::InFull => "in full",
            Share::Half => "half",
            Share::Softened => "softened",
            Share::NotCounted { question, .. } => question,
            Share::LimitReached => "limit",
            Share::Unsure => "unsure",
            Share::NotSeen => "not seen",
            Share::Neutral => "neutral",
        };
        let softened = if row.softened_by.is_some() { "*" } else { "" };
        format!(
            "{} {:?}/{:?}{softened} {share}",
            row.question, row.added, row.points
        )
    };
    let rows: Vec<String> = explain(quiz, &sheet).rows.iter().map(row).collect();
    assert_eq!(rows.join(", "), expected);
}

#[test]
fn explanations_say_what_each_answer_added_and_why() {
    // W1: limits of two topics and of the whole.
    check_explanation(
        &format!("{BEST}, next: set, practical: yes"),
        "lean 2/2 in full, distracted 0/1 limit, click 1/2 half, coach 0/0 neutral, exact 1/1 in full, \
         stuck 0/1 limit, examples 0/1 limit, late 0/0 neutral, nerves 0/0 neutral, ideal 0/1 limit, \
         next 4/4 in full, practical 0/2 limit",
    );
    // W4: hard questions soften.
    check_explanation(
        HARD_QUESTIONS,
        "lean 0/0 neutral, distracted 0/0 neutral, click 0/0 neutral, coach 0/0 neutral, exact 0/0 neutral, \
         stuck -1/-2* softened, examples 0/0 neutral, late 0/0 neutral, nerves -1/-1 in full, ideal 0/0 neutral, \
         next 1/1 in full, practical 0/0 neutral",
    );
    // W5: coaching outweighs what is good.
    check_explanation(
        &format!(
            "{}, coach_about: elsewhere",
            BEST.replace("coach: no", "coach: end")
        ),
        "lean 0/2 coach, distracted 0/1 coach, click 0/2 coach, coach -5/-5 in full, coach_about -3/-3 in full, \
         exact 0/1 coach, stuck 0/1 coach, examples 0/1 coach, late 0/0 neutral, nerves 0/0 neutral, \
         ideal 0/1 coach, next 0/0 unsure, practical 0/0 unsure",
    );
    // Coaching takes away what a topic has too much of the good, and leaves what is bad.
    check_explanation(
        "coach: large, lean: most, distracted: often, click: easy, stuck: blank, hard: hard, exact: drifted",
        "lean 2/2 in full, distracted -2/-2 in full, click 0/2 coach, coach -6/-6 in full, coach_about 0/0 unsure, \
         exact -2/-2 in full, stuck -0.75/-3* half, examples 0/0 unsure, late 0/0 unsure, nerves 0/0 unsure, \
         ideal 0/0 unsure, next 0/0 unsure, practical 0/0 unsure",
    );
    check_explanation(
        "lean: na",
        "lean 0/0 not seen, distracted 0/0 unsure, click 0/0 unsure, coach 0/0 unsure, exact 0/0 unsure, \
         stuck 0/0 unsure, examples 0/0 unsure, late 0/0 unsure, nerves 0/0 unsure, ideal 0/0 unsure, \
         next 0/0 unsure, practical 0/0 unsure",
    );
}
