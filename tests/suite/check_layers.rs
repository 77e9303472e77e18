//! What the compiler says of files is what a load says of them.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU8;
use std::path::{Path, PathBuf};

use milieu::__private::layers::Report;
use milieu::__private::report_layers;
use milieu::testing::Fixture;
use milieu::{Config, Credential, Environment, Tier};

/// The lines of a report, without its head.
fn lines(report: &str) -> BTreeSet<String> {
    report.lines().skip(1).map(|line| line.trim().to_owned()).collect()
}

/// What a load of an environment finds in a directory of fixtures.
fn found<T: Config>(directory: &str, environments: &'static [Environment], environment: &str) -> BTreeSet<String> {
    let mut fixture = Fixture::new();
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        fixture = fixture.file(Path::new("config").join(name), std::fs::read(&path).unwrap());
    }
    let inspection = fixture.environment("test").environments(environments).inspect::<T>(environment).unwrap();
    let shown = |finding: &milieu::Finding| finding.to_string().replace("config/", &format!("{directory}/"));
    inspection.findings().iter().map(shown).collect()
}

#[derive(Config)]
#[config(rename_all = "lowercase")]
enum Colour {
    Green,
    #[config(alias = "x")]
    Blue,
}

#[derive(Config)]
#[expect(dead_code, reason = "only its schema is looked at")]
struct Nested {
    #[config(default = 1)]
    port: u8,
}

/// One field of each kind.
#[derive(Config)]
#[expect(dead_code, reason = "only its schema is looked at")]
struct Kinds {
    boolean: bool,
    small: u8,
    wide: u128,
    signed: i16,
    nonzero: NonZeroU8,
    float: f64,
    #[config(range = 1..6)]
    ranged_whole: u32,
    #[config(range = -0.5..=10.25)]
    ranged_float: f64,
    text: String,
    path: PathBuf,
    character: char,
    choice: Colour,
    list: Vec<u8>,
    array: [i64; 3],
    pair: (u8, String),
    map: BTreeMap<String, u8>,
    nested: Nested,
    optional: Option<u8>,
    #[config(with = anything)]
    foreign: u8,
    credential: Credential,
    table_list: Vec<Nested>,
    choices: Vec<Colour>,
}

/// A foreign type that takes what there is.
mod anything {
    use serde::Deserialize as _;

    pub(super) fn deserialize<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
        serde::de::IgnoredAny::deserialize(deserializer).map(|_| 0)
    }
}

macro_rules! kinds {
    ($($value:literal)*) => {
        [$({
            const REPORT: &Report = &report_layers!(milieu, Kinds, $value);
            (lines(REPORT.as_str()), found::<Kinds>($value, &[], "development"))
        }),*]
    };
}

#[test]
fn every_value_is_refused_or_accepted_as_by_a_load() {
    let all = kinds! {
        "tests/fixtures/layers/kinds/boolean" "tests/fixtures/layers/kinds/date" "tests/fixtures/layers/kinds/empty_list"
        "tests/fixtures/layers/kinds/empty_table" "tests/fixtures/layers/kinds/empty_text"
        "tests/fixtures/layers/kinds/fraction" "tests/fixtures/layers/kinds/huge" "tests/fixtures/layers/kinds/infinity"
        "tests/fixtures/layers/kinds/json_huge" "tests/fixtures/layers/kinds/json_list"
        "tests/fixtures/layers/kinds/json_table" "tests/fixtures/layers/kinds/large" "tests/fixtures/layers/kinds/list"
        "tests/fixtures/layers/kinds/mixed" "tests/fixtures/layers/kinds/negative" "tests/fixtures/layers/kinds/null"
        "tests/fixtures/layers/kinds/table" "tests/fixtures/layers/kinds/tables" "tests/fixtures/layers/kinds/text"
        "tests/fixtures/layers/kinds/texts" "tests/fixtures/layers/kinds/whole" "tests/fixtures/layers/kinds/zero"
    };
    for (told, found) in all {
        // an item may be of an optional type, which a schema does not tell
        let is_item = |line: &&String| line.contains("].") || line.contains("[1]:") || line.contains(".<key 1>:");
        let found: BTreeSet<_> =
            found.into_iter().filter(|line| !(is_item(&line) && line.contains("found null"))).collect();
        let told: BTreeSet<_> =
            told.into_iter().filter(|line| !line.contains("json_list/development.json:54")).collect();
        assert_eq!(told, found);
    }
}

#[derive(Config)]
#[expect(dead_code, reason = "only its schema is looked at")]
struct Shop {
    name: String,
    #[config(dev_only, default = false)]
    trace_sql: bool,
    colour: Colour,
    #[config(alias = "old_name")]
    new_name: String,
    #[config(default = "/tmp")]
    cache_dir: PathBuf,
    #[config(range = 0.25..1.0)]
    weight: f64,
    database: Database,
    store: Store,
    servers: Vec<Server>,
    limits: BTreeMap<String, Limit>,
    #[config(flatten)]
    rest: Rest,
}

