//! What the measurements in a browser share: a page that is watched from before its first script, a slow network
//! and processor, and memory.
//!
//! It knows no page; `page.js` has what runs in one.

use std::collections::BTreeSet;
use std::fs;
use std::thread::available_parallelism;

use anyhow::{Context, Result, ensure};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::Browser;

/// The button that leads on from a question, as a CSS selector.
pub const CONTINUE: &str = ".ih-screen:not([hidden]) :is([data-do=continue], [data-do=result])";

/// How fast network and processor are made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// Milliseconds until an answer begins, and bytes a second then; else what the machine does.
    pub network: Option<(u32, u32)>,
    /// How many times slower the page's main thread is.
    pub processor: u32,
}

impl Pace {
    /// As the machine is.
    pub const FULL: Self = Self {
        network: None,
        processor: 1,
    };

    /// A phone of the cheaper kind on slow 4G: 1.6 Mbit/s, 150 ms, a processor four times slower.
    pub const SLOW: Self = Self {
        network: Some((150, 200_000)),
        processor: 4,
    };
}

/// What a page holds in memory, in bytes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heap {
    /// JavaScript's objects, after garbage collection.
    pub script: f64,
    /// The document's.
    pub document: f64,
    /// The memory of the wasm, as far as it has grown.
    pub wasm: f64,
    /// How many nodes there are, those in no document included.
    pub nodes: u64,
    /// How many listeners.
    pub listeners: u64,
}

impl Heap {
    /// All together.
    pub fn bytes(&self) -> f64 {
        self.script + self.document + self.wasm
    }
}

/// How long the page's main thread worked: the processor's time, which is not longer because others are at work
/// too, in milliseconds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Work {
    /// From the beginning to the end of each `measure.until`.
    pub steps: Vec<f64>,
    /// In each task, with what follows from it at once.
    pub tasks: Vec<f64>,
}

impl Work {
    /// What a trace of Chromium's tells, in the [Trace Event Format](https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU):
    /// times are in microseconds, and those that begin with `t` are the thread's own.
    fn of(events: &[Value]) -> Self {
        let thread = |event: &Value| (event["pid"].as_u64(), event["tid"].as_u64());
        let number = |event: &Value, key: &str| event[key].as_f64().unwrap_or_default();
        let marks = || {
            let is_mark = |event: &&Value| event["cat"] == "blink.user_timing";
            events.iter().filter(is_mark)
        };
        let mut work = Self::default();
        let mut begun = None;
        for mark in marks() {
            match (mark["name"].as_str(), begun) {
                (Some("until-begun"), _) => begun = Some(number(mark, "tts")),
                (Some("until-ended"), Some(at)) => {
                    work.steps.push((number(mark, "tts") - at) / 1000.0);
                    begun = None;
                }
                _ => {}
            }
        }
        // Chromium has pages of its own, an empty tab among them, whose marks have other names.
        let is_ours = |mark: &&Value| mark["name"] == WORKED;
        for page in marks().filter(is_ours).map(thread).collect::<BTreeSet<_>>() {
            let is_work = |event: &&Value| event["ph"] == "X" && thread(event) == page;
            let mut spans: Vec<&Value> = events.iter().filter(is_work).collect();
            spans.sort_by(|a, b| number(a, "ts").total_cmp(&number(b, "ts")));
            let mut end = f64::NEG_INFINITY;
            for span in spans {
                let begin = number(span, "ts");
                if begin < end {
                    continue;
                }
                let took = number(span, "tdur") / 1000.0;
                // Promises are settled in a span of their own, after the task that they belong to.
                match work.tasks.last_mut() {
                    Some(task) if span["name"] == SETTLING => *task += took,
                    _ => work.tasks.push(took),
                }
                end = begin + number(span, "dur");
            }
        }
        work
    }
}

/// The mark by which the page's thread is found.
const WORKED: &str = "worked";

/// What Chromium calls it in a trace when promises are settled.
const SETTLING: &str = "BlinkScheduler_PerformMicrotaskCheckpoint";

impl Browser {
    /// How long the page has worked since this was asked last. Of a browser that was opened to be traced, and in
    /// Chromium alone.
    pub async fn work(&mut self) -> Result<Work> {
        self.js(&format!("performance.mark('{WORKED}')")).await?;
        let events: Vec<Value> = self
            .take_performance()
            .await?
            .into_iter()
            .filter(|event| event["method"] == "Tracing.dataCollected")
            .map(|mut event| event["params"].take())
            .collect();
        // The driver ends the trace with one reading of its log, and begins the next with another (seen in 156).
        self.take_performance().await?;
        let work = Work::of(&events);
        ensure!(!work.tasks.is_empty(), "the browser was not traced");
        Ok(work)
    }

    /// Puts `measure` into every page from now on.
    pub async fn watch(&self) -> Result<()> {
        let source = include_str!("measure/page.js");
        self.cdp(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": source }),
        )
        .await
        .map(drop)
    }

