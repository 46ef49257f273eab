//! What came of it, and what is taken along: outcomes and rounds, what the results come to, the file for a spreadsheet as
//! another reader reads it, letters and lessons as a text, and links.

// Yew draws natively alone, and with it come the words of letters.
#![cfg(not(target_arch = "wasm32"))]
// A test may end at the first thing that is not as it should be.
#![allow(clippy::expect_used, clippy::panic)]

mod kept;

use std::rc::Rc;

use interview_hindsight::app::calibration::{REASONS, adjustment, own_calibration};
use interview_hindsight::app::event::{
    DayField, Effect, Event, LabelField, LetterChange, Milestone, Order, Writing,
};
use interview_hindsight::app::listing;
use interview_hindsight::app::route::Route;
use interview_hindsight::app::spreadsheet::spreadsheet;
use interview_hindsight::app::state::State;
use interview_hindsight::domain::answers::Answer;
use interview_hindsight::domain::calibration::{Adjustment, Calibration, LeftOut, Tally};
use interview_hindsight::domain::history::{Draft, Id, Interview, Outcome, QuizRef};
use interview_hindsight::domain::lesson::LessonKey;
use interview_hindsight::domain::time::{Date, Moment};
use interview_hindsight::domain::zone::ZoneName;
use interview_hindsight::ui::text::Text;
use interview_hindsight::ui::text_export::letters_and_lessons;
use interview_hindsight::wire::csv::Form;
use interview_hindsight::wire::export::{Import, export_json};
use interview_hindsight::wire::link::{self, LinkProblem, MAX_LINK};
use interview_hindsight::wire::locale::English;
use interview_hindsight::wire::port::MemoryStore;
use interview_hindsight::wire::quiz_document;
use interview_hindsight::wire::quiz_text::{self, QuizText};
use interview_hindsight::wire::text_catalogue::{self, TextCatalogue};
use proptest::prelude::*;

mod driver;

use driver::Program;

impl Program {
    /// Sets the clock to so many hours after its beginning, and a second for each event so far.
    fn at_hour(&mut self, hours: i64) {
        self.device.set_clock(at(hours, self.device.events()));
    }

    fn outcome(&mut self, id: &Id, outcome: Outcome) -> &mut Self {
        self.send(Event::OutcomeRecorded {
            interview: id.clone(),
            outcome: Some(outcome),
        })
    }

    fn label(&mut self, id: &Id, company: &str, role: &str) {
        self.go(&format!("#/history/{id}"));
        for (field, value) in [(LabelField::Company, company), (LabelField::Role, role)] {
            self.send(Event::LabelEdited {
                field,
                value: value.into(),
            });
        }
    }

    /// Twenty decided results, every third of them a yes.
    fn with_twenty() -> Self {
        let mut program = Self::new();
        for n in 0..20 {
            let sheet = [FAIR, GOOD, BAD, GOOD_FORECAST][n % 4];
            let id = program.finish(sheet);
            program.outcome(
                &id,
                if n % 3 == 0 {
                    Outcome::Offer
                } else {
                    Outcome::No
                },
            );
        }
        program
    }
}

/// So many hours and seconds after three o'clock on a Tuesday.
fn at(hours: i64, seconds: u32) -> Moment {
    let start = Moment::parse_rfc3339("2026-03-10T15:00:00+01:00").expect("a moment");
    let start = start.plus_hours(hours).unix_ms();
    Moment::new(start + i64::from(seconds) * 1000, 60).expect("a moment")
}

const FAIR: &str = "gut=awful lean=some distracted=once click=fine coach=no hard=very exact=mostly stuck=weak \
                    examples=some late=on_time nerves=lost ideal=no next=process practical=no";
const GOOD: &str = "gut=great lean=most distracted=no click=easy coach=no hard=easy exact=always stuck=no \
                    examples=most late=on_time nerves=hardly ideal=linked next=set practical=yes";
const BAD: &str = "gut=not_great lean=hardly distracted=whole click=cold coach=large coach_about=elsewhere hard=easy \
                   exact=drifted stuck=blank examples=hardly late=untold nerves=froze ideal=no next=hint practical=no";
const GOOD_FORECAST: &str = "gut=ok gut10:7 lean=most distracted=no click=easy coach=no hard=easy exact=always \
                             stuck=no examples=most late=on_time nerves=hardly ideal=asked next=touch practical=little";

