//! Laws that hold for every configuration.

use std::collections::BTreeMap;

use milieu::testing::Fixture;
use milieu::{Config, Key, Rank};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<i32>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        "[a-z]{0,6}".prop_map(Value::from)
    ]
}

fn document() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![scalar(), prop::collection::vec(scalar(), 0..3).prop_map(Value::from)];
    let node = leaf.prop_recursive(3, 24, 4, |inner| {
        prop::collection::btree_map("[a-d]", inner, 1..4).prop_map(|table| Value::Object(table.into_iter().collect()))
    });
    prop::collection::btree_map("[a-d]", node, 0..4).prop_map(|table| Value::Object(table.into_iter().collect()))
}

/// Documents in which a key is a table everywhere or nowhere: upper case for tables.
fn consistent() -> impl Strategy<Value = Value> {
    let flat = || prop::collection::btree_map("[a-d]", scalar(), 0..4);
    let table = |leaves: BTreeMap<String, Value>, tables: BTreeMap<String, Value>| {
        Value::Object(leaves.into_iter().chain(tables).collect())
    };
    let inner = flat().prop_map(move |leaves| table(leaves, BTreeMap::new()));
    let deep = (flat(), prop::collection::btree_map("[A-C]", inner, 0..3)).prop_map(move |(a, b)| table(a, b));
    (flat(), prop::collection::btree_map("[A-C]", deep, 0..3)).prop_map(move |(a, b)| table(a, b))
}

fn merge(low: &Value, high: &Value) -> Value {
    match (low, high) {
        (Value::Object(low), Value::Object(high)) => {
            let mut out = low.clone();
            for (key, value) in high {
                let merged = low.get(key).map_or_else(|| merge(&json!({}), value), |below| merge(below, value));
                out.insert(key.clone(), if low.contains_key(key) { merged } else { value.clone() });
            }
            Value::Object(out)
        }
        (_, high) => high.clone(),
    }
}

fn leaves(value: &Value) -> BTreeMap<String, Value> {
    fn walk(value: &Value, key: &str, out: &mut BTreeMap<String, Value>) {
        match value {
            Value::Object(table) => table.iter().for_each(|(name, value)| {
                walk(value, &if key.is_empty() { name.clone() } else { format!("{key}.{name}") }, out);
            }),
            _ => {
                out.insert(key.to_owned(), value.clone());
            }
        }
    }
    let mut out = BTreeMap::new();
    walk(value, "", &mut out);
    out
}

fn stacked(layers: &[&Value]) -> BTreeMap<String, Value> {
    let mut fixture = Fixture::new();
    let mut names = Vec::new();
    for (index, layer) in layers.iter().enumerate() {
        let name = format!("layer{index}.json");
        fixture = fixture.file(name.as_str(), layer.to_string());
        names.push(name);
    }
    let loader = names.iter().fold(fixture.environment("test"), |loader, name| loader.file(name.as_str()));
    let inspection = loader.inspect_plain("test").unwrap();
    assert!(inspection.findings().is_empty(), "{:?}", inspection.findings());
    inspection.leaves().iter().map(|leaf| (leaf.key().to_owned(), leaf.expose().unwrap().clone())).collect()
}

fn toml_of(table: &Map<String, Value>, path: &str, reverse: bool, out: &mut String) {
    let mut keys: Vec<_> = table.keys().collect();
    if reverse {
        keys.reverse();
    }
    for key in &keys {
        if !table[*key].is_object() {
            out.push_str(&format!("{key} = {}\n", table[*key]));
        }
    }
    for key in &keys {
        if let Value::Object(below) = &table[*key] {
            let path = if path.is_empty() { (*key).clone() } else { format!("{path}.{key}") };
            out.push_str(&format!("[{path}]\n"));
            toml_of(below, &path, reverse, out);
        }
    }
}

