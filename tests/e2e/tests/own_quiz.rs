//! A quiz that whoever deploys the site put into it: on its own page, in a careers page, without a network.

use anyhow::{Context, Result, ensure};
use e2e::{Browser, BrowserOptions, Careers, Fault, Gate, Site};

/// The page of the example.
const PAGE: &str = "quiz/phone-screen/";

/// A page with one element for this quiz, of a name of its own.
fn page_named(name: &str, quiz: &str) -> (String, String) {
    let page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Careers</title><link rel=\"icon\" href=\"data:,\"><script type=\"module\" src=\"{{app}}embed.js\"></script><body><h1>Careers</h1><interview-hindsight quiz=\"{quiz}\"><a href=\"{{app}}\">How did your interview really go?</a></interview-hindsight></body></html>"
    );
    (format!("{name}.html"), page)
}

fn page_for(quiz: &str) -> (String, String) {
    page_named(quiz, quiz)
}

async fn careers() -> Result<Careers> {
    Careers::with_own_quiz(|options| {
        options.extra_headers.clear();
        options.pages.push(page_for("phone-screen"));
        options.pages.push(page_for("nowhere"));
        options.pages.push(page_named("no-id", "../x"));
    })
    .await
}

/// Takes the example quiz from its first page, with the first answer to each question. Gives the result's address.
async fn take(browser: &mut Browser) -> Result<String> {
    browser
        .wait_for_text("Before the details: how do you feel the call went?")
        .await?;
    browser.click("radio", "Awful").await?;
    browser.click("button", "Continue").await?;
    let mut here = moved(browser, &["", "#/"]).await?;
    let mut pages = 0;
    while here != "#/check" {
        pages += 1;
        ensure!(pages < 10, "the quiz does not end: {here}");
        browser.find_css(".ih-choice__input").await?.click().await?;
        browser.wait_for_layout().await?;
        browser.click("button", "Continue").await?;
        here = moved(browser, &[&here]).await?;
    }
    browser.click("button", "See my result").await?;
    moved(browser, &["#/check"]).await
}

/// Waits until the page, or the frame, is at another address.
async fn moved(browser: &Browser, from: &[&str]) -> Result<String> {
    let mut now = String::new();
    browser
        .wait(&format!("the address is none of {from:?}"), async || {
            now = serde_json::from_value(browser.js("return location.hash").await?)?;
            Ok(!from.contains(&now.as_str()))
        })
        .await?;
    Ok(now)
}

#[tokio::test]
async fn an_own_quiz_has_a_page_and_a_history_of_its_own() -> Result<()> {
    let site = Site::with_own_quiz().await?;
    let mut browser = Browser::open_blank(&site, BrowserOptions::default()).await?;
    browser.load(PAGE).await?;
    let result = take(&mut browser).await?;
    browser
        .find("heading", "It felt awful. Strong good signs.")
        .await?;
    browser.check_accessibility().await?;
    let kept = browser.kept_results().await?;
    ensure!(
        kept.len() == 1
            && kept[0]
                .0
                .starts_with("interview-hindsight:phone-screen:result:"),
        "{kept:?}"
    );
    ensure!(kept[0].1.contains("\"version\":\"1.0.0\""), "{kept:?}");
    let places = [
        format!("{PAGE}#/history"),
        format!("{PAGE}#/how-it-works"),
        format!("{PAGE}#/next"),
        format!("{PAGE}#/your-data"),
        format!("{PAGE}{result}/report"),
    ];
    for address in places {
        browser.load(&address).await?;
        browser.check_accessibility().await?;
        ensure!(
            !browser.text().await?.contains("not from the article"),
            "{address}"
        );
    }

    // The built-in quiz knows that it is there, and leaves it alone.
    browser.load("#/history").await?;
    browser
        .wait_for_text("When you have looked back on your first interview")
        .await?;
    browser.load("#/your-data").await?;
    browser
        .wait_for_text("1 result of the quiz phone-screen.")
        .await?;
    browser.click("link", "Open its page").await?;
    browser.wait_for_start().await?;
    browser.wait_for_text("You have 1 saved result.").await?;
    browser.load(&format!("{PAGE}#/history")).await?;
    browser.wait_for_text("1 result").await?;
    browser.close().await
}

