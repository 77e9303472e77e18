//! What can be wrong with a text: a rule and a place, never a piece of the text.

use std::borrow::Cow;

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

impl Rule {
    /// Says what is wrong, in words that hold nothing of the text. A file or a place goes before them.
    ///
    /// ```
    /// use milieu_format::Rule;
    /// assert_eq!(Rule::Syntax("a value").words(), "is not well-formed here: expected a value");
    /// assert_eq!(Rule::TooDeep.remedy(), Some("flatten it"));
    /// ```
    #[must_use]
    pub fn words(self) -> Cow<'static, str> {
        match self {
            Self::Syntax(words) => format!("is not well-formed here: expected {words}").into(),
            Self::TooDeep => "is nested more than 64 levels deep".into(),
            Self::NumberTooLarge => "holds a whole number of more than 128 bits".into(),
            Self::TooLong => "is longer than 4 GiB".into(),
            Self::UnknownAlias => "refers to an anchor that does not stand before it".into(),
            Self::AliasBomb => "has aliases that unfold to more values than a file may have".into(),
            Self::MergeNotTable => "merges something that is no table".into(),
            Self::KeyNotText => "has a key that is itself a list or a table".into(),
            Self::ManyDocuments => "begins a second document here, and one was expected".into(),
            Self::RootNotTable => "expected a table at the root of the file, found something else".into(),
        }
    }

    /// Says what to do about it, where the words alone do not.
    #[must_use]
    pub const fn remedy(self) -> Option<&'static str> {
        match self {
            Self::TooDeep => Some("flatten it"),
            Self::ManyDocuments => Some("keep one document in a file"),
            _ => None,
        }
    }
}
