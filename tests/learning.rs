//! What follows from working on lessons, prepared answers and questions to ask, row by row: what is kept, in what
//! order it is shown, and that nothing that cannot be read is written over.

// A test may end at the first thing that is not as it should be.
#![allow(clippy::expect_used, clippy::panic)]

use std::rc::Rc;

use interview_hindsight::app::event::{Effect, Event, Writing};
use interview_hindsight::app::learning::{self, ResultsCache};
use interview_hindsight::app::reading;
use interview_hindsight::app::route::Route;
use interview_hindsight::app::state::Practice;
use interview_hindsight::domain::answers::Answer;
use interview_hindsight::domain::friend_sheet::FriendTick;
use interview_hindsight::domain::history::{Id, Outcome};
use interview_hindsight::domain::lesson::LessonKey;
use interview_hindsight::domain::practice::Mark;
use interview_hindsight::domain::prepared::AnswerPart;
use interview_hindsight::wire::learning::ItemKind;
use interview_hindsight::wire::port::{KeyValue, PREFIX};

mod driver;

use driver::{Device, Program};

/// A program whose clock goes on by a minute with each event.
fn program() -> Program {
    Program::on(&Device::new().stepping(60_000), "#/")
}

impl Program {
    fn finish_with(&mut self, answers: &[(&str, &str)]) -> Id {
        self.go("#/").send(Event::StartedAnew);
        for (question, given) in answers {
            match question.ends_with("_notes") {
                true => self.note(question, given),
                false => self.answer(question, given),
            };
        }
        self.finish_draft("")
    }

    fn write(&mut self, place: Writing, words: &str) -> &mut Self {
        let words = words.to_owned();
        self.send(Event::Written { place, words })
    }

    /// The lessons of a result, in the order shown, ticked ones with a mark.
    fn lessons(&self, id: &Id) -> String {
        let interview = self.state.interviews.get(id).expect("the result");
        let reading = reading::read(&self.state, interview).expect("its quiz is here");
        let (rows, _) = learning::lessons(&self.state, interview, &reading);
        let name = |row: &learning::LessonRow| {
            let mark = if row.lesson.done_at.is_some() {
                "!"
            } else {
                ""
            };
            format!("{}{mark}", row.key.name())
        };
        rows.iter().map(name).collect::<Vec<_>>().join(" ")
    }

    /// The lessons over all results: name, how often, ticked or not.
    fn recurring(&self) -> String {
        let all = learning::recurring(
            &self.state,
            &ResultsCache::of(&self.state, &ResultsCache::default()),
        );
        let name = |lesson: &learning::Recurring| {
            let mark = if lesson.row.lesson.done_at.is_some() {
                "!"
            } else {
                ""
            };
            format!("{}{mark}:{}", lesson.row.key.name(), lesson.times)
        };
        all.iter().map(name).collect::<Vec<_>>().join(" ")
    }

    fn added(&self) -> Id {
        self.state
            .learning
            .added
            .clone()
            .expect("something was added")
    }
}

fn rule(interview: &Id, rule: &str) -> LessonKey {
    LessonKey::OfRule {
        interview: interview.clone(),
        rule: rule.into(),
    }
}

const LATE_AND_STUCK: &[(&str, &str)] = &[
    ("gut", "awful"),
    ("late", "untold"),
    ("stuck", "blank"),
    ("exact", "drifted"),
    ("hard_notes", "Why us?"),
];
const STUCK: &[(&str, &str)] = &[("gut", "ok"), ("stuck", "weak"), ("hard", "easy")];

