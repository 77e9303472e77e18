//! Holds environments of any application against each other, without a type:
//! `cargo run --example parity --features yaml -- --environment staging=base.toml,staging.toml
//! --environment production=base.toml,production.toml [--baseline FILE]`.
//!
//! Layers come in order, the lowest first. The output is JSON: for each pair of environments the keys that only one has and those
//! that hold another kind of value, the credentials that two have, and the keys whose hosts do not belong to a production-like
//! environment. `FILE` is what an earlier call printed; `new` then has the keys that differ now and did not then. No value is
//! printed. An application with a type uses `Loader::side_by_side` and a committed `milieu::parity::Baseline` instead.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "an example prints")]
#![expect(clippy::disallowed_methods, reason = "this program reads its own baseline")]

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

use milieu::parity::{Drift, Parity, SideBySide};
use milieu::{Environment, Inspection, Level, Loader, Rank, Tier};
use serde_json::{Map, Value, json};

fn main() -> ExitCode {
    let (mut given, mut baseline) = (Vec::new(), Value::Null);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let value = arguments.next();
        match (argument.as_str(), value.as_deref().map(|value| value.split_once('='))) {
            ("--environment", Some(Some((name, files)))) => given.push((name.to_owned(), files.to_owned())),
            ("--baseline", Some(_)) => match value.map(std::fs::read_to_string) {
                Some(Ok(text)) => match serde_json::from_str(&text) {
                    Ok(json) => baseline = json,
                    Err(_) => return fail("the baseline is not JSON: expected what an earlier call printed"),
                },
                _ => return fail("the baseline cannot be read"),
            },
            _ => return usage(),
        }
    }
    if given.len() < 2 {
        return usage();
    }
    let mut readable = true;
    let inspections: Vec<Inspection> =
        match (0..).zip(&given).map(|(at, (name, files))| inspect(at, name, files)).collect() {
            Ok(inspections) => inspections,
            Err(error) => return fail(&error.to_string()),
        };
    let mut hosts = Map::new();
    for ((name, _), inspection) in given.iter().zip(&inspections) {
        let mut keys = BTreeSet::new();
        for finding in inspection.findings() {
            match (finding.check(), finding.key()) {
                (Some("nonproduction-host" | "loopback-endpoint"), Some(key)) => _ = keys.insert(key),
                (Some(_), _) => {}
                (None, _) => {
                    eprintln!("{finding}");
                    readable &= finding.level() < Level::Deny;
                }
            }
        }
        hosts.insert(name.clone(), json!(keys));
    }
    let mut pairs = Map::new();
    for (at, one) in inspections.iter().enumerate() {
        for (other_at, other) in inspections.iter().enumerate().skip(at + 1) {
            let names = [given[at].0.as_str(), given[other_at].0.as_str()];
            let title = names.join("|");
            pairs.insert(
                title.clone(),
                pair(&Parity::between(one, other), [(one, names[0]), (other, names[1])], &baseline["pairs"][&title]),
            );
        }
    }
    let name_of = |own: &str| given.get(own[1..].parse::<usize>().unwrap_or_default()).map(|(name, _)| name.as_str());
    let shared = SideBySide::new(&Loader::new("parity"), inspections).shared_credentials();
    let shared: Vec<Value> = shared
        .iter()
        .map(|one| json!([name_of(one.environments()[0]), name_of(one.environments()[1]), one.keys()[0]]))
        .collect();
    if !readable {
        return ExitCode::FAILURE;
    }
    println!("{}", json!({ "pairs": pairs, "shared_credentials": shared, "nonproduction_hosts": hosts }));
    ExitCode::SUCCESS
}

/// Reads the layers of one environment. Its name is whatever the caller likes, so it is declared under its number.
fn inspect(number: usize, name: &str, files: &str) -> Result<Inspection, milieu::Error> {
    let own: &'static str = Box::leak(format!("e{number}").into_boxed_str());
    let loader =
        Loader::new("parity").no_directory().no_variables().environments(&[Environment::declare(own, tier(name))]);
    files.split(',').fold(loader, |loader, file| loader.file_at(Rank::Base, PathBuf::from(file))).inspect_plain(own)
}

/// How strictly an environment of this name is judged: what is neither production nor a developer's is like staging.
fn tier(name: &str) -> Tier {
    let name = name.to_ascii_lowercase();
    let is = |words: &[&str]| name.split(['-', '_', '.']).any(|part| words.contains(&part));
    if is(&["production", "prod", "prd", "live"]) {
        Tier::Production
    } else if is(&["development", "develop", "dev", "local", "test", "testing", "ci", "docker", "example", "debug"]) {
        Tier::Development
    } else {
        Tier::Staging
    }
}

fn pair(parity: &Parity, [(one, name), (other, other_name)]: [(&Inspection, &str); 2], before: &Value) -> Value {
    let missing = |inspection: &Inspection| parity.missing_in(inspection.environment().name()).collect::<BTreeSet<_>>();
    let (in_one, in_other) = (missing(one), missing(other));
    let kinds = parity.differences().iter().filter(|difference| difference.drift() == Drift::Kind);
    let kinds: BTreeSet<_> = kinds.map(|difference| difference.key()).collect();
    let lists = [
        (format!("missing_in_{name}"), in_one),
        (format!("missing_in_{other_name}"), in_other),
        ("type_differs".to_owned(), kinds),
    ];
    let mut out = Map::new();
    let mut new = BTreeSet::new();
    for (list, keys) in lists {
        let known: BTreeSet<&str> = before[&list].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        if before.is_object() {
            new.extend(keys.difference(&known).copied());
        }
        out.insert(list, json!(keys));
    }
    out.insert("new".to_owned(), json!(new));
    Value::Object(out)
}

fn fail(why: &str) -> ExitCode {
    eprintln!("{why}");
    ExitCode::FAILURE
}

fn usage() -> ExitCode {
    eprintln!("usage: parity --environment NAME=FILE,FILE… --environment NAME=FILE… [--baseline FILE]");
    ExitCode::from(2)
}
