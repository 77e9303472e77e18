//! Reading files: exactly the one named, whole, and no larger than a configuration can be.

#[cfg(feature = "testing")]
use std::collections::BTreeMap;
use std::fs::Metadata;
use std::io::Read as _;
use std::path::Path;
#[cfg(feature = "testing")]
use std::path::PathBuf;
#[cfg(feature = "testing")]
use std::sync::Arc;

use zeroize::Zeroize as _;

use super::open::{Links, open};
use super::secret::{Contents, Refused};

/// The longest configuration file, in bytes. Real ones have some thousand; the bound keeps memory bounded.
pub(crate) const LONGEST: u64 = 8 << 20;

/// The longest file that holds one value, in bytes.
const LONGEST_VALUE: u64 = 64 << 10;

/// Where files are read from.
#[derive(Clone, Default)]
pub(crate) enum Files {
    #[default]
    Disk,
    /// A fixture of a test: nothing else is there.
    #[cfg(feature = "testing")]
    Memory(Arc<BTreeMap<PathBuf, Vec<u8>>>),
}

/// Why a file could not be read, in words that hold nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unreadable {
    #[error("is not there")]
    Missing,
    #[error("cannot be read: permission denied")]
    Denied,
    #[error("is a directory, and a file was expected")]
    Directory,
    #[error("is neither a file nor a link to one")]
    Special,
    #[error("is larger than 8 MiB, the most that a configuration file may have")]
    TooLarge,
    #[error("holds bytes that are not UTF-8")]
    NotUnicode,
    #[error("cannot be read")]
    Other,
}

impl From<std::io::Error> for Unreadable {
    /// The kind is kept; the text may hold a path that a variable gave, or worse.
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => Self::Missing,
            std::io::ErrorKind::PermissionDenied => Self::Denied,
            std::io::ErrorKind::IsADirectory => Self::Directory,
            // what is opened without waiting: a socket, a pipe without another end
            std::io::ErrorKind::InvalidInput => Self::Special,
            _ => Self::Other,
        }
    }
}

impl Files {
    /// Reads a whole file, and tells whether everybody can change it: itself, or by what its directory allows. That is not
    /// looked at where nobody minds.
    pub(crate) fn read(&self, path: &Path, minds: bool) -> Result<(String, bool), Unreadable> {
        let (bytes, about) = self.bytes(path, LONGEST)?;
        let is_open = minds && about.is_some_and(|about| is_open(&about) || Self::is_directory_open(path));
        match String::from_utf8(bytes) {
            Ok(text) => Ok((text, is_open)),
            Err(error) => {
                error.into_bytes().zeroize();
                Err(Unreadable::NotUnicode)
            }
        }
    }

