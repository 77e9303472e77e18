//! Files that hold one credential and nothing else.

mod directory;
mod marker;
mod preset;
mod read;
mod roots;

pub(crate) use directory::list;
pub(crate) use marker::{MARKER, Marked, marker, markers_beside, names};
pub use preset::SecretFiles;
pub(crate) use read::{Contents, Refused};
pub(crate) use roots::Roots;
