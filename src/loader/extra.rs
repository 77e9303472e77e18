//! Layers that a loader was given, besides those of convention.

use std::path::PathBuf;
use std::sync::Arc;

use zeroize::Zeroizing;

use crate::policy::SourceKind;
use crate::rank::Rank;
use crate::source::Source;

/// A layer that convention does not name.
#[derive(Clone)]
pub(super) struct Extra {
    pub(super) rank: Rank,
    pub(super) kind: SourceKind,
    pub(super) what: What,
}

#[derive(Clone)]
pub(super) enum What {
    File(PathBuf),
    /// Keys and texts.
    Texts(Box<str>, Arc<[(String, Zeroizing<String>)]>),
    Table(Box<str>, Arc<serde_json::Map<String, serde_json::Value>>),
    Source(Arc<dyn Source>),
    #[cfg(feature = "figment")]
    Provider(Arc<dyn figment::Provider + Send + Sync>),
}
