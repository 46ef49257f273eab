//! What is taken along: exports, imports, and the laws by which two devices agree.

#![cfg(not(target_arch = "wasm32"))]
// A test may end at the first thing that is not as it should be, its helpers too.
#![allow(clippy::expect_used, clippy::panic)]

mod kept;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;

use interview_hindsight::domain::answers::{Answer, Answers};
use interview_hindsight::domain::history::{
    ActionState, Draft, Id, Interview, Label, LabelPart, LetterState, Outcome, Part,
    RecordedOutcome, SecondLook, Stamp, StoredScore,
};
use interview_hindsight::domain::quiz::QuarterPoints;
use interview_hindsight::domain::zone::ZoneName;
use interview_hindsight::wire::export::{
    Counts, Import, ImportError, ImportReader, MAX_FILE_BYTES, export_json, file_text,
};
use interview_hindsight::wire::key::Key;
use interview_hindsight::wire::merge::merge;
use interview_hindsight::wire::port::{FaultyStore, KeyValue, MemoryStore, StorageError};
use interview_hindsight::wire::record::{
    decode_draft, decode_interview, encode_draft, encode_interview,
};
use interview_hindsight::wire::store::{SaveError, StorageState, Store};
use proptest::prelude::*;

use kept::{
    RESULT, disk, draft, full_interview, full_key, id, interview, item, key, lesson, names, now,
    open, sheet, stamp,
};

fn trust(interview: &Interview) -> Option<StoredScore> {
    Some(interview.stored)
}

/// Two results, a draft, an item, and a result that was deleted.
fn filled() -> (MemoryStore, Store) {
    let port = MemoryStore::new();
    let (mut store, _) = open(port.clone());
    store.save_interview(&full_interview("a")).expect("saved");
    store.save_interview(&interview("b")).expect("saved");
    store.save_interview(&interview("c")).expect("saved");
    store.save_draft(&draft("d")).expect("saved");
    store
        .save_item(&item("i", lesson("Breathe")))
        .expect("saved");
    store
        .delete(&key("how-it-went:result:c"), stamp(1, 1))
        .expect("deleted");
    (port, store)
}

fn parse(file: &str) -> Import {
    Import::parse(file, &trust).expect("our own file")
}

#[test]
fn an_export_comes_back_byte_for_byte() {
    let (port, _) = filled();
    port.set(&full_key("how-it-went:result:z"), "{\"broken\u{2028}\n")
        .expect("set");
    port.set(&full_key("how-it-went:result:y"), "{\"v\": 7, \"x\": 1.50}")
        .expect("set");
    let (store, _) = open(port);
    let export = export_json(&store, now());
    let (mut empty, _) = open(MemoryStore::new());
    let import = parse(&export);
    let preview = import.apply(&mut empty).expect("imported");
    assert_eq!(
        preview.results,
        Counts {
            new: 3,
            updated: 0,
            unchanged: 0
        }
    );
    assert_eq!(
        (preview.drafts.new, preview.items.new, preview.set_aside),
        (1, 1, 1)
    );
    assert_eq!(preview.unreadable, []);
    assert_eq!(export_json(&empty, now()), export);
    let again = import.preview(&empty);
    assert_eq!(
        again.results,
        Counts {
            new: 0,
            updated: 0,
            unchanged: 3
        }
    );
    assert!(
        serde_json::from_str::<serde_json::Value>(&export).is_ok(),
        "any reader can read it"
    );
}

#[test]
fn a_full_stores_export_is_far_within_the_limit() {
    let (mut store, _) = open(MemoryStore::new());
    for n in 0..300 {
        store
            .save_interview(&interview(&format!("r{n}")))
            .expect("saved");
    }
    let export = export_json(&store, now());
    assert!(
        export.len() * 10 < MAX_FILE_BYTES,
        "and a store holds ten times as many"
    );
    let (mut empty, _) = open(MemoryStore::new());
    assert_eq!(
        parse(&export)
            .apply(&mut empty)
            .expect("imported")
            .results
            .new,
        300
    );
}

