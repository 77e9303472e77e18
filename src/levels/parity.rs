//! Rows about environments side by side, and about what staging has accepted.

use super::check::{Check, Judged};
use super::example::Example;
use super::leveled;
use super::{LOOPBACK_ENDPOINT, NONPRODUCTION_HOST, PRODUCTION_ONLY_INPUT, STAGING_DRIFT, UNPROVEN_PROMOTION};
use crate::finding::Level::{Allow, Deny, Warn};

pub(super) const ROWS: &[Check] = &[
    leveled(
        Check::new(
            STAGING_DRIFT,
            "Staging and production differ in a way that is new since the committed baseline: a key that only one of them \
             has, another kind of value, or values that have to be the same. What works in staging then says nothing of \
             production.",
            "make the two alike, or accept the difference into parity.lock with a reason",
        )
        .judged_by(Judged::Across)
        .with_example(
            Example::new("production", "")
                .with_files(&[("config/staging.toml", "host = \"db.staging\"\n"), ("config/production.toml", "")]),
        ),
        Allow,
        Deny,
        Warn,
        Warn,
    ),
    leveled(
        Check::new(
            PRODUCTION_ONLY_INPUT,
            "A key, a source or a branch that only production has, so that the production start is the first to try it.",
            "give staging the same, with a value of its own",
        )
        .judged_by(Judged::Across)
        .with_example(
            Example::new("production", "")
                .with_files(&[("config/staging.toml", ""), ("config/production.toml", "host = \"db.internal\"\n")]),
        ),
        Allow,
        Deny,
        Warn,
        Warn,
    ),
    leveled(
        Check::new(
            NONPRODUCTION_HOST,
            "An endpoint of production names a host of a sandbox, of staging or of tests, or one of another environment \
             names a host of production: data goes where it does not belong.",
            "name the host of this environment",
        )
        .judged_by(Judged::Across)
        .with_example(
            Example::new("production", "")
                .with_files(&[("config/production.toml", "callback = \"https://api.sandbox.example.com\"\n")]),
        ),
        Allow,
        Deny,
        Warn,
        Warn,
    ),
    leveled(
        Check::new(
            LOOPBACK_ENDPOINT,
            "An endpoint that the program calls lies on its own host. That may be a sidecar, and may be a value of \
             development that was left.",
            "name the host that is meant, or allow it for the sidecar",
        )
        .judged_by(Judged::Across)
        .with_example(
            Example::new("production", "")
                .with_files(&[("config/production.toml", "callback = \"http://localhost:9000\"\n")]),
        ),
        Allow,
        Warn,
        Warn,
        Warn,
    ),
    leveled(
        Check::new(
            UNPROVEN_PROMOTION,
            "Receipts are required, and there is none by which staging has accepted this very configuration and program.",
            "start it in staging first, or give an approval with name, reason and end",
        )
        .judged_by(Judged::Load)
        .with_example(Example::new("production", "").with_given("where receipts are required and none fits")),
        Allow,
        Deny,
        Deny,
        Deny,
    ),
];
