//! Why a score is what it is: one row for each sign, with what it really added. The rows add up to the
//! score for any sheet.
//!
//! This module must not know words: a [`Share`] is said by the text of the quiz.

use super::answers::AnswerSheet;
use super::quiz::{Combine, MAX_OVERRIDES, QuarterPoints, Quiz};
use super::scoring::Working;

/// What every sign added.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// One row for each sign that was asked, in the order of asking.
    pub rows: Vec<Reason>,
}

/// What one sign added, and why it was that much.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// The question.
    pub question: String,
    /// Its topic.
    pub topic: String,
    /// The option chosen; none for "not sure".
    pub option: Option<String>,
    /// What the option is worth by itself.
    pub points: QuarterPoints,
    /// What it added to the score. The rows' sum is the score.
    pub added: QuarterPoints,
    /// Why `added` is what it is.
    pub share: Share,
    /// The modifier that halved it, if one did; `share` tells what happened to it besides.
    pub softened_by: Option<String>,
}

/// How much of its points a sign added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Share {
    /// All of them.
    InFull,
    /// Half: a stronger sign of the same kind counts in full.
    Half,
    /// Half: a modifier holds, such as that the questions were hard. It is the only reason.
    Softened,
    /// Less than it would, or nothing, because an override outweighs it.
    NotCounted {
        /// The override.
        by: String,
        /// The question that it hangs on.
        question: String,
    },
    /// Less than it would, or nothing, because a limit was reached.
    LimitReached,
    /// Nothing: not sure, or not answered.
    Unsure,
    /// Nothing: it could not be seen.
    NotSeen,
    /// Nothing: this answer is no sign either way.
    Neutral,
}

impl Explanation {
    /// What the rows come to: always the score.
    pub fn sum(&self) -> QuarterPoints {
        self.rows.iter().map(|row| row.added).sum()
    }

    /// The rows by how much they added, the largest first; ties in the order of asking.
    pub fn by_weight(&self) -> Vec<&Reason> {
        let weight = |row: &Reason| (row.added.quarters().abs(), row.points.quarters().abs());
        let mut rows: Vec<&Reason> = Vec::with_capacity(self.rows.len());
        for row in &self.rows {
            // Put in its place at once: there are a handful, and sorting costs the first visit 5 KB of code.
            let place = rows.partition_point(|other| weight(other) >= weight(row));
            rows.insert(place, row);
        }
        rows
    }
}

/// Explains the score of a sheet.
pub fn explain(quiz: &Quiz, sheet: &AnswerSheet) -> Explanation {
    let effective = sheet.effective(quiz);
    let working = Working::new(quiz, &effective);
    let mut rows = Rows { rows: Vec::new() };
    for (index, question) in quiz.compiled.questions.iter().enumerate() {
        let Some(topic) = question.topic.filter(|_| effective.is_visible(index)) else {
            continue;
        };
        let choice = effective.values[index];
        let softened = working.softened & (1 << index) != 0;
        let share = match choice {
            0 => Share::Unsure,
            _ if (question.unsure >> (choice & 31)) & 1 == 1 => Share::NotSeen,
            _ if working.weights[index] == QuarterPoints::ZERO => Share::Neutral,
            _ if softened => Share::Softened,
            _ => Share::InFull,
        };
        rows.rows.push(Row {
            index,
            topic,
            added: working.weights[index],
            share,
        });
    }
    for (topic, is) in quiz.topics().iter().enumerate() {
        if is.combine == Combine::Strongest {
            rows.halve_the_weaker(topic);
        }
        let share = override_of(quiz, &working, topic).unwrap_or(Share::LimitReached);
        rows.bring_to(working.topics[topic], &|row| row.topic == topic, &share);
    }
    if !quiz.compiled.own_side.is_empty() {
        let own = &quiz.compiled.own_side;
        rows.bring_to(
            working.own_side,
            &|row| own.contains(&row.topic),
            &Share::LimitReached,
        );
    }
    rows.bring_to(working.total, &|_| true, &Share::LimitReached);
    let reasons = rows.rows.into_iter().map(|row| {
        reason(
            quiz,
            &working,
            sheet_choice(&effective.values, row.index),
            row,
        )
    });
    Explanation {
        rows: reasons.collect(),
    }
}

