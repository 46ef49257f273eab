//! What a person learns from, as items: lessons, their order, prepared answers, advice, questions to ask, and how
//! far practising is.
//!
//! Owns the kinds of these items and how their values are written down. An item's stamp and place are
//! [`record`](super::record)'s matter. A value that cannot be read is `None`: nothing is ever written over it. A field
//! that this version does not know stays as it is.

use std::borrow::Cow;
use std::cell::RefCell;

use super::json::{Fields, Object, Reader, quote};
use crate::domain::history::Id;
use crate::domain::lesson::{Lesson, LessonKey};
use crate::domain::practice::{BOXES, Practised};
use crate::domain::prepared::{AnswerPart, Prepared, ToAsk};

/// What the items here are.
///
/// An item that belongs to a result has the result's id, so that it is deleted and brought back with it: a lesson
/// of a rule, the order of a result's lessons, advice. How far practising is has the id of its prepared answer, for the
/// same reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// A lesson of one's own.
    Lesson,
    /// The order of a result's lessons.
    Order,
    /// A prepared answer.
    Prepared,
    /// What the interviewer said, in the person's later words.
    Advice,
    /// A question to ask.
    ToAsk,
    /// How far practising a prepared answer is.
    Practice,
}

impl ItemKind {
    /// Its name in keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Lesson => "lesson",
            Self::Order => "order",
            Self::Prepared => "prepared",
            Self::Advice => "advice",
            Self::ToAsk => "ask",
            Self::Practice => "practice",
        }
    }
}

/// The kind and the id under which a lesson is kept. Each rule has a kind of its own, `lesson.<rule>`: so two
/// lessons of one result are edited and merged apart. `None` where the rule's name is too long for a key.
#[must_use]
pub fn place(lesson: &LessonKey) -> Option<(Cow<'static, str>, &Id)> {
    match lesson {
        LessonKey::Own(id) => Some((Cow::Borrowed(ItemKind::Lesson.name()), id)),
        LessonKey::OfRule { interview, rule } => {
            let kind = [ItemKind::Lesson.name(), ".", rule].concat();
            Id::is_one(&kind).then_some((Cow::Owned(kind), interview))
        }
    }
}

/// The most entries of an order.
const MAX_ORDER: usize = 200;

/// Reads a value with `read`: all of it, or nothing.
fn read<T>(value: &str, read: impl FnOnce(&Reader<'_, '_>) -> Option<T>) -> Option<T> {
    let problems = RefCell::default();
    let value = read(&Reader::new(Object::parse(value).ok()?, &problems));
    value.filter(|_| problems.borrow().is_empty())
}

fn words(value: &Reader<'_, '_>, name: &str, max_chars: usize) -> Option<String> {
    let words = value.optional(name, |value, name| value.text(name, max_chars))?;
    Some(words.map(Cow::into_owned).unwrap_or_default())
}

/// When it was begun; 0 where that is not said.
fn made_at(value: &Reader<'_, '_>) -> Option<i64> {
    Some(
        value
            .optional("made_at", Reader::milliseconds)?
            .unwrap_or(0),
    )
}

fn write_words(fields: &mut Fields, name: &str, words: &str) {
    fields.optional(name, (!words.is_empty()).then_some(words), Fields::text);
}

fn write_id(fields: &mut Fields, name: &str, id: Option<&Id>) {
    fields.optional(name, id.map(Id::as_str), Fields::text);
}

/// Reads a lesson, a rule's or an own one.
#[must_use]
pub fn read_lesson(value: &str) -> Option<Lesson> {
    read(value, |value| {
        let words = value.optional("words", |value, name| value.text(name, Lesson::MAX_CHARS));
        let learnt_from = value.optional("learnt_from", Reader::id);
        let done_at = value.optional("done_at", Reader::moment);
        Some(Lesson {
            words: words?.map(Cow::into_owned),
            learnt_from: learnt_from?,
            made_at: made_at(value)?,
            done_at: done_at?,
        })
    })
}

