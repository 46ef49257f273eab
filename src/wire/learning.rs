//! What a person learns from, as items: lessons, their order, prepared answers, advice, questions to ask, and how
//! far practising is.
//!
//! Owns the kinds of items, and how each is written down. What cannot be read, or is of a kind that this version does
//! not know, is [`ItemValue::Unread`]: its text stays as it is. So does a field that this version does not know.

use std::borrow::Cow;
use std::cell::RefCell;

use super::json::{Fields, Object, Problem, ProblemKind, Reader};
use super::key::Key;
use super::migration::SCHEMA;
use super::record::{read, read_stamp, write_stamp};
use crate::domain::friend_sheet::{FriendSheet, FriendTick};
use crate::domain::history::{Id, Stamp};
use crate::domain::lesson::{Lesson, LessonKey};
use crate::domain::practice::{BOXES, Practised};
use crate::domain::prepared::{AnswerPart, Prepared, ToAsk};

/// A thing of a person's own that is kept beside the results, and edited as one: a lesson, a prepared answer, advice,
/// a question to ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The quiz it belongs to.
    pub quiz: Id,
    /// What it is: the name of an [`ItemKind`], `lesson.<rule>`, or what a later version put there.
    pub kind: Id,
    /// Which one.
    pub id: Id,
    /// When it was last edited.
    pub stamp: Stamp,
    /// What it says.
    pub value: ItemValue,
}

/// What an item says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemValue {
    /// A lesson, a rule's or an own one.
    Lesson(Lesson),
    /// The names of a result's lessons, first to last.
    Order(Vec<String>),
    /// A prepared answer.
    Prepared(Prepared),
    /// Advice in the person's later words.
    Advice(String),
    /// A question to ask.
    ToAsk(ToAsk),
    /// How far practising a prepared answer is.
    Practice(Practised),
    /// What a friend noted in a practice interview.
    FriendSheet(FriendSheet),
    /// The person was asked how a result turned out, and had not heard yet.
    Asked,
    /// It cannot be read, or this version does not know its kind. The store has its text; nothing is written over it.
    Unread,
}

impl Item {
    /// The key that it is kept under.
    #[must_use]
    pub fn key(&self) -> Key {
        Key::Item {
            quiz: self.quiz.clone(),
            kind: self.kind.clone(),
            id: self.id.clone(),
        }
    }

    /// The lesson that it is.
    #[must_use]
    pub fn lesson(&self) -> Option<&Lesson> {
        match &self.value {
            ItemValue::Lesson(lesson) => Some(lesson),
            _ => None,
        }
    }

    /// The prepared answer that it is.
    #[must_use]
    pub fn prepared(&self) -> Option<&Prepared> {
        match &self.value {
            ItemValue::Prepared(prepared) => Some(prepared),
            _ => None,
        }
    }

    /// The friend's sheet that it is.
    #[must_use]
    pub fn friend_sheet(&self) -> Option<&FriendSheet> {
        match &self.value {
            ItemValue::FriendSheet(sheet) => Some(sheet),
            _ => None,
        }
    }

    /// The question to ask that it is.
    #[must_use]
    pub fn to_ask(&self) -> Option<&ToAsk> {
        match &self.value {
            ItemValue::ToAsk(question) => Some(question),
            _ => None,
        }
    }
}

/// What an item is.
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
    /// What a friend noted in a practice interview.
    FriendSheet,
    /// That the person was asked how a result turned out. It has the result's id.
    Asked,
}

impl ItemKind {
    const ALL: [Self; 8] = [
        Self::Lesson,
        Self::Order,
        Self::Prepared,
        Self::Advice,
        Self::ToAsk,
        Self::Practice,
        Self::FriendSheet,
        Self::Asked,
    ];

