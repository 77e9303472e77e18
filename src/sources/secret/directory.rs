//! Which files of a directory hold which keys.

use std::ops::Range;
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
    /// The key, each segment a part of the name, and what may stand there; `None` for a file that no key names.
    key: Option<(Vec<Range<usize>>, &'static Kind)>,
    /// The directory that it was found in; `None` where it lies in memory.
    within: Option<Rc<Directory>>,
}

/// What a configuration declares under a key.
pub(crate) type Declared<'a> = &'a dyn Fn(&mut dyn Iterator<Item = &str>) -> Option<&'static Kind>;

/// How deep directories are looked into, and how many files of one are looked at.
const DEEPEST: usize = 8;
const MOST: usize = 4096;

/// The files of a directory, sorted by name; an error if it cannot be listed.
///
/// Names that begin with `.` are those of the directory's keeper: the marker, `..data` and its generations.
pub(crate) fn list(roots: &Roots<'_>, root: &SecretFiles, declared: Declared<'_>) -> Result<Vec<Named>, Refused> {
    let mut named = Vec::new();
    let listing = Listing { roots, root, declared };
    listing.list((root.directory(), ""), &[], &mut named)?;
    Ok(named)
}

struct Listing<'a> {
    roots: &'a Roots<'a>,
    root: &'a SecretFiles,
    declared: Declared<'a>,
}

impl Listing<'_> {
    /// Lists one directory: its path, and how its files are shown; `above` is the key that it stands for.
    fn list(&self, (path, shown): (&Path, &str), above: &[Range<usize>], out: &mut Vec<Named>) -> Result<(), Refused> {
        let (mut names, within) = match self.roots.files.names_in_memory(path) {
            Some(names) => (names.ok_or(Refused::Missing)?, None),
            None => {
                let opened = self.roots.directory(path, self.root.preset)?;
                (opened.names()?, Some(opened))
            }
        };
        names.retain(|name| !name.starts_with('.'));
        if names.len() > MOST {
            return Err(Refused::TooMany);
        }
        for name in names {
            let length = name.len();
            let file = if shown.is_empty() { name } else { format!("{shown}/{name}") };
            let (start, key) = (file.len() - length, self.key_of(&file, file.len() - length, above));
            if let Some((key, Kind::Table(_) | Kind::Map(_))) = &key {
                let path = path.join(&file[start..]);
                if above.len() < DEEPEST && self.list((&path, &file), key, out).is_ok() {
                    continue;
                }
            }
            out.push(Named { file, key, within: within.clone() });
        }
        Ok(())
    }

    /// The key that a name spells, which begins at `start`: by itself, or with `__` or `.` between its parts.
    fn key_of(&self, file: &str, start: usize, above: &[Range<usize>]) -> Option<(Vec<Range<usize>>, &'static Kind)> {
        let mut key = Vec::with_capacity(above.len() + 4);
        for joined_by in ["__", ".", ""] {
            key.clear();
            key.extend_from_slice(above);
            let mut from = start;
            while let Some(at) = find(&file.as_bytes()[from..], joined_by.as_bytes()) {
                key.push(from..from + at);
                from += at + joined_by.len();
            }
            // in one piece it is asked for last
            if joined_by.is_empty() || from > start {
                key.push(from..file.len());
                if let Some(kind) = (self.declared)(&mut key.iter().map(|part| &file[part.clone()])) {
                    return Some((key, kind));
                }
            }
        }
        None
    }
}

/// Where a text of a byte or two comes first; names are too short for more than a look at each byte.
fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    let [first, ..] = what else { return None };
    (0..text.len()).find(|at| text[*at] == *first && text[*at..].starts_with(what))
}

impl Named {
    /// The segments of its key, and what may stand there.
    pub(crate) fn key(&self) -> Option<(impl Iterator<Item = &str> + Clone, &'static Kind)> {
        let (key, kind) = self.key.as_ref()?;
        Some((key.iter().map(|part| &self.file[part.clone()]), *kind))
    }

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
