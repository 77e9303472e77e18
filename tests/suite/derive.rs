//! What a derived type can hold, and how each attribute changes what is read.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use milieu::Config;
use milieu::testing::Fixture;

fn load<T: Config>(text: &str) -> Result<milieu::Loaded<T>, milieu::Error> {
    Fixture::new().file("config/base.toml", text).environment("test").load::<T>()
}

fn findings<T: Config>(text: &str) -> Vec<String> {
    match load::<T>(text) {
        Ok(loaded) => loaded.findings().iter().map(ToString::to_string).collect(),
        Err(error) => error.findings().iter().map(ToString::to_string).collect(),
    }
}

#[derive(Config, Debug, PartialEq, Clone)]
struct Point {
    x: i8,
    #[config(default = 7)]
    y: i8,
}

#[test]
fn containers_hold_leaves_and_nested_types() {
    #[derive(Config)]
    struct Settings {
        option: Option<Point>,
        none: Option<Point>,
        boxed: Box<Point>,
        list: Vec<Point>,
        array: [Point; 2],
        tuple: (u8, String, bool),
        map: BTreeMap<String, Point>,
        hash: HashMap<String, Vec<u8>>,
        set: BTreeSet<u8>,
        nested: Vec<Vec<u8>>,
        maps: Vec<BTreeMap<String, u8>>,
    }
    let loaded = load::<Settings>(
        "tuple = [1, 'two', true]\nset = [3, 3, 1]\nnested = [[1], [2, 3]]\nmaps = [{a = 1}]\n\
         list = [{x = 1}, {x = 2, y = 3}]\narray = [{x = 1}, {x = 2}]\nboxed.x = 9\noption = {x = 5}\n\
         [map.a]\nx = 1\n[map.'b c']\nx = 2\n[hash]\nh = [1, 2]\n",
    )
    .unwrap();
    assert_eq!(loaded.option, Some(Point { x: 5, y: 7 }));
    assert_eq!(loaded.none, None);
    assert_eq!(loaded.boxed.x, 9);
    assert_eq!(loaded.list, [Point { x: 1, y: 7 }, Point { x: 2, y: 3 }]);
    assert_eq!(loaded.array[1].x, 2);
    assert_eq!(loaded.tuple, (1, "two".to_owned(), true));
    assert_eq!(loaded.map["b c"].x, 2);
    assert_eq!(loaded.hash["h"], [1, 2]);
    assert_eq!(loaded.set.iter().copied().collect::<Vec<_>>(), [1, 3]);
    assert_eq!(loaded.nested, [vec![1], vec![2, 3]]);
    assert_eq!(loaded.maps[0]["a"], 1);
}

#[test]
fn well_known_leaves_read_their_own_spelling() {
    #[derive(Config)]
    struct Settings {
        listen: SocketAddr,
        path: PathBuf,
        timeout: Duration,
        letter: char,
        url: url::Url,
        maybe_url: Option<url::Url>,
        wide: i128,
        huge: u128,
        float: f32,
        whole_float: f64,
        nonzero: std::num::NonZero<u8>,
    }
    let loaded = load::<Settings>(
        "listen = '[::1]:80'\npath = 'a/b'\ntimeout = '1h 30m'\nletter = 'ß'\nurl = 'https://shop.example/a'\n\
         wide = -170141183460469231731687303715884105728\nhuge = 340282366920938463463374607431768211455\n\
         float = 1.5\nwhole_float = 3\nnonzero = 1\n",
    )
    .unwrap();
    assert_eq!(loaded.listen.port(), 80);
    assert_eq!(loaded.path, PathBuf::from("a/b"));
    assert_eq!(loaded.timeout, Duration::from_secs(5400));
    assert_eq!((loaded.letter, loaded.url.host_str(), &loaded.maybe_url), ('ß', Some("shop.example"), &None));
    assert_eq!((loaded.wide, loaded.huge), (i128::MIN, u128::MAX));
    assert_eq!((loaded.float, loaded.whole_float, loaded.nonzero.get()), (1.5, 3.0, 1));
}

#[derive(Config, Debug, PartialEq)]
#[config(rename_all = "kebab-case")]
enum Level {
    Debug,
    #[config(alias = "warning")]
    WarnOnly,
    #[config(rename = "OFF")]
    Off,
}

