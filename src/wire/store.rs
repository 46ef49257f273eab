//! What is kept, and the order of reads and writes that loses none of it.
//!
//! Owns [`Store`]: saving, deleting and undoing, and the six states a store can be in. `reading` opens it and reads it
//! again, `aside` keeps what cannot be read, and `entry` reads one record. Must not know a browser: it works on a
//! [`KeyValue`], and times and tags are arguments.
//!
//! The rules that everything here follows:
//! - Nothing is written before everything was read.
//! - What cannot be read is never written over.
//! - What cannot be kept on the device stays in memory, is a part of every export, and the state says so.
//! - Nothing is removed to make room.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::json::Problem;
use super::key::Key;
use super::learning::{Item, encode_item};
use super::merge::merge;
use super::migration::{SCHEMA, STEPS, Step};
use super::port::{KeyValue, QUOTA_UNITS, StorageError, units};
use super::record::{
    Prefs, decode_meta, decode_prefs, draft_key, encode_draft, encode_interview, encode_mark,
    encode_meta, encode_prefs, interview_key, read_mark, record_object,
};
use crate::domain::history::{Draft, Id, Interview, Stamp};
use crate::domain::time::Moment;
use crate::domain::zone::Zones;

mod aside;
mod entry;
mod reading;

pub use aside::Quarantined;
use aside::not_text;
pub(crate) use entry::{Content, Entry, canonical, read_entry, text_version};

/// What the store can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StorageState {
    /// It has not been read yet. Nothing is written.
    Loading,
    /// Everything is kept on the device.
    Ready,
    /// A newer version of the program has been here, and only it may write. New things stay in memory.
    ReadOnlyNewer,
    /// There is no room on the device. What was kept stays; what did not fit is in memory.
    Full,
    /// The device refuses. New things stay in memory.
    Blocked,
    /// The person asked that nothing be kept. New things stay in memory.
    Temporary,
}

/// Everything that is kept, as it is at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// What the store can do.
    pub state: StorageState,
    /// All results, by key.
    pub interviews: Vec<Rc<Interview>>,
    /// All drafts, by key. None that has become a result.
    pub drafts: Vec<Rc<Draft>>,
    /// All other things, by key.
    pub items: Vec<Rc<Item>>,
    /// What the person set up.
    pub prefs: Prefs,
    /// What could not be read. Its text is in [`Store::quarantined_texts`].
    pub quarantined: Vec<Quarantined>,
    /// The results that a newer version of the program wrote: shown where they can be, never changed.
    pub read_only: Vec<Id>,
    /// How many records of a newer version cannot be shown. They are kept.
    pub not_shown: usize,
    /// How many records are in memory alone.
    pub in_memory: usize,
}

/// How full the store is, in UTF-16 units of keys and values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usage {
    /// What this program keeps.
    pub ours: u32,
    /// What other programs of the same origin keep: they share the room.
    pub others: u32,
    /// The room that there is.
    pub quota: u32,
}

/// Why something was not saved, not even in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveError {
    /// The store has not been opened.
    NotOpened,
    /// It could not be read back: too long, or out of bounds.
    Refused(Vec<Problem>),
    /// It was deleted, here or in another tab.
    Deleted,
    /// It is from a newer version of the program, or the whole store is.
    Newer,
    /// There is no such record.
    NoSuchRecord,
    /// The device failed, and everything is as it was before.
    Device(StorageError),
}

/// One change of a set of changes that is made whole or not at all.
pub(crate) struct Write {
    pub key: Key,
    /// What is to stand there; `None` removes the record.
    pub entry: Option<Entry>,
}

/// A change that was made, and what takes it back.
struct AppliedWrite {
    key: Key,
    before: Option<Entry>,
    after: Option<String>,
}

/// All that the program keeps, over a port.
pub struct Store {
    port: Box<dyn KeyValue>,
    build: String,
    steps: &'static [Step],
    state: StorageState,
    schema: u32,
    records: BTreeMap<Key, Entry>,
    quarantined: BTreeMap<Key, String>,
    prefs: Prefs,
    /// The preferences as they last stood on the device. Where they have another text, another tab wrote it.
    prefs_text: Option<String>,
    /// Names what is put aside when a store opens that was blocked.
    opened_at: Option<Moment>,
    /// What clocks show at the times in notes; without it, all of them are ahead of UTC as the one is that it is opened by.
    zones: Option<Zones>,
    /// Whether the device said which version wrote on it. Where it no longer does, everything was deleted.
    has_meta: bool,
    /// Whether something of another tab was taken over on the way to a change, and nobody was told yet.
    has_news: bool,
    /// What was deleted on this visit, by its deletion mark.
    deleted: BTreeMap<Key, Vec<(Key, Entry)>>,
    last_import: Vec<AppliedWrite>,
    last_import_aside: Vec<Key>,
}

