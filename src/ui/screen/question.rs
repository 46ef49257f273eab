//! One question: of the interview in progress, or of a finished result that is corrected.

use std::rc::Rc;

use yew::prelude::*;

use crate::app::event::DayField;
use crate::app::event::Event;
use crate::app::flow;
use crate::app::route::Route;
use crate::domain::answers::{Answer, Answers};
use crate::domain::history::Interview;
use crate::domain::quiz::{OptionSpec, Origin, Question, QuestionKind, Quiz, Role, UNSURE};
use crate::domain::scoring;
use crate::ui::component::field::{self, Area, Checkboxes, Choice, Radios};
use crate::ui::component::frame;
use crate::ui::element::{self, el, words};
use crate::ui::screen::day::{self, Day};
use crate::ui::view::{ButtonKind, View};
use crate::wire::condition;
use crate::wire::language::Language;
use std::collections::BTreeSet;

/// One page of the interview in progress.
pub fn view(view: &View<'_>, id: &str) -> Html {
    let quiz = view.state.quiz_of_draft();
    let answers = view.state.draft_answers();
    let page = flow::page(&quiz, &answers, id);
    let back = flow::previous(&quiz, &answers, &view.state.route);
    let Some(first) = page.first() else {
        return element::keyed(id, not_asked(view, back));
    };
    let sent: Sent = Rc::new(chosen);
    let ask = |question: &&Question| {
        let heading = question.id == first.id;
        asked(view, question, &answers, heading, &sent)
    };
    // As many parts whatever is answered: Yew matches them by their places, and the focus stands in one.
    let [actions, hint] = go_on(view, &quiz, &answers, id);
    element::page(vec![
        back_link(view, back),
        progress(view, &quiz),
        page.iter().map(ask).collect(),
        promised(view, &page, &answers),
        actions,
        hint,
    ])
}

/// The page of a question as it stands in the HTML: with everything that any answers may show on it.
pub fn in_html(view: &View<'_>, page: &[&Question]) -> Html {
    let quiz = view.state.quiz_of_draft();
    let answers = Answers::new();
    let sent: Sent = Rc::new(chosen);
    let ask = |(at, question): (usize, &&Question)| asked(view, question, &answers, at == 0, &sent);
    let id = page.first().map_or("", |question| &question.id);
    let [actions, hint] = go_on(view, &quiz, &answers, id);
    element::page(vec![
        back_link(view, Some(Route::Start)),
        progress(view, &quiz),
        page.iter().enumerate().map(ask).collect(),
        promised(view, page, &answers),
        actions,
        hint,
    ])
}

/// The first question and what shares its page, for the start.
pub fn first(view: &View<'_>) -> Html {
    let quiz = view.state.quiz_of_draft();
    let answers = view.state.draft_answers();
    let Some(gut) = quiz.gut() else {
        return Html::default();
    };
    let page = flow::page(&quiz, &answers, &gut.id);
    let sent: Sent = Rc::new(chosen);
    let page = if view.is_in_html {
        together(&quiz, &gut.id)
    } else {
        page
    };
    let ask = |question: &&Question| asked(view, question, &answers, false, &sent);
    html! {
        <>
            { for page.iter().map(ask) }
            { keep_nothing(view) }
            <div class="ih-actions" id="go-on">{ continue_button(view) }</div>
        </>
    }
}

/// The questions that share a page, whatever is answered.
pub fn together<'q>(quiz: &'q Quiz, id: &str) -> Vec<&'q Question> {
    let questions = quiz.questions().iter();
    questions
        .filter(|question| question.id == id || question.page_with.as_deref() == Some(id))
        .collect()
}

/// Continue. questionnaire.js knows it by its attribute.
fn continue_button(view: &View<'_>) -> Html {
    view.step(
        Event::Continued,
        view.t.question_continue(),
        ButtonKind::Primary,
        "continue",
    )
}

