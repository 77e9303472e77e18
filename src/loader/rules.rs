//! What an application says about checks: their levels, and what is allowed.

use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use crate::allowance::Asked;
use crate::checks::file::{self, File};
use crate::checks::{Check, Column, Rule, all, ask, writable};
use crate::environment::Environment;
use crate::finding::{Finding, Level};
use crate::levels::{Phase, WRITABLE_LAYER, rows};
use crate::origin::Origin;
use crate::record;
use crate::rules::{Change, Rules};
use crate::schema::Schema;
use crate::stack::Stack;

use super::builder::Loader;

/// What the code of an application says about checks.
#[derive(Clone, Default)]
pub(super) struct Told {
    changes: Vec<Change>,
    allowances: Vec<Asked>,
    own: Vec<Arc<dyn Rule>>,
}

impl Loader {
    /// Changes the level of a check for this application.
    ///
    /// Staging and production have one column, so neither can be made the weaker. There a level can only be raised: to let one
    /// thing pass for some time, use [`allow`](Self::allow). In development it can be lowered too, except that of a check that
    /// [is fixed](crate::checks::Check::is_fixed), since a credential that has left its place does not come back. Of several changes
    /// for one column, `milieu.toml` among them, the strictest counts.
    ///
    /// A name that is no check and a level that would be too low are errors of the load.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings { #[config(default = 80)] #[allow(dead_code)] port: u16 }
    /// use milieu::checks::{Column, Phase};
    /// use milieu::Level;
    ///
    /// let fixture = milieu::testing::Fixture::new().file("config/staging.toml", "prot = 80\n");
    /// let loader = fixture.environment("staging");
    /// assert!(loader.load::<Settings>().is_ok());
    /// let strict = loader.clone().level("unknown-key", Column::deployed_in(Phase::Start), Level::Deny);
    /// assert!(strict.load::<Settings>().is_err());
    ///
    /// let lower = loader.level("unknown-key", Column::deployed_in(Phase::Ci), Level::Warn);
    /// assert_eq!(
    ///     lower.load::<Settings>().unwrap_err().findings()[1].to_string(),
    ///     "level(unknown-key): is deny in CI where it is deployed, and there no level is lowered; \
    ///      allow it for one key, with a reason and until a day",
    /// );
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[must_use]
    #[inline]
    pub fn level(mut self, check: &str, column: Column, level: Level) -> Self {
        self.told.changes.push(Change { check: check.into(), column, level, origin: None });
        self
    }

    /// Allows what one check says of one key, until the end of a day.
    ///
    /// `check` is the name in brackets at the end of a finding, `key` the key that it is about (`build` and `process` for what is said
    /// of the program itself, the path for what is said of a whole file), `until` the last day in UTC, as `2027-01-31`. This is the
    /// one way round a check, so it wants a reason, and it ends: after that day the finding is a warning at start, and an error of an
    /// inspection. `milieu.toml` beside the configuration says the same:
    ///
    /// ```toml
    /// [[allow]]
    /// check = "unknown-key"
    /// key = "features.old_banner"                              # the finding says features.<key 3>
    /// reason = "the chart still sets it, OPS-12"
    /// until = 2027-01-31
    ///
    /// [[allow]]
    /// check = "credential-source"
    /// key = "database.password"
    /// reason = "moves to the vault with the next release, OPS-17"
    /// until = 2027-01-31
    ///
    /// [levels]
    /// unknown-variable = { deployed = "deny" }                 # development, deployed, or ci, start, reload
    /// ```
    ///
    /// The key is the one that is written, spelled as [`Key`](crate::Key) spells it, and it covers itself: nothing below it, nothing
    /// beside it. A finding shows `<key 3>` in place of a key that no type declares, since that may be a credential in the wrong place;
    /// the allowance names the key itself there too, and one that names a place is an error, because another key can take the place.
    /// An item of a list has no name but its place, `servers[2].host`, so such an allowance is for whatever stands there: it moves when
    /// an item before it goes.
    ///
    /// What is allowed today is as if the check had said nothing: the value is used, and a credential is still judged by every other
    /// check, compared with those of other environments, and never shown. An allowance for `credential-source` counts for sources of
    /// one environment, such as its plain file. It does not count for what all environments share, nor for the command line: no
    /// policy can say that of them either.
    ///
    /// What allows more than is known harms: an allowance for `unguarded-build` lets a program with development code start as
    /// production. Say what has to happen before the day, and choose a near one.
    ///
    /// A name that is no check, a blank key or reason, a place in place of a key, a text that is no day, and a second allowance for one
    /// check and key are errors of the load.
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
    #[inline]
    pub fn allow(mut self, check: &str, key: &str, reason: &str, until: &str) -> Self {
        self.told
            .allowances
            .push(Asked { parts: [check, key, reason, until].map(|part| Some(part.into())), origins: None });
        self
    }

