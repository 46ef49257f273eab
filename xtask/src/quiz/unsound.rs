//! What keeps a quiz from being scored, in words: the program only refuses such a draft. Ids that lead nowhere or are
//! given twice, conditions that look at what is not there, roles and points that scoring cannot rely on.
//!
//! The rules themselves are the program's ([`Quiz::new`](interview_hindsight::domain::quiz::Quiz::new)); a test holds
//! the two together.

use std::collections::BTreeSet;

use interview_hindsight::domain::condition::Condition;
use interview_hindsight::domain::quiz::{
    Limits, MAX_OPTIONS, MAX_OVERRIDES, MAX_QUESTIONS, MAX_TOPICS, QuarterPoints, Question,
    QuestionKind, QuizDraft, Role, RulePlace, UNSURE,
};
use interview_hindsight::domain::resolved_condition::{ConditionError, Place, check};

use super::form::Problem;

/// Everything that keeps a draft from being scored.
pub fn problems(draft: &QuizDraft) -> Vec<Problem> {
    let mut checker = Checker {
        draft,
        lists: ids(draft),
        problems: Vec::new(),
    };
    checker.ids();
    checker.sizes();
    checker.references();
    for placed in conditions(draft) {
        checker.condition(&placed);
    }
    checker.roles();
    checker.limits();
    checker.points();
    checker.problems
}

/// Where the options of a question stand.
pub fn options_at(index: usize, question: &Question) -> String {
    let kind = match question.kind {
        QuestionKind::One { .. } => "one",
        QuestionKind::Many { .. } => "many",
        QuestionKind::Number { .. } => "number",
        QuestionKind::Text { .. } => "text",
    };
    format!("/questions/{index}/kind/{kind}/options")
}

/// A list of parts with ids.
pub struct Ids<'d> {
    /// What each of them is.
    pub what: &'static str,
    /// Where it is.
    pub at: String,
    /// The ids in it.
    pub ids: Vec<&'d str>,
    /// Whether they stand in answers or in conditions, where "unsure" is taken.
    is_chosen: bool,
    /// Whether they stand in keys of texts, in addresses and in records.
    pub is_kept: bool,
}

/// All ids, list by list.
pub fn ids(draft: &QuizDraft) -> Vec<Ids<'_>> {
    macro_rules! list {
        ($list:ident, $what:literal, $is_chosen:literal, $is_kept:literal) => {
            Ids {
                what: $what,
                at: concat!("/", stringify!($list)).to_owned(),
                ids: draft.$list.iter().map(|one| one.id.as_str()).collect(),
                is_chosen: $is_chosen,
                is_kept: $is_kept,
            }
        };
    }
    let mut lists = vec![
        list!(stages, "stage", false, true),
        list!(questions, "question", true, true),
        list!(topics, "topic", true, true),
        list!(modifiers, "modifier", false, true),
        list!(overrides, "override", false, true),
        list!(facts, "fact", true, false),
        list!(letters, "letter", true, true),
        list!(rules, "rule", true, true),
        list!(speakers, "speaker", false, false),
        list!(sentences, "sentence", false, false),
        list!(sources, "source", false, false),
        list!(evidence, "evidence", false, false),
    ];
    let questions = draft.questions.iter().enumerate();
    lists.extend(questions.map(|(index, question)| Ids {
        what: "option",
        at: options_at(index, question),
        ids: option_ids(question),
        is_chosen: true,
        is_kept: true,
    }));
    lists
}

fn option_ids(question: &Question) -> Vec<&str> {
    let options = question.options().iter();
    options.map(|option| option.id.as_str()).collect()
}

/// A condition, where it is written, and what it may look at there.
pub struct Placed<'d> {
    /// Where it is written.
    pub at: String,
    /// The condition.
    pub condition: &'d Condition,
    place: Place,
    /// How many of the facts it may use.
    facts: usize,
}

/// All conditions, facts included.
pub fn conditions(draft: &QuizDraft) -> Vec<Placed<'_>> {
    let mut all = Vec::new();
    let mut add = |at: String, condition, place, facts| {
        all.push(Placed {
            at,
            condition,
            place,
            facts,
        });
    };
    let facts = draft.facts.len();
    add(
        "/enough/or".to_owned(),
        &draft.enough.or,
        Place::Topics,
        facts,
    );
    let comfort = &draft.gap.comfort_if;
    add("/gap/comfort_if".to_owned(), comfort, Place::Result, facts);
    for (index, question) in draft.questions.iter().enumerate() {
        if let Some(condition) = &question.show_if {
            let at = format!("/questions/{index}/show_if");
            add(at, condition, Place::Branch(index), facts);
        }
    }
    for (index, one) in draft.modifiers.iter().enumerate() {
        add(
            format!("/modifiers/{index}/when"),
            &one.when,
            Place::Points,
            facts,
        );
    }
    for (index, one) in draft.overrides.iter().enumerate() {
        add(
            format!("/overrides/{index}/when"),
            &one.when,
            Place::Topics,
            facts,
        );
    }
    for (index, fact) in draft.facts.iter().enumerate() {
        add(
            format!("/facts/{index}/is"),
            &fact.is,
            Place::FollowUp,
            index,
        );
    }
    for (index, rule) in draft.rules.iter().enumerate() {
        add(
            format!("/rules/{index}/when"),
            &rule.when,
            Place::FollowUp,
            facts,
        );
        for (list, cases) in [("letters", &rule.letters), ("offers", &rule.offers)] {
            for (n, case) in cases.iter().enumerate() {
                if let Some(when) = &case.when {
                    let at = format!("/rules/{index}/{list}/{n}/when");
                    add(at, when, Place::FollowUp, facts);
                }
            }
        }
    }
    all
}

