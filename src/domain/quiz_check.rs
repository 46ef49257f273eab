//! What makes a quiz poor although it could be scored: bands with gaps, caps out of reach, branches that
//! never show, options without points, definitions that nothing uses.
//!
//! The checker of quiz documents runs this; the app does not, for what it loads has been checked. This module
//! must not know how a document is written, only where in it a problem stands.

use super::answers::{EffectiveSheet, Sheet, SheetValues};
use super::condition::{Condition, unknown};
use super::quiz::{
    Combine, Kind, Limits, MAX_QUESTIONS, Problem, QuarterPoints, Question, Quiz, QuizDraft, Role,
    RulePlace,
};
use super::scoring::Working;

/// More combinations of answers than this are not tried: such a quiz is checked by simple bounds instead.
const MAX_TRIED: usize = 200_000;

/// Everything that is wrong with a draft, unsound or poor. Where parts of it could not be read
/// (`is_whole` is false), nothing is said about what points come to: they may be the parts that are missing.
pub fn problems(draft: &QuizDraft, is_whole: bool) -> Vec<Problem> {
    let mut checker = Checker {
        draft,
        problems: Vec::new(),
    };
    checker.options();
    checker.bands();
    checker.gap();
    checker.addresses();
    checker.ids();
    checker.unused();
    checker.pages();
    checker.screen();
    checker.empty_lists();
    match Quiz::new(draft.clone()) {
        Err(unsound) => checker.problems.extend(unsound),
        Ok(quiz) if is_whole => {
            checker.caps(&quiz);
            checker.branches(&quiz);
        }
        Ok(_) => {}
    }
    checker.problems
}

struct Checker<'d> {
    draft: &'d QuizDraft,
    problems: Vec<Problem>,
}

