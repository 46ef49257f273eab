//! Time as a person lives it: clocks that change, other places, days without an hour, a page left open.
//!
//! jiff knows when clocks change, and is the oracle.

// jiff's data is not built for the browser.
#![cfg(not(target_arch = "wasm32"))]
// A test that cannot be set up says so by ending.
#![allow(clippy::expect_used, clippy::panic)]

use std::ops::{Deref, DerefMut};
use std::rc::Rc;

use interview_hindsight::app::event::DayField;
use interview_hindsight::app::event::{
    Event, LabelField, LetterChange, Milestone, WhenChoice, Writing,
};
use interview_hindsight::app::route::Route;
use interview_hindsight::app::spreadsheet::spreadsheet;
use interview_hindsight::app::state::{LabelProblem, State};
use interview_hindsight::app::{letter, reading};
use interview_hindsight::domain::answers::Answer;
use interview_hindsight::domain::follow_up::Deadline;
use interview_hindsight::domain::history::{Details, Format, Id, Interview, Outcome};
use interview_hindsight::domain::reminder::{About, When};
use interview_hindsight::domain::time::{Date, Moment};
use interview_hindsight::domain::zone::{TimeZones, ZoneName, Zones};
use interview_hindsight::ui::app::{App, AppProps};
use interview_hindsight::ui::text::Text;
use interview_hindsight::wire::csv::Form;
use interview_hindsight::wire::ics::{Entry, calendar};
use interview_hindsight::wire::link;
use interview_hindsight::wire::locale::English;
use interview_hindsight::wire::quiz_text::{self, QuizText};
use interview_hindsight::wire::record;
use interview_hindsight::wire::text_catalogue::{self, TextCatalogue};
use jiff::tz::TimeZone;
use yew::Callback;

mod driver;
mod gallery;

use driver::{Device, moment};

/// Half and quarter hours, both hemispheres, one whose clock changes by half an hour, and some that never change.
const ZONES: [&str; 12] = [
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "America/St_Johns",
    "America/Santiago",
    "America/Sao_Paulo",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Adelaide",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Africa/Nairobi",
];

