//! The quiz: its questions, their points, and every rule that turns answers into a result, as data.
//!
//! [`QuizDraft`] is what a document says; [`Quiz`] is a draft whose references have been resolved and
//! whose limits hold, and only [`Quiz::new`] makes one. Nothing here knows a question by name: a second
//! quiz needs no Rust. This module must not know JSON, human text, the clock or the browser.

use std::fmt;

use super::condition::{Cond, Condition, Context, Place, resolve};
use super::history::Outcome;
use super::times::Since;

/// The most questions that one quiz may have; a [`AnswerSheet`] is a fixed array of this many answers.
pub const MAX_QUESTIONS: usize = 64;
/// The most topics that one quiz may have.
pub const MAX_TOPICS: usize = 16;
/// The most options that one question may have: with "not sure" they fill the bits of a `u32`.
pub const MAX_OPTIONS: usize = 31;
/// The most overrides that one quiz may have.
pub const MAX_OVERRIDES: usize = 32;
/// The id that stands for "I'm not sure", and is an answer to every question with options.
pub const UNSURE: &str = "unsure";

/// Points in whole quarters, so that sums are exact. One point is one deciban.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct QuarterPoints(i32);

impl QuarterPoints {
    /// No points.
    pub const ZERO: Self = Self(0);
    /// The smallest step.
    pub const STEP: Self = Self(1);
    /// The largest size, on either side of nought, that a document may give.
    pub const LARGEST: f64 = 1000.0;

    /// So many quarters of a point.
    pub const fn new(quarters: i32) -> Self {
        Self(quarters)
    }

    /// So many quarters of a point.
    pub const fn quarters(self) -> i32 {
        self.0
    }

    /// The value as written in a document, if it is a whole number of quarters.
    pub fn from_points(points: f64) -> Option<Self> {
        let quarters = points * 4.0;
        let whole = quarters.trunc() == quarters && points.abs() <= Self::LARGEST;
        whole.then_some(Self(quarters as i32))
    }

    /// The value in points.
    pub fn points(self) -> f64 {
        f64::from(self.0) / 4.0
    }
}

impl fmt::Debug for QuarterPoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.points())
    }
}

impl std::ops::Add for QuarterPoints {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl std::ops::Sub for QuarterPoints {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl std::iter::Sum for QuarterPoints {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, |sum, one| sum + one)
    }
}

/// What a quiz document says, before anything in it has been checked against anything else.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QuizDraft {
    /// The quiz's id, the same in each of its versions.
    pub id: String,
    /// The version, such as `1.0.0`. A released version never changes.
    pub version: String,
    /// The parts that the progress line shows, in order.
    pub stages: Vec<Stage>,
    /// The questions, in the order of asking.
    pub questions: Vec<Question>,
    /// The topics that the points are gathered in.
    pub topics: Vec<Topic>,
    /// Answers that soften the points of another question.
    pub modifiers: Vec<Modifier>,
    /// Topics that no longer count in somebody's favour when something outweighs them.
    pub overrides: Vec<Override>,
    /// The topics about the person, which together weigh no more than this.
    pub own_side: Option<OwnSide>,
    /// The limits of the whole score.
    pub total: Limits,
    /// The base rate of a yes, as one in so many.
    pub base_one_in: u8,
    /// How wide the number range is.
    pub half_width: HalfWidth,
    /// When there is enough for a band.
    pub enough: Enough,
    /// The bands, from the lowest up. Band 0, "not enough", is not listed.
    pub bands: Vec<Band>,
    /// How the felt level and the band are compared.
    pub gap: GapRule,
    /// Conditions with a name, as abbreviations in the rules.
    pub facts: Vec<Fact>,
    /// The kinds of letter that a rule may recommend.
    pub letters: Vec<Letter>,
    /// The follow-up rules, in the order of the table.
    pub rules: Vec<Rule>,
    /// The rules that are actions, in the order in which they are shown.
    pub screen_order: Vec<String>,
    /// How many lessons are shown before "more".
    pub lessons_shown: u8,
    /// The people whose advice the article reports.
    pub speakers: Vec<Speaker>,
    /// The article's sentences, by id.
    pub sentences: Vec<Sentence>,
    /// Where the evidence comes from.
    pub sources: Vec<Source>,
    /// What the evidence says, row by row.
    pub evidence: Vec<Evidence>,
}

/// One part of the way through.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stage {
    /// Its id.
    pub id: String,
    /// Whether its questions come after the result.
    pub after_result: bool,
}

