//! The composition root: puts the program together and hands it to the browser.

use std::rc::Rc;

use interview_hindsight::app;
use interview_hindsight::app::embedding::Embedding;
use interview_hindsight::app::route::Route;
use interview_hindsight::app::runtime::Runtime;
use interview_hindsight::app::state::State;
use interview_hindsight::browser::{
    address, clock, early, host, locale::IntlLocale, locale::preferred_languages, share,
    storage::LocalStore,
};
use interview_hindsight::ui::app::{App, AppProps, Feed};
use interview_hindsight::ui::screen::your_data::IMPORT_INPUT;
use interview_hindsight::ui::take_along::letters_and_lessons;
use interview_hindsight::ui::text::Text;
use interview_hindsight::wire::locale::{English, Locale};
use interview_hindsight::wire::quiz_document;
use interview_hindsight::wire::quiz_text::{self, QuizText};
use interview_hindsight::wire::store::Store;
use interview_hindsight::wire::text_catalogue::{self, TextCatalogue};
use yew::Callback;

/// The language that there are texts in.
const LANGUAGE: &str = "en";

fn main() {
    if start().is_none() {
        // boot.js shows its message when the start ends in an error.
        wasm_bindgen::throw_str("the page, the quiz or its texts are not what they were built as");
    }
}

/// How the browser writes numbers and days in this language, for the region that the person is in.
fn locale() -> Rc<dyn Locale> {
    let of_language = |tag: &String| tag.split('-').next() == Some(LANGUAGE);
    let tag = preferred_languages().into_iter().find(of_language);
    match IntlLocale::new(tag.as_deref().unwrap_or(LANGUAGE)) {
        Some(locale) => Rc::new(locale),
        None => Rc::new(English),
    }
}

fn start() -> Option<()> {
    let host = web_sys::window()?.document()?.get_element_by_id("app")?;
    let quiz = quiz_document::current().ok()?;
    let quiz_text = Rc::new(QuizText::parse(quiz_text::built_in(quiz.id(), LANGUAGE)?).ok()?);
    let texts = TextCatalogue::parse(text_catalogue::built_in(LANGUAGE)?).ok()?;
    let text = Text::new(texts, locale());
    let mut state = State::new(quiz, Route::parse(&address::fragment()), clock::now())?;
    state.can_share = share::is_there();
    let settings = host::is_for_a_frame().then(host::settings);
    state.embedding = settings.as_ref().map(|settings| {
        Embedding::new(
            settings.show,
            settings.theme.clone(),
            &host::own_page(""),
            host::is_lasting(),
            host::is_overheard(),
        )
    });
    let store = Store::new(Box::new(LocalStore), env!("CARGO_PKG_VERSION"));
    let feed = Feed::default();
    let shown = feed.clone();
    let (t, q) = (text.clone(), Rc::clone(&quiz_text));
    let program = Runtime::new(
        state,
        store,
        IMPORT_INPUT,
        move |state| shown.show(state),
        move |state| letters_and_lessons(state, &t, &q),
    );
    // The store is read before the first drawing, so that nothing flashes.
    program.start();
    let sender = program.clone();
    let props = AppProps {
        state: program.state(),
        feed,
        text,
        quiz_text,
        send: Callback::from(move |event| sender.send(event)),
    };
    let notes = early::take(&host);
    yew::Renderer::<App>::with_root_and_props(host, props).render();
    // What was done before the program was there. It is drawn together with the first page, so that
    // nothing flashes.
    for event in app::early::events(&program.state().quiz_of_draft(), &notes) {
        program.send(event);
    }
    if let Some(settings) = settings {
        program.greet(settings.id, settings.complaints);
    }
    Some(())
}
