//! Credentials: which source may hold one, what one must not be, and that one belongs to one environment.

use std::collections::BTreeMap;

use milieu::policy::{AllowedSources, CredentialPolicy, SourceKind};
use milieu::source::{Source, SourceError, Values};
use milieu::testing::Fixture;
use milieu::{Config, Credential, Dsn, Environment, Error, FromCredential, Loaded, Loader, NotThisCredential};
use milieu::{Process, Rank, Tier, VendorMode};

#[derive(Config)]
struct Settings {
    password: Option<Credential>,
    #[config(public = "compared by these tests")]
    plain: Option<String>,
}

const GOOD: &str = "3f8Kx!9qLm2#Zz01-CANARY";

fn load(fixture: &Fixture, environment: &str) -> Result<Loaded<Settings>, Error> {
    fixture.environment(environment).load::<Settings>()
}

/// Slugs, sorted; the canary is in none of what is said.
fn checks<T>(result: &Result<Loaded<T>, Error>) -> Vec<String> {
    let findings = match result {
        Ok(loaded) => loaded.findings(),
        Err(error) => error.findings(),
    };
    let said = format!("{findings:?}");
    assert!(!said.contains("CANARY"), "{said}");
    let mut checks: Vec<_> = findings.iter().map(|finding| finding.check().unwrap_or("-").to_owned()).collect();
    checks.sort();
    checks
}

#[test]
fn each_place_of_a_literal_is_judged_by_tier() {
    let file = |path: &str, environment: &str| {
        let fixture = Fixture::new().file(path, format!("password = '{GOOD}'"));
        load(&fixture, environment).is_ok()
    };
    assert!(!file("config/base.toml", "development") && !file("config/base.toml", "staging"));
    assert!(file("config/development.toml", "development"));
    assert!(file("config/local.toml", "development") && file("config/development.local.toml", "development"));
    assert!(!file("config/staging.toml", "staging") && !file("config/production.toml", "production"));
    let dotenv = Fixture::new().file(".env", format!("APP_PASSWORD={GOOD}"));
    assert!(load(&dotenv, "development").is_ok());
    // no dotenv file is read there at all
    assert!(load(&dotenv, "production").unwrap().password.is_none());
    for environment in ["development", "staging", "production"] {
        let variable = Fixture::new().variable("APP_PASSWORD", GOOD);
        assert_eq!(load(&variable, environment).unwrap().password.as_ref().unwrap().expose(), GOOD);
        let argument = Fixture::new().environment(environment).arguments([format!("password={GOOD}")]);
        assert_eq!(checks(&argument.load::<Settings>()), ["credential-source"]);
        let clap = Fixture::new().environment(environment).overrides(&BTreeMap::from([("password", GOOD)]));
        assert_eq!(checks(&clap.load::<Settings>()), ["credential-source"]);
    }
    assert!(Fixture::new().environment("production").set("password", GOOD).load::<Settings>().is_ok());
}

#[test]
fn a_credential_of_development_is_missing_elsewhere_and_not_passed_on() {
    #[derive(Config)]
    struct Required {
        #[expect(dead_code, reason = "only loaded")]
        password: Credential,
    }
    let fixture = Fixture::new()
        .file("config/development.toml", format!("password = '{GOOD}'"))
        .file("config/production.toml", "")
        .file("../config/production.toml", format!("password = '{GOOD}'"));
    assert!(fixture.environment("development").load::<Required>().is_ok());
    let error = fixture.environment("production").load::<Required>().unwrap_err();
    assert_eq!(
        error.findings()[0].to_string(),
        "password: is required and no layer sets it: expected a credential; set it as APP_PASSWORD"
    );
}

#[test]
fn whatever_kind_of_value_it_is_a_forbidden_source_is_all_that_is_said() {
    for value in ["'x'", "1", "true", "1.5", "['x']", "{a = 'x'}", "1979-05-27", "''", "'[REDACTED]'", "'changeme'"] {
        for (path, environment) in [("config/base.toml", "production"), ("config/production.toml", "production")] {
            let fixture = Fixture::new().file(path, format!("password = {value}"));
            let found = checks(&load(&fixture, environment));
            assert!(!found.is_empty() && found.iter().all(|check| check == "credential-source"), "{value}: {found:?}");
        }
    }
    let dotted = Fixture::new().file("config/production.toml", "password.a.b = 'x'");
    assert_eq!(checks(&load(&dotted, "production")), ["credential-source"]);
}

#[test]
fn a_literal_of_every_kind_is_judged_at_every_rank_of_every_tier() {
    let texts = ["42", "true", "1.5", "['x']", "[['x']]", "[{a = 'x'}]", "{a = 'x'}", "1979-05-27"];
    let texts = texts.map(|value| format!("password = {value}"));
    let texts = texts.into_iter().chain(["password.a.b = 'x'".to_owned(), "[password]\na = 'x'".to_owned()]);
    for (text, environment) in texts.flat_map(|text| {
        ["development", "test", "staging", "production"].map(|environment| (text.clone(), environment))
    }) {
        let deployed = matches!(environment, "staging" | "production");
        let file = |path: String| checks(&load(&Fixture::new().file(path, text.as_str()), environment));
        // what may hold one still has to hold one: a finding without a slug says what was expected
        let said = if deployed { "credential-source" } else { "-" };
        let is = |found: Vec<String>, said: &str| !found.is_empty() && found.iter().all(|check| check == said);
        assert!(is(file("config/base.toml".to_owned()), "credential-source"), "{text} in {environment}");
        assert!(is(file(format!("config/{environment}.toml")), said), "{text} in {environment}");
        for path in ["config/local.toml".to_owned(), format!("config/{environment}.local.toml")] {
            // no local file is read where it counts
            let found = file(path);
            assert!(
                if deployed { !found.contains(&"-".to_owned()) } else { is(found, "-") },
                "{text} in {environment}"
            );
        }
    }
}

