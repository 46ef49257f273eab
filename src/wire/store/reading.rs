//! Reading a store that something is kept in, at the start and again.

use super::*;
use crate::wire::notes::read_notes;

/// Takes up what is kept, migrates what is old, and puts aside what cannot be read.
pub(super) fn open(store: &mut Store, texts: BTreeMap<Key, Option<String>>, now: Moment) -> Loaded {
    let mut old = Vec::new();
    let mut backups = Vec::new();
    let mut notes = Vec::new();
    let mut meta = None;
    for (key, text) in texts {
        match (key, text) {
            (Key::Meta, text) => {
                store.has_meta = true;
                meta = Some(text);
            }
            (Key::Prefs, Some(text)) => {
                store.prefs = decode_prefs(&text);
                store.prefs_text = Some(text);
            }
            (key @ Key::Bad { .. }, text) => {
                store.quarantined.insert(key, text.unwrap_or_default());
            }
            (Key::Backup { schema, of }, Some(text)) => backups.push((schema, of, text)),
            (key @ Key::Notes { .. }, Some(text)) => notes.push((key, text)),
            (Key::Prefs | Key::Notes { .. } | Key::Backup { .. }, None) => {}
            (key, text) => {
                let entry = read_entry(&key, text, store.steps);
                if entry.text_was_old {
                    old.push(key.clone());
                }
                store.records.insert(key, entry.entry);
            }
        }
    }
    let known = meta.clone().flatten().and_then(|text| decode_meta(&text));
    let newer = match &known {
        Some(meta) => meta.min_writer > SCHEMA,
        // Without a word on the version, the records themselves tell it.
        None => store
            .records
            .values()
            .any(|entry| matches!(entry.content, Content::Newer(_))),
    };
    store.schema = known
        .as_ref()
        .map_or(SCHEMA, |meta| meta.schema)
        .max(SCHEMA);
    if newer {
        let versions = store
            .records
            .values()
            .filter_map(|entry| text_version(&entry.text));
        store.schema = versions
            .max()
            .unwrap_or(0)
            .max(store.schema)
            .max(SCHEMA + 1);
        store.state = StorageState::ReadOnlyNewer;
    } else if !store.prefs.keep {
        store.state = StorageState::Temporary;
        store.adopt_notes(notes, now);
    } else {
        store.state = StorageState::Ready;
        store.settle_backups(backups, &mut old, now.unix_ms());
        let migrated = store.write_migrated(&old);
        store.put_bad_aside(now.unix_ms());
        store.remove_leftovers();
        let current = known.is_some_and(|meta| meta.schema >= SCHEMA);
        // Last of all, and only when it is true.
        if migrated && !current {
            store.write_meta(now.unix_ms(), meta.flatten());
        }
        store.adopt_notes(notes, now);
    }
    store.snapshot()
}

/// Opens a store again that was blocked and is free now. What came to be in memory meanwhile is merged with what is kept.
fn reopen(store: &mut Store) -> Option<Loaded> {
    let mut texts = store.read_all().ok()?;
    // Another tab's notes are its own until it is closed.
    texts.retain(|key, _| !matches!(key, Key::Notes { .. }));
    let mut waiting = std::mem::take(&mut store.records);
    waiting.retain(|_, entry| !entry.kept);
    store.quarantined.clear();
    let chosen = std::mem::take(&mut store.prefs);
    let before = store.prefs_text.take();
    let before = before.as_deref().map(decode_prefs).unwrap_or_default();
    store.open_with(texts, store.opened_at?);
    let read = store.prefs.clone();
    store.prefs.take_changes(&before, &chosen);
    if store.prefs != read && store.may_write() {
        store.write_prefs(&store.prefs.clone());
    }
    for (key, entry) in waiting {
        store.records.insert(key.clone(), entry);
        store.reread_with_fate(&key);
    }
    if chosen.keep {
        store.flush();
    } else {
        store.set_keep(false, None);
    }
    Some(store.snapshot())
}

/// What [`Store::refresh`] does.
pub(super) fn refresh(store: &mut Store, key: Option<&str>) -> Option<Loaded> {
    match store.state {
        StorageState::Loading => return None,
        StorageState::Blocked => return key.is_none().then(|| reopen(store)).flatten(),
        _ => {}
    }
    let was_untold = store.take_news();
    let before = store.snapshot();
    let texts = match key {
        None => store.read_all(),
        Some(name) => {
            let key = Key::parse(name)?;
            match store.port.get(name) {
                Ok(text) => Ok(text.map(|text| (key, Some(text))).into_iter().collect()),
                Err(StorageError::NotText) => Ok([(key, None)].into()),
                Err(error) => Err(error),
            }
        }
    };
    let Ok(mut texts) = texts else {
        // What was read before is still shown, and is a part of an export.
        store.state = StorageState::Blocked;
        return Some(store.snapshot());
    };
    let seen = |of: &Key| key.is_none_or(|name| of.full() == name);
    if seen(&Key::Meta) {
        match texts.remove(&Key::Meta) {
            Some(None) => {} // Not text: damaged, and not gone.
            text => store.heed_meta_or_none(text.flatten().as_deref()),
        }
    }
    let prefs = texts.remove(&Key::Prefs).flatten();
    if key.is_none() {
        store.quarantined.clear();
    }
    store
        .records
        .retain(|key, entry| !entry.kept || !seen(key) || texts.contains_key(key));
    for (key, text) in texts {
        match key {
            Key::Bad { .. } => {
                store.quarantined.insert(key, text.unwrap_or_default());
            }
            Key::Result { .. } | Key::Draft { .. } | Key::Item { .. } | Key::Tombstone { .. } => {
                store.take_from_device(&key, Some(text));
            }
            // Another tab's notes are its own until it is closed.
            Key::Meta | Key::Prefs | Key::Notes { .. } | Key::Backup { .. } => {}
        }
    }
    // Last, since it may bring what is in memory onto the device.
    if let Some(text) = prefs {
        store.heed_prefs(&text);
    }
    let after = store.snapshot();
    store.has_news = false;
    (was_untold || after != before).then_some(after)
}

