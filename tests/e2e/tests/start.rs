//! The page starts, wherever it is hosted, and says so when it cannot.

use anyhow::{Context, Result};
use e2e::{Browser, BrowserOptions, Emulation, Fault, Gate, Need, Site, left_out};
use std::time::Duration;
use xtask::site::offline::Offline;

/// What is said when the program has died.
const NOT_STARTED: &str = "Interview Hindsight has stopped";
/// What is said where it did not come.
const NOT_ARRIVED: &str = "A part of this page has not arrived";

#[tokio::test]
async fn the_app_starts_under_the_headers_of_a_good_host() -> Result<()> {
    let site = Site::start().await?;
    let browser = Browser::open(&site).await?;
    starts(browser).await
}

#[tokio::test]
async fn the_app_starts_under_the_policy_of_the_page_alone() -> Result<()> {
    let site = Site::start_with(|options| options.headers = false).await?;
    let browser = Browser::open(&site).await?;
    starts(browser).await
}

#[tokio::test]
async fn the_app_starts_below_any_path() -> Result<()> {
    let site = Site::start_with(|options| options.prefix = "/a/b/".to_owned()).await?;
    let browser = Browser::open(&site).await?;
    let elsewhere: Vec<_> = site
        .asked()
        .into_iter()
        .filter(|asked| !asked.path.starts_with("/a/b/"))
        .collect();
    assert_eq!(elsewhere, [], "nothing outside its path is asked for");
    starts(browser).await
}

#[tokio::test]
async fn the_app_starts_in_a_frame_as_narrow_as_a_small_phone() -> Result<()> {
    let site = Site::framed(320, 640).await?;
    let mut browser = Browser::open_blank(&site, BrowserOptions::default()).await?;
    browser.load("frame.html").await?;
    browser.find_css("iframe").await?.enter_frame().await?;
    browser.wait_for_start().await?;
    browser
        .wait_until("it is 320 px wide", "innerWidth === 320")
        .await?;
    browser
        .wait_until(
            "nothing sticks out",
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth",
        )
        .await?;
    browser.close().await
}

#[tokio::test]
async fn no_part_of_the_app_is_asked_for_twice() -> Result<()> {
    let site = Site::deployed().await?;
    // A worker asks for every file once more.
    site.deploy(Offline::Removed, |_, text| text)?;
    let browser = Browser::open(&site).await?;
    browser.wait_for_start().await?;
    let asked = site.asked();
    let mut parts: Vec<_> = asked
        .iter()
        .map(|one| one.path.as_str())
        .filter(|path| path.contains("/interview-hindsight-"))
        .collect();
    assert_eq!(parts.len(), 2, "{parts:?}");
    parts.sort_unstable();
    parts.dedup();
    assert_eq!(parts.len(), 2, "{parts:?}");
    browser.close().await
}

/// Proves that the checks of all other end-to-end tests can fail.
#[tokio::test]
async fn what_breaks_a_promise_is_noticed() -> Result<()> {
    if left_out(Need::Reports)? {
        return Ok(());
    }
    for headers in [true, false] {
        let site = Site::start_with(|options| options.headers = headers).await?;
        let mut browser = Browser::open(&site).await?;
        browser
            .js("document.body.setAttribute('style', 'color: red')")
            .await?;
        browser
            .js("fetch('./boot.js?answer=yes'); fetch('https://example.com/').catch(() => 0)")
            .await?;
        browser.wait_until("both are over", "performance.getEntriesByType('resource').some((entry) => entry.name.includes('?'))").await?;
        let problems = browser.take_seen().await?.problems(&site.origin());
        let has = |part: &str| problems.iter().any(|problem| problem.contains(part));
        assert!(
            has("policy: style-src-attr stopped"),
            "an inline style: {problems:?}"
        );
        assert!(
            has("policy: connect-src stopped https://example.com"),
            "another origin: {problems:?}"
        );
        assert!(has("boot.js?answer=yes"), "a query: {problems:?}");
        browser.js("console.error('something is wrong')").await?;
        let error = browser.close().await.err().map(|error| error.to_string());
        assert!(error.is_some_and(|error| error.contains("something is wrong")));
    }
    Ok(())
}

