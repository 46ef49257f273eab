//! The program arrives while somebody is in the middle of something, on each kind of page, and disturbs nothing.

use anyhow::{Context, Result, ensure};
use e2e::{Browser, BrowserOptions, Engine, Gate, Need, Site, left_out};
use serde_json::json;

/// The main button of the page that is shown.
const CONTINUE: &str = ".ih-screen:not([hidden]) [data-do=continue]";

/// Everything that a person could notice, and the page itself to the letter.
const LOOK: &str = r#"
const { activeElement: focused } = document;
const fields = [...document.querySelectorAll("input, textarea")];
return [
  `address ${location.hash}, title ${document.title}`,
  `scrolled to ${scrollX}, ${scrollY} of ${document.documentElement.scrollHeight}`,
  `the focus is on ${focused.localName} ${focused.id} ${focused.textContent.slice(0, 30)}`,
  `between ${focused.selectionStart} and ${focused.selectionEnd}, scrolled to ${focused.scrollTop}`,
  `chosen: ${fields.filter(({ checked }) => checked).map(({ id }) => id)}`,
  `typed: ${fields.filter(({ type }) => /^(textarea|date)$/.test(type)).map(({ value }) => value).join(" / ")}`,
  `open: ${[...document.querySelectorAll("details")].map(({ open }) => open)}`,
  document.getElementById("app").outerHTML,
];
"#;

/// A page of the HTML after these fields were chosen, with the program on its way.
async fn on_page(address: &str, chosen: &[&str]) -> Result<(Site, Browser, Gate)> {
    let (site, gate) = Site::start_held().await?;
    let options = BrowserOptions {
        at_once: true,
        ..BrowserOptions::default()
    };
    let mut browser = Browser::open_blank(&site, options).await?;
    browser.visit("").await?;
    browser.resize(360, 560).await?;
    browser.find_css(CONTINUE).await?.click().await?;
    for field in chosen {
        browser
            .js(&format!("document.querySelector('{field}').click()"))
            .await?;
    }
    browser.js(&format!("location.hash = '{address}'")).await?;
    browser.wait_for_fragment(address).await?;
    browser.wait_for_loading().await?;
    // It comes with the program, but is not held back with it, so that it may arrive before or after the first look.
    browser.wait_for_later_sheet().await?;
    Ok((site, browser, gate))
}

async fn look(browser: &Browser) -> Result<Vec<String>> {
    Ok(serde_json::from_value(browser.js(LOOK).await?)?)
}

/// The program arrives, which nobody notices.
async fn arrives_unnoticed(browser: &Browser, gate: &Gate) -> Result<()> {
    let before = look(browser).await?;
    gate.open();
    browser.wait_for_start().await?;
    browser.wait_for_layout().await?;
    let after = look(browser).await?;
    for (before, after) in before.iter().zip(&after) {
        ensure!(before == after, "it was: {before}\nit is: {after}");
    }
    let boot = browser
        .js("return document.documentElement.dataset.boot")
        .await?;
    ensure!(
        boot == "arrived",
        "the program has taken the page over: {boot}"
    );
    Ok(())
}

/// The next step, which was just made, is the program's.
async fn the_program_answers(browser: &Browser, address: &str) -> Result<()> {
    browser.wait_for_fragment(address).await?;
    browser
        .wait_until(
            "the program has the page, and its heading the focus",
            "document.documentElement.dataset.boot === 'ready' && document.activeElement.id === 'heading'",
        )
        .await
}

/// The draft that the program has made of the notes has all of this in it.
async fn is_kept(browser: &Browser, parts: &[&str]) -> Result<()> {
    let kept = browser.storage().await?;
    let draft = kept.iter().find(|(key, _)| key.contains(":draft:"));
    let (_, draft) = draft.context("there is a draft")?;
    for part in parts {
        ensure!(draft.contains(part), "{part} in {draft}");
    }
    Ok(())
}

#[tokio::test]
async fn between_a_press_of_the_mouse_on_an_answer_and_its_end() -> Result<()> {
    let (_site, browser, gate) = on_page("#/question/lean", &[]).await?;
    browser
        .find_css(".ih-screen:not([hidden]) summary")
        .await?
        .click()
        .await?;
    browser.find_css("#lean-1").await?.click().await?;
    browser.js("scrollTo(0, 140)").await?;
    browser.hold("label[for=lean-2]").await?;
    arrives_unnoticed(&browser, &gate).await?;
    browser.let_go().await?;
    browser
        .wait_until(
            "the answer is chosen",
            "document.getElementById('lean-2').checked",
        )
        .await?;
    // With the keys, from where the focus is.
    browser.press("Up").await?;
    browser
        .wait_until(
            "the one above is chosen",
            "document.getElementById('lean-1').checked",
        )
        .await?;
    browser.press("Enter").await?;
    the_program_answers(&browser, "#/question/distracted").await?;
    is_kept(&browser, &["\"lean\":\"some\""]).await?;
    browser.close().await
}

