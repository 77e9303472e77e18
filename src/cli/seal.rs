//! `seal`: sealed files, from their first key on.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use crate::error::Error;
use crate::finding::Finding;
use crate::key::Key;
use crate::loader::Loader;
use crate::nearest::nearest;
use crate::origin::Origin;
use crate::resolve::Config;
use crate::schema::Kind;
use crate::sealed::{KeyPair, add, create, remove};
use crate::sources::files::Files;
use crate::sources::names::credential_places;
use crate::sources::replace::take_away;

use super::console::{Console, shown};
use super::outcome::{Done, Fault, Outcome};
use super::private::keep;

#[derive(Debug, Args)]
pub(super) struct Seal {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Make the sealed file of an environment, and the private key that opens it
    Init {
        /// The environment
        environment: String,
        /// Where the private key goes: a new file, which only its owner can read
        #[arg(long, value_name = "FILE")]
        private_key: PathBuf,
        #[command(flatten)]
        file: File,
    },
    /// Seal the credential of a key, read from standard input
    Add {
        /// The environment
        // clap would repeat what begins with a hyphen, and a credential in the wrong place can
        #[arg(allow_hyphen_values = true)]
        environment: String,
        /// The key
        #[arg(allow_hyphen_values = true)]
        key: String,
        #[command(flatten)]
        file: File,
        /// Takes what is one argument too many, so that nothing repeats it: it may be the credential
        #[arg(hide = true, allow_hyphen_values = true)]
        too_many: Vec<OsString>,
    },
    /// Take the credential of a key out
    Remove {
        /// The environment
        environment: String,
        /// The key
        key: String,
        #[command(flatten)]
        file: File,
    },
}

#[derive(Debug, Args)]
struct File {
    /// The sealed file; ENVIRONMENT.sealed.toml beside the configuration files if none is named
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
}

impl File {
    fn path(&self, loader: &Loader, environment: &str) -> Result<PathBuf, Fault> {
        if let Some(path) = &self.file {
            return Ok(path.clone());
        }
        let directory = loader.checked_directory().ok_or_else(|| Fault::placeless("--file", "name the file"))?;
        Ok(directory.join(format!("{environment}.sealed.toml")))
    }
}

impl Seal {
    pub(super) fn run<T: Config>(&self, loader: &Loader, console: &mut Console<'_>) -> Done {
        let (environment, file) = match &self.action {
            Action::Init { environment, file, .. }
            | Action::Add { environment, file, .. }
            | Action::Remove { environment, file, .. } => (environment, file),
        };
        let environment = loader.named(environment).map_err(Fault::Misused)?.name();
        let path = file.path(loader, environment)?;
        match &self.action {
            Action::Init { private_key, .. } => init(environment, &path, private_key)?,
            Action::Add { too_many, .. } if !too_many.is_empty() => {
                let finding =
                    Finding::new("is given as an argument, where other programs and the shell's history keep it");
                let remedy = "give it by standard input, and replace it where it gives access";
                return Err(Fault::Misused(Error::of(finding.with_key("credential").with_remedy(remedy))));
            }
            Action::Add { key, .. } => {
                let key = credential_key::<T>(key)?;
                if !Files::Disk.exists(&path) {
                    let finding = Finding::new("is not there").with_origin(Origin::whole_file(&path));
                    let remedy = format!("make it, and its private key: seal init {environment} --private-key FILE");
                    return Err(Fault::Failed(Error::of(finding.with_remedy(remedy))));
                }
                let value = console.read_credential(&format!("{key} in {environment}: "))?;
                add(&path, environment, &key, &value).map_err(Fault::Failed)?;
            }
            Action::Remove { key, .. } => {
                let key = Key::new(key).map_err(Fault::Misused)?;
                remove(&path, environment, &key).map_err(|error| Fault::of_key::<T>(error, &key))?;
            }
        }
        console.say(format_args!("{}: written", shown(&path)))?;
        if let Action::Init { private_key, .. } = &self.action {
            let into = format!("give it to {environment} as {}", loader.seal_variable());
            console.say(format_args!("{}: holds the private key; {into}, and to nobody else", shown(private_key)))?;
        }
        Ok(Outcome::Clean)
    }
}

fn init(environment: &str, path: &Path, private_key: &Path) -> Result<(), Fault> {
    let pair = KeyPair::generate().map_err(Fault::Failed)?;
    // the key first, so that nobody ever seals for one that was not kept; a key without its file opens nothing
    keep(private_key, &pair.private().expose().text())?;
    create(path, environment, &pair.public()).map_err(|error| {
        take_away(private_key);
        Fault::Failed(error)
    })
}

/// A key that the type declares as a credential. What was given is not shown: somebody may have typed the credential itself.
fn credential_key<T: Config>(text: &str) -> Result<Key, Fault> {
    let places = credential_places(T::SCHEMA);
    let refuse = |words: &'static str| {
        let finding = Finding::new(words).with_key("KEY");
        let remedy = match nearest(text, places.iter().map(String::as_str)) {
            Some(place) => format!("did you mean {place}?"),
            None => "reference lists all keys".to_owned(),
        };
        Fault::Misused(Error::of(finding.with_remedy(remedy)))
    };
    let key = Key::new(text).map_err(|_| refuse("is no key"))?;
    match T::SCHEMA.declared_at(key.segments()) {
        Some(Kind::Credential) => Ok(key),
        _ => Err(refuse("is no credential of this configuration, and a sealed file holds nothing else")),
    }
}
