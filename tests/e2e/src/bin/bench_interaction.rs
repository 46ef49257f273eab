//! How the app answers once it is live: from Continue to the next question, tasks that keep somebody waiting, and
//! whether memory stays where it is.
//!
//! `cargo xtask bench interaction` runs it; `docs/performance.md` says what is measured, and gets the figures.

use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use clap::Parser;
use e2e::measure::{CONTINUE, Heap, Pace, busy};
use e2e::{Browser, BrowserOptions, Site, many, screens};
use serde_json::{Value, json};
use xtask::bench::{self, Spread, Verdicts, table};

/// Measure what happens after a press, long tasks and memory
#[derive(Parser)]
#[command(bin_name = "cargo xtask bench interaction")]
struct Arguments {
    /// How often the quiz is walked through at each speed, and each screen is opened
    #[arg(long, default_value_t = 5)]
    runs: usize,
    /// Leave the figures in docs/performance.md as they are
    #[arg(long)]
    only_print: bool,
}

/// Milliseconds between two frames, on a screen with 60 a second.
const FRAME: f64 = 1000.0 / 60.0;

/// Milliseconds from which on a task is a long one, for browsers and for us.
const LONG: f64 = 50.0;

/// How many questions are answered, and results opened, while memory is looked at.
const QUESTIONS: usize = 1000;
const RESULTS: usize = 100;

/// How many of them come first, so that whatever is made once has been made.
const WARM_QUESTIONS: usize = 200;
const WARM_RESULTS: usize = 20;

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
    let site = Site::start().await?;
    let before = busy();
    let mut verdicts = Verdicts::default();
    let mut page = Vec::new();
    page.push(steps(&site, arguments.runs, &mut verdicts).await?);
    page.push(long_tasks(&site, arguments.runs, &mut verdicts).await?);
    page.push(memory(&site, &mut verdicts).await?);

    let browser = Browser::open(&site).await?;
    let machine = browser.machine().await?;
    browser.close().await?;
    let context = format!(
        "{machine}. {} runs. Load average {before} before and {} after.",
        arguments.runs,
        busy()
    );
    page.insert(0, context);
    page.push(verdicts.table());
    let text = page.join("\n\n");
    println!("\n{text}");
    if !arguments.only_print {
        bench::write_down("interaction", &text)?;
        println!("\nThe figures are in docs/performance.md.");
    }
    Ok(())
}

/// A browser that is watched, with this many results in its store.
async fn watched(site: &Site, results: usize) -> Result<Browser> {
    watched_with(site, results, BrowserOptions::default()).await
}

/// What a browser needs to tell how long its processor worked.
fn traced() -> BrowserOptions<'static> {
    BrowserOptions {
        traced: true,
        ..BrowserOptions::default()
    }
}

async fn watched_with(site: &Site, results: usize, options: BrowserOptions<'_>) -> Result<Browser> {
    let mut browser = Browser::open_with(site, options).await?;
    for (key, text) in many::store(results).into_iter().filter(|_| results > 0) {
        browser.set_storage(&key, &text).await?;
    }
    browser.watch().await?;
    browser.load("").await?;
    Ok(browser)
}

/// From Continue to the next page, over whole walks.
async fn steps(site: &Site, runs: usize, verdicts: &mut Verdicts) -> Result<String> {
    let head = [
        "to the next page",
        "median, ms",
        "95 in 100 within",
        "longest",
        "pages",
        "in the next frame",
        "work, ms, median (95 in 100 within)",
    ];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for (pace, name) in [
        (Pace::FULL, "as fast as the machine is"),
        (
            Pace {
                processor: 4,
                ..Pace::FULL
            },
            "processor four times slower",
        ),
    ] {
        let (mut took, mut in_frame) = (Vec::new(), 0);
        for _ in 0..runs {
            let browser = watched(site, 0).await?;
            browser.set_pace(pace).await?;
            for (milliseconds, frames) in walk(&browser).await? {
                took.push(milliseconds);
                in_frame += usize::from(frames == 1);
            }
            browser.close().await?;
        }
        let spread = Spread::of(&took)?;
        let mut row = vec![
            name.to_owned(),
            format!("{:.1}", spread.median),
            format!("{:.1}", spread.p95),
            format!("{:.1}", spread.most),
            took.len().to_string(),
            in_frame.to_string(),
        ];
        let told = |spread: &Spread| {
            let Spread { median, p95, .. } = spread;
            format!("{median:.1} ms, 95 in 100 within {p95:.1} ms")
        };
        if pace == Pace::FULL {
            let mut worked = Vec::new();
            for _ in 0..runs {
                worked.extend(work_of_a_walk(site).await?);
            }
            let work = Spread::of(&worked)?;
            row.push(format!("{:.1} ({:.1})", work.median, work.p95));
            verdicts.judge(
                "to the next question: under 4 ms of work (median)",
                &told(&work),
                work.median < 4.0,
            );
        } else {
            // How long the thread worked is not to be had while it is held up.
            row.push("-".to_owned());
            verdicts.judge(
                "with a processor four times slower: the frame after the press has the next question",
                &format!("{in_frame} of {}", took.len()),
                in_frame == took.len(),
            );
            verdicts.judge(
                "with a processor four times slower: that frame is there in 16.7 ms, 95 in 100",
                &told(&spread),
                spread.p95 <= FRAME,
            );
        }
        rows.push(row);
    }
    Ok(table(&rows))
}

