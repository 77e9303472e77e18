//! `verify-binary`: whether a finished program may be shipped.

use std::path::PathBuf;

use clap::Args;

use crate::artifact::{Expectation, verify};
use crate::loader::Loader;
use crate::resolve::Config;

use super::console::{Console, shown};
use super::outcome::{Done, Outcome};

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
        if let Some(package) = self.package.as_deref().or(loader.package()) {
            expected = expected.package(package);
        }
        if !self.any_schema {
            expected = expected.schema(T::SCHEMA);
        }
        let busy = console.busy("reading the program");
        let verified = verify(&self.file, &expected);
        drop(busy);
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
