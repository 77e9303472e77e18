//! Foreign types: serde decides, through a deserializer and an error type of our own.

mod access;
mod deserializer;
mod error;

use serde::de::DeserializeOwned;

use crate::finding::Finding;
use crate::stack::{Stack, View};

use super::place::{Node, Place};

pub use deserializer::Leaf;
pub use error::LeafError;

pub(crate) use access::SeenStruct;
pub(super) use access::{StructSeen, Trail};

/// Reads the value of a foreign type at a place.
pub(super) fn read<T>(place: Place<'_>, read: impl FnOnce(Leaf<'_>) -> Result<T, LeafError>) -> Option<T> {
    let entry = match place.node() {
        Node::Entry(entry) => Some(entry),
        _ => None,
    };
    let stack = place.walk().stack();
    let leaf = match entry {
        Some(entry) => Leaf::new(stack, entry, None),
        None => Leaf::of_view(stack, place.view(), place.literal()),
    };
    match read(leaf) {
        Ok(value) => Some(value),
        Err(error) => {
            let field = place.field();
            let wanted = super::words::expected(field);
            let key = format!("{}{}", place.path(), error.path());
            let origin = error.entry().map_or_else(|| place.origin(), |entry| stack.origin(entry));
            let expected = if error.is_inside() { None } else { Some(wanted.as_ref()) };
            place.walk().find(error.finding(expected).with_key(key).with_origin(origin));
            None
        }
    }
}

/// What a foreign type makes of nothing: an `Option` is `None`, everything else is missing.
pub(super) fn read_absent<T: DeserializeOwned>(place: Place<'_>) -> Option<T> {
    if place.field().may_be_unset(place.is_deployed()) {
        if let Ok(value) = T::deserialize(Leaf::of_view(place.walk().stack(), View::Null, None)) {
            return Some(value);
        }
    }
    place.missing()
}

/// A finding for a whole document that serde read.
pub(super) fn finding_of(stack: &Stack, error: &LeafError) -> Finding {
    let finding = error.finding(None);
    let path = error.path();
    let finding = match path.strip_prefix('.').unwrap_or(&path) {
        "" => finding,
        path => finding.with_key(path),
    };
    match error.entry() {
        Some(entry) => finding.with_origin(stack.origin(entry)),
        None => finding,
    }
}
