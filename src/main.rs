//! The composition root: puts the program together and hands it to the browser.

use std::cell::RefCell;
use std::rc::Rc;

use interview_hindsight::app::builder::Place;
use interview_hindsight::app::collation::Collation;
use interview_hindsight::app::embedding::Embedding;
use interview_hindsight::app::event::{Event, Target};
use interview_hindsight::app::route::Route;
use interview_hindsight::app::runtime::{NewWords, Page, Runtime};
use interview_hindsight::app::state::{Languages, Site, State};
use interview_hindsight::browser::{
    address, clipboard, clock, clock::BrowserZones, host, language, locale::IntlLocale,
    locale::preferred_languages, share, storage::LocalStore, theme as scheme, version,
};
use interview_hindsight::domain::quiz::Quiz;
use interview_hindsight::domain::zone::Zones;
use interview_hindsight::ui::app::{App, AppProps, StateSink};
use interview_hindsight::ui::screen::builder;
use interview_hindsight::ui::screen::your_data::IMPORT_INPUT;
use interview_hindsight::ui::text::Text;
use interview_hindsight::ui::text_export;
use interview_hindsight::wire::embed::theme::Scheme;
use interview_hindsight::wire::embed::{FromHost, Settings};
use interview_hindsight::wire::language::{PageLanguage, Words};
use interview_hindsight::wire::locale::{English, Locale};
use interview_hindsight::wire::notes::CarriedOver;
use interview_hindsight::wire::quiz_document;
use interview_hindsight::wire::quiz_text::QuizText;
use interview_hindsight::wire::record::Theme;
use interview_hindsight::wire::store::Store;
use js_sys::Array;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use yew::Callback;

/// Nothing yet: boot.js says when to start.
fn main() {}

/// The program, ready to take the page over.
#[wasm_bindgen]
pub struct Program {
    host: web_sys::Element,
    words: Words,
    locale: Rc<dyn Locale>,
    /// Nothing on the page for owners.
    quiz: Option<Quiz>,
}

/// Makes the program ready. `words` is the file of the page's language, and `own` are the document and the words of
/// another quiz than the built-in one. Nothing is read of what is kept, and nothing is drawn.
///
/// # Errors
/// Throws where the page, the quiz or its texts are not what they were built as.
#[wasm_bindgen]
pub fn prepare(words: &str, own: &JsValue) -> Program {
    show_theme();
    let prepare = || {
        let mut words = Words::parse(words)?;
        let quiz = match host::is_builder() {
            true => None,
            false if own.is_object() => {
                let (quiz, its_words) = own_quiz(own)?;
                words.quiz = its_words;
                Some(quiz)
            }
            false => Some(quiz_document::current().ok()?),
        };
        Some(Program {
            host: web_sys::window()?.document()?.get_element_by_id("app")?,
            words,
            locale: Rc::new(English),
            quiz,
        })
    };
    // boot.js shows its message when the start ends in an error.
    prepare().unwrap_or_else(|| wasm_bindgen::throw_str(NOT_AS_BUILT))
}

/// What the start says to the console when something that comes with the program is damaged.
const NOT_AS_BUILT: &str = "the page, the quiz or its texts are not what they were built as";

#[wasm_bindgen]
impl Program {
    /// Loads how the browser writes numbers and days. Its `Intl` takes longer than the rest of the start together, so
    /// boot.js calls this as a task of its own, before somebody waits for the program.
    pub fn load_locale(&mut self) {
        let settings = host::is_for_a_frame().then(host::settings);
        if settings.is_none() && !host::is_builder() {
            language::offer_in_html();
        }
        self.locale = locale(
            &host::language(),
            settings.and_then(|settings| settings.locale),
        );
    }

