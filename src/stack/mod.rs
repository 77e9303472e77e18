//! All layers in order, lowest first, in one arena, with nothing forgotten.
//!
//! A table is a chain of entries; an entry is what one layer says of one key. When a higher layer says the key again, the
//! earlier entry moves to a slot of its own and is chained as shadowed, so that the slot in the table always holds the winner
//! and no link has to be mended. Keys and strings are ranges of their layer's text, so reading a file copies nothing.

mod embedded;
mod layer;
mod read;
mod secret;
mod sink;
mod tables;
mod value;
mod way;
mod writer;

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::key::fingerprint;

pub use embedded::{Content, Item, Linked, Said};
#[cfg(any(feature = "figment", feature = "cli"))]
pub(crate) use layer::LayerSource;
pub(crate) use layer::{Layer, blank};
pub(crate) use read::View;
pub(crate) use secret::{Secret, line};
pub(crate) use value::{Entry, Value};
use value::{NONE, Table, bit};
pub(crate) use writer::{Trouble, What, Writer};

use value::How;

/// Tables longer than this are also indexed by hash; below it a walk along the chain is cheaper.
const INDEXED_FROM: u32 = 24;

/// The root table.
pub(crate) const ROOT: u32 = 0;

/// All layers in order.
pub(crate) struct Stack {
    layers: Vec<Layer>,
    entries: Vec<Entry>,
    tables: Vec<Table>,
    secrets: Vec<Secret>,
    /// Entry by table and hash, for long tables only; of entries with equal hashes, the first.
    index: HashMap<u64, u32, BuildHasherDefault<Spread>>,
}

impl Stack {
    pub(crate) fn new() -> Self {
        Self {
            layers: Vec::new(),
            entries: Vec::new(),
            tables: vec![Table::new(0, How::Implicit)],
            secrets: Vec::new(),
            index: HashMap::default(),
        }
    }

    /// Makes room for the entries of a text of this many bytes.
    pub(crate) fn reserve_for(&mut self, bytes: usize) {
        self.entries.reserve(bytes / 32);
        self.tables.reserve(bytes / 256);
    }

    /// Makes room in a layer for texts that are to be kept, of so many bytes in all.
    pub(crate) fn reserve_texts(&mut self, layer: u16, bytes: usize) {
        self.layer_mut(layer).reserve(bytes);
    }

    /// Puts an empty layer on top and returns its number. There are at most `u16::MAX`, which the sources see to.
    pub(crate) fn push_layer(&mut self, layer: Layer) -> u16 {
        self.layers.push(layer);
        u16::try_from(self.layers.len() - 1).unwrap_or(u16::MAX)
    }

    pub(crate) fn layers(&self) -> &[Layer] {
        &self.layers
    }

    pub(crate) fn layer(&self, layer: u16) -> &Layer {
        &self.layers[usize::from(layer)]
    }

    fn layer_mut(&mut self, layer: u16) -> &mut Layer {
        &mut self.layers[usize::from(layer)]
    }

    /// The layers that say something.
    #[inline]
    pub(crate) fn layers_with_entries(&self) -> impl Iterator<Item = &Layer> {
        let mut says = vec![false; self.layers.len()];
        self.entries.iter().for_each(|entry| says[usize::from(entry.layer)] = true);
        self.layers.iter().zip(says).filter(|(_, says)| *says).map(|(layer, _)| layer)
    }

    pub(crate) fn entry(&self, entry: u32) -> &Entry {
        &self.entries[entry as usize]
    }

    pub(crate) fn table_len(&self, table: u32) -> u32 {
        self.tables[table as usize].len
    }

    /// The winning entries of a table, in the order in which their keys first appeared.
    pub(crate) fn children(&self, table: u32) -> impl Iterator<Item = (u32, &Entry)> {
        let mut next = self.tables[table as usize].first;
        std::iter::from_fn(move || {
            let at = next;
            let entry = self.entries.get(at as usize)?;
            next = entry.next;
            Some((at, entry))
        })
    }

    /// The entry and what it shadows, winner first.
    pub(crate) fn definitions(&self, entry: u32) -> impl Iterator<Item = (u32, &Entry)> {
        let mut next = entry;
        std::iter::from_fn(move || {
            let at = next;
            let entry = self.entries.get(at as usize)?;
            next = entry.shadowed;
            Some((at, entry))
        })
    }

    /// Finds a key of a table; `hash` is [`fingerprint`] of it.
    #[inline]
    pub(crate) fn find(&self, table: u32, hash: u32, key: &str) -> Option<u32> {
        let chain = &self.tables[table as usize];
        if chain.seen & bit(hash) == 0 {
            return None;
        }
        if chain.len > INDEXED_FROM {
            let at = *self.index.get(&index_key(table, hash))?;
            if self.is_at(at, hash, key) {
                return Some(at);
            }
        }
        self.walk((chain.first, NONE), hash, key)
    }

    /// As [`find`](Self::find), looking first behind the entry that was found before: fields are mostly read, and higher files
    /// mostly written, in the order in which the lowest file writes them.
    #[inline]
    pub(crate) fn find_after(&self, before: Option<u32>, table: u32, hash: u32, key: &str) -> Option<u32> {
        let chain = &self.tables[table as usize];
        let next = match before {
            Some(before) => self.entries[before as usize].next,
            None => chain.first,
        };
        if next != NONE && self.is_at(next, hash, key) {
            return Some(next);
        }
        if chain.seen & bit(hash) == 0 {
            return None;
        }
        if chain.len > INDEXED_FROM {
            return self.find(table, hash, key);
        }
        let ahead = self.walk((next, NONE), hash, key);
        ahead.or_else(|| self.walk((chain.first, next), hash, key))
    }

