//! The first question is there before the app is, and what is answered then counts.

use anyhow::{Context, Result, ensure};
use journeys::{Browser, Fault, Gate, Site, Wishes};

/// A site that holds files back until the gate is opened, and a browser that waits for none of them.
async fn holding(file: &str) -> Result<(Site, Browser, Gate)> {
    let gate = Gate::default();
    let (site, browser) = holding_each(&[(file, &gate)]).await?;
    Ok((site, browser, gate))
}

/// The same with a gate for each of several files.
async fn holding_each(files: &[(&str, &Gate)]) -> Result<(Site, Browser)> {
    let site = Site::start_with(|options| {
        for (file, gate) in files {
            let held = Fault::Held(Gate::clone(gate));
            options.faults.push(((*file).to_owned(), held));
        }
    })
    .await?;
    let wishes = Wishes {
        at_once: true,
        ..Wishes::default()
    };
    let browser = Browser::open_blank(&site, wishes).await?;
    Ok((site, browser))
}

/// A site whose code is held back until the gate is opened, with its HTML on the screen and the app still on
/// its way.
async fn before_the_app() -> Result<(Site, Browser, Gate)> {
    let (site, mut browser, gate) = holding(".wasm").await?;
    browser.visit("").await?;
    browser
        .wait_until(
            "the start has begun",
            "document.documentElement.dataset.boot === 'loading'",
        )
        .await?;
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
    let seven = browser.find_css("#gut10-7").await?;
    // The word that the page is still loading stands at the foot of the window by then, where the machine is slow.
    seven.scroll_into_view().await?;
    seven.click().await?;
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
async fn what_was_done_before_the_start_had_even_begun_counts() -> Result<()> {
    let (_site, mut browser, gate) = holding("boot.js").await?;
    browser.visit("").await?;
    browser.find_css("#gut10-7").await?.click().await?;
    browser
        .js("document.getElementById('gut-0').focus()")
        .await?;
    browser.press("2").await?;
    // Firefox tells no role before the page is whole (seen in 153).
    browser.find_css("#go-on button").await?.click().await?;
    let boot = browser
        .js("return document.documentElement.dataset.boot")
        .await?;
    ensure!(boot == "starting", "boot.js is there");
    // The first style sheet stands in the page itself.
    let look = "return getComputedStyle(document.querySelector('.ih-choice__label')).cursor";
    ensure!(browser.js(look).await? == "pointer");
    gate.open();
    let answers = ["\"gut\":\"not_great\"", "\"gut10\":7"];
    stands_on_the_second_page(&browser, &answers).await?;
    browser.close().await
}

#[tokio::test]
async fn a_first_page_that_is_not_for_this_person_is_hidden_by_the_page_itself() -> Result<()> {
    let (_site, mut browser, gate) = holding("boot.js").await?;
    let is_seen = "return document.querySelector('input[type=radio]').checkVisibility()";
    browser.visit("#/your-data").await?;
    ensure!(browser.js(is_seen).await? == false, "it is elsewhere");
    // What a link carries leaves the address before anything is seen.
    browser.js("location.hash = '#/open/v1.nothing'").await?;
    browser.wait_for_fragment("#/open").await?;
    gate.open();
    browser.wait_for_start().await?;
    browser.close().await
}

/// Whoever deploys a new build may forget the policy of the server.
#[tokio::test]
async fn a_server_with_the_policy_of_another_build_has_the_app_all_the_same() -> Result<()> {
    let site = Site::start_with(|options| {
        let policy = xtask::policy::in_the_source() + "; frame-ancestors 'none'";
        options
            .extra_headers
            .push(("content-security-policy", policy));
    })
    .await?;
    let mut browser = Browser::open_blank(&site, Wishes::default()).await?;
    browser.visit("").await?;
    browser.wait_for_start().await?;
    browser
        .wait_until(
            "the first style sheet is there",
            "getComputedStyle(document.querySelector('.ih-choice__label')).cursor === 'pointer'",
        )
        .await?;
    browser.click("radio", "Awful").await?;
    browser.click("button", "Continue").await?;
    browser.wait_for_fragment("#/about").await?;
    browser.click("link", "Your data").await?;
    browser.wait_for_fragment("#/your-data").await?;
    browser.find("heading", "Your data").await?;
    browser.reload().await?;
    browser.find("heading", "Your data").await?;
    // The browser says what was stopped.
    browser.take_seen().await?;
    browser.close().await
}

#[tokio::test]
async fn nothing_moves_when_the_app_takes_the_page_over() -> Result<()> {
    let (_site, browser, gate) = before_the_app().await?;
    browser.resize(browser.narrow(), 640).await?;
    browser.tap("radio", "OK").await?;
    browser
        .js("document.querySelector('details').open = true; scrollTo(0, 300)")
        .await?;
    let look = "return [scrollY, document.querySelectorAll('details[open]').length, document.querySelector('main').getBoundingClientRect().height, \
                document.activeElement.id, document.querySelector('input:checked').value, \
                document.querySelector('h1').getBoundingClientRect().top].join(' ')";
    let before = browser.js(look).await?;
    is_on_its_way(&browser).await?;
    // What a task finds that comes after the one in which the app draws.
    let watch = "new MutationObserver((_, watching) => { \
                   watching.disconnect(); \
                   setTimeout(() => { window.foundAfterwards = document.documentElement.dataset.boot; }); \
                 }).observe(document.getElementById('app'), { childList: true })";
    browser.js(watch).await?;
    gate.open();
    browser.wait_for_start().await?;
    let after = browser.js(look).await?;
    ensure!(after == before, "it was {before}, it is {after}");
    let is_known = "window.foundAfterwards !== undefined";
    browser.wait_until("the app has drawn", is_known).await?;
    let found = browser.js("return window.foundAfterwards").await?;
    ensure!(
        found == "ready",
        "between the drawing and the hand-over was a task that found it {found}"
    );
    browser.close().await
}

#[tokio::test]
async fn saying_that_it_is_slow_keeps_no_press_away() -> Result<()> {
    let (_site, browser, gate) = before_the_app().await?;
    browser.resize(360, 640).await?;
    browser.click("radio", "Awful").await?;
    let is_said =
        "document.getElementById('boot-slow').checkVisibility({ visibilityProperty: true })";
    browser
        .wait_until("it says that it is slow", is_said)
        .await?;
    // Continue is brought to where that is said.
    let pressed = "const button = document.querySelector('#go-on button'); \
                   const said = document.getElementById('boot-slow').getBoundingClientRect(); \
                   scrollBy(0, button.getBoundingClientRect().top - said.top); \
                   const { left, top, width, height } = button.getBoundingClientRect(); \
                   return top + height / 2 > said.top \
                   && document.elementFromPoint(left + width / 2, top + height / 2) === button";
    ensure!(browser.js(pressed).await? == true);
    browser.click("button", "Continue").await?;
    is_on_its_way(&browser).await?;
    gate.open();
    stands_on_the_second_page(&browser, &["\"gut\":\"awful\""]).await?;
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
    let (_site, mut browser, gate) = before_the_app().await?;
    let is_shown = "return document.querySelector('main').checkVisibility()";
    ensure!(browser.js(is_shown).await? == true);
    // An interview in progress has another question to show than the first.
    browser
        .set_storage("interview-hindsight:interview:draft:1", "{}")
        .await?;
    for address in ["", "#/history"] {
        browser.leave().await?;
        browser.visit(address).await?;
        ensure!(browser.js(is_shown).await? == false, "{address}");
    }
    // Firefox tells of each request that ended with a page that was left.
    browser.take_seen().await?;
    gate.open();
    browser.wait_for_start().await?;
    ensure!(browser.js(is_shown).await? == true);
    browser.close().await
}

/// The first page, whose app does not come before the gate is opened.
async fn failed() -> Result<(Site, Browser, Gate)> {
    let gate = Gate::default();
    let site = Site::start_with(|options| {
        let fault = Fault::Until(gate.clone(), 503);
        options.faults.push((".wasm".to_owned(), fault));
    })
    .await?;
    let browser = Browser::open(&site).await?;
    browser.wait_for_text("has not started").await?;
    Ok((site, browser, gate))
}

/// Scrolls, as a person does to see what lies below the message at the foot of the window.
async fn above_the_message(browser: &Browser, what: &str) -> Result<()> {
    let scrolled = format!("document.querySelector('{what}').scrollIntoView({{ block: 'start' }})");
    browser.js(&scrolled).await?;
    Ok(())
}

#[tokio::test]
async fn a_start_that_failed_is_told_where_somebody_waits() -> Result<()> {
    let (_site, mut browser, gate) = failed().await?;
    browser.resize(360, 640).await?;
    above_the_message(&browser, "#gut-0").await?;
    browser.click("radio", "Awful").await?;
    // Far down on a phone, where the question and its button are.
    above_the_message(&browser, "#go-on button").await?;
    browser.click("button", "Continue").await?;
    let told = "const { top, bottom } = document.getElementById('boot-retry').getBoundingClientRect(); \
                const button = document.querySelector('#go-on button').getBoundingClientRect(); \
                const over = document.getElementById('boot-problem').getBoundingClientRect(); \
                return top >= 0 && bottom <= innerHeight && button.bottom <= over.top";
    ensure!(
        browser.js(told).await? == true,
        "the message or the button is out of sight"
    );
    ensure!(
        browser
            .js("return 'going' in document.documentElement.dataset")
            .await?
            == false,
        "nothing is under way"
    );
    browser.check_accessibility().await?;
    gate.open();
    browser.click("link", "Try again").await?;
    stands_on_the_second_page(&browser, &["\"gut\":\"awful\""]).await?;
    browser.take_seen().await?;
    browser.close().await
}

#[tokio::test]
async fn a_start_that_failed_is_tried_again_with_the_choice_still_there() -> Result<()> {
    let (_site, mut browser, gate) = failed().await?;
    browser.take_seen().await?;
    above_the_message(&browser, "#gut-0").await?;
    browser.click("radio", "Awful").await?;
    gate.open();
    browser.click("link", "Try again").await?;
    browser.wait_for_start().await?;
    ensure!(browser.find("radio", "Awful").await?.is_chosen().await?);
    browser.click("button", "Continue").await?;
    stands_on_the_second_page(&browser, &["\"gut\":\"awful\""]).await?;
    browser.take_seen().await?;
    browser.close().await
}

/// Nothing is to be scrolled to sideways, and nothing sticks out of what it stands in.
#[tokio::test]
async fn text_twice_as_large_fits_on_a_phone() -> Result<()> {
    let site = Site::start().await?;
    let browser = Browser::open(&site).await?;
    browser.resize(browser.narrow(), 740).await?;
    browser
        .js("document.documentElement.style.fontSize = '200%'")
        .await?;
    let look = "const cards = [document.querySelector('main'), ...document.querySelectorAll('.ih-card')]; \
                const sticks = cards.flatMap((card) => { \
                  const { right } = card.getBoundingClientRect(); \
                  return [...card.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().right > right + 1); \
                }); \
                return [Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth), \
                        ...sticks.map((one) => one.className || one.tagName)].join(' ')";
    for (page, heading) in [
        ("#/", "How did the interview really go?"),
        (
            "#/question/lean",
            "Did the interviewer lean in and look interested?",
        ),
        ("#/about", "About the interview"),
        ("#/how-it-works", "How the score works"),
    ] {
        browser.js(&format!("location.hash = '{page}'")).await?;
        browser.find("heading", heading).await?;
        let found = browser.js(look).await?;
        ensure!(found == "0", "{page}: {found}");
    }
    browser.close().await
}
