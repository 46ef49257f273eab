//! The page around every screen, and the one component that the browser holds.
//!
//! Owns what stands on every page: the skip link, the banners, the live region, the navigation; and the
//! two things that follow from drawing: what the page is called and where the focus goes.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

use crate::app::embedding::Sort;
use crate::app::event::{Event, Target};
use crate::app::learning::ResultsCache;
use crate::app::route::Route;
use crate::app::state::{Notice, State};
use crate::wire::language::name_of;
use crate::wire::quiz_text::QuizText;
use crate::wire::store::StorageState;

use super::component::field;
use super::component::frame::{self, Tone};
use super::element::{el, keyed, words};
use super::screen::{self, language};
use super::text::Text;
use super::translated::translatable;
use super::view::{ButtonKind, View};

/// Hands each new state to the page. The page puts its end in when it is made.
#[derive(Clone, Default)]
pub struct StateSink(Rc<RefCell<Sink>>);

#[derive(Default)]
enum Sink {
    /// The page is not made yet.
    #[default]
    Nobody,
    /// Nor is it now, and this is what it has missed.
    Waiting(Rc<State>),
    /// Whom to hand it to.
    Page(Callback<Drawn>),
}

/// What the page is drawn from anew.
pub enum Drawn {
    /// Another state.
    State(Rc<State>),
    /// The words of another language.
    Words(Text, Rc<QuizText>),
}

impl PartialEq for StateSink {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl StateSink {
    /// Draws a state.
    pub fn show(&self, state: Rc<State>) {
        let page = match &*self.0.borrow() {
            Sink::Page(page) => Some(page.clone()),
            _ => None,
        };
        match page {
            Some(page) => page.emit(Drawn::State(state)),
            None => drop(self.0.replace(Sink::Waiting(state))),
        }
    }

    /// Draws with other words from now on. Only a page that is made can change its language.
    pub fn speak(&self, text: Text, quiz_text: Rc<QuizText>) {
        let page = match &*self.0.borrow() {
            Sink::Page(page) => Some(page.clone()),
            _ => None,
        };
        if let Some(page) = page {
            page.emit(Drawn::Words(text, quiz_text));
        }
    }
}

/// What the page is drawn from.
#[derive(Clone, Properties)]
pub struct AppProps {
    /// The first state.
    pub state: Rc<State>,
    /// Where later states come from.
    #[prop_or_default]
    pub feed: StateSink,
    /// The words of the interface.
    pub text: Text,
    /// The words of the quiz.
    pub quiz_text: Rc<QuizText>,
    /// Takes what the person did.
    pub send: Callback<Event>,
    /// Takes what the page is called, each time that it is called something else.
    pub set_title: Callback<String>,
    /// Is told each time that the page is drawn.
    #[prop_or_default]
    pub drawn: Callback<()>,
}

/// By identity: the state is a new one after each event, and to compare two of them field by field would
/// bring all of that code along.
impl PartialEq for AppProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.state, &other.state)
            && self.feed == other.feed
            && self.text == other.text
            && Rc::ptr_eq(&self.quiz_text, &other.quiz_text)
            && self.send == other.send
            && self.set_title == other.set_title
            && self.drawn == other.drawn
    }
}

/// The whole page.
pub struct App {
    state: Rc<State>,
    text: Text,
    quiz_text: Rc<QuizText>,
    /// The last request for the focus that was met.
    focused: u32,
    title: String,
    results_cache: RefCell<ResultsCache>,
}

impl Component for App {
    type Message = Drawn;
    type Properties = AppProps;

    fn create(ctx: &Context<Self>) -> Self {
        let props = ctx.props();
        let page = Sink::Page(ctx.link().callback(|drawn| drawn));
        let state = match props.feed.0.replace(page) {
            Sink::Waiting(state) => state,
            _ => Rc::clone(&props.state),
        };
        Self {
            // Of the first state: what came later may have asked for the focus.
            focused: props.state.focus.0,
            state,
            text: props.text.clone(),
            quiz_text: Rc::clone(&props.quiz_text),
            title: String::new(),
            results_cache: RefCell::default(),
        }
    }

