//! Everything that has to pass, one step after the other, counted.
//!
//! A step that fails does not keep the next from running. Each test counts as one; a step without
//! tests of its own counts as one.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use clap::ValueEnum;

use crate::browsers::{self, Chromium, find_or_install_servers, pdf_reader_or_install};
use crate::process::{command, program_name};
use crate::site::offline::Offline;
use crate::site::{self, Profile};
use crate::toolchain::TARGET;
use crate::tools::{self, Progress, Tools};
use crate::workspace::root;
use crate::{directions, tidy};

/// One step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Step {
    /// Install what the others need
    Setup,
    /// Formatting
    Fmt,
    /// Clippy, with warnings as errors
    Clippy,
    /// Which part of the app may use which
    Deps,
    /// Small rules about all files
    Tidy,
    /// Native tests
    Native,
    /// Tests in a headless browser
    Wasm,
    /// The release build
    Build,
    /// What the first visit downloads
    Size,
    /// End-to-end tests on the release build
    E2e,
}

/// The browsers of the end-to-end tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Engines {
    /// All tests in Chromium, and those of every-engine.txt in the other two
    #[default]
    Usual,
    /// Chromium or Chrome
    Chromium,
    /// Firefox
    Firefox,
    /// WebKitGTK, which is the engine of Safari
    Webkit,
    /// All three, one after the other
    All,
}

impl Engines {
    /// The steps to run, each with its browser: in Chromium all of them, in another those in which it matters which it is.
    fn steps(self) -> Vec<Work> {
        let work = |step, engine, extent| Work {
            step,
            engine,
            extent,
        };
        let here = |engine: Engine, steps: &[Step]| -> Vec<Work> {
            let whole = |&step| work(step, engine, Extent::Whole);
            steps.iter().map(whole).collect()
        };
        let alone = [Step::Setup, Step::Build, Step::E2e];
        let others = |extent| {
            // It finds its browser, or installs it.
            [Engine::Firefox, Engine::Webkit].map(|engine| work(Step::E2e, engine, extent))
        };
        let in_chromium = || here(Engine::Chromium, Step::value_variants());
        match self {
            Self::Chromium => in_chromium(),
            Self::Firefox => here(Engine::Firefox, &alone),
            Self::Webkit => here(Engine::Webkit, &alone),
            Self::Usual => [in_chromium(), others(Extent::WhereEnginesDiffer).into()].concat(),
            Self::All => [in_chromium(), others(Extent::Whole).into()].concat(),
        }
    }
}

/// A step, and what it is done in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Work {
    step: Step,
    engine: Engine,
    extent: Extent,
}

/// How much of a step is done. Only the end-to-end tests have a part of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extent {
    Whole,
    /// The tests that `tests/e2e/every-engine.txt` names.
    WhereEnginesDiffer,
}

/// The browser of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Engine {
    Chromium,
    Firefox,
    Webkit,
}

impl Engine {
    /// What `E2E_ENGINE` calls it.
    fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Webkit => "webkit",
        }
    }

    /// Finds the browser, and installs it where it is missing.
    fn find_or_install(self, progress: &mut Progress) -> Result<()> {
        match self {
            Self::Chromium => Chromium::find_or_install(progress).map(drop),
            Self::Firefox => browsers::find_or_install_firefox(progress),
            Self::Webkit => browsers::find_or_install_webkit(progress),
        }
    }

    /// How many steps that reports.
    fn parts(self) -> usize {
        match self {
            Self::Chromium => 1,
            Self::Firefox | Self::Webkit => 2,
        }
    }
}

/// Begins what an end-to-end test says that is not made in an engine.
pub const LEFT_OUT: &str = "left out: ";

/// How a step ended.
struct Outcome {
    step: Step,
    engine: Engine,
    passed: u64,
    failed: u64,
    /// End-to-end tests that were not made in this engine, each with the reason.
    left_out: Vec<String>,
    /// Tests that were there and did not run.
    ignored: u64,
    took: Duration,
}

