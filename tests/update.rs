//! What follows from what happens: the pure update, row by row, and that no sequence of events loses an
//! answer.

// A test may end at the first thing that is not as it should be.
#![allow(clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use interview_hindsight::app::event::{
    DayField, Effect, Event, FileProblem, LabelField, Order, Target,
};
use interview_hindsight::app::flow;
use interview_hindsight::app::reading::{self, Reading};
use interview_hindsight::app::route::Route;
use interview_hindsight::app::state::{Erase, Import, LabelProblem, Notice, Site, State};
use interview_hindsight::domain::answers::{Answer, Answers};
use interview_hindsight::domain::history::{Details, Draft, Format, Id, Interview, Outcome};
use interview_hindsight::domain::quiz::Quiz;
use interview_hindsight::domain::time::{Date, Moment};
use interview_hindsight::wire::export::{ImportError, MAX_FILE_BYTES};
use interview_hindsight::wire::quiz_document;
use interview_hindsight::wire::store::{SaveError, Store};
use proptest::prelude::*;

mod driver;

use driver::{Device, Program};

/// A program that shows the result of the given answers.
fn finished(answers: &[(&str, &str)]) -> (Program, Id) {
    let mut program = Program::new();
    for (question, option) in answers {
        program.answer(question, option);
    }
    let id = program.finish_draft("");
    (program, id)
}

/// A device on which these drafts are kept.
fn with_drafts(drafts: &[Rc<Draft>]) -> Device {
    let device = Device::new();
    let mut store = Store::new(Box::new(device.kept.clone()), "test");
    store.open(at(0));
    for draft in drafts {
        store.save_draft(draft).expect("it is kept");
    }
    device
}

/// So many seconds after three o'clock on a Tuesday.
fn at(seconds: u32) -> Moment {
    let start = Moment::parse_rfc3339("2026-03-10T15:00:00+01:00").expect("a moment");
    Moment::new(start.unix_ms() + i64::from(seconds) * 1000, 60).expect("a moment")
}

fn ticks(options: &[&str]) -> Answer {
    let options = options.iter().map(|option| (*option).to_owned());
    Answer::Options(options.collect::<BTreeSet<_>>())
}

#[test]
fn the_first_answer_begins_a_draft_and_every_answer_is_kept_at_once() {
    let mut program = Program::new();
    program.answer("gut", "awful");
    assert_eq!(program.draft_answer("gut"), Some("awful"));
    let kept = |program: &Program| {
        let kept = |effect: &&Effect| matches!(effect, Effect::KeepDraft(_));
        program.effects.iter().filter(kept).count()
    };
    assert_eq!((kept(&program), program.effects.len()), (1, 2));
    program.answer("gut", "ok");
    assert_eq!(program.draft_answer("gut"), Some("ok"));
    assert_eq!((kept(&program), program.effects.len()), (1, 1));
}

#[test]
fn continue_leads_through_the_whole_quiz_and_a_skipped_question_is_no_error() {
    let mut program = Program::new();
    let mut seen = vec![program.state.route.fragment()];
    while program.state.route != Route::Check {
        program.send(Event::Continued);
        seen.push(program.state.route.fragment());
        assert!(seen.len() < 40, "{seen:?}");
    }
    assert_eq!(
        seen.join(" "),
        "#/ #/question/lean #/question/distracted #/question/click #/question/coach \
         #/question/hard #/question/exact #/question/stuck #/question/examples #/question/late \
         #/question/nerves #/question/ideal #/question/next #/question/practical #/check"
    );
}

/// The bar above a question: the same for everybody, whatever branches their answers lead to.
#[test]
fn the_bar_goes_on_with_each_page_of_a_stage_and_tells_nothing_of_the_answers() {
    let quiz = Program::new().state.quiz.clone();
    let share = |id: &str| flow::share_of_stage(&quiz, &Route::Question(id.to_owned()));
    let mut before: Option<(String, usize)> = None;
    for question in flow::with_a_page(&quiz) {
        let share = share(&question.id);
        assert!((1..100).contains(&share), "{}: {share}", question.id);
        let again = flow::share_of_stage(&quiz, &Route::Change(question.id.clone()));
        assert_eq!(share, again, "{}", question.id);
        if let Some((stage, last)) = before.filter(|(stage, _)| *stage == question.stage) {
            assert!(share > last, "{stage}: {} stands still", question.id);
        }
        before = Some((question.stage.clone(), share));
    }
}

