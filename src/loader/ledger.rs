//! The ledger in a load: opened with the project's key, and asked about every credential that was read.

use std::path::{Path, PathBuf};

use crate::credential::FromCredential as _;
use crate::error::Error;
use crate::finding::{Finding, Level};
use crate::key::Key;
use crate::ledger::{Ledger, ProjectKey};
use crate::levels::CREDENTIAL_SHARED;
use crate::origin::Origin;
use crate::resolve::Config;
use crate::sources::files::Files;
use crate::sources::secret::Roots;
use crate::vars::Vars;

use super::begun::Begun;
use super::builder::Loader;
use super::judged::Judged;
use super::subject::Of;

/// The variable of the key, without the application's prefix.
const VARIABLE: &str = "LEDGER_KEY";

impl Loader {
    /// Asks this ledger about every credential of a load: one that another environment has or had refuses it
    /// (`credential-shared`), one that the ledger does not know is a warning.
    ///
    /// The key of the project comes from `SHOP_LEDGER_KEY`, or the file that `SHOP_LEDGER_KEY_FILE` names. A credential costs 0.1
    /// to 0.4 seconds and 64 MiB of memory, so this is made for continuous integration, and for a start only on request.
    ///
    /// ```
    /// # let directory = std::env::temp_dir().join(format!("milieu-doc-asked-{}", std::process::id()));
    /// # std::fs::create_dir_all(&directory)?;
    /// #[derive(milieu::Config)]
    /// struct Settings {
    ///     password: milieu::Credential,
    /// }
    ///
    /// let fixture = milieu::testing::Fixture::new()
    ///     .variable("APP_LEDGER_KEY", "6ZqkC9Xw0bT4mJvR2sYh8LdNfE5uGa7P")
    ///     .variable("APP_PASSWORD", "correct horse battery");
    /// let path = directory.join("credentials.lock");
    /// assert_eq!(fixture.environment("staging").register::<Settings>(&path)?, 1);
    /// assert!(fixture.environment("staging").ledger(&path).load::<Settings>().is_ok());
    /// let error = fixture.environment("production").ledger(&path).load::<Settings>().unwrap_err();
    /// assert_eq!(error.findings()[0].check(), Some("credential-shared"));
    /// # std::fs::remove_dir_all(&directory)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn ledger(mut self, path: impl Into<PathBuf>) -> Self {
        self.ledger = Some(path.into());
        self
    }

    /// Records every credential of the selected environment in a ledger, which is made if it is not there, and returns how many
    /// entries are new.
    ///
    /// What a key had before becomes retired. The process goes on with the environment that it runs on.
    ///
    /// # Errors
    ///
    /// Fails, and leaves the ledger as it was, if the configuration could not be loaded, if another environment has or had one of
    /// the credentials, if one is weak, or if the ledger cannot be read or written.
    pub fn register<T: Config>(&self, path: impl AsRef<Path>) -> Result<usize, Error> {
        let path = path.as_ref();
        let begun = self.start()?;
        let Begun { vars, environment, rules, .. } = &begun;
        let (environment, roots) = (*environment, self.roots(&begun));
        let fail = |finding| Error::new(Some(environment.name()), vec![finding]);
        let project = self.project_key(path, vars, &roots).map_err(fail)?;
        let mut ledger = match Files::Disk.exists(path) {
            true => Ledger::read(path)?,
            false => Ledger::empty(),
        };
        let before = ledger.len();
        let mut gathered = self.gather(&begun, &roots, Of::Schema(T::SCHEMA));
        gathered.findings.extend(self.hear(environment, rules));
        let mut record = |credentials: &[(Key, &[u8])]| -> Vec<Finding> {
            let add = |(key, bytes): &(Key, &[u8])| ledger.add(environment.name(), key, bytes, &project).err();
            credentials.iter().filter_map(add).flat_map(|error| error.findings().to_vec()).collect()
        };
        let Judged { mut record, .. } = self.judged::<T>(gathered, rules, Some(&mut record));
        rules.apply(&mut record.findings);
        if record.findings.iter().any(|finding| finding.level() == Level::Deny) {
            return Err(Error::new(Some(environment.name()), record.findings));
        }
        let added = ledger.len() - before;
        ledger.write(path)?;
        Ok(added)
    }

    /// The ledger that a load is to ask, and the key to ask it with; what is wrong with either is found.
    pub(super) fn open_ledger(
        &self,
        vars: &Vars,
        roots: &Roots<'_>,
        findings: &mut Vec<Finding>,
    ) -> Option<(Ledger, ProjectKey)> {
        let path = self.ledger.as_deref()?;
        let project = self.project_key(path, vars, roots).map_err(|finding| findings.push(finding)).ok()?;
        match Ledger::read(path) {
            Ok(ledger) => Some((ledger, project)),
            Err(error) => {
                findings.extend(error.findings().iter().cloned());
                None
            }
        }
    }

    fn project_key(&self, ledger: &Path, vars: &Vars, roots: &Roots<'_>) -> Result<ProjectKey, Finding> {
        let variable = self.own_key_variable(VARIABLE);
        let mut found = None;
        let secret = self.own_key(VARIABLE, vars, roots, &mut |finding| {
            found = found.take().or(Some(finding).filter(|finding: &Finding| finding.level() == Level::Deny));
        });
        match (secret, found) {
            (_, Some(finding)) => Err(finding),
            (Some(secret), None) => ProjectKey::from_credential(secret.line())
                .map_err(|why| Finding::new(format!("expected {}", why.expected())).with_key(variable)),
            (None, None) => Err(Finding::new("cannot be asked without the key of the project")
                .with_origin(Origin::whole_file(ledger))
                .with_remedy(format!("set {variable}, or let {variable}_FILE name a file with it"))
                .with_check(CREDENTIAL_SHARED, Level::Deny)),
        }
    }
}
