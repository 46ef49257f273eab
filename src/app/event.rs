//! What can happen, and what the program may then ask of the world.
//!
//! Owns the vocabulary between the screens, [`update`](super::update::update) and the runtime.
//! An [`Event`] is in the past tense and says what a person or the browser did; an [`Effect`] is an
//! imperative. Neither holds a browser's object: a picked file is known by its input, a download is
//! text.

// Most fields and variants are named for exactly what they are; the others have their words.
#![allow(missing_docs)]

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::domain::answers::Answer;
use crate::domain::friend_sheet::FriendTick;
use crate::domain::history::{Details, Draft, Id, Interview, Outcome, QuizRef, Stamp};
use crate::domain::lesson::LessonKey;
use crate::domain::practice::Mark;
use crate::domain::prepared::AnswerPart;
use crate::domain::quiz::Quiz;
use crate::domain::time::Moment;
use crate::wire::csv::Form;
use crate::wire::embed::{EarlyFrame, FromHost, Layout, ToHost};
use crate::wire::export::{ImportError, ImportPreview, Progress};
use crate::wire::ics::Entry;
use crate::wire::key::Key;
use crate::wire::language::PageLanguage;
use crate::wire::learning::{Item, ItemKind};
use crate::wire::record::{Prefs, Theme};
use crate::wire::store::{Loaded, SaveError, Usage};

use super::collation::Collation;
use super::route::Route;

/// One event with what the outside world alone can give: the time, and randomness.
#[derive(Clone, Debug)]
pub struct Action {
    /// When it happened, by the person's own clock and time zone.
    pub at: Moment,
    /// An id that nothing has yet; used where the event begins something.
    pub fresh: Id,
    /// A random tag; with `at` it stamps an edited part, so that two devices merge alike.
    pub tag: u32,
    /// What happened.
    pub event: Event,
}

/// What the runtime has to do. It tells what came of it by another [`Event`].
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Write a draft.
    KeepDraft(Rc<Draft>),
    /// Write the draft once the page is drawn, or sooner where something else is to be done: nothing in it is new but
    /// the place that it has come to.
    KeepPlace(Rc<Draft>),
    /// Remove a draft that was thrown away.
    ForgetDraft { draft: Rc<Draft>, stamp: Stamp },
    /// Remember for this tab alone which draft it is on, so that a reload finds it.
    RememberDraft(Option<Id>),
    /// Write a result, and remove the draft that it was.
    Finish(Rc<Interview>),
    /// Write a result.
    KeepInterview(Rc<Interview>),
    /// Remove a result and leave a marker, so that another tab does not bring it back.
    DeleteInterview {
        interview: Rc<Interview>,
        stamp: Stamp,
    },
    /// Take a deletion back.
    BringBack(Rc<Interview>),
    /// Write a lesson, a prepared answer, or another thing that belongs to learning.
    KeepItem(Rc<Item>),
    /// Remove one, with what goes by its id, and leave a marker.
    RemoveItem { item: Rc<Item>, stamp: Stamp },
    /// Take that back.
    BringItemBack(Rc<Item>),
    /// Tell each second that it has passed, or stop telling.
    Tick(bool),
    /// Ask the browser to print the page.
    Print,
    /// Write the preferences.
    KeepPreferences(Prefs),
    /// Keep nothing from now on, or keep again.
    Keeping {
        keep: bool,
        /// What is in progress and must not stay behind on the device.
        draft: Option<Rc<Draft>>,
    },
    /// Tell how full the store is. It reads everything, so only the page that shows it asks.
    MeasureStore,
    /// Fetch the version of the quiz that a result names.
    FetchQuiz(QuizRef),
    /// Tell the page around the frame.
    TellHost(ToHost),
    /// Tell the owner of the page around, in the console, what could not be used.
    WarnOwner(String),
    /// Writes numbers and days as in this language and region, as the page around asks.
    WriteAs(String),
    /// Fetch the words of a language, and have the page in it, with its address.
    Speak(Rc<PageLanguage>),
    /// Show the theme that the page around has asked for.
    ShowTheme,
    /// Have the address bar say where we are.
    Navigate(Route),
    /// The same in the place of what it says now, which Back does not lead to again.
    Replace(Route),
    /// Hand everything to the person as one file.
    Export,
    /// Hand a text to the person as a file.
    SaveFile {
        name: &'static str,
        mime_type: &'static str,
        text: String,
    },
    /// Put a text into the clipboard.
    Copy(String),
    /// Hand a text to another program of the device, which the person chooses.
    Share { title: String, text: String },
    /// Hand all letters and lessons to the person as one text.
    SaveWords,
    /// Put the address of this page with another fragment into the clipboard.
    CopyLink(String),
    /// Hand the raw text of what could not be read to the person.
    DownloadKeptAside,
    /// Read the file that was picked, and say what importing it would do.
    ReadImport,
    /// Do what was previewed, and bring back what was deleted here by these marks.
    Import(BTreeSet<Key>),
    /// Take the last import back.
    UndoImport,
    /// Remove every key that is ours.
    EraseEverything,
    /// Forget what is in memory alone, and that nothing was to be kept.
    ClearVisit,
    /// Forget the answers of a link that was opened in this tab, where Back would find them again.
    ForgetCarried,
    /// Have the new build of the app take the place of this one, and load the page again.
    TakeNewVersion,
}