#[test]
fn an_outcome_has_a_day_and_a_note_and_no_reply_waits_until_it_is_closed() {
    let mut p = Program::new();
    let id = p.finish(FAIR);
    p.outcome(&id, Outcome::NoReply);
    p.send(Event::OutcomeNoted {
        interview: id.clone(),
        note: "x".repeat(6_000),
    });
    let recorded = p.interview(&id).outcome.value.clone().expect("recorded");
    assert_eq!(recorded.note.chars().count(), Interview::MAX_NOTE_CHARS);
    assert_eq!(recorded.on, Date::new(2026, 3, 10));
    assert!(listing::is_pending(p.interview(&id)));
    let close = |closed| Event::OutcomeClosed {
        interview: id.clone(),
        closed,
    };
    p.send(close(true));
    assert!(!listing::is_pending(p.interview(&id)));
    assert_eq!(own_calibration(&p.state).calibration.rows().len(), 1);
    p.send(close(true));
    assert_eq!(p.effects, [], "nothing has changed");
    // A different outcome is open no longer, and going back to no reply waits again.
    p.outcome(&id, Outcome::No).send(close(true));
    assert!(
        !p.interview(&id)
            .outcome
            .value
            .as_ref()
            .is_some_and(|one| one.closed)
    );
    p.outcome(&id, Outcome::NoReply);
    assert!(listing::is_pending(p.interview(&id)));
    assert_eq!(own_calibration(&p.state).pending, 1);
}

#[test]
fn what_does_not_count_is_left_out_with_its_reason() {
    let mut p = Program::new();
    let too_little = p.finish("gut=ok lean=some");
    let no_gut = p.finish(&GOOD.replace("gut=great ", ""));
    let known = p.finish(GOOD);
    let told = p.finish(GOOD);
    let round_up_to_step = p.finish(GOOD);
    let forecast = p.finish(&GOOD.replace("gut=great ", "gut10:1 "));
    for id in [&too_little, &no_gut, &known, &told, &forecast] {
        p.outcome(id, Outcome::No);
    }
    p.outcome(&round_up_to_step, Outcome::SteppedBack);
    p.send(Event::DayTyped {
        field: DayField::Outcome(known.clone()),
        text: "2026-03-09".into(),
    });
    let tick = |options: &[&str]| Answer::Options(options.iter().map(|id| (*id).into()).collect());
    p.send(Event::SituationAnswered {
        interview: told.clone(),
        question: "sent".into(),
        answer: tick(&["they_said_no"]),
    });
    let reckoned = own_calibration(&p.state);
    let left: Vec<LeftOut> = REASONS
        .into_iter()
        .zip(reckoned.left_out)
        .flat_map(|(reason, count)| std::iter::repeat_n(reason, count))
        .collect();
    use LeftOut::*;
    assert_eq!(
        left,
        [TooLittle, NoGut, KnownBefore, KnownBefore, SteppedBack]
    );
    let [case] = reckoned.calibration.rows() else {
        panic!("{reckoned:?}")
    };
    assert_eq!(case.interview, forecast);
    // The level whose chance is nearest to one in ten is that of "awful".
    assert_eq!((case.felt, case.gut), (1, 0.1));
    // Heard later than it was made: then the tick only repeats the outcome.
    p.at_hour(48);
    p.send(Event::DayTyped {
        field: DayField::Outcome(told),
        text: "2026-03-12".into(),
    });
    assert_eq!(own_calibration(&p.state).calibration.rows().len(), 2);
    // A tick of a later day says the same without an outcome: the result waits, and counts when it is recorded.
    let late = p.finish(GOOD);
    let waiting = own_calibration(&p.state).pending;
    p.send(Event::SituationAnswered {
        interview: late.clone(),
        question: "sent".into(),
        answer: tick(&["they_said_no"]),
    });
    p.send(Event::DayTyped {
        field: DayField::Situation(late, Milestone::SaidNo),
        text: "2026-03-13".into(),
    });
    assert_eq!(own_calibration(&p.state).pending, waiting);
    // A version of the quiz that is not here.
    let mut older = p.interview(&forecast).clone();
    older.quiz = QuizRef {
        version: Id::new("0.1.0").expect("an id"),
        ..older.quiz
    };
    Rc::make_mut(&mut p.state.interviews).insert(older.id.clone(), Rc::new(older));
    let reckoned = own_calibration(&p.state);
    assert_eq!(reckoned.left_out.last(), Some(&1), "{REASONS:?}");
}

