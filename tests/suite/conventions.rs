//! What an application gets without asking: directory, selector, defaults of a development build.

use milieu::testing::Fixture;
use milieu::{Build, BuildClass, Config, Loader, Vars};

#[derive(Config, Debug)]
struct Settings {
    #[config(default = 1)]
    port: u16,
}

const DEVELOPMENT: Build = Build::new(BuildClass::Development, Some("shop"), None, false);
const DEPLOYABLE: Build = Build::new(BuildClass::Deployable, Some("shop"), None, false);

fn started_by_cargo() -> Fixture {
    let fixture = Fixture::new().variable("CARGO", "/bin/cargo").variable("CARGO_MANIFEST_DIR", "/shop");
    fixture.variable("CARGO_PKG_NAME", "shop")
}

#[test]
fn a_development_build_that_cargo_started_defaults_to_development_and_says_so() {
    let loaded = started_by_cargo().loader().build(DEVELOPMENT).load::<Settings>().unwrap();
    assert_eq!(loaded.environment().name(), "development");
    assert_eq!(
        loaded.findings()[0].to_string(),
        "APP_ENV: is not set; this development build was started by cargo or in its target directory, so development is loaded; \
         set it to say so yourself [environment-defaulted]"
    );
}

#[test]
fn nothing_else_defaults() {
    assert!(Fixture::new().loader().build(DEVELOPMENT).load::<Settings>().is_err(), "started by nobody known");
    assert!(started_by_cargo().loader().build(DEPLOYABLE).load::<Settings>().is_err(), "a deployable build");
    assert!(started_by_cargo().loader().load::<Settings>().is_err(), "a loader without facts of the build");
    for text in ["", " ", "develop"] {
        let fixture = started_by_cargo().variable("APP_ENV", text);
        assert!(fixture.loader().build(DEVELOPMENT).load::<Settings>().is_err(), "{text:?} is set");
    }
}

#[test]
fn the_directory_variable_moves_the_directory() {
    let fixture = Fixture::new().file("elsewhere/base.toml", "port = 7").file("config/base.toml", "port = 8");
    assert_eq!(fixture.environment("test").load::<Settings>().unwrap().port, 8);
    let moved = fixture.variable("APP_CONFIG_DIR", "elsewhere");
    assert_eq!(moved.environment("test").load::<Settings>().unwrap().port, 7);
    let error = Fixture::new().variable("APP_CONFIG_DIR", "no/where").environment("test").load::<Settings>();
    assert!(error.unwrap_err().to_string().contains("APP_CONFIG_DIR: names a directory that is not there"));
}

#[cfg(unix)]
#[test]
fn a_directory_variable_that_is_no_text_is_refused_and_no_other_directory_is_read() {
    use std::os::unix::ffi::OsStringExt as _;

    let bytes = std::ffi::OsString::from_vec(b"/etc/sh\xffop".to_vec());
    let fixture = Fixture::new().file("config/base.toml", "port = 8").variable("APP_CONFIG_DIR", bytes);
    let error = fixture.environment("production").load::<Settings>().unwrap_err();
    let [finding] = error.findings() else { panic!("{error}") };
    assert_eq!(
        finding.to_string(),
        "APP_CONFIG_DIR: expected text in UTF-8, found other bytes; \
         let it name the directory that holds base.toml and the files of environments",
    );
}

#[test]
fn a_name_of_an_application_becomes_a_prefix() {
    let vars = Vars::from_iter([("WEB_SHOP_ENV", "test"), ("WEB_SHOP_PORT", "9")]);
    let loaded = Loader::new("web-shop").no_directory().vars(vars).load::<Settings>().unwrap();
    assert_eq!(loaded.port, 9);
}

#[test]
fn app_takes_its_facts_from_the_crate_that_expands_it() {
    let build = milieu::build!();
    assert_eq!(
        (build.class(), build.package(), build.is_under_test()),
        (BuildClass::Development, Some("milieu"), true)
    );
    assert_eq!(build.manifest_dir(), Some(env!("CARGO_MANIFEST_DIR")));
    let vars = Vars::from_iter([("SHOP_ENV", "test")]);
    assert_eq!(milieu::app!("shop").no_directory().vars(vars).load::<Settings>().unwrap().port, 1);
}

#[test]
fn a_loader_loads_many_times_and_a_loaded_value_is_shared_between_threads() {
    fn is_shared<T: Send + Sync + Clone + 'static>(_: &T) {}
    let loader = Fixture::new().environment("test");
    let loaded = loader.load::<Settings>().unwrap();
    is_shared(&loaded);
    is_shared(&loader);
    let other = loaded.clone();
    assert!(std::ptr::eq(&*loaded, &*other));
    assert_eq!(loader.load::<Settings>().unwrap().fingerprint(), loaded.fingerprint());
}

#[cfg(feature = "figment")]
#[test]
fn a_relative_path_of_figment_is_relative_to_its_file() {
    use figment::value::magic::RelativePathBuf;

    #[derive(Config)]
    struct WithPath {
        #[expect(dead_code, reason = "read through figment")]
        assets: String,
    }
    let fixture = Fixture::new().file("config/base.toml", "assets = 'public'");
    let figment = fixture.environment("test").load::<WithPath>().unwrap().figment();
    let path: RelativePathBuf = figment.extract_inner("assets").unwrap();
    assert_eq!(path.relative(), std::path::Path::new("config/public"));
}
