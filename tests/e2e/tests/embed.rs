//! The quiz in a careers page: what the page pays, what it can break, and above all what it is told.

use anyhow::{Context, Result, ensure};
use journeys::{Browser, Careers, Wishes};
use serde_json::Value;

/// A page that keeps everything that it is told: by events of the element, and, as no honest page does, by
/// listening in on the port.
const LISTENING: &str = r#"<!doctype html><html lang="en"><meta charset="utf-8"><title>Careers</title><link rel="icon" href="data:,">
<script>
window.told = []; window.events = []; window.shift = 0; window.errors = [];
addEventListener("error", (event) => errors.push(event.message));
const Real = MessageChannel;
window.MessageChannel = function () {
  const channel = new Real();
  channel.port1.addEventListener("message", (event) => told.push(event.data));
  return channel;
};
addEventListener("message", (event) => told.push(event.data));
for (const type of ["ready", "step", "complete"])
  addEventListener(`hindsight-${type}`, (event) => events.push([event.target.id, type, event.detail]));
new PerformanceObserver((list) => list.getEntries().forEach((entry) => { if (!entry.hadRecentInput) shift += entry.value; })).observe({ type: "layout-shift", buffered: true });
</script>
<script type="module" src="{app}embed.js"></script>
<style>interview-hindsight:not(:defined) { display: block; min-height: 1280px }</style>
<body><h1>Careers</h1>ELEMENTS<p id="after">After it.</p></body></html>"#;

async fn listening(elements: &str) -> Result<Careers> {
    let page = LISTENING.replace("ELEMENTS", elements);
    Careers::start_with(|options| {
        options.headers = false;
        options.extra_headers.clear();
        options.pages.push(("log.html".to_owned(), page));
    })
    .await
}

