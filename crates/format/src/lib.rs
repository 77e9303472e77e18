//! Reads TOML, JSON, YAML and dotenv texts as events with positions.
//!
//! This crate is a part of `milieu`, which uses it at run time, and its macros at compile time, so that both read a file
//! alike. It knows no file system, no configuration and no policy: a text goes in, events and [`Fault`]s come out. A fault
//! holds a place and a rule, never a piece of the text, since any text may hold a credential.

mod credential_name;
pub mod dotenv;
mod event;
mod fault;
pub mod json;
mod name;
pub mod toml;
#[cfg(feature = "yaml")]
pub mod yaml;

pub use credential_name::says_credential;
pub use event::{Container, Key, Scalar, Sink, Span, Text};
pub use fault::{Fault, Rule};
pub use name::{fingerprint, short_fingerprint};

/// How deep containers may be nested, and how many segments a dotted key may have.
pub const MAX_DEPTH: usize = 64;
