//! What staging and production have in common, as a number that the start of either computes.
//!
//! Neither start reads the other's files. So the number goes by what does not depend on which environment won: the arena keeps
//! what the base layers say even where a higher one says it again.

use crate::display;
use crate::fingerprint::Fingerprint;
use crate::key::write_segment;
use crate::policy::AllowedSources;
use crate::rank::Rank;
use crate::record::Record;
use crate::schema::{Kind, Parity, Schema};
use crate::stack::{ROOT, Stack, Value};

impl Record {
    /// The number over the part of a configuration that all its environments share.
    ///
    /// `milieu.shared/1`, then, in the order of their bytes, the pairs `base KEY` and the value that the highest layer of rank
    /// `Base` or below gives the key (`table` for a table), and `same KEY` and the winning value of what has `parity = "same"`;
    /// hashed as a [`Fingerprint`] is. Credentials are left out, and so is what the type itself declares: that is the schema's hash.
    pub(crate) fn shared(&self) -> Fingerprint {
        let mut base = Base { stack: &self.stack, schema: self.schema, path: Vec::new(), pairs: Vec::new() };
        base.table(ROOT);
        let mut pairs = base.pairs;
        let facts = self.facts();
        let is_same = |path: &[Box<str>]| self.schema.is_some_and(|schema| parity(schema, path) == Parity::Same);
        for fact in facts.iter().filter(|fact| !fact.is_credential() && is_same(&fact.path)) {
            let value = match display::json(&self.stack, fact) {
                Some(value) => value.to_string(),
                None if fact.field.is_some_and(|field| field.is_computed()) => "computed".to_owned(),
                None => "unset".to_owned(),
            };
            pairs.push((format!("same {}", fact.key()), value));
        }
        pairs.sort();
        Fingerprint::over("milieu.shared/1", pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())))
    }
}

/// Walks everything that layers of rank `Base` and below say, whatever stands above it.
struct Base<'a> {
    stack: &'a Stack,
    schema: Option<&'static Schema>,
    path: Vec<&'a str>,
    pairs: Vec<(String, String)>,
}

impl Base<'_> {
    fn table(&mut self, table: u32) {
        let stack = self.stack;
        for (slot, entry) in stack.children(table) {
            self.path.push(stack.key(entry));
            self.slot(slot);
            self.path.pop();
        }
    }

    fn slot(&mut self, slot: u32) {
        let stack = self.stack;
        let is_base = |layer: u16| stack.layer(layer).rank() <= Rank::Base;
        for (at, entry) in stack.definitions(slot) {
            match entry.value {
                // layers come lowest first, so a table that the base has something in is the base's
                Value::Table(table) if is_base(entry.layer) => {
                    self.pairs.push((self.key(), "table".to_owned()));
                    return self.table(table);
                }
                _ if is_base(entry.layer) => {
                    let kind = self.schema.map_or(&Kind::Any, |schema| schema.kind_at(self.path.iter().copied()));
                    let is_kept_apart = AllowedSources::STRICT.contains(stack.source_kind(entry));
                    if !matches!(kind, Kind::Credential) && !is_kept_apart {
                        let value = display::definition(stack, kind, at);
                        self.pairs.push((self.key(), value.to_string()));
                    }
                    return;
                }
                _ => {}
            }
        }
    }

    fn key(&self) -> String {
        let mut key = String::from("base ");
        for (at, segment) in self.path.iter().enumerate() {
            if at > 0 {
                key.push('.');
            }
            let _ = write_segment(&mut key, segment);
        }
        key
    }
}

/// What is said of parity at a path of field names: by the field itself, else by the nearest table above it.
fn parity(schema: &Schema, path: &[Box<str>]) -> Parity {
    let Some((segment, rest)) = path.split_first() else { return Parity::Unsaid };
    let fields = schema.fields().iter().map(|field| match field.kind() {
        Kind::Table(inner) if field.is_flattened() => parity(inner, path),
        kind if field.name() == &**segment => match below(kind, rest) {
            Parity::Unsaid => field.parity(),
            said => said,
        },
        _ => Parity::Unsaid,
    });
    let variants = schema.tag().into_iter().flat_map(|tag| tag.variants());
    let mut said = fields.chain(variants.map(|variant| parity(variant.schema(), path)));
    said.find(|parity| *parity != Parity::Unsaid).unwrap_or_default()
}

fn below(kind: &Kind, path: &[Box<str>]) -> Parity {
    match kind {
        Kind::Table(schema) => parity(schema, path),
        Kind::Map(item) => path.split_first().map_or(Parity::Unsaid, |(_, rest)| below(item, rest)),
        _ => Parity::Unsaid,
    }
}