#[test]
fn unit_enums_are_texts() {
    #[derive(Config)]
    struct Settings {
        #[config(default = "debug")]
        level: Level,
        levels: Option<Vec<Level>>,
    }
    assert_eq!(load::<Settings>("level = 'warn-only'").unwrap().level, Level::WarnOnly);
    assert_eq!(load::<Settings>("level = 'warning'").unwrap().level, Level::WarnOnly);
    assert_eq!(load::<Settings>("").unwrap().level, Level::Debug);
    assert_eq!(load::<Settings>("levels = ['OFF', 'debug']").unwrap().levels, Some(vec![Level::Off, Level::Debug]));
    assert_eq!(
        findings::<Settings>("level = 'debgu'"),
        [
            "level: expected one of debug, warn-only, OFF, found another text (config/base.toml:1:9); did you mean debug?"
        ]
    );
    assert_eq!(
        findings::<Settings>("level = 3"),
        ["level: expected one of debug, warn-only, OFF, found a whole number (config/base.toml:1:9); \
          write it between quotes"]
    );
}

#[derive(Config, Debug, PartialEq)]
#[config(tag = "kind", rename_all = "snake_case")]
enum Store {
    Memory,
    File { path: String },
    Remote(Remote),
}

#[derive(Config, Debug, PartialEq)]
struct Remote {
    host: String,
    #[config(default = 80)]
    port: u16,
}

#[derive(Config, Debug)]
struct WithStore {
    store: Store,
}

#[test]
fn a_tag_chooses_the_variant() {
    let store = |text| load::<WithStore>(text).map(|loaded| format!("{:?}", loaded.store)).map_err(|e| e.to_string());
    assert_eq!(store("store.kind = 'memory'").unwrap(), "Memory");
    assert_eq!(store("store = {kind = 'file', path = 'p'}").unwrap(), "File { path: \"p\" }");
    assert_eq!(store("[store]\nkind = 'remote'\nhost = 'h'").unwrap(), "Remote(Remote { host: \"h\", port: 80 })");
    assert!(store("").unwrap_err().contains("store.kind: is required and no layer sets it: expected one of"));
    assert!(store("store = {kind = 'remot', host = 'h'}").unwrap_err().contains("did you mean remote?"));
    assert!(store("store = {kind = 'memory', path = 'p'}").unwrap_err().contains("[unknown-key]"));
}

#[test]
fn when_a_higher_layer_changes_the_tag_what_lies_below_is_shadowed() {
    let fixture = Fixture::new()
        .file("config/base.toml", "store = {kind = 'remote', host = 'h', port = 1}")
        .file("config/test.toml", "store = {kind = 'file', path = 'p'}");
    let loaded = fixture.environment("test").load::<WithStore>().unwrap();
    assert_eq!(loaded.store, Store::File { path: "p".to_owned() });
    assert!(loaded.findings().is_empty(), "{:?}", loaded.findings());
    let unchanged = fixture.clone().file("config/base.toml", "store = {kind = 'file', host = 'h'}");
    assert!(unchanged.environment("test").load::<WithStore>().is_err(), "the tag is the same, so the key is unknown");
    let same_layer = fixture.file("config/test.toml", "store = {kind = 'file', path = 'p', host = 'h'}");
    assert!(same_layer.environment("test").load::<WithStore>().is_err());
}

#[test]
fn a_variable_can_set_the_tag_and_a_field_of_its_variant() {
    let fixture = Fixture::new()
        .file("config/base.toml", "store.kind = 'memory'")
        .variable("APP_STORE_KIND", "remote")
        .variable("APP_STORE_HOST", "h");
    let loaded = fixture.environment("test").load::<WithStore>().unwrap();
    assert_eq!(loaded.store, Store::Remote(Remote { host: "h".to_owned(), port: 80 }));
}

mod hex {
    use serde::{Deserialize, Deserializer};

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
        let text = String::deserialize(deserializer)?;
        u32::from_str_radix(&text, 16).map_err(serde::de::Error::custom)
    }
}

fn is_even(number: &u8) -> Result<(), &'static str> {
    if number % 2 == 0 { Ok(()) } else { Err("has to be even") }
}

fn is_ordered(range: &Bounds) -> Result<(), &'static str> {
    if range.low <= range.high { Ok(()) } else { Err("low has to be at most high") }
}

fn two() -> u8 {
    2
}

#[derive(Config, Debug)]
#[config(validate = is_ordered)]
struct Bounds {
    #[config(default = 0)]
    low: u8,
    #[config(default = 9)]
    high: u8,
}