impl Checker<'_> {
    fn problem(&mut self, pointer: impl Into<String>, message: impl Into<String>) {
        self.problems.push(Problem {
            pointer: pointer.into(),
            message: message.into(),
        });
    }

    /// What a role needs of each option, and what it has no use for.
    fn options(&mut self) {
        for (index, question) in self.draft.questions.iter().enumerate() {
            let list = format!("/questions/{index}/kind/{}/options", question.kind_name());
            let has_options = matches!(question.kind, Kind::One { .. } | Kind::Many { .. });
            if has_options && question.options().is_empty() {
                self.problem(&list, "there is no option; add at least one");
            }
            if question.is_sign() && question.grades.is_empty() {
                let message = "a sign needs at least one grade of evidence; add \"grades\"";
                self.problem(format!("/questions/{index}"), message);
            }
            for (n, option) in question.options().iter().enumerate() {
                let pointer = format!("{list}/{n}");
                let wanted = [
                    ("points", question.is_sign(), option.points.is_some()),
                    ("level", question.role == Role::Gut, option.level.is_some()),
                    (
                        "percent",
                        question.role == Role::Gut,
                        option.percent.is_some(),
                    ),
                    (
                        "one_in",
                        question.role == Role::Base,
                        option.one_in.is_some(),
                    ),
                ];
                for (name, is_wanted, is_there) in wanted {
                    if is_wanted && !is_there {
                        let message =
                            format!("the option \"{}\" has no {name}; add \"{name}\"", option.id);
                        self.problem(&pointer, message);
                    }
                    if is_there && !is_wanted {
                        let message =
                            format!("\"{name}\" means nothing for this question's role; remove it");
                        self.problem(format!("{pointer}/{name}"), message);
                    }
                }
                self.option_values(index, question, n, &pointer);
            }
        }
    }

    fn option_values(&mut self, index: usize, question: &Question, n: usize, pointer: &str) {
        let option = &question.options()[n];
        if option.one_in.is_some_and(|one_in| one_in < 2) {
            self.problem(
                format!("{pointer}/one_in"),
                "the base rate is one in two at most; write 2 or more",
            );
        }
        if option
            .percent
            .is_some_and(|percent| !(1..=99).contains(&percent))
        {
            self.problem(
                format!("{pointer}/percent"),
                "no feeling is certain; write a number from 1 to 99",
            );
        }
        let levels = self.draft.bands.len();
        if option
            .level
            .is_some_and(|level| level == 0 || usize::from(level) > levels)
        {
            let message =
                format!("levels are compared with the bands; write a number from 1 to {levels}");
            self.problem(format!("{pointer}/level"), message);
        }
        if option.counts_as_unsure
            && option
                .points
                .is_some_and(|points| points != QuarterPoints::ZERO)
        {
            let message = "an answer that counts as \"not sure\" is worth nothing; write 0";
            self.problem(format!("{pointer}/points"), message);
        }
        let many = matches!(question.kind, Kind::Many { .. });
        if !many && (option.alone || !option.voids.is_empty()) {
            let message =
                "\"alone\" and \"voids\" are for a question with many choices; remove them";
            self.problem(
                format!(
                    "/questions/{index}/kind/{}/options/{n}",
                    question.kind_name()
                ),
                message,
            );
        }
    }

    fn bands(&mut self) {
        let (bands, total) = (&self.draft.bands, self.draft.total);
        let Some((first, last)) = bands.first().zip(bands.last()) else {
            self.problem(
                "/bands",
                "there is no band; add some that cover the whole score",
            );
            return;
        };
        let mut found = Vec::new();
        for (index, band) in bands.iter().enumerate() {
            let level = index + 1;
            if usize::from(band.level) != level {
                let message = format!(
                    "bands are listed from level 1 up, without a gap; this is level {level}"
                );
                found.push((format!("/bands/{index}/level"), message));
            }
            if band.from > band.to {
                let message = format!(
                    "the band is empty: {:?} is above {:?}; swap them",
                    band.from, band.to
                );
                found.push((format!("/bands/{index}/from"), message));
            }
        }
        for (index, pair) in bands.windows(2).enumerate() {
            let (below, band) = (pair[0], pair[1]);
            let meets = below.to + QuarterPoints::STEP;
            let what = if band.from > meets {
                "a gap between this band and the one below it"
            } else if band.from < meets {
                "an overlap of this band and the one below it"
            } else {
                continue;
            };
            let message = format!(
                "there is {what}, which ends at {:?}; write {meets:?} here",
                below.to
            );
            found.push((format!("/bands/{}/from", index + 1), message));
        }
        if first.from != total.low {
            let message = format!(
                "the lowest band begins where the score does; write {:?}",
                total.low
            );
            found.push(("/bands/0/from".to_owned(), message));
        }
        if last.to != total.high {
            let message = format!(
                "the highest band ends where the score does; write {:?}",
                total.high
            );
            found.push((format!("/bands/{}/to", bands.len() - 1), message));
        }
        for (pointer, message) in found {
            self.problem(pointer, message);
        }
    }

    fn gap(&mut self) {
        if self.draft.gap.worse_from <= 0 {
            self.problem(
                "/gap/worse_from",
                "it felt worse only where the band is higher; write 1 or more",
            );
        }
        if self.draft.gap.better_to >= 0 {
            self.problem(
                "/gap/better_to",
                "it felt better only where the band is lower; write -1 or less",
            );
        }
        let counted = |question: &&Question| question.is_sign() && question.show_if.is_none();
        let scored = self.draft.questions.iter().filter(counted).count();
        if usize::from(self.draft.enough.answered) > scored {
            let message = format!("only {scored} signs are always asked; write {scored} or less");
            self.problem("/enough/answered", message);
        }
        for (pointer, points) in [
            ("/half_width/fixed", self.draft.half_width.fixed),
            ("/half_width/per_unsure", self.draft.half_width.per_unsure),
        ] {
            if points < QuarterPoints::ZERO {
                self.problem(pointer, "a range has no negative width; write 0 or more");
            }
        }
    }

    fn addresses(&mut self) {
        for (index, source) in self.draft.sources.iter().enumerate() {
            let host = source.url.strip_prefix("https://").unwrap_or_default();
            let sound = host.contains('.') && !source.url.contains(char::is_whitespace);
            if !sound {
                let message =
                    "a source's address begins with https:// and has no blanks; correct it";
                self.problem(format!("/sources/{index}/url"), message);
            }
        }
    }

    /// Ids stand in keys of texts, in addresses and in records.
    fn ids(&mut self) {
        let draft = self.draft;
        let mut ids: Vec<(String, &str)> = vec![("/id".to_owned(), &draft.id)];
        let mut add = |list: &str, index: usize, id| ids.push((format!("/{list}/{index}/id"), id));
        draft
            .stages
            .iter()
            .enumerate()
            .for_each(|(n, one)| add("stages", n, &one.id));
        draft
            .topics
            .iter()
            .enumerate()
            .for_each(|(n, one)| add("topics", n, &one.id));
        draft
            .modifiers
            .iter()
            .enumerate()
            .for_each(|(n, one)| add("modifiers", n, &one.id));
        draft
            .overrides
            .iter()
            .enumerate()
            .for_each(|(n, one)| add("overrides", n, &one.id));
        draft
            .rules
            .iter()
            .enumerate()
            .for_each(|(n, one)| add("rules", n, &one.id));
        draft
            .letters
            .iter()
            .enumerate()
            .for_each(|(n, one)| add("letters", n, &one.id));
        for (index, question) in draft.questions.iter().enumerate() {
            add("questions", index, &question.id);
            for (n, option) in question.options().iter().enumerate() {
                let list = format!("questions/{index}/kind/{}/options", question.kind_name());
                add(&list, n, &option.id);
            }
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || "_-+".contains(c);
        let odd: Vec<_> = ids
            .into_iter()
            .filter(|(_, id)| id.len() > 64 || !id.chars().all(plain))
            .collect();
        for (pointer, id) in odd {
            let message = format!("\"{id}\" is no id: use at most 64 of a-z, A-Z, 0-9, _, - and +");
            self.problem(pointer, message);
        }
        for (list, ids) in [
            (
                "stages",
                draft.stages.iter().map(|one| &one.id).collect::<Vec<_>>(),
            ),
            (
                "modifiers",
                draft.modifiers.iter().map(|one| &one.id).collect(),
            ),
            (
                "overrides",
                draft.overrides.iter().map(|one| &one.id).collect(),
            ),
            (
                "speakers",
                draft.speakers.iter().map(|one| &one.id).collect(),
            ),
            (
                "sentences",
                draft.sentences.iter().map(|one| &one.id).collect(),
            ),
            ("sources", draft.sources.iter().map(|one| &one.id).collect()),
            (
                "evidence",
                draft.evidence.iter().map(|one| &one.id).collect(),
            ),
        ] {
            for (index, id) in ids.iter().enumerate() {
                if !id.is_empty() && ids[..index].contains(id) {
                    let message = format!("the id \"{id}\" is used twice; give each its own");
                    self.problem(format!("/{list}/{index}/id"), message);
                }
            }
        }
        let numbers = draft.version.split('.').filter(|part| {
            !part.is_empty() && part.len() < 6 && part.bytes().all(|byte| byte.is_ascii_digit())
        });
        if numbers.count() != 3 || draft.version.split('.').count() != 3 {
            self.problem("/version", "a version is three numbers, such as 1.0.0");
        }
    }

    fn unused(&mut self) {
        let draft = self.draft;
        let questions = &draft.questions;
        for (index, stage) in draft.stages.iter().enumerate() {
            if !questions.iter().any(|question| question.stage == stage.id) {
                let message = format!(
                    "no question belongs to the stage \"{}\"; remove it, or use it",
                    stage.id
                );
                self.problem(format!("/stages/{index}"), message);
            }
        }
        for (index, topic) in draft.topics.iter().enumerate() {
            let used = |question: &Question| matches!(&question.role, Role::Sign { topic: id } if *id == topic.id);
            if !questions.iter().any(used) {
                let message = format!(
                    "no sign belongs to the topic \"{}\"; remove it, or use it",
                    topic.id
                );
                self.problem(format!("/topics/{index}"), message);
            }
        }
        let conditions = conditions(self.draft);
        for (index, fact) in draft.facts.iter().enumerate() {
            if !conditions
                .iter()
                .any(|(_, condition)| uses_fact(condition, &fact.id))
            {
                let message = format!(
                    "nothing uses the fact \"{}\"; remove it, or use it",
                    fact.id
                );
                self.problem(format!("/facts/{index}"), message);
            }
        }
        for (index, letter) in draft.letters.iter().enumerate() {
            let mut cases = draft.rules.iter().flat_map(|rule| &rule.letters);
            if !cases.any(|case| case.letter == letter.id) {
                let message = format!(
                    "no rule recommends the letter \"{}\"; remove it, or use it",
                    letter.id
                );
                self.problem(format!("/letters/{index}"), message);
            }
        }
        let mut sourced: Vec<&String> = questions
            .iter()
            .flat_map(|question| &question.sources)
            .collect();
        sourced.extend(draft.evidence.iter().flat_map(|row| &row.sources));
        for (index, source) in draft.sources.iter().enumerate() {
            if !sourced.contains(&&source.id) {
                let message = format!(
                    "nothing names the source \"{}\"; remove it, or name it",
                    source.id
                );
                self.problem(format!("/sources/{index}"), message);
            }
        }
        self.references();
    }

    /// References that scoring does not follow.
    fn references(&mut self) {
        let draft = self.draft;
        let known = |ids: &[&str], what: &str, id: &str| {
            (!ids.contains(&id)).then(|| unknown(what, id, ids.iter().copied()))
        };
        let sources: Vec<&str> = draft.sources.iter().map(|one| one.id.as_str()).collect();
        let sentences: Vec<&str> = draft.sentences.iter().map(|one| one.id.as_str()).collect();
        let speakers: Vec<&str> = draft.speakers.iter().map(|one| one.id.as_str()).collect();
        let mut found = Vec::new();
        let mut note = |pointer: String, message: Option<String>| {
            found.extend(message.map(|message| (pointer, message)));
        };
        for (index, row) in draft.evidence.iter().enumerate() {
            for (n, id) in row.sources.iter().enumerate() {
                note(
                    format!("/evidence/{index}/sources/{n}"),
                    known(&sources, "source", id),
                );
            }
        }
        for (index, sentence) in draft.sentences.iter().enumerate() {
            if let Some(id) = &sentence.speaker {
                note(
                    format!("/sentences/{index}/speaker"),
                    known(&speakers, "speaker", id),
                );
            }
        }
        let stages: Vec<&str> = draft.stages.iter().map(|one| one.id.as_str()).collect();
        let questions: Vec<&str> = draft.questions.iter().map(|one| one.id.as_str()).collect();
        for (index, question) in draft.questions.iter().enumerate() {
            let at = format!("/questions/{index}");
            note(
                format!("{at}/stage"),
                known(&stages, "stage", &question.stage),
            );
            if let Some(id) = &question.page_with {
                note(format!("{at}/page_with"), known(&questions, "question", id));
            }
            for (n, id) in question.sentences.iter().enumerate() {
                note(
                    format!("{at}/sentences/{n}"),
                    known(&sentences, "sentence", id),
                );
            }
            for (n, id) in question.sources.iter().enumerate() {
                note(format!("{at}/sources/{n}"), known(&sources, "source", id));
            }
        }
        for (index, one) in draft.overrides.iter().enumerate() {
            for (n, id) in one.because.iter().enumerate() {
                note(
                    format!("/overrides/{index}/because/{n}"),
                    known(&questions, "question", id),
                );
            }
        }
        let rules = draft
            .rules
            .iter()
            .map(|one| ("rules", &one.sentences))
            .enumerate();
        let letters = draft
            .letters
            .iter()
            .map(|one| ("letters", &one.sentences))
            .enumerate();
        for (index, (list, ids)) in rules.chain(letters) {
            for (n, id) in ids.iter().enumerate() {
                note(
                    format!("/{list}/{index}/sentences/{n}"),
                    known(&sentences, "sentence", id),
                );
            }
        }
        for (pointer, message) in found {
            self.problem(pointer, message);
        }
    }

    fn pages(&mut self) {
        let questions = &self.draft.questions;
        for (index, question) in questions.iter().enumerate() {
            let Some(host) = &question.page_with else {
                continue;
            };
            let place = questions.iter().position(|one| one.id == *host);
            if place.is_some_and(|place| place >= index) {
                let message = format!(
                    "\"{host}\" is not asked before this; share the page of an earlier question"
                );
                self.problem(format!("/questions/{index}/page_with"), message);
            }
        }
    }

    /// Every action has one place on the screen, and every note an action.
    fn screen(&mut self) {
        let draft = self.draft;
        for (index, rule) in draft.rules.iter().enumerate() {
            let listed = draft
                .screen_order
                .iter()
                .filter(|id| **id == rule.id)
                .count();
            let on_screen = matches!(rule.place, RulePlace::Action | RulePlace::Lead);
            if on_screen && listed == 0 {
                let message = format!(
                    "the action \"{}\" has no place on the screen; add it to \"screen_order\"",
                    rule.id
                );
                self.problem(format!("/rules/{index}"), message);
            }
            if !on_screen && listed > 0 {
                let message = format!(
                    "\"{}\" is a note or a lesson, which \"screen_order\" does not list; remove it there",
                    rule.id
                );
                self.problem("/screen_order", message);
            }
            if listed > 1 {
                let message = format!("\"{}\" is listed more than once; keep one", rule.id);
                self.problem("/screen_order", message);
            }
            if let RulePlace::Note { to } = &rule.place {
                let target = draft.rules.iter().find(|one| one.id == *to);
                if target.is_some_and(|target| target.place != RulePlace::Action) {
                    let message = format!("\"{to}\" is no action; a note belongs to an action");
                    self.problem(format!("/rules/{index}/place/note/to"), message);
                }
            }
        }
    }

    /// An answer or outcome that is among none never is.
    fn empty_lists(&mut self) {
        let mut found = Vec::new();
        for (pointer, condition) in conditions(self.draft) {
            empty_lists(condition, &pointer, &mut found);
        }
        self.problems.extend(found);
    }

    fn caps(&mut self, quiz: &Quiz) {
        let draft = self.draft;
        let mut lowest_of_all = QuarterPoints::ZERO;
        let mut highest_of_all = QuarterPoints::ZERO;
        let mut own_side = QuarterPoints::ZERO;
        for (index, topic) in draft.topics.iter().enumerate() {
            let reach = reach(quiz, index);
            let pointer = format!("/topics/{index}/limits");
            self.cap(reach, topic.limits, &pointer);
            let low = reach.low.max(topic.limits.low);
            highest_of_all = highest_of_all + reach.high.min(topic.limits.high);
            let is_own = draft
                .own_side
                .as_ref()
                .is_some_and(|own| own.topics.contains(&topic.id));
            if is_own {
                own_side = own_side + low;
            } else {
                lowest_of_all = lowest_of_all + low;
            }
        }
        if let Some(own) = &draft.own_side {
            if own_side > own.low {
                let message =
                    format!("this limit is never reached: the lowest is {own_side:?}; write that");
                self.problem("/own_side/low", message);
            }
            lowest_of_all = lowest_of_all + own_side.max(own.low);
        }
        let reach = Limits {
            low: lowest_of_all,
            high: highest_of_all,
        };
        self.cap(reach, draft.total, "/total");
    }

    fn cap(&mut self, reach: Limits, limits: Limits, pointer: &str) {
        if reach.low > limits.low {
            let message = format!(
                "this limit is never reached: the lowest is {:?}; write that",
                reach.low
            );
            self.problem(format!("{pointer}/low"), message);
        }
        if reach.high < limits.high {
            let message = format!(
                "this limit is never reached: the highest is {:?}; write that",
                reach.high
            );
            self.problem(format!("{pointer}/high"), message);
        }
    }

    fn branches(&mut self, quiz: &Quiz) {
        for (index, question) in self.draft.questions.iter().enumerate() {
            let Some(condition) = &question.show_if else {
                continue;
            };
            let mut involved = self.involved(condition);
            involved.sort_unstable();
            involved.dedup();
            let (mut shown, mut hidden) = (false, false);
            let tried = for_each_sheet(quiz, &involved, |sheet| {
                let visible = sheet.is_visible(index);
                shown |= visible;
                hidden |= !visible;
            });
            let message = match (tried, shown, hidden) {
                (true, false, _) => {
                    "no answers lead here, so this question is never asked; correct the condition"
                }
                (true, true, false) => {
                    "this always holds; remove \"show_if\", or correct the condition"
                }
                _ => continue,
            };
            self.problem(format!("/questions/{index}/show_if"), message);
        }
    }

    /// The questions that a branch hangs on, and those that these hang on.
    fn involved(&self, condition: &Condition) -> Vec<usize> {
        let mut involved = Vec::new();
        let mut waiting = vec![condition];
        while let Some(condition) = waiting.pop() {
            for id in questions_with_facts(condition, self.draft) {
                let index = self.draft.questions.iter().position(|one| one.id == id);
                if let Some(index) = index.filter(|index| !involved.contains(index)) {
                    involved.push(index);
                    waiting.extend(&self.draft.questions[index].show_if);
                }
            }
        }
        involved
    }
}