#[test]
fn the_range_goes_by_ones_own_outcomes_only_when_asked_to() {
    let mut p = Program::with_twenty();
    assert_eq!(adjustment(&p.state), None);
    p.send(Event::OwnRateChosen { on: true });
    assert!(matches!(p.effects.last(), Some(Effect::KeepPreferences(prefs)) if prefs.own_rate));
    assert!(matches!(adjustment(&p.state), Some(Adjustment::Signs(_))));
    // Waiting for more than are decided, it is withdrawn by itself.
    for _ in 0..21 {
        p.finish(FAIR);
    }
    assert_eq!(adjustment(&p.state), None);
    p.send(Event::OwnRateChosen { on: false });
    assert_eq!(adjustment(&p.state), None);
}

#[test]
fn a_second_look_is_asked_a_day_later_and_the_first_answer_stays() {
    let mut p = Program::new();
    let id = p.finish(FAIR);
    let look = |gut: &str| Event::LookedAgain {
        interview: id.clone(),
        gut: gut.into(),
    };
    p.send(look("good"));
    assert_eq!(p.interview(&id).second_look.value, None, "it is too early");
    p.at_hour(25);
    p.send(look("nothing"));
    assert_eq!(p.effects, [], "there is no such answer");
    p.send(look("good"));
    let kept = p.interview(&id).second_look.value.clone().expect("kept");
    assert_eq!(
        (kept.gut.as_str(), kept.at.date()),
        ("good", at(25, 0).date())
    );
    assert_eq!(p.interview(&id).answers.option("gut"), Some("awful"));
    p.outcome(&id, Outcome::Offer).send(look("great"));
    let kept = p.interview(&id).second_look.value.clone().expect("kept");
    assert_eq!(kept.gut.as_str(), "good", "nobody looks again who knows");
    // Calibration goes by the first.
    assert_eq!(own_calibration(&p.state).calibration.rows()[0].felt, 1);
}

#[test]
fn a_result_whose_promised_day_is_over_is_asked_about_and_not_yet_asks_again_in_a_week() {
    let mut p = Program::new();
    let id = p.finish(FAIR);
    p.send(Event::DayTyped {
        field: DayField::Situation(id.clone(), Milestone::Promised),
        text: "2026-03-12".into(),
    });
    let due = |p: &Program| listing::to_ask(&p.state).map(|due| due.id.clone());
    p.at_hour(48);
    p.go("#/history");
    assert_eq!(due(&p), None, "the day is not over");
    p.at_hour(72);
    p.go("#/");
    assert_eq!(due(&p), Some(id.clone()));
    p.send(Event::NothingHeard(id.clone()));
    assert!(matches!(p.effects.last(), Some(Effect::KeepItem(item)) if item.id == id));
    let a_week = 7 * 24;
    for asked in [72, 72 + a_week] {
        p.at_hour(asked);
        p.go("#/history");
        assert_eq!(due(&p), Some(id.clone()).filter(|_| asked > 72), "{asked}");
        p.send(Event::NothingHeard(id.clone()));
        p.at_hour(asked + a_week - 1);
        p.go("#/history");
        assert_eq!(due(&p), None, "a week is not over");
    }
    p.at_hour(72 + 2 * a_week);
    p.go("#/");
    assert_eq!(due(&p), Some(id.clone()), "a week is over again");
    p.outcome(&id, Outcome::NoReply);
    assert_eq!(due(&p), None, "one tap has answered it");
    let other = p.finish(FAIR);
    p.send(Event::DayTyped {
        field: DayField::Situation(other.clone(), Milestone::Promised),
        text: "2026-03-11".into(),
    });
    assert_eq!(due(&p), Some(other.clone()));
    p.outcome(&other, Outcome::No);
    assert_eq!(due(&p), None);
}

#[test]
fn where_no_day_was_promised_the_page_asks_after_two_weeks_and_in_the_end_no_more() {
    let mut p = Program::new();
    let id = p.finish(FAIR);
    let due = |p: &Program| listing::to_ask(&p.state).map(|due| due.id.clone());
    for (day, asks) in [(13, false), (15, true), (70, true), (71, false)] {
        p.at_hour(day * 24);
        p.go("#/");
        assert_eq!(due(&p).is_some(), asks, "after {day} days");
    }
    p.at_hour(20 * 24);
    p.go("#/history").send(Event::NothingHeard(id));
    assert_eq!(due(&p), None, "not yet");
    p.at_hour(27 * 24);
    p.go("#/");
    assert!(due(&p).is_some(), "a week is over");
}

