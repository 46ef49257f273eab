//! Letters and reminders, from answers to text: golden files for each rule and each kind of letter, what
//! holds whatever a person types, and independent readers of what is written.

// What the files are read with is not built for the browser.
#![cfg(not(target_arch = "wasm32"))]
// A test that cannot be set up says so by ending.
#![allow(clippy::expect_used, clippy::panic)]

use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::rc::Rc;
use std::sync::LazyLock;

use expect_test::expect_file;
use icalendar::{Calendar, CalendarComponent, CalendarDateTime, Component, DatePerhapsTime};
use interview_hindsight::app::event::{DayField, Effect, Event, LetterChange, Milestone};
use interview_hindsight::app::learning;
use interview_hindsight::app::letter::{self, LetterReading};
use interview_hindsight::app::reading::{self, Changes};
use interview_hindsight::app::route::Route;
use interview_hindsight::app::state::{Delivery, Notice};
use interview_hindsight::domain::answers::Answer;
use interview_hindsight::domain::follow_up::Deadline;
use interview_hindsight::domain::history::{Details, Format, Id, Interview, LetterState, Outcome};
use interview_hindsight::domain::letter::{
    Finding, Passage, Phrases, Piece, compose, lint, one_line, open, text, words,
};
use interview_hindsight::domain::reminder::{About, Reminder, When, cancelled};
use interview_hindsight::domain::time::Date;
use interview_hindsight::wire::ics::{Entry, calendar};
use interview_hindsight::wire::locale::{English, Locale};
use interview_hindsight::wire::mailto::{Addressee, MAX_CHARS, addressee, mailto};
use interview_hindsight::wire::quiz_text::{self, QuizText};
use interview_hindsight::wire::record::{decode_interview, encode_interview};
use percent_encoding::percent_decode_str;
use proptest::prelude::*;

mod driver;

use driver::{Device, moment};

/// A program that has one result. Its clock stands still until it is set.
struct Program {
    tab: driver::Program,
    id: Id,
}

impl Deref for Program {
    type Target = driver::Program;

    fn deref(&self) -> &Self::Target {
        &self.tab
    }
}

impl DerefMut for Program {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.tab
    }
}

impl Program {
    /// The result of these answers, `question=option`, two hours after the interview. Answers to the questions
    /// that come after the result stand among them; options of one question have a `+` between.
    fn answered(answers: &str) -> Self {
        let tab = driver::Program::on(&Device::new().stepping(0), "#/");
        let id = Id::new("none").expect("an id");
        let mut program = Self { tab, id };
        // The last answer to a question is the one: the feeling, which is asked first, is frozen by the next.
        let mut last: Vec<(&str, &str)> = Vec::new();
        for answer in answers.split("; ").filter(|answer| !answer.is_empty()) {
            let (question, answer) = answer.split_once('=').expect("question=option");
            match last.iter_mut().find(|(known, _)| *known == question) {
                Some((_, known)) => *known = answer,
                None => last.push((question, answer)),
            }
        }
        let answers = last;
        let quiz = Rc::clone(&program.state.quiz);
        let is_after = |question: &str| {
            let asked = quiz.question(question).expect("a question");
            matches!(asked.stage.as_str(), "result" | "advice")
        };
        for (question, answer) in answers.iter().filter(|(question, _)| !is_after(question)) {
            match question.ends_with("_notes") {
                true => program.note(question, answer),
                false => program.answer(question, answer),
            };
        }
        program.id = program.finish_draft("");
        program.send(Event::InterviewDetailed {
            interview: program.id.clone(),
            details: Details {
                interview_at: Some(moment("2026-03-10T13:00:00+01:00")),
                ..Details::default()
            },
        });
        for (question, answer) in answers.iter().filter(|(question, _)| is_after(question)) {
            program.says(question, answer);
        }
        program
    }

    /// Says how the interview was held, and by how many.
    fn held_as(&mut self, format: Option<Format>, interviewers: Option<u8>) {
        let before = self.state.interviews[&self.id].details.value.clone();
        self.send(Event::InterviewDetailed {
            interview: self.id.clone(),
            details: Details {
                format,
                interviewers,
                ..before
            },
        });
    }

    /// Answers a question after the result.
    fn says(&mut self, question: &str, answer: &str) -> &mut Self {
        let answer = if question == "sent" {
            Answer::Options(answer.split('+').map(str::to_owned).collect())
        } else {
            Answer::Option(answer.to_owned())
        };
        self.send(Event::SituationAnswered {
            interview: self.id.clone(),
            question: question.to_owned(),
            answer,
        })
    }

    fn change(&mut self, letter: &str, change: LetterChange) -> &mut Self {
        self.send(Event::LetterChanged {
            interview: self.id.clone(),
            letter: letter.to_owned(),
            change,
        })
    }

    fn fill(&mut self, letter: &str, slot: &str, text: &str) -> &mut Self {
        let (slot, text) = (slot.to_owned(), text.to_owned());
        self.change(letter, LetterChange::Slot { slot, text })
    }

    fn tick(&mut self, rule: &str, done: bool) -> &mut Self {
        self.send(Event::ActionTicked {
            interview: self.id.clone(),
            rule: rule.to_owned(),
            done,
        })
    }

    /// Lets time go by, to this moment.
    fn at(&mut self, now: &str) -> &mut Self {
        self.device.set_clock(moment(now));
        let result = Route::Result(self.id.clone());
        self.send(Event::Went(result))
    }

    fn send(&mut self, event: Event) -> &mut Self {
        self.tab.send(event);
        self
    }

    fn copied(&self) -> Self {
        let (tab, id) = (self.tab.copied(), self.id.clone());
        Self { tab, id }
    }

    fn interview(&self) -> &Interview {
        self.state
            .interviews
            .get(&self.id)
            .expect("the result is kept")
    }

    fn reading(&self) -> reading::Reading {
        reading::read(&self.state, self.interview()).expect("its version is here")
    }

    fn letter(&self, letter: &str) -> LetterReading {
        let reading = self.reading();
        letter::read(
            &self.state,
            self.interview(),
            &reading,
            letter,
            quiz_words(),
            &English,
        )
        .expect("there is such a letter")
    }

    /// The file that was just handed over.
    #[track_caller]
    fn saved_calendar(&self) -> String {
        let saved = self.effects.iter().find_map(|effect| match effect {
            Effect::SaveFile {
                name: "interview-reminders.ics",
                mime_type,
                text,
            } => mime_type.starts_with("text/calendar").then(|| text.clone()),
            _ => None,
        });
        saved.unwrap_or_else(|| panic!("{:?}", self.effects))
    }

    fn reminders(&self) -> Vec<Reminder> {
        reading::reminders(&self.state, self.interview()).expect("its version is here")
    }

    /// What there is to do: the rules in order, a tick before what is done.
    fn to_do(&self) -> String {
        let list = reading::to_do(&self.reading(), self.interview());
        let named = list.iter().map(|action| {
            let done = self.interview().is_done(&action.rule);
            format!("{}{}", if done { "✓" } else { "" }, action.rule)
        });
        named.collect::<Vec<_>>().join(" ")
    }
}

fn date(text: &str) -> Date {
    Date::parse(text).expect("a date")
}

fn quiz_words() -> &'static QuizText {
    static WORDS: LazyLock<QuizText> = LazyLock::new(|| {
        let text = quiz_text::built_in("interview", "en").expect("it is part of the program");
        QuizText::parse(text).expect("it is sound")
    });
    &WORDS
}

