//! An error type that cannot hold a value.
//!
//! serde's own constructors hand over the value that was found and whatever text a foreign `Deserialize` wrote. This type
//! keeps the *kind* of the thing, names that types declare, and nothing else: not the value, not the message, not `Expected`.

use std::fmt::{self, Write as _};

use serde::de::{self, Unexpected};

use crate::finding::Finding;
use crate::key::write_segment;

/// Why a foreign type did not read its value.
pub struct LeafError(Box<Inner>);

struct Inner {
    problem: Problem,
    /// From the innermost step outwards.
    path: Vec<Step>,
    /// The innermost entry that the error is about.
    entry: Option<u32>,
}

/// What was wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    /// Another kind of thing was found.
    Kind(&'static str),
    /// The kind is right, the value is not.
    Value,
    Length,
    /// The type wants a key that is not there.
    Missing(&'static str),
    /// The type refuses a key.
    UnknownKey,
    /// The type knows these names.
    UnknownVariant(&'static [&'static str]),
    Duplicate(&'static str),
    /// A number of this type was wanted.
    Number(&'static str),
    /// The text is not the JSON that lists and tables in a variable are written in.
    Json,
    /// A message of the type's own, which may quote anything.
    Custom,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    Declared(&'static str),
    Position(u32),
    Index(u32),
}

impl LeafError {
    pub(crate) fn new(problem: Problem) -> Self {
        Self(Box::new(Inner { problem, path: Vec::new(), entry: None }))
    }

    pub(super) fn below(mut self, step: Step, entry: u32) -> Self {
        self.0.path.push(step);
        self.0.entry.get_or_insert(entry);
        self
    }

    pub(super) fn at(mut self, entry: Option<u32>) -> Self {
        self.0.entry = self.0.entry.or(entry);
        self
    }

    /// For a text of its own: only the entry that holds the text has a place outside of it.
    pub(super) fn rooted_at(mut self, entry: Option<u32>) -> Self {
        self.0.entry = entry;
        self
    }

    pub(crate) fn entry(&self) -> Option<u32> {
        self.0.entry
    }

    pub(super) fn is_inside(&self) -> bool {
        !self.0.path.is_empty() || matches!(self.0.problem, Problem::Missing(_))
    }

    /// The way from the leaf to the problem, with a leading `.` or `[`.
    pub(super) fn path(&self) -> String {
        let mut out = String::new();
        for step in self.0.path.iter().rev() {
            match step {
                Step::Declared(name) => {
                    out.push('.');
                    let _ = write_segment(&mut out, name);
                }
                Step::Position(position) => {
                    let _ = write!(out, ".<key {position}>");
                }
                Step::Index(index) => {
                    let _ = write!(out, "[{index}]");
                }
            }
        }
        if let Problem::Missing(name) = self.0.problem {
            out.push('.');
            let _ = write_segment(&mut out, name);
        }
        out
    }

    /// The words, with what the field wants where the problem is the whole leaf.
    pub(super) fn finding(&self, expected: Option<&str>) -> Finding {
        let expected = |otherwise: &str| expected.unwrap_or(otherwise).to_owned();
        match self.0.problem {
            Problem::Kind(found) => {
                Finding::new(format!("expected {}, found {found}", expected("another kind of value")))
            }
            Problem::Value => {
                Finding::new(format!("expected {}, found another value", expected("a value of the type")))
            }
            Problem::Length => Finding::new(format!(
                "expected {}, found another number of items",
                expected("a list of a fixed length")
            )),
            Problem::Missing(_) => Finding::new("is required and no layer sets it").with_remedy("set it in a file"),
            Problem::UnknownKey => Finding::new("holds a key that its type does not know")
                .with_remedy("remove the key or correct its name"),
            Problem::UnknownVariant(names) => {
                let names: Vec<_> = names.iter().take(24).copied().collect();
                Finding::new(format!("expected one of {}, found another text", names.join(", ")))
            }
            Problem::Duplicate(name) => Finding::new(format!("sets {name} twice")),
            Problem::Number(words) => Finding::new(format!("expected {words}, found another value")),
            Problem::Json => {
                Finding::new(format!("expected {}, found text that is no JSON", expected("a list or a table")))
                    .with_remedy("write it as JSON")
            }
            Problem::Custom => Finding::new(format!(
                "expected {}, and the type refuses what it found",
                expected("a value of the type")
            )),
        }
    }
}

impl de::Error for LeafError {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::new(Problem::Custom)
    }

    fn invalid_type(found: Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self::new(Problem::Kind(match found {
            Unexpected::Bool(_) => "true or false",
            Unexpected::Unsigned(_) | Unexpected::Signed(_) => "a whole number",
            Unexpected::Float(_) => "a number with a fraction",
            Unexpected::Char(_) | Unexpected::Str(_) => "text",
            Unexpected::Unit | Unexpected::Option => "null",
            Unexpected::Seq => "a list",
            Unexpected::Map => "a table",
            _ => "something else",
        }))
    }

    fn invalid_value(_: Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self::new(Problem::Value)
    }

    fn invalid_length(_: usize, _: &dyn de::Expected) -> Self {
        Self::new(Problem::Length)
    }

    fn unknown_variant(_: &str, names: &'static [&'static str]) -> Self {
        Self::new(Problem::UnknownVariant(names))
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self::new(Problem::UnknownKey)
    }

    fn missing_field(name: &'static str) -> Self {
        Self::new(Problem::Missing(name))
    }

    fn duplicate_field(name: &'static str) -> Self {
        Self::new(Problem::Duplicate(name))
    }
}

impl fmt::Display for LeafError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.finding(None), f)
    }
}

impl fmt::Debug for LeafError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for LeafError {}
