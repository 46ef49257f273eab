//! The running program: it stamps events, keeps the state, and carries out effects.
//!
//! The one module besides the composition root that sees both the app and the browser. Decides nothing:
//! [`update`] does.

use std::cell::RefCell;
use std::rc::Rc;

use crate::browser::clock::Seconds;
use crate::browser::host::{self, Host, LayoutWatch, SizeWatch};
use crate::browser::places::Places;
use crate::browser::watch::Listener;
use crate::browser::{address, clock, ids, offline, rest, session, theme, watch};
use crate::domain::history::Draft;
use crate::wire::export::Import;
use crate::wire::jotter::Jotter;
use crate::wire::store::Store;

use super::event::{Action, Effect, Event};
use super::route::Route;
use super::state::{Rest, State};
use super::update::update;

mod later;

/// The running program. Clones are the same one.
#[derive(Clone)]
pub struct Runtime(Rc<Inner>);

struct Inner {
    state: RefCell<Rc<State>>,
    store: RefCell<Store>,
    /// Keeps the draft in the store's place until the rest of the program is here.
    jotter: RefCell<Option<Jotter>>,
    /// The file that was read and previewed, until the person decides.
    import: RefCell<Option<Import>>,
    page: Page,
    /// What is done when the page is drawn, in this order.
    waiting: RefCell<Vec<Waiting>>,
    /// Tells of each second while somebody is waiting for it.
    seconds: RefCell<Option<Seconds>>,
    /// Dropped with the program, which ends the listening.
    listeners: RefCell<Vec<Listener>>,
    /// Where somebody was on each page. It comes with the rest, and not in a frame, where Back is not ours.
    places: RefCell<Option<Places>>,
    /// What there is in a frame alone.
    frame: RefCell<Option<Frame>>,
}

/// What the program has done by those who know its pages and its words.
pub struct Page {
    /// Draws a state, a long page part by part.
    pub show: Box<dyn Fn(Rc<State>)>,
    /// Draws a state at once.
    pub show_at_once: Box<dyn Fn(Rc<State>)>,
    /// All letters and lessons as one text. It needs the words of the interface, which are not known here.
    pub words: Box<dyn Fn(&State) -> String>,
    /// Takes up what came with the rest of the program besides code.
    pub complete: Box<dyn Fn()>,
    /// Does the next steps once to no effect.
    pub rehearse: Box<dyn Fn(&Runtime)>,
    /// Has numbers and days written as in this language and region.
    pub write_as: Box<dyn Fn(String)>,
    /// The id of the input for a file.
    pub import_input: &'static str,
}

/// What keeps nobody waiting for the next page: the browser takes about a millisecond for each of them. In the
/// history, a title belongs to the address that was written before it.
enum Waiting {
    Draft(Rc<Draft>),
    Address(String),
    Title(String),
}

/// What the program has in a frame.
struct Frame {
    host: Option<Rc<Host>>,
    layout: LayoutWatch,
    _size: Option<SizeWatch>,
}

/// Something that happens now, with the time and the chances that it needs.
pub fn stamped(event: Event) -> Action {
    Action {
        at: clock::now(),
        fresh: ids::fresh_id(),
        tag: ids::fresh_tag(),
        event,
    }
}

impl Runtime {
    /// A program that has not read its store yet; where only the first half is here, a jotter stands in for it.
    pub fn new(state: State, store: Store, jotter: Option<Jotter>, page: Page) -> Self {
        Self(Rc::new(Inner {
            state: RefCell::new(Rc::new(state)),
            store: RefCell::new(store),
            jotter: RefCell::new(jotter),
            import: RefCell::default(),
            page,
            waiting: RefCell::default(),
            seconds: RefCell::default(),
            listeners: RefCell::default(),
            places: RefCell::default(),
            frame: RefCell::default(),
        }))
    }

    /// The state as it is now.
    pub fn state(&self) -> Rc<State> {
        Rc::clone(&self.0.state.borrow())
    }

    /// Reads the store, and from now on hears of the address bar and of other tabs.
    pub fn start(&self) {
        if self.0.jotter.borrow().is_some() {
            self.tell_of_jotter();
        } else {
            later::open(self);
        }
        let program = self.clone();
        let address = watch::address_changed(move || program.address_changed());
        let program = self.clone();
        let store = watch::store_changed(move |key| program.read_again(key.as_deref()));
        let program = self.clone();
        let back = watch::came_back(move || program.read_again(None));
        let program = self.clone();
        let version = offline::new_version_found(move || program.send(Event::NewVersionFound));
        let program = self.clone();
        let leaving = watch::leaving(move || program.catch_up());
        let mut listeners = vec![address, store, back, version, leaving];
        if self.state().rest != Rest::Here {
            let program = self.clone();
            listeners.push(rest::came(move || later::rest_came(&program)));
            let program = self.clone();
            listeners.push(rest::failed(move || program.send(Event::RestFailed)));
        }
        let mut kept = self.0.listeners.borrow_mut();
        kept.extend(listeners.into_iter().flatten());
    }

    /// Says hello to the page around the frame. `id` names the frame to it; the complaints are for its owner.
    pub fn greet(&self, id: String, complaints: Vec<String>) {
        later::greet(self, id, complaints);
    }

