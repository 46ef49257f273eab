//! From the quiz to a letter that is sent, and to a calendar: the way of somebody who wants to do something
//! about it.

use anyhow::{Result, ensure};
use e2e::{Browser, Emulation, Engine, Site, left_out};
use serde_json::json;

/// Answers as few questions as a result takes, and says what was off. Gives the address of the result.
async fn result(browser: &mut Browser) -> Result<String> {
    browser.load("").await?;
    browser.click("radio", "Awful").await?;
    for (question, answer) in [
        ("lean", "Now and then"),
        ("click", "It was fine"),
        ("coach", "No"),
        ("stuck", "Yes, I went blank"),
        ("late", "On time"),
        ("next", "They will be in touch"),
    ] {
        browser.go(&format!("#/question/{question}")).await?;
        browser.click("radio", answer).await?;
    }
    browser.go("#/check").await?;
    browser.click("button", "See my result").await?;
    let mut result = String::new();
    browser
        .wait("the result is shown", async || {
            result = browser.fragment().await?;
            Ok(result.starts_with("#/result/"))
        })
        .await?;
    browser.go(&format!("{result}/questions")).await?;
    for answer in ["Traffic or travel", "Both"] {
        browser.click("radio", answer).await?;
    }
    browser.click("link", "Back to the advice").await?;
    browser.wait_for_fragment(&result).await?;
    Ok(result)
}

