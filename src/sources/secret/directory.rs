//! Which files of a directory hold which keys.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::preset::SecretFiles;
use super::read::{Contents, Refused};
use super::roots::Roots;
use crate::sources::open::Directory;

/// What a configuration declares at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Declared {
    /// A value: a file can hold it.
    Value,
    /// Keys below: a directory can hold them.
    Keys,
    Nothing,
}

/// A file of a directory, and the key that it is named after.
pub(crate) struct Named {
    /// Below the directory.
    pub(crate) file: String,
    /// `None` for a file that no key names.
    pub(crate) key: Option<Vec<String>>,
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
    declared: &dyn Fn(&[String]) -> Declared,
) -> Result<Vec<Named>, Refused> {
    let mut named = Vec::new();
    let listing = Listing { roots, root, declared };
    listing.list(root.directory(), "", &mut Vec::new(), &mut named)?;
    Ok(named)
}

struct Listing<'a> {
    roots: &'a Roots<'a>,
    root: &'a SecretFiles,
    declared: &'a dyn Fn(&[String]) -> Declared,
}

impl Listing<'_> {
    fn list(&self, path: &Path, shown: &str, above: &mut Vec<String>, out: &mut Vec<Named>) -> Result<(), Refused> {
        let (names, within) = match self.roots.files.names_in_memory(path) {
            Some(names) => (names.ok_or(Refused::Missing)?, None),
            None => {
                let opened = self.roots.directory(path, self.root.preset)?;
                (opened.names()?, Some(opened))
            }
        };
        for name in names.iter().filter(|name| !name.starts_with('.')).take(MOST) {
            let depth = above.len();
            let file = if shown.is_empty() { name.clone() } else { format!("{shown}/{name}") };
            let spellings = [vec![name.as_str()], name.split("__").collect(), name.split('.').collect()];
            let mut key = None;
            for spelling in spellings {
                above.truncate(depth);
                above.extend(spelling.iter().map(|segment| (*segment).to_owned()));
                let declared = (self.declared)(above);
                if declared == Declared::Keys && depth < DEEPEST {
                    let below: PathBuf = path.join(name);
                    if self.list(&below, &file, above, out).is_ok() {
                        key = Some(None);
                        break;
                    }
                }
                if declared == Declared::Value {
                    key = Some(Some(above.clone()));
                    break;
                }
            }
            above.truncate(depth);
            match key {
                // a directory whose files are listed
                Some(None) => {}
                Some(key) => out.push(Named { file, key, within: within.clone() }),
                None => out.push(Named { file, key: None, within: None }),
            }
        }
        Ok(())
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
