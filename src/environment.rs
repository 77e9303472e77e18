//! Environments, and the selection of one, which fails closed.

use std::fmt;

use crate::finding::{Finding, Level};
use crate::key::is_same;
use crate::levels::ENVIRONMENT_DEFAULTED;
use crate::nearest::nearest;
use crate::recognise::VendorMode;
use crate::tier::Tier;

/// A deployment target: one of the four standard ones, or one that the application declares.
///
/// A name only labels; every rule hangs on the [`Tier`].
///
/// ```
/// use milieu::{Environment, Tier};
///
/// pub const ENVIRONMENTS: &[Environment] = &[
///     Environment::declare("qa", Tier::Staging),
///     Environment::declare("eu-production", Tier::Production),
///     Environment::PRODUCTION.with_aliases(&["prod"]),
/// ];
/// assert_eq!(ENVIRONMENTS[0].tier(), Tier::Staging);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Environment {
    name: &'static str,
    tier: Tier,
    aliases: &'static [&'static str],
    vendor_mode: Option<VendorMode>,
}

impl Environment {
    /// `development`, of tier `Development`.
    pub const DEVELOPMENT: Self = Self::declare("development", Tier::Development);
    /// `test`, of tier `Development`.
    pub const TEST: Self = Self::declare("test", Tier::Development);
    /// `staging`, of tier `Staging`.
    pub const STAGING: Self = Self::declare("staging", Tier::Staging);
    /// `production`, of tier `Production`.
    pub const PRODUCTION: Self = Self::declare("production", Tier::Production);

    /// Declares an environment.
    ///
    /// # Panics
    ///
    /// Panics, and so does not compile where it is a constant, if the name is not made of `a`–`z`, `0`–`9` and `-` with a
    /// letter first, or is `base`, `local` or `milieu`, which name files that no environment owns; and if `staging` or `production` is
    /// declared in tier Development, since who reads the name would believe it.
    #[must_use]
    #[inline]
    pub const fn declare(name: &'static str, tier: Tier) -> Self {
        assert!(
            is_name(name),
            "an environment's name is made of a-z, 0-9 and -, a letter first, and is not base, local or milieu"
        );
        assert!(
            is_strict_enough(name, tier),
            "what is named staging or production is of that tier, or of a stricter one"
        );
        Self { name, tier, aliases: &[], vendor_mode: None }
    }

    /// Adds other names that select this environment; files are still named by [`name`](Self::name).
    ///
    /// Give one of the standard environments this way to add an alias to it.
    ///
    /// # Panics
    ///
    /// As [`declare`](Self::declare), for every alias.
    #[must_use]
    pub const fn with_aliases(mut self, aliases: &'static [&'static str]) -> Self {
        let mut at = 0;
        while at < aliases.len() {
            assert!(is_name(aliases[at]), "an environment's alias is made of a-z, 0-9 and -, a letter first");
            at += 1;
        }
        self.aliases = aliases;
        self
    }

    /// Says which of a vendor's keys this environment uses, where that is not what its tier says.
    ///
    /// ```
    /// use milieu::{Environment, Tier, VendorMode};
    ///
    /// const SANDBOX: Environment = Environment::declare("sandbox", Tier::Production).with_vendor_mode(VendorMode::Test);
    /// assert_eq!(SANDBOX.vendor_mode(), VendorMode::Test);
    /// ```
    #[must_use]
    pub const fn with_vendor_mode(mut self, mode: VendorMode) -> Self {
        self.vendor_mode = Some(mode);
        self
    }

    /// Returns which of a vendor's keys this environment uses: live ones in tier `Production`, test ones elsewhere, unless
    /// declared otherwise.
    ///
    /// ```
    /// use milieu::{Environment, VendorMode};
    /// assert_eq!(Environment::PRODUCTION.vendor_mode(), VendorMode::Live);
    /// assert_eq!(Environment::STAGING.vendor_mode(), VendorMode::Test);
    /// ```
    #[must_use]
    pub const fn vendor_mode(&self) -> VendorMode {
        match (self.vendor_mode, self.tier) {
            (Some(mode), _) => mode,
            (None, Tier::Production) => VendorMode::Live,
            (None, Tier::Development | Tier::Staging) => VendorMode::Test,
        }
    }

    /// Returns the name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns how strictly the environment is treated.
    #[must_use]
    pub const fn tier(&self) -> Tier {
        self.tier
    }

    /// Returns the other names that select it.
    #[must_use]
    pub const fn aliases(&self) -> &'static [&'static str] {
        self.aliases
    }
}

impl fmt::Display for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Environment({}, tier {})", self.name, self.tier)
    }
}

