//! The events of a text, as they come.

use milieu_format::{Container, Fault, Key, Scalar, Sink, Span};

use super::ROOT;
use super::value::{How, Value};
use super::writer::{Frame, What, Writer};

impl Sink for Writer<'_> {
    fn section(&mut self, path: &mut Vec<Key>, list: bool) {
        let mut table = ROOT;
        let last = path.len().saturating_sub(1);
        for (index, key) in path.iter().enumerate() {
            let pending = self.pending(table, key);
            table = match (index == last, list) {
                (false, _) => match self.descend(&pending, How::Implicit) {
                    Some(below) => below,
                    None => self.refuse(&pending, What::Closed),
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
                    Some(below) => below,
                    None => self.refuse(&pending, What::Closed),
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
        self.trouble(fault.span.start, What::Format(fault.rule), None);
    }
}
