//! Every screen, drawn natively from a state that real events led to: what must hold on each, and a gallery
//! in `target/gallery` to look at.

// Yew draws to text natively alone.
#![cfg(not(target_arch = "wasm32"))]
// A test that cannot be set up says so by ending.
#![allow(clippy::expect_used, clippy::panic)]

use std::rc::Rc;

use interview_hindsight::app::event::{
    DayField, Event, FileProblem, LabelField, LetterChange, Milestone, WhenChoice, Writing,
};
use interview_hindsight::app::route::Route;
use interview_hindsight::app::state::{Import, Notice, Practice, State};
use interview_hindsight::domain::answers::Answer;
use interview_hindsight::domain::friend_sheet::FriendTick;
use interview_hindsight::domain::history::{Details, Id, Outcome};
use interview_hindsight::domain::lesson::LessonKey;
use interview_hindsight::domain::practice::Mark;
use interview_hindsight::domain::prepared::AnswerPart;
use interview_hindsight::ui::app::{self, App, AppProps};
use interview_hindsight::ui::text::Text;
use interview_hindsight::ui::view::View;
use interview_hindsight::wire::export::{ImportError, Progress};
use interview_hindsight::wire::learning::ItemKind;
use interview_hindsight::wire::link;
use interview_hindsight::wire::locale::English;
use interview_hindsight::wire::quiz_text::{self, QuizText};
use interview_hindsight::wire::store::StorageState;
use interview_hindsight::wire::test_language;
use interview_hindsight::wire::text_catalogue::{self, TextCatalogue};
use yew::Callback;

#[path = "gallery/mod.rs"]
mod gallery;

mod driver;

use driver::{Device, Program, moment};

const TWO_HOURS: i64 = 2 * 3_600_000;

/// A program whose clock goes on two hours with each event.
fn program() -> Program {
    Program::on(&Device::new().stepping(TWO_HOURS), "#/")
}

impl Program {
    /// Answers a new interview to its end, with what was hard and what was said noted.
    fn finish_with_notes(&mut self, answers: &str) -> Id {
        self.go("#/").send(Event::StartedAnew);
        self.note("coach_notes", "Bring numbers. Speak more slowly.");
        self.note("hard_notes", "Why did you leave your last job?");
        self.finish_draft(answers)
    }

    fn write(&mut self, place: Writing, words: &str) -> &mut Self {
        let words = words.to_owned();
        self.send(Event::Written { place, words })
    }

    fn label(&mut self, id: &Id, fields: &[(LabelField, &str)]) {
        self.go(&format!("#/history/{id}"));
        for (field, value) in fields {
            self.send(Event::LabelEdited {
                field: *field,
                value: (*value).to_owned(),
            });
        }
        self.send(Event::LabelLeft);
    }
}

// Worked examples of the scoring model, by their names there.
const W1: &str = "gut=great lean=most distracted=no click=easy coach=no hard=easy exact=always stuck=no examples=most \
                  late=on_time nerves=hardly ideal=linked next=set practical=yes";
const W2: &str = "gut=awful lean=hardly distracted=whole click=cold coach=large coach_about=elsewhere hard=easy \
                  exact=drifted stuck=blank examples=hardly late=untold nerves=froze ideal=no next=hint practical=no";
const W3: &str = "gut=ok lean=unsure";
const W4: &str = "gut=awful lean=some distracted=once click=fine coach=no hard=very exact=mostly stuck=weak \
                  examples=some late=on_time nerves=lost ideal=no next=process practical=no";
const W5: &str = "gut=great lean=most distracted=no click=easy coach=end coach_about=elsewhere hard=easy exact=always \
                  stuck=no examples=most late=on_time nerves=hardly ideal=linked next=touch practical=no";