#[cfg(feature = "figment")]
#[test]
fn a_provider_may_hold_a_credential_in_development_alone() {
    for rank in [Rank::Base, Rank::Environment, Rank::Variable, Rank::Override] {
        for (environment, fits) in [("development", true), ("test", true), ("staging", false), ("production", false)] {
            let provider = figment::providers::Serialized::default("password", GOOD);
            let loaded = Fixture::new().environment(environment).provider(rank, provider).load::<Settings>();
            let found = checks(&loaded);
            // what lies as low as the base file is shared by all environments, as that is
            let fits = fits && rank != Rank::Base;
            assert!(if fits { found.is_empty() } else { found == ["credential-source"] }, "{environment}: {found:?}");
        }
    }
}

#[test]
fn the_finding_names_place_and_remedy() {
    let fixture = Fixture::new().file("config/production.toml", format!("password = '{GOOD}'"));
    assert_eq!(
        load(&fixture, "production").unwrap_err().findings()[0].to_string(),
        "password: a credential stands in a plain file, and production does not take it from there \
         (config/production.toml:1:12); use a secret file, a sealed file or APP_PASSWORD [credential-source]"
    );
}

#[test]
fn a_credential_in_a_plain_file_is_found_although_it_is_shadowed() {
    let fixture =
        Fixture::new().file("config/base.toml", format!("password = '{GOOD}'")).variable("APP_PASSWORD", GOOD);
    assert_eq!(checks(&load(&fixture, "production")), ["credential-source"]);
}

#[test]
fn so_it_is_under_another_name_in_a_replaced_list_and_in_any_variant() {
    #[derive(Config)]
    #[expect(dead_code, reason = "only loaded")]
    struct Wide {
        #[config(alias = "old_token")]
        token: Option<Credential>,
        tokens: Option<Vec<Credential>>,
        map: Option<BTreeMap<String, Credential>>,
        store: Option<Store>,
    }
    #[derive(Config)]
    #[config(tag = "kind", rename_all = "lowercase")]
    #[expect(dead_code, reason = "only loaded")]
    enum Store {
        Plain {
            #[config(public = "shown at the door")]
            secret: String,
        },
        Closed {
            secret: Credential,
        },
        Remote {
            token: Credential,
        },
    }
    let load = |base: &str, name: &str, value: &str| {
        let fixture = Fixture::new().file("config/base.toml", base.replace('@', GOOD)).variable(name, value);
        checks(&fixture.environment("production").load::<Wide>())
    };
    let forbidden = ["credential-source"];
    assert_eq!(load("old_token = '@'", "APP_TOKEN", "another-CANARY-credential"), forbidden);
    assert_eq!(load("tokens = ['@']", "APP_TOKENS", "another-CANARY-credential"), forbidden);
    assert_eq!(load("map = {a = '@'}", "APP_MAP_A", "another-CANARY-credential"), forbidden);
    assert_eq!(
        load("store = {kind = 'closed', secret = '@'}", "APP_STORE_SECRET", "another-CANARY-credential"),
        forbidden
    );
    let chosen =
        |tag: &str| load(&format!("store = {{kind = '{tag}', secret = 'behind the door', token = '@'}}"), "A", "");
    assert_eq!(chosen("remote"), ["credential-source", "credential-source", "unknown-key"]);
    // a higher layer chose another variant, and the file is no less shared for that
    assert_eq!(chosen("plain"), ["credential-source", "unknown-key"]);
    assert_eq!(load("store = {kind = 'remote', token = '@'}", "APP_STORE_KIND", "plain"), ["-", "credential-source"]);
    // there the same name is a plain text
    let plain = Fixture::new().file("config/base.toml", "store = {kind = 'plain', secret = 'behind the door'}");
    assert!(checks(&plain.environment("production").load::<Wide>()).is_empty());
}

#[test]
fn a_policy_is_changed_for_the_application_and_for_one_key() {
    let fixture = Fixture::new().variable("APP_PASSWORD", GOOD);
    for environment in ["staging", "production"] {
        let loader = fixture.environment(environment);
        let strict = loader.clone().credential_policy(CredentialPolicy::strict());
        assert_eq!(checks(&strict.load::<Settings>()), ["credential-source"]);
        let for_key = CredentialPolicy::strict().for_key("password", AllowedSources::PLATFORM);
        assert!(loader.clone().credential_policy(for_key).load::<Settings>().is_ok());
        let no_variables =
            CredentialPolicy::new(AllowedSources::OPEN, AllowedSources::PLATFORM.without(SourceKind::Variable));
        assert_eq!(checks(&loader.credential_policy(no_variables).load::<Settings>()), ["credential-source"]);
    }
    let development = fixture.environment("development").credential_policy(CredentialPolicy::strict());
    assert!(development.load::<Settings>().is_ok());
}

