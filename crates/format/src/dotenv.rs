//! dotenv files: names and texts, one assignment a line.
//!
//! There is no standard. What eleven common implementations agree on is read as they read it; where they differ, one of their
//! readings is taken, or the line is refused with its place. No line is dropped in silence, no command is run, and nothing is
//! looked up outside of the text: `${NAME}` means a name that the same text has set before.

mod value;

use std::collections::HashMap;

use crate::{Fault, Key, Rule, Span, Text};

/// What a dotenv text says.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Dotenv {
    /// The assignments in the order of the text; a name may come twice.
    pub entries: Vec<Entry>,
    /// What could not be read.
    pub faults: Vec<Fault>,
}

/// One assignment.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Entry {
    /// The name.
    pub name: Key,
    /// The text, decoded.
    pub value: Text,
    /// Where the text stands, quotes included.
    pub value_span: Span,
    /// Whether another name's text was put into it.
    pub is_interpolated: bool,
}

/// Reads a dotenv text.
#[must_use]
pub fn read(source: &str) -> Dotenv {
    let mut out = Dotenv::default();
    if u32::try_from(source.len()).is_err() {
        out.faults.push(Fault { rule: Rule::TooLong, span: Span::default() });
        return out;
    }
    let mut at = if source.starts_with('\u{feff}') { 3 } else { 0 };
    // the last assignment of each name so far
    let mut set = HashMap::new();
    while at < source.len() {
        let line = source[at..].find(['\n', '\r']).map_or(source.len(), |end| at + end);
        at = match assignment(source, at, line, &mut set, &mut out) {
            Ok(end) => end,
            Err((words, place)) => {
                out.faults.push(Fault { rule: Rule::Syntax(words), span: Span::new(place, place) });
                line
            }
        };
        at += usize::from(at < source.len());
    }
    out
}

/// The most that interpolation may make of a text, in bytes: names that refer to names grow fast.
const MOST_INTERPOLATED: usize = 4 << 20;

type Wrong = (&'static str, usize);

/// Reads the line from `start` to `line`; a quoted text may go on behind it. Returns where reading goes on.
fn assignment<'t>(
    source: &'t str,
    start: usize,
    line: usize,
    set: &mut HashMap<&'t str, usize>,
    out: &mut Dotenv,
) -> Result<usize, Wrong> {
    let text = &source[start..line];
    let begin = start + text.len() - text.trim_start().len();
    let text = &source[begin..line];
    if text.is_empty() || text.starts_with('#') {
        return Ok(line);
    }
    let after_export = text.strip_prefix("export").filter(|rest| rest.starts_with([' ', '\t'])).map(str::trim_start);
    let begin = after_export.map_or(begin, |rest| line - rest.len());
    let equals = source[begin..line].find('=').ok_or(("an assignment, NAME=value", begin))? + begin;
    let name = source[begin..equals].trim_end();
    if !is_name(name) {
        return Err(("a name of letters, digits, _ and ., no digit first", begin));
    }
    let rest = &source[equals + 1..line];
    let value_start = line - rest.trim_start_matches([' ', '\t']).len();
    let lookup = |name: &str| set.get(name).and_then(|at| out.entries.get(*at)).map(|entry| entry.value.as_str(source));
    let blank_before = value_start > equals + 1;
    let read = match source.as_bytes().get(value_start).filter(|_| value_start < line) {
        Some(b'\'') => value::single(source, value_start)?,
        Some(b'"') => value::double(source, value_start, &lookup)?,
        _ => value::bare(source, value_start, line, blank_before, &lookup)?,
    };
    if read.is_interpolated {
        let before = out.entries.iter().filter(|entry| entry.is_interpolated);
        let all = before.map(|entry| entry.value.as_str(source).len()).sum::<usize>() + read.text.as_str(source).len();
        if all > MOST_INTERPOLATED {
            return Err(("texts of at most 4 MiB in all", value_start));
        }
    }
    let name_span = Span::new(begin, begin + name.len());
    set.insert(name, out.entries.len());
    out.entries.push(Entry {
        name: Key { text: Text::Source(name_span), span: name_span },
        value: read.text,
        value_span: Span::new(value_start, read.end),
        is_interpolated: read.is_interpolated,
    });
    Ok(read.next)
}

fn is_name(name: &str) -> bool {
    let mut letters = name.chars();
    let first = letters.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
    first && letters.all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.')
}
