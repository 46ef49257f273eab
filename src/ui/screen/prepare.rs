//! An answer that is prepared for a hard question, in four parts, kept as it is typed.

use yew::prelude::*;

use crate::app::event::{Event, Writing};
use crate::app::learning;
use crate::app::route::Route;
use crate::domain::history::Id;
use crate::domain::prepared::{AnswerPart, Prepared};
use crate::ui::component::field::{self, Area};
use crate::ui::component::frame;
use crate::ui::element::{actions, el, page, words};
use crate::ui::screen::{learn, next, question};
use crate::ui::view::{ButtonKind, View};
use crate::wire::learning::ItemKind;

/// Draws the screen.
pub fn view(view: &View<'_>, id: &Id) -> Html {
    let t = view.t;
    let Some(item) = learning::prepared_answer(view.state, id) else {
        return gone(view, t.prepare_gone());
    };
    let Some(prepared) = item.prepared() else {
        return gone(view, t.lesson_unreadable());
    };
    let place = id.clone();
    let asked_in = prepared.asked_in.as_ref();
    let asked_in = asked_in.and_then(|interview| view.state.interviews.get(interview));
    let from = match asked_in {
        Some(interview) => words("p", "ih-small", &t.prepare_from(&view.name(interview))),
        None => Html::default(),
    };
    let question = field::area(Area {
        id: "question",
        label: t.prepare_question(),
        heading: false,
        hint: None,
        value: &prepared.question,
        max_chars: Prepared::MAX_QUESTION_CHARS,
        on_input: view.typed(move |words| Event::Written {
            place: Writing::HardQuestion(place.clone()),
            words,
        }),
    });
    let mut parts = vec![
        question::back_link(view, Some(Route::Next)),
        frame::title(t.prepare_title()),
        words("p", "ih-lead", t.prepare_lead()),
        from,
        el("div", "ih-short-area", vec![question]),
    ];
    for part in AnswerPart::ALL {
        parts.push(one_part(view, id, prepared, part));
    }
    let name = next::question_text(view, prepared);
    parts.push(actions(vec![
        view.button_link(&Route::Next, t.prepare_done(), ButtonKind::Primary),
        learn::remove(view, ItemKind::Prepared, id, name),
    ]));
    page(parts)
}

fn one_part(view: &View<'_>, id: &Id, prepared: &Prepared, part: AnswerPart) -> Html {
    let t = view.t;
    let hint = match part {
        AnswerPart::Situation => t.prepare_situation_hint(),
        AnswerPart::Task => t.prepare_task_hint(),
        AnswerPart::Action => t.prepare_action_hint(),
        AnswerPart::Result => t.prepare_result_hint(),
    };
    let id = id.clone();
    field::area(Area {
        id: part.id(),
        label: next::part_name(view, part),
        heading: false,
        hint: Some(hint),
        value: prepared.part(part),
        max_chars: Prepared::MAX_PART_CHARS,
        on_input: view.typed(move |words| Event::Written {
            place: Writing::Answer(id.clone(), part),
            words,
        }),
    })
}

/// What stands here where there is no such answer, with what was removed just now.
fn gone(view: &View<'_>, said: &str) -> Html {
    let t = view.t;
    let said = if view.state.learning.removed.is_empty() {
        words("p", "ih-lead", said)
    } else {
        el(
            "ul",
            "ih-plain",
            vec![learn::removed(view, ItemKind::Prepared, &|_| true)],
        )
    };
    page(vec![
        frame::title(t.prepare_title()),
        said,
        actions(vec![view.button_link(
            &Route::Next,
            t.prepare_done(),
            ButtonKind::Primary,
        )]),
    ])
}
