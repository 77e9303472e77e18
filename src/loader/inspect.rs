//! Looking at any environment, in any build, without making a value of it.

use crate::allowance::{Allowance, Seen};
use crate::checks::sweep;
use crate::environment::Environment;
use crate::error::Error;
use crate::facts::Fact;
use crate::finding::Finding;
use crate::isolation::Tagged;
use crate::key::Key;
use crate::levels::{Phase, STALE_ALLOWANCE};
use crate::recognise::{credential_in, says_credential};
use crate::record::Record;
use crate::resolve::Config;
use crate::rules::Rules;
use crate::schema::Schema;

use super::builder::Loader;
use super::gathered::Gathered;
use super::inspection::Inspection;
use super::judged::{Judged, comparable};
use super::subject::Of;

impl Loader {
    /// Looks at an environment: every layer, every finding, no value of the type.
    ///
    /// What only a deployment supplies (`supplied` keys and credentials) is not called missing. Findings do not fail the call:
    /// they are what it is for.
    ///
    /// # Errors
    ///
    /// Fails if `environment` is not the name of one.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings { #[allow(dead_code)] port: u16, #[allow(dead_code)] #[config(supplied)] host: String }
    /// let fixture = milieu::testing::Fixture::new().file("config/production.toml", "prot = 80\n");
    /// let inspection = fixture.environment("test").inspect::<Settings>("production")?;
    /// let keys: Vec<_> = inspection.findings().iter().filter_map(|finding| finding.key()).collect();
    /// assert_eq!(keys, ["<key 1>", "port"]);
    /// # Ok::<(), milieu::Error>(())
    /// ```
    pub fn inspect<T: Config>(&self, environment: &str) -> Result<Inspection, Error> {
        Ok(self.inspect_named::<T>(self.named(environment)?))
    }

    pub(super) fn inspect_named<T: Config>(&self, environment: Environment) -> Inspection {
        let begun = self.begin(self.snapshot(), environment, Phase::Ci);
        let gathered = self.gather(&begun, &self.roots(&begun), Of::Schema(T::SCHEMA));
        // the value is made to find what is wrong with it, and dropped at once
        let Judged { value, mut record, credentials } = self.judged::<T>(gathered, &begun.rules, None);
        drop(value);
        begun.rules.apply(&mut record.findings);
        record.findings.sort_by(Finding::order);
        Inspection::new(record, credentials, seen(&begun.rules, Some(T::SCHEMA)))
    }

    /// Looks at an environment without any type: keys, kinds and origins as the layers have them.
    ///
    /// Variables go by the keys that the layers below define, and their texts take the types of what they replace.
    ///
    /// # Errors
    ///
    /// Fails if `environment` is not the name of one.
    ///
    /// ```
    /// let fixture = milieu::testing::Fixture::new().file("config/base.toml", "port = 80\n").variable("APP_PORT", "81");
    /// let inspection = fixture.environment("test").inspect_plain("staging")?;
    /// let leaf = &inspection.leaves()[0];
    /// assert_eq!((leaf.key(), leaf.origin().to_string().as_str()), ("port", "APP_PORT"));
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[inline]
    pub fn inspect_plain(&self, environment: &str) -> Result<Inspection, Error> {
        Ok(self.inspect_named_plain(self.named(environment)?))
    }

    #[inline]
    pub(super) fn inspect_named_plain(&self, environment: Environment) -> Inspection {
        let begun = self.begin(self.snapshot(), environment, Phase::Ci);
        let Gathered { environment, stack, mut findings, incomplete, .. } =
            self.gather(&begun, &self.roots(&begun), Of::Keys);
        findings.extend(sweep(&stack, None, &self.judge_of(environment, &begun.rules)));
        findings.extend(self.hosts(&stack, None, environment, &begun.rules));
        if !incomplete {
            self.judge_own((&stack, None), (environment, &begun.rules), (&mut findings, &[]));
        }
        begun.rules.apply(&mut findings);
        findings.sort_by(Finding::order);
        let credential_variables = Vec::new();
        // without a schema no value is shown
        let hidden = Vec::new();
        let record = Record {
            environment,
            schema: None,
            stack,
            findings,
            hidden,
            #[cfg(feature = "cli")]
            is_incomplete: incomplete,
            credential_variables,
            #[cfg(feature = "receipts")]
            held_to: Vec::new(),
        };
        let credentials = by_name(&record);
        Inspection::new(record, credentials, seen(&begun.rules, None))
    }
}

/// The allowances of which an inspection knows whether they are for anything.
#[inline]
fn seen(rules: &Rules, schema: Option<&'static Schema>) -> Vec<Seen> {
    let is_declared = |key: &str| {
        let Some(schema) = schema else { return true };
        // what a list holds is not known here
        key.contains('[') || Key::new(key).is_ok_and(|key| schema.declared_at(key.segments()).is_some())
    };
    let is_known = |allowance: &&Allowance| {
        allowance.check.is_by_files() || allowance.check.is_at_keys() && !is_declared(allowance.key())
    };
    let level = rules.level(STALE_ALLOWANCE);
    rules.allowances().iter().filter(is_known).map(|allowance| allowance.seen(level)).collect()
}

/// The credentials that no type declares, by the names of their keys.
#[inline]
fn by_name(record: &Record) -> Vec<Tagged> {
    let stack = &record.stack;
    let tagged = |fact: &Fact| {
        let text = stack.text_or_secret(stack.entry(fact.entry?))?;
        let says = fact.is_credential() || fact.path.last().is_some_and(|last| says_credential(last));
        if says && !is_plain_thing(text) { comparable(&fact.key(), None, text.as_bytes()) } else { None }
    };
    record.facts().iter().filter_map(tagged).collect()
}

/// What a name that says credential holds now and then, and is none: a path, an address, a duration.
#[inline]
fn is_plain_thing(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let is_duration = digits > 0 && matches!(&text[digits..], "ms" | "s" | "m" | "h" | "d" | "w");
    is_duration || text.starts_with(['/', '.', '~']) || text.contains("://") && credential_in(text).is_none()
}
