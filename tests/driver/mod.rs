//! A program at work as a browser runs it, but for the browser: the real update on the real store, over a device that
//! fails on cue.
//!
//! Owns [`Device`], which several tabs share, and [`Program`], one tab of it with its address bar. What the runtime
//! does with an effect is done here by the same function; what only a browser can do is left out. Tabs hear of each
//! other's changes when the test says so.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up has failed"
)]
#![allow(dead_code)] // Each test program uses a part of it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use interview_hindsight::app::collation::Collation;
use interview_hindsight::app::event::{Action, Effect, Event, FileProblem};
use interview_hindsight::app::keeping::{self, Answer as Told};
use interview_hindsight::app::route::Route;
use interview_hindsight::app::state::{Site, State};
use interview_hindsight::app::update::update;
use interview_hindsight::domain::answers::{Answer, AnswerSheet};
use interview_hindsight::domain::history::{Id, Interview, StoredScore};
use interview_hindsight::domain::quiz::Quiz;
use interview_hindsight::domain::scoring::score;
use interview_hindsight::domain::time::Moment;
use interview_hindsight::wire::export::{Import, ImportReader, export_json};
use interview_hindsight::wire::port::{FaultyStore, KeyValue, MemoryStore, StorageError};
use interview_hindsight::wire::quiz_document;
use interview_hindsight::wire::store::Store;

/// When a clock begins: three o'clock on a Tuesday, in winter.
pub const BEGINNING: &str = "2026-03-10T15:00:00+01:00";

/// A moment by its text.
pub fn moment(text: &str) -> Moment {
    Moment::parse_rfc3339(text).expect("a moment")
}

/// What the tabs of one person share: the store, the clock and the zone. Clones are the same one.
#[derive(Clone)]
pub struct Device {
    /// What is kept.
    pub kept: MemoryStore,
    /// What the store can be made to do.
    pub faults: FaultyStore,
    now: Rc<Cell<Moment>>,
    /// How far the clock goes on with each event, in milliseconds.
    step: Rc<Cell<i64>>,
    /// How many events there were; ids and tags are made from it.
    events: Rc<Cell<u32>>,
    /// What each tab has not heard yet: the keys that another one changed, in order.
    unheard: Rc<RefCell<Vec<Vec<String>>>>,
    /// What somebody else writes in the middle: after so many changes, this value under this key.
    writes_later: Rc<RefCell<Option<(usize, String, String)>>>,
}

impl Device {
    /// One on which nothing is kept yet. Its clock goes on by a second with each event.
    pub fn new() -> Self {
        Self::with(MemoryStore::new())
    }

    /// One that keeps this.
    pub fn with(kept: MemoryStore) -> Self {
        Self {
            faults: FaultyStore::new(kept.clone()),
            kept,
            now: Rc::new(Cell::new(moment(BEGINNING))),
            step: Rc::new(Cell::new(1_000)),
            events: Rc::default(),
            unheard: Rc::default(),
            writes_later: Rc::default(),
        }
    }

    /// The same one, whose clock goes on by so much with each event.
    pub fn stepping(self, milliseconds: i64) -> Self {
        self.step.set(milliseconds);
        self
    }

    /// The same one, whose ids and tags are none of another device's.
    pub fn counting_from(self, events: u32) -> Self {
        self.events.set(events);
        self
    }

    /// How many events there were.
    pub fn events(&self) -> u32 {
        self.events.get()
    }

    /// The person's time.
    pub fn now(&self) -> Moment {
        self.now.get()
    }

    /// Sets the clock, and with it the zone.
    pub fn set_clock(&self, now: Moment) {
        self.now.set(now);
    }

    /// Sets the clock on, or back.
    pub fn pass(&self, milliseconds: i64) {
        let now = self.now.get();
        let then = Moment::new(now.unix_ms() + milliseconds, now.offset_minutes());
        self.now.set(then.expect("a moment"));
    }

    /// Travels to where clocks differ so much from UTC.
    pub fn set_zone(&self, offset_minutes: i16) {
        let there = Moment::new(self.now.get().unix_ms(), offset_minutes);
        self.now.set(there.expect("a moment"));
    }

    /// After so many changes from now on, somebody else writes this value under this key.
    pub fn after_changes(&self, changes: usize, key: &str, value: &str) {
        let later = (changes, key.to_owned(), value.to_owned());
        self.writes_later.replace(Some(later));
    }

