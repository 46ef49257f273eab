//! The scorer: from a checked sheet to score, band and number range, by interpreting the quiz.
//!
//! It allocates nothing and cannot fail. It must not know why a quiz gives the points it gives, and it
//! explains nothing: [`super::explanation`] does, from the same [`Working`].

use super::answers::{AnswerSheet, Answers, EffectiveSheet};
use super::history::StoredScore;
use super::quiz::{
    Combine, Limits, MAX_OVERRIDES, MAX_QUESTIONS, MAX_TOPICS, Override, QuarterPoints, Quiz,
};
use super::resolved_condition::Context;

/// What the signs come to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// The score, within the quiz's limits.
    pub total: QuarterPoints,
    /// The band's level, or 0 where there is not enough to say.
    pub band: u8,
    /// How many of the counted signs were not seen: not sure, not answered or out of sight.
    pub unsure: u8,
    /// The half-width of the number range, in points.
    pub half_width: QuarterPoints,
    /// The topics about the person, together, within their limit.
    pub own_side: QuarterPoints,
    /// The chance of a yes as a range; none in band 0.
    pub range: Option<Range>,
    /// Band less felt level; none in band 0 or where nothing was felt.
    pub gap: Option<i8>,
    /// How the gap reads.
    pub gap_reading: Option<Gap>,
    /// Whether the sentence of comfort goes with the gap.
    pub comfort: bool,
    /// By topic, after the overrides.
    topics: [QuarterPoints; MAX_TOPICS],
    /// By topic, before the overrides: what conditions look at.
    topics_before: [QuarterPoints; MAX_TOPICS],
    /// The overrides that applied, as bits.
    overrides: u32,
}

/// The chance of a yes, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The low end.
    pub low: f64,
    /// The middle.
    pub middle: f64,
    /// The high end.
    pub high: f64,
}

/// How the felt level and the band compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gap {
    /// It felt worse than the signs suggest.
    Worse,
    /// They agree, more or less.
    Agree,
    /// It felt better than the signs suggest.
    Better,
}

/// The number range in words, one denominator for all: "in 10".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RangeWords {
    /// "fewer than 1 in 10"
    FewerThanOneInTen,
    /// "about K in 10 or fewer"
    AboutOrFewer {
        /// K.
        k: u8,
    },
    /// "about L to K in 10", with the other side: those who get a no.
    AboutTo {
        /// L.
        low: u8,
        /// K.
        high: u8,
        /// 10 less K.
        no_low: u8,
        /// 10 less L.
        no_high: u8,
    },
    /// "about K in 10", where L and K are the same; no sheet of the built-in quiz leads here.
    About {
        /// K.
        k: u8,
        /// 10 less K.
        no: u8,
    },
}

impl Range {
    /// The words for this range. The ends are compared as they are and rounded only to be said.
    pub fn words(&self) -> RangeWords {
        // At most 9: no number of signs makes it certain.
        let tenths = |chance: f64| (chance * 10.0).round().clamp(0.0, 9.0) as u8;
        let (low, high) = (tenths(self.low), tenths(self.high));
        if self.high < 0.1 {
            RangeWords::FewerThanOneInTen
        } else if self.low < 0.1 {
            RangeWords::AboutOrFewer { k: high }
        } else if low == high {
            RangeWords::About {
                k: high,
                no: 10 - high,
            }
        } else {
            RangeWords::AboutTo {
                low,
                high,
                no_low: 10 - high,
                no_high: 10 - low,
            }
        }
    }
}

impl Score {
    /// The score as it is kept: whole numbers alone.
    pub fn stored(&self) -> StoredScore {
        // Each chance lies between 0 and 1, so that its thousandths fit.
        let thousandths = |chance: f64| (chance * 1000.0).round() as u16;
        StoredScore {
            total: self.total,
            half_width: self.half_width,
            band: self.band,
            unsure: self.unsure,
            range: self
                .range
                .map(|range| (thousandths(range.low), thousandths(range.high))),
            gap: self.gap,
        }
    }

    /// What each topic comes to, within its limits and after the overrides, in the quiz's order.
    pub fn topics<'q>(&self, quiz: &'q Quiz) -> impl Iterator<Item = (&'q str, QuarterPoints)> {
        let ids = quiz.topics().iter().map(|topic| topic.id.as_str());
        ids.zip(self.topics)
    }

    /// The first override that applied, if any did.
    pub fn override_applied<'q>(&self, quiz: &'q Quiz) -> Option<&'q Override> {
        let first = self.overrides.trailing_zeros() as usize;
        quiz.draft().overrides.get(first)
    }

    /// What conditions may look at once there is a score.
    pub(super) fn seen<'a>(&'a self, quiz: &Quiz, sheet: &'a EffectiveSheet) -> Context<'a> {
        Context {
            values: &sheet.values,
            topics: &self.topics_before,
            band: self.band,
            gut_level: gut_level(quiz, sheet),
            times: None,
        }
    }
}

