//! Reads a quiz document: from JSON to a [`Quiz`], or not at all.
//!
//! What the program loads was checked when the site was built, so that nothing is said here of what does not fit. It is
//! taken apart into raw values, as records are. Each type has one declaration. From it come the reader and a [`Shape`]: the same as data, with which `cargo xtask quiz`
//! checks documents and writes their JSON Schema. Serde's derive would have to stand on the domain's types, which know
//! no serde; and the checker could not learn from it what each part is for.

use std::borrow::Cow;

use super::json::{Object, list, text};
use crate::domain::condition::Condition;
use crate::domain::history::Outcome;
use crate::domain::quiz::{
    Anchor, Band, Combine, DeadlineSpec, Enough, Evidence, Fact, GapRule, Grade, HalfWidth, Letter,
    LetterCase, Limits, Modifier, OptionSpec, Origin, Override, OwnSide, QuarterPoints, Question,
    QuestionKind, Quiz, QuizDraft, Recipient, Role, Rule, RulePlace, Sentence, Source, Speaker,
    Stage, Topic, Unsound,
};
use crate::domain::times::Since;

/// The built-in quiz's id.
pub const BUILT_IN: &str = "interview";

/// The document of the current version of the built-in quiz. Other versions are fetched when a record asks for them.
pub fn built_in(id: &str, version: &str) -> Option<&'static str> {
    let current = (id, version) == (BUILT_IN, CURRENT_VERSION);
    current.then_some(CURRENT)
}

/// The version of the built-in quiz that new interviews are answered with.
pub const CURRENT_VERSION: &str = "1.0.0";
const CURRENT: &str = include_str!("../../quiz/interview/1.0.0.json");

/// The quiz that new interviews are answered with.
///
/// # Errors
/// Never, which a test sees to.
pub fn current() -> Result<Quiz, Unsound> {
    parse(CURRENT)
}

/// The quiz that a document's text describes.
///
/// # Errors
/// Where it describes none. Fields that no quiz has are left to the checker.
pub fn parse(text: &str) -> Result<Quiz, Unsound> {
    Quiz::new(read(text).ok_or(Unsound)?)
}

/// The draft that a document's text describes.
pub fn read(text: &str) -> Option<QuizDraft> {
    let mut fits = true;
    let draft = QuizDraft::read(text, &mut fits);
    fits.then_some(draft)
}

/// How a whole document is written.
pub fn shape() -> Shape {
    QuizDraft::shape()
}

/// How a part of a document is written.
pub enum Shape {
    /// A text.
    Text,
    /// True or false.
    Truth,
    /// A whole number.
    Whole {
        /// The least.
        min: i64,
        /// The most.
        max: i64,
    },
    /// A number of points, in whole quarters.
    Points,
    /// Any number of parts of one shape, which is made when it is asked for: a condition holds conditions.
    List(fn() -> Shape),
    /// An object with these fields.
    Record {
        /// The type's name.
        name: &'static str,
        /// What it is.
        about: &'static str,
        /// Its fields.
        fields: Vec<Field>,
    },
    /// One of several: written as its name, or as an object with its name and its content.
    Choice {
        /// The type's name.
        name: &'static str,
        /// The name of the one that stands in where none can be read.
        fallback: &'static str,
        /// The names, each with its content.
        variants: Vec<(&'static str, Content)>,
    },
}

/// A field of an object.
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Whether it has to be there.
    pub is_required: bool,
    /// What it is for; empty where its name says it.
    pub about: &'static str,
    /// The shape of its value.
    pub shape: fn() -> Shape,
}

/// The content of a choice.
pub enum Content {
    /// None.
    Nothing,
    /// One value.
    Value(fn() -> Shape),
    /// An object with these fields, all required.
    Fields(Vec<Field>),
}

