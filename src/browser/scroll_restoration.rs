//! How far down each page somebody was, so that Back leads to that place and not to the top.
//!
//! Browsers see to that themselves where the page is there when Back is pressed; ours is drawn after it. An entry of the
//! browser's history is known by a number in its state, and what is noted of it is forgotten with the tab's page.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsValue;

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
    /// Numbers, and pixels from the top, the oldest first.
    places: RefCell<Vec<(f64, f64)>>,
    /// How far down the page is to be shown once it is drawn.
    wanted: Cell<Option<f64>>,
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
            Listener::new(document.as_ref()?, kind, move |_| noted.note())
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
        let known = number().and_then(|number| {
            let places = self.noted.places.borrow();
            places.iter().copied().find(|(other, _)| *other == number)
        });
        match known {
            Some((number, down)) => {
                self.noted.here.set(Some(number));
                self.noted.wanted.set((down > 0.0).then_some(down));
            }
            None => self.noted.enter(),
        }
    }

    /// Shows the page, which is drawn, where it was before.
    pub fn show(&self) {
        if let Some((window, down)) = web_sys::window().zip(self.noted.wanted.take()) {
            window.scroll_to_with_x_and_y(0.0, down);
        }
    }
}

impl SavedPosition {
    /// Gives the entry that is shown a number.
    fn enter(&self) {
        let number = self.last.get() + 1.0;
        self.last.set(number);
        self.here.set(Some(number));
        self.wanted.set(None);
        let mut places = self.places.borrow_mut();
        if places.len() >= NOTED {
            places.remove(0);
        }
        places.push((number, 0.0));
        if let Some(Ok(history)) = web_sys::window().map(|window| window.history()) {
            // Browsers refuse it to who does it very often. Back then leads to the top.
            history.replace_state(&JsValue::from_f64(number), "").ok();
        }
    }

    fn note(&self) {
        let is_here = self.here.get().is_some() && self.here.get() == number();
        // Until it is shown where it was, it is scrolled by whatever draws it.
        if !is_here || self.wanted.get().is_some() {
            return;
        }
        // Read of a window that is there, it throws nowhere; without it, Back leads to where it was noted last.
        let down = web_sys::window().and_then(|window| window.scroll_y().ok());
        let mut places = self.places.borrow_mut();
        let here = places
            .iter_mut()
            .find(|(number, _)| Some(*number) == self.here.get());
        if let Some((here, down)) = here.zip(down) {
            here.1 = down;
        }
    }
}

/// The number of the entry that the browser shows, if it has one.
fn number() -> Option<f64> {
    // Both throw only in a page that is not shown any more.
    let history = web_sys::window()?.history().ok()?;
    history.state().ok()?.as_f64()
}
