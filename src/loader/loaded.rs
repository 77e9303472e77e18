//! A loaded configuration: the value, and everything that can be asked about it.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use crate::environment::Environment;
use crate::error::Error;
use crate::finding::Finding;
use crate::fingerprint::Fingerprint;
use crate::origin::Origin;
use crate::proof::{Claim, Proof};
use crate::record::Record;
use crate::report::Explanation;

/// A loaded, validated configuration.
///
/// It dereferences to the value. `Clone` shares; nothing in it can change. `Debug` shows the environment and counts, never the
/// value.
///
/// ```
/// # #[derive(milieu::Config)] struct Settings { port: u16 }
/// let fixture = milieu::testing::Fixture::new().file("config/base.toml", "port = 80\n").variable("APP_PORT", "81");
/// let loaded = fixture.environment("staging").load::<Settings>()?;
/// assert_eq!(loaded.port, 81);
/// assert_eq!(loaded.environment().name(), "staging");
/// let origins: Vec<_> = loaded.provenance("port").iter().map(ToString::to_string).collect();
/// assert_eq!(origins, ["APP_PORT", "config/base.toml:1:8"]);
/// # Ok::<(), milieu::Error>(())
/// ```
pub struct Loaded<T>(Arc<Inner<T>>);

struct Inner<T> {
    value: T,
    record: Record,
}

impl<T> Loaded<T> {
    pub(super) fn new(value: T, record: Record) -> Self {
        Self(Arc::new(Inner { value, record }))
    }

    #[cfg(feature = "receipts")]
    pub(super) fn record(&self) -> &Record {
        &self.0.record
    }

    /// Returns the environment.
    #[must_use]
    pub fn environment(&self) -> Environment {
        self.0.record.environment
    }

    /// Proves what the loaded environment is, for a function that asks for it.
    ///
    /// # Errors
    ///
    /// Fails where the environment is something else.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings {}
    /// use milieu::proof::{Deployed, NonProduction};
    ///
    /// let loaded = milieu::testing::Fixture::new().environment("staging").load::<Settings>()?;
    /// assert!(loaded.prove::<NonProduction>().is_err());
    /// assert_eq!(loaded.prove::<Deployed>()?.environment().name(), "staging");
    /// # Ok::<(), milieu::Error>(())
    /// ```
    pub fn prove<C: Claim>(&self) -> Result<Proof<C>, Error> {
        Proof::of(self.environment())
    }

