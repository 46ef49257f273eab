//! The composition root: puts the program together and hands it to the browser.

use std::rc::Rc;

use interview_hindsight::app;
use interview_hindsight::app::builder::Place;
use interview_hindsight::app::embedding::Embedding;
use interview_hindsight::app::rest;
use interview_hindsight::app::route::Route;
use interview_hindsight::app::runtime::{Page, Runtime};
use interview_hindsight::app::state::{Rest, Site, State};
use interview_hindsight::browser::{
    address, clipboard, clock, early, host, locale::IntlLocale, locale::preferred_languages, share,
    storage::LocalStore,
};
use interview_hindsight::domain::quiz::Quiz;
use interview_hindsight::ui::app::{App, AppProps, Feed};
use interview_hindsight::ui::screen::builder;
use interview_hindsight::ui::screen::your_data::IMPORT_INPUT;
use interview_hindsight::ui::take_along;
use interview_hindsight::ui::text::Text;
use interview_hindsight::wire::embed::{self, Settings};
use interview_hindsight::wire::jotter::Jotter;
use interview_hindsight::wire::locale::{English, Locale, Switched};
use interview_hindsight::wire::port::KeyValue;
use interview_hindsight::wire::quiz_document;
use interview_hindsight::wire::quiz_text::{self, QuizText};
use interview_hindsight::wire::store::Store;
use interview_hindsight::wire::text_catalogue::{self, TextCatalogue};
use js_sys::Array;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use yew::Callback;

mod rehearsal;

/// A small allocator: the one that comes with the standard library is three kilobytes larger as it travels, and each
/// first visit waits for it.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// The language that there are texts in.
const LANGUAGE: &str = "en";

/// Nothing yet: boot.js says when to start, and with how much of the program.
fn main() {}

/// Starts the program. `whole` is whether the rest of it is here as well; `own` are the document and the words of
/// another quiz than the built-in one, which needs the rest.
///
/// Gives `false` where that is needed at once and missing: where something is kept that the first half cannot
/// read, where the address leads to a later screen, and in a frame. Otherwise the first page is drawn in the next task.
///
/// # Errors
/// Throws where the page, the quiz or its texts are not what they were built as.
#[wasm_bindgen]
pub fn begin(whole: bool, own: &JsValue) -> bool {
    let route = Route::parse(&address::fragment());
    let is_enough = !host::is_builder()
        && rest::is_first(&route)
        && !host::is_for_a_frame()
        && !is_anything_kept();
    if !whole && !is_enough {
        return false;
    }
    if start(route, whole, own).is_none() {
        // boot.js shows its message when the start ends in an error.
        wasm_bindgen::throw_str("the page, the quiz or its texts are not what they were built as");
    }
    true
}

/// Whether anything was ever kept. Where the browser lets nobody look, nothing was.
fn is_anything_kept() -> bool {
    LocalStore.keys().is_ok_and(|keys| !keys.is_empty())
}

fn start(route: Route, whole: bool, own: &JsValue) -> Option<()> {
    let host = web_sys::window()?.document()?.get_element_by_id("app")?;
    if whole && host::is_builder() {
        return later::builder(host);
    }
    let (quiz, quiz_text) = if whole && own.is_object() {
        later::own_quiz(own)?
    } else {
        let quiz = if whole {
            later::quiz()?
        } else {
            quiz_document::first().ok()?
        };
        let words = quiz_text::first(quiz.id(), LANGUAGE)?;
        (quiz, words)
    };
    let quiz_text = Rc::new(quiz_text);
    let texts = Rc::new(text_catalogue::first(LANGUAGE)?);
    let mut state = State::new(quiz, route, clock::now())?;
    if !whole {
        state.rest = Rest::Missing;
    }
    state.can_share = share::is_there();
    if whole {
        // The first half alone is only started where nothing is kept of any quiz.
        state.site = later::site();
    }
    let settings = whole.then(|| later::embed(&mut state)).flatten();
    let wanted = settings
        .as_ref()
        .and_then(|settings| settings.locale.clone());
    let written = Rc::new(Switched::default());
    if whole {
        later::complete(&texts, &quiz_text, &written, wanted);
    }
    let text = Text::new(Rc::clone(&texts), Rc::clone(&written) as Rc<dyn Locale>);
    let store = Store::new(Box::new(LocalStore), env!("CARGO_PKG_VERSION"));
    let feed = Feed::default();
    let (shown, shown_at_once) = (feed.clone(), feed.clone());
    let (t, q) = (text.clone(), Rc::clone(&quiz_text));
    let (words, writes) = (Rc::clone(&quiz_text), Rc::clone(&written));
    let (said, asked) = (text.clone(), Rc::clone(&quiz_text));
    let page = Page {
        show: Box::new(move |state| shown.show(state)),
        show_at_once: Box::new(move |state| shown_at_once.show_at_once(state)),
        words: Box::new(move |state| later::letters_and_lessons(state, &t, &q)),
        complete: Box::new(move || later::complete(&texts, &words, &writes, None)),
        rehearse: Box::new(move |program| later::rehearse(program, &said, &asked)),
        write_as: Box::new(move |tag| later::write_as(&written, Some(tag))),
        import_input: IMPORT_INPUT,
    };
    let jotter = (!whole).then(|| Jotter::new(Box::new(LocalStore)));
    let program = Runtime::new(state, store, jotter, page);
    // The store is read before the first drawing, so that nothing flashes.
    program.start();
    // In a task of its own: reading and drawing together keep a slow device busy for longer than a press may wait.
    clock::soon(move || draw(host, &program, feed, text, quiz_text, settings));
    Some(())
}

