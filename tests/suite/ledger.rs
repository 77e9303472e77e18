//! The ledger in a load: what it refuses, and that its text tells nothing.

use std::fs;

use milieu::testing::Fixture;
use milieu::{Config, Credential, Dsn, Error, Loaded};

use crate::secret_files::Folder;

#[derive(Config)]
#[expect(dead_code, reason = "only loaded")]
struct Settings {
    password: Credential,
    address: Option<Dsn>,
}

const PROJECT: &str = "6ZqkC9Xw0bT4mJvR2sYh8LdNfE5uGa7P";
const VALUE: &str = "3f8Kx!9qLm2-CANARY-Vw7";

fn fixture(value: &str) -> Fixture {
    Fixture::new().variable("APP_LEDGER_KEY", PROJECT).variable("APP_PASSWORD", value)
}

fn checks(result: &Result<Loaded<Settings>, Error>) -> Vec<&str> {
    let findings = match result {
        Ok(loaded) => loaded.findings(),
        Err(error) => error.findings(),
    };
    crate::leaks::Forms::of(VALUE).are_not_in(&format!("{findings:?}"));
    findings.iter().filter_map(milieu::Finding::check).collect()
}

#[test]
fn a_credential_of_another_environment_refuses_the_start() {
    let folder = Folder::new();
    let path = folder.path("credentials.lock");
    assert_eq!(fixture(VALUE).environment("staging").register::<Settings>(&path).unwrap(), 1);
    assert_eq!(fixture(VALUE).environment("staging").register::<Settings>(&path).unwrap(), 0, "twice is once");
    let text = fs::read_to_string(&path).unwrap();
    crate::leaks::Forms::of(VALUE).are_not_in(&text);

    let load =
        |environment: &str, value: &str| fixture(value).environment(environment).ledger(&path).load::<Settings>();
    let staging = load("staging", VALUE);
    assert!(checks(&staging).is_empty());
    assert_eq!(staging.unwrap().credential_variables().collect::<Vec<_>>(), ["APP_LEDGER_KEY", "APP_PASSWORD"]);
    let production = load("production", VALUE);
    assert_eq!(checks(&production), ["credential-shared"]);
    assert!(
        production.map(drop).unwrap_err().to_string().contains("password: is the credential of another environment")
    );
    // one that nobody registered is a warning
    let unknown = load("production", "another-CANARY-credential");
    assert!(unknown.is_ok() && checks(&unknown) == ["credential-shared"]);
    // and cannot be registered for a second environment, which leaves the file as it was
    let error = fixture(VALUE).environment("production").register::<Settings>(&path).unwrap_err();
    assert_eq!(error.findings()[0].check(), Some("credential-shared"));
    assert_eq!(fs::read_to_string(&path).unwrap(), text);

    // rotated: the old one stays its environment's alone
    let successor = "9zXw!2qLu7-CANARY-tVa4";
    assert_eq!(fixture(successor).environment("staging").register::<Settings>(&path).unwrap(), 1);
    assert!(fs::read_to_string(&path).unwrap().contains("retired = true"));
    assert_eq!(checks(&load("production", VALUE)), ["credential-shared"]);
    assert!(load("production", VALUE).is_err() && load("staging", VALUE).is_ok() && load("staging", successor).is_ok());
}

#[test]
fn the_password_of_an_address_is_what_the_ledger_knows() {
    let folder = Folder::new();
    let path = folder.path("credentials.lock");
    let with_address =
        fixture("another-CANARY-credential").variable("APP_ADDRESS", format!("amqp://u:{VALUE}@staging/v"));
    assert_eq!(with_address.environment("staging").register::<Settings>(&path).unwrap(), 2);
    let production = fixture(VALUE).environment("production").ledger(&path).load::<Settings>();
    assert_eq!(checks(&production), ["credential-shared"]);
}

#[test]
fn what_the_ledger_says_of_an_entry_of_a_map_is_allowed_by_its_own_key() {
    #[derive(Config)]
    #[expect(dead_code, reason = "only loaded")]
    struct Tokens {
        tokens: std::collections::BTreeMap<String, Credential>,
    }
    let folder = Folder::new();
    let path = folder.path("credentials.lock");
    let fixture = Fixture::new().today("2026-12-01").variable("APP_LEDGER_KEY", PROJECT);
    let fixture = fixture.variable("APP_TOKENS", format!(r#"{{"alpha": "{VALUE}"}}"#));
    fixture.environment("staging").register::<Tokens>(&path).unwrap();
    let load = |key: &str| {
        let loader = fixture.environment("production").ledger(&path);
        loader.allow("credential-shared", key, "why", "2026-12-31").load::<Tokens>()
    };
    assert_eq!(load("tokens.beta").unwrap_err().findings()[0].key(), Some("tokens.<key 1>"));
    assert!(load("tokens.alpha").is_ok());
}

#[test]
fn without_the_key_of_the_project_nothing_can_be_asked() {
    let folder = Folder::new();
    let path = folder.path("credentials.lock");
    fixture(VALUE).environment("staging").register::<Settings>(&path).unwrap();
    let without = Fixture::new().variable("APP_PASSWORD", VALUE);
    let load = |fixture: &Fixture| fixture.environment("staging").ledger(&path).load::<Settings>();
    let error = load(&without).map(drop).unwrap_err().to_string();
    assert!(
        error.contains("cannot be asked without the key of the project") && error.contains("APP_LEDGER_KEY"),
        "{error}"
    );
    assert!(load(&without.clone().variable("APP_LEDGER_KEY", "short")).is_err());
    let other = without.clone().variable("APP_LEDGER_KEY", "another project key, 32 letters or more");
    assert!(load(&other).map(drop).unwrap_err().to_string().contains("was made with another project key"));
    let by_file = without.file("/k", format!("{PROJECT}\n")).variable("APP_LEDGER_KEY_FILE", "/k");
    assert!(checks(&load(&by_file)).is_empty());
    assert!(by_file.environment("staging").register::<Settings>(folder.path("x.lock")).is_ok());
}

#[test]
fn a_broken_ledger_refuses_the_start_and_is_not_overwritten() {
    let folder = Folder::new();
    let path = folder.path("credentials.lock");
    fixture(VALUE).environment("staging").register::<Settings>(&path).unwrap();
    let sound = fs::read_to_string(&path).unwrap();
    let cut = sound[..sound.len() - 20].to_owned();
    let newer = sound.replace("milieu.ledger/1", "milieu.ledger/2");
    let damaged = sound.replace("fingerprint = \"", "fingerprint = \"x");
    for text in ["", "hunter2-CANARY", &cut, &newer, &damaged] {
        fs::write(&path, text).unwrap();
        let error = fixture(VALUE).environment("staging").ledger(&path).load::<Settings>().map(drop).unwrap_err();
        let said = error.to_string();
        assert!(said.contains("credentials.lock") && !said.contains("CANARY"), "{said}");
        assert!(fixture(VALUE).environment("staging").register::<Settings>(&path).is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
    fs::remove_file(&path).unwrap();
    assert!(fixture(VALUE).environment("staging").ledger(&path).load::<Settings>().is_err());
}

#[test]
fn what_cannot_be_loaded_is_not_registered() {
    let folder = Folder::new();
    let path = folder.path("credentials.lock");
    for value in ["changeme", "short"] {
        assert!(fixture(value).environment("staging").register::<Settings>(&path).is_err(), "{value}");
        assert!(!path.exists());
    }
}
