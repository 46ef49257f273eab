//! The questionnaire works before the program is there and without it, and what is answered then counts.

use anyhow::{Context, Result, ensure};
use e2e::{Browser, BrowserOptions, Fault, Gate, Site};

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
    let options = BrowserOptions {
        at_once: true,
        ..BrowserOptions::default()
    };
    let browser = Browser::open_blank(&site, options).await?;
    Ok((site, browser))
}

/// A site whose code is held back until the gate is opened, with its HTML on the screen and the app still on
/// its way.
async fn before_the_app() -> Result<(Site, Browser, Gate)> {
    let (site, mut browser, gate) = holding(".wasm").await?;
    browser.visit("").await?;
    browser.wait_for_loading().await?;
    Ok((site, browser, gate))
}

/// The page went on by itself; once the program has arrived, it has the page from the next step on, with the answers.
async fn goes_on_with_the_program(browser: &Browser, gate: &Gate, answers: &[&str]) -> Result<()> {
    browser.wait_for_fragment("#/question/lean").await?;
    has_the_heading(browser).await?;
    browser.wait_for_loading().await?;
    gate.open();
    browser.wait_for_start().await?;
    browser.click("button", "Continue").await?;
    browser.wait_for_fragment("#/question/distracted").await?;
    browser
        .wait_until("the program has the page", PROGRAM_HAS_IT)
        .await?;
    has_the_heading(browser).await?;
    let kept = browser.storage().await?;
    let (_, draft) = kept
        .iter()
        .find(|(key, _)| key.contains(":draft:"))
        .context("there is a draft")?;
    for answer in answers {
        ensure!(draft.contains(answer), "{answer} in {draft}");
    }
    ensure!(
        !kept.keys().any(|key| key.contains(":notes:")),
        "the notes are a draft now: {kept:?}"
    );
    Ok(())
}

/// What opens the number guess.
const FOLDED: &str = "details:has(#gut10-7) > summary";

const PROGRAM_HAS_IT: &str = "document.documentElement.dataset.boot === 'ready'";

async fn has_the_heading(browser: &Browser) -> Result<()> {
    browser
        .wait_until(
            "the heading has the focus",
            "document.activeElement.id === 'heading'",
        )
        .await
}

#[tokio::test]
async fn what_the_mouse_chose_before_the_app_was_there_counts() -> Result<()> {
    let (_site, browser, gate) = before_the_app().await?;
    browser.click("radio", "Great").await?;
    browser.click("radio", "Awful").await?;
    browser.find_css(FOLDED).await?.click().await?;
    let seven = browser.find_css("#gut10-7").await?;
    seven.scroll_into_view().await?;
    seven.click().await?;
    browser.click("button", "Continue").await?;
    goes_on_with_the_program(&browser, &gate, &["\"gut\":\"awful\"", "\"gut10\":7"]).await?;
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
    goes_on_with_the_program(&browser, &gate, &["\"gut\":\"not_great\""]).await?;
    browser.close().await
}

/// A key of a keyboard on which digits need Shift, as the French one, or has other digits, as an Arabic one.
async fn presses(browser: &Browser, key: &str, code: &str) -> Result<()> {
    let event = format!("{{ key: '{key}', code: '{code}', bubbles: true, cancelable: true }}");
    let press =
        format!("document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {event}))");
    browser.js(&press).await?;
    Ok(())
}

#[tokio::test]
async fn a_number_key_chooses_by_its_place_where_digits_need_shift() -> Result<()> {
    let (_site, browser, gate) = before_the_app().await?;
    browser
        .js("document.getElementById('gut-0').focus()")
        .await?;
    presses(&browser, "é", "Digit2").await?;
    browser.wait_for_focus("radio", "Not great").await?;
    presses(&browser, "٤", "Digit4").await?;
    browser.wait_for_focus("radio", "Good").await?;
    browser.press("Enter").await?;
    goes_on_with_the_program(&browser, &gate, &["\"gut\":\"good\""]).await?;
    // And on the pages of the program.
    let first = "document.querySelector('#app fieldset input').focus()";
    browser.js(first).await?;
    presses(&browser, "é", "Digit2").await?;
    let second = "document.querySelectorAll('#app fieldset input')[1].checked";
    browser.wait_until("the second is chosen", second).await?;
    browser.close().await
}

#[tokio::test]
async fn what_a_finger_chose_before_the_app_was_there_counts() -> Result<()> {
    let (_site, browser, gate) = before_the_app().await?;
    browser.tap("radio", "Good").await?;
    browser.tap("button", "Continue").await?;
    goes_on_with_the_program(&browser, &gate, &["\"gut\":\"good\""]).await?;
    browser.close().await
}

