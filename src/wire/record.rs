//! The text of each kind of record.
//!
//! Owns how a result, a draft, a deletion mark, the preferences and the version are written down and
//! read back, with a bound on everything; items are in [`learning`](super::learning). Must not know where
//! a text is kept, or how two texts are merged.
//!
//! What is written goes over the text that was there: a field that this version does not know stays
//! as it is. What is read is checked whole, with every problem named.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::json::{Fields, Object, Problem, ProblemKind, Reader};
use super::key::Key;
use super::migration::SCHEMA;
use crate::domain::answers::{Answer, Answers};
use crate::domain::history::{
    ActionState, Details, Draft, Format, Id, Interview, Label, LabelPart, LetterState, Outcome,
    Part, QuizRef, RecordedOutcome, SecondLook, Situation, Stamp, StoredScore,
};
use crate::domain::quiz::QuarterPoints;
use crate::domain::reminder::{About, CalendarFile, Reminder, When};
use crate::domain::time::{Date, Moment};
use crate::domain::zone::ZoneName;

/// The most bytes that the text of one record may have.
pub const MAX_RECORD_BYTES: usize = 64 * 1024;

/// The most questions that a sheet may answer.
pub(super) const MAX_ANSWERS: usize = 200;
/// The most options that one answer may tick.
const MAX_OPTIONS: usize = 100;
/// The most characters of an answer in words.
const MAX_ANSWER_CHARS: usize = 5_000;
/// The most actions, and the most letters, of a result.
const MAX_ACTIONS: usize = 100;
/// The most characters of a time.
const MAX_TIME_CHARS: usize = 64;
/// The most slots that are filled in a letter.
const MAX_SLOTS: usize = 50;

/// Light, dark, or as the device says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the device says.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// Its name in records and attributes.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme with this name.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.id() == id)
    }
}

/// What a person set up on this device. Not a part of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prefs {
    /// The language that was chosen; `None` for the browser's.
    pub language: Option<Id>,
    /// Light or dark.
    pub theme: Theme,
    /// Whether number keys choose an option.
    pub number_keys: bool,
    /// Whether a choice leads on by itself, where there is nothing else to answer on the page.
    pub go_on_at_once: bool,
    /// Whether the questions that the article does not have are asked.
    pub outside_questions: bool,
    /// Whether a practice run shows how long one has been thinking.
    pub practice_timer: bool,
    /// Whether the number range goes by how the person's own interviews turned out, once there are enough.
    pub own_rate: bool,
    /// Whether anything may be kept on this device.
    pub keep: bool,
}

impl Default for Prefs {
    fn default() -> Self {
        Self {
            language: None,
            theme: Theme::Auto,
            number_keys: true,
            go_on_at_once: false,
            outside_questions: true,
            practice_timer: true,
            own_rate: false,
            keep: true,
        }
    }
}

impl Prefs {
    /// Takes over what is otherwise in `after` than in `before`, all but `keep`: each preference is a part of its own.
    pub(crate) fn take_changes(&mut self, before: &Self, after: &Self) {
        fn take<T: PartialEq + Clone>(ours: &mut T, before: &T, after: &T) {
            if before != after {
                ours.clone_from(after);
            }
        }
        take(&mut self.language, &before.language, &after.language);
        take(&mut self.theme, &before.theme, &after.theme);
        let flags = |prefs: &Self| {
            [
                prefs.number_keys,
                prefs.go_on_at_once,
                prefs.outside_questions,
                prefs.practice_timer,
                prefs.own_rate,
            ]
        };
        let (before, after) = (flags(before), flags(after));
        let ours = [
            &mut self.number_keys,
            &mut self.go_on_at_once,
            &mut self.outside_questions,
            &mut self.practice_timer,
            &mut self.own_rate,
        ];
        for (place, ours) in ours.into_iter().enumerate() {
            take(ours, &before[place], &after[place]);
        }
    }
}

/// Which version wrote what is kept, and which may still write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Meta {
    pub schema: u32,
    pub min_writer: u32,
}

/// The key that a result is kept under.
#[must_use]
pub fn interview_key(interview: &Interview) -> Key {
    Key::Result {
        quiz: interview.quiz.id.clone(),
        id: interview.id.clone(),
    }
}

