//! How soon somebody can answer, beside pages that do less: the same questions in SurveyJS, React and Preact, and
//! the first one as bare HTML.
//!
//! `cargo xtask bench load` runs it; `docs/performance.md` says what is measured, and gets the figures. Each page is
//! opened in a browser of its own that was never used, at full speed and slowed down, in turns, so that whatever else
//! the machine does falls on all alike.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use clap::Parser;
use e2e::measure::{CONTINUE, Pace, busy};
use e2e::{Browser, BrowserOptions, Fault, Gate, Site};
use serde_json::{Value, json};
use xtask::bench::{self, Spread, Verdicts, table};
use xtask::site::size;

/// Measure the way from the address to the first answer, beside other pages
#[derive(Parser)]
#[command(bin_name = "cargo xtask bench load")]
struct Arguments {
    /// How often each page is opened at each speed
    #[arg(long, default_value_t = 5)]
    runs: usize,
    /// Leave the figures in docs/performance.md as they are
    #[arg(long)]
    only_print: bool,
}

/// A page that is measured.
struct Page {
    name: &'static str,
    /// Its folder below the one of the peers. Ours is the build.
    folder: Option<&'static str>,
    /// What to answer it with, where it can be gone through.
    way: Option<Way>,
}

/// CSS selectors for the way through a page.
struct Way {
    question: &'static str,
    next: &'static str,
    end: &'static str,
}

const BARE: usize = 0;
const PREACT: usize = 2;
const REACT: usize = 3;
const SURVEY: usize = 4;
const UNSCRIPTED: usize = 5;
const OURS: usize = 6;

/// What the plain page, React and Preact draw.
const PLAIN_WAY: Way = Way {
    question: "legend",
    next: "#next",
    end: "#score",
};

const PAGES: [Page; 7] = [
    Page {
        name: "bare HTML",
        folder: Some("bare"),
        way: None,
    },
    Page {
        name: "plain JavaScript",
        folder: Some("vanilla"),
        way: Some(PLAIN_WAY),
    },
    Page {
        name: "Preact",
        folder: Some("preact"),
        way: Some(PLAIN_WAY),
    },
    Page {
        name: "React",
        folder: Some("react"),
        way: Some(PLAIN_WAY),
    },
    Page {
        name: "SurveyJS",
        folder: Some("survey"),
        way: Some(Way {
            question: ".sd-question__title",
            next: ".sd-navigation__next-btn, .sd-navigation__complete-btn",
            end: "#score",
        }),
    },
    Page {
        name: "Interview Hindsight without its scripts",
        folder: Some("unscripted"),
        way: None,
    },
    Page {
        name: "Interview Hindsight",
        folder: None,
        way: Some(Way {
            question: ".ih-screen:not([hidden]) h1",
            next: CONTINUE,
            end: ".ih-result .ih-verdict",
        }),
    },
];

const PACES: [(Pace, &str); 2] = [
    (
        Pace::SLOW,
        "Slow 4G (1.6 Mbit/s, 150 ms), processor four times slower",
    ),
    (Pace::FULL, "As fast as the machine is"),
];
const SLOW: usize = 0;
const FULL: usize = 1;

/// What is measured of a page.
#[derive(Clone, Copy)]
enum Column {
    Bytes,
    Requests,
    AllBytes,
    Paint,
    Answerable,
    Live,
    Blocked,
    Worst,
    Early,
    Next,
    ResultBytes,
    Heap,
    Wasm,
}

const COLUMNS: [(Column, &str); 13] = [
    (Column::Bytes, "KB until Continue works"),
    (Column::Requests, "requests"),
    (Column::AllBytes, "KB in all"),
    (Column::Paint, "first paint, ms"),
    (Column::Answerable, "answerable, ms"),
    (Column::Live, "Continue works, ms"),
    (Column::Blocked, "blocked, ms"),
    (Column::Worst, "worst press, ms"),
    (Column::Early, "to next without the program, ms"),
    (Column::Next, "to next, ms"),
    (Column::ResultBytes, "KB until a result"),
    (Column::Heap, "heap, KB"),
    (Column::Wasm, "of it wasm, KB"),
];

