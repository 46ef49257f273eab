//! What keeps the draft until the store is there.
//!
//! The store reads, checks, migrates and merges, and arrives with the rest of the program. Before that there is
//! one thing to keep, the draft of somebody who has never been here. [`Jotter`] writes it as the store would,
//! and understands nothing of what it finds: where the device does not hold what was last written here, another tab
//! was at work, and that key is left to the store.

use std::rc::Rc;

use crate::domain::history::Draft;
use crate::domain::sorted::SortedMap;
use crate::domain::time::Moment;

use super::key::Key;
use super::port::{KeyValue, StorageError};
use super::record::{Prefs, draft_key, encode_draft, encode_prefs};
use super::store::{Loaded, SaveError, StorageState, Store};

/// Keeps the draft of a first visit.
pub struct Jotter {
    port: Box<dyn KeyValue>,
    state: StorageState,
    draft: Option<Rc<Draft>>,
    /// Whether anything is to be kept, once the person has said so.
    keep: Option<bool>,
    /// What was written last, by key.
    written: SortedMap<String, String>,
    is_overtaken: bool,
}

impl Jotter {
    /// One over a port that nothing of ours is in.
    #[must_use]
    pub fn new(port: Box<dyn KeyValue>) -> Self {
        let state = match port.keys() {
            Ok(_) => StorageState::Ready,
            Err(_) => StorageState::Blocked,
        };
        Self {
            port,
            state,
            draft: None,
            keep: None,
            written: SortedMap::new(),
            is_overtaken: false,
        }
    }

    /// Keeps the draft, on the device where it can.
    pub fn keep_draft(&mut self, draft: &Rc<Draft>) {
        self.draft = Some(Rc::clone(draft));
        if matches!(self.state, StorageState::Ready | StorageState::Full) {
            let text = encode_draft(draft, "");
            self.write(&draft_key(draft), text);
        }
    }

    /// Keeps nothing on the device from now on but that this is so, or keeps again.
    pub fn set_keep(&mut self, keep: bool) {
        self.keep = Some(keep);
        let prefs = encode_prefs(
            &Prefs {
                keep,
                ..Prefs::default()
            },
            "",
        );
        match (keep, self.state) {
            (false, StorageState::Ready | StorageState::Full) => {
                self.write(&Key::Prefs, prefs);
                if let Some(draft) = &self.draft {
                    let name = draft_key(draft).full();
                    if self.is_untouched(&name) == Ok(true) && self.port.remove(&name).is_ok() {
                        self.written.remove(&name);
                    }
                }
                self.state = StorageState::Temporary;
            }
            (true, StorageState::Temporary) => {
                self.state = StorageState::Ready;
                self.write(&Key::Prefs, prefs);
                if let Some(draft) = self.draft.take() {
                    self.keep_draft(&draft);
                }
            }
            _ => {}
        }
    }

    /// Whether another tab has changed what was written here. What is kept from now on is in memory alone,
    /// until the store puts the two together.
    #[must_use]
    pub fn is_overtaken(&self) -> bool {
        self.is_overtaken
    }

    /// Whether the device holds what was last written here, be it nothing.
    fn is_untouched(&self, name: &str) -> Result<bool, StorageError> {
        Ok(self.port.get(name)?.as_ref() == self.written.get(name))
    }

    fn write(&mut self, key: &Key, text: String) {
        let name = key.full();
        let result = match self.is_untouched(&name) {
            Ok(true) => self.port.set(&name, &text),
            Ok(false) | Err(StorageError::NotText) => {
                self.is_overtaken = true;
                return;
            }
            Err(error) => Err(error),
        };
        self.state = match result {
            Ok(()) => {
                self.written.insert(name, text);
                StorageState::Ready
            }
            Err(StorageError::Full) => StorageState::Full,
            Err(_) => StorageState::Blocked,
        };
    }

    /// What is kept, in the store's words.
    #[must_use]
    pub fn loaded(&self) -> Loaded {
        let is_kept = self.state == StorageState::Ready && !self.is_overtaken;
        Loaded {
            state: self.state,
            interviews: Vec::new(),
            drafts: self.draft.iter().map(Rc::clone).collect(),
            items: Vec::new(),
            prefs: Prefs {
                keep: self.keep.unwrap_or(true),
                ..Prefs::default()
            },
            aside: Vec::new(),
            read_only: Vec::new(),
            not_shown: 0,
            in_memory: if is_kept {
                0
            } else {
                self.draft.iter().count()
            },
        }
    }