/// Runs the steps and prints what became of them. Gives whether all was well.
pub fn run(only: &[Step], skip: &[Step], engines: Engines) -> Result<bool> {
    let mut outcomes = Vec::new();
    let mut left_out = Vec::new();
    let mut have = Have::default();
    for Work {
        step,
        engine,
        extent,
    } in engines.steps()
    {
        if (!only.is_empty() && !only.contains(&step)) || skip.contains(&step) {
            left_out.push(step.name_in(engine));
            continue;
        }
        println!("\n== {}", step.name_in(engine));
        let start = Instant::now();
        let mut counted = Counted::default();
        let result = step.run(engine, extent, &mut have, &mut counted);
        if let Err(error) = &result {
            println!("{} failed: {error:#}", step.name_in(engine));
        }
        let Counted {
            mut passed,
            mut failed,
            ignored,
            left_out,
        } = counted;
        // To the runner, one that ends at once has passed.
        passed = passed.saturating_sub(left_out.len() as u64);
        match result {
            // A runner that failed without a failed test could not run them.
            Err(_) if failed == 0 => failed = 1,
            Ok(()) if passed + failed == 0 => passed = 1,
            _ => {}
        }
        outcomes.push(Outcome {
            step,
            engine,
            passed,
            failed,
            ignored,
            left_out,
            took: start.elapsed(),
        });
    }
    summary(&outcomes, &left_out);
    Ok(outcomes.iter().all(|outcome| outcome.failed == 0))
}

fn summary(outcomes: &[Outcome], left_out: &[String]) {
    println!("\n== summary");
    for Outcome {
        step,
        engine,
        passed,
        failed,
        ignored,
        left_out,
        took,
    } in outcomes
    {
        let mark = if *failed == 0 { "ok    " } else { "FAILED" };
        print!(
            "{mark} {:<15} {passed:>5} passed {failed:>3} failed {:>7.1} s",
            step.name_in(*engine),
            took.as_secs_f64()
        );
        if *ignored > 0 {
            print!("  ({ignored} did not run)");
        }
        if !left_out.is_empty() {
            print!("  ({} left out)", left_out.len());
        }
        println!();
        for test in left_out {
            println!("-      {test}");
        }
    }
    for step in left_out {
        println!("-      {step:<15} left out, as asked");
    }
    let sum = |of: fn(&Outcome) -> u64| outcomes.iter().map(of).sum::<u64>();
    println!(
        "{} passed, {} failed",
        sum(|outcome| outcome.passed),
        sum(|outcome| outcome.failed)
    );
}

/// What earlier steps have made ready.
#[derive(Default)]
struct Have {
    tools: Option<Tools>,
    chromium: Option<Chromium>,
}

impl Have {
    fn tools(&mut self) -> Result<&Tools> {
        if self.tools.is_none() {
            self.tools = Some(tools::install(&mut Progress::new(tools::STEPS))?);
        }
        self.tools.as_ref().context("the tools are missing")
    }

    fn chromium(&mut self) -> Result<&Chromium> {
        if self.chromium.is_none() {
            self.chromium = Some(Chromium::find_or_install(&mut Progress::new(1))?);
        }
        self.chromium.as_ref().context("the browser is missing")
    }
}

impl Step {
    fn name(self) -> &'static str {
        match self {
            Self::Setup => "setup",
            Self::Fmt => "fmt",
            Self::Clippy => "clippy",
            Self::Deps => "deps",
            Self::Tidy => "tidy",
            Self::Native => "native",
            Self::Wasm => "wasm",
            Self::Build => "build",
            Self::Size => "size",
            Self::E2e => "e2e",
        }
    }

    /// With the browser where it matters.
    fn name_in(self, engine: Engine) -> String {
        match self {
            Self::E2e => format!("{} {}", self.name(), engine.name()),
            _ => self.name().to_owned(),
        }
    }

    fn run(
        self,
        engine: Engine,
        extent: Extent,
        have: &mut Have,
        counted: &mut Counted,
    ) -> Result<()> {
        let cargo = |arguments: &[&str]| {
            let mut cargo = command("cargo");
            cargo.args(arguments).current_dir(root());
            cargo
        };
        match self {
            Self::Setup => {
                let mut progress = Progress::new(tools::STEPS + 4 + engine.parts());
                have.tools = Some(tools::install(&mut progress)?);
                tools::axe(&mut progress)?;
                engine.find_or_install(&mut progress)?;
                pdf_reader_or_install(&mut progress)?;
                find_or_install_servers(&mut progress)
            }
            Self::Fmt => counted.watch(cargo(&["fmt", "--all", "--check"])),
            Self::Clippy => counted.watch(cargo(&[
                "clippy",
                "--workspace",
                "--all-targets",
                "--quiet",
                "--",
                "--deny",
                "warnings",
            ])),
            Self::Deps => directions::check(),
            Self::Tidy => tidy::check(),
            Self::Native => {
                let mut cargo = cargo(&[
                    "test",
                    "--workspace",
                    "--exclude",
                    "e2e",
                    "--no-fail-fast",
                    "--quiet",
                ]);
                if std::env::var_os(PROPERTIES_SEED).is_none()
                    && let Some(seed) = seed_of_commit()
                {
                    cargo.env(PROPERTIES_SEED, seed.to_string());
                }
                counted.watch_tests(cargo)
            }
            Self::Wasm => {
                have.chromium()?;
                let driver = have.chromium()?.driver.clone();
                let mut cargo = wasm_tests(have.tools()?, &driver)?;
                cargo.current_dir(root());
                counted.watch_tests(cargo)
            }
            Self::Build => site::build(Profile::Release, Offline::Kept).map(drop),
            Self::Size => site::size::report(&site::build(Profile::Release, Offline::Kept)?),
            Self::E2e => {
                engine.find_or_install(&mut Progress::new(engine.parts()))?;
                pdf_reader_or_install(&mut Progress::new(1))?;
                let mut cargo = cargo(&["test", "--package", "e2e", "--no-fail-fast", "--quiet"]);
                let named = match extent {
                    Extent::Whole => None,
                    Extent::WhereEnginesDiffer => Some(every_engine()?),
                };
                if let Some(named) = &named {
                    named.choose(&mut cargo);
                }
                // An error of an end-to-end test says what was waited for; a backtrace into the runtime does not.
                cargo.env("RUST_LIB_BACKTRACE", "0");
                cargo.env("E2E_ENGINE", engine.name());
                counted.watch_tests(cargo)?;
                named.map_or(Ok(()), |named| named.expect(counted.passed))
            }
        }
    }
}