    /// What an item of this kind's name is. A rule's lesson has a name of its own: see [`place`].
    fn from_name(name: &str) -> Option<Self> {
        if name.starts_with("lesson.") {
            return Some(Self::Lesson);
        }
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

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
            Self::FriendSheet => "friend",
            Self::Asked => "asked",
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

/// The most characters of advice: as many as a note of the quiz has.
pub const MAX_ADVICE_CHARS: usize = 2_000;

/// Reads an item; what it is stands in the key.
pub(super) fn read_item(
    quiz: &Id,
    kind: &Id,
    id: &Id,
    object: Object<'_>,
) -> Result<Item, Vec<Problem>> {
    read(object, |record| {
        let stamp = read_stamp(record);
        let Some(value) = record.raw("value") else {
            return record.problem("value", ProblemKind::Missing);
        };
        Some(Item {
            quiz: quiz.clone(),
            kind: kind.clone(),
            id: id.clone(),
            stamp: stamp?,
            value: read_value(kind.as_str(), value),
        })
    })
}

/// Writes an item over the text that it had before, or afresh over `""`. The value that could not be read stays as it
/// is there.
#[must_use]
pub fn encode_item(item: &Item, over: &str) -> String {
    let mut record = Fields::over(over);
    record.number("v", SCHEMA);
    write_stamp(&mut record, item.stamp);
    if item.value != ItemValue::Unread {
        record.edit("value", |value| write_value(value, &item.value));
    }
    record.finish()
}

/// Reads a value: all of it, or nothing.
fn read_value(kind: &str, json: &str) -> ItemValue {
    let read = |value: &Reader<'_, '_>| match ItemKind::from_name(kind)? {
        ItemKind::Lesson => read_lesson(value).map(ItemValue::Lesson),
        ItemKind::Order => value
            .texts("order", MAX_ORDER, Id::MAX_CHARS)
            .map(ItemValue::Order),
        ItemKind::Prepared => read_prepared(value).map(ItemValue::Prepared),
        ItemKind::Advice => words(value, "words", MAX_ADVICE_CHARS).map(ItemValue::Advice),
        ItemKind::ToAsk => read_to_ask(value).map(ItemValue::ToAsk),
        ItemKind::Practice => read_practised(value).map(ItemValue::Practice),
        ItemKind::FriendSheet => read_friend_sheet(value).map(ItemValue::FriendSheet),
        ItemKind::Asked => Some(ItemValue::Asked),
    };
    let problems = RefCell::default();
    Object::read(json)
        .and_then(|object| read(&Reader::new(object, &problems)))
        .filter(|_| problems.borrow().is_empty())
        .unwrap_or(ItemValue::Unread)
}

/// Writes a value over the fields that are there.
fn write_value(fields: &mut Fields, value: &ItemValue) {
    match value {
        ItemValue::Lesson(lesson) => write_lesson(fields, lesson),
        // What is beyond the most that an order may name is left out.
        ItemValue::Order(names) => fields.texts("order", names.iter().take(MAX_ORDER)),
        ItemValue::Prepared(prepared) => write_prepared(fields, prepared),
        ItemValue::Advice(words) => fields.text("words", words),
        ItemValue::ToAsk(question) => {
            fields.text("words", &question.words);
            write_made_at(fields, question.made_at);
        }
        ItemValue::Practice(practised) => {
            fields.number("level", practised.level);
            fields.text("due", &practised.due.to_string());
            fields.number("times", practised.times);
        }
        ItemValue::FriendSheet(sheet) => write_friend_sheet(fields, sheet),
        ItemValue::Asked | ItemValue::Unread => {}
    }
}

fn words(value: &Reader<'_, '_>, name: &str, max_chars: usize) -> Option<String> {
    let words = value.optional(name, |value, name| value.text(name, max_chars))?;
    Some(words.map(Cow::into_owned).unwrap_or_default())
}

fn write_words(fields: &mut Fields, name: &str, words: &str) {
    fields.optional(name, (!words.is_empty()).then_some(words), Fields::text);
}

fn write_id(fields: &mut Fields, name: &str, id: Option<&Id>) {
    fields.optional(name, id.map(Id::as_str), Fields::text);
}

/// When it was begun; 0 where that is not said.
fn made_at(value: &Reader<'_, '_>) -> Option<i64> {
    let made_at = value.optional("made_at", Reader::milliseconds)?;
    Some(made_at.unwrap_or(0))
}

fn write_made_at(fields: &mut Fields, made_at: i64) {
    fields.optional("made_at", (made_at > 0).then_some(made_at), Fields::number);
}

fn read_lesson(value: &Reader<'_, '_>) -> Option<Lesson> {
    let words = value.optional("words", |value, name| value.text(name, Lesson::MAX_CHARS));
    let learnt_from = value.optional("learnt_from", Reader::id);
    let done_at = value.optional("done_at", Reader::moment);
    Some(Lesson {
        words: words?.map(Cow::into_owned),
        learnt_from: learnt_from?,
        made_at: made_at(value)?,
        done_at: done_at?,
    })
}

fn write_lesson(fields: &mut Fields, lesson: &Lesson) {
    fields.optional("words", lesson.words.as_deref(), Fields::text);
    write_id(fields, "learnt_from", lesson.learnt_from.as_ref());
    write_made_at(fields, lesson.made_at);
    let done_at = lesson.done_at.map(|at| at.to_rfc3339());
    fields.optional("done_at", done_at.as_deref(), Fields::text);
}

fn read_prepared(value: &Reader<'_, '_>) -> Option<Prepared> {
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
}

fn write_prepared(fields: &mut Fields, prepared: &Prepared) {
    write_words(fields, "question", &prepared.question);
    for part in AnswerPart::ALL {
        write_words(fields, part.id(), prepared.part(part));
    }
    write_id(fields, "asked_in", prepared.asked_in.as_ref());
    write_made_at(fields, prepared.made_at);
}

fn read_to_ask(value: &Reader<'_, '_>) -> Option<ToAsk> {
    Some(ToAsk {
        words: words(value, "words", ToAsk::MAX_CHARS)?,
        made_at: made_at(value)?,
    })
}

fn read_friend_sheet(value: &Reader<'_, '_>) -> Option<FriendSheet> {
    // In bytes, of which a character has four at most.
    let most = FriendSheet::MAX_QUESTION_CHARS * 4;
    let ticked = |tick: FriendTick| {
        let ticked = value.optional(tick.id(), |value, name| {
            value.texts(name, FriendSheet::MAX_TICKED, most)
        });
        Some(ticked?.unwrap_or_default())
    };
    let [answered, example, short] = FriendTick::ALL.map(ticked);
    let best = words(value, "best", FriendSheet::MAX_CHARS);
    let change = words(value, "change", FriendSheet::MAX_CHARS);
    Some(FriendSheet {
        ticked: [answered?, example?, short?],
        best: best?,
        change: change?,
        made_at: made_at(value)?,
    })
}

fn write_friend_sheet(fields: &mut Fields, sheet: &FriendSheet) {
    for tick in FriendTick::ALL {
        let ticked = Some(sheet.ticked(tick)).filter(|ticked| !ticked.is_empty());
        fields.optional(tick.id(), ticked, Fields::texts);
    }
    write_words(fields, "best", &sheet.best);
    write_words(fields, "change", &sheet.change);
    write_made_at(fields, sheet.made_at);
}

fn read_practised(value: &Reader<'_, '_>) -> Option<Practised> {
    let level = value.number("level", 1, i64::from(BOXES));
    let due = value.date("due");
    let times = value.number("times", 0, i64::from(u16::MAX));
    Some(Practised {
        level: level?,
        due: due?,
        times: times?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::{Date, Moment};
    use proptest::prelude::*;

    fn id(text: &str) -> Id {
        Id::new(text).expect("an id")
    }

    fn written(value: &ItemValue, over: &str) -> String {
        let mut fields = Fields::over(over);
        write_value(&mut fields, value);
        fields.finish()
    }

    #[test]
    fn what_is_written_is_read_back_and_an_unknown_field_stays() {
        let lesson = Lesson {
            words: Some("Breathe, then say it in one line.".into()),
            learnt_from: Some(id("r1")),
            made_at: 7,
            done_at: Some(Moment::parse_rfc3339("2026-03-10T15:00:00+01:00").expect("a moment")),
        };
        let practised = Practised {
            level: 3,
            due: Date::new(2026, 3, 4).expect("a day"),
            times: 9,
        };
        let prepared = Prepared {
            question: "Why us?".into(),
            parts: ["S", "", "A", ""].map(str::to_owned),
            asked_in: Some(id("r1")),
            made_at: 7,
        };
        let question = ToAsk {
            words: "Who?".into(),
            made_at: 7,
        };
        let mut sheet = FriendSheet {
            best: "The bakery.".into(),
            made_at: 7,
            ..FriendSheet::default()
        };
        sheet.tick(FriendTick::Answered, "Why us?", true);
        let lesson_text = r#"{"done_at":"2026-03-10T15:00:00+01:00","later":[1.50],"learnt_from":"r1","made_at":7,"words":"Breathe, then say it in one line."}"#;
        for (kind, value, text) in [
            ("lesson", ItemValue::Lesson(lesson.clone()), lesson_text),
            ("lesson.R13", ItemValue::Lesson(lesson), lesson_text),
            (
                "lesson.R13",
                ItemValue::Lesson(Lesson::default()),
                r#"{"later":[1.50]}"#,
            ),
            (
                "order",
                ItemValue::Order(vec!["R13".to_owned(), "own".to_owned()]),
                r#"{"later":[1.50],"order":["R13","own"]}"#,
            ),
            (
                "prepared",
                ItemValue::Prepared(prepared),
                r#"{"action":"A","asked_in":"r1","later":[1.50],"made_at":7,"question":"Why us?","situation":"S"}"#,
            ),
            (
                "advice",
                ItemValue::Advice("Slow down.".to_owned()),
                r#"{"later":[1.50],"words":"Slow down."}"#,
            ),
            (
                "ask",
                ItemValue::ToAsk(question),
                r#"{"later":[1.50],"made_at":7,"words":"Who?"}"#,
            ),
            (
                "practice",
                ItemValue::Practice(practised),
                r#"{"due":"2026-03-04","later":[1.50],"level":3,"times":9}"#,
            ),
            (
                "friend",
                ItemValue::FriendSheet(sheet),
                r#"{"answered":["Why us?"],"best":"The bakery.","later":[1.50],"made_at":7}"#,
            ),
            ("asked", ItemValue::Asked, r#"{"later":[1.50]}"#),
        ] {
            assert_eq!(written(&value, r#"{"later":[1.50]}"#), text, "{kind}");
            assert_eq!(read_value(kind, text), value, "{kind}");
        }
        assert_eq!(
            written(&ItemValue::Lesson(Lesson::default()), lesson_text),
            r#"{"later":[1.50]}"#,
            "what was taken back is not there any more"
        );
    }

    #[test]
    fn what_cannot_be_read_is_nothing_and_not_something_else() {
        for (kind, text) in [
            ("lesson", "7"),
            ("lesson", "[]"),
            ("lesson", r#""words""#),
            ("lesson", r#"{"words":7}"#),
            ("lesson", r#"{"made_at":-1}"#),
            ("lesson.R13", r#"{"done_at":"yesterday"}"#),
            ("ask", r#"{"words":7}"#),
            ("ask", "true"),
            ("advice", "[]"),
            ("asked", "false"),
            ("order", r#"{"order":[1]}"#),
            ("practice", r#"{"level":6,"due":"2026-03-04","times":1}"#),
            ("practice", r#"{"level":1,"due":"soon","times":1}"#),
            ("prepared", r#"{"question":"Why?","asked_in":"a b"}"#),
            ("friend", r#"{"short":"Why?"}"#),
            ("friend", r#"{"best":[]}"#),
            ("of_a_later_version", r#"{"words":"x"}"#),
        ] {
            assert_eq!(read_value(kind, text), ItemValue::Unread, "{kind}: {text}");
        }
    }

    #[test]
    fn what_could_not_be_read_is_written_as_it_was() {
        let text = r#"{"at":1,"later":[1.50],"tag":1,"v":1,"value":{"level": 99 , "a":1}}"#;
        let record = Object::parse(text).expect("an object");
        let item = read_item(&id("q"), &id("practice"), &id("p1"), record).expect("an item");
        assert_eq!(item.value, ItemValue::Unread);
        assert_eq!(encode_item(&item, text), text);
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
            let question = ItemValue::ToAsk(ToAsk { words: prepared.question.chars().take(40).collect(), made_at });
            let prepared = ItemValue::Prepared(prepared);
            prop_assert_eq!(read_value("prepared", &written(&prepared, "")), prepared);
            prop_assert_eq!(read_value("ask", &written(&question, "")), question);
        }

        #[test]
        fn any_text_is_read_or_not(text in "\\PC{0,60}") {
            for kind in ["lesson", "order", "prepared", "advice", "ask", "friend"] {
                drop(read_value(kind, &text));
            }
            let practised = read_value("practice", &text);
            let is_sound = match practised {
                ItemValue::Practice(read) => read.level <= BOXES,
                other => other == ItemValue::Unread,
            };
            prop_assert!(is_sound);
        }
    }
}
