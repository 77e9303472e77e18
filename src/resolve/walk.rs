//! One walk over a schema: what it reads from, and what it has found so far.

use std::cell::{OnceCell, RefCell};
use std::ops::Range;

use crate::exact::Exact;
use crate::finding::Finding;
use crate::policy::{AllowedSources, SourceKind};
use crate::recognise::{Mode, Weak};
use crate::schema::Kind;
use crate::stack::{ROOT, Stack};

use super::credential::Judge;
use super::held::Held;
use super::path::Path;
use super::scope::Scope;
use super::shape::Config;

/// One walk over a schema.
pub(crate) struct Walk<'a> {
    stack: &'a Stack,
    found: RefCell<Found>,
    /// Some source could not be read, so what is missing says nothing.
    incomplete: bool,
    /// What only a deployment supplies may be missing.
    without_supplied: bool,
    /// How a declared path is spelt as a variable, for remedies.
    variable: &'a dyn Fn(&[&str]) -> Option<String>,
    judge: &'a Judge<'a>,
    held: OnceCell<Held>,
}

#[derive(Default)]
struct Found {
    findings: Vec<Finding>,
    notes: Vec<Note>,
    credentials: Vec<ReadCredential>,
}

/// A credential that was read.
#[derive(Debug)]
pub(crate) struct ReadCredential {
    /// The key as it may be shown.
    pub(crate) key: String,
    /// What tells it from others, where that is another one.
    pub(crate) exact: Option<Exact>,
    pub(crate) entry: u32,
    /// The part of the entry's bytes that is secret.
    pub(crate) part: Range<usize>,
}

/// What a walk found.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) findings: Vec<Finding>,
    pub(crate) notes: Vec<Note>,
    pub(crate) credentials: Vec<ReadCredential>,
    /// Every entry that holds a credential, read or not.
    pub(crate) held: Vec<u32>,
}

/// A fact that a check judges, by tier and phase.
#[derive(Debug)]
pub(crate) struct Note {
    pub(crate) what: Noted,
    /// The key as it may be shown.
    pub(crate) key: String,
    /// What tells it from others, where that is another one.
    pub(crate) exact: Option<Exact>,
    /// The entry in the stack.
    pub(crate) entry: u32,
}

/// What kind of fact.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Noted {
    /// No type declares the key; a near miss of a declared one, if there is one.
    Unknown(Option<&'static str>),
    /// A key that is meant for development is set by a layer.
    DevOnly,
    /// A deprecated key is set; what to use instead.
    Deprecated(&'static str),
    /// Something about a credential.
    Credential(About),
}

/// What there is to say about a credential, which is nothing of its value.
#[derive(Clone, Copy, Debug)]
pub(crate) enum About {
    /// It comes from a kind of source that may not hold it; those that may.
    Source(SourceKind, AllowedSources),
    /// It comes from a layer that all environments share, of whatever kind; the kinds that may hold it.
    Shared(AllowedSources),
    /// Its value is a word that stands for one, or a template that nobody filled in.
    Placeholder(Weak),
    /// It has fewer bytes than this.
    Short(u16),
    /// It is a vendor's key of a mode that the environment does not expect, or one that everybody knows.
    Mode(Mode, &'static str),
    /// Another source, the one of this entry, disagrees about it.
    Shadowed(u32),
}

impl<'a> Walk<'a> {
    pub(crate) fn new(
        stack: &'a Stack,
        incomplete: bool,
        variable: &'a dyn Fn(&[&str]) -> Option<String>,
        judge: &'a Judge<'a>,
    ) -> Self {
        Self {
            stack,
            found: RefCell::default(),
            incomplete,
            without_supplied: false,
            variable,
            judge,
            held: OnceCell::new(),
        }
    }

    pub(super) const fn judge(&self) -> &'a Judge<'a> {
        self.judge
    }

    /// Whether the source of an entry may not hold the credential that it is.
    pub(super) fn is_refused(&self, entry: u32) -> bool {
        self.held.get().is_some_and(|held| held.is_refused(entry))
    }

    /// Remembers a credential that was read.
    pub(super) fn credential(&self, path: &Path<'_>, entry: u32, part: Range<usize>) {
        let (key, exact) = (path.text(), path.exact(self.stack));
        self.found.borrow_mut().credentials.push(ReadCredential { key, exact, entry, part });
    }

    /// Looks without a deployment at hand.
    pub(crate) const fn without_supplied(mut self) -> Self {
        self.without_supplied = true;
        self
    }

    pub(super) const fn is_without_supplied(&self) -> bool {
        self.without_supplied
    }

    pub(crate) const fn stack(&self) -> &'a Stack {
        self.stack
    }

    pub(super) fn find(&self, finding: Finding) {
        self.found.borrow_mut().findings.push(finding);
    }

    pub(super) fn note(&self, what: Noted, path: &Path<'_>, entry: u32) {
        let (key, exact) = (path.to_string(), path.exact(self.stack));
        self.found.borrow_mut().notes.push(Note { what, key, exact, entry });
    }

    /// A required key that nothing sets.
    pub(super) fn miss(&self, path: &Path<'_>, expected: &str, kind: &Kind) {
        if self.incomplete {
            return;
        }
        let is_credential = matches!(kind, Kind::Credential);
        let remedy = match path.declared().and_then(|names| (self.variable)(&names)) {
            Some(variable) if is_credential => format!("set it as {variable}"),
            Some(variable) => format!("set it in a file or as {variable}"),
            None => "set it in a file".to_owned(),
        };
        let message = format!("is required and no layer sets it: expected {expected}");
        self.find(Finding::new(message).with_key(path.to_string()).with_remedy(remedy));
    }

    pub(crate) fn finish(self) -> Outcome {
        let Found { findings, notes, credentials } = self.found.into_inner();
        let held = self.held.into_inner().unwrap_or_default().entries;
        Outcome { findings, notes, credentials, held }
    }
}

impl std::fmt::Debug for Walk<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Walk").field("stack", &self.stack).finish_non_exhaustive()
    }
}

/// Reads the whole configuration; `None` if there are findings that forbid it.
pub(crate) fn resolve<T: Config>(walk: &Walk<'_>) -> Option<T> {
    let root = Path::ROOT;
    walk.held.get_or_init(|| Held::find(walk, T::SCHEMA));
    let mut scope = Scope::new(walk, T::SCHEMA, Some(ROOT), &root);
    let value = T::fields(&mut scope);
    scope.finish();
    value
}
