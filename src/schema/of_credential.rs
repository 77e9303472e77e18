//! What a field declares of its credential.

use crate::policy::AllowedSources;

use super::{Field, Kind};

/// What a field declares of its credential.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OfCredential {
    /// Shorter ones are weak, in bytes.
    pub(crate) min_len: u16,
    /// Who issues it, where the value alone does not tell.
    pub(crate) vendor: Option<&'static str>,
    /// What staging and production allow it to come from, where that is not the application's policy.
    pub(crate) sources: Option<AllowedSources>,
}

impl OfCredential {
    /// The least length is that of a field that says no other.
    pub(super) const UNSAID: Self = Self { min_len: 12, vendor: None, sources: None };
}

/// What the derive writes.
#[doc(hidden)]
impl Field {
    /// The name says that this is a credential, and nobody has said that it is none.
    #[must_use]
    #[inline]
    pub const fn named_like_a_credential(self) -> Self {
        assert!(
            !is_plain(self.kind()),
            "the name of a field says that it is a credential, and as plain text or a type of its own it would come from \
             anywhere; make it a milieu::Credential, mark a foreign secret type with #[config(credential)], or say why it may \
             be shown with #[config(public = \"why\")]"
        );
        self
    }
}

/// Whether any text, or a type that says nothing about itself, may stand there.
#[inline]
const fn is_plain(kind: &Kind) -> bool {
    match kind {
        Kind::Any => true,
        // a path, an address or a duration is named after a credential and is none
        Kind::Text(words) => matches!(words.as_bytes(), b"text"),
        Kind::List(item) | Kind::Array(item, _) | Kind::Map(item) => is_plain(item),
        Kind::Tuple(kinds) => {
            let mut at = 0;
            while at < kinds.len() {
                if is_plain(&kinds[at]) {
                    return true;
                }
                at += 1;
            }
            false
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Field, Kind};
    use crate::schema::{Presence, Schema};

    #[test]
    fn a_name_that_says_credential_needs_a_kind_that_can_be_one_or_is_none() {
        const NESTED: Schema = Schema::of_struct("Nested", "", &[]);
        let compiles = |kind| {
            // in a constant this panic is the compiler's error
            std::panic::catch_unwind(|| {
                Field::new("token", "TOKEN", kind, Presence::Required).named_like_a_credential()
            })
            .is_ok()
        };
        for kind in [
            Kind::Any,
            Kind::Text("text"),
            Kind::List(&Kind::Text("text")),
            Kind::Map(&Kind::Any),
            Kind::Tuple(&[Kind::Boolean, Kind::Text("text")]),
        ] {
            assert!(!compiles(kind), "{kind:?}");
        }
        for kind in [
            Kind::Credential,
            Kind::Map(&Kind::Credential),
            Kind::Text("a path"),
            Kind::Boolean,
            Kind::Integer { min: 0, max: 255 },
            Kind::Choice(&[]),
            Kind::Table(&NESTED),
        ] {
            assert!(compiles(kind), "{kind:?}");
        }
    }
}