impl Store {
    /// A store over a port, not opened yet. `build` names the program's build in what is kept.
    #[must_use]
    pub fn new(port: Box<dyn KeyValue>, build: &str) -> Self {
        Self::with_steps(port, build, STEPS)
    }

    /// The same with other steps from older versions, for a test that makes up what an older version kept.
    #[must_use]
    pub fn with_steps(port: Box<dyn KeyValue>, build: &str, steps: &'static [Step]) -> Self {
        Self {
            port,
            build: build.to_owned(),
            steps,
            state: StorageState::Loading,
            schema: SCHEMA,
            records: BTreeMap::new(),
            quarantined: BTreeMap::new(),
            prefs: Prefs::default(),
            prefs_text: None,
            opened_at: None,
            zones: None,
            has_meta: false,
            has_news: false,
            deleted: BTreeMap::new(),
            last_import: Vec::new(),
            last_import_aside: Vec::new(),
        }
    }

    /// The same, in these time zones: times that were noted without one are written down as clocks showed them then.
    #[must_use]
    pub fn in_zones(self, zones: Zones) -> Self {
        Self {
            zones: Some(zones),
            ..self
        }
    }

    /// What the store can do at the moment.
    #[must_use]
    pub fn state(&self) -> StorageState {
        self.state
    }

    /// The name of the program's build.
    #[must_use]
    pub fn build(&self) -> &str {
        &self.build
    }

    /// The version that what is kept has; higher than this program's where a newer one was here.
    pub(crate) fn schema(&self) -> u32 {
        self.schema
    }

    pub(crate) fn records(&self) -> &BTreeMap<Key, Entry> {
        &self.records
    }

    /// Reads the text of a record, as one that the device has.
    pub(crate) fn read(&self, key: &Key, text: String) -> Entry {
        read_entry(key, Some(text), self.steps).entry
    }

    /// The records that an export holds: all but those that are gone, and those that cannot be read,
    /// which it holds apart.
    pub(crate) fn exported(&self) -> impl Iterator<Item = (&Key, &Entry)> {
        self.records.iter().filter(|(key, entry)| {
            !matches!(entry.content, Content::Bad(_)) && !self.is_hidden(key)
        })
    }

    // Opening and reading again.

    /// Reads everything, then migrates what is old and puts aside what cannot be read. It never fails:
    /// where the device does not answer, the store is `Blocked` and empty.
    pub fn open(&mut self, now: Moment) -> Loaded {
        self.opened_at = Some(now);
        let Ok(texts) = self.read_all() else {
            self.state = StorageState::Blocked;
            return self.snapshot();
        };
        self.open_with(texts, now)
    }

    fn open_with(&mut self, texts: BTreeMap<Key, Option<String>>, now: Moment) -> Loaded {
        if texts.keys().any(|key| *key != Key::Prefs) {
            return reading::open(self, texts, now);
        }
        // An empty store stays empty: merely opening the page leaves no trace.
        if let Some(Some(text)) = texts.get(&Key::Prefs) {
            self.prefs = decode_prefs(text);
            self.prefs_text = Some(text.clone());
        }
        self.state = if self.prefs.keep {
            StorageState::Ready
        } else {
            StorageState::Temporary
        };
        self.snapshot()
    }

    /// Reads again what another tab may have changed: one key, or everything. `None` when nothing did.
    /// Nothing is written, unless another tab was told to keep again what is in memory here, or a device that was blocked
    /// is free again.
    pub fn refresh(&mut self, key: Option<&str>) -> Option<Loaded> {
        reading::refresh(self, key)
    }

    /// Whether a change has found something of another tab that was not told yet. It counts as told then.
    pub fn take_news(&mut self) -> bool {
        std::mem::take(&mut self.has_news)
    }

    /// Everything as it is now.
    #[must_use]
    pub fn snapshot(&self) -> Loaded {
        let mut loaded = Loaded {
            state: self.state,
            interviews: Vec::new(),
            drafts: Vec::new(),
            items: Vec::new(),
            prefs: self.prefs.clone(),
            quarantined: Vec::new(),
            read_only: Vec::new(),
            not_shown: 0,
            in_memory: 0,
        };
        for (key, entry) in &self.records {
            if self.is_hidden(key) {
                continue;
            }
            loaded.in_memory +=
                usize::from(!entry.kept && !matches!(entry.content, Content::Restored));
            match &entry.content {
                Content::Interview(interview) => loaded.interviews.push(Rc::clone(interview)),
                Content::Draft(draft) => loaded.drafts.push(Rc::clone(draft)),
                Content::Item(item) => loaded.items.push(Rc::clone(item)),
                Content::Tombstone | Content::Restored => {}
                Content::Newer(Some(interview)) => {
                    loaded.read_only.push(interview.id.clone());
                    loaded.interviews.push(Rc::clone(interview));
                }
                Content::Newer(None) => loaded.not_shown += 1,
                Content::Bad(problems) => loaded.quarantined.push(Quarantined {
                    key: key.to_string(),
                    at: None,
                    problems: problems.clone(),
                }),
            }
        }
        for key in self.quarantined.keys() {
            if let Key::Bad { at, of } = key {
                let problems = Vec::new();
                loaded.quarantined.push(Quarantined {
                    key: of.clone(),
                    at: Some(*at),
                    problems,
                });
            }
        }
        loaded
    }

