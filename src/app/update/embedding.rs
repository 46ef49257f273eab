//! The page around the frame: what it says, and what it is told.

use super::Transition;
use crate::app::embedding::Sort;
use crate::app::event::{Effect, Target};
use crate::app::route::Route;
use crate::wire::embed::{EarlyFrame, FromHost, Layout, ToHost};
use crate::wire::store::StorageState;

impl Transition {
    /// Goes on where the pages of the HTML have come to.
    pub(super) fn adopt_frame(&mut self, before: &EarlyFrame) {
        let quiz = self.state.quiz_of_draft();
        let state = &mut self.state;
        let Some(embedding) = &mut state.embedding else {
            return;
        };
        let told = embedding.adopt(&quiz, &state.route, before);
        self.post(told);
    }

    /// The page around has answered.
    pub(super) fn host_connected(&mut self, same_origin_host: bool) {
        let Some(embedding) = &mut self.state.embedding else {
            return;
        };
        embedding.same_origin_host |= same_origin_host;
        let told = embedding.connect();
        self.post(told);
    }

    /// Does what the page around may ask for.
    pub(super) fn host_spoke(&mut self, said: FromHost) {
        let Some(embedding) = &mut self.state.embedding else {
            return;
        };
        match said {
            FromHost::Focus => self.focus(Target::Heading),
            FromHost::Theme(theme, complaints) => {
                embedding.apply_theme(theme);
                let complaints = complaints.into_iter().map(Effect::WarnOwner);
                self.effects.extend(complaints);
                self.effects.push(Effect::ShowTheme);
            }
            FromHost::Locale(tag) => self.host_wants_language(tag),
        }
    }

    /// Takes the layout, which may ask for another height.
    pub(super) fn laid_out(&mut self, layout: Layout) {
        let state = &mut self.state;
        let Some(embedding) = &mut state.embedding else {
            return;
        };
        let told = embedding.laid_out(&state.quiz, &state.route, layout);
        self.post(told.into_iter().collect());
    }

    /// Tells the page around of a step on the way, and of a result that was just reached.
    pub(super) fn post_progress(&mut self, from: &Route, results: usize) {
        let quiz = self.state.quiz_of_draft();
        let state = &mut self.state;
        let Some(embedding) = &mut state.embedding else {
            return;
        };
        let mut told = Vec::new();
        if state.route != *from {
            told = embedding.moved(&quiz, Sort::of(&quiz, from), &state.route);
        }
        let finished = |effect: &Effect| matches!(effect, Effect::Finish(_));
        if state.interviews.len() > results && self.effects.iter().any(finished) {
            told.push(ToHost::Complete);
        }
        if embedding.connected {
            self.post(told);
        }
    }

    fn post(&mut self, told: Vec<ToHost>) {
        self.effects.extend(told.into_iter().map(Effect::TellHost));
    }

    /// What a frame saves is not known to last everywhere; where it is not, it is not said to.
    pub(super) fn apply_frame_defaults(&mut self) {
        let lasting = self
            .state
            .embedding
            .as_ref()
            .is_none_or(|embedding| embedding.lasting);
        let state = &mut self.state.keeping.state;
        if !lasting && matches!(state, StorageState::Ready) {
            *state = StorageState::Temporary;
        }
    }
}
