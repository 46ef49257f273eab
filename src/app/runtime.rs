//! The running program: it stamps events, keeps the state, and carries out effects.
//!
//! The one module besides the composition root that sees both the app and the browser. Decides nothing:
//! [`update`] does.

use std::cell::RefCell;
use std::rc::Rc;

use crate::browser::clock::Seconds;
use crate::browser::host::{self, Host, LayoutWatch, SizeWatch};
use crate::browser::watch::Listener;
use crate::browser::{address, clock, ids, offline, rest, session, theme, watch};
use crate::wire::export::Import;
use crate::wire::record::draft_key;
use crate::wire::store::{SaveError, Store};

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
    /// The file that was read and previewed, until the person decides.
    import: RefCell<Option<Import>>,
    /// Draws a state.
    show: Box<dyn Fn(Rc<State>)>,
    /// All letters and lessons as one text. It needs the words of the interface, which are not known here.
    words: Box<dyn Fn(&State) -> String>,
    /// Takes up what came with the rest of the program besides code.
    complete: Box<dyn Fn()>,
    /// The id of the page's input for a file.
    import_input: &'static str,
    /// Tells of each second while somebody is waiting for it.
    seconds: RefCell<Option<Seconds>>,
    /// Dropped with the program, which ends the listening.
    listeners: RefCell<Vec<Listener>>,
    /// What there is in a frame alone.
    frame: RefCell<Option<Frame>>,
}

/// What the program has in a frame.
struct Frame {
    host: Option<Rc<Host>>,
    layout: LayoutWatch,
    _size: Option<SizeWatch>,
}

impl Runtime {
    /// A program that has not read its store yet. `show` draws each new state, `words` writes all letters and
    /// lessons down, `complete` takes up what came with the rest; `import_input` is the id of the page's input for a file.
    pub fn new(
        state: State,
        store: Store,
        import_input: &'static str,
        show: impl Fn(Rc<State>) + 'static,
        words: impl Fn(&State) -> String + 'static,
        complete: impl Fn() + 'static,
    ) -> Self {
        Self(Rc::new(Inner {
            state: RefCell::new(Rc::new(state)),
            store: RefCell::new(store),
            import: RefCell::default(),
            show: Box::new(show),
            words: Box::new(words),
            complete: Box::new(complete),
            import_input,
            seconds: RefCell::default(),
            listeners: RefCell::default(),
            frame: RefCell::default(),
        }))
    }

    /// The state as it is now.
    pub fn state(&self) -> Rc<State> {
        Rc::clone(&self.0.state.borrow())
    }

    /// Reads the store, and from now on hears of the address bar and of other tabs.
    pub fn start(&self) {
        let kept = Rc::new(self.0.store.borrow_mut().open(clock::now()));
        self.loaded(kept);
        let program = self.clone();
        let address = watch::address_changed(move || {
            program.send(Event::AddressChanged(Route::parse(&address::fragment())))
        });
        let program = self.clone();
        let store = watch::store_changed(move |key| program.read_again(key.as_deref()));
        let program = self.clone();
        let back = watch::came_back(move || program.read_again(None));
        let program = self.clone();
        let version = offline::new_version_found(move || program.send(Event::NewVersionFound));
        let mut listeners = vec![address, store, back, version];
        if self.state().rest != Rest::Here {
            let program = self.clone();
            listeners.push(rest::came(move || {
                (program.0.complete)();
                program.send(Event::RestCame);
            }));
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

    /// Takes what happened, and carries out what follows from it.
    pub fn send(&self, event: Event) {
        let action = Action {
            at: clock::now(),
            fresh: ids::fresh_id(),
            tag: ids::fresh_tag(),
            event,
        };
        let (state, effects) = update(&self.state(), action);
        let state = Rc::new(state);
        theme::show(state.shown_theme());
        if let Some(embedding) = &state.embedding {
            host::allow_scrolling(!embedding.connected || embedding.overflows);
        }
        self.0.state.replace(Rc::clone(&state));
        (self.0.show)(state);
        if self.0.frame.borrow().is_some() {
            later::look_at_layout(self);
        }
        for effect in effects {
            self.carry_out(effect);
        }
    }

    fn carry_out(&self, effect: Effect) {
        match effect {
            Effect::KeepDraft(draft) => self.save(|store| store.save_draft(&draft).map(drop)),
            Effect::ForgetDraft { draft, stamp } => {
                self.save(|store| store.delete(&draft_key(&draft), stamp))
            }
            Effect::RememberDraft(id) => session::remember_draft(id.as_ref()),
            Effect::KeepPreferences(prefs) => self.save(|store| {
                store.save_prefs(&prefs);
                Ok(())
            }),
            Effect::Keeping { keep, draft } => self.save(|store| {
                store.set_keep(keep, draft.map(|draft| draft_key(&draft)).as_ref());
                Ok(())
            }),
            Effect::TakeNewVersion => offline::take_over(),
            Effect::FetchRest => rest::ask(),
            Effect::Again(events) => {
                // What other tabs did meanwhile could not be read without it.
                self.read_again(None);
                events.into_iter().for_each(|event| self.send(event));
            }
            Effect::Navigate(route) => address::go(&route.fragment()),
            Effect::Replace(route) => address::replace(&route.fragment()),
            later => later::carry_out(self, later),
        }
    }

    /// Changes the store, and tells what it holds then.
    fn save(&self, change: impl FnOnce(&mut Store) -> Result<(), SaveError>) {
        let result = change(&mut self.0.store.borrow_mut());
        let kept = Rc::new(self.0.store.borrow().snapshot());
        self.loaded(kept);
        if let Err(error) = result {
            self.send(Event::SaveRefused(error));
        }
    }

    /// Takes over what another tab may have changed. Only the whole program can read it; when the rest comes,
    /// everything is read again.
    fn read_again(&self, key: Option<&str>) {
        if self.state().rest != Rest::Here {
            return;
        }
        let changed = self.0.store.borrow_mut().refresh(key);
        if let Some(kept) = changed {
            self.loaded(Rc::new(kept));
        }
    }

    fn loaded(&self, kept: Rc<crate::wire::store::Loaded>) {
        let tab_draft = session::draft();
        let is_shown = self.state().route == Route::YourData;
        let measured = is_shown.then(|| self.0.store.borrow().usage().ok());
        self.send(Event::Loaded {
            kept,
            usage: measured.flatten(),
            tab_draft,
        });
    }
}