    // Saving.

    /// Saves a result: what another tab saved of it meanwhile is merged, part by part. Gives the result
    /// as it is kept, which may hold more than was given.
    ///
    /// # Errors
    /// When it was refused; nothing has changed then. That it is in memory alone is no error here: the
    /// state tells.
    pub fn save_interview(&mut self, interview: &Interview) -> Result<Rc<Interview>, SaveError> {
        let key = interview_key(interview);
        match self.save(&key, |over| encode_interview(interview, over))? {
            Content::Interview(interview) => Ok(interview),
            _ => Err(SaveError::NoSuchRecord),
        }
    }

    /// Saves a draft: what another tab answered on it meanwhile is merged, question by question, by the
    /// times in `answered_at`. An answer that was taken back has a time and no answer.
    ///
    /// # Errors
    /// As [`Store::save_interview`].
    pub fn save_draft(&mut self, draft: &Draft) -> Result<Rc<Draft>, SaveError> {
        match self.save(&draft_key(draft), |over| encode_draft(draft, over))? {
            Content::Draft(draft) => Ok(draft),
            _ => Err(SaveError::NoSuchRecord),
        }
    }

    /// Saves an item; the later stamp wins.
    ///
    /// # Errors
    /// As [`Store::save_interview`].
    pub fn save_item(&mut self, item: &Item) -> Result<Rc<Item>, SaveError> {
        match self.save(&item.key(), |over| encode_item(item, over))? {
            Content::Item(item) => Ok(item),
            _ => Err(SaveError::NoSuchRecord),
        }
    }

    /// Saves the result of a finished draft, and then lets go of the draft, which has the same id. The
    /// draft stays as long as the device does not have the result.
    ///
    /// # Errors
    /// As [`Store::save_interview`].
    pub fn finish(&mut self, interview: &Interview) -> Result<Rc<Interview>, SaveError> {
        let key = interview_key(interview);
        let draft = Key::Draft {
            quiz: interview.quiz.id.clone(),
            id: interview.id.clone(),
        };
        match self.reread_what_was_known(&draft) {
            // Another tab finished it: the two are merged.
            Err(SaveError::Deleted) if self.records.contains_key(&key) => {}
            result => result?,
        }
        let saved = self.save_interview(interview)?;
        if self.state == StorageState::Full && !self.is_kept(&key) {
            self.finish_in_the_draft_s_room(&key, &draft);
        }
        if self.is_kept(&key) {
            if self.put_damage_aside(&draft) {
                self.remove_from_device(&draft);
                self.records.remove(&draft);
            }
            if self.state == StorageState::Full {
                self.flush();
            }
        } else if !self.is_kept(&draft) {
            self.records.remove(&draft);
        }
        Ok(saved)
    }

    /// Saves the preferences that are changed; those that another tab changed meanwhile stay so. `keep` is not changed by
    /// this: see [`Store::set_keep`]. Gives the preferences as they are then.
    pub fn save_prefs(&mut self, prefs: &Prefs) -> &Prefs {
        let before = self.prefs.clone();
        self.heed_device();
        self.prefs.take_changes(&before, prefs);
        if self.may_write() {
            self.write_prefs(&self.prefs.clone());
        }
        &self.prefs
    }

    /// Whether anything may be kept on this device from now on. What is kept already stays. The draft
    /// in progress, if named, goes along: into memory, or onto the device.
    pub fn set_keep(&mut self, keep: bool, in_progress: Option<&Key>) {
        self.heed_device();
        self.prefs.keep = keep;
        match (keep, self.state) {
            (false, StorageState::Ready | StorageState::Full) => {
                // That nothing is to be kept is the one thing that has to be.
                self.write_prefs(&self.prefs.clone());
                self.state = StorageState::Temporary;
                if let Some(key) = in_progress {
                    self.reread(key);
                    self.keep_in_memory(key);
                }
            }
            (true, StorageState::Temporary) => {
                self.state = StorageState::Ready;
                self.write_prefs(&self.prefs.clone());
                self.flush();
            }
            _ => {}
        }
    }

    /// Takes a record off the device, and keeps it in memory.
    fn keep_in_memory(&mut self, key: &Key) {
        if self.is_kept(key) && self.put_damage_aside(key) {
            self.remove_from_device(key);
            if let Some(entry) = self.records.get_mut(key) {
                entry.kept = false;
            }
        }
    }

