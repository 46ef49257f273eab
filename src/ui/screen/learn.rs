//! What to learn from one result: its lessons, the question that was hard, and what the interviewer said. The pieces
//! that the page over all results shares are here too.

use yew::prelude::*;

use crate::app::event::{Event, Writing};
use crate::app::learning::{self, LessonRow};
use crate::app::reading::Reading;
use crate::app::route::Route;
use crate::domain::history::{Id, Interview};
use crate::domain::lesson::{Lesson, LessonKey};
use crate::ui::component::field::{self, Area};
use crate::ui::component::frame;
use crate::ui::element::{self, el, words};
use crate::ui::view::{ButtonKind, View};
use crate::wire::learning::{Item, ItemKind, ItemValue, MAX_ADVICE_CHARS};

/// The section of a result's page.
pub fn section(view: &View<'_>, interview: &Interview, reading: &Reading) -> Html {
    let t = view.t;
    let (rows, shown) = learning::lessons(view.state, interview, reading);
    let last = rows.len().saturating_sub(1);
    let may_move = learning::may_move(view.state, interview);
    let mut items: Vec<Html> = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        let moves = if may_move {
            moves(view, &interview.id, row, place > 0, place < last)
        } else {
            Html::default()
        };
        items.push(lesson(view, row, Html::default(), true, moves));
    }
    // In a frame the list is not folded away: how high an opened one is would tell how long it is.
    let shown = view.embedding().map_or(shown, |_| items.len());
    let more = items.split_off(items.len().min(shown));
    let more = match more.len() {
        0 => Html::default(),
        count => frame::disclosure(&t.result_todo_more(count), el("ul", "ih-lessons", more)),
    };
    items.push(removed(view, ItemKind::Lesson, &|item| {
        let lesson = item.lesson();
        lesson.is_some_and(|lesson| lesson.learnt_from.as_ref() == Some(&interview.id))
    }));
    let add = Event::LessonAdded {
        learnt_from: Some(interview.id.clone()),
    };
    let next = view.link(&Route::Next, t.lesson_next());
    let learn = element::section(
        t.lesson_title(),
        vec![
            words("p", "ih-hint", t.lesson_lead()),
            el("ul", "ih-lessons", items),
            more,
            view.button(add, t.lesson_add(), ButtonKind::Secondary),
            hard_question(view, interview),
            advice(view, interview),
            el("p", "", vec![next]),
        ],
    );
    html! { <>{ learn }{ words("p", "ih-enough", t.result_todo_end()) }</> }
}

/// What a lesson is called: its rule's title, or a person's own words.
pub fn title<'v>(view: &'v View<'_>, row: &'v LessonRow) -> &'v str {
    match &row.key {
        LessonKey::OfRule { rule, .. } => view.q.rule_title(rule),
        LessonKey::Own(_) => row.lesson.own_words().unwrap_or(view.t.lesson_own()),
    }
}

/// One lesson, with what stands above its words, who says so, and the tools that only some lists have.
pub fn lesson(view: &View<'_>, row: &LessonRow, above: Html, why: bool, tools: Html) -> Html {
    let t = view.t;
    let (key, state) = (&row.key, &row.lesson);
    let done = state.done_at.is_some();
    let name = key.name().to_owned();
    let lesson_key = key.clone();
    let tick = view.ticked(move |done| Event::LessonTicked {
        lesson: lesson_key.clone(),
        done,
    });
    let mut body = Vec::new();
    if let LessonKey::OfRule { rule, .. } = key {
        let said = state.own_words().unwrap_or(view.q.rule_body(rule));
        body.push(words("p", "ih-lesson__words", said));
        if why {
            body.push(words("p", "ih-small ih-muted", view.q.rule_why(rule)));
        }
    }
    body.push(if row.is_readable {
        own_words(view, row)
    } else {
        words("p", "ih-problem", t.lesson_unreadable())
    });
    body.push(tools);
    let body = el("div", "ih-lesson__body", body);
    // In a frame, whose height must not hang on how many there are, each is folded away.
    let is_folded = view.embedding().is_some() && matches!(key, LessonKey::OfRule { .. });
    let body = match is_folded {
        true => frame::disclosure(t.lesson_fold(), body),
        false => body,
    };
    html! {
        <li class="ih-lesson" data-done={done.then_some("")} key={name.clone()}>
            { above }
            { field::checkbox(&["lesson-", &name].concat(), title(view, row), done, tick) }
            { body }
        </li>
    }
}

