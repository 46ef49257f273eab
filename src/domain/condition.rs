//! Conditions: trees of all, any and not over a handful of leaves, and nothing more.
//!
//! [`Condition`] is the tree as a document writes it, with ids; [`Cond`] is the same tree with indices,
//! checked, with its facts written out. This module must not know what a condition is used for.

use super::answers::SheetValues;
use super::history::Outcome;
use super::quiz::{
    Fact, MAX_TOPICS, OptionSpec, Problem, QuarterPoints, Question, Role, TELLS, Topic, UNSURE,
    told,
};
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
pub(super) struct Seen<'a> {
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
    pub fn holds(&self, seen: &Seen<'_>) -> bool {
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
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
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

/// Turns conditions into [`Cond`]s, and collects what does not lead anywhere.
pub(super) struct Resolver<'a> {
    questions: &'a [Question],
    topics: &'a [Topic],
    facts: &'a [Fact],
    problems: &'a mut Vec<Problem>,
    /// How many parts may still be written out. Facts that use facts twice would double with each.
    parts_left: usize,
}

/// The most parts that one condition may have once its facts are written out.
const MAX_PARTS: usize = 10_000;

impl<'a> Resolver<'a> {
    /// A resolver that knows these ids.
    pub fn new(
        questions: &'a [Question],
        topics: &'a [Topic],
        facts: &'a [Fact],
        problems: &'a mut Vec<Problem>,
    ) -> Self {
        Self {
            questions,
            topics,
            facts,
            problems,
            parts_left: MAX_PARTS,
        }
    }

    /// The condition at `pointer`, or one that never holds where there is a problem with it.
    ///
    /// The first `facts` of the facts may be used: a fact sees those before it, so that none can lead to
    /// itself.
    pub fn resolve(
        &mut self,
        condition: &Condition,
        place: Place,
        pointer: &str,
        facts: usize,
    ) -> Cond {
        self.parts_left = MAX_PARTS;
        let resolved = self.part(condition, place, pointer, facts);
        if self.parts_left > 0 {
            return resolved;
        }
        let message = "this condition is too large with its facts written out; make it simpler";
        self.problem(pointer, "", message.to_owned())
    }

    fn part(&mut self, condition: &Condition, place: Place, pointer: &str, facts: usize) -> Cond {
        self.parts_left = self.parts_left.saturating_sub(1);
        if self.parts_left == 0 {
            return never();
        }
        match condition {
            Condition::All(parts) => Cond::All(self.parts(parts, place, pointer, "all", facts)),
            Condition::Any(parts) => Cond::Any(self.parts(parts, place, pointer, "any", facts)),
            Condition::Not(part) => {
                let pointer = told!("{pointer}/not");
                Cond::Not(Box::new(self.part(part, place, &pointer, facts)))
            }
            Condition::Fact(id) => {
                let found = self.facts[..facts].iter().position(|fact| fact.id == *id);
                let Some(index) = found else {
                    let known = self.facts[..facts].iter().map(|fact| fact.id.as_str());
                    let message = unknown("fact listed before this", id, known);
                    return self.problem(pointer, "/fact", message);
                };
                // What is wrong inside the fact is told once, at the fact. Here is told only what is wrong
                // with using it in this place.
                let (listed, before) = (self.facts, self.problems.len());
                let resolved = self.part(&listed[index].is, place, pointer, index);
                if self.problems.len() > before {
                    self.problems.truncate(before);
                    if place != Place::FollowUp {
                        let message = told!(
                            "the fact \"{id}\" looks at what is not known or not allowed here"
                        );
                        return self.problem(pointer, "/fact", message);
                    }
                }
                resolved
            }
            Condition::Answer { question, is } => {
                let Some(index) = self.question(question, place, pointer, "/answer/question")
                else {
                    return never();
                };
                let mut mask = 0;
                for (i, id) in is.iter().enumerate() {
                    mask |= if id == UNSURE {
                        1
                    } else {
                        let part = told!("/answer/is/{i}");
                        self.option(index, id, pointer, &part).map_or(0, |n| 2 << n)
                    };
                }
                Cond::Answer {
                    question: index,
                    mask,
                }
            }
            Condition::Ticked { question, option } => {
                let Some(index) = self.question(question, place, pointer, "/ticked/question")
                else {
                    return never();
                };
                let found = self.option(index, option, pointer, "/ticked/option");
                Cond::Ticked {
                    question: index,
                    mask: found.map_or(0, |n| 1 << n),
                }
            }
            Condition::Topic { topic, at_most } => {
                if matches!(place, Place::Branch(_) | Place::Points) {
                    return self.misplaced(pointer, "/topic", "a topic");
                }
                let found = self.topics.iter().position(|one| one.id == *topic);
                let Some(index) = found else {
                    let known = self.topics.iter().map(|topic| topic.id.as_str());
                    return self.problem(pointer, "/topic/topic", unknown("topic", topic, known));
                };
                Cond::Topic {
                    topic: index,
                    at_most: *at_most,
                }
            }
            Condition::BandAtLeast(level) => match place {
                Place::Result | Place::FollowUp => Cond::BandAtLeast(*level),
                _ => self.misplaced(pointer, "/band_at_least", "the band"),
            },
            Condition::GutAtMost(level) => match place {
                Place::Result | Place::FollowUp => Cond::GutAtMost(*level),
                _ => self.misplaced(pointer, "/gut_at_most", "the feeling"),
            },
            Condition::Outcome(outcomes) => match place {
                Place::FollowUp => Cond::Outcome(outcomes.clone()),
                _ => self.misplaced(pointer, "/outcome", "the outcome"),
            },
            Condition::HoursPassed { since, hours } => match place {
                Place::FollowUp => Cond::HoursPassed {
                    since: *since,
                    hours: *hours,
                },
                _ => self.misplaced(pointer, "/hours_passed", "the time"),
            },
            Condition::WorkingDaysPassed { since, days } => match place {
                Place::FollowUp => Cond::WorkingDaysPassed {
                    since: *since,
                    days: *days,
                },
                _ => self.misplaced(pointer, "/working_days_passed", "the time"),
            },
        }
    }