    /// A store of a new tab, not opened yet.
    fn store(&self, tab: usize) -> Store {
        let port = TabPort {
            device: self.clone(),
            tab,
        };
        Store::new(Box::new(port), "test")
    }

    fn new_tab(&self) -> usize {
        let mut unheard = self.unheard.borrow_mut();
        unheard.push(Vec::new());
        unheard.len() - 1
    }
}

/// The device as one tab sees it: what it changes, the others hear of.
struct TabPort {
    device: Device,
    tab: usize,
}

impl TabPort {
    fn changed(&self, key: &str) {
        let mut later = self.device.writes_later.borrow_mut();
        if let Some((changes, key, value)) = &mut *later {
            *changes -= 1;
            if *changes == 0 {
                self.device.kept.set(key, value).expect("memory takes all");
                *later = None;
            }
        }
        let mut unheard = self.device.unheard.borrow_mut();
        for (tab, keys) in unheard.iter_mut().enumerate() {
            if tab != self.tab {
                keys.push(key.to_owned());
            }
        }
    }
}

impl KeyValue for TabPort {
    fn get(&self, key: &str) -> Result<Option<String>, StorageError> {
        self.device.faults.get(key)
    }

    fn set(&self, key: &str, value: &str) -> Result<(), StorageError> {
        let before = self.device.kept.get(key)?;
        self.device.faults.set(key, value)?;
        // A browser tells of changes only.
        if before.as_deref() != Some(value) {
            self.changed(key);
        }
        Ok(())
    }

    fn remove(&self, key: &str) -> Result<(), StorageError> {
        let before = self.device.kept.get(key)?;
        self.device.faults.remove(key)?;
        if before.is_some() {
            self.changed(key);
        }
        Ok(())
    }

    fn keys(&self) -> Result<Vec<String>, StorageError> {
        self.device.faults.keys()
    }

    fn foreign_units(&self) -> Result<u32, StorageError> {
        self.device.faults.foreign_units()
    }
}

/// The state before anything has happened, with the built-in quiz, which is read once.
pub fn blank() -> State {
    thread_local! {
        static BLANK: State = {
            let quiz = quiz_document::current().expect("the built-in quiz can be read");
            State::new(quiz, Route::Start, moment(BEGINNING)).expect("its id can stand in a key")
        };
    }
    BLANK.with(State::clone)
}

/// A tab at work.
pub struct Program {
    /// What the page is drawn from.
    pub state: State,
    /// What the last event led to; not what came of that.
    pub effects: Vec<Effect>,
    /// What the tab's program keeps.
    pub store: Store,
    /// What is shared with other tabs.
    pub device: Device,
    /// The file that a person picks, when one is to be read.
    pub picked: Option<String>,
    /// After so many steps the reading of that file has come no further yet; `None` reads all of it at once.
    pub reads_steps: Option<usize>,
    /// Whether words of other languages come when they are asked for; `None` has them still on their way.
    pub words_come: Option<bool>,
    tab: usize,
    /// What the page is drawn from before anything has happened.
    blank: State,
    /// Which draft the browser remembers for this tab.
    tab_draft: Option<Id>,
    /// The tab's history up to the present address.
    addresses: Vec<String>,
    import: Option<Import>,
}

impl Program {
    /// A tab at the start, on a device of its own.
    pub fn new() -> Self {
        Self::on(&Device::new(), "#/")
    }

    /// A new tab at this address.
    pub fn on(device: &Device, address: &str) -> Self {
        Self::opened(device, address, blank(), None)
    }

    /// A new tab of a site with this quiz.
    pub fn with_quiz(device: &Device, address: &str, quiz: &Rc<Quiz>) -> Self {
        let state = State::new((**quiz).clone(), Route::Start, device.now());
        let blank = state.expect("its id can stand in a key");
        Self::opened(device, address, blank, None)
    }

    /// A new tab of a site that has these quizzes and versions.
    pub fn on_site(device: &Device, address: &str, site: Site) -> Self {
        let mut blank = blank();
        blank.site = Rc::new(site);
        Self::opened(device, address, blank, None)
    }

    /// A new tab of a page that begins like this: in a frame, or somewhere else.
    pub fn beginning(device: &Device, address: &str, blank: State) -> Self {
        Self::opened(device, address, blank, None)
    }

