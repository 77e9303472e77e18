//! What a reader says about a text: keys, values and containers, each with its place.

use zeroize::Zeroizing;

/// A range of bytes of the text, end exclusive. Texts are at most `u32::MAX` bytes long.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a range has two ends")]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// Creates a span from byte offsets; offsets past `u32::MAX` saturate.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { start: narrow(start), end: narrow(end) }
    }
}

/// A decoded key or string: the common case lies in the source as it is.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_enums, reason = "text is either in the source or it is not")]
pub enum Text {
    /// These bytes of the source, without quotes.
    Source(Span),
    /// The source spells it with escapes, folding or line ends that had to be decoded.
    Owned(Zeroizing<String>),
}

impl Text {
    /// Takes a text that had to be decoded; it is overwritten when it is dropped, since any text may be a credential.
    #[must_use]
    pub fn owned(text: impl Into<String>) -> Self {
        Self::Owned(Zeroizing::new(text.into()))
    }

    /// Returns the text, given the source it was read from.
    #[must_use]
    pub fn as_str<'a>(&'a self, source: &'a str) -> &'a str {
        match self {
            Self::Source(span) => source.get(span.start as usize..span.end as usize).unwrap_or_default(),
            Self::Owned(text) => text,
        }
    }
}

/// One segment of a key, and where it stands (quotes included).
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "a text and its place")]
pub struct Key {
    /// The segment, decoded.
    pub text: Text,
    /// Its place in the source, quotes included.
    pub span: Span,
}

/// A value that holds no other value.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_enums, reason = "the union of what the formats know")]
pub enum Scalar {
    /// `null` of JSON and YAML.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number that fits 64 bits with sign.
    Integer(i64),
    /// A whole number beyond that, as decimal digits with an optional `-`; it fits `i128` or `u128`.
    Wide(Text),
    /// A number with a fraction, an exponent, or a name (`inf`, `nan`).
    Float(f64),
    /// A string, decoded.
    Text(Text),
    /// A TOML date-time, date or time, as it is spelt.
    Datetime(Text),
}

/// What opens and closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "there are two")]
pub enum Container {
    /// Values by key.
    Table,
    /// Values in order.
    List,
}

/// Receives the events of one text in the order of the text.
///
/// The root is a table and is neither opened nor closed by an event. Inside a table a value is always preceded by
/// [`key`](Self::key); inside a list it is not. Every [`open`](Self::open) is followed by its [`close`](Self::close), also after a fault.
pub trait Sink {
    /// TOML's `[a.b]` (`list` is false) or `[[a.b]]` (`list` is true): what follows goes there, until the next section.
    ///
    /// `path` is from the root and is never empty. Only called where no container is open.
    fn section(&mut self, path: &mut Vec<Key>, list: bool);

    /// The key of the value or container that follows, relative to the open table or section; TOML's dotted keys have several
    /// segments. `path` is never empty; the sink may drain it.
    fn key(&mut self, path: &mut Vec<Key>);

    /// A value.
    fn scalar(&mut self, value: Scalar, span: Span);

    /// An inline table or a list begins.
    fn open(&mut self, container: Container, span: Span);

    /// The container that was opened last ends.
    fn close(&mut self);

    /// The text breaks a rule of its format at this place. Reading goes on where the format allows it.
    fn fault(&mut self, fault: super::Fault);
}
