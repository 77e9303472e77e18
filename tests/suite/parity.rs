//! Environments side by side: which differences count, which do not, and what was accepted.

use std::path::PathBuf;

use milieu::parity::{Baseline, Drift, Parity, Rules, SideBySide};
use milieu::testing::Fixture;
use milieu::{Config, Credential, Environment, Error, Level, Tier};
use proptest::prelude::*;

const CANARY: &str = "hunter2-CANARY";

#[derive(Config)]
#[expect(dead_code, reason = "only inspected")]
struct Settings {
    /// Differs in each deployment.
    #[config(supplied)]
    database_host: Option<String>,
    #[config(default = 8, parity = "varies")]
    pool_size: u32,
    #[config(default = 5, parity = "same")]
    retries: u32,
    #[config(parity = "distinct")]
    bucket: Option<String>,
    #[config(dev_only)]
    trace: Option<bool>,
    region: Option<String>,
    #[config(default = [])]
    mirrors: Vec<String>,
    callback: Option<String>,
    password: Option<Credential>,
    cache: Option<Cache>,
    store: Option<Store>,
    limits: std::collections::BTreeMap<String, u32>,
}

#[derive(Config)]
#[expect(dead_code, reason = "only inspected")]
struct Cache {
    url: String,
    #[config(default = 60)]
    seconds: u32,
    size: u32,
}

#[derive(Config)]
#[config(tag = "kind", rename_all = "lowercase")]
#[expect(dead_code, reason = "only inspected")]
enum Store {
    Memory,
    Disk { path: String },
}

fn fixture(staging: &str, production: &str) -> Fixture {
    Fixture::new()
        .file("config/base.toml", "limits = {}\n")
        .file("config/staging.toml", staging)
        .file("config/production.toml", production)
}

fn typed(staging: &str, production: &str) -> SideBySide {
    fixture(staging, production).loader().side_by_side::<Settings>()
}

fn plain(staging: &str, production: &str) -> SideBySide {
    fixture(staging, production).loader().side_by_side_plain()
}

/// Drift and key of every difference.
fn differences(all: &SideBySide) -> Vec<(Drift, String)> {
    let parity = all.compare("staging", "production").unwrap();
    parity.differences().iter().map(|one| (one.drift(), one.key().to_owned())).collect()
}

fn one(drift: Drift, key: &str) -> Vec<(Drift, String)> {
    vec![(drift, key.to_owned())]
}

fn findings(all: &SideBySide) -> Vec<String> {
    all.findings(&Baseline::empty()).iter().map(ToString::to_string).collect()
}

#[test]
fn without_a_type_keys_and_kinds_are_compared() {
    let all = plain("a = 1\nb = 1\n[c]\nd = 'x'\n", "a = 'x'\nb = 2\n[c]\ne = 1.5\n");
    let expected = [(Drift::Kind, "a"), (Drift::Missing, "c.d"), (Drift::Missing, "c.e")];
    assert_eq!(differences(&all), expected.map(|(drift, key)| (drift, key.to_owned())));
    assert_eq!(differences(&plain("a = 1\n", "a = 1.0\n")), one(Drift::Kind, "a"));
    assert_eq!(differences(&plain("a = ''\n", "a = 'x'\n")), []);
    assert_eq!(differences(&plain("a = 1\n", "a = 9223372036854775808\n")), []);
}

#[test]
fn a_leaf_on_one_side_and_a_table_on_the_other_are_two_kinds() {
    let all = plain("a = 1\n", "[a]\nb = 1\n");
    assert_eq!(differences(&all), [(Drift::Kind, "a".to_owned()), (Drift::Missing, "a.b".to_owned())]);
    assert_eq!(differences(&plain("[a]\n", "[a]\nb = 1\n")), one(Drift::Missing, "a.b"));
}

#[test]
fn what_only_a_deployment_has_is_no_drift() {
    let production = "database_host = 'db.example.com'\npool_size = 64\nretries = 5\npassword = 'hunter2-CANARY'\n";
    assert_eq!(differences(&typed("trace = true\n", production)), []);
}

