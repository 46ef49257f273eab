//! The properties of section 9 of the scoring model, on random sheets and, where the space allows, on all.

use std::collections::{BTreeMap, BTreeSet};

use interview_hindsight::domain::answers::{Answer, AnswerSheet, Answers};
use interview_hindsight::domain::explanation::{Share, explain};
use interview_hindsight::domain::follow_up::follow_up;
use interview_hindsight::domain::quiz::{QuarterPoints, QuestionKind, Quiz};
use interview_hindsight::domain::scoring::score;
use interview_hindsight::domain::times::Times;
use proptest::prelude::*;

use crate::oracle::{Says, says};
use crate::{quiz, score_of, sheet_of, with};

/// Any answers to a quiz, hidden branches among them.
fn any_answers(quiz: &Quiz) -> impl Strategy<Value = Answers> + use<> {
    let questions: Vec<_> = quiz
        .questions()
        .iter()
        .map(|one| (one.id.clone(), one.kind.clone()))
        .collect();
    let each: Vec<BoxedStrategy<Option<(String, Answer)>>> = questions
        .into_iter()
        .map(|(id, kind)| {
            let answer = match kind {
                QuestionKind::One { options } => {
                    let mut ids: Vec<String> =
                        options.into_iter().map(|option| option.id).collect();
                    ids.push("unsure".to_owned());
                    prop::sample::select(ids).prop_map(Answer::Option).boxed()
                }
                QuestionKind::Many { options } => {
                    let ids: Vec<String> = options.into_iter().map(|option| option.id).collect();
                    prop::collection::btree_set(prop::sample::select(ids), 0..4)
                        .prop_map(|chosen| Answer::Options(chosen.into_iter().collect()))
                        .boxed()
                }
                QuestionKind::Number { min, max } => (min..=max).prop_map(Answer::Number).boxed(),
                QuestionKind::Text { .. } => "[a-z]{0,4}".prop_map(Answer::Text).boxed(),
            };
            prop::option::weighted(0.85, answer.prop_map(move |answer| (id.clone(), answer)))
                .boxed()
        })
        .collect();
    each.prop_map(|answers| answers.into_iter().flatten().collect())
}

fn quarter(points: f64) -> QuarterPoints {
    QuarterPoints::from_points(points).expect("quarters")
}

/// What the program says, in the oracle's terms.
fn program_says(quiz: &Quiz, answers: &Answers) -> (Says, Vec<String>, Vec<String>) {
    let (sheet, problems) = AnswerSheet::new(quiz, answers);
    assert_eq!(problems, []);
    let score = score(quiz, &sheet);
    let advice = follow_up(quiz, &sheet, &score, &Times::default());
    let mut topics = [0.0; 6];
    for (place, (_, points)) in topics.iter_mut().zip(score.topics(quiz)) {
        *place = points.points();
    }
    let says = Says {
        total: score.total.points(),
        band: score.band,
        unsure: score.unsure,
        half_width: score.half_width.points(),
        topics,
        own_side: score.own_side.points(),
        gap: score.gap,
        rules: Vec::new(),
        letters: Vec::new(),
    };
    (says, advice.rules, advice.letters)
}

#[track_caller]
fn agree(quiz: &Quiz, answers: &Answers) {
    let mut expected = says(answers);
    let (seen, rules, letters) = program_says(quiz, answers);
    assert_eq!(rules, std::mem::take(&mut expected.rules), "{answers:?}");
    assert_eq!(
        letters,
        std::mem::take(&mut expected.letters),
        "{answers:?}"
    );
    assert_eq!(seen, expected, "{answers:?}");
}

/// All answers to these questions, each with "not sure".
fn all_answers(quiz: &Quiz, questions: &[&str]) -> Vec<Answers> {
    let mut all = vec![Answers::new()];
    for id in questions {
        let question = quiz.question(id).expect("a question");
        let longer = |answers: &Answers| -> Vec<Answers> {
            let options = question
                .options()
                .iter()
                .map(|option| with(answers, id, Some(&option.id)));
            options.chain([answers.clone()]).collect()
        };
        all = all.iter().flat_map(longer).collect();
    }
    all
}

fn merged(parts: &[&Answers]) -> Answers {
    parts
        .iter()
        .flat_map(|part| part.iter())
        .map(|(id, answer)| (id, answer.clone()))
        .collect()
}

const GROUPS: [&[&str]; 6] = [
    &["lean", "distracted", "click"],
    &["coach", "coach_about"],
    &["hard", "exact", "stuck", "examples"],
    &["late", "nerves"],
    &["ideal"],
    &["next", "practical"],
];

