//! What was found: the first of it in order, and how much more there is.

use crate::schema::{Field, Kind, Schema, Tag};

use super::facts::{At, Entry};
use super::path::{Path, Way};

/// What is wrong with a file, or with all environments.
#[derive(Clone, Copy, Debug)]
pub struct Findings {
    kept: [Finding; Self::MOST],
    count: usize,
    /// The number of the one that is last in its file.
    last: usize,
}

/// One thing that is wrong.
#[derive(Clone, Copy, Debug)]
pub(super) struct Finding {
    /// The name of its file; empty where it is a key that stands in none.
    pub(super) file: &'static str,
    /// Zeros if it is the whole file.
    pub(super) at: At,
    pub(super) path: Path,
    pub(super) what: What,
}

/// What is wrong.
#[derive(Clone, Copy, Debug)]
pub(super) enum What {
    /// The text itself is; the words.
    Text(&'static str),
    /// The same file is there in another format, with this extension.
    Beside(&'static str),
    /// No environment has the file's name, and this one is meant; the extension.
    Misspelt(&'static str, &'static str),
    /// A setting of milieu itself.
    Reserved,
    /// No type declares the key. Type and table are for a suggestion.
    Unknown(&'static Schema, &'static [Entry], &'static str),
    /// The key is there under two of its names.
    Twice(&'static str),
    DevOnly,
    /// A credential stands in a file that may not hold it: of this environment, or of all.
    Credential(Option<&'static str>),
    /// Something else is expected: by the field, or by the kind of an item of it.
    Expected(&'static Field, Option<&'static Kind>, &'static str, Option<&'static str>),
    /// The tag names no variant.
    Tag(&'static Tag, &'static str),
    /// Nothing sets the key in these environments.
    Missing(&'static Field, Mask),
    MissingTag(&'static Tag, Mask),
}

/// A bit for each environment, by its number; those from 64 on are not judged.
pub(super) type Mask = u64;

impl Findings {
    /// As many as a report shows.
    pub(super) const MOST: usize = 64;

    #[inline]
    pub(super) const fn new() -> Self {
        let none = Finding { file: "", at: [0, 0], path: Way::ROOT.kept(), what: What::DevOnly };
        Self { kept: [none; Self::MOST], count: 0, last: 0 }
    }

    /// How many there are.
    #[must_use]
    #[inline]
    pub const fn count(&self) -> usize {
        self.count
    }

    /// Those that are shown, in the order of finding.
    #[inline]
    pub(super) const fn kept(&self) -> &[Finding] {
        self.kept.split_at(if self.count < Self::MOST { self.count } else { Self::MOST }).0
    }

    /// Keeps it, if it is among the first that were found.
    #[inline]
    pub(super) const fn append(&mut self, finding: Finding) {
        if self.count < Self::MOST {
            self.kept[self.count] = finding;
        }
        self.count += 1;
    }

    /// Keeps it, if it is among the first in the order of the file.
    #[inline]
    pub(super) const fn push(&mut self, finding: Finding) {
        let number = self.count;
        self.count += 1;
        if number < Self::MOST {
            self.kept[number] = finding;
            // the one that makes room for another
            if number == 0 || !is_before(finding.at, self.kept[self.last].at) {
                self.last = number;
            }
        } else if is_before(finding.at, self.kept[self.last].at) {
            self.kept[self.last] = finding;
            let mut at = 0;
            while at < Self::MOST {
                if is_before(self.kept[self.last].at, self.kept[at].at) {
                    self.last = at;
                }
                at += 1;
            }
        }
    }

    /// Puts those that are shown in the order of their places; at one place in the order of finding.
    #[inline]
    pub(super) const fn sorted(&self) -> Self {
        let (mut order, mut next, count) = ([0; Self::MOST], 0, self.kept().len());
        while next < count {
            let mut at = next;
            while at > 0 && is_before(self.kept[next].at, self.kept[order[at - 1]].at) {
                order[at] = order[at - 1];
                at -= 1;
            }
            order[at] = next;
            next += 1;
        }
        let (mut sorted, mut at) = (*self, 0);
        while at < count {
            sorted.kept[at] = self.kept[order[at]];
            at += 1;
        }
        sorted
    }
}

#[inline]
const fn is_before(a: At, b: At) -> bool {
    a[0] < b[0] || a[0] == b[0] && a[1] < b[1]
}
