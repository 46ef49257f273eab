//! The reminders of one result, as a file for a calendar.

use std::rc::Rc;

use yew::prelude::*;

use crate::app::event::DayField;
use crate::app::event::{Event, Milestone};
use crate::app::reading;
use crate::app::route::Route;
use crate::domain::history::Interview;
use crate::domain::reminder::{About, Reminder, When, cancelled};
use crate::ui::component::frame;
use crate::ui::element::{el, page, section, words};
use crate::ui::screen::day::{Day, day};
use crate::ui::screen::{about, question, result};
use crate::ui::view::{ButtonKind, View};
use crate::wire::ics::Entry;

/// Draws the screen.
pub fn view(view: &View<'_>, interview: &Interview) -> Html {
    let Some(reminders) = reading::reminders(view.state, interview) else {
        return result::not_checked(view, interview);
    };
    let t = view.t;
    let row = |reminder: &Reminder| {
        let (title, _) = said(view, reminder);
        words("li", "", &t.said_of(&when(view, reminder.at), title))
    };
    let is_empty = entries(view, interview, &reminders).is_empty();
    let file = if is_empty {
        vec![words("p", "", t.reminders_none())]
    } else if reminders.is_empty() {
        vec![
            words("p", "", t.reminders_all_done()),
            save(view, interview, &reminders),
        ]
    } else {
        vec![
            el("ul", "ih-list", reminders.iter().map(row).collect()),
            words("p", "ih-hint", t.reminders_private()),
            save(view, interview, &reminders),
        ]
    };
    let next = day(
        view,
        Day {
            id: "next-on",
            label: t.reminders_next(),
            hint: Some(t.reminders_next_hint()),
            kept: interview.situation.value.next_on,
            field: DayField::Situation(interview.id.clone(), Milestone::NextInterview),
        },
    );
    // What is to be done by when hangs on the day of the interview.
    let is_dated = interview.details.value.interview_at.is_some();
    let own_day = DayField::Interview(interview.id.clone());
    // The field does not vanish while its day is typed.
    let is_typed = view.state.typed_days.text(&own_day).is_some();
    let asked = (is_typed || !is_dated)
        .then(|| section(t.reminders_day(), vec![about::day(view, interview)]));
    let list = is_dated.then(|| section(t.reminders_list(), file));
    page(vec![
        question::back_link(view, Some(Route::Now(interview.id.clone()))),
        frame::title(t.reminders_title()),
        words("p", "ih-lead", t.reminders_lead()),
        asked.unwrap_or_default(),
        next,
        list.unwrap_or_default(),
    ])
}

/// What the file for a calendar holds: the reminders, and those of earlier files that no longer hold.
fn entries(view: &View<'_>, interview: &Interview, reminders: &[Reminder]) -> Vec<Entry> {
    let cancelled = cancelled(&interview.calendar.value, reminders);
    let left = reminders
        .iter()
        .map(|reminder| entry(view, interview, reminder, false));
    let gone = cancelled
        .iter()
        .map(|reminder| entry(view, interview, reminder, true));
    left.chain(gone).collect()
}

/// The button that saves them.
pub fn save(view: &View<'_>, interview: &Interview, reminders: &[Reminder]) -> Html {
    let entries = entries(view, interview, reminders);
    view.button(
        saved(interview, entries),
        view.t.reminders_save(),
        ButtonKind::Primary,
    )
}

fn saved(interview: &Interview, entries: Vec<Entry>) -> Event {
    Event::RemindersAsked {
        interview: interview.id.clone(),
        entries: Rc::new(entries),
    }
}

/// What a reminder is called, and what it says.
pub fn said<'a>(view: &View<'a>, reminder: &'a Reminder) -> (&'a str, &'a str) {
    let (t, q) = (view.t, view.q);
    match &reminder.about {
        About::Action(rule) => (q.rule_title(rule), q.rule_body(rule)),
        About::Heard => (t.reminders_heard(), t.reminders_heard_body()),
        About::Lessons => (t.reminders_lessons(), t.reminders_lessons_body()),
    }
}

/// A reminder as its calendar shows it.
fn entry(view: &View<'_>, interview: &Interview, reminder: &Reminder, is_cancelled: bool) -> Entry {
    let (title, body) = said(view, reminder);
    Entry {
        reminder: reminder.clone(),
        summary: view
            .t
            .reminders_summary(title, &view.lasting_name(interview)),
        description: body.to_owned(),
        is_cancelled,
    }
}

fn when(view: &View<'_>, at: When) -> String {
    let at = at.shown(&view.state.zones);
    at.map(|at| view.moment(at)).unwrap_or_default()
}