    // Deleting.

    /// Deletes a result, a draft or an item, and marks it as gone, so that neither another tab nor an
    /// import brings it back. Until the program ends, [`Store::undo_delete`] can.
    ///
    /// # Errors
    /// When there is no such record, or it must not be changed.
    pub fn delete(&mut self, key: &Key, stamp: Stamp) -> Result<(), SaveError> {
        self.opened()?;
        self.heed_device();
        self.reread(key);
        let (Some(gone), Some(entry)) = (key.gone(), self.records.get(key)) else {
            return Err(SaveError::NoSuchRecord);
        };
        if self.state == StorageState::ReadOnlyNewer || matches!(entry.content, Content::Newer(_)) {
            return Err(SaveError::Newer);
        }
        // A result's leftover draft goes with it; a draft without a result is all there is.
        let keys: Vec<_> = self
            .records
            .keys()
            .filter(|other| is_marked_by(other, &gone))
            .cloned()
            .collect();
        // Later than the mark of an earlier deletion that was taken back.
        let before = self.mark(&gone).map(|(stamp, _)| stamp);
        let stamp = before.map_or(stamp, |before| stamp.max(next(before)));
        let mark = encode_mark(stamp, false, "");
        // The mark first: a machine that stops in between has marked what it then still has to remove.
        let mut marked = self.write(&gone, &mark);
        let mut deleted = Vec::new();
        for key in keys {
            if let Some(entry) = self.records.remove(&key) {
                if entry.kept {
                    self.remove_from_device(&key);
                }
                deleted.push((key, entry));
            }
        }
        if !marked {
            // Where there was no room for the mark, there is now.
            marked = self.write(&gone, &mark);
        }
        if self.state == StorageState::Blocked && deleted.iter().any(|(_, entry)| entry.kept) {
            // It is still on the device, and would be back on the next visit.
            self.records.extend(deleted);
            return Err(SaveError::Device(StorageError::Blocked));
        }
        let entry = Entry {
            text: mark,
            content: Content::Tombstone,
            kept: marked,
        };
        self.records.insert(gone.clone(), entry);
        self.deleted.insert(gone, deleted);
        self.flush();
        Ok(())
    }

    /// Brings back what was deleted on this visit, as it was. A later mark takes the place of the one that
    /// deleted it: an export in between may hold that, and must not delete again.
    ///
    /// # Errors
    /// When it was not deleted on this visit.
    pub fn undo_delete(&mut self, key: &Key) -> Result<(), SaveError> {
        self.heed_device();
        let gone = key.gone().ok_or(SaveError::NoSuchRecord)?;
        let deleted = self.deleted.remove(&gone).ok_or(SaveError::NoSuchRecord)?;
        for (key, mut entry) in deleted {
            // Another tab may have brought it back meanwhile, and edited it.
            self.reread(&key);
            match self.records.get(&key).cloned() {
                None => {}
                Some(there) => match there.content {
                    Content::Newer(_) => continue,
                    Content::Bad(_) if !self.put_damage_aside(&key) => continue,
                    Content::Bad(_) => {}
                    content => {
                        let merged = merge(&key, &canonical(&content, &there.text), &entry.text);
                        entry = Entry {
                            kept: entry.kept,
                            ..read_entry(&key, Some(merged), self.steps).entry
                        };
                    }
                },
            }
            if entry.kept {
                // It was on the device before anybody asked that nothing be kept, so it goes back there.
                entry.kept = self.put_on_device(&key, &entry.text);
            }
            self.records.insert(key, entry);
        }
        let stamp = self
            .mark(&gone)
            .map_or_else(Stamp::default, |(stamp, _)| next(stamp));
        let mark = encode_mark(stamp, true, "");
        let marked = self.write(&gone, &mark);
        if !marked && self.is_kept(&gone) {
            // The deletion must not be what is found on the next visit.
            self.remove_from_device(&gone);
        }
        let entry = Entry {
            text: mark,
            content: Content::Restored,
            kept: marked,
        };
        self.records.insert(gone, entry);
        Ok(())
    }

    fn mark(&self, gone: &Key) -> Option<(Stamp, bool)> {
        let text = &self.records.get(gone)?.text;
        record_object(text).and_then(read_mark).ok()
    }

    /// Removes everything that this program keeps: results, drafts, marks, preferences, copies, and what
    /// was put aside. Other programs' keys are left alone. It cannot be undone.
    ///
    /// # Errors
    /// When the device failed; what is left is then still shown.
    pub fn delete_everything(&mut self) -> Result<(), StorageError> {
        if let Err(error) = self.remove_all_keys() {
            self.fail(&error);
            return Err(error);
        }
        self.forget_everything();
        // The device has just done all that it was asked.
        self.state = match self.prefs.keep {
            true => StorageState::Ready,
            false => StorageState::Temporary,
        };
        Ok(())
    }