/// One answer of a finished result.
pub fn correct(view: &View<'_>, interview: &Interview, id: &str) -> Html {
    let t = view.t;
    let quiz = view.state.quiz_for(&interview.quiz);
    let back = Route::Answers(interview.id.clone());
    let answers = interview.current_answers();
    let Some(question) = quiz.question(id) else {
        return not_asked(view, Some(back));
    };
    let of = interview.id.clone();
    let sent: Sent = Rc::new(move |question, answer| Event::AnswerCorrected {
        interview: of.clone(),
        question,
        answer,
    });
    let result = Route::Result(interview.id.clone());
    let result = html! {
        <a class="ih-button" data-kind={ButtonKind::Primary.name()} data-returns="" href={result.fragment()}>{ t.correct_to_result() }</a>
    };
    element::page(vec![
        back_link(view, Some(back)),
        asked(view, question, answers, true, &sent),
        words("p", "ih-hint", t.correct_hint()),
        element::actions(vec![result]),
    ])
}

/// The way back, in the page: in a frame, the browser's own Back leads elsewhere.
pub fn back_link(view: &View<'_>, back: Option<Route>) -> Html {
    let Some(back) = back else {
        return Html::default();
    };
    let label = match back {
        Route::Result(_) => view.t.correct_to_result(),
        _ => view.t.question_back(),
    };
    // To a page of a result it leads back to where one was on it (browser/scroll_restoration.rs).
    let returns = back.interviews()[0].is_some();
    html! {
        <p class="ih-back">
            <a class="ih-back__link" data-do="back" data-returns={returns.then_some("")} href={back.fragment()}>{ label }</a>
        </p>
    }
}

/// The stages, and where this page is among them.
pub fn progress(view: &View<'_>, quiz: &Quiz) -> Html {
    let (stages, at) = flow::progress(quiz, &view.state.route);
    let names: Vec<&str> = stages.iter().map(|stage| view.q.stage(stage)).collect();
    let share = flow::share_of_stage(quiz, &view.state.route);
    frame::progress(view.t.question_progress(), &names, at, share)
}

/// What a question and its answer are turned into.
pub type Sent = Rc<dyn Fn(String, Answer) -> Event>;

/// An answer of the interview in progress.
fn chosen(question: String, answer: Answer) -> Event {
    Event::AnswerChosen { question, answer }
}

/// A question, as its kind is asked, and why we ask.
pub fn asked(
    view: &View<'_>,
    question: &Question,
    answers: &Answers,
    heading: bool,
    sent: &Sent,
) -> Html {
    let answer = answers.get(&question.id);
    let draft = view.state.draft.as_ref();
    let drafted = view.state.route.interviews() == [None, None];
    if drafted && draft.is_some_and(|draft| flow::is_frozen(question, draft)) {
        return frozen(view, question, answer, heading);
    }
    let field = match &question.kind {
        QuestionKind::One { options } => one(view, question, options, answer, heading, sent),
        QuestionKind::Many { options } => many(view, question, options, answer, sent),
        QuestionKind::Number { min, max } => number(view, question, answer, *min, *max, sent),
        QuestionKind::Text { max_chars } => {
            let value = match answer {
                Some(Answer::Text(text)) => text,
                _ => "",
            };
            field::area(Area {
                id: &question.id,
                label: view.q.ask(&question.id),
                heading,
                hint: view.q.hint(&question.id),
                value,
                max_chars: usize::from(*max_chars),
                on_input: answered(view, question, Answer::Text, sent),
            })
        }
    };
    let is_first_feeling = drafted && matches!(question.role, Role::Gut | Role::Forecast);
    // Each question is made anew: radios that got another name would take the choice along, and what was opened would
    // stay open.
    let language = view.language_of_quiz();
    let field = html! {
        <div class="ih-question" lang={language.map(|language| language.tag)} dir={language.map(Language::direction)} key={question.id.clone()} data-question={question.id.clone()}
            data-if={view.is_in_html.then(|| condition_text(question)).flatten()}
            data-sign={question.is_sign().then_some("")}
            data-counted={view.state.quiz.counts(&question.id).then_some("")}
            data-unsure={view.is_in_html.then(|| counts_as_unsure(question)).flatten()}
            data-outside={question.can_be_switched_off().then_some("")}
            data-freezes={is_first_feeling.then_some("")}>
            { field }
            if !matches!(question.kind, QuestionKind::Number { .. }) {
                { why(view, question) }
            }
        </div>
    };
    if view.is_in_html && is_first_feeling {
        // The script shows one of the two.
        return html! { <>{ field }{ frozen(view, question, None, heading) }</> };
    }
    field
}