/// The key that a draft is kept under.
#[must_use]
pub fn draft_key(draft: &Draft) -> Key {
    Key::Draft {
        quiz: draft.quiz.id.clone(),
        id: draft.id.clone(),
    }
}

/// Reads an object with `read`, and gives either the value or every problem.
pub(super) fn read<T>(
    object: Object<'_>,
    read: impl FnOnce(&Reader<'_, '_>) -> Option<T>,
) -> Result<T, Vec<Problem>> {
    let problems = RefCell::new(Vec::new());
    let value = read(&Reader::new(object, &problems));
    let problems = problems.into_inner();
    match value {
        Some(value) if problems.is_empty() => Ok(value),
        _ => Err(problems),
    }
}

/// The object that a record's text is.
pub(crate) fn record_object(text: &str) -> Result<Object<'_>, Vec<Problem>> {
    let object = if text.len() > MAX_RECORD_BYTES {
        Err(ProblemKind::TooLarge)
    } else {
        Object::parse(text)
    };
    object.map_err(|what| {
        vec![Problem {
            field: String::new(),
            what,
        }]
    })
}

// Results.

/// Reads the text of a result.
///
/// # Errors
/// Every problem that it has.
pub fn decode_interview(text: &str) -> Result<Interview, Vec<Problem>> {
    read_interview(record_object(text)?)
}

pub(crate) fn read_interview(object: Object<'_>) -> Result<Interview, Vec<Problem>> {
    read(object, |record| {
        let id = record.id("id");
        let first = record.object("first");
        let stored = record.object("score").and_then(|score| read_score(&score));
        let corrected = read_part(record, "corrected", |r, name| {
            r.optional(name, read_answers)
        });
        let situation = read_part(record, "situation", |r, name| {
            read_situation(&r.object(name)?)
        });
        let details = read_label(record);
        let outcome = read_part(record, "outcome", |r, name| {
            r.optional(name, |r, name| read_outcome(&r.object(name)?))
        });
        let notes = read_part(record, "notes", |r, name| {
            r.text(name, Interview::MAX_NOTE_CHARS)
                .map(|text| text.into_owned())
        });
        let actions = read_parts(record, "actions", |part, name| {
            let done_at = part.object(name)?.optional("done_at", Reader::moment)?;
            Some(ActionState { done_at })
        });
        let letters = read_parts(record, "letters", |part, name| {
            read_letter(&part.object(name)?)
        });
        let calendar = read_part(record, "calendar", |r, name| {
            read_calendar(&r.object(name)?)
        });
        let second_look = read_part(record, "second_look", |r, name| {
            r.optional(name, |r, name| read_second_look(&r.object(name)?))
        });
        let first = first?;
        let quiz = first.object("quiz").and_then(|quiz| read_quiz_ref(&quiz));
        let started_at = first.moment("started_at");
        let started_zone = read_zone(&first, "started_zone");
        let finished_at = first.moment("finished_at");
        let finished_zone = read_zone(&first, "finished_zone");
        let answers = read_answers(&first, "answers");
        let answered_at = read_times(&first);
        Some(Interview {
            id: id?,
            quiz: quiz?,
            started_at: started_at?,
            started_zone: started_zone?,
            finished_at: finished_at?,
            finished_zone: finished_zone?,
            answers: answers?,
            answered_at: answered_at?,
            stored: stored?,
            corrected: corrected?,
            situation: situation?,
            details: details?,
            outcome: outcome?,
            notes: notes?,
            second_look: second_look?,
            actions: actions?,
            letters: letters?,
            calendar: calendar?,
        })
    })
}

