//! One test in every environment: all are run, and all that fail are named.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::environment::{Environment, Environments};

/// Runs a test for the standard environments and the declared ones.
#[track_caller]
pub(super) fn run(declared: &[Environment], test: impl Fn(Environment)) {
    let environments = Environments::new(declared);
    let mut failed = Vec::new();
    for environment in environments.iter() {
        // nothing of this crate is left half done by a test's panic; of the test's own things it knows itself
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| test(*environment))) {
            failed.push(format!("\n  {environment}: {}", words(&*panic).replace('\n', "\n    ")));
        }
    }
    let (count, all) = (failed.len(), environments.iter().count());
    assert!(failed.is_empty(), "{count} of {all} environments failed:{}", failed.concat());
}

fn words(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("panicked, and not with a text")
}
