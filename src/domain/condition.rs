//! Conditions: trees of all, any and not over a handful of leaves, and nothing more.
//!
//! Owns [`Condition`], the tree as a document writes it, with ids. This module must not know what a condition is used
//! for.

use super::outcome::Outcome;
use super::points::QuarterPoints;
use super::times::Since;

/// The id that stands for "I'm not sure", and is an answer to every question with options.
pub const UNSURE: &str = "unsure";

/// A condition as a document writes it.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// Each of these holds; true if there are none.
    All(Vec<Condition>),
    /// At least one of these holds; false if there are none.
    Any(Vec<Condition>),
    /// This does not hold.
    Not(Box<Condition>),
    /// The named condition holds.
    Fact(String),
    /// The answer to a question with one choice is among these; `unsure` may be one of them.
    Answer {
        /// The question.
        question: String,
        /// The options.
        is: Vec<String>,
    },
    /// The option of a question with many choices is ticked.
    Ticked {
        /// The question.
        question: String,
        /// The option.
        option: String,
    },
    /// The topic's points, capped, before any override, are at most these.
    Topic {
        /// The topic.
        topic: String,
        /// The most.
        at_most: QuarterPoints,
    },
    /// The band is this one or a higher one.
    BandAtLeast(u8),
    /// The felt level is this one or a lower one. It does not hold where nothing was felt.
    GutAtMost(u8),
    /// The recorded outcome is one of these. It does not hold where there is none.
    Outcome(Vec<Outcome>),
    /// More than so many hours have gone by. It does not hold where either time is unknown.
    HoursPassed {
        /// Since when.
        since: Since,
        /// How many.
        hours: u16,
    },
    /// At least so many working days have gone by, the first day not counted. It does not hold where
    /// either time is unknown.
    WorkingDaysPassed {
        /// Since when.
        since: Since,
        /// How many.
        days: u16,
    },
}

impl Default for Condition {
    fn default() -> Self {
        Condition::All(Vec::new())
    }
}

impl Condition {
    /// The condition that never holds.
    pub fn never() -> Self {
        Condition::Any(Vec::new())
    }

    /// The same condition where some questions are not asked and some topics are not there: a missing
    /// answer is "not sure", and a missing topic comes to nought.
    pub fn without(
        &self,
        gone_question: &dyn Fn(&str) -> bool,
        gone_topic: &dyn Fn(&str) -> bool,
    ) -> Self {
        let constant = |holds: bool| {
            if holds {
                Self::default()
            } else {
                Self::never()
            }
        };
        let each = |parts: &[Condition]| -> Vec<Condition> {
            let without = |part: &Condition| part.without(gone_question, gone_topic);
            parts.iter().map(without).collect()
        };
        match self {
            Condition::All(parts) => Condition::All(each(parts)),
            Condition::Any(parts) => Condition::Any(each(parts)),
            Condition::Not(part) => {
                Condition::Not(Box::new(part.without(gone_question, gone_topic)))
            }
            Condition::Answer { question, is } if gone_question(question) => {
                constant(is.iter().any(|option| option == UNSURE))
            }
            Condition::Ticked { question, .. } if gone_question(question) => Self::never(),
            Condition::Topic { topic, at_most } if gone_topic(topic) => {
                constant(QuarterPoints::ZERO <= *at_most)
            }
            other => other.clone(),
        }
    }

    /// The questions that it looks at by itself, facts left aside, in the order of writing.
    pub fn questions(&self) -> Vec<&str> {
        match self {
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().flat_map(Condition::questions).collect()
            }
            Condition::Not(part) => part.questions(),
            Condition::Answer { question, .. } | Condition::Ticked { question, .. } => {
                vec![question]
            }
            _ => Vec::new(),
        }
    }
}
