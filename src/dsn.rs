//! An address of a service, whose password is a credential and which is safe to log.

use std::fmt;
use std::sync::Arc;

use serde::ser::{Serialize, Serializer};

use crate::credential::{Credential, REDACTED};
use crate::recognise::{Parts, split};

/// An address of a service, such as `postgres://app:…@db.example:5432/shop`, whose password is a credential.
///
/// `Display`, `Debug` and `Serialize` give the address with `[REDACTED]` in place of the password, so it can be logged; the one
/// way to the whole is [`expose`](Self::expose). Everything that is said of a [`Credential`] holds for it: which sources it may
/// come from, what it must not be, and that it belongs to one environment.
///
/// An address that could be read in two ways is refused: a `/`, `?`, `#` or `@` in the password that is not percent-encoded,
/// white space, a second credential in the query. An address without a password is one as well.
///
/// ```
/// #[derive(milieu::Config)]
/// struct Settings {
///     database: milieu::Dsn,
/// }
///
/// let fixture = milieu::testing::Fixture::new().variable("APP_DATABASE", "postgres://app:correct-horse-battery@db:5432/shop");
/// let settings = fixture.environment("production").load::<Settings>()?;
/// assert_eq!(settings.database.to_string(), "postgres://app:[REDACTED]@db:5432/shop");
/// assert_eq!((settings.database.user(), settings.database.hosts()), (Some("app"), "db:5432"));
/// assert_eq!(settings.database.expose(), "postgres://app:correct-horse-battery@db:5432/shop");
/// # Ok::<(), milieu::Error>(())
/// ```
#[derive(Clone)]
pub struct Dsn {
    whole: Credential,
    parts: Arc<Parts>,
}

impl Dsn {
    /// Reads an address.
    #[inline]
    pub(crate) fn read(text: &str) -> Result<Self, &'static str> {
        let parts = split(text)?;
        if parts.password.clone().and_then(|password| text.get(password)) == Some(REDACTED) {
            return Err("expected a password, found the marker that stands in place of one");
        }
        Ok(Self { whole: Credential::new(text.to_owned()), parts: Arc::new(parts) })
    }

    /// Gives the whole address away, password included: from here on nothing protects it.
    ///
    /// See [`Credential::expose`].
    #[must_use]
    #[inline]
    pub fn expose(&self) -> &str {
        self.whole.expose()
    }

    /// Returns the scheme, without `://`.
    #[must_use]
    #[inline]
    pub fn scheme(&self) -> &str {
        self.part(&self.parts.scheme)
    }

    /// Returns the user as the address spells it, percent-encoding included; `None` if there is none.
    #[must_use]
    #[inline]
    pub fn user(&self) -> Option<&str> {
        self.parts.user.as_ref().map(|user| self.part(user))
    }

    /// Tells whether the address has a password.
    #[must_use]
    #[inline]
    pub fn has_password(&self) -> bool {
        self.parts.password.as_ref().is_some_and(|password| !password.is_empty())
    }

    /// Returns the hosts with their ports, as the address spells them.
    #[must_use]
    #[inline]
    pub fn hosts(&self) -> &str {
        self.part(&self.parts.hosts)
    }

    #[inline]
    fn part(&self, range: &std::ops::Range<usize>) -> &str {
        self.expose().get(range.clone()).unwrap_or_default()
    }
}

impl fmt::Display for Dsn {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://", self.scheme())?;
        if let Some(user) = self.user() {
            f.write_str(user)?;
            if self.has_password() {
                write!(f, ":{REDACTED}")?;
            }
            f.write_str("@")?;
        }
        write!(f, "{}{}", self.hosts(), self.part(&self.parts.rest))
    }
}

impl fmt::Debug for Dsn {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Dsn({self})")
    }
}

impl Serialize for Dsn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