async fn open(careers: &Careers, address: &str) -> Result<Browser> {
    let mut browser = Browser::open_blank(&careers.app, Wishes::default()).await?;
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

/// Takes the whole quiz in the frame: of each question the option at `place`, or the last one there is.
async fn take(browser: &mut Browser, place: usize) -> Result<()> {
    browser.enter_embedded(0).await?;
    choose(browser, place).await?;
    browser.click("button", "Continue").await?;
    browser.wait_for_fragment("#/about").await?;
    browser.click("button", "Continue").await?;
    let mut here = moved(browser, "#/about").await?;
    while here != "#/check" {
        choose(browser, place).await?;
        browser.settle().await?;
        browser.click("button", "Continue").await?;
        here = moved(browser, &here).await?;
    }
    browser.settle().await?;
    browser.click("button", "See my result").await?;
    moved(browser, "#/check").await?;
    browser.settle().await
}

/// Waits until the frame is at another address, and gives it. The browser's own address is the page's.
async fn moved(browser: &Browser, from: &str) -> Result<String> {
    let mut now = String::new();
    browser
        .wait(&format!("the frame is no longer at {from}"), async || {
            now = serde_json::from_value(browser.js("return location.hash").await?)?;
            Ok(now != from)
        })
        .await?;
    Ok(now)
}

/// Chooses the option at `place` of the first question on the page, or the last one before "not sure".
async fn choose(browser: &Browser, place: usize) -> Result<()> {
    let group = ".ih-screen fieldset:first-of-type .ih-choice__input";
    browser.find_css(".ih-screen .ih-actions").await?;
    let options = browser.all_css(group).await?;
    match options.len().checked_sub(2) {
        Some(last) => options[place.min(last)].click().await,
        // A page that asks for words.
        None => Ok(()),
    }
}

/// Waits until the browser has reported something with all of these words in it.
async fn reported(browser: &mut Browser, words: &[&str]) -> Result<()> {
    for _ in 0..100 {
        browser.settle().await?;
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
    let mut runs = Vec::new();
    for place in [0, 9] {
        let careers = listening("<interview-hindsight id=a></interview-hindsight>").await?;
        let mut browser = open(&careers, "log.html").await?;
        take(&mut browser, place).await?;
        for part in [
            "Why: every answer and what it added",
            "What to do now",
            "What to learn from it",
        ] {
            browser.click("link", part).await?;
            browser.find("heading", part).await?;
            browser.settle().await?;
            browser.click("link", "Back").await?;
            browser.find("link", part).await?;
            browser.settle().await?;
        }
        let result = browser.text().await?;
        let told = told(&browser).await?;
        let events = browser.js("return events").await?;
        runs.push((result, without_ids(told), events));
        close(browser, &careers).await?;
    }
    let [(one, told, events), (other, told_other, events_other)] = &runs[..] else {
        anyhow::bail!("there are two runs")
    };
    assert_ne!(one, other, "the results differ");
    assert_eq!(told, told_other, "and what the page is told does not");
    assert_eq!(events, events_other);

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
async fn the_example_page_shows_the_quiz_of_a_real_server_under_its_strict_policy() -> Result<()> {
    let careers = Careers::behind_nginx().await?;
    let mut browser = open(&careers, "").await?;
    browser.check_accessibility().await?;
    take(&mut browser, 0).await?;
    browser.wait_for_text("An independent tool.").await?;
    browser.wait_for_text("cannot see your answers").await?;
    browser.check_accessibility().await?;
    browser
        .wait_until(
            "there is no scrollbar in the frame",
            "getComputedStyle(document.documentElement).overflowY === 'hidden'",
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
    browser.settle().await?;
    assert_eq!(browser.js("return shift").await?, 0);
    assert_eq!(
        browser.js("return document.activeElement.tagName").await?,
        "BODY"
    );
    close(browser, &careers).await
}

#[tokio::test]
async fn forged_messages_change_nothing() -> Result<()> {
    let elements = "<interview-hindsight id=a></interview-hindsight><iframe id=sibling srcdoc='<p>x</p>'></iframe>";
    let careers = listening(elements).await?;
    let browser = open(&careers, "log.html").await?;
    browser
        .wait_until("it is ready", "events.length === 1")
        .await?;
    browser.settle().await?;
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
    browser.settle().await?;
    assert_eq!(browser.js(height).await?, before);
    assert_eq!(browser.js("return events.length").await?, 1);
    assert_eq!(browser.js("return errors").await?, serde_json::json!([]));
    browser.enter_embedded(0).await?;
    browser.click("radio", "Awful").await?;
    browser.click("button", "Continue").await?;
    browser.wait_for_fragment("#/about").await?;
    close(browser, &careers).await
}

#[tokio::test]
async fn an_element_survives_being_moved_removed_and_added_again() -> Result<()> {
    let careers =
        listening("<interview-hindsight id=a></interview-hindsight><div id=other></div>").await?;
    let browser = open(&careers, "log.html").await?;
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
    browser.wait_for_fragment("#/about").await?;
    browser.js("location.reload()").await?;
    browser.leave_frame().await?;
    browser
        .wait_until(
            "it said hello again",
            "told.filter((message) => message.type === 'hello').length === 2",
        )
        .await?;
    browser.enter_embedded(0).await?;
    browser.find("heading", "About the interview").await?;
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
    browser.enter_embedded(1).await?;
    browser.leave_frame().await?;
    browser
        .wait_until(
            "both are ready",
            "events.filter(([, type]) => type === 'ready').length === 2",
        )
        .await?;
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
    browser.wait_for_fragment("#/about").await?;
    browser.settle().await?;
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

#[tokio::test]
async fn a_page_that_is_not_on_the_list_cannot_frame_the_app() -> Result<()> {
    let careers = listening("<interview-hindsight id=a></interview-hindsight>").await?;
    let mut browser = Browser::open_blank(&careers.app, Wishes::default()).await?;
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
        .wait_for_text("does not let the page save anything")
        .await?;
    assert_eq!(
        browser
            .js("return getComputedStyle(document.documentElement).overflowY")
            .await?,
        "visible",
        "it may scroll by itself"
    );
    browser.click("button", "Continue").await?;
    browser.wait_for_fragment("#/about").await?;
    browser.js("location.hash = '#/check'").await?;
    browser.wait_for_fragment("#/check").await?;
    browser.click("button", "See my result").await?;
    browser.find("link", "What to do now").await?;
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
    let app = journeys::Site::start_with(|options| {
        options.pages.push(("same.html".to_owned(), page));
    })
    .await?;
    let mut browser = Browser::open_blank(&app, Wishes::default()).await?;
    browser.go("same.html").await?;
    browser.enter_embedded(0).await?;
    browser
        .wait_for_text("This page can read what you type here")
        .await?;
    assert!(!browser.text().await?.contains("cannot see your answers"));
    let seen = browser.take_seen().await?;
    assert!(
        seen.console
            .iter()
            .any(|line| line.contains("origin of its own")),
        "{:?}",
        seen.console
    );
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

/// What the shipped configuration of nginx says about each file is what the project's own server says.
#[tokio::test]
async fn a_real_server_sends_the_headers_that_the_project_asks_for() -> Result<()> {
    let careers = Careers::behind_nginx().await?;
    let browser = Browser::open(&careers.app).await?;
    let embedders = [careers.origin()];
    let mut files: Vec<String> = Vec::new();
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
        for (name, value) in xtask::policy::headers(&file, journeys::Framing::Nobody, &embedders) {
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
            let wanted = xtask::policy::headers(&file, journeys::Framing::Nobody, &embedders);
            let wanted = wanted
                .iter()
                .find(|(other, _)| *other == name)
                .map(|(_, value)| value.as_str());
            assert_eq!(answer[1][name].as_str(), wanted, "{name} of {file}");
        }
    }
    browser.close().await
}
