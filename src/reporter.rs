//! Where the warnings of an application go, unless it says otherwise.

use crate::finding::Finding;

/// The reporter of [`app!`](crate::app!).
#[expect(clippy::print_stderr, reason = "this is the reporter that an application gets unless it gives its own")]
pub(crate) fn to_stderr(finding: &Finding) {
    #[cfg(feature = "tracing")]
    if tracing::dispatcher::has_been_set() {
        tracing::warn!(target: "milieu", check = finding.check(), key = finding.key(), "{finding}");
        return;
    }
    eprintln!("{}: {finding}", finding.level().word());
}
