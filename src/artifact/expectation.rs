//! What a finished binary is held to.

use std::fmt;

use zeroize::Zeroizing;

use crate::schema::{Schema, SchemaHash};

/// What a binary must be, for [`verify`](super::verify).
///
/// ```
/// use milieu::Config;
/// use milieu::artifact::Expectation;
///
/// #[derive(Config)]
/// struct Settings {
///     port: u16,
/// }
///
/// let expected = Expectation::deployable()
///     .package("shop")
///     .schema(Settings::SCHEMA)
///     .absent("the key of the payment provider", b"hunter2-CANARY");
/// assert!(!format!("{expected:?}").contains("hunter2"));
/// ```
#[derive(Clone)]
pub struct Expectation {
    pub(super) package: Option<String>,
    pub(super) schemas: Vec<(&'static str, SchemaHash)>,
    pub(super) absent: Vec<Absent>,
}

/// A value that must not be in the file.
#[derive(Clone)]
pub(super) struct Absent {
    pub(super) what: String,
    pub(super) value: Zeroizing<Vec<u8>>,
}

impl Expectation {
    /// Expects a program that staging and production may run: it has a manifest, every stamp in it is of a deployable build and
    /// none of a test, and no function of a [`dev_only`](macro@crate::dev_only) item was linked.
    #[must_use]
    #[inline]
    pub const fn deployable() -> Self {
        Self { package: None, schemas: Vec::new(), absent: Vec::new() }
    }

    /// Expects a stamp of this package.
    #[must_use]
    #[inline]
    pub fn package(mut self, name: &str) -> Self {
        self.package = Some(name.to_owned());
        self
    }

    /// Expects that the program can load a type of exactly this schema. Call it once for each.
    #[must_use]
    #[inline]
    pub fn schema(mut self, schema: &Schema) -> Self {
        self.schemas.push((schema.name(), schema.hash()));
        self
    }

    /// Expects that a value is nowhere in the file: not as it is, nor in hexadecimal digits, Base64 at any alignment,
    /// percent-encoded or escaped. `what` names it in the finding; the value itself is never shown.
    ///
    /// A value of less than 6 bytes is refused by [`verify`](super::verify), since it would be found by chance. A text that the
    /// compiler took apart, as it does with short ones that are only compared, is not found.
    #[must_use]
    #[inline]
    pub fn absent(mut self, what: &str, value: &[u8]) -> Self {
        self.absent.push(Absent { what: what.to_owned(), value: Zeroizing::new(value.to_vec()) });
        self
    }
}

impl fmt::Debug for Expectation {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let absent: Vec<_> = self.absent.iter().map(|absent| absent.what.as_str()).collect();
        f.debug_struct("Expectation")
            .field("package", &self.package)
            .field("schemas", &self.schemas)
            .field("absent", &absent)
            .finish()
    }
}
