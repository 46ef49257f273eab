//! The quiz in a careers page: what the page pays, what it can break, and above all what it is told.

use anyhow::{Context, Result, ensure};
use e2e::{
    Browser, BrowserOptions, Careers, Emulation, Engine, Fault, Gate, Need, Server, Site, left_out,
};
use serde_json::Value;

/// A page that keeps everything that it is told: by events of the element, and, as no honest page does, by
/// listening in on the port.
const LISTENING: &str = r#"<!doctype html><html lang="en"><meta charset="utf-8"><title>Careers</title><link rel="icon" href="data:,">
<script>
window.told = []; window.ports = []; window.events = []; window.shift = 0; window.errors = [];
addEventListener("error", (event) => errors.push(event.message));
window.Real = MessageChannel;
window.MessageChannel = function () {
  const channel = new Real();
  ports.push(channel.port1);
  channel.port1.addEventListener("message", (event) => told.push(event.data));
  return channel;
};
addEventListener("message", (event) => told.push(event.data));
for (const type of ["ready", "step", "complete"])
  addEventListener(`hindsight-${type}`, (event) => events.push([event.target.id, type, event.detail]));
new PerformanceObserver((list) => list.getEntries().forEach((entry) => { if (!entry.hadRecentInput) shift += entry.value; })).observe({ type: "layout-shift", buffered: true });
</script>
<script type="module" src="{app}embed.js"></script>
<style>{style}</style>
<body><h1>Careers</h1>ELEMENTS<p id="after">After it.</p></body></html>"#;

/// The page with these elements on it, and the style that the document gives.
fn page_with(elements: &str) -> Result<String> {
    let page = LISTENING.replace("{style}", &snippets("css")?.concat());
    Ok(page.replace("ELEMENTS", elements))
}

async fn listening(elements: &str) -> Result<Careers> {
    let page = page_with(elements)?;
    Careers::start_with(|options| {
        options.headers = false;
        options.extra_headers.clear();
        options.pages.push(("log.html".to_owned(), page));
    })
    .await
}

/// The same with the program held back until the gate is opened, and a browser.
async fn before_the_program(elements: &str) -> Result<(Careers, Browser, Gate)> {
    let gate = Gate::default();
    let held = Fault::Held(gate.clone());
    let page = page_with(elements)?;
    let careers = Careers::start_with_app(
        |app| app.faults.push((".wasm".to_owned(), held)),
        |options| {
            options.headers = false;
            options.extra_headers.clear();
            options.pages.push(("log.html".to_owned(), page));
        },
    )
    .await?;
    let browser = Browser::open_blank(&careers.app, BrowserOptions::default()).await?;
    Ok((careers, browser, gate))
}

async fn open(careers: &Careers, address: &str) -> Result<Browser> {
    let mut browser = Browser::open_blank(&careers.app, BrowserOptions::default()).await?;
    browser.go(&format!("{}{address}", careers.url())).await?;
    Ok(browser)
}

/// Closes, and fails for anything reported but requests for the careers page's own files.
async fn close(mut browser: Browser, careers: &Careers) -> Result<()> {
    let problems = browser.take_seen().await?.problems(&careers.app.origin());
    let own = format!("request: GET {}", careers.origin());
    let problems: Vec<_> = problems
        .into_iter()
        .filter(|problem| !problem.starts_with(&own))
        // axe asks every frame whether it is there too, and a frame of another origin does not listen.
        .filter(|problem| !problem.contains("The target origin provided"))
        // Chromium on Linux cannot share, and says that it does not know the word.
        .filter(|problem| !problem.contains("'web-share'"))
        .collect();
    ensure!(problems.is_empty(), "{problems:#?}");
    browser.close().await
}

/// Takes the whole quiz in the frame: of each question the option at `place`, or the last one there is. Gives the
/// addresses on the way.
async fn take(browser: &Browser, place: usize) -> Result<Vec<String>> {
    browser.enter_embedded(0).await?;
    let way = answer_all(browser, place).await?;
    see_result(browser).await?;
    Ok(way)
}

/// From the first question in the frame to the list of answers. Gives the addresses on the way.
async fn answer_all(browser: &Browser, place: usize) -> Result<Vec<String>> {
    choose(browser, place).await?;
    browser.click("button", "Continue").await?;
    browser.wait_for_fragment("#/question/lean").await?;
    let mut here = "#/question/lean".to_owned();
    let mut way = Vec::new();
    while here != "#/check" {
        way.push(here.clone());
        choose(browser, place).await?;
        browser.wait_for_layout().await?;
        browser.click("button", "Continue").await?;
        here = browser.moved_on(&here).await?;
    }
    browser.wait_for_layout().await?;
    Ok(way)
}

async fn see_result(browser: &Browser) -> Result<()> {
    browser.click("button", "See my result").await?;
    browser.moved_on("#/check").await?;
    browser.wait_for_layout().await
}

/// The place of an option that is not chosen.
const NOTHING: usize = usize::MAX;

/// Chooses the option at `place` of the first question on the page, or the last one before "not sure"; none at
/// [`NOTHING`].
async fn choose(browser: &Browser, place: usize) -> Result<()> {
    if place == NOTHING {
        return Ok(());
    }
    let group = ".ih-screen:not([hidden]) .ih-question:not([hidden]) fieldset:first-of-type .ih-choice__input:not([data-number])";
    browser
        .find_css(".ih-screen:not([hidden]) .ih-actions")
        .await?;
    let options = browser.all_css(group).await?;
    match options.len().checked_sub(2) {
        Some(last) => options[place.min(last)].click().await,
        // A page that asks for words.
        None => Ok(()),
    }
}

/// Waits until the page around has heard how high the frame would like to be.
async fn heard_of_height(browser: &Browser) -> Result<()> {
    browser.leave_frame().await?;
    let told = "told.some((message) => message.type === 'resize')";
    browser.wait_until("a height is asked for", told).await?;
    browser.enter_html_of_embedded(0).await
}

