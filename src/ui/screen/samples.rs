//! The hidden samples that the heights of a frame are taken from.

use yew::prelude::*;

use super::{check, embedded, letter, question, quick, reminders, start};
use crate::app::embedding::{Embedding, SAMPLES, Sort, sampled};
use crate::app::flow;
use crate::app::reading;
use crate::app::route::Route;
use crate::domain::history::{Interview, Part};
use crate::domain::scoring::Gap;
use crate::ui::element::el;
use crate::ui::view::View;

/// Every screen of a sort, whatever is answered, hidden: the tallest gives the height of all.
pub fn samples(view: &View<'_>, embedding: &Embedding, sort: Sort) -> Html {
    let length = |question: &str, option: &str| view.q.option(question, option).len();
    let quiz = view.state.quiz_of_draft();
    let mut drawn: Vec<Html> = Vec::new();
    let mut seen: Vec<Route> = Vec::new();
    for which in 0..SAMPLES {
        let answers = sampled(&quiz, which, &length);
        if matches!(sort, Sort::Start | Sort::Question | Sort::List) {
            for route in flow::pages(&quiz, &answers) {
                let wanted = Sort::of(&quiz, &route) == Some(sort);
                // The list differs with the answers; a question does not.
                if !wanted || (sort != Sort::List && seen.contains(&route)) {
                    continue;
                }
                let state = view.state.sample(&answers, &route);
                drawn.push(screen_of(&view.of(&state), &route));
                seen.push(route);
            }
            continue;
        }
        let route = &view.state.route;
        let [Some(id), _] = route.interviews() else {
            continue;
        };
        let Some(interview) = view.state.interviews.get(id) else {
            continue;
        };
        let mut sample = Interview::clone(interview);
        sample.answers = answers.clone();
        sample.corrected = Part::default();
        sample.situation.value.answers = answers;
        sample.actions = Default::default();
        match sort {
            Sort::Result => drawn.extend(results(view, embedding, &sample)),
            Sort::Letter => {
                for letter in quiz.letters() {
                    drawn.push(letter::view(view, &sample, &letter.id));
                }
            }
            Sort::Quick => drawn.push(quick::view(view, &sample)),
            Sort::Reminders => drawn.push(reminders::view(view, &sample)),
            _ => drawn.push(embedded::part(view, &sample)),
        }
    }
    // In a form of its own, no radio button here belongs to a group of the page.
    html! { <form class="ih-samples" aria-hidden="true" inert=true>{ for drawn.into_iter().map(|screen| el("div", "", vec![screen])) }</form> }
}

fn screen_of(view: &View<'_>, route: &Route) -> Html {
    match route {
        Route::Check => check::view(view),
        Route::Question(_) if flow::first(&view.state.quiz_of_draft()) == *route => {
            start::first_page(view)
        }
        Route::Question(id) | Route::Change(id) => question::view(view, id),
        _ => Html::default(),
    }
}

/// The beginning of a result in every band, with the longest words about the gap.
fn results(view: &View<'_>, embedding: &Embedding, sample: &Interview) -> Vec<Html> {
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
        embedded::beginning(view, embedding, sample, &reading)
    };
    bands.map(draw).collect()
}