#[test]
fn a_rule_for_a_key_holds_for_all_in_it_and_one_for_no_credential_is_an_error() {
    #[derive(Config)]
    #[expect(dead_code, reason = "only loaded")]
    struct Database {
        password: Option<Credential>,
    }
    #[derive(Config)]
    #[expect(dead_code, reason = "only loaded")]
    struct Wide {
        database: Database,
        tenants: BTreeMap<String, Credential>,
        tokens: Vec<Credential>,
    }
    let load = |rules: &[(&str, AllowedSources)]| {
        let policy = CredentialPolicy::platform();
        let policy = rules.iter().fold(policy, |policy, (key, allowed)| policy.for_key(key, *allowed));
        let fixture = Fixture::new()
            .variable("APP_DATABASE_PASSWORD", "one-CANARY-of-three")
            .variable("APP_TENANTS", r#"{"acme": "two-CANARY-of-three"}"#)
            .variable("APP_TOKENS", "three-CANARY-of-three");
        checks(&fixture.environment("production").credential_policy(policy).load::<Wide>())
    };
    let strict = AllowedSources::STRICT;
    assert!(load(&[]).is_empty());
    for key in ["database", "database.password", "tenants", "tokens"] {
        assert_eq!(load(&[(key, strict)]), ["credential-source"], "{key}");
    }
    assert!(load(&[("database.password", AllowedSources::PLATFORM), ("database", strict)]).is_empty());
    for key in ["data", "database.pasword", "tenants.acme", "tokens[0]", ""] {
        assert!(load(&[(key, strict)]).contains(&"-".to_owned()), "{key}");
    }
}

#[test]
fn a_field_can_be_stricter_than_the_application() {
    #[derive(Config)]
    struct Settings {
        #[config(sources = "strict")]
        #[expect(dead_code, reason = "only loaded")]
        signing_key: Credential,
    }
    let fixture = Fixture::new().variable("APP_SIGNING_KEY", GOOD);
    assert_eq!(checks(&fixture.environment("staging").load::<Settings>()), ["credential-source"]);
    assert!(fixture.environment("test").load::<Settings>().is_ok());
    let fixture = Fixture::new().file("/run/secrets/signing_key", GOOD);
    assert!(fixture.environment("staging").load::<Settings>().is_ok());
}

struct Store(SourceKind, &'static str);

impl Source for Store {
    fn name(&self) -> &str {
        "store"
    }

    fn kind(&self) -> SourceKind {
        self.0
    }

    fn read(&self, environment: Environment, values: &mut Values) -> Result<(), SourceError> {
        assert_eq!(values.credentials(), ["password"]);
        match self.1 {
            "" => Err(SourceError::new("did not answer")),
            text => {
                values.set_credential("password", text.as_bytes().to_vec());
                values.set("plain", environment.name());
                Ok(())
            }
        }
    }
}

#[test]
fn what_lies_as_low_as_the_base_file_is_shared_and_holds_no_credential() {
    let values = BTreeMap::from([("password", GOOD)]);
    for environment in ["development", "staging", "production"] {
        for rank in [Rank::Default, Rank::Base] {
            let loader = || Fixture::new().environment(environment);
            let dotenv = Fixture::new().file("shared/.env", format!("APP_PASSWORD={GOOD}")).environment(environment);
            for loader in [
                loader().values(rank, "built in", &values),
                loader().texts(rank, "built in", [("password", GOOD)]),
                loader().provider(rank, figment::providers::Serialized::defaults(values.clone())),
                dotenv.file_at(rank, "shared/.env"),
            ] {
                assert_eq!(checks(&loader.load::<Settings>()), ["credential-source"], "{environment} {rank}");
            }
            // a store is asked for one environment
            assert!(loader().source(rank, Store(SourceKind::Store, GOOD)).load::<Settings>().is_ok());
        }
    }
    let error = Fixture::new().environment("production").values(Rank::Default, "built in", &values).load::<Settings>();
    assert_eq!(
        error.unwrap_err().findings()[0].to_string(),
        "password: a credential stands among defaults, which all environments share (built in); \
         use a secret file, a sealed file or APP_PASSWORD [credential-source]",
    );
}

#[test]
fn a_source_of_the_applications_own_is_judged_by_its_kind() {
    let load = |kind, text| {
        Fixture::new().environment("production").source(Rank::SecretFile, Store(kind, text)).load::<Settings>()
    };
    let loaded = load(SourceKind::Store, GOOD).unwrap();
    assert_eq!(loaded.password.as_ref().unwrap().expose(), GOOD);
    assert_eq!(
        (loaded.plain.as_deref(), loaded.provenance("password")[0].to_string().as_str()),
        (Some("production"), "store")
    );
    assert_eq!(checks(&load(SourceKind::EnvironmentFile, GOOD)), ["credential-source"]);
    let error = load(SourceKind::Store, "").unwrap_err();
    assert_eq!(error.findings()[0].to_string(), "store: did not answer");
}

#[test]
fn words_that_stand_for_a_credential_are_refused_where_it_counts() {
    for value in [
        "changeme",
        "CHANGEME",
        "Password1!",
        "password",
        "secret",
        "admin123",
        "xxxxxxxxxxxxxxxx",
        "abababababab",
        "***",
        "${DB_PASSWORD}",
        "{{ .Values.password }}",
        "<your key>",
        "op://vault/db/password",
        "ENC(abcdefghijkl)",
    ] {
        let fixture = Fixture::new().variable("APP_PASSWORD", value);
        for environment in ["staging", "production"] {
            assert_eq!(checks(&load(&fixture, environment)), ["credential-placeholder"], "{value}");
        }
        assert!(checks(&load(&fixture, "development")).is_empty(), "{value}");
    }
    for value in ["correct horse battery staple", "3f8Kx!9qLm2#Zz01", "testament-Of-youth-77"] {
        let fixture = Fixture::new().variable("APP_PASSWORD", value);
        assert!(checks(&load(&fixture, "production")).is_empty(), "{value}");
    }
}

#[test]
fn a_short_credential_is_a_warning_and_a_field_says_what_is_short() {
    let fixture = Fixture::new().variable("APP_PASSWORD", "k9Fz2!qL");
    assert_eq!(checks(&load(&fixture, "production")), ["credential-weak"]);
    assert!(load(&fixture, "production").is_ok() && checks(&load(&fixture, "test")).is_empty());
    #[derive(Config)]
    struct Pin {
        #[config(min_len = 4)]
        #[expect(dead_code, reason = "only loaded")]
        pin: Credential,
    }
    let fixture = Fixture::new().variable("APP_PIN", "7193");
    assert!(checks(&fixture.environment("production").load::<Pin>()).is_empty());
}

#[test]
fn a_key_of_the_wrong_mode_is_refused_wherever_it_stands() {
    let (test, live) = (concat!("sk_", "test_", "51H8aBcDeFgHiJk"), concat!("sk_", "live_", "51H8aBcDeFgHiJk"));
    let (test_id, live_id) = (concat!("rzp_", "test_", "51H8aBcDeFgHiJk"), concat!("rzp_", "live_", "51H8aBcDeFgHiJk"));
    let credential =
        |environment: &str, value: &str| checks(&load(&Fixture::new().variable("APP_PASSWORD", value), environment));
    let plain =
        |environment: &str, value: &str| checks(&load(&Fixture::new().variable("APP_PLAIN", value), environment));
    for (environment, test_fits, live_fits) in
        [("development", true, false), ("test", true, false), ("staging", true, false), ("production", false, true)]
    {
        for (value, fits) in [(test, test_fits), (live, live_fits)] {
            assert_eq!(credential(environment, value).is_empty(), fits, "{environment} {value}");
        }
        for (value, fits) in [(test_id, test_fits), (live_id, live_fits)] {
            assert_eq!(plain(environment, value).is_empty(), fits, "{environment} {value}");
            if !fits {
                assert_eq!(plain(environment, value), ["credential-mode"]);
            }
        }
    }
    for (environment, fits) in [("development", true), ("staging", false), ("production", false)] {
        assert_eq!(plain(environment, "minioadmin").is_empty(), fits, "{environment}");
    }
    for text in ["sk_test_", "sk_testing_the_thing", "test_dHar4XY7LxsDOtmnkVtjNVWXLSlXsM"] {
        assert!(plain("production", text).is_empty(), "{text}");
    }
}

#[test]
fn an_environment_declares_the_mode_that_it_uses() {
    const ENVIRONMENTS: &[Environment] =
        &[Environment::declare("canary", Tier::Staging).with_vendor_mode(VendorMode::Live)];
    let live = concat!("sk_", "live_", "51H8aBcDeFgHiJk");
    let fixture = Fixture::new().variable("APP_PASSWORD", live);
    assert!(fixture.environment("canary").environments(ENVIRONMENTS).load::<Settings>().is_ok());
}

#[test]
fn a_vendor_that_only_the_field_names_counts_there() {
    #[derive(Config)]
    struct Payments {
        #[config(vendor = "Mollie")]
        #[expect(dead_code, reason = "only loaded")]
        key: Credential,
    }
    let fixture = Fixture::new().variable("APP_KEY", "test_dHar4XY7LxsDOtmnkVtjNVWXLSlXsM");
    assert_eq!(checks(&fixture.environment("production").load::<Payments>()), ["credential-mode"]);
    assert!(checks(&fixture.environment("staging").load::<Payments>()).is_empty());
}

#[test]
fn what_looks_like_a_credential_is_refused_in_a_plain_field() {
    #[derive(Config)]
    struct Plain {
        #[expect(dead_code, reason = "only loaded")]
        text: Option<String>,
        #[expect(dead_code, reason = "only loaded")]
        texts: Option<Vec<String>>,
    }
    let found = |text: &str| {
        let fixture = Fixture::new().file("config/base.toml", format!("text = '''{text}'''"));
        checks(&fixture.environment("development").load::<Plain>())
    };
    let key = format!(
        "-----BEGIN {} KEY-----\n{}\n-----END {0} KEY-----",
        "PRIVATE",
        "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC".repeat(3)
    );
    for text in ["postgres://app:hunter2-CANARY@db/shop", concat!("AKIA", "IOSFODNN7EXAMPLE"), &key] {
        assert_eq!(found(text), ["credential-in-plain-field"], "{text}");
    }
    for text in [
        "https://h/a@b",
        "git@h:a/b",
        "sha512-abcdefghijklmnopqrstuvwxyz0123456789",
        "550e8400-e29b-41d4-a716-446655440000",
        "ssh://git@h",
        "postgres://app@db/shop",
        "postgres://app:${DB_PASSWORD}@db/shop",
    ] {
        assert!(found(text).is_empty(), "{text}");
    }
    let list = Fixture::new().file("config/base.toml", "texts = ['a', 'postgres://app:hunter2-CANARY@db/shop']");
    assert_eq!(checks(&list.environment("production").load::<Plain>()), ["credential-in-plain-field"]);
    // a field that says why may show it, and a shadowed value is committed all the same
    let public = Fixture::new().file("config/base.toml", "plain = 'postgres://app:hunter2@db/shop'");
    assert!(checks(&load(&public, "development")).is_empty());
    let shadowed = Fixture::new()
        .file("config/base.toml", "text = 'postgres://app:hunter2-CANARY@db/shop'")
        .variable("APP_TEXT", "x");
    assert_eq!(checks(&shadowed.environment("staging").load::<Plain>()), ["credential-in-plain-field"]);
}

#[derive(Config)]
struct WithDsn {
    database: Dsn,
}

fn dsn(text: &str) -> Result<Loaded<WithDsn>, Error> {
    Fixture::new().variable("APP_DATABASE", text).environment("production").load::<WithDsn>()
}

#[test]
fn an_address_shows_everything_but_its_password() {
    for (text, shown) in [
        (
            "postgres://u:3f8Kx!9qLm2-CANARY@h:5432/db?sslmode=require",
            "postgres://u:[REDACTED]@h:5432/db?sslmode=require",
        ),
        ("redis://:3f8Kx!9qLm2-CANARY@h", "redis://:[REDACTED]@h"),
        ("mongodb://u:3f8Kx%219qLm2-CANARY@h1:1,h2:2/x", "mongodb://u:[REDACTED]@h1:1,h2:2/x"),
        ("amqp://u:3f8Kx!9qLm2-CANARY@[::1]:5672/v", "amqp://u:[REDACTED]@[::1]:5672/v"),
        ("postgres://u@h/db", "postgres://u@h/db"),
        ("postgres://h/db", "postgres://h/db"),
    ] {
        let loaded = dsn(text).unwrap();
        let database = &loaded.database;
        assert_eq!((database.to_string().as_str(), database.expose()), (shown, text));
        let all = format!("{database:?}{}{}", serde_json::to_string(database).unwrap(), loaded.explain());
        assert!(!all.contains("CANARY"), "{all}");
        assert_eq!(database.has_password(), shown.contains("REDACTED"));
    }
}

#[test]
fn an_address_that_could_be_read_in_two_ways_is_refused() {
    for text in [
        "postgres://u:p@CANARY:w/rd@h/db",
        "postgres://u:p/CANARY@h/db",
        "postgres://u:p#CANARY@h/db",
        "postgres://u:p?CANARY@h/db",
        "amqp://u:3f8Kx!9qLm2@h/v?password=hunter2-CANARY",
        "hunter2-CANARY-and-more",
        "postgres://u:3f8Kx! CANARY@h",
        "postgres://u:[REDACTED]@h/db",
    ] {
        let error = dsn(text).unwrap_err();
        assert!(!error.to_string().contains("CANARY"), "{error}");
        assert_eq!(error.findings()[0].key(), Some("database"));
    }
}

#[test]
fn the_password_of_an_address_is_judged_as_a_credential() {
    assert_eq!(checks(&dsn("postgres://u:changeme@h/db")), ["credential-placeholder"]);
    assert_eq!(checks(&dsn("postgres://u:k9F!z@h/db")), ["credential-weak"]);
    assert_eq!(checks(&dsn("${DATABASE_URL}")), ["credential-placeholder"]);
    let literal = Fixture::new().file("config/base.toml", "database = 'postgres://u:3f8Kx!9qLm2@h/db'");
    assert_eq!(checks(&literal.environment("production").load::<WithDsn>()), ["credential-source"]);
}

#[derive(Config)]
#[expect(dead_code, reason = "some are only loaded")]
struct Two {
    first: Option<Credential>,
    second: Option<Credential>,
    address: Option<Dsn>,
}

fn in_process(process: &Process, environment: &str, variables: &[(&str, &str)]) -> Result<Loaded<Two>, Error> {
    let fixture = variables.iter().fold(Fixture::new(), |fixture, (name, value)| fixture.variable(name, *value));
    fixture.loader().also(environment, "a test").process(process).load::<Two>()
}

#[test]
fn one_credential_serves_one_environment() {
    let process = Process::new();
    assert!(checks(&in_process(&process, "staging", &[("APP_FIRST", GOOD)])).is_empty());
    // again, and by another key of the same environment later on
    assert!(checks(&in_process(&process, "staging", &[("APP_FIRST", GOOD)])).is_empty());
    let shared = in_process(&process, "production", &[("APP_SECOND", GOOD)]);
    assert_eq!(checks(&shared), ["credential-shared"]);
    assert_eq!(
        shared.unwrap_err().findings()[0].to_string(),
        "second: is the credential that staging has as first, and a credential belongs to one environment; give each \
         environment one of its own [credential-shared]"
    );
    // what was refused is not remembered for production
    assert!(checks(&in_process(&process, "staging", &[("APP_FIRST", GOOD)])).is_empty());
    assert!(checks(&in_process(&Process::new(), "production", &[("APP_SECOND", GOOD)])).is_empty());
}

#[test]
fn the_password_in_an_address_counts_as_well() {
    let process = Process::new();
    assert!(in_process(&process, "staging", &[("APP_FIRST", "3f8Kx!9qLm2-CANARY")]).is_ok());
    let shared = in_process(&process, "production", &[("APP_ADDRESS", "postgres://u:3f8Kx!9qLm2-CANARY@h/db")]);
    assert_eq!(checks(&shared), ["credential-shared"]);
}

#[test]
fn a_line_end_does_not_make_another_credential_of_the_bytes_before_it() {
    #[derive(Config)]
    #[expect(dead_code, reason = "only loaded")]
    struct Binary {
        key: Credential<Vec<u8>>,
    }
    let process = Process::new();
    let staging = Fixture::new().variable("APP_KEY", GOOD).environment("staging");
    assert!(staging.process(&process).load::<Binary>().is_ok());
    let production = Fixture::new().file("/run/secrets/key", format!("{GOOD}\n")).loader().process(&process);
    assert_eq!(checks(&production.also("production", "compares the two").load::<Binary>()), ["credential-shared"]);
}

#[test]
fn one_credential_under_two_keys_is_a_warning() {
    let both = [("APP_FIRST", GOOD), ("APP_SECOND", GOOD)];
    assert_eq!(checks(&in_process(&Process::new(), "production", &both)), ["credential-reused"]);
    assert!(checks(&in_process(&Process::new(), "development", &both)).is_empty());
}

#[test]
fn a_process_runs_on_one_environment() {
    let process = Process::new();
    let loader = |environment: &str| Fixture::new().environment(environment).process(&process);
    assert!(process.active().is_none());
    assert!(loader("production").arguments(["nonsense"]).load::<Two>().is_err());
    assert!(process.active().is_none(), "what failed is not active");
    assert!(loader("staging").load::<Two>().is_ok());
    let second = loader("production").load::<Two>();
    assert_eq!(checks(&second), ["second-environment"]);
    assert!(loader("staging").inspect::<Two>("production").is_ok());
    assert!(loader("staging").also("production", "copies the catalogue").load::<Two>().is_ok());
    assert!(loader("staging").also("production", "  ").load::<Two>().is_err());
    assert_eq!(process.active().unwrap().name(), "staging");
    assert!(!format!("{process:?}").contains("CANARY"));
}

#[test]
fn many_threads_with_processes_of_their_own_do_not_see_each_other() {
    std::thread::scope(|scope| {
        for number in 0..32 {
            scope.spawn(move || {
                let environment = ["development", "staging", "production", "test"][number % 4];
                let value = format!("{GOOD}-{number}");
                for _ in 0..20 {
                    let fixture = Fixture::new().variable("APP_FIRST", &value);
                    let loaded = fixture.environment(environment).load::<Two>().unwrap();
                    assert_eq!(loaded.first.as_ref().unwrap().expose(), &value);
                    assert_eq!(loaded.environment().name(), environment);
                }
            });
        }
    });
}

#[test]
fn of_two_environments_that_race_for_one_process_one_wins() {
    for _ in 0..50 {
        let process = Process::new();
        let won: usize = std::thread::scope(|scope| {
            let load = |name: &'static str| {
                let process = process.clone();
                scope.spawn(move || {
                    usize::from(Fixture::new().environment(name).process(&process).load::<Two>().is_ok())
                })
            };
            [load("staging"), load("production")].into_iter().map(|thread| thread.join().unwrap()).sum()
        });
        assert_eq!(won, 1);
    }
}

#[test]
fn two_sources_that_disagree_are_a_warning_and_two_that_agree_are_nothing() {
    let fixture = |other: &str| Fixture::new().file("/run/secrets/password", other).variable("APP_PASSWORD", GOOD);
    let loaded = load(&fixture("another-CANARY-credential"), "production").unwrap();
    assert_eq!(
        loaded.findings()[0].to_string(),
        "password: is set by a variable, and a secret file, /run/secrets/password, does not agree with it (APP_PASSWORD); \
         keep the one that is meant [credential-shadowed]",
    );
    assert!(checks(&load(&fixture(&format!("{GOOD}\n")), "production")).is_empty());
    assert!(checks(&load(&fixture("another-CANARY-credential"), "development")).is_empty());
}

#[test]
fn of_two_sources_of_one_kind_that_disagree_both_places_are_named() {
    let fixture = Fixture::new()
        .secret("password", GOOD)
        .file("/credentials/password", "another-CANARY-credential")
        .variable("CREDENTIALS_DIRECTORY", "/credentials");
    assert_eq!(
        load(&fixture, "staging").unwrap().findings()[0].to_string(),
        "password: is set by a secret file, and another secret file, /credentials/password, does not agree with it \
         (/run/secrets/password); keep the one that is meant [credential-shadowed]",
    );
}

#[test]
fn a_variable_and_a_variable_that_names_a_file_are_an_error() {
    let fixture = Fixture::new().file("/x", GOOD).variable("APP_PASSWORD", GOOD).variable("APP_PASSWORD_FILE", "/x");
    let error = load(&fixture, "production").unwrap_err();
    assert!(error.to_string().contains("is set twice"), "{error}");
}

#[test]
fn ambient_credentials_are_named_and_never_read() {
    #[derive(Config)]
    struct Declares {
        #[config(variable = "PGPASSWORD")]
        #[expect(dead_code, reason = "only loaded")]
        password: Credential,
    }
    let fixture =
        Fixture::new().variable("PGPASSWORD", "hunter2-CANARY-long").variable("AWS_WEB_IDENTITY_TOKEN_FILE", "/x");
    let loaded = load(&fixture, "production").unwrap();
    assert_eq!(checks(&Ok(loaded.clone())), ["ambient-credential"]);
    assert_eq!(loaded.findings()[0].key(), Some("PGPASSWORD"));
    assert!(checks(&load(&fixture, "development")).is_empty());
    assert!(checks(&fixture.environment("production").load::<Declares>()).is_empty());
    let plain = |environment: &str| fixture.environment(environment).load_plain::<BTreeMap<String, String>>();
    assert_eq!(checks(&plain("production")), ["ambient-credential"]);
    assert!(checks(&plain("development")).is_empty());
}

#[test]
fn a_credential_is_byte_for_byte_what_was_set() {
    let large = "0123456789abcdef".repeat(3840);
    for value in [
        "42069",
        "true",
        "1e5",
        "[x]",
        "{a=b}",
        "\"  0123  \"",
        "\"a\\nb\"",
        " pa$$word$ ",
        "a#b",
        "\\",
        "🔑🔑",
        "a,b,c",
        large.as_str(),
    ] {
        let variable = Fixture::new().variable("APP_PASSWORD", value);
        assert_eq!(load(&variable, "development").unwrap().password.as_ref().unwrap().expose(), value);
        let file = Fixture::new().file("/s", format!("{value}\n")).variable("APP_PASSWORD_FILE", "/s");
        assert_eq!(load(&file, "development").unwrap().password.as_ref().unwrap().expose(), value);
    }
    // single quotes of a dotenv file take everything as it stands
    for value in [
        "42069",
        "true",
        "1e5",
        "[x]",
        "{a=b}",
        "\"  0123  \"",
        "\"a\\nb\"",
        " pa$$word$ ",
        "a#b",
        "\\",
        "🔑🔑",
        "a,b,c",
        large.as_str(),
    ] {
        let dotenv = Fixture::new().file(".env", format!("APP_PASSWORD='{value}'\n"));
        assert_eq!(load(&dotenv, "development").unwrap().password.as_ref().unwrap().expose(), value);
    }
}

#[test]
fn a_credential_is_not_put_together_from_other_names() {
    let fixture = Fixture::new().file(".env", format!("PART={GOOD}\nAPP_PASSWORD=\"x-${{PART}}\"\n"));
    let error = load(&fixture, "development").unwrap_err();
    assert_eq!(
        error.findings()[0].to_string(),
        "password: is put together from other names, and a credential is written whole (.env:2:14)"
    );
    assert_eq!(error.findings().len(), 1);
}

#[test]
fn no_other_spelling_is_a_second_way_in() {
    #[derive(Config)]
    struct Outer {
        inner: Option<Settings>,
    }
    let empty = load(&Fixture::new().variable("APP_PASSWORD", ""), "development");
    assert!(empty.unwrap_err().to_string().contains("expected a credential, found an empty text"));
    for name in ["APP_INNER__PASSWORD", "app_inner_password", "App_Inner_Password"] {
        let loaded = Fixture::new().variable(name, GOOD).environment("production").load::<Outer>().unwrap();
        assert!(loaded.inner.as_ref().is_none_or(|inner| inner.password.is_none()), "{name}");
        assert_eq!(checks(&Ok(loaded)), ["unknown-variable"], "{name}");
    }
}

#[derive(Debug)]
struct SigningKey([u8; 4]);

impl zeroize::Zeroize for SigningKey {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}

impl FromCredential for SigningKey {
    fn from_credential(bytes: &[u8]) -> Result<Self, NotThisCredential> {
        bytes.try_into().map(Self).map_err(|_| NotThisCredential::new("4 bytes"))
    }
}

#[test]
fn a_credential_can_be_any_type_that_says_how() {
    #[derive(Config)]
    struct Keys {
        bytes: Option<Credential<Vec<u8>>>,
        raw: Option<Credential<[u8; 8]>>,
        #[config(min_len = 4)]
        own: Option<Credential<SigningKey>>,
        #[config(credential)]
        foreign: Option<secrecy::SecretString>,
        list: Option<Vec<Credential>>,
        map: Option<BTreeMap<String, Credential>>,
    }
    let fixture = Fixture::new()
        .variable("APP_BYTES", "any-CANARY")
        .variable("APP_RAW", "0123456789abcdeF")
        .variable("APP_OWN", "a7Z!")
        .variable("APP_FOREIGN", GOOD)
        .variable("APP_LIST", format!("{GOOD}-1,{GOOD}-2"))
        .file("/run/secrets/map__acme", GOOD);
    let loaded = fixture.environment("test").load::<Keys>().unwrap();
    assert_eq!(loaded.bytes.as_ref().unwrap().expose(), b"any-CANARY");
    assert_eq!(loaded.raw.as_ref().unwrap().expose(), &[1, 35, 69, 103, 137, 171, 205, 239]);
    assert_eq!(&loaded.own.as_ref().unwrap().expose().0, b"a7Z!");
    assert_eq!(secrecy::ExposeSecret::expose_secret(loaded.foreign.as_ref().unwrap()), GOOD);
    assert_eq!(loaded.list.as_ref().unwrap()[1].expose(), &format!("{GOOD}-2"));
    assert_eq!(loaded.map.as_ref().unwrap()["acme"].expose(), GOOD);
    let shown = format!("{}{}{loaded:?}", loaded.explain(), loaded.explain().to_json());
    assert!(!shown.contains("CANARY"), "{shown}");
    for (name, value, words) in [
        ("APP_OWN", "too long CANARY", "expected 4 bytes, found something else"),
        ("APP_RAW", "0123-CANARY", "as many bytes as the field has"),
        ("APP_FOREIGN", "[REDACTED]", "the marker that stands in place of a credential"),
    ] {
        let error = Fixture::new().variable(name, value).environment("production").load::<Keys>().unwrap_err();
        assert!(error.to_string().contains(words) && !error.to_string().contains("CANARY"), "{error}");
    }
}

#[test]
fn what_a_configuration_gives_away_is_refused_as_a_credential() {
    let loaded = load(&Fixture::new().variable("APP_PASSWORD", GOOD), "test").unwrap();
    let json = serde_json::to_string(loaded.password.as_ref().unwrap()).unwrap();
    assert_eq!(json, "\"[REDACTED]\"");
    for environment in ["development", "production"] {
        let again = Fixture::new().variable("APP_PASSWORD", json.trim_matches('"'));
        assert!(load(&again, environment).unwrap_err().to_string().contains("the marker that stands in place"));
    }
    #[cfg(feature = "figment")]
    assert!(loaded.figment().extract_inner::<String>("password").is_err());
}

#[test]
fn nothing_that_was_serialized_is_taken_back_for_a_credential() {
    #[derive(Config, serde::Serialize)]
    struct Everything {
        password: Credential,
        optional: Option<Credential>,
        list: Vec<Credential>,
        map: BTreeMap<String, Credential>,
        bytes: Credential<Vec<u8>>,
        address: Dsn,
    }
    let fixture = [("PASSWORD", GOOD), ("OPTIONAL", GOOD), ("LIST", GOOD), ("BYTES", GOOD)]
        .into_iter()
        .fold(Fixture::new(), |fixture, (name, value)| fixture.variable(&format!("APP_{name}"), value))
        .variable("APP_ADDRESS", "amqp://u:3f8Kx!9qLm2-CANARY@h/v")
        .file("/run/secrets/map__acme", GOOD);
    let loaded = fixture.environment("development").load::<Everything>().unwrap();
    let json = serde_json::to_string(&*loaded).unwrap();
    assert!(!json.contains("CANARY") && json.matches("[REDACTED]").count() == 6, "{json}");
    let toml = "password = '*'\noptional = '*'\nlist = ['*']\nmap.acme = '*'\nbytes = '*'\naddress = 'amqp://u:*@h/v'";
    let toml = toml.replace('*', "[REDACTED]");
    for fixture in [
        Fixture::new().file("config/development.json", json.as_str()),
        Fixture::new().file("config/development.toml", toml),
    ] {
        let error = fixture.environment("development").load::<Everything>().map(drop).unwrap_err();
        let keys: Vec<_> = error.findings().iter().filter_map(|finding| finding.key()).collect();
        assert_eq!(keys, ["address", "bytes", "list[0]", "map.<key 1>", "optional", "password"], "{error}");
    }
}

#[test]
fn a_credential_by_another_name_of_its_type_is_one() {
    type Password = Credential;
    type Passwords = Option<Vec<Password>>;
    #[derive(Config)]
    struct Renamed {
        first: Password,
        others: Passwords,
    }
    let literal = Fixture::new().file("config/base.toml", format!("first = '{GOOD}'\nothers = ['{GOOD}']"));
    let refused = checks(&literal.environment("test").load::<Renamed>());
    assert_eq!(refused, ["credential-source", "credential-source"]);
    let fixture = Fixture::new().variable("APP_FIRST", GOOD).variable("APP_OTHERS", "another-CANARY-credential");
    let loaded = fixture.environment("production").load::<Renamed>().unwrap();
    assert_eq!(loaded.first.expose(), GOOD);
    assert_eq!(loaded.others.as_ref().unwrap()[0].expose(), "another-CANARY-credential");
    assert!(!loaded.explain().to_string().contains("CANARY"));
}

#[test]
fn a_panic_of_a_source_a_witness_or_a_reporter_leaves_a_process_that_loads() {
    struct Panics;
    impl Source for Panics {
        fn name(&self) -> &str {
            "store"
        }
        fn kind(&self) -> SourceKind {
            SourceKind::Store
        }
        fn read(&self, _: Environment, values: &mut Values) -> Result<(), SourceError> {
            values.set_credential("password", GOOD.as_bytes().to_vec());
            panic!("a source that gives up with {values:?}")
        }
    }
    let process = Process::new();
    let fixture = Fixture::new().variable("APP_PASSWORD", GOOD).variable("APP_UNKNOWN", GOOD);
    let loader = || fixture.environment("test").process(&process);
    let panics: [Loader; 3] = [
        loader().source(Rank::SecretFile, Panics),
        loader().witness("host name", |_| panic!("a witness that gives up")),
        loader().reporter(|finding| panic!("a reporter that gives up: {finding:?}")),
    ];
    for loader in panics {
        let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| loader.load::<Settings>().is_ok()));
        let payload = caught.unwrap_err();
        let text = payload.downcast_ref::<String>().cloned();
        let text = text.or_else(|| payload.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap();
        assert!(text.contains("gives up") && !text.contains("CANARY"), "{text}");
    }
    let loaded = loader().load::<Settings>().unwrap();
    let exposed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        assert!(loaded.password.as_ref().unwrap().expose().is_empty(), "{loaded:?} {:?}", loaded.password);
    }));
    assert!(!exposed.unwrap_err().downcast_ref::<String>().unwrap().contains("CANARY"));
    assert!(loader().load::<Settings>().is_ok());
}

