//! The hand-over from boot.js: where it leaves its notes of what was done before the program was there, and how it
//! learns that the program's page stands.

use web_sys::Element;

use super::watch;

/// The program has begun to draw, and its page stands as soon as what was put off until the end of the task is done.
const DRAWN: &str = "hindsight-drawn";

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

/// Tells boot.js that the page is drawn. Yew draws at the end of the task in which it is asked to, and boot.js goes on
/// after that.
pub fn drawn() {
    watch::tell(DRAWN);
}
