//! Levels that an application changes, and findings that somebody has allowed until a day.

use milieu::checks::{Column, Phase, all};
use milieu::testing::Fixture;
use milieu::{Config, Credential, Finding, Inspection, Level, Loader, SecretFiles};

#[derive(Config)]
struct Settings {
    #[config(default = 80)]
    port: u16,
    #[config(default = "")]
    callback: String,
    #[config(deprecated = "use port")]
    #[expect(dead_code, reason = "what is said of it counts")]
    listen_port: Option<u16>,
    password: Option<Credential>,
}

const UNTIL: &str = "2026-12-31";

fn fixture() -> Fixture {
    Fixture::new().today("2026-12-01")
}

fn late() -> Fixture {
    Fixture::new().today("2027-01-01")
}

fn texts(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(ToString::to_string).collect()
}

fn refused(loader: &Loader) -> Vec<String> {
    loader.load::<Settings>().err().map(|error| texts(error.findings())).unwrap_or_default()
}

#[test]
fn a_level_is_raised_for_every_check_where_it_is_deployed() {
    let fixture = fixture().file("config/staging.toml", "listen_port = 80\n").variable("APP_PROT", "1");
    for environment in ["staging", "production"] {
        let fixture = fixture.clone().file("config/production.toml", "listen_port = 80\n");
        let loader = fixture.environment(environment);
        assert_eq!(loader.load::<Settings>().unwrap().findings().len(), 2);
        for check in ["deprecated-key", "unknown-variable"] {
            let strict = loader.clone().level(check, Column::deployed_in(Phase::Start), Level::Deny);
            assert_eq!(strict.load::<Settings>().unwrap_err().findings().len(), 2);
            assert!(
                strict.inspect::<Settings>(environment).unwrap().findings().iter().all(|f| f.level() == Level::Warn)
            );
        }
    }
    let ambient = Fixture::new().variable("PGPASSWORD", "hunter2-CANARY").environment("development");
    assert!(ambient.load::<Settings>().unwrap().findings().is_empty());
    let heard = ambient.level("ambient-credential", Column::DEVELOPMENT, Level::Warn);
    assert_eq!(heard.load::<Settings>().unwrap().findings().len(), 1);
}

#[test]
fn a_level_is_lowered_in_development_alone() {
    let fixture = fixture().file("config/development.toml", "prot = 1\n").file("config/staging.toml", "prot = 1\n");
    let load = |environment| {
        let loader = fixture.environment(environment).level("unknown-key", Column::DEVELOPMENT, Level::Allow);
        loader.load::<Settings>().unwrap()
    };
    assert!(load("development").findings().is_empty());
    let staging = load("staging");
    assert_eq!(staging.findings()[0].level(), Level::Warn);
}

#[test]
fn no_level_is_lowered_where_it_is_deployed_and_those_of_fixed_checks_nowhere() {
    for check in all() {
        for (column, level) in [
            (Column::DEVELOPMENT, Level::Allow),
            (Column::DEPLOYED, Level::Allow),
            (Column::deployed_in(Phase::Ci), Level::Warn),
        ] {
            let is_deployed = column != Column::DEVELOPMENT;
            let least =
                check.level(if is_deployed { milieu::Tier::Staging } else { milieu::Tier::Development }, Phase::Ci);
            let may = level >= least || !is_deployed && !check.is_fixed();
            let found = refused(&fixture().environment("development").level(check.slug(), column, level));
            assert_eq!(found.is_empty(), may, "{check:?} {column:?}: {found:?}");
        }
    }
    let loader = fixture().environment("development").level("credential-mode", Column::DEVELOPMENT, Level::Warn);
    assert_eq!(
        refused(&loader),
        [
            "level(credential-mode): is deny in development, and the level of this check is lowered nowhere; allow it for one \
          key, with a reason and until a day"
        ]
    );
}

#[test]
fn of_two_changes_the_stricter_counts() {
    let fixture = fixture().file("config/development.toml", "prot = 1\n");
    let (weak, strict) = ((Column::DEVELOPMENT, Level::Allow), (Column::DEVELOPMENT, Level::Deny));
    for [first, second] in [[weak, strict], [strict, weak]] {
        let loader = fixture.environment("development");
        let loader = loader.level("unknown-key", first.0, first.1).level("unknown-key", second.0, second.1);
        assert_eq!(refused(&loader).len(), 1);
    }
}

