//! Reads a quiz document: from JSON to a [`QuizDraft`], naming everything that does not fit.
//!
//! Serde's derive stops at the first error; whoever writes a quiz wants them all. So each type says here, in
//! one declaration, how it is written: from that come the reader and the JSON Schema. A value that does not fit is
//! named and replaced by an empty one, so that one mistake is told once. What the parts of a quiz mean to each other is not known here: [`Quiz::new`] and [`super::super::domain::quiz_check`] look at that.

use serde_json::{Map, Value, json};

use crate::domain::condition::Condition;
use crate::domain::history::{Format, Outcome};
use crate::domain::quiz::{
    Anchor, Band, Combine, DeadlineSpec, Enough, Evidence, Fact, GapRule, Grade, HalfWidth, Kind,
    Letter, LetterCase, Limits, Modifier, OptionSpec, Origin, Override, OwnSide, Problem,
    QuarterPoints, Question, Quiz, QuizDraft, Recipient, Role, Rule, RulePlace, Sentence, Source,
    Speaker, Stage, TELLS, Topic, told,
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

/// The quiz that new interviews are answered with. A test holds its document to all checks, so that the program need not.
pub fn current() -> Result<Quiz, Vec<Problem>> {
    Quiz::released(read_text(CURRENT)?)
}

/// The quiz that a document's text describes, or everything that is wrong with it.
pub fn parse(text: &str) -> Result<Quiz, Vec<Problem>> {
    Quiz::new(read_text(text)?)
}

fn read_text(text: &str) -> Result<QuizDraft, Vec<Problem>> {
    let value =
        serde_json::from_str(text).map_err(|error| vec![Problem::told("", told!("{error}"))])?;
    let (draft, problems) = read(&value);
    if problems.is_empty() {
        Ok(draft)
    } else {
        Err(problems)
    }
}

/// The draft that a document describes, and what does not fit. The draft is whole either way.
pub fn read(document: &Value) -> (QuizDraft, Vec<Problem>) {
    let mut reader = Reader::default();
    let draft = QuizDraft::read(document, &mut reader);
    (draft, reader.problems)
}

/// The JSON Schema of a quiz document.
pub fn schema() -> Value {
    let mut definitions = Map::new();
    let root = QuizDraft::schema(&mut definitions);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A quiz of Interview Hindsight",
        "description": "Structure, points, conditions and sources; the words are in a text file beside it.",
        "$ref": root["$ref"],
        "$defs": definitions,
    })
}

/// The parts of a message, where problems are told.
fn told_parts(parts: &[&str]) -> String {
    if TELLS { parts.concat() } else { String::new() }
}

/// Where the reader is, and what it found.
#[derive(Default)]
pub struct Reader {
    pointer: String,
    problems: Vec<Problem>,
}

/// A type that a document can hold.
trait Read: Sized {
    fn read(value: &Value, reader: &mut Reader) -> Self;
    /// What stands in for a value that does not fit.
    fn fallback() -> Self;
    /// The schema of a value; a named type puts its definition aside and answers with a reference.
    fn schema(definitions: &mut Map<String, Value>) -> Value;
}

impl Reader {
    fn problem(&mut self, message: impl Into<String>) {
        self.problems
            .push(Problem::told(self.pointer.as_str(), message));
    }

    /// Reads a part, with its name at the end of the pointer meanwhile.
    fn within<T: Read>(&mut self, name: &str, value: &Value) -> T {
        let length = self.enter(name);
        let part = T::read(value, self);
        self.pointer.truncate(length);
        part
    }

    fn enter(&mut self, name: &str) -> usize {
        let length = self.pointer.len();
        if !TELLS {
            return length;
        }
        self.pointer.push('/');
        for c in name.chars() {
            match c {
                '~' => self.pointer.push_str("~0"),
                '/' => self.pointer.push_str("~1"),
                other => self.pointer.push(other),
            }
        }
        length
    }

    fn expected(&mut self, wanted: &str, value: &Value) {
        if !TELLS {
            return self.problem("");
        }
        let found = match value {
            Value::Null => "null",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::String(_) => "a text",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
        };
        self.problem(told_parts(&["this must be ", wanted, ", and is ", found]));
    }

