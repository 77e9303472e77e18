//! `milieu.toml` beside the configuration: what it allows, and what is refused of it.

use milieu::testing::Fixture;
use milieu::{Config, Credential, Finding, Inspection, Level, Loader};

#[derive(Config)]
struct Settings {
    #[config(default = 80)]
    port: u16,
    password: Option<Credential>,
}

const ALLOWS: &str = "\
[[allow]]
check = 'unknown-key'
key = 'prot'
reason = 'removed with the next chart'
until = 2026-12-31

[[allow]]
check = 'credential-source'
key = 'password'
reason = 'moves to the vault'
until = '2026-12-31'

[levels]
unknown-variable = { deployed = 'deny' }
";

fn fixture() -> Fixture {
    Fixture::new().today("2026-12-01")
}

fn texts(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(ToString::to_string).collect()
}

fn refused(loader: &Loader) -> Vec<String> {
    loader.load::<Settings>().err().map(|error| texts(error.findings())).unwrap_or_default()
}

/// What is said of a file in an environment of development.
fn said(text: &str) -> Vec<String> {
    refused(&fixture().file("config/milieu.toml", text).environment("test"))
}

fn deployed(fixture: Fixture) -> Fixture {
    fixture.file("config/milieu.toml", ALLOWS).file("config/staging.toml", "prot = 1\npassword = 'hunter2-CANARY'\n")
}

#[test]
fn it_allows_and_raises_as_code_does() {
    let loader = deployed(fixture()).environment("staging");
    let loaded = loader.load::<Settings>().unwrap();
    assert!(loaded.findings().is_empty(), "{:?}", loaded.findings());
    assert_eq!((loaded.port, loaded.password.as_ref().unwrap().expose().as_str()), (80, "hunter2-CANARY"));
    assert!(!loaded.explain().to_string().contains("milieu.toml"), "it is no layer");
    assert!(loader.inspect::<Settings>("staging").unwrap().findings().is_empty());

    let strict = deployed(fixture()).variable("APP_PROT", "1").environment("staging");
    assert_eq!(refused(&strict).len(), 1);
    let late = deployed(Fixture::new().today("2027-01-01")).environment("staging");
    let loaded = late.load::<Settings>().unwrap();
    assert!(loaded.findings().iter().all(|finding| finding.level() == Level::Warn) && loaded.findings().len() == 2);
    let inspection = late.inspect::<Settings>("staging").unwrap();
    assert!(inspection.findings().iter().all(|finding| finding.level() == Level::Deny));
}

#[test]
fn it_lies_in_whatever_directory_the_configuration_lies_in() {
    let files = |directory: &str| {
        let fixture = fixture().file(format!("{directory}/milieu.toml"), ALLOWS);
        fixture.file(format!("{directory}/staging.toml"), "prot = 1\npassword = 'hunter2-CANARY'\n")
    };
    let by_variable = files("etc/shop").variable("APP_CONFIG_DIR", "etc/shop").environment("staging");
    assert!(by_variable.load::<Settings>().unwrap().findings().is_empty());
    let given = files("srv/conf").environment("staging").directory("srv/conf");
    assert!(given.load::<Settings>().unwrap().findings().is_empty());
    let elsewhere = files("srv/conf").file("config/staging.toml", "prot = 1\n").environment("staging");
    assert_eq!(elsewhere.load::<Settings>().unwrap().findings().len(), 1);
    let none = deployed(fixture()).environment("staging").no_directory().file("config/staging.toml");
    assert!(!refused(&none).is_empty());
}

#[test]
fn a_program_that_may_not_start_is_allowed_by_it() {
    let text = "[[allow]]\ncheck = 'unguarded-build'\nkey = 'build'\nreason = 'the pipeline'\nuntil = 2026-12-31\n\
                [[allow]]\ncheck = 'under-test'\nkey = 'process'\nreason = 'a test'\nuntil = 2026-12-31\n";
    let loader = fixture().file("config/milieu.toml", text).environment("production").build(milieu::build!());
    assert!(loader.load::<Settings>().unwrap().findings().is_empty());
}

