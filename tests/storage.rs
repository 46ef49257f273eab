//! What is kept, seen from outside: the store over memory, and over a store that fails on cue.

#![cfg(not(target_arch = "wasm32"))]
// A test may end at the first thing that is not as it should be, its helpers too.
#![allow(clippy::expect_used, clippy::panic)]

mod kept;

use std::collections::{BTreeMap, BTreeSet};

use interview_hindsight::domain::answers::Answer;
use interview_hindsight::domain::history::{ActionState, Details, Draft, Interview, Part};
use interview_hindsight::domain::time::Moment;
use interview_hindsight::wire::export::{Import, export_json};
use interview_hindsight::wire::json::{Problem, ProblemKind};
use interview_hindsight::wire::learning::ItemValue;
use interview_hindsight::wire::port::{
    FaultyStore, KeyValue, MemoryStore, QUOTA_UNITS, StorageError, units,
};
use interview_hindsight::wire::record::{
    Prefs, Theme, decode_draft, decode_interview, encode_draft, encode_interview,
};
use interview_hindsight::wire::store::{Loaded, SaveError, StorageState, Store};
use proptest::prelude::*;

use kept::{
    META_1, RESULT, disk, draft, full_interview, full_key, id, interview, item, key, lesson, names,
    now, open, open_old, sheet, stamp,
};

// Records.

#[test]
fn a_result_and_a_draft_are_read_as_they_were_written() {
    for interview in [interview("a"), full_interview("b")] {
        let text = encode_interview(&interview, "");
        let read = decode_interview(&text).expect("our own text");
        assert_eq!(read, interview);
        // Moments are equal by instant; the offset has to come back as well.
        assert_eq!(
            read.started_at.to_rfc3339(),
            interview.started_at.to_rfc3339()
        );
        assert_eq!(
            encode_interview(&read, &text),
            text,
            "written again, nothing changes"
        );
    }
    let text = encode_draft(&draft("d"), "");
    assert_eq!(decode_draft(&text), Ok(draft("d")));
    assert_eq!(encode_draft(&draft("d"), &text), text);
}

// Notes of what was answered before the program was there.

const NOTES: &str = r#"{"v":1,"version":"1.0.0","id":"n1","began":1000,"answers":{"gut":"awful"},"at":{"gut":1001}}"#;

/// A device on which a tab has left these notes.
fn with_notes(notes: &str) -> MemoryStore {
    let device = MemoryStore::new();
    device
        .set("interview-hindsight:interview:notes:t1", notes)
        .expect("room");
    device
}

fn opened(device: &MemoryStore) -> Loaded {
    Store::new(Box::new(device.clone()), "test").open(now())
}

#[test]
fn notes_of_a_tab_whose_program_never_came_become_a_draft_at_the_next_visit() {
    let device = with_notes(NOTES);
    let loaded = opened(&device);
    let [draft] = &*loaded.drafts else {
        panic!("one draft, not {:?}", loaded.drafts);
    };
    assert_eq!(draft.answers.option("gut"), Some("awful"));
    let names = device.keys().expect("readable");
    assert!(
        names.iter().all(|name| !name.contains(":notes:")),
        "{names:?}"
    );
    // A visit later it is the same one.
    assert_eq!(opened(&device).drafts, loaded.drafts);
}

#[test]
fn notes_and_the_draft_that_was_made_of_them_become_one_draft() {
    let device = with_notes(NOTES);
    opened(&device);
    let later = NOTES.replace("awful", "ok").replace("1001", "1002");
    device
        .set("interview-hindsight:interview:notes:t1", &later)
        .expect("room");
    let loaded = opened(&device);
    assert_eq!(loaded.drafts.len(), 1);
    assert_eq!(loaded.drafts[0].answers.option("gut"), Some("ok"));
}

#[test]
fn damaged_notes_are_put_aside_and_never_lost() {
    let device = with_notes("{\"v\":1");
    let mut store = Store::new(Box::new(device), "test");
    assert_eq!(store.open(now()).drafts, []);
    let texts: Vec<_> = store.quarantined_texts().values().cloned().collect();
    assert_eq!(texts, ["{\"v\":1"]);
}

#[test]
fn notes_stay_where_a_newer_version_has_written() {
    let device = with_notes(NOTES);
    let newer = r#"{"build":"9","min_writer":99,"schema":99}"#;
    device.set("interview-hindsight:meta", newer).expect("room");
    opened(&device);
    let names = device.keys().expect("readable");
    assert!(
        names.iter().any(|name| name.contains(":notes:")),
        "{names:?}"
    );
}

/// What a letter's record says, laid over an ordinary result.
fn with_letters(letters: &str) -> String {
    let text = encode_interview(&interview("a"), "");
    text.replacen(
        "\"score\":",
        &format!("\"letters\":{letters},\"score\":"),
        1,
    )
}

#[test]
fn a_letter_that_a_later_version_knows_more_about_survives_an_edit() {
    let text = with_letters(
        r#"{"E1":{"at":5,"new":[1.50],"tag":6,"value":{"seen":{"x":1.0},"short":true,"slots":{"me":"Sam"}}},"E0":{"at":0,"tag":0,"value":{"new":1}}}"#,
    );
    let mut read = decode_interview(&text).expect("a letter");
    assert_eq!(read.letters["E1"].value.slots["me"], "Sam");
    let letter = read.letters.get_mut("E1").expect("a letter");
    letter
        .value
        .slots
        .insert("fit".to_owned(), "\"É\"".to_owned());
    letter.value.short = false;
    let written = encode_interview(&read, &text);
    for kept in [
        r#""new":[1.50]"#,
        r#""seen":{"x":1.0}"#,
        r#""slots":{"fit":"\"É\"","me":"Sam"}"#,
        r#""E0":{"at":0,"tag":0,"value":{"new":1}}"#,
    ] {
        assert!(written.contains(kept), "{kept}: {written}");
    }
    assert!(!written.contains("\"short\""), "{written}");
    assert_eq!(decode_interview(&written), Ok(read));
}

