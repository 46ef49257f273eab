//! The page for owners of careers pages: what it makes works where it is pasted.

use anyhow::{Context, Result, ensure};
use e2e::{Browser, BrowserOptions, Careers, Emulation};

/// The page.
const BUILDER: &str = "embed/builder/";

async fn open() -> Result<(Careers, Browser)> {
    let careers = Careers::with_own_quiz(|options| options.extra_headers.clear()).await?;
    let mut browser = Browser::open_blank(&careers.app, BrowserOptions::default()).await?;
    browser.load(BUILDER).await?;
    browser
        .find("heading", "The quiz on your careers page")
        .await?;
    Ok((careers, browser))
}

/// The code of a part.
async fn code(browser: &Browser, part: &str) -> Result<String> {
    browser.find("region", part).await?.text().await
}

/// Serves a page with this code in it beside the careers page, and opens it.
async fn paste(careers: &Careers, browser: &mut Browser, code: &str) -> Result<()> {
    let page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Careers</title><link rel=\"icon\" href=\"data:,\"><body><h1>Careers</h1>{code}</body></html>"
    );
    std::fs::write(careers.folder().join("pasted.html"), page)?;
    browser.go("about:blank").await.ok();
    browser.go(&format!("{}pasted.html", careers.url())).await
}

#[tokio::test]
async fn the_line_that_it_makes_shows_what_was_chosen() -> Result<()> {
    let (careers, mut browser) = open().await?;
    browser
        .find("combobox", "Quiz")
        .await?
        .select("phone-screen")
        .await?;
    browser.fill("textbox", "Accent", "#0b57d0").await?;
    browser
        .fill("textbox", "Reserved height, in pixels", "١٠٠٠")
        .await?;
    browser.enter_embedded(0).await?;
    browser
        .wait_for_text("Before the details: how do you feel the call went?")
        .await?;
    browser.leave_frame().await?;
    browser
        .click("checkbox", "Pin this version of the script by its hash")
        .await?;
    // What is copied, the browser may refuse here: either is said, and the focus stays on the button.
    let copy = "Copy: The line for your page";
    browser.click("button", copy).await?;
    browser
        .wait_until(
            "it is said whether it is copied",
            "/^(Copied$|This browser did not)/.test(document.querySelector('.ih-actions .ih-hint')?.textContent)",
        )
        .await?;
    browser.wait_for_focus("button", copy).await?;
    let line = code(&browser, "The line for your page").await?;
    for part in [
        "integrity=\"sha384-",
        "quiz=\"phone-screen\" theme-accent=\"#0b57d0\" height=\"1000\"",
        "quiz/phone-screen/\">How did your interview really go?</a>",
    ] {
        ensure!(line.contains(part), "{part} in {line}");
    }
    paste(&careers, &mut browser, &line).await?;
    browser.enter_embedded(0).await?;
    browser
        .wait_for_text("Before the details: how do you feel the call went?")
        .await?;
    browser
        .wait_until(
            "the colour is there",
            "document.documentElement.style.getPropertyValue('--accent').includes('0b57d0')",
        )
        .await?;
    browser.leave_frame().await?;
    browser.take_seen().await?;
    browser.close().await
}

/// WCAG 2.1.1.
#[tokio::test]
async fn the_line_is_made_by_keyboard_alone() -> Result<()> {
    let (_careers, mut browser) = open().await?;
    browser.tab_until("select").await?;
    browser.press("Down").await?;
    browser.tab_to("textbox", "Accent").await?;
    browser.focused().await?.type_text("#0b57d0").await?;
    let pin = "Pin this version of the script by its hash";
    browser.tab_to("checkbox", pin).await?;
    browser.press("Space").await?;
    browser
        .tab_to("button", "Copy: The line for your page")
        .await?;
    browser.press("Enter").await?;
    browser
        .wait_until(
            "it is said whether it is copied",
            "/^(Copied$|This browser did not)/.test(document.querySelector('.ih-actions .ih-hint')?.textContent)",
        )
        .await?;
    let line = code(&browser, "The line for your page").await?;
    for part in [
        "integrity=\"sha384-",
        "quiz=\"phone-screen\" theme-accent=\"#0b57d0\"",
    ] {
        ensure!(line.contains(part), "{part} in {line}");
    }
    browser.take_seen().await?;
    browser.close().await
}

