//! Pictures of the app, to look at: every address, narrow and wide, light and dark.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Parser;
use e2e::every::{self, Scene, Situation};
use e2e::{Browser, BrowserOptions, Emulation, Site};

/// Take pictures of the app's addresses, in light and dark
#[derive(Parser)]
#[command(bin_name = "cargo xtask shots")]
struct Arguments {
    /// Addresses such as "#/question/lean"; none means the start page
    addresses: Vec<String>,
    /// Every screen in every situation, and a page with all pictures: index.html in the folder
    #[arg(long, conflicts_with_all = ["addresses", "storage", "click", "own_quiz", "rtl"])]
    all: bool,
    /// Only the screens whose situation or name contains this, with --all
    #[arg(long, requires = "all")]
    only: Option<String>,
    /// Widths of the page in pixels
    #[arg(long, value_delimiter = ',', default_values_t = [360, 1280])]
    width: Vec<u32>,
    /// The folder for the pictures
    #[arg(long, default_value = "target/shots")]
    out: PathBuf,
    /// A JSON file with an object of keys and strings: what to put into localStorage first
    #[arg(long)]
    storage: Option<PathBuf>,
    /// Click what has this role and name before the picture, such as "button=Next"; in order
    #[arg(long)]
    click: Vec<String>,
    /// Of a site with the quiz of examples/phone-screen in it, on quiz/phone-screen/
    #[arg(long)]
    own_quiz: bool,
    /// With the person's own colours for everything
    #[arg(long)]
    forced_colors: bool,
    /// As it would be printed
    #[arg(long)]
    print: bool,
    /// As in a language that is written from right to left
    #[arg(long)]
    rtl: bool,
    /// Also say what axe-core finds wrong with each page
    #[arg(long)]
    axe: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let taken = match arguments.all {
        true => take_all(&arguments).await,
        false => take(arguments).await,
    };
    match taken {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("\n{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Gives false when a page had problems.
async fn take(arguments: Arguments) -> Result<bool> {
    let site = if arguments.own_quiz {
        Site::with_own_quiz().await?
    } else {
        Site::start().await?
    };
    let mut browser = Browser::open_with(&site, BrowserOptions::default()).await?;
    if let Some(file) = &arguments.storage {
        let text = std::fs::read_to_string(file)
            .with_context(|| format!("could not read {}", file.display()))?;
        for (key, value) in serde_json::from_str::<BTreeMap<String, String>>(&text)? {
            browser.set_storage(&key, &value).await?;
        }
    }
    let mut addresses = arguments.addresses;
    if addresses.is_empty() {
        addresses.push(String::new());
    }
    let mut fine = true;
    for address in &addresses {
        for &width in &arguments.width {
            for dark in [false, true] {
                let look = Emulation {
                    forced_colors: arguments.forced_colors,
                    print: arguments.print,
                    ..look(dark)
                };
                pose(&browser, width, look).await?;
                browser.load(address).await?;
                for click in &arguments.click {
                    let (role, name) = click.split_once('=').context("--click is role=name")?;
                    browser.click(role, name).await?;
                }
                if arguments.rtl {
                    browser.js("document.documentElement.dir = 'rtl'").await?;
                }
                browser.wait_for_layout().await?;
                let scheme = if dark { "dark" } else { "light" };
                let file = arguments
                    .out
                    .join(format!("{}-{width}-{scheme}.png", file_name(address)));
                browser.picture(&file).await?;
                println!("{}", file.display());
                if arguments.axe {
                    for violation in browser.axe().await? {
                        fine = false;
                        println!("    {violation}");
                    }
                }
            }
        }
    }
    for problem in browser.take_seen().await?.problems(&site.origin()) {
        fine = false;
        println!("{problem}");
    }
    browser.close().await?;
    Ok(fine)
}

/// Reduced motion, so that a picture never catches something on its way.
fn look(dark: bool) -> Emulation {
    Emulation {
        dark,
        reduced_motion: true,
        ..Emulation::default()
    }
}

async fn pose(browser: &Browser, width: u32, look: Emulation) -> Result<()> {
    let height = if width < 600 { 740 } else { 800 };
    browser.resize(width, height).await?;
    browser.look(look).await
}

/// Takes every screen. Gives false when one could not be shown; the others are taken all the same.
async fn take_all(arguments: &Arguments) -> Result<bool> {
    let mut fine = true;
    let mut page = String::from(PAGE);
    let wanted = arguments.only.as_deref().unwrap_or_default().to_lowercase();
    for situation in Situation::ALL {
        let mut shots = every::shots();
        let is_named = |name: &str| name.to_lowercase().contains(&wanted);
        shots.retain(|shot| {
            shot.situation == situation && (is_named(shot.name) || is_named(situation.name()))
        });
        if shots.is_empty() {
            continue;
        }
        println!("{}", situation.name());
        writeln!(page, "<h2>{}</h2>", situation.name())?;
        let mut scene = Scene::open(situation).await?;
        for shot in &shots {
            // At the size of the first picture, so that no screen is drawn for one that nobody has.
            pose(&scene.browser, arguments.width[0], look(false)).await?;
            match scene.show(shot).await {
                Ok(()) => {
                    println!("    {}", shot.name);
                    let pictures = pictures(&scene.browser, arguments, situation, shot.name);
                    page.push_str(&pictures.await?);
                }
                Err(problem) => {
                    fine = false;
                    println!("    {}: {problem:#}", shot.name);
                    writeln!(page, "<h3>{}: not to be seen</h3>", shot.name)?;
                    scene = Scene::open(situation).await?;
                }
            }
        }
        scene.close().await?;
    }
    let index = arguments.out.join("index.html");
    std::fs::write(&index, page)?;
    println!("{}", index.display());
    Ok(fine)
}

/// The pictures of a shown screen in every width, light and dark, and the row of the page with them.
async fn pictures(
    browser: &Browser,
    arguments: &Arguments,
    situation: Situation,
    name: &str,
) -> Result<String> {
    let mut row = format!("<h3>{name}</h3>\n<div>");
    for &width in &arguments.width {
        for dark in [false, true] {
            pose(browser, width, look(dark)).await?;
            browser.wait_for_layout().await?;
            let scheme = if dark { "dark" } else { "light" };
            let words = file_name(&format!("{} {name}", situation.name()));
            let file = format!("{}-{width}-{scheme}.png", words.to_lowercase());
            browser
                .picture(&arguments.out.join(Path::new(&file)))
                .await?;
            let size = if width < 600 { "narrow" } else { "wide" };
            write!(
                row,
                "<a href=\"{file}\" class=\"{size}\"><img src=\"{file}\" alt=\"{name}, {width} pixels, {scheme}\" loading=\"lazy\"></a>"
            )?;
        }
    }
    row.push_str("</div>\n");
    Ok(row)
}

/// The beginning of the page of pictures. Each is shown as wide as fits, and whole when it is pressed.
const PAGE: &str = r#"<!doctype html><html lang="en"><meta charset="utf-8"><title>Every screen</title>
<style>
body { margin: 2rem; font: 1rem/1.5 system-ui, sans-serif; background: #ddd; color: #222; }
div { display: flex; flex-wrap: wrap; gap: 1rem; align-items: start; }
a { display: block; max-height: 60rem; overflow: auto; background: #fff; }
img { display: block; width: 100%; }
.narrow { width: 18rem; }
.wide { width: 40rem; }
</style>
<h1>Every screen</h1>
"#;

/// `#/question/lean` as `question-lean`.
fn file_name(address: &str) -> String {
    let words = address.split(|letter: char| !letter.is_ascii_alphanumeric());
    let name = words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-");
    if name.is_empty() {
        "start".to_owned()
    } else {
        name
    }
}
