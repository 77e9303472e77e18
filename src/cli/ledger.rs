//! `ledger`: whose credential is whose, across deployments.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::finding::{Finding, Level};
use crate::key::Key;
use crate::ledger::Ledger as Record;
use crate::loader::Loader;
use crate::resolve::Config;

use super::console::{Console, shown};
use super::outcome::{Done, Fault, Outcome};

#[derive(Debug, Args)]
pub(super) struct Ledger {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Record every credential of an environment, where it is deployed. The key of the project, any 32 random characters,
    /// is in the variable that ends in _LEDGER_KEY
    Add {
        #[command(flatten)]
        place: Place,
    },
    /// Load an environment, where it is deployed, and tell whether each of its credentials is its own
    Verify {
        #[command(flatten)]
        place: Place,
    },
    /// Say that the credential of a key is used no more
    Retire {
        /// The key
        key: String,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Debug, Args)]
struct Place {
    /// The environment; the selected one if none is named
    #[arg(long, value_name = "NAME")]
    environment: Option<String>,
    /// The ledger; that of the application, or credentials.lock beside the configuration files, if none is named
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
}

impl Ledger {
    pub(super) fn run<T: Config>(&self, loader: &Loader, console: &mut Console<'_>) -> Done {
        let (Action::Add { place } | Action::Verify { place } | Action::Retire { place, .. }) = &self.action;
        let environment = loader.selected(place.environment.as_deref()).map_err(Fault::Misused)?.name();
        let path = place.file.clone().or_else(|| loader.ledger_path());
        let path = path.ok_or_else(|| Fault::placeless("--file", "name the file"))?;
        let loader = loader.clone().environment(environment).quiet();
        let busy = console.busy("making fingerprints");
        match &self.action {
            Action::Add { .. } => {
                let added = loader.register::<T>(&path);
                drop(busy);
                let added = match added {
                    Ok(added) => added,
                    // what a check denies is judged; everything else could not be done
                    Err(error) if error.findings().iter().any(is_judged) => {
                        console.say_wrapped(error.styled(console.colour()))?;
                        return Ok(Outcome::Denied);
                    }
                    Err(error) => return Err(Fault::Failed(error)),
                };
                console.say(format_args!("{}: {added} new", shown(&path)))?;
                Ok(Outcome::Clean)
            }
            Action::Retire { key, .. } => {
                let key = Key::new(key).map_err(Fault::Misused)?;
                let mut ledger = Record::read(&path).map_err(Fault::Failed)?;
                ledger.retire(environment, &key).map_err(|error| Fault::of_key::<T>(error, &key))?;
                ledger.write(&path).map_err(Fault::Failed)?;
                drop(busy);
                console.say(format_args!("{}: {key} is retired in {environment}", shown(&path)))?;
                Ok(Outcome::Clean)
            }
            Action::Verify { .. } => {
                let loaded = loader.ledger(&path).load::<T>();
                drop(busy);
                let findings = match &loaded {
                    Ok(loaded) => loaded.findings(),
                    Err(error) => error.findings(),
                };
                let denied = findings.iter().filter(|finding| finding.level() == Level::Deny).count();
                let warned = findings.len() - denied;
                let (problems, warnings) = (plural(denied, "problem"), plural(warned, "warning"));
                console.say(format_args!("{environment}: {problems}, {warnings}"))?;
                console.say_findings(findings)?;
                Ok(Outcome::of(loaded.is_ok()))
            }
        }
    }
}

fn plural(count: usize, what: &str) -> String {
    let end = if count == 1 { "" } else { "s" };
    format!("{count} {what}{end}")
}

/// Whether a check says something of a key, and not that the ledger cannot be asked.
fn is_judged(finding: &Finding) -> bool {
    finding.check().is_some() && finding.key().is_some()
}
