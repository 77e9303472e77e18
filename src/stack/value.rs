//! What the arena is made of.

/// No entry.
pub(crate) const NONE: u32 = u32::MAX;

/// A range of a layer's text, or of its side buffer, where decoded and owned texts lie.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Slice {
    start: u32,
    /// The length; the highest bit says that the range is of the side buffer.
    len: u32,
}

const IN_SIDE: u32 = 1 << 31;

impl Slice {
    pub(super) const EMPTY: Self = Self { start: 0, len: 0 };

    pub(super) const fn of_text(start: u32, end: u32) -> Self {
        Self { start, len: end.saturating_sub(start) }
    }

    pub(super) fn of_side(start: u32, end: u32) -> Self {
        Self { start, len: end.saturating_sub(start) | IN_SIDE }
    }

    pub(super) fn is_in_side(self) -> bool {
        self.len & IN_SIDE != 0
    }

    pub(super) fn range(self) -> std::ops::Range<usize> {
        let start = self.start as usize;
        start..start + (self.len & !IN_SIDE) as usize
    }
}

/// What one layer says of one key.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) key: Slice,
    pub(crate) hash: u32,
    /// Where the key stands in the text.
    pub(crate) key_at: u32,
    /// Where the value stands in the text; of a variable, where its name stands in the side buffer.
    pub(crate) at: u32,
    pub(super) next: u32,
    pub(super) shadowed: u32,
    pub(crate) layer: u16,
    pub(crate) value: Value,
}

impl Entry {
    /// An entry that says nothing and stands nowhere.
    pub(super) const NOTHING: Self =
        Self { key: Slice::EMPTY, hash: 0, key_at: 0, at: 0, next: NONE, shadowed: NONE, layer: 0, value: Value::Null };
}

/// A value, as far as its source says what it is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Value {
    Null,
    Boolean(bool),
    Integer(i64),
    /// A whole number beyond `i64`, in decimal digits.
    Wide(Slice),
    Float(f64),
    Text(Slice),
    Datetime(Slice),
    /// Text of a source that knows no types: it stays text until the field's type is known.
    Raw(Slice),
    /// Bytes for a credential, kept apart from every text.
    Secret(u32),
    List(u32),
    Table(u32),
}

/// A chain of entries: a table by key, or a list in order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Table {
    pub(super) first: u32,
    pub(super) last: u32,
    pub(super) len: u32,
    /// A bit for each key by its hash: where the bit is missing, so is the key.
    pub(super) seen: u64,
    /// The layer that defined or extended it last, and how.
    pub(super) layer: u16,
    pub(super) how: How,
}

impl Table {
    pub(super) const fn new(layer: u16, how: How) -> Self {
        Self { first: NONE, last: NONE, len: 0, seen: 0, layer, how }
    }
}

/// The bit of a hash in [`Table::seen`].
pub(super) const fn bit(hash: u32) -> u64 {
    1 << (hash >> 26)
}

/// How a layer came to define a table: TOML lets some be extended and some not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// As the parent of another.
    Implicit,
    /// By a header of its own.
    Header,
    /// By a dotted key.
    Dotted,
    /// Between braces or brackets: closed for good.
    Inline,
    /// A list that `[[…]]` appends to.
    Growing,
}
