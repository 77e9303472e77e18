//! What a loader is told.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use serde::Serialize;
use zeroize::Zeroizing;

use crate::build::Build;
use crate::checks::Domains;
use crate::environment::{Environment, Environments};
use crate::error::Error;
use crate::finding::Finding;
use crate::isolation::Process;
use crate::policy::{CredentialPolicy, SourceKind};
use crate::rank::Rank;
use crate::recognise::Vendor;
use crate::reporter::to_stderr;
use crate::sources::embedded::Embedded;
use crate::sources::files::Files;
use crate::sources::overrides;
use crate::sources::secret::SecretFiles;
use crate::sources::spelling::Spelling;
use crate::vars::Vars;

use super::extra::{Extra, What};
use super::rules::Told;
use super::witness::Witness;

/// What a warning is given to.
pub(super) type Reporter = Arc<dyn Fn(&Finding) + Send + Sync>;

/// Loads a configuration: which sources there are, and which environment is meant.
///
/// [`app!`](crate::app!) makes one with an application's conventions; [`Loader::new`] makes the same one without facts about
/// the build and without a reporter, so it prints nothing and never defaults to development. A loader is a value: it reads
/// nothing until it loads, and can load many times.
///
/// | convention | for an application named `shop` |
/// |---|---|
/// | directory | `config/`, or what `SHOP_CONFIG_DIR` names |
/// | files | `base`, `{environment}`, and in development `local`, `{environment}.local`; `.toml`, `.json`, by feature `.yaml` |
/// | dotenv, in development | `.env`, `.env.{environment}` in the working directory |
/// | variables | `SHOP_*`; `SHOP_…_FILE` names a file that holds the value |
/// | selector | `SHOP_ENV` |
///
/// ```
/// use milieu::{Config, Loader, Vars};
///
/// #[derive(Config)]
/// struct Settings {
///     #[config(default = 8080)]
///     port: u16,
/// }
///
/// let loader = Loader::new("shop").vars(Vars::from_iter([("SHOP_ENV", "test"), ("SHOP_PORT", "80")]));
/// assert_eq!(loader.load::<Settings>()?.port, 80);
/// # Ok::<(), milieu::Error>(())
/// ```
#[derive(Clone)]
pub struct Loader {
    pub(super) spelling: Spelling,
    pub(super) selector: String,
    pub(super) directory_variable: Option<String>,
    pub(super) environments: Vec<Environment>,
    pub(super) chosen: Option<Box<str>>,
    pub(super) directory: Option<PathBuf>,
    pub(super) directory_is_given: bool,
    pub(super) embedded: Vec<Embedded>,
    pub(super) reads_dotenv: bool,
    pub(super) reads_variables: bool,
    pub(super) vars: Option<Arc<Vars>>,
    pub(super) files: Files,
    /// Where dotenv files lie; empty for the process's own.
    pub(super) working_directory: PathBuf,
    pub(super) extra: Vec<Extra>,
    pub(super) refused: Vec<Finding>,
    pub(super) build: Option<Build>,
    pub(super) reporter: Option<Reporter>,
    pub(super) policy: Arc<CredentialPolicy>,
    pub(super) secret_files: Vec<SecretFiles>,
    /// Whether those of convention are read too.
    pub(super) reads_mounted: bool,
    pub(super) vendors: Vec<Vendor>,
    pub(super) process: Process,
    /// Why a second environment may be loaded.
    pub(super) also: bool,
    pub(super) witnesses: Vec<Witness>,
    pub(super) told: Told,
    pub(super) domains: Domains,
    /// Only what is the same wherever it is looked at: no variables, nothing of one machine.
    pub(super) is_checked_in_only: bool,
    /// The time, where it is not the system's.
    pub(super) clock: Option<SystemTime>,
    /// Whether it matters how this process was started: not to a fixture, which has nothing real.
    pub(super) sees_process: bool,
    #[cfg(feature = "ledger")]
    pub(super) ledger: Option<PathBuf>,
    #[cfg(feature = "sealed")]
    pub(super) seal_key: Option<crate::credential::Credential<crate::sealed::PrivateKey>>,
    #[cfg(feature = "redactor")]
    pub(super) redactor: Option<crate::redactor::Redactor>,
    #[cfg(feature = "receipts")]
    pub(super) promotion: super::promotion::Promotion,
}

