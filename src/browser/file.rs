//! Files: one to save, one to read.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, HtmlAnchorElement, HtmlInputElement, Url};

use super::error_name;
use crate::wire::export::{ImportError, MAX_FILE_BYTES, file_text};

/// How long a file's address stays good after the click. WebKit begins to read it only after the click
/// was handled, and a dialog may stand in between.
const ADDRESS_LASTS_MS: i32 = 60_000;

/// Why a file was not saved, by the browser's name for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DownloadError(pub String);

/// Why a file was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// What it holds cannot be text of ours.
    Content(ImportError),
    /// The browser could not read it, by its name for the reason: it was moved, or is not allowed.
    Unreadable(String),
}

/// Offers a text as a file to save.
///
/// # Errors
/// When the browser has no way to. Whether the person saved it, no page gets to know.
pub fn download(name: &str, mime_type: &str, text: &str) -> Result<(), DownloadError> {
    let failed = |error: JsValue| DownloadError(error_name(&error));
    let missing = || DownloadError("NotSupportedError".to_owned());
    let window = web_sys::window().ok_or_else(missing)?;
    let document = window.document().ok_or_else(missing)?;
    let options = BlobPropertyBag::new();
    options.set_type(mime_type);
    let parts = Array::of1(&JsValue::from_str(text));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options).map_err(failed)?;
    let link = document.create_element("a").map_err(failed)?;
    let link = link
        .dyn_into::<HtmlAnchorElement>()
        .map_err(|_| missing())?;
    let address = Url::create_object_url_with_blob(&blob).map_err(failed)?;
    link.set_href(&address);
    link.set_download(name);
    link.click();
    // Called once, and freed by that call.
    let revoke = Closure::once_into_js(move || {
        // An address that cannot be revoked goes with the page.
        Url::revoke_object_url(&address).ok();
    });
    window
        .set_timeout_with_callback_and_timeout_and_arguments_0(
            revoke.unchecked_ref(),
            ADDRESS_LASTS_MS,
        )
        .map(drop)
        .map_err(failed)
}

/// The file that was picked in an input, if any. The input is emptied, so that picking the same file again
/// is seen.
#[must_use]
pub fn picked(input: &HtmlInputElement) -> Option<File> {
    let file = input.files().and_then(|files| files.get(0));
    input.set_value("");
    file
}

/// The file that was picked in the input with this id, if any.
#[must_use]
pub fn picked_in(id: &str) -> Option<File> {
    let document = web_sys::window()?.document()?;
    let input = document.get_element_by_id(id)?;
    picked(input.dyn_ref::<HtmlInputElement>()?)
}

/// Reads a file as text, strictly UTF-8. One that is too large is refused before any of it is read.
///
/// # Errors
/// See [`ReadError`].
pub async fn read_text(file: &File) -> Result<String, ReadError> {
    if file.size() > MAX_FILE_BYTES as f64 {
        return Err(ReadError::Content(ImportError::TooLarge));
    }
    let buffer = JsFuture::from(file.array_buffer()).await;
    let buffer = buffer.map_err(|error| ReadError::Unreadable(error_name(&error)))?;
    let bytes = Uint8Array::new(&buffer).to_vec();
    file_text(&bytes)
        .map(str::to_owned)
        .map_err(ReadError::Content)
}