#[test]
fn everything_wrong_is_told_at_once_with_its_place() {
    let found = said(
        "[[allow]]
chek = 'unknown-key'
key = 'a'
until = 2026-12-31
[[allow]]
check = 'unknown-keys'
key = ''
reason = ' '
until = 'soon'
[[allow]]
check = 'unknown-key'
key = 7
reason = 'why'
until = 2026-12-31T10:00:00Z
[levels]
unknown-key = { staging = 'deny', deployed = 'none', strat = 'warn' }
credential-weak = 'deny'
dev-only-key = { ci = 'warn' }
[milieu]
environment = 'production'
",
    );
    let places: Vec<&str> = found.iter().map(|line| line.split("; ").next().unwrap()).collect();
    assert_eq!(
        places,
        [
            "config/milieu.toml:2:1: is no key of this allowance",
            "config/milieu.toml:16:54: is no key of this check's levels",
            "config/milieu.toml:19:2: is no key of this file",
            "allow: lacks the key check (config/milieu.toml:1:3)",
            "allow: lacks the key reason (config/milieu.toml:1:3)",
            "allow: expected text, found a whole number (config/milieu.toml:12:7)",
            "allow(check): allows what is the name of no check (config/milieu.toml:6:9)",
            "allow(check): expected a key, found a blank text (config/milieu.toml:7:7)",
            "allow(check): expected a reason, found a blank text (config/milieu.toml:8:10)",
            "allow(check): expected the last day on which it counts, found another text (config/milieu.toml:9:9)",
            "allow(unknown-key): expected the last day on which it counts, found another text (config/milieu.toml:14:9)",
            "level(dev-only-key): is deny in CI where it is deployed, and there no level is lowered (config/milieu.toml:18:1)",
            "levels: staging and production share a column, so that neither is the weaker (config/milieu.toml:16:17)",
            "levels: expected allow, warn or deny, found another text (config/milieu.toml:16:46)",
            "levels: expected a table of levels, such as { deployed = \"deny\" }, found text (config/milieu.toml:17:19)",
        ]
    );
    for (name, remedy) in
        [(0, "did you mean check?"), (1, "did you mean start?"), (6, "did you mean unknown-key? [unknown-key]")]
    {
        assert!(found[name].ends_with(remedy), "{}", found[name]);
    }
}

#[test]
fn what_is_no_toml_no_text_or_of_another_shape_is_refused() {
    for (text, words) in [
        ("[[allow]]\ncheck = ", "config/milieu.toml:2:9: is not well-formed here"),
        ("allow = 1\n", "allow: expected a list of tables, [[allow]], found a whole number (config/milieu.toml:1:9)"),
        ("allow = ['a']\n", "allow: expected a table with check, key, reason and until, found text"),
        ("levels = []\n", "levels: expected a table, [levels], found a list"),
        ("[levels]\nunknown-key = { ci = true }\n", "levels: expected allow, warn or deny, found true or false"),
        ("[[allow]]\nkey = 'a'\nkey = 'b'\n", "config/milieu.toml:3:1: sets a key that this source has set before"),
    ] {
        let found = said(text);
        assert!(found.iter().any(|line| line.starts_with(words)), "{text}: {found:?}");
    }
    let bytes = fixture().file("config/milieu.toml", vec![0xff, 0xfe]).environment("production");
    assert_eq!(refused(&bytes), ["config/milieu.toml: holds bytes that are not UTF-8"]);
    assert!(said("").is_empty() && said("allow = []\n[levels]\n").is_empty());
}

#[test]
fn nothing_that_stands_in_it_is_shown() {
    for text in [
        "hunter2-CANARY = 1\n",
        "[levels]\nhunter2-CANARY = { ci = 'hunter2-CANARY' }\n[levels.unknown-key]\nhunter2-CANARY = 'deny'\n",
        "[[allow]]\ncheck = 'hunter2-CANARY'\nkey = 'hunter2-CANARY'\nreason = 'hunter2-CANARY'\nuntil = 'hunter2-CANARY'\n",
        "[[allow]]\nhunter2-CANARY = 1\n",
    ] {
        let found = said(text);
        assert!(!found.is_empty() && !found.join("\n").contains("CANARY"), "{found:?}");
    }
}

#[test]
fn a_place_in_place_of_a_key_is_refused_where_it_stands() {
    let text = "[[allow]]\ncheck = 'unknown-key'\nkey = 'features.<key 2>'\nreason = 'why'\nuntil = 2026-12-31\n";
    assert_eq!(
        said(text),
        [
            "allow(unknown-key): expected the key itself, found a place, which another key can take (config/milieu.toml:3:7); \
          write the key itself, as its file spells it"
        ]
    );
}

