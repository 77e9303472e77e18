//! Files that are compiled in: those of a directory, as constants.

use std::fmt;

use crate::build::BuildClass;
use crate::environment::Environment;
use crate::key::is_same;
use crate::stack::Content;
use crate::tier::Tier;

/// The checked files of a directory, compiled in by [`embed_layers!`](crate::embed_layers!) and read by
/// [`Loader::embedded`](crate::Loader::embedded).
///
/// It holds keys, values and places, and no other text of the files.
#[derive(Clone, Copy)]
pub struct Embedded {
    directory: &'static str,
    files: &'static [EmbeddedFile],
}

/// One file of the directory.
#[derive(Clone, Copy)]
pub struct EmbeddedFile {
    path: &'static str,
    stem: &'static str,
    content: Option<Content>,
}

impl Embedded {
    /// What the macro writes.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(directory: &'static str, files: &'static [EmbeddedFile]) -> Self {
        Self { directory, files }
    }

    /// Returns the paths of the files, as reports show them; those whose content a deployable build leaves out are among them.
    pub fn paths(&self) -> impl Iterator<Item = &'static str> {
        self.files.iter().map(|file| file.path)
    }

    pub(crate) const fn directory(&self) -> &'static str {
        self.directory
    }

    pub(crate) const fn files(&self) -> &'static [EmbeddedFile] {
        self.files
    }
}

impl EmbeddedFile {
    /// A file as reports show it, its name without extension, and what it says, unless the build leaves that out.
    #[must_use]
    pub const fn new(path: &'static str, stem: &'static str, content: Option<Content>) -> Self {
        Self { path, stem, content }
    }

    pub(crate) const fn path(&self) -> &'static str {
        self.path
    }

    pub(crate) const fn stem(&self) -> &'static str {
        self.stem
    }

    pub(crate) const fn content(&self) -> Option<Content> {
        self.content
    }
}

/// Whether a build takes a file of this name: `base`, and those of the environments that are given. A deployable build takes none
/// of tier `Development`.
#[must_use]
#[inline]
pub const fn is_embedded(stem: &str, environments: &[Environment], class: BuildClass) -> bool {
    is_same(stem, "base")
        || match (tier_of(stem, environments), class) {
            (None, _) | (Some(Tier::Development), BuildClass::Deployable) => false,
            (Some(_), _) => true,
        }
}

/// Whether an environment of tier `Staging` or `Production` reads a file of this name; the class of the build changes nothing.
#[must_use]
#[inline]
pub const fn is_deployed(stem: &str, environments: &[Environment], _: BuildClass) -> bool {
    is_embedded(stem, environments, BuildClass::Deployable)
}

/// The tier of an environment; a declared one stands in the place of a standard one of the same name.
#[inline]
const fn tier_of(name: &str, environments: &[Environment]) -> Option<Tier> {
    const STANDARD: [Environment; 4] =
        [Environment::DEVELOPMENT, Environment::TEST, Environment::STAGING, Environment::PRODUCTION];
    match tier_among(name, environments) {
        None => tier_among(name, &STANDARD),
        declared => declared,
    }
}

const fn tier_among(name: &str, environments: &[Environment]) -> Option<Tier> {
    let mut at = 0;
    while at < environments.len() {
        if is_same(name, environments[at].name()) {
            return Some(environments[at].tier());
        }
        at += 1;
    }
    None
}

impl fmt::Debug for Embedded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Embedded({}, {} files)", self.directory, self.files.len())
    }
}

impl fmt::Debug for EmbeddedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EmbeddedFile({})", self.path)
    }
}
