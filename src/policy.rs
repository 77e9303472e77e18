//! Which kinds of source may hold a credential, by tier.

use std::fmt;

use crate::tier::Tier;

/// What kind of thing a layer was read from, as far as credentials are concerned.
///
/// ```
/// use milieu::policy::SourceKind;
/// assert_eq!(SourceKind::SecretFile.as_str(), "secret file");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SourceKind {
    /// A file that all environments share.
    BaseFile,
    /// The plain file of one environment.
    EnvironmentFile,
    /// A plain file of one machine.
    LocalFile,
    /// A dotenv file.
    Dotenv,
    /// Encrypted credentials of one environment.
    SealedFile,
    /// A file that holds one credential and nothing else.
    SecretFile,
    /// A process environment variable.
    Variable,
    /// A secret store, such as Vault, behind a source of the application's own.
    Store,
    /// Values that the program gives.
    Code,
    /// A `figment::Provider`, which does not say where it reads.
    Provider,
    /// An argument of the command line, which other processes can see.
    Argument,
}

impl SourceKind {
    pub(crate) const ALL: [Self; 11] = [
        Self::BaseFile,
        Self::EnvironmentFile,
        Self::LocalFile,
        Self::Dotenv,
        Self::SealedFile,
        Self::SecretFile,
        Self::Variable,
        Self::Store,
        Self::Code,
        Self::Provider,
        Self::Argument,
    ];

    /// Returns the name in words, such as `"secret file"`.
    #[must_use]
    #[inline]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BaseFile => "base file",
            Self::EnvironmentFile => "environment file",
            Self::LocalFile => "local file",
            Self::Dotenv => "dotenv file",
            Self::SealedFile => "sealed file",
            Self::SecretFile => "secret file",
            Self::Variable => "variable",
            Self::Store => "secret store",
            Self::Code => "value given in code",
            Self::Provider => "figment provider",
            Self::Argument => "command line",
        }
    }

    #[inline]
    const fn bit(self) -> u16 {
        1 << self as u16
    }
}

impl fmt::Display for SourceKind {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A set of kinds of source that may hold a credential.
///
/// A base file and the command line are in no set: the one is read in every environment, the other by every process. Nor does any
/// set help values given in code, providers and plain files at [`Rank::Default`](crate::Rank::Default) or
/// [`Rank::Base`](crate::Rank::Base): they are shared as a base file is.
///
/// ```
/// use milieu::policy::{AllowedSources, SourceKind};
///
/// const ALLOWED: AllowedSources = AllowedSources::STRICT.with(SourceKind::Variable);
/// assert!(ALLOWED.contains(SourceKind::Variable) && !ALLOWED.contains(SourceKind::Dotenv));
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct AllowedSources(u16);

impl AllowedSources {
    /// Secret files, sealed files, secret stores.
    pub const STRICT: Self =
        Self(SourceKind::SecretFile.bit() | SourceKind::SealedFile.bit() | SourceKind::Store.bit());

    /// [`STRICT`](Self::STRICT), and variables and values given in code: what most platforms offer.
    pub const PLATFORM: Self = Self::STRICT.with(SourceKind::Variable).with(SourceKind::Code);

    /// [`PLATFORM`](Self::PLATFORM), and plain files of one environment or machine, dotenv, providers.
    pub const OPEN: Self = Self::PLATFORM
        .with(SourceKind::EnvironmentFile)
        .with(SourceKind::LocalFile)
        .with(SourceKind::Dotenv)
        .with(SourceKind::Provider);

    /// Adds a kind.
    ///
    /// # Panics
    ///
    /// Panics, and so does not compile in a constant, for a base file and for the command line.
    #[must_use]
    #[inline]
    pub const fn with(self, kind: SourceKind) -> Self {
        assert!(
            !matches!(kind, SourceKind::BaseFile | SourceKind::Argument),
            "a credential comes neither from a file that all environments share nor from the command line"
        );
        Self(self.0 | kind.bit())
    }

    /// Takes a kind away.
    #[must_use]
    #[inline]
    pub const fn without(self, kind: SourceKind) -> Self {
        Self(self.0 & !kind.bit())
    }

    /// Tells whether a source of this kind may hold a credential.
    #[must_use]
    #[inline]
    pub const fn contains(self, kind: SourceKind) -> bool {
        self.0 & kind.bit() != 0
    }
}

impl fmt::Debug for AllowedSources {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(SourceKind::ALL.iter().filter(|kind| self.contains(**kind))).finish()
    }
}

