//! The key of a project: what makes its fingerprints differ from everybody else's.

use std::fmt;
use std::str::FromStr;

use hmac_sha256::HMAC;
use zeroize::{Zeroize, Zeroizing};

use crate::credential::{FromCredential, NotThisCredential, REDACTED};
use crate::error::Error;
use crate::finding::Finding;

const EXPECTED: &str = "a project key: at least 32 random characters in one line, without space at either end";

/// The key that all environments of a project share, and its repository does not hold.
///
/// Without it, fingerprints can be neither made nor compared, and nobody can try out guesses on them. It opens nothing. It is
/// at least 32 characters long, best random: `openssl rand -hex 32`. One line end behind it is cut off, so that a variable and
/// a file give the same key.
///
/// ```
/// use milieu::ledger::ProjectKey;
///
/// let key: ProjectKey = "6ZqkC9Xw0bT4mJvR2sYh8LdNfE5uGa7P".parse()?;
/// assert_eq!(format!("{key:?}"), "[REDACTED]");
/// assert!("too short".parse::<ProjectKey>().is_err());
/// # Ok::<(), milieu::Error>(())
/// ```
pub struct ProjectKey(Vec<u8>);

impl ProjectKey {
    /// One salt for all environments, since otherwise nothing could be compared.
    pub(super) fn salt(&self) -> Zeroizing<[u8; 16]> {
        let mac = Zeroizing::new(HMAC::mac(b"milieu/ledger/v1", &self.0));
        let mut salt = Zeroizing::new([0; 16]);
        salt.copy_from_slice(&mac[..16]);
        salt
    }
}

impl FromCredential for ProjectKey {
    fn from_credential(bytes: &[u8]) -> Result<Self, NotThisCredential> {
        let refused = NotThisCredential::new(EXPECTED);
        let text = std::str::from_utf8(bytes).map_err(|_| refused)?;
        let line = text.strip_suffix('\n').map_or(text, |line| line.strip_suffix('\r').unwrap_or(line));
        let is_long = line.chars().count() >= 32;
        // a dictionary's worth of letters is not asked for, only that it is no key held down
        let is_varied = super::distinct(line.as_bytes()) >= 8;
        if is_long && is_varied && line.trim() == line && !line.contains(char::is_control) {
            Ok(Self(line.into()))
        } else {
            Err(refused)
        }
    }
}

impl FromStr for ProjectKey {
    type Err = Error;

    /// Reads a project key. The error does not repeat the text.
    fn from_str(text: &str) -> Result<Self, Error> {
        Self::from_credential(text.as_bytes()).map_err(|why| Error::of(Finding::new(why.to_string())))
    }
}

impl Zeroize for ProjectKey {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}

impl Drop for ProjectKey {
    fn drop(&mut self) {
        self.zeroize();
    }
}

impl fmt::Debug for ProjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}
