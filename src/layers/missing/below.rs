//! What is missing below a value: in tables, in entries of maps, in items of lists.

use crate::schema::Kind;

use super::super::facts::{Entry, Node};
use super::super::found::Mask;
use super::super::lookup::find;
use super::super::path::{Segment, Way};
use super::scene::{Scene, Stands, Tables};

impl<const F: usize> Scene<F> {
    /// Looks below a value: `active` are the environments that have it, or want a table that they do not have.
    #[inline]
    pub(super) const fn of_kind(&mut self, kind: &'static Kind, stands: &Stands<F>, active: Mask, path: &Way<'_>) {
        if active == 0 || !holds_table(kind) {
            return;
        }
        match kind {
            Kind::Table(schema) => {
                let (tables, active) = self.tables(stands, active);
                if active != 0 {
                    self.of_schema(schema, &tables, active, path);
                }
            }
            Kind::Map(item) => {
                let (tables, active) = self.tables(stands, active);
                self.of_map(item, &tables, active, path);
            }
            Kind::List(_) | Kind::Array(..) | Kind::Tuple(_) => {
                let mut file = 0;
                while file < F {
                    self.of_items(kind, stands, file, active, path);
                    file += 1;
                }
            }
            _ => {}
        }
    }

    /// The entries of a map merge by key: those of the base with each environment's, then what only an environment has.
    #[inline]
    const fn of_map(&mut self, item: &'static Kind, tables: &Tables<F>, active: Mask, path: &Way<'_>) {
        let mut file = 0;
        while file < F {
            let is_base = matches!(self.base, Some(base) if base == file);
            let readers = if is_base { active } else { active & self.readers(file) };
            if let (Some(entries), true) = (tables[file], readers != 0) {
                let mut at = 0;
                while at < entries.len() {
                    let entry = &entries[at];
                    let mut stands = [None; F];
                    stands[file] = Some(entry);
                    let mut is_in_base = false;
                    let mut other = 0;
                    while other < F {
                        if let (Some(theirs), true) = (tables[other], other != file) {
                            let found = find(theirs, entry.hash, entry.key);
                            if is_base {
                                stands[other] = found;
                            } else if matches!(self.base, Some(base) if base == other) {
                                is_in_base = found.is_some();
                            }
                        }
                        other += 1;
                    }
                    if !is_in_base {
                        self.of_inner(
                            item,
                            (file, entry),
                            &stands,
                            readers,
                            &path.to(Segment::Position(entry.position)),
                        );
                    }
                    at += 1;
                }
            }
            file += 1;
        }
    }

    /// A list is replaced whole, so its items are looked at for those that read this file's.
    #[inline]
    const fn of_items(&mut self, kind: &'static Kind, stands: &Stands<F>, file: usize, active: Mask, path: &Way<'_>) {
        let Some(Entry { node: Node::List(items), .. }) = stands[file] else { return };
        let (mut number, mut readers) = (0, 0);
        while number < 64 && active >> number != 0 {
            if let Some((_, from)) = self.effective(number, stands) {
                if from == file {
                    readers |= active & 1 << number;
                }
            }
            number += 1;
        }
        let mut at = 0;
        while at < items.len() && readers != 0 {
            let item = match kind {
                Kind::List(item) | Kind::Array(item, _) => *item,
                Kind::Tuple(kinds) if at < kinds.len() => &kinds[at],
                _ => &Kind::Any,
            };
            let mut inner = [None; F];
            inner[file] = Some(&items[at]);
            self.of_inner(item, (file, &items[at]), &inner, readers, &path.to(Segment::Index(at as u32)));
            at += 1;
        }
    }

    #[inline]
    const fn of_inner(
        &mut self,
        item: &'static Kind,
        (file, entry): (usize, &'static Entry),
        stands: &Stands<F>,
        active: Mask,
        path: &Way<'_>,
    ) {
        let before = self.inside;
        self.inside = Some((self.files[file].name, entry.key_at));
        self.of_kind(item, stands, active, path);
        self.inside = before;
    }
}

/// Whether a value of this kind can lack a key, here or below.
#[inline]
pub(super) const fn holds_table(kind: &Kind) -> bool {
    match kind {
        Kind::Table(_) => true,
        Kind::List(item) | Kind::Array(item, _) | Kind::Map(item) => holds_table(item),
        Kind::Tuple(kinds) => {
            let mut at = 0;
            while at < kinds.len() {
                if holds_table(&kinds[at]) {
                    return true;
                }
                at += 1;
            }
            false
        }
        _ => false,
    }
}
