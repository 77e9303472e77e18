//! Writes the events of one source into the arena, on top of all that is there.
//!
//! Tables merge, everything else is replaced whole. What a source says twice is noted, and the later wins, so that reading
//! goes on and everything wrong is found at once. Which tables of its own a TOML text may extend is judged here too, by
//! [`How`] each came to be; what lower layers did is no concern of that.

use milieu_format::{Container, Key, Rule, Sink as _, Span, Text};
use zeroize::Zeroizing;

use crate::key::fingerprint;

use super::value::{Entry, How, NONE, Slice, Value};
use super::{ROOT, Secret, Stack};

/// Something wrong with a source, and where.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Trouble {
    pub(crate) layer: u16,
    pub(crate) at: u32,
    pub(crate) what: What,
    /// The table and the key, where it is about one.
    pub(super) key: Option<(u32, Slice)>,
}

/// What is wrong with a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// The text breaks its format.
    Format(Rule),
    /// A key is said twice.
    Duplicate,
    /// A table is extended in a way its format does not allow.
    Closed,
}

/// Writes one source into the arena.
pub(crate) struct Writer<'s> {
    pub(super) stack: &'s mut Stack,
    pub(super) layer: u16,
    /// Where the source begins in the side buffer; `None` if it is the layer's text.
    in_side: Option<u32>,
    /// The place that every entry gets, where the source is no file.
    pub(super) place: Option<u32>,
    pub(super) section: u32,
    pub(super) frames: Vec<Frame>,
    pub(super) pending: Option<Pending>,
    troubles: &'s mut Vec<Trouble>,
}

#[derive(Clone, Copy)]
pub(super) enum Frame {
    Table(u32),
    List(u32),
}

pub(super) struct Pending {
    pub(super) table: u32,
    key: Slice,
    hash: u32,
    pub(super) at: u32,
}

impl<'s> Writer<'s> {
    /// Writes a file, whose text the layer holds.
    pub(crate) fn of_file(stack: &'s mut Stack, layer: u16, troubles: &'s mut Vec<Trouble>) -> Self {
        stack.tables[ROOT as usize].layer = layer;
        stack.tables[ROOT as usize].how = How::Implicit;
        Self { stack, layer, in_side: None, place: None, section: ROOT, frames: Vec::new(), pending: None, troubles }
    }

    /// Writes values that have no file: variables, pairs, providers. All get one place.
    pub(crate) fn of_values(stack: &'s mut Stack, layer: u16, place: u32, troubles: &'s mut Vec<Trouble>) -> Self {
        Self { place: Some(place), ..Self::of_file(stack, layer, troubles) }
    }

    /// Reads the layer's text.
    pub(crate) fn read(&mut self, read: impl FnOnce(&str, &mut Self)) {
        let text = self.stack.layer(self.layer).text();
        read(&text, self);
    }

    /// Gives what follows another place.
    pub(crate) fn set_place(&mut self, place: u32) {
        self.place = Some(place);
    }

