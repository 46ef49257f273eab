//! What could stand in somebody's way, looked for on every screen in every language, 320 px wide, which is 1280 px at 400 %.
//!
//! axe-core knows nothing of these: text that is cut off or lies over other text, as it is and with the spacing of WCAG
//! 1.4.12; sideways scrolling (1.4.10); what has the focus out of sight or covered (2.4.11); controls too small to be
//! touched (2.5.8).

use anyhow::{Context, Result, bail, ensure};
use e2e::{Browser, BrowserOptions, Careers, Emulation, Engine, Need, Site, Texts, left_out, many};
use interview_hindsight::wire::language::LANGUAGES;
use serde_json::json;

/// How many results somebody has: enough for how often the feeling was right.
const RESULTS: usize = 16;

/// The spacing that WCAG 1.4.12 asks a page to bear, put in or taken out again.
const SPACE_OUT: &str = "
const [sheet] = document.styleSheets;
sheet.insertRule('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }', 0);
sheet.insertRule('p { margin-block-end: 2em !important; }', 0);
";
const SPACE_AS_BEFORE: &str = "
const [sheet] = document.styleSheets;
sheet.deleteRule(0);
sheet.deleteRule(0);
";

/// Text at 200 %, as WCAG 1.4.4 has it.
const TWICE_AS_LARGE: &str = "document.documentElement.style.fontSize = '200%'";
const AS_LARGE_AS_BEFORE: &str = "document.documentElement.style.fontSize = ''";

/// What is wrong with how the page lies, one line each.
const LAID_OUT: &str = r#"
const faults = [];
const page = document.documentElement;
const called = (element) => {
  const text = (element.textContent || element.value || "").trim().replace(/\s+/g, " ").slice(0, 40);
  return `${element.localName}.${String(element.className.baseVal ?? element.className).split(" ")[0]} "${text}"`;
};
const UNSEEN = ".ih-visually-hidden, .ih-skip, svg, noscript, select, option";
// A table or a chart may scroll in a box of its own.
const scrolls = (element) => /auto|scroll/.test(getComputedStyle(element).overflowX);
const isInBox = (element) => {
  for (let around = element; around && around !== document.body; around = around.parentElement) if (scrolls(around)) return true;
  return false;
};
const isFloating = (element) => {
  for (let around = element; around; around = around.parentElement)
    if (/fixed|sticky/.test(getComputedStyle(around).position)) return true;
  return false;
};
if (page.scrollWidth > page.clientWidth) faults.push(`the page scrolls sideways, ${page.scrollWidth} px of ${page.clientWidth}`);

const isForSightless = (element) => {
  for (let around = element; around; around = around.parentElement) {
    const { overflow, clipPath } = getComputedStyle(around);
    if (overflow === "hidden" && clipPath !== "none") return true;
  }
  return false;
};
const lines = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const node = walker.currentNode;
  const holder = node.parentElement;
  if (!node.data.trim() || holder.closest(UNSEEN) || !holder.checkVisibility({ visibilityProperty: true }) || isForSightless(holder)) continue;
  let block = holder;
  while (/^(inline|contents)$/.test(getComputedStyle(block).display)) block = block.parentElement;
  const { left, right, top, bottom } = block.getBoundingClientRect();
  const range = document.createRange();
  range.selectNodeContents(node);
  const room = parseFloat(getComputedStyle(holder).fontSize) / 4;
  // Quotation marks at the edge may hang, French ones with the space behind them.
  const edge = getComputedStyle(block).hangingPunctuation?.includes("first") ? room * 4 : 1;
  // Words that may break anywhere can be broken into letters, in a column that gave way to another one.
  const heights = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
  const length = node.data.trim().length;
  if (heights.size >= 4 && length / heights.size < 3) faults.push(`letter below letter, ${length} in ${heights.size} lines: ${called(block)}`);
  for (const line of range.getClientRects()) {
    if (line.width < 1) continue;
    if (!isInBox(holder)) {
      if (line.right > page.clientWidth + 1 || line.left < -1) faults.push(`beside the page: ${called(block)}`);
      if (line.right > right + edge || line.left < left - edge || line.bottom > bottom + room || line.top < top - room)
        faults.push(`out of its box: ${called(block)}`);
      for (let around = block; around !== document.body; around = around.parentElement) {
        if (!/hidden|clip/.test(getComputedStyle(around).overflow)) continue;
        const box = around.getBoundingClientRect();
        if (line.right > box.right + 1 || line.left < box.left - 1 || line.bottom > box.bottom + room || line.top < box.top - room)
          faults.push(`cut off: ${called(block)}`);
      }
    }
    // The letters themselves, without the room above and below them.
    const height = line.height / 4;
    if (!isFloating(holder)) lines.push({ node, holder, block, left: line.left, right: line.right, top: line.top + height, bottom: line.bottom - height });
  }
}
lines.sort((a, b) => a.top - b.top);
lines.forEach((a, place) => {
  for (let next = place + 1; next < lines.length && lines[next].top < a.bottom - 1; next++) {
    const b = lines[next];
    if (a.node === b.node) continue;
    if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2)
      faults.push(`over each other: ${called(a.holder)} and ${called(b.holder)}`);
  }
});
return [...new Set(faults)].slice(0, 12);
"#;

