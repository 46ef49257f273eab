//! What is different in a frame: what it says on every screen, and a result in parts of equal height.

use yew::prelude::*;

use crate::app::embedding::Embedding;
use crate::app::event::Event;
use crate::app::reading::{self, Reading};
use crate::app::route::Route;
use crate::domain::history::Interview;
use crate::ui::component::frame::{self, Tone};
use crate::ui::element::{el, page, words};
use crate::ui::link;
use crate::ui::screen;
use crate::ui::view::{ButtonKind, View};
use crate::wire::embed::Show;

/// What stands above every screen: a promise that cannot be kept is not made.
pub fn above(view: &View<'_>, embedding: &Embedding) -> Html {
    html! {
        <>
            if embedding.same_origin_host {
                { only("same-origin-host", same_origin_host(view)) }
            }
            if !embedding.lasting {
                { only("passing", may_not_keep(view)) }
            }
        </>
    }
}

/// The same for the pages of the HTML. Which of it is true, embed/frame.js knows before the first paint.
pub fn above_in_html(view: &View<'_>) -> Html {
    html! {
        <>
            { only("same-origin-host", same_origin_host(view)) }
            { only("passing", may_not_keep(view)) }
        </>
    }
}

/// Whether the browser may forget what is done in this frame. It is said above every screen from the start, and not only
/// once there is something to keep: the page around would see that.
pub fn is_passing(view: &View<'_>) -> bool {
    view.embedding().is_some_and(|embedding| !embedding.lasting)
}

fn may_not_keep(view: &View<'_>) -> Html {
    let body = words("p", "", view.t.embed_temporary_body());
    frame::banner(Tone::Calm, view.t.embed_temporary_title(), body)
}

fn same_origin_host(view: &View<'_>) -> Html {
    let t = view.t;
    let body = words("p", "", t.embed_same_origin_body());
    frame::banner(Tone::Warning, t.embed_same_origin_title(), body)
}

/// What stands below every screen.
pub fn below(view: &View<'_>, embedding: &Embedding) -> Html {
    let t = view.t;
    let line = |text: &str| words("p", "", text);
    let (seen, kept) = if view.is_in_html {
        let kept = html! {
            <>
                { only("kept", line(t.embed_kept())) }
                { only("passing", line(t.embed_not_kept())) }
            </>
        };
        (only("private", line(t.embed_private())), kept)
    } else {
        let is_private = view.is_private();
        let seen = is_private.then(|| line(t.embed_private()));
        let kept = match view.is_kept() {
            true => is_private.then(|| line(t.embed_kept())),
            false => Some(line(t.embed_not_kept())),
        };
        (seen.unwrap_or_default(), kept.unwrap_or_default())
    };
    el(
        "footer",
        "ih-footer",
        vec![
            words("p", "ih-independent", t.embed_independent()),
            seen,
            kept,
            el("p", "", vec![to_own_page(view, embedding)]),
        ],
    )
}

/// A part of the HTML that is shown only where this is so; styles/component/embed.css says when.
pub fn only(case: &'static str, part: Html) -> Html {
    html! { <div data-only={case}>{ part }</div> }
}

/// The link that takes along what is here.
fn to_own_page(view: &View<'_>, embedding: &Embedding) -> Html {
    let fragment = carried(view);
    let words = match fragment {
        Some(_) => view.t.embed_keep(),
        None => view.t.embed_own_page(),
    };
    link::to_own_page(embedding, fragment.as_deref().unwrap_or("#/"), words)
}

/// What a link to the own page carries: this result, or the interview in progress.
fn carried(view: &View<'_>) -> Option<String> {
    let state = view.state;
    match state.route.interviews()[0] {
        Some(id) => view.carried(state.interviews.get(id)?),
        None => view.carried_draft(state.draft.as_ref()?),
    }
}

/// What stays behind, and the way to take that along too.
fn left_behind(view: &View<'_>) -> Html {
    let t = view.t;
    let said = match carried(view) {
        Some(_) if view.is_private() => words("p", "ih-hint", t.embed_keep_hint()),
        Some(_) => Html::default(),
        None => words("p", "ih-hint", t.embed_keep_too_long()),
    };
    let save = view.button(Event::ExportAsked, t.embed_keep_file(), ButtonKind::Quiet);
    el("div", "", vec![said, save])
}

/// A screen that is not in the frame.
pub fn on_own_page(view: &View<'_>, embedding: &Embedding) -> Html {
    let t = view.t;
    let fragment = view.state.route.fragment();
    page(vec![
        frame::title(t.embed_elsewhere_title()),
        words("p", "ih-lead", t.embed_elsewhere_body()),
        el(
            "p",
            "",
            vec![link::to_own_page(embedding, &fragment, t.embed_own_page())],
        ),
        el("p", "", vec![view.link(&Route::Start, t.unknown_home())]),
    ])
}

/// A result in a frame.
pub fn result(view: &View<'_>, embedding: &Embedding, interview: &Interview) -> Html {
    match reading::read(view.state, interview) {
        Some(reading) => beginning(view, embedding, interview, &reading),
        None => screen::result::not_checked(view, interview),
    }
}

/// The beginning of a result. What hangs on the answers has pages of its own.
pub fn beginning(
    view: &View<'_>,
    embedding: &Embedding,
    interview: &Interview,
    reading: &Reading,
) -> Html {
    let t = view.t;
    let id = &interview.id;
    let mut parts = Vec::new();
    let mut children = Vec::new();
    match embedding.show {
        Show::Full => {
            children.push(screen::result::verdict(view, interview, reading, true));
            parts.push((Route::Why(id.clone()), t.result_reasons()));
        }
        Show::Learn => {
            children.push(frame::title(t.embed_learn_title()));
            children.push(words("p", "ih-lead", t.embed_learn_left_out()));
        }
    }
    parts.push((Route::Now(id.clone()), t.result_todo()));
    parts.push((Route::Learn(id.clone()), t.result_learn()));
    let keep = vec![
        el("p", "", vec![to_own_page(view, embedding)]),
        left_behind(view),
    ];
    children.push(el("div", "ih-card", keep));
    let links = parts.iter().map(|(route, words)| {
        let link = view.button_link(route, words, ButtonKind::Secondary);
        el("li", "", vec![link])
    });
    children.push(el("ul", "ih-parts", links.collect()));
    page(children)
}

/// One part of a result, with the way back to its beginning.
pub fn part(view: &View<'_>, interview: &Interview) -> Html {
    let Some(reading) = reading::read(view.state, interview) else {
        return screen::result::not_checked(view, interview);
    };
    let t = view.t;
    let numbers = view.shows_numbers();
    let (title, body) = match &view.state.route {
        Route::Now(_) => (
            t.result_todo(),
            screen::now::section(view, interview, &reading),
        ),
        Route::Learn(_) => (
            t.result_learn(),
            screen::learn::section(view, interview, &reading),
        ),
        _ if numbers => (
            t.result_reasons(),
            screen::result::why(view, interview, &reading),
        ),
        _ => (
            t.embed_learn_title(),
            words("p", "", t.embed_learn_left_out()),
        ),
    };
    let back = Route::Result(interview.id.clone());
    el(
        "div",
        "ih-page ih-part",
        vec![
            screen::question::back_link(view, Some(back)),
            frame::title(title),
            body,
        ],
    )
}