    /// Forgets what is in memory alone, and that nothing was to be kept. What was kept earlier stays; where there is
    /// nothing of that, no key of ours is left on the device.
    ///
    /// # Errors
    /// When the device failed.
    pub fn clear_visit(&mut self) -> Result<(), StorageError> {
        if self.state != StorageState::Temporary {
            return Ok(());
        }
        let in_memory = self.records.iter().filter(|(_, entry)| !entry.kept);
        let in_memory: Vec<Key> = in_memory.map(|(key, _)| key.clone()).collect();
        for key in &in_memory {
            self.records.remove(key);
            // Of what was changed, what was kept before is there again.
            self.reread(key);
        }
        self.deleted.clear();
        self.prefs.keep = true;
        let is_of_records =
            |name: &String| !matches!(Key::parse(name), Some(Key::Prefs | Key::Meta));
        if !self.port.keys()?.iter().any(is_of_records) {
            return self.delete_everything();
        }
        self.state = StorageState::Ready;
        self.write_prefs(&self.prefs.clone());
        Ok(())
    }

    /// Whatever the device refuses: what it lets go is gone, in memory as well.
    fn remove_all_keys(&mut self) -> Result<(), StorageError> {
        let mut result = Ok(());
        for name in self.port.keys()? {
            match self.port.remove(&name) {
                Ok(()) => {
                    if let Some(key) = Key::parse(&name) {
                        self.records.remove(&key);
                        self.quarantined.remove(&key);
                    }
                }
                Err(error) => result = Err(error),
            }
        }
        result
    }

    /// Forgets all that was read or is in memory alone.
    fn forget_everything(&mut self) {
        self.records.clear();
        self.quarantined.clear();
        self.deleted.clear();
        self.last_import.clear();
        self.last_import_aside.clear();
        self.prefs = Prefs {
            keep: self.prefs.keep,
            ..Prefs::default()
        };
        self.prefs_text = None;
        self.has_meta = false;
        self.schema = SCHEMA;
    }

    /// How full the store is. What is in memory alone does not count.
    ///
    /// # Errors
    /// When the device does not answer.
    pub fn usage(&self) -> Result<Usage, StorageError> {
        let mut ours = 0;
        for key in self.port.keys()? {
            let value = match self.port.get(&key) {
                Ok(value) => value.unwrap_or_default(),
                Err(StorageError::NotText) => String::new(),
                Err(error) => return Err(error),
            };
            ours += units(&key) + units(&value);
        }
        Ok(Usage {
            ours,
            others: self.port.foreign_units()?,
            quota: QUOTA_UNITS,
        })
    }

    // Many changes as one step, for imports.

    /// Makes all changes, or none: when one fails on the device, those before it are taken back.
    pub(crate) fn change_all(&mut self, changes: Vec<Write>) -> Result<(), SaveError> {
        self.opened()?;
        self.heed_device();
        let state = self.state;
        let mut done = Vec::new();
        for Write { key, entry } in changes {
            let before = self.records.get(&key).cloned();
            let after = entry.as_ref().map(|entry| entry.text.clone());
            let failed = self.change(&key, entry).err();
            done.push(AppliedWrite { key, before, after });
            if self.state == StorageState::ReadOnlyNewer && state != self.state {
                // Only the newer version may write now, so that what was written before its word stays.
                reading::refresh(self, None);
                return Err(SaveError::Newer);
            }
            if let Some(error) = failed {
                self.take_back(done);
                self.state = state;
                return Err(SaveError::Device(error));
            }
        }
        self.last_import = done;
        self.last_import_aside.clear();
        Ok(())
    }

    /// Takes the last import back: each record is again what it was before, unless it was edited since.
    /// Gives how many of those there were, which stay as they are.
    pub fn undo_import(&mut self) -> usize {
        self.heed_device();
        let done = std::mem::take(&mut self.last_import);
        for AppliedWrite { key, .. } in &done {
            self.reread(key);
        }
        let (same, edited): (Vec<_>, Vec<_>) = done
            .into_iter()
            .partition(|done| self.records.get(&done.key).map(|e| &e.text) == done.after.as_ref());
        self.take_back(same);
        for key in std::mem::take(&mut self.last_import_aside) {
            self.remove_from_device(&key);
            self.quarantined.remove(&key);
        }
        edited.len()
    }

    /// Whether there is an import to take back.
    #[must_use]
    pub fn can_undo_import(&self) -> bool {
        !(self.last_import.is_empty() && self.last_import_aside.is_empty())
    }

