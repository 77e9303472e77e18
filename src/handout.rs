//! A loaded configuration as a `figment::Figment`, for frameworks that take one.
//!
//! Everything here is `#[inline]`, so that it is compiled only into programs that call it.

use figment::value::{Dict, Map, Tag, Value};
use figment::{Figment, Metadata, Profile, Provider, Source};

use crate::display;
use crate::facts::Fact;
use crate::record::Record;
use crate::stack::LayerSource;

/// One provider a layer, each with the values that won there. Credentials are left out.
#[inline]
pub(crate) fn figment(record: &Record) -> Figment {
    // defaults first, then the layers as they lie
    let count = record.stack.layers().len();
    let mut layers = vec![Dict::new(); count + 1];
    for fact in record.facts() {
        if fact.is_credential() {
            continue;
        }
        let Some(value) = display::json(&record.stack, &fact) else { continue };
        let layer = fact.entry.map_or(0, |entry| usize::from(record.stack.entry(entry).layer) + 1);
        if let Some(table) = layers.get_mut(layer) {
            insert(table, &fact, of_json(&value));
        }
    }
    let filled = layers.into_iter().enumerate().filter(|(_, values)| !values.is_empty());
    let providers = filled.map(|(layer, values)| Layer { metadata: metadata(record, layer), values });
    providers.fold(Figment::new(), Figment::merge)
}

#[inline]
fn insert(table: &mut Dict, fact: &Fact, value: Value) {
    let Some((last, above)) = fact.path.split_last() else { return };
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

#[inline]
fn of_json(value: &serde_json::Value) -> Value {
    match value {
        serde_json::Value::Null => Value::Empty(Tag::Default, figment::value::Empty::None),
        serde_json::Value::Bool(value) => Value::from(*value),
        serde_json::Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(number), _) => Value::from(number),
            (None, Some(number)) => Value::from(number),
            (None, None) => Value::from(number.as_f64().unwrap_or(f64::NAN)),
        },
        serde_json::Value::String(text) => Value::from(text.as_str()),
        serde_json::Value::Array(items) => Value::from(items.iter().map(of_json).collect::<Vec<_>>()),
        serde_json::Value::Object(table) => {
            let mut values = Dict::new();
            for (key, value) in table {
                values.insert(key.clone(), of_json(value));
            }
            Value::from(values)
        }
    }
}