/// The end-to-end tests about what engines do differently.
fn every_engine() -> Result<Named> {
    let list = root().join("tests/e2e/every-engine.txt");
    let text = std::fs::read_to_string(&list)
        .with_context(|| format!("could not read {}", list.display()))?;
    Named::parse(&text)
}

/// End-to-end tests by name.
#[derive(Debug, PartialEq, Eq)]
struct Named(Vec<(String, String)>);

impl Named {
    /// Reads lines such as `start::the_app_starts`: the file of the test and its name. A line that begins with `#` says what
    /// follows.
    fn parse(text: &str) -> Result<Self> {
        let lines = text.lines().map(str::trim);
        let named: Result<Vec<_>> = lines
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .map(|line| {
                let (file, name) = line
                    .split_once("::")
                    .with_context(|| format!("\"{line}\" is no file::test"))?;
                Ok((file.to_owned(), name.to_owned()))
            })
            .collect();
        Ok(Self(named?))
    }

    /// Has cargo run these alone.
    fn choose(&self, cargo: &mut Command) {
        let files: BTreeSet<&str> = self.0.iter().map(|(file, _)| file.as_str()).collect();
        for file in files {
            cargo.args(["--test", file]);
        }
        cargo.args(["--", "--exact"]);
        cargo.args(self.0.iter().map(|(_, name)| name));
    }

    /// Fails where fewer were made than are named: one has another name by now.
    fn expect(&self, made: u64) -> Result<()> {
        let named = self.0.len() as u64;
        if made != named {
            bail!("every-engine.txt names {named} tests, and {made} of that name passed");
        }
        Ok(())
    }
}

/// The tests in `tests/wasm*.rs`, as a headless browser runs them.
fn wasm_tests(tools: &Tools, chromedriver: &Path) -> Result<Command> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(root().join("tests"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if let Some(name) = name
            .strip_suffix(".rs")
            .filter(|name| name.starts_with("wasm"))
        {
            names.push(name.to_owned());
        }
    }
    names.sort();
    if names.is_empty() {
        bail!("there are no tests/wasm*.rs");
    }
    let mut cargo = command("cargo");
    cargo.args([
        "test",
        "--package",
        "interview-hindsight",
        "--no-fail-fast",
        "--target",
        TARGET,
    ]);
    for name in names {
        cargo.args(["--test", &name]);
    }
    tools.toolchain.prepare(&mut cargo, &tools.folders())?;
    let runner = tools
        .wasm_bindgen
        .join(program_name("wasm-bindgen-test-runner"));
    cargo
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
        .env("CHROMEDRIVER", chromedriver);
    Ok(cargo)
}

/// The tests that a runner has reported.
#[derive(Default)]
struct Counted {
    passed: u64,
    failed: u64,
    ignored: u64,
    left_out: Vec<String>,
}

