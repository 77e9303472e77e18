//! Receipts in a load: issued where staging starts, required where production does.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::credential::{Credential, FromCredential as _};
use crate::environment::{Environment, Environments};
use crate::error::Error;
use crate::finding::{Finding, Level};
use crate::levels::{Phase, UNPROVEN_PROMOTION};
use crate::promotion::{
    Acceptance, ArtifactHash, Receipt, Signed as _, SigningKey, Start, Trusted, VerifyingKey, judge_approval,
    judge_receipt, leveled,
};
use crate::record::Record;
use crate::rules::Rules;
use crate::sources::binary::running;
use crate::tier::Tier;

use super::builder::Loader;
use super::inspection::Inspection;
use super::loaded::Loaded;

/// The variable of the signing key, without the application's prefix.
const VARIABLE: &str = "RECEIPT_KEY";

/// What a loader is told of promotion.
#[derive(Clone)]
pub(super) struct Promotion {
    pub(super) application: Box<str>,
    artifact: Artifact,
    signing: Option<Credential<SigningKey>>,
    pub(super) receipt: Option<(PathBuf, VerifyingKey)>,
    greatest_age: Option<Duration>,
    approval: Option<(PathBuf, VerifyingKey)>,
}

/// Which file is promoted.
#[derive(Clone)]
enum Artifact {
    /// The one that runs.
    Running,
    File(PathBuf),
    /// A fixture's, which has no file.
    #[cfg(feature = "testing")]
    Made(ArtifactHash),
}

impl Promotion {
    pub(super) fn of(application: &str) -> Self {
        Self {
            application: application.into(),
            artifact: Artifact::Running,
            signing: None,
            receipt: None,
            greatest_age: None,
            approval: None,
        }
    }

    #[cfg(feature = "cli")]
    pub(super) fn artifact_path(&self) -> Option<&Path> {
        match &self.artifact {
            Artifact::File(path) => Some(path),
            _ => None,
        }
    }

    /// The artefact of a fixture that has no file of one: the empty program.
    #[cfg(feature = "testing")]
    pub(super) fn make_artifact(&mut self) {
        self.artifact = Artifact::Made(ArtifactHash::from_bytes(hmac_sha256::Hash::hash(b"")));
    }
}

impl Loader {
    /// Lets tier Production start only with a receipt that fits, signed by the other half of this key (`unproven-promotion`).
    ///
    /// The receipt lies at `path`, beside the artefact say, and is judged with everything else of the load; what else does not fit
    /// is said at once. In the tiers Development and Staging nothing is asked. See [`promotion`](crate::promotion) for what fits.
    ///
    /// The running file is read through for it once, at some hundred MB a second.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings { #[config(default = 80)] port: u16 }
    /// let key = milieu::promotion::KeyPair::generate()?.verifying();
    /// let fixture = milieu::testing::Fixture::new();
    /// assert!(fixture.environment("staging").require_receipt("receipt.json", key).load::<Settings>().is_ok());
    /// let error = fixture.environment("production").require_receipt("receipt.json", key).load::<Settings>().unwrap_err();
    /// assert_eq!(error.findings()[0].to_string(), "receipt: is not there (receipt.json); let staging issue it, and ship it \
    ///     beside the artefact as it is [unproven-promotion]");
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[must_use]
    pub fn require_receipt(mut self, path: impl Into<PathBuf>, key: VerifyingKey) -> Self {
        self.promotion.receipt = Some((path.into(), key));
        self
    }

    /// Refuses a receipt that is older. Without it a receipt counts for as long as everything fits.
    ///
    /// A program that starts again in the night is refused as well, so leave it out where that must not be.
    #[must_use]
    pub const fn receipt_max_age(mut self, age: Duration) -> Self {
        self.promotion.greatest_age = Some(age);
        self
    }

    /// Names the artefact, where it is not the running file: an archive, an image's digest file, the program that CI has built.
    #[must_use]
    pub fn artifact(mut self, path: impl Into<PathBuf>) -> Self {
        self.promotion.artifact = Artifact::File(path.into());
        self
    }

