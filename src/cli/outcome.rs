//! How a command ends.

use std::process::ExitCode;

use crate::error::Error;
use crate::finding::Finding;
#[cfg(any(feature = "ledger", feature = "sealed"))]
use crate::{key::Key, resolve::Config};

/// How a command ended; as a number it is the exit code.
///
/// ```
/// use milieu::cli::Outcome;
/// assert_eq!([Outcome::Clean, Outcome::Denied, Outcome::Misused, Outcome::Failed].map(Outcome::code), [0, 1, 2, 3]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// It is done; warnings may have been said.
    Clean,
    /// A finding forbids to go on.
    Denied,
    /// The command was used wrongly.
    Misused,
    /// It could not be done.
    Failed,
}

impl Outcome {
    /// Returns the exit code, 0 to 3.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Denied => 1,
            Self::Misused => 2,
            Self::Failed => 3,
        }
    }

    /// Denied, unless everything is as it should be.
    pub(super) const fn of(is_clean: bool) -> Self {
        if is_clean { Self::Clean } else { Self::Denied }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        outcome.code().into()
    }
}

/// Why a command did not end as it should.
#[derive(Debug)]
pub(super) enum Fault {
    /// Its arguments name what there is not.
    Misused(Error),
    /// It could not be done.
    Failed(Error),
    /// What it says cannot be written.
    Unwritten,
}

impl Fault {
    /// A file of the configuration's own that nothing says where to look for.
    pub(super) fn placeless(what: &'static str, remedy: &'static str) -> Self {
        let finding = Finding::new("has no place, since no directory of configuration files is there");
        Self::Failed(Error::of(finding.with_key(what).with_remedy(remedy)))
    }

    /// Of what could not be done with a key. One that the type does not declare is not shown: somebody may have pasted a credential.
    #[cfg(any(feature = "ledger", feature = "sealed"))]
    pub(super) fn of_key<T: Config>(error: Error, key: &Key) -> Self {
        let text = key.to_string();
        let is_shown = |finding: &Finding| finding.key() == Some(&text);
        if T::SCHEMA.declared_at(key.segments()).is_some() || !error.findings().iter().any(is_shown) {
            return Self::Failed(error);
        }
        let finding = Finding::new("is no key of this configuration, and none that is recorded there").with_key("KEY");
        Self::Misused(Error::of(finding.with_remedy("spell it as the file does, or as reference does")))
    }

    pub(super) const fn outcome(&self) -> Outcome {
        match self {
            Self::Misused(_) => Outcome::Misused,
            Self::Failed(_) | Self::Unwritten => Outcome::Failed,
        }
    }
}

/// What a command comes to.
pub(super) type Done = Result<Outcome, Fault>;
