//! One result as it was kept: its label, how it turned out, notes, and the state of its actions.

use std::cmp::Ordering;

use yew::prelude::*;

use crate::app::event::{DayField, Event, Milestone};
use crate::app::listing;
use crate::app::reading;
use crate::app::route::Route;
use crate::app::state::Delivery;
use crate::domain::history::{Interview, Outcome};
use crate::ui::component::chart;
use crate::ui::component::field::{self, Area, Choice, Radios};
use crate::ui::component::frame::{self, Tone};
use crate::ui::element::{actions, el, section, text, words};
use crate::ui::screen::day::{self, Day};
use crate::ui::screen::label;
use crate::ui::screen::marks;
use crate::ui::screen::question;
use crate::ui::view::{ButtonKind, View};
use crate::wire::link;

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
            { asks(view, interview, false) }
            { signs(view, interview) }
            { second_look(view, interview) }
            { outcome(view, interview) }
            { label::fields(view) }
            { notes(view, interview) }
            { story(view, interview) }
            { state_of_actions(view, interview) }
            { text_export(view, interview) }
            <section class="ih-section">
                <p class="ih-small">{ t.past_made_with(interview.quiz.version.as_str(), &view.moment(interview.finished_at)) }</p>
                { view.button(Event::Deleted(interview.id.clone()), t.past_delete(), ButtonKind::Danger) }
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
                { view.button(Event::DeleteUndone(interview.id.clone()), t.history_undo(), ButtonKind::Secondary) }
            </div>
            <p>{ view.link(&Route::History, t.app_nav_history()) }</p>
        </div>
    }
}

/// Asks quietly how this turned out: an answer is overdue. One tap answers it; a result's
/// own page has all answers below, and offers "not yet" alone.
pub fn asks(view: &View<'_>, interview: &Interview, elsewhere: bool) -> Html {
    let t = view.t;
    if !listing::is_to_ask(view.state, interview) {
        return Html::default();
    }
    let name = view.name(interview);
    let body = match interview.situation.value.promised_on {
        Some(promised) => t.ask_outcome_body(&name, &view.weekday(promised)),
        None => t.ask_outcome_unpromised(&name),
    };
    let not_yet = Event::NothingHeard(interview.id.clone());
    let (mut answers, mut tools) = (Vec::new(), Vec::new());
    if elsewhere {
        for outcome in [Outcome::NextRound, Outcome::Offer, Outcome::No] {
            let heard = Event::OutcomeRecorded {
                interview: interview.id.clone(),
                outcome: Some(outcome),
            };
            answers.push(view.button(heard, view.outcome(Some(outcome)), ButtonKind::Secondary));
        }
    }
    tools.push(view.button(not_yet, t.ask_outcome_not_yet(), ButtonKind::Quiet));
    if elsewhere {
        let past = Route::Past(interview.id.clone());
        tools.push(view.button_link(&past, t.ask_outcome_other(), ButtonKind::Quiet));
    }
    let answers = match elsewhere {
        true => el("div", "ih-one-tap", answers),
        false => Html::default(),
    };
    let body = html! { <>{ words("p", "", &body) }{ answers }{ actions(tools) }</> };
    frame::banner(Tone::Calm, t.ask_outcome(), body)
}

/// What the label says.
pub fn facts(view: &View<'_>, interview: &Interview) -> Html {
    let t = view.t;
    let details = &interview.details.value;
    let fact = |name: &str, value: &str| {
        let value = if value.is_empty() {
            html! { <span class="ih-muted">{ t.format_unknown() }</span> }
        } else {
            html! { value }
        };
        (name.to_owned(), value)
    };
    let when = details.interview_at.map(|at| {
        if details.day_only {
            view.weekday(at.date())
        } else {
            view.moment(at)
        }
    });
    let rows = vec![
        fact(t.label_company(), &details.company),
        fact(t.label_role(), &details.role),
        fact(t.label_round(), &details.round),
        fact(t.label_date(), &when.unwrap_or_default()),
        fact(
            t.label_format(),
            details.format.map_or("", |format| view.format(format)),
        ),
        fact(
            t.label_interviewers(),
            &details
                .interviewers
                .map(|count| count.to_string())
                .unwrap_or_default(),
        ),
    ];
    frame::facts(rows)
}

