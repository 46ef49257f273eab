//! Before your next interview: what to learn, over all results. To be read, practised with, and printed.

use std::rc::Rc;

use yew::prelude::*;

use crate::app::event::{Event, Writing};
use crate::app::learning::{self, HardQuestion};
use crate::app::route::Route;
use crate::domain::friend_sheet::{FriendSheet, FriendTick};
use crate::domain::history::{Id, Interview};
use crate::domain::lesson::LessonKey;
use crate::domain::practice;
use crate::domain::prepared::{AnswerPart, Prepared, ToAsk};
use crate::domain::time::Moment;
use crate::ui::component::field::{self, Line};
use crate::ui::component::frame;
use crate::ui::element::{actions, el, keyed, list, page, section, text, words};
use crate::ui::screen::learn::{self, NEW_FIELD};
use crate::ui::screen::mock;
use crate::ui::view::{ButtonKind, View};
use crate::wire::learning::{Item, ItemKind};

/// The most entries of each list. A page to read before an interview is no archive: the results have them all.
const MOST: usize = 20;
/// The lessons that are read at once; the others are behind them.
const SHOWN: usize = 5;
/// The most notes and pieces of advice.
const MOST_SAID: usize = 8;
/// The most sheets of friends.
const MOST_SHEETS: usize = 3;
/// The most results whose open actions are listed.
const MOST_RESULTS: usize = 5;

/// Draws the screen.
pub fn view(view: &View<'_>) -> Html {
    let t = view.t;
    if !learning::is_anything(view.state) {
        return page(vec![
            frame::title(t.next_title()),
            words("p", "ih-lead", t.next_empty()),
            actions(vec![view.button_link(
                &Route::Start,
                t.history_begin(),
                ButtonKind::Primary,
            )]),
        ]);
    }
    let unreadable = learning::unreadable(view.state);
    let problem = match unreadable {
        0 => Html::default(),
        count => words("p", "ih-problem", &t.next_unreadable(count)),
    };
    page(vec![
        frame::title(t.next_title()),
        words("p", "ih-lead", t.next_lead()),
        actions(vec![view.button(
            Event::PrintAsked,
            t.next_print(),
            ButtonKind::Secondary,
        )]),
        problem,
        lessons(view),
        prepared(view),
        to_ask(view),
        open_actions(view),
        friends(view),
        advice(view),
        notes(view),
    ])
}

/// The first thing to do: practise, or, where nothing is written that could be practised, write it.
fn practise(view: &View<'_>) -> Html {
    let t = view.t;
    if !learning::to_practise(view.state, true, view.state.now.date()).is_empty() {
        return view.button_link(&Route::Practice, t.next_practise(), ButtonKind::Primary);
    }
    let label = t.next_write_first();
    match learning::to_write(view.state).first() {
        Some(item) => {
            view.button_link(&Route::Prepare(item.id.clone()), label, ButtonKind::Primary)
        }
        None => {
            let hardest = learning::unanswered(view.state).into_iter().next();
            let begin = match hardest {
                Some(hard) => begin_with(&hard),
                None => Event::PreparedBegun {
                    asked_in: None,
                    question: String::new(),
                },
            };
            view.button(begin, label, ButtonKind::Primary)
        }
    }
}

/// Begins the answer to a question that was noted as hard.
fn begin_with(hard: &HardQuestion) -> Event {
    Event::PreparedBegun {
        asked_in: Some(hard.interview.id.clone()),
        question: hard.words.clone(),
    }
}

/// How often a lesson came up; nothing where it was once.
fn times(view: &View<'_>, times: usize) -> Html {
    let t = view.t;
    let said = match times {
        0 | 1 => return Html::default(),
        2 => t.next_time_2().to_owned(),
        3 => t.next_time_3().to_owned(),
        4 => t.next_time_4().to_owned(),
        5 => t.next_time_5().to_owned(),
        more => t.next_times(more),
    };
    words("p", "ih-eyebrow", &said)
}

/// The result that something is from, as a link.
fn from(view: &View<'_>, interview: &Interview) -> Html {
    let name = view.name(interview);
    let day = view.day(interview);
    let mut parts = vec![view.link(&Route::Result(interview.id.clone()), &name)];
    // An interview without a label is called by its day.
    if !name.contains(&day) {
        parts.push(text(" · "));
        parts.push(text(&day));
    }
    el("p", "ih-small", parts)
}

