//! What people who write a quiz need: checking a document, and scoring answer sheets with it.

pub mod check;
pub mod form;
mod place;
mod poor;
mod schema;
pub mod score;
pub mod text;
mod unsound;

use std::io::{self, BufWriter};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Subcommand;
use interview_hindsight::wire::quiz_document;

use crate::workspace;

/// The chores of a quiz author.
#[derive(Subcommand)]
pub enum QuizChore {
    /// Name everything that is wrong with a quiz: its structure, its text, or both
    Check {
        /// Quiz documents and text files, in any order
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Score answer sheets: one JSON object a line in, one a line out
    Score {
        /// The quiz document to score with; the built-in quiz if left out
        #[arg(long)]
        quiz: Option<PathBuf>,
        /// Score as if the questions that are not from the article were switched off
        #[arg(long)]
        article_only: bool,
    },
    /// Write the JSON Schemas of quiz documents and text files to quiz/
    Schema,
}

/// Carries one out. The exit code is 1 when the document or a sheet has problems.
pub fn start(chore: QuizChore) -> Result<ExitCode> {
    let good = match chore {
        QuizChore::Check { files } => {
            let (report, good) = check::report(&files)?;
            print!("{report}");
            good
        }
        QuizChore::Score { quiz, article_only } => {
            let text = match &quiz {
                Some(path) => check::read_text(path)?,
                None => built_in()?.to_owned(),
            };
            let Some(quiz) = check::parse(&text) else {
                let path = quiz.unwrap_or_default();
                let shown = path.display();
                eprintln!(
                    "{shown} is not a sound quiz. `cargo xtask quiz check {shown}` names what is wrong."
                );
                return Ok(ExitCode::FAILURE);
            };
            let output = BufWriter::new(io::stdout().lock());
            match score::score_lines(&quiz, article_only, io::stdin().lock(), output) {
                // Whoever read the results has seen enough, as `head` does.
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => true,
                result => {
                    result.context("the sheets could not be read or the results not written")?
                }
            }
        }
        QuizChore::Schema => {
            for (name, text) in schemas()? {
                write(name, &text)?;
            }
            true
        }
    };
    Ok(if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn write(name: &str, text: &str) -> Result<()> {
    let path = workspace::root().join("quiz").join(name);
    std::fs::write(&path, text).with_context(|| format!("{} cannot be written", path.display()))?;
    println!("{}", workspace::shown(&path));
    Ok(())
}

fn built_in() -> Result<&'static str> {
    quiz_document::built_in(quiz_document::BUILT_IN, quiz_document::CURRENT_VERSION)
        .context("the built-in quiz is part of the program")
}

/// The schemas as they are committed, by file name.
pub fn schemas() -> Result<[(&'static str, String); 2]> {
    let pretty = |schema| -> Result<String> { Ok(serde_json::to_string_pretty(&schema)? + "\n") };
    Ok([
        ("schema.json", pretty(schema::of_documents())?),
        ("text.schema.json", pretty(text::schema())?),
    ])
}