#[test]
fn a_page_of_the_way_is_shown_only_while_its_interview_is_in_progress() {
    for address in ["#/question/lean", "#/check", "#/check/lean"] {
        let mut program = Program::new();
        program.go(address);
        program.stands_at("#/");
        assert!(program.effects.contains(&Effect::Replace(Route::Start)));
        program.answer("gut", "ok").go(address);
        program.stands_at(address);
    }
}

#[test]
fn a_change_from_the_list_of_answers_leads_back_to_it() {
    let mut program = Program::new();
    program.answer("coach", "no").go("#/check/coach");
    program.answer("coach", "end").send(Event::Continued);
    program.stands_at("#/check");
}

#[test]
fn a_new_interview_begins_at_its_first_question_and_nothing_is_kept_of_it_yet() {
    let mut program = Program::new();
    program.answer("gut", "awful");
    program.send(Event::StartedAnew);
    program.stands_at("#/question/gut");
    assert_eq!(program.draft_answer("gut"), None);
    assert_eq!(program.state.other_drafts.len(), 1);
    let keeps = |effect: &Effect| matches!(effect, Effect::KeepDraft(_) | Effect::KeepPlace(_));
    assert!(!program.effects.iter().any(keeps));
}

#[test]
fn a_new_interview_is_not_lost_when_another_tab_keeps_something() {
    let mut program = Program::new();
    program.send(Event::StartedAnew);
    let mut other = Program::on(&program.device, "#/");
    other.answer("gut", "ok");
    program.hear();
    program.stands_at("#/question/gut");
    assert!(program.state.draft.is_some());
}

#[test]
fn the_place_that_continue_leads_to_is_kept_when_its_page_is_drawn_and_before_its_address() {
    let mut program = Program::new();
    program.answer("gut", "ok");
    program.go("#/question/lean").answer("lean", "some");
    program.send(Event::Continued);
    let [Effect::KeepPlace(draft), Effect::Navigate(route)] = &program.effects[..] else {
        panic!("{:?}", program.effects)
    };
    assert_eq!(draft.position.as_ref().map(Id::as_str), Some("distracted"));
    assert_eq!(draft.answers.option("lean"), Some("some"));
    assert_eq!(route.fragment(), "#/question/distracted");
}

#[test]
fn a_branch_appears_and_vanishes_with_its_answer_and_what_was_said_there_is_kept() {
    let mut program = Program::new();
    program.answer("gut", "ok");
    program.go("#/question/coach").answer("coach", "end");
    program.send(Event::Continued);
    program.stands_at("#/question/coach_about");
    program.answer("coach_about", "elsewhere");
    program.go("#/question/coach").answer("coach", "no");
    program.send(Event::Continued).stands_at("#/question/hard");
    assert_eq!(program.draft_answer("coach_about"), Some("elsewhere"));
    program.go("#/question/coach").answer("coach", "large");
    program.send(Event::Continued);
    program.stands_at("#/question/coach_about");
}

#[test]
fn the_gut_can_be_corrected_until_the_first_sign_is_answered() {
    let mut program = Program::new();
    program.answer("gut", "awful").answer("gut", "good");
    program.answer("lean", "some").answer("gut", "great");
    program.send(Event::AnswerChosen {
        question: "gut10".into(),
        answer: Answer::Number(9),
    });
    program.send(Event::AnswerCleared {
        question: "gut".into(),
    });
    let draft = program.state.draft.clone().expect("a draft");
    assert_eq!(draft.answers.get("gut10"), None);
    assert_eq!(draft.answers.option("gut"), Some("good"));
}

#[test]
fn an_answer_that_the_quiz_does_not_have_changes_nothing() {
    let mut program = Program::new();
    for (question, answer) in [
        ("nothing", Answer::Option("some".into())),
        ("lean", Answer::Option("sideways".into())),
        ("lean", Answer::Number(3)),
        ("gut10", Answer::Number(11)),
        ("sent", ticks(&["flowers"])),
        ("coach_notes", Answer::Text("x".repeat(100_000))),
    ] {
        program.send(Event::AnswerChosen {
            question: question.into(),
            answer,
        });
        let nothing = program.state.draft.is_none() && program.effects.is_empty();
        assert!(nothing, "{question}");
    }
}

