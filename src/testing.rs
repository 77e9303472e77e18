//! Fixtures for test suites: files, variables and environment as in-memory facts.
//!
//! Nothing is set in the process, no directory is changed and no lock is taken, so any number of tests can load any number of
//! environments side by side.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use crate::allowance::end_of_day;
use crate::artifact::record::FIXTURE;
use crate::build::{Build, BuildClass};
use crate::loader::Loader;
use crate::resolve::Config;
use crate::sources::files::Files;
use crate::vars::Vars;
use crate::verdict::Verdict;

/// Files and variables of a test.
///
/// The application is named `app` unless the fixture says otherwise, so variables begin with `APP_` and files lie in
/// `config/`. A loader of a fixture sees nothing else: neither the disk nor the process.
///
/// ```
/// use milieu::testing::Fixture;
///
/// #[derive(milieu::Config)]
/// struct Settings {
///     port: u16,
/// }
///
/// let fixture = Fixture::new()
///     .file("config/base.toml", "port = 80\n")
///     .file("config/staging.toml", "port = 81\n")
///     .file("config/production.toml", "");
/// assert_eq!(fixture.environment("staging").load::<Settings>()?.port, 81);
/// assert_eq!(fixture.environment("production").load::<Settings>()?.port, 80);
/// # Ok::<(), milieu::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Fixture {
    application: String,
    files: BTreeMap<PathBuf, Vec<u8>>,
    variables: BTreeMap<String, std::ffi::OsString>,
    clock: Option<SystemTime>,
    on_disk: bool,
}

impl Fixture {
    /// Creates a fixture with no file and no variable.
    #[must_use]
    pub fn new() -> Self {
        Self {
            application: "app".to_owned(),
            files: BTreeMap::new(),
            variables: BTreeMap::new(),
            clock: None,
            on_disk: false,
        }
    }

    /// Names the application, from which prefix and selector follow.
    ///
    /// ```
    /// let fixture = milieu::testing::Fixture::new().application("shop").variable("SHOP_ENV", "staging");
    /// # #[derive(milieu::Config)] struct Settings {}
    /// assert_eq!(fixture.loader().load::<Settings>()?.environment().name(), "staging");
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[must_use]
    pub fn application(mut self, name: &str) -> Self {
        name.clone_into(&mut self.application);
        self
    }

    /// Adds a file, or replaces it.
    #[must_use]
    pub fn file(mut self, path: impl Into<PathBuf>, content: impl Into<Vec<u8>>) -> Self {
        self.files.insert(path.into(), content.into());
        self
    }

    /// Adds a variable, or replaces it. The value may be anything that an operating system allows.
    #[must_use]
    pub fn variable(mut self, name: &str, value: impl Into<std::ffi::OsString>) -> Self {
        self.variables.insert(name.to_owned(), value.into());
        self
    }

    /// Says what day it is, in UTC as `2027-01-31`; the system's clock unless said.
    ///
    /// # Panics
    ///
    /// Panics if the text is no day.
    #[must_use]
    pub fn today(mut self, day: &str) -> Self {
        let Some(end) = end_of_day(day) else { panic!("a day is written as 2027-01-31") };
        self.clock = Some(end);
        self
    }

    /// Reads files from the disk instead, for a test that has put its own there; variables stay those of the fixture.
    ///
    /// Name them with [`Loader::directory`], [`Loader::file`] or [`Loader::secret_files`]. Secrets that are mounted into this
    /// process, as in `/run/secrets`, are left alone, unless a variable of the fixture names their directory.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings { #[config(default = 80)] port: u16 }
    /// let loader = milieu::testing::Fixture::new().on_disk().environment("staging");
    /// assert_eq!(loader.no_directory().load::<Settings>()?.port, 80);
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[must_use]
    pub const fn on_disk(mut self) -> Self {
        self.on_disk = true;
        self
    }

    /// Returns a loader that sees this fixture and nothing else; the environment comes from the fixture's selector variable.
    ///
    /// It passes for a deployable build that was started as it should be, since nothing of it is real: a fixture is how a test looks
    /// at staging and production. [`Loader::build`] says otherwise.
    #[must_use]
    pub fn loader(&self) -> Loader {
        // a program that can make its environment of facts is none to deploy, and `artifact::verify` says so
        std::hint::black_box(FIXTURE);
        let loader = Loader::new(&self.application)
            .vars(self.variables.iter().map(|(name, value)| (name.clone(), value.clone())).collect::<Vars>())
            .of_facts(Build::new(BuildClass::Deployable, None, None, false), self.clock);
        match self.on_disk {
            false => loader.in_memory(Files::Memory(Arc::new(self.files.clone()))),
            true if self.variables.contains_key("CREDENTIALS_DIRECTORY") => loader,
            true => loader.no_mounted_secrets(),
        }
    }

    /// As [`loader`](Self::loader), for an environment that is selected in code.
    #[must_use]
    pub fn environment(&self, name: &str) -> Loader {
        self.loader().environment(name)
    }
}

/// Holds every environment of an application against its type and against each other, as the command `check --all` does.
///
/// Give it the application's name, or the loader with which the application loads. `cargo test` runs tests in the directory of
/// their package, so `config/` beside `Cargo.toml` is found.
///
/// ```no_run
/// # #[derive(milieu::Config)] struct Settings {}
/// #[test]
/// fn the_configuration_is_sound() {
///     milieu::testing::check_all::<Settings>("shop").assert_clean();
/// }
/// ```
///
/// ```
/// # #[derive(milieu::Config)] struct Settings { #[allow(dead_code)] #[config(default = 80)] port: u16 }
/// let loader = milieu::testing::Fixture::new().file("config/base.toml", "port = 81\n").loader();
/// milieu::testing::check_all::<Settings>(loader).assert_clean();
/// ```
pub fn check_all<T: Config>(loader: impl Into<Loader>) -> Verdict {
    loader.into().check_all::<T>()
}

impl Default for Fixture {
    fn default() -> Self {
        Self::new()
    }
}