#[test]
fn a_panic_of_user_code_prints_nothing_and_the_next_load_works() {
    #[derive(Config)]
    struct Panics {
        #[config(validate = explode)]
        #[expect(dead_code, reason = "only loaded")]
        password: Credential,
    }
    fn explode(_: &Credential) -> Result<(), &'static str> {
        panic!("a validator of the application's own")
    }
    let process = Process::new();
    let fixture = Fixture::new().variable("APP_PASSWORD", GOOD);
    let loader: Loader = fixture.environment("test").process(&process);
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| loader.load::<Panics>().is_ok()));
    let payload = caught.unwrap_err();
    assert!(!payload.downcast_ref::<&str>().unwrap().contains("CANARY"));
    assert!(loader.load::<Settings>().is_ok());
}

#[test]
fn the_variables_that_held_credentials_are_known() {
    let fixture = Fixture::new().variable("APP_PASSWORD", GOOD).variable("APP_PLAIN", "x");
    let loaded = load(&fixture, "test").unwrap();
    assert_eq!(loaded.credential_variables().collect::<Vec<_>>(), ["APP_PASSWORD"]);
    let command = milieu::process::command("true", loaded.credential_variables());
    assert!(command.get_envs().any(|(name, value)| name == "APP_PASSWORD" && value.is_none()));
}

