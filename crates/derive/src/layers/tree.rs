//! One file as a tree: every key and value, where it stands, and what the file says twice.
//!
//! Which tables a TOML text may extend is judged here by how each came to be, as the library judges it (`src/stack/tables.rs`),
//! but for one layer alone.

use std::collections::HashMap;

use milieu_format::{Container, Key, Scalar, Sink, Span, Text};

use super::fault::Fault;

/// The tables and lists of a file.
pub(crate) struct Tree {
    containers: Vec<Held>,
    pub(crate) faults: Vec<Fault>,
}

/// One key of a table, or one item of a list, whose key is empty.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) key: String,
    /// The byte at which the key stands; of an item, its own.
    pub(crate) key_at: u32,
    /// The byte at which the value stands; of a table that a header or a dotted key makes, that key's.
    pub(crate) at: u32,
    pub(crate) value: Value,
}

/// A value. Tables and lists are named by number, see [`Tree::inside`].
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Boolean(bool),
    Integer(i64),
    /// Decimal digits that fit `i128` or `u128`, and not `i64`.
    Wide(String),
    Float(f64),
    Text(String),
    /// A date or time, as it is spelt.
    Datetime(String),
    List(usize),
    Table(usize),
}

struct Held {
    entries: Vec<Entry>,
    /// Where each key of a table is in `entries`.
    by_key: HashMap<String, usize>,
    how: How,
}

/// How a table or list came to be: TOML lets some be extended and some not.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    /// As the parent of another.
    Implicit,
    /// By a header of its own.
    Header,
    /// By a dotted key.
    Dotted,
    /// Between braces or brackets: closed for good.
    Inline,
    /// A list that `[[…]]` appends to.
    Growing,
}

impl Tree {
    /// The number of the table that is the whole file.
    pub(crate) const ROOT: usize = 0;
    /// The most faults of one file that are told.
    const MOST_FAULTS: usize = 64;

    /// Reads a text.
    pub(crate) fn read(source: &str, read: impl FnOnce(&str, &mut Builder<'_>)) -> Self {
        let mut tree = Self { containers: Vec::new(), faults: Vec::new() };
        tree.held(How::Implicit);
        let mut builder = Builder { tree, source, section: Self::ROOT, frames: Vec::new(), pending: None };
        read(source, &mut builder);
        builder.tree
    }

    /// A file that could not be read.
    pub(crate) fn unread(fault: Fault) -> Self {
        let mut tree = Self { containers: Vec::new(), faults: vec![fault] };
        tree.held(How::Implicit);
        tree
    }

    /// The entries of a table or list, in the order of the file.
    pub(crate) fn inside(&self, container: usize) -> &[Entry] {
        self.containers.get(container).map_or(&[], |held| &held.entries)
    }

    fn held(&mut self, how: How) -> usize {
        self.containers.push(Held { entries: Vec::new(), by_key: HashMap::new(), how });
        self.containers.len() - 1
    }

    fn find(&self, pending: &Pending) -> Option<&Value> {
        let held = &self.containers[pending.table];
        held.by_key.get(&pending.key).map(|at| &held.entries[*at].value)
    }

    fn item(&mut self, list: usize, value: Value, at: u32) {
        self.containers[list].entries.push(Entry { key: String::new(), key_at: at, at, value });
    }

    fn fault(&mut self, fault: Fault) {
        if self.faults.len() < Self::MOST_FAULTS {
            self.faults.push(fault);
        }
    }

    /// Notes what is wrong; what follows goes to a table that nobody reads.
    fn refuse(&mut self, fault: Fault) -> usize {
        self.fault(fault);
        self.held(How::Implicit)
    }

    /// Says a key; of two values the later counts.
    fn say(&mut self, pending: Pending, value: Value, at: u32) {
        let held = &mut self.containers[pending.table];
        if let Some(before) = held.by_key.get(&pending.key) {
            let entry = &mut held.entries[*before];
            (entry.key_at, entry.at, entry.value) = (pending.at, at, value);
            return self.fault(Fault::duplicate(pending.at));
        }
        held.by_key.insert(pending.key.clone(), held.entries.len());
        held.entries.push(Entry { key: pending.key, key_at: pending.at, at, value });
    }

    /// The table below a key, made where there is none; an error is the place of what forbids it.
    fn descend(&mut self, pending: Pending, how: How) -> Result<usize, u32> {
        let at = pending.at;
        match self.find(&pending) {
            None => {
                let table = self.held(how);
                self.say(pending, Value::Table(table), at);
                Ok(table)
            }
            Some(Value::Table(table)) => match self.containers[*table].how {
                How::Inline => Err(at),
                How::Header if how == How::Dotted => Err(at),
                _ => Ok(*table),
            },
            Some(Value::List(list)) => {
                let list = &self.containers[*list];
                match list.entries.last().map(|entry| &entry.value) {
                    Some(Value::Table(table)) if list.how == How::Growing && how == How::Implicit => Ok(*table),
                    _ => Err(at),
                }
            }
            Some(_) => Err(at),
        }
    }

    /// `[a.b]`: the table itself, which a file defines once.
    fn define(&mut self, pending: Pending) -> usize {
        let at = pending.at;
        if let Some(Value::Table(table)) = self.find(&pending) {
            let table = *table;
            if self.containers[table].how != How::Implicit {
                return self.refuse(Fault::duplicate(at));
            }
            self.containers[table].how = How::Header;
            return table;
        }
        self.descend(pending, How::Header).unwrap_or_else(|at| self.refuse(Fault::duplicate(at)))
    }

    /// `[[a.b]]`: one more item of a list.
    fn grow(&mut self, pending: Pending) -> usize {
        let at = pending.at;
        let list = match self.find(&pending) {
            Some(Value::List(list)) if self.containers[*list].how == How::Growing => *list,
            Some(_) => return self.refuse(Fault::duplicate(at)),
            None => {
                let list = self.held(How::Growing);
                self.say(pending, Value::List(list), at);
                list
            }
        };
        let item = self.held(How::Header);
        self.item(list, Value::Table(item), at);
        item
    }
}

/// Takes the events of a text.
pub(crate) struct Builder<'t> {
    tree: Tree,
    source: &'t str,
    section: usize,
    frames: Vec<Frame>,
    pending: Option<Pending>,
}

