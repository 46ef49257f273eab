//! What this is, and at once the first question.

use std::rc::Rc;

use yew::prelude::*;

use crate::app::calibration;
use crate::app::event::Event;
use crate::app::learning;
use crate::app::listing;
use crate::app::route::Route;
use crate::domain::history::{Draft, Interview};
use crate::ui::component::field;
use crate::ui::component::frame;
use crate::ui::element::{actions, el, section, words};
use crate::ui::screen::{embedded, marks, past, question};
use crate::ui::view::{ButtonKind, View};

/// Draws the screen: the first question for somebody who is new here, else what is theirs.
pub fn view(view: &View<'_>) -> Html {
    if is_known(view) {
        return known(view);
    }
    first_page(view)
}

/// Whether somebody has results here, or other interviews in progress than this tab's.
fn is_known(view: &View<'_>) -> bool {
    !view.state.interviews.is_empty()
        || view.state.other_drafts.iter().any(|draft| has_begun(draft))
}

/// What this is, and the first question.
pub fn first_page(view: &View<'_>) -> Html {
    let t = view.t;
    let at_once = view.state.preferences.go_on_at_once;
    html! {
        <div class="ih-start">
            <header class="ih-start__lead">
                { frame::title(view.q.title()) }
                <p class="ih-lead">{ t.start_lead() }</p>
                { promise(view) }
            </header>
            <section class="ih-card ih-start__question" aria-label={t.start_first().to_owned()}>
                { question::first(view) }
                <p class="ih-hint">{ t.start_time() }</p>
            </section>
            <div class="ih-keep-nothing">
                { field::checkbox("go-on-at-once", t.start_at_once(), at_once, view.ticked(|on| Event::GoOnAtOnceChosen { on })) }
            </div>
        </div>
    }
}

/// What is promised, but where a page around a frame can read along.
fn promise(view: &View<'_>) -> Html {
    let t = view.t;
    let promise = html! {
        <p class="ih-promise">{ t.start_promise(&|words| view.link(&Route::HowItWorks, words)) }</p>
    };
    match view.embedding() {
        Some(_) if view.is_in_html => embedded::only("private", promise),
        _ if !view.is_private() => Html::default(),
        _ => promise,
    }
}

/// What somebody has here who has been here before, and the way to a new interview.
pub fn known(view: &View<'_>) -> Html {
    let t = view.t;
    html! {
        <div class="ih-start">
            <header class="ih-start__lead">
                { frame::title(view.q.title()) }
                if view.is_in_html {
                    <p class="ih-lead">{ t.start_known() }</p>
                }
            </header>
            if !view.is_in_html {
                { waiting(view) }
                { latest(view) }
            }
            <div class="ih-actions">
                { view.step(Event::StartedAnew, t.history_another(), ButtonKind::Primary, "new") }
            </div>
            if !view.is_in_html {
                { further(view) }
                { question::keep_nothing(view) }
            }
        </div>
    }
}

/// What waits for the person, the most urgent first: interviews in progress, the one that it is time to ask about, the next
/// interview, a letter that is not sent, and the second look.
fn waiting(view: &View<'_>) -> Html {
    // The first question stands on this page, so that somebody who has only answered it is where they were.
    let own = view.state.draft.iter();
    let own = own.filter(|draft| draft.position.is_some() || draft.gut_frozen);
    let others = view
        .state
        .other_drafts
        .iter()
        .filter(|draft| has_begun(draft));
    let begun: Vec<_> = own.chain(others).collect();
    html! {
        <>
            { for begun.iter().map(|draft| resume(view, draft)) }
            { for listing::to_ask(view.state).map(|due| past::asks(view, due, true)) }
            { next_interview(view) }
            { letter(view) }
            { for listing::to_look_again(view.state).map(|interview| look_again(view, interview)) }
        </>
    }
}

