//! Sources to a typed value, with all that is wrong in one go.

use std::hint::black_box;

use crate::artifact;
use crate::checks::{ambient, of_objection};
use crate::error::Error;
use crate::finding::{Finding, Level};
use crate::isolation::Tagged;
#[cfg(feature = "ledger")]
use crate::key::Key;
use crate::record::Record;
use crate::resolve::Config;
use crate::rules::Rules;
use crate::sources::names::names_variable;

use super::begun::Begun;
use super::builder::Loader;
#[cfg(feature = "ledger")]
use super::judged::Ask;
use super::judged::Judged;
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
        // so that a finished program tells what it loads
        black_box(const { &artifact::record::schema(T::SCHEMA) });
        let begun = self.start()?;
        let Begun { vars, environment, rules, .. } = &begun;
        let (environment, roots) = (*environment, self.roots(&begun));
        let mut gathered = self.gather(&begun, &roots, Of::Schema(T::SCHEMA));
        gathered.findings.extend(self.hear(environment, rules));
        let is_declared = |name: &str| names_variable(T::SCHEMA, name);
        gathered.findings.extend(ambient(vars.names(), &is_declared, rules));
        #[cfg(feature = "ledger")]
        let opened = self.open_ledger(vars, &roots, &mut gathered.findings);
        #[cfg(feature = "ledger")]
        let mut asked = opened.as_ref().map(|(ledger, project)| {
            move |credentials: &[(Key, &[u8])]| {
                let pairs = credentials.iter().map(|(key, bytes)| (key, *bytes));
                ledger.verify(environment.name(), pairs, project)
            }
        });
        #[cfg(feature = "ledger")]
        let ask = asked.as_mut().map(|ask| ask as Ask<'_>);
        #[cfg(not(feature = "ledger"))]
        let ask = None;
        let Judged { value, record, credentials } = self.judged::<T>(gathered, rules, ask);
        self.finish(value, record, (rules, &credentials))
    }

    /// A value that nothing speaks against, or every reason.
    pub(super) fn finish<T>(
        &self,
        value: Option<T>,
        mut record: Record,
        (rules, credentials): (&Rules, &[Tagged]),
    ) -> Result<Loaded<T>, Error> {
        let environment = record.environment;
        #[cfg(feature = "receipts")]
        record.findings.extend(self.unproven(&record, rules));
        rules.apply(&mut record.findings);
        let mut denied = false;
        self.process.settle(environment, self.also, credentials, |objections| {
            let words = objections.iter().map(|objection| of_objection(objection, environment, rules));
            let mut words: Vec<_> = words.filter(|finding| finding.level() != Level::Allow).collect();
            rules.apply(&mut words);
            record.findings.append(&mut words);
            denied = record.findings.iter().any(|finding| finding.level() == Level::Deny);
            value.is_some() && !denied
        });
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
