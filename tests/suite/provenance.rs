//! Where values came from.

use milieu::Config;
use milieu::testing::Fixture;

#[derive(Config)]
#[expect(dead_code, reason = "only origins are looked at")]
struct Settings {
    #[config(default = "")]
    text: String,
    #[config(default = [])]
    list: Vec<u8>,
    table: Option<Table>,
    #[config(default_with = u8::default)]
    computed: u8,
}

#[derive(Config)]
#[expect(dead_code, reason = "only origins are looked at")]
struct Table {
    key: u8,
}

fn origins(name: &str, text: &str, key: &str) -> Vec<String> {
    let fixture = Fixture::new().file(name, text);
    let loaded = fixture.environment("test").file(name).load::<Settings>().unwrap();
    loaded.provenance(key).iter().map(ToString::to_string).collect()
}

#[test]
fn every_format_gives_line_and_column_of_the_value() {
    for (name, text, want) in [
        ("a.toml", "# ü\n[table]\n  key = 1", "a.toml:3:9"),
        ("a.toml", "table = { key = 1 }", "a.toml:1:17"),
        ("a.toml", "table.key = 1", "a.toml:1:13"),
        ("a.json", "{\n  \"text\": \"é\", \"table\": {\"key\": 1}}", "a.json:2:33"),
        ("a.yaml", "text: é\ntable:\n  key: 1", "a.yaml:3:8"),
    ] {
        assert_eq!(origins(name, text, "table.key"), [want], "{text}");
    }
}

#[test]
fn columns_count_characters_and_lines_end_in_either_way() {
    assert_eq!(origins("a.toml", "list = []\r\ntext = 'x'\r\n", "text"), ["a.toml:2:8", "default"]);
    assert_eq!(
        origins("a.json", "{\"table\": {\"key\": 1}, \"text\": \"日本\", \"list\": []}", "list"),
        ["a.json:1:45", "default"]
    );
    assert_eq!(origins("a.toml", "\u{feff}text = 'x'", "text"), ["a.toml:1:8", "default"]);
    assert_eq!(origins("a.toml", "\ttext = 'x'", "text"), ["a.toml:1:9", "default"]);
}

#[test]
fn a_value_behind_an_alias_has_the_place_of_its_anchor() {
    let text = "text: &t hello\nlist: []\n";
    assert_eq!(origins("a.yaml", text, "text"), ["a.yaml:1:10", "default"]);
    let fixture = Fixture::new().file("a.yaml", "other: &o {key: 7}\ntable:\n  <<: *o\n");
    let inspection = fixture.environment("test").file("a.yaml").inspect_plain("test").unwrap();
    let leaf = inspection.leaves().iter().find(|leaf| leaf.key() == "table.key").unwrap();
    assert_eq!(leaf.origin().to_string(), "a.yaml:1:17");
}

#[test]
fn defaults_and_what_is_not_set_say_so() {
    assert_eq!(origins("a.toml", "", "text"), ["default"]);
    assert_eq!(origins("a.toml", "", "computed"), ["computed default"]);
    assert_eq!(origins("a.toml", "", "table"), Vec::<String>::new());
    assert_eq!(origins("a.toml", "", "no.such.key"), Vec::<String>::new());
}

#[test]
fn an_origin_gives_its_parts() {
    let fixture = Fixture::new().file("a.toml", "text = 'x'").variable("APP_LIST", "1");
    let loaded = fixture.environment("test").file("a.toml").load::<Settings>().unwrap();
    let file = &loaded.provenance("text")[0];
    assert_eq!((file.path().unwrap().to_str(), file.line(), file.column()), (Some("a.toml"), Some(1), Some(8)));
    let variable = &loaded.provenance("list")[0];
    assert_eq!((variable.variable_name(), variable.path(), variable.is_default()), (Some("APP_LIST"), None, false));
    assert!(loaded.provenance("list")[1].is_default());
}
