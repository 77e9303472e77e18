//! Every text of a configuration, looked at for credentials in plain fields and for vendors' keys of the wrong mode.

use crate::facts::{Fact, facts};
use crate::finding::{Finding, Level};
use crate::levels::{CREDENTIAL_IN_PLAIN_FIELD, CREDENTIAL_MODE};
use crate::recognise::{Mode, Shape, credential_in};
use crate::resolve::Judge;
use crate::schema::Schema;
use crate::stack::{Stack, Value};

use super::about;
use super::credentials::of_mode;

/// The most texts of which something is said.
const MOST: usize = 64;

/// Finds what looks like a credential and stands where it would be printed, shadowed values among it, and keys of the wrong mode.
///
/// The texts are looked at where they lie in the arena; which key one belongs to is asked only once something was found.
pub(crate) fn sweep(stack: &Stack, schema: Option<&'static Schema>, judge: &Judge<'_>) -> Vec<Finding> {
    let look = |(entry, text): (u32, &str)| {
        // some keys tell only beside their name, so here the name is the one that tells most
        let (shape, mode) = (credential_in(text), judge.wrong_mode(text, "captcha", None));
        (shape.is_some() || mode.is_some()).then_some((entry, shape))
    };
    // whose value each is takes a walk over everything, so they are bounded as all findings of one source are
    let hits: Vec<(u32, Option<Shape>)> = stack.texts().filter_map(look).take(MOST).collect();
    // a vendor that only the field names is no hit yet
    let named = schema.is_some_and(|schema| schema.holds().vendors);
    if hits.is_empty() && !named {
        return Vec::new();
    }
    let facts = facts(stack, schema, judge.environment.tier());
    let mut findings: Vec<Finding> = hits
        .iter()
        .filter_map(|(entry, shape)| in_plain_field(stack, schema, judge, (*entry, *shape), &facts))
        .collect();
    findings.extend(facts.iter().filter(|fact| !fact.is_credential()).flat_map(|fact| modes(stack, fact, judge)));
    findings
}

/// Whose value an entry is, shadowed or not.
fn owner<'f>(stack: &Stack, facts: &'f [Fact], entry: u32) -> Option<&'f Fact> {
    facts.iter().find(|fact| {
        let mut is_it = false;
        let said = fact.entry.into_iter().flat_map(|entry| stack.definitions(entry));
        said.for_each(|(at, _)| below(stack, at, &mut |at| is_it |= at == entry));
        is_it
    })
}

/// An entry, and all that lie below it.
fn below(stack: &Stack, entry: u32, visit: &mut dyn FnMut(u32)) {
    visit(entry);
    if let Value::List(inside) | Value::Table(inside) = stack.entry(entry).value {
        stack.children(inside).for_each(|(entry, _)| below(stack, entry, visit));
    }
}

fn in_plain_field(
    stack: &Stack,
    schema: Option<&'static Schema>,
    judge: &Judge<'_>,
    (entry, shape): (u32, Option<Shape>),
    facts: &[Fact],
) -> Option<Finding> {
    let shape = shape?;
    let owner = owner(stack, facts, entry);
    let is_public = owner.and_then(|fact| fact.field).is_some_and(|field| field.public().is_some());
    if is_public || owner.is_some_and(|fact| fact.is_credential()) {
        return None;
    }
    let what = match shape {
        Shape::VendorKey(vendor) => format!("a key of {vendor}"),
        Shape::UrlPassword => "an address with a password in it".to_owned(),
        Shape::PrivateKey => "a private key".to_owned(),
    };
    let (level, remedy) = match (schema, shape) {
        (Some(_), Shape::UrlPassword) => {
            (level_of(judge), "make the field a milieu::Dsn, or say why it may be shown with public")
        }
        (Some(_), _) => {
            (level_of(judge), "make the field a milieu::Credential, or say why it may be shown with public")
        }
        // without a schema there is no field to declare
        (None, _) => (Level::Warn, "derive Config for the type and make the field a milieu::Credential"),
    };
    let finding = Finding::new(format!("looks like {what}, in a field that is shown")).with_remedy(remedy);
    let finding = finding.with_origin(stack.origin(entry)).with_check(CREDENTIAL_IN_PLAIN_FIELD, level);
    Some(match owner {
        Some(fact) => about(finding, fact, schema.is_some()),
        None => finding,
    })
}

fn level_of(judge: &Judge<'_>) -> Level {
    judge.rules.level(CREDENTIAL_IN_PLAIN_FIELD)
}

/// Keys of the wrong mode in the value that counts.
fn modes(stack: &Stack, fact: &Fact, judge: &Judge<'_>) -> Vec<Finding> {
    let mut found: Vec<(u32, Mode, &'static str)> = Vec::new();
    let (key, vendor) = match fact.field {
        Some(field) => (field.name(), field.credential().vendor),
        None => ("", None),
    };
    if let Some(entry) = fact.entry {
        below(stack, entry, &mut |entry| {
            let text = stack.text_of(entry);
            if let Some((mode, vendor)) = text.and_then(|text| judge.wrong_mode(text, key, vendor)) {
                found.push((entry, mode, vendor));
            }
        });
    }
    let level = judge.rules.level(CREDENTIAL_MODE);
    let finding = |(entry, mode, vendor): (u32, Mode, &'static str)| {
        let finding = of_mode(mode, vendor, judge.environment).with_origin(stack.origin(entry));
        about(finding, fact, fact.field.is_some()).with_check(CREDENTIAL_MODE, level)
    };
    found.into_iter().map(finding).collect()
}
