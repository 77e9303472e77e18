//! A writer that catches a value even where two writes share it.

use std::fmt;
use std::io;
use std::mem;

use zeroize::Zeroizing;

use crate::credential::REDACTED;

use super::{Redactor, SHORTEST};

/// Passes on what is written, with `[REDACTED]` in place of known values; made by [`Redactor::writer`].
///
/// A value may be split across any number of writes: the end of what was written is held back while it can be the beginning of a
/// value, and nothing else is. `flush` flushes the rest and goes on holding that end back, so a prompt without a line end can lack
/// its last characters until more is written.
///
/// When the writer is dropped, nothing more can follow. An end of less than 8 bytes is then written out as it is; a longer one is not
/// taken for chance, as it is the beginning of a value, and the marker goes out instead.
///
/// If the inner writer fails, `write` returns its error and has taken nothing, so the same bytes can be written again: some may then
/// arrive twice, as with `write_all`, and none of a value. Bytes held back are zeroized.
///
/// ```
/// use std::io::Write;
///
/// let redactor = milieu::Redactor::new();
/// redactor.add_text("hunter2-CANARY");
/// let mut out = Vec::new();
/// let mut writer = redactor.writer(&mut out);
/// writer.write_all(b"a hunter, hunter2-CAN")?;
/// assert_eq!(**writer.get_ref(), *b"a hunter, ");
/// drop(writer);
/// assert_eq!(out, b"a hunter, [REDACTED]");
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct Redacting<W: io::Write> {
    inner: W,
    redactor: Redactor,
    /// What may be the beginning of a value.
    held: Zeroizing<Vec<u8>>,
    /// How much of it belongs to a match whose marker has gone out.
    covered: usize,
}

impl<W: io::Write> Redacting<W> {
    pub(super) fn new(inner: W, redactor: Redactor) -> Self {
        Self { inner, redactor, held: Zeroizing::default(), covered: 0 }
    }

    /// Returns the writer that everything is passed on to.
    ///
    /// ```
    /// let writer = milieu::Redactor::new().writer(Vec::new());
    /// assert!(writer.get_ref().is_empty());
    /// ```
    #[must_use]
    pub const fn get_ref(&self) -> &W {
        &self.inner
    }

    fn pass_on(&mut self, out: &[u8]) -> io::Result<()> {
        // an empty write means something to some writers
        if out.is_empty() { Ok(()) } else { self.inner.write_all(out) }
    }
}

impl<W: io::Write> io::Write for Redacting<W> {
    fn write(&mut self, new: &[u8]) -> io::Result<usize> {
        // Taken out first: if `inner` panics, `drop` finds nothing to write to it.
        let held = mem::take(&mut self.held);
        let covered = mem::take(&mut self.covered);
        let mut from = covered;
        let joined: Zeroizing<Vec<u8>>;
        let text = if held.is_empty() {
            new
        } else {
            joined = Zeroizing::new([held.as_slice(), new].concat());
            &joined
        };

        let scan = self.redactor.searcher().scan(text);
        let mut out = Vec::with_capacity(scan.settled + REDACTED.len());
        for span in scan.spans.iter().take_while(|span| span.start < scan.settled) {
            if span.start >= from {
                out.extend_from_slice(&text[from..span.start]);
                out.extend_from_slice(REDACTED.as_bytes());
            }
            from = from.max(span.end);
        }
        if from < scan.settled {
            out.extend_from_slice(&text[from..scan.settled]);
        }
        let rest = Zeroizing::new(text[scan.settled..].to_vec());

        if let Err(error) = self.pass_on(&out) {
            // Without the beginning, a second attempt would show the rest of a value.
            (self.held, self.covered) = (held, covered);
            return Err(error);
        }
        (self.held, self.covered) = (rest, from.saturating_sub(scan.settled));
        Ok(new.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<W: io::Write> Drop for Redacting<W> {
    fn drop(&mut self) {
        let held = mem::take(&mut self.held);
        let rest = match held.get(self.covered..) {
            Some(rest) if held.len() < SHORTEST => rest,
            // part of it is behind a marker already, and the whole is one value
            _ if self.covered > 0 => b"",
            _ => REDACTED.as_bytes(),
        };
        // nobody is left to hear of an error
        let _ = self.pass_on(rest);
    }
}

/// Without what is held back, and without the inner writer, which may show what it holds.
impl<W: io::Write> fmt::Debug for Redacting<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redacting").field("redactor", &self.redactor).finish_non_exhaustive()
    }
}
