//! What the runtime does for the later screens and in a frame.
//!
//! In a module of its own because its code arrives after that of the first page; see `xtask::site::split`.
//! Nothing here may run before the state says that the rest is here.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::{Frame, Runtime};
use crate::app::event::{Effect, Event, FileProblem};
use crate::app::route::Route;
use crate::app::state::State;
use crate::app::update::stored;
use crate::browser::clock::Seconds;
use crate::browser::host::{self, Heard, Host, LayoutWatch, SizeWatch};
use crate::browser::places::Places;
use crate::browser::{address, clipboard, clock, file, print, session, share, version, watch};
use crate::domain::answers::Sheet;
use crate::domain::history::{Interview, QuizRef, StoredScore};
use crate::domain::quiz::Quiz;
use crate::domain::scoring::score;
use crate::wire::export::{Import, export_json};
use crate::wire::quiz_document;
use crate::wire::record::{draft_key, interview_key};
use crate::wire::store::{Loaded, SaveError, Store};

/// Reads the store for the first time.
#[inline(never)]
pub(super) fn open(program: &Runtime) {
    let kept = program.0.store.borrow_mut().open(clock::now());
    loaded(program, Rc::new(kept));
    note_places(program);
}

/// Begins to note where somebody is on each page.
fn note_places(program: &Runtime) {
    if program.state().embedding.is_none() {
        program.0.places.replace(Some(Places::begin()));
    }
}

/// A page is left by a step of the program, whose address is written later.
#[inline(never)]
pub(super) fn leave(program: &Runtime) {
    if let Some(places) = &*program.0.places.borrow() {
        places.leave();
    }
}

/// The browser shows another entry of its history.
#[inline(never)]
pub(super) fn arrive(program: &Runtime) {
    if let Some(places) = &*program.0.places.borrow() {
        places.arrive();
    }
}

/// The page is drawn: it is shown where somebody was on it.
#[inline(never)]
pub(super) fn show_place(program: &Runtime) {
    if let Some(places) = &*program.0.places.borrow() {
        places.show();
    }
}

/// Makes the program whole: the words that came with the rest, and, in a task of its own, the store in the jotter's
/// place. Each takes so long that a press would wait for both.
#[inline(never)]
pub(super) fn rest_came(program: &Runtime) {
    (program.0.page.complete)();
    let program = program.clone();
    clock::soon(move || take_over(&program));
}

fn take_over(program: &Runtime) {
    program.catch_up();
    // Nothing, if it has come before.
    let Some(jotter) = program.0.jotter.take() else {
        return;
    };
    let (kept, saved) = jotter.hand_over(&mut program.0.store.borrow_mut(), clock::now());
    loaded(program, Rc::new(kept));
    if let Err(error) = saved {
        program.send(Event::SaveRefused(error));
    }
    note_places(program);
    program.send(Event::RestCame);
    program.rehearse();
}

/// Changes the store, and tells what it holds then.
fn save(program: &Runtime, change: impl FnOnce(&mut Store) -> Result<(), SaveError>) {
    let result = change(&mut program.0.store.borrow_mut());
    let kept = Rc::new(program.0.store.borrow().snapshot());
    loaded(program, kept);
    if let Err(error) = result {
        program.send(Event::SaveRefused(error));
    }
}

/// Takes over what another tab may have changed: one key, or everything.
#[inline(never)]
pub(super) fn read_again(program: &Runtime, key: Option<&str>) {
    let changed = program.0.store.borrow_mut().refresh(key);
    if let Some(kept) = changed {
        loaded(program, Rc::new(kept));
    }
}

fn loaded(program: &Runtime, kept: Rc<Loaded>) {
    let tab_draft = session::draft();
    let is_shown = program.state().route == Route::YourData;
    let measured = is_shown.then(|| program.0.store.borrow().usage().ok());
    program.send(Event::Loaded {
        kept,
        usage: measured.flatten(),
        tab_draft,
    });
}

