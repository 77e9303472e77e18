//! What a framework needs that wraps a loader: sources as objects, keys as data.

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
