//! What people and programs are shown.

use milieu::testing::Fixture;
use milieu::{Config, Credential, Loader};

#[derive(Config)]
#[expect(dead_code, reason = "only what is shown of it is looked at")]
struct Settings {
    /// Address to listen on.
    #[config(default = "127.0.0.1:8080")]
    listen: std::net::SocketAddr,
    database: Database,
    /// Print every query.
    #[config(dev_only, default = false)]
    trace_sql: bool,
    #[config(default = {})]
    tenants: std::collections::BTreeMap<String, Tenant>,
    #[config(default = [], public = "names of our own")]
    labels: Vec<String>,
    foreign: Option<serde_json::Value>,
}

#[derive(Config)]
#[expect(dead_code, reason = "only what is shown of it is looked at")]
struct Database {
    /// Differs in each deployment.
    #[config(supplied)]
    host: String,
    #[config(default = 8, range = 1..=512)]
    pool_size: u32,
    password: Credential,
}

#[derive(Config)]
#[expect(dead_code, reason = "only what is shown of it is looked at")]
struct Tenant {
    name: String,
}

fn fixture() -> Fixture {
    Fixture::new()
        .file(
            "config/base.toml",
            "listen = '0.0.0.0:80'\nforeign = {a = 'CANARY'}\n[tenants.acme-CANARY]\nname = 'CANARY'\n",
        )
        .file("config/development.toml", "database = {host = 'localhost', pool_size = 9}\n")
        .file("config/production.toml", "")
        .variable("APP_DATABASE_PASSWORD", "hunter2-CANARY")
}

#[test]
fn explain_is_an_aligned_table_without_what_must_not_be_shown() {
    let loaded = fixture().environment("development").load::<Settings>().unwrap();
    let text = loaded.explain().to_string();
    let body = text.split_once('\n').unwrap().1;
    assert_eq!(
        body,
        "\
key                   value         origin                        shadows
listen                \"0.0.0.0:80\"  config/base.toml:1:10         default
database.host         \"localhost\"   config/development.toml:1:20
database.pool_size    9             config/development.toml:1:45  default
database.password     [REDACTED]    APP_DATABASE_PASSWORD
trace_sql             false         default
tenants.<key 1>.name  <text>        config/base.toml:4:8
labels                []            default
foreign               <a table>     config/base.toml:2:11
"
    );
    assert!(!text.contains("CANARY"), "{text}");
}

#[test]
fn inspect_shows_any_environment_and_calls_nothing_missing_that_is_supplied() {
    let inspection = fixture().environment("development").inspect::<Settings>("production").unwrap();
    let missing: Vec<_> = inspection.findings().iter().map(ToString::to_string).collect();
    assert_eq!(missing, Vec::<String>::new());
    assert_eq!(inspection.environment().name(), "production");
    assert!(inspection.leaves().iter().any(|leaf| leaf.key() == "listen"));
    assert!(fixture().environment("test").inspect::<Settings>("prodution").is_err());
}

#[test]
fn the_reference_has_a_row_for_every_key() {
    let reference = Loader::new("shop").reference(Settings::SCHEMA);
    for row in [
        "| `listen` | an address and port such as 127.0.0.1:8080 | `\"127.0.0.1:8080\"` | `SHOP_LISTEN` | Address to listen on. |",
        "| `database.host` | text | required | `SHOP_DATABASE_HOST` | Differs in each deployment. Supplied by each deployment. |",
        "| `database.pool_size` | a whole number from 1 to 512 | `8` | `SHOP_DATABASE_POOL_SIZE` |  |",
        "| `database.password` | a credential | required | `SHOP_DATABASE_PASSWORD` |  |",
        "| `trace_sql` | true or false | `false` | `SHOP_TRACE_SQL` | Print every query. Development only. |",
        "| `tenants.*.name` | text | required |  |  |",
    ] {
        assert!(reference.lines().any(|line| line == row), "{row}\n{reference}");
    }
}

#[test]
fn a_template_is_a_file_that_loads() {
    let template = Loader::new("app").template(Settings::SCHEMA, "production").unwrap();
    assert!(template.starts_with(
        "# Configuration of production. What is commented out stands as the base file has it, else as its default.\n"
    ));
    assert!(!template.contains("trace_sql"), "{template}");
    let fixture = Fixture::new()
        .file("config/production.toml", template)
        .variable("APP_DATABASE_HOST", "h")
        .variable("APP_DATABASE_PASSWORD", "hunter2-CANARY");
    fixture.environment("production").load::<Settings>().unwrap();
    assert!(Loader::new("app").template(Settings::SCHEMA, "prodution").is_err());
}

#[cfg(feature = "schema")]
#[test]
fn the_json_schema_knows_kinds_bounds_and_texts() {
    let schema = Loader::new("app").json_schema(Settings::SCHEMA);
    assert_eq!(schema["properties"]["database"]["properties"]["pool_size"]["maximum"], 512);
    assert_eq!(schema["properties"]["listen"]["description"], "Address to listen on.");
    assert_eq!(schema["additionalProperties"], false);
}

#[test]
fn a_dev_only_key_is_denied_in_a_deployed_environment() {
    let fixture = fixture().file("config/base.toml", "trace_sql = true").variable("APP_DATABASE_HOST", "h");
    let error = fixture.environment("production").load::<Settings>().unwrap_err();
    assert_eq!(
        error.findings()[0].to_string(),
        "trace_sql: is meant for development and set for a deployed environment (config/base.toml:1:1); \
         move it to a file that only development reads [dev-only-key]"
    );
    assert!(fixture.environment("development").load::<Settings>().is_ok());
}

