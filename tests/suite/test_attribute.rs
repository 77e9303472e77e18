//! One function, a test for each environment.

#![expect(unused_qualifications, reason = "how a path is written is what some of these are about")]

use std::process::Command;

use milieu::testing::Fixture;
use milieu::{Config, Environment, Tier};

#[derive(Config)]
struct Settings {
    #[config(default = 80)]
    port: u16,
}

pub(crate) const ENVIRONMENTS: &[Environment] = &[
    Environment::declare("qa", Tier::Staging),
    Environment::declare("eu-production", Tier::Production),
    Environment::TEST.with_aliases(&["testing"]),
];

fn port(environment: Environment) -> Result<u16, milieu::Error> {
    let fixture = Fixture::new().environments(ENVIRONMENTS);
    let loaded = fixture.environment(environment.name()).load::<Settings>()?;
    assert_eq!(loaded.environment(), environment);
    Ok(loaded.port)
}

#[milieu::test(environments(development, test, staging, production))]
fn is_plain(environment: Environment) {
    let loaded = Fixture::new().environment(environment.name()).load::<Settings>().unwrap();
    assert_eq!(loaded.environment(), environment);
}

#[milieu::test(ENVIRONMENTS, environments(test, qa, "eu-production"))]
fn returns_a_result(environment: Environment) -> Result<(), milieu::Error> {
    assert_eq!(port(environment)?, 80);
    Ok(())
}

/// A runtime's attribute goes to the tests, an expectation stays here.
#[milieu::test(environments(development, staging))]
#[tokio::test(flavor = "current_thread")]
#[expect(unused_mut, reason = "to see that it is counted once")]
async fn is_async(mut environment: Environment) -> Result<(), self::of_tests::Failure> {
    tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    assert_eq!(port(environment)?, 80);
    Ok(())
}

mod of_tests {
    pub(crate) type Failure = milieu::Error;

    #[milieu::test(super::ENVIRONMENTS, environments(qa))]
    pub(crate) fn is_in_another_module(environment: super::Environment) -> Result<(), super::of_tests::Failure> {
        assert_eq!(environment.tier(), super::Tier::Staging);
        Ok(())
    }
}

#[milieu::test(environments(staging, production))]
#[should_panic(expected = "is meant for development")]
fn panics(environment: Environment) {
    #[derive(Config)]
    struct Settings {
        #[config(dev_only, default = false)]
        #[allow(dead_code, reason = "it is set and refused")]
        trace: bool,
    }
    let fixture = Fixture::new().variable("APP_TRACE", "true");
    fixture.environment(environment.name()).load::<Settings>().unwrap();
}

#[milieu::test(environments(development, staging))]
#[ignore = "fails on purpose, see below"]
fn fails_in_staging(environment: Environment) {
    assert_eq!(environment.tier(), Tier::Development);
}

#[milieu::test(environments(development))]
#[cfg(any())]
fn is_never_compiled(environment: NoSuchType) {}

mod renamed {
    use milieu as milieu_by_another_name;
    // what the attribute writes does not depend on what `test` is here
    use milieu::test;

    #[test(environments(test), crate = self::milieu_by_another_name)]
    fn crate_is_named(_: milieu_by_another_name::Environment) {}
}

/// What this very program says when it runs its own tests, those that are ignored alone.
fn run(arguments: &[&str]) -> (bool, String) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    let output = command.args(arguments).env_remove("RUST_TEST_THREADS").output().unwrap();
    (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn each_environment_has_a_test_of_its_own_name() {
    let (_, listed) = run(&["test_attribute::", "--list", "--format", "terse"]);
    let names = listed.lines().filter_map(|line| line.strip_prefix("test_attribute::")?.strip_suffix(": test"));
    let mut names: Vec<_> = names.filter(|name| name.contains("::")).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "fails_in_staging::development",
            "fails_in_staging::staging",
            "is_async::development",
            "is_async::staging",
            "is_plain::development",
            "is_plain::production",
            "is_plain::staging",
            "is_plain::test",
            "of_tests::is_in_another_module::qa",
            "panics::production",
            "panics::staging",
            "renamed::crate_is_named::test",
            "returns_a_result::eu_production",
            "returns_a_result::qa",
            "returns_a_result::test",
        ]
    );
}

#[test]
fn an_environment_fails_alone() {
    let (success, said) = run(&["test_attribute::fails_in_staging", "--ignored"]);
    assert!(!success && said.contains("1 passed; 1 failed"), "{said}");
    assert!(said.contains("test_attribute::fails_in_staging::staging ... FAILED"), "{said}");
    let (success, said) = run(&["test_attribute::fails_in_staging::development", "--ignored", "--exact"]);
    assert!(success && said.contains("1 passed; 0 failed"), "{said}");
}
