//! How strictly an environment is treated.

use std::fmt;

/// How strictly an environment is treated.
///
/// Policy hangs on the tier; names of environments only label. There are exactly three, and staging is as strict as
/// production in every check, so that what staging accepts production accepts.
///
/// ```
/// use milieu::Tier;
/// assert!(Tier::Staging.is_deployed() && Tier::Production.is_deployed() && !Tier::Development.is_deployed());
/// assert_eq!(Tier::Production.to_string(), "production");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the tiers are a closed set, which users may match on")]
pub enum Tier {
    /// A developer's machine, or a test.
    Development,
    /// What answers whether production will work.
    Staging,
    /// What users depend on.
    Production,
}

impl Tier {
    /// Tells whether the strict rules apply: the tier is `Staging` or `Production`.
    #[must_use]
    pub const fn is_deployed(self) -> bool {
        matches!(self, Self::Staging | Self::Production)
    }

    /// Returns `"development"`, `"staging"` or `"production"`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Development => "development",
            Self::Staging => "staging",
            Self::Production => "production",
        }
    }
}

impl fmt::Display for Tier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