#[tokio::test]
async fn what_was_done_before_the_start_had_even_begun_counts() -> Result<()> {
    let (_site, mut browser, gate) = holding("boot.js").await?;
    browser.visit("").await?;
    browser.find_css(FOLDED).await?.click().await?;
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
    has_the_heading(&browser).await?;
    let notes = notes(&browser).await?;
    for answer in ["\"gut\":\"not_great\"", "\"gut10\":7"] {
        ensure!(notes.contains(answer), "{answer} in {notes}");
    }
    gate.open();
    browser.wait_for_start().await?;
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
    let mut browser = Browser::open_blank(&site, BrowserOptions::default()).await?;
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
    browser.wait_for_fragment("#/question/lean").await?;
    browser.click("link", "Your data").await?;
    browser.wait_for_fragment("#/your-data").await?;
    browser.find("heading", "Your data").await?;
    browser.reload().await?;
    browser.find("heading", "Your data").await?;
    // The browser says what was stopped.
    browser.take_seen().await?;
    browser.close().await
}

/// The notes that the page has kept.
async fn notes(browser: &Browser) -> Result<String> {
    let mut kept = browser.storage().await?.into_iter();
    let notes = kept.find(|(key, _)| key.contains(":notes:"));
    Ok(notes.context("there are notes")?.1)
}

#[tokio::test]
async fn nothing_moves_when_the_program_arrives_and_the_next_step_is_its_own() -> Result<()> {
    let (_site, browser, gate) = before_the_app().await?;
    browser.resize(360, 640).await?;
    browser.tap("radio", "OK").await?;
    browser
        .js("document.querySelector('.ih-screen:not([hidden]) details').open = true; scrollTo(0, 300); window.page = document.querySelector('main')")
        .await?;
    let look = "return [scrollY, document.querySelectorAll('details[open]').length, document.querySelector('main').getBoundingClientRect().height, \
                document.activeElement.id, document.querySelector('input:checked').value, window.page.isConnected].join(' ')";
    let before = browser.js(look).await?;
    browser.wait_for_loading().await?;
    gate.open();
    browser.wait_for_start().await?;
    let after = browser.js(look).await?;
    ensure!(after == before, "it was {before}, it is {after}");
    browser.click("button", "Continue").await?;
    browser
        .wait_until("the program has the page", PROGRAM_HAS_IT)
        .await?;
    has_the_heading(&browser).await?;
    browser.close().await
}

