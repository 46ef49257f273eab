//! The list of results: looking for one, comparing two, deleting one and bringing it back.

use std::rc::Rc;

use crate::domain::history::Id;
use crate::domain::time::Moment;

use super::Transition;
use crate::app::event::{Effect, Order, OutcomeFilter, Target};
use crate::app::listing;
use crate::app::state::Notice;

impl Transition {
    pub(super) fn search(&mut self, words: String) {
        self.state.history.search = words;
        self.relist();
        self.say_how_many();
    }

    pub(super) fn filter(&mut self, filter: OutcomeFilter) {
        self.state.history.filter = filter;
        self.relist();
        self.say_how_many();
    }

    pub(super) fn sort(&mut self, order: Order) {
        self.state.history.order = order;
        self.relist();
    }

    /// Another list begins with its first results.
    fn relist(&mut self) {
        self.state.history.more_results = 0;
        self.state.history.more_rows = 0;
        self.state.history.point = None;
    }

    /// Shows more of the list, or of the table, and leads to what is new.
    pub(super) fn extend_history(&mut self, table: bool) {
        let history = &mut self.state.history;
        let (more, target) = if table {
            (&mut history.more_rows, Target::MoreRows)
        } else {
            (&mut history.more_results, Target::MoreResults)
        };
        *more = more.saturating_add(1);
        self.focus(target);
    }

    fn say_how_many(&mut self) {
        let shown = listing::listed(&self.state)
            .iter()
            .filter(|row| !row.deleted)
            .count();
        self.notify(Notice::Shown(shown));
    }

    /// Ticks a result for a comparison. A third pushes the earliest out.
    pub(super) fn pick(&mut self, interview: Id, picked: bool) {
        let two = &mut self.state.history.picked;
        two.retain(|other| *other != interview);
        if picked {
            two.push(interview);
            if two.len() > 2 {
                two.remove(0);
            }
        }
    }

    /// Deletes a result. Its row stays in the list as one that brings it back.
    pub(super) fn delete(&mut self, id: &Id, at: Moment) {
        let Some(deleted) = Rc::make_mut(&mut self.state.interviews).remove(id) else {
            return;
        };
        self.state.history.picked.retain(|other| other != id);
        self.effects.push(Effect::DeleteInterview {
            interview: Rc::clone(&deleted),
            stamp: self.stamp(at),
        });
        self.state.deleted.push(deleted);
        self.notify(Notice::Deleted);
        self.focus(Target::UndoRow);
    }

    /// Brings a deleted result back.
    pub(super) fn undo_delete(&mut self, id: &Id) {
        let Some(place) = self
            .state
            .deleted
            .iter()
            .position(|deleted| deleted.id == *id)
        else {
            return;
        };
        let interview = self.state.deleted.remove(place);
        Rc::make_mut(&mut self.state.interviews).insert(id.clone(), Rc::clone(&interview));
        self.effects.push(Effect::BringBack(interview));
        self.notify(Notice::BroughtBack);
        self.focus(Target::Heading);
    }
}
