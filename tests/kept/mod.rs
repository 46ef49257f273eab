//! What the tests of storage are made of: results, drafts, and devices that hold them.

#![allow(
    clippy::expect_used,
    reason = "a test that cannot be set up has failed"
)]
#![allow(dead_code)] // Each test program uses a part of it.

use std::collections::BTreeMap;

use interview_hindsight::domain::answers::{Answer, Answers};
use interview_hindsight::domain::history::{
    ActionState, Details, Draft, Format, Id, Interview, Label, LetterState, Outcome, Part, QuizRef,
    RecordedOutcome, SecondLook, Situation, Stamp, StoredScore,
};
use interview_hindsight::domain::lesson::Lesson;
use interview_hindsight::domain::quiz::QuarterPoints;
use interview_hindsight::domain::time::{Date, Moment};
use interview_hindsight::domain::zone::ZoneName;
use interview_hindsight::wire::json::{Problem, ProblemKind};
use interview_hindsight::wire::key::Key;
use interview_hindsight::wire::learning::{Item, ItemValue};
use interview_hindsight::wire::migration::Step;
use interview_hindsight::wire::port::{KeyValue, MemoryStore, PREFIX};
use interview_hindsight::wire::store::{Loaded, Store};
use serde_json::{Value, json};

/// The key of the result `a`.
pub const RESULT: &str = "how-it-went:result:a";
/// What this version says of itself.
pub const META_1: &str = r#"{"build":"test","min_writer":1,"schema":1}"#;
/// A result as a version 0 kept it that is made up here, and whose step is [`from_0_to_1`].
pub const OLD_RESULT: &str = r#"{"v":0,"at":"2026-01-01T00:00:00Z","answers":{"gut":"awful"},"score":-16,"band":2,"company":"Acme"}"#;
/// A draft of that version.
pub const OLD_DRAFT: &str = r#"{"v":0,"at":"2026-01-01T00:00:00Z","answers":{"gut":"ok"}}"#;

/// The step from the version that is made up here.
fn from_0_to_1(key: &Key, text: &str) -> Result<String, Problem> {
    let problem = |what| Problem {
        field: String::new(),
        what,
    };
    let (Key::Result { quiz, id } | Key::Draft { quiz, id }) = key else {
        return Ok(text.to_owned());
    };
    let old: Value = serde_json::from_str(text).map_err(|_| problem(ProblemKind::NotText))?;
    let mut new = json!({
        "quiz": {"id": quiz.as_str(), "version": "0.9.0"},
        "started_at": old["at"],
        "answers": old["answers"],
        "answered_at": {},
    });
    if matches!(key, Key::Draft { .. }) {
        new["changed_at"] = old["at"].clone();
    } else {
        new["finished_at"] = old["at"].clone();
        new = json!({
            "first": new,
            "score": {"total": old["score"], "half_width": 12, "band": old["band"], "unsure": 0},
            "details": {"company": {"at": 1, "tag": 0, "value": old["company"]}},
        });
    }
    new["id"] = id.as_str().into();
    Ok(new.to_string())
}

/// Opens a store that knows that version.
pub fn open_old(port: impl KeyValue + 'static) -> (Store, Loaded) {
    let mut store = Store::with_steps(Box::new(port), "test", STEPS);
    let loaded = store.open(now());
    (store, loaded)
}

/// The steps from the version that is made up here.
pub const STEPS: &[Step] = &[from_0_to_1];

pub fn now() -> Moment {
    moment("2026-03-01T10:00:00+01:00")
}

pub fn moment(text: &str) -> Moment {
    Moment::parse_rfc3339(text).expect("a moment")
}

pub fn id(text: &str) -> Id {
    Id::new(text).expect("an id")
}

pub fn key(short: &str) -> Key {
    Key::parse_short(short).expect("a key")
}

pub fn full_key(short: &str) -> String {
    format!("{PREFIX}{short}")
}

pub fn stamp(changed_at: i64, tag: u32) -> Stamp {
    Stamp { changed_at, tag }
}

pub fn quiz() -> QuizRef {
    QuizRef {
        id: id("how-it-went"),
        version: id("1.0.0"),
        without_outside: false,
    }
}

pub fn sheet() -> Answers {
    let mut answers: Answers = [
        ("gut", "awful"),
        ("lean", "some"),
        ("distracted", "once"),
        ("click", "fine"),
        ("coach", "end"),
        ("coach_about", "elsewhere"),
        ("hard", "very"),
        ("exact", "mostly"),
        ("stuck", "weak"),
        ("examples", "some"),
        ("late", "on_time"),
        ("nerves", "lost"),
        ("ideal", "no"),
        ("next", "process"),
        ("practical", "no"),
        ("field", "3-4"),
    ]
    .into_iter()
    .map(|(question, answer)| (question, Answer::Option(answer.to_owned())))
    .collect();
    answers.set("gut10", Answer::Number(2));
    answers.set(
        "coach_notes",
        Answer::Text("Say less.\n\"Breathe\" 🙂".to_owned()),
    );
    answers
}

