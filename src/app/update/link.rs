//! A link that carries a result: made, opened, kept or left.

use std::rc::Rc;

use crate::domain::answers::AnswerSheet;
use crate::domain::history::{Id, Interview};
use crate::domain::scoring::score;
use crate::wire::link;

use super::Transition;
use crate::app::event::{Effect, Target};
use crate::app::route::Route;
use crate::app::state::Notice;

impl Transition {
    /// Has a link that carries this result put into the clipboard.
    pub(super) fn ask_for_link(&mut self, id: &Id) {
        let interview = self.state.interviews.get(id);
        let Some(link) = interview.and_then(|interview| link::write(interview)) else {
            return;
        };
        let fragment = Route::Open(link).fragment();
        self.state.handed = None;
        self.effects.push(Effect::CopyLink(fragment));
    }

    /// Reads the link that the address holds. Nothing of it is kept.
    pub(super) fn open_link(&mut self) {
        let state = &mut self.state;
        let (Route::Open(link), None, None) = (&state.route, &state.opened, &state.opened_draft)
        else {
            return;
        };
        if link::is_draft(link) {
            match link::read_draft(link) {
                Ok(draft) => state.opened_draft = Some(Rc::new(draft)),
                Err(problem) => state.opened = Some(Err(problem)),
            }
        } else {
            state.opened = Some(link::read(link).map(Rc::new));
        }
    }

    /// Keeps what came by a link. Its score is worked out from its answers, where the quiz that it names is here. What is
    /// in this browser already is not touched.
    pub(super) fn keep_link(&mut self) {
        if self.state.opened_draft.is_some() {
            return self.keep_opened_draft();
        }
        let Some(Ok(opened)) = self.state.opened.take() else {
            return;
        };
        let id = opened.id.clone();
        if !self.state.interviews.contains_key(&id) {
            let quiz = self.state.quiz_made_with(&opened.quiz);
            let mut interview = Interview::clone(&opened);
            if let Some(quiz) = quiz {
                let (sheet, _) = AnswerSheet::new(&quiz, &interview.answers);
                interview.stored = score(&quiz, &sheet).stored();
            }
            self.keep(Rc::new(interview));
            self.notify(Notice::Saved);
        }
        self.replace(Route::Past(id));
    }

    /// Keeps the interview in progress that came by a link, and goes on with it. One that is here already, or is a
    /// result by now, is not touched: here it may be further on.
    fn keep_opened_draft(&mut self) {
        let Some(opened) = self.state.opened_draft.take() else {
            return;
        };
        // It goes on where its questions are.
        if opened.quiz.id != *self.state.quiz_id() {
            return;
        }
        let id = opened.id.clone();
        if self.state.interviews.contains_key(&id) {
            return self.replace(Route::Result(id));
        }
        let here = self.state.draft.iter().chain(&self.state.other_drafts);
        let is_here = here.into_iter().any(|draft| draft.id == id);
        if !is_here {
            self.effects.push(Effect::KeepDraft(Rc::clone(&opened)));
            self.state.other_drafts.insert(0, opened);
        }
        // Back leads to the start, and not to the link.
        self.replace(Route::Start);
        self.resume(&id);
    }

    /// Goes on without what came by a link.
    pub(super) fn leave_link(&mut self) {
        self.replace(Route::Start);
    }

    /// Leads to a screen in the place of this one: the link is no longer in the address bar, nor behind Back.
    fn replace(&mut self, route: Route) {
        self.effects.push(Effect::Replace(route.clone()));
        let notice = self.state.notice.take();
        self.arrive(route);
        self.state.notice = notice;
        self.focus(Target::Heading);
    }
}
