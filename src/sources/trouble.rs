//! What is wrong with a source, in words.

use milieu_format::Rule;

use crate::exact::Exact;
use crate::finding::{Finding, Level};
use crate::levels::DUPLICATE_KEY;
use crate::stack::{Stack, Trouble, What};

/// Words for what is wrong with a source. The text is not quoted: any line may hold a credential.
pub(crate) fn finding(stack: &Stack, trouble: &Trouble) -> Finding {
    let origin = stack.layer(trouble.layer).origin_at(trouble.at);
    let finding = match trouble.what {
        What::Duplicate => Finding::new("sets a key that this source has set before")
            .with_exact(stack.written(trouble).as_deref().map(Exact::of))
            .with_remedy("keep one of the two")
            .with_check(DUPLICATE_KEY, Level::Deny),
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
    let finding = Finding::new(rule.words());
    match rule.remedy() {
        Some(remedy) => finding.with_remedy(remedy),
        None => finding,
    }
}
