//! Two environments, compared.

use std::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::environment::Environment;
use crate::finding::Finding;
use crate::loader::Inspection;

use super::baseline::Baseline;
use super::compare::differences;
use super::difference::{Difference, Drift};
use super::rules::Rules;
use super::words;

/// Two environments, compared: every difference, by key and kind, without a value.
///
/// It does not matter which of the two is given first. Compare what [`Loader::inspect_all`](crate::Loader::inspect_all) returns: an
/// inspection of one environment also reads this machine's variables.
///
/// ```
/// use milieu::parity::Parity;
///
/// let fixture = milieu::testing::Fixture::new()
///     .file("config/staging.toml", "a = 1\n")
///     .file("config/production.toml", "b = 1\n");
/// let [staging, production] = &fixture.loader().inspect_all_plain()[..] else { unreachable!() };
/// let parity = Parity::between(staging, production);
/// assert_eq!(parity.missing_in("production").collect::<Vec<_>>(), ["a"]);
/// assert_eq!(parity.missing_in("staging").collect::<Vec<_>>(), ["b"]);
/// assert_eq!(parity, Parity::between(production, staging));
/// assert!(Parity::between(staging, staging).differences().is_empty());
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Parity {
    /// By name.
    environments: [Environment; 2],
    differences: Vec<Difference>,
}

impl Parity {
    /// Compares two environments by what their type declares, or by keys and kinds alone.
    #[must_use]
    #[inline]
    pub fn between(one: &Inspection, other: &Inspection) -> Self {
        Rules::new().compare(one, other)
    }

    #[inline]
    pub(super) fn by_rules(one: &Inspection, other: &Inspection, rules: &Rules) -> Self {
        let (one, other) =
            if one.environment().name() <= other.environment().name() { (one, other) } else { (other, one) };
        let environments = [one.environment(), other.environment()];
        Self { environments, differences: differences(one, other, rules) }
    }

    /// Returns the two environments, ordered by name.
    #[must_use]
    #[inline]
    pub const fn environments(&self) -> [Environment; 2] {
        self.environments
    }

    /// Returns every difference, ordered by key.
    #[must_use]
    #[inline]
    pub fn differences(&self) -> &[Difference] {
        &self.differences
    }

    /// Returns the keys that the other environment has and this one lacks.
    #[inline]
    pub fn missing_in(&self, environment: &str) -> impl Iterator<Item = &str> {
        let missing = move |one: &&Difference| one.drift() == Drift::Missing && one.less_in() == Some(environment);
        self.differences.iter().filter(missing).map(Difference::key)
    }

    /// Returns the differences that a baseline does not have.
    #[inline]
    pub fn new_since(&self, baseline: &Baseline) -> impl Iterator<Item = &Difference> {
        self.differences.iter().filter(|one| !baseline.has(self, one))
    }

    /// Returns what CI is told: a finding for every difference that a baseline does not have, and one for every entry of it
    /// that is no difference any more. Keys of one table that an environment lacks whole are one finding.
    #[must_use]
    #[inline]
    pub fn findings(&self, baseline: &Baseline) -> Vec<Finding> {
        let mut findings = words::findings(self.environments, self.new_since(baseline));
        findings.extend(baseline.stale(self).map(words::stale));
        findings
    }

    /// Returns the differences as JSON: `{"format":"milieu.parity/1","environments","differences":[{"drift","key","less_in",
    /// "origins"}]}`. The comparison serializes the same way.
    ///
    /// ```
    /// let inspections = milieu::testing::Fixture::new().loader().inspect_all_plain();
    /// let json = milieu::parity::Parity::between(&inspections[0], &inspections[1]).to_json();
    /// assert_eq!(json, r#"{"format":"milieu.parity/1","environments":["development","test"],"differences":[]}"#);
    /// ```
    #[must_use]
    #[inline]
    pub fn to_json(&self) -> String {
        // texts and lists of them always serialize
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl fmt::Debug for Parity {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [one, other] = self.environments;
        write!(f, "Parity({one}, {other}, {} differences)", self.differences.len())
    }
}

impl Serialize for Parity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Parity", 3)?;
        out.serialize_field("format", "milieu.parity/1")?;
        out.serialize_field("environments", &self.environments.map(|one| one.name()))?;
        out.serialize_field("differences", &self.differences)?;
        out.end()
    }
}
