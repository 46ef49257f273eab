//! The screens in a careers page, drawn natively: what must be the same on them whatever was answered.

// Yew draws to text natively alone.
#![cfg(not(target_arch = "wasm32"))]
// A test that cannot be set up says so by ending.
#![allow(clippy::expect_used, clippy::panic)]

use std::rc::Rc;

use interview_hindsight::app::embedding::Embedding;
use interview_hindsight::app::event::Event;
use interview_hindsight::app::flow;
use interview_hindsight::app::route::Route;
use interview_hindsight::app::state::State;
use interview_hindsight::ui::app::{App, AppProps};
use interview_hindsight::ui::text::Text;
use interview_hindsight::wire::embed::Show;
use interview_hindsight::wire::embed::theme::Theme;
use interview_hindsight::wire::locale::English;
use interview_hindsight::wire::quiz_text::{self, QuizText};
use interview_hindsight::wire::text_catalogue::{self, TextCatalogue};
use yew::Callback;

mod driver;
#[path = "gallery/mod.rs"]
mod gallery;

use driver::Device;

/// Answers by which the coaching alone decides, some that say much, and none.
const SHEETS: [&str; 4] = [
    "gut=good lean=most coach=large coach_about=elsewhere",
    "gut=good lean=most distracted=no click=easy coach=no hard=very exact=always stuck=blank next=set",
    "gut=awful lean=hardly distracted=whole click=cold coach=end coach_about=here stuck=blank next=hint",
    "",
];

/// A tab in a frame, in which this was answered.
struct Framed {
    tab: driver::Program,
}

impl Framed {
    fn new(answers: &str) -> Self {
        Self::in_page(answers, false)
    }

    fn in_page(answers: &str, same_origin_host: bool) -> Self {
        let mut blank = driver::blank();
        let theme = Theme::default();
        let own_page = "https://quiz.example/";
        blank.embedding = Some(Embedding::new(
            Show::Full,
            theme,
            own_page,
            true,
            same_origin_host,
        ));
        let device = Device::new().stepping(60_000);
        let mut tab = driver::Program::beginning(&device, "#/", blank);
        for answer in answers.split_whitespace() {
            let (question, option) = answer.split_once('=').expect("question=option");
            tab.answer(question, option);
        }
        // Without an answer as well, an interview is in progress once somebody goes on.
        tab.send(Event::Continued);
        Self { tab }
    }

    fn send(&mut self, event: Event) -> &mut Self {
        self.tab.send(event);
        self
    }

    fn at(&mut self, route: Route) -> String {
        self.send(Event::AddressChanged(route));
        drawn(&self.tab.state)
    }
}

fn drawn(state: &State) -> String {
    let texts = text_catalogue::built_in("en").map(TextCatalogue::parse);
    let words = quiz_text::built_in("interview", "en").map(QuizText::parse);
    let (Some(Ok(texts)), Some(Ok(words))) = (texts, words) else {
        panic!("the built-in texts can be read")
    };
    let props = AppProps {
        state: Rc::new(state.clone()),
        feed: Default::default(),
        text: Text::new(texts, Rc::new(English)),
        quiz_text: Rc::new(words),
        send: Callback::noop(),
        set_title: Callback::noop(),
        drawn: Callback::noop(),
    };
    gallery::rendered::<App>(props)
}

/// Whether the answers decide it, or there are many or none: the page around sees the press as a jump to the end, and may
/// not learn from the page that it came from what has made it possible.
#[test]
fn the_result_is_offered_on_the_same_pages_whatever_is_answered() {
    for sheet in SHEETS {
        let mut framed = Framed::new(sheet);
        let quiz = Rc::clone(&framed.tab.state.quiz);
        let mut offered = Vec::new();
        for route in flow::pages(&quiz, &framed.tab.state.draft_answers()) {
            let Route::Question(id) = &route else {
                continue;
            };
            let offers = framed.at(route.clone()).contains("See my result now");
            assert_eq!(
                offers,
                framed
                    .at(Route::Change(id.clone()))
                    .contains("See my result now"),
                "{id} as a change"
            );
            // Branches have pages of their own, on the same side of the border as those around them.
            if quiz
                .question(id)
                .is_some_and(|question| question.show_if.is_none())
            {
                offered.push((id.clone(), offers));
            }
        }
        let from = offered
            .iter()
            .position(|(_, offers)| *offers)
            .expect("it is offered");
        assert_eq!(offered[from].0, "exact", "{sheet}");
        assert!(
            offered[from..].iter().all(|(_, offers)| *offers),
            "{offered:?}"
        );
    }
}

