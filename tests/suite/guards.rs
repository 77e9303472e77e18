//! Which program starts as what, and what somebody has allowed until a day. What cargo starts is in `tests/guards`.

use milieu::testing::Fixture;
use milieu::{Build, Config, Environment, Level, Loader, Tier};

#[derive(Config)]
struct Settings {
    #[config(default = 80)]
    port: u16,
}

const ENVIRONMENTS: &[Environment] = &[Environment::declare("qa", Tier::Staging)];
const DEVELOPMENT: Build = milieu::build!();

/// What forbids the load, by check; `None` if nothing does.
fn refused(loader: &Loader) -> Option<Vec<Option<&'static str>>> {
    let error = loader.load::<Settings>().err()?;
    Some(error.findings().iter().map(milieu::Finding::check).collect())
}

#[test]
fn only_a_deployable_build_starts_in_staging_and_production() {
    let fixture = Fixture::new().today("2026-12-01");
    for (environment, is_deployed) in
        [("development", false), ("test", false), ("qa", true), ("staging", true), ("production", true)]
    {
        let loader = fixture.environment(environment).environments(ENVIRONMENTS);
        assert_eq!(refused(&loader), None, "a fixture passes for a deployable build");
        let expected = is_deployed.then(|| vec![Some("under-test"), Some("unguarded-build")]);
        let mut found = refused(&loader.build(DEVELOPMENT));
        found.iter_mut().for_each(|checks| checks.sort());
        assert_eq!(found, expected, "{environment}");
    }
}

#[test]
fn a_loader_that_is_told_nothing_of_its_build_starts_in_neither() {
    let loader = Loader::new("shop").no_directory().no_mounted_secrets().no_variables();
    assert_eq!(loader.clone().environment("test").load::<Settings>().unwrap().port, 80);
    let error = loader.environment("production").load::<Settings>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "2 problems in the configuration of production\n  \
         build: has no class, and production runs deployable builds; load by milieu::app!, or give the loader what \
         milieu::build!() says in the application [unguarded-build]\n  \
         process: is a test, and no test runs as production; make the environment of facts, with milieu::testing::Fixture \
         [under-test]"
    );
}

#[test]
fn who_must_not_start_reads_nothing() {
    struct Vault;
    impl milieu::source::Source for Vault {
        fn name(&self) -> &str {
            "vault"
        }
        fn kind(&self) -> milieu::policy::SourceKind {
            milieu::policy::SourceKind::Store
        }
        fn read(&self, _: Environment, _: &mut milieu::source::Values) -> Result<(), milieu::source::SourceError> {
            panic!("asked for the credentials of an environment in which this program must not start");
        }
    }
    let loader = Fixture::new().environment("staging").build(DEVELOPMENT).source(milieu::Rank::SecretFile, Vault);
    assert!(refused(&loader).is_some());
}

#[test]
fn an_allowance_counts_for_one_check_and_one_key_until_its_day() {
    let on =
        |day: &str| Fixture::new().today(day).variable("APP_PROT", "1").variable("APP_HSOT", "2").environment("qa");
    let checks = |loader: Loader| {
        let loaded = loader.environments(ENVIRONMENTS).load::<Settings>().unwrap();
        loaded.findings().iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let allow =
        |loader: Loader| loader.allow("unknown-variable", "APP_PROT", "an old chart still sets it", "2026-12-31");
    assert_eq!(checks(on("2026-12-01")).len(), 2);
    let other = "APP_HSOT: is set and no key of this configuration reads it; remove it, or declare the key \
                 [unknown-variable]";
    assert_eq!(checks(allow(on("2026-12-31"))), [other]);
    let after = checks(allow(on("2027-01-01")));
    assert_eq!((after.len(), after[0].as_str()), (2, other));
    assert!(after[1].contains("APP_PROT: is set") && after[1].contains(", and the allowance for it has expired"));
}

#[test]
fn an_allowance_that_has_expired_is_an_error_in_ci_and_a_warning_at_start() {
    let fixture = Fixture::new().today("2027-01-01").file("config/staging.toml", "debug = true\n");
    let loader =
        fixture.environment("staging").allow("unknown-key", "<key 1>", "removed with the next chart", "2026-12-31");
    let loaded = loader.load::<Settings>().unwrap();
    assert_eq!(loaded.findings()[0].level(), Level::Warn);
    assert_eq!(loader.inspect::<Settings>("staging").unwrap().findings()[0].level(), Level::Deny);

    let allow = |loader: Loader| {
        let loader = loader.allow("unguarded-build", "build", "the pipeline does not say it yet", "2026-12-31");
        loader.allow("under-test", "process", "this is a test of just that", "2026-12-31")
    };
    let late = allow(Fixture::new().today("2027-01-01").environment("production").build(DEVELOPMENT));
    assert_eq!(late.load::<Settings>().unwrap().findings().len(), 2, "a program that ran yesterday still starts");
    let in_time = allow(Fixture::new().today("2026-12-31").environment("production").build(DEVELOPMENT));
    assert!(in_time.load::<Settings>().unwrap().findings().is_empty());
}

#[test]
fn an_allowance_without_reason_day_or_check_is_an_error() {
    let said = |check: &str, reason: &str, until: &str| {
        let loader = Fixture::new().environment("test").allow(check, "port", reason, until);
        loader.load::<Settings>().unwrap_err().findings()[0].to_string()
    };
    assert_eq!(
        said("unknown-keys", "why", "2027-01-31"),
        "allow(check): allows what is the name of no check; did you mean unknown-key?"
    );
    assert_eq!(
        said("unknown-key", " ", "2027-01-31"),
        "allow(unknown-key): expected a reason, found a blank text; say why, for whoever reads it next"
    );
    for day in ["", "tomorrow", "2027-02-30", "2027-1-31", "2027-01-31T00:00:00Z", "31.01.2027", "+027-01-31"] {
        assert_eq!(
            said("unknown-key", "why", day),
            "allow(unknown-key): expected the last day on which it counts, found another text; write the last day as 2027-01-31"
        );
    }
}