#[test]
fn each_declaration_counts() {
    assert_eq!(differences(&typed("", "retries = 6\n")), one(Drift::Same, "retries"));
    assert_eq!(differences(&typed("retries = 5\n", "")), [], "a default is a value");
    assert_eq!(differences(&typed("bucket = 'a'\n", "bucket = 'a'\n")), one(Drift::Distinct, "bucket"));
    assert_eq!(differences(&typed("bucket = 'a'\n", "bucket = 'b'\n")), []);
    assert_eq!(differences(&typed("region = 'a'\n", "region = 'b'\n")), [], "values may differ");
    assert_eq!(differences(&typed("region = 'a'\n", "")), one(Drift::Missing, "region"));
    assert_eq!(differences(&typed("mirrors = []\n", "mirrors = ['a']\n")), one(Drift::Empty, "mirrors"));
    assert_eq!(differences(&typed("", "mirrors = ['a']\n")), one(Drift::Empty, "mirrors"));
    let (http, https) = ("callback = 'http://a.example'\n", "callback = 'https://a.example'\n");
    assert_eq!(differences(&typed(http, https)), one(Drift::Scheme, "callback"));
    assert_eq!(differences(&typed(https, https)), []);
}

#[test]
fn one_database_for_two_environments_is_a_difference_that_lacks() {
    let same = "[cache]\nurl = 'redis://cache.example.com'\nsize = 1\n";
    assert_eq!(differences(&typed(same, same)), one(Drift::Distinct, "cache.url"));
    for url in
        ["redis://localhost", "redis://cache:6379", "redis://cache.shop.svc.cluster.local", "https://api.example.com"]
    {
        let text = format!("[cache]\nurl = '{url}'\nsize = 1\n");
        assert_eq!(differences(&typed(&text, &text)), [], "{url}");
    }
    let host = "[database]\nhost = 'db.example.com'\n[mail]\nhost = 'smtp.example.com'\n";
    assert_eq!(differences(&plain(host, host)), one(Drift::Distinct, "database.host"));
}

#[test]
fn what_production_would_use_first_has_a_check_of_its_own() {
    let cache = "[cache]\nurl = 'redis://cache.example.com'\nsize = 1\n";
    assert_eq!(
        findings(&typed("", cache)),
        ["cache: is set in production and not in staging, 3 keys in all (config/production.toml:2:7); \
          set it in staging too, or accept the difference with a reason [production-only-input]"]
    );
    assert_eq!(
        findings(&typed("[store]\nkind = 'memory'\n", "[store]\nkind = 'disk'\npath = '/srv'\n")),
        [
            "store.kind: chooses one variant in production and another in staging (config/production.toml:2:8); \
             choose the same, or accept the difference with a reason [production-only-input]",
            "store.path: is set in production and not in staging (config/production.toml:3:8); \
             set it in staging too, or accept the difference with a reason [production-only-input]"
        ]
    );
    let checks = |staging: &str, production: &str| {
        let all = typed(staging, production);
        all.findings(&Baseline::empty()).iter().map(|one| (one.check().unwrap(), one.level())).collect::<Vec<_>>()
    };
    assert_eq!(checks("", "mirrors = ['a']\n"), [("production-only-input", Level::Deny)]);
    assert_eq!(checks("mirrors = ['a']\n", ""), [("staging-drift", Level::Deny)]);
    assert_eq!(checks("region = 'a'\n", ""), [("staging-drift", Level::Deny)]);
}

#[cfg(feature = "sealed")]
#[test]
fn a_kind_of_source_that_only_production_reads_is_an_input_too() {
    use milieu::sealed::{KeyPair, add, create};

    let folder = Folder::new();
    for environment in ["staging", "production"] {
        std::fs::write(folder.path(&format!("{environment}.toml")), "limits = {}\n").unwrap();
    }
    let (path, pair) = (folder.path("production.sealed.toml"), KeyPair::generate().unwrap());
    create(&path, "production", &pair.public()).unwrap();
    add(&path, "production", &milieu::Key::new("password").unwrap(), CANARY.as_bytes()).unwrap();
    let all = Fixture::new().on_disk().loader().directory(&*folder.0).side_by_side::<Settings>();
    assert_eq!(
        findings(&all),
        ["sealed-file: is a kind of source that production reads and staging does not; \
          let both read the same kinds, or accept the difference with a reason [production-only-input]"]
    );
}