/// The preview is on the app's own origin. It shows what people see on the owner's page all the same, and the page says why.
#[tokio::test]
async fn the_preview_is_as_on_their_page_without_a_false_warning() -> Result<()> {
    let (_careers, mut browser) = open().await?;
    browser
        .wait_for_text("use the preview to look, not to answer")
        .await?;
    browser.enter_embedded(0).await?;
    browser
        .wait_for_text("The page around cannot see your answers.")
        .await?;
    browser
        .wait_for_no_text("can read what you type here")
        .await?;
    browser.leave_frame().await?;
    // Neither is its owner told of a mistake that they have not made.
    let seen = browser.take_seen().await?;
    let warned = seen.console.iter();
    let warned = warned.filter(|line| line.contains("an origin of its own"));
    assert_eq!(warned.count(), 0);
    browser.close().await
}

#[tokio::test]
async fn colours_and_fonts_are_seen_before_they_are_chosen() -> Result<()> {
    let (_careers, mut browser) = open().await?;
    let swatches = "return [...document.querySelectorAll('.ih-builder__picker')].map((swatch) => swatch.value).join()";
    assert_eq!(browser.js(swatches).await?, "#faf7f2,#2b2622,#67305a");
    browser.fill("textbox", "Accent", "#0b5").await?;
    let shown = "[...document.querySelectorAll('.ih-builder__picker')].at(-1).value === '#00bb55'";
    browser.wait_until("the swatch shows it", shown).await?;
    let fonts = "return new Set([...document.querySelectorAll('.ih-builder__fonts label')].map((name) => getComputedStyle(name).fontFamily)).size";
    // Without a choice headings have a serif already.
    assert_eq!(browser.js(fonts).await?, 6, "each name is in its own font");
    browser.click("radio", "mono").await?;
    browser.enter_embedded(0).await?;
    browser
        .wait_until(
            "the font is there",
            "document.documentElement.dataset.font === 'mono'",
        )
        .await?;
    browser.leave_frame().await?;
    browser.take_seen().await?;
    browser.close().await
}

#[tokio::test]
async fn the_frame_that_it_makes_works_without_the_script_and_in_a_sandbox() -> Result<()> {
    let (careers, mut browser) = open().await?;
    browser
        .find("combobox", "Quiz")
        .await?
        .select("phone-screen")
        .await?;
    let frame = code(&browser, "Without a script").await?;
    let sandbox = code(&browser, "If you want the frame in a sandbox").await?;
    for frame in [
        frame.clone(),
        frame.replacen("<iframe ", &format!("<iframe {sandbox} "), 1),
    ] {
        paste(&careers, &mut browser, &frame).await?;
        browser.find_css("iframe").await?.enter_frame().await?;
        browser
            .wait_for_text("Before the details: how do you feel the call went?")
            .await?;
        browser.click("radio", "Awful").await?;
        browser.click("button", "Continue").await?;
        browser
            .wait_until(
                "the next question is there",
                "/question/.test(location.hash)",
            )
            .await?;
        browser.wait_for_start().await?;
        browser.click("button", "Continue").await?;
        browser
            .wait_until(
                "the program has kept the answer",
                "Object.keys(localStorage).some((key) => key.includes(':phone-screen:draft:'))",
            )
            .await?;
        browser.leave_frame().await?;
    }
    browser.take_seen().await?;
    browser.close().await
}

#[tokio::test]
async fn what_the_quiz_would_refuse_is_said_and_the_page_is_for_everybody() -> Result<()> {
    let (_careers, mut browser) = open().await?;
    browser.fill("textbox", "Accent", "#eeeeee").await?;
    // What is still being typed is not judged.
    browser.wait_for_no_text("needs 4.5:1").await?;
    browser.press("Tab").await?;
    browser.wait_for_text("needs 4.5:1").await?;
    browser
        .fill("textbox", "Reserved height, in pixels", "12")
        .await?;
    browser.press("Tab").await?;
    browser
        .wait_for_text("Write a whole number from 160 to 9600.")
        .await?;
    let policy = code(&browser, "If your page has a Content-Security-Policy").await?;
    let origin = browser.js("return location.origin").await?;
    let origin = origin.as_str().context("an origin")?;
    ensure!(
        policy == format!("script-src {origin}; frame-src {origin}"),
        "{policy}"
    );
    for dark in [false, true] {
        let look = Emulation {
            dark,
            ..Emulation::default()
        };
        browser.look(look).await?;
        for width in [360, 1280] {
            browser.resize(width, 740).await?;
            browser.check_accessibility().await?;
            browser
                .wait_until(
                    "nothing is wider than the page",
                    "document.documentElement.scrollWidth <= innerWidth",
                )
                .await?;
        }
    }
    browser.take_seen().await?;
    browser.close().await
}
