//! The differences that somebody has accepted.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use crate::error::Error;
use crate::finding::Finding;
use crate::origin::Origin;
use crate::sources::files::{Files, Unreadable};
use crate::sources::unchanged::replace_unchanged;

use super::difference::{Difference, Drift};
use super::file;
use super::pair::Parity;

/// The differences that somebody has accepted, each with the reason: `parity.lock`, a committed file.
///
/// It has one line a difference, sorted, so that changes are small; a merge that keeps the lines of both sides is right, in
/// whatever order. It holds keys and no values.
///
/// ```
/// # let directory = std::env::temp_dir().join(format!("milieu-doc-parity-{}", std::process::id()));
/// # std::fs::create_dir_all(&directory)?;
/// # let path = directory.join("parity.lock");
/// use milieu::parity::{Baseline, Parity};
///
/// let fixture = milieu::testing::Fixture::new()
///     .file("config/staging.toml", "")
///     .file("config/production.toml", "region = 'eu'\n");
/// let [staging, production] = &fixture.loader().inspect_all_plain()[..] else { unreachable!() };
/// let parity = Parity::between(staging, production);
///
/// let mut baseline = Baseline::empty();
/// assert_eq!(baseline.accept(&parity, "staging has one region")?, 1);
/// baseline.write(&path)?;
/// assert!(std::fs::read_to_string(&path)?.contains(
///     r#"{ environments = ["production", "staging"], drift = "missing-in-staging", key = "region", reason = "staging has one region" },"#
/// ));
/// let baseline = Baseline::read(&path)?;
/// assert_eq!(parity.new_since(&baseline).count(), 0);
/// assert_eq!(baseline.entries()[0].reason(), "staging has one region");
/// # std::fs::remove_dir_all(&directory)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default)]
pub struct Baseline {
    /// In the order of the file.
    entries: Vec<Accepted>,
    /// What the file said when it was read or written.
    text: Option<String>,
}

/// One accepted difference.
#[derive(Clone, PartialEq, Eq)]
pub struct Accepted {
    /// By name.
    pub(super) environments: [Box<str>; 2],
    pub(super) drift: Drift,
    pub(super) less_in: Option<Box<str>>,
    pub(super) key: Box<str>,
    pub(super) reason: Box<str>,
    /// `None` until it is written.
    pub(super) origin: Option<Origin>,
}

impl Accepted {
    /// Returns the two environments, ordered by name.
    #[must_use]
    #[inline]
    pub fn environments(&self) -> [&str; 2] {
        [&self.environments[0], &self.environments[1]]
    }

    /// Returns in which way they may differ.
    #[must_use]
    #[inline]
    pub const fn drift(&self) -> Drift {
        self.drift
    }

    /// Returns the environment that has less, as [`Difference::less_in`] does.
    #[must_use]
    #[inline]
    pub fn less_in(&self) -> Option<&str> {
        self.less_in.as_deref()
    }

    /// Returns the key.
    #[must_use]
    #[inline]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Returns why it was accepted.
    #[must_use]
    #[inline]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// In what way the two differ, in words.
    #[cfg(feature = "cli")]
    #[inline]
    pub(crate) fn words(&self) -> String {
        match self.less_in() {
            Some(less) if self.drift == Drift::Missing => format!("missing in {less}"),
            Some(less) if self.drift == Drift::Empty => format!("empty in {less}"),
            Some(less) => format!("{} missing in {less}", self.drift),
            None => self.drift.to_string(),
        }
    }

    #[inline]
    pub(crate) fn order(&self) -> ([&str; 2], &str, Drift, Option<&str>) {
        (self.environments(), &self.key, self.drift, self.less_in())
    }

    #[inline]
    fn is_of(&self, parity: &Parity) -> bool {
        self.environments() == parity.environments().map(|one| one.name())
    }
}

impl fmt::Debug for Accepted {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [one, other] = self.environments();
        write!(f, "Accepted({one}, {other}, {}: {})", self.key, self.drift)
    }
}

impl Baseline {
    /// Begins a baseline that accepts nothing.
    #[must_use]
    #[inline]
    pub const fn empty() -> Self {
        Self { entries: Vec::new(), text: None }
    }

