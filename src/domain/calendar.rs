//! What stands in a calendar: reminders, and the last file of a result.
//!
//! Owns the types alone. Must not know how a reminder comes about, which is [`super::reminder`]'s.

use super::time::{Date, Moment};

/// A note in a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// What it is about.
    pub about: About,
    /// When.
    pub at: When,
}

/// What a reminder is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// Something to do, by its rule.
    Action(String),
    /// Whether they have answered, and how it turned out.
    Heard,
    /// Reading one's lessons before the next interview.
    Lessons,
}

impl About {
    /// The name by which a calendar and a stored result know it.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Action(rule) => rule,
            Self::Heard => "heard",
            Self::Lessons => "lessons",
        }
    }

    /// What has this name.
    #[must_use]
    pub fn named(name: &str) -> Self {
        match name {
            "heard" => Self::Heard,
            "lessons" => Self::Lessons,
            rule => Self::Action(rule.to_owned()),
        }
    }
}

/// What the last file reminded of and is not among these reminders any more: it is done, or nothing waits for it.
#[must_use]
pub fn cancelled(last: &CalendarFile, reminders: &[Reminder]) -> Vec<Reminder> {
    let is_left = |last: &Reminder| reminders.iter().any(|left| left.about == last.about);
    let gone = last.events.iter().filter(|last| !is_left(last));
    gone.cloned().collect()
}

/// When a reminder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// At this moment, wherever the person is by then.
    At(Moment),
    /// At this time of day by the person's own clock, wherever that is.
    OnDay {
        /// The day.
        date: Date,
        /// Minutes after midnight, 0 to 1439.
        minute: u16,
    },
}

/// What the last calendar file of a result said, so that the next one is later and cancels what no longer holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CalendarFile {
    /// Greater with each file, whatever the clock says.
    pub sequence: u32,
    /// Its events, each of another thing, in the order of their names. One that was cancelled stays: a calendar that has
    /// missed that file hears of it from the next.
    pub events: Vec<Reminder>,
}
