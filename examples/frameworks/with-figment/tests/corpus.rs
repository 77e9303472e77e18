//! Real configurations, read by figment and by milieu: what milieu hands out, and what it takes from a figment, is what figment reads.
//!
//! The corpus is no part of the project; MILIEU_CORPUS names its folder, and without it the test says that it did nothing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use figment::Figment;
use figment::providers::{Format, Json, Toml, Yaml};
use milieu::Rank;
use milieu::testing::Fixture;
use serde_json::Value;

/// The folder of the corpus, as `scripts/corpus` finds it too.
fn corpus() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/corpus");
    let corpus = std::env::var_os("MILIEU_CORPUS").map_or_else(beside, PathBuf::from);
    corpus.join("sets.json").is_file().then_some(corpus)
}

/// The files of a layer: what it is as files that are read whole, where only a part of the original is meant.
fn files(layer: &Value) -> Vec<PathBuf> {
    match layer["plain"].as_array() {
        Some(plain) => plain.iter().map(|path| path.as_str().unwrap().into()).collect(),
        None => vec![layer["path"].as_str().unwrap().into()],
    }
}

/// Adds a file as figment's users do; a dotenv file has no provider there.
fn merged(figment: Figment, path: &Path) -> Option<Figment> {
    Some(match path.extension()?.to_str()? {
        "toml" => figment.merge(Toml::file_exact(path)),
        "yaml" | "yml" => figment.merge(Yaml::file_exact(path)),
        "json" => figment.merge(Json::file_exact(path)),
        _ => return None,
    })
}

#[test]
fn what_milieu_hands_out_of_real_files_is_what_figment_reads() {
    let Some(corpus) = corpus() else {
        println!("skipped: no corpus at MILIEU_CORPUS, so no real configuration was replayed");
        return;
    };
    let sets: Value = serde_json::from_slice(&std::fs::read(corpus.join("sets.json")).unwrap()).unwrap();
    let (mut environments, mut differ) = (0, Vec::new());
    for set in sets["sets"].as_array().unwrap() {
        let root = corpus.join("sets").join(set["id"].as_str().unwrap());
        for (environment, layers) in set["environments"].as_object().unwrap() {
            let mut figment = Figment::new();
            let mut loader = Fixture::new().on_disk().environment("development").no_directory();
            for path in layers.as_array().unwrap().iter().flat_map(files).map(|path| root.join(path)) {
                let Some(next) = merged(figment.clone(), &path) else { continue };
                (figment, loader) = (next, loader.file_at(Rank::Base, path));
            }
            let theirs: Value = figment.extract().unwrap();
            let loaded = loader.load_plain::<BTreeMap<String, Value>>().unwrap();
            let ours: Value = loaded.figment().extract().unwrap();
            // and the other way: a figment is a layer
            let taken = Fixture::new().environment("development").provider(Rank::Base, figment);
            let taken = taken.load_plain::<BTreeMap<String, Value>>().unwrap();
            environments += 1;
            let alike = [ours, serde_json::to_value(&*loaded).unwrap(), serde_json::to_value(&*taken).unwrap()];
            if alike.iter().any(|ours| *ours != theirs) {
                differ.push(format!("{} {environment}", set["id"]));
            }
        }
    }
    println!("{environments} environments replayed");
    assert!(environments > 0 && differ.is_empty(), "{differ:?}");
}
