//! The result: what stands on its two screens, the ways from it and back to it, and what is left where nothing is kept.

use anyhow::{Context, Result, ensure};
use e2e::{Browser, BrowserOptions, Careers, Site};

/// A phone, in CSS pixels.
const PHONE: (u32, u32) = (360, 640);

/// What a result may take at the width of a phone, in CSS pixels: two screens of a tall one.
const HIGHEST: u64 = 1_480;

const WORST: &[(&str, &str)] = &[
    ("gut", "Awful"),
    ("lean", "Hardly at all"),
    ("distracted", "Nearly the whole time"),
    ("click", "No, it felt cold"),
    ("exact", "I often drifted off"),
    ("stuck", "Yes, I went blank"),
    ("next", "They hinted it may not be for me"),
];

const BEST: &[(&str, &str)] = &[
    ("gut", "Great"),
    ("lean", "Most of the time"),
    ("distracted", "No"),
    ("click", "Yes, easy to talk"),
    ("next", "They set a date or told me my next step"),
];

const COACHED: &[(&str, &str)] = &[
    ("gut", "Awful"),
    ("lean", "Most of the time"),
    ("click", "Yes, easy to talk"),
    ("coach", "Yes, a large part"),
    (
        "coach_about",
        "How to do better elsewhere, my CV, or other jobs",
    ),
    ("distracted", "No"),
    ("exact", "Nearly always"),
    ("stuck", "No"),
];

/// The fragment of a result with these answers, which is shown.
async fn result(browser: &mut Browser, answers: &[(&str, &str)]) -> Result<String> {
    let id = browser.result_of(answers).await?;
    browser.find_css(".ih-verdict").await?;
    Ok(format!("#/result/{id}"))
}

#[tokio::test]
async fn the_answer_and_the_next_step_are_seen_on_a_phone_with_one_scroll_at_most() -> Result<()> {
    for (answers, words, kind) in [
        (
            WORST,
            "It felt awful. Strong signs of a no.",
            "it is not a verdict on you",
        ),
        (
            BEST,
            "It felt great. Strong good signs.",
            "Your feeling and the signs agree",
        ),
        (
            COACHED,
            "It felt awful. Strong signs of a no.",
            "it is not a verdict on you",
        ),
        (&[], "Too little to go on", "That is fine"),
    ] {
        let site = Site::start().await?;
        let mut browser = Browser::open(&site).await?;
        browser.resize(PHONE.0, PHONE.1).await?;
        result(&mut browser, answers).await?;
        browser.wait_for_layout().await?;
        ensure!(browser.heading().await? == words);
        let text = browser.text().await?;
        ensure!(text.contains(kind), "{kind} is not in {text}");
        let band = words.rsplit(". ").next().unwrap_or_default();
        let band = band.trim_end_matches('.');
        ensure!(text.matches(band).count() == 1, "once: {band} in {text}");
        let height = browser
            .js("return document.documentElement.scrollHeight")
            .await?;
        ensure!(
            height.as_u64().is_some_and(|height| height <= HIGHEST),
            "{words} is {height} high"
        );
        let next = browser
            .find("link", "Write the thank-you: two minutes")
            .await?;
        let (_, top, _, height) = next.rectangle().await?;
        let bottom = top + height;
        ensure!(
            bottom <= f64::from(2 * PHONE.1),
            "the next step of {words} ends at {bottom}"
        );
        next.click().await?;
        browser.find_css("h1").await?;
        ensure!(browser.fragment().await?.contains("/letter/"));
        browser.close().await?;
    }
    Ok(())
}

/// Waits until a link has the focus and is in sight, where the page was scrolled to.
async fn is_where_one_was(browser: &Browser, address: &str, link: &str, down: f64) -> Result<()> {
    browser.wait_for_fragment(address).await?;
    browser.wait_for_focus("link", link).await?;
    browser
        .wait_until(
            &format!("{link} stands where it did"),
            &format!("Math.abs(scrollY - {down}) < 2"),
        )
        .await
}