/// Draws the first page in the place of what the HTML has.
fn draw(
    host: web_sys::Element,
    program: &Runtime,
    feed: Feed,
    text: Text,
    quiz_text: Rc<QuizText>,
    settings: Option<Settings>,
) {
    let (sender, entitled, drawn) = (program.clone(), program.clone(), program.clone());
    let props = AppProps {
        state: program.state(),
        feed,
        text,
        quiz_text,
        send: Callback::from(move |event| sender.send(event)),
        entitle: Callback::from(move |title| entitled.entitle(title)),
        drawn: Some(Callback::from(move |is_more| drawn.drawn(is_more))),
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
    early::drawn();
    program.rehearse();
}

/// What the start does with the rest of the program alone.
mod later {
    use super::*;

    /// Adds the texts of the later screens, and how their numbers and days are written. The texts of an own quiz are
    /// all there.
    #[inline(never)]
    pub(super) fn complete(
        texts: &TextCatalogue,
        quiz_text: &QuizText,
        written: &Switched,
        wanted: Option<String>,
    ) {
        write_as(written, wanted);
        text_catalogue::later::complete(texts);
        if quiz_text.quiz() == quiz_document::BUILT_IN {
            quiz_text::later::complete(quiz_text);
        }
    }

    /// Has numbers and days written as in this language and region.
    #[inline(never)]
    pub(super) fn write_as(written: &Switched, wanted: Option<String>) {
        written.switch(locale(wanted));
    }

    /// How the browser writes numbers and days in this language, for the region that the page around names, or that the
    /// person is in.
    fn locale(wanted: Option<String>) -> Rc<dyn Locale> {
        let of_language = |tag: &String| tag.split('-').next() == Some(LANGUAGE);
        let mut tags = wanted.into_iter().chain(preferred_languages());
        let tag = tags.find(of_language);
        match IntlLocale::new(tag.as_deref().unwrap_or(LANGUAGE)) {
            Some(locale) => Rc::new(locale),
            None => Rc::new(English),
        }
    }

    /// The built-in quiz.
    #[inline(never)]
    pub(super) fn quiz() -> Option<Quiz> {
        quiz_document::current().ok()
    }

    /// A quiz that whoever deploys the site put into it, and its words.
    #[inline(never)]
    pub(super) fn own_quiz(own: &JsValue) -> Option<(Quiz, QuizText)> {
        let own: &Array = own.dyn_ref()?;
        let quiz = quiz_document::parse(&own.get(0).as_string()?).ok()?;
        let words = QuizText::parse(&own.get(1).as_string()?).ok()?;
        Some((quiz, words))
    }

    /// Has the next steps compiled before they are made.
    #[inline(never)]
    pub(super) fn rehearse(program: &Runtime, text: &Text, quiz_text: &Rc<QuizText>) {
        rehearsal::begin(program, text.clone(), Rc::clone(quiz_text));
    }

    /// All letters and lessons as one text.
    #[inline(never)]
    pub(super) fn letters_and_lessons(state: &State, t: &Text, q: &QuizText) -> String {
        take_along::letters_and_lessons(state, t, q)
    }

    /// The page for owners, which is all that this page is for.
    #[inline(never)]
    pub(super) fn builder(host: web_sys::Element) -> Option<()> {
        let texts = text_catalogue::first(LANGUAGE)?;
        text_catalogue::later::complete(&texts);
        let place = Place {
            app: host::site(),
            origin: host::origin(),
            pinned: host::pinned_loader(),
            own_quizzes: host::own_quizzes(),
        };
        let copy = Callback::from(|(text, told): (String, Callback<bool>)| {
            wasm_bindgen_futures::spawn_local(async move {
                told.emit(clipboard::copy(&text).await.is_ok());
            });
        });
        let text = Text::new(texts, locale(None));
        let props = builder::Props { text, place, copy };
        yew::Renderer::<builder::Page>::with_root_and_props(host, props).render();
        early::drawn();
        Some(())
    }

    /// The quizzes of the site.
    #[inline(never)]
    pub(super) fn site() -> Rc<Site> {
        Rc::new(Site {
            root: host::site(),
            own_quizzes: host::own_quizzes(),
        })
    }

    /// What is different in a frame, if this is one.
    #[inline(never)]
    pub(super) fn embed(state: &mut State) -> Option<Settings> {
        let mut settings = host::is_for_a_frame().then(host::settings)?;
        let quiz = state.quiz_id().as_str();
        let own_page = state.site.page(quiz).unwrap_or_default();
        let wanted = settings.quiz.take();
        let unknown = wanted.filter(|wanted| wanted != quiz);
        let mut embedding = Embedding::new(
            settings.show,
            settings.theme.clone(),
            &own_page,
            host::is_lasting(),
            host::is_overheard(),
        );
        if let Some(unknown) = &unknown {
            embedding.is_quiz_missing = true;
            let complaint = embed::unknown_quiz(unknown, &state.site.own_quizzes);
            settings.complaints.push(complaint);
        }
        state.embedding = Some(embedding);
        Some(settings)
    }
}
