//! Reading through a file of any size, such as a program.

use std::fs::File;
use std::io;
use std::path::Path;

use super::open::{Links, open};

/// Opens a regular file; a pipe or a device is refused and not waited for.
#[inline]
pub(crate) fn open_binary(path: &Path) -> Result<File, &'static str> {
    let opened = open(path, Links::Followed).and_then(|file| Ok((file.metadata()?, file)));
    match opened {
        Ok((about, file)) if about.is_file() => Ok(file),
        Ok(_) => Err("is no regular file"),
        Err(error) => Err(match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => "is not there",
            io::ErrorKind::PermissionDenied => "cannot be read: permission denied",
            io::ErrorKind::IsADirectory => "is no regular file",
            _ => "cannot be read",
        }),
    }
}

/// The SHA-256 of a file.
#[cfg(feature = "receipts")]
#[inline]
pub(super) fn digest(path: &Path) -> Result<[u8; 32], &'static str> {
    use std::io::Read as _;

    let mut file = open_binary(path)?;
    let (mut hash, mut buffer) = (hmac_sha256::Hash::new(), vec![0; 256 << 10]);
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(hash.finalize()),
            Ok(count) => hash.update(&buffer[..count]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return Err("cannot be read to its end"),
        }
    }
}

/// The file of the program that runs.
///
/// On Linux it is the very file, whatever has been put in its place since the start.
#[cfg(feature = "receipts")]
#[inline]
pub(crate) fn running() -> Option<std::path::PathBuf> {
    let by_process = cfg!(target_os = "linux").then(|| Path::new("/proc/self/exe").to_path_buf());
    by_process.or_else(crate::vars::Vars::program)
}
