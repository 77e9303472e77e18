//! What a load stands on before it reads a source: variables, environment, rules.

use std::path::PathBuf;
use std::sync::Arc;

use crate::environment::Environment;
use crate::finding::Finding;
use crate::levels::Phase;
use crate::rules::Rules;
use crate::vars::Vars;

use super::builder::Loader;

/// What a load stands on before it reads a source.
pub(super) struct Begun {
    pub(super) vars: Arc<Vars>,
    pub(super) environment: Environment,
    pub(super) rules: Rules,
    /// The directory of the conventional files.
    pub(super) directory: Option<PathBuf>,
    /// What was found so far.
    pub(super) findings: Vec<Finding>,
    /// Some source is not there that has to be.
    pub(super) incomplete: bool,
}

impl Loader {
    pub(super) fn begin(&self, vars: Arc<Vars>, environment: Environment, phase: Phase) -> Begun {
        let mut findings = Vec::new();
        let directory = self.find_directory(&vars, &mut findings);
        let incomplete = !findings.is_empty();
        findings.extend(self.refused.iter().cloned());
        let rules = self.rules((environment, phase), directory.as_deref(), &mut findings);
        Begun { vars, environment, rules, directory, findings, incomplete }
    }

    /// The variables of this loader, or of the process.
    pub(super) fn snapshot(&self) -> Arc<Vars> {
        self.vars.clone().unwrap_or_else(|| Arc::new(Vars::from_process()))
    }
}