/// The words of a lesson, to be changed.
fn own_words(view: &View<'_>, row: &LessonRow) -> Html {
    let t = view.t;
    let name = row.key.name();
    let added = view.state.learning.added.as_ref();
    let is_new = matches!(&row.key, LessonKey::Own(id) if added == Some(id));
    let id = if is_new {
        NEW_FIELD.to_owned()
    } else {
        ["words-", name].concat()
    };
    let (label, built_in, tool) = match &row.key {
        LessonKey::OfRule { rule, .. } => {
            let reset = row.lesson.words.is_some().then(|| {
                view.button(
                    Event::WordsReset(row.key.clone()),
                    t.lesson_reset(),
                    ButtonKind::Quiet,
                )
            });
            (t.lesson_words(), view.q.rule_body(rule), reset)
        }
        LessonKey::Own(id) => {
            let remove = remove(view, ItemKind::Lesson, id, title(view, row));
            (t.lesson_own_words(), "", Some(remove))
        }
    };
    let key = row.key.clone();
    let area = field::area(Area {
        id: &id,
        label,
        heading: false,
        hint: None,
        value: row.lesson.words.as_deref().unwrap_or(built_in),
        max_chars: Lesson::MAX_CHARS,
        on_input: view.typed(move |words| Event::Written {
            place: Writing::Lesson(key.clone()),
            words,
        }),
    });
    // Open where it was added just now: its field takes the focus.
    html! {
        <details class="ih-disclosure" open={is_new}>
            <summary class="ih-disclosure__summary">{ t.lesson_change() }</summary>
            <div class="ih-disclosure__body ih-short-area">{ area }<div class="ih-cluster">{ tool }</div></div>
        </details>
    }
}

/// The id of the field that was added last.
pub const NEW_FIELD: &str = "new-field";

fn moves(view: &View<'_>, interview: &Id, row: &LessonRow, can_up: bool, can_down: bool) -> Html {
    let t = view.t;
    let title = title(view, row);
    let button = |up: bool, can: bool, words: &str, what: String| {
        let event = Event::LessonMoved {
            interview: interview.clone(),
            lesson: row.key.clone(),
            up,
        };
        let moved = view.state.learning.moved.as_ref();
        let is_moved = moved.is_some_and(|(key, was_up)| *key == row.key && *was_up == up);
        // Not `disabled`: the one that has just moved to the end keeps the focus.
        html! {
            <button type="button" class="ih-button" data-kind="quiet" aria-label={what} id={is_moved.then_some("moved")}
                aria-disabled={(!can).then_some("true")} onclick={view.press(event)}>{ words }</button>
        }
    };
    let buttons = vec![
        button(true, can_up, t.lesson_up(), t.lesson_up_what(title)),
        button(false, can_down, t.lesson_down(), t.lesson_down_what(title)),
    ];
    el("div", "ih-cluster ih-lesson__tools", buttons)
}

/// The button that removes something of a person's own.
pub fn remove(view: &View<'_>, kind: ItemKind, id: &Id, what: &str) -> Html {
    let t = view.t;
    let event = Event::Removed {
        kind,
        id: id.clone(),
    };
    html! {
        <button type="button" class="ih-button" data-kind="quiet" aria-label={t.lesson_remove_what(what)}
            onclick={view.press(event)}>{ t.lesson_remove() }</button>
    }
}

