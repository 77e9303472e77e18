//! What a command is given besides its arguments: credentials, which are no arguments.

use std::io::Read;

/// Where a credential comes from.
#[cfg_attr(not(feature = "sealed"), expect(dead_code, reason = "only sealed files take credentials in"))]
pub(super) enum Input<'a> {
    Stream(&'a mut dyn Read),
    /// Somebody types, and what is typed is not to be seen.
    Terminal,
}

#[cfg(feature = "sealed")]
impl Input<'_> {
    /// Reads a credential: what is typed, unseen, or all of the stream without a line break at its end.
    pub(super) fn read_credential(&mut self, prompt: &str) -> Result<zeroize::Zeroizing<Vec<u8>>, &'static str> {
        /// A longer credential is none.
        const LONGEST: usize = 64 * 1024;
        let mut bytes = zeroize::Zeroizing::new(Vec::new());
        match self {
            Self::Terminal => {
                let typed = rpassword::prompt_password(prompt).map_err(|_| "cannot be read")?;
                *bytes = typed.into_bytes();
            }
            Self::Stream(stream) => {
                // a buffer that grows leaves copies
                bytes.reserve_exact(LONGEST + 1);
                stream.take(LONGEST as u64 + 1).read_to_end(&mut bytes).map_err(|_| "cannot be read")?;
            }
        }
        if bytes.len() > LONGEST {
            return Err("is longer than 64 KiB, and a credential was expected");
        }
        for end in [b'\n', b'\r'] {
            if bytes.last() == Some(&end) {
                bytes.pop();
            }
        }
        if bytes.is_empty() { Err("is empty, and a credential was expected") } else { Ok(bytes) }
    }
}