/// What a person or the browser did.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    // The store.
    /// The store was read: at the start, after it changed, or because another tab changed it.
    Loaded {
        kept: Rc<Loaded>,
        /// How full it is; `None` where that cannot be told.
        usage: Option<Usage>,
        /// The draft that this tab was on.
        tab_draft: Option<Id>,
    },
    /// Something was refused: it is not kept, not even in memory.
    SaveRefused(SaveError),
    /// A result was not kept, because another tab has deleted its interview meanwhile.
    ResultRefused(Rc<Interview>),
    /// Something was kept again, after something else had been refused.
    SaveHeld,
    /// A file was handed to the person.
    Exported,
    /// The browser did not take the file.
    ExportFailed,
    /// The browser has no way to print.
    PrintFailed,

    /// A version of the quiz that was fetched, or `None` where it did not come.
    QuizFetched {
        made_with: QuizRef,
        quiz: Option<Rc<Quiz>>,
    },
    // The program itself.
    /// A new build of the app is on the device, and waits.
    NewVersionFound,
    /// The person asked for it.
    NewVersionAgreed,
    /// Time went by while the page was open: what hangs on the present is drawn anew.
    TimeWentOn,

    // Getting about.
    /// The address bar changed by the person's hand, a link, or Back.
    AddressChanged(Route),
    /// A button of the page led to another screen.
    Went(Route),
    /// The person asked to be taken to a part of the page, without a change of address.
    Jumped(Target),

    // The page around the frame.
    /// The pages of the HTML gave the frame over.
    FrameAdopted(EarlyFrame),
    /// It answered; and whether it can read everything.
    HostConnected { same_origin_host: bool },
    /// It said something.
    HostSpoke(FromHost),
    /// The browser has laid the page out.
    LaidOut(Layout),

    // The interview in progress.
    /// An option, a number or a text was given to a question of the draft.
    AnswerChosen { question: String, answer: Answer },
    /// An answer was taken back altogether.
    AnswerCleared { question: String },
    /// Continue was pressed on a question, the page about the interview, or the start.
    Continued,
    /// The person asked for the result.
    ResultAsked,
    /// One of several drafts was taken up again.
    DraftResumed(Id),
    /// A draft was thrown away.
    DraftDiscarded(Id),
    /// The person goes on with what is on the screen, though another tab has finished or deleted it.
    LostDraftKept,
    /// A fresh interview was begun although a draft exists, which is kept.
    StartedAnew,

    // A finished result.
    /// One of the first answers was corrected.
    AnswerCorrected {
        interview: Id,
        question: String,
        answer: Answer,
    },
    /// Something about the interview itself was filled in.
    InterviewDetailed { interview: Id, details: Details },
    /// It was said when the interview was.
    WhenChosen { interview: Id, when: WhenChoice },
    /// Something was typed into a field for a day.
    DayTyped { field: DayField, text: String },
    /// A field for a day was left.
    DayLeft(DayField),
    /// One of the questions after the result was answered.
    SituationAnswered {
        interview: Id,
        question: String,
        answer: Answer,
    },
    /// An action was ticked off, or its tick taken back.
    ActionTicked {
        interview: Id,
        rule: String,
        done: bool,
    },
    /// An action was done on a page of its own, which leads on.
    ActionFinished {
        interview: Id,
        rule: String,
        then: Route,
    },
    /// Something about a letter was changed.
    LetterChanged {
        interview: Id,
        letter: String,
        change: LetterChange,
    },
    /// A letter was to be copied.
    LetterCopied { text: String },
    /// A letter was opened in the mail program; `rest` is its text where that could not go along.
    LetterMailed { rest: Option<String> },
    /// A letter was to be shared.
    LetterShared { title: String, text: String },
    /// A text is in the clipboard, or could not be put there.
    TextCopied { done: bool },
    /// A text was shared, or could not be.
    TextShared { done: bool },
    /// The reminders were asked for as a file.
    RemindersAsked {
        interview: Id,
        entries: Rc<Vec<Entry>>,
    },
    /// How it turned out was recorded, changed, or taken back.
    OutcomeRecorded {
        interview: Id,
        outcome: Option<Outcome>,
    },
    /// What was said when the outcome was heard was noted.
    OutcomeNoted { interview: Id, note: String },
    /// The person waits no longer for a reply, or does again.
    OutcomeClosed { interview: Id, closed: bool },
    /// The person was asked how a result turned out, and has not heard yet.
    NothingHeard(Id),
    /// The gut question was answered a second time.
    LookedAgain { interview: Id, gut: String },
    /// The notes on a result were edited.
    NotesEdited { interview: Id, notes: String },
    /// A field of the label of the result that is open was changed.
    LabelEdited { field: LabelField, value: String },
    /// Such a field was left, so that it can be said what is wrong with it.
    LabelLeft,

    // History.
    /// Words were typed into the search field.
    HistorySearched(String),
    /// The list was narrowed to one kind of outcome, or widened again.
    HistoryFiltered(OutcomeFilter),
    /// The list's order was changed.
    HistorySorted(Order),
    /// More of the list was asked for, or more rows of the chart's table.
    HistoryExtended { table: bool },
    /// A place in the chart over time was chosen, counted from the earliest.
    PointChosen(usize),
    /// A result was ticked for a comparison, or its tick taken back.
    ComparePicked { interview: Id, picked: bool },
    /// A result was deleted. It can be brought back until the page is left.
    Deleted(Id),
    /// A deleted result was brought back.
    DeleteUndone(Id),

    // Learning.
    /// A lesson was ticked off, or its tick taken back.
    LessonTicked { lesson: LessonKey, done: bool },
    /// A lesson of a result changed places with the one above or below it.
    LessonMoved {
        interview: Id,
        lesson: LessonKey,
        up: bool,
    },
    /// Another lesson of one's own was asked for, learnt from this result or from none.
    LessonAdded { learnt_from: Option<Id> },
    /// Words were typed.
    Written { place: Writing, words: String },
    /// A lesson goes by the words of its rule again.
    WordsReset(LessonKey),
    /// An answer to a hard question was begun: one that was noted in a result, or any.
    PreparedBegun {
        asked_in: Option<Id>,
        question: String,
    },
    /// Another question to ask was asked for.
    ToAskAdded,
    /// A friend ticked something for a question of the sheet, or took the tick back.
    FriendTicked {
        question: String,
        tick: FriendTick,
        on: bool,
    },
    /// A new sheet for a friend was begun; the ones before stay.
    FriendSheetBegun,
    /// Something of one's own was removed. It can be brought back until the page is left.
    Removed { kind: ItemKind, id: Id },
    /// What was removed was brought back.
    RemovalUndone(Id),
    /// The page was to be printed.
    PrintAsked,

    // The practice run.
    /// A run was begun, with what is due or with everything.
    PracticeBegun { all: bool },
    /// The prepared answer was asked for.
    AnswerRevealed,
    /// The person said how it went.
    Marked(Mark),
    /// The run was ended before its end.
    PracticeStopped,
    /// Whether a run shows how long one has been thinking was chosen.
    TimerChosen { on: bool },
    /// A second has passed.
    SecondPassed,
    /// Numbers and days are written in another way now.
    LocaleChanged,

    // The language of the page.
    /// The person wants to read the page in the language with this tag.
    LanguageChosen(String),
    /// The page is in it now.
    LanguageSpoken { tag: String, collation: Collation },
    /// Its words did not come.
    LanguageFailed(String),
    /// The network went or came back: without one, the tags of the languages whose words are on the device.
    LanguagesOnDevice(Option<BTreeSet<String>>),

    // Taking it along.
    /// All results were asked for as a file for a spreadsheet, in one of its two forms.
    SpreadsheetAsked(Form),
    /// All letters and lessons were asked for as one text.
    WordsAsked,
    /// A link that carries a result was asked for.
    LinkAsked(Id),
    /// The result that came by a link is to be kept.
    LinkKept,
    /// It is not.
    LinkLeft,

    // The data page and the preferences.
    /// Whether the number range goes by one's own outcomes was chosen.
    OwnRateChosen { on: bool },
    /// Everything was asked for as one file.
    ExportAsked,
    /// The raw text of what could not be read was asked for as a file.
    QuarantineAsked,
    /// A file was picked for import.
    ImportPicked,
    /// The picked file is read so far.
    ImportProgressed(Progress),
    /// The picked file was read, or could not be; nothing is taken yet.
    ImportRead(Result<Rc<ImportPreview>, FileProblem>),
    /// The import happened, and can be taken back.
    Imported(Rc<ImportPreview>),
    /// The import was taken back.
    ImportTakenBack,
    /// Something that was deleted here was ticked to come back with the import, or its tick taken back: what this mark
    /// deleted, or all of it.
    DeletedTicked { mark: Option<Key>, on: bool },
    /// The previewed import was agreed to.
    ImportAgreed,
    /// The reading of a file was stopped, or the previewed import was turned down.
    ImportDismissed,
    /// The last import was taken back.
    ImportUndone,
    /// The first of the two buttons that delete everything was pressed.
    EraseAsked,
    /// The person thought better of it.
    EraseCancelled,
    /// The second of the two buttons was pressed.
    EraseAgreed,
    /// Everything was deleted, or the device did not let all of it go.
    Erased { all: bool },
    /// Somebody who wanted nothing kept is done: all of this visit is to go.
    VisitCleared,
    /// All of this visit is gone.
    Cleared,
    /// Whether this device may keep anything was chosen.
    KeepingChosen { keep: bool },
    /// Light, dark, or as the device says.
    ThemeChosen(Theme),
    /// Whether number keys choose an option was chosen.
    NumberKeysChosen { on: bool },
    /// Whether a choice leads on by itself was chosen.
    GoOnAtOnceChosen { on: bool },
    /// Whether the questions that the article does not have are asked was chosen.
    OutsideQuestionsChosen { on: bool },
}