    fn change(&mut self, key: &Key, entry: Option<Entry>) -> Result<(), StorageError> {
        let was_kept = self.is_kept(key);
        if self.may_write() {
            self.ensure_meta()?;
            if self.state == StorageState::ReadOnlyNewer {
                return Ok(());
            }
            if !self.put_damage_aside(key) {
                return Err(StorageError::NotText);
            }
        }
        match entry {
            None => {
                if was_kept && self.state != StorageState::ReadOnlyNewer {
                    self.port.remove(&key.full())?;
                }
                self.records.remove(key);
            }
            Some(entry) => {
                let kept = self.may_write();
                if kept {
                    self.port.set(&key.full(), &entry.text)?;
                }
                self.records.insert(key.clone(), Entry { kept, ..entry });
            }
        }
        Ok(())
    }

    /// In the reverse order, so that at each step at least as much room is free as there was before.
    fn take_back(&mut self, done: Vec<AppliedWrite>) {
        for AppliedWrite { key, before, .. } in done.into_iter().rev() {
            match before {
                Some(mut entry) => {
                    if entry.kept {
                        entry.kept = self.put_on_device(&key, &entry.text);
                    }
                    self.records.insert(key, entry);
                }
                None => {
                    if self.is_kept(&key) {
                        self.remove_from_device(&key);
                    }
                    self.records.remove(&key);
                }
            }
        }
    }

    // The steps of saving.

    fn save(
        &mut self,
        key: &Key,
        encode: impl FnOnce(&str) -> String,
    ) -> Result<Content, SaveError> {
        self.opened()?;
        self.reread_what_was_known(key)?;
        let over = match self.records.get(key) {
            None => String::new(),
            Some(Entry {
                content: Content::Newer(_),
                ..
            }) => return Err(SaveError::Newer),
            // It was damaged after it had been read. The text is not written over.
            Some(Entry {
                content: Content::Bad(problems),
                ..
            }) => {
                let problems = problems.clone();
                if !self.put_damage_aside(key) {
                    return Err(SaveError::Refused(problems));
                }
                String::new()
            }
            Some(entry) => canonical(&entry.content, &entry.text),
        };
        let mut text = encode(&over);
        if !over.is_empty() {
            text = merge(key, &over, &text);
        }
        let entry = read_entry(key, Some(text), self.steps).entry;
        if let Content::Bad(problems) = entry.content {
            return Err(SaveError::Refused(problems));
        }
        let kept = self.may_replace(key) && self.write(key, &entry.text);
        let content = entry.content.clone();
        self.records.insert(key.clone(), Entry { kept, ..entry });
        if kept && self.state == StorageState::Full {
            self.flush();
        }
        Ok(content)
    }

    /// What another tab made of a record since it was read.
    ///
    /// # Errors
    /// When it deleted the record, or everything, or made a result of the draft.
    fn reread_what_was_known(&mut self, key: &Key) -> Result<(), SaveError> {
        let was_kept = self.records.get(key).map(|entry| entry.kept);
        self.heed_device();
        let is_erased = !self.records.contains_key(key);
        self.reread_with_fate(key);
        let is_gone = was_kept.is_some() && !self.records.contains_key(key);
        // Where nothing is to be kept, what is on the screen goes on in memory: another tab that was told so took its draft
        // off the device, without a mark, or deleted all that was on the device, where this was not.
        let is_deleted = is_gone && (self.prefs.keep || is_erased && was_kept == Some(true));
        if self.is_hidden(key) || is_deleted {
            return Err(SaveError::Deleted);
        }
        Ok(())
    }

    /// The same, with what says whether it was deleted or finished.
    fn reread_with_fate(&mut self, key: &Key) {
        self.reread(key);
        if let Some(gone) = key.gone() {
            self.reread(&gone);
        }
        if let Key::Draft { quiz, id } = key {
            let (quiz, id) = (quiz.clone(), id.clone());
            self.reread(&Key::Result { quiz, id });
        }
    }

    /// What another tab made of a record since it was read. What is in memory alone is merged with it.
    fn reread(&mut self, key: &Key) {
        if matches!(self.state, StorageState::Loading | StorageState::Blocked) {
            return;
        }
        match self.port.get(&key.full()) {
            Ok(text) => self.take_from_device(key, text.map(Some)),
            Err(StorageError::NotText) => self.take_from_device(key, Some(None)),
            Err(error) => self.fail(&error),
        }
    }

    /// Takes over what stands under a key on the device: `None` for nothing, `Some(None)` for what is not text.
    fn take_from_device(&mut self, key: &Key, text: Option<Option<String>>) {
        let known = self.records.get(key);
        let Some(text) = text else {
            if known.is_some_and(|entry| entry.kept) {
                self.records.remove(key);
                self.has_news = true;
            }
            return;
        };
        if known.is_some_and(|known| known.kept && text.as_deref() == Some(known.text.as_str())) {
            return;
        }
        let mut entry = read_entry(key, text, self.steps).entry;
        if let Some(known) = known.filter(|known| !known.kept) {
            // What cannot be read is not written over, and what a newer version wrote is its own.
            if matches!(entry.content, Content::Bad(_) | Content::Newer(_)) {
                return;
            }
            let on_device = canonical(&entry.content, &entry.text);
            let merged = merge(key, &on_device, &known.text);
            let kept = merged == on_device;
            entry = Entry {
                kept,
                ..read_entry(key, Some(merged), self.steps).entry
            };
        }
        self.has_news = true;
        self.records.insert(key.clone(), entry);
    }

