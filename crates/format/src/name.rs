//! Names of keys.

/// A number that tells most names apart, for finding a key among its siblings: FNV-1a, 32 bits (RFC 9923).
///
/// It also runs in constants, where the names that a program declares meet it, and in macros, which compile files in.
///
/// ```
/// const NAME: u32 = milieu_format::fingerprint("pool_size");
/// assert_eq!(milieu_format::fingerprint("pool_size"), NAME);
/// assert_ne!(milieu_format::fingerprint("pool-size"), NAME);
/// ```
#[must_use]
pub const fn fingerprint(name: &str) -> u32 {
    let bytes = name.as_bytes();
    let mut hash = 0x811c_9dc5_u32;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    hash
}

/// As [`fingerprint`], of 16 bits: enough to tell a text from a few others, and too little to find the text by it.
///
/// ```
/// assert_eq!(milieu_format::short_fingerprint("foobar"), 0xbf9c ^ 0xf968);
/// ```
#[must_use]
pub const fn short_fingerprint(text: &str) -> u16 {
    let hash = fingerprint(text);
    (hash >> 16) as u16 ^ (hash & 0xffff) as u16
}