/// What is wrong with what can be pressed or typed into, one line each.
const OPERABLE: &str = r#"
const faults = [];
const called = (element) => {
  const label = element.labels?.[0]?.textContent ?? element.ariaLabel ?? element.textContent;
  return `${element.localName}.${String(element.className).split(" ")[0]} "${(label ?? "").trim().replace(/\s+/g, " ").slice(0, 40)}"`;
};
const controls = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter(
  (one) => !one.disabled && one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true }),
);
const touched = (control) => {
  const isChoice = control.matches("[type=radio], [type=checkbox]");
  return isChoice && control.labels.length ? control.labels[0] : control;
};
for (const control of controls) {
  const target = touched(control);
  if (control.matches(".ih-skip")) continue;
  const { width, height } = target.getBoundingClientRect();
  // A link in a sentence is as high as its line.
  const isInText = getComputedStyle(target).display === "inline" && target.parentElement.textContent.trim() !== target.textContent.trim();
  if (!isInText && (height < 23.5 || width < 23.5)) faults.push(`small, ${Math.round(width)} by ${Math.round(height)} px: ${called(control)}`);
  const isMain = control.matches("[data-kind=primary], .ih-choice__input, select, input.ih-input");
  if (isMain && (height < 43.5 || width < 43.5)) faults.push(`smaller than 44 px, ${Math.round(width)} by ${Math.round(height)}: ${called(control)}`);
}
// WCAG 2.5.3: who says what is to be seen on a button, presses it.
const words = (text) => (text ?? "").trim().replace(/\s+/g, " ").toLowerCase();
for (const control of controls)
  if (control.ariaLabel && !words(control.ariaLabel).includes(words(control.innerText))) faults.push(`its name lacks what is to be seen on it: ${called(control)}`);
// WCAG 2.4.4: links of one name lead to one place.
const places = new Map();
for (const link of controls.filter((one) => one.localName === "a")) {
  const name = words(link.ariaLabel ?? link.textContent);
  if ((places.get(name) ?? link.href) !== link.href) faults.push(`another one of this name leads elsewhere: ${called(link)}`);
  places.set(name, link.href);
}
for (const control of controls) {
  control.focus();
  // As a key does; WebKit comes there later by itself.
  control.scrollIntoView({ block: "nearest", behavior: "instant" });
  if (document.activeElement !== control) {
    faults.push(`takes no focus: ${called(control)}`);
    continue;
  }
  // It shows itself where it has the focus, and the window has it too.
  if (control.matches(".ih-skip") && !document.hasFocus()) continue;
  const target = touched(control);
  const [box] = target.getClientRects();
  const places = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]];
  const isSeen = places.some(([across, down]) => {
    const [x, y] = [box.left + box.width * across, box.top + box.height * down];
    const there = x >= 0 && y >= 0 && x < innerWidth && y < innerHeight && document.elementFromPoint(x, y);
    return there && (target.contains(there) || there.contains(target) && there.matches("label") || control.contains(there));
  });
  if (!isSeen) faults.push(`has the focus and is not seen: ${called(control)}`);
}
document.activeElement.blur();
scrollTo(0, 0);
return faults.slice(0, 12);
"#;

/// The screens that somebody with results comes to, by their addresses.
fn addresses(results: &[String]) -> Vec<String> {
    let [.., other, id] = results else {
        return Vec::new();
    };
    let mut all = e2e::screens(id, other);
    let of_result = ["letter/E1", "letter/E3", "sent/E1", "notes", "reminders"];
    all.extend(of_result.map(|end| format!("#/result/{id}/{end}")));
    all.push(format!("#/history/{other}"));
    all.push("#/prepare/00000000-1111-4111-8111-111111111111".to_owned());
    all
}