    /// Adds a check of the application's own.
    ///
    /// See [`Rule`]. A slug that a check of the library has, or that is given twice, is an error of the load.
    #[must_use]
    pub fn check(mut self, rule: impl Rule + 'static) -> Self {
        let slug = rule.check().slug();
        let is_taken = rows().any(|row| row.slug() == slug);
        if is_taken || self.told.own.iter().any(|own| own.check().slug() == slug) {
            let message = if is_taken { "is the name of a check of the library" } else { "is the name of two checks" };
            let finding = Finding::new(message).with_key(format!("check({slug})")).with_remedy("give it another one");
            self.refused.push(finding);
        } else {
            self.told.own.push(Arc::new(rule));
        }
        self
    }

    /// Returns every check by which this loader judges: those of the library, then the application's own.
    ///
    /// ```
    /// let loader = milieu::Loader::new("shop");
    /// assert!(loader.checks().any(|check| check.slug() == "unknown-key"));
    /// ```
    pub fn checks(&self) -> impl Iterator<Item = &'static Check> {
        all().chain(self.told.own.iter().map(|own| own.check()))
    }

    /// Judges a configuration by the application's own checks, which see it whole or not at all.
    pub(super) fn judge_own(
        &self,
        of: (&Stack, Option<&'static Schema>),
        (environment, rules): (Environment, &Rules),
        (findings, hidden): (&mut Vec<Finding>, &[Box<str>]),
    ) {
        if !self.told.own.is_empty() {
            let own = self.told.own.iter().map(AsRef::as_ref);
            let found = ask(own, of, (environment, rules), &record::hidden(findings, hidden));
            findings.extend(found);
        }
    }

    /// By what a load of an environment is judged; what is wrong with it is found.
    pub(super) fn rules(
        &self,
        (environment, phase): (Environment, Phase),
        directory: Option<&Path>,
        findings: &mut Vec<Finding>,
    ) -> Rules {
        let mut rules = Rules::new(
            environment.tier(),
            phase,
            self.now(),
            self.told.own.iter().map(|own| own.check().row()).collect(),
        );
        rules.add(&self.told.changes, &self.told.allowances, findings);
        let path = directory.map(|directory| directory.join(file::NAME));
        if let Some(path) = path.filter(|path| self.files.exists(path)) {
            if let Some(said) = self.read_file(&path, &rules, findings) {
                rules.add(&said.changes, &said.allowances, findings);
            }
        }
        rules
    }

    /// Reads `milieu.toml`. One that everybody can change would allow whatever anybody wants, so it is then not used at all.
    fn read_file(&self, path: &Path, rules: &Rules, findings: &mut Vec<Finding>) -> Option<File> {
        let level = rules.level(WRITABLE_LAYER);
        match self.files.read(path, level > Level::Allow) {
            Ok((text, is_open)) => {
                let is_used = !is_open || rules.level_at(WRITABLE_LAYER, || path.display().to_string()) < Level::Deny;
                findings.extend(is_open.then(|| writable(path, level)));
                is_used.then(|| file::read(path, &text, findings))
            }
            Err(why) => {
                findings.push(Finding::new(why.to_string()).with_origin(Origin::whole_file(path)));
                None
            }
        }
    }

    #[expect(clippy::disallowed_methods, reason = "the one place of a load that asks what day it is")]
    pub(crate) fn now(&self) -> SystemTime {
        self.clock.unwrap_or_else(SystemTime::now)
    }
}
