//! Variables, read by schema.

use std::collections::BTreeMap;

use milieu::testing::Fixture;
use milieu::{Config, Credential};

#[derive(Config)]
struct Settings {
    #[config(default = "", public = "a test")]
    text: String,
    database: Option<Database>,
    #[config(default = {})]
    tenants: BTreeMap<String, Tenant>,
    #[config(default = [])]
    hosts: Vec<String>,
    #[config(default = [])]
    rules: Vec<Tenant>,
    #[config(variable = "PORT")]
    port: Option<u16>,
}

#[derive(Config)]
struct Database {
    pool_size: u32,
    password: Option<Credential>,
}

#[derive(Config, Debug, PartialEq)]
struct Tenant {
    name: String,
    #[config(default = 1)]
    weight: u8,
}

fn loaded(pairs: &[(&str, &str)]) -> milieu::Loaded<Settings> {
    try_load(pairs).unwrap()
}

fn try_load(pairs: &[(&str, &str)]) -> Result<milieu::Loaded<Settings>, milieu::Error> {
    let base = "[tenants.acme]\nname = 'Acme'\n[tenants.acme-eu]\nname = 'Acme EU'";
    let mut fixture = Fixture::new().file("config/base.toml", base);
    for (name, value) in pairs {
        fixture = fixture.variable(name, *value);
    }
    fixture.environment("test").load::<Settings>()
}

fn warnings(pairs: &[(&str, &str)]) -> Vec<String> {
    loaded(pairs).findings().iter().map(ToString::to_string).collect()
}

#[test]
fn single_underscores_nest_and_join_without_ambiguity() {
    let loaded = loaded(&[("APP_DATABASE_POOL_SIZE", "9")]);
    assert_eq!(loaded.database.as_ref().unwrap().pool_size, 9);
}

#[test]
fn text_stays_byte_for_byte_what_was_set() {
    for text in ["007", "true", "1e5", "[x]", "{a=b}", "\"  0123  \"", "a\nb", " pa$$word$ a#b \\", "😀", "a,b"] {
        let loaded = loaded(&[("APP_TEXT", text), ("APP_DATABASE_PASSWORD", text), ("APP_DATABASE_POOL_SIZE", "1")]);
        assert_eq!(loaded.text, text);
        assert_eq!(loaded.database.as_ref().unwrap().password.as_ref().unwrap().expose(), text);
    }
}

