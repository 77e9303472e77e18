//! What may stand at a key, as far as a layer can contradict it.

use crate::key::fingerprint;

use super::{Number, Schema};

/// What may stand at a key.
///
/// ```
/// use milieu::Config;
/// use milieu::schema::Kind;
///
/// #[derive(Config)]
/// struct Settings {
///     hosts: Vec<String>,
///     token: milieu::Credential,
/// }
///
/// assert!(matches!(Settings::SCHEMA.fields()[0].kind(), Kind::List(Kind::Text(_))));
/// assert!(matches!(Settings::SCHEMA.fields()[1].kind(), Kind::Credential));
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Kind {
    /// A foreign type, which says nothing about itself: its `serde::Deserialize` decides.
    Any,
    /// `true` or `false`.
    Boolean,
    /// A whole number between two bounds, both included.
    Integer {
        /// The least value of the type.
        min: i128,
        /// The greatest value of the type.
        max: u128,
    },
    /// A number.
    Float,
    /// A text; the words say of what form, `"text"` where any will do.
    Text(&'static str),
    /// A text out of a fixed set.
    Choice(&'static [Choice]),
    /// Values in order.
    List(&'static Self),
    /// So many values in order.
    Array(&'static Self, usize),
    /// Values in order, each of its own kind.
    Tuple(&'static [Self]),
    /// A table whose keys are free.
    Map(&'static Self),
    /// A table whose keys a type declares.
    Table(&'static Schema),
    /// A credential, whose value is never shown.
    Credential,
}

impl Kind {
    /// Whether a table that no layer has is read all the same: every key in it has a default.
    pub(crate) const fn may_be_absent(&self) -> bool {
        let Self::Table(schema) = self else { return false };
        let (fields, mut at) = (schema.fields(), 0);
        while at < fields.len() {
            if !fields[at].may_be_missing() && !fields[at].kind().may_be_absent() {
                return false;
            }
            at += 1;
        }
        schema.tag().is_none()
    }

    /// Whether a value of this kind holds a credential, here or below.
    pub(crate) const fn holds_credential(&self) -> bool {
        match self {
            Self::Credential => true,
            Self::List(item) | Self::Array(item, _) | Self::Map(item) => item.holds_credential(),
            Self::Table(schema) => schema.holds().credentials,
            Self::Tuple(kinds) => {
                let mut at = 0;
                while at < kinds.len() {
                    if kinds[at].holds_credential() {
                        return true;
                    }
                    at += 1;
                }
                false
            }
            _ => false,
        }
    }

    /// What may stand at a path below a value of this kind; the kind itself at its end.
    pub(super) fn declared_below(&'static self, path: &[&str]) -> Option<&'static Self> {
        match (self, path) {
            (_, []) => Some(self),
            (Self::Table(schema), path) => schema.declared_below(path),
            (Self::Map(item), [_, rest @ ..]) => item.declared_below(rest),
            _ => None,
        }
    }
}

/// One text that a unit enum accepts.
///
/// ```
/// use milieu::Config;
/// use milieu::schema::Kind;
///
/// #[derive(Config)]
/// enum Level {
///     /// Everything.
///     #[config(rename = "debug", alias = "all")]
///     Debug,
/// }
/// #[derive(Config)]
/// struct Settings {
///     level: Level,
/// }
///
/// let Kind::Choice([debug]) = Settings::SCHEMA.fields()[0].kind() else { unreachable!() };
/// assert_eq!((debug.name(), debug.documentation(), debug.aliases()), ("debug", "Everything.", &["all"][..]));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    name: &'static str,
    documentation: &'static str,
    aliases: &'static [&'static str],
}

impl Choice {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(name: &'static str, documentation: &'static str, aliases: &'static [&'static str]) -> Self {
        Self { name, documentation, aliases }
    }

    /// Returns the text.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the documentation comment of the variant.
    #[must_use]
    pub const fn documentation(&self) -> &'static str {
        self.documentation
    }

    /// Returns other texts that mean the same.
    #[must_use]
    pub const fn aliases(&self) -> &'static [&'static str] {
        self.aliases
    }

    /// Tells whether a text means this choice, letter for letter.
    pub(crate) fn is_meant_by(&self, text: &str) -> bool {
        self.name == text || self.aliases.contains(&text)
    }
}

/// The key that chooses between the variants of an enum.
///
/// ```
/// use milieu::Config;
///
/// #[derive(Config)]
/// #[config(tag = "kind", rename_all = "lowercase")]
/// enum Store {
///     Memory,
///     File { path: String },
/// }
///
/// let tag = Store::SCHEMA.tag().unwrap();
/// assert_eq!(tag.key(), "kind");
/// let [memory, file] = tag.variants() else { unreachable!() };
/// assert_eq!((memory.choice().name(), file.schema().fields()[0].name()), ("memory", "path"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Tag {
    key: &'static str,
    hash: u32,
    variants: &'static [Variant],
}

impl Tag {
    pub(super) const fn new(key: &'static str, variants: &'static [Variant]) -> Self {
        Self { key, hash: fingerprint(key), variants }
    }

    /// Returns the key whose text names the variant.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        self.key
    }

    /// Returns the variants in the order of the declaration.
    #[must_use]
    pub const fn variants(&self) -> &'static [Variant] {
        self.variants
    }

    pub(crate) const fn hash(&self) -> u32 {
        self.hash
    }

    /// The variant that a text chooses, by its index.
    #[inline]
    pub(crate) fn chosen_by(&self, text: &str) -> Option<usize> {
        self.variants.iter().position(|variant| variant.choice().is_meant_by(text))
    }
}