fn lessons(view: &View<'_>) -> Html {
    let t = view.t;
    let (mut open, mut done): (Vec<Html>, Vec<Html>) = Default::default();
    let (mut open_count, mut done_count) = (0, 0);
    let added = view.state.learning.added.as_ref();
    let mut shown = SHOWN;
    for lesson in &view.recurring() {
        let (list, count) = match lesson.row.lesson.done_at {
            None => (&mut open, &mut open_count),
            Some(_) => (&mut done, &mut done_count),
        };
        *count += 1;
        if *count <= MOST {
            let interview = lesson.interview.as_ref();
            let tools = interview.map(|interview| from(view, interview));
            let above = times(view, lesson.times);
            let is_added = |added: &Id| lesson.row.key == LessonKey::Own(added.clone());
            if added.is_some_and(is_added) {
                // Its field has the focus.
                shown = shown.max(list.len() + 1);
            }
            list.push(learn::lesson(
                view,
                &lesson.row,
                above,
                false,
                tools.unwrap_or_default(),
            ));
        }
    }
    let none = match open_count {
        0 => words("p", "", t.next_lessons_none()),
        _ => Html::default(),
    };
    let done = match done_count {
        0 => Html::default(),
        count => frame::disclosure(&t.next_done(count), el("ul", "ih-lessons", done)),
    };
    let rest = match open.len().checked_sub(shown).filter(|rest| *rest > 0) {
        Some(count) => {
            let rest = el("ul", "ih-lessons", open.split_off(shown));
            frame::disclosure(&t.next_lessons_more(count), rest)
        }
        None => Html::default(),
    };
    open.push(learn::removed(view, ItemKind::Lesson, &|_| true));
    let add = Event::LessonAdded { learnt_from: None };
    section(
        t.lesson_title(),
        vec![
            none,
            el("ul", "ih-lessons", open),
            rest,
            more(view, open_count),
            view.button(add, t.lesson_add(), ButtonKind::Secondary),
            done,
        ],
    )
}

fn more(view: &View<'_>, count: usize) -> Html {
    if count <= MOST {
        return Html::default();
    }
    let history = |label: &str| view.link(&Route::History, label);
    let said = view.t.next_more_lessons(count - MOST, &history);
    el("p", "ih-small", vec![said])
}

fn open_actions(view: &View<'_>) -> Html {
    let t = view.t;
    let open = learning::open_actions(view.state);
    if open.is_empty() {
        return Html::default();
    }
    let days = usize::try_from(learning::RECENT_DAYS).unwrap_or_default();
    let mut parts = vec![words("p", "ih-hint", &t.next_actions_lead(days))];
    for open in open.iter().take(MOST_RESULTS) {
        let interview = &open.interview;
        let link = view.link(&Route::Result(interview.id.clone()), &view.name(interview));
        let rules = open.rules.iter().map(|rule| action(view, interview, rule));
        let list = el("ul", "ih-plain", rules.collect());
        let one = el(
            "div",
            "ih-open",
            vec![el("h3", "ih-open__name", vec![link]), list],
        );
        parts.push(keyed(interview.id.as_str(), one));
    }
    if let Some(more) = open
        .len()
        .checked_sub(MOST_RESULTS)
        .filter(|more| *more > 0)
    {
        let link = view.link(&Route::History, &t.next_more(more));
        parts.push(el("p", "ih-small", vec![link]));
    }
    section(t.next_actions(), parts)
}

fn action(view: &View<'_>, interview: &Interview, rule: &str) -> Html {
    let (id, sent) = (interview.id.clone(), rule.to_owned());
    let tick = view.ticked(move |done| Event::ActionTicked {
        interview: id.clone(),
        rule: sent.clone(),
        done,
    });
    let id = ["action-", rule, "-", interview.id.as_str()].concat();
    let tick = field::checkbox(&id, view.q.rule_title(rule), false, tick);
    keyed(&id, el("li", "", vec![tick]))
}

/// What a question is called where it has no words yet.
pub fn question_text<'v>(view: &'v View<'_>, prepared: &'v Prepared) -> &'v str {
    match prepared.question.trim() {
        "" => view.t.prepare_untitled(),
        words => words,
    }
}

/// What a part of an answer is called.
pub fn part_name<'v>(view: &'v View<'_>, part: AnswerPart) -> &'v str {
    match part {
        AnswerPart::Situation => view.t.prepare_situation(),
        AnswerPart::Task => view.t.prepare_task(),
        AnswerPart::Action => view.t.prepare_action(),
        AnswerPart::Result => view.t.prepare_result(),
    }
}