#[test]
fn an_import_is_taken_back_as_one_step() {
    let (_, other) = filled();
    let port = MemoryStore::new();
    let (mut store, _) = open(port.clone());
    let mut mine = interview("b");
    mine.notes.set("Mine.".to_owned(), now(), 1);
    store.save_interview(&mine).expect("saved");
    store.save_interview(&interview("c")).expect("saved");
    let before = port.snapshot();
    let import = parse(&export_json(&other, now()));
    let preview = import.preview(&store);
    assert_eq!(port.snapshot(), before, "a preview changes nothing");
    assert_eq!(import.apply(&mut store), Ok(preview.clone()));
    assert_eq!(
        preview.results,
        Counts {
            new: 1,
            updated: 0,
            unchanged: 1
        }
    );
    assert_eq!(preview.deleted_elsewhere, 1);
    assert_eq!(names(&store.snapshot()), ["a", "b"]);
    assert_eq!(store.snapshot().interviews[1].notes.value, "Mine.");
    assert_eq!((store.can_undo_import(), store.undo_import()), (true, 0));
    assert_eq!(port.snapshot(), before);
    assert_eq!((store.can_undo_import(), store.undo_import()), (false, 0));
}

#[test]
fn taking_an_import_back_leaves_alone_what_was_edited_since() {
    let (_, other) = filled();
    let (mut store, _) = open(MemoryStore::new());
    parse(&export_json(&other, now()))
        .apply(&mut store)
        .expect("imported");
    let mut edited = interview("b");
    edited.notes.set("Since.".to_owned(), now(), 1);
    store.save_interview(&edited).expect("saved");
    assert_eq!(store.undo_import(), 1);
    assert_eq!(names(&store.snapshot()), ["b"]);
}

#[test]
fn an_import_that_does_not_fit_changes_nothing() {
    let (_, other) = filled();
    let import = parse(&export_json(&other, now()));
    for room in [0, 200, 600, 1_200] {
        let inner = MemoryStore::new();
        let (mut store, _) = open(inner.clone());
        store.save_interview(&interview("b")).expect("saved");
        let before = inner.snapshot();
        let port = FaultyStore::new(inner.clone());
        let (mut store, _) = open(port.clone());
        port.limit_to(Some(store.usage().expect("usage").ours + room));
        let full = Err(SaveError::Device(StorageError::Full));
        assert_eq!(import.apply(&mut store), full, "{room}");
        assert_eq!(
            (inner.snapshot(), store.state()),
            (before, StorageState::Ready),
            "{room}"
        );
        assert_eq!(names(&store.snapshot()), ["b"]);
    }
}

#[test]
fn an_import_goes_into_memory_where_nothing_may_be_kept() {
    let (_, other) = filled();
    let port = FaultyStore::new(MemoryStore::new());
    port.block(true);
    let (mut store, _) = open(port);
    parse(&export_json(&other, now()))
        .apply(&mut store)
        .expect("imported");
    assert_eq!(names(&store.snapshot()), ["a", "b"]);
    store.undo_import();
    assert!(store.snapshot().interviews.is_empty());
}

