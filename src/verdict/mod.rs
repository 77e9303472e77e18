//! What all checks say: of each environment by itself, and of all of them together.

mod found;
#[cfg(feature = "cli")]
mod github;
#[cfg(feature = "cli")]
mod page;
#[cfg(feature = "cli")]
mod place;
#[cfg(feature = "cli")]
mod sarif;
mod text;

use std::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::environment::Environment;
use crate::error::Error;
use crate::finding::{Finding, Level};
use crate::loader::{Inspection, Loader};
use crate::parity::{Baseline, Parity, SideBySide};
use crate::resolve::Config;

pub use found::Found;
pub use text::StyledVerdict;

use found::collect;

/// What all checks say of an application's environments: of each by itself, and of all of them together.
///
/// What several environments have from one file they all read is said once. Nothing holds a value.
///
/// | | |
/// |---|---|
/// | each environment | what [`Loader::inspect_all`] finds: its checked files against the type, every check in phase `Ci` |
/// | all together | new drift between staging and production, entries of `parity.lock` that are stale, credentials that two environments share, allowances for nothing |
///
/// ```
/// # #[derive(milieu::Config)] struct Settings { #[allow(dead_code)] #[config(default = 80)] port: u16 }
/// let fixture = milieu::testing::Fixture::new()
///     .application("shop")
///     .file("config/base.toml", "prot = 80\n")
///     .file("config/staging.toml", "")
///     .file("config/production.toml", "");
/// let verdict = fixture.loader().check_all::<Settings>();
/// assert!(!verdict.is_clean());
/// assert_eq!(verdict.to_string(), "\
/// 1 problem in the configuration of staging, production
/// staging, production
///   <key 1>: is no key of this configuration (config/base.toml:1:1); did you mean port? [unknown-key]");
/// ```
pub struct Verdict {
    sides: SideBySide,
    pairs: Vec<Parity>,
    baseline: Baseline,
    found: Vec<Found>,
}

impl Loader {
    /// Holds every environment that takes part against the type and against each other, by everything that can be checked
    /// before a start.
    ///
    /// It reads what [`inspect_all`](Self::inspect_all) reads, and `parity.lock` beside the configuration files. Where there is no file at all
    /// that says, too.
    #[must_use]
    pub fn check_all<T: Config>(&self) -> Verdict {
        Verdict::together(self, self.side_by_side::<T>())
    }

    /// As [`check_all`](Self::check_all), without a type: keys and kinds alone.
    ///
    /// ```
    /// let fixture = milieu::testing::Fixture::new().file("config/staging.toml", "a = 1\n").file("config/production.toml", "");
    /// assert_eq!(fixture.loader().check_all_plain().found()[0].finding().check(), Some("staging-drift"));
    /// ```
    #[must_use]
    pub fn check_all_plain(&self) -> Verdict {
        Verdict::together(self, self.side_by_side_plain())
    }

    /// Holds one environment against the type, as it would be loaded here and now: with this process's variables, secret files and,
    /// in development, local files. The other environments are not looked at.
    ///
    /// # Errors
    ///
    /// Fails if `environment` is not the name of one.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings { #[allow(dead_code)] #[config(default = 80)] port: u16 }
    /// let loader = milieu::testing::Fixture::new().variable("APP_PROT", "81").loader();
    /// let verdict = loader.check_one::<Settings>("staging")?;
    /// assert_eq!(verdict.found()[0].finding().check(), Some("unknown-variable"));
    /// assert!(verdict.is_clean() && verdict.warnings() == 1);
    /// # Ok::<(), milieu::Error>(())
    /// ```
    pub fn check_one<T: Config>(&self, environment: &str) -> Result<Verdict, Error> {
        let sides = SideBySide::new(self, vec![self.inspect::<T>(environment)?]);
        let found = collect(&sides, Vec::new());
        Ok(Verdict { sides, pairs: Vec::new(), baseline: Baseline::empty(), found })
    }
}

