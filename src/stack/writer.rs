//! Writes the events of one source into the arena, on top of all that is there.
//!
//! Tables merge, everything else is replaced whole. What a source says twice is noted, and the later wins, so that reading
//! goes on and everything wrong is found at once. Which tables of its own a TOML text may extend is judged here too, by
//! [`How`] each came to be; what lower layers did is no concern of that.

use std::sync::Arc;

use milieu_format::{Container, Fault, Key, Rule, Scalar, Sink, Span, Text};

use crate::key::fingerprint;

use super::value::{Entry, How, NONE, Slice, Value};
use super::{ROOT, Stack};

/// Something wrong with a source, and where.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Trouble {
    pub(crate) layer: u16,
    pub(crate) at: u32,
    pub(crate) what: What,
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
    stack: &'s mut Stack,
    layer: u16,
    /// Where the source begins in the side buffer; `None` if it is the layer's text.
    in_side: Option<u32>,
    /// The place that every entry gets, where the source is no file.
    place: Option<u32>,
    section: u32,
    frames: Vec<Frame>,
    pending: Option<Pending>,
    troubles: &'s mut Vec<Trouble>,
}

#[derive(Clone, Copy)]
enum Frame {
    Table(u32),
    List(u32),
}

struct Pending {
    table: u32,
    key: Slice,
    hash: u32,
    at: u32,
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
        let text = Arc::clone(self.stack.layer(self.layer).text());
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
                    Ok(below) => table = below,
                    Err(at) => table = self.refuse(at, What::Duplicate),
                }
            }
        }
    }

    /// As [`at_path`](Self::at_path), for a key of a table that is there.
    pub(crate) fn at_key(&mut self, table: u32, key: &str) {
        let slice = self.stack.layer_mut(self.layer).keep(key);
        // the table is this source's now as well, so that it cannot say it as something else
        self.stack.tables[table as usize].layer = self.layer;
        self.stack.tables[table as usize].how = How::Implicit;
        self.pending =
            Some(Pending { table, key: slice, hash: fingerprint(key), at: self.place.unwrap_or_default() });
    }

    /// Says the value of the pending key, as text without a type.
    pub(crate) fn raw(&mut self, text: Slice) {
        self.value(Value::Raw(text), self.place.unwrap_or_default());
    }

    /// Reads a JSON text in the side buffer as the value of the pending key.
    pub(crate) fn json(&mut self, start: u32) {
        let text = self.stack.layer(self.layer).side_from(start).to_owned();
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

    fn trouble(&mut self, at: u32, what: What) {
        const MOST: usize = 64;
        if self.troubles.len() < MOST {
            let at = self.place.unwrap_or(at);
            self.troubles.push(Trouble { layer: self.layer, at, what });
        }
    }

    /// Notes what is wrong; what follows goes to a table that nobody reads.
    fn refuse(&mut self, at: u32, what: What) -> u32 {
        self.trouble(at, what);
        self.stack.new_table(self.layer, How::Implicit)
    }

    #[inline]
    fn slice(&mut self, text: &Text) -> Slice {
        match text {
            Text::Source(span) => match self.in_side {
                None => Slice::of_text(span.start, span.end),
                Some(base) => Slice::of_side(base + span.start, base + span.end),
            },
            Text::Owned(text) => self.stack.layer_mut(self.layer).keep(text),
        }
    }

    #[inline]
    fn pending(&mut self, table: u32, key: &Key) -> Pending {
        let slice = self.slice(&key.text);
        let hash = fingerprint(self.stack.text(self.layer, slice));
        Pending { table, key: slice, hash, at: self.place.unwrap_or(key.span.start) }
    }

    #[inline]
    fn find(&self, pending: &Pending) -> Option<u32> {
        self.stack.find(pending.table, pending.hash, self.stack.text(self.layer, pending.key))
    }

    fn entry(&self, pending: &Pending, value: Value, at: u32) -> Entry {
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
    fn say(&mut self, pending: &Pending, value: Value, at: u32) {
        let entry = self.entry(pending, value, at);
        match self.find(pending) {
            None => {
                self.stack.append(pending.table, entry);
            }
            Some(slot) => {
                if self.said_here(slot) {
                    self.trouble(pending.at, What::Duplicate);
                }
                self.stack.overlay(slot, entry);
            }
        }
    }

    /// Whether this source itself has said the key, be it by extending a table of a lower layer.
    fn said_here(&self, slot: u32) -> bool {
        let entry = self.stack.entry(slot);
        match entry.value {
            Value::Table(table) => self.stack.tables[table as usize].layer == self.layer,
            _ => entry.layer == self.layer,
        }
    }

    #[inline]
    fn value(&mut self, value: Value, at: u32) {
        let at = self.place.unwrap_or(at);
        if let Some(Frame::List(list)) = self.frames.last() {
            self.item(*list, value, at);
        } else if let Some(pending) = self.pending.take() {
            self.say(&pending, value, at);
        }
    }

    fn item(&mut self, list: u32, value: Value, at: u32) {
        let nameless = Pending { table: list, key: Slice::EMPTY, hash: 0, at };
        let entry = self.entry(&nameless, value, at);
        let stack = &mut *self.stack;
        // Items have no keys, so a list never needs the index that `append` keeps of long tables.
        let slot = u32::try_from(stack.entries.len()).unwrap_or(NONE);
        stack.entries.push(entry);
        let chain = &mut stack.tables[list as usize];
        if chain.last == NONE {
            chain.first = slot;
        } else {
            stack.entries[chain.last as usize].next = slot;
        }
        chain.last = slot;
        chain.len += 1;
    }

    /// The table below a key, made where there is none; an error is the place of what forbids it.
    fn descend(&mut self, pending: &Pending, how: How) -> Result<u32, u32> {
        let Some(slot) = self.find(pending) else {
            let table = self.stack.new_table(self.layer, how);
            let entry = self.entry(pending, Value::Table(table), pending.at);
            self.stack.append(pending.table, entry);
            return Ok(table);
        };
        let found = self.stack.entry(slot);
        match found.value {
            Value::Table(table) => {
                let layer = self.layer;
                let chain = &mut self.stack.tables[table as usize];
                if chain.layer != layer {
                    (chain.layer, chain.how) = (layer, how);
                } else if self.place.is_none() && (chain.how == How::Inline || how == How::Dotted && chain.how == How::Header) {
                    return Err(pending.at);
                }
                Ok(table)
            }
            Value::List(list) if found.layer == self.layer => {
                let chain = &self.stack.tables[list as usize];
                let last = (chain.how == How::Growing).then(|| self.stack.entries.get(chain.last as usize)).flatten();
                match last.map(|entry| entry.value) {
                    Some(Value::Table(table)) if how == How::Implicit => Ok(table),
                    _ => Err(pending.at),
                }
            }
            _ if found.layer == self.layer => Err(pending.at),
            _ => {
                let table = self.stack.new_table(self.layer, how);
                let entry = self.entry(pending, Value::Table(table), pending.at);
                self.stack.overlay(slot, entry);
                Ok(table)
            }
        }
    }

    /// `[a.b]`: the table itself, which one source defines once.
    fn define(&mut self, pending: &Pending) -> u32 {
        let before = self.find(pending).map(|slot| self.stack.entry(slot).value);
        if let Some(Value::Table(table)) = before {
            let chain = &mut self.stack.tables[table as usize];
            if chain.layer == self.layer && chain.how != How::Implicit {
                return self.refuse(pending.at, What::Duplicate);
            }
            (chain.layer, chain.how) = (self.layer, How::Header);
            return table;
        }
        match self.descend(pending, How::Header) {
            Ok(table) => table,
            Err(at) => self.refuse(at, What::Duplicate),
        }
    }

    /// `[[a.b]]`: one more item of a list.
    fn grow(&mut self, pending: &Pending) -> u32 {
        let item = self.stack.new_table(self.layer, How::Header);
        let slot = self.find(pending);
        if let Some(slot) = slot {
            let entry = self.stack.entry(slot);
            match entry.value {
                Value::List(list) if entry.layer == self.layer && self.stack.tables[list as usize].how == How::Growing => {
                    self.item(list, Value::Table(item), pending.at);
                    return item;
                }
                _ if self.said_here(slot) => return self.refuse(pending.at, What::Duplicate),
                _ => {}
            }
        }
        let list = self.stack.new_table(self.layer, How::Growing);
        self.item(list, Value::Table(item), pending.at);
        let entry = self.entry(pending, Value::List(list), pending.at);
        match slot {
            Some(slot) => self.stack.overlay(slot, entry),
            None => {
                self.stack.append(pending.table, entry);
            }
        }
        item
    }
}

impl Sink for Writer<'_> {
    fn section(&mut self, path: &mut Vec<Key>, list: bool) {
        let mut table = ROOT;
        let last = path.len().saturating_sub(1);
        for (index, key) in path.iter().enumerate() {
            let pending = self.pending(table, key);
            table = match (index == last, list) {
                (false, _) => match self.descend(&pending, How::Implicit) {
                    Ok(below) => below,
                    Err(at) => self.refuse(at, What::Closed),
                },
                (true, false) => self.define(&pending),
                (true, true) => self.grow(&pending),
            };
        }
        path.clear();
        self.section = table;
        self.pending = None;
    }

    fn key(&mut self, path: &mut Vec<Key>) {
        let mut table = match self.frames.last() {
            Some(Frame::Table(table)) => *table,
            _ => self.section,
        };
        if let Some((last, above)) = path.split_last() {
            for key in above {
                let pending = self.pending(table, key);
                table = match self.descend(&pending, How::Dotted) {
                    Ok(below) => below,
                    Err(at) => self.refuse(at, What::Closed),
                };
            }
            self.pending = Some(self.pending(table, last));
        }
        path.clear();
    }

    #[inline]
    fn scalar(&mut self, value: Scalar, span: Span) {
        let value = match value {
            Scalar::Null => Value::Null,
            Scalar::Boolean(value) => Value::Boolean(value),
            Scalar::Integer(value) => Value::Integer(value),
            Scalar::Wide(digits) => Value::Wide(self.slice(&digits)),
            Scalar::Float(value) => Value::Float(value),
            Scalar::Text(text) => Value::Text(self.slice(&text)),
            Scalar::Datetime(text) => Value::Datetime(self.slice(&text)),
        };
        self.value(value, span.start);
    }

    fn open(&mut self, container: Container, span: Span) {
        let at = self.place.unwrap_or(span.start);
        let in_list = match self.frames.last() {
            Some(Frame::List(list)) => Some(*list),
            _ => None,
        };
        let frame = match (container, in_list) {
            (Container::List, _) => {
                let list = self.stack.new_table(self.layer, How::Inline);
                self.value(Value::List(list), at);
                Frame::List(list)
            }
            (Container::Table, Some(list)) => {
                let table = self.stack.new_table(self.layer, How::Inline);
                self.item(list, Value::Table(table), at);
                Frame::Table(table)
            }
            (Container::Table, None) => Frame::Table(match self.pending.take() {
                Some(pending) => self.open_table(&pending, at),
                // a value that is a table without a key: nobody reads it
                None => self.stack.new_table(self.layer, How::Inline),
            }),
        };
        self.frames.push(frame);
    }

    fn close(&mut self) {
        self.frames.pop();
        self.pending = None;
    }

    fn fault(&mut self, fault: Fault) {
        self.trouble(fault.span.start, What::Format(fault.rule));
    }
}

impl Writer<'_> {
    /// A table between braces: it merges with what lower layers have, and is closed after it.
    fn open_table(&mut self, pending: &Pending, at: u32) -> u32 {
        if let Some(slot) = self.find(pending) {
            if let (Value::Table(table), false) = (self.stack.entry(slot).value, self.said_here(slot)) {
                let chain = &mut self.stack.tables[table as usize];
                (chain.layer, chain.how) = (self.layer, How::Inline);
                return table;
            }
        }
        let table = self.stack.new_table(self.layer, How::Inline);
        self.say(pending, Value::Table(table), at);
        table
    }
}
