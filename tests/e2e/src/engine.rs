//! Which browser, and what it has to be told so that it can be driven.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use xtask::browsers::{self, Chromium, Display};
use xtask::process::on_path;

use crate::BrowserOptions;

/// A browser engine.
///
/// Chromium runs all end-to-end tests. The others run what they can be made to do: an end-to-end test that needs more begins with
/// [`left_out`](crate::left_out).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Chromium or Chrome.
    Chromium,
    /// Firefox, through geckodriver.
    Firefox,
    /// WebKitGTK's MiniBrowser, on a display of its own.
    WebKit,
}

impl Engine {
    /// The one that `E2E_ENGINE` names (`chromium`, `firefox`, `webkit`), else Chromium.
    pub fn chosen() -> Result<Self> {
        match std::env::var("E2E_ENGINE").as_deref() {
            Err(_) | Ok("" | "chromium") => Ok(Self::Chromium),
            Ok("firefox") => Ok(Self::Firefox),
            Ok("webkit") => Ok(Self::WebKit),
            Ok(other) => bail!("E2E_ENGINE is {other}; it can be chromium, firefox or webkit"),
        }
    }

    /// What `E2E_ENGINE` calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        }
    }

    /// A display of its own, where the browser has to have one: of two windows on one display only one has the focus.
    pub(crate) fn display(self) -> Result<Option<Display>> {
        (self == Self::WebKit)
            .then(|| Display::start().context("WebKit hangs without a display"))
            .transpose()
    }

    /// The driver, ready to be started on that port.
    pub(crate) fn driver(self, port: u16, profile: &Path) -> Result<Command> {
        let command = match self {
            Self::Chromium => {
                let mut command = Command::new(chromium()?.driver);
                command.arg(format!("--port={port}"));
                command
            }
            Self::Firefox => {
                let driver = browsers::geckodriver().context(
                    "there is no geckodriver; `cargo xtask test --engine firefox` installs it",
                )?;
                let mut command = Command::new(driver);
                command.args(["--host", "127.0.0.1", "--port", &port.to_string()]);
                // The browser's own scripts tell of its console and its requests, and take wishes for the look.
                command.arg("--allow-system-access");
                if let Some(browser) = on_path("firefox-esr").or_else(|| on_path("firefox")) {
                    command.arg("--binary").arg(browser);
                }
                command
            }
            Self::WebKit => {
                let driver = on_path("WebKitWebDriver").context(
                    "there is no WebKitWebDriver; `cargo xtask test --engine webkit` installs it",
                )?;
                let mut command = Command::new(driver);
                command.args([format!("--port={port}"), "--host=127.0.0.1".to_owned()]);
                // The folders for data and caches stay the person's own: the browser writes nothing of a session to
                // them, and without the list of fonts in there it takes many seconds to start.
                command.env("XDG_CONFIG_HOME", settings(profile)?);
                command
            }
        };
        Ok(command)
    }

    /// What to ask the driver for.
    pub(crate) fn capabilities(
        self,
        profile: &Path,
        options: &BrowserOptions<'_>,
    ) -> Result<serde_json::Map<String, Value>> {
        let wanted = match self {
            Self::Chromium => {
                let mut preferences = json!({
                    // A file that a person saves goes where the test can find it, unasked.
                    "download.default_directory": downloads(profile),
                    "download.prompt_for_download": false,
                });
                if options.storage_blocked {
                    // What a person does who blocks all cookies: `localStorage` then throws.
                    preferences["profile.default_content_setting_values.cookies"] = json!(2);
                }
                let mut capabilities = json!({
                    "browserName": "chrome",
                    "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
                    "goog:chromeOptions": {
                        "binary": chromium()?.browser,
                        "args": [
                            "--headless=new",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-dev-shm-usage",
                            "--disable-quic",
                            "--no-first-run",
                            // A page that is kept for Back has a process, and that one has an old copy of what the tab
                            // keeps. The next page gets the same process, at a driver's speed before the copy is
                            // renewed (seen in 156: 3 of 45 pages, and none of 90 with this).
                            "--disable-back-forward-cache",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            // Rounded widths: a scroll bar of its own would take some of them.
                            "--hide-scrollbars",
                            // It would stop a page that changes its address 200 times in ten seconds, as no
                            // person does and the measurements do.
                            "--disable-ipc-flooding-protection",
                            // A request to anywhere else must fail the same everywhere.
                            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
                            format!("--user-data-dir={}", profile.join("chromium").display()),
                        ],
                        "prefs": preferences,
                    },
                });
                if let (false, Some(arguments)) = (
                    options.sites_apart,
                    capabilities["goog:chromeOptions"]["args"].as_array_mut(),
                ) {
                    // A frame of another site would get a process of its own, in which the driver
                    // cannot ask for roles and names (seen in chromedriver 156). Origins are kept
                    // apart all the same.
                    arguments.extend([
                        json!("--disable-site-isolation-trials"),
                        json!("--disable-features=IsolateOrigins,site-per-process"),
                    ]);
                }
                if let (true, Some(arguments)) = (
                    options.has_mouse,
                    capabilities["goog:chromeOptions"]["args"].as_array_mut(),
                ) {
                    // Blink's own names for "hovers" (2) and "fine" (4).
                    arguments.push(json!("--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4"));
                }
                if options.traced {
                    capabilities["goog:chromeOptions"]["perfLoggingPrefs"] =
                        json!({ "traceCategories": "toplevel,blink.user_timing" });
                }
                capabilities
            }
            Self::Firefox => json!({
                "browserName": "firefox",
                "moz:firefoxOptions": {
                    "args": ["-headless", "-profile", made(profile.join("firefox"))?],
                    "prefs": {
                        // As it is for people: a frame of another site has storage of its own in each page.
                        "network.cookie.cookieBehavior": if options.storage_blocked { 2 } else { 5 },
                        "browser.download.folderList": 2,
                        "browser.download.dir": downloads(profile),
                        // A person has let the page paste what they copied.
                        "dom.events.testing.asyncClipboard": true,
                        // Nothing of the browser's own is asked for.
                        "network.captive-portal-service.enabled": false,
                        "network.connectivity-service.enabled": false,
                    },
                },
            }),
            Self::WebKit => json!({
                "browserName": "MiniBrowser",
                "webkitgtk:browserOptions": {
                    "binary": browsers::webkit().context("there is no MiniBrowser of WebKitGTK")?,
                    "args": [
                        "--automation",
                        // `localStorage` is null without it.
                        format!("--enable-html5-local-storage={}", !options.storage_blocked),
                    ],
                },
            }),
        };
        match wanted {
            Value::Object(wanted) => Ok(wanted),
            _ => bail!("capabilities are an object"),
        }
    }
}

/// Where the browser saves files.
pub(crate) fn downloads(profile: &Path) -> PathBuf {
    profile.join("downloads")
}

/// Lets a window be as narrow as a phone. WebKit's browser has a tool bar that would keep it at 447 pixels.
const NARROW_TOOL_BAR: &str =
    "* { min-width: 0; padding: 0; margin: 0; -gtk-icon-source: none; }\n";

/// A folder of settings that tells WebKit's browser where to save files, and how wide its window may be.
fn settings(profile: &Path) -> Result<PathBuf> {
    let folder = made(profile.join("config"))?;
    let line = format!("XDG_DOWNLOAD_DIR=\"{}\"\n", downloads(profile).display());
    std::fs::write(folder.join("user-dirs.dirs"), line)?;
    let look = made(folder.join("gtk-3.0"))?;
    std::fs::write(look.join("gtk.css"), NARROW_TOOL_BAR)?;
    Ok(folder)
}

fn made(folder: PathBuf) -> Result<PathBuf> {
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

fn chromium() -> Result<Chromium> {
    Chromium::find()
        .context("there is no Chromium with chromedriver; `cargo xtask setup` installs them")
}