#[test]
fn all_answers_within_a_topic_score_as_the_model_says() {
    let quiz = quiz();
    for group in GROUPS {
        for answers in all_answers(quiz, group) {
            agree(quiz, &answers);
            explained_to_the_last_point(quiz, &answers);
        }
    }
    for answers in all_answers(quiz, &["off_reason", "want", "contact", "gut"]) {
        agree(quiz, &answers);
    }
}

/// One sheet for each value that a topic can have stands for all sheets with that value.
#[test]
fn all_values_of_all_topics_together_score_as_the_model_says() {
    let quiz = quiz();
    let groups: Vec<Vec<Answers>> = GROUPS
        .iter()
        .map(|group| {
            let mut by_value: BTreeMap<i64, Answers> = BTreeMap::new();
            for answers in all_answers(quiz, group) {
                let topics = says(&answers).topics;
                let value = topics
                    .iter()
                    .map(|points| (points * 4.0) as i64)
                    .find(|quarters| *quarters != 0);
                by_value.entry(value.unwrap_or(0)).or_insert(answers);
            }
            by_value.into_values().collect()
        })
        .collect();
    let mut seen_totals = BTreeSet::new();
    let mut count = 0_u32;
    for acted in &groups[0] {
        for coaching in &groups[1] {
            for answered in &groups[2] {
                for day in &groups[3] {
                    for rest in &groups[4] {
                        for closing in &groups[5] {
                            let answers = merged(&[acted, coaching, answered, day, rest, closing]);
                            let score = score_of(quiz, &answers);
                            let expected = says(&answers);
                            assert_eq!(score.total, quarter(expected.total), "{answers:?}");
                            assert_eq!(
                                (score.band, score.unsure),
                                (expected.band, expected.unsure),
                                "{answers:?}"
                            );
                            seen_totals.insert(score.total);
                            count += 1;
                        }
                    }
                }
            }
        }
    }
    assert!(count > 50_000, "{count}");
    assert_eq!(seen_totals.first().copied(), Some(quarter(-12.0)));
    assert_eq!(seen_totals.last().copied(), Some(quarter(8.0)));
}

/// Own side alone never gives band 1: every answer about oneself, with nothing of the interviewer's.
#[test]
fn own_side_alone_never_gives_the_lowest_band() {
    let quiz = quiz();
    let lowest = all_answers(
        quiz,
        &["exact", "stuck", "examples", "late", "nerves", "ideal"],
    );
    let totals = lowest.iter().map(|answers| score_of(quiz, answers));
    let (bands, totals): (Vec<u8>, Vec<QuarterPoints>) =
        totals.map(|score| (score.band, score.total)).unzip();
    assert!(!bands.contains(&1));
    assert_eq!(totals.into_iter().min(), Some(quarter(-5.0)));
}

#[test]
fn coaching_about_this_job_can_be_a_plus_and_no_more_than_one() {
    let quiz = quiz();
    for (written, total) in [
        ("coach: tip, coach_about: here", 1.0),
        ("coach: end, coach_about: here", 1.0),
        ("coach: large, coach_about: here", 0.0),
        ("coach: large, coach_about: mix", -6.0),
        ("coach: large, coach_about: elsewhere", -9.0),
        ("coach: no, coach_about: elsewhere", 0.0),
        ("coach_about: elsewhere", 0.0),
        ("coach: tip, coach_about: elsewhere", -3.0),
    ] {
        let (answers, _) = sheet_of(quiz, written);
        assert_eq!(score_of(quiz, &answers).total, quarter(total), "{written}");
    }
}

#[track_caller]
fn explained_to_the_last_point(quiz: &Quiz, answers: &Answers) {
    let (sheet, _) = AnswerSheet::new(quiz, answers);
    let (score, explanation) = (score(quiz, &sheet), explain(quiz, &sheet));
    assert_eq!(explanation.sum(), score.total, "{answers:?}");
    for row in &explanation.rows {
        let (points, added) = (row.points.quarters(), row.added.quarters());
        // Nothing adds more than it is worth, or the other way round.
        assert!(
            added.abs() <= points.abs() && added * points >= 0,
            "{row:?} of {answers:?}"
        );
        let softened = row.softened_by.is_some();
        let fits = match row.share {
            Share::InFull => added == points && points != 0 && !softened,
            Share::Softened => added * 2 == points && softened,
            Share::Half => added * if softened { 4 } else { 2 } == points,
            Share::NotCounted { .. } | Share::LimitReached => added.abs() < points.abs(),
            Share::Unsure => row.option.is_none() && added == 0,
            Share::NotSeen | Share::Neutral => row.option.is_some() && points == 0,
        };
        assert!(fits, "{row:?} of {answers:?}");
    }
}

