//! The words of findings, and that they never hold a value.

use milieu::testing::Fixture;
use milieu::{Config, Credential};

#[derive(Config, Debug)]
#[expect(dead_code, reason = "only what is shown of it is looked at")]
struct Settings {
    database: Database,
    #[config(range = 1..=512, default = 8)]
    workers: u16,
    #[config(default = false)]
    debug: bool,
    ratio: Option<f64>,
    tags: Option<Vec<String>>,
    tenants: Option<std::collections::BTreeMap<String, u8>>,
    foreign: Option<Foreign>,
    url: Option<url::Url>,
    listen: Option<std::net::SocketAddr>,
    level: Option<Level>,
    pair: Option<(u8, u8)>,
    letter: Option<char>,
    timeout: Option<std::time::Duration>,
}

#[derive(Config, Debug)]
#[expect(dead_code, reason = "only what is shown of it is looked at")]
struct Database {
    host: String,
    port: u16,
    password: Option<Credential>,
}

#[derive(Config, Debug)]
enum Level {
    #[config(rename = "low")]
    Low,
}

#[derive(serde::Deserialize, Debug)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only read by serde")]
struct Foreign {
    a: u8,
    b: Option<Vec<u8>>,
}

fn findings(text: &str) -> Vec<String> {
    let fixture = Fixture::new().file("config/base.toml", text);
    match fixture.environment("test").load::<Settings>() {
        Ok(loaded) => loaded.findings().iter().map(ToString::to_string).collect(),
        Err(error) => error.findings().iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn everything_wrong_is_reported_at_once_ordered_by_key() {
    assert_eq!(
        findings(
            "debug = 'yes'\nworkers = 1000\ntags = 'a'\nratio = true\nunknown = 1\n[database]\nport = '5432'\nprot = 1"
        ),
        [
            "<key 5>: is no key of this configuration (config/base.toml:5:1); remove it, or declare it in the type [unknown-key]",
            "database.<key 2>: is no key of this configuration (config/base.toml:8:1); did you mean port? [unknown-key]",
            "database.host: is required and no layer sets it: expected text; set it in a file or as APP_DATABASE_HOST",
            "database.port: expected a whole number from 0 to 65535, found text (config/base.toml:7:8); write it without quotes",
            "debug: expected true or false, found text (config/base.toml:1:9); write it without quotes",
            "ratio: expected a number, found true or false (config/base.toml:4:9)",
            "tags: expected a list, found text (config/base.toml:3:8); write it between [ and ]",
            "workers: expected a whole number from 1 to 512, found one out of range (config/base.toml:2:11)",
        ]
    );
}

#[test]
fn the_whole_error_has_a_heading_and_one_line_a_finding() {
    let fixture = Fixture::new().file("config/base.toml", "database = {host = 'h', port = 70000}");
    let error = fixture.environment("staging").load::<Settings>().unwrap_err();
    let want = "1 problem in the configuration of staging\n  \
         database.port: expected a whole number from 0 to 65535, found one out of range (config/base.toml:1:32)";
    assert_eq!(error.to_string(), want);
    assert_eq!(format!("{error:?}"), want);
    assert!(std::error::Error::source(&error).is_none());
    assert_eq!(size_of::<milieu::Error>(), size_of::<usize>());
    let json: serde_json::Value = serde_json::from_str(&error.to_json()).unwrap();
    assert_eq!(json["format"], "milieu.findings/1");
    assert_eq!(json["findings"][0]["line"], 1);
    assert_eq!(json["findings"][0]["file"], "config/base.toml");
}

#[test]
fn syntax_errors_have_a_place_and_no_text() {
    for (name, text, want) in [
        ("base.toml", "a = 1\nb = = 2\n", "config/base.toml:2:5: is not well-formed here"),
        (
            "base.json",
            "{\n  \"a\": 1,\n}",
            "config/base.json:3:1: is not well-formed here: expected a key in double quotes",
        ),
        ("base.yaml", "a: [1\nb: 2", "config/base.yaml:"),
    ] {
        let fixture = Fixture::new().file(format!("config/{name}"), text);
        let error = fixture.environment("test").load::<Settings>().unwrap_err();
        let first = error.findings()[0].to_string();
        assert!(first.starts_with(want), "{first}");
        assert!(!error.to_string().contains("is required"), "what a broken file lacks is no finding: {error}");
    }
}

/// Shapes in which a canary stands where something else belongs; `database.host` and `port` are fine unless it is there.
const SHAPES: &[&str] = &[
    "database = 'CANARY'",
    "database = ['CANARY']",
    "database = {host = 'h', port = 'CANARY'}",
    "database = {host = ['CANARY'], port = 1}",
    "database = {host = 'h', port = 1, password = ['CANARY']}",
    "database = {host = 'h', port = 1, password = {a = 'CANARY'}}",
    "database = {host = 'h', port = 1, 'CANARY' = 1}",
    "database = {host = 'h', port = 1, CANARY-key = 'CANARY'}",
    "workers = 'CANARY'",
    "debug = 'CANARY'",
    "ratio = 'CANARY'",
    "tags = 'CANARY'",
    "tags = [1, 'CANARY']",
    "tags = {x = 'CANARY'}",
    "tenants = 'CANARY'",
    "tenants = {'CANARY' = 'x'}",
    "tenants = {a = 'CANARY'}",
    "tenants = {'CANARY' = 300}",
    "foreign = 'CANARY'",
    "foreign = {a = 'CANARY'}",
    "foreign = {a = 1, CANARY = 2}",
    "foreign = {a = 1, b = 'CANARY'}",
    "foreign = {a = 1, b = [1, 'CANARY']}",
    "foreign = ['CANARY']",
    "url = 'CANARY'",
    "url = ['CANARY']",
    "listen = 'CANARY'",
    "level = 'CANARY'",
    "level = ['CANARY']",
    "pair = ['CANARY', 1]",
    "pair = 'CANARY'",
    "letter = 'CANARY'",
    "timeout = 'CANARY'",
    "timeout = {secs = 'CANARY'}",
    "CANARY = 1",
    "'CANARY' = 'CANARY'",
    "milieu = 'CANARY'",
    "workers = 1\nworkers = 'CANARY'",
    "debug = 'CANARY",
    "debug = \"CANARY\\q\"",
    "'CANARY' = = 1",
    "debug = CANARY",
    "[CANARY]\n[CANARY]",
    "x = {a = 'CANARY', a = 1}",
];

#[test]
fn no_shape_of_a_wrong_value_shows_it() {
    let canary = "hunter2-CANARY";
    for shape in SHAPES {
        let text = shape.replace("CANARY", canary);
        let base = "database = {host = 'h', port = 1}\n";
        let text = if text.contains("database") { text } else { format!("{base}{text}") };
        let fixture = Fixture::new().file("config/base.toml", text.as_str());
        let error = fixture.environment("test").load::<Settings>().expect_err(shape);
        for finding in error.findings() {
            // what is missing has no place, and everything else has one
            let origin = finding.origin().map(ToString::to_string).unwrap_or_default();
            let is_missing = finding.message().starts_with("is required");
            assert!(is_missing || origin.starts_with("config/base.toml:"), "{shape}: {finding}");
        }
        let plain = Fixture::new().file("config/base.toml", text.as_str()).environment("test");
        let mut shown = format!("{error}\n{error:?}\n{error:#?}\n{}\n{}", error.to_json(), error.styled(true));
        shown.push_str(
            &plain
                .inspect::<Settings>("test")
                .map(|i| format!("{i:?}{}{}", i.explain(), i.explain().to_json()))
                .unwrap(),
        );
        for piece in ["hunter2", "unter2-CAN", "CANARY"] {
            assert!(!shown.contains(piece), "{shape} shows {piece}:\n{shown}");
        }
    }
}

#[test]
fn a_schemaless_type_shows_no_value_either() {
    #[derive(serde::Deserialize, Debug)]
    #[expect(dead_code, reason = "only read by serde")]
    struct Plain {
        port: u16,
        nested: std::collections::BTreeMap<String, u8>,
    }
    for text in [
        "port = 'hunter2-CANARY'",
        "port = 1\nnested = {hunter2-CANARY = 'x'}",
        "port = 1\nnested = 1\nhunter2-CANARY = 3",
    ] {
        let fixture = Fixture::new().file("config/base.toml", text);
        let error = fixture.environment("test").load_plain::<Plain>().unwrap_err();
        assert!(!format!("{error}{error:?}{}", error.to_json()).contains("CANARY"), "{error}");
    }
}

#[test]
fn debug_of_every_public_value_is_free_of_values() {
    let fixture = Fixture::new()
        .file("config/development.toml", "database = {host = 'h', port = 1, password = 'hunter2-CANARY'}")
        .variable("APP_DATABASE_PASSWORD", "hunter2-CANARY");
    let loader = fixture.environment("development");
    let loaded = loader.load::<Settings>().unwrap();
    let explanation = loaded.explain();
    let vars = milieu::Vars::from_iter([("A", "hunter2-CANARY")]);
    let shown = format!(
        "{loader:?}{loaded:?}{:?}{explanation:?}{explanation}{}{vars:?}{:?}{:?}",
        *loaded,
        explanation.to_json(),
        loaded.provenance("database.password"),
        loaded.fingerprint()
    );
    assert!(!shown.contains("CANARY"), "{shown}");
    assert!(shown.contains("[REDACTED]"));
    assert_eq!(loaded.database.password.as_ref().unwrap().expose(), "hunter2-CANARY");
}

#[test]
fn the_marker_of_a_redacted_credential_is_refused_as_one() {
    let text = "database = {host = 'h', port = 1, password = '[REDACTED]'}";
    let error = Fixture::new().file("config/test.toml", text).environment("test").load::<Settings>().unwrap_err();
    assert_eq!(
        error.findings()[0].to_string(),
        "database.password: expected a credential, found the marker that stands in place of a credential (config/test.toml:1:46)"
    );
}

#[test]
fn a_credential_changes_no_fingerprint() {
    let print = |password: &str| {
        let fixture = Fixture::new().variable("APP_DATABASE_PASSWORD", password).variable("APP_DATABASE_HOST", "h");
        let loaded = fixture.variable("APP_DATABASE_PORT", "1").environment("test").load::<Settings>().unwrap();
        (loaded.fingerprint(), loaded.explain().to_json(), format!("{loaded:?}"))
    };
    assert_eq!(print("one-CANARY"), print("another-CANARY"));
}

#[test]
fn a_credential_is_shown_in_no_container() {
    #[derive(Config)]
    #[expect(dead_code, reason = "only what is shown of it is looked at")]
    struct Holder {
        list: Vec<Credential>,
        pair: (u8, Credential),
        nested: Vec<Vec<Credential>>,
        map: std::collections::BTreeMap<String, Credential>,
        tables: Vec<Inner>,
        optional: Option<Credential>,
    }
    #[derive(Config)]
    #[expect(dead_code, reason = "only what is shown of it is looked at")]
    struct Inner {
        #[config(alias = "old_token")]
        token: Credential,
    }
    let text = "list = ['hunter2-CANARY']\npair = [1, 'hunter2-CANARY']\nnested = [['hunter2-CANARY']]\n\
                optional = 'hunter2-CANARY'\n[map]\na = 'hunter2-CANARY'\n[[tables]]\nold_token = 'hunter2-CANARY'\n";
    let loaded =
        Fixture::new().file("config/development.toml", text).environment("development").load::<Holder>().unwrap();
    let shown = format!("{}{}{:?}", loaded.explain(), loaded.explain().to_json(), loaded);
    assert!(!shown.contains("CANARY"), "{shown}");
    #[cfg(feature = "figment")]
    {
        let all: figment::value::Dict = loaded.figment().extract().unwrap();
        assert!(!format!("{all:?}").contains("CANARY"), "{all:?}");
    }
    let inspection =
        Fixture::new().file("config/development.toml", text).loader().inspect::<Holder>("development").unwrap();
    let exposed: Vec<_> = inspection.leaves().iter().map(|leaf| format!("{:?}", leaf.expose())).collect();
    assert!(!exposed.join("").contains("CANARY"), "{exposed:?}");
}

#[test]
fn who_names_a_file_or_a_variable_writes_no_line_of_a_report() {
    #[derive(Config)]
    #[expect(dead_code, reason = "only loaded")]
    struct Settings {
        #[config(public = "shown to whoever asks")]
        names: std::collections::BTreeMap<String, String>,
    }
    const TRICK: &str = "x\u{1b}[2J\u{9b}31m\u{202e}\nwarning: all is well";
    let fixture = Fixture::new()
        .file(format!("config/{TRICK}.toml"), "")
        .file(format!("/run/secrets/names.{TRICK}"), "\u{9b}31m\u{7f}")
        .file(format!("/srv/{TRICK}"), "")
        .variable(&format!("APP_{TRICK}"), "");
    let loader = fixture.environment("production").secret_files(milieu::SecretFiles::strict("/srv"));
    let loaded = loader.load::<Settings>().unwrap();
    let findings: Vec<_> = loaded.findings().iter().map(ToString::to_string).collect();
    assert_eq!(findings.len(), 3, "{findings:?}");
    let error = loader.environment("nowhere").load::<Settings>().unwrap_err();
    let refused = fixture.variable("APP_NAMES", "1").environment("test").load::<Settings>().err().unwrap();
    let lines = |text: String| text.lines().map(ToOwned::to_owned).collect::<Vec<_>>();
    let said =
        [loaded.explain().to_string(), format!("{:?}", loaded.findings()), error.to_string(), refused.to_string()];
    for line in said.into_iter().flat_map(lines).chain(findings) {
        assert!(!line.chars().any(|c| c.is_control() || c == '\u{202e}'), "{line:?}");
        assert!(!line.trim_start().starts_with("warning: all"), "{line:?}");
    }
}
