//! One value, held against the kind that is expected: what a load refuses of a file's values is refused, and nothing else.

use crate::key::is_same;
use crate::schema::{Field, Kind, Number};

use super::facts::{Entry, Node};
use super::found::What;
use super::judge::{Judge, table};
use super::lookup::is_meant;
use super::path::{Segment, Way};

/// A field, the kind that is expected, and that kind again if it is of an item inside the field's value.
pub(super) type Wanted = (&'static Field, &'static Kind, Option<&'static Kind>);

/// Judges one value.
#[inline]
pub(super) const fn value(judge: &mut Judge<'_>, wanted: Wanted, entry: &'static Entry, path: &Way<'_>) {
    let (field, kind, inside) = wanted;
    match (kind, &entry.node) {
        (Kind::Credential, _) if !judge.may_hold_credential() => {
            judge.find(entry.at, path, What::Credential(judge.environment()));
        }
        // an item may be of a type that takes nothing, which the kind does not tell
        (_, Node::Null) if inside.is_some() => {}
        (Kind::Any, _) | (Kind::Boolean, Node::Boolean) => {}
        // of the types that are read from a text, only texts themselves take an empty one
        (Kind::Text(words), Node::EmptyText) if is_same(words, "text") => {}
        (Kind::Text(_) | Kind::Credential, Node::Text(_)) => {}
        (Kind::Credential, Node::EmptyText) => unfit(judge, wanted, entry, path, "an empty text"),
        (Kind::Integer { .. }, Node::Integer(_) | Node::Huge(_)) | (Kind::Float, _) if is_number(&entry.node) => {
            number(judge, wanted, entry, path);
        }
        (Kind::Choice(choices), Node::Text(_) | Node::EmptyText) => {
            let mut at = 0;
            while at < choices.len() {
                if let Some(hash) = entry.node.text() {
                    if is_meant(&choices[at], hash) {
                        return;
                    }
                }
                at += 1;
            }
            unfit(judge, (field, kind, Some(kind)), entry, path, "another text");
        }
        (Kind::List(item), Node::List(items)) => {
            let mut at = 0;
            while at < items.len() {
                value(judge, (field, item, Some(item)), &items[at], &path.to(Segment::Index(at as u32)));
                at += 1;
            }
        }
        (Kind::Array(item, length), Node::List(items)) => {
            let (before, mut at) = (judge.found(), 0);
            while at < items.len() {
                value(judge, (field, item, Some(item)), &items[at], &path.to(Segment::Index(at as u32)));
                at += 1;
            }
            if items.len() != *length && judge.found() == before {
                unfit(judge, wanted, entry, path, "another number of items");
            }
        }
        (Kind::Tuple(kinds), Node::List(items)) => {
            let (before, mut at) = (judge.found(), 0);
            while at < items.len() && at < kinds.len() {
                let item = &kinds[at];
                value(judge, (field, item, Some(item)), &items[at], &path.to(Segment::Index(at as u32)));
                at += 1;
            }
            if items.len() != kinds.len() && judge.found() == before {
                unfit(judge, wanted, entry, path, "another number of items");
            }
        }
        (Kind::Map(item), Node::Table(entries)) => {
            let mut at = 0;
            while at < entries.len() {
                let entry = &entries[at];
                judge.claim(entry);
                value(judge, (field, item, Some(item)), entry, &path.to(Segment::Position(entry.position)));
                at += 1;
            }
        }
        (Kind::Table(schema), Node::Table(entries)) => table(judge, schema, entries, path),
        _ => mismatch(judge, wanted, entry, path),
    }
}

#[inline]
const fn is_number(node: &Node) -> bool {
    matches!(node, Node::Integer(_) | Node::Huge(_) | Node::Float(_))
}

/// Holds a number against the range of its field, then against the bounds of its type.
#[inline]
const fn number(judge: &mut Judge<'_>, wanted: Wanted, entry: &'static Entry, path: &Way<'_>) {
    let (field, kind, _) = wanted;
    let (number, fits) = match (kind, &entry.node) {
        (Kind::Integer { min, max }, Node::Integer(whole)) => {
            let low_enough = *whole < 0 || *whole as u128 <= *max;
            (Some(Number::Integer(*whole)), *whole >= *min && low_enough)
        }
        // no range reaches there, so a load does not ask it
        (Kind::Integer { max, .. }, Node::Huge(whole)) => (None, *whole <= *max),
        (_, Node::Integer(whole)) => (Some(Number::Float(*whole as f64)), true),
        (_, Node::Huge(whole)) => (Some(Number::Float(*whole as f64)), true),
        (_, Node::Float(number)) => (Some(Number::Float(*number)), true),
        _ => (None, true),
    };
    let in_range = match (field.range(), number) {
        (Some(range), Some(number)) => range.contains(number),
        _ => true,
    };
    if !in_range || !fits {
        let is_zero = matches!(entry.node, Node::Integer(0));
        let found = match kind {
            // of a type that takes any number but this one
            Kind::Integer { min: 1, .. } if in_range && is_zero => "0",
            _ => "one out of range",
        };
        unfit(judge, wanted, entry, path, found);
    }
}

/// The kind of thing is right, and it is not acceptable all the same.
#[inline]
const fn unfit(judge: &mut Judge<'_>, wanted: Wanted, entry: &Entry, path: &Way<'_>, found: &'static str) {
    judge.find(entry.at, path, What::Expected(wanted.0, wanted.2, found, None));
}

/// The kind of thing is not the wanted one.
#[inline]
const fn mismatch(judge: &mut Judge<'_>, wanted: Wanted, entry: &Entry, path: &Way<'_>) {
    let (field, kind, inside) = wanted;
    let remedy = match (kind, &entry.node) {
        (Kind::Integer { .. } | Kind::Float | Kind::Boolean, Node::Text(_) | Node::EmptyText) => {
            Some("write it without quotes")
        }
        (Kind::Text(_) | Kind::Choice(_), Node::Integer(_) | Node::Huge(_) | Node::Float(_) | Node::Boolean) => {
            Some("write it between quotes")
        }
        (Kind::List(_) | Kind::Array(..) | Kind::Tuple(_), Node::Text(_) | Node::EmptyText | Node::Integer(_)) => {
            Some("write it between [ and ]")
        }
        (_, Node::Null) => Some("remove the key to leave it unset, or give it a value"),
        _ => None,
    };
    let inside = match (kind, inside) {
        (Kind::Choice(_), _) => Some(kind),
        (_, inside) => inside,
    };
    judge.find(entry.at, path, What::Expected(field, inside, entry.node.kind(), remedy));
}
