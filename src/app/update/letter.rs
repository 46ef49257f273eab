//! Letters and reminders: filling a letter in, changing its words, and handing it to the person.

use crate::domain::history::{Id, Interview, LetterState};
use crate::domain::reminder::CalendarFile;
use crate::domain::time::Moment;
use crate::wire::ics::{self, Entry};

use super::Transition;
use crate::app::event::{Effect, LetterChange, Target};
use crate::app::route::Route;
use crate::app::state::{Delivery, Notice};

impl Transition {
    /// Changes a letter, and keeps what is typed as it is typed, cut to what a letter holds.
    pub(super) fn change_letter(
        &mut self,
        id: &Id,
        letter: String,
        change: LetterChange,
        at: Moment,
    ) {
        let tag = self.tag;
        // What was handed over is no longer what stands here.
        self.state.handed = None;
        let before = self.state.interviews.get(id).cloned();
        let own = |interview: &Interview| {
            let part = interview.letters.get(&letter);
            part.is_some_and(|part| part.value.own_text().is_some())
        };
        let was_own = before.is_some_and(|interview| own(&interview));
        let written = letter.clone();
        let language = Id::new(&self.state.site.language);
        self.edit(id, |interview, quiz| {
            quiz.letter(&letter)?;
            let part = interview.letters.entry(written).or_default();
            let mut state = part.value.clone();
            match change {
                LetterChange::Slot { slot, text } => {
                    let text = text.chars().take(LetterState::MAX_SLOT_CHARS).collect();
                    state.slots.insert(slot, text);
                }
                LetterChange::OwnText(text) => {
                    let text = text.chars().take(LetterState::MAX_TEXT_CHARS).collect();
                    if state.text.is_none() {
                        state.language = language;
                    }
                    state.text = Some(text);
                    state.draft_again = false;
                }
                LetterChange::DraftAgain(draft_again) => {
                    state.draft_again = draft_again && state.text.is_some();
                }
                LetterChange::Short(short) => state.short = short,
            }
            (state != part.value).then(|| part.set(state, at, tag))
        });
        // The button that was pressed is gone, and with it the focus.
        let is_own = self.state.interviews.get(id).is_some_and(|now| own(now));
        if was_own != is_own {
            self.focus(Target::Letter);
        }
    }

    pub(super) fn copy_letter(&mut self, text: String) {
        self.state.handed = None;
        self.effects.push(Effect::Copy(text));
    }

    /// The mail program was asked for; where it cannot take the text along, that is copied.
    pub(super) fn mail_letter(&mut self, rest: Option<String>) {
        self.state.handed = Some(Delivery::Mailed);
        if let Some(text) = rest {
            self.state.handed = Some(Delivery::MailedWithoutText);
            self.effects.push(Effect::Copy(text));
        }
    }

    pub(super) fn share_letter(&mut self, title: String, text: String) {
        self.state.handed = None;
        self.effects.push(Effect::Share { title, text });
    }

    /// The browser copied, or could not.
    pub(super) fn copied(&mut self, done: bool) {
        let mailed = self.state.handed == Some(Delivery::MailedWithoutText);
        if !done {
            self.state.handed = Some(Delivery::NotCopied);
        } else if !mailed {
            self.state.handed = Some(Delivery::Copied);
        }
        self.notify(match (done, &self.state.route) {
            (false, _) => Notice::NotCopied,
            (true, Route::Letter(..)) => Notice::LetterCopied,
            (true, _) => Notice::LinkCopied,
        });
    }

    /// The browser shared, or could not. Somebody who thought better of it is told nothing.
    pub(super) fn shared(&mut self, done: bool) {
        self.state.handed = Some(if done {
            Delivery::Shared
        } else {
            Delivery::NotShared
        });
    }

    /// Hands the reminders over as one file. It says that it is later than any before of the same result,
    /// so that a calendar takes its events for the newer ones. What it says is kept, so that the next one can cancel
    /// what no longer holds.
    pub(super) fn save_reminders(&mut self, id: &Id, entries: &[Entry], at: Moment) {
        let tag = self.tag;
        let mut sequence = 0;
        self.edit(id, |interview, _| {
            // By the seconds, since a file may also have been saved on another device; calendars count in 31 bits.
            let since = at.unix_ms().saturating_sub(interview.finished_at.unix_ms()) / 1000;
            let since = u32::try_from(since.clamp(0, i64::from(i32::MAX))).unwrap_or_default();
            let last = &interview.calendar.value;
            sequence = since.max(last.sequence.saturating_add(1));
            let mut events = last.events.clone();
            for Entry { reminder, .. } in entries {
                let name = reminder.about.name();
                match events.binary_search_by(|known| known.about.name().cmp(name)) {
                    Ok(place) => events[place].at = reminder.at,
                    Err(place) => events.insert(place, reminder.clone()),
                }
            }
            let file = CalendarFile { sequence, events };
            interview.calendar.set(file, at, tag);
            Some(())
        });
        if !self.state.interviews.contains_key(id) {
            return;
        }
        let text = ics::calendar(id, &self.state.site.language, entries, at, sequence);
        self.effects.push(Effect::SaveFile {
            name: "interview-reminders.ics",
            mime_type: "text/calendar;charset=utf-8",
            text,
        });
    }
}
