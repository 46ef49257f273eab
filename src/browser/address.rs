//! The address bar, and the title of the tab, which the browser's history keeps beside the address.
//!
//! At top level each step is a new entry, so that the browser's Back goes back one step. In a frame the
//! entry is replaced: there, Back belongs to the page around it.

use wasm_bindgen::JsValue;

/// What stands in the address while the tab keeps what a link has carried. boot.js puts it there.
const HIDDEN: &str = "#/open";

/// Where the tab keeps it.
const CARRIED: &str = "interview-hindsight:open";

/// What stands behind the `#`, with it; of a link that carries answers, what stood there.
#[must_use]
pub fn fragment() -> String {
    let hash = shown();
    if hash == HIDDEN
        && let Some(Ok(Some(carried))) = storage().map(|storage| storage.get_item(CARRIED))
    {
        return carried;
    }
    hash
}

fn shown() -> String {
    // Reading the parts of one's own address throws nowhere.
    let hash = web_sys::window().and_then(|window| window.location().hash().ok());
    hash.unwrap_or_default()
}

fn storage() -> Option<web_sys::Storage> {
    // Where the store is blocked, reading this property throws.
    web_sys::window()?.session_storage().ok()?
}

/// Whether the address bar shows this fragment.
#[must_use]
pub fn is_at(fragment: &str) -> bool {
    fragment == shown()
}

/// Shows the page from its top, as the browser does where it follows a link itself.
pub fn scroll_to_top() {
    if let Some(window) = web_sys::window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
}

/// Writes a fragment into the address bar, without an event of its own and without scrolling.
pub fn go(fragment: &str) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let Ok(history) = window.history() else {
        return;
    };
    let written = if is_framed(&window) {
        history.replace_state_with_url(&JsValue::NULL, "", Some(fragment))
    } else {
        history.push_state_with_url(&JsValue::NULL, "", Some(fragment))
    };
    // A document without an address of its own takes none, and browsers refuse it to who does it very often. The page
    // is right all the same; Back then leads one step further.
    written.ok();
}

/// Writes the title of the tab.
pub fn set_title(title: &str) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        document.set_title(title);
    }
}

/// Writes a fragment in the place of the one that stands there, so that Back does not lead to that. What a link
/// has carried is forgotten. The entry keeps its state, by which `scroll_restoration` knows it.
pub fn replace(fragment: &str) {
    let Some(window) = web_sys::window() else {
        return;
    };
    forget_carried();
    if let Ok(history) = window.history() {
        let state = history.state().unwrap_or_default();
        let written = history.replace_state_with_url(&state, "", Some(fragment));
        // As in `go`. No answers are left in the address by it: questionnaire.js has hidden them.
        written.ok();
    }
    scroll_to_top();
}

/// Forgets what a link has carried.
pub fn forget_carried() {
    if let Some(storage) = storage() {
        // A store that refuses even this holds nothing that was carried: questionnaire.js could not put it there.
        storage.remove_item(CARRIED).ok();
    }
}

/// The address of this page, without what stands behind the `#`.
#[must_use]
pub fn page() -> String {
    // Reading one's own address throws nowhere.
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
