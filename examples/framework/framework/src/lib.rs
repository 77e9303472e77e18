//! A small framework that wraps milieu. Its applications name milieu only through it, as `framework::milieu`.
//!
//! What is the framework's: conventions, declared environments, a secret store, settings of its own, the words of `--help`. What is the
//! application's, and taken in its crate by [`app!`]: its name, and the facts of its build.

pub use milieu;

use std::sync::Arc;

use milieu::source::Source;
use milieu::{Build, Config, Credential, Environment, Error, Loaded, Loader, Process, Rank, Tier};

/// What the framework itself is told. An application has a field of this type.
#[derive(Config)]
pub struct Server {
    /// Address to listen on.
    #[config(default = "127.0.0.1:8080")]
    pub listen: std::net::SocketAddr,
    /// Signs sessions.
    #[config(min_len = 32)]
    pub secret_key: Credential,
}

/// How the framework finds its own settings in those of an application.
pub trait Settings: Config {
    fn server(&self) -> &Server;
}

/// The environments of every application, besides the standard four.
pub const ENVIRONMENTS: &[Environment] = &[Environment::declare("preview", Tier::Staging)];

/// An application on the framework, before it is started.
pub struct App(Loader);

/// Names an application. It expands in the application's crate, and so does the `build!()` in it.
#[macro_export]
macro_rules! app {
    ($name:expr $(,)?) => {
        $crate::App::new($name, $crate::milieu::build!())
    };
}

impl App {
    /// What [`app!`] expands to.
    #[must_use]
    pub fn new(name: &str, build: Build) -> Self {
        let report = |finding: &milieu::Finding| eprintln!("framework: {finding}");
        Self::on(Loader::new(name).build(build).process(&Process::global()).reporter(report))
    }

    /// An application on a loader of the caller's: a fixture's, in tests.
    #[must_use]
    pub fn on(loader: Loader) -> Self {
        Self(loader.environments(ENVIRONMENTS))
    }

    /// Adds a secret store, which whoever wrote the application or a plugin made.
    #[must_use]
    pub fn store(self, store: Arc<dyn Source>) -> Self {
        Self(self.0.source(Rank::SecretFile, store))
    }

    /// Loads the settings and hands them to what the application does with them.
    ///
    /// # Errors
    ///
    /// Fails as [`Loader::load`] does.
    pub fn run<S: Settings>(&self, run: impl FnOnce(&Loaded<S>)) -> Result<(), Error> {
        let settings = self.0.load::<S>()?;
        // what a hook would be for: whoever calls `load` is told by its return
        eprintln!("framework: {} on {}, {}", settings.environment(), settings.server().listen, settings.fingerprint());
        run(&settings);
        Ok(())
    }

    /// Says every key that can be set, for `--help`.
    #[must_use]
    pub fn help<S: Settings>(&self) -> String {
        let mut help = String::new();
        for key in self.0.describe(S::SCHEMA) {
            let default = match key.default() {
                Some(default) => format!("default {default}"),
                None if key.field().is_some_and(|field| field.is_dev_only()) => "development only".to_owned(),
                None if key.is_required() => "required".to_owned(),
                None => "optional".to_owned(),
            };
            let variables = key.variables().join(", ");
            help += &format!("{variables}\n    {} ({}; {default})\n", key.documentation(), key.expected());
        }
        help
    }
}
