//! The clipboard, to write to.

use js_sys::Reflect;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::error_name;

/// Why a text is not in the clipboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClipboardError {
    /// The browser has none for this page: it is not on https, or in a frame that was not given it.
    Missing,
    /// The browser refused, by its name for the reason.
    Refused(String),
}

/// Puts a text into the clipboard. To be called while a person's own click or key is being handled.
///
/// # Errors
/// See [`ClipboardError`].
pub async fn copy(text: &str) -> Result<(), ClipboardError> {
    let window = web_sys::window().ok_or(ClipboardError::Missing)?;
    let navigator = window.navigator();
    // The binding takes for granted that there is one, and would throw.
    let there = Reflect::get(&navigator, &JsValue::from_str("clipboard"));
    if !there.is_ok_and(|clipboard| clipboard.is_object()) {
        return Err(ClipboardError::Missing);
    }
    let written = JsFuture::from(navigator.clipboard().write_text(text)).await;
    written
        .map(drop)
        .map_err(|error| ClipboardError::Refused(error_name(&error)))
}
