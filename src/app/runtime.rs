//! The running program: it stamps events, keeps the state, and carries out effects.
//!
//! The one module besides the composition root that sees both the app and the browser. Decides nothing:
//! [`update`] does.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::browser::clock::Seconds;
use crate::browser::language::FocusPlace;
use crate::browser::scroll_restoration::ScrollRestoration;
use crate::browser::watch::Listener;
use crate::browser::{address, clock, ids, language, offline, page, session, theme, watch};
use crate::domain::history::{Draft, Id};
use crate::wire::export::Import;
use crate::wire::locale::Locale;
use crate::wire::notes::CarriedOver;
use crate::wire::store::Store;

use super::event::{Action, Effect, Event};
use super::keeping;
use super::route::Route;
use super::state::State;
use super::update::update;
use frame::Frame;

mod effect;
mod frame;

/// The running program. Clones are the same one.
#[derive(Clone)]
pub struct Runtime(Rc<Inner>);

struct Inner {
    state: RefCell<Rc<State>>,
    store: RefCell<Store>,
    /// The file that was read and previewed, until the person decides.
    import: RefCell<Option<Import>>,
    /// How many files were picked: what is read of an earlier one is of no use.
    picked: Cell<usize>,
    page: Page,
    /// What is done when the page is drawn, in this order.
    waiting: RefCell<Vec<Waiting>>,
    /// Tells of each second while somebody is waiting for it.
    seconds: RefCell<Option<Seconds>>,
    /// Has the page go on with the time while it is open.
    minutes: RefCell<Option<Seconds>>,
    /// Dropped with the program, which ends the listening.
    listeners: RefCell<Vec<Listener>>,
    /// Where the focus stood before the page changed its language, until it is drawn in the new one.
    focus: RefCell<Option<FocusPlace>>,
    /// Where somebody was on each page.
    places: RefCell<Option<ScrollRestoration>>,
    /// What there is in a frame alone.
    frame: RefCell<Option<Frame>>,
}

/// What the program has done by those who know its pages and its words.
pub struct Page {
    /// Draws a state.
    pub show: Box<dyn Fn(Rc<State>)>,
    /// All letters and lessons as one text. It needs the words of the interface, which are not known here.
    pub words: Box<dyn Fn(&State) -> String>,
    /// Has numbers and days written as in this language and region.
    pub write_as: Box<dyn Fn(String)>,
    /// Has everything said in another language. `None` where these are not its words.
    pub speak: Box<dyn Fn(NewWords) -> Option<Rc<dyn Locale>>>,
    /// The id of the input for a file.
    pub import_input: &'static str,
}

/// The words of a language as they were fetched.
pub struct NewWords {
    /// Its tag.
    pub tag: String,
    /// Its file.
    pub words: String,
    /// An own quiz's words in it, if there are any.
    pub quiz: Option<String>,
}

/// What keeps nobody waiting for the next page: the browser takes about a millisecond for each of them. In the
/// history, a title belongs to the address that was written before it.
enum Waiting {
    Draft(Rc<Draft>),
    Address(String),
    Title(String),
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
    /// A program that has not read its store yet.
    pub fn new(state: State, store: Store, page: Page) -> Self {
        Self(Rc::new(Inner {
            state: RefCell::new(Rc::new(state)),
            store: RefCell::new(store),
            import: RefCell::default(),
            picked: Cell::default(),
            page,
            waiting: RefCell::default(),
            seconds: RefCell::default(),
            minutes: RefCell::default(),
            listeners: RefCell::default(),
            focus: RefCell::default(),
            places: RefCell::default(),
            frame: RefCell::default(),
        }))
    }

    /// The state as it is now.
    pub fn state(&self) -> Rc<State> {
        Rc::clone(&self.0.state.borrow())
    }

    /// Reads the store, takes up what the page hands over, and from now on hears of the address bar and of other tabs.
    pub fn start(&self, handed_over: &CarriedOver) {
        self.open_store(handed_over);
        let program = self.clone();
        let address = watch::address_changed(move || program.address_changed());
        let program = self.clone();
        let entry = watch::entry_shown(move || program.stay_in_language());
        let program = self.clone();
        let on_device = language::on_device_changed(move |tags| {
            program.send(Event::LanguagesOnDevice(tags));
        });
        if let Some(tags) = language::on_device() {
            self.send(Event::LanguagesOnDevice(Some(tags)));
        }
        let program = self.clone();
        let store = watch::store_changed(move |key| program.read_again(key.as_deref()));
        let program = self.clone();
        let back = watch::on_return(move || {
            program.time_went_on();
            program.read_again(None);
        });
        let program = self.clone();
        let shown_again = watch::shown_again(move || program.time_went_on());
        let program = self.clone();
        let minutes = Seconds::every(60, move || {
            // Nobody looks at a hidden page; who comes back to it sees the time of then.
            if watch::is_visible() {
                program.time_went_on();
            }
        });
        self.0.minutes.replace(minutes);
        let program = self.clone();
        let version = offline::new_version_found(move || program.send(Event::NewVersionFound));
        let program = self.clone();
        let leaving = watch::leaving(move || program.catch_up());
        let program = self.clone();
        let asking = watch::before_leaving(move || program.state().is_lost_with_page());
        let listeners = [
            address,
            entry,
            store,
            back,
            shown_again,
            version,
            leaving,
            asking,
        ];
        let mut kept = self.0.listeners.borrow_mut();
        kept.extend(listeners.into_iter().flatten());
        kept.extend(on_device);
    }