    /// Opens the store, and hands everything over to it. Gives what it then holds.
    ///
    /// # Errors
    /// When the store refuses the draft, as [`Store::save_draft`] does: it may have been deleted in another tab.
    pub fn hand_over(self, store: &mut Store, now: Moment) -> (Loaded, Result<(), SaveError>) {
        store.open(now);
        let draft = self.draft.as_deref();
        if let Some(keep) = self.keep {
            // The device says so already, unless that could not be written, or another tab was faster.
            store.set_keep(keep, draft.map(draft_key).as_ref());
        }
        let saved = draft.map_or(Ok(()), |draft| store.save_draft(draft).map(drop));
        (store.snapshot(), saved)
    }
}

#[cfg(test)]
mod tests {
    // A test may end at the first thing that is not as it should be.
    #![allow(clippy::expect_used, clippy::panic)]

    use super::*;
    use crate::domain::answers::{Answer, Answers};
    use crate::domain::history::{Id, Part, QuizRef, Stamp};
    use crate::wire::port::{FaultyStore, MemoryStore};

    fn draft() -> Rc<Draft> {
        let id = |text: &str| Id::new(text).expect("a sound id");
        let at = Moment::new(1_000, 0).expect("a sound time");
        let quiz = QuizRef {
            id: id("interview"),
            version: id("1.0.0"),
            without_outside: false,
        };
        Rc::new(Draft {
            id: id("d1"),
            quiz,
            started_at: at,
            changed_at: at,
            answers: Answers::new(),
            answered_at: Default::default(),
            details: Part::default(),
            situation: Part::default(),
            gut_frozen: false,
            position: None,
        })
    }

    fn now() -> Moment {
        Moment::new(2_000, 0).expect("a sound time")
    }

    /// A jotter over a device, and the device.
    fn begun() -> (Jotter, MemoryStore) {
        let device = MemoryStore::new();
        (Jotter::new(Box::new(device.clone())), device)
    }

    /// The draft a minute later, with an answer.
    fn answered(question: &str) -> Rc<Draft> {
        let mut draft = (*draft()).clone();
        draft.changed_at = Moment::new(61_000, 0).expect("a sound time");
        let answer = Answer::Option("some".to_owned());
        draft.answers.set(question, answer);
        draft.answered_at.insert(question.to_owned(), 61_000);
        Rc::new(draft)
    }

    /// What a store holds that takes over from a jotter.
    fn after(jotter: Jotter, device: impl KeyValue + 'static) -> (Loaded, Result<(), SaveError>) {
        let mut store = Store::new(Box::new(device), "test");
        jotter.hand_over(&mut store, now())
    }

    /// What another visit finds.
    fn found_on(device: &MemoryStore) -> Loaded {
        Store::new(Box::new(device.clone()), "test").open(now())
    }

    #[test]
    fn a_draft_is_written_as_the_store_writes_it() {
        let (mut jotter, jotted) = begun();
        jotter.keep_draft(&draft());
        jotter.keep_draft(&answered("lean"));
        let device = MemoryStore::new();
        let mut store = Store::new(Box::new(device.clone()), "test");
        store.open(now());
        store.save_draft(&draft()).expect("saved");
        store.save_draft(&answered("lean")).expect("saved");
        let name = draft_key(&draft()).full();
        assert_eq!(jotted.snapshot().get(&name), device.snapshot().get(&name));
    }

    #[test]
    fn a_reload_and_the_store_find_what_was_jotted_down() {
        let (mut jotter, device) = begun();
        jotter.keep_draft(&draft());
        assert_eq!(jotter.loaded().state, StorageState::Ready);
        assert_eq!(jotter.loaded().in_memory, 0);
        assert_eq!(device.snapshot().len(), 1);
        assert_eq!(found_on(&device).drafts, [draft()]);
        // That visit has written more, which changes nothing here.
        let (loaded, saved) = after(jotter, device);
        assert_eq!(loaded.drafts, [draft()]);
        assert_eq!(loaded.state, StorageState::Ready);
        assert_eq!(saved, Ok(()));
    }

    #[test]
    fn nothing_stays_on_the_device_where_that_is_asked_for() {
        let (mut jotter, device) = begun();
        jotter.keep_draft(&draft());
        jotter.set_keep(false);
        jotter.keep_draft(&answered("lean"));
        assert!(!jotter.loaded().prefs.keep);
        assert_eq!(jotter.loaded().in_memory, 1);
        let keys: Vec<_> = device.snapshot().into_keys().collect();
        assert_eq!(keys, [Key::Prefs.full()]);
        let (loaded, _) = after(jotter, device.clone());
        assert_eq!(loaded.state, StorageState::Temporary);
        assert_eq!(loaded.drafts, [answered("lean")]);
        assert!(!loaded.prefs.keep);
        assert_eq!(found_on(&device).drafts, []);
    }

