//! What to do now, and what to learn: the follow-up rules of the quiz, applied to one result.
//!
//! This module must not know words or letters' texts, and never reads a clock: times are given to it.

use std::cmp::Reverse;

use super::answers::{AnswerSheet, EffectiveSheet};
use super::quiz::{Anchor, DeadlineSpec, QuarterPoints, Quiz, RulePlace};
use super::resolved_condition::Context;
use super::scoring::{Score, Working};
use super::time::{Date, Moment};
use super::times::Times;

/// The advice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FollowUp {
    /// The rules that fire, in the order of the table.
    pub rules: Vec<String>,
    /// The kinds of letter that they recommend, in the same order, each once.
    pub letters: Vec<String>,
    /// What to do, in the order on the screen.
    pub actions: Vec<Action>,
    /// What to learn, the most costly first.
    pub lessons: Vec<Lesson>,
    /// How many lessons are shown before "more".
    pub lessons_shown: usize,
    /// The letters that rules leave open beside their advice: the rule and the letter.
    pub offers: Vec<(String, String)>,
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// Its rule.
    pub rule: String,
    /// The rules that are notes to it.
    pub notes: Vec<String>,
    /// The letter that belongs to it. A letter belongs to the first action that recommends it.
    pub letter: Option<String>,
    /// By when.
    pub deadline: Option<Deadline>,
    /// Whether doing it late is still fine.
    pub late_is_fine: bool,
}

/// By when something is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deadline {
    /// By this moment.
    By(Moment),
    /// By the end of this day.
    ByDay(Date),
    /// So many hours after something whose time is not known.
    WithinHours {
        /// How many.
        hours: u16,
        /// After what.
        after: Anchor,
    },
    /// On the same day, or as soon as this is read.
    AtOnce,
    /// Today.
    Today,
    /// This week.
    ThisWeek,
    /// Before the next interview.
    BeforeNextInterview,
    /// In the next interview.
    NextTime,
    /// Today, and again so many days before the next interview.
    TodayAndBefore {
        /// How many days before.
        days: u8,
    },
}

/// One thing to learn.
#[derive(Clone, Debug, PartialEq)]
pub struct Lesson {
    /// Its rule.
    pub rule: String,
    /// What the questions that it is about cost, as a number of 0 or more.
    pub points_lost: QuarterPoints,
    /// By when.
    pub deadline: Option<Deadline>,
}

/// Applies the follow-up rules.
pub fn follow_up(quiz: &Quiz, sheet: &AnswerSheet, score: &Score, times: &Times) -> FollowUp {
    let effective = sheet.effective(quiz);
    let seen = Context {
        times: Some(times),
        ..score.seen(quiz, &effective)
    };
    let rules = &quiz.compiled.rules;
    let fired: Vec<usize> = (0..rules.len())
        .filter(|index| rules[*index].when.holds(&seen))
        .collect();
    let letters = letters_of(quiz, &fired, &seen);
    let mut advice = FollowUp {
        rules: fired
            .iter()
            .map(|index| quiz.rules()[*index].id.clone())
            .collect(),
        lessons_shown: usize::from(quiz.draft().lessons_shown),
        ..FollowUp::default()
    };
    for (_, letter) in &letters {
        let id = &quiz.letters()[*letter].id;
        if !advice.letters.contains(id) {
            advice.letters.push(id.clone());
        }
    }
    advice.offers = offers(quiz, &fired, &seen);
    advice.actions = actions(quiz, &fired, &letters, times);
    advice.lessons = lessons(quiz, &fired, &effective, times);
    advice
}

/// The rules among those that fire that are lessons, as places in [`Quiz::rules`]: the part of [`follow_up`] that is
/// worth knowing of thousands of results at once.
pub fn lesson_rules(quiz: &Quiz, sheet: &AnswerSheet, score: &Score, times: &Times) -> Vec<usize> {
    let effective = sheet.effective(quiz);
    let seen = Context {
        times: Some(times),
        ..score.seen(quiz, &effective)
    };
    let is_lesson = |index: &usize| matches!(quiz.rules()[*index].place, RulePlace::Lesson { .. });
    let fires = |index: &usize| quiz.compiled.rules[*index].when.holds(&seen);
    let rules = 0..quiz.compiled.rules.len();
    rules.filter(is_lesson).filter(fires).collect()
}

/// The rules that recommend a letter, with the letter.
fn letters_of(quiz: &Quiz, fired: &[usize], seen: &Context<'_>) -> Vec<(usize, usize)> {
    let only = fired.iter().any(|index| quiz.rules()[*index].only_letter);
    let mut letters = Vec::new();
    for index in fired {
        if only && !quiz.rules()[*index].only_letter {
            continue;
        }
        if let Some(letter) = quiz.compiled.rules[*index].recommended(seen) {
            letters.push((*index, letter));
        }
    }
    letters
}