/// Walks through the quiz: the milliseconds and the frames to each next page.
async fn walk(browser: &Browser) -> Result<Vec<(f64, u64)>> {
    let way = json!({ "question": ".ih-screen:not([hidden]) h1", "next": CONTINUE, "end": ".ih-verdict" });
    let walk: Value = browser.ask(&format!("measure.walk({way})")).await?;
    let steps = walk["steps"].as_array().context("there are no steps")?;
    // The last press makes the result, which is another thing than a question.
    let pages = steps.iter().take(steps.len().saturating_sub(1));
    pages
        .map(|step| {
            let took = step["took"].as_f64().context("it took no time")?;
            Ok((took, step["frames"].as_u64().context("it took no frame")?))
        })
        .collect()
}

/// Walks through the quiz: the milliseconds that the page's thread worked until each next page.
async fn work_of_a_walk(site: &Site) -> Result<Vec<f64>> {
    let mut browser = watched_with(site, 0, traced()).await?;
    browser.work().await?;
    walk(&browser).await?;
    let mut work = browser.work().await?.steps;
    work.pop();
    browser.close().await?;
    Ok(work)
}

/// Tasks over 50 ms, from the address to the result and over all screens.
async fn long_tasks(site: &Site, runs: usize, verdicts: &mut Verdicts) -> Result<String> {
    // By run: the longest in each part of the way.
    let parts = [
        "from the address until all of the app is here",
        "the questions, up to the result",
        "every screen, with three results",
    ];
    let mut longest: [Vec<f64>; 3] = Default::default();
    let mut counts: [Vec<f64>; 3] = Default::default();
    let mut work: [Vec<f64>; 3] = Default::default();
    for _ in 0..runs {
        // Fresh, so that nothing is compiled or kept yet.
        let mut browser = Browser::open_blank(site, traced()).await?;
        browser.watch().await?;
        browser.load("").await?;
        browser.wait_for_start().await?;
        let mut found = vec![tasks(&mut browser).await?];
        walk(&browser).await?;
        found.push(tasks(&mut browser).await?);
        let result = browser.fragment().await?;
        let id = result.trim_start_matches("#/result/").to_owned();
        for (key, text) in many::store(2) {
            browser.set_storage(&key, &text).await?;
        }
        let other = browser
            .storage()
            .await?
            .into_keys()
            .filter_map(|key| Some(key.split_once(":result:")?.1.to_owned()))
            .find(|other| *other != id)
            .context("there is another result")?;
        browser.load("#/history").await?;
        for address in screens(&id, &other) {
            browser.go(&address).await?;
            browser.wait_for_layout().await?;
        }
        found.push(tasks(&mut browser).await?);
        for (place, (found, worked)) in found.into_iter().enumerate() {
            longest[place].push(found.iter().copied().fold(0.0, f64::max));
            counts[place].push(found.len() as f64);
            work[place].push(worked);
        }
        // Some of the screens say that there is no such thing, and none reports an error.
        browser.close().await?;
    }
    let head = [
        "tasks over 50 ms",
        "how many, median",
        "longest, ms, median",
        "longest of all runs",
        "most work in a task, ms, median (and of all runs)",
    ];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    let mut worst: f64 = 0.0;
    for (place, part) in parts.into_iter().enumerate() {
        let (count, long) = (Spread::of(&counts[place])?, Spread::of(&longest[place])?);
        let work = Spread::of(&work[place])?;
        worst = worst.max(work.most);
        let shown = |number: f64| {
            if number > 0.0 {
                format!("{number:.0}")
            } else {
                "none".to_owned()
            }
        };
        rows.push(vec![
            part.to_owned(),
            format!("{:.0}", count.median),
            shown(long.median),
            shown(long.most),
            format!("{:.0} (to {:.0})", work.median, work.most),
        ]);
    }
    verdicts.judge(
        "no task of over 50 ms of work as fast as the machine is, in any run",
        &format!("{worst:.0} ms"),
        worst <= LONG,
    );
    Ok(table(&rows))
}

