//! Starts the app. For now it draws a placeholder.

use yew::prelude::*;

#[component]
fn App() -> Html {
    html! { <main><h1>{ "Interview Hindsight" }</h1></main> }
}

fn main() {
    let host = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id("app"));
    if let Some(host) = host {
        yew::Renderer::<App>::with_root(host).render();
    }
}
