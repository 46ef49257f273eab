//! Two tabs of one person on one store, a store that fails, and a clock that is set back: row by row what a person would
//! say of it.

// A test may end at the first thing that is not as it should be.
#![allow(clippy::expect_used, clippy::panic)]

mod driver;

use driver::{Device, Program};
use interview_hindsight::app::event::{DayField, Event, FileProblem, LabelField};
use interview_hindsight::app::route::Route;
use interview_hindsight::app::state::{Erase, Import};
use interview_hindsight::domain::answers::Answer;
use interview_hindsight::domain::history::{Details, Id, Outcome};
use interview_hindsight::domain::time::Date;
use interview_hindsight::wire::export::{DeletedHere, DeletedKind};
use interview_hindsight::wire::port::KeyValue;
use interview_hindsight::wire::record::Theme;
use interview_hindsight::wire::store::{SaveError, StorageState};

const HOUR: i64 = 3_600_000;

const META: &str = "interview-hindsight:meta";

/// A tab on which an interview is in progress, and another one on the same interview.
fn two_on_one_draft() -> (Program, Program) {
    let mut one = Program::new();
    one.answer("gut", "ok").answer("lean", "some");
    one.go("#/check");
    let id = one.state.draft.as_ref().expect("a draft").id.clone();
    let other = Program::on_draft(&one.device, "#/check", &id);
    (one, other)
}

/// A tab with a result, and another one beside it.
fn two_with_a_result() -> (Program, Program, Id) {
    let mut one = Program::new();
    let id = one.finish("gut=ok lean=some");
    let other = Program::on(&one.device, "#/history");
    (one, other, id)
}

fn note(interview: &Id, notes: &str) -> Event {
    Event::NotesEdited {
        interview: interview.clone(),
        notes: notes.into(),
    }
}

fn outcome(interview: &Id, outcome: Outcome) -> Event {
    Event::OutcomeRecorded {
        interview: interview.clone(),
        outcome: Some(outcome),
    }
}

fn recorded(program: &Program, interview: &Id) -> Option<Outcome> {
    let outcome = program.interview(interview).outcome.value.as_ref();
    outcome.map(|recorded| recorded.outcome)
}

#[test]
fn an_answer_that_i_took_back_stays_away() {
    let clear = |question: &str| Event::AnswerCleared {
        question: question.into(),
    };
    // In the same moment, as a script or a very fast hand does it; and after the clock was set back.
    for set_back in [0, -HOUR] {
        let device = Device::new().stepping(0);
        let mut program = Program::on(&device, "#/");
        program.answer("gut", "ok").answer("lean", "some");
        program.note("coach_notes", "Bring numbers.");
        device.pass(set_back);
        program.send(clear("lean")).send(clear("coach_notes"));
        let left = |program: &Program| program.state.draft_answers().len();
        assert_eq!(left(&program), 1, "on the screen, {set_back}");
        program.reload();
        assert_eq!(left(&program), 1, "after a reload, {set_back}");
    }
}

#[test]
fn after_my_phone_set_its_clock_back_i_can_still_change_answers_and_type() {
    let mut program = Program::new();
    program.answer("gut", "ok").answer("lean", "some");
    program.note("coach_notes", "Bring");
    program.device.pass(-HOUR);
    program
        .answer("lean", "most")
        .note("coach_notes", "Bring numbers.");
    program.send(Event::DayTyped {
        field: DayField::Promised,
        text: "2026-03-20".into(),
    });
    let check = |program: &Program| {
        let draft = program.state.draft.as_ref().expect("a draft");
        assert_eq!(draft.answers.option("lean"), Some("most"));
        let typed = Answer::Text("Bring numbers.".into());
        assert_eq!(draft.answers.get("coach_notes"), Some(&typed));
        assert_eq!(draft.situation.value.promised_on, Date::new(2026, 3, 20));
    };
    check(&program);
    // The place as well: it goes with the latest change.
    program.go("#/question/lean").send(Event::Continued);
    let place = program.address().to_owned();
    check(program.reload());
    program.stands_at(&place);
    let id = program.state.draft.as_ref().expect("a draft").id.clone();
    program.go("#/").send(Event::DraftResumed(id));
    program.stands_at(&place);
}