impl Loader {
    /// Creates a loader with the conventions for an application of this name.
    ///
    /// In the names of variables the application's name is raised and every character outside `A`–`Z` and `0`–`9` becomes
    /// `_`.
    #[must_use]
    pub fn new(application: &str) -> Self {
        let raised = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' };
        let name: String = application.chars().map(raised).collect();
        Self {
            spelling: Spelling { prefix: format!("{name}_"), separator: "_".to_owned() },
            selector: format!("{name}_ENV"),
            directory_variable: Some(format!("{name}_CONFIG_DIR")),
            environments: Vec::new(),
            chosen: None,
            directory: Some(PathBuf::from("config")),
            directory_is_given: false,
            embedded: Vec::new(),
            reads_dotenv: true,
            reads_variables: true,
            vars: None,
            files: Files::Disk,
            working_directory: PathBuf::new(),
            extra: Vec::new(),
            refused: Vec::new(),
            build: None,
            reporter: None,
            policy: Arc::default(),
            secret_files: Vec::new(),
            reads_mounted: true,
            vendors: Vec::new(),
            process: Process::new(),
            also: false,
            told: Told::default(),
            domains: Domains::default(),
            is_checked_in_only: false,
            clock: None,
            sees_process: true,
            #[cfg(feature = "ledger")]
            ledger: None,
            #[cfg(feature = "sealed")]
            seal_key: None,
            #[cfg(feature = "redactor")]
            redactor: None,
            #[cfg(feature = "receipts")]
            promotion: super::promotion::Promotion::of(application),
            witnesses: vec![Witness::File(Path::new("/etc/milieu-environment").into())],
        }
    }

    /// What [`app!`](crate::app!) expands to: the conventions, the facts of the build, and warnings to stderr.
    #[doc(hidden)]
    #[must_use]
    pub fn of_app(application: &str, build: Build) -> Self {
        Self::new(application).build(build).reporter(to_stderr).process(&Process::global())
    }

    /// Declares environments besides the standard four, or in their place where names are equal.
    ///
    /// ```
    /// # use milieu::testing::Fixture;
    /// # #[derive(milieu::Config)] struct Settings { #[config(default = 80)] port: u16 }
    /// use milieu::{Environment, Tier};
    ///
    /// let qa = [Environment::declare("qa", Tier::Staging)];
    /// let loaded = Fixture::new().environment("qa").environments(&qa).load::<Settings>()?;
    /// assert_eq!(loaded.environment().tier(), Tier::Staging);
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[must_use]
    #[inline]
    pub fn environments(mut self, declared: &[Environment]) -> Self {
        for (at, environment) in declared.iter().enumerate() {
            let before = declared[..at].iter().find(|before| before.name() == environment.name());
            if before.is_some_and(|before| before != environment) {
                let finding = Finding::new("is declared twice, and not in the same way").with_key(environment.name());
                self.refused.push(finding.with_remedy("keep one of the declarations"));
            }
        }
        self.environments = declared.to_vec();
        self
    }

    /// Selects the environment in code; the selector variable is then not looked at.
    ///
    /// A name that is no environment is an error of the load, as it is from the variable.
    ///
    /// ```
    /// # use milieu::testing::Fixture;
    /// # #[derive(milieu::Config)] struct Settings { #[config(default = 80)] port: u16 }
    /// let loader = Fixture::new().loader();
    /// assert_eq!(loader.clone().environment("staging").load::<Settings>()?.environment().name(), "staging");
    /// assert!(loader.environment("stagin").load::<Settings>().is_err());
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[must_use]
    pub fn environment(mut self, name: &str) -> Self {
        self.chosen = Some(name.into());
        self
    }

