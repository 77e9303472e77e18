//! `receipt`: what staging accepted, and what production is allowed without.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use crate::artifact::read;
use crate::build::BuildClass;
use crate::error::Error;
use crate::finding::{Finding, Level};
use crate::loader::Loader;
use crate::origin::Origin;
use crate::promotion::{Approval, KeyPair, VerifyingKey};
use crate::resolve::Config;
use crate::sources::replace::take_away;
use crate::tier::Tier;

use super::console::{Console, shown};
use super::outcome::{Done, Fault, Outcome};
use super::private::keep;

#[derive(Debug, Args)]
pub(super) struct Receipt {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Make a pair of keys: the verifying one is written to the output, for require_receipt; the signing one is for
    /// the variable that ends in _RECEIPT_KEY, where staging runs
    Key {
        /// Where the signing key goes: a new file, which only its owner can read
        #[arg(long, value_name = "FILE")]
        private_key: PathBuf,
    },
    /// Inspect staging as its checked files are, and sign that nothing forbids to go on
    Issue {
        /// The environment, of tier staging
        #[arg(long, value_name = "NAME", default_value = "staging")]
        environment: String,
        /// Where the receipt goes
        #[arg(long, value_name = "FILE")]
        output: PathBuf,
        #[command(flatten)]
        artifact: Artifact,
    },
    /// Tell whether production may start with a receipt
    Verify {
        /// The environment, of tier production
        #[arg(long, value_name = "NAME", default_value = "production")]
        environment: String,
        /// The receipt; that of the application if none is named
        #[arg(long, value_name = "FILE", requires = "key")]
        receipt: Option<PathBuf>,
        /// The key that verifies it
        #[arg(long, value_name = "milieu-receipt-public-1:…", requires = "receipt")]
        key: Option<String>,
        #[command(flatten)]
        artifact: Artifact,
    },
    /// Sign that production may start without a receipt that fits, for some time
    Approve {
        /// The environment, of tier production
        #[arg(long, value_name = "NAME", default_value = "production")]
        environment: String,
        /// Who approves
        #[arg(long, value_name = "NAME")]
        by: String,
        /// Why
        #[arg(long, value_name = "TEXT")]
        reason: String,
        /// For how long, such as 4h
        #[arg(long = "for", value_name = "DURATION")]
        duration: String,
        /// Where the approval goes
        #[arg(long, value_name = "FILE")]
        output: PathBuf,
        #[command(flatten)]
        artifact: Artifact,
    },
}

#[derive(Debug, Args)]
struct Artifact {
    /// The file that is promoted; that of the application if none is named, or else, to verify and to approve, this program
    #[arg(long = "artifact", value_name = "FILE")]
    file: Option<PathBuf>,
}

impl Artifact {
    fn told(&self, loader: &Loader) -> Loader {
        match &self.file {
            Some(file) => loader.clone().artifact(file),
            None => loader.clone(),
        }
    }
}

impl Receipt {
    pub(super) fn run<T: Config>(&self, loader: &Loader, console: &mut Console<'_>) -> Done {
        match &self.action {
            Action::Key { private_key } => {
                let pair = KeyPair::generate().map_err(Fault::Failed)?;
                keep(private_key, &pair.signing().expose().text())?;
                // without its other half the key is of no use to anybody
                console.say(pair.verifying()).and_then(|()| console.flush()).inspect_err(|_| take_away(private_key))?;
                Ok(Outcome::Clean)
            }
            Action::Issue { environment, output, artifact } => {
                issue::<T>(&artifact.told(loader), (environment, artifact), output, console)
            }
            Action::Verify { environment, receipt, key, artifact } => {
                let mut loader = artifact.told(loader);
                if let (Some(receipt), Some(key)) = (receipt, key) {
                    loader = loader.require_receipt(receipt, verifying(key)?);
                } else if !loader.requires_receipt() {
                    let finding = Finding::new("is missing, and the application requires no receipt of its own");
                    let finding =
                        finding.with_key("--receipt").with_remedy("name the receipt, and with --key whose it is");
                    return Err(Fault::Misused(Error::of(finding)));
                }
                verify::<T>(&loader, environment, console)
            }
            Action::Approve { environment, by, reason, duration, output, artifact } => {
                let loader = artifact.told(loader);
                let environment = of_tier(&loader, environment, Tier::Production)?;
                let now = loader.now();
                // an end beyond all times is none, and so is one that is over
                let length = humantime::parse_duration(duration).ok().filter(|length| !length.is_zero());
                let Some(end) = length.and_then(|length| now.checked_add(length)) else {
                    let finding = Finding::new("expected a duration, found another text").with_key("--for");
                    return Err(Fault::Misused(Error::of(finding.with_remedy("write it as 4h, or 1h 30m"))));
                };
                let busy = console.busy("reading the artefact");
                let hash = loader.artifact_hash().map_err(Fault::Failed)?;
                drop(busy);
                let approval = Approval::new(loader.application(), environment, hash).by(by, reason).until(end);
                approval.could_be_signed(now).map_err(Fault::Misused)?;
                let key = loader.signing_key().map_err(Fault::Failed)?;
                approval.write(output, key.expose(), now).map_err(Fault::Failed)?;
                let until = humantime::format_rfc3339_seconds(end);
                console.say(format_args!("{}: {environment} may start with {hash} until {until}", shown(output)))?;
                Ok(Outcome::Clean)
            }
        }
    }
}

