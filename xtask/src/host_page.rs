//! A careers page with the quiz in it, on another origin: the example in `examples/careers`.
//!
//! Owns the policy that such a page needs, which the documentation repeats and the end-to-end tests hold to be
//! enough. It must not be served by the host that serves the app: an origin of its own is the point.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::server::Options;
use crate::workspace::{files_below, root};

/// The strictest policy under which the element works, for an app at this origin.
pub fn policy(app_origin: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' {app_origin}; style-src 'self'; img-src 'self'; frame-src {app_origin}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    )
}

/// Writes the example into a folder, for an app at this address (with a `/` at its end), and says how to
/// serve it.
pub fn write(folder: &Path, app: &str, app_origin: &str) -> Result<Options> {
    let source = root().join("examples/careers");
    for file in files_below(&source)? {
        let text = fs::read_to_string(&file)?.replace("{app}", app);
        let to = folder.join(file.strip_prefix(&source)?);
        if let Some(parent) = to.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&to, text).with_context(|| format!("could not write {}", to.display()))?;
    }
    Ok(Options {
        headers: false,
        extra_headers: vec![("content-security-policy", policy(app_origin))],
        ..Options::new(folder)
    })
}