    /// Does the next steps once to no effect, where all of the program is here: the browser compiles what they call.
    pub fn rehearse(&self) {
        if self.state().rest == Rest::Here {
            (self.0.page.rehearse)(self);
        }
    }

    /// Takes what happened, and carries out what follows from it.
    pub fn send(&self, event: Event) {
        let (state, effects) = update(&self.state(), stamped(event));
        let state = Rc::new(state);
        theme::show(state.shown_theme());
        if let Some(embedding) = &state.embedding {
            host::allow_scrolling(!embedding.connected || embedding.overflows);
        }
        self.0.state.replace(Rc::clone(&state));
        if self.is_returning() {
            (self.0.page.show_at_once)(state);
        } else {
            (self.0.page.show)(state);
        }
        if self.0.frame.borrow().is_some() {
            later::look_at_layout(self);
        }
        for effect in effects {
            self.carry_out(effect);
        }
    }

    fn carry_out(&self, effect: Effect) {
        match effect {
            Effect::KeepPlace(draft) => self.soon(Waiting::Draft(draft)),
            Effect::Navigate(route) => self.navigate(route.fragment()),
            effect => {
                // In the order in which they were asked for.
                self.catch_up();
                self.carry_out_now(effect);
            }
        }
    }

    fn carry_out_now(&self, effect: Effect) {
        if self.jot(&effect) {
            return self.tell_of_jotter();
        }
        match effect {
            Effect::RememberDraft(id) => session::remember_draft(id.as_ref()),
            Effect::TakeNewVersion => offline::take_over(),
            Effect::FetchRest => rest::ask(),
            Effect::Replace(route) => address::replace(&route.fragment()),
            later => later::carry_out(self, later),
        }
    }

    /// The page is drawn. If there is more of it, that comes in another task.
    pub fn drawn(&self, is_more: bool) {
        if is_more {
            let program = self.clone();
            clock::soon(move || (program.0.page.show)(program.state()));
        } else if self.is_returning() {
            later::show_place(self);
        }
    }

    /// Leads to a screen: its top at once, its address when it is drawn.
    fn navigate(&self, fragment: String) {
        let is_address = |what: &Waiting| matches!(what, Waiting::Address(_));
        // Two of them need two entries in the browser's history.
        if self.0.waiting.borrow().iter().any(is_address) {
            self.catch_up();
        }
        if !address::is_at(&fragment) {
            if self.state().rest == Rest::Here {
                later::leave(self);
            }
            address::scroll_to_top();
            self.soon(Waiting::Address(fragment));
        }
    }

    /// Has the tab called so, once the address is written that this belongs to.
    pub fn entitle(&self, title: String) {
        self.soon(Waiting::Title(title));
    }

    fn soon(&self, what: Waiting) {
        self.0.waiting.borrow_mut().push(what);
        let program = self.clone();
        clock::soon(move || program.catch_up());
    }

    /// Does what has waited.
    fn catch_up(&self) {
        for what in self.0.waiting.take() {
            match what {
                Waiting::Draft(draft) => self.carry_out_now(Effect::KeepDraft(draft)),
                Waiting::Address(fragment) => {
                    address::go(&fragment);
                    self.arrive();
                }
                Waiting::Title(title) => address::entitle(&title),
            }
        }
    }

    /// Follows the address bar. Who was faster there than the program is right: what it was about to write is not
    /// written any more.
    fn address_changed(&self) {
        let mut waiting = self.0.waiting.borrow_mut();
        waiting.retain(|what| !matches!(what, Waiting::Address(_)));
        drop(waiting);
        self.arrive();
        let route = Route::parse(&address::fragment());
        self.send(Event::AddressChanged(route));
    }

    /// The browser shows another entry of its history.
    fn arrive(&self) {
        if self.state().rest == Rest::Here {
            later::arrive(self);
        }
    }

    /// Whether a page is drawn that somebody comes back to, to the place where they were: it may be far down.
    fn is_returning(&self) -> bool {
        let places = self.0.places.borrow();
        places.as_ref().is_some_and(Places::is_returning)
    }

    /// Keeps what is to be kept while there is a jotter in the store's place. `false` for everything else.
    fn jot(&self, effect: &Effect) -> bool {
        let mut jotter = self.0.jotter.borrow_mut();
        match (&mut *jotter, effect) {
            (Some(jotter), Effect::KeepDraft(draft)) => jotter.keep_draft(draft),
            (Some(jotter), Effect::Keeping { keep, .. }) => jotter.set_keep(*keep),
            _ => return false,
        }
        true
    }

    /// Tells what the jotter keeps. Where another tab was faster, the page waits for the store.
    fn tell_of_jotter(&self) {
        let jotter = self.0.jotter.borrow();
        let told = jotter
            .as_ref()
            .map(|jotter| (jotter.loaded(), jotter.is_overtaken()));
        drop(jotter);
        let Some((kept, is_overtaken)) = told else {
            return;
        };
        self.send(Event::Loaded {
            kept: Rc::new(kept),
            usage: None,
            tab_draft: session::draft(),
        });
        if is_overtaken {
            self.send(Event::RestAsked);
        }
    }

    /// Takes over what another tab may have changed. Only the whole program can read it: without the rest, that is
    /// fetched, once more if it did not come.
    fn read_again(&self, key: Option<&str>) {
        self.catch_up();
        if self.state().rest == Rest::Here {
            later::read_again(self, key);
        } else {
            rest::ask();
        }
    }
}
