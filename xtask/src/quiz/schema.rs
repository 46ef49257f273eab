//! The JSON Schema of a quiz document, from the shapes that the program reads.

use interview_hindsight::domain::quiz::QuarterPoints;
use interview_hindsight::wire::quiz_document::{self, Content, Field, Shape};
use serde_json::{Map, Value, json};

/// The JSON Schema of a quiz document.
pub fn of_documents() -> Value {
    let mut definitions = Map::new();
    let root = schema(&quiz_document::shape(), &mut definitions);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A quiz of Interview Hindsight",
        "description": "Structure, points, conditions and sources; the words are in a text file beside it.",
        "$ref": root["$ref"],
        "$defs": definitions,
    })
}

/// The schema of a part; a named shape puts its definition aside and is a reference to it.
fn schema(shape: &Shape, definitions: &mut Map<String, Value>) -> Value {
    let largest = QuarterPoints::LARGEST;
    match shape {
        Shape::Text => json!({ "type": "string", "minLength": 1 }),
        Shape::Truth => json!({ "type": "boolean" }),
        Shape::Whole { min, max } => json!({ "type": "integer", "minimum": min, "maximum": max }),
        Shape::Points => {
            json!({ "type": "number", "multipleOf": 0.25, "minimum": -largest, "maximum": largest })
        }
        Shape::List(of) => json!({ "type": "array", "items": schema(&of(), definitions) }),
        Shape::Record { name, .. } | Shape::Choice { name, .. } => {
            if !definitions.contains_key(*name) {
                // It is entered before it is made, for a condition holds conditions.
                definitions.insert((*name).to_owned(), Value::Null);
                let definition = definition(shape, definitions);
                definitions.insert((*name).to_owned(), definition);
            }
            json!({ "$ref": format!("#/$defs/{name}") })
        }
    }
}

fn definition(shape: &Shape, definitions: &mut Map<String, Value>) -> Value {
    match shape {
        Shape::Record { about, fields, .. } => {
            let mut object = object(fields, definitions);
            object["description"] = json!(about);
            object
        }
        Shape::Choice { variants, .. } => {
            let variants = variants.iter();
            let one_of: Vec<Value> = variants
                .map(|(name, content)| variant(name, content, definitions))
                .collect();
            json!({ "oneOf": one_of })
        }
        unnamed => schema(unnamed, definitions),
    }
}

fn object(fields: &[Field], definitions: &mut Map<String, Value>) -> Value {
    let mut properties = Map::new();
    for field in fields {
        let mut schema = schema(&(field.shape)(), definitions);
        schema["description"] = json!(field.about);
        properties.insert(field.name.to_owned(), schema);
    }
    let required = fields.iter().filter(|field| field.is_required);
    let required: Vec<&str> = required.map(|field| field.name).collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn variant(name: &str, content: &Content, definitions: &mut Map<String, Value>) -> Value {
    let content = match content {
        Content::Nothing => return json!({ "const": name }),
        Content::Value(shape) => schema(&shape(), definitions),
        Content::Fields(fields) => object(fields, definitions),
    };
    json!({
        "type": "object",
        "properties": { name: content },
        "required": [name],
        "additionalProperties": false,
    })
}
