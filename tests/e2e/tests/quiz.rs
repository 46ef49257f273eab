//! The way of a person through the app: from the first question to a result, and back to it later.

use anyhow::{Context, Result, ensure};
use e2e::{Browser, BrowserOptions, Emulation, Need, Profile, Site, left_out};

const BEST: &str = "Strong good signs";

#[tokio::test]
async fn a_first_visitor_takes_the_quiz_by_keyboard_alone() -> Result<()> {
    let site = Site::start().await?;
    let browser = Browser::open(&site).await?;
    browser.tab_to("radio", "Awful").await?;
    browser.press("1").await?;
    browser.press("Enter").await?;
    browser.wait_for_fragment("#/question/lean").await?;
    browser.answer_by_keyboard("#/question/lean").await?;
    browser
        .wait_for_focus("heading", "Check your answers")
        .await?;
    browser.tab_to("button", "See my result").await?;
    browser.press("Enter").await?;
    browser
        .wait_for_focus("heading", "It felt awful. Strong good signs.")
        .await?;
    browser
        .wait_for_text("It felt worse than the signs suggest")
        .await?;
    browser.close().await
}

#[tokio::test]
async fn a_result_is_found_again_after_the_browser_was_closed() -> Result<()> {
    if left_out(Need::Profile)? {
        return Ok(());
    }
    let site = Site::start().await?;
    let profile = Profile::new()?;
    let mut browser = Browser::open_with(
        &site,
        BrowserOptions {
            profile: Some(&profile),
            ..BrowserOptions::default()
        },
    )
    .await?;
    let address = browser.take_quiz().await?;
    browser
        .wait_for_focus("heading", "It felt awful. Strong good signs.")
        .await?;
    browser.close().await?;
    let mut browser = Browser::open_with(
        &site,
        BrowserOptions {
            profile: Some(&profile),
            ..BrowserOptions::default()
        },
    )
    .await?;
    browser.wait_for_text("You have 1 saved result.").await?;
    browser.go("#/history").await?;
    browser.wait_for_text(BEST).await?;
    browser.go(&address).await?;
    browser
        .wait_for_text("It felt worse than the signs suggest")
        .await?;
    browser.close().await
}

#[tokio::test]
async fn a_branch_appears_and_vanishes_and_back_leads_one_step_back() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    browser.begin().await?;
    browser.go("#/question/coach").await?;
    browser.click("radio", "Yes, near the end").await?;
    browser.click("button", "Continue").await?;
    browser.wait_for_fragment("#/question/coach_about").await?;
    browser.back().await?;
    browser.wait_for_fragment("#/question/coach").await?;
    let chosen = browser.find("radio", "Yes, near the end").await?;
    ensure!(chosen.is_chosen().await?, "the answer is still there");
    browser.click("radio", "No").await?;
    browser.click("button", "Continue").await?;
    browser.wait_for_fragment("#/question/hard").await?;
    browser.close().await
}

/// The pages of the interview are one screen, of which only the question is made anew.
#[tokio::test]
async fn of_one_question_nothing_is_left_on_the_next() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    browser.begin().await?;
    browser.go("#/question/click").await?;
    browser.click("radio", "It was fine").await?;
    browser.find_css("summary").await?.click().await?;
    browser
        .js("window.before = document.querySelector('.ih-actions button')")
        .await?;
    browser.click("button", "Continue").await?;
    browser.wait_for_fragment("#/question/coach").await?;
    browser
        .wait_for_focus(
            "heading",
            "Did the interviewer stop asking questions and start to coach you?",
        )
        .await?;
    let left: Vec<String> = browser
        .ask(
            "[...document.querySelectorAll('details[open], input:checked, .ih-question')]\
             .map((left) => left.className)",
        )
        .await?;
    ensure!(left == ["ih-question"], "{left:?}");
    let stayed = browser.js("return window.before.isConnected").await?;
    ensure!(stayed == true, "Continue was made anew");
    browser.close().await
}

