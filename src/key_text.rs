//! Keys of 32 bytes as texts: what a key is for, and its bytes in Base64 (RFC 4648, section 4).

use base64ct::{Base64, Encoding as _};
use zeroize::Zeroizing;

use crate::credential::Credential;
use crate::error::Error;
use crate::finding::Finding;

/// The text of a key that everybody may have.
pub(crate) fn public(prefix: &str, bytes: &[u8; 32]) -> String {
    format!("{prefix}{}", Base64::encode_string(bytes))
}

/// The text of a key that is a credential; no copy of it stays behind.
pub(crate) fn private(prefix: &str, bytes: &[u8; 32]) -> Credential {
    let bytes = Zeroizing::new(Base64::encode_string(bytes));
    let mut text = String::with_capacity(prefix.len() + bytes.len());
    text.push_str(prefix);
    text.push_str(&bytes);
    Credential::new(text)
}

/// The 32 bytes behind a prefix.
pub(crate) fn decoded(prefix: &str, text: &str) -> Option<Zeroizing<[u8; 32]>> {
    let mut bytes = Zeroizing::new([0; 32]);
    let found = Base64::decode(text.strip_prefix(prefix)?, &mut *bytes).ok()?.len();
    (found == bytes.len()).then_some(bytes)
}

/// 32 bytes of the system's randomness.
pub(crate) fn random() -> Result<Zeroizing<[u8; 32]>, Error> {
    let mut bytes = Zeroizing::new([0; 32]);
    getrandom::fill(&mut *bytes).map_err(|_| Error::of(Finding::new("the system gave no random numbers")))?;
    Ok(bytes)
}