#[tokio::test]
async fn its_first_question_can_be_answered_before_the_app_is_there() -> Result<()> {
    let gate = Gate::default();
    let site = Site::with_own_quiz_and(|options| {
        options
            .faults
            .push((".wasm".to_owned(), Fault::Held(gate.clone())));
    })
    .await?;
    let options = BrowserOptions {
        at_once: true,
        ..BrowserOptions::default()
    };
    let mut browser = Browser::open_blank(&site, options).await?;
    browser.visit(PAGE).await?;
    browser
        .wait_for_text("Before the details: how do you feel the call went?")
        .await?;
    browser.click("radio", "Good").await?;
    browser.click("button", "Continue").await?;
    gate.open();
    browser.wait_for_fragment("#/question/line").await?;
    browser.wait_for_start().await?;
    browser.click("button", "Continue").await?;
    browser
        .wait_until(
            "the program has the page",
            "document.documentElement.dataset.boot === 'ready'",
        )
        .await?;
    let kept = browser.storage().await?;
    let mut drafts = kept
        .iter()
        .filter(|(key, _)| key.starts_with("interview-hindsight:phone-screen:draft:"));
    let (_, draft) = drafts.next().context("there is a draft")?;
    ensure!(draft.contains("\"gut\":\"good\""), "{draft}");
    browser.close().await
}

#[tokio::test]
async fn a_quiz_that_does_not_arrive_is_asked_for_again() -> Result<()> {
    let site = Site::with_own_quiz_and(|options| {
        let words = std::fs::read_dir(options.dist.join("quiz")).into_iter();
        let mut names = words.flatten().flatten().map(|file| file.file_name());
        let words = names.find_map(|name| {
            let name = name.to_string_lossy().into_owned();
            (name.starts_with("phone-screen-en-") && name.ends_with(".json")).then_some(name)
        });
        options
            .faults
            .extend(words.map(|words| (words, Fault::Once(503))));
    })
    .await?;
    let mut browser = Browser::open_blank(&site, BrowserOptions::default()).await?;
    browser.visit(PAGE).await?;
    browser.click("radio", "Good").await?;
    browser.click("link", "History").await?;
    browser
        .wait_for_text("A part of this page has not arrived")
        .await?;
    browser.click("button", "Try again").await?;
    browser.find("heading", "Your results").await?;
    browser.js("location.hash = '#/'").await?;
    ensure!(browser.find("radio", "Good").await?.is_chosen().await?);
    browser.take_seen().await?;
    browser.close().await
}

#[tokio::test]
async fn it_opens_without_a_network() -> Result<()> {
    let site = Site::with_own_quiz().await?;
    let mut browser = Browser::open(&site).await?;
    browser.wait_for_copy().await?;
    site.lose_network();
    browser.load(PAGE).await?;
    take(&mut browser).await?;
    browser
        .find("heading", "It felt awful. Strong good signs.")
        .await?;
    browser.close().await
}

#[tokio::test]
async fn a_careers_page_shows_it_and_the_result_can_be_taken_along() -> Result<()> {
    let careers = careers().await?;
    let mut browser = Browser::open_blank(&careers.app, BrowserOptions::default()).await?;
    browser
        .go(&format!("{}phone-screen.html", careers.url()))
        .await?;
    browser.enter_embedded(0).await?;
    take(&mut browser).await?;
    browser
        .find("heading", "It felt awful. Strong good signs.")
        .await?;
    let keep = browser
        .all("link", "Keep this: open on its own page")
        .await?;
    let address = keep.first().context("no such link")?.attribute("href");
    let address = address.await?.context("it leads nowhere")?;
    ensure!(
        address.starts_with(&format!("{}{PAGE}#/open/", careers.app.url())),
        "{address}"
    );
    browser.leave_frame().await?;

    // On the page of another quiz it leads to the right one.
    let elsewhere = address.replace(PAGE, "");
    browser.load(&elsewhere).await?;
    browser.find("heading", "A result of another quiz").await?;
    browser.click("link", "Open it there").await?;
    browser.wait_for_start().await?;
    browser
        .find("heading", "It felt awful. Strong good signs.")
        .await?;
    browser.click("button", "Keep this").await?;
    browser.wait_for_text("Strong good signs").await?;
    ensure!(browser.kept_results().await?.len() == 1);
    browser.take_seen().await?;
    browser.close().await
}

