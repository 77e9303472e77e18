//! The specification: a theme a file, a sentence a test.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and reads its own fixtures"
)]

mod environments;
mod layering;
mod order;
mod variables;
