//! Levels that an application changes, and findings that somebody has allowed until a day.

use std::collections::BTreeMap;

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
        ["allow(unknown-key): expected a key, found a blank text; name the key that the finding is about"]
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
    assert!(stale(allow(fixture.loader(), "unknown-key", "prot")).is_empty(), "staging needs it");
    let said = "allow(unknown-key): allows nothing in any environment; remove it [stale-allowance]";
    assert_eq!(stale(allow(fixture.loader(), "unknown-key", "port_old")), [said]);
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

#[derive(Config)]
#[expect(dead_code, reason = "what is said of them counts")]
struct Server {
    host: String,
    #[config(deprecated = "use host")]
    address: Option<String>,
}

#[derive(Config)]
#[expect(dead_code, reason = "what is said of them counts")]
struct Shop {
    #[config(default = 80)]
    port: u16,
    #[config(default = {})]
    features: BTreeMap<String, Server>,
    #[config(default = {})]
    links: BTreeMap<String, String>,
    #[config(default = [])]
    servers: Vec<Server>,
    tokens: Option<BTreeMap<String, Credential>>,
}

fn found(loader: &Loader, environment: &str) -> Vec<String> {
    texts(loader.inspect::<Shop>(environment).unwrap().findings())
}

#[test]
fn an_allowed_key_that_is_gone_leaves_its_place_to_nobody() {
    let found = |text: &str| {
        let loader = fixture().file("config/staging.toml", text).loader();
        found(&loader.allow("unknown-key", "old_key", "the chart sets it", UNTIL), "staging")
    };
    assert!(found("old_key = 1\n").is_empty());
    assert!(found("port = 1\n\nold_key = 1\n").is_empty(), "wherever it stands");
    let other = "<key 1>: is no key of this configuration (config/staging.toml:1:1); remove it, or declare it in the type \
                 [unknown-key]";
    assert_eq!(found("danger = 1\n"), [other]);
    assert_eq!(found("danger = 1\nold_key = 1\n"), [other], "beside it");
    assert_eq!(found("old_key = 1\ndanger = 1\n").len(), 1);
}

