//! Carries out the effects that `update` asks for.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::{NewWords, Runtime};
use crate::app::collation::Collation;
use crate::app::event::{Effect, Event, FileProblem};
use crate::app::keeping::{self, Answer};
use crate::app::state::{Import as ImportState, LanguageChange, State};
use crate::browser::clock::Seconds;
use crate::browser::language::FocusPlace;
use crate::browser::{
    address, clipboard, clock, file, host, language, offline, print, session, share, version,
};
use crate::domain::answers::AnswerSheet;
use crate::domain::history::{Interview, QuizRef, StoredScore};
use crate::domain::quiz::Quiz;
use crate::domain::scoring::score;
use crate::wire::export::{Import, ImportReader, export_json};
use crate::wire::language::PageLanguage;
use crate::wire::quiz_document;

/// Carries out an effect.
pub(super) fn carry_out(program: &Runtime, effect: Effect) {
    let answers = keeping::carry_out(
        &mut program.0.store.borrow_mut(),
        &mut program.0.import.borrow_mut(),
        &program.state(),
        &effect,
    );
    if let Some(answers) = answers {
        for answer in answers {
            match answer {
                Answer::Kept => program.loaded(None),
                Answer::Event(event) => program.send(event),
            }
        }
        return;
    }
    match effect {
        Effect::Tick(on) => {
            let heard = program.clone();
            let ticking = on.then(|| Seconds::every(1, move || heard.send(Event::SecondPassed)));
            program.0.seconds.replace(ticking.flatten());
        }
        Effect::Print => {
            if print::print().is_err() {
                program.send(Event::PrintFailed);
            }
        }
        Effect::FetchQuiz(made_with) => {
            let program = program.clone();
            spawn_local(async move { fetch_quiz(&program, made_with).await });
        }
        Effect::TellHost(told) => {
            if let Some(frame) = &*program.0.frame.borrow() {
                frame.post(told);
            }
        }
        Effect::WarnOwner(text) => host::warn(&text),
        Effect::WriteAs(tag) => {
            (program.0.page.write_as)(tag);
            // Everything is drawn anew, with other numbers and days.
            program.send(Event::LocaleChanged);
        }
        Effect::Speak(language) => {
            let program = program.clone();
            spawn_local(async move { speak(&program, &language).await });
        }
        Effect::ShowTheme => program.show_frame_theme(),
        Effect::Export => export(program),
        Effect::SaveFile {
            name,
            mime_type,
            text,
        } => hand_over(program, name, mime_type, &text),
        Effect::SaveWords => {
            let text = (program.0.page.words)(&program.state());
            hand_over(
                program,
                "interview-letters-and-lessons.md",
                "text/markdown",
                &text,
            );
        }
        Effect::Copy(text) => copy(program, text),
        Effect::CopyLink(fragment) => copy(program, [&address::page(), &*fragment].concat()),
        Effect::Share { title, text } => {
            let program = program.clone();
            spawn_local(async move {
                match share::share(&title, &text).await {
                    Ok(()) => program.send(Event::TextShared { done: true }),
                    Err(share::ShareError::Abandoned) => {}
                    Err(_) => program.send(Event::TextShared { done: false }),
                }
            });
        }
        Effect::DownloadKeptAside => download_kept_aside(program),
        Effect::ReadImport => read_import(program),
        Effect::ForgetCarried => address::forget_carried(),
        Effect::RememberDraft(id) => session::remember_draft(id.as_ref()),
        Effect::TakeNewVersion => offline::take_over(),
        Effect::Replace(route) => address::replace(&route.fragment()),
        // Carried out by the runtime itself.
        Effect::KeepPlace(_) | Effect::Navigate(_) => {}
        // Carried out on the store.
        Effect::KeepDraft(_)
        | Effect::KeepInterview(_)
        | Effect::KeepItem(_)
        | Effect::KeepPreferences(_)
        | Effect::Keeping { .. }
        | Effect::ForgetDraft { .. }
        | Effect::Finish(_)
        | Effect::DeleteInterview { .. }
        | Effect::BringBack(_)
        | Effect::RemoveItem { .. }
        | Effect::BringItemBack(_)
        | Effect::MeasureStore
        | Effect::Import(_)
        | Effect::UndoImport
        | Effect::EraseEverything
        | Effect::ClearVisit => {}
    }
}

/// Has the page in another language, unless its words do not come or the person has thought better of it meanwhile.
async fn speak(program: &Runtime, wanted: &PageLanguage) {
    let tag = wanted.tag.clone();
    let words = language::fetch(&wanted.words).await;
    let quiz = match &wanted.quiz {
        Some(file) => language::fetch(file).await,
        None => None,
    };
    let is_whole = words.is_some() && (quiz.is_some() || wanted.quiz.is_none());
    if program.state().languages.change != LanguageChange::Asked(tag.clone()) {
        return;
    }
    let new = words.filter(|_| is_whole).map(|words| NewWords {
        tag: tag.clone(),
        words,
        quiz,
    });
    // What waits belongs to the page as it is.
    program.catch_up();
    match new.and_then(|new| (program.0.page.speak)(new)) {
        Some(locale) => {
            language::show(wanted);
            let collation = Collation(locale);
            program.0.focus.replace(FocusPlace::now());
            program.send(Event::LanguageSpoken { tag, collation });
        }
        None => program.send(Event::LanguageFailed(tag)),
    }
}

