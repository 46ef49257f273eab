//! Paper, or a PDF: the browser's own dialogue.

/// Opens it. A browser without one, or a frame that may not, does nothing; the browser's menu is still there.
pub fn print() {
    if let Some(window) = web_sys::window() {
        window.print().ok();
    }
}
