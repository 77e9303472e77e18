//! Hosts that do not belong where they stand: those of tests in production, this very machine, another environment's.

use milieu::testing::Fixture;
use milieu::{Config, Credential, Dsn, Environment, Finding, Level, Loader, Tier, VendorMode};

const CANARY: &str = "hunter2-CANARY";

#[derive(Config)]
#[expect(dead_code, reason = "only inspected")]
struct Settings {
    #[config(default = "127.0.0.1:8080")]
    listen: std::net::SocketAddr,
    payments_url: Option<String>,
    #[config(default = "https://api.example.com")]
    mail_url: String,
    metrics_host: Option<String>,
    #[config(default = [])]
    brokers: Vec<String>,
    note: Option<String>,
    database: Option<Dsn>,
    token: Option<Credential>,
}

fn loader(environment: &str, text: &str) -> Loader {
    Fixture::new().file(format!("config/{environment}.toml"), text).environment(environment)
}

/// The checks of an inspection that are about hosts, with the keys.
fn found(environment: &str, text: &str) -> Vec<(String, &'static str)> {
    let inspection = loader(environment, text).inspect::<Settings>(environment).unwrap();
    of_hosts(inspection.findings())
}

fn of_hosts(findings: &[Finding]) -> Vec<(String, &'static str)> {
    let is_one = |check: &str| ["nonproduction-host", "loopback-endpoint", "foreign-host"].contains(&check);
    let of_hosts = findings.iter().filter(|finding| finding.check().is_some_and(is_one));
    of_hosts.map(|finding| (finding.key().unwrap_or_default().to_owned(), finding.check().unwrap())).collect()
}

#[test]
fn a_host_that_says_sandbox_is_denied_in_ci_and_a_warning_at_start() {
    let loader = loader("production", "payments_url = 'https://api.sandbox.example.com/v1'\n");
    let inspection = loader.inspect::<Settings>("production").unwrap();
    assert_eq!(
        inspection.findings()[0].to_string(),
        "payments_url: names a host that says sandbox, and production reaches those of production \
         (config/production.toml:1:16); set the host that production is to reach, or declare its domain as production's \
         [nonproduction-host]"
    );
    assert_eq!(inspection.findings()[0].level(), Level::Deny);
    let loaded = loader.load::<Settings>().unwrap();
    assert_eq!(of_hosts(loaded.findings()), [("payments_url".to_owned(), "nonproduction-host")]);
    assert_eq!(loaded.findings()[0].level(), Level::Warn);
}

#[test]
fn what_is_production_s_passes_and_staging_may_use_sandboxes() {
    let text =
        "payments_url = 'https://api.example.com/v1'\nbrokers = ['k1.example.com:9092']\nnote = 'a test of dev'\n";
    assert!(found("production", text).is_empty());
    let sandbox = "payments_url = 'https://api.sandbox.example.com/v1'\n";
    assert!(found("staging", sandbox).is_empty() && found("development", sandbox).is_empty());
}

#[test]
fn an_environment_of_tier_production_that_uses_test_vendors_may_use_their_hosts() {
    const DEMO: &[Environment] = &[Environment::declare("demo", Tier::Production).with_vendor_mode(VendorMode::Test)];
    let loader = loader("demo", "payments_url = 'https://api.sandbox.example.com/v1'\n").environments(DEMO);
    assert!(of_hosts(loader.inspect::<Settings>("demo").unwrap().findings()).is_empty());
}

#[test]
fn this_very_machine_is_a_warning_where_the_program_reaches_it_and_nothing_where_it_listens() {
    for environment in ["staging", "production"] {
        let text =
            "listen = '127.0.0.1:80'\nmetrics_host = 'localhost'\nbrokers = ['k1.example.com:1', '127.0.0.1:9092']\n";
        let expected = [("brokers", "loopback-endpoint"), ("metrics_host", "loopback-endpoint")];
        assert_eq!(found(environment, text), expected.map(|(key, check)| (key.to_owned(), check)));
        let loaded = loader(environment, text).load::<Settings>().unwrap();
        assert!(loaded.findings().iter().all(|finding| finding.level() == Level::Warn));
    }
    assert!(found("development", "metrics_host = 'localhost'\n").is_empty());
    assert!(found("production", "note = 'localhost'\n").is_empty(), "the key names no host");
    assert!(found("production", "metrics_host = '0.0.0.0'\n").is_empty());
}

#[test]
fn a_default_of_the_type_is_judged_like_a_value() {
    #[derive(Config)]
    #[expect(dead_code, reason = "only inspected")]
    struct Defaulted {
        #[config(default = "http://localhost:4317")]
        collector_url: String,
    }
    let inspection = Fixture::new().loader().inspect::<Defaulted>("production").unwrap();
    assert_eq!(
        inspection.findings()[0].to_string().split(';').next().unwrap(),
        "collector_url: is an endpoint on this very machine (default)"
    );
}