#[test]
fn what_is_said_about_the_interview_after_its_result_is_kept_with_it() {
    let (mut program, id) = finished(&[("gut", "awful"), ("lean", "some")]);
    let details = Details {
        format: Some(Format::Phone),
        company: "x".repeat(10_000),
        ..Details::default()
    };
    program.send(Event::InterviewDetailed {
        interview: id.clone(),
        details,
    });
    let interview = Rc::clone(&program.state.interviews[&id]);
    let details = &interview.details.value;
    assert_eq!(details.format, Some(Format::Phone));
    assert_eq!(details.company.len(), Details::MAX_CHARS);
    assert_eq!(
        interview.answers.option("lean"),
        Some("some"),
        "no answer is filled in"
    );
    assert!(program.effects.contains(&Effect::KeepInterview(interview)));
}

#[test]
fn a_result_takes_the_drafts_id_so_that_two_tabs_make_one_result() {
    let (program, id) = finished(&[("gut", "awful"), ("lean", "some")]);
    let interview = Rc::clone(&program.state.interviews[&id]);
    assert_eq!(id.as_str(), "id2", "the first answer's");
    assert!(program.state.draft.is_none());
    assert!(program.effects.contains(&Effect::Finish(interview)));
    assert!(
        program
            .effects
            .contains(&Effect::Navigate(Route::Result(id)))
    );
}

#[test]
fn a_correction_keeps_the_first_answers_and_stops_at_the_outcome() {
    let (mut program, id) = finished(&[("gut", "awful"), ("coach", "end")]);
    let correct = |question: &str, option: &str| Event::AnswerCorrected {
        interview: id.clone(),
        question: question.into(),
        answer: Answer::Option(option.into()),
    };
    let kept = |program: &Program| {
        let interview = &program.state.interviews[&id];
        let now = interview.current_answers();
        let said = |answers: &Answers, question| answers.option(question).map(str::to_owned);
        [
            said(&interview.answers, "coach"),
            said(now, "coach"),
            said(now, "gut"),
        ]
    };
    program.send(correct("coach", "tip"));
    program.send(correct("gut", "great"));
    let expected = ["end", "tip", "awful"].map(|option| Some(option.to_owned()));
    assert_eq!(kept(&program), expected);
    program.send(Event::OutcomeRecorded {
        interview: id.clone(),
        outcome: Some(Outcome::Offer),
    });
    program.send(correct("coach", "no"));
    assert_eq!(kept(&program), expected);
}

#[test]
fn what_was_sent_excludes_what_it_excludes_and_notes_when() {
    let (mut program, id) = finished(&[("gut", "awful")]);
    let mut check = |ticked: &[&str], kept: &str, asked: bool, refused: bool| {
        program.send(Event::SituationAnswered {
            interview: id.clone(),
            question: "sent".into(),
            answer: ticks(ticked),
        });
        let situation = &program.state.interviews[&id].situation.value;
        let Some(Answer::Options(now)) = situation.answers.get("sent") else {
            panic!("ticks are kept")
        };
        let now: Vec<&str> = now.iter().map(String::as_str).collect();
        let times = (situation.asked_at.is_some(), situation.refused_at.is_some());
        assert_eq!((now.join(" ").as_str(), times), (kept, (asked, refused)));
    };
    check(&["nothing"], "nothing", false, false);
    check(&["nothing", "thanks"], "thanks", false, false);
    check(&["thanks", "asked"], "asked thanks", true, false);
    check(
        &["thanks", "asked", "refused"],
        "asked refused thanks",
        true,
        true,
    );
    check(
        &["asked", "nothing", "refused", "thanks"],
        "nothing",
        false,
        false,
    );
}

#[test]
fn an_action_is_ticked_and_unticked_and_an_unknown_one_is_not() {
    let (mut program, id) = finished(&[("gut", "awful")]);
    let tick = |rule: &str, done| Event::ActionTicked {
        interview: id.clone(),
        rule: rule.into(),
        done,
    };
    let done = |program: &Program| {
        let actions = program.state.interviews[&id].actions.values();
        let done: Vec<bool> = actions.map(|one| one.value.done_at.is_some()).collect();
        done
    };
    program.send(tick("R01", true)).send(tick("R99", true));
    assert_eq!(done(&program), [true]);
    program.send(tick("R01", false));
    assert_eq!(done(&program), [false]);
}