struct Row {
    index: usize,
    topic: usize,
    added: QuarterPoints,
    share: Share,
}

struct Rows {
    rows: Vec<Row>,
}

impl Rows {
    /// In a topic whose strongest sign counts in full, the others on its side count half. Of equals the
    /// earlier question is the strongest.
    fn halve_the_weaker(&mut self, topic: usize) {
        for side in [1, -1] {
            let strength = |row: &Row| row.added.quarters() * side;
            let mut strongest: Option<(usize, i32)> = None;
            for (at, row) in self.rows.iter().enumerate() {
                let strength = strength(row);
                if row.topic == topic && strength > strongest.map_or(0, |(_, most)| most) {
                    strongest = Some((at, strength));
                }
            }
            let Some((strongest, _)) = strongest else {
                continue;
            };
            for (at, row) in self.rows.iter_mut().enumerate() {
                if row.topic == topic && at != strongest && strength(row) > 0 {
                    row.added = QuarterPoints::new(row.added.quarters() / 2);
                    row.share = Share::Half;
                }
            }
        }
    }

    /// Takes from some rows what they have too much, or too little, of `wanted` together. It is taken from
    /// the smallest of them first, so that the strongest signs stay whole the longest.
    ///
    /// Nought lies within every limit, so what is taken never exceeds what rows of that sign have.
    fn bring_to(&mut self, wanted: QuarterPoints, of: &dyn Fn(&Row) -> bool, share: &Share) {
        let sum: QuarterPoints = self
            .rows
            .iter()
            .filter(|row| of(row))
            .map(|row| row.added)
            .sum();
        let mut excess = (sum - wanted).quarters();
        while excess != 0 {
            let side = excess.signum();
            let affected = self
                .rows
                .iter_mut()
                .filter(|row| of(row) && row.added.quarters() * side > 0);
            // Of equals the later question gives first.
            let Some(row) = affected
                .min_by_key(|row| (row.added.quarters().abs(), std::cmp::Reverse(row.index)))
            else {
                return;
            };
            let taken = excess.abs().min(row.added.quarters().abs()) * side;
            row.added = QuarterPoints::new(row.added.quarters() - taken);
            row.share = share.clone();
            excess -= taken;
        }
    }
}

/// The share of what an override took from a topic, if one took anything. What the topic's own limit would
/// have taken is counted with it: the override is what the person can do something about.
fn override_of(quiz: &Quiz, working: &Working, topic: usize) -> Option<Share> {
    if working.topics[topic] == working.topics_before[topic] {
        return None;
    }
    let overrides = quiz
        .compiled
        .overrides
        .iter()
        .zip(&quiz.draft().overrides)
        .enumerate()
        .take(MAX_OVERRIDES);
    let mut applied = overrides.filter(|(index, (one, _))| {
        working.overrides & (1 << index) != 0 && one.topics.contains(&topic)
    });
    applied.next().map(|(_, (_, one))| Share::NotCounted {
        by: one.id.clone(),
        question: one.because.first().cloned().unwrap_or_default(),
    })
}

fn sheet_choice(values: &[u32], index: usize) -> Option<usize> {
    values[index].checked_sub(1).map(|choice| choice as usize)
}

fn reason(quiz: &Quiz, working: &Working, choice: Option<usize>, row: Row) -> Reason {
    let question = &quiz.questions()[row.index];
    let option = choice.and_then(|choice| question.options().get(choice));
    let softened = working.softened & (1 << row.index) != 0;
    let softened_by = softened.then(|| softener(quiz, &question.id)).flatten();
    Reason {
        question: question.id.clone(),
        topic: quiz.topics()[row.topic].id.clone(),
        option: option.map(|option| option.id.clone()),
        points: option.and_then(|option| option.points).unwrap_or_default(),
        added: row.added,
        share: row.share,
        softened_by,
    }
}

/// The modifier of this question.
fn softener(quiz: &Quiz, halved: &str) -> Option<String> {
    let modifier = quiz
        .draft()
        .modifiers
        .iter()
        .find(|one| one.halves == halved)?;
    Some(modifier.id.clone())
}
