//! Replacing a file whole: whoever looks, at any moment, finds the old file or the new one.
//!
//! The new bytes go to a temporary file beside the old one, are synced, and take its name. A program that dies before that
//! leaves the old file as it was; one that fails also takes its temporary file away.

use std::collections::hash_map::RandomState;
use std::fs::{self, OpenOptions};
use std::hash::BuildHasher as _;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Why a file was not written, in words that hold nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unwritten {
    #[error("cannot be written: its directory is not there")]
    NoDirectory,
    #[error("cannot be written: permission denied")]
    Denied,
    #[error("cannot be written: the disk is full")]
    Full,
    #[error("is a link or a directory, and a file of its own was expected")]
    NotAFile,
    #[error("is there already")]
    Taken,
    #[error("cannot be written")]
    Other,
    #[error("was written, but may not outlast a power failure: its directory could not be synced")]
    NotSynced,
}

impl From<io::Error> for Unwritten {
    /// The kind is kept; the text may hold a path that a variable gave.
    #[inline]
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::NoDirectory,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::Denied,
            io::ErrorKind::AlreadyExists => Self::Taken,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Other,
        }
    }
}

/// The mode of a file that is its owner's alone.
pub(super) const OWNER: u32 = 0o600;

/// What has just been done. Tests stop after any of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Created,
    Written,
    Synced,
    Renamed,
}

/// Replaces a file, or makes one where there is none.
///
/// The file keeps the permissions it has; a new one has those of any new file, since none that is written so is a secret.
#[inline]
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), Unwritten> {
    replace_by_steps(path, bytes, |_| Ok(()))
}

fn replace_by_steps(path: &Path, bytes: &[u8], mut done: impl FnMut(Step) -> io::Result<()>) -> Result<(), Unwritten> {
    let permissions = permissions_of(path)?;
    let temporary = Temporary::beside(path)?;
    // the guard comes after this line, so that a file of that name which somebody else made is not taken away
    let mode = if permissions.is_some() { OWNER } else { 0o666 };
    let mut file = new_file(&temporary.0, mode)?;
    let temporary = TakenAway(Some(temporary));
    done(Step::Created)?;
    file.write_all(bytes)?;
    if let Some(permissions) = permissions {
        file.set_permissions(permissions)?;
    }
    done(Step::Written)?;
    file.sync_all()?;
    drop(file);
    done(Step::Synced)?;
    temporary.rename_to(path)?;
    done(Step::Renamed).and_then(|()| sync_directory_of(path)).map_err(|_| Unwritten::NotSynced)
}

/// Makes a file that is its owner's alone, where there is nothing yet, be it a link. What it cannot finish it takes away again.
#[cfg(all(feature = "cli", any(feature = "receipts", feature = "sealed")))]
#[inline]
pub(crate) fn create(path: &Path, bytes: &[u8]) -> Result<(), Unwritten> {
    let mut file = new_file(path, OWNER)?;
    let made = TakenAway(Some(Temporary(path.to_path_buf())));
    file.write_all(bytes)?;
    file.sync_all()?;
    made.keep();
    sync_directory_of(path).map_err(|_| Unwritten::NotSynced)
}

/// Takes a file away that [`create`] has made.
#[cfg(all(feature = "cli", any(feature = "receipts", feature = "sealed")))]
#[inline]
pub(crate) fn take_away(path: &Path) {
    drop(TakenAway(Some(Temporary(path.to_path_buf()))));
}

/// Opens a file that was not there before: nobody else can have it open, and no link leads elsewhere.
///
/// `mode` is that of unix, less what the process takes away from every new file.
#[cfg_attr(not(unix), expect(unused_variables, reason = "only unix has modes"))]
#[inline]
pub(super) fn new_file(path: &Path, mode: u32) -> io::Result<fs::File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    options.open(path)
}

