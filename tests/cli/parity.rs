//! `parity`.

use super::{Ran, Scratch, run, shop};
use milieu::testing::Fixture;

fn drifting() -> Scratch {
    let scratch = Scratch::new();
    scratch.write("config/staging.toml", "").write("config/production.toml", "mirror = 'hot'\n");
    scratch
}

#[test]
fn new_drift_is_said_and_ends_with_1() {
    let fixture = shop().file("config/production.toml", "mirror = 'hot'\n");
    let ran = run(&fixture.loader(), "parity staging production");
    assert_eq!(
        ran.out,
        "\
production, staging: 1 difference, 1 new, 0 accepted
  mirror: is set in production and not in staging (config/production.toml:1:10); set it in staging too, or accept the difference with a reason [production-only-input]
"
    );
    assert_eq!(ran.code, 1);
}

#[test]
fn what_is_accepted_is_written_with_its_reason_and_is_quiet_from_then_on() {
    let scratch = drifting();
    let loader = scratch.loader(&Fixture::new());
    let ran = run(&loader, "parity staging production --accept costs-too-much");
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(
        scratch.plain(&ran.out),
        "config/parity.lock: 1 accepted, 0 taken out\nproduction, staging: 1 difference, 0 new, 1 accepted\n  accepted: mirror: missing in staging: costs-too-much\n"
    );
    assert!(scratch.read("config/parity.lock").contains("costs-too-much"));
    assert_eq!(run(&loader, "check --all").code, 0);

    // the difference goes, and its entry is stale until it is taken out
    scratch.write("config/staging.toml", "mirror = 'cold'\n");
    let ran = run(&loader, "parity staging production");
    assert!(ran.code == 0 && ran.out.contains("warning: mirror: is accepted as a difference, and is none any more"));
    let ran = run(&loader, "parity staging production --prune");
    assert!(ran.code == 0 && ran.out.contains("0 accepted, 1 taken out"), "{ran:?}");
    assert!(!scratch.read("config/parity.lock").contains("mirror"));
}

#[test]
fn one_key_can_be_accepted_and_a_misspelt_one_accepts_nothing() {
    let scratch = drifting();
    scratch
        .write("config/staging.toml", "port = 80\n")
        .write("config/production.toml", "mirror = 'hot'\n[database]\npassword = ''\n");
    let loader = scratch.loader(&Fixture::new());
    let ran = run(&loader, "parity staging production --accept why --key miror");
    assert_eq!(ran.code, 2);
    assert_eq!(ran.error, "--key 1: names no key at which the two environments differ; did you mean mirror?\n");
    assert!(!scratch.path("config/parity.lock").exists());
    assert!(run(&loader, "parity staging production --accept why --key mirror").out.contains("1 accepted"));
}

#[test]
fn json_has_differences_and_findings() {
    let fixture = shop().file("config/production.toml", "mirror = 'hot'\n");
    let ran = run(&fixture.loader(), "parity production staging --format json");
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&json["format"], &json["differences"][0]["key"]), (&"milieu.parity/1".into(), &"mirror".into()));
    assert_eq!(json["findings"][0]["check"], "production-only-input");
    assert_eq!(json["accepted"], serde_json::json!([]));
    assert!(ran.code == 1 && !ran.out.contains("hot"));
}

#[test]
fn bad_input_changes_nothing() {
    let scratch = drifting();
    scratch.write("config/parity.lock", "hunter2-CANARY\n");
    let loader = scratch.loader(&Fixture::new());
    let Ran { code, out, error } = run(&loader, "parity staging production --accept why");
    assert_eq!((code, out.as_str()), (3, ""));
    assert!(error.contains("parity.lock") && !error.contains("hunter2"), "{error}");
    assert_eq!(scratch.read("config/parity.lock"), "hunter2-CANARY\n");

    for (arguments, said) in [
        ("parity staging prodution", "did you mean production?"),
        ("parity staging staging", "staging: is one environment, and two were expected"),
        ("parity hunter2-CANARY hunter2-CANARY", "environment: names no environment of this application"),
        ("parity staging production --key mirror", "--accept"),
    ] {
        let ran = run(&loader, arguments);
        assert!(ran.code == 2 && ran.error.contains(said), "{arguments}: {ran:?}");
        assert!(!format!("{ran:?}").contains("hunter2"), "{ran:?}");
    }
}

#[test]
fn without_a_directory_there_is_no_place_to_accept_in() {
    let ran = run(&shop().loader().no_directory(), "parity staging production --accept why");
    assert_eq!(
        (ran.code, ran.error.as_str()),
        (
            3,
            "parity.lock: has no place, since no directory of configuration files is there; make the directory config/\n"
        )
    );
}

#[test]
fn what_cannot_be_read_is_not_compared_and_accepts_nothing() {
    let scratch = drifting();
    let loader = scratch.loader(&Fixture::new());
    for name in ["config/production.toml", "config/base.toml"] {
        scratch
            .write("config/base.toml", "")
            .write("config/production.toml", "mirror = 'hot'\n")
            .write(name, "port = [\n");
        for arguments in ["parity staging production", "parity production staging --accept why --prune"] {
            let ran = run(&loader, arguments);
            assert!(ran.code == 3 && ran.out.is_empty(), "{arguments}: {ran:?}");
            assert!(scratch.plain(&ran.error).contains(&format!("{name}:1:9: is not well-formed here")), "{ran:?}");
        }
    }
    scratch.write("config/base.toml", "");
    std::fs::remove_file(scratch.path("config/staging.toml")).unwrap();
    let ran = run(&loader, "parity staging production --accept why");
    assert!(ran.code == 3 && ran.error.contains("staging.toml: is not there"), "{ran:?}");
    assert!(!scratch.path("config/parity.lock").exists());
}
