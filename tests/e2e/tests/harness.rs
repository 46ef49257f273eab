//! The browser of the end-to-end tests does what its methods say, shown on a page that is made for it.

use anyhow::{Context, Result};
use e2e::{Browser, BrowserOptions, Emulation, Need, Profile, Site, left_out};

/// A page with one of each kind. It is served beside the app, without its policy.
const PAGE: &str = r##"<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,"></head>
<body><main>
<h1>How did it go?</h1>
<fieldset><legend>Did they smile?</legend>
<label><input type="radio" name="smile" value="yes"> Yes</label>
<label><input type="radio" name="smile" value="no"> No</label>
</fieldset>
<label>Company <input id="company"></label>
<label>Notes <textarea></textarea></label>
<label for=when>When</label> <select id=when><option>today</option><option>last week</option></select>
<label>File <input type="file" id="file"></label>
<a href="data:text/plain,hello" download="hello.txt" id="save">Save</a>
<button type="button" id="keep">Keep <b>it</b></button>
<button type="button" hidden>Keep it</button>
<a href="#/elsewhere">Elsewhere</a>
<p role="status"></p>
<script>
document.getElementById("keep").onclick = () => setTimeout(() => {
  localStorage.setItem("company", document.getElementById("company").value);
  document.querySelector("[role=status]").textContent = "Kept.";
}, 100);
</script>
</main></body></html>"##;

async fn site() -> Result<Site> {
    Site::start_with(|options| {
        options
            .pages
            .push(("page.html".to_owned(), PAGE.to_owned()))
    })
    .await
}

#[tokio::test]
async fn a_person_finds_things_by_role_and_name() -> Result<()> {
    let site = site().await?;
    let mut browser = Browser::open_blank(&site, BrowserOptions::default()).await?;
    browser.load("page.html").await?;
    assert_eq!(browser.heading().await?, "How did it go?");
    assert_eq!(browser.title().await?, "A page");

    browser.click("radio", "Yes").await?;
    assert!(browser.find("radio", "Yes").await?.is_chosen().await?);
    assert!(
        browser
            .find("group", "Did they smile?")
            .await?
            .is_visible()
            .await?
    );
    browser
        .find("textbox", "Company")
        .await?
        .type_text("Acme")
        .await?;
    browser
        .find("combobox", "When")
        .await?
        .select("last week")
        .await?;
    assert_eq!(
        browser.find("combobox", "When").await?.value().await?,
        "last week"
    );

    // The hidden one of the same name is not found.
    browser.click("button", "Keep it").await?;
    browser.wait_for_text("Kept.").await?;
    assert_eq!(
        browser.storage().await?.get("company").map(String::as_str),
        Some("Acme")
    );

    browser.click("link", "Elsewhere").await?;
    browser.wait_for_fragment("#/elsewhere").await?;
    browser.back().await?;
    browser.wait_for_fragment("").await?;
    browser.check_accessibility().await?;
    browser.close().await
}

#[tokio::test]
async fn a_person_gets_along_with_the_keyboard_alone() -> Result<()> {
    let site = site().await?;
    let mut browser = Browser::open_blank(&site, BrowserOptions::default()).await?;
    browser.load("page.html").await?;
    browser.press("Tab").await?;
    browser.wait_for_focus("radio", "Yes").await?;
    browser.press("Down").await?;
    browser.wait_for_focus("radio", "No").await?;
    assert!(browser.focused().await?.is_chosen().await?);
    browser.press("Tab").await?;
    browser.press("A").await?;
    browser.press("1").await?;
    assert_eq!(browser.focused().await?.value().await?, "A1");
    browser.press("Shift+Tab").await?;
    browser.wait_for_focus("radio", "No").await?;
    let error = browser
        .wait_for_focus("button", "Next")
        .await
        .err()
        .context("there is no such button")?;
    assert!(
        format!("{error:#}").contains("the focus is on: radio \"No\""),
        "{error:#}"
    );
    browser.close().await
}

#[tokio::test]
async fn files_go_out_and_come_in() -> Result<()> {
    let site = site().await?;
    let mut browser = Browser::open_blank(&site, BrowserOptions::default()).await?;
    browser.load("page.html").await?;
    browser.click("link", "Save").await?;
    let file = browser.downloaded("hello.txt").await?;
    assert_eq!(std::fs::read_to_string(&file)?, "hello");
    browser.find_css("#file").await?.choose_file(&file).await?;
    browser
        .wait_until(
            "it has the file",
            "document.getElementById('file').files[0].name === 'hello.txt'",
        )
        .await?;
    browser.close().await
}

#[tokio::test]
async fn tabs_share_a_store_and_profiles_outlive_a_browser() -> Result<()> {
    if left_out(Need::Profile)? {
        return Ok(());
    }
    let site = site().await?;
    let profile = Profile::new()?;
    let options = || BrowserOptions {
        profile: Some(&profile),
        ..BrowserOptions::default()
    };
    let mut browser = Browser::open_with(&site, options()).await?;
    browser.set_storage("a", "1").await?;
    let second = browser.open_tab().await?;
    assert_eq!(
        browser.storage().await?.get("a").map(String::as_str),
        Some("1")
    );
    browser.set_storage("b", "2").await?;
    browser.switch_tab(0).await?;
    assert_eq!(browser.storage().await?.len(), 2);
    browser.switch_tab(second).await?;
    browser.close().await?;

    let browser = Browser::open_with(&site, options()).await?;
    assert_eq!(
        browser.storage().await?.len(),
        2,
        "the same person's browser, opened again"
    );
    browser.close().await?;

    let browser = Browser::open(&site).await?;
    assert_eq!(browser.storage().await?.len(), 0, "another person's");
    browser.close().await
}

#[tokio::test]
async fn a_person_can_block_storage() -> Result<()> {
    let site = site().await?;
    let mut browser = Browser::open_blank(
        &site,
        BrowserOptions {
            storage_blocked: true,
            ..BrowserOptions::default()
        },
    )
    .await?;
    browser.load("page.html").await?;
    let outcome = browser
        .js("try { return localStorage && 'open' } catch (error) { return error.name }")
        .await?;
    // WebKit as it is driven here has none, and other browsers throw.
    let is_blocked = outcome.is_null() || outcome == "SecurityError";
    assert!(is_blocked, "{outcome}");
    browser.close().await
}

#[tokio::test]
async fn the_page_learns_of_the_screen_and_of_wishes() -> Result<()> {
    if left_out(Need::Wishes)? {
        return Ok(());
    }
    let site = site().await?;
    let mut browser = Browser::open_blank(&site, BrowserOptions::default()).await?;
    browser.load("page.html").await?;
    browser.resize(360, 740).await?;
    browser
        .wait_until("it is narrow", "innerWidth === 360")
        .await?;
    let look = Emulation {
        dark: true,
        reduced_motion: true,
        forced_colors: true,
        more_contrast: true,
        print: false,
    };
    browser.look(look).await?;
    for query in [
        "(prefers-color-scheme: dark)",
        "(prefers-reduced-motion: reduce)",
        "(forced-colors: active)",
        "(prefers-contrast: more)",
    ] {
        browser
            .wait_until(query, &format!("matchMedia('{query}').matches"))
            .await?;
    }
    browser
        .look(Emulation {
            print: true,
            ..Emulation::default()
        })
        .await?;
    browser
        .wait_until("it is printed", "matchMedia('print').matches")
        .await?;
    browser.close().await
}
