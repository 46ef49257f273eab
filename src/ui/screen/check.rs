//! All answers of the interview in progress, with links to change them.

use yew::prelude::*;

use crate::app::event::Event;
use crate::app::flow;
use crate::app::route::Route;
use crate::domain::answers::Answers;
use crate::domain::quiz::{Question, Quiz, Role};
use crate::ui::component::frame;
use crate::ui::screen::{about, question};
use crate::ui::view::{Kind, View};

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
        (!frozen).then(|| Route::Question(page.clone()))
    };
    html! {
        <div class="ih-page">
            { question::back_link(view, back) }
            { question::progress(view, &quiz) }
            { frame::title(t.check_title()) }
            <p class="ih-lead">{ t.check_lead() }</p>
            if open > 0 {
                { frame::banner(frame::Tone::Calm, &t.check_unanswered_count(open), html! { <p>{ t.check_open() }</p> }) }
            }
            { about(view) }
            { list(view, &quiz, &answers, &change) }
            <div class="ih-actions">{ view.button(Event::ResultAsked, t.check_result(), Kind::Primary) }</div>
        </div>
    }
}

/// What was said of the interview itself.
fn about(view: &View<'_>) -> Html {
    let draft = view.state.draft.as_ref();
    let said = about::said(view, draft.map(|draft| &draft.details.value));
    let rows = said
        .into_iter()
        .map(|(ask, words)| one_row(view, ask, words, Some(Route::About)));
    html! {
        <section class="ih-answers">
            <h2 class="ih-heading">{ view.t.about_title() }</h2>
            <dl class="ih-answers__list">{ for rows }</dl>
        </section>
    }
}

/// The answers by stage, each with a link to change it unless it stays as it is.
pub fn list(
    view: &View<'_>,
    quiz: &Quiz,
    answers: &Answers,
    change: &dyn Fn(&Question) -> Option<Route>,
) -> Html {
    let asked = quiz.visible_questions(answers);
    let stage = |id: &str| {
        let of_stage = asked
            .iter()
            .filter(|question| question.stage == id && question.role != Role::Base);
        let rows: Vec<Html> = of_stage
            .map(|question| row(view, question, answers, change(question)))
            .collect();
        if rows.is_empty() {
            return Html::default();
        }
        html! {
            <section class="ih-answers">
                <h2 class="ih-heading">{ view.q.stage(id) }</h2>
                <dl class="ih-answers__list">{ for rows }</dl>
            </section>
        }
    };
    let stages = quiz.stages().iter().filter(|stage| !stage.after_result);
    html! { <>{ for stages.map(|one| stage(&one.id)) }</> }
}

fn row(view: &View<'_>, question: &Question, answers: &Answers, change: Option<Route>) -> Html {
    let ask = view.q.ask(&question.id);
    let words = view.answer(question, answers.get(&question.id));
    one_row(view, ask, words, change)
}

fn one_row(view: &View<'_>, ask: &str, words: Option<String>, change: Option<Route>) -> Html {
    let t = view.t;
    html! {
        <div class="ih-answers__row">
            <dt class="ih-answers__question">{ ask }</dt>
            <dd class="ih-answers__answer" data-open={words.is_none().then_some("")}>
                { words.unwrap_or_else(|| t.check_not_answered().to_owned()) }
            </dd>
            <dd class="ih-answers__change">
                if let Some(route) = change {
                    <a class="ih-link" href={route.fragment()} aria-label={t.check_change_what(ask)}>{ t.check_change() }</a>
                } else {
                    <span class="ih-small">{ t.check_locked() }</span>
                }
            </dd>
        </div>
    }
}
