//! `sw.js`: the copy of the whole build that a browser keeps, so that the app opens without a network.
//!
//! Owns the list of what is in that copy. What a browser does with it stands in `offline/worker.js`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use interview_hindsight::wire::language::{LANGUAGES, Language};
use sha2::{Digest, Sha256};

use super::localized;
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
            let (files, languages) = files(dist)?;
            let of_languages = languages.values().flatten();
            let id = id(files.iter().chain(of_languages), &worker);
            let build = serde_json::json!({ "id": id, "files": files, "languages": languages });
            (id, format!("const BUILD = {build:#};\n{worker}"))
        }
        Offline::Removed => (String::new(), source("unregister-sw.js")?),
    };
    fs::write(dist.join(WORKER), worker).context("could not write the worker")?;
    Ok(id)
}

/// Files with their hashes, as `integrity` takes them; a page by its folder.
type Files = BTreeMap<String, String>;

/// Every file of the app's own pages; and by its tag, what each language needs besides.
fn files(dist: &Path) -> Result<(Files, BTreeMap<&'static str, Files>)> {
    let mut files = BTreeMap::new();
    // Those of the first one are among the files for all: its page is that of the site's own address.
    let mut languages = BTreeMap::from([(LANGUAGES[0].tag, Files::new())]);
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
        let among = match language_of(&path) {
            Some(language) => languages.entry(language.tag).or_default(),
            None => &mut files,
        };
        among.insert(address, format!("sha256-{hash}"));
    }
    Ok((files, languages))
}

/// The language that a file is for; `None` for the first, and for what is for all of them.
fn language_of(path: &str) -> Option<&'static Language> {
    LANGUAGES.iter().skip(1).find(|language| {
        let folder = language.folder();
        let (page, quiz_page) = (format!("{folder}/"), format!("/{folder}/index.html"));
        let quiz_words = format!("-{folder}-");
        path.starts_with(&page)
            || path.ends_with(&quiz_page)
            || path.starts_with(&format!("text-{folder}-"))
            || path == localized::manifest_of(**language)
            || path
                .strip_prefix("quiz/")
                .is_some_and(|file| !file.contains('/') && file.contains(&quiz_words))
    })
}

/// Left out are what other pages load (the embedding), what a host alone reads, and the worker itself.
fn belongs(path: &str) -> bool {
    let of_the_embedding = path.starts_with("embed");
    let of_the_host = path.starts_with('_') || path.ends_with(".br") || path.ends_with(".gz");
    !of_the_embedding && !of_the_host && path != WORKER
}

/// The same files and the same worker have the same id.
fn id<'f>(files: impl Iterator<Item = (&'f String, &'f String)>, worker: &str) -> String {
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
    fn what_one_language_needs_is_kept_for_itself() {
        for language in LANGUAGES.iter().skip(1) {
            let folder = language.folder();
            for (path, is_its) in [
                (format!("{folder}/index.html"), true),
                (format!("quiz/phone-screen/{folder}/index.html"), true),
                (
                    format!("quiz/phone-screen-{folder}-0123456789abcdef.json"),
                    true,
                ),
                (format!("text-{folder}-0123456789abcdef.json"), true),
                (format!("manifest.{folder}.webmanifest"), true),
                ("index.html".to_owned(), false),
                ("languages-0123456789abcdef.json".to_owned(), false),
                ("quiz/phone-screen/index.html".to_owned(), false),
                (
                    "quiz/phone-screen-1.0.0-0123456789abcdef.json".to_owned(),
                    false,
                ),
                ("manifest.webmanifest".to_owned(), false),
                ("text-en-0123456789abcdef.json".to_owned(), false),
            ] {
                let found = language_of(&path).map(|language| language.tag);
                assert_eq!(found, is_its.then_some(language.tag), "{path}");
            }
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
