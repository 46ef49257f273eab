//! What is kept of an interview: the finished result, the draft, and the parts that can be edited.
//!
//! Owns [`Interview`] and [`Draft`] and the meaning of their parts. Must not know how they are
//! written down or where they are kept, what time it is, or where randomness comes from: times, ids
//! and tags arrive as arguments.

use std::collections::BTreeMap;
use std::fmt;

use super::answers::Answers;
use super::calendar::CalendarFile;
pub use super::outcome::{Format, Outcome};
use super::points::QuarterPoints;
use super::time::{Date, Moment};
use super::zone::ZoneName;

/// A short name that is safe in a key, an address and a file name: 1 to 64 of `A-Z a-z 0-9 . _ -`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(Box<str>);

impl Id {
    /// The most characters that an id has.
    pub const MAX_CHARS: usize = 64;

    /// The id with this text, if it is one.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        Self::is_one(text).then(|| Self(text.into()))
    }

    /// Whether a text is an id.
    #[must_use]
    pub fn is_one(text: &str) -> bool {
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
        (1..=Self::MAX_CHARS).contains(&text.len()) && text.bytes().all(plain)
    }

    /// The random UUID (version 4, RFC 9562) made of these random bytes.
    #[must_use]
    pub fn uuid(mut random: [u8; 16]) -> Self {
        random[6] = random[6] & 0x0f | 0x40;
        random[8] = random[8] & 0x3f | 0x80;
        let mut text = String::with_capacity(36);
        for (place, byte) in random.into_iter().enumerate() {
            if matches!(place, 4 | 6 | 8 | 10) {
                text.push('-');
            }
            for digit in [byte >> 4, byte & 0x0f] {
                text.push(char::from(b"0123456789abcdef"[usize::from(digit)]));
            }
        }
        Self(text.into())
    }

    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Which quiz a person answered, in which version, so that an old result is explained by the version
/// that it was made with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuizRef {
    /// The quiz.
    pub id: Id,
    /// Its version, such as `1.0.0`.
    pub version: Id,
    /// Whether the questions that the article does not have were switched off.
    pub without_outside: bool,
}

impl QuizRef {
    /// Whether both name the same version of the same quiz, whatever was switched off.
    #[must_use]
    pub fn is_version_of(&self, other: &Self) -> bool {
        self.id == other.id && self.version == other.version
    }
}

/// When a part was last edited, and a random tag to tell two edits of the same millisecond apart.
/// The later stamp wins wherever two devices meet; the order is total, so every device agrees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp {
    /// Milliseconds since 1970. 0 for what was never edited.
    pub changed_at: i64,
    /// Random.
    pub tag: u32,
}

impl Stamp {
    /// The stamp of an edit now. Later than `previous` even when a clock was set back, or another
    /// device's runs ahead: what a person does last is what they mean.
    #[must_use]
    pub fn after(previous: Self, now: Moment, tag: u32) -> Self {
        let changed_at = now.unix_ms().max(previous.changed_at.saturating_add(1));
        Self { changed_at, tag }
    }
}

/// A part of a record that is edited on its own, and merged on its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part<T> {
    /// The latest value.
    pub value: T,
    /// When it became that.
    pub stamp: Stamp,
}

impl<T> Part<T> {
    /// A part with its first value.
    #[must_use]
    pub fn new(value: T, stamp: Stamp) -> Self {
        Self { value, stamp }
    }

    /// Edits the part, with a stamp later than the one it had.
    pub fn set(&mut self, value: T, now: Moment, tag: u32) {
        self.stamp = Stamp::after(self.stamp, now, tag);
        self.value = value;
    }
}

/// The label of an interview. All of it is optional.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// At most [`Details::MAX_CHARS`] characters.
    pub company: String,
    /// At most [`Details::MAX_CHARS`] characters.
    pub role: String,
    /// At most [`Details::MAX_CHARS`] characters.
    pub round: String,
    /// When it was.
    pub interview_at: Option<Moment>,
    /// The time zone that `interview_at` is written down in, where it is known.
    pub zone: Option<ZoneName>,
    /// Whether only the day of `interview_at` is known; its time of day then means nothing.
    pub day_only: bool,
    /// Whether `interview_at` is when somebody said "just now": then nobody gave the hour.
    pub just_now: bool,
    /// How it was held.
    pub format: Option<Format>,
    /// How many people asked, 1 to [`Details::MAX_INTERVIEWERS`].
    pub interviewers: Option<u8>,
}