/// The rounds of the application that this one belongs to, as one story.
fn story(view: &View<'_>, interview: &Interview) -> Html {
    let t = view.t;
    let rounds = listing::rounds(view.state, interview);
    if rounds.len() < 2 {
        return Html::default();
    }
    let mut items = Vec::new();
    for round in &rounds {
        let here = round.id == interview.id;
        let when = view.day(round);
        let name = &round.details.value.round;
        let title = if name.is_empty() {
            when
        } else {
            [name, " · ", &when].concat()
        };
        let title = if here {
            words("strong", "", &title)
        } else {
            view.link(&Route::Past(round.id.clone()), &title)
        };
        let felt = view.felt(round);
        let felt = felt.as_deref().unwrap_or(t.result_felt_unknown());
        let signs = view.q.band_title(round.stored.band);
        let outcome = view.outcome(listing::outcome(round));
        let told = t.story_round(felt, signs, outcome);
        items.push(html! {
            <li class="ih-story__round" aria-current={here.then_some("true")}>{ title }{ words("p", "ih-small", &told) }</li>
        });
    }
    section(
        t.story_title(),
        vec![
            words("p", "ih-hint", &t.story_lead(rounds.len())),
            el("ol", "ih-story", items),
        ],
    )
}

/// How it feels when a day has passed, beside how it felt at first.
fn second_look(view: &View<'_>, interview: &Interview) -> Html {
    let t = view.t;
    let both = both_looks(view, interview);
    let may = listing::may_look_again(view.state, interview);
    let quiz = view.state.quiz_made_with(&interview.quiz);
    let gut = quiz.as_ref().and_then(|quiz| quiz.gut()).filter(|_| may);
    if both.is_none() && gut.is_none() {
        return Html::default();
    }
    let ask = gut.map(|gut| {
        let look = interview.second_look.value.as_ref();
        let choices = gut.options().iter().map(|option| Choice {
            value: option.id.clone(),
            label: view.q.option(&gut.id, &option.id).to_owned(),
            apart: false,
            asks_date: false,
        });
        let id = interview.id.clone();
        field::radios(Radios {
            id: "second-look",
            name: "second-look",
            legend: t.look_ask(),
            heading: false,
            hint: Some(t.look_hint()),
            choices: choices.collect(),
            chosen: look.map(|look| look.gut.as_str()),
            is_number: false,
            number_keys: false,
            on_choose: view.typed(move |gut| Event::LookedAgain {
                interview: id.clone(),
                gut,
            }),
            on_enter: None,
        })
    });
    section(
        t.look_title(),
        vec![both.unwrap_or_default(), ask.unwrap_or_default()],
    )
}

/// How it felt at first and when a day had passed, where both are known.
pub fn both_looks(view: &View<'_>, interview: &Interview) -> Option<Html> {
    let t = view.t;
    let look = interview.second_look.value.as_ref()?;
    let quiz = view.state.quiz_for(&interview.quiz);
    let gut = quiz.gut()?;
    let first = view.felt(interview);
    let first = first.unwrap_or_else(|| t.result_felt_unknown().to_owned());
    let later = view.q.option(&gut.id, look.gut.as_str());
    let name = t.look_later(&view.weekday(look.at.date()));
    let levels = (
        view.felt_level(interview),
        gut.option(look.gut.as_str())
            .and_then(|option| option.level),
    );
    let facts = frame::facts(vec![
        (t.look_first().to_owned(), text(&first)),
        (name, text(later)),
    ]);
    let (Some(before), Some(after)) = levels else {
        return Some(facts);
    };
    let sentence = match after.cmp(&before) {
        Ordering::Greater => t.look_milder(),
        Ordering::Equal => t.look_same(),
        Ordering::Less => t.look_harsher(),
    };
    let line = chart::looks(&t.look_summary(&first, later), before, after);
    let ends = html! {
        <p class="ih-scale__ends" aria-hidden="true"><span>{ t.result_end_low() }</span><span>{ t.result_end_high() }</span></p>
    };
    let line = el("figure", "ih-looks", vec![line, ends]);
    Some(html! { <>{ line }{ facts }{ words("p", "", sentence) }</> })
}

