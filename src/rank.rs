//! The order of layers.

use std::fmt;

/// The place of a layer in the order of all layers: the higher wins.
///
/// | rank | source |
/// |---|---|
/// | `Default` | `#[config(default = …)]` |
/// | `Base` | `config/base.toml` |
/// | `Environment` | `config/{environment}.toml` |
/// | `Local` | `config/local.toml`, `config/{environment}.local.toml` |
/// | `Dotenv` | `.env`, `.env.{environment}` |
/// | `Sealed` | sealed files |
/// | `SecretFile` | one file a credential |
/// | `Variable` | process environment variables |
/// | `Override` | the command line, or values given in code |
///
/// Of two layers of one rank the one that was given later wins.
///
/// ```
/// use milieu::Rank;
/// assert!(Rank::Override > Rank::Variable && Rank::Variable > Rank::Environment);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Rank {
    /// What the type declares.
    Default,
    /// The file that all environments share.
    Base,
    /// The file of one environment.
    Environment,
    /// What one machine changes, in development only.
    Local,
    /// dotenv files, in development only.
    Dotenv,
    /// Encrypted credentials of one environment.
    Sealed,
    /// One file a credential.
    SecretFile,
    /// Process environment variables.
    Variable,
    /// The command line, or values given in code.
    Override,
}

impl Rank {
    /// All ranks, the lowest first.
    pub(crate) const ALL: [Self; 9] = [
        Self::Default,
        Self::Base,
        Self::Environment,
        Self::Local,
        Self::Dotenv,
        Self::Sealed,
        Self::SecretFile,
        Self::Variable,
        Self::Override,
    ];

    /// Returns the name, in lower case.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Base => "base file",
            Self::Environment => "environment file",
            Self::Local => "local file",
            Self::Dotenv => "dotenv",
            Self::Sealed => "sealed file",
            Self::SecretFile => "secret file",
            Self::Variable => "variable",
            Self::Override => "override",
        }
    }
}

impl fmt::Display for Rank {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