#[test]
fn lessons_are_ticked_reworded_and_moved_and_found_again() {
    let mut p = program();
    let id = p.finish_with(LATE_AND_STUCK);
    assert_eq!(p.lessons(&id), "R13 R18 R15");
    p.send(Event::LessonTicked {
        lesson: rule(&id, "R18"),
        done: true,
    });
    p.write(Writing::Lesson(rule(&id, "R13")), "Breathe first.");
    p.send(Event::LessonMoved {
        interview: id.clone(),
        lesson: rule(&id, "R15"),
        up: true,
    });
    assert_eq!(p.lessons(&id), "R13 R15 R18!");
    let row = learning::row(&p.state, rule(&id, "R13"));
    assert_eq!(row.lesson.own_words(), Some("Breathe first."));
    // At the end there is nowhere to go, and nothing is kept.
    p.send(Event::LessonMoved {
        interview: id.clone(),
        lesson: rule(&id, "R13"),
        up: true,
    });
    assert_eq!(p.effects, []);
    p.send(Event::WordsReset(rule(&id, "R13")));
    assert_eq!(learning::row(&p.state, rule(&id, "R13")).lesson.words, None);
    p.send(Event::LessonTicked {
        lesson: rule(&id, "R18"),
        done: false,
    });
    assert_eq!(p.lessons(&id), "R13 R15 R18");
}

#[test]
fn a_lesson_of_ones_own_comes_first_and_a_removed_one_can_come_back() {
    let mut p = program();
    let id = p.finish_with(STUCK);
    p.send(Event::LessonAdded {
        learnt_from: Some(id.clone()),
    });
    let own = p.added();
    p.write(Writing::Lesson(LessonKey::Own(own.clone())), "Bring water");
    assert_eq!(p.lessons(&id), format!("{own} R13"));
    p.send(Event::Removed {
        kind: ItemKind::Lesson,
        id: own.clone(),
    });
    assert_eq!(p.lessons(&id), "R13");
    assert_eq!(p.state.learning.removed.len(), 1);
    p.send(Event::RemovalUndone(own.clone()));
    assert_eq!(p.lessons(&id), format!("{own} R13"));
    p.send(Event::Removed {
        kind: ItemKind::Lesson,
        id: own.clone(),
    })
    .go("#/history");
    p.send(Event::RemovalUndone(own));
    assert_eq!(
        p.lessons(&id),
        "R13",
        "when the page was left it is too late"
    );
}

#[test]
fn what_is_a_rules_or_not_there_is_not_removed_and_not_invented() {
    let mut p = program();
    let id = p.finish_with(STUCK);
    p.send(Event::LessonTicked {
        lesson: rule(&id, "R13"),
        done: true,
    });
    let other = Id::new("nobody").expect("an id");
    for event in [
        Event::Removed {
            kind: ItemKind::Order,
            id: id.clone(),
        },
        Event::Removed {
            kind: ItemKind::Lesson,
            id: other.clone(),
        },
        Event::RemovalUndone(other.clone()),
        Event::LessonTicked {
            lesson: LessonKey::Own(other.clone()),
            done: true,
        },
        Event::LessonTicked {
            lesson: rule(&other, "R13"),
            done: true,
        },
        Event::Written {
            place: Writing::Answer(other.clone(), AnswerPart::Task),
            words: "x".into(),
        },
        Event::Written {
            place: Writing::ToAsk(other.clone()),
            words: "x".into(),
        },
        Event::Written {
            place: Writing::Advice(other.clone()),
            words: "x".into(),
        },
        Event::PracticeBegun { all: true },
        Event::Marked(Mark::Sat),
        Event::AnswerRevealed,
    ] {
        let shown = format!("{event:?}");
        p.send(event);
        assert_eq!(p.effects, [], "{shown}");
    }
    assert_eq!(p.lessons(&id), "R13!");
}

#[test]
fn what_came_up_more_than_once_comes_first_and_opens_again_when_it_comes_up_again() {
    let mut p = program();
    let first = p.finish_with(LATE_AND_STUCK);
    assert_eq!(p.recurring(), "R13:1 R15:1 R18:1");
    p.send(Event::LessonTicked {
        lesson: rule(&first, "R13"),
        done: true,
    });
    assert_eq!(p.recurring(), "R13!:1 R15:1 R18:1");
    let second = p.finish_with(STUCK);
    assert_eq!(
        p.recurring(),
        "R13:2 R15:1 R18:1",
        "it came up again, so it is open again"
    );
    p.send(Event::LessonTicked {
        lesson: rule(&second, "R13"),
        done: true,
    });
    p.send(Event::LessonAdded { learnt_from: None });
    let own = p.added();
    assert_eq!(p.recurring(), format!("R13!:2 {own}:1 R15:1 R18:1"));
    p.send(Event::Deleted(second));
    assert_eq!(p.recurring(), format!("{own}:1 R13!:1 R15:1 R18:1"));
}

