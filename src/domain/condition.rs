//! Conditions: trees of all, any and not over a handful of leaves, and nothing more.
//!
//! [`Condition`] is the tree as a document writes it, with ids; [`Cond`] is the same tree with indices,
//! checked, with its facts written out. This module must not know what a condition is used for.

use super::answers::SheetValues;
use super::history::Outcome;
use super::quiz::{MAX_TOPICS, QuarterPoints, QuizDraft, Role, UNSURE};
use super::times::{Since, Times};

/// A condition as a document writes it.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// Each of these holds; true if there are none.
    All(Vec<Condition>),
    /// At least one of these holds; false if there are none.
    Any(Vec<Condition>),
    /// This does not hold.
    Not(Box<Condition>),
    /// The named condition holds.
    Fact(String),
    /// The answer to a question with one choice is among these; `unsure` may be one of them.
    Answer {
        /// The question.
        question: String,
        /// The options.
        is: Vec<String>,
    },
    /// The option of a question with many choices is ticked.
    Ticked {
        /// The question.
        question: String,
        /// The option.
        option: String,
    },
    /// The topic's points, capped, before any override, are at most these.
    Topic {
        /// The topic.
        topic: String,
        /// The most.
        at_most: QuarterPoints,
    },
    /// The band is this one or a higher one.
    BandAtLeast(u8),
    /// The felt level is this one or a lower one. It does not hold where nothing was felt.
    GutAtMost(u8),
    /// The recorded outcome is one of these. It does not hold where there is none.
    Outcome(Vec<Outcome>),
    /// More than so many hours have gone by. It does not hold where either time is unknown.
    HoursPassed {
        /// Since when.
        since: Since,
        /// How many.
        hours: u16,
    },
    /// At least so many working days have gone by, the first day not counted. It does not hold where
    /// either time is unknown.
    WorkingDaysPassed {
        /// Since when.
        since: Since,
        /// How many.
        days: u16,
    },
}

impl Default for Condition {
    fn default() -> Self {
        Condition::All(Vec::new())
    }
}

impl Condition {
    /// The condition that never holds.
    pub fn never() -> Self {
        Condition::Any(Vec::new())
    }

    /// The same condition where some questions are not asked and some topics are not there: a missing
    /// answer is "not sure", and a missing topic comes to nought.
    pub fn without(
        &self,
        gone_question: &dyn Fn(&str) -> bool,
        gone_topic: &dyn Fn(&str) -> bool,
    ) -> Self {
        let constant = |holds: bool| {
            if holds {
                Self::default()
            } else {
                Self::never()
            }
        };
        let each = |parts: &[Condition]| -> Vec<Condition> {
            let without = |part: &Condition| part.without(gone_question, gone_topic);
            parts.iter().map(without).collect()
        };
        match self {
            Condition::All(parts) => Condition::All(each(parts)),
            Condition::Any(parts) => Condition::Any(each(parts)),
            Condition::Not(part) => {
                Condition::Not(Box::new(part.without(gone_question, gone_topic)))
            }
            Condition::Answer { question, is } if gone_question(question) => {
                constant(is.iter().any(|option| option == UNSURE))
            }
            Condition::Ticked { question, .. } if gone_question(question) => Self::never(),
            Condition::Topic { topic, at_most } if gone_topic(topic) => {
                constant(QuarterPoints::ZERO <= *at_most)
            }
            other => other.clone(),
        }
    }
}

/// A condition ready to be asked: indices for ids, facts written out.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cond {
    All(Vec<Cond>),
    Any(Vec<Cond>),
    Not(Box<Cond>),
    /// For one choice the bits are choices, "not sure" being bit 0; for many they are ticks.
    Answer {
        question: usize,
        mask: u32,
    },
    Ticked {
        question: usize,
        mask: u32,
    },
    Topic {
        topic: usize,
        at_most: QuarterPoints,
    },
    BandAtLeast(u8),
    GutAtMost(u8),
    Outcome(Vec<Outcome>),
    HoursPassed {
        since: Since,
        hours: u16,
    },
    WorkingDaysPassed {
        since: Since,
        days: u16,
    },
}

/// What a condition may look at. What is not known yet where it is asked is left at its default, and
/// [`Place`] sees to it that nothing looks there.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub values: &'a SheetValues,
    pub topics: &'a [QuarterPoints; MAX_TOPICS],
    pub band: u8,
    pub gut_level: Option<u8>,
    pub times: Option<&'a Times>,
}

