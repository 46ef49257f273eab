//! What an effect does to the store, and which events answer it.
//!
//! Owns the choice between telling anew all that is kept and staying silent. Must not know a browser: the runtime
//! carries effects out by it, and so do the tests, over a device that fails on cue.

use std::collections::BTreeSet;

use crate::domain::history::Id;
use crate::wire::export::Import;
use crate::wire::key::Key;
use crate::wire::record::{draft_key, interview_key};
use crate::wire::store::{SaveError, StorageState, Store};

use super::event::{Effect, Event};
use super::route::Route;
use super::state::State;

/// What answers an effect.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// All that is kept, told anew: see [`loaded`].
    Kept,
    /// Something else that happened.
    Event(Event),
}

/// Whether what is kept after a change is what the state has already.
enum Saved {
    AsShown,
    Otherwise,
}

impl Saved {
    /// Another tab's part may have been merged in.
    fn compare<T: PartialEq>(kept: &T, shown: &T) -> Self {
        match kept == shown {
            true => Self::AsShown,
            false => Self::Otherwise,
        }
    }
}

/// All that the store holds, as an event. `tab_draft` is the draft that this tab was on.
pub fn loaded(store: &Store, route: &Route, tab_draft: Option<Id>) -> Event {
    // Measuring reads everything, and one page alone shows it.
    let measured = (*route == Route::YourData).then(|| store.usage().ok());
    Event::Loaded {
        kept: store.snapshot().into(),
        usage: measured.flatten(),
        tab_draft,
    }
}

/// Carries an effect out on the store; `None` where it is about something else. `import` is the file that was read and
/// previewed.
pub fn carry_out(
    store: &mut Store,
    import: &mut Option<Import>,
    state: &State,
    effect: &Effect,
) -> Option<Vec<Answer>> {
    let answers = match effect {
        Effect::KeepDraft(draft) | Effect::KeepPlace(draft) => save(store, state, |store| {
            let kept = store.save_draft(draft)?;
            Ok(Saved::compare(&kept, draft))
        }),
        Effect::KeepInterview(interview) => save(store, state, |store| {
            let kept = store.save_interview(interview)?;
            Ok(Saved::compare(&kept, interview))
        }),
        Effect::KeepItem(item) => save(store, state, |store| {
            let kept = store.save_item(item)?;
            Ok(Saved::compare(&kept, item))
        }),
        Effect::KeepPreferences(prefs) => save(store, state, |store| {
            let kept = store.save_prefs(prefs);
            Ok(Saved::compare(kept, prefs))
        }),
        Effect::ForgetDraft { draft, stamp } => change(store, state, |store| {
            store.delete(&draft_key(draft), *stamp)
        }),
        Effect::Keeping { keep, draft } => change(store, state, |store| {
            let key = draft.as_ref().map(|draft| draft_key(draft));
            store.set_keep(*keep, key.as_ref());
            Ok(())
        }),
        Effect::Finish(interview) => {
            let mut answers = change(store, state, |store| store.finish(interview).map(drop));
            let refused = Answer::Event(Event::SaveRefused(SaveError::Deleted));
            if answers.last() == Some(&refused) {
                answers.pop();
                answers.push(Answer::Event(Event::ResultRefused(interview.clone())));
            }
            answers
        }
        Effect::DeleteInterview { interview, stamp } => change(store, state, |store| {
            store.delete(&interview_key(interview), *stamp)
        }),
        Effect::BringBack(interview) => change(store, state, |store| {
            store.undo_delete(&interview_key(interview))
        }),
        Effect::RemoveItem { item, stamp } => {
            change(store, state, |store| store.delete(&item.key(), *stamp))
        }
        Effect::BringItemBack(item) => change(store, state, |store| store.undo_delete(&item.key())),
        Effect::MeasureStore => vec![Answer::Kept],
        Effect::Import(bring_back) => take_import(store, import, bring_back),
        Effect::UndoImport => {
            store.undo_import();
            vec![Answer::Kept, Answer::Event(Event::ImportTakenBack)]
        }
        Effect::EraseEverything => {
            let all = store.delete_everything().is_ok();
            vec![Answer::Kept, Answer::Event(Event::Erased { all })]
        }
        Effect::ClearVisit => match store.clear_visit() {
            Ok(()) => vec![Answer::Kept, Answer::Event(Event::Cleared)],
            // The banner of a device that refuses says the rest.
            Err(_) => vec![Answer::Kept],
        },
        _ => return None,
    };
    Some(answers)
}

/// Changes the store. What it holds then is told where that is anything else than what the page shows: a press is drawn
/// once.
fn save(
    store: &mut Store,
    state: &State,
    change: impl FnOnce(&mut Store) -> Result<Saved, SaveError>,
) -> Vec<Answer> {
    let before = store.state();
    let result = change(store);
    let has_news = store.take_news();
    let is_ready = [before, store.state()] == [StorageState::Ready; 2];
    let mut answers = match result {
        // This page shows how full the device is.
        Ok(Saved::AsShown) if is_ready && !has_news && state.route != Route::YourData => Vec::new(),
        _ => vec![Answer::Kept],
    };
    match result {
        Ok(_) if state.keeping.refused.is_some() => answers.push(Answer::Event(Event::SaveHeld)),
        Ok(_) => {}
        Err(error) => answers.push(Answer::Event(Event::SaveRefused(error))),
    }
    answers
}

/// The same, where a list gets longer or shorter.
fn change(
    store: &mut Store,
    state: &State,
    change: impl FnOnce(&mut Store) -> Result<(), SaveError>,
) -> Vec<Answer> {
    save(store, state, |store| {
        change(store).map(|()| Saved::Otherwise)
    })
}

fn take_import(
    store: &mut Store,
    import: &mut Option<Import>,
    bring_back: &BTreeSet<Key>,
) -> Vec<Answer> {
    let Some(read) = import else {
        return Vec::new();
    };
    let told = match read.apply_bringing_back(store, bring_back) {
        Ok(done) => {
            *import = None;
            Event::Imported(done.into())
        }
        // It can be tried again.
        Err(error) => Event::SaveRefused(error),
    };
    vec![Answer::Kept, Answer::Event(told)]
}