/// One variant of a tagged enum.
///
/// ```
/// use milieu::Config;
///
/// #[derive(Config)]
/// #[config(tag = "kind", rename_all = "lowercase")]
/// enum Store {
///     Memory,
///     File { path: String },
/// }
///
/// let tag = Store::SCHEMA.tag().unwrap();
/// assert_eq!(tag.key(), "kind");
/// let [memory, file] = tag.variants() else { unreachable!() };
/// assert_eq!((memory.choice().name(), file.schema().fields()[0].name()), ("memory", "path"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Variant {
    choice: Choice,
    schema: &'static Schema,
}

impl Variant {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(choice: Choice, schema: &'static Schema) -> Self {
        Self { choice, schema }
    }

    /// Returns the text of the tag that chooses this variant.
    #[must_use]
    pub const fn choice(&self) -> &Choice {
        &self.choice
    }

    /// Returns the fields that stand beside the tag.
    #[must_use]
    pub const fn schema(&self) -> &'static Schema {
        self.schema
    }
}

/// The bounds of a number.
///
/// ```
/// use milieu::Config;
/// use milieu::schema::Number;
///
/// #[derive(Config)]
/// struct Settings {
///     #[config(range = 1..10)]
///     retries: u8,
/// }
///
/// let range = Settings::SCHEMA.fields()[0].range().unwrap();
/// assert!(range.contains(Number::Integer(9)) && !range.contains(Number::Integer(10)) && !range.is_max_included());
/// assert!(range.min().is_some() && range.max().is_some());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Range {
    min: Option<Number>,
    max: Option<Number>,
    max_included: bool,
}

impl Range {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(min: Option<Number>, max: Option<Number>, max_included: bool) -> Self {
        Self { min, max, max_included }
    }

    /// Returns the least allowed number.
    #[must_use]
    pub const fn min(&self) -> Option<Number> {
        self.min
    }

    /// Returns the greatest allowed number, or the first that is not allowed.
    #[must_use]
    pub const fn max(&self) -> Option<Number> {
        self.max
    }

    /// Tells whether [`max`](Self::max) itself is allowed.
    #[must_use]
    pub const fn is_max_included(&self) -> bool {
        self.max_included
    }

    /// Tells whether the number lies between the bounds; `NaN` never does.
    #[must_use]
    pub const fn contains(&self, number: Number) -> bool {
        let high_enough = match self.min {
            Some(min) => number.is_at_least(min),
            None => true,
        };
        let low_enough = match self.max {
            Some(max) => max.is_at_least(number) && (self.max_included || !number.is_at_least(max)),
            None => true,
        };
        high_enough && low_enough
    }
}