    /// A new tab whose browser remembers that it was on this draft.
    pub fn on_draft(device: &Device, address: &str, draft: &Id) -> Self {
        Self::opened(device, address, blank(), Some(draft.clone()))
    }

    fn opened(device: &Device, address: &str, blank: State, tab_draft: Option<Id>) -> Self {
        let tab = device.new_tab();
        let mut program = Self {
            state: blank.clone(),
            blank,
            effects: Vec::new(),
            store: device.store(tab),
            device: device.clone(),
            picked: None,
            reads_steps: None,
            words_come: Some(true),
            tab,
            tab_draft,
            addresses: vec![address.to_owned()],
            import: None,
        };
        program.open(address);
        program
    }

    /// The same page on another device that keeps the same.
    pub fn copied(&self) -> Self {
        let kept: MemoryStore = self.device.kept.snapshot().into_iter().collect();
        let device = Device::with(kept).stepping(self.device.step.get());
        device.now.set(self.device.now());
        device.events.set(self.device.events.get());
        let mut copy = Self::opened(&device, self.address(), self.blank.clone(), None);
        copy.state = self.state.clone();
        copy.tab_draft.clone_from(&self.tab_draft);
        copy
    }

    fn open(&mut self, address: &str) {
        self.state = self.blank.clone();
        self.state.route = Route::parse(address);
        self.state.now = self.device.now();
        self.store.open(self.device.now());
        let event = keeping::loaded(&self.store, &self.state.route, self.tab_draft.clone());
        self.send(event);
    }

    /// Loads the page again: what is not kept is gone.
    pub fn reload(&mut self) -> &mut Self {
        self.store = self.device.store(self.tab);
        self.import = None;
        self.device.unheard.borrow_mut()[self.tab].clear();
        let address = self.address().to_owned();
        self.open(&address);
        self
    }

    /// Loads the page again at another address.
    pub fn reload_at(&mut self, address: &str) -> &mut Self {
        self.addresses.push(address.to_owned());
        self.reload()
    }

    /// Something happens, and all that follows from it.
    pub fn send(&mut self, event: Event) -> &mut Self {
        self.device.events.set(self.device.events.get() + 1);
        self.device.pass(self.device.step.get());
        let effects = self.step(event);
        self.do_effects(&effects);
        self.effects = effects;
        self
    }

    /// Hears of what other tabs have changed.
    pub fn hear(&mut self) -> &mut Self {
        let keys = std::mem::take(&mut self.device.unheard.borrow_mut()[self.tab]);
        for key in keys {
            if self.store.refresh(Some(&key)).is_some() {
                self.tell_what_is_kept();
            }
        }
        self
    }

    /// The person comes back to the tab.
    pub fn return_to(&mut self) -> &mut Self {
        if self.store.refresh(None).is_some() {
            self.tell_what_is_kept();
        }
        self
    }

    /// What came of an effect: no time passes, and nothing is counted.
    fn follow(&mut self, event: Event) {
        let effects = self.step(event);
        self.do_effects(&effects);
    }

    fn tell_what_is_kept(&mut self) {
        let event = keeping::loaded(&self.store, &self.state.route, self.tab_draft.clone());
        self.follow(event);
    }

    fn step(&mut self, event: Event) -> Vec<Effect> {
        let count = self.device.events.get();
        let action = Action {
            at: self.device.now(),
            fresh: Id::new(&format!("id{count}")).expect("an id"),
            tag: count,
            event,
        };
        let effects;
        (self.state, effects) = update(&self.state, action);
        effects
    }

    fn do_effects(&mut self, effects: &[Effect]) {
        for effect in effects {
            let store = &mut self.store;
            let told = keeping::carry_out(store, &mut self.import, &self.state, effect);
            for told in told.unwrap_or_default() {
                match told {
                    Told::Kept => self.tell_what_is_kept(),
                    Told::Event(event) => self.follow(event),
                }
            }
            match effect {
                Effect::RememberDraft(id) => self.tab_draft.clone_from(id),
                Effect::Navigate(route) => self.addresses.push(route.fragment()),
                Effect::Replace(route) => {
                    self.addresses.pop();
                    self.addresses.push(route.fragment());
                }
                Effect::ReadImport => self.read_import(),
                Effect::Speak(language) => self.speak(&language.tag),
                // What only a browser can do.
                _ => {}
            }
        }
    }