#[test]
fn rules_stand_in_for_a_type() {
    let (staging, production) =
        ("a = 1\nlog = { level = 'x', file = 'a' }\n", "b = 1\nlog = { level = 'y', file = 'a' }\n");
    let compare = |rules: Rules| differences(&plain(staging, production).rules(rules));
    let lacking = [(Drift::Missing, "a".to_owned()), (Drift::Missing, "b".to_owned())];
    assert_eq!(compare(Rules::new()), lacking);
    assert_eq!(compare(Rules::new().supplied("a").supplied("b")), []);
    let rules = Rules::new().supplied("a").supplied("b");
    assert_eq!(compare(rules.clone().same("log")), one(Drift::Same, "log.level"));
    assert_eq!(compare(rules.clone().distinct("log")), one(Drift::Distinct, "log.file"));
    assert_eq!(compare(rules.distinct("log").varies("log.file")), []);
}

#[test]
fn the_files_decide_and_not_the_machine() {
    let fixture = fixture("", "")
        .file("config/development.toml", "")
        .file("config/local.toml", "region = 'a'\n")
        .file(".env", "APP_REGION=a\n")
        .file("/run/secrets/password", CANARY)
        .variable("APP_REGION", "a");
    let all = fixture.loader().arguments(["region=a"]).side_by_side::<Settings>();
    let names: Vec<_> = all.inspections().iter().map(|one| one.environment().name()).collect();
    assert_eq!(names, ["development", "staging", "production"]);
    for inspection in all.inspections() {
        assert!(inspection.findings().is_empty(), "{inspection:?}");
        assert_eq!(inspection.leaves().len(), 1, "only the empty map");
    }
}

#[test]
fn environments_whose_files_are_compiled_in_take_part() {
    const QA: &[Environment] = &[Environment::declare("qa", Tier::Staging)];
    const FILES: milieu::Embedded = milieu::embed_layers!("tests/fixtures/embedded", QA);
    let inspections = Fixture::new().loader().environments(QA).embedded(FILES).inspect_all_plain();
    let names: Vec<_> = inspections.iter().map(|one| one.environment().name()).collect();
    assert_eq!(names, ["development", "production", "qa"]);
    assert!(inspections.iter().all(|one| !one.leaves().is_empty()));
}

#[test]
fn what_is_wrong_in_one_environment_stays_with_it() {
    let all = typed("regoin = 'a'\n", "pool_size = 'x'\n");
    let of = |at: usize| all.inspections()[at].findings().iter().map(ToString::to_string).collect::<Vec<_>>();
    assert!(of(0)[0].contains("did you mean region?") && of(0).len() == 1, "{:?}", of(0));
    assert!(of(1)[0].starts_with("pool_size: expected a whole number") && of(1).len() == 1, "{:?}", of(1));
}

#[test]
fn the_pair_is_staging_and_production_and_any_other_can_be_asked_for() {
    const QA: &[Environment] = &[Environment::declare("qa", Tier::Staging)];
    let fixture =
        fixture("", "").file("config/qa.toml", "region = 'a'\n").file("config/development.toml", "region = 'a'\n");
    let all = fixture.loader().environments(QA).side_by_side::<Settings>();
    let pairs: Vec<_> = all.pairs().iter().map(|pair| pair.environments().map(|one| one.name())).collect();
    assert_eq!(pairs, [["production", "staging"], ["production", "qa"]]);
    assert_eq!(findings(&all).len(), 1);
    assert_eq!(all.compare("development", "staging").unwrap().missing_in("staging").collect::<Vec<_>>(), ["region"]);
    let error = all.compare("staging", "prodution").unwrap_err();
    assert!(error.to_string().contains("did you mean production?"), "{error}");
    let error = all.compare("staging", "test").unwrap_err();
    assert!(error.to_string().contains("test: has no file of its own"), "{error}");
}

