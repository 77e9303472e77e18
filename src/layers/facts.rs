//! What a macro writes of the files: keys, kinds and places.

/// One file of the directory.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "a macro of the same version writes it")]
pub struct File {
    /// As reports show it, `config/base.toml`.
    pub name: &'static str,
    /// `base`, or the name of an environment if there is one of this name.
    pub stem: &'static str,
    pub extension: &'static str,
    /// The entries of the root, ascending by hash.
    pub entries: &'static [Entry],
    /// What is wrong with the text itself.
    pub faults: &'static [Fault],
    /// All of it could be read, so that what is missing says something.
    pub is_complete: bool,
}

/// What is wrong with the text of a file.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "a macro of the same version writes it")]
pub struct Fault {
    /// Line and column; zeros if it is the whole file.
    pub at: At,
    pub words: &'static str,
}

/// Line and column, counted from 1.
pub(super) type At = [u32; 2];

/// One key of a table, or one item of a list.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "a macro of the same version writes it")]
pub struct Entry {
    /// Of the key; tables are ascending by it.
    pub hash: u32,
    /// Shown only where a type declares it. An item has none.
    pub key: &'static str,
    pub key_at: At,
    /// Of the value.
    pub at: At,
    /// In its table, in the order of the file, counted from 1.
    pub position: u32,
    /// Its number among the keys of all tables of the file.
    pub index: usize,
    pub node: Node,
}

/// What stands at a key.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_enums, reason = "a macro of the same version writes it")]
pub enum Node {
    Null,
    Boolean,
    Integer(i128),
    /// Greater than `i128::MAX`, which only `u128` holds.
    Huge(u128),
    Float(f64),
    EmptyText,
    /// A number that tells it from a few others, `milieu_format::short_fingerprint`.
    Text(u16),
    Datetime,
    List(&'static [Entry]),
    Table(&'static [Entry]),
}

impl Node {
    /// Names the kind of thing that stands there, as `View::kind` does at run time.
    #[inline]
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "true or false",
            Self::Integer(_) | Self::Huge(_) => "a whole number",
            Self::Float(_) => "a number with a fraction",
            Self::EmptyText => "an empty text",
            Self::Text(_) => "text",
            Self::Datetime => "a date or time",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }

    /// The number by which a text is told from others; `None` if it is no text.
    #[inline]
    pub(super) const fn text(&self) -> Option<u16> {
        match self {
            Self::EmptyText => Some(milieu_format::short_fingerprint("")),
            Self::Text(hash) => Some(*hash),
            _ => None,
        }
    }
}
