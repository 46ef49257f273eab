//! What follows from what happened: the one function that changes the state.
//!
//! Owns every decision between an event and the page. Pure: the time, fresh ids and randomness come
//! inside the [`Action`], and what has to happen outside is returned as [`Effect`]s. Never reads a
//! clock, a store or a browser, and never fails: an event that does not fit the state changes nothing.

use std::rc::Rc;

use crate::domain::friend_sheet::FriendSheet;
use crate::domain::history::Stamp;
use crate::domain::time::Moment;

use super::event::{Action, Effect, Event, Target};
use super::state::{Notice, State};

mod data;
mod earlier;
mod embedding;
mod history;
mod interview;
mod language;
mod learning;
mod letter;
mod link;
mod quiz;

/// The state after `action`, and what the runtime has to do for it.
pub fn update(state: &State, action: Action) -> (State, Vec<Effect>) {
    let Action {
        at,
        fresh,
        tag,
        event,
    } = action;
    let mut change = Transition {
        state: state.clone(),
        effects: Vec::new(),
        tag,
    };
    change.state.now = at;
    match event {
        Event::Loaded {
            kept,
            usage,
            tab_draft,
        } => change.loaded(&kept, usage, tab_draft),
        Event::SaveRefused(error) => change.save_refused(error),
        Event::ResultRefused(interview) => change.result_refused(&interview),
        Event::SaveHeld => change.state.keeping.refused = None,
        Event::NewVersionFound => change.state.new_version = true,
        // Every answer was kept when it was given, so that nothing is left to be saved first.
        Event::NewVersionAgreed => change.effects.push(Effect::TakeNewVersion),
        Event::AddressChanged(route) => change.arrive(route),
        Event::Went(route) => change.go(route),
        Event::Jumped(target) => change.focus(target),
        Event::AnswerChosen { question, answer } => change.answer(&question, answer, at, fresh),
        Event::AnswerCleared { question } => change.clear_answer(&question, at, fresh),
        Event::Continued => change.go_on(at, fresh),
        Event::InterviewDetailed { interview, details } => {
            change.detail_interview(&interview, details, at)
        }
        Event::WhenChosen { interview, when } => change.choose_when(&interview, when, at),
        Event::DayTyped { field, text } => change.type_day(field, text, at, fresh),
        Event::DayLeft(field) => change.state.typed_days.leave(&field),
        Event::KeepingChosen { keep } => change.choose_keeping(keep),
        Event::Exported => change.exported(),
        Event::ExportFailed => change.state.export_failed = true,
        Event::PrintFailed => change.state.print_failed = true,
        Event::QuizFetched { made_with, quiz } => change.quiz_fetched(made_with, quiz),
        Event::FrameAdopted(before) => change.adopt_frame(&before),
        Event::HostConnected { same_origin_host } => change.host_connected(same_origin_host),
        Event::HostSpoke(said) => change.host_spoke(said),
        Event::LaidOut(layout) => change.laid_out(layout),
        Event::ResultAsked => change.finish(at),
        Event::DraftResumed(id) => change.resume(&id),
        Event::DraftDiscarded(id) => change.discard(&id, at),
        Event::LostDraftKept => change.go_on_with_lost(at, fresh),
        Event::StartedAnew => change.start_anew(at, fresh),
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
        Event::ActionTicked {
            interview,
            rule,
            done,
        } => change.tick(&interview, rule, done, at),
        Event::ActionFinished {
            interview,
            rule,
            then,
        } => {
            change.tick(&interview, rule, true, at);
            change.go(then);
        }
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
        Event::OutcomeNoted { interview, note } => change.note_outcome(&interview, note, at),
        Event::OutcomeClosed { interview, closed } => change.close_outcome(&interview, closed, at),
        Event::NothingHeard(id) => change.nothing_heard(&id, at),
        Event::LookedAgain { interview, gut } => change.look_again(&interview, &gut, at),
        Event::NotesEdited { interview, notes } => change.edit_notes(&interview, notes, at),
        Event::LabelEdited { field, value } => change.edit_label(field, value, at),
        Event::LabelLeft => change.leave_label_field(),
        Event::HistorySearched(words) => change.search(words),
        Event::HistoryFiltered(filter) => change.filter(filter),
        Event::HistorySorted(order) => change.sort(order),
        Event::HistoryExtended { table } => change.extend_history(table),
        Event::PointChosen(place) => change.state.history.point = Some(place),
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
        Event::Written { place, words } => change.write(place, words, at, fresh),
        Event::WordsReset(lesson) => change.reset_text(&lesson, at),
        Event::PreparedBegun { asked_in, question } => {
            change.begin_prepared(asked_in, question, at, fresh)
        }
        Event::ToAskAdded => change.add_to_ask(at, fresh),
        Event::FriendTicked { question, tick, on } => {
            let edit = |sheet: &mut FriendSheet| sheet.tick(tick, &question, on);
            change.edit_friend_sheet(&edit, at, fresh);
        }
        Event::FriendSheetBegun => change.begin_friend_sheet(at, fresh),
        Event::Removed { kind, id } => change.remove(kind, &id, at),
        Event::RemovalUndone(id) => change.undo_removal(&id),
        Event::PrintAsked => change.effects.push(Effect::Print),
        Event::PracticeBegun { all } => change.begin_practice(all, at),
        Event::AnswerRevealed => change.reveal(),
        Event::Marked(mark) => change.mark(mark, at),
        Event::PracticeStopped => change.stop_practice(),
        Event::TimerChosen { on } => change.choose_timer(on),
        // The time that it brings, or that all is drawn anew, is all there is to it.
        Event::SecondPassed | Event::TimeWentOn | Event::LocaleChanged => {}
        Event::LanguageChosen(tag) => change.choose_language(&tag),
        Event::LanguageSpoken { tag, collation } => change.language_spoken(tag, collation),
        Event::LanguageFailed(tag) => change.language_failed(tag),
        Event::LanguagesOnDevice(tags) => change.state.languages.on_device = tags.map(Rc::new),
        Event::SpreadsheetAsked(form) => change.save_spreadsheet(form),
        Event::WordsAsked => change.effects.push(Effect::SaveWords),
        Event::LinkAsked(id) => change.ask_for_link(&id),
        Event::LinkKept => change.keep_link(),
        Event::LinkLeft => change.leave_link(),
        Event::OwnRateChosen { on } => change.choose_own_rate(on),
        Event::ExportAsked => change.effects.push(Effect::Export),
        Event::QuarantineAsked => change.effects.push(Effect::DownloadKeptAside),
        Event::ImportPicked => change.import_picked(),
        Event::ImportProgressed(progress) => change.import_progressed(progress),
        Event::ImportRead(read) => change.import_read(read),
        Event::Imported(preview) => change.imported(preview),
        Event::DeletedTicked { mark, on } => change.tick_deleted(mark.as_ref(), on),
        Event::ImportTakenBack => change.import_taken_back(),
        Event::ImportAgreed => change.import_agreed(),
        Event::ImportDismissed => change.import_dismissed(),
        Event::ImportUndone => change.import_undone(),
        Event::EraseAsked => change.erase_asked(),
        Event::EraseCancelled => change.erase_cancelled(),
        Event::EraseAgreed => change.erase_agreed(),
        Event::Erased { all } => change.erased(all),
        Event::VisitCleared => change.clear_visit(),
        Event::Cleared => change.cleared(),
        Event::ThemeChosen(theme) => change.choose_theme(theme),
        Event::NumberKeysChosen { on } => change.choose_number_keys(on),
        Event::GoOnAtOnceChosen { on } => change.choose_go_on_at_once(on),
        Event::OutsideQuestionsChosen { on } => change.choose_outside_questions(on),
    }
    change.look_around(state);
    (change.state, change.effects)
}

