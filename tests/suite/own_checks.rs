//! Checks of an application's own: when they are asked, what they see, and what is refused of them.

use std::sync::{Arc, Mutex};

use milieu::checks::{Check, Column, Facts, Findings, Phase, Rule};
use milieu::policy::SourceKind;
use milieu::testing::Fixture;
use milieu::{Config, Credential, Level, Loader};

#[derive(Config, serde::Deserialize)]
struct Settings {
    #[config(default = 8)]
    pool_size: u32,
    #[config(default = "http://hooks.example")]
    #[serde(default)]
    callback: String,
    #[config(supplied)]
    host: Option<String>,
    #[serde(skip)]
    password: Option<Credential>,
    #[config(default = {})]
    #[serde(default)]
    tenants: std::collections::BTreeMap<String, String>,
    #[config(default = [], public = "names of our own")]
    #[serde(default)]
    labels: Vec<String>,
    foreign: Option<serde_json::Value>,
}

const CHECK: Check = Check::new("pool-too-small", "A pool of one makes every request wait.", "raise it")
    .with_level(Column::DEVELOPMENT, Level::Allow)
    .with_level(Column::deployed_in(Phase::Start), Level::Warn);

/// Finds a pool of one connection.
struct Pool;

impl Rule for Pool {
    fn check(&self) -> &'static Check {
        &CHECK
    }

    fn judge(&self, facts: &Facts<'_>, findings: &mut Findings) {
        let size = facts.get("pool_size").unwrap();
        if size.value().is_some_and(|value| value == 1) {
            findings.add(&size, "is one connection");
        }
    }
}

/// Writes down all that it sees.
#[derive(Clone, Default)]
struct Spy(Arc<Mutex<Vec<String>>>);

impl Rule for Spy {
    fn check(&self) -> &'static Check {
        const SPY: Check = Check::new("spy", "Sees what a check may see.", "nothing");
        &SPY
    }

    fn judge(&self, facts: &Facts<'_>, _: &mut Findings) {
        let mut seen = self.0.lock().unwrap();
        for fact in facts.iter() {
            let value = fact.value().map(|value| value.to_string());
            seen.push(format!(
                "{} {} {} {} {:?}",
                fact.key(),
                fact.kind().unwrap_or("-"),
                fact.source().map_or("-", SourceKind::as_str),
                value.as_deref().unwrap_or("-"),
                fact.origins(),
            ));
        }
    }
}

fn loader(fixture: Fixture, environment: &str) -> Loader {
    fixture.today("2026-12-01").file("config/base.toml", "pool_size = 1\n").environment(environment).check(Pool)
}

fn levels(loader: &Loader) -> Vec<Level> {
    let findings = match loader.load::<Settings>() {
        Ok(loaded) => {
            assert!(loaded.pool_size == 1 && loaded.callback.starts_with("http") && loaded.host.is_none());
            assert!(loaded.password.is_none() && loaded.tenants.is_empty() && loaded.labels.is_empty());
            assert!(loaded.foreign.is_none());
            loaded.findings().to_vec()
        }
        Err(error) => error.findings().to_vec(),
    };
    findings.iter().filter(|finding| finding.check() == Some("pool-too-small")).map(milieu::Finding::level).collect()
}

#[test]
fn it_is_judged_by_tier_and_phase_as_any_other() {
    for environment in ["staging", "production"] {
        assert_eq!(levels(&loader(Fixture::new(), environment)), [Level::Warn]);
        let inspection = loader(Fixture::new(), "test").inspect::<Settings>(environment).unwrap();
        assert_eq!(
            inspection.findings()[0].to_string(),
            "pool_size: is one connection (config/base.toml:1:13); raise it [pool-too-small]"
        );
        assert_eq!(inspection.findings()[0].level(), Level::Deny);
    }
    assert!(levels(&loader(Fixture::new(), "development")).is_empty());
    let plain = loader(Fixture::new(), "staging").load_plain::<Settings>().unwrap();
    assert!(plain.findings().is_empty(), "without a schema no value is shown, to a check neither");
    let other = Fixture::new().file("config/base.toml", "pool_size = 2\n").environment("staging").check(Pool);
    assert!(other.load::<Settings>().unwrap().findings().is_empty());
}