#[tokio::test]
async fn every_way_back_to_a_result_leads_to_where_one_was() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    browser.resize(PHONE.0, PHONE.1).await?;
    let result = result(&mut browser, WORST).await?;
    for link in [
        "What to do now",
        "Why it came out like this",
        "Your lessons",
        "What it does not mean",
        "Correct an answer",
    ] {
        for is_browsers in [false, true] {
            browser.find("link", link).await?.scroll_into_view().await?;
            let down = browser.js("return scrollY").await?.as_f64().unwrap_or(0.0);
            browser.click("link", link).await?;
            browser.moved_on(&result).await?;
            if is_browsers {
                browser.back().await?;
            } else {
                browser.click("link", "Back to the result").await?;
            }
            is_where_one_was(&browser, &result, link, down).await?;
        }
    }
    browser.close().await
}

/// What leads from the list of what to do to pages of its own, and how the page there leads back.
const FROM_THE_LIST: [(&str, &str); 5] = [
    ("a[href*='/letter/']", "a[data-do=back]"),
    ("a[href$='/notes']", "a[data-do=back]"),
    ("a[href$='/notes']", ".ih-actions [data-kind=primary]"),
    ("a[href$='/questions']", "a[data-do=back]"),
    ("a[href$='/reminders']", "a[data-do=back]"),
];

/// Follows a link of the list and comes back, by the page or by the browser: the link has the focus, in its place.
async fn there_and_back(
    browser: &mut Browser,
    list: &str,
    link: &str,
    back: Option<&str>,
) -> Result<()> {
    let at = |address: &str| {
        format!("location.hash === '{address}' && document.querySelector('#main h1')")
    };
    browser.wait_until("the list is there", &at(list)).await?;
    let element = browser.find_css(link).await?;
    element.scroll_into_view().await?;
    browser.wait_for_layout().await?;
    let down = browser.js("return scrollY").await?.as_f64().unwrap_or(0.0);
    element.click().await?;
    browser
        .wait_until(
            "another page is there",
            &format!("location.hash !== '{list}'"),
        )
        .await?;
    match back {
        Some(back) => browser.find_css(back).await?.click().await?,
        None => browser.back().await?,
    }
    browser
        .wait_until("the list is there again", &at(list))
        .await?;
    browser
        .wait_until(
            &format!("{link} has the focus where it was, {down} px down"),
            &format!(
                "document.activeElement.matches(\"{link}\") && Math.abs(scrollY - {down}) < 2"
            ),
        )
        .await
}

#[tokio::test]
async fn every_way_back_to_the_list_of_what_to_do_leads_to_where_one_was() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    browser.resize(PHONE.0, PHONE.1).await?;
    let result = result(&mut browser, WORST).await?;
    let list = format!("{result}/now");
    browser.go(&list).await?;
    for (link, back) in FROM_THE_LIST {
        there_and_back(&mut browser, &list, link, Some(back)).await?;
    }
    for (link, _) in FROM_THE_LIST {
        there_and_back(&mut browser, &list, link, None).await?;
    }
    // What was written there is ticked off with it.
    let notes = "a[href$='/notes']";
    browser.find_css(notes).await?.click().await?;
    let field = browser.find_css("#notes").await?;
    field.type_text("They asked about prices.").await?;
    let done = browser.find_css(".ih-actions [data-kind=primary]").await?;
    done.click().await?;
    browser
        .wait_until(
            "the link to the notes has the focus",
            &format!("document.activeElement.matches(\"{notes}\")"),
        )
        .await?;
    browser.close().await
}

#[tokio::test]
async fn a_page_in_a_frame_leads_back_to_where_one_was_on_the_list() -> Result<()> {
    // Where the frame is kept low, it scrolls its own document.
    let page = r#"<!doctype html><title>Careers</title><script type="module" src="{app}embed.js"></script>
        <style>interview-hindsight::part(frame) { max-height: 600px }</style><interview-hindsight></interview-hindsight>"#;
    let careers = Careers::start_with(|options| {
        options.headers = false;
        options.extra_headers.clear();
        options.pages.push(("low.html".to_owned(), page.to_owned()));
    })
    .await?;
    let mut browser = Browser::open_blank(&careers.app, BrowserOptions::default()).await?;
    browser.go(&format!("{}low.html", careers.url())).await?;
    browser.enter_embedded(0).await?;
    for (question, answer) in WORST {
        browser
            .js(&format!("location.hash = '#/question/{question}'"))
            .await?;
        browser.click("radio", answer).await?;
    }
    browser.js("location.hash = '#/check'").await?;
    browser.click("button", "See my result").await?;
    browser.click("link", "What to do now").await?;
    browser
        .wait_until("the list is there", "location.hash.endsWith('/now')")
        .await?;
    let list = browser.js("return location.hash").await?;
    let list = list.as_str().context("an address")?;
    for (link, back) in FROM_THE_LIST {
        there_and_back(&mut browser, list, link, Some(back)).await?;
    }
    browser.take_seen().await?;
    browser.close().await
}