    /// The words of a language came, or did not.
    pub fn speak(&mut self, tag: &str) {
        let tag = tag.to_owned();
        match self.words_come {
            Some(true) => self.follow(Event::LanguageSpoken {
                tag,
                collation: Collation::default(),
            }),
            Some(false) => self.follow(Event::LanguageFailed(tag)),
            None => {}
        }
    }

    /// Reads the picked file as the runtime does; all versions of the quiz that there are are here.
    fn read_import(&mut self) {
        let Some(text) = self.picked.clone() else {
            return self.follow(Event::ImportRead(Err(FileProblem::Missing)));
        };
        let rescore = |interview: &Interview| -> Option<StoredScore> {
            let quiz = self.state.quiz_made_with(&interview.quiz)?;
            let (sheet, _) = AnswerSheet::new(&quiz, &interview.answers);
            Some(score(&quiz, &sheet).stored())
        };
        let mut reader = match ImportReader::new(&text) {
            Ok(reader) => reader,
            Err(error) => return self.follow(Event::ImportRead(Err(FileProblem::Refused(error)))),
        };
        let mut steps = 0;
        while reader.step(&rescore) {
            steps += 1;
            if self.reads_steps == Some(steps) {
                let progress = reader.progress();
                return self.follow(Event::ImportProgressed(progress));
            }
        }
        let import = reader.finish();
        let preview = Rc::new(import.preview(&self.store));
        self.import = Some(import);
        self.follow(Event::ImportRead(Ok(preview)));
    }

    /// Everything as one file.
    pub fn export(&self) -> String {
        export_json(&self.store, self.device.now())
    }

    /// Answers a question of the draft by one option.
    pub fn answer(&mut self, question: &str, option: &str) -> &mut Self {
        self.send(Event::AnswerChosen {
            question: question.into(),
            answer: Answer::Option(option.into()),
        })
    }

    /// Follows a link, or types an address.
    pub fn go(&mut self, fragment: &str) -> &mut Self {
        self.addresses.push(fragment.to_owned());
        self.send(Event::AddressChanged(Route::parse(fragment)))
    }

    /// Presses the browser's own Back.
    pub fn back(&mut self) -> &mut Self {
        if self.addresses.len() > 1 {
            self.addresses.pop();
        }
        let address = self.addresses.last().map_or("#/", String::as_str);
        self.send(Event::AddressChanged(Route::parse(address)))
    }

    /// What the address bar says.
    pub fn address(&self) -> &str {
        self.addresses.last().map_or("#/", String::as_str)
    }

    /// Answers a new interview to its end: `question=option`, `question:number`, with spaces between.
    pub fn finish(&mut self, answers: &str) -> Id {
        self.go("#/").send(Event::StartedAnew);
        self.finish_draft(answers)
    }

    /// The same with the interview that is in progress.
    pub fn finish_draft(&mut self, answers: &str) -> Id {
        for answer in answers.split_whitespace() {
            match answer.split_once(':') {
                Some((question, number)) => self.send(Event::AnswerChosen {
                    question: question.into(),
                    answer: Answer::Number(number.parse().expect("a number")),
                }),
                None => {
                    let (question, option) = answer.split_once('=').expect("question=option");
                    self.answer(question, option)
                }
            };
        }
        self.send(Event::ResultAsked);
        self.shown_result()
    }

    /// Writes an answer in the person's own words.
    pub fn note(&mut self, question: &str, words: &str) -> &mut Self {
        self.send(Event::AnswerChosen {
            question: question.into(),
            answer: Answer::Text(words.into()),
        })
    }

    /// The result that the screen shows.
    #[track_caller]
    pub fn shown_result(&self) -> Id {
        match &self.state.route {
            Route::Result(id) => id.clone(),
            elsewhere => panic!("no result, but {elsewhere:?}"),
        }
    }

    /// A result by its id.
    #[track_caller]
    pub fn interview(&self, id: &Id) -> &Interview {
        &self.state.interviews[id]
    }

    /// The option that the draft on the screen has for a question.
    pub fn draft_answer(&self, question: &str) -> Option<&str> {
        let draft = self.state.draft.as_ref()?;
        draft.answers.option(question)
    }

    /// Checks which screen is shown.
    #[track_caller]
    pub fn stands_at(&self, fragment: &str) -> &Self {
        assert_eq!(self.state.route.fragment(), fragment);
        self
    }
}