#[derive(Config)]
#[expect(dead_code, reason = "only its schema is looked at")]
struct Rest {
    cache: Option<Nested>,
    audit: Option<Audit>,
    tracing: Option<Audit>,
    #[config(supplied)]
    host: String,
}

#[derive(Config)]
#[expect(dead_code, reason = "only its schema is looked at")]
struct Audit {
    to: String,
    #[config(dev_only)]
    verbose: Option<bool>,
}

#[derive(Config)]
#[expect(dead_code, reason = "only its schema is looked at")]
struct Database {
    #[config(default = 5432)]
    port: u16,
    password: Credential,
    open_token: Option<Credential>,
    region: String,
    pool: Pool,
}

#[derive(Config)]
#[expect(dead_code, reason = "only its schema is looked at")]
struct Pool {
    #[config(default = 8)]
    size: u32,
}

#[derive(Config)]
#[config(tag = "kind", rename_all = "lowercase")]
#[expect(dead_code, reason = "only its schema is looked at")]
enum Store {
    Memory,
    File { path: String },
    Net { url: String, port: u16 },
}

#[derive(Config)]
#[expect(dead_code, reason = "only its schema is looked at")]
struct Server {
    host: String,
    #[config(default = 80)]
    port: u16,
}

#[derive(Config)]
#[expect(dead_code, reason = "only its schema is looked at")]
struct Limit {
    most: u32,
    #[config(default = 0)]
    least: u32,
}

const ENVIRONMENTS: &[Environment] = &[Environment::declare("qa", Tier::Staging)];

const FAULTY: &str = "tests/fixtures/layers/faulty";

#[test]
fn everything_wrong_is_told_in_the_order_of_files_and_lines() {
    const REPORT: &Report = &report_layers!(milieu, Shop, "tests/fixtures/layers/faulty", ENVIRONMENTS);
    let expected = "\
34 findings in the configuration files:
  milieu: names a setting of milieu itself, which no layer may do (base.toml:2:1); select the environment by its variable, and set policy in code
  trace_sql: is meant for development and set for a deployed environment (base.toml:3:1); move it to a file that only development reads [dev-only-key]
  colour: expected one of green, blue, found another text (base.toml:4:10)
  new_name: is set twice in one source, under two of its names (base.toml:5:1); keep new_name
  <key 7>: is no key of this configuration (base.toml:7:1); did you mean cache_dir? [unknown-key]
  base.toml:11:1: sets a key that this source has set before; keep one of the two [duplicate-key]
  database.port: expected a whole number from 0 to 65535, found text (base.toml:11:8); write it without quotes
  database.password: a credential stands in a file that all environments share, and none takes it from there (base.toml:12:12); use a secret file, a sealed file or a variable [credential-source]
  database.pool.<key 1>: is no key of this configuration (base.toml:15:1); did you mean size? [unknown-key]
  store.path: expected text, found a whole number (base.toml:19:8); write it between quotes
  servers[0].port: expected a whole number from 0 to 65535, found one out of range (base.toml:23:8)
  servers[1].<key 1>: is no key of this configuration (base.toml:26:1); did you mean port? [unknown-key]
  limits.<key 3>: expected a table, found a whole number (base.toml:31:9)
  cache.<key 1>: is no key of this configuration (base.toml:34:1); remove it, or declare it in the type [unknown-key]
  weight: expected a number from 0.25 to below 1.0, found one out of range (development.toml:2:10)
  database.password: expected a credential, found a whole number (development.toml:4:12)
  store.kind: expected one of memory, file, net, found another text (development.toml:6:8)
  trace_sql: is meant for development and set for a deployed environment (production.toml:1:1); move it to a file that only development reads [dev-only-key]
  database.password: a credential stands in a plain file, and production does not take it from there (production.toml:3:12); use a secret file, a sealed file or a variable [credential-source]
  database.open_token: a credential stands in a plain file, and production does not take it from there (production.toml:4:14); use a secret file, a sealed file or a variable [credential-source]
  database.<key 3>: is no key of this configuration (production.toml:5:1); remove it, or declare it in the type [unknown-key]
  prodution.toml: is read by no environment; did you mean production.toml? [unknown-file]
  store.<key 2>: is no key of this configuration (qa.toml:3:25); remove it, or declare it in the type [unknown-key]
  weight: expected a number from 0.25 to below 1.0, found text (staging.toml:1:10); write it without quotes
  database: expected a table, found text (staging.toml:2:12)
  store.port: expected a whole number from 0 to 65535, found text (staging.toml:5:8); write it without quotes
  weight: is required and no file sets it for production: expected a number from 0.25 to below 1.0; set it in a file, or declare that each deployment supplies it
  database.region: is required and no file sets it for production: expected text; set it in a file, or declare that each deployment supplies it
  store.url: is required and no file sets it for qa: expected text; set it in a file, or declare that each deployment supplies it
  store.port: is required and no file sets it for qa: expected a whole number from 0 to 65535; set it in a file, or declare that each deployment supplies it
  servers[1].host: is required and no file sets it for staging, production and qa: expected text (base.toml:25:3); set it in a file, or declare that each deployment supplies it
  limits.<key 2>.most: is required and no file sets it for staging and qa: expected a whole number from 0 to 4294967295 (base.toml:30:1); set it in a file, or declare that each deployment supplies it
  limits.<key 2>.most: is required and no file sets it for production: expected a whole number from 0 to 4294967295 (production.toml:8:9); set it in a file, or declare that each deployment supplies it
  audit.to: is required and no file sets it for production: expected text; set it in a file, or declare that each deployment supplies it";
    assert_eq!(REPORT.as_str().replace(&format!("{FAULTY}/"), ""), expected);
    assert!(!REPORT.as_str().contains("CANARY"));
}

