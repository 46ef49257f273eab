//! The page around the frame, and the frame's own layout.
//!
//! Owns the window that a frame is in: its name, the one port to the page around, and how high everything
//! is. A message is read and written in [`crate::wire::embed`]; here it is only carried. Nothing is believed
//! that does not come from the parent window, and after the first answer nothing but what comes over the
//! port. Must not know what the messages are for.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Function, JSON, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlElement, MessageEvent, MessagePort, ResizeObserver, Window};

use super::watch::Listener;
use crate::wire::embed::theme::{Look, PROPERTIES};
use crate::wire::embed::{FromHost, Layout, Settings, ToHost, is_init, read};

/// Whether this is the page that the build makes for frames.
#[must_use]
pub fn is_for_a_frame() -> bool {
    root().is_some_and(|root| root.has_attribute("data-embed"))
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

/// The address of the site: of its first page, from which the pages for frames and for other quizzes are so
/// many folders down.
#[must_use]
pub fn site() -> String {
    let is = |attribute: &str| root().is_some_and(|root| root.has_attribute(attribute));
    let up = if is("data-embed") {
        "../"
    } else if is("data-quiz") || is("data-builder") {
        "../../"
    } else {
        "./"
    };
    let address = window().and_then(|window| window.location().href().ok());
    let url = web_sys::Url::new_with_base(up, &address.unwrap_or_default());
    url.map(|url| url.href()).unwrap_or_else(|_| up.to_owned())
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

/// Whether a page around can read what is on this one: it, or the page around it, is of the same origin. Trying
/// is the only way to know; a page of another origin throws.
#[must_use]
pub fn is_overheard() -> bool {
    let mut inner = window();
    while let Some(around) = inner.as_ref().and_then(around) {
        let document = Reflect::get(&around, &JsValue::from_str("document"));
        if document.is_ok_and(|document| document.is_object()) {
            return true;
        }
        inner = Some(around);
    }
    false
}

/// Whether what a frame saves is known to last. WebKit forgets it, credentialless frames too, and of
/// browsers that we do not know we say nothing.
#[must_use]
pub fn is_lasting() -> bool {
    let Some(window) = window() else {
        return false;
    };
    let get = |of: &JsValue, name: &str| Reflect::get(of, &JsValue::from_str(name)).ok();
    let navigator = window.navigator();
    let text = |name: &str| get(&navigator, name).and_then(|text| text.as_string());
    let known = text("vendor").as_deref() == Some("Google Inc.")
        || text("userAgent").is_some_and(|agent| agent.contains("Firefox/"));
    known && get(&window, "credentialless").is_none_or(|value| value.is_falsy())
}

/// Shows a theme, in place of the one before.
pub fn show(look: &Look, font: Option<&str>, compact: bool) {
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

/// Whether the frame may show a scrollbar of its own.
pub fn allow_scrolling(allowed: bool) {
    let Some(root) = root() else { return };
    if allowed {
        root.remove_attribute("data-fits").ok();
    } else {
        root.set_attribute("data-fits", "").ok();
    }
}

/// The one connection to the page around.
pub struct Host {
    id: String,
    port: RefCell<Option<MessagePort>>,
    sent: Cell<u32>,
    listeners: RefCell<Vec<Listener>>,
}

/// What the page around did.
pub enum Heard {
    /// It answered. Whether it is of our own origin.
    Connected(bool),
    /// It said something.
    Said(FromHost),
}

impl Host {
    /// Says hello to the page around, if there is one, and tells what it says from then on.
    pub fn greet(id: String, heard: impl Fn(Heard) + 'static) -> Option<Rc<Self>> {
        let (window, parent) = (window()?, parent()?);
        let host = Rc::new(Self {
            id,
            port: RefCell::default(),
            sent: Cell::default(),
            listeners: RefCell::default(),
        });
        let (weak, heard) = (Rc::downgrade(&host), Rc::new(heard));
        let expected: JsValue = parent.clone().into();
        let own_origin = window.location().origin().unwrap_or_default();
        let answered = Listener::new(&window, "message", move |event| {
            let Some((host, event)) = weak.upgrade().zip(event.dyn_ref::<MessageEvent>()) else {
                return;
            };
            let from_parent = event
                .source()
                .is_some_and(|source| JsValue::from(source) == expected);
            // Any sandboxed page has the origin "null": it says nothing of who it is.
            let origin = event.origin();
            let is_answer = from_parent
                && origin != "null"
                && host.port.borrow().is_none()
                && json(&event.data()).is_some_and(|json| is_init(&json, &host.id));
            let port = event.ports().get(0).dyn_into::<MessagePort>();
            if let (true, Ok(port)) = (is_answer, port) {
                let (weak, told) = (Rc::downgrade(&host), Rc::clone(&heard));
                let said = Listener::new(&port, "message", move |event| {
                    let data = event.dyn_ref::<MessageEvent>().map(MessageEvent::data);
                    let text = data.as_ref().and_then(json);
                    if let Some((host, text)) = weak.upgrade().zip(text)
                        && let Some(said) = read(&text, &host.id)
                    {
                        told(Heard::Said(said));
                    }
                });
                port.start();
                host.listeners.borrow_mut().extend(said);
                host.port.replace(Some(port));
                heard(Heard::Connected(origin == own_origin));
            }
        })?;
        host.listeners.borrow_mut().push(answered);
        // Nothing private is in it, and who is there is not known yet.
        let hello = message(ToHost::Hello, &host.id, 0)?;
        parent.post_message(&hello, "*").ok()?;
        Some(host)
    }

    /// Tells the page around, if it has answered.
    pub fn tell(&self, told: ToHost) {
        let sent = self.sent.get().saturating_add(1);
        if let Some((port, message)) = self
            .port
            .borrow()
            .as_ref()
            .zip(message(told, &self.id, sent))
        {
            self.sent.set(sent);
            // It only fails for what cannot be copied.
            port.post_message(&message).ok();
        }
    }
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
    let content = element(&document, "#app")?;
    let width = size(content.offset_width());
    if width == 0 {
        return None;
    }
    let height = |selector: &str| {
        element(&document, selector).map_or(0, |element| size(element.offset_height()))
    };
    let tallest = |selector: &str| {
        let mut tallest = None;
        for element in all(&document, selector) {
            tallest = tallest.max(Some(size(element.offset_height())));
        }
        tallest
    };
    let samples = tallest(".ih-samples > *").map(|screen| {
        // Opened after the screens were measured; all of them are thrown away right after.
        for part in all(&document, ".ih-samples details") {
            part.set_attribute("open", "").ok();
        }
        (
            screen,
            tallest(".ih-samples .ih-disclosure__body").unwrap_or(0),
        )
    });
    Some(Layout {
        width,
        whole: size(content.offset_height()),
        screen: height("#main > .ih-screen"),
        open: size(all(&document, "#main > .ih-screen details[open]").len() as i32),
        samples,
    })
}

/// Browsers count pixels with a sign.
fn size(pixels: i32) -> u32 {
    u32::try_from(pixels).unwrap_or(0)
}

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

fn message(told: ToHost, id: &str, sent: u32) -> Option<JsValue> {
    JSON::parse(&told.write(id, sent)).ok()
}

/// A message as text. What cannot be written as JSON (a circle, a big integer) is none of ours.
fn json(data: &JsValue) -> Option<String> {
    JSON::stringify(data).ok()?.as_string()
}

fn parent() -> Option<Window> {
    around(&window()?)
}

/// The window that this one is a frame in.
fn around(window: &Window) -> Option<Window> {
    let parent = window.parent().ok()??;
    (parent != *window).then_some(parent)
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
