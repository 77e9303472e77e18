//! Named rules over the resolved facts, with a level per tier and phase.
#![doc = ""]
#![doc = include_str!("../../CHECKS.md")]

mod credentials;
pub(crate) mod file;
mod guards;
mod hosts;
mod own;
mod texts;

use std::path::Path;

use crate::environment::Environment;
use crate::exact::Exact;
use crate::facts;
use crate::finding::{Finding, Level};
use crate::levels::{DEPRECATED_KEY, DEV_ONLY_KEY, UNKNOWN_KEY, WRITABLE_LAYER};
use crate::origin::Origin;
use crate::resolve::{Note, Noted};
use crate::rules::Rules;
use crate::stack::Stack;

pub use crate::levels::{All, Check, Column, Example, Phase, all, find, markdown, table};

pub use own::{Fact, Facts, Findings, Rule};

pub(crate) use credentials::{ambient, of_objection};
pub(crate) use guards::{Program, of_program};
pub(crate) use hosts::{Domains, sweep_hosts};
pub(crate) use own::ask;
pub(crate) use texts::sweep;

/// What to say of a file that everybody can change: it says what anybody wants.
pub(crate) fn writable(path: &Path, level: Level) -> Finding {
    Finding::new("can be changed by everybody, itself or through its directory")
        .with_origin(Origin::whole_file(path))
        .with_remedy("take the permission to write away from others")
        .with_check(WRITABLE_LAYER, level)
}

/// Says of which key it is. One that no type declares is not shown, and an allowance can name it all the same.
fn about(finding: Finding, fact: &facts::Fact, is_shown: bool) -> Finding {
    if is_shown {
        finding.with_key(fact.shown.as_str()).with_exact(fact.exact())
    } else {
        finding.with_exact(Some(Exact::of(&fact.key())))
    }
}

/// Judges what the walk over the schema has noted.
pub(crate) fn judge(
    stack: &Stack,
    notes: &[Note],
    (environment, rules): (Environment, &Rules),
    variable: &dyn Fn(&str) -> Option<String>,
) -> Vec<Finding> {
    let judged = notes.iter().map(|note| judge_one(stack, note, (environment, rules), variable));
    judged.filter(|finding| finding.level() != Level::Allow).collect()
}

fn judge_one(
    stack: &Stack,
    note: &Note,
    (environment, rules): (Environment, &Rules),
    variable: &dyn Fn(&str) -> Option<String>,
) -> Finding {
    let at_key = stack.key_origin(note.entry);
    let (finding, check) = match note.what {
        Noted::Unknown(meant) => {
            let finding = Finding::new("is no key of this configuration").with_origin(at_key);
            let finding = match meant {
                Some(name) => finding.with_remedy(format!("did you mean {name}?")),
                None => finding.with_remedy("remove it, or declare it in the type"),
            };
            (finding, UNKNOWN_KEY)
        }
        Noted::DevOnly => (
            Finding::new("is meant for development and set for a deployed environment")
                .with_origin(at_key)
                .with_remedy("move it to a file that only development reads"),
            DEV_ONLY_KEY,
        ),
        Noted::Deprecated(instead) => {
            (Finding::new("is deprecated").with_origin(at_key).with_remedy(instead), DEPRECATED_KEY)
        }
        Noted::Credential(about) => {
            let (finding, check) = credentials::words(about, environment, (stack, note.entry), &|| variable(&note.key));
            (finding.with_origin(stack.origin(note.entry)), check)
        }
    };
    finding.with_key(note.key.as_str()).with_exact(note.exact).with_check(check, rules.level(check))
}