/// The chance of a yes that so many points stand for, where the base rate is one in `base_one_in`.
///
/// A point is a deciban: ten of them are ten times the odds.
pub fn probability(base_one_in: u8, points: f64) -> f64 {
    let base_odds = 1.0 / f64::from(base_one_in.max(2) - 1);
    let odds = base_odds * 10f64.powf(points / 10.0);
    odds / (1.0 + odds)
}

/// The felt level, if there is one.
pub fn felt_level(quiz: &Quiz, sheet: &AnswerSheet) -> Option<u8> {
    gut_level(quiz, &sheet.effective(quiz))
}

/// Whether the answers are enough for a band.
pub fn is_enough(quiz: &Quiz, answers: &Answers) -> bool {
    let (sheet, _) = AnswerSheet::new(quiz, answers);
    score(quiz, &sheet).band > 0
}

/// Scores a sheet.
pub fn score(quiz: &Quiz, sheet: &AnswerSheet) -> Score {
    let sheet = sheet.effective(quiz);
    score_effective(quiz, &sheet)
}

pub(super) fn score_effective(quiz: &Quiz, sheet: &EffectiveSheet) -> Score {
    let draft = quiz.draft();
    let working = Working::new(quiz, sheet);
    let half_width = QuarterPoints::new(
        draft.half_width.fixed.quarters()
            + i32::from(working.unsure) * draft.half_width.per_unsure.quarters(),
    );
    let mut score = Score {
        total: working.total,
        band: 0,
        unsure: working.unsure,
        half_width,
        own_side: working.own_side,
        range: None,
        gap: None,
        gap_reading: None,
        comfort: false,
        topics: working.topics,
        topics_before: working.topics_before,
        overrides: working.overrides,
    };
    let answered = quiz.scored() - working.unsure;
    let enough =
        answered >= draft.enough.answered || quiz.compiled.enough.holds(&score.seen(quiz, sheet));
    if !enough {
        return score;
    }
    score.band = band(quiz, score.total);
    let base = base_one_in(quiz, sheet);
    let (middle, half) = (score.total.points(), half_width.points());
    score.range = Some(Range {
        low: probability(base, middle - half),
        middle: probability(base, middle),
        high: probability(base, middle + half),
    });
    if let Some(felt) = gut_level(quiz, sheet) {
        let gap = i32::from(score.band) - i32::from(felt);
        let gap = gap.clamp(i32::from(i8::MIN), i32::from(i8::MAX)) as i8;
        score.gap = Some(gap);
        let reading = if gap >= draft.gap.worse_from {
            Gap::Worse
        } else if gap <= draft.gap.better_to {
            Gap::Better
        } else {
            Gap::Agree
        };
        score.gap_reading = Some(reading);
        score.comfort =
            reading == Gap::Worse && quiz.compiled.comfort.holds(&score.seen(quiz, sheet));
    }
    score
}

/// The band that a score falls in. Bands are checked to meet; where a draft's do not, the score belongs to
/// the band below the gap.
fn band(quiz: &Quiz, total: QuarterPoints) -> u8 {
    let bands = quiz.bands();
    let reached = bands.iter().rev().find(|band| band.from <= total);
    reached.or(bands.first()).map_or(0, |band| band.level)
}

fn chosen_option<'q>(
    quiz: &'q Quiz,
    sheet: &EffectiveSheet,
    question: usize,
) -> Option<&'q super::quiz::OptionSpec> {
    let choice = sheet.values[question].checked_sub(1)?;
    quiz.questions()[question].options().get(choice as usize)
}

fn base_one_in(quiz: &Quiz, sheet: &EffectiveSheet) -> u8 {
    let given = quiz
        .compiled
        .base
        .and_then(|index| chosen_option(quiz, sheet, index)?.one_in);
    given.unwrap_or(quiz.draft().base_one_in)
}

fn gut_level(quiz: &Quiz, sheet: &EffectiveSheet) -> Option<u8> {
    chosen_option(quiz, sheet, quiz.compiled.gut?)?.level
}

