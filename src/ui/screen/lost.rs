//! The interview that was in progress here was finished or deleted in another tab.

use yew::prelude::*;

use crate::app::event::Event;
use crate::app::route::Route;
use crate::app::state::LostDraft;
use crate::ui::component::frame;
use crate::ui::element::{actions, words};
use crate::ui::view::{ButtonKind, View};

/// Draws the screen.
pub fn view(view: &View<'_>, lost: &LostDraft) -> Html {
    let t = view.t;
    let go_on = |kind| view.button(Event::LostDraftKept, t.lost_go_on(), kind);
    let (lead, first, second) = if lost.is_finished {
        let result = Event::Went(Route::Result(lost.draft.id.clone()));
        (
            t.lost_finished(),
            view.button(result, t.lost_result(), ButtonKind::Primary),
            go_on(ButtonKind::Secondary),
        )
    } else {
        (
            t.lost_deleted(),
            go_on(ButtonKind::Primary),
            view.button(
                Event::StartedAnew,
                t.history_another(),
                ButtonKind::Secondary,
            ),
        )
    };
    html! {
        <div class="ih-page">
            { frame::title(t.lost_title()) }
            { words("p", "ih-lead", lead) }
            { actions(vec![first, second]) }
        </div>
    }
}
