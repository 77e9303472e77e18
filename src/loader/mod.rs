//! The paved path: sources by convention to a loaded configuration.

mod builder;
mod credentials;
mod gather;
mod inspect;
mod inspection;
mod judged;
mod load;
mod loaded;
mod plain;
mod plan;
mod reporter;
mod secrets;
mod start;
mod subject;
mod unclaimed;
mod witness;

pub use builder::Loader;
pub use inspection::{Inspection, Leaf};
pub use loaded::Loaded;
