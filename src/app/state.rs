//! Everything the screens are drawn from.
//!
//! Owns [`State`], a plain value: cheap to clone (what can be large is behind an [`Rc`]), comparable,
//! and complete, so that the same state always draws the same page. Must not know a browser, a clock
//! or the store; what happened arrives in [`Action`](super::event::Action)s.

// Most fields and variants are named for exactly what they are; the others have their words.
#![allow(missing_docs)]

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::domain::answers::Answers;
use crate::domain::history::{Details, Draft, Id, Interview, QuizRef};
use crate::domain::lesson::LessonKey;
use crate::domain::quiz::Quiz;
use crate::domain::time::Moment;
use crate::domain::zone::Zones;
use crate::wire::embed::theme::Scheme;
use crate::wire::export::{ImportPreview, Progress};
use crate::wire::language::{LANGUAGES, Language, PageLanguage};
use crate::wire::learning::Item;
use crate::wire::link::LinkProblem;
use crate::wire::quiz_document::BUILT_IN;
use crate::wire::record::{Prefs, Theme};
use crate::wire::store::{Quarantined, SaveError, StorageState, Usage};

use super::collation::Collation;
use super::day::TypedDays;
use super::embedding::{Embedding, sample_moment};
use super::event::{FileProblem, LabelField, Order, OutcomeFilter, Target};
use super::route::Route;

/// The whole state of the program.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The quiz that a new interview is answered with.
    pub quiz: Rc<Quiz>,
    /// The same, less the questions that the article does not have.
    article_quiz: ArticleQuiz,
    /// How a record names [`quiz`](Self::quiz).
    made_with: QuizRef,
    /// Other versions, which results name that were made before an update or elsewhere.
    pub earlier: Vec<EarlierQuiz>,
    /// The screen.
    pub route: Route,
    /// Whether the store has been read. Until then nothing is written, and the screens that show what is
    /// kept wait.
    pub loaded: bool,
    /// What the store can do.
    pub keeping: Keeping,
    /// The interview in progress in this tab.
    pub draft: Option<Rc<Draft>>,
    /// The interview that was in progress in this tab, where another tab finished or deleted it.
    pub lost: Option<LostDraft>,
    /// The interview that was finished in this tab last. The pages before its result lead to the result.
    pub finished: Option<Id>,
    /// Interviews in progress that this tab is not on, the latest first.
    pub other_drafts: Vec<Rc<Draft>>,
    /// All finished results.
    pub interviews: Rc<BTreeMap<Id, Rc<Interview>>>,
    /// How many results are kept of each other quiz. They are on its own page.
    pub others: Rc<Vec<(Id, usize)>>,
    /// The quizzes of this site.
    pub site: Rc<Site>,
    /// What was deleted on this page, and can be brought back while it is open.
    pub deleted: Vec<Rc<Interview>>,
    /// Lessons, prepared answers and the like, by quiz, kind and id.
    pub items: Rc<Vec<Rc<Item>>>,
    pub learning: LearningView,
    pub preferences: Rc<Prefs>,
    pub history: HistoryView,
    /// The label's form while it is open.
    pub label: Option<LabelForm>,
    /// What was typed into the page's fields for days.
    pub typed_days: TypedDays,
    pub import: Import,
    /// Whether this browser can share a text.
    pub can_share: bool,
    /// A result as it was before the person told more about it: the list of what to do says what that changed.
    pub list_before: Option<Rc<Interview>>,
    /// What became of the letter on the screen when it was last handed over.
    pub handed: Option<Delivery>,
    /// What came by the link that the address holds.
    pub opened: Option<Result<Rc<Interview>, LinkProblem>>,
    /// The same, where it is an interview in progress.
    pub opened_draft: Option<Rc<Draft>>,
    /// Whether the browser refused the last file that was to be saved.
    pub export_failed: bool,
    /// Whether the browser had no way to print this page.
    pub print_failed: bool,
    pub erase: Erase,
    /// Whether all of this visit was cleared just now, as the person asked.
    pub cleared: bool,
    /// Whether a new build of the app is on the device, and waits for the person to ask for it.
    pub new_version: bool,
    /// What the one live region says. The serial makes the same words speak again.
    pub notice: Option<(u32, Notice)>,
    /// Where the focus should be. The serial makes the same place take it again.
    pub focus: (u32, Option<Target>),
    /// In which languages there is this page, and what the person wants.
    pub languages: Languages,
    /// How texts are sorted and searched in the language of the page.
    pub collation: Collation,
    /// What is different in a frame; `None` on the app's own page.
    pub embedding: Option<Embedding>,
    /// When the last event happened; deadlines are reckoned from it.
    pub now: Moment,
    /// What clocks show elsewhere and at other times; until the program is told, that of `now` never changes.
    pub zones: Zones,
}

