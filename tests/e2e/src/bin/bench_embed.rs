//! What a page pays for a frame of somebody else's in it: ours, and three that are known from npm, beside the same page
//! without any.
//!
//! `cargo xtask bench embed` runs it; `docs/performance.md` says what is measured, and gets the figures.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use clap::Parser;
use e2e::measure::busy;
use e2e::{Browser, BrowserOptions, Site};
use serde_json::{Value, json};
use tempfile::TempDir;
use xtask::bench::{self, Spread, Verdicts, table};
use xtask::server::{Options, Server};
use xtask::site::{compress, embed};
use xtask::workspace::files_below;

/// Measure what a page pays for the quiz in it, beside other things in frames
#[derive(Parser)]
#[command(bin_name = "cargo xtask bench embed")]
struct Arguments {
    /// How often each page is opened
    #[arg(long, default_value_t = 7)]
    runs: usize,
    /// Leave the figures in docs/performance.md as they are
    #[arg(long)]
    only_print: bool,
}

/// A page with something in it. `{app}` stands for our address, and `{there}` for the server of what the others' frames
/// show.
struct Host {
    name: &'static str,
    file: &'static str,
    head: &'static str,
    place: &'static str,
    /// An expression that is true once the frame is there, and whoever sizes it has done so.
    ready: &'static str,
}

/// What a page loads of ours, at our address.
const LOADER: &str = "/embed.js";

const PLAIN: usize = 0;
const OURS: usize = 1;

const HOSTS: [Host; 5] = [
    Host {
        name: "nothing",
        file: "plain.html",
        head: "",
        place: "",
        ready: "true",
    },
    Host {
        name: "Interview Hindsight",
        file: "ours.html",
        // With the style that the documentation gives beside the one line.
        head: r#"<style>interview-hindsight:not(:defined) { display: block; min-height: 1600px }</style><script type="module" src="{app}embed.js"></script><script>addEventListener("hindsight-ready", () => { window.ready = true; })</script>"#,
        place: r#"<interview-hindsight><a href="{app}">How did your interview really go?</a></interview-hindsight>"#,
        ready: "window.ready",
    },
    Host {
        name: "@typeform/embed",
        file: "typeform.html",
        head: r#"<link rel="stylesheet" href="typeform.css"><script src="typeform.js" defer></script>"#,
        place: r#"<div id="form" style="height: 600px"></div><script type="module">tf.createWidget("form", { container: document.getElementById("form"), iframeProps: { src: "{there}/plain.html", onload: "window.ready = true" } })</script>"#,
        ready: "window.ready",
    },
    Host {
        name: "giscus",
        file: "giscus.html",
        head: r#"<script type="module" src="giscus.js"></script>"#,
        place: r#"<giscus-widget host="{there}" repo="a/b" repoid="c" category="d" categoryid="e" mapping="specific" term="f" theme="light" lang="en" loading="lazy"></giscus-widget>"#,
        ready: r#"document.querySelector("giscus-widget").shadowRoot?.querySelector("iframe")?.offsetHeight === 600"#,
    },
    Host {
        name: "iframe-resizer",
        file: "resized.html",
        head: r#"<script src="iframe-resizer.js" defer></script>"#,
        place: r#"<iframe id="frame" title="Frame" src="{there}/resized.html" style="border: 0; width: 100%"></iframe><script type="module">iframeResize({ license: "GPLv3", log: false }, document.getElementById("frame"))</script>"#,
        ready: r#"document.getElementById("frame").offsetHeight >= 600"#,
    },
];

/// What the frames of others show, by path: no more than is needed for their scripts to do their work in the page.
const THERE: [(&str, &str); 3] = [
    (
        "plain.html",
        r#"<!doctype html><html lang="en"><meta charset="utf-8"><title>Frame</title><p>Frame</p></html>"#,
    ),
    (
        "en/widget",
        r#"<!doctype html><html lang="en"><meta charset="utf-8"><title>Frame</title><p>Frame</p><script>parent.postMessage({ giscus: { resizeHeight: 600 } }, "*")</script></html>"#,
    ),
    (
        "resized.html",
        r#"<!doctype html><html lang="en"><meta charset="utf-8"><title>Frame</title><body style="margin: 0"><p style="height: 600px; margin: 0">Frame</p><script src="iframe-resizer-child.js"></script></body></html>"#,
    ),
];

/// What is measured of a page.
#[derive(Clone, Copy)]
enum Column {
    Bytes,
    Requests,
    Work,
    Script,
    Longest,
    Shift,
    Frame,
}

const COLUMNS: [(Column, &str, usize); 7] = [
    (Column::Bytes, "KB", 2),
    (Column::Requests, "requests", 0),
    (Column::Work, "main thread, ms", 1),
    (Column::Script, "of it scripts, ms", 1),
    (Column::Longest, "longest task over 50 ms", 0),
    (Column::Shift, "layout shift", 3),
    (Column::Frame, "KB in the frame", 1),
];