#[test]
fn what_is_told_is_what_some_environments_load_finds() {
    const REPORT: &Report = &report_layers!(milieu, Shop, "tests/fixtures/layers/faulty", ENVIRONMENTS);
    /// Key and place, and what is wrong as far as both can say it.
    fn gist(line: &str) -> Option<String> {
        let (what, rest) = line.split_once(" (").unwrap_or((line, ""));
        let is_other = line.contains("is required") || line.contains("local.toml") || line.contains("is not there");
        // two differ in wording, and in whether positions count one file or all
        let what = what.split(", and ").next()?.replace(char::is_numeric, "#");
        let place = rest.split(')').next()?;
        (!is_other && !line.contains("log4j")).then(|| format!("{what} ({place})"))
    }
    let told: BTreeSet<String> = lines(REPORT.as_str()).iter().filter_map(|line| gist(line)).collect();
    let environments = ["development", "test", "qa", "staging", "production"];
    let found: BTreeSet<String> = environments
        .iter()
        .flat_map(|environment| found::<Shop>(FAULTY, ENVIRONMENTS, environment))
        .filter_map(|line| gist(&line))
        .collect();
    let told_alone: Vec<_> = told.difference(&found).collect();
    // what an environment's tag, in another file, decides of these is for its load to say; development's own is wrong
    let [credential, port] = told_alone.as_slice() else { panic!("{told_alone:#?}") };
    assert!(credential.starts_with("database.password: expected a credential"), "{credential}");
    assert!(port.starts_with("store.port: expected a whole number"), "{port}");
    let found_alone: Vec<_> = found.difference(&told).collect();
    assert!(
        found_alone.iter().all(|line| line.starts_with("store.<key #>")
            || line
                .starts_with("<key #>: is no key of this configuration (tests/fixtures/layers/faulty/base.toml:2:1")),
        "{found_alone:#?}"
    );
}

#[derive(Config)]
#[expect(dead_code, reason = "only its schema is looked at")]
struct Small {
    name: String,
    #[config(default = 80)]
    port: u16,
}

#[test]
fn a_text_that_breaks_its_format_is_told_by_rule_and_place_and_lacks_nothing() {
    const REPORT: &Report = &report_layers!(milieu, Small, "tests/fixtures/layers/broken");
    let expected = "\
5 findings in the configuration files:
  base.toml:2:8: is not well-formed here: expected literal string
  <key 2>: is no key of this configuration (base.toml:3:1); remove it, or declare it in the type [unknown-key]
  production.json: stands beside the same file as .toml, and one was expected; keep one of them
  production.json:2:2: sets a key that this source has set before; keep one of the two [duplicate-key]
  staging.json:1:12: is not well-formed here: expected a key in double quotes";
    assert_eq!(REPORT.as_str().replace("tests/fixtures/layers/broken/", ""), expected);
}

#[derive(Config)]
#[expect(dead_code, reason = "only its schema is looked at")]
struct Sound {
    name: String,
    #[config(dev_only, default = false)]
    trace: bool,
    #[config(dev_default = "a")]
    told: String,
    password: Credential,
    store: Store,
    servers: BTreeMap<String, Replica>,
}

#[derive(Config)]
#[expect(dead_code, reason = "only its schema is looked at")]
struct Replica {
    host: String,
    port: u16,
}

#[test]
fn layers_that_make_a_whole_together_are_sound() {
    const REPORT: &Report = &report_layers!(milieu, Sound, "tests/fixtures/layers/sound");
    assert!(REPORT.is_empty(), "{}", REPORT.as_str());
    milieu::check_layers!(Sound, "tests/fixtures/layers/sound");
    milieu::check_layers!(Sound, "tests/fixtures/layers/sound", &[Environment::STAGING],);
}