/// A screen, by the name of its page in the gallery.
type Screens = Vec<(&'static str, State)>;

fn screens() -> Screens {
    let mut screens = before_the_result();
    screens.extend(after_the_result());
    screens.extend(letters());
    screens.extend(learning());
    screens.extend(outcomes());
    screens
}

/// Letters: one to be filled in, one with much to find fault with, one in own words; and the reminders.
fn letters() -> Screens {
    let mut p = program();
    let id = p.finish(W2);
    p.label(
        &id,
        &[
            (LabelField::Company, "Northwind"),
            (LabelField::Role, "Nurse"),
        ],
    );
    let tick = |option: &str| Answer::Options([option.to_owned()].into());
    for (question, answer) in [
        ("contact", Answer::Option("both".to_owned())),
        ("sent", tick("thanks")),
    ] {
        p.send(Event::SituationAnswered {
            interview: id.clone(),
            question: question.to_owned(),
            answer,
        });
    }
    let letter = |p: &mut Program, letter: &str, change| {
        p.go(&format!("#/result/{id}/letter/{letter}"));
        p.send(Event::LetterChanged {
            interview: id.clone(),
            letter: letter.to_owned(),
            change,
        });
    };
    let slot = |slot: &str, text: &str| LetterChange::Slot {
        slot: slot.to_owned(),
        text: text.to_owned(),
    };
    let mut screens = vec![(
        "letter",
        p.go(&format!("#/result/{id}/letter/E6")).state.clone(),
    )];
    letter(&mut p, "E3", slot("recipient", "Dana Okafor"));
    letter(
        &mut p,
        "E3",
        slot(
            "why_off",
            "I am so sorry, it was not my fault that my train was late, and the next one was full, so that I had to run",
        ),
    );
    letter(
        &mut p,
        "E3",
        slot("new_proof", &"I did it before. ".repeat(40)),
    );
    p.state.can_share = true;
    p.send(Event::LetterMailed {
        rest: Some(String::new()),
    });
    screens.push(("letter-faults", p.state.clone()));
    letter(
        &mut p,
        "E1",
        LetterChange::OwnText("Hello Dana,\n\nThank you. [[Your name]]".to_owned()),
    );
    p.send(Event::TextCopied { done: true });
    screens.push(("letter-own", p.state.clone()));
    screens.push((
        "letter-unknown",
        p.go(&format!("#/result/{id}/letter/E9")).state.clone(),
    ));
    p.send(Event::DayTyped {
        field: DayField::Situation(id.clone(), Milestone::NextInterview),
        text: "2026-04-01".into(),
    });
    screens.push((
        "reminders",
        p.go(&format!("#/result/{id}/reminders")).state.clone(),
    ));
    p.send(Event::ActionTicked {
        interview: id.clone(),
        rule: "R06".to_owned(),
        done: true,
    });
    p.send(Event::ActionTicked {
        interview: id.clone(),
        rule: "R01".to_owned(),
        done: true,
    });
    screens.push(("now", p.go(&format!("#/result/{id}/now")).state.clone()));
    screens.push((
        "sent",
        p.go(&format!("#/result/{id}/sent/E6")).state.clone(),
    ));
    screens.push(("notes", p.go(&format!("#/result/{id}/notes")).state.clone()));
    screens.push(("result-sent", p.go(&format!("#/result/{id}")).state.clone()));
    screens
}

fn before_the_result() -> Screens {
    let mut p = program();
    let mut screens = vec![("start", p.state.clone())];
    p.answer("gut", "not_great").send(Event::Continued);
    screens.push(("about", p.state.clone()));
    p.go("#/question/distracted").answer("distracted", "often");
    screens.push(("question", p.state.clone()));
    p.go("#/question/coach")
        .answer("coach", "end")
        .go("#/question/coach_notes");
    screens.push(("question-notes", p.state.clone()));
    screens.push(("start-draft", p.go("#/").state.clone()));
    screens.push(("check", p.go("#/check").state.clone()));
    screens.push(("question-gone", p.go("#/question/nothing").state.clone()));
    screens.push(("unknown", p.go("#/nowhere").state.clone()));
    screens.push(("history-empty", p.go("#/history").state.clone()));
    screens
}

fn after_the_result() -> Screens {
    let mut p = program();
    let a = p.finish(W4);
    let mut screens = vec![("result-w4", p.state.clone())];
    screens.push((
        "quick",
        p.go(&format!("#/result/{a}/questions")).state.clone(),
    ));
    screens.push((
        "answers",
        p.go(&format!("#/result/{a}/answers")).state.clone(),
    ));
    screens.push((
        "correct",
        p.go(&format!("#/result/{a}/answers/click")).state.clone(),
    ));
    screens.push(("past", p.go(&format!("#/history/{a}")).state.clone()));
    p.label(
        &a,
        &[
            (LabelField::Company, "Northwind"),
            (LabelField::Date, "2031-01-01"),
            (LabelField::Interviewers, "many"),
        ],
    );
    screens.push(("label-problems", p.state.clone()));

    let mut last = a.clone();
    for (name, answers, company, role, outcome) in [
        ("result-w5", W5, "Northwind", "Designer", Some(Outcome::No)),
        ("result-w1", W1, "Contoso", "Nurse", Some(Outcome::Offer)),
        (
            "result-w2",
            W2,
            "The Very Long Name of International Widgets and Sons",
            "Warehouse assistant",
            None,
        ),
        ("result-w3", W3, "", "", None),
    ] {
        last = p.finish(answers);
        screens.push((name, p.state.clone()));
        p.label(
            &last,
            &[(LabelField::Company, company), (LabelField::Role, role)],
        );
        if outcome.is_some() {
            p.send(Event::OutcomeRecorded {
                interview: last.clone(),
                outcome,
            });
        }
    }
    p.go("#/history")
        .send(Event::ComparePicked {
            interview: a.clone(),
            picked: true,
        })
        .send(Event::Deleted(last));
    screens.push(("history", p.state.clone()));
    let other = p
        .state
        .interviews
        .keys()
        .find(|id| **id != a)
        .cloned()
        .expect("another result");
    screens.push((
        "compare",
        p.go(&format!("#/compare/{a}/{other}")).state.clone(),
    ));
    let refused = FileProblem::Refused(ImportError::NotOurs);
    p.go("#/your-data").send(Event::EraseAsked);
    p.state.import = Import::Reading(Some(Progress {
        done: 3_200,
        of: 10_000,
    }));
    screens.push(("data-reading", p.state.clone()));
    p.send(Event::ImportRead(Err(refused)));
    screens.push(("data", p.state.clone()));
    screens.push(("how", p.go("#/how-it-works").state.clone()));
    screens.extend(ended_elsewhere());
    screens
}

/// What a page says of what was finished or deleted in another tab, or could not be deleted, or can be brought back.
fn ended_elsewhere() -> Screens {
    let mut screens = Screens::new();
    for (name, event) in [
        ("lost-finished", Event::ResultAsked),
        ("lost-deleted", Event::DraftDiscarded(id("id2"))),
    ] {
        let mut here = program();
        here.answer("gut", "ok").go("#/question/lean");
        let mut other = Program::on_draft(&here.device, "#/check", &id("id2"));
        other.send(event);
        assert!(here.hear().state.lost.is_some());
        screens.push((name, here.state.clone()));
    }
    let mut p = program();
    let (one, other) = (p.finish(W3), p.finish(W3));
    p.picked = Some(p.export());
    p.send(Event::Deleted(one)).send(Event::Deleted(other));
    p.go("#/your-data").send(Event::ImportPicked);
    screens.push(("data-deleted-here", p.state.clone()));
    p.device.faults.block(true);
    p.send(Event::EraseAsked).send(Event::EraseAgreed);
    screens.push(("data-erase-failed", p.state.clone()));
    screens
}

fn id(text: &str) -> Id {
    Id::new(text).expect("an id")
}

/// The screens about learning: with nothing, with two results, on the way, and with something removed.
fn learning() -> Screens {
    let mut p = program();
    let mut screens = vec![("next-empty", p.go("#/next").state.clone())];
    screens.push(("practice-empty", p.go("#/practice").state.clone()));
    screens.push(("prepare-gone", p.go("#/prepare/none").state.clone()));
    let first = p.finish(W2);
    p.finish_with_notes(W2);
    let interview = match &p.state.route {
        Route::Result(id) => id.clone(),
        elsewhere => panic!("no result, but {elsewhere:?}"),
    };
    p.send(Event::LessonAdded {
        learnt_from: Some(interview.clone()),
    });
    let own = p.state.learning.added.clone().expect("it was added");
    p.write(
        Writing::Lesson(LessonKey::Own(own.clone())),
        "Take a breath before each answer",
    );
    let rule = LessonKey::OfRule {
        interview: interview.clone(),
        rule: "R15".into(),
    };
    p.write(
        Writing::Lesson(rule.clone()),
        "Say the question back.\nThen answer it.",
    );
    p.send(Event::LessonMoved {
        interview: interview.clone(),
        lesson: rule,
        up: false,
    });
    screens.push(("learn", p.state.clone()));
    p.send(Event::PreparedBegun {
        asked_in: Some(interview.clone()),
        question: "Why did you leave your last job?".into(),
    });
    let answer = match &p.state.route {
        Route::Prepare(id) => id.clone(),
        elsewhere => panic!("no answer, but {elsewhere:?}"),
    };
    for (part, words) in AnswerPart::ALL.into_iter().zip([
        "The shop closed.",
        "I had to find work for two.",
        "I called <ten> places.",
    ]) {
        p.write(Writing::Answer(answer.clone(), part), words);
    }
    screens.push(("prepare", p.state.clone()));
    p.go("#/next").send(Event::ToAskAdded);
    let asked = p.state.learning.added.clone().expect("it was added");
    p.write(Writing::ToAsk(asked.clone()), "Who would I work with?");
    let done = LessonKey::OfRule {
        interview,
        rule: "R18".into(),
    };
    p.send(Event::LessonTicked {
        lesson: done,
        done: true,
    });
    screens.push(("next", p.state.clone()));
    screens.push(("mock", p.go("#/mock").state.clone()));
    p.send(Event::FriendTicked {
        question: "Why did you leave your last job?".into(),
        tick: FriendTick::Example,
        on: true,
    });
    p.write(Writing::BestMoment, "The <bakery>.\nYou smiled.");
    screens.push(("mock-filled", p.state.clone()));
    screens.push(("next-noted", p.go("#/next").state.clone()));
    screens.push(("card", p.go("#/card").state.clone()));
    screens.push(("practice", p.go("#/practice").state.clone()));
    screens.push((
        "practice-running",
        p.send(Event::PracticeBegun { all: false }).state.clone(),
    ));
    screens.push((
        "practice-revealed",
        p.send(Event::AnswerRevealed).state.clone(),
    ));
    screens.push((
        "practice-done",
        p.send(Event::Marked(Mark::Sat)).state.clone(),
    ));
    assert!(matches!(p.state.learning.practice, Practice::Done { .. }));
    p.go("#/next").send(Event::Removed {
        kind: ItemKind::Lesson,
        id: own,
    });
    p.send(Event::Removed {
        kind: ItemKind::ToAsk,
        id: asked,
    });
    screens.push(("next-removed", p.state.clone()));
    p.go(&format!("#/prepare/{answer}")).send(Event::Removed {
        kind: ItemKind::Prepared,
        id: answer,
    });
    screens.push(("prepare-removed", p.state.clone()));
    screens.push((
        "learn-first",
        p.go(&format!("#/result/{first}")).state.clone(),
    ));
    screens
}

/// How it turned out: with no outcome, one, and so many that there is a picture; rounds, a link, and paper.
fn outcomes() -> Screens {
    let mut p = program();
    let first = p.finish(W4);
    let mut screens = vec![("calibration-nothing", p.go("#/calibration").state.clone())];
    p.label(
        &first,
        &[
            (LabelField::Company, "Northwind"),
            (LabelField::Role, "Designer"),
        ],
    );
    let outcome = |interview: &Id, outcome| Event::OutcomeRecorded {
        interview: interview.clone(),
        outcome: Some(outcome),
    };
    p.device.pass(20 * TWO_HOURS);
    p.go(&format!("#/history/{first}"))
        .send(Event::LookedAgain {
            interview: first.clone(),
            gut: "ok".into(),
        });
    screens.push(("past-look", p.state.clone()));
    p.send(outcome(&first, Outcome::NextRound))
        .send(Event::OutcomeNoted {
            interview: first.clone(),
            note: "They rang.".into(),
        });
    screens.push(("calibration-rows", p.go("#/calibration").state.clone()));
    let second = p.finish(W1);
    let names = [
        (LabelField::Company, " northwind"),
        (LabelField::Role, "designer"),
        (LabelField::Round, "With the team"),
    ];
    p.label(&second, &names);
    p.go(&format!("#/history/{second}"))
        .send(outcome(&second, Outcome::NoReply));
    screens.push(("past-rounds", p.state.clone()));
    screens.push(("history-rounds", p.go("#/history").state.clone()));
    let of_next_round = p.go(&format!("#/history/{first}")).state.clone();
    screens.push(("past-next-round", of_next_round));
    p.send(Event::OutcomeClosed {
        interview: second.clone(),
        closed: true,
    });
    for at in 0..8 {
        let id = p.finish(if at % 2 == 0 { W4 } else { W5 });
        p.send(outcome(
            &id,
            if at % 3 == 0 {
                Outcome::Offer
            } else {
                Outcome::No
            },
        ));
        if at == 4 {
            screens.push(("calibration-counts", p.go("#/calibration").state.clone()));
        }
    }
    p.finish(W3);
    p.go("#/calibration")
        .send(Event::OwnRateChosen { on: true });
    screens.push(("calibration-base", p.state.clone()));
    screens.push((
        "result-own-rate",
        p.go(&format!("#/result/{first}")).state.clone(),
    ));
    for at in 0..12 {
        let id = p.finish(if at % 2 == 0 { W2 } else { W1 });
        p.send(outcome(
            &id,
            if at % 4 == 1 {
                Outcome::Offer
            } else {
                Outcome::No
            },
        ));
    }
    screens.push(("calibration-picture", p.go("#/calibration").state.clone()));
    screens.push((
        "report",
        p.go(&format!("#/result/{first}/report")).state.clone(),
    ));
    let link = link::write(&p.state.interviews[&first]).expect("it fits into a link");
    screens.push(("open-here", p.go(&format!("#/open/{link}")).state.clone()));
    let mut elsewhere = program();
    screens.push((
        "open",
        elsewhere.go(&format!("#/open/{link}")).state.clone(),
    ));
    screens.push(("open-bad", elsewhere.go("#/open/v1.e30").state.clone()));
    let due = elsewhere.finish(W4);
    elsewhere.send(Event::DayTyped {
        field: DayField::Situation(due.clone(), Milestone::Promised),
        text: "2026-03-10".into(),
    });
    elsewhere.device.pass(48 * TWO_HOURS);
    let booked = elsewhere.finish(W1);
    elsewhere.send(Event::DayTyped {
        field: DayField::Situation(booked, Milestone::NextInterview),
        text: "2026-03-19".into(),
    });
    screens.push(("start-asks", elsewhere.go("#/").state.clone()));
    screens.push((
        "past-asks",
        elsewhere.go(&format!("#/history/{due}")).state.clone(),
    ));
    screens
}

#[test]
fn somebody_known_sees_first_what_waits_then_the_latest_results_then_a_new_interview() {
    const WAITS: [&str; 7] = [
        "Answers you have not finished",
        "Have you heard?",
        "Next interview:",
        "Not sent yet:",
        "How do you feel about it today?",
        "Your latest results",
        "Look back on another interview",
    ];
    let shown = |state: &State| {
        let html = drawn(state);
        let places: Vec<Option<usize>> = WAITS.iter().map(|words| html.find(words)).collect();
        let in_order: Vec<usize> = places.iter().copied().flatten().collect();
        assert!(in_order.is_sorted(), "{places:?}");
        places.iter().map(Option::is_some).collect::<Vec<bool>>()
    };
    let mut p = program();
    let due = p.finish(W4);
    let at_once = shown(&p.go("#/").state);
    assert_eq!(
        at_once,
        [false, false, false, true, false, true, true],
        "a letter"
    );
    p.send(Event::DayTyped {
        field: DayField::Situation(due.clone(), Milestone::Promised),
        text: "2026-03-10".into(),
    });
    p.device.pass(48 * TWO_HOURS);
    let later = shown(&p.go("#/").state);
    assert_eq!(
        later,
        [false, true, false, true, true, true, true],
        "all that comes with the days"
    );
    p.send(Event::OutcomeRecorded {
        interview: due.clone(),
        outcome: Some(Outcome::No),
    });
    let answered = shown(&p.state);
    assert_eq!(
        answered,
        [false, false, false, false, false, true, true],
        "one tap has answered it"
    );
    p.send(Event::OutcomeRecorded {
        interview: due.clone(),
        outcome: Some(Outcome::NextRound),
    });
    assert!(drawn(&p.state).contains("They want to see you again"));
    p.send(Event::DayTyped {
        field: DayField::Situation(due, Milestone::NextInterview),
        text: "2026-03-19".into(),
    });
    let html = drawn(&p.state);
    assert!(html.contains("Next interview: Thursday 19 March") && html.contains("Prepare for it"));
    assert!(shown(&p.state)[2]);
    p.send(Event::StartedAnew);
    let begun = shown(&p.go("#/").state);
    assert!(begun[5] && begun[6], "{begun:?}");
}

#[test]
fn the_chart_names_what_is_chosen_and_two_compared_results_have_their_own_marks() {
    let mut p = program();
    let first = p.finish(W4);
    p.label(&first, &[(LabelField::Company, "Northwind")]);
    p.device.pass(30 * TWO_HOURS);
    let second = p.finish(W1);
    p.label(&second, &[(LabelField::Company, "Contoso")]);
    p.send(Event::OutcomeRecorded {
        interview: second.clone(),
        outcome: Some(Outcome::No),
    });
    let named = |state: &State| {
        let html = drawn(state);
        let from = html.find("ih-over-time__named").expect("what is named");
        let until = html[from..].find("</a>").expect("its link");
        html[from..from + until].to_owned()
    };
    p.go("#/history");
    assert!(named(&p.state).contains("Contoso"), "the latest at first");
    p.send(Event::PointChosen(0));
    assert!(named(&p.state).contains("Northwind"));
    assert!(drawn(&p.state).contains(r#"aria-valuetext="Northwind"#));
    p.send(Event::PointChosen(usize::MAX));
    assert!(
        named(&p.state).contains("Contoso"),
        "there is no such place"
    );
    let html = drawn(&p.go(&format!("#/compare/{first}/{second}")).state);
    let lines: Vec<&str> = html.split("ih-chart ih-duo").skip(1).collect();
    assert_eq!(lines.len(), 2);
    for line in lines {
        let line = line.split("</svg>").next().unwrap_or_default();
        assert_eq!(line.matches("ih-chart__felt").count(), 1);
        assert_eq!(line.matches("ih-chart__signs").count(), 1);
    }
    let html = drawn(&p.go("#/calibration").state);
    let end = html.find("ih-chart__end").expect("how it came out");
    let mark = html[..end].rfind('<').map_or("", |mark| &html[mark..end]);
    assert!(mark.contains(r#"data-kind="no""#), "{mark}");
}

#[test]
fn the_friends_sheet_asks_to_watch_only_for_what_can_be_seen_in_the_room() {
    let mut p = program();
    // Hard questions, practising, an early look, and two openers are lessons here; two of them are seen in the room.
    p.finish("gut=awful nerves=froze hard=very stuck=blank lean=hardly click=cold");
    let html = drawn(&p.go("#/mock").state);
    let list = html
        .find("Please watch for these")
        .expect("what to watch for");
    let end = html[list..].find("</ul>").expect("the end of the list");
    let watched = &html[list..list + end];
    assert_eq!(watched.matches("<li").count(), 2, "{watched}");
    for seen in ["Look early", "two easy openers"] {
        assert!(watched.contains(seen), "{seen}: {watched}");
    }
}

/// Finds each of these behind the one before it.
#[track_caller]
fn stand_in_order(html: &str, words: &[&str]) {
    let mut rest = html;
    for words in words {
        let at = rest
            .find(words)
            .unwrap_or_else(|| panic!("{words} is not there, or too early"));
        rest = &rest[at..];
    }
}

#[test]
fn what_can_be_wrong_in_a_result_is_asked_before_what_only_moves_its_numbers() {
    let mut p = program();
    let id = p.finish(W5);
    let html = drawn(&p.go(&format!("#/result/{id}")).state);
    stand_in_order(
        &html,
        &[
            "would get a yes",
            "Is this right?",
            "still in the running",
            "Write the thank-you",
        ],
    );
}

#[test]
fn a_result_with_too_little_to_go_on_says_what_is_missing_and_leads_there() {
    let mut p = program();
    let id = p.finish("gut=ok lean=unsure");
    let html = drawn(&p.go(&format!("#/result/{id}")).state);
    stand_in_order(
        &html,
        &[
            "What is missing for a result",
            "You could still answer",
            "Write the thank-you",
        ],
    );
    let missing = html
        .split("You could still answer")
        .nth(1)
        .unwrap_or_default();
    let missing = missing.split("</ul>").next().unwrap_or_default();
    assert_eq!(missing.matches("<a ").count(), 3, "{missing}");
    assert!(
        !missing.contains("/answers/lean"),
        "what is not answered at all comes first: {missing}"
    );
    let id = p.finish(W4);
    let html = drawn(&p.go(&format!("#/result/{id}")).state);
    assert!(!html.contains("What is missing for a result"));
}

#[test]
fn a_past_result_asks_which_interview_it_was_before_the_notes_on_it() {
    let mut p = program();
    let id = p.finish(W4);
    let html = drawn(&p.go(&format!("#/history/{id}")).state);
    stand_in_order(
        &html,
        &[
            "How it turned out",
            "Company",
            "Day of the interview",
            "Your notes",
        ],
    );
}

#[test]
fn whoever_makes_or_follows_a_link_is_told_that_it_may_stay_in_the_browsers_history() {
    let mut p = program();
    let id = p.finish(W4);
    let told = "may stay in this browser";
    let made = drawn(&p.go(&format!("#/history/{id}")).state);
    stand_in_order(&made, &["Whoever has the link can open it", told]);
    let link = made
        .split("#/open/")
        .nth(1)
        .and_then(|rest| rest.split('"').next());
    let link = link.expect("the page has the link");
    let followed = drawn(&program().go(&format!("#/open/{link}")).state);
    stand_in_order(&followed, &["It felt awful", told]);
}

#[test]
fn before_the_next_interview_the_practice_stands_with_what_is_practised_and_the_past_comes_last() {
    let mut p = program();
    p.finish(W4);
    let html = drawn(&p.go("#/next").state);
    stand_in_order(
        &html,
        &[
            "Your lessons",
            "Answers to practise",
            "Write an answer",
            "A sheet for a friend",
            "Questions to ask them",
            "Still to do",
        ],
    );
    assert!(
        !html.contains("Practise your answers"),
        "nothing is written yet"
    );
}

#[test]
fn the_list_of_lessons_is_one_press_from_the_task_to_go_through_them() {
    let mut p = program();
    let id = p.finish(W2);
    let html = drawn(&p.go(&format!("#/result/{id}/now")).state);
    let task = html.split("action-R12").last().expect("the task");
    assert!(task.contains(&format!("#/result/{id}/learn")), "{task}");
}

#[test]
fn how_well_somebody_reads_interviews_is_told_by_the_total_then_its_parts_and_each_row_in_few_words()
 {
    let all = outcomes();
    let (_, state) = all
        .iter()
        .find(|(name, _)| *name == "calibration-picture")
        .expect("a picture");
    let html = drawn(state);
    stand_in_order(&html, &["count here", "went badly", "The other counts"]);
    let folded = html.find("The Brier score says").expect("the Brier scores");
    let before = &html[..folded];
    assert!(
        before.matches("<details").count() > before.matches("</details>").count(),
        "they are folded"
    );
    let heard: Vec<&str> = html
        .split("ih-visually-hidden\">")
        .skip(1)
        .map(|said| said.split('<').next().unwrap_or_default())
        .collect();
    assert!(heard.iter().any(|said| said.contains("; ")), "{heard:?}");
    assert!(
        heard.iter().all(|said| !said.contains("steps from a no")),
        "{heard:?}"
    );
}

#[test]
fn a_first_feeling_that_stays_says_so_once_and_what_was_left_out_is_called_that() {
    let mut p = program();
    p.answer("gut", "awful").answer("lean", "some");
    let html = drawn(&p.go("#/").state);
    assert_eq!(
        html.matches("can no longer be changed").count(),
        1,
        "{html}"
    );
    assert_eq!(html.matches(">You left this out.<").count(), 1, "{html}");
    assert!(
        html.contains("For a shared computer"),
        "beside the choice to keep nothing"
    );
}

#[test]
fn two_results_are_compared_by_what_differs_and_what_is_the_same_is_said_once() {
    let mut p = program();
    let compare = |p: &mut Program, answers: &str| {
        let a = p.finish("lean=most coach=no click=easy");
        let b = p.finish(answers);
        drawn(&p.go(&format!("#/compare/{a}/{b}")).state)
    };
    let html = compare(&mut p, "lean=hardly coach=no click=easy");
    let table = html.split("<tbody").nth(1).expect("what differs");
    let table = table.split("</tbody>").next().unwrap_or_default();
    assert_eq!(table.matches("<tr").count(), 1, "{table}");
    assert!(html.contains("2 answers are the same"), "{html}");
    let html = compare(&mut p, "lean=most coach=no click=easy");
    assert!(!html.contains("<tbody"), "{html}");
    assert!(html.contains("3 answers are the same"), "{html}");
}

fn drawn(state: &State) -> String {
    let (texts, words) = all_words();
    drawn_with(state, texts, words)
}

fn all_words() -> (TextCatalogue, QuizText) {
    let catalogue = text_catalogue::built_in("en").map(TextCatalogue::parse);
    let Some(Ok(texts)) = catalogue else {
        panic!("{catalogue:?}")
    };
    let words = quiz_text::built_in("interview", "en").map(QuizText::parse);
    let Some(Ok(words)) = words else {
        panic!("{words:?}")
    };
    (texts, words)
}

#[test]
fn why_a_sign_counts_half_is_said_in_the_words_of_its_quiz() {
    let mut program = Program::new();
    let id = program.finish("gut=awful hard=very stuck=weak");
    let (texts, _) = all_words();
    let text = quiz_text::built_in("interview", "en").expect("it is there");
    let of_another = text.replacen("half: the questions were hard", "half: the line was bad", 1);
    let words = QuizText::parse(&of_another).expect("it can be read");
    let state = program.go(&format!("#/result/{id}/why")).state.clone();
    let html = drawn_with(&state, texts, words);
    assert!(html.contains("half: the line was bad"), "{html}");
    assert!(!html.contains("half: the questions were hard"), "{html}");
}

/// What the page is called.
fn called(state: &State) -> String {
    let (texts, words) = all_words();
    let text = Text::new(texts, Rc::new(English));
    app::name(&View {
        state,
        t: &text,
        q: &words,
        send: &Callback::noop(),
        is_in_html: false,
        results_cache: &Default::default(),
    })
}

#[test]
fn a_page_is_called_what_it_shows() {
    let mut p = program();
    let id = p.finish(W4);
    let mut called_at = |address: &str| called(&p.go(address).state);
    let sent = format!("#/result/{id}/sent/E1");
    // The page of a letter that was not sent is that of the letter.
    assert_eq!(called_at(&sent), "Thank-you note");
    // And no title has a name in it that somebody gave.
    assert_eq!(
        called_at(&format!("#/history/{id}")),
        "About this interview"
    );
    p.send(Event::ActionTicked {
        interview: id,
        rule: "R01".to_owned(),
        done: true,
    });
    assert_eq!(called(&p.go(&sent).state), "That is done.");
}

fn drawn_with(state: &State, texts: TextCatalogue, words: QuizText) -> String {
    gallery::rendered::<App>(props(state, texts, words))
}

fn props(state: &State, texts: TextCatalogue, words: QuizText) -> AppProps {
    AppProps {
        state: Rc::new(state.clone()),
        feed: Default::default(),
        text: Text::new(texts, Rc::new(English)),
        quiz_text: Rc::new(words),
        send: Callback::noop(),
        set_title: Callback::noop(),
        drawn: Callback::noop(),
    }
}

#[test]
fn what_asks_for_nothing_is_not_the_next_step() {
    let mut program = Program::new();
    let id = program.finish("gut=awful late=on_time");
    for (question, answer) in [
        ("contact", Answer::Option("both".to_owned())),
        ("sent", Answer::Options(["thanks".to_owned()].into())),
    ] {
        program.send(Event::SituationAnswered {
            interview: id.clone(),
            question: question.to_owned(),
            answer,
        });
    }
    // That no apology is needed stands in the list by itself now.
    let list = drawn(&program.go(&format!("#/result/{id}/now")).state);
    assert!(list.contains("No need to apologise"), "{list}");
    assert!(!list.contains("id=\"action-R05\""), "it has no tick");
    let result = drawn(&program.go(&format!("#/result/{id}")).state);
    assert!(
        result.contains("Write down what happened: ten minutes"),
        "{result}"
    );
    assert!(!result.contains("No need to apologise"), "{result}");
}

/// What somebody said of when their interview was.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Said {
    JustNow,
    Hour,
    Day,
}

/// By when to say thank you, as the list has it: 24 hours after the interview, with an hour where one was given.
#[track_caller]
fn check_deadline(said: Said, interview_at: &str, expected: &str) {
    let mut program = Program::new();
    program
        .device
        .set_clock(moment("2026-03-06T20:00:00+01:00"));
    let id = program.finish("gut=good late=on_time");
    program.send(Event::InterviewDetailed {
        interview: id.clone(),
        details: Details {
            interview_at: Some(moment(interview_at)),
            day_only: said == Said::Day,
            just_now: said == Said::JustNow,
            ..Details::default()
        },
    });
    let html = drawn(&program.go(&format!("#/result/{id}/now")).state);
    let shown = html
        .split("ih-action__when\">")
        .nth(1)
        .and_then(|rest| rest.split('<').next());
    assert_eq!(shown, Some(expected), "for {said:?} {interview_at}");
}

#[test]
fn a_deadline_is_said_as_one_says_it() {
    let saturday = |part: &str| format!("by Saturday {part}, 7 March");
    for (time, part) in [
        ("19:12:31.123", "evening"),
        ("11:59:59.001", "morning"),
        ("12:00:00.001", "afternoon"),
        // To the minute, as a clock may have it.
        ("14:30:00", "afternoon"),
    ] {
        let at = format!("2026-03-06T{time}+01:00");
        check_deadline(Said::JustNow, &at, &saturday(part));
    }
    // Nobody writes letters at night.
    let night = "2026-03-06T01:30:10.500+01:00";
    check_deadline(Said::JustNow, night, "by Friday evening, 6 March");
    let half_past_two = "by Saturday 7 March, 14:30";
    check_deadline(Said::Hour, "2026-03-06T14:30:00+01:00", half_past_two);
    // As a program may have written it into a file.
    check_deadline(Said::Hour, "2026-03-06T14:30:00.250+01:00", half_past_two);
    let saturday = "by Saturday 7 March";
    check_deadline(Said::Day, "2026-03-06T12:00:00+01:00", saturday);
}

#[test]
fn an_hour_that_nobody_gave_is_none_after_a_reload_either() {
    let mut program = Program::new();
    let id = program.finish("gut=good late=on_time");
    for (when, is_just_now) in [
        (WhenChoice::Today, false),
        (WhenChoice::Now, true),
        (WhenChoice::Yesterday, false),
    ] {
        program.send(Event::WhenChosen {
            interview: id.clone(),
            when,
        });
        let details = &program.reload().interview(&id).details.value;
        assert_eq!(details.just_now, is_just_now, "{when:?}");
        assert_eq!(details.day_only, !is_just_now, "{when:?}");
    }
}

/// What the closing page after the thank-you names as left to be done, with where it leads.
fn left_after_the_letter(answers: &str) -> Vec<String> {
    let mut program = Program::new();
    let id = program.finish(answers);
    program.send(Event::ActionTicked {
        interview: id.clone(),
        rule: "R01".to_owned(),
        done: true,
    });
    let html = drawn(&program.go(&format!("#/result/{id}/sent/E1")).state);
    assert!(html.contains("That is done."), "{html}");
    let Some((_, left)) = html.split_once("If you have a little more time today") else {
        return Vec::new();
    };
    let list = left.split("</ul>").next().unwrap_or_default();
    let links = list.split("href=\"").skip(1).map(|link| {
        let (to, name) = link.split_once('>').expect("a link");
        let to = to.split('"').next().unwrap_or_default();
        let name = name.split("</a>").next().unwrap_or_default();
        let name = name.replace("<span>", "").replace("</span>", "");
        [to, " ", &name].concat().replace(id.as_str(), "ID")
    });
    links.collect()
}

#[test]
fn the_closing_page_names_what_is_left_of_the_list() {
    let notes = "#/result/ID/notes Write down what happened";
    assert_eq!(left_after_the_letter("gut=awful late=on_time"), [notes]);
    let better = "#/result/ID/now Go through your lessons";
    let hard = left_after_the_letter("gut=awful hard=very stuck=weak");
    assert_eq!(hard, [notes, better]);
    let tips = "#/result/ID/notes Write down every tip";
    let coached = left_after_the_letter("gut=awful coach=large");
    assert_eq!(coached, [tips, notes, better], "and no more than three");
}

/// What people wrote on these screens, and what the port for languages writes.
const NO_WORDS_OF_OURS: &[&str] = &[
    // Names and notes; the longer ones first.
    "The Very Long Name of International Widgets and Sons",
    "Warehouse assistant",
    "Northwind",
    "northwind",
    "Contoso",
    "Designer",
    "designer",
    "Nurse",
    "With the team",
    "Dana Okafor",
    "Hello Dana,",
    "Thank you. [[Your name]]",
    "I am so sorry, it was not my fault that my train was late, and the next one was full, so that I had to run",
    "I did it before.",
    "Why did you leave your last job?",
    "Who would I work with?",
    "Take a breath before each answer",
    "Bring numbers. Speak more slowly.",
    "The shop closed.",
    "I had to find work for two.",
    "I called &lt;ten&gt; places.",
    "Then answer it.",
    "Say the question back.",
    "They rang.",
    "The &lt;bakery&gt;.",
    "You smiled.",
    // Addresses, and the names of fields in a file.
    "#/result/",
    "/letter/",
    "#/nowhere",
    "[id: ",
    "[first: ",
    "[score: ",
    "id3",
    // Days.
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "March",
    "April",
];

/// The texts on a page, and the attributes that are read out or shown.
fn shown_texts(html: &str) -> Vec<String> {
    let mut texts: Vec<String> = ["aria-label", "placeholder", "title", "alt"]
        .iter()
        .flat_map(|attribute| values(html, attribute))
        .map(str::to_owned)
        .collect();
    let between = html.split('>').filter_map(|part| part.split('<').next());
    texts.extend(between.map(str::to_owned));
    texts
}

#[test]
fn no_word_on_any_screen_escaped_the_files_of_its_language() {
    let (texts, words) = all_words();
    let (texts, words) = (
        test_language::interface(&texts),
        test_language::quiz(&words),
    );
    let mut escaped = std::collections::BTreeSet::new();
    for (name, state) in screens() {
        let html = drawn_with(&state, texts.clone(), words.clone());
        for text in shown_texts(&html) {
            let ours = NO_WORDS_OF_OURS
                .iter()
                .fold(text.clone(), |text, other| text.replace(other, ""));
            let letters = ours.split(|c: char| !c.is_ascii_alphabetic());
            if letters.into_iter().any(|word| word.len() > 1) {
                escaped.insert(format!("{name}: {text}"));
            }
        }
    }
    let escaped: Vec<String> = escaped.into_iter().collect();
    assert!(escaped.is_empty(), "{}", escaped.join("\n"));
}

/// The tags of this name, each as far as its `>`.
fn tags<'h>(html: &'h str, name: &str) -> Vec<&'h str> {
    let begins = format!("<{name}");
    let found = html
        .split(&begins)
        .skip(1)
        .filter(|rest| rest.starts_with([' ', '>']));
    found
        .map(|rest| rest.split('>').next().unwrap_or_default())
        .collect()
}

/// The values of an attribute, in order.
fn values<'h>(html: &'h str, attribute: &str) -> Vec<&'h str> {
    let begins = format!(" {attribute}=\"");
    html.split(&begins)
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap_or_default())
        .collect()
}

