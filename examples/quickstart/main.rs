//! A small web shop: `cargo run --example quickstart`, from the root of the project.
//!
//! Loads development and prints what was loaded and from where; then inspects staging and production, which needs neither
//! their machines nor their credentials. With the name of an environment as the argument, only that one is inspected:
//! `cargo run --example quickstart -- production`.

#![expect(clippy::print_stdout, reason = "an example prints")]

mod settings;

use milieu::Loader;
use settings::{Checkout, Database, Search, Settings};

// a mistake in a file does not compile
milieu::check_layers!(Settings, "examples/quickstart/config");

fn main() -> Result<(), milieu::Error> {
    let loader: Loader = milieu::app!("shop").directory("examples/quickstart/config");
    if let Some(environment) = std::env::args().nth(1) {
        print!("{}", loader.inspect::<Settings>(&environment)?.explain());
        return Ok(());
    }
    let settings = loader.clone().environment("development").load::<Settings>()?;
    println!("{}", settings.explain());
    for environment in ["staging", "production"] {
        println!("{}", loader.inspect::<Settings>(environment)?.explain());
    }
    println!("the shop listens on {} and sells in {}", settings.listen, settings.currency);
    connect(&settings.database);
    let search = match &settings.search {
        Search::Embedded { index } => format!("the index in {}", index.display()),
        Search::Cluster { endpoint, replicas } => format!("{replicas} replicas at {endpoint}"),
    };
    let Checkout { timeout, retries, payment_methods } = &settings.checkout;
    println!("search goes to {search}; {payment_methods:?} are tried {retries} times within {timeout:?}");
    println!("queries are traced: {}", settings.trace_sql);
    Ok(())
}

/// Stands for a driver that takes the password.
fn connect(database: &Database) {
    let Database { host, port, pool_size, password } = database;
    println!("{pool_size} connections to {host}:{port}, with a password of {} bytes", password.expose().len());
}
