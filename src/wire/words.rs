//! Texts by key: those of the interface, and those of a quiz.
//!
//! Owns how they are found, and the two parts that the built-in ones come in: what the first screens say, and the
//! rest, which arrives with the rest of the program (`build.rs` cuts them). Must not know which keys there
//! should be.

use std::borrow::Cow;
use std::sync::OnceLock;

use crate::domain::sorted::in_order;

/// A key and its text.
pub type Entry = (Cow<'static, str>, Cow<'static, str>);

/// Texts by key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Sorted, each key once.
    first: Vec<Entry>,
    /// The same, as soon as it is here.
    later: OnceLock<Vec<Entry>>,
}

impl Words {
    /// The texts of a list in any order. Of a key that stands there twice, the last text counts.
    pub fn new(entries: Vec<Entry>) -> Self {
        // Stable, so that the later one stays the later one.
        let entries = in_order(entries, &|a: &Entry, b| a.0.cmp(&b.0));
        let mut first: Vec<Entry> = Vec::with_capacity(entries.len());
        for entry in entries {
            match first.last_mut() {
                Some(last) if last.0 == entry.0 => *last = entry,
                _ => first.push(entry),
            }
        }
        Self {
            first,
            later: OnceLock::new(),
        }
    }

    /// The texts of a list that `build.rs` has written.
    pub fn built_in(list: &'static str) -> Self {
        Self {
            first: entries(list),
            later: OnceLock::new(),
        }
    }

    /// Adds the texts of another list that `build.rs` has written. Only once: there are two parts.
    pub fn complete(&self, list: &'static str) {
        self.later.get_or_init(|| entries(list));
    }

    /// The text of a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        let later = self.later.get().map_or(&[][..], Vec::as_slice);
        let found = in_part(&self.first, key).or_else(|| in_part(later, key));
        found.map(|(_, text)| &**text)
    }

    /// All keys and texts, those of the first part before the others, each part by key.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let later = self.later.get().into_iter().flatten();
        let all = self.first.iter().chain(later);
        all.map(|(key, text)| (&**key, &**text))
    }
}

fn in_part<'p>(part: &'p [Entry], key: &str) -> Option<&'p Entry> {
    let place = part
        .binary_search_by(|(known, _)| (**known).cmp(key))
        .ok()?;
    part.get(place)
}

/// Reads a list as `build.rs` writes it, which is sorted already.
fn entries(list: &'static str) -> Vec<Entry> {
    let records = list.split_terminator('\u{1e}');
    let entry = |record: &'static str| {
        let (key, text) = record.split_once('\u{1f}')?;
        Some((Cow::Borrowed(key), Cow::Borrowed(text)))
    };
    records.filter_map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_in_either_part() {
        let words = Words::built_in("a\u{1f}first\u{1e}c\u{1f}third\u{1e}");
        assert_eq!((words.get("a"), words.get("b")), (Some("first"), None));
        words.complete("b\u{1f}second\u{1e}");
        assert_eq!(
            (words.get("b"), words.get("c")),
            (Some("second"), Some("third"))
        );
        assert_eq!(words.get("d"), None);
        assert_eq!(words.iter().count(), 3);
    }

    #[test]
    fn the_last_text_of_a_key_counts() {
        let entry = |key: &'static str, text: &'static str| (key.into(), text.into());
        let words = Words::new(vec![entry("b", "x"), entry("a", "1"), entry("a", "2")]);
        assert_eq!(words.iter().collect::<Vec<_>>(), [("a", "2"), ("b", "x")]);
    }
}
