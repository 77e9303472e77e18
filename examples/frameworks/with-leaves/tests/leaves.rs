//! Types of others as leaves: which attribute each needs, what it reads, and what it says of a value that it refuses.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::Duration;

use camino::Utf8PathBuf;
use garde::Validate;
use milieu::testing::Fixture;
use milieu::{Config, Loaded};
use secrecy::{ExposeSecret, SecretString};
use serde_with::formats::CommaSeparator;
use serde_with::{As, DisplayFromStr, DurationSeconds, StringWithSeparator};
use url::Url;

const CANARY: &str = "hunter2-CANARY";

fn load<T: Config>(text: &str) -> Loaded<T> {
    Fixture::new().file("config/base.toml", text).environment("test").load().unwrap()
}

/// What is said of a value that does not fit, without the value.
fn refused<T: Config>(text: &str) -> String {
    let words = Fixture::new().file("config/base.toml", text).environment("test").load::<T>().unwrap_err().to_string();
    assert!(!words.contains("CANARY"), "{words}");
    words.lines().last().unwrap().trim().to_owned()
}

#[test]
fn secrecy_by_the_attribute_credential() {
    #[derive(Config)]
    struct Settings {
        #[config(credential)]
        password: SecretString,
        #[config(credential)]
        spare: Option<SecretString>,
    }
    let fixture = Fixture::new().variable("APP_PASSWORD", CANARY);
    let loaded = fixture.environment("production").load::<Settings>().unwrap();
    assert_eq!(loaded.password.expose_secret(), CANARY);
    assert!(loaded.spare.is_none());
    assert!(!loaded.explain().to_string().contains(CANARY));
    // it is held to the policy as a `Credential` is
    let fixture = Fixture::new().file("config/production.toml", format!("password = '{CANARY}'\n"));
    let words = fixture.environment("production").load::<Settings>().err().unwrap().to_string();
    assert!(words.contains("[credential-source]") && !words.contains(CANARY), "{words}");
}

#[test]
fn serde_with_by_the_attribute_with() {
    #[derive(Config, Debug)]
    struct Settings {
        #[config(with = As::<DurationSeconds<u64>>)]
        timeout: Duration,
        #[config(with = As::<StringWithSeparator<CommaSeparator, u16>>, expected = "ports with commas between")]
        ports: Vec<u16>,
        #[config(with = As::<BTreeMap<DisplayFromStr, DisplayFromStr>>)]
        limits: BTreeMap<u8, u32>,
    }
    let loaded = load::<Settings>("timeout = 30\nports = '80,443'\nlimits = {1 = '10', 2 = '20'}\n");
    assert_eq!(loaded.timeout, Duration::from_secs(30));
    assert_eq!((&*loaded.ports, loaded.limits[&2]), (&[80, 443][..], 20));
    let words = refused::<Settings>("timeout = 30\nports = '80,CANARY'\nlimits = {}\n");
    assert_eq!(
        words,
        "ports: expected ports with commas between, and the type refuses what it found (config/base.toml:2:9)"
    );
}

#[test]
fn humantime_without_any_attribute_and_by_its_module() {
    #[derive(Config, Debug)]
    struct Settings {
        #[config(default = "30s")]
        timeout: Duration,
        #[config(with = humantime_serde, default = "1h 30m")]
        lifetime: Duration,
        #[config(with = humantime_serde)]
        since: std::time::SystemTime,
    }
    let loaded = load::<Settings>("since = '2026-01-02 03:04:05'\n");
    assert_eq!((loaded.timeout, loaded.lifetime), (Duration::from_secs(30), Duration::from_secs(5400)));
    assert_eq!(humantime::format_rfc3339(loaded.since).to_string(), "2026-01-02T03:04:05Z");
    let words = refused::<Settings>("since = '2026-01-02 03:04:05'\ntimeout = 'CANARY'\n");
    let wanted =
        "timeout: expected a duration such as \"30s\" or \"1h 30m\", found another text (config/base.toml:2:11)";
    assert_eq!(words, wanted);
}

#[test]
fn bytesize_without_any_attribute() {
    #[derive(Config, Debug)]
    struct Settings {
        #[config(default = "64 MiB", expected = "a size such as 64 MiB")]
        cache: bytesize::ByteSize,
        upload: bytesize::ByteSize,
    }
    let loaded = load::<Settings>("upload = 1024\n");
    assert_eq!((loaded.cache, loaded.upload), (bytesize::ByteSize::mib(64), bytesize::ByteSize::kib(1)));
    let words = refused::<Settings>("upload = 1\ncache = 'CANARY'\n");
    assert_eq!(words, "cache: expected a size such as 64 MiB, found another value (config/base.toml:2:9)");
}

#[test]
fn url_without_any_attribute() {
    #[derive(Config, Debug)]
    struct Settings {
        endpoint: Url,
        #[config(public = "known to everybody")]
        home: Option<Url>,
    }
    let loaded = load::<Settings>("endpoint = 'https://api.internal/v1'\nhome = 'https://example.org'\n");
    assert_eq!((loaded.endpoint.host_str(), loaded.endpoint.path()), (Some("api.internal"), "/v1"));
    assert!(loaded.home.is_some());
    let shown = loaded.explain().to_string();
    assert!(shown.contains("<text>") && shown.contains("https://example.org"), "{shown}");
    // with a password in it, it is a `milieu::Dsn`
    let words = refused::<Settings>("endpoint = 'https://user:hunter2-CANARY@api.internal'\n");
    assert!(words.contains("[credential-in-plain-field]"), "{words}");
}

#[test]
fn camino_without_any_attribute() {
    #[derive(Config, Debug)]
    struct Settings {
        data: Utf8PathBuf,
        // only std's can be relative to its file
        #[config(relative_to = "file")]
        assets: std::path::PathBuf,
    }
    let loaded = load::<Settings>("data = 'var/data'\nassets = 'public'\n");
    assert_eq!(loaded.data, "var/data");
    assert_eq!(Utf8PathBuf::try_from(loaded.assets.clone()).unwrap(), "config/public");
}

#[test]
fn garde_by_the_attribute_validate() {
    #[derive(Config, Debug, Validate)]
    #[config(validate = valid)]
    struct Settings {
        #[garde(length(min = 3))]
        name: String,
        #[garde(skip)]
        address: IpAddr,
    }
    /// What garde says may hold a value, so it is told that there is something and not what.
    fn valid(settings: &Settings) -> Result<(), &'static str> {
        settings.validate().map_err(|_| "the rules of garde are not kept")
    }
    assert_eq!(load::<Settings>("name = 'shop'\naddress = '::1'\n").address.to_string(), "::1");
    let words = refused::<Settings>("name = 'x'\naddress = '::1'\n");
    assert_eq!(words, "the rules of garde are not kept");
}
