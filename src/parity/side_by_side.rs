//! All environments of an application, side by side.

use std::fmt;
use std::path::PathBuf;

use crate::error::Error;
use crate::finding::Finding;
use crate::loader::{Inspection, Loader};
use crate::resolve::Config;
use crate::tier::Tier;

use super::baseline::Baseline;
use super::pair::Parity;
use super::rules::Rules;
use super::shared::{SharedCredential, shared};

/// All environments of an application, side by side: each inspected, and compared with each other.
///
/// ```
/// # #[derive(milieu::Config)] struct Settings { #[allow(dead_code)] port: u16 }
/// let fixture = milieu::testing::Fixture::new()
///     .file("config/base.toml", "port = 80\n")
///     .file("config/staging.toml", "")
///     .file("config/production.toml", "");
/// let all = fixture.loader().side_by_side::<Settings>();
/// assert!(all.inspections().iter().all(|one| one.findings().is_empty()));
/// assert!(all.findings(&all.baseline()?).is_empty());
/// # Ok::<(), milieu::Error>(())
/// ```
pub struct SideBySide {
    loader: Loader,
    inspections: Vec<Inspection>,
    rules: Rules,
}

impl Loader {
    /// Inspects all environments, as [`inspect_all`](Self::inspect_all) does, to be compared.
    #[must_use]
    pub fn side_by_side<T: Config>(&self) -> SideBySide {
        SideBySide::new(self, self.inspect_all::<T>())
    }

    /// As [`side_by_side`](Self::side_by_side), without a type: keys and kinds alone.
    #[must_use]
    #[inline]
    pub fn side_by_side_plain(&self) -> SideBySide {
        SideBySide::new(self, self.inspect_all_plain())
    }
}

impl SideBySide {
    /// Takes environments that were inspected one by one; `loader` says what is allowed, and where the baseline lies.
    #[must_use]
    #[inline]
    pub fn new(loader: &Loader, inspections: Vec<Inspection>) -> Self {
        Self { loader: loader.clone(), inspections, rules: Rules::new() }
    }

    /// Compares by these rules, where no type says anything else.
    #[must_use]
    #[inline]
    pub fn rules(mut self, rules: Rules) -> Self {
        self.rules = rules;
        self
    }

    #[cfg(feature = "cli")]
    #[inline]
    pub(crate) const fn loader(&self) -> &Loader {
        &self.loader
    }

    /// Returns each environment with what was found in it, in the order in which they are declared.
    #[must_use]
    #[inline]
    pub fn inspections(&self) -> &[Inspection] {
        &self.inspections
    }

    /// Compares two of the environments.
    ///
    /// # Errors
    ///
    /// Fails if one of the names is that of no environment here.
    ///
    /// ```
    /// let all = milieu::testing::Fixture::new().file("config/staging.toml", "").loader().side_by_side_plain();
    /// assert!(all.compare("staging", "staging")?.differences().is_empty());
    /// assert!(all.compare("staging", "production").is_err());
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[inline]
    pub fn compare(&self, one: &str, other: &str) -> Result<Parity, Error> {
        let find = |name: &str| {
            let environment = self.loader.named(name)?;
            self.inspections.iter().find(|seen| seen.environment() == environment).ok_or_else(|| {
                let finding = Finding::new("has no file of its own, so there is nothing to compare");
                Error::of(finding.with_key(environment.name()).with_remedy("add its file, even if it is empty"))
            })
        };
        Ok(self.rules.compare(find(one)?, find(other)?))
    }

    /// Compares each environment of tier Staging with each of tier Production: the pairs of which one is to prove the other.
    #[must_use]
    #[inline]
    pub fn pairs(&self) -> Vec<Parity> {
        let of = |tier| self.inspections.iter().filter(move |one| one.environment().tier() == tier);
        let pairs =
            of(Tier::Staging).flat_map(|staging| of(Tier::Production).map(move |production| (staging, production)));
        pairs.map(|(staging, production)| self.rules.compare(staging, production)).collect()
    }

    /// Returns each credential that two environments have in their files.
    #[must_use]
    #[inline]
    pub fn shared_credentials(&self) -> Vec<SharedCredential> {
        shared(&self.inspections)
    }

    /// Returns where the baseline lies: `parity.lock` beside the configuration files; `None` where there is no directory of them.
    #[must_use]
    #[inline]
    pub fn baseline_path(&self) -> Option<PathBuf> {
        self.loader.checked_directory().map(|directory| directory.join("parity.lock"))
    }

    /// Reads the baseline beside the configuration files; empty where there is none.
    ///
    /// # Errors
    ///
    /// As [`Baseline::read`], except for a file that is not there.
    #[inline]
    pub fn baseline(&self) -> Result<Baseline, Error> {
        let Some(path) = self.baseline_path() else { return Ok(Baseline::empty()) };
        Ok(Baseline::read_from(self.loader.files(), &path)?.unwrap_or_default())
    }

    /// Returns what is wrong with the environments together, ordered by key: new drift of [`pairs`](Self::pairs), entries of the
    /// baseline that are stale, credentials that two environments share. What is wrong with one alone, its inspection says.
    #[must_use]
    #[inline]
    pub fn findings(&self, baseline: &Baseline) -> Vec<Finding> {
        self.findings_of(&self.pairs(), baseline)
    }

    /// As [`findings`](Self::findings), where the pairs are compared already.
    #[inline]
    pub(crate) fn findings_of(&self, pairs: &[Parity], baseline: &Baseline) -> Vec<Finding> {
        let mut findings: Vec<Finding> = pairs.iter().flat_map(|pair| pair.findings(baseline)).collect();
        findings.extend(self.shared_credentials().iter().map(SharedCredential::finding));
        self.loader.allowed(findings)
    }
}

impl fmt::Debug for SideBySide {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.inspections.iter().map(|one| one.environment().name()).collect();
        write!(f, "SideBySide({})", names.join(", "))
    }
}