/// Writes a result over the text that it had before, or afresh over `""`.
#[must_use]
pub fn encode_interview(interview: &Interview, over: &str) -> String {
    let mut record = Fields::over(over);
    record.number("v", SCHEMA);
    record.text("id", interview.id.as_str());
    record.edit("first", |first| {
        first.edit("quiz", |quiz| write_quiz_ref(quiz, &interview.quiz));
        first.text("started_at", &interview.started_at.to_rfc3339());
        write_zone(first, "started_zone", interview.started_zone.as_ref());
        first.text("finished_at", &interview.finished_at.to_rfc3339());
        write_zone(first, "finished_zone", interview.finished_zone.as_ref());
        first.raw("answers", answers_json(&interview.answers));
        first.raw("answered_at", times_json(&interview.answered_at));
    });
    record.edit("score", |score| write_score(score, &interview.stored));
    write_part(
        &mut record,
        "corrected",
        &interview.corrected,
        |part, name, answers| {
            part.optional(name, answers.as_ref(), |part, name, answers| {
                part.raw(name, answers_json(answers));
            });
        },
    );
    write_part(
        &mut record,
        "situation",
        &interview.situation,
        write_situation,
    );
    write_label(&mut record, &interview.details);
    write_part(
        &mut record,
        "outcome",
        &interview.outcome,
        |part, name, outcome| {
            part.optional(name, outcome.as_ref(), |part, name, outcome| {
                part.edit(name, |value| {
                    value.text("is", outcome.outcome.id());
                    value.optional("on", outcome.on, write_date);
                    value.optional("note", some_text(&outcome.note), Fields::text);
                    value.optional_flag("closed", outcome.closed);
                });
            });
        },
    );
    write_part(
        &mut record,
        "notes",
        &interview.notes,
        |part, name, notes| part.text(name, notes),
    );
    write_part(
        &mut record,
        "second_look",
        &interview.second_look,
        |part, name, look| {
            part.optional(name, look.as_ref(), |part, name, look| {
                part.edit(name, |value| {
                    value.text("gut", look.gut.as_str());
                    value.text("at", &look.at.to_rfc3339());
                    write_zone(value, "zone", look.zone.as_ref());
                });
            });
        },
    );
    write_parts(
        &mut record,
        "actions",
        &interview.actions,
        |part, name, state| {
            part.edit(name, |value| {
                value.optional("done_at", state.done_at, write_moment)
            });
        },
    );
    write_parts(&mut record, "letters", &interview.letters, write_letter);
    write_part(&mut record, "calendar", &interview.calendar, write_calendar);
    record.finish()
}

/// Parts by name, each an id.
fn read_parts<T: Default>(
    record: &Reader<'_, '_>,
    name: &str,
    read: impl Fn(&Reader<'_, '_>, &str) -> Option<T>,
) -> Option<BTreeMap<String, Part<T>>> {
    let mut all = BTreeMap::new();
    if record.raw(name).is_none() {
        return Some(all);
    }
    let parts = record.optional_object(name, MAX_ACTIONS)?;
    for (id, _) in parts.entries() {
        if !Id::is_one(id) {
            return parts.problem(id, ProblemKind::NotAnId);
        }
        all.insert(id.to_owned(), read_part(&parts, id, &read)?);
    }
    Some(all)
}

/// Writes parts by name over those that are there. Those that are only there stay.
fn write_parts<T: Default + PartialEq>(
    record: &mut Fields,
    name: &str,
    parts: &BTreeMap<String, Part<T>>,
    write: impl Fn(&mut Fields, &str, &T),
) {
    if parts.is_empty() && record.get(name).is_none() {
        return;
    }
    record.edit(name, |fields| {
        // One that was never edited is none of ours, and may hold what a later version put there.
        for (id, part) in parts.iter().filter(|(_, part)| **part != Part::default()) {
            write_part(fields, id, part, &write);
        }
    });
}

fn read_letter(value: &Reader<'_, '_>) -> Option<LetterState> {
    let mut slots = BTreeMap::new();
    if value.raw("slots").is_some() {
        let filled = value.optional_object("slots", MAX_SLOTS)?;
        for (slot, raw) in filled.entries() {
            if !Id::is_one(slot) {
                return filled.problem(slot, ProblemKind::NotAnId);
            }
            let text = filled.text_in(slot, raw, LetterState::MAX_SLOT_CHARS)?;
            slots.insert(slot.to_owned(), text.into_owned());
        }
    }
    let text = value.optional("text", |r, name| r.text(name, LetterState::MAX_TEXT_CHARS))?;
    Some(LetterState {
        slots,
        text: text.map(|text| text.into_owned()),
        language: value.optional("language", Reader::id)?,
        draft_again: value.optional_flag("draft_again")?,
        short: value.optional_flag("short")?,
    })
}

