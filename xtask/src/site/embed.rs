//! What a careers page needs: the loader `embed.js`, and the app's pages for frames: `embed/` with the built-in quiz, and
//! `embed/quiz/<id>/` for each own one; and below each of them, a folder for each language but the first.
//!
//! Such a page is the app's own with other addresses: the same code, styles and policy, in a folder. It says of itself
//! that it is meant for a frame, and has one small script more, `frame.js`. The loader is shipped as it is written, under
//! its name and under one that changes with its content, for pages that pin it.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use base64::Engine as _;
use serde_json::json;
use sha2::{Digest, Sha256, Sha384};

use super::quizzes::OwnQuiz;
use super::words::Spoken;
use super::{first, head, page};
use crate::workspace::root;

/// Bytes, after brotli, that the loader may cost a careers page.
pub const BUDGET: usize = 2_048;
/// The same for `frame.js`, which a frame's first paint waits for.
pub const FRAME_BUDGET: usize = 1_792;

/// The loader under the name that changes with its content, and what `integrity` a page pins it with.
pub struct Loader {
    /// The file's name in `dist/`.
    pub file: String,
    /// The value of the attribute.
    pub integrity: String,
}

/// What loads the pages for frames, and what these load besides.
pub struct Loaders {
    /// What a careers page loads.
    pub own: Loader,
    /// The element with `frame.js`.
    pub frame: String,
}

/// Puts the scripts into the folder of a built site.
///
/// # Errors
/// When the build lacks one, or it cannot be written.
pub fn put_into(site: &Path) -> Result<Loaders> {
    let source = root().join("embed");
    let bytes = fs::read(site.join("embed.js")).context("the build has no embed.js")?;
    let loader = loader(&bytes);
    fs::write(site.join(&loader.file), &bytes)?;
    fs::copy(source.join("embed.d.ts"), site.join("embed.d.ts"))?;
    let manifest = json!({ "file": loader.file, "integrity": loader.integrity });
    fs::write(site.join("embed.json"), format!("{manifest:#}\n"))?;

    fs::create_dir_all(site.join("embed"))?;
    Ok(Loaders {
        own: loader,
        frame: frame_script(site)?,
    })
}

/// Writes the pages for frames in a language. `page` is the app's page as it is before any question is in it.
///
/// # Errors
/// When one cannot be drawn or written.
pub fn pages(
    site: &Path,
    page: &str,
    spoken: &Spoken,
    quizzes: &[OwnQuiz],
    loaders: &Loaders,
) -> Result<()> {
    let language = spoken.language.path();
    let folder = format!("embed/{language}");
    let own_page = page::up_from(&folder) + &language;
    let filled = first::of_the_built_in(page, spoken, Some(&own_page))?;
    page::put(site, &folder, &framed(&filled, &loaders.frame)?)?;
    for own in quizzes {
        let id = own.quiz.id();
        let of_the_quiz = format!("quiz/{id}/{language}");
        let folder = format!("embed/{of_the_quiz}");
        let own_page = page::up_from(&folder) + &of_the_quiz;
        let words = own.words_in(spoken.language);
        let filled = first::filled(page, own.quiz.clone(), words, spoken, Some(&own_page))?;
        let framed = framed(&filled, &loaders.frame)?;
        let marked = page::marked(&framed, &format!("data-quiz=\"{id}\""));
        page::put(site, &folder, &marked)?;
    }
    Ok(())
}

/// Gives `frame.js` the name that changes with its content, beside the pages for frames; and the element that loads it.
fn frame_script(site: &Path) -> Result<String> {
    let built = site.join("frame.js");
    let bytes = fs::read(&built).context("the build has no frame.js")?;
    let file = format!("embed/frame-{}.js", hash(&bytes));
    fs::rename(&built, site.join(&file))?;
    let integrity = integrity(&bytes);
    Ok(format!(
        "<script crossorigin integrity={integrity} src=./{file}></script>"
    ))
}

/// What the loader of the built site is called, to be shown to whoever builds.
pub fn in_site(site: &Path) -> Result<Loader> {
    Ok(loader(&fs::read(site.join("embed.js"))?))
}

fn loader(bytes: &[u8]) -> Loader {
    Loader {
        file: format!("embed-{}.js", hash(bytes)),
        integrity: integrity(bytes),
    }
}

fn hash(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let bytes = digest[..8].iter();
    bytes.map(|byte| format!("{byte:02x}")).collect()
}

fn integrity(bytes: &[u8]) -> String {
    let hash = base64::prelude::BASE64_STANDARD.encode(Sha384::digest(bytes));
    format!("sha384-{hash}")
}

/// The app's page as one for a frame, which search engines leave out. Its first screen needs both style sheets; `script`
/// runs before any other of its scripts.
fn framed(page: &str, script: &str) -> Result<String> {
    let page = head::all_styles_at_once(page)?;
    let Some(at) = page.find("<script") else {
        bail!("the page has no script to put another before");
    };
    let (before, after) = page.split_at(at);
    let page = page::marked(&[before, script, after].concat(), "data-embed");
    page::with_in_head(&page, "<meta content=noindex name=robots>")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::is_hashed;

    #[test]
    fn a_page_for_a_frame_runs_its_script_first_and_finds_its_files() -> Result<()> {
        let page = "<html lang=en><head><script>ask()</script><script id=boot src=./boot.js></script></head></html>";
        assert_eq!(
            framed(page, "<script src=./embed/frame-1.js></script>")?,
            "<html data-embed lang=en><head><script src=./embed/frame-1.js></script><script>ask()</script><script id=boot src=./boot.js></script><meta content=noindex name=robots></head></html>"
        );
        assert!(framed("<html lang=en></html>", "").is_err());
        Ok(())
    }

    #[test]
    fn the_loaders_second_name_is_kept_for_ever() {
        let loader = loader(b"export {};\n");
        assert!(is_hashed(&loader.file), "{}", loader.file);
        assert!(loader.integrity.starts_with("sha384-"));
    }
}
