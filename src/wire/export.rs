//! One file with everything, out and in again.
//!
//! Owns the envelope of an export, what is checked before anything of a file is taken, and the preview
//! that says what an import would do. Must not know a quiz: whether a stored score is what the answers
//! give is asked of the caller, who has the quiz's versions.
//!
//! The file is JSON with sorted names, and one record to a line, so that a line number in a message
//! leads to one record. Exporting, importing that on an empty device and exporting again gives the same
//! bytes, for the same time of export.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::json::{Object, Problem, ProblemKind, Reader, quote, text as unquote};
use super::key::Key;
use super::merge::merge;
use super::migration::{SCHEMA, STEPS, Step};
use super::record::{MAX_RECORD_BYTES, encode_interview};
use super::store::{
    Content, Entry, SaveError, Store, Write, canonical, read_entry, restoring_mark, text_version,
};
use crate::domain::history::{Interview, StoredScore};
use crate::domain::time::Moment;

/// The most bytes that a file may have. An export of a full store fits several times.
pub const MAX_FILE_BYTES: usize = 32 * 1024 * 1024;

const FORMAT: &str = "interview-hindsight";
/// The most characters of a key in a file: four ids and a number fit.
const MAX_KEY_CHARS: usize = 400;

/// Writes everything that the store has, what is in memory alone included, as one file.
#[must_use]
pub fn export_json(store: &Store, exported_at: Moment) -> String {
    let mut records = BTreeMap::new();
    for (key, entry) in store.exported() {
        records.insert(key.to_string(), canonical(&entry.content, &entry.text));
    }
    let aside = store
        .quarantined_texts()
        .into_iter()
        .map(|(key, text)| (key, quote(&text)));
    let mut file = String::new();
    file.push_str("{\"build\":");
    file.push_str(&quote(store.build()));
    file.push_str(",\"exported_at\":");
    file.push_str(&quote(&exported_at.to_rfc3339()));
    file.push_str(",\"format\":");
    file.push_str(&quote(FORMAT));
    push_lines(&mut file, "records", records);
    file.push_str(",\"schema\":");
    file.push_str(&store.schema().to_string());
    push_lines(&mut file, "set_aside", aside);
    file.push_str("}\n");
    file
}

fn push_lines(file: &mut String, name: &str, lines: impl IntoIterator<Item = (String, String)>) {
    file.push(',');
    file.push_str(&quote(name));
    file.push_str(":{");
    let mut first = true;
    for (key, json) in lines {
        file.push_str(if first { "\n" } else { ",\n" });
        first = false;
        file.push_str(&quote(&key));
        file.push(':');
        file.push_str(&json);
    }
    file.push_str(if first { "}" } else { "\n}" });
}

/// Why nothing of a file was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportError {
    /// It has more than [`MAX_FILE_BYTES`].
    TooLarge,
    /// It is not text in UTF-8.
    NotUtf8,
    /// It is not JSON, or cut off; counted from 1.
    NotJson {
        /// The line.
        line: usize,
        /// The column.
        column: usize,
    },
    /// It is JSON, but no export of this program.
    NotOurs,
    /// A newer version of this program wrote it. Reloading the page may bring that version.
    Newer,
    /// It says that it is an export of this program, but is not laid out as one.
    Damaged(Vec<Problem>),
}

/// A record of a file that cannot be taken. The others can.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The key that the file gives it.
    pub key: String,
    /// Everything that is wrong with it.
    pub problems: Vec<Problem>,
}

/// How many records of one kind an import would bring.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Not here yet.
    pub new: usize,
    /// Here, and later in the file at least in part.
    pub updated: usize,
    /// Here, with nothing later in the file.
    pub unchanged: usize,
}

/// Something of a file that was deleted here after the file was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeletedHere {
    /// The mark of its deletion.
    pub mark: Key,
    /// What it is.
    pub what: DeletedKind,
    /// Whether the person wants it back.
    pub bring_back: bool,
}

/// What was deleted. What goes by a result's id goes with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeletedKind {
    /// A result, as the file has it.
    Result(Rc<Interview>),
    /// An interview in progress.
    Draft,
    /// Something else of a person's own.
    Item,
}

