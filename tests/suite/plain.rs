//! Types that only have `serde::Deserialize`.

use std::collections::HashMap;

use milieu::testing::Fixture;
use serde::Deserialize;

#[derive(Deserialize, Debug)]
struct Settings {
    name: String,
    database: Option<Database>,
    #[serde(default)]
    hosts: Vec<String>,
    #[serde(default)]
    tenants: HashMap<String, Database>,
}

#[derive(Deserialize, Debug)]
struct Database {
    pool_size: u32,
    #[serde(default)]
    name: String,
}

#[test]
fn variables_find_the_fields_of_structs_that_no_file_mentions() {
    let fixture = Fixture::new()
        .variable("APP_NAME", "007")
        .variable("APP_DATABASE_POOL_SIZE", "9")
        .variable("APP_DATABASE_NAME", "db")
        .variable("APP_HOSTS", "a,b");
    let loaded = fixture.environment("test").load_plain::<Settings>().unwrap();
    assert_eq!((loaded.name.as_str(), loaded.hosts.as_slice()), ("007", &["a".to_owned(), "b".to_owned()][..]));
    let database = loaded.database.as_ref().unwrap();
    assert_eq!((database.pool_size, database.name.as_str()), (9, "db"));
    assert!(loaded.findings().is_empty(), "{:?}", loaded.findings());
    assert_eq!(loaded.provenance("database.pool_size")[0].to_string(), "APP_DATABASE_POOL_SIZE");
}

#[test]
fn unknown_keys_and_variables_are_found_with_the_nearest_name() {
    let fixture = Fixture::new()
        .file("config/base.toml", "name = 'n'\nnmae = 1\n[database]\npool_size = 1\npol_size = 2")
        .variable("APP_DATABASE_POOL", "1");
    let error = fixture.environment("test").load_plain::<Settings>().unwrap_err();
    let findings: Vec<_> = error.findings().iter().map(ToString::to_string).collect();
    assert_eq!(
        findings,
        [
            "<key 2>: is no key of this configuration (config/base.toml:2:1); did you mean name? [unknown-key]",
            "APP_DATABASE_POOL: is set and no key of this configuration reads it; remove it, or declare the key [unknown-variable]",
            "database.<key 2>: is no key of this configuration (config/base.toml:5:1); did you mean pool_size? [unknown-key]",
        ]
    );
}

#[test]
fn map_entries_of_lower_layers_take_variables() {
    let fixture = Fixture::new()
        .file("config/base.toml", "name = 'n'\n[tenants.acme]\npool_size = 1")
        .variable("APP_TENANTS_ACME_POOL_SIZE", "5");
    let loaded = fixture.environment("test").load_plain::<Settings>().unwrap();
    assert_eq!(loaded.tenants["acme"].pool_size, 5);
}

#[test]
fn a_missing_field_and_a_wrong_value_have_key_and_place() {
    let fixture = Fixture::new().file("config/base.toml", "[database]\npool_size = 'many'");
    let error = fixture.environment("test").load_plain::<Settings>().unwrap_err();
    assert_eq!(
        error.findings()[0].to_string(),
        "database.pool_size: expected another kind of value, found text (config/base.toml:2:13)"
    );
    let error = Fixture::new().environment("test").load_plain::<Settings>().unwrap_err();
    assert_eq!(error.findings()[0].to_string(), "name: is required and no layer sets it; set it in a file");
}

#[test]
fn a_variable_can_name_a_file_for_a_field_here_too() {
    let fixture = Fixture::new().file("/run/name", "from a file\n").variable("APP_NAME_FILE", "/run/name");
    let loaded = fixture.environment("test").load_plain::<Settings>().unwrap();
    assert_eq!(loaded.name, "from a file");
    assert_eq!(loaded.provenance("name")[0].to_string(), "APP_NAME_FILE");
}

#[test]
fn every_layer_keeps_its_rank_here_too() {
    let fixture = Fixture::new()
        .file("config/base.toml", "name = 'base'\n[database]\npool_size = 1")
        .file(".env", "APP_NAME=dotenv\nAPP_DATABASE_NAME=dotenv\n")
        .variable("APP_NAME", "variable")
        .variable("APP_DATABASE_POOL_SIZE", "2");
    let loader = fixture.environment("development");
    let loaded = loader.load_plain::<Settings>().unwrap();
    let database = loaded.database.as_ref().unwrap();
    assert_eq!((loaded.name.as_str(), database.pool_size, database.name.as_str()), ("variable", 2, "dotenv"));
    let loaded = loader.set("name", "override").set("database.pool_size", "3").load_plain::<Settings>().unwrap();
    assert_eq!((loaded.name.as_str(), loaded.database.as_ref().unwrap().pool_size), ("override", 3));
    let origins: Vec<_> = loaded.provenance("name").iter().map(ToString::to_string).collect();
    assert_eq!(origins, ["override", "APP_NAME", ".env:1:10", "config/base.toml:1:8"]);
}

#[test]
fn what_a_source_of_credentials_holds_is_a_credential_without_a_type_too() {
    #[derive(serde::Deserialize)]
    struct Settings {
        password: String,
    }

    let loader = |password: &str| {
        let fixture = Fixture::new().file("/srv/secrets/password", password);
        fixture.environment("production").secret_files(milieu::SecretFiles::strict("/srv/secrets"))
    };
    let loaded = loader("hunter2-CANARY\n").load_plain::<Settings>().unwrap();
    assert_eq!(loaded.password, "hunter2-CANARY");
    // who knows everything else could try values against it
    assert_eq!(loaded.fingerprint(), loader("hunter2-CANARY-2\n").load_plain::<Settings>().unwrap().fingerprint());
    assert!(loaded.explain().to_string().contains("[REDACTED]"));
    assert!(loaded.figment().extract_inner::<String>("password").is_err());
    let inspection = loader("hunter2-CANARY\n").inspect_plain("production").unwrap();
    assert_eq!(inspection.leaves()[0].expose(), None);
}
