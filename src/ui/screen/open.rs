//! A result that came by a link: shown, and not kept until the person says so.

use std::rc::Rc;

use yew::prelude::*;

use crate::app::event::Event;
use crate::app::reading;
use crate::app::route::Route;
use crate::domain::history::{Id, Interview};
use crate::ui::component::frame::{self, Tone};
use crate::ui::element::{actions, page, section, words};
use crate::ui::screen::result;
use crate::ui::view::{ButtonKind, View};
use crate::wire::link::{LinkProblem, MAX_LINK};

/// Draws the screen.
pub fn view(view: &View<'_>) -> Html {
    if let Some(draft) = &view.state.opened_draft {
        return match &draft.quiz.id {
            other if other != view.state.quiz_id() => of_another_quiz(view, other),
            _ => begun(view),
        };
    }
    match &view.state.opened {
        None => words("p", "ih-lead", view.t.app_loading()),
        Some(Err(problem)) => bad(view, problem),
        Some(Ok(opened)) if opened.quiz.id != *view.state.quiz_id() => {
            of_another_quiz(view, &opened.quiz.id)
        }
        Some(Ok(opened)) => good(view, opened),
    }
}

/// An interview in progress. Its answers are shown when the person goes on with it.
fn begun(view: &View<'_>) -> Html {
    let t = view.t;
    page(vec![
        frame::title(t.open_draft_title()),
        words("p", "ih-lead", t.open_draft_body()),
        actions(vec![
            view.button(Event::LinkKept, t.open_draft_keep(), ButtonKind::Primary),
            view.button(Event::LinkLeft, t.open_leave(), ButtonKind::Secondary),
        ]),
        words("p", "ih-small", t.open_history()),
    ])
}

fn bad(view: &View<'_>, problem: &LinkProblem) -> Html {
    let t = view.t;
    let why = match problem {
        LinkProblem::NotOurs => t.open_not_ours().to_owned(),
        LinkProblem::Newer => t.open_newer().to_owned(),
        LinkProblem::TooLong => t.open_too_long(MAX_LINK),
        LinkProblem::Cut => t.open_cut().to_owned(),
        LinkProblem::Damaged(problems) => {
            let named = problems.iter().map(|problem| view.stored_problem(problem));
            let named: Vec<String> = named.collect();
            [t.open_damaged(), " ", &named.join(" ")].concat()
        }
    };
    page(vec![
        frame::title(t.open_bad()),
        words("p", "ih-lead", &why),
        words("p", "", t.open_ask_again()),
        actions(vec![view.button_link(
            &Route::Start,
            t.unknown_home(),
            ButtonKind::Primary,
        )]),
    ])
}

/// Each quiz has a history of its own, and its words are on its page alone.
fn of_another_quiz(view: &View<'_>, quiz: &Id) -> Html {
    let t = view.t;
    let quiz = quiz.as_str();
    let page_of_quiz = view.state.site.page(quiz).map(|page| {
        let address = [page, view.state.route.fragment()].concat();
        html! { <a class="ih-button" data-kind={ButtonKind::Primary.name()} href={address}>{ t.open_other_quiz_link() }</a> }
    });
    let home = view.button_link(&Route::Start, t.unknown_home(), ButtonKind::Secondary);
    page(vec![
        frame::title(t.open_other_quiz()),
        words("p", "ih-lead", &t.open_other_quiz_body(quiz)),
        actions(page_of_quiz.into_iter().chain([home]).collect()),
    ])
}

fn good(view: &View<'_>, opened: &Rc<Interview>) -> Html {
    let t = view.t;
    let here = view.state.interviews.contains_key(&opened.id);
    let body = if here {
        let own = Route::Past(opened.id.clone());
        html! {
            <>
                <p>{ t.open_here() }</p>
                { actions(vec![view.button_link(&own, t.open_show_own(), ButtonKind::Primary)]) }
            </>
        }
    } else {
        html! {
            <>
                <p>{ t.open_body() }</p>
                { actions(vec![
                    view.button(Event::LinkKept, t.open_keep(), ButtonKind::Primary),
                    view.button(Event::LinkLeft, t.open_leave(), ButtonKind::Secondary),
                ]) }
            </>
        }
    };
    let made = t.past_made_with(
        opened.quiz.version.as_str(),
        &view.moment(opened.finished_at),
    );
    let shown = match reading::read(view.state, opened) {
        Some(reading) => html! {
            <>
                { result::verdict(view, opened, &reading, true) }
                { section(t.result_reasons(), vec![result::reasons(view, &reading, true)]) }
            </>
        },
        None => html! {
            <>
                { frame::title(view.q.band_title(opened.stored.band)) }
                <p>{ t.result_not_checked() }</p>
            </>
        },
    };
    html! {
        <div class="ih-page">
            { frame::banner(Tone::Calm, t.open_title(), body) }
            { shown }
            { words("p", "ih-small", &made) }
            { words("p", "ih-small", t.open_history()) }
        </div>
    }
}
