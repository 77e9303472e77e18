//! What layers are read from. The only place that touches the file system.

pub(crate) mod binary;
mod claim;
pub(crate) mod document;
pub(crate) mod dotenv;
pub(crate) mod embedded;
#[cfg(feature = "figment")]
pub(crate) mod figment;
pub(crate) mod files;
pub(crate) mod given;
pub(crate) mod launch;
pub(crate) mod names;
mod open;
pub(crate) mod overrides;
pub(crate) mod replace;
#[cfg(test)]
pub(crate) mod scratch;
#[cfg(feature = "sealed")]
pub(crate) mod sealed;
pub(crate) mod secret;
pub(crate) mod spelling;
pub(crate) mod structs;
pub(crate) mod text;
pub(crate) mod trouble;
pub(crate) mod turn;
pub(crate) mod unchanged;
pub(crate) mod variables;