/// Waits until the browser has reported something with all of these words in it, where it reports.
async fn reported(browser: &mut Browser, words: &[&str]) -> Result<()> {
    if !browser.reports() {
        return Ok(());
    }
    for _ in 0..100 {
        browser.wait_for_layout().await?;
        let seen = browser.seen().await?;
        let mut lines = seen.console.iter().chain(&seen.violations);
        if lines.any(|line| words.iter().all(|word| line.contains(word))) {
            return Ok(());
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    anyhow::bail!("nothing with {words:?} in {:?}", browser.seen().await?)
}

async fn told(browser: &Browser) -> Result<Vec<Value>> {
    browser.leave_frame().await?;
    Ok(serde_json::from_value(browser.js("return told").await?)?)
}

/// Every message without what is meant to differ: the id.
fn without_ids(mut told: Vec<Value>) -> Vec<Value> {
    for message in &mut told {
        if let Some(fields) = message.as_object_mut() {
            fields.remove("id");
        }
    }
    told
}

#[tokio::test]
async fn the_page_is_told_the_same_whatever_is_answered() -> Result<()> {
    told_the_same(1_000).await
}

#[tokio::test]
async fn a_page_on_a_phone_is_told_the_same_whatever_is_answered() -> Result<()> {
    told_the_same(360).await
}

/// Takes the quiz with the best answers, with the worst ones and with none, in a page of this width; and with all of
/// these the way up to the result without the program.
async fn told_the_same(width: u32) -> Result<()> {
    let mut runs = Vec::new();
    for (place, is_held) in [
        (0, false),
        (9, false),
        (NOTHING, false),
        (0, true),
        (9, true),
        (NOTHING, true),
    ] {
        let element = "<interview-hindsight id=a></interview-hindsight>";
        let (careers, mut browser, gate) = before_the_program(element).await?;
        browser.resize(width, 800).await?;
        if !is_held {
            gate.open();
        }
        browser.go(&format!("{}log.html", careers.url())).await?;
        let way = if is_held {
            browser.enter_html_of_embedded(0).await?;
            heard_of_height(&browser).await?;
            let way = answer_all(&browser, place).await?;
            browser.wait_for_loading().await?;
            gate.open();
            see_result(&browser).await?;
            way
        } else {
            take(&browser, place).await?
        };
        for part in [
            "Why it came out like this",
            "What to do now",
            "Your lessons",
            "What it does not mean",
        ] {
            browser.click("link", part).await?;
            browser.find("heading", part).await?;
            browser.wait_for_layout().await?;
            browser.click("link", "Back to the result").await?;
            browser.find("link", part).await?;
            browser.wait_for_layout().await?;
        }
        let result = browser.text().await?;
        let told = told(&browser).await?;
        let events = browser.js("return events").await?;
        runs.push((result, without_ids(told), events, way));
        close(browser, &careers).await?;
    }
    let [
        (one, told, events, way),
        (other, told_other, events_other, way_other),
        (none, told_none, events_none, _),
        held @ ..,
    ] = &runs[..]
    else {
        anyhow::bail!("there are six runs")
    };
    for (_, told_held, events_held, _) in held {
        assert_eq!(told, told_held, "nor by how soon the program is there");
        assert_eq!(events, events_held);
    }
    assert!(
        one.contains("Strong good signs"),
        "the best there is: {one}"
    );
    assert!(
        other.contains("Strong signs of a no"),
        "and the worst: {other}"
    );
    let branches = |way: &[String], other: &[String]| way.iter().any(|page| !other.contains(page));
    assert!(
        branches(way, way_other) || branches(way_other, way),
        "one way has a page that the other has not: {way:?} {way_other:?}"
    );
    assert_eq!(told, told_other, "and what the page is told does not");
    assert_eq!(events, events_other);
    assert!(none.contains("Too little to go on"), "nothing said: {none}");
    assert_eq!(told, told_none, "and not by saying nothing either");
    assert_eq!(events, events_none);

    let types: Vec<&str> = told
        .iter()
        .filter_map(|message| message["type"].as_str())
        .collect();
    for (kind, times) in [("hello", 1), ("ready", 1), ("complete", 1)] {
        assert_eq!(
            types.iter().filter(|one| **one == kind).count(),
            times,
            "{kind} in {types:?}"
        );
    }
    let heights: Vec<u64> = told
        .iter()
        .filter_map(|message| message["data"]["h"].as_u64())
        .collect();
    assert!(
        heights.windows(2).any(|pair| pair[0] < pair[1]),
        "{heights:?}"
    );
    assert!(
        heights.windows(2).any(|pair| pair[0] > pair[1]),
        "{heights:?}"
    );
    for message in told {
        let data = message["data"].as_object().context("data is an object")?;
        for (name, value) in data {
            let known = ["h", "stage", "of", "y"].contains(&name.as_str());
            assert!(
                known && value.is_u64(),
                "only numbers of these names: {message}"
            );
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_frame_has_the_whole_way_without_the_program() -> Result<()> {
    let (careers, mut browser, gate) =
        before_the_program("<interview-hindsight id=a></interview-hindsight>").await?;
    browser.resize(1_000, 800).await?;
    browser.go(&format!("{}log.html", careers.url())).await?;
    browser.enter_html_of_embedded(0).await?;
    let entries = browser.js("return history.length").await?;
    browser.wait_for_text("An independent tool.").await?;
    ensure!(browser.all("link", "History").await?.is_empty());
    if browser.engine() == Engine::WebKit {
        browser
            .wait_for_text("This browser may not keep what you do here")
            .await?;
    } else {
        let text = browser.text().await?;
        ensure!(text.contains("cannot see your answers"), "{text}");
        ensure!(!text.contains("may not keep"), "{text}");
        ensure!(!text.contains("can read what you type"), "{text}");
    }
    browser.check_accessibility().await?;
    heard_of_height(&browser).await?;
    browser.click("radio", "Awful").await?;
    browser.click("button", "Continue").await?;
    browser.wait_for_fragment("#/question/lean").await?;
    browser
        .wait_until(
            "the heading has the focus",
            "document.activeElement.id === 'heading'",
        )
        .await?;
    browser.click("link", "Back").await?;
    browser.wait_for_fragment("#/question/gut").await?;
    ensure!(browser.find("radio", "Awful").await?.is_chosen().await?);
    let way = answer_all(&browser, 2).await?;
    for branch in ["#/question/coach_about", "#/question/hard_notes"] {
        ensure!(way.iter().any(|page| page == branch), "{branch} in {way:?}");
    }
    browser.check_accessibility().await?;
    // What a frame may not keep is gone with a reload, as it says.
    if browser.engine() != Engine::WebKit {
        browser.js("location.reload()").await?;
        browser.leave_frame().await?;
        browser
            .wait_until(
                "it said hello again",
                "told.filter((message) => message.type === 'hello').length === 2",
            )
            .await?;
        browser.enter_html_of_embedded(0).await?;
        // The browser tells of what was still on its way.
        browser.take_seen().await?;
    }
    browser.find("heading", "Check your answers").await?;
    assert_eq!(
        browser.js("return history.length").await?,
        entries,
        "Back leads where it did"
    );
    browser.leave_frame().await?;
    resting(&browser).await?;
    let told = "return told.filter((message) => message.type === 'resize').length";
    let before = browser.js(told).await?;
    browser.enter_html_of_embedded(0).await?;
    browser.wait_for_loading().await?;
    gate.open();
    browser.wait_for_start().await?;
    browser.click("link", "Back").await?;
    browser.moved_on("#/check").await?;
    browser
        .wait_until(
            "the program has the page",
            "document.documentElement.dataset.boot === 'ready'",
        )
        .await?;
    browser.leave_frame().await?;
    resting(&browser).await?;
    browser.enter_html_of_embedded(0).await?;
    browser.click("button", "Continue").await?;
    browser.wait_for_fragment("#/check").await?;
    browser.leave_frame().await?;
    resting(&browser).await?;
    // One for a question and one for the list: as high as they were without the program.
    let heights = browser
        .js("return told.filter((message) => message.type === 'resize').map((message) => message.data.h)")
        .await?;
    let heights: Vec<u64> = serde_json::from_value(heights)?;
    let before = before.as_u64().context("a number")? as usize;
    let (with_html, with_program) = heights.split_at(before);
    let [question, list] = with_program else {
        anyhow::bail!("{with_program:?} after {with_html:?}");
    };
    ensure!(with_html.contains(question) && with_html.last() == Some(list));
    browser.enter_html_of_embedded(0).await?;
    see_result(&browser).await?;
    close(browser, &careers).await
}

#[tokio::test]
async fn a_frame_has_the_pages_colours_before_the_program_is_there() -> Result<()> {
    let element = "<interview-hindsight id=a theme-background='#102a43' theme-text='#f0f4f8' theme-accent='#ffd166' theme-density=compact theme-font=humanist></interview-hindsight>";
    let (careers, mut browser, gate) = before_the_program(element).await?;
    browser.go(&format!("{}log.html", careers.url())).await?;
    browser.enter_html_of_embedded(0).await?;
    let look = "const root = document.documentElement, { theme, font, density } = root.dataset; return [theme, font, density, getComputedStyle(document.body).color, getComputedStyle(root).backgroundColor]";
    let wanted = serde_json::json!([
        "dark",
        "humanist",
        "compact",
        "rgb(240, 244, 248)",
        "rgb(16, 42, 67)"
    ]);
    assert_eq!(browser.js(look).await?, wanted);
    browser.wait_for_loading().await?;
    browser.check_accessibility().await?;
    browser.leave_frame().await?;
    // One that could not be read has none of it, and the next one is taken as it comes.
    browser
        .js("a.setAttribute('theme-text', '#204060')")
        .await?;
    browser.enter_html_of_embedded(0).await?;
    browser
        .wait_until(
            "the colours are our own",
            "document.documentElement.style.length === 0",
        )
        .await?;
    browser.leave_frame().await?;
    browser
        .js("a.setAttribute('theme-text', '#f0f4f8')")
        .await?;
    browser.enter_html_of_embedded(0).await?;
    browser
        .wait_until(
            "they are the page's again",
            "document.documentElement.style.length === 3",
        )
        .await?;
    browser.wait_for_loading().await?;
    gate.open();
    browser.wait_for_start().await?;
    browser
        .wait_until(
            "the program has completed them on the page of the HTML",
            "document.documentElement.style.getPropertyValue('--ink-soft') !== ''",
        )
        .await?;
    assert_eq!(browser.js(look).await?, wanted);
    browser.check_accessibility().await?;
    close(browser, &careers).await
}

/// What a frame's first paint waits for, as it is served.
#[test]
fn the_script_of_a_frame_is_within_its_budget() -> Result<()> {
    let folder = e2e::dist()?.join("embed");
    let scripts = std::fs::read_dir(folder)?.collect::<std::io::Result<Vec<_>>>()?;
    let weights: Vec<u64> = scripts
        .iter()
        .filter(|file| file.file_name().to_string_lossy().ends_with(".js.br"))
        .map(|file| Ok(file.metadata()?.len()))
        .collect::<Result<_>>()?;
    let [weight] = weights[..] else {
        anyhow::bail!("there is one script: {weights:?}");
    };
    let budget = xtask::site::embed::FRAME_BUDGET as u64;
    ensure!(weight <= budget, "frame.js weighs {weight} bytes");
    let loader = e2e::dist()?.join("embed.js.br").metadata()?.len();
    let budget = xtask::site::embed::BUDGET as u64;
    ensure!(loader <= budget, "embed.js weighs {loader} bytes");
    Ok(())
}

#[tokio::test]
async fn an_element_has_all_the_width_in_a_row_a_float_an_absolute_place_and_a_grid() -> Result<()>
{
    let elements = "<style>.row { display: flex } .float { float: left } .absolute { position: absolute; inset-inline: 0 } .grid { display: grid } section { position: relative; width: 700px; overflow: hidden } section > * { margin: 0 20px }</style>
<section class=row><interview-hindsight></interview-hindsight></section>
<section><interview-hindsight class=float></interview-hindsight></section>
<section><interview-hindsight class=absolute></interview-hindsight></section>
<section><interview-hindsight class=grid></interview-hindsight></section>
";
    let careers = listening(elements).await?;
    let browser = open(&careers, "log.html").await?;
    browser.resize(1_000, 800).await?;
    let widths = "return [...document.querySelectorAll('section > *')].map(({ shadowRoot }) => shadowRoot.querySelector('iframe').offsetWidth)";
    let widths = browser.js(widths).await?;
    assert_eq!(widths, serde_json::json!([660, 660, 660, 660]));
    close(browser, &careers).await
}

#[tokio::test]
async fn an_element_in_a_component_is_heard_outside_and_scrolls_where_it_is_kept_low() -> Result<()>
{
    let elements = r#"<div id=component></div><script>
component.attachShadow({ mode: "open" }).append(document.createElement("interview-hindsight"));
</script><style>interview-hindsight::part(frame) { max-height: 400px }</style><interview-hindsight id=a></interview-hindsight>"#;
    let careers = listening(elements).await?;
    let mut browser = open(&careers, "log.html").await?;
    let ready = "events.some(([id, type]) => id === 'component' && type === 'ready')";
    browser.wait_until("the page hears of it", ready).await?;
    browser.enter_embedded(0).await?;
    browser.click("radio", "Awful").await?;
    browser
        .wait_until(
            "it has a scrollbar",
            "innerHeight === 400 && !('fits' in document.documentElement.dataset) && document.documentElement.scrollHeight > 400",
        )
        .await?;
    browser.click("button", "Continue").await?;
    browser.wait_for_fragment("#/question/lean").await?;
    let top = "document.activeElement.id === 'heading' && document.activeElement.getBoundingClientRect().top >= 0 && document.activeElement.getBoundingClientRect().bottom <= 400";
    browser.wait_until("the question is in sight", top).await?;
    browser.take_seen().await?;
    browser.close().await
}

#[tokio::test]
async fn an_element_works_where_no_style_sheet_can_be_made_in_script() -> Result<()> {
    let elements = "<script>window.CSSStyleSheet = function () { throw new TypeError('Illegal constructor'); };</script><interview-hindsight id=a></interview-hindsight>";
    let careers = listening(elements).await?;
    let browser = open(&careers, "log.html").await?;
    let width = "const { offsetWidth } = a.shadowRoot.querySelector('iframe'); return [offsetWidth, document.body.clientWidth - offsetWidth]";
    let width = browser.js(width).await?;
    ensure!(width[0].as_u64() > Some(300) && width[1] == 0, "{width}");
    browser.enter_embedded(0).await?;
    browser.click("radio", "Awful").await?;
    close(browser, &careers).await
}

/// The app is there, and says nothing: the page's clock is made fast, so that nobody has to wait.
#[tokio::test]
async fn a_frame_that_never_answers_becomes_the_link() -> Result<()> {
    let gate = Gate::default();
    let held = Fault::Held(gate.clone());
    let page = LISTENING.replace("<script>\n", "<script>\nconst slow = setTimeout; window.setTimeout = (act, time) => slow(act, time / 30);\n");
    let page = page.replace(
        "ELEMENTS",
        "<interview-hindsight id=a><a href='{app}'>How did it go?</a></interview-hindsight>",
    );
    let careers = Careers::start_with_app(
        |app| app.faults.push(("/embed/".to_owned(), held)),
        |options| {
            options.headers = false;
            options.extra_headers.clear();
            options.pages.push(("log.html".to_owned(), page));
        },
    )
    .await?;
    let mut browser = open(&careers, "log.html").await?;
    browser.find("link", "How did it go?").await?;
    reported(&mut browser, &["does not answer"]).await?;
    gate.open();
    browser.take_seen().await?;
    browser.close().await
}

#[tokio::test]
async fn the_example_page_shows_the_quiz_of_a_real_server_under_its_strict_policy() -> Result<()> {
    let careers = Careers::behind(Server::Nginx).await?;
    let browser = open(&careers, "").await?;
    browser.check_accessibility().await?;
    take(&browser, 0).await?;
    browser.wait_for_text("An independent tool.").await?;
    browser.wait_for_text("cannot see your answers").await?;
    browser.check_accessibility().await?;
    browser
        .wait_until(
            "all of it is shown, without a scrollbar",
            "'fits' in document.documentElement.dataset && document.documentElement.scrollHeight <= innerHeight",
        )
        .await?;
    let keep = browser
        .find("link", "Keep this: open on its own page")
        .await;
    assert!(keep.is_err(), "there are two of them, above and below");
    close(browser, &careers).await
}

#[tokio::test]
async fn nothing_moves_and_nothing_takes_the_focus_when_the_page_loads() -> Result<()> {
    let careers = listening("<interview-hindsight id=a></interview-hindsight>").await?;
    let browser = open(&careers, "log.html").await?;
    browser
        .wait_until("it is ready", "events.length === 1")
        .await?;
    browser.wait_for_layout().await?;
    assert_eq!(browser.js("return shift").await?, 0);
    assert_eq!(
        browser.js("return document.activeElement.tagName").await?,
        "BODY"
    );
    close(browser, &careers).await
}

#[tokio::test]
async fn a_flood_of_themes_is_taken_once_a_picture() -> Result<()> {
    let careers = listening("<interview-hindsight id=a></interview-hindsight>").await?;
    let mut browser = open(&careers, "log.html").await?;
    browser.enter_embedded(0).await?;
    browser.find("radio", "Awful").await?;
    browser
        .js("window.changes = 0; new MutationObserver((all) => (window.changes += all.length)).observe(document.documentElement, { attributeFilter: ['data-density'] })")
        .await?;
    browser.leave_frame().await?;
    browser
        .js("for (let turn = 0; turn <= 3000; turn++) a.setAttribute('theme-density', turn % 2 ? 'comfortable' : 'compact')")
        .await?;
    browser.enter_embedded(0).await?;
    let compact = "document.documentElement.dataset.density === 'compact'";
    browser.wait_until("the last one is shown", compact).await?;
    let changes = browser.js("return window.changes").await?;
    ensure!(
        changes.as_u64() < Some(300),
        "{changes} changes for 3001 messages"
    );
    browser.take_seen().await?;
    browser.close().await
}

#[tokio::test]
async fn the_page_is_not_scrolled_to_where_the_quiz_puts_the_focus() -> Result<()> {
    let careers = listening("<interview-hindsight id=a></interview-hindsight>").await?;
    let browser = open(&careers, "log.html").await?;
    browser.resize(1_000, 400).await?;
    let scrolled = "return scrollY";
    browser.enter_embedded(0).await?;
    // WebKit lets no frame of another site take the focus before somebody has acted there.
    browser.click("radio", "Awful").await?;
    browser.leave_frame().await?;
    browser.enter_embedded(0).await?;
    browser.leave_frame().await?;
    let before = browser.js(scrolled).await?;
    browser.enter_embedded(0).await?;
    let focus = "const link = document.querySelector('.ih-footer a'); link.focus(); return document.activeElement === link";
    assert_eq!(browser.js(focus).await?, true);
    browser.wait_for_layout().await?;
    browser.leave_frame().await?;
    let after = browser.js(scrolled).await?;
    assert_eq!(after, before);
    close(browser, &careers).await
}

/// At each width, the room that is kept is that of the first page, so that nothing below it moves.
#[tokio::test]
async fn the_room_that_is_kept_is_enough_for_the_first_page_at_every_width() -> Result<()> {
    let careers = listening("<div id=place></div>").await?;
    let mut browser = open(&careers, "log.html").await?;
    browser.resize(1_300, 1_000).await?;
    let mut rooms = Vec::new();
    let phones = [320, 340, 360, 375, 390, 414, 1_280];
    for width in (0..14).map(|place| 280 + place * 70).chain(phones) {
        let make = format!(
            "const quiz = document.createElement('interview-hindsight'); quiz.style.width = '{width}px'; place.replaceChildren(quiz); told.length = 0; return quiz.shadowRoot.querySelector('iframe').offsetHeight"
        );
        let kept = browser.js(&make).await?.as_u64().context("a height")?;
        let asked = "told.find((message) => message.type === 'resize')";
        browser.wait_until("a height is asked for", asked).await?;
        let asked = browser.js(&format!("return {asked}.data.h")).await?;
        let asked = asked.as_u64().context("a height")?;
        rooms.push((width, kept, asked));
    }
    let is_enough = |&(_, kept, asked): &(u64, u64, u64)| asked <= kept && kept <= asked + 160;
    ensure!(
        rooms.iter().all(is_enough),
        "at a width, kept, asked for: {rooms:?}"
    );
    let generous = rooms.iter().filter(|(_, kept, asked)| kept > asked);
    ensure!(generous.count() <= 3, "too much: {rooms:?}");
    // Frames were taken away while they were loading.
    browser.take_seen().await?;
    browser.close().await
}

/// The style of the document keeps room for the element; where the loader is blocked it gives it up.
#[tokio::test]
async fn a_blocked_loader_leaves_no_empty_room() -> Result<()> {
    let elements =
        "<interview-hindsight id=a><a href='{app}'>How did it go?</a></interview-hindsight>";
    let page = LISTENING
        .replace("{style}", &snippets("css")?.concat())
        .replace("ELEMENTS", elements)
        .replace("embed.js", "blocked.js");
    let careers = Careers::start_with(|options| {
        options.headers = false;
        options.extra_headers.clear();
        options.pages.push(("log.html".to_owned(), page));
    })
    .await?;
    let mut browser = open(&careers, "log.html").await?;
    // The eight seconds of the style are made long here, and then made to end.
    browser.js("a.style.animationDelay = '1000s'").await?;
    let height = "return a.offsetHeight";
    assert_eq!(browser.js(height).await?, 1_440);
    browser
        .js("for (const animation of a.getAnimations()) animation.finish()")
        .await?;
    ensure!(browser.js(height).await?.as_u64() < Some(100));
    browser.find("link", "How did it go?").await?;
    browser.take_seen().await?;
    browser.close().await
}

#[tokio::test]
async fn forged_messages_change_nothing() -> Result<()> {
    let elements = "<interview-hindsight id=a></interview-hindsight><iframe id=sibling srcdoc='<p>x</p>'></iframe>";
    let careers = listening(elements).await?;
    let browser = open(&careers, "log.html").await?;
    browser
        .wait_until("it is ready", "events.length === 1")
        .await?;
    browser.wait_for_layout().await?;
    let height = "return document.querySelector('interview-hindsight').offsetHeight";
    let before = browser.js(height).await?;
    browser
        .js(r#"
        const id = told[0].id, ns = told[0].ns;
        const frame = document.querySelector("interview-hindsight").shadowRoot.querySelector("iframe");
        const forged = [null, [], 7, "x", { ns, v: 1, id, type: "hello", seq: 0, data: {} }];
        for (const type of ["resize", "step", "complete", "ready", "init", "__proto__", "constructor", "toString"])
          for (const h of [NaN, -1, 1e9, 320]) forged.push({ ns, v: 1, id, type, seq: 99, data: { h, stage: 1, of: 2, y: 0 } });
        for (const message of forged) {
          window.postMessage(message, "*");
          document.getElementById("sibling").contentWindow.eval("parent.postMessage(" + JSON.stringify(message) + ", '*')");
          frame.contentWindow.postMessage(message, "*", [new Real().port2]);
          dispatchEvent(new MessageEvent("message", { data: message, origin: "null", source: frame.contentWindow }));
        }"#)
        .await?;
    browser.wait_for_layout().await?;
    assert_eq!(browser.js(height).await?, before);
    assert_eq!(browser.js("return events.length").await?, 1);
    assert_eq!(browser.js("return errors").await?, serde_json::json!([]));
    browser.enter_embedded(0).await?;
    browser.click("radio", "Awful").await?;
    browser.click("button", "Continue").await?;
    browser.wait_for_fragment("#/question/lean").await?;
    close(browser, &careers).await
}

#[tokio::test]
async fn an_element_survives_being_moved_removed_and_added_again() -> Result<()> {
    let careers =
        listening("<interview-hindsight id=a></interview-hindsight><div id=other></div>").await?;
    let browser = open(&careers, "log.html").await?;
    // A program on its way would be reported by the browser.
    browser.enter_embedded(0).await?;
    browser.leave_frame().await?;
    browser
        .wait_until("it is ready", "events.length === 1")
        .await?;
    browser
        .js(r#"
        const added = new Set(), add = window.addEventListener, remove = window.removeEventListener;
        window.listening = added;
        window.addEventListener = (type, one, ...rest) => { added.add(one); add.call(window, type, one, ...rest); };
        window.removeEventListener = (type, one, ...rest) => { added.delete(one); remove.call(window, type, one, ...rest); };
        const element = document.getElementById("a"), other = document.getElementById("other");
        for (let time = 0; time < 100; time += 1) { element.remove(); other.append(element); document.body.append(element); }
        element.remove();
        for (let time = 0; time < 100; time += 1) { const one = document.createElement("interview-hindsight"); other.append(one); one.remove(); }"#)
        .await?;
    assert_eq!(
        browser.js("return listening.size").await?,
        0,
        "nothing is left behind"
    );
    assert_eq!(
        browser
            .js("return document.querySelectorAll('iframe').length")
            .await?,
        0
    );
    browser.js("events.length = 0; document.getElementById('other').append(Object.assign(document.createElement('interview-hindsight'), { id: 'b' }))").await?;
    browser.enter_embedded(0).await?;
    browser.find("radio", "Awful").await?;
    browser.leave_frame().await?;
    browser
        .wait_until("it is ready again", "events.length === 1")
        .await?;
    assert_eq!(browser.js("return errors").await?, serde_json::json!([]));
    close(browser, &careers).await
}

#[tokio::test]
async fn a_reload_in_the_frame_connects_again_and_finds_the_draft() -> Result<()> {
    let careers = listening("<interview-hindsight id=a></interview-hindsight>").await?;
    let browser = open(&careers, "log.html").await?;
    browser.enter_embedded(0).await?;
    browser.click("radio", "Awful").await?;
    browser.click("button", "Continue").await?;
    browser.wait_for_fragment("#/question/lean").await?;
    browser.js("location.reload()").await?;
    browser.leave_frame().await?;
    browser
        .wait_until(
            "it said hello again",
            "told.filter((message) => message.type === 'hello').length === 2",
        )
        .await?;
    browser.enter_embedded(0).await?;
    browser
        .find(
            "heading",
            "Did the interviewer lean in and look interested?",
        )
        .await?;
    browser.leave_frame().await?;
    browser
        .wait_until(
            "it is ready once for the page",
            "events.filter(([, type]) => type === 'ready').length === 1",
        )
        .await?;
    close(browser, &careers).await
}

#[tokio::test]
async fn two_elements_do_not_touch_each_other() -> Result<()> {
    let careers = listening("<interview-hindsight id=a></interview-hindsight><interview-hindsight id=b show=learn theme-accent='#00558b'></interview-hindsight>").await?;
    let browser = open(&careers, "log.html").await?;
    // A frame that is out of sight may take its time.
    for (which, ready) in [(0, 1), (1, 2)] {
        browser.enter_embedded(which).await?;
        browser.leave_frame().await?;
        browser
            .wait_until(
                "it is ready",
                &format!("events.filter(([, type]) => type === 'ready').length >= {ready}"),
            )
            .await?;
    }
    browser.enter_embedded(0).await?;
    browser.leave_frame().await?;
    resting(&browser).await?;
    browser
        .js("events.length = 0; window.before = a.offsetHeight")
        .await?;
    browser.enter_embedded(1).await?;
    assert_eq!(
        browser
            .js("return document.documentElement.style.getPropertyValue('--accent').slice(0, 18)")
            .await?,
        "light-dark(#00558b"
    );
    browser.click("radio", "Awful").await?;
    browser.click("button", "Continue").await?;
    browser.wait_for_fragment("#/question/lean").await?;
    browser.wait_for_layout().await?;
    browser.leave_frame().await?;
    assert_eq!(browser.js("return a.offsetHeight === before").await?, true);
    browser.enter_embedded(0).await?;
    assert_eq!(
        browser
            .js("return document.documentElement.style.length")
            .await?,
        0
    );
    close(browser, &careers).await
}

/// A host can put a second frame of the quiz beside the one that is answered, out of sight, and watch what it is told there.
#[tokio::test]
async fn a_second_hidden_frame_is_told_nothing_of_what_is_answered_in_the_first() -> Result<()> {
    let careers =
        listening("<interview-hindsight id=a></interview-hindsight><div id=b></div>").await?;
    let browser = open(&careers, "log.html").await?;
    let mut seen = Vec::new();
    for place in [0, 9] {
        browser.enter_embedded(0).await?;
        browser
            .js("localStorage.clear(); sessionStorage.clear()")
            .await?;
        browser.leave_frame().await?;
        browser.js("a.replaceWith(a.cloneNode())").await?;
        take(&browser, place).await?;
        browser.leave_frame().await?;
        resting(&browser).await?;
        // As the first one has its result; what it keeps can be read by the second.
        let add = "const spy = document.createElement('interview-hindsight'); spy.style.cssText = 'position: absolute; opacity: 0; inline-size: 500px'; told.length = 0; b.replaceChildren(spy)";
        browser.js(add).await?;
        browser.enter_embedded(1).await?;
        browser.leave_frame().await?;
        resting(&browser).await?;
        let height = "return b.firstChild.shadowRoot.querySelector('iframe').offsetHeight";
        let height = browser.js(height).await?;
        seen.push((height, without_ids(told(&browser).await?)));
        browser.js("b.replaceChildren()").await?;
    }
    assert_eq!(seen[0], seen[1]);
    let mut browser = browser;
    browser.take_seen().await?;
    close(browser, &careers).await
}

/// The host changes the width in the middle of a step: the height is that of the new width, the same whatever is chosen.
#[tokio::test]
async fn a_width_that_changes_in_the_middle_of_a_step_has_the_height_that_it_always_has()
-> Result<()> {
    let careers = listening("<interview-hindsight id=a></interview-hindsight>").await?;
    let browser = open(&careers, "log.html").await?;
    browser.resize(1_300, 1_000).await?;
    browser.js("a.style.width = '320px'").await?;
    browser.enter_embedded(0).await?;
    choose(&browser, 0).await?;
    browser.click("button", "Continue").await?;
    browser.wait_for_fragment("#/question/lean").await?;
    browser.leave_frame().await?;
    let narrow = resting(&browser).await?.1;
    let mut wide = Vec::new();
    for place in [0, 2] {
        browser.enter_embedded(0).await?;
        choose(&browser, place).await?;
        browser.leave_frame().await?;
        browser.js("a.style.width = '700px'").await?;
        wide.push(resting(&browser).await?.1);
        browser.enter_embedded(0).await?;
        browser.click("button", "Continue").await?;
        browser.leave_frame().await?;
        browser.js("a.style.width = '320px'").await?;
        browser.enter_embedded(0).await?;
        browser.wait_for_fragment("#/question/distracted").await?;
        browser.leave_frame().await?;
        assert_eq!(
            resting(&browser).await?.1,
            narrow,
            "questions have one height"
        );
        browser.enter_embedded(0).await?;
        browser.click("link", "Back").await?;
        browser.wait_for_fragment("#/question/lean").await?;
        browser.leave_frame().await?;
    }
    assert_eq!(wide[0], wide[1]);
    ensure!(wide[0] < narrow, "{wide:?} and {narrow}");
    close(browser, &careers).await
}

#[tokio::test]
async fn a_page_that_is_not_on_the_list_cannot_frame_the_app() -> Result<()> {
    let careers = listening("<interview-hindsight id=a></interview-hindsight>").await?;
    let mut browser = Browser::open_blank(&careers.app, BrowserOptions::default()).await?;
    // The same page by its other name is another origin.
    let address = careers.url().replace("localhost", "127.0.0.1");
    browser.go(&format!("{address}log.html")).await?;
    browser
        .js("document.querySelector('interview-hindsight').scrollIntoView()")
        .await?;
    reported(&mut browser, &["frame-ancestors"]).await?;
    assert_eq!(browser.js("return told.length").await?, 0);
    browser.take_seen().await?;
    browser.close().await
}

#[tokio::test]
async fn a_theme_that_is_no_theme_changes_nothing() -> Result<()> {
    let long = "x".repeat(10_000);
    let element = format!(
        "<interview-hindsight id=a theme-accent=\"url(https://example.com/)\" theme-text=\"red;}}body{{display:none\" theme-background=\"expression(alert(1))\" theme-radius=\"1e9\" theme-font=\"{long}\"></interview-hindsight>"
    );
    let careers = listening(&element).await?;
    let mut browser = open(&careers, "log.html").await?;
    browser.enter_embedded(0).await?;
    assert_eq!(
        browser
            .js("return document.documentElement.style.length")
            .await?,
        0
    );
    assert_eq!(
        browser
            .js("return document.documentElement.dataset.font ?? null")
            .await?,
        Value::Null
    );
    browser.leave_frame().await?;
    browser
        .js("a.setAttribute('theme-accent', '#ffcc00')")
        .await?;
    reported(&mut browser, &["#ffcc00", "4.5:1"]).await?;
    browser.take_seen().await?;
    browser.close().await
}

#[tokio::test]
async fn a_sandbox_without_an_origin_still_completes_the_quiz() -> Result<()> {
    if left_out(Need::ScriptsWithoutOrigin)? {
        return Ok(());
    }
    let page = "<!doctype html><html lang=en><meta charset=utf-8><title>Careers</title><link rel=icon href='data:,'><iframe sandbox='allow-scripts' title=Quiz width=700 height=700 src='{app}embed/'></iframe></html>";
    let careers = Careers::start_with(|options| {
        options.extra_headers.clear();
        options
            .pages
            .push(("sandbox.html".to_owned(), page.to_owned()));
    })
    .await?;
    let mut browser = open(&careers, "sandbox.html").await?;
    browser.find_css("iframe").await?.enter_frame().await?;
    browser.find("radio", "Awful").await?.click().await?;
    browser
        .wait_for_text("This browser may not keep what you do here")
        .await?;
    browser
        .wait_until(
            "it scrolls by itself",
            "!('fits' in document.documentElement.dataset)",
        )
        .await?;
    // The frame's origin is nobody's, and what has a hash comes to it all the same.
    let styled = "return [...document.querySelectorAll('style, link[rel=stylesheet]')].filter((it) => it.sheet).length";
    assert_eq!(browser.js(styled).await?, 2);
    browser.click("button", "Continue").await?;
    browser.wait_for_fragment("#/question/lean").await?;
    go_in_frame(&browser, "#/check").await?;
    browser.wait_for_fragment("#/check").await?;
    browser.click("button", "See my result").await?;
    browser.find("link", "What to do now").await?;
    browser
        .wait_for_text("This browser may not keep what you do here")
        .await?;
    browser.take_seen().await?;
    browser.close().await
}

#[tokio::test]
async fn a_page_on_the_apps_own_origin_gets_the_warning_and_not_the_promise() -> Result<()> {
    let page = LISTENING
        .replace(
            "ELEMENTS",
            "<interview-hindsight id=a></interview-hindsight>",
        )
        .replace("{app}", "./");
    let plain = "<!doctype html><html lang=en><meta charset=utf-8><title>Careers</title><link rel=icon href='data:,'><iframe title=Quiz width=700 height=900 src='./embed/'></iframe></html>";
    let gate = Gate::default();
    let app = e2e::Site::start_with(|options| {
        options.pages.push(("same.html".to_owned(), page));
        options
            .pages
            .push(("plain.html".to_owned(), plain.to_owned()));
        let held = Fault::Held(gate.clone());
        options.faults.push((".wasm".to_owned(), held));
    })
    .await?;
    let mut browser = Browser::open_blank(&app, BrowserOptions::default()).await?;
    browser.go("same.html").await?;
    browser.enter_html_of_embedded(0).await?;
    for is_held in [true, false] {
        browser
            .wait_for_text("This page can read what you type here")
            .await?;
        let text = browser.text().await?;
        for promise in [
            "cannot see your answers",
            "never leave this browser",
            "stays in this browser",
        ] {
            assert!(!text.contains(promise), "{promise} in {text}");
        }
        if is_held {
            browser.wait_for_loading().await?;
            gate.open();
            browser.leave_frame().await?;
            browser.enter_embedded(0).await?;
        }
    }
    let seen = browser.take_seen().await?;
    assert!(
        seen.console
            .iter()
            .any(|line| line.contains("origin of its own"))
            || !browser.reports(),
        "{:?}",
        seen.console
    );
    browser.go("plain.html").await?;
    reported(&mut browser, &["origin of its own"]).await?;
    browser.take_seen().await?;
    browser.close().await
}

#[tokio::test]
async fn no_page_keeps_a_hold_of_a_frames_page_that_is_opened_as_a_window() -> Result<()> {
    let careers =
        listening("<button onclick=\"window.quiz = window.open('{app}embed/')\">Open</button>")
            .await?;
    let mut browser = open(&careers, "log.html").await?;
    browser.click("button", "Open").await?;
    // To the page that opened it, a window that it has no hold of any more is closed.
    browser
        .wait_until("it has lost its hold", "window.quiz?.closed")
        .await?;
    browser.take_seen().await?;
    browser.close().await
}

#[tokio::test]
async fn a_page_that_isolates_itself_can_show_the_quiz() -> Result<()> {
    let page = LISTENING.replace(
        "ELEMENTS",
        "<interview-hindsight id=a></interview-hindsight>",
    );
    let careers = Careers::start_with(|options| {
        options.extra_headers = vec![
            ("cross-origin-embedder-policy", "require-corp".to_owned()),
            ("cross-origin-opener-policy", "same-origin".to_owned()),
        ];
        options.pages.push(("log.html".to_owned(), page));
    })
    .await?;
    let browser = open(&careers, "log.html").await?;
    assert_eq!(browser.js("return crossOriginIsolated").await?, true);
    browser.enter_embedded(0).await?;
    browser.find("radio", "Awful").await?;
    close(browser, &careers).await
}

/// What the shipped configurations say about each file is what the project's own server says.
async fn says_what_the_project_asks_for(server: Server) -> Result<()> {
    let careers = Careers::behind(server).await?;
    let browser = Browser::open(&careers.app).await?;
    let embedders = [careers.origin()];
    let mut files = vec!["/embed/index.html".to_owned()];
    for file in xtask::workspace::files_below(careers.app.dist())? {
        let below = file.strip_prefix(careers.app.dist())?.display().to_string();
        if !below.ends_with(".br") && !below.ends_with(".gz") {
            files.push(format!("/{}", below.trim_end_matches("index.html")));
        }
    }
    for file in files {
        let script = format!(
            "const response = await fetch('{file}'); return [response.status, Object.fromEntries(response.headers)]"
        );
        let answer = browser
            .js(&format!("return (async () => {{ {script} }})()"))
            .await?;
        assert_eq!(answer[0], 200, "{file}");
        let wanted = xtask::policy::headers(&file, e2e::Framing::Nobody, &embedders);
        for (name, value) in &wanted {
            assert_eq!(
                answer[1][name].as_str(),
                Some(value.as_str()),
                "{name} of {file}"
            );
        }
        for name in [
            "cross-origin-opener-policy",
            "cross-origin-embedder-policy",
            "access-control-allow-origin",
        ] {
            let wanted = wanted
                .iter()
                .find(|(other, _)| *other == name)
                .map(|(_, value)| value.as_str());
            assert_eq!(answer[1][name].as_str(), wanted, "{name} of {file}");
        }
        // What the build has packed comes packed.
        let is_packed = ["js", "wasm", "css", "/"]
            .iter()
            .any(|end| file.ends_with(end));
        assert!(
            !is_packed || answer[1]["content-encoding"].is_string(),
            "{file} is not packed"
        );
    }
    browser.close().await
}

#[tokio::test]
async fn nginx_sends_the_headers_that_the_project_asks_for() -> Result<()> {
    says_what_the_project_asks_for(Server::Nginx).await
}

#[tokio::test]
async fn caddy_sends_the_headers_that_the_project_asks_for() -> Result<()> {
    says_what_the_project_asks_for(Server::Caddy).await
}

#[tokio::test]
async fn nginx_keeps_nothing_for_ever_but_files_with_a_hash_that_are_there() -> Result<()> {
    keeps_nothing_for_ever_but_files_with_a_hash(Server::Nginx).await
}

#[tokio::test]
async fn caddy_keeps_nothing_for_ever_but_files_with_a_hash_that_are_there() -> Result<()> {
    keeps_nothing_for_ever_but_files_with_a_hash(Server::Caddy).await
}

/// A file that a deploy has missed would else be missing for good for whoever asked meanwhile; and a folder may be called
/// like a hash, as the page of a quiz is called as its id.
async fn keeps_nothing_for_ever_but_files_with_a_hash(server: Server) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let quiz = "quiz/phone-0123456789abcdef.x";
    std::fs::create_dir_all(folder.path().join(quiz))?;
    for file in [
        "index.html",
        "app-0123456789abcdef.css",
        &format!("{quiz}/index.html"),
    ] {
        std::fs::write(
            folder.path().join(file),
            "<!doctype html><title>Quiz</title>",
        )?;
    }
    let careers = Careers::behind_with(server, folder.path()).await?;
    let browser = Browser::open_blank(&careers.app, BrowserOptions::default()).await?;
    let mut browser = browser;
    browser.visit("").await?;
    let for_ever = "public, max-age=31536000, immutable";
    for (path, expected) in [
        ("/app-0123456789abcdef.css", (200, for_ever)),
        ("/app-fedcba9876543210.css", (404, "no-store")),
        ("/nothing.html", (404, "no-store")),
        (&format!("/{quiz}/"), (200, "no-cache")),
        ("/", (200, "no-cache")),
    ] {
        let answer = browser
            .js(&format!("const answer = await fetch('{path}'); return [answer.status, answer.headers.get('cache-control')]"))
            .await?;
        assert_eq!(
            answer,
            serde_json::json!([expected.0, expected.1]),
            "{path}"
        );
    }
    browser.take_seen().await?;
    browser.close().await
}

/// Goes to a screen of the app in the frame, as its own links do, and waits until the frame has kept its height for five
/// pictures: a click would miss what still moves.
async fn go_in_frame(browser: &Browser, fragment: &str) -> Result<()> {
    let script = format!(
        "location.hash = '{fragment}';
        return new Promise((tell) => {{
          let [last, same] = [0, 0];
          const look = () => {{
            same = innerHeight === last ? same + 1 : 0;
            last = innerHeight;
            same < 5 ? requestAnimationFrame(look) : tell();
          }};
          look();
        }})"
    );
    browser.js(&script).await.map(drop)
}

/// Answers these questions in the frame, and gives the address of the result.
async fn result_in_frame(browser: &Browser, answers: &[(&str, &str)]) -> Result<String> {
    for (question, answer) in answers {
        go_in_frame(browser, &format!("#/question/{question}")).await?;
        browser.click("radio", answer).await?;
    }
    go_in_frame(browser, "#/check").await?;
    browser.click("button", "See my result").await?;
    let address = browser.moved_on("#/check").await?;
    browser
        .find_css("main a[href^='#/result/'][href$='/now']")
        .await?;
    Ok(address)
}

#[tokio::test]
async fn what_was_begun_in_a_frame_goes_on_on_the_apps_own_page() -> Result<()> {
    let careers = listening("<interview-hindsight id=a></interview-hindsight>").await?;
    let mut browser = open(&careers, "log.html").await?;
    browser.enter_embedded(0).await?;
    browser.click("radio", "Awful").await?;
    browser.click("button", "Continue").await?;
    browser.wait_for_fragment("#/question/lean").await?;
    let here = "#/question/lean".to_owned();
    choose(&browser, 0).await?;
    let link = browser
        .find("link", "Keep this: open on its own page")
        .await?;
    let address = link.attribute("href").await?.context("an address")?;
    ensure!(
        address.starts_with(&format!("{}#/open/d1.", careers.app.url())),
        "{address}"
    );
    link.click().await?;
    browser.switch_tab(1).await?;
    browser.find("heading", "Answers you have begun").await?;
    let hidden = browser.js("return location.hash").await?;
    assert_eq!(hidden, "#/open", "no answer stands in the address");
    browser.check_accessibility().await?;
    browser.reload().await?;
    browser.click("button", "Go on with it here").await?;
    browser.wait_for_fragment(&here).await?;
    ensure!(
        browser.all_css(".ih-screen input:checked").await?.len() == 1,
        "the answer has come along"
    );
    // The gut is as it was when the first sign was answered.
    browser.go("#/check").await?;
    browser.wait_for_text("Awful").await?;
    browser.back().await?;
    ensure!(!browser.fragment().await?.contains("open/"));
    // In the same way with the result.
    browser.switch_tab(0).await?;
    browser.enter_embedded(0).await?;
    go_in_frame(&browser, "#/check").await?;
    browser.click("button", "See my result").await?;
    browser.moved_on("#/check").await?;
    browser.wait_for_text("unless you take them along").await?;
    let card = browser.find_css(".ih-parts a[target='_blank']").await?;
    card.click().await?;
    browser.switch_tab(2).await?;
    browser.click("button", "Keep this").await?;
    browser
        .wait_until(
            "it is kept under its own address",
            "location.hash.startsWith('#/history/')",
        )
        .await?;
    ensure!(browser.kept_results().await?.len() == 1);
    close(browser, &careers).await
}

#[tokio::test]
async fn answers_in_a_link_leave_the_address_before_anything_is_drawn() -> Result<()> {
    let gate = Gate::default();
    let held = gate.clone();
    let site = Site::start_with(|options| {
        options.faults.push((".wasm".to_owned(), Fault::Held(held)));
    })
    .await?;
    let options = BrowserOptions {
        at_once: true,
        ..BrowserOptions::default()
    };
    let mut browser = Browser::open_blank(&site, options).await?;
    browser.visit("#/open/v1.e30").await?;
    browser
        .wait_until("it is out of the address", "location.hash === '#/open'")
        .await?;
    browser.wait_for_loading().await?;
    gate.open();
    browser
        .find("heading", "This link cannot be opened")
        .await?;
    browser.take_seen().await?;
    browser.close().await
}

#[tokio::test]
async fn a_page_that_shows_what_can_be_learnt_leaves_the_verdict_out_and_says_so() -> Result<()> {
    let careers = listening("<interview-hindsight id=a show=learn></interview-hindsight>").await?;
    let browser = open(&careers, "log.html").await?;
    browser.enter_embedded(0).await?;
    let address = result_in_frame(&browser, &[("gut", "Awful")]).await?;
    let left_out = "This page leaves out what the signs suggest";
    for screen in ["", "/why", "/letter/E3", "/letter/E4"] {
        go_in_frame(&browser, &format!("{address}{screen}")).await?;
        browser.wait_for_text(left_out).await?;
        let text = browser.text().await?;
        for word in ["Too little to go on", "rough guide", "It felt", "Points"] {
            ensure!(!text.contains(word), "{word} on {screen}: {text}");
        }
        browser.check_accessibility().await?;
    }
    for screen in ["/now", "/learn", "/questions", "/reminders"] {
        go_in_frame(&browser, &format!("{address}{screen}")).await?;
        browser.find_css("h1").await?;
        let links = browser
            .all_css("main a[href$='/letter/E3'], main a[href$='/letter/E4']")
            .await?;
        ensure!(links.is_empty(), "no letter that asks on {screen}");
    }
    close(browser, &careers).await
}

#[tokio::test]
async fn a_theme_that_is_changed_is_shown_at_once_and_after_a_reload_in_the_frame() -> Result<()> {
    let careers = listening(
        "<interview-hindsight id=a theme-mode=light theme-accent='#00558b'></interview-hindsight>",
    )
    .await?;
    let browser = open(&careers, "log.html").await?;
    let accent = |colour: &str| {
        format!("document.documentElement.style.getPropertyValue('--accent') === '{colour}'")
    };
    browser.enter_embedded(0).await?;
    browser
        .wait_until("it is as asked", &accent("#00558b"))
        .await?;
    browser.click("radio", "Awful").await?;
    browser.leave_frame().await?;
    browser
        .wait_until("it is ready", "events.length === 1")
        .await?;
    browser
        .js("a.setAttribute('theme-accent', '#7a1f3d'); a.setAttribute('theme-density', 'compact'); a.setAttribute('locale', 'en-GB'); a.setAttribute('title', 'Another name')")
        .await?;
    assert_eq!(
        browser
            .js("return a.shadowRoot.querySelector('iframe').title")
            .await?,
        "Another name"
    );
    browser.enter_embedded(0).await?;
    browser
        .wait_until("it is as asked now", &accent("#7a1f3d"))
        .await?;
    browser
        .wait_until(
            "nothing was lost",
            "document.querySelector('#main > .ih-screen input[name=gut]:checked')",
        )
        .await?;
    browser.js("location.reload()").await?;
    browser.leave_frame().await?;
    browser
        .wait_until(
            "it said hello again",
            "told.filter((message) => message.type === 'hello').length === 2",
        )
        .await?;
    browser.enter_embedded(0).await?;
    browser
        .wait_until("the reload has kept it", &accent("#7a1f3d"))
        .await?;
    browser
        .wait_until(
            "and the rest",
            "document.documentElement.dataset.density === 'compact'",
        )
        .await?;
    browser.leave_frame().await?;
    browser.js("a.removeAttribute('theme-accent')").await?;
    browser.enter_embedded(0).await?;
    browser
        .wait_until("it is our own again", &accent(""))
        .await?;
    close(browser, &careers).await
}

#[tokio::test]
async fn no_size_of_the_page_goes_round_in_circles() -> Result<()> {
    let elements = "<style>html, body { height: 100% } section { min-height: 100vh; display: grid } interview-hindsight { min-height: 100vh }</style><section><interview-hindsight id=a></interview-hindsight></section>";
    let careers = listening(elements).await?;
    let mut browser = open(&careers, "log.html").await?;
    browser.resize(1_000, 700).await?;
    browser.enter_embedded(0).await?;
    browser.click("radio", "Awful").await?;
    browser.click("button", "Continue").await?;
    browser.wait_for_fragment("#/question/lean").await?;
    browser.leave_frame().await?;
    let wide = resting(&browser).await?;

    // Out of sight and back, with another tab in front, and with half the room, as at a zoom of 200 %.
    browser.js("a.style.display = 'none'").await?;
    assert_eq!(
        resting(&browser).await?.0,
        wide.0,
        "what is hidden asks for nothing"
    );
    browser.js("a.style.display = ''").await?;
    assert_eq!(resting(&browser).await?, wide);
    browser.open_tab().await?;
    browser.switch_tab(0).await?;
    assert_eq!(resting(&browser).await?, wide);
    browser.resize(360, 700).await?;
    let narrow = resting(&browser).await?;
    ensure!(narrow.1 > wide.1, "{narrow:?} and {wide:?}");
    browser.resize(1_000, 700).await?;
    let again = resting(&browser).await?;
    assert_eq!(again.1, wide.1, "the same width has the same height");
    ensure!(again.0 <= wide.0 + 4, "{again:?} after {wide:?}");
    assert_eq!(browser.js("return errors").await?, serde_json::json!([]));
    close(browser, &careers).await
}

/// Goes to each of these addresses in the frame, and gives the height that is asked for there, and with something open.
const HEIGHTS: &str = r##"
const { tell } = hindsightFrame;
if (!window.asked) {
  window.asked = {};
  hindsightFrame.tell = (type, data) => { if (type === "resize") asked.h = data.h; tell(type, data); };
}
const picture = () => new Promise((done) => requestAnimationFrame(done));
const rest = async () => {
  for (let same = 0, last, looks = 0; same < 3; looks++) {
    await picture();
    const busy = (asked.h && asked.h !== innerHeight) || document.querySelector(".ih-samples") || !document.querySelector("#main h1");
    const now = `${innerHeight} ${document.getElementById("app").offsetHeight}`;
    same = !busy && now === last ? same + 1 : 0;
    last = now;
    if (looks > 600) throw new Error(`no rest at ${location.hash}`);
  }
};
const heights = {};
for (const [kind, address] of Object.entries(ADDRESSES)) {
  location.replace(address);
  await rest();
  heights[kind] = innerHeight;
  const foot = [...document.querySelectorAll(".ih-footer")].findLast((foot) => foot.checkVisibility());
  (window.filled ??= {})[kind] = (foot.getBoundingClientRect().bottom + scrollY) / innerHeight;
  if (!OPENS) continue;
  const parts = [...document.querySelectorAll("#main > .ih-screen:not([hidden]) details:not([open])")];
  for (const part of parts.slice(0, 2)) {
    part.open = true;
    await rest();
    heights[kind + ", opened"] ??= innerHeight;
    if (heights[kind + ", opened"] !== innerHeight) heights[kind + ", opened"] = "not as high with more open";
  }
  for (const part of parts) part.open = false;
  await rest();
}
return heights"##;

/// What was answered, and what the browser has beside it: much, the opposite with every day and outcome known, and nothing.
const LIVES: [(&[(&str, &str)], &str); 3] = [
    (
        &[
            ("gut", "Great"),
            ("coach", "No"),
            ("hard", "Easy"),
            ("stuck", "No"),
        ],
        "",
    ),
    (
        &[
            ("gut", "Awful"),
            ("coach", "Yes, a large part"),
            ("hard", "Very hard, or they pushed me a lot"),
            ("stuck", "Yes, I went blank"),
        ],
        r#"
        localStorage["interview-hindsight:interview:result:damaged"] = "{";
        const key = Object.keys(localStorage).find((key) => key.includes(":result:") && !key.endsWith("damaged"));
        const record = JSON.parse(localStorage[key]);
        const part = (value) => ({ at: Date.now(), tag: 1, value });
        record.situation = part({ answers: {}, promised_on: "2027-03-30", next_on: "2027-04-07" });
        record.outcome = part({ is: "no", on: "2027-03-20" });
        localStorage[key] = JSON.stringify(record);
        for (const copy of ["one", "two"]) localStorage[key.replace(/[^:]+$/, copy)] = JSON.stringify({ ...record, id: copy });
        "#,
    ),
    (&[], ""),
];

/// The width of a page at which no more than a quarter of the frame is empty, in CSS pixels.
const DESKTOP: u32 = 1_280;

/// The heights of the quiz in a page: neither what was answered, nor what the browser keeps, nor how wide the page was before
/// changes them, and what is opened always takes the same.
#[tokio::test]
async fn a_kind_of_page_has_one_height_at_a_width_whatever_is_answered_and_kept() -> Result<()> {
    let careers = listening("<interview-hindsight id=a></interview-hindsight>").await?;
    let mut browser = open(&careers, "log.html").await?;
    browser.resize(1_300, 1_000).await?;
    let narrower = (0..14).map(|place| 280 + place * 70);
    let mut widths: Vec<u32> = narrower.chain([DESKTOP]).collect();
    let mut heights = std::collections::BTreeMap::<(u32, String), Value>::new();
    for (answers, life) in LIVES {
        widths.reverse();
        browser.enter_embedded(0).await?;
        for (question, answer) in answers {
            go_in_frame(&browser, &format!("#/question/{question}")).await?;
            browser.click("radio", answer).await?;
        }
        if answers.is_empty() {
            browser.click("button", "Continue").await?;
        }
        let way = r##"{ start: "#/question/gut", question: "#/question/coach", promise: "#/question/next", list: "#/check" }"##;
        note_heights(&browser, &widths, way, &mut heights).await?;
        let result = result_in_frame(&browser, &[]).await?;
        browser.js(life).await?;
        browser.js("location.reload()").await?;
        browser.leave_frame().await?;
        browser.enter_embedded(0).await?;
        let unread =
            "return Object.keys(localStorage).filter((key) => key.includes(':bad:')).length";
        let unread = browser.js(unread).await?;
        assert_eq!(
            unread,
            u32::from(!life.is_empty()),
            "what is kept can be read"
        );
        let at = |part: &str| format!("{result}{part}");
        let way = format!(
            r##"{{ result: "{result}", why: "{}", now: "{}", learn: "{}", quick: "{}", reminders: "{}", list: "{}", question: "{}", letter: "{result}/letter/E1", sent: "{result}/sent/E1", notes: "{result}/notes", limits: "{result}/limits", data: "#/your-data", how: "#/how-it-works", elsewhere: "#/next" }}"##,
            at("/why"),
            at("/now"),
            at("/learn"),
            at("/questions"),
            at("/reminders"),
            at("/answers"),
            at("/answers/lean"),
        );
        note_heights(&browser, &widths, &way, &mut heights).await?;
        browser
            .js("localStorage.clear(); sessionStorage.clear()")
            .await?;
        browser.leave_frame().await?;
        browser.js("a.replaceWith(a.cloneNode())").await?;
    }
    browser.take_seen().await?;
    close(browser, &careers).await
}

/// Takes the heights at these widths, and holds them to what they were before.
async fn note_heights(
    browser: &Browser,
    widths: &[u32],
    addresses: &str,
    heights: &mut std::collections::BTreeMap<(u32, String), Value>,
) -> Result<()> {
    let look = HEIGHTS.replace("ADDRESSES", addresses);
    for (place, width) in widths.iter().enumerate() {
        // What is opened is tried at every third width.
        let look = look.replace("OPENS", if place % 3 == 0 { "true" } else { "false" });
        browser.leave_frame().await?;
        browser.js(&format!("a.style.width = '{width}px'")).await?;
        browser.enter_embedded(0).await?;
        let now = browser.js(&look).await?;
        if *width == DESKTOP {
            let filled = browser.js("return window.filled").await?;
            for (kind, filled) in filled.as_object().context("shares")? {
                // A result is seen whole as well, but for what is said of a damaged entry.
                let damaged =
                    "return Object.keys(localStorage).some((key) => key.includes(':bad:'))";
                let is_whole = kind == "result" && browser.js(damaged).await? == false;
                let most = if is_whole { 1.0 } else { f64::MAX };
                let fits = |filled: f64| (0.75..=most).contains(&filled);
                ensure!(
                    filled.as_f64().is_some_and(fits),
                    "{kind} fills {filled} of {}",
                    now[kind]
                );
            }
        }
        for (kind, height) in now.as_object().context("heights")? {
            let known = heights
                .entry((*width, kind.clone()))
                .or_insert_with(|| height.clone());
            ensure!(
                known == height,
                "{kind} at {width} px: {height}, and {known} before"
            );
        }
    }
    browser.leave_frame().await?;
    browser.enter_embedded(0).await
}

/// How many heights were asked for, and how high the frame is, as soon as neither changes for ten pictures.
async fn resting(browser: &Browser) -> Result<(u64, u64)> {
    let look = "return [told.filter((message) => message.type === 'resize').length, a.shadowRoot.querySelector('iframe').offsetHeight]";
    let mut last = Value::Null;
    let mut same = 0;
    for _ in 0..200 {
        browser.wait_for_layout().await?;
        let now = browser.js(look).await?;
        same = if now == last { same + 1 } else { 0 };
        if same == 10 {
            return Ok(serde_json::from_value(now)?);
        }
        last = now;
    }
    anyhow::bail!("it never rests: {last}")
}

#[tokio::test]
async fn forged_messages_over_the_port_change_nothing_on_either_side() -> Result<()> {
    let careers = listening("<interview-hindsight id=a></interview-hindsight>").await?;
    let browser = open(&careers, "log.html").await?;
    browser.enter_embedded(0).await?;
    browser.click("radio", "Awful").await?;
    browser.click("button", "Continue").await?;
    browser.wait_for_fragment("#/question/lean").await?;
    browser.leave_frame().await?;
    let before = resting(&browser).await?;
    let events = browser.js("return events.length").await?;
    browser
        .js(r##"
        const { id, ns } = told[0], long = "x".repeat(10_000), port = ports.at(-1);
        const odd = [null, undefined, [], [1], 7, 1n, "x", new Date(), new Map([["ns", ns]]), {}, { ns }, { ns, v: 1, id }];
        // To the frame.
        const data = [{}, null, [], { tag: 7 }, { tag: long }, { "theme-accent": "url(https://example.com/)" }, { "theme-text": "red;}body{display:none" }, { "theme-font": long }, { "theme-background": "expression(alert(1))" }, { ["__proto__"]: { "theme-accent": "#00558b" } }, { constructor: 1 }];
        for (const type of ["theme", "locale", "init", "hello", "resize", "__proto__", "constructor", "toString", long])
          for (const one of data) odd.push({ ns, v: 1, id, type, seq: 1000, data: one });
        odd.push({ ns, v: 2, id, type: "theme", seq: 1, data: { "theme-density": "compact" } });
        odd.push({ ns, v: 1, id: "other", type: "theme", seq: 1, data: { "theme-density": "compact" } });
        odd.push({ ns: "other", v: 1, id, type: "theme", seq: 1, data: { "theme-density": "compact" } });
        const circle = { ns, v: 1, id, type: "theme", seq: 1 };
        circle.data = circle;
        odd.push(circle);
        for (const message of odd) port.postMessage(message);
        // From the frame: what has been said already, and what is no number that can be.
        const forged = [...told, ...odd];
        let seq = 1000;
        for (const type of ["resize", "step", "scroll", "__proto__", "constructor", "hasOwnProperty"])
          for (const one of [NaN, -1, 1e9, Infinity, 0.5, "480", [480], null, {}])
            forged.push({ ns, v: 1, id, type, seq: (seq += 1), data: { h: one, y: one, stage: one, of: one } });
        forged.push({ ns, v: 1, id, type: "ready", seq: (seq += 1), data: {} });
        for (const seq of [NaN, null, "x", {}, -1]) forged.push({ ns, v: 1, id, type: "complete", seq, data: {} });
        for (const message of forged) port.onmessage({ data: message });"##)
        .await?;
    assert_eq!(resting(&browser).await?, before);
    assert_eq!(browser.js("return events.length").await?, events);
    assert_eq!(browser.js("return errors").await?, serde_json::json!([]));
    browser.enter_embedded(0).await?;
    let look = browser
        .js("const { style, dataset } = document.documentElement; return [style.length, dataset.density ?? null, location.hash]")
        .await?;
    assert_eq!(look, serde_json::json!([0, null, "#/question/lean"]));
    browser.click("button", "Continue").await?;
    browser.moved_on("#/question/lean").await?;
    browser.leave_frame().await?;
    // The complaints about the themes are for the owner's console.
    let mut browser = browser;
    browser.take_seen().await?;
    browser.close().await
}

#[tokio::test]
async fn a_frame_that_keeps_nothing_says_so() -> Result<()> {
    if left_out(Need::FramesWithoutCredentials)? {
        return Ok(());
    }
    let page = "<!doctype html><html lang=en><meta charset=utf-8><title>Careers</title><link rel=icon href='data:,'><iframe credentialless title=Quiz width=700 height=900 src='{app}embed/'></iframe></html>";
    let careers = Careers::start_with(|options| {
        options.extra_headers.clear();
        options
            .pages
            .push(("credentialless.html".to_owned(), page.to_owned()));
    })
    .await?;
    let browser = open(&careers, "credentialless.html").await?;
    browser.find_css("iframe").await?.enter_frame().await?;
    browser
        .wait_for_text("This browser may not keep what you do here")
        .await?;
    browser.click("radio", "Awful").await?;
    browser
        .wait_for_text("What you do here may be gone when you leave this page.")
        .await?;
    close(browser, &careers).await
}

#[tokio::test]
async fn a_frame_that_may_keep_nothing_says_so() -> Result<()> {
    let careers = listening("<interview-hindsight id=a></interview-hindsight>").await?;
    let options = BrowserOptions {
        storage_blocked: true,
        ..BrowserOptions::default()
    };
    let mut browser = Browser::open_blank(&careers.app, options).await?;
    browser.go(&format!("{}log.html", careers.url())).await?;
    browser.enter_embedded(0).await?;
    browser
        .wait_for_text("This browser may not keep what you do here")
        .await?;
    browser.leave_frame().await?;
    let before = resting(&browser).await?;
    browser.enter_embedded(0).await?;
    browser.click("radio", "Awful").await?;
    browser.leave_frame().await?;
    assert_eq!(
        resting(&browser).await?,
        before,
        "nothing comes with an answer"
    );
    browser.enter_embedded(0).await?;
    browser.click("button", "Continue").await?;
    browser.wait_for_fragment("#/question/lean").await?;
    browser.take_seen().await?;
    browser.close().await
}

#[tokio::test]
async fn frame_and_page_can_be_read_in_the_dark_and_in_the_pages_own_colours() -> Result<()> {
    if left_out(Need::Wishes)? {
        return Ok(());
    }
    let careers = Careers::behind(Server::Nginx).await?;
    let browser = open(&careers, "").await?;
    let dark = Emulation {
        dark: true,
        ..Emulation::default()
    };
    browser.look(dark).await?;
    browser.check_accessibility().await?;
    browser.enter_embedded(0).await?;
    browser.check_accessibility().await?;
    let address = result_in_frame(&browser, &[("gut", "Awful")]).await?;
    for screen in ["", "/why", "/now"] {
        go_in_frame(&browser, &format!("{address}{screen}")).await?;
        browser.find_css("h1").await?;
        browser.wait_for_layout().await?;
        browser.check_accessibility().await?;
    }
    browser.leave_frame().await?;
    browser
        .js("const element = document.querySelector('interview-hindsight'); for (const [name, value] of [['background', '#102a43'], ['text', '#f0f4f8'], ['accent', '#ffd166'], ['font', 'humanist']]) element.setAttribute(`theme-${name}`, value)")
        .await?;
    browser.enter_embedded(0).await?;
    browser
        .wait_until(
            "it has the colours of the page",
            "document.documentElement.style.getPropertyValue('--ground') === '#102a43'",
        )
        .await?;
    for screen in ["", "/why", "/now", "/learn", "/limits"] {
        go_in_frame(&browser, &format!("{address}{screen}")).await?;
        browser.find_css("h1").await?;
        browser.wait_for_layout().await?;
        browser.check_accessibility().await?;
    }
    close(browser, &careers).await
}

#[tokio::test]
async fn letters_and_reminders_leave_a_frame_by_copy_mail_and_file_and_nothing_is_printed()
-> Result<()> {
    let careers = listening("<interview-hindsight id=a></interview-hindsight>").await?;
    let browser = open(&careers, "log.html").await?;
    browser.enter_embedded(0).await?;
    let address = result_in_frame(&browser, &[("gut", "Awful")]).await?;
    let screens = [
        "",
        "/why",
        "/now",
        "/learn",
        "/limits",
        "/questions",
        "/answers",
        "/reminders",
    ];
    for screen in screens {
        go_in_frame(&browser, &format!("{address}{screen}")).await?;
        browser.find_css("h1").await?;
        let print = browser
            .js("return [...document.querySelectorAll('main button')].filter((button) => /print/i.test(button.textContent)).length")
            .await?;
        assert_eq!(print, 0, "at the frame's size nothing is printed: {screen}");
    }
    // What is printed is on the app's own page.
    go_in_frame(&browser, &format!("{address}/report")).await?;
    browser
        .find("heading", "This is on the quiz's own page")
        .await?;
    go_in_frame(&browser, &format!("{address}/now")).await?;
    let letter = browser.find_css("main a[href*='/letter/']").await?;
    letter.click().await?;
    let mail = browser.find_css("main a[href^='mailto:']").await?;
    let href = mail.attribute("href").await?.unwrap_or_default();
    ensure!(
        href.len() <= 1_500 + "mailto:".len() + 320,
        "{}",
        href.len()
    );
    mail.click().await?;
    browser.wait_for_layout().await?;
    // Whether there is a mail program, no page gets to know: the letter and the way to copy it are still there.
    browser.find_css("#letter").await?;
    let copy = browser
        .find_css("main .ih-actions .ih-button[data-kind='primary']")
        .await?;
    copy.click().await?;
    browser.wait_for_text("opied").await?;
    go_in_frame(&browser, "#/your-data").await?;
    browser.save_copy().await?;
    // The mail program's address is the one request that is no file of ours.
    let mut browser = browser;
    let problems = browser.take_seen().await?.problems(&careers.app.origin());
    let own = format!("request: GET {}", careers.origin());
    let mut others = problems.iter().filter(|problem| {
        ![own.as_str(), "request: GET mailto:", "console: "]
            .iter()
            .any(|known| problem.starts_with(known))
    });
    ensure!(others.next().is_none(), "{problems:#?}");
    browser.close().await
}

#[tokio::test]
async fn no_shift_in_a_narrow_page_either() -> Result<()> {
    let careers = listening("<style>body { width: 340px; margin: 10px } interview-hindsight:not(:defined) { min-height: 2080px !important }</style><interview-hindsight id=a></interview-hindsight>").await?;
    let mut browser = Browser::open_blank(&careers.app, BrowserOptions::default()).await?;
    browser.resize(360, 800).await?;
    browser.go(&format!("{}log.html", careers.url())).await?;
    browser
        .wait_until("it is ready", "events.length === 1")
        .await?;
    resting(&browser).await?;
    assert_eq!(browser.js("return shift").await?, 0);
    close(browser, &careers).await
}

#[tokio::test]
async fn the_page_scrolls_to_a_new_step_after_something_was_done_and_not_before() -> Result<()> {
    let manifest = std::fs::read_to_string(e2e::dist()?.join("embed.json"))?;
    let manifest: Value = serde_json::from_str(&manifest)?;
    // The loader is on the page twice, under both of its names.
    let elements = format!(
        "<script type=module src='{{app}}{}'></script><style>interview-hindsight::part(frame) {{ scroll-margin-top: 40px }}</style><div style='height: 600px'></div><interview-hindsight id=a></interview-hindsight><div style='height: 600px'></div>",
        manifest["file"].as_str().unwrap_or_default()
    );
    let careers = listening(&elements).await?;
    let browser = open(&careers, "log.html").await?;
    browser.resize(1_000, 700).await?;
    browser
        .wait_until("it is ready", "events.length === 1")
        .await?;
    resting(&browser).await?;
    assert_eq!(
        browser.js("return [scrollY, shift]").await?,
        serde_json::json!([0, 0])
    );
    let frame = browser
        .js("const { title, loading, allow, referrerPolicy, part } = a.shadowRoot.querySelector('iframe'); return [title, loading, allow, referrerPolicy, String(part)]")
        .await?;
    assert_eq!(
        frame,
        serde_json::json!([
            "Interview Hindsight",
            "lazy",
            "clipboard-write; web-share",
            "strict-origin",
            "frame"
        ])
    );
    browser.enter_embedded(0).await?;
    browser.click("radio", "Awful").await?;
    browser.leave_frame().await?;
    browser
        .js("scrollTo(0, document.body.scrollHeight); window.low = scrollY")
        .await?;
    assert_eq!(browser.js("return low > 640").await?, true);
    browser.enter_embedded(0).await?;
    browser
        .js("document.querySelector('#go-on button, .ih-actions button').click()")
        .await?;
    browser.wait_for_fragment("#/question/lean").await?;
    browser.leave_frame().await?;
    browser
        .wait_until(
            "the top of the step is in view, below what the page keeps free",
            "Math.abs(a.shadowRoot.querySelector('iframe').getBoundingClientRect().top - 40) < 2",
        )
        .await?;
    assert_eq!(browser.js("return errors").await?, serde_json::json!([]));
    close(browser, &careers).await
}

/// The document for owners.
fn document() -> Result<String> {
    Ok(std::fs::read_to_string(
        xtask::workspace::root().join("docs/embedding.md"),
    )?)
}

/// Its blocks of code in this language.
fn snippets(language: &str) -> Result<Vec<String>> {
    let text = document()?;
    let blocks = text.split("```").skip(1).step_by(2);
    let found = blocks.filter_map(|block| {
        let (name, code) = block.split_once('\n')?;
        (name == language).then(|| code.trim().to_owned())
    });
    Ok(found.collect())
}

#[tokio::test]
async fn every_snippet_of_the_document_shows_the_quiz() -> Result<()> {
    let manifest = std::fs::read_to_string(e2e::dist()?.join("embed.json"))?;
    let manifest: Value = serde_json::from_str(&manifest)?;
    let pinned = |name: &str| manifest[name].as_str().unwrap_or_default().to_owned();
    let style = snippets("css")?.concat();
    let pages: Vec<String> = snippets("html")?
        .into_iter()
        .map(|snippet| {
            let snippet = snippet
                .replace("embed-0123456789abcdef.js", &pinned("file"))
                .replace("sha384-...", &pinned("integrity"))
                .replace("https://quiz.example/", "{app}");
            format!(
                "<!doctype html><html lang=en><meta charset=utf-8><title>Careers</title><link rel=icon href='data:,'><style>{style}</style><h1>Careers</h1>{snippet}</html>"
            )
        })
        .collect();
    ensure!(pages.len() >= 7, "there are {}", pages.len());
    let careers = Careers::start_with(|options| {
        options.extra_headers.clear();
        for (number, page) in pages.iter().enumerate() {
            options.pages.push((format!("{number}.html"), page.clone()));
        }
    })
    .await?;
    let mut browser = Browser::open_blank(&careers.app, BrowserOptions::default()).await?;
    for (number, page) in pages.iter().enumerate() {
        browser
            .go(&format!("{}{number}.html", careers.url()))
            .await?;
        if page.contains("<interview-hindsight") {
            browser.enter_embedded(0).await.context(page.clone())?;
        } else if page.contains("<iframe") {
            let frame = browser.find_css("iframe").await?;
            frame.scroll_into_view().await?;
            frame.enter_frame().await?;
        } else {
            let link = browser
                .find("link", "How did your interview really go?")
                .await?;
            let address = link.attribute("href").await?;
            assert_eq!(address, Some(careers.app.url()));
            continue;
        }
        browser.find("radio", "Awful").await.context(page.clone())?;
        if page.contains("theme-accent") {
            browser
                .wait_until(
                    "its colours are used",
                    "document.documentElement.style.getPropertyValue('--accent') === '#0b5563'",
                )
                .await?;
        }
        browser.leave_frame().await?;
        if page.contains("dataLayer") {
            browser
                .wait_until(
                    "the events arrive",
                    "dataLayer.some(({ event }) => event === 'hindsight_ready')",
                )
                .await?;
        }
    }
    close(browser, &careers).await
}

#[tokio::test]
async fn the_policy_in_the_document_is_enough_and_each_line_of_it_is_needed() -> Result<()> {
    let policies = snippets("text")?;
    let additions = policies
        .iter()
        .find(|policy| policy.starts_with("script-src"))
        .context("what a page has to add")?;
    let page = |policy: &str| {
        format!(
            "<!doctype html><html lang=en><meta charset=utf-8><meta http-equiv=Content-Security-Policy content=\"default-src 'none'; img-src data:; require-trusted-types-for 'script'; {}\"><title>Careers</title><link rel=icon href='data:,'><script type=module src='{{app}}embed.js'></script><interview-hindsight></interview-hindsight></html>",
            policy.replace("https://quiz.example", "{origin}")
        )
    };
    let lines: Vec<&str> = additions.split("; ").collect();
    assert_eq!(lines.len(), 2, "{additions}");
    let mut browsers = Vec::new();
    for (what, policy) in [
        ("all", additions.clone()),
        ("no script", lines[1].to_owned()),
        ("no frame", lines[0].to_owned()),
    ] {
        let careers = Careers::start_with(|options| {
            options.extra_headers.clear();
            options.pages.push(("page.html".to_owned(), page(&policy)));
        })
        .await?;
        let browser = open(&careers, "page.html").await?;
        browsers.push((what, careers, browser));
    }
    for (what, careers, mut browser) in browsers {
        match what {
            "all" => {
                browser.enter_embedded(0).await?;
                browser.find("radio", "Awful").await?;
                browser
                    .wait_until(
                        "they have spoken to each other",
                        "'init' in hindsightFrame.early",
                    )
                    .await?;
                close(browser, &careers).await?;
                continue;
            }
            "no script" => {
                reported(&mut browser, &["script-src"]).await?;
                assert_eq!(
                    browser
                        .js("return customElements.get('interview-hindsight') ?? null")
                        .await?,
                    Value::Null
                );
            }
            _ => reported(&mut browser, &["frame-src"]).await?,
        }
        browser.take_seen().await?;
        browser.close().await?;
    }
    Ok(())
}

/// What the document repeats from elsewhere is what stands there.
#[test]
fn the_document_says_what_the_configurations_say() -> Result<()> {
    let texts = snippets("text")?;
    let strict = xtask::host_page::policy("https://quiz.example");
    ensure!(
        texts.contains(&strict),
        "docs/embedding.md should have\n{strict}"
    );
    let isolation =
        "Cross-Origin-Opener-Policy: same-origin\nCross-Origin-Embedder-Policy: require-corp";
    ensure!(texts.iter().any(|text| text == isolation));
    let deploy = xtask::workspace::root().join("deploy");
    for (file, snippet) in [
        ("nginx.conf", snippets("nginx")?.concat()),
        (
            "Caddyfile",
            texts
                .iter()
                .find(|text| text.starts_with("vars"))
                .context("Caddy's line")?
                .clone(),
        ),
    ] {
        let text = std::fs::read_to_string(deploy.join(file))?;
        ensure!(text.contains(&snippet), "deploy/{file} has no\n{snippet}");
    }
    let types = std::fs::read_to_string(xtask::workspace::root().join("embed/embed.d.ts"))?;
    for line in document()?.lines().filter(|line| line.starts_with("| `")) {
        let names = line.split('|').nth(1).unwrap_or_default();
        for name in names.split('`').skip(1).step_by(2) {
            let is_known = name == "theme-…" || name.starts_with("deploy/") || types.contains(name);
            ensure!(is_known, "embed.d.ts knows no {name}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn days_are_written_as_the_page_asks_from_the_start_and_later() -> Result<()> {
    let careers =
        listening("<interview-hindsight id=a locale=en-GB></interview-hindsight>").await?;
    let browser = open(&careers, "log.html").await?;
    browser.enter_embedded(0).await?;
    browser.click("radio", "Awful").await?;
    browser.click("button", "Continue").await?;
    browser.wait_for_fragment("#/question/lean").await?;
    go_in_frame(&browser, "#/check").await?;
    browser.wait_for_fragment("#/check").await?;
    browser.click("button", "See my result").await?;
    let result = browser.moved_on("#/check").await?;
    go_in_frame(&browser, &format!("{result}/reminders")).await?;
    browser.click("radio", "Just now").await?;
    let shows = |day: &str| format!("/{day}/.test(document.getElementById('main').innerText)");
    // A reminder's day may be in the next year, and then has the year too.
    let month =
        "(January|February|March|April|May|June|July|August|September|October|November|December)";
    let british = shows(&format!("\\d+ {month}"));
    let american = shows(&format!("{month} \\d+"));
    browser
        .wait_until("the day comes before the month", &british)
        .await?;
    browser.leave_frame().await?;
    browser.js("a.setAttribute('locale', 'en-US')").await?;
    browser.enter_embedded(0).await?;
    browser
        .wait_until("the month comes before the day", &american)
        .await?;
    // The name of the frame still says the other one.
    browser.js("location.reload()").await?;
    browser
        .wait_until("it stays so when the frame is loaded again", &american)
        .await?;
    browser.leave_frame().await?;
    close(browser, &careers).await
}