#[tokio::test]
async fn in_the_middle_of_a_word_that_is_composed_on_a_page_of_two_questions() -> Result<()> {
    if left_out(Need::ComposedWord)? {
        return Ok(());
    }
    let (_site, browser, gate) = on_page("#/question/coach_about", &["#coach-2"]).await?;
    browser.find_css("#coach_about-1").await?.click().await?;
    let notes = browser.find_css("#coach_notes").await?;
    notes.type_text("Name a number. ").await?;
    let composed = json!({ "text": "すうじ", "selectionStart": 3, "selectionEnd": 3 });
    browser.cdp("Input.imeSetComposition", composed).await?;
    arrives_unnoticed(&browser, &gate).await?;
    browser
        .cdp("Input.insertText", json!({ "text": "数字" }))
        .await?;
    notes.type_text("!").await?;
    ensure!(
        notes.value().await? == "Name a number. 数字!",
        "{}",
        notes.value().await?
    );
    browser.find_css(CONTINUE).await?.click().await?;
    the_program_answers(&browser, "#/question/hard").await?;
    is_kept(
        &browser,
        &["Name a number. 数字!", "\"coach_about\":\"mix\""],
    )
    .await?;
    browser.close().await
}

#[tokio::test]
async fn in_the_middle_of_a_long_note() -> Result<()> {
    let (_site, browser, gate) = on_page("#/question/hard_notes", &["#hard-2"]).await?;
    browser
        .find_css(".ih-screen:not([hidden]) .ih-question:not([hidden]) textarea")
        .await?;
    let notes = browser.find_css("#hard_notes").await?;
    notes
        .type_text("one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten")
        .await?;
    // Somewhere in the middle, where the next letter is to go.
    browser
        .js("const notes = document.getElementById('hard_notes'); notes.setSelectionRange(3, 7); notes.scrollTop = 20; scrollTo(0, 90)")
        .await?;
    arrives_unnoticed(&browser, &gate).await?;
    browser.press("X").await?;
    let typed = notes.value().await?;
    ensure!(typed.starts_with("oneX\nthree"), "{typed}");
    browser.find_css(CONTINUE).await?.click().await?;
    the_program_answers(&browser, "#/question/examples").await?;
    is_kept(&browser, &["oneX\\nthree"]).await?;
    browser.close().await
}

#[tokio::test]
async fn in_the_middle_of_a_day() -> Result<()> {
    if left_out(Need::DayByKeys)? {
        return Ok(());
    }
    let (_site, browser, gate) = on_page("#/question/next", &[]).await?;
    browser.find_css("#next-0").await?.click().await?;
    let day = browser.find_css("#promised-next").await?;
    day.type_text("03").await?;
    arrives_unnoticed(&browser, &gate).await?;
    // The month is there already.
    let rest = match browser.engine() {
        Engine::WebKit => "-09-2027",
        _ => "092027",
    };
    for key in rest.chars() {
        browser.press(&key.to_string()).await?;
    }
    ensure!(day.value().await? == "2027-03-09", "{}", day.value().await?);
    browser.hold(CONTINUE).await?;
    browser.let_go().await?;
    the_program_answers(&browser, "#/question/practical").await?;
    is_kept(&browser, &["2027-03-09", "\"next\":\"set\""]).await?;
    browser.close().await
}

#[tokio::test]
async fn on_the_list_of_answers_with_the_focus_on_a_link_far_down() -> Result<()> {
    let (_site, browser, gate) = on_page("#/check", &["#lean-0", "#late-1"]).await?;
    browser
        .js("const link = document.querySelector('a[href=\"#/check/late\"]'); link.focus(); link.scrollIntoView({ block: 'center' })")
        .await?;
    arrives_unnoticed(&browser, &gate).await?;
    browser.press("Enter").await?;
    the_program_answers(&browser, "#/check/late").await?;
    ensure!(browser.find_css("#late-1").await?.is_chosen().await?);
    is_kept(&browser, &["\"late\":\"little\"", "\"lean\":\"most\""]).await?;
    browser.close().await
}

/// The press is begun on a page of the HTML and ends on it, and the program is there meanwhile.
#[tokio::test]
async fn between_a_press_of_the_mouse_on_continue_and_its_end() -> Result<()> {
    let (_site, browser, gate) = on_page("#/question/stuck", &["#stuck-1"]).await?;
    browser
        .js(&format!(
            "document.querySelector('{CONTINUE}').scrollIntoView()"
        ))
        .await?;
    browser.hold(CONTINUE).await?;
    arrives_unnoticed(&browser, &gate).await?;
    browser.let_go().await?;
    the_program_answers(&browser, "#/question/hard_notes").await?;
    browser.close().await
}

