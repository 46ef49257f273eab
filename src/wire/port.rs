//! The port to a store of texts by key, and the two implementations that need no browser.
//!
//! Owns [`KeyValue`], the names of what can go wrong with a store, [`MemoryStore`] for "do not keep
//! anything", and [`FaultyStore`], which fails on cue in tests. Must not know what is kept: to a port,
//! keys and values are text. The third implementation, on the browser's own storage, is in
//! `browser/storage.rs`.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

/// Every key of this program begins with it. Other programs of the same origin share the store, and
/// their keys are none of our business.
pub const PREFIX: &str = "interview-hindsight:";

/// The room that browsers give one origin, in UTF-16 units of keys and values together (seen in
/// Chromium 156, Firefox 153 and WebKitGTK 2.50).
pub const QUOTA_UNITS: u32 = 5 * 1024 * 1024;

/// Why a store did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StorageError {
    /// The store cannot be reached: the browser refuses it, or there is none.
    Blocked,
    /// There is no room. What was there before is still there, whole.
    Full,
    /// What stands under the key is not text: it holds half a character, which reading it as text
    /// would change.
    NotText,
    /// Something else, by the browser's name for it.
    Other(String),
}

impl fmt::Display for StorageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blocked => f.write_str("the store cannot be reached"),
            Self::Full => f.write_str("the store is full"),
            Self::NotText => f.write_str("the stored value is not text"),
            Self::Other(name) => write!(f, "the store failed: {name}"),
        }
    }
}

impl std::error::Error for StorageError {}

/// A store of texts by key. Each call stands alone: a value is either the old one or the new one,
/// never a mixture, and a failed `set` leaves the old one.
pub trait KeyValue {
    /// The value of a key; `None` when there is none.
    ///
    /// # Errors
    /// See [`StorageError`].
    fn get(&self, key: &str) -> Result<Option<String>, StorageError>;

    /// Puts a value under a key, in place of what was there.
    ///
    /// # Errors
    /// See [`StorageError`]. What was there before is then still there.
    fn set(&self, key: &str, value: &str) -> Result<(), StorageError>;

    /// Removes a key. Not an error when it is not there.
    ///
    /// # Errors
    /// See [`StorageError`].
    fn remove(&self, key: &str) -> Result<(), StorageError>;

    /// All keys that begin with [`PREFIX`], in no particular order.
    ///
    /// # Errors
    /// See [`StorageError`].
    fn keys(&self) -> Result<Vec<String>, StorageError>;

    /// The room that other programs of the same origin take, in UTF-16 units: the quota is shared.
    ///
    /// # Errors
    /// See [`StorageError`].
    fn foreign_units(&self) -> Result<u32, StorageError>;
}

/// The length of a text as the browser's quota counts it, in UTF-16 units.
#[must_use]
pub fn units(text: &str) -> u32 {
    let units = text.chars().map(char::len_utf16).sum::<usize>();
    u32::try_from(units).unwrap_or(u32::MAX)
}

/// Keeps everything as long as the program runs, and no longer. Clones share what is kept, as two
/// tabs share a store.
#[derive(Clone, Debug, Default)]
pub struct MemoryStore {
    values: Rc<RefCell<BTreeMap<String, String>>>,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// All that is in it, for tests and fixtures.
    #[must_use]
    pub fn snapshot(&self) -> std::collections::BTreeMap<String, String> {
        self.values.borrow().clone().into_iter().collect()
    }

    fn total_units(&self) -> u32 {
        self.values
            .borrow()
            .iter()
            .map(|(key, value)| units(key) + units(value))
            .sum()
    }
}

impl FromIterator<(String, String)> for MemoryStore {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(values: I) -> Self {
        Self {
            values: Rc::new(RefCell::new(values.into_iter().collect())),
        }
    }
}

impl KeyValue for MemoryStore {
    fn get(&self, key: &str) -> Result<Option<String>, StorageError> {
        Ok(self.values.borrow().get(key).cloned())
    }

    fn set(&self, key: &str, value: &str) -> Result<(), StorageError> {
        self.values
            .borrow_mut()
            .insert(key.to_owned(), value.to_owned());
        Ok(())
    }

    fn remove(&self, key: &str) -> Result<(), StorageError> {
        self.values.borrow_mut().remove(key);
        Ok(())
    }

    fn keys(&self) -> Result<Vec<String>, StorageError> {
        Ok(self
            .values
            .borrow()
            .keys()
            .filter(|key| key.starts_with(PREFIX))
            .cloned()
            .collect())
    }

    fn foreign_units(&self) -> Result<u32, StorageError> {
        let values = self.values.borrow();
        let foreign = values.iter().filter(|(key, _)| !key.starts_with(PREFIX));
        Ok(foreign.map(|(key, value)| units(key) + units(value)).sum())
    }
}

