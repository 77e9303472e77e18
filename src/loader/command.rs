//! What the command line asks a loader.

use crate::build::Build;
use crate::environment::Environment;
use crate::error::Error;
use crate::facts::Fact;
use crate::report::AboutKey;

use super::builder::Loader;
use super::inspection::Inspection;

impl Loader {
    /// The environment of this name, or the one that a load would select.
    pub(crate) fn selected(&self, name: Option<&str>) -> Result<Environment, Error> {
        match name {
            Some(name) => self.named(name),
            None => self.select(&self.snapshot()).map(|(environment, _)| environment).map_err(Error::of),
        }
    }

    /// The package in which the loader was made, where that is known.
    pub(crate) fn package(&self) -> Option<&'static str> {
        self.build.as_ref().and_then(Build::package)
    }

    /// Everything about a key, by its own name or that of its variable, or about all keys below a table; nothing where it is none of
    /// this configuration.
    pub(crate) fn about_keys(&self, inspection: &Inspection, what: &str) -> Vec<AboutKey> {
        let variable = |path: &[&str]| self.reads_variables.then(|| self.spelling.name(path));
        let name = |fact: &Fact| {
            let path: Vec<&str> = fact.path.iter().map(AsRef::as_ref).collect();
            let others = fact.field.into_iter().flat_map(|field| field.variables());
            !fact.free && (variable(&path).as_deref() == Some(what) || others.into_iter().any(|other| *other == what))
        };
        let is_it = |fact: &&Fact| fact.shown == what || fact.key() == what || name(fact);
        let is_below = |fact: &&Fact| fact.key().strip_prefix(what).is_some_and(|rest| rest.starts_with(['.', '[']));
        let facts = inspection.facts();
        let found = match facts.iter().find(is_it) {
            Some(fact) => vec![fact],
            None => facts.iter().filter(is_below).collect(),
        };
        found.into_iter().map(|fact| AboutKey::of(inspection.record(), fact, &variable)).collect()
    }

    /// The variable that holds the private key of sealed files.
    #[cfg(feature = "sealed")]
    pub(crate) fn seal_variable(&self) -> String {
        self.own_key_variable(super::sealed::VARIABLE)
    }

    /// The ledger that loads ask, or `credentials.lock` beside the configuration files.
    #[cfg(feature = "ledger")]
    pub(crate) fn ledger_path(&self) -> Option<std::path::PathBuf> {
        self.ledger.clone().or_else(|| Some(self.checked_directory()?.join("credentials.lock")))
    }

    /// The name of the application, as receipts have it.
    #[cfg(feature = "receipts")]
    pub(crate) fn application(&self) -> &str {
        &self.promotion.application
    }

    /// The file that is promoted, where the application names it.
    #[cfg(feature = "receipts")]
    pub(crate) fn artifact_path(&self) -> Option<&std::path::Path> {
        self.promotion.artifact_path()
    }

    #[cfg(feature = "receipts")]
    pub(crate) const fn requires_receipt(&self) -> bool {
        self.promotion.receipt.is_some()
    }
}
