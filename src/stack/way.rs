//! The way to a key, looked for only where something is said of it.

use std::fmt::Write as _;

use crate::key::write_segment;

use super::value::Value;
use super::{ROOT, Stack, Trouble};

impl Stack {
    /// The key of a trouble as it is written, from the root; `None` where it has none, or stands where nobody reads.
    pub(crate) fn written(&self, trouble: &Trouble) -> Option<String> {
        let (table, key) = trouble.key?;
        let mut way = String::new();
        if !self.find_way((ROOT, false), table, &mut way) {
            return None;
        }
        Self::step(&mut way, self.text(trouble.layer, key));
        Some(way)
    }

    /// Adds the way from a table, or a list, to a table below it.
    fn find_way(&self, (from, is_list): (u32, bool), to: u32, way: &mut String) -> bool {
        if from == to {
            return true;
        }
        for (index, (entry, _)) in self.children(from).enumerate() {
            for (_, said) in self.definitions(entry) {
                let (inside, is_inner_list) = match said.value {
                    Value::Table(table) => (table, false),
                    Value::List(list) => (list, true),
                    _ => continue,
                };
                let end = way.len();
                if is_list {
                    let _ = write!(way, "[{index}]");
                } else {
                    Self::step(way, self.key(said));
                }
                if self.find_way((inside, is_inner_list), to, way) {
                    return true;
                }
                way.truncate(end);
            }
        }
        false
    }

    fn step(way: &mut String, segment: &str) {
        if !way.is_empty() {
            way.push('.');
        }
        // writing to a text does not fail
        let _ = write_segment(way, segment);
    }
}
