//! The record that staging accepted an artefact with its configuration.

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use serde_json::{Value, json};

use crate::environment::Environment;
use crate::error::Error;
use crate::finding::{Finding, Level};
use crate::fingerprint::Fingerprint;
use crate::levels::Phase;
use crate::schema::SchemaHash;
use crate::sources::document::Document;
use crate::sources::files::Files;
use crate::stack::View;
use crate::tier::Tier;

use super::file::{Signed, write};
use super::statement::{self, Predicate, Statement};
use super::text::{of_time, whole_seconds};
use super::{ArtifactHash, SigningKey, VerifyingKey, envelope};

/// What an environment of tier Staging has accepted, as far as its configuration goes: by a start, or by a look in CI.
///
/// [`Loaded::accept`](crate::Loaded::accept) and [`Inspection::accept`](crate::Inspection::accept) make it,
/// [`Loader::issue_receipt`](crate::Loader::issue_receipt) adds the artefact and signs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    environment: Box<str>,
    tier: Tier,
    phase: Phase,
    schema: SchemaHash,
    shared: Fingerprint,
    checks: Vec<PassedCheck>,
}

impl Acceptance {
    /// Refuses what is not of tier Staging, has no schema, or was not accepted.
    pub(crate) fn of(
        (environment, phase): (Environment, Phase),
        schema: Option<SchemaHash>,
        shared: Fingerprint,
        (findings, held_to): (&[Finding], &[(&'static str, Level, usize)]),
    ) -> Result<Self, Error> {
        let refuse = |finding: Finding| Err(Error::of_subject("the receipt", vec![finding]));
        if environment.tier() != Tier::Staging {
            let finding = Finding::new("is not of tier staging, and staging alone accepts what production starts");
            return refuse(finding.with_key(environment.name()).with_remedy("issue the receipt where staging starts"));
        }
        let Some(schema) = schema else {
            let finding = Finding::new("was loaded without a schema, so there is nothing to hold production to");
            return refuse(
                finding.with_key(environment.name()).with_remedy("derive Config for the type, and use load"),
            );
        };
        let denied: Vec<_> = findings.iter().filter(|finding| finding.level() == Level::Deny).cloned().collect();
        if !denied.is_empty() {
            return Err(Error::new(Some(environment.name()), denied));
        }
        let checks = passed(held_to, findings);
        Ok(Self { environment: environment.name().into(), tier: environment.tier(), phase, schema, shared, checks })
    }
}

/// What was judged, with what was found and let through.
fn passed(held_to: &[(&'static str, Level, usize)], findings: &[Finding]) -> Vec<PassedCheck> {
    let count = |check: &str| findings.iter().filter(|finding| finding.check() == Some(check)).count();
    let one = |(check, level, allowed): &(&str, Level, usize)| PassedCheck {
        check: (*check).into(),
        level: *level,
        findings: count(check),
        allowed: *allowed,
    };
    let mut checks: Vec<_> = held_to.iter().map(one).collect();
    checks.sort_by(|a, b| a.check.cmp(&b.check));
    checks
}

/// A check that staging was held to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassedCheck {
    check: Box<str>,
    level: Level,
    findings: usize,
    allowed: usize,
}

impl PassedCheck {
    /// Returns its slug, such as `unknown-key`.
    #[must_use]
    pub fn check(&self) -> &str {
        &self.check
    }

    /// Returns the level that it had.
    #[must_use]
    pub const fn level(&self) -> Level {
        self.level
    }

    /// Returns for how many keys somebody had allowed it that day, by [`Loader::allow`](crate::Loader::allow) or in `milieu.toml`.
    #[must_use]
    pub const fn allowed(&self) -> usize {
        self.allowed
    }

    /// Returns how many findings it left that were warnings.
    #[must_use]
    pub const fn findings(&self) -> usize {
        self.findings
    }
}

/// The record that staging accepted this very artefact with this very configuration shape.
///
/// Whoever has one has verified it: [`read`](Self::read) looks at nothing before the signature. `Debug` shows it all; no value of the configuration is in it.
#[derive(Clone, PartialEq, Eq)]
pub struct Receipt {
    application: Box<str>,
    artifact: ArtifactHash,
    accepted: Acceptance,
    time: SystemTime,
}

impl Receipt {
    /// Reads and verifies a receipt, without a network.
    ///
    /// That it is one says nothing yet of whether it fits: that is judged where production starts, or by
    /// [`Loader::verify_receipt`](crate::Loader::verify_receipt).
    ///
    /// # Errors
    ///
    /// Fails if the file is not there or cannot be read, is no envelope with one signature of this key, was changed after it was
    /// signed, is no receipt, or one of a newer release.
    ///
    /// ```
    /// use milieu::promotion::{KeyPair, Receipt};
    ///
    /// let path = std::env::temp_dir().join(format!("milieu-doc-receipt-{}.json", std::process::id()));
    /// std::fs::write(&path, "{}")?;
    /// let error = Receipt::read(&path, &KeyPair::generate()?.verifying()).unwrap_err();
    /// # std::fs::remove_file(&path)?;
    /// assert!(error.to_string().contains("lacks the key payload"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read(path: impl AsRef<Path>, key: &VerifyingKey) -> Result<Self, Error> {
        Self::read_from(&Files::Disk, path.as_ref(), key).map_err(|why| Error::of_subject(Self::SUBJECT, why))
    }

    pub(crate) fn new(
        application: &str,
        artifact: ArtifactHash,
        accepted: Acceptance,
        now: SystemTime,
    ) -> Result<Self, Error> {
        let Some(time) = whole_seconds(now) else {
            let finding = Finding::new("this machine's clock shows a time before 1970 or after 9999");
            return Err(Error::of_subject(
                Self::SUBJECT,
                vec![finding.with_key(Self::KEY).with_remedy("set the clock")],
            ));
        };
        Ok(Self { application: application.into(), artifact, accepted, time })
    }

    /// The text of the signed envelope.
    pub(crate) fn sign(&self, key: &SigningKey) -> String {
        let checks = self.checks().iter().map(|passed| {
            json!({ "allowed": passed.allowed(), "check": passed.check(), "findings": passed.findings(), "level": passed.level().as_str() })
        });
        let said = json!({
            "checks": checks.collect::<Vec<Value>>(),
            "environment": self.environment(),
            "phase": self.accepted.phase.as_str(),
            "schema": self.schema().to_string(),
            "shared": self.shared().to_string(),
            "tier": self.accepted.tier.as_str(),
            "time": of_time(self.time),
        });
        envelope::sign(&statement::write(&self.application, self.artifact, Predicate::Receipt, &said), key)
    }

    /// Signs it and replaces the file.
    pub(crate) fn write(&self, path: &Path, key: &SigningKey) -> Result<(), Error> {
        write::<Self>(path, &self.sign(key))
    }

    /// Returns the application, by the name that its loader has.
    #[must_use]
    pub fn application(&self) -> &str {
        &self.application
    }

    /// Returns the environment that accepted it.
    #[must_use]
    pub fn environment(&self) -> &str {
        &self.accepted.environment
    }

    /// Returns the tier of that environment, which is `Staging` of every receipt that this release issues.
    #[must_use]
    pub const fn tier(&self) -> Tier {
        self.accepted.tier
    }

    /// Tells whether staging itself started, rather than somebody looked at it in CI.
    #[must_use]
    pub fn is_of_start(&self) -> bool {
        self.accepted.phase == Phase::Start
    }

    /// Returns what the configuration type declares, as a number.
    #[must_use]
    pub const fn schema(&self) -> SchemaHash {
        self.accepted.schema
    }

    /// Returns what staging and production share, as a number.
    #[must_use]
    pub const fn shared(&self) -> Fingerprint {
        self.accepted.shared
    }

    /// Returns the artefact.
    #[must_use]
    pub const fn artifact(&self) -> ArtifactHash {
        self.artifact
    }

    /// Returns the checks that staging was held to, in the order of their slugs.
    #[must_use]
    pub fn checks(&self) -> &[PassedCheck] {
        &self.accepted.checks
    }

    /// Returns when it was issued, in whole seconds.
    #[must_use]
    pub const fn time(&self) -> SystemTime {
        self.time
    }
}

impl Signed for Receipt {
    const KEY: &'static str = "receipt";
    const SUBJECT: &'static str = "the receipt";
    const REMEDY: &'static str = "let staging issue it, and ship it beside the artefact as it is";

    fn of_payload(path: &Arc<Path>, text: &str) -> Result<Self, Vec<Finding>> {
        const KEYS: &[&str] = &["checks", "environment", "phase", "schema", "shared", "tier", "time"];
        let mut statement = Statement::read(path, text, Predicate::Receipt, KEYS)?;
        let environment = statement.text("environment").map(Into::into);
        let tier = statement.read_as("tier", "development, staging or production", tier_of);
        let phase = statement.read_as("phase", "ci or start", phase_of);
        let schema = statement.number("schema").map(SchemaHash::from_bytes);
        let shared = statement.number("shared").map(Fingerprint::from_bytes);
        let checks = statement.list("checks", &["allowed", "check", "findings", "level"], check);
        let time = statement.time("time");
        let read = (|| {
            let (environment, tier, phase) = (environment?, tier?, phase?);
            let accepted = Acceptance { environment, tier, phase, schema: schema?, shared: shared?, checks: checks? };
            Some(Self {
                application: statement.application.clone(),
                artifact: statement.artifact,
                accepted,
                time: time?,
            })
        })();
        statement.finish(read)
    }
}

impl fmt::Debug for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receipt")
            .field("application", &self.application)
            .field("environment", &self.environment())
            .field("schema", &self.schema())
            .field("shared", &self.shared())
            .field("artifact", &self.artifact)
            .field("checks", &self.checks().len())
            .field("time", &of_time(self.time))
            .finish()
    }
}

fn check(document: &Document, table: u32) -> Result<PassedCheck, Finding> {
    let wrong = || {
        Finding::new("expected a check with its level, how many findings it left and for how many keys it was allowed")
    };
    let check = document.text(table, "check")?.text.into();
    let level = match document.text(table, "level")?.text {
        "warn" => Level::Warn,
        "deny" => Level::Deny,
        _ => return Err(wrong()),
    };
    let count = |key| match document.find(table, key).map(|entry| document.view(entry)) {
        Some(View::Integer(count)) => usize::try_from(count).map_err(|_| wrong()),
        _ => Err(wrong()),
    };
    Ok(PassedCheck { check, level, findings: count("findings")?, allowed: count("allowed")? })
}

fn phase_of(name: &str) -> Option<Phase> {
    [Phase::Ci, Phase::Start].into_iter().find(|phase| phase.as_str() == name)
}

fn tier_of(name: &str) -> Option<Tier> {
    [Tier::Development, Tier::Staging, Tier::Production].into_iter().find(|tier| tier.as_str() == name)
}
