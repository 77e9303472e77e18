//! Values as JSON, and as they may be shown.

use serde_json::{Map, Value};

use crate::credential::REDACTED;
use crate::facts::Fact;
use crate::schema::{Kind, Literal, Number};
use crate::stack::{Stack, View};

/// The value of a fact as its kind reads it; `None` where no layer and no literal default says one.
///
/// This is the value itself: it is for fingerprints and for handing out, and shown only through [`shown`].
#[inline]
pub(crate) fn json(stack: &Stack, fact: &Fact) -> Option<Value> {
    match (fact.entry, fact.default()) {
        (Some(entry), _) => {
            // without a schema, text takes the type of what it replaces
            let model = if fact.field.is_none() { typed_below(stack, entry) } else { None };
            Some(of_view(stack, fact.kind, stack.view(stack.entry(entry)), model))
        }
        (None, Some(literal)) => Some(of_literal(literal)),
        (None, None) => None,
    }
}

/// The value of one definition, whether it wins or not, as its kind reads it.
#[cfg(feature = "receipts")]
#[inline]
pub(crate) fn definition(stack: &Stack, kind: &Kind, entry: u32) -> Value {
    of_view(stack, kind, stack.view(stack.entry(entry)), None)
}

/// The value of a fact as a report shows it: content, kind, or that there is none.
#[inline]
pub(crate) fn shown(stack: &Stack, fact: &Fact, is_denied: bool) -> String {
    match visible(stack, fact, is_denied) {
        Visible::Value(value) => value.to_string(),
        Visible::Words(words) => words,
        Visible::Unset => "<unset>".to_owned(),
    }
}

/// What of a value may be seen.
pub(crate) enum Visible {
    Value(Value),
    /// Words in place of it.
    Words(String),
    Unset,
}

/// The value of a fact as far as it may be seen.
#[inline]
pub(crate) fn visible(stack: &Stack, fact: &Fact, is_denied: bool) -> Visible {
    let view = fact.entry.map(|entry| stack.view(stack.entry(entry)));
    match (view, fact.default()) {
        (Some(_), _) | (None, Some(_)) if fact.is_credential() => Visible::Words(REDACTED.to_owned()),
        (Some(view), _) if is_denied || !fact.is_shown() => Visible::Words(format!("<{}>", view.kind())),
        (None, None) if fact.field.is_some_and(|field| field.is_computed()) => Visible::Words("<computed>".to_owned()),
        _ => json(stack, fact).map_or(Visible::Unset, Visible::Value),
    }
}

/// What the nearest shadowed definition with a type of its own holds.
#[inline]
fn typed_below(stack: &Stack, entry: u32) -> Option<View<'_>> {
    let views = stack.definitions(entry).skip(1).map(|(_, entry)| stack.view(entry));
    views.filter(|view| !matches!(view, View::Raw(_))).take(1).next()
}

#[inline]
fn of_view(stack: &Stack, kind: &Kind, view: View<'_>, model: Option<View<'_>>) -> Value {
    // what is left of a forgotten one would tell its length
    if let (Kind::Credential, false) = (kind, matches!(view, View::Null)) {
        return REDACTED.into();
    }
    match view {
        View::Null => Value::Null,
        View::Boolean(value) => value.into(),
        View::Integer(number) => number.into(),
        View::Wide(digits) => digits.parse::<u64>().map_or_else(|_| digits.into(), Into::into),
        View::Float(number) => float(number),
        View::Text(text) | View::Datetime(text) => text.into(),
        View::Raw(text) => raw(kind, text, model),
        View::List(list) => {
            let item_kind = |at: usize| match kind {
                Kind::List(item) | Kind::Array(item, _) => *item,
                Kind::Tuple(kinds) => kinds.get(at).unwrap_or(&Kind::Any),
                _ => &Kind::Any,
            };
            let model = match model {
                Some(View::List(list)) => stack.children(list).next().map(|(_, entry)| stack.view(entry)),
                _ => None,
            };
            let items = stack.children(list).enumerate();
            items.map(|(at, (_, entry))| of_view(stack, item_kind(at), stack.view(entry), model)).collect()
        }
        View::Table(table) => {
            let field_kind = |key: &str| match kind {
                Kind::Map(item) => *item,
                Kind::Table(schema) => schema.kind_at(std::iter::once(key)),
                _ => &Kind::Any,
            };
            let mut values = Map::new();
            for (_, entry) in stack.children(table) {
                let key = stack.key(entry);
                values.insert(key.to_owned(), of_view(stack, field_kind(key), stack.view(entry), None));
            }
            Value::Object(values)
        }
    }
}

/// Text without a type, read as its field reads it; what does not read stays text.
#[inline]
fn raw(kind: &Kind, text: &str, model: Option<View<'_>>) -> Value {
    let integer =
        |text: &str| text.parse::<i64>().map(Value::from).or_else(|_| text.parse::<u64>().map(Value::from)).ok();
    let read = match (kind, model) {
        (Kind::Boolean, _) | (Kind::Any, Some(View::Boolean(_))) => text.parse::<bool>().ok().map(Value::from),
        (Kind::Integer { .. }, _) | (Kind::Any, Some(View::Integer(_) | View::Wide(_))) => integer(text.trim()),
        (Kind::Float, _) | (Kind::Any, Some(View::Float(_))) => text.trim().parse::<f64>().ok().map(float),
        _ => None,
    };
    read.unwrap_or_else(|| text.into())
}

#[inline]
fn float(number: f64) -> Value {
    serde_json::Number::from_f64(number).map_or_else(|| number.to_string().into(), Value::Number)
}

#[inline]
fn of_literal(literal: &Literal) -> Value {
    match literal {
        Literal::Text(text) => (*text).into(),
        Literal::Boolean(value) => (*value).into(),
        Literal::Number(Number::Float(number)) => float(*number),
        Literal::Number(Number::Integer(number)) => {
            i64::try_from(*number).map_or_else(|_| number.to_string().into(), Into::into)
        }
        Literal::List(items) => items.iter().map(of_literal).collect(),
        Literal::EmptyTable => Value::Object(Map::new()),
    }
}
