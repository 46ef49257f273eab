//! What questionnaire.js goes by on the program's pages as well.

/// Has a choice lead on by itself, or no longer.
pub fn go_on_at_once(on: bool) {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(root) = document.and_then(|document| document.document_element()) {
        // An attribute of a sound name can always be set.
        root.toggle_attribute_with_force("data-go-on-at-once", on)
            .ok();
    }
}
