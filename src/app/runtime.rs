//! The running program: it stamps events, keeps the state, and carries out effects.
//!
//! The one module besides the composition root that sees both the app and the browser. Decides nothing:
//! [`update`] does.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use crate::browser::clock::Seconds;
use crate::browser::host::{self, Heard, Host, LayoutWatch, SizeWatch};
use crate::browser::watch::Listener;
use crate::browser::{
    address, clipboard, clock, file, ids, offline, print, session, share, theme, version, watch,
};
use crate::domain::answers::Sheet;
use crate::domain::history::{Interview, QuizRef, StoredScore};
use crate::domain::quiz::Quiz;
use crate::domain::scoring::score;
use crate::wire::export::{Import, export_json};
use crate::wire::quiz_document;
use crate::wire::record::{draft_key, interview_key};
use crate::wire::store::{SaveError, Store};

use super::event::{Action, Effect, Event, FileProblem};
use super::route::Route;
use super::state::State;
use super::update::{stored, update};

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
    /// lessons down; `import_input` is the id of the page's input for a file.
    pub fn new(
        state: State,
        store: Store,
        import_input: &'static str,
        show: impl Fn(Rc<State>) + 'static,
        words: impl Fn(&State) -> String + 'static,
    ) -> Self {
        Self(Rc::new(Inner {
            state: RefCell::new(Rc::new(state)),
            store: RefCell::new(store),
            import: RefCell::default(),
            show: Box::new(show),
            words: Box::new(words),
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
        self.0
            .listeners
            .borrow_mut()
            .extend([address, store, back, version].into_iter().flatten());
    }

    /// Says hello to the page around the frame. `id` names the frame to it; the complaints are for its owner.
    pub fn greet(&self, id: String, complaints: Vec<String>) {
        complaints
            .iter()
            .for_each(|complaint| host::warn(complaint));
        self.show_theme();
        let program = self.clone();
        let layout = LayoutWatch::new(move |layout| program.send(Event::LaidOut(layout)));
        let program = self.clone();
        let size = SizeWatch::new(move || program.look_at_layout());
        let program = self.clone();
        let host = Host::greet(id, move |heard| {
            program.send(match heard {
                Heard::Connected(overheard) => Event::HostConnected { overheard },
                Heard::Said(said) => Event::HostSpoke(said),
            });
        });
        self.0.frame.replace(Some(Frame {
            host,
            layout,
            _size: size,
        }));
        // A link would make an entry in the history of the page around.
        let program = self.clone();
        let links =
            watch::link_followed(move |fragment| program.send(Event::Went(Route::parse(fragment))));
        self.0.listeners.borrow_mut().extend(links);
        self.look_at_layout();
    }

    fn look_at_layout(&self) {
        if let Some(frame) = &*self.0.frame.borrow() {
            frame.layout.look();
        }
    }

    fn show_theme(&self) {
        if let Some(embedding) = &self.state().embedding {
            let theme = &embedding.theme;
            let look = theme.look();
            host::show(&look, theme.font, theme.compact);
            look.refused.iter().for_each(|why| host::warn(why));
        }
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
        self.look_at_layout();
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
            Effect::Finish(interview) => self.save(|store| store.finish(&interview).map(drop)),
            Effect::KeepInterview(interview) => {
                self.save(|store| store.save_interview(&interview).map(drop))
            }
            Effect::DeleteInterview { interview, stamp } => {
                self.save(|store| store.delete(&interview_key(&interview), stamp));
            }
            Effect::BringBack(interview) => {
                self.save(|store| store.undo_delete(&interview_key(&interview)))
            }
            Effect::KeepItem(item) => self.save(|store| store.save_item(&item).map(drop)),
            Effect::RemoveItem { item, stamp } => {
                self.save(|store| store.delete(&item.key(), stamp));
            }
            Effect::BringItemBack(item) => self.save(|store| store.undo_delete(&item.key())),
            Effect::Tick(on) => {
                let program = self.clone();
                let ticking = on.then(|| Seconds::new(move || program.send(Event::SecondPassed)));
                self.0.seconds.replace(ticking.flatten());
            }
            Effect::Print => print::print(),
            Effect::KeepPreferences(prefs) => self.save(|store| {
                store.save_prefs(&prefs);
                Ok(())
            }),
            Effect::Keeping { keep, draft } => self.save(|store| {
                store.set_keep(keep, draft.map(|draft| draft_key(&draft)).as_ref());
                Ok(())
            }),
            Effect::TakeNewVersion => offline::take_over(),
            Effect::MeasureStore => {
                let kept = Rc::new(self.0.store.borrow().snapshot());
                self.loaded(kept);
            }
            Effect::FetchQuiz(made_with) => {
                let program = self.clone();
                spawn_local(async move { program.fetch_quiz(made_with).await });
            }
            Effect::TellHost(told) => {
                if let Some(Frame {
                    host: Some(host), ..
                }) = &*self.0.frame.borrow()
                {
                    host.tell(told);
                }
            }
            Effect::WarnOwner(text) => host::warn(&text),
            Effect::ShowTheme => self.show_theme(),
            Effect::Navigate(route) => address::go(&route.fragment()),
            Effect::Replace(route) => address::replace(&route.fragment()),
            Effect::Export => self.export(),
            Effect::SaveFile {
                name,
                mime_type,
                text,
            } => self.hand_over(name, mime_type, &text),
            Effect::SaveWords => {
                let text = (self.0.words)(&self.state());
                self.hand_over("interview-letters-and-lessons.md", "text/markdown", &text);
            }
            Effect::Copy(text) => self.copy(text),
            Effect::CopyLink(fragment) => self.copy([&address::page(), &*fragment].concat()),
            Effect::Share { title, text } => {
                let program = self.clone();
                spawn_local(async move {
                    match share::share(&title, &text).await {
                        Ok(()) => program.send(Event::TextShared { done: true }),
                        Err(share::ShareError::Abandoned) => {}
                        Err(_) => program.send(Event::TextShared { done: false }),
                    }
                });
            }
            Effect::DownloadKeptAside => self.download_kept_aside(),
            Effect::ReadImport => self.read_import(),
            Effect::Import => self.import(),
            Effect::UndoImport => {
                self.save(|store| {
                    store.undo_import();
                    Ok(())
                });
                self.send(Event::ImportTakenBack);
            }
            Effect::EraseEverything => {
                session::remember_draft(None);
                self.save(|store| store.delete_everything().map_err(SaveError::Device));
            }
        }
    }

    fn copy(&self, text: String) {
        let program = self.clone();
        spawn_local(async move {
            let done = clipboard::copy(&text).await.is_ok();
            program.send(Event::TextCopied { done });
        });
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

    fn read_again(&self, key: Option<&str>) {
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

    fn export(&self) {
        let now = clock::now();
        let text = export_json(&self.0.store.borrow(), now);
        let name = ["interview-hindsight-", &now.date().to_string(), ".json"].concat();
        self.hand_over(&name, "application/json", &text);
    }

    fn download_kept_aside(&self) {
        let texts = self.0.store.borrow().aside_texts();
        let mut all = String::new();
        for (key, text) in texts {
            all.push_str(&[&key, "\n", &text, "\n\n"].concat());
        }
        self.hand_over("interview-hindsight-kept-aside.txt", "text/plain", &all);
    }

    /// Hands a file to the person, and tells whether the browser took it.
    fn hand_over(&self, name: &str, mime_type: &str, text: &str) {
        self.send(match file::download(name, mime_type, text) {
            Ok(()) => Event::Exported,
            Err(_) => Event::ExportFailed,
        });
    }

    fn read_import(&self) {
        let Some(picked) = file::picked_in(self.0.import_input) else {
            return self.send(Event::ImportRead(Err(FileProblem::Missing)));
        };
        let program = self.clone();
        spawn_local(async move {
            let read = match file::read_text(&picked).await {
                Ok(text) => program.parse_import(&text).await,
                Err(file::ReadError::Content(error)) => Err(FileProblem::Refused(error)),
                Err(file::ReadError::Unreadable(_)) => Err(FileProblem::Unreadable),
            };
            let previewed = read.map(|import| {
                let preview = Rc::new(import.preview(&program.0.store.borrow()));
                program.0.import.replace(Some(import));
                preview
            });
            program.send(Event::ImportRead(previewed));
        });
    }

    /// Reads an exported file. The versions of the quiz that its results name are fetched first, where
    /// they are not here: a score is worked out with the version that it was made with.
    async fn parse_import(&self, text: &str) -> Result<Import, FileProblem> {
        let missing = RefCell::new(Vec::<QuizRef>::new());
        let parse = || {
            let state = self.state();
            let rescore = |interview: &Interview| {
                let score = rescored(&state, interview);
                let mut missing = missing.borrow_mut();
                let named = &interview.quiz;
                if score.is_none() && !missing.iter().any(|other| other.is_version_of(named)) {
                    missing.push(named.clone());
                }
                score
            };
            Import::parse(text, &rescore).map_err(FileProblem::Refused)
        };
        let import = parse();
        let missing = missing.take();
        if missing.is_empty() {
            return import;
        }
        for made_with in missing {
            self.fetch_quiz(made_with).await;
        }
        parse()
    }

    /// Fetches a version of the quiz, and tells what came.
    async fn fetch_quiz(&self, made_with: QuizRef) {
        let text = version::fetch(made_with.id.as_str(), made_with.version.as_str()).await;
        let quiz = text.and_then(|text| quiz_document::parse(&text).ok());
        self.send(Event::QuizFetched {
            made_with,
            quiz: quiz.map(Rc::new),
        });
    }

    fn import(&self) {
        let Some(import) = self.0.import.take() else {
            return;
        };
        let result = import.apply(&mut self.0.store.borrow_mut());
        let kept = Rc::new(self.0.store.borrow().snapshot());
        self.loaded(kept);
        match result {
            Ok(_) => self.send(Event::Imported),
            Err(error) => self.send(Event::SaveRefused(error)),
        }
    }
}

/// What the first answers of a result come to by the quiz that it names; `None` where that is not here.
fn rescored(state: &State, interview: &Interview) -> Option<StoredScore> {
    let quiz: Rc<Quiz> = state.quiz_made_with(&interview.quiz)?;
    let (sheet, _) = Sheet::new(&quiz, &interview.answers);
    Some(stored(&score(&quiz, &sheet)))
}
