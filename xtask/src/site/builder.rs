//! The page for owners of careers pages, `embed/builder/`.
//!
//! It is the app's own page with another attribute, without a first question, and with what it needs besides:
//! the loader, a style sheet of its own, and leave to show a frame of its own origin.

use std::fs;
use std::path::Path;

use anyhow::{Result, ensure};
use interview_hindsight::wire::language::Language;
use sha2::{Digest, Sha256};

use super::embed::Loader;
use super::{head, page};
use crate::policy;
use crate::workspace::root;

/// Puts its style sheet into the folder of a site, and gives the sheet's name.
///
/// # Errors
/// When it cannot be written.
pub fn sheet(site: &Path) -> Result<String> {
    let folder = site.join("embed/builder");
    fs::create_dir_all(&folder)?;
    let sheet = fs::read(root().join("embed/builder.css"))?;
    let hash: String = Sha256::digest(&sheet)[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let name = format!("builder-{hash}.css");
    fs::write(folder.join(&name), sheet)?;
    Ok(name)
}

/// Puts it into the folder of a site, in a language. `page` is the app's page as it is before a first question is in it.
///
/// # Errors
/// When the page does not carry the policy, or something cannot be written.
pub fn put_into(
    site: &Path,
    page: &str,
    language: Language,
    sheet: &str,
    loader: &Loader,
) -> Result<()> {
    let folder = format!("embed/builder/{}", language.path());
    page::put(site, &folder, &of(page, sheet, loader)?)
}

fn of(page: &str, sheet: &str, loader: &Loader) -> Result<String> {
    let framing = policy::framing_itself(page);
    ensure!(framing != page, "the page does not carry its policy");
    let page = head::all_styles_at_once(&framing)?;
    // It has no first question.
    let page = page.replacen(head::WAITED_FOR, "", 1);
    let page = page::marked(&page, "data-builder");
    page::with_in_head(
        &page,
        &format!(
            "<meta content=noindex name=robots><meta content=\"{} {}\" name=embed-loader><link href=./embed/builder/{sheet} rel=stylesheet><script src=./embed.js type=module></script>",
            loader.file, loader.integrity
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_may_show_a_frame_and_is_else_the_same() -> Result<()> {
        let page = fs::read_to_string(root().join("index.html"))?;
        let page = page::with_in_head(&page, head::WAITED_FOR)?;
        let loader = Loader {
            file: "embed-0123456789abcdef.js".to_owned(),
            integrity: "sha384-A".to_owned(),
        };
        let made = of(&page, "builder-1.css", &loader)?;
        assert!(made.contains("<html data-builder "), "{made}");
        assert!(made.contains("frame-src 'self'"), "{made}");
        assert!(!page.contains("frame-src"));
        assert!(page.contains(head::WAITED_FOR) && !made.contains(head::WAITED_FOR));
        assert!(
            made.contains("content=\"embed-0123456789abcdef.js sha384-A\""),
            "{made}"
        );
        assert!(of("<html><head></head></html>", "a.css", &loader).is_err());
        Ok(())
    }
}
