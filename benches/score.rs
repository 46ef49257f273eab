//! How many parsed answer sheets a second become score, band and range, on one core. The goal is a million:
//! then every answer can show its effect at once, and exhaustive tests cost nothing.
//!
//! `cargo xtask bench score` runs it. It ends with an error below the goal, so that a slow change is seen.

// A benchmark is about time.
#![allow(clippy::disallowed_methods)]

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use interview_hindsight::domain::answers::{Answer, AnswerSheet, Answers};
use interview_hindsight::domain::explanation::explain;
use interview_hindsight::domain::follow_up::follow_up;
use interview_hindsight::domain::quiz::{QuestionKind, Quiz};
use interview_hindsight::domain::scoring::score;
use interview_hindsight::domain::times::Times;
use interview_hindsight::wire::quiz_document;

const GOAL: f64 = 1_000_000.0;
const SHEETS: usize = 4096;

fn main() -> ExitCode {
    let text = quiz_document::built_in(quiz_document::BUILT_IN, quiz_document::CURRENT_VERSION);
    let Some(Ok(quiz)) = text.map(quiz_document::parse) else {
        eprintln!("the built-in quiz is not sound");
        return ExitCode::FAILURE;
    };
    let sheets = sheets(&quiz);
    let scored = rate(&sheets, |sheet| {
        black_box(score(&quiz, black_box(sheet)));
    });
    println!(
        "score, band and range: {} sheets a second, goal {}",
        grouped(scored),
        grouped(GOAL)
    );
    let explained = rate(&sheets, |sheet| {
        black_box(explain(&quiz, black_box(sheet)));
    });
    println!(
        "explanation:           {} sheets a second",
        grouped(explained)
    );
    let times = Times::default();
    let advised = rate(&sheets, |sheet| {
        let score = score(&quiz, sheet);
        black_box(follow_up(&quiz, black_box(sheet), &score, &times));
    });
    println!(
        "score and advice:      {} sheets a second",
        grouped(advised)
    );
    if scored < GOAL {
        eprintln!("below the goal");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// The best of several rounds: whatever else runs on the machine can only make a round slower.
fn rate(sheets: &[AnswerSheet], mut each: impl FnMut(&AnswerSheet)) -> f64 {
    let mut best = 0.0_f64;
    for _ in 0..8 {
        let start = Instant::now();
        let mut count = 0_u32;
        while start.elapsed() < Duration::from_millis(150) {
            sheets.iter().for_each(&mut each);
            count += SHEETS as u32;
        }
        best = best.max(f64::from(count) / start.elapsed().as_secs_f64());
    }
    best
}

/// Sheets of all kinds, the same in every run.
fn sheets(quiz: &Quiz) -> Vec<AnswerSheet> {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below.max(1) as u64) as usize
    };
    let mut sheet = || {
        let mut answers = Answers::new();
        for question in quiz.questions() {
            let options = question.options();
            // One more than there are options: the last is "not sure".
            let chosen = options
                .get(next(options.len() + 1))
                .map(|option| option.id.clone());
            match (&question.kind, chosen) {
                (QuestionKind::One { .. }, Some(id)) => {
                    answers.set(&question.id, Answer::Option(id))
                }
                (QuestionKind::Many { .. }, Some(id)) => {
                    answers.set(&question.id, Answer::Options([id].into_iter().collect()));
                }
                (QuestionKind::Number { max, .. }, _) => {
                    answers.set(&question.id, Answer::Number(next(usize::from(*max)) as u8));
                }
                _ => {}
            }
        }
        AnswerSheet::new(quiz, &answers).0
    };
    (0..SHEETS).map(|_| sheet()).collect()
}

/// 1234567 as "1,234,567".
fn grouped(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
