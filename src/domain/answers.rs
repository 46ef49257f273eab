//! Answers: what a person chose, by id and independent of a quiz's version ([`Answers`]), and the same
//! checked against one quiz and ready to score ([`AnswerSheet`]).
//!
//! This module must not know points: what an answer is worth is the scorer's business.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::quiz::{MAX_QUESTIONS, MAX_TOPICS, QuarterPoints, Question, QuestionKind, Quiz, UNSURE};
use super::resolved_condition::{Context, SheetValues};

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// One option, or `unsure`.
    Option(String),
    /// The options that were ticked.
    Options(BTreeSet<String>),
    /// A whole number.
    Number(u8),
    /// Some words.
    Text(String),
}

/// What a person answered, by the question's id. A question that is not here is one they are not sure of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers(BTreeMap<String, Answer>);

impl Answers {
    /// No answers yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The answer to a question.
    pub fn get(&self, question: &str) -> Option<&Answer> {
        self.0.get(question)
    }

    /// The option chosen for a question with one choice.
    pub fn option(&self, question: &str) -> Option<&str> {
        match self.0.get(question) {
            Some(Answer::Option(option)) => Some(option),
            _ => None,
        }
    }

    /// Answers a question, or answers it anew.
    pub fn set(&mut self, question: impl Into<String>, answer: Answer) {
        self.0.insert(question.into(), answer);
    }

    /// Takes an answer back.
    pub fn remove(&mut self, question: &str) -> Option<Answer> {
        self.0.remove(question)
    }

    /// All answers, by the question's id.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Answer)> {
        self.0.iter().map(|(id, answer)| (id.as_str(), answer))
    }

    /// How many questions are answered.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing is answered.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<S: Into<String>> FromIterator<(S, Answer)> for Answers {
    fn from_iter<I: IntoIterator<Item = (S, Answer)>>(iter: I) -> Self {
        Self(
            iter.into_iter()
                .map(|(id, answer)| (id.into(), answer))
                .collect(),
        )
    }
}

/// Answers checked against one quiz. It holds what was answered, hidden branches too: those are left out
/// when it is scored, so that an answer comes back when its branch does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct AnswerSheet {
    values: SheetValues,
}

impl fmt::Debug for AnswerSheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let answered = self
            .values
            .iter()
            .enumerate()
            .filter(|(_, value)| **value != 0);
        f.debug_map().entries(answered).finish()
    }
}

/// An answer that the quiz does not know. It is left out of the sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetProblem {
    /// The question's id as given.
    pub question: String,
    /// What is wrong.
    pub kind: SheetProblemKind,
}

/// What is wrong with an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SheetProblemKind {
    /// There is no such question.
    UnknownQuestion,
    /// The question has no such option.
    UnknownOption {
        /// What was given.
        given: String,
        /// What there is.
        known: Vec<String>,
    },
    /// The question takes another kind of answer.
    WrongType {
        /// What it takes.
        wanted: &'static str,
    },
    /// The number is too small or too large.
    OutOfRange {
        /// The least.
        min: u8,
        /// The most.
        max: u8,
    },
}

impl fmt::Display for SheetProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let question = &self.question;
        match &self.kind {
            SheetProblemKind::UnknownQuestion => write!(f, "there is no question \"{question}\""),
            SheetProblemKind::UnknownOption { given, known } => write!(
                f,
                "\"{question}\" has no option \"{given}\"; use one of: {}",
                known.join(", ")
            ),
            SheetProblemKind::WrongType { wanted } => write!(f, "\"{question}\" takes {wanted}"),
            SheetProblemKind::OutOfRange { min, max } => {
                write!(f, "\"{question}\" takes a whole number from {min} to {max}")
            }
        }
    }
}

impl AnswerSheet {
    /// The sheet of these answers, and the answers that are not in it because the quiz does not know them.
    pub fn new(quiz: &Quiz, answers: &Answers) -> (Self, Vec<SheetProblem>) {
        let mut sheet = Self {
            values: [0; MAX_QUESTIONS],
        };
        let mut problems = Vec::new();
        for (id, answer) in answers.iter() {
            match read_answer(quiz, id, answer) {
                Ok((index, value)) => sheet.values[index] = value,
                Err(kind) => problems.push(SheetProblem {
                    question: id.to_owned(),
                    kind,
                }),
            }
        }
        (sheet, problems)
    }

