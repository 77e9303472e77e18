//! `check`.

use clap::Parser as _;
use milieu::cli::Console;

use super::{Ran, Scratch, run, shop};
use milieu::testing::Fixture;

#[test]
fn a_sound_shop_has_no_problems_and_ends_with_0() {
    let ran = run(&shop().loader(), "check --all");
    let out = "no problems in the configuration of staging, production\n".to_owned();
    assert_eq!(ran, Ran { code: 0, out, error: String::new() });
}

#[test]
fn what_is_wrong_is_said_once_and_ends_with_1() {
    let fixture = shop()
        .file("config/base.toml", "prot = 80\n")
        .file("config/production.toml", "mirror = 'hot'\ntrace_sql = true\n")
        .file("config/staging.toml", "database = { pool_size = 0 }\n");
    let ran = run(&fixture.loader(), "check --all");
    assert_eq!(
        ran.out,
        "\
4 problems in the configuration of staging, production
staging, production
  <key 1>: is no key of this configuration (config/base.toml:1:1); did you mean port? [unknown-key]
staging
  database.pool_size: expected a whole number from 1 to 512, found one out of range (config/staging.toml:1:26)
production
  trace_sql: is meant for development and set for a deployed environment (config/production.toml:2:1); move it to a file that only development reads [dev-only-key]
between environments
  mirror: is set in production and not in staging (config/production.toml:1:10); set it in staging too, or accept the difference with a reason [production-only-input]
"
    );
    assert_eq!((ran.code, ran.error.as_str()), (1, ""));
    let verdict = fixture.loader().check_all::<super::Settings>();
    assert_eq!(ran.out, format!("{verdict}\n"), "a test says what the command says");
}

#[test]
fn one_environment_is_looked_at_as_it_would_start_here() {
    let fixture = shop().variable("SHOP_PORT", "many").variable("SHOP_ENV", "staging");
    let ran = run(&fixture.loader(), "check");
    assert_eq!(ran.code, 1);
    assert!(
        ran.out.contains("port: expected a whole number from 0 to 65535, found another text (SHOP_PORT)"),
        "{}",
        ran.out
    );
    assert_eq!(run(&fixture.loader(), "check production").code, 1);
    assert_eq!(run(&fixture.loader(), "check --all").code, 0, "variables are of one deployment");
}

#[test]
fn wrong_use_ends_with_2_and_says_what_there_is() {
    for (arguments, said) in [
        ("check stagin", "did you mean staging?"),
        ("check", "SHOP_ENV: is not set"),
        ("check staging --all", "cannot be used with"),
        ("check --format xml", "possible values: text, json"),
    ] {
        let ran = run(&shop().loader(), arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments}");
        assert!(ran.error.contains(said), "{arguments}: {}", ran.error);
    }
}

#[test]
fn json_names_the_environments_of_each_finding() {
    let ran = run(&shop().file("config/base.toml", "prot = 80\n").loader(), "check --all --format json");
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json["format"], "milieu.verdict/1");
    assert_eq!((&json["problems"], &json["warnings"]), (&1.into(), &0.into()));
    assert_eq!(json["findings"][0]["environments"], serde_json::json!(["staging", "production"]));
    assert_eq!((&json["findings"][0]["check"], &json["findings"][0]["line"]), (&"unknown-key".into(), &1.into()));
}

#[test]
fn other_programs_get_their_own_formats() {
    let loader = shop().file("config/base.toml", "prot = 80\n").loader();
    let ran = run(&loader, "check --all --format sarif");
    let sarif: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.code, &sarif["runs"][0]["results"][0]["ruleId"]), (1, &"unknown-key".into()));
    let ran = run(&loader, "check --all --format github");
    assert!(ran.code == 1 && ran.out.starts_with("::error file=config/base.toml,line=1,col=1,"), "{ran:?}");
    let ran = run(&loader, "check --all --format html");
    assert!(
        ran.code == 1 && ran.out.starts_with("<!DOCTYPE html>") && ran.out.contains("unknown-key"),
        "{}",
        ran.out.len()
    );
}