    /// Takes facts about the build, which [`build!`](crate::build!) collects in the application's crate.
    ///
    /// Only a deployable build starts in tier Staging or Production; a loader that is told nothing of the build starts in neither.
    ///
    /// ```
    /// # use milieu::testing::Fixture;
    /// # #[derive(milieu::Config)] struct Settings { #[config(default = 80)] port: u16 }
    /// let loader = Fixture::new().environment("test").build(milieu::build!());
    /// assert_eq!(loader.load::<Settings>()?.port, 80);
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[must_use]
    pub const fn build(mut self, build: Build) -> Self {
        self.build = Some(build);
        self
    }

    /// Reads the conventional files from this directory, which then has to be there.
    ///
    /// ```
    /// # use milieu::testing::Fixture;
    /// # #[derive(milieu::Config)] struct Settings { #[config(default = 80)] port: u16 }
    /// let fixture = Fixture::new().file("etc/shop/base.toml", "port = 81");
    /// assert_eq!(fixture.environment("test").directory("etc/shop").load::<Settings>()?.port, 81);
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[must_use]
    pub fn directory(mut self, directory: impl Into<PathBuf>) -> Self {
        self.directory = Some(directory.into());
        self.directory_is_given = true;
        self.directory_variable = None;
        self
    }

    /// Reads no conventional files: only those that [`file`](Self::file) names.
    ///
    /// ```
    /// # use milieu::testing::Fixture;
    /// # #[derive(milieu::Config)] struct Settings { #[config(default = 80)] port: u16 }
    /// let fixture = Fixture::new().file("config/base.toml", "port = 81");
    /// assert_eq!(fixture.environment("test").no_directory().load::<Settings>()?.port, 80);
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[must_use]
    pub fn no_directory(mut self) -> Self {
        self.directory = None;
        self.directory_variable = None;
        self.reads_dotenv = false;
        self
    }

    /// Reads one more file, which has to be there, above the environment's own. The format goes by the extension.
    ///
    /// ```
    /// # use milieu::testing::Fixture;
    /// # #[derive(milieu::Config)] struct Settings { #[config(default = 80)] port: u16 }
    /// let fixture = Fixture::new().file("extra.json", r#"{"port": 81}"#);
    /// assert_eq!(fixture.environment("test").file("extra.json").load::<Settings>()?.port, 81);
    /// assert!(fixture.environment("test").file("other.json").load::<Settings>().is_err());
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[must_use]
    pub fn file(self, path: impl Into<PathBuf>) -> Self {
        self.file_at(Rank::Environment, path)
    }

    /// As [`file`](Self::file), at a rank of the caller's choice. A file named `.env` or `.env.…` is read as dotenv.
    ///
    /// ```
    /// # use milieu::testing::Fixture;
    /// # #[derive(milieu::Config)] struct Settings { #[config(default = 80)] port: u16 }
    /// use milieu::Rank;
    ///
    /// let fixture = Fixture::new().file("extra.toml", "port = 81").variable("APP_PORT", "82");
    /// let loader = fixture.environment("test");
    /// assert_eq!(loader.clone().file_at(Rank::Base, "extra.toml").load::<Settings>()?.port, 82);
    /// assert_eq!(loader.file_at(Rank::Override, "extra.toml").load::<Settings>()?.port, 81);
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[must_use]
    pub fn file_at(mut self, rank: Rank, path: impl Into<PathBuf>) -> Self {
        // a file says itself what it is
        self.extra.push(Extra { rank, kind: SourceKind::EnvironmentFile, what: What::File(path.into()) });
        self
    }

