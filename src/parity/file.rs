//! The text of a baseline: one line a difference, in one order, so that changes are small and merges plain.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use crate::environment::is_name;
use crate::finding::Finding;
use crate::key::Key;
use crate::sources::document::{Document, quoted};
use crate::stack::{ROOT, View};

use super::baseline::Accepted;
use super::difference::Drift;

/// Writes a baseline; its entries are in order.
#[inline]
pub(super) fn write(entries: &[Accepted]) -> String {
    let mut out = String::from(
        "# Differences between environments that somebody has accepted, each with the reason. It holds no values.\n\
         # After a merge, keep the lines of both sides.\n\
         format = \"milieu.parity/1\"\n\
         accepted = [\n",
    );
    for entry in entries {
        let [one, other] = entry.environments().map(quoted);
        let drift = match (entry.drift, entry.less_in()) {
            (Drift::Source, Some(environment)) => format!("source-missing-in-{environment}"),
            (drift, Some(environment)) => format!("{drift}-in-{environment}"),
            (drift, None) => drift.to_string(),
        };
        let (key, reason) = (quoted(entry.key()), quoted(entry.reason()));
        let _ = writeln!(
            out,
            "  {{ environments = [{one}, {other}], drift = \"{drift}\", key = {key}, reason = {reason} }},"
        );
    }
    out.push_str("]\n");
    out
}

/// Reads a baseline, whole or not at all.
#[inline]
pub(super) fn read(path: Arc<Path>, text: &str) -> Result<Vec<Accepted>, Vec<Finding>> {
    let advise = |finding: Finding| match finding.remedy() {
        Some(_) => finding,
        None => finding.with_remedy("mend the line, or take the file as it was before and accept again"),
    };
    let document = match Document::read(path, text) {
        Ok(document) => document,
        Err(findings) => return Err(findings.into_iter().map(advise).collect()),
    };
    document.require_format("milieu.parity", "1").map_err(|finding| vec![advise(finding)])?;
    let mut findings = Vec::new();
    document.refuse_others(ROOT, &["format", "accepted"], &mut findings);
    let mut entries = Vec::new();
    match document.find(ROOT, "accepted").map(|entry| (entry, document.view(entry))) {
        None => findings.push(Finding::new("lacks the key accepted").with_origin(document.whole())),
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
            findings.push(finding.with_origin(document.origin(entry)));
        }
    }
    if !findings.is_empty() {
        return Err(findings.into_iter().map(advise).collect());
    }
    // lines that a merge has put elsewhere or twice say the same; the first reason stands
    entries.sort_by(|a, b| a.order().cmp(&b.order()));
    entries.dedup_by(|a, b| a.order() == b.order());
    Ok(entries)
}

#[inline]
fn entry(document: &Document, item: u32, findings: &mut Vec<Finding>) -> Result<Accepted, Finding> {
    let at = |finding: Finding, entry| finding.with_origin(document.origin(entry));
    let table = match document.view(item) {
        View::Table(table) => table,
        other => return Err(at(Finding::new(format!("expected a table, found {}", other.kind())), item)),
    };
    document.refuse_others(table, &["environments", "drift", "key", "reason"], findings);
    // what is missing is missed at the entry, not at the file
    let text = |key| {
        document.text(table, key).map_err(|finding| match document.find(table, key) {
            Some(_) => finding,
            None => at(finding, item),
        })
    };
    let environments = environments(document, table, item)?;
    let drift = text("drift")?;
    let Some((kind, less_in)) = drift_of(drift.text, &environments) else {
        let finding = Finding::new(
            "expected a kind of drift, such as kind or missing-in-staging, of one of the two environments",
        );
        return Err(at(finding, drift.entry));
    };
    let key = text("key")?;
    if !Key::new(key.text).is_ok_and(|read| read.to_string() == key.text) {
        return Err(at(Finding::new("expected a dotted key such as database.pool_size"), key.entry));
    }
    let reason = text("reason")?;
    if reason.text.trim().is_empty() {
        let finding = Finding::new("expected a reason, found a blank text");
        return Err(at(finding, reason.entry).with_remedy("say why, for whoever reads it next"));
    }
    Ok(Accepted {
        less_in: less_in.map(Into::into),
        environments: environments.map(Into::into),
        drift: kind,
        key: key.text.into(),
        reason: reason.text.into(),
        origin: Some(document.origin(item)),
    })
}

#[inline]
fn environments(document: &Document, table: u32, item: u32) -> Result<[&str; 2], Finding> {
    let refuse = |entry| {
        let finding = Finding::new("expected the names of two environments, such as [\"production\", \"staging\"]");
        Err(finding.with_origin(document.origin(entry)))
    };
    let Some(entry) = document.find(table, "environments") else {
        return Err(Finding::new("lacks the key environments").with_origin(document.origin(item)));
    };
    let View::List(list) = document.view(entry) else { return refuse(entry) };
    let names: Vec<&str> =
        document.children(list).filter_map(|item| document.text_of(item).ok()).map(|said| said.text).collect();
    match names[..] {
        [one, other] if document.children(list).count() == 2 && is_name(one) && is_name(other) && one != other => {
            Ok(if one < other { [one, other] } else { [other, one] })
        }
        _ => refuse(entry),
    }
}

#[inline]
fn drift_of<'e>(text: &str, environments: &[&'e str; 2]) -> Option<(Drift, Option<&'e str>)> {
    let text =
        text.strip_prefix("source-missing-in-").map_or_else(|| text.to_owned(), |name| format!("source-in-{name}"));
    let (kind, less_in) = match text.split_once("-in-") {
        Some((kind, name)) => (kind, Some(environments.iter().find(|environment| **environment == name)?)),
        None => (&*text, None),
    };
    let drift = Drift::ALL.into_iter().find(|drift| drift.as_str() == kind)?;
    (drift.has_direction() == less_in.is_some()).then_some((drift, less_in.copied()))
}
