//! Small rules about all files of the project, which no compiler checks.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::process::{command, output};
use crate::workspace::{files_below, root};

/// Text that must not be in a file, and what to do instead. Each is written in two halves, so that
/// this file does not break its own rule.
const NEVER: &[([&str; 2], &str)] = &[
    (["TO", "DO"], "do it, or open an issue"),
    (["FIX", "ME"], "fix it, or open an issue"),
    (["/ro", "ot/"], "a path of one machine"),
    (["/ho", "me/"], "a path of one machine"),
    (["/Us", "ers/"], "a path of one machine"),
    (["/wo", "rk/"], "a path of one machine"),
    (["#[ig", "nore"], "a test that does not run proves nothing"),
    (["<<<<", "<<<"], "an unfinished merge"),
];

/// The kinds of files that are text.
const TEXT: [&str; 14] = [
    "rs",
    "toml",
    "md",
    "html",
    "css",
    "js",
    "mjs",
    "json",
    "svg",
    "txt",
    "yml",
    "yaml",
    "sh",
    "webmanifest",
];

/// Fails, naming every place, when a file breaks a rule.
pub fn check() -> Result<()> {
    let mut problems = Vec::new();
    let files = files()?;
    for file in &files {
        let Ok(text) = fs::read_to_string(root().join(file)) else {
            problems.push(format!("{}: not UTF-8", file.display()));
            continue;
        };
        problems.extend(problems_in(file, &text));
    }
    if !problems.is_empty() {
        bail!("{}", problems.join("\n"));
    }
    println!("{} files are tidy.", files.len());
    Ok(())
}

fn problems_in(file: &Path, text: &str) -> Vec<String> {
    let mut problems = Vec::new();
    let shown = file.display();
    for (number, line) in text.lines().enumerate() {
        for (halves, instead) in NEVER {
            let never = halves.concat();
            if line.contains(&never) {
                problems.push(format!("{shown}:{}: `{never}`: {instead}", number + 1));
            }
        }
        // Two spaces at the end of a line mean a line break in Markdown.
        if line.ends_with([' ', '\t']) && file.extension().is_none_or(|extension| extension != "md")
        {
            problems.push(format!("{shown}:{}: white space at the end", number + 1));
        }
    }
    if text.contains('\r') {
        problems.push(format!("{shown}: a carriage return"));
    }
    if !text.is_empty() && !text.ends_with('\n') {
        problems.push(format!("{shown}: no newline at the end"));
    }
    let is_module = file.extension().is_some_and(|extension| extension == "rs");
    if is_module && !text.starts_with("//!") && !text.starts_with("#![") {
        problems.push(format!(
            "{shown}: begin with `//!`: what the module owns, and what it must not know"
        ));
    }
    problems
}

/// All text files that belong to the project, whether Git knows them yet or not.
fn files() -> Result<Vec<PathBuf>> {
    let list = [
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
        "-z",
    ];
    let all: Vec<PathBuf> = match output(command("git").args(list).current_dir(root())) {
        Ok(names) => names
            .split('\0')
            .filter(|name| !name.is_empty())
            .map(PathBuf::from)
            .collect(),
        // An unpacked archive has no repository, and only the folders below hold sources.
        Err(_) => {
            let mut all = Vec::new();
            for folder in ["src", "styles", "tests", "xtask", "quiz", "text", "docs"]
                .map(|name| root().join(name))
            {
                if folder.is_dir() {
                    all.extend(files_below(&folder)?);
                }
            }
            all.into_iter()
                .filter_map(|file| Some(file.strip_prefix(root()).ok()?.to_path_buf()))
                .collect()
        }
    };
    let is_text = |file: &PathBuf| {
        file.extension()
            .is_some_and(|extension| TEXT.iter().any(|text| extension == *text))
    };
    Ok(all
        .into_iter()
        .filter(|file| is_text(file) && root().join(file).is_file())
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(file: &str, text: &str, expected: &[&str]) {
        assert_eq!(problems_in(Path::new(file), text), expected, "{text:?}");
    }

    #[test]
    fn what_is_tidy_has_no_problem() {
        check("a.md", "Two lines,  \nthe first with a break.\n", &[]);
        check("src/a.rs", "//! Owns a.\n", &[]);
        check("empty.txt", "", &[]);
    }

    #[test]
    fn each_problem_is_named() {
        check("a.css", "a {} \n", &["a.css:1: white space at the end"]);
        check("a.css", "a {}", &["a.css: no newline at the end"]);
        check("a.css", "a {}\r\n", &["a.css: a carriage return"]);
        check(
            "a.rs",
            "fn a() {}\n",
            &["a.rs: begin with `//!`: what the module owns, and what it must not know"],
        );
        let never = NEVER[0].0.concat();
        check(
            "a.md",
            &format!("x\n{never}: y\n"),
            &[&format!("a.md:2: `{never}`: do it, or open an issue")],
        );
    }
}