    fn update(&mut self, _: &Context<Self>, drawn: Drawn) -> bool {
        match drawn {
            Drawn::State(state) => {
                let changed = !Rc::ptr_eq(&self.state, &state);
                self.state = state;
                changed
            }
            // Drawn with the state that says which language it is.
            Drawn::Words(text, quiz_text) => {
                self.text = text;
                self.quiz_text = quiz_text;
                false
            }
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        translatable(page(&View {
            state: &self.state,
            t: &self.text,
            q: &self.quiz_text,
            send: &props.send,
            is_in_html: false,
            results_cache: &self.results_cache,
        }))
    }

    fn rendered(&mut self, ctx: &Context<Self>, _: bool) {
        let props = ctx.props();
        let view = View {
            state: &self.state,
            t: &self.text,
            q: &self.quiz_text,
            send: &props.send,
            is_in_html: false,
            results_cache: &self.results_cache,
        };
        let title = self.text.app_title(&name(&view), self.text.app_name());
        if title != self.title {
            props.set_title.emit(title.clone());
            self.title = title;
        }
        let (serial, target) = self.state.focus;
        if serial != self.focused {
            self.focused = serial;
            if let Some(target) = target {
                // In a frame the page around is asked to show the top of a step. The browser's own scrolling would
                // come in between, and tell it where the focus is.
                let stays = target == Target::Heading && self.state.embedding.is_some();
                field::focus_in(element(target), stays);
            }
        }
        props.drawn.emit(());
    }
}

/// Where the focus goes, as an id on the page.
fn element(target: Target) -> &'static str {
    match target {
        Target::Heading => "heading",
        Target::Main => "main",
        Target::ErrorSummary => "problems",
        Target::MoreResults => "more-results",
        Target::MoreRows => "more-rows",
        Target::UndoRow => "undo",
        Target::ImportReport => "import-report",
        Target::EraseQuestion => "erase",
        Target::MoveButton => "moved",
        Target::NewField => "new-field",
        Target::Revealed => "revealed",
        Target::Letter => screen::letter::LETTER,
        Target::Section(place) => {
            let section = screen::how_it_works::SECTIONS.get(place);
            section.copied().unwrap_or("heading")
        }
    }
}

/// The page.
pub fn page(view: &View<'_>) -> Html {
    let embedding = view.embedding();
    let above = embedding.map(|embedding| screen::embedded::above(view, embedding));
    let samples = sampled(view).map(|sort| screen::samples::samples(view, sort));
    // In a frame the banners stand below: what one says of the store may come with an answer, and must not move what can
    // be chosen, which the page around could see where the focus goes there.
    let banners = banners(view);
    let mut standing: Vec<String> = banners.iter().flatten().map(Banner::words).collect();
    let banners: Html = banners.into_iter().map(Banner::view).collect();
    let (before, after) = match embedding {
        None => (banners, Html::default()),
        Some(_) => (Html::default(), banners),
    };
    // As many parts whatever there is: Yew matches them by their places, and the focus stands in one.
    let main = [
        above.unwrap_or_default(),
        before,
        content(view),
        after,
        samples.unwrap_or_default(),
    ];
    standing.extend(screen::label::problems(view));
    around(view, main.to_vec(), standing)
}

/// What stands around the main part of every page. The live region says what is standing on the page as soon as it does.
pub fn around(view: &View<'_>, main: Vec<Html>, standing: Vec<String>) -> Html {
    let t = view.t;
    let embedding = view.embedding();
    let below = match embedding {
        Some(embedding) => screen::embedded::below(view, embedding),
        None => {
            let private = words("p", "", t.app_private());
            el("footer", "ih-footer", vec![private, language::choice(view)])
        }
    };
    html! {
        <div class="ih-app">
            <button type="button" class="ih-skip" data-do="skip" onclick={view.press(Event::Jumped(Target::Main))}>{ t.app_skip() }</button>
            { el("header", "ih-header", vec![brand(t, Route::Start.fragment()), navigation(view)]) }
            <main class="ih-main" id="main" tabindex="-1">{ for main }</main>
            { below }
            <div class="ih-visually-hidden" role="status" aria-live="polite">{ said(view, standing) }</div>
        </div>
    }
}