#[derive(Clone, Copy)]
enum Frame {
    Table(usize),
    List(usize),
}

/// A key whose value follows.
struct Pending {
    table: usize,
    key: String,
    at: u32,
}

impl Builder<'_> {
    fn pending(&self, table: usize, key: &Key) -> Pending {
        Pending { table, key: key.text.as_str(self.source).to_owned(), at: key.span.start }
    }

    fn text(&self, text: &Text) -> String {
        text.as_str(self.source).to_owned()
    }

    fn value(&mut self, value: Value, at: u32) {
        if let Some(Frame::List(list)) = self.frames.last() {
            self.tree.item(*list, value, at);
        } else if let Some(pending) = self.pending.take() {
            self.tree.say(pending, value, at);
        }
    }
}

impl Sink for Builder<'_> {
    fn section(&mut self, path: &mut Vec<Key>, list: bool) {
        let mut table = Tree::ROOT;
        let last = path.len().saturating_sub(1);
        for (index, key) in path.iter().enumerate() {
            let pending = self.pending(table, key);
            table = match (index == last, list) {
                (false, _) => {
                    let below = self.tree.descend(pending, How::Implicit);
                    below.unwrap_or_else(|at| self.tree.refuse(Fault::closed(at)))
                }
                (true, false) => self.tree.define(pending),
                (true, true) => self.tree.grow(pending),
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
                let below = self.tree.descend(self.pending(table, key), How::Dotted);
                table = below.unwrap_or_else(|at| self.tree.refuse(Fault::closed(at)));
            }
            self.pending = Some(self.pending(table, last));
        }
        path.clear();
    }

    fn scalar(&mut self, value: Scalar, span: Span) {
        let value = match value {
            Scalar::Null => Value::Null,
            Scalar::Boolean(value) => Value::Boolean(value),
            Scalar::Integer(value) => Value::Integer(value),
            Scalar::Wide(digits) => Value::Wide(self.text(&digits)),
            Scalar::Float(value) => Value::Float(value),
            Scalar::Text(text) => Value::Text(self.text(&text)),
            Scalar::Datetime(text) => Value::Datetime(self.text(&text)),
        };
        self.value(value, span.start);
    }

    fn open(&mut self, container: Container, span: Span) {
        let inside = self.tree.held(How::Inline);
        let (value, frame) = match container {
            Container::List => (Value::List(inside), Frame::List(inside)),
            Container::Table => (Value::Table(inside), Frame::Table(inside)),
        };
        self.value(value, span.start);
        self.frames.push(frame);
    }

    fn close(&mut self) {
        self.frames.pop();
        self.pending = None;
    }

    fn fault(&mut self, fault: milieu_format::Fault) {
        self.tree.fault(Fault::of_rule(fault.rule, fault.span.start));
    }
}

#[cfg(test)]
mod tests;