#[test]
fn every_screen_has_one_heading_that_can_take_the_focus_and_no_id_twice() {
    for (name, state) in screens() {
        let html = drawn(&state);
        let headings = tags(&html, "h1");
        assert_eq!(
            headings.len(),
            1,
            "{name} has {} first headings",
            headings.len()
        );
        assert!(
            headings[0].contains("tabindex=\"-1\""),
            "{name}: <h1{}>",
            headings[0]
        );
        let mut ids = values(&html, "id");
        ids.sort_unstable();
        let all = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), all, "{name} has an id twice");
    }
}

#[test]
fn two_results_of_one_day_have_two_names() {
    let mut program = program();
    // From the next morning on.
    program.device.pass(4 * TWO_HOURS);
    let (one, other) = (program.finish("gut=ok"), program.finish("gut=ok"));
    let mut name = |id: &Id| {
        let html = drawn(&program.go(&format!("#/history/{id}")).state);
        let (_, heading) = html.split_once("<h1").expect("a heading");
        let (heading, _) = heading.split_once("</h1>").expect("it ends");
        let words = heading.trim_end_matches("</span>");
        let (_, name) = words.rsplit_once('>').expect("it has words");
        name.to_owned()
    };
    assert_eq!(
        name(&one),
        "Interview (answered on Wednesday 11 March, 09:00)"
    );
    assert_eq!(
        name(&other),
        "Interview (answered on Wednesday 11 March, 17:00)"
    );
}