/// One opening of one page, by column.
type Opening = [f64; COLUMNS.len()];

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

/// The three servers: the page, our app and what the others show.
struct Servers {
    host: Server,
    app: Site,
    _there: Server,
    _folder: TempDir,
}

impl Servers {
    async fn start() -> Result<Self> {
        let built = tokio::task::spawn_blocking(bench::peers)
            .await??
            .join("hosts");
        let there = Options {
            headers: false,
            pages: THERE
                .map(|(path, page)| (path.to_owned(), page.to_owned()))
                .into(),
            ..Options::new(&built)
        };
        let there = Server::start(there, 0).await?;
        // The app has to know the page's address, and the page the app's: a port is found for the page first.
        let free = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
        let port = free.local_addr()?.port();
        drop(free);
        let embedder = format!("http://localhost:{port}");
        let app = Site::start_with(|options| options.embedders.push(embedder)).await?;
        let folder = tempfile::Builder::new().prefix("hosts-").tempdir()?;
        write(folder.path(), &built, &app.url(), &there.origin())?;
        let host = Options {
            headers: false,
            ..Options::new(folder.path())
        };
        Ok(Self {
            host: Server::start(host, port).await?,
            app,
            _there: there,
            _folder: folder,
        })
    }

    /// Another host name than the frames', so that they are other sites.
    fn url(&self, host: &Host) -> String {
        self.host.url().replace("127.0.0.1", "localhost") + host.file
    }
}

/// The pages and the scripts from npm, packed.
fn write(folder: &Path, built: &Path, app: &str, there: &str) -> Result<()> {
    for name in ["typeform.js", "typeform.css", "iframe-resizer.js"] {
        fs::copy(built.join(name), folder.join(name)).with_context(|| name.to_owned())?;
    }
    let giscus = files_below(&built.join("giscus"))?;
    let giscus = giscus
        .iter()
        .find(|file| file.extension().is_some_and(|extension| extension == "js"))
        .context("giscus has no script")?;
    fs::copy(giscus, folder.join("giscus.js"))?;
    for host in &HOSTS {
        let Host { head, place, .. } = host;
        let page = format!(
            r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Careers</title><link rel="icon" href="data:,">{head}</head><body><h1>Careers</h1><p>Come and work with us.</p>{place}<h2>Questions</h2><p>Write to us.</p></body></html>"#
        );
        let page = page.replace("{there}", there).replace("{app}", app);
        fs::write(folder.join(host.file), page)?;
    }
    // The server looks for packed files where there is a packed first page.
    fs::copy(folder.join(HOSTS[PLAIN].file), folder.join("index.html"))?;
    compress::neighbours(folder)
}

async fn measure(arguments: &Arguments) -> Result<()> {
    ensure!(arguments.runs > 0, "nothing is measured in no runs");
    let servers = Servers::start().await?;
    let before = busy();
    let mut found: [Vec<Opening>; HOSTS.len()] = Default::default();
    let mut machine = String::new();
    for run in 0..arguments.runs {
        // Another one begins each time.
        for place in (0..HOSTS.len()).map(|place| (place + run) % HOSTS.len()) {
            let opened = opened(&servers, &HOSTS[place], &mut machine).await;
            found[place].push(opened.with_context(|| HOSTS[place].name.to_owned())?);
        }
        println!("Run {} of {} is done.", run + 1, arguments.runs);
    }

    let versions = ["@typeform/embed", "giscus", "@iframe-resizer/parent"]
        .map(|package| Ok(format!("{package} {}", bench::version(package)?)))
        .into_iter()
        .collect::<Result<Vec<_>>>()?;
    let context = format!(
        "{machine}. {}. {} runs. Load average {before} before and {} after.",
        versions.join(", "),
        arguments.runs,
        busy()
    );
    let loader = embed::in_site(servers.app.dist())?;
    let loader = fs::read(servers.app.dist().join(&loader.file))?;
    let loader = compress::brotli(&loader)?.len();
    let text = [
        context,
        "The page without anything in it, and what each adds to it: medians (least to most), run by run".to_owned(),
        shown(&found)?,
    ]
    .join("\n\n");
    println!("\n{text}\n");
    let mut verdicts = Verdicts::default();
    verdicts.judge(
        "the loader of the frame under 2,048 bytes",
        &format!("{loader} bytes"),
        loader < embed::BUDGET,
    );
    let shifts = column(&found[OURS], Column::Shift);
    let shift = Spread::of(&shifts)?.most;
    verdicts.judge(
        "no layout shift in any run",
        &format!("{shift:.3}"),
        shift == 0.0,
    );
    let longest = Spread::of(&column(&found[OURS], Column::Longest))?.median;
    verdicts.judge(
        "no task over 50 ms in the page (median)",
        &format!("{longest:.0} ms"),
        longest <= 50.0,
    );
    if !arguments.only_print {
        bench::write_down("embed", &format!("{text}\n\n{}", verdicts.table()))?;
        println!("\nThe figures are in docs/performance.md.");
    }
    Ok(())
}

