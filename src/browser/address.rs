//! The address bar.
//!
//! At top level each step is a new entry, so that the browser's Back goes back one step. In a frame the
//! entry is replaced: there, Back belongs to the page around it.

use wasm_bindgen::JsValue;

/// What stands behind the `#`, with it.
#[must_use]
pub fn fragment() -> String {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok());
    hash.unwrap_or_default()
}

/// Writes a fragment into the address bar, without an event of its own.
pub fn go(fragment: &str) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let Ok(history) = window.history() else {
        return;
    };
    if fragment == self::fragment() {
        return;
    }
    let written = if is_framed(&window) {
        history.replace_state_with_url(&JsValue::NULL, "", Some(fragment))
    } else {
        history.push_state_with_url(&JsValue::NULL, "", Some(fragment))
    };
    // A document without an address of its own takes none. The page is right all the same.
    written.ok();
    // `pushState` does not scroll, and a new screen begins at its top.
    window.scroll_to_with_x_and_y(0.0, 0.0);
}

/// Writes a fragment in the place of the one that stands there, so that Back does not lead to that.
pub fn replace(fragment: &str) {
    let Some(window) = web_sys::window() else {
        return;
    };
    if let Ok(history) = window.history() {
        let written = history.replace_state_with_url(&JsValue::NULL, "", Some(fragment));
        written.ok();
    }
    window.scroll_to_with_x_and_y(0.0, 0.0);
}

/// The address of this page, without what stands behind the `#`.
#[must_use]
pub fn page() -> String {
    let href = web_sys::window().and_then(|window| window.location().href().ok());
    let mut href = href.unwrap_or_default();
    href.truncate(href.find('#').unwrap_or(href.len()));
    href
}

/// Whether the page stands in a frame. Comparing windows reads nothing of the other one.
fn is_framed(window: &web_sys::Window) -> bool {
    match window.parent() {
        Ok(Some(parent)) => parent != *window,
        _ => false,
    }
}
