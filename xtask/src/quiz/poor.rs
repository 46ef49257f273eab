//! What makes a quiz poor although it could be scored: bands with gaps, caps out of reach, branches that never show,
//! options without points, definitions that nothing uses.

use interview_hindsight::domain::answers::{Answer, AnswerSheet, Answers};
use interview_hindsight::domain::condition::Condition;
use interview_hindsight::domain::quiz::{
    Combine, Limits, QuarterPoints, Question, QuestionKind, Quiz, QuizDraft, Role, RulePlace,
};
use interview_hindsight::domain::scoring::score;

use super::form::Problem;
use super::unsound::{conditions, ids, name, options_at};

/// More combinations of answers than this are not tried: such a quiz is checked by simple bounds instead.
const MAX_TRIED: usize = 200_000;

/// Everything that is poor about a draft. What points come to is looked at only where it can be scored, and was read
/// as a whole.
pub fn problems(draft: &QuizDraft, quiz: Option<&Quiz>) -> Vec<Problem> {
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
    if let Some(quiz) = quiz {
        checker.caps(quiz);
        checker.branches(quiz);
    }
    checker.problems
}

struct Checker<'d> {
    draft: &'d QuizDraft,
    problems: Vec<Problem>,
}

impl Checker<'_> {
    fn problem(&mut self, pointer: impl Into<String>, message: impl Into<String>) {
        self.problems.push(Problem::new(pointer, message));
    }

    /// What a role needs of each option, and what it has no use for.
    fn options(&mut self) {
        for (index, question) in self.draft.questions.iter().enumerate() {
            let list = options_at(index, question);
            let has_options = matches!(
                question.kind,
                QuestionKind::One { .. } | QuestionKind::Many { .. }
            );
            if has_options && question.options().is_empty() {
                self.problem(&list, "there is no option; add at least one");
            }
            if question.is_sign() && question.grades.is_empty() {
                let message = "a sign needs at least one grade of evidence; add \"grades\"";
                self.problem(format!("/questions/{index}"), message);
            }
            for (n, option) in question.options().iter().enumerate() {
                let pointer = format!("{list}/{n}");
                let (is_gut, is_base) = (question.role == Role::Gut, question.role == Role::Base);
                let wanted = [
                    ("points", question.is_sign(), option.points.is_some()),
                    ("level", is_gut, option.level.is_some()),
                    ("percent", is_gut, option.percent.is_some()),
                    ("one_in", is_base, option.one_in.is_some()),
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
                self.option_values(question, n, &pointer);
            }
        }
    }

    fn option_values(&mut self, question: &Question, n: usize, pointer: &str) {
        let option = &question.options()[n];
        if option.one_in.is_some_and(|one_in| one_in < 2) {
            let message = "the base rate is one in two at most; write 2 or more";
            self.problem(format!("{pointer}/one_in"), message);
        }
        if option
            .percent
            .is_some_and(|percent| !(1..=99).contains(&percent))
        {
            let message = "no feeling is certain; write a number from 1 to 99";
            self.problem(format!("{pointer}/percent"), message);
        }
        let levels = self.draft.bands.len();
        if option
            .level
            .is_some_and(|level| !(1..=levels).contains(&level.into()))
        {
            let message =
                format!("levels are compared with the bands; write a number from 1 to {levels}");
            self.problem(format!("{pointer}/level"), message);
        }
        let is_worth_nothing = option.points.unwrap_or_default() == QuarterPoints::ZERO;
        if option.counts_as_unsure && !is_worth_nothing {
            let message = "an answer that counts as \"not sure\" is worth nothing; write 0";
            self.problem(format!("{pointer}/points"), message);
        }
        let many = matches!(question.kind, QuestionKind::Many { .. });
        if !many && (option.alone || !option.voids.is_empty()) {
            let message =
                "\"alone\" and \"voids\" are for a question with many choices; remove them";
            self.problem(pointer, message);
        }
    }

    fn bands(&mut self) {
        let draft = self.draft;
        let (bands, total) = (&draft.bands, draft.total);
        let Some((first, last)) = bands.first().zip(bands.last()) else {
            let message = "there is no band; add some that cover the whole score";
            return self.problem("/bands", message);
        };
        for (index, band) in bands.iter().enumerate() {
            let level = index + 1;
            if usize::from(band.level) != level {
                let message = format!(
                    "bands are listed from level 1 up, without a gap; this is level {level}"
                );
                self.problem(format!("/bands/{index}/level"), message);
            }
            let (from, to) = (band.from, band.to);
            if from > to {
                let message = format!("the band is empty: {from:?} is above {to:?}; swap them");
                self.problem(format!("/bands/{index}/from"), message);
            }
        }
        for (index, pair) in bands.windows(2).enumerate() {
            let (ends, from) = (pair[0].to, pair[1].from);
            let meets = ends + QuarterPoints::STEP;
            if from != meets {
                let what = if from > meets {
                    "a gap between"
                } else {
                    "an overlap of"
                };
                let message = format!(
                    "there is {what} this band and the one below it, which ends at {ends:?}; write {meets:?} here"
                );
                self.problem(format!("/bands/{}/from", index + 1), message);
            }
        }
        if first.from != total.low {
            let low = total.low;
            let message = format!("the lowest band begins where the score does; write {low:?}");
            self.problem("/bands/0/from", message);
        }
        if last.to != total.high {
            let high = total.high;
            let message = format!("the highest band ends where the score does; write {high:?}");
            self.problem(format!("/bands/{}/to", bands.len() - 1), message);
        }
    }

    fn gap(&mut self) {
        if self.draft.gap.worse_from <= 0 {
            let message = "it felt worse only where the band is higher; write 1 or more";
            self.problem("/gap/worse_from", message);
        }
        if self.draft.gap.better_to >= 0 {
            let message = "it felt better only where the band is lower; write -1 or less";
            self.problem("/gap/better_to", message);
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
        let mut kept = vec![("/id".to_owned(), self.draft.id.as_str())];
        for list in ids(self.draft).iter().filter(|list| list.is_kept) {
            let ids = list.ids.iter().enumerate();
            kept.extend(ids.map(|(index, id)| (format!("{}/{index}/id", list.at), *id)));
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || "_-+".contains(c);
        for (pointer, id) in kept {
            if id.len() > 64 || !id.chars().all(plain) {
                let message =
                    format!("\"{id}\" is no id: use at most 64 of a-z, A-Z, 0-9, _, - and +");
                self.problem(pointer, message);
            }
        }
        let is_number = |part: &str| {
            !part.is_empty() && part.len() < 6 && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        let version: Vec<&str> = self.draft.version.split('.').collect();
        if version.len() != 3 || !version.into_iter().all(is_number) {
            self.problem("/version", "a version is three numbers, such as 1.0.0");
        }
    }

    /// What is listed and never named.
    fn unused(&mut self) {
        let draft = self.draft;
        let questions = &draft.questions;
        let conditions = conditions(draft);
        let is_used = |what: &str, id: &str| match what {
            "stage" => questions.iter().any(|one| one.stage == id),
            "topic" => questions
                .iter()
                .any(|one| matches!(&one.role, Role::Sign { topic } if topic == id)),
            "fact" => conditions
                .iter()
                .any(|placed| uses_fact(placed.condition, id)),
            "letter" => {
                let mut cases = draft.rules.iter().flat_map(|rule| &rule.letters);
                cases.any(|case| case.letter == id)
            }
            "source" => {
                let rows = draft.evidence.iter().flat_map(|row| &row.sources);
                let mut named = questions.iter().flat_map(|one| &one.sources).chain(rows);
                named.any(|source| source == id)
            }
            _ => true,
        };
        for list in ids(draft) {
            for (index, id) in list.ids.iter().enumerate() {
                let what = list.what;
                if !is_used(what, id) {
                    let (nobody, use_it) = match what {
                        "stage" => ("no question belongs to", "use it"),
                        "topic" => ("no sign belongs to", "use it"),
                        "letter" => ("no rule recommends", "use it"),
                        "source" => ("nothing names", "name it"),
                        _ => ("nothing uses", "use it"),
                    };
                    let message = format!("{nobody} the {what} \"{id}\"; remove it, or {use_it}");
                    self.problem(format!("{}/{index}", list.at), message);
                }
            }
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
            let id = &rule.id;
            let listed = draft.screen_order.iter().filter(|listed| *listed == id);
            let listed = listed.count();
            let on_screen = matches!(rule.place, RulePlace::Action | RulePlace::Lead);
            if on_screen && listed == 0 {
                let message = format!(
                    "the action \"{id}\" has no place on the screen; add it to \"screen_order\""
                );
                self.problem(format!("/rules/{index}"), message);
            }
            if !on_screen && listed > 0 {
                let message = format!(
                    "\"{id}\" is a note or a lesson, which \"screen_order\" does not list; remove it there"
                );
                self.problem("/screen_order", message);
            }
            if listed > 1 {
                let message = format!("\"{id}\" is listed more than once; keep one");
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
        for placed in conditions(self.draft) {
            empty_lists(placed.condition, &placed.at, &mut self.problems);
        }
    }

    fn caps(&mut self, quiz: &Quiz) {
        let draft = self.draft;
        let mut lowest_of_all = QuarterPoints::ZERO;
        let mut highest_of_all = QuarterPoints::ZERO;
        let mut own_side = QuarterPoints::ZERO;
        let unlimited = unlimited(draft);
        let unlimited = unlimited.as_ref().unwrap_or(quiz);
        for (index, topic) in draft.topics.iter().enumerate() {
            let reach = self.reach(unlimited, &topic.id);
            let pointer = format!("/topics/{index}/limits");
            self.cap(reach, topic.limits, &pointer);
            let low = reach.low.max(topic.limits.low);
            highest_of_all = highest_of_all + reach.high.min(topic.limits.high);
            let mut own_topics = draft.own_side.iter().flat_map(|own| &own.topics);
            let is_own = own_topics.any(|id| *id == topic.id);
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
        let Limits { low, high } = reach;
        if low > limits.low {
            let message = format!("this limit is never reached: the lowest is {low:?}; write that");
            self.problem(format!("{pointer}/low"), message);
        }
        if high < limits.high {
            let message =
                format!("this limit is never reached: the highest is {high:?}; write that");
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
            let tried = for_each_sheet(quiz, &involved, |answers| {
                let visible = quiz.is_visible(question, answers);
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

    /// The least and the most that a topic can come to, tried with a quiz that has no limits.
    fn reach(&self, unlimited: &Quiz, topic: &str) -> Limits {
        let questions = self.draft.questions.iter().enumerate();
        let members: Vec<usize> = questions
            .filter(|(_, one)| matches!(&one.role, Role::Sign { topic: of } if of == topic))
            .map(|(index, _)| index)
            .collect();
        let mut involved = members.clone();
        for index in &members {
            if let Some(condition) = &self.draft.questions[*index].show_if {
                involved.extend(self.involved(condition));
            }
        }
        involved.sort_unstable();
        involved.dedup();
        let mut reach = Limits::default();
        let tried = for_each_sheet(unlimited, &involved, |answers| {
            let score = score(unlimited, &AnswerSheet::new(unlimited, answers).0);
            let sum = score.topics(unlimited).find(|(id, _)| *id == topic);
            let sum = sum.map_or(QuarterPoints::ZERO, |(_, sum)| sum);
            reach.low = reach.low.min(sum);
            reach.high = reach.high.max(sum);
        });
        if !tried {
            reach = bounds(self.draft, topic, &members);
        }
        reach
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

fn empty_lists(condition: &Condition, pointer: &str, found: &mut Vec<Problem>) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            let name = name(condition);
            for (index, part) in parts.iter().enumerate() {
                empty_lists(part, &format!("{pointer}/{name}/{index}"), found);
            }
        }
        Condition::Not(part) => empty_lists(part, &format!("{pointer}/not"), found),
        Condition::Answer { is, .. } if is.is_empty() => found.push(Problem::new(
            format!("{pointer}/answer/is"),
            "no answer is among none; list at least one option",
        )),
        Condition::Outcome(outcomes) if outcomes.is_empty() => found.push(Problem::new(
            format!("{pointer}/outcome"),
            "no outcome is among none; list at least one",
        )),
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

/// The quiz in which each topic shows what its signs come to: nothing limits it, and nothing sets it aside.
fn unlimited(draft: &QuizDraft) -> Option<Quiz> {
    let mut draft = draft.clone();
    draft.overrides.clear();
    for topic in &mut draft.topics {
        topic.limits = Limits {
            low: QuarterPoints::new(i32::MIN),
            high: QuarterPoints::new(i32::MAX),
        };
    }
    Quiz::new(draft).ok()
}

/// The same as [`Checker::reach`], as if each sign could be had with each other.
fn bounds(draft: &QuizDraft, topic: &str, members: &[usize]) -> Limits {
    let combine = draft.topics.iter().find(|one| one.id == topic);
    let combine = combine.map(|one| one.combine).unwrap_or_default();
    let ends = |pick: fn(i32, i32) -> i32| -> QuarterPoints {
        let ends = members.iter().map(|index| {
            let options = draft.questions[*index].options().iter();
            let points = options.map(|option| option.points.unwrap_or_default().quarters());
            points.fold(0, pick)
        });
        let ends: Vec<i32> = ends.collect();
        let sum: i32 = ends.iter().sum();
        let strongest = ends.iter().copied().fold(0, pick);
        match combine {
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
fn for_each_sheet(quiz: &Quiz, questions: &[usize], mut visit: impl FnMut(&Answers)) -> bool {
    let questions: Vec<&Question> = questions.iter().map(|n| &quiz.questions()[*n]).collect();
    let mut counts = questions.iter().map(|question| choices(question));
    let count = counts.try_fold(1_usize, |count, choices| count.checked_mul(choices));
    let Some(count) = count.filter(|count| *count <= MAX_TRIED) else {
        return false;
    };
    for number in 0..count {
        let mut answers = Answers::new();
        let mut rest = number;
        for question in &questions {
            if let Some(answer) = answer(question, rest % choices(question)) {
                answers.set(question.id.as_str(), answer);
            }
            rest /= choices(question);
        }
        visit(&answers);
    }
    true
}

/// How many answers a question has, none among them.
fn choices(question: &Question) -> usize {
    match &question.kind {
        QuestionKind::One { options } => options.len() + 1,
        QuestionKind::Many { options } => 1 << options.len(),
        QuestionKind::Number { min, max } => usize::from(*max - *min) + 2,
        QuestionKind::Text { .. } => 2,
    }
}

/// One of them; the first is none.
fn answer(question: &Question, choice: usize) -> Option<Answer> {
    let before = choice.checked_sub(1)?;
    Some(match &question.kind {
        QuestionKind::One { options } => Answer::Option(options[before].id.clone()),
        QuestionKind::Many { options } => {
            let ticked = options
                .iter()
                .enumerate()
                .filter(|(n, _)| choice >> n & 1 == 1);
            Answer::Options(ticked.map(|(_, option)| option.id.clone()).collect())
        }
        QuestionKind::Number { min, .. } => Answer::Number(min + before as u8),
        QuestionKind::Text { .. } => Answer::Text("words".to_owned()),
    })
}
