//! What to do now: the actions of a result in order, with their deadlines.

use yew::prelude::*;

use crate::app::event::Event;
use crate::app::letter;
use crate::app::reading::{self, Changes, Reading};
use crate::app::route::Route;
use crate::domain::follow_up::{Action, Deadline};
use crate::domain::history::Interview;
use crate::domain::quiz::RulePlace;
use crate::domain::time::Moment;
use crate::ui::component::field;
use crate::ui::component::frame::{self, Tone};
use crate::ui::element::{el, list, text, words};
use crate::ui::view::{ButtonKind, View};

/// What to do now, in order, with deadlines.
pub fn section(view: &View<'_>, interview: &Interview, reading: &Reading) -> Html {
    let t = view.t;
    let action = |action: &Action| one_action(view, interview, reading, action);
    html! {
        <section class="ih-section" id="now">
            <h2 class="ih-heading">{ t.result_todo() }</h2>
            { changes(view, interview, reading) }
            <ol class="ih-actions-list">{ for reading::to_do(reading, interview).iter().map(action) }</ol>
            <ul class="ih-further">
                <li>
                    { view.link(&Route::Quick(interview.id.clone()), t.quick_title()) }
                    <span class="ih-hint">{ t.quick_lead() }</span>
                </li>
                <li>
                    { view.link(&Route::Reminders(interview.id.clone()), t.result_reminders()) }
                    <span class="ih-hint">{ t.reminders_hint() }</span>
                </li>
            </ul>
        </section>
    }
}

/// What the list owes to what the person has just told; nothing where they told nothing.
fn changes(view: &View<'_>, interview: &Interview, reading: &Reading) -> Html {
    let (t, q) = (view.t, view.q);
    let state = view.state;
    let before = state.list_before.as_deref();
    let Some(before) = before.filter(|before| before.id == interview.id) else {
        return Html::default();
    };
    let is_same = before.situation.value == interview.situation.value
        && before.details.value == interview.details.value;
    let Some(was) = reading::read(state, before).filter(|_| !is_same) else {
        return Html::default();
    };
    let Changes {
        added,
        gone,
        letters,
        has_other_times,
    } = reading::changes(&was.advice, &reading.advice);
    let mut lines: Vec<String> = Vec::new();
    for rule in &added {
        lines.push(t.now_added(q.rule_title(rule)));
    }
    for rule in &gone {
        lines.push(match interview.is_done(rule) {
            true => t.now_ticked(q.rule_title(rule)),
            false => t.now_gone(q.rule_title(rule)),
        });
    }
    for (rule, letter) in &letters {
        lines.push(t.now_other_letter(q.rule_title(rule), q.letter(letter)));
    }
    if has_other_times {
        lines.push(t.now_other_times().to_owned());
    }
    if lines.is_empty() {
        lines.push(t.now_nothing_changed().to_owned());
    }
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let body = vec![
        list("ul", "ih-list", &lines),
        words("p", "", t.now_same_score()),
    ];
    frame::banner(Tone::Calm, t.now_changed(), body.into_iter().collect())
}

fn one_action(view: &View<'_>, interview: &Interview, reading: &Reading, action: &Action) -> Html {
    let (t, q) = (view.t, view.q);
    let is_task = reading.is_task(&action.rule);
    let done = is_task && interview.is_done(&action.rule);
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
    let case = letter::case(interview, reading);
    let beside = fired.filter_map(|other| q.rule_with(&action.rule, other, &case));
    // Of what is done, nothing is left to be said.
    body.extend(beside.filter(|_| !done).map(|said| words("p", "", said)));
    for note in &action.notes {
        let title = words("strong", "", q.rule_title(note));
        let parts = vec![title, el("br", "", Vec::new())];
        body.push(says(note, "ih-action__note", parts));
    }
    if let Some(deadline) = action.deadline.filter(|_| !done) {
        let is_hour_given = !interview.details.value.just_now;
        let due = due(view, deadline, is_hour_given, action.late_is_fine);
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
    let rule = reading.quiz.rule(&action.rule);
    // Not in a frame: only some lists have it, and the page around would see that it was followed.
    let is_lead = rule.is_some_and(|rule| rule.place == RulePlace::Lead);
    if is_lead && view.embedding().is_none() {
        let learn = Route::Learn(interview.id.clone());
        let link = view.button_link(&learn, t.lesson_title(), ButtonKind::Secondary);
        body.push(el("p", "", vec![link]));
    }
    if rule.is_some_and(|rule| rule.opens_notes) {
        let label = match interview.notes.value.trim() {
            "" => t.notes_write(),
            _ => t.notes_read(),
        };
        let notes = Route::Notes(interview.id.clone());
        let link = view.button_link(&notes, label, ButtonKind::Secondary);
        body.push(el("p", "", vec![link]));
    }
    let why = words("p", "", q.rule_why(&action.rule));
    body.push(frame::disclosure(t.how_reason(), why));
    let id = ["action-", &action.rule].concat();
    let title = q.rule_title(&action.rule);
    html! {
        <li class="ih-action" data-done={done.then_some("")} data-note={(!is_task).then_some("")} key={action.rule.clone()}>
            if is_task {
                { field::checkbox(&id, title, done, tick) }
            } else {
                <h3 class="ih-action__title">{ title }</h3>
            }
            { el("div", "ih-action__body", body) }
        </li>
    }
}

/// By when, and what it means that it has passed.
fn due(view: &View<'_>, deadline: Deadline, is_hour_given: bool, late_is_fine: bool) -> String {
    let (t, q) = (view.t, view.q);
    let fine = late_is_fine.then(|| q.late_is_fine());
    let now = view.state.now;
    let (when, passed) = match deadline {
        Deadline::By(at) => {
            let here = view.state.zones.shown(None, at);
            let when = match is_hour_given {
                true => view.moment(here),
                false => part_of_day(view, here),
            };
            (when, here < now)
        }
        Deadline::ByDay(day) => (view.weekday(day), day < now.date()),
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

/// A deadline as one says it where nobody gave the hour of the interview: by the part of the day.
fn part_of_day(view: &View<'_>, at: Moment) -> String {
    let t = view.t;
    let today = at.date();
    // Nobody sits down to it at night: then it is the evening before.
    let hour = at.minute_of_day() / 60;
    let day = if hour < 5 { today.plus_days(-1) } else { today };
    let is_other_year = day.year() != view.state.now.date().year();
    let locale = t.locale();
    let weekday = locale.weekday_name(day);
    let date = locale.day_of_year(day, is_other_year);
    match hour {
        5..=11 => t.day_morning(&weekday, &date),
        12..=17 => t.day_afternoon(&weekday, &date),
        _ => t.day_evening(&weekday, &date),
    }
}