/// A state on its way from one event to the next page.
struct Transition {
    state: State,
    effects: Vec<Effect>,
    /// Stamps every part that this event edits.
    tag: u32,
}

impl Transition {
    /// Marks what this event did.
    fn stamp(&self, at: Moment) -> Stamp {
        Stamp {
            changed_at: at.unix_ms(),
            tag: self.tag,
        }
    }

    /// Moves the focus once the page is drawn, even to where it is already.
    fn focus(&mut self, target: Target) {
        self.state.focus = (self.state.focus.0.wrapping_add(1), Some(target));
    }

    /// What follows from every event: the clock of the practice run, the lessons of all results, and what the page
    /// around a frame is told. `before` is the state before the event.
    fn look_around(&mut self, before: &State) {
        self.tick_or_not(before);
        if self.state.embedding.is_some() {
            self.post_progress(&before.route, before.interviews.len());
        }
    }

    /// Says how much room is left in a text, near its end, and then at each step of some characters.
    /// Lengths are those of the browser's own limit on what can be typed.
    fn say_room(&mut self, before: &str, after: &str, most: usize) {
        const NEAR: usize = 100;
        const STEP: usize = 25;
        let room = |text: &str| most.saturating_sub(text.encode_utf16().count());
        let step = |text: &str| room(text).min(NEAR + 1).div_ceil(STEP);
        if step(after) < step(before) {
            self.notify(Notice::Left(room(after)));
        }
    }

    /// Has the live region speak, even the same words again.
    fn notify(&mut self, notice: Notice) {
        let serial = self
            .state
            .notice
            .as_ref()
            .map_or(0, |(serial, _)| serial.wrapping_add(1));
        self.state.notice = Some((serial, notice));
    }
}