    /// Uses these variables in place of those of the process.
    ///
    /// ```
    /// # use milieu::testing::Fixture;
    /// # #[derive(milieu::Config)] struct Settings { #[config(default = 80)] port: u16 }
    /// use milieu::{Loader, Vars};
    ///
    /// let loader = Loader::new("shop").no_directory().vars(Vars::from_iter([("SHOP_ENV", "test"), ("SHOP_PORT", "81")]));
    /// assert_eq!(loader.load::<Settings>()?.port, 81);
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[must_use]
    #[inline]
    pub fn vars(mut self, vars: Vars) -> Self {
        self.vars = Some(Arc::new(vars));
        self
    }

    /// Changes the prefix of variables, `SHOP_` by convention; it is taken as it is, separator included.
    ///
    /// ```
    /// # use milieu::testing::Fixture;
    /// # #[derive(milieu::Config)] struct Settings { #[config(default = 80)] port: u16 }
    /// let fixture = Fixture::new().variable("STORE_PORT", "81");
    /// assert_eq!(fixture.environment("test").variable_prefix("STORE_").load::<Settings>()?.port, 81);
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[must_use]
    pub fn variable_prefix(mut self, prefix: &str) -> Self {
        prefix.clone_into(&mut self.spelling.prefix);
        self
    }

    /// Changes what stands between the segments of a variable's name, `_` by convention, for the whole application.
    ///
    /// ```
    /// # use milieu::testing::Fixture;
    /// # #[derive(milieu::Config)] struct Settings { #[config(default = 80)] port: u16 }
    /// # #[derive(milieu::Config)] struct Outer { inner: Settings }
    /// let fixture = Fixture::new().variable("APP_INNER__PORT", "81");
    /// assert_eq!(fixture.environment("test").variable_separator("__").load::<Outer>()?.inner.port, 81);
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[must_use]
    pub fn variable_separator(mut self, separator: &str) -> Self {
        separator.clone_into(&mut self.spelling.separator);
        self
    }

    /// Changes the variable that selects the environment.
    ///
    /// ```
    /// # use milieu::testing::Fixture;
    /// # #[derive(milieu::Config)] struct Settings { #[config(default = 80)] port: u16 }
    /// let fixture = Fixture::new().variable("STAGE", "staging");
    /// assert_eq!(fixture.loader().selector("STAGE").load::<Settings>()?.environment().name(), "staging");
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[must_use]
    pub fn selector(mut self, variable: &str) -> Self {
        variable.clone_into(&mut self.selector);
        self
    }

    /// Reads no variables, except for the selector.
    ///
    /// ```
    /// # use milieu::testing::Fixture;
    /// # #[derive(milieu::Config)] struct Settings { #[config(default = 80)] port: u16 }
    /// let fixture = Fixture::new().variable("APP_PORT", "81");
    /// assert_eq!(fixture.environment("test").no_variables().load::<Settings>()?.port, 80);
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[must_use]
    pub const fn no_variables(mut self) -> Self {
        self.reads_variables = false;
        self
    }

    /// Reads no dotenv files.
    ///
    /// ```
    /// # use milieu::testing::Fixture;
    /// # #[derive(milieu::Config)] struct Settings { #[config(default = 80)] port: u16 }
    /// let fixture = Fixture::new().file(".env", "APP_PORT=81");
    /// assert_eq!(fixture.environment("test").load::<Settings>()?.port, 81);
    /// assert_eq!(fixture.environment("test").no_dotenv().load::<Settings>()?.port, 80);
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[must_use]
    pub const fn no_dotenv(mut self) -> Self {
        self.reads_dotenv = false;
        self
    }

