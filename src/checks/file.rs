//! `milieu.toml` beside the configuration: what is allowed, and levels. It is no layer and holds no configuration.

use std::path::Path;
use std::sync::Arc;

use crate::allowance::Asked;
use crate::finding::{Finding, Level};
use crate::levels::{Column, Phase};
use crate::nearest::nearest;
use crate::rules::Change;
use crate::sources::document::Document;
use crate::stack::{ROOT, View};

/// The name of the file, in the directory of the configuration.
pub(crate) const NAME: &str = "milieu.toml";

/// The most faults that are told of one file.
const MOST: usize = 64;

const PARTS: [&str; 4] = ["check", "key", "reason", "until"];

const COLUMNS: [(&str, Column); 5] = [
    ("development", Column::DEVELOPMENT),
    ("deployed", Column::DEPLOYED),
    ("ci", Column::deployed_in(Phase::Ci)),
    ("start", Column::deployed_in(Phase::Start)),
    ("reload", Column::deployed_in(Phase::Reload)),
];

const LEVELS: [Level; 3] = [Level::Allow, Level::Warn, Level::Deny];

/// What the file says, as it is written there.
#[derive(Debug, Default)]
pub(crate) struct File {
    pub(crate) allowances: Vec<Asked>,
    pub(crate) changes: Vec<Change>,
}

/// Reads the file; everything that is wrong with it is found.
pub(crate) fn read(path: &Path, text: &str, findings: &mut Vec<Finding>) -> File {
    let document = match Document::read(Arc::from(path), text) {
        Ok(document) => document,
        Err(found) => {
            findings.extend(found.into_iter().take(MOST));
            return File::default();
        }
    };
    let mut reader = Reader { document: &document, file: File::default(), findings: Vec::new() };
    reader.root();
    let Reader { file, findings: mut found, .. } = reader;
    found.truncate(MOST);
    findings.append(&mut found);
    file
}

struct Reader<'d> {
    document: &'d Document,
    file: File,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn root(&mut self) {
        for entry in self.document.children(ROOT) {
            match (self.document.key(entry), self.document.view(entry)) {
                ("allow", View::List(list)) => self.document.children(list).for_each(|item| self.allow(item)),
                ("levels", View::Table(table)) => self.document.children(table).for_each(|check| self.levels(check)),
                ("allow", other) => self.unfit(entry, "allow", "a list of tables, [[allow]]", other),
                ("levels", other) => self.unfit(entry, "levels", "a table, [levels]", other),
                _ => self.unknown(entry, "file", &["allow", "levels"]),
            }
        }
    }

    fn allow(&mut self, item: u32) {
        let document = self.document;
        let table = match document.view(item) {
            View::Table(table) => table,
            other => return self.unfit(item, "allow", "a table with check, key, reason and until", other),
        };
        for entry in document.children(table).filter(|entry| !PARTS.contains(&document.key(*entry))) {
            self.unknown(entry, "allowance", &PARTS);
        }
        let parts = PARTS.map(|part| self.part(item, table, part));
        let origins = PARTS.map(|part| document.origin(document.find(table, part).unwrap_or(item)));
        self.file.allowances.push(Asked { parts, origins: Some(origins) });
    }

    /// One part of an allowance, which has to be there.
    fn part(&mut self, item: u32, table: u32, part: &'static str) -> Option<Box<str>> {
        let document = self.document;
        let Some(entry) = document.find(table, part) else {
            let remedy = match part {
                "reason" => "say why, for whoever reads it next",
                "until" => "write the last day as 2027-01-31",
                "key" => "name the key that the finding is about",
                _ => "take it from the finding: it is the name in brackets at its end",
            };
            let finding = Finding::new(format!("lacks the key {part}")).with_key("allow").with_remedy(remedy);
            self.findings.push(finding.with_origin(document.origin(item)));
            return None;
        };
        match (document.view(entry), part) {
            (View::Text(text), _) | (View::Datetime(text), "until") => Some(text.into()),
            (other, _) => {
                let expected = if part == "until" { "a day such as 2027-01-31" } else { "text" };
                self.unfit(entry, "allow", expected, other);
                None
            }
        }
    }

    fn levels(&mut self, check: u32) {
        let document = self.document;
        let table = match document.view(check) {
            View::Table(table) => table,
            other => return self.unfit(check, "levels", "a table of levels, such as { deployed = \"deny\" }", other),
        };
        for entry in document.children(table) {
            let name = document.key(entry);
            let Some((_, column)) = COLUMNS.iter().find(|(column, _)| *column == name) else {
                if matches!(name, "staging" | "production") {
                    let finding = Finding::new("staging and production share a column, so that neither is the weaker")
                        .with_remedy("write deployed, or ci, start or reload for one phase");
                    self.findings.push(finding.with_key("levels").with_origin(document.key_origin(entry)));
                } else {
                    self.unknown(entry, "check's levels", &COLUMNS.map(|(name, _)| name));
                }
                continue;
            };
            let View::Text(text) = document.view(entry) else {
                self.unfit(entry, "levels", "allow, warn or deny", document.view(entry));
                continue;
            };
            let Some(level) = LEVELS.into_iter().find(|level| level.as_str() == text) else {
                let finding = Finding::new("expected allow, warn or deny, found another text").with_key("levels");
                let meant = nearest(text, LEVELS.map(Level::as_str));
                let finding = match meant {
                    Some(name) => finding.with_remedy(format!("did you mean {name}?")),
                    None => finding,
                };
                self.findings.push(finding.with_origin(document.origin(entry)));
                continue;
            };
            let (check, origin) = (document.key(check).into(), Some(document.key_origin(check)));
            self.file.changes.push(Change { check, column: *column, level, origin });
        }
    }

    fn unfit(&mut self, entry: u32, of: &'static str, expected: &str, found: View<'_>) {
        let finding = Finding::new(format!("expected {expected}, found {}", found.kind())).with_key(of);
        self.findings.push(finding.with_origin(self.document.origin(entry)));
    }

    /// The key itself is not named: it may be anything.
    fn unknown(&mut self, entry: u32, of: &str, known: &[&'static str]) {
        let remedy = match nearest(self.document.key(entry), known.iter().copied()) {
            Some(name) => format!("did you mean {name}?"),
            None => format!("remove it; there are {}", known.join(", ")),
        };
        let finding = Finding::new(format!("is no key of this {of}")).with_remedy(remedy);
        self.findings.push(finding.with_origin(self.document.key_origin(entry)));
    }
}
