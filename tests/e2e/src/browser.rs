//! A browser on the site, and what a person does with it.

use std::collections::BTreeMap;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use base64::Engine as _;
use fantoccini::actions::{
    InputSource, KeyAction, KeyActions, MouseActions, PointerAction, TouchActions,
};
use fantoccini::error::CmdError;
use fantoccini::key::Key;
use fantoccini::wd::{PrintConfiguration, PrintSize, WebDriverCompatibleCommand, WindowHandle};
use fantoccini::{Client, ClientBuilder, Locator};
use http::Method;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;
use url::Url;
use xtask::browsers;

use crate::driver::Driver;
use crate::element::{returned, within};
use crate::seen::LISTENER;
use crate::{Element, Engine, Seen, Site, axe, engine, gecko};

/// How long a driver may take for one answer.
pub(crate) const LIMIT: Duration = Duration::from_secs(30);

/// How long a condition may take to come true.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long a browser may show its blank page after it was told to leave it.
const LEAVING: Duration = Duration::from_secs(5);

/// Between two looks at a condition.
const PAUSE: Duration = Duration::from_millis(25);

/// What a browser keeps between two sessions: hand the same one to both, and the second is the same
/// person's browser, closed and opened again.
pub struct Profile {
    folder: TempDir,
}

impl Profile {
    /// A browser that was never used.
    pub fn new() -> Result<Self> {
        Ok(Self {
            folder: tempfile::Builder::new().prefix("test-").tempdir()?,
        })
    }
}

/// Starts a driver, and a browser with it.
async fn connect(
    engine: Engine,
    profile: &Path,
    capabilities: &serde_json::Map<String, Value>,
) -> Result<(Driver, Client)> {
    let driver = Driver::start(engine, profile).await?;
    let url = driver.url();
    let mut builder = ClientBuilder::new(HttpConnector::new());
    builder.capabilities(capabilities.clone());
    let client = tokio::time::timeout(LIMIT, builder.connect(&url))
        .await
        .context("the browser did not start in time")?
        .context("the browser did not start")?;
    Ok((driver, client))
}

/// What kind of browser an end-to-end test wants.
#[derive(Default)]
pub struct BrowserOptions<'a> {
    /// Else the one that `E2E_ENGINE` names.
    pub engine: Option<Engine>,
    /// Else one that was never used, and is thrown away.
    pub profile: Option<&'a Profile>,
    /// The person has blocked all cookies, and with them all storage.
    pub storage_blocked: bool,
    /// The test goes on as soon as the HTML is read, whatever else is still on its way.
    pub at_once: bool,
    /// A frame of another site runs in a process of its own, as it does for people. The test cannot ask for roles
    /// and names in it then.
    pub sites_apart: bool,
    /// The device has a mouse, whatever this machine has: where there is none, number keys have no chips. Chromium alone.
    pub has_mouse: bool,
    /// The browser notes how long its threads work: see [`Browser::work`]. Chromium alone can.
    pub traced: bool,
}

/// What the page is told of the person's options and screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Emulation {
    /// A dark page.
    pub dark: bool,
    /// As little motion as possible.
    pub reduced_motion: bool,
    /// The person's own colours for everything.
    pub forced_colors: bool,
    /// More contrast.
    pub more_contrast: bool,
    /// As it would be printed.
    pub print: bool,
}

/// A browser on a [`Site`].
///
/// End every test with [`close`](Self::close): it fails when anything was reported on the way. A
/// browser that is dropped without it (because the test failed) leaves a picture in
/// `target/e2e/`.
pub struct Browser {
    client: Client,
    driver: Driver,
    engine: Engine,
    start: String,
    origin: String,
    seen: Seen,
    folder: PathBuf,
    closed: bool,
    /// In the order of opening, which not every driver remembers.
    tabs: Vec<WindowHandle>,
    /// Whether the driver waits for no page.
    waits_for_none: bool,
    /// Kept alive as long as the browser uses it.
    _own_profile: Option<Profile>,
}

/// A word on paper, and where it stands: from the left, from the top, in points.
#[derive(Clone, Debug, PartialEq)]
pub struct PrintedWord {
    /// The word.
    pub text: String,
    /// Its left, top, right and bottom edge.
    pub edges: [f64; 4],
}

impl PrintedWord {
    /// A line such as `<word xMin="1" yMin="2" xMax="3" yMax="4">text</word>`.
    fn parse(line: &str) -> Option<Self> {
        let (head, text) = line.trim().strip_prefix("<word ")?.split_once('>')?;
        let edge = |name: &str| {
            let (_, rest) = head.split_once(name)?;
            rest.strip_prefix("=\"")?.split('"').next()?.parse().ok()
        };
        Some(Self {
            text: text.trim_end_matches("</word>").to_owned(),
            edges: [edge("xMin")?, edge("yMin")?, edge("xMax")?, edge("yMax")?],
        })
    }

    /// Whether two words are printed over each other; boxes of neighbouring lines may touch.
    #[must_use]
    pub fn is_over(&self, other: &Self) -> bool {
        let shared = |from: usize| {
            let end = self.edges[from + 2].min(other.edges[from + 2]);
            end - self.edges[from].max(other.edges[from])
        };
        let height = (self.edges[3] - self.edges[1]).min(other.edges[3] - other.edges[1]);
        shared(0) > 1.0 && shared(1) > height / 3.0
    }
}