/// What assistive technology is told of the page: each role with its name, its state and its depth, in order.
async fn tree(browser: &Browser) -> Result<Vec<String>> {
    let tree = browser
        .cdp("Accessibility.getFullAXTree", json!({}))
        .await?;
    let nodes = tree["nodes"].as_array().context("a tree has nodes")?;
    let by_id = |id: &serde_json::Value| nodes.iter().find(|node| node["nodeId"] == *id);
    let mut lines = Vec::new();
    let mut left: Vec<(&serde_json::Value, usize)> =
        nodes.first().map(|root| (root, 0)).into_iter().collect();
    while let Some((node, depth)) = left.pop() {
        let role = node["role"]["value"].as_str().unwrap_or_default();
        // Boxes that nobody is told of.
        let is_told =
            node["ignored"] != true && !matches!(role, "generic" | "none" | "InlineTextBox");
        if is_told {
            let mut line = format!("{}{role} {}", "  ".repeat(depth), node["name"]["value"]);
            for property in node["properties"].as_array().into_iter().flatten() {
                let name = property["name"].as_str().unwrap_or_default();
                // Where the focus is depends on the step that led here.
                if name != "focused" {
                    line += &format!(" {name}={}", property["value"]["value"]);
                }
            }
            if let Some(description) = node["description"]["value"].as_str() {
                line += &format!(" described: {description}");
            }
            lines.push(line);
        }
        let children = node["childIds"].as_array().into_iter().flatten().rev();
        let below = depth + usize::from(is_told);
        left.extend(children.filter_map(by_id).map(|child| (child, below)));
    }
    Ok(lines)
}

/// What is told of each of these pages, and what axe finds wrong with it.
async fn told(browser: &Browser, pages: &[String]) -> Result<Vec<(Vec<String>, Vec<String>)>> {
    let mut told = Vec::new();
    for page in pages {
        browser.js(&format!("location.hash = '{page}'")).await?;
        browser.wait_for_fragment(page).await?;
        // The choice of a language needs the program, and comes with it.
        browser
            .js("document.querySelector('.ih-footer .ih-language')?.style.setProperty('display', 'none', 'important')")
            .await?;
        browser.wait_for_layout().await?;
        told.push((tree(browser).await?, browser.axe().await?));
    }
    Ok(told)
}

/// Each page of the HTML is told as the program tells its own.
async fn is_told_alike(chosen: &[&str], pages: &[&str]) -> Result<()> {
    if left_out(Need::Tree)? {
        return Ok(());
    }
    let (_site, browser, gate) = on_page("#/check", chosen).await?;
    let mut pages: Vec<String> = pages.iter().map(|page| (*page).to_owned()).collect();
    pages.insert(0, "#/".to_owned());
    pages.push("#/check".to_owned());
    let before = told(&browser, &pages).await?;
    gate.open();
    browser.wait_for_start().await?;
    let after = told(&browser, &pages).await?;
    for ((page, before), after) in pages.iter().zip(&before).zip(&after) {
        let ((tree, axe), (own_tree, own_axe)) = (before, after);
        ensure!(
            axe.is_empty() && own_axe.is_empty(),
            "{page}: {axe:?}, {own_axe:?}"
        );
        let differs = tree.iter().zip(own_tree).find(|(one, other)| one != other);
        ensure!(
            tree == own_tree,
            "{page}: {differs:?}\nin the HTML: {tree:#?}\nby the program: {own_tree:#?}"
        );
    }
    browser.close().await
}

#[tokio::test]
async fn assistive_technology_is_told_the_same_of_pages_that_are_not_answered() -> Result<()> {
    let pages =
        ["lean", "coach", "hard", "stuck", "late", "next"].map(|id| format!("#/question/{id}"));
    is_told_alike(&[], &pages.each_ref().map(String::as_str)).await
}

#[tokio::test]
async fn assistive_technology_is_told_the_same_of_pages_with_answers_and_branches() -> Result<()> {
    let chosen = [
        "#gut-1",
        "#gut10-4",
        "#lean-0",
        "#click-3",
        "#coach-2",
        "#coach_about-0",
        "#hard-3",
        "#stuck-2",
        "#next-0",
    ];
    let pages = [
        "#/question/lean",
        "#/question/coach",
        "#/question/coach_about",
        "#/question/hard_notes",
        "#/question/next",
        "#/question/practical",
        "#/check/coach_about",
        "#/check/next",
    ];
    is_told_alike(&chosen, &pages).await
}
