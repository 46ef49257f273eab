//! What is different in a frame: what it says on every screen, and how a result is kept.

use yew::prelude::*;

use crate::app::embedding::Embedding;
use crate::app::event::Event;
use crate::app::route::Route;
use crate::ui::component::frame::{self, Tone};
use crate::ui::element::{el, page, words};
use crate::ui::link;
use crate::ui::view::{ButtonKind, View};

/// What stands above every screen: a promise that cannot be kept is not made.
pub fn above(view: &View<'_>, embedding: &Embedding) -> Html {
    html! {
        <>
            if view.is_private() {
                { only("private", promise(view)) }
            } else {
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
            { only("private", promise(view)) }
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

/// In one line, in the column of the screen below it.
fn promise(view: &View<'_>) -> Html {
    words("p", "ih-private", view.t.embed_private())
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
        (only("private", line(t.embed_told())), kept)
    } else {
        let is_private = view.is_private();
        let seen = is_private.then(|| line(t.embed_told()));
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

/// The way to keep a result: the link that takes it along, what stays behind, and the file that takes that along too.
pub fn keep(view: &View<'_>, embedding: &Embedding) -> Html {
    let t = view.t;
    let said = match carried(view) {
        Some(_) if view.is_private() => words("p", "ih-hint", t.embed_keep_hint()),
        Some(_) => Html::default(),
        None => words("p", "ih-hint", t.embed_keep_too_long()),
    };
    let save = view.button(Event::ExportAsked, t.embed_keep_file(), ButtonKind::Quiet);
    html! { <>{ to_own_page(view, embedding) }{ said }{ save }</> }
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
