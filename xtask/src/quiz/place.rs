//! Where things stand in a JSON text: from the place that a problem names to a line and a column.

use std::collections::BTreeSet;
use std::ops::Range;

use jsonc_parser::ast::{Object, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

/// A line and a column, both from 1. Columns are characters, as editors count them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub line: usize,
    pub column: usize,
}

/// The place of the byte at `offset`.
pub fn place(text: &str, offset: usize) -> Place {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    Place {
        line: before.matches('\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
    }
}

/// A JSON text, taken apart with the places of its parts.
pub struct Map<'t> {
    text: &'t str,
    root: Option<Value<'t>>,
}

impl<'t> Map<'t> {
    /// The map of a text that has been read as JSON already; this parser is here for the places alone, and
    /// is held to the same strictness.
    pub fn new(text: &'t str) -> Self {
        let options = ParseOptions {
            allow_comments: false,
            allow_loose_object_property_names: false,
            allow_trailing_commas: false,
            allow_missing_commas: false,
            allow_single_quoted_strings: false,
            allow_hexadecimal_numbers: false,
            allow_unary_plus_numbers: false,
            allow_bare_decimal_point_numbers: false,
            allow_non_finite_numbers: false,
            allow_extended_string_escapes: false,
        };
        let parsed = parse_to_ast(text, &CollectOptions::default(), &options);
        Self {
            text,
            root: parsed.ok().and_then(|parsed| parsed.value),
        }
    }

    /// The place that a JSON pointer leads to, or as far as it leads: what is missing has no place but that
    /// of the thing it is missing from.
    pub fn find(&self, pointer: &str) -> Place {
        let mut offset = 0;
        let mut here = self.root.as_ref();
        let mut names = pointer.split('/').skip(1);
        while let Some(value) = here {
            offset = value.range().start;
            here = names.next().and_then(|name| part(value, name));
        }
        place(self.text, offset)
    }

    /// The keys that an object has twice, with the place of the later one.
    pub fn repeated_keys(&self) -> Vec<(Place, String)> {
        let mut repeated = Vec::new();
        let mut waiting: Vec<&Value<'_>> = self.root.iter().collect();
        while let Some(value) = waiting.pop() {
            match value {
                Value::Object(object) => {
                    for (range, key) in repeated_in(object) {
                        repeated.push((place(self.text, range.start), key));
                    }
                    waiting.extend(object.properties.iter().map(|property| &property.value));
                }
                Value::Array(array) => waiting.extend(&array.elements),
                _ => {}
            }
        }
        repeated
    }
}

fn part<'v, 't>(value: &'v Value<'t>, name: &str) -> Option<&'v Value<'t>> {
    match value {
        Value::Object(object) => {
            let name = name.replace("~1", "/").replace("~0", "~");
            // Of keys given twice the last one counts.
            let mut properties = object.properties.iter().rev();
            let found = properties.find(|property| property.name.as_str() == name);
            found.map(|property| &property.value)
        }
        Value::Array(array) => array.elements.get(name.parse::<usize>().ok()?),
        _ => None,
    }
}

fn repeated_in(object: &Object<'_>) -> Vec<(Range<usize>, String)> {
    let mut seen = BTreeSet::new();
    let mut repeated = Vec::new();
    for property in &object.properties {
        let key = property.name.as_str();
        if !seen.insert(key) {
            let range = property.range();
            repeated.push((range.start..range.end, key.to_owned()));
        }
    }
    repeated
}
