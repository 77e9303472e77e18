//! One difference between two environments.

use std::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::origin::Origin;

/// In which way two environments differ.
///
/// ```
/// use milieu::parity::Drift;
/// assert_eq!(Drift::Missing.as_str(), "missing");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Drift {
    /// One has a key, and the other has not.
    Missing,
    /// They hold values of two kinds.
    Kind,
    /// Their values have to be the same, and differ.
    Same,
    /// Their values have to differ, and are the same.
    Distinct,
    /// A list is empty in one, and has entries in the other.
    Empty,
    /// They have addresses of two schemes.
    Scheme,
    /// They choose two variants of an enum.
    Variant,
    /// One reads a kind of source that the other does not.
    Source,
}

impl Drift {
    pub(super) const ALL: [Self; 8] =
        [Self::Missing, Self::Kind, Self::Same, Self::Distinct, Self::Empty, Self::Scheme, Self::Variant, Self::Source];

    /// Returns the name, such as `"missing"`.
    #[must_use]
    #[inline]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Kind => "kind",
            Self::Same => "same",
            Self::Distinct => "distinct",
            Self::Empty => "empty",
            Self::Scheme => "scheme",
            Self::Variant => "variant",
            Self::Source => "source",
        }
    }

    /// Whether one of the two environments has less.
    #[inline]
    pub(super) const fn has_direction(self) -> bool {
        matches!(self, Self::Missing | Self::Empty | Self::Source)
    }
}

impl fmt::Display for Drift {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One difference between two environments; it holds no value.
///
/// ```
/// use milieu::parity::{Drift, Parity};
///
/// let fixture = milieu::testing::Fixture::new()
///     .file("config/staging.toml", "workers = 2\n")
///     .file("config/production.toml", "workers = '2'\nregion = 'eu'\n");
/// let [staging, production] = &fixture.loader().inspect_all_plain()[..] else { unreachable!() };
/// let parity = Parity::between(staging, production);
/// let [region, workers] = parity.differences() else { unreachable!() };
/// assert_eq!((region.drift(), region.key(), region.less_in()), (Drift::Missing, "region", Some("staging")));
/// assert_eq!(region.origin_in("production").unwrap().to_string(), "config/production.toml:2:10");
/// assert_eq!((workers.drift(), workers.key(), workers.less_in()), (Drift::Kind, "workers", None));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Difference {
    pub(super) drift: Drift,
    /// Exactly, as the baseline has it; what may be anything is cut off.
    pub(super) exact: Box<str>,
    /// As it may be shown: keys of maps by position.
    pub(super) key: Box<str>,
    pub(super) less_in: Option<&'static str>,
    /// The outermost table of the key that the other environment lacks as well.
    pub(super) table: Option<Box<str>>,
    /// Where the value stands, by environment.
    pub(super) origins: [(&'static str, Option<Origin>); 2],
    /// The kinds of value, in words, in the order of the origins.
    pub(super) kinds: Option<[&'static str; 2]>,
}

impl Difference {
    /// Returns in which way the environments differ.
    #[must_use]
    #[inline]
    pub const fn drift(&self) -> Drift {
        self.drift
    }

    /// Returns the key, dotted; segments that no type declares are given by position, `<key 3>`, unless there is no type. Of
    /// [`Drift::Source`] it is the kind of source, such as `sealed-file`.
    #[must_use]
    #[inline]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Returns the environment that lacks the key or the source, or has the empty list; `None` where neither has less.
    #[must_use]
    #[inline]
    pub const fn less_in(&self) -> Option<&'static str> {
        self.less_in
    }

    /// Returns where the value of an environment was written.
    #[must_use]
    #[inline]
    pub fn origin_in(&self, environment: &str) -> Option<&Origin> {
        self.origins.iter().find(|(name, _)| *name == environment).and_then(|(_, origin)| origin.as_ref())
    }

    /// By key, then by kind: the order of every list.
    #[inline]
    pub(super) fn order(&self) -> (&str, Drift, Option<&'static str>) {
        (&self.exact, self.drift, self.less_in)
    }
}

impl fmt::Debug for Difference {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.key, self.drift)?;
        if let Some(environment) = self.less_in { write!(f, " in {environment}") } else { Ok(()) }
    }
}

/// `{"drift", "key", "less_in", "origins": {environment: place}}`.
impl Serialize for Difference {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let places = self.origins.iter().filter_map(|(name, origin)| Some((*name, origin.as_ref()?.to_string())));
        let places: std::collections::BTreeMap<_, _> = places.collect();
        let mut out = serializer.serialize_struct("Difference", 4)?;
        out.serialize_field("drift", self.drift.as_str())?;
        out.serialize_field("key", &*self.key)?;
        out.serialize_field("less_in", &self.less_in)?;
        out.serialize_field("origins", &places)?;
        out.end()
    }
}
