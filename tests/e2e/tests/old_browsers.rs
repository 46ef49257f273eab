//! What a browser gets that lacks what came later, or that has programs switched off. Old ones cannot be had for tests, so the
//! features are taken away from the one at hand.

use anyhow::{Result, ensure};
use e2e::{Browser, BrowserOptions, Emulation, Need, Site, left_out};
use xtask::site::offline::Offline;

/// What Safari 15.4, Chrome 99 and Firefox 97 read past in a style sheet.
const NEWER_STYLES: [&str; 5] = [
    "light-dark(",
    ":has(",
    "color-mix(",
    "@container",
    "field-sizing:",
];

/// Takes away what scripts in those do not have, and what some browser has never had.
const NEWER_SCRIPT: &str = "
for (const name of ['PluralRules', 'ListFormat', 'Segmenter']) delete Intl[name];
for (const name of ['trustedTypes', 'navigation', 'scheduler', 'CloseWatcher']) delete window[name];
for (const name of ['share', 'canShare', 'locks', 'storage']) delete Navigator.prototype[name];
for (const name of ['findLast', 'toSorted', 'toReversed', 'with']) delete Array.prototype[name];
";

/// A build in which a script of ours comes first, and whose texts are what `change` makes of them. It has no policy: that
/// would name the hash of another style sheet.
async fn site(before: &str, change: fn(String) -> String) -> Result<Site> {
    let site = Site::deployed_with(|options| options.headers = false).await?;
    std::fs::write(site.dist().join("before.js"), before)?;
    // A worker would keep no page that differs from the build's.
    site.deploy(Offline::Removed, |name, text| match name {
        "index.html" => without_hashes(&change(text)),
        _ if name.ends_with(".css") => change(text),
        _ => text,
    })?;
    Ok(site)
}

fn without_hashes(page: &str) -> String {
    let attributes: Vec<&str> = (page.split_inclusive('>'))
        .filter(|part| !part.contains("http-equiv=Content-Security-Policy"))
        .flat_map(|part| part.split_inclusive(' '))
        .filter(|part| !part.starts_with("data-style-integrity="))
        .collect();
    let script = "<script src=\"./before.js\"></script><meta ";
    attributes.concat().replacen("<meta ", script, 1)
}

fn as_read_by_an_old_browser(text: String) -> String {
    (NEWER_STYLES.iter()).fold(text, |text, newer| {
        text.replace(newer, &newer.replace(|c: char| c.is_ascii_lowercase(), "x"))
    })
}

#[tokio::test]
async fn what_came_later_is_not_needed_for_the_whole_way_nor_to_read_it() -> Result<()> {
    let site = site(NEWER_SCRIPT, as_read_by_an_old_browser).await?;
    let mut browser = Browser::open(&site).await?;
    browser.resize(360, 740).await?;
    let result = browser.take_quiz().await?;
    let ground = "return getComputedStyle(document.documentElement).backgroundColor";
    let ink = "return getComputedStyle(document.querySelector('h1')).color";
    let light = (browser.js(ground).await?, browser.js(ink).await?);
    ensure!(
        light == ("rgb(250, 247, 242)".into(), "rgb(43, 38, 34)".into()),
        "{light:?}"
    );
    let letter = format!("{result}/letter/E1");
    let why = format!("{result}/why");
    for address in ["#/", &result, &why, &letter, "#/history", "#/your-data"] {
        browser.go(address).await?;
        browser.check_accessibility().await?;
        let sticks = "return document.documentElement.scrollWidth > innerWidth";
        ensure!(browser.js(sticks).await? == false, "{address} sticks out");
    }
    browser.go("#/history").await?;
    browser.wait_for_text("1 result").await?;
    browser.close().await
}

#[tokio::test]
async fn on_a_dark_device_an_old_browser_shows_the_light_page() -> Result<()> {
    if left_out(Need::Wishes)? {
        return Ok(());
    }
    // Before the second style sheet is there, too.
    let site = site(NEWER_SCRIPT, |text| {
        as_read_by_an_old_browser(text).replace("data-style=", "data-no-style=")
    })
    .await?;
    let mut browser = Browser::open(&site).await?;
    let dark = Emulation {
        dark: true,
        ..Emulation::default()
    };
    browser.look(dark).await?;
    browser.load("").await?;
    browser.check_accessibility().await?;
    let scheme = "return getComputedStyle(document.documentElement).colorScheme";
    ensure!(browser.js(scheme).await? == "light", "the page is dark");
    browser.close().await
}

#[tokio::test]
async fn without_webassembly_the_questions_are_there_and_the_page_says_what_is_missing()
-> Result<()> {
    let site = site("delete window.WebAssembly", |text| text).await?;
    let options = BrowserOptions {
        at_once: true,
        ..BrowserOptions::default()
    };
    let mut browser = Browser::open_blank(&site, options).await?;
    browser.visit("").await?;
    browser.click("radio", "Awful").await?;
    browser.begin().await?;
    browser.js("location.hash = '#/check'").await?;
    browser.wait_for_fragment("#/check").await?;
    browser.click("button", "See my result").await?;
    browser
        .wait_for_text("This browser does not run WebAssembly")
        .await?;
    browser.check_accessibility().await?;
    browser.take_seen().await?;
    browser.close().await
}