#[expect(clippy::disallowed_methods, reason = "sources look at files; a link itself would be replaced, not its target")]
#[inline]
fn permissions_of(path: &Path) -> Result<Option<fs::Permissions>, Unwritten> {
    match fs::symlink_metadata(path) {
        Ok(about) if about.is_file() => Ok(Some(about.permissions())),
        Ok(_) => Err(Unwritten::NotAFile),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// A name that nobody can foresee, in the directory of the file: a rename does not cross file systems.
struct Temporary(PathBuf);

impl Temporary {
    #[inline]
    fn beside(path: &Path) -> Result<Self, Unwritten> {
        // std seeds this from the system's random numbers; the name has to be free, and nothing more
        let random = RandomState::new().hash_one(path);
        let mut name = std::ffi::OsString::from(".");
        name.push(path.file_name().ok_or(Unwritten::NotAFile)?);
        name.push(format!(".{random:016x}.tmp"));
        Ok(Self(path.with_file_name(name)))
    }
}

/// Removes a temporary file, unless it got its name.
struct TakenAway(Option<Temporary>);

impl TakenAway {
    #[inline]
    fn rename_to(self, path: &Path) -> io::Result<()> {
        if let Some(temporary) = &self.0 {
            fs::rename(&temporary.0, path)?;
        }
        self.keep();
        Ok(())
    }

    #[inline]
    fn keep(mut self) {
        self.0 = None;
    }
}

impl Drop for TakenAway {
    #[inline]
    fn drop(&mut self) {
        if let Some(temporary) = &self.0 {
            // there is nobody to tell
            let _ = fs::remove_file(&temporary.0);
        }
    }
}

/// Makes a rename last. Elsewhere than on unix a directory cannot be opened.
#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "sources touch files")]
#[inline]
fn sync_directory_of(path: &Path) -> io::Result<()> {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::File::open(directory)?.sync_all()
}

#[cfg(not(unix))]
#[inline]
fn sync_directory_of(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test reads its own files")]
mod tests {
    use super::*;
    use crate::sources::scratch::Scratch;

    const STEPS: [Step; 4] = [Step::Created, Step::Written, Step::Synced, Step::Renamed];

    #[test]
    fn at_every_step_the_file_is_the_old_one_or_the_new_one() {
        let scratch = Scratch::new();
        let path = scratch.write("a.lock", "old");
        let mut seen = Vec::new();
        replace_by_steps(&path, b"new", |step| {
            seen.push((step, fs::read_to_string(&path)?));
            Ok(())
        })
        .unwrap();
        let expected = ["old", "old", "old", "new"].map(ToOwned::to_owned);
        assert_eq!(seen, STEPS.into_iter().zip(expected).collect::<Vec<_>>());
        assert_eq!(scratch.names(), ["a.lock"]);
    }

    #[test]
    fn a_failure_at_any_step_leaves_a_whole_file_and_nothing_beside_it() {
        for stop in STEPS {
            let scratch = Scratch::new();
            let path = scratch.write("a.lock", "old");
            let fail = |step| if step == stop { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) };
            let why = replace_by_steps(&path, b"new", fail).unwrap_err();
            let renamed = stop == Step::Renamed;
            assert_eq!(why, if renamed { Unwritten::NotSynced } else { Unwritten::Full }, "{stop:?}");
            assert_eq!(fs::read_to_string(&path).unwrap(), if renamed { "new" } else { "old" }, "{stop:?}");
            assert_eq!(scratch.names(), ["a.lock"], "{stop:?}");
        }
    }

    #[test]
    fn a_panic_between_steps_leaves_the_old_file_and_nothing_beside_it() {
        let scratch = Scratch::new();
        let path = scratch.write("a.lock", "old");
        let stopped = std::panic::catch_unwind(|| {
            let die = |step| if step == Step::Written { panic!("stopped by the test") } else { Ok(()) };
            replace_by_steps(&path, b"new", die)
        });
        assert!(stopped.is_err());
        assert_eq!((fs::read_to_string(&path).unwrap().as_str(), scratch.names()), ("old", vec!["a.lock".to_owned()]));
    }

    #[test]
    fn where_there_was_no_file_one_is_made() {
        let scratch = Scratch::new();
        let path = scratch.path("a.lock");
        replace(&path, b"new").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(replace(&scratch.path("no/a.lock"), b"new"), Err(Unwritten::NoDirectory));
        assert_eq!(replace(Path::new("/"), b"new"), Err(Unwritten::NotAFile));
    }

    #[cfg(all(unix, feature = "cli", feature = "sealed"))]
    #[test]
    fn a_file_is_made_only_where_nothing_is_not_even_a_link() {
        use std::os::unix::fs::PermissionsExt as _;

        let scratch = Scratch::new();
        let (path, link, target) = (scratch.path("key"), scratch.path("link"), scratch.path("target"));
        create(&path, b"first").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        std::os::unix::fs::symlink(&target, &link).unwrap();
        assert_eq!([create(&path, b"second"), create(&link, b"second")], [Err(Unwritten::Taken); 2]);
        assert_eq!(create(&scratch.path("no/key"), b"x"), Err(Unwritten::NoDirectory));
        assert_eq!((fs::read_to_string(&path).unwrap().as_str(), target.exists()), ("first", false));
        take_away(&path);
        assert_eq!(scratch.names(), ["link"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_keeps_its_permissions_a_new_one_has_the_usual_ones_and_a_link_is_refused() {
        use std::os::unix::fs::PermissionsExt as _;

        let scratch = Scratch::new();
        let (path, new, link) = (scratch.write("a.lock", "old"), scratch.path("b.lock"), scratch.path("c.lock"));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        replace_by_steps(&path, b"new", |step| {
            let temporary = scratch.names().into_iter().find(|name| name.ends_with(".tmp"));
            if step == Step::Created {
                assert_eq!(mode(&scratch.path(&temporary.unwrap())), 0o600);
            }
            Ok(())
        })
        .unwrap();
        replace(&new, b"new").unwrap();
        let usual = scratch.write("usual", "");
        assert_eq!((mode(&path), mode(&new)), (0o644, mode(&usual)));
        assert_eq!(replace(&link, b"other"), Err(Unwritten::NotAFile));
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    }
}
