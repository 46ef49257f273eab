//! The interview in progress: answering, going on, and the result at its end.

use std::rc::Rc;

use crate::domain::answers::{Answer, AnswerSheet, Answers};
use crate::domain::history::{Draft, Id, Interview, Label, Part, QuizRef, Situation};
use crate::domain::quiz::{Question, QuestionKind, Quiz, UNSURE};
use crate::domain::scoring::score;
use crate::domain::time::{Date, Moment};
use crate::domain::zone::ZoneName;

use super::Transition;
use crate::app::event::{Effect, Target};
use crate::app::flow;
use crate::app::route::Route;
use crate::app::state::LostDraft;

impl Transition {
    /// Keeps an answer to the draft, and begins one if there is none.
    ///
    /// The gut is frozen by the first answer about a sign (scoring.md section 4): from then on it is not
    /// changed, whatever an old page may send.
    pub(super) fn answer(&mut self, question: &str, answer: Answer, at: Moment, fresh: Id) {
        let quiz = self.state.quiz_of_draft();
        let asked = quiz.question(question);
        let asked = asked.filter(|asked| fits(asked, &answer) && self.state.lost.is_none());
        let Some(asked) = asked else {
            return;
        };
        if self
            .state
            .draft
            .as_ref()
            .is_some_and(|draft| flow::is_frozen(asked, draft))
        {
            return;
        }
        if let (Answer::Text(text), QuestionKind::Text { max_chars }) = (&answer, &asked.kind) {
            let draft = self.state.draft.clone();
            let before = match draft.as_ref().and_then(|draft| draft.answers.get(question)) {
                Some(Answer::Text(before)) => before.as_str(),
                _ => "",
            };
            self.say_room(before, text, usize::from(*max_chars));
        }
        let freezes = asked.is_sign();
        self.edit_draft(at, fresh, |draft| {
            draft.answers.set(question, answer);
            draft.note_answered(question, at);
            draft.gut_frozen |= freezes;
        });
    }

    /// Takes an answer back, where it may still be changed.
    pub(super) fn clear_answer(&mut self, question: &str, at: Moment, fresh: Id) {
        let quiz = self.state.quiz_of_draft();
        let Some((asked, draft)) = quiz.question(question).zip(self.state.draft.as_ref()) else {
            return;
        };
        if draft.answers.get(question).is_none() || flow::is_frozen(asked, draft) {
            return;
        }
        self.edit_draft(at, fresh, |draft| {
            draft.answers.remove(question);
            draft.note_answered(question, at);
        });
    }

    /// Goes to the next page of the way through.
    ///
    /// Going on without a choice is an answer too ("not sure"), so it begins a draft: somebody who skips the
    /// first question has begun.
    pub(super) fn go_on(&mut self, at: Moment, fresh: Id) {
        let quiz = self.state.quiz_of_draft();
        let answers = self
            .state
            .draft
            .as_ref()
            .map_or_else(Answers::new, |draft| draft.answers.clone());
        let next = flow::next(&quiz, &answers, &self.state.route);
        let Some(next) = next.filter(|_| self.state.lost.is_none()) else {
            return;
        };
        let position = match &next {
            Route::Question(id) => Id::new(id),
            _ => None,
        };
        let draft = self.edited_draft(at, fresh, |draft| draft.position = position);
        self.effects.push(Effect::KeepPlace(draft));
        self.go(next);
    }

    /// Keeps the day by which they promised to answer.
    pub(super) fn date_promise(&mut self, date: Option<Date>, at: Moment, fresh: Id) {
        let tag = self.tag;
        if self.state.lost.is_some() {
            return;
        }
        self.edit_draft(at, fresh, |draft| {
            let situation = Situation {
                promised_on: date,
                ..draft.situation.value.clone()
            };
            draft.situation.set(situation, at, tag);
        });
    }

    /// Turns the draft into a result and shows it.
    pub(super) fn finish(&mut self, at: Moment) {
        let Some(draft) = self.state.draft.take() else {
            return;
        };
        let quiz = self.state.present(draft.quiz.without_outside);
        let made_with = self.state.reference_of(&draft);
        let zone = self.state.zones.own();
        let interview = Rc::new(finished(&draft, made_with, &quiz, at, zone));
        let id = interview.id.clone();
        Rc::make_mut(&mut self.state.interviews).insert(id.clone(), Rc::clone(&interview));
        // The tab remembers it as it did the draft: its pages lead to the result from now on.
        self.state.finished = Some(id.clone());
        self.effects.push(Effect::Finish(interview));
        self.effects.push(Effect::RememberDraft(Some(id.clone())));
        self.go(Route::Result(id));
    }

    /// Another tab has deleted the interview that was finished here: its answers are offered as those of a lost one.
    pub(super) fn result_refused(&mut self, interview: &Interview) {
        let draft = Rc::new(Draft {
            id: interview.id.clone(),
            quiz: interview.quiz.clone(),
            started_at: interview.started_at,
            started_zone: interview.started_zone.clone(),
            changed_at: interview.finished_at,
            answers: interview.answers.clone(),
            answered_at: interview.answered_at.clone(),
            situation: interview.situation.clone(),
            gut_frozen: true,
            position: None,
        });
        let is_finished = false;
        self.state.lost = Some(LostDraft { draft, is_finished });
        self.state.route = Route::Check;
        self.effects.push(Effect::Replace(Route::Check));
        self.focus(Target::Heading);
    }