/// The app's name and mark, which lead to its start.
pub fn brand(t: &Text, href: String) -> Html {
    html! {
        <a class="ih-brand" {href}>
            <svg class="ih-brand__mark" viewBox="0 0 32 32" aria-hidden="true">
                <path class="ih-chart__felt" d="M16 15 l-8 -10 h16 z" />
                <path class="ih-chart__signs" d="M16 18 l8 10 h-16 z" />
            </svg>
            { t.app_name() }
        </a>
    }
}

/// The sort of screen whose height is not known yet.
fn sampled(view: &View<'_>) -> Option<Sort> {
    let embedding = view.embedding()?;
    embedding.wanted(&view.state.quiz, &view.state.route)
}

fn navigation(view: &View<'_>) -> Html {
    let t = view.t;
    let link = |route: Route, label: &str, here: bool| {
        html! {
            <li><a class="ih-nav__link" href={route.fragment()} aria-current={here.then_some("page")}>{ label }</a></li>
        }
    };
    let here = &view.state.route;
    html! {
        <nav class="ih-nav" aria-label={t.app_navigation().to_owned()}>
            <ul class="ih-nav__list">
                if view.embedding().is_none() {
                    { link(Route::History, t.app_nav_history(), *here == Route::History) }
                    { link(Route::Next, t.next_title(), *here == Route::Next) }
                }
                { link(Route::HowItWorks, t.app_nav_how(), *here == Route::HowItWorks) }
                { link(Route::YourData, t.app_nav_data(), *here == Route::YourData) }
                { language::offer(view) }
            </ul>
        </nav>
    }
}

fn content(view: &View<'_>) -> Html {
    let body = screen::view(view);
    // A key for each address: nothing of one screen's form is left in the next one's. All pages of the interview are
    // one screen, in which each question has a key of its own: what stands around it stays, which spares the
    // browser a third of the layout between two questions.
    let key = match &view.state.route {
        Route::Question(_) | Route::Change(_) => "question".to_owned(),
        route => route.fragment(),
    };
    keyed(&key, el("div", "ih-screen", vec![body]))
}

/// What the page is called: it names the step and the place, and nothing that a person entered.
pub fn name(view: &View<'_>) -> String {
    let name = screen::name(view);
    let name = if name.is_empty() {
        view.t.unknown_title()
    } else {
        name
    };
    name.to_owned()
}

/// Something that is said above every page.
struct Banner<'a> {
    title: &'a str,
    /// What it is said with in a box; a line without one has a title alone.
    boxed: Option<(Tone, Html)>,
}

impl<'a> Banner<'a> {
    fn new(tone: Tone, title: &'a str, body: Html) -> Self {
        let boxed = Some((tone, body));
        Self { title, boxed }
    }

    /// What assistive technology is told when it appears; the rest can be read there.
    fn words(&self) -> String {
        self.title.to_owned()
    }

    /// As many parts whatever there is: Yew matches them by their places, and the focus stands in one.
    fn view(banner: Option<Self>) -> Html {
        match banner {
            None => Html::default(),
            Some(Self { title, boxed: None }) => words("p", "ih-quiet-line", title),
            Some(Self {
                title,
                boxed: Some((tone, body)),
            }) => frame::banner(tone, title, body),
        }
    }
}

