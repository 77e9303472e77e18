//! A number that names the shape of a configuration: what there is to set, and how it is read.

use std::fmt;

use crate::policy::SourceKind;

use super::{Choice, Field, Kind, Literal, Number, OfCredential, Parity, Presence, Range, Variant};

/// 128 bits over what a schema declares: equal where two programs read the same keys in the same way.
///
/// What counts: names, aliases, variables, kinds, defaults, bounds, whether a key may be missing, parity, tags, what is said of
/// credentials, and the marks `flatten`, `dev_only`, `supplied`, `relative_to`, `public`. What does not: names of types,
/// documentation, `expected`, `deprecated`, `validate`, defaults of development, and the order of fields, aliases and variants: builds of
/// both classes have the same number.
///
/// The algorithm is fixed: FNV-1a with 128 bits. Over a field, a choice, a variant or a schema run bytes that begin with one for
/// what it is; a number is written in groups of seven bits, the lowest first, all but the last with the eighth bit set; a
/// text is preceded by its length; what has no order is the wrapping sum of the hashes of its members; a nested type is the
/// hash of its schema. It is no defence against somebody who looks for two schemas of one hash, and `usize` is as wide as the
/// system's.
///
/// `Display` is 32 hexadecimal digits.
///
/// ```
/// use milieu::Config;
///
/// #[derive(Config)]
/// struct Settings {
///     #[config(default = 8080)]
///     port: u16,
///     host: String,
/// }
/// #[derive(Config)]
/// struct Reordered {
///     host: String,
///     /// Where it listens.
///     #[config(default = 8080)]
///     port: u16,
/// }
/// #[derive(Config)]
/// struct Another {
///     port: u16,
///     host: String,
/// }
///
/// assert_eq!(Settings::SCHEMA.hash(), Reordered::SCHEMA.hash());
/// assert_ne!(Settings::SCHEMA.hash(), Another::SCHEMA.hash());
/// assert_eq!(Settings::SCHEMA.hash().to_string().len(), 32);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaHash([u8; 16]);

impl SchemaHash {
    #[inline]
    pub(crate) const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Returns the bytes, most significant first.
    #[must_use]
    #[inline]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    #[inline]
    pub(super) const fn of_fields(fields: &[Field]) -> Self {
        let (mut sum, mut at) = (0, 0);
        while at < fields.len() {
            sum = field(&fields[at]).wrapping_add(sum);
            at += 1;
        }
        Self(number(byte(BASIS, b'S'), sum).to_be_bytes())
    }

    #[inline]
    pub(super) const fn of_variants(key: &str, variants: &[Variant]) -> Self {
        let (mut sum, mut at) = (0, 0);
        while at < variants.len() {
            let variant = &variants[at];
            let hash = number(byte(BASIS, b'V'), choice(variant.choice()));
            sum = bytes(hash, variant.schema().hash().as_bytes()).wrapping_add(sum);
            at += 1;
        }
        Self(number(text(byte(BASIS, b'E'), key), sum).to_be_bytes())
    }
}

impl fmt::Display for SchemaHash {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for SchemaHash {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SchemaHash({self})")
    }
}

// draft-eastlake-fnv-17.2, 5: the basis and the prime of 128 bits
const BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

#[inline]
const fn byte(hash: u128, byte: u8) -> u128 {
    (hash ^ byte as u128).wrapping_mul(PRIME)
}

// the compiler stops a constant after two million calls and rounds, so both are kept few
#[inline]
const fn bytes(mut hash: u128, all: &[u8]) -> u128 {
    let mut at = 0;
    while at < all.len() {
        hash = (hash ^ all[at] as u128).wrapping_mul(PRIME);
        at += 1;
    }
    hash
}

#[inline]
const fn text(hash: u128, text: &str) -> u128 {
    bytes(number(hash, text.len() as u128), text.as_bytes())
}

#[inline]
const fn number(mut hash: u128, mut number: u128) -> u128 {
    while number > 127 {
        hash = (hash ^ (number & 127 | 128)).wrapping_mul(PRIME);
        number >>= 7;
    }
    (hash ^ number).wrapping_mul(PRIME)
}

/// Texts whose order says nothing.
#[inline]
const fn texts(hash: u128, texts: &[&str]) -> u128 {
    let (mut sum, mut at) = (0, 0);
    while at < texts.len() {
        sum = text(BASIS, texts[at]).wrapping_add(sum);
        at += 1;
    }
    if texts.is_empty() { byte(hash, 0) } else { number(number(hash, texts.len() as u128), sum) }
}

#[inline]
const fn choice(choice: &Choice) -> u128 {
    texts(text(byte(BASIS, b'C'), choice.name()), choice.aliases())
}