/// Fails to compile where a type has one of the traits: then two impls answer, and the call is ambiguous.
macro_rules! lacks {
    ($ty:ty: $($bound:path),+) => {$({
        trait Answers<Which> {
            fn answer() {}
        }
        struct Has;
        impl<T: ?Sized> Answers<()> for T {}
        impl<T: ?Sized + $bound> Answers<Has> for T {}
        <$ty as Answers<_>>::answer();
    })+};
}

#[test]
fn nothing_tells_how_long_a_credential_in_a_list_of_tables_is() {
    #[derive(Config)]
    #[expect(dead_code, reason = "only loaded")]
    struct User {
        names: Vec<String>,
        tokens: Vec<Credential>,
        #[config(alias = "old")]
        by_name: Option<BTreeMap<String, Credential>>,
    }
    #[derive(Config)]
    #[expect(dead_code, reason = "only loaded")]
    struct Users {
        #[config(public = "shown to whoever asks")]
        users: Vec<User>,
    }
    let load = |token: &str| {
        let users = format!("[[users]]\nnames = ['a']\ntokens = ['{token}']\nold = {{a = '{token}-too'}}\n");
        Fixture::new().file("config/test.toml", users).environment("test").load::<Users>().unwrap()
    };
    let loaded = load("hunter2-CANARY");
    let figment = loaded.figment();
    assert_eq!(figment.extract_inner::<Vec<String>>("users.0.tokens").ok(), None);
    let users = figment.extract_inner::<figment::value::Value>("users").unwrap();
    assert!(!["  ", "tokens", "by_name", "old"].iter().any(|it| format!("{users:?}").contains(it)), "{users:?}");
    assert!(loaded.explain().to_json().contains("[REDACTED]"));
    assert_eq!(loaded.fingerprint(), load("hunter2-CANARY-of-another-length").fingerprint());
}