#[test]
fn a_level_of_no_check_is_an_error_with_the_nearest_name() {
    let loader = fixture().environment("test").level("unknown-keys", Column::DEVELOPMENT, Level::Warn);
    assert_eq!(refused(&loader), ["level(check): changes what is the name of no check; did you mean unknown-key?"]);
}

#[test]
fn an_allowed_credential_is_used_still_judged_and_never_shown() {
    let fixture = |value: &str| {
        fixture().file("config/production.toml", format!("password = '{value}'\n")).file("config/staging.toml", "")
    };
    let allow = |loader: Loader| loader.allow("credential-source", "password", "moves to the vault", UNTIL);
    let loaded = allow(fixture("hunter2-CANARY").environment("production")).load::<Settings>().unwrap();
    assert!(loaded.findings().is_empty());
    assert_eq!(loaded.password.as_ref().unwrap().expose(), "hunter2-CANARY");
    assert!(!format!("{loaded:?}{}{}", loaded.explain(), loaded.explain().to_json()).contains("CANARY"));

    let error = allow(fixture("changeme").environment("production")).load::<Settings>().unwrap_err();
    assert_eq!(error.findings()[0].check(), Some("credential-placeholder"));
    let both = fixture("hunter2-CANARY").file("config/staging.toml", "password = 'hunter2-CANARY'\n");
    let process = milieu::Process::new();
    allow(both.environment("staging").process(&process)).load::<Settings>().unwrap();
    let second = allow(both.loader().process(&process).also("production", "a test")).load::<Settings>();
    assert_eq!(second.unwrap_err().findings()[0].check(), Some("credential-shared"));
}

#[test]
fn no_allowance_counts_for_what_all_environments_share_or_every_process_sees() {
    let allow = |loader: Loader| loader.allow("credential-source", "password", "moves to the vault", UNTIL);
    let base = fixture().file("config/base.toml", "password = 'hunter2-CANARY'\n").environment("production");
    assert_eq!(
        refused(&allow(base)),
        [
            "password: a credential stands in a file that all environments share, and production does not take it from there, \
          and no allowance counts for that (config/base.toml:1:12); use a secret file, a sealed file or APP_PASSWORD \
          [credential-source]"
        ]
    );
    let argument = fixture().environment("production").arguments(["password=hunter2-CANARY"]);
    assert!(refused(&allow(argument))[0].contains("and no allowance counts for that"));
    let low = fixture().file("low.toml", "password = 'hunter2-CANARY'\n");
    let low = low.environment("test").file_at(milieu::Rank::Base, "low.toml");
    assert!(refused(&allow(low))[0].contains("and no allowance counts for that"));
}

#[test]
fn what_is_judged_before_a_value_is_made_can_be_allowed_too() {
    let live = concat!("sk_", "live_", "51H8aBcDeFgHiJk");
    for (check, environment, value) in
        [("credential-placeholder", "staging", "changeme"), ("credential-mode", "staging", live)]
    {
        let facts = |fixture: Fixture| fixture.variable("APP_PASSWORD", value);
        let allow = |loader: Loader| loader.allow(check, "password", "until the vault is there", UNTIL);
        assert_eq!(refused(&facts(fixture()).environment(environment)).len(), 1);
        let loaded = allow(facts(fixture()).environment(environment)).load::<Settings>().unwrap();
        assert_eq!(loaded.password.as_ref().unwrap().expose(), value);
        // the day must not stop a program that starts again in the night
        let loaded = allow(facts(late()).environment(environment)).load::<Settings>().unwrap();
        assert_eq!((loaded.findings()[0].level(), loaded.findings()[0].check()), (Level::Warn, Some(check)));
        assert!(loaded.findings()[0].message().ends_with(", and the allowance for it has expired"));
        let inspection = allow(facts(late()).environment(environment)).inspect::<Settings>(environment).unwrap();
        assert_eq!(inspection.findings()[0].level(), Level::Deny);
    }
}

#[cfg(all(unix, feature = "secret-files"))]
#[test]
fn the_mode_of_a_secret_file_can_be_allowed() {
    use std::os::unix::fs::PermissionsExt as _;
    let root = std::env::temp_dir().join(format!("milieu-allowed-mode-{}", std::process::id()));
    std::fs::create_dir_all(&root).unwrap();
    let path = root.join("password");
    std::fs::write(&path, "hunter2-CANARY\n").unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    let loader = fixture().on_disk().environment("staging").no_directory().secret_files(SecretFiles::strict(&root));
    assert!(refused(&loader)[0].ends_with("[credential-file-mode]"));
    let loaded =
        loader.clone().allow("credential-file-mode", "password", "the platform", UNTIL).load::<Settings>().unwrap();
    assert_eq!(loaded.password.as_ref().unwrap().expose(), "hunter2-CANARY");
    assert!(!refused(&loader.allow("credential-file-mode", "other", "the platform", UNTIL)).is_empty());
    std::fs::remove_dir_all(&root).unwrap();
}

