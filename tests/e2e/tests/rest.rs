//! The code comes in two halves: what a person can do before the second is there, and what happens when it
//! is late or does not come.

use anyhow::{Context, Result, ensure};
use journeys::{Browser, Fault, Gate, Site, Wishes};

/// What the second half's file ends in.
const REST: &str = "_rest.wasm";
const LEAN: &str = "Did the interviewer lean in and look interested?";
const AWAITED: &str = "this part is still on its way";

/// A site whose second half is out of order, with the app live on its first page.
async fn with_half_the_code(fault: Fault) -> Result<(Site, Browser)> {
    let site = Site::start_with(|options| options.faults.push((REST.to_owned(), fault))).await?;
    let browser = Browser::open_with(&site, Wishes::default()).await?;
    Ok((site, browser))
}

/// The draft on the device, with its key.
async fn kept_draft(browser: &Browser) -> Result<(String, String)> {
    let kept = browser.storage().await?;
    let draft = kept.into_iter().find(|(key, _)| key.contains(":draft:"));
    draft.context("a draft is kept")
}

/// Goes through all questions to the page before the result, with the first option of each.
async fn answer_everything(browser: &Browser) -> Result<()> {
    while browser.fragment().await? != "#/check" {
        let here = browser.fragment().await?;
        browser.click("button", "Continue").await?;
        browser.moved_on(&here).await?;
    }
    Ok(())
}

#[tokio::test]
async fn all_questions_can_be_answered_before_the_rest_is_there() -> Result<()> {
    let gate = Gate::default();
    let (_site, browser) = with_half_the_code(Fault::Held(gate.clone())).await?;
    browser.click("radio", "Awful").await?;
    answer_everything(&browser).await?;
    browser.wait_for_text(AWAITED).await?;
    let kept = browser.storage().await?;
    ensure!(
        kept.iter().any(|(key, _)| key.contains(":draft:")),
        "the draft is kept until there is a result"
    );
    gate.open();
    browser
        .wait_for_focus("heading", "Check your answers")
        .await?;
    browser.click("button", "See my result").await?;
    browser
        .wait_until(
            "the result is shown",
            "location.hash.startsWith('#/result/')",
        )
        .await?;
    browser.close().await
}

#[tokio::test]
async fn a_person_who_does_not_wait_goes_on_answering() -> Result<()> {
    let gate = Gate::default();
    let (_site, browser) = with_half_the_code(Fault::Held(gate.clone())).await?;
    browser.click("link", "Your data").await?;
    browser.wait_for_text(AWAITED).await?;
    browser.js("history.back()").await?;
    browser.wait_for_no_text(AWAITED).await?;
    browser.click("radio", "Awful").await?;
    browser.click("button", "Continue").await?;
    browser.wait_for_fragment("#/about").await?;
    gate.open();
    browser
        .wait_until(
            "the rest is there",
            "performance.getEntriesByType('resource').some((entry) => entry.name.endsWith('_rest.wasm') && entry.responseEnd)",
        )
        .await?;
    browser.wait_for_fragment("#/about").await?;
    browser.close().await
}

#[tokio::test]
async fn why_we_ask_is_told_when_the_rest_is_there() -> Result<()> {
    let gate = Gate::default();
    let (_site, browser) = with_half_the_code(Fault::Held(gate.clone())).await?;
    // On the first page at once: it is in the HTML, where somebody may have opened it.
    browser
        .js("document.querySelector('details').open = true")
        .await?;
    browser.wait_for_text("Feelings change fast").await?;
    browser.js("location.hash = '#/question/lean'").await?;
    browser.wait_for_focus("heading", LEAN).await?;
    browser
        .js("document.querySelector('details').open = true")
        .await?;
    browser.wait_for_text(AWAITED).await?;
    gate.open();
    // What is open stays open.
    browser.wait_for_text("In the article:").await?;
    browser.wait_for_no_text(AWAITED).await?;
    browser.close().await
}

/// The app does the next steps once by itself, so that the browser compiles what they call.
#[tokio::test]
async fn what_is_rehearsed_when_the_rest_comes_leaves_no_trace() -> Result<()> {
    let gate = Gate::default();
    let (_site, browser) = with_half_the_code(Fault::Held(gate.clone())).await?;
    browser.click("radio", "Awful").await?;
    // More turns than there are steps: the browser takes turns in the order in which they were asked for.
    browser
        .js("addEventListener('hindsight-rest-here', () => {
               let turns = 0;
               const turn = () => (++turns < 30 ? setTimeout(turn) : (window.turned = true));
               turn();
             })")
        .await?;
    let look = "return [location.href, document.title, document.activeElement.id, document.querySelector('main').innerText, \
                document.querySelectorAll('h1').length, history.length].join('|')";
    let before = browser.js(look).await?;
    let (key, draft) = kept_draft(&browser).await?;
    gate.open();
    browser
        .wait_until("all is rehearsed", "window.turned")
        .await?;
    assert_eq!(browser.js(look).await?, before);
    assert_eq!(kept_draft(&browser).await?, (key, draft));
    browser.close().await
}