#[tokio::test]
async fn an_answer_is_changed_from_the_result_and_leads_back_to_it() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    let result = result(&mut browser, COACHED).await?;
    let change = "Change: Did the interviewer stop asking questions and start to coach you?";
    browser.click("link", change).await?;
    browser
        .wait_for_fragment(&format!("{result}/answers/coach"))
        .await?;
    browser.click("radio", "No").await?;
    browser.click("link", "Back to the result").await?;
    browser.wait_for_fragment(&result).await?;
    // The question is not asked there any more, so its link cannot take the focus.
    browser
        .wait_for_focus("heading", "It felt awful. More good signs than bad.")
        .await?;
    browser
        .wait_for_text("Your first answers are kept as well")
        .await?;
    browser.close().await
}

#[tokio::test]
async fn why_names_what_counted_and_says_of_the_rest_in_one_sentence_that_it_changed_nothing()
-> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    result(&mut browser, &[]).await?;
    browser.click("link", "Why it came out like this").await?;
    browser
        .wait_for_text("12 answers changed nothing: not sure (12).")
        .await?;
    ensure!(browser.all_css(".ih-reasons").await?.is_empty());
    result(&mut browser, COACHED).await?;
    browser.click("link", "Why it came out like this").await?;
    browser
        .wait_for_text("It is not a list of your faults.")
        .await?;
    ensure!(browser.all_css(".ih-reasons__row").await?.len() == 2);
    browser.wait_for_text("not counted: coaching (5)").await?;
    browser.check_accessibility().await?;
    browser.close().await
}

/// Whether the browser would ask before the page is left.
async fn asks_before_leaving(browser: &Browser) -> Result<bool> {
    let asks = "const event = new Event('beforeunload', { cancelable: true }); \
                dispatchEvent(event); return event.defaultPrevented";
    Ok(browser.js(asks).await? == true)
}

#[tokio::test]
async fn who_wants_nothing_kept_is_warned_before_a_reload_and_told_the_truth_after_it() -> Result<()>
{
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    let nothing = "Keep nothing on this device";
    browser.click("checkbox", nothing).await?;
    browser.click("button", "Continue").await?;
    browser
        .wait_for_text("Nothing is kept, as you asked.")
        .await?;
    browser.click("radio", "Most of the time").await?;
    ensure!(asks_before_leaving(&browser).await?);
    browser.go("#/check").await?;
    browser.click("button", "See my result").await?;
    browser.find_css(".ih-verdict").await?;
    let result = browser.fragment().await?;
    ensure!(browser.all("button", "Save a copy").await?.is_empty());
    ensure!(asks_before_leaving(&browser).await?);
    browser.check_accessibility().await?;

    // The driver's reload is not asked about.
    browser.leave().await?;
    browser.visit(&result).await?;
    browser
        .find("heading", "Nothing was kept, as you asked.")
        .await?;
    browser.visit("").await?;
    browser
        .wait_for_text("Nothing was kept, as you asked.")
        .await?;
    let box_is_ticked = browser.find("checkbox", nothing).await?.is_chosen().await?;
    ensure!(box_is_ticked, "and it is still so");
    ensure!(!asks_before_leaving(&browser).await?, "there is nothing");
    browser.close().await
}

#[tokio::test]
async fn finish_and_clear_leaves_nothing_and_says_so() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    browser
        .click("checkbox", "Keep nothing on this device")
        .await?;
    result(&mut browser, &[("lean", "Most of the time")]).await?;
    browser.click("button", "Finish and clear").await?;
    browser
        .wait_for_text("Nothing of your visit is left on this computer.")
        .await?;
    browser.wait_for_fragment("#/").await?;
    let left = browser
        .js("return [localStorage, sessionStorage].flatMap((store) => Object.keys(store))")
        .await?;
    ensure!(left.as_array().is_some_and(Vec::is_empty), "{left}");
    ensure!(!asks_before_leaving(&browser).await?);
    browser.check_accessibility().await?;
    // Whoever comes next begins with nothing chosen.
    let nothing = browser.find("checkbox", "Keep nothing on this device");
    ensure!(!nothing.await?.is_chosen().await?);
    browser.close().await
}