#[test]
fn everything_that_is_named_by_its_id_is_there() {
    for (name, state) in screens() {
        let html = drawn(&state);
        let ids = values(&html, "id");
        for attribute in ["for", "aria-describedby", "aria-labelledby"] {
            for value in values(&html, attribute) {
                for id in value.split(' ') {
                    assert!(
                        ids.contains(&id),
                        "{name}: {attribute}=\"{id}\" names nothing"
                    );
                }
            }
        }
    }
}

/// What the page's live region says, and whether there is one at all.
fn said(state: &State) -> Vec<String> {
    let html = drawn(state);
    let region = html.rsplit_once("role=\"status\"");
    let (_, region) = region.expect("a live region stands on every page");
    let (_, region) = region.split_once('>').expect("its tag ends");
    let (region, _) = region.split_once("</div>").expect("it ends");
    let texts = region.split("<p>").skip(1);
    texts
        .map(|text| text.replace("</p>", "").replace("&#x27;", "'"))
        .collect()
}

/// WCAG 4.1.3: a live region that comes together with its words is often not read out.
#[test]
fn what_appears_by_itself_is_said_in_the_live_region_that_was_there_before() {
    let mut p = program();
    let id = p.finish(W4);
    let mut calm = p.go("#/history").state.clone();
    calm.notice = None;
    assert!(said(&calm).is_empty());
    type Happens = fn(&mut State);
    let rows: [(&str, Happens, &str); 8] = [
        (
            "the store is full",
            |state| state.keeping.state = StorageState::Full,
            "There is no room left to save",
        ),
        (
            "the browser keeps nothing",
            |state| state.keeping.state = StorageState::Blocked,
            "This browser does not let the page save anything",
        ),
        (
            "another tab has a newer build",
            |state| state.keeping.state = StorageState::ReadOnlyNewer,
            "Another tab has a newer version of this page",
        ),
        (
            "a new build is there",
            |state| state.new_version = true,
            "A new version is ready",
        ),
        (
            "a file was not taken",
            |state| state.export_failed = true,
            "The file could not be saved",
        ),
        (
            "nothing is printed",
            |state| state.print_failed = true,
            "This browser cannot print",
        ),
        (
            "nothing is to be kept",
            |state| Rc::make_mut(&mut state.preferences).keep = false,
            "Nothing is kept, as you asked. It is gone when you close or reload this page.",
        ),
        (
            "everything is cleared away",
            |state| state.cleared = true,
            "All clear",
        ),
    ];
    for (what, happens, expected) in rows {
        let mut state = calm.clone();
        happens(&mut state);
        assert_eq!(said(&state), [expected], "{what}");
        // It is said beside what was done last, and leaves that alone.
        state.notice = Some((7, Notice::Saved));
        assert_eq!(said(&state).len(), 2, "{what}");
    }

    // And at a field of the label, once somebody has left it.
    p.label(&id, &[(LabelField::Interviewers, "many")]);
    let mut state = p.state.clone();
    state.notice = None;
    assert_eq!(said(&state), ["Write a whole number from 1 to 20."]);
}

