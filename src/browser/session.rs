//! What belongs to this tab alone, and outlives a reload of it.
//!
//! Two tabs may each have an interview in progress; each finds its own again.

use crate::domain::history::Id;

const DRAFT: &str = "interview-hindsight:draft";

fn storage() -> Option<web_sys::Storage> {
    // Where the store is blocked, reading this property throws.
    web_sys::window()?.session_storage().ok()?
}

/// The draft that this tab was on. `None` as well where the browser keeps nothing for a tab.
#[must_use]
pub fn draft() -> Option<Id> {
    let kept = storage()?.get_item(DRAFT).ok()??;
    Id::new(&kept)
}

/// Remembers the draft, or forgets it. Where nothing can be kept, a reload opens the latest draft instead.
pub fn remember_draft(draft: Option<&Id>) {
    let Some(storage) = storage() else { return };
    // Refused where the store is full.
    match draft {
        Some(id) => storage.set_item(DRAFT, id.as_str()).ok(),
        None => storage.remove_item(DRAFT).ok(),
    };
}