/// What can be changed about a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LetterChange {
    /// Something was filled in.
    Slot { slot: String, text: String },
    /// The words were changed by hand; this is all of them.
    OwnText(String),
    /// The draft was asked for again, or the own words.
    DraftAgain(bool),
    /// The shorter draft was asked for, or the longer one.
    Short(bool),
}

/// A part of the page that can take the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The heading of the screen.
    Heading,
    /// The main part of the page, behind the skip link.
    Main,
    /// The summary of what is wrong with a form.
    ErrorSummary,
    /// The first result that was added to the list last.
    MoreResults,
    /// The first row that was added to the chart's table last.
    MoreRows,
    /// The row that stands where something was deleted.
    UndoRow,
    /// The report of what an import would do, or did.
    ImportReport,
    /// The question before everything is deleted.
    EraseQuestion,
    /// The button that moved a lesson, in its new place.
    MoveButton,
    /// The field for what was added just now.
    NewField,
    /// The prepared answer that was revealed.
    Revealed,
    /// The letter, shown or written in.
    Letter,
    /// A section of "How the score works", counted from 0.
    Section(usize),
}

/// A text that is kept as it is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Writing {
    /// What a lesson says to do.
    Lesson(LessonKey),
    /// What the interviewer said, by the result.
    Advice(Id),
    /// The question that an answer is prepared for.
    HardQuestion(Id),
    /// A part of a prepared answer.
    Answer(Id, AnswerPart),
    /// A question to ask.
    ToAsk(Id),
    /// The best moment, on the sheet that a friend fills in.
    BestMoment,
    /// What to change, on that sheet.
    ToChange,
}

