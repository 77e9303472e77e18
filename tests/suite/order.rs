//! Layers: which there are, and which wins.

use milieu::testing::Fixture;
use milieu::{Config, Rank};

#[derive(Config)]
struct Settings {
    #[config(default = "default")]
    text: String,
    #[config(default = {})]
    labels: std::collections::BTreeMap<String, String>,
    #[config(default = [])]
    list: Vec<u8>,
}

fn layered() -> Fixture {
    Fixture::new()
        .file("config/base.toml", "text = 'base'")
        .file("config/development.toml", "text = 'environment'")
        .file("config/staging.toml", "text = 'staging'")
        .file("config/local.toml", "text = 'local'")
        .file("config/development.local.toml", "text = 'own local'")
        .file(".env", "APP_TEXT=dotenv")
        .file(".env.development", "APP_TEXT=own-dotenv")
        .variable("APP_TEXT", "variable")
}

#[test]
fn every_layer_shadows_the_ones_below_it() {
    let loaded = layered().environment("development").set("text", "override").load::<Settings>().unwrap();
    assert_eq!(loaded.text, "override");
    let origins: Vec<_> = loaded.provenance("text").iter().map(ToString::to_string).collect();
    assert_eq!(
        origins,
        [
            "override",
            "APP_TEXT",
            ".env.development:1:10",
            ".env:1:10",
            "config/development.local.toml:1:8",
            "config/local.toml:1:8",
            "config/development.toml:1:8",
            "config/base.toml:1:8",
            "default",
        ]
    );
}

#[test]
fn staging_reads_neither_local_files_nor_dotenv() {
    let loaded = layered().environment("staging").load::<Settings>().unwrap();
    let origins: Vec<_> = loaded.provenance("text").iter().map(ToString::to_string).collect();
    assert_eq!(origins, ["APP_TEXT", "config/staging.toml:1:8", "config/base.toml:1:8", "default"]);
}

