//! What is kept stays: over an update, a full disk, a newer version, and two devices that differ.

use anyhow::{Context, Result, ensure};
use e2e::{Browser, Engine, Site};
use serde_json::json;

const BEST: &str = "Strong good signs";

/// The built-in quiz as if it had been an earlier version, with leaning in worth a point less.
fn older_quiz() -> Result<String> {
    let file = xtask::workspace::root().join("quiz/interview/1.0.0.json");
    let now = std::fs::read_to_string(file)?;
    let [most, less] = [2, 1].map(|points| format!("{{\"id\": \"most\", \"points\": {points}}}"));
    ensure!(
        now.contains(&most),
        "the points are where this test knows them"
    );
    Ok(now
        .replacen("\"1.0.0\"", "\"0.9.0\"", 1)
        .replacen(&most, &less, 1))
}

/// Makes the only result in the store one of the older version: as it names itself, and with the score that
/// the older version gives.
async fn make_older(browser: &Browser) -> Result<()> {
    let results = browser.kept_results().await?;
    let (key, text) = results.first().context("there is a result")?;
    browser
        .set_storage(key, &text.replace("\"1.0.0\"", "\"0.9.0\""))
        .await
}

#[tokio::test]
async fn an_old_result_is_explained_by_the_version_that_it_was_made_with() -> Result<()> {
    let site = Site::with_quiz_versions(&[older_quiz()?]).await?;
    let mut browser = Browser::open(&site).await?;
    let id = browser
        .result_of(&[("lean", "Most of the time"), ("click", "Yes, easy to talk")])
        .await?;
    make_older(&browser).await?;
    let asked = |site: &Site| {
        let asked = site.asked();
        asked
            .iter()
            .filter(|asked| asked.path.contains("0.9.0"))
            .count()
    };
    browser.load("#/your-data").await?;
    ensure!(asked(&site) == 0, "nothing of it is shown");
    browser.load(&format!("#/result/{id}")).await?;
    browser.wait_for_text("What to do now").await?;
    ensure!(asked(&site) == 1, "it is asked for once");
    ensure!(!browser.text().await?.contains("Not checked"));
    // The test has changed the version and not the score with it, which is noticed.
    browser.go(&format!("#/history/{id}")).await?;
    browser
        .wait_for_text("does not match its own answers")
        .await?;

    browser.load("#/your-data").await?;
    let copy = browser.save_copy().await?;
    let field = browser.find_css("#import-file").await?;
    field.choose_file(&copy).await?;
    browser.wait_for_text("We worked it out again").await?;
    ensure!(!browser.text().await?.contains("could not be checked"));
    // A driven WebKit keeps no file from one page to the next.
    let is_kept = asked(&site) == 1 || browser.engine() == Engine::WebKit;
    ensure!(is_kept, "its file never changes, so it is kept");
    browser.close().await
}

#[tokio::test]
async fn a_result_of_a_version_that_is_nowhere_is_shown_as_it_was_kept() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    let address = browser.take_quiz().await?;
    browser
        .wait_for_focus("heading", "It felt awful. Strong good signs.")
        .await?;
    make_older(&browser).await?;
    browser.load(&address).await?;
    browser.wait_for_text("Not checked").await?;
    browser.wait_for_text(BEST).await?;
    browser.check_accessibility().await?;
    let asked = site.asked();
    ensure!(
        !asked.iter().any(|asked| asked.path.contains("0.9.0")),
        "{asked:?}"
    );
    browser.close().await
}

/// The key and text of the draft in the store.
async fn draft(browser: &Browser) -> Result<(String, String)> {
    let mut storage = browser.storage().await?.into_iter();
    let draft = storage.find(|(key, _)| key.contains(":draft:"));
    draft.context("the draft is kept")
}

#[tokio::test]
async fn a_full_disk_keeps_what_was_there_says_so_and_offers_a_copy() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    browser.click("radio", "Good").await?;
    let before = draft(&browser).await?;
    // Halves of what is left, down to the last unit.
    browser
        .js("let size = 4194304, n = 0; while (size >= 1) { try { localStorage.setItem('filler' + n++, 'x'.repeat(size)) } catch { size = Math.floor(size / 2) } }")
        .await?;
    browser.go("#/question/coach").await?;
    browser.click("radio", "Yes, a large part").await?;
    browser
        .wait_for_text("There is no room left to save")
        .await?;
    ensure!(draft(&browser).await? == before, "the old value is whole");
    let chosen = browser.find("radio", "Yes, a large part").await?;
    ensure!(chosen.is_chosen().await?, "the answer is not lost");
    let copy = std::fs::read_to_string(browser.save_copy().await?)?;
    ensure!(
        copy.contains("large"),
        "the copy has what the disk has not: {copy}"
    );
    browser.check_accessibility().await?;
    // When there is room again, what waited is written by itself.
    browser.js("for (const key of Object.keys(localStorage)) if (key.startsWith('filler')) localStorage.removeItem(key)").await?;
    browser.click("radio", "Yes, near the end").await?;
    browser
        .wait_for_no_text("There is no room left to save")
        .await?;
    ensure!(
        draft(&browser).await?.1.contains("end"),
        "it is on the disk now"
    );
    browser.close().await
}

