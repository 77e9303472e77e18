//! What tells a key that must not be kept from every other key.

use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::BuildHasher as _;
use std::num::NonZeroU8;

use once_cell::sync::Lazy;

/// What tells a key that no type declares from every other key, without the key: it may be a credential in the wrong place.
///
/// 48 bits of a hash whose random key never leaves the process, so they are worth nothing outside of it. They fit where a
/// `Finding` has room, which is returned by value as an error.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Exact([u8; 5], NonZeroU8);

impl Exact {
    /// Of a key as [`Key`](crate::Key) spells it.
    pub(crate) fn of(key: &str) -> Self {
        static HASH: Lazy<RandomState> = Lazy::new(RandomState::new);
        let [a, b, c, d, e, last, ..] = HASH.hash_one(key).to_le_bytes();
        Self([a, b, c, d, e], NonZeroU8::new(last).unwrap_or(NonZeroU8::MIN))
    }
}

impl fmt::Debug for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Exact")
    }
}
