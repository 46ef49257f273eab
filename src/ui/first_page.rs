//! The first page as text, for the HTML.
//!
//! Drawn by the same view as in the browser, so that nothing moves when the program takes its place. Only
//! natively: the build of the site calls this.

use std::rc::Rc;

use yew::{Callback, LocalServerRenderer};

use super::app::{App, AppProps, Feed};
use super::text::Text;
use crate::app::route::Route;
use crate::app::state::State;
use crate::domain::quiz::Quiz;
use crate::domain::time::Moment;
use crate::wire::locale::English;
use crate::wire::quiz_text::QuizText;
use crate::wire::text_catalogue::TextCatalogue;

/// The page of a person who has never been here. `None` where the quiz cannot stand in a record's key.
///
/// Nothing on it depends on the time or on the place: it is the same for everybody.
pub async fn draw(quiz: Quiz, quiz_text: QuizText, texts: TextCatalogue) -> Option<String> {
    let some_time = Moment::new(0, 0)?;
    let props = AppProps {
        state: Rc::new(State::new(quiz, Route::Start, some_time)?),
        feed: Feed::default(),
        text: Text::new(texts, Rc::new(English)),
        quiz_text: Rc::new(quiz_text),
        send: Callback::noop(),
        entitle: Callback::noop(),
        drawn: Callback::noop(),
    };
    let renderer = LocalServerRenderer::<App>::with_props(props).hydratable(false);
    Some(renderer.render().await)
}
