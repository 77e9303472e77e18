//! in-toto statements, version 1: one artefact, and what is said of it.

use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use serde_json::{Value, json};

use crate::finding::Finding;
use crate::sources::document::{Document, Said};
use crate::stack::{ROOT, View};

use super::ArtifactHash;
use super::text::{bytes, time};

const TYPE: &str = "https://in-toto.io/Statement/v1";

/// What can be said of an artefact, by its name in a statement, without the version.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Predicate {
    Receipt,
    Approval,
}

impl Predicate {
    const fn name(self) -> &'static str {
        match self {
            Self::Receipt => "milieu:receipt",
            Self::Approval => "milieu:approval",
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Receipt => "a receipt",
            Self::Approval => "an approval",
        }
    }

    const fn other(self) -> Self {
        match self {
            Self::Receipt => Self::Approval,
            Self::Approval => Self::Receipt,
        }
    }
}

/// The text of a statement. Its keys are given in order, so that it is one text whatever map holds them.
pub(super) fn write(application: &str, artifact: ArtifactHash, predicate: Predicate, said: &Value) -> String {
    let subject = json!({ "digest": { "sha256": artifact.to_string() }, "name": application });
    let kind = format!("{}/1", predicate.name());
    json!({ "_type": TYPE, "predicate": said, "predicateType": kind, "subject": [subject] }).to_string()
}

/// A statement that was read.
pub(super) struct Statement {
    document: Document,
    /// The table of what is said.
    said: u32,
    pub(super) application: Box<str>,
    pub(super) artifact: ArtifactHash,
    findings: Vec<Finding>,
}

impl Statement {
    /// Reads a statement of a kind, whose keys are these; nothing else is to be judged where it is of another kind or version.
    pub(super) fn read(
        path: &Arc<Path>,
        text: &str,
        predicate: Predicate,
        keys: &'static [&'static str],
    ) -> Result<Self, Vec<Finding>> {
        let document = Document::read_json(Arc::clone(path), text)?;
        of_kind(&document, predicate).map_err(|finding| vec![finding])?;
        let mut findings = Vec::new();
        document.refuse_others(ROOT, &["_type", "predicate", "predicateType", "subject"], &mut findings);
        let mut note = |finding| findings.push(finding);
        let subject = subject(&document).map_err(&mut note);
        let said = table(&document, document.find(ROOT, "predicate"), "predicate").map_err(&mut note);
        let (Ok((application, artifact, mut others)), Ok(said)) = (subject, said) else { return Err(findings) };
        findings.append(&mut others);
        document.refuse_others(said, keys, &mut findings);
        Ok(Self { document, said, application, artifact, findings })
    }

    /// A text that has to be there.
    pub(super) fn text(&mut self, key: &'static str) -> Option<&str> {
        match self.document.text(self.said, key) {
            Ok(said) => Some(said.text),
            Err(finding) => {
                self.findings.push(finding);
                None
            }
        }
    }

    /// A text that reads as something.
    pub(super) fn read_as<T>(
        &mut self,
        key: &'static str,
        expected: &'static str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let said = self.document.text(self.said, key);
        let value = said.and_then(|said| read(said.text).ok_or_else(|| self.unexpected(said, key, expected)));
        value.map_err(|finding| self.findings.push(finding)).ok()
    }

    /// As [`read_as`](Self::read_as), of what may be missing.
    pub(super) fn read_if_there<T>(
        &mut self,
        key: &'static str,
        expected: &'static str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        self.document.find(self.said, key)?;
        self.read_as(key, expected, read)
    }

    /// 16 bytes in hexadecimal digits.
    pub(super) fn number(&mut self, key: &'static str) -> Option<[u8; 16]> {
        self.read_as(key, "32 hexadecimal digits in small letters", bytes)
    }

    pub(super) fn time(&mut self, key: &'static str) -> Option<SystemTime> {
        self.read_as(key, "a time such as 2027-01-31T12:00:00Z", time)
    }

    /// The tables of a list.
    pub(super) fn list<T>(
        &mut self,
        key: &'static str,
        keys: &'static [&'static str],
        read: impl Fn(&Document, u32) -> Result<T, Finding>,
    ) -> Option<Vec<T>> {
        let document = &self.document;
        let Some(entry) = document.find(self.said, key) else {
            self.findings.push(Finding::new(format!("lacks the key {key}")));
            return None;
        };
        let View::List(list) = document.view(entry) else {
            self.findings.push(Finding::new(format!("expected a list as {key}, found something else")));
            return None;
        };
        let mut out = Vec::new();
        for item in document.children(list) {
            let one = table(document, Some(item), key).and_then(|table| {
                document.refuse_others(table, keys, &mut self.findings);
                read(document, table)
            });
            match one {
                Ok(one) => out.push(one),
                Err(finding) => self.findings.push(finding),
            }
        }
        Some(out)
    }

    /// What was read, or all that is wrong with it.
    pub(super) fn finish<T>(self, read: Option<T>) -> Result<T, Vec<Finding>> {
        match read {
            Some(read) if self.findings.is_empty() => Ok(read),
            _ => Err(self.findings),
        }
    }

    fn unexpected(&self, said: Said<'_>, key: &str, expected: &str) -> Finding {
        Finding::new(format!("expected {expected} as {key}, found another text"))
            .with_origin(self.document.origin(said.entry))
    }
}

