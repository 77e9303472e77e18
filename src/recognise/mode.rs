//! The world a value belongs to: test, live, printed in a manual, or an emulator's.

use super::starts::Starts;
use super::vendor::{NAMED, VENDORS, Vendor, VendorMode};

/// What a value is good for, and so in which environments it is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// A vendor's key for tests.
    Test,
    /// A vendor's key for the real thing.
    Live,
    /// Printed in a vendor's manual for everyone, or accepting everything.
    Published,
    /// The fixed key of a program that imitates a vendor on a developer's machine.
    Emulator,
}

impl From<VendorMode> for Mode {
    fn from(mode: VendorMode) -> Self {
        match mode {
            VendorMode::Test => Self::Test,
            VendorMode::Live => Self::Live,
        }
    }
}

/// Returns what a text is by a vendor's own marks, and the vendor's name.
///
/// `key` is the last segment of the text's key, `vendor` what the field says of its vendor, and `more` are the application's
/// own rows, which go before built-in ones of the same length. Published and emulator values are whole values, never parts.
#[inline]
pub(crate) fn mode(text: &str, key: &str, vendor: Option<&str>, more: &[Vendor]) -> Option<(Mode, &'static str)> {
    if more.is_empty() && vendor.is_none() && !STARTS.may_begin(text.as_bytes()) {
        return None;
    }
    compare(text.trim_end(), key, vendor, more)
}

/// Kept out of line: [`mode`] is asked for every string, and seldom comes here.
#[inline(never)]
fn compare(text: &str, key: &str, vendor: Option<&str>, more: &[Vendor]) -> Option<(Mode, &'static str)> {
    if let Some(name) = emulator(text) {
        return Some((Mode::Emulator, name));
    }
    if let Some(name) = published(text, key) {
        return Some((Mode::Published, name));
    }
    let named = NAMED.iter().filter(|row| vendor.is_some_and(|vendor| row.name().eq_ignore_ascii_case(vendor)));
    let mut best: Option<(usize, Mode, &'static str)> = None;
    for row in more.iter().chain(named).chain(VENDORS) {
        if let Some((length, mode)) = row.fit(text) {
            if best.is_none_or(|(longest, ..)| length > longest) {
                best = Some((length, mode.into(), row.name()));
            }
        }
    }
    best.map(|(_, mode, name)| (mode, name))
}

/// Values of emulators, whole. Written in pieces, as all keys here: secret scanners read this file too.
pub(crate) const EMULATOR: &[(&str, &str)] = &[
    ("MinIO", "minioadmin"),
    (
        "Azurite",
        concat!("Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2U", "VErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="),
    ),
    ("Azurite", "UseDevelopmentStorage=true"),
    (
        "the Cosmos emulator",
        concat!("C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTq", "obD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw=="),
    ),
];

fn emulator(text: &str) -> Option<&'static str> {
    for prefix in LOCALSTACK {
        if let Some(rest) = text.strip_prefix(prefix) {
            let fits = rest.len() == 16 && rest.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
            return fits.then_some("LocalStack");
        }
    }
    EMULATOR.iter().find(|(_, value)| *value == text).map(|(name, _)| *name)
}

const LOCALSTACK: &[&str] = &["LSIA", "LKIA"];

/// Values that stand in manuals, whole: a rule such as "ends in EXAMPLE" would meet much else.
pub(crate) const PUBLISHED: &[(&str, &str)] = &[
    ("AWS", concat!("AKIA", "IOSFODNN7EXAMPLE")),
    ("AWS", concat!("wJalrXUtnFEMI/K7MDENG/", "bPxRfiCYEXAMPLEKEY")),
    ("Stripe", concat!("sk_", "test_4eC39HqLyjWDarjtT1zdp7dc")),
    // the secret and the site key that accept every answer
    ("reCAPTCHA", concat!("6LeIxAcTAAAAA", "GG-vFI1TnRWxMZNFuojJ4WifJWe")),
    ("reCAPTCHA", concat!("6LeIxAcTAAAAA", "JcZVRqyHh71UMIEGNQ_MXjiZKhI")),
];

/// How Turnstile's test keys begin.
const TURNSTILE: &[&str] = &["1x0", "2x0", "3x0"];

/// hCaptcha's test secret. It is Ethereum's null address too, so the key must say captcha.
const HCAPTCHA: &str = concat!("0x", "0000000000000000000000000000000000000000");

fn published(text: &str, key: &str) -> Option<&'static str> {
    if TURNSTILE.iter().any(|start| text.starts_with(start)) && turnstile(text) {
        return Some("Turnstile");
    }
    if text == HCAPTCHA {
        return says_captcha(key).then_some("hCaptcha");
    }
    PUBLISHED.iter().find(|(_, value)| *value == text).map(|(name, _)| *name)
}

/// A site key has twenty zeros, a secret thirty-one; the two letters behind them tell the variants apart.
fn turnstile(text: &str) -> bool {
    let Some((zeros, letters)) = text.get(2..).and_then(|rest| rest.split_at_checked(rest.len().saturating_sub(2)))
    else {
        return false;
    };
    matches!(zeros.len(), 20 | 31)
        && zeros.bytes().all(|byte| byte == b'0')
        && letters.bytes().all(|byte| matches!(byte, b'A'..=b'F'))
}

fn says_captcha(key: &str) -> bool {
    key.to_ascii_lowercase().contains("captcha")
}

static STARTS: Starts = {
    let mut starts = Starts::none();
    starts.add_vendors(VENDORS);
    starts.add_all(LOCALSTACK);
    starts.add_all(TURNSTILE);
    starts.add(HCAPTCHA);
    let mut at = 0;
    while at < EMULATOR.len() {
        starts.add(EMULATOR[at].1);
        at += 1;
    }
    at = 0;
    while at < PUBLISHED.len() {
        starts.add(PUBLISHED[at].1);
        at += 1;
    }
    starts
};

#[cfg(test)]
#[path = "mode_tests.rs"]
mod tests;