/// The parts of a prepared answer that have words.
pub fn parts(view: &View<'_>, prepared: &Prepared) -> Html {
    if prepared.parts_written() == 0 {
        return words("p", "ih-muted", view.t.practice_empty());
    }
    let mut rows = Vec::new();
    for part in AnswerPart::ALL {
        let typed = prepared.part(part).trim();
        if !typed.is_empty() {
            rows.push((
                part_name(view, part).to_owned(),
                words("span", "ih-typed", typed),
            ));
        }
    }
    frame::facts(rows)
}

fn prepared(view: &View<'_>) -> Html {
    let t = view.t;
    let all = learning::prepared(view.state);
    let mut items: Vec<Html> = Vec::new();
    for item in all.iter().take(MOST) {
        if let Some(prepared) = item.prepared() {
            items.push(one_prepared(view, &item.id, prepared));
        }
    }
    items.push(learn::removed(view, ItemKind::Prepared, &|_| true));
    let none = match all.len() {
        0 => words("p", "", t.next_prepared_none()),
        _ => Html::default(),
    };
    let begin = Event::PreparedBegun {
        asked_in: None,
        question: String::new(),
    };
    // Where there is no question yet, the first button begins one.
    let has_one = !all.is_empty() || !learning::unanswered(view.state).is_empty();
    let another = match has_one {
        true => view.button(begin, t.next_prepare_other(), ButtonKind::Secondary),
        false => Html::default(),
    };
    section(
        t.next_prepared(),
        vec![
            none,
            actions(vec![practise(view)]),
            el("ul", "ih-prepared-list", items),
            more(view, all.len()),
            noted(view),
            actions(vec![
                another,
                view.button_link(&Route::Mock, t.next_mock(), ButtonKind::Quiet),
            ]),
        ],
    )
}

fn one_prepared(view: &View<'_>, id: &Id, prepared: &Prepared) -> Html {
    let t = view.t;
    let question = question_text(view, prepared);
    let practised = learning::practised(view.state, id);
    let today = view.state.now.date();
    let is_written = prepared.parts_written() > 0;
    let when = match practised.filter(|_| !practice::is_due(practised, today)) {
        Some(practised) => t.practice_next(&view.weekday(practised.due)),
        None => t.practice_now().to_owned(),
    };
    let (label, what, when) = match is_written {
        true => (t.next_change(), t.next_change_what(question), when),
        false => (t.next_write(), t.next_write_what(question), String::new()),
    };
    let href = Route::Prepare(id.clone()).fragment();
    let tools = vec![
        html! { <a class="ih-link" {href} aria-label={what}>{ label }</a> },
        words("span", "ih-small ih-muted", &when),
        learn::remove(view, ItemKind::Prepared, id, question),
    ];
    let all = vec![
        words("h3", "ih-prepared__question", question),
        parts(view, prepared),
        el("div", "ih-cluster ih-prepared__tools", tools),
    ];
    keyed(id.as_str(), el("li", "ih-prepared", all))
}

/// Questions that were noted as hard and have no answer yet, of the latest interviews first; nothing where there is none.
pub fn noted(view: &View<'_>) -> Html {
    let t = view.t;
    let mut rows: Vec<Html> = Vec::new();
    for hard in learning::unanswered(view.state).iter().take(MOST_SAID) {
        let button = html! {
            <button type="button" class="ih-button" data-kind="secondary" aria-label={t.next_write_what(&hard.words)}
                onclick={view.press(begin_with(hard))}>{ t.next_write() }</button>
        };
        let above = times(view, hard.times);
        rows.push(quoted(view, &hard.interview, &hard.words, above, button));
    }
    if rows.is_empty() {
        return Html::default();
    }
    let heading = words("h3", "ih-heading", t.next_noted());
    el(
        "div",
        "ih-stack",
        vec![heading, el("ul", "ih-prepared-list", rows)],
    )
}

/// What somebody said in an interview.
fn quoted(view: &View<'_>, interview: &Interview, said: &str, above: Html, tool: Html) -> Html {
    let all = vec![
        above,
        words("blockquote", "ih-quote", said),
        from(view, interview),
        tool,
    ];
    keyed(interview.id.as_str(), el("li", "ih-noted", all))
}

fn to_ask(view: &View<'_>) -> Html {
    let t = view.t;
    let own = learning::to_ask(view.state);
    let ideal = vec![
        words("p", "ih-to-ask__words", t.next_ask_ideal()),
        words("p", "ih-small", t.next_ask_ideal_hint()),
    ];
    let mut items = vec![el("li", "ih-to-ask", ideal)];
    for item in own.iter().take(MOST) {
        if let Some(question) = item.to_ask() {
            items.push(one_to_ask(view, &item.id, question));
        }
    }
    items.push(learn::removed(view, ItemKind::ToAsk, &|_| true));
    section(
        t.next_ask(),
        vec![
            words("p", "ih-hint", t.next_ask_lead()),
            el("ul", "ih-ask-list", items),
            actions(vec![
                view.button(Event::ToAskAdded, t.next_ask_add(), ButtonKind::Secondary),
                view.button_link(&Route::Card, t.next_card(), ButtonKind::Quiet),
            ]),
        ],
    )
}

