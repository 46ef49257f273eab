//! All answers of a finished result, with links to correct them.

use yew::prelude::*;

use crate::app::route::Route;
use crate::domain::history::Interview;
use crate::domain::quiz::{Question, Role};
use crate::ui::component::frame::{self, Tone};
use crate::ui::screen::{check, question};
use crate::ui::view::View;

/// Draws the screen.
pub fn view(view: &View<'_>, interview: &Interview) -> Html {
    let t = view.t;
    let quiz = view.state.quiz_for(&interview.quiz);
    let open = interview.outcome.value.is_none();
    let change = |question: &Question| {
        let may = open && !matches!(question.role, Role::Gut | Role::Forecast);
        may.then(|| Route::Correct(interview.id.clone(), question.id.clone()))
    };
    html! {
        <div class="ih-page">
            { question::back_link(view, Some(Route::Result(interview.id.clone()))) }
            { frame::title(t.answers_title()) }
            if open {
                <p class="ih-lead">{ t.answers_lead() }</p>
            } else {
                { frame::banner(Tone::Calm, t.answers_closed_title(), html! { <p>{ t.answers_closed() }</p> }) }
            }
            { check::list(view, &quiz, interview.current_answers(), &change) }
        </div>
    }
}
