//! How a type says what may stand in a field of it, and how a derive learns that from the type's tokens alone.

use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::dev_only::DevOnly;
use crate::schema::{Kind, Presence, Schema};

use super::leaf;
use super::place::Place;
use super::scope::Scope;

/// A configuration type: what [`derive(Config)`](macro@crate::Config) writes.
///
/// The derive is the one way to implement it.
///
/// ```
/// use milieu::Config;
///
/// #[derive(Config)]
/// struct Database {
///     host: String,
///     #[config(default = 5432)]
///     port: u16,
/// }
///
/// assert_eq!(Database::SCHEMA.name(), "Database");
/// assert_eq!(Database::SCHEMA.fields().len(), 2);
/// ```
pub trait Config: Shape {
    /// What the type declares.
    const SCHEMA: &'static Schema;

    #[doc(hidden)]
    fn fields(scope: &mut Scope<'_>) -> Option<Self>;
}

/// A type that says itself what may stand in a field of it.
#[doc(hidden)]
pub trait Shape: Sized {
    const KIND: Kind;
    const PRESENCE: Presence = Presence::Required;

    /// Reads what stands there; the reason for a `None` is noted.
    fn read(place: Place<'_>) -> Option<Self>;

    /// Makes something of a key that no layer sets and that has no default.
    fn absent(place: Place<'_>) -> Option<Self> {
        place.missing()
    }
}

/// Picks between [`Shape`] and serde: an inherent item shadows a trait's wherever its bound holds.
///
/// No specialisation is needed and a foreign type implements nothing. The odd names keep clear of a user's trait that is
/// implemented for every type.
#[doc(hidden)]
#[derive(Debug)]
pub struct Probe<T>(PhantomData<T>);

#[doc(hidden)]
impl<T: Shape> Probe<T> {
    pub const __MILIEU_KIND: Kind = T::KIND;

    pub fn __milieu_read(place: Place<'_>) -> Option<T> {
        T::read(place)
    }

    pub fn __milieu_absent(place: Place<'_>) -> Option<T> {
        T::absent(place)
    }
}

/// Whether a key may be missing does not hang on `T: Shape`: an `Option` of a foreign type is optional too.
#[doc(hidden)]
impl<T> Probe<Option<T>> {
    pub const __MILIEU_PRESENCE: Presence = Presence::Optional;
}

#[doc(hidden)]
impl<T, const DEPLOYABLE: bool> Probe<DevOnly<T, DEPLOYABLE>> {
    pub const __MILIEU_PRESENCE: Presence = Presence::of_development(DEPLOYABLE);
}

/// What holds of every other type: serde decides. In scope only inside what the derive writes.
#[doc(hidden)]
pub trait Unknown {
    type Value;
    const __MILIEU_KIND: Kind = Kind::Any;
    const __MILIEU_PRESENCE: Presence = Presence::Required;

    fn __milieu_read(place: Place<'_>) -> Option<Self::Value>
    where
        Self::Value: DeserializeOwned,
    {
        leaf::read(place, |leaf| <Self::Value as Deserialize>::deserialize(leaf))
    }

    fn __milieu_absent(place: Place<'_>) -> Option<Self::Value>
    where
        Self::Value: DeserializeOwned,
    {
        leaf::read_absent(place)
    }
}

#[doc(hidden)]
impl<T> Unknown for Probe<T> {
    type Value = T;
}
