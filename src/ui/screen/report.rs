//! One result on paper: everything that is kept of it, without a control on it but the button that prints.

use yew::prelude::*;

use crate::app::event::Event;
use crate::app::learning;
use crate::app::listing;
use crate::app::reading::{self, Reading};
use crate::app::route::Route;
use crate::domain::history::Interview;
use crate::domain::quiz::Role;
use crate::ui::component::frame;
use crate::ui::element::{actions, el, list, section, words};
use crate::ui::screen::{learn, past, question, result};
use crate::ui::view::{ButtonKind, View};

/// Draws the screen.
pub fn view(view: &View<'_>, interview: &Interview) -> Html {
    let t = view.t;
    let made = t.past_made_with(
        interview.quiz.version.as_str(),
        &t.locale().weekday_time(interview.finished_at, true),
    );
    let print = view.button(Event::PrintAsked, t.report_print(), ButtonKind::Primary);
    let reading = reading::read(view.state, interview);
    let mut page = vec![
        question::back_link(view, Some(Route::Past(interview.id.clone()))),
        frame::title(&view.lasting_name(interview)),
        actions(vec![print]),
        section(t.label_title(), vec![past::facts(view, interview)]),
    ];
    match &reading {
        Some(reading) => {
            page.push(result::verdict(view, interview, reading, true));
            page.push(section(
                t.result_reasons(),
                vec![result::reasons(view, reading, true)],
            ));
            page.push(notes_of(view, interview, reading));
            page.push(to_do(view, interview, reading));
        }
        None => {
            page.push(words(
                "p",
                "ih-lead",
                view.q.band_title(interview.stored.band),
            ));
            page.push(words("p", "", t.result_not_checked()));
        }
    }
    page.push(turned_out(view, interview));
    if !interview.notes.value.is_empty() {
        let notes = words("p", "ih-own-words", &interview.notes.value);
        page.push(section(t.past_notes(), vec![notes]));
    }
    page.push(words("p", "ih-small", &made));
    el("div", "ih-page ih-report", page)
}

/// What was answered in own words.
fn notes_of(view: &View<'_>, interview: &Interview, reading: &Reading) -> Html {
    let mut all = Vec::new();
    for asked in reading.quiz.questions() {
        let answer = reading.answers.get(&asked.id);
        let said = view
            .answer(asked, answer)
            .filter(|_| asked.role == Role::Note);
        if let Some(said) = said {
            all.push(section(
                view.q.ask(&asked.id),
                vec![words("p", "ih-own-words", &said)],
            ));
        }
    }
    if let Some(look) = past::both_looks(view, interview) {
        all.push(section(view.t.look_title(), vec![look]));
    }
    html! { <>{ for all }</> }
}

/// What there was to do and to learn, ticked or not.
fn to_do(view: &View<'_>, interview: &Interview, reading: &Reading) -> Html {
    let t = view.t;
    let line = |done: bool, said: &str| {
        let mark = if done {
            t.report_done()
        } else {
            t.report_open()
        };
        t.report_line(said, mark)
    };
    let mut actions = Vec::new();
    for action in reading::to_do(reading, interview) {
        let done = interview.is_done(&action.rule);
        actions.push(line(done, view.q.rule_title(&action.rule)));
    }
    let mut lessons = Vec::new();
    for row in learning::lessons(view.state, interview, reading).0 {
        lessons.push(line(row.lesson.done_at.is_some(), learn::title(view, &row)));
    }
    let all = [(t.result_todo(), actions), (t.lesson_title(), lessons)];
    let all = all.into_iter().filter(|(_, lines)| !lines.is_empty());
    let all = all.map(|(heading, lines)| {
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        section(heading, vec![list("ul", "ih-list", &lines)])
    });
    html! { <>{ for all }</> }
}

fn turned_out(view: &View<'_>, interview: &Interview) -> Html {
    let t = view.t;
    let mut body = vec![words("p", "", view.outcome(listing::outcome(interview)))];
    if let Some(recorded) = &interview.outcome.value {
        if let Some(on) = recorded.on {
            let said = t.outcome_heard_on(&t.locale().weekday(on, true));
            body.push(words("p", "", &said));
        }
        if recorded.closed {
            body.push(words("p", "", t.outcome_closed()));
        }
        if !recorded.note.is_empty() {
            body.push(words("p", "ih-own-words", &recorded.note));
        }
    }
    section(t.outcome_title(), body)
}