#[test]
fn the_next_interview_waits_on_the_start_page_until_its_day_is_over() {
    let mut p = Program::new();
    let id = p.finish(FAIR);
    let next = |p: &Program| listing::next_interview(&p.state).map(|(_, day)| day.to_string());
    let undated = |p: &Program| listing::undated_next_round(&p.state).map(|one| one.id.clone());
    assert_eq!((next(&p), undated(&p)), (None, None));
    p.outcome(&id, Outcome::NextRound);
    assert_eq!(undated(&p), Some(id.clone()), "its day is asked for");
    let day = |id: &Id, day: &str| Event::DayTyped {
        field: DayField::Situation(id.clone(), Milestone::NextInterview),
        text: day.into(),
    };
    p.send(day(&id, "2026-03-13"));
    assert_eq!(
        (next(&p).as_deref(), undated(&p)),
        (Some("2026-03-13"), None)
    );
    let other = p.finish(GOOD);
    p.send(day(&other, "2026-03-12"));
    assert_eq!(next(&p).as_deref(), Some("2026-03-12"), "the nearer one");
    for (hour, expected) in [
        (48, Some("2026-03-12")),
        (72, Some("2026-03-13")),
        (96, None),
    ] {
        p.at_hour(hour);
        p.go("#/");
        assert_eq!(next(&p).as_deref(), expected, "after {hour} hours");
    }
    // Who does not know the day is not asked for ever.
    p.send(day(&id, "")).send(day(&other, ""));
    assert_eq!(undated(&p), Some(id));
    p.at_hour(8 * 24);
    p.go("#/");
    assert_eq!(undated(&p), None);
}

#[test]
fn the_rounds_of_an_application_stand_together_and_tell_one_story() {
    let mut p = Program::new();
    let first = p.finish(FAIR);
    p.label(&first, "Northwind  Ltd", "Baker");
    p.at_hour(24);
    let other = p.finish(GOOD);
    p.label(&other, "Northwind Ltd", "Driver");
    p.at_hour(48);
    let second = p.finish(GOOD);
    p.label(&second, "northwind ltd", "BAKER ");
    p.at_hour(72);
    let unnamed = p.finish(FAIR);
    let alike = p.finish(FAIR);
    let story = |p: &Program, id: &Id| -> Vec<Id> {
        let rounds = listing::rounds(&p.state, p.interview(id));
        rounds.iter().map(|round| round.id.clone()).collect()
    };
    assert_eq!(story(&p, &second), [first.clone(), second.clone()]);
    assert_eq!(story(&p, &other), vec![other.clone()]);
    assert_eq!(
        story(&p, &unnamed),
        vec![unnamed.clone()],
        "no company, no application"
    );
    let listed = |p: &Program| -> Vec<(Id, (usize, usize))> {
        let rows = listing::listed(&p.state);
        rows.iter()
            .map(|row| (row.interview.id.clone(), row.round))
            .collect()
    };
    let alone = |id: &Id| (id.clone(), (1, 1));
    assert_eq!(
        listed(&p),
        [
            alone(&alike),
            alone(&unnamed),
            (second.clone(), (2, 2)),
            (first.clone(), (1, 2)),
            alone(&other),
        ]
    );
    p.send(Event::HistorySorted(Order::Oldest));
    assert_eq!(listed(&p)[..2], [(first.clone(), (1, 2)), (second, (2, 2))]);
    // One that is left out of the list is still a round.
    p.send(Event::HistorySearched("Ltd baker ltd".into()));
    p.outcome(&first, Outcome::NextRound);
    p.send(Event::HistoryFiltered(
        interview_hindsight::app::event::OutcomeFilter::Pending,
    ));
    assert_eq!(listed(&p)[0].1, (2, 2));
}

#[test]
fn a_name_is_found_and_sorted_by_its_letters_with_or_without_accents() {
    let mut p = Program::new();
    for company in ["Zoo", "", "Örn", "Oslo", "Ñandú"] {
        let id = p.finish("lean=most");
        p.label(&id, company, "");
    }
    let listed = |p: &Program| -> Vec<String> {
        let rows = listing::listed(&p.state).into_iter();
        rows.map(|row| row.interview.details.value.company.clone())
            .collect()
    };
    p.send(Event::HistorySorted(Order::Company));
    assert_eq!(listed(&p), ["Ñandú", "Örn", "Oslo", "Zoo", ""]);
    for search in ["nandu", "ÑANDÚ", "ñandu"] {
        p.send(Event::HistorySearched(search.into()));
        assert_eq!(listed(&p), ["Ñandú"], "{search}");
    }
    p.send(Event::HistorySearched("orn".into()));
    assert_eq!(listed(&p), ["Örn"]);
}