fn one_to_ask(view: &View<'_>, id: &Id, question: &ToAsk) -> Html {
    let is_new = view.state.learning.added.as_ref() == Some(id);
    let field_id = if is_new {
        NEW_FIELD.to_owned()
    } else {
        ["ask-", id.as_str()].concat()
    };
    let place = id.clone();
    let line = field::line(Line {
        id: &field_id,
        kind: "text",
        label: view.t.next_ask_own(),
        hint: None,
        problem: None,
        value: &question.words,
        max_chars: Some(ToAsk::MAX_CHARS),
        width: "full",
        on_input: view.typed(move |words| Event::Written {
            place: Writing::ToAsk(place.clone()),
            words,
        }),
    });
    let remove = learn::remove(view, ItemKind::ToAsk, id, &question.words);
    keyed(id.as_str(), el("li", "ih-to-ask", vec![line, remove]))
}

fn advice(view: &View<'_>) -> Html {
    let said = learning::all_advice(view.state, MOST_SAID);
    quotes(view, view.t.next_advice(), &said)
}

/// What was said or written after each of these interviews; nothing where there is none.
fn quotes(view: &View<'_>, title: &str, said: &[(Rc<Interview>, String)]) -> Html {
    if said.is_empty() {
        return Html::default();
    }
    let none = Html::default;
    let row =
        |(interview, said): &(Rc<Interview>, String)| quoted(view, interview, said, none(), none());
    let rows = said.iter().map(row).collect();
    section(title, vec![el("ul", "ih-prepared-list", rows)])
}

/// What friends noted in practice interviews, the latest first.
fn friends(view: &View<'_>) -> Html {
    let t = view.t;
    let mut rows: Vec<Html> = Vec::new();
    for item in learning::friend_sheets(view.state).into_iter().rev() {
        let sheet = item.friend_sheet().filter(|sheet| !sheet.is_empty());
        if let Some(sheet) = sheet.filter(|_| rows.len() < MOST_SHEETS) {
            rows.push(one_sheet(view, &item.id, sheet));
        }
    }
    let removed = learn::removed(view, ItemKind::FriendSheet, &|_| true);
    let is_removed = |item: &Rc<Item>| item.kind.as_str() == ItemKind::FriendSheet.name();
    if rows.is_empty() && !view.state.learning.removed.iter().any(is_removed) {
        return Html::default();
    }
    rows.push(removed);
    let all = vec![
        el("ul", "ih-prepared-list", rows),
        view.button_link(&Route::Mock, t.next_mock_open(), ButtonKind::Secondary),
    ];
    section(t.next_friends(), all)
}

fn one_sheet(view: &View<'_>, id: &Id, sheet: &FriendSheet) -> Html {
    let t = view.t;
    // By the clock of that day: the offset of now may be another one.
    let made_at = Moment::new(sheet.made_at, 0).map(|at| view.state.zones.shown(None, at));
    let day = made_at.map_or_else(String::new, |at| view.weekday(at.date()));
    let mut rows = Vec::new();
    for (name, said) in [
        (t.mock_best(), sheet.best.trim()),
        (t.mock_change(), sheet.change.trim()),
    ] {
        if !said.is_empty() {
            rows.push((name.to_owned(), words("span", "ih-typed", said)));
        }
    }
    for tick in FriendTick::ALL {
        let ticked: Vec<&str> = sheet.ticked(tick).iter().map(String::as_str).collect();
        if !ticked.is_empty() {
            let name = mock::tick_name(view, tick).to_owned();
            rows.push((name, list("ul", "ih-list", &ticked)));
        }
    }
    let tools = vec![learn::remove(view, ItemKind::FriendSheet, id, &day)];
    let all = vec![
        words("h3", "ih-prepared__question", &day),
        frame::facts(rows),
        el("div", "ih-cluster ih-prepared__tools", tools),
    ];
    keyed(id.as_str(), el("li", "ih-prepared", all))
}

/// What the person wrote down after their interviews.
fn notes(view: &View<'_>) -> Html {
    let said = learning::all_notes(view.state, MOST_SAID);
    quotes(view, view.t.past_notes(), &said)
}