impl Details {
    /// The most characters of each text of a label.
    pub const MAX_CHARS: usize = 200;
    /// The most people that a label counts.
    pub const MAX_INTERVIEWERS: u8 = 20;
}

/// A part of the label that a person edits on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LabelPart {
    /// The company.
    Company,
    /// The role.
    Role,
    /// The round.
    Round,
    /// The day, with the time of day where it is known.
    Day,
    /// How it was held.
    Format,
    /// How many people asked.
    Interviewers,
}

impl LabelPart {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Company,
        Self::Role,
        Self::Round,
        Self::Day,
        Self::Format,
        Self::Interviewers,
    ];

    /// Its name in records.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Company => "company",
            Self::Role => "role",
            Self::Round => "round",
            Self::Day => "day",
            Self::Format => "format",
            Self::Interviewers => "interviewers",
        }
    }

    /// Puts what `from` says of this part in the place of what `to` says. Gives whether that was anything else.
    fn take_over(self, to: &mut Details, from: &Details) -> bool {
        let before = to.clone();
        match self {
            Self::Company => to.company.clone_from(&from.company),
            Self::Role => to.role.clone_from(&from.role),
            Self::Round => to.round.clone_from(&from.round),
            // Without a day, its kind means nothing.
            Self::Day if to.interview_at == from.interview_at && from.interview_at.is_none() => {}
            Self::Day => {
                to.interview_at = from.interview_at;
                to.day_only = from.day_only;
                to.just_now = from.just_now;
                to.zone.clone_from(&from.zone);
            }
            Self::Format => to.format = from.format,
            Self::Interviewers => to.interviewers = from.interviewers,
        }
        *to != before
    }
}

/// The label of a result, with the time of the last edit of each part: two tabs that edit different parts lose neither.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label {
    /// What it says.
    pub value: Details,
    /// When each part became that; those that were never edited have none.
    pub stamps: BTreeMap<LabelPart, Stamp>,
}

impl Label {
    /// A label with one stamp on each part that says something.
    #[must_use]
    pub fn new(value: Details, stamp: Stamp) -> Self {
        let mut label = Self::default();
        label.edit(&value, |_| stamp);
        label
    }

    /// Edits the parts that are otherwise now, each with a stamp later than the one it had.
    pub fn set(&mut self, value: Details, now: Moment, tag: u32) {
        self.edit(&value, |before| Stamp::after(before, now, tag));
    }

    /// The same for those parts alone that are otherwise than in `before`: the rest may have been edited since.
    pub fn set_changes(&mut self, before: &Details, after: &Details, now: Moment, tag: u32) {
        let mut value = self.value.clone();
        for part in LabelPart::ALL {
            if part.take_over(&mut before.clone(), after) {
                part.take_over(&mut value, after);
            }
        }
        self.set(value, now, tag);
    }

    fn edit(&mut self, value: &Details, stamp: impl Fn(Stamp) -> Stamp) {
        for part in LabelPart::ALL {
            if part.take_over(&mut self.value, value) {
                let before = self.stamps.get(&part).copied().unwrap_or_default();
                self.stamps.insert(part, stamp(before));
            }
        }
    }
}

/// The answers that fit the advice, given after the result (scoring.md, stage 5).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Situation {
    /// By question.
    pub answers: Answers,
    /// When a second interview was asked for.
    pub asked_at: Option<Moment>,
    /// The time zone that `asked_at` is written down in, where it is known.
    pub asked_zone: Option<ZoneName>,
    /// When that was refused.
    pub refused_at: Option<Moment>,
    /// The time zone that `refused_at` is written down in, where it is known.
    pub refused_zone: Option<ZoneName>,
    /// When the company's no was heard.
    pub said_no_at: Option<Moment>,
    /// The time zone that `said_no_at` is written down in, where it is known.
    pub said_no_zone: Option<ZoneName>,
    /// The day by which they promised to answer.
    pub promised_on: Option<Date>,
    /// The day of the next interview, wherever it is.
    pub next_on: Option<Date>,
}

/// The outcome with what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedOutcome {
    /// What it was.
    pub outcome: Outcome,
    /// The day on which it was heard.
    pub on: Option<Date>,
    /// At most [`Interview::MAX_NOTE_CHARS`] characters.
    pub note: String,
    /// Whether the person waits no longer. Of weight for "no reply" alone, which is pending until then.
    pub closed: bool,
}

