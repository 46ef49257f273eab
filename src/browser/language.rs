//! The language of the page: its words, its address, and what the root element says of it.
//!
//! boot.js names the languages in the page's head, and has the browser keep the words of the page's own; the two tell each
//! other by events of the window. Must not know what the words are.

use std::collections::BTreeSet;
use std::rc::Rc;

use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, Url};

use super::locale::preferred_languages;
use super::storage::LocalStore;
use super::version;
use super::watch::{self, Listener};
use crate::wire::key::Key;
use crate::wire::language::{self, PageLanguage, WordsFile};
use crate::wire::port::KeyValue;
use crate::wire::record::decode_prefs;

/// The page is in another language now.
const CHANGED: &str = "hindsight-language";
/// boot.js heard which languages are on the device.
const KEPT: &str = "hindsight-kept-languages";
/// Their tags, on the root element.
const KEPT_ATTRIBUTE: &str = "data-kept";

/// The languages that there is this page in.
#[must_use]
pub fn all() -> Vec<PageLanguage> {
    let list = document()
        .and_then(|document| document.query_selector("meta[name=languages]").ok()?)
        .and_then(|list| list.get_attribute("content"));
    PageLanguage::parse_list(&list.unwrap_or_default())
}

/// A file of words; `None` where it did not come, or is not the one that was built.
pub async fn fetch(file: &WordsFile) -> Option<String> {
    version::fetch_file(&file.address, &file.integrity).await
}

/// Says that the page is in this language now: the root element, for whoever reads it, and the address, for who loads it
/// again or passes it on. boot.js hears of it.
pub fn show(language: &PageLanguage) {
    if let Some(root) = root() {
        let direction = language::language(&language.tag).map_or("ltr", |known| known.direction());
        // Attributes of sound names can always be set.
        root.set_attribute("lang", &language.tag).ok();
        root.set_attribute("dir", direction).ok();
    }
    hold_links(&language.manifest);
    stay_at(&language.page);
    watch::tell(CHANGED);
}

/// Has the icons stay where they are, and names the manifest of this language: a browser looks for them anew from each
/// address that it shows.
fn hold_links(manifest: &str) {
    let Some(document) = document() else { return };
    if let Ok(Some(link)) = document.query_selector("link[rel=manifest]") {
        link.set_attribute("href", manifest).ok();
    }
    let Ok(links) = document.query_selector_all("link[rel*=icon]") else {
        return;
    };
    for place in 0..links.length() {
        let link = links
            .get(place)
            .and_then(|link| link.dyn_into::<Element>().ok());
        if let Some(link) = link {
            let whole = Reflect::get(&link, &JsValue::from_str("href")).ok();
            if let Some(whole) = whole.and_then(|whole| whole.as_string()) {
                link.set_attribute("href", &whole).ok();
            }
        }
    }
}

/// Where the element with the focus stands in the window. The words above it take more or less room in another language.
pub struct FocusPlace {
    element: Element,
    top: f64,
}

impl FocusPlace {
    /// Looks where it stands; `None` where nothing has the focus.
    #[must_use]
    pub fn now() -> Option<Self> {
        let element = document()?.active_element()?;
        let top = element.get_bounding_client_rect().top();
        (element.tag_name() != "BODY").then_some(Self { element, top })
    }

    /// Scrolls so that it stands there again.
    pub fn show(&self) {
        let moved = self.element.get_bounding_client_rect().top() - self.top;
        if let Some(window) = web_sys::window().filter(|_| moved.abs() >= 1.0) {
            window.scroll_by_with_x_and_y(0.0, moved);
        }
    }
}

/// Puts the words for the death of the program, which stand in the HTML, into the page's language: what it is called, its
/// heading, its text and its link.
pub fn say_problem([name, title, body, retry]: [&str; 4]) {
    let Some(document) = document() else { return };
    let find = |selector| document.query_selector(selector).ok().flatten();
    if let Some(problem) = find("#boot-problem") {
        problem.set_attribute("aria-label", name).ok();
    }
    let parts = [
        ("#boot-problem h1", title),
        ("#boot-problem p", body),
        ("#boot-retry", retry),
    ];
    for (selector, words) in parts {
        if let Some(part) = find(selector) {
            part.set_text_content(Some(words));
        }
    }
}

