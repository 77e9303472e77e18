//! Checks of the application's own: what they are asked, what they may see, and what they can say.

use std::fmt;

use crate::display;
use crate::environment::Environment;
use crate::facts::{Fact as Resolved, facts};
use crate::finding::{Finding, Level};
use crate::levels::{Check, Phase};
use crate::origin::Origin;
use crate::policy::SourceKind;
use crate::rules::Rules;
use crate::schema::Schema;
use crate::stack::Stack;

use super::about;

/// A check of an application's own, given to [`Loader::check`](crate::Loader::check).
///
/// It is judged wherever those of the library are: in every load and inspection whose sources could all be read, unless its level
/// there is `allow`. Levels, `milieu.toml` and [`Loader::allow`](crate::Loader::allow) count for it as for any other.
///
/// ```
/// use milieu::checks::{Check, Column, Facts, Findings, Rule};
/// use milieu::Level;
///
/// struct Pool;
///
/// impl Rule for Pool {
///     fn check(&self) -> &'static Check {
///         const CHECK: Check = Check::new(
///             "pool-too-small",
///             "A pool of one connection makes every request wait for the one before it.",
///             "raise it",
///         )
///         .with_level(Column::DEVELOPMENT, Level::Allow);
///         &CHECK
///     }
///
///     fn judge(&self, facts: &Facts<'_>, findings: &mut Findings) {
///         let Some(size) = facts.get("pool_size") else { return };
///         if size.value().is_some_and(|value| value == 1) {
///             findings.add(&size, "is one connection, and requests wait for each other");
///         }
///     }
/// }
///
/// # #[derive(milieu::Config)] struct Settings { #[config(default = 8)] #[allow(dead_code)] pool_size: u32 }
/// let fixture = milieu::testing::Fixture::new().file("config/base.toml", "pool_size = 1\n");
/// assert!(fixture.environment("development").check(Pool).load::<Settings>().is_ok());
/// let error = fixture.environment("staging").check(Pool).load::<Settings>().unwrap_err();
/// assert_eq!(
///     error.findings()[0].to_string(),
///     "pool_size: is one connection, and requests wait for each other (config/base.toml:1:13); raise it [pool-too-small]",
/// );
/// ```
pub trait Rule: Send + Sync {
    /// Returns what the check is called, how strictly it is taken, and what there is to know about it.
    fn check(&self) -> &'static Check;

    /// Judges a configuration.
    fn judge(&self, facts: &Facts<'_>, findings: &mut Findings);
}

/// What a configuration says, as far as a check may see it.
///
/// Every key that the type declares is there, set or not; without a type those that the layers have. Values are those that a
/// report would show: never one of a credential, of a foreign type, below a map, or of a key at which something is wrong.
pub struct Facts<'a> {
    stack: &'a Stack,
    all: Vec<Resolved>,
    hidden: &'a [&'a str],
    environment: Environment,
    phase: Phase,
    /// Whether keys are those that a type declares.
    declared: bool,
}

impl Facts<'_> {
    /// Returns the environment that is judged.
    #[must_use]
    #[inline]
    pub const fn environment(&self) -> Environment {
        self.environment
    }

    /// Returns when it is judged. In [`Phase::Ci`] nothing is there that a deployment supplies.
    #[must_use]
    #[inline]
    pub const fn phase(&self) -> Phase {
        self.phase
    }

    /// Returns every key, in the order of the type.
    #[inline]
    pub fn iter(&self) -> impl Iterator<Item = Fact<'_>> {
        self.all.iter().map(|fact| Fact { facts: self, fact })
    }

    /// Returns one key, dotted, as reports show it.
    #[must_use]
    #[inline]
    pub fn get(&self, key: &str) -> Option<Fact<'_>> {
        self.iter().find(|fact| fact.key() == key)
    }
}

impl fmt::Debug for Facts<'_> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Facts({}, {} keys)", self.environment, self.all.len())
    }
}

/// What a configuration says of one key.
#[derive(Clone, Copy)]
pub struct Fact<'a> {
    facts: &'a Facts<'a>,
    fact: &'a Resolved,
}

