//! Any `figment::Provider` as a layer.
//!
//! figment stays at this edge: of its value model, errors and profiles nothing comes further in, since its profiles fall back
//! in silence and its errors print values.

use figment::value::{Dict, Num, Value};
use figment::{Profile, Provider};
use milieu_format::{Container, Key, Scalar, Sink, Span, Text};

use crate::stack::Writer;

const NOWHERE: Span = Span { start: 0, end: 0 };

/// What a provider gives to one environment: its defaults, then what it has for the environment by name, then its globals.
pub(crate) fn each_table(
    provider: &dyn Provider,
    environment: &str,
    mut take: impl FnMut(&Dict),
) -> Result<(), &'static str> {
    // the error's text may hold a value, so its existence is all that is kept
    let data = provider.data().map_err(|_| "the provider failed to give its values")?;
    for profile in [Profile::Default, Profile::new(environment), Profile::Global] {
        if let Some(table) = data.get(&profile) {
            take(table);
        }
    }
    Ok(())
}

/// The name of a provider, as it may be shown: metadata is free text and may hold an address with a password.
pub(crate) fn name_of(provider: &dyn Provider) -> String {
    let name = provider.metadata().name.replace('`', "");
    let harmless = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.');
    if name.is_empty() || name.len() > 64 || !name.chars().all(harmless) { "figment provider".to_owned() } else { name }
}

/// Writes a table into the arena.
pub(crate) fn write(writer: &mut Writer<'_>, table: &Dict) {
    for (key, value) in table {
        writer.key(&mut vec![Key { text: Text::owned(key.clone()), span: NOWHERE }]);
        value_of(writer, value);
    }
}

fn value_of(writer: &mut Writer<'_>, value: &Value) {
    let scalar = match value {
        Value::String(_, text) => Scalar::Text(Text::owned(text.clone())),
        Value::Char(_, letter) => Scalar::Text(Text::owned(letter.to_string())),
        Value::Bool(_, value) => Scalar::Boolean(*value),
        Value::Num(_, number) => number_of(*number),
        Value::Empty(..) => Scalar::Null,
        Value::Dict(_, table) => {
            writer.open(Container::Table, NOWHERE);
            write(writer, table);
            return writer.close();
        }
        Value::Array(_, items) => {
            writer.open(Container::List, NOWHERE);
            for item in items {
                value_of(writer, item);
            }
            return writer.close();
        }
    };
    writer.scalar(scalar, NOWHERE);
}

fn number_of(number: Num) -> Scalar {
    let wide = |digits: String| match digits.parse() {
        Ok(number) => Scalar::Integer(number),
        Err(_) => Scalar::Wide(Text::owned(digits)),
    };
    match number {
        Num::F32(number) => Scalar::Float(number.into()),
        Num::F64(number) => Scalar::Float(number),
        Num::I128(number) => wide(number.to_string()),
        number => match (number.to_i128(), number.to_u128()) {
            (Some(number), _) => wide(number.to_string()),
            (None, Some(number)) => wide(number.to_string()),
            (None, None) => Scalar::Null,
        },
    }
}