/// Every number on the way to the score.
pub(super) struct Working {
    /// By question: its points, halved where a modifier says so; nought for all that is no sign.
    pub weights: [QuarterPoints; MAX_QUESTIONS],
    /// The questions, as bits, that a modifier halved.
    pub softened: u64,
    /// By topic, before its limits.
    pub sums: [QuarterPoints; MAX_TOPICS],
    /// By topic, within its limits.
    pub topics_before: [QuarterPoints; MAX_TOPICS],
    /// By topic, after the overrides.
    pub topics: [QuarterPoints; MAX_TOPICS],
    /// The overrides that applied, as bits.
    pub overrides: u32,
    pub own_side: QuarterPoints,
    pub total: QuarterPoints,
    pub unsure: u8,
}

#[derive(Clone, Copy, Default)]
struct Tally {
    sum: i32,
    best: i32,
    worst: i32,
}

impl Working {
    pub fn new(quiz: &Quiz, sheet: &EffectiveSheet) -> Self {
        let compiled = &quiz.compiled;
        let mut working = Self {
            weights: [QuarterPoints::ZERO; MAX_QUESTIONS],
            softened: 0,
            sums: [QuarterPoints::ZERO; MAX_TOPICS],
            topics_before: [QuarterPoints::ZERO; MAX_TOPICS],
            topics: [QuarterPoints::ZERO; MAX_TOPICS],
            overrides: 0,
            own_side: QuarterPoints::ZERO,
            total: QuarterPoints::ZERO,
            unsure: 0,
        };
        for (index, question) in compiled.questions.iter().enumerate() {
            if question.topic.is_some() {
                let choice = sheet.values[index];
                let points = question.points.get(choice as usize);
                working.weights[index] = points.copied().unwrap_or_default();
                let unsure = (question.unsure >> (choice & 31)) & 1 == 1;
                working.unsure += u8::from(question.counted && unsure);
            }
        }
        working.soften(quiz, sheet);
        working.add_up(quiz);
        working.override_topics(quiz, sheet);
        working.total(quiz);
        working
    }

    fn soften(&mut self, quiz: &Quiz, sheet: &EffectiveSheet) {
        for (condition, question) in &quiz.compiled.modifiers {
            let weight = &mut self.weights[*question];
            if *weight < QuarterPoints::ZERO && condition.holds(&Context::answers(&sheet.values)) {
                *weight = QuarterPoints::new(weight.quarters() / 2);
                self.softened |= 1 << question;
            }
        }
    }

    fn add_up(&mut self, quiz: &Quiz) {
        let mut tallies = [Tally::default(); MAX_TOPICS];
        for (question, weight) in quiz.compiled.questions.iter().zip(&self.weights) {
            if let Some(topic) = question.topic {
                let (tally, weight) = (&mut tallies[topic], weight.quarters());
                tally.sum += weight;
                tally.best = tally.best.max(weight);
                tally.worst = tally.worst.min(weight);
            }
        }
        for (index, topic) in quiz.topics().iter().enumerate() {
            let tally = tallies[index];
            let sum = match topic.combine {
                Combine::Sum => tally.sum,
                // Half of all, and the other half of the strongest sign on each side. It is whole, because
                // points in such a topic are whole halves.
                Combine::Strongest => (tally.sum + tally.best + tally.worst) / 2,
            };
            self.sums[index] = QuarterPoints::new(sum);
            self.topics_before[index] = within(topic.limits, self.sums[index]);
        }
        self.topics = self.topics_before;
    }

    /// Each override looks at the topics as they are before any, so that their order does not matter.
    fn override_topics(&mut self, quiz: &Quiz, sheet: &EffectiveSheet) {
        let seen = Context {
            topics: &self.topics_before,
            ..Context::answers(&sheet.values)
        };
        for (index, one) in quiz
            .compiled
            .overrides
            .iter()
            .enumerate()
            .take(MAX_OVERRIDES)
        {
            if one.when.holds(&seen) {
                self.overrides |= 1 << index;
                for topic in &one.topics {
                    self.topics[*topic] = self.topics[*topic].min(QuarterPoints::ZERO);
                }
            }
        }
    }

    fn total(&mut self, quiz: &Quiz) {
        let all: QuarterPoints = self.topics.iter().copied().sum();
        let own: QuarterPoints = quiz
            .compiled
            .own_side
            .iter()
            .map(|topic| self.topics[*topic])
            .sum();
        let low = quiz.draft().own_side.as_ref().map(|own_side| own_side.low);
        self.own_side = low.map_or(QuarterPoints::ZERO, |low| own.max(low));
        let raw = all - own + self.own_side;
        let raw = if low.is_some() { raw } else { all };
        self.total = within(quiz.draft().total, raw);
    }
}

fn within(limits: Limits, points: QuarterPoints) -> QuarterPoints {
    points.min(limits.high).max(limits.low)
}
