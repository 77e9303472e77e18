//! Selecting the environment fails closed.

use milieu::testing::Fixture;
use milieu::{Config, Environment, Tier};

#[derive(Config)]
struct Settings {
    #[config(default = 1)]
    port: u16,
}

fn select(value: &str) -> Result<String, String> {
    let fixture = Fixture::new().application("shop").variable("SHOP_ENV", value);
    match fixture.loader().load::<Settings>() {
        Ok(loaded) => Ok(loaded.environment().name().to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

#[test]
fn each_standard_name_selects_its_environment() {
    for (name, tier) in [
        ("development", Tier::Development),
        ("test", Tier::Development),
        ("staging", Tier::Staging),
        ("production", Tier::Production),
    ] {
        let loaded = Fixture::new().variable("APP_ENV", name).loader().load::<Settings>().unwrap();
        assert_eq!((loaded.environment().name(), loaded.environment().tier(), loaded.port), (name, tier, 1));
    }
}

#[test]
fn an_unset_selector_is_an_error_that_lists_the_names() {
    let error = Fixture::new().application("shop").loader().load::<Settings>().unwrap_err();
    assert!(error.is_environment());
    assert_eq!(
        error.to_string(),
        "SHOP_ENV: is not set, so there is no environment to load; \
         set it to one of development, test, staging, production"
    );
}

#[test]
fn a_misspelt_name_is_an_error_that_suggests_the_nearest() {
    assert_eq!(
        select("prodution").unwrap_err(),
        "SHOP_ENV: names no environment of this application; \
         did you mean production? (declared: development, test, staging, production)"
    );
}

#[test]
fn blank_case_padding_and_paths_never_select() {
    for text in
        ["", " ", "\t", "PRODUCTION", "Production", " production", "production ", "../x", "base", "local", "prod"]
    {
        assert!(select(text).is_err(), "{text:?} selected {:?}", select(text));
    }
}

#[test]
fn the_text_of_the_selector_is_never_shown() {
    let error = select("hunter2-CANARY").unwrap_err();
    assert!(!error.contains("CANARY"), "{error}");
}

#[test]
fn bytes_that_are_no_text_select_nothing() {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStringExt as _;
        let bytes = std::ffi::OsString::from_vec(vec![0xff, 0xfe]);
        let error = Fixture::new().variable("APP_ENV", bytes).loader().load::<Settings>().unwrap_err();
        assert!(error.is_environment());
    }
}

const ENVIRONMENTS: &[Environment] = &[
    Environment::declare("qa", Tier::Staging),
    Environment::declare("eu-production", Tier::Production),
    Environment::PRODUCTION.with_aliases(&["prod"]),
];

#[test]
fn declared_environments_have_their_tier_and_their_file() {
    let fixture = Fixture::new().file("config/qa.toml", "port = 7").file("config/eu-production.toml", "port = 8");
    let load = |name| fixture.environment(name).environments(ENVIRONMENTS).load::<Settings>().unwrap();
    assert_eq!((load("qa").environment().tier(), load("qa").port), (Tier::Staging, 7));
    assert_eq!((load("eu-production").environment().tier(), load("eu-production").port), (Tier::Production, 8));
}

#[test]
fn an_alias_counts_only_where_it_is_declared() {
    let fixture = Fixture::new().variable("APP_ENV", "prod");
    assert!(fixture.loader().load::<Settings>().is_err());
    let loaded = fixture.loader().environments(ENVIRONMENTS).load::<Settings>().unwrap();
    assert_eq!(loaded.environment().name(), "production");
}

#[test]
fn a_name_given_in_code_is_held_against_the_same_list() {
    let error = Fixture::new().environment("productoin").load::<Settings>().unwrap_err();
    assert!(error.to_string().contains("did you mean production?"), "{error}");
}

#[test]
fn many_environments_load_side_by_side_in_one_process() {
    std::thread::scope(|scope| {
        for number in 0..200_u16 {
            scope.spawn(move || {
                let name = ["development", "test", "staging", "production"][usize::from(number) % 4];
                let fixture = Fixture::new().variable("APP_ENV", name).variable("APP_PORT", number.to_string());
                let loaded = fixture.loader().load::<Settings>().unwrap();
                assert_eq!((loaded.port, loaded.environment().name()), (number, name));
            });
        }
    });
}

#[test]
fn no_environment_has_the_name_of_a_file_that_none_owns() {
    for name in ["base", "local", "milieu"] {
        // in a constant this panic is the compiler's error
        assert!(std::panic::catch_unwind(|| Environment::declare(name, Tier::Staging)).is_err(), "{name}");
    }
}

#[test]
fn a_selector_in_a_dotenv_file_selects_nothing_and_is_told() {
    let fixture = Fixture::new().file(".env", "APP_ENV=production\n");
    let loaded = fixture.environment("development").load::<Settings>().unwrap();
    assert_eq!(
        loaded.findings().iter().map(ToString::to_string).collect::<Vec<_>>(),
        [
            "APP_ENV: names the environment in a file, which no layer may do, so it was not looked at (.env:1:9); set it where the \
          program is started [unknown-variable]"
        ]
    );
}
