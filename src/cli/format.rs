//! For whom a command writes.

use clap::ValueEnum;

/// For whom a command writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people
    Text,
    /// For programs, as JSON
    Json,
}
