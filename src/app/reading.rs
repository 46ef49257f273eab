//! One result, read: everything that follows from its answers, worked out when it is looked at.
//!
//! Owns the one path from a kept interview to score, reasons and advice, so that no two screens can
//! differ about it.

// Most fields and variants are named for exactly what they are; the others have their words.
#![allow(missing_docs)]

use std::rc::Rc;

use crate::domain::answers::{AnswerSheet, Answers};
use crate::domain::explanation::{Explanation, explain};
use crate::domain::follow_up::{Action, FollowUp, follow_up};
use crate::domain::history::{Interview, Outcome, StoredScore};
use crate::domain::quiz::{Quiz, RulePlace};
use crate::domain::reminder::{self, Reminder};
use crate::domain::scoring::{Score, felt_level, score};
use crate::domain::time::Moment;
use crate::domain::times::Times;

use super::state::State;

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

impl Reading {
    /// Whether a rule is something to do. What is said to it, such as that no apology is needed, stands in the list alone
    /// where the action itself does not, and is no task.
    pub fn is_task(&self, rule: &str) -> bool {
        let rule = self.quiz.rule(rule);
        rule.is_some_and(|rule| matches!(rule.place, RulePlace::Action | RulePlace::Lead))
    }
}

/// Reads a result with the quiz that it was made with. `None` where this program does not have that
/// version: what was kept is then all that can be shown.
pub fn read(state: &State, interview: &Interview) -> Option<Reading> {
    let quiz = state.quiz_made_with(&interview.quiz)?;
    let mut answers = interview.current_answers().clone();
    for (question, answer) in interview.situation.value.answers.iter() {
        answers.set(question, answer.clone());
    }
    let (sheet, _) = AnswerSheet::new(&quiz, &answers);
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

/// What one piece of advice has that an earlier one had not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The rules that are new in the list, notes too.
    pub added: Vec<String>,
    /// Those that it no longer has.
    pub gone: Vec<String>,
    /// The actions that have another letter now, with that letter.
    pub letters: Vec<(String, String)>,
    /// Whether something is to be done by another time.
    pub has_other_times: bool,
}

/// What became different in the list of what to do.
pub fn changes(before: &FollowUp, after: &FollowUp) -> Changes {
    let rules = |advice: &FollowUp| -> Vec<String> {
        let actions = advice.actions.iter();
        let rules = actions.flat_map(|action| std::iter::once(&action.rule).chain(&action.notes));
        rules.cloned().collect()
    };
    let missing = |of: &FollowUp, other: &FollowUp| -> Vec<String> {
        let other = rules(other);
        let of = rules(of).into_iter();
        of.filter(|rule| !other.contains(rule)).collect()
    };
    let mut changes = Changes {
        added: missing(after, before),
        gone: missing(before, after),
        ..Changes::default()
    };
    for action in &after.actions {
        let mut were = before.actions.iter();
        let Some(was) = were.find(|was| was.rule == action.rule) else {
            continue;
        };
        changes.has_other_times |= was.deadline != action.deadline;
        if let Some(letter) = action
            .letter
            .as_ref()
            .filter(|_| was.letter != action.letter)
        {
            changes.letters.push((action.rule.clone(), letter.clone()));
        }
    }
    changes
}

/// What there is to do, in the order on the screen: what the rules say now, and what is ticked off and no
/// longer said, so that nothing vanishes with its tick.
pub fn to_do(reading: &Reading, interview: &Interview) -> Vec<Action> {
    let quiz = &reading.quiz;
    let mut list = Vec::new();
    for place in &quiz.draft().screen_order {
        let stands_here = |action: &&Action| {
            let note_to = quiz.rule(&action.rule).map(|rule| &rule.place);
            action.rule == *place || matches!(note_to, Some(RulePlace::Note { to }) if to == place)
        };
        let here = reading.advice.actions.iter().filter(stands_here);
        let said = here.clone().any(|action| action.rule == *place);
        if !said && interview.is_done(place) {
            let letters = quiz.rule(place).map_or(&[][..], |rule| &rule.letters);
            let written = letters
                .iter()
                .find(|case| interview.letters.contains_key(&case.letter));
            list.push(Action {
                rule: place.clone(),
                notes: Vec::new(),
                letter: written.map(|case| case.letter.clone()),
                deadline: None,
                late_is_fine: false,
            });
        }
        list.extend(here.cloned());
    }
    list
}

/// What is worth a note in a calendar. `None` where the result cannot be read.
pub fn reminders(state: &State, interview: &Interview) -> Option<Vec<Reminder>> {
    let reading = read(state, interview)?;
    let (sheet, _) = AnswerSheet::new(&reading.quiz, &reading.answers);
    Some(reminder::reminders(
        &reading.quiz,
        &sheet,
        &reading.score,
        &times(state, interview),
        &|rule| interview.is_done(rule),
        interview.situation.value.next_on,
        &state.zones,
    ))
}

/// What the first answers come to.
fn rescored(quiz: &Quiz, interview: &Interview) -> StoredScore {
    let (sheet, _) = AnswerSheet::new(quiz, &interview.answers);
    score(quiz, &sheet).stored()
}

/// What is known of when, for the follow-up rules.
pub fn times(state: &State, interview: &Interview) -> Times {
    let situation = &interview.situation.value;
    let details = &interview.details.value;
    let outcome = interview.outcome.value.as_ref();
    // The day that was given with the outcome is nearer to the truth than that of the tick.
    let no = outcome.filter(|recorded| recorded.outcome == Outcome::No);
    let said_no_on = no.and_then(|recorded| recorded.on);
    Times {
        now: Some(state.now),
        interview_at: details.interview_at,
        day_only: details.day_only,
        asked_at: situation.asked_at,
        refused_at: situation.refused_at,
        said_no_on: said_no_on.or(situation.said_no_at.map(Moment::date)),
        promised_on: situation.promised_on,
        outcome: outcome.map(|recorded| recorded.outcome),
        format: details.format,
    }
}