#[derive(Config)]
#[config(rename_all = "camelCase")]
struct Attributes {
    #[config(default_with = two)]
    computed_value: u8,
    #[config(rename = "other-name", alias = "old_name", default = "")]
    renamed: String,
    #[config(with = hex, default = "ff", expected = "a hexadecimal number")]
    color: u32,
    #[config(validate = is_even, default = 4)]
    even: u8,
    #[config(range = 1..=9, default = [1])]
    digits: Vec<u8>,
    #[config(flatten)]
    bounds: Bounds,
    #[config(skip)]
    skipped: usize,
    #[config(deprecated = "use even", default = 0)]
    legacy: u8,
    #[config(relative_to = "file")]
    path: Option<PathBuf>,
    r#type: Option<String>,
}

/// Reads as another type says, as `serde_with::As` does.
struct As<T>(std::marker::PhantomData<T>);

impl<T: serde::de::DeserializeOwned + std::fmt::Display> As<T> {
    fn deserialize<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
        serde::Deserialize::deserialize(deserializer).map(|read: T| read.to_string())
    }
}

#[test]
fn a_path_may_have_types_in_it() {
    #[derive(Config)]
    struct WithTypes {
        #[config(with = As::<u8>, default = 1)]
        bare: String,
        #[config(with = "As::<std::net::IpAddr>")]
        quoted: String,
        #[config(with = As<bool>, default = true)]
        as_a_type: String,
    }
    fn with(text: &str) -> Result<milieu::Loaded<WithTypes>, milieu::Error> {
        load(text)
    }
    let loaded = with("bare = 7\nquoted = '::1'\n").unwrap();
    assert_eq!([&loaded.bare, &loaded.quoted, &loaded.as_a_type], ["7", "::1", "true"]);
    assert!(with("bare = 256\nquoted = '::1'\n").is_err());
}

