//! A store that somebody has filled for years, as the app itself writes it.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

/// Begins every key of the app.
const PREFIX: &str = "interview-hindsight:";
/// The built-in quiz.
const QUIZ: &str = "interview";
const DAY_MS: i64 = 86_400_000;

/// The texts of so many results, three a day until yesterday, with what goes along: most have a label and an outcome, some
/// notes, ticked actions, lessons that were worked on, prepared answers.
///
/// 2,000 of them take about 3 million of the 5.2 million units that a browser keeps.
pub fn store(count: usize) -> Vec<(String, String)> {
    let mut texts = vec![(
        format!("{PREFIX}meta"),
        json!({"build": "bench", "min_writer": 1, "schema": 1}).to_string(),
    )];
    let first_day = today() - 1 - count as i64 / 3;
    for n in 0..count {
        let day = first_day + n as i64 / 3;
        let at = day * DAY_MS;
        let id = format!("{n:08x}-0000-4000-8000-{:012x}", n * 7_919);
        texts.push((key("result", &id), result(n, day, &id).to_string()));
        for (kind, value) in items(n, day, &id) {
            let own = format!("{n:08x}-1111-4111-8111-111111111111");
            let of_result = kind.starts_with("lesson.") || kind == "order";
            let key = key(&format!("item:{kind}"), if of_result { &id } else { &own });
            texts.push((
                key,
                json!({"v": 1, "at": at, "tag": n, "value": value}).to_string(),
            ));
        }
    }
    texts
}

fn key(kind: &str, id: &str) -> String {
    format!("{PREFIX}{QUIZ}:{kind}:{id}")
}

/// One of the words, a different one for each result and question.
fn pick<'w>(n: usize, question: usize, words: &[&'w str]) -> &'w str {
    // A multiplier without a common factor with any of the counts, so that all combinations come up.
    words[(n * 31 + question * 17 + n / 7) % words.len()]
}

fn answers(n: usize) -> Value {
    let mut answers = json!({});
    let options: [(&str, &[&str]); 14] = [
        ("gut", &["awful", "not_great", "ok", "good", "great"]),
        ("lean", &["most", "some", "hardly"]),
        ("distracted", &["no", "once", "often", "whole"]),
        ("click", &["easy", "fine", "stiff", "cold"]),
        ("coach", &["no", "no", "tip", "end"]),
        ("hard", &["easy", "mixed", "hard", "very"]),
        ("exact", &["always", "mostly", "drifted"]),
        ("stuck", &["no", "recovered", "weak", "blank"]),
        ("examples", &["most", "some", "hardly"]),
        ("late", &["on_time", "on_time", "little", "told"]),
        ("nerves", &["hardly", "coped", "lost", "froze"]),
        ("ideal", &["linked", "asked", "no"]),
        ("next", &["set", "process", "touch", "hint"]),
        ("practical", &["yes", "little", "no"]),
    ];
    for (question, (id, options)) in options.into_iter().enumerate() {
        answers[id] = json!(pick(n, question, options));
    }
    if answers["coach"] != "no" {
        answers["coach_about"] = json!(pick(n, 15, &["here", "mix", "elsewhere"]));
        answers["coach_notes"] =
            json!({"text": "Bring one number for each example, and speak a little more slowly."});
    }
    if n.is_multiple_of(3) {
        answers["gut10"] = json!(n % 11);
        answers["hard_notes"] =
            json!({"text": "How do you deal with a customer who does not listen?"});
    }
    answers
}

fn result(n: usize, day: i64, id: &str) -> Value {
    let at = day * DAY_MS;
    let moment = |hour: usize| format!("{}T{hour:02}:00:00+01:00", date(day));
    let answers = answers(n);
    let questions = answers.as_object().into_iter().flatten();
    let times: serde_json::Map<String, Value> = questions
        .enumerate()
        .map(|(place, (question, _))| (question.clone(), json!(at + place as i64 * 9_000)))
        .collect();
    let companies = [
        "Northwind",
        "Contoso",
        "Fabrikam",
        "The Bakery at the Bridge",
        "Tailspin Toys",
    ];
    let roles = [
        "Designer",
        "Nurse",
        "Warehouse assistant",
        "Data analyst",
        "Baker",
        "Teacher",
    ];
    let part = |value: Value| json!({"at": at + 600_000, "tag": n * 3 + 1, "value": value});
    let mut result = json!({
        "v": 1,
        "id": id,
        "first": {
            "quiz": {"id": QUIZ, "version": "1.0.0"},
            "started_at": moment(10),
            "finished_at": moment(11),
            "answers": answers,
            "answered_at": times,
        },
        "score": {
            "total": (n as i64 % 41) - 20, "half_width": 12, "band": n % 5 + 1, "unsure": n % 3, "low": 166, "high": 442,
            "gap": (n as i64 % 5) - 2,
        },
        "details": {
            "company": part(json!(pick(n, 1, &companies))),
            "role": part(json!(pick(n, 2, &roles))),
            "round": part(json!(pick(n, 3, &["", "First talk", "Final"]))),
            "day": part(json!(moment(9))),
            "format": part(json!(pick(n, 4, &["in_person", "video", "phone"]))),
            "interviewers": part(json!(n % 3 + 1)),
        },
    });
    if !n.is_multiple_of(3) {
        let outcome = pick(n, 5, &["no", "no", "next_round", "offer", "no_reply"]);
        result["outcome"] = part(json!({"is": outcome, "on": date(day + 9)}));
    }
    if n.is_multiple_of(4) {
        result["notes"] = part(json!(
            "They asked about the night shifts. The team sounded kind, the pay less so."
        ));
        result["actions"] = json!({"R01": part(json!({"done_at": moment(18)})), "R11": part(json!({"done_at": moment(19)}))});
    }
    result
}

/// What a person made for themselves of a result, by kind.
fn items(n: usize, day: i64, id: &str) -> Vec<(String, Value)> {
    let mut items = Vec::new();
    if n.is_multiple_of(2) {
        items.push((
            "lesson.R13".to_owned(),
            json!({"done_at": format!("{}T12:00:00+01:00", date(day))}),
        ));
    }
    if n.is_multiple_of(10) {
        items.push(("order".to_owned(), json!({"order": ["R15", "R13"]})));
        let words = "Ask for a glass of water at the start, and take a breath before each answer.";
        items.push((
            "lesson".to_owned(),
            json!({"words": words, "learnt_from": id, "made_at": day * DAY_MS}),
        ));
    }
    if n.is_multiple_of(20) {
        let prepared = json!({
            "question": format!("How do you deal with a customer who does not listen? ({n})"),
            "situation": "At the counter, on a Saturday, with eleven people waiting.",
            "task": "I had to calm one of them down without keeping the others.",
            "action": "I took him aside, repeated what he had said, and offered two ways out.",
            "result": "He came back the week after, and asked for me.",
            "asked_in": id, "made_at": day * DAY_MS,
        });
        items.push(("prepared".to_owned(), prepared));
        items.push((
            "practice".to_owned(),
            json!({"level": n % 5 + 1, "due": date(day), "times": n % 7}),
        ));
    }
    items
}

/// The day so many days after 1970, as 2026-03-04 (Howard Hinnant's days_from_civil, turned round).
pub fn date(day: i64) -> String {
    let shifted = day + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year}-{month:02}-{day:02}")
}

/// Today, as days since 1970.
#[allow(
    clippy::disallowed_methods,
    reason = "what is filled here is never in the browser"
)]
fn today() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs() as i64 / 86_400)
}
