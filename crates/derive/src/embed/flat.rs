//! A tree as a list: each entry, then what lies below it.

use std::collections::HashMap;

use crate::layers::{Entry, File, Tree, Value};

/// The entries of a file, and the one text that their keys and texts are ranges of.
#[derive(Default)]
pub(crate) struct Flat {
    pub(crate) text: String,
    pub(crate) items: Vec<Item>,
    /// Where each text is that was kept before.
    kept: HashMap<String, Range>,
}

/// Begin and end in the text.
pub(crate) type Range = (u32, u32);

/// One entry.
pub(crate) struct Item {
    pub(crate) key: Range,
    pub(crate) hash: u32,
    /// Line and column of the key, then of the value.
    pub(crate) places: [u32; 4],
    pub(crate) said: Said,
}

/// What an entry says.
pub(crate) enum Said {
    Null,
    Boolean(bool),
    Integer(i64),
    Wide(Range),
    Float(f64),
    Text(Range),
    Datetime(Range),
    /// How many entries lie below it, at any depth.
    List(u32),
    Table(u32),
}

impl Flat {
    pub(crate) fn of(file: &File) -> Self {
        let mut flat = Self::default();
        flat.container(file, Tree::ROOT, true);
        flat
    }

    fn container(&mut self, file: &File, container: usize, has_keys: bool) {
        for entry in file.tree.inside(container) {
            self.entry(file, entry, has_keys);
        }
    }

    fn entry(&mut self, file: &File, entry: &Entry, has_key: bool) {
        let (key, hash) = match has_key {
            true => (self.keep(&entry.key), milieu_format::fingerprint(&entry.key)),
            false => ((0, 0), 0),
        };
        let ((key_line, key_column), (line, column)) = (file.place(entry.key_at), file.place(entry.at));
        let said = match &entry.value {
            Value::Null => Said::Null,
            Value::Boolean(value) => Said::Boolean(*value),
            Value::Integer(value) => Said::Integer(*value),
            Value::Wide(digits) => Said::Wide(self.keep(digits)),
            Value::Float(value) => Said::Float(*value),
            Value::Text(text) => Said::Text(self.keep(text)),
            Value::Datetime(text) => Said::Datetime(self.keep(text)),
            Value::List(_) => Said::List(0),
            Value::Table(_) => Said::Table(0),
        };
        let at = self.items.len();
        self.items.push(Item { key, hash, places: [key_line, key_column, line, column], said });
        match entry.value {
            Value::List(list) => {
                self.container(file, list, false);
                self.items[at].said = Said::List(self.below(at));
            }
            Value::Table(table) => {
                self.container(file, table, true);
                self.items[at].said = Said::Table(self.below(at));
            }
            _ => {}
        }
    }

    /// How many entries came after one.
    fn below(&self, at: usize) -> u32 {
        narrow(self.items.len() - at - 1)
    }

    fn keep(&mut self, text: &str) -> Range {
        if let Some(range) = self.kept.get(text) {
            return *range;
        }
        let start = narrow(self.text.len());
        self.text.push_str(text);
        let range = (start, narrow(self.text.len()));
        self.kept.insert(text.to_owned(), range);
        range
    }
}

/// A file has at most 8 MiB.
fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
