//! Which domains belong to which environment, and the hosts of a configuration held against them.

use crate::checks::{Domains, sweep_hosts};
use crate::environment::{Environment, Environments};
use crate::finding::Finding;
use crate::rules::Rules;
use crate::schema::Schema;
use crate::stack::Stack;

use super::builder::Loader;

impl Loader {
    /// Says which domains belong to an environment, with all hosts below them.
    ///
    /// A host of one environment in the configuration of another is refused (`foreign-host`): production's database in staging as
    /// much as staging's in production. A host below a domain of its own environment is never taken for one of tests, whatever
    /// words it is named with (`nonproduction-host`). Of nested domains the longest counts, and several environments may have one
    /// together.
    ///
    /// An environment that is none, and a text that is no domain, are errors of the load.
    ///
    /// ```
    /// # #[derive(milieu::Config)] struct Settings { #[allow(dead_code)] database_url: String }
    /// let fixture = milieu::testing::Fixture::new().file("config/staging.toml", "database_url = 'https://db.shop.example'\n");
    /// let loader = fixture.environment("staging").domains("production", ["shop.example"]);
    /// let error = loader.clone().load::<Settings>().unwrap_err();
    /// assert_eq!(error.findings()[0].check(), Some("foreign-host"));
    /// assert!(loader.domains("staging", ["db.shop.example"]).load::<Settings>().is_ok());
    /// # Ok::<(), milieu::Error>(())
    /// ```
    #[must_use]
    pub fn domains<S: AsRef<str>>(mut self, environment: &str, domains: impl IntoIterator<Item = S>) -> Self {
        for domain in domains {
            let domain = domain.as_ref();
            let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
            if domain.trim_matches('.').is_empty() || !domain.bytes().all(fits) {
                let finding = Finding::new("expected a domain such as shop.example, without scheme, port and path");
                self.refused.push(finding.with_key("domains"));
            } else {
                self.domains.declare(environment, domain);
            }
        }
        self
    }

    /// Judges every host of a configuration.
    #[inline]
    pub(super) fn hosts(
        &self,
        stack: &Stack,
        schema: Option<&'static Schema>,
        environment: Environment,
        rules: &Rules,
    ) -> Vec<Finding> {
        let mut findings = sweep_hosts(stack, schema, (environment, rules), &self.domains);
        findings.extend(refuse(&self.domains, &Environments::new(&self.environments)));
        findings
    }
}

/// A domain of an environment that there is not would guard nothing.
#[inline]
fn refuse<'a>(domains: &'a Domains, environments: &'a Environments) -> impl Iterator<Item = Finding> + 'a {
    let unknown = domains.environments().filter(|name| environments.iter().all(|known| known.name() != *name));
    unknown.map(|name| environments.refuse("domains", Some(name)))
}
