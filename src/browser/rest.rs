//! The rest of the program, which arrives after the first page.
//!
//! boot.js fetches it and puts it into the running program; the two tell each other by events of the window.
//! Knows the names of these events and nothing else.

use super::watch::{self, Listener};

/// Somebody waits for it.
const WANTED: &str = "hindsight-rest-wanted";
/// It is here.
const HERE: &str = "hindsight-rest-here";
/// It did not come.
const FAILED: &str = "hindsight-rest-failed";

/// Asks for the rest; again, if it did not come before.
pub fn ask() {
    watch::tell(WANTED);
}

/// Calls `came` when the rest is here.
pub fn came(mut came: impl FnMut() + 'static) -> Option<Listener> {
    let window = web_sys::window()?;
    Listener::new(&window, HERE, move |_| came())
}

/// Calls `failed` each time that the rest was asked for and did not come.
pub fn failed(mut failed: impl FnMut() + 'static) -> Option<Listener> {
    let window = web_sys::window()?;
    Listener::new(&window, FAILED, move |_| failed())
}
