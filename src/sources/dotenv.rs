//! dotenv files: named texts, as variables are. Nothing is put into the process and no command is run.

use milieu_format::Fault;

use super::given::Given;

/// What a dotenv file says.
pub(crate) struct Dotenv {
    /// Sorted by name, each once: of a name that comes twice the later counts.
    entries: Vec<(String, String, u32)>,
    pub(crate) faults: Vec<At>,
}

/// A broken rule, and where.
pub(crate) struct At {
    pub(crate) rule: milieu_format::Rule,
    pub(crate) at: u32,
}

/// Reads the text of a dotenv file.
pub(crate) fn read(text: &str) -> Dotenv {
    let read = milieu_format::dotenv::read(text);
    let mut entries: Vec<_> = read
        .entries
        .iter()
        .map(|entry| {
            let (name, value) = (entry.name.text.as_str(text), entry.value.as_str(text));
            (name.to_owned(), value.to_owned(), entry.value_span.start)
        })
        .collect();
    entries.reverse();
    entries.sort_by(|(a, ..), (b, ..)| a.cmp(b));
    entries.dedup_by(|(earlier, ..), (later, ..)| earlier == later);
    let at = |fault: &Fault| At { rule: fault.rule, at: fault.span.start };
    Dotenv { entries, faults: read.faults.iter().map(at).collect() }
}

impl Dotenv {
    pub(crate) fn given(&self) -> Vec<Given<'_>> {
        self.entries.iter().map(|(name, text, at)| Given { name, text: Some(text), at: *at }).collect()
    }
}
