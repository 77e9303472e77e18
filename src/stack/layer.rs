//! One layer: its source, its text, and where lines begin.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use once_cell::sync::OnceCell;
use zeroize::Zeroize;

use crate::origin::Origin;
use crate::policy::SourceKind;
use crate::rank::Rank;

use super::embedded::Content;
use super::value::{Entry, Slice};

/// The values of one source, with one rank.
pub(crate) struct Layer {
    rank: Rank,
    kind: SourceKind,
    source: LayerSource,
    text: Text,
    /// Decoded and owned texts.
    side: String,
    line_starts: OnceCell<Vec<u32>>,
}

/// The text that a layer's ranges are ranges of.
enum Text {
    /// Of a file, shared with the reader while it is read.
    Read(Arc<String>),
    /// Of an embedded file; it lies in the binary.
    Embedded(Content),
}

/// Where a layer was read from.
#[derive(Clone, Debug)]
pub(crate) enum LayerSource {
    File(Arc<Path>),
    /// Process environment variables: the entry's place is the name of its variable in the side buffer, which ends at `=`.
    Variables,
    /// A directory of secret files: the entry's place is the file's name in the side buffer, which ends at a NUL.
    Directory(Arc<Path>),
    /// A provider, arguments, or values given in code.
    Named(Arc<str>),
}

impl Layer {
    pub(crate) fn of_file(rank: Rank, path: Arc<Path>, text: String) -> Self {
        let kind = match rank {
            Rank::Default | Rank::Base => SourceKind::BaseFile,
            Rank::Local => SourceKind::LocalFile,
            _ => SourceKind::EnvironmentFile,
        };
        let mut layer = Self::new(rank, kind, LayerSource::File(path));
        layer.text = Text::Read(Arc::new(text));
        layer
    }

    /// A file whose entries are in the binary. To everybody else it is a file.
    pub(crate) fn of_embedded(rank: Rank, path: Arc<Path>, content: Content) -> Self {
        let mut layer = Self::of_file(rank, path, String::new());
        layer.text = Text::Embedded(content);
        layer
    }

    pub(crate) fn of_dotenv(rank: Rank, path: Arc<Path>, text: String) -> Self {
        let mut layer = Self::of_file(rank, path, text);
        layer.kind = SourceKind::Dotenv;
        layer
    }

    #[cfg(feature = "sealed")]
    pub(crate) fn of_sealed(path: Arc<Path>, text: String) -> Self {
        let mut layer = Self::of_file(Rank::Sealed, path, text);
        layer.kind = SourceKind::SealedFile;
        layer
    }

    pub(crate) fn of_variables() -> Self {
        Self::new(Rank::Variable, SourceKind::Variable, LayerSource::Variables)
    }

    pub(crate) fn of_secret_files(directory: &Path) -> Self {
        Self::new(Rank::SecretFile, SourceKind::SecretFile, LayerSource::Directory(directory.into()))
    }

    pub(crate) fn named(rank: Rank, kind: SourceKind, name: &str) -> Self {
        Self::new(rank, kind, LayerSource::Named(name.into()))
    }

    fn new(rank: Rank, kind: SourceKind, source: LayerSource) -> Self {
        let text = Text::Embedded(Content::NOTHING);
        Self { rank, kind, source, text, side: String::new(), line_starts: OnceCell::new() }
    }

    pub(crate) const fn rank(&self) -> Rank {
        self.rank
    }

    pub(crate) const fn kind(&self) -> SourceKind {
        self.kind
    }

    #[cfg(any(feature = "figment", feature = "cli"))]
    pub(crate) fn source(&self) -> &LayerSource {
        &self.source
    }

    /// The text, for a reader that holds it while it writes.
    pub(super) fn text(&self) -> Arc<String> {
        match &self.text {
            Text::Read(text) => Arc::clone(text),
            Text::Embedded(..) => Arc::default(),
        }
    }

    /// What an embedded file says.
    pub(super) fn content(&self) -> Content {
        match self.text {
            Text::Embedded(content) => content,
            Text::Read(_) => Content::NOTHING,
        }
    }

    #[inline]
    pub(super) fn slice(&self, slice: Slice) -> &str {
        self.all(slice).get(slice.range()).unwrap_or_default()
    }

    /// As [`slice`](Self::slice), for a comparison, which need not know where characters begin.
    #[inline]
    pub(super) fn bytes(&self, slice: Slice) -> &[u8] {
        self.all(slice).as_bytes().get(slice.range()).unwrap_or_default()
    }

    #[inline]
    fn all(&self, slice: Slice) -> &str {
        match &self.text {
            _ if slice.is_in_side() => &self.side,
            Text::Read(text) => text,
            Text::Embedded(content) => content.text,
        }
    }

    /// Keeps a decoded text.
    pub(super) fn keep(&mut self, text: &str) -> Slice {
        let start = self.side.len();
        if self.side.capacity() - start < text.len() {
            // what a buffer leaves behind as it grows would stay in memory
            let mut grown = String::with_capacity((start + text.len()).max(2 * start).max(64));
            grown.push_str(&self.side);
            self.side.zeroize();
            self.side = grown;
        }
        self.side.push_str(text);
        let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Slice::of_side(narrow(start), narrow(self.side.len()))
    }

    /// Makes room for texts of so many bytes.
    pub(super) fn reserve(&mut self, bytes: usize) {
        if self.side.is_empty() {
            self.side.reserve_exact(bytes);
        }
    }

