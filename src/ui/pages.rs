//! The way up to "Check your answers" as text, for the HTML.
//!
//! Every page of it is drawn by the same views as in the browser, for no answers at all and with whatever any answers
//! may show; questionnaire.js shows what is right for a person's own. Only natively: the build of the site calls this.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;
use yew::{Callback, LocalServerRenderer};

use super::app;
use super::component::frame;
use super::screen::{self, embedded};
use super::text::Text;
use super::view::View;
use crate::app::embedding::{self, Embedding, Sort};
use crate::app::event::Event;
use crate::app::flow;
use crate::app::route::Route;
use crate::app::state::{Site, State};
use crate::domain::quiz::Quiz;
use crate::domain::time::Moment;
use crate::wire::embed::Show;
use crate::wire::embed::theme::Theme;
use crate::wire::language::Language;
use crate::wire::locale::English;
use crate::wire::quiz_text::QuizText;
use crate::wire::text_catalogue::TextCatalogue;

/// The page of the HTML. `None` where the quiz cannot stand in a record's key.
///
/// Nothing on it depends on the time or on the place: it is the same for everybody. For a frame, `own_page` is the address
/// of the quiz's own page.
pub async fn draw(
    quiz: Quiz,
    quiz_text: QuizText,
    texts: TextCatalogue,
    language: &Language,
    own_page: Option<&str>,
) -> Option<String> {
    let some_time = Moment::new(0, 0)?;
    let mut state = State::new(quiz, Route::Start, some_time)?;
    state.site = Rc::new(Site {
        language: language.tag.to_owned(),
        ..Site::default()
    });
    let plain = |own_page| Embedding::new(Show::Full, Theme::default(), own_page, true, false);
    state.embedding = own_page.map(plain);
    let props = WayProps {
        state: Rc::new(state),
        text: Text::new(texts, Rc::new(English)),
        quiz_text: Rc::new(quiz_text),
    };
    let renderer = LocalServerRenderer::<Way>::with_props(props).hydratable(false);
    let html = renderer.render().await;
    // Each page has the heading that takes the focus, and an id may be there once: the script gives it to the page
    // that is shown.
    Some(html.replace(" id=\"heading\"", ""))
}

#[derive(Clone, PartialEq, Properties)]
struct WayProps {
    state: Rc<State>,
    text: Text,
    quiz_text: Rc<QuizText>,
}

#[component]
fn Way(props: &WayProps) -> Html {
    let send = Callback::noop();
    let view = View {
        state: &props.state,
        t: &props.text,
        q: &props.quiz_text,
        send: &send,
        is_in_html: true,
        results_cache: &RefCell::default(),
    };
    let quiz = &props.state.quiz;
    let first = quiz.gut().map(|gut| gut.id.as_str());
    let above = view.embedding().map(|_| embedded::above_in_html(&view));
    let mut main = vec![
        above.unwrap_or_default(),
        without_scripts(&view),
        page(&view, "known", None, &Route::Start, screen::start::known),
        page(&view, "", first, &Route::Start, screen::start::first_page),
    ];
    for question in flow::with_a_page(quiz) {
        let route = Route::Question(question.id.clone());
        let together = screen::question::together(quiz, &question.id);
        let draw = |view: &View<'_>| screen::question::in_html(view, &together);
        let name = ["question/", &question.id].concat();
        main.push(page(&view, &name, Some(&question.id), &route, draw));
    }
    main.push(page(
        &view,
        "check",
        None,
        &Route::Check,
        screen::check::view,
    ));
    main.push(page(&view, "elsewhere", None, &Route::Start, elsewhere));
    main.push(waiting(&view));
    app::around(&view, main, Vec::new())
}

/// What is said where scripts do not run. In a frame nothing is promised then: nobody can tell who reads along.
fn without_scripts(view: &View<'_>) -> Html {
    let t = view.t;
    html! {
        <noscript>
            <p class="ih-banner">
                { t.wait_no_script() }
                if view.embedding().is_none() {
                    { " " }{ t.wait_no_script_private() }
                }
            </p>
        </noscript>
    }
}

/// One page: where it is found, which question it hangs on, and what it is called.
fn page(
    view: &View<'_>,
    name: &str,
    first: Option<&str>,
    route: &Route,
    draw: impl Fn(&View<'_>) -> Html,
) -> Html {
    let mut state = view.state.clone();
    state.route = route.clone();
    let view = view.of(&state);
    let title = view.t.app_title(&app::name(&view), view.t.app_name());
    // What embed/frame.js has to know: which pages have one height, and the stage.
    let is_framed = view.embedding().is_some();
    let sort = is_framed.then(|| match (name, Sort::of(&state.quiz, route)) {
        ("elsewhere", _) | (_, None) => "none",
        (_, Some(Sort::Start)) => "start",
        (_, Some(Sort::List)) => "list",
        _ => "question",
    });
    let place = sort.filter(|sort| *sort != "none");
    let place = place.map(|_| embedding::stage(&state.quiz, route, 0));
    let (at, of) = place
        .map(|(at, of)| (at.to_string(), of.to_string()))
        .unzip();
    html! {
        <div class="ih-screen" data-page={name.to_owned()} data-first={first.map(str::to_owned)} data-title={title}
            data-sort={sort} data-at={at} data-of={of} hidden={!name.is_empty()}>
            { draw(&view) }
        </div>
    }
}

/// What stands where the address leads to one of the program's screens, above what is said of the program.
fn elsewhere(view: &View<'_>) -> Html {
    frame::title(view.t.wait_title())
}

/// What is said in place while the program is awaited, and when it does not come. The script shows one part of it.
fn waiting(view: &View<'_>) -> Html {
    let t = view.t;
    let enough = view.state.quiz.enough_answered().to_string();
    let retry = view.step(
        Event::Continued,
        t.wait_retry(),
        super::view::ButtonKind::Primary,
        "retry",
    );
    html! {
        <section id="waiting" class="ih-banner ih-waiting" role="status" data-enough={enough} hidden=true>
            <div data-state="coming">
                <p>{ t.wait_coming() }</p>
                <progress class="ih-waiting__share" max="1" aria-label={t.wait_share().to_owned()}></progress>
            </div>
            <div data-state="failed" hidden=true>
                <p class="ih-banner__title">{ t.wait_failed_title() }</p>
                <p>{ t.wait_failed() }</p>
                <div class="ih-actions">{ retry }</div>
            </div>
            <div data-state="unsupported" hidden=true>
                <p class="ih-banner__title">{ t.wait_unsupported_title() }</p>
                <p>{ t.wait_unsupported() }</p>
            </div>
        </section>
    }
}
