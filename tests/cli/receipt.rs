//! `receipt`, `verify-binary`.

use super::{Scratch, run};
use milieu::testing::Fixture;

/// A shop with a pair of keys, and the fixture that holds the signing one.
fn shop() -> (Scratch, Fixture, String) {
    let scratch = Scratch::new();
    scratch.write("config/staging.toml", "").write("config/production.toml", "").write("program", "the program");
    let ran = run(&scratch.loader(&Fixture::new()), &scratch.arguments("receipt key --private-key DIR/signing.key"));
    assert_eq!(ran.code, 0, "{ran:?}");
    let fixture = Fixture::new().variable("SHOP_RECEIPT_KEY", scratch.read("signing.key"));
    (scratch, fixture, ran.out.trim().to_owned())
}

#[test]
fn what_staging_accepted_production_may_start() {
    let (scratch, fixture, key) = shop();
    let loader = scratch.loader(&fixture);
    let ran = run(&loader, &scratch.arguments("receipt issue --output DIR/receipt.json --artifact DIR/program"));
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(scratch.plain(&ran.out).starts_with("receipt.json: staging accepted "), "{ran:?}");
    let verify = format!("receipt verify --receipt DIR/receipt.json --key {key} --artifact DIR/program");
    let ran = run(&loader, &scratch.arguments(&verify));
    assert!(ran.code == 0 && ran.out.starts_with("production may start: staging accepted "), "{ran:?}");

    scratch.write("program", "another program");
    let ran = run(&loader, &scratch.arguments(&verify));
    assert!(ran.code == 1 && ran.out.contains("[unproven-promotion]"), "{ran:?}");
    scratch.write("program", "the program").write("receipt.json", "{}");
    let ran = run(&loader, &scratch.arguments(&verify));
    assert!(ran.code == 1 && ran.out.contains("receipt.json"), "{ran:?}");
}

#[test]
fn staging_accepts_no_program_by_mistake_and_no_development_build() {
    let (scratch, fixture, _) = shop();
    let loader = scratch.loader(&fixture);
    let ran = run(&loader, &scratch.arguments("receipt issue --output DIR/receipt.json"));
    assert_eq!(
        (ran.code, ran.error.as_str()),
        (2, "--artifact: is missing, and the application does not say what is promoted; name the file that ships\n")
    );
    // this very program is one
    assert!(!milieu::build!().class().is_deployable());
    let this = std::env::current_exe().unwrap();
    let issue = format!("receipt issue --output DIR/receipt.json --artifact {}", this.display());
    let ran = run(&loader, &scratch.arguments(&issue));
    assert!(ran.code == 3 && ran.error.contains("is a development build, and production starts none"), "{ran:?}");
    assert!(!scratch.path("receipt.json").exists());
}

#[test]
fn staging_accepts_nothing_that_is_denied() {
    let (scratch, fixture, _) = shop();
    scratch.write("config/staging.toml", "prot = 80\n");
    let ran = run(
        &scratch.loader(&fixture),
        &scratch.arguments("receipt issue --output DIR/receipt.json --artifact DIR/program"),
    );
    assert!(ran.code == 1 && ran.out.contains("[unknown-key]"), "{ran:?}");
    assert!(!scratch.path("receipt.json").exists());
}

#[test]
fn an_approval_has_a_name_a_reason_and_an_end() {
    let (scratch, fixture, key) = shop();
    let loader = scratch.loader(&fixture);
    let approve = "receipt approve --by Ada --reason INC-17 --for 4h --artifact DIR/program --output DIR/hotfix.json";
    let ran = run(&loader, &scratch.arguments(approve));
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(scratch.plain(&ran.out).starts_with("hotfix.json: production may start with "), "{ran:?}");
    let key = key.parse().unwrap();
    let approval = milieu::promotion::Approval::read(scratch.path("hotfix.json"), &key).unwrap();
    assert_eq!((approval.who(), approval.reason(), approval.environment()), ("Ada", "INC-17", "production"));
    for arguments in [
        "receipt approve --by Ada --reason INC-17 --artifact DIR/program --output DIR/x.json",
        "receipt approve --by Ada --reason INC-17 --for soon --artifact DIR/program --output DIR/x.json",
    ] {
        assert_eq!(run(&loader, &scratch.arguments(arguments)).code, 2, "{arguments}");
    }
    let ran = run(
        &loader,
        &scratch.arguments(
            "receipt approve --by Ada --reason x --for 99999years --artifact DIR/program --output DIR/x.json",
        ),
    );
    assert!(ran.code == 2 && ran.error.contains("an end that is still to come"), "{ran:?}");
    let ran = run(
        &loader,
        &scratch.arguments("receipt approve --by Ada --reason x --for hunter2-CANARY --output DIR/x.json"),
    );
    assert_eq!(
        (ran.code, ran.error.as_str()),
        (2, "--for: expected a duration, found another text; write it as 4h, or 1h 30m\n")
    );
    assert!(!scratch.path("x.json").exists());
}