/// All conditions with their places, facts included.
fn conditions(draft: &QuizDraft) -> Vec<(String, &Condition)> {
    let mut all = vec![
        ("/enough/or".to_owned(), &draft.enough.or),
        ("/gap/comfort_if".to_owned(), &draft.gap.comfort_if),
    ];
    for (index, question) in draft.questions.iter().enumerate() {
        let shown = question.show_if.iter();
        all.extend(shown.map(|condition| (format!("/questions/{index}/show_if"), condition)));
    }
    for (index, one) in draft.modifiers.iter().enumerate() {
        all.push((format!("/modifiers/{index}/when"), &one.when));
    }
    for (index, one) in draft.overrides.iter().enumerate() {
        all.push((format!("/overrides/{index}/when"), &one.when));
    }
    for (index, fact) in draft.facts.iter().enumerate() {
        all.push((format!("/facts/{index}/is"), &fact.is));
    }
    for (index, rule) in draft.rules.iter().enumerate() {
        all.push((format!("/rules/{index}/when"), &rule.when));
        for (list, cases) in [("letters", &rule.letters), ("offers", &rule.offers)] {
            for (n, case) in cases.iter().enumerate() {
                let when = case.when.iter();
                all.extend(when.map(|when| (format!("/rules/{index}/{list}/{n}/when"), when)));
            }
        }
    }
    all
}

