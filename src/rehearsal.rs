//! Has the browser compile what the next steps need, while nobody waits for them.
//!
//! Browsers compile a function of WebAssembly when it is called for the first time. Without this, the first person
//! to press Continue waits for some hundred of them, and on a slow phone that is seen. So the next steps are done
//! once as if the person had made them, in the program's pure part alone: what would follow outside of it is left
//! out, and what would be on the page is drawn into an element that is in no document.

use std::rc::Rc;

use interview_hindsight::app::event::{Effect, Event};
use interview_hindsight::app::rest;
use interview_hindsight::app::route::Route;
use interview_hindsight::app::runtime::{self, Runtime};
use interview_hindsight::app::state::State;
use interview_hindsight::app::update::update;
use interview_hindsight::browser::clock;
use interview_hindsight::domain::answers::Answer;
use interview_hindsight::domain::quiz::Kind;
use interview_hindsight::ui::app::{App, AppProps, Feed};
use interview_hindsight::ui::text::Text;
use interview_hindsight::wire::port::MemoryStore;
use interview_hindsight::wire::quiz_text::QuizText;
use interview_hindsight::wire::store::Store;
use yew::{AppHandle, Callback};

/// Rehearses the next steps of somebody who is at a question: an answer, Continue twice, and the look at all answers.
///
/// Each is a task of its own, so that a press between them waits for one at most.
pub fn begin(program: &Runtime, text: Text, quiz_text: Rc<QuizText>) {
    let state = program.state();
    if !rest::is_first(&state.route) {
        return;
    }
    let nowhere = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.create_element("div").ok());
    let Some(nowhere) = nowhere else {
        return;
    };
    clock::soon(move || {
        let steps = [
            any_answer(&state),
            Some(Event::Continued),
            Some(Event::Continued),
            Some(Event::Went(Route::Check)),
        ];
        let feed = Feed::default();
        let props = AppProps {
            state: Rc::clone(&state),
            feed: feed.clone(),
            text,
            quiz_text,
            send: Callback::noop(),
            entitle: Callback::noop(),
        };
        let page = yew::Renderer::<App>::with_root_and_props(nowhere, props).render();
        let mut store = Store::new(Box::new(MemoryStore::default()), "");
        store.open(clock::now());
        let stage = Stage {
            page,
            feed,
            state,
            store,
        };
        stage.go_on(steps.into_iter().flatten());
    });
}

/// The first option of the first question that has options.
fn any_answer(state: &State) -> Option<Event> {
    let quiz = state.quiz_of_draft();
    quiz.questions().iter().find_map(|question| {
        let Kind::One { options } = &question.kind else {
            return None;
        };
        Some(Event::AnswerChosen {
            question: question.id.clone(),
            answer: Answer::Option(options.first()?.id.clone()),
        })
    })
}

/// Where the steps are made: a page that nobody sees, and a store that keeps nothing.
struct Stage {
    page: AppHandle<App>,
    feed: Feed,
    state: Rc<State>,
    store: Store,
}

impl Stage {
    fn go_on(mut self, mut steps: impl Iterator<Item = Event> + 'static) {
        clock::soon(move || match steps.next() {
            Some(event) => {
                self.make(event);
                self.go_on(steps);
            }
            None => self.page.destroy(),
        });
    }

    fn make(&mut self, event: Event) {
        let (mut next, effects) = update(&self.state, runtime::stamped(event));
        for effect in effects {
            if let Effect::KeepDraft(draft) | Effect::KeepPlace(draft) = effect {
                // Nobody wrote it.
                self.store.save_draft(&draft).ok();
                drop(self.store.snapshot());
            }
        }
        // It is found by an id, and the real page has the same ones.
        next.focus = self.state.focus;
        self.state = Rc::new(next);
        self.feed.show(Rc::clone(&self.state));
    }
}
