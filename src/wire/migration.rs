//! Bringing the text of a record from an older version of the program to this one's.
//!
//! Owns the version number and the numbered steps between versions. A step is a pure function from
//! one stored form to the next, and knows nothing of today's types: those will change, the step will
//! not. Must not know where texts are kept; the order of writes that loses nothing is `store`'s.
//!
//! A step changes the fields that it knows and leaves all others as they are. Each record carries its
//! own version, so that a migration that was cut off goes on where it stopped.

use super::json::{Fields, Object, Problem, ProblemKind};
use super::key::Key;
use super::record::version;
use crate::domain::time::Moment;

/// The version of the stored form that this program reads and writes.
pub const SCHEMA: u32 = 1;

type Step = fn(&Key, &mut Fields) -> Result<(), Problem>;

/// The step at index `n` leads from version `n` to version `n + 1`.
const STEPS: [Step; SCHEMA as usize] = [from_0_to_1];

/// How the version of a text stands to this program's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Migrated {
    /// It has this version.
    Current,
    /// It had an older version; here it is in this one.
    Older(String),
    /// It has a newer version, which this program must not touch.
    Newer,
}

/// Brings a record to this version.
///
/// # Errors
/// When it is not what its version says it is.
pub(crate) fn migrate(key: &Key, record: &Object<'_>) -> Result<Migrated, Vec<Problem>> {
    let Some(found) = version(record) else {
        return Err(vec![Problem {
            field: "v".to_owned(),
            what: ProblemKind::Not("number"),
        }]);
    };
    if found > SCHEMA {
        return Ok(Migrated::Newer);
    }
    if found == SCHEMA {
        return Ok(Migrated::Current);
    }
    let mut fields = Fields::from(record);
    for (to, step) in (1..).zip(STEPS).skip(found as usize) {
        step(key, &mut fields).map_err(|problem| vec![problem])?;
        fields.number("v", to);
    }
    Ok(Migrated::Older(fields.finish()))
}

/// Version 0 kept a result as one flat object, with times in milliseconds of UTC, words apart from
/// the other answers, and a single time of change for everything that could be edited. From version 1
/// on, what is frozen stands in `first`, and each part that can be edited has a stamp of its own.
fn from_0_to_1(key: &Key, record: &mut Fields) -> Result<(), Problem> {
    let (Key::Result { quiz, id } | Key::Draft { quiz, id }) = key else {
        return Ok(());
    };
    let when = time(record, "when")?;
    let edited = if record.get("edited").is_some() {
        time(record, "edited")?
    } else {
        when
    };
    let model = record.take("model").ok_or_else(|| missing("model"))?;
    let mut answers = Fields::over(&record.take("answers").ok_or_else(|| missing("answers"))?);
    let words = record.take("words").unwrap_or_default();
    for (question, raw) in Object::parse(&words).iter().flat_map(Object::iter) {
        answers.object(question, |value| value.raw("text", raw));
    }
    record.text("id", id.as_str());
    let frozen = |first: &mut Fields| {
        first.object("quiz", |target| {
            target.text("id", quiz.as_str());
            target.raw("version", model);
        });
        first.text("started_at", &when.to_rfc3339());
        first.raw("answers", answers.finish());
        first.raw("answered_at", "{}");
    };
    if matches!(key, Key::Draft { .. }) {
        frozen(record);
        record.text("changed_at", &edited.to_rfc3339());
        return Ok(());
    }
    let finished = if record.get("done").is_some() {
        time(record, "done")?
    } else {
        when
    };
    record.object("first", |first| {
        frozen(first);
        first.text("finished_at", &finished.to_rfc3339());
    });
    let score = record.take("score").ok_or_else(|| missing("score"))?;
    let band = record.take("band").ok_or_else(|| missing("band"))?;
    record.object("score", |target| {
        target.raw("total", score);
        // Version 0 did not keep the range; what it showed then was the narrowest one.
        target.number("half_width", 12);
        target.raw("band", band);
        target.number("unsure", 0);
    });
    let company = record.take("company");
    let role = record.take("role");
    if company.is_some() || role.is_some() {
        part(record, "details", edited, |part| {
            part.object("value", |details| {
                details.optional("company", company, Fields::raw);
                details.optional("role", role, Fields::raw);
            });
        });
    }
    if let Some(outcome) = record.take("outcome") {
        part(record, "outcome", edited, |part| {
            part.object("value", |value| value.raw("is", outcome))
        });
    }
    if let Some(note) = record.take("note") {
        part(record, "notes", edited, |part| part.raw("value", note));
    }
    Ok(())
}

