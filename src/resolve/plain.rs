//! Reading a type that only has `serde::Deserialize`.
//!
//! Such a type says nothing about itself until serde asks for its structs, so reading it has a second yield: which tables are
//! structs, and the names of their fields. serde stops at the first value that does not fit; unknown keys are all reported.

use serde::de::DeserializeOwned;

use crate::exact::Exact;
use crate::finding::Finding;
use crate::key::{dotted, write_segment};
use crate::nearest::nearest;
use crate::stack::Stack;

use super::leaf::{self, Leaf, SeenStruct, StructSeen};
use super::path::{Path, Segment};
use super::walk::{Note, Noted};

/// What reading a type without schema has shown about it.
#[derive(Debug, Default)]
pub(crate) struct Seen(StructSeen);

impl Seen {
    /// The way to each struct, its table, and the names of its fields.
    #[inline]
    pub(crate) fn structs(&self) -> Vec<SeenStruct> {
        self.0.0.borrow().clone()
    }

    /// The way as it may be shown: names that a struct declares, and `<key>` for what may be anything.
    #[inline]
    fn shown(&self, trail: &[Box<str>]) -> String {
        let mut key = String::new();
        for (depth, segment) in trail.iter().enumerate() {
            let declares = |fields: &[&str]| fields.contains(&segment.as_ref());
            let declared =
                self.0.0.borrow().iter().any(|(above, _, fields)| *above == trail[..depth] && declares(fields));
            if !key.is_empty() {
                key.push('.');
            }
            if declared {
                let _ = write_segment(&mut key, segment);
            } else {
                key.push_str("<key>");
            }
        }
        key
    }

    /// Every key that a struct does not name.
    #[inline]
    pub(crate) fn unknown(&self, stack: &Stack) -> Vec<Note> {
        let mut notes: Vec<Note> = Vec::new();
        for (trail, table, fields) in self.0.0.borrow().iter() {
            // a struct that serde read twice is one struct
            let root = Path::ROOT;
            let key = self.shown(trail);
            for (position, (entry, said)) in (1..).zip(stack.children(*table)) {
                let name = stack.key(said);
                if fields.contains(&name) || notes.iter().any(|note| note.entry == entry) {
                    continue;
                }
                let step = Path::to(&root, Segment::Position(position, entry)).to_string();
                let key = if key.is_empty() { step } else { format!("{key}.{step}") };
                let exact = Some(Exact::of(&dotted(trail.iter().map(AsRef::as_ref).chain(std::iter::once(name)))));
                notes.push(Note { what: Noted::Unknown(nearest(name, fields.iter().copied())), key, exact, entry });
            }
        }
        notes
    }
}

/// Reads the whole configuration through serde.
pub(crate) fn read_plain<T: DeserializeOwned>(stack: &Stack) -> (Result<T, Finding>, Seen) {
    let seen = Seen::default();
    let trail = leaf::Trail::ROOT;
    let value = T::deserialize(Leaf::of_root(stack, &seen.0, &trail));
    (value.map_err(|error| leaf::finding_of(stack, &error)), seen)
}