#[test]
fn a_label_is_kept_as_it_is_typed_and_a_wrong_field_costs_no_other() {
    let (mut program, id) = finished(&[("gut", "awful")]);
    program.go(&format!("#/history/{id}"));
    let typed = |field, value: &str| Event::LabelEdited {
        field,
        value: value.into(),
    };
    let problem = |program: &Program, field| program.state.label.as_ref()?.problem(field);
    let details = |program: &Program| program.state.interviews[&id].details.value.clone();
    program.send(typed(LabelField::Company, "Acme "));
    assert_eq!(details(&program).company, "Acme");
    // The space before the next word stays in the field.
    let company = program
        .state
        .label
        .as_ref()
        .map(|form| form.company.as_str());
    assert_eq!(company, Some("Acme "));
    program.send(typed(LabelField::Interviewers, "99"));
    // Nothing is said of it while somebody is at it.
    assert_eq!(problem(&program, LabelField::Interviewers), None);
    program.send(Event::LabelLeft);
    program.send(typed(LabelField::Date, "soon"));
    assert_eq!(problem(&program, LabelField::Date), None);
    program.send(typed(LabelField::Role, "Baker"));
    let of_two = [LabelField::Date, LabelField::Interviewers].map(|field| problem(&program, field));
    let expected = [LabelProblem::NotADate, LabelProblem::NotANumber];
    assert_eq!(of_two, expected.map(Some));
    let kept = details(&program);
    assert_eq!((kept.role.as_str(), kept.interviewers), ("Baker", None));
    assert_eq!(kept.interview_at, None);
    program.send(typed(LabelField::Date, "2026-03-09"));
    program.send(typed(LabelField::Interviewers, "2"));
    program.send(Event::LabelLeft);
    let kept = details(&program);
    let day = kept.interview_at.map(|at| at.date().to_string());
    assert_eq!(
        (day.as_deref(), kept.interviewers),
        (Some("2026-03-09"), Some(2))
    );
    assert_eq!(problem(&program, LabelField::Date), None);
}

#[test]
fn the_years_that_a_day_passes_while_it_is_typed_cost_nothing() {
    let (mut program, id) = finished(&[("gut", "awful")]);
    program.go(&format!("#/history/{id}"));
    let day = |program: &Program| {
        let at = program.state.interviews[&id].details.value.interview_at;
        at.map(|at| at.date().to_string()).unwrap_or_default()
    };
    for (typed, kept) in [
        ("2026-03-02", "2026-03-02"),
        ("0002-03-09", ""),
        ("0202-03-09", ""),
        ("2026-03-09", "2026-03-09"),
    ] {
        program.send(Event::LabelEdited {
            field: LabelField::Date,
            value: typed.into(),
        });
        assert_eq!(day(&program), kept, "{typed}");
    }
}

#[test]
fn a_label_that_is_left_by_back_a_link_or_a_reload_is_kept() {
    let typed = |field, value: &str| Event::LabelEdited {
        field,
        value: value.into(),
    };
    let check = |leave: &dyn Fn(&mut Program, &Id)| {
        let (mut program, id) = finished(&[("gut", "awful")]);
        program.go(&format!("#/history/{id}"));
        program.send(typed(LabelField::Company, "Acme"));
        // What cannot be read leaves its own part alone as it was.
        program.send(typed(LabelField::Interviewers, "99"));
        leave(&mut program, &id);
        let details = &program.state.interviews[&id].details.value;
        assert_eq!(
            (details.company.as_str(), details.interviewers),
            ("Acme", None)
        );
        let kept = Program::on(&program.device, "#/");
        assert_eq!(kept.state.interviews[&id].details.value.company, "Acme");
    };
    check(&|program, _| {
        program.go("#/history");
    });
    check(&|program, _| {
        program.send(Event::Went(Route::Start));
    });
    check(&|program, id| {
        program.reload_at(&format!("#/history/{id}"));
    });
}

#[test]
fn a_deleted_result_can_be_brought_back_until_the_page_is_left() {
    let (mut program, id) = finished(&[("gut", "awful")]);
    let before = program.state.interviews.clone();
    program.go("#/history").send(Event::Deleted(id.clone()));
    assert!(program.state.interviews.is_empty());
    assert_eq!(program.state.focus.1, Some(Target::UndoRow));
    program.send(Event::DeleteUndone(id.clone()));
    assert_eq!(program.state.interviews, before);
    program.send(Event::Deleted(id.clone()));
    program.go("#/").send(Event::DeleteUndone(id));
    assert!(program.state.interviews.is_empty());
}

