//! Variables of a type without schema: serde shows its structs one by one, each with the names of its fields.

use std::borrow::Cow;

use crate::key::raised;
use crate::schema::Kind;
use crate::stack::{Value, Writer};

use super::variables::{Slot, Variables};

impl Variables<'_> {
    /// Claims the fields of a struct that serde has shown, at its place in the document.
    pub(crate) fn of_struct(&mut self, path: &[Box<str>], table: u32, fields: &'static [&'static str]) {
        let mut here = self.root();
        for segment in path {
            let segment: String = segment.chars().map(raised).collect();
            let (_, nested) = self.narrow(&here, &segment);
            here = nested;
        }
        here.table = Some(table);
        self.path = path.iter().map(|segment| Cow::Owned(segment.to_string())).collect();
        for field in fields {
            let segment: String = field.chars().map(raised).collect();
            let known = self.stack.find_key(table, field);
            let list = known.is_some_and(|entry| matches!(self.stack.entry(entry).value, Value::List(_)));
            let kind = if list { Kind::List(&Kind::Any) } else { Kind::Any };
            let slot = Slot { segment: &segment, key: Cow::Borrowed(field), kind: &kind, optional: false };
            let nested = self.slot(&slot, &here);
            if known.is_none() && nested.is_some_and(|nested| !nested.range.is_empty()) {
                // whether it is a struct is for serde to say, once it is asked for this key
                self.write_table(field);
            }
        }
        self.path.clear();
    }

    fn write_table(&mut self, key: &str) {
        let mut writer = Writer::of_values(self.stack, self.layer, 0, self.troubles);
        // all but the last segment become tables, and the last is never given a value
        writer.at_path(self.path.iter().map(AsRef::as_ref).chain([key, ""]));
    }
}
