//! Sealed files in a load: opened for one environment and one key, and for nothing else.

use std::fs;

use milieu::policy::CredentialPolicy;
use milieu::sealed::{KeyPair, add, create};
use milieu::testing::Fixture;
use milieu::{Config, Credential, Error, Key, Loaded};
use proptest::prelude::*;

use crate::secret_files::Folder;

#[derive(Config)]
struct Settings {
    password: Option<Credential>,
    database: Option<Database>,
    #[expect(dead_code, reason = "only declared")]
    port: Option<u16>,
}

#[derive(Config)]
struct Database {
    password: Credential,
}

const VALUE: &str = "3f8Kx!9qLm2-CANARY-Vw7";

/// The text of a sealed file.
fn sealed(environment: &str, pair: &KeyPair, credentials: &[(&str, &str)]) -> String {
    let folder = Folder::new();
    let path = folder.path(&format!("{environment}.sealed.toml"));
    create(&path, environment, &pair.public()).unwrap();
    for (key, value) in credentials {
        add(&path, environment, &Key::new(key).unwrap(), value.as_bytes()).unwrap();
    }
    fs::read_to_string(path).unwrap()
}

fn fixture(environment: &str, text: &str) -> Fixture {
    Fixture::new()
        .file(format!("config/{environment}.toml"), "")
        .file(format!("config/{environment}.sealed.toml"), text)
}

fn load(environment: &str, text: &str, pair: &KeyPair) -> Result<Loaded<Settings>, Error> {
    fixture(environment, text).environment(environment).seal_key(pair.private()).load::<Settings>()
}

#[track_caller]
fn refused(result: Result<Loaded<Settings>, Error>, words: &str) {
    let error = result.map(drop).unwrap_err();
    let said = format!("{error} {error:?} {}", error.to_json());
    assert!(said.contains(words), "{said}");
    crate::leaks::Forms::of(VALUE).are_not_in(&said);
}

const UNOPENED: &str = "cannot be opened with the key of this environment";

#[test]
fn what_was_sealed_for_an_environment_opens_there() {
    let pair = KeyPair::generate().unwrap();
    let text = sealed("production", &pair, &[("password", VALUE), ("database.password", "another-CANARY-credential")]);
    assert!(!text.contains("CANARY"));
    let loaded = load("production", &text, &pair).unwrap();
    assert_eq!(loaded.password.as_ref().unwrap().expose(), VALUE);
    assert_eq!(loaded.database.as_ref().unwrap().password.expose(), "another-CANARY-credential");
    let origin = loaded.provenance("password")[0].to_string();
    assert!(origin.starts_with("config/production.sealed.toml:"), "{origin}");
    let shown = format!("{loaded:?}{}{}", loaded.explain(), loaded.explain().to_json());
    crate::leaks::Forms::of(VALUE).are_not_in(&shown);
}

#[test]
fn the_key_comes_from_a_variable_or_a_file_and_is_kept_from_children() {
    let pair = KeyPair::generate().unwrap();
    let text = sealed("production", &pair, &[("password", VALUE)]);
    let key = pair.private().expose().text();
    let by_variable = fixture("production", &text).variable("APP_SEAL_KEY", key.expose());
    let loaded = by_variable.environment("production").load::<Settings>().unwrap();
    assert_eq!(loaded.credential_variables().collect::<Vec<_>>(), ["APP_SEAL_KEY"]);
    assert!(loaded.findings().is_empty(), "{:?}", loaded.findings());
    let by_file =
        fixture("production", &text).file("/k", format!("{}\n", key.expose())).variable("APP_SEAL_KEY_FILE", "/k");
    assert!(by_file.environment("production").load::<Settings>().is_ok());
    let both = by_file.variable("APP_SEAL_KEY", key.expose());
    assert!(both.environment("production").load::<Settings>().unwrap_err().to_string().contains("is set twice"));
    let folder = Folder::new();
    let open = folder.file("key", key.expose(), 0o644);
    let on_disk = Fixture::new().on_disk().variable("APP_SEAL_KEY_FILE", open.to_str().unwrap());
    let result = on_disk.environment("production").directory(folder.path(""));
    folder.file("production.toml", "", 0o600);
    folder.file("production.sealed.toml", &text, 0o600);
    assert_eq!(result.load::<Settings>().unwrap_err().findings()[0].check(), Some("credential-file-mode"));
}

#[test]
fn without_a_key_the_start_is_refused_and_an_inspection_is_not() {
    let pair = KeyPair::generate().unwrap();
    let fixture = fixture("production", &sealed("production", &pair, &[("password", VALUE)]));
    let error = fixture.environment("production").load::<Settings>().unwrap_err();
    assert_eq!(
        error.findings()[0].to_string(),
        "config/production.sealed.toml: holds credentials, and there is no key to open them; set APP_SEAL_KEY, or let \
         APP_SEAL_KEY_FILE name a file with the environment's private key"
    );
    let inspection = fixture.environment("test").inspect::<Settings>("production").unwrap();
    assert!(inspection.findings().is_empty(), "{:?}", inspection.findings());
    assert_eq!(inspection.leaves()[0].key(), "password");
    refused(
        fixture.variable("APP_SEAL_KEY", "milieu-CANARY").environment("production").load::<Settings>(),
        "APP_SEAL_KEY",
    );
}

