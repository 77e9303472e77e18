//! The configuration files of an application, read when it is compiled: by the reader that reads them at run time, into a tree
//! that keeps every key, value and place.

mod check;
mod directory;
mod facts;
mod fault;
mod input;
mod lines;
mod tree;

pub(crate) use {
    check::{Ends, STANDARD, check, manifest_directory, tracked},
    directory::{Directory, File},
    input::Input,
    tree::{Entry, Tree, Value},
};
