//! The practice run: one question at a time, think or speak, then look at what was prepared.

use yew::prelude::*;

use crate::app::event::Event;
use crate::app::learning;
use crate::app::route::Route;
use crate::app::state::{Practice, Run};
use crate::domain::practice::Mark;
use crate::domain::prepared::Prepared;
use crate::ui::component::field;
use crate::ui::component::frame;
use crate::ui::element::{actions, el, keyed, page, section, words};
use crate::ui::screen::{next, question};
use crate::ui::view::{ButtonKind, View};

/// How long an answer may well take, in seconds: the length of the timer's line. A judgment.
const GOOD_LENGTH: i64 = 120;

/// Draws the screen.
pub fn view(view: &View<'_>) -> Html {
    match &view.state.learning.practice {
        Practice::Idle => before(view),
        Practice::Running(run) => running(view, run),
        Practice::Done { sat, again } => done(view, *sat, *again),
    }
}

fn before(view: &View<'_>) -> Html {
    let t = view.t;
    let today = view.state.now.date();
    let due = learning::to_practise(view.state, false, today).len();
    let all = learning::to_practise(view.state, true, today).len();
    let to_write = to_write(view);
    let is_some_to_write = !to_write.is_empty();
    let said = match (all, due) {
        (0, _) if is_some_to_write => t.practice_none_written().to_owned(),
        (0, _) => t.next_prepared_none().to_owned(),
        (_, 0) => t.practice_none_due().to_owned(),
        (_, due) => t.practice_due(due),
    };
    let mut buttons = Vec::new();
    if all == 0 && !is_some_to_write {
        let begin = Event::PreparedBegun {
            asked_in: None,
            question: String::new(),
        };
        buttons.push(view.button(begin, t.next_write_first(), ButtonKind::Primary));
    }
    if due > 0 {
        let begin = Event::PracticeBegun { all: false };
        buttons.push(view.button(begin, t.practice_begin(), ButtonKind::Primary));
    }
    if due < all {
        let begin = Event::PracticeBegun { all: true };
        buttons.push(view.button(begin, &t.practice_all(all), ButtonKind::Secondary));
    }
    let to_write = match is_some_to_write {
        true => section(t.practice_to_write(), to_write),
        false => Html::default(),
    };
    page(vec![
        question::back_link(view, Some(Route::Next)),
        frame::title(t.practice_title()),
        words("p", "ih-lead", t.practice_lead()),
        words("p", "", &said),
        actions(buttons),
        timer_choice(view),
        to_write,
        frame::disclosure(t.practice_how(), words("p", "", t.practice_how_body())),
    ])
}

/// What cannot be practised yet: answers that were begun without a word, and hard questions without an answer.
fn to_write(view: &View<'_>) -> Vec<Html> {
    let t = view.t;
    let mut begun: Vec<Html> = Vec::new();
    for item in learning::to_write(view.state) {
        let Some(prepared) = item.prepared() else {
            continue;
        };
        let question = next::question_text(view, prepared);
        let href = Route::Prepare(item.id.clone()).fragment();
        let link = html! {
            <a class="ih-button" {href} aria-label={t.next_write_what(question)}>{ t.next_write() }</a>
        };
        let all = vec![words("h3", "ih-prepared__question", question), link];
        begun.push(keyed(item.id.as_str(), el("li", "ih-prepared", all)));
    }
    let mut all = Vec::new();
    if !begun.is_empty() {
        all.push(el("ul", "ih-prepared-list", begun));
    }
    if !learning::unanswered(view.state).is_empty() {
        all.push(next::noted(view));
    }
    all
}

fn timer_choice(view: &View<'_>) -> Html {
    let on = view.state.preferences.practice_timer;
    let choose = view.ticked(|on| Event::TimerChosen { on });
    field::checkbox("practice-timer", view.t.practice_timer(), on, choose)
}

fn running(view: &View<'_>, run: &Run) -> Html {
    let t = view.t;
    let item = learning::prepared_answer(view.state, &run.current);
    let Some(prepared) = item.and_then(|item| item.prepared()) else {
        let go_on = Event::Marked(Mark::Sat);
        return page(vec![
            frame::title(t.practice_gone()),
            actions(vec![view.button(
                go_on,
                t.practice_go_on(),
                ButtonKind::Primary,
            )]),
        ]);
    };
    let ahead = match run.ahead.len() {
        0 => t.practice_last().to_owned(),
        more => t.practice_ahead(more),
    };
    let mut card = vec![frame::title(next::question_text(view, prepared))];
    if run.revealed {
        answer(view, run, prepared, &mut card);
    } else {
        card.push(timer(view, run));
        let reveal = view.button(
            Event::AnswerRevealed,
            t.practice_reveal(),
            ButtonKind::Primary,
        );
        card.push(actions(vec![reveal]));
    }
    page(vec![
        words("p", "ih-eyebrow", &ahead),
        el("div", "ih-card", card),
        timer_choice(view),
        actions(vec![view.button(
            Event::PracticeStopped,
            t.practice_stop(),
            ButtonKind::Quiet,
        )]),
    ])
}

fn answer(view: &View<'_>, run: &Run, prepared: &Prepared, card: &mut Vec<Html>) {
    let t = view.t;
    card.push(
        html! { <h2 class="ih-heading" id="revealed" tabindex="-1">{ t.practice_answer() }</h2> },
    );
    card.push(next::parts(view, prepared));
    if prepared.parts_written() == 0 {
        let write = view.link(&Route::Prepare(run.current.clone()), t.next_write());
        card.push(el("p", "", vec![write]));
    }
    card.push(actions(vec![
        view.button(
            Event::Marked(Mark::Sat),
            t.practice_sat(),
            ButtonKind::Primary,
        ),
        view.button(
            Event::Marked(Mark::Again),
            t.practice_again(),
            ButtonKind::Secondary,
        ),
    ]));
}

/// How long one has been thinking: a line that fills, and the time in digits. Nothing happens at its end, and nothing
/// is said aloud: it is there to be looked at, by those who want to.
fn timer(view: &View<'_>, run: &Run) -> Html {
    let t = view.t;
    if !view.state.preferences.practice_timer {
        return Html::default();
    }
    let seconds = (view.state.now.unix_ms() - run.asked_at.unix_ms()).max(0) / 1_000;
    let (minutes, rest) = ((seconds / 60).to_string(), seconds % 60);
    let tens = [if rest < 10 { "0" } else { "" }, &rest.to_string()].concat();
    html! {
        <div class="ih-timer" role="timer" aria-label={t.practice_timer_name().to_owned()}>
            <progress class="ih-bar" max={GOOD_LENGTH.to_string()} value={seconds.min(GOOD_LENGTH).to_string()} aria-hidden="true"></progress>
            <p class="ih-small ih-timer__words">{ t.practice_elapsed(&minutes, &tens) }</p>
        </div>
    }
}

fn done(view: &View<'_>, sat: usize, again: usize) -> Html {
    let t = view.t;
    let mut parts = vec![frame::title(t.practice_done())];
    if sat > 0 {
        parts.push(words("p", "ih-lead", &t.practice_done_sat(sat)));
    }
    if again > 0 {
        parts.push(words("p", "ih-lead", &t.practice_done_again(again)));
    }
    parts.push(actions(vec![
        view.button_link(&Route::Next, t.prepare_done(), ButtonKind::Primary),
        view.button(
            Event::PracticeStopped,
            t.practice_title(),
            ButtonKind::Secondary,
        ),
    ]));
    page(parts)
}