    /// When not even a result fits, its draft's room is used for it: the draft says less. If that is not
    /// enough either, the draft goes back into its room.
    fn finish_in_the_draft_s_room(&mut self, key: &Key, draft: &Key) {
        let Some(text) = self.records.get(key).map(|entry| entry.text.clone()) else {
            return;
        };
        let Some(old) = self
            .records
            .get(draft)
            .filter(|e| e.kept)
            .map(|e| e.text.clone())
        else {
            return;
        };
        if self.port.remove(&draft.full()).is_err() {
            return;
        }
        if self.write(key, &text) {
            if let Some(entry) = self.records.get_mut(key) {
                entry.kept = true;
            }
        } else {
            self.put_on_device(draft, &old);
        }
    }

    /// Writes to the device, where that is allowed. What fails shows in the state.
    fn write(&mut self, key: &Key, text: &str) -> bool {
        if !self.may_write() {
            return false;
        }
        let is_meta = *key == Key::Meta;
        let result = if is_meta { Ok(()) } else { self.ensure_meta() };
        // The device may have got a newer version's word just now.
        if !self.may_write() {
            return false;
        }
        match result.and_then(|()| self.port.set(&key.full(), text)) {
            Ok(()) => true,
            Err(error) => {
                self.fail(&error);
                false
            }
        }
    }

    /// Writes to the device where `write` would not: while opening, and to put back what was there.
    fn put_on_device(&mut self, key: &Key, text: &str) -> bool {
        if self.state == StorageState::ReadOnlyNewer {
            return true; // Nothing was taken away there, so nothing is to be put back.
        }
        match self.port.set(&key.full(), text) {
            Ok(()) => true,
            Err(error) => {
                self.fail(&error);
                false
            }
        }
    }

    fn remove_from_device(&mut self, key: &Key) {
        if matches!(
            self.state,
            StorageState::Blocked | StorageState::ReadOnlyNewer
        ) {
            return;
        }
        if let Err(error) = self.port.remove(&key.full()) {
            self.fail(&error);
        }
    }

    fn write_prefs(&mut self, prefs: &Prefs) {
        let mut over = self
            .port
            .get(&Key::Prefs.full())
            .ok()
            .flatten()
            .unwrap_or_default();
        if self.may_write() && !over.is_empty() && record_object(&over).is_err() {
            self.move_aside(&Key::Prefs.to_string(), std::mem::take(&mut over), 0);
        }
        let text = encode_prefs(prefs, &over);
        if self.write(&Key::Prefs, &text) {
            self.prefs_text = Some(text);
        }
    }

    /// Tries again what is in memory alone.
    fn flush(&mut self) {
        if !self.may_write() {
            return;
        }
        let waiting: Vec<Key> = self
            .records
            .iter()
            .filter(|(_, entry)| !entry.kept)
            .map(|(key, _)| key.clone())
            .collect();
        for key in waiting {
            if !self.write_waiting(&key) {
                return;
            }
        }
        if self.state == StorageState::Full {
            self.state = StorageState::Ready;
        }
    }

    /// Brings a record from memory onto the device, merged with what another tab kept of it meanwhile. `false` where the
    /// device does not take it.
    fn write_waiting(&mut self, key: &Key) -> bool {
        self.reread_with_fate(key);
        if self.is_hidden(key) {
            self.remove_from_device(key);
            self.records.remove(key);
            return true;
        }
        let Some(entry) = self.records.get(key).filter(|entry| !entry.kept) else {
            return true;
        };
        let text = entry.text.clone();
        if !self.may_replace(key) {
            return true;
        }
        let is_written = self.write(key, &text);
        if is_written && let Some(entry) = self.records.get_mut(key) {
            entry.kept = true;
        }
        is_written
    }

    /// Whether what the device has under this key is the record that is known here. What cannot be read, or is a newer
    /// version's, keeps its place, and the record here stays in memory.
    fn may_replace(&self, key: &Key) -> bool {
        if self.is_kept(key) || !self.may_write() {
            return true;
        }
        match self.port.get(&key.full()) {
            Ok(None) => true,
            Ok(Some(text)) => {
                let on_device = read_entry(key, Some(text), self.steps).entry.content;
                !matches!(on_device, Content::Bad(_) | Content::Newer(_))
            }
            Err(_) => false,
        }
    }

