//! What a person learns from interviews: lessons, prepared answers, a practice run, and the page to read before the
//! next one.

use anyhow::{Result, bail, ensure};
use e2e::{Browser, Emulation, Need, Site, left_out};

const STUCK: (&str, &str) = ("stuck", "Yes, I went blank");
const LATE: (&str, &str) = ("late", "Later, and I did not tell them");
const DRIFTED: (&str, &str) = ("exact", "I often drifted off");

const HARD: &str = "Get answers ready for the hard questions";
const TRIP: &str = "Plan the trip with time to spare";
const EXACT: &str = "Answer the question that was asked";

/// The titles of the lessons on the page, in order.
async fn lessons(browser: &Browser) -> Result<Vec<String>> {
    let titles = browser
        .js("return [...document.querySelectorAll('.ih-lesson > .ih-choice label')].map((label) => label.textContent)")
        .await?;
    let titles = titles.as_array().into_iter().flatten();
    Ok(titles
        .filter_map(|title| title.as_str().map(str::to_owned))
        .collect())
}

/// Puts other words in the place of what a field holds.
async fn rewrite(browser: &Browser, field: &str, words: &str) -> Result<()> {
    let field = browser.find_css(field).await?;
    field.click().await?;
    browser.js("document.activeElement.select()").await?;
    field.type_text(words).await
}

/// Moves the focus on with Tab until it is on what has this role and name.
async fn tab_to(browser: &Browser, role: &str, name: &str) -> Result<()> {
    for _ in 0..40 {
        let focused = browser.focused().await?;
        if focused.role().await? == role && focused.name().await? == name {
            return Ok(());
        }
        browser.press("Tab").await?;
    }
    bail!("Tab never reached the {role} \"{name}\"")
}

/// Prepares an answer to a question of this wording, on the page that is shown by its address.
async fn prepare(browser: &mut Browser, question: &str) -> Result<()> {
    browser.go("#/next").await?;
    browser.begin_an_answer().await?;
    browser
        .wait_for_focus("heading", "Prepare an answer")
        .await?;
    browser
        .find_css("#question")
        .await?
        .type_text(question)
        .await?;
    browser
        .find_css("#situation")
        .await?
        .type_text("At the counter, on a Saturday.")
        .await
}

#[tokio::test]
async fn a_lesson_is_reworded_ticked_and_moved_and_found_again_after_a_reload() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    let id = browser.result_of(&[STUCK, LATE, DRIFTED]).await?;
    let learn = format!("#/result/{id}/learn");
    browser.go(&learn).await?;
    ensure!(lessons(&browser).await? == [HARD, TRIP, EXACT]);
    browser.click("checkbox", TRIP).await?;
    browser
        .find_css("li:has(#words-R13) summary")
        .await?
        .click()
        .await?;
    rewrite(
        &browser,
        "#words-R13",
        "Breathe, then tell them about the bakery.",
    )
    .await?;
    // By keyboard, and twice: the focus stays on the button in its new place.
    let up = format!("Move up: {EXACT}");
    browser
        .js("[...document.querySelectorAll('.ih-lesson__tools button')].at(-2).focus()")
        .await?;
    browser.wait_for_focus("button", &up).await?;
    browser.press("Enter").await?;
    browser
        .wait(
            "it moved",
            async || Ok(lessons(&browser).await?[1] == EXACT),
        )
        .await?;
    browser.wait_for_focus("button", &up).await?;
    browser.press("Enter").await?;
    browser
        .wait("it moved again", async || {
            Ok(lessons(&browser).await?[0] == EXACT)
        })
        .await?;
    browser.wait_for_focus("button", &up).await?;

    browser.reload().await?;
    ensure!(browser.fragment().await? == learn);
    browser
        .wait_for_text("Breathe, then tell them about the bakery.")
        .await?;
    ensure!(lessons(&browser).await? == [EXACT, HARD, TRIP]);
    ensure!(browser.find("checkbox", TRIP).await?.is_chosen().await?);
    browser.close().await
}

#[tokio::test]
async fn a_lesson_of_ones_own_is_added_removed_and_brought_back() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    browser.result_of(&[STUCK]).await?;
    browser.click("link", "Your lessons").await?;
    browser.click("button", "Add a lesson of your own").await?;
    browser
        .wait_for_focus("textbox", "What you want to do, or do differently")
        .await?;
    browser
        .focused()
        .await?
        .type_text("Take water along")
        .await?;
    browser
        .wait("it is the first", async || {
            Ok(lessons(&browser).await?[0] == "Take water along")
        })
        .await?;
    browser.click("button", "Remove: Take water along").await?;
    browser.wait_for_text("Removed: Take water along").await?;
    ensure!(lessons(&browser).await? == [HARD]);
    browser.click("button", "Bring it back").await?;
    browser
        .wait("it is back", async || {
            Ok(lessons(&browser).await?.len() == 2)
        })
        .await?;
    browser.reload().await?;
    browser.find("checkbox", "Take water along").await?;
    browser.close().await
}