/// The result as it was scored then.
fn signs(view: &View<'_>, interview: &Interview) -> Html {
    let t = view.t;
    let reading = reading::read(view.state, interview);
    html! {
        <section class="ih-section">
            <h2 class="ih-heading">{ t.past_as_scored() }</h2>
            { marks::marks(view, interview) }
            if reading.is_none() {
                <p class="ih-small">{ t.result_not_checked() }</p>
            }
            if reading.is_some_and(|reading| !reading.as_stored) {
                <p class="ih-small">{ t.result_not_as_stored() }</p>
            }
            { view.button_link(&Route::Result(interview.id.clone()), t.past_open_result(), ButtonKind::Secondary) }
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
        asks_date: false,
    };
    let mut choices: Vec<Choice> = Outcome::ALL.map(|outcome| choice(Some(outcome))).into();
    choices.push(choice(None));
    let id = interview.id.clone();
    let dated = interview.id.clone();
    let noted = interview.id.clone();
    html! {
        <section class="ih-section">
            { field::radios(Radios {
                id: "outcome",
                name: "outcome",
                legend: t.outcome_title(),
                heading: false,
                hint: Some(t.past_outcome_hint()),
                choices,
                chosen: Some(listing::outcome(interview).map_or("", Outcome::id)),
                is_number: false,
        number_keys: false,
                on_choose: view.typed(move |name| Event::OutcomeRecorded {
                    interview: id.clone(),
                    outcome: Outcome::from_id(&name),
                }),
                on_enter: None,
            }) }
            if let Some(recorded) = recorded {
                if recorded.outcome == Outcome::NoReply {
                    { closing(view, interview, recorded.closed) }
                }
                if recorded.outcome == Outcome::NextRound {
                    { next_day(view, interview) }
                }
                { day::day(view, Day {
                    id: "outcome-on",
                    label: t.outcome_on(),
                    hint: None,
                    kept: recorded.on,
                    field: DayField::Outcome(dated.clone()),
                }) }
                { field::area(Area {
                    id: "outcome-note",
                    label: t.outcome_note(),
                    heading: false,
                    hint: Some(t.outcome_note_hint()),
                    value: &recorded.note,
                    max_chars: Interview::MAX_NOTE_CHARS,
                    on_input: view.typed(move |note| Event::OutcomeNoted {
                        interview: noted.clone(),
                        note,
                    }),
                }) }
                <p>{ view.link(&Route::Calibration, t.calibration_title()) }</p>
            }
        </section>
    }
}

/// The day of the next round, where they asked for one.
fn next_day(view: &View<'_>, interview: &Interview) -> Html {
    let t = view.t;
    day::day(
        view,
        Day {
            id: "next-on",
            label: t.outcome_next_on(),
            hint: Some(t.outcome_next_on_hint()),
            kept: interview.situation.value.next_on,
            field: DayField::Situation(interview.id.clone(), Milestone::NextInterview),
        },
    )
}

/// No reply stays open until the person waits no longer.
fn closing(view: &View<'_>, interview: &Interview, closed: bool) -> Html {
    let t = view.t;
    let id = interview.id.clone();
    let close = view.ticked(move |closed| Event::OutcomeClosed {
        interview: id.clone(),
        closed,
    });
    el(
        "div",
        "ih-stack",
        vec![
            field::checkbox("outcome-closed", t.outcome_close(), closed, close),
            words("p", "ih-hint", t.outcome_close_hint()),
        ],
    )
}

/// On paper, or in a link.
fn text_export(view: &View<'_>, interview: &Interview) -> Html {
    let t = view.t;
    let id = &interview.id;
    let report = view.button_link(
        &Route::Report(id.clone()),
        t.report_open_page(),
        ButtonKind::Secondary,
    );
    let mut body = vec![el("p", "", vec![report])];
    match link::write(interview) {
        Some(link) => {
            let copy = view.button(
                Event::LinkAsked(id.clone()),
                t.link_copy(),
                ButtonKind::Secondary,
            );
            let open = view.link(&Route::Open(link), t.link_by_hand());
            body.push(words("p", "", t.link_lead()));
            body.push(actions(vec![copy]));
            body.push(match view.state.handed {
                Some(Delivery::Copied) => words("p", "ih-hint", t.link_copied()),
                Some(Delivery::NotCopied) => words("p", "ih-problem", t.link_not_copied()),
                _ => Html::default(),
            });
            body.push(el("p", "ih-small", vec![open]));
            body.push(words("p", "ih-hint", t.open_history()));
        }
        None => body.push(words("p", "ih-hint", t.link_too_long())),
    }
    section(t.text_export(), body)
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
    let mut to_do = reading::to_do(&reading, interview);
    to_do.retain(|action| reading.is_task(&action.rule));
    let done = to_do
        .iter()
        .filter(|action| interview.is_done(&action.rule))
        .count();
    let said = match to_do.len() {
        all if done == 0 => t.past_actions_none(all),
        all if done == all => t.past_actions_all(all),
        all => t.past_actions(done, all),
    };
    html! {
        <section class="ih-section">
            <h2 class="ih-heading">{ t.result_todo() }</h2>
            <p>{ said }</p>
            { view.link(&Route::Result(interview.id.clone()), t.past_see_actions()) }
        </section>
    }
}
