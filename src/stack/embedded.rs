//! The entries of a file that is compiled in: read, hashed and linked to tables already, in constants, and put into the arena.
//!
//! They are numbered as in an arena of their own. The lowest file is copied as it is; of a higher one only what meets
//! something is looked up, and everything else is moved by as much as there is before it.

use std::fmt;
use std::ops::Range;

use super::value::{Entry, How, NONE, Slice, Table, Value, bit};
use super::{INDEXED_FROM, ROOT, Stack};

/// One entry of an embedded file. Those of a table or a list follow it, each with what lies below it.
#[derive(Clone, Copy)]
pub struct Item {
    key: Slice,
    hash: u32,
    value: Value,
}

/// What an embedded entry says. Texts are ranges of the file's text: where they begin, and where they end.
#[derive(Clone, Copy)]
#[expect(clippy::exhaustive_enums, reason = "the union of what the formats know")]
pub enum Said {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A whole number beyond `i64`, in digits.
    Wide(u32, u32),
    /// A number with a fraction.
    Float(f64),
    /// A text.
    Text(u32, u32),
    /// A date or time, as it is spelt.
    Datetime(u32, u32),
    /// How many entries lie below it, at any depth.
    List(u32),
    /// How many entries lie below it, at any depth.
    Table(u32),
}

impl Item {
    /// An entry with its key, a range of the file's text, and the key's fingerprint.
    #[must_use]
    pub const fn new(key: (u32, u32), hash: u32, said: Said) -> Self {
        let value = match said {
            Said::Null => Value::Null,
            Said::Boolean(value) => Value::Boolean(value),
            Said::Integer(value) => Value::Integer(value),
            Said::Wide(start, end) => Value::Wide(Slice::of_text(start, end)),
            Said::Float(value) => Value::Float(value),
            Said::Text(start, end) => Value::Text(Slice::of_text(start, end)),
            Said::Datetime(start, end) => Value::Datetime(Slice::of_text(start, end)),
            Said::List(below) => Value::List(below),
            Said::Table(below) => Value::Table(below),
        };
        Self { key: Slice::of_text(key.0, key.1), hash, value }
    }
}

/// The entries and tables of a file, linked: `N` entries, and `M` tables and lists, of which the first is the root.
pub struct Linked<const N: usize, const M: usize> {
    entries: [Entry; N],
    tables: [Table; M],
}

/// A table that is still open: its number, and the entry behind its last.
#[derive(Clone, Copy)]
struct Open {
    table: usize,
    end: usize,
}

impl<const N: usize, const M: usize> Linked<N, M> {
    /// Links entries, each before those below it.
    ///
    /// # Panics
    ///
    /// Panics, and so does not compile in a constant, if there are other numbers of entries or tables, or if they are nested
    /// deeper than any format nests them.
    #[must_use]
    pub const fn of(items: &[Item; N]) -> Self {
        let (mut entries, mut tables) = ([Entry::NOTHING; N], [Table::new(0, How::Inline); M]);
        link(items, &mut entries, &mut tables);
        Self { entries, tables }
    }
}

#[inline]
const fn link(items: &[Item], entries: &mut [Entry], tables: &mut [Table]) {
    /// A dotted key may have as many segments as containers may be nested.
    const DEPTH: usize = 4 * milieu_format::MAX_DEPTH;
    let mut open = [Open { table: 0, end: items.len() }; DEPTH];
    let (mut depth, mut last_table, mut at) = (0, 0, 0);
    while at < items.len() {
        while at >= open[depth].end {
            depth -= 1;
        }
        let table = open[depth].table;
        let mut entry = Entry { key: items[at].key, hash: items[at].hash, ..Entry::NOTHING };
        // places are told apart by twos: that of the key, that of the value
        entry.key_at = 2 * at as u32;
        entry.at = entry.key_at + 1;
        entry.value = items[at].value;
        if let Value::List(below) | Value::Table(below) = items[at].value {
            last_table += 1;
            entry.value = match entry.value {
                Value::List(_) => Value::List(last_table as u32),
                _ => Value::Table(last_table as u32),
            };
            depth += 1;
            open[depth] = Open { table: last_table, end: at + 1 + below as usize };
        }
        if tables[table].last == NONE {
            tables[table].first = at as u32;
        } else {
            entries[tables[table].last as usize].next = at as u32;
        }
        tables[table].last = at as u32;
        tables[table].len += 1;
        tables[table].seen |= bit(items[at].hash);
        entries[at] = entry;
        at += 1;
    }
    assert!(last_table + 1 == tables.len(), "each table and list has its number");
}

/// What an embedded file says: its keys and texts without anything between them, its entries, and where they stood.
#[derive(Clone, Copy)]
pub struct Content {
    pub(super) text: &'static str,
    entries: &'static [Entry],
    tables: &'static [Table],
    /// Line and column of each entry's key, and of its value.
    places: &'static [[u32; 4]],
}

impl Content {
    /// A file without entries.
    pub(super) const NOTHING: Self = Self { text: "", entries: &[], tables: &[], places: &[] };

    /// Takes a text, entries that are ranges of it, and the place of each.
    #[must_use]
    pub const fn new<const N: usize, const M: usize>(
        text: &'static str,
        linked: &'static Linked<N, M>,
        places: &'static [[u32; 4]; N],
    ) -> Self {
        Self { text, entries: &linked.entries, tables: &linked.tables, places }
    }

