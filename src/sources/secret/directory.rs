//! Which files of a directory hold which keys.

use std::path::Path;
use std::rc::Rc;

use super::preset::SecretFiles;
use super::read::{Contents, Refused};
use super::roots::Roots;
use crate::schema::Kind;
use crate::sources::open::Directory;

/// A file of a directory, and the key that it is named after.
pub(crate) struct Named {
    /// Below the directory.
    pub(crate) file: String,
    /// The key and what may stand there; `None` for a file that no key names.
    pub(crate) key: Option<(Vec<String>, &'static Kind)>,
    /// The directory that it was found in; `None` where it lies in memory.
    within: Option<Rc<Directory>>,
}

/// How deep directories are looked into, and how many files of one are looked at.
const DEEPEST: usize = 8;
const MOST: usize = 4096;

/// The files of a directory, sorted by name; an error if it cannot be listed.
///
/// Names that begin with `.` are those of the directory's keeper: the marker, `..data` and its generations.
pub(crate) fn list(
    roots: &Roots<'_>,
    root: &SecretFiles,
    declared: &dyn Fn(&[&str]) -> Option<&'static Kind>,
) -> Result<Vec<Named>, Refused> {
    let mut named = Vec::new();
    let listing = Listing { roots, root, declared };
    listing.list((root.directory(), ""), &[], &mut named)?;
    Ok(named)
}

struct Listing<'a> {
    roots: &'a Roots<'a>,
    root: &'a SecretFiles,
    declared: &'a dyn Fn(&[&str]) -> Option<&'static Kind>,
}

impl Listing<'_> {
    /// Lists one directory: its path, and how its files are shown; `above` is the key that it stands for.
    fn list(&self, (path, shown): (&Path, &str), above: &[&str], out: &mut Vec<Named>) -> Result<(), Refused> {
        let (names, within) = match self.roots.files.names_in_memory(path) {
            Some(names) => (names.ok_or(Refused::Missing)?, None),
            None => {
                let opened = self.roots.directory(path, self.root.preset)?;
                (opened.names()?, Some(opened))
            }
        };
        let names = names.iter().filter(|name| !name.starts_with('.'));
        if names.clone().nth(MOST).is_some() {
            return Err(Refused::TooMany);
        }
        for name in names {
            let file = if shown.is_empty() { name.clone() } else { format!("{shown}/{name}") };
            let found = self.key_of(name, above);
            if let Some((key, Kind::Table(_) | Kind::Map(_))) = &found {
                if above.len() < DEEPEST && self.list((&path.join(name), &file), key, out).is_ok() {
                    continue;
                }
            }
            let key = found.map(|(key, kind)| (key.into_iter().map(ToOwned::to_owned).collect(), kind));
            out.push(Named { file, key, within: within.clone() });
        }
        Ok(())
    }

    /// The key that a name spells, by itself or with `__` or `.` between its parts.
    fn key_of<'n>(&self, name: &'n str, above: &[&'n str]) -> Option<(Vec<&'n str>, &'static Kind)> {
        let spelt = |parts: &mut dyn Iterator<Item = &'n str>| {
            let key: Vec<&str> = above.iter().copied().chain(parts).collect();
            (self.declared)(&key).map(|kind| (key, kind))
        };
        let joined = |by: &str| name.contains(by).then(|| spelt(&mut name.split(by))).flatten();
        joined("__").or_else(|| joined(".")).or_else(|| spelt(&mut std::iter::once(name)))
    }
}

impl Named {
    /// Reads the file.
    pub(crate) fn read(&self, roots: &Roots<'_>, root: &SecretFiles) -> Result<Contents, Refused> {
        if let Some(within) = &self.within {
            let name = self.file.rsplit_once('/').map_or(self.file.as_str(), |(_, name)| name);
            return roots.read_below(within, Path::new(name), root.preset);
        }
        let path = root.directory().join(&self.file);
        match (path.parent(), path.file_name()) {
            (Some(directory), Some(name)) => roots.read_in(directory, Path::new(name), root.preset),
            _ => Err(Refused::Missing),
        }
    }
}