    /// The object that a record is written as; its unknown fields are named.
    fn object<'v>(&mut self, value: &'v Value, known: &[&str]) -> Option<&'v Map<String, Value>> {
        let Value::Object(object) = value else {
            self.expected("an object", value);
            return None;
        };
        for name in object.keys() {
            if !known.contains(&name.as_str()) {
                let length = self.enter(name);
                let list = if TELLS {
                    known.join(", ")
                } else {
                    String::new()
                };
                self.problem(told_parts(&[
                    "there is no field \"",
                    name,
                    "\" here; remove it, or use one of: ",
                    &list,
                ]));
                self.pointer.truncate(length);
            }
        }
        Some(object)
    }

    /// The value of a field, with its name at the end of the pointer.
    fn enter_field<'v>(
        &mut self,
        object: &'v Map<String, Value>,
        name: &str,
        required: bool,
    ) -> Option<&'v Value> {
        let value = object.get(name);
        self.enter(name);
        if value.is_none() && required {
            self.problem(told_parts(&["the field \"", name, "\" is missing; add it"]));
        }
        value
    }

    fn field<T: Read>(&mut self, object: &Map<String, Value>, name: &str, required: bool) -> T {
        let length = self.pointer.len();
        let field = match self.enter_field(object, name, required) {
            Some(value) => T::read(value, self),
            None => T::fallback(),
        };
        self.pointer.truncate(length);
        field
    }

    /// The name and the content of a choice: a text, or an object with one field.
    fn choice<'v>(
        &mut self,
        value: &'v Value,
        known: &[&str],
    ) -> Option<(&'v str, Option<&'v Value>)> {
        let (name, content) = match value {
            Value::String(name) => (name.as_str(), None),
            Value::Object(object) if object.len() == 1 => {
                let (name, content) = object.iter().next()?;
                (name.as_str(), Some(content))
            }
            _ => ("", None),
        };
        if known.contains(&name) {
            return Some((name, content));
        }
        let list = if TELLS {
            known.join(", ")
        } else {
            String::new()
        };
        if name.is_empty() {
            self.problem(told_parts(&["write exactly one of: ", &list]));
        } else {
            self.problem(told_parts(&[
                "\"",
                name,
                "\" is not known here; use one of: ",
                &list,
            ]));
        }
        None
    }

    fn no_content(&mut self, name: &str, content: Option<&Value>) {
        if content.is_some() {
            self.problem(told_parts(&[
                "\"",
                name,
                "\" has no content; write just the text \"",
                name,
                "\"",
            ]));
        }
    }

    fn content<T: Read>(&mut self, name: &str, content: Option<&Value>) -> T {
        match content {
            Some(content) => self.within(name, content),
            None => {
                self.problem(told_parts(&[
                    "\"",
                    name,
                    "\" needs content; write {\"",
                    name,
                    "\": ...}",
                ]));
                T::fallback()
            }
        }
    }

    fn whole_number(&mut self, value: &Value, min: i64, max: i64) -> i64 {
        match value.as_i64() {
            Some(number) if (min..=max).contains(&number) => number,
            _ => {
                self.expected(&told!("a whole number from {min} to {max}"), value);
                0
            }
        }
    }
}

impl Read for String {
    fn read(value: &Value, reader: &mut Reader) -> Self {
        match value {
            Value::String(text) if !text.is_empty() => return text.clone(),
            Value::String(_) => reader.problem("this text is empty; write something"),
            _ => reader.expected("a text", value),
        }
        String::new()
    }

    fn fallback() -> Self {
        String::new()
    }

    fn schema(_: &mut Map<String, Value>) -> Value {
        json!({ "type": "string", "minLength": 1 })
    }
}

impl Read for bool {
    fn read(value: &Value, reader: &mut Reader) -> Self {
        let Value::Bool(truth) = value else {
            reader.expected("true or false", value);
            return false;
        };
        *truth
    }

    fn fallback() -> Self {
        false
    }

    fn schema(_: &mut Map<String, Value>) -> Value {
        json!({ "type": "boolean" })
    }
}

macro_rules! whole_number {
    ($($type:ident)*) => {$(
        impl Read for $type {
            fn read(value: &Value, reader: &mut Reader) -> Self {
                let number = reader.whole_number(value, i64::from($type::MIN), i64::from($type::MAX));
                // The reader keeps it within the type's limits.
                $type::try_from(number).unwrap_or_default()
            }

            fn fallback() -> Self {
                0
            }

            fn schema(_: &mut Map<String, Value>) -> Value {
                json!({ "type": "integer", "minimum": $type::MIN, "maximum": $type::MAX })
            }
        }
    )*};
}

