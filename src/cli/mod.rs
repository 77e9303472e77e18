//! The command line of an application's configuration, inside the application's own program.
//!
//! It knows the type, so it can say what a tool from outside cannot. Two ways in: [`run`] is a ready `main`, and [`Command`] is a set of
//! subcommands for a clap parser that is there already.
//!
//! ```no_run
//! # #[derive(milieu::Config)] struct Settings {}
//! fn main() -> std::process::ExitCode {
//!     milieu::cli::run::<Settings>(milieu::app!("shop"))
//! }
//! ```
//!
//! ```
//! use clap::Parser as _;
//!
//! #[derive(milieu::Config)]
//! struct Settings {
//!     /// Port to listen on.
//!     #[config(default = 80)]
//!     port: u16,
//! }
//!
//! #[derive(clap::Parser)]
//! enum Shop {
//!     /// Serve customers
//!     Serve,
//!     /// Look at the configuration
//!     #[command(subcommand)]
//!     Config(milieu::cli::Command),
//! }
//!
//! let loader = milieu::testing::Fixture::new().file("config/staging.toml", "port = 81\n").loader();
//! let Shop::Config(command) = Shop::parse_from(["shop", "config", "explain", "port", "--environment", "staging"]) else {
//!     unreachable!()
//! };
//! let mut out = Vec::new();
//! let done = command.run_on::<Settings>(&loader, &mut milieu::cli::Console::new(&mut std::io::empty(), &mut out, &mut std::io::sink()));
//! assert_eq!(done, milieu::cli::Outcome::Clean);
//! assert!(String::from_utf8_lossy(&out).starts_with("port in staging: 81\n  set by    config/staging.toml:1:8\n  shadows   default\n"));
//! ```
//!
//! # Commands
//!
//! | command | |
//! |---|---|
//! | `check [ENVIRONMENT]`, `check --all` | holds one environment, with the layers that it has here, or all of them, as their checked files are, against the type and every check; `--format text`, `json`, `sarif`, `github` or `html` |
//! | `explain`, `explain KEY`, `explain CHECK` | each key with its value, where it won and what it shadows; everything about one key; what a check is for |
//! | `parity A B` | what one of two environments has and the other lacks; `--accept REASON` puts it into `parity.lock` |
//! | `reference`, `template ENVIRONMENT`, `schema` | a Markdown table of all keys, a commented file to start from, a JSON Schema for editors |
//! | `seal`, `ledger`, `receipt` | by the features `sealed`, `ledger`, `receipts`: sealed files, the ledger of credentials, receipts and approvals |
//! | `verify-binary FILE` | whether a finished program may be shipped |
//!
//! No command starts the application, makes a value of its type that anything runs on, or shows a credential: `explain` shows what
//! [`Loaded::explain`](crate::Loaded::explain) does. A credential comes in by standard input, never as an argument, and a private key goes
//! into a file that only its owner can read.
//!
//! # Exit codes
//!
//! | code | |
//! |---|---|
//! | 0 | done; warnings may have been said |
//! | 1 | a finding forbids to go on: it is in the output, or in the file that `--output` names |
//! | 2 | the command was used wrongly: an argument, or the name of an environment, a key or a check; on standard error |
//! | 3 | it could not be done: a file cannot be read or written, a key is missing; on standard error, and nothing is half-written |
//!
//! `explain` looks and judges nothing: it ends with 0 whatever it has to say. A pipe that somebody closes, as `head` does, changes none of them.
//!
//! # Colours and width
//!
//! Output has colours where it goes to a terminal, unless `NO_COLOR` is set, and long lines are wrapped at the terminal's width; a file
//! and a pipe get neither. What takes more than a second says on standard error that it is at work, if that is a terminal.

mod busy;
mod check;
mod console;
mod describe;
mod explain;
mod format;
mod input;
#[cfg(feature = "ledger")]
mod ledger;
mod outcome;
mod parity;
#[cfg(any(feature = "receipts", feature = "sealed"))]
mod private;
#[cfg(feature = "receipts")]
mod receipt;
#[cfg(feature = "sealed")]
mod seal;
mod verify_binary;

use std::process::ExitCode;

use clap::{ArgMatches, CommandFactory as _, FromArgMatches, Parser, Subcommand};

use crate::loader::Loader;
use crate::resolve::Config;

pub use console::Console;
pub use outcome::Outcome;

