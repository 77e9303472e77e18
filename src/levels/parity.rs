//! Rows about environments side by side, and about what staging has accepted.

use super::check::{Check, Judged};
use super::example::Example;
use super::leveled;
use super::{
    ENVIRONMENT_WITHOUT_FILE, FOREIGN_HOST, LOOPBACK_ENDPOINT, NONPRODUCTION_HOST, PRODUCTION_ONLY_INPUT,
    STAGING_DRIFT, UNPROVEN_PROMOTION,
};
use crate::finding::Level::{Allow, Deny, Warn};

pub(super) const ROWS: &[Check] = &[
    leveled(
        Check::new(
            ENVIRONMENT_WITHOUT_FILE,
            "An environment of tier Staging or Production has no file of its own while others have one. It would not start, and what \
             looks at all environments does not look at it. For a staging that nobody has declared it is a warning.",
            "add its file, even if it is empty",
        )
        .judged_by(Judged::Across)
        .with_example(
            Example::new(
                "production",
                "production: has no file of its own while others have, so it would not start and was not checked; add its file, \
                 even if it is empty [environment-without-file]",
            )
            .with_files(&[("config/staging.toml", ""), ("config/development.toml", "")])
            .with_quiet(
                &Example::new("production", "")
                    .with_files(&[("config/staging.toml", ""), ("config/production.toml", "")]),
            ),
        ),
        Allow,
        Deny,
        Allow,
        Allow,
    ),
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
            Example::new(
                "production",
                "host: is set in staging and not in production (config/staging.toml:1:8); set it in production too, or accept the \
                 difference with a reason [staging-drift]",
            )
            .with_files(&[("config/staging.toml", "host = \"db.staging\"\n"), ("config/production.toml", "")])
            .with_quiet(&Example::new("production", "").with_files(&[
                ("config/staging.toml", "host = \"db.staging\"\n"),
                ("config/production.toml", "host = \"db.internal\"\n"),
            ])),
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
            Example::new(
                "production",
                "host: is set in production and not in staging (config/production.toml:1:8); set it in staging too, or accept the \
                 difference with a reason [production-only-input]",
            )
            .with_files(&[("config/staging.toml", ""), ("config/production.toml", "host = \"db.internal\"\n")])
            .with_quiet(&Example::new("production", "").with_files(&[
                ("config/staging.toml", "host = \"db.staging\"\n"),
                ("config/production.toml", "host = \"db.internal\"\n"),
            ])),
        ),
        Allow,
        Deny,
        Warn,
        Warn,
    ),
    leveled(
        Check::new(
            NONPRODUCTION_HOST,
            "An endpoint of production names a host that says sandbox, staging or test: data goes where it does not belong. A \
             word in a name is a strong hint and no proof, so it stops no program that starts.",
            "set the host that this environment is to reach, or declare its domain with Loader::domains",
        )
        .with_example(
            Example::new("production", "callback: names a host that says sandbox, and production reaches those of production (config/production.toml:1:12); set the host that production is to reach, or declare its domain as production's [nonproduction-host]")
                .with_files(&[("config/production.toml", "callback = \"https://api.sandbox.example.com\"\n")])
                .with_quiet(
                    &Example::new("production", "")
                        .with_files(&[("config/production.toml", "callback = \"https://api.example.com\"\n")]),
                ),
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
        .with_example(
            Example::new("production", "callback: is an endpoint on this very machine (config/production.toml:1:12); set the host that production is to reach, or allow it if a sidecar answers there [loopback-endpoint]")
                .with_files(&[("config/production.toml", "callback = \"http://localhost:9000\"\n")])
                .with_quiet(
                    &Example::new("development", "")
                        .with_files(&[("config/development.toml", "callback = \"http://localhost:9000\"\n")]),
                ),
        ),
        Allow,
        Warn,
        Warn,
        Warn,
    ),
    leveled(
        Check::new(
            FOREIGN_HOST,
            "A value names a host below a domain that the application has declared for another environment. Whose it is is known \
             then, and development on production's database is the worst of all.",
            "set the host that this environment is to reach, or declare the domain for it as well",
        )
        .fixed()
        .with_example(
            Example::new("staging", "callback: names a host of production, and staging has hosts of its own (config/staging.toml:1:12); set the host that staging is to reach [foreign-host]")
                .with_given("the application says .domains(\"production\", [\"shop.example\"])")
                .with_files(&[("config/staging.toml", "callback = \"https://db.shop.example\"\n")]),
        ),
        Deny,
        Deny,
        Deny,
        Deny,
    ),
    leveled(
        Check::new(
            UNPROVEN_PROMOTION,
            "Receipts are required, and there is none by which staging has accepted this very configuration and program.",
            "start it in staging first, or give an approval with name, reason and end",
        )
        .judged_by(Judged::Load)
        .with_example(Example::new("production", "receipt: is not there (receipt.json); let staging issue it, and ship it beside the artefact as it is [unproven-promotion]").with_given("where receipts are required and none is there")),
        Allow,
        Deny,
        Deny,
        Deny,
    ),
];
