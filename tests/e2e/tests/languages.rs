//! The language of the page changes in the middle of what somebody does, and nothing else does.
//!
//! The second language is the one for tests, whose words are not on any site: they are made here and put into a copy.

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use e2e::{Browser, Site};
use interview_hindsight::wire::test_language::translated;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use xtask::site::offline::Offline;

/// The language for tests.
const OTHER: &str = "tlh";
/// One whose words were changed on their way.
const DAMAGED: &str = "x-damaged";

/// A file of words in the language for tests.
fn translated_words(words: &mut Value, is_an_id: bool) {
    match words {
        Value::String(text) if !is_an_id => *text = translated(text),
        Value::Object(all) => {
            for (key, words) in all {
                let is_an_id =
                    key.ends_with(".offer") || ["quiz", "language"].contains(&key.as_str());
                translated_words(words, is_an_id && words.is_string());
            }
        }
        _ => {}
    }
}

/// A site with both languages besides English. Its pages have no other address: what is asked for is the words.
async fn site() -> Result<Site> {
    let site = Site::deployed().await?;
    let files = std::fs::read_dir(site.dist())?;
    let english = files
        .flatten()
        .map(|file| file.file_name().to_string_lossy().into_owned())
        .find(|name| name.starts_with("text-en") && name.ends_with(".json"))
        .context("the site has words")?;
    let text = std::fs::read_to_string(site.dist().join(&english))?;
    let mut words: Value = serde_json::from_str(&text)?;
    translated_words(&mut words, false);
    let words = words.to_string();
    std::fs::write(site.dist().join("text-other.json"), &words)?;
    let hash = BASE64_STANDARD.encode(Sha256::digest(words.as_bytes()));
    let wrong = BASE64_STANDARD.encode(Sha256::digest(b"other words"));
    let language = |tag: &str, folder: &str, file: &str, hash: &str| {
        json!({
            "tag": tag,
            "page": format!("{}{folder}", site.url()),
            "words": {"file": format!("{}{file}", site.url()), "integrity": format!("sha256-{hash}")},
            "manifest": format!("{}manifest.webmanifest", site.url()),
        })
    };
    let english_hash = BASE64_STANDARD.encode(Sha256::digest(text.as_bytes()));
    let list = json!([
        language("en", "", &english, &english_hash),
        language(OTHER, "tlh/", "text-other.json", &hash),
        language(DAMAGED, "x-damaged/", "text-other.json", &wrong),
    ]);
    let list = list.to_string().replace('"', "&quot;");
    let meta = format!("<meta name=\"languages\" content=\"{list}\"><meta ");
    site.deploy(Offline::Removed, |name, text| match name {
        "index.html" => text.replacen("<meta ", &meta, 1),
        _ => text,
    })?;
    Ok(site)
}

async fn choose(browser: &Browser, tag: &str) -> Result<()> {
    // It is the one that the program knows.
    let name = if tag == "en" { "English" } else { tag };
    browser
        .find_css("select#language")
        .await?
        .select(name)
        .await
}

/// What the page says of its language: `lang`, its path, its title.
async fn said(browser: &Browser) -> Result<(String, String, String)> {
    let said = "return [document.documentElement.lang, location.pathname, document.title]";
    Ok(serde_json::from_value(browser.js(said).await?)?)
}

async fn is_in(browser: &Browser, tag: &str) -> Result<()> {
    let shown = format!(
        "document.documentElement.lang === '{tag}' && document.getElementById('language').value === '{tag}'"
    );
    browser
        .wait_until("the page is in the language", &shown)
        .await
}