/// The languages of this page. Which it is in now is in [`Site`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Languages {
    /// Those that there are, the one of the site's own address first.
    pub all: Rc<Vec<PageLanguage>>,
    /// Whether the address names one, which then wins over what is kept and what the page around asks for.
    pub in_address: bool,
    /// The tag that the page around a frame asks for.
    pub of_host: Option<String>,
    /// The one that the browser's own language comes nearest to.
    pub of_browser: Option<String>,
    /// Without a network, the tags of those whose words are on the device; `None` with one.
    pub on_device: Option<Rc<BTreeSet<String>>>,
    /// What came of the last wish for another one.
    pub change: LanguageChange,
}

/// A change of language on its way.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum LanguageChange {
    #[default]
    None,
    /// The words of the language with this tag are on their way.
    Asked(String),
    /// They did not come.
    Failed(String),
}

/// The present quiz without the questions that the article does not have, made when it is first asked for: few
/// people switch them off. Each copy of a state has the same one.
#[derive(Clone, Debug, Default)]
struct ArticleQuiz(Rc<OnceCell<Rc<Quiz>>>);

impl ArticleQuiz {
    fn of(&self, quiz: &Quiz) -> &Rc<Quiz> {
        self.0
            .get_or_init(|| Rc::new(quiz.without_outside_article()))
    }
}

/// Whether it has been made yet is no part of the state.
impl PartialEq for ArticleQuiz {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl State {
    /// The state before anything has happened: the store is not read yet. `None` where the quiz's id or
    /// version cannot stand in a record's key.
    pub fn new(quiz: Quiz, route: Route, now: Moment) -> Option<Self> {
        let made_with = QuizRef {
            id: Id::new(quiz.id())?,
            version: Id::new(quiz.version())?,
            without_outside: false,
        };
        Some(Self {
            made_with,
            article_quiz: ArticleQuiz::default(),
            quiz: Rc::new(quiz),
            earlier: Vec::new(),
            route,
            loaded: false,
            keeping: Keeping::nothing_yet(),
            draft: None,
            lost: None,
            finished: None,
            other_drafts: Vec::new(),
            interviews: Rc::default(),
            others: Rc::default(),
            site: Rc::default(),
            deleted: Vec::new(),
            items: Rc::default(),
            learning: LearningView::default(),
            preferences: Rc::default(),
            history: HistoryView::default(),
            label: None,
            typed_days: TypedDays::default(),
            list_before: None,
            import: Import::Idle,
            can_share: false,
            handed: None,
            opened: None,
            opened_draft: None,
            export_failed: false,
            print_failed: false,
            erase: Erase::Idle,
            cleared: false,
            new_version: false,
            notice: None,
            focus: (0, None),
            languages: Languages::default(),
            collation: Collation::default(),
            embedding: None,
            now,
            zones: Zones::fixed(now.offset_minutes()),
        })
    }

    /// Light or dark: in a frame as the page around has asked, since its colours are made for one of them;
    /// else the person's own choice.
    pub fn shown_theme(&self) -> Theme {
        let embedding = self.embedding.as_ref();
        match embedding.and_then(|embedding| embedding.scheme) {
            Some(Scheme::Light) => Theme::Light,
            Some(Scheme::Dark) => Theme::Dark,
            None => self.preferences.theme,
        }
    }

    /// What a new interview is answered with.
    pub fn reference_of_new(&self) -> QuizRef {
        QuizRef {
            without_outside: !self.preferences.outside_questions,
            ..self.made_with.clone()
        }
    }

    /// The quiz that the things belong to which are kept beside the results.
    pub fn quiz_id(&self) -> &Id {
        &self.made_with.id
    }