#[test]
fn what_was_looked_over_before_is_what_it_would_be_anew() {
    let mut p = program();
    let first = p.finish_with(LATE_AND_STUCK);
    p.finish_with(STUCK);
    let before = p.recurring();
    let mut known = ResultsCache::default();
    let mut check = |p: &Program| {
        known = ResultsCache::of(&p.state, &known);
        assert_eq!(known, ResultsCache::of(&p.state, &ResultsCache::default()));
    };
    check(&p);
    for (question, option) in [("stuck", "no"), ("late", "on_time"), ("stuck", "blank")] {
        p.send(Event::AnswerCorrected {
            interview: first.clone(),
            question: question.into(),
            answer: Answer::Option(option.into()),
        });
        check(&p);
    }
    assert_ne!(p.recurring(), before);
    p.send(Event::Deleted(first.clone()));
    check(&p);
    p.send(Event::DeleteUndone(first));
    check(&p);
}

#[test]
fn a_result_takes_what_was_made_of_its_lessons_along_and_brings_it_back() {
    let mut p = program();
    let id = p.finish_with(LATE_AND_STUCK);
    p.write(Writing::Lesson(rule(&id, "R13")), "Breathe first.");
    p.send(Event::LessonMoved {
        interview: id.clone(),
        lesson: rule(&id, "R13"),
        up: false,
    });
    p.send(Event::PreparedBegun {
        asked_in: Some(id.clone()),
        question: "Why us?".into(),
    });
    let kept = |p: &Program| {
        p.state
            .items
            .iter()
            .map(|item| item.kind.to_string())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(kept(&p), "lesson.R13 order prepared");
    p.go("#/history").send(Event::Deleted(id.clone()));
    assert_eq!(
        kept(&p),
        "prepared",
        "what was prepared is of use for the next one"
    );
    p.send(Event::DeleteUndone(id.clone()));
    assert_eq!(kept(&p), "lesson.R13 order prepared");
    assert_eq!(p.lessons(&id), "R18 R13 R15");
}

#[test]
fn an_answer_is_prepared_part_by_part() {
    let mut p = program();
    let id = p.finish_with(LATE_AND_STUCK);
    let interview = Rc::clone(p.state.interviews.get(&id).expect("the result"));
    assert_eq!(learning::hard_question(&p.state, &interview), "Why us?");
    p.send(Event::PreparedBegun {
        asked_in: Some(id.clone()),
        question: "Why us?".into(),
    });
    let Route::Prepare(answer) = p.state.route.clone() else {
        panic!("its page is shown")
    };
    p.write(
        Writing::Answer(answer.clone(), AnswerPart::Result),
        "Sales rose.\n",
    );
    p.write(Writing::HardQuestion(answer.clone()), &"x".repeat(9_000));
    let kept = learning::prepared_for(&p.state, &id);
    let prepared = kept[0].prepared().expect("it can be read");
    assert_eq!(prepared.part(AnswerPart::Result), "Sales rose.\n");
    assert_eq!(
        (prepared.question.len(), prepared.parts_written()),
        (2_000, 1)
    );
}

/// The hard questions without an answer, each with how often it was noted.
fn unanswered(p: &Program) -> String {
    let all = learning::unanswered(&p.state).into_iter();
    let all = all.map(|hard| format!("{}:{}", hard.words, hard.times));
    all.collect::<Vec<_>>().join(" ")
}

fn stuck_on(p: &mut Program, question: &str) -> Id {
    p.finish_with(&[("gut", "ok"), ("stuck", "blank"), ("hard_notes", question)])
}

#[test]
fn a_question_that_was_hard_twice_is_listed_once_and_leaves_when_its_answer_is_begun() {
    let mut p = program();
    let first = stuck_on(&mut p, "why US");
    stuck_on(&mut p, "A gap?");
    let third = stuck_on(&mut p, "Why us?");
    assert_eq!(unanswered(&p), "Why us?:2 A gap?:1");
    assert_eq!(learning::own_questions(&p.state), ["Why us?", "A gap?"]);
    let begin = |interview: &Id, question: &str| Event::PreparedBegun {
        asked_in: Some(interview.clone()),
        question: question.into(),
    };
    p.send(begin(&third, "Why us?"));
    let answer = p.state.route.clone();
    assert_eq!(unanswered(&p), "A gap?:1");
    // What a friend can ask it still is.
    assert_eq!(learning::own_questions(&p.state), ["Why us?", "A gap?"]);
    // From the earlier interview one comes to the same answer.
    p.go("#/next").send(begin(&first, "why US"));
    assert_eq!(p.state.route, answer);
    assert_eq!(learning::prepared(&p.state).len(), 1);
}

#[test]
fn an_answer_without_a_word_is_to_be_written_and_not_practised() {
    let mut p = program();
    p.send(Event::PreparedBegun {
        asked_in: None,
        question: "Why us?".into(),
    });
    let Route::Prepare(id) = p.state.route.clone() else {
        panic!("its page is shown")
    };
    let counts = |p: &Program| {
        let today = p.state.now.date();
        let practised = learning::to_practise(&p.state, true, today).len();
        (practised, learning::to_write(&p.state).len())
    };
    assert_eq!(counts(&p), (0, 1));
    p.go("#/practice").send(Event::PracticeBegun { all: true });
    assert_eq!(p.state.learning.practice, Practice::Idle);
    p.write(Writing::Answer(id, AnswerPart::Task), "To sell.");
    assert_eq!(counts(&p), (1, 0));
}

#[test]
fn what_a_friend_noted_is_kept_and_a_new_sheet_leaves_it() {
    let mut p = program();
    let tick = |question: &str, on| Event::FriendTicked {
        question: question.into(),
        tick: FriendTick::Short,
        on,
    };
    p.go("#/mock").send(Event::FriendSheetBegun);
    assert!(p.effects.is_empty(), "nothing is kept of an empty sheet");
    p.send(tick("Why us?", true)).send(tick("A gap?", true));
    p.write(Writing::BestMoment, "The bakery");
    p.send(tick("Why us?", false));
    let now = |p: &Program| {
        let (_, sheet) = learning::friend_sheet(&p.state).expect("a sheet");
        (
            sheet.ticked(FriendTick::Short).join(" "),
            sheet.best.clone(),
        )
    };
    assert_eq!(now(&p), ("A gap?".to_owned(), "The bakery".to_owned()));
    assert_eq!(learning::friend_sheets(&p.state).len(), 1);
    p.send(Event::FriendSheetBegun);
    assert_eq!(now(&p), (String::new(), String::new()));
    p.send(Event::FriendSheetBegun)
        .write(Writing::ToChange, "Look up");
    assert_eq!(learning::friend_sheets(&p.state).len(), 2);
    let (id, _) = learning::friend_sheet(&p.state).expect("a sheet");
    let id = id.clone();
    p.send(Event::Removed {
        kind: ItemKind::FriendSheet,
        id: id.clone(),
    });
    assert_eq!(now(&p).1, "The bakery");
    p.send(Event::RemovalUndone(id));
    assert_eq!(learning::friend_sheets(&p.state).len(), 2);
}

#[test]
fn advice_is_kept_as_it_was_noted_until_it_is_reworded() {
    let mut p = program();
    let said = [
        ("gut", "ok"),
        ("coach", "end"),
        ("coach_about", "elsewhere"),
        ("coach_notes", " Speak up. "),
    ];
    let id = p.finish_with(&said);
    let advice = |p: &Program| {
        let interview = p.state.interviews.get(&id).expect("the result");
        learning::advice(&p.state, interview).map(|advice| advice.words)
    };
    assert_eq!(advice(&p).as_deref(), Some("Speak up."));
    p.write(Writing::Advice(id.clone()), "Speak up, and slow down.");
    assert_eq!(advice(&p).as_deref(), Some("Speak up, and slow down."));
    assert_eq!(learning::all_advice(&p.state, 9).len(), 1);
    p.write(Writing::Advice(id.clone()), "");
    assert_eq!(advice(&p).as_deref(), Some(""), "it can be written anew");
    assert_eq!(learning::all_advice(&p.state, 9).len(), 0);
}

/// Two prepared answers, and a program on the practice page.
fn with_two_answers() -> (Program, Id, Id) {
    let mut p = program();
    let mut ids = Vec::new();
    for question in ["First?", "Second?"] {
        p.send(Event::PreparedBegun {
            asked_in: None,
            question: question.into(),
        });
        let Route::Prepare(id) = p.state.route.clone() else {
            panic!("its page is shown")
        };
        p.write(
            Writing::Answer(id.clone(), AnswerPart::Result),
            "It worked.",
        );
        ids.push(id);
    }
    p.go("#/practice");
    let second = ids.pop().expect("two");
    (p, ids.pop().expect("two"), second)
}

fn current(p: &Program) -> Option<Id> {
    match &p.state.learning.practice {
        Practice::Running(run) => Some(run.current.clone()),
        _ => None,
    }
}

#[test]
fn a_practice_run_asks_each_once_and_again_what_did_not_sit() {
    let (mut p, first, second) = with_two_answers();
    p.send(Event::PracticeBegun { all: false });
    assert_eq!(p.effects, [Effect::Tick(true)]);
    assert_eq!(current(&p), Some(first.clone()));
    p.send(Event::Marked(Mark::Sat));
    assert_eq!(
        current(&p),
        Some(first.clone()),
        "nothing is marked before it was looked at"
    );
    p.send(Event::AnswerRevealed);
    assert_eq!(p.effects, [Effect::Tick(false)]);
    p.send(Event::Marked(Mark::Again));
    assert_eq!(current(&p), Some(second.clone()));
    p.send(Event::AnswerRevealed).send(Event::Marked(Mark::Sat));
    assert_eq!(
        current(&p),
        Some(first.clone()),
        "it comes again at the end"
    );
    p.send(Event::AnswerRevealed).send(Event::Marked(Mark::Sat));
    assert_eq!(
        p.state.learning.practice,
        Practice::Done { sat: 1, again: 1 }
    );
    let today = p.state.now.date();
    let level = |id: &Id| {
        learning::practised(&p.state, id).map(|practised| (practised.level, practised.times))
    };
    assert_eq!(
        (level(&first), level(&second)),
        (Some((1, 2)), Some((2, 1)))
    );
    // What went well only at the second time comes back sooner.
    let due = |days| learning::to_practise(&p.state, false, today.plus_days(days));
    assert_eq!(due(0), []);
    assert_eq!(due(1), [first]);
    assert_eq!(due(2).len(), 2);
}

#[test]
fn the_seconds_are_told_only_while_a_timer_is_on_the_screen() {
    let (mut p, ..) = with_two_answers();
    p.send(Event::PracticeBegun { all: false });
    assert_eq!(p.effects, [Effect::Tick(true)]);
    p.send(Event::SecondPassed);
    assert_eq!(p.effects, []);
    p.send(Event::TimerChosen { on: false });
    assert_eq!(p.effects.last(), Some(&Effect::Tick(false)));
    p.send(Event::TimerChosen { on: true });
    assert_eq!(p.effects.last(), Some(&Effect::Tick(true)));
    p.go("#/next");
    assert_eq!(p.effects, [Effect::Tick(false)]);
    p.go("#/practice");
    assert_eq!(
        p.state.learning.practice,
        Practice::Idle,
        "a run that was left is over"
    );
}

#[test]
fn an_answer_that_is_gone_in_the_middle_of_a_run_is_passed_over() {
    let (mut p, first, second) = with_two_answers();
    p.send(Event::PracticeBegun { all: false });
    Program::on(&p.device, "#/next").send(Event::Removed {
        kind: ItemKind::Prepared,
        id: first.clone(),
    });
    p.hear();
    p.send(Event::Marked(Mark::Sat));
    assert_eq!(p.effects, []);
    assert_eq!(current(&p), Some(second));
    assert_eq!(learning::practised(&p.state, &first), None);
}

#[test]
fn open_actions_are_those_of_recent_interviews_whose_outcome_is_open() {
    let mut p = program();
    let id = p.finish_with(LATE_AND_STUCK);
    let open = |p: &Program| {
        learning::open_actions(&p.state)
            .iter()
            .map(|open| open.rules.join(" "))
            .collect::<Vec<_>>()
    };
    let before = open(&p);
    assert_eq!(before.len(), 1);
    let first = before[0].split(' ').next().expect("a rule").to_owned();
    p.send(Event::ActionTicked {
        interview: id.clone(),
        rule: first.clone(),
        done: true,
    });
    assert!(!open(&p)[0].split(' ').any(|rule| rule == first));
    p.send(Event::OutcomeRecorded {
        interview: id.clone(),
        outcome: Some(Outcome::NoReply),
    });
    assert_eq!(open(&p).len(), 1, "no reply is still open");
    p.device.pass(31 * 24 * 3_600_000);
    p.send(Event::SecondPassed);
    assert_eq!(
        open(&p).len(),
        0,
        "a month later it is no longer what counts"
    );
}

#[test]
fn what_cannot_be_read_is_kept_told_of_and_not_written_over() {
    let mut p = program();
    let device = p.device.kept.clone();
    let id = p.finish_with(LATE_AND_STUCK);
    let quiz = p.state.quiz_id().to_string();
    for (place, value) in [
        (format!("lesson.R13:{id}"), r#"{"words":7}"#),
        (format!("order:{id}"), r#"{"order":"R15"}"#),
        (format!("advice:{id}"), "[]"),
        ("lesson:own".to_owned(), "3"),
        ("prepared:own".to_owned(), r#"{"question":[]}"#),
        ("ask:own".to_owned(), "true"),
        (
            "prepared:sound".to_owned(),
            r#"{"question":"Why?","task":"T"}"#,
        ),
        ("friend:own".to_owned(), "[]"),
        ("practice:sound".to_owned(), r#"{"level":99}"#),
        ("of_a_later_version:own".to_owned(), r#"{"what": 1}"#),
    ] {
        let record = format!(r#"{{"at":5,"tag":5,"v":1,"value":{value}}}"#);
        device
            .set(&format!("{PREFIX}{quiz}:item:{place}"), &record)
            .expect("there is room");
    }
    p.reload();
    let before = device.snapshot();
    assert_eq!(learning::unreadable(&p.state), 4);
    assert_eq!(
        p.lessons(&id),
        "R13 R18 R15",
        "the order that cannot be read counts as none"
    );
    assert!(!learning::row(&p.state, rule(&id, "R13")).is_readable);
    let own = Id::new("own").expect("an id");
    let write = |place: Writing| Event::Written {
        place,
        words: "x".into(),
    };
    for event in [
        Event::LessonTicked {
            lesson: rule(&id, "R13"),
            done: true,
        },
        Event::LessonMoved {
            interview: id.clone(),
            lesson: rule(&id, "R18"),
            up: true,
        },
        write(Writing::Lesson(LessonKey::Own(own.clone()))),
        write(Writing::Advice(id.clone())),
        write(Writing::HardQuestion(own.clone())),
        write(Writing::ToAsk(own)),
        Event::PracticeBegun { all: true },
        Event::AnswerRevealed,
        Event::Marked(Mark::Sat),
    ] {
        let shown = format!("{event:?}");
        p.send(event);
        assert_eq!(device.snapshot(), before, "{shown}");
    }
    assert!(
        matches!(p.state.learning.practice, Practice::Done { sat: 1, .. }),
        "the run goes on"
    );
}

#[test]
fn two_tabs_that_edit_different_lessons_lose_neither() {
    let mut a = program();
    let id = a.finish_with(LATE_AND_STUCK);
    let mut b = Program::on(&a.device, "#/");
    a.write(Writing::Lesson(rule(&id, "R13")), "From one tab");
    b.write(Writing::Lesson(rule(&id, "R15")), "From the other");
    a.hear();
    let words = |rule_id: &str| learning::row(&a.state, rule(&id, rule_id)).lesson.words;
    assert_eq!(words("R13").as_deref(), Some("From one tab"));
    assert_eq!(words("R15").as_deref(), Some("From the other"));
}