/// Writes a lesson over the value that it had, or afresh over `""`.
#[must_use]
pub fn write_lesson(lesson: &Lesson, over: &str) -> String {
    let mut fields = Fields::over(over);
    fields.optional("words", lesson.words.as_deref(), Fields::text);
    write_id(&mut fields, "learnt_from", lesson.learnt_from.as_ref());
    write_made_at(&mut fields, lesson.made_at);
    let done_at = lesson.done_at.map(|at| at.to_rfc3339());
    fields.optional("done_at", done_at.as_deref(), Fields::text);
    fields.finish()
}

fn write_made_at(fields: &mut Fields, made_at: i64) {
    fields.optional("made_at", (made_at > 0).then_some(made_at), Fields::number);
}

/// Reads an order: the names of lessons, first to last.
#[must_use]
pub fn read_order(value: &str) -> Option<Vec<String>> {
    read(value, |value| {
        value.texts("order", MAX_ORDER, Id::MAX_CHARS)
    })
}

/// Writes an order over the value that it had. What is beyond the most that an order may name is left out.
#[must_use]
pub fn write_order(order: &[String], over: &str) -> String {
    let mut fields = Fields::over(over);
    let names: Vec<String> = order
        .iter()
        .take(MAX_ORDER)
        .map(|name| quote(name))
        .collect();
    fields.raw("order", ["[", &names.join(","), "]"].concat());
    fields.finish()
}

/// Reads a prepared answer.
#[must_use]
pub fn read_prepared(value: &str) -> Option<Prepared> {
    read(value, |value| {
        let question = words(value, "question", Prepared::MAX_QUESTION_CHARS);
        let part = |part: AnswerPart| words(value, part.id(), Prepared::MAX_PART_CHARS);
        let [situation, task, action, result] = AnswerPart::ALL.map(part);
        let asked_in = value.optional("asked_in", Reader::id);
        Some(Prepared {
            question: question?,
            parts: [situation?, task?, action?, result?],
            asked_in: asked_in?,
            made_at: made_at(value)?,
        })
    })
}

/// Writes a prepared answer over the value that it had, or afresh over `""`.
#[must_use]
pub fn write_prepared(prepared: &Prepared, over: &str) -> String {
    let mut fields = Fields::over(over);
    write_words(&mut fields, "question", &prepared.question);
    for part in AnswerPart::ALL {
        write_words(&mut fields, part.id(), prepared.part(part));
    }
    write_id(&mut fields, "asked_in", prepared.asked_in.as_ref());
    write_made_at(&mut fields, prepared.made_at);
    fields.finish()
}

/// The most characters of advice: as many as a note of the quiz has.
pub const MAX_ADVICE_CHARS: usize = 2_000;

/// Reads advice in the person's later words.
#[must_use]
pub fn read_advice(value: &str) -> Option<String> {
    read(value, |value| words(value, "words", MAX_ADVICE_CHARS))
}

/// Writes advice over the value that it had, or afresh over `""`.
#[must_use]
pub fn write_advice(words: &str, over: &str) -> String {
    let mut fields = Fields::over(over);
    fields.text("words", words);
    fields.finish()
}

/// Reads a question to ask.
#[must_use]
pub fn read_to_ask(value: &str) -> Option<ToAsk> {
    read(value, |value| {
        Some(ToAsk {
            words: words(value, "words", ToAsk::MAX_CHARS)?,
            made_at: made_at(value)?,
        })
    })
}

/// Writes a question to ask over the value that it had, or afresh over `""`.
#[must_use]
pub fn write_to_ask(question: &ToAsk, over: &str) -> String {
    let mut fields = Fields::over(over);
    fields.text("words", &question.words);
    write_made_at(&mut fields, question.made_at);
    fields.finish()
}

/// Reads how far practising an answer is.
#[must_use]
pub fn read_practised(value: &str) -> Option<Practised> {
    read(value, |value| {
        let level = value.number("level", 1, i64::from(BOXES));
        let due = value.date("due");
        let times = value.number("times", 0, i64::from(u16::MAX));
        Some(Practised {
            level: level?,
            due: due?,
            times: times?,
        })
    })
}