fn write_letter(part: &mut Fields, name: &str, letter: &LetterState) {
    part.edit(name, |value| {
        if !letter.slots.is_empty() || value.get("slots").is_some() {
            value.edit("slots", |slots| {
                for (slot, text) in &letter.slots {
                    slots.text(slot, text);
                }
            });
        }
        value.optional("text", letter.text.as_deref(), Fields::text);
        let language = letter.language.as_ref().map(Id::as_str);
        value.optional("language", language, Fields::text);
        value.optional_flag("draft_again", letter.draft_again);
        value.optional_flag("short", letter.short);
    });
}

fn read_calendar(value: &Reader<'_, '_>) -> Option<CalendarFile> {
    let mut events = Vec::new();
    if value.raw("events").is_some() {
        let written = value.optional_object("events", MAX_ACTIONS)?;
        for (name, raw) in written.entries() {
            if !Id::is_one(name) {
                return written.problem(name, ProblemKind::NotAnId);
            }
            let text = written.text_in(name, raw, MAX_TIME_CHARS)?;
            let Some(at) = read_when(&text) else {
                return written.problem(name, ProblemKind::NotATime);
            };
            let about = About::named(name);
            events.push(Reminder { about, at });
        }
    }
    let sequence = value.number("sequence", 0, i64::from(u32::MAX))?;
    Some(CalendarFile { sequence, events })
}

fn write_calendar(part: &mut Fields, name: &str, file: &CalendarFile) {
    part.edit(name, |value| {
        value.number("sequence", file.sequence);
        value.edit("events", |events| {
            for event in &file.events {
                events.text(event.about.name(), &written_when(event.at));
            }
        });
    });
}

/// A moment as RFC 3339 has it, or without an offset: a time by the clock of wherever the person is.
fn read_when(text: &str) -> Option<When> {
    if let Ok(at) = Moment::parse_rfc3339(text) {
        return Some(When::At(at));
    }
    let at = Moment::parse_rfc3339(&[text, "Z"].concat()).ok()?;
    Some(When::OnDay {
        date: at.date(),
        minute: at.minute_of_day(),
    })
}

fn written_when(at: When) -> String {
    match at {
        When::At(at) => at.to_rfc3339(),
        When::OnDay { date, minute } => {
            let at = Moment::at(date, minute, 0).map(Moment::to_rfc3339);
            at.unwrap_or_default().trim_end_matches('Z').to_owned()
        }
    }
}

fn read_score(score: &Reader<'_, '_>) -> Option<StoredScore> {
    let points = |name| {
        score
            .number::<i32>(name, -100_000, 100_000)
            .map(QuarterPoints::new)
    };
    let total = points("total");
    let half_width = points("half_width");
    let band = score.number("band", 0, 100);
    let unsure = score.number("unsure", 0, 255);
    let low = score.optional("low", |r, name| r.number(name, 0, 1000));
    let high = score.optional("high", |r, name| r.number(name, 0, 1000));
    let gap = score.optional("gap", |r, name| r.number(name, -100, 100));
    let range = match (low?, high?) {
        (Some(low), Some(high)) => Some((low, high)),
        (None, None) => None,
        (None, Some(_)) => return score.problem("low", ProblemKind::Missing),
        (Some(_), None) => return score.problem("high", ProblemKind::Missing),
    };
    Some(StoredScore {
        total: total?,
        half_width: half_width?,
        band: band?,
        unsure: unsure?,
        range,
        gap: gap?,
    })
}

fn write_score(score: &mut Fields, stored: &StoredScore) {
    score.number("total", stored.total.quarters());
    score.number("half_width", stored.half_width.quarters());
    score.number("band", stored.band);
    score.number("unsure", stored.unsure);
    score.optional("low", stored.range.map(|(low, _)| low), Fields::number);
    score.optional("high", stored.range.map(|(_, high)| high), Fields::number);
    score.optional("gap", stored.gap, Fields::number);
}

