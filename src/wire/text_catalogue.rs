//! The words of the interface in one language: a flat JSON object from key to text.
//!
//! Owns the form of the files in `text/`. Must not know which keys there should be: the list of messages
//! in [`crate::ui::text`] does, and a test holds the two together.

use crate::domain::sorted::in_order;
use std::fmt;

use serde::Deserializer;
use serde::de::{MapAccess, Visitor};

/// The file for a language, if there is one.
pub fn built_in(language: &str) -> Option<&'static str> {
    (language == "en").then_some(include_str!("../../text/en.json"))
}

/// Texts by key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextCatalogue {
    /// Sorted, each key once.
    texts: Vec<(Box<str>, Box<str>)>,
}

impl TextCatalogue {
    /// Reads a file.
    ///
    /// # Errors
    /// Says where the text is no JSON object of texts, or which key stands in it twice.
    pub fn parse(json: &str) -> Result<Self, String> {
        let mut reader = serde_json::Deserializer::from_str(json);
        let catalogue = reader
            .deserialize_map(Entries)
            .and_then(|texts| reader.end().map(|()| Self { texts }))
            .map_err(|error| error.to_string())?;
        let twice = catalogue
            .texts
            .windows(2)
            .find(|pair| pair[0].0 == pair[1].0);
        match twice {
            Some(pair) => Err(["the key ", &pair[0].0, " is there twice"].concat()),
            None => Ok(catalogue),
        }
    }

    /// The text for a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        let place = self
            .texts
            .binary_search_by(|(known, _)| (**known).cmp(key))
            .ok()?;
        self.texts.get(place).map(|(_, text)| &**text)
    }

    /// All keys and texts, by key.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(key, text)| (&**key, &**text))
    }
}

struct Entries;

impl<'de> Visitor<'de> for Entries {
    type Value = Vec<(Box<str>, Box<str>)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object from key to text")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut texts = Vec::new();
        while let Some(entry) = map.next_entry()? {
            texts.push(entry);
        }
        // Stable, so that of two equal keys neither is lost before they are compared.
        Ok(in_order(texts, &|a: &(Box<str>, Box<str>), b| {
            a.0.cmp(&b.0)
        }))
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
