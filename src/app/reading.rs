//! One result, read: everything that follows from its answers, worked out when it is looked at.
//!
//! Owns the one path from a kept interview to score, reasons and advice, so that no two screens can
//! differ about it.

// Most fields and variants are named for exactly what they are; the others have their words.
#![allow(missing_docs)]

use std::rc::Rc;

use crate::domain::answers::{Answers, Sheet};
use crate::domain::explanation::{Explanation, explain};
use crate::domain::follow_up::{FollowUp, Times, follow_up};
use crate::domain::history::{Interview, StoredScore};
use crate::domain::quiz::Quiz;
use crate::domain::scoring::{Score, felt_level, score};

use super::state::State;
use super::update::stored;

/// What a result says now.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub quiz: Rc<Quiz>,
    /// The answers that count: corrected ones, with what fits the advice.
    pub answers: Answers,
    pub score: Score,
    pub felt: Option<u8>,
    pub explanation: Explanation,
    pub advice: FollowUp,
    /// Whether an answer that counts for the score was corrected after the result.
    pub corrected: bool,
    /// Whether the first answers come to the same score as was kept with them. They do not where a record was
    /// changed by hand.
    pub as_stored: bool,
}

/// Reads a result with the quiz that it was made with. `None` where this program does not have that
/// version: what was kept is then all that can be shown.
pub fn read(state: &State, interview: &Interview) -> Option<Reading> {
    let quiz = state.quiz_made_with(&interview.quiz)?;
    let mut answers = interview.current_answers().clone();
    for (question, answer) in interview.situation.value.answers.iter() {
        answers.set(question, answer.clone());
    }
    let (sheet, _) = Sheet::new(&quiz, &answers);
    let score = score(&quiz, &sheet);
    let advice = follow_up(&quiz, &sheet, &score, &times(state, interview));
    Some(Reading {
        felt: felt_level(&quiz, &sheet),
        explanation: explain(&quiz, &sheet),
        advice,
        corrected: interview.corrected.value.is_some(),
        as_stored: rescored(&quiz, interview) == interview.stored,
        answers,
        score,
        quiz,
    })
}

/// What the first answers come to.
fn rescored(quiz: &Quiz, interview: &Interview) -> StoredScore {
    let (sheet, _) = Sheet::new(quiz, &interview.answers);
    stored(&score(quiz, &sheet))
}

/// What is known of when, for the follow-up rules.
pub fn times(state: &State, interview: &Interview) -> Times {
    let situation = &interview.situation.value;
    let details = &interview.details.value;
    Times {
        now: Some(state.now),
        interview_at: details.interview_at,
        asked_at: situation.asked_at,
        refused_at: situation.refused_at,
        promised_on: situation.promised_on,
        outcome: interview
            .outcome
            .value
            .as_ref()
            .map(|recorded| recorded.outcome),
        format: details.format,
    }
}
