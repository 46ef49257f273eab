//! An address that no screen has.

use yew::prelude::*;

use crate::app::route::Route;
use crate::ui::component::frame;
use crate::ui::view::{ButtonKind, View};

/// Draws the screen.
pub fn view(view: &View<'_>, address: &str) -> Html {
    let t = view.t;
    html! {
        <div class="ih-page">
            { frame::title(t.unknown_title()) }
            <p class="ih-lead">{ t.unknown_body(&["#", address].concat()) }</p>
            <div class="ih-actions">{ view.button_link(&Route::Start, t.unknown_home(), ButtonKind::Primary) }</div>
        </div>
    }
}
