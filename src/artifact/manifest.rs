//! What the records of a binary say.

use std::collections::BTreeSet;

use crate::build::BuildClass;
use crate::schema::SchemaHash;

/// What a program says of its build: read from the finished file, which is not started.
///
/// ```
/// let build = milieu::build!();
/// let manifest = milieu::artifact::read(std::env::current_exe()?)?;
/// assert_eq!(manifest.class(), Some(build.class()));
/// assert_eq!(manifest.stamps().next().map(|stamp| stamp.package()), build.package());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Manifest {
    stamps: BTreeSet<Stamp>,
    schemas: BTreeSet<(String, SchemaHash)>,
    dev_only: BTreeSet<String>,
    unreadable: usize,
}

/// What one package said of its build, where it expands [`app!`](crate::app!) or [`build!`](crate::build!).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp {
    package: String,
    version: String,
    milieu: String,
    deployable: bool,
    under_test: bool,
}

impl Manifest {
    /// Returns the build class, if there is a stamp and all stamps agree.
    #[must_use]
    #[inline]
    pub fn class(&self) -> Option<BuildClass> {
        let class = self.stamps.first()?.class();
        self.stamps.iter().all(|stamp| stamp.class() == class).then_some(class)
    }

    /// Returns what each package said: usually one, the application; a framework that takes its own build says so too.
    #[inline]
    pub fn stamps(&self) -> impl ExactSizeIterator<Item = &Stamp> {
        self.stamps.iter()
    }

    /// Returns the types that the program can load, by name and hash. A name of more than 64 bytes is cut.
    #[inline]
    pub fn schemas(&self) -> impl ExactSizeIterator<Item = (&str, SchemaHash)> {
        self.schemas.iter().map(|(name, hash)| (name.as_str(), *hash))
    }

    /// Returns the functions of [`dev_only`](macro@crate::dev_only) items that are in the program, by their paths.
    #[inline]
    pub fn dev_only(&self) -> impl ExactSizeIterator<Item = &str> {
        self.dev_only.iter().map(String::as_str)
    }

    /// Returns how many records could not be read: cut off, or of another version.
    #[must_use]
    #[inline]
    pub const fn unreadable(&self) -> usize {
        self.unreadable
    }

    /// Takes a record; the text stands behind `[milieu.artifact/` and may go on behind the record.
    #[inline]
    pub(super) fn note(&mut self, bytes: &[u8]) {
        if self.read(bytes).is_none() {
            self.unreadable += 1;
        }
    }

    #[inline]
    fn read(&mut self, bytes: &[u8]) -> Option<()> {
        let end = bytes.iter().position(|&byte| byte == b']')?;
        let text = std::str::from_utf8(&bytes[..end]).ok()?;
        if text.contains(|c: char| c.is_control() || c == '[') || self.count() == MOST {
            return None;
        }
        let mut parts = text.strip_prefix("1;")?.split(';');
        match parts.next()? {
            "build" => {
                let mut part = |name: &str| parts.next()?.strip_prefix(name);
                let deployable = match part("class=")? {
                    "deployable" => true,
                    "development" => false,
                    _ => return None,
                };
                let [package, version, milieu] =
                    [part("package=")?, part("version=")?, part("milieu=")?].map(str::to_owned);
                let under_test = part("test=")? != "no";
                self.stamps.insert(Stamp { package, version, milieu, deployable, under_test });
            }
            "schema" => {
                let hash = of_digits(parts.next()?)?;
                self.schemas.insert((parts.next()?.to_owned(), hash));
            }
            "dev-only" => {
                self.dev_only.insert(parts.next()?.to_owned());
            }
            _ => return None,
        }
        parts.next().is_none().then_some(())
    }

    #[inline]
    fn count(&self) -> usize {
        self.stamps.len() + self.schemas.len() + self.dev_only.len()
    }
}

/// So many records are kept; a program has a handful.
const MOST: usize = 10_000;

#[inline]
fn of_digits(digits: &str) -> Option<SchemaHash> {
    let all = digits.len() == 32 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let number = u128::from_str_radix(digits, 16).ok().filter(|_| all)?;
    Some(SchemaHash::from_bytes(number.to_be_bytes()))
}

impl Stamp {
    /// Returns the build class.
    #[must_use]
    #[inline]
    pub const fn class(&self) -> BuildClass {
        if self.deployable { BuildClass::Deployable } else { BuildClass::Development }
    }

    /// Returns the package that expanded the macro; empty if cargo did not build it.
    #[must_use]
    #[inline]
    pub fn package(&self) -> &str {
        &self.package
    }

    /// Returns the package's version; empty if cargo did not build it.
    #[must_use]
    #[inline]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Returns the version of `milieu`.
    #[must_use]
    #[inline]
    pub fn milieu(&self) -> &str {
        &self.milieu
    }

    /// Tells whether the package was compiled as its own test.
    #[must_use]
    #[inline]
    pub const fn is_under_test(&self) -> bool {
        self.under_test
    }
}

#[cfg(test)]
mod tests {
    use super::{BuildClass, Manifest};

    const BUILD: &str = "1;build;class=deployable;package=shop;version=1.2.3-rc.1+7;milieu=0.1.0;test=no]";

    #[test]
    fn records_are_read() {
        let mut manifest = Manifest::default();
        let schema = "1;schema;000102030405060708090a0b0c0d0e0f;Settings]\0\0";
        for record in [BUILD, BUILD, schema, "1;dev-only;shop::mock::charge]..."] {
            manifest.note(record.as_bytes());
        }
        assert_eq!((manifest.class(), manifest.unreadable()), (Some(BuildClass::Deployable), 0));
        let stamps: Vec<_> = manifest.stamps().collect();
        assert_eq!((stamps.len(), stamps[0].package(), stamps[0].version()), (1, "shop", "1.2.3-rc.1+7"));
        let (name, hash) = manifest.schemas().next().unwrap();
        assert_eq!((name, hash.to_string().as_str()), ("Settings", "000102030405060708090a0b0c0d0e0f"));
        assert_eq!(manifest.dev_only().collect::<Vec<_>>(), ["shop::mock::charge"]);
    }

    #[test]
    fn what_is_no_whole_record_is_counted() {
        let mut manifest = Manifest::default();
        for at in 0..BUILD.len() {
            manifest.note(&BUILD.as_bytes()[..at]);
        }
        assert_eq!((manifest.unreadable(), manifest.stamps().len()), (BUILD.len(), 0));
        for record in [
            &BUILD.replace("1;", "2;"),
            &BUILD.replace("deployable", "deployabel"),
            &BUILD.replace(";test", ";more=1;test"),
            "1;schema;0001;Settings]",
            "1;schema;+00102030405060708090a0b0c0d0e0f;Settings]",
            "1;dev-only;a\nb]",
            "1;other;a]",
            "]",
        ] {
            manifest.note(record.as_bytes());
        }
        manifest.note(b"1;dev-only;\xff]");
        assert_eq!((manifest.unreadable(), manifest.count()), (BUILD.len() + 9, 0));
    }
}