/// What is named after staging or production is treated as such.
const fn is_strict_enough(name: &str, tier: Tier) -> bool {
    match name.as_bytes() {
        b"production" => matches!(tier, Tier::Production),
        b"staging" => tier.is_deployed(),
        _ => true,
    }
}

#[inline]
pub(crate) const fn is_name(name: &str) -> bool {
    let bytes = name.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let letter = bytes[at].is_ascii_lowercase();
        if !(letter || at > 0 && (bytes[at].is_ascii_digit() || bytes[at] == b'-')) {
            return false;
        }
        at += 1;
    }
    !bytes.is_empty() && !matches!(bytes, b"base" | b"local" | b"milieu")
}

/// What [`test`](crate::test) asks for an environment by name: a declared one, or a standard one.
///
/// # Panics
///
/// Panics with these words, and so does not compile, where there is none of the name.
#[doc(hidden)]
#[must_use]
pub const fn environment(declared: &'static [Environment], name: &str, words: &str) -> Environment {
    const STANDARD: &[Environment] =
        &[Environment::DEVELOPMENT, Environment::TEST, Environment::STAGING, Environment::PRODUCTION];
    let (mut at, all) = (0, declared.len() + STANDARD.len());
    while at < all {
        let environment = if at < declared.len() { declared[at] } else { STANDARD[at - declared.len()] };
        if is_same(environment.name, name) {
            return environment;
        }
        at += 1;
    }
    panic!("{}", words)
}

/// The environments of one application: the standard four, and what it declares.
#[derive(Clone, Debug)]
pub(crate) struct Environments(Vec<Environment>);

impl Environments {
    /// Declared ones replace standard ones of the same name.
    pub(crate) fn new(declared: &[Environment]) -> Self {
        let standard = [Environment::DEVELOPMENT, Environment::TEST, Environment::STAGING, Environment::PRODUCTION];
        let mut all = Vec::with_capacity(standard.len() + declared.len());
        for environment in standard {
            let declared = declared.iter().find(|declared| declared.name == environment.name);
            all.push(*declared.unwrap_or(&environment));
        }
        all.extend(declared.iter().filter(|declared| !standard.iter().any(|s| s.name == declared.name)));
        Self(all)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Environment> {
        self.0.iter()
    }

    /// Finds an environment by its name or a declared alias, letter for letter.
    #[inline]
    pub(crate) fn find(&self, name: &str) -> Option<Environment> {
        let named = self.0.iter().find(|environment| environment.name == name);
        named.or_else(|| self.0.iter().find(|environment| environment.aliases.contains(&name))).copied()
    }

    /// What to say of a text that names no environment. The text itself is not shown: a selector may hold anything.
    pub(crate) fn refuse(&self, selector: &str, text: Option<&str>) -> Finding {
        let names: Vec<_> = self.0.iter().map(Environment::name).collect();
        let declared = names.join(", ");
        let (message, meant) = match text {
            None => ("is not set, so there is no environment to load".to_owned(), None),
            Some(text) if text.trim().is_empty() => ("is blank, so there is no environment to load".to_owned(), None),
            Some(text) => {
                let all = self.0.iter().flat_map(|e| std::iter::once(&e.name).chain(e.aliases)).copied();
                ("names no environment of this application".to_owned(), nearest(text.trim(), all))
            }
        };
        let remedy = match meant {
            Some(name) => format!("did you mean {name}? (declared: {declared})"),
            None => format!("set it to one of {declared}"),
        };
        Finding::new(message).with_key(selector).with_remedy(remedy)
    }
}

/// Where the environment's name comes from.
#[derive(Clone, Debug)]
pub(crate) enum Selection<'a> {
    /// The text of the selector variable.
    Variable(&'a str),
    /// The variable is not there at all.
    Unset,
    /// It is there and is not UTF-8.
    Unreadable,
}

/// Selects the environment, or says why there is none.
///
/// `started_by_cargo` is the one exception: a development build that cargo started may default to development, and says so.
pub(crate) fn select(
    environments: &Environments,
    selector: &str,
    selection: &Selection<'_>,
    started_by_cargo: bool,
) -> Result<(Environment, Option<Finding>), Finding> {
    match selection {
        Selection::Variable(text) => match environments.find(text) {
            Some(environment) => Ok((environment, None)),
            None => Err(environments.refuse(selector, Some(text))),
        },
        Selection::Unreadable => Err(environments.refuse(selector, Some("\u{fffd}"))),
        Selection::Unset if started_by_cargo => {
            let said = Finding::new("is not set; this development build was started by cargo or in its target directory, so development is loaded")
                .with_key(selector)
                .with_remedy("set it to say so yourself")
                .with_check(ENVIRONMENT_DEFAULTED, Level::Warn);
            Ok((Environment::DEVELOPMENT, Some(said)))
        }
        Selection::Unset => Err(environments.refuse(selector, None)),
    }
}