    /// Slows network and processor down, or lets them be.
    pub async fn set_pace(&self, pace: Pace) -> Result<()> {
        let (latency, down) = pace
            .network
            .map_or((0, -1), |(latency, bytes)| (latency, i64::from(bytes)));
        self.cdp("Network.enable", json!({})).await?;
        let conditions = json!({
            "offline": false, "latency": latency, "downloadThroughput": down, "uploadThroughput": down,
        });
        self.cdp("Network.emulateNetworkConditions", conditions)
            .await?;
        let rate = json!({ "rate": pace.processor });
        self.cdp("Emulation.setCPUThrottlingRate", rate).await?;
        Ok(())
    }

    /// What the page holds once what nobody needs is gone.
    pub async fn heap(&self) -> Result<Heap> {
        self.cdp("HeapProfiler.enable", json!({})).await?;
        // What the first leaves to be finished, the second finds.
        for _ in 0..2 {
            self.cdp("HeapProfiler.collectGarbage", json!({})).await?;
        }
        let usage = self.cdp("Runtime.getHeapUsage", json!({})).await?;
        let counters = self.cdp("Memory.getDOMCounters", json!({})).await?;
        let bytes = |name: &str| usage[name].as_f64().context("there is no heap");
        let count = |name: &str| counters[name].as_u64().context("there are no counters");
        Ok(Heap {
            script: bytes("usedSize")?,
            document: bytes("embedderHeapUsedSize")?,
            wasm: self.ask("measure.wasm()").await?,
            nodes: count("nodes")?,
            listeners: count("jsEventListeners")?,
        })
    }

    /// The value of an expression in the page, promises waited for.
    pub async fn ask<T: DeserializeOwned>(&self, expression: &str) -> Result<T> {
        let value = self.js(&format!("return {expression}")).await?;
        serde_json::from_value(value.clone()).with_context(|| format!("{expression} is {value}"))
    }

    /// Answers so many questions, back and forth between the first two that are a page of their own.
    pub async fn answer_back_and_forth(&mut self, count: usize) -> Result<()> {
        const AT_ONCE: usize = 50;
        let way = json!({
            "question": ".ih-screen:not([hidden]) h1", "next": CONTINUE, "back": ".ih-screen:not([hidden]) .ih-back__link",
        });
        for done in (0..count).step_by(AT_ONCE) {
            let some = AT_ONCE.min(count - done);
            self.js(&format!("return measure.backAndForth({way}, {some})"))
                .await?;
        }
        Ok(())
    }

    /// Opens each of these results, and what is kept of it, from the history and back to it.
    pub async fn open_results(&mut self, ids: &[String]) -> Result<()> {
        for id in ids {
            let stops = json!([
                [
                    format!("#/history/{id}"),
                    ".ih-page:not(.ih-history, .ih-result)"
                ],
                [format!("#/result/{id}"), ".ih-verdict"],
                ["#/history", ".ih-history"],
            ]);
            self.js(&format!("return measure.goThrough({stops})"))
                .await?;
        }
        Ok(())
    }

    /// How many times slower a page becomes at this pace, found out by work.
    pub async fn slowness(&self, pace: Pace) -> Result<f64> {
        let mut took = [0.0; 2];
        for (took, pace) in took.iter_mut().zip([Pace::FULL, pace]) {
            self.set_pace(pace).await?;
            // The first finds code that is not compiled yet.
            for _ in 0..2 {
                *took = self.ask::<f64>("measure.spin()").await?;
            }
        }
        ensure!(took[0] > 0.0, "no time was taken");
        Ok(took[1] / took[0])
    }

    /// The machine and the browser, in words for the page with the figures.
    pub async fn machine(&self) -> Result<String> {
        let version: Value = self.cdp("Browser.getVersion", json!({})).await?;
        let browser = version["product"].as_str().unwrap_or("Chromium");
        let cores = available_parallelism().map_or(1, usize::from);
        let model = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let model = model
            .lines()
            .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
            .map_or(std::env::consts::ARCH, |(_, name)| name);
        Ok(format!(
            "{browser} on {}, {cores} cores, {model}",
            std::env::consts::OS
        ))
    }
}

/// How many programs wanted to run on the machine in the last minute, where the system tells it: more than there are
/// cores means that something else was at work.
pub fn busy() -> String {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split(' ').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_that_of_our_page_and_promises_belong_to_their_task() {
        let span = |tid: u32, name: &str, ts: u32, dur: u32, tdur: u32| json!({ "ph": "X", "pid": 1, "tid": tid, "name": name, "ts": ts, "dur": dur, "tdur": tdur });
        let mark = |name: &str, tts: u32| json!({ "ph": "I", "cat": "blink.user_timing", "pid": 1, "tid": 7, "name": name, "tts": tts });
        let events = [
            span(7, "RunTask", 100, 1000, 500),
            span(7, "Layout", 200, 300, 250),
            span(7, SETTLING, 1100, 400, 300),
            span(7, "RunTask", 1600, 2000, 900),
            span(8, "RunTask", 100, 9000, 9000),
            mark("until-begun", 2000),
            mark("until-ended", 5500),
            mark("until-ended", 7000),
            mark(WORKED, 7100),
            span(9, "RunTask", 100, 9000, 9000),
            json!({ "ph": "I", "cat": "blink.user_timing", "pid": 1, "tid": 9, "name": "most-visited-rendered" }),
        ];
        let expected = Work {
            steps: vec![3.5],
            tasks: vec![0.5 + 0.3, 0.9],
        };
        assert_eq!(Work::of(&events), expected);
    }
}