#[inline]
const fn field(field: &Field) -> u128 {
    let mut hash = text(byte(BASIS, b'F'), field.name());
    hash = texts(texts(hash, field.aliases()), field.variables());
    hash = kind(hash, field.kind());
    let marks = [
        // a field of type `DevOnly` is optional in the one class of builds and not in the other, and its schema is the same
        matches!(field.presence, Presence::Optional),
        field.is_computed(),
        field.is_flattened(),
        field.is_dev_only(),
        field.is_supplied(),
        field.is_relative_to_file(),
        field.public().is_some(),
    ];
    let (mut bits, mut at) = (0, 0);
    while at < marks.len() {
        bits |= (marks[at] as u8) << at;
        at += 1;
    }
    hash = byte(hash, bits);
    hash = match field.default() {
        Some(default) => literal(byte(hash, b'd'), default),
        None => byte(hash, b'-'),
    };
    hash = match field.range() {
        Some(bounds) => range(byte(hash, b'r'), bounds),
        None => byte(hash, b'-'),
    };
    hash = byte(
        hash,
        match field.parity() {
            Parity::Unsaid => b'u',
            Parity::Same => b's',
            Parity::Varies => b'v',
            Parity::Distinct => b'd',
        },
    );
    if field.kind().holds_credential() { of_credential(hash, field.credential()) } else { hash }
}

#[inline]
const fn kind(hash: u128, of: &Kind) -> u128 {
    match of {
        Kind::Any => byte(hash, b'?'),
        Kind::Boolean => byte(hash, b'b'),
        Kind::Integer { min, max } => number(number(byte(hash, b'i'), *min as u128), *max),
        Kind::Float => byte(hash, b'f'),
        Kind::Text(form) => text(byte(hash, b't'), form),
        Kind::Choice(choices) => {
            let (mut sum, mut at) = (0, 0);
            while at < choices.len() {
                sum = choice(&choices[at]).wrapping_add(sum);
                at += 1;
            }
            number(byte(hash, b'c'), sum)
        }
        Kind::List(item) => kind(byte(hash, b'l'), item),
        Kind::Array(item, count) => kind(number(byte(hash, b'a'), *count as u128), item),
        Kind::Tuple(items) => {
            let (mut hash, mut at) = (number(byte(hash, b'p'), items.len() as u128), 0);
            while at < items.len() {
                hash = kind(hash, &items[at]);
                at += 1;
            }
            hash
        }
        Kind::Map(item) => kind(byte(hash, b'm'), item),
        Kind::Table(schema) => bytes(byte(hash, b'n'), schema.hash().as_bytes()),
        Kind::Credential => byte(hash, b's'),
    }
}

#[inline]
const fn literal(hash: u128, of: &Literal) -> u128 {
    match of {
        Literal::Text(content) => text(byte(hash, b't'), content),
        Literal::Number(value) => of_number(hash, *value),
        Literal::Boolean(value) => byte(byte(hash, b'b'), *value as u8),
        Literal::List(items) => {
            let (mut hash, mut at) = (number(byte(hash, b'l'), items.len() as u128), 0);
            while at < items.len() {
                hash = literal(hash, &items[at]);
                at += 1;
            }
            hash
        }
        Literal::EmptyTable => byte(hash, b'm'),
    }
}

#[inline]
const fn of_number(hash: u128, of: Number) -> u128 {
    match of {
        Number::Integer(whole) => number(byte(hash, b'i'), whole as u128),
        Number::Float(value) => number(byte(hash, b'f'), value.to_bits() as u128),
    }
}

#[inline]
const fn range(hash: u128, of: &Range) -> u128 {
    let hash = match of.min() {
        Some(min) => of_number(byte(hash, b'+'), min),
        None => byte(hash, b'-'),
    };
    let hash = match of.max() {
        Some(max) => of_number(byte(hash, b'+'), max),
        None => byte(hash, b'-'),
    };
    byte(hash, of.is_max_included() as u8)
}

#[inline]
const fn of_credential(hash: u128, of: &OfCredential) -> u128 {
    let hash = number(hash, of.min_len as u128);
    let hash = text(
        hash,
        match of.vendor {
            Some(vendor) => vendor,
            None => "",
        },
    );
    match &of.sources {
        Some(sources) => {
            let (mut sum, mut at) = (0, 0);
            while at < SourceKind::ALL.len() {
                if sources.contains(SourceKind::ALL[at]) {
                    sum = text(BASIS, SourceKind::ALL[at].as_str()).wrapping_add(sum);
                }
                at += 1;
            }
            number(byte(hash, b'+'), sum)
        }
        None => byte(hash, b'-'),
    }
}

#[cfg(test)]
#[path = "hash_tests.rs"]
mod tests;