#[test]
fn what_another_tab_recorded_is_still_there_when_there_is_room_again() {
    let (mut one, mut other, id) = two_with_a_result();
    // This tab cannot keep its note; the other one then records how it turned out.
    one.device.faults.limit_to(Some(0));
    one.send(note(&id, "Only in memory"));
    assert_eq!(one.state.keeping.state, StorageState::Full);
    one.device.faults.limit_to(None);
    other.send(outcome(&id, Outcome::Offer));
    let third = one.finish("gut=great");
    assert_eq!(one.state.keeping.in_memory, 0);
    for program in [one.reload(), other.hear()] {
        assert_eq!(recorded(program, &id), Some(Outcome::Offer));
        assert_eq!(program.interview(&id).notes.value, "Only in memory");
        assert!(program.state.interviews.contains_key(&third));
    }
}

#[test]
fn what_i_kept_in_memory_meets_what_the_other_tab_kept_when_i_keep_again() {
    let (mut one, mut other, id) = two_with_a_result();
    one.device.faults.limit_to(Some(0));
    other.send(note(&id, "Only in memory"));
    one.device.faults.limit_to(None);
    one.send(outcome(&id, Outcome::Offer));
    other.send(Event::KeepingChosen { keep: false });
    one.hear();
    other.send(Event::KeepingChosen { keep: true });
    other.reload();
    assert_eq!(recorded(&other, &id), Some(Outcome::Offer));
    assert_eq!(other.interview(&id).notes.value, "Only in memory");
}

#[test]
fn do_not_keep_anything_holds_in_my_other_tab() {
    for heard in [true, false] {
        let (mut one, mut other, id) = two_with_a_result();
        let kept = |program: &Program| program.device.kept.snapshot();
        one.send(Event::KeepingChosen { keep: false });
        if heard {
            other.hear();
            assert_eq!(other.state.keeping.state, StorageState::Temporary);
            assert!(!other.state.preferences.keep);
        }
        let before = kept(&one);
        other.send(note(&id, "A note"));
        assert_eq!(kept(&one), before, "nothing is written, heard: {heard}");
        assert_eq!(other.state.keeping.state, StorageState::Temporary);
        assert_eq!(other.interview(&id).notes.value, "A note");
        // Nor does a preference of the other tab say otherwise.
        other.send(Event::ThemeChosen(Theme::Dark));
        let next = Program::on(&one.device, "#/");
        assert_eq!(next.state.keeping.state, StorageState::Temporary);
        // Keeping again holds in both as well, and takes along what is in memory.
        one.send(Event::KeepingChosen { keep: true });
        other.hear();
        assert_eq!(other.state.keeping.in_memory, 0);
        let next = Program::on(&one.device, "#/");
        assert_eq!(next.interview(&id).notes.value, "A note");
    }
}

