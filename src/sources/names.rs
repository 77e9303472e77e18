//! What a schema says about the names of its variables, without any variable at hand.

use std::collections::HashMap;

use crate::finding::Finding;
use crate::key::raised;
use crate::schema::{Kind, Schema};

use super::spelling::Spelling;

/// Whether a field names this very variable.
pub(crate) fn names_variable(schema: &Schema, name: &str) -> bool {
    let below = |kind: &Kind| matches!(kind, Kind::Table(schema) if names_variable(schema, name));
    schema.fields().iter().any(|field| field.variables().contains(&name) || below(field.kind()))
        || schema.tag().is_some_and(|tag| tag.variants().iter().any(|variant| names_variable(variant.schema(), name)))
}

/// A variable that a schema declares, and the key that it sets.
pub(crate) struct Declared {
    pub(crate) name: String,
    pub(crate) key: String,
    /// Entries below it come as JSON in this variable, unless a lower layer has them.
    pub(crate) takes_entries: bool,
}

/// The variables that a schema declares, `most` of them; map entries have none.
pub(crate) fn declared(schema: &Schema, spelling: &Spelling, most: usize) -> Vec<Declared> {
    let mut names = Vec::new();
    collect(schema, spelling, (&spelling.prefix, ""), most, &mut names);
    names
}

fn collect(schema: &Schema, spelling: &Spelling, (name, key): (&str, &str), most: usize, out: &mut Vec<Declared>) {
    let declare = |segment: &str, last: &str| {
        let dot = if key.is_empty() { "" } else { "." };
        Declared { name: format!("{name}{segment}"), key: format!("{key}{dot}{last}"), takes_entries: false }
    };
    if let Some(tag) = schema.tag() {
        out.push(declare(&tag.key().chars().map(raised).collect::<String>(), tag.key()));
        for variant in tag.variants() {
            collect(variant.schema(), spelling, (name, key), most, out);
        }
    }
    for field in schema.fields() {
        if out.len() >= most {
            return;
        }
        match field.kind() {
            Kind::Table(inner) if field.is_flattened() => collect(inner, spelling, (name, key), most, out),
            Kind::Table(inner) => {
                let Declared { name, key, .. } = declare(field.segment(), field.name());
                collect(inner, spelling, (&format!("{name}{}", spelling.separator), &key), most, out);
            }
            kind => out.push(Declared {
                takes_entries: matches!(kind, Kind::Map(_) | Kind::List(Kind::Table(_) | Kind::Map(_))),
                ..declare(field.segment(), field.name())
            }),
        }
    }
}

/// The dotted keys of the credentials that a schema declares, entries of maps and lists left out.
pub(crate) fn credential_keys(schema: &Schema) -> Vec<String> {
    let mut keys = Vec::new();
    credentials_below(schema, "", &|kind| matches!(kind, Kind::Credential), &mut keys);
    keys
}

/// As [`credential_keys`], with the keys of maps and lists in which credentials stand.
pub(crate) fn credential_places(schema: &Schema) -> Vec<String> {
    let mut keys = Vec::new();
    credentials_below(schema, "", &Kind::holds_credential, &mut keys);
    keys
}

fn credentials_below(schema: &Schema, above: &str, is_wanted: &dyn Fn(&Kind) -> bool, out: &mut Vec<String>) {
    if !schema.holds().credentials {
        return;
    }
    let variants = schema.tag().map_or(&[][..], |tag| tag.variants());
    variants.iter().for_each(|variant| credentials_below(variant.schema(), above, is_wanted, out));
    for field in schema.fields() {
        match field.kind() {
            Kind::Table(inner) if field.is_flattened() => credentials_below(inner, above, is_wanted, out),
            Kind::Table(inner) => credentials_below(inner, &format!("{above}{}.", field.name()), is_wanted, out),
            kind if is_wanted(kind) => out.push(format!("{above}{}", field.name())),
            _ => {}
        }
    }
}

/// Every variable that two keys share, whether it is set or not.
pub(crate) fn shared(schema: &Schema, spelling: &Spelling) -> Vec<Finding> {
    if !schema.overlaps() {
        return Vec::new();
    }
    let all = declared(schema, spelling, usize::MAX);
    let mut first_of = HashMap::new();
    let mut findings = Vec::new();
    for Declared { name, key, .. } in &all {
        let first = *first_of.entry(name.as_str()).or_insert(key);
        if first != key {
            let finding = Finding::new(format!("is the variable of two keys, {first} and {key}"));
            let remedy = "rename one of the keys, or join segments by __ with variable_separator";
            findings.push(finding.with_key(name.as_str()).with_remedy(remedy));
        }
    }
    findings
}
