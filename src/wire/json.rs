//! Reading and editing JSON objects without losing what is not understood.
//!
//! Owns [`Object`], which reads fields as they are needed, [`Reader`], which checks them and collects
//! every problem, and [`Fields`], which changes some fields and leaves the rest byte for byte. Must
//! not know what any field means.
//!
//! serde_json takes the texts apart: each field is a raw value, the text as it was written. What it does not do is here.
//! A derived reader stops at the first problem and says it in serde's words; [`Reader`] goes on, and gives a [`ProblemKind`]
//! with the way there. A map keeps the last of two fields with one name; [`Object`] has none then. Writing a raw value
//! can fail, since it is read again; [`Fields`] holds what was read before, as text.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;

use serde::Deserializer;
use serde::de::{Error, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::domain::history::Id;
use crate::domain::time::{Date, Moment};

/// Milliseconds since 1970 at the end of the year 9999: no later time can be written down.
const MAX_MS: i64 = 253_402_300_799_999;

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// The whole is not a JSON object; counted from 1.
    NotJson {
        /// The line.
        line: usize,
        /// The column.
        column: usize,
    },
    /// There is no such field, and there must be.
    Missing,
    /// It is something else than this: `text`, `number`, `yes or no`, `list`, `object`.
    Not(&'static str),
    /// A text or list is longer than this many characters or entries.
    LongerThan(usize),
    /// A number lies outside of these bounds.
    Outside(i64, i64),
    /// It is not an RFC 3339 time, or not a date.
    NotATime,
    /// It is not an id.
    NotAnId,
    /// It is not one of the words that this field takes.
    UnknownWord,
    /// It does not agree with the key that it stands under.
    NotTheKey,
    /// It is more than a record may be.
    TooLarge,
    /// It is from a version of this program that is newer than this one.
    Newer,
    /// It holds half a character, and cannot be read as text.
    NotText,
}

/// A problem with a stored or imported text, and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The names of the fields on the way there, with dots between; empty for the whole.
    pub field: String,
    /// What is wrong.
    pub what: ProblemKind,
}

/// The fields of a JSON object, each as its own text. No name stands twice.
#[derive(Debug)]
pub(crate) struct Object<'a>(Vec<(Cow<'a, str>, &'a str)>);

impl<'a> Object<'a> {
    /// The fields of a text that may be anything.
    pub(crate) fn parse(text: &'a str) -> Result<Self, ProblemKind> {
        Self::read(text).ok_or_else(|| match serde_json::from_str::<IgnoredAny>(text) {
            Ok(_) => ProblemKind::Not("object"),
            Err(error) => ProblemKind::NotJson {
                line: error.line(),
                column: error.column(),
            },
        })
    }

    /// `None` when it is no object, or says a thing twice: which of two would count is anybody's guess, and a guess can
    /// hide something.
    pub(crate) fn read(json: &'a str) -> Option<Self> {
        let mut reader = serde_json::Deserializer::from_str(json);
        let mut fields = reader.deserialize_map(Entries).ok()?;
        reader.end().ok()?;
        // Sorted already, where we wrote it.
        if !fields.is_sorted_by(|a, b| a.0 < b.0) {
            fields.sort_by(|a, b| a.0.cmp(&b.0));
            if fields.windows(2).any(|pair| pair[0].0 == pair[1].0) {
                return None;
            }
        }
        Some(Self(fields))
    }

    pub(crate) fn get(&self, name: &str) -> Option<&'a str> {
        let place = self
            .0
            .binary_search_by(|(other, _)| other.as_ref().cmp(name))
            .ok()?;
        self.0.get(place).map(|(_, raw)| *raw)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &'a str)> {
        self.0.iter().map(|(name, raw)| (name.as_ref(), *raw))
    }

    /// The field at this place in the order of names.
    pub(crate) fn at(&self, place: usize) -> Option<(&str, &'a str)> {
        self.0.get(place).map(|(name, raw)| (name.as_ref(), *raw))
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        self.get(name)?.parse().ok()
    }
}

/// Reads the entries of an object in the order of writing.
struct Entries;

impl<'a> Visitor<'a> for Entries {
    type Value = Vec<(Cow<'a, str>, &'a str)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some((name, value)) = map.next_entry::<&RawValue, &RawValue>()? {
            let name = text(name.get()).ok_or_else(|| A::Error::custom("half a character"))?;
            entries.push((name, value.get()));
        }
        Ok(entries)
    }
}

/// The entries of a list. `None` when it is no list.
pub(crate) fn list(json: &str) -> Option<Vec<&str>> {
    let entries: Vec<&RawValue> = serde_json::from_str(json).ok()?;
    Some(entries.into_iter().map(RawValue::get).collect())
}

