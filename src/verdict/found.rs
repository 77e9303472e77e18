//! One finding, and the environments that have it.

use std::collections::HashMap;
use std::fmt;

use serde::ser::{Serialize, Serializer};

use crate::finding::Finding;
use crate::parity::SideBySide;

/// One finding, and the environments that have it.
///
/// ```
/// let fixture = milieu::testing::Fixture::new().file("config/base.toml", "a = [\n").file("config/staging.toml", "");
/// let verdict = fixture.loader().check_all_plain();
/// let found = &verdict.found()[0];
/// assert_eq!((found.environments(), found.finding().check()), (&["staging"][..], None));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Found {
    environments: Vec<&'static str>,
    finding: Finding,
}

impl Found {
    /// Returns the environments that have it, in the order in which they are declared; empty for what lies between environments.
    #[must_use]
    pub fn environments(&self) -> &[&'static str] {
        &self.environments
    }

    /// Returns what was found.
    #[must_use]
    pub const fn finding(&self) -> &Finding {
        &self.finding
    }
}

impl fmt::Debug for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} in {:?}", self.finding, self.environments)
    }
}

/// The finding, with `environments` before its own members.
impl Serialize for Found {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.finding.serialize_with(Some(&self.environments), serializer)
    }
}

/// Everything that was found, each thing once, in the order of a report.
pub(super) fn collect(sides: &SideBySide, between: Vec<Finding>) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut seen: HashMap<(String, &'static str), usize> = HashMap::new();
    for inspection in sides.inspections() {
        let name = inspection.environment().name();
        for finding in inspection.findings() {
            let at = *seen.entry((finding.to_string(), finding.level().as_str())).or_insert_with(|| {
                found.push(Found { environments: Vec::new(), finding: finding.clone() });
                found.len() - 1
            });
            let environments = &mut found[at].environments;
            // one environment can say a thing twice
            if environments.last() != Some(&name) {
                environments.push(name);
            }
        }
    }
    let place = |one: &&'static str| sides.inspections().iter().position(|of| of.environment().name() == *one);
    let order = |one: &Found| {
        let places: Vec<_> = one.environments.iter().map(place).collect();
        (std::cmp::Reverse(places.len()), places)
    };
    found.sort_by_cached_key(order);
    found.extend(between.into_iter().map(|finding| Found { environments: Vec::new(), finding }));
    found
}
