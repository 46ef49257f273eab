//! From the quiz to a letter that is sent, and to a calendar: the way of somebody who wants to do something
//! about it.

use anyhow::{Result, ensure};
use e2e::{Browser, Emulation, Engine, Need, Site, left_out};
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
    browser.click("link", "See what this changes").await?;
    browser.wait_for_fragment(&format!("{result}/now")).await?;
    // What it changed stands above the list.
    browser.wait_for_text("New: Be open, and ask").await?;
    browser.wait_for_text("Your score stays the same.").await?;
    browser.check_accessibility().await?;
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
    let letter = "Open the draft: Request for a second interview";
    browser.click("link", letter).await?;
    browser
        .wait_for_focus("heading", "Request for a second interview")
        .await?;
    // What follows from the answers stands there already; what only the person knows is open.
    let why = browser
        .find("textbox", "What threw you off")
        .await?
        .value()
        .await?;
    ensure!(why == "I had trouble on the way", "{why}");
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
    browser.click("button", "I have sent it").await?;
    browser.wait_for_focus("heading", "That is done.").await?;
    browser.check_accessibility().await?;
    browser.go(&format!("{result}/now")).await?;
    let done = browser
        .find("checkbox", "Be open, and ask for a second interview")
        .await?;
    ensure!(done.is_chosen().await?, "it is ticked off");
    browser.go(&format!("{result}/questions")).await?;
    let asked = "I asked for a second interview and have no answer";
    let asked = browser.find("checkbox", asked).await?;
    ensure!(asked.is_chosen().await?, "the question says the same");
    asked.click().await?;
    browser.go(&format!("{result}/now")).await?;
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
        .find("textbox", "The point that you left out")
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
    browser.wait_for_text("Have you heard?").await?;
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
    browser.go(&format!("{result}/now")).await?;
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
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    let result = result(&mut browser).await?;
    browser.resize(320, 800).await?;
    for end in [
        "/now",
        "/letter/E1",
        "/letter/E3",
        "/letter/E5",
        "/sent/E1",
        "/notes",
        "/questions",
        "/reminders",
    ] {
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

/// The measure of the way after the result: from the answer to a letter that is written and sent, in presses, what is
/// typed into the letter not counted.
#[tokio::test]
async fn from_the_result_to_a_letter_that_is_done_takes_six_presses_at_most() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    let id = browser
        .result_of(&[("gut", "Good"), ("late", "On time")])
        .await?;
    let result = format!("#/result/{id}");
    browser.go(&result).await?;
    let mut presses = 0;
    let mut press = async |selector: &str| -> Result<()> {
        presses += 1;
        let button = browser.find_css(selector).await?;
        button.click().await
    };
    press("a[href$='/letter/E1']").await?;
    browser.wait_for_focus("heading", "Thank-you note").await?;
    for (label, text) in [
        ("Their name", "Dana"),
        ("One thing that you talked about", "how your teams plan"),
        ("One line on why you fit", "two years of night shifts"),
        ("Your name", "Sam"),
    ] {
        fill(&browser, label, text).await?;
    }
    press(".ih-actions [data-kind=primary]").await?;
    browser.wait_for_text("The letter is copied").await?;
    press(".ih-section > .ih-actions:last-child button").await?;
    browser.wait_for_focus("heading", "That is done.").await?;
    ensure!(presses <= 6, "{presses} presses");
    // What is next, on which day, with the reminder to save.
    browser.wait_for_text("Have you heard?").await?;
    browser
        .wait_for_text("You can stop thinking about it until then.")
        .await?;
    browser.check_accessibility().await?;
    browser.click("button", "Save the reminders").await?;
    let file = browser.downloaded("interview-reminders.ics").await?;
    let file = std::fs::read_to_string(file)?;
    ensure!(file.contains("BEGIN:VEVENT"), "{file}");
    // A reload tells the same, and the letter knows that it is sent, until that is taken back.
    browser.reload().await?;
    browser.wait_for_text("Have you heard?").await?;
    browser.click("link", "Back").await?;
    browser
        .click("button", "I have not sent it after all")
        .await?;
    browser.find("button", "I have sent it").await?;
    browser.close().await
}

