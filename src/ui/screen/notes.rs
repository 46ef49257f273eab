//! The notes on an interview, to be written right after it: the place that "write down what happened" opens.

use yew::prelude::*;

use crate::app::event::Event;
use crate::app::reading;
use crate::app::route::Route;
use crate::domain::history::Interview;
use crate::ui::component::field::{self, Area};
use crate::ui::component::frame;
use crate::ui::element::{actions, page, words};
use crate::ui::screen::{question, result};
use crate::ui::view::{ButtonKind, View};

/// Draws the screen.
pub fn view(view: &View<'_>, interview: &Interview) -> Html {
    let Some(reading) = reading::read(view.state, interview) else {
        return result::not_checked(view, interview);
    };
    let (t, q) = (view.t, view.q);
    let to_list = Route::Now(interview.id.clone());
    let opens_notes = |rule: &&str| {
        let rule = reading.quiz.rule(rule);
        rule.is_some_and(|rule| rule.opens_notes)
    };
    let asked = reading.advice.actions.iter();
    let asked: Vec<&str> = asked
        .map(|action| action.rule.as_str())
        .filter(opens_notes)
        .collect();
    let is_written = !interview.notes.value.trim().is_empty();
    // What asks for it is ticked off by it. Of several, each is a task of its own, and the person ticks those.
    let done = match asked.as_slice() {
        [.., rule] if is_written && !interview.is_done(rule) => view.button(
            Event::ActionFinished {
                interview: interview.id.clone(),
                rule: (*rule).to_owned(),
                then: to_list.clone(),
            },
            t.notes_done(),
            ButtonKind::Primary,
        ),
        _ => view.button_link(&to_list, t.notes_back(), ButtonKind::Primary),
    };
    let id = interview.id.clone();
    let area = field::area(Area {
        id: "notes",
        label: t.past_notes(),
        heading: false,
        hint: view.is_private().then_some(t.notes_private()),
        value: &interview.notes.value,
        max_chars: Interview::MAX_NOTE_CHARS,
        on_input: view.typed(move |notes| Event::NotesEdited {
            interview: id.clone(),
            notes,
        }),
    });
    let mut parts = vec![
        question::back_link(view, Some(to_list)),
        frame::title(t.notes_title()),
    ];
    parts.extend(
        asked
            .iter()
            .map(|rule| words("p", "ih-lead", q.rule_body(rule))),
    );
    parts.push(area);
    // To the list where one was on it.
    parts.push(html! { <div data-returns="">{ actions(vec![done]) }</div> });
    page(parts)
}