/// The next interview with its day; else, where they asked for one and no day is known, the way to tell it.
fn next_interview(view: &View<'_>) -> Html {
    let t = view.t;
    if let Some((interview, day)) = listing::next_interview(view.state) {
        let day = match day == view.state.now.date() {
            true => t.start_next_today().to_owned(),
            false => t.start_next(&view.weekday(day)),
        };
        return waits(view, &day, interview, &Route::Next, t.start_next_prepare());
    }
    match listing::undated_next_round(view.state) {
        Some(interview) => {
            let to = Route::Past(interview.id.clone());
            waits(
                view,
                t.start_next_undated(),
                interview,
                &to,
                t.start_next_tell(),
            )
        }
        None => Html::default(),
    }
}

/// The letter that is still to be sent.
fn letter(view: &View<'_>) -> Html {
    let (t, q) = (view.t, view.q);
    // Where only learning is shown, a letter that asks for something is left out.
    let may_be_sent = |letter: &str| view.shows_numbers() || q.asks(letter).is_none();
    let Some((interview, letter)) = learning::unsent_letter(view.state, may_be_sent) else {
        return Html::default();
    };
    let title = t.start_letter(q.letter(&letter));
    let to = Route::Letter(interview.id.clone(), letter);
    waits(view, &title, &interview, &to, t.start_letter_open())
}

/// The second look, where a day has passed.
fn look_again(view: &View<'_>, interview: &Interview) -> Html {
    let t = view.t;
    let to = Route::Past(interview.id.clone());
    waits(view, t.start_look(), interview, &to, t.start_look_open())
}

/// One thing that waits: what it is, of which interview, and the way to it.
fn waits(view: &View<'_>, title: &str, interview: &Interview, to: &Route, label: &str) -> Html {
    el(
        "section",
        "ih-card ih-resume",
        vec![
            words("h2", "ih-heading", title),
            words("p", "", &view.name(interview)),
            actions(vec![view.button_link(to, label, ButtonKind::Secondary)]),
        ],
    )
}

/// So many of the latest results stand on the start page; the others are in the history.
const LATEST: usize = 3;

/// The latest results.
fn latest(view: &View<'_>) -> Html {
    let t = view.t;
    let latest = listing::latest_first(view.state);
    if latest.is_empty() {
        return Html::default();
    }
    let one = |interview: &&Rc<Interview>| {
        let outcome = view.outcome(listing::outcome(interview));
        let name = view.link(&Route::Past(interview.id.clone()), &view.name(interview));
        html! {
            <li class="ih-result-row" key={interview.id.to_string()}>
                <div class="ih-result-row__main">
                    <h3 class="ih-result-row__name">{ name }</h3>
                    <p class="ih-result-row__when">{ view.below_name(interview, [outcome.to_owned()]) }</p>
                </div>
                { marks::marks(view, interview) }
            </li>
        }
    };
    let rows = latest.iter().take(LATEST).map(one).collect();
    section(t.start_latest(), vec![el("ul", "ih-results", rows)])
}

/// Where a person can go who has been here before.
fn further(view: &View<'_>) -> Html {
    let t = view.t;
    let results = view.state.interviews.len();
    let mut further = Vec::new();
    let mut lead_to = |route: Route, label: &str| {
        further.push(view.button_link(&route, label, ButtonKind::Secondary));
    };
    if results > 0 {
        lead_to(Route::History, &t.start_past(results));
    }
    if learning::is_anything(view.state) {
        lead_to(Route::Next, t.next_title());
    }
    if calibration::is_anything(view.state) {
        lead_to(Route::Calibration, t.calibration_title());
    }
    if further.is_empty() {
        return Html::default();
    }
    actions(further)
}

fn has_begun(draft: &Draft) -> bool {
    !draft.is_untouched()
}

/// An interview in progress, to be taken up again.
fn resume(view: &View<'_>, draft: &Draft) -> Html {
    let t = view.t;
    let when = view.moment(draft.changed_at);
    html! {
        <section class="ih-card ih-resume" aria-label={t.start_drafts().to_owned()}>
            <h2 class="ih-heading">{ t.start_drafts() }</h2>
            <p>{ t.start_draft(&when) }</p>
            <div class="ih-actions">
                { view.button(Event::DraftResumed(draft.id.clone()), t.start_continue(), ButtonKind::Primary) }
                { view.button(Event::DraftDiscarded(draft.id.clone()), t.start_discard(), ButtonKind::Quiet) }
            </div>
        </section>
    }
}
