//! The store's word, import and deletion of everything, and the preferences.

use std::cmp::Reverse;
use std::rc::Rc;

use crate::domain::history::Id;
use crate::wire::csv::Form;
use crate::wire::export::{ImportPreview, Progress};
use crate::wire::key::Key;
use crate::wire::record::{Prefs, Theme};
use crate::wire::store::{Loaded, SaveError, Usage};

use super::Transition;
use crate::app::day::TypedDays;
use crate::app::event::{Effect, FileProblem, Target};
use crate::app::label;
use crate::app::route::Route;
use crate::app::spreadsheet::spreadsheet;
use crate::app::state::{Erase, Import, Keeping, LearningView, LostDraft, Notice};

impl Transition {
    /// Takes over what the store holds.
    ///
    /// The draft of this tab is taken from the store as well: saving it may have merged what another tab
    /// answered. Without one, none is opened unasked.
    pub(super) fn loaded(&mut self, kept: &Loaded, usage: Option<Usage>, tab_draft: Option<Id>) {
        let state = &mut self.state;
        let current = state
            .draft
            .as_ref()
            .map(|draft| draft.id.clone())
            .or(tab_draft);
        let is_first = !state.loaded;
        state.loaded = true;
        state.keeping = Keeping {
            state: kept.state,
            usage,
            quarantined: Rc::new(kept.quarantined.clone()),
            read_only: Rc::new(kept.read_only.iter().cloned().collect()),
            not_shown: kept.not_shown,
            in_memory: kept.in_memory,
            refused: state.keeping.refused.take(),
        };
        state.preferences = Rc::new(kept.prefs.clone());
        // Each quiz has a history of its own.
        let quiz = state.quiz_id().clone();
        let interviews = kept.interviews.iter();
        let interviews = interviews.filter(|interview| interview.quiz.id == quiz);
        state.interviews = Rc::new(
            interviews
                .map(|interview| (interview.id.clone(), Rc::clone(interview)))
                .collect(),
        );
        let items = kept.items.iter().filter(|item| item.quiz == quiz);
        state.items = Rc::new(items.map(Rc::clone).collect());
        state
            .deleted
            .retain(|deleted| !state.interviews.contains_key(&deleted.id));
        let (own, mut other_drafts): (Vec<_>, Vec<_>) = kept
            .drafts
            .iter()
            .filter(|draft| draft.quiz.id == quiz)
            .map(Rc::clone)
            .partition(|draft| Some(&draft.id) == current.as_ref());
        if let Some(id) = current.filter(|id| state.interviews.contains_key(id)) {
            state.finished = Some(id);
        }
        // A new interview is not kept until something is said in it.
        let before = state.draft.take();
        let (untouched, touched) = match before {
            Some(draft) if draft.is_untouched() => (Some(draft), None),
            touched => (None, touched),
        };
        state.draft = own.into_iter().next().or(untouched);
        if state.draft.is_some() {
            // It is back, by an import.
            state.lost = None;
        }
        if let Some(draft) = touched.filter(|_| state.draft.is_none()) {
            let is_finished = state.interviews.contains_key(&draft.id);
            if is_finished || state.preferences.keep {
                state.lost = Some(LostDraft { draft, is_finished });
            } else {
                // Another tab took it off this device, because nothing is to be kept. Here it goes on, in memory.
                state.draft = Some(draft);
            }
        }
        other_drafts.sort_by_key(|draft| Reverse(draft.changed_at.unix_ms()));
        state.other_drafts = other_drafts;
        state.others = others(kept, &quiz);
        self.apply_frame_defaults();
        self.apply_route_defaults(false);
        if is_first {
            self.follow_language();
        }
    }

    /// What a screen needs when it is reached, or when what is kept has changed. `again` is whether a person has come
    /// to it.
    ///
    /// A page of the way is shown only while its interview is in progress in this tab, or was until another tab ended it;
    /// else the result that it came to is, or the start.
    fn apply_route_defaults(&mut self, again: bool) {
        let on_the_way = matches!(
            self.state.route,
            Route::Question(_) | Route::Change(_) | Route::Check
        );
        let is_on_none = self.state.draft.is_none() && self.state.lost.is_none();
        if on_the_way && self.state.loaded && is_on_none {
            let finished = self.state.finished.clone();
            let finished = finished.filter(|id| self.state.interviews.contains_key(id));
            self.state.route = finished.map_or(Route::Start, Route::Result);
            let route = self.state.route.clone();
            self.effects.push(Effect::Replace(route));
        }
        // Whoever sees the result has seen what became of the interview.
        let is_seen =
            |lost: &mut LostDraft| self.state.route == Route::Result(lost.draft.id.clone());
        if let Some(lost) = self.state.lost.take_if(is_seen) {
            self.state.finished = Some(lost.draft.id.clone());
        }
        if again || self.state.label.is_none() {
            // Without `again`: reached by its address, before anything was read.
            self.open_label();
        }
        self.open_link();
        self.ask_for_quizzes(again);
    }

