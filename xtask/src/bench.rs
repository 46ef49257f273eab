//! What the measurements in a browser share: the peers that the app is measured beside, and the page that the
//! figures go into.
//!
//! It owns `bench/` and the marked places of `docs/performance.md`. It must not know a browser: the programs of
//! the end-to-end tests drive one.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use interview_hindsight::domain::quiz::{QuarterPoints, QuestionKind, Quiz};
use interview_hindsight::wire::quiz_document;
use interview_hindsight::wire::quiz_text::{self, QuizText};
use interview_hindsight::wire::text_catalogue::{self, TextCatalogue};
use serde_json::{Value, json};

use crate::process::{command, on_path, output, run};
use crate::site::compress;
use crate::workspace::root;

/// How many questions all are asked.
pub const QUESTIONS: usize = 12;

const LANGUAGE: &str = "en";

/// The quiz as the peers get it: the first questions that everybody is asked and that have one answer, in the
/// words of the app.
pub fn quiz() -> Result<Value> {
    let Ok(quiz) = quiz_document::current() else {
        bail!("the built-in quiz is not sound; `cargo xtask quiz check` says why");
    };
    let words = quiz_text::built_in(quiz.id(), LANGUAGE)
        .and_then(|text| QuizText::parse(text).ok())
        .context("the quiz has no words in the page's language")?;
    let texts = text_catalogue::built_in(LANGUAGE)
        .and_then(|text| TextCatalogue::parse(text).ok())
        .context("the app has no words in the page's language")?;
    let text = |key: &str| texts.get(key).with_context(|| format!("there is no {key}"));
    Ok(json!({
        "title": words.title(),
        "next": text("question.continue")?,
        "score": text("result.title")?,
        "questions": questions(&quiz, &words),
    }))
}

fn questions(quiz: &Quiz, words: &QuizText) -> Vec<Value> {
    let asked = quiz.questions().iter().filter_map(|question| {
        let QuestionKind::One { options } = &question.kind else {
            return None;
        };
        if question.show_if.is_some() {
            return None;
        }
        let mut shown: Vec<Value> = options
            .iter()
            .map(|option| {
                json!({
                    "id": option.id,
                    "text": words.option(&question.id, &option.id),
                    "points": option.points.map_or(0.0, QuarterPoints::points),
                })
            })
            .collect();
        let unsure = words.option(&question.id, "unsure");
        shown.push(json!({ "id": "unsure", "text": unsure, "points": 0 }));
        Some(json!({ "id": question.id, "ask": words.ask(&question.id), "options": shown }))
    });
    asked.take(QUESTIONS).collect()
}

/// Installs and builds the peers, and gives their folder: in it one folder for each, ready to be served.
pub fn peers() -> Result<PathBuf> {
    let sources = root().join("bench");
    let (Some(npm), Some(node)) = (
        on_path("npm").or_else(|| on_path("npm.cmd")),
        on_path("node"),
    ) else {
        bail!(
            "npm is missing, and it brings what the app is measured beside. Install Node.js 20.19 or newer, then try again."
        );
    };
    // What npm has installed says which lock file it came from, by being younger.
    let installed = fs::metadata(sources.join("node_modules/.package-lock.json"));
    let locked = fs::metadata(sources.join("package-lock.json"))?.modified()?;
    if !installed.is_ok_and(|file| file.modified().is_ok_and(|time| time >= locked)) {
        println!("Installing what the app is measured beside (some seconds, once) ...");
        output(
            command(npm)
                .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
                .current_dir(&sources),
        )?;
    }
    let folder = root().join("target/bench");
    fs::create_dir_all(&folder)?;
    let quiz_file = folder.join("quiz.json");
    fs::write(&quiz_file, quiz()?.to_string())?;
    let peers = folder.join("peers");
    run(command(node)
        .arg("build.js")
        .args([&quiz_file, &peers])
        .current_dir(&sources))?;
    compress::neighbours(&peers)?;
    Ok(peers)
}

/// Writes the start page of a build without its scripts into a folder, with the files that it names: what is left takes
/// style, layout and paint alone.
pub fn without_scripts(site: &Path, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    for entry in fs::read_dir(site)? {
        let file = entry?.path();
        let is_named = matches!(
            file.extension().and_then(|end| end.to_str()),
            Some("svg" | "png" | "webmanifest")
        );
        if let Some(name) = file.file_name().filter(|_| is_named) {
            fs::copy(&file, folder.join(name))?;
        }
    }
    let page = fs::read_to_string(site.join("index.html"))?;
    fs::write(folder.join("index.html"), unscripted(&page)?)?;
    compress::neighbours(folder)
}

