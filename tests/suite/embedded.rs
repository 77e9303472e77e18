//! Files that are compiled in: loads of them are loads of the files.

use std::collections::BTreeMap;

use milieu::testing::Fixture;
use milieu::{Config, Credential, Embedded, Environment, Loader, Tier, embed_layers};
use serde_json::Value;

const ENVIRONMENTS: &[Environment] = &[Environment::declare("qa", Tier::Staging)];
const DIRECTORY: &str = "tests/fixtures/embedded";
const FILES: Embedded = embed_layers!("tests/fixtures/embedded", ENVIRONMENTS);

#[derive(Config, Debug)]
#[expect(dead_code, reason = "it is loaded, not looked at")]
struct Settings {
    name: Option<String>,
    ratio: f64,
    wide: u64,
    since: Value,
    tags: Vec<String>,
    server: Server,
    route: Vec<Route>,
    password: Option<Credential>,
}

#[derive(Config, Debug)]
#[expect(dead_code, reason = "it is loaded, not looked at")]
struct Server {
    port: u16,
    limits: BTreeMap<String, Value>,
    tls: Tls,
}

#[derive(Config, Debug)]
#[expect(dead_code, reason = "it is loaded, not looked at")]
struct Tls {
    enabled: bool,
}

#[derive(Config, Debug)]
#[expect(dead_code, reason = "it is loaded, not looked at")]
struct Route {
    path: String,
    #[config(default = {})]
    r#match: BTreeMap<String, String>,
}

/// Loaders of the same files: compiled in, and from disk.
fn both(environment: &str) -> [Loader; 2] {
    let fixture = Fixture::new().on_disk().variable("APP_SERVER_PORT", "81").variable("APP_WIDTH", "1");
    let loader = fixture.variable("APP_SERVER_LIMITS_BURST", "2").environment(environment);
    let loader = loader.environments(ENVIRONMENTS).no_dotenv().no_mounted_secrets();
    [loader.clone().embedded(FILES), loader.directory(DIRECTORY)]
}

#[test]
fn a_load_of_embedded_files_says_what_a_load_of_the_files_says() {
    for environment in ["development", "test", "qa", "staging", "production"] {
        let [embedded, read] = both(environment).map(|loader| loader.load::<Settings>());
        match (embedded, read) {
            (Ok(embedded), Ok(read)) => {
                assert_eq!(format!("{:?}", *embedded), format!("{:?}", *read), "{environment}");
                assert_eq!(embedded.explain().to_string(), read.explain().to_string(), "{environment}");
                assert_eq!(embedded.fingerprint(), read.fingerprint(), "{environment}");
                assert_eq!(format!("{:?}", embedded.findings()), format!("{:?}", read.findings()), "{environment}");
                let figments = [embedded.figment(), read.figment()].map(|figment| figment.extract::<Value>().unwrap());
                assert_eq!(figments[0], figments[1], "{environment}");
            }
            (Err(embedded), Err(read)) => assert_eq!(embedded.to_string(), read.to_string(), "{environment}"),
            (embedded, read) => panic!("{environment}: embedded {embedded:?}, read {read:?}"),
        }
    }
    let [embedded, _] = both("production");
    let loaded = embedded.load::<Settings>().unwrap();
    let origins: Vec<_> = loaded.provenance("server.port").iter().map(ToString::to_string).collect();
    let file = |name: &str| format!("{DIRECTORY}/{name}");
    assert_eq!(origins, ["APP_SERVER_PORT".to_owned(), file("production.json:3:22"), file("base.toml:9:8")]);
}

#[test]
fn an_inspection_of_embedded_files_says_what_an_inspection_of_the_files_says() {
    for environment in ["development", "test", "qa", "staging", "production"] {
        let [embedded, read] = both(environment).map(|loader| loader.inspect_plain(environment).unwrap());
        assert_eq!(embedded.explain().to_string(), read.explain().to_string());
        assert_eq!(format!("{:?}", embedded.findings()), format!("{:?}", read.findings()));
        let leaves = |inspection: &milieu::Inspection| {
            let leaf = |leaf: &milieu::Leaf| format!("{} {:?} {:?}", leaf.key(), leaf.origins(), leaf.expose());
            inspection.leaves().iter().map(leaf).collect::<Vec<_>>()
        };
        assert_eq!(leaves(&embedded), leaves(&read));
        let [embedded, read] = both(environment).map(|loader| loader.inspect::<Settings>(environment).unwrap());
        assert_eq!(embedded.explain().to_string(), read.explain().to_string());
        assert_eq!(format!("{:?}", embedded.findings()), format!("{:?}", read.findings()));
    }
}