/// Has the address be that of the page in this language, whatever entry of its history the browser shows. What stands
/// behind `#` stays, and so does the entry's state. Gives whether it was another one.
pub fn stay_at(page: &str) -> bool {
    let Some((window, page)) = web_sys::window().zip(Url::new(page).ok()) else {
        return false;
    };
    let location = window.location();
    let is_there = location
        .pathname()
        .is_ok_and(|path| path == page.pathname());
    let Some(history) = window.history().ok().filter(|_| !is_there) else {
        return false;
    };
    let hash = location.hash().unwrap_or_default();
    let address = [
        &page.pathname(),
        &location.search().unwrap_or_default(),
        &*hash,
    ]
    .concat();
    let state = history.state().unwrap_or_default();
    // A document without an address of its own takes none. The page is right all the same.
    history
        .replace_state_with_url(&state, "", Some(&address))
        .ok();
    true
}

/// Calls `changed` when the network goes or comes back, and when other languages are on the device: with the tags of
/// those that need no network, while there is none.
pub fn on_device_changed(changed: impl Fn(Option<BTreeSet<String>>) + 'static) -> Vec<Listener> {
    let changed = Rc::new(changed);
    let listen = |event| {
        let changed = Rc::clone(&changed);
        let window = web_sys::window()?;
        Listener::new(&window, event, move |_| changed(on_device()))
    };
    let events = ["online", "offline", KEPT];
    events.into_iter().filter_map(listen).collect()
}

/// Without a network, the tags of the languages whose words are on the device; `None` with one.
#[must_use]
pub fn on_device() -> Option<BTreeSet<String>> {
    let window = web_sys::window()?;
    // Asked by name: a browser that does not say it has a network.
    let online = Reflect::get(&window.navigator(), &JsValue::from_str("onLine"));
    if online.ok().and_then(|online| online.as_bool()) != Some(false) {
        return None;
    }
    let kept = root().and_then(|root| root.get_attribute(KEPT_ATTRIBUTE));
    let mut tags = BTreeSet::new();
    if let Some(kept) = kept {
        tags.extend(kept.split_ascii_whitespace().map(str::to_owned));
        // The first one belongs to every copy of the site.
        tags.extend(all().into_iter().take(1).map(|first| first.tag));
    }
    Some(tags)
}

/// Offers the browser's language on the start page as it stands in the HTML, where its address names none and nobody has
/// chosen: one more word behind the main pages, which leads to that language's page.
pub fn offer_in_html() {
    let all = all();
    let of_page = root().and_then(|root| root.get_attribute("lang"));
    let mut preferred = preferred_languages().into_iter();
    let Some(language) = preferred.find_map(|tag| PageLanguage::best(&all, &tag)) else {
        return;
    };
    let names_one = all.first().map(|first| &first.tag) != of_page.as_ref();
    if names_one || Some(&language.tag) == of_page.as_ref() || is_chosen() {
        return;
    }
    let made = || {
        let document = document()?;
        let pages = document.query_selector("#app .ih-nav__list").ok()??;
        let entry = document.create_element("li").ok()?;
        let link = document.create_element("a").ok()?;
        link.set_class_name("ih-nav__link");
        link.set_attribute("href", &language.page).ok()?;
        link.set_attribute("lang", &language.tag).ok()?;
        link.set_attribute("hreflang", &language.tag).ok()?;
        link.set_text_content(Some(language::name_of(&language.tag)));
        entry.append_child(&link).ok()?;
        pages.append_child(&entry).ok()
    };
    // Without it the page is as it was.
    drop(made());
}

/// Whether a language was chosen on this device.
fn is_chosen() -> bool {
    let kept = LocalStore.get(&Key::Prefs.full());
    kept.is_ok_and(|kept| kept.is_some_and(|kept| decode_prefs(&kept).language.is_some()))
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

fn root() -> Option<Element> {
    document()?.document_element()
}
