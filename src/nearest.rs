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
    let mut best: Option<(usize, &str)> = None;
    let mut begun = None;
    for name in names {
        if word.len() >= 3 && name.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)) {
            begun.get_or_insert(name);
        }
        let limit = (name.len().max(3) / 3).min(3);
        let limit = best.map_or(limit, |(distance, _)| limit.min(distance.saturating_sub(1)));
        if word.len().abs_diff(name.len()) > limit {
            continue;
        }
        if let Some(distance) = distance(word, name, limit) {
            best = Some((distance, name));
            if distance == 0 {
                break;
            }
        }
    }
    best.map(|(_, name)| name).or(begun)
}

const LONGEST: usize = 64;

fn distance(a: &str, b: &str, limit: usize) -> Option<usize> {
    let fold = |byte: u8| if byte == b'-' { b'_' } else { byte.to_ascii_lowercase() };
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() > LONGEST || b.len() > LONGEST {
        return None;
    }
    let mut rows = [[0_usize; LONGEST + 1]; 3];
    for (column, cell) in rows[0].iter_mut().enumerate() {
        *cell = column;
    }
    for i in 1..=a.len() {
        let (current, above, twice) = (i % 3, (i - 1) % 3, (i + 1) % 3);
        rows[current][0] = i;
        let mut least = i;
        for j in 1..=b.len() {
            let (x, y) = (fold(a[i - 1]), fold(b[j - 1]));
            let mut cost =
                (rows[above][j] + 1).min(rows[current][j - 1] + 1).min(rows[above][j - 1] + usize::from(x != y));
            if i > 1 && j > 1 && x == fold(b[j - 2]) && fold(a[i - 2]) == y {
                cost = cost.min(rows[twice][j - 2] + 1);
            }
            rows[current][j] = cost;
            least = least.min(cost);
        }
        if least > limit {
            return None;
        }
    }
    let last = rows[a.len() % 3][b.len()];
    (last <= limit).then_some(last)
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
