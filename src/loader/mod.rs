//! The paved path: sources by convention to a loaded configuration.

mod begun;
mod builder;
#[cfg(feature = "cli")]
mod command;
mod credentials;
mod describe;
mod domains;
mod embedded;
mod extra;
mod gather;
mod gathered;
mod guards;
mod inspect;
mod inspection;
mod judged;
#[cfg(feature = "ledger")]
mod ledger;
mod load;
mod loaded;
mod own_key;
mod plain;
mod plan;
#[cfg(any(feature = "cli", feature = "testing"))]
mod presence;
#[cfg(feature = "receipts")]
mod promotion;
#[cfg(feature = "figment")]
mod provider;
mod rules;
#[cfg(feature = "sealed")]
mod sealed;
mod secrets;
mod several;
mod start;
mod subject;
mod unclaimed;
mod witness;

pub use builder::Loader;
pub use inspection::{Inspection, Leaf};
pub use loaded::Loaded;