/// Opens a page of the site in the narrow frame.
async fn show(browser: &mut Browser, page: &str) -> Result<()> {
    browser.load("frame.html").await?;
    let source = json!(format!("./{page}"));
    browser
        .js(&format!("document.querySelector('iframe').src = {source}"))
        .await?;
    browser.find_css("iframe").await?.enter_frame().await?;
    let is_there = format!(
        "location.pathname.endsWith({}) && document.readyState === 'complete'",
        json!(format!("/{page}"))
    );
    browser.wait_until("the frame shows it", &is_there).await?;
    browser.wait_for_start().await
}

/// Begins another interview, so that there are questions and a list of answers.
async fn begin(browser: &Browser, texts: &Texts) -> Result<()> {
    browser
        .click("button", texts.get("history.another")?)
        .await?;
    let on = |address: &str| format!("location.hash === '{address}'");
    browser
        .wait_until("the first question", &on("#/question/gut"))
        .await?;
    browser.find_css(".ih-choice__input").await?.click().await?;
    browser
        .find_css("[data-do=continue]")
        .await?
        .click()
        .await?;
    browser
        .wait_until("the second question", &on("#/question/lean"))
        .await
}

/// Everything that is wrong with the page as it is.
async fn faults(browser: &Browser) -> Result<Vec<String>> {
    let mut all = Vec::new();
    let mut look = async |how: &str, script: &str| -> Result<()> {
        let found: Vec<String> = serde_json::from_value(browser.js(script).await?)?;
        all.extend(found.into_iter().map(|fault| format!("{how}{fault}")));
        Ok(())
    };
    look("", LAID_OUT).await?;
    look("", OPERABLE).await?;
    browser.js(SPACE_OUT).await?;
    look("with more room: ", LAID_OUT).await?;
    browser.js(SPACE_AS_BEFORE).await?;
    browser.js(TWICE_AS_LARGE).await?;
    look("with text twice as large: ", LAID_OUT).await?;
    browser.js(AS_LARGE_AS_BEFORE).await?;
    all.extend(browser.axe().await?);
    Ok(all)
}

/// Looks at every screen in a language, and tells of all at once.
async fn nothing_stands_in_the_way(tag: &str) -> Result<()> {
    let language = LANGUAGES.iter().find(|language| language.tag == tag);
    let path = language.context("there is no such language")?.path();
    // No engine's window is that narrow; a frame is. Without the headers, which let no page frame the builder.
    let frame = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Frame</title><link rel=\"icon\" href=\"data:,\"><iframe title=\"App\" width=\"320\" height=\"640\" frameborder=\"0\"></iframe></html>";
    let site = Site::start_with(|options| {
        options.headers = false;
        let page = ("frame.html".to_owned(), frame.to_owned());
        options.pages.push(page);
    })
    .await?;
    let mut browser = Browser::open_blank(&site, BrowserOptions::default()).await?;
    browser.load("").await?;
    let store = many::store(RESULTS);
    for (key, value) in &store {
        browser.set_storage(key, value).await?;
    }
    let results = store
        .iter()
        .filter_map(|(key, _)| key.split_once(":result:"));
    let results: Vec<String> = results.map(|(_, id)| id.to_owned()).collect();
    ensure!(results.len() == RESULTS);

    let mut wrong = Vec::new();
    let mut told = |screen: &str, faults: Vec<String>| {
        wrong.extend(
            faults
                .iter()
                .map(|fault| format!("{tag} {screen}: {fault}")),
        );
    };
    let goes = async |browser: &Browser, address: &str| -> Result<()> {
        browser
            .js(&format!("location.hash = {}", json!(address)))
            .await?;
        browser.find_css("h1").await?;
        browser.wait_for_layout().await
    };
    show(&mut browser, &path).await?;
    begin(&browser, &Texts::of(tag)?).await?;
    for address in addresses(&results) {
        goes(&browser, &address).await?;
        told(&address, faults(&browser).await?);
    }
    show(&mut browser, &format!("embed/{path}")).await?;
    for address in ["#/", "#/question/lean", "#/check", "#/how-it-works"] {
        goes(&browser, address).await?;
        told(&format!("embed {address}"), faults(&browser).await?);
    }
    show(&mut browser, &format!("embed/builder/{path}")).await?;
    browser.find_css("h1").await?;
    told("builder", faults(&browser).await?);
    browser.leave_frame().await?;
    // What a frame says to the owner of a page that can read it.
    let seen = browser.take_seen().await?;
    ensure!(seen.violations.is_empty(), "{:?}", seen.violations);
    if !wrong.is_empty() {
        bail!("{}", wrong.join("\n"));
    }
    browser.close().await
}