fn read_outcome(value: &Reader<'_, '_>) -> Option<RecordedOutcome> {
    let outcome = value.word("is", Outcome::from_id);
    let on = value.optional("on", Reader::date);
    let note = optional_text(value, "note", Interview::MAX_NOTE_CHARS);
    let closed = value.optional_flag("closed");
    Some(RecordedOutcome {
        outcome: outcome?,
        on: on?,
        note: note?,
        closed: closed?,
    })
}

fn read_second_look(value: &Reader<'_, '_>) -> Option<SecondLook> {
    let gut = value.id("gut");
    let at = value.moment("at");
    let zone = read_zone(value, "zone");
    Some(SecondLook {
        gut: gut?,
        at: at?,
        zone: zone?,
    })
}

// Drafts.

/// Reads the text of a draft.
///
/// # Errors
/// Every problem that it has.
pub fn decode_draft(text: &str) -> Result<Draft, Vec<Problem>> {
    read_draft(record_object(text)?)
}

pub(crate) fn read_draft(object: Object<'_>) -> Result<Draft, Vec<Problem>> {
    read(object, |record| {
        let id = record.id("id");
        let quiz = record.object("quiz").and_then(|quiz| read_quiz_ref(&quiz));
        let started_at = record.moment("started_at");
        let started_zone = read_zone(record, "started_zone");
        let changed_at = record.moment("changed_at");
        let answers = read_answers(record, "answers");
        let answered_at = read_times(record);
        let situation = read_part(record, "situation", |r, name| {
            read_situation(&r.object(name)?)
        });
        let gut_frozen = record.optional_flag("gut_frozen");
        let position = record.optional("position", Reader::id);
        Some(Draft {
            id: id?,
            quiz: quiz?,
            started_at: started_at?,
            started_zone: started_zone?,
            changed_at: changed_at?,
            answers: answers?,
            answered_at: answered_at?,
            situation: situation?,
            gut_frozen: gut_frozen?,
            position: position?,
        })
    })
}

/// Writes a draft over the text that it had before, or afresh over `""`.
#[must_use]
pub fn encode_draft(draft: &Draft, over: &str) -> String {
    let mut record = Fields::over(over);
    record.number("v", SCHEMA);
    record.text("id", draft.id.as_str());
    record.edit("quiz", |quiz| write_quiz_ref(quiz, &draft.quiz));
    record.text("started_at", &draft.started_at.to_rfc3339());
    write_zone(&mut record, "started_zone", draft.started_zone.as_ref());
    record.text("changed_at", &draft.changed_at.to_rfc3339());
    record.raw("answers", answers_json(&draft.answers));
    record.raw("answered_at", times_json(&draft.answered_at));
    write_part(&mut record, "situation", &draft.situation, write_situation);
    record.optional_flag("gut_frozen", draft.gut_frozen);
    record.optional(
        "position",
        draft.position.as_ref(),
        |record, name, position| {
            record.text(name, position.as_str());
        },
    );
    record.finish()
}

// Deletion marks.

/// Reads a mark: when it was made, and whether it takes a deletion back.
pub(crate) fn read_mark(object: Object<'_>) -> Result<(Stamp, bool), Vec<Problem>> {
    read(object, |record| {
        Some((read_stamp(record)?, record.optional_flag("back")?))
    })
}

/// Writes a mark over the text that it had before, or afresh over `""`.
pub(crate) fn encode_mark(stamp: Stamp, back: bool, over: &str) -> String {
    let mut record = Fields::over(over);
    record.number("v", SCHEMA);
    write_stamp(&mut record, stamp);
    record.optional_flag("back", back);
    record.finish()
}

// Preferences and version.

