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

#[cfg(test)]
mod tests {
    use super::*;

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
