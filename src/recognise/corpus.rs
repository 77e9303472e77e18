//! The labelled values of a secret scanner's fixtures, where somebody has them at hand.
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a measurement")]

use std::path::{Path, PathBuf};

use super::{Weak, credential_in, mode, weak};

/// `secrets.json`, in the folder that `MILIEU_CORPUS` names, or beside the checkout.
fn file() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    std::env::var_os("MILIEU_CORPUS").map_or_else(beside, PathBuf::from).join("secrets.json")
}

#[test]
fn no_innocent_value_of_the_corpus_looks_like_a_credential() {
    let Ok(text) = std::fs::read_to_string(file()) else {
        println!("skipped: {} is not there; MILIEU_CORPUS names its folder", file().display());
        return;
    };
    let corpus: serde_json::Value = serde_json::from_str(&text).unwrap();
    let (mut hits, mut credentials, mut innocent, mut empty) = (0, 0, 0, 0);
    let (mut modes, mut wrong_modes) = (0, Vec::new());
    let (mut wrong, mut lost) = (Vec::new(), Vec::new());
    for row in corpus["rows"].as_array().unwrap().iter().filter(|row| row.get("contested").is_none()) {
        let (key, value) = (row["key"].as_str().unwrap(), row["value"].as_str().unwrap());
        let found = credential_in(value);
        let tells = mode(value, key, None, &[]);
        let stands_for_one = matches!(weak(value, key, 12), Some(Weak::Placeholder | Weak::Template));
        if row["credential"] == true {
            credentials += 1;
            hits += usize::from(found.is_some());
            lost.extend(stands_for_one.then(|| format!("row {}", row["id"])));
            modes += usize::from(tells.is_some());
        } else {
            wrong_modes.extend(tells.map(|(mode, _)| format!("row {}: {mode:?}", row["id"])));
            innocent += 1;
            empty += usize::from(stands_for_one);
            wrong.extend(found.map(|shape| format!("row {}: {shape:?}", row["id"])));
        }
    }
    println!("by shape: {hits} of {credentials} credentials, {} of {innocent} innocent values", wrong.len());
    println!(
        "placeholders and templates: {} of {credentials} credentials, {empty} of {innocent} innocent values",
        lost.len()
    );
    println!("by mode: {modes} of {credentials} credentials, {} of {innocent} innocent values", wrong_modes.len());
    wrong.append(&mut wrong_modes);
    assert!(wrong.is_empty() && lost.is_empty(), "{wrong:?} {lost:?}");
}