#[tokio::test]
async fn a_careers_page_shows_its_questions_before_the_app_is_there() -> Result<()> {
    let gate = Gate::default();
    let careers = Careers::with_own_quiz_and(
        |app| {
            let held = Fault::Held(gate.clone());
            app.faults.push((".wasm".to_owned(), held));
        },
        |options| {
            options.extra_headers.clear();
            options.pages.push(page_for("phone-screen"));
        },
    )
    .await?;
    let mut browser = Browser::open_blank(&careers.app, BrowserOptions::default()).await?;
    browser
        .go(&format!("{}phone-screen.html", careers.url()))
        .await?;
    browser.enter_html_of_embedded(0).await?;
    browser
        .wait_for_text("Before the details: how do you feel the call went?")
        .await?;
    browser.click("radio", "Good").await?;
    browser.click("button", "Continue").await?;
    browser.wait_for_fragment("#/question/line").await?;
    let link = browser
        .find("link", "Open the quiz on its own page")
        .await?
        .attribute("href")
        .await?
        .context("it leads nowhere")?;
    let leads_to = format!("return new URL('{link}', location.href).href");
    ensure!(
        browser.js(&leads_to).await? == format!("{}{PAGE}#/", careers.app.url()),
        "{link}"
    );
    browser.wait_for_loading().await?;
    gate.open();
    browser.wait_for_start().await?;
    browser.click("button", "Continue").await?;
    browser
        .wait_until(
            "the program has the page, and the answer",
            "document.documentElement.dataset.boot === 'ready' && Object.entries(localStorage).some(([key, value]) => key.startsWith('interview-hindsight:phone-screen:draft:') && value.includes('\"gut\":\"good\"'))",
        )
        .await?;
    browser.leave_frame().await?;
    browser.take_seen().await?;
    browser.close().await
}

#[tokio::test]
async fn the_owner_hears_of_a_quiz_that_is_not_there_and_the_visitor_has_the_link() -> Result<()> {
    let careers = careers().await?;
    for (page, says) in [
        ("nowhere.html", "embed/quiz/nowhere/ does not answer"),
        ("no-id.html", "no quiz is called ../x"),
    ] {
        let mut browser = Browser::open_blank(&careers.app, BrowserOptions::default()).await?;
        browser.go(&format!("{}{page}", careers.url())).await?;
        let link = browser
            .find("link", "How did your interview really go?")
            .await?
            .attribute("href")
            .await?;
        ensure!(link == Some(careers.app.url()), "{link:?}");
        let frames = "return document.querySelector('interview-hindsight').shadowRoot.querySelectorAll('iframe').length";
        ensure!(browser.js(frames).await? == 0, "{page} has a frame");
        let seen = browser.take_seen().await?;
        ensure!(
            seen.console.iter().any(|line| line.contains(says)) || !browser.reports(),
            "{says} in {:?}",
            seen.console
        );
        // Another quiz is shown as soon as it is asked for.
        browser
            .js("document.querySelector('interview-hindsight').setAttribute('quiz', 'phone-screen')")
            .await?;
        browser.enter_embedded(0).await?;
        browser
            .wait_for_text("Before the details: how do you feel the call went?")
            .await?;
        browser.leave_frame().await?;
        browser.take_seen().await?;
        browser.close().await?;
    }
    Ok(())
}
