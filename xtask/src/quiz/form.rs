//! The form of a quiz document: each part of the shape that the program reads. Everything that is not is named at its
//! place, and replaced by an empty part, so that one mistake is named once and the others are still found.
//!
//! It must not know what the parts of a quiz mean to each other.

use interview_hindsight::domain::quiz::{QuarterPoints, QuizDraft};
use interview_hindsight::wire::quiz_document::{self, Content, Field, Shape};
use serde_json::{Map, Value, json};

/// Something wrong with a document, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The place as a JSON pointer, such as `/questions/3/id`.
    pub pointer: String,
    /// What is wrong and what to do about it.
    pub message: String,
}

impl Problem {
    /// A problem at a place.
    pub fn new(pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            pointer: pointer.into(),
            message: message.into(),
        }
    }
}

/// A name as a part of a JSON pointer.
pub fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// The draft that a document describes, and what does not fit. The draft is whole either way.
pub fn read(document: &Value) -> (QuizDraft, Vec<Problem>) {
    let mut reader = Reader::default();
    let whole = reader.part(document, &quiz_document::shape());
    // What is put in the place of a part is of its shape, so that the program's reader takes it.
    let draft = quiz_document::read(&whole.to_string()).unwrap_or_default();
    (draft, reader.problems)
}

/// Where the reader is, and what it found.
#[derive(Default)]
struct Reader {
    pointer: String,
    problems: Vec<Problem>,
}

impl Reader {
    fn problem(&mut self, message: impl Into<String>) {
        let problem = Problem::new(self.pointer.as_str(), message);
        self.problems.push(problem);
    }

    fn expected(&mut self, wanted: &str, value: &Value) {
        let found = match value {
            Value::Null => "null",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::String(_) => "a text",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
        };
        self.problem(format!("this must be {wanted}, and is {found}"));
    }

    /// Does something with a name at the end of the pointer.
    fn within<T>(&mut self, name: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(&escaped(name));
        let done = read(self);
        self.pointer.truncate(length);
        done
    }

    /// The value where it is of the shape, with what is not replaced.
    fn part(&mut self, value: &Value, shape: &Shape) -> Value {
        match (shape, value) {
            (Shape::Text, Value::String(text)) if text.is_empty() => {
                self.problem("this text is empty; write something");
            }
            (Shape::Text, Value::String(_)) | (Shape::Truth, Value::Bool(_)) => {
                return value.clone();
            }
            (Shape::Text, _) => self.expected("a text", value),
            (Shape::Truth, _) => self.expected("true or false", value),
            (Shape::Whole { min, max }, _) => match value.as_i64() {
                Some(number) if (min..=max).contains(&&number) => return value.clone(),
                _ => self.expected(&format!("a whole number from {min} to {max}"), value),
            },
            (Shape::Points, _) => match value.as_f64().map(QuarterPoints::from_points) {
                Some(Some(_)) => return value.clone(),
                Some(None) => self.problem(
                    "points are whole quarters from -1000 to 1000; write a number that ends in .0, .25, .5 or .75",
                ),
                None => self.expected("a number of points", value),
            },
            (Shape::List(of), Value::Array(items)) => {
                let shape = of();
                let items = items.iter().enumerate();
                let item = |(index, item): (usize, &Value)| {
                    self.within(&index.to_string(), |reader| reader.part(item, &shape))
                };
                return items.map(item).collect();
            }
            (Shape::List(_), _) => self.expected("a list", value),
            (Shape::Record { fields, .. }, Value::Object(object)) => {
                return self.fields(object, fields);
            }
            (Shape::Record { .. }, _) => self.expected("an object", value),
            (Shape::Choice { variants, .. }, _) => {
                if let Some(choice) = self.choice(value, variants) {
                    return choice;
                }
            }
        }
        stand_in(shape)
    }

    fn fields(&mut self, object: &Map<String, Value>, fields: &[Field]) -> Value {
        let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
        for name in object.keys().filter(|name| !names.contains(&name.as_str())) {
            let list = names.join(", ");
            let message =
                format!("there is no field \"{name}\" here; remove it, or use one of: {list}");
            self.within(name, |reader| reader.problem(message));
        }
        let mut whole = Map::new();
        for field in fields {
            let name = field.name;
            let part = self.within(name, |reader| match object.get(name) {
                Some(value) => Some(reader.part(value, &(field.shape)())),
                None if field.is_required => {
                    reader.problem(format!("the field \"{name}\" is missing; add it"));
                    Some(stand_in(&(field.shape)()))
                }
                None => None,
            });
            whole.extend(part.map(|part| (name.to_owned(), part)));
        }
        Value::Object(whole)
    }

    fn choice(&mut self, value: &Value, variants: &[(&str, Content)]) -> Option<Value> {
        let (name, content) = match value {
            Value::String(name) => (name.as_str(), None),
            Value::Object(object) if object.len() == 1 => {
                let (name, content) = object.iter().next()?;
                (name.as_str(), Some(content))
            }
            _ => ("", None),
        };
        let Some((_, wanted)) = variants.iter().find(|(known, _)| *known == name) else {
            let known: Vec<&str> = variants.iter().map(|(name, _)| *name).collect();
            let list = known.join(", ");
            self.problem(if name.is_empty() {
                format!("write exactly one of: {list}")
            } else {
                format!("\"{name}\" is not known here; use one of: {list}")
            });
            return None;
        };
        let content = match (wanted, content) {
            (Content::Nothing, content) => {
                if content.is_some() {
                    self.problem(format!(
                        "\"{name}\" has no content; write just the text \"{name}\""
                    ));
                }
                return Some(json!(name));
            }
            (_, None) => {
                self.problem(format!(
                    "\"{name}\" needs content; write {{\"{name}\": ...}}"
                ));
                return None;
            }
            (Content::Value(shape), Some(content)) => {
                self.within(name, |reader| reader.part(content, &shape()))
            }
            (Content::Fields(fields), Some(Value::Object(object))) => {
                self.within(name, |reader| reader.fields(object, fields))
            }
            (Content::Fields(_), Some(other)) => {
                self.within(name, |reader| reader.expected("an object", other));
                return None;
            }
        };
        Some(json!({ name: content }))
    }
}

/// What stands in for a part that does not fit.
fn stand_in(shape: &Shape) -> Value {
    match shape {
        Shape::Text => json!(""),
        Shape::Truth => json!(false),
        Shape::Whole { .. } | Shape::Points => json!(0),
        Shape::List(_) => json!([]),
        Shape::Record { fields, .. } => stand_in_fields(fields),
        Shape::Choice {
            fallback, variants, ..
        } => match variants.iter().find(|(name, _)| name == fallback) {
            Some((name, Content::Value(shape))) => json!({ *name: stand_in(&shape()) }),
            Some((name, Content::Fields(fields))) => json!({ *name: stand_in_fields(fields) }),
            Some((_, Content::Nothing)) | None => json!(fallback),
        },
    }
}

fn stand_in_fields(fields: &[Field]) -> Value {
    let required = fields.iter().filter(|field| field.is_required);
    let parts = required.map(|field| (field.name.to_owned(), stand_in(&(field.shape)())));
    Value::Object(parts.collect())
}