    /// An item, whatever it says.
    pub fn item(&self, quiz: &Id, kind: &str, id: &Id) -> Option<&Rc<Item>> {
        let place = self.item_place(quiz, kind, id).ok()?;
        self.items.get(place)
    }

    /// Where an item is in [`items`](Self::items), or would be.
    pub fn item_place(&self, quiz: &Id, kind: &str, id: &Id) -> Result<usize, usize> {
        let wanted = (quiz.as_str(), kind, id.as_str());
        self.items.binary_search_by(|item| {
            (item.quiz.as_str(), item.kind.as_str(), item.id.as_str()).cmp(&wanted)
        })
    }

    /// The quiz that the draft is answered with, or that a new one would be. A draft that was begun before
    /// an update goes on with the present version.
    pub fn quiz_of_draft(&self) -> Rc<Quiz> {
        let without_outside = match &self.draft {
            Some(draft) => draft.quiz.without_outside,
            None => !self.preferences.outside_questions,
        };
        self.present(without_outside)
    }

    /// How a result of this draft names the quiz that it is scored with.
    pub fn reference_of(&self, draft: &Draft) -> QuizRef {
        QuizRef {
            without_outside: draft.quiz.without_outside,
            ..self.made_with.clone()
        }
    }

    /// The answers of the draft; none if there is no draft.
    pub fn draft_answers(&self) -> Answers {
        self.draft
            .as_ref()
            .map_or_else(Answers::new, |draft| draft.answers.clone())
    }

    /// The present version of the quiz.
    pub fn present(&self, without_outside: bool) -> Rc<Quiz> {
        Rc::clone(if without_outside {
            self.article_quiz.of(&self.quiz)
        } else {
            &self.quiz
        })
    }

    /// The quiz that a result is shown with: the version that it names, or the present one while that is
    /// not here.
    pub fn quiz_for(&self, reference: &QuizRef) -> Rc<Quiz> {
        self.quiz_made_with(reference)
            .unwrap_or_else(|| self.present(reference.without_outside))
    }

    /// The quiz exactly as `reference` names it, if this program has it.
    pub fn quiz_made_with(&self, reference: &QuizRef) -> Option<Rc<Quiz>> {
        if self.made_with.is_version_of(reference) {
            return Some(self.present(reference.without_outside));
        }
        match &self.earlier_quiz(reference)?.found {
            QuizLookup::Here { quiz, article } => Some(Rc::clone(if reference.without_outside {
                article
            } else {
                quiz
            })),
            QuizLookup::Asked | QuizLookup::Missing => None,
        }
    }

    /// The languages that the page can be read in now, that of the page among them.
    pub fn offered_languages(&self) -> impl Iterator<Item = &PageLanguage> {
        let on_device = self.languages.on_device.as_ref();
        self.languages.all.iter().filter(move |language| {
            language.tag == self.site.language
                || on_device.is_none_or(|kept| kept.contains(&language.tag))
        })
    }

    /// The language to offer to somebody whose browser has another one than the page: only where nobody has said which.
    pub fn offered_language(&self) -> Option<&str> {
        let languages = &self.languages;
        let is_said = languages.in_address || languages.of_host.is_some();
        if is_said || self.preferences.language.is_some() {
            return None;
        }
        let wanted = languages.of_browser.as_deref()?;
        let mut offered = self.offered_languages();
        let is_other = wanted != self.site.language && offered.any(|one| one.tag == wanted);
        is_other.then_some(wanted)
    }

    /// Whether something is lost when the page is closed, because the person asked that nothing be kept.
    pub fn is_lost_with_page(&self) -> bool {
        !self.preferences.keep && self.keeping.in_memory > 0
    }

    /// A state in which nobody has done anything, on the same screen: a sample that a frame's height is taken from.
    pub fn sample(&self) -> Option<Self> {
        let quiz = Quiz::clone(&self.quiz);
        let mut sample = Self::new(quiz, self.route.clone(), sample_moment(0)?)?;
        sample.loaded = true;
        sample.embedding = self.embedding.clone();
        Some(sample)
    }

    /// What is known of an earlier version; nothing if nobody has asked for it.
    pub fn earlier_quiz(&self, reference: &QuizRef) -> Option<&EarlierQuiz> {
        let mut earlier = self.earlier.iter();
        earlier.find(|earlier| earlier.made_with.is_version_of(reference))
    }