#[test]
fn what_was_sealed_for_something_else_does_not_open() {
    let (staging, production) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
    let text = sealed("staging", &staging, &[("password", VALUE)]);
    // the whole file, and one that was renamed inside as well, with either key
    refused(load("production", &text, &production), "belongs to another environment");
    let renamed = text.replace("\"staging\"", "\"production\"");
    refused(load("production", &renamed, &production), UNOPENED);
    refused(load("production", &renamed, &staging), UNOPENED);
    // another key pair of the same environment
    refused(load("staging", &text, &production), UNOPENED);
    // under another key, with the same key pair
    refused(load("staging", &text.replace("\"password\"", "\"database.password\""), &staging), UNOPENED);
}

#[test]
fn two_credentials_that_were_swapped_do_not_open_and_their_order_is_free() {
    let pair = KeyPair::generate().unwrap();
    let text = sealed("staging", &pair, &[("password", VALUE), ("database.password", "another-CANARY-credential")]);
    let swapped = text
        .replace("\"password\"", "\"x\"")
        .replace("\"database.password\"", "\"password\"")
        .replace("\"x\"", "\"database.password\"");
    refused(load("staging", &swapped, &pair), UNOPENED);
    let mut lines: Vec<&str> = text.lines().collect();
    let [first, second] = [lines.len() - 2, lines.len() - 1];
    lines.swap(first, second);
    assert!(load("staging", &format!("{}\n", lines.join("\n")), &pair).is_ok());
}

#[test]
fn a_damaged_foreign_or_newer_file_is_refused_with_its_place() {
    let pair = KeyPair::generate().unwrap();
    let text = sealed("staging", &pair, &[("password", VALUE)]);
    for (text, words) in [
        (text[..text.len() - 12].to_owned(), "config/staging.sealed.toml:"),
        (text.replace("milieu.sealed/1", "milieu.sealed/2"), "was written by a newer milieu"),
        (text.replace("milieu.sealed/1", "other/1"), "is no file of this kind"),
        (format!("extra = 'hunter2'\n{text}"), "is no key of this format"),
        (text.replace("[sealed]", "[sealed"), "is not well-formed here"),
        ("password = 'x'".to_owned(), "lacks the key format"),
        (String::new(), "lacks the key format"),
    ] {
        refused(load("staging", &text, &pair), words);
    }
}

#[test]
fn a_sealed_file_holds_credentials_that_the_type_declares() {
    let pair = KeyPair::generate().unwrap();
    let text = sealed("staging", &pair, &[("port", "8080"), ("pasword", VALUE)]);
    let result = load("staging", &text, &pair);
    let error = result.map(drop).unwrap_err();
    let said: Vec<_> = error.findings().iter().map(|f| format!("{} {:?}", f.message(), f.remedy())).collect();
    assert!(
        said.iter()
            .any(|said| said.contains("is no key of this configuration") && said.contains("did you mean password?"))
    );
    assert!(said.iter().any(|said| said.contains("which holds credentials alone")));
}

#[test]
fn a_sealed_credential_that_no_type_declares_is_allowed_by_its_key() {
    let pair = KeyPair::generate().unwrap();
    let fixture = fixture("staging", &sealed("staging", &pair, &[("pasword", VALUE), ("password", VALUE)]));
    let found = |key: &str| {
        let loader = fixture.loader().allow("unknown-key", key, "why", "2099-12-31");
        let inspection = loader.inspect::<Settings>("staging").unwrap();
        inspection.findings().iter().filter(|finding| finding.check() == Some("unknown-key")).count()
    };
    assert_eq!((found("pasword"), found("pass_word"), found("config/staging.sealed.toml")), (0, 1, 1));
}

#[test]
fn a_sealed_file_is_allowed_where_little_is_and_lies_below_a_variable() {
    let pair = KeyPair::generate().unwrap();
    let fixture = fixture("production", &sealed("production", &pair, &[("password", VALUE)]));
    let strict =
        fixture.environment("production").seal_key(pair.private()).credential_policy(CredentialPolicy::strict());
    assert!(strict.load::<Settings>().is_ok());
    let above = fixture.variable("APP_PASSWORD", "4g9Lz!0rMn3-CANARY-above");
    let loaded = above.environment("production").seal_key(pair.private()).load::<Settings>().unwrap();
    assert_eq!(loaded.password.as_ref().unwrap().expose(), "4g9Lz!0rMn3-CANARY-above");
    assert_eq!(loaded.findings()[0].check(), Some("credential-shadowed"));
}

#[test]
fn another_environment_does_not_read_it() {
    let pair = KeyPair::generate().unwrap();
    let fixture =
        fixture("production", &sealed("production", &pair, &[("password", VALUE)])).file("config/staging.toml", "");
    assert!(fixture.environment("staging").load::<Settings>().unwrap().password.is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_bit_that_is_flipped_anywhere_lets_no_other_credential_in(place in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let pair = KeyPair::generate().unwrap();
        let mut bytes = sealed("staging", &pair, &[("password", VALUE)]).into_bytes();
        let at = place.index(bytes.len());
        bytes[at] ^= 1 << bit;
        let fixture = Fixture::new().file("config/staging.toml", "").file("config/staging.sealed.toml", bytes);
        let result = fixture.environment("staging").seal_key(pair.private()).load::<Settings>();
        // a comment may change; a credential may not
        if let Ok(loaded) = result {
            prop_assert!(loaded.password.as_ref().is_none_or(|password| password.expose() == VALUE));
        }
    }

    #[test]
    fn arbitrary_bytes_in_its_place_are_refused_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let fixture = Fixture::new().file("config/staging.toml", "").file("config/staging.sealed.toml", bytes);
        prop_assert!(fixture.environment("staging").load::<Settings>().is_err());
    }
}
