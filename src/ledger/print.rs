//! Fingerprints: slow, keyed, and too short to be told from chance by anything but equality.

use std::fmt;

use argon2::{Algorithm, Argon2, Block, Params, Version};
use zeroize::Zeroizing;

use super::ProjectKey;

/// 64 bits: a chance match among 200 credentials has a probability of 1e-15, and 32 bits would give 5e-6.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Print([u8; 8]);

impl Print {
    /// Reads what `Display` writes: 16 digits, small letters.
    pub(super) fn read(text: &str) -> Option<Self> {
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if text.len() != 16 || !text.bytes().all(is_digit) {
            return None;
        }
        u64::from_str_radix(text, 16).ok().map(|number| Self(number.to_be_bytes()))
    }
}

impl fmt::Display for Print {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", u64::from_be_bytes(self.0))
    }
}

/// What a guess costs.
#[derive(Clone, Copy)]
pub(super) struct Cost {
    /// In KiB.
    memory: u32,
    passes: u32,
}

impl Cost {
    /// 0.1 to 0.4 seconds on a machine of 2025, and a part of every fingerprint: other numbers make other fingerprints.
    pub(super) const REAL: Self = Self { memory: 64 << 10, passes: 3 };

    #[cfg(test)]
    pub(super) const QUICK: Self = Self { memory: 8, passes: 1 };
}

/// There is no memory for a fingerprint.
#[derive(Clone, Copy, Debug)]
pub(super) struct NoMemory;

/// Makes the fingerprints of one project, in one piece of memory.
pub(super) struct Printer {
    argon2: Argon2<'static>,
    salt: Zeroizing<[u8; 16]>,
    memory: Zeroizing<Vec<Block>>,
}

impl Printer {
    pub(super) fn new(project: &ProjectKey, cost: Cost) -> Result<Self, NoMemory> {
        let params = Params::new(cost.memory, cost.passes, 1, Some(32)).map_err(|_| NoMemory)?;
        let mut memory = Vec::new();
        memory.try_reserve_exact(params.block_count()).map_err(|_| NoMemory)?;
        memory.resize(params.block_count(), Block::new());
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        Ok(Self { argon2, salt: project.salt(), memory: Zeroizing::new(memory) })
    }

    /// The fingerprint of a credential.
    pub(super) fn print(&mut self, credential: &[u8]) -> Result<Print, NoMemory> {
        let mut out = Zeroizing::new([0; 32]);
        let memory = self.memory.as_mut_slice();
        self.argon2.hash_password_into_with_memory(credential, &*self.salt, &mut *out, memory).map_err(|_| NoMemory)?;
        let mut first = [0; 8];
        first.copy_from_slice(&out[..8]);
        Ok(Print(first))
    }

    /// The fingerprint of the project itself: it tells that a ledger was made with this key.
    ///
    /// It costs a guesser as much as any other, and nothing that passes for a credential is as short as its text.
    pub(super) fn project(&mut self) -> Result<Print, NoMemory> {
        self.print(b"project")
    }
}