#[tokio::test]
async fn trusted_types_stop_html_and_scripts_from_strings() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    for attempt in [
        "document.body.innerHTML = '<b>x</b>'",
        "trustedTypes.createPolicy('interview-hindsight', {})",
        "trustedTypes.createPolicy('another', {})",
        "navigator.serviceWorker.register('./boot.js')",
    ] {
        // WebDriver waits for what a script promises.
        let script = format!(
            "return (async () => {{ try {{ await ({attempt}); return 'went through' }} catch (error) {{ return error.name }} }})()"
        );
        assert_eq!(browser.js(&script).await?, "TypeError", "{attempt}");
    }
    browser.take_seen().await?;
    browser.close().await
}

#[tokio::test]
async fn a_file_that_fails_is_told_in_the_page() -> Result<()> {
    let other_wasm = b"\0asm\x01\0\0\0".to_vec();
    for (what, file, fault) in [
        ("the wasm is missing", ".wasm", Fault::Status(404)),
        (
            "the wasm is not the one that was built",
            ".wasm",
            Fault::Content(other_wasm),
        ),
        ("the words are missing", WORDS, Fault::Status(404)),
        (
            "the words are not those that were built",
            WORDS,
            Fault::Content(b"{}".to_vec()),
        ),
        (
            "the list of languages is missing",
            LANGUAGES,
            Fault::Status(404),
        ),
        ("the glue is missing", GLUE, Fault::Status(500)),
        (
            "the glue is not the one that was built",
            GLUE,
            Fault::Content(b"export default 1".to_vec()),
        ),
        (
            "the start script is broken",
            "boot.js",
            Fault::Content(b"}".to_vec()),
        ),
        ("the start script is missing", "boot.js", Fault::Status(404)),
    ] {
        let glue = glue(&Site::start().await?)?;
        let end = match file {
            GLUE => glue,
            LANGUAGES => named(&Site::start().await?, "data-languages=")?,
            WORDS => words(&Site::start().await?)?,
            _ => file.to_owned(),
        };
        let site = Site::start_with(|options| options.faults.push((end, fault))).await?;
        let mut browser = Browser::open_blank(&site, BrowserOptions::default()).await?;
        browser.visit("").await?;
        // The questions are there; it is said to whoever needs the program.
        browser.click("link", "History").await?;
        browser
            .wait_for_slow_text(NOT_ARRIVED, Duration::from_secs(30))
            .await
            .context(what)?;
        assert!(browser.text().await?.contains("Try again"), "{what}");
        let axe = browser.axe().await?;
        assert_eq!(axe, Vec::<String>::new(), "{what}");
        browser.take_seen().await?;
        browser.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn trying_again_works_when_the_fault_is_gone_and_keeps_the_place() -> Result<()> {
    // A browser may ask for a file again of which it was told only that it is not to be had.
    let gate = Gate::default();
    let fault = Fault::Until(gate.clone(), 503);
    let site = Site::start_with(|options| options.faults.push((".wasm".to_owned(), fault))).await?;
    let mut browser = Browser::open_blank(&site, BrowserOptions::default()).await?;
    browser.load("#/history").await?;
    browser.wait_for_text(NOT_ARRIVED).await?;
    gate.open();
    browser.click("button", "Try again").await?;
    browser.wait_for_start().await?;
    assert_eq!(browser.fragment().await?, "#/history");
    browser.wait_for_no_text(NOT_ARRIVED).await?;
    browser.take_seen().await?;
    browser.close().await
}

#[tokio::test]
async fn a_late_program_is_no_failure() -> Result<()> {
    let late = Fault::Late(Duration::from_secs(6));
    let site = Site::start_with(|options| options.faults.push((".wasm".to_owned(), late))).await?;
    let options = BrowserOptions {
        at_once: true,
        ..BrowserOptions::default()
    };
    let mut browser = Browser::open_blank(&site, options).await?;
    browser.visit("").await?;
    browser.click("link", "History").await?;
    browser
        .wait_for_text("is on its way, and opens by itself")
        .await?;
    assert!(
        !browser.text().await?.contains(NOT_ARRIVED),
        "not while it is on its way"
    );
    assert_eq!(browser.axe().await?, Vec::<String>::new());
    browser.find("heading", "Your results").await?;
    starts(browser).await
}

#[tokio::test]
async fn an_app_that_dies_later_says_so() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    // The browser hides the errors of a driver's own scripts from the page, so this one is handed in.
    browser
        // In Firefox a driver's script has such errors of its own, too.
        .js("dispatchEvent(new ErrorEvent('error', { error: new window.WebAssembly.RuntimeError('unreachable') }))")
        .await?;
    browser.wait_for_text(NOT_STARTED).await?;
    browser.take_seen().await?;
    browser.close().await
}

/// A true panic: the store is asked for while it is in use, which no browser does by itself.
#[tokio::test]
async fn a_panic_of_the_app_is_told_in_the_page() -> Result<()> {
    // From now on each write is heard of while it is made. Firefox's driver changes nothing of the page's own objects.
    let script = "addEventListener('trap', () => { Storage.prototype.setItem = (key) => { dispatchEvent(new StorageEvent('storage', { key })) } })";
    let (site, gate) = Site::start_held_with_script(script).await?;
    gate.open();
    let mut browser = Browser::open(&site).await?;
    browser.js("dispatchEvent(new Event('trap'))").await?;
    browser.click("radio", "Good").await?;
    browser.wait_for_text(NOT_STARTED).await?;
    let seen = browser.take_seen().await?.problems(&site.origin());
    assert!(
        seen.iter().any(|problem| problem.contains("RuntimeError")) || !browser.reports(),
        "{seen:?}"
    );
    browser.close().await
}

#[tokio::test]
async fn without_javascript_the_page_says_what_it_is() -> Result<()> {
    if left_out(Need::ScriptsOff)? {
        return Ok(());
    }
    let site = Site::start().await?;
    let mut browser = Browser::open_blank(&site, BrowserOptions::default()).await?;
    browser.turn_scripts_off().await?;
    browser.visit("").await?;
    let text = browser.text().await?;
    for part in [
        "needs JavaScript",
        "how do you feel it went?",
        "Did they talk as if you might join?",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(
        !browser
            .find_css("#boot-problem")
            .await?
            .is_visible()
            .await?
    );
    browser.close().await
}

/// The app is there, in light and dark, and nothing was reported.
async fn starts(browser: Browser) -> Result<()> {
    assert!(
        !browser.heading().await?.is_empty(),
        "the first screen has a heading"
    );
    assert!(!browser.text().await?.contains(NOT_STARTED));
    for dark in [false, true] {
        browser
            .look(Emulation {
                dark,
                ..Emulation::default()
            })
            .await?;
        browser.check_accessibility().await?;
    }
    browser.close().await
}

/// Stands for the glue, whose name has a hash in it.
const GLUE: &str = "glue";

/// Stands for the file of the page's language, whose name has a hash in it.
const WORDS: &str = "words";

/// The same for the list of all languages.
const LANGUAGES: &str = "languages";

/// The name of the file with the first language's words.
fn words(site: &Site) -> Result<String> {
    let list = named(site, "data-languages=")?;
    let list = std::fs::read_to_string(site.dist().join(list))?;
    let list: serde_json::Value = serde_json::from_str(&list)?;
    let words = list[0]["words"].as_str();
    Ok(words.context("the list names no words")?.to_owned())
}

/// The end of the path of the JavaScript that Trunk puts beside the wasm.
fn glue(site: &Site) -> Result<String> {
    named(site, "data-js=")
}

/// The end of the path of a file that the page names in this attribute.
fn named(site: &Site, attribute: &str) -> Result<String> {
    let page = std::fs::read_to_string(site.dist().join("index.html"))?;
    let (_, rest) = page
        .split_once(attribute)
        .with_context(|| format!("the page has no {attribute}"))?;
    let path = rest.split([' ', '>']).next().unwrap_or_default();
    Ok(path.trim_matches('"').trim_start_matches("./").to_owned())
}
