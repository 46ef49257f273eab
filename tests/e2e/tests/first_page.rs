//! The first question is there before the app is, and what is answered then counts.

use anyhow::{Context, Result, ensure};
use journeys::{Browser, Fault, Gate, Site, Wishes};
use serde_json::json;

/// A site whose code is held back until the gate is opened, with its HTML on the screen and the app still on
/// its way.
async fn before_the_app() -> Result<(Site, Browser, Gate)> {
    let gate = Gate::default();
    let site = Site::start_with(|options| {
        let held = Fault::Held(gate.clone());
        options.faults.push((".wasm".to_owned(), held));
    })
    .await?;
    let wishes = Wishes {
        at_once: true,
        ..Wishes::default()
    };
    let mut browser = Browser::open_blank(&site, wishes).await?;
    browser.visit("").await?;
    is_on_its_way(&browser).await?;
    Ok((site, browser, gate))
}

async fn is_on_its_way(browser: &Browser) -> Result<()> {
    let boot = browser
        .js("return document.documentElement.dataset.boot")
        .await?;
    ensure!(boot == "loading", "the app is {boot} already");
    Ok(())
}

/// The app has arrived, and stands on the second page with the answers kept.
async fn stands_on_the_second_page(browser: &Browser, answers: &[&str]) -> Result<()> {
    browser.wait_for_fragment("#/about").await?;
    browser.wait_for_start().await?;
    browser
        .wait_until(
            "the question has the focus",
            "document.activeElement.id === 'heading'",
        )
        .await?;
    let kept = browser.storage().await?;
    let (_, draft) = kept
        .iter()
        .find(|(key, _)| key.contains(":draft:"))
        .context("there is a draft")?;
    for answer in answers {
        ensure!(draft.contains(answer), "{answer} in {draft}");
    }
    Ok(())
}

#[tokio::test]
async fn what_the_mouse_chose_before_the_app_was_there_counts() -> Result<()> {
    let (_site, browser, gate) = before_the_app().await?;
    browser.click("radio", "Great").await?;
    browser.click("radio", "Awful").await?;
    browser.find_css("#gut10-7").await?.click().await?;
    browser.click("button", "Continue").await?;
    is_on_its_way(&browser).await?;
    gate.open();
    stands_on_the_second_page(&browser, &["\"gut\":\"awful\"", "\"gut10\":7"]).await?;
    browser.close().await
}

#[tokio::test]
async fn what_the_keyboard_chose_before_the_app_was_there_counts() -> Result<()> {
    let (_site, browser, gate) = before_the_app().await?;
    browser
        .js("document.getElementById('gut-0').focus()")
        .await?;
    browser.press("2").await?;
    browser.wait_for_focus("radio", "Not great").await?;
    browser.press("Enter").await?;
    is_on_its_way(&browser).await?;
    gate.open();
    stands_on_the_second_page(&browser, &["\"gut\":\"not_great\""]).await?;
    browser.close().await
}

#[tokio::test]
async fn what_a_finger_chose_before_the_app_was_there_counts() -> Result<()> {
    let (_site, browser, gate) = before_the_app().await?;
    browser.tap("radio", "Good").await?;
    browser.tap("button", "Continue").await?;
    is_on_its_way(&browser).await?;
    gate.open();
    stands_on_the_second_page(&browser, &["\"gut\":\"good\""]).await?;
    browser.close().await
}

#[tokio::test]
async fn nothing_moves_when_the_app_takes_the_page_over() -> Result<()> {
    let (_site, browser, gate) = before_the_app().await?;
    browser.resize(360, 640).await?;
    browser.tap("radio", "OK").await?;
    browser.js("scrollTo(0, 300)").await?;
    let look = "return [scrollY, document.querySelector('main').getBoundingClientRect().height, \
                document.activeElement.id, document.querySelector('input:checked').value, \
                document.querySelector('h1').getBoundingClientRect().top].join(' ')";
    let before = browser.js(look).await?;
    is_on_its_way(&browser).await?;
    gate.open();
    browser.wait_for_start().await?;
    let after = browser.js(look).await?;
    ensure!(after == before, "it was {before}, it is {after}");
    browser.close().await
}

#[tokio::test]
async fn nothing_is_kept_when_that_was_asked_for_before_the_app_was_there() -> Result<()> {
    let (_site, browser, gate) = before_the_app().await?;
    browser
        .click("checkbox", "Do not keep anything on this device")
        .await?;
    browser.click("radio", "Awful").await?;
    browser.click("button", "Continue").await?;
    is_on_its_way(&browser).await?;
    gate.open();
    browser.wait_for_fragment("#/about").await?;
    let kept = browser.storage().await?;
    ensure!(!kept.keys().any(|key| key.contains(":draft:")), "{kept:?}");
    browser.close().await
}

#[tokio::test]
async fn the_first_question_is_not_shown_to_somebody_who_is_elsewhere() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open_blank(&site, Wishes::default()).await?;
    // Later the browser has the code at hand, and the time before the app is short.
    let look = "addEventListener('DOMContentLoaded', () => { \
                globalThis.wasShown = document.querySelector('main')?.checkVisibility() })";
    browser
        .cdp(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": look }),
        )
        .await?;
    browser.load("").await?;
    ensure!(browser.js("return wasShown").await? == true);
    browser.click("radio", "Awful").await?;
    // Their interview is in progress now, so the first question is not the one to show.
    for address in ["", "#/history"] {
        browser.load(address).await?;
        ensure!(browser.js("return wasShown").await? == false, "{address}");
        ensure!(
            browser
                .js("return document.querySelector('main').checkVisibility()")
                .await?
                == true
        );
    }
    browser.close().await
}

#[tokio::test]
async fn a_start_that_failed_is_tried_again_with_the_choice_still_there() -> Result<()> {
    let site = Site::start_with(|options| {
        options.faults.push((".wasm".to_owned(), Fault::Once(503)));
    })
    .await?;
    let mut browser = Browser::open(&site).await?;
    browser.wait_for_text("has not started").await?;
    browser.take_seen().await?;
    browser.click("radio", "Awful").await?;
    browser.click("link", "Try again").await?;
    browser.wait_for_start().await?;
    ensure!(browser.find("radio", "Awful").await?.is_chosen().await?);
    browser.click("button", "Continue").await?;
    stands_on_the_second_page(&browser, &["\"gut\":\"awful\""]).await?;
    browser.take_seen().await?;
    browser.close().await
}
