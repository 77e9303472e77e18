//! Values that only development has: keys, defaults, and fields of a type of their own.

use milieu::testing::Fixture;
use milieu::{Build, Config, Environment, Loader, Tier};

#[derive(Config)]
struct Settings {
    #[config(dev_default = "localhost", supplied)]
    host: String,
    #[config(dev_default = 1, range = 1..)]
    workers: u16,
    #[config(dev_only, default = false)]
    trace: bool,
    #[config(dev_only)]
    seed: Option<u64>,
    mock: milieu::DevOnly![String],
    #[config(dev_default = "http://localhost:4000/")]
    gateway: milieu::DevOnly![url::Url],
    #[config(dev_default = 3)]
    retries: milieu::DevOnly![u8],
}

const ENVIRONMENTS: &[Environment] = &[Environment::declare("qa", Tier::Staging)];

fn said(loader: &Loader) -> Vec<String> {
    let error = loader.load::<Settings>().unwrap_err();
    error.findings().iter().map(ToString::to_string).collect()
}

#[test]
fn development_has_its_defaults() {
    let fixture = Fixture::new().variable("APP_MOCK", "on");
    for environment in ["development", "test"] {
        let settings = fixture.environment(environment).load::<Settings>().unwrap();
        assert_eq!(
            (settings.host.as_str(), settings.workers, settings.trace, settings.seed),
            ("localhost", 1, false, None)
        );
        assert_eq!(settings.mock.get().unwrap(), "on");
        assert_eq!(settings.gateway.get().unwrap().as_str(), "http://localhost:4000/");
        assert_eq!(settings.retries.get(), Some(&3));
        assert_eq!(settings.provenance("workers")[0].to_string(), "default");
    }
    let error = said(&Fixture::new().environment("development"));
    assert_eq!(error, ["mock: is required and no layer sets it: expected text; set it in a file or as APP_MOCK"]);
}

#[test]
fn elsewhere_what_has_a_default_of_development_has_to_be_set() {
    for environment in ["qa", "staging", "production"] {
        let loader = Fixture::new().environment(environment).environments(ENVIRONMENTS);
        assert_eq!(
            said(&loader),
            [
                "host: is required and no layer sets it: expected text; set it in a file or as APP_HOST",
                "workers: is required and no layer sets it: expected a whole number from 1; set it in a file or as \
                 APP_WORKERS",
            ]
        );
        let settings = loader.set("host", "db").set("workers", "4").load::<Settings>().unwrap();
        assert_eq!((settings.workers, settings.mock.get(), settings.gateway.get()), (4, None, None));
        assert!(settings.explain().to_string().contains("workers  4"), "{}", settings.explain());
        assert!(!settings.explain().to_string().contains("localhost"), "{}", settings.explain());
    }
}

#[test]
fn elsewhere_a_key_of_development_is_refused() {
    let keys =
        "trace = true\nseed = 1\nmock = 'on'\ngateway = 'http://mock/'\nretries = 300\nhost = 'db'\nworkers = 4\n";
    let fixture = Fixture::new().file("config/staging.toml", keys);
    let found = said(&fixture.environment("staging"));
    let keys: Vec<_> = found.iter().map(|line| line.split(':').next().unwrap()).collect();
    assert_eq!(keys, ["gateway", "mock", "retries", "seed", "trace"]);
    assert!(found.iter().all(|line| line.ends_with("[dev-only-key]")), "{found:?}");
}

#[test]
fn what_a_deployable_build_reads_of_it_is_nothing() {
    // what `milieu::DevOnly![…]` is in a deployable build
    #[derive(Config)]
    struct Deployed {
        mock: milieu::DevOnly<String, true>,
        gateway: milieu::DevOnly<url::Url, true>,
        password: milieu::DevOnly<milieu::Credential, true>,
    }
    let unset = Fixture::new().environment("development").load::<Deployed>().unwrap();
    assert_eq!(format!("{:?} {:?} {:?}", unset.mock, unset.gateway, unset.password), ["DevOnly(none)"; 3].join(" "));
    let keys = "mock = 1\ngateway = ['hunter2-CANARY']\npassword = 'hunter2-CANARY'\n";
    let set =
        Fixture::new().file("config/development.toml", keys).environment("development").load::<Deployed>().unwrap();
    assert_eq!(format!("{:?} {:?}", set.mock, set.password), ["DevOnly(none)"; 2].join(" "));
    assert!(!set.explain().to_string().contains("CANARY"), "{}", set.explain());
}

#[test]
fn reports_tell_the_two_kinds_of_default_apart() {
    let loader = Loader::new("shop");
    let reference = loader.reference(Settings::SCHEMA);
    assert!(
        reference.contains("| `workers` | a whole number from 1 | `1` in development, else required |"),
        "{reference}"
    );
    assert!(reference.contains("| `retries` | a whole number from 0 to 255 | `3` in development |"), "{reference}");
    assert!(reference.contains("| `gateway` | a value that milieu::DevOnly![url::Url] reads |"), "{reference}");
    assert!(
        reference.contains("| `mock` | text | required in development | `SHOP_MOCK` | Development only. |"),
        "{reference}"
    );
    let template = |environment| loader.template(Settings::SCHEMA, environment).unwrap();
    assert!(template("development").contains("# workers = 1\n") && template("development").contains("mock"));
    assert!(template("production").contains("# workers =\n") && !template("production").contains("mock"));
    assert!(template("production").contains("# host: text, supplied by each deployment as SHOP_HOST\n"));
}

#[test]
fn a_build_tells_its_class() {
    const BUILD: Build = milieu::build!();
    assert!(!BUILD.class().is_deployable() && BUILD.is_under_test());
}
