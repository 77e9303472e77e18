//! The two keys of one environment: one to seal with, which everybody may have, and one to open with.

use std::fmt;
use std::str::FromStr;

use hpke::Serializable as _;
use zeroize::{Zeroize, Zeroizing};

use crate::credential::{Credential, FromCredential, NotThisCredential, REDACTED};
use crate::error::Error;
use crate::finding::Finding;
use crate::key_text::{decoded, private, public, random};

use super::cipher::Kem;

const PUBLIC: &str = "milieu-seal-public-1:";
pub(super) const PRIVATE: &str = "milieu-seal-private-1:";

/// The key that seals, and opens nothing: it stands in the sealed file, and may be known to all.
///
/// As text it is `milieu-seal-public-1:` and 32 bytes in Base64 (RFC 4648, section 4).
///
/// ```
/// use milieu::sealed::{KeyPair, PublicKey};
///
/// let public = KeyPair::generate()?.public();
/// assert!(public.to_string().starts_with("milieu-seal-public-1:"));
/// assert_eq!(public.to_string().parse::<PublicKey>()?, public);
/// # Ok::<(), milieu::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PublicKey([u8; 32]);

impl PublicKey {
    pub(super) const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&public(PUBLIC, &self.0))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({self})")
    }
}

impl FromStr for PublicKey {
    type Err = Error;

    /// Reads a public key. The error does not repeat the text: it may be the private one.
    fn from_str(text: &str) -> Result<Self, Error> {
        if text.starts_with(PRIVATE) {
            return Err(Error::of(
                Finding::new("expected a public key, found a private one")
                    .with_remedy("whoever saw it can open what is sealed: make a new pair, and seal anew"),
            ));
        }
        let bytes = decoded(PUBLIC, text);
        bytes.map(|bytes| Self(*bytes)).ok_or_else(|| {
            Error::of(Finding::new(format!("expected a public key, which is {PUBLIC} and 32 bytes in Base64")))
        })
    }
}

/// The key that opens what is sealed for one environment.
///
/// It is a credential: zeroized when it goes, and never printed. It comes from where the environment keeps its other
/// secrets, and is written down once, when it is made: [`text`](Self::text) gives `milieu-seal-private-1:` and 32 bytes in
/// Base64.
///
/// ```
/// use milieu::sealed::{KeyPair, PrivateKey};
///
/// let pair = KeyPair::generate()?;
/// let text = pair.private().expose().text();
/// let again: PrivateKey = text.expose().parse()?;
/// assert_eq!(again.public(), pair.public());
/// assert_eq!(format!("{again:?} {text:?}"), "[REDACTED] [REDACTED]");
/// # Ok::<(), milieu::Error>(())
/// ```
pub struct PrivateKey([u8; 32]);

impl PrivateKey {
    /// Returns the key that seals what this one opens.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(x25519_public(&self.0))
    }

    /// Returns the text to keep in the environment's store of secrets, and nowhere else.
    #[must_use]
    pub fn text(&self) -> Credential {
        private(PRIVATE, &self.0)
    }

    pub(super) const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl Zeroize for PrivateKey {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}

impl Drop for PrivateKey {
    fn drop(&mut self) {
        self.zeroize();
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

impl FromStr for PrivateKey {
    type Err = Error;

    /// Reads a private key. The error does not repeat the text.
    fn from_str(text: &str) -> Result<Self, Error> {
        Self::from_credential(text.as_bytes()).map_err(|why| Error::of(Finding::new(why.to_string())))
    }
}

impl FromCredential for PrivateKey {
    fn from_credential(bytes: &[u8]) -> Result<Self, NotThisCredential> {
        let text = std::str::from_utf8(bytes).ok();
        let bytes = text.and_then(|text| decoded(PRIVATE, text));
        bytes
            .map(|bytes| Self(*bytes))
            .ok_or(NotThisCredential::new("a private key, which is milieu-seal-private-1: and 32 bytes in Base64"))
    }
}

/// The two keys of one environment.
///
/// ```
/// let pair = milieu::sealed::KeyPair::generate()?;
/// assert_eq!(pair.private().expose().public(), pair.public());
/// # Ok::<(), milieu::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct KeyPair {
    public: PublicKey,
    private: Credential<PrivateKey>,
}

impl KeyPair {
    /// Makes a new pair from the system's randomness.
    ///
    /// # Errors
    ///
    /// Fails only if the system gives no random numbers.
    pub fn generate() -> Result<Self, Error> {
        let seed = random()?;
        let (private, _) = <Kem as hpke::Kem>::derive_keypair(&*seed);
        let mut bytes = Zeroizing::new([0; 32]);
        private.write_exact(&mut *bytes);
        let private = PrivateKey(*bytes);
        Ok(Self { public: private.public(), private: Credential::new(private) })
    }

    /// Returns the key that seals.
    #[must_use]
    pub const fn public(&self) -> PublicKey {
        self.public
    }

    /// Returns the key that opens; the handles share it.
    #[must_use]
    pub fn private(&self) -> Credential<PrivateKey> {
        self.private.clone()
    }
}

fn x25519_public(private: &[u8; 32]) -> [u8; 32] {
    use hpke::Deserializable as _;

    let mut public = [0; 32];
    // any 32 bytes are a private key, RFC 7748, section 5
    if let Ok(private) = <Kem as hpke::Kem>::PrivateKey::from_bytes(private) {
        <Kem as hpke::Kem>::sk_to_pk(&private).write_exact(&mut public);
    }
    public
}
