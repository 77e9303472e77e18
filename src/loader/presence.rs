//! What there is to be checked, and what is not there.

use crate::checks::file;
use crate::environment::{Environment, Environments};
use crate::finding::{Finding, Level};
use crate::levels::{ENVIRONMENT_WITHOUT_FILE, Phase, level};
use crate::tier::Tier;

use super::builder::Loader;
use super::plan::EXTENSIONS;

impl Loader {
    /// Whether any file or embedded layer is there to be looked at.
    pub(crate) fn has_layers(&self) -> bool {
        let loader = self.checked_in_only();
        let is_file = |name: &String| {
            let extension = name.rsplit_once('.').map(|(_, extension)| extension);
            extension.is_some_and(|extension| EXTENSIONS.contains(&extension)) && name != file::NAME
        };
        let names = || loader.checked_directory().and_then(|directory| loader.files.names(&directory));
        !loader.embedded.is_empty()
            || !loader.extra.is_empty()
            || names().is_some_and(|names| names.iter().any(is_file))
    }

    /// What is said of environments of tier Staging and Production that have no file while others have one: of a standard one only
    /// if it has no other of its tier beside it.
    pub(crate) fn without_file(&self) -> Vec<Finding> {
        let with_file = self.with_file();
        let is_declared = |one: &Environment| self.environments.iter().any(|declared| declared.name() == one.name());
        let is_missed = |one: &&Environment| {
            one.tier().is_deployed()
                && !with_file.is_empty()
                && !with_file.contains(one)
                && (is_declared(one) || with_file.iter().all(|other| other.tier() != one.tier()))
        };
        let finding = |one: &Environment| {
            // not everybody has a staging
            let most = if is_declared(one) || one.tier() == Tier::Production { Level::Deny } else { Level::Warn };
            let level = level(ENVIRONMENT_WITHOUT_FILE, one.tier(), Phase::Ci).min(most);
            Finding::new("has no file of its own while others have, so it would not start and was not checked")
                .with_key(one.name())
                .with_remedy("add its file, even if it is empty")
                .with_check(ENVIRONMENT_WITHOUT_FILE, level)
        };
        Environments::new(&self.environments).iter().filter(is_missed).map(finding).collect()
    }
}
