//! Stack and schema to a value: walks the schema field by field, so that every problem is collected.
//!
//! serde is asked only at the leaves whose types say nothing about themselves, through a deserializer whose error type cannot
//! hold a value. Nothing here reads a file, a variable or a clock.

mod credential;
mod held;
mod leaf;
mod path;
mod place;
mod plain;
mod scope;
mod shape;
mod shapes;
mod walk;
mod words;

pub use leaf::{Leaf, LeafError};
pub use place::Place;
pub use scope::Scope;
pub use shape::{Config, Probe, Shape, Unknown};

pub(crate) use credential::{Judge, bytes_of};
pub(crate) use leaf::SeenStruct;
pub(crate) use plain::{Seen, read_plain};
pub(crate) use walk::{About, Note, Noted, Outcome, ReadCredential, Walk, resolve};
pub(crate) use words::expected;
#[cfg(feature = "cli")]
pub(crate) use words::kind_words;