    /// Takes the page over: draws what the address names, with what was answered before. `handed_over` is questionnaire.js's
    /// text; see `wire::notes`.
    ///
    /// # Errors
    /// Throws where the quiz's name cannot stand in a record's key.
    pub fn begin(self, handed_over: &str) {
        let Self {
            host,
            words,
            locale,
            quiz,
        } = self;
        let words = words.spelled_for(&locale.tag());
        let text = Text::new(words.interface, locale);
        let Some(quiz) = quiz else {
            return show_builder(host, text);
        };
        if start(host, text, quiz, words.quiz, handed_over).is_none() {
            wasm_bindgen::throw_str(NOT_AS_BUILT);
        }
    }
}

fn start(
    host: web_sys::Element,
    text: Text,
    quiz: Quiz,
    quiz_text: QuizText,
    handed_over: &str,
) -> Option<()> {
    let words = Spoken::new(text, Rc::new(quiz_text));
    let route = Route::parse(&address::fragment());
    let mut state = State::new(quiz, route, clock::now())?;
    state.zones = Zones::new(BrowserZones);
    state.can_share = share::is_there();
    state.site = Rc::new(Site {
        language: host::language(),
        root: host::site(),
        own_quizzes: host::own_quizzes(),
        earlier_versions: version::all(),
    });
    let settings = embed(&mut state);
    state.languages = languages(settings.as_ref());
    state.collation = Collation(words.text().locale());
    let store = Store::new(Box::new(LocalStore), env!("CARGO_PKG_VERSION"));
    let store = store.in_zones(state.zones.clone());
    let feed = StateSink::default();
    let shown = feed.clone();
    let (said, written, spoken, drawn) =
        (words.clone(), words.clone(), words.clone(), feed.clone());
    let page = Page {
        show: Box::new(move |state| shown.show(state)),
        words: Box::new(move |state| {
            let (text, quiz_text) = said.both();
            text_export::letters_and_lessons(state, &text, &quiz_text)
        }),
        write_as: Box::new(move |tag| {
            let text = written.text();
            text.switch_locale(locale(&host::language(), Some(tag)));
        }),
        speak: Box::new(move |new| spoken.change(new, &drawn)),
        import_input: IMPORT_INPUT,
    };
    let program = Runtime::new(state, store, page);
    let state = program.state();
    let handed_over = CarriedOver::parse(handed_over, state.quiz_id(), &state.zones);
    // The store is read before the first drawing, so that nothing flashes.
    let is_step = handed_over.is_step;
    if let Some(settings) = settings {
        program.adopt_frame(settings.id, settings.complaints, is_step);
    }
    program.start(&handed_over);
    let (text, quiz_text) = words.both();
    draw(host, &program, feed, text, quiz_text);
    if is_step {
        program.send(Event::Jumped(Target::Heading));
    }
    if handed_over.is_result_wanted {
        program.send(Event::ResultAsked);
    }
    Some(())
}

/// Draws the first page in the place of what the HTML has.
fn draw(
    host: web_sys::Element,
    program: &Runtime,
    feed: StateSink,
    text: Text,
    quiz_text: Rc<QuizText>,
) {
    let (sender, titled, drawn) = (program.clone(), program.clone(), program.clone());
    let props = AppProps {
        state: program.state(),
        feed,
        text,
        quiz_text,
        send: Callback::from(move |event| sender.send(event)),
        set_title: Callback::from(move |title| titled.set_title(title)),
        drawn: Callback::from(move |()| drawn.drawn()),
    };
    yew::Renderer::<App>::with_root_and_props(host, props).render();
}

/// The words that the page is in now. Clones are the same ones.
#[derive(Clone)]
struct Spoken(Rc<RefCell<(Text, Rc<QuizText>)>>);

impl Spoken {
    fn new(text: Text, quiz_text: Rc<QuizText>) -> Self {
        Self(Rc::new(RefCell::new((text, quiz_text))))
    }

    fn both(&self) -> (Text, Rc<QuizText>) {
        self.0.borrow().clone()
    }

    fn text(&self) -> Text {
        self.both().0
    }

