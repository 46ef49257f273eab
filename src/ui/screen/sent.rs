//! After a letter was sent: that this is done, what is next and on which day, and a little that may be done today.

use yew::prelude::*;

use crate::app::reading;
use crate::app::route::Route;
use crate::domain::follow_up::Action;
use crate::domain::history::Interview;
use crate::domain::reminder::Reminder;
use crate::ui::component::frame;
use crate::ui::element::{actions, el, page, section, words};
use crate::ui::screen::{question, reminders, result};
use crate::ui::view::View;

/// How much of what is left is named: more than one does in ten minutes is no relief.
const MOST_LEFT: usize = 3;

/// Draws the screen.
pub fn view(view: &View<'_>, interview: &Interview, letter: &str) -> Html {
    let reading = reading::read(view.state, interview);
    let ahead = reading::reminders(view.state, interview);
    let Some((reading, ahead)) = reading.zip(ahead) else {
        return result::not_checked(view, interview);
    };
    let (t, q) = (view.t, view.q);
    let list = Route::Now(interview.id.clone());
    let next = match ahead.first() {
        Some(first) => next(view, interview, first, &ahead),
        None => words("p", "ih-enough", t.result_todo_end()),
    };
    // What is left that no calendar has to remind of.
    let to_do = reading::to_do(&reading, interview);
    let left = to_do.iter().filter(|action| {
        let is_open = reading.is_task(&action.rule) && !interview.is_done(&action.rule);
        is_open && action.letter.is_none()
    });
    let named = |action: &Action| {
        let rule = reading.quiz.rule(&action.rule);
        let to = match rule.is_some_and(|rule| rule.opens_notes) {
            true => Route::Notes(interview.id.clone()),
            false => list.clone(),
        };
        el("li", "", vec![view.link(&to, q.rule_title(&action.rule))])
    };
    let left: Vec<Html> = left.take(MOST_LEFT).map(named).collect();
    let to_list = html! { <p data-returns="">{ view.link(&list, t.sent_to_list()) }</p> };
    let left = match left.is_empty() {
        true => to_list,
        false => section(t.sent_left(), vec![el("ul", "ih-list", left), to_list]),
    };
    page(vec![
        question::back_link(
            view,
            Some(Route::Letter(interview.id.clone(), letter.to_owned())),
        ),
        words("p", "ih-eyebrow", q.letter(letter)),
        frame::title(t.sent_title()),
        next,
        left,
    ])
}

/// What comes next, on which day, and the file that reminds of it.
fn next(view: &View<'_>, interview: &Interview, first: &Reminder, all: &[Reminder]) -> Html {
    let t = view.t;
    let day = first.at.shown(&view.state.zones).map(|at| at.date());
    let day = match day {
        Some(day) if day == view.state.now.date() => t.sent_today().to_owned(),
        day => day.map(|day| view.weekday(day)).unwrap_or_default(),
    };
    let (title, _) = reminders::said(view, first);
    el(
        "div",
        "ih-card",
        vec![
            words("p", "ih-eyebrow", t.sent_next()),
            words("p", "ih-next-step__what", title),
            words("p", "ih-next-step__when", &day),
            words("p", "", t.sent_until_then()),
            actions(vec![reminders::save(view, interview, all)]),
            words("p", "ih-hint", t.reminders_private()),
        ],
    )
}