#[tokio::test]
async fn nothing_stands_in_the_way_in_english() -> Result<()> {
    nothing_stands_in_the_way("en").await
}

#[tokio::test]
async fn nothing_stands_in_the_way_in_spanish() -> Result<()> {
    nothing_stands_in_the_way("es").await
}

#[tokio::test]
async fn nothing_stands_in_the_way_in_german() -> Result<()> {
    nothing_stands_in_the_way("de").await
}

#[tokio::test]
async fn nothing_stands_in_the_way_in_french() -> Result<()> {
    nothing_stands_in_the_way("fr").await
}

#[tokio::test]
async fn nothing_stands_in_the_way_in_portuguese() -> Result<()> {
    nothing_stands_in_the_way("pt-BR").await
}

#[tokio::test]
async fn nothing_stands_in_the_way_in_arabic() -> Result<()> {
    nothing_stands_in_the_way("ar").await
}

/// WCAG 2.1.4: a key alone does something only where the focus is in a question, and can be turned off.
#[tokio::test]
async fn a_number_key_does_nothing_outside_its_question_or_once_it_is_turned_off() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    let chosen = "return document.querySelectorAll('.ih-screen:not([hidden]) input[type=radio]:checked:not([data-number])').length";
    let presses_one = async |browser: &Browser, selector: &str| -> Result<serde_json::Value> {
        browser
            .js(&format!("document.querySelector('{selector}').focus()"))
            .await?;
        browser.press("1").await?;
        browser.wait_for_layout().await?;
        browser.js(chosen).await
    };
    // The page of the HTML, and one of the program.
    for (address, has_it) in [("", "arrived"), ("#/question/lean", "ready")] {
        if has_it == "ready" {
            browser.load(address).await?;
        } else {
            browser.leave().await?;
            browser.visit(address).await?;
        }
        browser.wait_for_start().await?;
        let boot = "return document.documentElement.dataset.boot";
        ensure!(browser.js(boot).await? == has_it, "{address}");
        let question = ".ih-screen:not([hidden]) .ih-choice__input";
        browser.find_css(question).await?;
        for elsewhere in [
            ".ih-brand",
            "nav a",
            ".ih-screen:not([hidden]) [data-do=continue]",
        ] {
            let chosen = presses_one(&browser, elsewhere).await?;
            ensure!(chosen == 0, "{address}: the key acts at {elsewhere}");
        }
        ensure!(presses_one(&browser, question).await? == 1, "{address}");
    }
    browser.go("#/your-data").await?;
    browser
        .click("checkbox", "Number keys choose an answer")
        .await?;
    browser.load("#/question/click").await?;
    browser.wait_for_start().await?;
    let question = ".ih-screen:not([hidden]) .ih-choice__input";
    browser.find_css(question).await?;
    ensure!(presses_one(&browser, question).await? == 0);
    browser.close().await
}

/// What every element of the page does by itself, and how long.
const MOVES: &str = "return [...document.querySelectorAll('*')].flatMap((element) => {
  const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element);
  const isStill = /^(0s(, )?)+$/.test(transitionDuration) && animationName === 'none' && scrollBehavior !== 'smooth';
  return isStill ? [] : [element.localName];
}).length";

#[tokio::test]
async fn nothing_moves_or_fades_for_somebody_who_asked_for_less_motion() -> Result<()> {
    if left_out(Need::Wishes)? {
        return Ok(());
    }
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    ensure!(browser.js(MOVES).await? != 0, "the measure sees fading");
    browser
        .look(Emulation {
            reduced_motion: true,
            ..Emulation::default()
        })
        .await?;
    for address in ["", "#/question/lean", "#/check", "#/history", "#/mock"] {
        browser.go(address).await?;
        browser.wait_for_layout().await?;
        ensure!(browser.js(MOVES).await? == 0, "something moves: {address}");
    }
    browser.close().await
}

