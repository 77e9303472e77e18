//! `verify-binary`: whether a finished program may be shipped.

use std::path::PathBuf;

use clap::Args;

use crate::artifact::{Expectation, read, verify};
use crate::error::Error;
use crate::finding::Finding;
use crate::loader::Loader;
use crate::resolve::Config;

use super::console::{Console, shown};
use super::outcome::{Done, Fault, Outcome};

#[derive(Debug, Args)]
pub(super) struct VerifyBinary {
    /// The program, the very file that ships
    file: PathBuf,
    /// The package that it has to be of; that of this program if none is named
    #[arg(long, value_name = "NAME")]
    package: Option<String>,
    /// Do not ask that it loads this very configuration type
    #[arg(long)]
    any_schema: bool,
}

impl VerifyBinary {
    pub(super) fn run<T: Config>(&self, loader: &Loader, console: &mut Console<'_>) -> Done {
        let mut expected = Expectation::deployable();
        let Some(package) = self.package.as_deref().or(loader.package()) else {
            let finding =
                Finding::new("is missing, and the loader of this program does not know of what package it is");
            let remedy = "name the package, or make the loader with app!";
            return Err(Fault::Misused(Error::of(finding.with_key("--package").with_remedy(remedy))));
        };
        expected = expected.package(package);
        if !self.any_schema {
            expected = expected.schema(T::SCHEMA);
        }
        let busy = console.busy("reading the program");
        // what cannot be read is not judged
        let verified = read(&self.file).map_err(Fault::Failed).map(|_| verify(&self.file, &expected));
        drop(busy);
        let verified = verified?;
        match verified {
            Ok(_) => {
                console.say(format_args!("{} is a deployable build, as expected", shown(&self.file)))?;
                Ok(Outcome::Clean)
            }
            Err(error) => {
                console.say_wrapped(error.styled(console.colour()))?;
                Ok(Outcome::Denied)
            }
        }
    }
}