    /// Lets an approval at `path`, signed by the other half of this key, turn `unproven-promotion` into a warning while it counts.
    ///
    /// It is looked at only where the receipt does not fit, and none there is the usual case. An approval that does not count is
    /// refused with its reason beside the others. The key can be that of the receipts; better it is one that staging does not have,
    /// since who approves is a person.
    ///
    /// ```
    /// # use std::time::{Duration, SystemTime};
    /// # #[derive(milieu::Config)] struct Settings { #[config(default = 80)] port: u16 }
    /// use milieu::promotion::{Approval, KeyPair};
    ///
    /// # let path = std::env::temp_dir().join(format!("milieu-doc-approved-{}.json", std::process::id()));
    /// let (staging, people) = (KeyPair::generate()?, KeyPair::generate()?);
    /// let fixture = milieu::testing::Fixture::new().application("shop").file("shop", "the program");
    /// let loader = fixture.environment("production").artifact("shop");
    /// let loader = loader.require_receipt("receipt.json", staging.verifying()).approval("hotfix.json", people.verifying());
    /// let artifact = loader.artifact_hash()?;
    /// assert!(loader.load::<Settings>().is_err());
    ///
    /// let now = SystemTime::now();
    /// Approval::new("shop", "production", artifact)
    ///     .by("Ada Lovelace", "INC-17: nobody can pay")
    ///     .until(now + Duration::from_secs(3600))
    ///     .write(&path, people.signing().expose(), now)?;
    /// let fixture = fixture.file("hotfix.json", std::fs::read(&path)?);
    /// # std::fs::remove_file(&path)?;
    /// let loader = fixture.environment("production").artifact("shop");
    /// let loader = loader.require_receipt("receipt.json", staging.verifying()).approval("hotfix.json", people.verifying());
    /// let warning = loader.load::<Settings>()?.findings()[0].to_string();
    /// assert!(warning.starts_with("approval: receipt is not there; Ada Lovelace approved the start until "));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn approval(mut self, path: impl Into<PathBuf>, key: VerifyingKey) -> Self {
        self.promotion.approval = Some((path.into(), key));
        self
    }

    /// Signs receipts with this key, in place of the one that `SHOP_RECEIPT_KEY` holds, or the file that
    /// `SHOP_RECEIPT_KEY_FILE` names: one that the configuration itself has, say.
    #[must_use]
    pub fn receipt_key(mut self, key: Credential<SigningKey>) -> Self {
        self.promotion.signing = Some(key);
        self
    }

    /// Signs what staging has accepted, and writes it to a file.
    ///
    /// The artefact is the running file, or the one that [`artifact`](Self::artifact) names. The file is replaced whole, and left alone
    /// where it says the same already: to promote twice is to promote once.
    ///
    /// # Errors
    ///
    /// Fails, and leaves the file as it was, without a signing key, if the artefact cannot be read, or if the file is there and is no
    /// envelope, or cannot be written.
    ///
    /// ```
    /// # let directory = std::env::temp_dir().join(format!("milieu-doc-issue-{}", std::process::id()));
    /// # std::fs::create_dir_all(&directory)?;
    /// # #[derive(milieu::Config)] struct Settings { #[config(default = 80)] port: u16 }
    /// use milieu::promotion::{KeyPair, Receipt};
    ///
    /// let pair = KeyPair::generate()?;
    /// let fixture = milieu::testing::Fixture::new()
    ///     .application("shop")
    ///     .variable("SHOP_RECEIPT_KEY", pair.signing().expose().text().expose());
    /// let loader = fixture.environment("staging");
    /// let path = directory.join("receipt.json");
    /// loader.issue_receipt(&loader.load::<Settings>()?.accept()?, &path)?;
    /// let receipt = Receipt::read(&path, &pair.verifying())?;
    /// assert_eq!((receipt.application(), receipt.environment()), ("shop", "staging"));
    /// # std::fs::remove_dir_all(&directory)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn issue_receipt(&self, accepted: &Acceptance, path: impl AsRef<Path>) -> Result<Receipt, Error> {
        let (receipt, key) = self.receipt_of(accepted)?;
        receipt.write(path.as_ref(), key.expose())?;
        Ok(receipt)
    }

    /// As [`issue_receipt`](Self::issue_receipt), for a store that is no file: returns the text.
    ///
    /// # Errors
    ///
    /// Fails without a signing key, and if the artefact cannot be read.
    pub fn sign_receipt(&self, accepted: &Acceptance) -> Result<String, Error> {
        let (receipt, key) = self.receipt_of(accepted)?;
        Ok(receipt.sign(key.expose()))
    }

    /// Judges, before production starts, whether the receipt fits what was looked at; returns it if so.
    ///
    /// It asks what a start would ask, of the artefact that [`artifact`](Self::artifact) names. Values with `parity = "same"` that only
    /// the deployment supplies are not known here, and so do not fit.
    ///
    /// # Errors
    ///
    /// Fails on everything that does not fit, and if no receipt is [required](Self::require_receipt). Approvals are not looked at.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings { #[config(default = 80)] port: u16 }
    /// let pair = milieu::promotion::KeyPair::generate()?;
    /// let fixture = milieu::testing::Fixture::new();
    /// let loader = fixture.loader().receipt_key(pair.signing());
    /// let receipt = loader.sign_receipt(&loader.inspect::<Settings>("staging")?.accept()?)?;
    ///
    /// let loader = fixture.file("receipt.json", receipt).loader().require_receipt("receipt.json", pair.verifying());
    /// let receipt = loader.verify_receipt(&loader.inspect::<Settings>("production")?)?;
    /// assert!(!receipt.is_of_start());
    /// # Ok::<(), milieu::Error>(())
    /// ```
    pub fn verify_receipt(&self, inspection: &Inspection) -> Result<Receipt, Error> {
        let refuse = |findings| Err(Error::of_subject(Receipt::SUBJECT, findings));
        if self.promotion.receipt.is_none() {
            let finding = Finding::new("is not required, so there is nothing to judge").with_key(Receipt::KEY);
            return refuse(vec![finding.with_remedy("say where it lies and whose it is, by require_receipt")]);
        }
        self.judge_promotion(inspection.record()).or_else(refuse)
    }

    /// Returns the SHA-256 of the artefact: of the running file, or of the one that [`artifact`](Self::artifact) names.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be read.
    pub fn artifact_hash(&self) -> Result<ArtifactHash, Error> {
        self.read_artifact().map_err(|finding| Error::of_subject("the artifact", vec![finding]))
    }

    /// Returns the key that signs: the one [given](Self::receipt_key), or the one of `SHOP_RECEIPT_KEY`, or of the file that
    /// `SHOP_RECEIPT_KEY_FILE` names.
    ///
    /// # Errors
    ///
    /// Fails if there is none, if there are two, if it cannot be read or is none. No error holds it.
    pub fn signing_key(&self) -> Result<Credential<SigningKey>, Error> {
        if let Some(key) = &self.promotion.signing {
            return Ok(key.clone());
        }
        // a file of it is held to what staging's secrets are
        let begun = self.begin(self.snapshot(), Environment::STAGING, Phase::Start);
        let roots = self.roots(&begun);
        let variable = self.own_key_variable(VARIABLE);
        let mut found = Vec::new();
        let secret = self.own_key(VARIABLE, &begun.vars, &roots, &mut |finding| found.push(finding));
        found.retain(|finding: &Finding| finding.level() == Level::Deny);
        if !found.is_empty() {
            return Err(Error::of_subject(Receipt::SUBJECT, found));
        }
        let refuse = |finding: Finding, remedy: String| {
            let finding = finding.with_key(&*variable).with_remedy(remedy).with_check(UNPROVEN_PROMOTION, Level::Deny);
            Error::of_subject(Receipt::SUBJECT, vec![finding])
        };
        let Some(secret) = secret else {
            let remedy = format!("set it, or let {variable}_FILE name a file with it");
            return Err(refuse(Finding::new("is not set, so there is no key to sign with"), remedy));
        };
        SigningKey::from_credential(secret.line()).map(Credential::new).map_err(|why| {
            let words = format!("expected {}, found something else", why.expected());
            refuse(Finding::new(words), "take it as it was written down when the pair was made".to_owned())
        })
    }

    fn receipt_of(&self, accepted: &Acceptance) -> Result<(Receipt, Credential<SigningKey>), Error> {
        let (key, artifact) = (self.signing_key()?, self.artifact_hash()?);
        Ok((Receipt::new(&self.promotion.application, artifact, accepted.clone(), self.now())?, key))
    }

    fn read_artifact(&self) -> Result<ArtifactHash, Finding> {
        match &self.promotion.artifact {
            Artifact::File(path) => ArtifactHash::of_file(&self.files, path),
            #[cfg(feature = "testing")]
            Artifact::Made(hash) => Ok(*hash),
            Artifact::Running => match running() {
                Some(path) => ArtifactHash::of_file(&crate::sources::files::Files::Disk, &path),
                None => Err(Finding::new("is the running file, and the system does not say which that is")
                    .with_key("artifact")
                    .with_remedy("name it in code")
                    .with_check(UNPROVEN_PROMOTION, Level::Deny)),
            },
        }
    }

    /// What speaks against a start in production for want of a receipt.
    pub(super) fn unproven(&self, record: &Record, rules: &Rules) -> Vec<Finding> {
        if record.environment.tier() != Tier::Production || self.promotion.receipt.is_none() {
            return Vec::new();
        }
        let Err(mut findings) = self.judge_promotion(record) else { return Vec::new() };
        if let Some((path, key)) = &self.promotion.approval {
            let artifact = self.read_artifact().ok();
            judge_approval(&self.files, Trusted { path, key }, &self.start_of(record, artifact), &mut findings);
        }
        let findings = findings.into_iter().map(|finding| leveled(finding, rules));
        findings.filter(|finding| finding.level() > Level::Allow).collect()
    }

    /// Holds a configuration against the receipt that is required.
    fn judge_promotion(&self, record: &Record) -> Result<Receipt, Vec<Finding>> {
        let Some((path, key)) = &self.promotion.receipt else { return Err(Vec::new()) };
        let artifact = self.read_artifact();
        let environments = Environments::new(&self.environments);
        let is_staging = |name: &str| environments.find(name).is_some_and(|found| found.tier() == Tier::Staging);
        let start = self.start_of(record, artifact.as_ref().ok().copied());
        let judged =
            judge_receipt(&self.files, Trusted { path, key }, self.promotion.greatest_age, &start, &is_staging);
        match (judged, artifact) {
            (judged, Ok(_)) => judged,
            (Ok(_), Err(unread)) => Err(vec![unread]),
            (Err(mut findings), Err(unread)) => {
                findings.push(unread);
                Err(findings)
            }
        }
    }

    fn start_of(&self, record: &Record, artifact: Option<ArtifactHash>) -> Start<'_> {
        Start {
            application: &self.promotion.application,
            environment: record.environment,
            schema: record.schema.map(|schema| schema.hash()),
            shared: record.shared(),
            artifact,
            now: self.now(),
        }
    }
}