fn unscripted(page: &str) -> Result<String> {
    let mut parts = page.split("<script");
    let mut left = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (_, after) = part.split_once("</script>").context("a script ends")?;
        left += after;
    }
    Ok(left)
}

/// The version of a package that the peers are built with.
pub fn version(package: &str) -> Result<String> {
    let manifest = fs::read_to_string(root().join("bench/package.json"))?;
    let manifest: Value = serde_json::from_str(&manifest)?;
    let version = manifest["dependencies"][package].as_str();
    Ok(version
        .with_context(|| format!("bench/package.json has no {package}"))?
        .to_owned())
}

/// The bytes of a file of a site on their way, packed where the host has it packed.
pub fn travels(site: &Path, path: &str) -> Result<u64> {
    let path = path.trim_start_matches('/');
    let file = if path.is_empty() || path.ends_with('/') {
        [path, "index.html"].concat()
    } else {
        path.to_owned()
    };
    let packed = site.join([&file, ".br"].concat());
    let found = packed
        .metadata()
        .or_else(|_| site.join(&file).metadata())
        .with_context(|| format!("the site has no {file}"))?;
    Ok(found.len())
}

/// Writes what a benchmark found into its place in `docs/performance.md`.
pub fn write_down(name: &str, found: &str) -> Result<()> {
    let file = root().join("docs/performance.md");
    let page = fs::read_to_string(&file).context("could not read docs/performance.md")?;
    fs::write(&file, filled(&page, name, found)?).context("could not write docs/performance.md")
}

/// The page with other words between the two marks of that name.
fn filled(page: &str, name: &str, found: &str) -> Result<String> {
    let begin = format!("<!-- begin {name}: written by `cargo xtask bench {name}` -->\n");
    let end = format!("<!-- end {name} -->\n");
    let parts: Vec<&str> = page.split(&begin).collect();
    let [before, rest] = parts[..] else {
        bail!("docs/performance.md needs one line {}", begin.trim());
    };
    let Some((_, after)) = rest.split_once(&end) else {
        bail!(
            "docs/performance.md needs a line {} after the other mark",
            end.trim()
        );
    };
    Ok(format!("{before}{begin}\n{}\n\n{end}{after}", found.trim()))
}

/// The middle of some numbers, and the part of them that counts as most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// The median.
    pub median: f64,
    /// The smallest.
    pub least: f64,
    /// The largest.
    pub most: f64,
    /// At least 95 in 100 are not above this.
    pub p95: f64,
}

impl Spread {
    /// Of at least one number.
    pub fn of(numbers: &[f64]) -> Result<Self> {
        let mut sorted = numbers.to_vec();
        sorted.sort_by(f64::total_cmp);
        let (Some(&least), Some(&most)) = (sorted.first(), sorted.last()) else {
            bail!("nothing was measured");
        };
        let middle = sorted.len() / 2;
        let median = if sorted.len().is_multiple_of(2) {
            f64::midpoint(sorted[middle - 1], sorted[middle])
        } else {
            sorted[middle]
        };
        let p95 = sorted[(sorted.len() * 95).div_ceil(100).max(1) - 1];
        Ok(Self {
            median,
            least,
            most,
            p95,
        })
    }

    /// The median, and the least and the most where they differ from it, with so many decimal digits.
    pub fn shown(&self, digits: usize) -> String {
        let shown = |number: f64| format!("{number:.digits$}");
        let (least, most) = (shown(self.least), shown(self.most));
        if least == most {
            return least;
        }
        format!("{} ({least} to {most})", shown(self.median))
    }

    /// Of the ratios of two measurements, run by run, so that what else the machine did falls on both.
    pub fn of_ratios(these: &[f64], those: &[f64]) -> Result<Self> {
        if these.len() != those.len() {
            bail!("there are not as many of these as of those");
        }
        let pairs = these.iter().zip(those);
        Self::of(
            &pairs
                .map(|(this, that)| this / that.max(0.001))
                .collect::<Vec<_>>(),
        )
    }
}

/// A table in Markdown: the first row is its head.
pub fn table(rows: &[Vec<String>]) -> String {
    let mut lines = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        lines.push(format!("| {} |", row.join(" | ")));
        if number == 0 {
            lines.push(format!("|---|{}", "---:|".repeat(row.len().max(1) - 1)));
        }
    }
    lines.join("\n")
}