/// Reads the preferences. A field that is absent or not understood has its default: a preference is
/// never worth a problem.
pub(crate) fn decode_prefs(text: &str) -> Prefs {
    let default = Prefs::default();
    let Ok(object) = Object::parse(text) else {
        return default;
    };
    let unused = RefCell::new(Vec::new());
    let record = Reader::new(object, &unused);
    Prefs {
        language: record.optional("language", Reader::id).flatten(),
        theme: record.word("theme", Theme::from_id).unwrap_or_default(),
        number_keys: record.flag("number_keys").unwrap_or(default.number_keys),
        go_on_at_once: record
            .flag("go_on_at_once")
            .unwrap_or(default.go_on_at_once),
        outside_questions: record
            .flag("outside_questions")
            .unwrap_or(default.outside_questions),
        practice_timer: record
            .flag("practice_timer")
            .unwrap_or(default.practice_timer),
        own_rate: record.flag("own_rate").unwrap_or(default.own_rate),
        keep: record.flag("keep").unwrap_or(default.keep),
    }
}

pub(crate) fn encode_prefs(prefs: &Prefs, over: &str) -> String {
    let mut record = Fields::over(over);
    record.number("v", SCHEMA);
    record.optional(
        "language",
        prefs.language.as_ref(),
        |record, name, language| {
            record.text(name, language.as_str());
        },
    );
    record.text("theme", prefs.theme.id());
    record.raw("number_keys", prefs.number_keys.to_string());
    record.raw("go_on_at_once", prefs.go_on_at_once.to_string());
    record.raw("outside_questions", prefs.outside_questions.to_string());
    record.raw("practice_timer", prefs.practice_timer.to_string());
    record.raw("own_rate", prefs.own_rate.to_string());
    record.raw("keep", prefs.keep.to_string());
    record.finish()
}

/// `None` when the text says nothing that can be relied on.
pub(crate) fn decode_meta(text: &str) -> Option<Meta> {
    let meta = read(record_object(text).ok()?, |record| {
        let schema = record.number("schema", 0, i64::from(u32::MAX));
        let min_writer = record.number("min_writer", 0, i64::from(u32::MAX));
        Some(Meta {
            schema: schema?,
            min_writer: min_writer?,
        })
    });
    meta.ok()
}

pub(crate) fn encode_meta(build: &str, over: &str) -> String {
    let mut record = Fields::over(over);
    record.number("schema", SCHEMA);
    record.number("min_writer", SCHEMA);
    record.text("build", build);
    record.finish()
}

// The parts that several kinds share.

fn read_part<T: Default>(
    record: &Reader<'_, '_>,
    name: &str,
    read: impl FnOnce(&Reader<'_, '_>, &str) -> Option<T>,
) -> Option<Part<T>> {
    if record.raw(name).is_none() {
        return Some(Part::default());
    }
    let part = record.object(name)?;
    let stamp = read_stamp(&part);
    let value = read(&part, "value");
    Some(Part::new(value?, stamp?))
}

/// Writes a part, or leaves it out as long as it was never edited.
fn write_part<T: Default + PartialEq>(
    record: &mut Fields,
    name: &str,
    part: &Part<T>,
    write: impl FnOnce(&mut Fields, &str, &T),
) {
    if *part == Part::default() {
        record.take(name);
        return;
    }
    record.edit(name, |fields| {
        write_stamp(fields, part.stamp);
        write(fields, "value", &part.value);
    });
}

pub(super) fn read_stamp(part: &Reader<'_, '_>) -> Option<Stamp> {
    let changed_at = part.milliseconds("at");
    let tag = part.number("tag", 0, i64::from(u32::MAX));
    Some(Stamp {
        changed_at: changed_at?,
        tag: tag?,
    })
}

pub(super) fn write_stamp(part: &mut Fields, stamp: Stamp) {
    part.number("at", stamp.changed_at);
    part.number("tag", stamp.tag);
}

fn read_quiz_ref(quiz: &Reader<'_, '_>) -> Option<QuizRef> {
    let id = quiz.id("id");
    let version = quiz.id("version");
    let without_outside = quiz.optional_flag("without_outside");
    Some(QuizRef {
        id: id?,
        version: version?,
        without_outside: without_outside?,
    })
}

fn write_quiz_ref(quiz: &mut Fields, quiz_ref: &QuizRef) {
    quiz.text("id", quiz_ref.id.as_str());
    quiz.text("version", quiz_ref.version.as_str());
    quiz.optional_flag("without_outside", quiz_ref.without_outside);
}

