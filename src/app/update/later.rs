//! The events of the screens after the questions.
//!
//! One way in for all of them, because their code arrives after that of the first page; see
//! [`Rest`](crate::app::state::Rest).

use std::rc::Rc;

use super::Change;
use crate::app::event::{Effect, Event};
use crate::app::state::State;
use crate::domain::history::Id;
use crate::domain::time::Moment;
use crate::wire::quiz_document;
use crate::wire::store::Loaded;

/// Does what follows from an event that is not of the first screens.
#[inline(never)]
pub(super) fn event(change: &mut Change, event: Event, at: Moment, fresh: Id) {
    match event {
        Event::Exported => change.exported(),
        Event::ExportFailed => change.state.export_failed = true,
        Event::QuizFetched { made_with, quiz } => change.quiz_fetched(made_with, quiz),
        Event::HostConnected { overheard } => change.host_connected(overheard),
        Event::HostSpoke(said) => change.host_spoke(said),
        Event::LaidOut(layout) => change.laid_out(layout),
        Event::ResultAsked => change.finish(at),
        Event::DraftResumed(id) => change.resume(&id),
        Event::DraftDiscarded(id) => change.discard(&id, at),
        Event::StartedAnew => change.start_anew(),
        Event::AnswerCorrected {
            interview,
            question,
            answer,
        } => change.correct(&interview, &question, answer, at),
        Event::SituationAnswered {
            interview,
            question,
            answer,
        } => change.answer_situation(&interview, &question, answer, at),
        Event::SituationDated {
            interview,
            which,
            date,
        } => change.date_situation(&interview, which, date, at),
        Event::ActionTicked {
            interview,
            rule,
            done,
        } => change.tick(&interview, rule, done, at),
        Event::LetterChanged {
            interview,
            letter,
            change: what,
        } => change.change_letter(&interview, letter, what, at),
        Event::LetterCopied { text } => change.copy_letter(text),
        Event::LetterMailed { rest } => change.mail_letter(rest),
        Event::LetterShared { title, text } => change.share_letter(title, text),
        Event::TextCopied { done } => change.copied(done),
        Event::TextShared { done } => change.shared(done),
        Event::RemindersAsked { interview, entries } => {
            change.save_reminders(&interview, &entries, at)
        }
        Event::OutcomeRecorded { interview, outcome } => {
            change.record_outcome(&interview, outcome, at)
        }
        Event::OutcomeDated { interview, date } => change.date_outcome(&interview, date, at),
        Event::OutcomeNoted { interview, note } => change.note_outcome(&interview, note, at),
        Event::OutcomeClosed { interview, closed } => change.close_outcome(&interview, closed, at),
        Event::NothingHeard(id) => change.nothing_heard(&id, at),
        Event::LookedAgain { interview, gut } => change.look_again(&interview, &gut, at),
        Event::NotesEdited { interview, notes } => change.edit_notes(&interview, notes, at),
        Event::LabelEdited { field, value } => change.edit_label(field, value),
        Event::LabelSaved(id) => change.save_label(&id, at),
        Event::HistorySearched(words) => change.search(words),
        Event::HistoryFiltered(filter) => change.filter(filter),
        Event::HistorySorted(order) => change.sort(order),
        Event::HistoryExtended { table } => change.extend_history(table),
        Event::ComparePicked { interview, picked } => change.pick(interview, picked),
        Event::Deleted(id) => change.delete(&id, at),
        Event::DeleteUndone(id) => change.undo_delete(&id),
        Event::LessonTicked { lesson, done } => change.tick_lesson(&lesson, done, at),
        Event::LessonMoved {
            interview,
            lesson,
            up,
        } => change.move_lesson(&interview, lesson, up, at),
        Event::LessonAdded { learnt_from } => change.add_lesson(learnt_from, at, fresh),
        Event::Written { place, words } => change.write(place, words, at),
        Event::WordsReset(lesson) => change.reset_words(&lesson, at),
        Event::PreparedBegun { asked_in, question } => {
            change.begin_prepared(asked_in, question, at, fresh)
        }
        Event::ToAskAdded => change.add_to_ask(at, fresh),
        Event::Removed { kind, id } => change.remove(kind, &id, at),
        Event::RemovalUndone(id) => change.undo_removal(&id),
        Event::PrintAsked => change.effects.push(Effect::Print),
        Event::PracticeBegun { all } => change.begin_practice(all, at),
        Event::AnswerRevealed => change.reveal(),
        Event::Marked(mark) => change.mark(mark, at),
        Event::PracticeStopped => change.stop_practice(),
        Event::TimerChosen { on } => change.choose_timer(on),
        // The time that it brings, or that all is drawn anew, is all there is to it.
        Event::SecondPassed | Event::LocaleChanged => {}
        Event::SpreadsheetAsked => change.save_spreadsheet(),
        Event::WordsAsked => change.effects.push(Effect::SaveWords),
        Event::LinkAsked(id) => change.ask_for_link(&id),
        Event::LinkKept => change.keep_link(),
        Event::LinkLeft => change.leave_link(),
        Event::OwnRateChosen { on } => change.choose_own_rate(on),
        Event::ExportAsked => change.effects.push(Effect::Export),
        Event::QuarantineAsked => change.effects.push(Effect::DownloadKeptAside),
        Event::ImportPicked => change.import_picked(),
        Event::ImportRead(read) => change.import_read(read),
        Event::Imported => change.imported(),
        Event::ImportTakenBack => change.import_taken_back(),
        Event::ImportAgreed => change.import_agreed(),
        Event::ImportDismissed => change.import_dismissed(),
        Event::ImportUndone => change.import_undone(),
        Event::EraseAsked => change.erase_asked(),
        Event::EraseCancelled => change.erase_cancelled(),
        Event::EraseAgreed => change.erase_agreed(),
        Event::ThemeChosen(theme) => change.choose_theme(theme),
        Event::NumberKeysChosen { on } => change.choose_number_keys(on),
        Event::OutsideQuestionsChosen { on } => change.choose_outside_questions(on),
        // Taken by `update` itself.
        Event::Loaded { .. }
        | Event::SaveRefused(_)
        | Event::NewVersionFound
        | Event::NewVersionAgreed
        | Event::AddressChanged(_)
        | Event::Went(_)
        | Event::Jumped(_)
        | Event::AnswerChosen { .. }
        | Event::AnswerCleared { .. }
        | Event::Continued
        | Event::PromiseDated { .. }
        | Event::DraftDetailed(_)
        | Event::KeepingChosen { .. }
        | Event::RestAsked
        | Event::RestCame
        | Event::RestFailed => {}
    }
}

