//! What is typed key by key stays as it is typed, and a page that is left open goes on with the days.

use anyhow::{Result, ensure};
use e2e::{Browser, BrowserOptions, Careers, Engine, Site};
use serde_json::{Value, json};

/// All fields of a page that take days, numbers or text.
const FIELDS: &str = "[...document.querySelectorAll('#main input, #main textarea, #app textarea, #app input')].filter((field) => \
    !['radio', 'checkbox', 'file', 'color'].includes(field.type) && field.offsetParent)";

/// Types into each field of the page key by key. After each key the field is there, has the focus, and holds what was typed.
async fn type_into_all(browser: &Browser, most: usize) -> Result<usize> {
    // Some stand in parts that fold out.
    let ids = browser
        .js(&format!("document.querySelectorAll('details').forEach((part) => {{ part.open = true }}); return {FIELDS}.map((field) => field.id)"))
        .await?;
    let ids: Vec<String> = serde_json::from_value(ids)?;
    for id in ids.iter().take(most) {
        let kind = browser
            .js(&format!(
                "window.field = document.getElementById('{id}'); field.focus(); return field.type"
            ))
            .await?;
        match kind.as_str().unwrap_or_default() {
            "date" | "time" if browser.engine() == Engine::Chromium => {
                let keys = if kind == "date" { "03092020" } else { "0930AM" };
                for key in keys.chars() {
                    browser.press(&key.to_string()).await?;
                    check(browser, id, None).await?;
                }
                let whole = if kind == "date" {
                    "2020-03-09"
                } else {
                    "09:30"
                };
                check(browser, id, Some(whole)).await?;
                // One part is taken out again, and typed anew.
                browser.press("Shift+Tab").await?;
                browser.js("field.focus()").await?;
                browser.press("Backspace").await?;
                check(browser, id, Some("")).await?;
            }
            "date" => browser.type_day(&format!("#{id}"), "2020-03-09").await?,
            "time" => browser.type_time(&format!("#{id}"), "09:30").await?,
            kind => {
                browser.js("field.select()").await?;
                browser.press("Backspace").await?;
                check(browser, id, Some("")).await?;
                let typed = match kind {
                    "email" => "a.b@c.de",
                    _ => "1 a  b ",
                };
                let mut so_far = String::new();
                for key in typed.chars() {
                    let name = if key == ' ' {
                        "Space".to_owned()
                    } else {
                        key.to_string()
                    };
                    browser.press(&name).await?;
                    so_far.push(key);
                    check(browser, id, Some(&so_far)).await?;
                }
            }
        }
    }
    Ok(ids.len())
}

/// What the field of this id holds, once all that follows from the key is done.
async fn check(browser: &Browser, id: &str, expected: Option<&str>) -> Result<()> {
    // The program draws in a task of its own; the second frame is behind it.
    let script = "await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))); \
        return [field.isConnected, document.activeElement === field, field.value]";
    let seen = browser.js(script).await?;
    let holds = expected.map_or(seen[2].clone(), |expected| json!(expected));
    let wanted: Value = json!([true, true, holds]);
    ensure!(seen == wanted, "#{id}: {seen} and not {wanted}");
    Ok(())
}

/// Composes a word, as one does in Japanese or on a phone, that goes beyond what a field takes.
async fn no_word_is_cut_while_it_is_composed(browser: &Browser) -> Result<()> {
    let typed = |composing: bool| {
        format!(
            "const area = document.querySelector('textarea[maxlength]');
            area.value = 'a'.repeat(area.maxLength + 5);
            area.dispatchEvent(new InputEvent('input', {{ bubbles: true, isComposing: {composing} }}));"
        )
    };
    let beyond = "document.querySelector('textarea[maxlength]').textLength
        - document.querySelector('textarea[maxlength]').maxLength";
    browser.js(&typed(true)).await?;
    browser.wait_for_layout().await?;
    let kept = browser.js(&format!("return {beyond}")).await?;
    ensure!(
        kept == 5,
        "{kept} of 5 characters are left while a word is composed"
    );
    browser.js(&typed(false)).await?;
    browser
        .wait_until(
            "the whole text is cut to what is kept",
            &format!("{beyond} === 0"),
        )
        .await
}

#[tokio::test]
async fn every_field_holds_what_is_typed_key_by_key() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    let answers = [
        ("coach", "Yes, a large part"),
        ("coach_about", "A mix"),
        ("hard", "Very hard, or they pushed me a lot"),
        ("stuck", "Yes, I went blank"),
        ("next", "They told me how and when I will hear"),
    ];
    let id = browser.result_of(&answers).await?;
    let (result, past) = (format!("#/result/{id}"), format!("#/history/{id}"));

    browser.go(&format!("{result}/questions")).await?;
    browser.click("radio", "On another day").await?;
    browser.click("radio", "The hiring manager").await?;
    for sent in [
        "I asked for a second interview and they said no to that",
        "They said no to me",
    ] {
        browser.click("checkbox", sent).await?;
    }
    let mut fields = type_into_all(&browser, 9).await?;
    ensure!(fields == 3, "{fields} days on the page about the interview");

    browser.go(&past).await?;
    browser.click("radio", "No reply").await?;
    fields += type_into_all(&browser, 9).await?;
    no_word_is_cut_while_it_is_composed(&browser).await?;
    for page in [
        format!("{result}/reminders"),
        format!("{result}/letter/E5"),
        "#/history".to_owned(),
    ] {
        browser.go(&page).await?;
        fields += type_into_all(&browser, 9).await?;
    }
    browser.go(&format!("{result}/letter/E5")).await?;
    browser.click("button", "Change the words").await?;
    fields += type_into_all(&browser, 9).await?;
    browser.go("#/next").await?;
    browser.click("button", "Add a question").await?;
    fields += type_into_all(&browser, 9).await?;
    browser.begin_an_answer().await?;
    fields += type_into_all(&browser, 9).await?;
    ensure!(fields >= 25, "{fields} fields");
    browser.close().await
}

#[tokio::test]
async fn a_page_left_open_goes_on_with_the_days() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    let id = browser.result_of(&[("late", "On time")]).await?;
    let result = format!("#/result/{id}");
    browser.go(&format!("{result}/questions")).await?;
    browser.click("radio", "Earlier today").await?;
    browser.click("radio", "The hiring manager").await?;
    browser.go(&format!("{result}/now")).await?;
    let due = "document.querySelector('.ih-action__when').textContent";
    let today = browser.js(&format!("return {due}")).await?;
    // The device sleeps for three days; then somebody looks at the page again.
    browser
        .js("const then = Date; window.Date = class extends then { \
             constructor(...given) { super(...(given.length ? given : [then.now() + 3 * 86_400_000])); } }")
        .await?;
    browser
        .js("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
        .await?;
    browser
        .wait_until("the deadline has passed", &format!("{due} !== {today}"))
        .await?;
    browser.wait_for_text("Later is still fine.").await?;
    browser.close().await
}

#[tokio::test]
async fn the_owners_fields_hold_what_is_typed() -> Result<()> {
    let careers = Careers::with_own_quiz(|options| options.extra_headers.clear()).await?;
    let mut browser = Browser::open_blank(&careers.app, BrowserOptions::default()).await?;
    browser.load("embed/builder/").await?;
    let fields = type_into_all(&browser, 20).await?;
    ensure!(fields >= 4, "{fields} fields");
    browser.take_seen().await?;
    browser.close().await
}
