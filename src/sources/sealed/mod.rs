//! Sealed files: credentials that can be committed, each encrypted on its own, bound to environment and key.

mod cipher;
mod edit;
mod key;
#[cfg(test)]
mod tests;

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use base64ct::{Base64, Encoding as _};
use zeroize::Zeroizing;

use crate::finding::{Finding, Level};
use crate::key::Key;
use crate::levels::DUPLICATE_KEY;
use crate::origin::Origin;
use crate::sources::document::Document;
use crate::stack::{ROOT, View};

pub(crate) use edit::{empty, with, without};
pub use key::{KeyPair, PrivateKey, PublicKey};

/// What a sealed file says, read but not opened.
pub(crate) struct Sealed {
    environment: Box<str>,
    recipient: PublicKey,
    /// Where `[sealed]` stands in the text, in bytes; `None` where the file has none.
    section_at: Option<usize>,
    entries: Vec<Entry>,
}

struct Entry {
    /// The key as [`Key`] spells it.
    key: Box<str>,
    origin: Origin,
    /// Where the key and the value stand in the text, in bytes.
    key_at: usize,
    at: usize,
    /// As it stands in the file.
    text: Box<str>,
    /// Encapsulated key ‖ ciphertext.
    bytes: Box<[u8]>,
}

impl Sealed {
    /// Reads a sealed file of an environment. No key is needed for it, so that a check needs none either.
    pub(crate) fn read(path: Arc<Path>, text: &str, environment: &str) -> Result<Self, Vec<Finding>> {
        let document = Document::read(path, text)?;
        document.require_format("milieu.sealed", "1").map_err(|finding| vec![finding])?;
        let mut findings = Vec::new();
        document.refuse_others(ROOT, &["format", "environment", "recipient", "sealed"], &mut findings);
        let mut note = |finding| findings.push(finding);
        if let Err(finding) = of_environment(&document, environment) {
            note(finding);
        }
        let recipient = recipient(&document).map_err(&mut note).ok();
        let mut entries = Vec::new();
        let section = document.find(ROOT, "sealed");
        match section.map(|section| (section, document.view(section))) {
            None => {}
            Some((_, View::Table(table))) => {
                for at in document.children(table) {
                    match entry(&document, at) {
                        Ok(entry) => entries.push(entry),
                        Err(finding) => note(finding),
                    }
                }
            }
            Some((section, other)) => {
                let finding = Finding::new(format!("expected a table, found {}", other.kind()));
                note(finding.with_key("sealed").with_origin(document.origin(section)));
            }
        }
        twice(&entries, &mut findings);
        match recipient {
            Some(recipient) if findings.is_empty() => Ok(Self {
                environment: environment.into(),
                recipient,
                section_at: section.map(|section| document.key_at(section)),
                entries,
            }),
            _ => Err(findings),
        }
    }

    /// The keys that the file holds, and where, in the order of the file.
    #[cfg(test)]
    pub(crate) fn entries(&self) -> impl ExactSizeIterator<Item = (&str, &Origin)> {
        self.entries.iter().map(|entry| (&*entry.key, &entry.origin))
    }

    /// The keys that the file holds, each with the place of its value in bytes.
    pub(crate) fn keys(&self) -> impl ExactSizeIterator<Item = (&str, u32)> {
        self.entries.iter().map(|entry| (&*entry.key, u32::try_from(entry.at).unwrap_or_default()))
    }

    /// Opens one credential; the key is one of [`entries`](Self::entries).
    pub(crate) fn open(&self, with: &PrivateKey, key: &str) -> Result<Zeroizing<Vec<u8>>, Finding> {
        let Some(entry) = self.find(key) else {
            return Err(Finding::new("is not in the sealed file of this environment").with_key(key));
        };
        cipher::open(with, &self.environment, &entry.key, &entry.bytes).map_err(|cipher::Unopened| {
            Finding::new(
                "cannot be opened with the key of this environment: it was sealed for another environment, another key or \
                 with another key pair, or it is damaged",
            )
            .with_key(key)
            .with_origin(entry.origin.clone())
            .with_remedy("seal the credential anew for this environment")
        })
    }

    fn find(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| &*entry.key == key)
    }
}

/// Keys and places; what is sealed is of no use to a reader of logs.
impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealed({}, {} entries)", self.environment, self.entries.len())
    }
}

fn of_environment(document: &Document, environment: &str) -> Result<(), Finding> {
    let said = document.text(ROOT, "environment")?;
    if said.text == environment {
        return Ok(());
    }
    Err(Finding::new(format!("belongs to another environment: expected {environment}"))
        .with_key("environment")
        .with_origin(document.origin(said.entry))
        .with_remedy("seal credentials of this environment in a file of its own; what is copied does not open"))
}

fn recipient(document: &Document) -> Result<PublicKey, Finding> {
    let said = document.text(ROOT, "recipient")?;
    said.text.parse().map_err(|error: crate::error::Error| {
        let fallback = || Finding::new("expected a public key");
        let finding = error.findings().first().cloned().unwrap_or_else(fallback);
        finding.with_key("recipient").with_origin(document.origin(said.entry))
    })
}

/// One credential. Its key is not named in what is wrong with it, since no type has declared it yet.
fn entry(document: &Document, at: u32) -> Result<Entry, Finding> {
    let origin = document.origin(at);
    let key_origin = document.key_origin(at);
    let said = document
        .text_of(at)
        .map_err(|finding| finding.with_remedy("write the whole key in quotes, and what sealing gave as its text"))?;
    let key = Key::new(document.key(at)).map_err(|_| {
        Finding::new("expected a dotted key in quotes, such as \"database.password\"").with_origin(key_origin)
    })?;
    let bytes = Base64::decode_vec(said.text).map_err(|_| {
        Finding::new("expected a sealed credential, found text that is not Base64")
            .with_origin(origin.clone())
            .with_remedy("take it out of the file; if it is the credential itself, replace it, then seal the new one")
    })?;
    if !cipher::has_length(bytes.len()) {
        return Err(Finding::new("expected a sealed credential, found a text of a length that none has: it was cut")
            .with_origin(origin)
            .with_remedy("seal the credential anew"));
    }
    Ok(Entry {
        key: key.to_string().into(),
        origin,
        key_at: document.key_at(at),
        at: document.at(at),
        text: said.text.into(),
        bytes: bytes.into(),
    })
}

/// Two spellings of one key, which to TOML are two keys.
fn twice(entries: &[Entry], findings: &mut Vec<Finding>) {
    let mut sorted: Vec<_> = entries.iter().collect();
    // the sort keeps the order of the file among equals
    sorted.sort_by(|a, b| a.key.cmp(&b.key));
    for pair in sorted.windows(2).filter(|pair| pair[0].key == pair[1].key) {
        findings.push(
            Finding::new("sets a key that this source has set before")
                .with_origin(pair[1].origin.clone())
                .with_remedy("keep one of the two")
                .with_check(DUPLICATE_KEY, Level::Deny),
        );
    }
}
