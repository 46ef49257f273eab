//! A map and a set that are sorted lists.
//!
//! Owns [`SortedMap`] and [`SortedSet`]. They promise what `BTreeMap` and `BTreeSet` do (one value a key,
//! in the order of the keys) and are made for what this program keeps: at most a few thousand entries,
//! most of which arrive in order. The trees of the standard library are faster from some ten thousand
//! entries on, but every pair of types costs two to four kilobytes of code, and all code here is loaded
//! before the first question can be answered. Must not know what it holds.

use std::borrow::Borrow;
use std::cmp::Ordering;

/// Values by key, in the order of the keys. Looking up is a binary search; an insertion moves what comes
/// after it, so that building a map costs most where the keys come in falling order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SortedMap<K, V>(Vec<(K, V)>);

// Not derived: that would ask for a default key and a default value.
impl<K, V> Default for SortedMap<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K, V> SortedMap<K, V> {
    /// No entries.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All entries, in the order of the keys.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&K, &V)> + ExactSizeIterator + Clone {
        self.0.iter().map(|(key, value)| (key, value))
    }

    /// All entries, in the order of the keys; the values can be changed.
    pub fn iter_mut(&mut self) -> impl DoubleEndedIterator<Item = (&K, &mut V)> {
        self.0.iter_mut().map(|(key, value)| (&*key, value))
    }

    /// All keys, in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &K> + ExactSizeIterator + Clone {
        self.0.iter().map(|(key, _)| key)
    }

    /// All values, in the order of their keys.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &V> + ExactSizeIterator + Clone {
        self.0.iter().map(|(_, value)| value)
    }

    /// All values, in the order of their keys, each to be changed.
    pub fn values_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut V> {
        self.0.iter_mut().map(|(_, value)| value)
    }

    /// All values, in the order of their keys, taken out.
    pub fn into_values(self) -> impl DoubleEndedIterator<Item = V> {
        self.0.into_iter().map(|(_, value)| value)
    }

    /// Keeps the entries that `wanted` accepts.
    pub fn retain(&mut self, mut wanted: impl FnMut(&K, &mut V) -> bool) {
        self.0.retain_mut(|(key, value)| wanted(key, value));
    }

    /// Removes all entries.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

impl<K: Ord, V> SortedMap<K, V> {
    /// Where the key is, or where it would have to be.
    fn place<Q: Ord + ?Sized>(&self, key: &Q) -> Result<usize, usize>
    where
        K: Borrow<Q>,
    {
        // What is read from a sorted source arrives in order: the end is looked at first.
        if self.0.last().is_some_and(|(last, _)| last.borrow() < key) {
            return Err(self.0.len());
        }
        self.0
            .binary_search_by(|(other, _)| other.borrow().cmp(key))
    }

    /// The value at the key.
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let at = self.place(key).ok()?;
        self.0.get(at).map(|(_, value)| value)
    }

    /// The value at the key, to be changed.
    pub fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        let at = self.place(key).ok()?;
        self.0.get_mut(at).map(|(_, value)| value)
    }

    /// Whether the key is there.
    pub fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.place(key).is_ok()
    }

    /// Puts a value at the key, and gives back the one that was there.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.place(&key) {
            Ok(at) => Some(std::mem::replace(&mut self.0[at].1, value)),
            Err(at) => {
                self.0.insert(at, (key, value));
                None
            }
        }
    }

    /// The value at the key; where there is none, `first` is put there.
    pub fn entry_or_insert_with(&mut self, key: K, first: impl FnOnce() -> V) -> &mut V {
        let at = match self.place(&key) {
            Ok(at) => at,
            Err(at) => {
                self.0.insert(at, (key, first()));
                at
            }
        };
        &mut self.0[at].1
    }

    /// Takes the entry out.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let at = self.place(key).ok()?;
        Some(self.0.remove(at).1)
    }
}

impl<K: Ord, V> SortedMap<K, V> {
    /// The entries, which may come in any order; of two values at the same key the later one stays.
    ///
    /// Inserting thousands of entries one by one moves half of those that are there for each. Here only their
    /// places are moved. For lists that arrive in order, collecting is as quick and weighs less.
    #[must_use]
    pub fn from_unsorted(entries: Vec<(K, V)>) -> Self {
        let mut sorted: Vec<(K, V)> = Vec::with_capacity(entries.len());
        for entry in in_order(entries, &|a, b| a.0.cmp(&b.0)) {
            match sorted.last_mut() {
                Some(last) if last.0 == entry.0 => *last = entry,
                _ => sorted.push(entry),
            }
        }
        Self(sorted)
    }
}

impl<K: Ord + Borrow<Q>, Q: Ord + ?Sized, V> std::ops::Index<&Q> for SortedMap<K, V> {
    type Output = V;

    /// # Panics
    ///
    /// As every index does, where the key is missing. The program asks with [`get`](SortedMap::get); a
    /// test may demand.
    #[allow(clippy::expect_used, reason = "this is what an index promises")]
    fn index(&self, key: &Q) -> &V {
        self.get(key).expect("the key is in the map")
    }
}

impl<K: Ord, V> Extend<(K, V)> for SortedMap<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        for (key, value) in entries {
            self.insert(key, value);
        }
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for SortedMap<K, V> {
    /// Of two values at the same key the later one stays.
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = Self::new();
        map.extend(entries);
        map
    }
}

impl<K: Ord, V, const N: usize> From<[(K, V); N]> for SortedMap<K, V> {
    fn from(entries: [(K, V); N]) -> Self {
        entries.into_iter().collect()
    }
}

