//! How far down each page somebody was and which link they followed there, so that Back leads to that place and not to the
//! top.
//!
//! Browsers see to that themselves where the page is there when Back is pressed; ours is drawn after it. An entry of the
//! browser's history is known by a number in its state, and what is noted of it is forgotten with the tab's page. What is
//! marked with `data-returns` ("Back to the result") makes a new entry, and leads to the place on the latest one of its
//! address. In a frame, whose entries replace each other, it is the one way back; the frame scrolls its own document, and
//! never the page around.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlElement, Window};

use super::watch::Listener;

/// How many entries are noted: as many as a browser keeps in its history.
const NOTED: usize = 50;

/// Notes for each entry of the browser's history how far down its page was.
pub struct ScrollRestoration {
    noted: Rc<SavedPosition>,
    _listeners: Vec<Listener>,
}

#[derive(Default)]
struct SavedPosition {
    /// The number of the entry that is shown; nothing while a page is drawn whose address is not written yet.
    here: Cell<Option<f64>>,
    /// The last number that was given.
    last: Cell<f64>,
    /// The oldest first.
    places: RefCell<Vec<Place>>,
    /// Where the page is to be shown once it is drawn.
    wanted: RefCell<Option<Place>>,
    /// Whether what was pressed last leads back.
    returns: Cell<bool>,
}

/// Where somebody was on the page of an entry.
#[derive(Clone, Default)]
struct Place {
    number: f64,
    /// The fragment.
    address: String,
    /// Pixels from the top.
    down: f64,
    /// Where the link leads that was pressed last; empty where it was none.
    pressed: String,
}

impl ScrollRestoration {
    /// Begins to note, with the entry that is shown now.
    pub fn begin() -> Self {
        let noted = Rc::new(SavedPosition::default());
        // Higher than any number that the tab's page gave before it was loaded again.
        noted.last.set(js_sys::Date::now());
        let document = web_sys::window().and_then(|window| window.document());
        let listen = |kind: &'static str| {
            let noted = Rc::clone(&noted);
            // A press may lead to another page as soon as it is heard of.
            Listener::first(document.as_ref()?, kind, move |event| noted.note(&event))
        };
        // Browsers tell of scrolling with the next picture, and a press may come before that.
        let listeners = ["scroll", "click"].into_iter().filter_map(listen).collect();
        let places = Self {
            noted,
            _listeners: listeners,
        };
        places.arrive();
        places
    }

    /// Another page is about to be drawn; what is scrolled from now on is not this one.
    pub fn leave(&self) {
        self.noted.here.set(None);
    }

    /// The browser shows another entry. One that was shown before is to be shown where it was: see [`ScrollRestoration::show`].
    pub fn arrive(&self) {
        let number = number();
        let known = self.noted.find(|place| Some(place.number) == number);
        let Some(place) = known else {
            return self.step();
        };
        self.noted.returns.set(false);
        self.noted.here.set(Some(place.number));
        self.noted.wanted.replace(Some(place));
    }

    /// The program has led to another page, whether or not the browser has made an entry of it.
    pub fn step(&self) {
        let returns = self.noted.returns.take();
        let address = address();
        let earlier = self.noted.find(|place| returns && place.address == address);
        self.noted.enter(address);
        self.noted.wanted.replace(earlier);
    }

    /// Shows the page, which is drawn, where it was before.
    pub fn show(&self) {
        let Some((window, place)) = web_sys::window().zip(self.noted.wanted.take()) else {
            return;
        };
        let scroll = || window.scroll_to_with_x_and_y(0.0, place.down);
        if place.down > 0.0 {
            scroll();
        }
        if let Some(link) = link_to(&place.pressed) {
            let is_in_sight = is_in_sight(&window, &link);
            // A link takes the focus wherever it is shown, and is brought into sight where the page above it has grown.
            link.focus().ok();
            if is_in_sight {
                scroll();
            }
        }
    }
}

impl SavedPosition {
    /// Gives the entry that is shown a number.
    fn enter(&self, address: String) {
        let number = self.last.get() + 1.0;
        self.last.set(number);
        self.here.set(Some(number));
        let mut places = self.places.borrow_mut();
        if places.len() >= NOTED {
            places.remove(0);
        }
        places.push(Place {
            number,
            address,
            ..Place::default()
        });
        if let Some(Ok(history)) = web_sys::window().map(|window| window.history()) {
            // Browsers refuse it to who does it very often. Back then leads to the top.
            history.replace_state(&JsValue::from_f64(number), "").ok();
        }
    }

    /// The latest place of which this is so.
    fn find(&self, wanted: impl Fn(&Place) -> bool) -> Option<Place> {
        let places = self.places.borrow();
        places.iter().rev().find(|place| wanted(place)).cloned()
    }

    fn note(&self, event: &Event) {
        let is_here = self.here.get().is_some() && self.here.get() == number();
        // Until it is shown where it was, it is scrolled by whatever draws it.
        if !is_here || self.wanted.borrow().is_some() {
            return;
        }
        let is_press = event.type_() == "click";
        let pressed = is_press.then(|| pressed_in(event, "a"));
        if is_press {
            self.returns
                .set(pressed_in(event, "[data-returns]").is_some());
        }
        // Read of a window that is there, it throws nowhere; without it, Back leads to where it was noted last.
        let down = web_sys::window().and_then(|window| window.scroll_y().ok());
        let mut places = self.places.borrow_mut();
        let here = places
            .iter_mut()
            .find(|place| Some(place.number) == self.here.get());
        if let Some((here, down)) = here.zip(down) {
            here.down = down;
            if let Some(link) = &pressed {
                here.pressed = link.as_ref().map(leads_to).unwrap_or_default();
            }
        }
    }
}

/// What was pressed, or what it stands in.
fn pressed_in(event: &Event, selector: &str) -> Option<Element> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    // The selectors are sound ones, so nothing is thrown.
    target.closest(selector).ok()?
}

/// Whether any of it is in the window.
fn is_in_sight(window: &Window, element: &Element) -> bool {
    let place = element.get_bounding_client_rect();
    let height = window.inner_height().ok().and_then(|it| it.as_f64());
    place.bottom() > 0.0 && height.is_some_and(|height| place.top() < height)
}

fn leads_to(link: &Element) -> String {
    link.get_attribute("href").unwrap_or_default()
}

/// The link of the screen that leads there.
fn link_to(fragment: &str) -> Option<HtmlElement> {
    let document = web_sys::window()?.document()?;
    let links = document.query_selector_all(".ih-screen a").ok()?;
    let links = (0..links.length()).filter_map(|at| links.get(at)?.dyn_into::<HtmlElement>().ok());
    let mut leading = links.filter(|link| !fragment.is_empty() && leads_to(link) == fragment);
    leading.next()
}

/// What stands behind the `#` of the entry that the browser shows.
fn address() -> String {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok());
    hash.unwrap_or_default()
}

/// The number of the entry that the browser shows, if it has one.
fn number() -> Option<f64> {
    // Both throw only in a page that is not shown any more.
    let history = web_sys::window()?.history().ok()?;
    history.state().ok()?.as_f64()
}