#[test]
fn the_label_of_a_result_is_there_when_its_page_is_loaded_anew() {
    let (mut before, id) = finished(&[("gut", "awful")]);
    before.go(&format!("#/history/{id}"));
    before.send(Event::LabelEdited {
        field: LabelField::Company,
        value: "Acme".into(),
    });
    let mut other = Program::on(&before.device, "#/");
    let mut program = before;
    program.reload_at(&format!("#/history/{id}"));
    let company = |program: &Program| program.state.label.clone().map(|form| form.company);
    assert_eq!(company(&program).as_deref(), Some("Acme"));
    // What is being typed is not overwritten by news from another tab.
    program.send(Event::LabelEdited {
        field: LabelField::Company,
        value: "Acme Ltd".into(),
    });
    other.send(Event::NotesEdited {
        interview: id,
        notes: "From another tab".into(),
    });
    program.hear();
    assert_eq!(company(&program).as_deref(), Some("Acme Ltd"));
}

#[test]
fn a_long_history_is_shown_piece_by_piece_and_another_order_begins_anew() {
    let (mut program, _) = finished(&[("gut", "awful")]);
    let more = |program: &Program| {
        let history = &program.state.history;
        (history.more_results, history.more_rows)
    };
    program.go("#/history");
    program.send(Event::HistoryExtended { table: false });
    assert_eq!(program.state.focus.1, Some(Target::MoreResults));
    program.send(Event::HistoryExtended { table: true });
    assert_eq!(program.state.focus.1, Some(Target::MoreRows));
    assert_eq!(more(&program), (1, 1));
    program.send(Event::HistorySorted(Order::Oldest));
    assert_eq!(more(&program), (0, 0));
}

#[test]
fn the_room_left_in_a_text_is_said_near_its_end_and_in_steps() {
    let (mut program, id) = finished(&[("gut", "awful")]);
    let most = Interview::MAX_NOTE_CHARS;
    let mut said = Vec::new();
    for length in [
        1,
        most - 101,
        most - 100,
        most - 99,
        most - 75,
        most - 76,
        most - 1,
        most,
    ] {
        let before = program.state.notice.clone();
        program.send(Event::NotesEdited {
            interview: id.clone(),
            notes: "x".repeat(length),
        });
        let now = program.state.notice.clone();
        match &now {
            Some((_, Notice::Left(left))) if now != before => said.push(*left),
            _ => {}
        }
    }
    assert_eq!(said, [100, 75, 1, 0]);
}

#[test]
fn everything_is_deleted_only_after_the_second_button() {
    let (mut program, _) = finished(&[("gut", "awful")]);
    program.go("#/your-data").send(Event::EraseAgreed);
    program.send(Event::EraseAsked).send(Event::EraseCancelled);
    program.send(Event::EraseAgreed);
    assert_eq!(program.state.interviews.len(), 1);
    program.send(Event::EraseAsked);
    program.state.import = Import::Undone;
    program.send(Event::EraseAgreed);
    // What was said of a file is of no use to what is left.
    assert_eq!(program.state.import, Import::Idle);
    assert!(program.state.interviews.is_empty());
    assert_eq!(program.state.erase, Erase::Done);
    assert!(program.effects.contains(&Effect::EraseEverything));
}

#[test]
fn what_was_refused_is_said_and_stays_on_the_screen() {
    let (mut program, id) = finished(&[("gut", "awful")]);
    program.send(Event::SaveRefused(SaveError::Newer));
    assert_eq!(program.state.keeping.refused, Some(SaveError::Newer));
    assert!(program.state.interviews.contains_key(&id));
}

#[test]
fn a_copy_that_the_browser_does_not_save_is_said_until_one_is_saved_or_the_page_is_left() {
    let (mut program, _) = finished(&[("gut", "awful")]);
    program.go("#/your-data").send(Event::ExportFailed);
    assert!(program.state.export_failed);
    program.send(Event::Exported);
    assert!(!program.state.export_failed);
    program.send(Event::ExportFailed).go("#/");
    assert!(!program.state.export_failed);
}

#[test]
fn a_browser_that_cannot_print_says_so_until_the_page_is_left() {
    let mut program = Program::new();
    program.go("#/card").send(Event::PrintFailed);
    assert!(program.state.print_failed);
    program.go("#/");
    assert!(!program.state.print_failed);
}