/// Writes how far practising an answer is over the value that it had, or afresh over `""`.
#[must_use]
pub fn write_practised(practised: Practised, over: &str) -> String {
    let mut fields = Fields::over(over);
    fields.number("level", practised.level);
    fields.text("due", &practised.due.to_string());
    fields.number("times", practised.times);
    fields.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::{Date, Moment};
    use proptest::prelude::*;

    fn id(text: &str) -> Id {
        Id::new(text).expect("an id")
    }

    #[test]
    fn what_is_written_is_read_back_and_an_unknown_field_stays() {
        let over = r#"{"later":[1.50]}"#;
        let lesson = Lesson {
            words: Some("Breathe, then say it in one line.".into()),
            learnt_from: Some(id("r1")),
            made_at: 7,
            done_at: Some(Moment::parse_rfc3339("2026-03-10T15:00:00+01:00").expect("a moment")),
        };
        let text = write_lesson(&lesson, over);
        assert_eq!(
            text,
            r#"{"done_at":"2026-03-10T15:00:00+01:00","later":[1.50],"learnt_from":"r1","made_at":7,"words":"Breathe, then say it in one line."}"#
        );
        assert_eq!(read_lesson(&text), Some(lesson));
        assert_eq!(
            write_lesson(&Lesson::default(), &text),
            r#"{"later":[1.50]}"#
        );

        let order = vec!["R13".to_owned(), "own".to_owned()];
        let text = write_order(&order, over);
        assert_eq!(text, r#"{"later":[1.50],"order":["R13","own"]}"#);
        assert_eq!(read_order(&text), Some(order));

        let practised = Practised {
            level: 3,
            due: Date::new(2026, 3, 4).expect("a day"),
            times: 9,
        };
        let text = write_practised(practised, over);
        assert_eq!(
            text,
            r#"{"due":"2026-03-04","later":[1.50],"level":3,"times":9}"#
        );
        assert_eq!(read_practised(&text), Some(practised));
        assert_eq!(
            read_advice(&write_advice("Slow down.", over)).as_deref(),
            Some("Slow down.")
        );
    }

    #[test]
    fn what_cannot_be_read_is_nothing_and_not_something_else() {
        for bad in [
            "7",
            "[]",
            "null",
            r#""words""#,
            r#"{"words":7}"#,
            r#"{"made_at":-1}"#,
        ] {
            assert_eq!(read_lesson(bad), None, "{bad}");
            assert_eq!(read_to_ask(bad), None, "{bad}");
        }
        assert_eq!(read_lesson(r#"{"done_at":"yesterday"}"#), None);
        assert_eq!(read_order(r#"{"order":[1]}"#), None);
        assert_eq!(
            read_practised(r#"{"level":6,"due":"2026-03-04","times":1}"#),
            None
        );
        assert_eq!(
            read_practised(r#"{"level":1,"due":"soon","times":1}"#),
            None
        );
        assert_eq!(
            read_prepared(r#"{"question":"Why?","asked_in":"a b"}"#),
            None
        );
    }

    #[test]
    fn each_lesson_has_a_place_of_its_own() {
        let rule = |rule: &str| LessonKey::OfRule {
            interview: id("r1"),
            rule: rule.into(),
        };
        let at = |lesson: &LessonKey| place(lesson).map(|(kind, id)| format!("{kind}:{id}"));
        assert_eq!(at(&rule("R13")).as_deref(), Some("lesson.R13:r1"));
        assert_eq!(at(&LessonKey::Own(id("o1"))).as_deref(), Some("lesson:o1"));
        assert_eq!(at(&rule(&"x".repeat(64))), None);
    }

    proptest! {
        #[test]
        fn any_words_are_kept_as_they_were_typed(
            question in "\\PC{0,40}", parts in prop::array::uniform4("\\PC{0,40}|[\"\\\\\n\t\u{202e}\u{1f600}]{0,8}"), made_at in 0..9_i64,
        ) {
            let prepared = Prepared { question, parts, asked_in: None, made_at };
            prop_assert_eq!(read_prepared(&write_prepared(&prepared, "")), Some(prepared.clone()));
            let question = ToAsk { words: prepared.question, made_at };
            prop_assert_eq!(read_to_ask(&write_to_ask(&question, "")), Some(question));
        }

        #[test]
        fn any_text_is_read_or_not(text in "\\PC{0,60}") {
            drop(read_lesson(&text));
            drop(read_order(&text));
            drop(read_prepared(&text));
            drop(read_advice(&text));
            drop(read_to_ask(&text));
            prop_assert!(read_practised(&text).is_none_or(|read| read.level <= BOXES));
        }
    }
}