    /// Returns what was found and did not forbid the load, ordered by key.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.0.record.findings
    }

    /// Returns each key with its value, where it won and what it shadows.
    #[must_use]
    pub fn explain(&self) -> Explanation {
        Explanation::of(&self.0.record)
    }

    /// Returns what the configuration says as JSON, to commit and to compare with: it changes if a value does, and for nothing else.
    ///
    /// Keys are sorted, each on a line of its own, and `null` where nothing sets them. What [`explain`](Self::explain) does not show is
    /// not here either: credentials are `[REDACTED]`, values of foreign types are given by kind. There is no origin, so a value may
    /// move from one file to another, and no finding.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings { port: u16, #[config(default = ["a"])] hosts: Vec<String>, password: milieu::Credential }
    /// let fixture = milieu::testing::Fixture::new()
    ///     .file("config/base.toml", "port = 80\n")
    ///     .secret("password", "hunter2-CANARY");
    /// let snapshot = fixture.environment("staging").load::<Settings>()?.snapshot();
    /// assert_eq!(snapshot, r#"{
    ///   "format": "milieu.snapshot/1",
    ///   "environment": "staging",
    ///   "tier": "staging",
    ///   "values": {
    ///     "hosts": [
    ///       "a"
    ///     ],
    ///     "password": "[REDACTED]",
    ///     "port": 80
    ///   }
    /// }
    /// "#);
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[must_use]
    pub fn snapshot(&self) -> String {
        crate::report::snapshot(&self.0.record)
    }

    /// Returns where the value of a key was written, the winner first, then everything that it shadows, down to the default.
    ///
    /// Empty for a key that the type does not declare, and for one that is not set and has no default. The key is dotted, as
    /// [`Key`](crate::Key) spells it.
    #[must_use]
    pub fn provenance(&self, key: &str) -> Vec<Origin> {
        self.0.record.provenance(key)
    }

    /// Returns the number that names what the configuration says, credentials left out.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings { #[allow(dead_code)] port: u16 }
    /// let load = |port| milieu::testing::Fixture::new().variable("APP_PORT", port).environment("test").load::<Settings>();
    /// assert_ne!(load("80")?.fingerprint(), load("81")?.fingerprint());
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        self.0.record.fingerprint()
    }

    /// Returns the names of the variables that held credentials, sorted, for a child process that is not to have them.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings { #[allow(dead_code)] password: milieu::Credential }
    /// let fixture = milieu::testing::Fixture::new().variable("APP_PASSWORD", "hunter2-CANARY");
    /// let loaded = fixture.environment("test").load::<Settings>()?;
    /// assert_eq!(loaded.credential_variables().collect::<Vec<_>>(), ["APP_PASSWORD"]);
    /// # Ok::<(), milieu::Error>(())
    /// ```
    pub fn credential_variables(&self) -> impl Iterator<Item = &str> {
        self.0.record.credential_variables.iter().map(String::as_str)
    }

    /// Returns a `figment::Figment` for frameworks that take one.
    ///
    /// It has one provider a layer, each with the values that won there, so `find_metadata` names the file and
    /// `RelativePathBuf` is relative to it. Credentials are not in it, nor those of tables in a list. Text from variables has the type
    /// of its field.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings { #[allow(dead_code)] port: u16 }
    /// let fixture = milieu::testing::Fixture::new().variable("APP_PORT", "8000");
    /// let figment = fixture.environment("test").load::<Settings>()?.figment();
    /// assert_eq!(figment.extract_inner::<u16>("port").unwrap(), 8000);
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[cfg(feature = "figment")]
    #[inline]
    #[must_use]
    pub fn figment(&self) -> figment::Figment {
        // nothing is asked for, so nothing can be refused
        crate::handout::figment(&self.0.record, std::iter::empty::<(_, ())>()).unwrap_or_default()
    }

    /// As [`figment`](Self::figment), with the credentials that are named, for a framework that reads one of its own from there.
    ///
    /// What is handed out leaves this library's keeping: figment prints its values in `Debug` and in errors, copies them and does
    /// not overwrite them. Hand out the one credential that the framework itself needs, to the framework alone; everything else is given
    /// `loaded` and calls `expose` where it uses a credential.
    ///
    /// A closure exposes each value, so that whoever searches for `expose` finds this place. A credential lies where its layer does, so
    /// `find_metadata` says where it came from.
    ///
    /// # Errors
    ///
    /// Fails if a key is named that is no credential or has no value, that is named twice, or that lies in a table of a list: such a
    /// table has no key of its own by which one could be given.
    ///
    /// ```
    /// #[derive(milieu::Config)]
    /// struct Settings {
    ///     secret_key: milieu::Credential,
    ///     password: milieu::Credential,
    /// }
    ///
    /// let fixture = milieu::testing::Fixture::new()
    ///     .file("/run/secrets/secret_key", "hunter2-CANARY")
    ///     .file("/run/secrets/password", "correct horse battery");
    /// let loaded = fixture.environment("test").load::<Settings>()?;
    /// let figment = loaded.figment_exposing(|settings| [("secret_key", settings.secret_key.expose())])?;
    /// assert_eq!(figment.extract_inner::<String>("secret_key").unwrap(), "hunter2-CANARY");
    /// assert!(figment.extract_inner::<String>("password").is_err());
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[cfg(feature = "figment")]
    #[inline]
    pub fn figment_exposing<'a, V, I>(&'a self, expose: impl FnOnce(&'a T) -> I) -> Result<figment::Figment, Error>
    where
        V: serde::Serialize,
        I: IntoIterator<Item = (&'static str, V)>,
    {
        crate::handout::figment(&self.0.record, expose(&self.0.value))
    }

    /// One event that says what was loaded.
    #[cfg_attr(
        not(feature = "tracing"),
        expect(clippy::unused_self, reason = "without tracing there is nobody to tell")
    )]
    pub(super) fn trace(&self) {
        #[cfg(feature = "tracing")]
        if tracing::enabled!(target: "milieu", tracing::Level::INFO) {
            let environment = self.environment();
            tracing::info!(
                target: "milieu",
                environment = environment.name(),
                tier = environment.tier().as_str(),
                layers = self.0.record.stack.layers().len(),
                fingerprint = %self.fingerprint(),
                "configuration loaded"
            );
        }
    }
}

impl<T> Deref for Loaded<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.value
    }
}

impl<T> Clone for Loaded<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> fmt::Debug for Loaded<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let record = &self.0.record;
        let (layers, findings) = (record.stack.layers().len(), record.findings.len());
        write!(f, "Loaded({}, {layers} layers, {findings} findings)", record.environment)
    }
}
