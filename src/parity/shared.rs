//! One credential in two environments.

use std::collections::BTreeMap;
use std::fmt;

use crate::environment::Environment;
use crate::exact::Exact;
use crate::finding::Finding;
use crate::isolation::Tagged;
use crate::levels::{CREDENTIAL_SHARED, Phase, level};
use crate::loader::Inspection;

/// One credential that two environments have. It tells where, and nothing of the credential.
///
/// ```
/// let fixture = milieu::testing::Fixture::new()
///     .file("config/staging.toml", "[smtp]\npassword = 'hunter2-CANARY'\n")
///     .file("config/production.toml", "[smtp]\npassword = 'hunter2-CANARY'\n");
/// let shared = fixture.loader().side_by_side_plain().shared_credentials();
/// assert_eq!((shared[0].environments(), shared[0].keys()), (["production", "staging"], ["smtp.password", "smtp.password"]));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct SharedCredential {
    environments: [&'static str; 2],
    keys: [Box<str>; 2],
    /// What tells the first key from others, where it is not shown.
    exact: Option<Exact>,
    level: crate::finding::Level,
}

impl SharedCredential {
    /// Returns the two environments, ordered by name.
    #[must_use]
    #[inline]
    pub const fn environments(&self) -> [&'static str; 2] {
        self.environments
    }

    /// Returns the key of each, which may be the same.
    #[must_use]
    #[inline]
    pub fn keys(&self) -> [&str; 2] {
        [&self.keys[0], &self.keys[1]]
    }

    #[inline]
    pub(crate) fn finding(&self) -> Finding {
        let ([one, other], [key, other_key]) = (self.environments, self.keys());
        let message = if key == other_key {
            format!("is one credential in {one} and {other}, and a credential belongs to one environment")
        } else {
            format!(
                "is in {one} the credential that {other} has as {other_key}, and a credential belongs to one environment"
            )
        };
        Finding::new(message)
            .with_key(key)
            .with_exact(self.exact)
            .with_remedy("give each environment one of its own")
            .with_check(CREDENTIAL_SHARED, self.level)
    }
}

impl fmt::Debug for SharedCredential {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ([one, other], [key, other_key]) = (self.environments, &self.keys);
        write!(f, "SharedCredential({one}: {key}, {other}: {other_key})")
    }
}

/// Every credential that two of these environments have, ordered by environments, then by key.
///
/// Values are compared by tags with a random key that does not leave the process. Of a credential that an environment has under
/// several keys, the key that both have is named, else the first.
#[inline]
pub(super) fn shared(inspections: &[Inspection]) -> Vec<SharedCredential> {
    // by tag, for each environment the keys
    let mut seen: BTreeMap<u64, Vec<(Environment, Vec<&Tagged>)>> = BTreeMap::new();
    for inspection in inspections {
        for credential in inspection.credentials() {
            let of_it = seen.entry(credential.tag).or_default();
            match of_it.last_mut() {
                Some((environment, keys)) if *environment == inspection.environment() => keys.push(credential),
                _ => of_it.push((inspection.environment(), vec![credential])),
            }
        }
    }
    let mut found = Vec::new();
    for of_it in seen.values() {
        for (at, one) in of_it.iter().enumerate() {
            for other in &of_it[at + 1..] {
                pair(one, other, &mut found);
            }
        }
    }
    found.sort_by(|a, b| (a.environments, &a.keys).cmp(&(b.environments, &b.keys)));
    found
}

#[inline]
fn pair(one: &(Environment, Vec<&Tagged>), other: &(Environment, Vec<&Tagged>), found: &mut Vec<SharedCredential>) {
    let (one, other) = if one.0.name() <= other.0.name() { (one, other) } else { (other, one) };
    let tier = one.0.tier().max(other.0.tier());
    let mut push = |key: &Tagged, other_key: &Tagged| {
        found.push(SharedCredential {
            environments: [one.0.name(), other.0.name()],
            keys: [key.key.clone(), other_key.key.clone()],
            exact: key.exact,
            level: level(CREDENTIAL_SHARED, tier, Phase::Ci),
        });
    };
    let has = |keys: &[&Tagged], key: &Tagged| keys.iter().any(|of| (&of.key, of.exact) == (&key.key, key.exact));
    let both: Vec<&Tagged> = one.1.iter().copied().filter(|key| has(&other.1, key)).collect();
    match (&both[..], &one.1[..], &other.1[..]) {
        ([], [first, ..], [other, ..]) => push(first, other),
        (both, ..) => both.iter().for_each(|key| push(key, key)),
    }
}
