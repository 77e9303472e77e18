//! A secret that gives access to something: shared, zeroized, never printed.

use std::fmt;
use std::sync::Arc;

use secrecy::{ExposeSecret, SecretBox};
use serde::ser::{Serialize, Serializer};
use zeroize::Zeroize;

/// What stands wherever a credential would be shown. It is refused as a credential on the way in.
pub(crate) const REDACTED: &str = "[REDACTED]";

/// A secret that gives access to something.
///
/// `Clone` shares the secret: its bytes are never copied, and are zeroized when the last handle goes. The one way to the
/// content is [`expose`](Self::expose). There is no `Display`, `PartialEq`, `Hash`, `Deref`, `AsRef`, `Default` and no
/// `Deserialize`, so a credential can only stand where a schema declares it; `Debug` and `Serialize` write `[REDACTED]`.
///
/// ```
/// #[derive(milieu::Config)]
/// struct Settings {
///     password: milieu::Credential,
/// }
///
/// let fixture = milieu::testing::Fixture::new().variable("APP_PASSWORD", "hunter2-CANARY");
/// let settings = fixture.environment("development").load::<Settings>()?;
/// assert_eq!(format!("{:?}", settings.password), "[REDACTED]");
/// assert_eq!(settings.password.expose(), "hunter2-CANARY");
/// # Ok::<(), milieu::Error>(())
/// ```
///
/// A type that serde reads cannot hold one, whatever wraps it:
///
/// ```compile_fail
/// #[derive(serde::Deserialize)]
/// struct Settings {
///     password: Option<milieu::Credential>,
/// }
/// ```
///
/// ```compile_fail
/// #[derive(milieu::Config)]
/// struct Settings {
///     passwords: std::collections::LinkedList<milieu::Credential>,
/// }
/// ```
///
/// Nor does a field compile whose name says credential, under whatever name its type hides that it is a text:
///
/// ```compile_fail
/// type Password = String;
///
/// #[derive(milieu::Config)]
/// struct Settings {
///     password: Password,
/// }
/// ```
pub struct Credential<T: Zeroize = String>(Arc<SecretBox<T>>);

impl<T: Zeroize> Credential<T> {
    pub(crate) fn new(secret: T) -> Self {
        Self(Arc::new(SecretBox::new(Box::new(secret))))
    }

    /// Gives the content away: from here on nothing protects it.
    ///
    /// What is formatted, logged, cloned or handed to a driver after this call is out of this crate's reach. Call it where the
    /// content is used, and keep the `Credential` everywhere else.
    #[must_use]
    pub fn expose(&self) -> &T {
        self.0.expose_secret()
    }
}

impl<T: Zeroize> Clone for Credential<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T: Zeroize> fmt::Debug for Credential<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

impl<T: Zeroize> Serialize for Credential<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(REDACTED)
    }
}

/// A type that the content of a credential can have.
///
/// ```
/// use milieu::{FromCredential, NotThisCredential};
///
/// struct SigningKey([u8; 4]);
/// # impl zeroize::Zeroize for SigningKey { fn zeroize(&mut self) { self.0.zeroize() } }
/// impl FromCredential for SigningKey {
///     fn from_credential(bytes: &[u8]) -> Result<Self, NotThisCredential> {
///         bytes.try_into().map(Self).map_err(|_| NotThisCredential::new("4 bytes"))
///     }
/// }
/// assert!(SigningKey::from_credential(b"too long").is_err());
/// ```
pub trait FromCredential: Zeroize + Sized {
    /// Whether the content is text. If so, a file's last line end is cut off, and bytes that are not UTF-8, a NUL and a byte
    /// order mark are refused; if not, the bytes are those of the file or variable, whole.
    const IS_TEXT: bool = true;

    /// Reads the content from the bytes of a source.
    ///
    /// # Errors
    ///
    /// Fails with fixed words for what is wanted; an error has no room for the content.
    fn from_credential(bytes: &[u8]) -> Result<Self, NotThisCredential>;
}

/// Why bytes are not the wanted credential: fixed words for what was expected.
///
/// ```
/// let error = milieu::NotThisCredential::new("32 bytes");
/// assert_eq!(error.expected(), "32 bytes");
/// assert_eq!(error.to_string(), "expected 32 bytes");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotThisCredential {
    expected: &'static str,
}

impl NotThisCredential {
    /// Says what was expected, such as `"32 bytes"`.
    #[must_use]
    pub const fn new(expected: &'static str) -> Self {
        Self { expected }
    }

    /// Returns what was expected.
    #[must_use]
    pub const fn expected(&self) -> &'static str {
        self.expected
    }
}

impl fmt::Display for NotThisCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}", self.expected)
    }
}

impl std::error::Error for NotThisCredential {}

impl FromCredential for String {
    fn from_credential(bytes: &[u8]) -> Result<Self, NotThisCredential> {
        let text = std::str::from_utf8(bytes).map_err(|_| NotThisCredential::new("text in UTF-8"))?;
        Ok(text.to_owned())
    }
}

impl FromCredential for Vec<u8> {
    const IS_TEXT: bool = false;

    fn from_credential(bytes: &[u8]) -> Result<Self, NotThisCredential> {
        Ok(bytes.to_vec())
    }
}

/// The bytes themselves, or twice as many hexadecimal digits, with a line end behind or without.
impl<const N: usize> FromCredential for [u8; N] {
    const IS_TEXT: bool = false;

    fn from_credential(bytes: &[u8]) -> Result<Self, NotThisCredential> {
        const WANTED: NotThisCredential =
            NotThisCredential::new("as many bytes as the field has, or twice as many hexadecimal digits");
        if let Ok(raw) = bytes.try_into() {
            return Ok(raw);
        }
        let line = bytes.strip_suffix(b"\n").map_or(bytes, |line| line.strip_suffix(b"\r").unwrap_or(line));
        if let Ok(raw) = line.try_into() {
            return Ok(raw);
        }
        if line.len() != 2 * N {
            return Err(WANTED);
        }
        let mut out = [0; N];
        for (byte, digits) in out.iter_mut().zip(line.chunks_exact(2)) {
            let digit = |digit: u8| char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
            let (Some(high), Some(low)) = (digit(digits[0]), digit(digits[1])) else {
                out.zeroize();
                return Err(WANTED);
            };
            *byte = high << 4 | low;
        }
        Ok(out)
    }
}