    /// As [`new`](Self::new), for entries that no constant knows; what it takes is never given back.
    ///
    /// # Panics
    ///
    /// As [`Linked::of`].
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn leaked(text: &str, items: &[Item], places: &[[u32; 4]]) -> Self {
        let containers = items.iter().filter(|item| matches!(item.value, Value::List(_) | Value::Table(_))).count();
        let mut entries = vec![Entry::NOTHING; items.len()];
        let mut tables = vec![Table::new(0, How::Inline); containers + 1];
        link(items, &mut entries, &mut tables);
        Self {
            text: String::leak(text.to_owned()),
            entries: entries.leak(),
            tables: tables.leak(),
            places: places.to_vec().leak(),
        }
    }

    /// Where a key or a value stands: `at` is twice the entry's number, and one more for the value.
    pub(super) fn place(&self, at: u32) -> (u32, u32) {
        match self.places.get(at as usize / 2) {
            Some([line, column, ..]) if at % 2 == 0 => (*line, *column),
            Some([.., line, column]) => (*line, *column),
            None => (1, 1),
        }
    }
}

impl Stack {
    /// Puts the entries of an embedded file on top of all that is there, as reading its text would.
    pub(crate) fn replay(&mut self, layer: u16) {
        let content = self.layer(layer).content();
        if content.entries.is_empty() {
            return;
        }
        if !self.entries.is_empty() {
            return Replay { stack: self, layer, content }.table(0..content.entries.len(), 0, ROOT);
        }
        // and room for what is put on top
        self.entries.reserve(content.entries.len() + content.entries.len() / 2);
        self.entries.extend(content.entries.iter().map(|entry| Entry { layer, ..*entry }));
        self.tables.clear();
        self.tables.extend(content.tables.iter().map(|table| Table { layer, ..*table }));
        self.tables[ROOT as usize].how = How::Implicit;
        self.index_long(ROOT as usize);
    }

    /// Indexes the long tables among those from a number on.
    fn index_long(&mut self, from: usize) {
        for at in from..self.tables.len() {
            if self.tables[at].len > INDEXED_FROM {
                self.index_table(u32::try_from(at).unwrap_or(NONE));
            }
        }
    }
}

struct Replay<'s> {
    stack: &'s mut Stack,
    layer: u16,
    content: Content,
}

impl Replay<'_> {
    /// Puts the entries of a table, which all lie in a range, into a table of the stack.
    ///
    /// Formats nest no deeper than [`milieu_format::MAX_DEPTH`], and so does this.
    fn table(&mut self, range: Range<usize>, table: u32, into: u32) {
        let Content { entries, tables, .. } = self.content;
        let mut at = tables.get(table as usize).map_or(NONE, |table| table.first);
        let mut before = None;
        while let Some(entry) = entries.get(at as usize) {
            let end = if entry.next == NONE { range.end } else { entry.next as usize };
            let below = at as usize + 1..end;
            let key = self.stack.text(self.layer, entry.key);
            let slot = self.stack.find_after(before, into, entry.hash, key);
            before = slot.or(before);
            match (slot, slot.map(|slot| self.stack.entry(slot).value), entry.value) {
                (Some(_), Some(Value::Table(lower)), Value::Table(table)) => {
                    self.stack.tables[lower as usize].layer = self.layer;
                    self.table(below, table, lower);
                }
                (Some(slot), ..) => {
                    let moved = self.moved(entry, below);
                    self.stack.overlay(slot, moved);
                }
                (None, ..) => {
                    let moved = self.moved(entry, below);
                    self.stack.append(into, moved);
                }
            }
            at = entry.next;
        }
    }

    /// An entry for the stack, with everything below it moved there.
    fn moved(&mut self, entry: &Entry, below: Range<usize>) -> Entry {
        let (Value::List(table) | Value::Table(table)) = entry.value else {
            return Entry { next: NONE, layer: self.layer, ..*entry };
        };
        let before = self.stack.tables.len();
        // numbers wrap, since what is moved up by one file may be moved down by another
        let entries_by = narrow(self.stack.entries.len()).wrapping_sub(narrow(below.start));
        let tables_by = narrow(before).wrapping_sub(table);
        let number = |at: u32| if at == NONE { NONE } else { at.wrapping_add(entries_by) };
        let value = |value: Value| match value {
            Value::List(list) => Value::List(list.wrapping_add(tables_by)),
            Value::Table(table) => Value::Table(table.wrapping_add(tables_by)),
            other => other,
        };
        let layer = self.layer;
        let mut count = 1;
        for entry in self.content.entries.get(below).unwrap_or_default() {
            count += usize::from(matches!(entry.value, Value::List(_) | Value::Table(_)));
            let moved = Entry { next: number(entry.next), layer, value: value(entry.value), ..*entry };
            self.stack.entries.push(moved);
        }
        for table in self.content.tables.iter().skip(table as usize).take(count) {
            let (first, last) = (number(table.first), number(table.last));
            self.stack.tables.push(Table { first, last, layer, ..*table });
        }
        self.stack.index_long(before);
        Entry { next: NONE, layer, value: value(entry.value), ..*entry }
    }
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(NONE)
}

impl fmt::Debug for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Item")
    }
}

impl fmt::Debug for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Said")
    }
}

impl<const N: usize, const M: usize> fmt::Debug for Linked<N, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Linked({N} entries)")
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Content({} entries)", self.entries.len())
    }
}
