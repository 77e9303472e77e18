//! Words for what may stand at a key.

use std::borrow::Cow;

use crate::schema::{Field, Kind, Number, Range};

/// What a field wants: its own words, else those of its range, else those of its kind.
pub(crate) fn expected(field: &Field) -> Cow<'static, str> {
    if let Some(words) = field.expected() {
        return words.into();
    }
    if let (Some(range), Kind::Integer { .. } | Kind::Float) = (field.range(), field.kind()) {
        return range_words(range, matches!(field.kind(), Kind::Integer { .. })).into();
    }
    match field.kind() {
        Kind::Any if !field.type_name().is_empty() => format!("a value that {} reads", field.type_name()).into(),
        kind => kind_words(kind),
    }
}

/// What a kind wants.
pub(crate) fn kind_words(kind: &Kind) -> Cow<'static, str> {
    match kind {
        Kind::Any => "a value of the field's type".into(),
        Kind::Boolean => "true or false".into(),
        Kind::Integer { min: 0, max: u128::MAX } => "a whole number from 0".into(),
        Kind::Integer { min, max } => format!("a whole number from {min} to {max}").into(),
        Kind::Float => "a number".into(),
        Kind::Text(words) => (*words).into(),
        Kind::Choice(choices) => {
            let names: Vec<_> = choices.iter().map(|choice| choice.name()).collect();
            format!("one of {}", names.join(", ")).into()
        }
        Kind::List(_) => "a list".into(),
        Kind::Array(_, length) => format!("a list of {length}").into(),
        Kind::Tuple(kinds) => format!("a list of {}", kinds.len()).into(),
        Kind::Map(_) => "a table".into(),
        Kind::Table(schema) => match schema.tag() {
            Some(tag) => format!("a table with the key {}", tag.key()).into(),
            None => "a table".into(),
        },
        Kind::Credential => "a credential".into(),
    }
}

/// What a range allows.
pub(crate) fn range_words(range: &Range, whole: bool) -> String {
    let noun = if whole { "a whole number" } else { "a number" };
    let number = |number: Number| match number {
        Number::Integer(number) => number.to_string(),
        Number::Float(number) => format!("{number:?}"),
    };
    match (range.min().map(number), range.max().map(number), range.is_max_included()) {
        (Some(min), Some(max), true) => format!("{noun} from {min} to {max}"),
        (Some(min), Some(max), false) => format!("{noun} from {min} to below {max}"),
        (Some(min), None, _) => format!("{noun} from {min}"),
        (None, Some(max), true) => format!("{noun} up to {max}"),
        (None, Some(max), false) => format!("{noun} below {max}"),
        (None, None, _) => noun.to_owned(),
    }
}