/// The text that a person would paste now.
async fn clipboard(browser: &Browser) -> Result<String> {
    match browser.engine() {
        Engine::Chromium => {
            let permissions =
                json!({ "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
            browser.cdp("Browser.grantPermissions", permissions).await?;
        }
        // The person of the end-to-end tests has allowed it.
        Engine::Firefox => {}
        // Nobody can allow it there but by pasting.
        Engine::WebKit => return pasted(browser).await,
    }
    browser
        .js("window.pasted = undefined; navigator.clipboard.readText().then((text) => { window.pasted = text })")
        .await?;
    browser
        .wait_until("the clipboard was read", "window.pasted !== undefined")
        .await?;
    let pasted = browser.js("return window.pasted").await?;
    Ok(pasted.as_str().unwrap_or_default().to_owned())
}

/// Pastes into a field that is there for that alone.
async fn pasted(browser: &Browser) -> Result<String> {
    browser
        .js("document.body.append(Object.assign(document.createElement('textarea'), { id: 'pasted' }))")
        .await?;
    let field = browser.find_css("#pasted").await?;
    field.click().await?;
    browser.press("Control+v").await?;
    browser
        .wait_until("it is pasted", "document.getElementById('pasted').value")
        .await?;
    let text = field.value().await?;
    browser
        .js("document.getElementById('pasted').remove()")
        .await?;
    Ok(text)
}

async fn fill(browser: &Browser, label: &str, text: &str) -> Result<()> {
    browser.find("textbox", label).await?.type_text(text).await
}

#[tokio::test]
async fn a_letter_is_filled_in_copied_and_ticked_off_and_the_list_changes() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    let result = result(&mut browser).await?;
    let letter = "Open the draft: Letter asking for a second interview";
    browser.click("link", letter).await?;
    browser
        .wait_for_focus("heading", "Letter asking for a second interview")
        .await?;
    // What follows from the answers stands there already; what only the person knows is open.
    browser
        .wait_for_text("I had trouble on the way. It showed: I went blank")
        .await?;
    browser.wait_for_text("3 places are still open.").await?;
    browser.check_accessibility().await?;

    // A letter with open places can be copied, and cannot be taken for a finished one.
    browser.click("button", "Copy the letter").await?;
    browser
        .wait_for_text("3 places in it are still open.")
        .await?;
    // Who works with the keyboard stays where the button is.
    browser.wait_for_focus("button", "Copy the letter").await?;
    let copied = clipboard(&browser).await?;
    ensure!(copied.contains("Hello [[Their name]],"), "{copied}");

    fill(&browser, "Their name", "Dana Okafor").await?;
    fill(
        &browser,
        "One new thing that shows you fit",
        "I led a \"night\" ward\u{2026}",
    )
    .await?;
    fill(&browser, "Your name", "שירה 🙂").await?;
    browser.wait_for_no_text("still open").await?;
    browser.click("button", "Copy the letter").await?;
    browser.wait_for_text("The letter is copied").await?;
    let long = clipboard(&browser).await?;
    ensure!(
        long.starts_with("Hello Dana Okafor,\n\nThank you"),
        "{long}"
    );
    ensure!(long.contains("I led a \"night\" ward…\n\n"), "{long}");
    ensure!(long.ends_with("Kind regards,\nשירה 🙂"), "{long}");

    browser.click("button", "Make it shorter").await?;
    browser.find("button", "Make it longer again").await?;
    browser.click("button", "Copy the letter").await?;
    let short = clipboard(&browser).await?;
    ensure!(short.len() < long.len() && !short.contains("[["), "{short}");

    // Everything is kept as it was typed.
    browser.reload().await?;
    let name = browser.find("textbox", "Their name").await?.value().await?;
    ensure!(name == "Dana Okafor", "{name}");

    // It is sent: the list knows, and so does the question what was sent.
    browser.click("checkbox", "I have sent it").await?;
    browser.click("link", "Back").await?;
    browser.wait_for_fragment(&result).await?;
    let done = browser
        .find("checkbox", "Be open, and ask for a second interview")
        .await?;
    ensure!(done.is_chosen().await?, "it is ticked off");
    browser.go(&format!("{result}/questions")).await?;
    let asked = "I asked for a second interview and have no answer";
    let asked = browser.find("checkbox", asked).await?;
    ensure!(asked.is_chosen().await?, "the question says the same");
    asked.click().await?;
    browser.go(&result).await?;
    let open = browser
        .find("checkbox", "Be open, and ask for a second interview")
        .await?;
    ensure!(!open.is_chosen().await?, "the tick goes with the answer");
    browser.close().await
}

#[tokio::test]
async fn words_changed_by_hand_are_kept_and_the_draft_comes_back() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    let result = result(&mut browser).await?;
    browser.go(&format!("{result}/letter/E2")).await?;
    browser.click("button", "Change the words").await?;
    let own = "The letter in your own words";
    browser.wait_for_focus("textbox", own).await?;
    let area = browser.find("textbox", own).await?;
    let text = area.value().await?;
    ensure!(text.starts_with("Hello [[Their name]],"), "{text}");
    area.clear().await?;
    area.type_text("Sorry! I do apologise, it was not my fault.")
        .await?;
    browser.wait_for_text("It says sorry 2 times.").await?;
    browser
        .wait_for_text("“not my fault” can sound like blame")
        .await?;
    browser.reload().await?;
    let text = browser.find("textbox", own).await?.value().await?;
    ensure!(text.ends_with("not my fault."), "{text}");
    browser.click("button", "Go back to the draft").await?;
    browser
        .wait_for_text("Thank you for taking the time")
        .await?;
    browser.click("button", "Go back to my own words").await?;
    let text = browser.find("textbox", own).await?.value().await?;
    ensure!(text.ends_with("not my fault."), "{text}");
    browser.close().await
}

