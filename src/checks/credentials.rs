//! What is said of credentials. No word of it depends on a value.

use crate::environment::Environment;
use crate::finding::{Finding, Level};
use crate::isolation::Objection;
use crate::levels::{
    AMBIENT_CREDENTIAL, CREDENTIAL_MODE, CREDENTIAL_PLACEHOLDER, CREDENTIAL_REUSED, CREDENTIAL_SHADOWED,
    CREDENTIAL_SHARED, CREDENTIAL_SOURCE, CREDENTIAL_WEAK, SECOND_ENVIRONMENT,
};
use crate::policy::{AllowedSources, SourceKind};
use crate::recognise::{Mode, Weak};
use crate::resolve::About;
use crate::rules::Rules;
use crate::stack::Stack;

/// Words for what was noted of a credential; the variable that sets it is asked for where it helps.
pub(super) fn words(
    about: About,
    environment: Environment,
    (stack, entry): (&Stack, u32),
    variable: &dyn Fn() -> Option<String>,
) -> (Finding, &'static str) {
    match about {
        About::Source(kind, allowed) => {
            let place = match kind {
                SourceKind::BaseFile => "in a file that all environments share",
                SourceKind::EnvironmentFile | SourceKind::LocalFile => "in a plain file",
                SourceKind::Dotenv => "in a dotenv file",
                SourceKind::Argument => "on the command line",
                SourceKind::Code => "in the program's own code",
                SourceKind::Provider => "in a figment provider, which does not say where it reads",
                SourceKind::Variable => "in a variable",
                SourceKind::SealedFile => "in a sealed file",
                SourceKind::SecretFile => "in a secret file",
                SourceKind::Store => "in a secret store",
            };
            let message = format!("a credential stands {place}, and {environment} does not take it from there");
            let finding = Finding::new(message).with_remedy(remedy(allowed, variable));
            // what no policy can allow, no allowance does
            let finding = if AllowedSources::OPEN.contains(kind) { finding } else { finding.firm() };
            (finding, CREDENTIAL_SOURCE)
        }
        About::Shared(allowed) => {
            let message = "a credential stands among defaults, which all environments share";
            (Finding::new(message).with_remedy(remedy(allowed, variable)).firm(), CREDENTIAL_SOURCE)
        }
        About::Placeholder(Weak::Template) => (
            Finding::new("holds a template that nobody has filled in")
                .with_remedy("let whatever deploys the program put the credential there"),
            CREDENTIAL_PLACEHOLDER,
        ),
        About::Placeholder(Weak::Synthetic) => (
            Finding::new("holds a credential that was made for tests")
                .with_remedy("give this environment one of its own"),
            CREDENTIAL_PLACEHOLDER,
        ),
        About::Placeholder(_) => (
            Finding::new("holds a word that stands for a credential, and no credential")
                .with_remedy("give this environment one of its own"),
            CREDENTIAL_PLACEHOLDER,
        ),
        About::Short(least) => (
            Finding::new(format!("is shorter than {least} bytes"))
                .with_remedy("take a longer one, or declare with min_len what it has to have"),
            CREDENTIAL_WEAK,
        ),
        About::Mode(mode, vendor) => (of_mode(mode, vendor, environment), CREDENTIAL_MODE),
        About::Shadowed(other) => {
            let [kind, other_kind] = [entry, other].map(|entry| stack.source_kind(stack.entry(entry)));
            let message = format!(
                "is set by {}, and {}, {}, does not agree with it",
                one(kind),
                if kind == other_kind { format!("another {kind}") } else { one(other_kind) },
                stack.origin(other),
            );
            (Finding::new(message).with_remedy("keep the one that is meant"), CREDENTIAL_SHADOWED)
        }
    }
}

/// A kind of source with its article.
fn one(kind: SourceKind) -> String {
    let article = match kind {
        SourceKind::Argument => "the",
        SourceKind::EnvironmentFile => "an",
        _ => "a",
    };
    format!("{article} {kind}")
}

/// Words for a vendor's key of the wrong mode.
pub(super) fn of_mode(mode: Mode, vendor: &str, environment: Environment) -> Finding {
    let finding = match mode {
        Mode::Live => Finding::new(format!("is a live key of {vendor}, and {environment} has to use test keys")),
        Mode::Test => Finding::new(format!("is a test key of {vendor}, and {environment} has to use live keys")),
        Mode::Published => Finding::new(format!("is an example that {vendor} publishes, so everybody knows it")),
        Mode::Emulator => Finding::new(format!("is the key of an emulator of {vendor}, so everybody knows it")),
    };
    finding.with_remedy("give this environment a key of its own, or declare the mode that it uses")
}