    /// Reads a file that holds one value: one line end is cut off, nothing else.
    pub(crate) fn one_value(&self, path: &str) -> Result<String, &'static str> {
        let (bytes, _) = self.bytes(Path::new(path), LONGEST_VALUE).map_err(|why| match why {
            Unreadable::Missing => "names a file that is not there",
            Unreadable::TooLarge => "names a file of more than 64 KiB",
            Unreadable::Denied => "names a file that cannot be read: permission denied",
            _ => "names something that cannot be read as a file",
        })?;
        let mut text = String::from_utf8(bytes).map_err(|_| "names a file that holds bytes that are not UTF-8")?;
        let end = text.strip_suffix('\n').map_or(text.len(), |line| line.strip_suffix('\r').unwrap_or(line).len());
        text.truncate(end);
        if text.contains('\0') { Err("names a file that holds a NUL character") } else { Ok(text) }
    }

    fn bytes(&self, path: &Path, longest: u64) -> Result<(Vec<u8>, Option<Metadata>), Unreadable> {
        #[cfg(feature = "testing")]
        if let Self::Memory(files) = self {
            let bytes = files.get(path).ok_or(Unreadable::Missing)?;
            let fits = u64::try_from(bytes.len()).is_ok_and(|length| length <= longest);
            return if fits { Ok((bytes.clone(), None)) } else { Err(Unreadable::TooLarge) };
        }
        let file = open(path, Links::Followed)?;
        let about = file.metadata()?;
        if about.is_dir() {
            return Err(Unreadable::Directory);
        }
        if !about.is_file() {
            return Err(Unreadable::Special);
        }
        if about.len() > longest {
            return Err(Unreadable::TooLarge);
        }
        let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or_default() + 1);
        file.take(longest + 1).read_to_end(&mut bytes)?;
        if u64::try_from(bytes.len()).is_ok_and(|length| length <= longest) {
            Ok((bytes, Some(about)))
        } else {
            Err(Unreadable::TooLarge)
        }
    }

    /// Whether everybody can put other files into the directory of a file.
    #[cfg(unix)]
    #[expect(clippy::disallowed_methods, reason = "sources look at files")]
    fn is_directory_open(path: &Path) -> bool {
        use std::os::unix::fs::MetadataExt as _;

        /// Only the owner of a file can put another in its place.
        const STICKY: u32 = 0o1000;
        let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mode = std::fs::metadata(directory).map_or(0, |about| about.mode());
        mode & (OTHERS_WRITE | STICKY) == OTHERS_WRITE
    }

    #[cfg(not(unix))]
    fn is_directory_open(_: &Path) -> bool {
        false
    }

    /// The content of a file that may be there or not.
    pub(crate) fn witness(&self, path: &Path) -> Option<Result<Vec<u8>, Unreadable>> {
        match self.bytes(path, LONGEST_VALUE) {
            Err(Unreadable::Missing) => None,
            read => Some(read.map(|(bytes, _)| bytes)),
        }
    }

    /// The SHA-256 of a file of any size, in words if it cannot be read.
    #[cfg(feature = "receipts")]
    pub(crate) fn digest(&self, path: &Path) -> Result<[u8; 32], &'static str> {
        match self {
            Self::Disk => super::binary::digest(path),
            #[cfg(feature = "testing")]
            Self::Memory(files) => files.get(path).map(|bytes| hmac_sha256::Hash::hash(bytes)).ok_or("is not there"),
        }
    }

    /// The bytes of a fixture's file; `None` where files lie on disk.
    #[cfg_attr(not(feature = "testing"), expect(unused_variables, reason = "only fixtures lie in memory"))]
    pub(super) fn in_memory(&self, path: &Path) -> Option<Result<Contents, Refused>> {
        match self {
            Self::Disk => None,
            #[cfg(feature = "testing")]
            Self::Memory(files) => Some(match files.get(path) {
                // a fixture's files have no mode and no owner that could be wrong
                Some(bytes) => Ok(Contents { bytes: bytes.clone().into(), unfit: Vec::new() }),
                None => Err(Refused::Missing),
            }),
        }
    }

    /// The names of files and directories in a fixture's directory, `Some(None)` if it is not there; `None` where files lie on
    /// disk.
    #[cfg_attr(not(feature = "testing"), expect(unused_variables, reason = "only fixtures lie in memory"))]
    pub(super) fn names_in_memory(&self, directory: &Path) -> Option<Option<Vec<String>>> {
        match self {
            Self::Disk => None,
            #[cfg(feature = "testing")]
            Self::Memory(files) => {
                let below = files.keys().filter_map(|path| path.strip_prefix(directory).ok());
                let names = below.filter_map(|path| path.iter().next()?.to_str().map(ToOwned::to_owned));
                let names: std::collections::BTreeSet<String> = names.collect();
                Some(Some(names.into_iter().collect::<Vec<_>>()).filter(|names| !names.is_empty()))
            }
        }
    }

    /// The names in a directory, sorted; `None` if it is not there.
    #[expect(clippy::disallowed_methods, reason = "sources look at directories")]
    pub(crate) fn names(&self, directory: &Path) -> Option<Vec<String>> {
        let mut names: Vec<String> = match self {
            #[cfg(feature = "testing")]
            Self::Memory(files) => files
                .keys()
                .filter(|path| path.parent() == Some(directory))
                .filter_map(|path| path.file_name()?.to_str().map(ToOwned::to_owned))
                .collect(),
            Self::Disk => {
                let entries = std::fs::read_dir(directory).ok()?;
                entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect()
            }
        };
        names.sort_unstable();
        // in memory a directory is there if a file is in it
        Some(names).filter(|names| !names.is_empty() || matches!(self, Self::Disk))
    }

    #[expect(clippy::disallowed_methods, reason = "sources look at files")]
    pub(crate) fn exists(&self, path: &Path) -> bool {
        match self {
            #[cfg(feature = "testing")]
            Self::Memory(files) => files.contains_key(path),
            Self::Disk => std::fs::symlink_metadata(path).is_ok(),
        }
    }
}

/// Whether everybody can write to a file.
#[cfg(unix)]
fn is_open(about: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::mode(about) & OTHERS_WRITE != 0
}

#[cfg(not(unix))]
fn is_open(_: &Metadata) -> bool {
    false
}

#[cfg(unix)]
const OTHERS_WRITE: u32 = 0o002;

impl std::fmt::Debug for Files {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Disk => f.write_str("Disk"),
            #[cfg(feature = "testing")]
            Self::Memory(files) => write!(f, "Memory({} files)", files.len()),
        }
    }
}
