//! Keys: dotted paths into a configuration, and the variables that set them.

use std::fmt;

pub(crate) use milieu_format::fingerprint;

use crate::error::Error;
use crate::finding::Finding;

/// A dotted path into a configuration, such as `database.pool_size`.
///
/// A segment outside `A`–`Z`, `a`–`z`, `0`–`9`, `_`, `-` is written as a JSON string: `logging.level."com.example"`.
///
/// ```
/// let key = milieu::Key::new("logging.level.\"com.example\"")?;
/// assert_eq!(key.segments().collect::<Vec<_>>(), ["logging", "level", "com.example"]);
/// assert_eq!(key.to_string(), "logging.level.\"com.example\"");
/// # Ok::<(), milieu::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(Vec<Box<str>>);

impl Key {
    /// Reads a dotted path.
    ///
    /// # Errors
    ///
    /// Fails on an empty path or an empty segment without quotes, on a quote that does not open and close a whole segment, and on more
    /// than 64 segments, the most that a file may nest. The text is not repeated in the error.
    pub fn new(path: &str) -> Result<Self, Error> {
        let refuse = || {
            Error::of(
                Finding::new("expected a dotted key such as database.pool_size, found an empty or half-quoted segment")
                    .with_remedy("write segments with other characters as JSON strings"),
            )
        };
        let mut segments = Vec::new();
        let mut rest = path;
        loop {
            let (segment, tail): (Box<str>, _) = if rest.starts_with('"') {
                let (segment, end) = milieu_format::json::read_string(rest).ok_or_else(refuse)?;
                (segment.as_str(rest).into(), rest.get(end..).unwrap_or_default())
            } else {
                let end = rest.find('.').unwrap_or(rest.len());
                if rest[..end].is_empty() || rest[..end].contains('"') {
                    return Err(refuse());
                }
                (rest[..end].into(), &rest[end..])
            };
            if segments.len() == milieu_format::MAX_DEPTH {
                let finding = Finding::new("expected a dotted key of at most 64 segments, found more");
                return Err(Error::of(finding.with_remedy("flatten it")));
            }
            segments.push(segment);
            match tail.strip_prefix('.') {
                Some(more) => rest = more,
                None if tail.is_empty() => return Ok(Self(segments)),
                None => return Err(refuse()),
            }
        }
    }

    /// Returns the segments, outermost first; there is at least one.
    pub fn segments(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.iter().map(AsRef::as_ref)
    }

    /// Returns the name of the variable that sets this key.
    ///
    /// Segments are joined by one `_`, `-` becomes `_`, ASCII letters are raised; the length is that of prefix, key and one
    /// more byte. Two keys can share a name (`a.b_c`, `a_b.c`): noticing that is the schema's task, not this function's.
    ///
    /// The alphabet is that of POSIX.1-2017, XBD 8.1: `A`–`Z`, `0`–`9`, `_`, no digit first.
    ///
    /// # Errors
    ///
    /// Fails if `prefix` is empty, or if prefix or key leave that alphabet.
    ///
    /// ```
    /// let key = milieu::Key::new("database.pool-size")?;
    /// assert_eq!(key.variable("SHOP")?, "SHOP_DATABASE_POOL_SIZE");
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[inline]
    pub fn variable(&self, prefix: &str) -> Result<String, Error> {
        let mut name = String::from(prefix);
        for segment in &self.0 {
            name.push('_');
            name.extend(segment.chars().map(raised));
        }
        let fits = name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
        if prefix.is_empty() || !fits || prefix.starts_with(|c: char| c.is_ascii_digit()) {
            return Err(Error::of(
                Finding::new(
                    "no variable can be named after this key: a prefix of A-Z, 0-9 and _ is needed, and such segments",
                )
                .with_key(self.to_string()),
            ));
        }
        Ok(name)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, segment) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(".")?;
            }
            write_segment(f, segment)?;
        }
        Ok(())
    }
}

/// Segments as a key spells them.
pub(crate) fn dotted<'s>(segments: impl Iterator<Item = &'s str> + Clone) -> String {
    let mut key = String::with_capacity(segments.clone().map(|segment| segment.len() + 1).sum());
    for segment in segments {
        if !key.is_empty() {
            key.push('.');
        }
        // writing to a text does not fail
        let _ = write_segment(&mut key, segment);
    }
    key
}

/// Writes one segment, as a JSON string where it is not made of plain characters.
pub(crate) fn write_segment(out: &mut impl fmt::Write, segment: &str) -> fmt::Result {
    if !segment.is_empty() && segment.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-') {
        out.write_str(segment)
    } else {
        // not by way of a JSON value, which would bring the writer of numbers into every program
        out.write_str(&serde_json::to_string(segment).map_err(|_| fmt::Error)?)
    }
}

/// The letter as it stands in a variable's name.
pub(crate) const fn raised(letter: char) -> char {
    if letter == '-' { '_' } else { letter.to_ascii_uppercase() }
}

/// Whether two texts are the same, letter for letter, in constants as well.
pub(crate) const fn is_same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}
