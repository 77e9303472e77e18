//! The command line, run in this process: what it writes, where, and how it ends.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test binary")]

mod check;
mod explain;
mod help;
mod ledger;
mod parity;
mod receipt;
mod seal;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use clap::Parser as _;
use milieu::cli::{Command, Console};
use milieu::testing::Fixture;
use milieu::{Config, Credential, Loader};

#[derive(Config)]
#[expect(dead_code, reason = "what is said of it counts")]
struct Settings {
    /// Port to listen on.
    #[config(default = 8080)]
    port: u16,
    mirror: Option<String>,
    database: Database,
    #[config(dev_only, default = false)]
    trace_sql: bool,
}

#[derive(Config)]
#[expect(dead_code, reason = "what is said of it counts")]
struct Database {
    #[config(supplied)]
    host: String,
    /// Connections kept open.
    #[config(default = 8, parity = "varies", range = 1..=512)]
    pool_size: u32,
    password: Credential,
}

#[derive(clap::Parser)]
#[command(name = "shop")]
struct Shop {
    #[command(subcommand)]
    command: Command,
}

/// What a command came to.
#[derive(Debug, PartialEq, Eq)]
struct Ran {
    code: u8,
    out: String,
    error: String,
}

fn run_with(loader: &Loader, arguments: &str, mut input: &[u8]) -> Ran {
    let shop = match Shop::try_parse_from(std::iter::once("shop").chain(arguments.split_whitespace())) {
        Ok(shop) => shop,
        Err(error) if error.use_stderr() => return Ran { code: 2, out: String::new(), error: error.to_string() },
        Err(help) => return Ran { code: 0, out: help.to_string(), error: String::new() },
    };
    let (mut out, mut error) = (Vec::new(), Vec::new());
    let outcome = shop.command.run_on::<Settings>(loader, &mut Console::new(&mut input, &mut out, &mut error));
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: outcome.code(), out: text(out), error: text(error) }
}

fn run(loader: &Loader, arguments: &str) -> Ran {
    run_with(loader, arguments, b"")
}

/// A shop whose files are in memory.
fn shop() -> Fixture {
    Fixture::new()
        .application("shop")
        .file("config/base.toml", "port = 80\n")
        .file("config/staging.toml", "[database]\npool_size = 16\n")
        .file("config/production.toml", "[database]\npool_size = 64\n")
}

/// A directory of a test's own, which goes with it.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("milieu-cli-{}-{number}", std::process::id()));
        std::fs::create_dir_all(path.join("config")).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, content: &str) -> &Self {
        std::fs::write(self.path(name), content).unwrap();
        self
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    fn arguments(&self, arguments: &str) -> String {
        arguments.replace("DIR", self.0.to_str().unwrap())
    }

    /// What was written, with this directory left out.
    fn plain(&self, text: &str) -> String {
        text.replace(&format!("{}/", self.0.display()), "")
    }

    fn names(&self, of: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(of).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn loader(&self, fixture: &Fixture) -> Loader {
        fixture.clone().application("shop").on_disk().loader().directory(self.path("config"))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
