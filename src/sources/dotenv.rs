//! dotenv files: named texts, as variables are. Nothing is put into the process and no command is run.

use milieu_format::Fault;
use zeroize::Zeroizing;

use crate::stack::blank;

use super::given::{Given, sort};

/// The most faults of which something is said, as of any other file.
const MOST: usize = 64;

/// What a dotenv file says.
pub(crate) struct Dotenv {
    /// Names, texts and places, the last first.
    entries: Vec<Entry>,
    pub(crate) faults: Vec<At>,
}

/// One assignment.
struct Entry {
    name: String,
    text: Zeroizing<String>,
    at: u32,
    is_interpolated: bool,
}

/// A broken rule, and where.
pub(crate) struct At {
    pub(crate) rule: milieu_format::Rule,
    pub(crate) at: u32,
}

/// Reads the text of a dotenv file, and blanks its values in it: any may be a credential, and the text is kept for its lines.
pub(crate) fn read(text: &mut String) -> Dotenv {
    let read = milieu_format::dotenv::read(text);
    let mut entries: Vec<_> = read
        .entries
        .iter()
        .map(|entry| Entry {
            name: entry.name.text.as_str(text).to_owned(),
            text: Zeroizing::new(entry.value.as_str(text).to_owned()),
            at: entry.value_span.start,
            is_interpolated: entry.is_interpolated,
        })
        .collect();
    entries.reverse();
    let spans = read.entries.iter().map(|entry| entry.value_span);
    blank(text, spans.map(|span| span.start as usize..span.end as usize));
    let at = |fault: &Fault| At { rule: fault.rule, at: fault.span.start };
    Dotenv { entries, faults: read.faults.iter().take(MOST).map(at).collect() }
}

impl Dotenv {
    /// Sorted by name, each once: of a name that comes twice the later counts.
    pub(crate) fn given(&self) -> Vec<Given<'_>> {
        let mut given: Vec<_> = self
            .entries
            .iter()
            .map(|Entry { name, text, at, is_interpolated }| Given {
                name,
                text: Some(text),
                at: *at,
                is_interpolated: *is_interpolated,
            })
            .collect();
        sort(&mut given);
        given
    }
}