#[tokio::test]
async fn a_letter_goes_into_the_mail_program_and_a_long_one_onto_the_clipboard() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    let result = result(&mut browser).await?;
    browser.go(&format!("{result}/letter/E2")).await?;
    fill(&browser, "Their e-mail address", "dana@example.com").await?;
    fill(&browser, "Their name", "Dana & Co?").await?;
    let mail = browser.find("link", "Open in mail").await?;
    let href = mail.attribute("href").await?.unwrap_or_default();
    ensure!(
        href.starts_with("mailto:dana@example.com?subject=Thank%20you"),
        "{href}"
    );
    ensure!(
        href.contains("&body=Hello%20Dana%20%26%20Co%3F%2C%0D%0A%0D%0A"),
        "{href}"
    );
    // No mail program is here to open: the click is what we look at.
    browser
        .js("document.addEventListener('click', (event) => event.preventDefault(), { capture: true })")
        .await?;
    mail.click().await?;
    browser
        .wait_for_text("Your mail program should be open now")
        .await?;

    let long = "one more example of it, ".repeat(40);
    fill(&browser, "The point that you left out", &long).await?;
    browser
        .wait_for_text("The letter is too long to be handed to a mail program.")
        .await?;
    let mail = browser.find("link", "Open in mail").await?;
    let href = mail.attribute("href").await?.unwrap_or_default();
    ensure!(
        href.ends_with("interview") && !href.contains("body"),
        "{href}"
    );
    mail.click().await?;
    browser
        .wait_for_text("It is copied: paste it into the e-mail.")
        .await?;
    let copied = clipboard(&browser).await?;
    ensure!(copied.contains(long.trim()), "{copied}");
    browser.close().await
}

#[tokio::test]
async fn the_reminders_are_saved_for_a_calendar_and_brought_up_to_date() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    let result = result(&mut browser).await?;
    browser.click("link", "Reminders for your calendar").await?;
    // What is to be done by when hangs on the day of the interview.
    browser.check_accessibility().await?;
    browser.click("radio", "Just now").await?;
    browser.wait_for_text("Did you hear from them?").await?;
    browser.check_accessibility().await?;
    browser.click("button", "Save the reminders").await?;
    let file = browser.downloaded("interview-reminders.ics").await?;
    let first = std::fs::read_to_string(&file)?;
    ensure!(first.starts_with("BEGIN:VCALENDAR\r\n"), "{first}");
    let names = |file: &str| -> Vec<String> {
        let lines = file.lines().filter(|line| line.starts_with("UID:"));
        lines.map(str::to_owned).collect()
    };
    let id = result.trim_start_matches("#/result/");
    let all = names(&first).iter().all(|name| name.contains(id));
    ensure!(all && names(&first).len() == 3, "{first}");
    std::fs::remove_file(&file)?;
    // What is done needs no reminder, and is taken out of the calendar.
    browser.go(&result).await?;
    browser.click("checkbox", "Say thank you").await?;
    browser.go(&format!("{result}/reminders")).await?;
    browser.click("button", "Save the reminders").await?;
    let second = std::fs::read_to_string(browser.downloaded("interview-reminders.ics").await?)?;
    ensure!(names(&second).len() == 3, "{second}");
    let events: Vec<&str> = second.split("BEGIN:VEVENT").skip(1).collect();
    let cancelled = |event: &&&str| event.contains("STATUS:CANCELLED");
    let cancelled: Vec<_> = events.iter().filter(cancelled).collect();
    ensure!(
        cancelled.len() == 1 && cancelled[0].contains("-R01@"),
        "{second}"
    );
    ensure!(
        names(&second)
            .iter()
            .all(|name| names(&first).contains(name)),
        "{second}"
    );
    browser.close().await
}

#[tokio::test]
async fn the_letter_and_the_reminders_are_accessible_in_light_and_dark_and_narrow() -> Result<()> {
    if left_out(&[Engine::WebKit], "its window is never 320 px wide")? {
        return Ok(());
    }
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    let result = result(&mut browser).await?;
    browser.resize(320, 800).await?;
    for end in ["/letter/E1", "/letter/E3", "/letter/E5", "/reminders"] {
        browser.go(&format!("{result}{end}")).await?;
        for dark in [false, true] {
            browser
                .look(Emulation {
                    dark,
                    ..Emulation::default()
                })
                .await?;
            browser.check_accessibility().await?;
            let overflow = "return document.documentElement.scrollWidth > innerWidth";
            ensure!(
                browser.js(overflow).await? == json!(false),
                "{end} is wider than the page"
            );
        }
    }
    browser.close().await
}
