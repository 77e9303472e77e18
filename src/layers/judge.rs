//! One file, held against the schema by itself: unknown keys, wrong kinds, what it may not hold.

use crate::environment::Environment;
use crate::schema::Schema;

use super::environments::{Environments, Role, is_deployed};
use super::facts::{At, Entry, File};
use super::fields::fields;
use super::found::{Finding, Findings, What};
use super::lookup::find;
use super::path::{Segment, Way};

/// What is known while a file is judged.
pub(super) struct Judge<'j> {
    file: &'static File,
    /// The environment that alone reads the file.
    environment: Option<&'static str>,
    is_deployed: bool,
    /// A bit for each entry that a type declares.
    claimed: &'j mut [bool],
    /// A bit for each entry that some variant accepts, where none is chosen.
    accepted: &'j mut [bool],
    findings: Findings,
    /// More than 0 while it is only asked whether something would be found.
    trials: u32,
    tried: usize,
}

/// Judges one file; `N` is the number of its entries, and `beside` the extension of the same file in another format.
#[must_use]
pub const fn judge<const N: usize>(
    schema: &'static Schema,
    file: &'static File,
    beside: Option<&'static str>,
    declared: &'static [Environment],
) -> Findings {
    let environments = Environments(declared);
    let role = environments.role(file);
    let environment = match role {
        Role::Own(number) => match environments.get(number) {
            Some(environment) => Some(environment.name()),
            None => None,
        },
        Role::Base | Role::Nobody => None,
    };
    let (mut claimed, mut accepted) = ([false; N], [false; N]);
    let mut judge = Judge {
        file,
        environment,
        is_deployed: is_deployed(environments, role),
        claimed: &mut claimed,
        accepted: &mut accepted,
        findings: Findings::new(),
        trials: 0,
        tried: 0,
    };
    if let Role::Nobody = role {
        // what else lies in the directory is not ours to judge
        if let Some(name) = environments.misspelt(file.stem) {
            judge.find([0, 0], &Way::ROOT, What::Misspelt(name, file.extension));
        }
        return judge.findings;
    }
    if let Some(extension) = beside {
        judge.find([0, 0], &Way::ROOT, What::Beside(extension));
    }
    let mut at = 0;
    while at < file.faults.len() {
        let fault = &file.faults[at];
        judge.find(fault.at, &Way::ROOT, What::Text(fault.words));
        at += 1;
    }
    const RESERVED: &str = "milieu";
    if let Some(entry) = find(file.entries, milieu_format::fingerprint(RESERVED), RESERVED) {
        judge.claim(entry);
        judge.find(entry.key_at, &Way::ROOT.to(Segment::Declared(RESERVED)), What::Reserved);
    }
    table(&mut judge, schema, file.entries, &Way::ROOT);
    judge.findings.sorted()
}

/// Judges a table whose keys a type declares.
#[inline]
pub(super) const fn table(judge: &mut Judge<'_>, schema: &'static Schema, entries: &'static [Entry], path: &Way<'_>) {
    fields(judge, schema, entries, path);
    let (mut at, count) = (0, entries.len());
    while at < count {
        let entry = &entries[at];
        if !judge.claimed[entry.index] {
            let path = path.to(Segment::Position(entry.position));
            judge.find(entry.key_at, &path, What::Unknown(schema, entries, entry.key));
        }
        at += 1;
    }
}

impl Judge<'_> {
    #[inline]
    pub(super) const fn find(&mut self, at: At, path: &Way<'_>, what: What) {
        if self.trials > 0 {
            self.tried += 1;
        } else {
            self.findings.push(Finding { file: self.file.name, at, path: path.kept(), what });
        }
    }

    /// How much was found so far, or would have been.
    #[inline]
    pub(super) const fn found(&self) -> usize {
        self.findings.count() + self.tried
    }

    /// From here on it is only asked.
    #[inline]
    pub(super) const fn begin_trial(&mut self) {
        self.trials += 1;
    }

    #[inline]
    pub(super) const fn end_trial(&mut self) {
        self.trials -= 1;
    }

    #[inline]
    pub(super) const fn is_trial(&self) -> bool {
        self.trials > 0
    }

    #[inline]
    pub(super) const fn claim(&mut self, entry: &Entry) {
        self.claimed[entry.index] = true;
    }

    /// Where nothing says which keys are known, none is called unknown.
    #[inline]
    pub(super) const fn claim_all(&mut self, entries: &[Entry]) {
        let mut at = 0;
        while at < entries.len() {
            self.claim(&entries[at]);
            at += 1;
        }
    }

    #[inline]
    pub(super) const fn accept(&mut self, entry: &Entry) {
        self.accepted[entry.index] = true;
    }

    #[inline]
    pub(super) const fn is_accepted(&self, entry: &Entry) -> bool {
        self.accepted[entry.index]
    }

    #[inline]
    pub(super) const fn is_deployed(&self) -> bool {
        self.is_deployed
    }

    #[inline]
    pub(super) const fn environment(&self) -> Option<&'static str> {
        self.environment
    }

    /// Whether the file may hold a credential. What only development reads may, by every policy that the crate knows of.
    #[inline]
    pub(super) const fn may_hold_credential(&self) -> bool {
        !self.is_deployed
    }
}