/// One question, without its wording.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Question {
    /// Its id.
    pub id: String,
    /// The stage that it belongs to.
    pub stage: String,
    /// What its answer is for.
    pub role: Role,
    /// What an answer looks like.
    pub kind: QuestionKind,
    /// The question is asked only where this holds; it may look at earlier questions alone.
    pub show_if: Option<Condition>,
    /// The question whose page it is asked on, where it has none of its own.
    pub page_with: Option<String>,
    /// Whether the article is where it comes from.
    pub origin: Origin,
    /// How good the evidence for its points is, strongest first.
    pub grades: Vec<Grade>,
    /// The article's sentences behind it.
    pub sentences: Vec<String>,
    /// The sources behind it.
    pub sources: Vec<String>,
}

/// What a question's answer is for.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Role {
    /// How it felt: never scored, and locked in before the signs.
    Gut,
    /// How many in ten felt like a yes: never scored.
    Forecast,
    /// A sign, scored in a topic.
    Sign {
        /// The topic's id.
        topic: String,
    },
    /// Not scored itself, but it may soften a sign.
    Neutral,
    /// A note for oneself.
    #[default]
    Note,
    /// It chooses the advice.
    Routing,
    /// It replaces the base rate of the number range.
    Base,
}

/// What an answer looks like. "Not sure" is always possible and is not listed.
#[derive(Clone, Debug, PartialEq)]
pub enum QuestionKind {
    /// One of the options.
    One {
        /// The options, in order.
        options: Vec<OptionSpec>,
    },
    /// Any number of the options.
    Many {
        /// The options, in order.
        options: Vec<OptionSpec>,
    },
    /// A whole number.
    Number {
        /// The least.
        min: u8,
        /// The most.
        max: u8,
    },
    /// Some words.
    Text {
        /// The most characters that are kept.
        max_chars: u16,
    },
}

impl Default for QuestionKind {
    /// What stands in for a kind that does not fit: the one that needs nothing else of the document.
    fn default() -> Self {
        Self::Text { max_chars: 0 }
    }
}

/// One option of a question, without its wording.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OptionSpec {
    /// Its id.
    pub id: String,
    /// What it is worth, on a sign.
    pub points: Option<QuarterPoints>,
    /// The level from 1 up, on the gut question.
    pub level: Option<u8>,
    /// The chance of a yes in percent that the level stands for, on the gut question.
    pub percent: Option<u8>,
    /// The base rate as one in so many, on the base question.
    pub one_in: Option<u8>,
    /// Whether it says no more than "not sure" does, and so widens the range.
    pub counts_as_unsure: bool,
    /// Whether choosing it makes all others void.
    pub alone: bool,
    /// The options that choosing this one makes void.
    pub voids: Vec<String>,
    /// Whether a date belongs to it: the one that was promised.
    pub asks_date: bool,
    /// The outcome that choosing it suggests.
    pub offers_outcome: Option<Outcome>,
    /// The moment that ticking it marks, which waits and deadlines are counted from.
    pub marks: Option<Since>,
}

/// Where a question comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// The article speaks of it.
    #[default]
    Article,
    /// The article does not. A sign can then be switched off.
    OutsideArticle,
}

/// How good the evidence is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// A study in interviews with offers.
    A,
    /// A study of something close.
    B,
    /// A survey of employers or candidates.
    C,
    /// An expert named in the article.
    D,
    /// Judgment only.
    #[default]
    E,
}

impl Grade {
    /// The letter.
    pub fn letter(self) -> &'static str {
        match self {
            Grade::A => "A",
            Grade::B => "B",
            Grade::C => "C",
            Grade::D => "D",
            Grade::E => "E",
        }
    }
}

/// A topic: signs of one kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Topic {
    /// Its id.
    pub id: String,
    /// How its signs add up.
    pub combine: Combine,
    /// Its limits.
    pub limits: Limits,
}

/// How the signs of a topic add up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Combine {
    /// All in full.
    #[default]
    Sum,
    /// The strongest good and the strongest bad sign in full, the others at half.
    Strongest,
}

/// The least and the most, both included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// The least.
    pub low: QuarterPoints,
    /// The most.
    pub high: QuarterPoints,
}

/// A negative answer to `question` counts half where the condition holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Modifier {
    /// Its id.
    pub id: String,
    /// When.
    pub when: Condition,
    /// The question whose bad points are halved.
    pub halves: String,
}

/// Where the condition holds, the topics named count as nought at most.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Override {
    /// Its id.
    pub id: String,
    /// When.
    pub when: Condition,
    /// The topics that no longer count in favour.
    pub topics: Vec<String>,
    /// The questions that it hangs on, the first above all: "Is this right?" is asked of them.
    pub because: Vec<String>,
}

