//! Input that no configuration should be, and that has to be refused with its origin, in bounds, without a panic.

use milieu::Config;
use milieu::testing::Fixture;

#[derive(Config, Debug)]
#[expect(dead_code, reason = "only what is refused is looked at")]
struct Settings {
    #[config(default = 1)]
    port: u16,
    #[config(default = {})]
    table: std::collections::BTreeMap<String, u8>,
}

fn refuse(name: &str, content: impl Into<Vec<u8>>) -> String {
    let fixture = Fixture::new().file(format!("config/{name}"), content);
    fixture.environment("test").load::<Settings>().unwrap_err().to_string()
}

#[test]
fn an_empty_file_is_an_empty_layer_except_where_the_format_forbids_it() {
    for name in ["base.toml", "base.yaml"] {
        assert!(
            Fixture::new().file(format!("config/{name}"), "").environment("test").load::<Settings>().is_ok(),
            "{name}"
        );
    }
    assert!(
        refuse("base.json", "").contains("config/base.json:1:1: is not well-formed here: expected a table in braces")
    );
}

#[test]
fn bytes_that_are_no_text_are_refused_with_the_file() {
    for name in ["base.toml", "base.json", "base.yaml"] {
        assert!(refuse(name, vec![0xff, 0xfe, b'a']).contains(": holds bytes that are not UTF-8"));
    }
}

#[test]
fn a_hundred_megabytes_are_refused_unread() {
    assert!(refuse("base.toml", vec![b'#'; 100 << 20]).contains("is larger than 8 MiB"));
}

#[test]
fn ten_thousand_levels_are_refused_and_not_recursed_into() {
    let depth = 10_000;
    let dotted = format!("{} = 1", vec!["a"; depth].join("."));
    let header = format!("[{}]", vec!["a"; depth].join("."));
    let lists = format!("a = {}{}", "[".repeat(depth), "]".repeat(depth));
    let tables = format!("a = {}1{}", "{a = ".repeat(depth), "}".repeat(depth));
    let dots_in_braces = format!("a = {}1{}", format!("{{{} = ", vec!["a"; 60].join(".")).repeat(60), "}".repeat(60));
    for text in [dotted, header, lists, tables, dots_in_braces] {
        assert!(refuse("base.toml", text).contains("is nested more than 64 levels deep"));
    }
    let json = format!("{{\"a\": {}{}}}", "[".repeat(depth), "]".repeat(depth));
    assert!(refuse("base.json", json.as_str()).contains("is nested more than 64 levels deep"));
    assert!(refuse("base.yaml", json).contains("is nested more than 64 levels deep"));
    // the indentation of ten thousand levels would be larger than a file may be
    let block: String = (0..1_000).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    let found = refuse("base.yaml", block);
    assert!(found.contains("is nested more than 64 levels deep"), "{found}");
}

#[test]
fn a_deep_variable_is_refused_as_well() {
    let fixture = Fixture::new().variable("APP_TABLE", "[".repeat(10_000)).variable("APP_PORT", "1");
    let error = fixture.environment("test").load::<Settings>().unwrap_err();
    assert!(error.to_string().contains("(APP_TABLE)") || error.to_string().contains("APP_TABLE:"), "{error}");
}

#[test]
fn aliases_that_unfold_without_end_are_refused() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..30 {
        bomb.push_str(&format!("a{level}: &a{level} [{}]\n", vec![format!("*a{}", level - 1); 9].join(", ")));
    }
    assert!(refuse("base.yaml", bomb).contains("has aliases that unfold to more values than a file may have"));
    let mut merges = String::from("a0: &a0 {}\n");
    for level in 1..40 {
        merges.push_str(&format!("a{level}: &a{level} {{<<: [{}]}}\n", vec![format!("*a{}", level - 1); 9].join(", ")));
    }
    assert!(refuse("base.yaml", merges).contains("has aliases that unfold to more values than a file may have"));
    assert!(refuse("base.yaml", "a: &a\n  b: *a\n").contains("is nested more than 64 levels deep"));
    assert!(refuse("base.yaml", "a: *nowhere\n").contains("refers to an anchor that does not stand before it"));
}

#[test]
fn a_second_document_is_refused_and_not_dropped() {
    assert!(refuse("base.yaml", "port: 1\n---\nport: 2\n").contains("config/base.yaml:2:1: begins a second document"));
}

