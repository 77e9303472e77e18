//! Where the two read one text in two ways: each is a row of the guide `docs/from-figment.md`.

use std::collections::BTreeMap;

use figment::Figment;
use figment::providers::{Format, Json, Toml, Yaml};
use milieu::testing::Fixture;
use serde_json::{Value, json};

type Table = BTreeMap<String, Value>;

/// What figment reads, and what milieu does; `None` where one refuses.
fn read(name: &str, text: &str) -> (Option<Value>, Option<Value>) {
    let figment = match name.rsplit_once('.').unwrap().1 {
        "toml" => Figment::new().merge(Toml::string(text)),
        "yaml" => Figment::new().merge(Yaml::string(text)),
        _ => Figment::new().merge(Json::string(text)),
    };
    let loader = Fixture::new().file(name, text).environment("test").no_directory().file(name);
    let loaded = loader.load_plain::<Table>();
    let ours = loaded.map(|loaded| loaded.figment().extract::<Value>().unwrap());
    (figment.extract().ok(), ours.ok())
}

#[test]
fn a_date_of_toml_is_a_text_and_not_a_table() {
    let (theirs, ours) = read("a.toml", "day = 2026-01-02");
    assert_eq!(theirs, Some(json!({"day": {"$__toml_private_datetime": "2026-01-02"}})));
    assert_eq!(ours, Some(json!({"day": "2026-01-02"})));
}

#[test]
fn toml_is_that_of_version_1_1() {
    for text in ["t = {\n  a = 1,\n}", r#"t = "\e""#] {
        let (theirs, ours) = read("a.toml", text);
        assert!(theirs.is_none() && ours.is_some(), "{text}");
    }
}

#[test]
fn a_key_that_a_file_says_twice_is_refused_in_every_format() {
    for (name, text) in [("a.json", r#"{"a": 1, "a": 2}"#), ("a.yaml", "a: 1\na: 2")] {
        assert_eq!(read(name, text), (Some(json!({"a": 2})), None), "{name}");
    }
    assert_eq!(read("a.toml", "a = 1\na = 2"), (None, None));
}

#[test]
fn yaml_is_the_core_schema_of_version_1_2_with_merge_keys() {
    let both = |text| match read("a.yaml", text) {
        (Some(theirs), Some(ours)) => (theirs, ours),
        refused => panic!("{refused:?}"),
    };
    // yes, on and 12:30 are texts in both, and so is a date
    let (theirs, ours) = both("a: yes\nb: on\nc: 12:30\nd: 2021-01-08\ne: 0o17\nf: True\ng: ~");
    assert_eq!(theirs, ours);
    assert_eq!(ours["a"], "yes");
    let (theirs, ours) = both("base: &base {x: 1}\nc:\n  <<: *base\n  y: 2");
    assert_eq!((&theirs["c"], &ours["c"]), (&json!({"<<": {"x": 1}, "y": 2}), &json!({"x": 1, "y": 2})));
    // a leading zero and a binary number
    let (theirs, ours) = both("a: 017\nb: 0b11");
    assert_eq!((theirs, ours), (json!({"a": "017", "b": 3}), json!({"a": 17, "b": "0b11"})));
    let (theirs, ours) = both("a: !mine x");
    assert_eq!((theirs, ours), (json!({"a": {"mine": "x"}}), json!({"a": "x"})));
}

#[test]
fn of_a_file_with_two_documents_neither_reads_the_first_alone() {
    assert_eq!(read("a.yaml", "a: 1\n---\nb: 2"), (None, None));
}