    /// Takes what happened, and carries out what follows from it.
    pub fn send(&self, event: Event) {
        let (state, effects) = update(&self.state(), stamped(event));
        let state = Rc::new(state);
        theme::show(state.shown_theme());
        page::go_on_at_once(state.preferences.go_on_at_once);
        self.0.state.replace(Rc::clone(&state));
        (self.0.page.show)(state);
        self.look_at_layout();
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
                effect::carry_out(self, effect);
            }
        }
    }

    /// The page is drawn: it is shown where somebody was on it.
    pub fn drawn(&self) {
        if let Some(places) = &*self.0.places.borrow() {
            places.show();
        }
        if let Some(focus) = self.0.focus.take() {
            focus.show();
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
            // The address is written later.
            if let Some(places) = &*self.0.places.borrow() {
                places.leave();
            }
            address::scroll_to_top();
            self.soon(Waiting::Address(fragment));
        }
    }

    /// Has the tab called so, once the address is written that this belongs to.
    pub fn set_title(&self, title: String) {
        self.soon(Waiting::Title(title));
    }

    fn soon(&self, what: Waiting) {
        self.0.waiting.borrow_mut().push(what);
        let program = self.clone();
        clock::soon(move || {
            program.catch_up();
            // The page was drawn before its address was written, and that tells where somebody was on it. A frame is
            // drawn once more when its height is known, and not before that in its place.
            if program.state().embedding.is_none()
                && let Some(places) = &*program.0.places.borrow()
            {
                places.show();
            }
        });
    }

    /// Does what has waited.
    fn catch_up(&self) {
        for what in self.0.waiting.take() {
            match what {
                Waiting::Draft(draft) => effect::carry_out(self, Effect::KeepDraft(draft)),
                Waiting::Address(fragment) => {
                    address::go(&fragment);
                    if let Some(places) = &*self.0.places.borrow() {
                        places.step();
                    }
                }
                Waiting::Title(title) => address::set_title(&title),
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

    /// An entry of the browser's history that is older than the language of the page has the address of another one. A
    /// browser tells of no other fragment then.
    fn stay_in_language(&self) {
        let state = self.state();
        let mut languages = state.languages.all.iter();
        if let Some(own) = languages.find(|one| one.tag == state.site.language)
            && language::stay_at(&own.page)
        {
            self.address_changed();
        }
    }

    /// The browser shows another entry of its history.
    fn arrive(&self) {
        if let Some(places) = &*self.0.places.borrow() {
            places.arrive();
        }
    }

    /// A page that was left open says what one says that is opened now.
    fn time_went_on(&self) {
        self.send(Event::TimeWentOn);
    }

    /// Takes over what another tab may have changed: one key, or everything.
    fn read_again(&self, key: Option<&str>) {
        self.catch_up();
        let changed = self.0.store.borrow_mut().refresh(key);
        if changed.is_some() {
            self.loaded(None);
        }
    }

    /// Reads the store for the first time, and begins to note where somebody is on each page.
    fn open_store(&self, handed_over: &CarriedOver) {
        let mut store = self.0.store.borrow_mut();
        store.open(clock::now());
        if let Some(keep) = handed_over.keep {
            store.set_keep(keep, None);
        }
        let saved = handed_over
            .draft
            .as_ref()
            .map(|draft| store.save_draft(draft));
        drop(store);
        // Where the browser keeps nothing for a tab, the page knows which interview this one is on.
        let on_it = handed_over.draft.as_ref().map(|draft| draft.id.clone());
        self.loaded(on_it);
        if let Some(Err(error)) = saved {
            self.send(Event::SaveRefused(error));
        }
        if let Some(on) = handed_over.go_on_at_once {
            self.send(Event::GoOnAtOnceChosen { on });
        }
        if offline::is_new_version_waiting() {
            self.send(Event::NewVersionFound);
        }
        self.0.places.replace(Some(ScrollRestoration::begin()));
    }

    /// Hands on what the store holds. `draft` is the interview that this tab is on, where its page has just said so.
    fn loaded(&self, draft: Option<Id>) {
        let tab_draft = draft.or_else(session::draft);
        let event = keeping::loaded(&self.0.store.borrow(), &self.state().route, tab_draft);
        self.send(event);
    }
}
