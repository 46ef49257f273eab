//! The history as it is listed: searched, filtered and sorted.
//!
//! Owns which results are shown and in which order. Derived anew from the state each time; nothing here
//! is kept.

// Most fields and variants are named for exactly what they are; the others have their words.
#![allow(missing_docs)]

use std::cmp::{Ordering, Reverse};
use std::rc::Rc;

use crate::domain::history::{Interview, Outcome};
use crate::domain::quiz::QuarterPoints;
use crate::domain::sorted::in_order;

use super::event::{Order, OutcomeFilter};
use super::state::State;

/// One row of the history.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub interview: Rc<Interview>,
    /// Whether it was just deleted: its row offers to bring it back.
    pub deleted: bool,
}

/// The rows to show. What was just deleted stays in its place.
pub fn listed(state: &State) -> Vec<Row> {
    let view = &state.history;
    let words: Vec<String> = view
        .search
        .split_whitespace()
        .map(str::to_lowercase)
        .collect();
    let kept = state
        .interviews
        .values()
        .map(|interview| (interview, false));
    let deleted = state.deleted.iter().map(|interview| (interview, true));
    let rows: Vec<Row> = kept
        .chain(deleted)
        .filter(|(interview, _)| passes(interview, view.filter) && holds_all(interview, &words))
        .map(|(interview, deleted)| Row {
            interview: Rc::clone(interview),
            deleted,
        })
        .collect();
    in_order(rows, &|a, b| {
        compare(&a.interview, &b.interview, view.order)
    })
}

/// When an interview was, as far as is known: its own time, else when it was answered.
pub fn took_place(interview: &Interview) -> i64 {
    interview
        .details
        .value
        .interview_at
        .unwrap_or(interview.finished_at)
        .unix_ms()
}

/// Whether nothing is heard yet. "No reply" stays pending until something else is recorded.
pub fn is_pending(interview: &Interview) -> bool {
    matches!(outcome(interview), None | Some(Outcome::NoReply))
}

/// How it turned out, as far as is known.
pub fn outcome(interview: &Interview) -> Option<Outcome> {
    interview
        .outcome
        .value
        .as_ref()
        .map(|recorded| recorded.outcome)
}

fn passes(interview: &Interview, filter: OutcomeFilter) -> bool {
    match filter {
        OutcomeFilter::All => true,
        OutcomeFilter::Pending => is_pending(interview),
        OutcomeFilter::Only(wanted) => outcome(interview) == Some(wanted),
    }
}

/// Whether each word stands somewhere in the label or the notes, in any case.
fn holds_all(interview: &Interview, words: &[String]) -> bool {
    if words.is_empty() {
        return true;
    }
    let details = &interview.details.value;
    let texts = [
        &details.company,
        &details.role,
        &details.round,
        &interview.notes.value,
    ];
    let texts = texts.map(|text| text.to_lowercase());
    words
        .iter()
        .all(|word| texts.iter().any(|text| text.contains(word)))
}

fn compare(a: &Interview, b: &Interview, order: Order) -> Ordering {
    let newest = || (Reverse(took_place(a)), &a.id).cmp(&(Reverse(took_place(b)), &b.id));
    let first = match order {
        Order::Newest => Ordering::Equal,
        Order::Oldest => took_place(a).cmp(&took_place(b)),
        Order::Signs => signs(a).cmp(&signs(b)),
        Order::Gap => gap(a).cmp(&gap(b)),
        Order::Company => company(a).cmp(&company(b)),
    };
    first.then_with(newest)
}

/// Strongest first; those without a band last.
fn signs(interview: &Interview) -> (bool, Reverse<QuarterPoints>) {
    (interview.stored.band == 0, Reverse(interview.stored.total))
}

/// Widest first; those without a gap last.
fn gap(interview: &Interview) -> Reverse<i8> {
    Reverse(interview.stored.gap.map_or(-1, i8::abs))
}

/// By name; those without one last.
fn company(interview: &Interview) -> (bool, String) {
    let company = &interview.details.value.company;
    (company.is_empty(), company.to_lowercase())
}