/// What an import would do, or did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportPreview {
    /// The results.
    pub results: Counts,
    /// The drafts.
    pub drafts: Counts,
    /// Everything else of a person's own.
    pub items: Counts,
    /// Results and other things that are here, and go because they were deleted where the file is from.
    pub deleted_elsewhere: usize,
    /// What of the file was deleted here. It stays away, unless the person asks for it.
    pub deleted_here: Vec<DeletedHere>,
    /// Results that the file has from a link, and that are here whole: without names, notes and letters. They count as
    /// unchanged.
    pub lesser: usize,
    /// What of the file cannot be taken.
    pub unreadable: Vec<Unreadable>,
    /// Texts that could not be read where the file is from, which are put aside here as well.
    pub set_aside: usize,
    /// Results whose score in the file was not what their answers give. It was worked out again.
    pub rescored: usize,
    /// Results of a version of the quiz that is not here. Their scores are shown as not checked.
    pub unchecked: usize,
}

/// A file that is being read and checked, some records at a time, so that nobody waits for the whole of a large one.
/// Nothing of it is taken.
#[derive(Debug)]
pub struct ImportReader<'a> {
    steps: &'a [Step],
    records: Object<'a>,
    aside: Option<Object<'a>>,
    /// How many were read, of the records and then of what was set aside.
    done: usize,
    import: Import,
}

impl<'a> ImportReader<'a> {
    /// How much text a step reads: about a hundredth of a second's work.
    const STEP_BYTES: usize = 64 * 1024;

    /// Begins to read a file.
    ///
    /// # Errors
    /// When nothing of the file can be taken. A single record that cannot be is in the preview.
    pub fn new(text: &'a str) -> Result<Self, ImportError> {
        Self::with_steps(text, STEPS)
    }

    fn with_steps(text: &'a str, steps: &'a [Step]) -> Result<Self, ImportError> {
        if text.len() > MAX_FILE_BYTES {
            return Err(ImportError::TooLarge);
        }
        let (records, aside) = read_envelope(text)?;
        Ok(Self {
            steps,
            records,
            aside,
            done: 0,
            import: Import::default(),
        })
    }

    /// How far it is.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let aside = self.aside.as_ref().map_or(0, Object::len);
        Progress {
            done: self.done,
            of: self.records.len() + aside,
        }
    }

    /// Reads some more records; `false` when there were none left. `rescore` gives the score that a result's first
    /// answers have by the version of the quiz that it names, or `None` when that version is not here.
    pub fn step(&mut self, rescore: &dyn Fn(&Interview) -> Option<StoredScore>) -> bool {
        let before = self.done;
        let mut read = 0;
        while read < Self::STEP_BYTES
            && let Some(length) = self.take_next(rescore)
        {
            read += length;
            self.done += 1;
        }
        self.done > before
    }

    /// Has the results scored that could not be: a version of the quiz has come since.
    pub fn check_again(&mut self, rescore: &dyn Fn(&Interview) -> Option<StoredScore>) {
        for key in std::mem::take(&mut self.import.unchecked) {
            if let Some(entry) = self.import.incoming.get_mut(&key) {
                match check(entry, rescore) {
                    Checked::Right => {}
                    Checked::Rescored => self.import.rescored += 1,
                    Checked::Unknown => drop(self.import.unchecked.insert(key)),
                }
            }
        }
    }

    /// What was read.
    #[must_use]
    pub fn finish(self) -> Import {
        self.import
    }

    /// Reads the next record, and gives the length of its text.
    fn take_next(&mut self, rescore: &dyn Fn(&Interview) -> Option<StoredScore>) -> Option<usize> {
        let (name, raw, result) = match self.records.at(self.done) {
            Some((name, raw)) => {
                let result = self.import.take_record(name, raw, rescore, self.steps);
                (name, raw, result)
            }
            None => {
                let place = self.done - self.records.len();
                let (name, raw) = self.aside.as_ref()?.at(place)?;
                let result = self.import.take_aside(name, raw);
                (name, raw, result)
            }
        };
        if let Err(problems) = result {
            self.import.unreadable.push(Unreadable {
                key: name.to_owned(),
                problems,
            });
        }
        Some(name.len() + raw.len())
    }
}