/// The zones as jiff knows them, with the clock of one place.
struct Place(&'static str);

impl TimeZones for Place {
    fn own(&self) -> Option<ZoneName> {
        ZoneName::new(self.0)
    }

    fn offset_minutes(&self, zone: Option<&ZoneName>, unix_ms: i64) -> Option<i16> {
        let zone = TimeZone::get(zone.map_or(self.0, ZoneName::as_str)).ok()?;
        let at = jiff::Timestamp::from_millisecond(unix_ms).ok()?;
        i16::try_from(zone.to_offset(at).seconds() / 60).ok()
    }
}

fn zones(place: &'static str) -> Zones {
    Zones::new(Place(place))
}

fn date(text: &str) -> Date {
    Date::parse(text).expect("a date")
}

#[test]
fn a_time_of_day_is_the_instant_at_which_a_clock_there_shows_it() {
    for place in ZONES {
        let (zones, oracle) = (zones(place), TimeZone::get(place).expect("a zone"));
        // Every half hour of a year; the clocks change on half hours.
        let mut day = date("2026-01-01");
        while day < date("2027-01-01") {
            for minute in (0..24 * 60).step_by(30) {
                let (year, month, day_of) = (day.year() as i16, day.month() as i8, day.day() as i8);
                let (hour, minutes) = ((minute / 60) as i8, (minute % 60) as i8);
                let there = jiff::civil::date(year, month, day_of).at(hour, minutes, 0, 0);
                let expected = oracle.to_timestamp(there).expect("an instant");
                let read = zones.moment(None, day, minute).expect("a moment");
                let offset = oracle.to_offset(expected).seconds() / 60;
                assert_eq!(
                    (read.unix_ms(), i32::from(read.offset_minutes())),
                    (expected.as_millisecond(), offset),
                    "{place} {there}"
                );
            }
            day = day.plus_days(1);
        }
    }
}

#[test]
fn a_zone_that_is_not_known_shows_a_moment_as_it_is_written_down() {
    let nowhere = ZoneName::new("Nowhere/At_All");
    let at = moment("2026-03-10T13:00:00+05:00");
    let zones = zones("Europe/Berlin");
    assert_eq!(
        zones.shown(nowhere.as_ref(), at).to_rfc3339(),
        "2026-03-10T13:00:00+05:00"
    );
    assert_eq!(zones.moment(nowhere.as_ref(), date("2026-03-10"), 0), None);
    for (name, is_one) in [
        ("Europe/Berlin", true),
        ("Etc/GMT+5", true),
        ("America/Port-au-Prince", true),
        ("", false),
        ("Europe/Berlin\"", false),
        (&"x".repeat(65), false),
    ] {
        assert_eq!(ZoneName::new(name).is_some(), is_one, "{name}");
    }
}

/// A tab with one result, in a place, at a time. Its clock stands still until it is set.
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
    /// Somebody who was coached, wants the job, was held up, and can write to the manager.
    fn at(place: &'static str, now: &str) -> Self {
        let device = Device::new().stepping(0);
        device.set_clock(moment(now));
        let mut blank = driver::blank();
        blank.zones = zones(place);
        let tab = driver::Program::beginning(&device, "#/", blank);
        let id = Id::new("none").expect("an id");
        let mut program = Self { tab, id };
        for (question, option) in [("gut", "awful"), ("lean", "some"), ("stuck", "weak")] {
            program.tab.answer(question, option);
        }
        program.send(Event::ResultAsked);
        program.id = program
            .state
            .interviews
            .keys()
            .next()
            .expect("it is finished")
            .clone();
        program.says("off_reason", &["traffic"]);
        program.says("want", &["yes"]);
        program.says("contact", &["manager"]);
        program
    }

    /// The same on another device that keeps the same.
    fn copied(&self) -> Self {
        Self {
            tab: self.tab.copied(),
            id: self.id.clone(),
        }
    }

    fn send(&mut self, event: Event) -> &mut Self {
        self.tab.send(event);
        self
    }

    fn says(&mut self, question: &str, options: &[&str]) -> &mut Self {
        let answer = match question {
            "sent" => Answer::Options(options.iter().map(|&option| option.to_owned()).collect()),
            _ => Answer::Option(options.concat()),
        };
        self.send(Event::SituationAnswered {
            interview: self.id.clone(),
            question: question.to_owned(),
            answer,
        })
    }

    /// Goes to a place, or stays there until then.
    fn travel(&mut self, place: &'static str, now: &str) -> &mut Self {
        self.device.set_clock(moment(now));
        self.state.zones = zones(place);
        self.send(Event::Went(Route::Result(self.id.clone())))
    }

    /// Comes to the page of the result, and changes something in its label.
    fn label(&mut self, edits: &[(LabelField, &str)]) -> &mut Self {
        self.send(Event::Went(Route::Start));
        self.send(Event::Went(Route::Past(self.id.clone())));
        for (field, value) in edits {
            self.send(Event::LabelEdited {
                field: *field,
                value: (*value).to_owned(),
            });
        }
        self.send(Event::LabelLeft)
    }

    fn dated(&mut self, which: Milestone, day: &str) -> &mut Self {
        self.send(Event::DayTyped {
            field: DayField::Situation(self.id.clone(), which),
            text: day.into(),
        })
    }

    fn interview(&self) -> &Interview {
        &self.state.interviews[&self.id]
    }

    fn details(&self) -> &Details {
        &self.interview().details.value
    }

    fn interview_at(&self) -> String {
        let at = self.details().interview_at.expect("the moment is known");
        at.to_rfc3339()
    }

    fn deadline(&self, rule: &str) -> Option<Deadline> {
        let reading = reading::read(&self.state, self.interview()).expect("its version is here");
        let mut actions = reading.advice.actions.into_iter();
        actions.find(|action| action.rule == rule)?.deadline
    }

    /// The page, as plain text with single spaces.
    fn page(&mut self, route: Route) -> String {
        self.send(Event::Went(route));
        drawn(&self.state)
    }

    /// The list of what to do now.
    fn advice(&mut self) -> String {
        self.page(Route::Now(self.id.clone()))
    }

    #[track_caller]
    fn advises(&mut self, expected: &str) {
        let page = self.advice();
        assert!(page.contains(expected), "no \"{expected}\" in: {page}");
    }
}

/// The page's markup.
fn markup(state: &State) -> String {
    let texts = text_catalogue::built_in("en").map(TextCatalogue::parse);
    let words = quiz_text::built_in("interview", "en").map(QuizText::parse);
    let (Some(Ok(texts)), Some(Ok(words))) = (texts, words) else {
        panic!("the texts are as they were built")
    };
    gallery::rendered::<App>(AppProps {
        state: Rc::new(state.clone()),
        feed: Default::default(),
        text: Text::new(texts, Rc::new(English)),
        quiz_text: Rc::new(words),
        send: Callback::noop(),
        set_title: Callback::noop(),
        drawn: Callback::noop(),
    })
}

