//! The screens in a careers page, drawn natively: what must be the same on them whatever was answered.

// Yew draws to text natively alone.
#![cfg(not(target_arch = "wasm32"))]
// A test that cannot be set up says so by ending.
#![allow(clippy::expect_used, clippy::panic)]

use std::rc::Rc;

use interview_hindsight::app::embedding::Embedding;
use interview_hindsight::app::event::{Action, Event};
use interview_hindsight::app::flow;
use interview_hindsight::app::route::Route;
use interview_hindsight::app::state::State;
use interview_hindsight::app::update::update;
use interview_hindsight::domain::answers::Answer;
use interview_hindsight::domain::history::Id;
use interview_hindsight::domain::time::Moment;
use interview_hindsight::ui::app::{App, AppProps};
use interview_hindsight::ui::text::Text;
use interview_hindsight::wire::embed::Show;
use interview_hindsight::wire::embed::theme::Theme;
use interview_hindsight::wire::locale::English;
use interview_hindsight::wire::port::MemoryStore;
use interview_hindsight::wire::quiz_document;
use interview_hindsight::wire::quiz_text::{self, QuizText};
use interview_hindsight::wire::store::Store;
use interview_hindsight::wire::text_catalogue::{self, TextCatalogue};
use yew::Callback;

#[path = "gallery/mod.rs"]
mod gallery;

/// Answers by which the coaching alone decides, some that say much, and none.
const SHEETS: [&str; 4] = [
    "gut=good lean=most coach=large coach_about=elsewhere",
    "gut=good lean=most distracted=no click=easy coach=no hard=very exact=always stuck=blank next=set",
    "gut=awful lean=hardly distracted=whole click=cold coach=end coach_about=here stuck=blank next=hint",
    "",
];

fn at(ticks: u32) -> Moment {
    Moment::new(1_772_000_000_000 + i64::from(ticks) * 60_000, 60).expect("a moment")
}

/// A program in a frame, in which this was answered.
struct Framed {
    state: State,
    ticks: u32,
}

impl Framed {
    fn new(answers: &str) -> Self {
        Self::in_page(answers, false)
    }

    fn in_page(answers: &str, same_origin_host: bool) -> Self {
        let quiz = quiz_document::current().expect("the built-in quiz can be read");
        let mut state = State::new(quiz, Route::Start, at(0)).expect("its id can stand in a key");
        let theme = Theme::default();
        let own_page = "https://quiz.example/";
        state.embedding = Some(Embedding::new(
            Show::Full,
            theme,
            own_page,
            true,
            same_origin_host,
        ));
        let mut program = Self { state, ticks: 0 };
        let kept = Store::new(Box::new(MemoryStore::new()), "test").open(at(0));
        program.send(Event::Loaded {
            kept: Rc::new(kept),
            usage: None,
            tab_draft: None,
        });
        for answer in answers.split_whitespace() {
            let (question, option) = answer.split_once('=').expect("question=option");
            program.send(Event::AnswerChosen {
                question: question.into(),
                answer: Answer::Option(option.into()),
            });
        }
        // Without an answer as well, an interview is in progress once somebody goes on.
        program.send(Event::Continued);
        program
    }

    fn send(&mut self, event: Event) -> &mut Self {
        self.ticks += 1;
        let fresh = Id::new(&format!("id{}", self.ticks)).expect("an id");
        let action = Action {
            at: at(self.ticks),
            fresh,
            tag: self.ticks,
            event,
        };
        (self.state, _) = update(&self.state, action);
        self
    }

    fn at(&mut self, route: Route) -> String {
        self.send(Event::AddressChanged(route));
        drawn(&self.state)
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
        let quiz = Rc::clone(&framed.state.quiz);
        let mut offered = Vec::new();
        for route in flow::pages(&quiz, &framed.state.draft_answers()) {
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

/// Every screen that is in a frame, of an interview in progress and of a finished one.
fn screens(framed: &mut Framed) -> Vec<(String, String)> {
    let quiz = Rc::clone(&framed.state.quiz);
    let mut routes = flow::pages(&quiz, &framed.state.draft_answers());
    routes.extend([Route::HowItWorks, Route::YourData, Route::History]);
    let mut screens: Vec<(String, String)> = routes
        .into_iter()
        .map(|route| (route.fragment(), framed.at(route)))
        .collect();
    framed.send(Event::ResultAsked);
    let Route::Result(id) = framed.state.route.clone() else {
        panic!("no result, but {:?}", framed.state.route)
    };
    let mut routes = vec![
        Route::Result(id.clone()),
        Route::Why(id.clone()),
        Route::Now(id.clone()),
        Route::Learn(id.clone()),
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
        let screen = |end: &str| {
            let mut found = screens.iter().filter(|(address, _)| address.ends_with(end));
            found.next().map_or("", |(_, screen)| screen.as_str())
        };
        for end in ["/why", "/now", "/learn"] {
            assert!(screen(end).contains("<details"), "{end} of {sheet}");
        }
        let result = framed.state.route.interviews()[0].cloned();
        let result = Route::Result(result.expect("of a result")).fragment();
        assert!(!screen(&result).contains("<details"), "{sheet}");
        for (from, to) in [
            ("/now", "/letter/"),
            ("/now", "/reminders"),
            ("/now", "/questions"),
            ("/why", "/answers\""),
        ] {
            assert!(screen(from).contains(to), "{to} from {from} of {sheet}");
        }
        assert!(
            !screen("/why").contains("/answers/"),
            "no shorter way: {sheet}"
        );
    }
}