    /// Goes on, as another interview, with what another tab has finished or deleted.
    pub(super) fn go_on_with_lost(&mut self, at: Moment, fresh: Id) {
        let Some(lost) = self.state.lost.take() else {
            return;
        };
        let mut draft = Draft::clone(&lost.draft);
        draft.id = fresh;
        draft.note_changed(at);
        let draft = Rc::new(draft);
        self.state.draft = Some(Rc::clone(&draft));
        self.effects
            .push(Effect::RememberDraft(Some(draft.id.clone())));
        self.effects.push(Effect::KeepDraft(draft));
        self.focus(Target::Heading);
    }

    /// Takes a draft up again where it stopped.
    pub(super) fn resume(&mut self, id: &Id) {
        let is_current = self
            .state
            .draft
            .as_ref()
            .is_some_and(|draft| draft.id == *id);
        if !is_current {
            let Some(at) = self
                .state
                .other_drafts
                .iter()
                .position(|draft| draft.id == *id)
            else {
                return;
            };
            let taken = self.state.other_drafts.remove(at);
            self.shelve();
            self.state.lost = None;
            self.state.draft = Some(taken);
        }
        let Some(draft) = self.state.draft.clone() else {
            return;
        };
        let route = flow::resume(&self.state.quiz_of_draft(), &draft);
        self.effects
            .push(Effect::RememberDraft(Some(draft.id.clone())));
        self.go(route);
    }

    /// Throws a draft away.
    pub(super) fn discard(&mut self, id: &Id, at: Moment) {
        let drafts = self.state.draft.iter().chain(&self.state.other_drafts);
        let Some(draft) = drafts
            .into_iter()
            .find(|draft| draft.id == *id)
            .map(Rc::clone)
        else {
            return;
        };
        self.state.draft.take_if(|draft| draft.id == *id);
        self.state.other_drafts.retain(|draft| draft.id != *id);
        self.effects.push(Effect::ForgetDraft {
            draft,
            stamp: self.stamp(at),
        });
        self.focus(Target::Heading);
    }

    /// Begins anew; the draft so far is kept. Nothing is kept of the new one until something is said in it.
    pub(super) fn start_anew(&mut self, at: Moment, fresh: Id) {
        self.shelve();
        self.state.lost = None;
        let draft = self.new_draft(at, fresh);
        self.state.draft = Some(Rc::new(draft));
        self.go(flow::first(&self.state.quiz_of_draft()));
    }

    fn shelve(&mut self) {
        if let Some(draft) = self.state.draft.take() {
            self.state.other_drafts.insert(0, draft);
        }
    }

    /// Edits the draft, or a new one if there is none, and keeps it.
    fn edit_draft(&mut self, at: Moment, fresh: Id, edit: impl FnOnce(&mut Draft)) {
        let draft = self.edited_draft(at, fresh, edit);
        self.effects.push(Effect::KeepDraft(draft));
    }

    /// Edits the draft, or a new one if there is none.
    fn edited_draft(&mut self, at: Moment, fresh: Id, edit: impl FnOnce(&mut Draft)) -> Rc<Draft> {
        let mut draft = match &self.state.draft {
            Some(draft) => {
                let mut draft = Draft::clone(draft);
                draft.note_changed(at);
                draft
            }
            None => self.new_draft(at, fresh),
        };
        edit(&mut draft);
        let draft = Rc::new(draft);
        self.state.draft = Some(Rc::clone(&draft));
        draft
    }

    fn new_draft(&mut self, at: Moment, fresh: Id) -> Draft {
        self.effects
            .push(Effect::RememberDraft(Some(fresh.clone())));
        Draft {
            id: fresh,
            quiz: self.state.reference_of_new(),
            started_at: at,
            started_zone: self.state.zones.own(),
            changed_at: at,
            answers: Answers::new(),
            answered_at: Default::default(),
            situation: Part::default(),
            gut_frozen: false,
            position: None,
        }
    }
}

/// The result that a draft comes to.
fn finished(
    draft: &Draft,
    made_with: QuizRef,
    quiz: &Quiz,
    at: Moment,
    zone: Option<ZoneName>,
) -> Interview {
    let (sheet, _) = AnswerSheet::new(quiz, &draft.answers);
    Interview {
        id: draft.id.clone(),
        quiz: made_with,
        started_at: draft.started_at,
        started_zone: draft.started_zone.clone(),
        finished_at: at,
        finished_zone: zone,
        answers: draft.answers.clone(),
        answered_at: draft.answered_at.clone(),
        stored: score(quiz, &sheet).stored(),
        corrected: Part::default(),
        situation: draft.situation.clone(),
        details: Label::default(),
        outcome: Part::default(),
        notes: Part::default(),
        second_look: Part::default(),
        actions: Default::default(),
        letters: Default::default(),
        calendar: Part::default(),
    }
}

/// Whether an answer is of the kind that the question takes, and names options that it has.
pub(super) fn fits(question: &Question, answer: &Answer) -> bool {
    match (answer, &question.kind) {
        (Answer::Option(option), QuestionKind::One { .. }) => {
            option == UNSURE || question.option(option).is_some()
        }
        (Answer::Options(options), QuestionKind::Many { .. }) => options
            .iter()
            .all(|option| question.option(option).is_some()),
        (Answer::Number(number), QuestionKind::Number { min, max }) => {
            (min..=max).contains(&number)
        }
        (Answer::Text(text), QuestionKind::Text { max_chars }) => {
            text.chars().count() <= usize::from(*max_chars)
        }
        _ => false,
    }
}
