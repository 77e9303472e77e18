//! Every environment at once.

use crate::environment::{Environment, Environments};
use crate::error::Error;
use crate::finding::Finding;
use crate::levels::Phase;
use crate::policy::SourceKind;
use crate::rank::Rank;
use crate::resolve::Config;
use crate::sources::files::Files;

use super::builder::Loader;
use super::inspection::Inspection;
use super::plan::EXTENSIONS;

impl Loader {
    /// Looks at every environment that takes part, as its checked files have it, in the order in which they are declared.
    ///
    /// An environment takes part if it has a file of its own; where none has, all do. What belongs to one machine or one deployment
    /// is not read, so that the answer is the same wherever the question is asked: no variables, no dotenv and local files, no
    /// secret files, no command line. What a loader was given in code is. Findings are kept by environment and fail nothing.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings { #[allow(dead_code)] port: u16 }
    /// let fixture = milieu::testing::Fixture::new()
    ///     .file("config/staging.toml", "port = 80\n")
    ///     .file("config/production.toml", "prot = 80\n")
    ///     .variable("APP_PORT", "81");
    /// let inspections = fixture.loader().inspect_all::<Settings>();
    /// let seen: Vec<_> = inspections.iter().map(|one| (one.environment().name(), one.findings().len())).collect();
    /// assert_eq!(seen, [("staging", 0), ("production", 2)]);
    /// ```
    #[must_use]
    pub fn inspect_all<T: Config>(&self) -> Vec<Inspection> {
        self.each(Self::inspect_named::<T>)
    }

    /// As [`inspect_all`](Self::inspect_all), without a type: keys, kinds and origins.
    ///
    /// ```
    /// let fixture = milieu::testing::Fixture::new().file("config/base.toml", "port = 80\n");
    /// let inspections = fixture.loader().inspect_all_plain();
    /// assert!(inspections.len() == 4 && inspections.iter().all(|one| one.leaves()[0].key() == "port"));
    /// ```
    #[must_use]
    #[inline]
    pub fn inspect_all_plain(&self) -> Vec<Inspection> {
        self.each(Self::inspect_named_plain)
    }

    /// Looks at these environments, as [`inspect_all`](Self::inspect_all) looks at all.
    ///
    /// # Errors
    ///
    /// Fails if one of the names is that of no environment.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings { #[allow(dead_code)] #[config(default = 80)] port: u16 }
    /// let loader = milieu::testing::Fixture::new().loader();
    /// assert_eq!(loader.inspect_each::<Settings>(&["staging", "production"])?.len(), 2);
    /// assert!(loader.inspect_each::<Settings>(&["prodution"]).is_err());
    /// # Ok::<(), milieu::Error>(())
    /// ```
    pub fn inspect_each<T: Config>(&self, environments: &[&str]) -> Result<Vec<Inspection>, Error> {
        let loader = self.checked_in_only();
        environments.iter().map(|name| Ok(loader.inspect_named::<T>(self.named(name)?))).collect()
    }

    /// As [`inspect_each`](Self::inspect_each), without a type.
    ///
    /// # Errors
    ///
    /// Fails if one of the names is that of no environment.
    #[inline]
    pub fn inspect_each_plain(&self, environments: &[&str]) -> Result<Vec<Inspection>, Error> {
        let loader = self.checked_in_only();
        environments.iter().map(|name| Ok(loader.inspect_named_plain(self.named(name)?))).collect()
    }

    fn each(&self, inspect: impl Fn(&Self, Environment) -> Inspection) -> Vec<Inspection> {
        let loader = self.checked_in_only();
        loader.taking_part().into_iter().map(|environment| inspect(&loader, environment)).collect()
    }

    /// The same loader without what differs from one machine and one deployment to the next.
    #[inline]
    pub(super) fn checked_in_only(&self) -> Self {
        let mut loader = self.clone();
        loader.is_checked_in_only = true;
        (loader.reads_variables, loader.reads_dotenv, loader.reads_mounted) = (false, false, false);
        loader.secret_files.clear();
        loader.extra.retain(|extra| extra.rank != Rank::Local && extra.kind != SourceKind::Argument);
        loader
    }

    /// The environments that have a file of their own; where none has, all.
    #[inline]
    fn taking_part(&self) -> Vec<Environment> {
        let with_file = self.with_file();
        if with_file.is_empty() { Environments::new(&self.environments).iter().copied().collect() } else { with_file }
    }

    /// The environments that have a file of their own.
    #[inline]
    pub(super) fn with_file(&self) -> Vec<Environment> {
        let environments = Environments::new(&self.environments);
        let names = self.checked_directory().and_then(|directory| self.files.names(&directory)).unwrap_or_default();
        let embedded = self.embedded.iter().flat_map(|embedded| embedded.files());
        let embedded = embedded.filter(|file| file.content().is_some()).map(|file| file.stem());
        let stems: Vec<&str> = names
            .iter()
            .filter_map(|name| name.rsplit_once('.'))
            .filter(|(_, extension)| EXTENSIONS.contains(extension))
            .map(|(stem, _)| stem.strip_suffix(".sealed").unwrap_or(stem))
            .chain(embedded)
            .collect();
        environments.iter().filter(|one| stems.contains(&one.name())).copied().collect()
    }

    /// The directory of the files, if it can be found; what is wrong with it every inspection says.
    #[inline]
    pub(crate) fn checked_directory(&self) -> Option<std::path::PathBuf> {
        self.find_directory(&self.snapshot(), &mut Vec::new())
    }

    /// The application's name, as its variables begin, in small letters.
    #[cfg(feature = "cli")]
    #[inline]
    pub(crate) fn application_name(&self) -> String {
        self.spelling.prefix.trim_end_matches('_').to_lowercase()
    }

    #[inline]
    pub(crate) const fn files(&self) -> &Files {
        &self.files
    }

    /// Drops what is allowed, for findings about several environments.
    #[inline]
    pub(crate) fn allowed(&self, mut findings: Vec<Finding>) -> Vec<Finding> {
        // an allowance counts for what it names, whichever environments were compared
        self.begin(self.snapshot(), Environment::PRODUCTION, Phase::Ci).rules.apply(&mut findings);
        findings.sort_by(Finding::order);
        findings
    }
}
