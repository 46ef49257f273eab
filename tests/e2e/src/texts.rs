//! The words of a language, for end-to-end tests in any of them.

use anyhow::{Context, Result};
use serde_json::{Map, Value};
use xtask::workspace::root;

/// The texts of the interface and of the built-in quiz in a language, as their files have them.
pub struct Texts(Map<String, Value>);

impl Texts {
    /// Those of a language, such as `pt-BR`.
    ///
    /// # Errors
    /// When its files cannot be read.
    pub fn of(tag: &str) -> Result<Self> {
        let read = |file: String| -> Result<Map<String, Value>> {
            let text = std::fs::read_to_string(root().join(&file)).with_context(|| file.clone())?;
            serde_json::from_str(&text).context(file)
        };
        let mut texts = read(format!("text/{tag}.json"))?;
        let mut quiz = read(format!("quiz/interview/text/{tag}.json"))?;
        if let Some(Value::Object(quiz)) = quiz.remove("texts") {
            texts.extend(quiz);
        }
        Ok(Self(texts))
    }

    /// The text of a key.
    ///
    /// # Errors
    /// When there is none.
    pub fn get(&self, key: &str) -> Result<&str> {
        let text = self.0.get(key).and_then(Value::as_str);
        text.with_context(|| format!("there is no text {key}"))
    }
}
