//! The page around the frame, and the frame's own layout.
//!
//! Owns the window that a frame is in: its name, what it looks like, and how high everything is. A message is read and
//! written in [`crate::wire::embed`]; embed/frame.js carries it, and has made the connection before the program was
//! there. Must not know what the messages are for.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Function, JSON, Object, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlElement, ResizeObserver, Window};

use crate::wire::embed::theme::{PROPERTIES, ThemeStyle};
use crate::wire::embed::{
    EarlyFrame, FromHost, Layout, PageHeights, SampleHeights, Settings, ToHost, is_init, read,
};

/// Whether this is the page that the build makes for frames.
#[must_use]
pub fn is_for_a_frame() -> bool {
    root().is_some_and(|root| root.has_attribute("data-embed"))
}

/// The tag of the language that the page is in.
#[must_use]
pub fn language() -> String {
    root()
        .and_then(|root| root.get_attribute("lang"))
        .unwrap_or_default()
}

/// Whether this is the page that shows owners what the quiz will look like on theirs.
#[must_use]
pub fn is_builder() -> bool {
    root().is_some_and(|root| root.has_attribute("data-builder"))
}

/// The loader's file under the name that changes with its content, and its hash, as the builder's page names
/// them.
#[must_use]
pub fn pinned_loader() -> Option<(String, String)> {
    let meta = document()?
        .query_selector("meta[name=embed-loader]")
        .ok()??;
    let content = meta.get_attribute("content")?;
    let (file, integrity) = content.split_once(' ')?;
    Some((file.to_owned(), integrity.to_owned()))
}

/// What the page around wants of this frame.
#[must_use]
pub fn settings() -> Settings {
    let name = window().and_then(|window| window.name().ok());
    Settings::parse(&name.unwrap_or_default())
}

/// The address of the site's first page. Each of the others is in a folder below it; boot.js is beside it.
#[must_use]
pub fn site() -> String {
    let boot = document().and_then(|document| document.get_element_by_id("boot"));
    let boot = boot.and_then(|boot| boot.get_attribute("src"));
    let beside = |url: &str, base: &str| web_sys::Url::new_with_base(url, base).ok();
    let address = window().and_then(|window| window.location().href().ok());
    let boot = beside(&boot.unwrap_or_default(), &address.unwrap_or_default());
    let site = boot.and_then(|boot| beside("./", &boot.href()));
    site.map(|site| site.href()).unwrap_or_default()
}

/// Scheme, host and port of the site.
#[must_use]
pub fn origin() -> String {
    let origin = window().and_then(|window| window.location().origin().ok());
    origin.unwrap_or_default()
}

/// The ids of the quizzes that whoever deploys the site put into it.
#[must_use]
pub fn own_quizzes() -> Vec<String> {
    let list = document()
        .and_then(|document| document.query_selector("meta[name=own-quizzes]").ok()?)
        .and_then(|list| list.get_attribute("content"));
    let entries = list.iter().flat_map(|list| list.split(", "));
    let ids = entries.filter_map(|entry| entry.split(' ').next());
    ids.map(str::to_owned).collect()
}

/// Whether a page around can read what is on this one, or that is not known. embed/frame.js has tried it.
#[must_use]
pub fn is_same_origin_host() -> bool {
    found("data-same-origin-host").as_deref() != Some("no")
}

/// Whether what a frame saves is known to last. embed/frame.js knows the browsers.
#[must_use]
pub fn is_lasting() -> bool {
    found("data-lasting").as_deref() == Some("yes")
}

/// What embed/frame.js has found out before the first paint.
fn found(attribute: &str) -> Option<String> {
    root()?.get_attribute(attribute)
}

/// Shows a theme, in place of the one before.
pub fn show(look: &ThemeStyle, font: Option<&str>, compact: bool) {
    let Some(root) = root() else { return };
    let attribute = |name: &str, value: Option<&str>| match value {
        // Attributes of sound names can always be set.
        Some(value) => root.set_attribute(name, value).ok(),
        None => root.remove_attribute(name).ok(),
    };
    attribute("data-font", font);
    attribute("data-density", compact.then_some("compact"));
    let Some(root) = root.dyn_ref::<HtmlElement>() else {
        return;
    };
    let style = root.style();
    for name in PROPERTIES {
        let value = look.properties.iter().find(|(other, _)| *other == name);
        // Set one by one, which the policy allows, unlike the attribute.
        match value {
            // A value that the browser does not know is left out without a word: the style sheet's own stands.
            Some((_, value)) => style.set_property(name, value).ok(),
            None => style.remove_property(name).ok().map(drop),
        };
    }
}

