//! What follows from what happened: the one function that changes the state.
//!
//! Owns every decision between an event and the page. Pure: the time, fresh ids and randomness come
//! inside the [`Action`], and what has to happen outside is returned as [`Effect`]s. Never reads a
//! clock, a store or a browser, and never fails: an event that does not fit the state changes nothing.

use std::rc::Rc;

use crate::domain::history::Stamp;
use crate::domain::time::Moment;

use super::event::{Action, Effect, Event, Target};
use super::rest;
use super::state::{Notice, Rest, State};

mod data;
mod earlier;
mod embedding;
mod history;
mod interview;
mod later;
mod learning;
mod letter;
mod link;
mod quiz;

pub(super) use quiz::stored;

/// The state after `action`, and what the runtime has to do for it.
pub fn update(state: &State, action: Action) -> (State, Vec<Effect>) {
    let Action {
        at,
        fresh,
        tag,
        event,
    } = action;
    let mut change = Change {
        state: state.clone(),
        effects: Vec::new(),
        tag,
    };
    change.state.now = at;
    match event {
        event if change.state.rest != Rest::Here && rest::needs_it(&event) => {
            change.wait_with(event)
        }
        Event::Loaded {
            kept,
            usage,
            tab_draft,
        } => change.loaded(&kept, usage, tab_draft),
        Event::SaveRefused(error) => change.save_refused(error),
        Event::NewVersionFound => change.state.new_version = true,
        // Every answer was kept when it was given, so that nothing is left to be saved first.
        Event::NewVersionAgreed => change.effects.push(Effect::TakeNewVersion),
        Event::AddressChanged(route) => {
            change.stop_waiting();
            change.arrive(route);
        }
        Event::Went(route) => {
            change.stop_waiting();
            change.go(route);
        }
        Event::Jumped(target) => change.focus(target),
        Event::AnswerChosen { question, answer } => change.answer(&question, answer, at, fresh),
        Event::AnswerCleared { question } => change.clear_answer(&question, at, fresh),
        Event::Continued => change.go_on(at, fresh),
        Event::PromiseDated { date } => change.date_promise(date, at, fresh),
        Event::DraftDetailed(details) => change.detail_draft(details, at, fresh),
        Event::KeepingChosen { keep } => change.choose_keeping(keep),
        Event::RestAsked => change.ask_for_rest(),
        Event::RestCame => change.rest_came(),
        Event::RestFailed => change.rest_failed(),
        later => later::event(&mut change, later, at, fresh),
    }
    if change.state.rest == Rest::Here {
        later::look_around(&mut change, state);
    }
    (change.state, change.effects)
}

/// A state on its way from one event to the next page.
struct Change {
    state: State,
    effects: Vec<Effect>,
    /// Stamps every part that this event edits.
    tag: u32,
}

impl Change {
    /// Marks what this event did.
    fn stamp(&self, at: Moment) -> Stamp {
        Stamp {
            changed_at: at.unix_ms(),
            tag: self.tag,
        }
    }

    /// Moves the focus once the page is drawn, even to where it is already.
    fn focus(&mut self, target: Target) {
        self.state.focus = (self.state.focus.0.wrapping_add(1), Some(target));
    }

    /// Keeps what the first half of the program cannot do until the rest is here.
    fn wait_with(&mut self, event: Event) {
        self.state.waiting.push(Rc::new(event));
        self.ask_for_rest();
    }

    /// Somebody waits for the rest of the program.
    fn ask_for_rest(&mut self) {
        if matches!(self.state.rest, Rest::Missing | Rest::Failed) {
            self.state.rest = Rest::Asked;
            self.effects.push(Effect::FetchRest);
        }
    }

    /// The person went on with something that needs no rest.
    fn stop_waiting(&mut self) {
        if matches!(self.state.rest, Rest::Asked | Rest::Failed) {
            self.state.rest = Rest::Missing;
            self.state.waiting.clear();
        }
    }

    /// The program is whole.
    fn rest_came(&mut self) {
        self.state.rest = Rest::Here;
        later::make_whole(&mut self.state);
        // The store was read just before this.
        later::settle(self, false);
        let waiting = std::mem::take(&mut self.state.waiting);
        self.effects.push(Effect::Again(waiting));
    }

    /// It did not come. That is said to somebody who waits for it, and to nobody else.
    fn rest_failed(&mut self) {
        if self.state.rest == Rest::Asked {
            self.state.rest = Rest::Failed;
            self.focus(Target::Heading);
        }
    }

    /// Says how much room is left in a text, near its end, and then at each step of some characters.
    /// Lengths are those of the browser's own limit on what can be typed.
    fn say_room(&mut self, before: &str, after: &str, most: usize) {
        const NEAR: usize = 100;
        const STEP: usize = 25;
        let room = |text: &str| most.saturating_sub(text.encode_utf16().count());
        let step = |text: &str| room(text).min(NEAR + 1).div_ceil(STEP);
        if step(after) < step(before) {
            self.notify(Notice::Left(room(after)));
        }
    }

    /// Has the live region speak, even the same words again.
    fn notify(&mut self, notice: Notice) {
        let serial = self
            .state
            .notice
            .as_ref()
            .map_or(0, |(serial, _)| serial.wrapping_add(1));
        self.state.notice = Some((serial, notice));
    }
}