proptest! {
    #[test]
    fn a_stack_is_the_merge_of_its_layers(a in document(), b in document(), c in document()) {
        prop_assert_eq!(stacked(&[&a, &b, &c]), leaves(&merge(&merge(&a, &b), &c)));
    }

    #[test]
    fn merging_is_associative_where_kinds_agree(a in consistent(), b in consistent(), c in consistent()) {
        // a table that meets something else is replaced whole, which the merge of the other two no longer shows
        let whole = stacked(&[&a, &b, &c]);
        prop_assert_eq!(&whole, &stacked(&[&a, &merge(&b, &c)]));
        prop_assert_eq!(&whole, &stacked(&[&merge(&a, &b), &c]));
    }

    #[test]
    fn an_empty_layer_changes_nothing(a in document(), b in document(), c in document()) {
        let empty = json!({});
        prop_assert_eq!(stacked(&[&a, &b, &c]), stacked(&[&empty, &a, &empty, &b, &c, &empty]));
    }

    #[test]
    fn the_order_of_keys_in_a_file_changes_nothing(a in document()) {
        let Value::Object(table) = &a else { unreachable!() };
        let read = |reverse| {
            let mut text = String::new();
            toml_of(table, "", reverse, &mut text);
            let fixture = Fixture::new().file("config/base.toml", text.as_str());
            let inspection = fixture.environment("test").inspect_plain("test").unwrap();
            assert!(inspection.findings().is_empty(), "{text}\n{:?}", inspection.findings());
            inspection.leaves().iter().map(|leaf| (leaf.key().to_owned(), leaf.expose().unwrap().clone())).collect::<BTreeMap<_, _>>()
        };
        prop_assert_eq!(read(false), read(true));
        prop_assert_eq!(read(false), leaves(&a));
    }

    #[test]
    fn every_definition_of_a_key_has_its_origin_winner_first(present in prop::collection::vec(any::<bool>(), 1..8)) {
        let mut loader = Fixture::new().environment("test");
        for (index, present) in present.iter().enumerate() {
            let pairs = present.then(|| ("port", index.to_string()));
            loader = loader.texts(Rank::Base, &format!("layer {index}"), pairs);
        }
        let loaded = loader.load::<Settings>().unwrap();
        let origins: Vec<_> = loaded.provenance("port").iter().map(ToString::to_string).collect();
        let mut want: Vec<_> = (0..present.len()).filter(|at| present[*at]).map(|at| format!("layer {at}")).collect();
        want.reverse();
        want.push("default".to_owned());
        prop_assert_eq!(origins, want);
    }

    #[test]
    fn what_explain_says_won_is_what_the_struct_holds(base in any::<u16>(), own in prop::option::of(any::<u16>()), variable in prop::option::of(any::<u16>())) {
        let mut fixture = Fixture::new().file("config/base.toml", format!("port = {base}"));
        fixture = fixture.file("config/test.toml", own.map_or_else(String::new, |port| format!("port = {port}")));
        if let Some(port) = variable {
            fixture = fixture.variable("APP_PORT", port.to_string());
        }
        let loaded = fixture.environment("test").load::<Settings>().unwrap();
        prop_assert_eq!(loaded.port, variable.or(own).unwrap_or(base));
        let json = serde_json::to_value(loaded.explain()).unwrap();
        prop_assert_eq!(json["keys"][0]["value"].as_str().unwrap(), loaded.port.to_string());
        prop_assert_eq!(json["keys"][0]["origin"].as_str().unwrap(), loaded.provenance("port")[0].to_string());
    }

    #[test]
    fn text_from_a_variable_is_byte_for_byte_what_was_set(text in "[^\0]{0,40}") {
        let loaded = Fixture::new().variable("APP_TEXT", text.as_str()).environment("test").load::<Settings>().unwrap();
        prop_assert_eq!(&loaded.text, &text);
    }

    #[test]
    fn a_key_and_its_variable_round_trip(segments in prop::collection::vec("[a-z][a-z0-9]{0,5}", 1..5)) {
        let key = Key::new(&segments.join(".")).unwrap();
        let name = key.variable("APP").unwrap();
        let back: Vec<_> = name.strip_prefix("APP_").unwrap().split('_').map(str::to_lowercase).collect();
        prop_assert_eq!(back, segments);
        prop_assert_eq!(Key::new(&key.to_string()).unwrap(), key);
    }

    #[test]
    fn any_text_is_a_segment_of_a_key_and_comes_back(segment in "\\PC{1,12}") {
        let key = Key::new(&Value::from(segment.as_str()).to_string()).unwrap();
        prop_assert_eq!(key.segments().collect::<Vec<_>>(), vec![segment.as_str()]);
        prop_assert_eq!(Key::new(&key.to_string()).unwrap(), key);
    }

    #[test]
    fn n_broken_fields_give_n_findings(broken in prop::collection::vec(any::<bool>(), 4)) {
        let text: String = ["port", "a", "b", "c"].iter().zip(&broken)
            .map(|(key, broken)| if *broken { format!("{key} = 'CANARY'\n") } else { format!("{key} = 1\n") }).collect();
        let result = Fixture::new().file("config/base.toml", text).environment("test").load::<Settings>();
        let count = broken.iter().filter(|broken| **broken).count();
        match result {
            Ok(_) => prop_assert_eq!(count, 0),
            Err(error) => {
                prop_assert_eq!(error.findings().len(), count);
                prop_assert!(!error.to_string().contains("CANARY"));
            }
        }
    }

    #[test]
    fn arbitrary_bytes_in_any_format_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), name in prop::sample::select(vec!["base.toml", "base.json", "base.yaml"])) {
        let fixture = Fixture::new().file(format!("config/{name}"), bytes.clone()).file(".env", bytes);
        let _ = fixture.environment("development").load::<Settings>();
        let _ = fixture.environment("development").inspect_plain("development").map(|i| i.explain().to_string());
    }

    #[test]
    fn arbitrary_punctuation_never_panics(text in "[\\[\\]{}=.,:#\"'\\\\a-c0-9 \n\t&*<>|!%-]{0,120}", name in prop::sample::select(vec!["base.toml", "base.json", "base.yaml"])) {
        let fixture = Fixture::new().file(format!("config/{name}"), text.as_str()).file(".env", text.as_str()).variable("APP_TABLE", text.as_str());
        let _ = fixture.environment("development").load::<Settings>();
        let inspection = fixture.environment("development").inspect_plain("development").unwrap();
        for leaf in inspection.leaves() {
            prop_assert!(leaf.origin().line().is_none_or(|line| line >= 1));
        }
        let _ = inspection.explain().to_string();
    }
}

#[derive(Config, Debug)]
#[expect(dead_code, reason = "some fields are only there to be set")]
struct Settings {
    #[config(default = 1)]
    port: u16,
    #[config(default = "")]
    text: String,
    #[config(default = 1)]
    a: u8,
    #[config(default = 1)]
    b: u8,
    #[config(default = 1)]
    c: u8,
    #[config(default = {})]
    table: BTreeMap<String, u8>,
}