    /// Nothing on the screen changes: what could not be kept is still there to be exported.
    pub(super) fn save_refused(&mut self, error: SaveError) {
        self.state.keeping.refused = Some(error);
    }

    /// A file was handed over, so that an earlier failure is over.
    pub(super) fn exported(&mut self) {
        self.state.export_failed = false;
        self.notify(Notice::Exported);
    }

    /// Shows a screen that the address bar leads to.
    pub(super) fn arrive(&mut self, route: Route) {
        if route == self.state.route {
            return;
        }
        self.leave();
        self.remember_list(&route);
        self.state.route = route;
        if self.state.route == Route::YourData {
            self.effects.push(Effect::MeasureStore);
        }
        self.apply_route_defaults(true);
        self.focus(Target::Heading);
    }

    /// Leads to a screen, and has the address bar say so.
    pub(super) fn go(&mut self, route: Route) {
        self.effects.push(Effect::Navigate(route.clone()));
        self.arrive(route);
    }

    /// Remembers a result as it is before the person tells more about it, until the list was looked at after that.
    fn remember_list(&mut self, to: &Route) {
        self.state.list_before = match (&self.state.route, to) {
            (_, Route::Quick(id)) => self.state.interviews.get(id).cloned(),
            (Route::Quick(from), Route::Now(id)) if from == id => self.state.list_before.take(),
            _ => None,
        };
    }

    /// What is forgotten when a page is left: what could be brought back while it was open.
    fn leave(&mut self) {
        self.state.deleted.clear();
        self.state.learning = LearningView::default();
        self.state.label = None;
        self.state.typed_days = TypedDays::default();
        self.state.handed = None;
        self.state.opened = None;
        self.state.opened_draft = None;
        self.state.notice = None;
        self.state.export_failed = false;
        self.state.print_failed = false;
        self.state.erase = Erase::Idle;
        self.state.cleared = false;
        if !matches!(self.state.import, Import::Idle) {
            self.state.import = Import::Idle;
        }
    }

    /// Has the label of the result that is open be edited, from what it says so far.
    pub(super) fn open_label(&mut self) {
        if let Route::Past(id) = &self.state.route {
            let interview = self.state.interviews.get(id);
            self.state.label = interview.map(|interview| label::form(&interview.details.value));
        }
    }

    pub(super) fn import_picked(&mut self) {
        self.state.import = Import::Reading(None);
        self.effects.push(Effect::ReadImport);
    }

    pub(super) fn import_progressed(&mut self, progress: Progress) {
        if let Import::Reading(so_far) = &mut self.state.import {
            *so_far = Some(progress);
        }
    }

    pub(super) fn import_read(&mut self, read: Result<Rc<ImportPreview>, FileProblem>) {
        // Nobody waits for a file any more whose reading was stopped, or whose page was left.
        if !matches!(self.state.import, Import::Reading(_)) {
            return;
        }
        (self.state.import, _) = match read {
            Ok(preview) => (Import::Previewed(preview), self.focus(Target::ImportReport)),
            Err(problem) => (Import::Refused(problem), self.focus(Target::ErrorSummary)),
        };
    }

    pub(super) fn save_spreadsheet(&mut self, form: Form) {
        self.effects.push(Effect::SaveFile {
            name: "interview-results.csv",
            mime_type: "text/csv;charset=utf-8",
            text: spreadsheet(&self.state, form),
        });
    }

    /// What was imported arrives by [`loaded`](Self::loaded); this tells of it.
    pub(super) fn imported(&mut self, done: Rc<ImportPreview>) {
        if let Import::Previewed(_) = &self.state.import {
            self.state.import = Import::Done(done);
            // There is something to delete again.
            self.state.erase = Erase::Idle;
            self.notify(Notice::Imported);
            self.focus(Target::ImportReport);
        }
    }

    /// Chooses what comes back that was deleted here: what this mark deleted, or all of it.
    pub(super) fn tick_deleted(&mut self, mark: Option<&Key>, on: bool) {
        if let Import::Previewed(preview) = &mut self.state.import {
            for deleted in &mut Rc::make_mut(preview).deleted_here {
                if mark.is_none_or(|mark| deleted.mark == *mark) {
                    deleted.bring_back = on;
                }
            }
        }
    }

