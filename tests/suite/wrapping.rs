//! What a framework needs that wraps a loader: sources as objects, keys as data, one credential for a figment.

use std::sync::Arc;

use milieu::policy::SourceKind;
use milieu::source::{Source, SourceError, Values};
use milieu::testing::Fixture;
use milieu::{Config, Credential, Environment, Loader, Rank};

const SECRET: &str = "hunter2-CANARY";

struct Store;

impl Source for Store {
    fn name(&self) -> &str {
        "store"
    }

    fn kind(&self) -> SourceKind {
        SourceKind::Store
    }

    fn read(&self, _: Environment, values: &mut Values) -> Result<(), SourceError> {
        for key in values.credentials().to_vec() {
            values.set_credential(&key, SECRET.into());
        }
        Ok(())
    }
}

#[derive(Config)]
struct WithSecret {
    secret_key: Credential,
}

#[test]
fn a_source_is_passed_on_as_an_object() {
    let shared: Arc<dyn Source> = Arc::new(Store);
    let loader = || Fixture::new().environment("production");
    let boxed: Box<dyn Source> = Box::new(Arc::clone(&shared));
    for loader in [loader().source(Rank::SecretFile, boxed), loader().source(Rank::SecretFile, shared)] {
        let loaded = loader.load::<WithSecret>().unwrap();
        assert_eq!(loaded.secret_key.expose(), SECRET);
        assert_eq!(loaded.provenance("secret_key")[0].to_string(), "store");
    }
}

#[derive(Config)]
#[expect(dead_code, reason = "only what is said of it is looked at")]
struct Described {
    /// Address to listen on.
    #[config(default = "127.0.0.1:8080", variable = "LISTEN")]
    listen: std::net::SocketAddr,
    server: Server,
    #[config(default = {})]
    tenants: std::collections::BTreeMap<String, Tenant>,
    store: Files,
    mirror: Option<String>,
    #[config(default_with = one)]
    workers: u16,
    #[config(dev_default = "eu")]
    region: String,
}

const fn one() -> u16 {
    1
}

#[derive(Config)]
#[expect(dead_code, reason = "only what is said of it is looked at")]
struct Server {
    /// Signs cookies.
    secret_key: Credential,
    tokens: Vec<Credential>,
}

#[derive(Config)]
#[expect(dead_code, reason = "only what is said of it is looked at")]
struct Tenant {
    name: String,
}

/// Where files go.
#[derive(Config)]
#[config(tag = "kind", rename_all = "lowercase")]
#[expect(dead_code, reason = "only what is said of it is looked at")]
enum Files {
    Memory,
    Disk { directory: String },
}

#[test]
fn every_key_is_described_in_the_names_of_the_application() {
    let described = Loader::new("shop").variable_separator("__").describe(Described::SCHEMA);
    let lines = described.iter().map(|key| {
        let (default, variables) = (key.default().unwrap_or("-"), key.variables().join(" "));
        let need = if key.is_required() { "required" } else { "may be missing" };
        let secret = if key.holds_credential() { " credential" } else { "" };
        format!("{}: {} [{default}] {variables} ({need}{secret}) {}", key.key(), key.expected(), key.documentation())
    });
    assert_eq!(
        lines.collect::<Vec<_>>().join("\n"),
        "\
listen: an address and port such as 127.0.0.1:8080 [\"127.0.0.1:8080\"] SHOP_LISTEN LISTEN (may be missing) Address to listen on.
server.secret_key: a credential [-] SHOP_SERVER__SECRET_KEY (required credential) Signs cookies.
server.tokens: a list [-] SHOP_SERVER__TOKENS (required credential) 
tenants: a table [{}] SHOP_TENANTS (may be missing) 
tenants.*.name: text [-]  (required) 
store.kind: one of memory, disk [-] SHOP_STORE__KIND (required) Where files go.
store.directory: text [-] SHOP_STORE__DIRECTORY (required) 
mirror: text [-] SHOP_MIRROR (may be missing) 
workers: a whole number from 0 to 65535 [-] SHOP_WORKERS (may be missing) 
region: text [-] SHOP_REGION (required) "
    );
}

#[cfg(feature = "figment")]
mod figment_exposing {
    use super::{Config, Credential, Fixture, SECRET};

    const OTHER: &str = "correct horse battery CANARY";

    #[derive(Config)]
    struct Settings {
        secret_key: Credential,
        password: Credential,
        spare: Option<Credential>,
        server: Server,
        #[config(default = 80)]
        port: u16,
    }

    #[derive(Config)]
    struct Server {
        tokens: Vec<Credential>,
        keys: std::collections::BTreeMap<String, Credential<[u8; 4]>>,
    }

