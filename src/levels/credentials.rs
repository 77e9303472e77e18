//! Rows about credentials.

use super::check::{Check, Judged};
use super::example::Example;
use super::leveled;
use super::{
    AMBIENT_CREDENTIAL, CREDENTIAL_FILE_MODE, CREDENTIAL_IN_PLAIN_FIELD, CREDENTIAL_MODE, CREDENTIAL_PLACEHOLDER,
    CREDENTIAL_REUSED, CREDENTIAL_SHADOWED, CREDENTIAL_SHARED, CREDENTIAL_SOURCE, CREDENTIAL_WEAK,
};
use crate::finding::Level::{Allow, Deny, Warn};

type Texts = &'static [(&'static str, &'static str)];

const PASSWORD: Texts = &[("SHOP_PASSWORD", "hunter2-CANARY")];
const IN_A_SECRET_FILE: Texts = &[("/run/secrets/password", "hunter2-CANARY\n")];

// put together, so that nobody's scanner takes them for real ones
const TEST_KEY: Texts = &[("SHOP_API_KEY", concat!("sk_", "test_", "51H8aBcDeFgHiJk"))];
const LIVE_KEY: Texts = &[("SHOP_API_KEY", concat!("sk_", "live_", "51H8aBcDeFgHiJk"))];

