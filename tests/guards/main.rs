//! Build guards, proven by cargo itself: projects of users are built, started and refused.
//!
//! All of it builds into one directory below the target directory, so that `milieu` is built once for each profile.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, writes projects and runs cargo on them"
)]

mod artifact;
mod cargo;
mod class;
mod dev_only;
mod dev_values;
mod embedded;
mod features;
mod layers;
mod proof;
mod start;