/// Orders of options from worst to best, in which a score never falls.
const BETTER: &[&[&str]] = &[
    &["lean: hardly", "lean: some", "lean: most"],
    &[
        "distracted: whole",
        "distracted: often",
        "distracted: once",
        "distracted: no",
    ],
    &["click: cold", "click: stiff", "click: fine", "click: easy"],
    &[
        "coach_about: elsewhere",
        "coach_about: mix",
        "coach_about: here",
    ],
    &["hard: easy", "hard: mixed", "hard: hard", "hard: very"],
    &["exact: drifted", "exact: mostly", "exact: always"],
    &[
        "stuck: blank",
        "stuck: weak",
        "stuck: recovered",
        "stuck: no",
    ],
    &["examples: hardly", "examples: some", "examples: most"],
    &[
        "late: untold",
        "late: told",
        "late: little",
        "late: on_time",
    ],
    &[
        "nerves: froze",
        "nerves: lost",
        "nerves: coped",
        "nerves: hardly",
    ],
    &["ideal: no", "ideal: asked", "ideal: linked"],
    &["next: hint", "next: touch", "next: process", "next: set"],
    &["practical: no", "practical: little", "practical: yes"],
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn any_sheet_scores_as_the_model_says(answers in any_answers(quiz())) {
        agree(quiz(), &answers);
    }

    #[test]
    fn a_score_is_bounded_and_explained(answers in any_answers(quiz())) {
        let quiz = quiz();
        let score = score_of(quiz, &answers);
        prop_assert!(score.total >= quarter(-12.0) && score.total <= quarter(8.0));
        explained_to_the_last_point(quiz, &answers);
        let without = quiz.without_outside_article();
        let (sheet, _) = AnswerSheet::new(&without, &answers);
        prop_assert_eq!(explain(&without, &sheet).sum(), interview_hindsight::domain::scoring::score(&without, &sheet).total);
    }

    #[test]
    fn not_sure_is_the_same_as_no_answer_and_only_widens(answers in any_answers(quiz())) {
        let quiz = quiz();
        let score = score_of(quiz, &answers);
        for question in quiz.questions().iter().filter(|question| !question.options().is_empty()) {
            let none = score_of(quiz, &with(&answers, &question.id, None));
            if !matches!(question.kind, QuestionKind::Many { .. }) {
                prop_assert_eq!(none, score_of(quiz, &with(&answers, &question.id, Some("unsure"))));
            }
            if question.is_sign() {
                prop_assert!(none.half_width >= score.half_width);
                prop_assert!((none.half_width - score.half_width).points() <= 0.25);
            }
        }
    }

    #[test]
    fn a_better_answer_never_lowers_the_score(answers in any_answers(quiz())) {
        let quiz = quiz();
        for order in BETTER {
            let totals: Vec<_> = order.iter().map(|answer| {
                let (question, option) = answer.split_once(": ").expect("question: option");
                score_of(quiz, &with(&answers, question, Some(option))).total
            }).collect();
            prop_assert!(totals.is_sorted(), "{order:?} gave {totals:?}");
        }
        // Coaching towards a next step here may be a plus, so the order holds for the other answers.
        if answers.option("coach_about") != Some("here") {
            let totals: Vec<_> = ["large", "end", "tip", "no"].iter().map(|option| {
                score_of(quiz, &with(&answers, "coach", Some(option))).total
            }).collect();
            prop_assert!(totals.is_sorted(), "coach gave {totals:?}");
        }
        let hard = |option| score_of(quiz, &with(&answers, "hard", option)).total;
        prop_assert_eq!(hard(None), hard(Some("easy")));
    }

    #[test]
    fn neither_no_nor_a_stock_phrase_lowers_the_score(answers in any_answers(quiz())) {
        let quiz = quiz();
        for (question, options) in [("ideal", &["linked", "asked", "no"][..]), ("practical", &["no"]), ("next", &["touch"])] {
            let without = score_of(quiz, &with(&answers, question, None)).total;
            for option in options {
                prop_assert!(score_of(quiz, &with(&answers, question, Some(option))).total >= without);
            }
        }
    }

    #[test]
    fn hidden_answers_have_no_effect(answers in any_answers(quiz())) {
        let quiz = quiz();
        for coach in [Some("no"), Some("unsure"), None] {
            let shown = with(&answers, "coach", coach);
            let dropped = with(&with(&shown, "coach_about", None), "coach_notes", None);
            prop_assert_eq!(score_of(quiz, &shown), score_of(quiz, &dropped));
            prop_assert_eq!(program_says(quiz, &shown), program_says(quiz, &dropped));
        }
    }

    #[test]
    fn feelings_and_plans_never_change_the_score(answers in any_answers(quiz()), others in any_answers(quiz())) {
        let quiz = quiz();
        let mut changed = answers.clone();
        for question in ["gut", "gut10", "off_reason", "want", "contact", "sent", "coach_notes", "hard_notes"] {
            match others.get(question) {
                Some(answer) => changed.set(question, answer.clone()),
                None => { changed.remove(question); }
            }
        }
        let (one, two) = (score_of(quiz, &answers), score_of(quiz, &changed));
        prop_assert_eq!((one.total, one.band, one.half_width, one.range), (two.total, two.band, two.half_width, two.range));
    }

    #[test]
    fn who_else_is_in_the_running_changes_the_numbers_alone(answers in any_answers(quiz())) {
        let quiz = quiz();
        let mut fewer = None;
        for field in ["2", "3-4", "5-9", "10+"] {
            let score = score_of(quiz, &with(&answers, "field", Some(field)));
            let plain = score_of(quiz, &with(&answers, "field", None));
            prop_assert_eq!((score.total, score.band, score.gap), (plain.total, plain.band, plain.gap));
            if let Some(range) = score.range {
                prop_assert!(range.low < range.middle && range.middle < range.high);
                prop_assert!(fewer.is_none_or(|low| range.low < low));
                fewer = Some(range.low);
            }
        }
        let three = score_of(quiz, &with(&answers, "field", Some("3-4")));
        prop_assert_eq!(three.range, score_of(quiz, &with(&answers, "field", None)).range);
    }

    #[test]
    fn one_answer_moves_the_score_only_so_far(answers in any_answers(quiz())) {
        let quiz = quiz();
        for question in quiz.questions().iter().filter(|question| !question.options().is_empty() && !matches!(question.kind, QuestionKind::Many { .. })) {
            let most = match question.id.as_str() {
                "exact" | "stuck" | "examples" | "late" | "nerves" | "hard" => 5.0,
                "coach" | "coach_about" => 15.0,
                _ => 9.0,
            };
            let options = question.options().iter().map(|option| Some(option.id.as_str())).chain([None]);
            let totals: Vec<f64> = options.map(|option| score_of(quiz, &with(&answers, &question.id, option)).total.points()).collect();
            let spread = totals.iter().fold(f64::MIN, |a, b| a.max(*b)) - totals.iter().fold(f64::MAX, |a, b| a.min(*b));
            prop_assert!(spread <= most, "{} moves it by {spread}", question.id);
        }
    }

    #[test]
    fn the_order_of_answering_does_not_matter(answers in any_answers(quiz()), seed in any::<u64>()) {
        let quiz = quiz();
        let mut order: Vec<_> = answers.iter().map(|(id, answer)| (id.to_owned(), answer.clone())).collect();
        order.sort_by_key(|(id, _)| id.bytes().fold(seed, |hash, byte| hash.wrapping_mul(31).wrapping_add(u64::from(byte))));
        let shuffled: Answers = order.into_iter().collect();
        prop_assert_eq!(program_says(quiz, &answers), program_says(quiz, &shuffled));
    }

    #[test]
    fn there_is_one_thank_you_letter_at_most_and_none_too_many(answers in any_answers(quiz())) {
        let quiz = quiz();
        let (_, rules, letters) = program_says(quiz, &answers);
        let count = |kinds: &[&str]| letters.iter().filter(|letter| kinds.contains(&letter.as_str())).count();
        let thanks = rules.iter().any(|rule| rule == "R01");
        prop_assert_eq!(count(&["E1", "E2", "E6"]), usize::from(thanks));
        let ticked = |tick: &str| matches!(answers.get("sent"), Some(Answer::Options(ticks)) if ticks.contains(tick) && !ticks.contains("nothing"));
        if ticked("they_said_no") {
            prop_assert_eq!(letters, ["E5"]);
        } else if answers.option("next") == Some("set") {
            prop_assert_eq!(count(&["E3", "E4", "E5"]), 0);
        }
    }
}
