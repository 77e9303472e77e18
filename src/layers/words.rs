//! What may stand at a key, in the words of a load (`resolve::words`).

use crate::schema::{Choice, Field, Kind, Number, Range, Tag};

use super::writer::Writer;

/// What a field wants: its own words, else those of its range, else those of its kind.
#[inline]
pub(super) const fn expected(out: &mut Writer, field: &Field) {
    if let Some(words) = field.expected() {
        return out.text(words);
    }
    match (field.kind(), field.range()) {
        (Kind::Integer { .. }, Some(range)) => range_words(out, range, "a whole number"),
        (Kind::Float, Some(range)) => range_words(out, range, "a number"),
        (Kind::Any, _) if !field.type_name().is_empty() => {
            out.text("a value that ");
            out.text(field.type_name());
            out.text(" reads");
        }
        (kind, _) => kind_words(out, kind),
    }
}

/// What a kind wants.
#[inline]
pub(super) const fn kind_words(out: &mut Writer, kind: &Kind) {
    match kind {
        Kind::Any => out.text("a value of the field's type"),
        Kind::Boolean => out.text("true or false"),
        Kind::Integer { min: 0, max: u128::MAX } => out.text("a whole number from 0"),
        Kind::Integer { min, max } => {
            out.text("a whole number from ");
            out.signed(*min);
            out.text(" to ");
            out.number(*max);
        }
        Kind::Float => out.text("a number"),
        Kind::Text(words) => out.text(words),
        Kind::Choice(choices) => {
            out.text("one of ");
            let mut at = 0;
            while at < choices.len() {
                name(out, at, &choices[at]);
                at += 1;
            }
        }
        Kind::List(_) => out.text("a list"),
        Kind::Array(_, length) => {
            out.text("a list of ");
            out.number(*length as u128);
        }
        Kind::Tuple(kinds) => {
            out.text("a list of ");
            out.number(kinds.len() as u128);
        }
        Kind::Map(_) => out.text("a table"),
        Kind::Table(schema) => {
            out.text("a table");
            if let Some(tag) = schema.tag() {
                out.text(" with the key ");
                out.text(tag.key());
            }
        }
        Kind::Credential => out.text("a credential"),
    }
}

/// The names of the variants.
#[inline]
pub(super) const fn variants(out: &mut Writer, tag: &Tag) {
    out.text("one of ");
    let (variants, mut at) = (tag.variants(), 0);
    while at < variants.len() {
        name(out, at, variants[at].choice());
        at += 1;
    }
}

#[inline]
const fn name(out: &mut Writer, at: usize, choice: &Choice) {
    if at > 0 {
        out.text(", ");
    }
    out.text(choice.name());
}

#[inline]
const fn range_words(out: &mut Writer, range: &Range, noun: &str) {
    out.text(noun);
    if let Some(min) = range.min() {
        out.text(" from ");
        bound(out, min);
    }
    if let Some(max) = range.max() {
        out.text(match (range.min(), range.is_max_included()) {
            (Some(_), true) => " to ",
            (Some(_), false) => " to below ",
            (None, true) => " up to ",
            (None, false) => " below ",
        });
        bound(out, max);
    }
}

#[inline]
const fn bound(out: &mut Writer, number: Number) {
    match number {
        Number::Integer(number) => out.signed(number),
        Number::Float(number) => {
            if !out.float(number) {
                out.text("its declared bound");
            }
        }
    }
}
