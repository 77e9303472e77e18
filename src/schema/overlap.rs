//! Whether two keys of a type might share the name of a variable: `a.b_c` and `a_b.c` do.
//!
//! That takes a nested type beside a field whose name goes on where the nested type's ends, which a constant can see. Whether
//! two keys really share a name depends on how the application spells its variables, and is judged at load.

use super::{Field, Kind, Variant};

/// Whether some field's segment continues a nested type's, here or below.
#[inline]
pub(super) const fn of_fields(fields: &[Field]) -> bool {
    let mut at = 0;
    while at < fields.len() {
        if below(fields[at].kind()) {
            return true;
        }
        if holds_keys(&fields[at]) {
            let mut other = 0;
            while other < fields.len() {
                // what stands beside a flattened type's fields may continue or repeat any of them
                if other != at
                    && (fields[at].is_flattened() || continues(fields[other].segment(), fields[at].segment()))
                {
                    return true;
                }
                other += 1;
            }
        }
        at += 1;
    }
    false
}

#[inline]
pub(super) const fn of_variants(variants: &[Variant]) -> bool {
    let mut at = 0;
    while at < variants.len() {
        if variants[at].schema().overlaps() {
            return true;
        }
        at += 1;
    }
    false
}

#[inline]
const fn holds_keys(field: &Field) -> bool {
    matches!(field.kind(), Kind::Table(_))
}

#[inline]
const fn below(kind: &Kind) -> bool {
    match kind {
        Kind::Table(schema) => schema.overlaps(),
        _ => false,
    }
}

/// Whether a segment begins with another and a `_`.
#[inline]
const fn continues(segment: &str, start: &str) -> bool {
    let (segment, start) = (segment.as_bytes(), start.as_bytes());
    if segment.len() <= start.len() || segment[start.len()] != b'_' {
        return false;
    }
    let mut at = 0;
    while at < start.len() {
        if segment[at] != start[at] {
            return false;
        }
        at += 1;
    }
    true
}
