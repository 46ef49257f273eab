//! All answers of the interview in progress, with links to change them.

use yew::prelude::*;

use crate::app::embedding::{self, SAMPLES};
use crate::app::event::Event;
use crate::app::flow;
use crate::app::route::Route;
use crate::domain::answers::Answers;
use crate::domain::quiz::{Question, Quiz, Role};
use crate::ui::component::frame;
use crate::ui::screen::question;
use crate::ui::view::{ButtonKind, View};

/// Draws the screen.
pub fn view(view: &View<'_>) -> Html {
    let t = view.t;
    let quiz = view.state.quiz_of_draft();
    let answers = view.state.draft_answers();
    let back = flow::previous(&quiz, &answers, &view.state.route);
    let open = quiz
        .visible_questions(&answers)
        .into_iter()
        .filter(|question| question.is_sign());
    let open = open
        .filter(|question| answers.get(&question.id).is_none())
        .count();
    let change = |question: &Question| {
        let frozen = view
            .state
            .draft
            .as_ref()
            .is_some_and(|draft| flow::is_frozen(question, draft));
        let page = question.page_with.as_ref().unwrap_or(&question.id);
        (!frozen).then(|| Route::Change(page.clone()))
    };
    html! {
        <div class="ih-page">
            { question::back_link(view, back) }
            { question::progress(view, &quiz) }
            { frame::title(t.check_title()) }
            <p class="ih-lead">{ t.check_lead() }</p>
            if open > 0 || view.is_in_html {
                <div data-if-open="">
                    { frame::banner(frame::Tone::Calm, t.check_unanswered(), html! { <p>{ t.check_open() }</p> }) }
                </div>
            }
            { list(view, &quiz, &answers, &change) }
            <div class="ih-actions">{ view.step(Event::ResultAsked, t.check_result(), ButtonKind::Primary, "result") }</div>
        </div>
    }
}

/// The answers by stage, each with a link to change it unless it stays as it is.
pub fn list(
    view: &View<'_>,
    quiz: &Quiz,
    answers: &Answers,
    change: &dyn Fn(&Question) -> Option<Route>,
) -> Html {
    // In the HTML all questions have a row, and the script shows those that are asked.
    let asked = if view.is_in_html {
        quiz.questions().iter().collect()
    } else {
        quiz.visible_questions(answers)
    };
    // In a frame, the heights of pages come from the longest answers, and never from somebody's own.
    let is_measured = view.is_in_html && view.embedding().is_some();
    let length = |question: &str, option: &str| view.q.option(question, option).len();
    let longest = is_measured.then(|| embedding::sampled(quiz, SAMPLES - 1, &length));
    let stage = |id: &str| {
        let of_stage = asked
            .iter()
            .filter(|question| question.stage == id && question.role != Role::Base);
        let rows: Vec<Html> = of_stage
            .map(|question| row(view, question, answers, longest.as_ref(), change(question)))
            .collect();
        if rows.is_empty() {
            return Html::default();
        }
        html! {
            <section class="ih-answers" data-stage={id.to_owned()}>
                <h2 class="ih-heading">{ view.q.stage(id) }</h2>
                <dl class="ih-answers__list">{ for rows }</dl>
            </section>
        }
    };
    let stages = quiz.stages().iter().filter(|stage| !stage.after_result);
    html! { <>{ for stages.map(|one| stage(&one.id)) }</> }
}

fn row(
    view: &View<'_>,
    question: &Question,
    answers: &Answers,
    longest: Option<&Answers>,
    change: Option<Route>,
) -> Html {
    let t = view.t;
    let longest = longest.and_then(|longest| view.answer(question, longest.get(&question.id)));
    let ask = view.q.ask(&question.id);
    let words = view.answer(question, answers.get(&question.id));
    let missing = t.check_not_answered().to_owned();
    // The script knows whether the first feeling is frozen by now, and shows one of the two.
    let may_freeze = view.is_in_html && matches!(question.role, Role::Gut | Role::Forecast);
    let is_locked = may_freeze || change.is_none();
    html! {
        <div class="ih-answers__row" data-row={question.id.clone()} data-is-sign={question.is_sign().then_some("")}>
            <dt class="ih-answers__question">{ ask }</dt>
            <dd class="ih-answers__answer" data-open={words.is_none().then_some("")} data-answer={missing.clone()} data-longest={longest}>
                { words.unwrap_or(missing) }
            </dd>
            <dd class="ih-answers__change">
                if let Some(route) = change {
                    <a class="ih-link" data-locked={may_freeze.then_some("no")} href={route.fragment()} aria-label={t.check_change_what(ask)}>{ t.check_change() }</a>
                }
                if is_locked {
                    <span class="ih-small" data-locked={may_freeze.then_some("yes")}>{ t.check_locked() }</span>
                }
            </dd>
        </div>
    }
}
