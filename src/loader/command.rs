//! What the command line asks a loader.

use crate::build::Build;
use crate::environment::Environment;
use crate::error::Error;
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

    /// Everything about one key; `None` where it is none of this configuration.
    pub(crate) fn about_key(&self, inspection: &Inspection, key: &str) -> Option<AboutKey> {
        let fact = inspection.facts().iter().find(|fact| fact.shown == key || fact.key() == key)?;
        let variable = |path: &[&str]| self.reads_variables.then(|| self.spelling.name(path));
        Some(AboutKey::of(inspection.record(), fact, &variable))
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

    #[cfg(feature = "receipts")]
    pub(crate) const fn requires_receipt(&self) -> bool {
        self.promotion.receipt.is_some()
    }
}
