//! Reads an answer sheet: one JSON object with the answers and times of one interview.
//!
//! It is how people who write a quiz try it, and how this scorer is compared with another. Records in the
//! browser are written differently and are read elsewhere.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::error::Category;

use crate::domain::answers::{Answer, AnswerSheet, Answers};
use crate::domain::history::{Format, Outcome};
use crate::domain::quiz::{Question, QuestionKind, Quiz, UNSURE};
use crate::domain::time::{Date, Moment};
use crate::domain::times::Times;

/// The keys of a sheet that are no questions.
const TIMES: [&str; 8] = [
    "interview_at",
    "now",
    "asked_at",
    "refused_at",
    "said_no_on",
    "promised_on",
    "outcome",
    "format",
];

/// The answers and times that a text holds, or everything that is wrong with it, in the order of the text.
pub fn read(text: &str, quiz: &Quiz) -> Result<(Answers, Times), Vec<String>> {
    let pairs: Pairs = serde_json::from_str(text.trim()).map_err(|error| vec![one_line(&error)])?;
    let mut answers = Answers::new();
    let mut times = Times::default();
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    for (key, value) in &pairs.0 {
        if !seen.insert(key) {
            problems.push(format!("\"{key}\" is given twice; keep one"));
            continue;
        }
        let read = match quiz.question(key) {
            Some(question) => read_answer(quiz, question, value).map(|answer| {
                if let Some(answer) = answer {
                    answers.set(key, answer);
                }
            }),
            None => read_time(key, value, quiz, &mut times),
        };
        problems.extend(read.err());
    }
    if problems.is_empty() {
        Ok((answers, times))
    } else {
        Err(problems)
    }
}

/// Each sheet is one line, so only the column is of use.
fn one_line(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let what = message.split(" at line ").next().unwrap_or_default();
    match error.classify() {
        Category::Data => what.to_owned(),
        _ => format!("this is not JSON: {what} at column {}", error.column()),
    }
}

fn read_answer(quiz: &Quiz, question: &Question, value: &Value) -> Result<Option<Answer>, String> {
    let id = &question.id;
    let answer = match (&question.kind, value) {
        (_, Value::Null) => return Ok(None),
        (QuestionKind::Text { .. }, Value::String(text)) => Answer::Text(text.clone()),
        (QuestionKind::Text { .. }, _) => return Err(format!("\"{id}\" takes a text")),
        (_, Value::String(option)) if option == UNSURE => return Ok(None),
        (QuestionKind::One { .. }, Value::String(option)) => Answer::Option(option.clone()),
        (QuestionKind::One { .. }, _) => {
            return Err(format!("\"{id}\" takes the id of one option, as a text"));
        }
        (QuestionKind::Many { .. }, Value::Array(items)) => {
            let option = |item: &Value| item.as_str().map(str::to_owned);
            let options: Option<BTreeSet<String>> = items.iter().map(option).collect();
            Answer::Options(
                options.ok_or_else(|| format!("\"{id}\" takes a list of ids, each a text"))?,
            )
        }
        (QuestionKind::Many { .. }, _) => return Err(format!("\"{id}\" takes a list of ids")),
        (QuestionKind::Number { min, max }, value) => {
            // A whole number is one however it is written: 2 and 2.0 are the same in JSON.
            let number = value.as_f64().filter(|number| {
                number.fract() == 0.0 && (f64::from(*min)..=f64::from(*max)).contains(number)
            });
            let number = number
                .ok_or_else(|| format!("\"{id}\" takes a whole number from {min} to {max}"))?;
            Answer::Number(number as u8)
        }
    };
    // Ids are checked where sheets are made; asking there keeps the two from drifting apart.
    let alone: Answers = [(id.as_str(), answer.clone())].into_iter().collect();
    match AnswerSheet::new(quiz, &alone).1.first() {
        Some(problem) => Err(problem.to_string()),
        None => Ok(Some(answer)),
    }
}

fn read_time(key: &str, value: &Value, quiz: &Quiz, times: &mut Times) -> Result<(), String> {
    if !TIMES.contains(&key) {
        let questions = quiz.questions().iter().map(|question| question.id.as_str());
        let known: Vec<&str> = questions.chain(TIMES).collect();
        return Err(format!(
            "\"{key}\" is not known; use one of: {}",
            known.join(", ")
        ));
    }
    let text = match value {
        Value::Null => return Ok(()),
        Value::String(text) => text.as_str(),
        _ => return Err(format!("\"{key}\" takes a text")),
    };
    let moment = || {
        let moment = Moment::parse_rfc3339(text);
        moment.map(Some).map_err(|_| {
            format!(
                "\"{key}\" takes a time such as 2026-03-01T14:30:00+01:00, and \"{text}\" is none"
            )
        })
    };
    let date = || {
        let date = Date::parse(text);
        date.map(Some).map_err(|_| {
            format!("\"{key}\" takes a date such as 2026-03-01, and \"{text}\" is none")
        })
    };
    match key {
        "interview_at" => times.interview_at = moment()?,
        "now" => times.now = moment()?,
        "asked_at" => times.asked_at = moment()?,
        "refused_at" => times.refused_at = moment()?,
        "promised_on" => times.promised_on = date()?,
        "said_no_on" => times.said_no_on = date()?,
        // Not being sure is an answer to everything that has options.
        _ if text == UNSURE => {}
        "outcome" => {
            times.outcome = Some(
                Outcome::from_id(text)
                    .ok_or_else(|| unknown_option(key, text, &Outcome::ALL.map(Outcome::id)))?,
            );
        }
        _ => {
            times.format = Some(
                Format::from_id(text)
                    .ok_or_else(|| unknown_option(key, text, &Format::ALL.map(Format::id)))?,
            );
        }
    }
    Ok(())
}

fn unknown_option(key: &str, given: &str, known: &[&str]) -> String {
    format!(
        "\"{key}\" has no option \"{given}\"; use one of: {}",
        known.join(", ")
    )
}

/// The fields of an object in their order, those given twice included: a map would drop one of them.
struct Pairs(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PairsVisitor;

        impl<'de> Visitor<'de> for PairsVisitor {
            type Value = Pairs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with answers, such as {\"lean\":\"some\"}")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }

        deserializer.deserialize_map(PairsVisitor)
    }
}
