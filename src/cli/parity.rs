//! `parity`: two environments side by side, and what of their differences is accepted.

use clap::Args;
use serde_json::json;

use crate::error::Error;
use crate::finding::{Finding, Level};
use crate::loader::{Inspection, Loader};
use crate::nearest::nearest;
use crate::parity::{Accepted, Baseline, Difference, Parity as Pair, SideBySide};
use crate::resolve::Config;

use crate::visible::Visible;

use super::console::{Console, shown};
use super::format::Format;
use super::outcome::{Done, Fault, Outcome};

#[derive(Debug, Args)]
pub(super) struct Parity {
    /// The environments to compare
    #[arg(num_args = 2, required = true, value_names = ["ONE", "OTHER"])]
    environments: Vec<String>,
    /// Accept the differences that are new, and say why, in parity.lock beside the files
    #[arg(long, value_name = "REASON")]
    accept: Option<String>,
    /// Accept only those at this key or below it; may be given several times
    #[arg(long = "key", value_name = "KEY", requires = "accept")]
    keys: Vec<String>,
    /// Take out of parity.lock what is no difference any more
    #[arg(long)]
    prune: bool,
    /// How to say what is found
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl Parity {
    pub(super) fn run<T: Config>(&self, loader: &Loader, console: &mut Console<'_>) -> Done {
        let names: Vec<&str> = self.environments.iter().map(String::as_str).collect();
        let busy = console.busy("comparing");
        let both = SideBySide::new(loader, loader.inspect_each::<T>(&names).map_err(Fault::Misused)?);
        let pair = both.compare(names[0], names[1]).map_err(Fault::Misused)?;
        drop(busy);
        let [one, other] = pair.environments();
        // by whatever aliases
        if one == other {
            let finding = Finding::new("is one environment, and two were expected").with_key(one.name());
            return Err(Fault::Misused(Error::of(finding.with_remedy("name another one"))));
        }
        let unread = both.inspections().iter().flat_map(unread).collect::<Vec<_>>();
        if !unread.is_empty() {
            return Err(Fault::Failed(Error::of_subject("the environments to compare", unread)));
        }
        let mut baseline = both.baseline().map_err(Fault::Failed)?;
        if self.accept.is_some() || self.prune {
            self.change(&both, &pair, &mut baseline, console)?;
        }
        let findings = loader.allowed(pair.findings(&baseline));
        match self.format {
            Format::Json => console.say(json!({
                "format": "milieu.parity/1",
                "environments": pair.environments().map(|one| one.name()),
                "differences": pair.differences(),
                "accepted": baseline.accepted(&pair).map(accepted).collect::<Vec<_>>(),
                "findings": findings,
            }))?,
            Format::Text => {
                let accepted: Vec<_> = baseline.accepted(&pair).collect();
                let (all, new) = (pair.differences().len(), pair.new_since(&baseline).count());
                let differences = if all == 1 { "difference" } else { "differences" };
                console
                    .say(format_args!("{one}, {other}: {all} {differences}, {new} new, {} accepted", accepted.len()))?;
                console.say_findings(&findings)?;
                for entry in accepted {
                    let (key, reason) = (Visible(entry.key()), Visible(entry.reason()));
                    console.say_wrapped(format_args!("  accepted: {key}: {}: {reason}", entry.words()))?;
                }
            }
        }
        Ok(Outcome::of(findings.iter().all(|finding| finding.level() < Level::Deny)))
    }

    /// Writes the baseline anew.
    fn change(
        &self,
        both: &SideBySide,
        pair: &Pair,
        baseline: &mut Baseline,
        console: &mut Console<'_>,
    ) -> Result<(), Fault> {
        let path = both.baseline_path().ok_or_else(|| Fault::placeless("parity.lock", "make the directory config/"))?;
        let is_below = |key: &str, above: &String| {
            key.strip_prefix(above.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let pruned = if self.prune { baseline.prune(pair) } else { 0 };
        let mut accepted = 0;
        if let Some(reason) = &self.accept {
            let is_meant = |key: &str| self.keys.is_empty() || self.keys.iter().any(|above| is_below(key, above));
            self.misspelt(pair, &is_below)?;
            accepted = baseline.accept_some(pair, reason, |one| is_meant(one.key())).map_err(Fault::Misused)?;
        }
        if accepted + pruned > 0 {
            baseline.write(&path).map_err(Fault::Failed)?;
        }
        if self.format == Format::Text {
            console.say(format_args!("{}: {accepted} accepted, {pruned} taken out", shown(&path)))?;
        }
        Ok(())
    }

    /// Refuses a key at which the two do not differ.
    fn misspelt(&self, pair: &Pair, is_below: &dyn Fn(&str, &String) -> bool) -> Result<(), Fault> {
        let finding = |(number, above): (usize, &String)| {
            let finding = Finding::new("names no key at which the two environments differ");
            let remedy = match nearest(above, pair.differences().iter().map(Difference::key)) {
                Some(key) => format!("did you mean {key}?"),
                None => "take it out, or spell it as the output does".to_owned(),
            };
            finding.with_key(format!("--key {}", number + 1)).with_remedy(remedy)
        };
        let differs = |above: &String| pair.differences().iter().any(|one| is_below(one.key(), above));
        let findings: Vec<_> = self.keys.iter().enumerate().filter(|(_, above)| !differs(above)).map(finding).collect();
        if findings.is_empty() { Ok(()) } else { Err(Fault::Misused(Error::of_subject("the command", findings))) }
    }
}

/// What somebody has accepted, for programs.
fn accepted(entry: &Accepted) -> serde_json::Value {
    json!({
        "drift": entry.drift().as_str(),
        "key": entry.key(),
        "less_in": entry.less_in(),
        "reason": entry.reason(),
    })
}

/// What could not be read of an environment: what stands there is not known, so it differs from nothing and nothing is to be accepted.
fn unread(inspection: &Inspection) -> Vec<Finding> {
    let is_incomplete = inspection.record().is_incomplete;
    // what is of no key is of a file
    let of_sources = |finding: &&Finding| {
        finding.level() == Level::Deny && finding.check().is_none() && (is_incomplete || finding.key().is_none())
    };
    inspection.findings().iter().filter(of_sources).cloned().collect()
}