    /// Overrides keys by what a value serializes to, such as the arguments of a command line; an absent `Option` overrides
    /// nothing, and neither does a table of absent ones.
    ///
    /// A `bool` and a `Vec` are never absent: a flag that is not on the command line says `false` and replaces what a file says, unless
    /// it is an `Option<bool>`.
    ///
    /// ```
    /// # use milieu::testing::Fixture;
    /// # #[derive(milieu::Config)] struct Settings { #[config(default = 80)] port: u16 }
    /// #[derive(serde::Serialize)]
    /// struct Arguments {
    ///     port: Option<u16>,
    /// }
    ///
    /// let loader = Fixture::new().environment("test");
    /// assert_eq!(loader.clone().overrides(&Arguments { port: Some(81) }).load::<Settings>()?.port, 81);
    /// assert_eq!(loader.overrides(&Arguments { port: None }).load::<Settings>()?.port, 80);
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[must_use]
    pub fn overrides<T: Serialize>(self, values: &T) -> Self {
        self.table(Rank::Override, SourceKind::Argument, "override", values)
    }

    /// As [`overrides`](Self::overrides), at a rank of the caller's choice and with a name for reports.
    ///
    /// ```
    /// # use milieu::testing::Fixture;
    /// # #[derive(milieu::Config)] struct Settings { #[config(default = 80)] port: u16 }
    /// use milieu::Rank;
    ///
    /// let values = std::collections::BTreeMap::from([("port", 81)]);
    /// let loaded = Fixture::new().environment("test").values(Rank::Base, "built in", &values).load::<Settings>()?;
    /// assert_eq!(loaded.provenance("port")[0].to_string(), "built in");
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[must_use]
    pub fn values<T: Serialize>(self, rank: Rank, name: &str, values: &T) -> Self {
        self.table(rank, SourceKind::Code, name, values)
    }

    /// Overrides one key by a text, which is read as a variable's would be.
    ///
    /// ```
    /// # use milieu::testing::Fixture;
    /// # #[derive(milieu::Config)] struct Settings { #[config(default = 80)] port: u16 }
    /// assert_eq!(Fixture::new().environment("test").set("port", "81").load::<Settings>()?.port, 81);
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[must_use]
    #[inline]
    pub fn set(self, key: &str, text: &str) -> Self {
        self.texts(Rank::Override, "override", [(key, text)])
    }

    /// Gives keys as texts, each read as a variable's would be, at a rank of the caller's choice.
    ///
    /// ```
    /// # use milieu::testing::Fixture;
    /// # #[derive(milieu::Config)] struct Settings { #[config(default = 80)] port: u16 }
    /// use milieu::Rank;
    ///
    /// let loader = Fixture::new().environment("test").texts(Rank::SecretFile, "mounted", [("port", "81")]);
    /// assert_eq!(loader.load::<Settings>()?.port, 81);
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[must_use]
    pub fn texts<K: Into<String>, V: Into<String>>(
        self,
        rank: Rank,
        name: &str,
        pairs: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        self.pairs(rank, SourceKind::Code, name, pairs)
    }

    /// Overrides keys by arguments of the form `key=value`, as a command line gives them.
    ///
    /// An argument of another form is an error of the load, which shows the argument's number and not its text.
    ///
    /// ```
    /// # use milieu::testing::Fixture;
    /// # #[derive(milieu::Config)] struct Settings { #[config(default = 80)] port: u16 }
    /// let loader = Fixture::new().environment("test").arguments(["port=81"]);
    /// assert_eq!(loader.load::<Settings>()?.port, 81);
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[must_use]
    pub fn arguments<S: AsRef<str>>(mut self, arguments: impl IntoIterator<Item = S>) -> Self {
        let mut pairs = Vec::new();
        for (number, argument) in (1..).zip(arguments) {
            match argument.as_ref().split_once('=') {
                Some((key, text)) => pairs.push((key.to_owned(), text.to_owned())),
                None => {
                    let finding = Finding::new("expected key=value").with_key(format!("argument {number}"));
                    self.refused.push(finding);
                }
            }
        }
        self.pairs(Rank::Override, SourceKind::Argument, "argument", pairs)
    }