/// What the store cannot do, each with a way to take everything along.
fn banners<'v>(view: &View<'v>) -> [Option<Banner<'v>>; 8] {
    let t = view.t;
    let keeping = &view.state.keeping;
    // In a frame it is the browser that does not keep anything, not the person, and that is said above.
    let is_said = screen::embedded::is_passing(view) && view.state.preferences.keep;
    let state = match keeping.state {
        StorageState::Loading | StorageState::Ready => None,
        StorageState::Blocked if is_said => None,
        StorageState::ReadOnlyNewer => Some((
            Tone::Warning,
            t.storage_newer_title(),
            t.storage_newer_body(),
        )),
        StorageState::Full => Some((Tone::Warning, t.storage_full_title(), t.storage_full_body())),
        StorageState::Blocked => Some((
            Tone::Warning,
            t.storage_blocked_title(),
            t.storage_blocked_body(),
        )),
        // Said in a line of its own.
        StorageState::Temporary => None,
    };
    let state = state.map(|(tone, title, body)| {
        let body = html! {
            <>
                <p>{ body }</p>
                if keeping.in_memory > 0 {
                    <p>{ t.storage_in_memory(keeping.in_memory) }</p>
                    { view.button(Event::ExportAsked, t.data_export_button(), ButtonKind::Secondary) }
                }
            </>
        };
        Banner::new(tone, title, body)
    });
    // Nobody is offered a copy who asked that nothing be kept, as on a shared computer.
    let unkept = (!view.state.preferences.keep && !view.state.cleared).then(|| Banner {
        title: t.storage_temporary(),
        boxed: None,
    });
    let cleared = view.state.cleared.then(|| {
        let body = words("p", "", t.storage_cleared_body());
        Banner::new(Tone::Calm, t.storage_cleared_title(), body)
    });
    let refused = keeping.refused.is_some().then(|| {
        let body = html! {
            <>
                <p>{ t.storage_refused_body() }</p>
                { view.button(Event::ExportAsked, t.data_export_button(), ButtonKind::Secondary) }
            </>
        };
        Banner::new(Tone::Warning, t.storage_refused_title(), body)
    });
    let export_failed = view.state.export_failed.then(|| {
        let body = html! { <p>{ t.storage_export_failed_body() }</p> };
        Banner::new(Tone::Warning, t.storage_export_failed_title(), body)
    });
    let print_failed = view.state.print_failed.then(|| {
        let body = html! { <p>{ t.app_print_failed_body() }</p> };
        Banner::new(Tone::Warning, t.app_print_failed_title(), body)
    });
    let on_data_page = view.state.route == Route::YourData;
    let aside = (!keeping.quarantined.is_empty() && !on_data_page).then(|| {
        let body = html! {
            <>
                <p>{ t.storage_aside_body(keeping.quarantined.len()) }</p>
                <p>{ view.link(&Route::YourData, t.storage_aside_link()) }</p>
            </>
        };
        Banner::new(Tone::Warning, t.storage_aside_title(), body)
    });
    let new_version = view.state.new_version.then(|| {
        let body = html! {
            <>
                <p>{ t.app_new_version_body() }</p>
                { view.button(Event::NewVersionAgreed, t.app_new_version_button(), ButtonKind::Secondary) }
            </>
        };
        Banner::new(Tone::Calm, t.app_new_version_title(), body)
    });
    [
        state,
        unkept,
        cleared,
        refused,
        export_failed,
        print_failed,
        aside,
        new_version,
    ]
}

/// What the live region says: what was done, and what is standing on the page by itself. Each has a key, so that one that
/// goes or comes adds nothing else again.
fn said(view: &View<'_>, standing: Vec<String>) -> Html {
    let standing = standing.into_iter();
    let standing = standing.map(|text| html! { <p key={text.clone()}>{ text }</p> });
    notice(view).into_iter().chain(standing).collect()
}

/// What was done.
fn notice(view: &View<'_>) -> Option<Html> {
    let t = view.t;
    let (serial, notice) = view.state.notice.as_ref()?;
    let words = match notice {
        Notice::Saved => t.notice_saved().to_owned(),
        Notice::Deleted => t.notice_deleted().to_owned(),
        Notice::BroughtBack => t.notice_brought_back().to_owned(),
        Notice::Exported => t.notice_exported().to_owned(),
        Notice::LetterCopied => t.letter_copied().to_owned(),
        Notice::LinkCopied => t.link_copied().to_owned(),
        Notice::NotCopied => t.letter_not_copied().to_owned(),
        Notice::Imported => t.notice_imported().to_owned(),
        Notice::Undone => t.notice_undone().to_owned(),
        Notice::Left(left) => t.notice_left(*left),
        Notice::Shown(count) => t.history_count(*count),
        Notice::LanguageChanged => t.language_changed().to_owned(),
        Notice::LanguageFailed(tag) => t.language_failed(name_of(tag)),
        Notice::Removed => t.notice_deleted().to_owned(),
        Notice::Moved(place, of) => t.lesson_moved(*place, *of),
    };
    // A new element each time: assistive technology says the same words again only if they are added again.
    Some(html! { <p key={*serial}>{ words }</p> })
}
