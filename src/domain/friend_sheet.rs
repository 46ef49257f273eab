//! What a friend noted on the sheet of a practice interview.
//!
//! Owns [`FriendSheet`], and how long its texts may be. Must not know how it is kept, or which questions stand on a sheet.

use super::prepared::is_same_question;

/// What a friend can tick for a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FriendTick {
    /// The answer was one to the question.
    Answered,
    /// It had a real example in it.
    Example,
    /// It was short enough.
    Short,
}

impl FriendTick {
    /// All of them, in the order of the sheet.
    pub const ALL: [Self; 3] = [Self::Answered, Self::Example, Self::Short];

    /// Its name in records and on the page's elements.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Example => "example",
            Self::Short => "short",
        }
    }
}

/// One practice interview, as the friend saw it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FriendSheet {
    /// The questions that were ticked, for each of [`FriendTick::ALL`]. By their words: a question on the sheet may later
    /// be reworded or removed, and what was ticked was said about these words.
    pub ticked: [Vec<String>; 3],
    /// The best moment, at most [`FriendSheet::MAX_CHARS`] characters.
    pub best: String,
    /// What to change, at most [`FriendSheet::MAX_CHARS`] characters.
    pub change: String,
    /// When it was begun, in milliseconds since 1970.
    pub made_at: i64,
}

impl FriendSheet {
    /// The most characters of a line.
    pub const MAX_CHARS: usize = 1_000;
    /// The most questions for one tick; the eleven of a sheet, with room for some that were reworded meanwhile. All of
    /// them fit into a record, whatever their characters are.
    pub const MAX_TICKED: usize = 16;
    /// The most characters of a question that are kept: enough to know it again.
    pub const MAX_QUESTION_CHARS: usize = 200;

    /// The questions that have this tick.
    #[must_use]
    pub fn ticked(&self, tick: FriendTick) -> &[String] {
        &self.ticked[tick as usize]
    }

    /// Whether a question has a tick.
    #[must_use]
    pub fn is_ticked(&self, tick: FriendTick, question: &str) -> bool {
        let question = known_by(question);
        let mut ticked = self.ticked(tick).iter();
        ticked.any(|ticked| is_same_question(ticked, &question))
    }

    /// Ticks a question, or takes the tick back. Beyond the most that is kept, the earliest tick goes.
    pub fn tick(&mut self, tick: FriendTick, question: &str, on: bool) {
        let question = known_by(question);
        let ticked = &mut self.ticked[tick as usize];
        ticked.retain(|ticked| !is_same_question(ticked, &question));
        if on {
            ticked.push(question);
            let over = ticked.len().saturating_sub(Self::MAX_TICKED);
            ticked.drain(..over);
        }
    }

    /// Whether the friend has noted nothing yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let said = [&self.best, &self.change];
        self.ticked.iter().all(Vec::is_empty) && said.iter().all(|words| words.trim().is_empty())
    }
}

/// What of a question is kept.
fn known_by(question: &str) -> String {
    let question = question.trim().chars();
    question.take(FriendSheet::MAX_QUESTION_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tick_stays_with_its_question_and_can_be_taken_back() {
        let mut sheet = FriendSheet::default();
        sheet.tick(FriendTick::Short, " Why us? ", true);
        sheet.tick(FriendTick::Short, "why us", true);
        assert_eq!(sheet.ticked(FriendTick::Short), ["why us"]);
        assert!(sheet.is_ticked(FriendTick::Short, "Why us?"));
        assert!(!sheet.is_ticked(FriendTick::Example, "Why us?"));
        sheet.tick(FriendTick::Short, "Why us?", false);
        assert!(sheet.is_empty());
    }

    #[test]
    fn a_very_long_question_is_known_again_and_the_ticks_never_outgrow_a_record() {
        let mut sheet = FriendSheet::default();
        let long = "why ".repeat(500);
        sheet.tick(FriendTick::Answered, &long, true);
        assert!(sheet.is_ticked(FriendTick::Answered, &long));
        for number in 0..40 {
            sheet.tick(FriendTick::Answered, &number.to_string(), true);
        }
        assert_eq!(
            sheet.ticked(FriendTick::Answered).len(),
            FriendSheet::MAX_TICKED
        );
        assert!(sheet.is_ticked(FriendTick::Answered, "39"));
    }
}
