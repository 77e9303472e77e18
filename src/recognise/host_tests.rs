use super::{is_loopback, nonproduction};
use crate::recognise::address::{Host, hosts};
use std::ops::ControlFlow;

fn word(text: &str) -> Option<&'static str> {
    let mut found = None;
    let _ = hosts(text, &mut |host: Host<'_>| {
        found = found.or(nonproduction(&host));
        ControlFlow::Continue(())
    });
    found
}

#[test]
fn a_word_counts_where_a_label_or_a_part_of_it_is_that_word() {
    for (text, expected) in [
        ("https://api.sandbox.paypal.com", "sandbox"),
        ("https://apitest.authorize.net/xml", "test"),
        ("https://sandboxapi.rapyd.net", "sandbox"),
        ("https://eu-test.oppwa.com/", "test"),
        ("https://api-demo.airwallex.com/", "demo"),
        ("https://uat-api.paylution.com", "uat"),
        ("https://preprod-ppps.paybox.com/PPPS.php", "preprod"),
        ("https://api.pre-prod.example.com", "preprod"),
        ("https://x.non-prod.example.com", "preprod"),
        ("https://connect.squareupsandbox.com/", "sandbox"),
        ("https://shop-staging.com", "staging"),
        ("https://qa2.shop.co.uk", "qa"),
        ("https://api{{region}}.playground.klarna.com/", "playground"),
        ("https://pay-api.amazon.com/sandbox/v2", "sandbox"),
        ("https://prod.emea.api.fiservapps.com/sandbox/v2", "sandbox"),
        ("postgres://app@db-staging:5432/app", "staging"),
        ("postgres://db.staging.svc.cluster.local/app", "staging"),
        ("https://staging.internal/", "staging"),
        ("https://shop.test/", "test"),
        ("https://abc123.ngrok-free.app/hook", "tunnel"),
        ("s3://shop-dev-uploads/", "dev"),
        ("https://TEST.Example.COM", "test"),
    ] {
        assert_eq!(word(text), Some(expected), "{text}");
    }
}

#[test]
fn names_that_only_hold_such_letters_are_left_alone() {
    for text in [
        "https://api.stripe.com",
        "https://contest.example.com",
        "https://latest.example.com",
        "https://testimonials.example.com",
        "https://developer.example.com",
        "https://devices.example.com",
        "https://example.dev",
        "https://api.example.dev/v1",
        "https://dev.to/api",
        "https://test.io",
        "https://sandbox.com",
        "https://dev.azure.com/shop",
        "https://codesandbox.io/s/1",
        "https://test-results.prod.example.com",
        "https://dev-tools.production.example.com",
        "https://apps.live.cloud-platform.service.gov.uk",
        "http://db.production.svc.cluster.local",
        "https://{{test_host}}.example.com",
        "https://${STAGING_PREFIX}-api.example.com",
        "https://qnb.com.qa",
        "https://apiprod.fattlabs.com/",
        "https://apirh.prodoffalb.net/",
        "https://example.com/docs/sandbox",
        "https://10.0.0.1/",
        "https://[2001:db8::1]/",
        "https://prod-images.example.net",
    ] {
        assert_eq!(word(text), None, "{text}");
    }
}

#[test]
fn loopback_is_known_by_every_spelling() {
    for name in [
        "localhost",
        "LOCALHOST",
        "localhost.",
        "app.localhost",
        "127.0.0.1",
        "127.1.2.3",
        "::1",
        "::ffff:127.0.0.1",
        "host.docker.internal",
        "app.lvh.me",
        "127.0.0.1.nip.io",
        "ip6-localhost",
        "localhost.localdomain",
    ] {
        assert!(is_loopback(name), "{name}");
    }
    for name in [
        "localhosts",
        "mylocalhost",
        "localhost.example.com",
        "0.0.0.0",
        "::",
        "10.0.0.1",
        "128.0.0.1",
        "127.0.0.1.example.com",
        "::2",
        "",
        "192.168.3.101",
        "docker.internal",
    ] {
        assert!(!is_loopback(name), "{name}");
    }
}