fn empty_lists(condition: &Condition, pointer: &str, found: &mut Vec<Problem>) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            let name = if matches!(condition, Condition::All(_)) {
                "all"
            } else {
                "any"
            };
            for (index, part) in parts.iter().enumerate() {
                empty_lists(part, &format!("{pointer}/{name}/{index}"), found);
            }
        }
        Condition::Not(part) => empty_lists(part, &format!("{pointer}/not"), found),
        Condition::Answer { is, .. } if is.is_empty() => found.push(Problem {
            pointer: format!("{pointer}/answer/is"),
            message: "no answer is among none; list at least one option".to_owned(),
        }),
        Condition::Outcome(outcomes) if outcomes.is_empty() => found.push(Problem {
            pointer: format!("{pointer}/outcome"),
            message: "no outcome is among none; list at least one".to_owned(),
        }),
        _ => {}
    }
}

fn uses_fact(condition: &Condition, id: &str) -> bool {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().any(|part| uses_fact(part, id))
        }
        Condition::Not(part) => uses_fact(part, id),
        Condition::Fact(fact) => fact == id,
        _ => false,
    }
}

fn questions_with_facts<'d>(condition: &'d Condition, draft: &'d QuizDraft) -> Vec<&'d str> {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts
            .iter()
            .flat_map(|part| questions_with_facts(part, draft))
            .collect(),
        Condition::Not(part) => questions_with_facts(part, draft),
        Condition::Fact(id) => {
            let fact = draft.facts.iter().find(|fact| fact.id == *id);
            fact.map(|fact| questions_with_facts(&fact.is, draft))
                .unwrap_or_default()
        }
        other => other.questions(),
    }
}

