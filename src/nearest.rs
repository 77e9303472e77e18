//! The declared name that a misspelt one probably meant.

/// Returns the nearest of `names`, if one is within a third of its length in edits, and at most three; else the first that
/// begins with the word, from three letters on.
///
/// The distance is that of Damerau and Levenshtein in its restricted form: insertions, deletions, substitutions and swaps of
/// neighbours count one each; letter case and `-` against `_` count nothing. Words longer than 64 bytes match nothing, so
/// that the cost stays bounded.
pub(crate) fn nearest<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    among(word, &mut names.into_iter())
}

/// Once for all kinds of iterators.
fn among<'n>(word: &str, names: &mut dyn Iterator<Item = &'n str>) -> Option<&'n str> {
    let mut nearest = Nearest::to();
    for name in names {
        nearest.hold(word, name);
    }
    nearest.name()
}

/// The nearest name so far. It also runs in constants.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Nearest<'n> {
    best: Option<(usize, &'n str)>,
    begun: Option<&'n str>,
}

impl<'n> Nearest<'n> {
    pub(crate) const fn to() -> Self {
        Self { best: None, begun: None }
    }

    /// Holds one name against the word, always the same one.
    pub(crate) const fn hold(&mut self, word: &str, name: &'n str) {
        if self.begun.is_none() && word.len() >= 3 && begins(word, name) {
            self.begun = Some(name);
        }
        let Some(limit) = self.limit(word, name) else { return };
        if let Some(distance) = distance(word, name, limit) {
            self.best = Some((distance, name));
        }
    }

    /// How far the name may be; `None` if it cannot be near enough, by its length alone.
    pub(crate) const fn limit(&self, word: &str, name: &str) -> Option<usize> {
        let mut limit = limit(name);
        if let Some((distance, _)) = self.best {
            if distance == 0 {
                return None;
            }
            if distance - 1 < limit {
                limit = distance - 1;
            }
        }
        if word.len().abs_diff(name.len()) > limit { None } else { Some(limit) }
    }

    pub(crate) const fn name(&self) -> Option<&'n str> {
        match (self.best, self.begun) {
            (Some((_, name)), _) => Some(name),
            (None, begun) => begun,
        }
    }
}

/// A third of the name's length, between one and three.
const fn limit(name: &str) -> usize {
    match name.len() / 3 {
        0 => 1,
        1 => 1,
        2 => 2,
        _ => 3,
    }
}

const fn begins(word: &str, name: &str) -> bool {
    let (word, name) = (word.as_bytes(), name.as_bytes());
    if word.len() > name.len() {
        return false;
    }
    let mut at = 0;
    while at < word.len() {
        if !word[at].eq_ignore_ascii_case(&name[at]) {
            return false;
        }
        at += 1;
    }
    true
}

const LONGEST: usize = 64;

const fn folded(text: &[u8]) -> [u8; LONGEST] {
    let (mut folded, mut at) = ([0; LONGEST], 0);
    while at < text.len() {
        folded[at] = if text[at] == b'-' { b'_' } else { text[at].to_ascii_lowercase() };
        at += 1;
    }
    folded
}

/// The number of edits, if there are no more than that.
///
/// A constant that looks for many names has only so many steps, so the innermost loop calls nothing.
pub(crate) const fn distance(a: &str, b: &str, limit: usize) -> Option<usize> {
    let (a_len, b_len) = (a.len(), b.len());
    if a_len > LONGEST || b_len > LONGEST {
        return None;
    }
    let (a, b) = (folded(a.as_bytes()), folded(b.as_bytes()));
    let mut rows = [[0_usize; LONGEST + 1]; 3];
    let mut column = 0;
    while column <= b_len {
        rows[0][column] = column;
        column += 1;
    }
    let mut i = 1;
    while i <= a_len {
        let (current, above, twice) = (i % 3, (i - 1) % 3, (i + 1) % 3);
        rows[current][0] = i;
        let mut least = i;
        let mut j = 1;
        while j <= b_len {
            let mut cost = rows[above][j - 1] + (a[i - 1] != b[j - 1]) as usize;
            if rows[above][j] + 1 < cost {
                cost = rows[above][j] + 1;
            }
            if rows[current][j - 1] + 1 < cost {
                cost = rows[current][j - 1] + 1;
            }
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && rows[twice][j - 2] + 1 < cost {
                cost = rows[twice][j - 2] + 1;
            }
            rows[current][j] = cost;
            if cost < least {
                least = cost;
            }
            j += 1;
        }
        if least > limit {
            return None;
        }
        i += 1;
    }
    let last = rows[a_len % 3][b_len];
    if last <= limit { Some(last) } else { None }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_typo_finds_its_name_and_nonsense_finds_none() {
        let names = ["development", "staging", "production"];
        assert_eq!(nearest("prodution", names), Some("production"));
        assert_eq!(nearest("PRODUCTION", names), Some("production"));
        assert_eq!(nearest("stagnig", names), Some("staging"));
        assert_eq!(nearest("prod", names), Some("production"));
        assert_eq!(nearest("banana", names), None);
        assert_eq!(nearest(&"x".repeat(70), names), None);
    }
}