/// Reads an object's fields with bounds. A method that finds nothing fitting notes the problem and
/// gives `None`; so a caller reads every field first, and only then gives up.
pub(crate) struct Reader<'a, 'p> {
    object: Object<'a>,
    path: String,
    problems: &'p RefCell<Vec<Problem>>,
}

impl<'a, 'p> Reader<'a, 'p> {
    pub(crate) fn new(object: Object<'a>, problems: &'p RefCell<Vec<Problem>>) -> Self {
        Self {
            object,
            path: String::new(),
            problems,
        }
    }

    pub(crate) fn into_object(self) -> Object<'a> {
        self.object
    }

    pub(crate) fn problem<T>(&self, name: &str, what: ProblemKind) -> Option<T> {
        self.problems.borrow_mut().push(Problem {
            field: self.path_to(name),
            what,
        });
        None
    }

    /// The text of a field; `None` when it is absent or `null`.
    pub(crate) fn raw(&self, name: &str) -> Option<&'a str> {
        self.object.get(name).filter(|raw| *raw != "null")
    }

    fn required(&self, name: &str) -> Option<&'a str> {
        self.raw(name)
            .or_else(|| self.problem(name, ProblemKind::Missing))
    }

    /// The fields by name, each with its value.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&str, &'a str)> {
        self.object.iter()
    }

    pub(crate) fn len(&self) -> usize {
        self.object.len()
    }

    pub(crate) fn object(&self, name: &str) -> Option<Reader<'a, 'p>> {
        match Object::read(self.required(name)?) {
            Some(object) => Some(Self {
                object,
                path: self.path_to(name),
                problems: self.problems,
            }),
            None => self.problem(name, ProblemKind::Not("object")),
        }
    }

    /// An object of at most so many fields, or none at all.
    pub(crate) fn optional_object(&self, name: &str, max: usize) -> Option<Reader<'a, 'p>> {
        self.raw(name)?;
        let object = self.object(name)?;
        if object.len() > max {
            return self.problem(name, ProblemKind::LongerThan(max));
        }
        Some(object)
    }

    pub(crate) fn text(&self, name: &str, max_chars: usize) -> Option<Cow<'a, str>> {
        self.text_in(name, self.required(name)?, max_chars)
    }

    /// The text in the value of a field, for a caller that has the value at hand.
    pub(crate) fn text_in(
        &self,
        name: &str,
        raw: &'a str,
        max_chars: usize,
    ) -> Option<Cow<'a, str>> {
        let Some(text) = text(raw) else {
            return self.problem(name, ProblemKind::Not("text"));
        };
        // Bytes first: counting characters is needed only where there are many bytes.
        if text.len() > max_chars && text.chars().count() > max_chars {
            return self.problem(name, ProblemKind::LongerThan(max_chars));
        }
        Some(text)
    }

    pub(crate) fn texts(&self, name: &str, max: usize, max_chars: usize) -> Option<Vec<String>> {
        let raw = self.required(name)?;
        let Some(list) = list(raw) else {
            return self.problem(name, ProblemKind::Not("list"));
        };
        if list.len() > max {
            return self.problem(name, ProblemKind::LongerThan(max));
        }
        let texts = list.into_iter().map(|raw| text(raw).map(Cow::into_owned));
        match texts.collect::<Option<Vec<_>>>() {
            None => self.problem(name, ProblemKind::Not("text")),
            Some(texts) if texts.iter().any(|text| text.len() > max_chars) => {
                self.problem(name, ProblemKind::LongerThan(max_chars))
            }
            texts => texts,
        }
    }

    pub(crate) fn number<T: TryFrom<i64>>(&self, name: &str, min: i64, max: i64) -> Option<T> {
        self.number_in(name, self.required(name)?, min, max)
    }

    /// The number in the value of a field, for a caller that has the value at hand.
    pub(crate) fn number_in<T: TryFrom<i64>>(
        &self,
        name: &str,
        raw: &str,
        min: i64,
        max: i64,
    ) -> Option<T> {
        let Ok(number) = raw.parse::<i64>() else {
            return self.problem(name, ProblemKind::Not("number"));
        };
        match T::try_from(number) {
            Ok(value) if (min..=max).contains(&number) => Some(value),
            _ => self.problem(name, ProblemKind::Outside(min, max)),
        }
    }

    /// Milliseconds since 1970.
    pub(crate) fn milliseconds(&self, name: &str) -> Option<i64> {
        self.milliseconds_in(name, self.required(name)?)
    }

    /// As [`Reader::milliseconds`], for a caller that has the value at hand.
    pub(crate) fn milliseconds_in(&self, name: &str, raw: &str) -> Option<i64> {
        self.number_in(name, raw, 0, MAX_MS)
    }

    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        match self.required(name)? {
            "true" => Some(true),
            "false" => Some(false),
            _ => self.problem(name, ProblemKind::Not("yes or no")),
        }
    }

    /// A flag that is left out where it is `false`.
    pub(crate) fn optional_flag(&self, name: &str) -> Option<bool> {
        if self.raw(name).is_none() {
            Some(false)
        } else {
            self.flag(name)
        }
    }

    pub(crate) fn id(&self, name: &str) -> Option<Id> {
        let text = self.text(name, Id::MAX_CHARS)?;
        Id::new(&text).or_else(|| self.problem(name, ProblemKind::NotAnId))
    }

    pub(crate) fn moment(&self, name: &str) -> Option<Moment> {
        let text = self.text(name, 64)?;
        Moment::parse_rfc3339(&text)
            .ok()
            .or_else(|| self.problem(name, ProblemKind::NotATime))
    }

    pub(crate) fn date(&self, name: &str) -> Option<Date> {
        let text = self.text(name, 64)?;
        Date::parse(&text)
            .ok()
            .or_else(|| self.problem(name, ProblemKind::NotATime))
    }

    pub(crate) fn word<T>(&self, name: &str, from_id: fn(&str) -> Option<T>) -> Option<T> {
        let text = self.text(name, Id::MAX_CHARS)?;
        from_id(&text).or_else(|| self.problem(name, ProblemKind::UnknownWord))
    }

    /// `Some(None)` when the field is absent or `null`; what `read` says otherwise.
    pub(crate) fn optional<T>(
        &self,
        name: &str,
        read: impl FnOnce(&Self, &str) -> Option<T>,
    ) -> Option<Option<T>> {
        if self.raw(name).is_none() {
            Some(None)
        } else {
            read(self, name).map(Some)
        }
    }

    fn path_to(&self, name: &str) -> String {
        match (self.path.is_empty(), name.is_empty()) {
            (true, _) => name.to_owned(),
            (_, true) => self.path.clone(),
            _ => format!("{}.{name}", self.path),
        }
    }
}

