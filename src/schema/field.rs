//! One field of a configuration type.

use crate::build::BuildClass;
use crate::key::fingerprint;
use crate::policy::AllowedSources;
use crate::tier::Tier;

use super::{Kind, Literal, OfCredential, Range};

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

/// Whether a value of a type has to be there.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "what the derive's own constants say")]
pub enum Presence {
    /// Always, unless it has a default.
    Required,
    /// Nowhere.
    Optional,
    /// In tier Development alone.
    DevOnly,
    /// Nowhere, since this is a deployable build, and the key belongs to development.
    DevOnlyOptional,
}

impl Presence {
    /// Of a value that only development has, by build class.
    #[must_use]
    pub const fn of_development(deployable: bool) -> Self {
        if deployable { Self::DevOnlyOptional } else { Self::DevOnly }
    }
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
    name: &'static str,
    hash: u32,
    /// The segment that the field adds to a variable's name.
    segment: &'static str,
    kind: Kind,
    presence: Presence,
    type_name: &'static str,
    documentation: &'static str,
    aliases: &'static [&'static str],
    variables: &'static [&'static str],
    default: Option<Literal>,
    range: Option<Range>,
    deprecated: Option<&'static str>,
    expected: Option<&'static str>,
    public: Option<&'static str>,
    parity: Parity,
    credential: OfCredential,
    flags: u8,
}

const FLATTEN: u8 = 1;
const COMPUTED: u8 = 1 << 1;
const DEV_ONLY: u8 = 1 << 2;
const SUPPLIED: u8 = 1 << 3;
const RELATIVE_TO_FILE: u8 = 1 << 4;
/// The default holds in tier Development alone; the value itself is not there in a deployable build.
const DEV_DEFAULT: u8 = 1 << 5;

/// What the derive writes.
#[doc(hidden)]
impl Field {
    #[must_use]
    pub const fn new(name: &'static str, segment: &'static str, kind: Kind, presence: Presence) -> Self {
        Self {
            name,
            hash: fingerprint(name),
            segment,
            kind,
            presence,
            type_name: "",
            documentation: "",
            aliases: &[],
            variables: &[],
            default: None,
            range: None,
            deprecated: None,
            expected: None,
            public: None,
            parity: Parity::Unsaid,
            credential: OfCredential::UNSAID,
            flags: 0,
        }
    }

    #[must_use]
    pub const fn typed(mut self, type_name: &'static str) -> Self {
        self.type_name = type_name;
        self
    }

    #[must_use]
    pub const fn documented(mut self, documentation: &'static str) -> Self {
        self.documentation = documentation;
        self
    }

    #[must_use]
    pub const fn aliased(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    #[must_use]
    pub const fn also_variables(mut self, variables: &'static [&'static str]) -> Self {
        self.variables = variables;
        self
    }

    #[must_use]
    pub const fn defaults_to(mut self, literal: Literal) -> Self {
        // what the derive's tokens do not show, the constant does
        match (&self.kind, &literal) {
            (Kind::Credential, _) => {
                panic!("a credential has no default: it comes from where its environment allows it")
            }
            (Kind::Table(_), _) => panic!("a nested type has no default of its own: its fields have theirs"),
            (Kind::Map(_), literal) => {
                assert!(matches!(literal, Literal::EmptyTable), "the default of a map is {{}}");
            }
            (Kind::List(_) | Kind::Array(..) | Kind::Tuple(_), literal) => {
                assert!(matches!(literal, Literal::List(_)), "the default of a list stands between [ and ]");
            }
            (Kind::Boolean, literal) => {
                assert!(matches!(literal, Literal::Boolean(_)), "the default is true or false");
            }
            (Kind::Integer { .. } | Kind::Float, literal) => {
                assert!(matches!(literal, Literal::Number(_)), "the default is a number");
            }
            (Kind::Text(_) | Kind::Choice(_), literal) => {
                assert!(matches!(literal, Literal::Text(_)), "the default is a text in quotes");
            }
            (Kind::Any, _) => {}
        }
        self.default = Some(literal);
        self
    }

    #[must_use]
    pub const fn defaults_in_development_to(mut self, class: BuildClass, literal: Literal) -> Self {
        // what is not in the constant is not in the binary
        if !class.is_deployable() {
            self = self.defaults_to(literal);
        }
        self.flags |= DEV_DEFAULT;
        self
    }