#[test]
fn every_control_has_a_label_and_every_group_of_radios_its_question() {
    for (name, state) in screens() {
        let html = drawn(&state);
        let labelled = values(&html, "for");
        for control in ["input", "textarea", "select", "meter"] {
            for tag in tags(&html, control) {
                let id = values(tag, "id");
                let by_label = id.first().is_some_and(|id| labelled.contains(id));
                assert!(
                    by_label || tag.contains("aria-label"),
                    "{name}: <{control}{tag}> has no label"
                );
            }
        }
        let (groups, legends) = (tags(&html, "fieldset").len(), tags(&html, "legend").len());
        assert_eq!(groups, legends, "{name}: a legend for each fieldset");
    }
}

/// WCAG 1.3.5: a browser may fill in what is the person's own, and nothing else here is.
#[test]
fn the_field_of_ones_own_name_says_so_and_no_other_does() {
    let mut own = 0;
    for (name, state) in screens() {
        let html = drawn(&state);
        for tag in tags(&html, "textarea")
            .into_iter()
            .chain(tags(&html, "input"))
        {
            let is_own = values(tag, "aria-label") == ["Your name"];
            own += usize::from(is_own);
            let fills_in_a_name = tag.contains("autocomplete=\"name\"");
            assert_eq!(fills_in_a_name, is_own, "{name}: {tag}");
        }
    }
    assert!(own > 0, "a letter asks for it");
}

