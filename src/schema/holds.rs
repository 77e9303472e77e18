//! What there is in a schema, here or below: found when it is compiled, so that a load need not look for it.

use super::{Field, Kind, Variant};

/// What there is in a schema.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Holds {
    /// A field that is a credential.
    pub(crate) credentials: bool,
    /// A field that names a variable without the application's prefix.
    pub(crate) variables: bool,
    /// A field that names the vendor of its value.
    pub(crate) vendors: bool,
    /// An enum with variants, which may declare one path twice.
    pub(crate) variants: bool,
}

impl Holds {
    const NOTHING: Self = Self { credentials: false, variables: false, vendors: false, variants: false };

    #[inline]
    pub(super) const fn of_fields(fields: &[Field]) -> Self {
        let (mut holds, mut at) = (Self::NOTHING, 0);
        while at < fields.len() {
            let field = &fields[at];
            holds.credentials |= field.kind().holds_credential();
            holds.variables |= !field.variables().is_empty();
            holds.vendors |= field.credential().vendor.is_some();
            holds.variants |= has_variants(field.kind());
            if let Kind::Table(schema) = field.kind() {
                holds = holds.and(schema.holds());
            }
            at += 1;
        }
        holds
    }

    #[inline]
    pub(super) const fn of_variants(variants: &[Variant]) -> Self {
        let (mut holds, mut at) = (Self { variants: true, ..Self::NOTHING }, 0);
        while at < variants.len() {
            holds = holds.and(variants[at].schema().holds());
            at += 1;
        }
        holds
    }

    #[inline]
    const fn and(self, other: Self) -> Self {
        Self {
            credentials: self.credentials | other.credentials,
            variables: self.variables | other.variables,
            vendors: self.vendors | other.vendors,
            variants: self.variants | other.variants,
        }
    }
}

#[inline]
const fn has_variants(kind: &Kind) -> bool {
    match kind {
        Kind::Table(schema) => schema.holds().variants,
        Kind::List(item) | Kind::Array(item, _) | Kind::Map(item) => has_variants(item),
        Kind::Tuple(kinds) => {
            let mut at = 0;
            while at < kinds.len() {
                if has_variants(&kinds[at]) {
                    return true;
                }
                at += 1;
            }
            false
        }
        _ => false,
    }
}
