//! Chapters of documentation, in which there is no code: how things are built on the library, and out of others.
//!
//! | chapter | for |
//! |---|---|
//! | [`wrapping`] | whoever writes a framework: what it owns, what it leaves to its applications, what goes wrong |
//! | [`from_figment`] | whoever has figment: ten idioms beside ours, and where the two read differently |
//! | [`leaves`] | whoever has types of other crates in a configuration: which attribute each needs |

#[doc = include_str!("../docs/wrapping.md")]
pub mod wrapping {}

#[doc = include_str!("../docs/from-figment.md")]
pub mod from_figment {}

#[doc = include_str!("../docs/leaves.md")]
pub mod leaves {}
