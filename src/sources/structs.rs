//! Variables of a type without schema: serde shows its structs one by one, each with the names of its fields.

use std::borrow::Cow;

use crate::key::{fingerprint, raised};
use crate::schema::Kind;
use crate::stack::{Value, Writer};

use super::variables::{Here, Pass, Slot, Variables};

impl Variables<'_> {
    /// Claims the fields of a struct that serde has shown, at its place in the document.
    #[inline]
    pub(crate) fn of_struct(&mut self, path: &[Box<str>], table: u32, fields: &'static [&'static str]) {
        let mut here = self.root();
        for key in path {
            let segment: String = key.chars().map(raised).collect();
            let (_, nested) = self.narrow(&here, &segment);
            here = Here { number: here.number_of(fingerprint(key)), ..nested };
        }
        here.table = Some(table);
        self.path = path.iter().map(|segment| Cow::Owned(segment.to_string())).collect();
        self.in_passes(|variables| {
            for field in fields {
                variables.struct_field(field, table, &here);
            }
        });
        self.path.clear();
    }

    #[inline]
    fn struct_field(&mut self, field: &'static str, table: u32, here: &Here) {
        let segment: String = field.chars().map(raised).collect();
        let known = self.stack.find_key(table, field).map(|entry| self.stack.entry(entry).value);
        let kind = if let Some(Value::List(_)) = known { Kind::List(&Kind::Any) } else { Kind::Any };
        let (key, hash) = (Cow::Borrowed(field), fingerprint(field));
        let slot = Slot { segment: &segment, key, hash, kind: &kind, optional: false };
        let Some(nested) = self.slot(&slot, here) else { return };
        // what ends in `_FILE` names a file for the field itself, as far as can be known
        let goes_below = nested.range.clone().any(|at| &self.given[at].name[nested.depth..] != "FILE");
        if self.pass == Pass::Values && goes_below && self.stack.find_key(table, field).is_none() {
            // whether it is a struct is for serde to say, once it is asked for this key
            self.write_table(field);
        }
    }

    #[inline]
    fn write_table(&mut self, key: &str) {
        let mut writer = Writer::of_values(self.stack, self.layer, 0, self.troubles);
        // all but the last segment become tables, and the last is never given a value
        writer.at_path(self.path.iter().map(AsRef::as_ref).chain([key, ""]));
    }
}