#[test]
fn a_key_below_a_map_or_a_list_is_allowed_by_what_is_written_and_no_table_above_covers_it() {
    let text = "[features.alpha]\nhost = 'a'\naddress = 'a'\nold = 1\n[features.\"com.example\"]\nhost = 'a'\nold = 1\n\
                [[servers]]\nhost = 'a'\nold = 1\n";
    let found = |allowed: &[(&str, &str)]| {
        let loader = fixture().file("config/staging.toml", text).loader();
        let allow = |loader: Loader, (check, key): &(&str, &str)| loader.allow(check, key, "why", UNTIL);
        let inspection = allowed.iter().fold(loader, allow).inspect::<Shop>("staging").unwrap();
        inspection.findings().iter().map(|finding| finding.key().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let all =
        ["features.<key 1>.<key 3>", "features.<key 1>.address", "features.<key 2>.<key 2>", "servers[0].<key 2>"];
    assert_eq!(found(&[]), all);
    for above in
        ["features", "features.alpha", "features.old", "alpha.old", "old", "servers", "servers[0]", "servers.old"]
    {
        assert_eq!(found(&[("unknown-key", above)]), all, "{above}");
    }
    assert_eq!(found(&[("unknown-key", "features.alpha.old")]), all[1..]);
    assert_eq!(found(&[("deprecated-key", "features.alpha.address")]), [all[0], all[2], all[3]]);
    assert_eq!(found(&[("unknown-key", "features.\"com.example\".old")]), [all[0], all[1], all[3]]);
    assert_eq!(found(&[("unknown-key", "servers[0].old")]), all[..3]);
}

#[test]
fn a_place_is_no_key_that_can_be_allowed() {
    for place in
        ["<key 1>", "<key>", "features.<key 12>", "features.<key 1>.host", "servers[0].<key 2>", "config/base.toml:3:1"]
    {
        let loader = fixture().environment("test").allow("unknown-key", place, "why", UNTIL);
        assert_eq!(
            refused(&loader),
            [
                "allow(unknown-key): expected the key itself, found a place, which another key can take; write the key itself, as \
              its file spells it"
            ],
            "{place}"
        );
    }
    for key in ["servers[0].old", "features.\"<key 1>\"", "key 1", "<key one>", "config/base.toml", "a:1"] {
        let loader = fixture().environment("test").allow("unknown-key", key, "why", UNTIL);
        assert!(refused(&loader).is_empty(), "{key}");
    }
    let real = fixture().file("config/staging.toml", "[features.'<key 1>']\nhost = 'a'\nold = 1\n").loader();
    assert_eq!(found(&real, "staging").len(), 1);
    assert!(found(&real.allow("unknown-key", "features.\"<key 1>\".old", "why", UNTIL), "staging").is_empty());
}

#[test]
fn a_credential_below_a_map_is_used_where_its_own_key_is_allowed() {
    let text = |first: &str| format!("[tokens]\n{first} = 'hunter2-CANARY'\nbeta = 'hunter3-CANARY'\n");
    let load = |first: &str, allowed: &[&str]| {
        let loader = fixture().file("config/staging.toml", text(first)).environment("staging");
        let allow = |loader: Loader, key: &&str| loader.allow("credential-source", key, "to the vault", UNTIL);
        allowed
            .iter()
            .fold(loader, allow)
            .load::<Shop>()
            .map(|loaded| loaded.tokens.as_ref().unwrap()["alpha"].expose().to_owned())
    };
    assert_eq!(load("alpha", &["tokens.alpha", "tokens.beta"]).unwrap(), "hunter2-CANARY");
    for (first, allowed) in
        [("alpha", &["tokens.alpha"][..]), ("gamma", &["tokens.alpha", "tokens.beta"]), ("alpha", &["tokens"])]
    {
        let error = load(first, allowed).unwrap_err();
        assert!(error.findings().iter().all(|finding| finding.check() == Some("credential-source")), "{error}");
        assert!(!error.findings().is_empty() && !format!("{error:?}{error}").contains("CANARY"));
    }

    let weak = fixture().variable("APP_TOKENS", r#"{"alpha": "changeme", "beta": "changeme"}"#).environment("staging");
    let weak = weak.allow("credential-placeholder", "tokens.beta", "why", UNTIL);
    let error = weak.load::<Shop>().unwrap_err();
    let denied = error.findings().iter().filter(|finding| finding.level() == Level::Deny);
    assert_eq!(denied.map(|finding| finding.key().unwrap()).collect::<Vec<_>>(), ["tokens.<key 1>"]);
    let weak = weak.allow("credential-placeholder", "tokens.alpha", "why", UNTIL);
    let loaded = weak.load::<Shop>().unwrap();
    assert_eq!(loaded.findings().len(), 1, "{:?}", loaded.findings());
    assert_eq!(loaded.findings()[0].check(), Some("credential-reused"));
    let key = if loaded.findings()[0].key() == Some("tokens.<key 2>") { "tokens.beta" } else { "tokens.alpha" };
    let other = if key == "tokens.beta" { "tokens.alpha" } else { "tokens.beta" };
    assert_eq!(
        weak.clone().allow("credential-reused", other, "why", UNTIL).load::<Shop>().unwrap().findings().len(),
        1
    );
    assert!(weak.allow("credential-reused", key, "why", UNTIL).load::<Shop>().unwrap().findings().is_empty());
}

#[test]
fn a_text_below_a_map_is_allowed_by_its_own_key() {
    let fixture = fixture().file("config/staging.toml", "[links]\nalpha = 'https://shop:hunter2-CANARY@example.com'\n");
    let loader = |key: &str| fixture.loader().allow("credential-in-plain-field", key, "why", UNTIL);
    assert!(found(&loader("links.alpha"), "staging").is_empty());
    assert_eq!(found(&loader("links.beta"), "staging").len(), 1);
    // without a type the finding shows the place alone
    let plain = |key: &str| loader(key).inspect_plain("staging").unwrap().findings().len();
    assert_eq!((plain("links.alpha"), plain("links.beta"), plain("links")), (0, 1, 1));
    let links = r#"{"alpha": "https://shop:hunter2-CANARY@example.com"}"#;
    let variable =
        Fixture::new().today("2026-12-01").variable("APP_LINKS", links).file("config/base.toml", "links = {}\n");
    let plain = |key: &str| {
        let loader = variable.environment("staging").allow("credential-in-plain-field", key, "why", UNTIL);
        loader.inspect_plain("staging").unwrap().findings().len()
    };
    assert_eq!((plain("links.alpha"), plain("APP_LINKS")), (0, 1), "a variable can hold many");
    let local = Fixture::new().file("config/production.toml", "[links]\nalpha = 'http://localhost:80/'\n").loader();
    assert_eq!(found(&local, "production").len(), 1);
    assert!(
        found(&local.allow("loopback-endpoint", "links.alpha", "a sidecar", "2099-12-31"), "production").is_empty()
    );
}

#[test]
fn one_credential_in_two_environments_is_allowed_by_the_key_of_the_first() {
    let token = |key: &str| format!("[tokens]\n{key} = 'hunter2-CANARY-hunter2'\n");
    let files = [("config/staging.toml", token("alpha")), ("config/production.toml", token("beta"))];
    let fixture = files.into_iter().fold(fixture(), |fixture, (path, text)| fixture.file(path, text));
    let allow = |loader: Loader| {
        let keys = ["tokens.alpha", "tokens.beta"].into_iter();
        keys.fold(loader, |loader, key| loader.allow("credential-source", key, "to the vault", UNTIL))
    };
    let between = |key: &str| {
        let all = allow(fixture.loader()).allow("credential-shared", key, "why", UNTIL).side_by_side::<Shop>();
        texts(&all.findings(&all.baseline().unwrap()))
    };
    let [found] = &between("tokens.gamma")[..] else { panic!("one finding") };
    assert!(found.starts_with("tokens.<key 1>: is ") && !found.contains("CANARY"), "{found}");
    assert!(between("tokens.beta").is_empty(), "production is the first by name");
    assert_eq!((between("tokens.alpha").len(), between("tokens").len()), (1, 1));

    let process = milieu::Process::new();
    allow(fixture.environment("staging").process(&process)).load::<Shop>().unwrap();
    let second = |key: &str| {
        let loader = allow(fixture.environment("production").process(&process)).also("production", "a test");
        loader.allow("credential-shared", key, "why", UNTIL).load::<Shop>()
    };
    assert_eq!(second("tokens.alpha").unwrap_err().findings()[0].check(), Some("credential-shared"));
    assert!(second("tokens.beta").is_ok());
}

struct NoLinks;

impl milieu::checks::Rule for NoLinks {
    fn check(&self) -> &'static milieu::checks::Check {
        const CHECK: milieu::checks::Check = milieu::checks::Check::new("no-links", "Links are gone.", "remove it");
        &CHECK
    }

    fn judge(&self, facts: &milieu::checks::Facts<'_>, findings: &mut milieu::checks::Findings) {
        facts
            .iter()
            .filter(|fact| fact.is_set() && fact.key().starts_with("links."))
            .for_each(|fact| findings.add(&fact, "is a link"));
    }
}

#[test]
fn what_a_check_of_ones_own_says_of_a_key_below_a_map_is_allowed_by_that_key() {
    let seen = |text: &str| {
        let loader = fixture().file("config/staging.toml", text).loader().check(NoLinks);
        let loader = loader.allow("no-links", "links.alpha", "why", UNTIL);
        let plain = texts(loader.inspect_plain("staging").unwrap().findings());
        assert!(plain.iter().all(|finding| !finding.contains("links.")), "{plain:?}");
        (found(&loader, "staging").len(), plain.len())
    };
    assert_eq!(seen("links.alpha = 'a'\n"), (0, 0));
    assert_eq!(seen("links.beta = 'a'\n"), (1, 1));
    assert_eq!(seen("links.beta = 'a'\nlinks.alpha = 'a'\n"), (1, 1));
}

#[test]
fn an_allowance_for_a_key_below_a_map_is_stale_once_the_key_is_gone() {
    let stale = |text: &str| {
        let loader = fixture().file("config/staging.toml", text).loader();
        let loader = loader.allow("unknown-key", "features.alpha.old", "why", UNTIL);
        // whether a deployment sets it nobody can know here
        let loader = loader.allow("deprecated-key", "features.alpha.address", "why", UNTIL);
        let inspection = loader.inspect::<Shop>("staging").unwrap();
        Inspection::stale_allowances([&inspection]).len()
    };
    assert_eq!(stale("[features.alpha]\nhost = 'a'\nold = 1\n"), 0);
    assert_eq!(stale("[features.beta]\nhost = 'a'\nold = 1\n"), 1);
}

#[test]
fn a_key_that_is_said_twice_is_allowed_by_its_name() {
    let text = "old = 1\nold = 2\n[features.alpha]\nhost = 'a'\nhost = 'b'\n[[servers]]\nhost = 'a'\nhost = 'b'\n";
    let of = |keys: &[&str]| {
        let loader = fixture().file("config/staging.toml", text).loader().allow("unknown-key", "old", "why", UNTIL);
        let allow = |loader: Loader, key: &&str| loader.allow("duplicate-key", key, "why", UNTIL);
        found(&keys.iter().fold(loader, allow), "staging").len()
    };
    assert_eq!((of(&[]), of(&["features", "host", "servers"]), of(&["old"])), (3, 3, 2));
    assert_eq!(of(&["old", "features.alpha.host", "servers[0].host"]), 0);
}

#[test]
fn a_type_of_serde_alone_is_allowed_its_unknown_keys_by_name() {
    #[derive(serde::Deserialize)]
    #[expect(dead_code, reason = "what is said of it counts")]
    struct Plain {
        database: BTreeMap<String, Host>,
    }
    #[derive(serde::Deserialize)]
    #[expect(dead_code, reason = "what is said of it counts")]
    struct Host {
        host: String,
    }
    let fixture = fixture().file("config/test.toml", "[database.main]\nhost = 'a'\nold = 1\n");
    let load = |key: &str| fixture.environment("test").allow("unknown-key", key, "why", UNTIL).load_plain::<Plain>();
    assert!(load("database.main.old").is_ok());
    for key in ["database.main", "database.other.old", "old"] {
        assert_eq!(load(key).unwrap_err().findings()[0].key(), Some("database.<key>.<key 2>"));
    }
}

#[test]
fn an_allowance_for_an_unknown_key_expires_and_what_it_names_is_never_shown() {
    let canary = "hunter2-CANARY";
    let text =
        format!("{canary} = 1\n[features.{canary}]\nhost = 'a'\n{canary} = 1\n[tokens]\n{canary} = 'changeme'\n");
    let allow = |fixture: Fixture| {
        let loader = fixture.file("config/staging.toml", text.clone()).environment("staging");
        let loader = loader.allow("unknown-key", canary, "why", UNTIL);
        loader.allow("unknown-key", &format!("features.{canary}.{canary}"), "why", UNTIL)
    };
    let checks = |loader: &Loader| {
        let inspection = loader.inspect::<Shop>("staging").unwrap();
        let findings = inspection.findings();
        let error = loader.load::<Shop>().unwrap_err();
        let all = [
            format!("{findings:?}{findings:#?}{error:?}{error:#?}{error}{}", error.to_json()),
            serde_json::to_string(&findings).unwrap(),
            texts(findings).join("\n"),
            format!("{inspection:?}{}", inspection.explain()),
        ];
        assert!(!all.concat().contains("CANARY"), "{all:?}");
        assert!(!all.concat().contains("xact"), "{all:?}");
        findings.iter().map(|finding| (finding.check().unwrap(), finding.level())).collect::<Vec<_>>()
    };
    let of_token = [("credential-source", Level::Deny), ("credential-placeholder", Level::Deny)];
    let now = checks(&allow(fixture()));
    assert!(now.iter().all(|found| of_token.contains(found)), "{now:?}");
    let late = checks(&allow(late()));
    assert_eq!(late.iter().filter(|found| **found == ("unknown-key", Level::Deny)).count(), 2, "{late:?}");
    assert!(!format!("{:?}", allow(fixture())).contains("CANARY"));
}

#[cfg(all(unix, feature = "secret-files"))]
#[test]
fn a_secret_file_that_a_variable_names_is_allowed_by_the_key_below_a_map() {
    use std::os::unix::fs::PermissionsExt as _;
    let root = std::env::temp_dir().join(format!("milieu-allowed-entry-{}", std::process::id()));
    std::fs::create_dir_all(&root).unwrap();
    let path = root.join("token");
    std::fs::write(&path, "hunter2-CANARY-hunter2").unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    let load = |key: &str| {
        let fixture = fixture().on_disk().variable("APP_TOKENS", r#"{"alpha": "x7Gq-CANARY-99ab"}"#);
        let loader = fixture.variable("APP_TOKENS_ALPHA_FILE", path.to_str().unwrap()).environment("staging");
        loader.no_directory().allow("credential-file-mode", key, "the platform", UNTIL).load::<Shop>()
    };
    let error = load("tokens.beta").unwrap_err();
    assert!(error.findings().iter().any(|finding| finding.check() == Some("credential-file-mode")), "{error}");
    assert!(!error.to_string().contains("CANARY"));
    let allowed = load("tokens.alpha");
    let of_mode = |findings: &[Finding]| findings.iter().any(|finding| finding.check() == Some("credential-file-mode"));
    assert!(!of_mode(allowed.as_ref().map_or_else(milieu::Error::findings, |loaded| loaded.findings())));
    std::fs::remove_dir_all(&root).unwrap();
}