    /// Goes on in another language. An own quiz without words in it keeps those that it has.
    fn change(&self, new: NewWords, feed: &StateSink) -> Option<Rc<dyn Locale>> {
        let mut words = Words::parse(&new.words)?;
        let (_, quiz_text) = self.both();
        let locale = locale(&new.tag, host::settings().locale);
        match new.quiz {
            Some(quiz) => words.quiz = QuizText::parse(&quiz).ok()?,
            None if quiz_text.quiz() != words.quiz.quiz() => words.quiz = (*quiz_text).clone(),
            None => {}
        }
        let words = words.spelled_for(&locale.tag());
        let spoken = (
            Text::new(words.interface, Rc::clone(&locale)),
            Rc::new(words.quiz),
        );
        let text = &spoken.0;
        language::say_problem([
            text.page_problem(),
            text.page_problem_title(),
            text.page_problem_body(),
            text.page_problem_retry(),
        ]);
        self.0.replace(spoken.clone());
        feed.speak(spoken.0, spoken.1);
        Some(locale)
    }
}

/// The languages of the page, and which of them the person and the page around a frame have.
fn languages(settings: Option<&Settings>) -> Languages {
    let all = language::all();
    let of_page = host::language();
    let mut preferred = preferred_languages().into_iter();
    let of_browser = preferred.find_map(|tag| Some(PageLanguage::best(&all, &tag)?.tag.clone()));
    Languages {
        in_address: all.first().is_some_and(|first| first.tag != of_page),
        of_host: settings.and_then(|settings| settings.locale.clone()),
        of_browser,
        all: Rc::new(all),
        ..Languages::default()
    }
}

/// How the browser writes numbers and days in the page's language, for the region that the page around names, or that the
/// person is in.
fn locale(language: &str, wanted: Option<String>) -> Rc<dyn Locale> {
    let of_language = |tag: &String| tag.split('-').next() == language.split('-').next();
    let mut tags = wanted.into_iter().chain(preferred_languages());
    let tag = tags.find(of_language);
    match IntlLocale::new(tag.as_deref().unwrap_or(language)) {
        Some(locale) => Rc::new(locale),
        None => Rc::new(English),
    }
}

/// A quiz that whoever deploys the site put into it, and its words.
fn own_quiz(own: &JsValue) -> Option<(Quiz, QuizText)> {
    let own: &Array = own.dyn_ref()?;
    let quiz = quiz_document::parse(&own.get(0).as_string()?).ok()?;
    let words = QuizText::parse(&own.get(1).as_string()?).ok()?;
    Some((quiz, words))
}

/// The page for owners, which is all that this page is for.
fn show_builder(host: web_sys::Element, text: Text) {
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
    let props = builder::Props { text, place, copy };
    yew::Renderer::<builder::Page>::with_root_and_props(host, props).render();
}

/// Shows the whole look that a page around a frame asks for, of which the pages of the HTML have what surely does no harm.
fn show_theme() {
    let Some(settings) = host::is_for_a_frame().then(host::settings) else {
        return;
    };
    let mut later = host::early_messages(&settings.id)
        .into_iter()
        .filter_map(|said| match said {
            FromHost::Theme(theme, _) => Some(theme),
            _ => None,
        });
    let theme = later.next_back().unwrap_or(settings.theme);
    let look = theme.look();
    host::show(&look, theme.font, theme.compact);
    match look.scheme {
        Some(Scheme::Light) => scheme::show(Theme::Light),
        Some(Scheme::Dark) => scheme::show(Theme::Dark),
        // As the device or the person says, which is shown already.
        None => {}
    }
}

/// What is different in a frame, if this is one.
fn embed(state: &mut State) -> Option<Settings> {
    let settings = host::is_for_a_frame().then(host::settings)?;
    let quiz = state.quiz_id().as_str();
    let own_page = state.site.page(quiz).unwrap_or_default();
    state.embedding = Some(Embedding::new(
        settings.show,
        settings.theme.clone(),
        &own_page,
        host::is_lasting(),
        host::is_same_origin_host(),
    ));
    Some(settings)
}