pub fn interview(name: &str) -> Interview {
    let answers = sheet();
    let at = now().unix_ms();
    Interview {
        id: id(name),
        quiz: quiz(),
        started_at: moment("2026-03-01T09:50:00.250+01:00"),
        started_zone: ZoneName::new("Europe/Berlin"),
        finished_at: now(),
        finished_zone: ZoneName::new("Europe/Berlin"),
        answered_at: answers
            .iter()
            .map(|(question, _)| (question.to_owned(), at))
            .collect(),
        answers,
        stored: StoredScore {
            total: QuarterPoints::new(-4),
            half_width: QuarterPoints::new(12),
            band: 3,
            unsure: 0,
            range: Some((166, 442)),
            gap: Some(2),
        },
        corrected: Part::default(),
        situation: Part::default(),
        details: Label::new(
            Details {
                company: "Acme".to_owned(),
                role: "Baker".to_owned(),
                interview_at: Some(moment("2026-03-01T09:00:00+01:00")),
                format: Some(Format::InPerson),
                interviewers: Some(2),
                ..Details::default()
            },
            stamp(at, 1),
        ),
        outcome: Part::default(),
        notes: Part::default(),
        second_look: Part::default(),
        actions: BTreeMap::new(),
        letters: BTreeMap::new(),
        calendar: Part::default(),
    }
}

/// A result with everything in it that a result can have.
pub fn full_interview(name: &str) -> Interview {
    let mut interview = interview(name);
    let ticked = Answer::Options(["thanks", "asked"].map(str::to_owned).into());
    interview.corrected = Part::new(Some(sheet()), stamp(5, 5));
    interview.situation = Part::new(
        Situation {
            answers: [("sent", ticked)].into_iter().collect(),
            asked_at: Some(now()),
            asked_zone: ZoneName::new("Europe/Berlin"),
            refused_at: Some(now().plus_hours(3)),
            refused_zone: ZoneName::new("Asia/Kolkata"),
            said_no_at: Some(now().plus_hours(4)),
            said_no_zone: None,
            promised_on: Date::new(2026, 3, 9),
            next_on: Date::new(2026, 4, 1),
        },
        stamp(6, 6),
    );
    interview.outcome = Part::new(
        Some(RecordedOutcome {
            outcome: Outcome::NextRound,
            on: Date::new(2026, 3, 10),
            note: "They rang.".to_owned(),
            closed: true,
        }),
        stamp(7, 7),
    );
    interview.notes = Part::new("Was fine after all.".to_owned(), stamp(8, 8));
    let look = SecondLook {
        gut: id("ok"),
        at: now().plus_hours(30),
        zone: ZoneName::new("America/Argentina/Buenos_Aires"),
    };
    interview.second_look = Part::new(Some(look), stamp(10, 10));
    let done = ActionState {
        done_at: Some(now()),
    };
    interview.actions = [("R01".to_owned(), Part::new(done, stamp(9, 9)))].into();
    let letter = LetterState {
        slots: [
            (
                "fit".to_owned(),
                "Ran \"the\" ward.\n\u{5e9}\u{5dc}\u{5d5}\u{5dd} 🙂".to_owned(),
            ),
            ("me".to_owned(), String::new()),
        ]
        .into(),
        text: Some("Hello Dana,\n\nThank you.".to_owned()),
        language: Id::new("en"),
        draft_again: true,
        short: true,
    };
    interview.letters = [("E1".to_owned(), Part::new(letter, stamp(10, 10)))].into();
    interview
}

pub fn draft(name: &str) -> Draft {
    Draft {
        id: id(name),
        quiz: quiz(),
        started_at: now(),
        started_zone: ZoneName::new("Europe/Berlin"),
        changed_at: now(),
        answers: [("gut", Answer::Option("ok".to_owned()))]
            .into_iter()
            .collect(),
        answered_at: [("gut".to_owned(), 10)].into(),
        situation: Part::default(),
        gut_frozen: false,
        position: Some(id("lean")),
    }
}

pub fn item(name: &str, value: ItemValue) -> Item {
    Item {
        quiz: id("how-it-went"),
        kind: id("lesson"),
        id: id(name),
        stamp: stamp(1, 1),
        value,
    }
}

/// A lesson in a person's own words.
pub fn lesson(words: &str) -> ItemValue {
    ItemValue::Lesson(Lesson {
        words: Some(words.to_owned()),
        ..Lesson::default()
    })
}

/// A device with these texts, their keys without the prefix.
pub fn disk(values: &[(&str, &str)]) -> MemoryStore {
    values
        .iter()
        .map(|(key, value)| (full_key(key), (*value).to_owned()))
        .collect()
}

pub fn open(port: impl KeyValue + 'static) -> (Store, Loaded) {
    let mut store = Store::new(Box::new(port), "test");
    let loaded = store.open(now());
    (store, loaded)
}

pub fn names(loaded: &Loaded) -> Vec<&str> {
    loaded
        .interviews
        .iter()
        .map(|interview| interview.id.as_str())
        .collect()
}
