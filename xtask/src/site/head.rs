//! The head of the page: what stands in it, and what is asked for in which order, so that the first page is
//! painted as soon as the HTML is there.
//!
//! Trunk and the source name files. Here the first style sheet and questionnaire.js are put into the page itself, where the
//! policy names them by their hashes; what the app needs is asked for next; boot.js holds up nothing; and the later
//! screens' style sheet comes beside the code.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use base64::Engine as _;
use sha2::{Digest, Sha256};

use crate::policy::{self, Inline};

/// The first paint waits until the HTML is there as far as the first question's button: without this, Chromium paints an
/// empty page first, and the question a frame later. Other browsers leave it out.
pub(super) const WAITED_FOR: &str = "<link blocking=render href=#go-on rel=expect>";

/// The page with its head in order, and the hashes of what now stands in it.
///
/// # Errors
/// When Trunk has not written what is expected of it.
pub fn arrange(site: &Path, page: &str) -> Result<(String, Inline)> {
    let read = |name: &str| {
        let text = fs::read_to_string(site.join(name));
        text.with_context(|| format!("the build has no {name}"))
    };
    let (app, app_link) = sheet(page, "app-")?;
    let (later, later_link) = sheet(page, "later-")?;
    let (style, script) = (
        read(&app.name())?,
        read("questionnaire.js")?.trim_end().to_owned(),
    );
    if style.contains("</style") || script.contains("</script") {
        bail!("what goes into the page would end there before its end");
    }
    let inline = Inline {
        script: hash(&script),
        style: hash(&style),
    };
    let mut head = String::new();
    let mut page = page.to_owned();
    // The program comes after the first paint. boot.js asks for it, and holds the code to its hash and size.
    let code = element(&page, "<link ", "as=fetch")?.to_owned();
    let integrity = attribute(&code, "integrity")?.to_owned();
    let wasm = attribute(&code, "href")?.trim_start_matches("./");
    let size = fs::metadata(site.join(wasm))
        .context("the build has no program")?
        .len();
    page = page.replacen(&code, "", 1);
    let script_link = element(&page, "<link ", "rel=modulepreload")?.to_owned();
    page = page.replacen(&script_link, "", 1);
    head.push_str(WAITED_FOR);
    head.push_str(&format!("<style>{style}</style>"));
    page = page.replacen(&app_link, &head, 1);
    page = page.replacen(&later_link, "", 1);
    let own = format!(
        "{}</script>",
        element(&page, "<script ", "id=questionnaire")?
    );
    page = page.replacen(&own, &format!("<script>{script}</script>"), 1);
    let boot = element(&page, "<script ", "id=boot")?.to_owned();
    let told = format!(
        "<script async data-sheet={} data-style={} data-style-integrity={} data-wasm-integrity={integrity} data-wasm-size={size} ",
        app.address, later.address, later.integrity
    );
    page = page.replacen(&boot, &boot.replacen("<script ", &told, 1), 1);
    let (before, after) = (policy::in_the_source(), policy::with(&inline));
    if !page.contains(&before) {
        bail!("the page does not carry its policy");
    }
    Ok((page.replacen(&before, &after, 1), inline))
}

/// The page with the later sheet before its first paint, for a page that shows nothing without it.
///
/// # Errors
/// When it is held back in this page, and cannot be found.
pub fn all_styles_at_once(page: &str) -> Result<String> {
    let Some((before, after)) = page.split_once(" data-style=") else {
        // A build for working on the app holds nothing back.
        return Ok(page.to_owned());
    };
    let read = || {
        let (address, rest) = after.split_once(' ')?;
        let (integrity, rest) = rest
            .strip_prefix("data-style-integrity=")?
            .split_once(' ')?;
        Some((address, integrity, rest))
    };
    let (address, integrity, rest) =
        read().context("the page holds back a style sheet without its hash")?;
    let link = format!("<link crossorigin href={address} integrity={integrity} rel=stylesheet>");
    let at = before.rfind("<script ").context("the page has no script")?;
    let (before, script) = before.split_at(at);
    Ok(format!("{before}{link}{script} {rest}"))
}

/// A style sheet that the page names.
struct StyleSheet {
    address: String,
    integrity: String,
}

impl StyleSheet {
    fn name(&self) -> String {
        self.address.trim_start_matches("./").to_owned()
    }
}

/// The style sheet whose name begins like this, and its link.
fn sheet(page: &str, begins: &str) -> Result<(StyleSheet, String)> {
    let link = element(page, "<link ", &format!("href=./{begins}"))?;
    let sheet = StyleSheet {
        address: attribute(link, "href")?.to_owned(),
        integrity: attribute(link, "integrity")?.to_owned(),
    };
    Ok((sheet, link.to_owned()))
}

/// The value of a tag's attribute, as Trunk's minifier writes it.
fn attribute<'t>(tag: &'t str, name: &str) -> Result<&'t str> {
    let mut parts = tag.trim_end_matches('>').split(' ');
    let value = parts.find_map(|part| part.strip_prefix(name)?.strip_prefix('='));
    value.with_context(|| format!("{tag} has no {name}"))
}

/// The tag that begins like this and says that, as Trunk's minifier writes it.
fn element<'p>(page: &'p str, begins: &str, says: &str) -> Result<&'p str> {
    let mut found = page.match_indices(begins).filter_map(|(at, _)| {
        let tag = &page[at..];
        tag.get(..=tag.find('>')?)
    });
    let tag = found.find(|tag| tag.contains(says));
    tag.with_context(|| format!("the page has no {begins}... {says}"))
}

/// A hash as a policy names it.
fn hash(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    format!(
        "'sha256-{}'",
        base64::prelude::BASE64_STANDARD.encode(digest)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_page_waits_for_no_other_file() -> Result<()> {
        let site = std::env::temp_dir().join(format!("ih-head-{}", std::process::id()));
        fs::create_dir_all(&site)?;
        fs::write(site.join("app-1.css"), "a{}")?;
        fs::write(site.join("questionnaire.js"), "ask()\n")?;
        fs::write(site.join("a.wasm"), "12345")?;
        let page = format!(
            "<meta content=\"{}\" http-equiv=Content-Security-Policy><title>T</title><link href=./app-1.css integrity=sha384-a rel=stylesheet><link href=./later-2.css integrity=sha384-b rel=stylesheet><script id=questionnaire src=./questionnaire.js></script><script data-js=./a.js id=boot src=./boot.js></script><link crossorigin href=./a.js rel=modulepreload><link as=fetch href=./a.wasm integrity=sha384-c rel=preload><body>",
            policy::in_the_source()
        );
        let (arranged, inline) = arrange(&site, &page)?;
        let (_, after) = arranged.split_once("<title>").unwrap_or_default();
        assert_eq!(
            after,
            "T</title><link blocking=render href=#go-on rel=expect><style>a{}</style><script>ask()</script><script async data-sheet=./app-1.css data-style=./later-2.css data-style-integrity=sha384-b data-wasm-integrity=sha384-c data-wasm-size=5 data-js=./a.js id=boot src=./boot.js></script><body>"
        );
        assert!(arranged.contains(&inline.script) && arranged.contains(&inline.style));
        assert!(
            all_styles_at_once(&arranged)?.contains(
                "<link crossorigin href=./later-2.css integrity=sha384-b rel=stylesheet><script async data-sheet=./app-1.css data-wasm-integrity=sha384-c data-wasm-size=5 data-js=./a.js"
            )
        );
        assert!(arrange(&site, "<link href=./app-1.css rel=stylesheet>").is_err());
        Ok(fs::remove_dir_all(site)?)
    }
}
