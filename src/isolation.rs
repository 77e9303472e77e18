//! One process, one environment: which one is active, and which credentials it has seen.

use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::BuildHasher;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use once_cell::sync::Lazy;

use crate::environment::Environment;
use crate::exact::Exact;

/// What one process runs on: its active environment, and a registry of the credentials that it has loaded.
///
/// The first successful load makes its environment the active one; loading another one after that is refused, except through
/// [`Loader::also`](crate::Loader::also). The registry keeps a keyed tag of each credential, with a random key that never leaves
/// the process: one value in two environments is refused (`credential-shared`), one under two keys is a warning in staging and
/// production (`credential-reused`).
///
/// [`app!`](crate::app!) uses [`Process::global`]; each [`Loader::new`](crate::Loader::new) has one of its own, which its clones
/// share, so that tests do not see each other.
///
/// ```
/// use milieu::Process;
/// use milieu::testing::Fixture;
///
/// # #[derive(milieu::Config)] struct Settings { #[config(default = 80)] #[allow(dead_code)] port: u16 }
/// let (process, fixture) = (Process::new(), Fixture::new());
/// let loader = |name: &str| fixture.environment(name).process(&process);
/// loader("staging").load::<Settings>()?;
/// assert_eq!(process.active().unwrap().name(), "staging");
/// assert!(loader("production").load::<Settings>().is_err());
/// loader("staging").load::<Settings>()?;
/// # Ok::<(), milieu::Error>(())
/// ```
#[derive(Clone)]
pub struct Process(Arc<Inner>);

struct Inner {
    key: RandomState,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    active: Option<Environment>,
    /// Sorted by tag.
    seen: Vec<Seen>,
}

impl State {
    /// Where the values of a tag were seen.
    fn of(&self, tag: u64) -> &[Seen] {
        let start = self.seen.partition_point(|seen| seen.tag < tag);
        let count = self.seen[start..].partition_point(|seen| seen.tag == tag);
        &self.seen[start..start + count]
    }
}

/// Where a value was seen.
struct Seen {
    tag: u64,
    environment: &'static str,
    key: Box<str>,
}

/// One credential of a load, by its tag.
#[derive(Debug)]
pub(crate) struct Tagged {
    /// The key as it may be shown.
    pub(crate) key: Box<str>,
    /// What tells it from others, where that is another one.
    pub(crate) exact: Option<Exact>,
    pub(crate) tag: u64,
}

/// What the process says of a load.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Objection {
    /// Another environment is active.
    Active(Environment),
    /// The credential of a key is that of another environment.
    Shared { key: Box<str>, exact: Option<Exact>, environment: &'static str, other: Box<str> },
    /// The credential of a key is that of another key.
    Reused { key: Box<str>, exact: Option<Exact>, other: Box<str> },
}

impl Process {
    /// Creates the state of a process that has loaded nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(Inner { key: RandomState::new(), state: Mutex::default() }))
    }

    /// Returns the state of this very process.
    #[must_use]
    pub fn global() -> Self {
        static GLOBAL: Lazy<Process> = Lazy::new(Process::new);
        GLOBAL.clone()
    }

    /// Returns the environment that the process runs on; `None` until something was loaded.
    #[must_use]
    pub fn active(&self) -> Option<Environment> {
        self.state().active
    }

    /// A tag that is equal for equal bytes and says nothing of them: keyed SipHash.
    pub(crate) fn tag(&self, bytes: &[u8]) -> u64 {
        self.0.key.hash_one(bytes)
    }

    /// Judges a load, and remembers it if nothing forbids it: `goes_on` is told the objections and says whether the load succeeds.
    ///
    /// Both happen under one lock, so that of two loads that race for one process the second is the second.
    pub(crate) fn settle(
        &self,
        environment: Environment,
        is_also: bool,
        credentials: &[Tagged],
        goes_on: impl FnOnce(Vec<Objection>) -> bool,
    ) {
        let mut state = self.state();
        let mut objections = Vec::new();
        if let Some(active) = state.active.filter(|active| active.name() != environment.name() && !is_also) {
            objections.push(Objection::Active(active));
        }
        for (at, credential) in credentials.iter().enumerate() {
            let (key, exact) = (&credential.key, credential.exact);
            if let Some(seen) = state.of(credential.tag).iter().find(|seen| seen.environment != environment.name()) {
                let (key, other) = (key.clone(), seen.key.clone());
                objections.push(Objection::Shared { key, exact, environment: seen.environment, other });
            }
            let before = credentials[..at].iter().find(|before| before.tag == credential.tag && before.key != *key);
            if let Some(other) = before.map(|before| before.key.clone()) {
                objections.push(Objection::Reused { key: key.clone(), exact, other });
            }
        }
        if goes_on(objections) {
            // a second environment does not become the one that the process runs on
            state.active.get_or_insert(environment);
            for credential in credentials {
                let (tag, name) = (credential.tag, environment.name());
                if !state.of(tag).iter().any(|seen| seen.environment == name && seen.key == credential.key) {
                    let at = state.seen.partition_point(|seen| seen.tag < tag);
                    state.seen.insert(at, Seen { tag, environment: name, key: credential.key.clone() });
                }
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // a panic in the middle leaves a state that is right, if older
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Process {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Process {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        write!(f, "Process({} credentials seen", state.seen.len())?;
        match state.active {
            Some(active) => write!(f, ", on {active})"),
            None => f.write_str(")"),
        }
    }
}