/// Says in the console what the page's owner has to mend.
pub fn warn(text: &str) {
    let text = ["Interview Hindsight: ", text].concat();
    web_sys::console::error_1(&JsValue::from_str(&text));
}

/// The one connection to the page around, which embed/frame.js has made.
pub struct Host {
    frame: JsValue,
    _heard: Closure<dyn FnMut(JsValue)>,
}

/// What the page around did.
pub enum HostEvent {
    /// It answered. Whether it can read what is on this page.
    Connected(bool),
    /// It said something.
    Said(FromHost),
}

impl Host {
    /// Takes the connection over, and tells what the page around says from then on. Gives where the pages of the HTML
    /// have come to, too. `None` where there is no connection to take over.
    pub fn take_over(
        id: String,
        heard: impl Fn(HostEvent) + 'static,
    ) -> Option<(Self, EarlyFrame)> {
        let frame = frame()?;
        let early = early(&frame);
        let is_answered = early.iter().any(|said| is_init(said, &id));
        let heard = Closure::<dyn FnMut(JsValue)>::new(move |said| {
            let Some(said) = json(&said) else { return };
            if is_init(&said, &id) {
                heard(HostEvent::Connected(is_same_origin_host()));
            } else if let Some(said) = read(&said, &id) {
                heard(HostEvent::Said(said));
            }
        });
        let adopt: Function = member(&frame, "adopt")?;
        // It is a function of our own, which does not throw.
        let given = adopt.call1(&frame, heard.as_ref()).ok()?.as_string()?;
        let mut before = EarlyFrame::parse(&given);
        before.connected = is_answered;
        let host = Self {
            frame,
            _heard: heard,
        };
        Some((host, before))
    }

    /// Tells the page around, if it has answered.
    pub fn post(&self, told: ToHost) {
        let (kind, data) = told.write();
        let tell: Option<Function> = member(&self.frame, "tell");
        if let (Some(tell), Ok(data)) = (tell, JSON::parse(&data)) {
            // It only fails for what cannot be copied.
            tell.call2(&self.frame, &kind.into(), &data).ok();
        }
    }
}

/// What the page around has said before the program was there, as it said it. Nothing of it is checked yet.
#[must_use]
pub fn early_messages(id: &str) -> Vec<FromHost> {
    let said = frame().map(|frame| early(&frame)).unwrap_or_default();
    said.iter().filter_map(|said| read(said, id)).collect()
}

fn early(frame: &JsValue) -> Vec<String> {
    let early: Option<Object> = member(frame, "early");
    let early = early.map(|early| Object::values(&early).to_vec());
    let said = early.into_iter().flatten();
    said.filter_map(|said| json(&said)).collect()
}

/// What embed/frame.js has left for the program.
fn frame() -> Option<JsValue> {
    let frame = Reflect::get(&window()?.into(), &"hindsightFrame".into()).ok()?;
    frame.is_object().then_some(frame)
}

/// A member that is of this type. Reading one of an object throws nowhere here: none of ours computes it.
fn member<T: JsCast>(of: &JsValue, name: &str) -> Option<T> {
    Reflect::get(of, &name.into()).ok()?.dyn_into().ok()
}

/// Tells when the layout may have changed: at most once for each picture that the browser draws, and not
/// while the frame is hidden.
pub struct LayoutWatch {
    waiting: Rc<Cell<bool>>,
    next: Closure<dyn FnMut()>,
}

impl LayoutWatch {
    /// Calls `changed` with the layout.
    pub fn new(changed: impl Fn(Layout) + 'static) -> Self {
        let waiting = Rc::new(Cell::new(false));
        let over = Rc::clone(&waiting);
        let last = Cell::new(None);
        let next = Closure::<dyn FnMut()>::new(move || {
            over.set(false);
            // A hidden frame has no layout, and asks for nothing.
            let layout = layout();
            if layout.is_some() && layout != last.replace(layout) {
                layout.into_iter().for_each(&changed);
            }
        });
        Self { waiting, next }
    }

