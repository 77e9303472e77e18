//! Sources to a typed value, with all that is wrong in one go.

use std::sync::Arc;

use serde::de::DeserializeOwned;

use crate::checks::{Phase, judge};
use crate::error::Error;
use crate::finding::{Finding, Level};
use crate::record::Record;
use crate::resolve::{Config, Seen, Walk, read_plain, resolve};
use crate::sources::given::of_vars;
use crate::sources::variables::{Pass, Variables};
use crate::vars::Vars;

use super::builder::Loader;
use super::gather::Gathered;
use super::loaded::Loaded;
use super::subject::Of;
use super::unclaimed::Unclaimed;

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

    /// Loads the selected environment into a type that only has `serde::Deserialize`.
    ///
    /// The names of its structs' fields serve variables and unknown keys. serde stops at the first value that does not fit, so
    /// of those one is reported; everything else is reported at once.
    ///
    /// # Errors
    ///
    /// As [`load`](Self::load).
    ///
    /// ```
    /// #[derive(serde::Deserialize)]
    /// struct Settings {
    ///     port: u16,
    /// }
    ///
    /// let fixture = milieu::testing::Fixture::new().variable("APP_PORT", "8080");
    /// assert_eq!(fixture.environment("test").load_plain::<Settings>()?.port, 8080);
    /// # Ok::<(), milieu::Error>(())
    /// ```
    pub fn load_plain<T: DeserializeOwned>(&self) -> Result<Loaded<T>, Error> {
        let (vars, environment, said) = self.start()?;
        let mut gathered = self.gather(&vars, environment, Of::Serde);
        gathered.findings.extend(said);
        let (value, seen) = self.read_with_variables::<T>(&vars, &mut gathered);
        let Gathered { environment, stack, mut findings, incomplete, .. } = gathered;
        findings.extend(judge(&stack, &seen.unknown(&stack), environment.tier(), Phase::Start));
        let value = match value {
            Ok(value) => Some(value),
            Err(finding) => {
                // what a broken source does not say is not the type's fault
                findings.extend((!incomplete || findings.is_empty()).then_some(finding));
                None
            }
        };
        self.finish(value, Record { environment, schema: None, stack, findings })
    }

    /// Reads the type again and again, each time with the variables of the structs that the reading before has shown.
    fn read_with_variables<T: DeserializeOwned>(
        &self,
        vars: &Vars,
        gathered: &mut Gathered,
    ) -> (Result<T, Finding>, Seen) {
        let Some(layer) = gathered.variables else { return read_plain(&gathered.stack) };
        let given = of_vars(vars, &self.spelling.prefix, false);
        let (mut troubles, mut findings) = (Vec::new(), Vec::new());
        let mut claimed = vec![None; given.len()];
        let mut known: Vec<Vec<Box<str>>> = Vec::new();
        let read = loop {
            let (value, seen) = read_plain::<T>(&gathered.stack);
            let mut fresh = seen.structs();
            fresh.retain(|(path, ..)| !known.contains(path));
            known.extend(fresh.iter().map(|(path, ..)| path.clone()));
            if fresh.is_empty() {
                break (value, seen);
            }
            let mut variables = Variables {
                stack: &mut gathered.stack,
                layer,
                in_file: false,
                files: &self.files,
                spelling: &self.spelling,
                given: &given,
                claimed: std::mem::take(&mut claimed),
                troubles: &mut troubles,
                findings: &mut findings,
                path: Vec::new(),
                extras: false,
                pass: Pass::default(),
            };
            for (path, table, fields) in fresh {
                variables.of_struct(&path, table, fields);
            }
            claimed = variables.claimed;
        };
        let prefix = self.spelling.prefix.as_str();
        let start = given.partition_point(|given| given.name < prefix);
        let prefixed = start..start + given[start..].partition_point(|given| given.name.starts_with(prefix));
        let left = Unclaimed { loader: self, of: Of::Serde, given: &given, claimed: &claimed, prefixed };
        left.judge(gathered.environment, (false, &gathered.stack, layer), &mut findings);
        gathered.findings.append(&mut findings);
        read
    }

    /// Takes the snapshot of variables and selects the environment.
    pub(super) fn start(&self) -> Result<(Arc<Vars>, crate::Environment, Option<Finding>), Error> {
        let vars = self.vars.clone().unwrap_or_else(|| Arc::new(Vars::from_process()));
        let (environment, said) = self.select(&vars).map_err(Error::of)?;
        Ok((vars, environment, said))
    }

    /// A value that nothing speaks against, or every reason.
    fn finish<T>(&self, value: Option<T>, mut record: Record) -> Result<Loaded<T>, Error> {
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
