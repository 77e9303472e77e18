//! `reference`, `template`, `schema`: what the type lets a user configure.

use std::path::PathBuf;

use clap::Args;

use crate::error::Error;
use crate::finding::Finding;
use crate::loader::Loader;
use crate::origin::Origin;
use crate::resolve::Config;
use crate::sources::files::Files;

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
    /// Write to this new file instead of the output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Template {
    pub(super) fn run<T: Config>(&self, loader: &Loader, console: &mut Console<'_>) -> Done {
        let text = loader.template(T::SCHEMA, &self.environment).map_err(Fault::Misused)?;
        // what stands there is somebody's configuration, and this is only a beginning
        if let Some(file) = self.output.as_deref().filter(|file| Files::Disk.exists(file)) {
            let finding = Finding::new("is there already, and a template has none of its values");
            let finding = finding.with_origin(Origin::whole_file(file)).with_remedy("name a new file");
            return Err(Fault::Failed(Error::of(finding)));
        }
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
