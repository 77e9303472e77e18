//! What the shop of the examples lets one configure.

use std::net::SocketAddr;
use std::time::Duration;

use milieu::{Config, Credential};

#[derive(Config)]
pub(crate) struct Settings {
    /// Address to listen on.
    #[config(default = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
    /// Currency of all prices, by ISO 4217.
    pub(crate) currency: String,
    pub(crate) database: Database,
    pub(crate) checkout: Checkout,
    pub(crate) search: Search,
    /// Print every query.
    #[config(dev_only, default = false)]
    pub(crate) trace_sql: bool,
}

#[derive(Config)]
pub(crate) struct Database {
    /// Differs in each deployment, so it comes from a variable, never from a checked file.
    #[config(supplied)]
    pub(crate) host: String,
    #[config(default = 5432)]
    pub(crate) port: u16,
    /// Connections kept open. Production needs more than staging.
    #[config(default = 8, parity = "varies", range = 1..=512)]
    pub(crate) pool_size: u32,
    pub(crate) password: Credential,
}

#[derive(Config)]
pub(crate) struct Checkout {
    /// How long a payment may take.
    pub(crate) timeout: Duration,
    #[config(range = 0..=10)]
    pub(crate) retries: u8,
    pub(crate) payment_methods: Vec<PaymentMethod>,
}

#[derive(Config, Debug)]
#[config(rename_all = "snake_case")]
pub(crate) enum PaymentMethod {
    Card,
    Invoice,
    DirectDebit,
}

/// Where products are looked up.
#[derive(Config)]
#[config(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Search {
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