/// A type that a document can hold.
trait Part: Sized {
    /// The part that a raw value describes. Where it describes none, `fits` ends as false and something stands in: the
    /// document is refused at its end, and no field needs a way out of its own.
    fn read(json: &str, fits: &mut bool) -> Self;
    /// What stands in.
    fn stand_in() -> Self;
    /// How it is written.
    fn shape() -> Shape;
}

fn or_stand_in<T: Part>(part: Option<T>, fits: &mut bool) -> T {
    *fits &= part.is_some();
    part.unwrap_or_else(T::stand_in)
}

fn required<T: Part>(object: Option<&Object<'_>>, name: &str, fits: &mut bool) -> T {
    match object.and_then(|object| object.get(name)) {
        Some(json) => T::read(json, fits),
        None => or_stand_in(None, fits),
    }
}

fn optional<T: Part>(object: Option<&Object<'_>>, name: &str, fits: &mut bool) -> T {
    match object.and_then(|object| object.get(name)) {
        Some(json) => T::read(json, fits),
        None => T::stand_in(),
    }
}

/// The name of a choice, and its content: a name alone has none.
fn choice(json: &str) -> Option<(Cow<'_, str>, Option<&str>)> {
    if let Some(name) = text(json) {
        return Some((name, None));
    }
    let object = Object::read(json)?;
    let (name, content) = object.iter().next().filter(|_| object.len() == 1)?;
    Some((name.to_owned().into(), Some(content)))
}

/// A type that is one raw value.
macro_rules! plain {
    ($($type:ty, $read:expr, $shape:expr;)*) => {$(
        impl Part for $type {
            fn read(json: &str, fits: &mut bool) -> Self {
                let read: fn(&str) -> Option<Self> = $read;
                or_stand_in(read(json), fits)
            }

            fn stand_in() -> Self {
                Self::default()
            }

            fn shape() -> Shape {
                $shape
            }
        }
    )*};
}

fn whole<T: Into<i64>>(min: T, max: T) -> Shape {
    let (min, max) = (min.into(), max.into());
    Shape::Whole { min, max }
}

plain! {
    String, |json| text(json).map(Cow::into_owned), Shape::Text;
    bool, |json| json.parse().ok(), Shape::Truth;
    u8, |json| json.parse().ok(), whole(u8::MIN, u8::MAX);
    i8, |json| json.parse().ok(), whole(i8::MIN, i8::MAX);
    u16, |json| json.parse().ok(), whole(u16::MIN, u16::MAX);
    QuarterPoints, |json| QuarterPoints::from_points(serde_json::from_str(json).ok()?), Shape::Points;
}

impl<T: Part> Part for Vec<T> {
    fn read(json: &str, fits: &mut bool) -> Self {
        let items = list(json);
        *fits &= items.is_some();
        let items = items.into_iter().flatten();
        items.map(|item| T::read(item, fits)).collect()
    }

    fn stand_in() -> Self {
        Vec::new()
    }

    fn shape() -> Shape {
        Shape::List(T::shape)
    }
}

impl<T: Part> Part for Option<T> {
    fn read(json: &str, fits: &mut bool) -> Self {
        Some(T::read(json, fits))
    }

    fn stand_in() -> Self {
        None
    }

    fn shape() -> Shape {
        T::shape()
    }
}

impl<T: Part> Part for Box<T> {
    fn read(json: &str, fits: &mut bool) -> Self {
        Box::new(T::read(json, fits))
    }

    fn stand_in() -> Self {
        Box::new(T::stand_in())
    }

    fn shape() -> Shape {
        T::shape()
    }
}

/// Whether a field has to be there.
macro_rules! is_required {
    (required) => {
        true
    };
    (optional) => {
        false
    };
}

