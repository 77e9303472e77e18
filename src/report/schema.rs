//! A JSON Schema of a configuration type, for editors.

use serde_json::{Map, Value, json};

use crate::schema::{Choice, Field, Kind, Literal, Number, Range, Schema, Variant};

/// Writes the schema by draft 2020-12. No key is required, since a file is one layer of several.
#[inline]
pub(crate) fn json_schema(schema: &'static Schema) -> Value {
    let mut root = table(schema);
    if let Value::Object(root) = &mut root {
        root.insert("$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
        root.insert("title".to_owned(), schema.name().into());
    }
    root
}

#[inline]
fn table(schema: &'static Schema) -> Value {
    let mut properties = Map::new();
    collect(schema, &mut properties);
    json!({ "type": "object", "description": schema.documentation(), "properties": properties, "additionalProperties": false })
}

/// A tag's variants share one table, so its keys are those of all variants.
#[inline]
fn collect(schema: &'static Schema, properties: &mut Map<String, Value>) {
    if let Some(tag) = schema.tag() {
        let names: Vec<_> = tag.variants().iter().map(Variant::choice).map(Choice::name).collect();
        properties.insert(tag.key().to_owned(), json!({ "enum": names }));
        for variant in tag.variants() {
            collect(variant.schema(), properties);
        }
    }
    for field in schema.fields() {
        match field.kind() {
            Kind::Table(inner) if field.is_flattened() => collect(inner, properties),
            _ => {
                let property = property(field);
                for name in std::iter::once(&field.name()).chain(field.aliases()) {
                    properties.insert((*name).to_owned(), property.clone());
                }
            }
        }
    }
}

#[inline]
fn property(field: &'static Field) -> Value {
    let mut property = of_kind(field.kind());
    let Value::Object(object) = &mut property else { return property };
    if !field.documentation().is_empty() {
        object.insert("description".to_owned(), field.documentation().into());
    }
    if let Some(default) = field.default() {
        object.insert("default".to_owned(), of_literal(default));
    }
    if field.deprecated().is_some() {
        object.insert("deprecated".to_owned(), true.into());
    }
    if let Some(range) = field.range() {
        bounds(range, object);
    }
    property
}

#[inline]
fn bounds(range: &Range, object: &mut Map<String, Value>) {
    if let Some(min) = range.min() {
        object.insert("minimum".to_owned(), of_literal(&Literal::Number(min)));
    }
    if let Some(max) = range.max() {
        let name = if range.is_max_included() { "maximum" } else { "exclusiveMaximum" };
        object.insert(name.to_owned(), of_literal(&Literal::Number(max)));
    }
}

#[inline]
fn of_kind(kind: &'static Kind) -> Value {
    let wide = |number: &dyn ToString| number.to_string().parse::<serde_json::Number>().ok();
    match kind {
        Kind::Any => json!({}),
        Kind::Boolean => json!({ "type": "boolean" }),
        Kind::Integer { min, max } => json!({ "type": "integer", "minimum": wide(min), "maximum": wide(max) }),
        Kind::Float => json!({ "type": "number" }),
        Kind::Text(_) => json!({ "type": "string" }),
        Kind::Choice(choices) => json!({ "enum": choices.iter().map(Choice::name).collect::<Vec<_>>() }),
        Kind::List(item) => json!({ "type": "array", "items": of_kind(item) }),
        Kind::Array(item, length) => {
            json!({ "type": "array", "items": of_kind(item), "minItems": length, "maxItems": length })
        }
        Kind::Tuple(kinds) => json!({
            "type": "array",
            "prefixItems": kinds.iter().map(of_kind).collect::<Vec<_>>(),
            "minItems": kinds.len(),
            "maxItems": kinds.len(),
        }),
        Kind::Map(item) => json!({ "type": "object", "additionalProperties": of_kind(item) }),
        Kind::Table(schema) => table(schema),
        Kind::Credential => json!({ "type": "string", "writeOnly": true }),
    }
}

#[inline]
fn of_literal(literal: &Literal) -> Value {
    match literal {
        Literal::Text(text) => (*text).into(),
        Literal::Boolean(value) => (*value).into(),
        Literal::Number(Number::Integer(number)) => {
            number.to_string().parse::<serde_json::Number>().map_or(Value::Null, Value::Number)
        }
        Literal::Number(Number::Float(number)) => (*number).into(),
        Literal::List(items) => items.iter().map(of_literal).collect(),
        Literal::EmptyTable => json!({}),
    }
}
