//! What a loader is told about credentials.

use std::path::PathBuf;
use std::sync::Arc;

use crate::environment::Environment;
use crate::finding::Finding;
use crate::isolation::Process;
use crate::policy::CredentialPolicy;
use crate::rank::Rank;
use crate::recognise::Vendor;
use crate::source::Source;
use crate::sources::secret::SecretFiles;

use super::builder::Loader;
use super::extra::{Extra, What};
use super::witness::Witness;

impl Loader {
    /// Says which kinds of source may hold a credential; [`CredentialPolicy::platform`] unless said.
    ///
    /// ```
    /// use milieu::policy::{AllowedSources, CredentialPolicy, SourceKind};
    ///
    /// #[derive(milieu::Config)]
    /// struct Settings {
    ///     password: milieu::Credential,
    /// }
    ///
    /// let fixture = milieu::testing::Fixture::new().file(".env", "APP_PASSWORD=correct-horse-battery");
    /// let loader = fixture.environment("development");
    /// assert!(loader.load::<Settings>().is_ok());
    /// let no_dotenv = CredentialPolicy::new(AllowedSources::OPEN.without(SourceKind::Dotenv), AllowedSources::STRICT);
    /// assert!(loader.credential_policy(no_dotenv).load::<Settings>().is_err());
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[must_use]
    #[inline]
    pub fn credential_policy(mut self, policy: CredentialPolicy) -> Self {
        self.policy = Arc::new(policy);
        self
    }

    /// Reads one more directory of secret files, which has to be there.
    ///
    /// Of two directories the one that was given later wins; those of convention lie above them. A file that no key names is a
    /// warning (`unknown-file`).
    ///
    /// ```
    /// use milieu::SecretFiles;
    ///
    /// #[derive(milieu::Config)]
    /// struct Settings {
    ///     database: Database,
    /// }
    /// #[derive(milieu::Config)]
    /// struct Database {
    ///     password: milieu::Credential,
    /// }
    ///
    /// for file in ["database.password", "database__password", "database/password"] {
    ///     let fixture = milieu::testing::Fixture::new().file(format!("/srv/{file}"), "correct horse battery\n");
    ///     let loaded = fixture.environment("staging").secret_files(SecretFiles::strict("/srv")).load::<Settings>()?;
    ///     assert_eq!(loaded.database.password.expose(), "correct horse battery");
    ///     assert_eq!(loaded.provenance("database.password")[0].to_string(), format!("/srv/{file}"));
    /// }
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[must_use]
    pub fn secret_files(mut self, directory: SecretFiles) -> Self {
        self.secret_files.push(directory);
        self
    }

    /// Reads neither `$CREDENTIALS_DIRECTORY` nor `/run/secrets`.
    ///
    /// ```
    /// #[derive(milieu::Config)]
    /// struct Settings {
    ///     password: Option<milieu::Credential>,
    /// }
    ///
    /// let fixture = milieu::testing::Fixture::new().file("/run/secrets/password", "correct horse battery\n");
    /// assert!(fixture.environment("test").load::<Settings>()?.password.is_some());
    /// assert!(fixture.environment("test").no_mounted_secrets().load::<Settings>()?.password.is_none());
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[must_use]
    pub const fn no_mounted_secrets(mut self) -> Self {
        self.reads_mounted = false;
        self
    }

    /// Reads a source of the application's own, at a rank of the caller's choice.
    ///
    /// See [`Source`].
    #[must_use]
    pub fn source(mut self, rank: Rank, source: impl Source + 'static) -> Self {
        let kind = source.kind();
        self.extra.push(Extra { rank, kind, what: What::Source(Arc::new(source)) });
        self
    }

    /// Adds a vendor whose keys tell test from live, for `credential-mode`.
    ///
    /// ```
    /// use milieu::Vendor;
    ///
    /// #[derive(milieu::Config)]
    /// struct Settings {
    ///     payment_id: String,
    /// }
    ///
    /// const ACME: Vendor = Vendor::new("Acme", &["acme-try-"], &["acme-real-"], 8);
    /// let fixture = milieu::testing::Fixture::new().file("config/production.toml", "payment_id = 'acme-try-0123456789'");
    /// let error = fixture.environment("production").vendor(ACME).load::<Settings>().unwrap_err();
    /// assert_eq!(error.findings()[0].check(), Some("credential-mode"));
    /// ```
    #[must_use]
    pub fn vendor(mut self, vendor: Vendor) -> Self {
        self.vendors.push(vendor);
        self
    }

