//! A loaded configuration as a `figment::Figment`, for frameworks that take one.
//!
//! Everything here is `#[inline]`, so that it is compiled only into programs that call it.

use figment::value::{Dict, Map, Tag, Value};
use figment::{Figment, Metadata, Profile, Provider, Source};
use serde::Serialize;

use crate::display;
use crate::error::Error;
use crate::facts::{Fact, holds_credential};
use crate::finding::Finding;
use crate::record::Record;
use crate::schema::Kind;
use crate::stack::{LayerSource, ROOT, View};

/// One provider a layer, each with the values that won there. Of the credentials it has those that are given.
///
/// # Errors
///
/// Fails on every key that is given and is no credential with a value.
#[inline]
pub(crate) fn figment<V: Serialize>(
    record: &Record,
    exposed: impl IntoIterator<Item = (&'static str, V)>,
) -> Result<Figment, Error> {
    let mut exposed: Vec<_> = exposed.into_iter().map(|(key, value)| (key, Some(value))).collect();
    let mut findings = Vec::new();
    // defaults first, then the layers as they lie
    let count = record.stack.layers().len();
    let mut layers = vec![Dict::new(); count + 1];
    for fact in record.facts() {
        let value = if fact.is_credential() {
            if !fact.has_value(&record.stack) {
                continue;
            }
            let key = fact.key();
            let Some((key, given)) = exposed.iter_mut().find(|(name, given)| *name == key && given.is_some()) else {
                continue;
            };
            match given.take().map(Value::serialize) {
                Some(Ok(value)) => value,
                // figment's own words may hold the value
                _ => {
                    findings.push(Finding::new("serializes as nothing that a figment can hold").with_key(*key));
                    continue;
                }
            }
        } else {
            let Some(value) = display::json(&record.stack, &fact) else { continue };
            of_json(&value, number_kind(record, &fact))
        };
        let layer = fact.entry.map_or(0, |entry| usize::from(record.stack.entry(entry).layer) + 1);
        if let Some(table) = layers.get_mut(layer) {
            insert(table, &fact.path, value);
        }
    }
    if record.schema.is_none() {
        empty_tables(record, ROOT, &mut Vec::new(), &mut layers);
    }
    let left = exposed.iter().filter(|(_, given)| given.is_some());
    findings.extend(left.map(|(key, _)| {
        Finding::new("is to be handed out, and is no credential that a layer sets")
            .with_key(*key)
            .with_remedy("give the key of a credential, each once; everything else is handed out anyway")
    }));
    if !findings.is_empty() {
        return Err(Error::new(Some(record.environment.name()), findings));
    }
    let filled = layers.into_iter().enumerate().filter(|(_, values)| !values.is_empty());
    let providers = filled.map(|(layer, values)| Layer { metadata: metadata(record, layer), values });
    Ok(providers.fold(Figment::new(), Figment::merge))
}

/// Tables without keys, of which there is no fact where no type declares them.
#[inline]
fn empty_tables(record: &Record, table: u32, path: &mut Vec<Box<str>>, layers: &mut [Dict]) {
    for (entry, said) in record.stack.children(table) {
        let View::Table(below) = record.stack.view(said) else { continue };
        path.push(record.stack.key(said).into());
        if record.stack.table_len(below) > 0 {
            empty_tables(record, below, path, layers);
        } else if let Some(table) = layers.get_mut(usize::from(record.stack.entry(entry).layer) + 1) {
            insert(table, path, Value::from(Dict::new()));
        }
        path.pop();
    }
}

#[inline]
fn insert(table: &mut Dict, path: &[Box<str>], value: Value) {
    let Some((last, above)) = path.split_last() else { return };
    let mut table = table;
    for segment in above {
        if !table.contains_key(&**segment) {
            table.insert(segment.to_string(), Value::from(Dict::new()));
        }
        let Some(Value::Dict(_, below)) = table.get_mut(&**segment) else { return };
        table = below;
    }
    table.insert(last.to_string(), value);
}

/// Of the layer below, since the first is that of the defaults.
#[inline]
fn metadata(record: &Record, layer: usize) -> Metadata {
    let below = layer.checked_sub(1).and_then(|layer| record.stack.layers().get(layer));
    let Some(layer) = below else { return Metadata::named("default") };
    match layer.source() {
        LayerSource::File(path) => Metadata::from("configuration file", Source::File(path.to_path_buf())),
        LayerSource::Variables => Metadata::named("environment variables"),
        LayerSource::Directory(path) => Metadata::from("secret files", Source::File(path.to_path_buf())),
        LayerSource::Named(name) => Metadata::named(name.to_string()),
    }
}

/// The values that one layer won.
struct Layer {
    metadata: Metadata,
    values: Dict,
}

impl Provider for Layer {
    #[inline]
    fn metadata(&self) -> Metadata {
        self.metadata.clone()
    }

    #[inline]
    fn data(&self) -> Result<Map<Profile, Dict>, figment::Error> {
        Ok(Profile::Default.collect(self.values.clone()))
    }
}

/// The kind of a fact; where no type says one, that of the number which won.
#[inline]
fn number_kind(record: &Record, fact: &Fact) -> &'static Kind {
    let won = fact.entry.map(|entry| record.stack.view(record.stack.entry(entry)));
    match (fact.kind, won) {
        (Kind::Any, Some(View::Float(_) | View::Wide(_))) => &Kind::Float,
        (kind, _) => kind,
    }
}

#[inline]
fn of_json(value: &serde_json::Value, kind: &Kind) -> Value {
    match value {
        serde_json::Value::Null => Value::Empty(Tag::Default, figment::value::Empty::None),
        serde_json::Value::Bool(value) => Value::from(*value),
        serde_json::Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(number), _) => Value::from(number),
            (None, Some(number)) => Value::from(number),
            (None, None) => Value::from(number.as_f64().unwrap_or(f64::NAN)),
        },
        serde_json::Value::String(text) => of_text(text, kind),
        serde_json::Value::Array(items) => {
            let item_kind = |at: usize| match kind {
                Kind::List(item) | Kind::Array(item, _) => *item,
                Kind::Tuple(kinds) => kinds.get(at).unwrap_or(&Kind::Any),
                _ => &Kind::Any,
            };
            let items = items.iter().enumerate();
            Value::from(items.map(|(at, item)| of_json(item, item_kind(at))).collect::<Vec<_>>())
        }
        serde_json::Value::Object(table) => {
            let field_kind = |key: &str| match kind {
                Kind::Map(item) => *item,
                Kind::Table(schema) => schema.kind_at(std::iter::once(key)),
                _ => &Kind::Any,
            };
            let mut values = Dict::new();
            for (key, value) in table {
                let kind = field_kind(key);
                // of a table in a list: what stands in its place would be taken for the credential
                if !holds_credential(kind) {
                    values.insert(key.clone(), of_json(value, kind));
                }
            }
            Value::from(values)
        }
    }
}

/// A text, or a number that JSON can only spell as one: not finite, or of more than 64 bits.
#[inline]
fn of_text(text: &str, kind: &Kind) -> Value {
    let is_number = matches!(kind, Kind::Integer { .. } | Kind::Float);
    let integer = || text.parse::<i128>().map(Value::from).or_else(|_| text.parse::<u128>().map(Value::from)).ok();
    let number = || integer().or_else(|| text.parse::<f64>().ok().map(Value::from));
    is_number.then(number).flatten().unwrap_or_else(|| Value::from(text))
}
