//! The ledger: a file of fingerprints that catches a credential which two environments have.
//!
//! `credentials.lock` is committed. It says of each credential which environment and key it belongs to, and has a fingerprint of
//! it: keyed with a [`ProjectKey`], which the environments hold and the repository does not, and slow, so that whoever has
//! the key can try few guesses. It tells no value, no beginning of one and no length. What is weak is refused, never recorded,
//! because it would be guessed all the same.
//!
//! A fingerprint is the first 8 bytes of Argon2id (RFC 9106) over the credential, with 64 MiB, 3 passes, 1 lane, 32 bytes, and
//! the salt HMAC-SHA256(project key, `milieu/ledger/v1`), first 16 bytes. One takes 0.1 to 0.4 seconds, so the ledger is for
//! checks in continuous integration, and for a start only on request.
//!
//! What it does not do: notice that somebody took a line out, which review does, or know a credential that nobody added.

mod file;
mod print;
mod project;
#[cfg(test)]
mod tests;

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use crate::environment::is_name;
use crate::error::Error;
use crate::finding::{Finding, Level};
use crate::key::Key;
use crate::origin::Origin;
use crate::sources::files::Files;
use crate::sources::unchanged::replace_unchanged;

use file::Entry;
use print::{Cost, NoMemory, Print, Printer};
pub use project::ProjectKey;

/// The check that two environments do not have one credential.
use crate::levels::CREDENTIAL_SHARED as SHARED;

/// Shorter credentials are refused, in bytes.
const SHORTEST: usize = 12;

/// The fingerprints of a project's credentials.
///
/// ```
/// # let directory = std::env::temp_dir().join(format!("milieu-doc-ledger-{}", std::process::id()));
/// # std::fs::create_dir_all(&directory)?;
/// use milieu::ledger::{Ledger, ProjectKey};
///
/// let project: ProjectKey = "6ZqkC9Xw0bT4mJvR2sYh8LdNfE5uGa7P".parse()?;
/// let key = milieu::Key::new("database.password")?;
/// let mut ledger = Ledger::empty();
/// ledger.add("staging", &key, b"hunter2-CANARY", &project)?;
/// let error = ledger.add("production", &key, b"hunter2-CANARY", &project).unwrap_err();
/// assert_eq!(error.findings()[0].check(), Some("credential-shared"));
///
/// let path = directory.join("credentials.lock");
/// ledger.write(&path)?;
/// let credentials = [(&key, &b"hunter2-CANARY"[..])];
/// assert!(Ledger::read(&path)?.verify("staging", credentials, &project).is_empty());
/// # std::fs::remove_dir_all(&directory)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Ledger {
    cost: Cost,
    project: Option<Print>,
    /// In the order of the file.
    entries: Vec<Entry>,
    /// What the file said when it was read or written.
    text: Option<String>,
}

impl Ledger {
    /// Begins a ledger without entries.
    #[must_use]
    pub const fn empty() -> Self {
        Self { cost: Cost::REAL, project: None, entries: Vec::new(), text: None }
    }

