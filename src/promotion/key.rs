//! The two keys of receipts: one to sign with, which staging has, and one to verify with, which everybody may have.

use std::fmt;
use std::str::FromStr;

use ed25519_dalek::Signer as _;
use hmac_sha256::Hash;
use zeroize::Zeroize;

use crate::credential::{Credential, FromCredential, NotThisCredential, REDACTED};
use crate::error::Error;
use crate::finding::Finding;
use crate::key_text::{decoded, private, public, random};

use super::text::digits;

const PUBLIC: &str = "milieu-receipt-public-1:";
const PRIVATE: &str = "milieu-receipt-private-1:";

/// The key that verifies receipts and approvals, and signs nothing: it stands in the source of the program that trusts it.
///
/// As text it is `milieu-receipt-public-1:` and 32 bytes in Base64 (RFC 4648, section 4).
///
/// ```
/// use milieu::promotion::{KeyPair, VerifyingKey};
///
/// let key = KeyPair::generate()?.verifying();
/// assert!(key.to_string().starts_with("milieu-receipt-public-1:"));
/// assert_eq!(key.to_string().parse::<VerifyingKey>()?, key);
/// # Ok::<(), milieu::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct VerifyingKey([u8; 32]);

impl VerifyingKey {
    /// What names the key in an envelope: the first 16 bytes of its SHA-256, in hexadecimal digits.
    pub(super) fn id(&self) -> String {
        digits(&Hash::hash(&self.0)[..16])
    }

    /// Whether this key's other half has signed these bytes (RFC 8032, without keys and points of small order).
    pub(super) fn verifies(&self, bytes: &[u8], signature: &[u8; 64]) -> bool {
        let signature = ed25519_dalek::Signature::from_bytes(signature);
        ed25519_dalek::VerifyingKey::from_bytes(&self.0).is_ok_and(|key| key.verify_strict(bytes, &signature).is_ok())
    }
}

impl fmt::Display for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&public(PUBLIC, &self.0))
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifyingKey({self})")
    }
}

impl FromStr for VerifyingKey {
    type Err = Error;

    /// Reads a verifying key. The error does not repeat the text: it may be the signing one.
    fn from_str(text: &str) -> Result<Self, Error> {
        if text.starts_with(PRIVATE) {
            return Err(Error::of(
                Finding::new("expected a verifying key, found a signing one")
                    .with_remedy("whoever saw it can sign receipts: make a new pair, and issue them anew"),
            ));
        }
        let is_sound =
            |bytes: &[u8; 32]| ed25519_dalek::VerifyingKey::from_bytes(bytes).is_ok_and(|key| !key.is_weak());
        let bytes = decoded(PUBLIC, text).filter(|bytes| is_sound(bytes));
        bytes.map(|bytes| Self(*bytes)).ok_or_else(|| {
            Error::of(Finding::new(format!("expected a verifying key, which is {PUBLIC} and 32 bytes in Base64")))
        })
    }
}

/// The key that signs receipts, or approvals.
///
/// It is a credential: zeroized when it goes, and never printed. Whoever has it can say that staging accepted anything, so
/// it comes from where staging keeps its other secrets, and production never has it. It is written down once, when it is
/// made: [`text`](Self::text) gives `milieu-receipt-private-1:` and 32 bytes in Base64.
///
/// ```
/// use milieu::promotion::{KeyPair, SigningKey};
///
/// #[derive(milieu::Config)]
/// struct Settings {
///     receipts: milieu::Credential<SigningKey>,
/// }
///
/// let pair = KeyPair::generate()?;
/// let text = pair.signing().expose().text();
/// let fixture = milieu::testing::Fixture::new().variable("APP_RECEIPTS", text.expose());
/// let settings = fixture.environment("staging").load::<Settings>()?;
/// assert_eq!(settings.receipts.expose().verifying(), pair.verifying());
/// assert_eq!(format!("{:?} {text:?}", settings.receipts.expose()), "[REDACTED] [REDACTED]");
/// # Ok::<(), milieu::Error>(())
/// ```
pub struct SigningKey([u8; 32]);

impl SigningKey {
    /// Returns the key that verifies what this one signs.
    #[must_use]
    pub fn verifying(&self) -> VerifyingKey {
        VerifyingKey(ed25519_dalek::SigningKey::from_bytes(&self.0).verifying_key().to_bytes())
    }