/// The rows of one question become those of the next, and each is chosen where its own question says so.
#[tokio::test]
async fn each_question_shows_its_own_answer_on_the_way_to_and_fro() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    browser.begin().await?;
    browser.go("#/question/click").await?;
    let chosen = "[...document.querySelectorAll('input:checked')].map((radio) => radio.id)";
    for (of_click, of_coach) in [(0, 3), (3, 0), (1, 1), (2, 4)] {
        browser
            .find_css(&format!("#click-{of_click}"))
            .await?
            .click()
            .await?;
        browser.click("button", "Continue").await?;
        browser.wait_for_fragment("#/question/coach").await?;
        browser
            .find_css(&format!("#coach-{of_coach}"))
            .await?
            .click()
            .await?;
        browser.click("link", "Back").await?;
        browser.wait_for_fragment("#/question/click").await?;
        let on_click: Vec<String> = browser.ask(chosen).await?;
        ensure!(on_click == [format!("click-{of_click}")], "{on_click:?}");
        browser.click("button", "Continue").await?;
        browser.wait_for_fragment("#/question/coach").await?;
        browser.find_css("#coach-0").await?;
        let on_coach: Vec<String> = browser.ask(chosen).await?;
        ensure!(on_coach == [format!("coach-{of_coach}")], "{on_coach:?}");
        browser.click("link", "Back").await?;
        browser.wait_for_fragment("#/question/click").await?;
    }
    browser.close().await
}

/// The address and the title are written when the page is drawn. Whoever goes back in between is right.
#[tokio::test]
async fn back_in_the_same_moment_as_continue_leads_where_the_address_says() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    browser.begin().await?;
    browser.go("#/question/coach").await?;
    browser.go("#/question/click").await?;
    browser.click("radio", "It was fine").await?;
    browser
        .js("document.querySelector('.ih-actions button').click(); history.back()")
        .await?;
    // A traversal ends in a task of its own, of which nothing tells: another one that comes after it does.
    browser
        .wait_until(
            "the page, the title and the address say the same",
            "(() => {
                const asked = document.querySelector('.ih-question input')?.id.replace(/-0$/, '');
                const title = document.querySelector('h1')?.textContent;
                return location.hash === `#/question/${asked}` && document.title.startsWith(title);
            })()",
        )
        .await?;
    browser.close().await
}

/// Whoever closes the tab before that loses nothing of it.
#[tokio::test]
async fn what_waits_for_the_page_to_be_drawn_is_done_when_it_is_left() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    browser.begin().await?;
    browser.go("#/question/click").await?;
    browser.click("radio", "It was fine").await?;
    let seen = browser
        .js("const kept = () => [
               location.hash,
               Object.values(localStorage).map((text) => JSON.parse(text).position ?? '').join(''),
             ];
             document.querySelector('.ih-actions button').click();
             const before = kept();
             dispatchEvent(new PageTransitionEvent('pagehide'));
             return [before, kept()];")
        .await?;
    let expected = serde_json::json!([["#/question/click", "lean"], ["#/question/coach", "coach"]]);
    ensure!(seen == expected, "{seen}");
    browser.close().await
}

#[tokio::test]
async fn a_reload_in_the_middle_loses_nothing_and_the_start_offers_to_go_on() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    browser.click("radio", "Not great").await?;
    browser.go("#/question/click").await?;
    browser.click("radio", "It was fine").await?;
    browser.reload().await?;
    browser.wait_for_fragment("#/question/click").await?;
    let chosen = browser.find("radio", "It was fine").await?;
    ensure!(chosen.is_chosen().await?, "the answer is still there");
    browser.go("#/").await?;
    browser
        .wait_for_text("Your first feeling can no longer be changed")
        .await?;
    browser.click("button", "Continue").await?;
    browser.wait_for_fragment("#/question/lean").await?;
    browser.close().await
}