/// A type with named fields.
macro_rules! record {
    ($type:ident, $about:literal, { $($field:ident: $need:ident $doc:literal,)* }) => {
        impl Part for $type {
            fn read(json: &str, fits: &mut bool) -> Self {
                let object = Object::read(json);
                *fits &= object.is_some();
                Self { $($field: $need(object.as_ref(), stringify!($field), fits),)* }
            }

            fn stand_in() -> Self {
                Self { $($field: Part::stand_in(),)* }
            }

            fn shape() -> Shape {
                // A field's type is inferred from a value that is never made.
                fn of<T, F: Part>(_: fn(T) -> F) -> fn() -> Shape {
                    F::shape
                }
                let fields = vec![$(Field {
                    name: stringify!($field),
                    is_required: is_required!($need),
                    about: $doc,
                    shape: of(|record: $type| record.$field),
                },)*];
                Shape::Record { name: stringify!($type), about: $about, fields }
            }
        }
    };
}

/// A type that is one of several.
macro_rules! choice {
    ($type:ident or $fallback:literal $stand_in:expr, {
        $($name:literal $variant:ident $(($inner:ty))? $({ $($field:ident: $inner_type:ty),* })?,)*
    }) => {
        impl Part for $type {
            fn read(json: &str, fits: &mut bool) -> Self {
                let Some((name, content)) = choice(json) else {
                    return or_stand_in(None, fits);
                };
                match &*name {
                    $($name => choice!(@read content, fits, $type, $variant $(($inner))? $({ $($field),* })?),)*
                    _ => or_stand_in(None, fits),
                }
            }

            fn stand_in() -> Self {
                $stand_in
            }

            fn shape() -> Shape {
                let variants = vec![$(
                    ($name, choice!(@content $(($inner))? $({ $($field: $inner_type),* })?)),
                )*];
                Shape::Choice { name: stringify!($type), fallback: $fallback, variants }
            }
        }
    };
    (@read $content:ident, $fits:ident, $type:ident, $variant:ident) => {{
        *$fits &= $content.is_none();
        $type::$variant
    }};
    (@read $content:ident, $fits:ident, $type:ident, $variant:ident ($inner:ty)) => {
        $type::$variant(<$inner>::read($content.unwrap_or_default(), $fits))
    };
    (@read $content:ident, $fits:ident, $type:ident, $variant:ident { $($field:ident),* }) => {{
        let object = $content.and_then(Object::read);
        $type::$variant { $($field: required(object.as_ref(), stringify!($field), $fits)),* }
    }};
    (@content) => {
        Content::Nothing
    };
    (@content ($inner:ty)) => {
        Content::Value(<$inner>::shape)
    };
    (@content { $($field:ident: $inner:ty),* }) => {
        Content::Fields(vec![$(Field {
            name: stringify!($field),
            is_required: true,
            about: "",
            shape: <$inner>::shape,
        }),*])
    };
}

record!(QuizDraft, "The whole document.", {
    id: required "The quiz's id, the same in each of its versions.",
    version: required "Three numbers, such as 1.0.0. A released version never changes.",
    stages: required "The parts that the progress line shows, in order.",
    questions: required "The questions, in the order of asking.",
    topics: required "The topics that signs are gathered in.",
    modifiers: optional "Answers that halve the bad points of another question.",
    overrides: optional "Topics that stop counting in favour when something outweighs them.",
    own_side: optional "The topics about the person, and the least that they may come to together.",
    total: required "The limits of the score.",
    base_one_in: required "The base rate of a yes: one in so many.",
    half_width: required "How wide the number range is, in points.",
    enough: required "When there is enough for a band.",
    bands: required "The bands from the lowest up, without band 0, which is \"not enough\".",
    gap: required "How band less felt level is read.",
    facts: optional "Named conditions, as abbreviations. Each may use those before it.",
    letters: optional "The kinds of letter.",
    rules: optional "The follow-up rules, in the order of the table.",
    screen_order: optional "The rules that are actions or lead the lessons, in the order on the screen.",
    lessons_shown: optional "How many lessons are shown before \"more\".",
    speakers: optional "The people whose advice the article reports.",
    sentences: optional "The article's sentences.",
    sources: optional "Where the evidence comes from.",
    evidence: optional "What the evidence says, row by row.",
});

