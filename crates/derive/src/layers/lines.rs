//! Where lines begin, for places as people count them.

/// Where the lines of a text begin.
pub(crate) struct Lines {
    starts: Vec<usize>,
    /// Every character is one byte, so that a column needs no counting.
    is_ascii: bool,
}

impl Lines {
    pub(crate) fn of(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self { starts: std::iter::once(0).chain(ends.map(|(end, _)| end + 1)).collect(), is_ascii: text.is_ascii() }
    }

    /// Line and column of a byte, both counted from 1, the column in characters: as the library counts them.
    pub(crate) fn place(&self, text: &str, at: u32) -> (u32, u32) {
        let at = at as usize;
        let line = self.starts.partition_point(|start| *start <= at).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or_default();
        let before = if self.is_ascii {
            at.min(text.len()) - start
        } else {
            text.get(start..at).unwrap_or_default().chars().filter(|c| *c != '\u{feff}').count()
        };
        let narrow = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        (narrow(line), narrow(before + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn columns_are_characters_and_a_mark_before_the_text_is_none() {
        let place = |text: &str, at| Lines::of(text).place(text, at);
        assert_eq!((place("a\r\nbc", 0), place("a\r\nbc", 4), place("a\n", 2)), ((1, 1), (2, 2), (2, 1)));
        assert_eq!(place("äö = 1", 7), (1, 6));
        assert_eq!(place("\u{feff}a = 1", 3), (1, 1));
        assert_eq!(place("", 9), (1, 1));
    }
}