#[test]
fn a_credential_that_two_environments_have_in_their_files_is_found_by_name_or_by_type() {
    let text = format!("[smtp]\npassword = '{CANARY}'\nhost = '{CANARY}'\n");
    let all = plain(&text, &text);
    assert_eq!(
        findings(&all),
        ["smtp.password: is one credential in production and staging, and a credential belongs to one environment; \
          give each environment one of its own [credential-shared]"]
    );
    let other = format!("[other]\napi_key = '{CANARY}'\n[smtp]\npassword = 'another-CANARY'\n");
    let shared = plain(&text, &other).shared_credentials();
    assert_eq!(shared[0].keys(), ["other.api_key", "smtp.password"]);
    assert_eq!(shared[0].environments(), ["production", "staging"]);
    let text = format!("password = '{CANARY}'\n");
    // in staging and production a file may hold none, which its inspections say; in development it may
    let fixture = Fixture::new().file("config/development.toml", text.as_str()).file("config/test.toml", text.as_str());
    let all = fixture.loader().side_by_side::<Settings>();
    assert_eq!(findings(&all)[0].split(',').next().unwrap(), "password: is one credential in development and test");
    for text in [
        "password = 'changeme'\n",
        "password = ''\n",
        "password = '${PASSWORD}'\n",
        "token_ttl = '3600'\n",
        "token = '30s'\n",
    ] {
        assert!(plain(text, text).shared_credentials().is_empty(), "{text}");
    }
}

struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        use std::hash::{BuildHasher as _, RandomState};
        let path = std::env::temp_dir().join(format!("milieu-parity-{:016x}", RandomState::new().hash_one(0)));
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn what_was_accepted_is_not_new_and_what_is_no_more_is_stale() {
    let (folder, before) = (Folder::new(), typed("", "region = 'a'\ncallback = 'x'\n"));
    let path = folder.path("parity.lock");
    let mut baseline = Baseline::read_or_empty(&path).unwrap();
    let parity = before.compare("production", "staging").unwrap();
    assert_eq!(baseline.accept(&parity, "staging has \"one\" region\nfor now").unwrap(), 2);
    assert_eq!(baseline.accept(&parity, "again").unwrap(), 0);
    baseline.write(&path).unwrap();
    let baseline = Baseline::read(&path).unwrap();
    assert_eq!(baseline.entries()[1].reason(), "staging has \"one\" region\nfor now");
    assert_eq!(baseline.entries()[1].less_in(), Some("staging"));
    assert!(before.findings(&baseline).is_empty());

    let after = typed("", "region = 'a'\nbucket = 'b'\n");
    let found: Vec<_> =
        after.findings(&baseline).iter().map(|one| (one.key().unwrap().to_owned(), one.level())).collect();
    assert_eq!(found, [("bucket".to_owned(), Level::Deny), ("callback".to_owned(), Level::Warn)]);
    let stale = after.findings(&baseline)[1].to_string();
    assert_eq!(
        stale,
        format!(
            "callback: is accepted as a difference, and is none any more ({}:5:3); take the line out [staging-drift]",
            path.display()
        )
    );
    let mut baseline = baseline;
    let parity = after.compare("production", "staging").unwrap();
    assert_eq!(baseline.prune(&parity), 1);
    assert_eq!(baseline.accept_some(&parity, "one bucket", |one| one.key() == "bucket").unwrap(), 1);
    assert!(after.findings(&baseline).is_empty());
    // another pair has nothing to do with it
    assert!(before.compare("staging", "staging").unwrap().findings(&baseline).is_empty());
}

#[test]
fn a_baseline_lies_beside_the_configuration_and_an_allowance_goes_round_it() {
    let lock = "format = \"milieu.parity/1\"\naccepted = [\n  { environments = [\"staging\", \"production\"], \
                drift = \"missing-in-staging\", key = \"region\", reason = \"one region\" },\n]\n";
    let fixture = fixture("", "region = 'a'\nbucket = 'b'\n").file("config/parity.lock", lock).today("2026-12-01");
    let loader = fixture.loader().allow("production-only-input", "bucket", "until staging has storage", "2026-12-31");
    let all = loader.side_by_side::<Settings>();
    assert_eq!(all.baseline_path(), Some(PathBuf::from("config/parity.lock")));
    assert!(all.findings(&all.baseline().unwrap()).is_empty());
    let expired = fixture.today("2027-01-01").loader().allow("production-only-input", "bucket", "why", "2026-12-31");
    let found = expired.side_by_side::<Settings>().findings(&all.baseline().unwrap());
    assert!(found[0].to_string().contains("the allowance for it has expired") && found[0].level() == Level::Deny);
}