/// Budgets, and whether each was met.
#[derive(Debug, Default)]
pub struct Verdicts {
    rows: Vec<Vec<String>>,
    failed: bool,
}

impl Verdicts {
    /// Notes one.
    pub fn judge(&mut self, budget: &str, found: &str, is_met: bool) {
        self.failed |= !is_met;
        let verdict = if is_met { "pass" } else { "FAIL" };
        println!("{verdict}  {budget}: {found}");
        self.rows.push(vec![
            budget.to_owned(),
            found.to_owned(),
            verdict.to_owned(),
        ]);
    }

    /// Whether all were met.
    pub fn all_met(&self) -> bool {
        !self.failed
    }

    /// All of them, as a table.
    pub fn table(&self) -> String {
        let mut rows = vec![["budget", "found", ""].map(str::to_owned).to_vec()];
        rows.extend(self.rows.clone());
        table(&rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_peers_ask_the_first_questions_of_the_app_in_its_words() -> Result<()> {
        let quiz = quiz()?;
        let questions = quiz["questions"].as_array().context("questions")?;
        assert_eq!(questions.len(), QUESTIONS);
        assert_eq!(questions[0]["id"], "gut");
        for question in questions {
            assert_ne!(question["ask"], "", "{question}");
            let options = question["options"].as_array().context("options")?;
            assert!(options.len() > 2, "{question}");
            assert!(options.iter().all(|option| option["text"] != ""));
            assert_eq!(options[options.len() - 1]["id"], "unsure");
        }
        let points = |question: usize, option: usize| {
            questions[question]["options"][option]["points"].as_f64()
        };
        assert_eq!(points(1, 0), Some(2.0));
        Ok(())
    }

    #[test]
    fn a_page_without_its_scripts_is_whole_otherwise() -> Result<()> {
        let page = "<a><script src=x></script><p><script>1 < 2</script>b</p></a>";
        assert_eq!(unscripted(page)?, "<a><p>b</p></a>");
        assert!(unscripted("<script>").is_err());
        Ok(())
    }

    #[test]
    fn what_was_found_goes_between_its_marks_and_nothing_else_changes() -> Result<()> {
        let begin = "<!-- begin load: written by `cargo xtask bench load` -->\n";
        let page = format!("a\n{begin}old\n<!-- end load -->\nb\n");
        let new = filled(&page, "load", "new\n")?;
        assert_eq!(new, format!("a\n{begin}\nnew\n\n<!-- end load -->\nb\n"));
        assert_eq!(filled(&new, "load", "new")?, new);
        for broken in ["", begin, "<!-- end load -->\n"] {
            assert!(filled(broken, "load", "new").is_err(), "{broken:?}");
        }
        Ok(())
    }

    #[test]
    fn the_page_has_the_marks_of_every_benchmark_that_writes_into_it() -> Result<()> {
        let page = fs::read_to_string(root().join("docs/performance.md"))?;
        for name in ["load", "interaction", "embed"] {
            filled(&page, name, "x").with_context(|| name.to_owned())?;
        }
        Ok(())
    }

    #[test]
    fn the_lock_file_says_nothing_of_where_packages_come_from() -> Result<()> {
        let lock = fs::read_to_string(root().join("bench/package-lock.json"))?;
        assert!(!lock.contains("\"resolved\""));
        Ok(())
    }

    #[test]
    fn spreads_are_told_from_few_and_many_numbers() -> Result<()> {
        let spread = Spread::of(&[3.0, 1.0, 2.0])?;
        let (median, least, most, p95) = (2.0, 1.0, 3.0, 3.0);
        assert_eq!(
            spread,
            Spread {
                median,
                least,
                most,
                p95
            }
        );
        assert_eq!(spread.shown(1), "2.0 (1.0 to 3.0)");
        assert_eq!(Spread::of(&[1.0, 1.004])?.shown(2), "1.00");
        assert_eq!(Spread::of(&[1.0, 2.0])?.median, 1.5);
        let many: Vec<f64> = (1..=100).map(f64::from).collect();
        assert_eq!(Spread::of(&many)?.p95, 95.0);
        assert!(Spread::of(&[]).is_err());
        let ratios = Spread::of_ratios(&[1.0, 4.0, 9.0], &[2.0, 4.0, 3.0])?;
        assert_eq!((ratios.least, ratios.median, ratios.most), (0.5, 1.0, 3.0));
        assert!(Spread::of_ratios(&[1.0], &[]).is_err());
        Ok(())
    }
}