    /// Reads a baseline.
    ///
    /// # Errors
    ///
    /// Fails, with the place of all that is wrong, if the file is not there, is damaged, is a file of another kind, or was written
    /// by a newer release. Nothing is half read.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::read_from(&Files::Disk, path.as_ref())?
            .ok_or_else(|| about_file(path.as_ref(), Unreadable::Missing.to_string()))
    }

    /// Reads a baseline, or begins one where there is no file yet.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read), except for a file that is not there.
    pub fn read_or_empty(path: impl AsRef<Path>) -> Result<Self, Error> {
        Ok(Self::read_from(&Files::Disk, path.as_ref())?.unwrap_or_default())
    }

    #[inline]
    pub(super) fn read_from(files: &Files, path: &Path) -> Result<Option<Self>, Error> {
        match files.read(path, false) {
            Ok((text, _)) => Self::of_text(path.into(), text).map(Some),
            Err(Unreadable::Missing) => Ok(None),
            Err(why) => Err(about_file(path, why.to_string())),
        }
    }

    #[inline]
    fn of_text(path: Arc<Path>, text: String) -> Result<Self, Error> {
        let entries = file::read(path, &text).map_err(|findings| Error::new(None, findings))?;
        Ok(Self { entries, text: Some(text) })
    }

    /// Accepts every difference of a comparison that is not accepted yet, and returns how many there were. What was accepted
    /// before keeps its own reason.
    ///
    /// # Errors
    ///
    /// Fails if the reason is blank: whoever reads the line next has to know whether it still holds.
    #[inline]
    pub fn accept(&mut self, parity: &Parity, reason: &str) -> Result<usize, Error> {
        self.accept_some(parity, reason, |_| true)
    }

    /// As [`accept`](Self::accept), for the differences that are meant.
    ///
    /// # Errors
    ///
    /// As [`accept`](Self::accept).
    pub fn accept_some(
        &mut self,
        parity: &Parity,
        reason: &str,
        mut is_meant: impl FnMut(&Difference) -> bool,
    ) -> Result<usize, Error> {
        let reason = reason.trim();
        if reason.is_empty() {
            let finding = Finding::new("expected a reason, found a blank text").with_key("reason");
            return Err(Error::of(finding.with_remedy("say why, for whoever reads it next")));
        }
        let environments = parity.environments().map(|one| Box::<str>::from(one.name()));
        let entry = |one: &Difference| Accepted {
            environments: environments.clone(),
            drift: one.drift,
            less_in: one.less_in.map(Into::into),
            key: one.exact.clone(),
            reason: reason.into(),
            origin: None,
        };
        let new: Vec<_> = parity.new_since(self).filter(|one| is_meant(one)).map(entry).collect();
        let count = new.len();
        self.entries.extend(new);
        self.sort();
        Ok(count)
    }

    /// Takes out what a comparison does not find any more, and returns how many entries there were.
    #[inline]
    pub fn prune(&mut self, parity: &Parity) -> usize {
        let before = self.entries.len();
        let there = order_of(parity);
        self.entries.retain(|entry| !entry.is_of(parity) || is_there(&there, entry));
        before - self.entries.len()
    }

    /// What is accepted of a pair and is still so.
    #[cfg(feature = "cli")]
    #[inline]
    pub(crate) fn accepted<'a>(&'a self, parity: &'a Parity) -> impl Iterator<Item = &'a Accepted> {
        let there = order_of(parity);
        self.entries.iter().filter(move |entry| entry.is_of(parity) && is_there(&there, entry))
    }

    /// Returns what is accepted, in the order of the file.
    #[must_use]
    #[inline]
    pub fn entries(&self) -> &[Accepted] {
        &self.entries
    }

    /// Writes the baseline, if it says anything new. The file is replaced whole: whoever looks finds the old one or the new one.
    ///
    /// # Errors
    ///
    /// Fails, and leaves the file as it was, if the file is there and says anything else than what this baseline was read from,
    /// or if it cannot be written.
    pub fn write(&mut self, path: impl AsRef<Path>) -> Result<(), Error> {
        let path = path.as_ref();
        let text = file::write(&self.entries);
        // read before it is written: it proves that the file can be read, and gives the new places
        let read = Self::of_text(path.into(), text)?;
        replace_unchanged(path, self.text.as_deref(), read.text.as_deref().unwrap_or_default()).map_err(Error::of)?;
        *self = read;
        Ok(())
    }

    /// Whether a difference is accepted.
    #[inline]
    pub(super) fn has(&self, parity: &Parity, difference: &Difference) -> bool {
        self.find(parity, difference).is_some()
    }

    /// The entry that accepts a difference.
    #[inline]
    pub(crate) fn find(&self, parity: &Parity, difference: &Difference) -> Option<&Accepted> {
        let environments = parity.environments().map(|one| one.name());
        let wanted = (environments, &*difference.exact, difference.drift, difference.less_in);
        let at = self.entries.binary_search_by(|entry| entry.order().cmp(&wanted)).ok()?;
        self.entries.get(at)
    }

    /// The entries for a pair that are no differences any more.
    #[inline]
    pub(super) fn stale<'a>(&'a self, parity: &'a Parity) -> impl Iterator<Item = &'a Accepted> {
        let there = order_of(parity);
        self.entries.iter().filter(move |entry| entry.is_of(parity) && !is_there(&there, entry))
    }

    #[inline]
    fn sort(&mut self) {
        self.entries.sort_by(|a, b| a.order().cmp(&b.order()));
    }
}

type Order<'a> = (&'a str, Drift, Option<&'static str>);

/// The differences, in their order, to be searched.
#[inline]
fn order_of(parity: &Parity) -> Vec<Order<'_>> {
    parity.differences().iter().map(Difference::order).collect()
}

#[inline]
fn is_there(there: &[Order<'_>], entry: &Accepted) -> bool {
    let wanted = (&*entry.key, entry.drift, entry.less_in());
    there.binary_search_by(|one| (one.0, one.1, one.2).cmp(&wanted)).is_ok()
}

impl fmt::Debug for Baseline {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Baseline({} entries)", self.entries.len())
    }
}

#[inline]
fn about_file(path: &Path, words: String) -> Error {
    Error::of(Finding::new(words).with_origin(Origin::whole_file(path)))
}