/// Answers of an ordinary interview, from which nothing follows but thanks and notes.
const PLAIN: &str = "gut=ok; lean=some; distracted=once; click=fine; coach=no; hard=mixed; exact=mostly; stuck=no; \
                     examples=some; late=on_time; nerves=coped; ideal=asked; next=touch; practical=no";

/// What an ordinary person fills in.
const TYPICAL: &[(&str, &str)] = &[
    ("recipient", "Dana Okafor"),
    ("me", "Sam Lindqvist"),
    (
        "talked_about",
        "how your night team hands over to the day team",
    ),
    ("fit", "three years of leading a ward with twenty beds"),
    (
        "missing_point",
        "I planned and ran the move of our whole stock last spring",
    ),
    (
        "why_off",
        "my train broke down, and I came straight from the station",
    ),
    ("how_affected", "I rushed, and left out my best example"),
    (
        "new_proof",
        "I have since read your report, and we solved the same problem last year",
    ),
    ("circumstances", "my train broke down an hour before"),
    (
        "still_qualified",
        "I trained four new colleagues last year, and I cut our waiting time by half",
    ),
    ("tip", "begin each answer with the result"),
    ("date_given", "Friday 13 March"),
];

// Golden files.

/// Compares with `tests/fixtures/advice/<name>.txt`; `UPDATE_EXPECT=1` writes it.
#[track_caller]
fn check_golden(name: &str, shown: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/advice");
    expect_file![folder.join(format!("{name}.txt"))].assert_eq(shown);
}

/// One rule, from answers to everything that is read of it.
fn rule_shown(rule: &str, answers: &str, program: &Program) -> String {
    let q = quiz_words();
    let reading = program.reading();
    let advice = &reading.advice;
    let mut shown = format!(
        "answers: {answers}\nnow: {}\n\n",
        program.device.now().to_rfc3339()
    );
    let mut add = |line: &str| shown.push_str(&[line, "\n"].concat());
    assert!(
        advice.rules.iter().any(|one| one == rule),
        "{rule}: {:?}",
        advice.rules
    );
    let action = advice
        .actions
        .iter()
        .find(|action| action.rule == rule || action.notes.iter().any(|note| note == rule));
    let lesson = advice.lessons.iter().find(|lesson| lesson.rule == rule);
    match (action, lesson) {
        (Some(action), _) if action.rule != rule => {
            add(&format!("a note to: {}", q.rule_title(&action.rule)))
        }
        (Some(_), _) => add("to do"),
        (None, Some(_)) => add("to learn"),
        (None, None) => panic!("{rule} is shown nowhere"),
    }
    add(q.rule_title(rule));
    add(q.rule_body(rule));
    add(q.rule_why(rule));
    let own = action.filter(|action| action.rule == rule);
    let deadline = own.and_then(|action| action.deadline);
    if let Some(deadline) = deadline.or(lesson.and_then(|lesson| lesson.deadline)) {
        let when = match deadline {
            Deadline::By(at) => English.weekday_time(at, true),
            Deadline::ByDay(day) => English.weekday(day, false),
            _ => String::new(),
        };
        add(&format!("when: {}", q.deadline(deadline, &when)));
        if own.is_some_and(|action| action.late_is_fine) {
            add(q.late_is_fine());
        }
    }
    if let Some((_, letter)) = reading.advice.offers.iter().find(|(of, _)| of == rule) {
        let words = q.offered(rule, letter);
        add(&format!("one tap away: {words} ({})", q.letter(letter)));
    }
    if let Some(letter) = own.and_then(|action| action.letter.as_ref()) {
        add(&letter_shown(&program.letter(letter)));
    }
    shown
}

fn letter_shown(letter: &LetterReading) -> String {
    let q = quiz_words();
    let mut shown = format!(
        "\n{}, for: {}\nsubject: {}\n---\n{}\n---\n{} of at most {} words\n",
        q.letter(&letter.letter.id),
        letter.recipient,
        letter.subject,
        letter.text,
        letter.words,
        letter.letter.words,
    );
    for finding in &letter.findings {
        shown.push_str(&format!("{finding:?}\n"));
    }
    shown
}

#[test]
fn each_rule_is_shown_with_its_reason_its_deadline_and_its_letter() {
    let with = |answers: &str| match answers {
        "" => PLAIN.to_owned(),
        answers => format!("{PLAIN}; {answers}"),
    };
    for (rule, answers) in [
        ("R01", with("contact=both")),
        ("R02", with("off_reason=traffic; contact=hr; want=yes")),
        ("R03", with("off_reason=tech; contact=manager; want=yes")),
        ("R05", with("gut=awful")),
        (
            "R06",
            with("coach=end; coach_about=elsewhere; coach_notes=Give one example for each point"),
        ),
        ("R07", with("want=no")),
        ("R08", with("contact=neither")),
        ("R09", with("sent=they_said_no")),
        ("R11", with("")),
        ("R12", with("exact=drifted")),
        ("R13", with("stuck=weak")),
        ("R14", with("nerves=froze")),
        ("R15", with("exact=drifted")),
        ("R16", with("ideal=no")),
        ("R17", with("lean=hardly")),
        ("R18", with("late=told")),
        ("R19", with("click=stiff")),
        ("R20", with("next=set; practical=yes")),
    ] {
        let program = Program::answered(&answers);
        check_golden(rule, &rule_shown(rule, &answers, &program));
    }
    // Those that come to be as the days go by.
    let answers = with("off_reason=bad_news; contact=both; want=yes; sent=thanks+asked");
    let mut program = Program::answered(&answers);
    program.at("2026-03-13T09:00:00+01:00");
    check_golden("R04", &rule_shown("R04", &answers, &program));
    let answers = with("next=process; want=yes; sent=thanks");
    let mut program = Program::answered(&answers);
    let promised = Event::DayTyped {
        field: DayField::Situation(program.id.clone(), Milestone::Promised),
        text: "2026-03-13".into(),
    };
    program.send(promised).at("2026-03-16T09:00:00+01:00");
    check_golden("R10", &rule_shown("R10", &answers, &program));
}

/// Each kind as it stands at first, as a person fills it in, and shorter.
#[test]
fn each_letter_goes_from_answers_to_text() {
    for (letter, answers) in [
        ("E1", ""),
        ("E2", "stuck=weak; late=told"),
        (
            "E3",
            "off_reason=traffic; stuck=blank; late=untold; contact=hr",
        ),
        ("E4", "off_reason=tech; late=little; contact=manager"),
        ("E5", "sent=they_said_no"),
        (
            "E6",
            "coach=end; coach_about=elsewhere; coach_notes=Say the result first.\nThen how.",
        ),
        ("E7", "next=process; want=yes"),
    ] {
        let answers = format!("{PLAIN}; {answers}");
        let answers = answers.trim_end_matches("; ");
        let mut program = Program::answered(answers);
        let mut shown = format!("answers: {answers}\n");
        shown.push_str(&letter_shown(&program.letter(letter)));
        for (slot, text) in TYPICAL {
            program.fill(letter, slot, text);
        }
        shown.push_str(&letter_shown(&program.letter(letter)));
        program.change(letter, LetterChange::Short(true));
        shown.push_str(&letter_shown(&program.letter(letter)));
        check_golden(letter, &shown);
    }
}