/// The options that say as little as "I'm not sure".
fn counts_as_unsure(question: &Question) -> Option<String> {
    let options = question.options().iter();
    let unsure: Vec<&str> = options
        .filter(|option| option.counts_as_unsure)
        .map(|option| option.id.as_str())
        .collect();
    (!unsure.is_empty()).then(|| unsure.join(" "))
}

/// The condition that a question is asked on, as questionnaire.js reads it.
fn condition_text(question: &Question) -> Option<String> {
    question.show_if.as_ref().map(condition::for_the_page)
}

/// Sends an answer that is made of a text.
fn answered(
    view: &View<'_>,
    question: &Question,
    answer: impl Fn(String) -> Answer + 'static,
    sent: &Sent,
) -> Callback<String> {
    let (question, sent) = (question.id.clone(), Rc::clone(sent));
    view.typed(move |text| sent(question.clone(), answer(text)))
}

fn one(
    view: &View<'_>,
    question: &Question,
    options: &[OptionSpec],
    answer: Option<&Answer>,
    heading: bool,
    sent: &Sent,
) -> Html {
    let choice = |value: &str, apart, asks_date| Choice {
        value: value.to_owned(),
        label: view.q.option(&question.id, value).to_owned(),
        apart,
        asks_date,
    };
    let mut choices: Vec<Choice> = options
        .iter()
        .map(|option| choice(&option.id, false, option.asks_date))
        .collect();
    choices.push(choice(UNSURE, true, false));
    let chosen = match answer {
        Some(Answer::Option(option)) => Some(option.as_str()),
        _ => None,
    };
    let goes_on = matches!(view.state.route, Route::Start | Route::Question(_));
    field::radios(Radios {
        id: &question.id,
        name: &question.id,
        legend: view.q.ask(&question.id),
        heading,
        hint: view.q.hint(&question.id),
        choices,
        chosen,
        is_number: false,
        number_keys: view.state.preferences.number_keys,
        on_choose: answered(view, question, Answer::Option, sent),
        on_enter: goes_on.then(|| view.send.reform(|()| Event::Continued)),
    })
}

fn many(
    view: &View<'_>,
    question: &Question,
    options: &[OptionSpec],
    answer: Option<&Answer>,
    sent: &Sent,
) -> Html {
    let ticked = match answer {
        Some(Answer::Options(ticked)) => ticked.clone(),
        _ => BTreeSet::new(),
    };
    let choice = |option: &OptionSpec| {
        let label = view.q.option(&question.id, &option.id).to_owned();
        (option.id.clone(), label, ticked.contains(&option.id))
    };
    let choices = options.iter().map(choice).collect();
    let (asked, sent) = (question.id.clone(), Rc::clone(sent));
    let send = view.send.clone();
    let on_tick = Callback::from(move |(option, on): (String, bool)| {
        let mut ticked = ticked.clone();
        if on {
            ticked.insert(option);
        } else {
            ticked.remove(&option);
        }
        send.emit(sent(asked.clone(), Answer::Options(ticked)));
    });
    field::checkboxes(Checkboxes {
        name: &question.id,
        legend: view.q.ask(&question.id),
        hint: view.q.hint(&question.id),
        choices,
        on_tick,
    })
}