impl<'a> Fact<'a> {
    /// Returns the key, dotted. Segments that no type declares are given by position, `<key 3>`; without any type all are as the
    /// layers have them, and no finding shows them.
    #[must_use]
    #[inline]
    pub fn key(&self) -> &'a str {
        &self.fact.shown
    }

    /// Tells whether some layer sets it; a default of the type is none.
    #[must_use]
    #[inline]
    pub const fn is_set(&self) -> bool {
        self.fact.entry.is_some()
    }

    /// Tells whether it is a credential, or holds one.
    #[must_use]
    #[inline]
    pub fn is_credential(&self) -> bool {
        self.fact.is_credential()
    }

    /// Tells whether the type says that each deployment supplies it.
    #[must_use]
    #[inline]
    pub fn is_supplied(&self) -> bool {
        self.fact.field.is_some_and(|field| field.is_supplied())
    }

    /// Returns what kind of thing is set, in words such as `"a whole number"`; `None` where no layer sets it.
    #[must_use]
    #[inline]
    pub fn kind(&self) -> Option<&'static str> {
        let entry = self.fact.entry?;
        // "an empty text" would say something of a credential
        Some(if self.is_credential() { "a credential" } else { self.stack().view(self.stack().entry(entry)).kind() })
    }

    /// Returns what kind of source has set it; `None` where no layer sets it.
    #[must_use]
    #[inline]
    pub fn source(&self) -> Option<SourceKind> {
        self.fact.entry.map(|entry| self.stack().source_kind(self.stack().entry(entry)))
    }

    /// Returns all origins, the winner first, then what it shadows, down to the default.
    #[must_use]
    #[inline]
    pub fn origins(&self) -> Vec<Origin> {
        self.fact.origins(self.stack())
    }

    /// Returns the value where it may be shown, that of the default where no layer sets it.
    #[must_use]
    #[inline]
    pub fn value(&self) -> Option<serde_json::Value> {
        let may_be_shown = self.fact.is_shown() && !self.facts.hidden.contains(&self.key());
        may_be_shown.then(|| display::json(self.stack(), self.fact)).flatten()
    }

    #[inline]
    const fn stack(&self) -> &'a Stack {
        self.facts.stack
    }
}

impl fmt::Debug for Fact<'_> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fact({})", self.key())
    }
}

/// What one check has found.
///
/// A finding is made of a key and a text that stands in the program: there is no way to put a value into it.
#[derive(Debug)]
pub struct Findings {
    check: &'static Check,
    level: Level,
    found: Vec<Finding>,
}

impl Findings {
    /// Says what is wrong with a key. Place and remedy are added.
    #[inline]
    pub fn add(&mut self, fact: &Fact<'_>, message: &'static str) {
        let finding = Finding::new(message).with_remedy(self.check.remedy());
        // a key that nobody declares may be anything
        let finding = about(finding, fact.fact, fact.facts.declared);
        let finding = match fact.origins().first() {
            Some(origin) => finding.with_origin(origin.clone()),
            None => finding,
        };
        self.found.push(finding.with_check(self.check.slug(), self.level));
    }
}

/// Asks each rule; `hidden` are the keys whose values are not shown.
pub(crate) fn ask<'r>(
    own: impl Iterator<Item = &'r dyn Rule>,
    (stack, schema): (&Stack, Option<&'static Schema>),
    (environment, rules): (Environment, &Rules),
    hidden: &[&str],
) -> Vec<Finding> {
    let all = facts(stack, schema, environment.tier());
    let facts = Facts { stack, all, hidden, environment, phase: rules.phase(), declared: schema.is_some() };
    let mut found = Vec::new();
    for rule in own {
        let check = rule.check();
        let level = rules.level(check.slug());
        if level > Level::Allow {
            let mut findings = Findings { check, level, found: Vec::new() };
            rule.judge(&facts, &mut findings);
            found.append(&mut findings.found);
        }
    }
    found
}
