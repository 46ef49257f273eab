//! Released versions of a quiz that are not part of the program. An old result is explained, and an import
//! worked out again, with the version that it was made with, so each is put beside the app, as a file that
//! the page names.
//!
//! The page's list is the only thing that the program asks for by: a `<meta name="quiz-versions">` with
//! entries of quiz, version, file and hash. Without such versions there is no list.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use base64::Engine as _;
use interview_hindsight::domain::quiz::Quiz;
use interview_hindsight::wire::quiz_document;
use sha2::{Digest, Sha256, Sha384};

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

/// Puts the documents into the folder of a built site, and their list into its page.
pub fn put_into(site: &Path, documents: &[PathBuf]) -> Result<()> {
    if documents.is_empty() {
        return Ok(());
    }
    fs::create_dir_all(site.join("quiz"))?;
    let mut list = Vec::new();
    for document in documents {
        let quiz = read(document)?;
        let bytes = fs::read(document)?;
        let hash: String = Sha256::digest(&bytes)[..8]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let file = format!("quiz/{}-{}-{hash}.json", quiz.id(), quiz.version());
        fs::write(site.join(&file), &bytes)?;
        let integrity = base64::prelude::BASE64_STANDARD.encode(Sha384::digest(&bytes));
        list.push(format!(
            "{} {} ./{file} sha384-{integrity}",
            quiz.id(),
            quiz.version()
        ));
    }
    let page = site.join("index.html");
    let text = fs::read_to_string(&page).context("could not read the page")?;
    let Some((before, after)) = text.split_once("</head>") else {
        bail!("the page has no </head> to put the list of quiz versions before");
    };
    let list = list.join(", ");
    let text = format!("{before}<meta content=\"{list}\" name=quiz-versions></head>{after}");
    fs::write(page, text).context("could not write the page")
}

fn read(document: &Path) -> Result<Quiz> {
    let text = fs::read_to_string(document)
        .with_context(|| format!("could not read {}", shown(document)))?;
    match quiz_document::parse(&text) {
        Ok(quiz) => Ok(quiz),
        Err(_) => bail!(
            "{0} is not a sound quiz; `cargo xtask quiz check {0}` says why",
            shown(document)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::is_hashed;

    #[test]
    fn a_version_becomes_a_file_that_the_page_names_with_its_hash() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("versions-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        fs::write(
            folder.join("index.html"),
            "<html><head></head><body></body></html>",
        )?;
        let current = fs::read_to_string(root().join("quiz/interview/1.0.0.json"))?;
        let older = folder.join("older.json");
        fs::write(&older, current.replacen("1.0.0", "0.9.0", 1))?;
        put_into(&folder, std::slice::from_ref(&older))?;
        let page = fs::read_to_string(folder.join("index.html"))?;
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
