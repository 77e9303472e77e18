//! Which program may start as what.

#[cfg(feature = "testing")]
use std::time::SystemTime;

use crate::checks::{Program, of_program};
use crate::error::Error;
use crate::finding::Level;
use crate::sources::launch::{is_test, run_by_cargo};
#[cfg(feature = "testing")]
use crate::sources::secret::SecretFiles;

use super::begun::Begun;
use super::builder::Loader;
#[cfg(feature = "testing")]
use super::witness::Witness;

impl Loader {
    /// Judges the program before anything is read: what must not start as an environment does not see its credentials either.
    pub(super) fn guard(&self, begun: &mut Begun) -> Result<(), Error> {
        let Begun { vars, environment, rules, findings, .. } = begun;
        if !environment.tier().is_deployed() {
            return Ok(());
        }
        let build = self.build;
        let package = build.and_then(|build| build.package());
        let run_by_cargo = if self.sees_process { run_by_cargo(package, &self.files) } else { None };
        // a fixture passes for a program as long as nothing of it is real
        let is_half_real = !self.sees_process && vars.is_of_process();
        let program = Program {
            class: build.map(|build| build.class()),
            package,
            run_by_cargo: run_by_cargo.as_deref(),
            is_test: build.is_some_and(|build| build.is_under_test())
                || is_half_real
                || self.sees_process && is_test(&self.files),
        };
        let said = of_program(program, *environment, rules, &self.selector);
        let mut left = said.clone();
        rules.apply(&mut left);
        if left.iter().any(|finding| finding.level() == Level::Deny) {
            left.append(findings);
            return Err(Error::new(Some(environment.name()), left));
        }
        findings.extend(said);
        Ok(())
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

    /// Files of a fixture that were written to a directory, in place of those of the process's working directory and of what is
    /// mounted.
    #[cfg(feature = "testing")]
    pub(crate) fn below(mut self, root: &std::path::Path) -> Self {
        self.directory = Some(root.join("config"));
        self.working_directory = root.to_owned();
        self.witnesses = vec![Witness::File(root.join("etc/milieu-environment").into())];
        self.secret_files(SecretFiles::mounted(root.join("run/secrets")))
    }
}
