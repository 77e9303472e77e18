//! How keys of two environments relate, said by hand: for configurations without a type, and in place of what a type says.

use std::collections::HashMap;

use crate::facts::{Declared, Fact};
use crate::key::write_segment;
use crate::loader::Inspection;
use crate::schema::Parity as Declares;

use super::pair::Parity;

/// How keys of two environments relate, where no type says it, or in place of what one says.
///
/// A rule for a table holds for everything below it; the nearest one counts. Keys are dotted, as [`Key`](crate::Key) spells them.
///
/// ```
/// use milieu::parity::Rules;
///
/// let fixture = milieu::testing::Fixture::new()
///     .file("config/staging.toml", "workers = 2\n[log]\nlevel = 'debug'\n")
///     .file("config/production.toml", "workers = 8\nregion = 'eu'\n[log]\nlevel = 'info'\n");
/// let [staging, production] = &fixture.loader().inspect_all_plain()[..] else { unreachable!() };
/// let rules = Rules::new().same("log").supplied("region");
/// let parity = rules.compare(staging, production);
/// let keys: Vec<_> = parity.differences().iter().map(|one| one.key()).collect();
/// assert_eq!(keys, ["log.level"]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Rules(HashMap<Box<str>, Rule>);

#[derive(Clone, Copy, Debug)]
enum Rule {
    Relate(Declares),
    Supplied,
}

impl Rules {
    /// Creates an empty set of rules.
    #[must_use]
    #[inline]
    pub fn new() -> Self {
        Self::default()
    }

    /// Says that a key has the same value everywhere.
    #[must_use]
    #[inline]
    pub fn same(self, key: &str) -> Self {
        self.with(key, Rule::Relate(Declares::Same))
    }

    /// Says that the values of a key may differ, in scheme and emptiness too.
    #[must_use]
    #[inline]
    pub fn varies(self, key: &str) -> Self {
        self.with(key, Rule::Relate(Declares::Varies))
    }

    /// Says that the values of a key have to differ.
    #[must_use]
    #[inline]
    pub fn distinct(self, key: &str) -> Self {
        self.with(key, Rule::Relate(Declares::Distinct))
    }

    /// Says that each deployment supplies a key, so that files may lack it.
    #[must_use]
    #[inline]
    pub fn supplied(self, key: &str) -> Self {
        self.with(key, Rule::Supplied)
    }

    /// Compares two environments by these rules.
    #[must_use]
    #[inline]
    pub fn compare(&self, one: &Inspection, other: &Inspection) -> Parity {
        Parity::by_rules(one, other, self)
    }

    #[inline]
    fn with(mut self, key: &str, rule: Rule) -> Self {
        self.0.insert(key.into(), rule);
        self
    }

    /// What is declared of a fact, by its type or by a rule.
    #[inline]
    pub(super) fn declared(&self, fact: &Fact) -> Declared {
        let mut declared = fact.declared;
        if self.0.is_empty() {
            return declared;
        }
        let mut key = String::new();
        for segment in &fact.path {
            if !key.is_empty() {
                key.push('.');
            }
            let _ = write_segment(&mut key, segment);
            match self.0.get(key.as_str()) {
                Some(Rule::Relate(parity)) => declared.parity = *parity,
                Some(Rule::Supplied) => declared.supplied = true,
                None => {}
            }
        }
        declared
    }
}