/// One opening of one page, by column; nothing where the page has no such thing.
type Opening = [Option<f64>; COLUMNS.len()];

#[tokio::main]
async fn main() -> ExitCode {
    match measure(&Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n{error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn measure(arguments: &Arguments) -> Result<()> {
    ensure!(arguments.runs > 0, "nothing is measured in no runs");
    let peers = tokio::task::spawn_blocking(bench::peers).await??;
    let built = tokio::task::spawn_blocking(e2e::dist).await??;
    bench::without_scripts(&built, &peers.join("unscripted"))?;
    let mut sites = Vec::new();
    for page in &PAGES {
        sites.push(site(&peers, page).await?);
    }
    let mut context = conditions(&sites[BARE]).await?;
    let before = busy();

    // By speed, page and run.
    let mut found: [[Vec<Opening>; PAGES.len()]; PACES.len()] = Default::default();
    let mut last_offline = 0.0;
    for run in 0..arguments.runs {
        for (pace, (speed, _)) in PACES.iter().enumerate() {
            // Another one begins each time, so that none always follows the heaviest.
            for place in (0..PAGES.len()).map(|place| (place + run) % PAGES.len()) {
                let page = &PAGES[place];
                let opened = opened(&sites[place], page, *speed).await;
                let opened = opened.with_context(|| page.name.to_owned())?;
                if place == OURS && pace == FULL {
                    last_offline = opened.for_offline;
                }
                let mut opening = opened.found;
                if let Some(way) = page.way.as_ref().filter(|_| pace == SLOW) {
                    let pressed = worst_press(&sites[place], page, way, *speed).await;
                    let worst = pressed.with_context(|| page.name.to_owned())?;
                    opening[Column::Worst as usize] = Some(worst);
                }
                if place == OURS && pace == SLOW {
                    let early = without_the_program(*speed).await?;
                    opening[Column::Early as usize] = Some(early);
                }
                found[pace][place].push(opening);
            }
        }
        println!("Run {} of {} is done.", run + 1, arguments.runs);
    }

    context.push(format!(
        "{} runs. Load average {before} before and {} after.",
        arguments.runs,
        busy()
    ));
    let mut page = vec![context.join("\n")];
    for (pace, (_, name)) in PACES.iter().enumerate() {
        page.push(format!("**{name}**: medians (least to most)"));
        page.push(absolute(&found[pace])?);
        page.push("Interview Hindsight as a multiple of each, run by run".to_owned());
        page.push(ratios(&found[pace])?);
    }
    page.push(ours(&found[FULL][OURS], last_offline)?);
    let text = page.join("\n\n");
    println!("\n{text}\n");
    let verdicts = judged(&found)?;
    if !arguments.only_print {
        bench::write_down("load", &format!("{text}\n\n{}", verdicts.table()))?;
        println!("\nThe figures are in docs/performance.md.");
    }
    Ok(())
}

/// A server for a page: all compress alike, and only ours has the headers that it is deployed with.
async fn site(peers: &Path, page: &Page) -> Result<Site> {
    let folder: Option<PathBuf> = page.folder.map(|folder| peers.join(folder));
    Site::start_with(|options| {
        if let Some(folder) = folder {
            options.dist = folder;
            options.headers = false;
        }
    })
    .await
}

/// What the figures were taken with; and that the slowing down is real.
async fn conditions(bare: &Site) -> Result<Vec<String>> {
    let mut browser = Browser::open_blank(bare, BrowserOptions::default()).await?;
    browser.watch().await?;
    browser.visit("").await?;
    let machine = browser.machine().await?;
    let slowness = browser.slowness(Pace::SLOW).await?;
    browser.close().await?;
    ensure!(
        slowness > 2.0,
        "the processor was to be four times slower, and is {slowness:.1} times"
    );
    let versions = ["survey-core", "survey-js-ui", "react", "preact", "vite"]
        .map(|package| Ok(format!("{package} {}", bench::version(package)?)))
        .into_iter()
        .collect::<Result<Vec<_>>>()?;
    Ok(vec![
        format!("{machine}. {}.", versions.join(", ")),
        format!("Work took {slowness:.1} times as long with the processor slowed down."),
    ])
}

/// What was found, and what the worker fetched on top, in bytes.
struct Opened {
    found: Opening,
    for_offline: f64,
}

/// Opens a page in a fresh browser and walks through it.
async fn opened(site: &Site, page: &Page, pace: Pace) -> Result<Opened> {
    let asked_before = site.asked().len();
    let mut browser = Browser::open_blank(site, BrowserOptions::default()).await?;
    browser.watch().await?;
    browser.set_pace(pace).await?;
    browser.visit("").await?;
    browser
        .wait_until(
            "everything has come",
            &format!(
                "document.readyState === 'complete' && measure.at('answerable') \
                 && ({} || measure.at('live') && !/starting|loading/.test(document.documentElement.dataset.boot))",
                page.way.is_none()
            ),
        )
        .await?;
    // What it still has to do with what has come.
    browser.wait_for_layout().await?;
    let found: Value = browser.ask("measure.found()").await?;
    let files: Vec<Value> = browser.ask("measure.files()").await?;
    if let Some((latency, _)) = pace.network {
        let waited = found["waited"].as_f64().unwrap_or_default();
        ensure!(
            waited >= f64::from(latency) * 0.9,
            "the network was to be slow, and gave the page in {waited:.0} ms"
        );
    }
    let live = found["live"].as_f64();
    let mut opening = Opening::default();
    let mut set = |column: Column, value: f64| opening[column as usize] = Some(value);
    let before: Vec<f64> = files
        .iter()
        .filter(|file| live.is_none_or(|live| file["ended"].as_f64().is_some_and(|at| at <= live)))
        .filter_map(|file| file["bytes"].as_f64())
        .collect();
    set(Column::Bytes, before.iter().sum::<f64>() / 1000.0);
    set(Column::Requests, before.len() as f64);
    let all: f64 = files.iter().filter_map(|file| file["bytes"].as_f64()).sum();
    set(Column::AllBytes, all / 1000.0);
    let number = |name: &str| found[name].as_f64().with_context(|| format!("no {name}"));
    set(Column::Paint, number("paint")?);
    // A frame is painted a little after the page has made it.
    set(
        Column::Answerable,
        number("answerable")?.max(number("paint")?),
    );
    set(Column::Blocked, number("blocked")?);
    if let Some(way) = &page.way {
        set(Column::Live, number("live")?);
        set(Column::Next, walked(&browser, way).await?);
        // All that the page has asked for until its result was shown.
        let files: Vec<Value> = browser.ask("measure.files()").await?;
        let bytes: f64 = files.iter().filter_map(|file| file["bytes"].as_f64()).sum();
        set(Column::ResultBytes, bytes / 1000.0);
    }
    let heap = browser.heap().await?;
    set(Column::Heap, heap.bytes() / 1000.0);
    set(Column::Wasm, heap.wasm / 1000.0);

    let mut for_offline = 0.0;
    if page.folder.is_none() && pace == Pace::FULL {
        browser
            .ask::<bool>("navigator.serviceWorker.ready.then(({ active }) => Boolean(active))")
            .await?;
        for_offline = fetched_besides(site, &files, asked_before)?;
    }
    browser.close().await?;
    Ok(Opened {
        found: opening,
        for_offline,
    })
}

/// Milliseconds between two presses while a page loads.
const PRESSES: u32 = 300;

/// Opens a page in a fresh browser, where somebody presses all the time, and gives the longest time that a press took.
async fn worst_press(site: &Site, page: &Page, way: &Way, pace: Pace) -> Result<f64> {
    let mut browser = Browser::open_blank(site, BrowserOptions::default()).await?;
    browser.watch().await?;
    let way = json!({ "next": way.next, "end": way.end });
    let source = format!("measure.pressEvery({PRESSES}, {way})");
    browser
        .cdp(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": source }),
        )
        .await?;
    browser.set_pace(pace).await?;
    browser.visit("").await?;
    browser
        .wait_until("the end is there", "measure.pressed.hasEnded")
        .await?;
    if page.folder.is_none() {
        let boot: String = browser.ask("document.documentElement.dataset.boot").await?;
        ensure!(boot == "ready", "the program has not come: {boot}");
    }
    let worst: f64 = browser.ask("measure.pressed.worst").await?;
    browser.close().await?;
    Ok(worst)
}

/// Goes from the first question to the list of answers where the program does not come, and gives the median of the times
/// to the next page.
async fn without_the_program(pace: Pace) -> Result<f64> {
    let site = Site::start_with(|options| {
        let held = Fault::Held(Gate::default());
        options.faults.push((".wasm".to_owned(), held));
    })
    .await?;
    let mut browser = Browser::open_blank(&site, BrowserOptions::default()).await?;
    browser.watch().await?;
    browser.set_pace(pace).await?;
    browser.visit("").await?;
    browser
        .wait_until("the page is there", "measure.at('live')")
        .await?;
    browser.wait_for_layout().await?;
    let way = Way {
        question: ".ih-screen:not([hidden]) h1",
        next: CONTINUE,
        end: ".ih-screen:not([hidden]) .ih-answers",
    };
    let took = walked(&browser, &way).await?;
    browser.take_seen().await?;
    browser.close().await?;
    Ok(took)
}

/// Goes through to the end, and gives the median of the times to the next page.
async fn walked(browser: &Browser, way: &Way) -> Result<f64> {
    let Way {
        question,
        next,
        end,
    } = way;
    let way = json!({ "question": question, "next": next, "end": end });
    let walk: Value = browser.ask(&format!("measure.walk({way})")).await?;
    let steps = walk["steps"].as_array().context("there are no steps")?;
    ensure!(
        steps.len() >= bench::QUESTIONS,
        "the end came after {} pages",
        steps.len()
    );
    ensure!(
        walk["end"].as_str().is_some_and(|words| !words.is_empty()),
        "there is no score"
    );
    let took: Vec<f64> = steps
        .iter()
        .filter_map(|step| step["took"].as_f64())
        .collect();
    Ok(Spread::of(&took)?.median)
}

/// The bytes of what was asked of the server and is not among the page's own files.
fn fetched_besides(site: &Site, files: &[Value], from: usize) -> Result<f64> {
    let known = |path: &str| {
        files.iter().any(|file| {
            file["name"]
                .as_str()
                .is_some_and(|name| name.ends_with(path))
        })
    };
    let mut paths: Vec<String> = site
        .asked()
        .split_off(from)
        .into_iter()
        .map(|asked| asked.path)
        .filter(|path| !known(path))
        .collect();
    paths.sort();
    paths.dedup();
    let mut bytes = 0;
    for path in paths {
        bytes += bench::travels(site.dist(), &path)?;
    }
    Ok(bytes as f64)
}

/// Of one column, run by run.
fn column(openings: &[Opening], column: Column) -> Option<Vec<f64>> {
    openings
        .iter()
        .map(|opening| opening[column as usize])
        .collect()
}

fn absolute(found: &[Vec<Opening>]) -> Result<String> {
    let mut rows = vec![vec![String::new()]];
    rows[0].extend(COLUMNS.iter().map(|(_, name)| (*name).to_owned()));
    for (page, openings) in PAGES.iter().zip(found) {
        let mut row = vec![page.name.to_owned()];
        for (which, _) in COLUMNS {
            row.push(match column(openings, which) {
                Some(numbers) => Spread::of(&numbers)?.shown(digits(which)),
                None => "-".to_owned(),
            });
        }
        rows.push(row);
    }
    Ok(table(&rows))
}

fn digits(column: Column) -> usize {
    match column {
        Column::Bytes | Column::AllBytes | Column::ResultBytes | Column::Early | Column::Next => 1,
        _ => 0,
    }
}

/// Ours by each of the others.
fn ratios(found: &[Vec<Opening>]) -> Result<String> {
    const COMPARED: [Column; 9] = [
        Column::Bytes,
        Column::AllBytes,
        Column::Paint,
        Column::Answerable,
        Column::Live,
        Column::Worst,
        Column::Next,
        Column::ResultBytes,
        Column::Heap,
    ];
    let mut rows = vec![vec!["ours by theirs".to_owned()]];
    for which in COMPARED {
        let name = COLUMNS[which as usize].1.split(", ").next();
        rows[0].push(name.unwrap_or_default().to_owned());
    }
    for (page, openings) in PAGES.iter().zip(found).take(OURS) {
        let mut row = vec![page.name.to_owned()];
        for which in COMPARED {
            row.push(
                match (column(&found[OURS], which), column(openings, which)) {
                    (Some(ours), Some(theirs)) => Spread::of_ratios(&ours, &theirs)?.shown(2),
                    _ => "-".to_owned(),
                },
            );
        }
        rows.push(row);
    }
    Ok(table(&rows))
}

/// What our own page downloads, and when.
fn ours(openings: &[Opening], for_offline: f64) -> Result<String> {
    let median = |which| -> Result<f64> {
        Ok(Spread::of(&column(openings, which).context("ours has all")?)?.median)
    };
    let until_live = median(Column::Bytes)?;
    let in_all = median(Column::AllBytes)?;
    let rows = vec![
        vec!["of Interview Hindsight".to_owned(), "KB".to_owned()],
        vec!["until Continue works".to_owned(), format!("{until_live:.1}")],
        vec![
            "then, in the background: the program".to_owned(),
            format!("{:.1}", in_all - until_live),
        ],
        vec![
            "then, for use without a network: the worker, and what it keeps that the page did not need"
                .to_owned(),
            format!("{:.1}", for_offline / 1000.0),
        ],
    ];
    Ok(table(&rows))
}

fn judged(found: &[[Vec<Opening>; PAGES.len()]; PACES.len()]) -> Result<Verdicts> {
    let of = |pace: usize, page: usize, which: Column| {
        column(&found[pace][page], which).context("it was measured")
    };
    let ratio = |this: (usize, Column), that: (usize, Column)| {
        Spread::of_ratios(&of(SLOW, this.0, this.1)?, &of(SLOW, that.0, that.1)?)
    };
    let mut verdicts = Verdicts::default();
    let bytes = Spread::of(&of(FULL, OURS, Column::Bytes)?)?.median;
    let budget = size::FIRST_BUDGET as f64 / 1000.0;
    verdicts.judge(
        &format!("until Continue works, at most {budget:.1} KB"),
        &format!("{bytes:.1} KB"),
        bytes <= budget,
    );
    let limits = [
        (
            "first paint, slow: at most 1.05 of the same page without its scripts",
            (OURS, Column::Paint),
            (UNSCRIPTED, Column::Paint),
            1.05,
        ),
        (
            "answerable, slow: at most 1.4 of bare HTML's first paint",
            (OURS, Column::Answerable),
            (BARE, Column::Paint),
            1.4,
        ),
        (
            "Continue works, slow: at most 1.1 of Preact",
            (OURS, Column::Live),
            (PREACT, Column::Live),
            1.1,
        ),
        (
            "Continue works, slow: at most 0.25 of SurveyJS",
            (OURS, Column::Live),
            (SURVEY, Column::Live),
            0.25,
        ),
        (
            "Continue works, slow: at most 0.6 of React",
            (OURS, Column::Live),
            (REACT, Column::Live),
            0.6,
        ),
        (
            "to the next question without the program, slow: not slower than Preact",
            (OURS, Column::Early),
            (PREACT, Column::Next),
            1.0,
        ),
        (
            "to the next question, slow: at most 2 of React",
            (OURS, Column::Next),
            (REACT, Column::Next),
            2.0,
        ),
    ];
    for (budget, this, that, limit) in limits {
        let ratio = ratio(this, that)?;
        verdicts.judge(budget, &ratio.shown(2), ratio.median <= limit);
    }
    let worst = Spread::of(&of(SLOW, OURS, Column::Worst)?)?;
    verdicts.judge(
        "the worst press while it loads, slow: at most 200 ms",
        &format!("{} ms", worst.shown(0)),
        worst.median <= 200.0,
    );
    let result = Spread::of(&of(FULL, OURS, Column::ResultBytes)?)?.median;
    verdicts.judge(
        "until a result can be shown, at most 392 KB",
        &format!("{result:.1} KB"),
        result <= 392.0,
    );
    Ok(verdicts)
}
