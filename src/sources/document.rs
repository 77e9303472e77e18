//! A file of one of our own formats: TOML or JSON, read strictly, with the place of everything that is wrong.

use std::path::Path;
use std::sync::Arc;

use crate::finding::Finding;
use crate::origin::Origin;
use crate::rank::Rank;
use crate::sources::trouble;
use crate::stack::{Layer, ROOT, Stack, View, Writer};

/// The text of a file, read into a stack of its own.
pub(crate) struct Document {
    stack: Stack,
    path: Arc<Path>,
}

/// A text in a document: the entry that holds it, and what it says.
#[derive(Clone, Copy)]
pub(crate) struct Said<'a> {
    pub(crate) entry: u32,
    pub(crate) text: &'a str,
}

impl Document {
    /// Reads a TOML text. Whatever is wrong with it is an error: such a file is used whole or not at all.
    pub(crate) fn read(path: Arc<Path>, text: &str) -> Result<Self, Vec<Finding>> {
        Self::read_by(path, text, |writer| writer.read(milieu_format::toml::read))
    }

    /// As [`read`](Self::read), of a JSON text.
    #[cfg(feature = "receipts")]
    pub(crate) fn read_json(path: Arc<Path>, text: &str) -> Result<Self, Vec<Finding>> {
        Self::read_by(path, text, |writer| writer.read(milieu_format::json::read))
    }

    fn read_by(path: Arc<Path>, text: &str, read: impl FnOnce(&mut Writer<'_>)) -> Result<Self, Vec<Finding>> {
        let mut stack = Stack::new();
        // the rank is that of no layer that anybody merges
        let layer = stack.push_layer(Layer::of_file(Rank::Sealed, Arc::clone(&path), text.to_owned()));
        let mut troubles = Vec::new();
        read(&mut Writer::of_file(&mut stack, layer, &mut troubles));
        if troubles.is_empty() {
            Ok(Self { stack, path })
        } else {
            Err(troubles.iter().map(|trouble| trouble::finding(&stack, trouble).with_exact(None)).collect())
        }
    }

    /// Judges `format = "name/version"` at the root; nothing else is to be judged where that is wrong.
    #[inline]
    pub(crate) fn require_format(&self, name: &str, version: &str) -> Result<(), Finding> {
        let said = self.text(ROOT, "format").map_err(|finding| finding.with_remedy("is this the right file?"))?;
        match said.text.strip_prefix(name).and_then(|rest| rest.strip_prefix('/')) {
            Some(found) if found == version => Ok(()),
            Some(_) => Err(Finding::new(format!("was written by a newer milieu: this one reads {name}/{version}"))
                .with_remedy("update the program that reads it")
                .with_origin(self.stack.origin(said.entry))),
            None => Err(Finding::new(format!("is no file of this kind: expected {name}/{version}"))
                .with_origin(self.stack.origin(said.entry))),
        }
    }

    /// Refuses every key of a table but these. The keys found are not named: somebody may have put a credential there.
    #[inline]
    pub(crate) fn refuse_others(&self, table: u32, known: &'static [&'static str], findings: &mut Vec<Finding>) {
        for (at, entry) in self.stack.children(table) {
            if !known.contains(&self.stack.key(entry)) {
                let finding = Finding::new(format!("is no key of this format: expected {}", known.join(", ")));
                findings.push(finding.with_origin(self.stack.key_origin(at)).with_remedy("remove it"));
            }
        }
    }

    /// A text that has to be there.
    #[inline]
    pub(crate) fn text(&self, table: u32, key: &'static str) -> Result<Said<'_>, Finding> {
        match self.stack.find_key(table, key) {
            Some(entry) => self.text_of(entry),
            None => Err(Finding::new(format!("lacks the key {key}")).with_origin(self.whole())),
        }
    }

    /// The text of an entry.
    #[inline]
    pub(crate) fn text_of(&self, entry: u32) -> Result<Said<'_>, Finding> {
        match self.view(entry) {
            View::Text(text) => Ok(Said { entry, text }),
            other => {
                let finding = Finding::new(format!("expected text, found {}", other.kind()));
                Err(finding.with_origin(self.stack.origin(entry)))
            }
        }
    }

    pub(crate) fn view(&self, entry: u32) -> View<'_> {
        self.stack.view(self.stack.entry(entry))
    }

    #[inline]
    pub(crate) fn find(&self, table: u32, key: &str) -> Option<u32> {
        self.stack.find_key(table, key)
    }

    pub(crate) fn children(&self, table: u32) -> impl Iterator<Item = u32> {
        self.stack.children(table).map(|(entry, _)| entry)
    }

    pub(crate) fn origin(&self, entry: u32) -> Origin {
        self.stack.origin(entry)
    }

    pub(crate) fn key(&self, entry: u32) -> &str {
        self.stack.key(self.stack.entry(entry))
    }

    pub(crate) fn key_origin(&self, entry: u32) -> Origin {
        self.stack.key_origin(entry)
    }

    /// Where the key stands in the text, in bytes.
    #[cfg(feature = "sealed")]
    pub(crate) fn key_at(&self, entry: u32) -> usize {
        self.stack.entry(entry).key_at as usize
    }

    /// Where the value stands in the text, in bytes.
    #[cfg(feature = "sealed")]
    pub(crate) fn at(&self, entry: u32) -> usize {
        self.stack.entry(entry).at as usize
    }

    pub(crate) fn whole(&self) -> Origin {
        Origin::whole_file(&*self.path)
    }
}

/// A text as a basic string of TOML, which is one of JSON that also escapes the character DEL.
#[inline]
pub(crate) fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default().replace('\u{7f}', "\\u007f")
}
