//! The way round a receipt, for when there is no time for staging: somebody says who, why and until when.

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use serde_json::json;

use crate::environment::is_name;
use crate::error::Error;
use crate::finding::Finding;
use crate::schema::SchemaHash;
use crate::sources::files::Files;
use crate::visible::hides_something;

use super::file::{Signed, about, write};
use super::statement::{self, Predicate, Statement};
use super::text::{bytes, of_time, whole_seconds};
use super::{ArtifactHash, SigningKey, VerifyingKey, envelope};

/// The longest name and reason, in characters.
const LONGEST: usize = 400;

/// The word of somebody that one artefact may start in one environment without a fitting receipt, for a reason and for a time.
///
/// It is for hotfixes. While it counts, what speaks against the start is a warning that says who approved it, why, and until when.
/// It holds for its artefact alone, so the next build needs staging again.
///
/// Name and reason are shown to whoever reads the program's warnings, and committed to nothing else. The name is what its
/// signer says it is: who can sign decides who can approve.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use milieu::promotion::{Approval, ArtifactHash, KeyPair};
///
/// let pair = KeyPair::generate()?;
/// let now = SystemTime::now();
/// let artifact = ArtifactHash::of(std::env::current_exe()?)?;
/// let approval = Approval::new("shop", "production", artifact)
///     .by("Ada Lovelace", "INC-17: nobody can pay")
///     .until(now + Duration::from_secs(4 * 60 * 60));
/// let path = std::env::temp_dir().join(format!("milieu-doc-approval-{}.json", std::process::id()));
/// approval.write(&path, pair.signing().expose(), now)?;
/// let read = Approval::read(&path, &pair.verifying())?;
/// # std::fs::remove_file(&path)?;
/// assert_eq!((read.who(), read.reason()), ("Ada Lovelace", "INC-17: nobody can pay"));
///
/// // nobody, for no reason, until never
/// let error = Approval::new("shop", "production", artifact).write(&path, pair.signing().expose(), now).unwrap_err();
/// assert_eq!(error.findings().len(), 3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Approval {
    application: Box<str>,
    environment: Box<str>,
    artifact: ArtifactHash,
    schema: Option<SchemaHash>,
    who: Box<str>,
    reason: Box<str>,
    until: Option<SystemTime>,
}

impl Approval {
    /// Begins an approval for one artefact in one environment; who, why and until when it has to be told before it can be signed.
    #[must_use]
    pub fn new(application: &str, environment: &str, artifact: ArtifactHash) -> Self {
        let (application, environment) = (application.into(), environment.into());
        Self { application, environment, artifact, schema: None, who: "".into(), reason: "".into(), until: None }
    }

    /// Says who approves, and why.
    #[must_use]
    pub fn by(mut self, who: &str, reason: &str) -> Self {
        (self.who, self.reason) = (who.trim().into(), reason.trim().into());
        self
    }

    /// Says until when it counts; what is less than a second is cut off.
    #[must_use]
    pub fn until(mut self, time: SystemTime) -> Self {
        self.until = Some(whole_seconds(time).unwrap_or(time));
        self
    }

    /// Lets it count for one schema alone, which says the same as the artefact, to whoever reads the approval.
    #[must_use]
    pub const fn with_schema(mut self, hash: SchemaHash) -> Self {
        self.schema = Some(hash);
        self
    }

    /// Signs it and writes it. The file is replaced whole.
    ///
    /// # Errors
    ///
    /// Fails, and leaves the file as it was, if name or reason is blank, has more than 400 characters or ones that cannot be seen, if the
    /// environment has no name that one can have, if the end is missing, is over at `now` or beyond the year 9999, and if the file is
    /// there and is no envelope, or cannot be written.
    pub fn write(&self, path: impl AsRef<Path>, key: &SigningKey, now: SystemTime) -> Result<(), Error> {
        let path = path.as_ref();
        write::<Self>(
            path,
            &self.sign(key, now).map_err(|findings| {
                let about = |finding| about::<Self>(finding, path);
                Error::of_subject(Self::SUBJECT, findings.into_iter().map(about).collect())
            })?,
        )
    }

    /// As [`write`](Self::write), without writing: whether it could be signed.
    #[cfg(feature = "cli")]
    pub(crate) fn could_be_signed(&self, now: SystemTime) -> Result<(), Error> {
        self.sound(now).map_err(|findings| Error::of_subject(Self::SUBJECT, findings))
    }

