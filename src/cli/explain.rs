//! `explain`: an environment, one key, or a check.

use clap::Args;

use crate::error::Error;
use crate::finding::Finding;
use crate::loader::{Inspection, Loader};
use crate::nearest::nearest;
use crate::resolve::Config;

use super::console::Console;
use super::format::Format;
use super::outcome::{Done, Fault, Outcome};

#[derive(Debug, Args)]
pub(super) struct Explain {
    /// A key, a table or a variable, or the name of a check; every key if nothing is named
    #[arg(value_name = "KEY|CHECK")]
    what: Option<String>,
    /// The environment to look at, with the layers that it has here; the selected one if none is named
    #[arg(long, value_name = "NAME")]
    environment: Option<String>,
    /// Look at every environment, as its checked files have it
    #[arg(long, conflicts_with = "environment")]
    all: bool,
    /// How to say it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl Explain {
    pub(super) fn run<T: Config>(&self, loader: &Loader, console: &mut Console<'_>) -> Done {
        if let Some(check) = self.what.as_deref().and_then(|what| loader.checks().find(|check| check.slug() == what)) {
            console.say(check)?;
            return Ok(Outcome::Clean);
        }
        let busy = console.busy("looking");
        let inspections = if self.all {
            loader.inspect_all::<T>()
        } else {
            let name = loader.selected(self.environment.as_deref()).map_err(Fault::Misused)?.name();
            vec![loader.inspect::<T>(name).map_err(Fault::Misused)?]
        };
        drop(busy);
        match &self.what {
            None => self.environments(&inspections, console)?,
            Some(key) => self.key(loader, &inspections, key, console)?,
        }
        Ok(Outcome::Clean)
    }

    fn environments(&self, inspections: &[Inspection], console: &mut Console<'_>) -> Result<(), Fault> {
        for (at, inspection) in inspections.iter().enumerate() {
            self.between(at, console)?;
            match self.format {
                Format::Text => console.say(inspection.explain())?,
                Format::Json => console.say(inspection.explain().to_json())?,
            }
        }
        Ok(())
    }

    /// An entry of a map may be there in one environment alone.
    fn key(
        &self,
        loader: &Loader,
        inspections: &[Inspection],
        key: &str,
        console: &mut Console<'_>,
    ) -> Result<(), Fault> {
        let abouts: Vec<_> = inspections.iter().flat_map(|one| loader.about_keys(one, key)).collect();
        if abouts.is_empty() {
            return Err(Fault::Misused(unknown(loader, inspections, key)));
        }
        for (at, about) in abouts.iter().enumerate() {
            self.between(at, console)?;
            match self.format {
                Format::Text => console.say_wrapped(about)?,
                Format::Json => console.say(about.to_json())?,
            }
        }
        Ok(())
    }

    fn between(&self, at: usize, console: &mut Console<'_>) -> Result<(), Fault> {
        if at > 0 && self.format == Format::Text { console.say("") } else { Ok(()) }
    }
}

/// What was asked for is not shown: somebody may have pasted anything.
fn unknown(loader: &Loader, inspections: &[Inspection], what: &str) -> Error {
    // a place is no name that helps
    let keys = inspections.iter().flat_map(Inspection::facts).map(|fact| fact.shown.as_str());
    let keys = keys.filter(|key| !key.contains('<'));
    let names = keys.chain(loader.checks().map(|check| check.slug()));
    let finding = Finding::new("is no key of this configuration, and no check").with_key("explain");
    Error::of(match nearest(what, names) {
        Some(name) => finding.with_remedy(format!("did you mean {name}?")),
        None => finding.with_remedy("reference lists all keys, and CHECKS.md all checks"),
    })
}