#[tokio::test]
async fn somebody_who_asked_for_more_contrast_has_black_and_white() -> Result<()> {
    if left_out(Need::MoreContrast)? {
        return Ok(());
    }
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    let colours = "const { color, backgroundColor } = getComputedStyle(document.documentElement); return [color, backgroundColor]";
    let (black, white) = ("rgb(0, 0, 0)", "rgb(255, 255, 255)");
    for (dark, expected) in [(false, [black, white]), (true, [white, black])] {
        browser
            .look(Emulation {
                dark,
                more_contrast: true,
                ..Emulation::default()
            })
            .await?;
        let found = browser.js(colours).await?;
        ensure!(found == json!(expected), "dark: {dark}: {found}");
        for address in ["", "#/question/lean", "#/how-it-works"] {
            browser.go(address).await?;
            browser.check_accessibility().await?;
        }
    }
    browser.close().await
}

/// What has the focus, and what is wrong with how it is seen there.
const FOCUSED: &str = r#"
const control = document.activeElement;
if (!control || control === document.body) return null;
const label = control.matches("[type=radio], [type=checkbox]") && control.labels[0];
const target = label || control;
const called = `${control.localName} "${(label?.textContent || control.ariaLabel || control.textContent || control.id).trim().slice(0, 40)}"`;
const ringed = [control, label].some((one) => one && getComputedStyle(one).outlineStyle !== "none" && parseFloat(getComputedStyle(one).outlineWidth) >= 2);
const [box] = target.getClientRects();
const isSeen = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]].some(([across, down]) => {
  const there = document.elementFromPoint(box.left + box.width * across, box.top + box.height * down);
  return there && (target.contains(there) || control.contains(there) || there.contains(target) && there.matches("label"));
});
return [called, ringed ? null : "has no ring", isSeen ? null : "is not in sight, or covered"];
"#;

/// WCAG 2.4.7 and 2.4.11, by the key itself.
#[tokio::test]
async fn tab_shows_where_it_is_and_nothing_covers_it() -> Result<()> {
    if left_out(Need::WindowFocus)? {
        return Ok(());
    }
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    let store = many::store(RESULTS);
    for (key, value) in &store {
        browser.set_storage(key, value).await?;
    }
    let mut results = store
        .iter()
        .filter_map(|(key, _)| key.split_once(":result:"));
    let id = results.next_back().context("there is a result")?.1;
    browser.load("").await?;
    for address in [
        "#/question/lean".to_owned(),
        "#/history".to_owned(),
        format!("#/history/{id}"),
        format!("#/result/{id}"),
        format!("#/result/{id}/letter/E1"),
        "#/your-data".to_owned(),
    ] {
        browser.go(&address).await?;
        browser.find_css("h1").await?;
        // The bar of the comparison stays in sight where two are chosen.
        if address == "#/history" {
            for choice in browser
                .all_css(".ih-results input[type=checkbox]")
                .await?
                .iter()
                .take(2)
            {
                choice.click().await?;
            }
        }
        browser
            .js("document.activeElement.blur(); scrollTo(0, 0); getSelection().removeAllRanges()")
            .await?;
        let mut seen = 0;
        for _ in 0..45 {
            browser.press("Tab").await?;
            // The page may be on its way to where the focus is.
            browser.wait_for_layout().await?;
            let focused = browser.js(FOCUSED).await?;
            let Ok((called, ring, sight)) =
                serde_json::from_value::<(String, Option<String>, Option<String>)>(focused)
            else {
                continue;
            };
            seen += 1;
            if let Some(wrong) = ring.or(sight) {
                bail!("{address}: {called} {wrong}");
            }
        }
        ensure!(seen > 5, "{address}: Tab led to {seen} controls");
    }
    browser.close().await
}

#[tokio::test]
async fn the_skip_control_leads_to_the_main_part() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    // The page of the HTML, and one of the program.
    for address in ["", "#/how-it-works"] {
        browser.load(address).await?;
        browser.find_css("h1").await?;
        browser.tab_to("button", "Skip to the main part").await?;
        browser.press("Enter").await?;
        browser
            .wait_until(
                "the main part has the focus",
                "document.activeElement.id === 'main'",
            )
            .await?;
        browser.press("Tab").await?;
        let is_in_main = "return document.activeElement.closest('main') !== null";
        ensure!(browser.js(is_in_main).await? == true, "{address}");
    }
    browser.close().await
}

