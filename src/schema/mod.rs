//! The constant description of a configuration type, which the derive writes.

mod declare;
mod field;
mod hash;
mod holds;
mod kind;
mod literal;
mod of_credential;
mod overlap;
mod presence;

pub use field::{Field, Parity};
pub use hash::SchemaHash;
pub(crate) use holds::Holds;
pub use kind::{Choice, Kind, Range, Tag, Variant};
pub use literal::{Literal, Number};
pub(crate) use of_credential::OfCredential;
pub use presence::Presence;

use crate::key::fingerprint;

/// What a configuration type declares: its fields, or the variants that a tag chooses between.
///
/// A schema is a constant. It is the one description from which layers are read, variables named, findings worded, the
/// reference written and environments compared.
///
/// ```
/// use milieu::Config;
///
/// #[derive(milieu::Config)]
/// struct Server {
///     /// Port to listen on.
///     #[config(default = 8080)]
///     port: u16,
/// }
///
/// let field = &Server::SCHEMA.fields()[0];
/// assert_eq!(field.name(), "port");
/// assert_eq!(field.documentation(), "Port to listen on.");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Schema {
    name: &'static str,
    documentation: &'static str,
    fields: &'static [Field],
    tag: Option<Tag>,
    /// Some field's part of a variable's name goes on where a nested type's begins, here or below.
    overlaps: bool,
    holds: Holds,
    hash: SchemaHash,
}

impl Schema {
    /// Describes a struct.
    #[doc(hidden)]
    #[must_use]
    #[inline]
    pub const fn of_struct(name: &'static str, documentation: &'static str, fields: &'static [Field]) -> Self {
        let (overlaps, holds) = (overlap::of_fields(fields), Holds::of_fields(fields));
        Self { name, documentation, fields, tag: None, overlaps, holds, hash: SchemaHash::of_fields(fields) }
    }

    /// Describes an enum whose variant is chosen by the key `tag`.
    #[doc(hidden)]
    #[must_use]
    #[inline]
    pub const fn of_enum(
        name: &'static str,
        documentation: &'static str,
        key: &'static str,
        variants: &'static [Variant],
    ) -> Self {
        let (overlaps, holds) = (overlap::of_variants(variants), Holds::of_variants(variants));
        let hash = SchemaHash::of_variants(key, variants);
        Self { name, documentation, fields: &[], tag: Some(Tag::new(key, variants)), overlaps, holds, hash }
    }

    /// Returns the name of the Rust type.
    #[must_use]
    #[inline]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the type's documentation comment, without markup added or removed.
    #[must_use]
    #[inline]
    pub const fn documentation(&self) -> &'static str {
        self.documentation
    }

    /// Returns the fields in the order of the declaration; empty for a tagged enum.
    #[must_use]
    #[inline]
    pub const fn fields(&self) -> &'static [Field] {
        self.fields
    }

    /// Returns the tag of an enum, `None` for a struct.
    #[must_use]
    #[inline]
    pub const fn tag(&self) -> Option<&Tag> {
        self.tag.as_ref()
    }

    /// Returns a number over all that the type declares, documentation and order left out.
    #[must_use]
    #[inline]
    pub const fn hash(&self) -> SchemaHash {
        self.hash
    }

    /// Tells whether two keys might share a variable where segments are joined by one `_`.
    #[inline]
    pub(crate) const fn overlaps(&self) -> bool {
        self.overlaps
    }

    /// What there is here or below.
    #[inline]
    pub(crate) const fn holds(&self) -> Holds {
        self.holds
    }

    /// What may stand at a path; what the schema does not know can be anything.
    pub(crate) fn kind_at<'p>(&self, path: impl Iterator<Item = &'p str>) -> &'static Kind {
        self.declared_at(path).unwrap_or(&Kind::Any)
    }

    /// What may stand at a path that the schema declares, entries of maps among them.
    ///
    /// Two variants of an enum can declare one path. If either holds a credential there, so does the answer: what is read before
    /// the variant is known is handled as the credential that it may be.
    pub(crate) fn declared_at<'p>(&self, path: impl Iterator<Item = &'p str>) -> Option<&'static Kind> {
        self.declared_below(&path.collect::<Vec<_>>())
    }

    #[inline]
    fn declared_below(&self, path: &[&str]) -> Option<&'static Kind> {
        let (segment, rest) = path.split_first()?;
        if !self.holds.variants {
            // nothing is declared twice, and most names are no alias
            let hash = fingerprint(segment);
            let is_it = |field: &&Field| field.hash() == hash && field.name() == *segment && !field.is_flattened();
            if let Some(field) = self.fields.iter().find(is_it) {
                return field.kind().declared_below(rest);
            }
        }
        let in_field = |field: &'static Field| match field.kind() {
            Kind::Table(inner) if field.is_flattened() => inner.declared_below(path),
            kind if field.name() == *segment || field.aliases().contains(segment) => kind.declared_below(rest),
            _ => None,
        };
        let variants = self.tag.as_ref().map_or(&[][..], Tag::variants);
        let in_variants = variants.iter().filter_map(|variant| variant.schema().declared_below(path));
        let mut found = self.fields.iter().filter_map(in_field).chain(in_variants);
        let first = found.next()?;
        if first.holds_credential() {
            Some(first)
        } else {
            Some(found.find(|kind| kind.holds_credential()).unwrap_or(first))
        }
    }
}
