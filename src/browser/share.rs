//! Handing a text to another program of the device, by the browser's own sheet.

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::error_name;

/// Why a text was not shared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShareError {
    /// The browser cannot.
    Missing,
    /// The person closed the sheet again.
    Abandoned,
    /// The browser refused, by its name for the reason.
    Refused(String),
}

/// Whether this browser can share. Firefox on a desktop cannot, and no browser outside of https.
#[must_use]
pub fn is_there() -> bool {
    sheet().is_some()
}

/// Opens the sheet with a text. To be called while a person's own click or key is being handled.
///
/// # Errors
/// See [`ShareError`].
pub async fn share(title: &str, text: &str) -> Result<(), ShareError> {
    let (navigator, share) = sheet().ok_or(ShareError::Missing)?;
    let what = Object::new();
    for (name, value) in [("title", title), ("text", text)] {
        // A property of a fresh object can always be set.
        Reflect::set(&what, &name.into(), &value.into()).ok();
    }
    let promise = share.call1(&navigator, &what).map_err(refused)?;
    let promise = promise
        .dyn_into::<Promise>()
        .map_err(|_| ShareError::Missing)?;
    JsFuture::from(promise).await.map(drop).map_err(refused)
}

/// The method, with what it belongs to. The binding takes for granted that there is one, and would throw.
fn sheet() -> Option<(JsValue, Function)> {
    let navigator = JsValue::from(web_sys::window()?.navigator());
    let share = Reflect::get(&navigator, &"share".into()).ok()?;
    Some((navigator, share.dyn_into().ok()?))
}

fn refused(error: JsValue) -> ShareError {
    match error_name(&error).as_str() {
        "AbortError" => ShareError::Abandoned,
        name => ShareError::Refused(name.to_owned()),
    }
}
