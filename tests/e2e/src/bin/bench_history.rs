//! How long the screens over all results take with 200 and with 2,000 results in the store, in a real browser, on the
//! release build.
//!
//! `cargo xtask bench history` runs it. Three times are told for each screen, as the address that is opened and as one
//! that is gone to:
//! - start: from the first instruction of the program until it is live; in it, the whole store is read;
//! - first: from then until the screen was painted and the page has time for something else;
//! - again: the same from a change of the address, with the program at work.
//!
//! The goal is for the last two. The runs are interleaved, so that whatever else the
//! machine does falls on both sizes alike, and of each the median counts. It ends with an error above the goal.

use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use clap::Parser;
use e2e::{Browser, Site, many};
use serde_json::{Value, json};

/// Measure the screens over all results with a full store
#[derive(Parser)]
#[command(bin_name = "cargo xtask bench history")]
struct Arguments {
    /// How often each screen is opened at each size
    #[arg(long, default_value_t = 9)]
    runs: usize,
    /// Milliseconds until a screen with 2,000 results has to be usable
    #[arg(long, default_value_t = 200.0)]
    goal: f64,
    /// How much longer the larger store may take, for ten times the results
    #[arg(long, default_value_t = 12.0)]
    ratio: f64,
}

const SIZES: [usize; 2] = [200, 2_000];

/// The screens: their address, what they are called here, and what is there once they are drawn.
const SCREENS: [(&str, &str, &str); 3] = [
    ("#/history", "History", ".ih-result-row"),
    ("#/next", "Before your next interview", ".ih-lesson"),
    (
        "#/calibration",
        "How well do you read interviews?",
        "main .ih-back",
    ),
];

/// Runs before the page's own scripts. `begun` is the moment at which the program is about to run, `live` that at which
/// boot.js calls it ready, `usable` the first at which the screen has been painted and the page has time for something
/// else.
const PROBE: &str = r##"
globalThis.bench = {};
const instantiate = WebAssembly.instantiateStreaming;
WebAssembly.instantiateStreaming = async (...given) => {
  const made = await instantiate.apply(WebAssembly, given);
  bench.begun = performance.now();
  return made;
};
new MutationObserver(() => {
  if (document.documentElement?.dataset.boot === "ready") bench.live ??= performance.now();
}).observe(document, { attributes: true, subtree: true, attributeFilter: ["data-boot"] });
bench.wait = (marker) => new Promise((done) => {
  const painted = () => requestAnimationFrame(() => setTimeout(() => done(performance.now())));
  if (document.querySelector(marker)) return painted();
  const watch = new MutationObserver(() => {
    if (!document.querySelector(marker)) return;
    watch.disconnect();
    painted();
  });
  watch.observe(document, { childList: true, subtree: true });
});
const markers = { "#/history": ".ih-result-row", "#/next": ".ih-lesson", "#/calibration": "main .ih-back" };
const marker = markers[location.hash];
if (marker) bench.wait(marker).then((at) => { bench.usable = at; });
"##;

#[tokio::main]
async fn main() -> ExitCode {
    match measure(&Arguments::parse()).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("\n{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Gives whether all is within the goal.
async fn measure(arguments: &Arguments) -> Result<bool> {
    let site = Site::start().await?;
    let mut browsers = Vec::new();
    for size in SIZES {
        browsers.push(filled(&site, size).await?);
    }
    println!("\nMilliseconds, medians of {} runs each.", arguments.runs);
    println!(
        "{:<32}{:>9}{:>9}{:>9}{:>8}",
        "", "", SIZES[0], SIZES[1], "ratio"
    );
    let mut fine = true;
    for (address, name, marker) in SCREENS {
        // By size, then by what is measured.
        let mut times: [[Vec<f64>; 3]; 2] = Default::default();
        for run in 0..=arguments.runs {
            for (place, browser) in browsers.iter_mut().enumerate() {
                let [start, first] = opened(browser, address).await?;
                let again = gone_to(browser, address, marker).await?;
                // The first of each fills the browser's caches.
                if run > 0 {
                    for (times, took) in times[place].iter_mut().zip([start, first, again]) {
                        times.push(took);
                    }
                }
            }
        }
        if browsers[0].heading().await?.contains("no such page") {
            println!("{name:<32} is not there yet");
            continue;
        }
        let [few, many] = times.map(|size| size.map(median));
        for (place, what) in ["start", "first", "again"].into_iter().enumerate() {
            let (few, many) = (few[place], many[place]);
            let ratio = many / few.max(1.0);
            let name = if place == 0 { name } else { "" };
            println!("{name:<32}{what:>9}{few:>9.0}{many:>9.0}{ratio:>8.1}");
            if place > 0 && many > arguments.goal {
                println!(
                    "    {many:.0} ms is above the goal of {} ms",
                    arguments.goal
                );
                fine = false;
            }
            if ratio > arguments.ratio {
                println!("    it grows faster than the number of results");
                fine = false;
            }
        }
    }
    for browser in browsers {
        browser.close().await?;
    }
    Ok(fine)
}

/// A browser whose store holds so many results.
async fn filled(site: &Site, size: usize) -> Result<Browser> {
    let mut browser = Browser::open(site).await?;
    let texts = many::store(size);
    let units: usize = texts
        .iter()
        .map(|(key, text)| key.encode_utf16().count() + text.encode_utf16().count())
        .sum();
    let texts: serde_json::Map<String, Value> = texts
        .into_iter()
        .map(|(key, text)| (key, text.into()))
        .collect();
    let records = texts.len();
    let put = format!(
        "for (const [key, text] of Object.entries({})) localStorage.setItem(key, text); return localStorage.length;",
        Value::Object(texts)
    );
    let kept = browser.js(&put).await?;
    ensure!(
        kept.as_u64() == Some(records as u64),
        "the store holds {kept} of {records} records"
    );
    println!("{size} results and what goes along: {records} records of {units} units.");
    browser
        .cdp(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": PROBE }),
        )
        .await?;
    // Read once, so that nothing is migrated or put aside while the clock runs.
    browser.load("#/your-data").await?;
    browser
        .wait_for_text(&format!("{size} result").replace("2000", "2,000"))
        .await?;
    Ok(browser)
}

/// Opens an address anew: the program's start, and from then to the usable screen.
async fn opened(browser: &mut Browser, address: &str) -> Result<[f64; 2]> {
    browser.load(address).await?;
    browser
        .wait_until("the screen is usable", "bench.usable && bench.live")
        .await?;
    let took = browser
        .js("return [bench.live - bench.begun, Math.max(0, bench.usable - bench.live)]")
        .await?;
    let took = |place: usize| took[place].as_f64().context("no time was taken");
    Ok([took(0)?, took(1)?])
}

/// From a change of the address to the usable screen.
async fn gone_to(browser: &mut Browser, address: &str, marker: &str) -> Result<f64> {
    browser.go("#/how-it-works").await?;
    let script = format!(
        "const marker = {}; const h1 = document.querySelector('main h1')?.textContent; bench.took = undefined; \
         const start = performance.now(); location.hash = {}; \
         const gone = () => document.querySelector('main h1')?.textContent === h1 \
           ? setTimeout(gone) : bench.wait(marker).then((at) => {{ bench.took = at - start; }}); \
         gone();",
        json!(marker),
        json!(address),
    );
    browser.js(&script).await?;
    browser
        .wait_until("the screen is usable", "bench.took")
        .await?;
    browser
        .js("return bench.took")
        .await?
        .as_f64()
        .context("no time was taken")
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}
