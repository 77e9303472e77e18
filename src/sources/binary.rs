//! Opens a file of any size for reading through, such as a program.

use std::fs::File;
use std::io;
use std::path::Path;

use super::open::{Links, open};

/// Opens a regular file; a pipe or a device is refused and not waited for.
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
