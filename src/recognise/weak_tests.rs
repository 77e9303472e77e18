//! What is weak, what passes.

use proptest::prelude::*;

use super::{Weak, weak};

fn judged(text: &str) -> Option<Weak> {
    weak(text, "database.password", 12)
}

#[test]
fn passphrases_and_random_keys_pass() {
    for text in [
        "correct horse battery staple",
        "3f8Kx!9qLm2#Zz01",
        "testament-Of-youth-77",
        "hunter2-CANARY",
        "mypasswordisnotinthatlist",
        "secretary of the interior",
        "keyboard-and-mouse",
        "password-manager-says-kX9",
        "0123456789abcdee",
        "b9f1c2d3-4e5f-4a6b-8c7d-9e0f1a2b3c4d",
        "пароль-на-русском-77",
        "密码密码密码真的很长很长很长",
        "pa$$word$ and more",
    ] {
        assert_eq!(judged(text), None, "{text}");
    }
}

#[test]
fn a_placeholder_is_found_in_any_case_and_with_four_digits_behind() {
    for text in [
        "changeme",
        "change-me",
        "CHANGE_ME",
        "ChangeMe!",
        "Password1!",
        "password2024",
        "hunter2024",
        "secret",
        "Admin",
        "postgres",
        "null",
        "undefined",
        "todo",
        "[REDACTED]",
        "redacted",
        "\"changeme\"",
        "***",
        "xxxxxxxxxxxxxxxx",
        "",
        "   ",
        "123456",
        "1234567890",
        "987654321",
        "abcdefghijklmnop",
        "your-secret-here",
        "YOUR_API_KEY_HERE",
        "my-secret-password",
        "supersecretkey",
        "insert your api key here",
        "test-token",
        "minioadmin",
        "not-a-secret1",
    ] {
        assert_eq!(judged(text), Some(Weak::Placeholder), "{text}");
    }
    assert_eq!(judged("password20245"), None, "five digits are no longer decoration");
}

#[test]
fn the_key_s_own_name_is_a_placeholder() {
    for text in ["password", "DATABASE_PASSWORD", "database.password", "SHOP_DATABASE_PASSWORD", "Database-Password"] {
        assert_eq!(judged(text), Some(Weak::Placeholder), "{text}");
    }
    assert_eq!(weak("stripe_webhook_signing", "stripe-webhook-signing", 12), Some(Weak::Placeholder));
    assert_eq!(weak("StripeWebhookSigning", "payments.stripe_webhook_signing", 12), Some(Weak::Placeholder));
    assert_eq!(weak("3f8Kx!9qLm2#Zz01", "", 12), None);
}

#[test]
fn templates_repetitions_and_short_values_are_named_as_such() {
    for text in ["${DB_PASSWORD}", "{{ x }}", "<key>", "ENC(x)", "op://a/b", "vault:a", "ref+x", "$NAME", "%NAME%"] {
        assert_eq!(judged(text), Some(Weak::Template), "{text}");
    }
    for text in ["aaaaaaaaaaaaaaaa", "abababababab", "éééééééé"] {
        assert_eq!(judged(text), Some(Weak::Repeated), "{text}");
    }
    assert_eq!(judged("Tr0ub4dor&3"), Some(Weak::Short));
    assert_eq!(weak("Tr0ub4dor&3", "password", 11), None);
    assert_eq!(weak("Tr0ub4dor&3", "password", 0), None);
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in any::<String>(), key in any::<String>(), min_len in any::<usize>()) {
        let _ = weak(&text, &key, min_len);
    }
}

#[test]
fn what_was_made_for_tests_says_so_wherever_it_stands() {
    for text in ["milieu-test-database", "milieu-test-", "Bearer milieu-test-gateway-7f3a", "\"milieu-test-x\""] {
        assert_eq!(judged(text), Some(Weak::Synthetic), "{text}");
    }
    for text in ["milieu-tests-kX9qLm2", "milieu-staging-kX9qLm2"] {
        assert_eq!(judged(text), None, "{text}");
    }
}
