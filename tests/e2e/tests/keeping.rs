//! What is kept stays: over an update, a full disk, a newer version, and two devices that differ.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use journeys::{Browser, Site};

const BEST: &str = "Strong good signs";

/// The built-in quiz as if it had been an earlier version, with leaning in worth a point less.
fn older_quiz() -> Result<String> {
    let file = xtask::workspace::root().join("quiz/interview/1.0.0.json");
    let now = std::fs::read_to_string(file)?;
    let [most, less] = [2, 1].map(|points| format!("{{\"id\": \"most\", \"points\": {points}}}"));
    ensure!(
        now.contains(&most),
        "the points are where this test knows them"
    );
    Ok(now
        .replacen("\"1.0.0\"", "\"0.9.0\"", 1)
        .replacen(&most, &less, 1))
}

/// Makes the only result in the store one of the older version: as it names itself, and with the score that
/// the older version gives.
async fn make_older(browser: &Browser) -> Result<()> {
    let results = browser.kept_results().await?;
    let (key, text) = results.first().context("there is a result")?;
    browser
        .set_storage(key, &text.replace("\"1.0.0\"", "\"0.9.0\""))
        .await
}

/// Saves a copy on the page about the data, and gives its file.
async fn save_copy(browser: &Browser) -> Result<PathBuf> {
    browser.click("button", "Save a copy").await?;
    browser
        .wait_for_text("The copy is in your downloads")
        .await?;
    let day = browser
        .js("const now = new Date(); return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10)")
        .await?;
    let day = day.as_str().context("there is a day")?.to_owned();
    browser
        .downloaded(&format!("interview-hindsight-{day}.json"))
        .await
}

#[tokio::test]
async fn an_old_result_is_explained_by_the_version_that_it_was_made_with() -> Result<()> {
    let site = Site::with_quiz_versions(&[older_quiz()?]).await?;
    let mut browser = Browser::open(&site).await?;
    let id = browser
        .result_of(&[("lean", "Most of the time"), ("click", "Yes, easy to talk")])
        .await?;
    make_older(&browser).await?;
    let asked = |site: &Site| {
        let asked = site.asked();
        asked
            .iter()
            .filter(|asked| asked.path.contains("0.9.0"))
            .count()
    };
    browser.load("#/your-data").await?;
    ensure!(asked(&site) == 0, "nothing of it is shown");
    browser.load(&format!("#/result/{id}")).await?;
    browser.wait_for_text("What to do now").await?;
    ensure!(asked(&site) == 1, "it is asked for once");
    ensure!(!browser.text().await?.contains("Not checked"));
    // The test has changed the version and not the score with it, which is noticed.
    browser.go(&format!("#/history/{id}")).await?;
    browser
        .wait_for_text("does not match its own answers")
        .await?;

    browser.load("#/your-data").await?;
    let copy = save_copy(&browser).await?;
    let field = browser.find_css("#import-file").await?;
    field.choose_file(&copy).await?;
    browser.wait_for_text("We worked it out again").await?;
    ensure!(!browser.text().await?.contains("could not be checked"));
    ensure!(asked(&site) == 1, "its file never changes, so it is kept");
    browser.close().await
}

#[tokio::test]
async fn a_result_of_a_version_that_is_nowhere_is_shown_as_it_was_kept() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    let address = browser.take_quiz().await?;
    browser.wait_for_focus("heading", BEST).await?;
    make_older(&browser).await?;
    browser.load(&address).await?;
    browser.wait_for_text("Not checked").await?;
    browser.wait_for_text(BEST).await?;
    browser.check_accessibility().await?;
    let asked = site.asked();
    ensure!(
        !asked.iter().any(|asked| asked.path.contains("0.9.0")),
        "{asked:?}"
    );
    browser.close().await
}
