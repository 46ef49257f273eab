//! Where boot.js leaves its notes of what was done before the program was there.

use web_sys::Element;

/// The attribute of the program's place in the page, written like the query of an address.
const NOTES: &str = "data-early";

/// Takes the notes out of the page: each a name and a value. Both are words of our own markup, which have
/// nothing in them that would have to be unescaped.
pub fn take(host: &Element) -> Vec<(String, String)> {
    let notes = host.get_attribute(NOTES).unwrap_or_default();
    // An attribute of a sound name can always be removed.
    host.remove_attribute(NOTES).ok();
    let pair = |note: &str| {
        let (name, value) = note.split_once('=')?;
        Some((name.to_owned(), value.to_owned()))
    };
    notes.split('&').filter_map(pair).collect()
}
