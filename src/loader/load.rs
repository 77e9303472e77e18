//! Sources to a typed value, with all that is wrong in one go.

use crate::checks::{Phase, judge};
use crate::error::Error;
use crate::finding::{Finding, Level};
use crate::record::Record;
use crate::resolve::{Config, Walk, resolve};

use super::builder::Loader;
use super::gather::Gathered;
use super::loaded::Loaded;
use super::subject::Of;

impl Loader {
    /// Loads the selected environment into a configuration type.
    ///
    /// # Errors
    ///
    /// Fails if the environment cannot be selected, a source cannot be read, a value does not fit its field, a required key is
    /// missing, or a check denies. All findings are in the error; nothing is loaded by halves.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings { port: u16 }
    /// let loader = milieu::Loader::new("shop").environment("test").no_directory().set("port", "8080");
    /// assert_eq!(loader.load::<Settings>()?.port, 8080);
    /// # Ok::<(), milieu::Error>(())
    /// ```
    pub fn load<T: Config>(&self) -> Result<Loaded<T>, Error> {
        let (vars, environment, said) = self.start()?;
        let gathered = self.gather(&vars, environment, Of::Schema(T::SCHEMA));
        let Gathered { environment, stack, mut findings, incomplete, .. } = gathered;
        findings.extend(said);
        let variable = |path: &[&str]| self.reads_variables.then(|| self.spelling.name(path));
        let walk = Walk::new(&stack, incomplete, &variable);
        let value = resolve::<T>(&walk);
        let (found, notes) = walk.finish();
        findings.extend(found);
        findings.extend(judge(&stack, &notes, environment.tier(), Phase::Start));
        self.finish(value, Record { environment, schema: Some(T::SCHEMA), stack, findings })
    }

    /// A value that nothing speaks against, or every reason.
    pub(super) fn finish<T>(&self, value: Option<T>, mut record: Record) -> Result<Loaded<T>, Error> {
        let denied = record.findings.iter().any(|finding| finding.level() == Level::Deny);
        match value {
            Some(value) if !denied => {
                record.findings.sort_by(Finding::order);
                if let Some(report) = &self.reporter {
                    record.findings.iter().for_each(|finding| report(finding));
                }
                let loaded = Loaded::new(value, record);
                loaded.trace();
                Ok(loaded)
            }
            _ => {
                if record.findings.is_empty() {
                    // a type refused to be made and said nothing: its own `validate` cannot, so this is a serde type's doing
                    record
                        .findings
                        .push(Finding::new("the configuration could not be read, and its type does not say why"));
                }
                Err(Error::new(Some(record.environment.name()), record.findings))
            }
        }
    }
}