#[test]
fn a_key_that_takes_the_place_of_an_allowed_one_is_refused() {
    let allows = "[[allow]]\ncheck = 'unknown-key'\nkey = 'prot'\nreason = 'why'\nuntil = 2026-12-31\n";
    let load = |text: &str| {
        let fixture = fixture().file("config/milieu.toml", allows).file("config/development.toml", text);
        refused(&fixture.environment("development"))
    };
    assert!(load("prot = 1\n").is_empty());
    let other =
        "<key 1>: is no key of this configuration (config/development.toml:1:1); did you mean port? [unknown-key]";
    assert_eq!(load("prt = 1\n"), [other]);
    assert_eq!(load("prt = 1\nprot = 1\n"), [other]);
}

#[test]
fn a_second_allowance_is_refused_wherever_it_stands() {
    let one = "[[allow]]\ncheck = 'unknown-key'\nkey = 'a'\nreason = 'why'\nuntil = 2026-12-31\n";
    let again = "allow(unknown-key): is allowed a second time for this key (config/milieu.toml";
    assert!(said(&format!("{one}{one}"))[0].starts_with(&format!("{again}:7:9)")));
    let loader = fixture().file("config/milieu.toml", one).environment("test");
    assert!(refused(&loader).is_empty());
    assert!(refused(&loader.allow("unknown-key", "a", "why", "2026-12-31"))[0].starts_with(&format!("{again}:2:9)")));
}

#[test]
fn an_older_program_starts_under_a_newer_file_and_allows_no_more_for_it() {
    let text = "[[allow]]\ncheck = 'of-tomorrow'\nkey = 'a'\nreason = 'why'\nuntil = 2026-12-31\n\
                [levels]\nof-the-day-after = { deployed = 'deny' }\n";
    let fixture = fixture().file("config/milieu.toml", text);
    let loaded = fixture.environment("production").load::<Settings>().unwrap();
    let levels: Vec<_> = loaded.findings().iter().map(|finding| (finding.check(), finding.level())).collect();
    assert_eq!(levels, [(Some("unknown-key"), Level::Warn); 2]);
    let inspection = fixture.loader().inspect::<Settings>("production").unwrap();
    assert!(inspection.findings().iter().all(|finding| finding.level() == Level::Deny));
    assert_eq!(refused(&fixture.environment("development")).len(), 2);
}

#[test]
fn it_is_known_by_its_one_name() {
    let fixture = fixture().file("config/milieu.toml", "").file("config/staging.toml", "");
    assert!(fixture.environment("staging").load::<Settings>().unwrap().findings().is_empty());
    let other = fixture.file("config/milieu.json", "{}").environment("staging");
    let found = texts(other.load::<Settings>().unwrap().findings());
    assert_eq!(found, ["config/milieu.json: is read by no environment; write it as milieu.toml [unknown-file]"]);
}

#[test]
fn a_stale_allowance_is_told_with_its_place() {
    let fixture = deployed(fixture()).file("config/production.toml", "");
    let inspect = |name: &str| fixture.loader().inspect::<Settings>(name).unwrap();
    assert!(Inspection::stale_allowances(&[inspect("staging"), inspect("production")]).is_empty());
    let stale = Inspection::stale_allowances(&[inspect("production")]);
    assert_eq!(
        texts(&stale),
        ["allow(unknown-key): allows nothing in any environment (config/milieu.toml:2:9); remove it [stale-allowance]"]
    );
}

#[cfg(unix)]
#[test]
fn one_that_everybody_can_change_allows_nothing() {
    use std::os::unix::fs::PermissionsExt as _;
    let root = std::env::temp_dir().join(format!("milieu-open-policy-{}", std::process::id()));
    std::fs::create_dir_all(&root).unwrap();
    std::fs::write(root.join("milieu.toml"), ALLOWS).unwrap();
    std::fs::write(root.join("staging.toml"), "password = 'hunter2-CANARY'\n").unwrap();
    let mode =
        |mode| std::fs::set_permissions(root.join("milieu.toml"), std::fs::Permissions::from_mode(mode)).unwrap();
    let loader = fixture().on_disk().environment("staging").directory(&root);
    mode(0o644);
    assert!(refused(&loader).is_empty());
    mode(0o666);
    let found = refused(&loader);
    assert!(found[0].contains("milieu.toml: can be changed by everybody"), "{found:?}");
    assert!(found[1].ends_with("[credential-source]"), "{found:?}");
    std::fs::remove_dir_all(&root).unwrap();
}

proptest::proptest! {
    #[test]
    fn arbitrary_text_is_read_without_a_panic(text in "(\\[\\[?(allow|levels)\\]?\\]\n|[a-z'= \n{}\\[\\]0-9-]{0,20}){0,8}") {
        let _ = fixture().file("config/milieu.toml", text).environment("staging").load::<Settings>();
    }
}
