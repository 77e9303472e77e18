//! Values that only development has.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, IgnoredAny, Visitor};

/// A value that only development has: in a deployable build it is neither read nor kept, and code that reads it does not compile.
///
/// The type is written by a macro of the same name, `milieu::DevOnly![String]`, which takes the build class where it stands, so
/// that it is that of the crate that declares the field. The key is a [`dev_only`](macro@crate::Config) one: staging and production
/// refuse it, and in development it has to be set unless it has a default, which `#[config(dev_default = …)]` gives.
///
/// Code that calls [`get`](Self::get) belongs behind [`#[milieu::dev_only]`](macro@crate::dev_only), so that a deployable build does
/// not contain it.
///
/// ```
/// #[derive(milieu::Config)]
/// struct Settings {
///     #[config(dev_default = "http://localhost:4000")]
///     mock_gateway: milieu::DevOnly![String],
/// }
///
/// let fixture = milieu::testing::Fixture::new();
/// let settings = fixture.environment("development").load::<Settings>()?;
/// assert_eq!(settings.mock_gateway.get().unwrap(), "http://localhost:4000");
/// // a development build that an allowance lets start in staging has none there
/// assert!(fixture.environment("staging").load::<Settings>()?.mock_gateway.get().is_none());
///
/// let fixture = fixture.file("config/staging.toml", "mock_gateway = 'http://mock'\n");
/// let error = fixture.environment("staging").load::<Settings>().unwrap_err();
/// assert_eq!(error.findings()[0].check(), Some("dev-only-key"));
/// # Ok::<(), milieu::Error>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct DevOnly<T, const DEPLOYABLE: bool>(Option<T>);

impl<T, const DEPLOYABLE: bool> DevOnly<T, DEPLOYABLE> {
    /// A value of a development build.
    pub(crate) const fn of(value: T) -> Self {
        Self(Some(value))
    }

    pub(crate) const NONE: Self = Self(None);

    /// Returns the value; `None` outside tier Development.
    ///
    /// It does not exist in a deployable build, so code that calls it does not compile there.
    #[must_use]
    pub const fn get(&self) -> Option<&T>
    where
        Class<DEPLOYABLE>: HasDevelopmentValues,
    {
        self.0.as_ref()
    }
}

/// Content only for who may read it: `Debug` tells whether there is a value.
impl<T, const DEPLOYABLE: bool> fmt::Debug for DevOnly<T, DEPLOYABLE> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "DevOnly(..)" } else { "DevOnly(none)" })
    }
}

/// For foreign types, which serde reads; of a deployable build it takes whatever stands there and keeps nothing.
impl<'de, T: Deserialize<'de>, const DEPLOYABLE: bool> Deserialize<'de> for DevOnly<T, DEPLOYABLE> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if DEPLOYABLE {
            return deserializer.deserialize_ignored_any(IgnoredAny).map(|_| Self::NONE);
        }
        deserializer.deserialize_option(Maybe(PhantomData))
    }
}

struct Maybe<T, const DEPLOYABLE: bool>(PhantomData<T>);

impl<'de, T: Deserialize<'de>, const DEPLOYABLE: bool> Visitor<'de> for Maybe<T, DEPLOYABLE> {
    type Value = DevOnly<T, DEPLOYABLE>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of development")
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(DevOnly::NONE)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(DevOnly::NONE)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        T::deserialize(deserializer).map(DevOnly::of)
    }
}

/// A build class, as a type.
#[doc(hidden)]
#[derive(Debug)]
#[non_exhaustive]
pub struct Class<const DEPLOYABLE: bool>;

/// A build class whose programs have values of development.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a value that only development has is read in a deployable build",
    label = "a deployable build has no such value",
    note = "put the code that reads it behind `#[milieu::dev_only]`, or make it a plain field that staging and production set too"
)]
pub trait HasDevelopmentValues: sealed::Sealed {}

impl HasDevelopmentValues for Class<false> {}

mod sealed {
    #[expect(unnameable_types, reason = "nobody else is to implement it")]
    pub trait Sealed {}
    impl<const DEPLOYABLE: bool> Sealed for super::Class<DEPLOYABLE> {}
}
