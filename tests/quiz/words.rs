//! The words of the built-in quiz: within the bounds of what may be said, and right for each range.

use interview_hindsight::domain::scoring::{Range, RangeWords, probability};

use crate::{quiz, words};

#[track_caller]
fn check(low: f64, high: f64, expected: &str, other_side: &str) {
    let middle = f64::midpoint(low, high);
    let said = Range { low, middle, high }.words();
    let words = words();
    assert_eq!(words.range(said), expected);
    assert_eq!(words.range_other_side(said).unwrap_or_default(), other_side);
}

#[test]
fn ranges_are_said_in_tens() {
    check(0.016, 0.059, "fewer than 1 in 10", "");
    check(0.05, 0.0999, "fewer than 1 in 10", "");
    check(0.05, 0.1, "about 1 in 10 or fewer", "");
    check(0.066, 0.219, "about 2 in 10 or fewer", "");
    check(0.0999, 0.25, "about 3 in 10 or fewer", "");
    check(
        0.1,
        0.25,
        "about 1 to 3 in 10",
        "so about 7 to 9 in 10 would get a no",
    );
    check(
        0.166,
        0.442,
        "about 2 to 4 in 10",
        "so about 6 to 8 in 10 would get a no",
    );
    check(
        0.613,
        0.863,
        "about 6 to 9 in 10",
        "so about 1 to 4 in 10 would get a no",
    );
    check(
        0.76,
        0.97,
        "about 8 to 9 in 10",
        "so about 1 to 2 in 10 would get a no",
    );
    check(
        0.96,
        0.99,
        "about 9 in 10",
        "so about 1 in 10 would get a no",
    );
    check(0.08, 0.99, "about 9 in 10 or fewer", "");
}

#[test]
fn the_middle_of_each_band_is_as_the_model_says() {
    for (points, percent) in [
        (-8.0, 7.0),
        (-3.0, 20.0),
        (2.0, 44.0),
        (5.0, 61.0),
        (8.0, 76.0),
        (0.0, 33.0),
    ] {
        let chance = probability(3, points) * 100.0;
        assert!((chance - percent).abs() < 0.6, "{points}: {chance}");
    }
    for (level, percent) in [(1, 11.0), (2, 20.0), (3, 33.0), (4, 44.0), (5, 56.0)] {
        let quiz = quiz();
        let option = &quiz.gut().expect("a gut question").options()[level - 1];
        assert_eq!(option.percent.map(f64::from), Some(percent));
    }
    assert_eq!(probability(2, 0.0), 0.5);
    assert!(matches!(
        Range {
            low: 0.2,
            middle: 0.3,
            high: 0.4
        }
        .words(),
        RangeWords::AboutTo {
            low: 2,
            high: 4,
            no_low: 6,
            no_high: 8
        }
    ));
}

#[test]
fn nothing_is_said_that_must_never_be_said() {
    let never = [
        "you got the job",
        "you did not get the job",
        "you didn't get the job",
        "sure sign",
        "you will",
        "you'll",
        "most people who felt bad",
        "out of 100",
        "%",
        "—",
    ];
    for (key, text) in words().iter() {
        let lower = text.to_lowercase();
        for phrase in never {
            assert!(!lower.contains(phrase), "{key} says \"{phrase}\": {text}");
        }
        assert_eq!(text.trim(), text, "{key}");
        assert!(!text.contains("  "), "{key}");
        // Rule and letter ids are ours; people read names.
        let has_id = text.split(|c: char| !c.is_alphanumeric()).any(|word| {
            word.len() >= 2
                && word.starts_with(['R', 'E', 'S', 'W'])
                && word[1..].bytes().all(|byte| byte.is_ascii_digit())
        });
        assert!(!has_id, "{key}: {text}");
    }
}

/// A band describes the signs; what to do is for the rules to say.
#[test]
fn bands_and_gaps_are_worded_as_the_model_has_them() {
    let words = words();
    for (level, title) in [
        (0, "Too little to go on"),
        (1, "Strong signs of a no"),
        (2, "More bad signs than good"),
        (3, "The signs point both ways"),
        (4, "More good signs than bad"),
        (5, "Strong good signs"),
    ] {
        assert_eq!(words.band_title(level), title);
        assert!(words.band_body(level).len() > 40);
    }
    assert_eq!(
        words.range_note(),
        "Rough guide. Nobody has tested these numbers."
    );
    assert_eq!(words.option("lean", "unsure"), "I'm not sure");
    assert_eq!(words.option("gut10", "unsure"), "I'd rather not guess");
    assert_eq!(words.does_not_mean().count(), 4);
    assert_eq!(words.how_it_works().count(), 10);
}