/// The page's text, with single spaces.
fn drawn(state: &State) -> String {
    let mut text = String::new();
    let mut is_tag = false;
    for c in markup(state).chars() {
        match c {
            '<' => {
                is_tag = true;
                text.push(' ');
            }
            '>' => is_tag = false,
            c if !is_tag => text.push(c),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

// The clocks change.

#[test]
fn a_day_and_a_time_mean_the_clock_of_their_own_day() {
    // Typed in winter, about a day in summer time, and the other way round; in all zones.
    for (place, now, day, expected) in [
        (
            "Europe/Berlin",
            "2026-10-27T09:00:00+01:00",
            "2026-10-23",
            "2026-10-23T13:00:00+02:00",
        ),
        (
            "Europe/Berlin",
            "2026-04-01T09:00:00+02:00",
            "2026-03-27",
            "2026-03-27T13:00:00+01:00",
        ),
        (
            "America/New_York",
            "2026-11-03T09:00:00-05:00",
            "2026-10-30",
            "2026-10-30T13:00:00-04:00",
        ),
        (
            "America/St_Johns",
            "2026-03-09T09:00:00-02:30",
            "2026-03-06",
            "2026-03-06T13:00:00-03:30",
        ),
        (
            "Australia/Adelaide",
            "2026-04-07T09:00:00+09:30",
            "2026-04-02",
            "2026-04-02T13:00:00+10:30",
        ),
        (
            "Australia/Lord_Howe",
            "2026-10-06T09:00:00+11:00",
            "2026-10-02",
            "2026-10-02T13:00:00+10:30",
        ),
        (
            "America/Santiago",
            "2026-09-07T09:00:00-03:00",
            "2026-09-04",
            "2026-09-04T13:00:00-04:00",
        ),
        (
            "Asia/Kolkata",
            "2026-10-27T09:00:00+05:30",
            "2026-10-23",
            "2026-10-23T13:00:00+05:30",
        ),
        (
            "Africa/Nairobi",
            "2026-10-27T09:00:00+03:00",
            "2026-10-23",
            "2026-10-23T13:00:00+03:00",
        ),
    ] {
        let mut program = Program::at(place, now);
        program.label(&[(LabelField::Date, day), (LabelField::Time, "13:00")]);
        assert_eq!(program.interview_at(), expected, "{place}");
        let zone = program.details().zone.clone();
        assert_eq!(zone, ZoneName::new(place));
    }
}

#[test]
fn a_deadline_across_a_change_is_24_hours_later_and_does_not_move_when_the_change_comes() {
    let mut program = Program::at("Europe/Berlin", "2026-10-24T18:00:00+02:00");
    program.label(&[
        (LabelField::Date, "2026-10-24"),
        (LabelField::Time, "13:00"),
    ]);
    program.advises("Sunday 25 October, 12:00");
    program.travel("Europe/Berlin", "2026-10-25T10:00:00+01:00");
    program.advises("Sunday 25 October, 12:00");
    // In spring an hour is lost.
    let mut program = Program::at("Europe/Berlin", "2026-03-28T18:00:00+01:00");
    program.label(&[
        (LabelField::Date, "2026-03-28"),
        (LabelField::Time, "13:00"),
    ]);
    program.advises("Sunday 29 March, 14:00");
    program.travel("Europe/Berlin", "2026-03-29T09:00:00+02:00");
    program.advises("Sunday 29 March, 14:00");
}

#[test]
fn a_reminder_after_a_change_rings_when_the_page_says() {
    for (place, now, day, time) in [
        (
            "Europe/Berlin",
            "2026-10-24T21:00:00+02:00",
            "2026-10-24",
            "11:00",
        ),
        (
            "Europe/Berlin",
            "2026-03-28T21:00:00+01:00",
            "2026-03-28",
            "11:00",
        ),
        (
            "America/New_York",
            "2026-10-31T21:00:00-04:00",
            "2026-10-31",
            "11:00",
        ),
        (
            "America/St_Johns",
            "2026-03-07T21:00:00-03:30",
            "2026-03-07",
            "12:30",
        ),
        (
            "Australia/Adelaide",
            "2026-04-04T21:00:00+10:30",
            "2026-04-04",
            "11:00",
        ),
        (
            "Australia/Lord_Howe",
            "2026-10-03T21:00:00+10:30",
            "2026-10-03",
            "11:00",
        ),
        (
            "America/Santiago",
            "2026-09-05T22:00:00-04:00",
            "2026-09-05",
            "11:00",
        ),
        (
            "Asia/Kolkata",
            "2026-10-24T21:00:00+05:30",
            "2026-10-24",
            "11:00",
        ),
    ] {
        let mut program = Program::at(place, now);
        program.label(&[(LabelField::Date, day), (LabelField::Time, time)]);
        let reminders = reading::reminders(&program.state, program.interview());
        let thanks = reminders
            .into_iter()
            .flatten()
            .find(|reminder| reminder.about == About::Action("R01".to_owned()))
            .expect("thanks are due");
        let When::At(at) = thanks.at else {
            panic!("{place}: a moment, not {:?}", thanks.at)
        };
        let entry = Entry {
            reminder: thanks,
            summary: String::new(),
            description: String::new(),
            is_cancelled: false,
        };
        let id = &program.interview().id;
        let file = calendar(id, "en", &[entry], program.device.now(), 1);
        let start = file
            .split("DTSTART:")
            .nth(1)
            .and_then(|rest| rest.get(..16));
        let rings = jiff::fmt::strtime::parse("%Y%m%dT%H%M%SZ", start.expect("a start"))
            .and_then(|parsed| parsed.to_datetime())
            .and_then(|utc| utc.to_zoned(TimeZone::UTC))
            .expect("a time in UTC");
        assert_eq!(rings.timestamp().as_millisecond(), at.unix_ms());
        let there = rings.with_time_zone(TimeZone::get(place).expect("a zone"));
        let hour = format!("{:02}:{:02}", there.hour(), there.minute());
        let page = program.page(Route::Reminders(program.id.clone()));
        let shown = format!("{hour}: Say thank");
        assert!(page.contains(&shown), "{place}: no \"{shown}\" in {page}");
        assert!((8..=21).contains(&there.hour()), "{place}: nobody is woken");
    }
}

// Elsewhere.

#[test]
fn a_label_edited_in_another_place_leaves_the_interview_where_it_was() {
    let mut program = Program::at("Europe/Berlin", "2026-03-06T18:00:00+01:00");
    program.label(&[
        (LabelField::Date, "2026-03-06"),
        (LabelField::Time, "13:00"),
    ]);
    program.travel("America/New_York", "2026-03-06T07:30:00-05:00");
    program.label(&[(LabelField::Company, "Example")]);
    assert_eq!(program.interview_at(), "2026-03-06T13:00:00+01:00");
    assert_eq!(program.details().company, "Example");
    // What is typed there is read by the clock that the form shows.
    program.label(&[(LabelField::Time, "12:00")]);
    assert_eq!(program.interview_at(), "2026-03-06T12:00:00+01:00");
    assert_eq!(program.details().zone, ZoneName::new("Europe/Berlin"));
    program.travel("America/New_York", "2026-07-06T07:30:00-04:00");
    program.label(&[(LabelField::Date, "2026-07-03")]);
    assert_eq!(program.interview_at(), "2026-07-03T12:00:00+02:00");
}

#[test]
fn a_label_edited_where_it_is_the_day_before_is_not_refused() {
    let mut program = Program::at("Pacific/Auckland", "2026-03-11T09:00:00+13:00");
    program.label(&[(LabelField::Date, "2026-03-11")]);
    program.travel("America/Los_Angeles", "2026-03-10T15:00:00-07:00");
    program.label(&[(LabelField::Company, "Example")]);
    assert_eq!(program.details().company, "Example");
    assert_eq!(program.interview_at(), "2026-03-11T12:00:00+13:00");
    // A day that has not come there yet is.
    program.label(&[(LabelField::Date, "2026-03-12")]);
    let problems = program
        .state
        .label
        .as_ref()
        .map(|form| form.problems.clone());
    assert_eq!(
        problems.as_deref(),
        Some(&[(LabelField::Date, LabelProblem::InTheFuture)][..])
    );
}

#[test]
fn a_moment_whose_zone_is_not_known_is_edited_by_its_own_offset() {
    let mut program = Program::at("America/New_York", "2026-03-10T15:00:00-04:00");
    let details = Details {
        interview_at: Some(moment("2026-03-09T13:00:00+05:00")),
        ..Details::default()
    };
    program.send(Event::InterviewDetailed {
        interview: program.id.clone(),
        details,
    });
    program.label(&[(LabelField::Time, "14:00")]);
    assert_eq!(program.interview_at(), "2026-03-09T14:00:00+05:00");
    assert_eq!(program.details().zone, None);
}

#[test]
fn the_name_of_the_zone_goes_into_records_and_the_spreadsheet_and_never_into_a_link() {
    let mut program = Program::at("Europe/Berlin", "2026-03-06T18:00:00+01:00");
    program.label(&[
        (LabelField::Date, "2026-03-06"),
        (LabelField::Time, "13:00"),
    ]);
    // Asked at home, refused on a journey, and told of the no where nobody knows what the clock is called.
    program.says("sent", &["asked"]);
    program.travel("Asia/Kolkata", "2026-03-09T18:00:00+05:30");
    program.says("sent", &["asked", "refused"]);
    program.dated(Milestone::Refused, "2026-03-08");
    let id = program.id.clone();
    program.send(Event::LookedAgain {
        interview: id,
        gut: "ok".to_owned(),
    });
    let interview = program.interview();
    let written = record::encode_interview(interview, "");
    for name in [
        "\"zone\":\"Europe/Berlin\"",
        "\"started_zone\":\"Europe/Berlin\"",
        "\"finished_zone\":\"Europe/Berlin\"",
        "\"asked_zone\":\"Europe/Berlin\"",
        "\"refused_zone\":\"Asia/Kolkata\"",
        "\"zone\":\"Asia/Kolkata\"",
    ] {
        assert!(written.contains(name), "{name}: {written}");
    }
    assert_eq!(record::decode_interview(&written).as_ref(), Ok(interview));
    let sheet = spreadsheet(&program.state, Form::Commas);
    let rows: Vec<Vec<&str>> = sheet
        .lines()
        .map(|line| line.split(',').collect())
        .collect();
    for (column, zone) in [
        ("interview_zone", "Europe/Berlin"),
        ("started_zone", "Europe/Berlin"),
        ("finished_zone", "Europe/Berlin"),
        ("second_look_zone", "Asia/Kolkata"),
    ] {
        let quoted = format!("\"{column}\"");
        let place = rows[0].iter().position(|name| *name == quoted);
        assert_eq!(rows[1][place.expect(column)], format!("\"{zone}\""));
    }
    // A link says none of them.
    let link = link::write(program.interview()).expect("a link");
    let opened = link::read(&link).expect("it opens");
    let text = record::encode_interview(&opened, "");
    assert!(
        !text.contains("zone") && !text.contains("Berlin") && !text.contains("Kolkata"),
        "{text}"
    );
}

#[test]
fn a_record_from_before_zones_had_names_is_read_and_stays_so() {
    let mut program = Program::at("Europe/Berlin", "2026-03-06T18:00:00+01:00");
    program.says("sent", &["asked"]);
    let written = record::encode_interview(program.interview(), "");
    let mut before = written.clone();
    for name in ["started", "finished", "asked"] {
        before = before.replace(&format!(",\"{name}_zone\":\"Europe/Berlin\""), "");
    }
    assert!(
        before.len() < written.len() && !before.contains("_zone"),
        "{before}"
    );
    let read = record::decode_interview(&before).expect("it is read");
    assert_eq!(read.started_zone, None);
    assert_eq!(read.started_at.offset_minutes(), 60);
    assert_eq!(record::encode_interview(&read, &before), before);
}

#[test]
fn a_tick_taken_back_takes_its_zone_along() {
    let mut program = Program::at("Europe/Berlin", "2026-03-06T18:00:00+01:00");
    program.says("sent", &["asked"]);
    let situation = |program: &Program| program.interview().situation.value.clone();
    assert_eq!(
        situation(&program).asked_zone,
        ZoneName::new("Europe/Berlin")
    );
    program.says("sent", &[]);
    assert_eq!(
        (situation(&program).asked_at, situation(&program).asked_zone),
        (None, None)
    );
}

#[test]
fn an_interview_begun_at_home_and_finished_on_a_journey_names_both_zones() {
    let device = Device::new().stepping(0);
    device.set_clock(moment("2026-03-06T18:00:00+01:00"));
    let mut blank = driver::blank();
    blank.zones = zones("Europe/Berlin");
    let mut tab = driver::Program::beginning(&device, "#/", blank);
    for (question, option) in [("gut", "awful"), ("lean", "some"), ("stuck", "weak")] {
        tab.answer(question, option);
    }
    device.set_clock(moment("2026-03-09T18:00:00+05:30"));
    tab.state.zones = zones("Asia/Kolkata");
    tab.send(Event::ResultAsked);
    let finished = tab
        .state
        .interviews
        .values()
        .next()
        .expect("it is finished");
    assert_eq!(finished.started_zone, ZoneName::new("Europe/Berlin"));
    assert_eq!(finished.finished_zone, ZoneName::new("Asia/Kolkata"));
}

#[test]
fn a_day_in_another_year_is_told_with_its_year_and_one_in_this_without() {
    let mut program = Program::at("Europe/Berlin", "2026-12-31T18:00:00+01:00");
    program.label(&[
        (LabelField::Date, "2026-12-31"),
        (LabelField::Time, "13:00"),
    ]);
    program.advises("Friday 1 January 2027");
    program.travel("Europe/Berlin", "2027-01-01T09:00:00+01:00");
    let page = program.advice();
    assert!(
        page.contains("Friday 1 January") && !page.contains("Friday 1 January 2027"),
        "{page}"
    );
}

#[test]
fn what_a_friend_noted_late_in_the_evening_has_that_day_after_the_clocks_have_changed() {
    let mut program = Program::at("Europe/Berlin", "2026-03-28T23:30:00+01:00");
    program.send(Event::FriendSheetBegun);
    program.send(Event::Written {
        place: Writing::BestMoment,
        words: "The bakery".to_owned(),
    });
    program.travel("Europe/Berlin", "2026-04-10T12:00:00+02:00");
    let page = program.page(Route::Next);
    assert!(page.contains("Saturday 28 March"), "{page}");
}

// Days without an hour.

#[test]
fn no_hour_is_told_that_nobody_gave() {
    let mut program = Program::at("Europe/Berlin", "2026-03-09T18:00:00+01:00");
    // The interview has an hour, the refusal has none.
    program.label(&[
        (LabelField::Date, "2026-03-06"),
        (LabelField::Time, "13:00"),
    ]);
    program.says("sent", &["asked", "refused"]);
    program.dated(Milestone::Refused, "2026-03-08");
    assert_eq!(
        program.deadline("R03"),
        Some(Deadline::ByDay(date("2026-03-09")))
    );
    program.advises("by Monday 9 March ");
    // Nor when the tick alone says when that was.
    program.says("sent", &["asked"]);
    program.says("sent", &["asked", "refused"]);
    assert_eq!(
        program.deadline("R03"),
        Some(Deadline::ByDay(date("2026-03-10")))
    );
    // An interview of which only the day is known.
    program.says("sent", &["nothing"]);
    program.label(&[(LabelField::Date, "2026-03-09"), (LabelField::Time, "")]);
    assert_eq!(
        program.deadline("R01"),
        Some(Deadline::ByDay(date("2026-03-10")))
    );
}

#[test]
fn after_a_no_the_day_is_told_wherever_it_is_known() {
    let mut program = Program::at("Europe/Berlin", "2026-03-09T18:00:00+01:00");
    program.says("sent", &["they_said_no"]);
    program.advises("by Wednesday 11 March ");
    program.dated(Milestone::SaidNo, "2026-03-08");
    program.advises("by Tuesday 10 March ");
    // The day of the outcome is nearer to the truth; where it has none, the tick's is known still.
    program.send(Event::OutcomeRecorded {
        interview: program.id.clone(),
        outcome: Some(Outcome::No),
    });
    program.advises("by Wednesday 11 March ");
    program.send(Event::DayTyped {
        field: DayField::Outcome(program.id.clone()),
        text: String::new(),
    });
    program.advises("by Tuesday 10 March ");
    // The outcome alone.
    let mut program = Program::at("Europe/Berlin", "2026-03-09T18:00:00+01:00");
    program.send(Event::OutcomeRecorded {
        interview: program.id.clone(),
        outcome: Some(Outcome::No),
    });
    program.advises("by Wednesday 11 March ");
}

// The page is left open.

#[test]
fn a_page_left_open_for_three_days_says_the_same_as_one_just_opened() {
    let mut program = Program::at("Europe/Berlin", "2026-03-09T18:00:00+01:00");
    program.label(&[
        (LabelField::Date, "2026-03-09"),
        (LabelField::Time, "13:00"),
    ]);
    program.says("sent", &["asked"]);
    program.dated(Milestone::Promised, "2026-03-10");
    program.dated(Milestone::NextInterview, "2026-03-20");
    program.send(Event::PreparedBegun {
        asked_in: None,
        question: "Why you?".to_owned(),
    });
    let id = program.id.clone();
    let mut changed = 0;
    for route in [
        Route::Start,
        Route::Result(id.clone()),
        Route::Quick(id.clone()),
        Route::Reminders(id.clone()),
        Route::Past(id.clone()),
        Route::Letter(id.clone(), "E1".to_owned()),
        Route::Report(id),
        Route::History,
        Route::Next,
        Route::Practice,
        Route::Mock,
        Route::Calibration,
        Route::YourData,
    ] {
        program
            .device
            .set_clock(moment("2026-03-09T18:00:00+01:00"));
        let before = program.page(route.clone());
        for later in ["2026-03-10T00:00:00+01:00", "2026-03-12T18:00:00+01:00"] {
            program.device.set_clock(moment(later));
            let mut opened = program.copied();
            program.send(Event::TimeWentOn);
            let left_open = drawn(&program.state);
            assert_eq!(
                left_open,
                opened.page(route.clone()),
                "{route:?} at {later}"
            );
            changed += usize::from(left_open != before);
        }
    }
    // The start, the result, the reminders, and what is past go on with the days.
    assert!(changed >= 4, "{changed}");
}

// Days as they are typed.

/// Types into the field for the interview's day; what is then kept, and whether the field is still there.
#[track_caller]
fn check_typed(program: &mut Program, text: &str, expected: Option<&str>) {
    let field = DayField::Interview(program.id.clone());
    program.send(Event::DayTyped {
        field,
        text: text.to_owned(),
    });
    let kept = program.details().interview_at;
    let kept = kept.map(|at| at.date().to_string());
    assert_eq!(kept.as_deref(), expected, "after \"{text}\"");
    for route in [
        Route::Quick(program.id.clone()),
        Route::Reminders(program.id.clone()),
    ] {
        let mut shown = program.state.clone();
        shown.route = route;
        assert!(
            markup(&shown).contains("about-date"),
            "the field after \"{text}\""
        );
    }
    let shown = program
        .state
        .typed_days
        .text(&DayField::Interview(program.id.clone()));
    assert_eq!(
        shown,
        Some(text),
        "what stands in the field is what was typed"
    );
}

#[test]
fn a_day_that_nobody_typed_is_not_kept_and_the_field_stays_while_one_is_typed() {
    let mut program = Program::at("Europe/Berlin", "2026-03-12T18:00:00+01:00");
    program.send(Event::Went(Route::Quick(program.id.clone())));
    program.send(Event::WhenChosen {
        interview: program.id.clone(),
        when: WhenChoice::OnDay,
    });
    assert_eq!(program.details().interview_at, None);
    // 9 March, then the year digit by digit, as browsers hand it over.
    check_typed(&mut program, "", None);
    check_typed(&mut program, "0002-03-09", None);
    check_typed(&mut program, "0020-03-09", None);
    check_typed(&mut program, "0202-03-09", None);
    check_typed(&mut program, "2026-03-09", Some("2026-03-09"));
    // The day is corrected: it is today and yesterday on the way, and then half typed.
    check_typed(&mut program, "2026-03-12", Some("2026-03-12"));
    check_typed(&mut program, "2026-03-11", Some("2026-03-11"));
    check_typed(&mut program, "", None);
    check_typed(&mut program, "2026-03-10", Some("2026-03-10"));
}

#[test]
fn a_day_that_has_not_come_yet_is_named_once_its_field_is_left() {
    const SAID: &str = "This day has not come yet";
    let mut program = Program::at("Europe/Berlin", "2026-03-12T18:00:00+01:00");
    program.send(Event::Went(Route::Quick(program.id.clone())));
    check_typed(&mut program, "2026-03-13", None);
    assert!(!drawn(&program.state).contains(SAID));
    program.send(Event::DayLeft(DayField::Interview(program.id.clone())));
    assert!(drawn(&program.state).contains(SAID));
    // Typed on, it is not judged again until it is left again.
    check_typed(&mut program, "2026-03-14", None);
    assert!(!drawn(&program.state).contains(SAID));
    check_typed(&mut program, "2026-03-01", Some("2026-03-01"));
    program.send(Event::DayLeft(DayField::Interview(program.id.clone())));
    assert!(!drawn(&program.state).contains(SAID));
    // A day to come is what the next interview has.
    let field = DayField::Situation(program.id.clone(), Milestone::NextInterview);
    program.send(Event::DayTyped {
        field,
        text: "2026-04-01".to_owned(),
    });
    let next_on = program.interview().situation.value.next_on;
    assert_eq!(next_on, Some(date("2026-04-01")));
}

#[test]
fn another_choice_or_another_page_forgets_what_was_typed() {
    let mut program = Program::at("Europe/Berlin", "2026-03-12T18:00:00+01:00");
    program.send(Event::Went(Route::Quick(program.id.clone())));
    check_typed(&mut program, "2026-03-12", Some("2026-03-12"));
    for (when, expected) in [
        (WhenChoice::Now, "2026-03-12T18:00:00+01:00"),
        (WhenChoice::Today, "2026-03-12T12:00:00+01:00"),
        (WhenChoice::Yesterday, "2026-03-11T12:00:00+01:00"),
    ] {
        program.send(Event::WhenChosen {
            interview: program.id.clone(),
            when,
        });
        assert_eq!(program.interview_at(), expected);
        assert!(!markup(&program.state).contains("about-date"));
    }
    check_typed(&mut program, "2026-03-12", Some("2026-03-12"));
    program.send(Event::Went(Route::History));
    program.send(Event::Went(Route::Quick(program.id.clone())));
    assert!(!markup(&program.state).contains("about-date"));
    // A tick that brings a day along shows it.
    program.says("sent", &["asked"]);
    let field = DayField::Situation(program.id.clone(), Milestone::Asked);
    program.send(Event::DayTyped {
        field: field.clone(),
        text: "2026-03-02".to_owned(),
    });
    program.says("sent", &["thanks"]);
    program.says("sent", &["asked"]);
    assert_eq!(program.state.typed_days.text(&field), None);
    let asked_at = program.interview().situation.value.asked_at;
    assert_eq!(asked_at.map(Moment::date), Some(date("2026-03-12")));
}

// Letters and advice that no answer contradicts.

#[test]
fn who_writes_to_the_manager_anyway_needs_no_second_letter_for_the_thanks() {
    const SAID: [&str; 2] = [
        "One letter is enough: that one carries your thanks.",
        "It carries your thanks as well, so you need no separate thank-you.",
    ];
    let mut program = Program::at("Europe/Berlin", "2026-03-09T18:00:00+01:00");
    for (sent, contact, expected) in [
        // Nothing is sent, and there is only the manager.
        (&["nothing"][..], "manager", true),
        // They said no to a second interview.
        (&["refused"], "both", true),
        // They did not answer for two whole working days.
        (&["asked"], "both", true),
        // There is only HR, whom both letters are for.
        (&["nothing"], "hr", true),
        // HR and the manager are two people.
        (&["nothing"], "both", false),
        // The thanks are sent.
        (&["thanks", "asked"], "both", false),
    ] {
        program.says("contact", &[contact]).says("sent", &[]);
        program.says("sent", sent);
        if sent.contains(&"asked") {
            program.dated(Milestone::Asked, "2026-03-04");
        }
        let page = program.advice();
        let found = SAID.map(|said| page.contains(said));
        assert_eq!(found, [expected; 2], "{sent:?} to {contact}");
    }
}

#[test]
fn an_emptied_subject_stays_empty_and_the_mail_has_one() {
    let mut program = Program::at("Europe/Berlin", "2026-03-09T18:00:00+01:00");
    program.send(Event::LetterChanged {
        interview: program.id.clone(),
        letter: "E4".to_owned(),
        change: LetterChange::Slot {
            slot: "subject".to_owned(),
            text: String::new(),
        },
    });
    let reading = reading::read(&program.state, program.interview()).expect("its version is here");
    let words = quiz_text::built_in("interview", "en").map(QuizText::parse);
    let Some(Ok(words)) = words else {
        panic!("the texts are as they were built")
    };
    let read = letter::read(
        &program.state,
        program.interview(),
        &reading,
        "E4",
        &words,
        &English,
    );
    let letter = read.expect("there is such a letter");
    assert_eq!(letter.subject_typed, "");
    assert_eq!(letter.subject, "My interview");
    let page = program.page(Route::Letter(program.id.clone(), "E4".to_owned()));
    assert!(
        page.contains("Left empty, the mail has: My interview"),
        "{page}"
    );
}

#[test]
fn nobody_met_who_was_asked_by_a_recording() {
    let mut program = Program::at("Europe/Berlin", "2026-03-09T18:00:00+01:00");
    for (format, expected) in [(Format::Recorded, false), (Format::Phone, true)] {
        let details = Details {
            format: Some(format),
            interviewers: Some(3),
            ..Details::default()
        };
        program.send(Event::InterviewDetailed {
            interview: program.id.clone(),
            details,
        });
        for letter in ["E1", "E2", "E4"] {
            let page = program.page(Route::Letter(program.id.clone(), letter.to_owned()));
            let said = page.contains("Several people interviewed you.");
            assert_eq!(said, expected, "{letter} after {format:?}");
        }
    }
}
