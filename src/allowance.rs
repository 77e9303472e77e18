//! Findings that somebody has allowed, with a reason and until a day.

use std::cell::Cell;
use std::time::SystemTime;

use crate::finding::{Finding, Level};
use crate::levels::{Row, STALE_ALLOWANCE};
use crate::nearest::nearest;
use crate::origin::Origin;

/// What somebody asks to allow, as it was written: check, key, reason, and the last day.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// `None` is what is not there, which was found already.
    pub(crate) parts: [Option<Box<str>>; 4],
    /// Where each of the four stands in a file; `None` where code says it.
    pub(crate) origins: Option<[Origin; 4]>,
}

const CHECK: usize = 0;
const KEY: usize = 1;
const REASON: usize = 2;
const UNTIL: usize = 3;

/// One check, at one key, allowed until a day.
#[derive(Clone, Debug)]
pub(crate) struct Allowance {
    pub(crate) check: &'static Row,
    key: Box<str>,
    /// The end of the last day.
    until: SystemTime,
    origin: Option<Origin>,
    was_used: Cell<bool>,
}

/// What an allowance says today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    Counts,
    Expired,
}

impl Allowance {
    /// Reads what is asked; what is wrong with it is found, and then nothing is allowed. `check` is the one that is meant.
    pub(crate) fn new(asked: &Asked, check: Option<&'static Row>, find: &mut dyn FnMut(Finding)) -> Option<Self> {
        let name = check.map_or("check", Row::slug);
        let mut is_right = true;
        let mut refuse = |part: usize, message: &'static str, remedy: &'static str| {
            is_right = false;
            find(asked.placed(part, Finding::new(message).with_remedy(remedy), name));
        };
        let [_, key, reason, until] = &asked.parts;
        let is_blank = |text: &Option<Box<str>>| text.as_ref().is_some_and(|text| text.trim().is_empty());
        if check.is_some_and(|check| !check.knows_allowances()) {
            refuse(CHECK, "is judged apart from any load, so no allowance counts for it", "do what its finding says");
        }
        if is_blank(key) {
            refuse(KEY, "expected a key, found a blank text", "name the key that the finding is about");
        }
        if key.as_deref().is_some_and(is_place) {
            let message = "expected the key itself, found a place, which another key can take";
            refuse(KEY, message, "write the key itself, as its file spells it");
        }
        if is_blank(reason) {
            refuse(REASON, "expected a reason, found a blank text", "say why, for whoever reads it next");
        }
        let day = until.as_deref().map(end_of_day);
        if day == Some(None) {
            let message = "expected the last day on which it counts, found another text";
            refuse(UNTIL, message, "write the last day as 2027-01-31");
        }
        let (check, key, _, until) = (check?, key.clone()?, reason.as_ref()?, day.flatten()?);
        let origin = asked.origins.as_ref().map(|[check, ..]| check.clone());
        is_right.then_some(Self { check, key, until, origin, was_used: Cell::new(false) })
    }

    /// Uses it.
    pub(crate) fn standing(&self, now: SystemTime) -> Standing {
        self.was_used.set(true);
        self.standing_on(now)
    }

    /// What it says at a time, whether anybody needs it or not.
    pub(crate) fn standing_on(&self, now: SystemTime) -> Standing {
        if now <= self.until { Standing::Counts } else { Standing::Expired }
    }

    /// What it says twice.
    pub(crate) fn is_again(&self, other: &Self) -> bool {
        self.check.slug() == other.check.slug() && self.key == other.key
    }

    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    /// What an inspection has seen of it; `level` is that of an allowance which allows nothing.
    #[inline]
    pub(crate) fn seen(&self, level: Level) -> Seen {
        let finding = Finding::new("allows nothing in any environment").with_remedy("remove it");
        let stale = self.placed(finding).with_check(STALE_ALLOWANCE, level);
        Seen { check: self.check.slug(), key: self.key.clone(), was_used: self.was_used.get(), stale }
    }

    /// Says something about the allowance itself.
    pub(crate) fn placed(&self, finding: Finding) -> Finding {
        let finding = finding.with_key(format!("allow({})", self.check.slug()));
        match &self.origin {
            Some(origin) => finding.with_origin(origin.clone()),
            None => finding,
        }
    }
}

/// What an inspection has seen of an allowance.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    check: &'static str,
    key: Box<str>,
    was_used: bool,
    stale: Finding,
}

/// Says which allowances, of those that each of several inspections could tell of, none has used.
pub(crate) fn stale(inspections: &[&[Seen]]) -> Vec<Finding> {
    let Some((first, others)) = inspections.split_first() else { return Vec::new() };
    let is_it = |a: &Seen, b: &Seen| a.check == b.check && a.key == b.key;
    let unused = |seen: &&Seen| {
        let unused_in = |other: &&[Seen]| other.iter().any(|other| is_it(other, seen) && !other.was_used);
        !seen.was_used && others.iter().all(unused_in)
    };
    let found = first.iter().filter(unused).map(|seen| seen.stale.clone());
    found.filter(|finding| finding.level() > Level::Allow).collect()
}

impl Asked {
    pub(crate) fn check(&self) -> Option<&str> {
        self.parts[CHECK].as_deref()
    }

    /// What to say of a name that no check has.
    pub(crate) fn of_no_check<'n>(&self, name: &str, names: impl IntoIterator<Item = &'n str>) -> Finding {
        let remedy = match nearest(name, names) {
            Some(name) => format!("did you mean {name}?"),
            None => "a finding shows its check's name in brackets".to_owned(),
        };
        // the text may be anything, so it is not shown
        self.placed(CHECK, Finding::new("allows what is the name of no check").with_remedy(remedy), "check")
    }

    fn placed(&self, part: usize, finding: Finding, name: &str) -> Finding {
        let finding = finding.with_key(format!("allow({name})"));
        match self.origins.as_ref().and_then(|origins| origins.get(part)) {
            Some(origin) => finding.with_origin(origin.clone()),
            None => finding,
        }
    }
}

/// Whether a text is how a finding shows the place of a key in place of the key: `features.<key 2>`, `config/base.toml:3:1`.
fn is_place(key: &str) -> bool {
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_position = |segment: &str| {
        let number = segment.strip_prefix("<key").and_then(|rest| rest.strip_suffix('>'));
        number.is_some_and(|number| number.is_empty() || number.strip_prefix(' ').is_some_and(is_number))
    };
    let mut ends = key.rsplitn(3, ':');
    let is_in_file = match (ends.next(), ends.next(), ends.next()) {
        (Some(column), Some(line), Some(_)) => [column, line].iter().all(|text| !text.is_empty() && is_number(text)),
        _ => false,
    };
    // what stands between quotes is a key itself, whatever it looks like
    is_in_file || key.split('"').step_by(2).any(|plain| plain.split(['.', '[']).any(is_position))
}

/// The end of a day in UTC, written as RFC 3339 has it: `2027-01-31`.
pub(crate) fn end_of_day(text: &str) -> Option<SystemTime> {
    let is_day = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    is_day.then(|| humantime::parse_rfc3339(&format!("{text}T23:59:59Z")).ok()).flatten()
}
