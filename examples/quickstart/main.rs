//! A small web shop: `cargo run --example quickstart`, from the root of the project.
//!
//! Loads development and prints what was loaded and from where; then inspects staging and production, which needs neither
//! their machines nor their credentials. With the name of an environment as the argument, only that one is inspected:
//! `cargo run --example quickstart -- production`.

#![expect(clippy::print_stdout, reason = "an example prints")]

use std::net::SocketAddr;
use std::time::Duration;

use milieu::{Config, Credential, Loader};

#[derive(Config)]
struct Settings {
    /// Address to listen on.
    #[config(default = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Currency of all prices, by ISO 4217.
    currency: String,
    database: Database,
    checkout: Checkout,
    search: Search,
    /// Print every query.
    #[config(dev_only, default = false)]
    trace_sql: bool,
}

#[derive(Config)]
struct Database {
    /// Differs in each deployment, so it comes from a variable, never from a checked file.
    #[config(supplied)]
    host: String,
    #[config(default = 5432)]
    port: u16,
    /// Connections kept open. Production needs more than staging.
    #[config(default = 8, parity = "varies", range = 1..=512)]
    pool_size: u32,
    password: Credential,
}

#[derive(Config)]
struct Checkout {
    /// How long a payment may take.
    timeout: Duration,
    #[config(range = 0..=10)]
    retries: u8,
    payment_methods: Vec<PaymentMethod>,
}

#[derive(Config, Debug)]
#[config(rename_all = "snake_case")]
enum PaymentMethod {
    Card,
    Invoice,
    DirectDebit,
}

/// Where products are looked up.
#[derive(Config)]
#[config(tag = "kind", rename_all = "snake_case")]
enum Search {
    /// In this process.
    Embedded {
        /// Directory of the index.
        index: std::path::PathBuf,
    },
    /// On machines of its own.
    Cluster {
        endpoint: String,
        #[config(default = 1, range = 1..)]
        replicas: u8,
    },
}

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