/// The topics about the person, and the least that they may come to together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OwnSide {
    /// The topics.
    pub topics: Vec<String>,
    /// The least.
    pub low: QuarterPoints,
}

/// The half-width of the number range, in points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HalfWidth {
    /// For the base rate, which is not known either.
    pub fixed: QuarterPoints,
    /// For each sign that was not seen.
    pub per_unsure: QuarterPoints,
}

/// There is enough for a band when so many signs are answered, or where the condition holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Enough {
    /// Signs answered, of those that are always asked.
    pub answered: u8,
    /// Or this.
    pub or: Condition,
}

/// A band of the score, both ends included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Band {
    /// Its level, from 1 up.
    pub level: u8,
    /// Its lowest score.
    pub from: QuarterPoints,
    /// Its highest score.
    pub to: QuarterPoints,
}

/// How band less felt level is read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GapRule {
    /// From here up it felt worse than the signs suggest.
    pub worse_from: i8,
    /// From here down it felt better than the signs suggest.
    pub better_to: i8,
    /// Where it felt worse and this holds, a sentence of comfort is added.
    pub comfort_if: Condition,
}

/// A condition with a name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fact {
    /// Its id.
    pub id: String,
    /// What it stands for; it may use facts listed before it.
    pub is: Condition,
}

/// A kind of letter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Letter {
    /// Its id.
    pub id: String,
    /// Whom it is for.
    pub to: Recipient,
    /// The most words that it should have.
    pub words: u16,
    /// Its slots, in order.
    pub slots: Vec<String>,
    /// The article's sentences behind it.
    pub sentences: Vec<String>,
    /// Whether the article is where it comes from.
    pub origin: Origin,
}

/// Whom a letter is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Recipient {
    /// The hiring manager.
    #[default]
    Manager,
    /// Human resources or a recruiter.
    Hr,
    /// Either of them.
    ManagerOrHr,
    /// Whoever named the date.
    WhoNamedTheDate,
}

/// A follow-up rule.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// When it fires.
    pub when: Condition,
    /// Where it is shown.
    pub place: RulePlace,
    /// The letters that it may recommend: the first whose condition holds is the one.
    pub letters: Vec<LetterCase>,
    /// The letters that it leaves open beside its advice: the first whose condition holds is the one.
    pub offers: Vec<LetterCase>,
    /// Whether no other rule may recommend a letter when this one fires.
    pub only_letter: bool,
    /// By when.
    pub deadline: Option<DeadlineSpec>,
    /// Whether doing it late is still fine.
    pub late_is_fine: bool,
    /// The article's sentences behind it.
    pub sentences: Vec<String>,
    /// Whether the article is where it comes from.
    pub origin: Origin,
}

impl Rule {
    /// The tick that says that this was done: the first one of which the rule says that it must not be there.
    /// A question and its option; none where no tick ends the rule.
    pub fn done_by(&self) -> Option<(&str, &str)> {
        let parts = match &self.when {
            Condition::All(parts) => parts.as_slice(),
            other => std::slice::from_ref(other),
        };
        parts.iter().find_map(|part| match part {
            Condition::Not(not) => match &**not {
                Condition::Ticked { question, option } => Some((&**question, &**option)),
                _ => None,
            },
            _ => None,
        })
    }

    /// Whether it may recommend this letter.
    pub fn may_recommend(&self, letter: &str) -> bool {
        self.letters.iter().any(|case| case.letter == letter)
    }
}

/// Where a rule is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum RulePlace {
    /// In the list of what to do now.
    #[default]
    Action,
    /// As a note to an action.
    Note {
        /// The action's rule.
        to: String,
    },
    /// At the head of the lessons.
    Lead,
    /// Among the lessons.
    Lesson {
        /// The questions that it is about, by whose lost points it is ordered.
        questions: Vec<String>,
    },
}

/// A letter, and when it is the one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LetterCase {
    /// When; always, if not said.
    pub when: Option<Condition>,
    /// The letter's id.
    pub letter: String,
}

/// By when something is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum DeadlineSpec {
    /// So many hours after the latest known of these times.
    Hours {
        /// How many.
        hours: u16,
        /// After what.
        after: Anchor,
    },
    /// On the same day, or as soon as this is read.
    AtOnce,
    /// Today.
    #[default]
    Today,
    /// This week.
    ThisWeek,
    /// Before the next interview.
    BeforeNextInterview,
    /// In the next interview.
    NextTime,
    /// Today, and again so many days before the next interview.
    TodayAndBefore {
        /// How many days before.
        days: u8,
    },
}