fn remedy(allowed: AllowedSources, variable: &dyn Fn() -> Option<String>) -> String {
    let kinds =
        [SourceKind::SecretFile, SourceKind::SealedFile, SourceKind::Store, SourceKind::Dotenv, SourceKind::LocalFile];
    let mut words: Vec<String> =
        kinds.iter().filter(|kind| allowed.contains(**kind)).take(2).map(|kind| format!("a {kind}")).collect();
    if allowed.contains(SourceKind::Variable) {
        words.extend(variable());
    }
    match words.split_last() {
        None => "allow a source for it".to_owned(),
        Some((last, [])) => format!("use {last}"),
        Some((last, others)) => format!("use {} or {last}", others.join(", ")),
    }
}

/// Words for what the process objects to.
pub(crate) fn of_objection(objection: &Objection, environment: Environment, rules: &Rules) -> Finding {
    let level_of = |check| rules.level(check);
    match objection {
        Objection::Active(active) => {
            let message =
                format!("cannot be loaded: this process runs on {active}, and a process runs on one environment");
            Finding::new(message)
                .with_key(environment.name())
                .with_remedy("look at it with inspect, or say why it is needed with also")
                .with_check(SECOND_ENVIRONMENT, level_of(SECOND_ENVIRONMENT))
        }
        Objection::Shared { key, exact, environment: other, other: at } => {
            let message =
                format!("is the credential that {other} has as {at}, and a credential belongs to one environment");
            Finding::new(message)
                .with_key(key.clone())
                .with_exact(*exact)
                .with_remedy("give each environment one of its own")
                .with_check(CREDENTIAL_SHARED, level_of(CREDENTIAL_SHARED))
        }
        Objection::Reused { key, exact, other } => Finding::new(format!("is the same credential as {other}"))
            .with_key(key.clone())
            .with_exact(*exact)
            .with_remedy("give each key one of its own")
            .with_check(CREDENTIAL_REUSED, level_of(CREDENTIAL_REUSED)),
    }
}

/// Variables from which drivers and SDKs take credentials on their own. What a platform injects as the workload's own identity
/// (`AWS_WEB_IDENTITY_TOKEN_FILE`, `AWS_CONTAINER_CREDENTIALS_*`) is meant to be there.
const AMBIENT: &[&str] = &[
    "AWS_ACCESS_KEY_ID",
    "AWS_PROFILE",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_SHARED_CREDENTIALS_FILE",
    "AZURE_CLIENT_SECRET",
    "GOOGLE_APPLICATION_CREDENTIALS",
    "KUBECONFIG",
    "MYSQL_PWD",
    "PGPASSFILE",
    "PGPASSWORD",
    "REDISCLI_AUTH",
    "VAULT_TOKEN",
];

/// Finds each ambient credential that no field declares. Only names are looked at.
pub(crate) fn ambient<'a>(
    names: impl Iterator<Item = &'a str>,
    is_declared: &dyn Fn(&str) -> bool,
    rules: &Rules,
) -> Vec<Finding> {
    let level = rules.level(AMBIENT_CREDENTIAL);
    if level == Level::Allow {
        return Vec::new();
    }
    // nearly every variable is decided by its first letters
    let may_be = |name: &str| {
        matches!(name.as_bytes(), [b'A', b'W' | b'Z', ..] | [b'G', b'O', ..] | [b'K', b'U', ..])
            || matches!(name.as_bytes(), [b'M', b'Y', ..] | [b'P', b'G', ..] | [b'R', b'E', ..] | [b'V', b'A', ..])
    };
    let set = names.filter(|name| may_be(name) && AMBIENT.binary_search(name).is_ok() && !is_declared(name));
    let finding = |name: &str| {
        Finding::new("is set, and some driver or SDK may take it as a credential that this configuration does not know")
            .with_key(name)
            .with_remedy("unset it, or declare it as the variable of a credential")
            .with_check(AMBIENT_CREDENTIAL, level)
    };
    set.map(finding).collect()
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::{AMBIENT, Rules};
    use crate::levels::Phase;
    use crate::tier::Tier;

    #[test]
    fn each_ambient_name_is_found() {
        assert!(AMBIENT.is_sorted());
        for name in AMBIENT {
            let rules = Rules::new(Tier::Staging, Phase::Start, SystemTime::UNIX_EPOCH, Vec::new());
            let found = super::ambient([*name].into_iter(), &|_| false, &rules);
            assert_eq!(found.len(), 1, "{name}");
        }
    }
}
