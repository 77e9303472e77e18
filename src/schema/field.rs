//! One field of a configuration type.

use crate::tier::Tier;

use super::{Kind, Literal, OfCredential, Presence, Range};

/// How the values of one key relate between two environments that should mirror each other.
///
/// ```
/// use milieu::schema::Parity;
/// assert_eq!(Parity::default(), Parity::Unsaid);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Parity {
    /// Nothing is declared: the kinds must agree, values may differ.
    #[default]
    Unsaid,
    /// The value must be the same.
    Same,
    /// The value is expected to differ or not, both are fine.
    Varies,
    /// The value must not be the same.
    Distinct,
}

/// One field: its name, what may stand there, and what is said about it.
///
/// ```
/// use milieu::Config;
/// use milieu::schema::{Kind, Parity};
///
/// #[derive(Config)]
/// struct Settings {
///     /// How many at once.
///     #[config(default = 8, range = 1..=512, alias = "pool", variable = "POOL", parity = "varies", deprecated = "use workers")]
///     pool_size: u32,
///     #[config(supplied)]
///     host: Option<String>,
/// }
///
/// let [pool_size, host] = Settings::SCHEMA.fields() else { unreachable!() };
/// assert_eq!((pool_size.name(), pool_size.type_name(), pool_size.documentation()), ("pool_size", "u32", "How many at once."));
/// assert_eq!((pool_size.aliases(), pool_size.variables()), (&["pool"][..], &["POOL"][..]));
/// assert!(matches!(pool_size.kind(), Kind::Integer { min: 0, .. }));
/// assert!(pool_size.default().is_some() && pool_size.range().is_some() && pool_size.may_be_missing());
/// assert_eq!((pool_size.parity(), pool_size.deprecated()), (Parity::Varies, Some("use workers")));
/// assert!(host.is_optional() && host.is_supplied() && !host.is_dev_only() && !host.is_flattened());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub(super) name: &'static str,
    pub(super) hash: u32,
    /// The segment that the field adds to a variable's name.
    pub(super) segment: &'static str,
    pub(super) kind: Kind,
    pub(super) presence: Presence,
    pub(super) type_name: &'static str,
    pub(super) documentation: &'static str,
    pub(super) aliases: &'static [&'static str],
    pub(super) variables: &'static [&'static str],
    pub(super) default: Option<Literal>,
    pub(super) range: Option<Range>,
    pub(super) deprecated: Option<&'static str>,
    pub(super) expected: Option<&'static str>,
    pub(super) public: Option<&'static str>,
    pub(super) parity: Parity,
    pub(super) credential: OfCredential,
    pub(super) flags: u8,
}

pub(super) const FLATTEN: u8 = 1;
pub(super) const COMPUTED: u8 = 1 << 1;
pub(super) const DEV_ONLY: u8 = 1 << 2;
pub(super) const SUPPLIED: u8 = 1 << 3;
pub(super) const RELATIVE_TO_FILE: u8 = 1 << 4;
/// The default holds in tier Development alone; the value itself is not there in a deployable build.
pub(super) const DEV_DEFAULT: u8 = 1 << 5;

impl Field {
    /// Returns the name under which layers set the field.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns what may stand there.
    #[must_use]
    pub const fn kind(&self) -> &Kind {
        &self.kind
    }

    /// Tells whether the key may be missing because the type is an `Option`.
    #[must_use]
    pub const fn is_optional(&self) -> bool {
        matches!(self.presence, Presence::Optional | Presence::DevOnlyOptional)
    }

    /// Whether the type itself makes a value of nothing.
    pub(crate) const fn may_be_unset(&self, deployed: bool) -> bool {
        self.is_optional() || deployed && matches!(self.presence, Presence::DevOnly)
    }

    /// Tells whether the key may be missing in an environment of this tier: it is optional, has a default there, or belongs to
    /// development.
    #[must_use]
    pub const fn may_be_missing_in(&self, tier: Tier) -> bool {
        self.may_be_unset(tier.is_deployed()) || self.default_in(tier).is_some() || self.is_computed()
    }

    /// Tells whether the key may be missing in every environment.
    #[must_use]
    pub const fn may_be_missing(&self) -> bool {
        self.may_be_missing_in(Tier::Development) && self.may_be_missing_in(Tier::Production)
    }

    /// Returns the type as the source of the program spells it.
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        self.type_name
    }

    /// Returns the documentation comment.
    #[must_use]
    pub const fn documentation(&self) -> &'static str {
        self.documentation
    }

    /// Returns other names under which layers may set the field.
    #[must_use]
    pub const fn aliases(&self) -> &'static [&'static str] {
        self.aliases
    }

    /// Returns variables, by their full names, that set the field besides its own.
    #[must_use]
    pub const fn variables(&self) -> &'static [&'static str] {
        self.variables
    }

    /// Returns the default, if it is a literal and holds in every environment.
    #[must_use]
    pub const fn default(&self) -> Option<&Literal> {
        self.default_in(Tier::Production)
    }

    /// Returns the default that holds in tier Development alone; a deployable build has none.
    #[must_use]
    pub const fn dev_default(&self) -> Option<&Literal> {
        if self.flags & DEV_DEFAULT != 0 { self.default.as_ref() } else { None }
    }

    /// Returns the default that holds in environments of this tier, if it is a literal.
    #[must_use]
    pub const fn default_in(&self, tier: Tier) -> Option<&Literal> {
        if self.flags & DEV_DEFAULT != 0 && tier.is_deployed() { None } else { self.default.as_ref() }
    }

    /// Tells whether the default is computed by Rust code.
    #[must_use]
    pub const fn is_computed(&self) -> bool {
        self.flags & COMPUTED != 0
    }

    /// Returns the bounds of a number.
    #[must_use]
    pub const fn range(&self) -> Option<&Range> {
        self.range.as_ref()
    }

    /// Returns what to use instead, if the field is deprecated.
    #[must_use]
    pub const fn deprecated(&self) -> Option<&'static str> {
        self.deprecated
    }

    /// Returns the words for what the type wants, where the field says them itself.
    #[must_use]
    pub const fn expected(&self) -> Option<&'static str> {
        self.expected
    }

    /// Returns why the value may be shown although its kind or name speaks against it.
    #[must_use]
    pub const fn public(&self) -> Option<&'static str> {
        self.public
    }

    /// Returns how two environments relate in this field.
    #[must_use]
    pub const fn parity(&self) -> Parity {
        self.parity
    }

    /// Tells whether the fields of this field's type stand beside it instead of below it.
    #[must_use]
    pub const fn is_flattened(&self) -> bool {
        self.flags & FLATTEN != 0
    }

    /// Tells whether the key belongs to development alone.
    #[must_use]
    pub const fn is_dev_only(&self) -> bool {
        self.flags & DEV_ONLY != 0 || matches!(self.presence, Presence::DevOnly | Presence::DevOnlyOptional)
    }

    /// Tells whether each deployment supplies the value, so that checked files need not have it.
    #[must_use]
    pub const fn is_supplied(&self) -> bool {
        self.flags & SUPPLIED != 0
    }

    /// Tells whether a relative path is taken from the directory of the file that sets it.
    #[must_use]
    pub const fn is_relative_to_file(&self) -> bool {
        self.flags & RELATIVE_TO_FILE != 0
    }

    pub(crate) const fn credential(&self) -> &OfCredential {
        &self.credential
    }

    pub(crate) const fn hash(&self) -> u32 {
        self.hash
    }

    pub(crate) const fn segment(&self) -> &'static str {
        self.segment
    }
}
