//! A quiz as its document says it, before anything in it has been checked against anything else.
//!
//! Owns [`QuizDraft`] and its parts. [`Quiz`](super::quiz::Quiz) is what becomes of a draft that can be scored.

use super::condition::Condition;
use super::outcome::Outcome;
use super::points::QuarterPoints;
use super::times::Since;

/// The most questions that one quiz may have; an [`AnswerSheet`](super::answers::AnswerSheet) is a fixed array of this many answers.
pub const MAX_QUESTIONS: usize = 64;
/// The most topics that one quiz may have.
pub const MAX_TOPICS: usize = 16;
/// The most options that one question may have: with "not sure" they fill the bits of a `u32`.
pub const MAX_OPTIONS: usize = 31;
/// The most overrides that one quiz may have.
pub const MAX_OVERRIDES: usize = 32;

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
#[derive(Clone, Debug, PartialEq)]
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
    /// Whether it is done by writing: it opens the notes on the interview.
    pub opens_notes: bool,
    /// Whether a friend who plays the interviewer can see if it is done.
    pub can_be_watched: bool,
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

impl Limits {
    /// Whether nought lies within them. The explanation relies on it: what a limit takes away can then always be
    /// taken from answers of one sign.
    pub fn hold_nought(self) -> bool {
        self.low <= QuarterPoints::ZERO && self.high >= QuarterPoints::ZERO
    }
}

impl QuizDraft {
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