#[tokio::test]
async fn a_store_of_a_newer_version_is_shown_and_never_written() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    browser.result_of(&[("lean", "Most of the time")]).await?;
    let meta = r#"{"build":"9.0.0","min_writer":99,"schema":99}"#;
    browser
        .set_storage("interview-hindsight:meta", meta)
        .await?;
    browser.load("").await?;
    browser.wait_for_text("newer version of this page").await?;
    let before = browser.storage().await?;
    browser
        .click("button", "Look back on another interview")
        .await?;
    browser.click("radio", "Good").await?;
    browser.wait_for_text("only in this tab").await?;
    browser.go("#/history").await?;
    browser.wait_for_text("1 result").await?;
    browser.check_accessibility().await?;
    ensure!(before == browser.storage().await?, "nothing is written");
    browser.close().await
}

#[tokio::test]
async fn a_wrong_answer_about_coaching_is_put_right_from_the_result() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    let id = browser
        .result_of(&[
            ("lean", "Most of the time"),
            ("click", "Yes, easy to talk"),
            ("coach", "Yes, a large part"),
            (
                "coach_about",
                "How to do better elsewhere, my CV, or other jobs",
            ),
            ("next", "They told me how and when I will hear"),
        ])
        .await?;
    browser.wait_for_text("Is this right?").await?;
    let before = browser.heading().await?;
    let change = "Change: Did the interviewer stop asking questions and start to coach you?";
    let links = browser.all("link", change).await?;
    let link = links.first().context("the answer can be changed there")?;
    link.click().await?;
    browser
        .wait_for_fragment(&format!("#/result/{id}/answers/coach"))
        .await?;
    browser.click("radio", "No").await?;
    browser.click("link", "Back to the result").await?;
    browser
        .wait_for_text("Your first answers are kept as well")
        .await?;
    let text = browser.text().await?;
    ensure!(!text.contains("Is this right?"));
    let after = browser.heading().await?;
    ensure!(before != after, "the result is another: {before}, {after}");
    browser.reload().await?;
    ensure!(browser.heading().await? == after, "it is kept");
    browser.close().await
}

#[tokio::test]
async fn a_label_is_kept_as_it_is_typed_and_says_at_the_field_what_is_wrong() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    let id = browser.result_of(&[("lean", "Most of the time")]).await?;
    let address = format!("#/history/{id}");
    browser.go(&address).await?;
    let people = "How many people interviewed you";
    browser.fill("textbox", people, "many").await?;
    browser.type_time("#label-time", "09:30").await?;
    browser.fill("textbox", "Company", "Acme").await?;
    for wrong in [
        "A time needs a day. Add the day, or take out the time.",
        "Write a whole number from 1 to 20.",
    ] {
        browser.wait_for_text(wrong).await?;
    }
    browser.check_accessibility().await?;
    ensure!(browser.heading().await? == "Acme");
    // What is wrong is not kept, and costs nothing else.
    browser.reload().await?;
    browser.wait_for_text("Acme").await?;
    browser.fill("textbox", people, "2").await?;
    browser.type_day("#label-date", "2024-01-15").await?;
    browser.go("#/history").await?;
    browser.go(&address).await?;
    let kept = browser
        .js("return document.querySelector('#label-interviewers').value + ' ' + document.querySelector('#label-date').value")
        .await?;
    ensure!(kept == "2 2024-01-15", "{kept} is kept");
    browser.close().await
}

