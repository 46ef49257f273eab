//! A dozen key pictures, light and dark, look as they did when somebody last looked at them.
//!
//! `pictures/` has them, in the one font of a steady site, and `pictures/chromium.txt` the version of Chromium that made
//! them. Another major version draws letters and lines in its own way: there only the size of each picture is compared, and
//! the boxes of `boxes.rs`. `UPDATE_EXPECT=1 cargo test -p e2e --test pictures` writes those anew that differ.
//! All of them are put into `target/shots/key/`, and beside a picture that is not the same one that shows where.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use e2e::every::{Scene, Situation, shots};
use e2e::snapshot::is_renewed;
use e2e::{Browser, Emulation, Need, left_out};
use serde_json::json;
use xtask::workspace::root;

/// The screens: who looks, at what, how wide, and what the file is called.
const KEY: [(Situation, &str, u32, &str); 12] = [
    (Situation::New, "Start", 360, "start"),
    (Situation::New, "Start", 1280, "start-wide"),
    (Situation::OnTheWay, "A question", 360, "question"),
    (Situation::OnTheWay, "Check your answers", 360, "check"),
    (Situation::Known, "Result, worst", 360, "result-worst"),
    (Situation::Known, "Result, best", 360, "result-best"),
    (Situation::Known, "Why", 360, "why"),
    (Situation::Known, "A letter", 360, "letter"),
    (Situation::Known, "History", 360, "history"),
    (Situation::Known, "Practice, the answer", 360, "practice"),
    (Situation::Known, "Your data", 360, "your-data"),
    (Situation::Framed, "A question", 360, "frame"),
];

/// A picture is at most as high as this, in pixels.
const HIGHEST: u64 = 840;

/// Where letters and lines end, a pixel may be a bit lighter or darker than it was: by so many of 255 in each colour.
const SHADE: u8 = 48;

/// So many pixels of a picture may be others.
const OTHERS: usize = 100;

/// A picture's size may differ by so many pixels where another Chromium has made it.
const TOLERANCE: u32 = 4;

/// A picture: its width and height, and red, green and blue of each pixel.
#[derive(PartialEq)]
struct Picture {
    size: (u32, u32),
    colours: Vec<u8>,
}

impl Picture {
    async fn take(browser: &Browser) -> Result<Self> {
        browser.wait_for_layout().await?;
        browser.wait_until_still().await?;
        let metrics = browser.cdp("Page.getLayoutMetrics", json!({})).await?;
        let page = &metrics["cssContentSize"];
        let height = page["height"].as_u64().context("the page has a height")?;
        // Of a careers page the frame alone is ours.
        let top = "return document.querySelector('interview-hindsight')?.offsetTop ?? 0";
        let top = browser.js(top).await?.as_u64().unwrap_or_default();
        let height = height.saturating_sub(top).min(HIGHEST);
        let clip =
            json!({ "x": 0, "y": top, "width": page["width"], "height": height, "scale": 1 });
        let wanted = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
        let answer = browser.cdp("Page.captureScreenshot", wanted).await?;
        let data = answer["data"].as_str().context("there is no picture")?;
        Self::decode(&BASE64_STANDARD.decode(data)?)
    }

    fn decode(file: &[u8]) -> Result<Self> {
        let mut reader = png::Decoder::new(Cursor::new(file)).read_info()?;
        let size = reader.output_buffer_size().context("it is too large")?;
        let mut bytes = vec![0; size];
        let frame = reader.next_frame(&mut bytes)?;
        bytes.truncate(frame.buffer_size());
        let colours = match frame.color_type {
            png::ColorType::Rgb => bytes,
            // A page has no holes.
            png::ColorType::Rgba => bytes
                .chunks(4)
                .flat_map(|pixel| &pixel[..3])
                .copied()
                .collect(),
            other => anyhow::bail!("a picture of the kind {other:?}"),
        };
        Ok(Self {
            size: (frame.width, frame.height),
            colours,
        })
    }

    fn write(&self, file: &Path) -> Result<()> {
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut encoder = png::Encoder::new(fs::File::create(file)?, self.size.0, self.size.1);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_compression(png::Compression::High);
        encoder.write_header()?.write_image_data(&self.colours)?;
        Ok(())
    }

    fn pixels(&self) -> impl Iterator<Item = &[u8]> {
        self.colours.chunks(3)
    }

    /// For each pixel, whether it is another one. The two have one size.
    fn others(&self, old: &Self) -> Vec<bool> {
        let is_other = |(now, old): (&[u8], &[u8])| {
            now.iter()
                .zip(old)
                .any(|(now, old)| now.abs_diff(*old) > SHADE)
        };
        self.pixels().zip(old.pixels()).map(is_other).collect()
    }

    /// What is not the same, in words, and a picture that shows it in red.
    fn difference(&self, old: &Self) -> Option<(String, Option<Self>)> {
        if self.size != old.size {
            let words = format!("was {:?} pixels, is {:?}", old.size, self.size);
            return Some((words, None));
        }
        let others = self.others(old);
        let places: Vec<usize> = (0..others.len()).filter(|place| others[*place]).collect();
        if places.len() <= OTHERS {
            return None;
        }
        let width = self.size.0 as usize;
        let (first, last) = (places.first()? / width, places.last()? / width);
        let words = format!(
            "{} of {} pixels are others, between {first} and {last} pixels from the top",
            places.len(),
            others.len()
        );
        let shown = |(pixel, is_other): (&[u8], &bool)| match is_other {
            true => [255, 0, 0],
            false => [0, 1, 2].map(|colour| 160 + pixel[colour] / 3),
        };
        let colours = self.pixels().zip(&others).flat_map(shown).collect();
        let size = self.size;
        Some((words, Some(Self { size, colours })))
    }

