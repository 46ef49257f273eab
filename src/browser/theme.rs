//! Light or dark, as an attribute of the page that the style sheet looks at.

use crate::wire::record::Theme;

/// Shows a theme.
pub fn show(theme: Theme) {
    let document = web_sys::window().and_then(|window| window.document());
    let Some(root) = document.and_then(|document| document.document_element()) else {
        return;
    };
    // An attribute of a sound name can always be set.
    match theme {
        Theme::Auto => root.remove_attribute("data-theme").ok(),
        Theme::Light => root.set_attribute("data-theme", "light").ok(),
        Theme::Dark => root.set_attribute("data-theme", "dark").ok(),
    };
}
