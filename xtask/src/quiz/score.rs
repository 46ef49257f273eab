//! Scores answer sheets, one a line, and writes one result a line in the same order.
//!
//! The form of a result is fixed, down to the order of its fields: other scorers are compared with it.

use std::io::{self, BufRead, Write};

use interview_hindsight::domain::answers::{AnswerSheet, Answers};
use interview_hindsight::domain::follow_up::follow_up;
use interview_hindsight::domain::quiz::{QuarterPoints, Quiz};
use interview_hindsight::domain::scoring::score;
use interview_hindsight::domain::times::Times;
use interview_hindsight::wire::sheet;
use serde_json::{Number, Value, json};

/// Scores every line that is not blank. True when all of them were sheets.
pub fn score_lines(
    quiz: &Quiz,
    article_only: bool,
    mut input: impl BufRead,
    mut output: impl Write,
) -> io::Result<bool> {
    let scored_with = article_only.then(|| quiz.without_outside_article());
    let scored_with = scored_with.as_ref().unwrap_or(quiz);
    let mut good = true;
    let mut line = Vec::new();
    for number in 1_u64.. {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        // A file from Windows may begin with a byte order mark; it means nothing.
        let bytes = match line.strip_prefix(b"\xEF\xBB\xBF") {
            Some(rest) if number == 1 => rest,
            _ => &line,
        };
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        let text = match read_line(quiz, bytes) {
            Ok((answers, times)) => score_one(scored_with, &answers, &times),
            Err(problems) => {
                good = false;
                json!({ "error": format!("line {number}: {}", problems.join("; ")) }).to_string()
            }
        };
        output.write_all(text.as_bytes())?;
        output.write_all(b"\n")?;
        // Somebody may be typing sheets and waiting for each result.
        output.flush()?;
    }
    Ok(good)
}

fn read_line(quiz: &Quiz, bytes: &[u8]) -> Result<(Answers, Times), Vec<String>> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Err(vec!["this line is not UTF-8".to_owned()]);
    };
    sheet::read(text, quiz)
}

/// The result of one sheet. The sheet may answer questions that are switched off; they do not count.
pub fn score_one(quiz: &Quiz, answers: &Answers, times: &Times) -> String {
    let (sheet, _) = AnswerSheet::new(quiz, answers);
    let score = score(quiz, &sheet);
    let advice = follow_up(quiz, &sheet, &score, times);
    // In the quiz's order, which a map of the JSON library would not keep.
    let topics: Vec<String> = score
        .topics(quiz)
        .map(|(id, points)| format!("{}:{}", json!(id), shortest(points)))
        .collect();
    let chance =
        |chance: Option<f64>| chance.map_or(Value::Null, |chance| json!(thousandths(chance)));
    let fields = [
        ("score", json!(score.total.points()).to_string()),
        ("band", json!(score.band).to_string()),
        (
            "low",
            chance(score.range.map(|range| range.low)).to_string(),
        ),
        (
            "high",
            chance(score.range.map(|range| range.high)).to_string(),
        ),
        ("unsure", json!(score.unsure).to_string()),
        ("half_width", json!(score.half_width.points()).to_string()),
        ("topics", format!("{{{}}}", topics.join(","))),
        ("own_side", json!(score.own_side.points()).to_string()),
        ("gap", json!(score.gap).to_string()),
        ("rules", json!(advice.rules).to_string()),
        ("letters", json!(advice.letters).to_string()),
    ];
    let fields = fields.map(|(name, value)| format!("\"{name}\":{value}"));
    format!("{{{}}}", fields.join(","))
}

/// A whole number of points without a decimal point.
fn shortest(points: QuarterPoints) -> Value {
    match points.quarters() {
        quarters if quarters % 4 == 0 => Value::Number(Number::from(quarters / 4)),
        _ => json!(points.points()),
    }
}

fn thousandths(chance: f64) -> f64 {
    (chance * 1000.0).round() / 1000.0
}
