//! Paper, or a PDF: the browser's own dialogue.

use super::error_name;

/// The browser has no such dialogue, as those inside of other apps have none, by its name for the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintError(pub String);

/// Opens it. A frame that may not open it does nothing, and says nothing either; the browser's menu is still there.
///
/// # Errors
/// See [`PrintError`].
pub fn print() -> Result<(), PrintError> {
    let window = web_sys::window().ok_or_else(|| PrintError("NotSupportedError".to_owned()))?;
    window
        .print()
        .map_err(|error| PrintError(error_name(&error)))
}
