//! How far `cargo install` is, for a person who waits for it.
//!
//! Cargo counts what it compiles, and shows the count in a progress bar on a terminal. Elsewhere it would
//! write a line for each of several hundred crates, or with `--quiet` nothing for many minutes. Here the
//! bar is always asked for and read, so that there is one short line everywhere.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, IsTerminal, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::process::shown;

/// How often a line is written where lines cannot be written over.
const INTERVAL: Duration = Duration::from_secs(15);
/// How many lines of what Cargo said are repeated when it fails. The reason is at the end.
const LINES_ON_FAILURE: usize = 60;

/// Runs a `cargo install` and shows how far it is.
///
/// # Errors
/// When it cannot be started or fails, with the end of what it said.
pub fn run_with_progress(cargo_install: &mut Command, name: &str) -> Result<()> {
    let mut child = cargo_install
        .env("CARGO_TERM_QUIET", "false")
        .env("CARGO_TERM_VERBOSE", "false")
        .env("CARGO_TERM_COLOR", "never")
        .env("CARGO_TERM_PROGRESS_WHEN", "always")
        // Cargo has to be told how wide its bar is where it does not write to a terminal.
        .env("CARGO_TERM_PROGRESS_WIDTH", "80")
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("could not start `{}`", shown(cargo_install)))?;
    let mut report = Report::new(name, io::stdout().is_terminal());
    let mut said = VecDeque::new();
    if let Some(stderr) = child.stderr.take() {
        for_each_line(BufReader::new(stderr), |line| match Stage::read(line) {
            Some(stage) => write_at_once(&report.next(stage, Instant::now())),
            None if is_routine(line) => Ok(()),
            None => {
                said.push_back(line.to_owned());
                if said.len() > LINES_ON_FAILURE {
                    said.pop_front();
                }
                Ok(())
            }
        })?;
    }
    let status = child.wait()?;
    write_at_once(report.end())?;
    if !status.success() {
        bail!(
            "`{}` failed ({status}):\n{}",
            shown(cargo_install),
            said.make_contiguous().join("\n")
        );
    }
    Ok(())
}

/// What `cargo install` is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// So many crates are still to come.
    Downloading { left: usize },
    /// Cargo's own count. It counts a crate's build script too, as a crate of its own.
    Compiling { done: usize, all: usize },
}

impl Stage {
    /// Reads one state of Cargo's progress bar; other lines are none.
    fn read(line: &str) -> Option<Self> {
        let line = line.trim();
        if let Some(rest) = line.strip_prefix("Downloading ") {
            let (left, of_what) = rest.split_once(' ')?;
            return of_what.starts_with("crate").then_some(Self::Downloading {
                left: left.parse().ok()?,
            });
        }
        // "Building [=====>     ] 123/410: serde, syn"
        let (_, count) = line.strip_prefix("Building [")?.split_once("] ")?;
        let (done, all) = count.split(':').next()?.trim().split_once('/')?;
        Some(Self::Compiling {
            done: done.parse().ok()?,
            all: all.parse().ok()?,
        })
    }
}

/// A line about a single crate, which nobody needs to find the reason of a failure.
fn is_routine(line: &str) -> bool {
    let first = line.split_whitespace().next();
    matches!(first, None | Some("Compiling" | "Downloaded"))
}

/// What is written of the stages: one line that is written over on a terminal, a line now and then elsewhere.
struct Report<'a> {
    name: &'a str,
    on_terminal: bool,
    latest: Option<Instant>,
}

impl<'a> Report<'a> {
    fn new(name: &'a str, on_terminal: bool) -> Self {
        Self {
            name,
            on_terminal,
            latest: None,
        }
    }

    /// What to write now that this stage is reached; nothing when it is too early for a line.
    fn next(&mut self, stage: Stage, now: Instant) -> String {
        let is_due = self
            .latest
            .is_none_or(|latest| now.duration_since(latest) >= INTERVAL);
        if !is_due && !self.on_terminal {
            return String::new();
        }
        self.latest = Some(now);
        let text = match stage {
            Stage::Downloading { left } => {
                format!("downloading what {} needs: {left} crates left", self.name)
            }
            Stage::Compiling { done, all } => {
                format!("compiling {}: {done} of {all} crates", self.name)
            }
        };
        if self.on_terminal {
            // The spaces cover what is left of a longer line.
            format!("\r      {text:<70}")
        } else {
            format!("      {text}\n")
        }
    }

