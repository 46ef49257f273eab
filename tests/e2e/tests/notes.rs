//! What was answered before the program was there comes to the result whole, each answer with its time, and nothing is
//! written where it may not be.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use e2e::{Browser, BrowserOptions, Gate, Site};
use serde_json::{Value, json};

/// Each key that anything is written to in the store that lasts.
const WRITTEN: &str = "
window.written = [];
const { setItem } = Storage.prototype;
Storage.prototype.setItem = function (key, value) {
  setItem.call(this, key, value);
  if (this === localStorage) window.written.push(key);
};
";

/// A question, the field that is chosen, and the answer that this is.
type Answered = (&'static str, &'static str, &'static str);

const SOME: [Answered; 6] = [
    ("lean", "#lean-0", "most"),
    ("click", "#click-2", "stiff"),
    ("coach", "#coach-0", "no"),
    ("exact", "#exact-2", "drifted"),
    ("late", "#late-1", "little"),
    ("next", "#next-0", "set"),
];
const OTHERS: [Answered; 6] = [
    ("lean", "#lean-2", "hardly"),
    ("distracted", "#distracted-3", "whole"),
    ("stuck", "#stuck-3", "blank"),
    ("examples", "#examples-0", "most"),
    ("nerves", "#nerves-3", "froze"),
    ("practical", "#practical-2", "no"),
];

/// A browser on a site whose program is held back, with a script before the page's own.
async fn without_program(
    script: &str,
    options: BrowserOptions<'_>,
) -> Result<(Site, Browser, Gate)> {
    let (site, gate) = Site::start_held_with_script(script).await?;
    let options = BrowserOptions {
        at_once: true,
        ..options
    };
    let browser = Browser::open_blank(&site, options).await?;
    Ok((site, browser, gate))
}

/// Answers these on their pages, and asks for the result, which waits for the program.
async fn answer(browser: &Browser, answers: &[Answered]) -> Result<()> {
    for (question, field, _) in answers {
        let address = format!("#/question/{question}");
        browser.js(&format!("location.hash = '{address}'")).await?;
        browser.wait_for_fragment(&address).await?;
        browser.find_css(field).await?.click().await?;
    }
    browser.js("location.hash = '#/check'").await?;
    browser.wait_for_fragment("#/check").await?;
    browser.click("button", "See my result").await?;
    browser
        .wait_for_text("is on its way, and opens by itself")
        .await
}

async fn result_opens(browser: &Browser) -> Result<()> {
    browser
        .wait_until(
            "the result is there",
            "location.hash.startsWith('#/result/')",
        )
        .await
}

/// The time by the browser's clock.
async fn now(browser: &Browser) -> Result<u64> {
    let now = browser.js("return Date.now()").await?;
    now.as_u64().context("a time")
}

/// What was answered first, before any correction.
fn first(text: &str) -> Result<Value> {
    let mut result: Value = serde_json::from_str(text)?;
    let mut first = result["first"].take();
    first["id"] = result["id"].take();
    Ok(first)
}

/// The result has these answers, each given at its own time, in their order.
fn check(result: &Value, answers: &[Answered], began: u64, ended: u64) -> Result<()> {
    let mut last = began;
    for (question, _, answer) in answers {
        ensure!(
            result["answers"][question] == *answer,
            "{question} in {result}"
        );
        let at = result["answered_at"][question].as_u64();
        let at = at.with_context(|| format!("the time of {question} in {result}"))?;
        ensure!(
            at >= last && at <= ended,
            "{question} at {at}, after {last}"
        );
        last = at;
    }
    Ok(())
}

/// The one result in a copy of everything, which has what is in the tab's memory too.
async fn result_in_copy(browser: &mut Browser) -> Result<Value> {
    browser.go("#/your-data").await?;
    // Where the browser blocks storage it is offered above the page too.
    let buttons = browser.all("button", "Save a copy").await?;
    let button = buttons.first().context("a copy is offered")?;
    button.click().await?;
    let copy = std::fs::read_to_string(browser.saved_copy().await?)?;
    let copy: Value = serde_json::from_str(&copy)?;
    let records = copy["records"].as_object().context("a copy has records")?;
    let mut results = records.iter().filter(|(key, _)| key.contains(":result:"));
    let (_, result) = results.next().context("there is a result")?;
    ensure!(results.next().is_none(), "there is one");
    first(&result.to_string())
}

/// What was written to the store that lasts, but for what was chosen about the page itself.
async fn written(browser: &Browser) -> Result<Vec<String>> {
    let keys: Vec<String> = serde_json::from_value(browser.js("return window.written").await?)?;
    let of_an_interview = |key: &String| key.matches(':').count() > 1;
    Ok(keys.into_iter().filter(of_an_interview).collect())
}

#[tokio::test]
async fn with_storage_blocked_the_result_has_every_answer_and_nothing_is_written() -> Result<()> {
    let options = BrowserOptions {
        storage_blocked: true,
        ..BrowserOptions::default()
    };
    let (_site, mut browser, gate) = without_program(WRITTEN, options).await?;
    let began = now(&browser).await?;
    browser.visit("").await?;
    browser.click("button", "Continue").await?;
    answer(&browser, &SOME).await?;
    gate.open();
    result_opens(&browser).await?;
    ensure!(written(&browser).await?.is_empty());
    check(
        &result_in_copy(&mut browser).await?,
        &SOME,
        began,
        now(&browser).await?,
    )?;
    browser.close().await
}

#[tokio::test]
async fn who_wants_nothing_kept_has_a_result_of_every_answer_and_nothing_is_written() -> Result<()>
{
    let (_site, mut browser, gate) = without_program(WRITTEN, BrowserOptions::default()).await?;
    let began = now(&browser).await?;
    browser.visit("").await?;
    browser
        .click("checkbox", "Keep nothing on this device")
        .await?;
    browser.click("button", "Continue").await?;
    answer(&browser, &SOME).await?;
    gate.open();
    result_opens(&browser).await?;
    let written = written(&browser).await?;
    ensure!(written.is_empty(), "{written:?}");
    check(
        &result_in_copy(&mut browser).await?,
        &SOME,
        began,
        now(&browser).await?,
    )?;
    browser.close().await
}

#[tokio::test]
async fn two_tabs_without_the_program_have_a_result_each() -> Result<()> {
    let (_site, mut browser, gate) = without_program("", BrowserOptions::default()).await?;
    let began = now(&browser).await?;
    browser.visit("").await?;
    browser.click("button", "Continue").await?;
    answer(&browser, &SOME).await?;
    browser.open_blank_tab().await?;
    browser.visit("").await?;
    browser
        .click("button", "Look back on another interview")
        .await?;
    answer(&browser, &OTHERS).await?;
    let kept = browser.storage().await?;
    let notes: BTreeMap<_, _> = kept
        .iter()
        .filter(|(key, _)| key.contains(":notes:"))
        .collect();
    ensure!(notes.len() == 2, "{notes:?}");
    gate.open();
    for tab in [1, 0] {
        browser.switch_tab(tab).await?;
        result_opens(&browser).await?;
    }
    let mut results = Vec::new();
    for (_, text) in browser.kept_results().await? {
        results.push(first(&text)?);
    }
    ensure!(results.len() == 2, "{results:?}");
    for (answers, own) in [(&SOME, "distracted"), (&OTHERS, "click")] {
        let is_it = |result: &&Value| result["answers"]["lean"] == answers[0].2;
        let result = results.iter().find(is_it).context("each has its own")?;
        check(result, answers, began, now(&browser).await?)?;
        ensure!(
            result["answers"][own].is_null(),
            "{own} is the other's: {result}"
        );
        // To the millisecond, as the page has noted it.
        let noted = notes
            .values()
            .find(|notes| notes.contains(result["id"].as_str().unwrap_or("no id")));
        let noted: Value = serde_json::from_str(noted.context("it has notes")?)?;
        ensure!(noted["at"] == result["answered_at"], "{noted}, {result}");
    }
    // What a tab's program made of the other's notes on its way is nothing that anybody has still to finish.
    browser.load("").await?;
    browser.wait_for_text("You have 2 saved results.").await?;
    let left = browser.storage().await?;
    let is_left = |key: &String| key.contains(":notes:") || key.contains(":draft:");
    ensure!(!left.keys().any(is_left), "{left:?}");
    browser.close().await
}

/// The draft of an earlier visit, which was begun without the questions that are not from the article.
#[tokio::test]
async fn a_draft_that_is_gone_on_with_keeps_its_times_and_its_questions() -> Result<()> {
    let (_site, mut browser, gate) = without_program("", BrowserOptions::default()).await?;
    browser.visit("").await?;
    let draft = json!({
        "v": 1, "id": "d1", "quiz": { "id": "interview", "version": "1.0.0", "without_outside": true },
        "started_at": "2026-03-01T10:00:00Z", "changed_at": "2026-03-01T10:05:00Z",
        "answers": { "gut": "ok", "hard": "mixed" },
        "answered_at": { "gut": 1_772_359_200_000_u64, "hard": 1_772_359_260_000_u64 },
    });
    browser
        .set_storage("interview-hindsight:interview:draft:d1", &draft.to_string())
        .await?;
    browser
        .js("sessionStorage.setItem('interview-hindsight:draft', 'd1')")
        .await?;
    browser.leave().await?;
    // Firefox tells the page that the program's fetch was cut off.
    browser.take_seen().await?;
    let began = now(&browser).await?;
    browser.visit("#/question/hard").await?;
    browser.find_css("#hard-1:checked").await?;
    answer(&browser, &SOME[..5]).await?;
    let row = "return document.querySelector('.ih-screen:not([hidden]) [data-row=next]').hidden";
    ensure!(browser.js(row).await? == true, "it is not asked for");
    gate.open();
    result_opens(&browser).await?;
    let results = browser.kept_results().await?;
    let [(_, result)] = results.as_slice() else {
        anyhow::bail!("one result: {results:?}");
    };
    let result = first(result)?;
    check(&result, &SOME[..5], began, now(&browser).await?)?;
    for question in ["gut", "hard"] {
        ensure!(
            result["answers"][question] == draft["answers"][question],
            "{result}"
        );
        ensure!(
            result["answered_at"][question] == draft["answered_at"][question],
            "{result}"
        );
    }
    ensure!(result["quiz"]["without_outside"] == true, "{result}");
    browser.close().await
}
