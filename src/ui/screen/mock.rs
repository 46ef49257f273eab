//! On paper: the sheet for a friend who plays the interviewer, and the card with the questions to ask.

use yew::prelude::*;

use crate::app::event::Event;
use crate::app::learning;
use crate::app::route::Route;
use crate::ui::component::frame;
use crate::ui::element::{actions, el, list, page, section, words};
use crate::ui::screen::{learn, question};
use crate::ui::view::{ButtonKind, View};

/// The most of a person's own hard questions on the sheet: with the common ones, about twenty minutes.
const MOST_QUESTIONS: usize = 6;
/// The most lessons that a friend can watch for.
const MOST_LESSONS: usize = 3;

/// Draws the sheet.
pub fn view(view: &View<'_>) -> Html {
    let t = view.t;
    let steps = [
        t.mock_step_1(),
        t.mock_step_2(),
        t.mock_step_3(),
        t.mock_step_4(),
    ];
    let all = view.recurring();
    let mut watch: Vec<&str> = Vec::new();
    for lesson in &all {
        if lesson.row.lesson.done_at.is_none() && watch.len() < MOST_LESSONS {
            watch.push(learn::title(view, &lesson.row));
        }
    }
    let mut friend = vec![list("ol", "ih-list", &steps)];
    if !watch.is_empty() {
        friend.push(words("p", "", t.mock_watch()));
        friend.push(list("ul", "ih-list", &watch));
    }
    let questions = questions(view);
    let asked = questions.iter().map(|words| one(view, words)).collect();
    page(vec![
        question::back_link(view, Some(Route::Next)),
        frame::title(t.mock_title()),
        words("p", "ih-lead", t.mock_lead()),
        print_button(view),
        section(t.mock_friend(), friend),
        section(
            t.mock_questions(),
            vec![el("ol", "ih-mock-questions", asked)],
        ),
        section(t.mock_end(), vec![to_ask(view, "ih-list")]),
        el(
            "section",
            "ih-section",
            vec![line(t.mock_good()), line(t.mock_better())],
        ),
    ])
}

/// Room for a pen.
fn line(said: &str) -> Html {
    let line = || el("div", "ih-write__line", Vec::new());
    el(
        "div",
        "ih-write",
        vec![words("p", "", said), line(), line()],
    )
}

fn print_button(view: &View<'_>) -> Html {
    actions(vec![view.button(
        Event::PrintAsked,
        view.t.next_print(),
        ButtonKind::Secondary,
    )])
}

/// A person's own hard questions, what is most urgent first, and the common ones.
fn questions(view: &View<'_>) -> Vec<String> {
    let t = view.t;
    let own = learning::to_practise(view.state, true, view.state.now.date());
    let mut all: Vec<String> = Vec::new();
    for id in own.iter().take(MOST_QUESTIONS) {
        let prepared = learning::prepared_answer(view.state, id).and_then(|item| item.prepared());
        all.extend(prepared.map(|prepared| prepared.question.clone()));
    }
    let common = [
        t.mock_common_1(),
        t.mock_common_2(),
        t.mock_common_3(),
        t.mock_common_4(),
        t.mock_common_5(),
    ];
    all.extend(common.map(str::to_owned));
    all
}

fn one(view: &View<'_>, said: &str) -> Html {
    let t = view.t;
    let ticks = [
        t.mock_tick_question(),
        t.mock_tick_example(),
        t.mock_tick_short(),
    ];
    // Boxes for a pen, and not for a mouse: whoever reads them aloud needs none.
    let ticks = list("ul", "ih-pen-boxes", &ticks);
    el(
        "li",
        "ih-mock-question",
        vec![words("p", "ih-mock-question__words", said), ticks],
    )
}

/// The questions to ask, that about the best person for the job first.
fn to_ask(view: &View<'_>, class: &'static str) -> Html {
    let own = learning::to_ask(view.state);
    let mut all = vec![view.t.next_ask_ideal()];
    for item in &own {
        let words = item.to_ask().map_or("", |question| question.words.trim());
        if !words.is_empty() {
            all.push(words);
        }
    }
    list("ul", class, &all)
}

/// Draws the card.
pub fn card(view: &View<'_>) -> Html {
    let t = view.t;
    let card = vec![
        frame::title(t.card_title()),
        to_ask(view, "ih-ask-card__list"),
        words("p", "ih-small", t.next_ask_ideal_hint()),
    ];
    page(vec![
        question::back_link(view, Some(Route::Next)),
        el("div", "ih-ask-card", card),
        words("p", "ih-hint", t.card_lead()),
        print_button(view),
    ])
}