#[test]
fn a_new_build_takes_over_only_when_the_person_asks_for_it() {
    let mut program = Program::new();
    assert!(!program.state.new_version);
    program.send(Event::NewVersionFound);
    assert!(program.state.new_version);
    assert_eq!(program.effects, []);
    program.go("#/history");
    assert!(program.state.new_version, "it is offered until it is taken");
    program.send(Event::NewVersionAgreed);
    assert_eq!(program.effects, [Effect::TakeNewVersion]);
}

#[test]
fn a_refused_file_takes_nothing() {
    let (mut program, _) = finished(&[("gut", "awful")]);
    let before = program.state.interviews.clone();
    program.picked = Some("x".repeat(MAX_FILE_BYTES + 1));
    program.go("#/your-data").send(Event::ImportPicked);
    let refused = Import::Refused(FileProblem::Refused(ImportError::TooLarge));
    assert_eq!(program.state.import, refused);
    program.send(Event::ImportAgreed);
    assert_eq!(program.effects, []);
    assert_eq!(program.state.interviews, before);
}

#[test]
fn a_reload_stands_where_it_was_with_the_draft_of_its_own_tab() {
    let draft_with = |option: &str| {
        let mut program = Program::new();
        program.answer("gut", option);
        program.state.draft.clone().expect("a draft")
    };
    let own = draft_with("ok");
    let mut newer = (*draft_with("great")).clone();
    newer.id = Id::new("other").expect("an id");
    newer.changed_at = at(500);
    let device = with_drafts(&[Rc::new(newer), Rc::clone(&own)]);
    let address = "#/question/distracted";
    let program = Program::on_draft(&device, address, &own.id);
    assert_eq!(program.draft_answer("gut"), Some("ok"));
    program.stands_at(address);
    // In a new tab none of them is in progress: the start leads to all of them.
    let program = Program::on(&device, address);
    program.stands_at("#/");
    assert_eq!(program.state.other_drafts.len(), 2);
    // At the start none is opened unasked.
    let program = Program::on(&device, "#/");
    assert_eq!(
        (program.state.draft, program.state.other_drafts.len()),
        (None, 2)
    );
}

#[test]
fn a_promised_day_goes_with_the_result() {
    let day = Date::new(2026, 3, 20);
    let mut program = Program::new();
    program.answer("next", "process");
    program.send(Event::DayTyped {
        field: DayField::Promised,
        text: "2026-03-20".into(),
    });
    program.send(Event::ResultAsked);
    let interview = program.state.interviews.values().next();
    let promised = interview.map(|interview| interview.situation.value.promised_on);
    assert_eq!(promised, Some(day));
}

/// A version that came before the built-in one: the same, but that leaning in is worth a point less.
fn older_quiz() -> Rc<Quiz> {
    let text = quiz_document::built_in("interview", quiz_document::CURRENT_VERSION);
    let text = text.expect("the built-in quiz is here");
    let [most, less] = [2, 1].map(|points| format!("{{\"id\": \"most\", \"points\": {points}}}"));
    assert!(
        text.contains(&most),
        "the points are where this test knows them"
    );
    let text = text.replacen("\"1.0.0\"", "\"0.9.0\"", 1);
    let quiz = quiz_document::parse(&text.replacen(&most, &less, 1));
    Rc::new(quiz.expect("the older version can be read"))
}

/// A result that was made with [`older_quiz`] before an update, in the store of a program that starts anew
/// on this screen.
fn after_an_update(screen: &str) -> (Program, Interview) {
    let mut before = Program::with_quiz(&Device::new(), "#/", &older_quiz());
    let id = before.finish("gut=awful lean=most");
    let interview = before.interview(&id).clone();
    assert_eq!(interview.quiz.version.as_str(), "0.9.0");
    let address = screen.replace("ID", id.as_str());
    let older = [("interview".to_owned(), "0.9.0".to_owned())];
    let site = Site {
        earlier_versions: older.into(),
        ..Site::default()
    };
    (Program::on_site(&before.device, &address, site), interview)
}

#[test]
fn a_version_that_the_site_does_not_have_is_never_asked_for() {
    let mut before = Program::with_quiz(&Device::new(), "#/", &older_quiz());
    before.finish("gut=awful lean=most");
    let mut program = Program::on(&before.device, "#/history");
    assert_eq!(program.effects, []);
    assert_eq!(program.go("#/reading").effects, []);
}