/// Nothing is written down but that nothing is to be.
async fn keeps_the_wish_alone(browser: &Browser) -> Result<()> {
    let kept = browser.storage().await?;
    let kept: Vec<_> = kept.iter().collect();
    ensure!(
        matches!(kept.as_slice(), [(key, wish)] if key.ends_with(":prefs") && *wish == r#"{"keep":false}"#),
        "{kept:?}"
    );
    Ok(())
}

#[tokio::test]
async fn the_wish_to_keep_nothing_outlives_a_reload_before_the_app_was_there() -> Result<()> {
    let (_site, mut browser, gate) = before_the_app().await?;
    let nothing = "Keep nothing on this device";
    browser.click("radio", "Awful").await?;
    browser.click("checkbox", nothing).await?;
    // The driver's reload is not asked about. Firefox tells the page that the program's fetch was cut off.
    browser.leave().await?;
    browser.take_seen().await?;
    browser.visit("").await?;
    browser.wait_for_loading().await?;
    browser
        .wait_for_text("Nothing was kept, as you asked.")
        .await?;
    let box_is_ticked = browser.find("checkbox", nothing).await?.is_chosen().await?;
    ensure!(box_is_ticked, "and it is still so");
    let felt = browser.find("radio", "Awful").await?;
    ensure!(!felt.is_chosen().await?, "that was not kept");
    browser.click("radio", "Good").await?;
    keeps_the_wish_alone(&browser).await?;
    gate.open();
    browser.wait_for_start().await?;
    browser.click("button", "Continue").await?;
    browser
        .wait_until("the program has the page", PROGRAM_HAS_IT)
        .await?;
    let kept = browser.storage().await?;
    ensure!(!kept.keys().any(|key| key.contains(":draft:")), "{kept:?}");
    browser.close().await
}

#[tokio::test]
async fn nothing_is_kept_when_that_was_asked_for_before_the_app_was_there() -> Result<()> {
    let (_site, browser, gate) = before_the_app().await?;
    browser.click("radio", "Awful").await?;
    notes(&browser).await?;
    browser
        .click("checkbox", "Keep nothing on this device")
        .await?;
    keeps_the_wish_alone(&browser).await?;
    browser.click("button", "Continue").await?;
    browser.wait_for_fragment("#/question/lean").await?;
    browser.wait_for_loading().await?;
    keeps_the_wish_alone(&browser).await?;
    gate.open();
    browser.wait_for_start().await?;
    browser.click("button", "Continue").await?;
    browser
        .wait_until("the program has the page", PROGRAM_HAS_IT)
        .await?;
    browser
        .wait_for_text("Nothing is kept, as you asked.")
        .await?;
    let kept = browser.storage().await?;
    ensure!(!kept.keys().any(|key| key.contains(":draft:")), "{kept:?}");
    browser.close().await
}

/// Takes the way from the second page to the list of answers, on the pages of the HTML.
async fn answer_all(browser: &Browser) -> Result<Vec<String>> {
    let mut way = Vec::new();
    let mut here = browser.fragment().await?;
    while here != "#/check" {
        way.push(here.clone());
        ensure!(way.len() < 30, "the quiz does not end: {way:?}");
        // A note has no options.
        let third =
            ".ih-screen:not([hidden]) .ih-question:not([hidden]) .ih-choice:nth-child(3) input";
        if let Some(option) = browser.all_css(third).await?.into_iter().next() {
            option.click().await?;
        }
        browser.click("button", "Continue").await?;
        here = browser.moved_on(&here).await?;
    }
    Ok(way)
}

#[tokio::test]
async fn the_whole_way_is_there_without_the_program_and_the_result_opens_by_itself() -> Result<()> {
    let (_site, mut browser, gate) = before_the_app().await?;
    browser.click("radio", "Awful").await?;
    browser.click("button", "Continue").await?;
    browser.wait_for_fragment("#/question/lean").await?;
    let way = answer_all(&browser).await?;
    // Both branches have appeared.
    for branch in ["#/question/coach_about", "#/question/hard_notes"] {
        ensure!(way.iter().any(|page| page == branch), "{branch} in {way:?}");
    }
    browser.find("heading", "Check your answers").await?;
    // A change leads back to the list.
    browser
        .click("link", "Change: Did you and the interviewer click?")
        .await?;
    browser.wait_for_fragment("#/check/click").await?;
    browser.click("radio", "No, it felt cold").await?;
    browser.click("button", "Continue").await?;
    browser.wait_for_fragment("#/check").await?;
    browser.wait_for_text("No, it felt cold").await?;
    // A reload stands where it was, with the answers.
    browser.visit("#/question/coach").await?;
    browser
        .wait_until(
            "the answer stands there",
            "document.querySelector('#coach-2').checked",
        )
        .await?;
    browser.js("history.back()").await?;
    browser.wait_for_fragment("#/check").await?;
    browser.click("button", "See my result").await?;
    browser
        .wait_for_text("is on its way, and opens by itself")
        .await?;
    ensure!(browser.fragment().await? == "#/check");
    browser.take_seen().await?;
    gate.open();
    browser.wait_for_text("Your result").await?;
    browser
        .wait_until(
            "the result is there",
            "location.hash.startsWith('#/result/')",
        )
        .await?;
    let results = browser.kept_results().await?;
    let [(_, result)] = results.as_slice() else {
        anyhow::bail!("one result: {results:?}");
    };
    for part in [
        "\"gut\":\"awful\"",
        "\"click\":\"cold\"",
        "\"coach\":\"end\"",
    ] {
        ensure!(result.contains(part), "{part} in {result}");
    }
    browser.close().await
}

#[tokio::test]
async fn one_press_is_one_step() -> Result<()> {
    let (_site, browser, _gate) = before_the_app().await?;
    browser
        .js("const button = document.querySelector('#go-on button'); \
             for (const detail of [1, 2]) document.querySelector('.ih-screen:not([hidden]) [data-do=continue]').dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, detail }))")
        .await?;
    browser.wait_for_fragment("#/question/lean").await?;
    browser
        .js("const radio = document.getElementById('lean-0'); radio.focus(); \
             for (const repeat of [false, true, true]) document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', repeat, bubbles: true, cancelable: true }))")
        .await?;
    browser.wait_for_fragment("#/question/distracted").await?;
    browser.close().await
}

#[tokio::test]
async fn somebody_who_was_here_before_sees_what_is_theirs_and_never_the_first_question()
-> Result<()> {
    let (_site, mut browser, gate) = before_the_app().await?;
    let is_shown = "return document.getElementById('gut-0').checkVisibility()";
    ensure!(browser.js(is_shown).await? == true);
    browser
        .set_storage("interview-hindsight:interview:draft:1", "{}")
        .await?;
    for address in ["", "#/history", "#/question/lean"] {
        browser.leave().await?;
        browser.visit(address).await?;
        ensure!(browser.js(is_shown).await? == false, "{address}");
    }
    // An address of a question whose interview is not this tab's leads to the start.
    browser.wait_for_fragment("#/").await?;
    browser
        .click("button", "Look back on another interview")
        .await?;
    browser.wait_for_fragment("#/question/gut").await?;
    ensure!(browser.js(is_shown).await? == true);
    // Firefox tells of each request that ended with a page that was left.
    browser.take_seen().await?;
    gate.open();
    browser.wait_for_start().await?;
    browser.close().await
}

#[tokio::test]
async fn going_on_as_soon_as_one_chooses_has_to_be_asked_for_and_spares_the_first_page()
-> Result<()> {
    let (_site, browser, gate) = before_the_app().await?;
    browser
        .click("checkbox", "Go on as soon as I choose")
        .await?;
    browser.click("radio", "Awful").await?;
    browser.click("button", "Continue").await?;
    browser.wait_for_fragment("#/question/lean").await?;
    // Without a pointer nothing goes on.
    browser
        .js("document.getElementById('lean-0').focus()")
        .await?;
    browser.press("Down").await?;
    browser
        .wait_until("it is chosen", "document.getElementById('lean-1').checked")
        .await?;
    ensure!(browser.fragment().await? == "#/question/lean");
    browser.tap("radio", "Most of the time").await?;
    browser.wait_for_fragment("#/question/distracted").await?;
    gate.open();
    browser.wait_for_start().await?;
    browser.tap("radio", "No").await?;
    browser.wait_for_fragment("#/question/click").await?;
    browser
        .wait_until("the program has the page", PROGRAM_HAS_IT)
        .await?;
    browser.tap("radio", "It was fine").await?;
    browser.wait_for_fragment("#/question/coach").await?;
    browser.close().await
}

/// What is said where the program did not come.
const NOT_ARRIVED: &str = "A part of this page has not arrived";

/// The first page, whose program does not come before the gate is opened.
async fn failed() -> Result<(Site, Browser, Gate)> {
    let gate = Gate::default();
    let site = Site::start_with(|options| {
        let fault = Fault::Until(gate.clone(), 503);
        options.faults.push((".wasm".to_owned(), fault));
    })
    .await?;
    let browser = Browser::open(&site).await?;
    Ok((site, browser, gate))
}

#[tokio::test]
async fn a_start_that_failed_is_told_where_somebody_waits_and_tried_again() -> Result<()> {
    let (_site, mut browser, gate) = failed().await?;
    browser.resize(360, 640).await?;
    browser.click("radio", "Awful").await?;
    browser.click("button", "Continue").await?;
    browser.wait_for_fragment("#/question/lean").await?;
    ensure!(!browser.text().await?.contains(NOT_ARRIVED), "nobody waits");
    browser.js("location.hash = '#/check'").await?;
    browser.wait_for_fragment("#/check").await?;
    browser.click("button", "See my result").await?;
    browser.wait_for_text(NOT_ARRIVED).await?;
    browser.check_accessibility().await?;
    browser.click("button", "Try again").await?;
    browser.wait_for_text(NOT_ARRIVED).await?;
    gate.open();
    browser.click("button", "Try again").await?;
    browser
        .wait_until(
            "the result is there",
            "location.hash.startsWith('#/result/')",
        )
        .await?;
    let results = browser.kept_results().await?;
    ensure!(
        results
            .iter()
            .any(|(_, result)| result.contains("\"gut\":\"awful\"")),
        "{results:?}"
    );
    browser.take_seen().await?;
    browser.close().await
}

/// Nothing is to be scrolled to sideways, and nothing sticks out of what it stands in.
#[tokio::test]
async fn text_twice_as_large_fits_on_a_phone() -> Result<()> {
    let site = Site::start().await?;
    let browser = Browser::open(&site).await?;
    browser.resize(360, 740).await?;
    browser
        .js("document.documentElement.style.fontSize = '200%'")
        .await?;
    browser.click("button", "Continue").await?;
    browser.wait_for_fragment("#/question/lean").await?;
    let look = "const cards = document.querySelectorAll('.ih-header, main, .ih-card, .ih-footer');  \
                const sticks = [...cards].flatMap((card) => { \
                  const { right } = card.getBoundingClientRect(); \
                  return [...card.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().right > Math.min(right, document.documentElement.clientWidth) + 1); \
                }); \
                return [Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth), \
                        ...sticks.map((one) => one.className || one.tagName)].join(' ')";
    for (page, heading) in [
        ("#/", "How did the interview really go?"),
        (
            "#/question/lean",
            "Did the interviewer lean in and look interested?",
        ),
        ("#/how-it-works", "How the score works"),
    ] {
        browser.js(&format!("location.hash = '{page}'")).await?;
        browser.find("heading", heading).await?;
        let found = browser.js(look).await?;
        ensure!(found == "0", "{page}: {found}");
    }
    browser.close().await
}