    /// The default is computed by Rust code.
    #[must_use]
    pub const fn computed(mut self) -> Self {
        self.flags |= COMPUTED;
        self
    }

    #[must_use]
    pub const fn ranged(mut self, range: Range) -> Self {
        self.range = Some(range);
        self
    }

    #[must_use]
    pub const fn deprecate(mut self, instead: &'static str) -> Self {
        self.deprecated = Some(instead);
        self
    }

    #[must_use]
    pub const fn expects(mut self, words: &'static str) -> Self {
        self.expected = Some(words);
        self
    }

    #[must_use]
    pub const fn publish(mut self, why: &'static str) -> Self {
        self.public = Some(why);
        self
    }

    #[must_use]
    pub const fn mirrored(mut self, parity: Parity) -> Self {
        self.parity = parity;
        self
    }

    #[must_use]
    pub const fn at_least(mut self, bytes: u16) -> Self {
        assert!(self.kind.holds_credential(), "min_len says something of a credential, and this field holds none");
        self.credential.min_len = bytes;
        self
    }

    #[must_use]
    pub const fn issued_by(mut self, vendor: &'static str) -> Self {
        self.credential.vendor = Some(vendor);
        self
    }

    #[must_use]
    pub const fn from_sources(mut self, sources: AllowedSources) -> Self {
        assert!(self.kind.holds_credential(), "sources say something of a credential, and this field holds none");
        self.credential.sources = Some(sources);
        self
    }

    #[must_use]
    pub const fn flattened(mut self) -> Self {
        self.flags |= FLATTEN;
        self
    }

    #[must_use]
    pub const fn development_only(mut self) -> Self {
        assert!(
            self.may_be_unset(true)
                || self.flags & COMPUTED != 0
                || self.default_in(Tier::Production).is_some()
                || self.kind.may_be_absent(),
            "a dev_only key has a default or is an Option, since staging and production have no value for it; or let its \
             type be milieu::DevOnly![…]"
        );
        self.flags |= DEV_ONLY;
        self
    }

    #[must_use]
    pub const fn supply(mut self) -> Self {
        self.flags |= SUPPLIED;
        self
    }

    #[must_use]
    pub const fn relative_to_file(mut self) -> Self {
        self.flags |= RELATIVE_TO_FILE;
        self
    }
}

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

#[cfg(test)]
mod tests {
    use super::{Field, Kind, Literal};
    use crate::schema::{Number, Schema};

    fn accepts(kind: Kind, literal: Literal) -> bool {
        // in a constant this panic is the compiler's error
        std::panic::catch_unwind(|| Field::new("key", "KEY", kind, false).defaults_to(literal)).is_ok()
    }

    #[test]
    fn what_is_said_of_credentials_does_not_compile_elsewhere() {
        let field = |kind| Field::new("key", "KEY", kind, false);
        let fits = |say: fn(Field) -> Field, kind| std::panic::catch_unwind(|| say(field(kind))).is_ok();
        for say in [(|field| field.at_least(8)) as fn(Field) -> Field, |field| {
            field.from_sources(crate::policy::AllowedSources::STRICT)
        }] {
            assert!(fits(say, Kind::Credential) && fits(say, Kind::List(&Kind::Credential)));
            assert!(!fits(say, Kind::Text("text")) && !fits(say, Kind::Any));
        }
    }

    #[test]
    fn a_default_of_another_kind_than_the_fields_does_not_compile() {
        const NESTED: Schema = Schema::of_struct("Nested", "", &[]);
        let number = || Literal::Number(Number::Integer(1));
        for (kind, fits, other) in [
            (Kind::Boolean, Literal::Boolean(true), number()),
            (Kind::Float, number(), Literal::Text("1")),
            (Kind::Text("text"), Literal::Text("1"), number()),
            (Kind::Choice(&[]), Literal::Text("1"), number()),
            (Kind::List(&Kind::Any), Literal::List(&[]), number()),
            (Kind::Map(&Kind::Any), Literal::EmptyTable, Literal::List(&[])),
        ] {
            assert!(accepts(kind, fits) && !accepts(kind, other), "{kind:?}");
        }
        assert!(!accepts(Kind::Credential, Literal::Text("hunter2-CANARY")));
        assert!(!accepts(Kind::Table(&NESTED), Literal::EmptyTable));
        assert!(accepts(Kind::Any, number()));
    }
}
