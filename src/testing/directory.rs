//! Files of a fixture on disk: a directory with a name of its own, that goes away again.

use std::collections::hash_map::RandomState;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::hash::BuildHasher as _;
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};

use crate::environment::Environment;
use crate::error::Error;
use crate::finding::Finding;
use crate::loader::Loader;
use crate::origin::Origin;

use super::{Fixture, each};

/// Files of a [`Fixture`] in a directory on disk, which is removed when this value is dropped.
///
/// Files lie where the fixture says, from there: `config/base.toml` as well as `/run/secrets/password`. They are for this user
/// alone (0400), as secrets have to be; [`write`](Self::write) replaces them. A loader takes configuration files from `config`, dotenv files from the directory itself,
/// secret files from `run/secrets`, and nothing from the working directory or what is mounted on this machine. A variable of the
/// fixture whose name ends in `_FILE`, `_DIR` or `_DIRECTORY` and which names one of the files, or a directory of them, names it
/// here. What a [`Loader`] is told besides (`directory`, `file`, `secret_files`) has to be told by [`path`](Self::path).
///
/// Load while the directory is there. A process that is killed leaves it behind.
#[derive(Debug)]
pub struct FixtureDirectory {
    fixture: Fixture,
    root: Root,
}

impl FixtureDirectory {
    pub(super) fn new(fixture: &Fixture) -> Result<Self, Error> {
        let (root, mut fixture) = (Root::new()?, fixture.clone());
        for (path, content) in &fixture.files {
            root.write(path, content)?;
        }
        let files = &fixture.files;
        for (name, value) in &mut fixture.variables {
            let named = Path::new(&*value);
            let is_here = || files.keys().any(|file| file.starts_with(named));
            if names_a_path(name) && !value.is_empty() && is_here() {
                *value = root.path(named).into_os_string();
            }
        }
        fixture.on_disk = true;
        Ok(Self { fixture, root })
    }

    /// Returns where a file of the fixture lies on disk; of an empty path, the directory.
    #[must_use]
    pub fn path(&self, path: impl AsRef<Path>) -> PathBuf {
        self.root.path(path.as_ref())
    }

    /// Writes a file, or replaces it in one go, for a test that loads again.
    ///
    /// # Errors
    ///
    /// Fails if it cannot be written, or has `..` in its path.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings { port: u16 }
    /// let fixture = milieu::testing::Fixture::new().file("config/base.toml", "port = 80\n");
    /// let directory = fixture.in_temporary_directory()?;
    /// directory.write("config/base.toml", "port = 81\n")?;
    /// assert_eq!(directory.environment("test").load::<Settings>()?.port, 81);
    /// # Ok::<(), milieu::Error>(())
    /// ```
    pub fn write(&self, path: impl AsRef<Path>, content: impl AsRef<[u8]>) -> Result<(), Error> {
        self.root.write(path.as_ref(), content.as_ref())
    }

    /// Returns a loader of these files; the environment comes from the fixture's selector variable.
    #[must_use]
    pub fn loader(&self) -> Loader {
        self.fixture.make().below(&self.root.0)
    }

    /// As [`loader`](Self::loader), for an environment that is selected in code.
    #[must_use]
    pub fn environment(&self, name: &str) -> Loader {
        self.loader().environment(name)
    }

    /// As [`Fixture::for_each_environment`].
    ///
    /// # Panics
    ///
    /// Panics if the test did in any environment, and says in which, and what.
    #[track_caller]
    pub fn for_each_environment(&self, test: impl Fn(Loader, Environment)) {
        each::run(&self.fixture.environments, |environment| test(self.environment(environment.name()), environment));
    }
}

fn names_a_path(variable: &str) -> bool {
    ["_FILE", "_DIR", "_DIRECTORY"].iter().any(|end| variable.ends_with(end))
}

/// The directory, until it is dropped.
#[derive(Debug)]
struct Root(PathBuf);

impl Root {
    fn new() -> Result<Self, Error> {
        let mut last = None;
        // whoever has the same name by chance, or by intention, does not get the second one too
        for attempt in 0..16_u32 {
            let random = RandomState::new().hash_one((std::process::id(), attempt));
            let path = std::env::temp_dir().join(format!("milieu-fixture-{random:016x}"));
            match directory_of_this_user().create(&path) {
                Ok(()) => return Ok(Self(path)),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => last = Some(path),
                Err(_) => return Err(trouble(&path)),
            }
        }
        Err(trouble(&last.unwrap_or_default()))
    }

    fn path(&self, path: &Path) -> PathBuf {
        let inside = path.components().filter(|part| matches!(part, Component::Normal(_)));
        inside.fold(self.0.clone(), |whole, part| whole.join(part))
    }

    fn write(&self, path: &Path, content: &[u8]) -> Result<(), Error> {
        if path.components().any(|part| part == Component::ParentDir) {
            return Err(trouble(path));
        }
        let place = self.path(path);
        let name = place.file_name().map(OsStr::to_owned).unwrap_or_default();
        let beside = place.with_file_name([OsString::from(".new-"), name].into_iter().collect::<OsString>());
        let write = || {
            directory_of_this_user().recursive(true).create(place.parent().unwrap_or(&self.0))?;
            let mut file = file_of_this_user().create(true).truncate(true).write(true).open(&beside)?;
            file.write_all(content)?;
            fs::rename(&beside, &place)
        };
        write().map_err(|_: io::Error| trouble(path))
    }
}

impl Drop for Root {
    fn drop(&mut self) {
        // what cannot be removed is left to whoever cleans the system's temporary directory
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn trouble(path: &Path) -> Error {
    let finding = Finding::new("cannot be written").with_origin(Origin::whole_file(path));
    let remedy = "let TMPDIR name a directory that can be written to, and the fixture paths without ..";
    Error::of_subject("a fixture", vec![finding.with_remedy(remedy)])
}

#[cfg_attr(not(unix), expect(unused_mut, reason = "only unix has modes"))]
fn directory_of_this_user() -> fs::DirBuilder {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

#[cfg_attr(not(unix), expect(unused_mut, reason = "only unix has modes"))]
fn file_of_this_user() -> fs::OpenOptions {
    let mut options = fs::OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o400);
    options
}