/// Every screen that is in a frame, of an interview in progress and of a answered one.
fn screens(framed: &mut Framed) -> Vec<(String, String)> {
    let quiz = Rc::clone(&framed.tab.state.quiz);
    let mut routes = flow::pages(&quiz, &framed.tab.state.draft_answers());
    routes.extend([Route::HowItWorks, Route::YourData, Route::History]);
    let mut screens: Vec<(String, String)> = routes
        .into_iter()
        .map(|route| (route.fragment(), framed.at(route)))
        .collect();
    framed.send(Event::ResultAsked);
    let Route::Result(id) = framed.tab.state.route.clone() else {
        panic!("no result, but {:?}", framed.tab.state.route)
    };
    let mut routes = vec![
        Route::Result(id.clone()),
        Route::Why(id.clone()),
        Route::Now(id.clone()),
        Route::Learn(id.clone()),
        Route::Limits(id.clone()),
        Route::Quick(id.clone()),
        Route::Reminders(id.clone()),
        Route::Answers(id.clone()),
    ];
    let letters = quiz.letters().iter();
    routes.extend(letters.map(|letter| Route::Letter(id.clone(), letter.id.clone())));
    let drawn = routes
        .into_iter()
        .map(|route| (route.fragment(), framed.at(route)));
    screens.extend(drawn.collect::<Vec<_>>());
    screens
}

#[test]
fn no_screen_promises_anything_where_the_page_around_can_read_along() {
    let promises = [
        "never leave",
        "cannot see your answers",
        "stays in this browser",
        "sent to nobody",
        "Nothing is sent",
        "Nobody else has",
    ];
    for sheet in SHEETS {
        for (address, screen) in screens(&mut Framed::in_page(sheet, true)) {
            assert!(screen.contains("can read what you type"), "{address}");
            for promise in promises {
                assert!(!screen.contains(promise), "{promise} at {address}");
            }
        }
    }
    let private = screens(&mut Framed::new(SHEETS[1]));
    for promise in promises {
        let kept = private.iter().any(|(_, screen)| screen.contains(promise));
        assert!(kept, "{promise} is said where it is true");
    }
}

/// The page around sees that something was opened, and which sort of screen comes after which. So what leads to either is
/// there for everybody.
#[test]
fn what_can_be_opened_or_gone_to_is_there_whatever_is_answered() {
    for sheet in SHEETS {
        let mut framed = Framed::new(sheet);
        let screens = screens(&mut framed);
        let result = framed.tab.state.route.interviews()[0].cloned();
        let result = Route::Result(result.expect("of a result")).fragment();
        // Without the samples behind it.
        let screen = |end: &str| {
            let address = [&result, end].concat();
            let mut found = screens.iter().filter(|(other, _)| *other == address);
            let screen = found.next().map_or("", |(_, screen)| screen.as_str());
            screen.split("ih-samples").next().unwrap_or_default()
        };
        // On the page about learning, a lesson of one's own can be added and opened by everybody.
        for (end, opens) in [("", true), ("/why", false), ("/now", true)] {
            let has_details = screen(end).contains("<details");
            assert_eq!(has_details, opens, "{end} of {sheet}");
        }
        for (from, to) in [
            ("", "/why\""),
            ("", "/now\""),
            ("", "/learn\""),
            ("", "/limits\""),
            ("", "/answers\""),
            ("/now", "/letter/"),
            ("/now", "/reminders"),
            ("/now", "/questions"),
            ("/why", "/answers\""),
        ] {
            assert!(screen(from).contains(to), "{to} from {from} of {sheet}");
        }
        for (from, to) in [("", "/answers/"), ("/why", "/answers/"), ("", "/letter/")] {
            assert!(
                !screen(from).contains(to),
                "{to} is no shorter way from {from} of {sheet}"
            );
        }
    }
}