/// How far a file is read, in records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// So many were read.
    pub done: usize,
    /// So many there are.
    pub of: usize,
}

/// A file that was read and checked, and that nothing was taken of yet.
#[derive(Clone, Debug, Default)]
pub struct Import {
    incoming: BTreeMap<Key, Entry>,
    quarantined: BTreeMap<Key, String>,
    unreadable: Vec<Unreadable>,
    rescored: usize,
    unchecked: BTreeSet<Key>,
}

/// The text of a file: strictly UTF-8, less the mark that some editors put first.
///
/// # Errors
/// When it is too large, or not UTF-8.
pub fn file_text(bytes: &[u8]) -> Result<&str, ImportError> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(ImportError::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| ImportError::NotUtf8)?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

impl Import {
    /// Reads a whole file: see [`ImportReader`].
    ///
    /// # Errors
    /// When nothing of the file can be taken. A single record that cannot be is in the preview.
    pub fn parse(
        text: &str,
        rescore: &dyn Fn(&Interview) -> Option<StoredScore>,
    ) -> Result<Self, ImportError> {
        Self::parse_with_steps(text, rescore, STEPS)
    }

    /// The same with other steps from older versions, for a test that makes up what an older version kept.
    ///
    /// # Errors
    /// As [`Import::parse`].
    pub fn parse_with_steps(
        text: &str,
        rescore: &dyn Fn(&Interview) -> Option<StoredScore>,
        steps: &[Step],
    ) -> Result<Self, ImportError> {
        let mut reader = ImportReader::with_steps(text, steps)?;
        while reader.step(rescore) {}
        Ok(reader.finish())
    }

    /// What taking the file would do to this store as it is now.
    #[must_use]
    pub fn preview(&self, store: &Store) -> ImportPreview {
        self.plan(store, &BTreeSet::new()).1
    }

    /// Takes the file, whole or not at all; [`Store::undo_import`] takes it back.
    ///
    /// # Errors
    /// When the device failed, above all for want of room. Everything is then as it was before.
    pub fn apply(&self, store: &mut Store) -> Result<ImportPreview, SaveError> {
        self.apply_bringing_back(store, &BTreeSet::new())
    }

    /// The same, and brings back what these marks deleted here.
    ///
    /// # Errors
    /// As [`Import::apply`].
    pub fn apply_bringing_back(
        &self,
        store: &mut Store,
        bring_back: &BTreeSet<Key>,
    ) -> Result<ImportPreview, SaveError> {
        // Another tab may have changed something since the preview.
        store.refresh(None);
        let (changes, preview) = self.plan(store, bring_back);
        store.change_all(changes)?;
        store.add_quarantined(&self.quarantined);
        Ok(preview)
    }

    fn take_record(
        &mut self,
        name: &str,
        raw: &str,
        rescore: &dyn Fn(&Interview) -> Option<StoredScore>,
        steps: &[Step],
    ) -> Result<(), Vec<Problem>> {
        let key = known_key(name).filter(|key| key.gone().is_some());
        let key = key.ok_or_else(|| of_the_whole(ProblemKind::NotTheKey))?;
        let mut entry = read_entry(&key, Some(raw.to_owned()), steps).entry;
        if let Content::Bad(problems) = entry.content {
            return Err(problems);
        }
        match check(&mut entry, rescore) {
            Checked::Right => {}
            Checked::Rescored => self.rescored += 1,
            Checked::Unknown => drop(self.unchecked.insert(key.clone())),
        }
        entry.text = canonical(&entry.content, &entry.text);
        self.incoming.insert(key, entry);
        Ok(())
    }

    fn take_aside(&mut self, name: &str, raw: &str) -> Result<(), Vec<Problem>> {
        let key = known_key(name).filter(|key| matches!(key, Key::Bad { .. }));
        let key = key.ok_or_else(|| of_the_whole(ProblemKind::NotTheKey))?;
        let text = unquote(raw).ok_or_else(|| of_the_whole(ProblemKind::Not("text")))?;
        if text.len() > MAX_RECORD_BYTES {
            return Err(of_the_whole(ProblemKind::TooLarge));
        }
        self.quarantined.insert(key, text.into_owned());
        Ok(())
    }

