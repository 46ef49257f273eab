//! `sw.js`: the copy of the whole build that a browser keeps, so that the app opens without a network.
//!
//! Owns the list of what is in that copy. What a browser does with it stands in `offline/worker.js`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::workspace::{files_below, root};

/// The worker's name. It stays the same for ever: a browser finds the next build, and the end, by it.
pub const WORKER: &str = "sw.js";

/// Whether browsers keep a copy of the build.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Offline {
    /// The app opens without a network from the second visit on.
    #[default]
    Kept,
    /// Copies of earlier builds are removed at the next visit, and none is kept.
    Removed,
}

/// Writes the worker of the build that is in `dist`, and gives the build's id.
///
/// # Errors
/// When a file cannot be read or written.
pub fn write(dist: &Path, offline: Offline) -> Result<String> {
    let source = |name: &str| {
        let path = root().join("offline").join(name);
        fs::read_to_string(&path).with_context(|| format!("could not read {}", path.display()))
    };
    let (id, worker) = match offline {
        Offline::Kept => {
            let worker = source("worker.js")?;
            let files = files(dist)?;
            let id = id(&files, &worker);
            let build = serde_json::json!({ "id": id, "files": files });
            (id, format!("const BUILD = {build:#};\n{worker}"))
        }
        Offline::Removed => (String::new(), source("unregister-sw.js")?),
    };
    fs::write(dist.join(WORKER), worker).context("could not write the worker")?;
    Ok(id)
}

/// Every file of the app's own pages with its hash, as `integrity` takes it; a page by its folder.
fn files(dist: &Path) -> Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    for file in files_below(dist)? {
        let below = file.strip_prefix(dist)?;
        let path: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
        let path = path.join("/");
        if !belongs(&path) {
            continue;
        }
        let hash = STANDARD.encode(Sha256::digest(fs::read(&file)?));
        // A page is asked for by its folder.
        let address = path.strip_suffix("index.html").unwrap_or(&path);
        let address = format!("./{address}");
        files.insert(address, format!("sha256-{hash}"));
    }
    Ok(files)
}

/// Left out are what other pages load (the embedding), what a host alone reads, and the worker itself.
fn belongs(path: &str) -> bool {
    let of_the_embedding = path.starts_with("embed");
    let of_the_host = path.starts_with('_') || path.ends_with(".br") || path.ends_with(".gz");
    !of_the_embedding && !of_the_host && path != WORKER
}

/// The same files and the same worker have the same id.
fn id(files: &BTreeMap<String, String>, worker: &str) -> String {
    let mut hash = Sha256::new();
    for (path, integrity) in files {
        hash.update(format!("{path} {integrity}\n"));
    }
    hash.update(worker);
    let digest = hash.finalize();
    digest
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_copy_has_the_app_s_own_files_and_no_others() {
        for (path, belongs_to_it) in [
            ("index.html", true),
            ("boot.js", true),
            ("app-0123456789abcdef.css", true),
            ("quiz/interview/1.0.0.json", true),
            ("index.html.br", false),
            ("boot.js.gz", false),
            ("embed/index.html", false),
            ("embed.js", false),
            ("_headers", false),
            ("sw.js", false),
        ] {
            assert_eq!(belongs(path), belongs_to_it, "{path}");
        }
    }

    #[test]
    fn another_file_is_another_build() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("offline-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("index.html"), "<p>one</p>")?;
        let first = write(&folder, Offline::Kept)?;
        let worker = fs::read_to_string(folder.join(WORKER))?;
        let again = write(&folder, Offline::Kept)?;
        fs::write(folder.join("index.html"), "<p>two</p>")?;
        let second = write(&folder, Offline::Kept)?;
        fs::remove_dir_all(&folder)?;
        assert_eq!(first, again, "the worker itself does not count");
        assert_ne!(first, second);
        assert!(worker.contains("\"./\": \"sha256-"), "{worker}");
        Ok(())
    }
}
