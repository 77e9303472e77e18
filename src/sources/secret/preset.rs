//! What a secret file must be like, by who mounts it.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// A directory of secret files, and what its files must be like.
///
/// Each file holds one credential and is named by its key: `database.password`, or `database__password`, or `password` in a
/// directory `database`. One line end is cut off, nothing else. A file is opened once and the open file is judged:
///
/// | | links | mode | owner | why |
/// |---|---|---|---|---|
/// | [`strict`](Self::strict) | none | nothing for group and others | the process's user, root | files of your own |
/// | [`systemd`](Self::systemd) | none | at most 0440 | the process's user, root | 0400 and an ACL for a user shows as 0440 |
/// | [`orchestrator`](Self::orchestrator) | below the directory | at most 0644 | anybody | Kubernetes links and defaults to 0644, Docker's mounts ignore mode and owner |
///
/// In staging and production a file that is not so is refused, in development it is a warning (`credential-file-mode`). A file
/// that everybody may read has to lie in memory (`tmpfs`) or in a directory that is closed to others. Where Kubernetes swaps
/// `..data`, all files are read from one generation. On systems without such permissions a warning says that none were judged.
///
/// `$CREDENTIALS_DIRECTORY` and `/run/secrets` are read by convention.
///
/// ```
/// use milieu::SecretFiles;
///
/// #[derive(milieu::Config)]
/// struct Settings {
///     password: milieu::Credential,
/// }
///
/// let fixture = milieu::testing::Fixture::new().file("/etc/shop/secrets/password", "correct horse battery\n");
/// let loader = fixture.environment("production").secret_files(SecretFiles::strict("/etc/shop/secrets"));
/// assert_eq!(loader.load::<Settings>()?.password.expose(), "correct horse battery");
/// # Ok::<(), milieu::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretFiles {
    pub(super) directory: Cow<'static, Path>,
    pub(super) preset: Preset,
    /// The application named it, so it has to be there and everything in it should be known.
    pub(super) is_given: bool,
}

impl SecretFiles {
    /// Files of your own: for the process's user alone.
    #[must_use]
    pub fn strict(directory: impl Into<PathBuf>) -> Self {
        Self { directory: Cow::Owned(directory.into()), preset: Preset::Strict, is_given: true }
    }

    /// What systemd's `LoadCredential=` passes.
    #[must_use]
    pub fn systemd(directory: impl Into<PathBuf>) -> Self {
        Self { directory: Cow::Owned(directory.into()), preset: Preset::Systemd, is_given: true }
    }

    /// What Docker and Kubernetes mount.
    #[must_use]
    pub fn orchestrator(directory: impl Into<PathBuf>) -> Self {
        Self { directory: Cow::Owned(directory.into()), preset: Preset::Orchestrator, is_given: true }
    }

    /// Found by convention: it may be missing, and others may keep things in it.
    pub(super) const fn by_convention(directory: Cow<'static, Path>, preset: Preset) -> Self {
        Self { directory, preset, is_given: false }
    }

    /// As what is mounted at `/run/secrets` by convention, elsewhere.
    #[cfg(feature = "testing")]
    pub(crate) const fn mounted(directory: PathBuf) -> Self {
        Self::by_convention(Cow::Owned(directory), Preset::Orchestrator)
    }

    pub(crate) fn directory(&self) -> &Path {
        &self.directory
    }

    pub(crate) const fn is_given(&self) -> bool {
        self.is_given
    }

    /// Whether a variable of the system names it, for this process.
    pub(crate) const fn is_named_by_the_system(&self) -> bool {
        !self.is_given && matches!(self.preset, Preset::Systemd)
    }

    pub(crate) const fn preset(&self) -> Preset {
        self.preset
    }
}

/// Who mounts secret files, and so what they are like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Preset {
    Strict,
    Systemd,
    Orchestrator,
}

impl Preset {
    /// The bits of a file's mode that may be set.
    #[cfg(all(unix, feature = "secret-files"))]
    pub(super) const fn most(self) -> u32 {
        match self {
            Self::Strict => 0o600,
            Self::Systemd => 0o440,
            Self::Orchestrator => 0o644,
        }
    }

    /// Whether only the process's user and root may own the file.
    #[cfg(all(unix, feature = "secret-files"))]
    pub(super) const fn minds_owner(self) -> bool {
        matches!(self, Self::Strict | Self::Systemd)
    }

    pub(super) const fn follows_links(self) -> bool {
        matches!(self, Self::Orchestrator)
    }
}