#[test]
fn every_attribute_does_what_it_says() {
    let loaded = load::<Attributes>(
        "computedValue = 3\nother-name = 'n'\ncolor = '10'\neven = 6\ndigits = [1, 9]\nlow = 1\nhigh = 2\npath = 'x'\ntype = 't'",
    )
    .unwrap();
    assert_eq!((loaded.computed_value, loaded.renamed.as_str(), loaded.color, loaded.even), (3, "n", 16, 6));
    assert_eq!((loaded.bounds.low, loaded.bounds.high, loaded.skipped, loaded.legacy), (1, 2, 0, 0));
    assert_eq!(loaded.path, Some(PathBuf::from("config/x")));
    assert_eq!(loaded.r#type.as_deref(), Some("t"));
    let defaults = load::<Attributes>("").unwrap();
    assert_eq!((defaults.computed_value, defaults.color, defaults.digits.as_slice()), (2, 255, &[1][..]));
    assert_eq!(defaults.provenance("computedValue")[0].to_string(), "computed default");
}

#[test]
fn what_an_attribute_forbids_is_found() {
    assert_eq!(
        findings::<Attributes>("color = 'x'\neven = 3\ndigits = [0, 5, 10]\nlow = 9\nhigh = 1\nlegacy = 1"),
        [
            "low has to be at most high",
            "color: expected a hexadecimal number, and the type refuses what it found (config/base.toml:1:9)",
            "digits[0]: expected a whole number from 0 to 255, found one out of range (config/base.toml:3:11)",
            "digits[2]: expected a whole number from 0 to 255, found one out of range (config/base.toml:3:17)",
            "even: has to be even (config/base.toml:2:8)",
            "legacy: is deprecated (config/base.toml:6:1); use even [deprecated-key]",
        ]
    );
}

#[test]
fn an_alias_is_another_name_and_the_higher_layer_wins() {
    assert_eq!(load::<Attributes>("old_name = 'o'").unwrap().renamed, "o");
    let both = findings::<Attributes>("old_name = 'o'\nother-name = 'n'");
    assert!(both[0].contains("is set twice in one source, under two of its names"), "{both:?}");
    let fixture =
        Fixture::new().file("config/base.toml", "other-name = 'n'").file("config/test.toml", "old_name = 'o'");
    assert_eq!(fixture.environment("test").load::<Attributes>().unwrap().renamed, "o");
}

#[derive(Config, Debug, PartialEq)]
struct Generic<T, L> {
    #[config(nested)]
    inner: T,
    leaf: L,
    #[config(nested)]
    list: Vec<T>,
}

#[test]
fn generic_types_derive() {
    let loaded = load::<Generic<Point, String>>("leaf = 'l'\ninner.x = 1\nlist = [{x = 2}]").unwrap();
    let want = Generic { inner: Point { x: 1, y: 7 }, leaf: "l".to_owned(), list: vec![Point { x: 2, y: 7 }] };
    assert_eq!(*loaded, want);
}

#[test]
fn a_missing_nested_type_takes_its_defaults_or_misses_its_keys() {
    #[derive(Config, Debug)]
    #[expect(dead_code, reason = "only what is found is looked at")]
    struct Settings {
        bounds: Bounds,
        point: Point,
    }
    assert_eq!(
        findings::<Settings>(""),
        ["point.x: is required and no layer sets it: expected a whole number from -128 to 127; \
          set it in a file or as APP_POINT_X"]
    );
}

#[test]
fn a_type_that_only_deserializes_is_a_leaf() {
    #[derive(serde::Deserialize, Debug, PartialEq)]
    enum Shape {
        Circle { radius: u8 },
        Square(u8),
        Dot,
    }
    #[derive(serde::Deserialize, Debug, PartialEq)]
    struct Foreign {
        a: u8,
        #[serde(default)]
        b: Option<String>,
        when: Option<String>,
    }
    #[derive(Config)]
    struct Settings {
        foreign: Option<Foreign>,
        shapes: Vec<Shape>,
        map: HashMap<String, Foreign>,
    }
    let loaded = load::<Settings>(
        "shapes = ['Dot', {Square = 2}, {Circle = {radius = 3}}]\n[map.k]\na = 1\nwhen = 2024-01-01\n[foreign]\na = 2\nb = 'x'",
    )
    .unwrap();
    assert_eq!(loaded.shapes, [Shape::Dot, Shape::Square(2), Shape::Circle { radius: 3 }]);
    assert_eq!(loaded.map["k"].when.as_deref(), Some("2024-01-01"));
    assert_eq!(loaded.foreign, Some(Foreign { a: 2, b: Some("x".to_owned()), when: None }));
    let from_variable = Fixture::new()
        .variable("APP_SHAPES", r#"["Dot", {"Square": 4}]"#)
        .variable("APP_MAP", r#"{"k": {"a": 1}}"#)
        .variable("APP_FOREIGN", r#"{"a": 7}"#);
    let loaded = from_variable.environment("test").load::<Settings>().unwrap();
    assert_eq!((loaded.shapes.len(), loaded.foreign.as_ref().unwrap().a, loaded.map["k"].a), (2, 7, 1));
}

#[test]
fn types_that_share_a_table_do_not_hide_an_unknown_key() {
    #[derive(Config)]
    #[expect(dead_code, reason = "only what is found is looked at")]
    struct Outer {
        #[config(default = 1)]
        low: u8,
        #[config(flatten)]
        bounds: Bounds,
    }
    let found = findings::<Outer>("low = 1\nhigh = 2\nunknown = 3");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("<key 3>: is no key of this configuration"), "{found:?}");
}

#[test]
fn sizes_are_leaves() {
    #[derive(Config)]
    struct Settings {
        upload: bytesize::ByteSize,
        #[config(default = "2 KiB")]
        cache: bytesize::ByteSize,
    }
    let loaded = load::<Settings>("upload = '16 MiB'").unwrap();
    assert_eq!((loaded.upload.as_u64(), loaded.cache.as_u64()), (16 << 20, 2 << 10));
    let from_variable = Fixture::new().variable("APP_UPLOAD", "1 KiB").environment("test").load::<Settings>().unwrap();
    assert_eq!(from_variable.upload.as_u64(), 1024);
    assert_eq!(
        findings::<Settings>("upload = 'much'"),
        ["upload: expected a value that bytesize::ByteSize reads, found another value (config/base.toml:1:10)"]
    );
}

#[test]
fn null_unsets_an_option_and_nothing_else() {
    #[derive(Config)]
    struct Settings {
        #[config(default = 3)]
        number: u8,
        text: Option<String>,
        point: Option<Point>,
        #[config(default = 100000000000000000000)]
        wide: f64,
    }
    let load = |own: &str| {
        let base = "text: t\npoint: {x: 1}\n";
        let fixture = Fixture::new().file("config/base.yaml", base).file("config/test.json", own);
        fixture.environment("test").load::<Settings>()
    };
    let loaded = load(r#"{"text": null, "point": null}"#).unwrap();
    assert_eq!((&loaded.text, &loaded.point, loaded.number, loaded.wide), (&None, &None, 3, 1e20));
    assert_eq!(loaded.provenance("text")[0].to_string(), "config/test.json:1:10");
    assert_eq!(
        load(r#"{"number": null}"#).unwrap_err().findings()[0].to_string(),
        "number: expected a whole number from 0 to 255, found null (config/test.json:1:12); \
         remove the key to leave it unset, or give it a value"
    );
}
