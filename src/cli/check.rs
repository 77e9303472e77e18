//! `check`: one environment, or all of them, against the type and every check.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::loader::Loader;
use crate::resolve::Config;

use super::console::{Console, shown};
use super::outcome::{Done, Fault, Outcome};

#[derive(Debug, Args)]
pub(super) struct Check {
    /// The environment to look at, with the layers that it has here; the selected one if none is named.
    /// What only a deployment supplies is not called missing, and no sealed file is opened
    environment: Option<String>,
    /// Look at every environment, as its checked files have it, and at staging beside production
    #[arg(long, conflicts_with = "environment")]
    all: bool,
    /// How to say what is found
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Write to this file instead of the output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// milieu.verdict/1
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of a GitHub workflow
    Github,
    /// A page to look at, in one file
    Html,
}

impl Check {
    pub(super) fn run<T: Config>(&self, loader: &Loader, console: &mut Console<'_>) -> Done {
        let busy = console.busy("checking");
        let verdict = if self.all {
            loader.check_all::<T>()
        } else {
            let name = loader.selected(self.environment.as_deref()).map_err(Fault::Misused)?.name();
            loader.check_one::<T>(name).map_err(Fault::Misused)?
        };
        drop(busy);
        let text = match self.format {
            Format::Text if self.output.is_none() => {
                console.say_wrapped(verdict.styled(console.colour()))?;
                return Ok(Outcome::of(verdict.is_clean()));
            }
            Format::Text => verdict.to_string(),
            Format::Json => verdict.to_json(),
            Format::Sarif => verdict.to_sarif(),
            Format::Github => verdict.to_github(),
            Format::Html => verdict.to_html(),
        };
        console.deliver(&text, self.output.as_deref())?;
        if let Some(file) = &self.output {
            console.say_wrapped(format_args!("{}: {}", shown(file), verdict.heading()))?;
        }
        Ok(Outcome::of(verdict.is_clean()))
    }
}
