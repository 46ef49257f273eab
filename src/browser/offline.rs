//! The copy of the app that the browser keeps for use without a network.
//!
//! boot.js owns that copy, since it has to outlive any one build of the program; the two tell each other
//! by events of the window. Knows the names of these events and nothing else.

use super::watch::{self, Listener};

/// boot.js found a new build, whole and on the device, that waits for the person to agree.
const NEW_VERSION: &str = "hindsight-new-version";
/// The person agreed.
const TAKE_OVER: &str = "hindsight-take-over";

/// Calls `found` when a new build of the app waits.
pub fn new_version_found(mut found: impl FnMut() + 'static) -> Option<Listener> {
    let window = web_sys::window()?;
    Listener::new(&window, NEW_VERSION, move |_| found())
}

/// Whether one was found before the program listened. boot.js notes it on the page.
pub fn is_new_version_waiting() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    let root = document.and_then(|document| document.document_element());
    root.is_some_and(|root| root.has_attribute("data-new-version"))
}

/// Has the new build take over. The page is loaded again when it has.
pub fn take_over() {
    watch::tell(TAKE_OVER);
}
