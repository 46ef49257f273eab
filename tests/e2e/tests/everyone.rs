//! The same ways in other languages: by keyboard from right to left, from one language into another, and in a careers page
//! of a third.

use anyhow::{Context, Result, ensure};
use e2e::{Browser, BrowserOptions, Careers, Site, Texts};
use interview_hindsight::wire::language::LANGUAGES;
use serde_json::json;

/// Waits until the page has this language and its direction.
async fn is_in(browser: &Browser, tag: &str) -> Result<()> {
    let direction = if tag == "ar" { "rtl" } else { "ltr" };
    let is_so = format!(
        "document.documentElement.lang === '{tag}' && getComputedStyle(document.body).direction === '{direction}'"
    );
    browser
        .wait_until(&format!("the page is in {tag}"), &is_so)
        .await
}

/// Chooses another language at the foot of the page.
async fn choose(browser: &Browser, tag: &str) -> Result<()> {
    let language = LANGUAGES.iter().find(|one| one.tag == tag);
    let name = language.context("there is no such language")?.name;
    let choice = browser.find_css("select#language").await?;
    choice.select(name).await?;
    is_in(browser, tag).await?;
    // Who installs the app now gets it in this language.
    let manifest = browser
        .js("const asked = new XMLHttpRequest(); asked.open('GET', document.querySelector('link[rel=manifest]').href, false); asked.send(); return JSON.parse(asked.responseText).lang")
        .await?;
    ensure!(manifest == tag, "the manifest is in {manifest}");
    Ok(())
}

/// Presses a button by its text in a language.
async fn press(browser: &Browser, texts: &Texts, key: &str) -> Result<()> {
    browser.click("button", texts.get(key)?).await
}

/// Answers the question on the page with its first option, and goes on.
async fn answer(browser: &Browser) -> Result<()> {
    let group = ".ih-screen:not([hidden]) .ih-choice__input";
    browser.find_css(group).await?.click().await?;
    browser.find_css(&format!("{group}:checked")).await?;
    let go_on = ".ih-screen:not([hidden]) [data-do=continue]";
    browser.find_css(go_on).await?.click().await
}

/// Takes the quiz from its first page on with the first option of each question. Gives the address of the result.
async fn take(browser: &Browser, texts: &Texts) -> Result<String> {
    let mut here = browser.fragment().await?;
    while here != "#/check" {
        answer(browser).await?;
        here = browser.moved_on(&here).await?;
    }
    press(browser, texts, "check.result").await?;
    browser.moved_on(&here).await
}

/// The first sentence of the result that these answers give, in a language.
fn verdict(texts: &Texts) -> Result<String> {
    Ok(format!(
        "{} {}.",
        texts.get("felt.awful")?,
        texts.get("band.5.title")?
    ))
}

#[tokio::test]
async fn the_quiz_a_letter_and_the_reminders_in_arabic_by_keyboard_alone() -> Result<()> {
    let texts = Texts::of("ar")?;
    let site = Site::start().await?;
    let mut browser = Browser::open_blank(&site, BrowserOptions::default()).await?;
    browser.load("ar/").await?;
    is_in(&browser, "ar").await?;

    // The quiz: Tab to the answers, the space bar chooses, Enter goes on.
    let mut here = browser.fragment().await?;
    while here != "#/check" {
        browser.tab_until("input[type=radio]").await?;
        browser.press("Space").await?;
        let chosen = "document.activeElement.matches('input:checked')";
        browser.wait_until("it is chosen", chosen).await?;
        browser.press("Enter").await?;
        here = browser
            .moved_on(&here)
            .await
            .with_context(|| here.clone())?;
        let on_heading = "document.activeElement.localName === 'h1' || document.activeElement.querySelector('h1') !== null";
        browser
            .wait_until("the focus is on the question", on_heading)
            .await?;
    }
    browser
        .wait_for_focus("heading", texts.get("check.title")?)
        .await?;
    browser.tab_to("button", texts.get("check.result")?).await?;
    browser.press("Enter").await?;
    browser.wait_for_focus("heading", &verdict(&texts)?).await?;

    // The letter: from the result by its link, and Enter leads from place to place.
    browser.tab_until("a[href*='/letter/E1']").await?;
    browser.press("Enter").await?;
    browser
        .wait_for_focus("heading", texts.get("letter.E1")?)
        .await?;
    browser
        .tab_to("textbox", texts.get("slot.recipient")?)
        .await?;
    let address = texts.get("letter.address")?;
    let mut places = 0;
    while browser.focused().await?.name().await? != address {
        places += 1;
        ensure!(places < 10, "the letter has no end");
        browser.focused().await?.type_text("سلمى").await?;
        browser.press("Enter").await?;
    }
    ensure!(places >= 3, "{places} places");
    let open = texts.get("letter.open.one")?;
    browser.wait_for_no_text(open).await?;
    browser.tab_to("button", texts.get("letter.sent")?).await?;
    browser.press("Enter").await?;
    browser
        .wait_for_focus("heading", texts.get("sent.title")?)
        .await?;

    // The reminders: one file, with its words in Arabic.
    browser
        .tab_to("button", texts.get("reminders.save")?)
        .await?;
    browser.press("Enter").await?;
    let file = browser.downloaded("interview-reminders.ics").await?;
    let file = std::fs::read_to_string(file)?.replace("\r\n ", "");
    ensure!(file.starts_with("BEGIN:VCALENDAR"), "{file}");
    ensure!(file.contains(texts.get("reminders.heard")?), "{file}");
    browser.close().await
}

