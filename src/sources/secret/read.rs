//! Reads one secret file: what is judged is the open file, and what is read never leaves a copy behind.

use std::fs::{File, Metadata};
use std::io::{self, Read as _};

use zeroize::Zeroizing;

use super::preset::Preset;
use crate::sources::open::{Directory, is_made_up};

/// The longest secret file, in bytes.
const LONGEST: usize = 64 << 10;

/// Why a secret file was not read at all, in words that hold nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refused {
    #[error("is not there")]
    Missing,
    #[error("cannot be read: permission denied")]
    Denied,
    #[error("is no regular file")]
    Special,
    #[error("is made up by the kernel, and a regular file was expected")]
    MadeUp,
    #[error("is larger than 64 KiB, the most that a credential may have")]
    TooLarge,
    #[error("holds more than 4,096 files")]
    TooMany,
    #[error("leads out of its directory")]
    Outside,
    #[error("cannot be read")]
    Other,
}

impl From<io::Error> for Refused {
    /// The kind is kept; the text may hold a path that a variable gave, or worse.
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::Missing,
            io::ErrorKind::PermissionDenied => Self::Denied,
            io::ErrorKind::InvalidInput | io::ErrorKind::IsADirectory => Self::Special,
            io::ErrorKind::CrossesDevices => Self::Outside,
            _ => Self::Other,
        }
    }
}

/// What speaks against a file that could be read.
#[cfg_attr(
    not(all(unix, feature = "secret-files")),
    expect(dead_code, reason = "where permissions are not judged, nothing speaks against them")
)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unfit {
    #[error("has mode {found:04o}, and at most {most:04o} was expected")]
    Mode { found: u32, most: u32 },
    #[error("belongs to another user than the process's own and root")]
    Owner,
    #[error("has more than one name (hard links)")]
    HardLinked,
    #[error("is a link, and links are followed nowhere but below a mounted directory")]
    Link,
    #[error("can be read by everybody, and its directory is neither in memory nor closed to others")]
    Open,
    #[error("lies in a directory that everybody can write to")]
    PlantedEasily,
    #[error("was read without a look at its permissions, which this system or build cannot judge")]
    NotJudged,
}

impl Unfit {
    pub(super) const fn remedy(self) -> &'static str {
        match self {
            Self::Mode { .. } => "take the other permissions away",
            Self::Owner => "let the process's user own it",
            Self::HardLinked => "keep one name",
            Self::Link => "name the file itself",
            Self::Open => "mount it in memory, or close the directory or the file to others",
            Self::PlantedEasily => "close the directory to others",
            Self::NotJudged => "see to them yourself",
        }
    }

    /// Whether others can change what the file says, as far as that can be judged.
    pub(super) const fn lets_others_change(self) -> bool {
        match self {
            Self::Mode { found, .. } => found & 0o022 != 0,
            Self::Owner | Self::HardLinked | Self::Link | Self::PlantedEasily => true,
            Self::Open | Self::NotJudged => false,
        }
    }
}

/// The bytes of a file, and what speaks against it.
pub(crate) struct Contents {
    pub(crate) bytes: Zeroizing<Vec<u8>>,
    pub(crate) unfit: Vec<Unfit>,
}

/// Judges and reads an open file.
pub(super) fn read(file: File, directory: Option<&Directory>, preset: Preset) -> Result<Contents, Refused> {
    let about = file.metadata()?;
    if !about.is_file() {
        return Err(Refused::Special);
    }
    // of binary credentials nothing else would refuse the process's own variables
    if about.len() == 0 && is_made_up(&file) {
        return Err(Refused::MadeUp);
    }
    let unfit = judge(&about, directory, preset);
    Ok(Contents { bytes: whole(file, &about)?, unfit })
}

#[cfg(all(unix, feature = "secret-files"))]
fn judge(about: &Metadata, directory: Option<&Directory>, preset: Preset) -> Vec<Unfit> {
    use std::os::unix::fs::MetadataExt as _;

    let mut unfit = Vec::new();
    let mode = about.mode() & 0o7777;
    if mode & !preset.most() != 0 {
        unfit.push(Unfit::Mode { found: mode, most: preset.most() });
    }
    if preset.minds_owner() {
        let me = rustix::process::geteuid().as_raw();
        if about.uid() != me && about.uid() != 0 {
            unfit.push(Unfit::Owner);
        }
        if about.nlink() > 1 {
            unfit.push(Unfit::HardLinked);
        }
    }
    if let Some((directory, around)) = directory.map(|directory| (directory, directory.mode())) {
        // in a sticky directory, as Kubernetes mounts one, nobody replaces what is another's
        if around & 0o1002 == 0o002 {
            unfit.push(Unfit::PlantedEasily);
        }
        if preset == Preset::Orchestrator && mode & 0o004 != 0 && around & 0o007 != 0 && !directory.is_in_memory() {
            unfit.push(Unfit::Open);
        }
    }
    unfit
}

#[cfg(not(all(unix, feature = "secret-files")))]
fn judge(_: &Metadata, _: Option<&Directory>, _: Preset) -> Vec<Unfit> {
    vec![Unfit::NotJudged]
}

/// Reads everything into a buffer that is replaced, never grown, so that no piece stays behind.
fn whole(mut file: File, about: &Metadata) -> Result<Zeroizing<Vec<u8>>, Refused> {
    // the size is a hint: files of the kernel say 0
    let hint = usize::try_from(about.len()).unwrap_or(usize::MAX);
    if hint > LONGEST {
        return Err(Refused::TooLarge);
    }
    let mut buffer = Zeroizing::new(vec![0; hint + 1]);
    let mut length = 0;
    loop {
        if length == buffer.len() {
            if length > LONGEST {
                return Err(Refused::TooLarge);
            }
            let mut larger = Zeroizing::new(vec![0; (2 * length).clamp(256, LONGEST + 1)]);
            larger[..length].copy_from_slice(&buffer);
            buffer = larger;
        }
        match file.read(&mut buffer[length..]) {
            Ok(0) => break,
            Ok(more) => length += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    if length > LONGEST {
        return Err(Refused::TooLarge);
    }
    buffer.truncate(length);
    Ok(buffer)
}