    /// Takes any `figment::Provider` as a layer.
    ///
    /// Of a provider with profiles it takes `default`, then the profile that is named as the environment, then `global`.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings { port: u16 }
    /// use figment::providers::Serialized;
    /// use milieu::Rank;
    ///
    /// let fixture = milieu::testing::Fixture::new();
    /// let loader = fixture.environment("test").provider(Rank::Base, Serialized::default("port", 80));
    /// assert_eq!(loader.load::<Settings>()?.port, 80);
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[cfg(feature = "figment")]
    #[must_use]
    pub fn provider(mut self, rank: Rank, provider: impl figment::Provider + Send + Sync + 'static) -> Self {
        self.extra.push(Extra { rank, kind: SourceKind::Provider, what: What::Provider(Arc::new(provider)) });
        self
    }

    /// Gives each warning of a successful load to a function.
    ///
    /// ```
    /// # use milieu::testing::Fixture;
    /// # #[derive(milieu::Config)] struct Settings { #[config(default = 80)] port: u16 }
    /// use std::sync::atomic::{AtomicUsize, Ordering};
    ///
    /// static WARNINGS: AtomicUsize = AtomicUsize::new(0);
    /// let loader = Fixture::new().variable("APP_PROT", "81").environment("test");
    /// loader.reporter(|_| { WARNINGS.fetch_add(1, Ordering::Relaxed); }).load::<Settings>()?;
    /// assert_eq!(WARNINGS.load(Ordering::Relaxed), 1);
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[must_use]
    pub fn reporter(mut self, report: impl Fn(&Finding) + Send + Sync + 'static) -> Self {
        self.reporter = Some(Arc::new(report));
        self
    }

    /// Reports nothing; [`Loaded::findings`](crate::Loaded::findings) still has all warnings.
    ///
    /// ```
    /// # use milieu::testing::Fixture;
    /// # #[derive(milieu::Config)] struct Settings { #[config(default = 80)] port: u16 }
    /// let fixture = Fixture::new().variable("APP_PROT", "81");
    /// let loaded = fixture.environment("test").reporter(|_| panic!("reported")).quiet().load::<Settings>()?;
    /// assert_eq!(loaded.findings().len(), 1);
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[must_use]
    pub fn quiet(mut self) -> Self {
        self.reporter = None;
        self
    }

    fn table<T: Serialize>(mut self, rank: Rank, kind: SourceKind, name: &str, values: &T) -> Self {
        match overrides::table_of(values) {
            Ok(table) => self.extra.push(Extra { rank, kind, what: What::Table(name.into(), Arc::new(table)) }),
            Err(why) => self.refused.push(Finding::new(why).with_key(name)),
        }
        self
    }

    fn pairs<K: Into<String>, V: Into<String>>(
        mut self,
        rank: Rank,
        kind: SourceKind,
        name: &str,
        pairs: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        let pairs = pairs.into_iter().map(|(key, text)| (key.into(), Zeroizing::new(text.into())));
        self.extra.push(Extra { rank, kind, what: What::Texts(name.into(), pairs.collect()) });
        self
    }

    /// Finds an environment by its name or alias.
    #[inline]
    pub(crate) fn named(&self, name: &str) -> Result<Environment, Error> {
        let environments = Environments::new(&self.environments);
        environments.find(name).ok_or_else(|| Error::of(environments.refuse("environment", Some(name))))
    }
}

/// As [`Loader::new`]: the conventions of an application of this name.
impl From<&str> for Loader {
    fn from(application: &str) -> Self {
        Self::new(application)
    }
}

impl fmt::Debug for Loader {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Loader")
            .field("prefix", &self.spelling.prefix)
            .field("environment", &self.chosen.as_ref().map(|_| "chosen in code"))
            .field("directory", &self.directory)
            .field("extra layers", &self.extra.len())
            .finish_non_exhaustive()
    }
}