    /// Whether the version that a result names is on its way.
    pub fn is_quiz_awaited(&self, reference: &QuizRef) -> bool {
        let earlier = self.earlier_quiz(reference);
        earlier.is_some_and(|earlier| earlier.found == QuizLookup::Asked)
    }
}

/// The quizzes of the site that the page belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// The tag of the language that the page is in.
    pub language: String,
    /// The address of the built-in quiz's page.
    pub root: String,
    /// The ids of the quizzes that whoever deploys the site put into it.
    pub own_quizzes: Vec<String>,
    /// The versions of its quizzes that are not part of the program, each as quiz and version.
    pub earlier_versions: BTreeSet<(String, String)>,
}

impl Site {
    /// Whether the version that a record names can be fetched. A record can name any.
    pub fn has_version(&self, made_with: &QuizRef) -> bool {
        let (id, version) = (made_with.id.as_str(), made_with.version.as_str());
        let name = (id.to_owned(), version.to_owned());
        self.earlier_versions.contains(&name)
    }

    /// The page of a quiz in the language of this one; `None` where the site does not have it.
    pub fn page(&self, quiz: &str) -> Option<String> {
        let mut languages = LANGUAGES.iter();
        let language = languages.find(|language| language.tag == self.language);
        let folder = language.map(Language::path).unwrap_or_default();
        if quiz == BUILT_IN {
            return (!self.root.is_empty()).then(|| [&self.root, &*folder].concat());
        }
        let is_here = self.own_quizzes.iter().any(|own| own == quiz);
        is_here.then(|| [&self.root, "quiz/", quiz, "/", &folder].concat())
    }
}

/// A version of the quiz that is not part of the program.
#[derive(Clone, Debug, PartialEq)]
pub struct EarlierQuiz {
    /// How a record names it.
    pub made_with: QuizRef,
    pub found: QuizLookup,
}

/// What came of asking for a version of the quiz.
#[derive(Clone, Debug, PartialEq)]
pub enum QuizLookup {
    /// It is on its way.
    Asked,
    /// It did not come, or the site does not have it.
    Missing,
    /// It is here.
    Here {
        quiz: Rc<Quiz>,
        /// The same, less the questions that the article does not have.
        article: Rc<Quiz>,
    },
}

/// An interview in progress that is no longer kept, as it was on the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct LostDraft {
    pub draft: Rc<Draft>,
    /// Whether another tab made a result of it, and did not delete it.
    pub is_finished: bool,
}

/// What the store can do, and what it found.
#[derive(Clone, Debug, PartialEq)]
pub struct Keeping {
    pub state: StorageState,
    /// How full the store is; `None` where that cannot be told.
    pub usage: Option<Usage>,
    /// What could not be read and was kept aside.
    pub quarantined: Rc<Vec<Quarantined>>,
    /// The results that a newer version of the program wrote: shown, never changed.
    pub read_only: Rc<BTreeSet<Id>>,
    /// How many records of a newer version cannot be shown. They are kept.
    pub not_shown: usize,
    /// How many records are in memory alone.
    pub in_memory: usize,
    /// Something was refused, and is not kept at all.
    pub refused: Option<SaveError>,
}

impl Keeping {
    fn nothing_yet() -> Self {
        Self {
            state: StorageState::Loading,
            usage: None,
            quarantined: Rc::default(),
            read_only: Rc::default(),
            not_shown: 0,
            in_memory: 0,
            refused: None,
        }
    }
}

/// How the history is looked at. Not kept: the next visit begins with the whole list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HistoryView {
    pub search: String,
    pub filter: OutcomeFilter,
    pub order: Order,
    /// At most two results, in the order in which they were picked.
    pub picked: Vec<Id>,
    /// How many times more of the list were asked for.
    pub more_results: usize,
    /// The same for the table of the chart.
    pub more_rows: usize,
    /// The place in the chart that was chosen, counted from the earliest; the latest where none was.
    pub point: Option<usize>,
}

/// What the pages about learning show besides what is kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LearningView {
    /// What was removed on this page, the latest last. It can be brought back while the page is open.
    pub removed: Vec<Rc<Item>>,
    /// The lesson that was moved last, and whether up.
    pub moved: Option<(LessonKey, bool)>,
    /// What was added last on this page.
    pub added: Option<Id>,
    pub practice: Practice,
}

