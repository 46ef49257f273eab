//! The pages of the site are one page: the same code, styles and policy, at other addresses. Here is what
//! makes one of the other.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use interview_hindsight::wire::language::LANGUAGES;

/// Writes a page into its folder below that of the site, such as `embed/es/`. It names its files as from the site's own.
///
/// # Errors
/// When it cannot be written.
pub fn put(site: &Path, folder: &str, page: &str) -> Result<()> {
    let page = below(page, folder.matches('/').count());
    let file = site.join(folder).join("index.html");
    let write = || {
        fs::create_dir_all(site.join(folder))?;
        fs::write(&file, page)
    };
    write().with_context(|| format!("could not write {}", file.display()))
}

/// What leads from a page's folder, such as `embed/es/`, to the site's own.
pub fn up_from(folder: &str) -> String {
    "../".repeat(folder.matches('/').count())
}

/// The page as it stands so many folders higher up than its files: each file it names is found from there.
pub fn below(page: &str, folders: usize) -> String {
    let up = match folders {
        0 => "./".to_owned(),
        _ => "../".repeat(folders),
    };
    let mut out = String::with_capacity(page.len() + 200);
    let mut rest = page;
    while let Some(at) = rest.find("./") {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        // What leads to a file, and not the link to the page itself.
        let names_a_file = after[2..].starts_with(|first: char| first.is_ascii_alphanumeric());
        let is_whole = before.ends_with(['"', '\'', '=', ' ']);
        out.push_str(if names_a_file && is_whole { &up } else { "./" });
        rest = &after[2..];
    }
    out.push_str(rest);
    out
}

/// The page with an attribute on its root element, by which the scripts know what it is for.
pub fn marked(page: &str, attribute: &str) -> String {
    page.replacen("<html ", &format!("<html {attribute} "), 1)
}

/// The page with one more element in its head.
///
/// # Errors
/// When it has no head.
pub fn with_in_head(page: &str, element: &str) -> Result<String> {
    let Some((before, after)) = page.split_once("</head>") else {
        bail!("the page has no </head> to put {element} before");
    };
    Ok(format!("{before}{element}</head>{after}"))
}

/// The page with links to itself in every language, by which search engines show each reader the right one: they take whole
/// addresses alone, so there are none where the site's is not known. `folder` is the page's in the first language.
///
/// # Errors
/// When it has no head.
pub fn in_each_language(page: &str, url: Option<&str>, folder: &str) -> Result<String> {
    let Some(url) = url else {
        return Ok(page.to_owned());
    };
    let link = |tag: &str, path: &str| {
        format!("<link href={url}{folder}{path} hreflang={tag} rel=alternate>")
    };
    let mut links: String = LANGUAGES
        .iter()
        .map(|language| link(language.tag, &language.path()))
        .collect();
    links.push_str(&link("x-default", ""));
    with_in_head(page, &links)
}

/// An address that a site can have, with a slash at its end.
///
/// # Errors
/// When it is none.
pub fn site_address(text: &str) -> Result<String> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/[]%".contains(c);
    let host = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    if host.is_none_or(|host| host.is_empty() || !host.chars().all(is_plain)) {
        bail!("an address such as https://quiz.example/ is needed");
    }
    Ok(text.trim_end_matches('/').to_owned() + "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_in_a_folder_finds_its_files() {
        let page = "<html lang=en><head><link href=./a-1.css><meta content=\"q 1.0 ./quiz/q.json sha, q 2.0 ./quiz/r.json sha\" name=quiz-versions></head><script data-js=\"./b.js\" src='./boot.js'></script><a href=./ id=boot-retry>x./y</a>";
        assert_eq!(
            below(page, 1),
            "<html lang=en><head><link href=../a-1.css><meta content=\"q 1.0 ../quiz/q.json sha, q 2.0 ../quiz/r.json sha\" name=quiz-versions></head><script data-js=\"../b.js\" src='../boot.js'></script><a href=./ id=boot-retry>x./y</a>"
        );
        assert_eq!(below(page, 0), page);
        assert!(below(page, 2).contains("src='../../boot.js'"));
    }

    #[test]
    fn a_page_names_every_language_where_the_site_has_an_address() -> Result<()> {
        let page = "<html><head></head></html>";
        assert_eq!(in_each_language(page, None, "")?, page);
        let named = in_each_language(page, Some("https://a.example/b/"), "quiz/q/")?;
        for language in LANGUAGES {
            let (tag, path) = (language.tag, language.path());
            let link = format!(
                "<link href=https://a.example/b/quiz/q/{path} hreflang={tag} rel=alternate>"
            );
            assert!(named.contains(&link), "{named}");
        }
        assert_eq!(named.matches("hreflang").count(), LANGUAGES.len() + 1);
        for (text, address) in [
            ("https://a.example", Some("https://a.example/")),
            ("http://127.0.0.1:8080/b/", Some("http://127.0.0.1:8080/b/")),
            ("a.example", None),
            ("https://", None),
            ("https://a.example/?q", None),
            ("https://a.example/ x", None),
        ] {
            assert_eq!(site_address(text).ok().as_deref(), address, "{text}");
        }
        Ok(())
    }

    #[test]
    fn a_page_says_what_it_is_for() -> Result<()> {
        let page = "<html lang=en><head></head></html>";
        assert_eq!(
            marked(page, "data-embed"),
            "<html data-embed lang=en><head></head></html>"
        );
        assert_eq!(
            with_in_head(page, "<meta>")?,
            "<html lang=en><head><meta></head></html>"
        );
        assert!(with_in_head("<html>", "<meta>").is_err());
        Ok(())
    }
}
