//! The quiz: its questions, their points, and every rule that turns answers into a result, as data.
//!
//! [`QuizDraft`] is what a document says; [`Quiz`] is a draft whose references have been resolved and
//! whose limits hold, and only [`Quiz::new`] makes one. Nothing here knows a question by name: a second
//! quiz needs no Rust. This module must not know JSON, human text, the clock or the browser.

use super::condition::Condition;
pub use super::condition::UNSURE;
pub use super::points::QuarterPoints;
pub use super::quiz_draft::*;
use super::resolved_condition::{Context, Place, ResolvedCondition, resolve};

/// A draft that cannot be scored, or no draft at all. What is wrong with it is said by `cargo xtask quiz check`, for
/// whoever writes it; no such document gets into a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsound;

/// A quiz whose every reference leads somewhere. It can be scored without any further check.
#[derive(Clone, Debug, PartialEq)]
pub struct Quiz {
    draft: QuizDraft,
    pub(super) compiled: Compiled,
    without_outside: bool,
}

/// The quiz with indices for ids, as the scorer reads it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Compiled {
    pub questions: Vec<CompiledQuestion>,
    pub modifiers: Vec<(ResolvedCondition, usize)>,
    pub overrides: Vec<CompiledOverride>,
    pub own_side: Vec<usize>,
    pub enough: ResolvedCondition,
    pub comfort: ResolvedCondition,
    pub gut: Option<usize>,
    pub forecast: Option<usize>,
    pub base: Option<usize>,
    pub rules: Vec<CompiledRule>,
    /// The rules that are actions, in the order on the screen.
    pub screen_order: Vec<usize>,
    pub scored: u8,
}

#[derive(Clone, Debug, PartialEq, Default)]
pub(super) struct CompiledQuestion {
    pub topic: Option<usize>,
    /// Whether it is one of the signs that are counted as answered or not.
    pub counted: bool,
    pub show_if: Option<ResolvedCondition>,
    pub many: bool,
    /// By choice: "not sure" first, then the options in order.
    pub points: Vec<QuarterPoints>,
    /// The choices, as bits, that say no more than "not sure".
    pub unsure: u32,
    /// The ticks that make all others void.
    pub alone: u32,
    /// Ticks, and the ticks that they make void.
    pub voids: Vec<(u32, u32)>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct CompiledOverride {
    pub when: ResolvedCondition,
    pub topics: Vec<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct CompiledRule {
    pub when: ResolvedCondition,
    /// Those that it recommends: a condition and the index of a letter.
    pub letters: Vec<CompiledCase>,
    /// Those that it leaves open.
    pub offers: Vec<CompiledCase>,
    /// For a note, the index of the rule that it is a note to.
    pub note_to: Option<usize>,
    /// For a lesson, the questions that it is about.
    pub questions: Vec<usize>,
}

type CompiledCase = (Option<ResolvedCondition>, usize);

impl CompiledRule {
    /// The letter that it recommends.
    pub fn recommended(&self, seen: &Context<'_>) -> Option<usize> {
        first_that_holds(&self.letters, seen)
    }

    /// The letter that it leaves open.
    pub fn offered(&self, seen: &Context<'_>) -> Option<usize> {
        first_that_holds(&self.offers, seen)
    }
}

fn first_that_holds(cases: &[CompiledCase], seen: &Context<'_>) -> Option<usize> {
    let holds = |case: &&CompiledCase| case.0.as_ref().is_none_or(|when| when.holds(seen));
    cases.iter().find(holds).map(|(_, letter)| *letter)
}

impl Quiz {
    /// The quiz that a draft describes, if it can be scored.
    ///
    /// # Errors
    /// Where something in it leads nowhere, or scoring could not rely on it.
    pub fn new(draft: QuizDraft) -> Result<Self, Unsound> {
        if !draft.is_sound() {
            return Err(Unsound);
        }
        let compiled = Compiled::new(&draft).ok_or(Unsound)?;
        Ok(Self {
            draft,
            compiled,
            without_outside: false,
        })
    }

    /// The quiz's id.
    pub fn id(&self) -> &str {
        &self.draft.id
    }

    /// The version of its document.
    pub fn version(&self) -> &str {
        &self.draft.version
    }

    /// All that the document says.
    pub fn draft(&self) -> &QuizDraft {
        &self.draft
    }

    /// The parts of the way through, in order.
    pub fn stages(&self) -> &[Stage] {
        &self.draft.stages
    }

    /// The questions, in the order of asking.
    pub fn questions(&self) -> &[Question] {
        &self.draft.questions
    }

    /// The topics.
    pub fn topics(&self) -> &[Topic] {
        &self.draft.topics
    }

    /// The bands, from the lowest up; band 0 is not among them.
    pub fn bands(&self) -> &[Band] {
        &self.draft.bands
    }

    /// The follow-up rules, in the order of the table.
    pub fn rules(&self) -> &[Rule] {
        &self.draft.rules
    }

    /// The kinds of letter.
    pub fn letters(&self) -> &[Letter] {
        &self.draft.letters
    }

    /// The kind of letter with this id.
    pub fn letter(&self, id: &str) -> Option<&Letter> {
        self.draft.letters.iter().find(|letter| letter.id == id)
    }

    /// The question with this id.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.draft
            .questions
            .iter()
            .find(|question| question.id == id)
    }

    /// The rule with this id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.draft.rules.iter().find(|rule| rule.id == id)
    }

