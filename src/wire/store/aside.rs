//! What could not be read: put aside, and never written over.
//!
//! Owns the keys that damaged texts are moved to. A text is copied first and removed second; where there is no room for
//! the copy, it stays where it is.

use super::*;
use crate::wire::json::ProblemKind;

/// So many unreadable records are put aside at one opening. A browser takes some 0.2 ms for each, and tens of thousands
/// would keep somebody waiting; the others are as safe where they are, and are named all the same.
const MOST_PUT_ASIDE: usize = 1_000;

/// A text that could not be read. It is kept, and offered for download.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarantined {
    /// The key that it stood under, without the prefix.
    pub key: String,
    /// When it was put aside, in milliseconds since 1970. `None` when it still stands where it was,
    /// because there was no room for moving it.
    pub at: Option<i64>,
    /// What is wrong with it, where that was found out on this visit.
    pub problems: Vec<Problem>,
}

impl Store {
    /// The raw texts of all that could not be read, by key without the prefix, for a download.
    #[must_use]
    pub fn quarantined_texts(&self) -> BTreeMap<String, String> {
        let in_place = self
            .records
            .iter()
            .filter_map(|(key, entry)| match entry.content {
                Content::Bad(_) => Some((
                    Key::Bad {
                        at: 0,
                        of: key.to_string(),
                    },
                    &entry.text,
                )),
                _ => None,
            });
        let moved = self
            .quarantined
            .iter()
            .map(|(key, text)| (key.clone(), text));
        in_place
            .chain(moved)
            .map(|(key, text)| (key.to_string(), text.clone()))
            .collect()
    }

    /// Moves what could not be read to a key of its own. Where there is no room, it stays where it is.
    pub(super) fn put_bad_aside(&mut self, now: i64) {
        let bad = self
            .records
            .iter()
            .filter_map(|(key, entry)| match &entry.content {
                // What is not text cannot be copied without changing it.
                Content::Bad(problems) if !not_text(problems) => {
                    Some((key.clone(), entry.text.clone()))
                }
                _ => None,
            });
        for (key, text) in bad.take(MOST_PUT_ASIDE).collect::<Vec<_>>() {
            if !self.move_aside(&key.to_string(), text, now) {
                return; // There is no room for the next one either.
            }
            self.remove_from_device(&key);
            self.records.remove(&key);
        }
    }

    /// Puts what became unreadable under a key aside, so that the key can be written or taken away. `false` where that is
    /// not possible, and the key has to stay as it is.
    pub(super) fn put_damage_aside(&mut self, key: &Key) -> bool {
        match self.records.get(key) {
            Some(Entry {
                content: Content::Bad(problems),
                text,
                kept: true,
            }) => {
                let (is_text, text) = (!not_text(problems), text.clone());
                is_text && self.move_aside(&key.to_string(), text, 0)
            }
            _ => true,
        }
    }

    /// Copies a text to a key of its own, named by what it stood under and when. `false` where there is no room for it.
    pub(super) fn move_aside(&mut self, of: &str, text: String, now: i64) -> bool {
        let mut at = now.max(0);
        let key = loop {
            let key = Key::Bad {
                at,
                of: of.to_owned(),
            };
            // Another tab may have put something aside that this one has not read.
            let is_taken = self.quarantined.contains_key(&key)
                || matches!(
                    self.port.get(&key.full()),
                    Ok(Some(_)) | Err(StorageError::NotText)
                );
            if !is_taken {
                break key;
            }
            at += 1;
        };
        let moved = self.put_on_device(&key, &text);
        if moved {
            self.quarantined.insert(key, text);
        }
        moved
    }

    /// Puts texts aside that an import brought along, and that could not be read where it came from.
    pub(crate) fn add_quarantined(&mut self, texts: &BTreeMap<Key, String>) {
        for (key, text) in texts {
            if !self.quarantined.contains_key(key) {
                self.write(key, text);
                self.quarantined.insert(key.clone(), text.clone());
                self.last_import_aside.push(key.clone());
            }
        }
    }
}

/// Whether a value is no text, and cannot be copied without changing it.
pub(super) fn not_text(problems: &[Problem]) -> bool {
    problems
        .iter()
        .any(|problem| problem.what == ProblemKind::NotText)
}
