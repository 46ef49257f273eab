//! The reminders of one result, as a file for a calendar.

use std::rc::Rc;

use yew::prelude::*;

use crate::app::event::{Event, Milestone};
use crate::app::reading;
use crate::app::route::Route;
use crate::domain::history::Interview;
use crate::domain::reminder::{About, Reminder, When};
use crate::domain::time::{Date, Moment};
use crate::ui::component::field::{self, Line};
use crate::ui::component::frame;
use crate::ui::screen::{question, result};
use crate::ui::view::{Kind, View};
use crate::wire::ics::Entry;

/// Draws the screen.
pub fn view(view: &View<'_>, interview: &Interview) -> Html {
    let Some(reminders) = reading::reminders(view.state, interview) else {
        return result::view(view, interview);
    };
    let t = view.t;
    let entries: Vec<Entry> = reminders
        .iter()
        .map(|reminder| entry(view, interview, reminder))
        .collect();
    let row = |(entry, reminder): (&Entry, &Reminder)| {
        html! { <li><strong>{ when(view, reminder.at) }</strong>{ ": " }{ &entry.summary }</li> }
    };
    let rows = entries.iter().zip(&reminders).map(row);
    let id = interview.id.clone();
    let next_on = interview.situation.value.next_on;
    html! {
        <div class="ih-page">
            { question::back_link(view, Some(Route::Result(interview.id.clone()))) }
            { frame::title(t.reminders_title()) }
            <p class="ih-lead">{ t.reminders_lead() }</p>
            { field::line(Line {
                id: "next-on",
                kind: "date",
                label: t.reminders_next(),
                hint: Some(t.reminders_next_hint()),
                problem: None,
                value: &next_on.map(|date| date.to_string()).unwrap_or_default(),
                max_chars: None,
                width: "half",
                on_input: view.typed(move |text| Event::SituationDated {
                    interview: id.clone(),
                    which: Milestone::NextInterview,
                    date: Date::parse(&text).ok(),
                }),
            }) }
            <section class="ih-section">
                <h2 class="ih-heading">{ t.reminders_list() }</h2>
                if entries.is_empty() {
                    <p>{ t.reminders_none() }</p>
                } else {
                    <ul class="ih-list">{ for rows }</ul>
                    <p class="ih-hint">{ t.reminders_private() }</p>
                    { view.button(saved(interview, entries), t.reminders_save(), Kind::Primary) }
                }
            </section>
        </div>
    }
}

fn saved(interview: &Interview, entries: Vec<Entry>) -> Event {
    Event::RemindersAsked {
        interview: interview.id.clone(),
        entries: Rc::new(entries),
    }
}

/// A reminder as its calendar shows it.
fn entry(view: &View<'_>, interview: &Interview, reminder: &Reminder) -> Entry {
    let (t, q) = (view.t, view.q);
    let (name, title, body) = match &reminder.about {
        About::Action(rule) => (rule.as_str(), q.rule_title(rule), q.rule_body(rule)),
        About::Heard => ("heard", t.reminders_heard(), t.reminders_heard_body()),
        About::Lessons => ("lessons", t.reminders_lessons(), t.reminders_lessons_body()),
    };
    Entry {
        uid: [interview.id.as_str(), "-", name, "@interview-hindsight"].concat(),
        summary: t.reminders_summary(title, &view.name(interview)),
        description: body.to_owned(),
        at: reminder.at,
    }
}

fn when(view: &View<'_>, at: When) -> String {
    let offset = view.state.now.offset_minutes();
    let at = match at {
        When::At(at) => Some(at.with_offset(offset)),
        When::OnDay { date, minute } => Moment::at(date, minute, offset),
    };
    at.map(|at| view.moment(at)).unwrap_or_default()
}