record!(Stage, "A part of the way through.", {
    id: required "Its id.",
    after_result: optional "Whether it comes after the result.",
});

record!(Question, "A question without its words.", {
    id: required "Its id.",
    stage: required "The stage that it belongs to.",
    role: required "What its answer is for.",
    kind: required "What an answer looks like. \"unsure\" is always possible and is not listed.",
    show_if: optional "Ask it only where this holds. It may look at earlier questions alone.",
    page_with: optional "The earlier question whose page it shares.",
    origin: optional "Whether the article speaks of it. Signs from outside can be switched off.",
    grades: optional "How good the evidence is, strongest first.",
    sentences: optional "The article's sentences behind it.",
    sources: optional "The sources behind it.",
});

choice!(Role or "note" Role::Note, {
    "gut" Gut,
    "forecast" Forecast,
    "sign" Sign { topic: String },
    "neutral" Neutral,
    "note" Note,
    "routing" Routing,
    "base" Base,
});

choice!(QuestionKind or "text" QuestionKind::Text { max_chars: 0 }, {
    "one" One { options: Vec<OptionSpec> },
    "many" Many { options: Vec<OptionSpec> },
    "number" Number { min: u8, max: u8 },
    "text" Text { max_chars: u16 },
});

record!(OptionSpec, "An option without its words.", {
    id: required "Its id.",
    points: optional "What it is worth, on a sign: whole quarters.",
    level: optional "The felt level from 1 up, on the gut question.",
    percent: optional "The chance of a yes in percent that the level stands for, on the gut question.",
    one_in: optional "The base rate as one in so many, on the base question.",
    counts_as_unsure: optional "Whether it says no more than \"not sure\", and so widens the range.",
    alone: optional "Whether ticking it makes all other ticks void.",
    voids: optional "The options that ticking this one makes void.",
    asks_date: optional "Whether the date that was promised belongs to it.",
    offers_outcome: optional "The outcome that ticking it suggests.",
    marks: optional "The moment that ticking it marks, which waits and deadlines are counted from.",
});

choice!(Origin or "article" Origin::Article, {
    "article" Article,
    "outside_article" OutsideArticle,
});

choice!(Grade or "E" Grade::E, {
    "A" A,
    "B" B,
    "C" C,
    "D" D,
    "E" E,
});

choice!(Outcome or "no_reply" Outcome::NoReply, {
    "offer" Offer,
    "next_round" NextRound,
    "no" No,
    "no_reply" NoReply,
    "stepped_back" SteppedBack,
});

record!(Topic, "Signs of one kind.", {
    id: required "Its id.",
    combine: required "How its signs add up: all in full, or the strongest on each side in full and the others half.",
    limits: required "The least and the most that it may come to.",
});

choice!(Combine or "sum" Combine::Sum, {
    "sum" Sum,
    "strongest" Strongest,
});

record!(Limits, "The least and the most, with nought between them.", {
    low: required "The least, 0 or less.",
    high: required "The most, 0 or more.",
});

record!(Modifier, "Halves the bad points of a question.", {
    id: required "Its id.",
    when: required "When.",
    halves: required "The question.",
});

record!(Override, "Topics count as nought at most.", {
    id: required "Its id.",
    when: required "When. It sees topics as they are before any override.",
    topics: required "The topics.",
    because: required "The questions that it hangs on, the most important first.",
});

record!(OwnSide, "The topics about the person.", {
    topics: required "The topics.",
    low: required "The least that they may come to together.",
});

record!(HalfWidth, "The half-width of the range.", {
    fixed: required "For the base rate.",
    per_unsure: required "For each sign that was not seen.",
});

record!(Enough, "When there is enough for a band.", {
    answered: required "This many signs are answered. A sign behind a branch is not counted.",
    or: required "Or this holds. {\"any\": []} is never.",
});

record!(Band, "A band; both ends belong to it.", {
    level: required "Its level, from 1 up.",
    from: required "Its lowest score.",
    to: required "Its highest score.",
});