    /// The source with this id.
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.draft.sources.iter().find(|source| source.id == id)
    }

    /// The article's sentence with this id.
    pub fn sentence(&self, id: &str) -> Option<&Sentence> {
        self.draft
            .sentences
            .iter()
            .find(|sentence| sentence.id == id)
    }

    /// The question about how it felt.
    pub fn gut(&self) -> Option<&Question> {
        self.compiled.gut.map(|index| &self.draft.questions[index])
    }

    /// The question that replaces the base rate.
    pub fn base(&self) -> Option<&Question> {
        self.compiled.base.map(|index| &self.draft.questions[index])
    }

    /// How many signs have to be answered for a result.
    pub fn enough_answered(&self) -> u8 {
        self.draft.enough.answered
    }

    /// Whether this question is one of the signs that are counted as answered or not.
    pub fn counts(&self, id: &str) -> bool {
        let mut questions = self.draft.questions.iter().zip(&self.compiled.questions);
        questions.any(|(question, compiled)| question.id == id && compiled.counted)
    }

    /// How many signs are counted as answered or not: those that are always asked.
    pub fn scored(&self) -> u8 {
        self.compiled.scored
    }

    /// The same quiz with the signs switched off that are not from the article, and with them the topics and
    /// stages that they leave empty.
    pub fn without_outside_article(&self) -> Quiz {
        let draft = without_outside_article(&self.draft);
        let compiled = Compiled::new(&draft);
        // Whatever named a question that is gone was taken out with it, so nothing can lead nowhere.
        debug_assert!(compiled.is_some());
        let Some(compiled) = compiled else {
            return self.clone();
        };
        Quiz {
            draft,
            compiled,
            without_outside: true,
        }
    }
}

fn without_outside_article(full: &QuizDraft) -> QuizDraft {
    let mut draft = full.clone();
    draft
        .questions
        .retain(|question| !question.can_be_switched_off());
    let kept: Vec<String> = draft.questions.iter().map(|one| one.id.clone()).collect();
    let gone_question = |id: &str| !kept.iter().any(|one| one == id);
    let topic_is_used = |id: &str| {
        draft
            .questions
            .iter()
            .any(|question| matches!(&question.role, Role::Sign { topic } if topic == id))
    };
    draft.topics.retain(|topic| topic_is_used(&topic.id));
    let topics: Vec<String> = draft.topics.iter().map(|one| one.id.clone()).collect();
    let gone_topic = |id: &str| !topics.iter().any(|one| one == id);
    let stage_is_used = |id: &str| draft.questions.iter().any(|question| question.stage == id);
    draft.stages.retain(|stage| stage_is_used(&stage.id));

    let mend = |condition: &mut Condition| {
        *condition = condition.without(&gone_question, &gone_topic);
    };
    for question in &mut draft.questions {
        question.show_if.iter_mut().for_each(mend);
        question.page_with = question.page_with.take().filter(|id| !gone_question(id));
    }
    draft
        .modifiers
        .retain(|modifier| !gone_question(&modifier.halves));
    draft
        .modifiers
        .iter_mut()
        .for_each(|modifier| mend(&mut modifier.when));
    for one in &mut draft.overrides {
        mend(&mut one.when);
        one.topics.retain(|id| !gone_topic(id));
        one.because.retain(|id| !gone_question(id));
    }
    if let Some(own_side) = &mut draft.own_side {
        own_side.topics.retain(|id| !gone_topic(id));
    }
    mend(&mut draft.enough.or);
    mend(&mut draft.gap.comfort_if);
    draft.facts.iter_mut().for_each(|fact| mend(&mut fact.is));
    for rule in &mut draft.rules {
        mend(&mut rule.when);
        for case in rule.letters.iter_mut().chain(&mut rule.offers) {
            case.when.iter_mut().for_each(mend);
        }
        if let RulePlace::Lesson { questions } = &mut rule.place {
            questions.retain(|id| !gone_question(id));
        }
    }
    draft
}