fn read_label(record: &Reader<'_, '_>) -> Option<Label> {
    let mut label = Label::default();
    if record.raw("details").is_none() {
        return Some(label);
    }
    let parts = record.object("details")?;
    let mut is_whole = true;
    for part in LabelPart::ALL {
        if parts.raw(part.id()).is_none() {
            continue;
        }
        let stamp = parts.object(part.id()).and_then(|fields| {
            let stamp = read_stamp(&fields);
            read_label_part(&fields, part, &mut label.value)?;
            stamp
        });
        match stamp {
            Some(stamp) => drop(label.stamps.insert(part, stamp)),
            None => is_whole = false,
        }
    }
    is_whole.then_some(label)
}

fn read_label_part(fields: &Reader<'_, '_>, part: LabelPart, details: &mut Details) -> Option<()> {
    let text = || optional_text(fields, "value", Details::MAX_CHARS);
    match part {
        LabelPart::Company => details.company = text()?,
        LabelPart::Role => details.role = text()?,
        LabelPart::Round => details.round = text()?,
        LabelPart::Day => {
            details.interview_at = fields.optional("value", Reader::moment)?;
            details.day_only = fields.optional_flag("day_only")?;
            details.just_now = fields.optional_flag("just_now")?;
            details.zone = read_zone(fields, "zone")?;
        }
        LabelPart::Format => {
            let read = |r: &Reader<'_, '_>, name: &str| r.word(name, Format::from_id);
            details.format = fields.optional("value", read)?;
        }
        LabelPart::Interviewers => {
            let most = i64::from(Details::MAX_INTERVIEWERS);
            details.interviewers = fields.optional("value", |r, name| r.number(name, 1, most))?;
        }
    }
    Some(())
}

/// Writes the parts that were edited over those that are there.
fn write_label(record: &mut Fields, label: &Label) {
    if label.stamps.is_empty() {
        return;
    }
    let details = &label.value;
    record.edit("details", |parts| {
        for (part, stamp) in &label.stamps {
            parts.edit(part.id(), |fields| {
                write_stamp(fields, *stamp);
                let mut text = |text| fields.optional("value", some_text(text), Fields::text);
                match part {
                    LabelPart::Company => text(&details.company),
                    LabelPart::Role => text(&details.role),
                    LabelPart::Round => text(&details.round),
                    LabelPart::Day => {
                        fields.optional("value", details.interview_at, write_moment);
                        fields.optional_flag("day_only", details.day_only);
                        fields.optional_flag("just_now", details.just_now);
                        write_zone(fields, "zone", details.zone.as_ref());
                    }
                    LabelPart::Format => {
                        fields.optional("value", details.format.map(Format::id), Fields::text);
                    }
                    LabelPart::Interviewers => {
                        fields.optional("value", details.interviewers, Fields::number);
                    }
                }
            });
        }
    });
}

fn read_situation(value: &Reader<'_, '_>) -> Option<Situation> {
    let answers = read_answers(value, "answers");
    let asked_at = value.optional("asked_at", Reader::moment);
    let asked_zone = read_zone(value, "asked_zone");
    let refused_at = value.optional("refused_at", Reader::moment);
    let refused_zone = read_zone(value, "refused_zone");
    let said_no_at = value.optional("said_no_at", Reader::moment);
    let said_no_zone = read_zone(value, "said_no_zone");
    let promised_on = value.optional("promised_on", Reader::date);
    let next_on = value.optional("next_on", Reader::date);
    Some(Situation {
        answers: answers?,
        asked_at: asked_at?,
        asked_zone: asked_zone?,
        refused_at: refused_at?,
        refused_zone: refused_zone?,
        said_no_at: said_no_at?,
        said_no_zone: said_no_zone?,
        promised_on: promised_on?,
        next_on: next_on?,
    })
}

fn write_situation(part: &mut Fields, name: &str, situation: &Situation) {
    part.edit(name, |value| {
        value.raw("answers", answers_json(&situation.answers));
        value.optional("asked_at", situation.asked_at, write_moment);
        write_zone(value, "asked_zone", situation.asked_zone.as_ref());
        value.optional("refused_at", situation.refused_at, write_moment);
        write_zone(value, "refused_zone", situation.refused_zone.as_ref());
        value.optional("said_no_at", situation.said_no_at, write_moment);
        write_zone(value, "said_no_zone", situation.said_no_zone.as_ref());
        value.optional("promised_on", situation.promised_on, write_date);
        value.optional("next_on", situation.next_on, write_date);
    });
}

