//! What a field declares of its credential.

use crate::policy::AllowedSources;

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
