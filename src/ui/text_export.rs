//! All letters and lessons as one text, to be read and kept anywhere.
//!
//! Owns which words stand in it and in which order; how they are written down is the wire's.

use std::cell::RefCell;

use yew::Callback;

use crate::app::learning::{self, LessonRow};
use crate::app::listing;
use crate::app::state::State;
use crate::app::{letter, reading};
use crate::domain::history::Interview;
use crate::domain::lesson::LessonKey;
use crate::domain::prepared::AnswerPart;
use crate::wire::markdown::Markdown;
use crate::wire::quiz_text::QuizText;

use super::screen::learn;
use super::text::Text;
use super::view::View;

/// Everything that was written or is offered to be written, result by result, the latest first; then what belongs to
/// no one result.
pub fn letters_and_lessons(state: &State, t: &Text, q: &QuizText) -> String {
    let send = Callback::noop();
    let view = View {
        state,
        t,
        q,
        send: &send,
        is_in_html: false,
        results_cache: &RefCell::default(),
    };
    let mut text = Markdown::new();
    text.open(&state.site.language);
    text.heading(1, t.along_title());
    for interview in listing::latest_first(state) {
        of_result(&view, interview, &mut text);
    }
    of_none(&view, &mut text);
    text.close();
    text.finish()
}

fn of_result(view: &View<'_>, interview: &Interview, text: &mut Markdown) {
    let (t, q) = (view.t, view.q);
    let name = view.lasting_name(interview);
    let label = &interview.details.value;
    // Without a label, its name says when it was.
    let is_named_by_day = label.company.is_empty() && label.role.is_empty();
    text.heading(
        2,
        &if is_named_by_day {
            name
        } else {
            t.result_named_day(&name, &view.lasting_day(interview))
        },
    );
    let Some(reading) = reading::read(view.state, interview) else {
        text.text(t.result_not_checked());
        return;
    };
    // What was worked on, and what is offered now.
    let mut letters: Vec<&str> = interview.letters.keys().map(String::as_str).collect();
    let to_do = reading::to_do(&reading, interview);
    for offered in to_do.iter().filter_map(|action| action.letter.as_deref()) {
        if !letters.contains(&offered) {
            letters.push(offered);
        }
    }
    for id in letters {
        let locale = t.locale();
        let Some(letter) = letter::read(view.state, interview, &reading, id, q, &*locale) else {
            continue;
        };
        text.heading(3, q.letter(id));
        if letter.open() > 0 {
            text.text(t.along_open());
        }
        // Own words stay in the language in which they were written.
        if let Some(tag) = &letter.own_language {
            text.open(tag);
        }
        text.text(&letter.subject);
        text.text(&letter.text);
        if letter.own_language.is_some() {
            text.close();
        }
    }
    let (lessons, _) = learning::lessons(view.state, interview, &reading);
    if !lessons.is_empty() {
        text.heading(3, t.lesson_title());
        for row in &lessons {
            text.point(Some(row.lesson.done_at.is_some()), &lesson(view, row));
        }
    }
    let hard = learning::hard_question(view.state, interview);
    if !hard.is_empty() {
        text.heading(3, t.hard_title());
        text.text(&hard);
    }
    if let Some(advice) = learning::advice(view.state, interview) {
        text.heading(3, t.advice_title());
        text.text(&advice.words);
    }
}

/// A lesson's title, and what it says to do.
fn lesson(view: &View<'_>, row: &LessonRow) -> String {
    let title = learn::title(view, row);
    let LessonKey::OfRule { rule, .. } = &row.key else {
        return title.to_owned();
    };
    let said = row.lesson.own_words().unwrap_or(view.q.rule_body(rule));
    view.t.said_of(title, said)
}

fn of_none(view: &View<'_>, text: &mut Markdown) {
    let (t, state) = (view.t, view.state);
    let mut own = Vec::new();
    for item in learning::own_lessons(state) {
        let from = item.lesson().and_then(|lesson| lesson.learnt_from.as_ref());
        if from.is_none_or(|from| !state.interviews.contains_key(from)) {
            own.push(learning::row(state, LessonKey::Own(item.id.clone())));
        }
    }
    if !own.is_empty() {
        text.heading(2, t.lesson_title());
        for row in &own {
            text.point(Some(row.lesson.done_at.is_some()), &lesson(view, row));
        }
    }
    let prepared = learning::prepared(state);
    if !prepared.is_empty() {
        text.heading(2, t.next_prepared());
    }
    for prepared in prepared.iter().filter_map(|item| item.prepared()) {
        let question = prepared.question.trim();
        text.heading(
            3,
            if question.is_empty() {
                t.prepare_untitled()
            } else {
                question
            },
        );
        let names = [
            t.prepare_situation(),
            t.prepare_task(),
            t.prepare_action(),
            t.prepare_result(),
        ];
        for (name, part) in names.into_iter().zip(AnswerPart::ALL) {
            let words = prepared.part(part).trim();
            if !words.is_empty() {
                text.heading(4, name);
                text.text(words);
            }
        }
    }
    let ask = learning::to_ask(state);
    let mut ask = ask.iter().filter_map(|item| item.to_ask()).peekable();
    if ask.peek().is_some() {
        text.heading(2, t.next_ask());
    }
    for question in ask {
        text.point(None, &question.words);
    }
    let sheets = learning::friend_sheets(state);
    let said = sheets.iter().filter_map(|item| item.friend_sheet());
    let said = said.flat_map(|sheet| {
        [
            (t.mock_best(), &sheet.best),
            (t.mock_change(), &sheet.change),
        ]
    });
    let mut said = said
        .filter(|(_, words)| !words.trim().is_empty())
        .peekable();
    if said.peek().is_some() {
        text.heading(2, t.next_friends());
    }
    for (name, words) in said {
        text.point(None, &t.said_of(name, words.trim()));
    }
}