/// Which kinds of source may hold a credential, in development and where it counts.
///
/// Staging and production have one set between them, so that staging cannot be the weaker.
///
/// | | Development | Staging, Production |
/// |---|---|---|
/// | [`strict`](Self::strict) | [`OPEN`](AllowedSources::OPEN) | [`STRICT`](AllowedSources::STRICT) |
/// | [`platform`](Self::platform), the default | `OPEN` | [`PLATFORM`](AllowedSources::PLATFORM) |
///
/// ```
/// use milieu::policy::{CredentialPolicy, SourceKind};
///
/// #[derive(milieu::Config)]
/// struct Settings {
///     password: milieu::Credential,
/// }
///
/// let loader = milieu::testing::Fixture::new().variable("APP_PASSWORD", "correct horse battery").environment("staging");
/// assert!(loader.clone().load::<Settings>().is_ok());
/// let error = loader.credential_policy(CredentialPolicy::strict()).load::<Settings>().unwrap_err();
/// assert_eq!(error.findings()[0].check(), Some("credential-source"));
/// # Ok::<(), milieu::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialPolicy {
    development: AllowedSources,
    deployed: AllowedSources,
    keys: Vec<(String, AllowedSources)>,
}

impl CredentialPolicy {
    /// Secret files, sealed files and secret stores alone in staging and production.
    #[must_use]
    #[inline]
    pub const fn strict() -> Self {
        Self::new(AllowedSources::OPEN, AllowedSources::STRICT)
    }

    /// As [`strict`](Self::strict), and variables, since most platforms offer nothing else.
    #[must_use]
    #[inline]
    pub const fn platform() -> Self {
        Self::new(AllowedSources::OPEN, AllowedSources::PLATFORM)
    }

    /// Makes a policy: the kinds that development allows, and those that staging and production allow.
    #[must_use]
    #[inline]
    pub const fn new(development: AllowedSources, deployed: AllowedSources) -> Self {
        Self { development, deployed, keys: Vec::new() }
    }

    /// Changes what staging and production allow for one credential, by its dotted key.
    ///
    /// The key of a table, map or list stands for every credential in it; the rule of the longest key counts. A key under which the
    /// configuration declares no credential is an error of the load, and so is that of one entry of a map or list.
    ///
    /// ```
    /// # use milieu::policy::{AllowedSources, CredentialPolicy};
    /// # #[derive(milieu::Config)] struct Settings { #[allow(dead_code)] password: milieu::Credential }
    /// let policy = CredentialPolicy::platform().for_key("password", AllowedSources::STRICT);
    /// let fixture = milieu::testing::Fixture::new().variable("APP_PASSWORD", "correct horse battery");
    /// assert!(fixture.environment("production").credential_policy(policy).load::<Settings>().is_err());
    /// ```
    #[must_use]
    #[inline]
    pub fn for_key(mut self, key: &str, deployed: AllowedSources) -> Self {
        self.keys.push((key.to_owned(), deployed));
        self
    }

    /// What a tier allows: the key's own rule, else the field's, else the application's. `key` is asked for only where some key
    /// has a rule of its own.
    pub(crate) fn allowed(
        &self,
        tier: Tier,
        field: Option<AllowedSources>,
        key: impl FnOnce() -> String,
    ) -> AllowedSources {
        if tier == Tier::Development {
            return self.development;
        }
        let otherwise = field.unwrap_or(self.deployed);
        if self.keys.is_empty() {
            return otherwise;
        }
        let key = key();
        let covers =
            |rule: &str| key.strip_prefix(rule).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']));
        let rules = self.keys.iter().filter(|(rule, _)| covers(rule));
        // of two rules for one key the later counts
        rules.max_by_key(|(rule, _)| rule.len()).map_or(otherwise, |(_, allowed)| *allowed)
    }

    /// The keys that have rules of their own.
    #[inline]
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(|(key, _)| key.as_str())
    }
}

impl Default for CredentialPolicy {
    /// [`platform`](Self::platform).
    #[inline]
    fn default() -> Self {
        Self::platform()
    }
}

#[cfg(test)]
mod tests {
    use super::{AllowedSources, CredentialPolicy, SourceKind, Tier};

    #[test]
    fn staging_is_as_strict_as_production_under_every_policy() {
        let custom = CredentialPolicy::new(AllowedSources::OPEN, AllowedSources::STRICT.with(SourceKind::Dotenv));
        for policy in [CredentialPolicy::strict(), CredentialPolicy::platform(), custom] {
            let policy = policy.for_key("a.b", AllowedSources::PLATFORM);
            for key in ["a.b", "a"] {
                let of = |tier| policy.allowed(tier, None, || key.to_owned());
                assert_eq!(of(Tier::Staging), of(Tier::Production));
            }
        }
    }

    #[test]
    fn no_set_holds_what_every_environment_or_every_process_reads() {
        for set in [AllowedSources::STRICT, AllowedSources::PLATFORM, AllowedSources::OPEN] {
            assert!(!set.contains(SourceKind::BaseFile) && !set.contains(SourceKind::Argument));
        }
    }
}