struct Checker<'d> {
    draft: &'d QuizDraft,
    lists: Vec<Ids<'d>>,
    problems: Vec<Problem>,
}

impl Checker<'_> {
    fn problem(&mut self, pointer: impl Into<String>, message: impl Into<String>) {
        self.problems.push(Problem::new(pointer, message));
    }

    fn ids(&mut self) {
        let found = &mut self.problems;
        for list in &self.lists {
            let mut seen = BTreeSet::new();
            for (index, id) in list.ids.iter().enumerate() {
                let pointer = format!("{}/{index}/id", list.at);
                // An empty id could not be read, which is named already.
                if !id.is_empty() && !seen.insert(id) {
                    let message = format!("the id \"{id}\" is used twice; give each its own");
                    found.push(Problem::new(pointer.as_str(), message));
                }
                if *id == UNSURE && list.is_chosen {
                    let message =
                        "the id \"unsure\" stands for \"I'm not sure\" everywhere; choose another";
                    found.push(Problem::new(pointer, message));
                }
            }
        }
    }

    fn sizes(&mut self) {
        let draft = self.draft;
        let mut sizes = vec![
            (
                "/questions".to_owned(),
                draft.questions.len(),
                MAX_QUESTIONS,
            ),
            ("/topics".to_owned(), draft.topics.len(), MAX_TOPICS),
            (
                "/overrides".to_owned(),
                draft.overrides.len(),
                MAX_OVERRIDES,
            ),
        ];
        for (index, question) in draft.questions.iter().enumerate() {
            let at = options_at(index, question);
            sizes.push((at, question.options().len(), MAX_OPTIONS - 1));
        }
        for (pointer, count, most) in sizes {
            if count > most {
                self.problem(pointer, format!("there are {count}; at most {most} fit"));
            }
        }
        if draft.base_one_in < 2 {
            let message = "the base rate is one in two at most; write 2 or more";
            self.problem("/base_one_in", message);
        }
    }

    /// The sentence where there is no such part.
    fn unknown(&self, what: &str, id: &str) -> Option<String> {
        let list = self.lists.iter().find(|list| list.what == what)?;
        (!list.ids.contains(&id)).then(|| unknown(what, id, &list.ids))
    }

    fn known(&mut self, what: &str, id: &str, at: String) {
        if let Some(message) = self.unknown(what, id) {
            self.problem(at, message);
        }
    }

    fn all_known(&mut self, what: &str, ids: &[String], at: &str) {
        for (index, id) in ids.iter().enumerate() {
            self.known(what, id, format!("{at}/{index}"));
        }
    }

    /// That what names another part names one that there is.
    fn references(&mut self) {
        let draft = self.draft;
        for (index, question) in draft.questions.iter().enumerate() {
            let at = format!("/questions/{index}");
            self.known("stage", &question.stage, format!("{at}/stage"));
            if let Role::Sign { topic } = &question.role {
                self.known("topic", topic, format!("{at}/role/sign/topic"));
            }
            if let Some(host) = &question.page_with {
                self.known("question", host, format!("{at}/page_with"));
            }
            self.all_known("sentence", &question.sentences, &format!("{at}/sentences"));
            self.all_known("source", &question.sources, &format!("{at}/sources"));
            let options = option_ids(question);
            for (n, option) in question.options().iter().enumerate() {
                let at = format!("{}/{n}/voids", options_at(index, question));
                for (m, id) in option.voids.iter().enumerate() {
                    if !options.contains(&id.as_str()) {
                        self.problem(format!("{at}/{m}"), unknown("option", id, &options));
                    }
                }
            }
        }
        for (index, modifier) in draft.modifiers.iter().enumerate() {
            let at = format!("/modifiers/{index}/halves");
            self.known("question", &modifier.halves, at);
        }
        for (index, one) in draft.overrides.iter().enumerate() {
            let at = format!("/overrides/{index}");
            self.all_known("topic", &one.topics, &format!("{at}/topics"));
            self.all_known("question", &one.because, &format!("{at}/because"));
        }
        if let Some(own) = &draft.own_side {
            self.all_known("topic", &own.topics, "/own_side/topics");
        }
        for (index, letter) in draft.letters.iter().enumerate() {
            let at = format!("/letters/{index}/sentences");
            self.all_known("sentence", &letter.sentences, &at);
        }
        for (index, rule) in draft.rules.iter().enumerate() {
            let at = format!("/rules/{index}");
            for (list, cases) in [("letters", &rule.letters), ("offers", &rule.offers)] {
                for (n, case) in cases.iter().enumerate() {
                    self.known("letter", &case.letter, format!("{at}/{list}/{n}/letter"));
                }
            }
            self.all_known("sentence", &rule.sentences, &format!("{at}/sentences"));
            match &rule.place {
                RulePlace::Note { to } => self.known("rule", to, format!("{at}/place/note/to")),
                RulePlace::Lesson { questions } => {
                    let at = format!("{at}/place/lesson/questions");
                    self.all_known("question", questions, &at);
                }
                RulePlace::Action | RulePlace::Lead => {}
            }
        }
        self.all_known("rule", &draft.screen_order, "/screen_order");
        for (index, sentence) in draft.sentences.iter().enumerate() {
            if let Some(speaker) = &sentence.speaker {
                self.known("speaker", speaker, format!("/sentences/{index}/speaker"));
            }
        }
        for (index, row) in draft.evidence.iter().enumerate() {
            self.all_known(
                "source",
                &row.sources,
                &format!("/evidence/{index}/sources"),
            );
        }
    }

    fn condition(&mut self, placed: &Placed<'_>) {
        let &Placed {
            condition,
            place,
            facts,
            ..
        } = placed;
        if check(self.draft, condition, place, facts) == Some(ConditionError::TooLarge) {
            let message = "this condition is too large with its facts written out; make it simpler";
            self.problem(placed.at.as_str(), message);
        } else {
            self.part(placed, condition, &placed.at);
        }
    }

    /// A part of a condition, each leaf by itself.
    fn part(&mut self, placed: &Placed<'_>, condition: &Condition, pointer: &str) {
        let draft = self.draft;
        let check = |leaf: &Condition| check(draft, leaf, placed.place, placed.facts);
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                let name = name(condition);
                for (index, part) in parts.iter().enumerate() {
                    self.part(placed, part, &format!("{pointer}/{name}/{index}"));
                }
            }
            Condition::Not(part) => self.part(placed, part, &format!("{pointer}/not")),
            // What is wrong inside a fact is named once, at the fact.
            Condition::Fact(id) => {
                let listed = draft.facts.iter().take(placed.facts);
                let listed: Vec<&str> = listed.map(|fact| fact.id.as_str()).collect();
                let message = if !listed.contains(&id.as_str()) {
                    unknown("fact listed before this", id, &listed)
                } else if check(condition).is_some() && placed.place != Place::FollowUp {
                    format!("the fact \"{id}\" looks at what is not known or not allowed here")
                } else {
                    return;
                };
                self.problem(format!("{pointer}/fact"), message);
            }
            Condition::Answer { question, is } => {
                let answer = |is| Condition::Answer {
                    question: question.clone(),
                    is,
                };
                if let Some(check) = check(&answer(Vec::new())) {
                    return self.check(condition, check, pointer);
                }
                for (index, option) in is.iter().enumerate() {
                    if check(&answer(vec![option.clone()])).is_some() {
                        let message = self.unknown_option(question, option);
                        self.problem(format!("{pointer}/answer/is/{index}"), message);
                    }
                }
            }
            leaf => {
                if let Some(check) = check(leaf) {
                    self.check(leaf, check, pointer);
                }
            }
        }
    }

    fn check(&mut self, leaf: &Condition, check: ConditionError, pointer: &str) {
        let name = name(leaf);
        let id = leaf.questions().first().copied().unwrap_or_default();
        let (part, message) = match (check, leaf) {
            (ConditionError::UnknownQuestion, _) => (
                "/question",
                self.unknown("question", id).unwrap_or_default(),
            ),
            (ConditionError::OwnQuestion, _) => (
                "/question",
                format!("the branch looks at its own question \"{id}\"; use an earlier one"),
            ),
            (ConditionError::LaterQuestion, _) => (
                "/question",
                format!(
                    "the branch looks at \"{id}\", which is asked later; move that question up, or look at an \
                     earlier one"
                ),
            ),
            (ConditionError::NotScored, _) => (
                "/question",
                format!(
                    "\"{id}\" is neither a sign nor neutral, and must not change the score; look at another question"
                ),
            ),
            (ConditionError::UnknownOption, Condition::Ticked { question, option }) => {
                ("/option", self.unknown_option(question, option))
            }
            (ConditionError::UnknownTopic, Condition::Topic { topic, .. }) => {
                ("/topic", self.unknown("topic", topic).unwrap_or_default())
            }
            _ => {
                let what = match leaf {
                    Condition::Topic { .. } => "a topic",
                    Condition::BandAtLeast(_) => "the band",
                    Condition::GutAtMost(_) => "the feeling",
                    Condition::Outcome(_) => "the outcome",
                    _ => "the time",
                };
                let message = format!(
                    "{what} is not known yet where this condition is asked; use answers instead"
                );
                ("", message)
            }
        };
        self.problem(format!("{pointer}/{name}{part}"), message);
    }

    fn unknown_option(&self, question: &str, option: &str) -> String {
        let mut questions = self.draft.questions.iter();
        let known = questions.find(|one| one.id == question).map(option_ids);
        let known = known.unwrap_or_default();
        unknown(&format!("option of \"{question}\""), option, &known)
    }

    /// Answers go with what they are for, which some of them are alone.
    fn roles(&mut self) {
        let mut alone = BTreeSet::new();
        for (index, question) in self.draft.questions.iter().enumerate() {
            let at = format!("/questions/{index}");
            let role = match question.role {
                Role::Gut => Some("gut"),
                Role::Forecast => Some("forecast"),
                Role::Base => Some("base"),
                _ => None,
            };
            if let Some(role) = role.filter(|role| !alone.insert(*role)) {
                let message = format!("there is a \"{role}\" question already; keep one of them");
                self.problem(format!("{at}/role"), message);
            }
            if !question.role_fits_kind() {
                let message = "this kind of answer does not go with the question's role: a gut, sign, neutral or \
                               base question has one choice, a forecast a number, a note text, and routing one or \
                               many choices";
                self.problem(format!("{at}/kind"), message);
            }
            if matches!(question.kind, QuestionKind::Number { min, max } if min > max) {
                let message = "the least is more than the most; swap them";
                self.problem(format!("{at}/kind/number/min"), message);
            }
        }
    }

    fn limits(&mut self) {
        let draft = self.draft;
        let topics = draft.topics.iter().enumerate();
        let mut all: Vec<(String, Limits)> = topics
            .map(|(index, topic)| (format!("/topics/{index}/limits"), topic.limits))
            .collect();
        all.push(("/total".to_owned(), draft.total));
        for (pointer, limits) in all {
            if !limits.hold_nought() {
                let message = "nought must lie within the limits: write a low of 0 or less and a high of 0 or more";
                self.problem(pointer, message);
            }
        }
        if draft
            .own_side
            .iter()
            .any(|own| own.low > QuarterPoints::ZERO)
        {
            self.problem("/own_side/low", "the least must be 0 or less");
        }
    }

    /// Points that may be halved stay whole quarters, and are halved once.
    fn points(&mut self) {
        let draft = self.draft;
        let mut halved = BTreeSet::new();
        for (index, modifier) in draft.modifiers.iter().enumerate() {
            if !halved.insert(&modifier.halves) {
                let message = "another modifier halves this question already; join their conditions with \"any\"";
                self.problem(format!("/modifiers/{index}/halves"), message);
            }
        }
        for (index, question) in draft.questions.iter().enumerate() {
            let step = draft.halving_step(question);
            for (n, option) in question.options().iter().enumerate() {
                let points = option.points.unwrap_or_default();
                let step = step(points);
                if points.quarters() % step != 0 {
                    let pointer = format!("{}/{n}/points", options_at(index, question));
                    let written = if step == 2 {
                        "half points"
                    } else {
                        "whole points"
                    };
                    let message = format!(
                        "these points can be halved until they are no whole quarter; use {written}"
                    );
                    self.problem(pointer, message);
                }
            }
        }
    }
}

/// How a document names a part of a condition.
pub fn name(condition: &Condition) -> &'static str {
    match condition {
        Condition::All(_) => "all",
        Condition::Any(_) => "any",
        Condition::Not(_) => "not",
        Condition::Fact(_) => "fact",
        Condition::Answer { .. } => "answer",
        Condition::Ticked { .. } => "ticked",
        Condition::Topic { .. } => "topic",
        Condition::BandAtLeast(_) => "band_at_least",
        Condition::GutAtMost(_) => "gut_at_most",
        Condition::Outcome(_) => "outcome",
        Condition::HoursPassed { .. } => "hours_passed",
        Condition::WorkingDaysPassed { .. } => "working_days_passed",
    }
}

fn unknown(what: &str, id: &str, known: &[&str]) -> String {
    if known.is_empty() {
        return format!("there is no {what} \"{id}\"; there are none at all");
    }
    let known = known.join(", ");
    format!("there is no {what} \"{id}\"; use one of: {known}")
}