/// A store in memory that fails as it is told to: always the same way, so that a test can walk
/// through every place where something can go wrong.
///
/// Clones share both the values and the faults.
#[derive(Clone, Debug, Default)]
pub struct FaultyStore {
    inner: MemoryStore,
    faults: Rc<Faults>,
}

#[derive(Debug, Default)]
struct Faults {
    quota: Cell<Option<u32>>,
    changes_left: Cell<Option<usize>>,
    blocked: Cell<bool>,
    not_text: RefCell<Vec<String>>,
    changes: Cell<usize>,
}

impl FaultyStore {
    /// A store on `inner` that does not fail yet.
    #[must_use]
    pub fn new(inner: MemoryStore) -> Self {
        Self {
            inner,
            faults: Rc::default(),
        }
    }

    /// Gives the store so much room for keys and values together, in UTF-16 units.
    pub fn limit_to(&self, units: Option<u32>) {
        self.faults.quota.set(units);
    }

    /// After so many more changes, the machine is switched off: every call fails from then on.
    pub fn crash_after(&self, changes: usize) {
        self.faults.changes_left.set(Some(changes));
    }

    /// Blocks the store, or lets it go again.
    pub fn block(&self, blocked: bool) {
        self.faults.blocked.set(blocked);
    }

    /// Makes the value of this key something that is not text.
    pub fn spoil(&self, key: &str) {
        self.faults.not_text.borrow_mut().push(key.to_owned());
    }

    /// How many changes were asked for so far, those that failed included.
    #[must_use]
    pub fn changes(&self) -> usize {
        self.faults.changes.get()
    }

    fn reachable(&self) -> Result<(), StorageError> {
        if self.faults.blocked.get() {
            return Err(StorageError::Blocked);
        }
        if self.faults.changes_left.get() == Some(0) {
            return Err(StorageError::Other("SwitchedOff".to_owned()));
        }
        Ok(())
    }

    fn count_change(&self) -> Result<(), StorageError> {
        self.faults.changes.set(self.faults.changes.get() + 1);
        self.reachable()?;
        self.faults
            .changes_left
            .set(self.faults.changes_left.get().map(|left| left - 1));
        Ok(())
    }
}

impl KeyValue for FaultyStore {
    fn get(&self, key: &str) -> Result<Option<String>, StorageError> {
        self.reachable()?;
        if self
            .faults
            .not_text
            .borrow()
            .iter()
            .any(|spoiled| spoiled == key)
        {
            return Err(StorageError::NotText);
        }
        self.inner.get(key)
    }

    fn set(&self, key: &str, value: &str) -> Result<(), StorageError> {
        self.count_change()?;
        if let Some(quota) = self.faults.quota.get() {
            let old = self
                .inner
                .get(key)?
                .map_or(0, |old| units(key) + units(&old));
            if self.inner.total_units() - old + units(key) + units(value) > quota {
                return Err(StorageError::Full);
            }
        }
        self.inner.set(key, value)
    }

    fn remove(&self, key: &str) -> Result<(), StorageError> {
        self.count_change()?;
        self.inner.remove(key)
    }

    fn keys(&self) -> Result<Vec<String>, StorageError> {
        self.reachable()?;
        self.inner.keys()
    }

    fn foreign_units(&self) -> Result<u32, StorageError> {
        self.reachable()?;
        self.inner.foreign_units()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_counted_as_the_browser_counts_it() {
        assert_eq!(
            (units("abc"), units("é"), units("名"), units("🙂")),
            (3, 1, 1, 2)
        );
    }

    #[test]
    fn a_full_store_keeps_the_old_value() {
        let store = FaultyStore::new(MemoryStore::new());
        store.limit_to(Some(4));
        assert_eq!(store.set("k", "abc"), Ok(()));
        assert_eq!(store.set("k", "abcd"), Err(StorageError::Full));
        assert_eq!(store.get("k"), Ok(Some("abc".to_owned())));
        assert_eq!(store.set("k", "ab"), Ok(()));
    }

    #[test]
    fn a_switched_off_store_answers_nothing_until_it_is_opened_again() {
        let inner = MemoryStore::new();
        let store = FaultyStore::new(inner.clone());
        store.crash_after(1);
        assert_eq!(store.set("a", "1"), Ok(()));
        assert!(
            store.set("b", "2").is_err() && store.get("a").is_err() && store.remove("a").is_err()
        );
        assert_eq!(FaultyStore::new(inner).get("a"), Ok(Some("1".to_owned())));
    }

    #[test]
    fn only_our_own_keys_are_listed() {
        let store: MemoryStore = [
            (format!("{PREFIX}meta"), "{}".to_owned()),
            ("theirs".to_owned(), "xx".to_owned()),
        ]
        .into_iter()
        .collect();
        assert_eq!(store.keys(), Ok(vec![format!("{PREFIX}meta")]));
        assert_eq!(store.foreign_units(), Ok(8));
    }
}
