//! Where links lead: to a screen here, or from a frame to the app's own page.

use yew::prelude::*;

use crate::app::embedding::{Embedding, is_in_frame};
use crate::app::route::Route;

/// A link to another screen. A plain one: the browser follows it, opens it in a new tab, and goes back. A frame has few
/// screens; links to the others lead to the app's own page.
pub fn to(route: &Route, label: &str, embedding: Option<&Embedding>) -> Html {
    match embedding.filter(|_| !is_in_frame(route)) {
        Some(embedding) => to_own_page(embedding, &route.fragment(), label),
        None => html! { <a class="ih-link" href={route.fragment()}>{ label }</a> },
    }
}

/// A link to the app's own page, in a tab of its own.
pub fn to_own_page(embedding: &Embedding, fragment: &str, words: &str) -> Html {
    let address = [&embedding.own_page, fragment].concat();
    html! { <a class="ih-link" href={address} target="_blank" rel="noopener">{ words }</a> }
}
