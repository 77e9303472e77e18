//! A Markdown table of everything that can be configured.
//!
//! Everything here is `#[inline]`, so that it is compiled only into programs that call it.

use std::fmt::Write as _;

use crate::schema::{Field, Schema};
use crate::sources::spelling::Spelling;

use super::described::{Described, described};
use super::template::literal;

/// Writes the table: key, what may stand there, default, variable, documentation.
#[inline]
pub(crate) fn reference(schema: &'static Schema, spelling: &Spelling) -> String {
    let mut out = String::from("| key | expected | default | variable | |\n|---|---|---|---|---|\n");
    for described in described(schema, spelling) {
        row(&mut out, &described);
    }
    out
}

#[inline]
fn row(out: &mut String, described: &Described) {
    let (default, notes) = match described.field() {
        Some(field) => (default_words(field, "`"), notes(field)),
        None => ("required".to_owned(), described.documentation().to_owned()),
    };
    let variables: Vec<_> = described.variables().iter().map(|name| format!("`{name}`")).collect();
    let cell = |text: &str| text.replace('|', "\\|");
    let _ = writeln!(
        out,
        "| `{}` | {} | {} | {} | {} |",
        described.key(),
        cell(described.expected()),
        cell(&default),
        variables.join(", "),
        cell(&notes)
    );
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

#[inline]
fn notes(field: &Field) -> String {
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
    notes
}
