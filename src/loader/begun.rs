//! What a load stands on before it reads a source: variables, environment, rules.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::environment::Environment;
use crate::finding::{Finding, Level};
use crate::levels::{ABSENT_DIRECTORY, Phase};
use crate::origin::Origin;
use crate::rules::Rules;
use crate::vars::Vars;

use super::builder::Loader;
use super::extra::{Extra, What};

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
        if !incomplete {
            findings.extend(self.absent_directory(environment, directory.as_deref(), &rules));
        }
        Begun { vars, environment, rules, directory, findings, incomplete }
    }

    /// A deployed program whose files are not where it looks for them would run on defaults, and nobody would know.
    fn absent_directory(&self, environment: Environment, found: Option<&Path>, rules: &Rules) -> Option<Finding> {
        let convention = self.directory.as_deref().filter(|_| found.is_none() && !self.directory_is_given)?;
        let level = rules.level(ABSENT_DIRECTORY);
        // a provider may read files of its own
        let is_named = |extra: &Extra| match &extra.what {
            What::File(_) => true,
            #[cfg(feature = "figment")]
            What::Provider(_) => true,
            What::Texts(..) | What::Table(..) | What::Source(_) => false,
        };
        let has_others = !self.embedded.is_empty() || self.extra.iter().any(is_named);
        if level == Level::Allow || has_others || self.is_checked_in_only || !self.sees_process {
            return None;
        }
        let remedy = match &self.directory_variable {
            Some(variable) => {
                format!("let {variable} name the directory, or say by no_directory() that there is none")
            }
            None => "name the directory, or say by no_directory() that there is none".to_owned(),
        };
        let words = format!("is not there, so {environment} would run on defaults and variables alone");
        let finding = Finding::new(words).with_origin(Origin::whole_file(convention)).with_remedy(remedy);
        Some(finding.with_check(ABSENT_DIRECTORY, level))
    }

    /// The variables of this loader, or of the process.
    pub(super) fn snapshot(&self) -> Arc<Vars> {
        self.vars.clone().unwrap_or_else(|| Arc::new(Vars::from_process()))
    }
}
