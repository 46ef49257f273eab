//! The built-in quiz: worked examples, the properties that must hold, and the follow-up rules.

// A test that cannot get what it needs has failed, and says where.
#![allow(clippy::expect_used, clippy::panic)]

mod follow_up;
mod frozen;
mod golden;
mod oracle;
mod properties;
mod words;

use std::sync::LazyLock;

use interview_hindsight::domain::answers::{Answer, AnswerSheet, Answers};
use interview_hindsight::domain::quiz::{QuestionKind, Quiz};
use interview_hindsight::domain::scoring::{Score, score};
use interview_hindsight::domain::times::Times;
use interview_hindsight::wire::quiz_document;
use interview_hindsight::wire::quiz_text::{self, QuizText};
use interview_hindsight::wire::sheet;

/// The built-in quiz.
pub fn quiz() -> &'static Quiz {
    static QUIZ: LazyLock<Quiz> = LazyLock::new(|| {
        let text = quiz_document::built_in(quiz_document::BUILT_IN, quiz_document::CURRENT_VERSION);
        quiz_document::parse(text.expect("it is part of the program")).expect("it is sound")
    });
    &QUIZ
}

/// Its words.
pub fn words() -> &'static QuizText {
    static WORDS: LazyLock<QuizText> = LazyLock::new(|| {
        let text = quiz_text::built_in(quiz_document::BUILT_IN, "en");
        QuizText::parse(text.expect("it is part of the program")).expect("it is sound")
    });
    &WORDS
}

/// Answers written as `lean: some, sent: thanks asked, gut10: 3`, and times as `now: 2026-03-02T10:00:00Z`.
#[track_caller]
pub fn sheet_of(quiz: &Quiz, written: &str) -> (Answers, Times) {
    let mut fields = Vec::new();
    for field in written
        .split(',')
        .map(str::trim)
        .filter(|field| !field.is_empty())
    {
        let (id, value) = field.split_once(": ").expect("id: value");
        let json = match quiz.question(id).map(|question| &question.kind) {
            Some(QuestionKind::Many { .. }) => {
                let ticks: Vec<String> =
                    value.split(' ').map(|tick| format!("\"{tick}\"")).collect();
                format!("[{}]", ticks.join(","))
            }
            Some(QuestionKind::Number { .. }) => value.to_owned(),
            _ => format!("\"{value}\""),
        };
        fields.push(format!("\"{id}\":{json}"));
    }
    sheet::read(&format!("{{{}}}", fields.join(",")), quiz).expect("a sheet in a test")
}

/// The score of answers that the quiz knows.
#[track_caller]
pub fn score_of(quiz: &Quiz, answers: &Answers) -> Score {
    let (sheet, problems) = AnswerSheet::new(quiz, answers);
    assert_eq!(problems, []);
    score(quiz, &sheet)
}

/// The same answers with one of them changed, or taken back.
pub fn with(answers: &Answers, question: &str, option: Option<&str>) -> Answers {
    let mut changed = answers.clone();
    match option {
        Some(option) => changed.set(question, Answer::Option(option.to_owned())),
        None => {
            changed.remove(question);
        }
    }
    changed
}