/// Each kind of letter for each recipient, format and next step: what is wrong with one is seen beside the others.
#[test]
fn no_letter_says_what_the_answers_contradict_and_one_for_hr_is_for_hr() {
    let mut shown = String::new();
    for (letter, own) in [
        ("E1", ""),
        ("E1", "want=no"),
        ("E2", "stuck=weak"),
        ("E2", "stuck=weak; late=untold"),
        ("E3", "off_reason=traffic"),
        ("E4", "off_reason=traffic"),
        ("E5", ""),
        ("E5", "want=no"),
        ("E6", "coach=end; coach_about=elsewhere"),
        ("E6", "coach=end; coach_about=elsewhere; want=no"),
        ("E7", ""),
    ] {
        for contact in ["manager", "hr", "both"] {
            for format in [None, Some(Format::Recorded)] {
                for next in ["touch", "set"] {
                    let answers = format!("{PLAIN}; contact={contact}; next={next}; {own}");
                    let mut program = Program::answered(answers.trim_end_matches("; "));
                    program.held_as(format, Some(3));
                    for (slot, text) in TYPICAL {
                        program.fill(letter, slot, text);
                    }
                    let case = format!("{own}; {contact}, {format:?}, {next}");
                    let long = program.letter(letter);
                    program.change(letter, LetterChange::Short(true));
                    for read in [&long, &program.letter(letter)] {
                        never_contradicts(letter, read, contact, format, next, own);
                        assert_eq!(read.findings, [], "{case}: {}", read.text);
                    }
                    shown.push_str(&format!("\n{letter} {case}\n"));
                    shown.push_str(&format!("for: {}\n{}\n", long.recipient, long.text));
                }
            }
        }
    }
    check_golden("cases", &shown);
}

fn never_contradicts(
    letter: &str,
    read: &LetterReading,
    contact: &str,
    format: Option<Format>,
    next: &str,
    own: &str,
) {
    let text = &read.text;
    let never = |holds: bool, words: &[&str]| {
        for words in words {
            assert!(!(holds && text.contains(words)), "\"{words}\" in {text}");
        }
    };
    // The letters that are for the manager, wherever they can be sent.
    let for_manager = matches!(letter, "E1" | "E2" | "E6");
    never(
        format.is_some(),
        &[
            "talk with me",
            "talking with",
            "talked with",
            "enjoyed hearing",
            "then and now",
            "for the interview",
        ],
    );
    never(
        for_manager && format.is_some() && next == "set" && !own.contains("want=no"),
        &["next meeting", "again"],
    );
    never(next == "set" && for_manager, &["another", "honoured"]);
    never(
        own.contains("want=no"),
        &["honoured", "look forward", "bring"],
    );
    never(
        contact == "hr" && for_manager,
        &["talk with me", "our next meeting", "interview with you"],
    );
    assert_eq!(
        read.for_each,
        (for_manager || letter == "E4") && contact != "hr" && format.is_none(),
        "{letter}"
    );
    if contact == "hr" && for_manager {
        assert!(text.contains("pass my thanks on"), "{text}");
    }
}

/// A private note goes into a letter by a press alone.
#[test]
fn a_private_note_is_offered_and_never_put_in_by_itself() {
    let note = "Say the result first.";
    let answers = format!(
        "{PLAIN}; coach=end; coach_about=elsewhere; coach_notes={note}; stuck=weak; hard_notes={note}"
    );
    let mut program = Program::answered(&answers);
    for letter in ["E1", "E2", "E3", "E4", "E5", "E6", "E7"] {
        assert!(!program.letter(letter).text.contains(note), "{letter}");
    }
    let offered = program.letter("E6").offers;
    assert_eq!(offered, [("tip".to_owned(), note.to_owned())]);
    program.fill("E6", "tip", note);
    let letter = program.letter("E6");
    assert!(letter.text.contains(note), "{}", letter.text);
    assert_eq!(letter.offers, []);
}

// What a letter must be, whatever was answered.

/// Every letter with every combination of what its words depend on.
fn every_letter(mut look: impl FnMut(&str, &str, &Program)) {
    for late in ["on_time", "little", "told", "untold", "unsure"] {
        for contact in ["hr", "both"] {
            for want in ["yes", "no", "unsure"] {
                for off_reason in ["none", "traffic", "ill", "bad_news", "tech"] {
                    let answers = format!(
                        "{PLAIN}; late={late}; contact={contact}; want={want}; off_reason={off_reason}; stuck=weak"
                    );
                    let program = Program::answered(&answers);
                    for letter in ["E1", "E2", "E3", "E4", "E5", "E6", "E7"] {
                        look(&answers, letter, &program);
                    }
                }
            }
        }
    }
}

#[test]
fn with_typical_words_every_letter_is_short_enough_and_has_nothing_to_find_fault_with() {
    every_letter(|answers, letter, program| {
        let mut program = program.copied();
        for (slot, text) in TYPICAL {
            program.fill(letter, slot, text);
        }
        let long = program.letter(letter);
        program.change(letter, LetterChange::Short(true));
        let short = program.letter(letter);
        for read in [&long, &short] {
            assert_eq!(read.findings, [], "{answers}: {}", read.text);
        }
        assert!(short.words <= long.words, "{answers}: {letter}");
        if long.can_shorten {
            assert!(short.words < long.words, "{answers}: {}", short.text);
        }
    });
}

/// R18: being late is said once, with an apology, in the letters that speak of how it went.
#[test]
fn being_late_is_said_once_and_only_by_who_was_late() {
    every_letter(|answers, letter, program| {
        let was_late =
            !answers.contains("late=on_time; contact") && !answers.contains("late=unsure");
        let says = ["E2", "E3", "E4"].contains(&letter) && was_late;
        for short in [false, true] {
            let mut program = program.copied();
            program.change(letter, LetterChange::Short(short));
            let text = program.letter(letter).text;
            let times = text.matches("late").count();
            assert_eq!(times, usize::from(says), "{answers}: {text}");
            let sorry = text.matches("sorry").count();
            let apologises = says || letter == "E4";
            assert_eq!(sorry, usize::from(apologises), "{answers}: {text}");
        }
    });
}

/// Health is for the person alone to speak of.
#[test]
fn no_draft_speaks_of_health() {
    every_letter(|answers, letter, program| {
        let text = program.letter(letter).text.to_lowercase();
        for word in ["ill", "sick", "well that day", "health", "unwell", "doctor"] {
            let said = text
                .split(|c: char| !c.is_alphanumeric())
                .any(|one| one == word);
            assert!(!said, "{answers}: {text}");
        }
    });
}

#[test]
fn who_does_not_want_the_job_asks_for_nothing() {
    every_letter(|answers, letter, program| {
        if answers.contains("want=no") && ["E1", "E5", "E6", "E7"].contains(&letter) {
            let text = program.letter(letter).text;
            assert!(!text.contains("interview with you again"), "{text}");
            assert!(!text.contains("still interested"), "{text}");
            assert!(!text.contains("bring to the job"), "{text}");
        }
    });
}

// Anything that a person may type.

fn anything() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,40}",
        Just(String::new()),
        Just(" \n\t ".to_owned()),
        Just("\u{202b}מחלקה של עשרים מיטות\u{202c}".to_owned()),
        Just("أشرفت على جناح؟".to_owned()),
        Just("👩🏽‍⚕️🏳️‍🌈 e\u{301}".to_owned()),
        Just("\"It's\" <b>&amp;</b> {words} [day] ]] - {".to_owned()),
        Just("one\r\ntwo\rthree\u{2028}four\u{0}".to_owned()),
        Just("word ".repeat(1_000)),
        Just("x".repeat(5_000)),
        Just("Done.".to_owned()),
    ]
}

