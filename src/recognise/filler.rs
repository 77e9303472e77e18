//! Texts that say a value has yet to come: `set-me-in-env`, `<get from secrets>`, `do-not-store-here`.
//!
//! They differ from weak credentials. `minioadmin` guards little, and it opens what has it; `changeme` opens nothing, since
//! nobody means it.

use super::letters::is_one_of;
use super::synthetic::is_synthetic;
use super::template::{is_mask, is_template};
use super::weak::{is_own_name, is_repeated, is_words, unwrapped};

/// Whether a text at `key`, the last segment alone, stands for a credential that is not there.
pub(crate) fn is_filler(text: &str, key: &str) -> bool {
    let text = text.trim();
    let stands_for_one = is_template(text) || is_mask(text) || is_synthetic(text);
    if text.is_empty() || stands_for_one || is_repeated(text) || is_own_name(text, key) {
        return true;
    }
    let text = unwrapped(text).unwrap_or(text).trim_end_matches(|c: char| c.is_ascii_digit() || c == '!');
    let (mut says_so, mut count) = (false, 0);
    for token in text.split(['-', '_', '.', ' ', '/', ',', ':']).filter(|token| !token.is_empty()) {
        let says = is_one_of(token, FILLER);
        // one word that belongs to no such sentence, and it may be somebody's passphrase
        if !says && !is_one_of(token, BETWEEN) && !is_words(token) {
            return false;
        }
        says_so |= says;
        count += 1;
    }
    says_so && count <= MOST
}

/// No such sentence has more words.
const MOST: usize = 12;

/// Words that say that there is no value yet, or that it is made up.
const FILLER: &[&str] = &[
    "change",
    "changed",
    "changeit",
    "changeme",
    "changethis",
    "configure",
    "configured",
    "do",
    "dummy",
    "empty",
    "enter",
    "env",
    "environment",
    "example",
    "fake",
    "fill",
    "filled",
    "fixme",
    "foo",
    "foobar",
    "from",
    "here",
    "insert",
    "injected",
    "missing",
    "mock",
    "nil",
    "none",
    "nosecret",
    "not",
    "notasecret",
    "null",
    "override",
    "placeholder",
    "provide",
    "provided",
    "put",
    "redacted",
    "replace",
    "replaced",
    "replaceme",
    "required",
    "sample",
    "set",
    "setme",
    "supplied",
    "tbd",
    "test",
    "testing",
    "todo",
    "undefined",
    "unset",
    "unused",
    "xxx",
    "xxxx",
    "your",
];

/// Words between them.
const BETWEEN: &[&str] = &[
    "a",
    "an",
    "and",
    "as",
    "at",
    "be",
    "by",
    "ci",
    "deploy",
    "deployment",
    "for",
    "get",
    "in",
    "is",
    "it",
    "me",
    "must",
    "of",
    "on",
    "or",
    "please",
    "real",
    "secrets",
    "store",
    "stored",
    "the",
    "this",
    "to",
    "use",
    "value",
    "variable",
    "vars",
    "vault",
    "via",
    "with",
    "you",
];

#[cfg(test)]
mod tests {
    use super::is_filler;

    #[test]
    fn a_sentence_about_a_value_is_told_from_a_value() {
        for text in [
            "",
            "  ",
            "changeme",
            "CHANGE_ME",
            "change-this-1",
            "set-me-in-env",
            "client-secret-from-env",
            "<get from secrets>",
            "secret required value",
            "do-not-store-here",
            "test",
            "your-api-key-here",
            "***",
            "${PASSWORD}",
            "[REDACTED]",
            "aaaa",
            "TODO",
            "api_key",
            "none",
            "please replace me",
            "milieu-test-api-key",
        ] {
            assert!(is_filler(text, "api_key"), "{text}");
        }
        for text in [
            "minioadmin",
            "my-secret-token",
            "druid",
            "admin",
            "root",
            "password",
            "letmein",
            "hunter2-CANARY",
            "Tr0ub4dor&3",
            "super-long-and-secret-random-key-needed-to-verify-message-integrity",
            "correct horse battery staple",
            "staple from here",
            "sk_test_abc",
        ] {
            assert!(!is_filler(text, "api_key"), "{text}");
        }
    }
}