/// Never holds.
impl Default for Cond {
    fn default() -> Self {
        Self::Any(Vec::new())
    }
}

impl Cond {
    pub fn holds(&self, seen: &Context<'_>) -> bool {
        match self {
            Cond::All(parts) => parts.iter().all(|part| part.holds(seen)),
            Cond::Any(parts) => parts.iter().any(|part| part.holds(seen)),
            Cond::Not(part) => !part.holds(seen),
            Cond::Answer { question, mask } => {
                // A choice is below 32 by construction of the sheet.
                mask.checked_shr(seen.values[*question])
                    .is_some_and(|bits| bits & 1 == 1)
            }
            Cond::Ticked { question, mask } => seen.values[*question] & mask != 0,
            Cond::Topic { topic, at_most } => seen.topics[*topic] <= *at_most,
            Cond::BandAtLeast(level) => seen.band >= *level,
            Cond::GutAtMost(level) => seen.gut_level.is_some_and(|felt| felt <= *level),
            Cond::Outcome(outcomes) => seen
                .times
                .and_then(|times| times.outcome)
                .is_some_and(|outcome| outcomes.contains(&outcome)),
            Cond::HoursPassed { since, hours } => seen.times.is_some_and(|times| {
                let Some((now, then)) = times.now.zip(times.moment(*since)) else {
                    return false;
                };
                now.unix_ms().saturating_sub(then.unix_ms()) > i64::from(*hours) * 3_600_000
            }),
            Cond::WorkingDaysPassed { since, days } => seen
                .times
                .and_then(|times| times.working_days_since(*since))
                .is_some_and(|passed| passed >= i64::from(*days)),
        }
    }
}

/// Where a condition stands, and so what it may look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Whether this question is asked: answers to earlier questions.
    Branch(usize),
    /// How a sign counts: answers.
    Points,
    /// How topics count, and whether there is enough: answers and topics.
    Topics,
    /// How the result reads: the band and the feeling too.
    Result,
    /// What to do: anything.
    FollowUp,
}

/// Why a condition cannot be asked where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConditionError {
    /// No such fact is listed before it.
    UnknownFact,
    /// There is no such question.
    UnknownQuestion,
    /// The question has no such option.
    UnknownOption,
    /// There is no such topic.
    UnknownTopic,
    /// A branch looks at the question that it belongs to.
    OwnQuestion,
    /// A branch looks at a question that is asked later.
    LaterQuestion,
    /// It changes the score, and the question is neither a sign nor neutral.
    NotScored,
    /// It looks at what is not known yet in its place.
    NotKnownYet,
    /// With its facts written out it has more parts than one condition may have.
    TooLarge,
}

/// The most parts that one condition may have once its facts are written out: facts that use facts twice
/// double with each.
const MAX_PARTS: usize = 10_000;

/// What keeps a condition from being asked in a place, where something does. It may use the first `facts` of
/// the facts: a fact sees those before it, so that none can lead to itself.
pub fn check(
    draft: &QuizDraft,
    condition: &Condition,
    place: Place,
    facts: usize,
) -> Option<ConditionError> {
    resolve(draft, condition, place, facts).err()
}

/// The condition with indices for ids and its facts written out, or the first thing that is wrong with it.
pub(super) fn resolve(
    draft: &QuizDraft,
    condition: &Condition,
    place: Place,
    facts: usize,
) -> Result<Cond, ConditionError> {
    let mut resolver = Resolver {
        draft,
        place,
        parts_left: MAX_PARTS,
    };
    resolver.part(condition, facts)
}

struct Resolver<'d> {
    draft: &'d QuizDraft,
    place: Place,
    parts_left: usize,
}