#[test]
fn a_newer_store_is_not_imported_into() {
    let (_, other) = filled();
    let text = encode_interview(&interview("c"), "");
    let port = disk(&[
        ("meta", r#"{"min_writer":2,"schema":2}"#),
        ("how-it-went:result:c", &text),
    ]);
    let before = port.snapshot();
    let (mut store, _) = open(port.clone());
    parse(&export_json(&other, now()))
        .apply(&mut store)
        .expect("in memory");
    assert_eq!(
        (names(&store.snapshot()), port.snapshot()),
        (vec!["a", "b"], before.clone())
    );
    store.undo_import();
    assert_eq!(
        (names(&store.snapshot()), port.snapshot()),
        (vec!["c"], before)
    );
}

#[test]
fn scores_in_a_file_are_never_trusted() {
    let (_, other) = filled();
    let export = export_json(&other, now()).replacen("\"band\":3", "\"band\":5", 1);
    let import = Import::parse(&export, &|_| Some(interview("a").stored)).expect("our own file");
    let (mut store, _) = open(MemoryStore::new());
    let preview = import.apply(&mut store).expect("imported");
    assert_eq!((preview.rescored, preview.unchecked), (1, 0));
    assert!(
        store
            .snapshot()
            .interviews
            .iter()
            .all(|interview| interview.stored.band == 3)
    );
    let import = Import::parse(&export, &|_| None).expect("our own file");
    assert_eq!(import.preview(&store).unchecked, 2);
}

#[test]
fn what_is_deleted_here_stays_deleted() {
    let (_, other) = filled();
    let (mut store, _) = open(MemoryStore::new());
    let import = parse(&export_json(&other, now()));
    import.apply(&mut store).expect("imported");
    store
        .delete(&key("how-it-went:result:b"), stamp(2, 2))
        .expect("deleted");
    let preview = import.apply(&mut store).expect("imported");
    assert_eq!((preview.deleted_here.len(), preview.results.new), (1, 0));
    assert_eq!(names(&store.snapshot()), ["a"]);
}

#[test]
fn a_deletion_that_was_taken_back_does_not_come_back_with_a_file_from_in_between() {
    let (_, mut here) = filled();
    let (mut there, _) = open(MemoryStore::new());
    let b = key("how-it-went:result:b");
    here.delete(&b, stamp(5, 5)).expect("deleted");
    let in_between = export_json(&here, now());
    here.undo_delete(&b).expect("undone");
    let preview = parse(&in_between).apply(&mut here).expect("imported");
    assert_eq!(
        (preview.deleted_elsewhere, preview.deleted_here.len()),
        (0, 0)
    );
    assert_eq!(names(&here.snapshot()), ["a", "b"]);
    // Elsewhere the deletion arrives, and then that it was taken back.
    parse(&in_between).apply(&mut there).expect("imported");
    assert_eq!(names(&there.snapshot()), ["a"]);
    let afterwards = export_json(&here, now());
    parse(&afterwards).apply(&mut there).expect("imported");
    parse(&in_between).apply(&mut there).expect("imported");
    assert_eq!(names(&there.snapshot()), ["a", "b"]);
    // Deleted again, even by a clock that was set back, it is gone everywhere.
    here.delete(&b, stamp(1, 1)).expect("deleted");
    parse(&export_json(&here, now()))
        .apply(&mut there)
        .expect("imported");
    parse(&afterwards).apply(&mut here).expect("imported");
    assert_eq!(names(&there.snapshot()), ["a"]);
    assert_eq!(names(&here.snapshot()), ["a"]);
}

#[test]
fn a_file_that_is_not_an_export_is_refused_with_the_reason() {
    let (_, store) = filled();
    let good = export_json(&store, now());
    let refused = |text: &str| Import::parse(text, &trust).err();
    assert_eq!(refused("{}"), Some(ImportError::NotOurs));
    assert_eq!(refused("[1]"), Some(ImportError::NotOurs));
    assert_eq!(
        refused("{\"format\":\"other\"}"),
        Some(ImportError::NotOurs)
    );
    assert_eq!(
        refused(""),
        Some(ImportError::NotJson { line: 1, column: 0 })
    );
    let cut = &good[..good.len() / 2];
    assert!(matches!(
        refused(cut),
        Some(ImportError::NotJson { line: 2.., .. })
    ));
    let newer = good.replace("\"schema\":1", "\"schema\":2");
    assert_eq!(refused(&newer), Some(ImportError::Newer));
    let damaged = good
        .replace("\"schema\":1", "\"schema\":-1")
        .replace("\"exported_at\"", "\"x\"");
    let problems = match refused(&damaged) {
        Some(ImportError::Damaged(problems)) => problems,
        other => panic!("{other:?}"),
    };
    let fields: Vec<_> = problems
        .iter()
        .map(|problem| problem.field.as_str())
        .collect();
    assert_eq!(fields, ["schema", "exported_at"]);
    assert_eq!(file_text(&[b'{', 0xff, b'}']), Err(ImportError::NotUtf8));
    assert_eq!(file_text("\u{feff}{}".as_bytes()), Ok("{}"));
    assert_eq!(
        file_text(&vec![b' '; MAX_FILE_BYTES + 1]),
        Err(ImportError::TooLarge)
    );
}

#[test]
fn one_bad_record_does_not_spoil_a_file() {
    let (_, other) = filled();
    let big = format!(
        "\"how-it-went:result:big\":{{\"v\":1,\"x\":\"{}\"}},",
        "x".repeat(70_000)
    );
    let first = format!("\"records\":{{\n\"meta\":{{}},\"../x\":1,{big}");
    let export = export_json(&other, now())
        .replace("\"Acme\"", "5")
        .replacen("\"records\":{\n", &first, 1);
    let (mut store, _) = open(MemoryStore::new());
    let preview = parse(&export).apply(&mut store).expect("imported");
    assert_eq!(preview.drafts.new, 1);
    let unreadable = preview.unreadable.iter();
    let seen: Vec<_> = unreadable
        .map(|u| (u.key.as_str(), u.problems[0].field.as_str()))
        .collect();
    assert_eq!(
        seen,
        [
            ("../x", ""),
            ("how-it-went:result:a", "details.company.value"),
            ("how-it-went:result:b", "details.company.value"),
            ("how-it-went:result:big", ""),
            ("meta", ""),
        ]
    );
}

#[test]
fn an_export_of_an_older_version_is_imported_as_if_it_had_been_migrated() {
    let file = format!(
        r#"{{"build":"old","exported_at":"2026-01-01T00:00:00Z","format":"interview-hindsight",
            "records":{{"{RESULT}":{}}},"schema":0}}"#,
        kept::OLD_RESULT
    );
    let (mut store, _) = open(MemoryStore::new());
    Import::parse_with_steps(&file, &trust, kept::STEPS)
        .expect("an export")
        .apply(&mut store)
        .expect("imported");
    let (_, migrated) = kept::open_old(disk(&[(RESULT, kept::OLD_RESULT)]));
    assert_eq!(store.snapshot().interviews, migrated.interviews);
}