#[test]
fn an_old_result_is_explained_by_the_version_that_it_was_made_with() {
    let (mut program, interview) = after_an_update("#/result/ID");
    let made_with = interview.quiz.clone();
    assert_eq!(program.effects, [Effect::FetchQuiz(made_with.clone())]);
    assert!(program.state.is_quiz_awaited(&made_with));
    program.send(Event::QuizFetched {
        made_with,
        quiz: Some(older_quiz()),
    });
    let reading = reading::read(&program.state, &interview).expect("it can be explained");
    assert!(reading.as_stored, "{:?}", reading.score);
    assert_eq!(reading.quiz.version(), "0.9.0");
    assert_eq!(program.state.focus.1, Some(Target::Heading));
    // What is corrected afterwards is scored by the same version.
    program.send(Event::AnswerCorrected {
        interview: interview.id.clone(),
        question: "lean".into(),
        answer: Answer::Option("some".into()),
    });
    let corrected = Rc::clone(&program.state.interviews[&interview.id]);
    let now = reading::read(&program.state, &corrected).expect("it can be explained");
    let points = |reading: &Reading| reading.score.total.quarters();
    assert_eq!(points(&reading) - points(&now), 4, "in quarter-points");
}

#[test]
fn a_version_is_asked_for_once_by_the_screens_that_show_it_and_again_when_it_did_not_come() {
    let asks = |program: &Program| {
        let is_ask = |effect: &&Effect| matches!(effect, Effect::FetchQuiz(_));
        program.effects.iter().filter(is_ask).count()
    };
    let (mut program, interview) = after_an_update("#/your-data");
    assert_eq!(asks(&program), 0, "nothing of it is shown");
    assert_eq!(asks(program.go("#/history")), 1);
    let past = format!("#/history/{}", interview.id);
    assert_eq!(asks(program.go(&past)), 0, "it is on its way");
    program.send(Event::QuizFetched {
        made_with: interview.quiz.clone(),
        quiz: None,
    });
    assert!(reading::read(&program.state, &interview).is_none());
    program.send(Event::NotesEdited {
        interview: interview.id.clone(),
        notes: "a note".into(),
    });
    assert_eq!(asks(&program), 0);
    assert_eq!(asks(program.go("#/history")), 1, "it may come now");
    // Another version in its place is none.
    let current = quiz_document::current().expect("the built-in quiz can be read");
    program.send(Event::QuizFetched {
        made_with: interview.quiz.clone(),
        quiz: Some(Rc::new(current)),
    });
    assert!(reading::read(&program.state, &interview).is_none());
}

#[test]
fn a_draft_from_before_an_update_makes_a_result_of_the_version_that_scores_it() {
    let mut before = Program::with_quiz(&Device::new(), "#/", &older_quiz());
    before.answer("gut", "awful").answer("lean", "most");
    let draft = before.state.draft.clone().expect("a draft");
    let mut program = Program::on_draft(&before.device, "#/check", &draft.id);
    program.send(Event::ResultAsked);
    let interview = program.state.interviews.values().next().expect("a result");
    assert_eq!(interview.quiz.version.as_str(), "1.0.0");
    let reading = reading::read(&program.state, interview).expect("it can be explained");
    assert!(reading.as_stored);
}

