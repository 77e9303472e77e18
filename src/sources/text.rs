//! Text without a type, written as what its field may hold.

use zeroize::Zeroizing;

use crate::schema::Kind;
use crate::stack::{Secret, Writer};

/// Writes a text as the value of the pending key: lists as JSON or with commas, tables as JSON, everything else as it is.
pub(crate) fn write(writer: &mut Writer<'_>, kind: &Kind, text: &str) {
    let begins = |with: char| text.trim_start().starts_with(with);
    let plain_items = match kind {
        Kind::List(item) | Kind::Array(item, _) => !matches!(item, Kind::Table(_) | Kind::Map(_) | Kind::List(_)),
        Kind::Tuple(_) => true,
        _ => false,
    };
    match kind {
        Kind::List(_) | Kind::Array(..) | Kind::Tuple(_) if begins('[') => {
            let start = writer.keep_text(text);
            writer.json(start);
        }
        Kind::Map(_) | Kind::Table(_) if begins('{') => {
            let start = writer.keep_text(text);
            writer.json(start);
        }
        Kind::List(item) | Kind::Array(item, _) if plain_items && !text.is_empty() => {
            writer.list(|writer| text.split(',').for_each(|part| one(writer, item, part.trim())));
        }
        Kind::Tuple(kinds) if !text.is_empty() => writer.list(|writer| {
            for (at, part) in text.split(',').enumerate() {
                one(writer, kinds.get(at).unwrap_or(&Kind::Any), part.trim());
            }
        }),
        _ => one(writer, kind, text),
    }
}

/// A credential is kept apart from texts, so that it can be forgotten.
fn one(writer: &mut Writer<'_>, kind: &Kind, text: &str) {
    if let Kind::Credential = kind {
        writer.secret(Secret::new(Zeroizing::new(text.as_bytes().to_vec())));
    } else {
        let text = writer.keep(text);
        writer.raw(text);
    }
}
