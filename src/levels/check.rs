//! One check: its name, its levels, and what there is to know about it.

use std::fmt;

use crate::finding::Level;
use crate::tier::Tier;

use super::example::Example;

/// When a configuration is judged.
///
/// ```
/// use milieu::checks::{Phase, find};
/// use milieu::{Level, Tier};
///
/// let check = find("unknown-key").unwrap();
/// assert_eq!(check.level(Tier::Production, Phase::Ci), Level::Deny);
/// assert_eq!(check.level(Tier::Production, Phase::Start), Level::Warn);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Phase {
    /// Before anything runs, where every environment is looked at.
    Ci,
    /// When a program starts.
    Start,
    /// When a program that runs reads its configuration again.
    Reload,
}

impl Phase {
    /// Every phase, in the order in which a change goes through them.
    pub const ALL: [Self; 3] = [Self::Ci, Self::Start, Self::Reload];

    /// Returns `"ci"`, `"start"` or `"reload"`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ci => "ci",
            Self::Start => "start",
            Self::Reload => "reload",
        }
    }

    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Ci => "CI",
            Self::Start => "a start",
            Self::Reload => "a reload",
        }
    }
}

impl fmt::Display for Phase {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A column of the table of levels.
///
/// Staging and production have one column between them, which is why no application can make staging the weaker of the two.
///
/// ```
/// use milieu::checks::{Column, Phase};
/// assert_ne!(Column::DEPLOYED, Column::deployed_in(Phase::Ci));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Column {
    is_deployed: bool,
    /// `None` stands for all.
    phase: Option<Phase>,
}

impl Column {
    /// Tier Development, in all phases.
    pub const DEVELOPMENT: Self = Self { is_deployed: false, phase: None };
    /// Tiers Staging and Production, in all phases.
    pub const DEPLOYED: Self = Self { is_deployed: true, phase: None };

    /// Returns the column of tiers Staging and Production in one phase.
    #[must_use]
    pub const fn deployed_in(phase: Phase) -> Self {
        Self { is_deployed: true, phase: Some(phase) }
    }

    pub(crate) fn covers(self, tier: Tier, phase: Phase) -> bool {
        tier.is_deployed() == self.is_deployed && self.phase.is_none_or(|of| of == phase)
    }
}

/// Who judges a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Judged {
    /// A load, and an inspection.
    Always,
    /// The same, by files alone: what a deployment supplies says nothing of it.
    ByFiles,
    /// The same, at a key that the type declares.
    AtKeys,
    /// A load alone: an inspection does not run as the environment that it looks at.
    Load,
    /// Whoever compares environments.
    Across,
    /// What is no load at all, such as an action or a finished file.
    Apart,
}

/// What a program judges by: a row of the table without its words, which are linked into no program that does not ask for them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    slug: &'static str,
    development: Level,
    /// In the order of [`Phase::ALL`].
    deployed: [Level; 3],
    judged: Judged,
    is_fixed: bool,
}

impl Row {
    pub(crate) const fn slug(&self) -> &'static str {
        self.slug
    }

    pub(crate) const fn level(&self, tier: Tier, phase: Phase) -> Level {
        match tier {
            Tier::Development => self.development,
            Tier::Staging | Tier::Production => self.deployed[phase as usize],
        }
    }

    pub(crate) const fn is_fixed(&self) -> bool {
        self.is_fixed
    }

    /// Whether an inspection knows all that there is to know.
    pub(crate) const fn is_by_files(&self) -> bool {
        matches!(self.judged, Judged::ByFiles)
    }

    /// Whether it speaks of keys that a type declares, and of no other.
    pub(crate) const fn is_at_keys(&self) -> bool {
        matches!(self.judged, Judged::AtKeys)
    }

    /// Whether each load judges it.
    #[cfg(feature = "receipts")]
    pub(crate) const fn is_judged_by_loads(&self) -> bool {
        !matches!(self.judged, Judged::Across | Judged::Apart)
    }

    /// Whether some load or comparison judges it, so that an allowance can be asked.
    pub(crate) const fn knows_allowances(&self) -> bool {
        !matches!(self.judged, Judged::Apart)
    }
}

/// A named rule: what it is called, how strictly it is taken, and what there is to know about it.
///
/// The library's own are in [`all`](crate::checks::all). An application's own have the same form and are judged by a
/// [`Rule`](crate::checks::Rule).
///
/// ```
/// use milieu::checks::{Check, Column, Phase};
/// use milieu::{Level, Tier};
///
/// const CHECK: Check = Check::new(
///     "pool-too-small",
///     "a pool of one connection makes every request wait for the one before it",
///     "raise database.pool_size",
/// )
/// .with_level(Column::DEVELOPMENT, Level::Allow)
/// .with_level(Column::deployed_in(Phase::Start), Level::Warn);
///
/// assert_eq!(CHECK.level(Tier::Staging, Phase::Ci), Level::Deny);
/// assert_eq!(CHECK.level(Tier::Staging, Phase::Start), Level::Warn);
/// assert_eq!(CHECK.level(Tier::Development, Phase::Ci), Level::Allow);
/// ```
pub struct Check {
    row: Row,
    explanation: &'static str,
    remedy: &'static str,
    example: Option<Example>,
}