#[tokio::test]
async fn an_export_is_read_in_where_there_is_nothing() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    browser.take_quiz().await?;
    let before = browser.kept_results().await?;
    // What a link carries is kept for the tab, until it is left.
    browser.go("#/open/v1.e30").await?;
    browser
        .find("heading", "This link cannot be opened")
        .await?;
    browser.go("#/your-data").await?;
    browser
        .wait_for_text("of the space for saving is in use, for 1 result")
        .await?;
    browser.click("button", "Save a copy").await?;
    let day = browser.js("return new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 10)").await?;
    let name = format!(
        "interview-hindsight-{}.json",
        day.as_str().unwrap_or_default()
    );
    let file = browser.downloaded(&name).await?;
    browser.click("button", "Delete everything…").await?;
    browser.click("button", "Yes, delete everything").await?;
    browser.wait_for_text("Everything is deleted.").await?;
    let left = browser.storage().await?;
    ensure!(left.is_empty(), "something is left: {left:?}");
    let carried = browser.js("return sessionStorage.getItem('interview-hindsight:open')");
    ensure!(carried.await?.is_null(), "the answers of a link are left");

    browser.load("#/your-data").await?;
    browser
        .find_css("#import-file")
        .await?
        .choose_file(&file)
        .await?;
    browser.click("button", "Import").await?;
    browser.wait_for_text("The copy is imported").await?;
    let after = browser.kept_results().await?;
    ensure!(before == after, "{before:?} {after:?}");
    browser.click("button", "Undo the import").await?;
    browser.wait_for_text("The import was undone.").await?;
    browser.close().await
}

#[tokio::test]
async fn a_deleted_result_is_brought_back_in_its_place() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    browser.take_quiz().await?;
    browser.go("#/history").await?;
    browser.wait_for_text(BEST).await?;
    browser
        .find_css(".ih-result-row button")
        .await?
        .click()
        .await?;
    browser.click("button", "Bring it back").await?;
    browser.wait_for_text(BEST).await?;
    browser.reload().await?;
    browser.wait_for_text(BEST).await?;
    browser.close().await
}

#[tokio::test]
async fn two_tabs_have_an_interview_each_and_see_each_others_results() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    browser.click("radio", "Great").await?;
    browser.open_tab().await?;
    browser.take_quiz().await?;
    browser.switch_tab(0).await?;
    browser.wait_for_text("You have 1 saved result.").await?;
    browser.go("#/check").await?;
    browser.click("button", "See my result").await?;
    browser
        .wait_for_focus("heading", "It felt great. Too little to go on.")
        .await?;
    browser.go("#/history").await?;
    browser.wait_for_text("2 results").await?;
    browser.close().await
}

/// Back after a result leads to it, and never makes one of what another tab has in progress.
#[tokio::test]
async fn back_after_the_result_leaves_another_tabs_interview_alone() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    let result = browser.take_quiz().await?;
    let other = browser.open_tab().await?;
    browser.begin_interview().await?;
    browser.click("radio", "Great").await?;
    browser.click("button", "Continue").await?;
    browser.wait_for_fragment("#/question/lean").await?;

    browser.switch_tab(0).await?;
    browser.back().await?;
    browser
        .wait_until("it is the result", "/^#.result./.test(location.hash)")
        .await?;
    ensure!(
        browser.fragment().await?.contains(&result),
        "another result"
    );
    let results =
        "return Object.keys(localStorage).filter((key) => key.includes(':result:')).length";
    assert_eq!(browser.js(results).await?, 1);

    browser.switch_tab(other).await?;
    browser.go("#/check").await?;
    browser.click("button", "See my result").await?;
    browser
        .wait_for_focus("heading", "It felt great. Too little to go on.")
        .await?;
    assert_eq!(browser.js(results).await?, 2);
    browser.close().await
}

#[tokio::test]
async fn notes_in_hebrew_run_from_right_to_left_beside_an_english_page() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    browser.begin().await?;
    browser.go("#/question/hard").await?;
    browser
        .click("radio", "Very hard, or they pushed me a lot")
        .await?;
    browser.go("#/question/hard_notes").await?;
    let field = "document.querySelector('#main textarea')";
    let direction = format!("getComputedStyle({field}).direction");
    for (text, expected) in [("היה טוב", "rtl"), ("It went well", "ltr")] {
        let area = browser.find_css("#main textarea").await?;
        browser.js(&format!("{field}.select()")).await?;
        area.type_text(text).await?;
        browser
            .wait_until(text, &format!("{direction} === '{expected}'"))
            .await?;
    }
    assert_eq!(
        browser
            .js("return getComputedStyle(document.body).direction")
            .await?,
        "ltr"
    );
    browser.close().await
}

