//! What stays of a load besides the value: layers, findings, and everything that can be asked about them.

use crate::display;
use crate::environment::Environment;
use crate::facts::{Fact, facts};
use crate::finding::{Finding, Level};
use crate::fingerprint::Fingerprint;
use crate::key::Key;
use crate::origin::Origin;
use crate::schema::Schema;
use crate::stack::Stack;

/// What stays of a load besides the value.
#[derive(Debug)]
pub(crate) struct Record {
    pub(crate) environment: Environment,
    pub(crate) schema: Option<&'static Schema>,
    pub(crate) stack: Stack,
    pub(crate) findings: Vec<Finding>,
    /// Keys whose values look like credentials: they are not shown, whatever is allowed.
    pub(crate) hidden: Vec<Box<str>>,
    /// Some source that has to be there could not be read, so keys may be missing that are set.
    #[cfg(feature = "cli")]
    pub(crate) is_incomplete: bool,
    /// The variables that held credentials.
    pub(crate) credential_variables: Vec<String>,
    /// The checks that it was held to, each with its level and how many keys it was allowed for.
    #[cfg(feature = "receipts")]
    pub(crate) held_to: Vec<(&'static str, Level, usize)>,
}

impl Record {
    /// The facts, in the order of the schema.
    #[inline]
    pub(crate) fn facts(&self) -> Vec<Fact> {
        facts(&self.stack, self.schema, self.environment.tier())
    }

    /// The keys whose values are not shown: what does not fit where it stands may be anything, a credential in the wrong place among
    /// it.
    #[inline]
    pub(crate) fn hidden(&self) -> Vec<&str> {
        hidden(&self.findings, &self.hidden)
    }

    #[inline]
    pub(crate) fn provenance(&self, key: &str) -> Vec<Origin> {
        let Ok(key) = Key::new(key) else { return Vec::new() };
        let is_it = |fact: &Fact| fact.path.iter().map(AsRef::as_ref).eq(key.segments());
        let fact = self.facts().into_iter().find(is_it);
        fact.map(|fact| fact.origins(&self.stack)).unwrap_or_default()
    }

    #[inline]
    pub(crate) fn fingerprint(&self) -> Fingerprint {
        let facts = self.facts();
        let open = facts.iter().filter(|fact| !fact.is_credential());
        let value = |fact: &Fact| match display::json(&self.stack, fact) {
            Some(value) => value.to_string(),
            None if fact.field.is_some_and(|field| field.is_computed()) => "computed".to_owned(),
            None => "unset".to_owned(),
        };
        // one text each, since a key never holds a NUL: where it does, `Key` spells it as JSON does
        let mut pairs: Vec<String> = open.map(|fact| format!("{}\0{}", fact.key(), value(fact))).collect();
        pairs.sort();
        Fingerprint::of(pairs.iter().filter_map(|pair| pair.split_once('\0')))
    }
}

/// The keys that findings deny, less places in lists, and those that are hidden anyway.
#[inline]
pub(crate) fn hidden<'k>(findings: &'k [Finding], hidden: &'k [Box<str>]) -> Vec<&'k str> {
    let denied = findings.iter().filter(|finding| finding.level() == Level::Deny);
    let keys = denied.filter_map(Finding::key).chain(hidden.iter().map(AsRef::as_ref));
    keys.filter_map(|key| key.split('[').next()).collect()
}
