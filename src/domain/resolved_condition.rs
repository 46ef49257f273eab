//! Conditions ready to be asked.
//!
//! Owns [`ResolvedCondition`], a condition with indices for ids, checked against the draft that it stands in, and what
//! it may look at in each place. This module must not know what a condition is used for.

use super::condition::{Condition, UNSURE};
use super::outcome::Outcome;
use super::points::QuarterPoints;
use super::quiz_draft::{MAX_QUESTIONS, MAX_TOPICS, QuizDraft, Role};
use super::times::{Since, Times};

/// A condition ready to be asked: indices for ids, facts written out.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum ResolvedCondition {
    All(Vec<ResolvedCondition>),
    Any(Vec<ResolvedCondition>),
    Not(Box<ResolvedCondition>),
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

/// One number for each question, in the order of asking: 0 is "not sure"; a choice counts from 1; ticks are
/// bits; a number is one more than itself; a text is 1.
pub(super) type SheetValues = [u32; MAX_QUESTIONS];

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
impl Default for ResolvedCondition {
    fn default() -> Self {
        Self::Any(Vec::new())
    }
}

impl ResolvedCondition {
    pub fn holds(&self, seen: &Context<'_>) -> bool {
        match self {
            ResolvedCondition::All(parts) => parts.iter().all(|part| part.holds(seen)),
            ResolvedCondition::Any(parts) => parts.iter().any(|part| part.holds(seen)),
            ResolvedCondition::Not(part) => !part.holds(seen),
            ResolvedCondition::Answer { question, mask } => {
                // A choice is below 32 by construction of the sheet.
                mask.checked_shr(seen.values[*question])
                    .is_some_and(|bits| bits & 1 == 1)
            }
            ResolvedCondition::Ticked { question, mask } => seen.values[*question] & mask != 0,
            ResolvedCondition::Topic { topic, at_most } => seen.topics[*topic] <= *at_most,
            ResolvedCondition::BandAtLeast(level) => seen.band >= *level,
            ResolvedCondition::GutAtMost(level) => {
                seen.gut_level.is_some_and(|felt| felt <= *level)
            }
            ResolvedCondition::Outcome(outcomes) => seen
                .times
                .and_then(|times| times.outcome)
                .is_some_and(|outcome| outcomes.contains(&outcome)),
            ResolvedCondition::HoursPassed { since, hours } => seen.times.is_some_and(|times| {
                let Some((now, then)) = times.now.zip(times.moment(*since)) else {
                    return false;
                };
                now.unix_ms().saturating_sub(then.unix_ms()) > i64::from(*hours) * 3_600_000
            }),
            ResolvedCondition::WorkingDaysPassed { since, days } => seen
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
) -> Result<ResolvedCondition, ConditionError> {
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
    fn part(
        &mut self,
        condition: &Condition,
        facts: usize,
    ) -> Result<ResolvedCondition, ConditionError> {
        self.parts_left = self
            .parts_left
            .checked_sub(1)
            .ok_or(ConditionError::TooLarge)?;
        Ok(match condition {
            Condition::All(parts) => ResolvedCondition::All(self.parts(parts, facts)?),
            Condition::Any(parts) => ResolvedCondition::Any(self.parts(parts, facts)?),
            Condition::Not(part) => ResolvedCondition::Not(Box::new(self.part(part, facts)?)),
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
                ResolvedCondition::Answer { question, mask }
            }
            Condition::Ticked { question, option } => {
                let question = self.question(question)?;
                let mask = self.option(question, option)?;
                ResolvedCondition::Ticked { question, mask }
            }
            Condition::Topic { topic, at_most } => {
                self.known_from(Place::Topics)?;
                let mut topics = self.draft.topics.iter();
                let topic = topics.position(|one| one.id == *topic);
                ResolvedCondition::Topic {
                    topic: topic.ok_or(ConditionError::UnknownTopic)?,
                    at_most: *at_most,
                }
            }
            Condition::BandAtLeast(level) => {
                self.known_from(Place::Result)?;
                ResolvedCondition::BandAtLeast(*level)
            }
            Condition::GutAtMost(level) => {
                self.known_from(Place::Result)?;
                ResolvedCondition::GutAtMost(*level)
            }
            Condition::Outcome(outcomes) => {
                self.known_from(Place::FollowUp)?;
                ResolvedCondition::Outcome(outcomes.clone())
            }
            Condition::HoursPassed { since, hours } => {
                self.known_from(Place::FollowUp)?;
                ResolvedCondition::HoursPassed {
                    since: *since,
                    hours: *hours,
                }
            }
            Condition::WorkingDaysPassed { since, days } => {
                self.known_from(Place::FollowUp)?;
                ResolvedCondition::WorkingDaysPassed {
                    since: *since,
                    days: *days,
                }
            }
        })
    }

    fn parts(
        &mut self,
        parts: &[Condition],
        facts: usize,
    ) -> Result<Vec<ResolvedCondition>, ConditionError> {
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

    /// The option's tick. An option that there are too many before has no bit; a [`Quiz`](super::quiz::Quiz) has no such question.
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
