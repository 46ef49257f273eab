//! The words of a quiz, checked: the form of a text file, and the keys and placeholders that a quiz needs.

use std::collections::BTreeMap;

use interview_hindsight::domain::history::Format;
use interview_hindsight::domain::letter::{OWN_NAME, OWN_WORDS, PARAGRAPH, RECIPIENT};
use interview_hindsight::domain::quiz::{Origin, QuestionKind, QuizDraft, Role, UNSURE};
use interview_hindsight::wire::quiz_text::{
    COMPANY, DAY, FORMAT, PROMISED, QuizText, ROLE, VARIANT,
};
use serde_json::{Map, Value, json};

use super::form::{Problem, escaped};

/// A key that a quiz needs, and what its text may leave open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The key.
    pub key: String,
    /// The placeholders that the text must have, each written as `{name}`.
    pub placeholders: &'static [&'static str],
    /// Those that it may have, and `[...]` around them, where it is a part of a letter.
    pub may_have: Vec<String>,
    /// Whether the text may be left out.
    pub optional: bool,
    /// Whether there may be variants of it for some answers.
    pub varies: bool,
}

/// The words that a text file holds, and what does not fit its form.
pub fn read(document: &Value) -> (QuizText, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut problem =
        |pointer: String, message: &str| problems.push(Problem::new(pointer, message));
    let mut sound = Map::new();
    sound.insert("quiz".to_owned(), json!(""));
    sound.insert("language".to_owned(), json!(""));
    let mut texts = Map::new();
    if let Value::Object(fields) = document {
        for (name, value) in fields {
            let pointer = format!("/{}", escaped(name));
            match (name.as_str(), value) {
                ("quiz" | "language", Value::String(_)) => {
                    sound.insert(name.clone(), value.clone());
                }
                ("quiz" | "language", _) => problem(pointer, "this must be a text"),
                ("texts", Value::Object(entries)) => {
                    for (key, value) in entries {
                        let pointer = format!("/texts/{}", escaped(key));
                        match value {
                            Value::String(words) if !words.trim().is_empty() => {
                                texts.insert(key.clone(), value.clone());
                            }
                            Value::String(_) => problem(
                                pointer,
                                "this text is empty; write it, or remove the key if nothing needs it",
                            ),
                            _ => problem(pointer, "this must be a text"),
                        }
                    }
                }
                ("texts", _) => {
                    problem(pointer, "this must be an object with a text for each key");
                }
                _ => problem(
                    pointer,
                    &format!(
                        "there is no field \"{name}\" here; remove it, or use one of: quiz, language, texts"
                    ),
                ),
            }
        }
        for name in ["quiz", "language", "texts"] {
            if !fields.contains_key(name) {
                problem(
                    format!("/{name}"),
                    &format!("the field \"{name}\" is missing; add it"),
                );
            }
        }
    } else {
        let message =
            "a text file is an object; write {\"quiz\": ..., \"language\": ..., \"texts\": {...}}";
        problem(String::new(), message);
    }
    sound.insert("texts".to_owned(), Value::Object(texts));
    // What is sound has the form of a text file, so that the program's reader takes it.
    let text = QuizText::parse(&Value::Object(sound).to_string());
    (text.unwrap_or_default(), problems)
}

/// The texts that every quiz needs, and their placeholders.
const ALWAYS: &[(&str, &[&str])] = &[
    ("quiz.title", &[]),
    ("option.unsure", &[]),
    ("band.0.title", &[]),
    ("band.0.body", &[]),
    ("range.fewer", &[]),
    ("range.or_fewer", &["k"]),
    ("range.about", &["k"]),
    ("range.about_to", &["low", "high"]),
    ("range.other_side", &["low", "high"]),
    ("range.other_side_one", &["k"]),
    ("range.note", &[]),
    ("range.base_note", &[]),
    ("gap.worse", &[]),
    ("gap.agree", &[]),
    ("gap.better", &[]),
    ("gap.comfort", &[]),
    ("deadline.by", &["when"]),
    ("deadline.hours.interview", &["hours"]),
    ("deadline.hours.refusal_or_interview", &["hours"]),
    ("deadline.hours.refusal", &["hours"]),
    ("deadline.at_once", &[]),
    ("deadline.today", &[]),
    ("deadline.this_week", &[]),
    ("deadline.before_next_interview", &[]),
    ("deadline.next_time", &[]),
    ("deadline.today_and_before", &["days"]),
    ("deadline.late_is_fine", &[]),
    ("grade.A", &[]),
    ("grade.B", &[]),
    ("grade.C", &[]),
    ("grade.D", &[]),
    ("grade.E", &[]),
    ("recipient.manager", &[]),
    ("recipient.hr", &[]),
    ("recipient.manager_or_hr", &[]),
    ("recipient.who_named_the_date", &[]),
    ("speaker.writer", &[]),
    ("does_not_mean.1", &[]),
    ("how_it_works.1", &[]),
];

