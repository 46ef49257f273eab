//! The words of the interface in one language: a flat JSON object from key to text.
//!
//! Owns the form of the files in `text/`: `en.json` has all texts, in British spelling, and `en-US.json` those alone
//! that Americans spell otherwise. Must not know which keys there should be: the list of messages
//! in [`crate::ui::text`] does, and a test holds the two together.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserializer;
use serde::de::{Error, MapAccess, Visitor};

/// The file for English, for what runs natively: in the browser no language is part of the program.
#[cfg(not(target_arch = "wasm32"))]
pub fn built_in(language: &str) -> Option<&'static str> {
    (language == "en").then_some(include_str!("../../text/en.json"))
}

/// Texts by key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextCatalogue {
    texts: BTreeMap<String, String>,
}

impl TextCatalogue {
    /// Reads a file.
    ///
    /// # Errors
    /// Says where the text is no JSON object of texts, or which key stands in it twice.
    pub fn parse(json: &str) -> Result<Self, String> {
        let mut reader = serde_json::Deserializer::from_str(json);
        let texts = reader
            .deserialize_map(Entries)
            .and_then(|texts| reader.end().map(|()| texts))
            .map_err(|error| error.to_string())?;
        Ok(Self { texts })
    }

    /// The text for a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.texts.get(key).map(String::as_str)
    }

    /// Puts the texts of another file in place of those with the same keys.
    pub fn replace(&mut self, with: Self) {
        self.texts.extend(with.texts);
    }

    /// The same keys with other texts, made of these.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn map(&self, other: impl Fn(&str, &str) -> String) -> Self {
        let texts = self.iter();
        Self {
            texts: texts
                .map(|(key, text)| (key.to_owned(), other(key, text)))
                .collect(),
        }
    }

    /// All keys and texts, by key.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts
            .iter()
            .map(|(key, text)| (key.as_str(), text.as_str()))
    }
}

struct Entries;

impl<'de> Visitor<'de> for Entries {
    type Value = BTreeMap<String, String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object from key to text")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut texts = BTreeMap::new();
        while let Some((key, text)) = map.next_entry::<String, String>()? {
            // Serde would keep the last one, and nobody would hear of the other.
            if texts.contains_key(&key) {
                return Err(A::Error::custom(format_args!(
                    "the key {key} is there twice"
                )));
            }
            texts.insert(key, text);
        }
        Ok(texts)
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
