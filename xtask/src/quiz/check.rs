//! The checker of quiz documents: it names everything that is wrong with a structure, with a text, or with
//! the two together, with its line and column and what to do about it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use interview_hindsight::domain::quiz::{Quiz, QuizDraft};
use interview_hindsight::wire::quiz_text::QuizText;
use serde_json::Value;

use super::form::Problem;
use super::place::{Map, Place, place};
use super::{form, poor, text, unsound};

const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// A problem at its place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    place: Place,
    message: String,
}

/// A file, read as far as it could be.
struct Document {
    path: PathBuf,
    text: String,
    content: Content,
    found: Vec<Found>,
}

enum Content {
    Structure(Box<QuizDraft>),
    Text(QuizText),
    Unreadable,
}

/// The text of a file, or why it has none.
pub fn read_text(path: &Path) -> Result<String> {
    let bytes = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let Ok(text) = String::from_utf8(bytes) else {
        bail!("{} is not UTF-8", path.display());
    };
    Ok(text.trim_start_matches(BYTE_ORDER_MARK).to_owned())
}

/// The quiz that a document describes, if its form is right and it can be scored.
pub fn parse(text: &str) -> Option<Quiz> {
    let (draft, problems) = form::read(&serde_json::from_str(text).ok()?);
    problems.is_empty().then(|| Quiz::new(draft).ok())?
}

/// Checks the files, and says what was found and whether all is well.
pub fn report(paths: &[PathBuf]) -> Result<(String, bool)> {
    let mut documents = Vec::new();
    for path in paths {
        let bytes = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
        documents.push(Document::read(path, bytes));
    }
    let checked_texts = check_texts(&mut documents);
    let mut report = String::new();
    let mut count = 0;
    for document in &mut documents {
        document.found.sort();
        document.found.dedup();
        count += document.found.len();
        for Found { place, message } in &document.found {
            let Place { line, column } = place;
            writeln!(
                report,
                "{}:{line}:{column}: {message}",
                document.path.display()
            )?;
        }
    }
    let files = counted(documents.len(), "file");
    if count > 0 {
        writeln!(report, "{} in {files}.", counted(count, "problem"))?;
    } else {
        writeln!(report, "{files} checked, no problems.")?;
        if !checked_texts {
            writeln!(
                report,
                "No text was checked: name the quiz's text files too."
            )?;
        }
    }
    Ok((report, count == 0))
}

fn counted(count: usize, what: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {what}{ending}")
}

impl Document {
    fn read(path: &Path, bytes: Vec<u8>) -> Self {
        let mut document = Self {
            path: path.to_owned(),
            text: String::new(),
            content: Content::Unreadable,
            found: Vec::new(),
        };
        match String::from_utf8(bytes) {
            Ok(text) => document.text = text,
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let lossy = String::from_utf8_lossy(&error.as_bytes()[..valid]).into_owned();
                let message = "this byte is not UTF-8; save the file as UTF-8";
                document.note(place(&lossy, lossy.len()), message);
                return document;
            }
        }
        if document.text.starts_with(BYTE_ORDER_MARK) {
            let message = "the file begins with a byte order mark; save it as UTF-8 without one";
            document.note(Place { line: 1, column: 1 }, message);
            document.text.remove(0);
        }
        match serde_json::from_str::<Value>(&document.text) {
            Ok(value) => document.take_apart(&value),
            Err(error) => document.note_syntax(&error),
        }
        document
    }

    fn note(&mut self, place: Place, message: impl Into<String>) {
        self.found.push(Found {
            place,
            message: message.into(),
        });
    }

    fn note_all(&mut self, problems: Vec<Problem>) {
        let text = std::mem::take(&mut self.text);
        let map = Map::new(&text);
        for problem in problems {
            self.note(map.find(&problem.pointer), problem.message);
        }
        self.text = text;
    }

    /// Columns of the JSON library are bytes; people count characters.
    fn note_syntax(&mut self, error: &serde_json::Error) {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        let line = self
            .text
            .split('\n')
            .nth(error.line().saturating_sub(1))
            .unwrap_or_default();
        let before = error.column().saturating_sub(1).min(line.len());
        let column = line
            .char_indices()
            .take_while(|(index, _)| *index < before)
            .count()
            + 1;
        let message = format!("this is not JSON: {message}; correct it, and check again");
        self.note(
            Place {
                line: error.line().max(1),
                column,
            },
            message,
        );
    }

    fn take_apart(&mut self, value: &Value) {
        for (place, key) in Map::new(&self.text).repeated_keys() {
            let message = format!(
                "the key \"{key}\" is given twice, and only this one would count; keep one"
            );
            self.found.push(Found { place, message });
        }
        if value.get("texts").is_some() {
            let (text, problems) = text::read(value);
            self.note_all(problems);
            self.content = Content::Text(text);
        } else {
            let (draft, problems) = form::read(value);
            let follow = follow_from(&draft, problems.is_empty());
            // What could not be read was replaced by something empty; that this is empty is no news.
            let is_news = |problem: &Problem| {
                !problems
                    .iter()
                    .any(|read| problem.pointer.starts_with(&read.pointer))
            };
            let follow: Vec<Problem> = follow.into_iter().filter(is_news).collect();
            self.note_all(problems);
            self.note_all(follow);
            self.content = Content::Structure(Box::new(draft));
        }
    }
}