#[test]
fn every_problem_of_a_letter_is_named() {
    let long = "x".repeat(1_001);
    for (letters, field) in [
        ("[]".to_owned(), "letters"),
        (r#"{"a b":{}}"#.to_owned(), "letters.a b"),
        (r#"{"E1":{"at":1,"tag":1}}"#.to_owned(), "letters.E1.value"),
        (
            r#"{"E1":{"at":1,"tag":1,"value":{"slots":{"me":5}}}}"#.to_owned(),
            "letters.E1.value.slots.me",
        ),
        (
            format!(r#"{{"E1":{{"at":1,"tag":1,"value":{{"slots":{{"me":"{long}"}}}}}}}}"#),
            "letters.E1.value.slots.me",
        ),
        (
            r#"{"E1":{"at":1,"tag":1,"value":{"text":[]}}}"#.to_owned(),
            "letters.E1.value.text",
        ),
    ] {
        let problems = decode_interview(&with_letters(&letters)).expect_err("a damaged letter");
        assert!(
            problems.iter().any(|problem| problem.field == field),
            "{field}: {problems:?}"
        );
    }
}

#[test]
fn two_thousand_results_fit_into_a_browsers_store() {
    let name = "0190a1b2-c3d4-4e5f-8a9b-0c1d2e3f4a5b";
    let text = encode_interview(&interview(name), "");
    let key = full_key(&format!("how-it-went:result:{name}"));
    assert!(units(&text) < 1_700, "{} units: {text}", units(&text));
    assert!(2_000 * (units(&text) + units(&key)) < QUOTA_UNITS * 7 / 10);
}

#[test]
fn every_problem_of_a_result_is_named() {
    let text = encode_interview(&interview("a"), "")
        .replace("\"Acme\"", &format!("{:?}", "x".repeat(201)))
        .replace("\"band\":3", "\"band\":-3")
        .replace("2026-03-01T10:00:00+01:00", "2026-02-30T10:00:00+01:00")
        .replace("\"in_person\"", "\"by_owl\"")
        .replace("\"gut10\":2", "\"gut10\":256")
        .replace("\"id\":\"a\"", "\"id\":\"a b\"");
    let problems = decode_interview(&text).expect_err("a damaged text");
    let seen: Vec<_> = problems
        .iter()
        .map(|p| (p.field.as_str(), p.what.clone()))
        .collect();
    assert_eq!(
        seen,
        [
            ("id", ProblemKind::NotAnId),
            ("score.band", ProblemKind::Outside(0, 100)),
            ("details.company.value", ProblemKind::LongerThan(200)),
            ("details.format.value", ProblemKind::UnknownWord),
            ("first.finished_at", ProblemKind::NotATime),
            ("first.answers.gut10", ProblemKind::Outside(0, 255)),
        ]
    );
}

// Opening.

#[test]
fn opening_an_empty_store_leaves_no_trace() {
    let port = MemoryStore::new();
    let (_, loaded) = open(port.clone());
    assert_eq!(loaded.state, StorageState::Ready);
    assert_eq!(port.snapshot(), BTreeMap::new());
}

#[test]
fn nothing_is_written_before_everything_was_read() {
    let port = MemoryStore::new();
    let mut store = Store::new(Box::new(port.clone()), "test");
    assert_eq!(store.state(), StorageState::Loading);
    assert_eq!(
        store.save_interview(&interview("a")),
        Err(SaveError::NotOpened)
    );
    assert_eq!(store.save_draft(&draft("d")), Err(SaveError::NotOpened));
    assert_eq!(
        store.delete(&key(RESULT), stamp(1, 1)),
        Err(SaveError::NotOpened)
    );
    store.save_prefs(&Prefs::default());
    assert_eq!(port.snapshot(), BTreeMap::new());
}

#[test]
fn everything_that_was_saved_is_found_again() {
    let port = MemoryStore::new();
    let (mut store, _) = open(port.clone());
    store.save_interview(&full_interview("a")).expect("saved");
    store.save_draft(&draft("d")).expect("saved");
    store
        .save_item(&item("i", lesson("Breathe")))
        .expect("saved");
    store.save_prefs(&Prefs {
        theme: Theme::Dark,
        number_keys: false,
        ..Prefs::default()
    });
    let (_, loaded) = open(port.clone());
    assert_eq!(*loaded.interviews[0], full_interview("a"));
    assert_eq!(*loaded.drafts[0], draft("d"));
    assert_eq!(*loaded.items[0], item("i", lesson("Breathe")));
    assert_eq!(
        (loaded.prefs.theme, loaded.prefs.number_keys),
        (Theme::Dark, false)
    );
    assert_eq!(loaded.state, StorageState::Ready);
    let keys: Vec<_> = port.snapshot().into_keys().collect();
    let expected = [
        "how-it-went:draft:d",
        "how-it-went:item:lesson:i",
        RESULT,
        "meta",
        "prefs",
    ];
    assert_eq!(keys, expected.map(full_key));
}

#[test]
fn other_programs_keys_are_left_alone() {
    let port = MemoryStore::new();
    port.set("theirs", "value").expect("set");
    port.set("interview-hindsigh", "not ours").expect("set");
    let before = port.snapshot();
    let (mut store, _) = open(port.clone());
    store.save_interview(&interview("a")).expect("saved");
    assert_eq!(store.usage().map(|usage| usage.others), Ok(11 + 26));
    store.delete_everything().expect("deleted");
    assert_eq!(port.snapshot(), before);
}

#[test]
fn what_a_later_version_added_survives_an_edit() {
    let text = encode_interview(&interview("a"), "")
        .replacen('{', r#"{"zz":{"deep": [1.50, 1E400]},"#, 1)
        .replace("\"value\":\"Acme\"", "\"value\":\"Acme\",\"salary\":1.10")
        .replace("\"started_at\"", "\"mood\":\"\\u0041\",\"started_at\"");
    let port = disk(&[("meta", META_1), (RESULT, &text)]);
    let (mut store, loaded) = open(port.clone());
    let mut edited = Interview::clone(&loaded.interviews[0]);
    let renamed = Details {
        company: "Bakery".to_owned(),
        ..edited.details.value.clone()
    };
    edited.details.set(renamed, now(), 2);
    edited.notes.set("Hm.".to_owned(), now(), 3);
    store.save_interview(&edited).expect("saved");
    let kept = &port.snapshot()[&full_key(RESULT)];
    for part in [
        r#""zz":{"deep": [1.50, 1E400]}"#,
        r#""salary":1.10"#,
        r#""mood":"\u0041""#,
        "Bakery",
        "Hm.",
    ] {
        assert!(kept.contains(part), "{part} in {kept}");
    }
    assert!(!kept.contains("aside"), "{kept}");
}

// Damage.

#[test]
fn a_damaged_record_is_put_aside_and_the_rest_is_shown() {
    let good = encode_interview(&interview("a"), "");
    let cut = &good[..good.len() / 2];
    let port = disk(&[
        ("meta", META_1),
        (RESULT, &good),
        ("how-it-went:result:b", cut),
    ]);
    let (store, loaded) = open(port.clone());
    assert_eq!(names(&loaded), ["a"]);
    assert_eq!(loaded.quarantined[0].key, "how-it-went:result:b");
    assert_eq!(loaded.quarantined[0].at, Some(now().unix_ms()));
    let name = format!("bad:{}:how-it-went:result:b", now().unix_ms());
    assert_eq!(
        store.quarantined_texts(),
        [(name.clone(), cut.to_owned())].into()
    );
    let values = port.snapshot();
    assert_eq!(values.get(&full_key(&name)).map(String::as_str), Some(cut));
    assert!(!values.contains_key(&full_key("how-it-went:result:b")));
    let (_, again) = open(port);
    assert_eq!(
        again.quarantined.len(),
        1,
        "it stays, and is not put aside a second time"
    );
}

#[test]
fn a_damaged_record_stays_in_its_place_when_there_is_no_room_to_move_it() {
    let cut = "{\"v\":1,".to_owned() + &"x".repeat(500);
    let inner = disk(&[("meta", META_1), (RESULT, &cut)]);
    let before = inner.snapshot();
    let port = FaultyStore::new(inner.clone());
    port.limit_to(Some(800));
    let (store, loaded) = open(port);
    assert_eq!(
        (loaded.quarantined[0].at, loaded.state),
        (None, StorageState::Full)
    );
    assert!(!loaded.quarantined[0].problems.is_empty());
    assert_eq!(
        store.quarantined_texts().values().collect::<Vec<_>>(),
        [&cut]
    );
    assert_eq!(inner.snapshot(), before);
}

#[test]
fn very_many_damaged_records_are_put_aside_a_thousand_at_each_visit_and_all_are_counted() {
    let records = (0..2_500).map(|n| {
        (
            full_key(&format!("how-it-went:result:r{n}")),
            "{".to_owned(),
        )
    });
    let port: MemoryStore = records.collect();
    for in_place in [1_500, 500, 0] {
        let (store, loaded) = open(port.clone());
        assert_eq!(loaded.quarantined.len(), 2_500);
        assert_eq!(store.quarantined_texts().len(), 2_500);
        let left = port.snapshot();
        let left = left.keys().filter(|key| !key.contains(":bad:"));
        assert_eq!(left.filter(|key| !key.contains("meta")).count(), in_place);
    }
}

#[test]
fn a_machine_that_stops_while_a_damaged_record_is_moved_loses_nothing() {
    for cut in 0..6 {
        let inner = disk(&[("meta", META_1), (RESULT, "{\"damaged")]);
        let port = FaultyStore::new(inner.clone());
        port.crash_after(cut);
        open(port);
        let kept = |port: &MemoryStore| port.snapshot().values().any(|text| text == "{\"damaged");
        assert!(kept(&inner), "after {cut} changes");
        let (store, _) = open(inner);
        assert!(
            store
                .quarantined_texts()
                .values()
                .any(|text| text == "{\"damaged")
        );
    }
}

#[test]
fn what_is_not_even_text_stays_where_it_is_and_is_named() {
    let inner = disk(&[("meta", META_1), (RESULT, "{}")]);
    let port = FaultyStore::new(inner.clone());
    port.spoil(&full_key(RESULT));
    let (mut store, loaded) = open(port);
    assert_eq!(
        loaded.quarantined[0].problems,
        [Problem {
            field: String::new(),
            what: ProblemKind::NotText
        }]
    );
    assert!(matches!(
        store.save_interview(&interview("a")),
        Err(SaveError::Refused(_))
    ));
    assert_eq!(inner.snapshot()[&full_key(RESULT)], "{}");
}

#[test]
fn a_record_that_is_damaged_while_the_page_is_open_is_not_written_over() {
    let port = MemoryStore::new();
    let (mut store, _) = open(port.clone());
    store.save_draft(&draft("d")).expect("saved");
    port.set(&full_key("how-it-went:draft:d"), "{\"dam")
        .expect("set");
    store.save_draft(&draft("d")).expect("saved");
    assert_eq!(
        store.quarantined_texts().values().collect::<Vec<_>>(),
        ["{\"dam"]
    );
    assert_eq!(open(port).1.drafts.len(), 1);
}

/// What a step does with a store that has the draft `d` and the result `a`, and with the copy of another device.
type Step = fn(&mut Store, &str);

#[test]
fn whatever_is_done_with_a_record_that_was_damaged_meanwhile_the_damaged_text_is_still_there() {
    const DRAFT: &str = "how-it-went:draft:d";
    let own = disk(&[("meta", META_1)]);
    let (mut other, _) = open(own);
    other.save_draft(&draft("d")).expect("saved");
    other.save_interview(&interview("a")).expect("saved");
    let copy = export_json(&other, now());
    let steps: [(&str, &str, Step); 10] = [
        ("a draft is answered", DRAFT, |store, _| {
            drop(store.save_draft(&draft("d")));
        }),
        ("a result is edited", RESULT, |store, _| {
            drop(store.save_interview(&interview("a")));
        }),
        ("the draft is finished", DRAFT, |store, _| {
            drop(store.finish(&interview("d")));
        }),
        ("nothing is to be kept any more", DRAFT, |store, _| {
            store.set_keep(false, Some(&key(DRAFT)));
        }),
        (
            "nothing is to be kept, and then again",
            DRAFT,
            |store, _| {
                store.set_keep(false, Some(&key(DRAFT)));
                drop(store.save_draft(&draft("d")));
                store.set_keep(true, Some(&key(DRAFT)));
            },
        ),
        ("a choice is made", "prefs", |store, _| {
            store.save_prefs(&Prefs {
                theme: Theme::Dark,
                ..Prefs::default()
            });
        }),
        (
            "nothing is to be kept, says the choice",
            "prefs",
            |store, _| {
                store.set_keep(false, None);
            },
        ),
        ("a copy is imported", RESULT, |store, copy| {
            drop(Import::parse(copy, &|_| None).expect("a copy").apply(store));
        }),
        (
            "a copy is imported, and taken back",
            RESULT,
            |store, copy| {
                drop(Import::parse(copy, &|_| None).expect("a copy").apply(store));
                store.undo_import();
            },
        ),
        ("a record that waits is written", RESULT, |store, _| {
            drop(store.save_interview(&interview("b")));
            store.refresh(None);
        }),
    ];
    let mut lost = Vec::new();
    for (what, damaged, step) in steps {
        let port = MemoryStore::new();
        let (mut store, _) = open(port.clone());
        store.save_draft(&draft("d")).expect("saved");
        store.save_interview(&interview("a")).expect("saved");
        store.save_prefs(&Prefs::default());
        // Another tab has put the same record aside before.
        let aside = format!("bad:0:{damaged}");
        port.set(&full_key(&aside), "{\"earlier").expect("set");
        port.set(&full_key(damaged), "{\"dam").expect("set");
        step(&mut store, &copy);
        let left = port.snapshot();
        for text in ["{\"dam", "{\"earlier"] {
            if !left.values().any(|left| left == text) {
                lost.push(format!("{what}: {text} of {:?}", left.keys()));
            }
        }
    }
    assert_eq!(lost, Vec::<String>::new());
}

#[test]
fn a_draft_outlives_the_damage_of_its_result() {
    let text = encode_draft(&draft("a"), "");
    let port = disk(&[
        ("meta", META_1),
        (RESULT, "{\"v\":1"),
        ("how-it-went:draft:a", &text),
    ]);
    let (_, loaded) = open(port);
    assert_eq!((loaded.drafts.len(), loaded.quarantined.len()), (1, 1));
}

#[test]
fn a_damaged_word_on_the_version_is_put_aside_and_written_again() {
    let text = encode_interview(&interview("a"), "");
    let port = disk(&[("meta", "{\"schema\":\"one"), (RESULT, &text)]);
    let (store, loaded) = open(port.clone());
    assert_eq!(
        (names(&loaded), loaded.state),
        (vec!["a"], StorageState::Ready)
    );
    assert_eq!(
        store.quarantined_texts().values().collect::<Vec<_>>(),
        ["{\"schema\":\"one"]
    );
    assert_eq!(port.snapshot()[&full_key("meta")], META_1);
}

#[test]
fn a_record_under_another_ones_key_is_not_believed() {
    let text = encode_interview(&interview("b"), "");
    let (_, loaded) = open(disk(&[("meta", META_1), (RESULT, &text)]));
    assert_eq!((loaded.interviews.len(), loaded.quarantined.len()), (0, 1));
}

// Versions.

fn old_disk() -> MemoryStore {
    disk(&[
        ("meta", r#"{"build":"old","min_writer":0,"schema":0}"#),
        (RESULT, kept::OLD_RESULT),
        ("how-it-went:result:b", kept::OLD_RESULT),
        ("how-it-went:draft:d", kept::OLD_DRAFT),
    ])
}

#[test]
fn an_old_store_is_migrated() {
    let port = old_disk();
    let (_, loaded) = open_old(port.clone());
    assert_eq!((names(&loaded), loaded.drafts.len()), (vec!["a", "b"], 1));
    assert_eq!(loaded.interviews[0].details.value.company, "Acme");
    let values = port.snapshot();
    assert_eq!(values[&full_key("meta")], META_1);
    assert!(
        values.keys().all(|key| !key.contains(":bak:")),
        "{values:?}"
    );
    assert_eq!(
        values
            .values()
            .filter(|text| text.contains("\"v\":1"))
            .count(),
        3
    );
    assert_eq!(open_old(port.clone()).1, loaded);
    assert_eq!(
        port.snapshot(),
        values,
        "the second time there is nothing left to do"
    );
}

#[test]
fn a_migration_that_is_cut_off_anywhere_loses_nothing_and_is_completed() {
    let counter = FaultyStore::new(old_disk());
    open_old(counter.clone());
    let changes = counter.changes();
    assert!(
        changes >= 10,
        "three copies, writes and removals, and the version: {changes}"
    );
    let whole = old_disk();
    open_old(whole.clone());
    for cut in 0..changes {
        let inner = old_disk();
        let port = FaultyStore::new(inner.clone());
        port.crash_after(cut);
        open_old(port);
        let left: String = inner.snapshot().into_values().collect();
        assert!(
            left.matches("Acme").count() >= 2,
            "cut off after {cut} changes: {left}"
        );
        let (_, loaded) = open_old(inner.clone());
        assert_eq!(
            (loaded.interviews.len(), loaded.drafts.len()),
            (2, 1),
            "after {cut}"
        );
        assert_eq!(
            inner.snapshot(),
            whole.snapshot(),
            "completed after {cut} changes"
        );
    }
}

#[test]
fn a_copy_of_a_lost_record_brings_it_back() {
    for now_there in [None, Some("{\"v\":1,\"torn")] {
        let bak = format!("bak:0:{}", full_key(RESULT));
        let port = disk(&[("meta", META_1), (&bak, kept::OLD_RESULT)]);
        if let Some(text) = now_there {
            port.set(&full_key(RESULT), text).expect("set");
        }
        let (_, loaded) = open_old(port.clone());
        assert_eq!(names(&loaded), ["a"]);
        assert!(port.snapshot().keys().all(|key| !key.contains(":bak:")));
    }
}

#[test]
fn a_copy_that_cannot_be_read_replaces_nothing() {
    let bak = format!("bak:0:{}", full_key(RESULT));
    let port = disk(&[("meta", META_1), (&bak, "{\"torn"), (RESULT, "{\"damaged")]);
    let (_, loaded) = open(port.clone());
    assert_eq!((loaded.interviews.len(), loaded.quarantined.len()), (0, 1));
    let kept: Vec<_> = port.snapshot().into_values().collect();
    assert!(kept.contains(&"{\"torn".to_owned()) && kept.contains(&"{\"damaged".to_owned()));
}

#[test]
fn a_full_disk_does_not_keep_an_old_store_from_being_shown() {
    for quota in [700, 800, 900, 1_000] {
        let inner = old_disk();
        let port = FaultyStore::new(inner.clone());
        port.limit_to(Some(quota));
        let (_, loaded) = open_old(port);
        assert_eq!(
            (names(&loaded), loaded.state),
            (vec!["a", "b"], StorageState::Full),
            "{quota}"
        );
        let values = inner.snapshot();
        assert!(
            values[&full_key("meta")].contains("\"schema\":0"),
            "not all is migrated"
        );
        assert_eq!(
            values.values().filter(|text| text.contains("Acme")).count(),
            2
        );
        assert_eq!(
            open_old(inner).1.state,
            StorageState::Ready,
            "done when there is room"
        );
    }
}

#[test]
fn a_newer_store_is_only_read() {
    let text = encode_interview(&interview("a"), "");
    let meta = r#"{"build":"x","min_writer":2,"schema":2}"#;
    let port = disk(&[
        ("meta", meta),
        (RESULT, &text),
        ("how-it-went:result:b", "{}"),
    ]);
    let before = port.snapshot();
    let (mut store, loaded) = open(port.clone());
    assert_eq!(
        (names(&loaded), loaded.state),
        (vec!["a"], StorageState::ReadOnlyNewer)
    );
    store.save_interview(&interview("c")).expect("in memory");
    store.save_draft(&draft("d")).expect("in memory");
    store.save_prefs(&Prefs::default());
    assert_eq!(
        store.delete(&key(RESULT), stamp(1, 1)),
        Err(SaveError::Newer)
    );
    assert_eq!(store.snapshot().in_memory, 2);
    assert_eq!(port.snapshot(), before);
    let export = export_json(&store, now());
    for part in [
        "\"schema\":2",
        "result:c",
        "set_aside",
        "bad:0:how-it-went:result:b",
    ] {
        assert!(export.contains(part), "{part}");
    }
}

#[test]
fn records_of_a_newer_version_without_a_word_on_the_version_are_only_read() {
    let newer = encode_interview(&interview("a"), "").replace("\"v\":1", "\"v\":2");
    let port = disk(&[(RESULT, &newer)]);
    let before = port.snapshot();
    let (mut store, loaded) = open(port.clone());
    assert_eq!(
        (names(&loaded), loaded.state),
        (vec!["a"], StorageState::ReadOnlyNewer)
    );
    store.save_interview(&interview("c")).expect("in memory");
    assert_eq!(port.snapshot(), before);
}

#[test]
fn a_newer_version_in_another_tab_ends_the_writing_in_this_one() {
    let port = MemoryStore::new();
    let (mut store, _) = open(port.clone());
    store.save_interview(&interview("a")).expect("saved");
    port.set(
        &full_key("meta"),
        r#"{"build":"x","min_writer":2,"schema":2}"#,
    )
    .expect("set");
    let before = port.snapshot();
    store.save_interview(&interview("b")).expect("in memory");
    assert_eq!(store.state(), StorageState::ReadOnlyNewer);
    assert_eq!(port.snapshot(), before);
}

#[test]
fn a_single_record_of_a_newer_version_is_shown_where_it_can_be_and_never_changed() {
    let newer = encode_interview(&interview("a"), "").replace("\"v\":1", "\"v\":2");
    let port = disk(&[
        ("meta", META_1),
        (RESULT, &newer),
        ("how-it-went:result:z", "{\"v\":9}"),
    ]);
    let before = port.snapshot();
    let (mut store, loaded) = open(port.clone());
    assert_eq!(
        (names(&loaded), &loaded.read_only),
        (vec!["a"], &vec![id("a")])
    );
    assert_eq!((loaded.not_shown, loaded.state), (1, StorageState::Ready));
    assert_eq!(store.save_interview(&interview("a")), Err(SaveError::Newer));
    assert_eq!(
        store.delete(&key(RESULT), stamp(1, 1)),
        Err(SaveError::Newer)
    );
    assert_eq!(port.snapshot(), before);
}

// Room.

#[test]
fn a_full_disk_keeps_the_old_and_holds_the_new_in_memory() {
    let inner = MemoryStore::new();
    let port = FaultyStore::new(inner.clone());
    let (mut store, _) = open(port.clone());
    store.save_interview(&interview("a")).expect("saved");
    let before = inner.snapshot();
    port.limit_to(Some(0));
    let mut edited = interview("a");
    edited
        .notes
        .set("More words than fit.".to_owned(), now(), 1);
    store.save_interview(&edited).expect("in memory");
    store.save_interview(&interview("b")).expect("in memory");
    assert_eq!(
        (store.state(), store.snapshot().in_memory),
        (StorageState::Full, 2)
    );
    assert_eq!(inner.snapshot(), before, "the old value is whole");
    assert!(export_json(&store, now()).contains("More words than fit."));
    // Room is made elsewhere; the next write brings the rest along.
    port.limit_to(None);
    store.save_interview(&interview("c")).expect("saved");
    assert_eq!(
        (store.state(), store.snapshot().in_memory),
        (StorageState::Ready, 0)
    );
    assert_eq!(open(inner).1.interviews.len(), 3);
}

#[test]
fn deleting_makes_room_for_what_waits() {
    let inner = MemoryStore::new();
    let port = FaultyStore::new(inner.clone());
    let (mut store, _) = open(port.clone());
    store.save_interview(&interview("a")).expect("saved");
    port.limit_to(Some(store.usage().expect("usage").ours + 500));
    store.save_interview(&interview("b")).expect("in memory");
    assert_eq!(store.state(), StorageState::Full);
    store.delete(&key(RESULT), stamp(1, 1)).expect("deleted");
    assert_eq!(
        (store.state(), store.snapshot().in_memory),
        (StorageState::Ready, 0)
    );
    assert_eq!(names(&open(inner).1), ["b"]);
}

#[test]
fn a_result_takes_its_drafts_room_when_there_is_no_other() {
    let with_room = |extra: u32| {
        let inner = MemoryStore::new();
        let port = FaultyStore::new(inner.clone());
        let (mut store, _) = open(port.clone());
        store
            .save_draft(&Draft {
                answers: sheet(),
                ..draft("a")
            })
            .expect("saved");
        port.limit_to(Some(store.usage().expect("usage").ours + extra));
        store.finish(&interview("a")).expect("saved, or in memory");
        (inner, store)
    };
    let (inner, store) = with_room(1_100);
    assert_eq!(store.state(), StorageState::Ready);
    let (_, loaded) = open(inner);
    assert_eq!((names(&loaded), loaded.drafts.len()), (vec!["a"], 0));
    let (inner, store) = with_room(0);
    assert_eq!(
        (store.state(), names(&store.snapshot())),
        (StorageState::Full, vec!["a"])
    );
    let (_, loaded) = open(inner);
    assert_eq!(
        (loaded.interviews.len(), loaded.drafts.len()),
        (0, 1),
        "the draft is still there"
    );
}

#[test]
fn a_draft_becomes_its_result_wherever_the_machine_stops() {
    for cut in 0..4 {
        let inner = MemoryStore::new();
        let (mut store, _) = open(inner.clone());
        store.save_draft(&draft("a")).expect("saved");
        let port = FaultyStore::new(inner.clone());
        let (mut store, _) = open(port.clone());
        port.crash_after(cut);
        store.finish(&interview("a")).expect("saved, or in memory");
        let (_, loaded) = open(inner);
        assert_eq!(
            loaded.interviews.len() + loaded.drafts.len(),
            1,
            "after {cut} changes"
        );
    }
}

// Blocked, and "do not keep anything".

#[test]
fn a_blocked_store_lets_everything_go_on_in_memory() {
    let port = FaultyStore::new(MemoryStore::new());
    port.block(true);
    let (mut store, loaded) = open(port);
    assert_eq!(loaded.state, StorageState::Blocked);
    store.save_draft(&draft("a")).expect("in memory");
    store.finish(&interview("a")).expect("in memory");
    let loaded = store.snapshot();
    assert_eq!(
        (names(&loaded), loaded.drafts.len(), loaded.in_memory),
        (vec!["a"], 0, 1)
    );
    assert!(export_json(&store, now()).contains("result:a"));
    assert_eq!(store.usage(), Err(StorageError::Blocked));
    assert_eq!(store.refresh(None), None);
    store.delete(&key(RESULT), stamp(1, 1)).expect("deleted");
    store.undo_delete(&key(RESULT)).expect("undone");
    assert_eq!(names(&store.snapshot()), ["a"]);
}

#[test]
fn a_store_that_was_blocked_and_is_free_again_keeps_what_is_in_memory_beside_what_was_there() {
    let port = FaultyStore::new(MemoryStore::new());
    let (mut before, _) = open(port.clone());
    before.save_interview(&interview("a")).expect("saved");
    before.save_draft(&draft("d")).expect("saved");
    before.save_prefs(&Prefs {
        number_keys: false,
        ..Prefs::default()
    });
    port.block(true);
    let (mut store, loaded) = open(port.clone());
    assert_eq!(
        (loaded.state, names(&loaded)),
        (StorageState::Blocked, vec![])
    );
    store.save_interview(&interview("b")).expect("in memory");
    let mut answered = draft("d");
    answered
        .answers
        .set("late", Answer::Option("on_time".to_owned()));
    answered.note_answered("late", now());
    store.save_draft(&answered).expect("in memory");
    store.save_prefs(&Prefs {
        theme: Theme::Dark,
        ..Prefs::default()
    });
    assert_eq!(store.refresh(None), None, "still blocked");
    port.block(false);
    store.refresh(None).expect("opened");
    for loaded in [store.snapshot(), open(port).1] {
        assert_eq!((loaded.state, loaded.in_memory), (StorageState::Ready, 0));
        assert_eq!(names(&loaded), ["a", "b"]);
        assert_eq!(loaded.drafts[0].answers.option("late"), Some("on_time"));
        assert_eq!(
            (loaded.prefs.theme, loaded.prefs.number_keys),
            (Theme::Dark, false)
        );
    }
}

#[test]
fn a_store_that_is_free_again_takes_nothing_where_nothing_is_to_be_kept() {
    let port = FaultyStore::new(MemoryStore::new());
    port.block(true);
    let (mut store, _) = open(port.clone());
    store.set_keep(false, None);
    store.save_interview(&interview("b")).expect("in memory");
    port.block(false);
    let loaded = store.refresh(None).expect("opened");
    assert_eq!(
        (loaded.state, loaded.in_memory),
        (StorageState::Temporary, 1)
    );
    assert_eq!(open(port).1.interviews.len(), 0);
}

#[test]
fn a_store_that_is_blocked_half_way_keeps_what_was_read() {
    let port = FaultyStore::new(MemoryStore::new());
    let (mut store, _) = open(port.clone());
    store.save_interview(&interview("a")).expect("saved");
    port.block(true);
    store.save_interview(&interview("b")).expect("in memory");
    assert_eq!(
        (store.state(), names(&store.snapshot())),
        (StorageState::Blocked, vec!["a", "b"])
    );
    let blocked = Err(SaveError::Device(StorageError::Blocked));
    assert_eq!(store.delete(&key(RESULT), stamp(1, 1)), blocked);
    assert_eq!(
        names(&store.snapshot()),
        ["a", "b"],
        "what cannot be deleted is still shown"
    );
}

#[test]
fn nothing_is_kept_when_nothing_is_to_be_kept() {
    let port = MemoryStore::new();
    let (mut store, _) = open(port.clone());
    store.save_interview(&interview("a")).expect("saved");
    store.save_draft(&draft("d")).expect("saved");
    store.set_keep(false, Some(&key("how-it-went:draft:d")));
    assert_eq!(store.state(), StorageState::Temporary);
    let kept: Vec<_> = port.snapshot().into_keys().collect();
    assert_eq!(
        kept,
        [RESULT, "meta", "prefs"].map(full_key),
        "earlier results stay"
    );
    store.save_draft(&draft("d")).expect("in memory");
    store.finish(&interview("d")).expect("in memory");
    store.save_prefs(&Prefs {
        theme: Theme::Dark,
        ..Prefs::default()
    });
    assert_eq!(port.snapshot().into_keys().collect::<Vec<_>>(), kept);
    assert!(!port.snapshot()[&full_key("prefs")].contains("dark"));
    assert_eq!(names(&store.snapshot()), ["a", "d"]);
    // The next visit keeps to it, and shows what had been kept before.
    let (mut store, loaded) = open(port.clone());
    assert_eq!(
        (loaded.state, names(&loaded)),
        (StorageState::Temporary, vec!["a"])
    );
    store.save_interview(&interview("e")).expect("in memory");
    store.set_keep(true, None);
    assert_eq!(
        (store.state(), store.snapshot().in_memory),
        (StorageState::Ready, 0)
    );
    assert_eq!(names(&open(port).1), ["a", "e"]);
}

#[test]
fn an_earlier_result_can_be_deleted_for_good_while_nothing_is_kept() {
    let port = MemoryStore::new();
    let (mut store, _) = open(port.clone());
    store.save_interview(&interview("a")).expect("saved");
    store.set_keep(false, None);
    store.delete(&key(RESULT), stamp(1, 1)).expect("deleted");
    assert!(!port.snapshot().contains_key(&full_key(RESULT)));
    store.undo_delete(&key(RESULT)).expect("undone");
    assert!(
        port.snapshot().contains_key(&full_key(RESULT)),
        "it was on the device, and is again"
    );
}

// Deleting.

#[test]
fn a_deleted_result_can_be_brought_back_whole() {
    let port = MemoryStore::new();
    let (mut store, _) = open(port.clone());
    store.save_interview(&full_interview("a")).expect("saved");
    let before = port.snapshot();
    store.delete(&key(RESULT), stamp(1, 1)).expect("deleted");
    assert!(store.snapshot().interviews.is_empty());
    assert!(
        port.snapshot()
            .contains_key(&full_key("how-it-went:gone:a"))
    );
    assert!(!port.snapshot().contains_key(&full_key(RESULT)));
    assert_eq!(
        store.save_interview(&interview("a")),
        Err(SaveError::Deleted)
    );
    store.undo_delete(&key(RESULT)).expect("undone");
    let mut after = port.snapshot();
    let mark = after.remove(&full_key("how-it-went:gone:a"));
    assert_eq!(after, before);
    assert!(
        mark.is_some_and(|mark| mark.contains("\"back\":true")),
        "so that no file from in between deletes it again"
    );
    store.save_interview(&interview("a")).expect("saved");
    assert_eq!(names(&open(port.clone()).1), ["a"]);
    assert_eq!(
        store.undo_delete(&key(RESULT)),
        Err(SaveError::NoSuchRecord)
    );
    let unknown = key("how-it-went:result:x");
    assert_eq!(
        store.delete(&unknown, stamp(1, 1)),
        Err(SaveError::NoSuchRecord)
    );
}

#[test]
fn what_another_tab_wrote_on_a_result_after_bringing_it_back_stays_when_this_one_does_so_too() {
    let port = MemoryStore::new();
    let (mut store, _) = open(port.clone());
    store.save_interview(&interview("a")).expect("saved");
    let copy = export_json(&store, now());
    store.delete(&key(RESULT), stamp(1, 1)).expect("deleted");
    let (mut other, _) = open(port.clone());
    let import = Import::parse(&copy, &|_| None).expect("a copy");
    let marks = BTreeSet::from([key("how-it-went:gone:a")]);
    import
        .apply_bringing_back(&mut other, &marks)
        .expect("brought back");
    let mut edited = interview("a");
    edited.notes.set("They called.".to_owned(), now(), 1);
    other.save_interview(&edited).expect("saved");
    store.undo_delete(&key(RESULT)).expect("undone");
    for kept in [store.snapshot(), open(port).1] {
        assert_eq!(kept.interviews[0].notes.value, "They called.");
    }
}

#[test]
fn another_tab_does_not_bring_a_deleted_result_back() {
    let port = MemoryStore::new();
    let (mut here, _) = open(port.clone());
    here.save_interview(&interview("a")).expect("saved");
    let (mut there, loaded) = open(port.clone());
    here.delete(&key(RESULT), stamp(1, 1)).expect("deleted");
    let mut edited = Interview::clone(&loaded.interviews[0]);
    edited.notes.set("Hm.".to_owned(), now(), 1);
    assert_eq!(there.save_interview(&edited), Err(SaveError::Deleted));
    // Even when a program wrote it back, it is removed when the store is next opened.
    port.set(&full_key(RESULT), &encode_interview(&edited, ""))
        .expect("set");
    assert!(open(port.clone()).1.interviews.is_empty());
    assert!(!port.snapshot().contains_key(&full_key(RESULT)));
}

#[test]
fn everything_means_everything() {
    let port = disk(&[
        ("bak:0:x", "{}"),
        ("bad:1:x", "{}"),
        ("how-it-went:gone:x", "{}"),
        ("later:thing", "{}"),
    ]);
    let (mut store, _) = open(port.clone());
    store.save_interview(&interview("a")).expect("saved");
    store.save_prefs(&Prefs {
        theme: Theme::Dark,
        ..Prefs::default()
    });
    store.delete_everything().expect("deleted");
    assert_eq!(port.snapshot(), BTreeMap::new());
    assert_eq!(store.snapshot(), open(MemoryStore::new()).1);
    store
        .save_interview(&interview("b"))
        .expect("a new beginning");
    assert_eq!(names(&open(port).1), ["b"]);
}

// Two tabs.

#[test]
fn two_tabs_edit_one_result_and_lose_nothing() {
    let port = MemoryStore::new();
    let (mut here, _) = open(port.clone());
    here.save_interview(&interview("a")).expect("saved");
    let (mut there, _) = open(port.clone());
    let mut noted = interview("a");
    noted.notes.set("From here.".to_owned(), now(), 1);
    here.save_interview(&noted).expect("saved");
    let mut ticked = interview("a");
    let done = ActionState {
        done_at: Some(now()),
    };
    ticked
        .actions
        .insert("R01".to_owned(), Part::new(done, stamp(1, 1)));
    let merged = there.save_interview(&ticked).expect("saved");
    assert_eq!(
        (merged.notes.value.as_str(), merged.actions.len()),
        ("From here.", 1)
    );
    let loaded = here
        .refresh(Some(&full_key(RESULT)))
        .expect("something new");
    assert_eq!(loaded.interviews[0], merged);
    assert_eq!(here.refresh(None), None, "and now nothing new");
}

#[test]
fn two_tabs_on_one_draft_lose_no_answer() {
    let port = MemoryStore::new();
    let (mut here, _) = open(port.clone());
    here.save_draft(&draft("d")).expect("saved");
    let (mut there, _) = open(port.clone());
    let answer = |draft: &mut Draft, question: &str, option: &str, at: i64| {
        draft
            .answers
            .set(question, Answer::Option(option.to_owned()));
        draft.answered_at.insert(question.to_owned(), at);
    };
    let (mut mine, mut theirs) = (draft("d"), draft("d"));
    answer(&mut mine, "lean", "some", 20);
    here.save_draft(&mine).expect("saved");
    answer(&mut theirs, "click", "easy", 21);
    answer(&mut theirs, "gut", "good", 22);
    theirs.changed_at = now().plus_hours(1);
    theirs.position = Some(id("coach"));
    there.save_draft(&theirs).expect("saved");
    let loaded = here.refresh(None).expect("something new");
    let merged = &loaded.drafts[0];
    assert_eq!(
        merged.answers.iter().map(|(q, _)| q).collect::<Vec<_>>(),
        ["click", "gut", "lean"]
    );
    assert_eq!(merged.answers.option("gut"), Some("good"));
    assert_eq!(merged.position, Some(id("coach")));
    // An answer that is taken back stays taken back.
    mine = Draft::clone(merged);
    mine.answers.remove("gut");
    mine.answered_at.insert("gut".to_owned(), 30);
    let saved = here.save_draft(&mine).expect("saved");
    assert_eq!(saved.answers.get("gut"), None);
}

#[test]
fn what_another_tab_did_is_seen() {
    let port = MemoryStore::new();
    let (mut here, _) = open(port.clone());
    let (mut there, _) = open(port);
    there.save_interview(&interview("a")).expect("saved");
    there.save_interview(&interview("b")).expect("saved");
    assert_eq!(names(&here.refresh(None).expect("new")), ["a", "b"]);
    there.delete(&key(RESULT), stamp(1, 1)).expect("deleted");
    assert_eq!(
        names(&here.refresh(Some(&full_key(RESULT))).expect("new")),
        ["b"]
    );
    assert_eq!(here.refresh(Some("theirs")), None);
    there.undo_delete(&key(RESULT)).expect("undone");
    assert_eq!(names(&here.refresh(None).expect("new")), ["a", "b"]);
    there.save_prefs(&Prefs {
        theme: Theme::Dark,
        ..Prefs::default()
    });
    let loaded = here.refresh(Some(&full_key("prefs"))).expect("new");
    assert_eq!(loaded.prefs.theme, Theme::Dark);
    there.delete_everything().expect("deleted");
    assert!(here.refresh(None).expect("new").interviews.is_empty());
}

#[test]
fn what_would_not_be_read_back_is_not_saved() {
    let port = MemoryStore::new();
    let (mut store, _) = open(port.clone());
    store.save_interview(&interview("a")).expect("saved");
    let before = port.snapshot();
    let mut long = interview("a");
    long.notes.set("x".repeat(5_001), now(), 1);
    let problem = Problem {
        field: "notes.value".to_owned(),
        what: ProblemKind::LongerThan(5_000),
    };
    assert_eq!(
        store.save_interview(&long),
        Err(SaveError::Refused(vec![problem]))
    );
    assert!(matches!(
        store.save_item(&item("i", ItemValue::Unread)),
        Err(SaveError::Refused(_))
    ));
    assert_eq!(port.snapshot(), before);
}

#[test]
fn a_clock_from_before_1970_costs_no_answer() {
    let (mut store, _) = open(MemoryStore::new());
    let early = Moment::new(-1, 0).expect("a moment");
    let mut draft = Draft {
        started_at: early,
        changed_at: early,
        ..draft("d")
    };
    draft.answered_at.insert("gut".to_owned(), -1);
    draft
        .situation
        .set(full_interview("a").situation.value, early, 1);
    assert!(store.save_draft(&draft).is_ok());
}

// Anything at all.

fn no_worse(before: &BTreeMap<String, String>, port: &MemoryStore, loaded: &Loaded) -> bool {
    let kept: Vec<_> = port.snapshot().into_values().collect();
    let found = |text: &String| kept.contains(text);
    loaded
        .quarantined
        .iter()
        .all(|aside| before.get(&full_key(&aside.key)).is_none_or(found))
}

const ANY_KEY: &str = "how-it-went:(result|draft|gone|item:x):[a-b]|meta|prefs|bad:1:x\
    |bak:0:interview-hindsight:how-it-went:result:a";
const ANY_TEXT: &str =
    "\\PC{0,40}|\\{\"v\":[0-2](,\"(id|first|at|tag|when)\":(1|\"a\"|\\{\\}))*\\}";

proptest! {
    #[test]
    fn no_text_on_the_device_brings_the_store_down_or_is_lost(
        texts in prop::collection::vec((ANY_KEY, ANY_TEXT), 0..6),
    ) {
        let port: MemoryStore =
            texts.iter().map(|(key, text)| (full_key(key), text.clone())).collect();
        let before = port.snapshot();
        let (mut store, loaded) = open(port.clone());
        prop_assert!(no_worse(&before, &port, &loaded));
        store.save_interview(&interview("new")).expect("saved, or in memory");
        prop_assert!(export_json(&store, now()).contains("result:new"));
        prop_assert!(no_worse(&before, &port, &loaded));
    }
}