/// A whole number, or rather not. Optional, so it is folded away.
fn number(
    view: &View<'_>,
    question: &Question,
    answer: Option<&Answer>,
    min: u8,
    max: u8,
    sent: &Sent,
) -> Html {
    let number = |number: u8| Choice {
        value: number.to_string(),
        label: number.to_string(),
        apart: false,
        asks_date: false,
    };
    let mut choices: Vec<Choice> = (min..=max).map(number).collect();
    choices.push(Choice {
        value: String::new(),
        label: view.t.question_no_guess().to_owned(),
        apart: true,
        asks_date: false,
    });
    let chosen = match answer {
        Some(Answer::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let (asked, sent) = (question.id.clone(), Rc::clone(sent));
    let on_choose = view.typed(move |text| {
        let question = asked.clone();
        match text.parse() {
            Ok(number) => sent(question, Answer::Number(number)),
            Err(_) => Event::AnswerCleared { question },
        }
    });
    let group = field::radios(Radios {
        id: &question.id,
        name: &question.id,
        legend: view.q.ask(&question.id),
        heading: false,
        hint: view.q.hint(&question.id),
        choices,
        chosen: Some(&chosen),
        // One digit cannot say 10.
        is_number: true,
        number_keys: false,
        on_choose,
        on_enter: None,
    });
    html! {
        // In a frame it opens by a press alone: the page around sees that something is open.
        <details class="ih-disclosure" open={answer.is_some() && view.embedding().is_none()}>
            <summary class="ih-disclosure__summary">{ view.t.question_number() }</summary>
            <div class="ih-forecast">
                { group }
                { why(view, question) }
            </div>
        </details>
    }
}

/// A first feeling, which stays as it was.
fn frozen(view: &View<'_>, question: &Question, answer: Option<&Answer>, heading: bool) -> Html {
    let answer = view.answer(question, answer);
    let left_out = view.t.question_left_out();
    let answer = answer.as_deref().unwrap_or(left_out);
    let ask = view.q.ask(&question.id);
    let title = if heading {
        frame::title(ask)
    } else {
        words("h2", "ih-heading", ask)
    };
    let parts = vec![
        title,
        // Said once on a page, whatever else is frozen there.
        match question.page_with {
            None => words("p", "", view.t.question_frozen()),
            Some(_) => Html::default(),
        },
        html! { <p class="ih-lead"><strong data-answer={left_out.to_owned()}>{ answer }</strong></p> },
    ];
    let language = view.language_of_quiz();
    html! {
        <div class="ih-question" lang={language.map(|language| language.tag)} dir={language.map(Language::direction)}
            key={question.id.clone()} data-frozen={question.id.clone()} hidden={view.is_in_html}>{ for parts }</div>
    }
}

/// Why we ask, with the source.
fn why(view: &View<'_>, question: &Question) -> Html {
    let Some(why) = view.q.why(&question.id) else {
        return Html::default();
    };
    let quiz = view.state.quiz_of_draft();
    let speaker = |id: &String| {
        quiz.sentence(id)
            .and_then(|sentence| sentence.speaker.as_deref())
    };
    let speakers: BTreeSet<&str> = question
        .sentences
        .iter()
        .map(|id| view.q.speaker(speaker(id)))
        .collect();
    let speakers = view.t.list(&Vec::from_iter(speakers));
    let grades = question.grades.iter().map(|grade| view.q.grade(*grade));
    let grades = view.t.list(&Vec::from_iter(grades));
    let mut body = vec![words("p", "", why)];
    if !speakers.is_empty() {
        body.push(words("p", "ih-small", &view.t.question_said_by(&speakers)));
    }
    if question.origin == Origin::OutsideArticle {
        body.push(words("p", "ih-small", view.q.outside_article()));
    }
    if !grades.is_empty() {
        body.push(words("p", "ih-small", &view.t.question_grade(&grades)));
    }
    let how = view.link(&Route::HowItWorks, view.t.app_nav_how());
    body.push(el("p", "ih-small", vec![how]));
    frame::disclosure(view.t.question_why(), body.into_iter().collect())
}

/// The day that was promised, where the answer says that there is one.
fn promised(view: &View<'_>, page: &[&Question], answers: &Answers) -> Html {
    let may_ask = |question: &&&Question| question.options().iter().any(|option| option.asks_date);
    let Some(asking) = page.iter().find(may_ask) else {
        return Html::default();
    };
    let asks = |question: &&Question| {
        let chosen = answers
            .option(&question.id)
            .and_then(|option| question.option(option));
        chosen.is_some_and(|option| option.asks_date)
    };
    let is_asked = page.iter().any(asks);
    let is_framed = view.embedding().is_some();
    if !view.is_in_html && !is_framed && !is_asked {
        return Html::default();
    }
    let draft = view.state.draft.as_ref();
    let date = draft.and_then(|draft| draft.situation.value.promised_on);
    let field = day::day(
        view,
        Day {
            // Two pages of one quiz may ask for it, and both stand in the HTML.
            id: &["promised-", &asking.id].concat(),
            label: view.t.question_promised(),
            hint: Some(view.t.question_promised_hint()),
            kept: date,
            field: DayField::Promised,
        },
    );
    // In a frame its room is kept, so that what stands below stays where it is.
    html! { <div data-promised="" hidden={!view.is_in_html && !is_asked}>{ field }</div> }
}

/// Continue, and the result as soon as there is enough for one.
///
/// In a frame, the result is offered on the same pages whatever is answered: the page around sees the press as a jump to
/// the last stage, and must not learn from it what made it possible.
fn go_on(view: &View<'_>, quiz: &Quiz, answers: &Answers, page: &str) -> [Html; 2] {
    let t = view.t;
    let next = continue_button(view);
    let is_framed = view.embedding().is_some();
    let is_offered = if is_framed {
        flow::offers_early_result(quiz, page)
    } else {
        view.is_in_html || scoring::is_enough(quiz, answers)
    };
    if !is_offered {
        let nothing = Html::default();
        return [element::actions(vec![next, nothing.clone()]), nothing];
    }
    let result = view.step(
        Event::ResultAsked,
        t.question_result_now(),
        ButtonKind::Secondary,
        "result",
    );
    if is_framed {
        let hint = words("p", "ih-hint", t.embed_result_now_hint());
        return [element::actions(vec![next, result]), hint];
    }
    [
        element::actions(vec![
            next,
            html! { <span data-from-enough="" hidden={view.is_in_html}>{ result }</span> },
        ]),
        html! { <p class="ih-hint" data-from-enough="" hidden={view.is_in_html}>{ t.question_result_now_hint() }</p> },
    ]
}

/// A question that the answers do not lead to, or that there is not.
fn not_asked(view: &View<'_>, back: Option<Route>) -> Html {
    let t = view.t;
    let home = view.button_link(&Route::Start, t.unknown_home(), ButtonKind::Primary);
    element::page(vec![
        back_link(view, back),
        frame::title(t.question_gone_title()),
        words("p", "", t.question_gone_body()),
        element::actions(vec![home]),
    ])
}

/// For a shared computer. In the HTML with what is said after a reload, which the script shows.
pub fn keep_nothing(view: &View<'_>) -> Html {
    let t = view.t;
    let nothing = !view.state.preferences.keep;
    html! {
        <div class="ih-keep-nothing">
            { field::checkbox("keep-nothing", t.start_keep_nothing(), nothing, view.ticked(|on| Event::KeepingChosen { keep: !on })) }
            <p class="ih-hint">{ t.start_keep_nothing_hint() }</p>
            if view.is_in_html {
                <p class="ih-hint" id="kept-nothing" hidden=true>{ t.start_kept_nothing() }</p>
            }
        </div>
    }
}
