//! Values that guard nothing: words from every tutorial, unresolved templates, repetitions, short texts.

use super::template::{is_mask, is_template};

/// Why a value is no credential worth the name. The worst reason is given alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weak {
    /// Empty, a mask, the key's own name, a run of keys, or words that everybody uses while there is no real value.
    Placeholder,
    /// A template or reference that was to be replaced by the value.
    Template,
    /// At most two distinct bytes.
    Repeated,
    /// Fewer characters than the field wants.
    Short,
}

/// Judges a value at `key`, dotted or its last segment alone, which wants at least `min_len` characters.
///
/// Entropy has no say: `password123` and `Tr0ub4dor&3` have 3.28 bits a character both.
pub(crate) fn weak(text: &str, key: &str, min_len: usize) -> Option<Weak> {
    if is_template(text) {
        Some(Weak::Template)
    } else if is_placeholder(text, key) {
        Some(Weak::Placeholder)
    } else if is_repeated(text) {
        Some(Weak::Repeated)
    } else if text.chars().count() < min_len {
        Some(Weak::Short)
    } else {
        None
    }
}

fn is_repeated(text: &str) -> bool {
    let mut bytes = text.bytes();
    let Some(first) = bytes.next() else { return true };
    let second = bytes.clone().find(|byte| *byte != first);
    bytes.all(|byte| byte == first || Some(byte) == second)
}

fn is_placeholder(text: &str, key: &str) -> bool {
    let text = text.trim();
    let text = unwrapped(text).unwrap_or(text);
    if text.is_empty() || is_mask(text) || is_run(text) || is_own_name(text, key) {
        return true;
    }
    let stem = text.trim_end_matches(|c: char| c.is_ascii_digit() || c == '!');
    is_words(text) || (text.len() - stem.len() <= 4 && is_words(stem))
}

/// Without the quotes or brackets round it: `[REDACTED]`, `"changeme"`, `(none)`.
fn unwrapped(text: &str) -> Option<&str> {
    [('[', ']'), ('(', ')'), ('"', '"'), ('\'', '\'')]
        .into_iter()
        .find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close))
}

/// Keys in their order, up or down: `123456`, `987654321`, `abcdef`.
fn is_run(text: &str) -> bool {
    let all = |next: fn(u8) -> u8| text.as_bytes().windows(2).all(|pair| next(pair[0]) == pair[1]);
    let up = |byte: u8| if byte == b'9' { b'0' } else { byte.wrapping_add(1) };
    let down = |byte: u8| if byte == b'0' { b'9' } else { byte.wrapping_sub(1) };
    text.len() >= 3 && text.bytes().all(|byte| byte.is_ascii_alphanumeric()) && (all(up) || all(down))
}

/// Whether the text names the key that it should fill: `db_password`, `DbPassword`, or its variable, `SHOP_DB_PASSWORD`.
fn is_own_name(text: &str, key: &str) -> bool {
    let segment = folded(key.rsplit('.').next().unwrap_or(key));
    let name = folded(text);
    let variable = text.contains('_')
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    !segment.is_empty()
        && (name == segment || name == folded(key) || (variable && segment.len() >= 3 && name.ends_with(&segment)))
}

/// Lower case, without what separates words.
fn folded(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '-' | '_' | '.' | ' ')).flat_map(char::to_lowercase).collect()
}

/// Words that placeholders are made of, separators left out; those of two words are there for their short halves.
///
/// No environment is among them, so that `staging-…` in a test of somebody's says nothing by itself.
const WORDS: &str = "
    123456 abc123 access add admin administrator and api apikey asdf auth bar baz changeit changeme
    changethis client credential database default demo dev development dummy empty enter example
    fake false fill fixme foo for goes guest here hunter hunter2 insecure insert inthis jwt key letmein
    local localhost minioadmin missing mock my mysql nil none not nosecret notasecret null pass
    passphrase passw0rd p@ssw0rd passwd password placeholder please postgres private public put pwd
    qwerty qwertyuiop rabbitmq redacted redis replace replaceme root sample secret set setme some
    super tbd temp test testing this thisisa todo token toor true undefined unset user username
    value very webhook welcome with xxx your
";

/// Whether the text is one or more of [`WORDS`] and nothing else, with separators or without: `change-me`, `MySecretKey`.
fn is_words(text: &str) -> bool {
    // no placeholder is longer, and the bound keeps the set of reached places in one word of the machine
    const LONGEST: usize = 63;
    if text.len() > 2 * LONGEST {
        return false;
    }
    let text = folded(text);
    let bytes = text.as_bytes();
    if bytes.is_empty() || bytes.len() > LONGEST {
        return false;
    }
    let mut reached = 1_u64;
    for at in 0..bytes.len() {
        if reached >> at & 1 == 1 {
            let here = WORDS.split_ascii_whitespace().filter(|word| bytes[at..].starts_with(word.as_bytes()));
            reached = here.fold(reached, |reached, word| reached | 1 << (at + word.len()));
        }
    }
    reached >> bytes.len() & 1 == 1
}

#[cfg(test)]
#[path = "weak_tests.rs"]
mod tests;
