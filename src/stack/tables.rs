//! Which table a key or a header means, and whether its source may still extend it.
//!
//! What lower layers did is no concern of that: a source may extend any table of theirs, once in each way.

use super::value::{How, Value};
use super::writer::{Pending, What, Writer};

impl Writer<'_> {
    /// The table below a key, made where there is none; `None` where something forbids it.
    pub(super) fn descend(&mut self, pending: &Pending, how: How) -> Option<u32> {
        let Some(slot) = self.find(pending) else {
            let table = self.stack.new_table(self.layer, how);
            let entry = self.entry(pending, Value::Table(table), pending.at);
            self.stack.append(pending.table, entry);
            return Some(table);
        };
        let found = self.stack.entry(slot);
        match found.value {
            Value::Table(table) => {
                let layer = self.layer;
                let chain = &mut self.stack.tables[table as usize];
                if chain.layer != layer {
                    (chain.layer, chain.how) = (layer, how);
                } else if self.place.is_none()
                    && (chain.how == How::Inline || how == How::Dotted && chain.how == How::Header)
                {
                    return None;
                }
                Some(table)
            }
            Value::List(list) if found.layer == self.layer => {
                let chain = &self.stack.tables[list as usize];
                let last = (chain.how == How::Growing).then(|| self.stack.entries.get(chain.last as usize)).flatten();
                match last.map(|entry| entry.value) {
                    Some(Value::Table(table)) if how == How::Implicit => Some(table),
                    _ => None,
                }
            }
            _ if found.layer == self.layer => None,
            // a higher layer says something else here, so nobody reads the table
            _ if self.is_late() && found.layer > self.layer => Some(self.stack.new_table(self.layer, how)),
            _ => {
                let table = self.stack.new_table(self.layer, how);
                let entry = self.entry(pending, Value::Table(table), pending.at);
                self.stack.overlay(slot, entry);
                Some(table)
            }
        }
    }

    /// `[a.b]`: the table itself, which one source defines once.
    pub(super) fn define(&mut self, pending: &Pending) -> u32 {
        let before = self.find(pending).map(|slot| self.stack.entry(slot).value);
        if let Some(Value::Table(table)) = before {
            let chain = &mut self.stack.tables[table as usize];
            if chain.layer == self.layer && chain.how != How::Implicit {
                return self.refuse(pending, What::Duplicate);
            }
            (chain.layer, chain.how) = (self.layer, How::Header);
            return table;
        }
        match self.descend(pending, How::Header) {
            Some(table) => table,
            None => self.refuse(pending, What::Duplicate),
        }
    }

    /// `[[a.b]]`: one more item of a list.
    pub(super) fn grow(&mut self, pending: &Pending) -> u32 {
        let item = self.stack.new_table(self.layer, How::Header);
        let slot = self.find(pending);
        if let Some(slot) = slot {
            let entry = self.stack.entry(slot);
            match entry.value {
                Value::List(list)
                    if entry.layer == self.layer && self.stack.tables[list as usize].how == How::Growing =>
                {
                    self.item(list, Value::Table(item), pending.at);
                    return item;
                }
                _ if self.said_here(slot) => return self.refuse(pending, What::Duplicate),
                _ => {}
            }
        }
        let list = self.stack.new_table(self.layer, How::Growing);
        self.item(list, Value::Table(item), pending.at);
        let entry = self.entry(pending, Value::List(list), pending.at);
        match slot {
            Some(slot) => self.stack.overlay(slot, entry),
            None => self.stack.append(pending.table, entry),
        }
        item
    }

    /// A table between braces: it merges with what lower layers have, and is closed after it.
    pub(super) fn open_table(&mut self, pending: &Pending, at: u32) -> u32 {
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
