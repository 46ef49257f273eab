//! The words of each language: one file that a page of that language fetches beside the program; and the list of these
//! files, which every page names. The names change with the content; the page has the hash of the list, and the list has
//! those of the words.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use base64::Engine as _;
use interview_hindsight::wire::language::{INTERFACE, LANGUAGES, Language, QUIZ, SPELLINGS, Words};
use interview_hindsight::wire::quiz_document::BUILT_IN;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::localized::manifest_of;
use crate::workspace::{root, shown};

/// The files of a language, or of a region's spelling, below this folder: of the interface, and of the built-in quiz.
pub fn sources(folder: &Path, tag: &str) -> [PathBuf; 2] {
    let file = format!("{tag}.json");
    let quiz = folder.join("quiz").join(BUILT_IN);
    [
        folder.join("text").join(&file),
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
    read_in(root(), language)
}

/// The same from the files below this folder.
///
/// # Errors
/// See [`read`].
pub fn read_in(folder: &Path, language: Language) -> Result<Spoken> {
    let mut all = both(folder, language.tag)?;
    let spellings: Result<Map<_, _>> = language
        .spellings
        .iter()
        .map(|region| Ok(((*region).to_owned(), Value::Object(both(folder, region)?))))
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

fn both(folder: &Path, tag: &str) -> Result<Map<String, Value>> {
    let [interface, quiz] = sources(folder, tag).map(|path| {
        let text = fs::read_to_string(&path)
            .with_context(|| format!("could not read {}", shown(&path)))?;
        serde_json::from_str::<Value>(&text).with_context(|| shown(&path))
    });
    let both = [(INTERFACE, interface?), (QUIZ, quiz?)];
    Ok(Map::from_iter(
        both.map(|(name, words)| (name.to_owned(), words)),
    ))
}

/// The words of every language.
///
/// # Errors
/// When those of one cannot be read.
pub fn read_all() -> Result<Vec<Spoken>> {
    LANGUAGES.iter().copied().map(read).collect()
}

/// Puts the files of all languages into the folder of a built site, and the list of them; and gives the page with the
/// list's name and hash, for boot.js.
///
/// # Errors
/// When one cannot be written, or the page does not load boot.js.
pub fn put_into(site: &Path, page: &str, all: &[Spoken]) -> Result<String> {
    let mut list = Vec::new();
    for Spoken { language, file, .. } in all {
        let folder = language.folder();
        let (name, integrity) = put(site, &format!("text-{folder}"), file)?;
        list.push(json!({
            "tag": language.tag,
            "folder": language.path(),
            "words": name,
            "integrity": integrity,
            "manifest": manifest_of(*language),
        }));
    }
    let (name, integrity) = put(site, "languages", &Value::Array(list).to_string())?;
    // As Trunk's minifier writes it, and as it stands in a page that is not made small.
    for boot in [" id=boot ", " id=\"boot\" "] {
        if page.contains(boot) {
            let told =
                format!(" data-languages=./{name} data-languages-integrity={integrity}{boot}");
            return Ok(page.replacen(boot, &told, 1));
        }
    }
    bail!("the page does not load boot.js")
}

/// Writes a file under a name that changes with its content. Gives the name, and the hash as `integrity` takes it.
fn put(site: &Path, name: &str, text: &str) -> Result<(String, String)> {
    let digest = Sha256::digest(text.as_bytes());
    let hash: String = digest[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let name = format!("{name}-{hash}.json");
    fs::write(site.join(&name), text).with_context(|| format!("could not write {name}"))?;
    let integrity = base64::prelude::BASE64_STANDARD.encode(digest);
    Ok((name, format!("sha256-{integrity}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::is_hashed;

    #[test]
    fn each_language_becomes_one_file_that_the_list_names_with_its_hash() -> Result<()> {
        let site = tempfile::tempdir()?;
        let all = read_all()?;
        let page = "<script async id=boot src=./boot.js></script>";
        let page = put_into(site.path(), page, &all)?;
        let (_, told) = page.split_once("data-languages=./").context("not told")?;
        let name = told.split(' ').next().unwrap_or_default();
        assert!(is_hashed(name), "{page}");
        assert!(page.contains("data-languages-integrity=sha256-"), "{page}");
        assert!(page.contains(" id=boot src=./boot.js>"), "{page}");
        let list: Value = serde_json::from_str(&fs::read_to_string(site.path().join(name))?)?;
        for (place, spoken) in all.into_iter().enumerate() {
            let text = |field: &str| list[place][field].as_str().unwrap_or_default();
            assert_eq!(text("tag"), spoken.language.tag);
            assert_eq!(text("folder"), spoken.language.path());
            assert!(text("integrity").starts_with("sha256-"), "{list}");
            assert!(is_hashed(text("words")), "{list}");
            assert_eq!(text("manifest"), manifest_of(spoken.language));
            let file = fs::read_to_string(site.path().join(text("words")))?;
            assert_eq!(Words::parse(&file), Some(spoken.words));
        }
        assert!(put_into(site.path(), "<html></html>", &read_all()?).is_err());
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
