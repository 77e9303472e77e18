//! Prints what layers of any configuration say, without a type:
//! `cargo run --example inspect --features yaml -- --layer config/base.toml --layer config/production.toml`.
//!
//! Layers come in order, the lowest first; the format goes by the extension, and a name that begins with `.env` is dotenv.
//! With `--variable-prefix APP_ --separator __` it also reads the process's variables: what follows the prefix is compared with
//! the keys, letters of either case and `-` and `_` being equal. The output is JSON: every leaf, where it came from, and the
//! variables that address no key. Findings go to stderr.
//!
//! It prints values, since it knows no type that says which are credentials: it is a tool for looking at files that one may
//! read anyway.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "an example prints")]
#![expect(clippy::disallowed_methods, reason = "this program reads its own variables, to fold their names")]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use milieu::{Level, Loader, Rank, Vars};
use serde_json::{Map, Value, json};

fn main() -> ExitCode {
    let mut loader = Loader::new("inspect").no_directory();
    let mut prefix = None;
    let mut separator = "_".to_owned();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let Some(value) = arguments.next() else { return usage() };
        match argument.as_str() {
            "--layer" => loader = loader.file_at(Rank::Base, PathBuf::from(value)),
            "--variable-prefix" => prefix = Some(value),
            "--separator" => separator = value,
            _ => return usage(),
        }
    }
    // the library compares names letter for letter; other spellings are folded before it sees them
    let mut spelt = BTreeMap::new();
    let vars: Vec<(String, std::ffi::OsString)> = std::env::vars_os()
        .filter_map(|(name, value)| {
            let (name, prefix) = (name.into_string().ok()?, prefix.as_deref()?);
            let folded = format!("{prefix}{}", name.strip_prefix(prefix)?.to_uppercase().replace('-', "_"));
            spelt.insert(folded.clone(), name);
            Some((folded, value))
        })
        .collect();
    loader = loader.vars(Vars::from_iter(vars));
    loader = match &prefix {
        Some(prefix) => loader.variable_prefix(prefix).variable_separator(&separator),
        None => loader.no_variables(),
    };
    let inspection = match loader.inspect_plain("development") {
        Ok(inspection) => inspection,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let mut unknown = Vec::new();
    let mut readable = true;
    for finding in inspection.findings() {
        match (finding.check(), finding.key().and_then(|key| spelt.get(key))) {
            (Some("unknown-variable"), Some(name)) => unknown.push(name),
            (Some("duplicate-key"), _) => {}
            _ => {
                eprintln!("{finding}");
                readable &= finding.level() < Level::Deny;
            }
        }
    }
    let leaves = inspection.leaves().iter().filter_map(|leaf| {
        let value = leaf.expose()?.clone();
        let value = if leaf.kind() == "a date or time" { json!({ "$dt": value }) } else { value };
        Some((leaf.key().to_owned(), value))
    });
    let from = inspection.leaves().iter().map(|leaf| (leaf.key().to_owned(), Value::from(leaf.origin().to_string())));
    let (leaves, from): (Map<_, _>, Map<_, _>) = (leaves.collect(), from.collect());
    if !readable {
        return ExitCode::FAILURE;
    }
    println!("{}", json!({ "leaves": leaves, "from": from, "unknown_variables": unknown }));
    ExitCode::SUCCESS
}

fn usage() -> ExitCode {
    eprintln!("usage: inspect [--layer FILE]… [--variable-prefix PREFIX [--separator SEPARATOR]]");
    ExitCode::from(2)
}
