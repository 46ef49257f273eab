//! One record: what stands under its key, read from its text and written over it.
//!
//! Must not know the store, or what another tab has.

use std::rc::Rc;

use crate::domain::history::{Draft, Interview};
use crate::wire::json::{Object, Problem, ProblemKind};
use crate::wire::key::Key;
use crate::wire::learning::{Item, encode_item, read_item};
use crate::wire::migration::{Migrated, Step, migrate, version};
use crate::wire::record::{
    draft_key, encode_draft, encode_interview, encode_mark, interview_key, read_draft,
    read_interview, read_mark, record_object,
};

/// What stands under a record's key.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    Interview(Rc<Interview>),
    Draft(Rc<Draft>),
    Item(Rc<Item>),
    Tombstone,
    /// A deletion that was taken back: a mark that hides nothing, and wins over the one that it answers.
    Restored,
    /// It has a newer version; a result is shown where it can be read all the same.
    Newer(Option<Rc<Interview>>),
    Bad(Vec<Problem>),
}

#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub text: String,
    pub content: Content,
    /// Whether the device has it. If not, it is in memory alone.
    pub kept: bool,
}

pub(crate) struct ReadEntry {
    pub entry: Entry,
    /// Whether the text had an older version; the entry has this one's.
    pub text_was_old: bool,
}

/// Reads the text of a record, whatever its version. `None` is a value that is not text.
pub(crate) fn read_entry(key: &Key, text: Option<String>, steps: &[Step]) -> ReadEntry {
    let Some(text) = text else {
        let problems = vec![Problem {
            field: String::new(),
            what: ProblemKind::NotText,
        }];
        let entry = Entry {
            text: String::new(),
            content: Content::Bad(problems),
            kept: true,
        };
        return ReadEntry {
            entry,
            text_was_old: false,
        };
    };
    let (content, migrated) = match read_any_version(key, &text, steps) {
        Ok(read) => read,
        // What is put aside is the text as it was found.
        Err(problems) => (Content::Bad(problems), None),
    };
    let text_was_old = migrated.is_some();
    let entry = Entry {
        text: migrated.unwrap_or(text),
        content,
        kept: true,
    };
    ReadEntry {
        entry,
        text_was_old,
    }
}

/// What a text holds, and its text in this version where it had an older one.
fn read_any_version(
    key: &Key,
    text: &str,
    steps: &[Step],
) -> Result<(Content, Option<String>), Vec<Problem>> {
    let record = record_object(text)?;
    match migrate(key, &record, steps)? {
        Migrated::Current => Ok((read_content(key, record)?, None)),
        Migrated::Older(new) => Ok((read_content(key, record_object(&new)?)?, Some(new))),
        Migrated::Newer => {
            let interview = matches!(key, Key::Result { .. }).then(|| read_interview(record).ok());
            Ok((Content::Newer(interview.flatten().map(Rc::new)), None))
        }
    }
}

/// The text of a record as this version writes it, with everything that it does not know kept.
pub(crate) fn canonical(content: &Content, text: &str) -> String {
    match content {
        Content::Interview(interview) => encode_interview(interview, text),
        Content::Draft(draft) => encode_draft(draft, text),
        Content::Item(item) => encode_item(item, text),
        Content::Tombstone | Content::Restored => match record_object(text).and_then(read_mark) {
            Ok((stamp, back)) => encode_mark(stamp, back, text),
            Err(_) => text.to_owned(),
        },
        Content::Newer(_) | Content::Bad(_) => text.to_owned(),
    }
}

fn read_content(key: &Key, record: Object<'_>) -> Result<Content, Vec<Problem>> {
    let under_its_key = |own: Key| {
        let problem = Problem {
            field: "id".to_owned(),
            what: ProblemKind::NotTheKey,
        };
        if own == *key {
            Ok(())
        } else {
            Err(vec![problem])
        }
    };
    match key {
        Key::Result { .. } => {
            let interview = read_interview(record)?;
            under_its_key(interview_key(&interview))?;
            Ok(Content::Interview(Rc::new(interview)))
        }
        Key::Draft { .. } => {
            let draft = read_draft(record)?;
            under_its_key(draft_key(&draft))?;
            Ok(Content::Draft(Rc::new(draft)))
        }
        Key::Item { quiz, kind, id } => {
            Ok(Content::Item(Rc::new(read_item(quiz, kind, id, record)?)))
        }
        Key::Tombstone { .. } => read_mark(record).map(|(_, back)| match back {
            true => Content::Restored,
            false => Content::Tombstone,
        }),
        Key::Meta | Key::Prefs | Key::Notes { .. } | Key::Backup { .. } | Key::Bad { .. } => {
            Err(vec![Problem {
                field: String::new(),
                what: ProblemKind::NotTheKey,
            }])
        }
    }
}

/// The version that a text has, if it is a record.
pub(crate) fn text_version(text: &str) -> Option<u32> {
    version(&record_object(text).ok()?)
}
