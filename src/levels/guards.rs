//! Rows about the environment itself, and about which program may run as it.

use super::check::{Check, Judged};
use super::example::Example;
use super::leveled;
use super::{
    DESTRUCTIVE_ACTION, ENVIRONMENT_DEFAULTED, ENVIRONMENT_WITNESS, LAUNCHED_BY_CARGO, SECOND_ENVIRONMENT, UNDER_TEST,
    UNGUARDED_BUILD, UNVERIFIED_ARTIFACT,
};
use crate::finding::Level::{Allow, Deny, Warn};

const MARKED: &[(&str, &str)] = &[("/etc/milieu-environment", "production\n")];

pub(super) const ROWS: &[Check] = &[
    leveled(
        Check::new(
            ENVIRONMENT_DEFAULTED,
            "The selector is not set, and a development build that cargo or an IDE started loads development. Nothing else \
             ever defaults.",
            "set the selector to say so yourself",
        )
        .judged_by(Judged::Load)
        .with_example(
            Example::new(
                "development",
                "SHOP_ENV: is not set; this development build was started by cargo or in its target directory, so development is loaded; set it to say so \
                 yourself [environment-defaulted]",
            )
            .with_given("where cargo has started a development build and SHOP_ENV is not set"),
        ),
        Warn,
        Deny,
        Deny,
        Deny,
    ),
    leveled(
        Check::new(
            ENVIRONMENT_WITNESS,
            "The machine, or whoever mounted the secrets, says that this is another environment than the selected one. One \
             of the two is wrong, and a program that goes on may write to the wrong database.",
            "select the environment that this machine and these secrets belong to",
        )
        .judged_by(Judged::Load)
        .fixed()
        .with_example(
            Example::new(
                "staging",
                "/etc/milieu-environment: staging is selected, and a witness says that this is another environment; select \
                 the environment that this machine and these secrets belong to [environment-witness]",
            )
            .with_files(MARKED)
            .with_quiet(&Example::new("production", "").with_files(MARKED)),
        ),
        Deny,
        Deny,
        Deny,
        Deny,
    ),
    leveled(
        Check::new(
            SECOND_ENVIRONMENT,
            "One process loads a second environment, and holds the credentials of both.",
            "look at the other one with inspect, or say why it is needed with also",
        )
        .judged_by(Judged::Load)
        .fixed()
        .with_example(
            Example::new(
                "production",
                "production: cannot be loaded: this process runs on staging, and a process runs on one environment; look at \
                 it with inspect, or say why it is needed with also [second-environment]",
            )
            .with_before("staging")
            .with_quiet(&Example::new("production", "")),
        ),
        Deny,
        Deny,
        Deny,
        Deny,
    ),
    leveled(
        Check::new(
            UNGUARDED_BUILD,
            "A development build, or one that does not say what it is, starts where it is deployed. It may hold mocks, \
             defaults and switches of development.",
            "build it with MILIEU_BUILD=deployable",
        )
        .judged_by(Judged::Load)
        .with_example(
            Example::new(
                "staging",
                "build: has no class, and staging runs deployable builds; load by milieu::app!, or give the loader what \
                 milieu::build!() says in the application [unguarded-build]",
            )
            .with_given("with a loader that is told nothing of its build"),
        ),
        Allow,
        Deny,
        Deny,
        Deny,
    ),
    leveled(
        Check::new(
            LAUNCHED_BY_CARGO,
            "Cargo has just built and started the program, so it is not the file that was tested and shipped.",
            "start the file itself",
        )
        .judged_by(Judged::Load)
        .with_example(
            Example::new(
                "production",
                "process: was started by cargo, and production runs what was built to be deployed; start the file itself: \
                 MILIEU_BUILD=deployable cargo build --release -p shop && SHOP_ENV=production target/release/shop \
                 [launched-by-cargo]",
            )
            .with_given("by cargo run"),
        ),
        Allow,
        Deny,
        Deny,
        Deny,
    ),
    leveled(
        Check::new(
            UNDER_TEST,
            "A test or a benchmark, or what nextest or Bazel has started, runs as staging or production, and would use what users \
             depend on. A fixture that is given the variables of the process counts as one.",
            "make the environment of facts, with milieu::testing::Fixture",
        )
        .judged_by(Judged::Load)
        .with_example(
            Example::new(
                "staging",
                "process: is a test, and no test runs as staging; make the environment of facts, with \
                 milieu::testing::Fixture [under-test]",
            )
            .with_given("by cargo test, without a fixture"),
        ),
        Allow,
        Deny,
        Deny,
        Deny,
    ),
    leveled(
        Check::new(
            DESTRUCTIVE_ACTION,
            "The program is about to destroy what somebody depends on. `Environment::refuse_destructive` asks for it, so no \
             load and no allowance changes it.",
            "break the glass for it, with environment, reason and an end within the hour",
        )
        .judged_by(Judged::Apart)
        .with_example(
            Example::new(
                "staging",
                "staging: refuses to drop the database; break the glass for it, with environment, reason and an end within \
                 the hour [destructive-action]",
            )
            .with_given("where the program asks to drop the database"),
        ),
        Allow,
        Deny,
        Deny,
        Deny,
    ),
    leveled(
        Check::new(
            UNVERIFIED_ARTIFACT,
            "A finished program is not what its verification expects: another build class, package or schema, or something \
             of development in it. A file belongs to no environment, so one level stands for all.",
            "build the file again as it should be, and ship that one",
        )
        .judged_by(Judged::Apart)
        .fixed()
        .with_example(Example::new("production", "target/release/shop: expected a deployable build, found a development build of shop 1.4.0; build it alone: MILIEU_BUILD=deployable cargo build --release -p shop [unverified-artifact]").with_given("where the file that ships is a development build")),
        Deny,
        Deny,
        Deny,
        Deny,
    ),
];
