//! How it turned out, and what is taken along: outcomes up to the picture, two copies in either order, paper, and a link.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use e2e::{Browser, Need, Site, left_out, many};
use fantoccini::wd::PrintSize;
use serde_json::{Map, Value, json};

/// A copy with so many results, none of which has an outcome, and their ids.
fn copy_without_outcomes(count: usize) -> Result<(tempfile::TempDir, PathBuf, Vec<String>)> {
    let (mut records, mut ids) = (Map::new(), Vec::new());
    for (key, text) in many::store(count) {
        let Some((_, id)) = key.split_once(":result:") else {
            continue;
        };
        let mut result: Value = serde_json::from_str(&text)?;
        result
            .as_object_mut()
            .context("a record")?
            .remove("outcome");
        ids.push(id.to_owned());
        let short = key.trim_start_matches("interview-hindsight:").to_owned();
        records.insert(short, result);
    }
    let copy = json!({
        "build": "test", "exported_at": "2026-03-01T10:00:00Z", "format": "interview-hindsight",
        "records": records, "schema": 1, "set_aside": {},
    });
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("copy.json");
    std::fs::write(&file, copy.to_string())?;
    Ok((folder, file, ids))
}

#[tokio::test]
async fn twenty_outcomes_lead_from_rows_to_a_picture() -> Result<()> {
    const PAGE: &str = "How well do you read interviews?";
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    let (_folder, copy, ids) = copy_without_outcomes(20)?;
    browser.go("#/calibration").await?;
    browser.wait_for_text("Come back when you hear").await?;
    browser.check_accessibility().await?;
    browser.go("#/your-data").await?;
    browser.read_in(&copy).await?;
    let is_shown = async |browser: &Browser, words: &str| -> Result<bool> {
        Ok(browser.text().await?.contains(words))
    };
    for (n, id) in ids.iter().enumerate() {
        browser.go(&format!("#/history/{id}")).await?;
        let outcome = match n {
            // One that never answered counts when it is closed.
            1 => "No reply",
            n if n % 3 == 0 => "I got an offer",
            _ => "They said no",
        };
        browser.click("radio", outcome).await?;
        if n == 1 {
            let expected = "I no longer expect an answer";
            browser.find("checkbox", expected).await?;
            browser.check_accessibility().await?;
            browser.click("checkbox", expected).await?;
            browser
                .fill(
                    "textbox",
                    "What they said about the decision",
                    "Nothing at all.",
                )
                .await?;
        }
        if !matches!(n + 1, 4 | 5 | 10 | 20) {
            continue;
        }
        browser.click("link", PAGE).await?;
        browser.wait_for_focus("heading", PAGE).await?;
        browser.check_accessibility().await?;
        ensure!(is_shown(&browser, "this page can compare what you felt").await? == (n < 4));
        ensure!(is_shown(&browser, "The other counts").await? == (n >= 4));
        ensure!(is_shown(&browser, "Use my own rate").await? == (n == 9));
        ensure!(is_shown(&browser, "Brier score").await? == (n == 19));
        let pictures = browser.all_css(".ih-held svg").await?;
        ensure!(pictures.len() == if n == 19 { 3 } else { 0 });
    }
    // The picture is a table as well.
    let table = browser.find_css(".ih-held").await?;
    ensure!(table.role().await? == "table");
    ensure!(table.text().await?.contains("went on"));
    let rows = browser.all_css(".ih-held tbody tr").await?;
    ensure!(rows.len() == 3);

    // One's own outcomes move the number range, and no more than that; it can be taken back.
    let result = format!("#/result/{}", ids[0]);
    browser.go(&result).await?;
    let before = browser.find_css(".ih-verdict").await?.text().await?;
    ensure!(!before.contains("your own interviews"));
    browser.go("#/calibration").await?;
    let own = "Use how my own interviews turned out for the number range on my results";
    browser.click("checkbox", own).await?;
    browser.load(&result).await?;
    let words = "This range goes by how your own interviews turned out.";
    browser.wait_for_text(words).await?;
    let heading = browser.heading().await?;
    ensure!(before.contains(&heading), "the band is the same: {heading}");
    browser.go("#/calibration").await?;
    browser.click("checkbox", own).await?;
    browser.go(&result).await?;
    browser.find_css(".ih-verdict").await?;
    ensure!(browser.find_css(".ih-verdict").await?.text().await? == before);

    // From there the way leads on.
    browser.go("#/history").await?;
    browser.find("link", PAGE).await?;
    browser.load("").await?;
    browser.find("link", PAGE).await?;

    // The same numbers, for a spreadsheet; and all words, as a text.
    browser.go("#/your-data").await?;
    browser.check_accessibility().await?;
    browser.click("button", "Results for a spreadsheet").await?;
    let sheet = browser.downloaded("interview-results.csv").await?;
    let file = sheet;
    let sheet = std::fs::read_to_string(&file)?;
    std::fs::remove_file(&file)?;
    ensure!(sheet.starts_with("\u{feff}\"id\",\"company\""), "{sheet}");
    ensure!(sheet.matches("\r\n").count() == 21, "a row for each result");
    ensure!(sheet.contains("\"Nothing at all.\""));
    browser
        .click(
            "button",
            "Results for a spreadsheet, with semicolons, and a comma in each number",
        )
        .await?;
    let sheet = browser.downloaded("interview-results.csv").await?;
    let sheet = std::fs::read_to_string(sheet)?;
    ensure!(sheet.starts_with("\u{feff}\"id\";\"company\""), "{sheet}");
    browser
        .click("button", "Letters and lessons as a text")
        .await?;
    let words = browser
        .downloaded("interview-letters-and-lessons.md")
        .await?;
    let words = std::fs::read_to_string(words)?;
    let head = "<div lang=\"en\" dir=\"ltr\">\n\n# Letters and lessons\n";
    ensure!(words.starts_with(head), "{words}");
    ensure!(words.matches("\n## ").count() >= 20);
    browser.close().await
}