whole_number!(u8 i8 u16);

impl Read for QuarterPoints {
    fn read(value: &Value, reader: &mut Reader) -> Self {
        let Some(number) = value.as_f64() else {
            reader.expected("a number of points", value);
            return Self::ZERO;
        };
        QuarterPoints::from_points(number).unwrap_or_else(|| {
            reader.problem(
                "points are whole quarters from -1000 to 1000; write a number that ends in .0, .25, .5 or .75",
            );
            Self::ZERO
        })
    }

    fn fallback() -> Self {
        Self::ZERO
    }

    fn schema(_: &mut Map<String, Value>) -> Value {
        let largest = QuarterPoints::LARGEST;
        json!({ "type": "number", "multipleOf": 0.25, "minimum": -largest, "maximum": largest })
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(value: &Value, reader: &mut Reader) -> Self {
        let Value::Array(items) = value else {
            reader.expected("a list", value);
            return Vec::new();
        };
        let mut list = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            list.push(reader.within(&told!("{index}"), item));
        }
        list
    }

    fn fallback() -> Self {
        Vec::new()
    }

    fn schema(definitions: &mut Map<String, Value>) -> Value {
        json!({ "type": "array", "items": T::schema(definitions) })
    }
}

impl<T: Read> Read for Option<T> {
    fn read(value: &Value, reader: &mut Reader) -> Self {
        Some(T::read(value, reader))
    }

    fn fallback() -> Self {
        None
    }

    fn schema(definitions: &mut Map<String, Value>) -> Value {
        T::schema(definitions)
    }
}

impl<T: Read> Read for Box<T> {
    fn read(value: &Value, reader: &mut Reader) -> Self {
        Box::new(T::read(value, reader))
    }

    fn fallback() -> Self {
        Box::new(T::fallback())
    }

    fn schema(definitions: &mut Map<String, Value>) -> Value {
        T::schema(definitions)
    }
}

/// Puts a definition aside, once, and answers with a reference to it. It is entered before it is made, for
/// a condition holds conditions.
fn define(
    definitions: &mut Map<String, Value>,
    name: &str,
    make: &dyn Fn(&mut Map<String, Value>) -> Value,
) -> Value {
    if !definitions.contains_key(name) {
        definitions.insert(name.to_owned(), Value::Null);
        let definition = make(definitions);
        definitions.insert(name.to_owned(), definition);
    }
    json!({ "$ref": format!("#/$defs/{name}") })
}

fn object_schema(description: &str, fields: Vec<(&str, bool, &str, Value)>) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for (name, is_required, description, mut schema) in fields {
        if let Value::Object(schema) = &mut schema {
            schema.insert("description".to_owned(), Value::from(description));
        }
        properties.insert(name.to_owned(), schema);
        if is_required {
            required.push(name);
        }
    }
    let mut schema = json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    });
    if !description.is_empty() {
        schema["description"] = Value::from(description);
    }
    schema
}

fn choice_schema(name: &str, content: Option<Value>) -> Value {
    match content {
        None => json!({ "const": name }),
        Some(content) => json!({
            "type": "object",
            "properties": { name: content },
            "required": [name],
            "additionalProperties": false,
        }),
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
        impl Read for $type {
            fn read(value: &Value, reader: &mut Reader) -> Self {
                let Some(object) = reader.object(value, &[$(stringify!($field)),*]) else {
                    return Self::default();
                };
                Self {
                    $($field: reader.field(object, stringify!($field), is_required!($need)),)*
                }
            }

            fn fallback() -> Self {
                Self::default()
            }

            fn schema(definitions: &mut Map<String, Value>) -> Value {
                // A field's type is inferred from a value that is never made.
                fn of<T, F: Read>(_: fn(T) -> F, definitions: &mut Map<String, Value>) -> Value {
                    F::schema(definitions)
                }
                define(definitions, stringify!($type), &|definitions| {
                    let fields = vec![$((
                        stringify!($field),
                        is_required!($need),
                        $doc,
                        of(|record: $type| record.$field, definitions),
                    ),)*];
                    object_schema($about, fields)
                })
            }
        }
    };
}

