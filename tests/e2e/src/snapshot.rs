//! What a test expects of every screen, in a text file: a part for each screen, and in it a line for each element.
//!
//! After a change that was meant, `UPDATE_EXPECT=1` writes the files anew; look at what Git says of them then.

use std::fmt::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};
use xtask::workspace::root;

use crate::Engine;

/// So many differences of one screen are told; most others follow from them.
const TOLD: usize = 6;

/// A screen: its name, and its lines.
pub type Part = (String, Vec<String>);

/// Whether this run is to write what it sees in place of comparing it. Chromium writes, and the others compare.
pub fn is_renewed() -> Result<bool> {
    let is_asked = std::env::var_os("UPDATE_EXPECT").is_some_and(|value| value != "0");
    Ok(is_asked && Engine::chosen()? == Engine::Chromium)
}

/// Compares the screens with a file in `tests/e2e`, and fails with what differs.
///
/// `what` is the part of a line by which an element is found again, and `is_same` whether two lines of it may pass for each
/// other.
///
/// # Errors
/// When a screen or an element was added, has gone, or is not the same.
pub fn check(
    file: &str,
    seen: &[Part],
    what: impl Fn(&str) -> &str,
    is_same: impl Fn(&str, &str) -> bool,
) -> Result<()> {
    let path = root().join("tests/e2e").join(file);
    if is_renewed()? {
        return write(&path, seen);
    }
    let expected = std::fs::read_to_string(&path)
        .with_context(|| format!("{file} cannot be read; UPDATE_EXPECT=1 writes it"))?;
    let expected = parts(&expected);
    let mut problems = Vec::new();
    for (screen, _) in &expected {
        if !seen.iter().any(|(other, _)| other == screen) {
            problems.push(format!("{screen}: there is no such screen any more"));
        }
    }
    for (screen, lines) in seen {
        let Some((_, before)) = expected.iter().find(|(other, _)| other == screen) else {
            problems.push(format!("{screen}: the screen is new"));
            continue;
        };
        let mut found = Vec::new();
        for (old, new) in paired(before, lines, &what) {
            match (old, new) {
                (Some(old), Some(new)) if !is_same(old, new) => {
                    found.push(format!("{screen}: was {old}\n{screen}: is  {new}"));
                }
                (Some(old), None) => found.push(format!("{screen}: gone {old}")),
                (None, Some(new)) => found.push(format!("{screen}: new  {new}")),
                _ => {}
            }
        }
        let more = found.len().saturating_sub(TOLD);
        found.truncate(TOLD);
        if more > 0 {
            found.push(format!("{screen}: and {more} more"));
        }
        problems.extend(found);
    }
    if problems.is_empty() {
        return Ok(());
    }
    let now = root().join("target/e2e").join(file);
    write(&now, seen)?;
    bail!(
        "{file} does not say what the screens are now, which {} does. If that was meant, UPDATE_EXPECT=1 writes it anew.\n{}",
        now.display(),
        problems.join("\n")
    )
}

/// Puts the lines of two lists side by side, in order: the same elements beside each other, and as many as can be.
fn paired<'a>(
    old: &'a [String],
    new: &'a [String],
    what: &impl Fn(&str) -> &str,
) -> Vec<(Option<&'a str>, Option<&'a str>)> {
    // How many of the rest can be side by side, from each place in both.
    let mut rest = vec![vec![0_usize; new.len() + 1]; old.len() + 1];
    let is_pair = |i: usize, j: usize| what(&old[i]) == what(&new[j]);
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            rest[i][j] = match is_pair(i, j) {
                true => rest[i + 1][j + 1] + 1,
                false => rest[i + 1][j].max(rest[i][j + 1]),
            };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < old.len() || j < new.len() {
        let (has_old, has_new) = (i < old.len(), j < new.len());
        if has_old && has_new && is_pair(i, j) {
            pairs.push((Some(old[i].as_str()), Some(new[j].as_str())));
            (i, j) = (i + 1, j + 1);
        } else if has_old && (!has_new || rest[i + 1][j] >= rest[i][j + 1]) {
            pairs.push((Some(old[i].as_str()), None));
            i += 1;
        } else {
            pairs.push((None, Some(new[j].as_str())));
            j += 1;
        }
    }
    pairs
}

fn parts(text: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        if let Some(screen) = line.strip_prefix("# ") {
            parts.push((screen.to_owned(), Vec::new()));
        } else if let Some((_, lines)) = parts.last_mut() {
            lines.push(line.to_owned());
        }
    }
    parts
}

fn write(path: &Path, seen: &[Part]) -> Result<()> {
    let mut text = String::new();
    for (screen, lines) in seen {
        let gap = if text.is_empty() { "" } else { "\n" };
        writeln!(text, "{gap}# {screen}")?;
        for line in lines {
            writeln!(text, "{line}")?;
        }
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, text).with_context(|| format!("could not write {}", path.display()))
}

/// A text as it stands in a line: on one line, not longer than this, and without the sign that ends it.
#[must_use]
pub fn quoted(text: &str, longest: usize) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = words.replace('"', "'");
    let mut short: String = words.chars().take(longest).collect();
    if short.len() < words.len() {
        short.push('…');
    }
    format!("\"{short}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(old: &[&str], new: &[&str]) -> Vec<(Option<String>, Option<String>)> {
        let [old, new] = [old, new].map(|list| list.iter().map(|one| (*one).to_owned()).collect());
        let (old, new): (Vec<String>, Vec<String>) = (old, new);
        let pairs = paired(&old, &new, &|line: &str| &line[..1]);
        let owned = |one: Option<&str>| one.map(str::to_owned);
        pairs
            .into_iter()
            .map(|(a, b)| (owned(a), owned(b)))
            .collect()
    }

    #[test]
    fn an_element_is_found_again_though_others_came_and_went() {
        let some = |one: &str| Some(one.to_owned());
        assert_eq!(
            told(&["a 1", "b 2", "c 3"], &["a 1", "x 9", "c 4"]),
            [
                (some("a 1"), some("a 1")),
                (some("b 2"), None),
                (None, some("x 9")),
                (some("c 3"), some("c 4")),
            ]
        );
    }

    #[test]
    fn a_file_is_read_as_it_was_written() -> Result<()> {
        let seen = vec![
            (
                "New: Start".to_owned(),
                vec!["heading \"A\" 1 2".to_owned()],
            ),
            ("New: Nothing".to_owned(), Vec::new()),
        ];
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("below/a.txt");
        write(&file, &seen)?;
        assert_eq!(parts(&std::fs::read_to_string(file)?), seen);
        assert_eq!(quoted("  one \"two\"\nthree ", 9), "\"one 'two'…\"");
        Ok(())
    }
}
