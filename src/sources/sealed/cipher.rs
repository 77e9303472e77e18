//! Sealing one credential so that it opens in one environment, under one key, with one private key.
//!
//! HPKE (RFC 9180), base mode, one message a context: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305. The
//! environment is in the key derivation and, with the key, in the associated data; each is preceded by its length, so that
//! ("a", "bc") is not ("ab", "c"). Before it is sealed, a credential is filled up to a multiple of 64 bytes: the file is
//! public, and a length is a hint.

use hpke::rand_core::{TryCryptoRng, TryRng};
use hpke::{Deserializable as _, OpModeR, OpModeS, Serializable as _};
use std::convert::Infallible;
use zeroize::Zeroizing;

use super::key::{PrivateKey, PublicKey};

type Aead = hpke::aead::ChaCha20Poly1305;
type Kdf = hpke::kdf::HkdfSha256;
pub(super) type Kem = hpke::kem::X25519HkdfSha256;

const MAGIC: &[u8] = b"milieu-sealed-v1";

/// The length of an encapsulated key, RFC 9180, section 7.1.
const ENCAPSULATED: usize = 32;

/// The length of the tag that ends a ciphertext.
const TAG: usize = 16;

/// What a credential is filled up to a multiple of.
const BLOCK: usize = 64;

/// Why a credential could not be sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unsealed {
    #[error("the system gave no random numbers")]
    NoRandomness,
    #[error("the file's recipient is no public key that anything can be sealed for")]
    UnusableKey,
}

/// It is sealed for something else, or it is damaged: a cipher cannot tell which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unopened;

/// Whether a sealed credential can be this long, in bytes.
pub(super) const fn has_length(length: usize) -> bool {
    length >= ENCAPSULATED + BLOCK + TAG && (length - ENCAPSULATED - TAG) % BLOCK == 0
}

/// Encapsulated key ‖ ciphertext.
pub(super) fn seal(recipient: &PublicKey, environment: &str, key: &str, value: &[u8]) -> Result<Vec<u8>, Unsealed> {
    let public = <Kem as hpke::Kem>::PublicKey::from_bytes(recipient.as_bytes()).map_err(|_| Unsealed::UnusableKey)?;
    let mut system = System { failed: false };
    let sealed = hpke::single_shot_seal_with_rng::<Aead, Kdf, Kem>(
        &OpModeS::Base,
        &public,
        &bound(&[environment]),
        &filled(value),
        &bound(&[environment, key]),
        &mut system,
    );
    // asked first: what was sealed without randomness is sealed for everybody
    if system.failed {
        return Err(Unsealed::NoRandomness);
    }
    let (encapsulated, ciphertext) = sealed.map_err(|_| Unsealed::UnusableKey)?;
    Ok([encapsulated.to_bytes().as_slice(), &ciphertext].concat())
}

pub(super) fn open(
    private: &PrivateKey,
    environment: &str,
    key: &str,
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Unopened> {
    let (encapsulated, ciphertext) = sealed.split_at_checked(ENCAPSULATED).ok_or(Unopened)?;
    let private = <Kem as hpke::Kem>::PrivateKey::from_bytes(private.as_bytes()).map_err(|_| Unopened)?;
    let encapsulated = <Kem as hpke::Kem>::EncappedKey::from_bytes(encapsulated).map_err(|_| Unopened)?;
    let opened = hpke::single_shot_open::<Aead, Kdf, Kem>(
        &OpModeR::Base,
        &private,
        &encapsulated,
        &bound(&[environment]),
        ciphertext,
        &bound(&[environment, key]),
    );
    let mut opened = Zeroizing::new(opened.map_err(|_| Unopened)?);
    // whoever has the public key can seal what is not filled up
    let end = opened.iter().rposition(|byte| *byte != 0).filter(|end| opened[*end] == 0x80).ok_or(Unopened)?;
    opened.truncate(end);
    Ok(opened)
}

fn bound(parts: &[&str]) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    for part in parts {
        // names and keys stand in a file of at most 8 MiB
        out.extend(u32::try_from(part.len()).unwrap_or(u32::MAX).to_le_bytes());
        out.extend(part.as_bytes());
    }
    out
}

/// A byte 0x80 and then zeros (ISO/IEC 7816-4), as many as it takes.
fn filled(value: &[u8]) -> Zeroizing<Vec<u8>> {
    let length = (value.len() / BLOCK + 1) * BLOCK;
    // in one allocation: a buffer that grows leaves copies behind
    let mut filled = Zeroizing::new(Vec::with_capacity(length));
    filled.extend_from_slice(value);
    filled.push(0x80);
    filled.resize(length, 0);
    filled
}

/// The system's randomness. `hpke` knows of no randomness that fails, so a failure is kept until the seal is done.
struct System {
    failed: bool,
}

impl TryRng for System {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.failed |= getrandom::fill(bytes).is_err();
        Ok(())
    }
}

impl TryCryptoRng for System {}
