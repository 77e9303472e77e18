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
];

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
