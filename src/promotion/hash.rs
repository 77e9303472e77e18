//! The number that names an artefact.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use crate::error::Error;
use crate::finding::{Finding, Level};
use crate::levels::UNPROVEN_PROMOTION;
use crate::origin::Origin;
use crate::sources::files::Files;

use super::text::{bytes, digits};

/// The SHA-256 of an artefact: of the very file that is shipped and started.
///
/// `Display` is 64 hexadecimal digits, which `FromStr` reads.
///
/// ```
/// use milieu::promotion::ArtifactHash;
///
/// let hash = ArtifactHash::of(std::env::current_exe()?)?;
/// assert_eq!(hash.to_string().parse::<ArtifactHash>()?, hash);
/// assert!(ArtifactHash::of("no/such/program").is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArtifactHash([u8; 32]);

impl ArtifactHash {
    /// Reads through a file of any size.
    ///
    /// # Errors
    ///
    /// Fails if the file is not there, is no regular file or cannot be read.
    pub fn of(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        Self::of_file(&Files::Disk, path).map_err(|finding| Error::of_subject("the artifact", vec![finding]))
    }

    pub(crate) fn of_file(files: &Files, path: &Path) -> Result<Self, Finding> {
        files.digest(path).map(Self).map_err(|why| {
            Finding::new(why)
                .with_key("artifact")
                .with_origin(Origin::whole_file(path))
                .with_remedy("name the file that is shipped and started")
                .with_check(UNPROVEN_PROMOTION, Level::Deny)
        })
    }

    pub(crate) const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Returns the bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for ArtifactHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&digits(&self.0))
    }
}

impl fmt::Debug for ArtifactHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ArtifactHash({self})")
    }
}

impl FromStr for ArtifactHash {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        bytes(text).map(Self).ok_or_else(|| {
            Error::of(Finding::new("expected a SHA-256, which is 64 hexadecimal digits in small letters"))
        })
    }
}