fn filled_in() -> impl Strategy<Value = Vec<(String, String)>> {
    let slots: Vec<&str> = TYPICAL.iter().map(|(slot, _)| *slot).collect();
    prop::collection::vec(
        (
            prop::sample::select(slots).prop_map(str::to_owned),
            anything(),
        ),
        0..8,
    )
}

/// The pieces of the draft that are not the quiz's own words must be what was given, and all of it must be.
fn check_honest(pieces: &[Piece], given: &[(&str, String)]) -> Result<(), TestCaseError> {
    let value = |slot: &str| {
        let last = given.iter().rev().find(|(name, _)| *name == slot);
        last.map(|(_, text)| one_line(text))
            .filter(|text| !text.is_empty())
    };
    for piece in pieces {
        match piece {
            Piece::Filled { given: text, .. } => {
                prop_assert!(given.iter().any(|(_, given)| one_line(given) == *text));
            }
            Piece::Open(slot) => prop_assert_eq!(value(slot), None, "{}", slot),
            Piece::Words(words) => prop_assert!(!words.is_empty()),
            Piece::Break => {}
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn a_draft_is_the_quizs_words_and_what_was_given_and_nothing_else(
        letter in prop::sample::select(vec!["E1", "E2", "E3", "E4", "E5", "E6", "E7"]),
        filled in filled_in(),
        short: bool,
    ) {
        let mut program = Program::answered(PLAIN);
        for (slot, text) in &filled {
            program.fill(letter, slot, text);
        }
        program.change(letter, LetterChange::Short(short));
        let read = program.letter(letter);
        let pieces = read.draft.clone().expect("a draft");
        let kept = |text: &str| text.chars().take(LetterState::MAX_SLOT_CHARS).collect::<String>();
        let mut given: Vec<(&str, String)> =
            filled.iter().map(|(slot, text)| (slot.as_str(), kept(text))).collect();
        given.insert(0, ("day", English.weekday(date("2026-03-10"), false)));
        check_honest(&pieces, &given)?;
        // A letter with open places says so, and shows each in its text.
        let open = open(&pieces);
        prop_assert!(read.open() >= open);
        prop_assert!(read.text.matches("[[").count() >= open);
        prop_assert_eq!(read.findings.iter().any(|one| matches!(one, Finding::Open { .. })), read.text.contains("[["));
        let limit = usize::from(read.letter.words);
        let too_long = read.findings.iter().any(|one| matches!(one, Finding::TooLong { .. }));
        prop_assert_eq!(too_long, read.words > limit);
        // What is typed is shown as it was typed.
        for (slot, value) in &read.asked {
            if let Some((_, text)) = given.iter().rev().find(|(name, _)| name == slot) {
                prop_assert_eq!(value, text);
            }
        }
        let mail = read.mailto();
        prop_assert!(mail.href.len() <= MAX_CHARS && mail.href.is_ascii());
    }

    #[test]
    fn no_words_are_counted_for_what_is_open(before in "[a-z ]{0,20}", name in "[a-z ]{0,20}", after in "[a-z ]{0,20}") {
        let text = format!("{before} [[{name}]] {after}");
        let counted = before.split_whitespace().count() + after.split_whitespace().count();
        prop_assert_eq!(words(&text), counted);
    }

    #[test]
    fn the_linter_looks_at_anything(text in anything(), other in anything(), most in 0usize..200) {
        let whole = format!("{text} {other}");
        let q = quiz_words();
        let findings = lint(&whole, most, q.phrases());
        let over = words(&whole).saturating_sub(most);
        let said = findings.iter().find_map(|finding| match finding {
            Finding::TooLong { over } => Some(*over),
            _ => None,
        });
        prop_assert_eq!(said.unwrap_or(0), over);
        let open = findings.iter().any(|finding| matches!(finding, Finding::Open { .. }));
        prop_assert_eq!(open, whole.contains("[["));
    }

    #[test]
    fn any_words_can_stand_in_a_passage(words in "\\PC{0,60}", value in anything()) {
        let passages = [Passage { slot: "slot", words: &words }];
        let pieces = compose(&passages, &|_| Some(value.clone()));
        if !one_line(&value).is_empty() {
            prop_assert_eq!(open(&pieces), 0);
        }
        let marked = text(&pieces, &str::to_owned).contains("[[");
        prop_assert!(!marked || open(&pieces) > 0 || words.contains("[[") || value.contains("[["));
    }
}

#[test]
fn a_sentence_that_ends_by_itself_gets_no_second_stop() {
    let passages = [Passage {
        slot: "fit",
        words: "I can do it: {words}. Truly.",
    }];
    for (value, expected) in [
        ("Look", "I can do it: Look. Truly."),
        ("Look.", "I can do it: Look. Truly."),
        ("Look!  ", "I can do it: Look! Truly."),
        ("Look,", "I can do it: Look,. Truly."),
        ("two\nlines", "I can do it: two lines. Truly."),
        ("  ", "I can do it: [[fit]]. Truly."),
    ] {
        let pieces = compose(&passages, &|_| Some(value.to_owned()));
        assert_eq!(text(&pieces, &str::to_owned), expected);
    }
}

#[test]
fn what_is_between_brackets_is_left_out_where_it_has_nothing_to_say() {
    let passages = [Passage {
        slot: "thanks",
        words: "Thank you[ on {day}]. Bye.",
    }];
    for (day, expected) in [
        (None, "Thank you. Bye."),
        (Some(" "), "Thank you. Bye."),
        (Some("Monday"), "Thank you on Monday. Bye."),
        (Some("[x]"), "Thank you on [x]. Bye."),
    ] {
        let pieces = compose(&passages, &|_| day.map(str::to_owned));
        assert_eq!(text(&pieces, &str::to_owned), expected);
    }
}

#[track_caller]
fn check_lint(text: &str, expected: &[Finding]) {
    let q = quiz_words();
    assert_eq!(lint(text, 20, q.phrases()), expected, "{text}");
}

#[test]
fn the_linter_finds_what_a_letter_should_not_have() {
    let open = |names: &[&str]| Finding::Open {
        names: names.iter().map(|name| (*name).to_owned()).collect(),
    };
    let blame = |words: &str| Finding::Blame {
        words: words.to_owned(),
    };
    check_lint("Thank you for your time.", &[]);
    check_lint("I am sorry that I came late.", &[]);
    check_lint(
        "I'm sorry. I apologise.",
        &[Finding::Apologies { count: 2 }],
    );
    check_lint(
        "Sorry! My apologies, and please forgive me.",
        &[Finding::Apologies { count: 3 }],
    );
    check_lint("The sorrynotsorry of it.", &[]);
    check_lint("It wasn’t my fault.", &[blame("wasn't my fault")]);
    check_lint("The trick questions were RUDE.", &[blame("rude")]);
    check_lint("I was rude-ish", &[blame("rude")]);
    check_lint(
        "Hello [[Their name]], I liked [[one thing]].",
        &[open(&["Their name", "one thing"])],
    );
    // Half a mark is no finished letter either.
    check_lint("Hello [[Their name,\nThank you.", &[open(&["Their name,"])]);
    check_lint("Hello [[", &[open(&[""])]);
    check_lint("Hello Their name]],", &[]);
    check_lint(&"word ".repeat(21), &[Finding::TooLong { over: 1 }]);
    check_lint(&"word - ".repeat(20), &[]);
    let none = lint("Sorry, sorry, your fault", 1, Phrases::default());
    assert_eq!(none, [Finding::TooLong { over: 3 }]);
}

// The state of a letter and of the list.

#[test]
fn what_follows_from_the_answers_stands_in_the_letter_until_something_else_is_typed() {
    let answers = format!("{PLAIN}; off_reason=traffic; contact=hr");
    let mut program = Program::answered(&answers);
    let text = |program: &Program| program.letter("E3").text;
    assert!(text(&program).contains("why: I had trouble on the way."));
    program.fill("E3", "why_off", "the trains stood still");
    assert!(text(&program).contains("why: the trains stood still."));
    // Emptied by hand, it is not filled again.
    program.fill("E3", "why_off", "");
    assert!(text(&program).contains("why: [[What threw you off]]."));
    // A note of many words is no line of a letter.
    let long = "word ".repeat(100);
    let program = Program::answered(&format!(
        "{PLAIN}; coach=end; coach_about=elsewhere; coach_notes={long}"
    ));
    assert_eq!(program.letter("E6").offers, []);
}

#[test]
fn ones_own_name_goes_along_to_the_next_letter_and_the_other_name_does_not() {
    let mut program = Program::answered(&format!("{PLAIN}; off_reason=tech; contact=both"));
    program
        .fill("E1", "me", "Sam")
        .fill("E1", "recipient", "Dana");
    let text = program.letter("E3").text;
    assert!(text.contains("Kind regards,\nSam"), "{text}");
    assert!(text.starts_with("Hello [["), "{text}");
}

#[test]
fn own_words_are_kept_and_going_back_to_the_draft_throws_nothing_away() {
    let mut program = Program::answered(PLAIN);
    program.fill("E1", "recipient", "Dana");
    let draft = program.letter("E1").text;
    program.change("E1", LetterChange::OwnText(draft.clone()));
    let read = program.letter("E1");
    assert_eq!(
        (read.text.as_str(), read.draft.clone(), read.can_shorten),
        (draft.as_str(), None, false)
    );
    // What is open in the draft is still open in own words.
    assert_eq!(read.open(), 3);
    program.change("E1", LetterChange::OwnText("Thanks. Sam".to_owned()));
    assert_eq!(program.letter("E1").findings, []);
    program.change("E1", LetterChange::DraftAgain(true));
    assert_eq!(program.letter("E1").text, draft);
    program.change("E1", LetterChange::DraftAgain(false));
    assert_eq!(program.letter("E1").text, "Thanks. Sam");
    let kept = |effect: &Effect| matches!(effect, Effect::KeepInterview(_));
    assert!(program.effects.iter().any(kept));
    // Nothing changed, so nothing is written.
    program.change("E1", LetterChange::DraftAgain(false));
    assert!(!program.effects.iter().any(kept));
    program.change("E9", LetterChange::Short(true));
    assert!(program.effects.is_empty() && !program.interview().letters.contains_key("E9"));
}

#[test]
fn a_letter_is_cut_to_what_a_record_holds() {
    let mut program = Program::answered(PLAIN);
    program.fill("E1", "fit", &"é".repeat(5_000));
    program.change("E1", LetterChange::OwnText("🙂".repeat(9_000)));
    let kept = &program.interview().letters["E1"].value;
    assert_eq!(
        kept.slots["fit"].chars().count(),
        LetterState::MAX_SLOT_CHARS
    );
    let text = kept.text.as_ref().map(|text| text.chars().count());
    assert_eq!(text, Some(LetterState::MAX_TEXT_CHARS));
}

#[test]
fn what_became_of_a_letter_is_told_until_it_changes() {
    let mut program = Program::answered(PLAIN);
    let text = || "Hello".to_owned();
    program.send(Event::LetterCopied { text: text() });
    assert_eq!(program.effects, [Effect::Copy(text())]);
    for (event, expected) in [
        (Event::TextCopied { done: true }, Some(Delivery::Copied)),
        (Event::TextCopied { done: false }, Some(Delivery::NotCopied)),
        (Event::LetterMailed { rest: None }, Some(Delivery::Mailed)),
        (
            Event::LetterMailed { rest: Some(text()) },
            Some(Delivery::MailedWithoutText),
        ),
        (
            Event::TextCopied { done: true },
            Some(Delivery::MailedWithoutText),
        ),
        (Event::TextCopied { done: false }, Some(Delivery::NotCopied)),
        (Event::TextShared { done: true }, Some(Delivery::Shared)),
        (Event::TextShared { done: false }, Some(Delivery::NotShared)),
        (Event::Went(Route::History), None),
    ] {
        program.send(event.clone());
        assert_eq!(program.state.handed, expected, "{event:?}");
    }
    program.send(Event::TextCopied { done: true });
    program.fill("E1", "me", "Sam");
    assert_eq!(program.state.handed, None);
}

#[test]
fn the_live_region_says_what_was_copied() {
    let mut program = Program::answered(PLAIN);
    let id = program.id.clone();
    for (route, expected) in [
        (Route::Letter(id.clone(), "E1".into()), Notice::LetterCopied),
        (Route::Past(id), Notice::LinkCopied),
    ] {
        program.send(Event::Went(route));
        program.send(Event::TextCopied { done: true });
        let said = program.state.notice.as_ref().map(|(_, notice)| notice);
        assert_eq!(said, Some(&expected));
    }
}

#[test]
fn the_list_changes_with_what_was_sent_and_nothing_vanishes_with_its_tick() {
    let mut program = Program::answered(&format!(
        "{PLAIN}; off_reason=traffic; contact=both; want=yes"
    ));
    assert_eq!(program.to_do(), "R01 R02 R11");
    let sent = |program: &Program| match program.interview().situation.value.answers.get("sent") {
        Some(Answer::Options(ticked)) => ticked.iter().cloned().collect::<Vec<_>>().join("+"),
        _ => String::new(),
    };
    program.tick("R01", true);
    assert_eq!(
        (program.to_do().as_str(), sent(&program).as_str()),
        ("✓R01 R02 R11", "thanks")
    );
    program.tick("R02", true);
    assert_eq!(
        (program.to_do().as_str(), sent(&program).as_str()),
        ("✓R01 ✓R02 R11", "asked+thanks")
    );
    assert_eq!(
        program.interview().situation.value.asked_at,
        Some(program.device.now())
    );
    // Two whole working days later there is no answer.
    program.at("2026-03-13T10:00:00+01:00");
    assert_eq!(program.to_do(), "✓R01 ✓R02 R04 R11");
    program.tick("R04", true);
    assert_eq!(
        (program.to_do().as_str(), sent(&program).as_str()),
        ("✓R01 ✓R02 ✓R04 R11", "apology+asked+thanks")
    );
    // The tick and the answer are one thing, whichever is taken back.
    program.tick("R04", false);
    assert_eq!(program.to_do(), "✓R01 ✓R02 R04 R11");
    program.says("sent", "thanks");
    assert_eq!(program.to_do(), "✓R01 R02 R11");
    assert_eq!(program.interview().situation.value.asked_at, None);
    program.says("sent", "nothing");
    assert_eq!(program.to_do(), "R01 R02 R11");
    program.says("sent", "thanks");
    assert_eq!(program.to_do(), "✓R01 R02 R11");
    // They refuse: the manager is the next to write to.
    program.says("sent", "thanks+refused");
    assert_eq!(program.to_do(), "✓R01 R03 R11");
    program.says("sent", "they_said_no");
    assert_eq!(program.to_do(), "R09 R11");
}

#[test]
fn a_letter_that_is_sent_is_ticked_off_and_leads_to_what_is_next() {
    let mut program = Program::answered(PLAIN);
    let sent = Route::Sent(program.id.clone(), "E1".to_owned());
    program.send(Event::ActionFinished {
        interview: program.id.clone(),
        rule: "R01".to_owned(),
        then: sent.clone(),
    });
    assert_eq!(program.state.route, sent);
    assert!(program.effects.contains(&Effect::Navigate(sent)));
    assert_eq!(program.to_do(), "✓R01 R11");
    // What is next is to hear from them.
    let next: Vec<_> = program
        .reminders()
        .into_iter()
        .map(|one| one.about)
        .collect();
    assert_eq!(next, [About::Heard]);
}

#[test]
fn advice_that_asks_for_nothing_is_no_task() {
    let mut program = Program::answered(&format!("{PLAIN}; gut=awful; sent=thanks"));
    for (answers, note) in [("contact=both", "R05"), ("want=no", "R07")] {
        let (question, answer) = answers.split_once('=').expect("an answer");
        program.says(question, answer);
        let reading = program.reading();
        // Its action is done, so the note stands in the list by itself.
        let listed = |rule: &str| program.to_do().split(' ').any(|one| one == rule);
        assert!(listed(note), "{}", program.to_do());
        assert!(!reading.is_task(note) && reading.is_task("R11"));
        let open = learning::open_actions(&program.state);
        assert_eq!(open[0].rules, ["R11"], "{note} is not waited for");
    }
}

#[test]
fn what_was_told_about_the_interview_is_said_to_have_changed_the_list() {
    let mut program = Program::answered(PLAIN);
    let id = program.id.clone();
    let changes = |program: &Program| {
        let before = program.state.list_before.as_ref()?;
        let was = reading::read(&program.state, before).expect("its version is here");
        Some(reading::changes(&was.advice, &program.reading().advice))
    };
    let list = Route::Now(id.clone());
    program.send(Event::Went(Route::Quick(id.clone())));
    program
        .says("off_reason", "traffic")
        .says("contact", "both");
    program.says("want", "yes").says("sent", "thanks");
    program.send(Event::Went(list.clone()));
    let expected = Changes {
        added: vec!["R02".to_owned()],
        gone: vec!["R01".to_owned()],
        ..Changes::default()
    };
    assert_eq!(changes(&program), Some(expected));
    // Once it was looked at, the list is as it is.
    program.send(Event::Went(Route::Letter(id.clone(), "E3".to_owned())));
    program.send(Event::Went(list.clone()));
    assert_eq!(changes(&program), None);
    // The day of the interview brings other times.
    program.says("sent", "nothing");
    program.send(Event::Went(Route::Quick(id.clone())));
    program.send(Event::DayTyped {
        field: DayField::Interview(id.clone()),
        text: "2026-03-09".to_owned(),
    });
    program.send(Event::Went(list.clone()));
    let times = Changes {
        has_other_times: true,
        ..Changes::default()
    };
    assert_eq!(changes(&program), Some(times));
    // Another page than the list leaves nothing to tell.
    program.send(Event::Went(Route::Quick(id.clone())));
    program.says("sent", "thanks");
    program.send(Event::Went(Route::Result(id)));
    program.send(Event::Went(list));
    assert_eq!(changes(&program), None);
}

/// What only the person can say has a field in the text, of which none is asked for beside it.
#[test]
fn every_place_that_is_asked_for_stands_in_its_letter() {
    every_letter(|answers, letter, program| {
        let read = program.letter(letter);
        let draft = read.draft.as_deref().expect("a draft");
        for (slot, _) in read.blanks() {
            let stands = draft.iter().any(|piece| match piece {
                Piece::Filled { place, .. } | Piece::Open(place) => place == slot,
                _ => false,
            });
            assert!(stands, "{slot} in {letter} of {answers}");
        }
        assert_eq!(read.apart, [] as [&str; 0], "{letter} of {answers}");
    });
    // A quiz can leave a sentence out until its words are given: they are asked for beside the letter, filled or not,
    // so that no field moves while somebody types in it.
    let text = quiz_text::built_in("interview", "en").expect("it is there");
    let text = text.replace(
        "I enjoyed hearing about {words}.",
        "It was good to talk[, above all about {words}].",
    );
    let words = QuizText::parse(&text).expect("it can be read");
    let mut program = Program::answered(PLAIN);
    for (given, expected) in [
        ("", "good to talk.\n"),
        ("tea", "good to talk, above all about tea.\n"),
    ] {
        program.fill("E1", "talked_about", given);
        let read = letter::read(
            &program.state,
            program.interview(),
            &program.reading(),
            "E1",
            &words,
            &English,
        );
        let read = read.expect("there is such a letter");
        assert_eq!(read.apart, ["talked_about"]);
        assert!(read.blanks().all(|(slot, _)| slot != "talked_about"));
        assert!(read.text.contains(expected), "{}", read.text);
    }
}

#[test]
fn a_letter_knows_which_tick_says_that_it_was_sent() {
    let program = Program::answered(&format!(
        "{PLAIN}; off_reason=traffic; contact=both; want=yes"
    ));
    for (letter, rule) in [
        ("E1", "R01"),
        ("E2", "R01"),
        ("E3", "R02"),
        ("E4", "R03"),
        ("E5", "R09"),
        ("E7", "R10"),
    ] {
        assert_eq!(
            program.letter(letter).rule.as_deref(),
            Some(rule),
            "{letter}"
        );
    }
    let mut program = Program::answered(&format!(
        "{PLAIN}; off_reason=traffic; contact=both; want=yes; sent=asked"
    ));
    program.at("2026-03-13T10:00:00+01:00");
    assert_eq!(program.letter("E4").rule.as_deref(), Some("R04"));
}

// Mail.

/// What a mail program makes of an address: recipient, subject, text.
fn read_mailto(href: &str) -> (String, String, Option<String>) {
    let decoded = |text: &str| {
        let text = percent_decode_str(text).decode_utf8();
        text.expect("UTF-8").into_owned()
    };
    let rest = href.strip_prefix("mailto:").expect("its scheme");
    let (to, fields) = rest.split_once('?').unwrap_or((rest, ""));
    let field = |name: &str| {
        let mut fields = fields.split('&').filter_map(|field| field.split_once('='));
        fields
            .find(|(known, _)| *known == name)
            .map(|(_, value)| decoded(value))
    };
    (
        decoded(to),
        field("subject").unwrap_or_default(),
        field("body"),
    )
}

proptest! {
    #[test]
    fn a_mail_program_reads_what_was_written(subject in "\\PC{0,60}", body in anything()) {
        let mail = mailto("dana@example.com", &subject, &body);
        prop_assert!(mail.href.len() <= MAX_CHARS);
        prop_assert!(mail.href.bytes().all(|byte| byte.is_ascii_graphic()));
        let (to, read_subject, read_body) = read_mailto(&mail.href);
        prop_assert_eq!(to, "dana@example.com");
        prop_assert_eq!(read_body.is_some(), mail.whole);
        if let Some(read) = read_body {
            prop_assert_eq!(read_subject, subject);
            let lines = body.replace("\r\n", "\n").replace('\n', "\r\n");
            prop_assert_eq!(read, lines);
        }
    }
}

#[test]
fn what_does_not_fit_into_an_address_is_left_out_the_text_first() {
    let subject = "Thank you & goodbye? 100 %";
    for (to, subject, body, expected) in [
        (
            "a@b.example",
            subject,
            "Hi\nSam",
            ("a@b.example", subject, Some("Hi\r\nSam")),
        ),
        (
            "a@b.example",
            subject,
            &*"é".repeat(300),
            ("a@b.example", subject, None),
        ),
        (
            "a@b.example",
            &*"é".repeat(300),
            "Hi",
            ("a@b.example", "", None),
        ),
        ("a+c@b.example", "x", "", ("a+c@b.example", "x", Some(""))),
        ("", "x", "y", ("", "x", Some("y"))),
        // No address, so the mail program asks.
        ("Dana", "x", "y", ("", "x", Some("y"))),
        (
            "a@b.example?bcc=c",
            "x",
            "y",
            ("a@b.example?bcc=c", "x", Some("y")),
        ),
    ] {
        let mail = mailto(to, subject, body);
        let (to, subject, body) = read_mailto(&mail.href);
        assert_eq!((&*to, &*subject, body.as_deref()), expected);
    }
    assert_eq!(
        mailto("a@b.example?bcc=c", "x", "")
            .href
            .matches('?')
            .count(),
        1
    );
}

#[test]
fn the_address_is_found_in_what_was_pasted() {
    let check = |typed: &str, address: Option<&str>, left_out: &str| {
        let expected = Addressee {
            address: address.map(str::to_owned),
            left_out: left_out.to_owned(),
        };
        assert_eq!(addressee(typed), expected, "{typed:?}");
    };
    let sam = Some("sam@example.com");
    check("", None, "");
    check(" sam@example.com ", sam, "");
    check("Sam Example <sam@example.com>", sam, "Sam Example");
    check("\"Example, Sam\" <sam@example.com>", sam, "Example, Sam");
    check("<sam@example.com>", sam, "");
    check("sam@example.com (Sam)", sam, "Sam");
    check("mailto:sam@example.com?subject=Hello", sam, "");
    check("Write to sam@example.com.", sam, "Write to");
    check("\u{200b}sam@example.com\u{a0}", sam, "");
    // A letter goes to one person.
    check(
        "sam@example.com; Kim <kim@example.com>",
        sam,
        "Kim <kim@example.com>",
    );
    check(
        "o'brien+jobs@example.com",
        Some("o'brien+jobs@example.com"),
        "",
    );
    check("Sam Example", None, "Sam Example");
    check("Sam@", None, "Sam@");
    check("a@b@c", None, "a@b@c");
}

// Reminders.

fn shown(reminders: &[Reminder]) -> String {
    let one = |reminder: &Reminder| {
        let what = match &reminder.about {
            About::Action(rule) => rule.as_str(),
            About::Heard => "heard",
            About::Lessons => "lessons",
        };
        let when = match reminder.at {
            When::At(at) => at.to_rfc3339(),
            When::OnDay { date, minute } => format!("{date} {}h", minute / 60),
        };
        format!("{what} {when}")
    };
    reminders.iter().map(one).collect::<Vec<_>>().join(", ")
}

#[test]
fn what_is_worth_a_reminder_follows_from_the_advice_and_the_dates() {
    let mut program = Program::answered(&format!(
        "{PLAIN}; off_reason=traffic; contact=both; want=yes"
    ));
    // The thanks within a day, the request still today, and in two weeks the question how it went.
    assert_eq!(
        shown(&program.reminders()),
        "R02 2026-03-10 18h, R01 2026-03-11T11:00:00+01:00, heard 2026-03-24 18h"
    );
    program.tick("R01", true).tick("R02", true);
    // After two whole working days it is time to write to the manager.
    assert_eq!(
        shown(&program.reminders()),
        "R04 2026-03-13 9h, heard 2026-03-24 18h"
    );
    let dated = |program: &mut Program, which, on: Option<&str>| {
        program.send(Event::DayTyped {
            field: DayField::Situation(program.id.clone(), which),
            text: on.unwrap_or_default().into(),
        });
    };
    dated(&mut program, Milestone::Promised, Some("2026-03-20"));
    assert_eq!(
        shown(&program.reminders()),
        "R04 2026-03-13 9h, heard 2026-03-20 18h, R10 2026-03-23 9h"
    );
    dated(&mut program, Milestone::NextInterview, Some("2026-04-08"));
    assert!(shown(&program.reminders()).contains("lessons 2026-04-06 18h"));
    dated(&mut program, Milestone::NextInterview, Some("2026-03-12"));
    assert!(shown(&program.reminders()).contains("lessons 2026-03-11 18h"));
    dated(&mut program, Milestone::NextInterview, Some("2026-03-11"));
    assert!(shown(&program.reminders()).contains("lessons 2026-03-11 9h"));
    dated(&mut program, Milestone::NextInterview, Some("2026-03-10"));
    assert!(!shown(&program.reminders()).contains("lessons"));
    dated(&mut program, Milestone::NextInterview, None);
    // Once it is known how it turned out, there is nothing to wait for.
    program.send(Event::OutcomeRecorded {
        interview: program.id.clone(),
        outcome: Some(Outcome::Offer),
    });
    assert_eq!(shown(&program.reminders()), "");
}

#[test]
fn a_deadline_that_has_passed_is_a_reminder_for_the_next_good_time() {
    let mut program = Program::answered(PLAIN);
    program.at("2026-03-12T10:00:00+01:00");
    assert!(shown(&program.reminders()).starts_with("R01 2026-03-12 18h,"));
    program.at("2026-03-12T17:30:00+01:00");
    assert!(shown(&program.reminders()).starts_with("R01 2026-03-13 9h,"));
}

#[test]
fn the_file_is_later_each_time_and_its_events_keep_their_names() {
    let mut program = Program::answered(PLAIN);
    let entries = || {
        Rc::new(vec![Entry {
            reminder: Reminder {
                about: About::named("R01"),
                at: When::At(moment("2026-03-11T11:00:00+01:00")),
            },
            summary: "Say thank you".to_owned(),
            description: "Soon".to_owned(),
            is_cancelled: false,
        }])
    };
    let saved = |program: &mut Program| {
        let interview = program.id.clone();
        program.send(Event::RemindersAsked {
            interview,
            entries: entries(),
        });
        program.saved_calendar()
    };
    let first = read_events(&saved(&mut program));
    program.at("2026-03-10T15:00:01+01:00");
    let second = read_events(&saved(&mut program));
    assert_eq!(first[0].uid, second[0].uid);
    assert!(first[0].sequence < second[0].sequence);
    // So is the one of a clock that was set back, and that of the same second.
    program.at("2020-01-01T00:00:00+01:00");
    let third = read_events(&saved(&mut program));
    assert!(second[0].sequence < third[0].sequence);
    let fourth = read_events(&saved(&mut program));
    assert!(third[0].sequence < fourth[0].sequence);
}

/// Saves the reminders as they are now; each event by its name, cancelled ones with a `-` before it.
#[track_caller]
fn in_the_file(program: &mut Program) -> (String, u64) {
    let reminders = program.reminders();
    let gone = cancelled(&program.interview().calendar.value, &reminders);
    let entry = |reminder: &Reminder, is_cancelled| Entry {
        reminder: reminder.clone(),
        summary: "A reminder".to_owned(),
        description: String::new(),
        is_cancelled,
    };
    let left = reminders.iter().map(|reminder| entry(reminder, false));
    let gone = gone.iter().map(|reminder| entry(reminder, true));
    let entries = Rc::new(left.chain(gone).collect::<Vec<_>>());
    program.send(Event::RemindersAsked {
        interview: program.id.clone(),
        entries,
    });
    let events = read_events(&program.saved_calendar());
    let sequences = events.iter().map(|event| event.sequence);
    let sequence = sequences.max().unwrap_or_default();
    let prefix = format!("{}-", program.id.as_str());
    let names = events.iter().map(|event| {
        let name = event.uid.trim_start_matches(&prefix);
        let name = name.trim_end_matches("@interview-hindsight");
        assert_eq!(event.sequence, sequence, "one file, one number");
        assert_eq!(event.alarms == 0, event.is_cancelled, "{event:?}");
        format!("{}{name}", if event.is_cancelled { "-" } else { "" })
    });
    (names.collect::<Vec<_>>().join(" "), sequence)
}

#[test]
fn what_is_done_or_closed_is_cancelled_in_the_next_file() {
    let mut program = Program::answered(&format!(
        "{PLAIN}; off_reason=traffic; contact=both; want=yes"
    ));
    let mut last = 0;
    let mut check = |program: &mut Program, expected: &str| {
        let (names, sequence) = in_the_file(program);
        assert_eq!(names, expected);
        assert!(sequence > last, "{sequence} after {last}");
        last = sequence;
        // As another device reads it.
        let text = encode_interview(program.interview(), "");
        assert_eq!(decode_interview(&text).as_ref(), Ok(program.interview()));
    };
    check(&mut program, "R02 R01 heard");
    program.tick("R01", true);
    check(&mut program, "R02 heard -R01");
    // In each later file too, since nobody has to open every one.
    program.tick("R02", true);
    check(&mut program, "R04 heard -R01 -R02");
    // The tick was a mistake.
    program.tick("R01", false);
    check(&mut program, "R01 R04 heard -R02");
    // What they have answered about is closed, and every event with it.
    let outcome = |program: &mut Program, outcome| {
        program.send(Event::OutcomeRecorded {
            interview: program.id.clone(),
            outcome,
        });
    };
    outcome(&mut program, Some(Outcome::Offer));
    check(&mut program, "-R01 -R02 -R04 -heard");
    outcome(&mut program, Some(Outcome::SteppedBack));
    check(&mut program, "-R01 -R02 -R04 -heard");
    outcome(&mut program, None);
    check(&mut program, "R01 R04 heard -R02");
}

#[test]
fn a_reminder_for_tonight_is_not_cancelled_this_morning() {
    let mut program = Program::answered(PLAIN);
    let (names, _) = in_the_file(&mut program);
    assert_eq!(names, "R01 heard");
    program.tick("R01", true).at("2026-03-24T17:59:00+01:00");
    assert_eq!(in_the_file(&mut program).0, "heard -R01");
    program.at("2026-03-24T18:00:00+01:00");
    assert_eq!(in_the_file(&mut program).0, "-R01 -heard");
}

/// An event as an independent reader sees it.
#[derive(Debug, PartialEq)]
struct Seen {
    uid: String,
    sequence: u64,
    start: String,
    summary: String,
    description: String,
    alarms: usize,
    is_cancelled: bool,
}

#[track_caller]
fn read_events(file: &str) -> Vec<Seen> {
    let calendar: Calendar = file.parse().expect("a calendar");
    let events = calendar.components.iter().map(|component| {
        let CalendarComponent::Event(event) = component else {
            panic!("{component:?}")
        };
        let start = match event.get_start().expect("a start") {
            DatePerhapsTime::DateTime(CalendarDateTime::Utc(at)) => {
                format!("{}Z", at.format("%FT%T"))
            }
            DatePerhapsTime::DateTime(CalendarDateTime::Floating(at)) => {
                at.format("%FT%T").to_string()
            }
            other => panic!("{other:?}"),
        };
        assert!(
            event
                .property_value("DTSTAMP")
                .is_some_and(|at| at.ends_with('Z'))
        );
        Seen {
            uid: event.get_uid().expect("an id").to_owned(),
            sequence: event
                .property_value("SEQUENCE")
                .and_then(|n| n.parse().ok())
                .expect("a number"),
            start,
            summary: event.get_summary().unwrap_or_default().to_owned(),
            description: event.get_description().unwrap_or_default().to_owned(),
            alarms: event.components().len(),
            is_cancelled: event.property_value("STATUS") == Some("CANCELLED"),
        }
    });
    events.collect()
}

/// What RFC 5545 asks of every line.
fn check_lines(file: &str) -> Result<(), TestCaseError> {
    prop_assert!(file.ends_with("END:VCALENDAR\r\n"));
    for line in file.split("\r\n") {
        prop_assert!(line.len() <= 75, "{line}");
        prop_assert!(!line.contains(['\r', '\n']), "{line:?}");
        prop_assert!(
            !line.chars().any(|c| c.is_control() && c != '\t'),
            "{line:?}"
        );
    }
    Ok(())
}

#[test]
fn a_calendar_reads_moments_and_times_of_day() {
    let entry = |name: &str, at| Entry {
        reminder: Reminder {
            about: About::named(name),
            at,
        },
        summary: "Say thank you; really, \\o/".to_owned(),
        description: "One line\nand another".to_owned(),
        is_cancelled: name == "b",
    };
    let entries = [
        entry("a", When::At(moment("2026-03-11T00:30:00+01:00"))),
        entry(
            "b",
            When::OnDay {
                date: date("2026-12-31"),
                minute: 9 * 60 + 5,
            },
        ),
    ];
    let id = Id::new("a1").expect("an id");
    let file = calendar(&id, "en", &entries, moment("2026-03-10T15:00:00+01:00"), 7);
    check_lines(&file).expect("lines as they should be");
    assert!(file.contains("\r\nDTSTAMP:20260310T140000Z\r\n"), "{file}");
    let seen = read_events(&file);
    let starts: Vec<&str> = seen.iter().map(|event| event.start.as_str()).collect();
    assert_eq!(starts, ["2026-03-10T23:30:00Z", "2026-12-31T09:05:00"]);
    assert_eq!(seen[0].summary, "Say thank you; really, \\o/");
    assert_eq!(seen[0].description, "One line\nand another");
    assert_eq!((seen[0].sequence, seen[0].alarms), (7, 1));
    check_golden("reminders", &file.replace("\r\n", "\n"));
}

proptest! {
    #[test]
    fn a_calendar_reads_back_any_words(summary in anything(), description in anything()) {
        let entry = Entry {
            reminder: Reminder {
                about: About::named("R01"),
                at: When::OnDay { date: date("2026-03-11"), minute: 540 },
            },
            summary: summary.clone(),
            description: description.clone(),
            is_cancelled: false,
        };
        let id = Id::new("a1").expect("an id");
        let file = calendar(&id, "de", &[entry], moment("2026-03-10T15:00:00Z"), 1);
        check_lines(&file)?;
        let seen = read_events(&file);
        prop_assert_eq!(seen.len(), 1);
        // Lines end in one way, and control characters have no place in a calendar.
        let written = |text: &str| {
            let lines = text.replace("\r\n", "\n").replace('\r', "\n");
            lines.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect::<String>()
        };
        prop_assert_eq!(&seen[0].summary, &written(&summary));
        prop_assert_eq!(&seen[0].description, &written(&description));
    }
}