#[test]
fn nothing_there_is_a_problem_and_not_a_success() {
    let ran = run(&Fixture::new().application("shop").loader(), "check --all");
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("no configuration file is there, so nothing was checked"), "{}", ran.out);
    // a directory without them is as good as none, and what an argument says is no file
    let scratch = Scratch::new();
    scratch.write("config/milieu.toml", "").write("config/README.md", "");
    let loader = scratch.loader(&Fixture::new());
    for loader in [loader.clone(), loader.arguments(["port=80"])] {
        let ran = run(&loader, "check --all");
        assert!(ran.code == 1 && ran.out.contains("so nothing was checked"), "{ran:?}");
    }
}

#[test]
fn a_production_that_nobody_has_looked_at_is_a_problem_and_a_staging_that_nobody_declared_is_not() {
    let only = |name: &str| Fixture::new().application("shop").file(format!("config/{name}.toml"), "");
    let ran = run(&only("staging").file("config/prodution.toml", "").loader(), "check --all");
    assert!(ran.code == 1 && ran.out.contains("production: has no file of its own while others have"), "{ran:?}");
    let ran = run(&only("production").loader(), "check --all");
    assert!(ran.code == 0 && ran.out.contains("warning: staging: has no file of its own"), "{ran:?}");
    let declared = [milieu::Environment::declare("eu", milieu::Tier::Production)];
    let ran = run(&only("staging").file("config/eu.toml", "").loader().environments(&declared), "check --all");
    assert_eq!(ran.code, 0, "there is a production: {ran:?}");
    let ran = run(&only("staging").file("config/production.toml", "").loader().environments(&declared), "check --all");
    assert!(ran.code == 1 && ran.out.contains("eu: has no file of its own"), "{ran:?}");
}

#[test]
fn a_damaged_baseline_is_said_with_its_place() {
    let fixture = shop().file("config/parity.lock", "hunter2-CANARY\n");
    let ran = run(&fixture.loader(), "check --all");
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("config/parity.lock") && !ran.out.contains("hunter2"), "{}", ran.out);
}

#[test]
fn an_output_file_is_replaced_whole_or_not_at_all() {
    let scratch = Scratch::new();
    scratch.write("config/staging.toml", "").write("config/production.toml", "").write("report.txt", "old");
    let loader = scratch.loader(&Fixture::new());
    let ran = run(&loader, &scratch.arguments("check --all --output DIR/report.txt"));
    let said = "report.txt: no problems in the configuration of staging, production\n";
    assert_eq!((ran.code, scratch.plain(&ran.out).as_str(), ran.error.as_str()), (0, said, ""));
    assert_eq!(scratch.read("report.txt"), "no problems in the configuration of staging, production\n");
    let ran = run(&loader, &scratch.arguments("check --all --output DIR/none/report.txt"));
    assert_eq!((ran.code, ran.out.as_str()), (3, ""));
    assert_eq!(scratch.plain(&ran.error), "none/report.txt: cannot be written: its directory is not there\n");
}

/// Somebody who has gone.
struct Gone;

impl std::io::Write for Gone {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(std::io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Err(std::io::ErrorKind::BrokenPipe.into())
    }
}

#[test]
fn what_is_denied_stays_denied_where_nobody_reads_on() {
    for (base, code) in [("prot = 80\n", 1), ("port = 80\n", 0)] {
        let loader = shop().file("config/base.toml", base).loader();
        let shop = super::Shop::parse_from(["shop", "check", "--all"]);
        let (mut out, mut error) = (Gone, Vec::new());
        let outcome = shop
            .command
            .run_on::<super::Settings>(&loader, &mut Console::new(&mut std::io::empty(), &mut out, &mut error));
        assert_eq!(outcome.code(), code);
        assert_eq!(String::from_utf8(error).unwrap(), "");
    }
}