pub(super) const ROWS: &[Check] = &[
    leveled(
        Check::new(
            CREDENTIAL_SOURCE,
            "A credential stands where its environment does not take it from: in a file that is committed, on a command \
             line that every process sees. Which sources are meant is the policy's to say, by tier, so what it refuses is \
             refused everywhere. An allowance counts for sources of one environment; what all environments share it does \
             not let through.",
            "use a secret file, a sealed file or a variable, and make the credential anew: it has been seen",
        )
        .fixed()
        .judged_by(Judged::AtKeys)
        .with_example(
            Example::new(
                "production",
                "password: a credential stands in a plain file, and production does not take it from there \
                 (config/production.toml:1:12); use a secret file, a sealed file or SHOP_PASSWORD [credential-source]",
            )
            .with_files(&[("config/production.toml", "password = \"hunter2-CANARY\"\n")])
            .with_quiet(&Example::new("production", "").with_files(IN_A_SECRET_FILE)),
        ),
        Deny,
        Deny,
        Deny,
        Deny,
    ),
    leveled(
        Check::new(
            CREDENTIAL_SHARED,
            "Two environments have one credential, so who has the one has the other: the process itself has seen it, or the \
             ledger knows it.",
            "give each environment one of its own",
        )
        .judged_by(Judged::Load)
        .fixed()
        .with_example(
            Example::new(
                "production",
                "password: is the credential that staging has as password, and a credential belongs to one environment; \
                 give each environment one of its own [credential-shared]",
            )
            .with_variables(PASSWORD)
            .with_before("staging")
            .with_quiet(&Example::new("production", "").with_variables(PASSWORD)),
        ),
        Deny,
        Deny,
        Deny,
        Deny,
    ),
    leveled(
        Check::new(
            CREDENTIAL_REUSED,
            "Two keys of one environment have one credential, so it cannot be changed for one of them.",
            "give each key one of its own",
        )
        .judged_by(Judged::Load)
        .with_example(
            Example::new(
                "staging",
                "api_key: is the same credential as password; give each key one of its own [credential-reused]",
            )
            .with_variables(&[("SHOP_PASSWORD", "hunter2-CANARY"), ("SHOP_API_KEY", "hunter2-CANARY")])
            .with_quiet(
                &Example::new("staging", "")
                    .with_variables(&[("SHOP_PASSWORD", "hunter2-CANARY"), ("SHOP_API_KEY", "hunter3-CANARY")]),
            ),
        ),
        Allow,
        Warn,
        Warn,
        Warn,
    ),
    leveled(
        Check::new(
            CREDENTIAL_MODE,
            "A vendor's key of the wrong mode: a live key moves real money wherever it is, so it belongs to production \
             alone; a test key in production takes no payment; one that a vendor publishes opens nothing and hides nothing. \
             In development only a live key is wrong.",
            "give this environment a key of its own, or declare the mode that it uses",
        )
        .fixed()
        .judged_by(Judged::AtKeys)
        .with_example(
            Example::new(
                "production",
                "api_key: is a test key of Stripe, Clerk or Paystack, and production has to use live keys (SHOP_API_KEY); give this \
                 environment a key of its own, or declare the mode that it uses [credential-mode]",
            )
            .with_variables(TEST_KEY)
            .with_quiet(&Example::new("production", "").with_variables(LIVE_KEY)),
        ),
        Deny,
        Deny,
        Deny,
        Deny,
    ),
    leveled(
        Check::new(
            CREDENTIAL_PLACEHOLDER,
            "A word that stands for a credential, at most two letters over and over, a template that nobody has filled in, or a \
             credential that was made for tests (milieu-test-…). Everybody can guess it.",
            "give this environment a credential of its own",
        )
        .judged_by(Judged::AtKeys)
        .with_example(
            Example::new(
                "staging",
                "password: holds a word that stands for a credential, and no credential (SHOP_PASSWORD); give this \
                 environment one of its own [credential-placeholder]",
            )
            .with_variables(&[("SHOP_PASSWORD", "changeme")])
            .with_quiet(&Example::new("staging", "").with_variables(PASSWORD)),
        ),
        Allow,
        Deny,
        Deny,
        Deny,
    ),
    leveled(
        Check::new(
            CREDENTIAL_WEAK,
            "A credential is shorter than its field has declared, 12 bytes unless it says otherwise, and can be tried out.",
            "take a longer one, or declare with min_len what it has to have",
        )
        .judged_by(Judged::AtKeys)
        .with_example(
            Example::new(
                "staging",
                "password: is shorter than 12 bytes (SHOP_PASSWORD); take a longer one, or declare with min_len what it has \
                 to have [credential-weak]",
            )
            .with_variables(&[("SHOP_PASSWORD", "Kx7-pQz")])
            .with_quiet(&Example::new("staging", "").with_variables(PASSWORD)),
        ),
        Allow,
        Warn,
        Warn,
        Warn,
    ),
    leveled(
        Check::new(
            CREDENTIAL_SHADOWED,
            "Two sources set one credential and do not agree: after a change at one of them the program still uses the \
             other.",
            "keep the one that is meant",
        )
        .judged_by(Judged::AtKeys)
        .with_example(
            Example::new(
                "staging",
                "password: is set by a variable, and a secret file, /run/secrets/password, does not agree with it \
                 (SHOP_PASSWORD); keep the one that is meant [credential-shadowed]",
            )
            .with_files(&[("/run/secrets/password", "hunter3-CANARY\n")])
            .with_variables(PASSWORD)
            .with_quiet(&Example::new("staging", "").with_variables(PASSWORD)),
        ),
        Allow,
        Warn,
        Warn,
        Warn,
    ),
    leveled(
        Check::new(
            CREDENTIAL_IN_PLAIN_FIELD,
            "A text looks like a credential and stands in a field that is shown: in reports, in logs, in whatever prints \
             the configuration.",
            "make the field a milieu::Credential or a milieu::Dsn, or say with public why it may be shown",
        )
        .fixed()
        .judged_by(Judged::AtKeys)
        .with_example(
            Example::new(
                "staging",
                "callback: looks like an address with a password in it, in a field that is shown \
                 (config/staging.toml:1:12); make the field a milieu::Dsn, or say why it may be shown with public \
                 [credential-in-plain-field]",
            )
            .with_files(&[("config/staging.toml", "callback = \"https://shop:hunter2-CANARY@example.com\"\n")])
            .with_quiet(
                &Example::new("staging", "")
                    .with_files(&[("config/staging.toml", "callback = \"https://shop@example.com\"\n")]),
            ),
        ),
        Deny,
        Deny,
        Deny,
        Deny,
    ),
    leveled(
        Check::new(
            CREDENTIAL_FILE_MODE,
            "Others than the program can read or change a secret file, or it is not where it seems to be: its mode, its \
             owner, or a link.",
            "let the owner alone read it",
        )
        .fixed()
        .with_example(
            Example::new(
                "staging",
                "password: has mode 0644, and at most 0600 was expected (/run/secrets/password); take the other permissions \
                 away [credential-file-mode]",
            )
            .with_files(IN_A_SECRET_FILE)
            .with_given("with mode 0644 for the file, in a directory that was given as strict"),
        ),
        Warn,
        Deny,
        Deny,
        Deny,
    ),
    leveled(
        Check::new(
            AMBIENT_CREDENTIAL,
            "A variable is set that some driver takes as a credential by itself, and this configuration does not declare it: \
             the program may connect as somebody whom nobody chose.",
            "unset it, or declare it as the variable of a credential",
        )
        .judged_by(Judged::Load)
        .with_example(
            Example::new(
                "staging",
                "PGPASSWORD: is set, and some driver or SDK may take it as a credential that this configuration does not \
                 know; unset it, or declare it as the variable of a credential [ambient-credential]",
            )
            .with_variables(&[("PGPASSWORD", "hunter2-CANARY")])
            .with_quiet(&Example::new("staging", "").with_variables(PASSWORD)),
        ),
        Allow,
        Warn,
        Warn,
        Warn,
    ),
];
