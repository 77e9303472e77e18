//! Which program may start as what, and what somebody has allowed.

use std::time::SystemTime;

use crate::allowance::{Allowance, apply};
use crate::checks::{Program, of_program};
use crate::environment::Environment;
use crate::error::Error;
use crate::finding::{Finding, Level};
use crate::levels::Phase;
use crate::sources::launch::{is_run_by_cargo, is_test};
use crate::vars::Vars;

use super::builder::Loader;

impl Loader {
    /// Allows what one check says of one key, until the end of a day.
    ///
    /// `check` is the name in brackets at the end of a finding, `key` the text at its beginning (`build` and `process` for what is
    /// said of the program itself), `until` the last day in UTC, as `2027-01-31`. This is the one way round a check, so it wants a
    /// reason, and it ends: after that day the finding is a warning at start, and an error of an inspection.
    ///
    /// What allows more than is known harms: an allowance for `unguarded-build` lets a program with development code start as
    /// production. Say what has to happen before the day, and choose a near one.
    ///
    /// A name that is no check, a blank reason and a text that is no day are errors of the load.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings { #[config(default = 80)] port: u16 }
    /// let fixture = milieu::testing::Fixture::new().today("2026-12-01");
    /// let loader = fixture.environment("staging").build(milieu::build!());
    /// let error = loader.load::<Settings>().unwrap_err();
    /// assert_eq!(error.findings()[0].check(), Some("unguarded-build"));
    ///
    /// let reason = "staging's pipeline does not set MILIEU_BUILD yet";
    /// let loader = loader.allow("unguarded-build", "build", reason, "2026-12-31");
    /// assert_eq!(loader.load::<Settings>()?.port, 80);
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[must_use]
    pub fn allow(mut self, check: &str, key: &str, reason: &str, until: &str) -> Self {
        match Allowance::new(check, key, reason, until) {
            Ok(allowance) => self.allowances.push(allowance),
            Err(finding) => self.refused.push(finding),
        }
        self
    }

    /// Judges the program before anything is read: what must not start as an environment does not see its credentials either.
    pub(super) fn guard(&self, vars: &Vars, environment: Environment) -> Result<Vec<Finding>, Error> {
        if !environment.tier().is_deployed() {
            return Ok(Vec::new());
        }
        let build = self.build;
        let package = build.and_then(|build| build.package());
        let program = Program {
            class: build.map(|build| build.class()),
            package,
            is_run_by_cargo: self.sees_process && is_run_by_cargo(package, vars, &self.files),
            is_test: build.is_some_and(|build| build.is_under_test())
                || self.sees_process && is_test(vars, &self.files),
        };
        let mut findings = of_program(program, environment, &self.selector);
        self.apply_allowances(&mut findings, Phase::Start);
        if findings.iter().any(|finding| finding.level() == Level::Deny) {
            findings.extend(self.refused.iter().cloned());
            return Err(Error::new(Some(environment.name()), findings));
        }
        Ok(findings)
    }

    /// Drops what is allowed.
    pub(super) fn apply_allowances(&self, findings: &mut Vec<Finding>, phase: Phase) {
        if !self.allowances.is_empty() {
            apply(&self.allowances, findings, phase, self.now());
        }
    }

    #[expect(clippy::disallowed_methods, reason = "the one place of a load that asks what day it is")]
    pub(super) fn now(&self) -> SystemTime {
        self.clock.unwrap_or_else(SystemTime::now)
    }

    /// Facts of a fixture in place of those of the process: nothing of how it was started is looked at.
    #[cfg(feature = "testing")]
    pub(crate) fn of_facts(mut self, build: crate::build::Build, clock: Option<SystemTime>) -> Self {
        (self.build, self.clock, self.sees_process) = (Some(build), clock, false);
        #[cfg(feature = "receipts")]
        self.promotion.make_artifact();
        self
    }

    /// Files of a fixture in place of those on disk.
    #[cfg(feature = "testing")]
    pub(crate) fn in_memory(mut self, files: crate::sources::files::Files) -> Self {
        self.files = files;
        self
    }
}