fn refused(text: &str) -> Vec<String> {
    let folder = Folder::new();
    let path = folder.path("parity.lock");
    std::fs::write(&path, text).unwrap();
    let error: Error = Baseline::read(&path).unwrap_err();
    crate::leaks::Forms::of(CANARY).are_not_in(&format!("{error:?} {}", error.to_json()));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    assert!(Baseline::empty().write(&path).is_err(), "nothing is overwritten");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    let place = format!("{}", path.display());
    error.findings().iter().map(|finding| finding.to_string().replace(&place, "parity.lock")).collect()
}

#[test]
fn a_baseline_that_is_damaged_foreign_or_newer_is_refused_with_its_place_and_what_to_do() {
    let line = |text: &str| format!("format = \"milieu.parity/1\"\naccepted = [\n  {text},\n]\n");
    let mend = "mend the line, or take the file as it was before and accept again";
    for (text, expected) in [
        ("<<<<<<< HEAD\n".to_owned(), "parity.lock:1:"),
        ("format = 'milieu.parity/2'\n".to_owned(), "was written by a newer milieu"),
        ("format = 'milieu.ledger/1'\n".to_owned(), "parity.lock:1:10: is no file of this kind"),
        ("password = 'hunter2-CANARY'\n".to_owned(), "lacks the key format"),
        ("format = 'milieu.parity/1'\n".to_owned(), "lacks the key accepted"),
        (
            "format = 'milieu.parity/1'\naccepted = 1\n".to_owned(),
            "parity.lock:2:12: expected a list, found a whole number",
        ),
        (line("'hunter2-CANARY'"), "parity.lock:3:3: expected a table, found text"),
        (
            line("{ environments = ['a'], drift = 'kind', key = 'k', reason = 'r' }"),
            "expected the names of two environments",
        ),
        (
            line("{ environments = ['a', 'a'], drift = 'kind', key = 'k', reason = 'r' }"),
            "expected the names of two environments",
        ),
        (
            line("{ environments = ['a', 'b'], drift = 'hunter2-CANARY', key = 'k', reason = 'r' }"),
            "expected a kind of drift",
        ),
        (line("{ environments = ['a', 'b'], drift = 'missing', key = 'k', reason = 'r' }"), "expected a kind of drift"),
        (
            line("{ environments = ['a', 'b'], drift = 'missing-in-c', key = 'k', reason = 'r' }"),
            "expected a kind of drift",
        ),
        (
            line("{ environments = ['a', 'b'], drift = 'kind-in-a', key = 'k', reason = 'r' }"),
            "expected a kind of drift",
        ),
        (line("{ environments = ['a', 'b'], drift = 'kind', key = 'k..', reason = 'r' }"), "expected a dotted key"),
        (line("{ environments = ['a', 'b'], drift = 'kind', key = 'k', reason = ' ' }"), "found a blank text"),
        (line("{ environments = ['a', 'b'], drift = 'kind', key = 'k' }"), "parity.lock:3:3: lacks the key reason"),
        (
            line("{ environments = ['a', 'b'], drift = 'kind', key = 'k', reason = 'r', hunter2-CANARY = 1 }"),
            "is no key of this format",
        ),
    ] {
        let found = refused(&text);
        assert!(found[0].contains(expected), "{found:?} for {text}");
        assert!(found.iter().all(|one| one.contains("; ")), "each says what to do: {found:?}");
        assert!(found[0].contains("parity.lock"), "{found:?}");
    }
    assert!(refused(&line("1"))[0].ends_with(mend));
}

