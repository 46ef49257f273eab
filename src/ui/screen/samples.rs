//! The hidden samples that the heights of a frame are taken from.

use std::rc::Rc;

use yew::prelude::*;

use super::{letter, notes, quick, reminders, result, sent, your_data};
use crate::app::embedding::{Sort, sample_interviews};
use crate::app::reading;
use crate::domain::answers::Answers;
use crate::domain::history::{Interview, Label, Part};
use crate::domain::scoring::Gap;
use crate::ui::element::el;
use crate::ui::view::View;

/// Every screen of a sort, whatever is answered, hidden: the tallest gives the height of all. Nothing on them is of what
/// somebody has done here.
pub fn samples(view: &View<'_>, sort: Sort) -> Html {
    let length = |question: &str, option: &str| view.q.option(question, option).len();
    let Some(state) = view.state.sample() else {
        return Html::default();
    };
    let made_with = state.reference_of_new();
    let mut interviews = sample_interviews(&state.quiz, &made_with, &length).unwrap_or_default();
    let bare = interviews.first().map(bare);
    interviews.extend(bare);
    let view = &view.of(&state);
    let mut drawn: Vec<Html> = Vec::new();
    if sort == Sort::Data {
        drawn.push(your_data::view(view));
    }
    for interview in &interviews {
        // A letter hangs on the answers, and hardly on what came of the interview.
        let is_pending = interview.outcome.value.is_none();
        match sort {
            Sort::Start | Sort::Question | Sort::List | Sort::Data => {}
            Sort::Result if interview.answers.is_empty() => {
                drawn.push(result::view(view, interview))
            }
            Sort::Result => drawn.extend(results(view, interview)),
            Sort::Letter if !is_pending => {}
            Sort::Letter => {
                for letter in state.quiz.letters() {
                    drawn.push(letter::view(view, interview, &letter.id));
                }
            }
            Sort::Quick => drawn.push(quick::view(view, interview)),
            Sort::Sent => {
                for letter in state.quiz.letters() {
                    drawn.push(sent::view(view, interview, &letter.id));
                }
            }
            Sort::Notes => drawn.push(notes::view(view, interview)),
            Sort::Reminders => drawn.push(reminders::view(view, interview)),
            Sort::Now => {
                let mut state = state.clone();
                state.list_before = Some(Rc::new(untold(interview)));
                drawn.push(result::part(&view.of(&state), interview));
            }
            Sort::Why | Sort::Learn => drawn.push(result::part(view, interview)),
        }
    }
    // In a form of its own, no radio button here belongs to a group of the page.
    html! { <form class="ih-samples" aria-hidden="true" inert=true>{ for drawn.into_iter().map(|screen| el("div", "", vec![screen])) }</form> }
}

/// An interview of which nothing is known, with the shortest screens.
fn bare(interview: &Interview) -> Interview {
    Interview {
        answers: Answers::new(),
        ..untold(interview)
    }
}

/// The same before anything about the interview was told: the list of what to do then names most changes.
fn untold(interview: &Interview) -> Interview {
    Interview {
        situation: Part::default(),
        details: Label::default(),
        ..interview.clone()
    }
}

/// A result in every band, with the longest words about the gap.
fn results(view: &View<'_>, sample: &Interview) -> Vec<Html> {
    let Some(mut reading) = reading::read(view.state, sample) else {
        return Vec::new();
    };
    let gaps = [Gap::Worse, Gap::Agree, Gap::Better];
    let longest = gaps.into_iter().max_by_key(|gap| view.q.gap(*gap).len());
    let bands = 0..=u8::try_from(reading.quiz.bands().len()).unwrap_or(0);
    let draw = |band| {
        reading.score.band = band;
        reading.score.gap_reading = longest;
        reading.score.comfort = true;
        result::read(view, sample, &reading)
    };
    bands.map(draw).collect()
}