#[test]
fn duplicate_keys_are_findings_in_every_format() {
    for (name, text) in [
        ("base.toml", "port = 1\nport = 2"),
        ("base.toml", "[table]\n[table]"),
        ("base.json", r#"{"port": 1, "port": 2}"#),
        ("base.json", r#"{"table": {}, "table": {}}"#),
        ("base.yaml", "port: 1\nport: 2"),
    ] {
        assert!(refuse(name, text).contains("sets a key that this source has set before"), "{name}: {text}");
    }
}

#[test]
fn a_scalar_for_a_table_and_a_table_for_a_scalar_name_both() {
    assert_eq!(
        refuse("base.toml", "table = 1\nport = {a = 1}"),
        "2 problems in the configuration of test\n  \
         port: expected a whole number from 0 to 65535, found a table (config/base.toml:2:8)\n  \
         table: expected a table, found a whole number (config/base.toml:1:9)"
    );
}

#[test]
fn a_directory_a_pipe_and_a_missing_file_are_told_apart_on_disk() {
    let directory = std::env::temp_dir().join(format!("milieu-bad-input-{}", std::process::id()));
    std::fs::create_dir_all(directory.join("base.toml")).unwrap();
    let load = |path: &std::path::Path| {
        let loader = milieu::Loader::new("app").environment("test").no_directory().no_variables();
        loader.file(path).load::<Settings>().unwrap_err().to_string()
    };
    assert!(load(&directory.join("base.toml")).contains("is a directory, and a file was expected"));
    assert!(load(&directory.join("none.toml")).contains("is not there"));
    assert!(load(std::path::Path::new("/dev/zero")).contains("is neither a file nor a link to one") || cfg!(not(unix)));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(directory.join("b.toml"), directory.join("a.toml")).unwrap();
        std::os::unix::fs::symlink(directory.join("a.toml"), directory.join("b.toml")).unwrap();
        assert!(load(&directory.join("a.toml")).contains("a.toml: cannot be read"));
    }
    let given = milieu::Loader::new("app").environment("test").directory(directory.join("nowhere"));
    assert!(given.load::<Settings>().unwrap_err().to_string().contains("a directory was expected"));
    std::fs::remove_dir_all(&directory).unwrap();
}

#[test]
fn numbers_out_of_range_are_refused_and_never_wrapped() {
    for text in
        ["port = 65536", "port = -1", "port = 340282366920938463463374607431768211455", "port = 1e3", "port = 1.0"]
    {
        assert!(refuse("base.toml", text).contains("port: expected a whole number from 0 to 65535"), "{text}");
    }
    let digits = "9".repeat(60);
    assert!(refuse("base.toml", format!("port = {digits}")).contains("holds a whole number of more than 128 bits"));
    assert!(
        refuse("base.json", format!("{{\"port\": {digits}}}")).contains("holds a whole number of more than 128 bits")
    );
}

#[test]
fn an_extension_of_no_known_format_is_refused() {
    let fixture = Fixture::new().file("settings.ini", "port=1");
    let error = fixture.environment("test").file("settings.ini").load::<Settings>().unwrap_err();
    assert!(error.to_string().contains("settings.ini: has an extension of no known format"), "{error}");
}

#[test]
fn two_formats_of_one_file_are_refused() {
    let fixture = Fixture::new().file("config/base.toml", "").file("config/base.json", "{}");
    let error = fixture.environment("test").load::<Settings>().unwrap_err();
    assert!(error.to_string().contains("stands beside the same file as .toml"), "{error}");
}

#[test]
fn a_key_that_is_given_with_its_value_nests_no_deeper_than_a_file() {
    let key = |segments: usize| format!("name{}", ".a".repeat(segments - 1));
    assert!(milieu::Key::new(&key(64)).is_ok() && milieu::Key::new(&key(65)).is_err());
    for segments in [65, 100_000] {
        let argument = format!("{}=1", key(segments));
        let loader = Fixture::new().environment("test").arguments([&argument]);
        assert!(loader.load_plain::<serde_json::Value>().is_err());
        assert!(!loader.inspect_plain("test").unwrap().findings().is_empty());
        let loader = Fixture::new().environment("test").set(&key(segments), "1");
        assert!(loader.load_plain::<serde_json::Value>().is_err());
    }
}

#[test]
fn what_a_full_file_holds_is_forgotten_and_refused_in_bounds() {
    #[derive(Config)]
    #[expect(dead_code, reason = "only what is refused is looked at")]
    struct Settings {
        password: Option<milieu::Credential>,
    }
    let load = |name: &str, content: String| {
        let begun = std::time::Instant::now();
        let loaded = Fixture::new().file(name, content).environment("test").load::<Settings>();
        assert!(begun.elapsed().as_secs() < 30, "{name} took {:?}", begun.elapsed());
        loaded.map_or_else(|error| error.findings().len(), |loaded| loaded.findings().len())
    };
    // each of these looked at the whole file once more
    assert_eq!(load("config/test.toml", format!("password = [{}]", "'hunter2-CANARY',".repeat(200_000))), 1);
    assert_eq!(load(".env", "OTHER_A=hunter2-CANARY\n".repeat(200_000)), 0);
    assert_eq!(load(".env", "=\n".repeat(200_000)), 64);
}