    /// Uses the state of this process in place of the loader's own: one active environment, one registry of credentials.
    ///
    /// See [`Process`].
    #[must_use]
    pub fn process(mut self, process: &Process) -> Self {
        self.process = process.clone();
        self
    }

    /// Loads an environment besides the one that the process runs on, for a tool that has to see both, such as a migration.
    ///
    /// The danger is the tool's own: what it reads from the one it can write to the other. A credential of one environment in
    /// the other is refused all the same. To look at an environment without its values, use [`inspect`](Self::inspect). A blank
    /// reason is an error of the load.
    ///
    /// ```
    /// use milieu::Process;
    ///
    /// # #[derive(milieu::Config)] struct Settings { #[config(default = 80)] #[allow(dead_code)] port: u16 }
    /// let process = Process::new();
    /// let loader = milieu::testing::Fixture::new().loader().process(&process);
    /// loader.clone().environment("staging").load::<Settings>()?;
    /// let both = loader.also("production", "copies the catalogue to the new schema").load::<Settings>()?;
    /// assert_eq!(both.environment().name(), "production");
    /// assert_eq!(process.active().unwrap().name(), "staging");
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[must_use]
    #[inline]
    pub fn also(mut self, environment: &str, reason: &str) -> Self {
        if reason.trim().is_empty() {
            let finding = Finding::new("a second environment is loaded, and no reason is given");
            self.refused.push(finding.with_key("also").with_remedy("say why it is needed"));
        }
        self.also = true;
        self.environment(environment)
    }

    /// Hears one more witness: a file that holds the name of the environment that a machine belongs to.
    ///
    /// A witness selects nothing. One that names another environment than the selected one refuses the start
    /// (`environment-witness`); one that is not there says nothing. By convention `/etc/milieu-environment` is heard, and the
    /// file `.milieu-environment` in a directory of secrets, or beside a secret file that a variable names.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings { #[config(default = 80)] #[allow(dead_code)] port: u16 }
    /// let fixture = milieu::testing::Fixture::new().file("/srv/environment", "production\n");
    /// let loader = |name: &str| fixture.environment(name).witness_file("/srv/environment");
    /// assert!(loader("production").load::<Settings>().is_ok());
    /// let error = loader("staging").load::<Settings>().unwrap_err();
    /// assert_eq!(error.findings()[0].check(), Some("environment-witness"));
    /// ```
    #[must_use]
    pub fn witness_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.witnesses.push(Witness::File(path.into().into()));
        self
    }

    /// Hears a witness of the application's own: whether this can be the environment, such as by the name of the host.
    ///
    /// The name is for reports.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings { #[config(default = 80)] #[allow(dead_code)] port: u16 }
    /// let fixture = milieu::testing::Fixture::new();
    /// let host = "db7.staging.example";
    /// let loader = |name: &str| fixture.environment(name).witness("host name", move |environment| host.contains(environment.name()));
    /// assert!(loader("staging").load::<Settings>().is_ok());
    /// assert!(loader("production").load::<Settings>().is_err());
    /// ```
    #[must_use]
    pub fn witness(mut self, name: &str, agrees: impl Fn(Environment) -> bool + Send + Sync + 'static) -> Self {
        self.witnesses.push(Witness::Asked(name.into(), Arc::new(agrees)));
        self
    }

    /// Lets a [`Redactor`](crate::Redactor) know every credential that is read from now on.
    ///
    /// ```
    /// #[derive(milieu::Config)]
    /// struct Settings {
    ///     password: milieu::Credential,
    /// }
    ///
    /// let redactor = milieu::Redactor::new();
    /// let fixture = milieu::testing::Fixture::new().variable("APP_PASSWORD", "hunter2-CANARY");
    /// let loaded = fixture.environment("test").redactor(&redactor).load::<Settings>()?;
    /// let line = format!("connecting with {}", loaded.password.expose());
    /// assert_eq!(redactor.redact(&line), "connecting with [REDACTED]");
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[cfg(feature = "redactor")]
    #[must_use]
    pub fn redactor(mut self, redactor: &crate::redactor::Redactor) -> Self {
        self.redactor = Some(redactor.clone());
        self
    }
}