    /// Returns the text to keep in the store of secrets of who signs, and nowhere else.
    #[must_use]
    pub fn text(&self) -> Credential {
        private(PRIVATE, &self.0)
    }

    pub(super) fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        ed25519_dalek::SigningKey::from_bytes(&self.0).sign(bytes).to_bytes()
    }
}

impl Zeroize for SigningKey {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}

impl Drop for SigningKey {
    fn drop(&mut self) {
        self.zeroize();
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

impl FromStr for SigningKey {
    type Err = Error;

    /// Reads a signing key. The error does not repeat the text.
    fn from_str(text: &str) -> Result<Self, Error> {
        Self::from_credential(text.as_bytes()).map_err(|why| Error::of(Finding::new(why.to_string())))
    }
}

impl FromCredential for SigningKey {
    fn from_credential(bytes: &[u8]) -> Result<Self, NotThisCredential> {
        let text = std::str::from_utf8(bytes).ok();
        // any 32 bytes are a private key, RFC 8032, section 5.1.5
        let bytes = text.and_then(|text| decoded(PRIVATE, text));
        bytes
            .map(|bytes| Self(*bytes))
            .ok_or(NotThisCredential::new("a signing key, which is milieu-receipt-private-1: and 32 bytes in Base64"))
    }
}

/// The two keys of receipts.
///
/// ```
/// let pair = milieu::promotion::KeyPair::generate()?;
/// assert_eq!(pair.signing().expose().verifying(), pair.verifying());
/// # Ok::<(), milieu::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct KeyPair {
    verifying: VerifyingKey,
    signing: Credential<SigningKey>,
}

impl KeyPair {
    /// Makes a new pair from the system's randomness.
    ///
    /// # Errors
    ///
    /// Fails only if the system gives no random numbers.
    pub fn generate() -> Result<Self, Error> {
        let bytes = random()?;
        let signing = SigningKey(*bytes);
        Ok(Self { verifying: signing.verifying(), signing: Credential::new(signing) })
    }

    /// Returns the key that verifies.
    #[must_use]
    pub const fn verifying(&self) -> VerifyingKey {
        self.verifying
    }

    /// Returns the key that signs; the handles share it.
    #[must_use]
    pub fn signing(&self) -> Credential<SigningKey> {
        self.signing.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8032, section 7.1, test 2.
    #[test]
    fn a_published_vector_is_signed_as_published() {
        let secret = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
        let public = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
        let signature = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da\
                         085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
        let key = SigningKey(super::super::text::bytes(secret).unwrap());
        assert_eq!(digits(&key.verifying().0), public);
        let signed = key.sign(&[0x72]);
        assert_eq!(digits(&signed), signature);
        assert!(key.verifying().verifies(&[0x72], &signed) && !key.verifying().verifies(&[0x73], &signed));
    }

    #[test]
    fn a_key_of_small_order_and_a_private_key_are_no_verifying_key_and_neither_is_shown() {
        for bytes in [[0; 32], {
            let mut one = [0; 32];
            one[0] = 1;
            one
        }] {
            let text = public(PUBLIC, &bytes);
            assert!(text.parse::<VerifyingKey>().is_err(), "{text}");
        }
        let private = KeyPair::generate().unwrap().signing().expose().text();
        let error = private.expose().parse::<VerifyingKey>().unwrap_err();
        assert!(error.to_string().starts_with("expected a verifying key, found a signing one; "));
        for text in [private.expose(), &private.expose()[..40], "hunter2-CANARY", ""] {
            let said = format!("{:?}", text.parse::<VerifyingKey>().unwrap_err());
            assert!(text.is_empty() || !said.contains(&text[text.len() - 8..]), "{said}");
        }
        let pair = KeyPair::generate().unwrap();
        assert_eq!(
            format!("{pair:?}"),
            format!("KeyPair {{ verifying: {:?}, signing: [REDACTED] }}", pair.verifying())
        );
        let public = pair.verifying().to_string();
        let error = public.parse::<SigningKey>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "expected a signing key, which is milieu-receipt-private-1: and 32 bytes in Base64"
        );
    }
}