/// The least and the most that a topic can come to before its limits.
fn reach(quiz: &Quiz, topic: usize) -> Limits {
    let compiled = &quiz.compiled.questions;
    let members: Vec<usize> = (0..compiled.len())
        .filter(|index| compiled[*index].topic == Some(topic))
        .collect();
    let mut involved = members.clone();
    for index in &members {
        if let Some(condition) = &quiz.questions()[*index].show_if {
            let checker = Checker {
                draft: quiz.draft(),
                problems: Vec::new(),
            };
            involved.extend(checker.involved(condition));
        }
    }
    involved.sort_unstable();
    involved.dedup();
    let mut reach = Limits::default();
    let tried = for_each_sheet(quiz, &involved, |sheet| {
        let sum = Working::new(quiz, sheet).sums[topic];
        reach.low = reach.low.min(sum);
        reach.high = reach.high.max(sum);
    });
    if !tried {
        reach = bounds(quiz, topic, &members);
    }
    reach
}

/// The same, as if each sign could be had with each other.
fn bounds(quiz: &Quiz, topic: usize, members: &[usize]) -> Limits {
    let ends = |pick: fn(i32, i32) -> i32| -> QuarterPoints {
        let ends = members.iter().map(|index| {
            let points = quiz.compiled.questions[*index].points.iter();
            points.fold(0, |end, points| pick(end, points.quarters()))
        });
        let ends: Vec<i32> = ends.collect();
        let sum: i32 = ends.iter().sum();
        let strongest = ends.iter().fold(0, |end, points| pick(end, *points));
        match quiz.topics()[topic].combine {
            Combine::Sum => QuarterPoints::new(sum),
            Combine::Strongest => QuarterPoints::new((sum + strongest) / 2),
        }
    };
    Limits {
        low: ends(i32::min),
        high: ends(i32::max),
    }
}

