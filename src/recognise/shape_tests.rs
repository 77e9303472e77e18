//! What looks like a credential, and what only seems to.

use proptest::prelude::*;

use super::{Shape, credential_in};

/// Letters and digits, as many as wanted.
fn body(length: usize) -> String {
    "0a1B2c3D4e5F6A7b8C9d".chars().cycle().take(length).collect()
}

#[test]
fn a_vendor_s_key_is_told_by_prefix_alphabet_and_length() {
    let hex = body(400).to_ascii_lowercase();
    let upper = body(400).to_ascii_uppercase();
    for (vendor, prefix, rest) in [
        ("AWS", "AKIA", &upper[..16]),
        ("AWS", "ASIA", &upper[..16]),
        ("GitHub", concat!("gh", "p_"), &body(36)[..]),
        ("GitHub", concat!("gh", "o_"), &body(36)),
        ("GitHub", concat!("gh", "u_"), &body(36)),
        ("GitHub", concat!("gh", "s_"), &body(36)),
        ("GitHub", concat!("gh", "r_"), &body(76)),
        ("GitHub", concat!("github_", "pat_"), &body(82)),
        ("GitLab", concat!("gl", "pat-"), &body(20)),
        ("Slack", concat!("xox", "b-"), "123456789012-123456789012-0a1B2c3D4e5F"),
        ("Slack", concat!("xox", "p-"), &body(24)),
        ("Google", concat!("AI", "za"), &body(35)),
        ("npm", concat!("npm", "_"), &body(36)),
        ("SendGrid", concat!("SG", "."), &format!("{}.{}", body(22), body(43))),
        ("OpenAI", concat!("sk-", "proj-"), &body(120)),
        ("OpenAI", "sk-", &body(48)),
        ("Anthropic", concat!("sk-", "ant-"), &format!("api03-{}AA", body(93))),
        ("Hugging Face", concat!("hf", "_"), &body(34)),
        ("DigitalOcean", concat!("dop_", "v1_"), &hex[..64]),
        ("Shopify", concat!("shp", "at_"), &hex[..32]),
        ("Stripe, Clerk or Paystack", concat!("sk_", "live_"), &body(24)),
        ("Stripe, Clerk or Paystack", concat!("sk_", "test_"), &body(24)),
        ("Stripe", concat!("rk_", "live_"), &body(24)),
        ("Stripe", concat!("rk_", "test_"), &body(24)),
        ("Plaid", concat!("access-", "production-"), "3f8a1b2c-4d5e-4f6a-8b7c-9d0e1f2a3b4c"),
        ("Vault", concat!("hvs", "."), &body(95)),
        ("age", concat!("AGE-SECRET", "-KEY-1"), &upper[..58]),
    ] {
        let key = format!("{prefix}{rest}");
        assert_eq!(credential_in(&key), Some(Shape::VendorKey(vendor)), "{prefix}");
        assert_eq!(credential_in(&format!(" {key}\n")), Some(Shape::VendorKey(vendor)), "{prefix}");
        for text in [prefix.to_owned(), format!("{prefix}{}", body(5)), format!("{key} é"), format!("see {key}")] {
            assert_eq!(credential_in(&text), None, "{prefix}");
        }
        assert_eq!(
            credential_in(&format!("{prefix}{}", "x".repeat(rest.len()))),
            None,
            "{prefix}: as manuals write it"
        );
    }
}

#[test]
fn an_address_with_a_password_in_it_is_a_credential() {
    for text in [
        "postgres://u:p@h",
        "postgres://u:p@h:5432/db",
        "  postgres://u:p@h\n",
        "redis://:hunter2@h",
        "mongodb+srv://u:p@h/db",
        "jdbc:postgresql://u:p@h/db",
        "amqps://u:p@h1:1,h2:2/v",
        "https://u:p@[::1]/x",
        "https://u:p%2Fq@h",
        "HTTPS://U:P@H",
        "postgres://u:p@ss@h",
        "postgres://u:p/ss@h",
        "postgres://u:p#ss@h",
        "postgres://u:p?ss@h",
        "postgres://${DB_USER}:hunter2@h",
        "postgres://u:pa$word@h",
    ] {
        assert_eq!(credential_in(text), Some(Shape::UrlPassword), "{text}");
    }
}

#[test]
fn an_address_without_a_real_password_is_none() {
    for text in [
        "https://h/a@b",
        "https://h:8080/a@b",
        "https://h:8080/a:b@c",
        "https://[::1]/a@b",
        "https://[::1]:80/a@b",
        "https://host:port/a@b",
        "https://h?x=a:b@c",
        "git@h:a/b",
        "ssh://git@h",
        "https://user@h",
        "https://user:@h",
        "https://h",
        "http://localhost:8080",
        "postgres://u:${DB_PASSWORD}@h",
        "postgres://${DB_USER:-app}:${DB_PASSWORD:-x}@h",
        "postgres://${DB_USER}:${DB_PASSWORD}@${DB_HOST}:${DB_PORT}/a@b",
        "postgres://u@h:${DB_PORT}/a@b",
        "postgres://u:{{ db_password }}@h",
        "postgres://u:{password}@h",
        "postgres://u:<password>@h",
        "postgres://u:%s@h",
        "postgres://u:%(password)s@h",
        "postgres://u:$PASSWORD@h",
        "postgres://u:***@h",
        "postgres://u:xxxx@h",
        "postgres://u:[REDACTED]@h",
        "docker://nginx:1.25@sha256:0a1b2c3d",
        "s3://bucket/{{ name }}/x",
        "mailto:a:b@c",
        "://u:p@h",
        "1http://u:p@h",
        "see postgres://u:p@h",
    ] {
        assert_eq!(credential_in(text), None, "{text}");
    }
}

