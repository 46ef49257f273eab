//! Own quizzes, which whoever deploys the site puts into it: `cargo xtask build --quiz FILE`.
//!
//! Each becomes a page of its own in each language, `quiz/<id>/` and `quiz/<id>/<language>/`, with its first question in
//! it; and files, the document and its words in each language that it has, which every page of the site names with their
//! hashes in a `<meta name="own-quizzes">`: entries of quiz, version, document, hash, and then language, words, hash as
//! often as there are words. Nothing else is ever asked for.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use base64::Engine as _;
use interview_hindsight::domain::quiz::Quiz;
use interview_hindsight::wire::language::{self, LANGUAGES, Language};
use interview_hindsight::wire::quiz_document::BUILT_IN;
use interview_hindsight::wire::quiz_text::QuizText;
use sha2::{Digest, Sha256, Sha384};

use super::words::Spoken;
use super::{first, page};
use crate::quiz::check;
use crate::workspace::shown;

/// A quiz that was checked, with its words.
pub struct OwnQuiz {
    /// What is asked, and how it is scored.
    pub quiz: Quiz,
    /// What it says, in each language that there is a file of: its own comes first.
    pub words: Vec<QuizText>,
    /// Its document's file.
    pub path: PathBuf,
    document: Vec<u8>,
    /// The files of the words, in the same order.
    texts: Vec<String>,
    /// Its other versions: those beside it, with which earlier results were made.
    pub earlier: Vec<PathBuf>,
}

impl OwnQuiz {
    /// Its words in a language; in its own, where there are none.
    pub fn words_in(&self, language: Language) -> &QuizText {
        let mut words = self.words.iter();
        let found = words.find(|words| words.language() == language.tag);
        found.unwrap_or(&self.words[0])
    }
}

/// Reads the documents, each with its words in `text/` beside it.
///
/// # Errors
/// With everything that is wrong with any of them.
pub fn read(documents: &[PathBuf]) -> Result<Vec<OwnQuiz>> {
    let mut read: Vec<OwnQuiz> = Vec::new();
    let mut refused = Vec::new();
    for document in documents {
        match read_one(document) {
            Err(why) => refused.push(format!("{why:#}")),
            Ok(own) if own.quiz.id() == BUILT_IN => refused.push(format!(
                "{}: \"{BUILT_IN}\" is the built-in quiz; give yours another id",
                shown(document)
            )),
            Ok(own) if language::is_a_folder(own.quiz.id()) => refused.push(format!(
                "{}: \"{}\" is how an address names a language; give the quiz another id",
                shown(document),
                own.quiz.id()
            )),
            Ok(own) if read.iter().any(|other| other.quiz.id() == own.quiz.id()) => {
                refused.push(format!(
                    "{}: there are two quizzes \"{}\"; give each an id of its own",
                    shown(document),
                    own.quiz.id()
                ));
            }
            Ok(own) => read.push(own),
        }
    }
    if refused.is_empty() {
        Ok(read)
    } else {
        bail!(
            "No site was built, since a quiz cannot be used.\n\n{}",
            refused.join("\n")
        )
    }
}