    /// What to write when no more stages come, so that the next line stands by itself.
    fn end(&self) -> &'static str {
        if self.on_terminal && self.latest.is_some() {
            "\n"
        } else {
            ""
        }
    }
}

fn write_at_once(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

/// Calls `each` with every line, as soon as it is whole. The states of a progress bar end in `\r`.
fn for_each_line(reader: impl BufRead, mut each: impl FnMut(&str) -> Result<()>) -> Result<()> {
    let mut line = Vec::new();
    for byte in reader.bytes() {
        match byte? {
            b'\r' | b'\n' => {
                each(&String::from_utf8_lossy(&line))?;
                line.clear();
            }
            byte => line.push(byte),
        }
    }
    if line.is_empty() {
        return Ok(());
    }
    each(&String::from_utf8_lossy(&line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_is_read_from_cargo_s_progress_bar() {
        for (line, stage) in [
            (
                "    Building [=======>     ] 47/410: clap_builder, trunk(build.rs)   ",
                Some(Stage::Compiling { done: 47, all: 410 }),
            ),
            (
                "    Building [>    ] 0/3",
                Some(Stage::Compiling { done: 0, all: 3 }),
            ),
            (
                " Downloading 31 crates, remaining bytes: 3.0MiB ",
                Some(Stage::Downloading { left: 31 }),
            ),
            (
                " Downloading 1 crate   ",
                Some(Stage::Downloading { left: 1 }),
            ),
            ("   Compiling serde v1.0.219", None),
            ("  Downloaded serde v1.0.219", None),
            (" Downloading bytes", None),
            ("    Building [====>", None),
            ("error: could not compile `ring` (lib)", None),
            ("", None),
        ] {
            assert_eq!(Stage::read(line), stage, "{line}");
        }
    }

    #[test]
    fn lines_end_in_either_way() -> Result<()> {
        let mut lines = Vec::new();
        let said =
            "  Installing trunk\n    Building [>] 0/3\r    Building [>] 1/3\rerror: no linker";
        for_each_line(said.as_bytes(), |line| {
            lines.push(line.to_owned());
            Ok(())
        })?;
        assert_eq!(
            lines,
            [
                "  Installing trunk",
                "    Building [>] 0/3",
                "    Building [>] 1/3",
                "error: no linker"
            ]
        );
        Ok(())
    }

    #[test]
    fn away_from_a_terminal_there_is_a_line_now_and_then() {
        let mut report = Report::new("trunk", false);
        let start = Instant::now();
        let stage = |done| Stage::Compiling { done, all: 410 };
        let mut at = |done, seconds| report.next(stage(done), start + Duration::from_secs(seconds));
        assert_eq!(at(0, 0), "      compiling trunk: 0 of 410 crates\n");
        assert_eq!(at(1, 14), "");
        assert_eq!(at(2, 15), "      compiling trunk: 2 of 410 crates\n");
        assert_eq!(at(3, 29), "");
        assert_eq!(report.end(), "");
    }

    #[test]
    fn on_a_terminal_one_line_is_written_over() {
        let mut report = Report::new("trunk", true);
        assert_eq!(report.end(), "");
        let now = Instant::now();
        let long = report.next(Stage::Downloading { left: 300 }, now);
        let short = report.next(Stage::Compiling { done: 1, all: 9 }, now);
        assert!(short.starts_with("\r      compiling trunk: 1 of 9 crates "));
        assert_eq!(long.len(), short.len());
        assert_eq!(report.end(), "\n");
    }

    #[cfg(unix)]
    #[test]
    fn a_failure_repeats_the_end_of_what_was_said() {
        let script = "printf '   Compiling a v1\\n    Building [>] 1/2: b\\rerror: no linker\\n' >&2; exit 101";
        let failed = run_with_progress(Command::new("sh").args(["-c", script]), "b");
        let error = failed.unwrap_err().to_string();
        assert!(error.ends_with("101):\nerror: no linker"), "{error}");
    }
}