fn of_kind(document: &Document, predicate: Predicate) -> Result<(), Finding> {
    let said = document.text(ROOT, "_type")?;
    if said.text != TYPE {
        return Err(Finding::new(format!("is no statement that is known here: expected {TYPE}")));
    }
    let said = document.text(ROOT, "predicateType")?;
    let name = |predicate: Predicate| said.text.strip_prefix(predicate.name())?.strip_prefix('/');
    match (name(predicate), name(predicate.other())) {
        (Some("1"), _) => Ok(()),
        (Some(_), _) => {
            Err(Finding::new(format!("was written by a newer milieu: this one reads {}/1", predicate.name()))
                .with_remedy("update the program that reads it"))
        }
        (None, Some(_)) => {
            let words = format!("is {}, and {} was expected", predicate.other().words(), predicate.words());
            Err(Finding::new(words).with_remedy("name the other file"))
        }
        (None, None) => Err(Finding::new(format!("is not {}: expected {}/1", predicate.words(), predicate.name()))),
    }
}

/// The application and the artefact, and what else is wrong beside them.
fn subject(document: &Document) -> Result<(Box<str>, ArtifactHash, Vec<Finding>), Finding> {
    const EXPECTED: &str = "expected one subject with a name and a digest sha256";
    let list = document.find(ROOT, "subject").map(|entry| document.view(entry));
    let Some(View::List(list)) = list else { return Err(Finding::new(EXPECTED)) };
    let mut items = document.children(list);
    let (Some(item), None) = (items.next(), items.next()) else { return Err(Finding::new(EXPECTED)) };
    let subject = table(document, Some(item), "subject")?;
    let mut others = Vec::new();
    document.refuse_others(subject, &["digest", "name"], &mut others);
    let name = document.text(subject, "name")?;
    let digest = table(document, document.find(subject, "digest"), "digest")?;
    document.refuse_others(digest, &["sha256"], &mut others);
    let hash = document.text(digest, "sha256")?;
    let hash = bytes(hash.text)
        .ok_or_else(|| Finding::new("expected 64 hexadecimal digits in small letters as sha256, found another text"))?;
    Ok((name.text.into(), ArtifactHash::from_bytes(hash), others))
}

fn table(document: &Document, entry: Option<u32>, key: &str) -> Result<u32, Finding> {
    match entry.map(|entry| document.view(entry)) {
        Some(View::Table(table)) => Ok(table),
        Some(other) => Err(Finding::new(format!("expected a table as {key}, found {}", other.kind()))),
        None => Err(Finding::new(format!("lacks the key {key}"))),
    }
}