    pub(super) fn import_taken_back(&mut self) {
        self.state.import = Import::Undone;
        self.notify(Notice::Undone);
        self.focus(Target::ImportReport);
    }

    pub(super) fn import_agreed(&mut self) {
        if let Import::Previewed(preview) = &self.state.import {
            let wanted = preview.deleted_here.iter().filter(|one| one.bring_back);
            let marks = wanted.map(|one| one.mark.clone()).collect();
            self.effects.push(Effect::Import(marks));
        }
    }

    pub(super) fn import_dismissed(&mut self) {
        self.state.import = Import::Idle;
        self.focus(Target::Heading);
    }

    pub(super) fn import_undone(&mut self) {
        if let Import::Done(_) = &self.state.import {
            self.effects.push(Effect::UndoImport);
        }
    }

    pub(super) fn erase_asked(&mut self) {
        self.state.erase = Erase::Asked;
        self.focus(Target::EraseQuestion);
    }

    pub(super) fn erase_cancelled(&mut self) {
        self.state.erase = Erase::Idle;
        self.focus(Target::Heading);
    }

    /// Has everything deleted, the draft on the screen included.
    pub(super) fn erase_agreed(&mut self) {
        if self.state.erase == Erase::Asked {
            self.effects.push(Effect::EraseEverything);
        }
    }

    /// What is left arrives by [`loaded`](Self::loaded) before; this tells of it.
    pub(super) fn erased(&mut self, all: bool) {
        self.state.erase = if all { Erase::Done } else { Erase::Failed };
        self.focus(Target::EraseQuestion);
        self.effects.push(Effect::ForgetCarried);
        if all {
            self.forget_everything();
        }
    }

    /// Has all of a visit cleared that was to keep nothing.
    pub(super) fn clear_visit(&mut self) {
        if !self.state.preferences.keep {
            self.effects.push(Effect::ClearVisit);
        }
    }

    /// It is gone: nothing is left to go back to.
    pub(super) fn cleared(&mut self) {
        self.leave();
        self.forget_everything();
        self.state.cleared = true;
        self.state.route = Route::Start;
        self.effects.push(Effect::Replace(Route::Start));
        self.focus(Target::Heading);
    }

    /// Forgets what the page knows besides what is kept.
    fn forget_everything(&mut self) {
        self.state.draft = None;
        self.state.lost = None;
        self.state.finished = None;
        self.state.deleted.clear();
        self.state.opened = None;
        self.state.opened_draft = None;
        self.state.learning = LearningView::default();
        self.state.history = Default::default();
        // What it says of a file was held against what is gone now.
        self.state.import = Import::Idle;
        self.effects.push(Effect::RememberDraft(None));
    }

    /// Keeps nothing from now on, or keeps again. Earlier results stay where they are.
    pub(super) fn choose_keeping(&mut self, keep: bool) {
        if keep != self.state.preferences.keep {
            let draft = self.state.draft.clone();
            self.effects.push(Effect::Keeping { keep, draft });
        }
    }

    pub(super) fn choose_theme(&mut self, theme: Theme) {
        self.prefer(|prefs| prefs.theme = theme);
    }

    pub(super) fn choose_number_keys(&mut self, on: bool) {
        self.prefer(|prefs| prefs.number_keys = on);
    }

    pub(super) fn choose_go_on_at_once(&mut self, on: bool) {
        self.prefer(|prefs| prefs.go_on_at_once = on);
    }

    pub(super) fn choose_outside_questions(&mut self, on: bool) {
        self.prefer(|prefs| prefs.outside_questions = on);
    }

    pub(super) fn choose_own_rate(&mut self, on: bool) {
        self.prefer(|prefs| prefs.own_rate = on);
    }

    pub(super) fn prefer(&mut self, choose: impl FnOnce(&mut Prefs)) {
        let prefs = Rc::make_mut(&mut self.state.preferences);
        choose(prefs);
        self.effects.push(Effect::KeepPreferences(prefs.clone()));
    }
}

/// How many results there are of each other quiz.
fn others(kept: &Loaded, quiz: &Id) -> Rc<Vec<(Id, usize)>> {
    let mut others: Vec<(Id, usize)> = Vec::new();
    for interview in &kept.interviews {
        let id = &interview.quiz.id;
        if id == quiz {
            continue;
        }
        match others.iter_mut().find(|(other, _)| other == id) {
            Some((_, results)) => *results += 1,
            None => others.push((id.clone(), 1)),
        }
    }
    Rc::new(others)
}