/// The text that a JSON string stands for. `None` when it is none, or stands for half a character.
pub(crate) fn text(raw: &str) -> Option<Cow<'_, str>> {
    let inner = raw.strip_prefix('"')?.strip_suffix('"')?;
    if inner.bytes().any(|b| b == b'\\') {
        serde_json::from_str(raw).ok().map(Cow::Owned)
    } else {
        Some(Cow::Borrowed(inner))
    }
}

/// A text as a JSON string.
pub(crate) fn quote(text: &str) -> String {
    // Writing a text to memory has no way to fail; an empty text in the place of a panic.
    serde_json::to_string(text).unwrap_or_else(|_| "\"\"".to_owned())
}

/// The fields of an object that is being changed. What is not touched stays byte for byte; the names
/// come out sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fields(BTreeMap<String, String>);

impl Fields {
    /// The fields of this object; none when it is no object.
    pub(crate) fn over(text: &str) -> Self {
        if text.is_empty() {
            Self::default()
        } else {
            Object::parse(text)
                .map(|object| Self::from(&object))
                .unwrap_or_default()
        }
    }

    pub(crate) fn raw(&mut self, name: &str, json: impl Into<String>) {
        self.0.insert(name.to_owned(), json.into());
    }

    pub(crate) fn text(&mut self, name: &str, value: &str) {
        self.raw(name, quote(value));
    }

    pub(crate) fn texts(&mut self, name: &str, values: impl IntoIterator<Item = impl AsRef<str>>) {
        let values = values.into_iter().map(|value| quote(value.as_ref()));
        self.list(name, values);
    }

    /// A list of values that are JSON already.
    pub(crate) fn list(&mut self, name: &str, values: impl Iterator<Item = String>) {
        let values: Vec<String> = values.collect();
        self.raw(name, format!("[{}]", values.join(",")));
    }

    pub(crate) fn number(&mut self, name: &str, value: impl Into<i64>) {
        self.raw(name, value.into().to_string());
    }

    /// A flag, left out where it is `false`.
    pub(crate) fn optional_flag(&mut self, name: &str, value: bool) {
        self.optional(name, value.then_some(()), |fields, name, ()| {
            fields.raw(name, "true")
        });
    }

    /// Writes a value, or removes the field.
    pub(crate) fn optional<T>(
        &mut self,
        name: &str,
        value: Option<T>,
        write: impl FnOnce(&mut Self, &str, T),
    ) {
        match value {
            Some(value) => write(self, name, value),
            None => {
                self.take(name);
            }
        }
    }