/// So many days pass from now on while the page is open; then somebody looks at it again.
async fn days_pass(browser: &Browser, days: u32) -> Result<()> {
    browser
        .js(&format!(
            "const then = Date; window.Date = class extends then {{ \
             constructor(...given) {{ super(...(given.length ? given : [then.now() + {days} * 86_400_000])); }} }}; \
             dispatchEvent(new PageTransitionEvent('pageshow', {{ persisted: true }}))"
        ))
        .await?;
    Ok(())
}

#[tokio::test]
async fn somebody_known_is_told_what_waits_and_answers_by_one_tap() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    let id = browser
        .result_of(&[("gut", "Awful"), ("lean", "Most of the time")])
        .await?;
    browser.go("#/").await?;
    // A letter that is not sent, and the latest results.
    browser
        .wait_for_text("Not sent yet: Thank-you note")
        .await?;
    browser.wait_for_text("Your latest results").await?;
    browser.check_accessibility().await?;
    browser.click("link", "Open the letter").await?;
    browser
        .wait_for_fragment(&format!("#/result/{id}/letter/E1"))
        .await?;

    // An interview in progress.
    browser.go("#/").await?;
    browser
        .click("button", "Look back on another interview")
        .await?;
    browser.click("radio", "Good").await?;
    browser.click("button", "Continue").await?;
    browser.go("#/").await?;
    browser
        .wait_for_text("Answers you have not finished")
        .await?;
    browser.check_accessibility().await?;
    browser.click("button", "Delete these answers").await?;
    browser
        .wait_for_no_text("Answers you have not finished")
        .await?;

    // The second look.
    days_pass(&browser, 2).await?;
    browser
        .wait_for_text("How do you feel about it today?")
        .await?;
    browser.wait_for_no_text("Have you heard?").await?;

    // Nobody promised a day: after two weeks the page asks, and after "not yet" in a week again.
    days_pass(&browser, 20).await?;
    browser.wait_for_text("Have you heard?").await?;
    browser.check_accessibility().await?;
    browser.click("button", "Not yet. Ask me in a week").await?;
    browser.wait_for_no_text("Have you heard?").await?;
    days_pass(&browser, 26).await?;
    browser.wait_for_no_text("Have you heard?").await?;
    days_pass(&browser, 28).await?;
    browser.wait_for_text("Have you heard?").await?;
    browser
        .click("button", "I was asked to the next round")
        .await?;
    browser.wait_for_no_text("Have you heard?").await?;

    // The next interview, until its day is over.
    browser.wait_for_text("They want to see you again").await?;
    browser.click("link", "Say when it is").await?;
    browser
        .wait_for_fragment(&format!("#/history/{id}"))
        .await?;
    let day = browser
        // A script of the driver has another `Date` in Firefox.
        .js("const day = new window.Date(); day.setDate(day.getDate() + 3); return day.toISOString().slice(0, 10)")
        .await?;
    browser
        .type_day("#next-on", day.as_str().context("a day")?)
        .await?;
    browser.go("#/").await?;
    browser.wait_for_text("Next interview: ").await?;
    browser.check_accessibility().await?;
    browser.click("link", "Prepare for it").await?;
    browser.wait_for_fragment("#/next").await?;
    browser.go("#/").await?;
    days_pass(&browser, 34).await?;
    browser.wait_for_no_text("Next interview: ").await?;
    browser.wait_for_text("Your latest results").await?;
    browser.close().await
}