    /// The changes that merge the file into the store, and their counts. Union by id, less what is
    /// marked as gone on either side; what both have is merged part by part.
    fn plan(&self, store: &Store, bring_back: &BTreeSet<Key>) -> (Vec<Write>, ImportPreview) {
        let here = store.records();
        let mut changes = Vec::new();
        let mut preview = ImportPreview {
            unreadable: self.unreadable.clone(),
            set_aside: self.quarantined.len(),
            rescored: self.rescored,
            unchecked: self.unchecked.len(),
            ..ImportPreview::default()
        };
        // Of two marks the later one counts: a deletion, or that it was taken back.
        let deletes = |key: &&Key| {
            let latest = match (here.get(*key), self.incoming.get(*key)) {
                (Some(ours), Some(theirs)) if merge_entries(key, ours, theirs) == theirs.text => {
                    Some(theirs)
                }
                (Some(ours), _) => Some(ours),
                (None, theirs) => theirs,
            };
            latest.is_some_and(|mark| matches!(mark.content, Content::Tombstone))
        };
        let gone: BTreeSet<&Key> = (here.keys().chain(self.incoming.keys()))
            .filter(|key| matches!(key, Key::Tombstone { .. }))
            .filter(|key| !bring_back.contains(*key))
            .filter(deletes)
            .collect();
        let is_gone = |key: &Key| {
            !matches!(key, Key::Tombstone { .. })
                && key.gone().is_some_and(|mark| gone.contains(&mark))
        };
        let is_result = |key: &Key| {
            let Key::Draft { quiz, id } = key else {
                return false;
            };
            let result = Key::Result {
                quiz: quiz.clone(),
                id: id.clone(),
            };
            (here
                .get(&result)
                .into_iter()
                .chain(self.incoming.get(&result)))
            .any(|entry| matches!(entry.content, Content::Interview(_)))
        };
        let mut deleted_here = BTreeMap::new();
        for key in here.keys() {
            if is_gone(key) {
                preview.deleted_elsewhere += 1;
                changes.push(Write {
                    key: key.clone(),
                    entry: None,
                });
            } else if is_result(key) {
                changes.push(Write {
                    key: key.clone(),
                    entry: None,
                });
            }
        }
        for (key, theirs) in &self.incoming {
            if is_result(key) {
                continue;
            }
            if bring_back.contains(key) {
                continue; // Its mark is written below.
            }
            if is_gone(key) {
                if !here.contains_key(key) {
                    name_deleted(&mut deleted_here, key, &theirs.content);
                }
                continue;
            }
            let counts = match key {
                Key::Result { .. } => Some(&mut preview.results),
                Key::Draft { .. } => Some(&mut preview.drafts),
                Key::Item { .. } => Some(&mut preview.items),
                _ => None,
            };
            let mut not_counted = Counts::default();
            let counts = counts.unwrap_or(&mut not_counted);
            let Some(ours) = here.get(key) else {
                counts.new += 1;
                changes.push(Write {
                    key: key.clone(),
                    entry: Some(theirs.clone()),
                });
                continue;
            };
            let merged = merge_entries(key, ours, theirs);
            if merged == ours.text {
                counts.unchanged += 1;
                continue;
            }
            let merged = store.read(key, merged);
            if let Content::Bad(problems) = merged.content {
                // Both together are more than a record may hold. What is here stays as it is.
                preview.unreadable.push(Unreadable {
                    key: key.to_string(),
                    problems,
                });
                continue;
            }
            if says_the_same(ours, &merged) {
                preview.lesser += 1;
                counts.unchanged += 1;
            } else {
                counts.updated += 1;
            }
            changes.push(Write {
                key: key.clone(),
                entry: Some(merged),
            });
        }
        for mark in bring_back {
            let stamps = here.get(mark).into_iter().chain(self.incoming.get(mark));
            let text = restoring_mark(stamps.map(|entry| entry.text.as_str()));
            changes.push(Write {
                key: mark.clone(),
                entry: Some(store.read(mark, text)),
            });
        }
        let named = deleted_here.into_iter().map(|(mark, what)| DeletedHere {
            mark,
            what,
            bring_back: false,
        });
        preview.deleted_here = named.collect();
        (changes, preview)
    }
}