    fn parts(
        &mut self,
        parts: &[Condition],
        place: Place,
        pointer: &str,
        name: &str,
        facts: usize,
    ) -> Vec<Cond> {
        let mut resolved = Vec::with_capacity(parts.len());
        for (i, part) in parts.iter().enumerate() {
            let pointer = told!("{pointer}/{name}/{i}");
            resolved.push(self.part(part, place, &pointer, facts));
        }
        resolved
    }

    fn question(&mut self, id: &str, place: Place, pointer: &str, part: &str) -> Option<usize> {
        let found = self.questions.iter().position(|one| one.id == id);
        let Some(index) = found else {
            let known = self.questions.iter().map(|question| question.id.as_str());
            self.problem(pointer, part, unknown("question", id, known));
            return None;
        };
        let scored = match place {
            Place::Branch(asked) if index >= asked => {
                let message = if index == asked {
                    told!("the branch looks at its own question \"{id}\"; use an earlier one")
                } else {
                    told!(
                        "the branch looks at \"{id}\", which is asked later; move that question up, \
                         or look at an earlier one"
                    )
                };
                self.problem(pointer, part, message);
                return None;
            }
            Place::Branch(asked) => self.questions[asked].is_sign(),
            Place::Points | Place::Topics => true,
            Place::Result | Place::FollowUp => false,
        };
        if scored
            && !matches!(
                self.questions[index].role,
                Role::Sign { .. } | Role::Neutral
            )
        {
            let message = told!(
                "\"{id}\" is neither a sign nor neutral, and must not change the score; look at another \
                 question"
            );
            self.problem(pointer, part, message);
            return None;
        }
        Some(index)
    }

    fn option(&mut self, question: usize, id: &str, pointer: &str, part: &str) -> Option<u32> {
        let question = &self.questions[question];
        let found = question.options().iter().position(|one| one.id == id);
        if found.is_none() {
            let known = question
                .options()
                .iter()
                .map(|option: &OptionSpec| option.id.as_str());
            let what = told!("option of \"{}\"", question.id);
            self.problem(pointer, part, unknown(&what, id, known));
        }
        found
            .and_then(|index| u32::try_from(index).ok())
            .filter(|index| *index < 31)
    }

    fn misplaced(&mut self, pointer: &str, part: &str, what: &str) -> Cond {
        let message =
            told!("{what} is not known yet where this condition is asked; use answers instead");
        self.problem(pointer, part, message)
    }

    fn problem(&mut self, pointer: &str, part: &str, message: String) -> Cond {
        self.problems
            .push(Problem::told(told!("{pointer}{part}"), message));
        never()
    }
}

fn never() -> Cond {
    Cond::Any(Vec::new())
}

/// "no question has the id ...", with those that there are.
pub(super) fn unknown<'a>(what: &str, id: &str, known: impl Iterator<Item = &'a str>) -> String {
    if !TELLS {
        return String::new();
    }
    let known: Vec<&str> = known.collect();
    if known.is_empty() {
        return told!("there is no {what} \"{id}\"; there are none at all");
    }
    told!(
        "there is no {what} \"{id}\"; use one of: {}",
        known.join(", ")
    )
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
