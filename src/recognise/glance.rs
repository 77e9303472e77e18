//! A glance at a text: whether anything that `host` knows by name can be in it. Nearly every text of a configuration ends here.

use super::host::{KNOWN, LOOPBACK, WORDS};

/// A bit for each three letters that some name begins with, by their hash; so wide that other letters seldom share one.
const BEGINNINGS: [u64; 512] = {
    let (mut bits, mut at) = ([0; 512], 0);
    while at < WORDS.len() {
        bits = with(bits, WORDS[at].0);
        at += 1;
    }
    at = 0;
    while at < KNOWN.len() {
        bits = with(bits, KNOWN[at].0);
        at += 1;
    }
    at = 0;
    while at < LOOPBACK.len() {
        bits = with(bits, LOOPBACK[at]);
        at += 1;
    }
    // addresses of this machine, and `not-prod`, which is no word by itself
    with(with(with(bits, "127"), "not"), "pre")
};

/// What a byte is compared as: letters are lowered, and what else names are made of stays what it is.
const fn folded(byte: u8) -> u32 {
    (byte | 0x20) as u32
}

/// The one word of two letters, as the last of a window.
const SHORT: u32 = after(after(0, b'q'), b'a') << 8;

const fn with(bits: [u64; 512], name: &str) -> [u64; 512] {
    let name = name.as_bytes();
    let two = after(after(0, name[0]), name[1]);
    if let [_, _, third, ..] = name {
        return set(bits, bit(after(two, *third)));
    }
    assert!(two << 8 == SHORT, "a word of two letters is looked for by itself");
    bits
}

const fn set(mut bits: [u64; 512], bit: usize) -> [u64; 512] {
    bits[bit / 64] |= 1 << (bit % 64);
    bits
}

/// The last three bytes of a text, in the upper ones of a word, so that a shift drops what came before them.
const fn after(window: u32, byte: u8) -> u32 {
    (window | folded(byte)) << 8
}

/// Spreads by the golden ratio's multiplication, as the arena's index does.
const fn bit(window: u32) -> usize {
    (window.wrapping_mul(0x9e37_79b9) >> 17) as usize
}

/// Whether a text may name a host that says something; it may say yes of one that does not.
pub(crate) fn may_speak(text: &str) -> bool {
    let is_set = |window| BEGINNINGS[bit(window) / 64] >> (bit(window) % 64) & 1 != 0;
    let (mut window, mut colons) = (0, 0_u32);
    let is_there = text.bytes().any(|byte| {
        window = after(window, byte);
        colons += u32::from(byte == b':');
        is_set(window) || window << 8 == SHORT
    });
    // an address of IPv6 spells this machine in many ways
    is_there || colons > 1
}

#[cfg(test)]
mod tests {
    use super::{KNOWN, LOOPBACK, WORDS, may_speak};

    #[test]
    fn whatever_is_known_by_name_is_seen_anywhere_and_in_any_case() {
        let names =
            WORDS.iter().map(|word| word.0).chain(KNOWN.iter().map(|(name, _)| *name)).chain(LOOPBACK.iter().copied());
        for name in names.chain(["127.0.0.1", "::1", "[0:0:0:0:0:0:0:1]", "non-prod", "not.production", "PRE-prod"]) {
            for text in [
                name.to_owned(),
                name.to_ascii_uppercase(),
                format!("https://a.{name}.example:443/x"),
                format!("x-{name}2"),
            ] {
                assert!(may_speak(&text), "{text}");
            }
        }
    }

    #[test]
    fn ordinary_texts_are_left_alone() {
        let texts = [
            "",
            "a",
            "info",
            "eu-west-1",
            "db.shop.example",
            "https://api.shop.example/v1",
            "8080",
            "true",
            "Alpha 17",
        ];
        assert!(texts.iter().all(|text| !may_speak(text)), "{:?}", texts.iter().find(|text| may_speak(text)));
    }
}