/// Names something of the file that was deleted here: a result with all that goes by its id once.
fn name_deleted(named: &mut BTreeMap<Key, DeletedKind>, key: &Key, content: &Content) {
    let Some(mark) = key.gone() else { return };
    let what = match content {
        Content::Interview(interview) | Content::Newer(Some(interview)) => {
            DeletedKind::Result(Rc::clone(interview))
        }
        Content::Draft(_) => DeletedKind::Draft,
        _ => DeletedKind::Item,
    };
    let named = named.entry(mark).or_insert(DeletedKind::Item);
    if !matches!(named, DeletedKind::Result(_)) {
        *named = what;
    }
}

/// What became of a score that a file names.
enum Checked {
    Right,
    Rescored,
    /// The version of the quiz is not here.
    Unknown,
}

/// Holds the score of a result against its answers. What the answers give stands.
fn check(entry: &mut Entry, rescore: &dyn Fn(&Interview) -> Option<StoredScore>) -> Checked {
    let Content::Interview(interview) = &entry.content else {
        return Checked::Right;
    };
    match rescore(interview) {
        None => Checked::Unknown,
        Some(score) if score == interview.stored => Checked::Right,
        Some(stored) => {
            let interview = Interview {
                stored,
                ..Interview::clone(interview)
            };
            entry.text = encode_interview(&interview, &entry.text);
            entry.content = Content::Interview(interview.into());
            Checked::Rescored
        }
    }
}

fn of_the_whole(what: ProblemKind) -> Vec<Problem> {
    vec![Problem {
        field: String::new(),
        what,
    }]
}

/// A record of a newer version is taken or left whole: its rules of merging are not known here. What
/// cannot be read here gives way to nothing, since nothing may be written over it.
fn merge_entries(key: &Key, ours: &Entry, theirs: &Entry) -> String {
    match (&ours.content, &theirs.content) {
        (Content::Bad(_), _) => ours.text.clone(),
        // Most often nothing has changed.
        _ if ours.text == theirs.text => theirs.text.clone(),
        (Content::Newer(_), _) | (_, Content::Newer(_)) => {
            let rank = |entry: &Entry| (text_version(&entry.text), entry.text.clone());
            rank(ours).max(rank(theirs)).1
        }
        _ => merge(key, &canonical(&ours.content, &ours.text), &theirs.text),
    }
}

/// Whether a result is the same after a merge. Its text is not where a copy without own words is put aside.
fn says_the_same(ours: &Entry, merged: &Entry) -> bool {
    match (&ours.content, &merged.content) {
        (Content::Interview(ours), Content::Interview(merged)) => ours == merged,
        _ => false,
    }
}

type Envelope<'a> = (Object<'a>, Option<Object<'a>>);

fn read_envelope(text: &str) -> Result<Envelope<'_>, ImportError> {
    let object = Object::parse(text).map_err(|what| match what {
        ProblemKind::NotJson { line, column } => ImportError::NotJson { line, column },
        _ => ImportError::NotOurs,
    })?;
    let problems = RefCell::new(Vec::new());
    let file = Reader::new(object, &problems);
    if file.text("format", 100).as_deref() != Some(FORMAT) {
        return Err(ImportError::NotOurs);
    }
    let schema = file.number::<u32>("schema", 0, i64::from(u32::MAX));
    if schema.is_some_and(|schema| schema > SCHEMA) {
        return Err(ImportError::Newer);
    }
    // Neither is used, but a file without them was not written by this program.
    file.moment("exported_at");
    file.text("build", 200);
    let records = file.object("records");
    let aside = file.optional("set_aside", Reader::object);
    match (records, aside) {
        (Some(records), Some(aside)) if problems.borrow().is_empty() => {
            Ok((records.into_object(), aside.map(Reader::into_object)))
        }
        _ => Err(ImportError::Damaged(problems.into_inner())),
    }
}

fn known_key(name: &str) -> Option<Key> {
    (name.len() <= MAX_KEY_CHARS)
        .then(|| Key::parse_short(name))
        .flatten()
}
