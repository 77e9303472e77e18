//! `explain`, `reference`, `template`, `schema`.

use clap::Parser as _;
use milieu::Config as _;
use milieu::cli::Console;
use milieu::testing::Fixture;

use super::{Scratch, Settings, run, shop};

#[test]
fn a_key_is_explained_with_everything_about_it() {
    let fixture = shop().variable("SHOP_DATABASE_POOL_SIZE", "32");
    let ran = run(&fixture.loader(), "explain database.pool_size --environment staging");
    assert_eq!(
        ran.out,
        "\
database.pool_size in staging: 32
  set by    SHOP_DATABASE_POOL_SIZE
  shadows   config/staging.toml:2:13, default
  expected  a whole number from 1 to 512
  default   8
  variable  SHOP_DATABASE_POOL_SIZE
  parity    may differ between environments
  about     Connections kept open.
"
    );
}

#[test]
fn a_key_is_explained_in_every_environment_by_its_checked_files() {
    let ran = run(&shop().variable("SHOP_PORT", "1").loader(), "explain port --all");
    let first: Vec<_> = ran.out.lines().filter(|line| !line.starts_with(' ')).collect();
    assert_eq!(first, ["port in staging: 80", "", "port in production: 80"]);
}

#[test]
fn a_credential_is_never_shown() {
    let fixture = shop().variable("SHOP_DATABASE_PASSWORD", "hunter2-CANARY");
    for arguments in [
        "explain database.password --environment staging",
        "explain database.password --environment staging --format json",
        "explain --environment staging",
        "explain --environment staging --format json",
        "check staging",
        "check staging --format json",
    ] {
        let ran = run(&fixture.loader(), arguments);
        assert_eq!(ran.code, 0, "{arguments}: {ran:?}");
        assert!(!format!("{ran:?}").contains("hunter2"), "{arguments}: {ran:?}");
    }
    let ran = run(&fixture.loader(), "explain database.password --environment staging");
    assert!(ran.out.starts_with("database.password in staging: [REDACTED]\n  set by    SHOP_DATABASE_PASSWORD\n"));
}

#[test]
fn what_does_not_fit_is_explained_with_its_finding_and_without_its_value() {
    let ran = run(
        &shop().file("config/staging.toml", "port = 'hunter2-CANARY'\n").loader(),
        "explain port --environment staging",
    );
    assert!(ran.out.starts_with("port in staging: <text>\n"), "{}", ran.out);
    assert!(ran.out.contains("\n  problem   port: expected a whole number from 0 to 65535, found text"), "{}", ran.out);
    assert!(!ran.out.contains("hunter2"));
}

#[test]
fn a_check_is_explained_without_any_environment() {
    let ran = run(&shop().loader(), "explain unknown-key");
    assert_eq!(ran.code, 0);
    assert!(ran.out.starts_with("unknown-key\n\ndevelopment: deny\n"), "{}", ran.out);
}

#[test]
fn what_is_neither_is_not_repeated() {
    let ran = run(&shop().loader(), "explain database.pool_siz --environment staging");
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert_eq!(ran.error, "explain: is no key of this configuration, and no check; did you mean database.pool_size?\n");
    let ran = run(&shop().loader(), "explain hunter2-CANARY --environment staging");
    assert!(ran.code == 2 && !ran.error.contains("hunter2"), "{ran:?}");
}

#[test]
fn reference_template_and_schema_are_those_of_the_library() {
    let loader = shop().loader();
    assert_eq!(run(&loader, "reference").out, loader.reference(Settings::SCHEMA));
    assert_eq!(run(&loader, "template staging").out, loader.template(Settings::SCHEMA, "staging").unwrap());
    let schema: serde_json::Value = serde_json::from_str(&run(&loader, "schema").out).unwrap();
    assert_eq!(schema, loader.json_schema(Settings::SCHEMA));
    assert_eq!(run(&loader, "template stagin").code, 2);
}

#[test]
fn an_entry_of_one_environment_is_explained_there() {
    #[derive(milieu::Config)]
    #[expect(dead_code, reason = "what is said of it counts")]
    struct Limits {
        limits: Option<std::collections::BTreeMap<String, u32>>,
    }
    let fixture = shop().file("config/base.toml", "").file("config/staging.toml", "");
    let loader = fixture.file("config/production.toml", "[limits]\neu = 1\n").loader();
    let explain = |arguments: &[&str]| {
        let shop = super::Shop::parse_from([&["shop", "explain"], arguments].concat());
        let (mut out, mut error) = (Vec::new(), Vec::new());
        let outcome =
            shop.command.run_on::<Limits>(&loader, &mut Console::new(&mut std::io::empty(), &mut out, &mut error));
        (outcome.code(), String::from_utf8(out).unwrap(), String::from_utf8(error).unwrap())
    };
    let (code, out, error) = explain(&["limits.eu", "--all"]);
    assert_eq!((code, error.as_str()), (0, ""));
    assert!(out.starts_with("limits.<key 1> in production: <a whole number>\n"), "{out}");
    let (code, out, _) = explain(&["limits.us", "--all"]);
    assert_eq!((code, out.as_str()), (2, ""));
}

#[test]
fn a_key_of_a_file_that_cannot_be_read_is_explained_with_that() {
    let ran = run(&shop().file("config/staging.toml", "port = [\n").loader(), "explain port --environment staging");
    assert!(ran.out.contains("\n  problem   config/staging.toml:1:9: is not well-formed here"), "{}", ran.out);
}

#[test]
fn a_template_takes_no_files_place() {
    let scratch = Scratch::new();
    scratch.write("config/staging.toml", "port = 81\n");
    let loader = scratch.loader(&Fixture::new());
    let ran = run(&loader, &scratch.arguments("template staging --output DIR/config/staging.toml"));
    assert!(ran.code == 3 && scratch.plain(&ran.error).starts_with("config/staging.toml: is there already"), "{ran:?}");
    assert_eq!(scratch.read("config/staging.toml"), "port = 81\n");
    let ran = run(&loader, &scratch.arguments("template production --output DIR/config/production.toml"));
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(scratch.read("config/production.toml"), run(&loader, "template production").out);
}

#[test]
fn a_table_is_explained_key_by_key_and_a_variable_by_its_key() {
    let ran = run(&shop().loader(), "explain database --environment staging");
    let first: Vec<_> = ran.out.lines().filter(|line| !line.starts_with(' ')).collect();
    assert_eq!(
        first,
        [
            "database.host in staging: <unset>",
            "",
            "database.pool_size in staging: 16",
            "",
            "database.password in staging: <unset>"
        ]
    );
    let by_variable = run(&shop().loader(), "explain SHOP_DATABASE_POOL_SIZE --environment staging");
    assert_eq!(by_variable, run(&shop().loader(), "explain database.pool_size --environment staging"));
    assert_eq!(by_variable.code, 0);
}
