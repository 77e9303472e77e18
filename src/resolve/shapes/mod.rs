//! The types that say themselves what may stand in a field of them.

mod collection;
mod credential;
mod dev_only;
mod known;
mod number;
mod wrapper;
