//! Looking at the arena: values, texts, origins.

use std::fmt;

use crate::origin::Origin;
use crate::policy::SourceKind;

use super::value::{Slice, Value};
use super::{Entry, ROOT, Secret, Stack};

/// A value to read from, whatever it is stored as.
#[derive(Clone, Copy, Debug)]
pub(crate) enum View<'a> {
    Null,
    Boolean(bool),
    Integer(i64),
    /// Decimal digits that fit `i128` or `u128`.
    Wide(&'a str),
    Float(f64),
    Text(&'a str),
    Datetime(&'a str),
    /// Text of a source without types.
    Raw(&'a str),
    List(u32),
    Table(u32),
}

impl View<'_> {
    /// Names the kind of thing that stands there, never the thing.
    pub(crate) fn kind(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "true or false",
            Self::Integer(_) | Self::Wide(_) => "a whole number",
            Self::Float(_) => "a number with a fraction",
            Self::Text("") | Self::Raw("") => "an empty text",
            Self::Text(_) | Self::Raw(_) => "text",
            Self::Datetime(_) => "a date or time",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}

impl Stack {
    #[inline]
    pub(super) fn text(&self, layer: u16, slice: Slice) -> &str {
        self.layer(layer).slice(slice)
    }

    pub(crate) fn key(&self, entry: &Entry) -> &str {
        self.text(entry.layer, entry.key)
    }

    #[inline]
    pub(crate) fn view(&self, entry: &Entry) -> View<'_> {
        match entry.value {
            Value::Null => View::Null,
            Value::Boolean(value) => View::Boolean(value),
            Value::Integer(value) => View::Integer(value),
            Value::Wide(digits) => View::Wide(self.text(entry.layer, digits)),
            Value::Float(value) => View::Float(value),
            Value::Text(text) => View::Text(self.text(entry.layer, text)),
            Value::Datetime(text) => View::Datetime(self.text(entry.layer, text)),
            Value::Raw(text) => View::Raw(self.text(entry.layer, text)),
            Value::Secret(secret) => View::Raw(self.secrets.get(secret as usize).map_or("", Secret::text)),
            Value::List(list) => View::List(list),
            Value::Table(table) => View::Table(table),
        }
    }

    /// Every text, shadowed ones among them.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (u32, &str)> {
        (0..).zip(&self.entries).filter_map(|(at, entry)| Some((at, self.text_in(entry)?)))
    }

    /// Whether some text that wins, or credential that is one, is of a kind; it is asked with the key that it stands at.
    pub(crate) fn any_winning_text(&self, is: &mut dyn FnMut(&str, &str) -> bool) -> bool {
        self.any_text_below(ROOT, "", is)
    }

    fn any_text_below(&self, table: u32, list: &str, is: &mut dyn FnMut(&str, &str) -> bool) -> bool {
        self.children(table).any(|(_, entry)| {
            // the items of a list stand at its key
            let key = || Some(self.key(entry)).filter(|key| !key.is_empty()).unwrap_or(list);
            match entry.value {
                Value::Table(inside) | Value::List(inside) => self.any_text_below(inside, key(), is),
                _ => self.text_or_secret(entry).is_some_and(|text| is(key(), text)),
            }
        })
    }

    /// A text, or a credential that is one: for whoever says nothing of it but what hosts it names.
    pub(crate) fn text_or_secret(&self, entry: &Entry) -> Option<&str> {
        match entry.value {
            Value::Secret(secret) => self.secrets.get(secret as usize).map(Secret::text),
            _ => self.text_in(entry),
        }
    }

    pub(crate) fn text_of(&self, entry: u32) -> Option<&str> {
        self.text_in(self.entry(entry))
    }

    #[inline]
    fn text_in(&self, entry: &Entry) -> Option<&str> {
        match entry.value {
            Value::Text(text) | Value::Raw(text) => Some(self.text(entry.layer, text)),
            // a credential has its own judgement
            _ => None,
        }
    }

    /// The bytes of an entry that was kept apart for a credential.
    pub(crate) fn secret(&self, entry: &Entry) -> Option<&Secret> {
        match entry.value {
            Value::Secret(secret) => self.secrets.get(secret as usize),
            _ => None,
        }
    }

    /// What kind of source an entry comes from.
    pub(crate) fn source_kind(&self, entry: &Entry) -> SourceKind {
        match self.secret(entry) {
            Some(secret) if secret.is_of_file() => SourceKind::SecretFile,
            _ => self.layer(entry.layer).kind(),
        }
    }

    /// Where an entry's value was written.
    pub(crate) fn origin(&self, entry: u32) -> Origin {
        let entry = self.entry(entry);
        self.layer(entry.layer).origin(entry)
    }

    /// Where an entry's key was written.
    pub(crate) fn key_origin(&self, entry: u32) -> Origin {
        let entry = self.entry(entry);
        self.layer(entry.layer).key_origin(entry)
    }
}

impl fmt::Debug for Stack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Stack({} layers, {} entries)", self.layers.len(), self.entries.len())
    }
}
