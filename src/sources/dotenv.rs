//! dotenv files: named texts, as variables are. Nothing is put into the process and no command is run.

use milieu_format::Fault;

use super::given::{Given, sort};

/// What a dotenv file says.
pub(crate) struct Dotenv {
    /// Names, texts and places, the last first.
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
    let at = |fault: &Fault| At { rule: fault.rule, at: fault.span.start };
    Dotenv { entries, faults: read.faults.iter().map(at).collect() }
}

impl Dotenv {
    /// Sorted by name, each once: of a name that comes twice the later counts.
    pub(crate) fn given(&self) -> Vec<Given<'_>> {
        let mut given = self.entries.iter().map(|(name, text, at)| Given { name, text: Some(text), at: *at }).collect();
        sort(&mut given);
        given
    }
}