#[test]
fn without_a_signing_key_or_a_receipt_it_says_what_is_missing() {
    let (scratch, _, _) = shop();
    let loader = scratch.loader(&Fixture::new());
    let ran = run(&loader, &scratch.arguments("receipt issue --output DIR/receipt.json --artifact DIR/program"));
    assert!(ran.code == 3 && ran.error.contains("SHOP_RECEIPT_KEY"), "{ran:?}");
    let ran = run(&loader, "receipt verify");
    assert_eq!(
        (ran.code, ran.error.as_str()),
        (
            2,
            "--receipt: is missing, and the application requires no receipt of its own; name the receipt, and with --key whose it is\n"
        )
    );
    let ran = run(&loader, &scratch.arguments("receipt verify --receipt DIR/receipt.json --key hunter2-CANARY"));
    assert!(ran.code == 2 && !ran.error.contains("hunter2"), "{ran:?}");
}

#[test]
fn a_file_that_is_no_program_may_not_be_shipped() {
    let (scratch, fixture, _) = shop();
    let loader = scratch.loader(&fixture);
    let ran = run(&loader, &scratch.arguments("verify-binary DIR/program --package shop"));
    assert!(ran.code == 1 && ran.out.contains("[unverified-artifact]"), "{ran:?}");
    let ran = run(&loader, &scratch.arguments("verify-binary DIR/none --package shop"));
    assert!(ran.code == 3 && ran.error.contains("none: is not there"), "{ran:?}");
    let ran = run(&loader, &scratch.arguments("verify-binary DIR/program"));
    assert!(ran.code == 2 && ran.error.starts_with("--package: is missing"), "{ran:?}");
}

#[test]
fn only_staging_accepts_and_only_production_is_accepted_for() {
    let (scratch, fixture, key) = shop();
    let loader = scratch.loader(&fixture);
    let issue = "receipt issue --output DIR/receipt.json --artifact DIR/program";
    assert_eq!(run(&loader, &scratch.arguments(issue)).code, 0);
    let verify = format!("receipt verify --receipt DIR/receipt.json --key {key} --artifact DIR/program");
    let approve = "receipt approve --by Ada --reason x --for 4h --artifact DIR/program --output DIR/x.json";
    let issue = "receipt issue --output DIR/x.json --artifact DIR/program";
    for (command, others) in [
        (issue, ["development", "test", "production"]),
        (&verify, ["development", "test", "staging"]),
        (approve, ["development", "test", "staging"]),
    ] {
        for other in others {
            let ran = run(&loader, &scratch.arguments(&format!("{command} --environment {other}")));
            assert!(ran.code == 2 && ran.error.starts_with(&format!("{other}: is not of tier ")), "{command}: {ran:?}");
        }
    }
    assert!(!scratch.path("x.json").exists());
}

#[test]
fn a_receipt_that_fits_lets_nothing_start_that_is_denied() {
    let (scratch, fixture, key) = shop();
    let loader = scratch.loader(&fixture);
    let ran = run(&loader, &scratch.arguments("receipt issue --output DIR/receipt.json --artifact DIR/program"));
    assert_eq!(ran.code, 0);
    scratch.write("config/production.toml", "prot = 80\n");
    let verify = format!("receipt verify --receipt DIR/receipt.json --key {key} --artifact DIR/program");
    let ran = run(&loader, &scratch.arguments(&verify));
    assert!(ran.code == 1 && ran.out.contains("[unknown-key]") && !ran.out.contains("may start"), "{ran:?}");
}

#[test]
fn where_there_is_no_file_nothing_is_accepted() {
    let (scratch, fixture, _) = shop();
    std::fs::remove_dir_all(scratch.path("config")).unwrap();
    std::fs::create_dir(scratch.path("config")).unwrap();
    let ran = run(
        &scratch.loader(&fixture),
        &scratch.arguments("receipt issue --output DIR/receipt.json --artifact DIR/program"),
    );
    assert!(ran.code == 3 && ran.error.starts_with("staging: has no configuration file to accept"), "{ran:?}");
    assert!(!scratch.path("receipt.json").exists());
}