/// WCAG 3.2.3 and 3.2.6: the main pages, with the help that there is, have one order and one place on every screen.
#[test]
fn the_main_pages_stand_in_one_order_on_every_screen() {
    let names = |html: &str| -> Vec<String> {
        let (_, pages) = html
            .split_once("class=\"ih-nav\"")
            .expect("there is a way to them");
        let (pages, _) = pages.split_once("</nav>").expect("it ends");
        values(pages, "href")
            .into_iter()
            .map(str::to_owned)
            .collect()
    };
    let expected = ["#/history", "#/next", "#/how-it-works", "#/your-data"];
    for (name, state) in screens() {
        let html = drawn(&state);
        assert_eq!(names(&html), expected, "{name}");
        let main = html.find("<main").expect("there is a main part");
        let pages = html.find("class=\"ih-nav\"").expect("looked for above");
        assert!(pages < main, "{name}: they stand before the main part");
    }
}

/// WCAG 1.4.5 and 1.4.13: all text is text, and no word waits for a pointer to rest on something.
#[test]
fn no_picture_has_words_in_it_and_nothing_appears_on_hover() {
    for (name, state) in screens() {
        let html = drawn(&state);
        for picture in ["img", "picture", "canvas", "text", "title"] {
            assert!(tags(&html, picture).is_empty(), "{name}: <{picture}");
        }
        assert!(values(&html, "title").is_empty(), "{name}: title=");
    }
}

