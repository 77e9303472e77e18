//! The shop in each environment, without a process of its own.

use std::sync::Arc;

use framework::App;
use framework::milieu::policy::SourceKind;
use framework::milieu::source::{Source, SourceError, Values};
use framework::milieu::testing::Fixture;
use framework::milieu::{Environment, Error, Loaded};
use shop::{Currency, Settings};

const KEY: &str = "hunter2-CANARY hunter2-CANARY hunter2-CANARY";

struct Store;

impl Source for Store {
    fn name(&self) -> &str {
        "store"
    }

    fn kind(&self) -> SourceKind {
        SourceKind::Store
    }

    fn read(&self, _: Environment, values: &mut Values) -> Result<(), SourceError> {
        values.credentials().to_vec().iter().for_each(|key| values.set_credential(key, KEY.into()));
        Ok(())
    }
}

fn currency_of(environment: &str) -> Result<Currency, Error> {
    let fixture = Fixture::new()
        .application("shop")
        .file("config/base.toml", "currency = 'EUR'\n")
        .file("config/preview.toml", "")
        .file("config/production.toml", "currency = 'USD'\n");
    let app = App::on(fixture.environment(environment)).store(Arc::new(Store));
    let mut currency = None;
    app.run(|settings: &Loaded<Settings>| {
        assert_eq!(settings.server.secret_key.expose(), KEY);
        assert_eq!(settings.provenance("server.secret_key")[0].to_string(), "store");
        currency = Some(settings.currency);
    })?;
    Ok(currency.unwrap())
}

#[framework::milieu::test(framework::ENVIRONMENTS, environments(preview, production), crate = framework::milieu)]
fn the_environments_are_the_frameworks_and_the_values_the_applications(environment: Environment) {
    let currency = if environment.name() == "preview" { Currency::Eur } else { Currency::Usd };
    assert_eq!(currency_of(environment.name()).unwrap(), currency);
}

#[test]
fn a_misspelt_environment_of_the_framework_is_none() {
    let words = currency_of("previeww").unwrap_err().to_string();
    assert!(
        words.contains("did you mean preview? (declared: development, test, staging, production, preview)"),
        "{words}"
    );
}

#[test]
fn help_says_every_key_of_both_and_no_value_of_a_credential() {
    let help = framework::app!("shop").help::<Settings>();
    assert_eq!(
        help,
        "\
SHOP_SERVER_LISTEN
    Address to listen on. (an address and port such as 127.0.0.1:8080; default \"127.0.0.1:8080\")
SHOP_SERVER_SECRET_KEY
    Signs sessions. (a credential; required)
SHOP_CURRENCY
    What prices are in. (one of EUR, USD; required)
SHOP_TRACE_SQL
    Prints every query. (true or false; default false)
SHOP_MOCK_GATEWAY
    A gateway that charges nobody. (text; development only)
"
    );
}

#[test]
fn the_build_is_the_applications_and_not_the_frameworks() {
    let build = framework::milieu::build!();
    assert_eq!(build.package(), Some("shop"));
}

#[test]
fn what_is_of_development_is_there_in_a_development_build() {
    assert_eq!(shop::seed(), 3);
}