#[test]
fn an_unknown_key_is_a_warning_at_the_start_of_a_deployed_environment_and_denied_elsewhere() {
    let fixture = fixture().file("config/base.toml", "unknown = 1").variable("APP_DATABASE_HOST", "h");
    let loaded = fixture.environment("production").load::<Settings>().unwrap();
    assert_eq!(loaded.findings()[0].check(), Some("unknown-key"));
    assert!(fixture.environment("development").load::<Settings>().is_err());
    let inspection = fixture.environment("test").inspect::<Settings>("production").unwrap();
    assert_eq!(inspection.findings()[0].level(), milieu::Level::Deny);
}

#[test]
fn warnings_of_a_load_go_to_the_reporter() {
    let seen = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let sink = std::sync::Arc::clone(&seen);
    let loader = fixture().variable("APP_TYPO", "1").environment("development");
    let loader = loader.reporter(move |finding| sink.lock().unwrap().push(finding.to_string()));
    loader.load::<Settings>().unwrap();
    assert_eq!(seen.lock().unwrap().len(), 1);
    loader.quiet().load::<Settings>().unwrap();
    assert_eq!(seen.lock().unwrap().len(), 1);
}

#[cfg(feature = "figment")]
#[test]
fn a_figment_has_numbers_that_json_has_not() {
    #[derive(Config)]
    struct Numbers {
        limit: f64,
        most: f64,
        wide: u128,
        list: Vec<f64>,
        text: String,
    }
    let wide = u128::MAX.to_string();
    let fixture = Fixture::new()
        .file("config/base.toml", "limit = inf\nlist = [1, -inf]\ntext = 'inf'\n")
        .variable("APP_MOST", "inf")
        .variable("APP_WIDE", wide.as_str());
    let loaded = fixture.environment("test").load::<Numbers>().unwrap();
    let figment = loaded.figment();
    let float = |key: &str| figment.extract_inner::<f64>(key).unwrap();
    assert_eq!((float("limit"), float("most")), (loaded.limit, loaded.most));
    assert_eq!(figment.extract_inner::<Vec<f64>>("list").unwrap(), loaded.list);
    // figment holds it, and gives it to no type
    assert_eq!(figment.find_value("wide").unwrap().to_u128(), Some(loaded.wide));
    assert_eq!(figment.extract_inner::<String>("text").unwrap(), loaded.text);

    #[derive(serde::Deserialize)]
    struct Plain {
        limit: f64,
        text: String,
    }
    let fixture = Fixture::new().file("config/base.toml", "limit = -inf\ntext = 'inf'\n");
    let loaded = fixture.environment("test").load_plain::<Plain>().unwrap();
    assert_eq!(loaded.figment().extract_inner::<f64>("limit").unwrap(), loaded.limit);
    assert_eq!(loaded.figment().extract_inner::<String>("text").unwrap(), loaded.text);
}

#[cfg(feature = "figment")]
#[test]
fn a_figment_has_the_tables_that_have_no_key() {
    type Tables = std::collections::BTreeMap<String, serde_json::Value>;
    let fixture = Fixture::new()
        .file("config/base.toml", "a = {}\nb = {c = {}, d = 1}\ne = {}\n")
        .file("config/test.toml", "e = {f = 2}\n");
    let loaded = fixture.environment("test").load_plain::<Tables>().unwrap();
    let figment: Tables = loaded.figment().extract().unwrap();
    assert_eq!(figment, *loaded);
    assert_eq!(serde_json::to_string(&figment).unwrap(), r#"{"a":{},"b":{"c":{},"d":1},"e":{"f":2}}"#);

    #[derive(Config)]
    #[expect(dead_code, reason = "only handed out")]
    struct Typed {
        a: std::collections::BTreeMap<String, u8>,
    }
    let typed = Fixture::new().file("config/base.toml", "a = {}\n").environment("test").load::<Typed>().unwrap();
    assert_eq!(serde_json::to_string(&typed.figment().extract::<Tables>().unwrap()).unwrap(), r#"{"a":{}}"#);
}

#[cfg(feature = "figment")]
#[test]
fn a_figment_has_one_metadata_a_file_and_no_credential() {
    let loaded = fixture().environment("development").load::<Settings>().unwrap();
    let figment = loaded.figment();
    assert_eq!(figment.extract_inner::<u32>("database.pool_size").unwrap(), 9);
    let source = figment.find_metadata("database.pool_size").unwrap().source.clone().unwrap();
    assert_eq!(source.file_path().unwrap(), std::path::Path::new("config/development.toml"));
    assert!(figment.find_value("database.password").is_err());
    assert!(!figment.extract_inner::<bool>("trace_sql").unwrap());
    assert!(!format!("{figment:?}").contains("hunter2"));
}

#[cfg(feature = "figment")]
#[test]
fn a_providers_error_and_name_show_nothing() {
    struct Broken;
    impl figment::Provider for Broken {
        fn metadata(&self) -> figment::Metadata {
            figment::Metadata::named("postgres://user:hunter2-CANARY@host")
        }
        fn data(&self) -> Result<figment::value::Map<figment::Profile, figment::value::Dict>, figment::Error> {
            Err(figment::Error::from("hunter2-CANARY".to_owned()))
        }
    }
    let error = Fixture::new().environment("test").provider(milieu::Rank::Base, Broken).load::<Settings>().unwrap_err();
    assert!(!error.to_string().contains("CANARY"), "{error}");
    assert!(error.to_string().contains("figment provider: the provider failed to give its values"), "{error}");
}

#[cfg(feature = "miette")]
#[test]
fn an_error_is_a_diagnostic_with_a_related_one_for_each_finding() {
    use miette::Diagnostic as _;
    let error = Fixture::new().environment("test").load::<Settings>().unwrap_err();
    assert_eq!(error.related().unwrap().count(), error.findings().len());
}
