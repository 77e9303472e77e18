//! What a configuration says, as a text to commit and compare with.

use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeStruct, Serializer};
use serde_json::Value;

use crate::display::{Visible, visible};
use crate::environment::Environment;
use crate::record::Record;

/// Writes each key with its value, as far as it may be shown, and nothing that changes while the values stay.
#[inline]
pub(crate) fn snapshot(record: &Record) -> String {
    let hidden = record.hidden();
    let facts = record.facts();
    let values = facts.iter().map(|fact| {
        let value = match visible(&record.stack, fact, hidden.contains(&fact.shown.as_str())) {
            Visible::Value(value) => sorted(value),
            Visible::Words(words) => words.into(),
            Visible::Unset => Value::Null,
        };
        (fact.shown.clone(), value)
    });
    let snapshot = Snapshot { environment: record.environment, values: values.collect() };
    // texts, numbers and lists of them always serialize
    let mut text = serde_json::to_string_pretty(&snapshot).unwrap_or_default();
    text.push('\n');
    text
}

struct Snapshot {
    environment: Environment,
    values: BTreeMap<String, Value>,
}

impl Serialize for Snapshot {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Snapshot", 4)?;
        out.serialize_field("format", "milieu.snapshot/1")?;
        out.serialize_field("environment", self.environment.name())?;
        out.serialize_field("tier", self.environment.tier().as_str())?;
        out.serialize_field("values", &self.values)?;
        out.end()
    }
}

/// Tables by key, whichever order another crate of the program has `serde_json` keep.
#[inline]
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(table) => {
            let table: BTreeMap<String, Value> = table.into_iter().map(|(key, value)| (key, sorted(value))).collect();
            Value::Object(table.into_iter().collect())
        }
        Value::Array(items) => items.into_iter().map(sorted).collect(),
        other => other,
    }
}
