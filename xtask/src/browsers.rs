//! The browsers that the tests drive, and the programs that drive them.

use std::env;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::process::{apt, on_path};
use crate::tools::{self, Progress};

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

/// `geckodriver`, which drives Firefox: one on `PATH`, or the one that was installed for this person.
pub fn geckodriver() -> Option<PathBuf> {
    on_path("geckodriver").or_else(tools::geckodriver_in_cache)
}

/// The same and Firefox, installed now where that can be done.
pub fn find_or_install_firefox(progress: &mut Progress) -> Result<()> {
    let firefox = || on_path("firefox-esr").or_else(|| on_path("firefox"));
    find_or_install(progress, "Firefox", "firefox-esr", firefox)?;
    match on_path("geckodriver") {
        Some(found) => {
            progress.step(&format!("driver of Firefox: {}", found.display()));
            Ok(())
        }
        None => tools::geckodriver(progress).map(drop),
    }
}

/// WebKit's browser, as Debian's `webkit2gtk-driver` brings it with its driver.
pub fn webkit() -> Option<PathBuf> {
    // Its folder has the name of the machine's architecture in it.
    let libraries = std::fs::read_dir("/usr/lib").ok()?.flatten();
    let mut found = libraries.map(|folder| folder.path().join("webkit2gtk-4.1/MiniBrowser"));
    found.find(|path| path.is_file())
}

/// WebKit's browser, its driver, and the display that they need, installed now where a package manager can do it.
pub fn find_or_install_webkit(progress: &mut Progress) -> Result<()> {
    let driver = || on_path("WebKitWebDriver").filter(|_| webkit().is_some());
    find_or_install(progress, "WebKitGTK", "webkit2gtk-driver", driver)?;
    find_or_install(progress, "Xvfb", "xvfb", || on_path("Xvfb"))
}

/// A display that nobody sees. It ends when this is dropped.
pub struct Display {
    server: Child,
    name: String,
}

impl Display {
    /// Starts one under a number that is free.
    pub fn start() -> Result<Self> {
        // Without a window manager the window under the pointer has the focus, and the pointer rests in the middle of the
        // screen. It is so low that the middle is over the browser's bar, never over a link of the page.
        let mut server = Command::new(on_path("Xvfb").context("there is no Xvfb")?)
            .args(["-displayfd", "1", "-screen", "0", "640x40x24"])
            .args(["-nolisten", "tcp", "-noreset"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("could not start Xvfb")?;
        // It writes its number when it is ready, and closes the pipe when it fails.
        let mut number = String::new();
        if let Some(told) = server.stdout.take() {
            BufReader::new(told).read_line(&mut number)?;
        }
        let name = format!(":{}", number.trim());
        // From here on it ends in any case.
        let display = Self { server, name };
        if number.trim().is_empty() {
            bail!("Xvfb did not start");
        }
        Ok(display)
    }

    /// What `DISPLAY` has to say.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        // One that has ended by itself is no problem any more.
        self.server.kill().ok();
        self.server.wait().ok();
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

/// nginx, which the end-to-end tests run with the configuration that the project ships.
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
        progress.step(&format!("{name}: {}", found.display()));
        return Ok(());
    }
    progress.step(&format!("installing {name} (a minute at most, once) ..."));
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