    /// The sheet as it counts: hidden answers and ticks made void are gone.
    pub(super) fn effective(&self, quiz: &Quiz) -> EffectiveSheet {
        let mut sheet = EffectiveSheet {
            values: self.values,
            hidden: 0,
        };
        for (index, question) in quiz.compiled.questions.iter().enumerate() {
            if question.many {
                sheet.values[index] =
                    ticks_that_count(sheet.values[index], question.alone, &question.voids);
            }
            // A branch looks at earlier questions alone, so those have their final value by now.
            if let Some(condition) = &question.show_if
                && !condition.holds(&Context::answers(&sheet.values))
            {
                sheet.values[index] = 0;
                sheet.hidden |= 1 << index;
            }
        }
        sheet
    }
}

/// A sheet without what does not count.
#[derive(Clone, Copy)]
pub(super) struct EffectiveSheet {
    pub values: SheetValues,
    hidden: u64,
}

impl EffectiveSheet {
    /// Whether the question at this index is asked.
    pub fn is_visible(&self, index: usize) -> bool {
        self.hidden & (1 << index) == 0
    }
}

impl<'a> Context<'a> {
    /// The answers alone.
    pub fn answers(values: &'a SheetValues) -> Self {
        Context {
            values,
            topics: &[QuarterPoints::ZERO; MAX_TOPICS],
            band: 0,
            gut_level: None,
            times: None,
        }
    }
}

fn ticks_that_count(ticks: u32, alone: u32, voids: &[(u32, u32)]) -> u32 {
    if ticks & alone != 0 {
        return ticks & alone;
    }
    let void = voids
        .iter()
        .filter(|(tick, _)| ticks & tick != 0)
        .fold(0, |void, (_, voided)| void | voided);
    ticks & !void
}

fn read_answer(quiz: &Quiz, id: &str, answer: &Answer) -> Result<(usize, u32), SheetProblemKind> {
    let questions = quiz.questions();
    let index = questions.iter().position(|question| question.id == id);
    let index = index.ok_or(SheetProblemKind::UnknownQuestion)?;
    let question = &questions[index];
    let option = |given: &str| {
        let options = question.options();
        let found = options.iter().position(|option| option.id == given);
        // There are at most 30 options, so the index fits.
        found.map(|index| index as u32).ok_or_else(|| {
            let known = options.iter().map(|option| option.id.clone());
            SheetProblemKind::UnknownOption {
                given: given.to_owned(),
                known: known.chain([UNSURE.to_owned()]).collect(),
            }
        })
    };
    let wrong = |wanted| Err(SheetProblemKind::WrongType { wanted });
    let value = match (&question.kind, answer) {
        (QuestionKind::Text { .. }, Answer::Text(text)) => u32::from(!text.is_empty()),
        (QuestionKind::Text { .. }, _) => return wrong("text"),
        (_, Answer::Option(given)) if given == UNSURE => 0,
        (QuestionKind::One { .. }, Answer::Option(given)) => option(given)? + 1,
        (QuestionKind::One { .. }, _) => return wrong("the id of one option"),
        (QuestionKind::Many { .. }, Answer::Options(given)) => {
            let mut ticks = 0;
            for one in given.iter().filter(|one| *one != UNSURE) {
                ticks |= 1 << option(one)?;
            }
            ticks
        }
        (QuestionKind::Many { .. }, _) => return wrong("a list of the ids of options"),
        (QuestionKind::Number { min, max }, Answer::Number(number)) => {
            if !(min..=max).contains(&number) {
                return Err(SheetProblemKind::OutOfRange {
                    min: *min,
                    max: *max,
                });
            }
            u32::from(*number) + 1
        }
        (QuestionKind::Number { .. }, _) => return wrong("a whole number"),
    };
    Ok((index, value))
}

/// Which questions are asked hangs on the answers.
impl Quiz {
    /// Whether a question is asked, given the answers so far.
    pub fn is_visible(&self, question: &Question, answers: &Answers) -> bool {
        let index = self
            .questions()
            .iter()
            .position(|one| one.id == question.id);
        let (sheet, _) = AnswerSheet::new(self, answers);
        index.is_some_and(|index| sheet.effective(self).is_visible(index))
    }

    /// The questions that are asked, given the answers so far, in order.
    pub fn visible_questions(&self, answers: &Answers) -> Vec<&Question> {
        let (sheet, _) = AnswerSheet::new(self, answers);
        let effective = sheet.effective(self);
        let numbered = self.questions().iter().enumerate();
        numbered
            .filter(|(index, _)| effective.is_visible(*index))
            .map(|(_, question)| question)
            .collect()
    }
}