/// A time that a deadline is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Anchor {
    /// The interview.
    #[default]
    Interview,
    /// The refusal of a second interview, or else the interview.
    RefusalOrInterview,
    /// The company's no.
    Refusal,
}

/// Somebody whose advice the article reports.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Speaker {
    /// Its id.
    pub id: String,
}

/// A sentence of the article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sentence {
    /// Its id.
    pub id: String,
    /// Who says it; the writer of the article, if nobody is named.
    pub speaker: Option<String>,
}

/// A source.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Source {
    /// Its id.
    pub id: String,
    /// Its address, https only.
    pub url: String,
}

/// A row of the evidence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    /// Its id.
    pub id: String,
    /// The group that it is listed in.
    pub group: String,
    /// Its sources.
    pub sources: Vec<String>,
}

/// A draft that cannot be scored, or no draft at all. What is wrong with it is said by `cargo xtask quiz check`, for
/// whoever writes it; no such document gets into a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsound;

impl Question {
    /// Whether it goes where somebody wants the article's signs alone.
    pub fn can_be_switched_off(&self) -> bool {
        self.is_sign() && self.origin == Origin::OutsideArticle
    }

    /// Its options; none for a number or a text.
    pub fn options(&self) -> &[OptionSpec] {
        match &self.kind {
            QuestionKind::One { options } | QuestionKind::Many { options } => options,
            QuestionKind::Number { .. } | QuestionKind::Text { .. } => &[],
        }
    }

    /// The option with this id.
    pub fn option(&self, id: &str) -> Option<&OptionSpec> {
        self.options().iter().find(|option| option.id == id)
    }

    /// Whether its answer is scored.
    pub fn is_sign(&self) -> bool {
        matches!(self.role, Role::Sign { .. })
    }

    /// Whether its kind of answer goes with its role.
    pub fn role_fits_kind(&self) -> bool {
        match self.role {
            Role::Gut | Role::Sign { .. } | Role::Neutral | Role::Base => {
                matches!(self.kind, QuestionKind::One { .. })
            }
            Role::Forecast => matches!(self.kind, QuestionKind::Number { .. }),
            Role::Note => matches!(self.kind, QuestionKind::Text { .. }),
            Role::Routing => matches!(
                self.kind,
                QuestionKind::One { .. } | QuestionKind::Many { .. }
            ),
        }
    }
}

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
    pub modifiers: Vec<(Cond, usize)>,
    pub overrides: Vec<CompiledOverride>,
    pub own_side: Vec<usize>,
    pub enough: Cond,
    pub comfort: Cond,
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
    pub show_if: Option<Cond>,
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
    pub when: Cond,
    pub topics: Vec<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct CompiledRule {
    pub when: Cond,
    /// Those that it recommends: a condition and the index of a letter.
    pub letters: Vec<CompiledCase>,
    /// Those that it leaves open.
    pub offers: Vec<CompiledCase>,
    /// For a note, the index of the rule that it is a note to.
    pub note_to: Option<usize>,
    /// For a lesson, the questions that it is about.
    pub questions: Vec<usize>,
}

type CompiledCase = (Option<Cond>, usize);

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

    /// Whether the questions that are not from the article have been switched off.
    pub fn is_without_outside_article(&self) -> bool {
        self.without_outside
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

    /// The number of quarters that a sign's points have to be a multiple of, so that they are whole quarters still
    /// after each halving that they are open to.
    pub fn halving_step(&self, question: &Question) -> impl Fn(QuarterPoints) -> i32 {
        let by_topic = self.topics.iter().any(|one| {
            one.combine == Combine::Strongest
                && matches!(&question.role, Role::Sign { topic } if *topic == one.id)
        });
        let by_modifier =
            question.is_sign() && self.modifiers.iter().any(|one| one.halves == question.id);
        move |points| {
            let by_modifier = by_modifier && points < QuarterPoints::ZERO;
            1 << (u8::from(by_topic) + u8::from(by_modifier))
        }
    }
}

/// Whether each is given once, and none is that of "not sure".
fn are_sound_ids<'d>(ids: impl Iterator<Item = &'d String> + Clone) -> bool {
    let is_repeated = |(index, id): (usize, &String)| ids.clone().take(index).any(|one| one == id);
    !ids.clone().any(|id| id == UNSURE) && !ids.clone().enumerate().any(is_repeated)
}

impl Limits {
    /// Whether nought lies within them. The explanation relies on it: what a limit takes away can then always be
    /// taken from answers of one sign.
    pub fn hold_nought(self) -> bool {
        self.low <= QuarterPoints::ZERO && self.high >= QuarterPoints::ZERO
    }
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
