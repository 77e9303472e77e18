//! Every check in one table: what the library judges by, and what its documentation is made of.
//!
//! A row has a name, a level for each tier and phase, what is wrong and why it matters, what to do, and an example. Rows lie in files by
//! family; `CHECKS.md` is written from them.

mod check;
mod credentials;
mod example;
mod guards;
mod keys;
mod markdown;
mod parity;

use std::iter::{Copied, Flatten};
use std::slice::Iter;

use crate::finding::Level;
use crate::tier::Tier;

pub(crate) use check::Row;
pub use check::{Check, Column, Phase};
pub use example::Example;
pub use markdown::{markdown, table};

pub(crate) const UNKNOWN_KEY: &str = "unknown-key";
pub(crate) const UNKNOWN_VARIABLE: &str = "unknown-variable";
pub(crate) const UNKNOWN_FILE: &str = "unknown-file";
pub(crate) const ABSENT_DIRECTORY: &str = "absent-directory";
pub(crate) const DUPLICATE_KEY: &str = "duplicate-key";
pub(crate) const DEPRECATED_KEY: &str = "deprecated-key";
pub(crate) const DEV_ONLY_KEY: &str = "dev-only-key";
pub(crate) const WRITABLE_LAYER: &str = "writable-layer";
pub(crate) const STALE_ALLOWANCE: &str = "stale-allowance";
pub(crate) const CREDENTIAL_SOURCE: &str = "credential-source";
pub(crate) const CREDENTIAL_SHARED: &str = "credential-shared";
pub(crate) const CREDENTIAL_REUSED: &str = "credential-reused";
pub(crate) const CREDENTIAL_MODE: &str = "credential-mode";
pub(crate) const CREDENTIAL_PLACEHOLDER: &str = "credential-placeholder";
pub(crate) const CREDENTIAL_WEAK: &str = "credential-weak";
pub(crate) const CREDENTIAL_SHADOWED: &str = "credential-shadowed";
pub(crate) const CREDENTIAL_IN_PLAIN_FIELD: &str = "credential-in-plain-field";
pub(crate) const CREDENTIAL_FILE_MODE: &str = "credential-file-mode";
pub(crate) const AMBIENT_CREDENTIAL: &str = "ambient-credential";
pub(crate) const ENVIRONMENT_DEFAULTED: &str = "environment-defaulted";
pub(crate) const ENVIRONMENT_WITNESS: &str = "environment-witness";
pub(crate) const SECOND_ENVIRONMENT: &str = "second-environment";
pub(crate) const UNGUARDED_BUILD: &str = "unguarded-build";
pub(crate) const LAUNCHED_BY_CARGO: &str = "launched-by-cargo";
pub(crate) const UNDER_TEST: &str = "under-test";
pub(crate) const DESTRUCTIVE_ACTION: &str = "destructive-action";
pub(crate) const UNVERIFIED_ARTIFACT: &str = "unverified-artifact";
pub(crate) const STAGING_DRIFT: &str = "staging-drift";
pub(crate) const PRODUCTION_ONLY_INPUT: &str = "production-only-input";
pub(crate) const NONPRODUCTION_HOST: &str = "nonproduction-host";
pub(crate) const LOOPBACK_ENDPOINT: &str = "loopback-endpoint";
pub(crate) const FOREIGN_HOST: &str = "foreign-host";
pub(crate) const ENVIRONMENT_WITHOUT_FILE: &str = "environment-without-file";
pub(crate) const UNPROVEN_PROMOTION: &str = "unproven-promotion";

/// By family, and in a family as people meet them.
const TABLE: &[&[Check]] = &[keys::ROWS, credentials::ROWS, guards::ROWS, parity::ROWS];

/// Returns every check of the library, by family.
///
/// ```
/// let denied_nowhere = |check: &&milieu::checks::Check| check.slug().starts_with("unknown-");
/// let slugs: Vec<_> = milieu::checks::all().filter(denied_nowhere).map(|check| check.slug()).collect();
/// assert_eq!(slugs, ["unknown-key", "unknown-variable", "unknown-file"]);
/// ```
pub fn all() -> All {
    All(TABLE.iter().copied().flatten())
}

/// Every check of the library: what [`all`] returns.
#[derive(Clone, Debug)]
pub struct All(Flatten<Copied<Iter<'static, &'static [Check]>>>);

impl Iterator for All {
    type Item = &'static Check;

    fn next(&mut self) -> Option<&'static Check> {
        self.0.next()
    }
}

/// Finds a check of the library by its slug.
///
/// ```
/// assert!(milieu::checks::find("unknown-key").is_some());
/// assert!(milieu::checks::find("unknown-keys").is_none());
/// ```
#[must_use]
#[inline]
pub fn find(slug: &str) -> Option<&'static Check> {
    all().find(|check| check.slug() == slug)
}

/// What programs judge by, made of the table when this is compiled.
static ROWS: [Row; COUNT] = {
    let mut rows = [*keys::ROWS[0].row(); COUNT];
    let (mut at, mut family) = (0, 0);
    while family < TABLE.len() {
        let mut inside = 0;
        while inside < TABLE[family].len() {
            rows[at] = *TABLE[family][inside].row();
            (at, inside) = (at + 1, inside + 1);
        }
        family += 1;
    }
    rows
};

const COUNT: usize = {
    let (mut count, mut family) = (0, 0);
    while family < TABLE.len() {
        count += TABLE[family].len();
        family += 1;
    }
    count
};

/// The rows, without words.
pub(crate) fn rows() -> impl Iterator<Item = &'static Row> {
    ROWS.iter()
}

/// The level of a check as the table has it; what the table does not know is denied.
pub(crate) fn level(check: &str, tier: Tier, phase: Phase) -> Level {
    rows().find(|row| row.slug() == check).map_or(Level::Deny, |row| row.level(tier, phase))
}

/// The levels of a row: development, and where it is deployed in CI, at start and at reload.
const fn leveled(check: Check, development: Level, ci: Level, start: Level, reload: Level) -> Check {
    check
        .with_level(Column::DEVELOPMENT, development)
        .with_level(Column::deployed_in(Phase::Ci), ci)
        .with_level(Column::deployed_in(Phase::Start), start)
        .with_level(Column::deployed_in(Phase::Reload), reload)
}

#[cfg(test)]
mod tests {
    use super::{Level, Phase, Tier, all, find, level};

    #[test]
    fn staging_is_as_strict_as_production_in_every_check_and_phase() {
        for check in all() {
            for phase in Phase::ALL {
                assert_eq!(check.level(Tier::Staging, phase), check.level(Tier::Production, phase), "{check:?}");
            }
        }
    }

    #[test]
    fn a_check_that_no_row_names_is_denied() {
        assert_eq!(level("no-such-check", Tier::Development, Phase::Start), Level::Deny);
    }

    #[test]
    fn every_name_above_has_a_row_and_every_row_a_name() {
        let named: Vec<&str> = include_str!("mod.rs")
            .lines()
            .filter(|line| line.starts_with("pub(crate) const "))
            .filter_map(|line| line.split('"').nth(1))
            .collect();
        for slug in &named {
            assert!(find(slug).is_some(), "{slug} has no row");
        }
        let rows: Vec<&str> = all().map(super::Check::slug).collect();
        assert_eq!(rows.len(), named.len(), "a row is there twice, or has no name");
        assert!(rows.iter().all(|slug| named.contains(slug)));
    }
}
