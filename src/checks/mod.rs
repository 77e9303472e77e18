//! Named rules over the resolved facts, with a level per tier and phase.

mod table;

use crate::finding::{Finding, Level};
use crate::resolve::{Note, Noted};
use crate::stack::Stack;
use crate::tier::Tier;

pub(crate) use table::{DEPRECATED_KEY, DEV_ONLY_KEY, Phase, UNKNOWN_FILE, UNKNOWN_KEY, UNKNOWN_VARIABLE, level};

/// Judges what the walk over the schema has noted.
pub(crate) fn judge(stack: &Stack, notes: &[Note], tier: Tier, phase: Phase) -> Vec<Finding> {
    notes.iter().map(|note| judge_one(stack, note, tier, phase)).filter(|f| f.level() != Level::Allow).collect()
}

fn judge_one(stack: &Stack, note: &Note, tier: Tier, phase: Phase) -> Finding {
    let at_key = stack.key_origin(note.entry);
    let finding = match note.what {
        Noted::Unknown(meant) => {
            let finding = Finding::new("is no key of this configuration").with_origin(at_key);
            let finding = match meant {
                Some(name) => finding.with_remedy(format!("did you mean {name}?")),
                None => finding.with_remedy("remove it, or declare it in the type"),
            };
            finding.with_check(UNKNOWN_KEY, level(UNKNOWN_KEY, tier, phase))
        }
        Noted::DevOnly => Finding::new("is meant for development and set for a deployed environment")
            .with_origin(at_key)
            .with_remedy("move it to a file that only development reads")
            .with_check(DEV_ONLY_KEY, level(DEV_ONLY_KEY, tier, phase)),
        Noted::Deprecated(instead) => Finding::new("is deprecated")
            .with_origin(at_key)
            .with_remedy(instead)
            .with_check(DEPRECATED_KEY, level(DEPRECATED_KEY, tier, phase)),
    };
    finding.with_key(note.key.as_str())
}
