//! What is known of when things happened, for conditions and deadlines.
//!
//! Never reads a clock: the present is given to it.

use super::outcome::{Format, Outcome};
use super::time::{Date, Moment, working_days_between};

/// The time that a wait is counted from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Since {
    /// The interview.
    #[default]
    Interview,
    /// Asking for a second interview.
    Asked,
    /// Being refused one.
    Refused,
    /// Hearing that the company said no.
    SaidNo,
    /// The day on which they promised to be in touch.
    Promised,
}

/// What is known about when, and what came of it. Unknown times hold nothing back: an interview counts as
/// recent, and no date as passed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Times {
    /// The present.
    pub now: Option<Moment>,
    /// When the interview was.
    pub interview_at: Option<Moment>,
    /// Whether only the day of `interview_at` is known.
    pub day_only: bool,
    /// When a second interview was asked for.
    pub asked_at: Option<Moment>,
    /// When that was refused.
    pub refused_at: Option<Moment>,
    /// The day on which the company's no was heard.
    pub said_no_on: Option<Date>,
    /// The day by which they promised to be in touch.
    pub promised_on: Option<Date>,
    /// The outcome, if it is recorded.
    pub outcome: Option<Outcome>,
    /// The format of the interview.
    pub format: Option<Format>,
}

impl Times {
    /// The moment of an event, if it is known; what is known by its day has none.
    pub(super) fn moment(&self, since: Since) -> Option<Moment> {
        match since {
            Since::Interview => self.interview_at,
            Since::Asked => self.asked_at,
            Since::Refused => self.refused_at,
            Since::SaidNo | Since::Promised => None,
        }
    }

    /// The working days that have gone by since a day; the day itself is not counted, today is.
    pub(super) fn working_days_since(&self, since: Since) -> Option<i64> {
        let now = self.now?;
        let then = match since {
            Since::Promised => self.promised_on?,
            Since::SaidNo => self.said_no_on?,
            // The day that it was there and then, wherever the person is by now.
            other => self.moment(other)?.date(),
        };
        Some(working_days_between(then, now.date()))
    }
}