impl RecordedOutcome {
    /// Whether it went on; `None` where that is not known, or not for the interviewer to say.
    #[must_use]
    pub fn is_yes(&self) -> Option<bool> {
        match self.outcome {
            Outcome::Offer | Outcome::NextRound => Some(true),
            Outcome::No => Some(false),
            Outcome::NoReply => self.closed.then_some(false),
            Outcome::SteppedBack => None,
        }
    }

    /// Whether something may still be heard.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.outcome == Outcome::NoReply && !self.closed
    }
}

/// How it feels when a day has passed. The first answer stays as it was beside this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondLook {
    /// The option of the gut question.
    pub gut: Id,
    /// When it was given.
    pub at: Moment,
    /// The time zone that `at` is written down in, where it is known.
    pub zone: Option<ZoneName>,
}

/// How far an action is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ActionState {
    /// When it was ticked off.
    pub done_at: Option<Moment>,
}

/// A letter as far as it is written. What follows from the answers is not kept; it is worked out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LetterState {
    /// What was filled in, by slot, each at most [`LetterState::MAX_SLOT_CHARS`] characters. One that is here
    /// and empty was emptied by hand, and is not filled from the answers again.
    pub slots: BTreeMap<String, String>,
    /// The whole letter in the person's own words, at most [`LetterState::MAX_TEXT_CHARS`] characters.
    pub text: Option<String>,
    /// The language that the page had when the person began to write that text: it stays in it.
    pub language: Option<Id>,
    /// Whether the draft is shown although there is a text in own words, which is kept.
    pub draft_again: bool,
    /// Whether the draft is the shorter one.
    pub short: bool,
}

impl LetterState {
    /// The most characters of what is filled into a slot.
    pub const MAX_SLOT_CHARS: usize = 1_000;
    /// The most characters of a letter in own words.
    pub const MAX_TEXT_CHARS: usize = 5_000;

    /// The text in own words, where that is the one that counts.
    #[must_use]
    pub fn own_text(&self) -> Option<&str> {
        self.text.as_deref().filter(|_| !self.draft_again)
    }
}

/// The score as it was shown then. Whole numbers throughout, so that no rounding of decimals can
/// differ between devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredScore {
    /// The score.
    pub total: QuarterPoints,
    /// The half-width of its range.
    pub half_width: QuarterPoints,
    /// 0 when there was not enough to say.
    pub band: u8,
    /// How many of the scored questions were not answered.
    pub unsure: u8,
    /// The low and the high end of the range in thousandths, 0 to 1000. None in band 0.
    pub range: Option<(u16, u16)>,
    /// Band less gut level. None in band 0 or without a gut.
    pub gap: Option<i8>,
}

/// One finished result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interview {
    /// Random, and the same on every device.
    pub id: Id,
    /// What was answered.
    pub quiz: QuizRef,
    /// When the first answer was given.
    pub started_at: Moment,
    /// The time zone that `started_at` is written down in, where it is known.
    pub started_zone: Option<ZoneName>,
    /// When the result was first shown.
    pub finished_at: Moment,
    /// The time zone that `finished_at` is written down in, where it is known.
    pub finished_zone: Option<ZoneName>,
    /// The answers at that time. Frozen: calibration uses these, whatever is corrected later.
    pub answers: Answers,
    /// When each of them was last changed, in milliseconds since 1970.
    pub answered_at: BTreeMap<String, i64>,
    /// The score of `answers`, as it was shown then.
    pub stored: StoredScore,
    /// The whole sheet as corrected later; `None` while nothing is.
    pub corrected: Part<Option<Answers>>,
    /// What fits the advice.
    pub situation: Part<Situation>,
    /// The label.
    pub details: Label,
    /// How it turned out.
    pub outcome: Part<Option<RecordedOutcome>>,
    /// At most [`Interview::MAX_NOTE_CHARS`] characters.
    pub notes: Part<String>,
    /// How it felt a day later; `None` while it was not asked or answered.
    pub second_look: Part<Option<SecondLook>>,
    /// By the id of the follow-up rule.
    pub actions: BTreeMap<String, Part<ActionState>>,
    /// By the id of the letter's kind.
    pub letters: BTreeMap<String, Part<LetterState>>,
    /// What the last calendar file said.
    pub calendar: Part<CalendarFile>,
}

