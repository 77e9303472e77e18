//! The configuration files of an application, read when it is compiled: by the reader that reads them at run time, into a tree
//! that keeps every key, value and place.

mod directory;
mod fault;
mod input;
mod lines;
mod tree;

pub(crate) use directory::{Directory, File};
pub(crate) use fault::Fault;
pub(crate) use input::Input;
pub(crate) use tree::{Entry, Tree, Value};