/// The steps of opening.
impl Store {
    /// Reads all keys that this version knows. A text of `None` is one that cannot be read as text.
    pub(super) fn read_all(&self) -> Result<BTreeMap<Key, Option<String>>, StorageError> {
        let mut texts = BTreeMap::new();
        for name in self.port.keys()? {
            let Some(key) = Key::parse(&name) else {
                continue;
            };
            match self.port.get(&name) {
                Ok(Some(text)) => drop(texts.insert(key, Some(text))),
                Ok(None) => {} // Another tab removed it just now.
                Err(StorageError::NotText) => drop(texts.insert(key, None)),
                Err(error) => return Err(error),
            }
        }
        Ok(texts)
    }

    /// A copy that is still here is from a migration that was cut off, or from one that another tab is
    /// in the middle of. It goes when what it is a copy of can be read in this version; where that is
    /// lost, it comes back.
    fn settle_backups(
        &mut self,
        backups: Vec<(u32, String, String)>,
        old: &mut Vec<Key>,
        now: i64,
    ) {
        for (schema, of, text) in backups {
            let Some(key) = Key::parse(&of) else { continue };
            let damaged = match self
                .records
                .get(&key)
                .map(|entry| (&entry.content, &entry.text))
            {
                None if self.is_hidden(&key) => None,
                None => Some(None),
                // What is not text cannot be moved out of the way without changing it.
                Some((Content::Bad(problems), _)) if not_text(problems) => continue,
                Some((Content::Bad(_), damaged)) => Some(Some(damaged.clone())),
                Some(_) => None,
            };
            let Some(damaged) = damaged else {
                if !old.contains(&key) {
                    self.remove_from_device(&Key::Backup { schema, of });
                }
                continue;
            };
            let copy = read_entry(&key, Some(text.clone()), self.steps);
            // A copy that is no better than what it would replace stays where it is.
            if matches!(copy.entry.content, Content::Bad(_))
                || damaged.is_some_and(|text| !self.move_aside(&key.to_string(), text, now))
                || !self.put_on_device(&key, &text)
            {
                continue;
            }
            if copy.text_was_old {
                old.push(key.clone());
            }
            self.records.insert(key, copy.entry);
        }
    }

    /// Writes what was migrated, each with a copy of its old text until the new one was read back.
    /// Gives whether all of it is on the device.
    fn write_migrated(&mut self, old: &[Key]) -> bool {
        for key in old {
            let name = key.full();
            let Some(new) = self.records.get(key).map(|entry| entry.text.clone()) else {
                continue;
            };
            let Ok(Some(before)) = self.port.get(&name) else {
                return false;
            };
            let Some(schema) = text_version(&before) else {
                return false;
            };
            let backup = Key::Backup {
                schema,
                of: name.clone(),
            };
            if !self.put_on_device(&backup, &before) || !self.put_on_device(key, &new) {
                // The old text is still there, and what is shown is the migrated one.
                self.remove_from_device(&backup);
                return false;
            }
            if self.port.get(&name) != Ok(Some(new)) {
                self.put_on_device(key, &before);
                return false;
            }
            self.remove_from_device(&backup);
        }
        true
    }

    /// Makes drafts of what tabs have answered before the program was there. Notes go when the device has the draft;
    /// those that make none are put aside.
    fn adopt_notes(&mut self, notes: Vec<(Key, String)>, now: Moment) {
        let zones = self
            .zones
            .clone()
            .unwrap_or_else(|| Zones::fixed(now.offset_minutes()));
        for (key, text) in notes {
            let Key::Notes { quiz, .. } = &key else {
                continue;
            };
            let is_safe = match read_notes(&text, quiz, &zones) {
                Ok(draft) if self.save_draft(&draft).is_ok() => self.is_kept(&draft_key(&draft)),
                _ => self.move_aside(&key.to_string(), text, now.unix_ms()),
            };
            if is_safe {
                self.remove_from_device(&key);
            }
        }
    }

    /// Removes what a stopped machine or another tab left: records that are marked as gone, and drafts
    /// that have become results.
    fn remove_leftovers(&mut self) {
        let leftovers: Vec<_> = self
            .records
            .keys()
            .filter(|key| self.is_hidden(key))
            .cloned()
            .collect();
        for key in leftovers {
            self.remove_from_device(&key);
            self.records.remove(&key);
        }
    }

    fn write_meta(&mut self, now: i64, damaged: Option<String>) {
        let damaged = damaged.filter(|text| decode_meta(text).is_none());
        let over = damaged
            .is_none()
            .then(|| self.port.get(&Key::Meta.full()).ok().flatten());
        if let Some(text) = damaged
            && !self.move_aside("meta", text, now)
        {
            return;
        }
        let meta = encode_meta(&self.build, over.flatten().as_deref().unwrap_or_default());
        self.write(&Key::Meta, &meta);
    }
}
