//! Reading and editing JSON objects without losing what is not understood.
//!
//! Owns [`Object`], which reads fields as they are needed, [`Reader`], which checks them and collects
//! every problem, and [`Fields`], which changes some fields and leaves the rest byte for byte. Must
//! not know what any field means.
//!
//! Not `#[derive(Deserialize)]`: a derived reader stops at the first problem, its way of keeping
//! unknown fields costs a copy of every value and several kilobytes of code, and numbers with a
//! fraction would come back changed. So serde_json says whether a text is JSON, once; from then on its
//! objects are only cut into pieces, which is what makes opening a store with 2,000 results quick.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;

use serde::de::IgnoredAny;

use crate::domain::history::Id;
use crate::domain::time::{Date, Moment};

/// Milliseconds since 1970 at the end of the year 9999: no later time can be written down.
const MAX_MS: i64 = 253_402_300_799_999;

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
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
    pub what: What,
}

/// The fields of a JSON object, each as its own text. No name stands twice.
#[derive(Debug)]
pub(crate) struct Object<'a>(Vec<(Cow<'a, str>, &'a str)>);

impl<'a> Object<'a> {
    /// The fields of a text that may be anything.
    pub(crate) fn parse(text: &'a str) -> Result<Self, What> {
        match serde_json::from_str::<IgnoredAny>(text) {
            Ok(_) => Self::cut(text).ok_or(What::Not("object")),
            Err(error) => Err(What::NotJson {
                line: error.line(),
                column: error.column(),
            }),
        }
    }

    /// The fields of a text that is known to be JSON. `None` when it is no object, or says a thing twice:
    /// which of two would count is anybody's guess, and a guess can hide something.
    fn cut(json: &'a str) -> Option<Self> {
        let mut scan = Scan::new(json, b'{')?;
        let mut fields = Vec::new();
        while !scan.ends(b'}')? {
            let name = text(scan.value()?)?;
            scan.skip(b':')?;
            fields.push((name, scan.value()?));
        }
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

    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        self.get(name)?.parse().ok()
    }
}

/// The entries of a list, in a text that is known to be JSON. `None` when it is no list.
pub(crate) fn list(json: &str) -> Option<Vec<&str>> {
    let mut scan = Scan::new(json, b'[')?;
    let mut entries = Vec::new();
    while !scan.ends(b']')? {
        entries.push(scan.value()?);
    }
    Some(entries)
}

/// Walks through the entries of an object or a list. It does not check what serde_json has checked, but
/// gives up where a text is not JSON after all.
struct Scan<'a> {
    json: &'a str,
    at: usize,
    first: bool,
}

impl<'a> Scan<'a> {
    fn new(json: &'a str, opening: u8) -> Option<Self> {
        let mut scan = Self {
            json,
            at: 0,
            first: true,
        };
        scan.skip(opening)?;
        Some(scan)
    }

    fn peek(&self) -> Option<u8> {
        self.json.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn skip(&mut self, mark: u8) -> Option<()> {
        self.skip_space();
        (self.peek()? == mark).then(|| self.at += 1)
    }

    /// Whether the closing mark is next; else steps over the comma before the next entry.
    fn ends(&mut self, closing: u8) -> Option<bool> {
        self.skip_space();
        if self.peek()? == closing {
            return Some(true);
        }
        if !std::mem::take(&mut self.first) {
            self.skip(b',')?;
        }
        Some(false)
    }

    /// Steps over one value, and gives its text.
    fn value(&mut self) -> Option<&'a str> {
        self.skip_space();
        let start = self.at;
        match self.peek()? {
            b'"' => self.skip_text()?,
            b'{' | b'[' => self.skip_nested()?,
            _ => self.skip_to(|b| b",:}] \t\n\r".contains(&b)),
        }
        // `get` and not an index: a cut in the middle of a character is no reason to end.
        self.json
            .get(start..self.at)
            .filter(|value| !value.is_empty())
    }