/// A language is changed in the middle of the quiz, of a letter and of a result, and in the address of a later visit.
#[tokio::test]
async fn what_was_begun_in_one_language_goes_on_in_another() -> Result<()> {
    let texts = |tag| Texts::of(tag);
    let site = Site::start().await?;
    let mut browser = Browser::open_blank(&site, BrowserOptions::default()).await?;
    browser.load("de/").await?;
    answer(&browser).await?;
    let mut here = browser.moved_on("").await?;
    for _ in 0..3 {
        answer(&browser).await?;
        here = browser.moved_on(&here).await?;
    }
    browser
        .find_css(".ih-screen:not([hidden]) .ih-choice__input")
        .await?
        .click()
        .await?;
    // The program has the page from the second question on.
    choose(&browser, "ar").await?;
    ensure!(browser.fragment().await? == here);
    let arabic = texts("ar")?;
    browser.find_css(".ih-choice__input:checked").await?;
    let result = take(&browser, &arabic).await?;
    browser
        .wait_for_focus("heading", &verdict(&arabic)?)
        .await?;

    // A letter with one place filled in and one open.
    browser.go(&format!("ar/{result}/letter/E1")).await?;
    let recipient = arabic.get("slot.recipient")?;
    browser.fill("textbox", recipient, "Dana Özil").await?;
    choose(&browser, "fr").await?;
    let french = texts("fr")?;
    let last = french.get("letter.E1.future.if.next.set")?;
    browser
        .wait_for_text(last.trim_start_matches("{p}"))
        .await?;
    let recipient = french.get("slot.recipient")?;
    let field = browser.find("textbox", recipient).await?;
    ensure!(field.value().await? == "Dana Özil");
    ensure!(browser.heading().await? == french.get("letter.E1")?);

    // The result in a third and a fourth, the last by its address and with the page loaded again.
    browser.go(&format!("fr/{result}")).await?;
    browser.find("heading", &verdict(&french)?).await?;
    choose(&browser, "pt-BR").await?;
    browser.find("heading", &verdict(&texts("pt-BR")?)?).await?;
    browser.load(&format!("es/{result}")).await?;
    is_in(&browser, "es").await?;
    browser.find("heading", &verdict(&texts("es")?)?).await?;
    browser.go(&format!("es/{result}/letter/E1")).await?;
    let recipient = texts("es")?.get("slot.recipient")?.to_owned();
    let field = browser.find("textbox", &recipient).await?;
    ensure!(field.value().await? == "Dana Özil");
    ensure!(browser.kept_results().await?.len() == 1);
    browser.close().await
}