fn read_answers(record: &Reader<'_, '_>, name: &str) -> Option<Answers> {
    let sheet = record.object(name)?;
    if sheet.len() > MAX_ANSWERS {
        return record.problem(name, ProblemKind::LongerThan(MAX_ANSWERS));
    }
    let mut answers = Answers::default();
    let mut whole = true;
    for (question, raw) in sheet.entries() {
        match read_answer(&sheet, question, raw) {
            Some(answer) => answers.set(question, answer),
            None => whole = false,
        }
    }
    whole.then_some(answers)
}

/// The kind of an answer shows in its JSON: a text is an option's id, a list the ids of several, a
/// number a number, and an object holds a person's own words.
pub(super) fn read_answer<'a>(
    sheet: &Reader<'a, '_>,
    question: &str,
    raw: &'a str,
) -> Option<Answer> {
    if !Id::is_one(question) {
        return sheet.problem(question, ProblemKind::NotAnId);
    }
    match raw.bytes().next() {
        Some(b'"') => {
            let option = sheet.text_in(question, raw, Id::MAX_CHARS)?;
            Some(Answer::Option(option.into_owned()))
        }
        Some(b'[') => {
            let options = sheet.texts(question, MAX_OPTIONS, Id::MAX_CHARS)?;
            Some(Answer::Options(options.into_iter().collect()))
        }
        Some(b'{') => {
            let words = sheet.object(question)?.text("text", MAX_ANSWER_CHARS)?;
            Some(Answer::Text(words.into_owned()))
        }
        _ => sheet.number_in(question, raw, 0, 255).map(Answer::Number),
    }
}

fn answers_json(answers: &Answers) -> String {
    let mut sheet = Fields::default();
    for (question, answer) in answers.iter() {
        match answer {
            Answer::Option(option) => sheet.text(question, option),
            Answer::Options(options) => sheet.texts(question, options),
            Answer::Number(number) => sheet.number(question, *number),
            Answer::Text(words) => sheet.object(question, |value| value.text("text", words)),
        }
    }
    sheet.finish()
}

fn read_times(record: &Reader<'_, '_>) -> Option<BTreeMap<String, i64>> {
    let times = record.object("answered_at")?;
    if times.len() > MAX_ANSWERS {
        return record.problem("answered_at", ProblemKind::LongerThan(MAX_ANSWERS));
    }
    let mut all = BTreeMap::new();
    for (question, raw) in times.entries() {
        if !Id::is_one(question) {
            return times.problem(question, ProblemKind::NotAnId);
        }
        all.insert(question.to_owned(), times.milliseconds_in(question, raw)?);
    }
    Some(all)
}

fn times_json(times: &BTreeMap<String, i64>) -> String {
    let mut fields = Fields::default();
    for (question, at) in times {
        // A clock set to before 1970 is no reason to lose an answer.
        fields.number(question, (*at).max(0));
    }
    fields.finish()
}

fn optional_text(value: &Reader<'_, '_>, name: &str, max_chars: usize) -> Option<String> {
    let text = value.optional(name, |r, name| r.text(name, max_chars))?;
    Some(text.map(|text| text.into_owned()).unwrap_or_default())
}

fn some_text(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

fn write_moment(fields: &mut Fields, name: &str, moment: Moment) {
    fields.text(name, &moment.to_rfc3339());
}

/// The name of the time zone that a moment beside it is written down in; `Some(None)` where it is not known.
fn read_zone(fields: &Reader<'_, '_>, name: &str) -> Option<Option<ZoneName>> {
    fields.optional(name, |r, name| r.word(name, ZoneName::new))
}

fn write_zone(fields: &mut Fields, name: &str, zone: Option<&ZoneName>) {
    fields.optional(name, zone.map(ZoneName::as_str), Fields::text);
}

fn write_date(fields: &mut Fields, name: &str, date: Date) {
    fields.text(name, &date.to_string());
}
