//! Versions of the quiz that are not part of the program: asked for when a screen shows a result that was
//! made with one.

use std::rc::Rc;

use super::Change;
use crate::app::event::{Effect, Target};
use crate::app::route::Route;
use crate::app::state::{EarlierQuiz, Found};
use crate::domain::history::{Id, QuizRef};
use crate::domain::quiz::Quiz;

impl Change {
    /// Asks for the versions that the results on the screen were made with. What did not come is asked for
    /// again when a person comes to a screen (`again`), and not at each change of the store.
    pub(super) fn ask_for_quizzes(&mut self, again: bool) {
        let state = &self.state;
        let all = state.route == Route::History;
        let wanted = |id: &Id| all || state.route.interviews().contains(&Some(id));
        let mut missing: Vec<QuizRef> = Vec::new();
        for (id, interview) in state.interviews.iter() {
            let reference = &interview.quiz;
            let asks = wanted(id)
                && state.quiz_made_with(reference).is_none()
                && match state.earlier_quiz(reference) {
                    None => true,
                    Some(earlier) => again && earlier.found == Found::Missing,
                }
                && !missing.iter().any(|other| other.is_version_of(reference));
            if asks {
                missing.push(reference.clone());
            }
        }
        for reference in missing {
            self.note_quiz(&reference, Found::Asked);
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
            .map_or(Found::Missing, |quiz| Found::Here {
                article: Rc::new(quiz.without_outside_article()),
                quiz,
            });
        self.note_quiz(&made_with, found);
        let shown = self.state.route.interviews();
        let is_shown = shown.into_iter().flatten().any(|id| {
            let interview = self.state.interviews.get(id);
            interview.is_some_and(|interview| interview.quiz.is_version_of(&made_with))
        });
        // The heading of a page that waited has only come now.
        if awaited && is_shown {
            self.focus(Target::Heading);
        }
    }

    fn note_quiz(&mut self, made_with: &QuizRef, found: Found) {
        let earlier = &mut self.state.earlier;
        earlier.retain(|other| !other.made_with.is_version_of(made_with));
        earlier.push(EarlierQuiz {
            made_with: made_with.clone(),
            found,
        });
    }
}
