//! The screens, in the order in which a person meets them. Each is a function from [`View`](super::view::View)
//! to markup.

use yew::prelude::*;

use crate::app::embedding::is_in_frame;
use crate::app::route::Route;
use crate::app::state::{LostDraft, QuizLookup};
use crate::domain::history::{Id, Interview};
use crate::ui::view::View;

pub mod about;
pub mod answers;
pub mod builder;
pub mod calibration;
pub mod check;
pub mod compare;
pub mod day;
pub mod embedded;
pub mod history;
pub mod how_it_works;
pub mod label;
pub mod language;
pub mod learn;
pub mod letter;
pub mod lost;
pub mod marks;
pub mod mock;
pub mod next;
pub mod notes;
pub mod now;
pub mod open;
pub mod past;
pub mod practice;
pub mod prepare;
pub mod question;
pub mod quick;
pub mod reminders;
pub mod report;
pub mod result;
pub mod samples;
pub mod sent;
pub mod start;
pub mod unknown;
pub mod your_data;

/// Draws the screen that the state leads to.
pub fn view(view: &View<'_>) -> Html {
    let with = |id: &Id, draw: &dyn Fn(&Interview) -> Html| {
        if !view.state.loaded {
            return loading(view);
        }
        let here = view.state.interviews.get(id);
        let deleted = || view.state.deleted.iter().find(|deleted| deleted.id == *id);
        match here.or_else(deleted) {
            None => result::gone(view),
            // What was kept can be shown without the quiz; these screens would show it wrongly.
            Some(interview)
                if needs_quiz(&view.state.route) && view.state.is_quiz_awaited(&interview.quiz) =>
            {
                loading(view)
            }
            Some(interview) => draw(interview),
        }
    };
    if let Some(lost) = lost_here(view) {
        return lost::view(view, lost);
    }
    match &view.state.route {
        Route::Start => start::view(view),
        Route::Question(id) | Route::Change(id) if is_first_page(view, id) => {
            start::first_page(view)
        }
        Route::Question(id) | Route::Change(id) => question::view(view, id),
        route if view.embedding().is_some() && !is_in_frame(route) => match view.embedding() {
            Some(embedding) => embedded::on_own_page(view, embedding),
            None => Html::default(),
        },
        Route::Result(id) => with(id, &|interview| result::view(view, interview)),
        Route::Why(id) | Route::Now(id) | Route::Learn(id) | Route::Limits(id) => {
            with(id, &|interview| result::part(view, interview))
        }
        Route::Quick(id) => with(id, &|interview| quick::view(view, interview)),
        Route::Letter(id, letter) => with(id, &|interview| letter_page(view, interview, letter)),
        Route::Sent(id, letter) => with(id, &|interview| {
            // Back leads here too, after somebody has said that it was not sent.
            match letter::is_sent(view, interview, letter) {
                true => sent::view(view, interview, letter),
                false => letter_page(view, interview, letter),
            }
        }),
        Route::Notes(id) => with(id, &|interview| notes::view(view, interview)),
        Route::Reminders(id) => with(id, &|interview| reminders::view(view, interview)),
        Route::Answers(id) => with(id, &|interview| answers::view(view, interview)),
        Route::Correct(id, question) => with(id, &|interview| {
            question::correct(view, interview, question)
        }),
        Route::History if !view.state.loaded => loading(view),
        Route::History => history::view(view),
        Route::Past(id) => with(id, &|interview| past::view(view, interview)),
        Route::Compare(a, b) => with(a, &|a| with(b, &|b| compare::view(view, a, b))),
        Route::Next | Route::Prepare(_) | Route::Practice | Route::Mock | Route::Card
            if !view.state.loaded =>
        {
            loading(view)
        }
        Route::Report(id) => with(id, &|interview| report::view(view, interview)),
        Route::Calibration if !view.state.loaded || is_any_quiz_awaited(view) => loading(view),
        Route::Calibration => calibration::view(view),
        Route::Open(_) if !view.state.loaded || is_any_quiz_awaited(view) => loading(view),
        Route::Open(_) => open::view(view),
        Route::Next => next::view(view),
        Route::Prepare(id) => prepare::view(view, id),
        Route::Practice => practice::view(view),
        Route::Mock => mock::view(view),
        Route::Card => mock::card(view),
        Route::Check => check::view(view),
        Route::HowItWorks => how_it_works::view(view),
        Route::YourData => your_data::view(view),
        Route::Unknown(address) => unknown::view(view, address),
    }
}