/// What was removed from a list on this page, each with the way to bring it back.
pub fn removed(view: &View<'_>, kind: ItemKind, wanted: &dyn Fn(&Item) -> bool) -> Html {
    let t = view.t;
    let removed = &view.state.learning.removed;
    let latest = removed.last().map(|item| &item.id);
    let mut rows: Vec<Html> = Vec::new();
    for item in removed.iter() {
        if item.kind.as_str() != kind.name() || !wanted(item) {
            continue;
        }
        let said = match words_of(item) {
            "" if kind == ItemKind::FriendSheet => t.mock_title(),
            "" => t.lesson_own(),
            said => said,
        };
        rows.push(html! {
            <li class="ih-removed" id={(latest == Some(&item.id)).then_some("undo")} tabindex="-1"
                key={["removed-", item.id.as_str()].concat()}>
                { words("p", "", &t.lesson_removed(said)) }
                { view.button(Event::RemovalUndone(item.id.clone()), t.history_undo(), ButtonKind::Secondary) }
            </li>
        });
    }
    rows.into_iter().collect()
}

/// The words by which a person knows what they removed.
fn words_of(item: &Item) -> &str {
    match &item.value {
        ItemValue::Lesson(lesson) => lesson.words.as_deref().unwrap_or_default(),
        ItemValue::Prepared(prepared) => &prepared.question,
        ItemValue::ToAsk(question) => &question.words,
        ItemValue::FriendSheet(sheet) => &sheet.best,
        _ => "",
    }
}

/// The question that was hardest, and the answer to it.
fn hard_question(view: &View<'_>, interview: &Interview) -> Html {
    let t = view.t;
    let question = learning::hard_question(view.state, interview);
    let prepared = learning::prepared_for(view.state, &interview.id);
    if question.is_empty() && prepared.is_empty() {
        return Html::default();
    }
    let mut parts = vec![
        words("h2", "ih-heading", t.hard_title()),
        words("p", "", t.hard_lead()),
    ];
    for item in &prepared {
        let route = Route::Prepare(item.id.clone());
        let (question, written) = match item.prepared() {
            Some(prepared) => (prepared.question.as_str(), prepared.parts_written()),
            None => (t.lesson_unreadable(), 0),
        };
        let tools = vec![
            view.button_link(&route, t.hard_open(), ButtonKind::Secondary),
            words("span", "ih-hint", &t.hard_parts(written, 4)),
        ];
        parts.push(words("blockquote", "ih-quote", question));
        parts.push(el("div", "ih-cluster", tools));
    }
    if prepared.is_empty() {
        let begin = Event::PreparedBegun {
            asked_in: Some(interview.id.clone()),
            question: question.clone(),
        };
        let begin = view.button(begin, t.hard_prepare(), ButtonKind::Secondary);
        parts.push(words("blockquote", "ih-quote", &question));
        parts.push(el("div", "", vec![begin]));
    }
    el("div", "ih-card", parts)
}

/// What the interviewer said, to be kept in one's own words.
fn advice(view: &View<'_>, interview: &Interview) -> Html {
    let t = view.t;
    let Some(advice) = learning::advice(view.state, interview) else {
        return Html::default();
    };
    let id = interview.id.clone();
    let mut parts = vec![words("h2", "ih-heading", t.advice_title())];
    if advice.is_readable {
        parts.push(field::area(Area {
            id: "advice",
            label: t.advice_words(),
            heading: false,
            hint: Some(t.advice_hint()),
            value: &advice.words,
            max_chars: MAX_ADVICE_CHARS,
            on_input: view.typed(move |words| Event::Written {
                place: Writing::Advice(id.clone()),
                words,
            }),
        }));
    } else {
        parts.push(words("p", "", &advice.words));
        parts.push(words("p", "ih-problem", t.lesson_unreadable()));
    }
    el("div", "ih-card", parts)
}
