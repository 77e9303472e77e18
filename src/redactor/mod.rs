//! The second line of defence: known credentials are replaced in what goes out.

mod panic;
mod search;
mod writer;

use std::borrow::Cow;
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use zeroize::Zeroizing;

use crate::credential::REDACTED;
use crate::forms::forms;

use self::search::Searcher;
pub use self::writer::Redacting;

/// Shorter values are part of too many innocent words, and shorter beginnings of values too.
const SHORTEST: usize = 8;

/// Replaces known credentials, and their usual encodings, by `[REDACTED]` in what goes out.
///
/// This is the second line of defence. The first is [`Credential`](crate::Credential), which never shows its content; this one
/// catches what was formatted after `expose()`: a driver's error, a header in a log line, a panic message. Clones share their
/// values, and values can be added at any time, while others write.
///
/// | looked for | as |
/// |---|---|
/// | plain | byte for byte |
/// | hexadecimal | lower, upper case |
/// | Base64 | standard and URL-safe alphabet, in one piece, alone or within a longer text: at three alignments, less the one or two characters at either end that neighbours share |
/// | percent-encoded | as RFC 3986, forms, JavaScript, and the user information of a URL do it; lower, upper case |
/// | JSON, Rust's `Debug` | escaped once and twice, in any order of the two |
/// | decimal bytes | `104, 117, 110` and `104,117,110` |
///
/// It misses what is none of these: other letter case, pieces and prefixes, a value broken into lines, compressed or encrypted, JSON
/// with every character outside ASCII escaped. So it is no reason to log what holds a credential.
///
/// Matches that overlap are replaced together, by one marker: replacing one alone would show the rest of the other.
///
/// The search automaton holds every form: 0.6 MB for thirty values of 36 bytes, 4 MB for a private key of 4000. The redactor's own
/// copy of a value is zeroized with its last handle; the automaton's are freed, then or when a value is added, but not zeroized.
///
/// ```
/// let redactor = milieu::Redactor::new();
/// assert!(redactor.add_text("hunter2-CANARY"));
/// assert_eq!(redactor.redact("login with hunter2-CANARY failed"), "login with [REDACTED] failed");
/// assert_eq!(redactor.redact("Basic dTpodW50ZXIyLUNBTkFSWQ=="), "Basic dTp[REDACTED]Q==");
/// assert_eq!(format!("{redactor:?}"), "Redactor { values: 1 }");
/// ```
#[derive(Clone, Default)]
pub struct Redactor(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    values: Vec<Zeroizing<Vec<u8>>>,
    /// Built when it is first needed after an addition: a start adds many values in a row.
    searcher: Option<Arc<Searcher>>,
}

impl Redactor {
    /// Knows no values yet, and passes everything on as it is.
    ///
    /// ```
    /// assert_eq!(milieu::Redactor::new().redact("as it is"), "as it is");
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Looks for this value from now on, and tells whether it does.
    ///
    /// Not taken, since replacing them would garble everything else: values of less than 8 bytes, values of one or two distinct
    /// bytes (`"--------"`), and pieces of the marker itself. What is already written stays written.
    ///
    /// ```
    /// let redactor = milieu::Redactor::new();
    /// assert!(redactor.add(b"\xff\xfe eight"));
    /// assert!(!redactor.add(b"hunter2"));
    /// assert!(!redactor.add(b"xyxyxyxyxyxyxyxy"));
    /// ```
    pub fn add(&self, value: &[u8]) -> bool {
        if !is_sought(value) {
            return false;
        }
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !state.values.iter().any(|known| known.as_slice() == value) {
            state.values.push(Zeroizing::new(value.to_vec()));
            state.searcher = None;
        }
        true
    }

    /// Looks for this text from now on, and tells whether it does; as [`add`](Self::add).
    ///
    /// ```
    /// assert!(milieu::Redactor::new().add_text("hunter2-CANARY"));
    /// ```
    pub fn add_text(&self, value: &str) -> bool {
        self.add(value.as_bytes())
    }

