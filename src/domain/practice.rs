//! Practising prepared answers: when each comes back.
//!
//! Owns the spacing: five boxes, after Sebastian Leitner (*So lernt man lernen*, Herder 1972). An answer that sat goes
//! one box on, one that did not goes back to the first. How many days a box waits is not Leitner's (his boxes
//! were full or not); doubling is the usual reading of his scheme, and a judgment. Must not know what is
//! practised, how long a person thinks, or what day it is.

use super::time::Date;

/// The number of boxes.
pub const BOXES: u8 = 5;

/// How many days an answer waits in each box, from the first.
const DAYS: [i64; BOXES as usize] = [1, 2, 4, 8, 16];

/// How an answer went, as the person judged it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It sat.
    Sat,
    /// It is to come again soon.
    Again,
}

/// Where one answer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Practised {
    /// The box that it is in, 1 to [`BOXES`].
    pub level: u8,
    /// The day from which on it is due.
    pub due: Date,
    /// How often it was practised. It stops at 65,535, which is no matter to anybody.
    pub times: u16,
}

/// Where an answer stands after it was practised. `None` before is one that never was, which counts as in the
/// first box. `was_again` says that it had to come again in this run: then it stays in the first box, and comes
/// back sooner than what sat at once. What is to come again is due on the same day.
#[must_use]
pub fn after(before: Option<Practised>, mark: Mark, was_again: bool, today: Date) -> Practised {
    let level = before.map_or(1, |before| before.level.clamp(1, BOXES));
    let level = match mark {
        Mark::Sat if !was_again => (level + 1).min(BOXES),
        _ => 1,
    };
    let days = match mark {
        Mark::Sat => DAYS[usize::from(level) - 1],
        Mark::Again => 0,
    };
    Practised {
        level,
        due: today.plus_days(days),
        times: before.map_or(0, |before| before.times).saturating_add(1),
    }
}

/// Whether an answer is due. What was never practised is.
#[must_use]
pub fn is_due(practised: Option<Practised>, today: Date) -> bool {
    practised.is_none_or(|practised| practised.due <= today)
}

/// What comes first: the lower box, then what has waited longer. What was never practised counts as in the
/// first box, behind what did not sit there.
#[must_use]
pub fn urgency(practised: Option<Practised>) -> (u8, Option<Date>) {
    match practised {
        Some(practised) => (practised.level * 2, Some(practised.due)),
        None => (3, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u8) -> Date {
        Date::new(2026, 3, day).expect("a day of March")
    }

    #[track_caller]
    fn check(marks: &[Mark], expected: &str) {
        let mut practised = None;
        let mut seen = Vec::new();
        let mut today = day(1);
        for mark in marks {
            let next = after(practised, *mark, false, today);
            seen.push(format!("{}:{}", next.level, next.due.day()));
            today = next.due;
            practised = Some(next);
        }
        assert_eq!(seen.join(" "), expected);
        assert_eq!(
            practised.map(|last| usize::from(last.times)),
            Some(marks.len())
        );
    }

    #[test]
    fn what_sits_comes_back_later_each_time_and_what_does_not_comes_back_the_same_day() {
        use Mark::{Again, Sat};
        check(&[Sat], "2:3");
        check(&[Again], "1:1");
        check(&[Sat, Sat, Sat, Sat], "2:3 3:7 4:15 5:31");
        check(&[Sat, Sat, Again, Sat], "2:3 3:7 1:7 2:9");
        check(&[Again, Again, Sat], "1:1 1:1 2:3");
    }

    #[test]
    fn marked_again_is_due_before_what_sat_whatever_was_before() {
        for level in 0..=u8::MAX {
            let before = Some(Practised {
                level,
                due: day(1),
                times: u16::MAX,
            });
            let [sat, at_last, again] = [
                after(before, Mark::Sat, false, day(5)),
                after(before, Mark::Sat, true, day(5)),
                after(before, Mark::Again, false, day(5)),
            ];
            assert!(again.due < at_last.due, "from box {level}");
            assert!(at_last.due < sat.due, "from box {level}");
            assert!((1..=BOXES).contains(&sat.level));
        }
    }

    #[test]
    fn an_answer_is_due_from_its_day_on_and_a_new_one_at_once() {
        let practised = Some(Practised {
            level: 2,
            due: day(3),
            times: 1,
        });
        assert!(!is_due(practised, day(2)));
        assert!(is_due(practised, day(3)));
        assert!(is_due(practised, day(30)));
        assert!(is_due(None, day(1)));
    }

    #[test]
    fn what_did_not_sit_comes_before_what_is_new_and_that_before_what_sat() {
        let at = |level, due| {
            urgency(Some(Practised {
                level,
                due: day(due),
                times: 1,
            }))
        };
        assert!(at(1, 9) < urgency(None));
        assert!(urgency(None) < at(2, 1));
        assert!(at(2, 1) < at(2, 2));
        assert!(at(2, 9) < at(3, 1));
    }
}
