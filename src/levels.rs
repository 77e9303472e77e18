//! The level of each check, as data: one row a check, one column a tier and phase.

use crate::finding::Level;
use crate::tier::Tier;

/// When a configuration is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Phase {
    /// Before anything runs, where every environment is looked at.
    Ci,
    /// When a program starts.
    Start,
}

pub(crate) const UNKNOWN_KEY: &str = "unknown-key";
pub(crate) const UNKNOWN_VARIABLE: &str = "unknown-variable";
pub(crate) const UNKNOWN_FILE: &str = "unknown-file";
pub(crate) const DEPRECATED_KEY: &str = "deprecated-key";
pub(crate) const DEV_ONLY_KEY: &str = "dev-only-key";
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
pub(crate) const SECOND_ENVIRONMENT: &str = "second-environment";
pub(crate) const ENVIRONMENT_WITNESS: &str = "environment-witness";
pub(crate) const WRITABLE_LAYER: &str = "writable-layer";
pub(crate) const UNGUARDED_BUILD: &str = "unguarded-build";
pub(crate) const LAUNCHED_BY_CARGO: &str = "launched-by-cargo";
pub(crate) const DESTRUCTIVE_ACTION: &str = "destructive-action";
pub(crate) const UNDER_TEST: &str = "under-test";
pub(crate) const UNVERIFIED_ARTIFACT: &str = "unverified-artifact";
pub(crate) const UNPROVEN_PROMOTION: &str = "unproven-promotion";

/// Levels of one check. Staging has no column of its own: it is as strict as production.
struct Row {
    check: &'static str,
    development: Level,
    deployed_in_ci: Level,
    deployed_at_start: Level,
}

const fn row(check: &'static str, development: Level, deployed_in_ci: Level, deployed_at_start: Level) -> Row {
    Row { check, development, deployed_in_ci, deployed_at_start }
}

use Level::{Allow, Deny, Warn};

const TABLE: &[Row] = &[
    // an older binary must start under a newer file
    row(UNKNOWN_KEY, Deny, Deny, Warn),
    row(UNKNOWN_VARIABLE, Warn, Warn, Warn),
    row(UNKNOWN_FILE, Warn, Warn, Warn),
    row(DEPRECATED_KEY, Warn, Warn, Warn),
    row(DEV_ONLY_KEY, Allow, Deny, Deny),
    // which sources are meant is the policy's to say, so what it refuses is refused everywhere
    row(CREDENTIAL_SOURCE, Deny, Deny, Deny),
    row(CREDENTIAL_SHARED, Deny, Deny, Deny),
    row(CREDENTIAL_REUSED, Allow, Warn, Warn),
    // in development only a live key is wrong
    row(CREDENTIAL_MODE, Deny, Deny, Deny),
    row(CREDENTIAL_PLACEHOLDER, Allow, Deny, Deny),
    row(CREDENTIAL_WEAK, Allow, Warn, Warn),
    row(CREDENTIAL_SHADOWED, Allow, Warn, Warn),
    row(CREDENTIAL_IN_PLAIN_FIELD, Deny, Deny, Deny),
    row(CREDENTIAL_FILE_MODE, Warn, Deny, Deny),
    row(AMBIENT_CREDENTIAL, Allow, Warn, Warn),
    row(SECOND_ENVIRONMENT, Deny, Deny, Deny),
    row(ENVIRONMENT_WITNESS, Deny, Deny, Deny),
    row(WRITABLE_LAYER, Allow, Deny, Deny),
    row(UNGUARDED_BUILD, Allow, Deny, Deny),
    row(LAUNCHED_BY_CARGO, Allow, Deny, Deny),
    row(UNDER_TEST, Allow, Deny, Deny),
    row(DESTRUCTIVE_ACTION, Allow, Deny, Deny),
    // a file that was verified belongs to no environment
    row(UNVERIFIED_ARTIFACT, Deny, Deny, Deny),
    // judged where production starts, if receipts are required
    row(UNPROVEN_PROMOTION, Allow, Deny, Deny),
];

/// Whether there is a check of this name.
pub(crate) fn is_check(name: &str) -> bool {
    TABLE.iter().any(|row| row.check == name)
}

/// The names of all checks.
pub(crate) fn checks() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|row| row.check)
}

/// The checks that a configuration of this tier is held to, each with its level.
#[cfg(feature = "receipts")]
pub(crate) fn of_configuration(tier: Tier, phase: Phase) -> impl Iterator<Item = (&'static str, Level)> {
    // of a file, of an action, and of production alone
    let others = [UNVERIFIED_ARTIFACT, DESTRUCTIVE_ACTION, UNPROVEN_PROMOTION];
    let judged = checks().filter(move |check| !others.contains(check));
    judged.map(move |check| (check, level(check, tier, phase))).filter(|(_, level)| *level > Allow)
}

/// The level of a check; what the table does not know is denied.
pub(crate) fn level(check: &str, tier: Tier, phase: Phase) -> Level {
    let Some(row) = TABLE.iter().find(|row| row.check == check) else { return Deny };
    match (tier, phase) {
        (Tier::Development, _) => row.development,
        (Tier::Staging | Tier::Production, Phase::Ci) => row.deployed_in_ci,
        (Tier::Staging | Tier::Production, Phase::Start) => row.deployed_at_start,
    }
}

#[cfg(test)]
mod tests {
    use super::{Phase, TABLE, Tier, level};

    #[test]
    fn staging_is_as_strict_as_production_in_every_check_and_phase() {
        for row in TABLE {
            for phase in [Phase::Ci, Phase::Start] {
                assert_eq!(level(row.check, Tier::Staging, phase), level(row.check, Tier::Production, phase));
            }
        }
    }

    #[test]
    fn a_check_that_no_row_names_is_denied() {
        assert_eq!(level("no-such-check", Tier::Development, Phase::Start), super::Level::Deny);
    }
}