    #[test]
    fn who_keeps_again_has_the_draft_on_the_device() {
        let (mut jotter, device) = begun();
        jotter.set_keep(false);
        jotter.keep_draft(&draft());
        jotter.set_keep(true);
        assert_eq!(jotter.loaded().state, StorageState::Ready);
        assert!(jotter.loaded().prefs.keep);
        assert_eq!(found_on(&device).drafts, [draft()]);
    }

    #[test]
    fn a_device_that_refuses_loses_nothing() {
        for state in [StorageState::Full, StorageState::Blocked] {
            let device = FaultyStore::new(MemoryStore::new());
            match state {
                StorageState::Full => device.limit_to(Some(10)),
                _ => device.block(true),
            }
            let mut jotter = Jotter::new(Box::new(device.clone()));
            jotter.keep_draft(&draft());
            assert_eq!(jotter.loaded().state, state);
            assert_eq!(jotter.loaded().in_memory, 1);
            // Asking for nothing to be kept is heeded there as well.
            jotter.set_keep(false);
            assert!(!jotter.loaded().prefs.keep);
            jotter.set_keep(true);
            assert_eq!(jotter.loaded().drafts, [draft()]);
            let (loaded, _) = after(jotter, device);
            assert_eq!(loaded.drafts, [draft()]);
        }
    }

    #[test]
    fn a_device_that_has_room_again_has_the_whole_draft() {
        let device = FaultyStore::new(MemoryStore::new());
        device.limit_to(Some(10));
        let mut jotter = Jotter::new(Box::new(device.clone()));
        jotter.keep_draft(&draft());
        device.limit_to(None);
        jotter.keep_draft(&answered("lean"));
        assert_eq!(jotter.loaded().state, StorageState::Ready);
        assert_eq!(jotter.loaded().in_memory, 0);
        let mut store = Store::new(Box::new(device), "test");
        assert_eq!(store.open(now()).drafts, [answered("lean")]);
    }

    #[test]
    fn what_another_tab_answered_is_not_written_over() {
        let (mut jotter, device) = begun();
        jotter.keep_draft(&draft());
        let mut other = Store::new(Box::new(device.clone()), "test");
        other.open(now());
        other.save_draft(&answered("lean")).expect("saved");
        assert!(!jotter.is_overtaken());
        jotter.keep_draft(&answered("close"));
        assert!(jotter.is_overtaken());
        assert_eq!(jotter.loaded().in_memory, 1);
        assert_eq!(found_on(&device).drafts, [answered("lean")]);
        let (loaded, saved) = after(jotter, device);
        assert_eq!(saved, Ok(()));
        let [both] = &*loaded.drafts else {
            panic!("one draft, not {:?}", loaded.drafts);
        };
        let answers: Vec<_> = both.answers.iter().map(|(question, _)| question).collect();
        assert_eq!(answers, ["close", "lean"]);
    }

    #[test]
    fn a_draft_that_another_tab_deleted_stays_deleted_and_that_is_said() {
        let (mut jotter, device) = begun();
        jotter.keep_draft(&draft());
        let mut other = Store::new(Box::new(device.clone()), "test");
        other.open(now());
        let stamp = Stamp {
            changed_at: 1_500,
            tag: 1,
        };
        other.delete(&draft_key(&draft()), stamp).expect("deleted");
        jotter.keep_draft(&answered("lean"));
        assert!(jotter.is_overtaken());
        let (loaded, saved) = after(jotter, device);
        assert_eq!(loaded.drafts, []);
        assert_eq!(saved, Err(SaveError::Deleted));
    }

    #[test]
    fn what_another_tab_set_up_is_kept() {
        let (mut jotter, device) = begun();
        let mut other = Store::new(Box::new(device.clone()), "test");
        other.open(now());
        other.save_prefs(&Prefs {
            number_keys: false,
            ..Prefs::default()
        });
        jotter.keep_draft(&draft());
        jotter.set_keep(false);
        assert_eq!(found_on(&device).drafts, []);
        let (loaded, _) = after(jotter, device.clone());
        assert_eq!(loaded.state, StorageState::Temporary);
        assert_eq!(loaded.drafts, [draft()]);
        let prefs = found_on(&device).prefs;
        assert!(!prefs.keep && !prefs.number_keys);
    }
}