#[tokio::test]
async fn when_the_rest_does_not_come_that_is_said_and_tried_again() -> Result<()> {
    let (_site, mut browser) = with_half_the_code(Fault::Once(503)).await?;
    browser
        .wait_until(
            "the rest has failed once",
            "performance.getEntriesByType('resource').some((entry) => entry.name.endsWith('_rest.wasm') && entry.responseEnd)",
        )
        .await?;
    browser.click("radio", "Awful").await?;
    answer_everything(&browser).await?;
    // The second request for it comes through.
    browser.click("button", "See my result").await?;
    browser
        .wait_until(
            "the result is shown",
            "location.hash.startsWith('#/result/')",
        )
        .await?;
    // The browser reports the request that failed.
    browser.take_seen().await?;
    browser.close().await
}

#[tokio::test]
async fn a_rest_that_never_comes_loses_no_answer() -> Result<()> {
    let (_site, mut browser) = with_half_the_code(Fault::Status(404)).await?;
    browser.click("radio", "Awful").await?;
    answer_everything(&browser).await?;
    browser.wait_for_text("This page has not arrived").await?;
    browser
        .wait_for_focus("heading", "This page has not arrived")
        .await?;
    browser.check_accessibility().await?;
    browser.click("button", "Try again").await?;
    browser.wait_for_text("This page has not arrived").await?;
    let (_, draft) = kept_draft(&browser).await?;
    ensure!(draft.contains("awful"), "the answer is in {draft}");
    browser.take_seen().await?;
    browser.close().await
}

#[tokio::test]
async fn what_another_tab_answers_meanwhile_is_not_written_over() -> Result<()> {
    let gate = Gate::default();
    let (_site, browser) = with_half_the_code(Fault::Held(gate.clone())).await?;
    browser.click("radio", "Awful").await?;
    let (key, draft) = kept_draft(&browser).await?;
    // As another tab writes it, with one more answer.
    let other = draft
        .replacen(r#""gut":"awful""#, r#""gut":"awful","lean":"most""#, 1)
        .replacen(r#""answered_at":{"#, r#""answered_at":{"lean":1,"#, 1);
    ensure!(
        other.contains(r#""lean":1"#),
        "{draft} has another form now"
    );
    browser.set_storage(&key, &other).await?;
    browser.click("button", "Continue").await?;
    browser.wait_for_text(AWAITED).await?;
    ensure!(kept_draft(&browser).await? == (key, other));
    gate.open();
    browser.wait_for_no_text(AWAITED).await?;
    browser.wait_for_fragment("#/about").await?;
    browser.click("button", "Continue").await?;
    browser.wait_for_fragment("#/question/lean").await?;
    let chosen = browser.find("radio", "Most of the time").await?;
    ensure!(chosen.is_chosen().await?, "the other tab's answer is here");
    let (_, both) = kept_draft(&browser).await?;
    ensure!(both.contains("awful") && both.contains("most"), "{both}");
    browser.close().await
}

#[tokio::test]
async fn what_was_answered_before_the_rest_came_is_there_after_a_reload() -> Result<()> {
    let gate = Gate::default();
    let (_site, mut browser) = with_half_the_code(Fault::Held(gate.clone())).await?;
    browser.click("radio", "Awful").await?;
    browser.click("button", "Continue").await?;
    browser.wait_for_fragment("#/about").await?;
    browser.click("button", "Continue").await?;
    browser.wait_for_fragment("#/question/lean").await?;
    browser.click("radio", "Most of the time").await?;
    // The first page leads back to where the interview stands.
    browser.click("link", "Interview Hindsight").await?;
    browser.click("link", "Continue where you were").await?;
    browser.wait_for_fragment("#/question/lean").await?;
    gate.open();
    browser.reload().await?;
    let chosen = browser.find("radio", "Most of the time").await?;
    ensure!(chosen.is_chosen().await?);
    browser.close().await
}

#[tokio::test]
async fn nothing_is_kept_before_the_rest_is_there_where_that_is_asked_for() -> Result<()> {
    let gate = Gate::default();
    let (_site, browser) = with_half_the_code(Fault::Held(gate.clone())).await?;
    browser.click("radio", "Awful").await?;
    browser
        .click("checkbox", "Do not keep anything on this device")
        .await?;
    browser.wait_for_text("Nothing is being kept").await?;
    let keys = |kept: std::collections::BTreeMap<String, String>| Vec::from_iter(kept.into_keys());
    ensure!(keys(browser.storage().await?) == ["interview-hindsight:prefs"]);
    gate.open();
    browser.click("link", "Your data").await?;
    browser.wait_for_fragment("#/your-data").await?;
    browser.wait_for_no_text(AWAITED).await?;
    ensure!(keys(browser.storage().await?) == ["interview-hindsight:prefs"]);
    browser.js("history.back()").await?;
    let chosen = browser.find("radio", "Awful").await?;
    ensure!(chosen.is_chosen().await?, "the answer is in memory");
    browser.close().await
}
