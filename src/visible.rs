//! Names of others, as a terminal may be shown them.
//!
//! Who can name a file or a variable could else write lines of a report: a line break begins one, and an escape sequence colours it, hides
//! it or takes back what was printed before.

use std::fmt::{self, Write as _};

/// A text whose control characters, and those that turn the direction of writing, are written as escapes.
pub(crate) struct Visible<'t>(pub(crate) &'t str);

impl fmt::Display for Visible<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some((at, hidden)) = rest.char_indices().find(|(_, c)| is_hidden(*c)) {
            f.write_str(&rest[..at])?;
            hidden.escape_default().try_for_each(|c| f.write_char(c))?;
            rest = &rest[at + hidden.len_utf8()..];
        }
        f.write_str(rest)
    }
}

/// Tells whether some character would not be seen as what it is.
pub(crate) fn hides_something(text: &str) -> bool {
    text.chars().any(is_hidden)
}

/// The latter are those of Unicode's Bidi_Control, and the two separators that some take for a line break.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::Visible;

    #[test]
    fn what_a_terminal_obeys_is_written_out_and_all_else_stays() {
        for (text, shown) in [
            ("config/größe ✓.toml", "config/größe ✓.toml"),
            ("a\u{1b}[2J\nb", "a\\u{1b}[2J\\nb"),
            ("\u{9b}31m\u{7f}", "\\u{9b}31m\\u{7f}"),
            ("a\u{202e}b\u{2069}", "a\\u{202e}b\\u{2069}"),
        ] {
            assert_eq!(Visible(text).to_string(), shown);
        }
    }
}