impl Interview {
    /// The most characters of a note.
    pub const MAX_NOTE_CHARS: usize = 5_000;

    /// The answers that count for what is shown now: the corrected ones, else the first.
    #[must_use]
    pub fn current_answers(&self) -> &Answers {
        self.corrected.value.as_ref().unwrap_or(&self.answers)
    }

    /// Whether what a rule says is ticked off.
    #[must_use]
    pub fn is_done(&self, rule: &str) -> bool {
        let state = self.actions.get(rule);
        state.is_some_and(|state| state.value.done_at.is_some())
    }
}

/// An interview whose quiz is being answered. Two tabs may each have one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Becomes the result's id.
    pub id: Id,
    /// What is being answered.
    pub quiz: QuizRef,
    /// When the first answer was given.
    pub started_at: Moment,
    /// The time zone that `started_at` is written down in, where it is known.
    pub started_zone: Option<ZoneName>,
    /// When anything was last changed.
    pub changed_at: Moment,
    /// The answers so far.
    pub answers: Answers,
    /// When each question was last answered, or its answer taken back, in milliseconds since 1970.
    pub answered_at: BTreeMap<String, i64>,
    /// What fits the advice, where the quiz asks for it on the way (a promised date).
    pub situation: Part<Situation>,
    /// Whether a sign was answered already, after which the gut answer stays as it is.
    pub gut_frozen: bool,
    /// The question to go on with.
    pub position: Option<Id>,
}

impl Draft {
    /// Notes that a question was answered now, or its answer taken back. Later than the time that it had, whatever the
    /// clock says: what a person does last is what they mean.
    pub fn note_answered(&mut self, question: &str, now: Moment) {
        let before = self.answered_at.get(question);
        let at = before.map_or(now.unix_ms(), |before| {
            now.unix_ms().max(before.saturating_add(1))
        });
        self.answered_at.insert(question.to_owned(), at);
    }

    /// Notes that something was changed now; later than the change before, whatever the clock says.
    pub fn note_changed(&mut self, now: Moment) {
        let at = now
            .unix_ms()
            .max(self.changed_at.unix_ms().saturating_add(1));
        self.changed_at = Moment::new(at, now.offset_minutes()).unwrap_or(now);
    }

    /// Whether nothing was said in it yet, and nobody has gone on.
    pub fn is_untouched(&self) -> bool {
        self.answered_at.is_empty() && self.answers.is_empty() && self.position.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_short_and_plain() {
        for good in [
            "a",
            "1.0.0",
            "0190a1b2-c3d4-4e5f-8a9b-0c1d2e3f4a5b",
            "how_did_it-go",
            &"x".repeat(64),
        ] {
            assert_eq!(
                Id::new(good).map(|id| id.to_string()).as_deref(),
                Some(good)
            );
        }
        for bad in ["", "a:b", "a b", "a/b", "é", "a\n", &"x".repeat(65)] {
            assert_eq!(Id::new(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn random_bytes_make_a_uuid() {
        let uuid = Id::uuid([0xff; 16]);
        assert_eq!(uuid.as_str(), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        assert_eq!(
            Id::uuid([0; 16]).as_str(),
            "00000000-0000-4000-8000-000000000000"
        );
        assert_eq!(Id::new(uuid.as_str()), Some(uuid));
    }

    #[test]
    fn an_edit_wins_over_what_it_replaces_whatever_the_clock_says() {
        let now = Moment::new(1_000, 0).expect("a moment");
        let ahead = Stamp {
            changed_at: 9_000,
            tag: 7,
        };
        assert_eq!(
            Stamp::after(Stamp::default(), now, 3),
            Stamp {
                changed_at: 1_000,
                tag: 3
            }
        );
        assert!(Stamp::after(ahead, now, 3) > ahead);
        let mut part = Part::new("old", ahead);
        part.set("new", now, 0);
        assert_eq!(
            part,
            Part::new(
                "new",
                Stamp {
                    changed_at: 9_001,
                    tag: 0
                }
            )
        );
    }

    #[test]
    fn names_of_outcomes_and_formats_are_read_back() {
        for outcome in Outcome::ALL {
            assert_eq!(Outcome::from_id(outcome.id()), Some(outcome));
        }
        for format in Format::ALL {
            assert_eq!(Format::from_id(format.id()), Some(format));
        }
        assert_eq!(Outcome::from_id("hired"), None);
    }
}