/// A moment after the interview that the advice hangs on (scoring.md section 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Milestone {
    /// When the second interview was asked for.
    Asked,
    /// When that was refused.
    Refused,
    /// When the company's no was heard.
    SaidNo,
    /// The day by which they promised to answer.
    Promised,
    /// The day of the next interview.
    NextInterview,
}

/// The ways to say when an interview was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenChoice {
    Now,
    Today,
    Yesterday,
    /// On another day, which is typed.
    OnDay,
}

/// A field of the label's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelField {
    Company,
    Role,
    Round,
    Date,
    Time,
    Format,
    Interviewers,
}

/// Which results the history shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OutcomeFilter {
    #[default]
    All,
    /// Those without an outcome, and those with "no reply", which stays pending.
    Pending,
    /// Those with this outcome.
    Only(Outcome),
}

/// How the history is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    #[default]
    Newest,
    Oldest,
    /// Strongest signs first.
    Signs,
    /// Widest gap between feeling and signs first.
    Gap,
    /// By company, then by date.
    Company,
}

/// Why nothing of a picked file was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileProblem {
    /// No file was picked.
    Missing,
    /// The browser could not read it.
    Unreadable,
    /// It was read, and refused.
    Refused(ImportError),
}

/// A field for a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayField {
    /// When an interview was, where it is none of the last days.
    Interview(Id),
    /// A moment after an interview that the advice hangs on.
    Situation(Id, Milestone),
    /// When the outcome of an interview was heard.
    Outcome(Id),
    /// By when they promised to answer, in the interview in progress.
    Promised,
}