// Merging.

prop_compose! {
    /// Few enough that two of them often meet.
    fn any_stamp()(changed_at in 0i64..4, tag in 0u32..3) -> Stamp { stamp(changed_at, tag) }
}

fn any_part<T: std::fmt::Debug>(value: impl Strategy<Value = T>) -> impl Strategy<Value = Part<T>> {
    (value, any_stamp()).prop_map(|(value, stamp)| Part::new(value, stamp))
}

prop_compose! {
    fn any_details()(
        company in "[a-c]?", role in "[a-c]?", first in any_stamp(), second in any_stamp(),
    ) -> Label {
        let mut label = Label::default();
        if first.changed_at > 0 {
            label.value.company = company;
            label.stamps.insert(LabelPart::Company, first);
        }
        if second.changed_at > 0 {
            label.value.role = role;
            label.stamps.insert(LabelPart::Role, second);
        }
        label
    }
}

fn any_outcome() -> impl Strategy<Value = Part<Option<RecordedOutcome>>> {
    let outcome = prop::sample::select(Outcome::ALL.to_vec());
    let recorded = (outcome, "[a-c]?", any::<bool>());
    let recorded = recorded.prop_map(|(outcome, note, closed)| RecordedOutcome {
        outcome,
        on: None,
        note,
        closed,
    });
    any_part(prop::option::of(recorded))
}

fn any_look() -> impl Strategy<Value = Part<Option<SecondLook>>> {
    let gut = prop::sample::select(vec!["awful", "ok", "great"]);
    let look = gut.prop_map(|gut| SecondLook {
        gut: id(gut),
        at: now(),
        zone: ZoneName::new("Europe/Berlin"),
    });
    any_part(prop::option::of(look))
}

fn any_letter() -> impl Strategy<Value = LetterState> {
    // Something is filled in, or nothing would have been edited.
    let slots = prop::collection::btree_map("me|fit", "[a-b]{0,1}", 1..3);
    let parts = (slots, prop::option::of("[a-b]{0,1}"), any::<(bool, bool)>());
    parts.prop_map(|(slots, text, (draft_again, short))| LetterState {
        slots: slots.into_iter().collect(),
        text,
        language: draft_again.then(|| Id::new("pt-BR")).flatten(),
        draft_again,
        short,
    })
}

