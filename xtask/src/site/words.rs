//! The words of each language: one file that a page of that language fetches beside the program. Its name changes with
//! its content, and the page has its hash.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use base64::Engine as _;
use interview_hindsight::wire::language::{INTERFACE, Language, QUIZ, SPELLINGS, Words};
use interview_hindsight::wire::quiz_document::BUILT_IN;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::workspace::{root, shown};

/// The files of a language, or of a region's spelling: of the interface, and of the built-in quiz.
pub fn sources(tag: &str) -> [PathBuf; 2] {
    let file = format!("{tag}.json");
    let quiz = root().join("quiz").join(BUILT_IN);
    [
        root().join("text").join(&file),
        quiz.join("text").join(file),
    ]
}

/// A language that the site is built in.
pub struct Spoken {
    /// Which it is.
    pub language: Language,
    /// Its words.
    pub words: Words,
    /// The same as the file that pages fetch.
    file: String,
}

/// The words of a language, as they stand in the working copy now.
///
/// # Errors
/// When one of its files is not there, or has not its form.
pub fn read(language: Language) -> Result<Spoken> {
    let mut all = both(language.tag)?;
    let spellings: Result<Map<_, _>> = language
        .spellings
        .iter()
        .map(|region| Ok(((*region).to_owned(), Value::Object(both(region)?))))
        .collect();
    all.insert(SPELLINGS.to_owned(), Value::Object(spellings?));
    spoken(language, Value::Object(all))
}

fn spoken(language: Language, file: Value) -> Result<Spoken> {
    let file = file.to_string();
    let words = Words::parse(&file)
        .with_context(|| format!("the words of \"{}\" have not their form", language.tag))?;
    Ok(Spoken {
        language,
        words,
        file,
    })
}

fn both(tag: &str) -> Result<Map<String, Value>> {
    let [interface, quiz] = sources(tag).map(|path| {
        let text = fs::read_to_string(&path)
            .with_context(|| format!("could not read {}", shown(&path)))?;
        serde_json::from_str::<Value>(&text).with_context(|| shown(&path))
    });
    let both = [(INTERFACE, interface?), (QUIZ, quiz?)];
    Ok(Map::from_iter(
        both.map(|(name, words)| (name.to_owned(), words)),
    ))
}

/// Puts the file into the folder of a built site, and gives the page with its name and hash, for boot.js.
///
/// # Errors
/// When it cannot be written, or the page does not load boot.js.
pub fn put_into(site: &Path, page: &str, spoken: &Spoken) -> Result<String> {
    let digest = Sha256::digest(spoken.file.as_bytes());
    let hash: String = digest[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let name = format!("text-{}-{hash}.json", spoken.language.folder());
    fs::write(site.join(&name), &spoken.file).with_context(|| format!("could not write {name}"))?;
    let integrity = base64::prelude::BASE64_STANDARD.encode(digest);
    // As Trunk's minifier writes it, and as it stands in a page that is not made small.
    for boot in [" id=boot ", " id=\"boot\" "] {
        if page.contains(boot) {
            let told =
                format!(" data-words=./{name} data-words-integrity=sha256-{integrity}{boot}");
            return Ok(page.replacen(boot, &told, 1));
        }
    }
    bail!("the page does not load boot.js")
}

#[cfg(test)]
mod tests {
    use interview_hindsight::wire::language::LANGUAGES;

    use super::*;
    use crate::policy::is_hashed;

    #[test]
    fn each_language_becomes_one_file_that_its_page_names_with_its_hash() -> Result<()> {
        for language in LANGUAGES {
            let site = tempfile::tempdir()?;
            let spoken = read(*language)?;
            let page = "<script async id=boot src=./boot.js></script>";
            let page = put_into(site.path(), page, &spoken)?;
            let (_, told) = page.split_once("data-words=./").context("not told")?;
            let mut told = told.split(' ');
            let name = told.next().unwrap_or_default();
            assert!(is_hashed(name), "{page}");
            assert!(page.contains("data-words-integrity=sha256-"), "{page}");
            assert!(page.contains(" id=boot src=./boot.js>"), "{page}");
            let file = fs::read_to_string(site.path().join(name))?;
            assert_eq!(Words::parse(&file), Some(spoken.words));
            assert!(put_into(site.path(), "<html></html>", &read(*language)?).is_err());
        }
        Ok(())
    }

    #[test]
    fn what_differs_by_region_is_in_the_file_of_the_language() -> Result<()> {
        let title = |tag: &str| -> Result<String> {
            let words = read(LANGUAGES[0])?.words.spelled_for(tag);
            let title = words.interface.get("practice.title");
            Ok(title.context("no title")?.to_owned())
        };
        assert_eq!(title("en-GB")?, "Practise your answers");
        assert_eq!(title("en-US")?, "Practice your answers");
        Ok(())
    }

    #[test]
    fn a_language_without_files_is_named() {
        let language = Language {
            tag: "tlh",
            ..LANGUAGES[0]
        };
        let why = read(language).err().map(|why| format!("{why:#}"));
        assert!(why.is_some_and(|why| why.contains("text/tlh.json")));
    }
}