#[test]
fn a_merge_may_leave_lines_twice_and_out_of_order() {
    let folder = Folder::new();
    let path = folder.path("parity.lock");
    let line = |key: &str, reason: &str| {
        format!(
            "  {{ environments = [\"production\", \"staging\"], drift = \"missing-in-staging\", key = \"{key}\", reason = \"{reason}\" }},\n"
        )
    };
    let lines = [line("region", "ours"), line("callback", "theirs"), line("region", "theirs")].concat();
    std::fs::write(&path, format!("format = \"milieu.parity/1\"\naccepted = [\n{lines}]\n")).unwrap();
    let mut baseline = Baseline::read(&path).unwrap();
    assert!(typed("", "region = 'a'\ncallback = 'x'\n").findings(&baseline).is_empty());
    assert_eq!(baseline.entries().iter().map(milieu::parity::Accepted::reason).collect::<Vec<_>>(), ["theirs", "ours"]);
    baseline.write(&path).unwrap();
    assert_eq!(Baseline::read(&path).unwrap().entries().len(), 2);
}

#[test]
fn a_baseline_that_somebody_else_has_changed_is_not_overwritten() {
    let folder = Folder::new();
    let path = folder.path("parity.lock");
    let parity = typed("", "region = 'a'\n").compare("staging", "production").unwrap();
    let mut ours = Baseline::read_or_empty(&path).unwrap();
    let mut theirs = ours.clone();
    theirs.accept(&parity, "theirs").unwrap();
    theirs.write(&path).unwrap();
    ours.accept(&parity, "ours").unwrap();
    let error = ours.write(&path).unwrap_err();
    assert!(error.to_string().contains("is another file than the one that was read"), "{error}");
    assert_eq!(Baseline::read(&path).unwrap().entries()[0].reason(), "theirs");
    assert!(Baseline::read(folder.path("no.lock")).is_err());
    assert!(Baseline::empty().accept(&parity, " \n").unwrap_err().to_string().contains("found a blank text"));
}

#[test]
fn keys_that_no_type_declares_are_given_by_position_and_kept_out_of_the_baseline_where_they_may_be_anything() {
    let production = format!("[limits]\nplain = 1\n'{CANARY} with spaces' = 2\n");
    let all = fixture("", &production).file("config/base.toml", "").file("config/staging.toml", "limits = {}\n");
    let all = all.loader().side_by_side::<Settings>();
    let parity = all.compare("staging", "production").unwrap();
    let keys: Vec<_> = parity.differences().iter().map(milieu::parity::Difference::key).collect();
    assert_eq!(keys, ["limits.<key 2>", "limits.<key 1>"]);
    let mut baseline = Baseline::empty();
    baseline.accept(&parity, "why").unwrap();
    let accepted: Vec<_> = baseline.entries().iter().map(milieu::parity::Accepted::key).collect();
    assert_eq!(accepted, ["limits", "limits.plain"]);
    assert!(all.findings(&baseline).is_empty());
}

#[test]
fn a_difference_below_a_map_is_allowed_by_the_key_that_a_baseline_would_name() {
    let found = |production: &str, key: &str| {
        let fixture = fixture("limits = {}\n", production).today("2026-12-01");
        let loader = fixture.loader().allow("production-only-input", key, "until staging has it", "2026-12-31");
        loader.side_by_side::<Settings>().findings(&Baseline::empty()).len()
    };
    let production = "[limits]\nalpha = 1\n";
    assert_eq!(
        (found(production, "limits.alpha"), found(production, "limits.beta"), found(production, "limits")),
        (0, 1, 1)
    );
    assert_eq!(found("[limits]\nbeta = 1\n", "limits.alpha"), 1, "another has taken the place");
    assert_eq!(found("[limits]\nbeta = 1\nalpha = 1\n", "limits.alpha"), 1);
    // what a baseline cuts off, since it may be anything, is one with all that is cut off there
    let odd = format!("[limits]\nplain = 1\n'{CANARY} with spaces' = 2\n");
    assert_eq!((found(&odd, "limits"), found(&odd, "limits.plain")), (1, 1));
}

