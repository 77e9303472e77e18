//! One layer: its source, its text, and where lines begin.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use once_cell::sync::OnceCell;
use zeroize::Zeroize;

use crate::origin::Origin;
use crate::rank::Rank;

use super::value::{Entry, Slice};

/// The values of one source, with one rank.
pub(crate) struct Layer {
    rank: Rank,
    source: LayerSource,
    /// The text of a file, shared with the reader while it is read.
    text: Arc<String>,
    /// Decoded and owned texts.
    side: String,
    line_starts: OnceCell<Vec<u32>>,
}

/// Where a layer was read from.
#[derive(Clone, Debug)]
pub(crate) enum LayerSource {
    File(Arc<Path>),
    /// Process environment variables: the entry's place is the name of its variable in the side buffer, which ends at `=`.
    Variables,
    /// A provider, arguments, or values given in code.
    Named(Arc<str>),
}

impl Layer {
    pub(crate) fn of_file(rank: Rank, path: Arc<Path>, text: String) -> Self {
        let mut layer = Self::new(rank, LayerSource::File(path));
        layer.text = Arc::new(text);
        layer
    }

    pub(crate) fn of_variables() -> Self {
        Self::new(Rank::Variable, LayerSource::Variables)
    }

    pub(crate) fn named(rank: Rank, name: &str) -> Self {
        Self::new(rank, LayerSource::Named(name.into()))
    }

    fn new(rank: Rank, source: LayerSource) -> Self {
        Self { rank, source, text: Arc::default(), side: String::new(), line_starts: OnceCell::new() }
    }

    #[cfg(feature = "figment")]
    pub(crate) fn source(&self) -> &LayerSource {
        &self.source
    }

    pub(super) fn text(&self) -> &Arc<String> {
        &self.text
    }

    #[inline]
    pub(super) fn slice(&self, slice: Slice) -> &str {
        let all: &str = if slice.is_in_side() { &self.side } else { &self.text };
        all.get(slice.range()).unwrap_or_default()
    }

    /// Keeps a decoded text.
    pub(super) fn keep(&mut self, text: &str) -> Slice {
        let start = self.side.len();
        self.side.push_str(text);
        let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Slice::of_side(narrow(start), narrow(self.side.len()))
    }

    /// Where the next kept text will begin.
    pub(super) fn side_end(&self) -> u32 {
        u32::try_from(self.side.len()).unwrap_or(u32::MAX)
    }

    pub(super) fn side_from(&self, start: u32) -> &str {
        self.side.get(start as usize..).unwrap_or_default()
    }

    /// The place of an entry's value.
    pub(crate) fn origin(&self, entry: &Entry) -> Origin {
        self.origin_at(entry.at)
    }

    /// The place of an entry's key.
    pub(crate) fn key_origin(&self, entry: &Entry) -> Origin {
        match self.source {
            LayerSource::File(_) => self.origin_at(entry.key_at),
            _ => self.origin_at(entry.at),
        }
    }

    pub(crate) fn origin_at(&self, at: u32) -> Origin {
        match &self.source {
            LayerSource::File(path) => {
                let (line, column) = self.line_and_column(at);
                Origin::file(Arc::clone(path), line, column)
            }
            LayerSource::Variables => {
                let name = self.side_from(at).split('=').next().unwrap_or_default();
                Origin::variable(name)
            }
            LayerSource::Named(name) => Origin::named(name),
        }
    }

    /// Both counted from 1, the column in characters.
    fn line_and_column(&self, at: u32) -> (u32, u32) {
        let starts = self.line_starts.get_or_init(|| {
            let ends = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(ends.map(|(end, _)| u32::try_from(end + 1).unwrap_or(u32::MAX))).collect()
        });
        let line = starts.partition_point(|start| *start <= at).max(1);
        let start = starts.get(line - 1).copied().unwrap_or_default();
        let before = self.text.get(start as usize..at as usize).unwrap_or_default();
        let column = before.chars().filter(|c| *c != '\u{feff}').count() + 1;
        (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
    }
}

impl Drop for Layer {
    /// Any text may hold a credential, so none stays in memory that is free again.
    fn drop(&mut self) {
        self.side.zeroize();
        if let Some(text) = Arc::get_mut(&mut self.text) {
            text.zeroize();
        }
    }
}

impl fmt::Debug for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Layer").field("rank", &self.rank).field("source", &self.source).finish_non_exhaustive()
    }
}
