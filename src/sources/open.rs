//! Opening files: without waiting for a pipe, and so that what is judged is what is read.
//!
//! A path can mean another file from one call to the next, so nothing is asked of a path that is read afterwards: a file is
//! opened once, and the open file is judged.

#[cfg(all(unix, feature = "secret-files"))]
pub(super) use system::{Directory, open};

#[cfg(not(all(unix, feature = "secret-files")))]
pub(super) use portable::{Directory, open};

/// Whether links may stand in a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Links {
    /// Links are followed, wherever they lead.
    Followed,
    /// A link is an error, in the last part of the path.
    Refused,
    /// Below a directory: links are followed as long as they stay below it.
    Beneath,
}

/// Whether a file is one of `/proc`, which looks regular and says that it is empty.
#[cfg(all(target_os = "linux", feature = "secret-files"))]
pub(super) fn is_made_up(file: &std::fs::File) -> bool {
    // statfs(2): PROC_SUPER_MAGIC
    rustix::fs::fstatfs(file).is_ok_and(|about| about.f_type as u64 == 0x9fa0)
}

#[cfg(not(all(target_os = "linux", feature = "secret-files")))]
pub(super) fn is_made_up(_: &std::fs::File) -> bool {
    false
}

/// Whether an error says that a link stands where none may.
#[cfg(all(unix, feature = "secret-files"))]
pub(super) fn is_link(error: &std::io::Error) -> bool {
    // open(2), O_NOFOLLOW; FreeBSD says EMLINK
    use rustix::io::Errno;
    [Errno::LOOP, Errno::MLINK].iter().any(|errno| error.raw_os_error() == Some(errno.raw_os_error()))
}

#[cfg(not(all(unix, feature = "secret-files")))]
pub(super) fn is_link(_: &std::io::Error) -> bool {
    false
}

#[cfg(all(unix, feature = "secret-files"))]
mod system {
    use std::fs::File;
    use std::io;
    use std::os::fd::OwnedFd;
    use std::os::unix::fs::MetadataExt as _;
    use std::path::{Component, Path};

    use rustix::fs::{CWD, Dir, Mode, OFlags, openat};

    use super::Links;

    /// Neither waits for the other end of a pipe nor takes a terminal.
    const READ: OFlags = OFlags::RDONLY.union(OFlags::CLOEXEC).union(OFlags::NONBLOCK).union(OFlags::NOCTTY);
    const WALK: OFlags = OFlags::RDONLY.union(OFlags::CLOEXEC).union(OFlags::DIRECTORY);

    pub(in crate::sources) fn open(path: &Path, links: Links) -> io::Result<File> {
        let flags = if links == Links::Refused { READ | OFlags::NOFOLLOW } else { READ };
        Ok(openat(CWD, path, flags, Mode::empty())?.into())
    }

    /// An open directory: what is read through it is of one generation, whatever its path comes to mean.
    pub(in crate::sources) struct Directory {
        opened: OwnedFd,
        /// Its permissions, which are asked for once and not for every file in it.
        mode: u32,
    }

    impl Directory {
        pub(in crate::sources) fn open(path: &Path, links: Links) -> io::Result<Self> {
            let flags = if links == Links::Refused { WALK | OFlags::NOFOLLOW } else { WALK };
            Self::of(openat(CWD, path, flags, Mode::empty())?)
        }

        fn of(opened: OwnedFd) -> io::Result<Self> {
            let opened = File::from(opened);
            let mode = opened.metadata()?.mode();
            Ok(Self { opened: opened.into(), mode })
        }

        pub(in crate::sources) const fn mode(&self) -> u32 {
            self.mode
        }

        /// Opens something below this directory; no name leads out of it.
        pub(in crate::sources) fn open_below(&self, name: &Path, links: Links) -> io::Result<File> {
            Ok(self.below(name, READ, links)?.into())
        }

        pub(in crate::sources) fn directory_below(&self, name: &Path, links: Links) -> io::Result<Self> {
            Self::of(self.below(name, WALK, links)?)
        }

        /// The names in the directory, sorted; other bytes than UTF-8 name no key and are left out.
        pub(in crate::sources) fn names(&self) -> io::Result<Vec<String>> {
            let entries = Dir::read_from(&self.opened)?;
            let mut names = Vec::new();
            for entry in entries {
                if let Ok(name) = entry?.file_name().to_str() {
                    names.push(name.to_owned());
                }
            }
            names.sort_unstable();
            Ok(names)
        }

