//! Two environments, key by key.

use std::collections::{BTreeSet, HashMap};

use crate::environment::Environment;
use crate::facts::Fact;
use crate::key::dotted;
use crate::loader::Inspection;
use crate::origin::Origin;
use crate::policy::SourceKind;
use crate::recognise::credential_in;
use crate::schema::Parity as Declares;
use crate::stack::{ROOT, Stack, View};

use super::difference::{Difference, Drift};
use super::rules::Rules;
use super::values::Held;

/// One environment, its facts by key.
struct Side<'a> {
    environment: Environment,
    stack: &'a Stack,
    facts: &'a [Fact],
    by_key: HashMap<String, usize>,
}

impl<'a> Side<'a> {
    #[inline]
    fn of(inspection: &'a Inspection) -> Self {
        let facts = inspection.facts();
        let by_key = facts.iter().enumerate().map(|(at, fact)| (fact.key(), at)).collect();
        Self { environment: inspection.environment(), stack: &inspection.record().stack, facts, by_key }
    }

    #[inline]
    fn held(&self, fact: &'a Fact) -> Held<'a> {
        Held { stack: self.stack, fact }
    }

    #[inline]
    fn origin(&self, fact: &Fact) -> Option<Origin> {
        match fact.entry {
            Some(entry) => Some(self.stack.origin(entry)),
            None => fact.origins(self.stack).into_iter().next(),
        }
    }

    /// What stands at a path, as the layers spell it.
    #[inline]
    fn at(&self, path: &[Box<str>]) -> Option<View<'a>> {
        let mut table = ROOT;
        let (last, tables) = path.split_last()?;
        for segment in tables {
            match self.stack.view(self.stack.entry(self.stack.find_key(table, segment)?)) {
                View::Table(inner) => table = inner,
                _ => return None,
            }
        }
        Some(self.stack.view(self.stack.entry(self.stack.find_key(table, last)?)))
    }
}

/// All differences, in order.
#[inline]
pub(super) fn differences(one: &Inspection, other: &Inspection, rules: &Rules) -> Vec<Difference> {
    let (one, other) = (Side::of(one), Side::of(other));
    let mut found = Vec::new();
    for (key, at) in &one.by_key {
        match other.by_key.get(key) {
            Some(other_at) => found.extend(both((&one, &one.facts[*at]), (&other, &other.facts[*other_at]), rules)),
            None => found.extend(only((&one, &one.facts[*at]), &other, rules)),
        }
    }
    for (key, at) in &other.by_key {
        if !one.by_key.contains_key(key) {
            found.extend(only((&other, &other.facts[*at]), &one, rules));
        }
    }
    found.extend(sources(&one, &other));
    found.extend(sources(&other, &one));
    found.sort_by(|a, b| a.order().cmp(&b.order()));
    // of several keys that are cut at one place, the first stands for all
    found.dedup_by(|a, b| a.order() == b.order());
    found
}

#[inline]
fn both<'a>(one: (&Side<'a>, &'a Fact), other: (&Side<'a>, &'a Fact), rules: &Rules) -> Option<Difference> {
    let declared = rules.declared(one.1);
    if declared.dev_only || one.1.is_credential() || other.1.is_credential() {
        return None;
    }
    let (a, b) = (one.0.held(one.1), other.0.held(other.1));
    let difference = |drift, less_in: Option<&Side<'a>>, kinds| {
        let less_in = less_in.map(|side| side.environment.name());
        let origin = |(side, fact): (&Side<'a>, &Fact)| (side.environment.name(), side.origin(fact));
        let shown = if less_in == Some(one.0.environment.name()) { other.1 } else { one.1 };
        Some(new(shown, drift, less_in, [origin(one), origin(other)], kinds))
    };
    match (one.1.has_value(one.0.stack), other.1.has_value(other.0.stack)) {
        (false, false) => return None,
        (true, false) if !declared.supplied => return only(one, other.0, rules),
        (false, true) if !declared.supplied => return only(other, one.0, rules),
        (true, true) => {}
        _ => return None,
    }
    if declared.parity == Declares::Varies {
        return None;
    }
    if one.1.declared.variant != other.1.declared.variant {
        return difference(Drift::Variant, None, None);
    }
    if let (Some(kind), Some(other_kind)) = (a.kind(), b.kind()) {
        if kind != other_kind {
            return difference(Drift::Kind, None, Some([kind, other_kind]));
        }
    }
    match declared.parity {
        Declares::Same => return if a.is_equal(b) { None } else { difference(Drift::Same, None, None) },
        Declares::Distinct if a.is_equal(b) => return difference(Drift::Distinct, None, None),
        Declares::Unsaid if a.is_one_store(b) => return difference(Drift::Distinct, None, None),
        _ => {}
    }
    match (a.is_empty_list(), b.is_empty_list()) {
        (Some(true), Some(false)) => return difference(Drift::Empty, Some(one.0), None),
        (Some(false), Some(true)) => return difference(Drift::Empty, Some(other.0), None),
        _ => {}
    }
    match (a.scheme(), b.scheme()) {
        (Some(a), Some(b)) if !a.eq_ignore_ascii_case(b) => difference(Drift::Scheme, None, None),
        _ => None,
    }
}

