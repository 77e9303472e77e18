//! A commented TOML file to start from.
//!
//! Everything here is `#[inline]`, so that it is compiled only into programs that call it.

use std::fmt::Write as _;

use crate::environment::Environment;
use crate::resolve::expected;
use crate::schema::{Field, Kind, Literal, Number, Schema};
use crate::sources::spelling::Spelling;

/// Writes the file: every key that a file of this environment may hold, commented out where it has a default.
#[inline]
pub(crate) fn template(schema: &'static Schema, environment: Environment, spelling: &Spelling) -> String {
    let mut out = format!(
        "# Configuration of {environment}. What is commented out stands as the base file has it, else as its default.\n"
    );
    let mut tables = Vec::new();
    let writer = Template { environment, spelling };
    writer.table(&mut out, schema, &mut Vec::new(), &mut tables);
    out
}

struct Template<'a> {
    environment: Environment,
    spelling: &'a Spelling,
}

type Later = Vec<(Vec<&'static str>, &'static Field, &'static Schema)>;

impl Template<'_> {
    #[inline]
    fn table(&self, out: &mut String, schema: &'static Schema, path: &mut Vec<&'static str>, later: &mut Later) {
        self.fields(out, schema, path, later);
        // in TOML the keys of a table stand before its tables
        for (path, field, schema) in std::mem::take(later) {
            out.push('\n');
            comment(out, field.documentation());
            let (open, close) = match field.kind() {
                Kind::List(_) | Kind::Array(..) => ("[[", "]]"),
                _ => ("[", "]"),
            };
            let mark =
                if field.is_optional() || matches!(field.kind(), Kind::List(_) | Kind::Map(_)) { "# " } else { "" };
            let name = if matches!(field.kind(), Kind::Map(_)) { ".NAME" } else { "" };
            let _ = writeln!(out, "{mark}{open}{}{name}{close}", path.join("."));
            self.table(out, schema, &mut path.clone(), &mut Vec::new());
        }
    }

    #[inline]
    fn fields(&self, out: &mut String, schema: &'static Schema, path: &mut Vec<&'static str>, later: &mut Later) {
        if let Some(tag) = schema.tag() {
            let names: Vec<_> = tag.variants().iter().map(|variant| variant.choice().name()).collect();
            let _ = writeln!(out, "# one of {}\n{} = \"\"", names.join(", "), tag.key());
            for variant in tag.variants() {
                let _ = writeln!(out, "# with {} = \"{}\":", tag.key(), variant.choice().name());
                self.fields(out, variant.schema(), path, later);
            }
        }
        for field in schema.fields() {
            if field.is_dev_only() && self.environment.tier().is_deployed() {
                continue;
            }
            path.push(field.name());
            match field.kind() {
                Kind::Table(inner) if field.is_flattened() => {
                    path.pop();
                    self.fields(out, inner, path, later);
                    continue;
                }
                Kind::Table(inner)
                | Kind::Map(Kind::Table(inner))
                | Kind::List(Kind::Table(inner))
                | Kind::Array(Kind::Table(inner), _) => later.push((path.clone(), field, inner)),
                _ => self.leaf(out, field, path),
            }
            path.pop();
        }
    }

    #[inline]
    fn leaf(&self, out: &mut String, field: &'static Field, path: &[&'static str]) {
        comment(out, field.documentation());
        if let Some(instead) = field.deprecated() {
            let _ = writeln!(out, "# deprecated: {instead}");
        }
        let name = field.name();
        let words = expected(field);
        let tier = self.environment.tier();
        let _ = match field.default_in(tier) {
            _ if matches!(field.kind(), Kind::Credential) => {
                writeln!(out, "# {name}: a credential, never in this file; {}", self.spelling.name(path))
            }
            Some(default) => writeln!(out, "# {name} = {}", literal(default)),
            None if field.is_supplied() => {
                writeln!(out, "# {name}: {words}, supplied by each deployment as {}", self.spelling.name(path))
            }
            None if field.may_be_missing_in(tier) => writeln!(out, "# {name} = # {words}"),
            None => writeln!(out, "# required: {words}\n# {name} ="),
        };
    }
}

#[inline]
fn comment(out: &mut String, text: &str) {
    for line in text.lines() {
        let _ = writeln!(out, "# {line}");
    }
}

/// A default as TOML spells it.
#[inline]
pub(super) fn literal(literal: &Literal) -> String {
    match literal {
        Literal::Text(text) => serde_json::Value::from(*text).to_string(),
        Literal::Boolean(value) => value.to_string(),
        Literal::Number(Number::Integer(number)) => number.to_string(),
        Literal::Number(Number::Float(number)) => format!("{number:?}"),
        Literal::List(items) => format!("[{}]", items.iter().map(self::literal).collect::<Vec<_>>().join(", ")),
        Literal::EmptyTable => "{}".to_owned(),
    }
}