/// Tries all answers to these questions, the others left open. False if there are too many to try.
fn for_each_sheet(
    quiz: &Quiz,
    questions: &[usize],
    mut visit: impl FnMut(&EffectiveSheet),
) -> bool {
    let choices: Vec<u32> = questions
        .iter()
        .map(|index| choices(&quiz.questions()[*index]))
        .collect();
    let count = choices.iter().try_fold(1_usize, |count, choices| {
        count.checked_mul(*choices as usize)
    });
    let Some(count) = count.filter(|count| *count <= MAX_TRIED) else {
        return false;
    };
    for number in 0..count {
        let mut values: SheetValues = [0; MAX_QUESTIONS];
        let mut rest = number;
        for (index, choices) in questions.iter().zip(&choices) {
            values[*index] = (rest % *choices as usize) as u32;
            rest /= *choices as usize;
        }
        visit(&Sheet::of(values).effective(quiz));
    }
    true
}

fn choices(question: &Question) -> u32 {
    match &question.kind {
        Kind::One { options } => options.len() as u32 + 1,
        Kind::Many { options } => 1_u32.checked_shl(options.len() as u32).unwrap_or(u32::MAX),
        Kind::Number { min, max } => u32::from(max.saturating_sub(*min)) + 2,
        Kind::Text { .. } => 2,
    }
}
