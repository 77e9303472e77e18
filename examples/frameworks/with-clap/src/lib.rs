//! A command line of clap above the other layers, and a `--help` that says every key.

use clap::{Args, CommandFactory, FromArgMatches, Parser};
use milieu::{Config, Credential, Loader};
use serde::Serialize;

/// What is configured.
#[derive(Config)]
pub struct Settings {
    /// Address to listen on.
    #[config(default = "127.0.0.1:8080")]
    pub listen: std::net::SocketAddr,
    /// Says more.
    #[config(default = false)]
    pub verbose: bool,
    pub database: Database,
    /// Another database to read from, if there is one.
    pub replica: Option<Replica>,
}

#[derive(Config)]
pub struct Database {
    /// Connections kept open.
    #[config(default = 8, range = 1..=512)]
    pub pool_size: u32,
    /// What the database wants to hear.
    pub password: Credential,
}

#[derive(Config)]
pub struct Replica {
    pub host: String,
}

/// Some of the keys as arguments, each named as its key is. What is not given is `None`, and says nothing.
#[derive(Debug, Parser, Serialize)]
#[command(about = "A server, or what there is to configure of one", long_about = None)]
pub struct Arguments {
    /// Address to listen on
    #[arg(long)]
    listen: Option<std::net::SocketAddr>,
    /// Says more
    // a plain `bool` would say false where the flag is not there, and so replace what a file says
    #[arg(long, num_args = 0, default_missing_value = "true")]
    verbose: Option<bool>,
    #[command(flatten)]
    database: DatabaseArguments,
    #[command(flatten)]
    replica: ReplicaArguments,
    /// Any other key
    #[arg(long, value_name = "KEY=VALUE")]
    #[serde(skip)]
    set: Vec<String>,
}

#[derive(Args, Debug, Serialize)]
struct DatabaseArguments {
    /// Connections kept open
    #[arg(long)]
    pool_size: Option<u32>,
}

#[derive(Args, Debug, Serialize)]
struct ReplicaArguments {
    /// Another database to read from
    #[arg(long, id = "replica-host", value_name = "HOST")]
    #[serde(rename = "host")]
    replica_host: Option<String>,
}

impl Arguments {
    /// Reads a command line.
    ///
    /// # Errors
    ///
    /// Fails if it is none, or asks for `--help`.
    pub fn read(
        loader: &Loader,
        arguments: impl IntoIterator<Item = impl Into<std::ffi::OsString> + Clone>,
    ) -> Result<Self, clap::Error> {
        let command = Self::command().after_help(keys(loader));
        Self::from_arg_matches(&command.try_get_matches_from(arguments)?)
    }

    /// Puts what was said above all other layers.
    #[must_use]
    pub fn above(&self, loader: Loader) -> Loader {
        loader.overrides(self).arguments(&self.set)
    }
}

/// Every key, also those that have no argument. It is read from the type alone, so no value can be in it but defaults, and a
/// credential has none.
fn keys(loader: &Loader) -> String {
    let mut help = String::from("Keys, as a file or --set says them, and their variables:\n");
    for key in loader.describe(Settings::SCHEMA) {
        let default = key.default().map(|default| format!(" [default: {default}]")).unwrap_or_default();
        let name = key.variables().first().map_or("", String::as_str);
        help += &format!("  {:<19} {name:<26} {}{default}\n", key.key(), key.expected());
    }
    help
}