/// What is wrong with a draft, unsound or poor. Where parts of it could not be read (`is_whole` is false), nothing is
/// said about what points come to: they may be the parts that are missing.
fn follow_from(draft: &QuizDraft, is_whole: bool) -> Vec<Problem> {
    let mut problems = unsound::problems(draft);
    let quiz = Quiz::new(draft.clone()).ok();
    if is_whole && problems.is_empty() && quiz.is_none() {
        problems.push(Problem::new("", "this quiz cannot be scored"));
    }
    problems.extend(poor::problems(draft, quiz.as_ref().filter(|_| is_whole)));
    problems
}

/// Compares each text with the versions of its quiz. False if there was no text.
fn check_texts(documents: &mut [Document]) -> bool {
    let given: Vec<QuizDraft> = documents
        .iter()
        .filter_map(|document| match &document.content {
            Content::Structure(draft) => Some((**draft).clone()),
            _ => None,
        })
        .collect();
    let mut any = false;
    for document in documents {
        let Content::Text(text) = &document.content else {
            continue;
        };
        any = true;
        let problems = check_text(&document.path, text, &given);
        document.note_all(problems);
    }
    any
}

fn check_text(path: &Path, text: &QuizText, given: &[QuizDraft]) -> Vec<Problem> {
    let quiz = text.quiz();
    if quiz.is_empty() {
        return Vec::new();
    }
    let wrong_quiz = |message| vec![Problem::new("/quiz", message)];
    let beside;
    let mut versions: Vec<&QuizDraft> = given.iter().filter(|draft| draft.id == quiz).collect();
    if let Some(other) = given.first().filter(|_| versions.is_empty()) {
        return wrong_quiz(format!(
            "this text belongs to the quiz \"{quiz}\", and the structure given is that of \"{}\"; give the \
             two that belong together",
            other.id
        ));
    }
    if versions.is_empty() {
        beside = structures_beside(path);
        versions = beside.iter().filter(|draft| draft.id == quiz).collect();
    }
    if versions.is_empty() {
        return wrong_quiz(format!(
            "no structure of the quiz \"{quiz}\" was given or found in the folder above this text's; give it \
             too, so that the two can be compared"
        ));
    }
    text::check(text, &versions)
}

/// The structures in the folder above a text's own, where the built-in quiz has them.
fn structures_beside(path: &Path) -> Vec<QuizDraft> {
    let Ok(path) = fs::canonicalize(path) else {
        return Vec::new();
    };
    let Some(Ok(entries)) = path.ancestors().nth(2).map(fs::read_dir) else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let json = paths
        .iter()
        .filter(|path| path.extension().is_some_and(|kind| kind == "json"));
    let values = json.filter_map(|path| serde_json::from_str::<Value>(&read_text(path).ok()?).ok());
    values.map(|value| form::read(&value).0).collect()
}