/// In forced colours the chosen option is filled, and the number of its key stands out from that.
#[tokio::test]
async fn forced_colours_show_the_number_of_the_chosen_option() -> Result<()> {
    if left_out(Need::Mouse)? {
        return Ok(());
    }
    let site = Site::start().await?;
    let options = BrowserOptions {
        has_mouse: true,
        ..BrowserOptions::default()
    };
    let browser = Browser::open_with(&site, options).await?;
    browser
        .look(Emulation {
            forced_colors: true,
            ..Emulation::default()
        })
        .await?;
    browser.click("radio", "Awful").await?;
    let colours = "const label = document.querySelector('.ih-choice__input:checked + .ih-choice__label');
        const number = getComputedStyle(label, '::after');
        return [number.content !== 'none', number.color === getComputedStyle(label).color, number.color !== getComputedStyle(label).backgroundColor]";
    assert_eq!(
        browser.js(colours).await?,
        serde_json::json!([true, true, true])
    );
    browser.close().await
}

#[tokio::test]
async fn a_damaged_record_is_kept_aside_and_named_and_the_rest_is_shown() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    browser.take_quiz().await?;
    browser
        .set_storage("interview-hindsight:interview:result:broken", "{\"half")
        .await?;
    browser.load("#/history").await?;
    browser
        .wait_for_text("Some saved entries could not be read")
        .await?;
    browser.wait_for_text(BEST).await?;
    let storage = browser.storage().await?;
    let kept = storage
        .iter()
        .any(|(key, text)| key.contains(":bad:") && text == "{\"half");
    ensure!(kept, "{storage:?}");
    browser.close().await
}

#[tokio::test]
async fn nothing_is_kept_where_a_person_asks_for_that() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    browser
        .click("checkbox", "Keep nothing on this device")
        .await?;
    browser
        .wait_for_text("Nothing is kept, as you asked.")
        .await?;
    browser.click("radio", "Good").await?;
    let storage = browser.storage().await?;
    let drafts = storage
        .keys()
        .filter(|key| key.contains(":draft:") || key.contains(":result:"));
    ensure!(drafts.count() == 0, "{storage:?}");
    browser.go("#/check").await?;
    browser.click("button", "See my result").await?;
    browser
        .wait_for_text("Nothing of this visit stays on this computer.")
        .await?;
    let storage = browser.storage().await?;
    ensure!(
        !storage.keys().any(|key| key.contains(":result:")),
        "{storage:?}"
    );
    browser.close().await
}

#[tokio::test]
async fn an_unknown_address_says_so_and_leads_home() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    browser.go("#/nowhere").await?;
    browser.wait_for_text("Page not found").await?;
    browser.click("link", "Go to the start").await?;
    browser.wait_for_fragment("#/").await?;
    browser.close().await
}

#[tokio::test]
async fn every_screen_is_accessible_in_light_and_dark() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    let result = browser.take_quiz().await?;
    let id = result.trim_start_matches("#/result/").to_owned();
    for address in e2e::screens(&id, &id) {
        browser.go(&address).await?;
        browser.find_css("h1").await?;
        for dark in [false, true] {
            browser
                .look(Emulation {
                    dark,
                    ..Emulation::default()
                })
                .await?;
            browser
                .check_accessibility()
                .await
                .with_context(|| format!("{address}, dark: {dark}"))?;
        }
    }
    browser.close().await
}

#[tokio::test]
async fn with_storage_blocked_the_quiz_goes_to_the_end_and_says_that_nothing_is_kept() -> Result<()>
{
    let site = Site::start().await?;
    let options = BrowserOptions {
        storage_blocked: true,
        ..BrowserOptions::default()
    };
    let mut browser = Browser::open_with(&site, options).await?;
    browser.take_quiz().await?;
    browser
        .wait_for_focus("heading", "It felt awful. Strong good signs.")
        .await?;
    browser
        .wait_for_text("This browser does not let the page save anything")
        .await?;
    browser.click("button", "Save a copy").await?;
    browser.close().await
}
