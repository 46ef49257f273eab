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
use interview_hindsight::domain::history::Id;
use interview_hindsight::domain::quiz::Kind;
use interview_hindsight::ui::app::{App, AppProps, Feed};
use interview_hindsight::ui::text::Text;
use interview_hindsight::wire::port::MemoryStore;
use interview_hindsight::wire::quiz_text::QuizText;
use interview_hindsight::wire::store::Store;
use yew::{AppHandle, Callback};

/// Rehearses the next steps of somebody who is at a question: an answer, Continue three times, the look at all answers,
/// and the result, part by part.
///
/// Each is a task of its own, so that a press between them waits for one at most, and the first press ends it: whoever
/// acts has compiled what they need by that.
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
    let program = program.clone();
    clock::soon(move || {
        let mut steps = vec![
            // From one question to the next; the ones before lead to pages of other kinds.
            Step::Taken(Event::Continued),
            Step::Taken(Event::Continued),
            Step::Taken(Event::Continued),
            Step::Taken(Event::Went(Route::Check)),
            Step::Finished,
            // Its parts first: all of it at once would keep a press waiting.
            Step::Seen(Route::Why),
            Step::Seen(Route::Now),
            Step::Seen(Route::Learn),
            Step::Seen(Route::Result),
        ];
        if let Some(answer) = answers(&state).into_iter().next() {
            steps.insert(0, Step::Taken(answer));
        }
        let feed = Feed::default();
        let props = AppProps {
            state: Rc::clone(&state),
            feed: feed.clone(),
            text,
            quiz_text,
            send: Callback::noop(),
            entitle: Callback::noop(),
            drawn: None,
        };
        let page = yew::Renderer::<App>::with_root_and_props(nowhere, props).render();
        let mut store = Store::new(Box::new(MemoryStore::default()), "");
        store.open(clock::now());
        let stage = Stage {
            program,
            begun_with: Rc::clone(&state),
            page,
            feed,
            state,
            store,
        };
        stage.go_on(steps.into_iter());
    });
}

/// The first option of each question that has options.
fn answers(state: &State) -> Vec<Event> {
    let quiz = state.quiz_of_draft();
    let events = quiz.questions().iter().filter_map(|question| {
        let Kind::One { options } = &question.kind else {
            return None;
        };
        Some(Event::AnswerChosen {
            question: question.id.clone(),
            answer: Answer::Option(options.first()?.id.clone()),
        })
    });
    events.collect()
}

/// One of the steps.
enum Step {
    /// Something is done, and what follows from it is seen.
    Taken(Event),
    /// All is answered, and the result is made.
    Finished,
    /// A page of the result is seen.
    Seen(fn(Id) -> Route),
}

/// Where the steps are made: a page that nobody sees, and a store that keeps nothing.
struct Stage {
    /// The real one, and the state that it was in.
    program: Runtime,
    begun_with: Rc<State>,
    page: AppHandle<App>,
    feed: Feed,
    state: Rc<State>,
    store: Store,
}

impl Stage {
    fn go_on(mut self, mut steps: impl Iterator<Item = Step> + 'static) {
        clock::soon(move || {
            let is_left_alone = Rc::ptr_eq(&self.program.state(), &self.begun_with);
            match steps.next().filter(|_| is_left_alone) {
                Some(step) => {
                    self.take(step);
                    self.go_on(steps);
                }
                None => self.page.destroy(),
            }
        });
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Taken(event) => self.make(event),
            Step::Finished => {
                for answer in answers(&self.state) {
                    self.make(answer);
                }
                return self.make(Event::ResultAsked);
            }
            Step::Seen(page) => {
                let [Some(id), _] = self.state.route.interviews() else {
                    return;
                };
                self.make(Event::Went(page(id.clone())));
            }
        }
        self.feed.show(Rc::clone(&self.state));
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
    }
}
