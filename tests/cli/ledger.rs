//! `ledger`.

use super::{Scratch, run};
use milieu::testing::Fixture;

fn deployed(password: &str) -> Fixture {
    Fixture::new()
        .variable("SHOP_LEDGER_KEY", "6ZqkC9Xw0bT4mJvR2sYh8LdNfE5uGa7P")
        .variable("SHOP_DATABASE_HOST", "db.internal")
        .variable("SHOP_DATABASE_PASSWORD", password)
}

#[test]
fn a_credential_that_another_environment_has_is_found() {
    let scratch = Scratch::new();
    scratch.write("config/staging.toml", "").write("config/production.toml", "");
    let loader = scratch.loader(&deployed("correct horse battery"));
    let ran = run(&loader, "ledger add --environment staging");
    assert_eq!((ran.code, scratch.plain(&ran.out).as_str()), (0, "config/credentials.lock: 1 new\n"), "{ran:?}");
    assert!(!scratch.read("config/credentials.lock").contains("horse"));

    let ran = run(&loader, "ledger verify --environment staging");
    assert_eq!((ran.code, ran.out.as_str()), (0, "staging: 0 problems, 0 warnings\n"));
    let ran = run(&loader, "ledger verify --environment production");
    assert!(
        ran.code == 1 && ran.out.contains("database.password: is the credential of another environment"),
        "{ran:?}"
    );

    let ran = run(&loader, "ledger retire correct-horse-battery --environment staging");
    assert!(ran.code == 2 && !format!("{ran:?}").contains("horse"), "{ran:?}");
    let ran = run(&loader, "ledger retire database.password --environment staging");
    assert_eq!(ran.code, 0, "{ran:?}");
    let ran = run(&loader, "ledger verify --environment staging");
    assert!(ran.code == 0 && ran.out.contains("warning: database.password: is retired in the ledger"), "{ran:?}");
}

#[test]
fn without_its_key_nothing_is_written() {
    let scratch = Scratch::new();
    scratch.write("config/staging.toml", "");
    let ran = run(&scratch.loader(&Fixture::new()), "ledger add --environment staging");
    assert_eq!(ran.code, 3);
    assert!(ran.error.contains("set SHOP_LEDGER_KEY"), "{ran:?}");
    assert_eq!(scratch.names(&scratch.path("config")), ["staging.toml"]);
}
