//! The part of the state that is of no use before the whole program is here.

use crate::domain::quiz::Quiz;

/// The quiz without the questions that the article does not have. They are switched off on a screen of the
/// rest; where that was done before, something is kept, and then the program starts with the rest.
#[inline(never)]
pub(super) fn article_quiz(quiz: &Quiz) -> Quiz {
    quiz.without_outside_article()
}