#[tokio::test]
async fn a_copy_saved_in_german_is_read_in_in_spanish() -> Result<()> {
    let (german, spanish) = (Texts::of("de")?, Texts::of("es")?);
    let site = Site::start().await?;
    let mut browser = Browser::open_blank(&site, BrowserOptions::default()).await?;
    browser.load("de/").await?;
    let result = take(&browser, &german).await?;
    let id = result.trim_start_matches("#/result/");
    browser.find("heading", &verdict(&german)?).await?;
    browser.go(&format!("de/#/history/{id}")).await?;
    let company = german.get("label.company")?;
    browser.fill("textbox", company, "Bäckerei Groß").await?;
    let before = browser.kept_results().await?;
    browser.go("de/#/your-data").await?;
    press(&browser, &german, "data.export_button").await?;
    browser
        .wait_for_text(german.get("notice.exported")?)
        .await?;
    let day = browser
        .js("const now = new Date(); return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10)")
        .await?;
    let name = format!(
        "interview-hindsight-{}.json",
        day.as_str().context("a day")?
    );
    let copy = browser.downloaded(&name).await?;
    // What a browser has downloaded goes with it.
    let folder = tempfile::tempdir()?;
    let kept = folder.path().join("copy.json");
    std::fs::copy(&copy, &kept)?;
    browser.close().await?;

    // Another browser, in another language.
    let mut browser = Browser::open_blank(&site, BrowserOptions::default()).await?;
    browser.load("es/#/your-data").await?;
    let field = browser.find_css("#import-file").await?;
    field.choose_file(&kept).await?;
    browser
        .find("heading", spanish.get("data.import_preview")?)
        .await?;
    press(&browser, &spanish, "data.import_agree").await?;
    browser
        .wait_for_text(spanish.get("data.import_done")?)
        .await?;
    let after = browser.kept_results().await?;
    ensure!(before == after, "{before:?} {after:?}");
    browser.go("es/#/history").await?;
    browser.wait_for_text("Bäckerei Groß").await?;
    browser.go(&format!("es/{result}")).await?;
    browser.find("heading", &verdict(&spanish)?).await?;
    is_in(&browser, "es").await?;
    browser.close().await
}

/// The page around stays as it is written, and so does its link where the quiz does not answer.
#[tokio::test]
async fn a_french_quiz_in_a_portuguese_page() -> Result<()> {
    const LINK: &str = "Como foi mesmo a sua entrevista?";
    let french = Texts::of("fr")?;
    let careers = Careers::start_with(|options| {
        let element = |quiz: &str| {
            format!("<interview-hindsight{quiz} locale=\"fr\" title=\"Questionário\"><a href=\"{{app}}\">{LINK}</a></interview-hindsight>")
        };
        let page = |quiz: &str| {
            format!("<!doctype html><html lang=\"pt-BR\"><meta charset=\"utf-8\"><title>Vagas</title><link rel=\"icon\" href=\"data:,\"><script type=\"module\" src=\"{{app}}embed.js\"></script><body><h1>Trabalhe com a gente</h1>{}<p>Até logo.</p></body></html>", element(quiz))
        };
        options.extra_headers.clear();
        options.pages.push(("vagas.html".to_owned(), page("")));
        let nowhere = page(" quiz=\"nowhere\"");
        options.pages.push(("nowhere.html".to_owned(), nowhere));
    })
    .await?;
    let mut browser = Browser::open_blank(&careers.app, BrowserOptions::default()).await?;
    browser.go(&format!("{}vagas.html", careers.url())).await?;
    browser.enter_embedded(0).await?;
    is_in(&browser, "fr").await?;
    browser
        .wait_for_text(french.get("question.gut.ask")?)
        .await?;
    take(&browser, &french).await?;
    browser.find("heading", &verdict(&french)?).await?;
    browser.leave_frame().await?;

    let around = "return [document.documentElement.lang, document.title, document.body.innerText.replace(/\\s+/g, ' ').trim(), document.querySelector('interview-hindsight').textContent]";
    let around = browser.js(around).await?;
    let text = "Trabalhe com a gente Até logo.";
    ensure!(around == json!(["pt-BR", "Vagas", text, LINK]), "{around}");

    browser
        .go(&format!("{}nowhere.html", careers.url()))
        .await?;
    browser.find("link", LINK).await?;
    is_in(&browser, "pt-BR").await?;
    // The page's own files, and the quiz that is not there.
    browser.take_seen().await?;
    browser.close().await
}
