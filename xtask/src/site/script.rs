//! The scripts of the built site, made small.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::process::{command, run};

/// Makes a script small in its place. A module's own names may all be changed.
pub fn minify(file: &Path, is_module: bool, terser: &Path) -> Result<()> {
    let to = file.with_extension("small");
    let mut terser = command(terser);
    terser.arg(file);
    terser.args(["--compress", "passes=2", "--mangle", "--ecma", "2020"]);
    if is_module {
        terser.arg("--module");
    }
    run(terser.arg("--output").arg(&to))?;
    fs::rename(&to, file).with_context(|| format!("could not replace {}", file.display()))
}
