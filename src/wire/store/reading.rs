//! Reading a store that something is kept in, at the start and again.

use super::*;

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
