//! Which values have which mode.

use proptest::prelude::*;

use super::{EMULATOR, HCAPTCHA, Mode, PUBLISHED, STARTS, mode};
use crate::recognise::vendor::{NAMED, VENDORS, Vendor};

fn plain(text: &str) -> Option<(Mode, &'static str)> {
    mode(text, "key", None, &[])
}

#[test]
fn every_prefix_of_every_vendor_counts_from_its_least_length_on() {
    for row in VENDORS {
        let modes = [(row.test(), Mode::Test), (row.live(), Mode::Live)];
        for (prefix, wanted) in modes.iter().flat_map(|(prefixes, mode)| prefixes.iter().map(move |p| (p, *mode))) {
            let key = format!("{prefix}{}", &"0a1B2c3D".repeat(8)[..row.min()]);
            assert_eq!(plain(&key), Some((wanted, row.name())), "{prefix}");
            assert_eq!(plain(&format!("{key}\n")), Some((wanted, row.name())), "{prefix}");
            assert_eq!(plain(&key[..key.len() - 1]), None, "{prefix}: one too short");
            assert_eq!(plain(prefix), None, "{prefix}: nothing behind it");
            assert_eq!(plain(&format!("a {key}")), None, "{prefix}: not at the start");
            assert_eq!(plain(&format!("{key} is the key")), None, "{prefix}: a sentence");
        }
        assert_eq!(row.since(), Some("0.1.0"));
    }
}

#[test]
fn the_rows_of_the_table_are_these() {
    let long = "0a1B2c3D".repeat(8);
    for (prefix, wanted) in [
        (concat!("sk_", "test_"), Mode::Test),
        (concat!("rk_", "test_"), Mode::Test),
        (concat!("pk_", "test_"), Mode::Test),
        (concat!("sk_", "live_"), Mode::Live),
        (concat!("rk_", "live_"), Mode::Live),
        (concat!("pk_", "live_"), Mode::Live),
        (concat!("sk_", "prod_"), Mode::Live),
        (concat!("rk_", "prod_"), Mode::Live),
        (concat!("rzp_", "test_"), Mode::Test),
        (concat!("rzp_", "live_"), Mode::Live),
        (concat!("access-", "sandbox-"), Mode::Test),
        (concat!("access-", "development-"), Mode::Test),
        (concat!("access-", "production-"), Mode::Live),
        (concat!("shippo_", "test_"), Mode::Test),
        (concat!("shippo_", "live_"), Mode::Live),
        (concat!("duffel_", "test_"), Mode::Test),
        (concat!("duffel_", "live_"), Mode::Live),
        (concat!("FLWSECK_", "TEST-"), Mode::Test),
        (concat!("FLWPUBK_", "TEST-"), Mode::Test),
        (concat!("EZ", "TK"), Mode::Test),
        (concat!("EZ", "AK"), Mode::Live),
        (concat!("pdl_", "sdbx_apikey_"), Mode::Test),
        (concat!("pdl_", "live_apikey_"), Mode::Live),
        (concat!("access_token$", "sandbox$"), Mode::Test),
        (concat!("access_token$", "production$"), Mode::Live),
        (concat!("sandbox-", "sq0idb-"), Mode::Test),
        (concat!("sq0", "idp-"), Mode::Live),
        (concat!("flb_", "test_"), Mode::Test),
        (concat!("flb_", "live_"), Mode::Live),
    ] {
        assert_eq!(plain(&format!("{prefix}{long}")).map(|(mode, _)| mode), Some(wanted), "{prefix}");
    }
}

#[test]
fn words_that_look_like_a_beginning_have_no_mode() {
    for text in [
        "sk_test_",
        "sk_testing_the_thing",
        "test_dHar4XY7LxsDOtmnkVtjNVWXLSlXsM",
        "live_dHar4XY7LxsDOtmnkVtjNVWXLSlXsM",
        "access-sandbox-url",
        "sandbox-environment-for-everyone",
        "",
        "sk",
        "minioadmin2",
        "my minioadmin",
        "ANYTHINGENDINGINEXAMPLE",
        "1x0",
        "1x00000000000000000000",
        "3xé",
        "0x00",
        "LSIA",
        "LSIAlowercaselowerc",
    ] {
        assert_eq!(plain(text), None, "{text}");
    }
}

