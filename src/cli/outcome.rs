//! How a command ends.

use std::process::ExitCode;

use crate::error::Error;

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
    pub(super) const fn outcome(&self) -> Outcome {
        match self {
            Self::Misused(_) => Outcome::Misused,
            Self::Failed(_) | Self::Unwritten => Outcome::Failed,
        }
    }
}

/// What a command comes to.
pub(super) type Done = Result<Outcome, Fault>;
