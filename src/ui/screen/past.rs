//! One result as it was kept: its label, how it turned out, notes, and the state of its actions.

use yew::prelude::*;

use crate::app::event::Event;
use crate::app::listing;
use crate::app::reading;
use crate::app::route::Route;
use crate::domain::history::{Interview, Outcome};
use crate::domain::time::Date;
use crate::ui::component::field::{self, Area, Choice, Line, Radios};
use crate::ui::component::frame;
use crate::ui::screen::question;
use crate::ui::view::{Kind, View};

/// Draws the screen.
pub fn view(view: &View<'_>, interview: &Interview) -> Html {
    let t = view.t;
    let deleted = view
        .state
        .deleted
        .iter()
        .any(|deleted| deleted.id == interview.id);
    if deleted {
        return undo(view, interview);
    }
    html! {
        <div class="ih-page">
            { question::back_link(view, Some(Route::History)) }
            { frame::title(&view.name(interview)) }
            { label(view, interview) }
            { signs(view, interview) }
            { outcome(view, interview) }
            { notes(view, interview) }
            { state_of_actions(view, interview) }
            <section class="ih-section">
                <p class="ih-small">{ t.past_made_with(interview.quiz.version.as_str(), &view.moment(interview.finished_at)) }</p>
                { view.button(Event::Deleted(interview.id.clone()), t.past_delete(), Kind::Danger) }
            </section>
        </div>
    }
}

/// What stands here once it is deleted, until the page is left.
fn undo(view: &View<'_>, interview: &Interview) -> Html {
    let t = view.t;
    html! {
        <div class="ih-page">
            { frame::title(&view.name(interview)) }
            <div class="ih-result-row" data-deleted="" id="undo" tabindex="-1">
                <p>{ t.history_deleted(&view.name(interview)) }</p>
                { view.button(Event::DeleteUndone(interview.id.clone()), t.history_undo(), Kind::Secondary) }
            </div>
            <p>{ view.link(&Route::History, t.app_nav_history()) }</p>
        </div>
    }
}

fn label(view: &View<'_>, interview: &Interview) -> Html {
    let t = view.t;
    let details = &interview.details.value;
    let text = |name: &str, value: &str| {
        let value = if value.is_empty() {
            html! { <span class="ih-muted">{ t.format_unknown() }</span> }
        } else {
            html! { value }
        };
        (name.to_owned(), value)
    };
    let when = details.interview_at.map(|at| {
        if details.day_only {
            view.day(interview)
        } else {
            view.moment(at)
        }
    });
    let rows = vec![
        text(t.label_company(), &details.company),
        text(t.label_role(), &details.role),
        text(t.label_round(), &details.round),
        text(t.label_date(), &when.unwrap_or_default()),
        text(
            t.label_format(),
            details.format.map_or("", |format| view.format(format)),
        ),
        text(
            t.label_interviewers(),
            &details
                .interviewers
                .map(|count| count.to_string())
                .unwrap_or_default(),
        ),
    ];
    html! {
        <section class="ih-section">
            <h2 class="ih-heading">{ t.past_label() }</h2>
            { frame::facts(rows) }
            { view.button_link(&Route::Label(interview.id.clone()), t.result_label(), Kind::Secondary) }
        </section>
    }
}

/// The result as it was scored then.
fn signs(view: &View<'_>, interview: &Interview) -> Html {
    let (t, q) = (view.t, view.q);
    let felt = view
        .felt(interview)
        .unwrap_or_else(|| t.result_felt_unknown().to_owned());
    let rows = vec![
        (t.result_felt().to_owned(), html! { felt }),
        (
            t.result_signs().to_owned(),
            html! { q.band_title(interview.stored.band) },
        ),
    ];
    let reading = reading::read(view.state, interview);
    html! {
        <section class="ih-section">
            <h2 class="ih-heading">{ t.past_as_scored() }</h2>
            { frame::facts(rows) }
            if reading.is_none() {
                <p class="ih-small">{ t.result_not_checked() }</p>
            }
            if reading.is_some_and(|reading| !reading.as_stored) {
                <p class="ih-small">{ t.result_not_as_stored() }</p>
            }
            { view.button_link(&Route::Result(interview.id.clone()), t.past_open_result(), Kind::Secondary) }
        </section>
    }
}

/// How it turned out.
fn outcome(view: &View<'_>, interview: &Interview) -> Html {
    let t = view.t;
    let recorded = interview.outcome.value.as_ref();
    let choice = |outcome: Option<Outcome>| Choice {
        value: outcome.map_or("", Outcome::id).to_owned(),
        label: view.outcome(outcome).to_owned(),
        apart: outcome.is_none(),
    };
    let mut choices: Vec<Choice> = Outcome::ALL.map(|outcome| choice(Some(outcome))).into();
    choices.push(choice(None));
    let id = interview.id.clone();
    let dated = interview.id.clone();
    let date = recorded
        .and_then(|recorded| recorded.on)
        .map(|on| on.to_string());
    html! {
        <section class="ih-section">
            { field::radios(Radios {
                name: "outcome",
                legend: t.outcome_title(),
                heading: false,
                hint: Some(t.past_outcome_hint()),
                choices,
                chosen: Some(listing::outcome(interview).map_or("", Outcome::id)),
                number_keys: false,
                on_choose: view.typed(move |name| Event::OutcomeRecorded {
                    interview: id.clone(),
                    outcome: Outcome::from_id(&name),
                }),
                on_enter: None,
            }) }
            if recorded.is_some() {
                { field::line(Line {
                    id: "outcome-on",
                    kind: "date",
                    label: t.outcome_on(),
                    hint: None,
                    problem: None,
                    value: &date.unwrap_or_default(),
                    max_chars: None,
                    width: "half",
                    on_input: view.typed(move |text| Event::OutcomeDated {
                        interview: dated.clone(),
                        date: Date::parse(&text).ok(),
                    }),
                }) }
            }
        </section>
    }
}

fn notes(view: &View<'_>, interview: &Interview) -> Html {
    let id = interview.id.clone();
    field::area(Area {
        id: "notes",
        label: view.t.past_notes(),
        heading: false,
        hint: Some(view.t.past_notes_hint()),
        value: &interview.notes.value,
        max_chars: Interview::MAX_NOTE_CHARS,
        on_input: view.typed(move |notes| Event::NotesEdited {
            interview: id.clone(),
            notes,
        }),
    })
}

/// Which of the actions are done, in a few words; the actions themselves are with the result.
fn state_of_actions(view: &View<'_>, interview: &Interview) -> Html {
    let t = view.t;
    let Some(reading) = reading::read(view.state, interview) else {
        return Html::default();
    };
    let to_do = reading::to_do(&reading, interview);
    let done = to_do
        .iter()
        .filter(|action| interview.is_done(&action.rule))
        .count();
    html! {
        <section class="ih-section">
            <h2 class="ih-heading">{ t.result_todo() }</h2>
            <p>{ t.past_actions(done, to_do.len()) }</p>
            { view.link(&Route::Result(interview.id.clone()), t.past_see_actions()) }
        </section>
    }
}