/// On a shared computer, what is cleared is one's own visit.
#[test]
fn finish_and_clear_leaves_what_was_kept_before_and_nothing_of_mine() {
    let (mut one, _, id) = two_with_a_result();
    one.send(Event::KeepingChosen { keep: false });
    one.send(note(&id, "Not to be kept"));
    let before = one.device.kept.snapshot();
    let mine = one.finish("gut=awful lean=hardly");
    one.send(Event::VisitCleared);
    assert!(one.state.cleared);
    assert!(!one.state.is_lost_with_page());
    assert!(!one.state.interviews.contains_key(&mine));
    for program in [&one, &Program::on(&one.device, "#/")] {
        assert_eq!(program.interview(&id).notes.value, "");
        assert!(program.state.preferences.keep);
        assert_eq!(program.state.keeping.state, StorageState::Ready);
    }
    let results = |kept: &std::collections::BTreeMap<String, String>| {
        let results = kept.iter().filter(|(key, _)| key.contains(":result:"));
        results
            .map(|(key, text)| (key.clone(), text.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(results(&one.device.kept.snapshot()), results(&before));
}

#[test]
fn my_interview_goes_on_where_it_is_open_when_another_tab_keeps_nothing() {
    let (mut one, mut other) = two_on_one_draft();
    let answers = other.state.draft_answers();
    one.send(Event::KeepingChosen { keep: false });
    other.hear();
    assert_eq!(other.state.lost, None, "nobody has deleted it");
    assert_eq!(other.state.draft_answers(), answers);
    // What is said of it later is only in that tab, as the page says, until things are kept again.
    other.answer("stuck", "blank");
    assert_eq!(other.state.keeping.state, StorageState::Temporary);
    one.send(Event::KeepingChosen { keep: true });
    other.hear();
    let next = Program::on(&one.device, "#/");
    let kept = next.state.other_drafts.iter().chain(&next.state.draft);
    let kept: Vec<_> = kept
        .filter_map(|draft| draft.answers.option("stuck"))
        .collect();
    assert_eq!(kept, ["blank"]);
}

#[test]
fn what_i_set_up_in_one_tab_is_not_set_back_by_the_other() {
    let mut one = Program::new();
    let mut other = Program::on(&one.device, "#/");
    one.send(Event::ThemeChosen(Theme::Dark));
    other.send(Event::NumberKeysChosen { on: false });
    for program in [one.hear(), other.hear()] {
        let prefs = &program.state.preferences;
        assert_eq!((prefs.theme, prefs.number_keys), (Theme::Dark, false));
    }
}

#[test]
fn a_label_that_is_open_in_two_tabs_keeps_what_each_of_them_says() {
    let (mut one, mut other, id) = two_with_a_result();
    let address = format!("#/history/{id}");
    one.go(&address);
    other.go(&address);
    let fill = |program: &mut Program, field, value: &str| {
        program.send(Event::LabelEdited {
            field,
            value: value.into(),
        });
    };
    fill(&mut one, LabelField::Company, "Acme");
    fill(&mut one, LabelField::Interviewers, "2");
    fill(&mut other, LabelField::Role, "Baker");
    other.hear();
    fill(&mut other, LabelField::Round, "Second");
    for program in [one.hear(), other.hear()] {
        let label = &program.interview(&id).details.value;
        let expected = Details {
            company: "Acme".into(),
            role: "Baker".into(),
            round: "Second".into(),
            interviewers: Some(2),
            day_only: label.day_only,
            ..Details::default()
        };
        assert_eq!(*label, expected);
    }
}

#[test]
fn the_interview_on_my_screen_was_finished_in_another_tab_and_the_page_says_so() {
    let (mut one, mut other) = two_on_one_draft();
    one.send(Event::ResultAsked);
    let id = one.shown_result();
    other.hear();
    let lost = other.state.lost.clone().expect("the page says so");
    assert!(lost.is_finished);
    // Nothing is begun unasked.
    other.answer("coach", "no").send(Event::Continued);
    other.send(Event::ResultAsked);
    assert_eq!(other.state.draft, None);
    assert_eq!(other.state.interviews.len(), 1);
    other.send(Event::Went(Route::Result(id.clone())));
    assert_eq!(other.state.lost, None);
    // Its pages lead to its result from now on.
    other.back();
    other.stands_at(&format!("#/result/{id}"));
}

#[test]
fn the_interview_on_my_screen_was_thrown_away_in_another_tab_and_i_go_on_with_it() {
    for erase in [false, true] {
        let (mut one, mut other) = two_on_one_draft();
        let id = one.state.draft.as_ref().expect("a draft").id.clone();
        if erase {
            one.go("#/your-data").send(Event::EraseAsked);
            one.send(Event::EraseAgreed);
            assert_eq!(one.state.erase, Erase::Done);
            assert_eq!(one.state.lost, None, "the person did it here");
        } else {
            one.send(Event::DraftDiscarded(id.clone()));
            assert_eq!(one.state.lost, None, "the person did it here");
        }
        other.hear();
        assert!(!other.state.lost.as_ref().expect("said").is_finished);
        other.send(Event::LostDraftKept);
        other.stands_at("#/check");
        let draft = other.state.draft.clone().expect("it goes on");
        assert_ne!(draft.id, id, "what was deleted stays deleted");
        assert_eq!(other.reload().draft_answer("lean"), Some("some"));
        one.hear();
        assert_eq!(one.state.other_drafts.len(), 1);
    }
}

#[test]
fn a_press_that_comes_before_the_news_does_not_bring_back_what_was_deleted() {
    let (mut one, mut other) = two_on_one_draft();
    let id = one.state.draft.as_ref().expect("a draft").id.clone();
    one.send(Event::DraftDiscarded(id.clone()));
    other.answer("coach", "no");
    let lost = other.state.lost.as_ref().expect("the page says so");
    assert!(
        lost.draft.answers.option("coach").is_some(),
        "with the press"
    );
    let (mut one, mut other) = two_on_one_draft();
    one.send(Event::DraftDiscarded(id));
    other.send(Event::ResultAsked);
    other.stands_at("#/check");
    assert!(
        other.state.lost.is_some(),
        "and not a result that is not kept"
    );
    // The same with everything.
    let (mut one, mut other, id) = two_with_a_result();
    one.go("#/your-data").send(Event::EraseAsked);
    one.send(Event::EraseAgreed);
    other.send(note(&id, "too late"));
    assert_eq!(other.state.keeping.refused, Some(SaveError::Deleted));
    assert!(other.state.interviews.is_empty());
    assert!(one.device.kept.snapshot().is_empty());
}

#[test]
fn back_after_the_result_leads_to_the_result() {
    let mut program = Program::new();
    program.answer("gut", "ok").go("#/question/lean");
    program.answer("lean", "some").go("#/check");
    program.send(Event::ResultAsked);
    let result = format!("#/result/{}", program.shown_result());
    program.back();
    program.stands_at(&result);
    assert_eq!(program.state.draft, None, "no stray draft");
    // A reload of one of its pages leads there too.
    program.reload_at("#/check");
    program.stands_at(&result);
    // Another interview is not taken for it, and not made a result of.
    program.send(Event::StartedAnew).answer("gut", "awful");
    program.go(&result);
    program.back().send(Event::ResultAsked);
    let shown = program.shown_result();
    assert_eq!(
        program.interview(&shown).answers.option("gut"),
        Some("awful")
    );
    program.send(Event::ResultAsked);
    assert_eq!(program.state.interviews.len(), 2);
}

#[test]
fn everything_is_deleted_is_said_when_it_is_so() {
    let (mut one, mut other, id) = two_with_a_result();
    one.go("#/your-data").send(Event::EraseAsked);
    one.device.faults.block(true);
    one.send(Event::EraseAgreed);
    assert_eq!(one.state.erase, Erase::Failed);
    assert!(one.state.interviews.contains_key(&id), "it is still there");
    one.device.faults.block(false);
    one.send(Event::EraseAsked).send(Event::EraseAgreed);
    assert_eq!(one.state.erase, Erase::Done);
    assert!(one.state.interviews.is_empty());
    assert!(one.device.kept.snapshot().is_empty());
    assert!(other.hear().state.interviews.is_empty());
    // What another tab had in memory alone is a part of everything.
    let (mut one, mut other, id) = two_with_a_result();
    one.device.faults.limit_to(Some(0));
    other.send(note(&id, "Only in memory"));
    one.go("#/your-data").send(Event::EraseAsked);
    one.send(Event::EraseAgreed);
    one.device.faults.limit_to(None);
    other.hear().finish("gut=great");
    assert_eq!(other.state.interviews.len(), 1);
}

#[test]
fn an_import_that_failed_can_be_tried_again() {
    let mut from = Program::new();
    let id = from.finish("gut=ok");
    let mut to = Program::on(&Device::new().counting_from(500), "#/");
    to.picked = Some(from.export());
    to.go("#/your-data").send(Event::ImportPicked);
    to.device.faults.limit_to(Some(100));
    to.send(Event::ImportAgreed);
    assert!(to.state.keeping.refused.is_some());
    assert!(matches!(to.state.import, Import::Previewed(_)));
    to.device.faults.limit_to(None);
    to.send(Event::ImportAgreed);
    assert!(matches!(to.state.import, Import::Done(_)));
    assert!(to.reload().state.interviews.contains_key(&id));
    // Nothing to read is said as well.
    to.picked = None;
    to.send(Event::ImportPicked);
    assert_eq!(to.state.import, Import::Refused(FileProblem::Missing));
}

#[test]
fn the_last_change_was_not_kept_goes_away_when_a_later_one_is() {
    let (mut one, _, id) = two_with_a_result();
    one.send(Event::SaveRefused(SaveError::Newer));
    assert!(one.state.keeping.refused.is_some());
    one.send(note(&id, "kept"));
    assert_eq!(one.state.keeping.refused, None);
    // News from another tab says nothing of it.
    one.send(Event::SaveRefused(SaveError::Newer));
    Program::on(&one.device, "#/").finish("gut=great");
    one.hear();
    assert!(one.state.keeping.refused.is_some());
}

#[test]
fn a_newer_version_that_comes_in_the_middle_of_an_import_is_not_written_over() {
    let mut from = Program::new();
    let ids: Vec<Id> = (0..3).map(|_| from.finish("gut=ok")).collect();
    let mut to = Program::on(&Device::new().counting_from(500), "#/");
    to.finish("gut=great");
    to.picked = Some(from.export());
    to.go("#/your-data").send(Event::ImportPicked);
    let newer = r#"{"build":"next","min_writer":99,"schema":99}"#;
    // After the first of the three.
    to.device.after_changes(1, META, newer);
    to.send(Event::ImportAgreed);
    let kept = to.device.kept.snapshot();
    let is_kept = |id: &Id| kept.keys().any(|key| key.ends_with(id.as_str()));
    assert_eq!(ids.iter().filter(|id| is_kept(id)).count(), 1);
    assert_eq!(to.state.keeping.state, StorageState::ReadOnlyNewer);
    assert_eq!(to.state.keeping.refused, Some(SaveError::Newer));
    assert_eq!(to.device.kept.get(META), Ok(Some(newer.to_owned())));
    let before = to.device.kept.snapshot();
    to.finish("gut=awful");
    assert_eq!(to.device.kept.snapshot(), before);
}

#[test]
fn taking_an_import_back_leaves_what_another_tab_has_changed_since() {
    let mut from = Program::new();
    let id = from.finish("gut=ok");
    let mut to = Program::on(&Device::new().counting_from(500), "#/");
    to.picked = Some(from.export());
    to.go("#/your-data").send(Event::ImportPicked);
    to.send(Event::ImportAgreed);
    let mut other = Program::on(&to.device, "#/history");
    other.send(note(&id, "Mine"));
    to.send(Event::ImportUndone);
    assert_eq!(to.interview(&id).notes.value, "Mine");
    assert_eq!(other.hear().interview(&id).notes.value, "Mine");
}

#[test]
fn a_saved_copy_brings_back_what_i_deleted_since_when_i_say_so() {
    let mut program = Program::new();
    let (one, other) = (program.finish("gut=ok"), program.finish("gut=great"));
    program.go("#/").send(Event::StartedAnew);
    program.answer("gut", "awful");
    let draft = program.state.draft.clone().expect("a draft");
    program.picked = Some(program.export());
    program.send(Event::Deleted(one.clone()));
    program.send(Event::Deleted(other.clone()));
    program.send(Event::DraftDiscarded(draft.id.clone()));
    let preview = |program: &mut Program| {
        program.go("#/your-data").send(Event::ImportPicked);
        match &program.state.import {
            Import::Previewed(preview) => preview.deleted_here.clone(),
            elsewhere => panic!("no preview, but {elsewhere:?}"),
        }
    };
    // All three are named, and stay away unless somebody says otherwise.
    let named = preview(&mut program);
    assert_eq!(named.len(), 3);
    program.send(Event::ImportAgreed);
    assert!(program.state.interviews.is_empty());
    let is_one = |deleted: &&DeletedHere| match &deleted.what {
        DeletedKind::Result(interview) => interview.id == one,
        _ => false,
    };
    let mark = named.iter().find(is_one).expect("it is named").mark.clone();
    preview(&mut program);
    program.send(Event::DeletedTicked {
        mark: Some(mark),
        on: true,
    });
    program.send(Event::ImportAgreed);
    let shown = |program: &Program| program.state.interviews.keys().cloned().collect::<Vec<_>>();
    assert_eq!(shown(&program), vec![one.clone()]);
    assert_eq!(shown(program.reload()), vec![one.clone()]);
    // All of the rest at once.
    assert_eq!(preview(&mut program).len(), 2);
    program.send(Event::DeletedTicked {
        mark: None,
        on: true,
    });
    program.send(Event::ImportAgreed);
    assert_eq!(shown(program.reload()).len(), 2);
    assert_eq!(program.draft_answer("gut"), Some("awful"));
    assert!(
        preview(&mut program).is_empty(),
        "nothing is deleted any more"
    );
    // It is deleted anew like anything else.
    program.send(Event::Deleted(other));
    assert_eq!(shown(program.reload()), [one]);
}

/// A file of so many results, each of which names a version of the quiz that nobody ever made.
fn file_of(results: usize) -> String {
    let record = |n: usize| {
        format!(
            "\"interview:result:r{n:06}\":{{\"first\":{{\"answered_at\":{{}},\"answers\":{{\"gut\":\"ok\"}},\
             \"finished_at\":\"2026-03-10T15:00:00+01:00\",\"quiz\":{{\"id\":\"interview\",\"version\":\"9.9.{n}\"}},\
             \"started_at\":\"2026-03-10T14:00:00+01:00\"}},\"id\":\"r{n:06}\",\
             \"score\":{{\"band\":50,\"half_width\":80,\"total\":0,\"unsure\":20}},\"v\":1}}"
        )
    };
    let records: Vec<String> = (0..results).map(record).collect();
    format!(
        "{{\"build\":\"\",\"exported_at\":\"2026-03-10T15:00:00+01:00\",\"format\":\"interview-hindsight\",\
         \"records\":{{{}}},\"schema\":1}}",
        records.join(",")
    )
}

#[test]
fn a_large_file_says_how_far_it_is_and_when_i_cancel_nothing_has_changed() {
    let (mut program, _, id) = two_with_a_result();
    program.go("#/your-data");
    let before = (program.device.kept.snapshot(), program.state.clone());
    program.picked = Some(file_of(2_000));
    program.reads_steps = Some(3);
    program.send(Event::ImportPicked);
    let Import::Reading(Some(progress)) = program.state.import else {
        panic!("it is being read: {:?}", program.state.import);
    };
    assert_eq!(progress.of, 2_000);
    assert!((1..2_000).contains(&progress.done), "{progress:?}");
    program.send(Event::ImportDismissed);
    // What comes of it after all is of no use to anybody.
    program.send(Event::ImportRead(Ok(Default::default())));
    program.send(Event::ImportAgreed);
    assert_eq!(program.state.import, Import::Idle);
    assert_eq!(program.device.kept.snapshot(), before.0);
    assert_eq!(program.state.interviews, before.1.interviews);
    // The same when the page is left, and the next file is read as ever.
    program
        .send(Event::ImportPicked)
        .go("#/history")
        .go("#/your-data");
    assert_eq!(program.state.import, Import::Idle);
    program.reads_steps = None;
    program.send(Event::ImportPicked);
    program.send(Event::ImportAgreed);
    assert_eq!(program.state.interviews.len(), 2_001);
    program.send(Event::ImportUndone);
    assert_eq!(program.state.interviews.keys().collect::<Vec<_>>(), [&id]);
}
