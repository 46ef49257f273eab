//! Nothing on any screen moves unnoticed: the boxes of headings, buttons, fields and charts.
//!
//! `boxes/<language>-<width>.txt` has them, in one font, in pixels from the top left corner of the page: x, y, width,
//! height. `UPDATE_EXPECT=1 cargo test -p e2e --test boxes` writes them anew.

use anyhow::{Context, Result};
use e2e::every::{Scene, Situation, shots};
use e2e::snapshot::{self, Part, quoted};
use e2e::{Browser, Emulation, Need, left_out};
use serde::Deserialize;

/// So many pixels of difference are none.
const TOLERANCE: i64 = 4;

/// A phone, and a desk.
const SIZES: [(u32, u32); 2] = [(360, 740), (1280, 800)];

/// Gives each element's kind, words and box. A radio button is told with its label, and a chart as a whole.
const BOXES: &str = "
const kinds = {
  heading: 'h1, h2, h3, h4, h5, h6',
  button: 'button, summary, .ih-button',
  field: '.ih-choice, select, textarea, input:not([type=hidden], .ih-choice__input)',
  chart: 'figure, table, svg.ih-chart:not(table svg), .ih-progress__bar',
};
const kindOf = (element) => Object.keys(kinds).find((kind) => element.matches(kinds[kind]));
const wordsOf = (element, kind) => {
  if (kind === 'chart') return element.className.baseVal ?? element.className;
  return element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent;
};
return [...document.querySelectorAll(Object.values(kinds).join())]
  .filter((element) => element.checkVisibility({ visibilityProperty: true }))
  .map((element) => {
    const kind = kindOf(element);
    const { x, y, width, height } = element.getBoundingClientRect();
    return { kind, words: wordsOf(element, kind), box: [x + scrollX, y + scrollY, width, height].map(Math.round) };
  })
  .filter(({ box }) => box[2] > 1 && box[3] > 1);
";

#[derive(Deserialize)]
struct Told {
    kind: String,
    words: String,
    #[serde(rename = "box")]
    box_: [i64; 4],
}

async fn boxes(browser: &Browser) -> Result<Vec<String>> {
    browser.wait_for_layout().await?;
    let told: Vec<Told> = serde_json::from_value(browser.js(BOXES).await?)?;
    let line = |Told { kind, words, box_ }: &Told| {
        let [x, y, width, height] = box_;
        format!("{kind} {} {x} {y} {width} {height}", quoted(words, 40))
    };
    Ok(told.iter().map(line).collect())
}

/// A line as its element and its box.
fn split(line: &str) -> (&str, &str) {
    line.rfind('"')
        .map_or((line, ""), |end| line.split_at(end + 1))
}

fn is_near(old: &str, new: &str) -> bool {
    let numbers = |line: &str| -> Option<Vec<i64>> {
        let (_, place) = split(line);
        place
            .split_whitespace()
            .map(|one| one.parse().ok())
            .collect()
    };
    let (Some(old), Some(new)) = (numbers(old), numbers(new)) else {
        return false;
    };
    let mut pairs = old.iter().zip(&new);
    old.len() == new.len() && pairs.all(|(old, new)| (old - new).abs() <= TOLERANCE)
}

async fn every_box_is_where_it_was(tag: &str) -> Result<()> {
    if left_out(Need::Boxes)? {
        return Ok(());
    }
    let mut seen: [Vec<Part>; 2] = Default::default();
    for situation in Situation::ALL {
        let mut scene = Scene::open_steady(situation).await?;
        let still = Emulation {
            reduced_motion: true,
            ..Emulation::default()
        };
        scene.browser.look(still).await?;
        for shot in shots().iter().filter(|shot| shot.situation == situation) {
            let screen = format!("{}: {}", situation.name(), shot.name);
            let shown = scene.show_in(tag, shot).await;
            shown.with_context(|| screen.clone())?;
            for ((width, height), seen) in SIZES.into_iter().zip(&mut seen) {
                scene.browser.resize(width, height).await?;
                seen.push((screen.clone(), boxes(&scene.browser).await?));
            }
        }
        scene.close().await?;
    }
    let compared = SIZES.iter().zip(&seen).map(|((width, _), seen)| {
        let file = format!("boxes/{tag}-{width}.txt");
        snapshot::check(&file, seen, |line| split(line).0, is_near)
    });
    let problems: Vec<String> = compared
        .filter_map(|compared| compared.err().map(|problem| format!("{problem:#}")))
        .collect();
    anyhow::ensure!(problems.is_empty(), "{}", problems.join("\n\n"));
    Ok(())
}

#[tokio::test]
async fn every_box_is_where_it_was_in_english() -> Result<()> {
    every_box_is_where_it_was("en").await
}

#[tokio::test]
async fn every_box_is_where_it_was_in_german() -> Result<()> {
    every_box_is_where_it_was("de").await
}

#[tokio::test]
async fn every_box_is_where_it_was_in_arabic() -> Result<()> {
    every_box_is_where_it_was("ar").await
}

#[test]
fn a_box_that_moves_by_more_than_four_pixels_is_told() {
    let at = |y: i64| format!("button \"See my result\" 16 {y} 328 48");
    assert!(is_near(&at(100), &at(104)));
    assert!(!is_near(&at(100), &at(105)));
    assert!(!is_near(&at(100), "button \"See my result\""));
}