    fn loaded() -> milieu::Loaded<Settings> {
        Fixture::new()
            .file("/run/secrets/password", OTHER)
            .variable("APP_SECRET_KEY", SECRET)
            .variable("APP_SERVER_TOKENS", "one-CANARY,two-CANARY")
            .variable("APP_SERVER_KEYS", r#"{"eu.1": "abcd", "us": "efgh"}"#)
            .environment("test")
            .load()
            .unwrap()
    }

    #[test]
    fn a_credential_is_handed_out_by_name_and_no_other_is() {
        let loaded = loaded();
        let figment = loaded.figment_exposing(|settings| [("secret_key", settings.secret_key.expose())]).unwrap();
        assert_eq!(figment.extract_inner::<String>("secret_key").unwrap(), SECRET);
        assert_eq!(figment.extract_inner::<u16>("port").unwrap(), loaded.port);
        for key in ["password", "spare", "server", "server.tokens", "server.keys"] {
            assert!(figment.find_value(key).is_err(), "{key}");
        }
        // it lies with the other values of its layer
        let metadata = figment.find_metadata("secret_key").unwrap();
        assert_eq!(metadata.name, "environment variables");
        assert!(!format!("{figment:?}").contains(OTHER));
        assert_eq!(loaded.password.expose(), OTHER);
    }

    #[test]
    fn credentials_in_lists_and_maps_are_named_as_their_keys_are_spelt() {
        let loaded = loaded();
        let tokens =
            |settings: &Settings| settings.server.tokens.iter().map(|one| one.expose().clone()).collect::<Vec<_>>();
        let figment = loaded.figment_exposing(|it| [("server.tokens", tokens(it))]).unwrap();
        assert_eq!(figment.extract_inner::<Vec<String>>("server.tokens").unwrap(), ["one-CANARY", "two-CANARY"]);
        let figment =
            loaded.figment_exposing(|it| [("server.keys.\"eu.1\"", it.server.keys["eu.1"].expose())]).unwrap();
        let keys: std::collections::BTreeMap<String, [u8; 4]> = figment.extract_inner("server.keys").unwrap();
        assert_eq!(keys, [("eu.1".to_owned(), *b"abcd")].into());
    }

    #[test]
    fn a_credential_of_a_table_in_a_list_is_not_there_and_nothing_stands_in_its_place() {
        #[derive(Config)]
        struct Replicas {
            #[expect(dead_code, reason = "only the figment is read")]
            replicas: Vec<Replica>,
        }
        #[derive(Config)]
        #[expect(dead_code, reason = "only the figment is read")]
        struct Replica {
            host: String,
            password: Credential,
            tokens: Vec<Credential>,
        }
        let replicas = r#"[{"host": "db-1", "password": "hunter2-CANARY", "tokens": ["one-CANARY"]}]"#;
        let loaded = Fixture::new().variable("APP_REPLICAS", replicas).environment("test").load::<Replicas>().unwrap();
        let figment = loaded.figment();
        let replicas: Vec<std::collections::BTreeMap<String, String>> = figment.extract_inner("replicas").unwrap();
        assert_eq!(replicas, [[("host".to_owned(), "db-1".to_owned())].into()]);
    }

    #[test]
    fn what_is_no_credential_with_a_value_is_not_handed_out_by_name() {
        let loaded = loaded();
        assert!(loaded.spare.is_none());
        let error = loaded
            .figment_exposing(|it| {
                let key = it.secret_key.expose();
                [("port", key), ("secret_kye", key), ("secret_key", key), ("secret_key", key), ("spare", key)]
            })
            .unwrap_err();
        let words = "is to be handed out, and is no credential that a layer sets; give the key of a credential, each once; \
                     everything else is handed out anyway";
        let lines = ["port", "secret_key", "secret_kye", "spare"].map(|key| format!("  {key}: {words}"));
        let expected = format!("4 problems in the configuration of test\n{}", lines.join("\n"));
        assert_eq!(error.to_string(), expected);
    }

    #[test]
    fn what_figment_cannot_hold_is_refused_without_its_words() {
        struct Refuses;
        impl serde::Serialize for Refuses {
            fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
                Err(serde::ser::Error::custom(SECRET))
            }
        }
        let error = loaded().figment_exposing(|_| [("secret_key", Refuses)]).unwrap_err();
        let expected = "secret_key: serializes as nothing that a figment can hold";
        assert_eq!(error.findings()[0].to_string(), expected);
        assert!(!error.to_string().contains("CANARY"));
    }

    #[test]
    fn a_type_without_schema_hands_out_by_name_what_a_source_for_credentials_gave() {
        #[derive(serde::Deserialize)]
        struct Plain {
            password: String,
        }
        let fixture = Fixture::new().file("/srv/secrets/password", OTHER);
        let loader = fixture.environment("test").secret_files(milieu::SecretFiles::strict("/srv/secrets"));
        let loaded = loader.load_plain::<Plain>().unwrap();
        assert!(loaded.figment().find_value("password").is_err());
        let figment = loaded.figment_exposing(|it| [("password", &it.password)]).unwrap();
        assert_eq!(figment.extract_inner::<String>("password").unwrap(), OTHER);
    }
}