    /// Sees to it that the device says which version wrote on it, and heeds what a newer one said.
    /// Read each time: another tab may be of a newer version than this one.
    fn ensure_meta(&mut self) -> Result<(), StorageError> {
        let name = Key::Meta.full();
        match self.port.get(&name)? {
            Some(text) => self.heed_meta(&text),
            None => self.port.set(&name, &encode_meta(&self.build, ""))?,
        }
        self.has_meta = true;
        Ok(())
    }

    /// Heeds what other tabs, of this version or a newer one, have said since the device was last read: that nothing is
    /// to be kept, or again, and that everything was deleted. Asked before each change, since a tab may not have been told
    /// yet.
    fn heed_device(&mut self) {
        if matches!(self.state, StorageState::Loading | StorageState::Blocked) {
            return;
        }
        let (meta, prefs) = (
            self.port.get(&Key::Meta.full()),
            self.port.get(&Key::Prefs.full()),
        );
        match meta {
            Ok(text) => self.heed_meta_or_none(text.as_deref()),
            Err(StorageError::NotText) => {}
            Err(error) => return self.fail(&error),
        }
        if let Ok(Some(text)) = prefs {
            self.heed_prefs(&text);
        }
    }

    fn heed_meta_or_none(&mut self, text: Option<&str>) {
        match text {
            Some(text) => {
                self.has_meta = true;
                self.heed_meta(text);
            }
            None if self.has_meta => {
                self.forget_everything();
                self.has_news = true;
            }
            None => {}
        }
    }

    fn heed_prefs(&mut self, text: &str) {
        if self.prefs_text.as_deref() == Some(text) {
            return;
        }
        self.prefs_text = Some(text.to_owned());
        self.prefs = decode_prefs(text);
        self.has_news = true;
        match (self.prefs.keep, self.state) {
            (false, StorageState::Ready | StorageState::Full) => {
                self.state = StorageState::Temporary;
            }
            (true, StorageState::Temporary) => {
                self.state = StorageState::Ready;
                self.flush();
            }
            _ => {}
        }
    }

    fn heed_meta(&mut self, text: &str) {
        if let Some(meta) = decode_meta(text) {
            self.schema = self.schema.max(meta.schema);
            if meta.min_writer > SCHEMA {
                self.state = StorageState::ReadOnlyNewer;
            }
        }
    }

    fn fail(&mut self, error: &StorageError) {
        self.state = match error {
            StorageError::Full => StorageState::Full,
            _ => StorageState::Blocked,
        };
    }

    fn opened(&self) -> Result<(), SaveError> {
        if self.state == StorageState::Loading {
            Err(SaveError::NotOpened)
        } else {
            Ok(())
        }
    }

    fn may_write(&self) -> bool {
        matches!(self.state, StorageState::Ready | StorageState::Full)
    }

    fn is_kept(&self, key: &Key) -> bool {
        self.records.get(key).is_some_and(|entry| entry.kept)
    }

    /// Whether a record is marked as gone, or is the draft of a result.
    fn is_hidden(&self, key: &Key) -> bool {
        match key {
            Key::Tombstone { .. } => false,
            Key::Draft { quiz, id } => {
                let result = Key::Result {
                    quiz: quiz.clone(),
                    id: id.clone(),
                };
                let result = self.records.get(&result).map(|entry| &entry.content);
                // Not one that is damaged: the draft may be all that is left.
                matches!(
                    result,
                    Some(Content::Interview(_) | Content::Newer(Some(_)))
                ) || self.is_gone(key)
            }
            _ => self.is_gone(key),
        }
    }

    fn is_gone(&self, key: &Key) -> bool {
        // Marks come behind all other records. Most stores have none, and then each look at thousands of records
        // need not ask for one.
        let last = self.records.keys().next_back();
        if matches!(
            last,
            Some(Key::Result { .. } | Key::Draft { .. } | Key::Item { .. })
        ) {
            return false;
        }
        key.gone().is_some_and(|gone| {
            // A mark that cannot be read marks nothing.
            self.records
                .get(&gone)
                .is_some_and(|entry| matches!(entry.content, Content::Tombstone))
        })
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store")
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

/// A mark that takes a deletion back, later than these marks.
pub(crate) fn restoring_mark<'a>(marks: impl Iterator<Item = &'a str>) -> String {
    let stamps = marks.filter_map(|text| record_object(text).and_then(read_mark).ok());
    let latest = stamps.map(|(stamp, _)| stamp).max();
    encode_mark(latest.map_or_else(Stamp::default, next), true, "")
}

/// The first stamp that is later than this one.
fn next(stamp: Stamp) -> Stamp {
    Stamp {
        changed_at: stamp.changed_at.saturating_add(1),
        tag: stamp.tag,
    }
}

fn is_marked_by(key: &Key, gone: &Key) -> bool {
    !matches!(key, Key::Tombstone { .. }) && key.gone().as_ref() == Some(gone)
}