impl Verdict {
    fn together(loader: &Loader, sides: SideBySide) -> Self {
        let mut between = Inspection::stale_allowances(sides.inspections());
        let baseline = sides.baseline().unwrap_or_else(|error| {
            between.extend(error.findings().iter().cloned());
            Baseline::empty()
        });
        let pairs = sides.pairs();
        between.extend(sides.findings_of(&pairs, &baseline));
        between.extend(loader.allowed(loader.without_file()));
        if !loader.has_layers() {
            let words = "no configuration file is there, so nothing was checked";
            let remedy = "run it in the directory that holds config/, or name the directory";
            between.push(Finding::new(words).with_remedy(remedy));
        }
        let found = collect(&sides, between);
        Self { sides, pairs, baseline, found }
    }

    /// Returns the environments that were looked at, in the order in which they are declared.
    pub fn environments(&self) -> impl ExactSizeIterator<Item = Environment> {
        self.inspections().iter().map(Inspection::environment)
    }

    /// Returns everything that was found, each thing once: what the most environments have in common first, and what lies between
    /// environments last.
    #[must_use]
    pub fn found(&self) -> &[Found] {
        &self.found
    }

    /// Returns how many findings forbid to go on, each counted once.
    #[must_use]
    pub fn problems(&self) -> usize {
        self.found.iter().filter(|found| found.finding().level() == Level::Deny).count()
    }

    /// Returns how many findings are warnings, each counted once.
    #[must_use]
    pub fn warnings(&self) -> usize {
        self.found.len() - self.problems()
    }

    /// Tells whether nothing forbids to go on; there may be warnings.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.problems() == 0
    }

    /// Fails a test unless nothing forbids to go on, with the text of the command `check --all`.
    ///
    /// # Panics
    ///
    /// Panics on a finding of level `deny`.
    #[cfg(feature = "testing")]
    #[track_caller]
    pub fn assert_clean(&self) {
        assert!(self.is_clean(), "{self}");
    }

    /// Returns what was looked at, environment by environment.
    #[must_use]
    pub fn inspections(&self) -> &[Inspection] {
        self.sides.inspections()
    }

    /// Returns the comparisons of staging with production; none where one environment was looked at.
    #[must_use]
    pub fn pairs(&self) -> &[Parity] {
        &self.pairs
    }

    /// Returns the differences that somebody has accepted.
    #[must_use]
    pub const fn baseline(&self) -> &Baseline {
        &self.baseline
    }

    /// Returns a `Display` with colour for a terminal, or without.
    #[must_use]
    pub const fn styled(&self, colour: bool) -> StyledVerdict<'_> {
        StyledVerdict { verdict: self, colour }
    }

    /// Returns the findings as JSON: `{"format":"milieu.verdict/1","environments","problems","warnings","findings":[…]}`. Each finding
    /// is that of [`Error::to_json`] with one more member, `environments`, which is empty for what lies between them. The verdict
    /// serializes the same way.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings { #[allow(dead_code)] #[config(default = 80)] port: u16 }
    /// let fixture = milieu::testing::Fixture::new().file("config/staging.toml", "prot = 80\n").file("config/production.toml", "");
    /// let json = fixture.loader().check_all::<Settings>().to_json();
    /// assert!(json.starts_with(
    ///     r#"{"format":"milieu.verdict/1","environments":["staging","production"],"problems":1,"warnings":0,"findings":[{"environments":["staging"],"level":"deny","check":"unknown-key","#,
    /// ));
    /// ```
    #[must_use]
    pub fn to_json(&self) -> String {
        // texts, numbers and lists of them always serialize
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.styled(false), f)
    }
}

impl fmt::Debug for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Verdict {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Verdict", 5)?;
        out.serialize_field("format", "milieu.verdict/1")?;
        out.serialize_field("environments", &self.environments().map(|one| one.name()).collect::<Vec<_>>())?;
        out.serialize_field("problems", &self.problems())?;
        out.serialize_field("warnings", &self.warnings())?;
        out.serialize_field("findings", &self.found)?;
        out.end()
    }
}
