//! What a load stands on before it reads a source: variables, environment, rules.

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
    /// What was found so far.
    pub(super) findings: Vec<Finding>,
}

impl Loader {
    pub(super) fn begin(&self, vars: Arc<Vars>, environment: Environment, phase: Phase) -> Begun {
        let mut findings = self.refused.clone();
        let rules = self.rules(environment, phase, &mut findings);
        Begun { vars, environment, rules, findings }
    }

    /// The variables of this loader, or of the process.
    pub(super) fn snapshot(&self) -> Arc<Vars> {
        self.vars.clone().unwrap_or_else(|| Arc::new(Vars::from_process()))
    }
}