/// The interview that this page belongs to, where another tab ended it.
fn lost_here<'v>(view: &View<'v>) -> Option<&'v LostDraft> {
    let lost = view.state.lost.as_ref()?;
    matches!(
        view.state.route,
        Route::Start | Route::Question(_) | Route::Change(_) | Route::Check
    )
    .then_some(lost)
}

/// A letter. Where only learning is shown, one that asks for something is left out; an old address still leads to it.
fn letter_page(view: &View<'_>, interview: &Interview, letter: &str) -> Html {
    match view.q.asks(letter).filter(|_| !view.shows_numbers()) {
        Some(_) => result::part(view, interview),
        None => letter::view(view, interview, letter),
    }
}

/// Whether this question stands on the first page.
fn is_first_page(view: &View<'_>, id: &str) -> bool {
    view.state.quiz.gut().is_some_and(|gut| gut.id == id)
}

/// Whether a screen about a result is empty or wrong without the version of the quiz that it was made with.
fn needs_quiz(route: &Route) -> bool {
    matches!(
        route,
        Route::Result(_)
            | Route::Quick(_)
            | Route::Sent(..)
            | Route::Notes(_)
            | Route::Answers(_)
            | Route::Correct(..)
            | Route::Report(_)
            | Route::Why(_)
            | Route::Now(_)
            | Route::Learn(_)
            | Route::Limits(_)
    )
}

/// Whether a version of the quiz is on its way. What is counted without it would be counted wrongly.
fn is_any_quiz_awaited(view: &View<'_>) -> bool {
    let mut earlier = view.state.earlier.iter();
    earlier.any(|earlier| earlier.found == QuizLookup::Asked)
}

fn loading(view: &View<'_>) -> Html {
    html! { <p class="ih-lead">{ view.t.app_loading() }</p> }
}

/// What the page is called.
pub fn name<'v>(view: &View<'v>) -> &'v str {
    let t = view.t;
    if lost_here(view).is_some() {
        return t.lost_title();
    }
    match &view.state.route {
        Route::Start => view.q.title(),
        Route::Question(id) | Route::Change(id) if is_first_page(view, id) => view.q.title(),
        Route::Question(id) | Route::Change(id) | Route::Correct(_, id) => view.q.ask(id),
        Route::Result(_) => t.result_title(),
        Route::Why(_) => t.result_reasons(),
        Route::Now(_) => t.result_todo(),
        Route::Learn(_) => t.lesson_title(),
        Route::Limits(_) => t.result_not_mean(),
        Route::Check => t.check_title(),
        Route::Quick(_) => t.quick_title(),
        Route::Letter(_, letter) => view.q.letter(letter),
        // Until it is sent, the page is that of the letter.
        Route::Sent(id, letter) => match view.state.interviews.get(id) {
            Some(interview) if letter::is_sent(view, interview, letter) => t.sent_title(),
            _ => view.q.letter(letter),
        },
        Route::Notes(_) => t.notes_title(),
        Route::Reminders(_) => t.reminders_title(),
        Route::Answers(_) => t.answers_title(),
        Route::History => t.history_title(),
        Route::Past(_) => t.label_title(),
        Route::Compare(..) => t.compare_title(),
        Route::Report(_) => t.report_title(),
        Route::Calibration => t.calibration_title(),
        Route::Open(_) => t.open_title(),
        Route::Next => t.next_title(),
        Route::Prepare(_) => t.prepare_title(),
        Route::Practice => t.practice_title(),
        Route::Mock => t.mock_title(),
        Route::Card => t.card_title(),
        Route::HowItWorks => t.how_title(),
        Route::YourData => t.data_title(),
        Route::Unknown(_) => t.unknown_title(),
    }
}