impl Counted {
    /// Runs the command, shows what it says, and counts the tests in it.
    fn watch(&mut self, mut command: Command) -> Result<()> {
        let shown = crate::process::shown(&command);
        println!("{shown}");
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("could not start `{shown}`"))?;
        let stdout = child.stdout.take();
        let stderr = child.stderr.take();
        let (from_out, from_err) = std::thread::scope(|scope| {
            let err = scope.spawn(|| show(stderr));
            (show(stdout), err.join().unwrap_or_default())
        });
        for line in from_out.iter().chain(&from_err) {
            self.take(line);
        }
        let status = child.wait()?;
        if !status.success() {
            bail!("`{shown}` ended with {status}");
        }
        Ok(())
    }

    /// The same for a command that has to run tests: none is a failure.
    fn watch_tests(&mut self, command: Command) -> Result<()> {
        self.watch(command)?;
        if self.passed + self.failed == 0 {
            return Err(anyhow!("no test was run"));
        }
        Ok(())
    }

    /// Takes a line such as `test result: ok. 3 passed; 0 failed; 1 ignored; ...`.
    fn take(&mut self, line: &str) {
        if let Some((_, test)) = line.split_once(LEFT_OUT) {
            self.left_out.push(test.trim().to_owned());
        }
        let Some(result) = line.trim().strip_prefix("test result: ") else {
            return;
        };
        let numbers = result
            .split_once(". ")
            .map_or(result, |(_, numbers)| numbers);
        for part in numbers.split(';') {
            let mut words = part.split_whitespace();
            let (Some(number), Some(what)) = (words.next(), words.next()) else {
                continue;
            };
            let Ok(number) = number.parse::<u64>() else {
                continue;
            };
            match what {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                "ignored" => self.ignored += number,
                _ => {}
            }
        }
    }
}

/// Copies what a program says to our own output, line by line, and gives the lines.
fn show(from: Option<impl Read>) -> Vec<String> {
    let Some(from) = from else { return Vec::new() };
    let mut lines = Vec::new();
    for line in BufReader::new(from).split(b'\n') {
        let Ok(line) = line else { break };
        let line = String::from_utf8_lossy(&line).into_owned();
        // Nobody reads any more what cannot be written; the counting goes on.
        writeln!(std::io::stdout().lock(), "{line}").ok();
        lines.push(line);
    }
    lines
}

/// Where proptest finds the number that its made-up input begins with.
const PROPERTIES_SEED: &str = "PROPTEST_RNG_SEED";

/// New with every commit, and the same when the tests are run again.
fn seed_of_commit() -> Option<u64> {
    let head = command("git")
        .args(["rev-parse", "HEAD"])
        .current_dir(root())
        .output();
    let id = String::from_utf8(head.ok()?.stdout).ok()?;
    u64::from_str_radix(id.get(..16)?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_of_several_runners_add_up() {
        let mut counted = Counted::default();
        for line in [
            "running 3 tests",
            "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "test result: FAILED. 1 passed; 2 failed; 4 ignored; 0 measured; 0 filtered out; finished in 0.10s",
            "test result: ok. 5 passed; 0 failed; 0 ignored; 0 filtered out",
        ] {
            counted.take(line);
        }
        assert_eq!((counted.passed, counted.failed, counted.ignored), (9, 2, 4));
    }

    #[test]
    fn a_test_that_is_left_out_is_told_by_its_name() {
        let mut counted = Counted::default();
        counted.take("left out: it_is_printed in webkit: it prints no PDF");
        assert_eq!(
            counted.left_out,
            ["it_is_printed in webkit: it prints no PDF"]
        );
    }

    #[test]
    fn every_browser_has_the_end_to_end_tests_and_one_of_them_the_rest() {
        for engines in [Engines::All, Engines::Usual] {
            let steps = engines.steps();
            let browsers: Vec<Engine> = steps
                .iter()
                .filter(|work| work.step == Step::E2e)
                .map(|work| work.engine)
                .collect();
            assert_eq!(
                browsers,
                [Engine::Chromium, Engine::Firefox, Engine::Webkit]
            );
            assert_eq!(steps.len(), Step::value_variants().len() + 2);
        }
    }

    #[test]
    fn what_is_made_in_every_browser_is_named_by_file_and_test_and_has_to_be_there() {
        let named =
            Named::parse("# Typing.\nstart::one\n\n start::two\nend::one\n").expect("a list");
        let mut cargo = Command::new("cargo");
        named.choose(&mut cargo);
        let arguments: Vec<_> = cargo.get_args().map(|one| one.to_string_lossy()).collect();
        let expected = [
            "--test", "end", "--test", "start", "--", "--exact", "one", "two", "one",
        ];
        assert_eq!(arguments, expected);
        assert!(named.expect(3).is_ok());
        assert!(named.expect(2).is_err(), "one is no longer there");
        assert!(Named::parse("start").is_err());
    }

    #[test]
    fn a_command_that_runs_no_test_has_failed() {
        let mut counted = Counted::default();
        let mut cargo = Command::new("cargo");
        cargo.arg("--version");
        assert!(counted.watch_tests(cargo).is_err());
    }
}