/// What every quiz with letters needs, and the places that each text has to have.
const WITH_LETTERS: &[(&str, &[&str])] = &[
    ("mail.greeting", &[RECIPIENT]),
    ("mail.close", &[OWN_NAME]),
    ("slot.recipient", &[]),
    ("slot.me", &[]),
    ("lint.apology", &[]),
    ("lint.blame", &[]),
];

/// The places that a part of a letter may have. A subject has no paragraphs and no slot of its own.
const IN_A_PASSAGE: &[&str] = &[PARAGRAPH, OWN_WORDS, DAY, ROLE, COMPANY];
const IN_A_SUBJECT: &[&str] = &[DAY, ROLE, COMPANY];

/// How many numbered lines beyond the first may follow.
const MORE_LINES: u8 = 20;

/// Every key that a quiz needs or may have.
pub fn wanted(draft: &QuizDraft) -> Vec<Wanted> {
    let mut wanted = Vec::new();
    let mut add = |key: String, placeholders: &'static [&'static str], optional: bool| {
        let varies = key.starts_with("recipient.") || key.contains(".with.");
        wanted.push(Wanted {
            key,
            placeholders,
            may_have: Vec::new(),
            optional,
            varies,
        });
    };
    for (key, placeholders) in ALWAYS {
        add((*key).to_owned(), placeholders, false);
    }
    for line in 2..MORE_LINES {
        add(format!("does_not_mean.{line}"), &[], true);
        add(format!("how_it_works.{line}"), &[], true);
    }
    for stage in &draft.stages {
        add(format!("stage.{}", stage.id), &[], false);
    }
    for question in &draft.questions {
        let id = &question.id;
        let scored = matches!(question.role, Role::Sign { .. } | Role::Neutral);
        add(format!("question.{id}.ask"), &[], false);
        add(format!("question.{id}.hint"), &[], true);
        add(format!("question.{id}.why"), &[], !scored);
        for option in question.options() {
            add(format!("option.{id}.{}", option.id), &[], false);
            if question.role == Role::Gut {
                add(format!("felt.{}", option.id), &[], false);
            }
        }
        if !matches!(question.kind, QuestionKind::Text { .. }) {
            add(format!("option.{id}.{UNSURE}"), &[], true);
        }
    }
    for topic in &draft.topics {
        add(format!("topic.{}", topic.id), &[], false);
    }
    for band in &draft.bands {
        add(format!("band.{}.title", band.level), &[], false);
        add(format!("band.{}.body", band.level), &[], false);
    }
    for modifier in &draft.modifiers {
        add(format!("modifier.{}.share", modifier.id), &[], false);
        add(format!("modifier.{}.why", modifier.id), &[], false);
    }
    for one in &draft.overrides {
        for part in ["share", "ask", "why"] {
            add(format!("override.{}.{part}", one.id), &[], false);
        }
    }
    for rule in &draft.rules {
        for part in ["title", "body", "why"] {
            add(format!("rule.{}.{part}", rule.id), &[], false);
        }
        add(format!("rule.{}.start", rule.id), &[], true);
    }
    for letter in &draft.letters {
        add(format!("letter.{}", letter.id), &[], false);
        add(format!("letter.{}.asks", letter.id), &[], true);
        for slot in &letter.slots {
            add(format!("slot.{slot}"), &[], false);
            add(format!("slot.{slot}.hint"), &[], true);
        }
    }
    for rule in &draft.rules {
        for case in &rule.offers {
            add(
                format!("rule.{}.offers.{}", rule.id, case.letter),
                &[],
                false,
            );
        }
        for other in &draft.rules {
            add(format!("rule.{}.with.{}", rule.id, other.id), &[], true);
        }
    }
    for speaker in &draft.speakers {
        add(format!("speaker.{}", speaker.id), &[], false);
    }
    for sentence in &draft.sentences {
        add(format!("sentence.{}", sentence.id), &[], false);
    }
    for source in &draft.sources {
        add(format!("source.{}", source.id), &[], false);
    }
    for row in &draft.evidence {
        add(format!("evidence_group.{}", row.group), &[], false);
        add(format!("evidence.{}.found", row.id), &[], false);
        add(format!("evidence.{}.use", row.id), &[], false);
    }
    let outside = draft
        .questions
        .iter()
        .any(|question| question.origin == Origin::OutsideArticle);
    add("origin.outside_article".to_owned(), &[], !outside);
    wanted.extend(wanted_for_letters(draft));
    wanted
}