impl Resolver<'_> {
    fn part(&mut self, condition: &Condition, facts: usize) -> Result<Cond, ConditionError> {
        self.parts_left = self
            .parts_left
            .checked_sub(1)
            .ok_or(ConditionError::TooLarge)?;
        Ok(match condition {
            Condition::All(parts) => Cond::All(self.parts(parts, facts)?),
            Condition::Any(parts) => Cond::Any(self.parts(parts, facts)?),
            Condition::Not(part) => Cond::Not(Box::new(self.part(part, facts)?)),
            Condition::Fact(id) => {
                let mut listed = self.draft.facts.iter().take(facts);
                let index = listed.position(|fact| fact.id == *id);
                let index = index.ok_or(ConditionError::UnknownFact)?;
                self.part(&self.draft.facts[index].is, index)?
            }
            Condition::Answer { question, is } => {
                let question = self.question(question)?;
                let mut mask = 0;
                for id in is {
                    mask |= if id == UNSURE {
                        1
                    } else {
                        self.option(question, id)? << 1
                    };
                }
                Cond::Answer { question, mask }
            }
            Condition::Ticked { question, option } => {
                let question = self.question(question)?;
                let mask = self.option(question, option)?;
                Cond::Ticked { question, mask }
            }
            Condition::Topic { topic, at_most } => {
                self.known_from(Place::Topics)?;
                let mut topics = self.draft.topics.iter();
                let topic = topics.position(|one| one.id == *topic);
                Cond::Topic {
                    topic: topic.ok_or(ConditionError::UnknownTopic)?,
                    at_most: *at_most,
                }
            }
            Condition::BandAtLeast(level) => {
                self.known_from(Place::Result)?;
                Cond::BandAtLeast(*level)
            }
            Condition::GutAtMost(level) => {
                self.known_from(Place::Result)?;
                Cond::GutAtMost(*level)
            }
            Condition::Outcome(outcomes) => {
                self.known_from(Place::FollowUp)?;
                Cond::Outcome(outcomes.clone())
            }
            Condition::HoursPassed { since, hours } => {
                self.known_from(Place::FollowUp)?;
                Cond::HoursPassed {
                    since: *since,
                    hours: *hours,
                }
            }
            Condition::WorkingDaysPassed { since, days } => {
                self.known_from(Place::FollowUp)?;
                Cond::WorkingDaysPassed {
                    since: *since,
                    days: *days,
                }
            }
        })
    }

    fn parts(&mut self, parts: &[Condition], facts: usize) -> Result<Vec<Cond>, ConditionError> {
        parts.iter().map(|part| self.part(part, facts)).collect()
    }

    /// Places are listed in the order in which things become known.
    fn known_from(&self, first: Place) -> Result<(), ConditionError> {
        if self.place.order() < first.order() {
            return Err(ConditionError::NotKnownYet);
        }
        Ok(())
    }

    fn question(&self, id: &str) -> Result<usize, ConditionError> {
        let questions = &self.draft.questions;
        let index = questions.iter().position(|one| one.id == id);
        let index = index.ok_or(ConditionError::UnknownQuestion)?;
        let changes_the_score = match self.place {
            Place::Branch(asked) if index == asked => return Err(ConditionError::OwnQuestion),
            Place::Branch(asked) if index > asked => return Err(ConditionError::LaterQuestion),
            Place::Branch(asked) => questions[asked].is_sign(),
            Place::Points | Place::Topics => true,
            Place::Result | Place::FollowUp => false,
        };
        let is_scored = matches!(questions[index].role, Role::Sign { .. } | Role::Neutral);
        if changes_the_score && !is_scored {
            return Err(ConditionError::NotScored);
        }
        Ok(index)
    }

    /// The option's tick. An option that there are too many before has no bit; [`super::quiz::Quiz`] has no such question.
    fn option(&self, question: usize, id: &str) -> Result<u32, ConditionError> {
        let mut options = self.draft.questions[question].options().iter();
        let index = options.position(|option| option.id == id);
        let index = index.ok_or(ConditionError::UnknownOption)?;
        Ok(1_u32.checked_shl(index as u32).unwrap_or_default())
    }
}

impl Place {
    fn order(self) -> u8 {
        match self {
            Place::Branch(_) => 0,
            Place::Points => 1,
            Place::Topics => 2,
            Place::Result => 3,
            Place::FollowUp => 4,
        }
    }
}

impl Condition {
    /// The questions that it looks at by itself, facts left aside, in the order of writing.
    pub fn questions(&self) -> Vec<&str> {
        match self {
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().flat_map(Condition::questions).collect()
            }
            Condition::Not(part) => part.questions(),
            Condition::Answer { question, .. } | Condition::Ticked { question, .. } => {
                vec![question]
            }
            _ => Vec::new(),
        }
    }
}
