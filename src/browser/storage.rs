//! The browser's own store, `localStorage`.
//!
//! Owns the way in. gloo-storage ends the program when the store is blocked: its `raw` expects one to be
//! there (seen in 0.3 and 0.4; the read throws in Firefox 153 and WebKitGTK 2.50 in a frame without
//! `allow-same-origin`, and in Chromium 156 with all cookies blocked). So each call asks the window
//! first, and only then takes gloo's; and it uses none of gloo's methods that throw for other reasons.

use gloo_storage::{LocalStorage, Storage as _};
use js_sys::{JsString, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::error_name;
use crate::wire::port::{KeyValue, PREFIX, StorageError, units};

/// The port on `localStorage`. It holds nothing: whether the store can be reached is found out anew by
/// each call, since a person can block it while the page is open.
#[derive(Clone, Copy, Debug, Default)]
pub struct LocalStore;

impl KeyValue for LocalStore {
    fn get(&self, key: &str) -> Result<Option<String>, StorageError> {
        let storage = reach()?;
        let value = storage.get_item(key).map_err(|error| failure(&error))?;
        // Half of a surrogate pair has no place in a Rust string, and comes as U+FFFD. A value that has
        // that character in its own right is rare enough to be looked at twice.
        if value
            .as_ref()
            .is_some_and(|value| value.chars().any(|c| c == '\u{fffd}'))
            && !is_text(&storage, key)?
        {
            return Err(StorageError::NotText);
        }
        Ok(value)
    }

    fn set(&self, key: &str, value: &str) -> Result<(), StorageError> {
        reach()?
            .set_item(key, value)
            .map_err(|error| failure(&error))
    }

    fn remove(&self, key: &str) -> Result<(), StorageError> {
        reach()?.remove_item(key).map_err(|error| failure(&error))
    }

    fn keys(&self) -> Result<Vec<String>, StorageError> {
        let mut keys = all_keys(&reach()?)?;
        keys.retain(|key| key.starts_with(PREFIX));
        Ok(keys)
    }

    fn foreign_units(&self) -> Result<u32, StorageError> {
        let storage = reach()?;
        let mut sum = 0_u32;
        for key in all_keys(&storage)?
            .iter()
            .filter(|key| !key.starts_with(PREFIX))
        {
            let value = storage.get_item(key).map_err(|error| failure(&error))?;
            sum = sum.saturating_add(units(key) + value.as_deref().map_or(0, units));
        }
        Ok(sum)
    }
}

/// The store, when there is one.
#[allow(
    clippy::disallowed_methods,
    reason = "gloo's way in panics where there is no store; here it is asked for first"
)]
fn reach() -> Result<web_sys::Storage, StorageError> {
    let window = web_sys::window().ok_or(StorageError::Blocked)?;
    match window.local_storage() {
        Ok(Some(_)) => Ok(LocalStorage::raw()),
        // The read itself throws, or gives null.
        Ok(None) | Err(_) => Err(StorageError::Blocked),
    }
}

fn all_keys(storage: &web_sys::Storage) -> Result<Vec<String>, StorageError> {
    let length = storage.length().map_err(|error| failure(&error))?;
    let mut keys = Vec::new();
    for index in 0..length {
        // `None` when another tab removed something since the length was read.
        if let Some(key) = storage.key(index).map_err(|error| failure(&error))? {
            keys.push(key);
        }
    }
    Ok(keys)
}

fn is_text(storage: &web_sys::Storage, key: &str) -> Result<bool, StorageError> {
    // Read as a property, which gives the browser's own string. None of our keys is the name of one of
    // the store's methods.
    let value = Reflect::get(storage, &JsValue::from_str(key)).map_err(|error| failure(&error))?;
    Ok(value
        .dyn_ref::<JsString>()
        .is_some_and(JsString::is_valid_utf16))
}

fn failure(error: &JsValue) -> StorageError {
    match error_name(error).as_str() {
        // The class differs (`QuotaExceededError` is one of its own in Chromium 156, a `DOMException`
        // elsewhere), and Firefox has had its own name for it.
        "QuotaExceededError" | "NS_ERROR_DOM_QUOTA_REACHED" => StorageError::Full,
        "SecurityError" => StorageError::Blocked,
        name => StorageError::Other(name.to_owned()),
    }
}