/// A row, by the names of its columns.
type Row = Vec<(String, String)>;

/// The rows of a file, by the names of its columns, as the `csv` crate reads them.
fn read(file: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(file.as_bytes());
    let names = reader.headers().expect("the names of the columns").clone();
    let row = |record: Result<csv::StringRecord, csv::Error>| {
        let record = record.expect("a row");
        let fields = names.iter().zip(record.iter());
        fields
            .map(|(name, field)| (name.to_owned(), field.to_owned()))
            .collect()
    };
    reader.records().map(row).collect()
}

fn field<'r>(row: &'r Row, name: &str) -> &'r str {
    let found = row.iter().find(|(column, _)| column == name);
    &found.expect("there is such a column").1
}

fn number(row: &Row, name: &str) -> f64 {
    field(row, name).parse().expect("a number")
}

#[test]
fn the_spreadsheet_has_the_numbers_that_the_pages_show() {
    let mut p = Program::with_twenty();
    let evil = p.finish("lean=most");
    p.label(&evil, "=HYPERLINK(\"http://example.org\")", "@SUM(1)\"");
    p.send(Event::NotesEdited {
        interview: evil.clone(),
        notes: "-1+1\r\nsecond, \"line\" 🙂".into(),
    });
    let rows = read(&spreadsheet(&p.state, Form::Commas));
    assert_eq!(rows.len(), 21, "one row a result");
    let ids: Vec<&str> = rows.iter().map(|row| field(row, "id")).collect();
    assert_eq!(ids[0], evil.as_str(), "the latest first");
    assert_eq!(
        field(&rows[0], "company"),
        "'=HYPERLINK(\"http://example.org\")"
    );
    assert_eq!(field(&rows[0], "role"), "'@SUM(1)\"");
    assert_eq!(field(&rows[0], "notes"), "'-1+1\r\nsecond, \"line\" 🙂");
    assert_eq!(
        (field(&rows[0], "counts"), field(&rows[0], "felt_chance")),
        ("too_little_to_go_on", "")
    );

    // What the page about reading interviews shows can be reckoned from the rows that count.
    let counted: Vec<_> = rows
        .iter()
        .filter(|row| field(row, "counts") == "yes")
        .collect();
    let n = counted.len() as f64;
    let mean = |of: &dyn Fn(&Row) -> f64| counted.iter().map(|row| of(row)).sum::<f64>() / n;
    let brier = |column: &str| mean(&|row| (number(row, column) - number(row, "went_on")).powi(2));
    let Calibration::Picture(picture) = own_calibration(&p.state).calibration else {
        panic!("twenty make a picture")
    };
    assert_eq!(counted.len(), 20);
    for (own, theirs) in [
        (picture.brier.gut, brier("felt_chance")),
        (picture.brier.signs, brier("signs_chance")),
    ] {
        assert!((own - theirs).abs() < 1e-3, "{own} is not {theirs}");
    }
    for (place, bands) in [(0, 1.0..=2.0), (1, 3.0..=3.0), (2, 4.0..=5.0)] {
        let of = |row: &&&Row| bands.contains(&number(row, "band"));
        let group: Vec<_> = counted.iter().filter(of).collect();
        let yes = group
            .iter()
            .filter(|row| field(row, "went_on") == "1")
            .count();
        let tally = Tally {
            n: group.len(),
            yes,
        };
        assert_eq!(picture.counts.signs[place], tally);
        assert_eq!(picture.groups[place].map(|group| group.tally), Some(tally));
    }
    // And what the charts are drawn from.
    for row in &rows {
        let interview = p.interview(&Id::new(field(row, "id")).expect("an id"));
        assert_eq!(number(row, "points"), interview.stored.total.points());
        assert_eq!(number(row, "band"), f64::from(interview.stored.band));
        assert_eq!(
            field(row, "answer_lean"),
            interview.answers.option("lean").unwrap_or_default()
        );
        let level = |gut: &str| {
            ["awful", "not_great", "ok", "good", "great"]
                .iter()
                .position(|one| *one == gut)
        };
        let felt = level(field(row, "felt")).map(|at| (at + 1).to_string());
        assert_eq!(field(row, "felt_level"), felt.unwrap_or_default());
    }
    let in_ten = rows.iter().filter(|row| field(row, "felt_in_ten") == "7");
    assert!(
        in_ten
            .clone()
            .all(|row| field(row, "felt_chance") == "0.7000")
    );
    assert_eq!(in_ten.count(), 5);
    p.send(Event::SpreadsheetAsked(Form::Semicolons));
    assert!(matches!(
        p.effects.as_slice(),
        [Effect::SaveFile {
            name: "interview-results.csv",
            ..
        }]
    ));
}

