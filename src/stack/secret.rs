//! Bytes for credentials: kept apart from every text, each in a buffer that never grows, and forgotten after the load.

use zeroize::Zeroizing;

/// The bytes of one credential, as its source has them.
pub(crate) struct Secret {
    bytes: Zeroizing<Vec<u8>>,
    of_file: bool,
    is_refused: bool,
}

impl Secret {
    pub(crate) const fn new(bytes: Zeroizing<Vec<u8>>) -> Self {
        Self { bytes, of_file: false, is_refused: false }
    }

    /// Of a file that holds one value, which may end its line.
    pub(crate) const fn of_file(bytes: Zeroizing<Vec<u8>>) -> Self {
        Self { bytes, of_file: true, is_refused: false }
    }

    /// Stands where a source names a credential that was refused before it was read, which a finding says already.
    pub(crate) fn refused() -> Self {
        Self { bytes: Zeroizing::default(), of_file: false, is_refused: true }
    }

    /// Overwrites the bytes; that there was something stays known.
    pub(crate) fn forget(&mut self) {
        self.bytes = Zeroizing::default();
    }

    /// Everything, for a credential of any bytes.
    pub(crate) fn whole(&self) -> &[u8] {
        &self.bytes
    }

    pub(crate) const fn is_of_file(&self) -> bool {
        self.of_file
    }

    pub(crate) const fn is_refused(&self) -> bool {
        self.is_refused
    }

    /// Without the one line end that a file may have.
    pub(crate) fn line(&self) -> &[u8] {
        if self.of_file { line(&self.bytes) } else { &self.bytes }
    }

    /// As text, for a field that is no credential; other bytes are some text that no field takes.
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(self.line()).unwrap_or("\u{fffd}")
    }
}

/// Cuts off one line end and nothing else.
pub(crate) fn line(bytes: &[u8]) -> &[u8] {
    match bytes.strip_suffix(b"\n") {
        Some(line) => line.strip_suffix(b"\r").unwrap_or(line),
        None => bytes,
    }
}
