//! A field as the derive declares it: each attribute is one step of a constant.

use crate::build::BuildClass;
use crate::key::fingerprint;
use crate::policy::AllowedSources;
use crate::tier::Tier;

use super::field::{COMPUTED, DEV_DEFAULT, DEV_ONLY, FLATTEN, RELATIVE_TO_FILE, SUPPLIED};
use super::{Field, Kind, Literal, OfCredential, Parity, Presence, Range};

/// What the derive writes.
#[doc(hidden)]
impl Field {
    #[must_use]
    #[inline]
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
    #[inline]
    pub const fn typed(mut self, type_name: &'static str) -> Self {
        self.type_name = type_name;
        self
    }

    #[must_use]
    #[inline]
    pub const fn documented(mut self, documentation: &'static str) -> Self {
        self.documentation = documentation;
        self
    }

    #[must_use]
    #[inline]
    pub const fn aliased(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    #[must_use]
    #[inline]
    pub const fn also_variables(mut self, variables: &'static [&'static str]) -> Self {
        self.variables = variables;
        self
    }

    #[must_use]
    #[inline]
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
    #[inline]
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
    #[inline]
    pub const fn computed(mut self) -> Self {
        self.flags |= COMPUTED;
        self
    }

    #[must_use]
    #[inline]
    pub const fn ranged(mut self, range: Range) -> Self {
        self.range = Some(range);
        self
    }

    #[must_use]
    #[inline]
    pub const fn deprecate(mut self, instead: &'static str) -> Self {
        self.deprecated = Some(instead);
        self
    }

    #[must_use]
    #[inline]
    pub const fn expects(mut self, words: &'static str) -> Self {
        self.expected = Some(words);
        self
    }

    #[must_use]
    #[inline]
    pub const fn publish(mut self, why: &'static str) -> Self {
        self.public = Some(why);
        self
    }

    #[must_use]
    #[inline]
    pub const fn mirrored(mut self, parity: Parity) -> Self {
        self.parity = parity;
        self
    }

    #[must_use]
    #[inline]
    pub const fn at_least(mut self, bytes: u16) -> Self {
        assert!(self.kind.holds_credential(), "min_len says something of a credential, and this field holds none");
        self.credential.min_len = bytes;
        self
    }

    #[must_use]
    #[inline]
    pub const fn issued_by(mut self, vendor: &'static str) -> Self {
        self.credential.vendor = Some(vendor);
        self
    }

    #[must_use]
    #[inline]
    pub const fn from_sources(mut self, sources: AllowedSources) -> Self {
        assert!(self.kind.holds_credential(), "sources say something of a credential, and this field holds none");
        self.credential.sources = Some(sources);
        self
    }

    #[must_use]
    #[inline]
    pub const fn flattened(mut self) -> Self {
        self.flags |= FLATTEN;
        self
    }

    #[must_use]
    #[inline]
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
    #[inline]
    pub const fn supply(mut self) -> Self {
        self.flags |= SUPPLIED;
        self
    }

    #[must_use]
    #[inline]
    pub const fn relative_to_file(mut self) -> Self {
        self.flags |= RELATIVE_TO_FILE;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::{Field, Kind, Literal, Presence};
    use crate::schema::{Number, Schema};

    fn accepts(kind: Kind, literal: Literal) -> bool {
        // in a constant this panic is the compiler's error
        std::panic::catch_unwind(|| Field::new("key", "KEY", kind, Presence::Required).defaults_to(literal)).is_ok()
    }

    #[test]
    fn what_is_said_of_credentials_does_not_compile_elsewhere() {
        let field = |kind| Field::new("key", "KEY", kind, Presence::Required);
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
