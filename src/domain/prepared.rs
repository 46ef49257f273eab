//! Answers that are prepared for hard questions, and questions to ask.
//!
//! Owns [`Prepared`] and [`ToAsk`], and how long their texts may be. Must not know how they are kept or what the
//! parts are called on a page.

use super::history::Id;

/// A part of a prepared answer. Four parts keep an example short and whole: what it was like, what was to be
/// done, what one did oneself, and what came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerPart {
    /// What it was like.
    Situation,
    /// What was to be done.
    Task,
    /// What the person did.
    Action,
    /// What came of it.
    Result,
}

impl AnswerPart {
    /// All of them, in the order of telling.
    pub const ALL: [Self; 4] = [Self::Situation, Self::Task, Self::Action, Self::Result];

    /// Its name in records and on the page's elements.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Situation => "situation",
            Self::Task => "task",
            Self::Action => "action",
            Self::Result => "result",
        }
    }
}

/// A hard question with the answer that a person prepares for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prepared {
    /// The question, at most [`Prepared::MAX_QUESTION_CHARS`] characters.
    pub question: String,
    /// The parts in the order of [`AnswerPart::ALL`], each at most [`Prepared::MAX_PART_CHARS`] characters.
    pub parts: [String; 4],
    /// The result in which the question was noted.
    pub asked_in: Option<Id>,
    /// When it was begun, in milliseconds since 1970.
    pub made_at: i64,
}

impl Prepared {
    /// The most characters of the question: as many as a note of the quiz has.
    pub const MAX_QUESTION_CHARS: usize = 2_000;
    /// The most characters of a part. Four of them fit into a record, whatever the characters are.
    pub const MAX_PART_CHARS: usize = 2_000;

    /// A part of the answer.
    #[must_use]
    pub fn part(&self, part: AnswerPart) -> &str {
        &self.parts[part as usize]
    }

    /// The same, to be written.
    pub fn part_mut(&mut self, part: AnswerPart) -> &mut String {
        &mut self.parts[part as usize]
    }

    /// How many of the parts have words.
    #[must_use]
    pub fn parts_written(&self) -> usize {
        let written = self.parts.iter().filter(|part| !part.trim().is_empty());
        written.count()
    }
}

/// What two notes of one question have in common: its words, without case, spaces and punctuation.
#[must_use]
pub fn question_key(question: &str) -> String {
    let letters = question.chars().filter(|letter| letter.is_alphanumeric());
    let key: String = letters.flat_map(char::to_lowercase).collect();
    // Nothing but punctuation, such as "???".
    if key.is_empty() {
        question.trim().to_owned()
    } else {
        key
    }
}

/// Whether two notes are of one question.
#[must_use]
pub fn is_same_question(a: &str, b: &str) -> bool {
    question_key(a) == question_key(b)
}

/// A question that a person wants to ask.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToAsk {
    /// The question, at most [`ToAsk::MAX_CHARS`] characters.
    pub words: String,
    /// When it was begun, in milliseconds since 1970.
    pub made_at: i64,
}

impl ToAsk {
    /// The most characters of a question to ask.
    pub const MAX_CHARS: usize = 500;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_noted_twice_is_one_whatever_its_case_spaces_and_punctuation() {
        for (a, b, same) in [
            ("Why us?", "why  us", true),
            ("Why us?", "\u{201e}Why us?\u{201c}", true),
            ("WARUM GERADE SIE?", "Warum gerade Sie", true),
            ("Why us?", "Why you?", false),
            ("Why us?", "", false),
            ("???", "??? ", true),
            ("???", "!", false),
            (
                "\u{4e3a}\u{4ec0}\u{4e48}\u{ff1f}",
                "\u{4e3a}\u{4ec0}\u{4e48}",
                true,
            ),
        ] {
            assert_eq!(is_same_question(a, b), same, "{a} / {b}");
        }
    }
}
