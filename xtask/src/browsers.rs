//! The browsers that the tests drive, and the programs that drive them.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::process::{apt, on_path};
use crate::tools::Progress;

/// Chromium and its driver.
pub struct Chromium {
    /// The browser.
    pub browser: PathBuf,
    /// `chromedriver`.
    pub driver: PathBuf,
}

impl Chromium {
    /// Those that are here. `CHROME` and `CHROMEDRIVER` name others.
    pub fn find() -> Option<Self> {
        let browser = named("CHROME").or_else(|| {
            let names = [
                "chromium",
                "chromium-browser",
                "google-chrome",
                "google-chrome-stable",
                "chrome",
            ];
            let bundle = Path::new("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
            names
                .iter()
                .find_map(|name| on_path(name))
                .or_else(|| bundle.is_file().then(|| bundle.to_path_buf()))
        })?;
        let driver = named("CHROMEDRIVER").or_else(|| on_path("chromedriver"))?;
        Some(Self { browser, driver })
    }

    /// Those that are here, or installed now where a package manager can do it.
    pub fn find_or_install(progress: &mut Progress) -> Result<Self> {
        if let Some(found) = Self::find() {
            progress.step(&format!("browser: {}", found.browser.display()));
            return Ok(found);
        }
        progress.step("installing Chromium and its driver (a minute, once) ...");
        if let Some(apt) = apt().filter(|apt| apt.offers("chromium-driver")) {
            // Without any font a headless browser draws boxes, and measures them.
            apt.install(
                &["chromium", "chromium-driver", "fonts-dejavu-core"],
                "Chromium with chromedriver",
            )?;
        }
        match Self::find() {
            Some(found) => Ok(found),
            None if cfg!(target_os = "macos") => {
                bail!(
                    "The tests need Chrome and chromedriver. Run `brew install --cask google-chrome chromedriver`, then try again."
                )
            }
            None => bail!(
                "The tests need Chrome or Chromium, and a chromedriver of the same version on PATH. Install them, or name them in CHROME and CHROMEDRIVER, then try again."
            ),
        }
    }
}

/// `pdftotext`, which reads back what a browser has printed. `PDFTOTEXT` names another.
pub fn pdf_reader() -> Option<PathBuf> {
    named("PDFTOTEXT").or_else(|| on_path("pdftotext"))
}

/// The same, installed now where a package manager can do it.
pub fn pdf_reader_or_install(progress: &mut Progress) -> Result<PathBuf> {
    if let Some(found) = pdf_reader() {
        progress.step(&format!("reader of PDF files: {}", found.display()));
        return Ok(found);
    }
    progress.step("installing a reader of PDF files (some seconds, once) ...");
    if let Some(apt) = apt().filter(|apt| apt.offers("poppler-utils")) {
        apt.install(&["poppler-utils"], "pdftotext")?;
    }
    match pdf_reader() {
        Some(found) => Ok(found),
        None if cfg!(target_os = "macos") => {
            bail!("The tests need pdftotext. Run `brew install poppler`, then try again.")
        }
        None => bail!(
            "The tests need pdftotext, a part of poppler (Debian: poppler-utils). Install it, or name it in PDFTOTEXT, then try again."
        ),
    }
}

/// nginx, which the journeys run with the configuration that the project ships.
pub fn nginx() -> Option<PathBuf> {
    // Debian keeps it where only root's PATH looks.
    let elsewhere = || Some(PathBuf::from("/usr/sbin/nginx")).filter(|path| path.is_file());
    on_path("nginx").or_else(elsewhere)
}

/// Caddy, for the same.
pub fn caddy() -> Option<PathBuf> {
    on_path("caddy")
}

/// Both, installed now where a package manager can do it.
pub fn find_or_install_servers(progress: &mut Progress) -> Result<()> {
    find_or_install(progress, "nginx", "nginx-light", nginx)?;
    find_or_install(progress, "caddy", "caddy", caddy)
}

fn find_or_install(
    progress: &mut Progress,
    name: &str,
    package: &str,
    find: fn() -> Option<PathBuf>,
) -> Result<()> {
    if let Some(found) = find() {
        progress.step(&format!("server: {}", found.display()));
        return Ok(());
    }
    progress.step(&format!("installing {name} (seconds, once) ..."));
    if let Some(apt) = apt().filter(|apt| apt.offers(package)) {
        apt.install(&[package], name)?;
    }
    find().map(drop).with_context(|| {
        format!(
            "The tests need {name}. Install it (Debian and Ubuntu: `apt-get install {package}`, Fedora: `dnf install {name}`, macOS: `brew install {name}`), then try again."
        )
    })
}

fn named(variable: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env::var_os(variable)?);
    path.is_file().then_some(path)
}