#[tokio::test]
async fn the_history_is_searched_filtered_sorted_and_compared() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    for (company, answers) in [
        (
            "Birch",
            [
                ("lean", "Hardly at all"),
                ("next", "They hinted it may not be for me"),
                ("click", "No, it felt cold"),
            ],
        ),
        (
            "Alder",
            [
                ("lean", "Most of the time"),
                ("next", "They set a date or told me my next step"),
                ("click", "Yes, easy to talk"),
            ],
        ),
    ] {
        let id = browser.result_of(&answers).await?;
        browser.go(&format!("#/history/{id}")).await?;
        browser.fill("textbox", "Company", company).await?;
        if company == "Birch" {
            browser.click("radio", "They said no").await?;
        }
    }
    browser.go("#/history").await?;
    browser.wait_for_text("2 results").await?;
    let names = async || -> Result<String> {
        let names = browser.js("return [...document.querySelectorAll('.ih-result-row__name')].map((name) => name.textContent).join(' ')").await?;
        Ok(names.as_str().unwrap_or_default().to_owned())
    };
    let shows = async |expected: &str| {
        browser
            .wait(&format!("the list is {expected}"), async || {
                Ok(names().await? == expected)
            })
            .await
    };
    shows("Alder Birch").await?;
    let order = browser.find("combobox", "Order").await?;
    order.select("Oldest first").await?;
    shows("Birch Alder").await?;
    order.select("Best signs first").await?;
    shows("Alder Birch").await?;
    let filter = browser.find("combobox", "Show").await?;
    filter.select("They said no").await?;
    shows("Birch").await?;
    browser.wait_for_text("1 result").await?;
    filter.select("All").await?;
    let search = browser.find("searchbox", "Search").await?;
    search.type_text("ald").await?;
    shows("Alder").await?;
    search.clear().await?;
    // Some drivers clear a field without an event for its last letter.
    search.type_text(" ").await?;
    shows("Alder Birch").await?;
    for tick in browser.all_css(".ih-result-row__tools input").await? {
        tick.click().await?;
    }
    browser.click("link", "Compare these two").await?;
    browser
        .wait_for_focus("heading", "Two results side by side")
        .await?;
    browser.wait_for_text("Strong good signs").await?;
    browser.find("link", "Birch").await?;
    browser.find("link", "Alder").await?;
    browser.reload().await?;
    browser.wait_for_text("Hardly at all").await?;
    browser.close().await
}

#[tokio::test]
async fn two_devices_that_both_changed_a_result_lose_nothing_of_either() -> Result<()> {
    let site = Site::start().await?;
    let mut first = Browser::open(&site).await?;
    let id = first.result_of(&[("lean", "Most of the time")]).await?;
    first.go("#/your-data").await?;
    let copy = first.save_copy().await?;

    let mut second = Browser::open(&site).await?;
    second.go("#/your-data").await?;
    second.read_in(&copy).await?;
    let past = format!("#/history/{id}");
    second.go(&past).await?;
    second
        .fill("textbox", "Your notes", "They liked my plan.")
        .await?;
    second.go("#/your-data").await?;
    let copy = second.save_copy().await?;

    first.go(&past).await?;
    first.fill("textbox", "Company", "Acme").await?;
    first.go("#/your-data").await?;
    first
        .find_css("#import-file")
        .await?
        .choose_file(&copy)
        .await?;
    first
        .wait_for_text("Results: 0 new, 1 newer in the file, 0 already here")
        .await?;
    first.click("button", "Import").await?;
    first.wait_for_text("The copy is imported").await?;
    let both = first.kept_results().await?;
    ensure!(
        both[0].1.contains("Acme") && both[0].1.contains("They liked my plan."),
        "{both:?}"
    );
    first.click("button", "Undo the import").await?;
    first.wait_for_text("The import was undone.").await?;
    let one = first.kept_results().await?;
    ensure!(
        one[0].1.contains("Acme") && !one[0].1.contains("my plan"),
        "{one:?}"
    );
    second.close().await?;
    first.close().await
}

#[tokio::test]
async fn a_copy_that_cannot_be_saved_is_said() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    browser.go("#/your-data").await?;
    browser
        .js("window.kept = URL.createObjectURL; URL.createObjectURL = () => { throw new DOMException('no', 'NotSupportedError') }")
        .await?;
    browser.click("button", "Save a copy").await?;
    browser.wait_for_text("The file could not be saved").await?;
    browser.check_accessibility().await?;
    browser.js("URL.createObjectURL = window.kept").await?;
    browser.save_copy().await?;
    browser
        .wait_for_no_text("The file could not be saved")
        .await?;
    browser.close().await
}

