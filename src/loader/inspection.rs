//! What there is to see of an environment that was not loaded.

use std::fmt;

use serde_json::Value;

use crate::allowance::{Seen, stale};
use crate::display;
use crate::environment::Environment;
use crate::facts::Fact;
use crate::finding::Finding;
use crate::fingerprint::Fingerprint;
use crate::isolation::Tagged;
use crate::origin::Origin;
use crate::record::Record;
use crate::report::Explanation;

/// What there is to see of an environment: layers, leaves, findings. There is no value, so nothing can run on it.
///
/// ```
/// # #[derive(milieu::Config)] struct Settings { #[allow(dead_code)] port: u16 }
/// let fixture = milieu::testing::Fixture::new().file("config/production.toml", "port = 80");
/// let inspection = fixture.loader().inspect::<Settings>("production")?;
/// assert_eq!(inspection.environment().name(), "production");
/// assert_eq!(inspection.leaves()[0].key(), "port");
/// assert!(inspection.findings().is_empty());
/// assert!(inspection.explain().to_string().contains(&inspection.fingerprint().to_string()));
/// # Ok::<(), milieu::Error>(())
/// ```
pub struct Inspection {
    record: Record,
    /// Tags of the credentials that can be compared with those of another inspection.
    credentials: Vec<Tagged>,
    facts: Vec<Fact>,
    leaves: Vec<Leaf>,
    allowances: Vec<Seen>,
}

impl Inspection {
    #[inline]
    pub(super) fn new(record: Record, credentials: Vec<Tagged>, allowances: Vec<Seen>) -> Self {
        let stack = &record.stack;
        let facts = record.facts();
        let leaves = facts.iter().filter_map(|fact| {
            let view = stack.view(stack.entry(fact.entry?));
            let value = if fact.is_credential() { None } else { display::json(stack, fact) };
            Some(Leaf { key: fact.key(), kind: view.kind(), origins: fact.origins(stack), value })
        });
        let leaves = leaves.collect();
        Self { record, credentials, facts, leaves, allowances }
    }

    #[inline]
    pub(crate) const fn record(&self) -> &Record {
        &self.record
    }

    /// The facts, in the order of the schema.
    #[inline]
    pub(crate) fn facts(&self) -> &[Fact] {
        &self.facts
    }

    #[inline]
    pub(crate) fn credentials(&self) -> &[Tagged] {
        &self.credentials
    }

    /// Returns the environment.
    #[must_use]
    #[inline]
    pub const fn environment(&self) -> Environment {
        self.record.environment
    }

    /// Returns everything that is wrong, ordered by key.
    #[must_use]
    #[inline]
    pub fn findings(&self) -> &[Finding] {
        &self.record.findings
    }

    /// Says which allowances allow nothing in any of these environments (`stale-allowance`); give it an inspection of each one.
    ///
    /// Only what files alone decide is told, and what is allowed at a key that the type does not declare: an inspection does not
    /// know what a deployment supplies, so an allowance for that may be needed all the same.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings { #[allow(dead_code)] #[config(default = 80)] port: u16 }
    /// use milieu::Inspection;
    ///
    /// let loader = milieu::testing::Fixture::new().loader().allow("unknown-key", "old_key", "an old chart sets it", "2099-12-31");
    /// let inspections = [loader.inspect::<Settings>("staging")?, loader.inspect::<Settings>("production")?];
    /// let stale = Inspection::stale_allowances(&inspections);
    /// assert_eq!(stale[0].to_string(), "allow(unknown-key): allows nothing in any environment; remove it [stale-allowance]");
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[must_use]
    pub fn stale_allowances<'i>(all: impl IntoIterator<Item = &'i Self>) -> Vec<Finding> {
        let seen: Vec<&[Seen]> = all.into_iter().map(|inspection| inspection.allowances.as_slice()).collect();
        stale(&seen)
    }

    /// Returns each key with its value, where it won and what it shadows, as [`Loaded::explain`](crate::Loaded::explain) does.
    #[must_use]
    #[inline]
    pub fn explain(&self) -> Explanation {
        Explanation::of(&self.record)
    }

    /// Returns the number that names what the layers say, credentials left out.
    #[must_use]
    #[inline]
    pub fn fingerprint(&self) -> Fingerprint {
        self.record.fingerprint()
    }

    /// Returns every key that some layer sets, in the order of the schema or, without one, of the layers.
    #[must_use]
    #[inline]
    pub fn leaves(&self) -> &[Leaf] {
        &self.leaves
    }
}

impl fmt::Debug for Inspection {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (leaves, findings) = (self.leaves.len(), self.record.findings.len());
        write!(f, "Inspection({}, {leaves} leaves, {findings} findings)", self.record.environment)
    }
}

/// One key that some layer sets.
///
/// ```
/// let fixture = milieu::testing::Fixture::new().file("config/base.toml", "port = 80").variable("APP_PORT", "81");
/// let inspection = fixture.loader().inspect_plain("test")?;
/// let leaf = &inspection.leaves()[0];
/// assert_eq!((leaf.key(), leaf.kind()), ("port", "text"));
/// assert_eq!(leaf.origins().len(), 2);
/// assert_eq!(leaf.expose(), Some(&serde_json::json!(81)));
/// # Ok::<(), milieu::Error>(())
/// ```
pub struct Leaf {
    key: String,
    kind: &'static str,
    origins: Vec<Origin>,
    value: Option<Value>,
}

impl Leaf {
    /// Returns the key, dotted, exactly as the layers spell it.
    #[must_use]
    #[inline]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Returns what kind of thing stands there, in words: `"text"`, `"a whole number"`, `"a date or time"`, ….
    #[must_use]
    #[inline]
    pub const fn kind(&self) -> &'static str {
        self.kind
    }

    /// Returns where the winning value was written.
    #[must_use]
    #[inline]
    pub fn origin(&self) -> &Origin {
        // a leaf is made of an entry, and every entry has an origin
        self.origins.first().unwrap_or(const { &Origin::DEFAULT })
    }

    /// Returns all origins, the winner first.
    #[must_use]
    #[inline]
    pub fn origins(&self) -> &[Origin] {
        &self.origins
    }

    /// Gives the value away, as JSON: from here on nothing protects it.
    ///
    /// Without a type nobody has said which values are credentials, so do not print what this returns; use
    /// [`Inspection::explain`] for what may be shown. `None` for a declared credential. Whole numbers beyond 64 bits and
    /// floats that JSON does not know are texts.
    #[must_use]
    #[inline]
    pub const fn expose(&self) -> Option<&Value> {
        self.value.as_ref()
    }
}

impl fmt::Debug for Leaf {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Leaf({}: {})", self.kind, self.origin())
    }
}
