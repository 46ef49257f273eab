//! What to do now: the actions of a result in order, with their deadlines.

use yew::prelude::*;

use crate::app::event::Event;
use crate::app::reading::{self, Reading};
use crate::app::route::Route;
use crate::domain::follow_up::{Action, Deadline};
use crate::domain::history::Interview;
use crate::domain::time::Date;
use crate::ui::component::field;
use crate::ui::component::frame;
use crate::ui::element::{el, text, words};
use crate::ui::view::{ButtonKind, View};

/// What to do now, in order, with deadlines.
pub fn section(view: &View<'_>, interview: &Interview, reading: &Reading) -> Html {
    let t = view.t;
    let action = |action: &Action| one_action(view, interview, reading, action);
    html! {
        <section class="ih-section" id="now">
            <h2 class="ih-heading">{ t.result_todo() }</h2>
            <p class="ih-sharpen">
                { view.button_link(&Route::Quick(interview.id.clone()), t.result_quick_link(), ButtonKind::Secondary) }
                <span class="ih-hint">{ t.quick_lead() }</span>
            </p>
            <ol class="ih-actions-list">{ for reading::to_do(reading, interview).iter().map(action) }</ol>
            <p>{ view.button_link(&Route::Reminders(interview.id.clone()), t.result_reminders(), ButtonKind::Secondary) }</p>
        </section>
    }
}

fn one_action(view: &View<'_>, interview: &Interview, reading: &Reading, action: &Action) -> Html {
    let (t, q) = (view.t, view.q);
    let done = interview.is_done(&action.rule);
    let (id, rule) = (interview.id.clone(), action.rule.clone());
    let tick = view.ticked(move |done| Event::ActionTicked {
        interview: id.clone(),
        rule: rule.clone(),
        done,
    });
    let to_letter = |id: &String| Route::Letter(interview.id.clone(), id.clone());
    // A letter that a rule advises against, and leaves to the person all the same.
    let says = |rule: &str, class: &'static str, mut parts: Vec<Html>| {
        parts.push(text(q.rule_body(rule)));
        // Where only learning is shown, a letter that asks for something is left out.
        let is_shown = |letter: &str| view.shows_numbers() || q.asks(letter).is_none();
        let mut offers = reading.advice.offers.iter();
        let offered = offers.find(|(of, letter)| of == rule && is_shown(letter));
        if let Some((_, letter)) = offered {
            parts.push(el("br", "", Vec::new()));
            parts.push(view.link(&to_letter(letter), q.offered(rule, letter)));
        }
        el("p", class, parts)
    };
    let mut body = vec![says(&action.rule, "", Vec::new())];
    let fired = reading.advice.rules.iter();
    let beside = fired.filter_map(|other| q.rule_with(&action.rule, other));
    // Of what is done, nothing is left to be said.
    body.extend(beside.filter(|_| !done).map(|said| words("p", "", said)));
    for note in &action.notes {
        let title = words("strong", "", q.rule_title(note));
        let parts = vec![title, el("br", "", Vec::new())];
        body.push(says(note, "ih-action__note", parts));
    }
    if let Some(deadline) = action.deadline.filter(|_| !done) {
        let due = due(view, deadline, action.late_is_fine);
        body.push(words("p", "ih-action__when", &due));
    }
    let letter = action.letter.as_deref();
    // Where only learning is shown, a letter that asks for something is left out.
    let asks = letter.and_then(|letter| q.asks(letter));
    if let Some(asks) = asks.filter(|_| !view.shows_numbers()) {
        body.push(words("p", "ih-hint", asks));
    } else if let Some(letter) = &action.letter {
        let label = t.result_draft(q.letter(letter));
        let link = view.button_link(&to_letter(letter), &label, ButtonKind::Secondary);
        body.push(el("p", "", vec![link]));
    }
    let why = words("p", "", q.rule_why(&action.rule));
    body.push(frame::disclosure(t.how_reason(), why));
    let id = ["action-", &action.rule].concat();
    html! {
        <li class="ih-action" data-done={done.then_some("")} key={action.rule.clone()}>
            { field::checkbox(&id, q.rule_title(&action.rule), done, tick) }
            { el("div", "ih-action__body", body) }
        </li>
    }
}

/// By when, and what it means that it has passed.
fn due(view: &View<'_>, deadline: Deadline, late_is_fine: bool) -> String {
    let (t, q) = (view.t, view.q);
    let fine = late_is_fine.then(|| q.late_is_fine());
    let now = view.state.now;
    let by_day = |day: Date| (view.weekday(day), day < now.date());
    let (when, passed) = match deadline {
        Deadline::By(at) => {
            let here = view.state.zones.shown(None, at);
            (view.moment(here), here < now)
        }
        Deadline::ByDay(day) => by_day(day),
        Deadline::WithinHours { .. } => {
            let words = q.deadline(deadline, "");
            return fine.map_or(words.clone(), |fine| t.now_within(&words, fine));
        }
        _ => return q.deadline(deadline, ""),
    };
    match (passed, fine) {
        (false, _) => q.deadline(deadline, &when),
        (true, Some(fine)) => t.now_late(&when, fine),
        (true, None) => t.now_overdue(&when),
    }
}
