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
use crate::domain::reminder;
use crate::domain::time::Date;
use crate::wire::learning::ItemKind;

use crate::wire::locale::Locale;

use super::event::{Order, OutcomeFilter};
use super::state::State;

/// One row of the history.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub interview: Rc<Interview>,
    /// Whether it was just deleted: its row offers to bring it back.
    pub deleted: bool,
    /// Which round of its application it is, and of how many: 1 of 1 where it stands alone.
    pub round: (usize, usize),
    /// The same number for all rounds of one application.
    pub application: usize,
    /// The place of its company in the order of the language, where the list is sorted by it.
    company: usize,
}

/// The rows to show. What was just deleted stays in its place.
pub fn listed(state: &State) -> Vec<Row> {
    let view = &state.history;
    let locale = &*state.collation.0;
    let search = locale.folded(&view.search);
    let words: Vec<&str> = search.split_whitespace().collect();
    let kept = state
        .interviews
        .values()
        .map(|interview| (interview, false));
    let deleted = state.deleted.iter().map(|interview| (interview, true));
    let mut rows: Vec<Row> = kept
        .chain(deleted)
        .map(|(interview, deleted)| Row {
            interview: Rc::clone(interview),
            deleted,
            round: (1, 1),
            application: 0,
            company: 0,
        })
        .collect();
    number_rounds(&mut rows);
    let holds_all = |interview: &Interview| holds_all(interview, &words, locale);
    rows.retain(|row| passes(&row.interview, view.filter) && holds_all(&row.interview));
    if view.order == Order::Company {
        let names: Vec<&str> = rows.iter().map(|row| company(&row.interview)).collect();
        let places = locale.places(&names);
        for (row, place) in rows.iter_mut().zip(places) {
            row.company = place;
        }
    }
    rows.sort_by(|a, b| compare(a, b, view.order));
    match view.order {
        Order::Newest | Order::Oldest | Order::Company => together(rows),
        // Here the order is about single results.
        Order::Signs | Order::Gap => rows,
    }
}

/// All results, the latest first.
pub fn latest_first(state: &State) -> Vec<&Rc<Interview>> {
    let mut all: Vec<&Rc<Interview>> = state.interviews.values().collect();
    all.sort_by_key(|interview| Reverse(took_place(interview)));
    all
}

/// Finds the rounds of each application, the earliest first.
fn number_rounds(rows: &mut [Row]) {
    let keys: Vec<Option<String>> = rows.iter().map(|row| application(&row.interview)).collect();
    let mut sorted: Vec<usize> = (0..rows.len()).collect();
    sorted.sort_by_key(|&place| (&keys[place], took_place(&rows[place].interview)));
    let mut begun = 0;
    for at in 0..sorted.len() {
        let is_last = sorted
            .get(at + 1)
            .is_none_or(|next| keys[sorted[at]].is_none() || keys[*next] != keys[sorted[at]]);
        if is_last {
            let count = at + 1 - begun;
            for (place, row) in sorted[begun..=at].iter().enumerate() {
                rows[*row].round = (place + 1, count);
                rows[*row].application = begun;
            }
            begun = at + 1;
        }
    }
}

/// Puts the rounds of one application together, where the first of them stands.
fn together(mut rows: Vec<Row>) -> Vec<Row> {
    let most = rows.iter().map(|row| row.application).max().unwrap_or(0);
    let mut first = vec![usize::MAX; most + 1];
    for (place, row) in rows.iter().enumerate() {
        let first = &mut first[row.application];
        *first = (*first).min(place);
    }
    rows.sort_by_key(|row| first[row.application]);
    rows
}

/// What the rounds of one application share: company and role, however they are spaced and capitalised. `None` where no
/// company is named.
pub fn application(interview: &Interview) -> Option<String> {
    let details = &interview.details.value;
    let plain = |text: &str| {
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        words.join(" ")
    };
    let company = plain(&details.company);
    let key = [&company, "\n", &plain(&details.role)].concat();
    (!company.is_empty()).then_some(key)
}

/// The rounds of the application that a result belongs to, the earliest first; the result alone where there is no
/// other.
pub fn rounds(state: &State, interview: &Interview) -> Vec<Rc<Interview>> {
    let key = application(interview);
    let same = |other: &&Rc<Interview>| {
        other.id == interview.id || (key.is_some() && application(other) == key)
    };
    let all = state.interviews.values().filter(same).map(Rc::clone);
    let mut all: Vec<Rc<Interview>> = all.collect();
    all.sort_by(|a, b| {
        took_place(a)
            .cmp(&took_place(b))
            .then_with(|| a.id.cmp(&b.id))
    });
    all
}

/// After so many milliseconds the page asks again who said "not yet", and asks for a second look no more.
const WEEK_MS: i64 = 7 * 86_400_000;

/// Where no day was promised, the page asks for so many days and then no more. A judgment: who has heard nothing by then
/// knows.
const ASKED_FOR_DAYS: i64 = 56;