#[test]
fn a_variable_that_held_a_credential_nobody_read_is_known_too() {
    #[derive(Config)]
    #[config(tag = "kind", rename_all = "lowercase")]
    #[expect(dead_code, reason = "only loaded")]
    enum Access {
        Open { user: String },
        Closed { token: Credential },
    }
    #[derive(Config)]
    #[expect(dead_code, reason = "only loaded")]
    struct Settings {
        access: Access,
    }
    let fixture = Fixture::new()
        .variable("APP_ACCESS_KIND", "open")
        .variable("APP_ACCESS_USER", "anybody")
        .variable("APP_ACCESS_TOKEN", GOOD);
    let loaded = fixture.environment("production").load::<Settings>().unwrap();
    assert_eq!(loaded.credential_variables().collect::<Vec<_>>(), ["APP_ACCESS_TOKEN"]);
}

#[test]
fn a_credential_lacks_every_trait_that_would_open_it() {
    type Text = Credential<String>;
    type Bytes = Credential<Vec<u8>>;
    lacks!(Text: std::fmt::Display, PartialEq, PartialOrd, std::hash::Hash, std::ops::Deref, Default, Into<String>);
    lacks!(Text: AsRef<str>, AsRef<String>, AsRef<[u8]>, std::borrow::Borrow<str>, std::borrow::Borrow<String>);
    lacks!(Text: serde::de::DeserializeOwned, From<String>, std::str::FromStr, Into<Vec<u8>>, Copy);
    lacks!(Bytes: std::fmt::Display, PartialEq, std::hash::Hash, std::ops::Deref, AsRef<[u8]>, Default, Into<Vec<u8>>);
    lacks!(Bytes: std::io::Read, IntoIterator, serde::de::DeserializeOwned, std::fmt::LowerHex);
    lacks!(Dsn: PartialEq, std::hash::Hash, std::ops::Deref, AsRef<str>, Default, Into<String>, serde::de::DeserializeOwned);
}
