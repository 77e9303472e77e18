//! What test suites are given: secrets, files on disk, credentials that are none, every environment in turn.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use milieu::testing::{Fixture, FixtureDirectory, credential_text};
use milieu::{Config, Credential, Environment, Loader, Tier};

#[derive(Config)]
struct Settings {
    #[config(default = 80)]
    port: u16,
    database: Option<Database>,
}

#[derive(Config)]
struct Database {
    password: Credential,
}

const ENVIRONMENTS: &[Environment] =
    &[Environment::declare("qa", Tier::Staging), Environment::declare("eu-production", Tier::Production)];

fn password(loader: &Loader) -> String {
    loader.load::<Settings>().unwrap().database.as_ref().unwrap().password.expose().clone()
}

/// The checks that forbid a load.
fn refused(loader: &Loader) -> Vec<Option<&'static str>> {
    let error = loader.load::<Settings>().err();
    error.map(|error| error.findings().iter().map(milieu::Finding::check).collect()).unwrap_or_default()
}

#[test]
fn a_secret_is_one_in_every_environment() {
    let fixture = Fixture::new().environments(ENVIRONMENTS).secret("database.password", "hunter2-CANARY");
    fixture.for_each_environment(|loader, _| assert_eq!(password(&loader), "hunter2-CANARY"));
}

#[test]
fn what_was_made_for_tests_is_refused_where_it_counts_wherever_it_comes_from() {
    let text = credential_text("database");
    assert_eq!(Credential::for_test("database").expose(), &text);
    let plain = || Fixture::new().environments(ENVIRONMENTS);
    let on_disk = plain().secret("database.password", text.as_str()).in_temporary_directory().unwrap();
    type From<'a> = (&'a str, &'a dyn Fn(&str) -> Loader);
    let from: [From<'_>; 6] = [
        ("a variable", &|name| plain().variable("APP_DATABASE_PASSWORD", &text).environment(name)),
        ("a secret file", &|name| plain().secret("database.password", text.as_str()).environment(name)),
        ("a secret file on disk", &|name| on_disk.environment(name)),
        ("a file that a variable names", &|name| {
            let fixture = plain().file("/srv/password", text.as_str());
            fixture.variable("APP_DATABASE_PASSWORD_FILE", "/srv/password").environment(name)
        }),
        ("code", &|name| plain().environment(name).set("database.password", &text)),
        ("a part of something", &|name| {
            plain().secret("database.password", format!("Bearer {text}")).environment(name)
        }),
    ];
    for (source, loader) in from {
        for environment in ["development", "test"] {
            assert_eq!(refused(&loader(environment)), [], "{source} in {environment}");
        }
        for environment in ["qa", "staging", "production", "eu-production"] {
            assert_eq!(refused(&loader(environment)), [Some("credential-placeholder")], "{source} in {environment}");
        }
    }
    let error = from[1].1("production").load::<Settings>().err().unwrap();
    assert_eq!(
        error.to_string(),
        "1 problem in the configuration of production\n  \
         database.password: holds a credential that was made for tests (/run/secrets/database.password); give this \
         environment one of its own [credential-placeholder]"
    );
}

#[test]
fn every_environment_is_tried_and_every_failure_is_named() {
    let tried = RefCell::new(Vec::new());
    let fixture = Fixture::new().environments(ENVIRONMENTS).file("config/staging.toml", "port = 81\n");
    let all = || {
        fixture.for_each_environment(|loader, environment| {
            tried.borrow_mut().push(environment.name());
            // the other environments have no file of their own
            let port = loader.no_directory().load::<Settings>().unwrap().port;
            assert!(environment.tier() != Tier::Production, "port {port}\nin the tier of production");
            if environment.name() == "qa" {
                std::panic::panic_any(1);
            }
        });
    };
    let panic = catch_unwind(AssertUnwindSafe(all)).unwrap_err();
    assert_eq!(
        panic.downcast_ref::<String>().unwrap(),
        "3 of 6 environments failed:\n  \
         production: port 80\n    in the tier of production\n  \
         qa: panicked, and not with a text\n  \
         eu-production: port 80\n    in the tier of production"
    );
    assert_eq!(*tried.borrow(), ["development", "test", "staging", "production", "qa", "eu-production"]);
}

#[test]
fn a_fixture_that_is_printed_shows_names_and_no_content() {
    let fixture = Fixture::new()
        .application("shop")
        .file("config/base.toml", "port = 81\n")
        .secret("password", "hunter2-CANARY")
        .variable("SHOP_TOKEN", "hunter2-CANARY");
    assert_eq!(
        format!("{fixture:?}"),
        "Fixture { application: \"shop\", files: [\"/run/secrets/password\", \"config/base.toml\"], variables: [\"SHOP_TOKEN\"], .. }"
    );
}

#[test]
#[should_panic(expected = "in place of on_disk() call in_temporary_directory()")]
fn files_in_memory_are_not_passed_over_by_a_fixture_on_disk() {
    let _ = Fixture::new().file("config/staging.toml", "port = 81\n").on_disk().environment("staging");
}

fn on_disk() -> FixtureDirectory {
    let fixture = Fixture::new()
        .file("config/base.toml", "port = 81\n")
        .file("config/development.toml", "")
        .file("config/production.toml", "")
        .file(".env", "APP_PORT=82\n")
        .file("/etc/shop/password", "hunter2-CANARY\n")
        .variable("APP_DATABASE_PASSWORD_FILE", "/etc/shop/password");
    fixture.in_temporary_directory().unwrap()
}

