//! The text of the error: a line for each finding, as a load words it.

use crate::environment::Environment;

use super::environments::Environments;
use super::facts::At;
use super::found::{Finding, Findings, Mask, What};
use super::path::{Path, Segment};
use super::suggest::Suggestions;
use super::words::{expected, kind_words, variants};
use super::writer::Writer;

/// The text of the error.
#[derive(Clone, Copy, Debug)]
pub struct Report {
    text: Writer,
    count: usize,
}

impl Report {
    /// Whether there is nothing to say.
    #[must_use]
    #[inline]
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Returns the text.
    #[must_use]
    #[inline]
    pub const fn as_str(&self) -> &str {
        self.text.as_str()
    }
}

/// Writes what was found, in this order.
#[must_use]
#[inline]
pub const fn render(parts: &[&Findings], declared: &'static [Environment]) -> Report {
    let (mut count, mut part) = (0, 0);
    while part < parts.len() {
        count += parts[part].count();
        part += 1;
    }
    let mut out = Writer::new();
    out.number(count as u128);
    out.text(if count == 1 { " finding" } else { " findings" });
    out.text(" in the configuration files:");
    let mut suggestions = Suggestions::new();
    let mut shown = 0;
    part = 0;
    while part < parts.len() {
        let (kept, mut at) = (parts[part].kept(), 0);
        while at < kept.len() && shown < Findings::MOST {
            out.text("\n  ");
            line(&mut out, &kept[at], Environments(declared), &mut suggestions);
            shown += 1;
            at += 1;
        }
        part += 1;
    }
    if count > shown {
        out.text("\n  and ");
        out.number((count - shown) as u128);
        out.text(" more");
    }
    Report { text: out, count }
}

/// Key, what is wrong, place, remedy, check: as `Finding` shows it.
#[inline]
const fn line(out: &mut Writer, finding: &Finding, environments: Environments, suggestions: &mut Suggestions) {
    let is_key = !finding.path.segments().is_empty();
    if is_key {
        path(out, &finding.path);
    } else {
        place(out, finding.file, finding.at);
    }
    out.text(": ");
    message(out, &finding.what, environments);
    if is_key && !finding.file.is_empty() {
        out.text(" (");
        place(out, finding.file, finding.at);
        out.text(")");
    }
    remedy(out, &finding.what, suggestions);
}

#[inline]
const fn place(out: &mut Writer, file: &str, [line, column]: At) {
    out.text(file);
    if line > 0 {
        out.text(":");
        out.number(line as u128);
        out.text(":");
        out.number(column as u128);
    }
}

#[inline]
const fn path(out: &mut Writer, path: &Path) {
    let (segments, mut at) = (path.segments(), 0);
    while at < segments.len() {
        if at > 0 && !matches!(segments[at], Segment::Index(_)) {
            out.text(".");
        }
        match segments[at] {
            Segment::Declared(name) if is_plain(name) => out.text(name),
            Segment::Declared(name) => {
                out.text("\"");
                out.text(name);
                out.text("\"");
            }
            Segment::Position(position) => {
                out.text("<key ");
                out.number(position as u128);
                out.text(">");
            }
            Segment::Index(index) => {
                out.text("[");
                out.number(index as u128);
                out.text("]");
            }
        }
        at += 1;
    }
    if path.is_cut() {
        out.text("…");
    }
}

#[inline]
const fn is_plain(name: &str) -> bool {
    let (bytes, mut at) = (name.as_bytes(), 0);
    while at < bytes.len() {
        if !(bytes[at].is_ascii_alphanumeric() || bytes[at] == b'_' || bytes[at] == b'-') {
            return false;
        }
        at += 1;
    }
    !bytes.is_empty()
}

#[inline]
const fn message(out: &mut Writer, what: &What, environments: Environments) {
    match *what {
        What::Text(words) => out.text(words),
        What::Beside(extension) => {
            out.text("stands beside the same file as .");
            out.text(extension);
            out.text(", and one was expected");
        }
        What::Misspelt(..) => out.text("is read by no environment"),
        What::Reserved => out.text("names a setting of milieu itself, which no layer may do"),
        What::Unknown(..) => out.text("is no key of this configuration"),
        What::Twice(_) => out.text("is set twice in one source, under two of its names"),
        What::DevOnly => out.text("is meant for development and set for a deployed environment"),
        What::Credential(None) => {
            out.text("a credential stands in a file that all environments share, and none takes it from there");
        }
        What::Credential(Some(environment)) => {
            out.text("a credential stands in a plain file, and ");
            out.text(environment);
            out.text(" does not take it from there");
        }
        What::Expected(field, inside, found, _) => {
            out.text("expected ");
            match inside {
                Some(kind) => kind_words(out, kind),
                None => expected(out, field),
            }
            out.text(", found ");
            out.text(found);
        }
        What::Tag(tag, found) => {
            out.text("expected ");
            variants(out, tag);
            out.text(", found ");
            out.text(found);
        }
        What::Missing(field, mask) => {
            missing(out, mask, environments);
            expected(out, field);
        }
        What::MissingTag(tag, mask) => {
            missing(out, mask, environments);
            variants(out, tag);
        }
    }
}

#[inline]
const fn missing(out: &mut Writer, mask: Mask, environments: Environments) {
    out.text("is required and no file sets it for ");
    let (mut left, mut number) = (mask.count_ones(), 0);
    while number < environments.end() && number < 64 {
        if let (Some(environment), true) = (environments.get(number), mask >> number & 1 == 1) {
            out.text(environment.name());
            left -= 1;
            out.text(match left {
                0 => ": expected ",
                1 => " and ",
                _ => ", ",
            });
        }
        number += 1;
    }
}

#[inline]
const fn remedy(out: &mut Writer, what: &What, suggestions: &mut Suggestions) {
    match *what {
        What::Text(_) | What::Tag(..) | What::Expected(_, _, _, None) => {}
        What::Beside(_) => out.text("; keep one of them"),
        What::Misspelt(name, extension) => {
            meant(out, name);
            out.text(".");
            out.text(extension);
            out.text("? [unknown-file]");
        }
        What::Reserved => out.text("; select the environment by its variable, and set policy in code"),
        What::Unknown(schema, entries, key) => {
            match suggestions.for_key(schema, entries, key) {
                Some(name) => {
                    meant(out, name);
                    out.text("?");
                }
                None => out.text("; remove it, or declare it in the type"),
            }
            out.text(" [unknown-key]");
        }
        What::Twice(name) => {
            out.text("; keep ");
            out.text(name);
        }
        What::DevOnly => out.text("; move it to a file that only development reads [dev-only-key]"),
        What::Credential(_) => out.text("; use a secret file, a sealed file or a variable [credential-source]"),
        What::Expected(_, _, _, Some(remedy)) => {
            out.text("; ");
            out.text(remedy);
        }
        What::Missing(..) | What::MissingTag(..) => {
            out.text("; set it in a file, or declare that each deployment supplies it");
        }
    }
}

#[inline]
const fn meant(out: &mut Writer, name: &str) {
    out.text("; did you mean ");
    out.text(name);
}
