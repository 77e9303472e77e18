//! Texts of others, as a page may hold them.

use std::fmt::{self, Write as _};

use crate::visible::Visible;

/// A text as a page holds it, between tags and in quoted attributes: nothing in it begins a tag, ends a quote or is obeyed by a
/// terminal or a browser.
pub(super) struct Text<'t>(pub(super) &'t str);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(Escaping(f), "{}", Visible(self.0))
    }
}

/// What is displayed, as a page holds it.
pub(super) struct Shown<T>(pub(super) T);

impl<T: fmt::Display> fmt::Display for Shown<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(Escaping(f), "{}", self.0)
    }
}

struct Escaping<'a, 'f>(&'a mut fmt::Formatter<'f>);

impl fmt::Write for Escaping<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut rest = text;
        while let Some(at) = rest.find(['&', '<', '>', '"', '\'', '`']) {
            let (before, special) = rest.split_at(at);
            self.0.write_str(before)?;
            self.0.write_str(match special.as_bytes()[0] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'"' => "&quot;",
                b'\'' => "&#39;",
                _ => "&#96;",
            })?;
            rest = &special[1..];
        }
        self.0.write_str(rest)
    }
}

/// Base64 (RFC 4648), with padding.
pub(super) fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let sextet = bits >> (18 - 6 * at) & 63;
            out.push(if at <= chunk.len() { char::from(ALPHABET[sextet as usize]) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Shown, Text, base64};

    #[test]
    fn no_text_begins_a_tag_or_ends_a_quote() {
        let escaped = "&lt;/script&gt;&amp;lt;&quot;&#39;&#96;\\u{0}\\n\\u{202e}ß";
        assert_eq!(Text("</script>&lt;\"'`\0\n\u{202e}ß").to_string(), escaped);
        assert_eq!(Shown(format_args!("{}<", 1)).to_string(), "1&lt;");
    }

    #[test]
    fn the_test_vectors_of_the_standard_hold() {
        let vectors = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")];
        for (text, encoded) in vectors {
            assert_eq!(base64(text.as_bytes()), encoded);
        }
    }
}
