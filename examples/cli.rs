//! The command line of the quickstart's shop:
//! `cargo run --example cli --features cli -- check --all`, from the root of the project.
//!
//! Other commands: `explain database.pool_size --all`, `parity staging production`, `check --all --format html --output page.html`,
//! `reference`, `--help`.

#[path = "quickstart/settings.rs"]
#[allow(dead_code, reason = "a command line looks at the type and reads none of its fields")]
mod settings;

use std::process::ExitCode;

fn main() -> ExitCode {
    milieu::cli::run::<settings::Settings>(milieu::app!("shop").directory("examples/quickstart/config"))
}
