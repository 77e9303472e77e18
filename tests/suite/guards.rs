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
fn a_fixture_with_the_variables_of_the_process_is_none() {
    let fixture = Fixture::new();
    for (environment, expected) in [("test", None), ("production", Some(vec![Some("under-test")]))] {
        let loader = fixture.environment(environment).vars(milieu::Vars::from_process());
        assert_eq!(refused(&loader), expected, "{environment}");
        assert_eq!(refused(&loader.vars(milieu::Vars::default())), None);
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
        fixture.environment("staging").allow("unknown-key", "debug", "removed with the next chart", "2026-12-31");
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

#[test]
fn what_is_named_after_staging_or_production_is_no_development() {
    for (name, tier) in
        [("production", Tier::Development), ("production", Tier::Staging), ("staging", Tier::Development)]
    {
        // in a constant this panic is the compiler's error
        assert!(std::panic::catch_unwind(|| Environment::declare(name, tier)).is_err(), "{name}");
    }
    for (name, tier) in [("production", Tier::Production), ("staging", Tier::Production), ("test", Tier::Staging)] {
        assert_eq!(Environment::declare(name, tier).tier(), tier);
    }
}

#[test]
fn an_environment_that_is_declared_twice_in_two_ways_is_an_error() {
    let twice = [Environment::declare("qa", Tier::Development), Environment::declare("qa", Tier::Staging)];
    let loader = |declared: &[Environment]| Fixture::new().environment("qa").environments(declared);
    assert_eq!(
        loader(&twice).load::<Settings>().unwrap_err().findings()[0].to_string(),
        "qa: is declared twice, and not in the same way; keep one of the declarations"
    );
    assert!(loader(&[twice[1], twice[1]]).load::<Settings>().is_ok());
}

#[test]
fn a_proof_is_given_for_what_was_loaded_and_for_nothing_else() {
    use milieu::proof::{Deployed, NonProduction};
    for (environment, is_deployed) in [("development", false), ("test", false), ("qa", true), ("production", true)] {
        let loaded = Fixture::new().environment(environment).environments(ENVIRONMENTS).load::<Settings>().unwrap();
        assert_eq!(loaded.prove::<NonProduction>().is_ok(), !is_deployed);
        assert_eq!(loaded.prove::<Deployed>().is_ok(), is_deployed);
    }
}

#[test]
fn glass_is_broken_for_one_environment_with_a_reason_and_for_an_hour_at_most() {
    use milieu::BreakGlass;
    use std::time::{Duration, SystemTime};
    let (now, minute) = (SystemTime::now(), Duration::from_secs(60));
    let said = |environment: Environment, glass: Option<BreakGlass>| {
        environment
            .refuse_destructive("drop the database", glass.as_ref())
            .map_err(|error| error.findings()[0].to_string())
    };
    let glass = |environment: &str, reason: &str, until| Some(BreakGlass::new(environment, reason, until));
    for environment in [Environment::STAGING, Environment::PRODUCTION, ENVIRONMENTS[0]] {
        let name = environment.name();
        for (given, words) in [
            (None, "; break the glass for it, with environment, reason and an end within the hour"),
            (glass("development", "INC-17", now + minute), ": the glass was broken for another environment"),
            (glass(name, " ", now + minute), ": the glass was broken without a reason"),
            (glass(name, "INC-17", now - minute), ": the time for which the glass was broken is over"),
            (glass(name, "INC-17", now + 62 * minute), ": the glass was broken for more than an hour"),
        ] {
            let found = said(environment, given).unwrap_err();
            assert!(found.starts_with(&format!("{name}: refuses to drop the database{words}")), "{found}");
        }
        assert_eq!(said(environment, glass(name, "INC-17", now + 59 * minute)), Ok(()));
    }
    assert_eq!(said(Environment::DEVELOPMENT, None), Ok(()));
}

#[test]
fn a_directory_that_is_not_there_is_said_unless_a_file_is_named_or_there_is_none_to_be() {
    let values = std::collections::BTreeMap::from([("port", 80)]);
    let says = |loader: Loader| {
        let error = loader.environment("staging").process(&milieu::Process::new()).load::<Settings>().unwrap_err();
        error.findings().iter().any(|finding| finding.check() == Some("absent-directory"))
    };
    let loader = || Loader::new("a-shop-without-files");
    assert!(says(loader()) && says(loader().values(milieu::Rank::Default, "built in", &values)));
    assert!(!says(loader().no_directory()) && !says(loader().file("named/by/code.toml")));
}