#[tokio::test]
async fn a_prepared_answer_is_saved_as_it_is_typed() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    browser.begin_interview().await?;
    browser.click("button", "Continue").await?;
    browser.go("#/question/stuck").await?;
    browser.click("radio", STUCK.1).await?;
    browser.go("#/question/hard_notes").await?;
    let question = "Why did you leave?";
    browser
        .find_css("textarea")
        .await?
        .type_text(question)
        .await?;
    browser.go("#/check").await?;
    browser.click("button", "See my result").await?;
    browser.click("link", "Your lessons").await?;
    browser.click("button", "Prepare an answer").await?;
    browser
        .wait_for_focus("heading", "Prepare an answer")
        .await?;
    ensure!(browser.find_css("#question").await?.value().await? == question);
    for (part, words) in [
        ("#situation", "The shop closed."),
        ("#task", "I had to find work for two."),
        ("#action", "I called \"ten\" places – every day."),
        ("#result", "We both had work in a week. 🙂"),
    ] {
        browser.find_css(part).await?.type_text(words).await?;
    }
    browser.reload().await?;
    let result = browser.find_css("#result").await?;
    ensure!(result.value().await? == "We both had work in a week. 🙂");
    ensure!(
        browser.find_css("#action").await?.value().await? == "I called \"ten\" places – every day."
    );
    browser.go("#/next").await?;
    browser.wait_for_text("We both had work in a week.").await?;
    browser
        .click("button", &format!("Remove: {question}"))
        .await?;
    browser
        .wait_for_no_text("We both had work in a week.")
        .await?;
    browser.click("button", "Bring it back").await?;
    browser.wait_for_text("We both had work in a week.").await?;
    browser.close().await
}

#[tokio::test]
async fn a_practice_run_is_gone_through_by_keyboard_and_what_did_not_sit_comes_again() -> Result<()>
{
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    browser.result_of(&[STUCK]).await?;
    prepare(&mut browser, "Why us?").await?;
    prepare(&mut browser, "What went wrong?").await?;
    browser.go("#/practice").await?;
    browser.wait_for_text("2 answers are due today.").await?;
    tab_to(&browser, "button", "Begin with what is due").await?;
    browser.press("Enter").await?;
    browser.wait_for_focus("heading", "Why us?").await?;
    // The clock goes on by itself, and by itself alone.
    browser.wait_for_text("0:01").await?;
    tab_to(&browser, "button", "Show my answer").await?;
    browser.press("Enter").await?;
    browser
        .wait_for_focus("heading", "Your prepared answer")
        .await?;
    browser
        .wait_for_text("At the counter, on a Saturday.")
        .await?;
    tab_to(&browser, "button", "Again, please").await?;
    browser.press("Enter").await?;
    for question in ["What went wrong?", "Why us?"] {
        browser.wait_for_focus("heading", question).await?;
        tab_to(&browser, "button", "Show my answer").await?;
        browser.press("Enter").await?;
        tab_to(&browser, "button", "It went well").await?;
        browser.press("Enter").await?;
    }
    browser
        .wait_for_focus("heading", "You have been through them all")
        .await?;
    browser.wait_for_text("1 answer went well at once.").await?;
    browser.wait_for_text("1 had to come again.").await?;
    // It is kept: nothing is due any more today, but all can be gone through.
    browser.load("#/practice").await?;
    browser.wait_for_text("Nothing is due today.").await?;
    browser.find("button", "Go through all 2 answers").await?;
    // Without the timer there is no time on the page.
    browser
        .click("checkbox", "Show how long I have been thinking")
        .await?;
    browser.click("button", "Go through all 2 answers").await?;
    browser.find("button", "Show my answer").await?;
    ensure!(!browser.text().await?.contains("two minutes"));
    browser.close().await
}

#[tokio::test]
async fn what_came_up_again_comes_first_before_the_next_interview() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    browser.result_of(&[LATE, STUCK]).await?;
    browser.go("#/next").await?;
    browser
        .wait_for_focus("heading", "Before your next interview")
        .await?;
    ensure!(
        !browser
            .text()
            .await?
            .contains("Came up for the second time")
    );
    browser.result_of(&[DRIFTED, LATE]).await?;
    browser.load("").await?;
    // From wherever one is.
    browser
        .find_css(".ih-nav a[href='#/next']")
        .await?
        .click()
        .await?;
    browser.wait_for_text("Came up for the second time").await?;
    let shown = lessons(&browser).await?;
    ensure!(shown[0] == TRIP && shown.len() == 3, "{shown:?}");
    browser.click("checkbox", TRIP).await?;
    browser.wait_for_text("1 lesson ticked off").await?;
    browser.click("button", "Add a question").await?;
    browser
        .wait_for_focus("textbox", "A question of your own")
        .await?;
    browser
        .focused()
        .await?
        .type_text("Who would I work with?")
        .await?;
    browser.go("#/card").await?;
    browser.wait_for_text("Who would I work with?").await?;
    browser
        .wait_for_text("What would the best person for this job look like?")
        .await?;
    browser.close().await
}