    /// Lets what follows stand for the value of a key: the segments lie below each other.
    pub(crate) fn at_path<'k>(&mut self, path: impl Iterator<Item = &'k str>) {
        let mut table = ROOT;
        let mut path = path.peekable();
        while let Some(segment) = path.next() {
            let key = self.stack.layer_mut(self.layer).keep(segment);
            let pending = Pending { table, key, hash: fingerprint(segment), at: self.place.unwrap_or_default() };
            if path.peek().is_none() {
                self.pending = Some(pending);
            } else {
                match self.descend(&pending, How::Implicit) {
                    Some(below) => table = below,
                    None => table = self.refuse(&pending, What::Duplicate),
                }
            }
        }
    }

    /// As [`at_path`](Self::at_path), for a key of a table that is there; `hash` is the key's fingerprint.
    pub(crate) fn at_key(&mut self, table: u32, hash: u32, key: &str) {
        let slice = self.stack.layer_mut(self.layer).keep(key);
        // the table is this source's now as well, so that it cannot say it as something else
        self.stack.tables[table as usize].layer = self.layer;
        self.stack.tables[table as usize].how = How::Implicit;
        self.pending = Some(Pending { table, key: slice, hash, at: self.place.unwrap_or_default() });
    }

    /// Says the value of the pending key, as text without a type.
    pub(crate) fn raw(&mut self, text: Slice) {
        self.value(Value::Raw(text), self.place.unwrap_or_default());
    }

    /// Says the value of the pending key, as bytes for a credential.
    pub(crate) fn secret(&mut self, secret: Secret) {
        let index = u32::try_from(self.stack.secrets.len()).unwrap_or(NONE);
        self.stack.secrets.push(secret);
        self.value(Value::Secret(index), self.place.unwrap_or_default());
    }

    /// Reads a JSON text in the side buffer as the value of the pending key.
    pub(crate) fn json(&mut self, start: u32) {
        let text = Zeroizing::new(self.stack.layer(self.layer).side_from(start).to_owned());
        self.in_side = Some(start);
        milieu_format::json::read_value(&text, self);
        self.in_side = None;
    }

    /// Keeps a text that no source text holds.
    pub(crate) fn keep(&mut self, text: &str) -> Slice {
        self.stack.layer_mut(self.layer).keep(text)
    }

    /// As [`keep`](Self::keep), for a text that is read itself; returns where it begins.
    pub(crate) fn keep_text(&mut self, text: &str) -> u32 {
        let start = self.stack.layer(self.layer).side_end();
        self.keep(text);
        start
    }

    pub(crate) fn list(&mut self, items: impl FnOnce(&mut Self)) {
        let at = self.place.unwrap_or_default();
        self.open(Container::List, Span { start: at, end: at });
        items(self);
        self.close();
    }

    pub(super) fn trouble(&mut self, at: u32, what: What, key: Option<(u32, Slice)>) {
        const MOST: usize = 64;
        if self.troubles.len() < MOST {
            let at = self.place.unwrap_or(at);
            self.troubles.push(Trouble { layer: self.layer, at, what, key });
        }
    }

    /// Notes what is wrong; what follows goes to a table that nobody reads.
    pub(super) fn refuse(&mut self, pending: &Pending, what: What) -> u32 {
        self.trouble(pending.at, what, Some((pending.table, pending.key)));
        self.stack.new_table(self.layer, How::Implicit)
    }

    #[inline]
    pub(super) fn slice(&mut self, text: &Text) -> Slice {
        match text {
            Text::Source(span) => match self.in_side {
                None => Slice::of_text(span.start, span.end),
                Some(base) => Slice::of_side(base + span.start, base + span.end),
            },
            Text::Owned(text) => self.stack.layer_mut(self.layer).keep(text),
        }
    }

    #[inline]
    pub(super) fn pending(&mut self, table: u32, key: &Key) -> Pending {
        let slice = self.slice(&key.text);
        let hash = fingerprint(self.stack.text(self.layer, slice));
        Pending { table, key: slice, hash, at: self.place.unwrap_or(key.span.start) }
    }

    #[inline]
    pub(super) fn find(&self, pending: &Pending) -> Option<u32> {
        self.stack.find(pending.table, pending.hash, self.stack.text(self.layer, pending.key))
    }

    pub(super) fn entry(&self, pending: &Pending, value: Value, at: u32) -> Entry {
        Entry {
            key: pending.key,
            hash: pending.hash,
            key_at: pending.at,
            at,
            next: NONE,
            shadowed: NONE,
            layer: self.layer,
            value,
        }
    }

    /// Says the pending key.
    #[inline]
    pub(super) fn say(&mut self, pending: &Pending, value: Value, at: u32) {
        let entry = self.entry(pending, value, at);
        match self.find(pending) {
            None => self.stack.append(pending.table, entry),
            Some(slot) => {
                if self.said_here(slot) {
                    self.trouble(pending.at, What::Duplicate, Some((pending.table, pending.key)));
                }
                if self.is_late() && self.stack.is_said_above(self.layer, self.stack.entry(slot)) {
                    self.stack.underlay(slot, entry);
                } else {
                    self.stack.overlay(slot, entry);
                }
            }
        }
    }

    /// Whether higher layers were written before: the names of a serde type are known when every other layer is there.
    pub(super) fn is_late(&self) -> bool {
        usize::from(self.layer) + 1 < self.stack.layers.len()
    }

    /// Whether this source itself has said the key, be it by extending a table of a lower layer.
    pub(super) fn said_here(&self, slot: u32) -> bool {
        let entry = self.stack.entry(slot);
        match entry.value {
            Value::Table(table) => self.stack.tables[table as usize].layer == self.layer,
            _ => entry.layer == self.layer,
        }
    }

    #[inline]
    pub(super) fn value(&mut self, value: Value, at: u32) {
        let at = self.place.unwrap_or(at);
        if let Some(Frame::List(list)) = self.frames.last() {
            self.item(*list, value, at);
        } else if let Some(pending) = self.pending.take() {
            self.say(&pending, value, at);
        }
    }

    pub(super) fn item(&mut self, list: u32, value: Value, at: u32) {
        let nameless = Pending { table: list, key: Slice::EMPTY, hash: 0, at };
        let entry = self.entry(&nameless, value, at);
        self.stack.link(list, entry);
    }
}