#[tokio::test]
async fn two_copies_make_the_same_history_in_whatever_order_they_are_read() -> Result<()> {
    let site = Site::start().await?;
    let mut first = Browser::open(&site).await?;
    let id = first.result_of(&[("lean", "Most of the time")]).await?;
    first.go("#/your-data").await?;
    let shared = first.save_copy().await?;
    let mut second = Browser::open(&site).await?;
    second.go("#/your-data").await?;
    second.read_in(&shared).await?;

    // Each changes another part of the same result, and has one of its own.
    let past = format!("#/history/{id}");
    first.go(&past).await?;
    first.click("radio", "I got an offer").await?;
    let own = first.result_of(&[("lean", "Hardly at all")]).await?;
    second.go(&past).await?;
    second.click("radio", "They said no").await?;
    second
        .fill(
            "textbox",
            "What they said about the decision",
            "Not this time.",
        )
        .await?;
    second
        .fill("textbox", "Your notes", "They liked my plan.")
        .await?;
    let other = second.result_of(&[("lean", "Now and then")]).await?;
    // The copy of now has the same name.
    std::fs::remove_file(&shared)?;
    let mut copies = Vec::new();
    for browser in [&mut first, &mut second] {
        browser.go("#/your-data").await?;
        copies.push(browser.save_copy().await?);
    }
    let mut histories = Vec::new();
    for order in [[0, 1], [1, 0]] {
        let mut reader = Browser::open(&site).await?;
        reader.go("#/your-data").await?;
        for place in order {
            reader.read_in(&copies[place]).await?;
        }
        histories.push(reader.kept_results().await?);
        reader.close().await?;
    }
    ensure!(histories[0] == histories[1], "{histories:?}");
    let all = histories[0]
        .iter()
        .map(|(key, text)| [key, text.as_str()].concat());
    let all = all.collect::<Vec<_>>().join("\n");
    // The later outcome counts, and nothing of either device is lost.
    for kept in [&id, &own, &other, "Not this time.", "They liked my plan."] {
        ensure!(all.contains(kept), "{kept} is not in {all}");
    }
    ensure!(!all.contains("\"is\":\"offer\""), "{all}");
    first.close().await?;
    second.close().await
}