#[tokio::test]
async fn a_friend_fills_the_sheet_in_on_a_phone_and_it_is_still_there_after_a_reload() -> Result<()>
{
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    browser.resize(360, 740).await?;
    browser.begin_interview().await?;
    browser.begin().await?;
    browser.go("#/question/stuck").await?;
    browser.click("radio", STUCK.1).await?;
    browser.go("#/question/hard_notes").await?;
    let notes = browser.find_css("textarea").await?;
    notes.type_text("Why did you leave?").await?;
    browser.go("#/check").await?;
    browser.click("button", "See my result").await?;
    browser.moved_on("#/check").await?;
    browser.go("#/mock").await?;
    // The person's own question comes first.
    let first = ".ih-friend__question:first-child";
    let question = browser.find_css(&format!("{first} legend")).await?;
    ensure!(question.text().await? == "Why did you leave?");
    for place in [1, 3] {
        let label = format!("{first} .ih-choice:nth-child({place}) label");
        browser.find_css(&label).await?.click().await?;
    }
    let best = "You laughed about the till.\nIt was real.";
    browser.fill("textbox", "The best moment", best).await?;
    browser.check_accessibility().await?;
    browser.reload().await?;
    browser.wait_for_text("What you noticed").await?;
    let ticked = browser
        .js("return [...document.querySelectorAll('.ih-friend input')].map((box) => +box.checked).join('')")
        .await?;
    let ticked = ticked.as_str().unwrap_or_default();
    ensure!(ticked.starts_with("101000"), "{ticked}");
    ensure!(
        browser
            .find("textbox", "The best moment")
            .await?
            .value()
            .await?
            == best
    );
    let fits = browser
        .js("const { scrollWidth, clientWidth } = document.documentElement; return scrollWidth <= clientWidth")
        .await?;
    ensure!(fits == true, "the sheet is wider than the phone");
    // It is in the copy, and among what is read before the next interview.
    browser.go("#/your-data").await?;
    let copy = std::fs::read_to_string(browser.save_copy().await?)?;
    ensure!(copy.contains("You laughed about the till."), "{copy}");
    browser.go("#/next").await?;
    browser.wait_for_text("What your friends noticed").await?;
    browser.wait_for_text("You laughed about the till.").await?;
    // A new sheet leaves it where it is.
    browser.go("#/mock").await?;
    browser.click("button", "Start a new sheet").await?;
    browser
        .wait("the sheet is empty", async || {
            Ok(browser
                .all_css(".ih-friend input:checked")
                .await?
                .is_empty())
        })
        .await?;
    browser.go("#/next").await?;
    browser.wait_for_text("You laughed about the till.").await?;
    browser.close().await
}

/// Has something on each screen about learning, and gives the addresses of the screens.
async fn fill_every_screen(browser: &mut Browser) -> Result<Vec<String>> {
    let id = browser
        .result_of(&[STUCK, LATE, ("coach", "Yes, near the end")])
        .await?;
    let learn = format!("#/result/{id}/learn");
    browser.go(&learn).await?;
    browser.click("button", "Add a lesson of your own").await?;
    prepare(browser, "Why us?").await?;
    let answer = browser.fragment().await?;
    browser.go("#/next").await?;
    browser.click("button", "Add a question").await?;
    Ok(
        [&learn, "#/next", &answer, "#/practice", "#/mock", "#/card"]
            .map(str::to_owned)
            .into(),
    )
}

#[tokio::test]
async fn every_screen_about_learning_is_accessible() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    let calm = |dark| Emulation {
        dark,
        reduced_motion: true,
        ..Emulation::default()
    };
    for address in fill_every_screen(&mut browser).await? {
        browser.load(&address).await?;
        for dark in [false, true] {
            browser.look(calm(dark)).await?;
            browser.check_accessibility().await?;
        }
    }
    browser.load("#/practice").await?;
    browser.click("button", "Begin with what is due").await?;
    for name in ["Show my answer", "It went well"] {
        for dark in [false, true] {
            browser.look(calm(dark)).await?;
            browser.check_accessibility().await?;
        }
        browser.click("button", name).await?;
    }
    browser.close().await
}

#[tokio::test]
async fn every_screen_about_learning_is_made_for_paper() -> Result<()> {
    if left_out(Need::PrintedLook)? {
        return Ok(());
    }
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    let paper = Emulation {
        print: true,
        ..Emulation::default()
    };
    for address in fill_every_screen(&mut browser).await? {
        browser.look(Emulation::default()).await?;
        browser.load(&address).await?;
        browser.look(paper).await?;
        for gone in [".ih-nav", ".ih-button", ".ih-back", ".ih-skip"] {
            for element in browser.all_css(gone).await? {
                ensure!(
                    !element.is_visible().await?,
                    "{address}: {gone} would be printed"
                );
            }
        }
    }
    browser.close().await
}
