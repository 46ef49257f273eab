//! Pictures of the app, to look at: every address, narrow and wide, light and dark.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Parser;
use e2e::{Browser, BrowserOptions, Emulation, Site};

/// Take pictures of the app's addresses, in light and dark
#[derive(Parser)]
#[command(bin_name = "cargo xtask shots")]
struct Arguments {
    /// Addresses such as "#/question/lean"; none means the start page
    addresses: Vec<String>,
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
    match take(Arguments::parse()).await {
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
                browser
                    .resize(width, if width < 600 { 740 } else { 800 })
                    .await?;
                // Reduced motion, so that a picture never catches something on its way.
                browser
                    .look(Emulation {
                        dark,
                        reduced_motion: true,
                        forced_colors: arguments.forced_colors,
                        print: arguments.print,
                        ..Emulation::default()
                    })
                    .await?;
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
