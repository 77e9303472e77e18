//! Named texts that are matched against a schema: variables of the process, or of a dotenv file.

use std::ops::Range;

use crate::vars::{Text, Vars};

/// One named text.
#[derive(Clone, Copy)]
pub(crate) struct Given<'a> {
    pub(crate) name: &'a str,
    /// `None` where the bytes are no UTF-8.
    pub(crate) text: Option<&'a str>,
    /// Where its name stands, in a file.
    pub(crate) at: u32,
    /// Another name's text was put into it.
    pub(crate) is_interpolated: bool,
}

impl Given<'_> {
    /// What follows so many bytes of the name.
    #[inline]
    pub(super) fn rest(&self, depth: usize) -> &[u8] {
        self.name.as_bytes().get(depth..).unwrap_or_default()
    }
}

/// The variables that can mean something to an application, sorted by name, each once: those with its prefix, in whatever
/// letters, and all of them where some field names one without it.
pub(crate) fn of_vars<'a>(vars: &'a Vars, prefix: &str, all: bool) -> Vec<Given<'a>> {
    let (prefix, length) = (prefix.as_bytes(), prefix.len());
    let concerns =
        |name: &str| all || name.as_bytes().get(..length).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    let mut given = Vec::with_capacity(vars.all().len());
    for (name, text) in vars.all().iter().filter(|(name, _)| concerns(name)) {
        let text = match text {
            Text::Unicode(text) => Some(text.as_str()),
            Text::NotUnicode => None,
        };
        given.push(Given { name, text, at: 0, is_interpolated: false });
    }
    sort(&mut given);
    given
}

/// By name; of a name that comes twice the first counts.
pub(crate) fn sort(given: &mut Vec<Given<'_>>) {
    given.sort_by(|a, b| a.name.cmp(b.name));
    given.dedup_by(|later, earlier| later.name == earlier.name);
}

/// Those of sorted names that begin with the prefix.
pub(crate) fn prefixed(given: &[Given<'_>], prefix: &str) -> Range<usize> {
    let start = given.partition_point(|given| given.name < prefix);
    start..start + given[start..].partition_point(|given| given.name.starts_with(prefix))
}