/// Any event that a person could cause, on questions and options that there are, and on some that there
/// are not.
fn events() -> impl Strategy<Value = Event> {
    let questions = [
        "gut",
        "lean",
        "coach",
        "coach_about",
        "hard",
        "stuck",
        "next",
        "off_reason",
        "nothing",
    ];
    let options = [
        "awful", "most", "no", "end", "here", "very", "weak", "set", "ill", "unsure", "nonsense",
    ];
    let answers = (
        prop::sample::select(questions.to_vec()).prop_map(str::to_owned),
        {
            let option = prop::sample::select(options.to_vec());
            option.prop_map(|option| Answer::Option(option.to_owned()))
        },
    );
    let answers = answers.boxed();
    let ids = (0..60u32).prop_map(|number| Id::new(&format!("id{number}")).expect("an id"));
    let ids = ids.boxed();
    let of = |ids: &BoxedStrategy<Id>| (ids.clone(), answers.clone());
    let address = "#/(question/[a-z_]{1,9}|about|check|history|history/id[0-9]{1,2}|[a-z]{0,5})";
    prop_oneof![
        8 => answers.clone().prop_map(|(question, answer)| Event::AnswerChosen { question, answer }),
        4 => Just(Event::Continued),
        2 => Just(Event::ResultAsked),
        1 => Just(Event::StartedAnew),
        1 => ids.clone().prop_map(Event::DraftResumed),
        1 => ids.clone().prop_map(Event::Deleted),
        1 => ids.clone().prop_map(Event::DeleteUndone),
        1 => Just(Event::ImportAgreed),
        1 => Just(Event::EraseAsked),
        1 => Just(Event::SaveRefused(SaveError::Newer)),
        2 => of(&ids).prop_map(|(interview, (question, answer))| {
            Event::AnswerCorrected { interview, question, answer }
        }),
        2 => of(&ids).prop_map(|(interview, (question, answer))| {
            Event::SituationAnswered { interview, question, answer }
        }),
        1 => ids.clone().prop_map(|interview| Event::OutcomeRecorded {
            interview,
            outcome: Some(Outcome::No),
        }),
        1 => ids.prop_map(Event::NothingHeard),
        2 => address.prop_map(|address| Event::AddressChanged(Route::parse(&address))),
    ]
}

/// Every answer given so far, wherever it stands now.
fn all_answers(state: &State) -> BTreeMap<Id, BTreeMap<String, Answer>> {
    let copy = |answers: &Answers| {
        let copies = answers.iter();
        copies
            .map(|(id, answer)| (id.to_owned(), answer.clone()))
            .collect::<BTreeMap<_, _>>()
    };
    let drafts = state.draft.iter().chain(&state.other_drafts);
    // One in which nothing was said is not kept.
    let drafts = drafts.filter(|draft| !draft.is_untouched());
    let drafts = drafts.map(|draft| (draft.id.clone(), copy(&draft.answers)));
    let results = state.deleted.iter().chain(state.interviews.values());
    let results = results.map(|interview| (interview.id.clone(), copy(&interview.answers)));
    drafts.chain(results).collect()
}

proptest! {
    #[test]
    fn no_sequence_of_events_panics_or_loses_an_answer(
        events in prop::collection::vec(events(), 0..60),
    ) {
        let mut program = Program::new();
        for event in events {
            let answers = matches!(event, Event::AnswerChosen { .. });
            let deleted = !program.state.deleted.is_empty();
            let before = all_answers(&program.state);
            program.send(event);
            let after = all_answers(&program.state);
            for (id, answered) in before {
                let Some(now) = after.get(&id) else {
                    // What a person deleted goes when its page is left; nothing else ever does.
                    prop_assert!(deleted, "{id} is gone");
                    continue;
                };
                for (question, answer) in answered {
                    let kept = now.get(&question);
                    let changed_by_hand = answers && kept.is_some();
                    prop_assert!(
                        kept == Some(&answer) || changed_by_hand,
                        "{question} of {id} was {answer:?}, is {kept:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn each_quiz_has_a_history_of_its_own() {
    let (program, _) = finished(&[("lean", "most")]);
    let own = program.state.interviews.values().next().expect("a result");
    let mut other = Interview::clone(own);
    other.id = Id::new("other").expect("an id");
    other.quiz.id = Id::new("phone-screen").expect("an id");
    let device = program.device.clone();
    let mut store = Store::new(Box::new(device.kept.clone()), "test");
    store.open(at(0));
    store.save_interview(&other).expect("it is kept");
    let loaded = |quiz: &Id| {
        let built_in = quiz_document::current().expect("the built-in quiz can be read");
        let draft = built_in.draft().clone();
        let quiz = Quiz::new(interview_hindsight::domain::quiz::QuizDraft {
            id: quiz.as_str().to_owned(),
            ..draft
        });
        let quiz = quiz.expect("another name changes nothing");
        let program = Program::with_quiz(&device, "#/", &Rc::new(quiz));
        let results: Vec<Id> = program.state.interviews.keys().cloned().collect();
        (results, Vec::clone(&program.state.others))
    };
    for (quiz, result, elsewhere) in [
        (&own.quiz.id, &own.id, &other.quiz.id),
        (&other.quiz.id, &other.id, &own.quiz.id),
    ] {
        let expected = (vec![result.clone()], vec![(elsewhere.clone(), 1)]);
        assert_eq!(loaded(quiz), expected);
    }
}
