//! About the interview and what has happened since: one optional page, which fits the advice and changes no score.

use std::rc::Rc;

use yew::prelude::*;

use crate::app::event::DayField;
use crate::app::event::{Event, Milestone};
use crate::app::flow;
use crate::app::route::Route;
use crate::domain::answers::Answer;
use crate::domain::history::{Interview, Outcome};
use crate::domain::quiz::{OptionSpec, Question};
use crate::domain::time::Moment;
use crate::domain::times::Since;
use crate::ui::component::frame::{self, Tone};
use crate::ui::screen::about;
use crate::ui::screen::day::{Day, day};
use crate::ui::screen::question::{self, Sent};
use crate::ui::view::{ButtonKind, View};

/// Draws the screen.
pub fn view(view: &View<'_>, interview: &Interview) -> Html {
    let t = view.t;
    let quiz = view.state.quiz_for(&interview.quiz);
    let answers = &interview.situation.value.answers;
    let id = interview.id.clone();
    let sent: Sent = Rc::new(move |question, answer| Event::SituationAnswered {
        interview: id.clone(),
        question,
        answer,
    });
    let ask = |question: &&Question| {
        html! {
            <>
                { question::asked(view, question, answers, false, &sent) }
                { for ticked(question, answers.get(&question.id)).map(|option| follows(view, interview, option)) }
            </>
        }
    };
    html! {
        <div class="ih-page">
            { question::back_link(view, Some(Route::Now(interview.id.clone()))) }
            { frame::title(t.quick_title()) }
            <p class="ih-lead">{ t.quick_lead() }</p>
            { about::fields(view, interview) }
            { for flow::after_result(&quiz).iter().map(ask) }
            <div class="ih-actions">
                { view.button_link(&Route::Now(interview.id.clone()), t.quick_done(), ButtonKind::Primary) }
            </div>
        </div>
    }
}

fn ticked<'q>(
    question: &'q Question,
    answer: Option<&'q Answer>,
) -> impl Iterator<Item = &'q OptionSpec> {
    let is_ticked = move |option: &&OptionSpec| match answer {
        Some(Answer::Options(ticked)) => ticked.contains(&option.id),
        _ => false,
    };
    question.options().iter().filter(is_ticked)
}

/// What a tick asks next: when that was, or whether it is the outcome.
fn follows(view: &View<'_>, interview: &Interview, option: &OptionSpec) -> Html {
    let situation = &interview.situation.value;
    let when = match option.marks {
        Some(Since::Asked) => Some((
            Milestone::Asked,
            view.t.quick_asked_on(),
            situation.asked_at,
        )),
        Some(Since::Refused) => Some((
            Milestone::Refused,
            view.t.quick_refused_on(),
            situation.refused_at,
        )),
        Some(Since::SaidNo) => Some((
            Milestone::SaidNo,
            view.t.quick_said_no_on(),
            situation.said_no_at,
        )),
        _ => None,
    };
    let date = when.map(|(which, label, at)| dated(view, interview, which, label, at));
    let outcome = option
        .offers_outcome
        .filter(|_| interview.outcome.value.is_none());
    html! { <>{ date }{ outcome.map(|outcome| offered(view, interview, outcome)) }</> }
}

fn dated(
    view: &View<'_>,
    interview: &Interview,
    which: Milestone,
    label: &str,
    at: Option<Moment>,
) -> Html {
    let id = match which {
        Milestone::Asked => "asked-on",
        Milestone::Refused => "refused-on",
        _ => "said-no-on",
    };
    day(
        view,
        Day {
            id,
            label,
            hint: None,
            kept: at.map(Moment::date),
            field: DayField::Situation(interview.id.clone(), which),
        },
    )
}

fn offered(view: &View<'_>, interview: &Interview, outcome: Outcome) -> Html {
    let recorded = Event::OutcomeRecorded {
        interview: interview.id.clone(),
        outcome: Some(outcome),
    };
    let yes = view.button(
        recorded,
        view.t.quick_they_said_no_yes(),
        ButtonKind::Secondary,
    );
    frame::banner(
        Tone::Calm,
        view.t.quick_they_said_no(),
        html! { <div class="ih-actions">{ yes }</div> },
    )
}
