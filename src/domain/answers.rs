//! What a person answered, independent of a version of the quiz.

use std::collections::{BTreeMap, BTreeSet};

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// The id of the chosen option; `unsure` for "I'm not sure".
    Option(String),
    /// The ids of all that were ticked.
    Options(BTreeSet<String>),
    /// A whole number.
    Number(u8),
    /// Words of their own.
    Text(String),
}

/// Answers by the question's id. An absent one is "not sure".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers(BTreeMap<String, Answer>);

impl Answers {
    /// The answer to this question.
    #[must_use]
    pub fn get(&self, question: &str) -> Option<&Answer> {
        self.0.get(question)
    }

    /// Answers a question, or answers it anew.
    pub fn set(&mut self, question: impl Into<String>, answer: Answer) {
        self.0.insert(question.into(), answer);
    }

    /// Takes an answer back.
    pub fn remove(&mut self, question: &str) -> Option<Answer> {
        self.0.remove(question)
    }

    /// All answers, in the order of the ids.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Answer)> {
        self.0
            .iter()
            .map(|(question, answer)| (question.as_str(), answer))
    }
}