/// What a screen of the rest needs when it is reached, or when what is kept has changed. `again` is whether
/// a person has come to it.
#[inline(never)]
pub(super) fn settle(change: &mut Change, again: bool) {
    if again || change.state.label.is_none() {
        // Without `again`: reached by its address, before anything was read.
        change.open_label();
    }
    change.open_link();
    change.ask_for_quizzes(again);
}

/// How many results there are of each other quiz.
#[inline(never)]
pub(super) fn others(kept: &Loaded, quiz: &Id) -> Rc<Vec<(Id, usize)>> {
    let mut others: Vec<(Id, usize)> = Vec::new();
    for interview in &kept.interviews {
        let id = &interview.quiz.id;
        if id == quiz {
            continue;
        }
        match others.iter_mut().find(|(other, _)| other == id) {
            Some((_, results)) => *results += 1,
            None => others.push((id.clone(), 1)),
        }
    }
    Rc::new(others)
}

/// Puts the whole quiz in the place of what the first half had of it.
#[inline(never)]
pub(super) fn make_whole(state: &mut State) {
    if let Ok(quiz) = quiz_document::current()
        && (quiz.id(), quiz.version()) == (state.quiz.id(), state.quiz.version())
    {
        state.complete_quiz(quiz);
    }
}

/// What follows from every event: the clock of the practice run, the lessons of all results, and what the page
/// around a frame is told. `before` is the state before the event.
#[inline(never)]
pub(super) fn look_around(change: &mut Change, before: &State) {
    change.tick_or_not(before);
    change.look_over();
    if change.state.embedding.is_some() {
        change.tell_of(&before.route, before.interviews.len());
    }
}
