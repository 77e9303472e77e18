//! Fixtures for test suites: files, variables and environment as in-memory facts.
//!
//! Nothing is set in the process, no directory is changed and no lock is taken, so any number of tests can load any number of
//! environments side by side.

mod credential;
mod directory;
mod each;

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use crate::allowance::end_of_day;
use crate::artifact::record::FIXTURE;
use crate::build::{Build, BuildClass};
use crate::environment::Environment;
use crate::error::Error;
use crate::loader::Loader;
use crate::resolve::Config;
use crate::sources::files::Files;
use crate::vars::Vars;
use crate::verdict::Verdict;

pub use credential::credential_text;
pub use directory::FixtureDirectory;

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
#[derive(Clone)]
pub struct Fixture {
    application: String,
    files: BTreeMap<PathBuf, Vec<u8>>,
    variables: BTreeMap<String, std::ffi::OsString>,
    environments: Vec<Environment>,
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
            environments: Vec::new(),
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

    /// Adds a file, or replaces it. It is in memory; [`in_temporary_directory`](Self::in_temporary_directory) writes it to disk.
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

    /// Adds a secret file, as Docker and Kubernetes mount one: `/run/secrets/{key}`. The key is dotted.
    ///
    /// It is in memory, as a [`file`](Self::file) is.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings { password: milieu::Credential }
    /// let fixture = milieu::testing::Fixture::new().secret("password", "hunter2-CANARY");
    /// let settings = fixture.environment("production").load::<Settings>()?;
    /// assert_eq!(settings.password.expose(), "hunter2-CANARY");
    /// assert_eq!(settings.provenance("password")[0].to_string(), "/run/secrets/password");
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[must_use]
    pub fn secret(self, key: &str, content: impl Into<Vec<u8>>) -> Self {
        self.file(PathBuf::from(MOUNTED).join(key), content)
    }

    /// Declares the application's environments, as [`Loader::environments`] does.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings {}
    /// use milieu::{Environment, Tier};
    ///
    /// const ENVIRONMENTS: &[Environment] = &[Environment::declare("qa", Tier::Staging)];
    /// let fixture = milieu::testing::Fixture::new().environments(ENVIRONMENTS);
    /// assert_eq!(fixture.environment("qa").load::<Settings>()?.environment().tier(), Tier::Staging);
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[must_use]
    pub fn environments(mut self, declared: &[Environment]) -> Self {
        self.environments = declared.to_vec();
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
    /// A fixture has its files either there or in memory: [`loader`](Self::loader) panics if it was given a [`file`](Self::file) or a
    /// [`secret`](Self::secret) as well. [`in_temporary_directory`](Self::in_temporary_directory) writes those to disk.
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
    ///
    /// # Panics
    ///
    /// Panics if files were given to a fixture that reads the [disk](Self::on_disk): nothing would read them.
    #[must_use]
    #[track_caller]
    pub fn loader(&self) -> Loader {
        assert!(
            !self.on_disk || self.files.is_empty(),
            "a fixture that reads the disk was given files, which nothing would read; in place of on_disk() call \
             in_temporary_directory(), which writes them there"
        );
        self.make()
    }

    fn make(&self) -> Loader {
        // a program that can make its environment of facts is none to deploy, and `artifact::verify` says so
        std::hint::black_box(FIXTURE);
        let loader = Loader::new(&self.application)
            .vars(self.variables.iter().map(|(name, value)| (name.clone(), value.clone())).collect::<Vars>())
            .environments(&self.environments)
            .of_facts(Build::new(BuildClass::Deployable, None, None, false), self.clock);
        match self.on_disk {
            false => loader.in_memory(Files::Memory(Arc::new(self.files.clone()))),
            true if self.variables.contains_key("CREDENTIALS_DIRECTORY") => loader,
            true => loader.no_mounted_secrets(),
        }
    }

    /// As [`loader`](Self::loader), for an environment that is selected in code.
    ///
    /// # Panics
    ///
    /// As [`loader`](Self::loader).
    #[must_use]
    #[track_caller]
    pub fn environment(&self, name: &str) -> Loader {
        self.loader().environment(name)
    }

    /// Runs a test for each environment, the standard ones and those that are [declared](Self::environments), with a loader that has
    /// it selected.
    ///
    /// All are run, whatever fails. Each loader has a process of its own, so credentials of two environments do not meet.
    ///
    /// # Panics
    ///
    /// Panics if the test did in any environment, and says in which, and what.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings { port: u16 }
    /// let fixture = milieu::testing::Fixture::new().file("config/base.toml", "port = 80\n");
    /// fixture.for_each_environment(|loader, environment| {
    ///     let settings = loader.load::<Settings>().unwrap();
    ///     assert_eq!((settings.port, settings.environment()), (80, environment));
    /// });
    /// ```
    #[track_caller]
    pub fn for_each_environment(&self, test: impl Fn(Loader, Environment)) {
        each::run(&self.environments, |environment| test(self.environment(environment.name()), environment));
    }

    /// Writes the files to a fresh directory of the system's temporary one, and loads from there: for what memory has not, such as
    /// modes of files, links, or a child process.
    ///
    /// # Errors
    ///
    /// Fails if a file cannot be written, or has `..` in its path.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings { port: u16, password: milieu::Credential }
    /// let fixture = milieu::testing::Fixture::new()
    ///     .file("config/staging.toml", "port = 81\n")
    ///     .secret("password", "hunter2-CANARY");
    /// let directory = fixture.in_temporary_directory()?;
    /// let settings = directory.environment("staging").load::<Settings>()?;
    /// assert_eq!(settings.port, 81);
    /// assert_eq!(settings.provenance("port")[0].path(), Some(&*directory.path("config/staging.toml")));
    /// # Ok::<(), milieu::Error>(())
    /// ```
    pub fn in_temporary_directory(&self) -> Result<FixtureDirectory, Error> {
        FixtureDirectory::new(self)
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

/// Where secret files are mounted.
const MOUNTED: &str = "/run/secrets";

/// Names alone: what a file or a variable holds may be a credential.
impl fmt::Debug for Fixture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fixture")
            .field("application", &self.application)
            .field("files", &self.files.keys().collect::<Vec<_>>())
            .field("variables", &self.variables.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

impl Default for Fixture {
    fn default() -> Self {
        Self::new()
    }
}
