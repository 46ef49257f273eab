//! What a careers page needs: the loader `embed.js`, and the app's page for a frame, `embed/index.html`.
//!
//! The page is the app's own with other addresses: the same code, styles and policy, a folder higher. It
//! says of itself that it is meant for a frame. The loader is shipped as it is written, under its name and
//! under one that changes with its content, for pages that pin it.

use std::fs;
use std::path::Path;

use anyhow::Result;
use base64::Engine as _;
use serde_json::json;
use sha2::{Digest, Sha256, Sha384};

use super::{head, page};
use crate::workspace::root;

/// Bytes, after brotli, that the loader may cost a careers page.
pub const BUDGET: usize = 2_048;

/// The loader under the name that changes with its content, and what `integrity` a page pins it with.
pub struct Loader {
    /// The file's name in `dist/`.
    pub file: String,
    /// The value of the attribute.
    pub integrity: String,
}

/// Puts everything into the folder of a built site, and gives the loader.
pub fn put_into(site: &Path, page: &str) -> Result<Loader> {
    let source = root().join("embed");
    let bytes = fs::read(source.join("embed.js"))?;
    let loader = loader(&bytes);
    fs::write(site.join("embed.js"), &bytes)?;
    fs::write(site.join(&loader.file), &bytes)?;
    fs::copy(source.join("embed.d.ts"), site.join("embed.d.ts"))?;
    let manifest = json!({ "file": loader.file, "integrity": loader.integrity });
    fs::write(site.join("embed.json"), format!("{manifest:#}\n"))?;

    fs::create_dir_all(site.join("embed"))?;
    fs::write(site.join("embed/index.html"), framed(page)?)?;
    Ok(loader)
}

/// What the loader of the built site is called, to be shown to whoever builds.
pub fn in_site(site: &Path) -> Result<Loader> {
    Ok(loader(&fs::read(site.join("embed.js"))?))
}

fn loader(bytes: &[u8]) -> Loader {
    let hash: String = Sha256::digest(bytes)[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Loader {
        file: format!("embed-{hash}.js"),
        integrity: format!(
            "sha384-{}",
            base64::prelude::BASE64_STANDARD.encode(Sha384::digest(bytes))
        ),
    }
}

/// The app's page as one for a frame, which search engines leave out. Its first screen needs both style sheets.
fn framed(page: &str) -> Result<String> {
    let page = head::all_styles_at_once(page)?;
    let page = page::marked(&page::below(&page, 1), "data-embed");
    page::with_in_head(&page, "<meta content=noindex name=robots>")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::is_hashed;
    use crate::site::compress::brotli;

    #[test]
    fn the_loader_is_within_its_budget_as_it_is_shipped() -> Result<()> {
        let weight = brotli(&fs::read(root().join("embed/embed.js"))?)?.len();
        assert!(weight < BUDGET, "embed.js weighs {weight} bytes");
        Ok(())
    }

    #[test]
    fn the_loaders_second_name_is_kept_for_ever() {
        let loader = loader(b"export {};\n");
        assert!(is_hashed(&loader.file), "{}", loader.file);
        assert!(loader.integrity.starts_with("sha384-"));
    }
}
