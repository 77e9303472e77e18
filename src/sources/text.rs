//! Text without a type, written as what its field may hold.

use crate::schema::Kind;
use crate::stack::Writer;

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
        _ if plain_items && !text.is_empty() => writer.list(|writer| {
            for item in text.split(',') {
                let item = writer.keep(item.trim());
                writer.raw(item);
            }
        }),
        _ => {
            let text = writer.keep(text);
            writer.raw(text);
        }
    }
}