/// Whether it is time to ask how this result turned out: the promised day is over or, where none was promised, two weeks
/// are; nothing is recorded, and the last "not yet" is a week old.
pub fn is_to_ask(state: &State, interview: &Interview) -> bool {
    let today = state.now.date();
    let by = heard_by(interview);
    let is_promised = interview.situation.value.promised_on.is_some();
    let overdue = by < today && (is_promised || today <= by.plus_days(ASKED_FOR_DAYS));
    let asked = state.item(&interview.quiz.id, ItemKind::Asked.name(), &interview.id);
    interview.outcome.value.is_none()
        && overdue
        && asked.is_none_or(|asked| {
            state.now.unix_ms().saturating_sub(asked.stamp.changed_at) >= WEEK_MS
        })
}

fn heard_by(interview: &Interview) -> Date {
    let took_place = interview.details.value.interview_at;
    let took_place = took_place.unwrap_or(interview.finished_at).date();
    reminder::heard_by(took_place, interview.situation.value.promised_on)
}

/// The result to ask about: that whose answer is longest overdue.
pub fn to_ask(state: &State) -> Option<&Rc<Interview>> {
    let due = state.interviews.values();
    due.filter(|interview| is_to_ask(state, interview))
        .min_by_key(|interview| heard_by(interview))
}

/// The result that tells of the next interview, with its day: the first that is not over.
pub fn next_interview(state: &State) -> Option<(&Rc<Interview>, Date)> {
    let today = state.now.date();
    let all = state.interviews.values();
    let dated = all.filter_map(|interview| Some((interview, interview.situation.value.next_on?)));
    let ahead = dated.filter(|(_, day)| *day >= today);
    ahead.min_by_key(|(_, day)| *day)
}

/// The result that they asked to the next round after, whose day was not told: the latest one of the last week.
pub fn undated_next_round(state: &State) -> Option<&Rc<Interview>> {
    let is_new = |interview: &&Rc<Interview>| {
        let age = state
            .now
            .unix_ms()
            .saturating_sub(interview.outcome.stamp.changed_at);
        age < WEEK_MS
    };
    let mut all = latest_first(state).into_iter();
    all.find(|interview| {
        outcome(interview) == Some(Outcome::NextRound)
            && interview.situation.value.next_on.is_none()
            && is_new(interview)
    })
}

/// Whether the gut can be asked a second time: a day has passed, and it is not known how it turned out.
pub fn may_look_again(state: &State, interview: &Interview) -> bool {
    state.now.hours_since(interview.finished_at) >= 24 && interview.outcome.value.is_none()
}

/// The result whose second look is waiting: the latest one of the last week that has none.
pub fn to_look_again(state: &State) -> Option<&Rc<Interview>> {
    let of_last_week = latest_first(state).into_iter().take_while(|interview| {
        state.now.unix_ms().saturating_sub(took_place(interview)) < WEEK_MS
    });
    let mut waiting = of_last_week.filter(|interview| {
        interview.second_look.value.is_none() && may_look_again(state, interview)
    });
    waiting.next()
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

/// Whether nothing is heard yet. "No reply" stays pending until the person closes it.
pub fn is_pending(interview: &Interview) -> bool {
    let recorded = interview.outcome.value.as_ref();
    recorded.is_none_or(|recorded| recorded.is_pending())
}

/// Whether it went on, where that is known and was the company's to say.
pub fn went_on(interview: &Interview) -> Option<bool> {
    match outcome(interview)? {
        Outcome::Offer | Outcome::NextRound => Some(true),
        Outcome::No => Some(false),
        Outcome::NoReply => (!is_pending(interview)).then_some(false),
        Outcome::SteppedBack => None,
    }
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

/// Whether each word stands somewhere in the label or the notes, in any case, with or without its accents.
fn holds_all(interview: &Interview, words: &[&str], locale: &dyn Locale) -> bool {
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
    let texts = texts.map(|text| locale.folded(text));
    words
        .iter()
        .all(|word| texts.iter().any(|text| text.contains(word)))
}

fn compare(one: &Row, other: &Row, order: Order) -> Ordering {
    let (a, b) = (&*one.interview, &*other.interview);
    let newest = || (Reverse(took_place(a)), &a.id).cmp(&(Reverse(took_place(b)), &b.id));
    let first = match order {
        Order::Newest => Ordering::Equal,
        Order::Oldest => took_place(a).cmp(&took_place(b)),
        Order::Signs => signs(a).cmp(&signs(b)),
        Order::Gap => gap(a).cmp(&gap(b)),
        Order::Company => {
            // Those without a name last.
            let place = |row: &Row| (company(&row.interview).is_empty(), row.company);
            place(one).cmp(&place(other))
        }
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

fn company(interview: &Interview) -> &str {
    interview.details.value.company.trim()
}
