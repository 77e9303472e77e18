//! `reference`, `template`, `schema`: what the type lets a user configure.

use std::path::PathBuf;

use clap::Args;

use crate::loader::Loader;
use crate::resolve::Config;

use super::console::Console;
use super::outcome::{Done, Fault, Outcome};

#[derive(Debug, Args)]
pub(super) struct Reference {
    /// Write to this file instead of the output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Reference {
    pub(super) fn run<T: Config>(&self, loader: &Loader, console: &mut Console<'_>) -> Done {
        console.deliver(&loader.reference(T::SCHEMA), self.output.as_deref())?;
        Ok(Outcome::Clean)
    }
}

#[derive(Debug, Args)]
pub(super) struct Template {
    /// The environment that the file is for
    environment: String,
    /// Write to this file instead of the output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Template {
    pub(super) fn run<T: Config>(&self, loader: &Loader, console: &mut Console<'_>) -> Done {
        let text = loader.template(T::SCHEMA, &self.environment).map_err(Fault::Misused)?;
        console.deliver(&text, self.output.as_deref())?;
        Ok(Outcome::Clean)
    }
}

#[derive(Debug, Args)]
pub(super) struct Schema {
    /// Write to this file instead of the output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Schema {
    pub(super) fn run<T: Config>(&self, loader: &Loader, console: &mut Console<'_>) -> Done {
        let text = format!("{:#}", loader.json_schema(T::SCHEMA));
        console.deliver(&text, self.output.as_deref())?;
        Ok(Outcome::Clean)
    }
}
