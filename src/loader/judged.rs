//! What load and inspect have in common: a type is resolved, and everything about it is judged.

use crate::checks::{judge, sweep};
use crate::environment::Environment;
use crate::exact::Exact;
use crate::finding::Finding;
use crate::isolation::{Process, Tagged};
use crate::key::Key;
use crate::levels::Phase;
use crate::nearest::nearest;
use crate::policy::SourceKind;
use crate::recognise::is_filler;
use crate::record::Record;
use crate::resolve::{Config, Judge, Outcome, ReadCredential, Walk, bytes_of, resolve};
use crate::rules::Rules;
use crate::schema::Schema;
use crate::sources::names::credential_places;
use crate::stack::Stack;

use super::builder::Loader;
use super::gathered::Gathered;

/// Somebody who is asked about the credentials of a load.
pub(super) type Ask<'a> = &'a mut dyn FnMut(&[(Key, &[u8])]) -> Vec<Finding>;

/// A value, if nothing forbids it so far, and what was found.
pub(super) struct Judged<T> {
    pub(super) value: Option<T>,
    pub(super) record: Record,
    /// A tag of each credential that was read.
    pub(super) credentials: Vec<Tagged>,
}

impl Loader {
    /// By what this loader judges credentials.
    pub(super) fn judge_of<'a>(&'a self, environment: Environment, rules: &'a Rules) -> Judge<'a> {
        Judge { environment, rules, policy: &self.policy, vendors: &self.vendors }
    }

    /// Resolves a type and judges all that there is to judge; credentials are forgotten by the stack after it.
    ///
    /// `ask` is given each credential with its key, and adds what it finds.
    pub(super) fn judged<T: Config>(&self, gathered: Gathered, rules: &Rules, ask: Option<Ask<'_>>) -> Judged<T> {
        let Gathered { environment, mut stack, mut findings, incomplete, own_keys, .. } = gathered;
        let variable = |path: &[&str]| self.reads_variables.then(|| self.spelling.name(path));
        let by = self.judge_of(environment, rules);
        let walk = Walk::new(&stack, incomplete, &variable, &by);
        // an inspection knows nothing of what a deployment supplies
        let walk = if rules.phase() == Phase::Ci { walk.without_supplied() } else { walk };
        let value = resolve::<T>(&walk);
        let Outcome { findings: found, notes, credentials: read, held } = walk.finish();
        findings.extend(found);
        findings.extend(judge(&stack, &notes, (environment, rules), &|key| self.variable_of(key)));
        let swept = sweep(&stack, Some(T::SCHEMA), &by);
        let hidden: Vec<Box<str>> = swept.iter().filter_map(Finding::key).map(Into::into).collect();
        findings.extend(swept);
        findings.extend(self.hosts(&stack, Some(T::SCHEMA), environment, rules));
        findings.extend(self.rules_for_nothing(T::SCHEMA));
        if !incomplete {
            self.judge_own((&stack, Some(T::SCHEMA)), (environment, rules), (&mut findings, &hidden));
        }
        let tag = |read: &ReadCredential| {
            let bytes = bytes_of(&stack, read.entry)?.get(read.part.clone())?;
            #[cfg(feature = "redactor")]
            if let Some(redactor) = &self.redactor {
                redactor.add(bytes);
            }
            if rules.phase() == Phase::Ci {
                return comparable(&read.key, read.exact, bytes);
            }
            let tag = self.process.tag(bytes);
            Some(Tagged { key: read.key.as_str().into(), exact: read.exact, tag })
        };
        let credentials = read.iter().filter_map(tag).collect();
        if let Some(ask) = ask {
            let bytes = |read: &ReadCredential| bytes_of(&stack, read.entry)?.get(read.part.clone());
            let pairs = read.iter().filter_map(|read| Some((Key::new(&read.key).ok()?, bytes(read)?)));
            let found = ask(&pairs.collect::<Vec<_>>());
            findings.extend(found.into_iter().map(|finding| of_read(finding, &read)));
        }
        let credential_variables = variables_of(&stack, &held, own_keys);
        stack.forget(&held);
        let schema = Some(T::SCHEMA);
        Judged {
            value,
            record: Record {
                environment,
                schema,
                stack,
                findings,
                hidden,
                #[cfg(feature = "cli")]
                is_incomplete: incomplete,
                credential_variables,
                #[cfg(feature = "receipts")]
                held_to: rules.held_to(),
            },
            credentials,
        }
    }

    /// A rule of the policy for a key that holds no credential: it would seem to be stricter than it is.
    fn rules_for_nothing(&self, schema: &'static Schema) -> Vec<Finding> {
        let mut rules = self.policy.keys().peekable();
        if rules.peek().is_none() {
            return Vec::new();
        }
        let places = credential_places(schema);
        let covers = |rule: &str| {
            let is_below =
                |place: &String| place.strip_prefix(rule).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
            places.iter().any(is_below)
        };
        let finding = |rule: &str| {
            let remedy = match nearest(rule, places.iter().map(String::as_str)) {
                Some(place) => format!("did you mean {place}?"),
                None => "give the rule to a credential, or to the table, map or list that holds it".to_owned(),
            };
            Finding::new("has a rule in the credential policy, and no credential of this configuration has this key")
                .with_key(rule)
                .with_remedy(remedy)
        };
        rules.filter(|rule| !covers(rule)).map(finding).collect()
    }

    /// The variable of a key as findings show it; `None` where a part of it is not declared.
    fn variable_of(&self, key: &str) -> Option<String> {
        let is_declared = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
        let segments: Vec<&str> = key.split('.').collect();
        (self.reads_variables && is_declared).then(|| self.spelling.name(&segments))
    }
}

/// What somebody found who was asked with the key as it may be shown.
fn of_read(finding: Finding, read: &[ReadCredential]) -> Finding {
    let is_it = |read: &&ReadCredential| {
        let shown = Key::new(&read.key).ok().map(|key| key.to_string());
        read.exact.is_some() && shown.as_deref() == finding.key()
    };
    match read.iter().find(is_it) {
        Some(read) => finding.with_key(read.key.as_str()).with_exact(read.exact),
        None => finding,
    }
}

/// The tag by which inspections compare a credential. They share one key, whatever loaders they come from; what stands for a
/// credential while there is none is not compared.
pub(super) fn comparable(key: &str, exact: Option<Exact>, bytes: &[u8]) -> Option<Tagged> {
    /// Fewer bytes are the same by chance.
    const SHORTEST: usize = 4;
    let name = key.rsplit('.').next().unwrap_or(key);
    let is_filler = bytes.len() < SHORTEST || std::str::from_utf8(bytes).is_ok_and(|text| is_filler(text, name));
    (!is_filler).then(|| Tagged { key: key.into(), exact, tag: Process::global().tag(bytes) })
}

/// The names of the variables that held a credential, read or not, and those of the library's own keys.
fn variables_of(stack: &Stack, held: &[u32], own_keys: Vec<String>) -> Vec<String> {
    // asked first, since where a value stands in a file is found by counting
    let holds_one = |entry: u32| stack.source_kind(stack.entry(entry)) == SourceKind::Variable;
    let names_of = held.iter().filter(|entry| holds_one(**entry));
    let mut names = own_keys;
    names.extend(names_of.filter_map(|entry| stack.origin(*entry).variable_name().map(Into::into)));
    names.sort_unstable();
    names.dedup();
    names
}
