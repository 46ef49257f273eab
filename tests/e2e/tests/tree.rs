//! What assistive technology is told of every screen: roles and names, in their order, in English.
//!
//! The files in `tree/` hold for all engines. `UPDATE_EXPECT=1 cargo test -p e2e --test tree` writes them anew, in Chromium.

use anyhow::{Context, Result, ensure};
use e2e::every::{Scene, Situation, shots};
use e2e::snapshot::{self, Part, quoted};
use e2e::{Browser, Element, Engine, Need, Site, left_out, many};
use serde_json::json;

/// Finds what has a role that tells something: no list and no part without a name, no row and no cell, and nothing that
/// is not shown.
const TOLD: &str = "
const wanted = 'h1, h2, h3, h4, h5, h6, a[href], button, summary, input:not([type=hidden]), select, textarea, fieldset, ' +
  'table, th, img, svg, figure, main, nav, header:not(main *), footer, aside, form, dialog, output, progress, meter, ' +
  ':is(section, ul, ol):is([aria-label], [aria-labelledby]), ' +
  '[role]:not([role=row], [role=rowgroup], [role=cell], [role=presentation], [role=none])';
const told = [...document.querySelectorAll(wanted)].filter((element) => {
  return element.checkVisibility({ visibilityProperty: true }) && !element.closest('[aria-hidden=true]');
});
";

/// Gives the words of the headers of tables among them, apart from each other where they stand in elements of their own.
const HEADERS: &str = "
const wordsIn = (node) => node.nodeType === 3 ? node.data : [...node.childNodes].map(wordsIn).join(' ');
return told.filter((element) => element.localName === 'th').map(wordsIn);
";

/// Fields that ARIA has no role for. Each driver has a word of its own, or none: they go by their type.
const BY_TYPE: [&str; 3] = ["color", "date", "time"];

/// What Firefox adds to the name of a field for a file.
const NO_FILE: &str = " Browse… No file selected.";

/// What one engine alone shows.
const ALONE: [(Engine, &str); 1] = [(
    Engine::WebKit,
    // It keeps the storage of a frame for a while at most.
    "region \"This browser may not keep what you do here\"",
)];

/// An element's role and name. Where engines differ in how they tell the same, this is the one place that knows.
async fn line(element: &Element, headers: &mut impl Iterator<Item = String>) -> Result<String> {
    let kind = element.attribute("type").await?.unwrap_or_default();
    let mut role = element.role().await?;
    let mut name = element.name().await?;
    match role.as_str() {
        _ if BY_TYPE.contains(&kind.as_str()) => role = kind,
        // Chromium's own word for a `summary`.
        "DisclosureTriangle" => role = "button".to_owned(),
        // WebKit's for a `select`, after the button that it draws; no other button of the app is without a type.
        "button" if element.tag().await? == "select" => role = "combobox".to_owned(),
        // WebKit has no name for them, and Chromium no space between their lines.
        "columnheader" | "rowheader" => name = headers.next().context("it is no th")?,
        // A number that the style sheet counts: Chromium leaves it out.
        "group" => {
            let words = name.trim_start_matches(|sign: char| sign.is_ascii_digit());
            name = words.strip_prefix(". ").unwrap_or(&name).to_owned();
        }
        _ => {}
    }
    let name = name.strip_suffix(NO_FILE).unwrap_or(&name);
    Ok(format!("{role} {}", quoted(name, 200)))
}

async fn told(scene: &Scene) -> Result<Vec<String>> {
    scene.browser.wait_for_layout().await?;
    let engine = scene.browser.engine();
    let headers = scene.browser.js(&format!("{TOLD}{HEADERS}")).await?;
    let mut headers = serde_json::from_value::<Vec<String>>(headers)?.into_iter();
    let mut lines = Vec::new();
    for element in scene
        .browser
        .elements(&format!("{TOLD}return told;"))
        .await?
    {
        let line = line(&element, &mut headers).await?;
        if !ALONE.contains(&(engine, line.as_str())) {
            lines.push(line);
        }
    }
    Ok(lines)
}

async fn every_screen_is_told_as_before(
    file: &str,
    is_in: impl Fn(Situation) -> bool,
) -> Result<()> {
    let mut seen: Vec<Part> = Vec::new();
    for situation in Situation::ALL.into_iter().filter(|one| is_in(*one)) {
        let mut scene = Scene::open_steady(situation).await?;
        for shot in shots().iter().filter(|shot| shot.situation == situation) {
            let screen = format!("{}: {}", situation.name(), shot.name);
            let shown = scene.show_in("en", shot).await;
            shown.with_context(|| screen.clone())?;
            let lines = told(&scene).await.with_context(|| screen.clone())?;
            seen.push((screen, lines));
        }
        scene.close().await?;
    }
    snapshot::check(file, &seen, |line| line, |old, new| old == new)
}

// Two, of about the same length, since tests run side by side.

#[tokio::test]
async fn somebody_who_has_been_here_before_is_told_the_same_of_every_screen() -> Result<()> {
    every_screen_is_told_as_before("tree/known.txt", |one| one == Situation::Known).await
}

#[tokio::test]
async fn everybody_else_is_told_the_same_of_every_screen() -> Result<()> {
    every_screen_is_told_as_before("tree/others.txt", |one| one != Situation::Known).await
}

#[tokio::test]
async fn a_printed_report_has_its_structure_and_its_language() -> Result<()> {
    if left_out(Need::TaggedPaper)? {
        return Ok(());
    }
    let mut scene = Scene::open_steady(Situation::Known).await?;
    let shots = shots();
    let mut known = shots
        .iter()
        .filter(|shot| shot.situation == Situation::Known);
    let report = known.find(|shot| shot.name == "On paper");
    scene
        .show_in("de", report.context("there is a report")?)
        .await?;
    let file = scene.browser.printed_file().await?;
    let file = String::from_utf8_lossy(&file).into_owned();
    for part in [
        "/StructTreeRoot",
        "/Marked true",
        "/Lang (de)",
        "/S /H1",
        "/S /Table",
    ] {
        ensure!(file.contains(part), "the file has no {part}");
    }
    scene.close().await
}

/// Rows far below the window are told like the others. With `content-visibility: auto` on them, links there have no name in
/// WebKitGTK 2.50, and in Chromium one only once a screen reader runs.
#[tokio::test]
async fn rows_of_the_history_that_are_out_of_sight_are_told() -> Result<()> {
    const RESULTS: usize = 40;
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    for (key, value) in many::store(RESULTS) {
        browser.set_storage(&key, &value).await?;
    }
    browser.load("#/history").await?;
    browser.find("heading", "Your results").await?;
    browser.wait_for_layout().await?;
    let rows = "const rows = [...document.querySelectorAll('.ih-result-row')];";
    let far = "rows.filter((row) => row.getBoundingClientRect().top > 3 * innerHeight)";
    let far = browser.js(&format!("{rows} return {far}.length")).await?;
    ensure!(far.as_u64() > Some(20), "{far} rows are out of sight");
    let links = format!("{rows} return rows.map((row) => row.querySelector('h2 a'))");
    let written = browser
        .js(&format!("{links}.map((link) => link.textContent)"))
        .await?;
    let mut told = Vec::new();
    for link in browser.elements(&links).await? {
        ensure!(link.role().await? == "link", "after {told:?}");
        told.push(link.name().await?);
    }
    ensure!(json!(told) == written, "{told:?}");
    browser.close().await
}