#[test]
fn a_directory_on_disk_says_what_memory_does() {
    let directory = on_disk();
    for (environment, port) in [("development", 82), ("production", 81)] {
        let loader = directory.environment(environment);
        let loaded = loader.load::<Settings>().unwrap();
        assert_eq!((loaded.port, loaded.findings()), (port, &[][..]));
        assert_eq!(password(&loader), "hunter2-CANARY");
    }
    let missing = Fixture::new().file("config/base.toml", "port = 81\n").in_temporary_directory().unwrap();
    missing.write("config/staging.toml", "").unwrap();
    let error = missing.environment("production").load::<Settings>().err().unwrap();
    assert!(error.to_string().contains("production.toml: is not there"), "{error}");
}

#[test]
fn a_machine_that_is_somewhere_else_is_a_file_of_the_fixture_too() {
    let fixture = Fixture::new().file("/etc/milieu-environment", "staging\n");
    let directory = fixture.in_temporary_directory().unwrap();
    for loader in [fixture.environment("production"), directory.environment("production")] {
        assert_eq!(refused(&loader), [Some("environment-witness")]);
    }
    assert_eq!(refused(&directory.environment("staging")), []);
}

#[test]
fn secrets_are_mounted_on_disk_where_systemd_says_too() {
    let fixture = Fixture::new()
        .file("/run/credentials/shop/database.password", "hunter2-CANARY")
        .variable("CREDENTIALS_DIRECTORY", "/run/credentials/shop");
    let directory = fixture.in_temporary_directory().unwrap();
    assert_eq!(password(&directory.environment("production")), "hunter2-CANARY");
}

#[test]
fn a_directory_is_of_its_own_and_goes_away() {
    let made = || -> Vec<FixtureDirectory> { (0..8).map(|_| on_disk()).collect() };
    let directories: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(made)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    let paths: BTreeSet<PathBuf> = directories.iter().map(|directory| directory.path("")).collect();
    assert_eq!(paths.len(), 32);
    assert!(paths.iter().all(|path| path.join("config/base.toml").is_file()));
    drop(directories);
    assert!(paths.iter().all(|path| !path.exists()));
}

#[cfg(unix)]
#[test]
fn files_on_disk_are_for_this_user_alone() {
    use std::os::unix::fs::MetadataExt as _;

    let directory = on_disk();
    for (path, mode) in [("", 0o700), ("etc/shop", 0o700), ("etc/shop/password", 0o400), ("config/base.toml", 0o400)] {
        assert_eq!(std::fs::metadata(directory.path(path)).unwrap().mode() & 0o777, mode, "{path}");
    }
}

#[test]
fn nothing_is_written_outside_of_the_directory() {
    for path in ["../outside.toml", "config/../../outside.toml", "/../outside.toml"] {
        let error = Fixture::new().file(path, "").in_temporary_directory().unwrap_err();
        assert!(error.to_string().contains("outside.toml: cannot be written"), "{error}");
    }
    let directory = on_disk();
    assert_eq!(directory.path("../etc/passwd"), directory.path("etc/passwd"));
}

#[derive(Config)]
#[expect(dead_code, reason = "what is said of it counts")]
struct Shop {
    zone: Option<String>,
    #[config(default = 80)]
    port: u16,
    #[config(default = false, dev_only)]
    trace: bool,
    cache: Option<bytesize::ByteSize>,
    #[config(default_with = computed)]
    workers: usize,
    tenants: std::collections::BTreeMap<String, String>,
    #[config(public = "names of areas")]
    areas: std::collections::BTreeMap<String, Vec<u8>>,
    password: Credential,
}

fn computed() -> usize {
    std::process::id() as usize
}

fn snapshot(fixture: &Fixture) -> String {
    fixture.environment("staging").load::<Shop>().unwrap().snapshot()
}

fn shop() -> Fixture {
    let staging = "cache = '10 MB'\ntenants = { b = 'hunter2-CANARY', a = '1' }\nareas = { b = [2, 1], a = [] }\n";
    Fixture::new().file("config/staging.toml", staging).secret("password", "hunter2-CANARY")
}

#[test]
fn a_snapshot_is_sorted_and_shows_what_may_be_shown() {
    let text = snapshot(&shop());
    assert!(!text.contains("CANARY"), "{text}");
    assert_eq!(
        text,
        r#"{
  "format": "milieu.snapshot/1",
  "environment": "staging",
  "tier": "staging",
  "values": {
    "areas.a": [],
    "areas.b": [
      2,
      1
    ],
    "cache": "<text>",
    "password": "[REDACTED]",
    "port": 80,
    "tenants.<key 1>": "<text>",
    "tenants.<key 2>": "<text>",
    "trace": false,
    "workers": "<computed>",
    "zone": null
  }
}
"#
    );
}

#[test]
fn a_snapshot_changes_with_a_value_and_with_nothing_else() {
    let as_it_was = snapshot(&shop());
    let staging = "# the same\n\n[areas]\na = []\nb = [0x2, 1]\n";
    let moved = shop()
        .file("config/staging.toml", staging)
        .file("config/base.toml", "port = 80\ntenants = { a = '1', b = '2' }\n")
        .variable("APP_CACHE", "11 MB")
        .variable("APP_PASSWORD", "correct horse battery");
    assert_eq!(snapshot(&moved), as_it_was, "what is not shown is not compared");
    assert_eq!(snapshot(&moved.clone().variable("APP_PORT", "80")), as_it_was);
    assert_ne!(snapshot(&moved.clone().variable("APP_PORT", "81")), as_it_was);
    assert_ne!(snapshot(&moved.file("config/base.toml", "tenants = { a = '1' }\n")), as_it_was);
    let on_disk = shop().in_temporary_directory().unwrap();
    assert_eq!(on_disk.environment("staging").load::<Shop>().unwrap().snapshot(), as_it_was);
}