    /// The same for a picture of another Chromium.
    fn difference_of_size(&self, old: &Self) -> Option<(String, Option<Self>)> {
        let is_near = |a: u32, b: u32| a.abs_diff(b) <= TOLERANCE;
        let fits = is_near(self.size.0, old.size.0) && is_near(self.size.1, old.size.1);
        (!fits).then(|| {
            (
                format!("was {:?} pixels, is {:?}", old.size, self.size),
                None,
            )
        })
    }
}

/// The version of the browser, such as `156.0.8078.108`.
async fn version(browser: &Browser) -> Result<String> {
    let told = browser.cdp("Browser.getVersion", json!({})).await?;
    let product = told["product"].as_str().context("it has a version")?;
    let (_, version) = product.split_once('/').context("it has a number")?;
    Ok(version.to_owned())
}

fn major(version: &str) -> &str {
    version.split('.').next().unwrap_or_default()
}

/// All key pictures, by the names of their files, and the version of the browser.
async fn pictures() -> Result<(Vec<(String, Picture)>, String)> {
    let (mut taken, mut by) = (Vec::new(), String::new());
    let all = shots();
    for situation in Situation::ALL {
        let key = KEY.iter().filter(|key| key.0 == situation);
        let key: Vec<_> = key.collect();
        if key.is_empty() {
            continue;
        }
        let mut scene = Scene::open_steady(situation).await?;
        by = version(&scene.browser).await?;
        for (_, name, width, file) in key {
            let mut shots = all.iter().filter(|shot| shot.situation == situation);
            let shot = shots.find(|shot| shot.name == *name);
            let shot = shot.with_context(|| format!("there is no screen \"{name}\""))?;
            let height = if *width < 600 { 740 } else { 800 };
            scene.browser.resize(*width, height).await?;
            scene.show(shot).await?;
            for dark in [false, true] {
                let look = Emulation {
                    dark,
                    reduced_motion: true,
                    ..Emulation::default()
                };
                scene.browser.look(look).await?;
                let theme = if dark { "dark" } else { "light" };
                let picture = Picture::take(&scene.browser).await?;
                taken.push((format!("{file}-{theme}.png"), picture));
            }
        }
        scene.close().await?;
    }
    Ok((taken, by))
}

#[tokio::test]
async fn the_key_pictures_look_as_they_did() -> Result<()> {
    if left_out(Need::Boxes)? {
        return Ok(());
    }
    let kept = root().join("tests/e2e/pictures");
    let shown = root().join("target/shots/key");
    let (pictures, by) = pictures().await?;
    let made_by = fs::read_to_string(kept.join("chromium.txt")).unwrap_or_default();
    let made_by = made_by.trim();
    let is_alike = major(&by) == major(made_by);
    if !is_alike {
        // The runner shows nothing of a test that passes, but for what goes this way.
        writeln!(
            std::io::stderr(),
            "\nChromium is {by}, and the key pictures are from {made_by}: boxes alone are compared."
        )?;
    }
    let is_renewed = is_renewed()?;
    let mut problems = Vec::new();
    for (name, picture) in &pictures {
        picture.write(&shown.join(name))?;
        let old = fs::read(kept.join(name)).with_context(|| format!("there is no {name}"));
        let old = old.and_then(|file| Picture::decode(&file));
        let difference = match &old {
            Ok(old) if is_alike => picture.difference(old),
            Ok(old) => picture.difference_of_size(old),
            Err(problem) => Some((format!("{problem:#}"), None)),
        };
        if is_renewed {
            if difference.is_some() || !is_alike {
                picture.write(&kept.join(name))?;
            }
        } else if let Some((words, where_)) = difference {
            problems.push(format!("{name}: {words}"));
            if let Some(where_) = where_ {
                where_.write(&shown.join(format!("other-{name}")))?;
            }
        }
    }
    if is_renewed {
        if !is_alike {
            fs::write(kept.join("chromium.txt"), format!("{by}\n"))?;
        }
        return Ok(());
    }
    ensure!(
        problems.is_empty(),
        "Compare {} with {}. If that was meant, UPDATE_EXPECT=1 writes them anew.\n{}",
        shown.display(),
        kept.display(),
        problems.join("\n")
    );
    Ok(())
}

#[test]
fn a_word_that_moved_is_another_picture_and_a_softer_edge_is_not() {
    let plain = |shade: u8| Picture {
        size: (100, 100),
        colours: vec![shade; 30_000],
    };
    let with = |rows: usize, shade: u8| {
        let mut picture = plain(255);
        picture.colours[3_000..3_000 + rows * 300].fill(shade);
        picture
    };
    assert!(with(20, 220).difference(&plain(255)).is_none());
    assert!(with(1, 0).difference(&plain(255)).is_none());
    let (words, _) = with(2, 0).difference(&plain(255)).unwrap_or_default();
    assert_eq!(
        words,
        "200 of 10000 pixels are others, between 10 and 11 pixels from the top"
    );
    assert!(with(2, 0).difference_of_size(&plain(255)).is_none());
}
