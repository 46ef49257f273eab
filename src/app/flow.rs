//! The way through the quiz: which screen comes after which.
//!
//! Owns the order of the pages before the result. It follows from the quiz and the answers alone, so
//! that a branch appears and vanishes with the answer that it hangs on, and a reload finds its place.

use crate::domain::answers::Answers;
use crate::domain::history::{Draft, Id};
use crate::domain::quiz::{Question, Quiz, Role};

use super::route::Route;

/// The screens from the start to the last page before the result, for these answers, in order.
///
/// The first question has an address of its own; somebody who comes for the first time finds it on [`Route::Start`].
pub fn pages(quiz: &Quiz, answers: &Answers) -> Vec<Route> {
    let mut pages = vec![first(quiz)];
    let own_page = |question: &&&Question| question.role != Role::Gut && has_page(quiz, question);
    let visible = quiz.visible_questions(answers);
    pages.extend(
        visible
            .iter()
            .filter(own_page)
            .map(|question| Route::Question(question.id.clone())),
    );
    pages.push(Route::Check);
    pages
}

/// The first page of the way.
pub fn first(quiz: &Quiz) -> Route {
    quiz.gut()
        .map_or(Route::Start, |gut| Route::Question(gut.id.clone()))
}

/// The screen after `here`. A question that is not asked now leads to the next one that is.
pub fn next(quiz: &Quiz, answers: &Answers, here: &Route) -> Option<Route> {
    neighbours(quiz, answers, here).1
}

/// The screen before `here`.
pub fn previous(quiz: &Quiz, answers: &Answers, here: &Route) -> Option<Route> {
    neighbours(quiz, answers, here).0
}

fn neighbours(quiz: &Quiz, answers: &Answers, here: &Route) -> (Option<Route>, Option<Route>) {
    if matches!(here, Route::Change(_)) {
        return (Some(Route::Check), Some(Route::Check));
    }
    let pages = pages(quiz, answers);
    let start = first(quiz);
    let here = if *here == Route::Start { &start } else { here };
    if let Some(at) = pages.iter().position(|page| page == here) {
        let before = at.checked_sub(1).and_then(|at| pages.get(at).cloned());
        return (before, pages.get(at + 1).cloned());
    }
    let Route::Question(id) = here else {
        return (None, None);
    };
    let Some(place) = place(quiz, id) else {
        return (None, None);
    };
    let later = |page: &&Route| match page {
        Route::Question(other) => self::place(quiz, other).is_some_and(|other| other > place),
        Route::Check => true,
        _ => false,
    };
    let after = pages.iter().position(|page| later(&page));
    let before = after
        .and_then(|at| at.checked_sub(1))
        .and_then(|at| pages.get(at).cloned());
    (before, after.and_then(|at| pages.get(at).cloned()))
}

/// The questions of one page: the one that it is named after, and those that are asked beside it.
pub fn page<'q>(quiz: &'q Quiz, answers: &Answers, id: &str) -> Vec<&'q Question> {
    let asked = quiz.visible_questions(answers);
    asked
        .into_iter()
        .filter(|question| question.id == id || question.page_with.as_deref() == Some(id))
        .collect()
}

/// Where a draft is taken up again: the question it stopped at while that is still asked, else the first
/// one without an answer, else the list of answers.
pub fn resume(quiz: &Quiz, draft: &Draft) -> Route {
    let asked = quiz.visible_questions(&draft.answers);
    let stopped = asked
        .iter()
        .find(|question| draft.position.as_ref().map(Id::as_str) == Some(&question.id));
    let open = || {
        let open = |question: &&&Question| {
            question.is_sign()
                && has_page(quiz, question)
                && draft.answers.get(&question.id).is_none()
        };
        asked.iter().find(open)
    };
    stopped.or_else(open).map_or(Route::Check, |question| {
        Route::Question(question.id.clone())
    })
}

/// Whether this answer may no longer be changed: the gut, and the forecast beside it, once a sign was
/// answered (scoring.md section 4).
pub fn is_frozen(question: &Question, draft: &Draft) -> bool {
    draft.gut_frozen && matches!(question.role, Role::Gut | Role::Forecast)
}

/// The stages before the result, and which of them the screen belongs to, counted from 0.
///
/// The page about the interview counts to the first stage, the list of answers to the last.
pub fn progress(quiz: &Quiz, here: &Route) -> (Vec<String>, usize) {
    let stages: Vec<String> = quiz
        .stages()
        .iter()
        .filter(|stage| !stage.after_result)
        .map(|stage| stage.id.clone())
        .collect();
    let at = match here {
        Route::Question(id) | Route::Change(id) => {
            let stage = quiz.question(id).map(|question| question.stage.as_str());
            stages
                .iter()
                .position(|other| Some(other.as_str()) == stage)
                .unwrap_or(0)
        }
        Route::Check => stages.len(),
        _ => 0,
    };
    (stages, at)
}

/// How much of its stage is behind somebody on this screen, in percent; never nothing and never all. A page that only some
/// answers lead to counts for everybody, so that the share tells nothing and never goes back.
pub fn share_of_stage(quiz: &Quiz, here: &Route) -> usize {
    let (Route::Question(id) | Route::Change(id)) = here else {
        return 50;
    };
    let stage = quiz.question(id).map(|question| &question.stage);
    let all = quiz.questions().iter();
    let pages = all.filter(|question| Some(&question.stage) == stage && has_page(quiz, question));
    let pages: Vec<&Question> = pages.collect();
    let before = pages.iter().take_while(|question| question.id != *id);
    100 * (before.count() + 1) / (pages.len() + 1)
}

/// Whether the page of this question offers the result early to somebody of whom no answer may be known: from the page on
/// where whoever has answered everything so far has enough for one.
pub fn offers_early_result(quiz: &Quiz, page: &str) -> bool {
    let Some(place) = place(quiz, page) else {
        return false;
    };
    let is_on_the_way = |question: &&Question| {
        let page = question.page_with.as_ref().unwrap_or(&question.id);
        self::place(quiz, page).is_some_and(|at| at <= place)
    };
    let so_far = quiz.questions().iter().filter(is_on_the_way);
    let counted = so_far.filter(|question| quiz.counts(&question.id)).count();
    counted >= usize::from(quiz.enough_answered())
}

/// The questions that are asked after the result, in order.
pub fn after_result(quiz: &Quiz) -> Vec<&Question> {
    let after = |id: &str| {
        quiz.stages()
            .iter()
            .any(|stage| stage.id == id && stage.after_result)
    };
    quiz.questions()
        .iter()
        .filter(|question| question.role == Role::Routing && after(&question.stage))
        .collect()
}

/// The questions that have a page of their own behind the first one, whatever is answered.
pub fn with_a_page(quiz: &Quiz) -> impl Iterator<Item = &Question> {
    let questions = quiz.questions().iter();
    questions.filter(|question| question.role != Role::Gut && has_page(quiz, question))
}

/// Whether this question has a page of its own before the result.
fn has_page(quiz: &Quiz, question: &Question) -> bool {
    let before = quiz
        .stages()
        .iter()
        .any(|stage| stage.id == question.stage && !stage.after_result);
    before && question.page_with.is_none() && question.role != Role::Base
}

fn place(quiz: &Quiz, id: &str) -> Option<usize> {
    quiz.questions()
        .iter()
        .position(|question| question.id == id)
}