#[test]
fn tables_merge_and_everything_else_is_replaced_whole() {
    let fixture = Fixture::new()
        .file("config/base.toml", "list = [1, 2, 3]\n[labels]\na = 'base'\nb = 'base'")
        .file("config/test.json", r#"{"list": [4], "labels": {"b": "own", "c": "own"}}"#);
    let loaded = fixture.environment("test").load::<Settings>().unwrap();
    assert_eq!(loaded.list, [4]);
    let labels: Vec<_> = loaded.labels.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    assert_eq!(labels, [("a", "base"), ("b", "own"), ("c", "own")]);
}

#[test]
fn of_one_rank_the_later_wins() {
    let fixture = Fixture::new().file("a.toml", "text = 'a'").file("b.json", r#"{"text": "b"}"#);
    let load = |first: &str, second: &str| {
        let loader = fixture.environment("test").file(first).file(second);
        loader.load::<Settings>().unwrap().text.clone()
    };
    assert_eq!(load("a.toml", "b.json"), "b");
    assert_eq!(load("b.json", "a.toml"), "a");
}

#[test]
fn the_higher_rank_wins_in_whatever_order_sources_are_given() {
    let ranks = [Rank::Base, Rank::Local, Rank::SecretFile, Rank::Variable, Rank::Override];
    for high in 0..ranks.len() {
        for low in 0..high {
            for order in [[high, low], [low, high]] {
                let mut loader = Fixture::new().environment("test");
                for at in order {
                    loader = loader.texts(ranks[at], "given", [("text", at.to_string())]);
                }
                assert_eq!(loader.load::<Settings>().unwrap().text, high.to_string());
            }
        }
    }
}

#[test]
fn a_missing_file_that_was_named_is_an_error() {
    let error = Fixture::new().environment("test").file("config/extra.toml").load::<Settings>().unwrap_err();
    assert_eq!(error.findings()[0].to_string(), "config/extra.toml: is not there");
}

#[test]
fn an_environment_without_its_file_is_an_error_once_another_has_one() {
    let fixture = Fixture::new().file("config/staging.toml", "");
    let error = fixture.environment("production").load::<Settings>().unwrap_err();
    assert_eq!(
        error.findings()[0].to_string(),
        "config/production.toml: is not there; add it, even if it is empty: other environments have one"
    );
    assert!(fixture.environment("staging").load::<Settings>().is_ok());
}

#[test]
fn a_file_that_no_environment_reads_is_a_warning() {
    let fixture = Fixture::new().file("config/stagin.toml", "");
    let loaded = fixture.environment("test").load::<Settings>().unwrap();
    assert_eq!(
        loaded.findings()[0].to_string(),
        "config/stagin.toml: is read by no environment; did you mean staging.toml? [unknown-file]"
    );
}

#[test]
fn a_local_file_of_a_deployed_environment_is_read_by_nobody() {
    let fixture = Fixture::new().file("config/staging.toml", "").file("config/staging.local.toml", "text = 'local'");
    let loaded = fixture.environment("staging").load::<Settings>().unwrap();
    assert_eq!(loaded.text, "default");
    assert!(loaded.findings()[0].to_string().starts_with("config/staging.local.toml: is read by no environment"));
}

#[test]
fn a_layer_cannot_name_the_environment_or_a_policy() {
    let fixture = Fixture::new().file("config/base.toml", "[milieu]\nenvironment = 'production'");
    let error = fixture.environment("test").load::<Settings>().unwrap_err();
    assert!(error.to_string().contains("milieu: names a setting of milieu itself"), "{error}");
    let error = Fixture::new().variable("APP_MILIEU_TIER", "x").environment("test").load::<Settings>().unwrap_err();
    assert!(error.to_string().contains("APP_MILIEU_TIER: names a setting of milieu itself"), "{error}");
    let error = Fixture::new().environment("test").set("milieu.tier", "x").load::<Settings>().unwrap_err();
    assert!(error.to_string().contains("milieu: names a setting of milieu itself"), "{error}");
}

#[test]
fn no_source_at_all_can_and_its_place_is_named() {
    struct Store;
    impl milieu::source::Source for Store {
        fn name(&self) -> &str {
            "store"
        }
        fn kind(&self) -> milieu::policy::SourceKind {
            milieu::policy::SourceKind::Store
        }
        fn read(
            &self,
            _: milieu::Environment,
            values: &mut milieu::source::Values,
        ) -> Result<(), milieu::source::SourceError> {
            values.set("milieu.tier", "hunter2-CANARY");
            Ok(())
        }
    }
    let said = |loader: milieu::Loader| {
        let error = loader.load::<Settings>().map(drop).unwrap_err();
        let said = error.to_string();
        assert!(said.contains("names a setting of milieu itself") && !said.contains("CANARY"), "{said}");
        said
    };
    let table = serde_json::json!({"milieu": {"tier": "hunter2-CANARY"}});
    for (path, text) in [
        ("config/base.json", table.to_string()),
        ("config/test.toml", "milieu.tier = 'hunter2-CANARY'".to_owned()),
        ("config/local.toml", "milieu = 'hunter2-CANARY'".to_owned()),
        (".env", "APP_MILIEU_TIER=hunter2-CANARY".to_owned()),
    ] {
        let found = said(Fixture::new().file(path, text).environment("test"));
        assert!(found.contains(path), "{found}");
    }
    let loader = || Fixture::new().environment("test");
    for rank in [Rank::Base, Rank::Variable, Rank::Override] {
        assert!(said(loader().values(rank, "values", &table)).contains("values"));
        assert!(said(loader().source(rank, Store)).contains("store"));
        #[cfg(feature = "figment")]
        said(loader().provider(rank, figment::providers::Serialized::defaults(table.clone())));
    }
    said(loader().arguments(["milieu.tier=hunter2-CANARY"]));
    said(loader().overrides(&table));
}

#[test]
fn an_absent_option_of_an_override_overrides_nothing() {
    #[derive(serde::Serialize)]
    struct Arguments {
        text: Option<&'static str>,
    }
    let loader = Fixture::new().environment("test");
    let load = |text| loader.clone().overrides(&Arguments { text }).load::<Settings>().unwrap().text.clone();
    assert_eq!(load(None), "default");
    assert_eq!(load(Some("given")), "given");
}

#[test]
fn a_table_of_absent_overrides_is_as_absent_as_they_are() {
    #[derive(Config)]
    struct WithTable {
        mirror: Option<Mirror>,
    }
    #[derive(Config)]
    struct Mirror {
        #[config(default = 1)]
        port: u16,
    }
    #[derive(serde::Serialize)]
    struct Arguments {
        mirror: OfMirror,
    }
    #[derive(serde::Serialize)]
    struct OfMirror {
        port: Option<u16>,
        deeper: std::collections::BTreeMap<&'static str, Option<u16>>,
    }
    let load = |port, deeper: &[(&'static str, Option<u16>)]| {
        let mirror = OfMirror { port, deeper: deeper.iter().copied().collect() };
        Fixture::new().environment("test").overrides(&Arguments { mirror }).load::<WithTable>()
    };
    assert!(load(None, &[("absent", None)]).unwrap().mirror.is_none());
    // a table without keys is said on purpose
    assert!(load(None, &[]).is_err());
    assert!(load(Some(2), &[("absent", None)]).unwrap().mirror.as_ref().is_some_and(|mirror| mirror.port == 2));
}

#[test]
fn an_argument_that_is_no_pair_is_named_by_its_number_alone() {
    let loader = Fixture::new().environment("test").arguments(["text=fine", "hunter2-CANARY"]);
    let error = loader.load::<Settings>().unwrap_err();
    assert_eq!(error.findings()[0].to_string(), "argument 2: expected key=value");
}