fn words(state: &State) -> String {
    let texts = text_catalogue::built_in("en").map(TextCatalogue::parse);
    let Some(Ok(texts)) = texts else {
        panic!("{texts:?}")
    };
    let quiz_text = quiz_text::built_in("interview", "en").map(QuizText::parse);
    let Some(Ok(quiz_text)) = quiz_text else {
        panic!("{quiz_text:?}")
    };
    letters_and_lessons(state, &Text::new(texts, Rc::new(English)), &quiz_text)
}

#[test]
fn letters_and_lessons_are_one_text() {
    let mut p = Program::new();
    let id = p.finish(FAIR);
    p.label(&id, "Acme", "Baker");
    p.go(&format!("#/result/{id}"));
    let letter = quiz_document::current().expect("the quiz").letters()[0]
        .id
        .clone();
    p.send(Event::LetterChanged {
        interview: id.clone(),
        letter,
        change: LetterChange::OwnText("Dear Ms <b>Grün</b>,\n\n# thank you\nfor *today*".into()),
    });
    p.send(Event::LessonAdded {
        learnt_from: Some(id.clone()),
    });
    let own = p.state.learning.added.clone().expect("it was added");
    p.send(Event::Written {
        place: Writing::Lesson(LessonKey::Own(own.clone())),
        words: "Breathe\n# first".into(),
    });
    p.send(Event::LessonTicked {
        lesson: LessonKey::Own(own),
        done: true,
    });
    p.send(Event::PreparedBegun {
        asked_in: None,
        question: "Why you?".into(),
    });
    p.send(Event::ToAskAdded);
    let asked = p.state.learning.added.clone().expect("it was added");
    p.send(Event::Written {
        place: Writing::ToAsk(asked),
        words: "Who would I work with?".into(),
    });
    let mut state = State::clone(&p.state);
    Rc::make_mut(&mut state.site).language = "en".into();
    let text = words(&state);
    for expected in [
        "<div lang=\"en\" dir=\"ltr\">\n\n# Letters and lessons\n",
        "\n## Acme: Baker, answered on Tuesday 10 March 2026\n",
        "\nDear Ms \\<b\\>Grün\\</b\\>,\n\n\\# thank you\\\nfor \\*today\\*\n",
        "\n- [x] Breathe \\# first\n",
        "\n- [ ] ",
        "\n### Why you?\n",
        "\n- Who would I work with?\n",
    ] {
        assert!(text.contains(expected), "{expected:?} is not in\n{text}");
    }
    // Only what the program itself makes a heading is one.
    let headings = text.lines().filter(|line| line.starts_with('#'));
    assert!(headings.clone().count() >= 5, "{text}");
    assert!(headings.into_iter().all(|line| !line.contains("thank you")));
}

#[test]
fn a_link_carries_a_result_without_names_notes_and_own_words() {
    let mut whole = kept::full_interview("a");
    whole.details.value.role = "Astronaut".into();
    whole.details.value.round = "Second".into();
    let text = link::write(&whole).expect("it fits");
    assert!(text.len() <= MAX_LINK, "{} characters", text.len());
    let plain = Route::Open(text.clone()).fragment();
    assert!(plain.starts_with("#/open/v1."));
    let back = link::read(&text).expect("it is read back");
    assert_eq!(
        (&back.id, &back.quiz, back.finished_at),
        (&whole.id, &whole.quiz, whole.finished_at)
    );
    assert_eq!(back.answers.option("gut"), Some("awful"));
    assert_eq!(back.answers.get("gut10"), Some(&Answer::Number(2)));
    assert_eq!(back.answers.get("coach_notes"), None);
    assert_eq!(back.details.value.format, whole.details.value.format);
    let second_look = |of: &Interview| {
        of.second_look
            .value
            .as_ref()
            .map(|look| (look.gut.clone(), look.at))
    };
    assert_eq!(second_look(&back), second_look(&whole));
    let record = interview_hindsight::wire::record::encode_interview(&back, "");
    for word in [
        "Acme",
        "Baker",
        "Astronaut",
        "Second",
        "Say less",
        "They rang",
        "fine after all",
        "zone",
        "Berlin",
    ] {
        assert!(!record.contains(word), "{word} is in {record}");
    }
    // Each turn makes the stamps of its parts a little earlier, which no whole result loses to.
    assert!(back.outcome.stamp < whole.outcome.stamp);
    let again = link::write(&back).expect("it fits");
    let again = link::read(&again).expect("it is read back");
    assert_eq!(again.answers, back.answers);
}