/// A type that is one of several: written as its name, or as an object with its name and its content.
macro_rules! choice {
    ($type:ident or $fallback:expr, {
        $($name:literal $variant:ident $(($inner:ty))? $({ $($field:ident: $inner_type:ty),* })?,)*
    }) => {
        impl Read for $type {
            fn read(value: &Value, reader: &mut Reader) -> Self {
                let Some((name, content)) = reader.choice(value, &[$($name),*]) else {
                    return Self::fallback();
                };
                $(
                    if name == $name {
                        return choice!(@read reader, $name, content, $type, $variant $(($inner))? $({ $($field),* })?);
                    }
                )*
                Self::fallback()
            }

            fn fallback() -> Self {
                $fallback
            }

            fn schema(definitions: &mut Map<String, Value>) -> Value {
                define(definitions, stringify!($type), &|definitions| {
                    let _ = &definitions;
                    json!({ "oneOf": [$(
                        choice!(@schema definitions, $name $(($inner))? $({ $($field: $inner_type),* })?)
                    ),*] })
                })
            }
        }
    };
    (@read $reader:ident, $name:literal, $content:ident, $type:ident, $variant:ident) => {{
        $reader.no_content($name, $content);
        $type::$variant
    }};
    (@read $reader:ident, $name:literal, $content:ident, $type:ident, $variant:ident ($inner:ty)) => {
        $type::$variant($reader.content::<$inner>($name, $content))
    };
    (@read $reader:ident, $name:literal, $content:ident, $type:ident, $variant:ident { $($field:ident),* }) => {{
        let Some(content) = $content else {
            $reader.content::<bool>($name, None);
            return Self::fallback();
        };
        let length = $reader.enter($name);
        let object = $reader.object(content, &[$(stringify!($field)),*]);
        let read = object.map(|object| $type::$variant {
            $($field: $reader.field(object, stringify!($field), true)),*
        });
        $reader.pointer.truncate(length);
        read.unwrap_or_else(Self::fallback)
    }};
    (@schema $definitions:ident, $name:literal) => {
        choice_schema($name, None)
    };
    (@schema $definitions:ident, $name:literal ($inner:ty)) => {
        choice_schema($name, Some(<$inner>::schema($definitions)))
    };
    (@schema $definitions:ident, $name:literal { $($field:ident: $inner:ty),* }) => {
        choice_schema($name, Some(object_schema("", vec![
            $((stringify!($field), true, "", <$inner>::schema($definitions)),)*
        ])))
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

choice!(Role or Role::Note, {
    "gut" Gut,
    "forecast" Forecast,
    "sign" Sign { topic: String },
    "neutral" Neutral,
    "note" Note,
    "routing" Routing,
    "base" Base,
});

choice!(Kind or Kind::default(), {
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

choice!(Origin or Origin::Article, {
    "article" Article,
    "outside_article" OutsideArticle,
});

choice!(Grade or Grade::E, {
    "A" A,
    "B" B,
    "C" C,
    "D" D,
    "E" E,
});

choice!(Format or Format::InPerson, {
    "in_person" InPerson,
    "video" Video,
    "phone" Phone,
    "recorded" Recorded,
});

choice!(Outcome or Outcome::NoReply, {
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

choice!(Combine or Combine::Sum, {
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

choice!(Recipient or Recipient::Manager, {
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
    sentences: optional "The article's sentences behind it.",
    origin: optional "Whether the article speaks of it.",
});

choice!(RulePlace or RulePlace::Action, {
    "action" Action,
    "note" Note { to: String },
    "lead" Lead,
    "lesson" Lesson { questions: Vec<String> },
});

record!(LetterCase, "A letter, and when it is the one.", {
    when: optional "When; always, if left out.",
    letter: required "The letter.",
});

choice!(DeadlineSpec or DeadlineSpec::Today, {
    "hours" Hours { hours: u16, after: Anchor },
    "at_once" AtOnce,
    "today" Today,
    "this_week" ThisWeek,
    "before_next_interview" BeforeNextInterview,
    "next_time" NextTime,
    "today_and_before" TodayAndBefore { days: u8 },
});

choice!(Anchor or Anchor::Interview, {
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

choice!(Condition or Condition::default(), {
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

choice!(Since or Since::Interview, {
    "interview" Interview,
    "asked" Asked,
    "refused" Refused,
    "said_no" SaidNo,
    "promised" Promised,
});