/// The letters that the rules that fire leave open, each the first whose condition holds.
fn offers(quiz: &Quiz, fired: &[usize], seen: &Context<'_>) -> Vec<(String, String)> {
    let mut offers = Vec::new();
    for index in fired {
        if let Some(letter) = quiz.compiled.rules[*index].offered(seen) {
            let (rule, letter) = (&quiz.rules()[*index].id, &quiz.letters()[letter].id);
            offers.push((rule.clone(), letter.clone()));
        }
    }
    offers
}

fn actions(quiz: &Quiz, fired: &[usize], letters: &[(usize, usize)], times: &Times) -> Vec<Action> {
    let mut actions = Vec::new();
    let mut given: Vec<usize> = Vec::new();
    for place in &quiz.compiled.screen_order {
        // An action, then its notes. Where the action itself does not fire, its first note stands for it:
        // somebody who has sent their thanks is still told not to write more.
        let note_to = |index: &usize| quiz.compiled.rules[*index].note_to == Some(*place);
        let mut here = fired
            .iter()
            .filter(|index| *index == place || note_to(index))
            .copied();
        let head = if fired.contains(place) {
            Some(*place)
        } else {
            here.next()
        };
        let Some(head) = head else {
            continue;
        };
        let rule = &quiz.rules()[head];
        let letter = letters
            .iter()
            .find(|(of, letter)| *of == head && !given.contains(letter));
        given.extend(letter.map(|(_, letter)| *letter));
        actions.push(Action {
            rule: rule.id.clone(),
            notes: here
                .filter(|index| *index != head)
                .map(|index| quiz.rules()[index].id.clone())
                .collect(),
            letter: letter.map(|(_, letter)| quiz.letters()[*letter].id.clone()),
            deadline: rule.deadline.map(|spec| deadline(spec, times)),
            late_is_fine: rule.late_is_fine,
        });
    }
    actions
}

fn lessons(quiz: &Quiz, fired: &[usize], sheet: &EffectiveSheet, times: &Times) -> Vec<Lesson> {
    let working = Working::new(quiz, sheet);
    let mut lessons: Vec<(QuarterPoints, usize, usize)> = Vec::new();
    for index in fired {
        if !matches!(quiz.rules()[*index].place, RulePlace::Lesson { .. }) {
            continue;
        }
        let about = &quiz.compiled.rules[*index].questions;
        let lost = |question: &usize| {
            QuarterPoints::ZERO - working.weights[*question].min(QuarterPoints::ZERO)
        };
        let points: QuarterPoints = about.iter().map(lost).sum();
        // Ties go by the earliest question that cost something, or else by the earliest of all.
        let costly = about
            .iter()
            .filter(|question| lost(question) > QuarterPoints::ZERO)
            .min();
        let first = costly.or(about.iter().min()).copied().unwrap_or(usize::MAX);
        // Put in its place at once: there are a handful, and sorting costs the first visit 5 KB of code.
        let goes_before = |other: &(QuarterPoints, usize, usize)| {
            (other.0, Reverse(other.1)) >= (points, Reverse(first))
        };
        let place = lessons.partition_point(goes_before);
        lessons.insert(place, (points, first, *index));
    }
    let lesson = |(points_lost, _, index): (QuarterPoints, usize, usize)| Lesson {
        rule: quiz.rules()[index].id.clone(),
        points_lost,
        deadline: quiz.rules()[index]
            .deadline
            .map(|spec| deadline(spec, times)),
    };
    lessons.into_iter().map(lesson).collect()
}

fn deadline(spec: DeadlineSpec, times: &Times) -> Deadline {
    match spec {
        DeadlineSpec::Hours { hours, after } => {
            let after_day = |from: Date| Deadline::ByDay(from.plus_days(i64::from(hours / 24)));
            let after_interview = |from: Moment| match times.day_only {
                true => after_day(from.date()),
                false => Deadline::By(from.plus_hours(i64::from(hours))),
            };
            let by = match after {
                Anchor::Interview => times.interview_at.map(after_interview),
                // Of a refusal nobody is asked the hour.
                Anchor::RefusalOrInterview => match times.refused_at {
                    Some(refused_at) => Some(after_day(refused_at.date())),
                    None => times.interview_at.map(after_interview),
                },
                Anchor::Refusal => times.said_no_on.map(after_day),
            };
            by.unwrap_or(Deadline::WithinHours { hours, after })
        }
        DeadlineSpec::AtOnce => Deadline::AtOnce,
        DeadlineSpec::Today => Deadline::Today,
        DeadlineSpec::ThisWeek => Deadline::ThisWeek,
        DeadlineSpec::BeforeNextInterview => Deadline::BeforeNextInterview,
        DeadlineSpec::NextTime => Deadline::NextTime,
        DeadlineSpec::TodayAndBefore { days } => Deadline::TodayAndBefore { days },
    }
}
