//! What the program can do before all of it is here.
//!
//! The code comes in two halves (`xtask::site::split`): one for the first page and the questions, and the rest. Owns the
//! line between the two, as far as events are concerned; what is drawn on either side stands in `ui::screen::later`.

use super::event::Event;
use super::route::Route;

/// Whether an event has to wait for the rest of the program.
pub fn needs_it(event: &Event) -> bool {
    match event {
        Event::AddressChanged(route) | Event::Went(route) => !is_first(route),
        Event::Loaded { .. }
        | Event::SaveRefused(_)
        | Event::NewVersionFound
        | Event::NewVersionAgreed
        | Event::RestAsked
        | Event::RestCame
        | Event::RestFailed
        | Event::Jumped(_)
        | Event::AnswerChosen { .. }
        | Event::AnswerCleared { .. }
        | Event::Continued
        | Event::PromiseDated { .. }
        | Event::DraftDetailed(_)
        | Event::KeepingChosen { .. } => false,
        _ => true,
    }
}

/// Whether a screen is one of those that the first half draws.
pub fn is_first(route: &Route) -> bool {
    matches!(route, Route::Start | Route::Question(_) | Route::About)
}