#[tokio::test]
async fn a_letter_is_written_and_sent_by_keyboard_alone() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    let id = browser
        .result_of(&[("gut", "Good"), ("late", "On time")])
        .await?;
    let result = format!("#/result/{id}");
    browser.go(&format!("{result}/letter/E1")).await?;
    browser.tab_to("textbox", "Their name").await?;
    browser.focused().await?.type_text("Dana").await?;
    if browser.engine() == Engine::Chromium {
        // A word that is composed stays one, and Enter is the input method's.
        let composed = json!({ "text": "はな", "selectionStart": 2, "selectionEnd": 2 });
        browser.cdp("Input.imeSetComposition", composed).await?;
        browser
            .cdp("Input.insertText", json!({ "text": "花" }))
            .await?;
        browser.wait_for_focus("textbox", "Their name").await?;
        let name = browser.focused().await?.value().await?;
        ensure!(name == "Dana花", "{name}");
    }
    // Enter goes on to the next place, and the words around it stay as they are.
    for (label, text) in [
        ("One thing that you talked about", "how your teams plan."),
        ("One line on why you fit", "two years of night shifts"),
        ("Your name", "Sam"),
    ] {
        browser.press("Enter").await?;
        browser.wait_for_focus("textbox", label).await?;
        browser.focused().await?.type_text(text).await?;
        browser.wait_for_focus("textbox", label).await?;
    }
    browser.wait_for_no_text("still open").await?;
    // What was typed last is taken back where it was typed. WebKit's own browser has no keys for that in any field (seen in
    // WebKitGTK 2.50).
    if browser.engine() != Engine::WebKit {
        browser.press("Backspace").await?;
        browser.press("Control+z").await?;
        let name = browser.focused().await?.value().await?;
        ensure!(name == "Sam", "{name}");
    }
    browser.press("Enter").await?;
    browser
        .wait_for_focus("textbox", "Their e-mail address")
        .await?;
    browser.tab_to("button", "Copy the letter").await?;
    browser.press("Enter").await?;
    browser.wait_for_text("The letter is copied").await?;
    let copied = clipboard(&browser).await?;
    ensure!(
        copied.contains(
            "I enjoyed hearing about how your teams plan.\n\nIn this job I would bring two years"
        ),
        "{copied}"
    );
    browser.tab_to("button", "I have sent it").await?;
    browser.press("Enter").await?;
    browser.wait_for_focus("heading", "That is done.").await?;
    browser.close().await
}

/// On a phone the letter is read as one text, and each of its places is there to be tapped.
#[tokio::test]
async fn a_letter_is_filled_in_on_a_phone() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    let id = browser
        .result_of(&[("gut", "Good"), ("late", "On time")])
        .await?;
    let result = format!("#/result/{id}");
    browser.resize(360, 740).await?;
    browser.go(&format!("{result}/letter/E1")).await?;
    let about = "One thing that you talked about";
    browser.click("textbox", about).await?;
    browser.wait_for_focus("textbox", about).await?;
    // What helps stands below the place that is being filled in.
    let hint = browser.find_css("#slot-talked_about-hint").await?;
    ensure!(hint.is_visible().await?, "the hint is there");
    let long =
        "how the night team hands over to the day team, and what you all do when somebody is ill";
    browser.focused().await?.type_text(long).await?;
    let places = "return [...document.querySelectorAll('.ih-letter textarea')].map((place) => {
        const box = place.getBoundingClientRect();
        return [box.left >= 0 && box.right <= innerWidth, box.height >= 24,
            place.scrollHeight <= place.clientHeight + 1, place.scrollWidth <= place.clientWidth + 1];
    })";
    let places = browser.js(places).await?;
    let all = places.as_array().cloned().unwrap_or_default();
    ensure!(all.len() == 4, "{places}");
    ensure!(
        all.iter()
            .all(|one| *one == json!([true, true, true, true])),
        "each place is on the page, can be tapped, and shows all its words: {places}"
    );
    let overflow = "return document.documentElement.scrollWidth > innerWidth";
    ensure!(
        browser.js(overflow).await? == json!(false),
        "it is too wide"
    );
    // A place that is open looks otherwise than one that is filled.
    let marked = "return [...document.querySelectorAll('.ih-letter textarea')]
        .map((place) => getComputedStyle(place).borderTopStyle === 'dashed')";
    let marked = browser.js(marked).await?;
    ensure!(marked == json!([true, false, true, true]), "{marked}");
    browser.close().await
}

/// The words stand in the text, and what is open is marked.
#[tokio::test]
async fn a_letter_on_paper_marks_the_places_that_are_open() -> Result<()> {
    if left_out(Need::PrintedLook)? {
        return Ok(());
    }
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    let id = browser
        .result_of(&[("gut", "Good"), ("late", "On time")])
        .await?;
    browser.go(&format!("#/result/{id}/letter/E1")).await?;
    let long =
        "how the night team hands over to the day team, and what you all do when somebody is ill";
    fill(&browser, "One thing that you talked about", long).await?;
    browser
        .look(Emulation {
            print: true,
            ..Emulation::default()
        })
        .await?;
    let shown = "return [...document.querySelectorAll('.ih-blank__echo, .ih-letter textarea')]
        .filter((part) => part.checkVisibility({ visibilityProperty: true })).map((part) => part.textContent)";
    let shown = browser.js(shown).await?;
    ensure!(
        shown
            == json!([
                "[[Their name]]",
                long,
                "[[One line on why you fit]]",
                "[[Your name]]"
            ]),
        "{shown}"
    );
    browser.close().await
}

#[tokio::test]
async fn what_happened_is_written_down_and_read_before_the_next_interview() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    let id = browser
        .result_of(&[("gut", "Good"), ("late", "On time")])
        .await?;
    let result = format!("#/result/{id}");
    browser.go(&format!("{result}/now")).await?;
    browser.click("link", "Write in your notes").await?;
    browser
        .wait_for_focus("heading", "Write down what happened")
        .await?;
    browser.check_accessibility().await?;
    fill(&browser, "Your notes", "I talked too fast.").await?;
    browser.click("button", "Done").await?;
    browser.wait_for_fragment(&format!("{result}/now")).await?;
    let done = browser.find("checkbox", "Write down what happened").await?;
    ensure!(done.is_chosen().await?, "it is ticked off");
    browser.go("#/next").await?;
    browser.wait_for_text("I talked too fast.").await?;
    browser.close().await
}