prop_compose! {
    fn any_interview()(
        gut in prop::sample::select(vec!["awful", "ok", "great"]),
        total in -3i32..3,
        corrected in any_part(prop::option::of(Just(sheet()))),
        details in any_details(),
        outcome in any_outcome(),
        second_look in any_look(),
        notes in any_part("[a-c]{0,2}"),
        actions in prop::collection::btree_map(
            "R0[1-3]", any_part(Just(ActionState { done_at: Some(now()) })), 0..3,
        ),
        letters in prop::collection::btree_map("E[1-3]", any_part(any_letter()), 0..3),
    ) -> Interview {
        let mut interview =
            Interview { corrected, details, outcome, second_look, notes, ..interview("a") };
        interview.actions = actions.into_iter().collect();
        interview.letters = letters.into_iter().collect();
        interview.answers.set("gut", Answer::Option(gut.to_owned()));
        interview.stored.total = QuarterPoints::new(total);
        interview
    }
}

prop_compose! {
    fn any_draft()(
        answers in prop::collection::btree_map("[q-s]", (prop::option::of("[a-b]"), 0i64..4), 0..4),
        hours in 0i64..3,
        started_zone in prop::option::of(prop::sample::select(vec!["Asia/Tokyo", "Europe/Berlin"])),
        position in prop::option::of("[q-s]"),
        gut_frozen: bool,
    ) -> Draft {
        let mut draft = Draft {
            started_at: now().plus_hours(-hours),
            started_zone: started_zone.and_then(ZoneName::new),
            changed_at: now().plus_hours(hours),
            position: position.as_deref().and_then(Id::new),
            gut_frozen,
            answers: Answers::default(),
            answered_at: BTreeMap::new(),
            ..draft("a")
        };
        for (question, (answer, at)) in answers {
            draft.answered_at.insert(question.clone(), at);
            if let Some(answer) = answer {
                draft.answers.set(question, Answer::Option(answer));
            }
        }
        draft
    }
}

fn check_laws(key: &Key, a: &str, b: &str, c: &str) -> Result<(), TestCaseError> {
    let ab = merge(key, a, b);
    prop_assert_eq!(&ab, &merge(key, b, a), "commutative");
    prop_assert_eq!(
        merge(key, &ab, c),
        merge(key, a, &merge(key, b, c)),
        "associative"
    );
    prop_assert_eq!(&merge(key, &ab, a), &ab, "idempotent");
    prop_assert_eq!(&merge(key, &ab, &ab), &ab, "idempotent");
    Ok(())
}