impl QuizDraft {
    /// Whether scoring can rely on what resolving a draft does not come upon.
    fn is_sound(&self) -> bool {
        self.questions.len() <= MAX_QUESTIONS
            && self.topics.len() <= MAX_TOPICS
            && self.overrides.len() <= MAX_OVERRIDES
            && self.base_one_in >= 2
            && are_sound_ids(self.questions.iter().map(|one| &one.id))
            && are_sound_ids(self.topics.iter().map(|one| &one.id))
            && are_sound_ids(self.facts.iter().map(|one| &one.id))
            && are_sound_ids(self.letters.iter().map(|one| &one.id))
            && are_sound_ids(self.rules.iter().map(|one| &one.id))
            && self.questions.iter().all(|one| self.is_sound_question(one))
            && self.topics.iter().all(|one| one.limits.hold_nought())
            && self.total.hold_nought()
            && self.own_side.iter().all(|own| own.low <= QuarterPoints::ZERO)
            // Where they are used, facts are written out; one that nothing uses is held to the same.
            && (0..self.facts.len()).all(|index| {
                resolve(self, &self.facts[index].is, Place::FollowUp, index).is_ok()
            })
    }

    fn is_sound_question(&self, question: &Question) -> bool {
        let options = question.options();
        let step = self.halving_step(question);
        options.len() < MAX_OPTIONS
            && are_sound_ids(options.iter().map(|one| &one.id))
            && question.role_fits_kind()
            && !matches!(question.kind, QuestionKind::Number { min, max } if min > max)
            && options.iter().all(|option| {
                let points = option.points.unwrap_or_default();
                points.quarters() % step(points) == 0
            })
    }
}

/// Whether each is given once, and none is that of "not sure".
fn are_sound_ids<'d>(ids: impl Iterator<Item = &'d String> + Clone) -> bool {
    let is_repeated = |(index, id): (usize, &String)| ids.clone().take(index).any(|one| one == id);
    !ids.clone().any(|id| id == UNSURE) && !ids.clone().enumerate().any(is_repeated)
}

