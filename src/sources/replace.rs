//! Replacing a file whole: whoever looks, and whatever crashes, finds the old one or the new one.

use std::collections::hash_map::RandomState;
use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::hash::BuildHasher as _;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// The steps, for tests that stop between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Created,
    Written,
    Synced,
    Renamed,
}

/// Replaces a file, or makes it: the bytes go to a new file beside it, which is synced and then renamed.
///
/// Permissions of the old file are kept; a new one is its owner's alone. On an error nothing is left behind.
///
/// # Errors
///
/// Fails as the file system does; the old file is then what it was.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    in_steps(path, bytes, |_| Ok(()))
}

/// As [`replace`], and `after` is asked after every step whether to go on.
#[expect(clippy::disallowed_methods, reason = "sources write files, by this function alone")]
pub(crate) fn in_steps(path: &Path, bytes: &[u8], after: impl Fn(Step) -> io::Result<()>) -> io::Result<()> {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Some(name) = path.file_name() else { return Err(io::ErrorKind::InvalidInput.into()) };
    let before = std::fs::metadata(path).ok().map(|about| about.permissions());
    let beside = Beside(directory.join(beside(name)));
    let mut file = new_file(&beside.0)?;
    after(Step::Created)?;
    file.write_all(bytes)?;
    if let Some(permissions) = before {
        file.set_permissions(permissions)?;
    }
    after(Step::Written)?;
    file.sync_all()?;
    after(Step::Synced)?;
    std::fs::rename(&beside.0, path)?;
    after(Step::Renamed)?;
    // the name itself is in the directory; systems that cannot sync one do it on their own
    let _ = File::open(directory).and_then(|directory| directory.sync_all());
    Ok(())
}

fn beside(name: &std::ffi::OsStr) -> OsString {
    let mut beside = OsString::from(".");
    beside.push(name);
    beside.push(format!(".{:016x}.new", RandomState::new().hash_one(std::process::id())));
    beside
}

fn new_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path)
}

/// The new file until it has its name; removed if that does not happen.
struct Beside(PathBuf);

impl Drop for Beside {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}
