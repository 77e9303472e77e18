//! A file as the constant that `milieu`'s `src/layers` judges: keys, kinds and places.
//!
//! Of a text there is a number of 16 bits, of a date nothing; a number stands there as it is, for the sake of ranges. Whoever
//! expands the macro finds no credential in it.

use std::fmt::Write as _;

use milieu_format::{fingerprint, short_fingerprint};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::directory::File;
use super::tree::{Tree, Value};

/// The expression, and how many entries there are.
///
/// It is written as a text and read once: token by token it takes several times as long.
pub(crate) fn facts(file: &File) -> (TokenStream, usize) {
    let mut facts = Facts { file, out: String::new(), count: 0 };
    facts.table(Tree::ROOT);
    let (entries, count) = (facts.out, facts.count);
    let mut faults = String::from("&[");
    for fault in &file.tree.faults {
        let (line, column) = fault.at.map_or((0, 0), |at| file.place(at));
        let words = Literal::string(&fault.message());
        // writing to a text does not fail
        let _ = write!(faults, "Fault{{at:[{line},{column}],words:{words}}},");
    }
    faults.push(']');
    let read = |text: &str| text.parse::<TokenStream>().unwrap_or_default();
    let (entries, faults) = (read(&entries), read(&faults));
    let (name, stem, extension) = (&file.shown, &file.stem, &file.extension);
    let is_complete = !file.tree.faults.iter().any(|fault| fault.is_fatal);
    let file = quote! {
        File {
            name: #name,
            stem: #stem,
            extension: #extension,
            entries: #entries,
            faults: #faults,
            is_complete: #is_complete,
        }
    };
    (file, count)
}

struct Facts<'f> {
    file: &'f File,
    out: String,
    count: usize,
}

impl Facts<'_> {
    /// The entries of a table, ascending by hash.
    fn table(&mut self, table: usize) {
        let tree = &self.file.tree;
        let mut entries: Vec<_> = (1_u32..)
            .zip(tree.inside(table))
            .map(|(position, entry)| (fingerprint(&entry.key), position, entry))
            .collect();
        entries.sort_by_key(|(hash, position, _)| (*hash, *position));
        self.out.push_str("&[");
        for (hash, position, entry) in entries {
            let index = self.count;
            self.count += 1;
            let key = Literal::string(&entry.key);
            self.entry((hash, &key.to_string()), (entry.key_at, entry.at), (position, index), &entry.value);
        }
        self.out.push(']');
    }

    fn items(&mut self, list: usize) {
        self.out.push_str("&[");
        let tree = &self.file.tree;
        for (position, item) in (1_u32..).zip(tree.inside(list)) {
            self.entry((0, "\"\""), (item.key_at, item.at), (position, 0), &item.value);
        }
        self.out.push(']');
    }

    fn entry(
        &mut self,
        (hash, key): (u32, &str),
        (key_at, at): (u32, u32),
        (position, index): (u32, usize),
        value: &Value,
    ) {
        let ((key_line, key_column), (line, column)) = (self.file.place(key_at), self.file.place(at));
        let _ = write!(
            self.out,
            "Entry{{hash:{hash},key:{key},key_at:[{key_line},{key_column}],at:[{line},{column}],\
             position:{position},index:{index},node:Node::",
        );
        match value {
            Value::Null => self.out.push_str("Null"),
            Value::Boolean(_) => self.out.push_str("Boolean"),
            Value::Integer(number) => self.number("Integer", number),
            Value::Wide(digits) => match (digits.parse::<i128>(), digits.parse::<u128>()) {
                (Ok(number), _) => self.number("Integer", &number),
                (_, Ok(number)) => self.number("Huge", &number),
                // the reader gives no others
                _ => self.out.push_str("Null"),
            },
            Value::Float(number) if number.is_finite() => self.number("Float", &format_args!("{number:?}")),
            Value::Float(number) => {
                let name = if number.is_nan() {
                    "NAN"
                } else if *number > 0.0 {
                    "INFINITY"
                } else {
                    "NEG_INFINITY"
                };
                self.number("Float", &format_args!("::core::primitive::f64::{name}"));
            }
            Value::Text(text) if text.is_empty() => self.out.push_str("EmptyText"),
            Value::Text(text) => self.number("Text", &short_fingerprint(text)),
            Value::Datetime(_) => self.out.push_str("Datetime"),
            Value::List(list) => {
                self.out.push_str("List(");
                self.items(*list);
                self.out.push(')');
            }
            Value::Table(table) => {
                self.out.push_str("Table(");
                self.table(*table);
                self.out.push(')');
            }
        }
        self.out.push_str("},");
    }

    fn number(&mut self, kind: &str, number: &dyn std::fmt::Display) {
        let _ = write!(self.out, "{kind}({number})");
    }
}
