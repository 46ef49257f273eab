//! The words of the interface in one language: a flat JSON object from key to text.
//!
//! Owns the form of the files in `text/`. Must not know which keys there should be: the list of messages
//! in [`crate::ui::text`] does, and a test holds the two together.

use crate::domain::sorted::in_order;
use std::fmt;

use serde::Deserializer;
use serde::de::{MapAccess, Visitor};

use super::words::{Entry, Words};

/// The file for a language, if there is one.
pub fn built_in(language: &str) -> Option<&'static str> {
    (language == "en").then_some(include_str!("../../text/en.json"))
}

/// What the first screens say in a language, if there is one; the rest is added by [`later::complete`].
pub fn first(language: &str) -> Option<TextCatalogue> {
    let list = include_str!(concat!(env!("OUT_DIR"), "/interface-first.txt"));
    (language == "en").then(|| TextCatalogue {
        texts: Words::built_in(list),
    })
}

/// The texts that [`first`] leaves out.
pub mod later {
    /// Adds them.
    #[inline(never)]
    pub fn complete(catalogue: &super::TextCatalogue) {
        let list = include_str!(concat!(env!("OUT_DIR"), "/interface-later.txt"));
        catalogue.texts.complete(list);
    }
}

/// Texts by key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextCatalogue {
    texts: Words,
}

impl TextCatalogue {
    /// Reads a file.
    ///
    /// # Errors
    /// Says where the text is no JSON object of texts, or which key stands in it twice.
    pub fn parse(json: &str) -> Result<Self, String> {
        let mut reader = serde_json::Deserializer::from_str(json);
        let entries = reader
            .deserialize_map(Entries)
            .and_then(|entries| reader.end().map(|()| entries))
            .map_err(|error| error.to_string())?;
        let twice = entries
            .windows(2)
            .find(|pair| pair[0].0 == pair[1].0)
            .map(|pair| ["the key ", &pair[0].0, " is there twice"].concat());
        match twice {
            Some(problem) => Err(problem),
            None => Ok(Self {
                texts: Words::new(entries),
            }),
        }
    }

    /// The text for a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.texts.get(key)
    }

    /// All keys and texts, by key.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter()
    }
}

struct Entries;

impl<'de> Visitor<'de> for Entries {
    type Value = Vec<Entry>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object from key to text")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut texts = Vec::new();
        while let Some((key, text)) = map.next_entry::<String, String>()? {
            texts.push((key.into(), text.into()));
        }
        // Stable, so that of two equal keys neither is lost before they are compared.
        Ok(in_order(texts, &|a: &Entry, b| a.0.cmp(&b.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_by_key() {
        let read = TextCatalogue::parse(r#"{"b": "second", "a": "first"}"#);
        let got = read.map(|read| read.get("a").map(str::to_owned));
        assert_eq!(got, Ok(Some("first".to_owned())));
    }

    #[test]
    fn what_is_no_catalogue_says_where() {
        for (json, says) in [
            (r#"{"a": 1}"#, "line 1 column 7"),
            (r#"["a"]"#, "an object from key to text"),
            (r#"{"a": "x"} {"#, "line 1 column 12"),
            (r#"{"a": "x", "a": "y"}"#, "the key a is there twice"),
        ] {
            let error = TextCatalogue::parse(json).err().unwrap_or_default();
            assert!(error.contains(says), "{json}: {error}");
        }
    }
}
