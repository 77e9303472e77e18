//! Credentials that were made for tests, by their own look.

/// What begins them all. No vendor's keys begin so, and no generator makes it by chance.
pub(crate) const SYNTHETIC: &str = "milieu-test-";

/// Whether a text is, or has in it, a credential that was made for tests.
pub(crate) fn is_synthetic(text: &str) -> bool {
    text.contains(SYNTHETIC)
}