#[test]
fn what_looks_like_a_credential_is_not_shown_where_it_is_allowed() {
    let fixture = fixture().file("config/staging.toml", "callback = 'https://shop:hunter2-CANARY@example.com'\n");
    let loader = fixture.environment("staging").allow("credential-in-plain-field", "callback", "a public name", UNTIL);
    let loaded = loader.load::<Settings>().unwrap();
    assert!(loaded.callback.contains("CANARY") && loaded.port == 80);
    assert!(!loaded.explain().to_string().contains("CANARY"), "{}", loaded.explain());
    assert!(!loader.inspect::<Settings>("staging").unwrap().explain().to_json().contains("CANARY"));
}

#[test]
fn what_is_said_of_a_whole_file_is_allowed_by_its_path() {
    let loader = fixture().file("config/old.toml", "").environment("test");
    assert_eq!(loader.load::<Settings>().unwrap().findings().len(), 1);
    let allowed = loader.allow("unknown-file", "config/old.toml", "until the chart is gone", UNTIL);
    assert!(allowed.load::<Settings>().unwrap().findings().is_empty());
}

#[test]
fn a_second_allowance_a_blank_key_and_what_no_load_judges_are_errors() {
    let loader = fixture().environment("test");
    let allow = |loader: Loader, check: &str, key: &str| loader.allow(check, key, "why", UNTIL);
    let twice = allow(allow(loader.clone(), "unknown-key", "a"), "unknown-key", "a");
    assert_eq!(refused(&twice), ["allow(unknown-key): is allowed a second time for this key; keep one of the two"]);
    assert!(refused(&allow(allow(loader.clone(), "unknown-key", "a"), "unknown-key", "b")).is_empty());
    assert_eq!(
        refused(&allow(loader.clone(), "unknown-key", " ")),
        [
            "allow(unknown-key): expected a key, found a blank text; name the key as the finding shows it at its beginning"
        ]
    );
    assert_eq!(
        refused(&allow(loader, "destructive-action", "staging")),
        [
            "allow(destructive-action): is judged apart from any load, so no allowance counts for it; do what its finding says"
        ]
    );
}

#[test]
fn an_expired_allowance_is_said_once() {
    let loader = late().environment("staging").build(milieu::build!());
    let loader = loader.allow("unguarded-build", "build", "the pipeline", UNTIL);
    let loaded = loader.allow("under-test", "process", "a test", UNTIL).load::<Settings>().unwrap();
    for finding in loaded.findings() {
        assert_eq!(finding.message().matches("has expired").count(), 1, "{finding}");
    }
}

#[test]
fn a_stale_allowance_is_told_where_it_can_be_known() {
    let fixture = fixture().file("config/staging.toml", "prot = 1\n").file("config/production.toml", "");
    let allow = |loader: Loader, check: &str, key: &str| loader.allow(check, key, "why", UNTIL);
    let stale = |loader: Loader| {
        let inspections = ["staging", "production"].map(|name| loader.inspect::<Settings>(name).unwrap());
        texts(&Inspection::stale_allowances(&inspections))
    };
    assert!(stale(allow(fixture.loader(), "unknown-key", "<key 1>")).is_empty(), "staging needs it");
    let said = "allow(unknown-key): allows nothing in any environment; remove it [stale-allowance]";
    assert_eq!(stale(allow(fixture.loader(), "unknown-key", "<key 2>")), [said]);
    assert_eq!(
        stale(allow(fixture.loader(), "deprecated-key", "listenport")),
        ["allow(deprecated-key): allows nothing in any environment; remove it [stale-allowance]"]
    );
    // whether a deployment sets them nobody can know here
    for (check, key) in [
        ("deprecated-key", "listen_port"),
        ("unknown-variable", "APP_X"),
        ("credential-placeholder", "password"),
        ("unguarded-build", "build"),
    ] {
        assert!(stale(allow(fixture.loader(), check, key)).is_empty(), "{check}");
    }
    assert!(Inspection::stale_allowances([]).is_empty());
}