fn issue<T: Config>(
    loader: &Loader,
    (environment, artifact): (&str, &Artifact),
    output: &Path,
    console: &mut Console<'_>,
) -> Done {
    let environment = of_tier(loader, environment, Tier::Staging)?;
    deployable(loader, artifact)?;
    if !loader.has_layers() {
        let finding = Finding::new("has no configuration file to accept").with_key(environment);
        let remedy = "run it in the directory that holds config/, or name the directory";
        return Err(Fault::Failed(Error::of(finding.with_remedy(remedy))));
    }
    // the receipt is of what is checked in, so nothing of this machine counts
    let inspections = loader.inspect_each::<T>(&[environment]).map_err(Fault::Misused)?;
    let [inspection] = &inspections[..] else { return Ok(Outcome::Failed) };
    let accepted = match inspection.accept() {
        Ok(accepted) => accepted,
        Err(error) => {
            console.say_wrapped(error.styled(console.colour()))?;
            return Ok(Outcome::Denied);
        }
    };
    let busy = console.busy("reading the artefact");
    let receipt = loader.issue_receipt(&accepted, output).map_err(Fault::Failed)?;
    drop(busy);
    console.say(format_args!("{}: {environment} accepted {}", shown(output), receipt.artifact()))?;
    Ok(Outcome::Clean)
}

/// Refuses to have staging accept this very program by mistake, and a program that production could not start anyway.
fn deployable(loader: &Loader, artifact: &Artifact) -> Result<(), Fault> {
    let Some(file) = artifact.file.as_deref().or(loader.artifact_path()) else {
        let finding =
            Finding::new("is missing, and the application does not say what is promoted").with_key("--artifact");
        return Err(Fault::Misused(Error::of(finding.with_remedy("name the file that ships"))));
    };
    // an archive has no stamp, and says nothing here
    let class = read(file).map_err(Fault::Failed)?.class();
    if class == Some(BuildClass::Development) {
        let finding =
            Finding::new("is a development build, and production starts none").with_origin(Origin::whole_file(file));
        return Err(Fault::Failed(Error::of(finding.with_remedy("build it with MILIEU_BUILD=deployable"))));
    }
    Ok(())
}

fn verify<T: Config>(loader: &Loader, environment: &str, console: &mut Console<'_>) -> Done {
    let environment = of_tier(loader, environment, Tier::Production)?;
    let inspections = loader.inspect_each::<T>(&[environment]).map_err(Fault::Misused)?;
    let [inspection] = &inspections[..] else { return Ok(Outcome::Failed) };
    let busy = console.busy("reading the artefact");
    let denied = inspection.findings().iter().filter(|finding| finding.level() == Level::Deny).cloned();
    let denied: Vec<_> = denied.collect();
    // a receipt that fits lets nothing start that would not start anyway
    let verified = loader.verify_receipt(inspection).and_then(|receipt| match denied.is_empty() {
        true => Ok(receipt),
        false => Err(Error::new(Some(environment), denied)),
    });
    drop(busy);
    match verified {
        Ok(receipt) => {
            console.say(format_args!(
                "{environment} may start: {} accepted {}",
                receipt.environment(),
                receipt.artifact()
            ))?;
            Ok(Outcome::Clean)
        }
        Err(error) => {
            console.say_wrapped(error.styled(console.colour()))?;
            Ok(Outcome::Denied)
        }
    }
}

/// A key that verifies. What was given is not shown: it may be the one that signs.
fn verifying(text: &str) -> Result<VerifyingKey, Fault> {
    text.parse().map_err(|error: Error| {
        let findings = error.findings().iter().map(|finding| finding.clone().with_key("--key"));
        Fault::Misused(Error::of_subject("the command", findings.collect()))
    })
}

/// The name of an environment whose tier is the one that is meant.
fn of_tier(loader: &Loader, name: &str, tier: Tier) -> Result<&'static str, Fault> {
    let environment = loader.named(name).map_err(Fault::Misused)?;
    if environment.tier() == tier {
        return Ok(environment.name());
    }
    let finding = Finding::new(format!("is not of tier {tier}")).with_key(environment.name());
    let remedy = "staging issues receipts, and production is what they and approvals are for";
    Err(Fault::Misused(Error::of(finding.with_remedy(remedy))))
}