impl Browser {
    /// A fresh browser on the start page.
    pub async fn open(site: &Site) -> Result<Self> {
        Self::open_with(site, BrowserOptions::default()).await
    }

    /// A browser of that kind on the start page.
    pub async fn open_with(site: &Site, options: BrowserOptions<'_>) -> Result<Self> {
        let mut browser = Self::open_blank(site, options).await?;
        browser.load("").await?;
        Ok(browser)
    }

    /// A browser that has not gone to the site yet.
    pub async fn open_blank(site: &Site, options: BrowserOptions<'_>) -> Result<Self> {
        let engine = options.engine.map_or_else(Engine::chosen, Ok)?;
        let own_profile = if options.profile.is_none() {
            Some(Profile::new()?)
        } else {
            None
        };
        let profile = options
            .profile
            .or(own_profile.as_ref())
            .context("there is a profile")?;
        let folder = profile.folder.path().to_path_buf();
        std::fs::create_dir_all(engine::downloads(&folder))?;
        let mut capabilities = engine.capabilities(&folder, &options)?;
        if options.at_once {
            // WebKit would wait for a page that it has read already (seen in WebKitGTK 2.50).
            let strategy = match engine {
                Engine::WebKit => "none",
                _ => "eager",
            };
            capabilities.insert("pageLoadStrategy".to_owned(), json!(strategy));
        }

        // A browser that dies while it starts, on a busy machine, has not seen the app yet.
        let (mut driver, client) = match connect(engine, &folder, &capabilities).await {
            Ok(connected) => connected,
            Err(_) => connect(engine, &folder, &capabilities).await?,
        };
        driver.session = within("session", client.session_id()).await?;
        let tabs = vec![within("tab", client.window()).await?];
        let browser = Self {
            client,
            driver,
            engine,
            start: site.url(),
            origin: site.origin(),
            seen: Seen::default(),
            folder,
            closed: false,
            tabs,
            waits_for_none: options.at_once && engine == Engine::WebKit,
            _own_profile: own_profile,
        };
        browser.listen().await?;
        Ok(browser)
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    // Going somewhere.

    /// Goes to an address of the site, such as `#/history`, as if it had been typed: when only the
    /// fragment differs, the page stays.
    pub async fn go(&mut self, address: &str) -> Result<()> {
        let url = if address.contains("://") {
            address.to_owned()
        } else {
            format!("{}{address}", self.start)
        };
        // WebKit loads the page again where it has this address already, fragment and all (seen in WebKitGTK 2.50).
        let is_there = self.engine == Engine::WebKit && url.contains('#') && {
            within("url", self.client.current_url()).await?.as_str() == url
        };
        if !is_there {
            within(&url, self.client.goto(&url)).await?;
        }
        self.wait_for_boot().await
    }

    /// Loads an address of the site without waiting for the app, for pages on which it cannot start.
    pub async fn visit(&mut self, address: &str) -> Result<()> {
        let url = format!("{}{address}", self.start);
        within(&url, self.client.goto(&url)).await?;
        if !self.waits_for_none {
            return Ok(());
        }
        // A browser that has just been started may go on showing its own blank page: it has lost the address (seen in
        // WebKitGTK 2.50, in 1 of 320 visits).
        let is_left = self.wait_within(LEAVING, "the blank page is left", async || {
            Ok(self.js("return location.protocol").await? != "about:")
        });
        if is_left.await.is_err() {
            within(&url, self.client.goto(&url)).await?;
        }
        self.wait_until(
            "the HTML is read",
            "location.protocol !== 'about:' && document.readyState !== 'loading'",
        )
        .await
    }

    /// Goes to an address of the site and loads the page in any case.
    pub async fn load(&mut self, address: &str) -> Result<()> {
        self.leave().await?;
        self.go(address).await
    }

    /// Leaves the site.
    pub async fn leave(&mut self) -> Result<()> {
        within("about:blank", self.client.goto("about:blank")).await?;
        self.wait_until("the site is left", "location.protocol === 'about:'")
            .await
    }

    /// Loads the page again.
    pub async fn reload(&mut self) -> Result<()> {
        if self.engine == Engine::Firefox {
            // Its driver's own command asks the network past the worker, as no person's does (seen in 153: with the
            // server gone it ends in an error page, while F5 and the page's own reload show the copy).
            self.js("document.documentElement.dataset.before = ''")
                .await?;
            let press = "document.getElementById('Browser:Reload').doCommand()";
            self.in_firefox(press, Vec::new()).await?;
            let is_another = "!('before' in document.documentElement.dataset)";
            self.wait_until("the page is another one", is_another)
                .await?;
        } else {
            within("reload", self.client.refresh()).await?;
        }
        self.wait_for_boot().await
    }

    /// The browser's Back button.
    pub async fn back(&mut self) -> Result<()> {
        within("back", self.client.back()).await
    }

    /// The browser's Forward button.
    pub async fn forward(&mut self) -> Result<()> {
        within("forward", self.client.forward()).await
    }

    /// The fragment of the address, such as `#/history`.
    pub async fn fragment(&self) -> Result<String> {
        Ok(serde_json::from_value(
            self.js("return location.hash").await?,
        )?)
    }

    /// Waits until the address ends in this fragment.
    pub async fn wait_for_fragment(&self, fragment: &str) -> Result<()> {
        self.wait_until(
            &format!("the address ends in {fragment}"),
            &format!("location.hash === {}", json!(fragment)),
        )
        .await
    }

    /// The page's title.
    pub async fn title(&self) -> Result<String> {
        within("title", self.client.title()).await
    }

    /// Opens another tab of the same browser on the start page, and goes to it. Gives its number.
    pub async fn open_tab(&mut self) -> Result<usize> {
        let tab = self.open_blank_tab().await?;
        self.load("").await?;
        Ok(tab)
    }

    /// Opens another tab that has not gone to the site yet, and goes to it. Gives its number.
    pub async fn open_blank_tab(&mut self) -> Result<usize> {
        let tab = within("new tab", self.client.new_window(true)).await?;
        let switched = self.client.switch_to_window(tab.handle.clone());
        within("switch", switched).await?;
        self.tabs.push(tab.handle);
        self.listen().await?;
        Ok(self.tabs.len() - 1)
    }

    /// Goes to a tab, counted from 0 in the order of opening.
    pub async fn switch_tab(&mut self, tab: usize) -> Result<()> {
        // The page may have opened one by itself.
        for other in within("tabs", self.client.windows()).await? {
            if !self.tabs.contains(&other) {
                self.tabs.push(other);
            }
        }
        let tab = self.tabs.get(tab).context("there is no such tab")?;
        within("switch", self.client.switch_to_window(tab.clone())).await
    }

    /// Leaves a frame that was entered with [`Element::enter_frame`].
    pub async fn leave_frame(&self) -> Result<()> {
        within("leave frame", self.client.clone().enter_parent_frame()).await
    }

    /// The size of the page in CSS pixels.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        if self.engine == Engine::Chromium {
            let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
            self.cdp("Emulation.setDeviceMetricsOverride", size).await?;
            return Ok(());
        }
        // The window has bars of its own around the page.
        let around = "return [outerWidth - innerWidth, outerHeight - innerHeight]";
        let around: (u32, u32) = serde_json::from_value(self.js(around).await?)?;
        let (outer_width, outer_height) = (width + around.0, height + around.1);
        let resized = self.client.set_window_size(outer_width, outer_height);
        within("resize", resized).await?;
        self.wait_until(
            "the page has its size",
            &format!("innerWidth === {width} && innerHeight === {height}"),
        )
        .await
    }

    /// Tells the page what the person prefers. WebKit takes no options from a driver: the page is dark there by its own
    /// setting, until it is loaded again, moves as ever, and any other wish is an error.
    pub async fn look(&self, look: Emulation) -> Result<()> {
        match self.engine {
            Engine::Chromium => {}
            Engine::Firefox => {
                let (script, options) = gecko::look(look);
                self.in_firefox(script, options).await?;
                // The page's process hears of it later.
                return self
                    .wait_until("the page knows what is wished for", &gecko::knows(look))
                    .await;
            }
            Engine::WebKit if look.print || look.forced_colors || look.more_contrast => {
                bail!("WebKit's driver takes no {look:?}")
            }
            Engine::WebKit => {
                let theme = if look.dark { "dark" } else { "light" };
                let set = format!("document.documentElement.dataset.theme = '{theme}'");
                return self.js(&set).await.map(drop);
            }
        }
        let pick = |on: bool, yes: &'static str, no: &'static str| if on { yes } else { no };
        let media = json!({
            "media": pick(look.print, "print", ""),
            "features": [
                { "name": "prefers-color-scheme", "value": pick(look.dark, "dark", "light") },
                { "name": "prefers-reduced-motion", "value": pick(look.reduced_motion, "reduce", "no-preference") },
                { "name": "forced-colors", "value": pick(look.forced_colors, "active", "none") },
                { "name": "prefers-contrast", "value": pick(look.more_contrast, "more", "no-preference") },
            ],
        });
        self.cdp("Emulation.setEmulatedMedia", media)
            .await
            .map(drop)
    }

    // Finding things.

    /// The one visible element of that role and name, as assistive technology is told them:
    /// `find("button", "Next")`. Waits until there is exactly one.
    pub async fn find(&self, role: &str, name: &str) -> Result<Element> {
        let mut found = Vec::new();
        self.wait(
            &format!("there is one {role} named \"{name}\""),
            async || {
                found = self.all(role, name).await?;
                Ok(found.len() == 1)
            },
        )
        .await
        .with_context(|| format!("there are {} of them", found.len()))?;
        found.pop().context("it has vanished")
    }

    /// All visible elements of that role and name, without waiting.
    pub async fn all(&self, role: &str, name: &str) -> Result<Vec<Element>> {
        let mut found = Vec::new();
        for element in self.all_css(candidates(role)).await? {
            if element.is_visible().await?
                && self.is_told(role, &element.role().await?)
                && squeezed(&element.name().await?) == name
            {
                found.push(element);
            }
        }
        Ok(found)
    }

    /// Whether what the driver tells is this role. WebKit's calls a `select` the button that it draws (seen in WebKitGTK
    /// 2.50).
    fn is_told(&self, role: &str, told: &str) -> bool {
        told == role || self.engine == Engine::WebKit && (role, told) == ("combobox", "button")
    }

    /// The element that a CSS selector means. Waits until there is one.
    pub async fn find_css(&self, selector: &str) -> Result<Element> {
        let mut found = None;
        self.wait(&format!("there is {selector}"), async || {
            found = self.all_css(selector).await?.into_iter().next();
            Ok(found.is_some())
        })
        .await?;
        found.context("it has vanished")
    }

    /// All elements that a CSS selector means, without waiting.
    pub async fn all_css(&self, selector: &str) -> Result<Vec<Element>> {
        let found = within(selector, self.client.find_all(Locator::Css(selector))).await?;
        Ok(found.into_iter().map(|inner| self.element(inner)).collect())
    }

    /// The elements that the body of a function gives, in its order.
    pub async fn elements(&self, body: &str) -> Result<Vec<Element>> {
        let Value::Array(found) = self.js(body).await? else {
            bail!("the script gives no list");
        };
        let found = found.iter().map(|one| {
            let inner = returned(self.client.clone(), one).context("it is no element")?;
            Ok(self.element(inner))
        });
        found.collect()
    }

    fn element(&self, inner: fantoccini::elements::Element) -> Element {
        Element {
            inner,
            engine: self.engine,
        }
    }

    /// Clicks what has that role and name.
    pub async fn click(&self, role: &str, name: &str) -> Result<()> {
        self.find(role, name).await?.click().await
    }

    /// The element that has the focus.
    pub async fn focused(&self) -> Result<Element> {
        // In a frame, WebKit's own answer is an element that it knows nothing of (seen in WebKitGTK 2.50).
        let answer = self.js("return document.activeElement").await?;
        let inner = returned(self.client.clone(), &answer).context("nothing has the focus")?;
        Ok(self.element(inner))
    }

    /// Waits until the focus is on what has that role and name.
    pub async fn wait_for_focus(&self, role: &str, name: &str) -> Result<()> {
        let mut last = String::new();
        self.wait(
            &format!("the focus is on the {role} \"{name}\""),
            async || {
                let focused = self.focused().await?;
                let (is_role, is_name) = (focused.role().await?, squeezed(&focused.name().await?));
                last = format!("{is_role} \"{is_name}\"");
                Ok(is_role == role && is_name == name)
            },
        )
        .await
        .with_context(|| format!("the focus is on: {last}"))
    }

    /// The text of the page's main heading. Waits until there is one.
    pub async fn heading(&self) -> Result<String> {
        self.find_css("h1").await?.text().await
    }

    /// All text that a person can read on the page.
    pub async fn text(&self) -> Result<String> {
        // A frame that is being loaded has no body yet. Firefox lays nothing out before the style sheets are there, and then
        // gives what is hidden as well.
        let text = self
            .js("return document.body?.getClientRects().length ? document.body.innerText : ''")
            .await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until the page shows this text.
    pub async fn wait_for_text(&self, text: &str) -> Result<()> {
        self.wait(&format!("the page says \"{text}\""), async || {
            Ok(self.text().await?.contains(text))
        })
        .await
    }

    /// The same for what may take longer than usual.
    pub async fn wait_for_slow_text(&self, text: &str, limit: Duration) -> Result<()> {
        let what = format!("the page says \"{text}\"");
        self.wait_within(limit, &what, async || Ok(self.text().await?.contains(text)))
            .await
    }

    /// Waits until the page does not show this text any more.
    pub async fn wait_for_no_text(&self, text: &str) -> Result<()> {
        self.wait(&format!("the page no longer says \"{text}\""), async || {
            Ok(!self.text().await?.contains(text))
        })
        .await
    }

    /// Waits until an expression in JavaScript is true. Say what it means, for the day it fails.
    pub async fn wait_until(&self, what: &str, expression: &str) -> Result<()> {
        let script = format!("return Boolean({expression})");
        self.wait(what, async || Ok(self.js(&script).await? == true))
            .await
    }

    /// Waits until `is_so` gives true. What fails because the page changed meanwhile is tried again.
    pub async fn wait(&self, what: &str, is_so: impl AsyncFnMut() -> Result<bool>) -> Result<()> {
        self.wait_within(PATIENCE, what, is_so).await
    }

    async fn wait_within(
        &self,
        limit: Duration,
        what: &str,
        mut is_so: impl AsyncFnMut() -> Result<bool>,
    ) -> Result<()> {
        let end = Instant::now() + limit;
        loop {
            match is_so().await {
                Ok(true) => return Ok(()),
                Ok(false) => {}
                Err(error) if Instant::now() < end && is_passing(&error) => {}
                Err(error) => return Err(error.context(format!("waiting until {what}"))),
            }
            if Instant::now() > end {
                bail!("waited for {} seconds until {what}", limit.as_secs());
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    // Doing things.

    /// Presses a key, or several at once: `"Tab"`, `"Shift+Tab"`, `"Enter"`, `"Space"`, `"1"`.
    pub async fn press(&self, keys: &str) -> Result<()> {
        let mut codes = Vec::new();
        for name in keys.split('+') {
            codes.push(key(name).with_context(|| format!("there is no key {name}"))?);
        }
        let mut actions = KeyActions::new("keyboard".to_owned());
        for value in &codes {
            actions = actions.then(KeyAction::Down { value: *value });
        }
        for value in codes.iter().rev() {
            actions = actions.then(KeyAction::Up { value: *value });
        }
        within(keys, self.client.perform_actions(actions)).await
    }

    /// Types a day such as `2024-01-15` into a field for one.
    pub async fn type_day(&self, selector: &str, day: &str) -> Result<()> {
        let parts: Vec<&str> = day.split('-').collect();
        let [year, month, date] = parts[..] else {
            bail!("{day} is no day");
        };
        // A person types the parts in the order of their language; Firefox's driver takes the field's own format.
        // WebKit waits for a sign between the parts (seen in WebKitGTK 2.50).
        let keys = match self.engine {
            Engine::Chromium => [month, date, year].concat(),
            Engine::Firefox => day.to_owned(),
            Engine::WebKit => [month, date, year].join("-"),
        };
        self.type_moment(selector, day, &keys).await
    }

    /// Types a time in the morning such as `09:30` into a field for one.
    pub async fn type_time(&self, selector: &str, time: &str) -> Result<()> {
        let keys = match self.engine {
            Engine::Chromium => [&time.replace(':', ""), "AM"].concat(),
            Engine::Firefox | Engine::WebKit => time.to_owned(),
        };
        self.type_moment(selector, time, &keys).await
    }

    async fn type_moment(&self, selector: &str, value: &str, keys: &str) -> Result<()> {
        let field = self.find_css(selector).await?;
        field.type_text(keys).await?;
        let said = field.value().await?;
        if said != value {
            bail!("{selector} holds \"{said}\" and not {value}");
        }
        Ok(())
    }

    /// Touches something with a finger.
    pub async fn tap(&self, role: &str, name: &str) -> Result<()> {
        let element = self.find(role, name).await?;
        element.scroll_into_view().await?;
        let finger = TouchActions::new("finger".to_owned())
            .then(PointerAction::MoveToElement {
                element: element.inner.clone(),
                duration: None,
                x: 0.0,
                y: 0.0,
            })
            .then(PointerAction::Down { button: 0 })
            .then(PointerAction::Up { button: 0 });
        within(name, self.client.perform_actions(finger)).await
    }

    /// Presses the mouse in the middle of something, and holds it until [`let_go`](Self::let_go).
    pub async fn hold(&self, selector: &str) -> Result<()> {
        self.mouse_to(selector, PointerAction::Down { button: 0 })
            .await
    }

    /// Lets the mouse go where it was pressed by [`hold`](Self::hold).
    pub async fn let_go(&self) -> Result<()> {
        let mouse = MouseActions::new("mouse".to_owned()).then(PointerAction::Up { button: 0 });
        within("let go", self.client.perform_actions(mouse)).await
    }

    /// Moves the mouse that was pressed by [`hold`](Self::hold) to another place, and lets it go there.
    pub async fn let_go_on(&self, selector: &str) -> Result<()> {
        self.mouse_to(selector, PointerAction::Up { button: 0 })
            .await
    }

    /// Moves the mouse to the middle of something, and does one thing there.
    async fn mouse_to(&self, selector: &str, then: PointerAction) -> Result<()> {
        let element = self.find_css(selector).await?;
        let mouse = MouseActions::new("mouse".to_owned())
            .then(PointerAction::MoveToElement {
                element: element.inner.clone(),
                duration: None,
                x: 0.0,
                y: 0.0,
            })
            .then(then);
        within(selector, self.client.perform_actions(mouse)).await
    }

    /// Runs the body of a function in the page and gives what it returns.
    ///
    /// The page's policy does not bind it, but does bind what it puts into the page.
    pub async fn js(&self, body: &str) -> Result<Value> {
        // Only Firefox's driver wraps no script that waits; a promise is waited for by all.
        let waits = self.engine == Engine::Firefox && body.contains("await ");
        let wrapped = waits.then(|| format!("return (async () => {{ {body} }})()"));
        let body = wrapped.as_deref().unwrap_or(body);
        within("script", self.client.execute(body, Vec::new())).await
    }

    /// Runs the body of a function in Firefox's own window.
    async fn in_firefox(&self, body: &str, arguments: Vec<Value>) -> Result<Value> {
        let context =
            |place: &str| self.vendor("context", "moz/context", json!({ "context": place }));
        context("chrome").await?;
        let answer = within("Firefox's script", self.client.execute(body, arguments)).await;
        context("content").await?;
        answer
    }

    /// Goes into the frame of the page's `<interview-hindsight>`, counted from 0, and waits for the app there.
    pub async fn enter_embedded(&self, which: usize) -> Result<()> {
        self.enter_html_of_embedded(which).await?;
        self.wait_for_boot().await
    }

    /// The same without waiting for the app: what the frame shows is the pages of the HTML.
    pub async fn enter_html_of_embedded(&self, which: usize) -> Result<()> {
        let script = format!(
            "return document.querySelectorAll('interview-hindsight')[{which}]?.shadowRoot?.querySelector('iframe')"
        );
        let mut frame = None;
        self.wait("the element has made its frame", async || {
            frame = returned(self.client.clone(), &self.js(&script).await?);
            Ok(frame.is_some())
        })
        .await?;
        let frame = self.element(frame.context("there is a frame")?);
        frame.scroll_into_view().await?;
        frame.enter_frame().await?;
        self.wait_until(
            "the HTML is read",
            "location.protocol !== 'about:' && document.readyState !== 'loading'",
        )
        .await
    }

    /// Everything in `localStorage`.
    pub async fn storage(&self) -> Result<BTreeMap<String, String>> {
        let all = self
            .js("return Object.fromEntries(Object.entries(localStorage))")
            .await?;
        Ok(serde_json::from_value(all)?)
    }

    /// Puts something into `localStorage`, as if an earlier visit had left it there. Load the page
    /// again to let the app find it.
    pub async fn set_storage(&self, key: &str, value: &str) -> Result<()> {
        let arguments = vec![json!(key), json!(value)];
        within(
            "set storage",
            self.client.execute(
                "localStorage.setItem(arguments[0], arguments[1])",
                arguments,
            ),
        )
        .await
        .map(drop)
    }

    /// Waits until a download is complete, and gives its file.
    pub async fn downloaded(&self, name: &str) -> Result<PathBuf> {
        let file = engine::downloads(&self.folder).join(name);
        self.wait(
            &format!("{name} is downloaded"),
            // Chromium makes an empty file first, in the place of the one to come.
            async || Ok(std::fs::metadata(&file).is_ok_and(|file| file.len() > 0)),
        )
        .await?;
        Ok(file)
    }

    /// Prints the page to a PDF on A4, and gives the text of each of its pages as another program reads it.
    pub async fn printed(&self) -> Result<Vec<String>> {
        let text = self.read_print(PrintSize::A4, "-layout").await?;
        // A form feed ends each page.
        let mut pages: Vec<String> = text.split('\u{c}').map(str::to_owned).collect();
        pages.retain(|page| !page.trim().is_empty());
        Ok(pages)
    }

    /// Prints the page to a PDF on this paper, and gives each word of each of its pages with the box that it fills.
    pub async fn printed_words(&self, paper: PrintSize) -> Result<Vec<Vec<PrintedWord>>> {
        let text = self.read_print(paper, "-bbox").await?;
        let pages = text.split("<page ").skip(1);
        let words = pages.map(|page| page.lines().filter_map(PrintedWord::parse).collect());
        Ok(words.collect())
    }

    /// Prints the page to a PDF on A4, and gives the file.
    pub async fn printed_file(&self) -> Result<Vec<u8>> {
        self.print(PrintSize::A4).await
    }

    async fn print(&self, paper: PrintSize) -> Result<Vec<u8>> {
        let paper = PrintConfiguration::builder().size(paper).build();
        let paper = paper.map_err(|error| anyhow!("{error}"))?;
        within("print", self.client.print(paper)).await
    }

    /// The page, printed to a PDF, as pdftotext writes it in this form.
    async fn read_print(&self, paper: PrintSize, form: &str) -> Result<String> {
        let pdf = self.print(paper).await?;
        let file = self.folder.join("printed.pdf");
        std::fs::write(&file, pdf)?;
        let reader = browsers::pdf_reader()
            .context("there is no pdftotext; `cargo xtask setup` installs it")?;
        let mut read = std::process::Command::new(reader);
        read.args([form, "-enc", "UTF-8"]).arg(&file).arg("-");
        Ok(String::from_utf8(read.output()?.stdout)?)
    }

    /// Waits until the page has been painted as it now is.
    pub async fn wait_for_layout(&self) -> Result<()> {
        let twice = "const done = arguments[0]; document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => done())))";
        within(
            "wait_for_layout",
            self.client.execute_async(twice, Vec::new()),
        )
        .await
        .map(drop)
    }

    /// Waits until nothing on the page moves or fades any more.
    pub async fn wait_until_still(&self) -> Result<()> {
        // WebKit knows of a movement only once it has painted its first picture, and one can follow another. A tab that is not
        // shown paints none.
        let is_shown = self.js("return !document.hidden").await? == true;
        for _ in 0..2 {
            if is_shown {
                self.wait_for_layout().await?;
            }
            self.wait_until(
                "nothing on the page moves or fades any more",
                // What nobody sees, such as a closed part of the page, waits for ever in Firefox (seen in 153).
                "document.getAnimations().every((one) => one.playState !== 'running' || !one.effect.target.checkVisibility())",
            )
            .await?;
        }
        Ok(())
    }

    /// What axe-core finds wrong with the page as it is now; nothing, on a good page.
    ///
    /// Colours on their way from light to dark have the contrast of neither, so it waits for them to arrive.
    pub async fn axe(&self) -> Result<Vec<String>> {
        self.wait_until_still().await?;
        // It stays in the page, which shows many screens.
        if self.js("return typeof axe").await? == "undefined" {
            within("axe", self.client.execute(axe::script()?, Vec::new())).await?;
        }
        let answer = within("axe", self.client.execute_async(axe::RUN, Vec::new())).await?;
        axe::violations(&answer)
    }

    /// Fails, with all of them, when axe-core finds anything wrong.
    pub async fn check_accessibility(&self) -> Result<()> {
        let violations = self.axe().await?;
        if violations.is_empty() {
            return Ok(());
        }
        bail!(
            "axe finds on {}:\n{}",
            self.fragment().await?,
            violations.join("\n")
        )
    }

    /// Writes a picture of the whole page, down to its end in Chromium.
    pub async fn picture(&self, file: &Path) -> Result<()> {
        let png = if self.engine == Engine::Chromium {
            let metrics = self.cdp("Page.getLayoutMetrics", json!({})).await?;
            let size = &metrics["cssContentSize"];
            let clip = json!({ "x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1 });
            let wanted = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
            let answer = self.cdp("Page.captureScreenshot", wanted).await?;
            let data = answer["data"].as_str().context("there is no picture")?;
            base64::engine::general_purpose::STANDARD.decode(data)?
        } else {
            within("picture", self.client.screenshot()).await?
        };
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(file, png).with_context(|| format!("could not write {}", file.display()))
    }

    // Ending.

    /// Whether the browser reports what is [seen](Self::seen): WebKit does not.
    pub fn reports(&self) -> bool {
        self.engine != Engine::WebKit
    }

    /// What the browser has reported so far. Nothing in WebKit.
    pub async fn seen(&mut self) -> Result<&Seen> {
        match self.engine {
            Engine::Chromium => {
                for entry in self.log("browser").await? {
                    self.seen.take_console(&entry);
                }
                self.take_performance().await?;
            }
            Engine::Firefox => {
                let noted = self.in_firefox(gecko::NOTED, Vec::new()).await?;
                self.seen.take_noted(&noted);
            }
            Engine::WebKit => {}
        }
        Ok(&self.seen)
    }

    /// What happened in the browser since this was asked last, by its own protocol. Requests are seen on the way.
    pub(crate) async fn take_performance(&mut self) -> Result<Vec<Value>> {
        let mut events = Vec::new();
        for entry in self.log("performance").await? {
            let text = entry["message"].as_str().unwrap_or_default();
            if let Ok(mut told) = serde_json::from_str::<Value>(text) {
                let event = told["message"].take();
                self.seen.take_event(&event);
                events.push(event);
            }
        }
        Ok(events)
    }

    /// What the browser has reported, for an end-to-end test that expects it. It is no problem afterwards.
    pub async fn take_seen(&mut self) -> Result<Seen> {
        self.seen().await?;
        Ok(std::mem::take(&mut self.seen))
    }

    /// Closes the browser. Fails when it reported anything that breaks a promise: see
    /// [`Seen::problems`].
    pub async fn close(mut self) -> Result<()> {
        let origin = self.origin.clone();
        let problems = self.seen().await?.problems(&origin);
        if !problems.is_empty() {
            bail!("the browser reported:\n{}", problems.join("\n"));
        }
        self.closed = true;
        // Closed in the ordinary way, so that the profile is complete for the next session.
        within("close", self.client.clone().close()).await?;
        self.driver.session = None;
        Ok(())
    }

    /// Waits until the app runs.
    pub async fn wait_for_start(&self) -> Result<()> {
        self.wait_until(
            "the app has started",
            "['arrived', 'ready'].includes(document.documentElement.dataset.boot)",
        )
        .await
    }

    /// Waits until boot.js runs. Fails where the program has arrived already.
    pub async fn wait_for_loading(&self) -> Result<()> {
        self.wait_until(
            "the program is on its way",
            "document.documentElement.dataset.boot === 'loading'",
        )
        .await
    }

    /// Waits until the style sheet of the later screens is there, which comes after the first paint. It hides the footer of the
    /// first page where the page says the same, and sets the list of answers.
    pub async fn wait_for_later_sheet(&self) -> Result<()> {
        self.wait_until(
            "the later style sheet is there",
            "[...document.styleSheets].some(({ href }) => href?.includes('/later-'))",
        )
        .await
    }

    /// Waits until boot.js has come to an end, good or bad, where the page has one.
    async fn wait_for_boot(&self) -> Result<()> {
        self.wait_until(
            "the app has started or failed",
            "document.readyState === 'complete' && !['starting', 'loading'].includes(document.documentElement.dataset.boot)",
        )
        .await?;
        // The program takes a page over at the next step. Most end-to-end tests are about its pages, so the page is told once
        // more of the address that it has.
        self.js("if (document.documentElement.dataset.boot === 'arrived') dispatchEvent(new HashChangeEvent('hashchange'))")
            .await?;
        Ok(())
    }

    /// Has the pages to come run no script, as some people do. WebKit's driver cannot.
    pub async fn turn_scripts_off(&self) -> Result<()> {
        if self.engine == Engine::Firefox {
            let script = "gBrowser.selectedBrowser.browsingContext.top.allowJavascript = false";
            return self.in_firefox(script, Vec::new()).await.map(drop);
        }
        let off = json!({ "value": true });
        self.cdp("Emulation.setScriptExecutionDisabled", off)
            .await
            .map(drop)
    }

    /// Has the policy's violations reported by every page that this tab will load.
    async fn listen(&self) -> Result<()> {
        match self.engine {
            Engine::Chromium => {
                let source = json!({ "source": LISTENER });
                self.cdp("Page.addScriptToEvaluateOnNewDocument", source)
                    .await?;
            }
            Engine::Firefox => {
                self.in_firefox(gecko::LISTEN, Vec::new()).await?;
            }
            Engine::WebKit => {}
        }
        Ok(())
    }

    /// A command of Chromium's own protocol.
    pub async fn cdp(&self, command: &'static str, params: Value) -> Result<Value> {
        if self.engine != Engine::Chromium {
            bail!("{command} exists in Chromium alone");
        }
        self.vendor(
            command,
            "goog/cdp/execute",
            json!({ "cmd": command, "params": params }),
        )
        .await
    }

    /// The driver's log of that kind since it was asked last.
    async fn log(&self, kind: &'static str) -> Result<Vec<Value>> {
        match self.vendor(kind, "se/log", json!({ "type": kind })).await? {
            Value::Array(entries) => Ok(entries),
            other => Err(anyhow!("the log is {other}")),
        }
    }

    fn vendor<'a>(
        &'a self,
        what: &'a str,
        path: &'static str,
        body: Value,
    ) -> impl Future<Output = Result<Value>> + 'a {
        within(what, self.client.issue_cmd(Vendor { path, body }))
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if self.closed {
            return;
        }
        // The test has failed, and the error that says why is on its way. This is only help, so
        // it must not add an error of its own.
        let Some(session) = &self.driver.session else {
            return;
        };
        let Ok(answer) = self
            .driver
            .ask("GET", &format!("/session/{session}/screenshot"))
        else {
            return;
        };
        let Ok(answer) = serde_json::from_str::<Value>(&answer) else {
            return;
        };
        let data = answer["value"].as_str().unwrap_or_default();
        let Ok(png) = base64::engine::general_purpose::STANDARD.decode(data) else {
            return;
        };
        let folder = xtask::workspace::root().join("target/e2e");
        let thread = std::thread::current();
        let name = thread.name().unwrap_or("test").replace("::", "-");
        let file = folder.join(format!("{name}.png"));
        if std::fs::create_dir_all(&folder)
            .and_then(|()| std::fs::write(&file, png))
            .is_ok()
        {
            eprintln!("what the page looked like: {}", file.display());
        }
    }
}

/// A command that WebDriver itself does not have.
#[derive(Debug)]
struct Vendor {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Vendor {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        base.join(&format!(
            "session/{}/{}",
            session.unwrap_or_default(),
            self.path
        ))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}

/// Whether an error means that the page changed under our hands.
fn is_passing(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<CmdError>().is_some_and(|error| {
            error.is_stale_element_reference()
                || error.is_no_such_element()
                || error.is_no_such_window()
        })
    })
}

/// What can have that role at all, so that not every element has to be asked.
fn candidates(role: &str) -> &str {
    match role {
        "button" => "button, summary, input[type=submit], input[type=button], [role=button]",
        "link" => "a[href], [role=link]",
        "radio" => "input[type=radio], [role=radio]",
        "checkbox" => "input[type=checkbox], [role=checkbox]",
        "textbox" | "searchbox" => "input, textarea, [role=textbox], [role=searchbox]",
        "spinbutton" => "input[type=number]",
        "combobox" | "listbox" => "select, [role=combobox], [role=listbox]",
        "heading" => "h1, h2, h3, h4, h5, h6",
        "group" | "radiogroup" => "fieldset, details, [role=group], [role=radiogroup]",
        "table" => "table",
        "list" => "ul, ol",
        "image" | "img" => "img, svg, [role=img]",
        "navigation" => "nav",
        "status" | "alert" => "[role=status], [role=alert], output",
        _ => "*",
    }
}

/// The name with its white space as a person sees it.
fn squeezed(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn key(name: &str) -> Option<char> {
    Some(match name {
        "Tab" => Key::Tab.into(),
        "Shift" => Key::Shift.into(),
        "Control" => Key::Control.into(),
        "Alt" => Key::Alt.into(),
        "Enter" => Key::Enter.into(),
        "Escape" => Key::Escape.into(),
        "Space" => ' ',
        "Backspace" => Key::Backspace.into(),
        "Delete" => Key::Delete.into(),
        "Home" => Key::Home.into(),
        "End" => Key::End.into(),
        "PageUp" => Key::PageUp.into(),
        "PageDown" => Key::PageDown.into(),
        "Up" => Key::Up.into(),
        "Down" => Key::Down.into(),
        "Left" => Key::Left.into(),
        "Right" => Key::Right.into(),
        _ => {
            let mut letters = name.chars();
            let letter = letters.next()?;
            return letters.next().is_none().then_some(letter);
        }
    })
}