#[test]
fn levels_and_allowances_count_for_it_wherever_they_stand() {
    let raised = |loader: Loader| loader.level("pool-too-small", Column::deployed_in(Phase::Start), Level::Deny);
    assert_eq!(levels(&raised(loader(Fixture::new(), "staging"))), [Level::Deny]);
    let heard = loader(Fixture::new(), "test").level("pool-too-small", Column::DEVELOPMENT, Level::Warn);
    assert_eq!(levels(&heard), [Level::Warn]);
    let allowed = raised(loader(Fixture::new(), "staging"));
    let allowed = allowed.allow("pool-too-small", "pool_size", "one is enough for now", "2026-12-31");
    assert!(levels(&allowed).is_empty() && allowed.load::<Settings>().is_ok());
    let file = "[[allow]]\ncheck = 'pool-too-small'\nkey = 'pool_size'\nreason = 'why'\nuntil = 2026-12-31\n\
                [levels]\npool-too-small = { start = 'deny' }\n";
    let by_file = loader(Fixture::new().file("config/milieu.toml", file), "staging");
    assert!(by_file.load::<Settings>().unwrap().findings().is_empty());
    let lowered = loader(Fixture::new(), "staging").level("pool-too-small", Column::DEPLOYED, Level::Allow);
    assert!(lowered.load::<Settings>().is_err());
    // the order in which code says them does not count
    let before = Fixture::new().today("2026-12-01").environment("test");
    let before = before.allow("pool-too-small", "pool_size", "why", "2026-12-31").check(Pool);
    assert!(before.load::<Settings>().is_ok());
}

#[test]
fn it_sees_kinds_and_origins_of_all_and_values_of_what_may_be_shown() {
    let spy = Spy::default();
    let fixture = Fixture::new()
        .file(
            "config/base.toml",
            "pool_size = 3\nlabels = ['a']\nforeign = 'CANARY'\n[tenants]\nhunter2-CANARY = 'CANARY'\n",
        )
        .variable("APP_PASSWORD", "hunter2-CANARY");
    fixture.environment("staging").check(spy.clone()).load::<Settings>().unwrap();
    let seen = std::mem::take(&mut *spy.0.lock().unwrap());
    assert_eq!(
        seen,
        [
            "pool_size a whole number base file 3 [Origin(config/base.toml:1:13), Origin(default)]",
            "callback - - \"http://hooks.example\" [Origin(default)]",
            "host - - - []",
            "password a credential variable - [Origin(APP_PASSWORD)]",
            "tenants.<key 1> text base file - [Origin(config/base.toml:5:18)]",
            "labels a list base file [\"a\"] [Origin(config/base.toml:2:10), Origin(default)]",
            "foreign text base file - [Origin(config/base.toml:3:11)]",
        ]
    );
    fixture.environment("staging").check(spy.clone()).load_plain::<Settings>().unwrap();
    fixture.loader().check(spy.clone()).inspect::<Settings>("staging").unwrap();
    fixture.loader().check(spy.clone()).inspect_plain("staging").unwrap();
    let seen = spy.0.lock().unwrap().join("\n");
    let shown = seen.replace("tenants.hunter2-CANARY text base file - ", "");
    assert!(!shown.contains("CANARY"), "{seen}");
}

#[test]
fn it_sees_no_value_of_a_key_at_which_something_is_wrong() {
    let spy = Spy::default();
    let url = "https://shop:hunter2-CANARY@example.com";
    let fixture = Fixture::new()
        .today("2026-12-01")
        .file("config/base.toml", format!("pool_size = 'hunter2-CANARY'\ncallback = '{url}'\n"));
    let loader = fixture.environment("staging").check(spy.clone());
    assert!(loader.load::<Settings>().is_err());
    let allowed = loader.allow("credential-in-plain-field", "callback", "why", "2026-12-31");
    assert!(allowed.load::<Settings>().is_err());
    let seen = spy.0.lock().unwrap().join("\n");
    assert!(seen.contains("callback text") && !seen.contains("CANARY"), "{seen}");
}

#[test]
fn it_is_not_asked_about_a_configuration_that_could_not_be_read() {
    let spy = Spy::default();
    let fixture = Fixture::new().file("config/base.toml", "pool_size = \n");
    assert!(fixture.environment("staging").check(spy.clone()).load::<Settings>().is_err());
    assert!(spy.0.lock().unwrap().is_empty());
}

#[test]
fn a_slug_is_well_formed_and_nobody_elses() {
    struct Named(&'static Check);
    impl Rule for Named {
        fn check(&self) -> &'static Check {
            self.0
        }
        fn judge(&self, _: &Facts<'_>, _: &mut Findings) {}
    }
    const TAKEN: Check = Check::new("unknown-key", "Clashes.", "rename it");
    let said = |loader: Loader| loader.load::<Settings>().unwrap_err().findings()[0].to_string();
    let loader = Fixture::new().environment("test");
    assert_eq!(
        said(loader.clone().check(Named(&TAKEN))),
        "check(unknown-key): is the name of a check of the library; give it another one"
    );
    assert_eq!(
        said(loader.check(Pool).check(Named(&CHECK))),
        "check(pool-too-small): is the name of two checks; give it another one"
    );
    for slug in ["", "Pool", "1-pool", "-pool", "pool_small", "pool small", "größe"] {
        // in a constant this panic is the compiler's error
        assert!(std::panic::catch_unwind(|| Check::new(slug, "Is wrong.", "rename it")).is_err(), "{slug}");
    }
}