#[test]
fn local_files_are_read_from_disk_and_others_are_not() {
    let fixture = Fixture::new()
        .file("config/base.toml", "name = 'not read'")
        .file("config/production.toml", "name = 'not read'")
        .file("config/local.toml", "name = 'local'")
        .file("config/development.local.toml", "ratio = 2")
        .file(".env", "APP_WIDE=1");
    let load = |environment: &str| fixture.environment(environment).environments(ENVIRONMENTS).embedded(FILES);
    let inspection = load("development").inspect_plain("development").unwrap();
    let of = |key: &str| {
        let leaf = inspection.leaves().iter().find(|leaf| leaf.key() == key).unwrap();
        leaf.origins().iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(of("name"), ["config/local.toml:1:8", "tests/fixtures/embedded/base.toml:2:8"]);
    assert_eq!(of("ratio")[0], "config/development.local.toml:1:9");
    assert_eq!(of("wide")[0], ".env:1:10");
    let loaded = load("production").load::<Settings>().unwrap();
    assert_eq!((loaded.name.as_deref(), loaded.ratio), (None, 1.5));
}

#[test]
fn of_two_sets_the_later_wins() {
    const MORE: Embedded = embed_layers!("tests/fixtures/embedded-more");
    let loader = Fixture::new().environment("production").environments(ENVIRONMENTS);
    let loaded = loader.embedded(FILES).embedded(MORE).load::<Settings>().unwrap();
    let origins: Vec<_> = loaded.provenance("ratio").iter().map(ToString::to_string).collect();
    assert_eq!(origins, ["tests/fixtures/embedded-more/production.toml:1:9", "tests/fixtures/embedded/base.toml:3:9"]);
}

#[test]
fn with_a_type_the_files_are_checked_and_embedded() {
    #[derive(Config)]
    struct Typed {
        name: String,
        port: u16,
        token: Option<Credential>,
    }
    const FILES: Embedded = embed_layers!(Typed, "tests/fixtures/embedded-typed");
    const WITH_ENVIRONMENTS: Embedded = embed_layers!(Typed, "tests/fixtures/embedded-typed", ENVIRONMENTS);
    for files in [FILES, WITH_ENVIRONMENTS] {
        let loaded = Fixture::new().environment("production").embedded(files).load::<Typed>().unwrap();
        assert_eq!((loaded.name.as_str(), loaded.port, loaded.token.is_none()), ("shop", 443, true));
    }
}

#[cfg(feature = "yaml")]
#[test]
fn yaml_is_embedded_too() {
    const YAML: Embedded = embed_layers!("tests/fixtures/embedded-yaml");
    let inspection = Fixture::new().environment("staging").embedded(YAML).inspect_plain("staging").unwrap();
    let leaves: Vec<_> = inspection.leaves().iter().map(|leaf| format!("{} {}", leaf.key(), leaf.origin())).collect();
    let at = |key: &str, place: &str| format!("{key} tests/fixtures/embedded-yaml/{place}");
    assert_eq!(leaves, [at("server.port", "staging.yaml:4:9"), at("server.hosts", "base.yaml:4:10")]);
}

#[test]
fn an_environment_that_nobody_told_the_macro_of_is_an_error() {
    const UNTOLD: Embedded = embed_layers!("tests/fixtures/embedded");
    let loader = Fixture::new().environment("qa").environments(ENVIRONMENTS).embedded(UNTOLD);
    assert_eq!(
        loader.load::<Settings>().unwrap_err().to_string().lines().nth(1).unwrap().trim(),
        "tests/fixtures/embedded/qa.toml: is not in this program: who embedded the files knew of no qa; give embed_layers! \
         the constant that declares it",
    );
}

#[test]
fn nothing_that_is_embedded_shows_a_value() {
    for text in [format!("{FILES:?}"), format!("{:?}", FILES.paths().collect::<Vec<_>>())] {
        assert!(!text.contains("CANARY"), "{text}");
    }
}

#[test]
fn a_file_that_lies_where_nobody_reads_it_any_more_is_a_warning() {
    let fixture = Fixture::new().file("etc/base.toml", "").file("etc/staging.toml", "").file("etc/qa.toml", "");
    let loader = fixture.variable("APP_CONFIG_DIR", "etc").environment("staging").environments(ENVIRONMENTS);
    let said = |loader: Loader| match loader.embedded(FILES).load::<Settings>() {
        Ok(loaded) => loaded.findings().iter().map(ToString::to_string).collect::<Vec<_>>(),
        Err(error) => error.findings().iter().map(ToString::to_string).collect(),
    };
    let words = "is not read: this program has its configuration files compiled in; set what differs by variables, or build \
                 the program without embed_layers! [unknown-file]";
    let found = said(loader);
    for file in ["etc/base.toml", "etc/staging.toml"] {
        assert!(found.contains(&format!("{file}: {words}")), "{found:?}");
    }
    assert!(!found.iter().any(|finding| finding.contains("etc/qa.toml")), "{found:?}");
    let same = Fixture::new().file(format!("{DIRECTORY}/base.toml"), "").variable("APP_CONFIG_DIR", DIRECTORY);
    let found = said(same.environment("staging").environments(ENVIRONMENTS));
    assert!(!found.iter().any(|finding| finding.contains("is not read")), "{found:?}");
}
