//! What is wrong with a file, in words that hold nothing of it.

use std::borrow::Cow;

use milieu_format::Rule;

/// What is wrong with a file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The byte; `None` if it is the whole file.
    pub(crate) at: Option<u32>,
    pub(crate) words: Cow<'static, str>,
    pub(crate) remedy: Option<&'static str>,
    /// The slug of the check that finds it at run time.
    pub(crate) check: Option<&'static str>,
    /// The file is not read to its end, so that what is missing says nothing.
    pub(crate) is_fatal: bool,
}

impl Fault {
    pub(crate) fn of_file(words: &'static str, remedy: Option<&'static str>) -> Self {
        Self { at: None, words: words.into(), remedy, check: None, is_fatal: true }
    }

    pub(crate) fn of_rule(rule: Rule, at: u32) -> Self {
        Self { at: Some(at), words: rule.words(), remedy: rule.remedy(), check: None, is_fatal: true }
    }

    pub(crate) fn duplicate(at: u32) -> Self {
        Self {
            at: Some(at),
            words: "sets a key that this source has set before".into(),
            remedy: Some("keep one of the two"),
            check: Some("duplicate-key"),
            is_fatal: false,
        }
    }

    pub(crate) fn closed(at: u32) -> Self {
        Self {
            at: Some(at),
            words: "adds to a table or list that is complete where it was defined".into(),
            remedy: Some("write all its keys in one place"),
            check: None,
            is_fatal: true,
        }
    }

    /// All but the place, as a line of a report ends.
    pub(crate) fn message(&self) -> String {
        let mut text = self.words.to_string();
        if let Some(remedy) = self.remedy {
            text.extend(["; ", remedy]);
        }
        if let Some(check) = self.check {
            text.extend([" [", check, "]"]);
        }
        text
    }
}