impl Check {
    /// Describes a check that denies in every tier and phase, until [`with_level`](Self::with_level) says otherwise.
    ///
    /// `explanation` says what is wrong and why it matters, `remedy` what to do about it.
    ///
    /// # Panics
    ///
    /// Panics, and so does not compile where it is a constant, if the slug is not made of `a`–`z`, `0`–`9` and `-` with a letter
    /// first, or if there is no explanation or remedy.
    #[must_use]
    #[inline]
    pub const fn new(slug: &'static str, explanation: &'static str, remedy: &'static str) -> Self {
        assert!(is_slug(slug), "the slug of a check is made of a-z, 0-9 and -, a letter first");
        assert!(!explanation.is_empty(), "a check says what is wrong and why it matters");
        assert!(!remedy.is_empty(), "a check says what to do");
        let (development, deployed) = (Level::Deny, [Level::Deny; 3]);
        let row = Row { slug, development, deployed, judged: Judged::Always, is_fixed: false };
        Self { row, explanation, remedy, example: None }
    }

    /// Sets the level of a column.
    #[must_use]
    pub const fn with_level(mut self, column: Column, level: Level) -> Self {
        match (column.is_deployed, column.phase) {
            (false, _) => self.row.development = level,
            (true, None) => self.row.deployed = [level; 3],
            (true, Some(phase)) => self.row.deployed[phase as usize] = level,
        }
        self
    }

    /// Adds an example that fires.
    #[must_use]
    pub const fn with_example(mut self, example: Example) -> Self {
        self.example = Some(example);
        self
    }

    pub(super) const fn judged_by(mut self, judged: Judged) -> Self {
        self.row.judged = judged;
        self
    }

    /// No application lowers it, in no tier: it is about a credential or an environment that is not where it belongs.
    pub(super) const fn fixed(mut self) -> Self {
        self.row.is_fixed = true;
        self
    }

    /// Returns the name, which findings show in brackets.
    #[must_use]
    pub const fn slug(&self) -> &'static str {
        self.row.slug
    }

    /// Returns the level in a tier and phase; that of staging is that of production.
    #[must_use]
    pub const fn level(&self, tier: Tier, phase: Phase) -> Level {
        self.row.level(tier, phase)
    }

    /// Returns what is wrong, and why it matters.
    #[must_use]
    pub const fn explanation(&self) -> &'static str {
        self.explanation
    }

    /// Returns what to do about it.
    #[must_use]
    pub const fn remedy(&self) -> &'static str {
        self.remedy
    }

    /// Returns an example that fires; the library's own checks have one each.
    #[must_use]
    pub const fn example(&self) -> Option<&Example> {
        self.example.as_ref()
    }

    /// Tells whether no application may lower the level in tier Development either.
    ///
    /// In staging and production none may be lowered; there [`Loader::allow`](crate::Loader::allow) is the one way round.
    #[must_use]
    pub const fn is_fixed(&self) -> bool {
        self.row.is_fixed
    }

    pub(crate) const fn row(&self) -> &Row {
        &self.row
    }

    pub(super) const fn judged(&self) -> Judged {
        self.row.judged
    }

    /// The levels where it is deployed, in words.
    #[inline]
    pub(super) fn deployed_words(&self) -> String {
        let [ci, start, reload] = self.row.deployed.map(Level::as_str);
        match (ci == start, start == reload) {
            (true, true) => ci.to_owned(),
            (false, true) => format!("{ci} in CI, {start} at start and reload"),
            (true, false) => format!("{ci} in CI and at start, {reload} at reload"),
            (false, false) => format!("{ci} in CI, {start} at start, {reload} at reload"),
        }
    }
}

/// What `explain` prints: the levels, what is wrong, what to do, and an example.
impl fmt::Display for Check {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (development, deployed) = (self.row.development.as_str(), self.deployed_words());
        writeln!(f, "{}\n", self.slug())?;
        writeln!(f, "development: {development}\nstaging, production: {deployed}\n")?;
        writeln!(f, "{}\n\nwhat to do: {}", self.explanation, self.remedy)?;
        match &self.example {
            Some(example) => write!(f, "\nexample: {example}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Check {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Check({})", self.slug())
    }
}

/// Whether a text is made as the name of a check is.
const fn is_slug(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !(bytes[at].is_ascii_lowercase() || at > 0 && (bytes[at].is_ascii_digit() || bytes[at] == b'-')) {
            return false;
        }
        at += 1;
    }
    !bytes.is_empty()
}
