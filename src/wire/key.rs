//! The names under which things are kept.
//!
//! Owns [`Key`], the one place where a key is put together or taken apart. Must not know what stands
//! under a key.

use std::fmt;

use super::port::PREFIX;
use crate::domain::history::Id;

/// A key of ours. Its text begins with [`PREFIX`].
///
/// No quiz can be named so that its keys are mistaken for others: the second part of a record's key
/// is always a word, that of `bak` and `bad` always a number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// The version of what is kept.
    Meta,
    /// What the person set up.
    Prefs,
    /// One finished result.
    Result {
        /// The quiz.
        quiz: Id,
        /// The result.
        id: Id,
    },
    /// An interview in progress.
    Draft {
        /// The quiz.
        quiz: Id,
        /// The draft, and later its result.
        id: Id,
    },
    /// What a tab answered before the program was there.
    Notes {
        /// The quiz.
        quiz: Id,
        /// The tab.
        tab: Id,
    },
    /// A lesson, a prepared answer, advice, and the like.
    Item {
        /// The quiz.
        quiz: Id,
        /// What it is.
        kind: Id,
        /// Which one.
        id: Id,
    },
    /// The mark that a result, a draft or an item was deleted.
    Tombstone {
        /// The quiz.
        quiz: Id,
        /// What was deleted.
        id: Id,
    },
    /// The text of another key before it was migrated.
    Backup {
        /// The version that the text has.
        schema: u32,
        /// The other key, whole.
        of: String,
    },
    /// The text of another key that could not be read.
    Bad {
        /// When it was put aside, in milliseconds since 1970.
        at: i64,
        /// The other key, without the prefix.
        of: String,
    },
}

impl Key {
    /// Takes a whole key apart. `None` for one that this version does not know.
    #[must_use]
    pub fn parse(key: &str) -> Option<Self> {
        Self::parse_short(key.strip_prefix(PREFIX)?)
    }

    /// Takes a key apart that is written without the prefix, as an export has it.
    #[must_use]
    pub fn parse_short(key: &str) -> Option<Self> {
        match key {
            "meta" => return Some(Self::Meta),
            "prefs" => return Some(Self::Prefs),
            _ => {}
        }
        let (first, rest) = key.split_once(':')?;
        let (second, rest) = rest.split_once(':')?;
        if let Ok(number) = second.parse::<i64>() {
            let of = rest.to_owned();
            return match first {
                "bak" => Some(Self::Backup {
                    schema: u32::try_from(number).ok()?,
                    of,
                }),
                "bad" => Some(Self::Bad { at: number, of }),
                _ => None,
            };
        }
        let quiz = Id::new(first)?;
        if second == "item" {
            let (kind, id) = rest.split_once(':')?;
            return Some(Self::Item {
                quiz,
                kind: Id::new(kind)?,
                id: Id::new(id)?,
            });
        }
        let id = Id::new(rest)?;
        match second {
            "result" => Some(Self::Result { quiz, id }),
            "draft" => Some(Self::Draft { quiz, id }),
            "gone" => Some(Self::Tombstone { quiz, id }),
            "notes" => Some(Self::Notes { quiz, tab: id }),
            _ => None,
        }
    }

    /// The whole key.
    #[must_use]
    pub fn full(&self) -> String {
        format!("{PREFIX}{self}")
    }

    /// The key of the mark that says that the record of this key is gone.
    #[must_use]
    pub fn gone(&self) -> Option<Self> {
        match self {
            Self::Result { quiz, id }
            | Self::Draft { quiz, id }
            | Self::Item { quiz, id, .. }
            | Self::Tombstone { quiz, id } => Some(Self::Tombstone {
                quiz: quiz.clone(),
                id: id.clone(),
            }),
            Self::Meta
            | Self::Prefs
            | Self::Notes { .. }
            | Self::Backup { .. }
            | Self::Bad { .. } => None,
        }
    }
}

impl fmt::Display for Key {
    /// The key without the prefix.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Meta => f.write_str("meta"),
            Self::Prefs => f.write_str("prefs"),
            Self::Result { quiz, id } => write!(f, "{quiz}:result:{id}"),
            Self::Draft { quiz, id } => write!(f, "{quiz}:draft:{id}"),
            Self::Item { quiz, kind, id } => write!(f, "{quiz}:item:{kind}:{id}"),
            Self::Tombstone { quiz, id } => write!(f, "{quiz}:gone:{id}"),
            Self::Notes { quiz, tab } => write!(f, "{quiz}:notes:{tab}"),
            Self::Backup { schema, of } => write!(f, "bak:{schema}:{of}"),
            Self::Bad { at, of } => write!(f, "bad:{at}:{of}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_it_is_written() {
        for text in [
            "meta",
            "prefs",
            "how-it-went:result:1",
            "how-it-went:draft:0190-a.b",
            "q:item:lesson:1",
            "q:gone:1",
            "q:notes:5f0c",
            "bak:0:interview-hindsight:q:result:1",
            "bad:1767225600000:q:result:1",
            // A quiz may have an unlucky name.
            "bak:result:1",
            "meta:draft:1",
        ] {
            let key = Key::parse_short(text);
            assert_eq!(key.map(|key| key.to_string()).as_deref(), Some(text));
        }
        assert_eq!(Key::parse("interview-hindsight:meta"), Some(Key::Meta));
    }

    #[test]
    fn a_key_of_a_later_version_or_of_others_is_not_ours_to_read() {
        for text in [
            "",
            "meta2",
            "q:result",
            "q:result:",
            "q:result:a:b",
            "q:letter:1",
            "q:item:1",
            "x:0:y",
            "bak:-1:x",
        ] {
            assert_eq!(Key::parse_short(text), None, "{text:?}");
        }
        assert_eq!(Key::parse("other:meta"), None);
    }
}
