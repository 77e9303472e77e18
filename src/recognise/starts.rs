//! A set of beginnings, asked by the first three bytes of a text.

/// Tells in a dozen instructions that a text begins with none of some prefixes; that it does, it only supposes.
///
/// Every string of a configuration is asked, and nearly every answer is no. One bit of 4096 stands for three bytes, so that
/// a hundred prefixes let some two in a hundred unrelated texts through to the comparison.
pub(super) struct Starts([u64; 64]);

impl Starts {
    pub(super) const fn none() -> Self {
        Self([0; 64])
    }

    /// Adds a prefix; it is for constants, where a prefix that is too short stops the build.
    pub(super) const fn add(&mut self, prefix: &str) {
        let bytes = prefix.as_bytes();
        assert!(bytes.len() >= 3, "a prefix has three bytes at least");
        let bit = Self::bit([bytes[0], bytes[1], bytes[2], 0]);
        self.0[bit / 64] |= 1 << (bit % 64);
    }

    /// Adds several.
    pub(super) const fn add_all(&mut self, prefixes: &[&str]) {
        let mut at = 0;
        while at < prefixes.len() {
            self.add(prefixes[at]);
            at += 1;
        }
    }

    /// Whether a text of at least four bytes may begin with one of them; a shorter one is none.
    #[inline]
    pub(super) fn may_begin(&self, text: &[u8]) -> bool {
        let Some(&[a, b, c, _]) = text.first_chunk::<4>() else { return false };
        let bit = Self::bit([a, b, c, 0]);
        self.0[bit / 64] >> (bit % 64) & 1 == 1
    }

    /// Multiplicative hashing: the upper bits of a product with the golden ratio.
    #[inline]
    const fn bit(bytes: [u8; 4]) -> usize {
        (u32::from_le_bytes(bytes).wrapping_mul(0x9e37_79b1) >> 20) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::Starts;

    #[test]
    fn what_was_added_may_begin_a_text_and_few_others_may() {
        let mut starts = Starts::none();
        starts.add_all(&["abc_", "xyz"]);
        assert!(starts.may_begin(b"abc_def") && starts.may_begin(b"xyz1"));
        assert!(!starts.may_begin(b"xyz") && !starts.may_begin(b"") && !starts.may_begin(b"database"));
    }
}