/// Opens a page in a fresh browser, until what is in it is there.
async fn opened(servers: &Servers, host: &Host, machine: &mut String) -> Result<Opening> {
    let asked_before = servers.app.asked().len();
    let options = BrowserOptions {
        sites_apart: true,
        ..BrowserOptions::default()
    };
    let mut browser = Browser::open_blank(&servers.app, options).await?;
    browser.watch().await?;
    // The processor's time, not the clock's: others may be at work on the machine.
    browser
        .cdp("Performance.enable", json!({ "timeDomain": "threadTicks" }))
        .await?;
    browser.go(&servers.url(host)).await?;
    browser.wait_until("the frame is there", host.ready).await?;
    // What is left to be done by then.
    browser.wait_for_layout().await?;
    browser
        .js("return new Promise((done) => requestIdleCallback(done)).then(() => true)")
        .await?;

    let metrics = browser.cdp("Performance.getMetrics", json!({})).await?;
    let metrics = metrics["metrics"].as_array().context("no metrics")?;
    let milliseconds = |name: &str| {
        metrics
            .iter()
            .find(|metric| metric["name"] == name)
            .and_then(|metric| Some(metric["value"].as_f64()? * 1000.0))
            .with_context(|| format!("no {name}"))
    };
    let found: Value = browser.ask("measure.found()").await?;
    let files: Vec<Value> = browser.ask("measure.files()").await?;
    let tasks: Vec<f64> = browser
        .ask("measure.longTasks.map(({ took }) => took)")
        .await?;
    let mut opening = Opening::default();
    let mut set = |column: Column, value: f64| opening[column as usize] = value;
    // What comes from another origin is told without its size.
    let loader = json!(format!("{}embed.js", servers.app.url()));
    let (loaders, own): (Vec<&Value>, Vec<&Value>) =
        files.iter().partition(|file| file["name"] == loader);
    let own = own.iter().filter_map(|file| file["bytes"].as_f64());
    let mut bytes: f64 = own.sum();
    if !loaders.is_empty() {
        bytes += bench::travels(servers.app.dist(), LOADER)? as f64;
    }
    set(Column::Bytes, bytes / 1000.0);
    set(Column::Requests, files.len() as f64);
    set(Column::Work, milliseconds("TaskDuration")?);
    set(Column::Script, milliseconds("ScriptDuration")?);
    set(Column::Longest, tasks.iter().copied().fold(0.0, f64::max));
    set(
        Column::Shift,
        found["shift"].as_f64().context("no layout shift")?,
    );
    let mut in_frame: Vec<String> = servers
        .app
        .asked()
        .split_off(asked_before)
        .into_iter()
        .map(|asked| asked.path)
        // The page itself loads this one.
        .filter(|path| path != LOADER)
        .collect();
    in_frame.sort();
    in_frame.dedup();
    let mut bytes = 0;
    for path in in_frame {
        bytes += bench::travels(servers.app.dist(), &path)?;
    }
    set(Column::Frame, bytes as f64 / 1000.0);
    if machine.is_empty() {
        *machine = browser.machine().await?;
    }
    // It went to other addresses than our own, as it was meant to; and what the others say is theirs.
    let mut problems = browser.take_seen().await?.console;
    // Chromium on Linux has no `web-share`, and says so of the frame that may use it.
    problems.retain(|problem| !problem.contains("Unrecognized feature"));
    let is_ours = [HOSTS[PLAIN].name, HOSTS[OURS].name].contains(&host.name);
    ensure!(problems.is_empty() || !is_ours, "{}", problems.join("\n"));
    browser.close().await?;
    Ok(opening)
}

fn column(openings: &[Opening], column: Column) -> Vec<f64> {
    openings
        .iter()
        .map(|opening| opening[column as usize])
        .collect()
}

/// The plain page as it is, and the others less the plain one of the same run.
fn shown(found: &[Vec<Opening>; HOSTS.len()]) -> Result<String> {
    let mut rows = vec![vec!["in the page".to_owned()]];
    rows[0].extend(COLUMNS.iter().map(|(_, name, _)| (*name).to_owned()));
    for (place, host) in HOSTS.iter().enumerate() {
        let mut row = vec![host.name.to_owned()];
        for (which, _, digits) in COLUMNS {
            let mut numbers = column(&found[place], which);
            // Long tasks and shifts are told as they are: there are none to take away.
            let is_added = !matches!(which, Column::Longest | Column::Shift | Column::Frame);
            if place != PLAIN && is_added {
                for (number, plain) in numbers.iter_mut().zip(column(&found[PLAIN], which)) {
                    *number -= plain;
                }
            }
            let is_theirs = matches!(which, Column::Frame) && place > OURS;
            row.push(if is_theirs {
                "not measured".to_owned()
            } else {
                let sign = if place != PLAIN && is_added { "+" } else { "" };
                [sign, &Spread::of(&numbers)?.shown(digits)].concat()
            });
        }
        rows.push(row);
    }
    Ok(table(&rows))
}
