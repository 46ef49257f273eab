//! Released versions of a quiz that are not part of the program. An old result is explained, and an import
//! worked out again, with the version that it was made with, so each is put beside the app, as a file that
//! the page names.
//!
//! The page's list is the only thing that the program asks for by: a `<meta name="quiz-versions">` with
//! entries of quiz, version, file and hash. Without such versions there is no list.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use interview_hindsight::domain::quiz::Quiz;
use interview_hindsight::wire::quiz_document::{self, BUILT_IN, CURRENT_VERSION};

use super::{page, quizzes};
use crate::quiz::check;
use crate::workspace::{files_below, root, shown};

/// The documents of all released versions but for the one in the program, in the order of their names.
pub fn released() -> Result<Vec<PathBuf>> {
    let quizzes = root().join("quiz");
    let mut found = Vec::new();
    for file in files_below(&quizzes)? {
        // `quiz/<id>/<version>.json`; the texts are a folder deeper, the schemas one higher.
        let below = file.strip_prefix(&quizzes)?;
        let is_document = below.components().count() == 2
            && file
                .extension()
                .is_some_and(|extension| extension == "json");
        if is_document {
            let quiz = read(&file)?;
            if quiz_document::built_in(quiz.id(), quiz.version()).is_none() {
                found.push(file);
            }
        }
    }
    Ok(found)
}

/// The built-in quiz's own document: a page of another quiz does not work with the one in the program.
pub fn current() -> PathBuf {
    let file = format!("quiz/{BUILT_IN}/{CURRENT_VERSION}.json");
    root().join(file)
}

/// Puts the documents into the folder of a built site, and gives the page with their list in it.
pub fn put_into(site: &Path, page: &str, documents: &[PathBuf]) -> Result<String> {
    if documents.is_empty() {
        return Ok(page.to_owned());
    }
    fs::create_dir_all(site.join("quiz"))?;
    let mut list = Vec::new();
    for document in documents {
        let quiz = read(document)?;
        let (id, version) = (quiz.id(), quiz.version());
        let file = quizzes::put(site, &format!("{id}-{version}"), &fs::read(document)?)?;
        list.push(format!("{id} {version} {file}"));
    }
    page::with_in_head(
        page,
        &format!("<meta content=\"{}\" name=quiz-versions>", list.join(", ")),
    )
}

fn read(document: &Path) -> Result<Quiz> {
    let text = fs::read_to_string(document)
        .with_context(|| format!("could not read {}", shown(document)))?;
    check::parse(&text).with_context(|| {
        format!(
            "{0} is not a sound quiz; `cargo xtask quiz check {0}` says why",
            shown(document)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::is_hashed;

    #[test]
    fn a_version_becomes_a_file_that_the_page_names_with_its_hash() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("versions-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let current = fs::read_to_string(current())?;
        let older = folder.join("older.json");
        fs::write(&older, current.replacen("1.0.0", "0.9.0", 1))?;
        let page = "<html><head></head><body></body></html>";
        let page = put_into(&folder, page, std::slice::from_ref(&older))?;
        let (_, list) = page.split_once("content=\"").context("no list")?;
        let (list, _) = list.split_once('"').context("no end of the list")?;
        let parts: Vec<&str> = list.split(' ').collect();
        assert_eq!(parts[..2], ["interview", "0.9.0"]);
        assert!(is_hashed(parts[2]), "{list}");
        assert_eq!(fs::read(folder.join(parts[2]))?, fs::read(older)?);
        assert!(parts[3].starts_with("sha384-"), "{list}");
        fs::remove_dir_all(folder)?;
        Ok(())
    }

    #[test]
    fn the_version_in_the_program_is_no_file_of_its_own() -> Result<()> {
        let released = released()?;
        assert!(
            !released
                .iter()
                .any(|file| file.ends_with("interview/1.0.0.json")),
            "{released:?}"
        );
        Ok(())
    }
}
