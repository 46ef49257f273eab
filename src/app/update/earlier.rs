//! Versions of the quiz that are not part of the program: asked for when a screen shows a result that was
//! made with one.

use std::rc::Rc;

use super::Transition;
use crate::app::event::{Effect, Target};
use crate::app::route::Route;
use crate::app::state::{EarlierQuiz, QuizLookup};
use crate::domain::history::{Id, Interview, QuizRef};
use crate::domain::quiz::Quiz;

impl Transition {
    /// Asks for the versions that the results on the screen were made with, as far as the site has them. What did not
    /// come is asked for again when a person comes to a screen (`again`), and not at each change of the store.
    pub(super) fn ask_for_quizzes(&mut self, again: bool) {
        let state = &self.state;
        let all = matches!(state.route, Route::History | Route::Calibration);
        let wanted = |id: &Id| all || state.route.interviews().contains(&Some(id));
        let mut missing: Vec<QuizRef> = Vec::new();
        let opened = state.opened.iter().flatten().map(|opened| (true, opened));
        let kept = state.interviews.iter();
        let kept = kept.map(|(id, interview)| (wanted(id), interview));
        for (is_wanted, interview) in kept.chain(opened) {
            let reference = &interview.quiz;
            let asks = is_wanted
                && state.site.has_version(reference)
                && state.quiz_made_with(reference).is_none()
                && match state.earlier_quiz(reference) {
                    None => true,
                    Some(earlier) => again && earlier.found == QuizLookup::Missing,
                }
                && !missing.iter().any(|other| other.is_version_of(reference));
            if asks {
                missing.push(reference.clone());
            }
        }
        for reference in missing {
            self.note_quiz(&reference, QuizLookup::Asked);
            self.effects.push(Effect::FetchQuiz(reference));
        }
    }

    /// Takes a version that was fetched, or remembers that it is not to be had.
    pub(super) fn quiz_fetched(&mut self, made_with: QuizRef, quiz: Option<Rc<Quiz>>) {
        let fits = |quiz: &Rc<Quiz>| {
            quiz.id() == made_with.id.as_str() && quiz.version() == made_with.version.as_str()
        };
        let awaited = self.state.is_quiz_awaited(&made_with);
        let found = quiz
            .filter(fits)
            .map_or(QuizLookup::Missing, |quiz| QuizLookup::Here {
                article: Rc::new(quiz.without_outside_article()),
                quiz,
            });
        self.note_quiz(&made_with, found);
        let shown = self.state.route.interviews();
        let of_version = |interview: &Rc<Interview>| interview.quiz.is_version_of(&made_with);
        let is_shown = shown
            .into_iter()
            .flatten()
            .any(|id| self.state.interviews.get(id).is_some_and(of_version));
        let opened = self.state.opened.iter().flatten();
        let is_shown = is_shown
            || opened.into_iter().any(of_version)
            || self.state.route == Route::Calibration;
        // The heading of a page that waited has only come now.
        if awaited && is_shown {
            self.focus(Target::Heading);
        }
    }

    fn note_quiz(&mut self, made_with: &QuizRef, found: QuizLookup) {
        let earlier = &mut self.state.earlier;
        earlier.retain(|other| !other.made_with.is_version_of(made_with));
        earlier.push(EarlierQuiz {
            made_with: made_with.clone(),
            found,
        });
    }
}