/// Where practising stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Practice {
    #[default]
    Idle,
    Running(Run),
    /// The run is over; how many sat at once, and how many had to come again.
    Done {
        sat: usize,
        again: usize,
    },
}

/// A practice run at work.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The prepared answer that is asked for now.
    pub current: Id,
    /// Those to come.
    pub ahead: Vec<Id>,
    /// Those that had to come again, each once.
    pub again: Vec<Id>,
    /// How many sat without having to come again.
    pub sat: usize,
    /// Whether the prepared answer is shown.
    pub revealed: bool,
    /// When the question was asked; the timer counts from it.
    pub asked_at: Moment,
}

/// The label of a result while it is being typed: text, since a half-typed date is no date.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LabelForm {
    pub company: String,
    pub role: String,
    pub round: String,
    pub date: String,
    pub time: String,
    pub format: String,
    pub interviewers: String,
    /// What was kept when the page was opened: a field that cannot be read leaves its part as it was then.
    pub opened: Details,
    /// What the form said when it was last read. What is changed since is what the person means.
    pub before: Details,
    /// What is wrong with it, in the order of the fields.
    pub problems: Vec<(LabelField, LabelProblem)>,
    /// The field that somebody is at. Nothing is said of it meanwhile.
    pub at_work: Option<LabelField>,
}

/// What is wrong with a field of the label's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelProblem {
    /// Not a date as the field asks for it.
    NotADate,
    /// Not a time as the field asks for it.
    NotATime,
    /// A time without a day.
    TimeWithoutDate,
    /// Later than now: the interview has not taken place.
    InTheFuture,
    /// Not a whole number within the bounds.
    NotANumber,
    /// More text than a label holds.
    TooLong,
}

/// Where an import stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Import {
    #[default]
    Idle,
    /// A file is being read, so far; `None` until it is known how much there is.
    Reading(Option<Progress>),
    /// The file could not be read; nothing was taken.
    Refused(FileProblem),
    /// The file was read; this is what would happen.
    Previewed(Rc<ImportPreview>),
    /// It happened, and can be taken back.
    Done(Rc<ImportPreview>),
    /// It was taken back.
    Undone,
}

/// What became of a letter that was handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    Copied,
    /// The browser has no clipboard for this page, or refused.
    NotCopied,
    Mailed,
    /// It was too long for the mail program's address, so that the text is in the clipboard.
    MailedWithoutText,
    Shared,
    NotShared,
}

/// Where the deletion of everything stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Erase {
    #[default]
    Idle,
    Asked,
    Done,
    /// The device refused, so that some or all of it is still there.
    Failed,
}

/// What the live region says after something that the eye may miss.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    Saved,
    Deleted,
    BroughtBack,
    Undone,
    Exported,
    Imported,
    LetterCopied,
    LinkCopied,
    NotCopied,
    /// How many results the list shows now.
    Shown(usize),
    /// How many more characters a text may have, near its limit.
    Left(usize),
    /// The page is in another language now.
    LanguageChanged,
    /// The words of the language with this tag did not come.
    LanguageFailed(String),
    /// Something of one's own was removed.
    Removed,
    /// A lesson stands at this place now, counted from 1, of so many.
    Moved(usize, usize),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_quiz_of_the_site_has_a_page() {
        let site = Site {
            root: "https://app.example/".to_owned(),
            own_quizzes: vec!["phone-screen".to_owned()],
            ..Site::default()
        };
        let check = |quiz, page: Option<&str>| assert_eq!(site.page(quiz).as_deref(), page);
        check("interview", Some("https://app.example/"));
        check(
            "phone-screen",
            Some("https://app.example/quiz/phone-screen/"),
        );
        for language in LANGUAGES {
            let site = Site {
                language: language.tag.to_owned(),
                ..site.clone()
            };
            let pages = ["interview", "phone-screen"].map(|quiz| site.page(quiz));
            let folder = language.path();
            assert_eq!(
                pages,
                ["", "quiz/phone-screen/"]
                    .map(|page| Some(["https://app.example/", page, &folder].concat()))
            );
        }
        check("phone", None);
        assert_eq!(Site::default().page("interview"), None);
    }
}
