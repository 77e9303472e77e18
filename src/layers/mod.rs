//! The configuration files of an application, held against its schema when it is compiled.
//!
//! [`check_layers!`](crate::check_layers) writes what the files hold as [constants](facts), and calls the functions here in
//! constants of the application's crate: [`judge`] for each file, [`missing`] for all environments at once, [`render`] for the
//! text of the error. No value of a file is among the facts but numbers, and of a text 16 bits, which tell one variant's name
//! from the others.
//!
//! Rustc stops looking at a constant after two million steps (`long_running_const_eval`), so every file has a constant of its
//! own, entries are found by hash, suggestions are looked for only where they are shown, and nothing is quadratic.

mod environments;
mod facts;
mod fields;
mod found;
mod judge;
mod lookup;
mod missing;
mod path;
mod render;
mod suggest;
mod tag;
mod value;
mod words;
mod writer;

pub use facts::{Entry, Fault, File, Node};
pub use found::Findings;
pub use judge::judge;
pub use missing::missing;
pub use render::{Report, render};

#[cfg(test)]
mod tests;