    /// Reads a ledger.
    ///
    /// # Errors
    ///
    /// Fails, with the place of all that is wrong, if the file is not there, is damaged, was written by a newer release, is
    /// out of order, or itself says that two environments have one credential. Nothing is half read.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let (text, _) = Files::Disk.read(path, false).map_err(|why| about_file(path, why.to_string()))?;
        Self::of_text(path.into(), &text).map_err(|findings| Error::new(None, findings))
    }

    /// Reads a ledger's text.
    pub(crate) fn of_text(path: Arc<Path>, text: &str) -> Result<Self, Vec<Finding>> {
        let file::Text { project, entries } = file::read(path, text)?;
        Ok(Self { cost: Cost::REAL, project, entries, text: Some(text.to_owned()) })
    }

    /// Records the credential of a key. What the key had before becomes retired, and stays its environment's alone.
    ///
    /// # Errors
    ///
    /// Fails, and records nothing, if another environment has or had the credential, if it has fewer than 12 bytes or at most
    /// 2 different ones, if the ledger was made with another project key, or if there is no memory for a fingerprint. No error
    /// holds the credential.
    pub fn add(&mut self, environment: &str, key: &Key, credential: &[u8], project: &ProjectKey) -> Result<(), Error> {
        let key = key.to_string();
        let refuse = |finding: Finding| Err(Error::new(Some(environment), vec![finding.with_key(&*key)]));
        if !is_name(environment) {
            return refuse(Finding::new("expected the name of an environment: a-z, 0-9 and -, a letter first"));
        }
        if is_weak(credential) {
            let finding = Finding::new(
                "is weak, and would be guessed: expected at least 12 bytes, more than 2 of them different",
            );
            return refuse(finding.with_remedy("make a longer credential; a weak one is not recorded"));
        }
        let found = || {
            let mut printer = Printer::new(project, self.cost)?;
            Ok((printer.project()?, printer.print(credential)?))
        };
        let (project, print) = match found() {
            Ok(found) => found,
            Err(NoMemory) => return refuse(no_memory()),
        };
        if self.project.is_some_and(|own| own != project) {
            return refuse(foreign());
        }
        if let Some(entry) = self.elsewhere(environment, print) {
            return refuse(shared(entry));
        }
        self.project = Some(project);
        self.retire_all(environment, &key);
        self.entries.retain(|entry| (&*entry.environment, &*entry.key, entry.print) != (environment, &*key, print));
        let new = Entry { environment: environment.into(), key: (*key).into(), print, retired: false, origin: None };
        self.entries.push(new);
        self.sort();
        Ok(())
    }

    /// Says that the credential of a key is used no more. It stays its environment's alone.
    ///
    /// # Errors
    ///
    /// Fails if the ledger has no credential in use for the key.
    pub fn retire(&mut self, environment: &str, key: &Key) -> Result<(), Error> {
        let key = key.to_string();
        if !self.retire_all(environment, &key) {
            let finding = Finding::new("has no credential in use in the ledger").with_key(key);
            return Err(Error::new(Some(environment), vec![finding]));
        }
        self.sort();
        Ok(())
    }

    /// Judges the credentials that an environment loaded, one after the other.
    ///
    /// | in the ledger | level |
    /// |---|---|
    /// | in use in this environment | – |
    /// | of another environment, in use or retired | deny |
    /// | retired in this environment; not there; weak, so it cannot be there | warn |
    ///
    /// A ledger that was made with another project key can judge nothing, which is one finding of level deny.
    #[must_use]
    pub fn verify<'a>(
        &self,
        environment: &str,
        credentials: impl IntoIterator<Item = (&'a Key, &'a [u8])>,
        project: &ProjectKey,
    ) -> Vec<Finding> {
        let mut findings = Vec::new();
        if let Err(NoMemory) = self.judge(environment, &mut credentials.into_iter(), project, &mut findings) {
            findings.push(no_memory().with_check(SHARED, Level::Deny));
        }
        findings.sort_by(Finding::order);
        findings
    }

    /// Writes the ledger, if it says anything new. The file is replaced whole: whoever looks finds the old one or the new one.
    ///
    /// # Errors
    ///
    /// Fails, and leaves the file as it was, if the file is there and says anything else than what this ledger was read from,
    /// or if it cannot be written.
    pub fn write(&mut self, path: impl AsRef<Path>) -> Result<(), Error> {
        let path = path.as_ref();
        let text = file::write(self.project, &self.entries);
        // read before it is written: it proves that the file can be read, and gives the new places
        let read = file::read(path.into(), &text).map_err(|findings| Error::new(None, findings))?;
        replace_unchanged(path, self.text.as_deref(), &text).map_err(Error::of)?;
        (self.entries, self.text) = (read.entries, Some(text));
        Ok(())
    }

    /// How many entries there are, retired ones among them.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    fn judge<'a>(
        &self,
        environment: &str,
        credentials: &mut dyn Iterator<Item = (&'a Key, &'a [u8])>,
        project: &ProjectKey,
        findings: &mut Vec<Finding>,
    ) -> Result<(), NoMemory> {
        let mut printer = Printer::new(project, self.cost)?;
        if let Some(own) = self.project {
            if own != printer.project()? {
                findings.push(foreign().with_check(SHARED, Level::Deny));
                return Ok(());
            }
        }
        for (key, credential) in credentials {
            let finding = if is_weak(credential) {
                let finding = Finding::new("is too weak to be in the ledger, so nothing tells whose it is");
                Some(finding.with_remedy("make a credential of at least 12 bytes").with_check(SHARED, Level::Warn))
            } else {
                self.judge_one(environment, printer.print(credential)?)
            };
            findings.extend(finding.map(|finding| finding.with_key(key.to_string())));
        }
        Ok(())
    }

    fn judge_one(&self, environment: &str, print: Print) -> Option<Finding> {
        if let Some(entry) = self.elsewhere(environment, print) {
            return Some(shared(entry));
        }
        let mut own = self.entries.iter().filter(|entry| entry.print == print).peekable();
        let Some(first) = own.peek().copied() else {
            let finding = Finding::new("is not in the ledger, so nothing tells whose it is").with_remedy("add it");
            return Some(finding.with_check(SHARED, Level::Warn));
        };
        if own.any(|entry| !entry.retired) {
            return None;
        }
        let finding = Finding::new("is retired in the ledger, and in use").with_remedy("use its successor");
        Some(at(finding, first).with_check(SHARED, Level::Warn))
    }

    /// An entry of another environment with this fingerprint.
    fn elsewhere(&self, environment: &str, print: Print) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.print == print && &*entry.environment != environment)
    }

    /// Tells whether any was in use.
    fn retire_all(&mut self, environment: &str, key: &str) -> bool {
        let mut any = false;
        for entry in &mut self.entries {
            if (&*entry.environment, &*entry.key) == (environment, key) {
                any |= !entry.retired;
                entry.retired = true;
            }
        }
        any
    }

    fn sort(&mut self) {
        self.entries.sort_by(|a, b| a.order().cmp(&b.order()));
    }
}

/// Fingerprints say nothing to a reader of logs.
impl fmt::Debug for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ledger({} entries)", self.entries.len())
    }
}

fn is_weak(credential: &[u8]) -> bool {
    credential.len() < SHORTEST || distinct(credential) <= 2
}

/// How many different bytes there are.
fn distinct(bytes: &[u8]) -> usize {
    let mut seen = [false; 256];
    bytes.iter().for_each(|byte| seen[usize::from(*byte)] = true);
    seen.into_iter().filter(|seen| *seen).count()
}

fn at(finding: Finding, entry: &Entry) -> Finding {
    match &entry.origin {
        Some(origin) => finding.with_origin(origin.clone()),
        None => finding,
    }
}

fn shared(entry: &Entry) -> Finding {
    let words = match entry.retired {
        true => "is a credential that another environment has had",
        false => "is the credential of another environment",
    };
    let finding = at(Finding::new(words), entry).with_remedy("give this environment a credential of its own");
    finding.with_check(SHARED, Level::Deny)
}

fn foreign() -> Finding {
    Finding::new("the ledger was made with another project key")
        .with_remedy("give the key of the project it belongs to")
}

fn no_memory() -> Finding {
    Finding::new("there is no memory for a fingerprint, which takes 64 MiB")
}

fn about_file(path: &Path, words: String) -> Error {
    Error::of(Finding::new(words).with_origin(Origin::whole_file(path)))
}
