//! What some engine, or its driver, does not have.

use std::io::Write;

use anyhow::Result;
use xtask::checks::LEFT_OUT;

use crate::Engine;

/// What an end-to-end test needs, and not every engine has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Where things stand, to a few pixels.
    Boxes,
    /// A word that is being composed, as Japanese is typed.
    ComposedWord,
    /// A day that is typed key by key.
    DayByKeys,
    /// Frames without credentials.
    FramesWithoutCredentials,
    /// Hundreds of addresses in a few seconds.
    ManyAddresses,
    /// The wish for more contrast, by itself.
    MoreContrast,
    /// A mouse, which the machine may not have.
    Mouse,
    /// The page as a PDF.
    Paper,
    /// The page on the screen as it would be printed.
    PrintedLook,
    /// A profile that the next session has again.
    Profile,
    /// Reports of the console and of requests.
    Reports,
    /// Scripts in a sandboxed frame without an origin.
    ScriptsWithoutOrigin,
    /// A page whose scripts are turned off.
    ScriptsOff,
    /// A PDF of the page with the page's structure in it.
    TaggedPaper,
    /// The tree of roles and names that assistive technology is told.
    Tree,
    /// A window that has the system's focus, without which nothing looks as if it had the page's.
    WindowFocus,
    /// Wishes for the look: dark, forced colours, more contrast.
    Wishes,
}

impl Need {
    /// The engines that do not have it, and why: the one list of all that is left out.
    fn missing(self) -> (&'static [Engine], &'static str) {
        use Engine::{Firefox, WebKit};
        match self {
            Self::Boxes => (
                &[Firefox, WebKit],
                "each engine breaks lines in its own way, and the snapshots are Chromium's",
            ),
            Self::ComposedWord => (&[Firefox, WebKit], "its driver cannot compose a word"),
            Self::DayByKeys => (&[Firefox], "its driver types a day as a whole"),
            Self::FramesWithoutCredentials => {
                (&[Firefox, WebKit], "it has no frames without credentials")
            }
            Self::ManyAddresses => (
                &[Firefox, WebKit],
                "it stops a page that changes its address so often",
            ),
            Self::MoreContrast => (&[Firefox, WebKit], "its driver has no such wish by itself"),
            Self::Mouse => (
                &[Firefox, WebKit],
                "its driver cannot say that there is one",
            ),
            Self::Paper => (&[WebKit], "its driver prints no PDF"),
            Self::PrintedLook => (&[WebKit], "its driver shows no page as it is printed"),
            Self::Profile => (
                &[WebKit],
                "its driver keeps nothing from one session to the next",
            ),
            Self::Reports => (&[WebKit], "it reports nothing to its driver"),
            Self::ScriptsWithoutOrigin => (
                &[WebKit],
                "'self' in a policy matches nothing in a frame without an origin, so that no script of it runs",
            ),
            Self::ScriptsOff => (&[WebKit], "its driver cannot turn scripts off"),
            Self::TaggedPaper => (&[Firefox, WebKit], "its driver prints no structure"),
            Self::Tree => (&[Firefox, WebKit], "its driver tells no tree of roles"),
            Self::WindowFocus => (
                &[Firefox],
                "its driver's window has no focus, so that nothing looks as if it had one",
            ),
            Self::Wishes => (&[WebKit], "its driver takes no wishes for the look"),
        }
    }
}

/// Whether an end-to-end test cannot be made in the engine that was chosen, since that does not have this. It ends there
/// then, and says why, in a line that is seen whether it passes or not:
///
/// ```no_run
/// # fn main() -> anyhow::Result<()> {
/// use e2e::{Need, left_out};
/// if left_out(Need::Paper)? {
///     return Ok(());
/// }
/// # Ok(())
/// # }
/// ```
pub fn left_out(need: Need) -> Result<bool> {
    let engine = Engine::chosen()?;
    let (engines, why) = need.missing();
    let is_left_out = engines.contains(&engine);
    if is_left_out {
        let thread = std::thread::current();
        let test = thread.name().unwrap_or("an end-to-end test");
        // The runner of the tests shows nothing of one that passes, but for what goes this way.
        writeln!(
            std::io::stderr(),
            "\n{LEFT_OUT}{test} in {}: {why}",
            engine.name()
        )?;
    }
    Ok(is_left_out)
}