/// Carries out an effect of the later screens.
#[inline(never)]
pub(super) fn carry_out(program: &Runtime, effect: Effect) {
    match effect {
        Effect::KeepDraft(draft) => save(program, |store| store.save_draft(&draft).map(drop)),
        Effect::ForgetDraft { draft, stamp } => {
            save(program, |store| store.delete(&draft_key(&draft), stamp));
        }
        Effect::KeepPreferences(prefs) => save(program, |store| {
            store.save_prefs(&prefs);
            Ok(())
        }),
        Effect::Keeping { keep, draft } => save(program, |store| {
            store.set_keep(keep, draft.map(|draft| draft_key(&draft)).as_ref());
            Ok(())
        }),
        Effect::Finish(interview) => save(program, |store| store.finish(&interview).map(drop)),
        Effect::KeepInterview(interview) => {
            save(program, |store| store.save_interview(&interview).map(drop))
        }
        Effect::DeleteInterview { interview, stamp } => {
            save(program, |store| {
                store.delete(&interview_key(&interview), stamp)
            });
        }
        Effect::BringBack(interview) => save(program, |store| {
            store.undo_delete(&interview_key(&interview))
        }),
        Effect::KeepItem(item) => save(program, |store| store.save_item(&item).map(drop)),
        Effect::RemoveItem { item, stamp } => {
            save(program, |store| store.delete(&item.key(), stamp));
        }
        Effect::BringItemBack(item) => save(program, |store| store.undo_delete(&item.key())),
        Effect::Tick(on) => {
            let heard = program.clone();
            let ticking = on.then(|| Seconds::new(move || heard.send(Event::SecondPassed)));
            program.0.seconds.replace(ticking.flatten());
        }
        Effect::Print => print::print(),
        Effect::MeasureStore => {
            let kept = Rc::new(program.0.store.borrow().snapshot());
            loaded(program, kept);
        }
        Effect::FetchQuiz(made_with) => {
            let program = program.clone();
            spawn_local(async move { fetch_quiz(&program, made_with).await });
        }
        Effect::TellHost(told) => {
            if let Some(Frame {
                host: Some(host), ..
            }) = &*program.0.frame.borrow()
            {
                host.tell(told);
            }
        }
        Effect::WarnOwner(text) => host::warn(&text),
        Effect::WriteAs(tag) => {
            (program.0.page.write_as)(tag);
            // Everything is drawn anew, with other numbers and days.
            program.send(Event::LocaleChanged);
        }
        Effect::ShowTheme => show_theme(program),
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
        Effect::Import => import(program),
        Effect::UndoImport => {
            save(program, |store| {
                store.undo_import();
                Ok(())
            });
            program.send(Event::ImportTakenBack);
        }
        Effect::EraseEverything => {
            session::remember_draft(None);
            save(program, |store| {
                store.delete_everything().map_err(SaveError::Device)
            });
        }
        Effect::Again(events) => {
            for event in events {
                program.send(Rc::unwrap_or_clone(event));
            }
        }
        // Carried out by the runtime itself.
        Effect::RememberDraft(_)
        | Effect::TakeNewVersion
        | Effect::FetchRest
        | Effect::KeepPlace(_)
        | Effect::Navigate(_)
        | Effect::Replace(_) => {}
    }
}

/// Says hello to the page around the frame. `id` names the frame to it; the complaints are for its owner.
#[inline(never)]
pub(super) fn greet(program: &Runtime, id: String, complaints: Vec<String>) {
    complaints
        .iter()
        .for_each(|complaint| host::warn(complaint));
    show_theme(program);
    let heard = program.clone();
    let layout = LayoutWatch::new(move |layout| heard.send(Event::LaidOut(layout)));
    let heard = program.clone();
    let size = SizeWatch::new(move || look_at_layout(&heard));
    let heard = program.clone();
    let host = Host::greet(id, move |said| {
        heard.send(match said {
            Heard::Connected(overheard) => Event::HostConnected { overheard },
            Heard::Said(said) => Event::HostSpoke(said),
        });
    });
    program.0.frame.replace(Some(Frame {
        host,
        layout,
        _size: size,
    }));
    // A link would make an entry in the history of the page around.
    let heard = program.clone();
    let links =
        watch::link_followed(move |fragment| heard.send(Event::Went(Route::parse(fragment))));
    program.0.listeners.borrow_mut().extend(links);
    look_at_layout(program);
}

