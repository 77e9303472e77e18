//! What a schema says about the names of its variables, without any variable at hand.

use crate::key::raised;
use crate::schema::{Kind, Schema};

use super::spelling::Spelling;

/// Whether a type names variables without the prefix. A schema is a constant, so it has an end.
pub(crate) fn has_extra_names(schema: &Schema) -> bool {
    let below = |kind: &Kind| matches!(kind, Kind::Table(schema) if has_extra_names(schema));
    schema.fields().iter().any(|field| !field.variables().is_empty() || below(field.kind()))
        || schema.tag().is_some_and(|tag| tag.variants().iter().any(|variant| has_extra_names(variant.schema())))
}

/// The names of all variables that a schema declares, for suggestions; map entries have none.
pub(crate) fn declared_names(schema: &Schema, spelling: &Spelling, most: usize) -> Vec<String> {
    let mut names = Vec::new();
    collect(schema, spelling, &spelling.prefix.clone(), most, &mut names);
    names
}

fn collect(schema: &Schema, spelling: &Spelling, so_far: &str, most: usize, names: &mut Vec<String>) {
    if let Some(tag) = schema.tag() {
        names.push(format!("{so_far}{}", tag.key().chars().map(raised).collect::<String>()));
        for variant in tag.variants() {
            collect(variant.schema(), spelling, so_far, most, names);
        }
    }
    for field in schema.fields() {
        if names.len() >= most {
            return;
        }
        match field.kind() {
            Kind::Table(inner) if field.is_flattened() => collect(inner, spelling, so_far, most, names),
            Kind::Table(inner) => {
                let below = format!("{so_far}{}{}", field.segment(), spelling.separator);
                collect(inner, spelling, &below, most, names);
            }
            _ => names.push(format!("{so_far}{}", field.segment())),
        }
    }
}