    /// Looks at the layout before the next picture.
    pub fn look(&self) {
        if self.waiting.replace(true) {
            return;
        }
        let next: &Function = self.next.as_ref().unchecked_ref();
        let asked = window().map(|window| window.request_animation_frame(next));
        if !matches!(asked, Some(Ok(_))) {
            self.waiting.set(false);
        }
    }
}

/// Calls `changed` whenever the size of the page's content changes.
pub struct SizeWatch {
    observer: ResizeObserver,
    _changed: Closure<dyn FnMut()>,
}

impl SizeWatch {
    /// Begins to watch.
    pub fn new(changed: impl FnMut() + 'static) -> Option<Self> {
        let content = document()?.get_element_by_id("app")?;
        let changed = Closure::<dyn FnMut()>::new(changed);
        // It refuses nothing but what is no function.
        let observer = ResizeObserver::new(changed.as_ref().unchecked_ref()).ok()?;
        observer.observe(&content);
        Some(Self {
            observer,
            _changed: changed,
        })
    }
}

impl Drop for SizeWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// The layout as it is; `None` while the frame is not shown.
fn layout() -> Option<Layout> {
    let document = document()?;
    if element(&document, "#app")?.offset_width() == 0 {
        return None;
    }
    let pages = measured().unwrap_or_default();
    let heights = |selector: &str| {
        let mut heights = None;
        for element in all(&document, selector) {
            let height = size(element.offset_height());
            let (shortest, tallest) = heights.unwrap_or((height, height));
            heights = Some((height.min(shortest), height.max(tallest)));
        }
        heights
    };
    if document.query_selector(".ih-samples").ok()?.is_some() {
        // A scrollbar takes width, and whether there is one may hang on answers. frame.js brings it back.
        root()?.set_attribute("data-fits", "").ok();
    }
    let samples = heights(".ih-samples > *").map(|(shortest, tallest)| {
        // Opened after the screens were measured; all of them are thrown away right after. Attributes of sound names can
        // always be set.
        for part in all(&document, ".ih-samples details") {
            part.set_attribute("open", "").ok();
        }
        let parts = heights(".ih-samples summary + *");
        SampleHeights {
            shortest,
            tallest,
            part: parts.map_or(0, |(_, tallest)| tallest),
        }
    });
    let width = window()?.inner_width().ok()?.as_f64()?;
    let screen = element(&document, "#main > .ih-screen");
    let is_open = document.query_selector("#main > .ih-screen details[open]");
    Some(Layout {
        width: width as u32,
        screen: screen.map_or(0, |screen| size(screen.offset_height())),
        is_open: is_open.ok()?.is_some(),
        pages,
        samples,
    })
}

/// What embed/frame.js measures of the pages that stood in the HTML.
fn measured() -> Option<PageHeights> {
    let frame = frame()?;
    let measure: Function = member(&frame, "measure")?;
    let measured = measure.call0(&frame).ok()?.as_string()?;
    Some(PageHeights::parse(&measured))
}

/// Browsers count pixels with a sign.
fn size(pixels: i32) -> u32 {
    u32::try_from(pixels).unwrap_or(0)
}

/// The first element of a selector, which is one of ours: only one that is none throws.
fn element(document: &Document, selector: &str) -> Option<HtmlElement> {
    document.query_selector(selector).ok()??.dyn_into().ok()
}

fn all(document: &Document, selector: &str) -> Vec<HtmlElement> {
    let Ok(found) = document.query_selector_all(selector) else {
        return Vec::new();
    };
    let elements = (0..found.length()).filter_map(|place| found.get(place)?.dyn_into().ok());
    elements.collect()
}

/// A message as text. What cannot be written as JSON (a circle, a big integer) is none of ours.
fn json(data: &JsValue) -> Option<String> {
    JSON::stringify(data).ok()?.as_string()
}

fn window() -> Option<Window> {
    web_sys::window()
}

fn document() -> Option<Document> {
    window()?.document()
}

fn root() -> Option<Element> {
    document()?.document_element()
}
