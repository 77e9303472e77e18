//! Texts for people and programs: what was loaded and from where, and what can be configured.

mod described;
mod explain;
#[cfg(feature = "cli")]
mod key;
mod reference;
#[cfg(feature = "schema")]
mod schema;
mod snapshot;
mod template;

pub use described::Described;
pub(crate) use described::described;
pub use explain::Explanation;
#[cfg(feature = "cli")]
pub(crate) use key::AboutKey;
pub(crate) use reference::reference;
#[cfg(feature = "schema")]
pub(crate) use schema::json_schema;
pub(crate) use snapshot::snapshot;
pub(crate) use template::template;