    /// Returns the text with the marker in place of every known value.
    ///
    /// A value that is no UTF-8 can end within a character; what is left of the character becomes U+FFFD.
    ///
    /// ```
    /// let redactor = milieu::Redactor::new();
    /// redactor.add_text("hunter2-CANARY");
    /// assert_eq!(redactor.redact("?key=hunter2%2DCANARY"), "?key=[REDACTED]");
    /// assert!(matches!(redactor.redact("nothing in it"), std::borrow::Cow::Borrowed(_)));
    /// ```
    #[must_use]
    pub fn redact<'text>(&self, text: &'text str) -> Cow<'text, str> {
        match self.redact_bytes(text.as_bytes()) {
            Cow::Borrowed(_) => Cow::Borrowed(text),
            Cow::Owned(bytes) => Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()),
        }
    }

    /// Returns the bytes with the marker in place of every known value.
    ///
    /// ```
    /// let redactor = milieu::Redactor::new();
    /// redactor.add_text("hunter2-CANARY");
    /// assert_eq!(*redactor.redact_bytes(b"\xff hunter2-CANARY \xff"), *b"\xff [REDACTED] \xff");
    /// ```
    #[must_use]
    pub fn redact_bytes<'text>(&self, text: &'text [u8]) -> Cow<'text, [u8]> {
        let scan = self.searcher().scan(text);
        if scan.spans.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut out = Vec::with_capacity(text.len());
        let mut from = 0;
        for span in scan.spans {
            out.extend_from_slice(&text[from..span.start]);
            out.extend_from_slice(REDACTED.as_bytes());
            from = span.end;
        }
        out.extend_from_slice(&text[from..]);
        Cow::Owned(out)
    }

    /// Returns a writer that passes on to `inner` what [`redact_bytes`](Self::redact_bytes) makes of all that is written to it.
    ///
    /// ```
    /// use std::io::Write;
    ///
    /// let redactor = milieu::Redactor::new();
    /// redactor.add_text("hunter2-CANARY");
    /// let mut log = Vec::new();
    /// let mut writer = redactor.writer(&mut log);
    /// writer.write_all(b"login with hunt")?;
    /// writer.write_all(b"er2-CANARY failed\n")?;
    /// drop(writer);
    /// assert_eq!(log, b"login with [REDACTED] failed\n");
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub fn writer<W: io::Write>(&self, inner: W) -> Redacting<W> {
        Redacting::new(inner, self.clone())
    }

    /// Returns what makes such writers, in the form that `tracing_subscriber::fmt().with_writer(…)` takes.
    ///
    /// ```
    /// let redactor = milieu::Redactor::new();
    /// tracing_subscriber::fmt().with_writer(redactor.make_writer(std::io::stderr)).init();
    /// tracing::info!("known values do not show");
    /// ```
    pub fn make_writer<W: io::Write, F: Fn() -> W>(&self, make: F) -> impl Fn() -> Redacting<W> + use<W, F> {
        let redactor = self.clone();
        move || redactor.writer(make())
    }

    /// Replaces the process's panic hook by one that writes thread, place and message to standard error, redacted, and nothing else.
    ///
    /// The hook that was set before is not called: it would write the message as it is. So there is no backtrace either. The *payload*
    /// is as it was, for `catch_unwind` and `JoinHandle::join`. Called while its thread panics, it does nothing, as no hook can be set
    /// then.
    ///
    /// ```
    /// let redactor = milieu::Redactor::new();
    /// redactor.add_text("hunter2-CANARY");
    /// redactor.install_panic_hook();
    /// let thread = std::thread::spawn(|| panic!("no hunter2-CANARY")); // writes “no [REDACTED]”
    /// assert!(thread.join().is_err());
    /// ```
    pub fn install_panic_hook(&self) {
        panic::install(self.clone());
    }

    fn searcher(&self) -> Arc<Searcher> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(searcher) = &state.searcher {
            return Arc::clone(searcher);
        }
        let searcher = Arc::new(Searcher::new(state.values.iter().flat_map(|value| forms(value)).collect()));
        state.searcher = Some(Arc::clone(&searcher));
        searcher
    }
}

/// Whether replacing the value leaves the rest of the output readable.
fn is_sought(value: &[u8]) -> bool {
    let first = value.first();
    let second = value.iter().find(|byte| Some(*byte) != first);
    let varied = value.iter().any(|byte| Some(byte) != first && Some(byte) != second);
    value.len() >= SHORTEST && varied && !REDACTED.as_bytes().windows(value.len()).any(|piece| piece == value)
}

impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let values = self.0.lock().unwrap_or_else(PoisonError::into_inner).values.len();
        f.debug_struct("Redactor").field("values", &values).finish()
    }
}