/// The long tasks of the page since the last time it was asked, and the most that the page worked in one task.
async fn tasks(browser: &mut Browser) -> Result<(Vec<f64>, f64)> {
    // The observer hears of a task after it.
    browser.wait_for_layout().await?;
    let long = browser
        .ask("measure.longTasks.splice(0).map(({ took }) => took)")
        .await?;
    let work = browser.work().await?.tasks;
    Ok((long, work.into_iter().fold(0.0, f64::max)))
}

/// Memory after the first so many and after all.
async fn memory(site: &Site, verdicts: &mut Verdicts) -> Result<String> {
    let head = [
        "memory",
        "JavaScript, KB",
        "document, KB",
        "wasm, KB",
        "nodes",
        "listeners",
    ];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    let mut note = |name: String, heap: Heap| {
        rows.push(vec![
            name,
            format!("{:.0}", heap.script / 1000.0),
            format!("{:.0}", heap.document / 1000.0),
            format!("{:.0}", heap.wasm / 1000.0),
            heap.nodes.to_string(),
            heap.listeners.to_string(),
        ]);
    };

    let mut browser = watched(site, 0).await?;
    browser.go("#/question/lean").await?;
    browser.answer_back_and_forth(WARM_QUESTIONS).await?;
    let first = browser.heap().await?;
    note(format!("{WARM_QUESTIONS} questions answered"), first);
    browser
        .answer_back_and_forth(QUESTIONS - WARM_QUESTIONS)
        .await?;
    let last = browser.heap().await?;
    note(format!("{QUESTIONS} questions answered"), last);
    browser.close().await?;
    verdicts.judge(
        &format!("memory steady over {QUESTIONS} questions: no wasm and at most a twentieth more"),
        &grown(first, last),
        is_steady(first, last),
    );

    let mut browser = watched(site, RESULTS).await?;
    browser.go("#/history").await?;
    let ids: Vec<String> = browser
        .storage()
        .await?
        .into_keys()
        .filter_map(|key| Some(key.split_once(":result:")?.1.to_owned()))
        .collect();
    let (warm, rest) = ids.split_at(WARM_RESULTS.min(ids.len()));
    browser.open_results(warm).await?;
    let first = browser.heap().await?;
    note(format!("{} results opened", warm.len()), first);
    browser.open_results(rest).await?;
    let last = browser.heap().await?;
    note(format!("{} results opened", ids.len()), last);
    browser.open_results(&ids).await?;
    let again = browser.heap().await?;
    note("all of them opened once more".to_owned(), again);
    browser.open_results(&ids).await?;
    let last_time = browser.heap().await?;
    note("and a third time".to_owned(), last_time);
    browser.close().await?;
    verdicts.judge(
        &format!("memory steady over {RESULTS} results: at most a twentieth more"),
        &grown(first, last),
        last.bytes() <= first.bytes() * 1.05,
    );
    verdicts.judge(
        "the same results a third time: no wasm and at most a twentieth more",
        &grown(again, last_time),
        is_steady(again, last_time),
    );
    Ok(table(&rows))
}

fn is_steady(first: Heap, last: Heap) -> bool {
    last.wasm <= first.wasm && last.bytes() <= first.bytes() * 1.05
}

fn grown(first: Heap, last: Heap) -> String {
    format!(
        "{:+.0} KB, of them wasm {:+.0} KB",
        (last.bytes() - first.bytes()) / 1000.0,
        (last.wasm - first.wasm) / 1000.0
    )
}
