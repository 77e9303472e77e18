//! What is wrong with a source, in words.

use milieu_format::Rule;

use crate::finding::{Finding, Level};
use crate::stack::{Stack, Trouble, What};

/// Words for what is wrong with a source. The text is not quoted: any line may hold a credential.
pub(crate) fn finding(stack: &Stack, trouble: &Trouble) -> Finding {
    let origin = stack.layer(trouble.layer).origin_at(trouble.at);
    let finding = match trouble.what {
        What::Duplicate => Finding::new("sets a key that this source has set before")
            .with_remedy("keep one of the two")
            .with_check("duplicate-key", Level::Deny),
        What::Closed => Finding::new("adds to a table or list that is complete where it was defined")
            .with_remedy("write all its keys in one place"),
        What::Format(rule) => return of_format(rule).with_origin(origin),
    };
    finding.with_origin(origin)
}

/// Whether the source could not be read to its end, so that what is missing says nothing.
pub(crate) fn is_fatal(trouble: &Trouble) -> bool {
    matches!(trouble.what, What::Format(_) | What::Closed)
}

/// Words for a broken rule of a format.
pub(crate) fn of_format(rule: Rule) -> Finding {
    match rule {
        Rule::Syntax(words) => Finding::new(format!("is not well-formed here: expected {words}")),
        Rule::TooDeep => Finding::new("is nested more than 64 levels deep").with_remedy("flatten it"),
        Rule::NumberTooLarge => Finding::new("holds a whole number of more than 128 bits"),
        Rule::TooLong => Finding::new("is longer than 4 GiB"),
        Rule::UnknownAlias => Finding::new("refers to an anchor that does not stand before it"),
        Rule::AliasBomb => Finding::new("has aliases that unfold to more values than a file may have"),
        Rule::MergeNotTable => Finding::new("merges something that is no table"),
        Rule::KeyNotText => Finding::new("has a key that is itself a list or a table"),
        Rule::ManyDocuments => Finding::new("begins a second document here, and one was expected")
            .with_remedy("keep one document in a file"),
        Rule::RootNotTable => Finding::new("expected a table at the root of the file, found something else"),
        _ => Finding::new("is not well-formed here"),
    }
}