    /// Goes along a chain until the key is found or the end is reached.
    #[inline]
    fn walk(&self, (mut at, end): (u32, u32), hash: u32, key: &str) -> Option<u32> {
        while at != end {
            // a chain ends where there is no entry
            let entry = self.entries.get(at as usize)?;
            if entry.hash == hash && self.has_key(entry, key) {
                return Some(at);
            }
            at = entry.next;
        }
        None
    }

    #[inline]
    fn is_at(&self, at: u32, hash: u32, key: &str) -> bool {
        let entry = &self.entries[at as usize];
        entry.hash == hash && self.has_key(entry, key)
    }

    #[inline]
    fn has_key(&self, entry: &Entry, key: &str) -> bool {
        self.layer(entry.layer).bytes(entry.key) == key.as_bytes()
    }

    pub(crate) fn find_key(&self, table: u32, key: &str) -> Option<u32> {
        self.find(table, fingerprint(key), key)
    }

    fn new_table(&mut self, layer: u16, how: How) -> u32 {
        self.tables.push(Table::new(layer, how));
        u32::try_from(self.tables.len() - 1).unwrap_or(NONE)
    }

    /// Overwrites everything that was kept apart for credentials, and the texts of these entries.
    pub(crate) fn forget(&mut self, entries: &[u32]) {
        self.secrets.iter_mut().for_each(Secret::forget);
        let mut texts: Vec<Vec<(value::Slice, u32)>> = vec![Vec::new(); self.layers.len()];
        for entry in entries {
            let Entry { value, layer, at, .. } = self.entries[*entry as usize];
            match value {
                Value::Text(text) | Value::Raw(text) | Value::Wide(text) | Value::Datetime(text) => {
                    texts[usize::from(layer)].push((text, at));
                }
                Value::Integer(_) => self.entries[*entry as usize].value = Value::Integer(0),
                Value::Float(_) => self.entries[*entry as usize].value = Value::Float(0.0),
                _ => {}
            }
        }
        for (layer, texts) in self.layers.iter_mut().zip(&texts).filter(|(_, texts)| !texts.is_empty()) {
            layer.wipe(texts);
        }
    }

    /// Puts an entry at the end of a table.
    fn append(&mut self, table: u32, entry: Entry) {
        let hash = entry.hash;
        let at = self.link(table, entry);
        let chain = &mut self.tables[table as usize];
        chain.seen |= bit(hash);
        if chain.len > INDEXED_FROM {
            if chain.len == INDEXED_FROM + 1 {
                self.index_table(table);
            } else {
                self.index.entry(index_key(table, hash)).or_insert(at);
            }
        }
    }

    /// Indexes all that a table holds.
    fn index_table(&mut self, table: u32) {
        let mut next = self.tables[table as usize].first;
        while next != NONE {
            let entry = &self.entries[next as usize];
            self.index.entry(index_key(table, entry.hash)).or_insert(next);
            next = entry.next;
        }
    }

    /// Puts an item at the end of a list: it has no key to be found by.
    fn link(&mut self, list: u32, entry: Entry) -> u32 {
        let at = u32::try_from(self.entries.len()).unwrap_or(NONE);
        self.entries.push(entry);
        let chain = &mut self.tables[list as usize];
        if chain.last == NONE {
            chain.first = at;
        } else {
            self.entries[chain.last as usize].next = at;
        }
        chain.last = at;
        chain.len += 1;
        at
    }

    /// Puts an entry beneath those of higher layers that stand in a slot.
    fn underlay(&mut self, slot: u32, mut entry: Entry) {
        let mut above = slot as usize;
        while let Some(below) = self.entries.get(self.entries[above].shadowed as usize) {
            if below.layer <= entry.layer {
                break;
            }
            above = self.entries[above].shadowed as usize;
        }
        entry.shadowed = self.entries[above].shadowed;
        self.entries[above].shadowed = u32::try_from(self.entries.len()).unwrap_or(NONE);
        self.entries.push(entry);
    }

    /// Whether a layer above this one says something of an entry, or below it.
    fn is_said_above(&self, layer: u16, entry: &Entry) -> bool {
        match entry.value {
            Value::Table(table) => self.children(table).any(|(_, below)| self.is_said_above(layer, below)),
            _ => entry.layer > layer,
        }
    }

    /// Puts an entry into the slot of an earlier one, which it shadows from now on.
    fn overlay(&mut self, slot: u32, mut entry: Entry) {
        let earlier = self.entries[slot as usize];
        entry.next = earlier.next;
        entry.shadowed = u32::try_from(self.entries.len()).unwrap_or(NONE);
        self.entries.push(Entry { next: NONE, ..earlier });
        self.entries[slot as usize] = entry;
    }
}

fn index_key(table: u32, hash: u32) -> u64 {
    u64::from(table) << 32 | u64::from(hash)
}

/// Spreads what is a hash already, by the golden ratio's multiplication (Knuth, TAOCP 3, section 6.4).
///
/// std's own hasher withstands keys that are made to collide; here the first hash would not, and who writes a configuration
/// needs no collisions to slow its program down.
#[derive(Default)]
struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}
