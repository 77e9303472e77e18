//! Looking at any environment, in any build, without making a value of it.

use crate::checks::sweep;
use crate::error::Error;
use crate::finding::Finding;
use crate::levels::Phase;
use crate::record::Record;
use crate::resolve::Config;
use crate::vars::Vars;

use super::builder::Loader;
use super::gather::Gathered;
use super::inspection::Inspection;
use super::judged::Judged;
use super::subject::Of;

impl Loader {
    /// Looks at an environment: every layer, every finding, no value of the type.
    ///
    /// What only a deployment supplies (`supplied` keys and credentials) is not called missing. Findings do not fail the call:
    /// they are what it is for.
    ///
    /// # Errors
    ///
    /// Fails if `environment` is not the name of one.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings { #[allow(dead_code)] port: u16, #[allow(dead_code)] #[config(supplied)] host: String }
    /// let fixture = milieu::testing::Fixture::new().file("config/production.toml", "prot = 80\n");
    /// let inspection = fixture.environment("test").inspect::<Settings>("production")?;
    /// let keys: Vec<_> = inspection.findings().iter().filter_map(|finding| finding.key()).collect();
    /// assert_eq!(keys, ["<key 1>", "port"]);
    /// # Ok::<(), milieu::Error>(())
    /// ```
    pub fn inspect<T: Config>(&self, environment: &str) -> Result<Inspection, Error> {
        let environment = self.named(environment)?;
        let vars = self.vars.clone().unwrap_or_else(|| std::sync::Arc::new(Vars::from_process()));
        let roots = self.roots(&vars, environment);
        let gathered = self.gather((&vars, &roots), environment, (Of::Schema(T::SCHEMA), Phase::Ci));
        // the value is made to find what is wrong with it, and dropped at once
        let Judged { value, mut record, .. } = self.judged::<T>(gathered, Phase::Ci, None);
        drop(value);
        self.apply_allowances(&mut record.findings, Phase::Ci);
        record.findings.sort_by(Finding::order);
        Ok(Inspection::new(record))
    }

    /// Looks at an environment without any type: keys, kinds and origins as the layers have them.
    ///
    /// Variables go by the keys that the layers below define, and their texts take the types of what they replace.
    ///
    /// # Errors
    ///
    /// Fails if `environment` is not the name of one.
    ///
    /// ```
    /// let fixture = milieu::testing::Fixture::new().file("config/base.toml", "port = 80\n").variable("APP_PORT", "81");
    /// let inspection = fixture.environment("test").inspect_plain("staging")?;
    /// let leaf = &inspection.leaves()[0];
    /// assert_eq!((leaf.key(), leaf.origin().to_string().as_str()), ("port", "APP_PORT"));
    /// # Ok::<(), milieu::Error>(())
    /// ```
    pub fn inspect_plain(&self, environment: &str) -> Result<Inspection, Error> {
        let environment = self.named(environment)?;
        let vars = self.vars.clone().unwrap_or_else(|| std::sync::Arc::new(Vars::from_process()));
        let Gathered { environment, stack, mut findings, .. } =
            self.gather((&vars, &self.roots(&vars, environment)), environment, (Of::Keys, Phase::Ci));
        findings.extend(sweep(&stack, None, &self.judge_of(environment, Phase::Ci)));
        self.apply_allowances(&mut findings, Phase::Ci);
        findings.sort_by(Finding::order);
        let credential_variables = Vec::new();
        Ok(Inspection::new(Record { environment, schema: None, stack, findings, credential_variables }))
    }
}
