//! Where things are: the checkout and the cache that all checkouts of one person share.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

/// The root of the checkout.
pub fn root() -> &'static Path {
    // The folder was known when this program was compiled, and Cargo recompiles it in another one.
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap_or(Path::new("."))
}

/// What the page is put together from before Trunk sees it, and where Trunk leaves its work.
pub fn staging() -> PathBuf {
    root().join("target/site")
}

/// The finished site.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// The build of the wasm has its own target folder: it may use another compiler than the native
/// build, and neither should throw away what the other has made.
pub fn wasm_target() -> PathBuf {
    root().join("target/wasm")
}

/// The folder for tools, per person and not per checkout, so that a second clone finds them.
///
/// `INTERVIEW_HINDSIGHT_CACHE` names another one.
pub fn tools_cache() -> Result<PathBuf> {
    if let Some(path) = absolute("INTERVIEW_HINDSIGHT_CACHE") {
        return Ok(path.join("tools"));
    }
    let caches = if cfg!(windows) {
        absolute("LOCALAPPDATA")
    } else {
        absolute("XDG_CACHE_HOME").or_else(|| {
            let home = absolute("HOME")?;
            Some(if cfg!(target_os = "macos") {
                home.join("Library/Caches")
            } else {
                home.join(".cache")
            })
        })
    };
    match caches {
        Some(caches) => Ok(caches.join("interview-hindsight").join("tools")),
        None => bail!(
            "There is no home folder to keep tools in. Set INTERVIEW_HINDSIGHT_CACHE to an absolute path."
        ),
    }
}

fn absolute(variable: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env::var_os(variable)?);
    path.is_absolute().then_some(path)
}

/// All files below `folder`, sorted, so that whatever is made from them comes out the same.
pub fn files_below(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                open.push(entry.path());
            } else {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// A path for people: relative to the checkout where that is possible, with `/`.
pub fn shown(path: &Path) -> String {
    path.strip_prefix(root())
        .unwrap_or(path)
        .to_string_lossy()
        .replace('\\', "/")
}