    /// Where the next kept text will begin.
    pub(super) fn side_end(&self) -> u32 {
        u32::try_from(self.side.len()).unwrap_or(u32::MAX)
    }

    pub(super) fn side_from(&self, start: u32) -> &str {
        self.side.get(start as usize..).unwrap_or_default()
    }

    /// Overwrites texts with as many spaces; lines and columns stay what they are. All at once, since each pass looks at everything.
    pub(super) fn wipe(&mut self, slices: &[(Slice, u32)]) {
        let in_side = || slices.iter().filter(|(slice, _)| slice.is_in_side());
        blank(&mut self.side, in_side().map(|(slice, _)| slice.range()));
        // the text itself has them in another spelling
        let is_file = matches!(self.source, LayerSource::File(_));
        let spelt = in_side().filter(|_| is_file).map(|(_, at)| *at as usize);
        let spelt: Vec<_> = match &self.text {
            Text::Read(text) => spelt.map(|start| start..spelling_end(text, start)).collect(),
            // it stays in the binary, whatever is done here: only a file of development can hold a credential
            Text::Embedded(_) => Vec::new(),
        };
        let in_text = slices.iter().filter(|(slice, _)| !slice.is_in_side()).map(|(slice, _)| slice.range());
        // nobody reads the text any more, so it is this layer's alone
        if let Some(text) = self.text.own() {
            blank(text, in_text.chain(spelt));
        }
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
            LayerSource::Directory(path) => {
                let name = self.side_from(at).split('\0').next().unwrap_or_default();
                Origin::whole_file(path.join(name))
            }
            LayerSource::Named(name) => Origin::named(name),
        }
    }

    /// Both counted from 1, the column in characters.
    fn line_and_column(&self, at: u32) -> (u32, u32) {
        let text = match &self.text {
            Text::Read(text) => text.as_str(),
            Text::Embedded(content) => return content.place(at),
        };
        let starts = self.line_starts.get_or_init(|| {
            let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(ends.map(|(end, _)| u32::try_from(end + 1).unwrap_or(u32::MAX))).collect()
        });
        let line = starts.partition_point(|start| *start <= at).max(1);
        let start = starts.get(line - 1).copied().unwrap_or_default();
        let before = text.get(start as usize..at as usize).unwrap_or_default();
        let column = before.chars().filter(|c| *c != '\u{feff}').count() + 1;
        (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
    }
}

/// Puts a blank of the same length in the place of every character of some ranges but line ends.
pub(crate) fn blank(text: &mut String, ranges: impl Iterator<Item = std::ops::Range<usize>>) {
    let blank = |c: char| match c.len_utf8() {
        _ if c == '\n' => '\n',
        1 => ' ',
        2 => '\u{a0}',
        3 => '\u{2003}',
        _ => '\u{10000}',
    };
    let mut bytes = std::mem::take(text).into_bytes();
    for range in ranges {
        let Some(part) = bytes.get_mut(range) else { continue };
        let blanks: Option<String> = std::str::from_utf8(part).ok().map(|part| part.chars().map(blank).collect());
        if let Some(blanks) = blanks {
            part.copy_from_slice(blanks.as_bytes());
        }
    }
    *text = String::from_utf8(bytes).unwrap_or_default();
}

/// Where a value that begins here ends, if it is spelt with escapes, on several lines or as a block.
fn spelling_end(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let until = |end: &str, escape: bool| {
        let mut at = end.len();
        while let Some(here) = rest.get(at..).filter(|here| !here.is_empty()) {
            if here.starts_with(end) {
                return at + end.len();
            }
            let mut letters = here.chars();
            let first = letters.next().map_or(1, char::len_utf8);
            let skipped = if escape && here.starts_with('\\') { letters.next().map_or(0, char::len_utf8) } else { 0 };
            at += first + skipped;
        }
        rest.len()
    };
    let length = match rest.as_bytes() {
        [b'"', b'"', b'"', ..] => until("\"\"\"", true),
        [b'"', ..] => until("\"", true),
        [b'\'', b'\'', b'\'', ..] => until("\'\'\'", false),
        [b'\'', ..] => {
            // YAML doubles the quote that it means
            let mut end = until("\'", false);
            while rest[end..].starts_with('\'') {
                end += 1 + rest[end + 1..].find('\'').map_or(rest.len() - end - 1, |more| more + 1);
            }
            end
        }
        // a block or a plain text of YAML: until a line that is indented no deeper than the key's own
        _ => {
            let line_start = text[..start].rfind('\n').map_or(0, |end| end + 1);
            let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
            let own = indent(&text[line_start..]);
            let mut end = rest.find('\n').map_or(rest.len(), |end| end + 1);
            while let Some(line) = rest.get(end..).and_then(|rest| rest.split_inclusive('\n').next()) {
                if line.is_empty() || !line.trim().is_empty() && indent(line) <= own {
                    break;
                }
                end += line.len();
            }
            end
        }
    };
    start + length
}

impl Drop for Layer {
    /// Any text may hold a credential, so none stays in memory that is free again.
    fn drop(&mut self) {
        self.side.zeroize();
        if let Some(text) = self.text.own() {
            text.zeroize();
        }
    }
}

impl Text {
    /// A text that nobody else holds.
    fn own(&mut self) -> Option<&mut String> {
        match self {
            Self::Read(text) => Arc::get_mut(text),
            Self::Embedded(..) => None,
        }
    }
}

impl fmt::Debug for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Layer").field("rank", &self.rank).field("source", &self.source).finish_non_exhaustive()
    }
}