    fn skip_nested(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            self.skip_to(|b| matches!(b, b'"' | b'{' | b'}' | b'[' | b']'));
            match self.peek()? {
                b'"' => self.skip_text()?,
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                _ => {
                    depth = depth.checked_sub(1)?;
                    self.at += 1;
                    if depth == 0 {
                        return Some(());
                    }
                }
            }
        }
    }

    fn skip_text(&mut self) -> Option<()> {
        self.at += 1;
        loop {
            self.skip_to(|b| matches!(b, b'"' | b'\\'));
            match self.peek()? {
                b'"' => break,
                _ => self.at += 2,
            }
        }
        self.at += 1;
        Some(())
    }

    fn skip_to(&mut self, stop: impl Fn(u8) -> bool) {
        let rest = self.json.as_bytes().get(self.at..).unwrap_or_default();
        self.at += rest.iter().position(|b| stop(*b)).unwrap_or(rest.len());
    }
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

    pub(crate) fn problem<T>(&self, name: &str, what: What) -> Option<T> {
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
        self.raw(name).or_else(|| self.problem(name, What::Missing))
    }

    /// The fields by name, each with its value.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&str, &'a str)> {
        self.object.iter()
    }

    pub(crate) fn len(&self) -> usize {
        self.object.0.len()
    }

    pub(crate) fn object(&self, name: &str) -> Option<Reader<'a, 'p>> {
        match Object::cut(self.required(name)?) {
            Some(object) => Some(Self {
                object,
                path: self.path_to(name),
                problems: self.problems,
            }),
            None => self.problem(name, What::Not("object")),
        }
    }

    /// An object of at most so many fields, or none at all.
    pub(crate) fn optional_object(&self, name: &str, max: usize) -> Option<Reader<'a, 'p>> {
        self.raw(name)?;
        let object = self.object(name)?;
        if object.len() > max {
            return self.problem(name, What::LongerThan(max));
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
            return self.problem(name, What::Not("text"));
        };
        // Bytes first: counting characters is needed only where there are many bytes.
        if text.len() > max_chars && text.chars().count() > max_chars {
            return self.problem(name, What::LongerThan(max_chars));
        }
        Some(text)
    }

    pub(crate) fn texts(&self, name: &str, max: usize, max_chars: usize) -> Option<Vec<String>> {
        let raw = self.required(name)?;
        let Some(list) = list(raw) else {
            return self.problem(name, What::Not("list"));
        };
        if list.len() > max {
            return self.problem(name, What::LongerThan(max));
        }
        let texts = list.into_iter().map(|raw| text(raw).map(Cow::into_owned));
        match texts.collect::<Option<Vec<_>>>() {
            None => self.problem(name, What::Not("text")),
            Some(texts) if texts.iter().any(|text| text.len() > max_chars) => {
                self.problem(name, What::LongerThan(max_chars))
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
            return self.problem(name, What::Not("number"));
        };
        match T::try_from(number) {
            Ok(value) if (min..=max).contains(&number) => Some(value),
            _ => self.problem(name, What::Outside(min, max)),
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
            _ => self.problem(name, What::Not("yes or no")),
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
        Id::new(&text).or_else(|| self.problem(name, What::NotAnId))
    }

    pub(crate) fn moment(&self, name: &str) -> Option<Moment> {
        let text = self.text(name, 64)?;
        Moment::parse_rfc3339(&text)
            .ok()
            .or_else(|| self.problem(name, What::NotATime))
    }

    pub(crate) fn date(&self, name: &str) -> Option<Date> {
        let text = self.text(name, 64)?;
        Date::parse(&text)
            .ok()
            .or_else(|| self.problem(name, What::NotATime))
    }

    pub(crate) fn word<T>(&self, name: &str, from_id: fn(&str) -> Option<T>) -> Option<T> {
        let text = self.text(name, Id::MAX_CHARS)?;
        from_id(&text).or_else(|| self.problem(name, What::UnknownWord))
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
    use proptest::prelude::*;

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
                ("a.b", &What::Outside(0, 255)),
                ("a.c", &What::LongerThan(2)),
                ("a.d", &What::Not("text")),
                ("a.e", &What::Not("object")),
                ("f", &What::Not("text")),
                ("g", &What::NotAnId),
                ("h", &What::NotATime),
                ("i", &What::Missing),
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

    proptest! {
        #[test]
        fn an_object_is_cut_as_serde_json_reads_it(
            fields in prop::collection::btree_map("\\PC{0,6}", any_value(), 0..6), pretty: bool,
        ) {
            let whole = serde_json::Value::Object(fields.into_iter().collect());
            let text = if pretty { format!("{whole:#}") } else { whole.to_string() };
            let object = Object::parse(&text).expect("an object");
            let read: serde_json::Map<_, _> = object
                .iter()
                .map(|(name, raw)| (name.to_owned(), serde_json::from_str(raw).expect("JSON")))
                .collect();
            prop_assert_eq!(serde_json::Value::Object(read), whole);
        }

        #[test]
        fn any_text_is_cut_or_refused(text in "[\\[\\]{}:,\"\\\\ aé0]{0,24}") {
            let parsed = Object::parse(&text).is_ok();
            let cut = Object::cut(&text).is_some();
            prop_assert!(cut || !parsed);
            list(&text);
        }
    }

    fn any_value() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            "\\PC{0,8}|[\"\\\\{}\\[\\],:]{0,8}".prop_map(Into::into),
        ];
        leaf.prop_recursive(3, 12, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Into::into),
                prop::collection::btree_map("[a-c\"]{0,2}", inner, 0..3)
                    .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
            ]
        })
    }

    #[test]
    fn depth_is_no_way_to_bring_the_program_down() {
        let deep = format!(r#"{{"a":{}{}}}"#, "[".repeat(200_000), "]".repeat(200_000));
        if let Ok(object) = Object::parse(&deep) {
            assert!(object.get("a").is_some());
        }
    }
}
