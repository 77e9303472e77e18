//! The paved path: sources by convention to a loaded configuration.

mod builder;
mod gather;
mod inspect;
mod inspection;
mod load;
mod loaded;
mod plain;
mod plan;
mod reporter;
mod start;
mod subject;
mod unclaimed;

pub use builder::Loader;
pub use inspection::{Inspection, Leaf};
pub use loaded::Loaded;