/// Reads the arguments of the process and runs the command that they name: a ready `main`.
///
/// Give it the loader with which the application loads, `app!("shop")` with its environments, or its name alone where nothing else is
/// said. `--help` and a wrong argument end the process as clap does, with code 0 and 2.
///
/// ```no_run
/// # #[derive(milieu::Config)] struct Settings {}
/// fn main() -> std::process::ExitCode {
///     milieu::cli::run::<Settings>("shop")
/// }
/// ```
#[must_use]
pub fn run<T: Config>(loader: impl Into<Loader>) -> ExitCode {
    let arguments = Arguments::command().get_matches();
    match Arguments::from_arg_matches(&arguments) {
        Ok(Arguments { command }) => command.run::<T>(&loader.into()),
        Err(error) => error.exit(),
    }
}

/// Look at the configuration of this application: check it, explain it, compare its environments
#[derive(Parser)]
#[command(disable_help_subcommand = true, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

/// The commands, to be put into a clap parser: as `#[command(subcommand)]` below a command of its own, or flattened among others.
///
/// It implements `clap::Subcommand`, of clap 4.
///
/// ```
/// use clap::Parser as _;
///
/// #[derive(clap::Parser)]
/// enum Shop {
///     Serve,
///     #[command(flatten)]
///     Config(milieu::cli::Command),
/// }
///
/// assert!(matches!(Shop::parse_from(["shop", "check", "--all"]), Shop::Config(_)));
/// ```
#[derive(Debug)]
pub struct Command(Kind);

#[derive(Debug, Subcommand)]
enum Kind {
    /// Hold the configuration against its type and every check
    Check(check::Check),
    /// Show each key with its value and origin, everything about one key, or what a check is for
    Explain(explain::Explain),
    /// Compare two environments, and accept how they differ
    Parity(parity::Parity),
    /// Write a Markdown table of everything that can be configured
    Reference(describe::Reference),
    /// Write a commented file for an environment to start from
    Template(describe::Template),
    /// Write a JSON Schema of a configuration file, for editors
    Schema(describe::Schema),
    /// Put credentials into sealed files, and take them out
    #[cfg(feature = "sealed")]
    Seal(seal::Seal),
    /// Record whose credential is whose, and verify it
    #[cfg(feature = "ledger")]
    Ledger(ledger::Ledger),
    /// Issue and verify receipts, and approve a start without one
    #[cfg(feature = "receipts")]
    Receipt(receipt::Receipt),
    /// Tell whether a finished program may be shipped
    VerifyBinary(verify_binary::VerifyBinary),
}

impl Command {
    /// Runs the command on the streams of the process, and returns the exit code.
    #[must_use]
    pub fn run<T: Config>(&self, loader: &Loader) -> ExitCode {
        Console::with_process(|console| self.run_on::<T>(loader, console)).into()
    }

    /// Runs the command on these streams.
    pub fn run_on<T: Config>(&self, loader: &Loader, console: &mut Console<'_>) -> Outcome {
        let done = match &self.0 {
            Kind::Check(check) => check.run::<T>(loader, console),
            Kind::Explain(explain) => explain.run::<T>(loader, console),
            Kind::Parity(parity) => parity.run::<T>(loader, console),
            Kind::Reference(reference) => reference.run::<T>(loader, console),
            Kind::Template(template) => template.run::<T>(loader, console),
            Kind::Schema(schema) => schema.run::<T>(loader, console),
            #[cfg(feature = "sealed")]
            Kind::Seal(seal) => seal.run::<T>(loader, console),
            #[cfg(feature = "ledger")]
            Kind::Ledger(ledger) => ledger.run::<T>(loader, console),
            #[cfg(feature = "receipts")]
            Kind::Receipt(receipt) => receipt.run::<T>(loader, console),
            Kind::VerifyBinary(binary) => binary.run::<T>(loader, console),
        };
        done.and_then(|outcome| console.flush().map(|()| outcome)).unwrap_or_else(|fault| console.fail(&fault))
    }
}

impl FromArgMatches for Command {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        Kind::from_arg_matches(matches).map(Self)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        self.0.update_from_arg_matches(matches)
    }
}

impl Subcommand for Command {
    fn augment_subcommands(command: clap::Command) -> clap::Command {
        Kind::augment_subcommands(command)
    }

    fn augment_subcommands_for_update(command: clap::Command) -> clap::Command {
        Kind::augment_subcommands_for_update(command)
    }

    fn has_subcommand(name: &str) -> bool {
        Kind::has_subcommand(name)
    }
}
