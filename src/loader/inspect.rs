//! Looking at any environment, in any build, without making a value of it.

use crate::checks::{Phase, judge};
use crate::error::Error;
use crate::finding::Finding;
use crate::record::Record;
use crate::resolve::{Config, Walk, resolve};
use crate::vars::Vars;

use super::builder::Loader;
use super::gather::Gathered;
use super::inspection::Inspection;
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
        let Gathered { environment, stack, mut findings, incomplete, .. } =
            self.gather(&vars, environment, Of::Schema(T::SCHEMA));
        let variable = |path: &[&str]| self.reads_variables.then(|| self.spelling.name(path));
        let walk = Walk::new(&stack, incomplete, &variable).without_supplied();
        // the value is made to find what is wrong with it, and dropped at once
        drop(resolve::<T>(&walk));
        let (found, notes) = walk.finish();
        findings.extend(found);
        findings.extend(judge(&stack, &notes, environment.tier(), Phase::Ci));
        findings.sort_by(Finding::order);
        Ok(Inspection::new(Record { environment, schema: Some(T::SCHEMA), stack, findings }))
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
        let Gathered { environment, stack, mut findings, .. } = self.gather(&vars, environment, Of::Keys);
        findings.sort_by(Finding::order);
        Ok(Inspection::new(Record { environment, schema: None, stack, findings }))
    }
}
