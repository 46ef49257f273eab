//! The screens after the questions: the results, and everything that is done with them.
//!
//! One way in for all of them, because their code arrives after that of the first page (`xtask::site::split`
//! cuts it off here). Nothing of this module may run before `State` says that the rest is here.

use yew::prelude::*;

use crate::app::embedding::is_in_frame;
use crate::app::route::Route;
use crate::app::state::Found;
use crate::domain::history::{Id, Interview};
use crate::ui::screen;
use crate::ui::view::View;

/// Draws the screen.
#[inline(never)]
pub fn view(view: &View<'_>) -> Html {
    let with = |id: &Id, draw: &dyn Fn(&Interview) -> Html| {
        if !view.state.loaded {
            return loading(view);
        }
        let here = view.state.interviews.get(id);
        let deleted = || view.state.deleted.iter().find(|deleted| deleted.id == *id);
        match here.or_else(deleted) {
            None => screen::result::gone(view),
            // What was kept can be shown without the quiz; these screens would show it wrongly.
            Some(interview)
                if needs_quiz(&view.state.route) && view.state.is_quiz_awaited(&interview.quiz) =>
            {
                loading(view)
            }
            Some(interview) => draw(interview),
        }
    };
    match &view.state.route {
        route if view.embedding().is_some() && !is_in_frame(route) => match view.embedding() {
            Some(embedding) => screen::embedded::on_own_page(view, embedding),
            None => Html::default(),
        },
        Route::Result(id) => with(id, &|interview| screen::result::view(view, interview)),
        Route::Why(id) | Route::Now(id) | Route::Learn(id) => {
            with(id, &|interview| screen::embedded::part(view, interview))
        }
        Route::Quick(id) => with(id, &|interview| screen::quick::view(view, interview)),
        Route::Letter(id, letter) => with(id, &|interview| {
            // Reached by an old address: where only learning is shown, it is left out.
            match view.q.asks(letter).filter(|_| !view.shows_numbers()) {
                Some(_) => screen::embedded::part(view, interview),
                None => screen::letter::view(view, interview, letter),
            }
        }),
        Route::Reminders(id) => with(id, &|interview| screen::reminders::view(view, interview)),
        Route::Answers(id) => with(id, &|interview| screen::answers::view(view, interview)),
        Route::Correct(id, question) => with(id, &|interview| {
            screen::question::correct(view, interview, question)
        }),
        Route::History if !view.state.loaded => loading(view),
        Route::History => screen::history::view(view),
        Route::Past(id) => with(id, &|interview| screen::past::view(view, interview)),
        Route::Label(id) => with(id, &|interview| screen::label::view(view, interview)),
        Route::Compare(a, b) => with(a, &|a| with(b, &|b| screen::compare::view(view, a, b))),
        Route::Next | Route::Prepare(_) | Route::Practice | Route::Mock | Route::Card
            if !view.state.loaded =>
        {
            loading(view)
        }
        Route::Report(id) => with(id, &|interview| screen::report::view(view, interview)),
        Route::Calibration if !view.state.loaded || is_any_quiz_awaited(view) => loading(view),
        Route::Calibration => screen::calibration::view(view),
        Route::Open(_) if !view.state.loaded || is_any_quiz_awaited(view) => loading(view),
        Route::Open(_) => screen::open::view(view),
        Route::Next => screen::next::view(view),
        Route::Prepare(id) => screen::prepare::view(view, id),
        Route::Practice => screen::practice::view(view),
        Route::Mock => screen::mock::view(view),
        Route::Card => screen::mock::card(view),
        Route::Check => screen::check::view(view),
        Route::HowItWorks => screen::how_it_works::view(view),
        Route::YourData => screen::your_data::view(view),
        Route::Unknown(address) => screen::unknown::view(view, address),
        // Drawn by the first half.
        Route::Start | Route::Question(_) | Route::About => Html::default(),
    }
}

/// Whether a screen about a result is empty or wrong without the version of the quiz that it was made with.
fn needs_quiz(route: &Route) -> bool {
    matches!(
        route,
        Route::Result(_)
            | Route::Quick(_)
            | Route::Answers(_)
            | Route::Correct(..)
            | Route::Report(_)
            | Route::Why(_)
            | Route::Now(_)
            | Route::Learn(_)
    )
}

/// Whether a version of the quiz is on its way. What is counted without it would be counted wrongly.
fn is_any_quiz_awaited(view: &View<'_>) -> bool {
    let mut earlier = view.state.earlier.iter();
    earlier.any(|earlier| earlier.found == Found::Asked)
}

fn loading(view: &View<'_>) -> Html {
    html! { <p class="ih-lead">{ view.t.app_loading() }</p> }
}

/// What the page is called.
#[inline(never)]
pub fn name<'v>(view: &View<'v>) -> &'v str {
    let t = view.t;
    match &view.state.route {
        Route::Correct(_, id) => view.q.ask(id),
        Route::Result(_) => t.result_title(),
        Route::Why(_) => t.result_reasons(),
        Route::Now(_) => t.result_todo(),
        Route::Learn(_) => t.result_learn(),
        Route::Check => t.check_title(),
        Route::Quick(_) => t.quick_title(),
        Route::Letter(_, letter) => view.q.letter(letter),
        Route::Reminders(_) => t.reminders_title(),
        Route::Answers(_) => t.answers_title(),
        Route::History => t.history_title(),
        Route::Past(_) => t.past_as_scored(),
        Route::Label(_) => t.label_title(),
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
        Route::Unknown(_) | Route::Start | Route::Question(_) | Route::About => t.unknown_title(),
    }
}