impl Compiled {
    /// The draft with indices for ids; none where something leads nowhere.
    fn new(draft: &QuizDraft) -> Option<Self> {
        let resolved =
            |condition: &Condition, place| resolve(draft, condition, place, draft.facts.len()).ok();
        let mut compiled = Self {
            enough: resolved(&draft.enough.or, Place::Topics)?,
            comfort: resolved(&draft.gap.comfort_if, Place::Result)?,
            ..Self::default()
        };
        for (index, question) in draft.questions.iter().enumerate() {
            let place = match question.role {
                Role::Gut => Some(&mut compiled.gut),
                Role::Forecast => Some(&mut compiled.forecast),
                Role::Base => Some(&mut compiled.base),
                Role::Sign { .. } | Role::Neutral | Role::Note | Role::Routing => None,
            };
            // Only one question may have such a role.
            if place.is_some_and(|place| place.replace(index).is_some()) {
                return None;
            }
            let one = CompiledQuestion::new(draft, index, question)?;
            compiled.scored += u8::from(one.counted);
            compiled.questions.push(one);
        }
        for modifier in &draft.modifiers {
            let question = draft.question_index(&modifier.halves)?;
            // Conditions of which any halves a question are one modifier, joined with "any".
            if compiled
                .modifiers
                .iter()
                .any(|(_, other)| *other == question)
            {
                return None;
            }
            let when = resolved(&modifier.when, Place::Points)?;
            compiled.modifiers.push((when, question));
        }
        for one in &draft.overrides {
            compiled.overrides.push(CompiledOverride {
                when: resolved(&one.when, Place::Topics)?,
                topics: draft.topic_indices(&one.topics)?,
            });
        }
        if let Some(own_side) = &draft.own_side {
            compiled.own_side = draft.topic_indices(&own_side.topics)?;
        }
        for rule in &draft.rules {
            compiled.rules.push(CompiledRule::new(draft, rule)?);
        }
        let on_screen = draft.screen_order.iter();
        compiled.screen_order = on_screen
            .map(|id| draft.rule_index(id))
            .collect::<Option<_>>()?;
        Some(compiled)
    }
}

impl CompiledQuestion {
    fn new(draft: &QuizDraft, index: usize, question: &Question) -> Option<Self> {
        let options = question.options();
        let mut one = Self {
            many: matches!(question.kind, QuestionKind::Many { .. }),
            unsure: 1,
            points: vec![QuarterPoints::ZERO],
            ..Self::default()
        };
        if let Some(condition) = &question.show_if {
            let place = Place::Branch(index);
            one.show_if = Some(resolve(draft, condition, place, draft.facts.len()).ok()?);
        }
        if let Role::Sign { topic } = &question.role {
            one.topic = Some(draft.topic_index(topic)?);
            // A sign behind a branch says more about another one, and is not counted beside it: not to be
            // asked is no lack of knowledge.
            one.counted = question.show_if.is_none();
        }
        for (n, option) in options.iter().enumerate() {
            one.points.push(option.points.unwrap_or_default());
            one.unsure |= u32::from(option.counts_as_unsure) << (n + 1);
            one.alone |= u32::from(option.alone) << n;
            let mut voided = 0;
            for id in &option.voids {
                voided |= 1 << options.iter().position(|one| one.id == *id)?;
            }
            if voided != 0 {
                one.voids.push((1 << n, voided));
            }
        }
        Some(one)
    }
}

impl CompiledRule {
    fn new(draft: &QuizDraft, rule: &Rule) -> Option<Self> {
        let resolved = |condition: &Condition| {
            resolve(draft, condition, Place::FollowUp, draft.facts.len()).ok()
        };
        let cases = |cases: &[LetterCase]| -> Option<Vec<CompiledCase>> {
            let case = |case: &LetterCase| {
                let when = match &case.when {
                    Some(when) => Some(resolved(when)?),
                    None => None,
                };
                let mut known = draft.letters.iter();
                Some((when, known.position(|one| one.id == case.letter)?))
            };
            cases.iter().map(case).collect()
        };
        let (mut note_to, mut questions) = (None, Vec::new());
        match &rule.place {
            RulePlace::Note { to } => note_to = Some(draft.rule_index(to)?),
            RulePlace::Lesson { questions: about } => {
                let about = about.iter().map(|id| draft.question_index(id));
                questions = about.collect::<Option<_>>()?;
            }
            RulePlace::Action | RulePlace::Lead => {}
        }
        Some(Self {
            when: resolved(&rule.when)?,
            letters: cases(&rule.letters)?,
            offers: cases(&rule.offers)?,
            note_to,
            questions,
        })
    }
}

impl QuizDraft {
    fn question_index(&self, id: &str) -> Option<usize> {
        self.questions.iter().position(|one| one.id == id)
    }

    fn topic_index(&self, id: &str) -> Option<usize> {
        self.topics.iter().position(|one| one.id == id)
    }

    fn topic_indices(&self, ids: &[String]) -> Option<Vec<usize>> {
        ids.iter().map(|id| self.topic_index(id)).collect()
    }

    fn rule_index(&self, id: &str) -> Option<usize> {
        self.rules.iter().position(|one| one.id == id)
    }
}