fn copy(program: &Runtime, text: String) {
    let program = program.clone();
    spawn_local(async move {
        let done = clipboard::copy(&text).await.is_ok();
        program.send(Event::TextCopied { done });
    });
}

fn export(program: &Runtime) {
    let now = clock::now();
    let text = export_json(&program.0.store.borrow(), now);
    let name = ["interview-hindsight-", &now.date().to_string(), ".json"].concat();
    hand_over(program, &name, "application/json", &text);
}

fn download_kept_aside(program: &Runtime) {
    let texts = program.0.store.borrow().quarantined_texts();
    let mut all = String::new();
    for (key, text) in texts {
        all.push_str(&[&key, "\n", &text, "\n\n"].concat());
    }
    hand_over(
        program,
        "interview-hindsight-kept-aside.txt",
        "text/plain",
        &all,
    );
}

/// Hands a file to the person, and tells whether the browser took it.
fn hand_over(program: &Runtime, name: &str, mime_type: &str, text: &str) {
    program.send(match file::download(name, mime_type, text) {
        Ok(()) => Event::Exported,
        Err(_) => Event::ExportFailed,
    });
}

fn read_import(program: &Runtime) {
    program.0.import.take();
    let picked = program.0.picked.get() + 1;
    program.0.picked.set(picked);
    let Some(file) = file::picked_in(program.0.page.import_input) else {
        return program.send(Event::ImportRead(Err(FileProblem::Missing)));
    };
    let program = program.clone();
    spawn_local(async move {
        let read = match file::read_text(&file).await {
            Ok(text) => parse_import(&program, &text, picked).await.transpose(),
            Err(file::ReadError::Content(error)) => Some(Err(FileProblem::Refused(error))),
            Err(file::ReadError::Unreadable(_)) => Some(Err(FileProblem::Unreadable)),
        };
        let Some(read) = read.filter(|_| is_reading(&program, picked)) else {
            return;
        };
        let previewed = read.map(|import| {
            let preview = Rc::new(import.preview(&program.0.store.borrow()));
            program.0.import.replace(Some(import));
            preview
        });
        program.send(Event::ImportRead(previewed));
    });
}

/// Whether somebody still waits for the file that was picked as this one.
fn is_reading(program: &Runtime, picked: usize) -> bool {
    let is_latest = program.0.picked.get() == picked;
    is_latest && matches!(program.state().import, ImportState::Reading(_))
}

/// Reads an exported file in steps, between which the page answers; `None` where that was stopped. A version of the
/// quiz that a result names and that is not here is fetched: a score is worked out with the version that it was made
/// with.
async fn parse_import(
    program: &Runtime,
    text: &str,
    picked: usize,
) -> Result<Option<Import>, FileProblem> {
    let mut fetched = Vec::<QuizRef>::new();
    let mut reader = ImportReader::new(text).map_err(FileProblem::Refused)?;
    loop {
        let missing = RefCell::new(Vec::<QuizRef>::new());
        let state = program.state();
        let rescore = |interview: &Interview| {
            let score = rescored(&state, interview);
            let mut missing = missing.borrow_mut();
            let named = &interview.quiz;
            let is_known = |known: &[QuizRef]| known.iter().any(|other| other.is_version_of(named));
            // Only what the site has: a file can name ten thousand versions that nobody ever made.
            let is_fetched = is_known(&missing) || is_known(&fetched);
            if score.is_none() && !is_fetched && state.site.has_version(named) {
                missing.push(named.clone());
            }
            score
        };
        if !reader.step(&rescore) {
            return Ok(Some(reader.finish()));
        }
        let missing = missing.take();
        if !missing.is_empty() {
            for made_with in &missing {
                fetch_quiz(program, made_with.clone()).await;
            }
            let state = program.state();
            reader.check_again(&|interview| rescored(&state, interview));
            fetched.extend(missing);
        }
        program.send(Event::ImportProgressed(reader.progress()));
        clock::next_task().await;
        if !is_reading(program, picked) {
            return Ok(None);
        }
    }
}

/// Fetches a version of the quiz, and tells what came.
async fn fetch_quiz(program: &Runtime, made_with: QuizRef) {
    let site = Rc::clone(&program.state().site);
    let text = version::fetch(
        &site.root,
        made_with.id.as_str(),
        made_with.version.as_str(),
    )
    .await;
    let quiz = text.and_then(|text| quiz_document::parse(&text).ok());
    program.send(Event::QuizFetched {
        made_with,
        quiz: quiz.map(Rc::new),
    });
}

/// What the first answers of a result come to by the quiz that it names; `None` where that is not here.
fn rescored(state: &State, interview: &Interview) -> Option<StoredScore> {
    let quiz: Rc<Quiz> = state.quiz_made_with(&interview.quiz)?;
    let (sheet, _) = AnswerSheet::new(&quiz, &interview.answers);
    Some(score(&quiz, &sheet).stored())
}
