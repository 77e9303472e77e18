//! Everything a load reads from, read.

use crate::environment::Environment;
use crate::finding::Finding;
use crate::sources::dotenv::Dotenv;
use crate::sources::trouble;
use crate::stack::{Stack, Trouble};

/// Everything a load reads from, read.
pub(super) struct Gathered {
    pub(super) environment: Environment,
    pub(super) stack: Stack,
    pub(super) findings: Vec<Finding>,
    /// Some source could not be read.
    pub(super) incomplete: bool,
    /// For a type without schema: layers of named texts that are still to be filled, lowest first.
    pub(super) unfilled: Vec<Unfilled>,
    /// The variables that hold keys of the library's own.
    pub(super) own_keys: Vec<String>,
}

/// A layer of named texts whose keys serde has yet to name.
pub(super) struct Unfilled {
    pub(super) layer: u16,
    /// What the file says; `None` for the variables of the process.
    pub(super) dotenv: Option<Dotenv>,
}

impl Gathered {
    /// Puts what is wrong with a source into words.
    pub(super) fn troubles(&mut self, troubles: &[Trouble]) {
        self.incomplete |= troubles.iter().any(trouble::is_fatal);
        let found = troubles.iter().map(|trouble| trouble::finding(&self.stack, trouble));
        self.findings.extend(found);
    }
}