record!(GapRule, "How band less felt level is read.", {
    worse_from: required "From here up it felt worse than the signs suggest.",
    better_to: required "From here down it felt better than the signs suggest.",
    comfort_if: required "Where it felt worse and this holds, a sentence of comfort is added.",
});

record!(Fact, "A condition with a name.", {
    id: required "Its id.",
    is: required "What it stands for.",
});

record!(Letter, "A kind of letter.", {
    id: required "Its id.",
    to: required "Whom it is for.",
    words: required "The most words that it should have.",
    slots: required "Its slots, in order.",
    sentences: optional "The article's sentences behind it.",
    origin: optional "Whether the article speaks of it.",
});

choice!(Recipient or "manager" Recipient::Manager, {
    "manager" Manager,
    "hr" Hr,
    "manager_or_hr" ManagerOrHr,
    "who_named_the_date" WhoNamedTheDate,
});

record!(Rule, "A follow-up rule.", {
    id: required "Its id.",
    when: required "When it fires. {\"all\": []} is always.",
    place: required "Where it is shown.",
    letters: optional "The letters that it may recommend: the first whose condition holds is the one.",
    offers: optional "The letters that it leaves open beside its advice: the first whose condition holds is the one.",
    only_letter: optional "Whether no other rule may recommend a letter when this one fires.",
    deadline: optional "By when.",
    late_is_fine: optional "Whether doing it late is still fine.",
    opens_notes: optional "Whether it is done by writing: it opens the notes on the interview.",
    can_be_watched: optional "Whether a friend who plays the interviewer can see if it is done.",
    sentences: optional "The article's sentences behind it.",
    origin: optional "Whether the article speaks of it.",
});

choice!(RulePlace or "action" RulePlace::Action, {
    "action" Action,
    "note" Note { to: String },
    "lead" Lead,
    "lesson" Lesson { questions: Vec<String> },
});

record!(LetterCase, "A letter, and when it is the one.", {
    when: optional "When; always, if left out.",
    letter: required "The letter.",
});

choice!(DeadlineSpec or "today" DeadlineSpec::Today, {
    "hours" Hours { hours: u16, after: Anchor },
    "at_once" AtOnce,
    "today" Today,
    "this_week" ThisWeek,
    "before_next_interview" BeforeNextInterview,
    "next_time" NextTime,
    "today_and_before" TodayAndBefore { days: u8 },
});

choice!(Anchor or "interview" Anchor::Interview, {
    "interview" Interview,
    "refusal_or_interview" RefusalOrInterview,
    "refusal" Refusal,
});

record!(Speaker, "Somebody whose advice the article reports.", {
    id: required "Their id.",
});

record!(Sentence, "A sentence of the article.", {
    id: required "Its id.",
    speaker: optional "Who says it; the article's writer, if left out.",
});

record!(Source, "Where evidence comes from.", {
    id: required "Its id.",
    url: required "Its address, https only.",
});

record!(Evidence, "A row of the evidence.", {
    id: required "Its id.",
    group: required "The group that it is listed in.",
    sources: required "Its sources.",
});

choice!(Condition or "all" Condition::default(), {
    "all" All(Vec<Condition>),
    "any" Any(Vec<Condition>),
    "not" Not(Box<Condition>),
    "fact" Fact(String),
    "answer" Answer { question: String, is: Vec<String> },
    "ticked" Ticked { question: String, option: String },
    "topic" Topic { topic: String, at_most: QuarterPoints },
    "band_at_least" BandAtLeast(u8),
    "gut_at_most" GutAtMost(u8),
    "outcome" Outcome(Vec<Outcome>),
    "hours_passed" HoursPassed { since: Since, hours: u16 },
    "working_days_passed" WorkingDaysPassed { since: Since, days: u16 },
});

choice!(Since or "interview" Since::Interview, {
    "interview" Interview,
    "asked" Asked,
    "refused" Refused,
    "said_no" SaidNo,
    "promised" Promised,
});