#[test]
fn only_the_value_that_wins_is_judged() {
    let fixture = Fixture::new()
        .file("config/base.toml", "payments_url = 'http://localhost:1'\n")
        .file("config/production.toml", "payments_url = 'https://api.example.com'\n");
    assert!(of_hosts(fixture.loader().inspect::<Settings>("production").unwrap().findings()).is_empty());
}

#[test]
fn an_address_that_is_a_credential_tells_its_host_and_nothing_else() {
    let secret = format!("postgres://app:{CANARY}@db.staging.example.com/app");
    let fixture = Fixture::new().file("config/production.toml", "").variable("APP_DATABASE", secret.as_str());
    let loaded = fixture.environment("production").load::<Settings>().unwrap();
    assert_eq!(of_hosts(loaded.findings()), [("database".to_owned(), "nonproduction-host")]);
    crate::leaks::Forms::of(CANARY).are_not_in(&format!("{:?}", loaded.findings()));
    // a token that looks like a host is none
    let fixture = Fixture::new().variable("APP_TOKEN", "test.sandbox.CANARY-example.com:80");
    assert!(of_hosts(fixture.environment("production").load::<Settings>().unwrap().findings()).is_empty());
}

#[test]
fn a_host_of_another_environment_is_denied_everywhere() {
    let of = |environment: &str, host: &str| {
        let loader = loader(environment, &format!("payments_url = 'https://{host}/'\n"))
            .domains("production", ["shop.example", "test.vendor.example"])
            .domains("staging", ["staging.shop.example", "both.example"])
            .domains("development", ["both.example"]);
        loader
            .inspect::<Settings>(environment)
            .unwrap()
            .findings()
            .iter()
            .filter_map(Finding::check)
            .collect::<Vec<_>>()
    };
    for environment in ["development", "staging"] {
        assert_eq!(of(environment, "db.shop.example"), ["foreign-host"], "{environment}");
    }
    assert_eq!(of("production", "db.staging.shop.example"), ["foreign-host"]);
    assert_eq!(of("production", "both.example"), ["foreign-host"]);
    for (environment, host) in [
        ("production", "db.shop.example"),
        ("production", "test.vendor.example"),
        ("staging", "db.staging.shop.example"),
        ("staging", "both.example"),
        ("development", "both.example"),
        ("development", "elsewhere.example"),
    ] {
        assert!(of(environment, host).is_empty(), "{environment} {host}");
    }
    let loader =
        loader("staging", "payments_url = 'https://db.shop.example/'\n").domains("production", ["shop.example"]);
    let error = loader.load::<Settings>().map(drop).unwrap_err();
    assert_eq!(
        error.findings()[0].to_string(),
        "payments_url: names a host of production, and staging has hosts of its own (config/staging.toml:1:16); \
         set the host that staging is to reach [foreign-host]"
    );
}

#[test]
fn domains_that_guard_nothing_are_refused() {
    let error = |loader: Loader| loader.load::<Settings>().map(drop).unwrap_err().findings()[0].to_string();
    let text = error(loader("staging", "").domains("prodution", ["shop.example"]));
    assert!(text.starts_with("domains: names no environment of this application; did you mean production?"), "{text}");
    for domain in ["", ".", "https://shop.example", "shop.example:80", "shop.example/x", "ümlaut.example"] {
        let text = error(loader("staging", "").domains("production", [domain]));
        assert!(text.starts_with("domains: expected a domain such as shop.example"), "{text}");
    }
}

#[test]
fn hosts_are_found_without_a_type_too() {
    let text =
        "[redis]\nserver = 'redis://localhost'\n[app]\nhost = '127.0.0.1'\n[mail]\nhost = 'smtp-staging.example.com'\n";
    let inspection = loader("production", text).inspect_plain("production").unwrap();
    let expected = [("mail.host", "nonproduction-host"), ("redis.server", "loopback-endpoint")];
    assert_eq!(of_hosts(inspection.findings()), expected.map(|(key, check)| (key.to_owned(), check)));

    #[derive(serde::Deserialize)]
    struct Plain {
        #[expect(dead_code, reason = "only loaded")]
        server_url: String,
    }
    let loaded = loader("production", "server_url = 'http://localhost'\n").load_plain::<Plain>().unwrap();
    assert_eq!(of_hosts(loaded.findings()), [("server_url".to_owned(), "loopback-endpoint")]);
}

#[test]
fn one_host_can_be_allowed_with_a_reason() {
    let fixture =
        Fixture::new().today("2026-12-01").file("config/production.toml", "payments_url = 'http://localhost:1'\n");
    let loader = fixture.loader().allow("loopback-endpoint", "payments_url", "a sidecar answers there", "2027-12-31");
    assert!(loader.inspect::<Settings>("production").unwrap().findings().is_empty());
}