#[tokio::test]
async fn every_screen_fits_a_frame_as_narrow_as_a_small_phone() -> Result<()> {
    let site = Site::framed(320, 640).await?;
    let mut browser = Browser::open(&site).await?;
    let result = browser.take_quiz().await?;
    let id = result.trim_start_matches("#/result/").to_owned();
    browser.go(&format!("#/history/{id}")).await?;
    browser
        .fill("textbox", "Company", "Donaudampfschifffahrtsgesellschaft")
        .await?;
    let other = browser.result_of(&[("lean", "Most of the time")]).await?;
    browser.load("frame.html").await?;
    browser.find_css("iframe").await?.enter_frame().await?;
    browser.wait_for_start().await?;
    for address in e2e::screens(&id, &other) {
        browser.js(&format!("location.hash = '{address}'")).await?;
        browser.find_css("h1").await?;
        browser.wait_for_layout().await?;
        let wider = browser
            .js("const page = document.documentElement; return [...document.querySelectorAll('main *, header *')].filter((e) => e.getBoundingClientRect().right > page.clientWidth + 1 && !e.closest('.ih-table-wrap, .ih-visually-hidden, svg')).map((e) => e.tagName + '.' + e.className).slice(0, 5).concat(page.scrollWidth > page.clientWidth ? ['the page'] : [])")
            .await?;
        ensure!(
            wider.as_array().is_some_and(Vec::is_empty),
            "{address}: {wider} sticks out"
        );
    }
    browser.close().await
}

#[tokio::test]
async fn a_long_history_is_shown_piece_by_piece() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    let id = browser.result_of(&[("lean", "Most of the time")]).await?;
    browser
        .js(&format!("const key = Object.keys(localStorage).find((key) => key.endsWith('{id}')); const text = localStorage.getItem(key); for (let n = 0; n < 149; n++) localStorage.setItem(key.replace('{id}', 'copy' + n), text.replaceAll('{id}', 'copy' + n))"))
        .await?;
    browser.load("#/history").await?;
    browser.wait_for_text("150 results").await?;
    browser
        .wait_for_text("Each mark is the average of 3 that follow each other.")
        .await?;
    let rows =
        async |selector: &str| -> Result<usize> { Ok(browser.all_css(selector).await?.len()) };
    ensure!(rows(".ih-results > li").await? == 50);
    for shown in [100, 150] {
        browser.click("button", "Show 50 more results").await?;
        browser
            .wait("the next rows are there", async || {
                Ok(rows(".ih-results > li").await? == shown)
            })
            .await?;
    }
    browser.find_css("summary").await?.click().await?;
    browser.click("button", "Show 50 more results").await?;
    browser
        .wait_until(
            "the focus is on the first new row",
            "document.activeElement === document.querySelectorAll('.ih-table tbody tr')[50]",
        )
        .await?;
    ensure!(rows(".ih-table tbody tr").await? == 100);
    browser.close().await
}

#[tokio::test]
async fn while_a_very_large_copy_is_read_the_page_answers_and_cancel_leaves_everything()
-> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    browser.result_of(&[("lean", "Most of the time")]).await?;
    let before = browser.kept_results().await?;
    browser.go("#/your-data").await?;
    let copy = std::env::temp_dir().join(format!("large-copy-{}.json", std::process::id()));
    std::fs::write(&copy, results_of_versions_that_nobody_made(60_000))?;
    browser
        .find_css("#import-file")
        .await?
        .choose_file(&copy)
        .await?;
    browser.wait_for_text(" of 60,000").await?;
    browser.click("button", "Cancel").await?;
    browser.wait_for_no_text(" of 60,000").await?;
    ensure!(!browser.text().await?.contains("This is what would change"));
    ensure!(browser.kept_results().await? == before);
    std::fs::remove_file(&copy)?;
    // As many as a browser has room for are read in whole, and taken back.
    std::fs::write(&copy, results_of_versions_that_nobody_made(5_000))?;
    browser.read_in(&copy).await?;
    ensure!(browser.kept_results().await?.len() == 5_001);
    browser.click("button", "Undo the import").await?;
    browser.wait_for_text("The import was undone.").await?;
    ensure!(browser.kept_results().await? == before);
    std::fs::remove_file(&copy)?;
    browser.close().await
}

/// A copy of so many results, each of another version of the quiz.
fn results_of_versions_that_nobody_made(count: usize) -> String {
    let record = |n: usize| {
        let result = json!({
            "id": format!("r{n:06}"), "v": 1,
            "first": {
                "answered_at": {}, "answers": {"gut": "ok"}, "finished_at": "2026-03-10T15:00:00+01:00",
                "quiz": {"id": "interview", "version": format!("9.9.{n}")},
                "started_at": "2026-03-10T14:00:00+01:00",
            },
            "score": {"band": 50, "half_width": 80, "total": 0, "unsure": 20},
        });
        (format!("interview:result:r{n:06}"), result)
    };
    let records: serde_json::Map<String, serde_json::Value> = (0..count).map(record).collect();
    json!({
        "build": "", "exported_at": "2026-03-10T15:00:00+01:00", "format": "interview-hindsight",
        "records": records, "schema": 1,
    })
    .to_string()
}
