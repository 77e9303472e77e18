//! Letters of either case: most comparisons end at the length, and the others share one loop.

/// Whether two texts are the same but for the case of ASCII letters.
#[inline]
pub(super) fn is_same(a: &str, b: &str) -> bool {
    are_same(a.as_bytes(), b.as_bytes())
}

/// Whether bytes are.
#[inline]
pub(super) fn are_same(a: &[u8], b: &[u8]) -> bool {
    // kept out of line: in a place of its own each time, the loop would be most of this module's code
    #[inline(never)]
    fn by_letter(a: &[u8], b: &[u8]) -> bool {
        a.eq_ignore_ascii_case(b)
    }
    a.len() == b.len() && by_letter(a, b)
}

/// Whether a text is one of those known.
#[inline(never)]
pub(super) fn is_one_of(text: &str, known: &[&str]) -> bool {
    known.iter().any(|known| is_same(text, known))
}