    /// Reads and verifies an approval, without a network. Whether it counts is judged where production starts.
    ///
    /// # Errors
    ///
    /// As [`Receipt::read`](super::Receipt::read).
    pub fn read(path: impl AsRef<Path>, key: &VerifyingKey) -> Result<Self, Error> {
        Self::read_from(&Files::Disk, path.as_ref(), key).map_err(|why| Error::of_subject(Self::SUBJECT, why))
    }

    /// Returns the application.
    #[must_use]
    pub fn application(&self) -> &str {
        &self.application
    }

    /// Returns the environment that may start.
    #[must_use]
    pub fn environment(&self) -> &str {
        &self.environment
    }

    /// Returns the artefact.
    #[must_use]
    pub const fn artifact(&self) -> ArtifactHash {
        self.artifact
    }

    /// Returns the schema that it is limited to.
    #[must_use]
    pub const fn schema(&self) -> Option<SchemaHash> {
        self.schema
    }

    /// Returns who approves.
    #[must_use]
    pub fn who(&self) -> &str {
        &self.who
    }

    /// Returns why.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// Returns until when it counts; `None` only before it is signed.
    #[must_use]
    pub const fn end(&self) -> Option<SystemTime> {
        self.until
    }

    /// Refuses one that is of nobody, for no reason, or over already.
    fn sound(&self, now: SystemTime) -> Result<(), Vec<Finding>> {
        let mut findings = Vec::new();
        let mut refuse = |message: &'static str, remedy: &'static str| {
            findings.push(Finding::new(message).with_remedy(remedy));
        };
        if !is_name(&self.environment) {
            refuse("names no environment: expected a-z, 0-9 and -, a letter first", "name the one that is to start");
        }
        if !is_said(&self.who) {
            refuse(
                "expected the name of who approves, in at most 400 characters that can be seen",
                "say who answers for it",
            );
        }
        if !is_said(&self.reason) {
            refuse(
                "expected a reason, in at most 400 characters that can be seen",
                "say why, for whoever reads it next",
            );
        }
        match self.until.map(|until| (until, whole_seconds(until))) {
            Some((until, Some(_))) if until > now => {}
            _ => refuse("expected an end that is still to come", "name a near one: staging is to catch up until then"),
        }
        if findings.is_empty() { Ok(()) } else { Err(findings) }
    }

    /// The text of the signed envelope.
    fn sign(&self, key: &SigningKey, now: SystemTime) -> Result<String, Vec<Finding>> {
        self.sound(now)?;
        let mut said = json!({
            "environment": &*self.environment,
            "reason": &*self.reason,
        });
        if let (Some(schema), Some(said)) = (self.schema, said.as_object_mut()) {
            said.insert("schema".to_owned(), schema.to_string().into());
        }
        if let (Some(until), Some(said)) = (self.until, said.as_object_mut()) {
            said.insert("until".to_owned(), of_time(until).into());
            said.insert("who".to_owned(), (*self.who).into());
        }
        Ok(envelope::sign(&statement::write(&self.application, self.artifact, Predicate::Approval, &said), key))
    }
}

/// Whether a name or a reason says something, and nothing that a terminal obeys.
fn is_said(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= LONGEST && !hides_something(text)
}

impl Signed for Approval {
    const KEY: &'static str = "approval";
    const SUBJECT: &'static str = "the approval";
    const REMEDY: &'static str = "have it signed anew, or remove it and promote through staging";

    fn of_payload(path: &Arc<Path>, text: &str) -> Result<Self, Vec<Finding>> {
        const KEYS: &[&str] = &["environment", "reason", "schema", "until", "who"];
        let mut statement = Statement::read(path, text, Predicate::Approval, KEYS)?;
        let environment = statement.text("environment").map(Into::into);
        let is_there = |text: &str| is_said(text).then(|| text.into());
        let reason = statement.read_as("reason", "a reason that can be seen", is_there);
        let who = statement.read_as("who", "a name that can be seen", is_there);
        let schema = statement.read_if_there("schema", "32 hexadecimal digits in small letters", bytes);
        let until = statement.time("until");
        let (application, artifact) = (statement.application.clone(), statement.artifact);
        let schema = schema.map(SchemaHash::from_bytes);
        let read = (|| {
            let (environment, who, reason) = (environment?, who?, reason?);
            Some(Self { application, environment, artifact, schema, who, reason, until: Some(until?) })
        })();
        statement.finish(read)
    }
}

impl fmt::Debug for Approval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Approval")
            .field("application", &self.application)
            .field("environment", &self.environment)
            .field("artifact", &self.artifact)
            .field("who", &self.who)
            .field("until", &self.until.map(of_time))
            .finish_non_exhaustive()
    }
}
