//! Values that the source of a program spells: defaults and bounds.

/// The default of a field, as a configuration file would say it.
///
/// ```
/// use milieu::Config;
/// use milieu::schema::Literal;
///
/// #[derive(Config)]
/// struct Settings {
///     #[config(default = "eu")]
///     region: String,
/// }
///
/// assert!(matches!(Settings::SCHEMA.fields()[0].default(), Some(Literal::Text("eu"))));
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Literal {
    /// A text.
    Text(&'static str),
    /// A number.
    Number(Number),
    /// `true` or `false`.
    Boolean(bool),
    /// A list.
    List(&'static [Self]),
    /// A table with no keys: the default of a map.
    EmptyTable,
}

/// A number of a default or a bound.
///
/// ```
/// use milieu::Config;
/// use milieu::schema::Number;
///
/// #[derive(Config)]
/// struct Settings {
///     #[config(range = 0.5..)]
///     ratio: f64,
/// }
///
/// assert!(matches!(Settings::SCHEMA.fields()[0].range().unwrap().min(), Some(Number::Float(_))));
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Number {
    /// A whole number.
    Integer(i128),
    /// A number with a fraction.
    Float(f64),
}

impl Number {
    /// Compares; a whole number against a fraction by the nearest `f64`.
    pub(crate) const fn is_at_least(self, other: Self) -> bool {
        match (self, other) {
            (Self::Integer(a), Self::Integer(b)) => a >= b,
            (a, b) => a.as_f64() >= b.as_f64(),
        }
    }

    pub(crate) const fn as_f64(self) -> f64 {
        match self {
            Self::Integer(whole) => whole as f64,
            Self::Float(number) => number,
        }
    }
}