/// A key that only one environment has.
#[inline]
fn only<'a>((side, fact): (&Side<'a>, &'a Fact), lacks: &Side<'a>, rules: &Rules) -> Option<Difference> {
    let declared = rules.declared(fact);
    let is_free = fact.field.is_none() || fact.is_entry;
    if declared.dev_only || declared.supplied || fact.is_credential() || !is_free && !fact.has_value(side.stack) {
        return None;
    }
    let origins = [(side.environment.name(), side.origin(fact)), (lacks.environment.name(), None)];
    let there = if is_free { lacks.at(&fact.path) } else { None };
    match (there, side.held(fact).kind()) {
        // both are tables, and one of them is empty
        (Some(View::Table(_)), Some("a table")) => None,
        (Some(View::Table(_)), Some(kind)) => Some(new(fact, Drift::Kind, None, origins, Some([kind, "a table"]))),
        (Some(view), Some(kind @ "a table")) => Some(new(fact, Drift::Kind, None, origins, Some([kind, view.kind()]))),
        _ => {
            let mut difference = new(fact, Drift::Missing, Some(lacks.environment.name()), origins, None);
            difference.table = table_of(fact, lacks);
            Some(difference)
        }
    }
}

/// The outermost table of a key that an environment lacks as well.
#[inline]
fn table_of(fact: &Fact, lacks: &Side<'_>) -> Option<Box<str>> {
    let tables = fact.path.len().saturating_sub(1);
    let depth = (1..=tables).find(|depth| lacks.at(&fact.path[..*depth]).is_none())?;
    (!fact.free).then(|| whole(&fact.path[..depth]))
}

/// Kinds of source that only one environment reads. What belongs to one machine or deployment is left out.
#[inline]
fn sources(side: &Side<'_>, lacks: &Side<'_>) -> Vec<Difference> {
    let kinds = |side: &Side<'_>| -> BTreeSet<&'static str> {
        let kinds = side.stack.layers_with_entries().map(|layer| layer.kind());
        let counts = |kind: &SourceKind| {
            matches!(kind, SourceKind::SealedFile | SourceKind::Store | SourceKind::Provider | SourceKind::Code)
        };
        kinds.filter(counts).map(SourceKind::as_str).collect()
    };
    let theirs = kinds(lacks);
    let only = kinds(side).into_iter().filter(|kind| !theirs.contains(kind));
    let source = |kind: &'static str| {
        let key: Box<str> = kind.replace(' ', "-").into();
        Difference {
            drift: Drift::Source,
            exact: key.clone(),
            key,
            less_in: Some(lacks.environment.name()),
            table: None,
            origins: ordered([(side.environment.name(), None), (lacks.environment.name(), None)]).0,
            kinds: None,
        }
    };
    only.map(source).collect()
}

#[inline]
fn new(
    fact: &Fact,
    drift: Drift,
    less_in: Option<&'static str>,
    origins: [(&'static str, Option<Origin>); 2],
    kinds: Option<[&'static str; 2]>,
) -> Difference {
    let (origins, is_turned) = ordered(origins);
    let kinds = kinds.map(|[a, b]| if is_turned { [b, a] } else { [a, b] });
    let exact = if fact.free { of_plain_segments(&fact.path) } else { whole(&fact.path) };
    Difference { drift, exact, key: fact.shown.as_str().into(), less_in, table: None, origins, kinds }
}

/// By the environments' names, so that it does not matter which one was given first; and whether they were turned.
#[inline]
fn ordered(mut origins: [(&'static str, Option<Origin>); 2]) -> ([(&'static str, Option<Origin>); 2], bool) {
    let is_turned = origins[0].0 > origins[1].0;
    if is_turned {
        origins.swap(0, 1);
    }
    (origins, is_turned)
}

/// A key in the baseline: below a map it ends where a segment is no plain name, since that may be anything.
#[inline]
fn of_plain_segments(path: &[Box<str>]) -> Box<str> {
    const LONGEST: usize = 40;
    let is_plain = |segment: &str| {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        segment.len() <= LONGEST && segment.bytes().all(fits) && credential_in(segment).is_none()
    };
    let end = path.iter().position(|segment| !is_plain(segment)).unwrap_or(path.len());
    whole(&path[..end.max(1)])
}

#[inline]
fn whole(path: &[Box<str>]) -> Box<str> {
    dotted(path.iter().map(AsRef::as_ref)).into()
}
