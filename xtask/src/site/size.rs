//! What the first visit downloads, against the budget.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use interview_hindsight::wire::language::{LANGUAGES, Language};
use serde_json::Value;

use super::compress::brotli;
use super::embed;
use crate::workspace::files_below;

/// Bytes, after brotli, of everything that a result needs. It comes in the background while somebody answers.
pub const BUDGET: usize = 488_000;
/// Bytes, after brotli, until the first question can be answered and Continue works: what a server may send before it
/// hears from the browser, TCP's first window of ten packets.
pub const FIRST_BUDGET: usize = 14 * 1024;

/// The same for a page in another language than the first: most take more letters, and letters with marks or of another
/// script two bytes each. The first question is within the first window all the same, since it comes first in the page.
pub const FIRST_BUDGET_TRANSLATED: usize = FIRST_BUDGET + 1_280;

/// What browsers fetch after everything else, and many not at all: the icons and the manifest.
const AFTERWARDS: [&str; 3] = [".svg", ".png", ".webmanifest"];

/// Whether a file is only loaded where a host's policy is of another build, and stops what stands in the page itself.
fn is_spare(file: &str) -> bool {
    file.starts_with("app-")
}

/// The weight of one file that a result needs.
pub struct Weight {
    /// Its name in `dist/`.
    pub file: String,
    /// Its bytes as they are.
    pub raw: usize,
    /// Its bytes as they travel.
    pub brotli: usize,
}

/// What the page names: itself, and each file that it loads.
pub fn whole_load(dist: &Path) -> Result<Vec<Weight>> {
    let page = fs::read_to_string(dist.join("index.html"))
        .context("could not read dist/index.html; build it first")?;
    let mut files = vec!["index.html".to_owned()];
    for name in own_files(&page) {
        if !files.contains(&name)
            && !is_spare(&name)
            && !AFTERWARDS.iter().any(|kind| name.ends_with(kind))
        {
            files.push(name);
        }
    }
    // The page names the list of languages, and the list the words.
    for name in files.clone() {
        if name.starts_with("languages-") {
            let list: Value = serde_json::from_str(&fs::read_to_string(dist.join(name))?)?;
            let words = list[0]["words"].as_str();
            files.push(
                words
                    .context("the list of languages names no words")?
                    .to_owned(),
            );
        }
    }
    files
        .into_iter()
        .map(|file| {
            let bytes =
                fs::read(dist.join(&file)).with_context(|| format!("the page names {file}"))?;
            Ok(Weight {
                raw: bytes.len(),
                brotli: brotli(&bytes)?.len(),
                file,
            })
        })
        .collect()
}

/// The relative addresses of files in the page, quoted or not.
fn own_files(page: &str) -> impl Iterator<Item = String> {
    page.split("./")
        .skip(1)
        .map(|rest| {
            rest.split(['"', '\'', ' ', '>'])
                .next()
                .unwrap_or_default()
                .to_owned()
        })
        // What stands in the page itself has such characters too.
        .filter(|name| name.contains('.') && name.chars().all(is_of_a_name))
}

fn is_of_a_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_.".contains(c)
}

/// How much the page of a language may weigh.
fn first_budget(language: &Language) -> usize {
    match language.path().is_empty() {
        true => FIRST_BUDGET,
        false => FIRST_BUDGET_TRANSLATED,
    }
}

/// The page of a language: its file, its bytes, and its bytes as they travel.
fn first_page(dist: &Path, language: &Language) -> Result<(String, usize, usize)> {
    let file = language.path() + "index.html";
    let page = fs::read(dist.join(&file)).with_context(|| format!("there is no {file}"))?;
    Ok((file, page.len(), brotli(&page)?.len()))
}

/// Fails when the page of any language is above its budget.
fn check_first_pages(dist: &Path) -> Result<()> {
    for language in LANGUAGES {
        let (_, _, first) = first_page(dist, language)?;
        if first > first_budget(language) {
            bail!(
                "The questionnaire in \"{}\" is above its budget.",
                language.tag
            );
        }
    }
    Ok(())
}

/// Prints the weights, and fails when they are above the budget.
pub fn report(dist: &Path) -> Result<()> {
    let weights = whole_load(dist)?;
    println!("{:>9} {:>9}  what a result needs", "raw", "brotli");
    for Weight { file, raw, brotli } in &weights {
        println!("{raw:>9} {brotli:>9}  {file}");
    }
    let raw: usize = weights.iter().map(|weight| weight.raw).sum();
    let total: usize = weights.iter().map(|weight| weight.brotli).sum();
    println!("{raw:>9} {total:>9}  all of it; the budget is {BUDGET}");
    // The first question stands in the page itself, with its style and what notes the answers.
    println!("                     until Continue works, by language:");
    for language in LANGUAGES {
        let (file, raw, first) = first_page(dist, language)?;
        let budget = first_budget(language);
        println!("{raw:>9} {first:>9}  {file}; the budget is {budget}");
    }
    check_first_pages(dist)?;
    let loader = fs::read(dist.join("embed.js")).context("the build has no embed.js")?;
    let (raw, loader) = (loader.len(), brotli(&loader)?.len());
    println!(
        "{raw:>9} {loader:>9}  embed.js, what a careers page loads; the budget is {}",
        embed::BUDGET
    );
    if loader >= embed::BUDGET {
        bail!("embed.js is above its budget.");
    }
    let mut beside = files_below(&dist.join("embed"))?.into_iter();
    let frame = beside.find(|file| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("frame-") && name.ends_with(".js")
    });
    let frame = fs::read(frame.context("the build has no frame.js")?)?;
    let (raw, frame) = (frame.len(), brotli(&frame)?.len());
    println!(
        "{raw:>9} {frame:>9}  frame.js, what the first paint of a frame waits for; the budget is {}",
        embed::FRAME_BUDGET
    );
    if frame > embed::FRAME_BUDGET {
        bail!("frame.js is above its budget.");
    }
    if total > BUDGET {
        bail!(
            "What a result needs is {} bytes above its budget.",
            total - BUDGET
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn the_files_of_the_page_are_found_quoted_or_not() {
        let page = r#"<link href=./a-1.css rel=x><script>/open\./.test(a)</script><script data-js="./b.js" src='./boot.js'></script><a href=./>"#;
        assert_eq!(
            own_files(page).collect::<Vec<_>>(),
            ["a-1.css", "b.js", "boot.js"]
        );
    }

    #[test]
    fn each_page_of_a_language_is_held_to_its_budget() -> Result<()> {
        // Every byte is another one than those before it, so that nothing can be made smaller.
        let heavy = |bytes: usize| -> Vec<u8> {
            let blocks = (0_u32..).flat_map(|block| Sha256::digest(block.to_le_bytes()));
            blocks.take(bytes).collect()
        };
        let site = tempfile::tempdir()?;
        let write = |language: &Language, page: &[u8]| -> Result<()> {
            let file = site.path().join(language.path()).join("index.html");
            fs::create_dir_all(file.parent().context("it has a folder")?)?;
            Ok(fs::write(file, page)?)
        };
        for language in LANGUAGES {
            write(language, &heavy(first_budget(language) - 64))?;
        }
        check_first_pages(site.path())?;
        for language in LANGUAGES {
            write(language, &heavy(first_budget(language) + 1))?;
            let said = check_first_pages(site.path()).map_err(|error| error.to_string());
            let tag = language.tag;
            let expected = format!("The questionnaire in \"{tag}\" is above its budget.");
            assert_eq!(said, Err(expected));
            write(language, b"<!doctype html>")?;
        }
        Ok(())
    }
}