#[tokio::test]
async fn a_result_is_printed_whole_and_nothing_else_is() -> Result<()> {
    if left_out(Need::Paper)? {
        return Ok(());
    }
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    let address = browser.take_quiz().await?;
    let id = address.trim_start_matches("#/result/").to_owned();
    browser.go(&format!("#/history/{id}")).await?;
    browser.fill("textbox", "Company", "Contoso").await?;
    browser.click("radio", "They said no").await?;
    browser
        .fill(
            "textbox",
            "What they said about the decision",
            "Somebody else had more practice.",
        )
        .await?;
    browser
        .fill("textbox", "Your notes", "Ask about the night shifts.")
        .await?;
    browser.click("link", "See it as one page to print").await?;
    browser.wait_for_focus("heading", "Contoso").await?;
    browser.check_accessibility().await?;
    browser
        .js("window.print = () => { document.documentElement.dataset.printed = '' }")
        .await?;
    browser.click("button", "Print").await?;
    browser
        .wait_until(
            "the page is printed",
            "'printed' in document.documentElement.dataset",
        )
        .await?;

    let rows = browser
        .js("return [...document.querySelectorAll('.ih-reasons__row')].map((row) => ['question', 'answer'].map((part) => row.querySelector('.ih-reasons__' + part).textContent))")
        .await?;
    let pages = browser.printed().await?;
    let all = pages.join("\n");
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for expected in [
        "Contoso",
        "Strong good signs",
        "It felt awful.",
        "Why it came out like this",
        "Somebody else had more practice.",
        "Ask about the night shifts.",
        "They said no",
        "What to do now",
    ] {
        ensure!(
            plain(&all).contains(expected),
            "{expected} is not on\n{all}"
        );
    }
    for left_out in [
        "How the score works",
        "Your data",
        "Back",
        "Print",
        "Skip to the main part",
    ] {
        let is_line = all.lines().any(|line| line.trim() == left_out);
        ensure!(!is_line, "{left_out} is on\n{all}");
    }
    // On either paper, no word stands over another, and the sum is there once, below the last row.
    for paper in [PrintSize::A4, PrintSize::US_LETTER] {
        let pages = browser.printed_words(paper).await?;
        ensure!(pages.len() > 1, "long enough to break within the table");
        for page in &pages {
            for (place, word) in page.iter().enumerate() {
                let over = page[place + 1..].iter().find(|other| word.is_over(other));
                ensure!(over.is_none(), "{word:?} is printed over by {over:?}");
            }
        }
        let sums = pages
            .iter()
            .flatten()
            .filter(|word| word.text == "Together");
        ensure!(sums.count() == 1, "one sum in {pages:?}");
    }
    // Each row is whole on one page. A column wraps, so that only the first words can be looked for.
    let rows = rows.as_array().context("there are rows")?;
    ensure!(rows.len() > 3, "{rows:?}");
    for row in rows {
        let part = |place: usize| {
            let words = row[place].as_str().unwrap_or_default();
            words
                .split_whitespace()
                .take(2)
                .collect::<Vec<_>>()
                .join(" ")
        };
        let [question, answer] = [part(0), part(1)];
        let whole = pages.iter().any(|page| {
            let page = plain(page);
            page.contains(&question) && page.contains(&answer)
        });
        ensure!(whole, "{question} … {answer} is cut in\n{all}");
    }
    browser.close().await
}

#[tokio::test]
async fn a_link_takes_a_result_to_another_browser_and_leaves_names_behind() -> Result<()> {
    let site = Site::start().await?;
    let mut from = Browser::open(&site).await?;
    let address = from.take_quiz().await?;
    let id = address.trim_start_matches("#/result/").to_owned();
    from.go(&format!("#/history/{id}")).await?;
    from.fill("textbox", "Company", "Contoso").await?;
    from.fill("textbox", "Your notes", "Secret.").await?;
    let link = from.find("link", "The link, to copy by hand").await?;
    let link = link.attribute("href").await?.context("an address")?;
    let data = link.strip_prefix("#/open/v1.").context("a link of ours")?;
    ensure!(link.len() < 2_048, "{} characters", link.len());
    let carried = from
        .js(&format!(
            "return atob('{}')",
            data.replace('-', "+").replace('_', "/")
        ))
        .await?;
    let carried = carried.as_str().unwrap_or_default();
    ensure!(carried.contains("\"gut\":\"awful\""), "{carried}");
    ensure!(
        !carried.contains("Contoso") && !carried.contains("Secret"),
        "{carried}"
    );
    // There it is known already.
    from.load(&link).await?;
    from.wait_for_text("in this browser already").await?;
    from.click("link", "Show the saved one").await?;
    from.wait_for_focus("heading", "Contoso").await?;

    let mut to = Browser::open(&site).await?;
    to.load(&link).await?;
    to.wait_for_text("nothing of it is saved here yet").await?;
    to.wait_for_text("Strong good signs").await?;
    to.check_accessibility().await?;
    ensure!(to.kept_results().await?.is_empty());
    ensure!(!to.title().await?.contains("Strong"));
    to.click("button", "Leave it").await?;
    to.wait_for_fragment("#/").await?;
    ensure!(to.kept_results().await?.is_empty());
    to.load(&link).await?;
    to.click("button", "Keep this").await?;
    to.wait_for_fragment(&format!("#/history/{id}")).await?;
    let kept = to.kept_results().await?;
    ensure!(
        kept.len() == 1 && kept[0].1.contains("\"band\":5"),
        "{kept:?}"
    );
    // The link is gone from the address bar, and Back does not lead to it.
    to.back().await?;
    ensure!(!to.fragment().await?.contains("open"));
    to.load(&link[..link.len() - 9]).await?;
    to.wait_for_text("This link cannot be opened").await?;
    to.wait_for_text("A part of it is missing").await?;
    to.check_accessibility().await?;
    from.close().await?;
    to.close().await
}
