//! A Markdown table of everything that can be configured.
//!
//! Everything here is `#[inline]`, so that it is compiled only into programs that call it.

use std::fmt::Write as _;

use crate::resolve::expected;
use crate::schema::{Field, Kind, Schema};
use crate::sources::spelling::Spelling;

use super::template::literal;

/// Writes the table: key, what may stand there, default, variable, documentation.
#[inline]
pub(crate) fn reference(schema: &'static Schema, spelling: &Spelling) -> String {
    let mut out = String::from("| key | expected | default | variable | |\n|---|---|---|---|---|\n");
    Reference { out: &mut out, spelling }.schema(schema, &mut Vec::new());
    out
}

/// What a key is where no layer sets it; a literal stands between `quotes`.
#[inline]
pub(super) fn default_words(field: &Field, quotes: &str) -> String {
    let quoted = |default| format!("{quotes}{}{quotes}", literal(default));
    match (field.default(), field.dev_default()) {
        (Some(default), _) => quoted(default),
        (None, Some(default)) if field.is_dev_only() => format!("{} in development", quoted(default)),
        (None, Some(default)) => format!("{} in development, else required", quoted(default)),
        (None, None) if field.is_computed() => "computed".to_owned(),
        (None, None) if field.is_optional() => "none".to_owned(),
        (None, None) if field.is_dev_only() => "required in development".to_owned(),
        (None, None) => "required".to_owned(),
    }
}

struct Reference<'a> {
    out: &'a mut String,
    spelling: &'a Spelling,
}

impl Reference<'_> {
    #[inline]
    fn schema(&mut self, schema: &'static Schema, path: &mut Vec<&'static str>) {
        if let Some(tag) = schema.tag() {
            let names: Vec<_> = tag.variants().iter().map(|variant| variant.choice().name()).collect();
            path.push(tag.key());
            self.row(path, &format!("one of {}", names.join(", ")), "required", schema.documentation(), &[]);
            path.pop();
            for variant in tag.variants() {
                self.schema(variant.schema(), path);
            }
        }
        for field in schema.fields() {
            if let (Kind::Table(inner), true) = (field.kind(), field.is_flattened()) {
                self.schema(inner, path);
                continue;
            }
            path.push(field.name());
            match field.kind() {
                Kind::Table(inner) => self.schema(inner, path),
                Kind::Map(Kind::Table(inner)) => {
                    self.field(field, path);
                    path.push("*");
                    self.schema(inner, path);
                    path.pop();
                }
                Kind::List(Kind::Table(inner)) | Kind::Array(Kind::Table(inner), _) => {
                    self.field(field, path);
                    path.push("[]");
                    self.schema(inner, path);
                    path.pop();
                }
                _ => self.field(field, path),
            }
            path.pop();
        }
    }

    #[inline]
    fn field(&mut self, field: &'static Field, path: &[&'static str]) {
        let default = default_words(field, "`");
        let mut notes = field.documentation().replace('\n', " ");
        let mut note = |text: String| {
            let space = if notes.is_empty() { "" } else { " " };
            let _ = write!(notes, "{space}{text}");
        };
        if let Some(instead) = field.deprecated() {
            note(format!("Deprecated: {instead}."));
        }
        if field.is_dev_only() {
            note("Development only.".to_owned());
        }
        if field.is_supplied() {
            note("Supplied by each deployment.".to_owned());
        }
        self.row(path, &expected(field), &default, &notes, field.variables());
    }

    #[inline]
    fn row(&mut self, path: &[&str], expected: &str, default: &str, notes: &str, extra: &[&str]) {
        let key = path.join(".").replace(".[]", "[]");
        let below_free = path.iter().any(|segment| matches!(*segment, "*" | "[]"));
        let mut variables = if below_free { Vec::new() } else { vec![format!("`{}`", self.spelling.name(path))] };
        variables.extend(extra.iter().map(|name| format!("`{name}`")));
        let cell = |text: &str| text.replace('|', "\\|");
        let _ = writeln!(
            self.out,
            "| `{key}` | {} | {} | {} | {} |",
            cell(expected),
            cell(default),
            variables.join(", "),
            cell(notes)
        );
    }
}