/// The words of the letters themselves.
fn wanted_for_letters(draft: &QuizDraft) -> Vec<Wanted> {
    let mut wanted = Vec::new();
    if draft.letters.is_empty() {
        return wanted;
    }
    let mut add = |key: String, may_have: &[&str], optional: bool, varies: bool| {
        wanted.push(Wanted {
            key,
            placeholders: &[],
            may_have: may_have.iter().map(|name| (*name).to_owned()).collect(),
            optional,
            varies,
        });
    };
    let notes = draft.questions.iter();
    let notes = notes.filter(|question| question.role == Role::Note);
    let notes: Vec<&str> = notes.map(|note| note.id.as_str()).collect();
    for letter in &draft.letters {
        let subject = format!("letter.{}.subject", letter.id);
        add(subject, IN_A_SUBJECT, false, false);
        for slot in &letter.slots {
            let key = format!("letter.{}.{slot}", letter.id);
            add(format!("{key}.short"), IN_A_PASSAGE, true, true);
            add(key, IN_A_PASSAGE, false, true);
            add(format!("slot.{slot}.fill"), &[PROMISED], true, true);
            add(format!("slot.{slot}.offer"), &notes, true, false);
        }
    }
    for (key, placeholders) in WITH_LETTERS {
        let is_part = !placeholders.is_empty();
        wanted.push(Wanted {
            key: (*key).to_owned(),
            placeholders,
            may_have: is_part.then(|| PARAGRAPH.to_owned()).into_iter().collect(),
            optional: false,
            varies: false,
        });
    }
    wanted
}

/// What is wrong with a text file for these versions of its quiz: what is missing in any, and what none
/// needs.
pub fn check(text: &QuizText, versions: &[&QuizDraft]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut keys: BTreeMap<String, Wanted> = BTreeMap::new();
    for wanted in versions.iter().flat_map(|draft| wanted(draft)) {
        let optional = wanted.optional;
        let known = keys.entry(wanted.key.clone()).or_insert_with(|| wanted);
        known.optional &= optional;
    }
    for wanted in keys.values() {
        let Some(words) = text.get(&wanted.key) else {
            if !wanted.optional {
                let message = format!("the text \"{}\" is missing; add it", wanted.key);
                problems.push(Problem::new("/texts", message));
            }
            continue;
        };
        let pointer = format!("/texts/{}", escaped(&wanted.key));
        problems.extend(placeholder_problems(words, wanted, &pointer));
    }
    for (key, words) in text.iter().filter(|(key, _)| !keys.contains_key(*key)) {
        let of = key.split_once(VARIANT);
        let of = of.and_then(|(of, variant)| Some((keys.get(of)?, variant)));
        if let Some((wanted, _)) =
            of.filter(|(wanted, variant)| wanted.varies && names_options(variant, versions))
        {
            problems.extend(placeholder_problems(
                words,
                wanted,
                &format!("/texts/{}", escaped(key)),
            ));
            continue;
        }
        let message = format!("nothing uses the text \"{key}\"; remove it, or correct its key");
        problems.push(Problem::new(format!("/texts/{}", escaped(key)), message));
    }
    problems
}

/// Whether a variant names pairs of a question and one of its options.
fn names_options(variant: &str, versions: &[&QuizDraft]) -> bool {
    let parts: Vec<&str> = variant.split('.').collect();
    parts.chunks(2).all(|pair| match pair {
        [FORMAT, option] => Format::from_id(option).is_some(),
        [question, option] => versions.iter().any(|draft| {
            let mut questions = draft.questions.iter().filter(|one| one.id == *question);
            questions.any(|one| *option == UNSURE || one.option(option).is_some())
        }),
        _ => false,
    })
}

fn placeholder_problems(words: &str, wanted: &Wanted, pointer: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    for name in wanted.placeholders {
        if !words.contains(&format!("{{{name}}}")) {
            problems.push(Problem::new(
                pointer,
                format!("the placeholder {{{name}}} is missing; write it where the value goes"),
            ));
        }
    }
    let must = wanted.placeholders.iter().map(|name| (*name).to_owned());
    let known: Vec<String> = must.chain(wanted.may_have.iter().cloned()).collect();
    for part in words.split('{').skip(1) {
        let name = part.split('}').next().unwrap_or_default();
        if !known.iter().any(|one| one == name) || !part.contains('}') {
            let message = match known.as_slice() {
                [] => "this text has no placeholders; remove the braces".to_owned(),
                known => format!(
                    "there is no placeholder {{{name}}} here; use: {{{}}}",
                    known.join("}, {")
                ),
            };
            problems.push(Problem::new(pointer, message));
        }
    }
    if !wanted.may_have.is_empty() && !brackets_close(words) {
        let message = "each [ needs its ] before the next one; what stands between is left out where a \
                       placeholder within has no value";
        problems.push(Problem::new(pointer, message));
    }
    problems
}

fn brackets_close(words: &str) -> bool {
    let mut is_open = false;
    for c in words.chars().filter(|c| matches!(c, '[' | ']')) {
        if is_open == (c == '[') {
            return false;
        }
        is_open = !is_open;
    }
    !is_open
}

/// The JSON Schema of a text file. Which keys a quiz needs, its structure says; the checker compares them.
pub fn schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The words of a quiz of Interview Hindsight, in one language",
        "type": "object",
        "properties": {
            "quiz": { "type": "string", "minLength": 1, "description": "The id of the quiz." },
            "language": { "type": "string", "minLength": 2, "description": "The language, such as en." },
            "texts": {
                "type": "object",
                "description": "A text for each key that the quiz needs.",
                "additionalProperties": { "type": "string", "pattern": "\\S" },
            },
        },
        "required": ["quiz", "language", "texts"],
        "additionalProperties": false,
    })
}
