//! The browser, one file for each thing that it is asked for.
//!
//! Each is an adapter with a typed failure: a browser without a clipboard, a blocked store or an odd clock
//! must not end the program. Nothing here is ever leaked on purpose: what listens stops when its owner is
//! dropped.

pub mod storage;

pub mod address;
pub mod clipboard;
pub mod clock;
pub mod file;
pub mod host;
pub mod ids;
pub mod language;
pub mod locale;
pub mod offline;
pub mod page;
pub mod print;
pub mod scroll_restoration;
pub mod session;
pub mod share;
pub mod theme;
pub mod version;
pub mod watch;

use wasm_bindgen::JsValue;

/// The name of a thrown error, such as `SecurityError`. The class of an error differs between browsers,
/// and its message between languages; the name is the same everywhere.
fn error_name(error: &JsValue) -> String {
    let name = js_sys::Reflect::get(error, &JsValue::from_str("name"));
    name.ok()
        .and_then(|name| name.as_string())
        .unwrap_or_else(|| "Error".to_owned())
}