        /// Whether the directory lies in memory, where nothing survives the container.
        #[cfg(target_os = "linux")]
        pub(in crate::sources) fn is_in_memory(&self) -> bool {
            // statfs(2): TMPFS_MAGIC, RAMFS_MAGIC
            rustix::fs::fstatfs(&self.opened)
                .is_ok_and(|about| matches!(about.f_type as u64, 0x0102_1994 | 0x8584_58f6))
        }

        #[cfg(not(target_os = "linux"))]
        pub(in crate::sources) fn is_in_memory(&self) -> bool {
            false
        }

        fn below(&self, name: &Path, flags: OFlags, links: Links) -> io::Result<OwnedFd> {
            #[cfg(target_os = "linux")]
            if links != Links::Refused {
                use rustix::fs::{ResolveFlags, openat2};
                let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS;
                match openat2(&self.opened, name, flags, Mode::empty(), resolve) {
                    // kernels before 5.6, and sandboxes that do not know the call
                    Err(rustix::io::Errno::NOSYS | rustix::io::Errno::PERM) => {}
                    other => return Ok(other?),
                }
            }
            let _ = links;
            self.walk(name, flags)
        }

        /// Goes down part by part and follows no link at all.
        fn walk(&self, name: &Path, flags: OFlags) -> io::Result<OwnedFd> {
            let mut here: Option<OwnedFd> = None;
            let mut parts = name.components().peekable();
            while let Some(part) = parts.next() {
                let Component::Normal(part) = part else { return Err(io::ErrorKind::InvalidInput.into()) };
                let from = here.as_ref().unwrap_or(&self.opened);
                let flags = if parts.peek().is_some() { WALK } else { flags };
                here = Some(openat(from, Path::new(part), flags | OFlags::NOFOLLOW, Mode::empty())?);
            }
            here.ok_or_else(|| io::ErrorKind::InvalidInput.into())
        }
    }
}

#[cfg(not(all(unix, feature = "secret-files")))]
mod portable {
    use std::fs::File;
    use std::io;
    use std::path::{Component, Path, PathBuf};

    use super::Links;

    #[expect(clippy::disallowed_methods, reason = "sources read files, and keep the path with what went wrong")]
    pub(in crate::sources) fn open(path: &Path, links: Links) -> io::Result<File> {
        // asked first, since to open a pipe would wait for ever
        let about = if links == Links::Refused { std::fs::symlink_metadata(path) } else { std::fs::metadata(path) }?;
        match about.is_dir() {
            true => Err(io::ErrorKind::IsADirectory.into()),
            false if about.is_file() => File::open(path),
            false => Err(io::ErrorKind::InvalidInput.into()),
        }
    }

    /// A directory, by its path: systems without open directories give no generation to read through.
    pub(in crate::sources) struct Directory(PathBuf);

    impl Directory {
        #[expect(clippy::disallowed_methods, reason = "sources look at directories")]
        pub(in crate::sources) fn open(path: &Path, links: Links) -> io::Result<Self> {
            let about =
                if links == Links::Refused { std::fs::symlink_metadata(path) } else { std::fs::metadata(path) }?;
            if about.is_dir() { Ok(Self(path.into())) } else { Err(io::ErrorKind::NotADirectory.into()) }
        }

        pub(in crate::sources) fn open_below(&self, name: &Path, _: Links) -> io::Result<File> {
            open(&self.below(name)?, Links::Refused)
        }

        pub(in crate::sources) fn directory_below(&self, name: &Path, _: Links) -> io::Result<Self> {
            Self::open(&self.below(name)?, Links::Refused)
        }

        #[expect(clippy::disallowed_methods, reason = "sources look at directories")]
        pub(in crate::sources) fn names(&self) -> io::Result<Vec<String>> {
            let entries = std::fs::read_dir(&self.0)?;
            let mut names: Vec<String> =
                entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
            names.sort_unstable();
            Ok(names)
        }

        fn below(&self, name: &Path) -> io::Result<PathBuf> {
            if name.components().all(|part| matches!(part, Component::Normal(_))) {
                Ok(self.0.join(name))
            } else {
                Err(io::ErrorKind::InvalidInput.into())
            }
        }
    }
}