/// Has the layout looked at, which may ask the page around for another height.
#[inline(never)]
pub(super) fn look_at_layout(program: &Runtime) {
    if let Some(frame) = &*program.0.frame.borrow() {
        frame.layout.look();
    }
}

fn show_theme(program: &Runtime) {
    if let Some(embedding) = &program.state().embedding {
        let theme = &embedding.theme;
        let look = theme.look();
        host::show(&look, theme.font, theme.compact);
        look.refused.iter().for_each(|why| host::warn(why));
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
    let texts = program.0.store.borrow().aside_texts();
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
    let Some(picked) = file::picked_in(program.0.page.import_input) else {
        return program.send(Event::ImportRead(Err(FileProblem::Missing)));
    };
    let program = program.clone();
    spawn_local(async move {
        let read = match file::read_text(&picked).await {
            Ok(text) => parse_import(&program, &text).await,
            Err(file::ReadError::Content(error)) => Err(FileProblem::Refused(error)),
            Err(file::ReadError::Unreadable(_)) => Err(FileProblem::Unreadable),
        };
        let previewed = read.map(|import| {
            let preview = Rc::new(import.preview(&program.0.store.borrow()));
            program.0.import.replace(Some(import));
            preview
        });
        program.send(Event::ImportRead(previewed));
    });
}

/// Reads an exported file. The versions of the quiz that its results name are fetched first, where
/// they are not here: a score is worked out with the version that it was made with.
async fn parse_import(program: &Runtime, text: &str) -> Result<Import, FileProblem> {
    let missing = RefCell::new(Vec::<QuizRef>::new());
    let parse = || {
        let state = program.state();
        let rescore = |interview: &Interview| {
            let score = rescored(&state, interview);
            let mut missing = missing.borrow_mut();
            let named = &interview.quiz;
            if score.is_none() && !missing.iter().any(|other| other.is_version_of(named)) {
                missing.push(named.clone());
            }
            score
        };
        Import::parse(text, &rescore).map_err(FileProblem::Refused)
    };
    let import = parse();
    let missing = missing.take();
    if missing.is_empty() {
        return import;
    }
    for made_with in missing {
        fetch_quiz(program, made_with).await;
    }
    parse()
}

/// Fetches a version of the quiz, and tells what came.
async fn fetch_quiz(program: &Runtime, made_with: QuizRef) {
    let text = version::fetch(made_with.id.as_str(), made_with.version.as_str()).await;
    let quiz = text.and_then(|text| quiz_document::parse(&text).ok());
    program.send(Event::QuizFetched {
        made_with,
        quiz: quiz.map(Rc::new),
    });
}

fn import(program: &Runtime) {
    let Some(import) = program.0.import.take() else {
        return;
    };
    let result = import.apply(&mut program.0.store.borrow_mut());
    let kept = Rc::new(program.0.store.borrow().snapshot());
    loaded(program, kept);
    match result {
        Ok(_) => program.send(Event::Imported),
        Err(error) => program.send(Event::SaveRefused(error)),
    }
}
/// What the first answers of a result come to by the quiz that it names; `None` where that is not here.
fn rescored(state: &State, interview: &Interview) -> Option<StoredScore> {
    let quiz: Rc<Quiz> = state.quiz_made_with(&interview.quiz)?;
    let (sheet, _) = Sheet::new(&quiz, &interview.answers);
    Some(stored(&score(&quiz, &sheet)))
}