impl<T> Loaded<T> {
    /// Says that staging has accepted this configuration by starting with it.
    ///
    /// # Errors
    ///
    /// Fails unless the environment is of tier Staging, and for a type that was loaded without schema.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings { #[config(default = 80)] #[allow(dead_code)] port: u16 }
    /// let fixture = milieu::testing::Fixture::new();
    /// assert!(fixture.environment("staging").load::<Settings>()?.accept().is_ok());
    /// let error = fixture.environment("production").load::<Settings>()?.accept().unwrap_err();
    /// assert!(error.to_string().starts_with("production: is not of tier staging"));
    /// # Ok::<(), milieu::Error>(())
    /// ```
    pub fn accept(&self) -> Result<Acceptance, Error> {
        accept(self.record(), Phase::Start)
    }
}

impl Inspection {
    /// Says that CI has accepted staging's configuration: every layer was looked at, and nothing in it is denied.
    ///
    /// It knows nothing of what the deployment supplies, and its receipt says so: [`Receipt::is_of_start`] is false.
    ///
    /// # Errors
    ///
    /// Fails unless the environment is of tier Staging, for what was inspected without a type, and on every finding of level deny.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings { #[config(default = 80)] #[allow(dead_code)] port: u16 }
    /// let fixture = milieu::testing::Fixture::new().file("config/staging.toml", "prot = 81\n");
    /// let error = fixture.loader().inspect::<Settings>("staging")?.accept().unwrap_err();
    /// assert_eq!(error.findings()[0].check(), Some("unknown-key"));
    /// # Ok::<(), milieu::Error>(())
    /// ```
    pub fn accept(&self) -> Result<Acceptance, Error> {
        accept(self.record(), Phase::Ci)
    }
}

fn accept(record: &Record, phase: Phase) -> Result<Acceptance, Error> {
    let schema = record.schema.map(|schema| schema.hash());
    Acceptance::of((record.environment, phase), schema, record.shared(), (&record.findings, &record.held_to))
}