    /// Removes a field and gives its JSON.
    pub(crate) fn take(&mut self, name: &str) -> Option<String> {
        self.0.remove(name)
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Changes the object in a field, keeping what of it is not touched.
    pub(crate) fn edit(&mut self, name: &str, change: impl FnOnce(&mut Self)) {
        let mut inner = self.get(name).map(Self::over).unwrap_or_default();
        change(&mut inner);
        self.raw(name, inner.finish());
    }

    /// Puts a new object in a field.
    pub(crate) fn object(&mut self, name: &str, fill: impl FnOnce(&mut Self)) {
        let mut inner = Self::default();
        fill(&mut inner);
        self.raw(name, inner.finish());
    }

    pub(crate) fn finish(self) -> String {
        let mut text = String::from("{");
        for (name, json) in &self.0 {
            if text.len() > 1 {
                text.push(',');
            }
            text.push_str(&quote(name));
            text.push(':');
            text.push_str(json);
        }
        text.push('}');
        text
    }
}

impl IntoIterator for Fields {
    type Item = (String, String);
    type IntoIter = std::collections::btree_map::IntoIter<String, String>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl From<&Object<'_>> for Fields {
    fn from(object: &Object<'_>) -> Self {
        Self(
            object
                .iter()
                .map(|(name, raw)| (name.to_owned(), raw.to_owned()))
                .collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_touched_stays_byte_for_byte() {
        let text = r#"{"z": 1.50, "a":{"n": 1E400 ,"m":[ 1 ]}, "é\n":"\ud83d\ude42","n":-0}"#;
        let mut fields = Fields::over(text);
        fields.edit("a", |a| a.text("m", "new"));
        fields.number("b", 7);
        assert_eq!(
            fields.finish(),
            r#"{"a":{"m":"new","n":1E400},"b":7,"n":-0,"z":1.50,"é\n":"\ud83d\ude42"}"#
        );
    }

    #[test]
    fn all_problems_are_named_with_the_way_there() {
        let problems = RefCell::new(Vec::new());
        let text =
            r#"{"a":{"b":300,"c":"abc","d":"\ud800","e":1},"f":[1],"g":"x y","h":"2026-02-30"}"#;
        let reader = Reader::new(Object::parse(text).expect("an object"), &problems);
        let a = reader.object("a").expect("an object");
        assert_eq!(a.number::<u8>("b", 0, 255), None);
        assert_eq!(a.text("c", 2), None);
        assert_eq!(a.text("d", 9), None);
        assert!(a.object("e").is_none());
        assert_eq!(reader.texts("f", 3, 3), None);
        assert_eq!(reader.id("g"), None);
        assert_eq!(reader.date("h"), None);
        assert_eq!(reader.flag("i"), None);
        assert_eq!(reader.optional("i", Reader::flag), Some(None));
        let seen = problems.into_inner();
        let seen: Vec<_> = seen.iter().map(|p| (p.field.as_str(), &p.what)).collect();
        assert_eq!(
            seen,
            [
                ("a.b", &ProblemKind::Outside(0, 255)),
                ("a.c", &ProblemKind::LongerThan(2)),
                ("a.d", &ProblemKind::Not("text")),
                ("a.e", &ProblemKind::Not("object")),
                ("f", &ProblemKind::Not("text")),
                ("g", &ProblemKind::NotAnId),
                ("h", &ProblemKind::NotATime),
                ("i", &ProblemKind::Missing),
            ]
        );
    }

    #[test]
    fn what_is_no_object_or_says_a_thing_twice_is_refused() {
        for text in [
            "",
            "null",
            "[]",
            "{",
            r#"{"a":1,"a":2}"#,
            r#"{"a":1,"\u0061":2}"#,
            "{} {}",
            "\u{feff}{}",
        ] {
            assert!(Object::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn an_object_is_cut_where_its_fields_end() {
        let text =
            " {\"a\" : [1, {\"x\":\"]}\\\"\"}] ,\"b\":\"{,é\\\\\" , \"c\":-1.5e+3,\"d\":null\n} ";
        let object = Object::parse(text).expect("an object");
        let fields: Vec<_> = object.iter().collect();
        let expected = [
            ("a", r#"[1, {"x":"]}\""}]"#),
            ("b", r#""{,é\\""#),
            ("c", "-1.5e+3"),
            ("d", "null"),
        ];
        assert_eq!(fields, expected);
        assert_eq!(list("[ ]"), Some(vec![]));
        assert_eq!(list(r#"[1,"a,b", [2]]"#), Some(vec!["1", "\"a,b\"", "[2]"]));
        assert_eq!((list("{}"), list("7")), (None, None));
    }

    #[test]
    fn depth_is_no_way_to_bring_the_program_down() {
        let deep = format!(r#"{{"a":{}{}}}"#, "[".repeat(200_000), "]".repeat(200_000));
        if let Ok(object) = Object::parse(&deep) {
            assert!(object.get("a").is_some());
        }
    }
}
