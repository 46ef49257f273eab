//! What the first visit downloads, against the budget.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::compress::brotli;
use super::embed;

/// Bytes, after brotli, of everything that the page fetches before its first screen is live.
pub const BUDGET: usize = 120_000;

/// What browsers fetch after everything else, and many not at all: the icons and the manifest.
const AFTERWARDS: [&str; 3] = [".svg", ".png", ".webmanifest"];

/// Whether a file follows the first load in the background: the second half of the code, and its style sheet.
fn follows(file: &str) -> bool {
    file.ends_with("_rest.wasm") || file.starts_with("later-")
}

/// Whether a file is only loaded where a host's policy is of another build, and stops what stands in the page itself.
fn is_spare(file: &str) -> bool {
    file.starts_with("app-")
}

/// The weight of one file of the first load.
pub struct Weight {
    /// Its name in `dist/`.
    pub file: String,
    /// Its bytes as they are.
    pub raw: usize,
    /// Its bytes as they travel.
    pub brotli: usize,
}

/// What the page names: itself, and each file that it loads at once.
pub fn first_load(dist: &Path) -> Result<Vec<Weight>> {
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

/// Prints the weights, and fails when they are above the budget.
pub fn report(dist: &Path) -> Result<()> {
    let weights = first_load(dist)?;
    let (rest, weights): (Vec<_>, Vec<_>) = weights
        .into_iter()
        .partition(|weight| follows(&weight.file));
    let raw: usize = weights.iter().map(|weight| weight.raw).sum();
    println!("{:>9} {:>9}  first load", "raw", "brotli");
    for Weight { file, raw, brotli } in &weights {
        println!("{raw:>9} {brotli:>9}  {file}");
    }
    let total: usize = weights.iter().map(|weight| weight.brotli).sum();
    println!("{raw:>9} {total:>9}  all of it; the budget is {BUDGET}");
    for Weight { file, raw, brotli } in &rest {
        println!("{raw:>9} {brotli:>9}  {file}, which follows in the background");
    }
    let loader = fs::read(dist.join("embed.js")).context("the build has no embed.js")?;
    let (raw, loader) = (loader.len(), brotli(&loader)?.len());
    println!(
        "{raw:>9} {loader:>9}  embed.js, what a careers page loads; the budget is {}",
        embed::BUDGET
    );
    if loader >= embed::BUDGET {
        bail!("embed.js is above its budget.");
    }
    if total > BUDGET {
        bail!(
            "The first load is {} bytes above its budget.",
            total - BUDGET
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_of_the_page_are_found_quoted_or_not() {
        let page = r#"<link href=./a-1.css rel=x><script>/open\./.test(a)</script><script data-js="./b.js" src='./boot.js'></script><a href=./>"#;
        assert_eq!(
            own_files(page).collect::<Vec<_>>(),
            ["a-1.css", "b.js", "boot.js"]
        );
    }
}