#[test]
fn published_and_emulator_values_count_whole() {
    for (values, wanted) in [(PUBLISHED, Mode::Published), (EMULATOR, Mode::Emulator)] {
        for (vendor, value) in values {
            assert_eq!(plain(value), Some((wanted, *vendor)));
            assert_eq!(plain(&format!("x{value}")), None, "{value}");
            assert!(!matches!(plain(&format!("{value}x")), Some((Mode::Published | Mode::Emulator, _))), "{value}");
        }
    }
    for start in ["LSIA", "LKIA"] {
        assert_eq!(plain(&format!("{start}QAAAAAAVNCBMPNSG")), Some((Mode::Emulator, "LocalStack")));
        assert_eq!(plain(&format!("{start}QAAAAAAVNCBMPNSGX")), None);
    }
    for start in ["1", "2", "3"] {
        for value in [format!("{start}x{}AA", "0".repeat(31)), format!("{start}x{}BB", "0".repeat(20))] {
            assert_eq!(plain(&value), Some((Mode::Published, "Turnstile")), "{value}");
        }
    }
}

#[test]
fn the_null_address_is_a_captcha_key_only_where_the_key_says_so() {
    assert_eq!(mode(HCAPTCHA, "hcaptcha-secret", None, &[]), Some((Mode::Published, "hCaptcha")));
    assert_eq!(mode(HCAPTCHA, "CAPTCHA_SECRET", None, &[]), Some((Mode::Published, "hCaptcha")));
    assert_eq!(mode(HCAPTCHA, "owner_address", None, &[]), None);
}

#[test]
fn a_bare_word_counts_where_the_field_names_its_vendor() {
    for row in NAMED {
        for (start, wanted) in [("test_", Mode::Test), ("live_", Mode::Live)] {
            let key = format!("{start}dHar4XY7LxsDOtmnkVtjNVWXLSlXsM");
            assert_eq!(mode(&key, "key", Some(row.name()), &[]), Some((wanted, row.name())));
            assert_eq!(mode(&key, "key", Some(&row.name().to_ascii_lowercase()), &[]), Some((wanted, row.name())));
            assert_eq!(mode(&key, "key", Some("stripe"), &[]), None);
        }
    }
    let sandbox = "sandbox_dHar4XY7LxsDOtmnkVtjNVWXLSlXsM";
    assert_eq!(mode(sandbox, "key", Some("gocardless"), &[]), Some((Mode::Test, "GoCardless")));
    assert_eq!(mode(sandbox, "key", Some("mollie"), &[]), None);
}

#[test]
fn rows_of_the_application_count_and_the_longest_prefix_decides() {
    const OWN: &[Vendor] = &[
        Vendor::new("Acme", &["a"], &["acme_live_"], 8),
        Vendor::new("Paystack", &[concat!("sk_", "test_")], &[concat!("sk_", "live_")], 10),
        Vendor::new("Pagar.me", &[], &["sk_"], 10),
        Vendor::new("Empty", &[""], &[""], 0),
    ];
    let own = |text: &str| mode(text, "key", None, OWN);
    assert_eq!(own("acme_live_12345678"), Some((Mode::Live, "Acme")));
    assert_eq!(own("acme_other"), Some((Mode::Test, "Acme")));
    assert_eq!(own(concat!("sk_", "test_0a1B2c3D4e")), Some((Mode::Test, "Paystack")), "own rows go first");
    assert_eq!(own("sk_0a1B2c3D4e5F"), Some((Mode::Live, "Pagar.me")));
    assert_eq!(own(concat!("rk_", "live_0a1B2c3D4e")), Some((Mode::Live, "Stripe")), "built-in rows stay");
    assert_eq!(own("other"), None, "an empty prefix never counts");
}

#[test]
fn the_filter_lets_few_ordinary_words_through() {
    let words = [
        "info",
        "debug",
        "localhost",
        "database",
        "postgres",
        "production",
        "staging",
        "true",
        "http",
        "https://example.org",
        "sha256",
        "primary",
        "replica",
        "accept",
        "default",
        "eu-west-1",
        "us-east-1",
        "en_GB",
        "utf-8",
        "0.0.0.0",
        "127.0.0.1",
        "application/json",
        "round-robin",
        "strict",
        "session",
        "payments",
        "frontend",
        "/var/lib/shop",
        "config.toml",
        "30s",
    ];
    let through = words.iter().filter(|word| STARTS.may_begin(word.as_bytes())).count();
    assert!(through <= 2, "{through} of {}", words.len());
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in any::<String>(), key in any::<String>(), vendor in any::<Option<String>>()) {
        let own = [Vendor::new("Own", &["", "é"], &["a"], usize::MAX)];
        let _ = mode(&text, &key, vendor.as_deref(), &own);
        for start in ["1x", "LSIA", "0x0", "sk_test_", "access_token$"] {
            let _ = mode(&format!("{start}{text}"), &key, vendor.as_deref(), &[]);
        }
    }
}
