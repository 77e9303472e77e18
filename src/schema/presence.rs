//! Whether a value has to be there.

/// Whether a value of a type has to be there.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "what the derive's own constants say")]
pub enum Presence {
    /// Always, unless it has a default.
    Required,
    /// Nowhere.
    Optional,
    /// In tier Development alone.
    DevOnly,
    /// Nowhere, since this is a deployable build, and the key belongs to development.
    DevOnlyOptional,
}

impl Presence {
    /// Of a value that only development has, by build class.
    #[must_use]
    pub const fn of_development(deployable: bool) -> Self {
        if deployable { Self::DevOnlyOptional } else { Self::DevOnly }
    }
}
