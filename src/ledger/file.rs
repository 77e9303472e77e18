//! The text of a ledger: one line an entry, in one order, so that changes are small and merges plain.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use crate::environment::is_name;
use crate::finding::{Finding, Level};
use crate::key::Key;
use crate::origin::Origin;
use crate::sources::document::{Document, quoted};
use crate::stack::{ROOT, View};

use super::SHARED;
use super::print::Print;

/// One credential of one environment, as far as the ledger knows it.
#[derive(Clone)]
pub(super) struct Entry {
    pub(super) environment: Box<str>,
    /// As [`Key`] spells it.
    pub(super) key: Box<str>,
    pub(super) print: Print,
    /// It is used no more, and is still its environment's alone.
    pub(super) retired: bool,
    /// `None` until it is written.
    pub(super) origin: Option<Origin>,
}

impl Entry {
    /// What is in use comes first.
    pub(super) fn order(&self) -> (&str, &str, bool, Print) {
        (&self.environment, &self.key, self.retired, self.print)
    }
}

/// What a ledger's file says.
pub(super) struct Text {
    /// The fingerprint of the project; a ledger without entries may lack it.
    pub(super) project: Option<Print>,
    pub(super) entries: Vec<Entry>,
}

/// Writes a ledger; its entries are in order.
pub(super) fn write(project: Option<Print>, entries: &[Entry]) -> String {
    let mut out = String::from(
        "# Fingerprints of credentials, each of which belongs to one environment. None tells a value, its beginning or its\n\
         # length. After a merge, keep the lines of both sides, in their order.\n\
         format = \"milieu.ledger/1\"\n",
    );
    if let Some(project) = project {
        let _ = writeln!(out, "project = \"{project}\"");
    }
    out.push_str("credentials = [\n");
    for Entry { environment, key, print, retired, .. } in entries {
        let (environment, key) = (quoted(environment), quoted(key));
        let retired = if *retired { ", retired = true" } else { "" };
        let _ = writeln!(out, "  {{ environment = {environment}, key = {key}, fingerprint = \"{print}\"{retired} }},");
    }
    out.push_str("]\n");
    out
}

/// Reads a ledger, whole or not at all.
pub(super) fn read(path: Arc<Path>, text: &str) -> Result<Text, Vec<Finding>> {
    let document = Document::read(path, text)?;
    document.require_format("milieu.ledger", "1").map_err(|finding| vec![finding])?;
    let mut findings = Vec::new();
    document.refuse_others(ROOT, &["format", "project", "credentials"], &mut findings);
    let mut entries = Vec::new();
    match document.find(ROOT, "credentials").map(|entry| (entry, document.view(entry))) {
        Some((_, View::List(list))) => {
            for item in document.children(list) {
                match entry(&document, item, &mut findings) {
                    Ok(entry) => entries.push(entry),
                    Err(finding) => findings.push(finding),
                }
            }
        }
        Some((entry, other)) => {
            let finding = Finding::new(format!("expected a list, found {}", other.kind()));
            findings.push(finding.with_key("credentials").with_origin(document.origin(entry)));
        }
        None => findings.push(Finding::new("lacks the key credentials").with_origin(document.whole())),
    }
    let mut project = None;
    if !entries.is_empty() || document.find(ROOT, "project").is_some() {
        match print(&document, ROOT, "project") {
            Ok(print) => project = Some(print),
            Err(finding) => findings.push(finding),
        }
    }
    together(&entries, &mut findings);
    if findings.is_empty() { Ok(Text { project, entries }) } else { Err(findings) }
}

fn entry(document: &Document, item: u32, findings: &mut Vec<Finding>) -> Result<Entry, Finding> {
    let table = match document.view(item) {
        View::Table(table) => table,
        other => {
            let finding = Finding::new(format!("expected a table, found {}", other.kind()));
            return Err(finding.with_origin(document.origin(item)));
        }
    };
    document.refuse_others(table, &["environment", "key", "fingerprint", "retired"], findings);
    let at = |finding: Finding, entry| finding.with_origin(document.origin(entry));
    // what is missing is missed at the entry, not at the file
    let text = |key| {
        document.text(table, key).map_err(|finding| match document.find(table, key) {
            Some(_) => finding,
            None => at(finding, item),
        })
    };
    let environment = text("environment")?;
    if !is_name(environment.text) {
        return Err(at(Finding::new("expected the name of an environment"), environment.entry));
    }
    let key = text("key")?;
    if !Key::new(key.text).is_ok_and(|read| read.to_string() == key.text) {
        return Err(at(Finding::new("expected a dotted key such as database.password"), key.entry));
    }
    text("fingerprint")?;
    let print = print(document, table, "fingerprint")?;
    let retired = match document.find(table, "retired").map(|entry| (entry, document.view(entry))) {
        None => false,
        Some((_, View::Boolean(retired))) => retired,
        Some((entry, other)) => {
            return Err(at(Finding::new(format!("expected true or false, found {}", other.kind())), entry));
        }
    };
    let origin = Some(document.origin(item));
    Ok(Entry { environment: environment.text.into(), key: key.text.into(), print, retired, origin })
}

fn print(document: &Document, table: u32, key: &'static str) -> Result<Print, Finding> {
    let said = document.text(table, key)?;
    Print::read(said.text).ok_or_else(|| {
        Finding::new("expected a fingerprint, which is 16 hexadecimal digits in small letters")
            .with_origin(document.origin(said.entry))
            .with_remedy("take the line as it was before, or out and add the credential again")
    })
}

/// What each entry alone cannot tell. The earlier of two is right, so the later one is named.
fn together(entries: &[Entry], findings: &mut Vec<Finding>) {
    let mut tell = |entry: &Entry, finding: Finding| {
        findings.push(match &entry.origin {
            Some(origin) => finding.with_origin(origin.clone()),
            None => finding,
        });
    };
    for pair in entries.windows(2) {
        let (before, after) = (&pair[0], &pair[1]);
        let is_same_key = (&before.environment, &before.key) == (&after.environment, &after.key);
        if before.order() >= after.order() {
            let finding = Finding::new(
                "stands out of order: entries are sorted by environment, then key, and each is there once",
            );
            tell(after, finding.with_remedy("move it to its place, or remove the second of two"));
        } else if is_same_key && !after.retired {
            let finding = Finding::new("is a second credential in use for one key");
            tell(after, finding.with_remedy("say retired = true of the one that is no longer used"));
        } else if is_same_key && before.print == after.print {
            let finding = Finding::new("says that a credential is retired which is in use");
            tell(after, finding.with_remedy("keep one of the two"));
        }
    }
    for (at, entry) in entries.iter().enumerate() {
        let is_shared = |other: &Entry| other.print == entry.print && other.environment != entry.environment;
        if entries[..at].iter().any(is_shared) {
            let finding = Finding::new("is the credential of another environment as well");
            let finding = finding.with_remedy("give one of the two a credential of its own, and take its line out");
            tell(entry, finding.with_check(SHARED, Level::Deny));
        }
    }
}