/// What a later version may have put into a record.
fn unknown(n: u8) -> String {
    format!(r#"{{"letters":{{"E{n}":{{"at":{n},"tag":0,"value":{{"new":1.50}}}}}},"new":{n}}}"#)
}

type Records = Vec<(u8, Interview, bool)>;

/// What a device with these results, some of them deleted, exports.
fn device(records: &Records) -> String {
    let (mut store, _) = open(MemoryStore::new());
    for (n, interview, delete) in records {
        let interview = Interview {
            id: id(&format!("r{n}")),
            ..interview.clone()
        };
        if store.save_interview(&interview).is_ok() && *delete {
            let key = key(&format!("how-it-went:result:r{n}"));
            store
                .delete(&key, stamp(1, u32::from(*n)))
                .expect("deleted");
        }
    }
    export_json(&store, now())
}

/// What a device has that imports these files, in this order.
fn meet(files: &[&str]) -> String {
    let (mut store, _) = open(MemoryStore::new());
    for file in files {
        parse(file).apply(&mut store).expect("imported");
    }
    export_json(&store, now())
}

proptest! {
    #[test]
    fn results_merge_alike_in_any_order(
        a in any_interview(), b in any_interview(), c in any_interview(), n in 0..4u8,
    ) {
        let key = key(RESULT);
        let text_a = encode_interview(&a, &unknown(n));
        let text_b = encode_interview(&b, "{}");
        check_laws(&key, &text_a, &text_b, &encode_interview(&c, &unknown(1)))?;
        let merged = merge(&key, &text_a, &text_b);
        let read = decode_interview(&merged).expect("what is merged can be read");
        prop_assert_eq!(&encode_interview(&read, &merged), &merged);
        prop_assert_eq!(read.notes.stamp, a.notes.stamp.max(b.notes.stamp));
        for rule in a.actions.keys().chain(b.actions.keys()) {
            prop_assert!(read.actions.contains_key(rule));
        }
        for letter in a.letters.keys().chain(b.letters.keys()) {
            prop_assert!(read.letters.contains_key(letter));
        }
        // What was frozen differently is still there.
        for one in [&a, &b] {
            let gut = one.answers.option("gut").unwrap_or_default();
            let frozen = format!("\"gut\":\"{gut}\"");
            prop_assert!(merged.contains(&frozen));
        }
    }

    #[test]
    fn drafts_merge_alike_in_any_order(a in any_draft(), b in any_draft(), c in any_draft()) {
        let key = key("how-it-went:draft:a");
        let text = |draft: &Draft| encode_draft(draft, "");
        check_laws(&key, &text(&a), &text(&b), &text(&c))?;
        let merged = decode_draft(&merge(&key, &text(&a), &text(&b))).expect("a draft");
        for (question, at) in a.answered_at.iter().chain(&b.answered_at) {
            prop_assert!(merged.answered_at[question] >= *at);
        }
        prop_assert_eq!(merged.gut_frozen, a.gut_frozen || b.gut_frozen);
    }

    #[test]
    fn no_file_brings_the_import_down(text in "\\PC{0,200}", cut in 0usize..6_000) {
        Import::parse(&text, &trust).ok();
        let (_, store) = filled();
        let export = export_json(&store, now());
        if let Some(part) = export.get(..cut.min(export.len() - 2)) {
            prop_assert!(Import::parse(part, &trust).is_err());
        }
    }
}

proptest! {
    // Each case is a dozen imports.
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn devices_agree_in_whatever_order_they_meet(
        devices in prop::collection::vec(
            prop::collection::vec((0..3u8, any_interview(), prop::bool::weighted(0.2)), 0..4), 3,
        ),
    ) {
        let files: Vec<_> = devices.iter().map(device).collect();
        let [a, b, c] = [&files[0], &files[1], &files[2]].map(String::as_str);
        let all = meet(&[a, b, c]);
        prop_assert_eq!(&all, &meet(&[c, b, a]));
        prop_assert_eq!(&all, &meet(&[b, a, c, b, a]));
        prop_assert_eq!(&all, &meet(&[a, &meet(&[b, c])]));
        prop_assert_eq!(&all, &meet(&[&meet(&[c, a]), b]));
    }
}

/// A device that counts what it is asked for.
struct Counting {
    kept: MemoryStore,
    asked: Rc<Cell<usize>>,
}

impl Counting {
    /// An empty store on a device that counts, and its count.
    fn store() -> (Store, Rc<Cell<usize>>) {
        let asked = Rc::new(Cell::new(0));
        let port = Self {
            kept: MemoryStore::new(),
            asked: Rc::clone(&asked),
        };
        let mut store = Store::new(Box::new(port), "test");
        store.open(now());
        (store, asked)
    }

    fn count(&self) {
        self.asked.set(self.asked.get() + 1);
    }
}

impl KeyValue for Counting {
    fn get(&self, key: &str) -> Result<Option<String>, StorageError> {
        self.count();
        self.kept.get(key)
    }

    fn set(&self, key: &str, value: &str) -> Result<(), StorageError> {
        self.count();
        self.kept.set(key, value)
    }

    fn remove(&self, key: &str) -> Result<(), StorageError> {
        self.count();
        self.kept.remove(key)
    }

    fn keys(&self) -> Result<Vec<String>, StorageError> {
        self.count();
        self.kept.keys()
    }

    fn foreign_units(&self) -> Result<u32, StorageError> {
        self.kept.foreign_units()
    }
}

#[test]
fn twice_as_many_records_are_twice_the_work_at_every_step() {
    // Each step reads so much text, each result is scored once, and the device is asked so often a record.
    let work = |results: usize| {
        let mut file = export_of(results);
        file.push('\n');
        let scored = Cell::new(0);
        let unknown = |_: &Interview| {
            scored.set(scored.get() + 1);
            None
        };
        let mut reader = ImportReader::new(&file).expect("our own file");
        let (mut steps, mut most) = (0, 0);
        loop {
            let before = reader.progress().done;
            if !reader.step(&unknown) {
                break;
            }
            steps += 1;
            most = most.max(reader.progress().done - before);
        }
        assert_eq!(reader.progress().done, results);
        let import = reader.finish();
        let (mut store, asked) = Counting::store();
        assert_eq!(import.preview(&store).unchecked, results);
        import.apply(&mut store).expect("there is room");
        assert_eq!(store.snapshot().interviews.len(), results);
        assert_eq!(scored.get(), results);
        (steps, most, asked.get())
    };
    let (once, twice) = (work(1_000), work(2_000));
    assert!(once.0 > 5, "{once:?}");
    for (once, twice) in [(once.0, twice.0), (once.2, twice.2)] {
        assert!(2 * twice <= 5 * once, "{once}, {twice}");
    }
    assert!(
        twice.1 <= once.1 + 2,
        "a step is no longer: {once:?} {twice:?}"
    );
}

/// A file of so many results, each of which names another version of the quiz.
fn export_of(results: usize) -> String {
    let (mut store, _) = open(MemoryStore::new());
    for n in 0..results {
        let mut one = interview(&format!("r{n:06}"));
        one.quiz.version = id(&format!("9.9.{n}"));
        store.save_interview(&one).expect("saved");
    }
    export_json(&store, now())
}

#[test]
fn a_draft_that_came_by_a_link_keeps_the_name_of_the_zone_where_it_was_begun() {
    let whole = draft("a");
    let by_link = Draft {
        started_zone: None,
        ..whole.clone()
    };
    let key = key("how-it-went:draft:a");
    let (a, b) = (encode_draft(&whole, ""), encode_draft(&by_link, ""));
    for merged in [merge(&key, &a, &b), merge(&key, &b, &a)] {
        let merged = decode_draft(&merged).expect("it is read");
        assert_eq!(merged.started_zone, whole.started_zone);
    }
}

#[test]
fn what_both_sides_say_together_and_no_record_can_hold_is_named_and_mine_stays() {
    let with_actions = |from: usize| {
        let mut interview = interview("a");
        let action = |n: usize| {
            let done = ActionState {
                done_at: Some(now()),
            };
            (format!("R{n}"), Part::new(done, stamp(9, 9)))
        };
        interview.actions = (from..from + 60).map(action).collect();
        interview
    };
    let (mut there, _) = open(MemoryStore::new());
    there.save_interview(&with_actions(100)).expect("saved");
    let file = export_json(&there, now());
    let port = MemoryStore::new();
    let (mut here, _) = open(port.clone());
    here.save_interview(&with_actions(200)).expect("saved");
    let before = port.snapshot();
    let preview = parse(&file).apply(&mut here).expect("nothing is written");
    assert_eq!(preview.unreadable.len(), 1, "{preview:?}");
    assert_eq!(preview.unreadable[0].key, RESULT);
    assert_eq!(port.snapshot(), before);
}

#[test]
fn the_device_is_asked_twice_for_each_record_of_a_file_and_not_at_all_for_what_is_here() {
    let file = export_of(100);
    let (mut store, asked) = Counting::store();
    let import = parse(&file);
    let before = asked.get();
    import.apply(&mut store).expect("imported");
    // Once for whether only a newer version may write by now, and once to write.
    let most = 2 * 100 + 10;
    assert!(asked.get() - before <= most, "{}", asked.get() - before);
    // The second time each is read, as another tab may have changed it, and nothing is written.
    let before = asked.get();
    import.apply(&mut store).expect("imported");
    assert!(asked.get() - before <= 110, "{}", asked.get() - before);
}
