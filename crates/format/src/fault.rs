//! What can be wrong with a text: a rule and a place, never a piece of the text.

use crate::Span;

/// A broken rule of a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a rule and a place")]
pub struct Fault {
    /// Which rule.
    pub rule: Rule,
    /// Where.
    pub span: Span,
}

/// The rules a text can break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rule {
    /// The grammar; the text says what was expected, in words fixed by this crate.
    Syntax(&'static str),
    /// Tables and lists are nested deeper than [`MAX_DEPTH`](crate::MAX_DEPTH).
    TooDeep,
    /// A whole number fits neither `i128` nor `u128`.
    NumberTooLarge,
    /// The text is longer than `u32::MAX` bytes.
    TooLong,
    /// An alias names an anchor that does not stand before it.
    UnknownAlias,
    /// Aliases would expand to more values than a text may have.
    AliasBomb,
    /// A `<<` key of YAML holds something that is no mapping and no list of mappings.
    MergeNotTable,
    /// A key of a mapping is itself a list or a mapping.
    KeyNotText,
    /// The text holds more than one document.
    ManyDocuments,
    /// The root is not a table.
    RootNotTable,
}