fn read_one(document: &Path) -> Result<OwnQuiz> {
    let folder = document.parent().unwrap_or(Path::new(""));
    let of = |language: &Language| folder.join("text").join(format!("{}.json", language.tag));
    let mut files: Vec<PathBuf> = LANGUAGES.iter().map(of).collect();
    let usual = shown(&files[0]);
    files.retain(|file| file.is_file());
    if document.is_file() && files.is_empty() {
        bail!(
            "{}: its words are missing; put them into {usual}",
            shown(document)
        );
    }
    let all: Vec<PathBuf> = [document.to_owned()]
        .into_iter()
        .chain(files.clone())
        .collect();
    let (report, is_good) = check::report(&all)?;
    if !is_good {
        bail!("{}", report.trim_end());
    }
    let json = check::read_text(document)?;
    let quiz = check::parse(&json);
    let texts: Vec<String> = files
        .iter()
        .map(|file| check::read_text(file))
        .collect::<Result<_>>()?;
    let words: Option<Vec<QuizText>> = texts
        .iter()
        .map(|text| QuizText::parse(text).ok())
        .collect();
    let (Some(quiz), Some(words)) = (quiz, words) else {
        bail!("{}: it cannot be read", shown(document));
    };
    for (file, words) in files.iter().zip(&words) {
        if file.file_stem().is_none_or(|tag| tag != words.language()) {
            bail!(
                "{}: it says that it is in \"{}\"; a text file is called like its language",
                shown(file),
                words.language()
            );
        }
    }
    let mut earlier = Vec::new();
    for entry in fs::read_dir(if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    })? {
        let path = entry?.path();
        let other = path.extension().filter(|extension| *extension == "json");
        let other = other.and_then(|_| check::read_text(&path).ok());
        let other = other.and_then(|text| check::parse(&text));
        if other.is_some_and(|other| other.id() == quiz.id() && other.version() != quiz.version()) {
            earlier.push(path);
        }
    }
    earlier.sort();
    Ok(OwnQuiz {
        quiz,
        words,
        path: document.to_owned(),
        document: json.into_bytes(),
        texts,
        earlier,
    })
}

/// Puts the files into the folder of a site, and gives the page with their list in it.
///
/// # Errors
/// When something cannot be written.
pub fn put_into(site: &Path, page: &str, quizzes: &[OwnQuiz]) -> Result<String> {
    if quizzes.is_empty() {
        return Ok(page.to_owned());
    }
    fs::create_dir_all(site.join("quiz"))?;
    let mut list = Vec::new();
    for own in quizzes {
        let (id, version) = (own.quiz.id(), own.quiz.version());
        let document = put(site, &format!("{id}-{version}"), &own.document)?;
        let mut entry = format!("{id} {version} {document}");
        for (words, text) in own.words.iter().zip(&own.texts) {
            let language = words.language();
            let file = put(
                site,
                &format!("{id}-{}", language.to_ascii_lowercase()),
                text.as_bytes(),
            )?;
            entry.push_str(&format!(" {language} {file}"));
        }
        list.push(entry);
    }
    page::with_in_head(
        page,
        &format!("<meta content=\"{}\" name=own-quizzes>", list.join(", ")),
    )
}

