//! What is said of differences. No word of it depends on a value.

use std::collections::BTreeMap;

use crate::environment::Environment;
use crate::exact::Exact;
use crate::finding::{Finding, Level};
use crate::levels::{PRODUCTION_ONLY_INPUT, Phase, STAGING_DRIFT, level};
use crate::tier::Tier;

use super::baseline::Accepted;
use super::difference::{Difference, Drift};

/// One finding a difference; keys of one table that an environment lacks whole are one.
pub(super) fn findings<'a>(
    environments: [Environment; 2],
    differences: impl Iterator<Item = &'a Difference>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut tables: BTreeMap<(&str, Option<&str>), Vec<&Difference>> = BTreeMap::new();
    for difference in differences {
        match &difference.table {
            Some(table) => tables.entry((table, difference.less_in)).or_default().push(difference),
            None => findings.push(finding(environments, difference)),
        }
    }
    for ((table, _), below) in tables {
        match below[..] {
            [one] => findings.push(finding(environments, one)),
            [first, ..] => {
                // the first place in a file is where somebody looks
                let line = |one: &Difference| one.origins.iter().find_map(|(_, origin)| origin.as_ref()?.line());
                let written = below.iter().filter_map(|one| Some((line(one)?, *one)));
                let first = written.min_by_key(|(line, _)| *line).map_or(first, |(_, one)| one);
                findings.push(of_table(environments, table, first, below.len()));
            }
            [] => {}
        }
    }
    findings.retain(|finding| finding.level() > Level::Allow);
    findings
}

#[inline]
fn finding(environments: [Environment; 2], difference: &Difference) -> Finding {
    let [one, other] = environments.map(|environment| environment.name());
    let less = difference.less_in.unwrap_or(one);
    let more = if less == one { other } else { one };
    let finding = match difference.drift {
        Drift::Missing => missing(format!("is set in {more} and not in {less}"), less),
        Drift::Kind => {
            let [kind, other_kind] = difference.kinds.unwrap_or(["one kind", "another"]);
            Finding::new(format!("is {kind} in {one} and {other_kind} in {other}"))
                .with_remedy(format!("write it alike, {ACCEPT}"))
        }
        Drift::Same => Finding::new(format!("has to be the same in {one} and {other}, and differs"))
            .with_remedy("set it in the file that both share"),
        Drift::Distinct => Finding::new(format!("is the same in {one} and {other}, and has to differ"))
            .with_remedy("give each environment one of its own"),
        Drift::Empty => Finding::new(format!("is an empty list in {less} and has entries in {more}"))
            .with_remedy(format!("give {less} an entry too, {ACCEPT}")),
        Drift::Scheme => Finding::new(format!("is an address of one scheme in {one} and of another in {other}"))
            .with_remedy(format!("use the same scheme, {ACCEPT}")),
        Drift::Variant => Finding::new(format!("chooses one variant in {one} and another in {other}"))
            .with_remedy(format!("choose the same, {ACCEPT}")),
        Drift::Source => Finding::new(format!("is a kind of source that {more} reads and {less} does not"))
            .with_remedy(format!("let both read the same kinds, {ACCEPT}")),
    };
    // the baseline and an allowance name a key alike
    let exact = (difference.exact != difference.key).then(|| Exact::of(&difference.exact));
    about(environments, difference, finding.with_key(difference.key()).with_exact(exact))
}

#[inline]
fn of_table(environments: [Environment; 2], table: &str, first: &Difference, count: usize) -> Finding {
    let [one, other] = environments.map(|environment| environment.name());
    let less = first.less_in.unwrap_or(one);
    let more = if less == one { other } else { one };
    let finding = missing(format!("is set in {more} and not in {less}, {count} keys in all"), less);
    about(environments, first, finding.with_key(table))
}

const ACCEPT: &str = "or accept the difference with a reason";

#[inline]
fn missing(message: String, less: &str) -> Finding {
    Finding::new(message).with_remedy(format!("set it in {less} too, {ACCEPT}"))
}

/// Place, check and level.
#[inline]
fn about(environments: [Environment; 2], difference: &Difference, finding: Finding) -> Finding {
    let production = environments.iter().find(|one| one.tier() == Tier::Production);
    let origin = production.and_then(|one| difference.origin_in(one.name()));
    let origin = origin.or_else(|| difference.origins.iter().find_map(|(_, origin)| origin.as_ref()));
    let check = check(environments, difference);
    let tier = environments[0].tier().max(environments[1].tier());
    let finding = finding.with_check(check, level(check, tier, Phase::Ci));
    match origin {
        Some(origin) => finding.with_origin(origin.clone()),
        None => finding,
    }
}

/// Each difference is found by one check: what production would be the first to use has its own.
#[inline]
fn check([one, other]: [Environment; 2], difference: &Difference) -> &'static str {
    let rehearsal = match (one.tier(), other.tier()) {
        (Tier::Production, Tier::Production) => return STAGING_DRIFT,
        (Tier::Production, _) => other,
        (_, Tier::Production) => one,
        _ => return STAGING_DRIFT,
    };
    match difference.drift {
        Drift::Variant => PRODUCTION_ONLY_INPUT,
        _ if difference.less_in == Some(rehearsal.name()) => PRODUCTION_ONLY_INPUT,
        _ => STAGING_DRIFT,
    }
}

/// An entry of the baseline that is no difference any more.
#[inline]
pub(super) fn stale(entry: &Accepted) -> Finding {
    let finding = Finding::new("is accepted as a difference, and is none any more")
        .with_key(entry.key())
        .with_remedy("take the line out")
        .with_check(STAGING_DRIFT, Level::Warn);
    match &entry.origin {
        Some(origin) => finding.with_origin(origin.clone()),
        None => finding,
    }
}
