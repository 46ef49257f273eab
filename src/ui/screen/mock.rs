//! The sheet for a friend who plays the interviewer, to be filled in on a phone or on paper, and the card with the questions
//! to ask.

use yew::prelude::*;

use crate::app::event::{Event, Writing};
use crate::app::learning::{self, Recurring};
use crate::app::route::Route;
use crate::domain::friend_sheet::{FriendSheet, FriendTick};
use crate::domain::lesson::LessonKey;
use crate::domain::prepared::is_same_question;
use crate::ui::component::field::{self, Area, Checkboxes};
use crate::ui::component::frame;
use crate::ui::element::{actions, el, keyed, list, page, section, words};
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
        let is_open = lesson.row.lesson.done_at.is_none();
        if is_open && can_be_watched(view, lesson) && watch.len() < MOST_LESSONS {
            watch.push(learn::title(view, &lesson.row));
        }
    }
    let mut friend = vec![list("ol", "ih-list", &steps)];
    if !watch.is_empty() {
        friend.push(words("p", "", t.mock_watch()));
        friend.push(list("ul", "ih-list", &watch));
    }
    let empty = FriendSheet::default();
    let sheet = learning::friend_sheet(view.state).map_or(&empty, |(_, sheet)| sheet);
    let mut asked: Vec<Html> = Vec::new();
    for (place, question) in questions(view).iter().enumerate() {
        asked.push(one(view, sheet, place, question));
    }
    page(vec![
        question::back_link(view, Some(Route::Next)),
        frame::title(t.mock_title()),
        words("p", "ih-lead", t.mock_lead()),
        print_button(view),
        section(t.mock_friend(), friend),
        section(t.mock_questions(), vec![el("ol", "ih-friend", asked)]),
        section(t.mock_end(), vec![to_ask(view, "ih-list")]),
        section(t.mock_noted(), noted(view, sheet)),
    ])
}

/// Whether a friend can see in the room if a lesson is followed. Of a person's own ones nothing is known, and they are asked
/// for all the same.
fn can_be_watched(view: &View<'_>, lesson: &Recurring) -> bool {
    let LessonKey::OfRule { interview, rule } = &lesson.row.key else {
        return true;
    };
    let interview = view.state.interviews.get(interview);
    interview.is_some_and(|interview| {
        let quiz = view.state.quiz_for(&interview.quiz);
        quiz.rule(rule).is_some_and(|rule| rule.can_be_watched)
    })
}

/// What the friend says at the end, and the way to another sheet.
fn noted(view: &View<'_>, sheet: &FriendSheet) -> Vec<Html> {
    let t = view.t;
    let line = |id, label, value, place: Writing| {
        let area = field::area(Area {
            id,
            label,
            heading: false,
            hint: None,
            value,
            max_chars: FriendSheet::MAX_CHARS,
            on_input: view.typed(move |words| Event::Written {
                place: place.clone(),
                words,
            }),
        });
        el("div", "ih-short-area", vec![area])
    };
    let mut all = vec![
        line("best", t.mock_best(), &sheet.best, Writing::BestMoment),
        line("change", t.mock_change(), &sheet.change, Writing::ToChange),
    ];
    if !sheet.is_empty() {
        let (new, done) = (t.mock_new(), t.prepare_done());
        all.push(actions(vec![
            view.button_link(&Route::Next, done, ButtonKind::Primary),
            view.button(Event::FriendSheetBegun, new, ButtonKind::Secondary),
        ]));
        all.push(words("p", "ih-hint", t.mock_new_hint()));
    }
    all
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
    let mut all = learning::own_questions(view.state);
    all.truncate(MOST_QUESTIONS);
    let common = [
        t.mock_common_1(),
        t.mock_common_2(),
        t.mock_common_3(),
        t.mock_common_4(),
        t.mock_common_5(),
    ];
    for common in common {
        if !all.iter().any(|own| is_same_question(own, common)) {
            all.push(common.to_owned());
        }
    }
    all
}

/// What a tick says.
pub fn tick_name<'v>(view: &'v View<'_>, tick: FriendTick) -> &'v str {
    match tick {
        FriendTick::Answered => view.t.mock_tick_question(),
        FriendTick::Example => view.t.mock_tick_example(),
        FriendTick::Short => view.t.mock_tick_short(),
    }
}

/// One question, with what the friend can tick.
fn one(view: &View<'_>, sheet: &FriendSheet, place: usize, question: &str) -> Html {
    let choice = |tick: FriendTick| {
        let label = tick_name(view, tick).to_owned();
        (tick.id().to_owned(), label, sheet.is_ticked(tick, question))
    };
    let (send, asked) = (view.send.clone(), question.to_owned());
    let ticks = field::checkboxes(Checkboxes {
        name: &["friend-", &place.to_string()].concat(),
        legend: question,
        hint: None,
        choices: FriendTick::ALL.map(choice).into(),
        on_tick: Callback::from(move |(ticked, on): (String, bool)| {
            if let Some(tick) = FriendTick::ALL.into_iter().find(|tick| tick.id() == ticked) {
                send.emit(Event::FriendTicked {
                    question: asked.clone(),
                    tick,
                    on,
                });
            }
        }),
    });
    keyed(question, el("li", "ih-friend__question", vec![ticks]))
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
