//! Values given in code: a serializable value, or pairs of keys and texts.

use milieu_format::{Container, Key, Scalar, Sink, Span, Text};
use serde::Serialize;
use serde_json::Value;

use crate::stack::Writer;

const NOWHERE: Span = Span { start: 0, end: 0 };

/// Turns a serializable value into a table of values; an absent `Option` leaves no trace.
pub(crate) fn table_of<T: Serialize>(value: &T) -> Result<serde_json::Map<String, Value>, &'static str> {
    match serde_json::to_value(value) {
        Ok(Value::Object(table)) => Ok(table),
        Ok(_) => Err("expected a value that serializes as a table, such as a struct or a map"),
        // serde's message may hold the value
        Err(_) => Err("expected a value that serializes with text keys and numbers of at most 64 bits"),
    }
}

/// Writes a table into the arena.
pub(crate) fn write(writer: &mut Writer<'_>, table: &serde_json::Map<String, Value>) {
    for (key, value) in table {
        if !says_something(value) {
            continue;
        }
        writer.key(&mut vec![Key { text: Text::owned(key.clone()), span: NOWHERE }]);
        value_of(writer, value);
    }
}

/// Whether there is a value here or below: a struct of which every `Option` is absent is as absent as they are.
fn says_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Object(table) => table.is_empty() || table.values().any(says_something),
        _ => true,
    }
}

fn value_of(writer: &mut Writer<'_>, value: &Value) {
    let scalar = match value {
        Value::Null => Scalar::Null,
        Value::Bool(value) => Scalar::Boolean(*value),
        Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(number), _) => Scalar::Integer(number),
            (None, Some(number)) => Scalar::Wide(Text::owned(number.to_string())),
            (None, None) => Scalar::Float(number.as_f64().unwrap_or(f64::NAN)),
        },
        Value::String(text) => Scalar::Text(Text::owned(text.clone())),
        Value::Array(items) => {
            writer.open(Container::List, NOWHERE);
            for item in items {
                value_of(writer, item);
            }
            return writer.close();
        }
        Value::Object(table) => {
            writer.open(Container::Table, NOWHERE);
            write(writer, table);
            return writer.close();
        }
    };
    writer.scalar(scalar, NOWHERE);
}
