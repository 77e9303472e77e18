//! What is known of the type that is loaded.

use crate::schema::Schema;

/// What is known of the type that is loaded.
#[derive(Clone, Copy)]
pub(super) enum Of {
    Schema(&'static Schema),
    /// serde will say, struct by struct.
    Serde,
    /// Nothing: variables go by the keys that the layers below define.
    Keys,
}
