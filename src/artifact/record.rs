//! The records in a binary: how they are written, by constants.
//!
//! A record is text, `[milieu.artifact/1;` and a kind, then `;` before each further part, then `]`. No part has one of `;[]` or a
//! control character in it. Another layout would have another number.
//!
//! | kind | parts | there is one |
//! |---|---|---|
//! | `build` | `class=`, `package=`, `version=`, `milieu=`, `test=` | for each place where `app!` or `build!` expands |
//! | `schema` | 32 hexadecimal digits, the name of the type | for each type with which `load` was linked |
//! | `dev-only` | the path of a function | for each function of a `dev_only` item that was linked; the attribute writes it |

use crate::build::BuildClass;
use crate::schema::Schema;

/// The longest record that is read, in bytes; longer ones count as unreadable.
pub(super) const LONGEST: usize = 1024;

/// The parts of a manifest; they never lie side by side in this library, which is no artifact of somebody's.
#[doc(hidden)]
#[inline]
#[must_use]
pub const fn manifest(
    class: BuildClass,
    package: Option<&'static str>,
    version: Option<&'static str>,
    under_test: bool,
) -> [&'static str; 12] {
    #[inline]
    const fn or_nothing(text: Option<&'static str>) -> &'static str {
        match text {
            Some(text) => text,
            None => "",
        }
    }
    [
        "[milieu",
        ".artifact/1;build;class=",
        match class {
            BuildClass::Development => "development",
            BuildClass::Deployable => "deployable",
        },
        ";package=",
        or_nothing(package),
        ";version=",
        or_nothing(version),
        ";milieu=",
        env!("CARGO_PKG_VERSION"),
        ";test=",
        if under_test { "yes" } else { "no" },
        "]",
    ]
}

/// Of this library's own code, what no deployed program has: as if it were `dev_only`, which nobody can say of a library that
/// does not know its application's class.
#[cfg(feature = "testing")]
pub(crate) const FIXTURE: &[u8] = &{
    const PARTS: &[&str] = &["[milieu", ".artifact/1;dev-only;milieu::testing::Fixture::loader", "]"];
    joined::<{ length(PARTS) }>(PARTS)
};

/// The same of what puts another configuration in the place of the process's.
#[cfg(feature = "testing")]
pub(crate) const SCOPED: &[u8] = &{
    const PARTS: &[&str] = &["[milieu", ".artifact/1;dev-only;milieu::Global::scoped", "]"];
    joined::<{ length(PARTS) }>(PARTS)
};

/// The length of all parts together.
#[doc(hidden)]
#[inline]
#[must_use]
pub const fn length(parts: &[&str]) -> usize {
    let (mut length, mut at) = (0, 0);
    while at < parts.len() {
        length += parts[at].len();
        at += 1;
    }
    length
}

/// All parts together.
///
/// # Panics
///
/// Panics, and so does not compile in a constant, if `N` is less than their length.
#[doc(hidden)]
#[inline]
#[must_use]
pub const fn joined<const N: usize>(parts: &[&str]) -> [u8; N] {
    let (mut out, mut end, mut at) = ([0; N], 0, 0);
    while at < parts.len() {
        end = put(&mut out, end, parts[at].as_bytes(), parts[at].len());
        at += 1;
    }
    out
}

/// The record of a schema; zeros follow it.
#[inline]
pub(crate) const fn schema(schema: &Schema) -> [u8; 128] {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut out: [u8; 128] = joined(&["[milieu", ".artifact/1;schema;"]);
    let (mut end, mut at) = (length(&["[milieu", ".artifact/1;schema;"]), 0);
    let hash = schema.hash();
    while at < 16 {
        let byte = hash.as_bytes()[at];
        out[end] = DIGITS[(byte >> 4) as usize];
        out[end + 1] = DIGITS[(byte & 15) as usize];
        end += 2;
        at += 1;
    }
    end = put(&mut out, end, b";", 1);
    let name = schema.name().as_bytes();
    // a name that is longer is cut, where a character begins
    let mut length = if name.len() < 64 { name.len() } else { 64 };
    while length < name.len() && name[length] & 0b1100_0000 == 0b1000_0000 {
        length -= 1;
    }
    end = put(&mut out, end, name, length);
    put(&mut out, end, b"]", 1);
    out
}

const fn put<const N: usize>(out: &mut [u8; N], start: usize, bytes: &[u8], length: usize) -> usize {
    let mut at = 0;
    while at < length {
        out[start + at] = bytes[at];
        at += 1;
    }
    start + length
}

#[cfg(test)]
mod tests {
    use super::{BuildClass, Schema, joined, length, manifest, schema};

    #[test]
    fn a_manifest_is_one_text() {
        const PARTS: [&str; 12] = manifest(BuildClass::Deployable, Some("shop"), None, false);
        const RECORD: [u8; length(&PARTS)] = joined(&PARTS);
        let expected = format!(
            "[milieu.artifact/1;build;class=deployable;package=shop;version=;milieu={};test=no]",
            env!("CARGO_PKG_VERSION")
        );
        assert_eq!(std::str::from_utf8(&RECORD), Ok(expected.as_str()));
    }

    #[test]
    fn a_long_name_is_cut_between_characters() {
        let long: &'static str = "Größe".repeat(30).leak();
        for name in ["Settings", long, &long[1..], &long[4..]] {
            let record = schema(&Schema::of_struct(name, "", &[]));
            let end = record.iter().position(|&byte| byte == b']').unwrap();
            let text = std::str::from_utf8(&record[..end]).unwrap();
            assert!(name.starts_with(text.rsplit(';').next().unwrap()), "{text}");
            assert!(record[end + 1..].iter().all(|&byte| byte == 0));
        }
    }
}
