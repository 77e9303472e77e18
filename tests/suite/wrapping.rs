//! What a framework needs that wraps a loader: sources as objects.

use std::sync::Arc;

use milieu::policy::SourceKind;
use milieu::source::{Source, SourceError, Values};
use milieu::testing::Fixture;
use milieu::{Config, Credential, Environment, Rank};

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
