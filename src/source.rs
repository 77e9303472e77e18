//! Sources of the application's own, such as a secret store.

use std::fmt;
use std::sync::Arc;

use zeroize::Zeroizing;

use crate::environment::Environment;
use crate::policy::SourceKind;

/// A source of the application's own: it reads values for an environment and says what kind of source it is.
///
/// It is asked once in each load, on the loading thread. What it returns is judged like everything else: whether a credential
/// may come from it is the policy's to say, by its [`kind`](Self::kind). A source that lies about its kind is believed.
///
/// A `Box<dyn Source>` and an `Arc<dyn Source>` are sources too, so that what wraps the library can pass on what it was given.
///
/// ```
/// use milieu::policy::SourceKind;
/// use milieu::source::{Source, SourceError, Values};
/// use milieu::{Environment, Rank};
///
/// struct Vault;
///
/// impl Source for Vault {
///     fn name(&self) -> &str {
///         "vault"
///     }
///
///     fn kind(&self) -> SourceKind {
///         SourceKind::Store
///     }
///
///     fn read(&self, environment: Environment, values: &mut Values) -> Result<(), SourceError> {
///         for key in values.credentials().to_vec() {
///             // … GET /v1/shop/{environment}/{key}
///             values.set_credential(&key, b"correct horse battery".to_vec());
///         }
///         Ok(())
///     }
/// }
///
/// #[derive(milieu::Config)]
/// struct Settings {
///     password: milieu::Credential,
/// }
///
/// let loader = milieu::testing::Fixture::new().environment("production").source(Rank::SecretFile, Vault);
/// assert_eq!(loader.load::<Settings>()?.password.expose(), "correct horse battery");
/// # Ok::<(), milieu::Error>(())
/// ```
pub trait Source: Send + Sync {
    /// Returns what reports call the source.
    fn name(&self) -> &str;

    /// Returns what kind of source it is.
    fn kind(&self) -> SourceKind;

    /// Reads the values for an environment.
    ///
    /// # Errors
    ///
    /// Fails with fixed words for what went wrong, and the load with it; an error has no room for a value.
    fn read(&self, environment: Environment, values: &mut Values) -> Result<(), SourceError>;
}

impl<S: Source + ?Sized> Source for Box<S> {
    #[inline]
    fn name(&self) -> &str {
        (**self).name()
    }

    #[inline]
    fn kind(&self) -> SourceKind {
        (**self).kind()
    }

    #[inline]
    fn read(&self, environment: Environment, values: &mut Values) -> Result<(), SourceError> {
        (**self).read(environment, values)
    }
}

impl<S: Source + ?Sized> Source for Arc<S> {
    #[inline]
    fn name(&self) -> &str {
        (**self).name()
    }

    #[inline]
    fn kind(&self) -> SourceKind {
        (**self).kind()
    }

    #[inline]
    fn read(&self, environment: Environment, values: &mut Values) -> Result<(), SourceError> {
        (**self).read(environment, values)
    }
}

/// What a [`Source`] read.
pub struct Values {
    credentials: Vec<String>,
    texts: Vec<(String, Zeroizing<Vec<u8>>)>,
}

impl Values {
    #[inline]
    pub(crate) const fn new(credentials: Vec<String>) -> Self {
        Self { credentials, texts: Vec::new() }
    }

    /// Returns the dotted keys of the credentials that the configuration declares, entries of maps left out; empty where the
    /// type has no schema.
    #[must_use]
    #[inline]
    pub fn credentials(&self) -> &[String] {
        &self.credentials
    }

    /// Sets a key to a text, which is read as a variable's would be.
    pub fn set(&mut self, key: &str, text: impl Into<String>) {
        self.set_credential(key, text.into().into_bytes());
    }

    /// Sets a key to the bytes of a credential, which are zeroized once they are read.
    #[inline]
    pub fn set_credential(&mut self, key: &str, bytes: Vec<u8>) {
        self.texts.push((key.to_owned(), Zeroizing::new(bytes)));
    }

    #[inline]
    pub(crate) fn into_texts(self) -> Vec<(String, Zeroizing<Vec<u8>>)> {
        self.texts
    }
}

impl fmt::Debug for Values {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Values({} set)", self.texts.len())
    }
}

/// Why a source could not be read: fixed words.
///
/// ```
/// let error = milieu::source::SourceError::new("did not answer");
/// assert_eq!(error.to_string(), "did not answer");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceError(&'static str);

impl SourceError {
    /// Says what went wrong, such as `"did not answer"`; reports put the source's name before it.
    #[must_use]
    #[inline]
    pub const fn new(words: &'static str) -> Self {
        Self(words)
    }
}

impl fmt::Display for SourceError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for SourceError {}