/// An address has one `#`, wherever it is shown or led to.
#[test]
fn no_screen_shows_or_leads_to_a_broken_address() {
    for (name, state) in screens() {
        assert!(!drawn(&state).contains("##"), "{name}");
    }
}

/// The page's policy blocks inline styles and handlers, silently.
#[test]
fn no_screen_needs_what_the_pages_policy_blocks() {
    for (name, state) in screens() {
        let html = drawn(&state);
        for blocked in [
            " style=",
            " onclick=",
            " oninput=",
            "javascript:",
            "<style",
            "<script",
        ] {
            assert!(!html.contains(blocked), "{name}: {blocked}");
        }
    }
}

/// Names of screens and parts that tests and later styles may go by.
const HOOKS: [&str; 6] = [
    "ih-report",
    "ih-screen",
    "ih-result",
    "ih-history",
    "ih-nav",
    "ih-progress",
];

/// A class without a rule is a misspelling, or a leftover.
#[test]
fn every_class_on_a_screen_is_known_to_the_style_sheet() {
    let drawn = screens()
        .into_iter()
        .map(|(name, state)| (name, drawn(&state)));
    assert_eq!(
        unknown_classes(&gallery::css(), drawn),
        Vec::<String>::new()
    );
}

/// The first page is painted before the later screens' style sheet is there.
#[test]
fn the_first_page_has_its_style_in_itself() {
    let state = program().state;
    let first = [("start", drawn(&state))];
    let unknown = unknown_classes(&gallery::sheet("index.css"), first.into_iter());
    assert_eq!(unknown, Vec::<String>::new());
}

fn unknown_classes(css: &str, drawn: impl Iterator<Item = (&'static str, String)>) -> Vec<String> {
    let mut unknown: Vec<String> = Vec::new();
    for (name, html) in drawn {
        let classes = values(&html, "class")
            .into_iter()
            .flat_map(str::split_whitespace);
        for class in classes.filter(|class| !HOOKS.contains(class)) {
            let rule = format!(".{class}");
            let known = css.match_indices(&rule).any(|(at, _)| {
                !css[at + rule.len()..]
                    .starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_')
            });
            if !known && !unknown.iter().any(|entry| entry.ends_with(&rule)) {
                unknown.push(format!("{name}: {rule}"));
            }
        }
    }
    unknown
}

#[test]
fn the_gallery_shows_all_of_them() {
    for (name, state) in screens() {
        gallery::page(name, &drawn(&state));
    }
}
