//! What happens outside of the page: another tab writes, the person comes back, a setting changes.
//!
//! Each listener is a value. Dropping it ends the listening.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{
    Element, Event, EventTarget, MediaQueryList, MouseEvent, StorageEvent, VisibilityState,
};

/// A listener that is listening.
#[must_use = "dropping it ends the listening"]
pub struct Listener {
    target: EventTarget,
    event: &'static str,
    is_first: bool,
    closure: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Calls `heard` whenever `event` reaches `target`, as long as the listener lives.
    pub fn new(
        target: &EventTarget,
        event: &'static str,
        heard: impl FnMut(Event) + 'static,
    ) -> Option<Self> {
        Self::at_phase(target, event, false, heard)
    }

    /// The same, before anything inside the target hears of it and does something about it.
    pub fn first(
        target: &EventTarget,
        event: &'static str,
        heard: impl FnMut(Event) + 'static,
    ) -> Option<Self> {
        Self::at_phase(target, event, true, heard)
    }

    fn at_phase(
        target: &EventTarget,
        event: &'static str,
        is_first: bool,
        heard: impl FnMut(Event) + 'static,
    ) -> Option<Self> {
        let closure = Closure::<dyn FnMut(Event)>::new(heard);
        // It refuses nothing but what is no function.
        target
            .add_event_listener_with_callback_and_bool(
                event,
                closure.as_ref().unchecked_ref(),
                is_first,
            )
            .ok()?;
        Some(Self {
            target: target.clone(),
            event,
            is_first,
            closure,
        })
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let callback = self.closure.as_ref().unchecked_ref();
        // It can only fail for a target that is gone, and that calls nobody.
        self.target
            .remove_event_listener_with_callback_and_bool(self.event, callback, self.is_first)
            .ok();
    }
}

impl std::fmt::Debug for Listener {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Listener").field(&self.event).finish()
    }
}

/// Tells boot.js something, as an event of the window.
pub(super) fn tell(name: &str) {
    // An event of any name can be made.
    let event = Event::new(name).ok();
    if let Some((window, event)) = web_sys::window().zip(event) {
        // It only fails for an event that is under way already.
        window.dispatch_event(&event).ok();
    }
}

/// Another tab wrote to the store: the key, or `None` when it emptied the store. The tab that writes is
/// not told by the browser.
pub fn store_changed(mut changed: impl FnMut(Option<String>) + 'static) -> Option<Listener> {
    let window = web_sys::window()?;
    Listener::new(&window, "storage", move |event| {
        if let Some(event) = event.dyn_ref::<StorageEvent>() {
            changed(event.key());
        }
    })
}

/// The fragment of the address changed: by a link, by Back or Forward, or by hand. Browsers tell of it by
/// `hashchange` whichever it was, but not when the page itself wrote it with `pushState`.
pub fn address_changed(mut changed: impl FnMut() + 'static) -> Option<Listener> {
    let window = web_sys::window()?;
    Listener::new(&window, "hashchange", move |_| changed())
}

/// Another entry of the browser's history is shown, by Back or Forward.
pub fn entry_shown(mut shown: impl FnMut() + 'static) -> Option<Listener> {
    let window = web_sys::window()?;
    Listener::new(&window, "popstate", move |_| shown())
}

/// A link to another screen was followed, in this tab: its fragment. The browser does not follow it as well.
pub fn link_followed(mut followed: impl FnMut(&str) + 'static) -> Option<Listener> {
    let document = web_sys::window()?.document()?;
    Listener::new(&document, "click", move |event| {
        let link = || {
            event
                .target()?
                .dyn_into::<Element>()
                .ok()?
                // Only a selector that is none throws.
                .closest("a[href^='#']")
                .ok()?
        };
        let Some((link, click)) = link().zip(event.dyn_ref::<MouseEvent>()) else {
            return;
        };
        let elsewhere = click.ctrl_key() || click.meta_key() || click.shift_key();
        if let (false, Some(fragment)) = (elsewhere, link.get_attribute("href")) {
            event.prevent_default();
            followed(&fragment);
        }
    })
}

/// The person came back to this tab. A tab that was asleep may have missed what others wrote.
pub fn on_return(mut back: impl FnMut() + 'static) -> Option<Listener> {
    let document = web_sys::window()?.document()?;
    Listener::new(&document, "visibilitychange", move |_| {
        if is_visible() {
            back();
        }
    })
}

/// Whether the page can be seen.
#[must_use]
pub fn is_visible() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_some_and(|document| document.visibility_state() == VisibilityState::Visible)
}

/// The page is shown, perhaps as it was left: browsers keep pages in memory for Back and Forward.
pub fn shown_again(mut shown: impl FnMut() + 'static) -> Option<Listener> {
    let window = web_sys::window()?;
    Listener::new(&window, "pageshow", move |_| shown())
}

/// The page is left: for another one, or because its tab is closed.
pub fn leaving(mut left: impl FnMut() + 'static) -> Option<Listener> {
    let window = web_sys::window()?;
    Listener::new(&window, "pagehide", move |_| left())
}

/// Has the browser ask before the page is closed or loaded again, where something would be lost by it.
pub fn before_leaving(mut is_lost: impl FnMut() -> bool + 'static) -> Option<Listener> {
    let window = web_sys::window()?;
    Listener::new(&window, "beforeunload", move |event| {
        if is_lost() {
            event.prevent_default();
        }
    })
}

/// Whether a media query holds, such as `(prefers-color-scheme: dark)`. `None` where the browser does not
/// know it.
#[must_use]
pub fn media(query: &str) -> Option<bool> {
    media_query(query).map(|list| list.matches())
}

fn media_query(query: &str) -> Option<MediaQueryList> {
    web_sys::window()?.match_media(query).ok()?
}
