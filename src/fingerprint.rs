//! A number that names what a configuration says, without its credentials.

use std::fmt;

use hmac_sha256::Hash;

/// 128 bits over the canonical facts of a configuration, credentials left out: equal where everything else is equal.
///
/// The algorithm is fixed: SHA-256 (FIPS 180-4), first 16 bytes, over `milieu.fingerprint/1`, then for each key in the order
/// of its bytes the key and the compact JSON of its value (`computed` and `unset` where there is none), each preceded by its
/// length as 8 bytes, least significant first. `Display` is 32 hexadecimal digits.
///
/// ```
/// # #[derive(milieu::Config)] struct Settings { #[allow(dead_code)] port: u16 }
/// let load = |text| milieu::testing::Fixture::new().file("config/base.toml", text).environment("test").load::<Settings>();
/// assert_eq!(load("port = 1")?.fingerprint(), load("port = 0x1 # the same")?.fingerprint());
/// assert_ne!(load("port = 1")?.fingerprint(), load("port = 2")?.fingerprint());
/// # Ok::<(), milieu::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// Over keys and values that are already in order.
    pub(crate) fn of<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        Self::over("milieu.fingerprint/1", pairs)
    }

    /// As [`of`](Self::of), of something else than a whole configuration: `domain` keeps the numbers apart.
    pub(crate) fn over<'a>(domain: &str, pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut hash = Hash::new();
        hash.update(domain);
        for (key, value) in pairs {
            for part in [key, value] {
                hash.update((part.len() as u64).to_le_bytes());
                hash.update(part);
            }
        }
        let mut first = [0; 16];
        first.copy_from_slice(&hash.finalize()[..16]);
        Self(first)
    }

    #[cfg(feature = "receipts")]
    pub(crate) const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Returns the bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Display for Fingerprint {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Fingerprint {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}
