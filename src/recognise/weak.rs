//! Values that guard nothing: words from every tutorial, unresolved templates, repetitions, short texts.

use super::synthetic::is_synthetic;
use super::template::{is_mask, is_template};

/// Why a value is no credential worth the name. The worst reason is given alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weak {
    /// Empty, a mask, the key's own name, a run of keys, or words that everybody uses while there is no real value.
    Placeholder,
    /// A template or reference that was to be replaced by the value.
    Template,
    /// Made for tests, and it says so.
    Synthetic,
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
    } else if is_synthetic(text) {
        Some(Weak::Synthetic)
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

pub(super) fn is_repeated(text: &str) -> bool {
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
    is_words(text) || (matches!(text.len() - stem.len(), 1..=4) && is_words(stem))
}

/// Without the quotes or brackets round it: `[REDACTED]`, `"changeme"`, `(none)`.
pub(super) fn unwrapped(text: &str) -> Option<&str> {
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
pub(super) fn is_own_name(text: &str, key: &str) -> bool {
    let segment = key.rsplit('.').next().unwrap_or(key);
    let variable = || {
        text.contains('_')
            && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
            && folded(segment).count() >= 3
            && folded(segment).rev().eq(folded(text).rev().take(folded(segment).count()))
    };
    folded(segment).next().is_some() && (folded(text).eq(folded(segment)) || folded(text).eq(folded(key)) || variable())
}

/// Letters in lower case, without what separates words. No copy is made: the text may be a credential.
fn folded(text: &str) -> impl DoubleEndedIterator<Item = char> {
    text.chars().filter(|c| !is_separator(*c)).flat_map(char::to_lowercase)
}

const fn is_separator(c: char) -> bool {
    matches!(c, '-' | '_' | '.' | ' ')
}

/// Words that placeholders are made of, separators left out; those of two words are there for their short halves.
///
/// No environment is among them, so that `staging-…` in a test of somebody's says nothing by itself.
fn words(first: u8) -> &'static [&'static str] {
    match first.to_ascii_lowercase() {
        b'1' => &["123456"],
        b'a' => &["abc123", "access", "add", "admin", "administrator", "and", "api", "apikey", "asdf", "auth"],
        b'b' => &["bar", "baz"],
        b'c' => &["changeit", "changeme", "changethis", "client", "credential"],
        b'd' => &["database", "default", "demo", "dev", "development", "dummy"],
        b'e' => &["empty", "enter", "example"],
        b'f' => &["fake", "false", "fill", "fixme", "foo", "for"],
        b'g' => &["goes", "guest"],
        b'h' => &["here", "hunter", "hunter2"],
        b'i' => &["insecure", "insert", "inthis"],
        b'j' => &["jwt"],
        b'k' => &["key"],
        b'l' => &["letmein", "local", "localhost"],
        b'm' => &["minioadmin", "missing", "mock", "my", "mysql"],
        b'n' => &["nil", "none", "nosecret", "not", "notasecret", "null"],
        b'p' => &[
            "p@ssw0rd",
            "pass",
            "passphrase",
            "passw0rd",
            "passwd",
            "password",
            "placeholder",
            "please",
            "postgres",
            "private",
            "public",
            "put",
            "pwd",
        ],
        b'q' => &["qwerty", "qwertyuiop"],
        b'r' => &["rabbitmq", "redacted", "redis", "replace", "replaceme", "root"],
        b's' => &["sample", "secret", "set", "setme", "some", "super"],
        b't' => &["tbd", "temp", "test", "testing", "this", "thisisa", "todo", "token", "toor", "true"],
        b'u' => &["undefined", "unset", "user", "username"],
        b'v' => &["value", "very"],
        b'w' => &["webhook", "welcome", "with"],
        b'x' => &["xxx"],
        b'y' => &["your"],
        _ => &[],
    }
}

/// Whether the text is made of [`words`] and nothing else, with separators or without: `change-me`, `MySecretKey`.
pub(super) fn is_words(text: &str) -> bool {
    // no placeholder is longer, and so the places that words reach fit into one number
    const LONGEST: usize = 63;
    let bytes = text.as_bytes();
    if bytes.is_empty() || bytes.len() > LONGEST {
        return false;
    }
    let mut reached = 1_u64;
    for (at, byte) in bytes.iter().enumerate() {
        if reached >> at & 1 == 0 {
            continue;
        }
        if is_separator(char::from(*byte)) {
            reached |= 1 << (at + 1);
        }
        for word in words(*byte) {
            if let Some(length) = begins(&bytes[at..], word) {
                reached |= 1 << (at + length);
            }
        }
    }
    reached >> bytes.len() & 1 == 1
}

/// How many bytes of the text the word takes, if the text begins with it.
fn begins(text: &[u8], word: &str) -> Option<usize> {
    let mut rest = text.iter().enumerate().filter(|(_, byte)| !is_separator(char::from(**byte)));
    let mut end = 0;
    for letter in word.bytes() {
        let (at, byte) = rest.next()?;
        if byte.to_ascii_lowercase() != letter {
            return None;
        }
        end = at + 1;
    }
    Some(end)
}

#[cfg(test)]
#[path = "weak_tests.rs"]
mod tests;