/// A careers page with a quiz, and a button before and after it.
async fn careers_with_buttons() -> Result<Careers> {
    Careers::start_with(|options| {
        let page = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Careers</title><link rel=\"icon\" href=\"data:,\"><script type=\"module\" src=\"{app}embed.js\"></script><body><h1>Careers</h1><button id=\"before\">Before</button><interview-hindsight><a href=\"{app}\">The quiz</a></interview-hindsight><button id=\"after\">After</button></body></html>";
        options.extra_headers.clear();
        options.pages.push(("log.html".to_owned(), page.to_owned()));
    })
    .await
}

/// Opens [`careers_with_buttons`], waits for its quiz, and gives the focus to the button before it.
async fn before_the_frame(careers: &Careers) -> Result<Browser> {
    let mut browser = Browser::open_blank(&careers.app, BrowserOptions::default()).await?;
    browser.go(&format!("{}log.html", careers.url())).await?;
    browser.enter_embedded(0).await?;
    browser.wait_for_start().await?;
    browser.leave_frame().await?;
    browser
        .js("document.getElementById('before').focus()")
        .await?;
    Ok(browser)
}

#[tokio::test]
async fn tab_leads_into_a_frame_and_out_again() -> Result<()> {
    let careers = careers_with_buttons().await?;
    let mut browser = before_the_frame(&careers).await?;
    let (mut way, mut here) = (Vec::new(), json!(null));
    while here != "after" {
        ensure!(way.len() < 40, "the frame does not let go: {way:?}");
        browser.press("Tab").await?;
        here = browser
            .js("return document.activeElement.id || document.activeElement.localName")
            .await?;
        way.push(here.clone());
    }
    // Firefox's driver gives a key to the page that it is in, wherever the focus is.
    let within = way.iter().filter(|one| **one == "interview-hindsight");
    let least = match browser.engine() {
        Engine::Chromium | Engine::WebKit => 4,
        Engine::Firefox => 1,
    };
    ensure!(within.count() >= least, "{way:?}");
    browser.press("Shift+Tab").await?;
    browser.take_seen().await?;
    browser.close().await
}

/// WCAG 2.1.1 in a frame, from the page around it as far as a letter.
#[tokio::test]
async fn a_quiz_in_a_frame_is_taken_by_keyboard_alone() -> Result<()> {
    let careers = careers_with_buttons().await?;
    let mut browser = before_the_frame(&careers).await?;
    browser.press("Tab").await?;
    browser.enter_embedded(0).await?;
    browser.tab_to("radio", "Awful").await?;
    browser.press("1").await?;
    browser.press("Enter").await?;
    browser.wait_for_fragment("#/question/lean").await?;
    browser.answer_by_keyboard("#/question/lean").await?;
    browser.tab_to("button", "See my result").await?;
    browser.press("Enter").await?;
    browser
        .wait_for_focus("heading", "It felt awful. Strong good signs.")
        .await?;
    browser.tab_to("link", "What to do now").await?;
    browser.press("Enter").await?;
    browser.wait_for_focus("heading", "What to do now").await?;
    browser
        .tab_to("link", "Open the draft: Thank-you note")
        .await?;
    browser.press("Enter").await?;
    browser.wait_for_focus("heading", "Thank-you note").await?;
    browser.take_seen().await?;
    browser.close().await
}

/// WCAG 2.5.2: a press that is moved away before it ends presses nothing.
#[tokio::test]
async fn a_press_that_ends_elsewhere_presses_nothing() -> Result<()> {
    let site = Site::start().await?;
    let browser = Browser::open(&site).await?;
    browser.resize(1280, 1200).await?;
    let heading = ".ih-screen:not([hidden]) h1";
    for pressed in ["[data-do=continue]", "label[for=gut-1]"] {
        let pressed = format!(".ih-screen:not([hidden]) {pressed}");
        browser.hold(&pressed).await?;
        browser.let_go_on(heading).await?;
        browser.wait_for_layout().await?;
        let here = browser.fragment().await?;
        ensure!(["", "#/"].contains(&here.as_str()), "{pressed}: {here}");
        let chosen = browser.all_css("#gut-1:checked").await?;
        ensure!(chosen.is_empty(), "{pressed} chooses");
    }
    // The same presses, ended where they began.
    browser
        .hold(".ih-screen:not([hidden]) label[for=gut-1]")
        .await?;
    browser.let_go().await?;
    browser.find_css("#gut-1:checked").await?;
    browser.close().await
}