#[tokio::test]
async fn a_language_switched_in_the_middle_keeps_answers_words_scroll_and_focus() -> Result<()> {
    let site = site().await?;
    let mut browser = Browser::open(&site).await?;
    browser.js("window.loadedOnce = true").await?;
    browser.find_css("#gut-0").await?.click().await?;
    browser
        .find_css(".ih-screen:not([hidden]) [data-do=continue]")
        .await?
        .click()
        .await?;
    browser.find_css("#lean-1").await?.click().await?;
    browser.go("#/question/hard").await?;
    browser.find_css("#hard-3").await?.click().await?;
    browser.go("#/question/stuck").await?;
    browser.find_css("#stuck-3").await?.click().await?;
    browser.go("#/question/hard_notes").await?;
    let notes = browser.find_css("#hard_notes").await?;
    notes.type_text("Why a lattice?").await?;
    let fragment = browser.fragment().await?;
    browser.resize(360, 500).await?;
    browser
        .find_css("#language")
        .await?
        .scroll_into_view()
        .await?;
    browser.js("document.getElementById('hard_notes').dataset.same = 'yes'; document.getElementById('language').focus()").await?;
    let place =
        "return Math.round(document.getElementById('language').getBoundingClientRect().top)";
    let before = browser.js(place).await?;

    choose(&browser, OTHER).await?;
    is_in(&browser, OTHER).await?;
    let (_, path, title) = said(&browser).await?;
    ensure!(path == "/tlh/", "{path}");
    browser
        .wait_until("the tab is called so", "document.title.startsWith('[')")
        .await?;
    ensure!(browser.fragment().await? == fragment);
    ensure!(browser.js("return loadedOnce").await? == true, "{title}");
    let kept = browser.js("const field = document.getElementById('hard_notes'); return [field.value, field.dataset.same]").await?;
    ensure!(kept == json!(["Why a lattice?", "yes"]), "{kept}");
    browser
        .wait_until(
            "the focus is on the choice of language",
            "document.activeElement.id === 'language'",
        )
        .await?;
    let after = browser.js(place).await?;
    let moved = after
        .as_f64()
        .zip(before.as_f64())
        .map(|(now, then)| (now - then).abs());
    ensure!(
        moved.is_some_and(|moved| moved <= 2.0),
        "{before} became {after}"
    );
    let heading = browser.heading().await?;
    ensure!(heading.starts_with('['), "{heading}");

    // Back leads through the steps from before, in the language of now.
    browser.back().await?;
    browser
        .wait_until("an earlier step", "!document.getElementById('hard_notes')")
        .await?;
    let (tag, path, _) = said(&browser).await?;
    ensure!(
        (tag.as_str(), path.as_str()) == (OTHER, "/tlh/"),
        "{tag} {path}"
    );
    browser.forward().await?;
    browser.find_css("#hard_notes").await?;
    ensure!(said(&browser).await?.1 == "/tlh/");

    // And back to English, whose page is the site's own.
    choose(&browser, "en").await?;
    is_in(&browser, "en").await?;
    ensure!(said(&browser).await?.1 == "/");
    browser.close().await
}

#[tokio::test]
async fn a_letter_and_a_result_are_read_in_another_language_and_own_words_stay() -> Result<()> {
    let site = site().await?;
    let mut browser = Browser::open(&site).await?;
    let answers = [
        ("gut", "Awful"),
        ("lean", "Hardly at all"),
        ("next", "They hinted it may not be for me"),
    ];
    let id = browser.result_of(&answers).await?;
    browser.find_css(".ih-verdict").await?;
    choose(&browser, OTHER).await?;
    is_in(&browser, OTHER).await?;
    let text = browser.find_css(".ih-verdict").await?.text().await?;
    ensure!(text.contains('[') && !text.contains("awful"), "{text}");
    choose(&browser, "en").await?;
    is_in(&browser, "en").await?;

    browser.go(&format!("#/result/{id}/letter/E1")).await?;
    browser.click("button", "Change the words").await?;
    let own = browser.find_css("textarea#letter").await?;
    own.clear().await?;
    own.type_text("Hello Dana").await?;
    choose(&browser, OTHER).await?;
    is_in(&browser, OTHER).await?;
    let own = "const own = document.getElementById('letter'); return [own.value, own.lang]";
    ensure!(browser.js(own).await? == json!(["Hello Dana", "en"]));
    browser.wait_for_text("(English)").await?;
    browser.close().await
}

#[tokio::test]
async fn words_that_were_changed_on_their_way_are_refused_and_nothing_changes() -> Result<()> {
    let site = site().await?;
    let mut browser = Browser::open(&site).await?;
    browser.go("#/your-data").await?;
    choose(&browser, DAMAGED).await?;
    browser.wait_for_text("the words did not arrive").await?;
    is_in(&browser, "en").await?;
    ensure!(said(&browser).await?.1 == "/");
    // The browser reports the hash, which is what is wanted.
    browser.take_seen().await?;
    browser.close().await
}