#[test]
fn lists_come_with_commas_or_as_json() {
    assert_eq!(loaded(&[("APP_HOSTS", "a, b,c")]).hosts, ["a", "b", "c"]);
    assert_eq!(loaded(&[("APP_HOSTS", r#"["a,b", "c"]"#)]).hosts, ["a,b", "c"]);
    assert_eq!(loaded(&[("APP_HOSTS", "[]")]).hosts, Vec::<String>::new());
    assert!(try_load(&[("APP_HOSTS", "")]).is_err());
}

#[test]
fn map_entries_that_a_lower_layer_defines_are_found_the_longest_first() {
    let loaded = loaded(&[("APP_TENANTS_ACME_NAME", "A"), ("APP_TENANTS_ACME_EU_WEIGHT", "7")]);
    assert_eq!(loaded.tenants["acme"], Tenant { name: "A".into(), weight: 1 });
    assert_eq!(loaded.tenants["acme-eu"], Tenant { name: "Acme EU".into(), weight: 7 });
}

#[test]
fn new_map_entries_and_lists_of_tables_come_as_json() {
    let loaded = loaded(&[
        ("APP_TENANTS", r#"{"new": {"name": "New"}, "acme": {"weight": 3}}"#),
        ("APP_RULES", r#"[{"name": "r", "weight": 2}]"#),
    ]);
    assert_eq!(loaded.tenants["new"].name, "New");
    assert_eq!(loaded.tenants["acme"], Tenant { name: "Acme".into(), weight: 3 });
    assert_eq!(loaded.rules, [Tenant { name: "r".into(), weight: 2 }]);
}

#[test]
fn an_unclaimed_variable_is_a_warning_with_the_nearest_name() {
    assert_eq!(
        warnings(&[("APP_DATABASE_POOLSIZE", "9")]),
        ["APP_DATABASE_POOLSIZE: is set and no key of this configuration reads it; \
          did you mean APP_DATABASE_POOL_SIZE? [unknown-variable]"]
    );
}

#[test]
fn a_new_map_entry_by_its_fields_is_told_how_to_come() {
    assert_eq!(
        warnings(&[("APP_TENANTS_NEW_NAME", "New")]),
        ["APP_TENANTS_NEW_NAME: is set and no key of this configuration reads it; \
          no lower layer has this entry; give new ones as JSON in APP_TENANTS [unknown-variable]"]
    );
}

#[test]
fn other_spellings_are_no_second_way_in() {
    for name in ["APP_DATABASE__POOL_SIZE", "app_database_pool_size", "App_Database_Pool_Size"] {
        let loaded = loaded(&[(name, "9")]);
        assert!(loaded.database.is_none());
        assert_eq!(loaded.findings().len(), 1, "{name}");
    }
}

#[test]
fn variables_of_others_are_left_alone() {
    assert_eq!(warnings(&[("PATH", "/bin"), ("APPLE", "1"), ("RUST_LOG", "x")]), Vec::<String>::new());
}

#[test]
fn service_links_of_kubernetes_are_recognised() {
    let links = [
        ("APP_SERVICE_HOST", "10.0.0.1"),
        ("APP_SERVICE_PORT", "80"),
        ("APP_SERVICE_PORT_HTTP", "80"),
        ("APP_PORT", "tcp://10.0.0.1:80"),
        ("APP_PORT_80_TCP", "tcp://10.0.0.1:80"),
        ("APP_PORT_80_TCP_PROTO", "tcp"),
        ("APP_PORT_80_TCP_PORT", "80"),
        ("APP_PORT_80_TCP_ADDR", "10.0.0.1"),
    ];
    let loaded = loaded(&links);
    assert_eq!(loaded.port, None);
    assert!(loaded.findings().is_empty(), "{:?}", loaded.findings());
}

#[test]
fn an_extra_name_sets_the_field_and_two_names_contradict() {
    assert_eq!(loaded(&[("PORT", "81")]).port, Some(81));
    assert_eq!(loaded(&[("APP_PORT", "82")]).port, Some(82));
    let error = try_load(&[("PORT", "81"), ("APP_PORT", "82")]).unwrap_err();
    assert_eq!(error.findings()[0].to_string(), "port: is set by two variables, APP_PORT and PORT; keep one of them");
}

#[test]
fn an_empty_variable_is_text_or_unset_or_an_error() {
    let loaded = loaded(&[("APP_TEXT", ""), ("APP_PORT", "")]);
    assert_eq!((loaded.text.as_str(), loaded.port), ("", None));
    let error = try_load(&[("APP_DATABASE_POOL_SIZE", "")]).unwrap_err();
    assert_eq!(
        error.findings()[0].to_string(),
        "database.pool_size: expected a whole number from 0 to 4294967295, found an empty text (APP_DATABASE_POOL_SIZE)"
    );
}

#[test]
fn a_separator_of_the_applications_own_replaces_the_single_one() {
    let fixture = Fixture::new().variable("APP_DATABASE__POOL_SIZE", "9").variable("APP_DATABASE_POOL_SIZE", "8");
    let loaded = fixture.environment("test").variable_separator("__").load::<Settings>().unwrap();
    assert_eq!(loaded.database.as_ref().unwrap().pool_size, 9);
    assert_eq!(loaded.findings().len(), 1);
}

#[test]
fn a_variable_can_name_a_file_that_holds_the_value() {
    let fixture = Fixture::new()
        .file("/run/secrets/password", "hunter2-CANARY\n")
        .variable("APP_DATABASE_PASSWORD_FILE", "/run/secrets/password")
        .variable("APP_DATABASE_POOL_SIZE", "1");
    let loaded = fixture.environment("test").load::<Settings>().unwrap();
    let password = loaded.database.as_ref().unwrap().password.as_ref().unwrap();
    assert_eq!(password.expose(), "hunter2-CANARY");
    assert_eq!(loaded.provenance("database.password")[0].to_string(), "APP_DATABASE_PASSWORD_FILE");
}

#[test]
fn a_variable_and_its_file_form_contradict() {
    let pairs = [("APP_TEXT", "a"), ("APP_TEXT_FILE", "/b")];
    let error = try_load(&pairs).unwrap_err();
    assert!(
        error.to_string().contains("text: is set twice: as a variable, and as a variable that names a file"),
        "{error}"
    );
}

#[test]
fn a_file_variable_that_holds_the_credential_itself_does_not_show_it() {
    let error = try_load(&[("APP_DATABASE_PASSWORD_FILE", "hunter2-CANARY")]).unwrap_err();
    assert!(!error.to_string().contains("CANARY"), "{error}");
    assert!(error.to_string().contains("names a file that is not there (APP_DATABASE_PASSWORD_FILE)"), "{error}");
}

#[test]
fn nul_and_foreign_bytes_are_refused_by_name() {
    let error = try_load(&[("APP_TEXT", "a\0b")]).unwrap_err();
    assert_eq!(error.findings()[0].to_string(), "text: holds a NUL character (APP_TEXT)");
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStringExt as _;
        let bytes = std::ffi::OsString::from_vec(vec![b'a', 0xff]);
        let error = Fixture::new().variable("APP_TEXT", bytes).environment("test").load::<Settings>().unwrap_err();
        assert_eq!(error.findings()[0].to_string(), "text: expected text in UTF-8, found other bytes (APP_TEXT)");
    }
}

#[test]
fn two_keys_that_share_a_variable_are_an_error() {
    #[derive(Config)]
    struct Clash {
        a: Inner,
        #[config(default = 1)]
        a_b: u8,
    }
    #[derive(Config)]
    struct Inner {
        #[config(default = 1)]
        b: u8,
    }
    let error = Fixture::new().environment("test").load::<Clash>().unwrap_err();
    assert_eq!(
        error.findings()[0].to_string(),
        "APP_A_B: is the variable of two keys, a.b and a_b; \
         rename one of the keys, or join segments by __ with variable_separator"
    );
    let error = Fixture::new().variable("APP_A_B", "2").environment("test").load::<Clash>().unwrap_err();
    assert!(error.to_string().contains("APP_A_B: sets two keys of this configuration"), "{error}");
    let loader = Fixture::new().variable("APP_A__B", "2").environment("test").variable_separator("__");
    let loaded = loader.load::<Clash>().unwrap();
    assert_eq!((loaded.a.b, loaded.a_b), (2, 1));
}

#[test]
fn an_alias_names_a_variable_too() {
    #[derive(Config)]
    struct Aliased {
        #[config(alias = "workers_count", default = 1)]
        workers: u8,
    }
    let load = |pairs: &[(&str, &str)]| {
        let fixture = pairs.iter().fold(Fixture::new(), |fixture, (name, value)| fixture.variable(name, *value));
        fixture.environment("test").load::<Aliased>()
    };
    let loaded = load(&[("APP_WORKERS_COUNT", "2")]).unwrap();
    assert_eq!((loaded.workers, loaded.findings().len()), (2, 0));
    let error = load(&[("APP_WORKERS_COUNT", "2"), ("APP_WORKERS", "3")]).unwrap_err();
    assert!(error.to_string().contains("is set by two variables, APP_WORKERS and APP_WORKERS_COUNT"), "{error}");
}

#[test]
fn a_field_whose_name_ends_in_file_goes_before_the_file_form_of_another() {
    #[derive(Config)]
    struct Tls {
        cert: Option<String>,
        cert_file: Option<std::path::PathBuf>,
        key: Option<String>,
    }
    let fixture = Fixture::new()
        .file("/tls/key", "content\n")
        .variable("APP_CERT_FILE", "/tls/cert")
        .variable("APP_KEY_FILE", "/tls/key");
    let loaded = fixture.environment("test").load::<Tls>().unwrap();
    assert_eq!(loaded.cert, None);
    assert_eq!(loaded.cert_file.as_deref(), Some(std::path::Path::new("/tls/cert")));
    assert_eq!(loaded.key.as_deref(), Some("content"));
}

#[test]
fn variants_that_have_a_field_of_one_name_share_its_variable() {
    #[derive(Config, Debug, PartialEq)]
    #[config(tag = "kind", rename_all = "snake_case")]
    enum Store {
        File { path: String },
        Socket { path: String, backlog: u8 },
    }
    #[derive(Config)]
    struct Settings {
        store: Store,
    }
    let fixture = Fixture::new()
        .variable("APP_STORE_KIND", "socket")
        .variable("APP_STORE_PATH", "/s")
        .variable("APP_STORE_BACKLOG", "7");
    let loaded = fixture.environment("test").load::<Settings>().unwrap();
    assert_eq!(loaded.store, Store::Socket { path: "/s".to_owned(), backlog: 7 });
    assert!(loaded.findings().is_empty());
}