#[test]
fn a_link_carries_an_interview_in_progress_to_where_the_person_goes_on_with_it() {
    let mut from = Program::new();
    let choose = |program: &mut Program, question: &str, option: &str| {
        program.send(Event::AnswerChosen {
            question: question.into(),
            answer: Answer::Option(option.into()),
        });
    };
    choose(&mut from, "gut", "great");
    from.send(Event::Continued).send(Event::Continued);
    choose(&mut from, "lean", "most");
    from.send(Event::Continued);
    let mut draft = Draft::clone(from.state.draft.as_ref().expect("a draft"));
    draft
        .answers
        .set("coach_notes", Answer::Text("Say less".into()));
    draft.started_zone = ZoneName::new("Europe/Berlin");
    let link = link::write_draft(&draft).expect("it fits");
    let back = link::read_draft(&link).expect("it is read back");
    assert_eq!(back.started_zone, None);
    assert_eq!(
        (&back.id, &back.quiz, back.started_at),
        (&draft.id, &draft.quiz, draft.started_at)
    );
    assert!(back.gut_frozen, "the gut stays as it was");
    assert_eq!(back.position, draft.position);
    assert_eq!(back.answers.get("coach_notes"), None);
    assert_eq!(back.answers.len() + 1, draft.answers.len());

    let fragment = Route::Open(link).fragment();
    let mut to = Program::new();
    to.go(&fragment);
    assert!(to.state.draft.is_none() && to.effects.is_empty());
    to.send(Event::LinkLeft);
    assert!(to.state.draft.is_none() && to.state.other_drafts.is_empty());
    to.go(&fragment).send(Event::LinkKept);
    let kept = to.state.draft.clone().expect("it is the draft now");
    assert_eq!(kept.answers, back.answers);
    assert!(
        matches!(
            &to.effects[..],
            [Effect::KeepDraft(_), Effect::Replace(Route::Start), ..]
        ),
        "{:?}",
        to.effects
    );
    assert!(matches!(to.state.route, Route::Question(_)));
    // Here it may be further on by now: the same link takes nothing back.
    choose(&mut to, "coach", "no");
    let further = to.state.draft.clone();
    to.go(&fragment).send(Event::LinkKept);
    assert_eq!(to.state.draft, further);

    // One of another quiz goes on where its questions are.
    let mut other = draft.clone();
    other.quiz.id = Id::new("other").expect("an id");
    let link = link::write_draft(&other).expect("it fits");
    to.go(&Route::Open(link).fragment()).send(Event::LinkKept);
    assert_eq!((&to.state.draft, &to.effects[..]), (&further, &[][..]));

    for (text, expected) in [
        ("d1.", LinkProblem::Cut),
        ("d2.e30", LinkProblem::Newer),
        ("dx", LinkProblem::NotOurs),
    ] {
        to.go(&format!("#/open/{text}"));
        assert_eq!(to.state.opened, Some(Err(expected)), "{text}");
        to.go("#/");
    }
}

#[test]
fn a_link_is_read_with_the_end_of_its_sentence_behind_it() {
    let link = link::write(&kept::full_interview("a")).expect("it fits");
    let whole = link::read(&link);
    assert!(whole.is_ok());
    for end in [".", ")", ").", ",", "%22", "”", " and more"] {
        assert_eq!(link::read(&[&link, end].concat()), whole, "{end}");
    }
}

#[test]
fn a_result_kept_from_a_link_takes_nothing_from_the_whole_one() {
    let whole = kept::full_interview("a");
    let bare = link::read(&link::write(&whole).expect("it fits")).expect("it is read back");
    let device = |interview: &Interview| {
        let (mut store, _) = kept::open(MemoryStore::new());
        store.save_interview(interview).expect("saved");
        export_json(&store, kept::now())
    };
    let meet = |files: [&str; 2]| {
        let (mut store, _) = kept::open(MemoryStore::new());
        for file in files {
            let import = Import::parse(file, &|one| Some(one.stored)).expect("our own file");
            import.apply(&mut store).expect("imported");
        }
        (export_json(&store, kept::now()), store.snapshot())
    };
    let (a, b) = (device(&whole), device(&bare));
    let (one, shown) = meet([&a, &b]);
    assert_eq!(one, meet([&b, &a]).0, "in whatever order");
    assert_eq!(*shown.interviews[0], whole);

    // And the preview does not call it newer: it says what it lacks.
    let (mut store, _) = kept::open(MemoryStore::new());
    store.save_interview(&whole).expect("saved");
    let import = Import::parse(&b, &|one| Some(one.stored)).expect("our own file");
    let preview = import.preview(&store);
    assert_eq!((preview.results.updated, preview.results.unchanged), (0, 1));
    assert_eq!(preview.lesser, 1);
}

