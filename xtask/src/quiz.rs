//! What people who write a quiz need: checking a document, and scoring answer sheets with it.

use std::process::ExitCode;

use anyhow::Result;
use clap::Subcommand;

/// The chores of a quiz author.
#[derive(Subcommand)]
pub enum QuizChore {}

/// Carries one out. The exit code is 1 when the document or a sheet has problems.
pub fn start(chore: QuizChore) -> Result<ExitCode> {
    match chore {}
}