#[test]
fn the_quick_look_for_a_scheme_finds_every_one() {
    for length in 1..=37 {
        let scheme = "s".repeat(length);
        assert_eq!(credential_in(&format!("{scheme}://u:p@h")), Some(Shape::UrlPassword), "{length}");
        assert_eq!(credential_in(&format!("{scheme}:/u:p@h")), None, "{length}");
    }
}

#[test]
fn a_webhook_is_a_key_of_its_vendor() {
    let slack = |last: &str| format!("https://hooks.slack.com/services/T0A1B2C3D/B0A1B2C3D/{last}");
    assert_eq!(credential_in(&slack(&body(24))), Some(Shape::VendorKey("Slack")));
    assert_eq!(credential_in(&slack(&"X".repeat(24))), None, "as the manual writes it");
    assert_eq!(credential_in(&slack("${TOKEN}")), None);
    assert_eq!(credential_in("https://hooks.slack.com/services/"), None);
    let discord = format!("https://discord.com/api/webhooks/123456789012345678/{}", body(68));
    assert_eq!(credential_in(&discord), Some(Shape::VendorKey("Discord")));
}

#[test]
fn a_private_key_is_found_anywhere_in_a_text() {
    let pem = |label: &str, body: &str| format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----");
    for label in
        ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "RSA KEY"]
    {
        let block = pem(label, &body(64));
        for text in [block.clone(), format!("# key\n{block}\n"), block.replace('\n', "\\n"), block.replace('\n', " ")] {
            assert_eq!(credential_in(&text), Some(Shape::PrivateKey), "{text}");
        }
        assert_eq!(credential_in(&pem(label, "")), None, "{label}: no body");
        assert_eq!(credential_in(&pem(label, "{{ .Values.tls.key | b64dec | nindent 4 | trim }}")), None);
    }
    let chain = format!("{}\n{}", pem("CERTIFICATE", &body(64)), pem("PRIVATE KEY", &body(64)));
    assert_eq!(credential_in(&chain), Some(Shape::PrivateKey));
    assert_eq!(credential_in(&pem("PGP PRIVATE KEY BLOCK", &body(64))), Some(Shape::PrivateKey));
    for label in
        ["PUBLIC KEY", "RSA PUBLIC KEY", "CERTIFICATE", "PGP PUBLIC KEY BLOCK", "DH PARAMETERS", "SSH2 PUBLIC KEY"]
    {
        assert_eq!(credential_in(&pem(label, &body(64))), None, "{label}");
    }
}

#[test]
fn ordinary_values_are_no_credentials() {
    let publishable = concat!("pk_", "live_0a1B2c3D4e5F6A7b8C9d0a1B");
    let key_id = concat!("rzp_", "live_0a1B2c3D4e5F6A");
    for text in [
        "",
        "a",
        "é",
        publishable,
        key_id,
        "sk_testing_the_thing",
        "sk_live_streaming_enabled",
        "sha512-lO1LAJ1vPPRzuVaBBHPTzFE2NfHkLxXoNqnLuUPvHPmTfLPWDVEWf9nJjBTzQnJnGKLkCFDPLJuGFcVdKfZWkA==",
        "912ec803b2ce49e4a541068d495ab57000000000",
        "b9f1c2d3-4e5f-4a6b-8c7d-9e0f1a2b3c4d",
        "GHP_THISISASTRINGTHATHASTHESAMELENASTOKE",
        "access-sandbox-url",
        "key-rotation-interval",
        "arn:aws:iam::123456789000:role/role-name",
        "AKIAXXXXXXXXXXXXXXXX",
        "npm_config_registry",
        "SG.",
        "hf_hub",
        "email@domain.tld",
        "postgres",
        "eu-west-1",
        "2026-01-31T12:00:00Z",
        "0x0000000000000000000000000000000000000000",
        "%Y-%m-%dT%H:%M:%S",
        "info,hyper=warn,sqlx::query=debug",
        "The quick brown fox jumps over the lazy dog, and nothing begins -----BEGIN here at all.",
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl user@host",
    ] {
        assert_eq!(credential_in(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        for start in ["", "ghp_", "a://", "jdbc:", "jdbc:a://u:", "https://hooks.slack.com/services/", "-----BEGIN "] {
            let _ = credential_in(&format!("{start}{text}"));
            let _ = credential_in(&format!("{start}{text}@h PRIVATE KEY-----{text}{text}-----"));
        }
    }
}
