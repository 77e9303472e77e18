//! By what one load is judged: the table of levels, what the application changed in it, and what somebody has allowed.

use std::time::SystemTime;

use crate::allowance::{Allowance, Asked, Standing};
use crate::finding::{Finding, Level};
#[cfg(feature = "receipts")]
use crate::levels::UNPROVEN_PROMOTION;
use crate::levels::{Column, Phase, Row, UNKNOWN_KEY, level, rows};
use crate::nearest::nearest;
use crate::origin::Origin;
use crate::tier::Tier;

/// A level that the application changes, as it was written.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) check: Box<str>,
    pub(crate) column: Column,
    pub(crate) level: Level,
    /// Where it stands in a file; `None` where code says it.
    pub(crate) origin: Option<Origin>,
}

/// By what one load is judged.
#[derive(Debug)]
pub(crate) struct Rules {
    tier: Tier,
    phase: Phase,
    now: SystemTime,
    own: Vec<&'static Row>,
    changes: Vec<(&'static str, Column, Level)>,
    allowances: Vec<Allowance>,
}

impl Rules {
    /// The table as it is, with the application's own checks.
    pub(crate) const fn new(tier: Tier, phase: Phase, now: SystemTime, own: Vec<&'static Row>) -> Self {
        Self { tier, phase, now, own, changes: Vec::new(), allowances: Vec::new() }
    }

    pub(crate) const fn phase(&self) -> Phase {
        self.phase
    }

    /// The checks that have a level here.
    fn rows(&self) -> impl Iterator<Item = &'static Row> {
        rows().chain(self.own.iter().copied())
    }

    fn find(&self, slug: &str) -> Option<&'static Row> {
        self.rows().find(|row| row.slug() == slug)
    }

    /// Adds what was changed and what is asked to be allowed; what is wrong with either is found.
    pub(crate) fn add(&mut self, changes: &[Change], asked: &[Asked], findings: &mut Vec<Finding>) {
        for change in changes {
            match self.find(&change.check) {
                None => findings.push(self.of_no_check(change.of_no_check(self.names()), change.origin.is_some())),
                Some(check) => match lowered(check, change) {
                    Some(finding) => findings.push(finding),
                    None => self.changes.push((check.slug(), change.column, change.level)),
                },
            }
        }
        for asked in asked {
            let check = asked.check().and_then(|name| self.find(name));
            if let (Some(name), None) = (asked.check(), check) {
                findings.push(self.of_no_check(asked.of_no_check(name, self.names()), asked.origins.is_some()));
            }
            let Some(allowance) = Allowance::new(asked, check, &mut |finding| findings.push(finding)) else { continue };
            if self.allowances.iter().any(|before| before.is_again(&allowance)) {
                let finding = Finding::new("is allowed a second time for this key");
                findings.push(allowance.placed(finding.with_remedy("keep one of the two")));
            } else {
                self.allowances.push(allowance);
            }
        }
    }

    fn names(&self) -> impl Iterator<Item = &'static str> {
        self.rows().map(Row::slug)
    }

    /// An older binary must start under a newer file, which may know more checks; what it allows is then not allowed.
    fn of_no_check(&self, finding: Finding, in_file: bool) -> Finding {
        if in_file { finding.with_check(UNKNOWN_KEY, self.level(UNKNOWN_KEY)) } else { finding }
    }

    /// The level of a check; of several changes the strictest counts, so that their order says nothing.
    pub(crate) fn level(&self, check: &str) -> Level {
        let of_it =
            self.changes.iter().filter(|(slug, column, _)| *slug == check && column.covers(self.tier, self.phase));
        let changed = of_it.map(|(.., level)| *level).max();
        changed.unwrap_or_else(|| {
            let own = self.own.iter().find(|own| own.slug() == check);
            own.map_or_else(|| level(check, self.tier, self.phase), |own| own.level(self.tier, self.phase))
        })
    }

    /// The level of a check at one key, where what is allowed counts. The key is asked for only where something is allowed, and is
    /// the one that is written: not a place.
    pub(crate) fn level_at(&self, check: &str, key: impl FnOnce() -> String) -> Level {
        let level = self.level(check);
        if level == Level::Allow || !self.allowances.iter().any(|allowance| allowance.check.slug() == check) {
            return level;
        }
        let key = key();
        match self.standing(check, |of| *of == *key) {
            None => level,
            Some(Standing::Counts) => Level::Allow,
            Some(Standing::Expired) => self.expired(level),
        }
    }

    fn standing(&self, check: &str, is_of: impl Fn(&str) -> bool) -> Option<Standing> {
        let mut of_check = self.allowances.iter().filter(|allowance| allowance.check.slug() == check);
        let allowance = of_check.find(|allowance| is_of(allowance.key()))?;
        Some(allowance.standing(self.now))
    }

    /// An allowance that has expired fails CI, and at start is a warning: the day must not stop a program that starts again in
    /// the night.
    fn expired(&self, level: Level) -> Level {
        match self.phase {
            Phase::Ci => Level::Deny,
            Phase::Start | Phase::Reload => level.min(Level::Warn),
        }
    }

    /// Drops what is allowed today.
    pub(crate) fn apply(&self, findings: &mut Vec<Finding>) {
        if self.allowances.is_empty() {
            return;
        }
        findings.retain_mut(|finding| {
            let standing = finding.check().and_then(|check| self.standing(check, |of| finding.is_about(of)));
            match standing {
                Some(_) if finding.is_firm() => {
                    finding.refuse_allowance();
                    true
                }
                Some(Standing::Counts) => false,
                Some(Standing::Expired) => {
                    finding.expire(self.expired(finding.level()));
                    true
                }
                None => true,
            }
        });
    }

    /// The checks that a configuration is held to, each with its level here and how many keys it is allowed for today.
    #[cfg(feature = "receipts")]
    pub(crate) fn held_to(&self) -> Vec<(&'static str, Level, usize)> {
        let counts = |allowance: &Allowance| allowance.standing_on(self.now) == Standing::Counts;
        let allowed = |slug| {
            self.allowances.iter().filter(|allowance| allowance.check.slug() == slug && counts(allowance)).count()
        };
        // whether it was promoted is asked in production alone
        let judged = self.rows().filter(|row| row.is_judged_by_loads() && row.slug() != UNPROVEN_PROMOTION);
        let judged = judged.map(|row| (row.slug(), self.level(row.slug()), allowed(row.slug())));
        judged.filter(|(_, level, _)| *level > Level::Allow).collect()
    }

    pub(crate) fn allowances(&self) -> &[Allowance] {
        &self.allowances
    }
}