#[test]
fn no_value_is_in_anything_that_parity_says() {
    let folder = Folder::new();
    let forms = crate::leaks::Forms::of(CANARY);
    let staging = format!(
        "region = '{CANARY}'\nretries = 5\nbucket = '{CANARY}'\ncallback = 'http://{CANARY}'\nmirrors = []\n\
         password = '{CANARY}'\nstore = {{ kind = 'disk', path = '{CANARY}' }}\n[cache]\nurl = 'redis://{CANARY}.x/'\nsize = 1\n"
    );
    let production = format!(
        "retries = 6\nbucket = '{CANARY}'\ncallback = 'https://{CANARY}'\nmirrors = ['{CANARY}']\n\
         password = '{CANARY}'\nstore = {{ kind = 'memory' }}\n[cache]\nurl = 'redis://{CANARY}.x/'\nsize = 1\n[limits]\n'{CANARY}!' = 1\n"
    );
    for all in [typed(&staging, &production), plain(&staging, &production.replace(&format!("'{CANARY}!'"), "plain"))] {
        let parity = all.compare("staging", "production").unwrap();
        assert!(parity.differences().len() >= 4, "{:?}", parity.differences());
        let mut baseline = Baseline::empty();
        let mut said = format!("{all:?} {parity:?} {:?} {}", parity.differences(), parity.to_json());
        said += &format!("{:?} {:?}", all.findings(&baseline), all.shared_credentials());
        for finding in all.findings(&baseline) {
            said += &format!("{finding} {}", serde_json::to_string(&finding).unwrap());
        }
        baseline.accept(&parity, "why").unwrap();
        baseline.write(folder.path("parity.lock")).unwrap();
        said += &format!("{baseline:?} {:?}", baseline.entries());
        said += &std::fs::read_to_string(folder.path("parity.lock")).unwrap();
        std::fs::remove_file(folder.path("parity.lock")).unwrap();
        forms.are_not_in(&said);
    }
}

fn document() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        any::<i32>().prop_map(serde_json::Value::from),
        any::<bool>().prop_map(serde_json::Value::from),
        Just(serde_json::Value::Null),
        "(https?://)?[a-z]{0,6}".prop_map(serde_json::Value::from),
        prop::collection::vec("[a-z]{0,3}", 0..3).prop_map(serde_json::Value::from),
    ];
    let node = leaf.prop_recursive(3, 24, 4, |inner| {
        prop::collection::btree_map("[a-d]( [a-d])?", inner, 0..4)
            .prop_map(|table| serde_json::Value::Object(table.into_iter().collect()))
    });
    prop::collection::btree_map("[a-d]", node, 0..5)
        .prop_map(|table| serde_json::Value::Object(table.into_iter().collect()))
}

proptest! {
    #[test]
    fn parity_is_symmetric_and_empty_against_itself(one in document(), other in document()) {
        let fixture = Fixture::new()
            .file("config/staging.json", one.to_string())
            .file("config/production.json", other.to_string());
        let inspections = fixture.loader().inspect_all_plain();
        let [staging, production] = &inspections[..] else { unreachable!() };
        let parity = Parity::between(staging, production);
        prop_assert_eq!(&parity, &Parity::between(production, staging));
        prop_assert!(Parity::between(staging, staging).differences().is_empty());
        // two environments with one content are alike as well
        let twins = Fixture::new()
            .file("config/staging.json", one.to_string())
            .file("config/production.json", one.to_string())
            .loader()
            .inspect_all_plain();
        prop_assert!(Parity::between(&twins[0], &twins[1]).differences().is_empty());

        // what is accepted is not new, and nothing of it is stale; a baseline outlives its file
        let folder = Folder::new();
        let mut baseline = Baseline::empty();
        prop_assert_eq!(baseline.accept(&parity, "why").unwrap(), parity.differences().len());
        prop_assert!(parity.findings(&baseline).is_empty());
        baseline.write(folder.path("parity.lock")).unwrap();
        let read = Baseline::read(folder.path("parity.lock")).unwrap();
        prop_assert_eq!(read.entries(), baseline.entries());
        prop_assert!(parity.findings(&read).is_empty());
    }

    #[test]
    fn no_bytes_make_a_baseline_panic(bytes in prop::collection::vec(any::<u8>(), 0..64), text in "[a-z\\[\\]{}='\",.\\n ]{0,80}") {
        let folder = Folder::new();
        for content in [&bytes[..], format!("format = 'milieu.parity/1'\naccepted = {text}").as_bytes()] {
            std::fs::write(folder.path("parity.lock"), content).unwrap();
            let _ = Baseline::read(folder.path("parity.lock"));
        }
    }
}