/// Writes a file below `quiz/` under a name that changes with its content; gives its address and its hash.
pub fn put(site: &Path, name: &str, bytes: &[u8]) -> Result<String> {
    let hash: String = Sha256::digest(bytes)[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let file = format!("quiz/{name}-{hash}.json");
    fs::write(site.join(&file), bytes).with_context(|| format!("could not write {file}"))?;
    let integrity = base64::prelude::BASE64_STANDARD.encode(Sha384::digest(bytes));
    Ok(format!("./{file} sha384-{integrity}"))
}

/// Writes the page of each quiz in a language: the app's own, with another first question.
///
/// # Errors
/// When something cannot be written.
pub fn pages(
    site: &Path,
    page: &str,
    spoken: &Spoken,
    quizzes: &[OwnQuiz],
    url: Option<&str>,
) -> Result<()> {
    for own in quizzes {
        let id = own.quiz.id();
        let words = own.words_in(spoken.language);
        let filled = first::filled(page, own.quiz.clone(), words, spoken, None)?;
        let named = page::in_each_language(&filled, url, &format!("quiz/{id}/"))?;
        let marked = page::marked(&named, &format!("data-quiz=\"{id}\""));
        let folder = format!("quiz/{id}/{}", spoken.language.path());
        page::put(site, &folder, &marked)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::is_hashed;
    use crate::workspace::root;

    fn example() -> PathBuf {
        root().join("examples/phone-screen/1.0.0.json")
    }

    #[test]
    fn the_example_becomes_a_page_and_two_files_with_their_hashes() -> Result<()> {
        let site = tempfile::tempdir()?;
        let quizzes = read(&[example()])?;
        let page = "<html lang=en><head></head><body><div id=app></div></body></html>";
        let page = put_into(site.path(), page, &quizzes)?;
        let (_, list) = page.split_once("content=\"").context("no list")?;
        let (list, _) = list.split_once('"').context("no end of the list")?;
        let parts: Vec<&str> = list.split(' ').collect();
        assert_eq!(parts.len(), 4 + 3 * quizzes[0].words.len(), "{list}");
        assert_eq!(parts[..2], ["phone-screen", "1.0.0"]);
        assert_eq!(parts[4], "en", "its own language comes first");
        for (file, hash) in [(parts[2], parts[3]), (parts[5], parts[6])] {
            assert!(
                is_hashed(file) && site.path().join(file).is_file(),
                "{list}"
            );
            assert!(hash.starts_with("sha384-"), "{list}");
        }
        let spoken = super::super::words::read(LANGUAGES[0])?;
        pages(site.path(), &page, &spoken, &quizzes, None)?;
        let own = fs::read_to_string(site.path().join("quiz/phone-screen/index.html"))?;
        assert!(own.contains("<html data-quiz=\"phone-screen\" "), "{own}");
        assert!(own.contains(" ../../quiz/phone-screen-1.0.0-"), "{own}");
        let first = quizzes[0].words[0].ask(&quizzes[0].quiz.questions()[0].id);
        assert!(!first.is_empty() && own.contains(first), "{own}");
        Ok(())
    }

    #[test]
    fn the_example_speaks_every_language_of_the_app() -> Result<()> {
        let quizzes = read(&[example()])?;
        let spoken = quizzes[0].words.iter().map(QuizText::language);
        let all = LANGUAGES.iter().map(|language| language.tag);
        assert_eq!(spoken.collect::<Vec<_>>(), all.collect::<Vec<_>>());
        Ok(())
    }

    #[test]
    fn what_cannot_be_used_is_refused_with_everything_that_is_wrong() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let text = fs::read_to_string(example())?;
        let words = fs::read_to_string(root().join("examples/phone-screen/text/en.json"))?;
        let write = |name: &str, text: &str, words: Option<&str>| -> Result<PathBuf> {
            let own = folder.path().join(name);
            fs::create_dir_all(own.join("text"))?;
            fs::write(own.join("1.0.0.json"), text)?;
            if let Some(words) = words {
                fs::write(own.join("text/en.json"), words)?;
            }
            Ok(own.join("1.0.0.json"))
        };
        let unsound = text.replacen("\"gut\"", "\"gutt\"", 1);
        let taken = text.replacen("phone-screen", BUILT_IN, 1);
        let language = text.replacen("phone-screen", "es", 1);
        let language_words = words.replacen("phone-screen", "es", 1);
        let taken_words = words.replacen("phone-screen", BUILT_IN, 1);
        let refused = read(&[
            write("unsound", &unsound, Some(&words))?,
            write("taken", &taken, Some(&taken_words))?,
            write("language", &language, Some(&language_words))?,
            write("wordless", &text, None)?,
            folder.path().join("nowhere.json"),
            example(),
            example(),
        ]);
        let why = refused.err().map(|error| format!("{error:#}"));
        let why = why.context("it was not refused")?;
        for part in [
            "unsound/1.0.0.json:",
            "give yours another id",
            "\"es\" is how an address names a language",
            "its words are missing",
            "nowhere.json cannot be read",
            "two quizzes \"phone-screen\"",
        ] {
            assert!(why.contains(part), "{part} in {why}");
        }
        Ok(())
    }

    #[test]
    fn its_other_versions_are_found_beside_it() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let text = fs::read_to_string(example())?;
        fs::create_dir_all(folder.path().join("text"))?;
        fs::copy(
            root().join("examples/phone-screen/text/en.json"),
            folder.path().join("text/en.json"),
        )?;
        let newer = folder.path().join("1.1.0.json");
        fs::write(&newer, text.replacen("1.0.0", "1.1.0", 1))?;
        fs::write(folder.path().join("1.0.0.json"), &text)?;
        fs::write(folder.path().join("other.json"), "{}")?;
        let read = read(&[newer])?;
        assert_eq!(read[0].earlier, [folder.path().join("1.0.0.json")]);
        Ok(())
    }
}
