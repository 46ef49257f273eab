//! The style sheets in two files, in the order that `styles/index.css` and `styles/later.css` declare: what the
//! first page needs, and what comes later.
//!
//! It knows one thing of CSS: a line with an `@import` of a neighbouring file. Everything else is
//! handed on as it is; Trunk makes it small.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::workspace::shown;

/// The sheet with every import replaced by what it names.
pub fn bundle(sheet: &Path) -> Result<String> {
    let mut out = String::new();
    append(sheet, &mut out, &mut HashSet::new())?;
    Ok(out)
}

fn append(sheet: &Path, out: &mut String, seen: &mut HashSet<PathBuf>) -> Result<()> {
    if !seen.insert(sheet.to_path_buf()) {
        bail!("{} is imported twice, or imports itself", shown(sheet));
    }
    let text =
        fs::read_to_string(sheet).with_context(|| format!("could not read {}", shown(sheet)))?;
    for (number, line) in text.lines().enumerate() {
        if !line.trim_start().starts_with("@import") {
            out.push_str(line);
            out.push('\n');
            continue;
        }
        let Some(import) = Import::parse(line) else {
            bail!(
                "{}:{}: an import is written `@import \"./file.css\";` or `@import \"./file.css\" layer(name);`",
                shown(sheet),
                number + 1
            );
        };
        let file = sheet
            .with_file_name("")
            .join(import.file.trim_start_matches("./"));
        match import.layer {
            Some(layer) => {
                out.push_str(&format!("@layer {layer} {{\n"));
                append(&file, out, seen)?;
                out.push_str("}\n");
            }
            None => append(&file, out, seen)?,
        }
    }
    Ok(())
}

struct Import<'a> {
    file: &'a str,
    layer: Option<&'a str>,
}

impl<'a> Import<'a> {
    fn parse(line: &'a str) -> Option<Self> {
        let rest = line
            .trim()
            .strip_prefix("@import")?
            .trim_start()
            .strip_prefix('"')?;
        let (file, rest) = rest.split_once('"')?;
        let rest = rest.trim().strip_suffix(';')?.trim_end();
        let layer = match rest {
            "" => None,
            _ => Some(rest.strip_prefix("layer(")?.strip_suffix(')')?),
        };
        Some(Self { file, layer })
    }
}

/// The page with the later sheet out of the way of the first paint: the script that starts the app is told of
/// it, and brings it with the rest of the code.
///
/// The first one is asked for in a way that a frame with an origin of its own may check against its hash as well.
///
/// # Errors
/// When Trunk has not written what is expected of it.
pub fn hold_back(page: &str) -> Result<String> {
    let (address, integrity, link) = later(page)?;
    let page = page.replacen(&link, "", 1);
    let page = page.replacen(" rel=stylesheet", " crossorigin rel=stylesheet", 1);
    let boot = "<script ";
    let Some(at) = page.find("id=boot ").and_then(|id| page[..id].rfind(boot)) else {
        bail!("the page has no script that starts the app");
    };
    let (before, after) = page.split_at(at + boot.len());
    Ok(format!(
        "{before}data-style={address} data-style-integrity={integrity} {after}"
    ))
}

/// The page with the later sheet from the start, for a page that needs it at once.
///
/// # Errors
/// When it is not held back in this page.
pub fn at_once(page: &str) -> Result<String> {
    let held = "data-style=";
    let Some((before, after)) = page.split_once(held) else {
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
    Ok(format!("{before}{link}{script}{rest}"))
}

/// Address, hash and link of the later sheet.
fn later(page: &str) -> Result<(String, String, String)> {
    let found = page.split("<link ").skip(1).find_map(|link| {
        let (link, _) = link.split_once('>')?;
        let value = |name: &str| {
            let mut parts = link.split(' ');
            parts.find_map(|part| part.strip_prefix(name)?.strip_prefix('='))
        };
        let address = value("href").filter(|address| address.starts_with("./later-"))?;
        let integrity = value("integrity")?;
        Some((
            address.to_owned(),
            integrity.to_owned(),
            format!("<link {link}>"),
        ))
    });
    found.context("the page does not name the later style sheet with its hash")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_later_sheet_is_held_back_and_brought_forward_again() -> Result<()> {
        let page = "<title>T</title><link href=./app-1.css integrity=sha384-a rel=stylesheet><link href=./later-2.css integrity=sha384-b rel=stylesheet><script data-js=./a.js id=boot src=./boot.js></script>";
        let held = hold_back(page)?;
        assert_eq!(
            held,
            "<title>T</title><link href=./app-1.css integrity=sha384-a crossorigin rel=stylesheet><script data-style=./later-2.css data-style-integrity=sha384-b data-js=./a.js id=boot src=./boot.js></script>"
        );
        assert_eq!(
            at_once(&held)?,
            "<title>T</title><link href=./app-1.css integrity=sha384-a crossorigin rel=stylesheet><link crossorigin href=./later-2.css integrity=sha384-b rel=stylesheet><script data-js=./a.js id=boot src=./boot.js></script>"
        );
        assert!(hold_back("<link href=./app-1.css rel=stylesheet>").is_err());
        Ok(())
    }

    #[track_caller]
    fn check(files: &[(&str, &str)], expected: Result<&str, &str>) {
        let name = format!(
            "interview-hindsight-styles-{}-{:?}",
            std::process::id(),
            std::thread::current().id()
        );
        let folder = std::env::temp_dir().join(name);
        for (name, text) in files {
            let path = folder.join(name);
            let written =
                fs::create_dir_all(path.with_file_name("")).and_then(|()| fs::write(&path, text));
            assert!(written.is_ok(), "{written:?}");
        }
        let got = bundle(&folder.join("index.css")).map_err(|error| {
            error
                .to_string()
                .replace(&format!("{}/", shown(&folder)), "")
        });
        assert_eq!(got.as_deref().map_err(String::as_str), expected);
        assert!(fs::remove_dir_all(folder).is_ok());
    }

    #[test]
    fn imports_are_replaced_in_order() {
        check(
            &[
                (
                    "index.css",
                    "@layer base, page;\n@import \"./base.css\" layer(base);\n@import \"./parts/a.css\";\n",
                ),
                ("base.css", "b {}\n"),
                ("parts/a.css", "@import \"./b.css\";\na {}\n"),
                ("parts/b.css", "i {}\n"),
            ],
            Ok("@layer base, page;\n@layer base {\nb {}\n}\ni {}\na {}\n"),
        );
    }

    #[test]
    fn an_import_of_another_kind_is_named() {
        check(
            &[("index.css", "a {}\n@import url(other.css);\n")],
            Err(
                "index.css:2: an import is written `@import \"./file.css\";` or `@import \"./file.css\" layer(name);`",
            ),
        );
    }

    #[test]
    fn a_missing_file_and_a_circle_are_errors() {
        check(
            &[("index.css", "@import \"./gone.css\";\n")],
            Err("could not read gone.css"),
        );
        check(
            &[("index.css", "@import \"./index.css\";\n")],
            Err("index.css is imported twice, or imports itself"),
        );
    }
}
