//! The packed form, in which the built-in quiz is part of the program, says what the document says.

use interview_hindsight::domain::answers::{Answer, Answers};
use interview_hindsight::domain::condition::Condition;
use interview_hindsight::domain::quiz::{Kind, Quiz, QuizDraft};
use interview_hindsight::wire::quiz_document::{self, pack, unpack};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

use crate::quiz;

/// The JSON document of the built-in quiz.
fn document() -> Value {
    let text = quiz_document::built_in(quiz_document::BUILT_IN, quiz_document::CURRENT_VERSION);
    serde_json::from_str(text.expect("it is part of the program")).expect("it is JSON")
}

/// A draft whose band rests on a condition with so many negations.
fn draft_with_negations(count: usize) -> QuizDraft {
    let mut draft = quiz().draft().clone();
    draft.enough.or = (0..count).fold(Condition::default(), |inner, _| {
        Condition::Not(Box::new(inner))
    });
    draft
}

#[test]
fn the_quiz_in_the_program_is_the_one_in_the_document() {
    let packed = quiz_document::current().expect("the packed quiz");
    assert!(
        packed == *quiz(),
        "run `cargo xtask quiz pack`: the packed quiz is not what the document says"
    );
    assert_eq!(packed.id(), quiz_document::BUILT_IN);
    assert_eq!(packed.version(), quiz_document::CURRENT_VERSION);
}

#[test]
fn the_first_half_asks_the_same_and_knows_nothing_of_scoring() {
    let first = quiz_document::first().expect("the packed quiz");
    assert_eq!(
        (first.id(), first.version(), first.scored()),
        (quiz().id(), quiz().version(), quiz().scored())
    );
    assert_eq!(first.stages(), quiz().stages());
    let mut asked = quiz().questions().to_vec();
    for question in &mut asked {
        question.sources.clear();
        if let Kind::One { options } | Kind::Many { options } = &mut question.kind {
            for option in options {
                (option.points, option.one_in) = (None, None);
            }
        }
    }
    assert_eq!(first.questions(), asked);
    for id in asked.iter().flat_map(|question| &question.sentences) {
        assert_eq!(first.sentence(id), quiz().sentence(id), "{id}");
    }
    assert!(first.topics().is_empty() && first.bands().is_empty() && first.rules().is_empty());
}

/// One answer at a time: most conditions look at one question.
#[test]
fn the_first_half_asks_the_same_after_any_answer() {
    let first = quiz_document::first().expect("the packed quiz");
    let ids = |quiz: &Quiz, answers: &Answers| -> Vec<String> {
        let asked = quiz.visible_questions(answers);
        asked.iter().map(|question| question.id.clone()).collect()
    };
    let mut seen = std::collections::BTreeSet::new();
    for question in quiz().questions() {
        for option in question.options() {
            let answer = match question.kind {
                Kind::Many { .. } => Answer::Options([option.id.clone()].into_iter().collect()),
                _ => Answer::Option(option.id.clone()),
            };
            let mut answers = Answers::new();
            answers.set(question.id.clone(), answer);
            let asked = ids(&first, &answers);
            assert_eq!(
                asked,
                ids(quiz(), &answers),
                "{} {}",
                question.id,
                option.id
            );
            assert!(!first.enough(&answers));
            seen.insert(asked);
        }
    }
    assert!(seen.len() > 2, "no answer changed what is asked");
}

#[test]
fn packing_loses_nothing() {
    let draft = quiz().draft();
    assert!(unpack(&pack(draft)).as_ref() == Some(draft));
}

#[test]
fn bytes_that_break_off_or_go_on_are_refused() {
    let bytes = pack(quiz().draft());
    for length in 0..bytes.len() {
        assert_eq!(unpack(&bytes[..length]), None, "the first {length} bytes");
    }
    assert_eq!(unpack(&[bytes.as_slice(), &[0]].concat()), None);
}

#[test]
fn a_changed_byte_is_refused_or_gives_another_draft() {
    let bytes = pack(quiz().draft());
    let mut changed = bytes.clone();
    for (at, byte) in bytes.iter().enumerate() {
        for other in [byte ^ 1, byte ^ 0x80, 0, 0x7f, 0xff] {
            changed[at] = other;
            // Either is well; it is a panic or an endless list that must not be.
            let _ = unpack(&changed);
        }
        changed[at] = *byte;
    }
}

#[test]
fn what_lies_too_deep_is_refused() {
    let draft = draft_with_negations(100);
    let bytes = pack(&draft);
    assert!(unpack(&bytes) == Some(draft));
    assert_eq!(unpack(&pack(&draft_with_negations(200))), None);
    // As deep as no stack is.
    let negation = [2, 1];
    let chain = bytes
        .windows(100 * negation.len())
        .position(|window| window.chunks(2).all(|pair| pair == negation));
    let (before, after) = bytes.split_at(chain.expect("the negations"));
    let endless = [before, &negation.repeat(1_000_000), after].concat();
    assert_eq!(unpack(&endless), None);
}

/// Every value in a document that holds no others, by its pointer.
fn leaves(value: &Value, pointer: &str, found: &mut Vec<String>) {
    match value {
        Value::Array(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                leaves(item, &format!("{pointer}/{index}"), found);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                leaves(field, &format!("{pointer}/{name}"), found);
            }
        }
        _ => found.push(pointer.to_owned()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Another document of the same shape: any text, number or list may be another.
    #[test]
    fn any_draft_is_packed_and_unpacked(
        changes in prop::collection::vec((any::<Index>(), "\\PC{1,9}", -4000..4000_i32), 1..40),
        gone in any::<Index>(),
    ) {
        let mut document = document();
        let mut pointers = Vec::new();
        leaves(&document, "", &mut pointers);
        for (index, text, number) in changes {
            let leaf = document.pointer_mut(index.get::<String>(&pointers)).expect("a leaf");
            match leaf {
                Value::Bool(truth) => *truth = !*truth,
                Value::String(old) => *old = text,
                Value::Number(_) => *leaf = Value::from(f64::from(number) / 4.0),
                _ => {}
            }
        }
        let questions = document["questions"].as_array_mut().expect("the questions");
        questions.remove(gone.index(questions.len()));
        let (draft, _) = quiz_document::read(&document);
        // What did not fit is empty now, and one kind of emptiness is in no document.
        let fits = draft.questions.iter().all(|one| one.kind != Kind::Missing);
        let unpacked = unpack(&pack(&draft));
        prop_assert!(unpacked == fits.then_some(draft));
    }

    #[test]
    fn any_bytes_are_refused_or_give_a_draft(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = unpack(&bytes);
    }
}
