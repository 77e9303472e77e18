//! Rows about keys, variables and files.

use super::check::Check;
use super::example::Example;
use super::leveled;
use super::{
    ABSENT_DIRECTORY, DEPRECATED_KEY, DEV_ONLY_KEY, DUPLICATE_KEY, STALE_ALLOWANCE, UNKNOWN_FILE, UNKNOWN_KEY,
    UNKNOWN_VARIABLE, WRITABLE_LAYER,
};
use crate::finding::Level::{Allow, Deny, Warn};
use crate::levels::check::Judged;

const PORT: &[(&str, &str)] = &[("config/staging.toml", "port = 80\n")];

pub(super) const ROWS: &[Check] = &[
    leveled(
        Check::new(
            UNKNOWN_KEY,
            "A layer sets a key that the type does not declare, so what it says has no effect: mostly a misspelt name. At \
             start it is a warning where it is deployed, since an older binary must start under a newer file after a \
             rollback.",
            "correct the name, declare the key in the type, or remove it",
        )
        .judged_by(Judged::ByFiles)
        .with_example(
            Example::new(
                "staging",
                "<key 1>: is no key of this configuration (config/staging.toml:1:1); did you mean port? [unknown-key]",
            )
            .with_files(&[("config/staging.toml", "prot = 80\n")])
            .with_quiet(&Example::new("staging", "").with_files(PORT)),
        ),
        Deny,
        Deny,
        Warn,
        Warn,
    ),
    leveled(
        Check::new(
            UNKNOWN_VARIABLE,
            "A variable has the application's prefix and no field reads it, so it has no effect. It is no more than a \
             warning, because who sets variables is often somebody else than who deploys the program.",
            "correct the name, declare the key in the type, or remove the variable",
        )
        .with_example(
            Example::new(
                "staging",
                "SHOP_PROT: is set and no key of this configuration reads it; did you mean SHOP_PORT? \
                 [unknown-variable]",
            )
            .with_variables(&[("SHOP_PROT", "80")])
            .with_quiet(&Example::new("staging", "").with_variables(&[("SHOP_PORT", "80")])),
        ),
        Warn,
        Warn,
        Warn,
        Warn,
    ),
    leveled(
        Check::new(
            UNKNOWN_FILE,
            "A file of the configuration directory, or of a directory of secrets that was given, is read in no environment. \
             Whoever wrote it believes that it counts.",
            "name it after an environment or a key, or move it out of the directory",
        )
        .judged_by(Judged::ByFiles)
        .with_example(
            Example::new(
                "production",
                "config/prodution.toml: is read by no environment; did you mean production.toml? [unknown-file]",
            )
            .with_files(&[("config/prodution.toml", "port = 80\n")])
            .with_quiet(&Example::new("production", "").with_files(&[("config/production.toml", "port = 80\n")])),
        ),
        Warn,
        Warn,
        Warn,
        Warn,
    ),
    leveled(
        Check::new(
            ABSENT_DIRECTORY,
            "The directory of configuration files is not there, so a deployed program would run on its defaults and its variables: \
             mostly it was not shipped, or the program is started elsewhere. Fixtures, and programs with embedded \
             files, files that code names or a figment provider, are not asked.",
            "say where it is, or, where everything comes from variables, that there is none",
        )
        .judged_by(Judged::Load)
        .with_example(
            Example::new(
                "staging",
                "config: is not there, so staging would run on defaults and variables alone; let SHOP_CONFIG_DIR name the directory, \
                 or say by no_directory() that there is none [absent-directory]",
            )
            .with_given("where no directory config is"),
        ),
        Allow,
        Deny,
        Deny,
        Deny,
    ),
    leveled(
        Check::new(
            DUPLICATE_KEY,
            "One source says one key twice, and which of the two is meant nobody can tell.",
            "keep one of the two",
        )
        .judged_by(Judged::ByFiles)
        .fixed()
        .with_example(
            Example::new(
                "staging",
                "config/staging.toml:2:1: sets a key that this source has set before; keep one of the two [duplicate-key]",
            )
            .with_files(&[("config/staging.toml", "port = 80\nport = 81\n")])
            .with_quiet(&Example::new("staging", "").with_files(PORT)),
        ),
        Deny,
        Deny,
        Deny,
        Deny,
    ),
    leveled(
        Check::new(
            DEPRECATED_KEY,
            "A layer sets a key that the type keeps only for files that still have it.",
            "use what the type names instead",
        )
        .judged_by(Judged::AtKeys)
        .with_example(
            Example::new("staging", "listen_port: is deprecated (config/staging.toml:1:1); use port [deprecated-key]")
                .with_files(&[("config/staging.toml", "listen_port = 80\n")])
                .with_quiet(&Example::new("staging", "").with_files(PORT)),
        ),
        Warn,
        Warn,
        Warn,
        Warn,
    ),
    leveled(
        Check::new(
            DEV_ONLY_KEY,
            "A key that the type declares for development alone is set where it is deployed: what it does, such as printing \
             every query, must not happen there.",
            "move it to a file that only development reads",
        )
        .judged_by(Judged::AtKeys)
        .with_example(
            Example::new(
                "staging",
                "trace_sql: is meant for development and set for a deployed environment (config/base.toml:1:1); move it \
                 to a file that only development reads [dev-only-key]",
            )
            .with_files(&[("config/base.toml", "trace_sql = true\n")])
            .with_quiet(&Example::new("development", "").with_files(&[("config/base.toml", "trace_sql = true\n")])),
        ),
        Allow,
        Deny,
        Deny,
        Deny,
    ),
    leveled(
        Check::new(
            WRITABLE_LAYER,
            "Every user of the machine can change a file of the configuration, or put another in its place, and so decide \
             what the program does.",
            "take the permission to write away from others, of the file and of its directory",
        )
        .with_example(
            Example::new(
                "staging",
                "config/base.toml: can be changed by everybody, itself or through its directory; take the permission to \
                 write away from others [writable-layer]",
            )
            .with_files(&[("config/base.toml", "port = 80\n")])
            .with_given("with mode 0666 for config/base.toml"),
        ),
        Allow,
        Deny,
        Deny,
        Deny,
    ),
    leveled(
        Check::new(
            STALE_ALLOWANCE,
            "An allowance allows nothing in any environment: what it was made for is gone, or its key is misspelt. Left \
             alone it would let through what somebody adds later. It is known only to who has looked at all environments.",
            "remove the allowance",
        )
        .judged_by(Judged::Across)
        .with_example(
            Example::new(
                "staging",
                "allow(unknown-key): allows nothing in any environment (config/milieu.toml:2:9); remove it \
                 [stale-allowance]",
            )
            .with_files(&[(
                "config/milieu.toml",
                "[[allow]]\ncheck = \"unknown-key\"\nkey = \"old_key\"\nreason = \"an old chart sets it\"\nuntil = 2099-12-31\n",
            )]),
        ),
        Warn,
        Warn,
        Warn,
        Warn,
    ),
];