#[test]
fn a_link_is_shown_and_kept_only_when_the_person_says_so() {
    let mut from = Program::new();
    let id = from.finish(GOOD);
    from.outcome(&id, Outcome::Offer);
    from.send(Event::LinkAsked(id.clone()));
    let [Effect::CopyLink(fragment)] = from.effects.as_slice() else {
        panic!("{:?}", from.effects)
    };
    let mut to = Program::new();
    to.go(fragment);
    let opened = to.state.opened.clone().expect("it was read");
    assert_eq!(opened.expect("it is a result").id, id);
    assert!(to.state.interviews.is_empty() && to.effects.is_empty());
    to.send(Event::LinkLeft);
    assert_eq!(
        (&to.state.route, &to.effects[..]),
        (&Route::Start, &[Effect::Replace(Route::Start)][..])
    );
    assert!(to.state.interviews.is_empty());
    to.go(fragment).send(Event::LinkKept);
    let past = Route::Past(id.clone());
    assert!(
        matches!(&to.effects[..], [Effect::KeepInterview(_), Effect::Replace(route)] if *route == past)
    );
    assert_eq!(to.interview(&id).stored, from.interview(&id).stored);
    assert_eq!(to.interview(&id).answers, from.interview(&id).answers);
    // What is here already is not touched by the same link.
    to.send(Event::NotesEdited {
        interview: id.clone(),
        notes: "mine".into(),
    });
    to.go(fragment).send(Event::LinkKept);
    assert_eq!(to.effects, [Effect::Replace(past)]);
    assert_eq!(to.interview(&id).notes.value, "mine");
    // A score that somebody wrote into a link is worked out anew.
    let mut forged = from.interview(&id).clone();
    forged.stored.band = 1;
    forged.id = Id::new("forged").expect("an id");
    let link = link::write(&forged).expect("it fits");
    to.go(&Route::Open(link).fragment()).send(Event::LinkKept);
    assert_eq!(to.interview(&forged.id).stored.band, 5);
    to.go("#/open/v1.nothing");
    assert!(matches!(to.state.opened, Some(Err(_))));
    to.send(Event::LinkKept);
    assert_eq!(to.effects, []);
}

proptest! {
    #[test]
    fn any_result_that_is_answered_with_options_fits_into_a_link(
        choices in prop::collection::vec(0usize..6, 40), corrected: Option<usize>,
    ) {
        let quiz = quiz_document::current().expect("the quiz");
        let mut interview = kept::full_interview("0190a1b2-c3d4-4e5f-8a9b-0c1d2e3f4a5b");
        interview.answers = Default::default();
        for (question, choice) in quiz.questions().iter().zip(choices) {
            if let Some(option) = question.options().get(choice) {
                interview.answers.set(&*question.id, Answer::Option(option.id.clone()));
            }
        }
        interview.corrected.value = corrected.map(|corrected| {
            let mut answers = interview.answers.clone();
            for question in quiz.questions().iter().skip(corrected % 8).step_by(8) {
                if let Some(option) = question.options().last() {
                    answers.set(&*question.id, Answer::Option(option.id.clone()));
                }
            }
            answers
        });
        let link = link::write(&interview).expect("it fits");
        let back = link::read(&link).expect("it is read back");
        prop_assert_eq!(&back.answers, &interview.answers);
        // The times come along as long as there is room.
        let few = interview.answers.len() < 12 && interview.corrected.value.is_none();
        prop_assert!(!few || !back.answered_at.is_empty() || interview.answered_at.is_empty());
        prop_assert_eq!(back.corrected.value, interview.corrected.value);
        let draft = Draft {
            id: interview.id,
            quiz: interview.quiz,
            started_at: interview.started_at,
            started_zone: interview.started_zone,
            changed_at: interview.finished_at,
            answers: interview.answers,
            answered_at: interview.answered_at,
            situation: interview.situation,
            gut_frozen: true,
            position: Id::new("coach_about"),
        };
        let link = link::write_draft(&draft).expect("a draft fits as well");
        prop_assert_eq!(link::read_draft(&link).expect("it is read back").answers, draft.answers);
    }
}
