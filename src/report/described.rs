//! Everything that a type lets a user configure, as data.
//!
//! Everything here is `#[inline]`, so that it is compiled only into programs that call it.

use std::borrow::Cow;

use crate::resolve::expected;
use crate::schema::{Field, Kind, Schema};
use crate::sources::spelling::Spelling;

use super::template::literal;

/// One key that a configuration type declares, as help texts say it: in the names of one application, and without any value
/// but its default.
///
/// [`Loader::describe`](crate::Loader::describe) makes them.
///
/// ```
/// use milieu::{Config, Loader};
///
/// #[derive(Config)]
/// struct Settings {
///     /// Port to listen on.
///     #[config(default = 8080)]
///     port: u16,
///     password: milieu::Credential,
/// }
///
/// let described = Loader::new("shop").describe(Settings::SCHEMA);
/// let [port, password] = described.as_slice() else { unreachable!() };
/// assert_eq!((port.key(), port.expected(), port.default()), ("port", "a whole number from 0 to 65535", Some("8080")));
/// assert_eq!((port.documentation(), port.variables()), ("Port to listen on.", &["SHOP_PORT".to_owned()][..]));
/// assert!(password.is_required() && password.holds_credential() && password.default().is_none());
/// assert_eq!(password.field().unwrap().type_name(), "milieu::Credential");
/// ```
#[derive(Clone, Debug)]
pub struct Described {
    key: String,
    expected: Cow<'static, str>,
    default: Option<String>,
    variables: Vec<String>,
    documentation: &'static str,
    field: Option<&'static Field>,
}

impl Described {
    /// Returns the dotted key; `*` stands for the name of a map's entry, and `[]` follows a list whose items are tables.
    #[inline]
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Returns the words for what may stand there, such as `a whole number from 0 to 65535`.
    #[inline]
    #[must_use]
    pub fn expected(&self) -> &str {
        &self.expected
    }

    /// Returns the default as TOML spells it, if it is a literal and holds in every environment.
    #[inline]
    #[must_use]
    pub fn default(&self) -> Option<&str> {
        self.default.as_deref()
    }

    /// Returns the variables that set the key, its own first; empty below a map or a list.
    #[inline]
    #[must_use]
    pub fn variables(&self) -> &[String] {
        &self.variables
    }

    /// Returns the documentation comment of the field; of a key that chooses a variant, that of the enum.
    #[inline]
    #[must_use]
    pub const fn documentation(&self) -> &'static str {
        self.documentation
    }

    /// Tells whether some environment needs a layer that sets the key, wherever the table is there in which it stands, and of an enum,
    /// wherever its variant is chosen.
    #[inline]
    #[must_use]
    pub fn is_required(&self) -> bool {
        self.field.is_none_or(|field| !field.may_be_missing())
    }

    /// Tells whether a credential stands there, or below.
    #[inline]
    #[must_use]
    pub fn holds_credential(&self) -> bool {
        self.field.is_some_and(|field| field.kind().holds_credential())
    }

    /// Returns the field, which says everything else; `None` for a key that chooses a variant.
    #[inline]
    #[must_use]
    pub const fn field(&self) -> Option<&'static Field> {
        self.field
    }
}

/// Describes every key, in the order of the declaration.
#[inline]
pub(crate) fn described(schema: &'static Schema, spelling: &Spelling) -> Vec<Described> {
    let mut out = Vec::new();
    Describe { out: &mut out, spelling }.schema(schema, &mut Vec::new());
    out
}

struct Describe<'a> {
    out: &'a mut Vec<Described>,
    spelling: &'a Spelling,
}

impl Describe<'_> {
    #[inline]
    fn schema(&mut self, schema: &'static Schema, path: &mut Vec<&'static str>) {
        if let Some(tag) = schema.tag() {
            let names: Vec<_> = tag.variants().iter().map(|variant| variant.choice().name()).collect();
            path.push(tag.key());
            self.push(path, format!("one of {}", names.join(", ")).into(), (schema.documentation(), None));
            path.pop();
            for variant in tag.variants() {
                self.schema(variant.schema(), path);
            }
        }
        for field in schema.fields() {
            if let (Kind::Table(inner), true) = (field.kind(), field.is_flattened()) {
                self.schema(inner, path);
                continue;
            }
            path.push(field.name());
            match field.kind() {
                Kind::Table(inner) => self.schema(inner, path),
                Kind::Map(Kind::Table(inner)) => {
                    self.field(field, path);
                    path.push("*");
                    self.schema(inner, path);
                    path.pop();
                }
                Kind::List(Kind::Table(inner)) | Kind::Array(Kind::Table(inner), _) => {
                    self.field(field, path);
                    path.push("[]");
                    self.schema(inner, path);
                    path.pop();
                }
                _ => self.field(field, path),
            }
            path.pop();
        }
    }

    #[inline]
    fn field(&mut self, field: &'static Field, path: &[&'static str]) {
        self.push(path, expected(field), (field.documentation(), Some(field)));
    }

    #[inline]
    fn push(
        &mut self,
        path: &[&str],
        expected: Cow<'static, str>,
        (documentation, field): (&'static str, Option<&'static Field>),
    ) {
        let key = path.join(".").replace(".[]", "[]");
        let below_free = path.iter().any(|segment| matches!(*segment, "*" | "[]"));
        let mut variables = if below_free { Vec::new() } else { vec![self.spelling.name(path)] };
        variables.extend(field.into_iter().flat_map(Field::variables).map(|name| (*name).to_owned()));
        let default = field.and_then(Field::default).map(literal);
        self.out.push(Described { key, expected, default, variables, documentation, field });
    }
}