/// Everything edited in version 0 has the tag 0: two devices that migrate the same record make the
/// same of it.
fn part(record: &mut Fields, name: &str, edited: Moment, fill: impl FnOnce(&mut Fields)) {
    record.object(name, |part| {
        part.number("at", edited.unix_ms().max(0));
        part.number("tag", 0);
        fill(part);
    });
}

fn time(record: &mut Fields, name: &str) -> Result<Moment, Problem> {
    let raw = record.take(name).ok_or_else(|| missing(name))?;
    raw.parse()
        .ok()
        .and_then(|ms| Moment::new(ms, 0))
        .ok_or_else(|| Problem {
            field: name.to_owned(),
            what: ProblemKind::NotATime,
        })
}

fn missing(field: &str) -> Problem {
    Problem {
        field: field.to_owned(),
        what: ProblemKind::Missing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::record::{decode_draft, decode_interview};

    fn migrate(key: &Key, text: &str) -> Result<Migrated, Vec<Problem>> {
        super::migrate(key, &Object::parse(text).expect("an object"))
    }

    /// One literal pair for each step: what stood there before, and what stands there after.
    #[track_caller]
    fn check(key: &str, before: &str, after: &str) {
        let key = Key::parse_short(key).expect("a key");
        assert_eq!(migrate(&key, before), Ok(Migrated::Older(after.to_owned())));
        assert_eq!(
            migrate(&key, after),
            Ok(Migrated::Current),
            "migrated once and for all"
        );
        let read = match key {
            Key::Result { .. } => decode_interview(after).map(drop),
            _ => decode_draft(after).map(drop),
        };
        assert_eq!(read, Ok(()), "what comes out can be read");
    }

    #[test]
    fn a_result_of_version_0() {
        check(
            "how-it-went:result:r1",
            r#"{"model":"0.9.0","when":1767225600000,"done":1767225900000,"edited":1767312000000,
                "answers":{"gut":"awful","gut10":2},"words":{"coach_notes":"Breathe\nfirst."},
                "score":-16,"band":2,"company":"Acme","outcome":"no","note":"So be it.",
                "mood": {"x": 1.50}}"#,
            r#"{"details":{"at":1767312000000,"tag":0,"value":{"company":"Acme"}},"first":{"answered_at":{},"answers":{"coach_notes":{"text":"Breathe\nfirst."},"gut":"awful","gut10":2},"finished_at":"2026-01-01T00:05:00Z","quiz":{"id":"how-it-went","version":"0.9.0"},"started_at":"2026-01-01T00:00:00Z"},"id":"r1","mood":{"x": 1.50},"notes":{"at":1767312000000,"tag":0,"value":"So be it."},"outcome":{"at":1767312000000,"tag":0,"value":{"is":"no"}},"score":{"band":2,"half_width":12,"total":-16,"unsure":0},"v":1}"#,
        );
    }

    #[test]
    fn a_draft_of_version_0() {
        check(
            "how-it-went:draft:d1",
            r#"{"model":"0.9.0","when":1767225600000,"answers":{"gut":"ok"}}"#,
            r#"{"answered_at":{},"answers":{"gut":"ok"},"changed_at":"2026-01-01T00:00:00Z","id":"d1","quiz":{"id":"how-it-went","version":"0.9.0"},"started_at":"2026-01-01T00:00:00Z","v":1}"#,
        );
    }

    #[test]
    fn a_newer_record_is_left_alone() {
        let key = Key::parse_short("q:result:1").expect("a key");
        assert_eq!(migrate(&key, r#"{"v":2,"id":7}"#), Ok(Migrated::Newer));
    }

    #[test]
    fn what_is_not_a_record_of_its_version_is_said_to_be_so() {
        let key = Key::parse_short("q:result:1").expect("a key");
        for (text, field) in [
            ("{}", "when"),
            (r#"{"v":"1"}"#, "v"),
            (r#"{"v":-1}"#, "v"),
            (r#"{"when":"today"}"#, "when"),
            (r#"{"when":1,"model":"1","answers":{}}"#, "score"),
        ] {
            let problems = migrate(&key, text).expect_err(text);
            assert_eq!(problems[0].field, field, "{text}");
        }
    }
}