impl<K, V> IntoIterator for SortedMap<K, V> {
    type Item = (K, V);
    type IntoIter = std::vec::IntoIter<(K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, K, V> IntoIterator for &'a SortedMap<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = std::iter::Map<std::slice::Iter<'a, (K, V)>, fn(&'a (K, V)) -> (&'a K, &'a V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter().map(|(key, value)| (key, value))
    }
}

/// Values, each once, in their order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SortedSet<T>(Vec<T>);

impl<T> Default for SortedSet<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> SortedSet<T> {
    /// No values.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// How many values there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All values, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }

    /// Keeps the values that `wanted` accepts.
    pub fn retain(&mut self, wanted: impl FnMut(&T) -> bool) {
        self.0.retain(wanted);
    }

    /// Removes all values.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

impl<T: Ord> SortedSet<T> {
    fn place<Q: Ord + ?Sized>(&self, value: &Q) -> Result<usize, usize>
    where
        T: Borrow<Q>,
    {
        self.0.binary_search_by(|other| other.borrow().cmp(value))
    }

    /// Whether the value is there.
    pub fn contains<Q: Ord + ?Sized>(&self, value: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        self.place(value).is_ok()
    }

    /// Puts the value in; `false` where it was there before.
    pub fn insert(&mut self, value: T) -> bool {
        match self.place(&value) {
            Ok(_) => false,
            Err(at) => {
                self.0.insert(at, value);
                true
            }
        }
    }

    /// Takes the value out; `false` where it was not there.
    pub fn remove<Q: Ord + ?Sized>(&mut self, value: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        match self.place(value) {
            Ok(at) => {
                self.0.remove(at);
                true
            }
            Err(_) => false,
        }
    }
}

impl<T: Ord> Extend<T> for SortedSet<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, values: I) {
        for value in values {
            self.insert(value);
        }
    }
}

impl<T: Ord> FromIterator<T> for SortedSet<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        let mut set = Self::new();
        set.extend(values);
        set
    }
}

impl<T: Ord, const N: usize> From<[T; N]> for SortedSet<T> {
    fn from(values: [T; N]) -> Self {
        values.into_iter().collect()
    }
}

impl<T> IntoIterator for SortedSet<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a SortedSet<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// The places `0..count` in the order that `compare` gives; those that are equal stay as they were.
///
/// A binary insertion sort of the places alone: `count` times `log count` comparisons, as any other, and
/// moves that are cheap for the few thousand rows of a history. One function serves every type, where each
/// use of the standard library's sort brings five kilobytes of its own.
#[must_use]
pub fn order(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = Vec::with_capacity(count);
    for next in 0..count {
        let at = places.partition_point(|&placed| compare(placed, next).is_le());
        places.insert(at, next);
    }
    places
}

/// The items in the order that `compare` gives; those that are equal stay as they were.
#[must_use]
pub fn in_order<T>(items: Vec<T>, compare: &dyn Fn(&T, &T) -> Ordering) -> Vec<T> {
    let places = order(items.len(), &|a, b| compare(&items[a], &items[b]));
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    let taken = |at: usize| items.get_mut(at).and_then(Option::take);
    places.into_iter().filter_map(taken).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;

    /// What can be done to a map.
    #[derive(Clone, Debug)]
    enum Step {
        Insert(u8, u16),
        Remove(u8),
        Entry(u8, u16),
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            (0_u8..24, any::<u16>()).prop_map(|(key, value)| Step::Insert(key, value)),
            (0_u8..24).prop_map(Step::Remove),
            (0_u8..24, any::<u16>()).prop_map(|(key, value)| Step::Entry(key, value)),
        ]
    }

    proptest! {
        #[test]
        fn a_map_does_what_the_tree_of_the_standard_library_does(
            steps in prop::collection::vec(step(), 0..80)
        ) {
            let mut ours = SortedMap::new();
            let mut tree = BTreeMap::new();
            for step in steps {
                match step {
                    Step::Insert(key, value) => {
                        prop_assert_eq!(ours.insert(key, value), tree.insert(key, value));
                    }
                    Step::Remove(key) => prop_assert_eq!(ours.remove(&key), tree.remove(&key)),
                    Step::Entry(key, value) => {
                        let here = *ours.entry_or_insert_with(key, || value);
                        prop_assert_eq!(here, *tree.entry(key).or_insert(value));
                    }
                }
                prop_assert!(ours.iter().eq(tree.iter()));
                for key in 0..24 {
                    prop_assert_eq!(ours.get(&key), tree.get(&key));
                }
            }
        }

        #[test]
        fn a_set_does_what_the_tree_of_the_standard_library_does(
            values in prop::collection::vec((0_u8..24, any::<bool>()), 0..80)
        ) {
            let mut ours = SortedSet::new();
            let mut tree = BTreeSet::new();
            for (value, goes) in values {
                if goes {
                    prop_assert_eq!(ours.remove(&value), tree.remove(&value));
                } else {
                    prop_assert_eq!(ours.insert(value), tree.insert(value));
                }
                prop_assert!(ours.iter().eq(tree.iter()));
                prop_assert_eq!(ours.contains(&value), tree.contains(&value));
            }
        }

        #[test]
        fn a_map_of_unsorted_entries_is_as_if_they_were_inserted(
            entries in prop::collection::vec((0_u8..24, any::<u16>()), 0..60)
        ) {
            let inserted: SortedMap<u8, u16> = entries.iter().copied().collect();
            prop_assert_eq!(SortedMap::from_unsorted(entries), inserted);
        }

        #[test]
        fn the_order_is_that_of_a_stable_sort(keys in prop::collection::vec(0_u8..9, 0..60)) {
            let items: Vec<(u8, usize)> = keys.into_iter().zip(0..).collect();
            let mut expected = items.clone();
            expected.sort_by_key(|(key, _)| *key);
            prop_assert_eq!(in_order(items, &|a, b| a.0.cmp(&b.0)), expected);
        }
    }
}