impl Change {
    fn placed(&self, name: &str, finding: Finding) -> Finding {
        let finding = finding.with_key(format!("level({name})"));
        match &self.origin {
            Some(origin) => finding.with_origin(origin.clone()),
            None => finding,
        }
    }

    fn of_no_check<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> Finding {
        let remedy = match nearest(&self.check, names) {
            Some(name) => format!("did you mean {name}?"),
            None => "a finding shows its check's name in brackets".to_owned(),
        };
        self.placed("check", Finding::new("changes what is the name of no check").with_remedy(remedy))
    }
}

/// Where it is deployed no level is lowered, and those of fixed checks nowhere.
fn lowered(check: &'static Row, change: &Change) -> Option<Finding> {
    let tiers = [Tier::Development, Tier::Staging];
    let cells = tiers.into_iter().flat_map(|tier| Phase::ALL.map(|phase| (tier, phase)));
    let mut covered = cells.filter(|(tier, phase)| change.column.covers(*tier, *phase));
    let (tier, phase) = covered
        .find(|(tier, phase)| (tier.is_deployed() || check.is_fixed()) && change.level < check.level(*tier, *phase))?;
    let least = check.level(tier, phase).as_str();
    let finding = if tier.is_deployed() {
        Finding::new(format!("is {least} in {} where it is deployed, and there no level is lowered", phase.words()))
            .with_remedy("allow it for one key, with a reason and until a day")
    } else {
        Finding::new(format!("is {least} in development, and the level of this check is lowered nowhere"))
            .with_remedy("allow it for one key, with a reason and until a day")
    };
    Some(change.placed(check.slug(), finding))
}

#[cfg(test)]
mod tests {
    use super::{Change, Column, Level, Phase, Rules, SystemTime, Tier};
    use crate::levels::all;

    fn columns() -> Vec<Column> {
        let mut columns = vec![Column::DEVELOPMENT, Column::DEPLOYED];
        columns.extend(Phase::ALL.map(Column::deployed_in));
        columns
    }

    #[test]
    fn staging_stays_as_strict_as_production_whatever_is_changed() {
        for check in all() {
            for (column, level) in columns()
                .into_iter()
                .flat_map(|column| [Level::Allow, Level::Warn, Level::Deny].map(|level| (column, level)))
            {
                let change = Change { check: check.slug().into(), column, level, origin: None };
                for phase in Phase::ALL {
                    let levels = [Tier::Staging, Tier::Production].map(|tier| {
                        let mut rules = Rules::new(tier, phase, SystemTime::UNIX_EPOCH, Vec::new());
                        rules.add(std::slice::from_ref(&change), &[], &mut Vec::new());
                        rules.level(check.slug())
                    });
                    assert_eq!(levels[0], levels[1], "{check:?} {column:?} {level:?}");
                    assert!(levels[0] >= check.level(Tier::Staging, phase), "{check:?} {column:?} {level:?}");
                }
            }
        }
    }
}
