//! What each environment says, held against committed files: `cargo test --features testing --example snapshots`.
//!
//! A change to a configuration file, to a default or to the type then shows in review as what it does to every environment. Where
//! it is meant, `cargo run --features testing --example snapshots` writes the files anew.

#![expect(clippy::print_stdout, reason = "an example prints")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use milieu::testing::Fixture;
use milieu::{Config, Credential, Error};

#[derive(Config)]
#[expect(dead_code, reason = "an example only looks at them")]
struct Settings {
    currency: String,
    database: Database,
    #[config(public = "counts of requests")]
    limits: BTreeMap<String, u32>,
    #[config(dev_only, default = false)]
    trace_sql: bool,
    sentry: Option<String>,
}

#[derive(Config)]
#[expect(dead_code, reason = "an example only looks at them")]
struct Database {
    host: String,
    #[config(default = 8, range = 1..=512)]
    pool_size: u32,
    password: Credential,
}

const ALL: [&str; 3] = ["development", "staging", "production"];

/// The files are the real ones; what each deployment supplies is made up.
fn snapshot(environment: &str) -> Result<String, Error> {
    let fixture = Fixture::new().on_disk().variable("APP_DATABASE_PASSWORD", "hunter2-CANARY");
    Ok(fixture.environment(environment).directory(here().join("config")).load::<Settings>()?.snapshot())
}

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/snapshots")
}

fn committed(environment: &str) -> PathBuf {
    here().join("committed").join(format!("{environment}.json"))
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for environment in ALL {
        std::fs::write(committed(environment), snapshot(environment)?)?;
        println!("wrote what {environment} says");
    }
    Ok(())
}

#[milieu::test(environments(development, staging, production))]
#[expect(clippy::disallowed_methods, reason = "a test reads its own files")]
fn says_what_was_committed(environment: milieu::Environment) -> Result<(), Box<dyn std::error::Error>> {
    let committed = std::fs::read_to_string(committed(environment.name()))?;
    let hint = "if that is meant: cargo run --features testing --example snapshots";
    assert_eq!(snapshot(environment.name())?, committed, "{environment} says something else; {hint}");
    Ok(())
}
