//! Whether a start fits its receipt, and whether an approval counts for it. Facts in, findings out.

use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::environment::Environment;
use crate::finding::{Finding, Level};
use crate::fingerprint::Fingerprint;
use crate::levels::UNPROVEN_PROMOTION;
use crate::origin::Origin;
use crate::rules::Rules;
use crate::schema::SchemaHash;
use crate::sources::files::Files;
use crate::tier::Tier;

use super::file::{Signed, about};
use super::text::of_time;
use super::{Approval, ArtifactHash, Receipt, VerifyingKey};

/// What may differ between the clocks of two machines.
const SKEW: Duration = Duration::from_secs(5 * 60);

/// What is known of the start that is to be judged.
#[derive(Clone, Copy)]
pub(crate) struct Start<'a> {
    pub(crate) application: &'a str,
    pub(crate) environment: Environment,
    /// `None` for a type without schema.
    pub(crate) schema: Option<SchemaHash>,
    pub(crate) shared: Fingerprint,
    /// `None` where it could not be read, which is found elsewhere.
    pub(crate) artifact: Option<ArtifactHash>,
    pub(crate) now: SystemTime,
}

/// Where a signed file lies, and whose signature counts.
#[derive(Clone, Copy)]
pub(crate) struct Trusted<'a> {
    pub(crate) path: &'a Path,
    pub(crate) key: &'a VerifyingKey,
}

/// Judges a start by its receipt, all that does not fit at once; `is_staging` knows the names of the application's environments.
pub(crate) fn judge_receipt(
    files: &Files,
    receipt: Trusted<'_>,
    greatest_age: Option<Duration>,
    start: &Start<'_>,
    is_staging: &dyn Fn(&str) -> bool,
) -> Result<Receipt, Vec<Finding>> {
    let read = Receipt::read_from(files, receipt.path, receipt.key)?;
    let mut findings = Vec::new();
    let mut refuse = |message: String, remedy: &'static str| {
        findings.push(about::<Receipt>(Finding::new(message).with_remedy(remedy), receipt.path));
    };
    if read.application() != start.application {
        refuse(format!("is of another application: expected {}", start.application), "ship the receipt of this one");
    }
    if read.tier() != Tier::Staging || !is_staging(read.environment()) {
        let words = "was not issued by staging: expected an environment of this application that is of tier staging";
        refuse(words.to_owned(), "let staging start this artefact, and issue it there");
    }
    match start.schema {
        Some(schema) if read.schema() == schema => {}
        Some(schema) => {
            let words = format!("is of another schema: expected {schema}, found {}", read.schema());
            refuse(words, "let staging start this very program");
        }
        None => refuse(
            "is of a schema, and this configuration was loaded without one".to_owned(),
            "derive Config for the type, and use load",
        ),
    }
    if read.shared() != start.shared {
        let words = format!(
            "is of another shared configuration: what {} has in common with staging is {}, and staging accepted {}",
            start.environment,
            start.shared,
            read.shared()
        );
        refuse(words, "deploy the same base files, and the same values where parity is same, to staging first");
    }
    if let Some(artifact) = start.artifact.filter(|artifact| *artifact != read.artifact()) {
        let words = format!("is of another artefact: expected the SHA-256 {artifact}, found {}", read.artifact());
        refuse(words, "start this very file in staging, or ship the one that started there");
    }
    match start.now.duration_since(read.time()) {
        Err(ahead) if ahead.duration() > SKEW => {
            let words =
                format!("is from the future: it was issued at {}, and it is not yet then", of_time(read.time()));
            refuse(words, "set the clock of this machine, or of the one that issued it");
        }
        Ok(age) if greatest_age.is_some_and(|greatest| age > greatest) => {
            let words = format!("is too old: it was issued at {}", of_time(read.time()));
            refuse(words, "let staging start this artefact again");
        }
        _ => {}
    }
    if findings.is_empty() { Ok(read) } else { Err(findings) }
}

/// Lets an approval that counts turn what speaks against a start into one warning; what is wrong with one is found as well.
pub(crate) fn judge_approval(files: &Files, approval: Trusted<'_>, start: &Start<'_>, findings: &mut Vec<Finding>) {
    let tell = |message: String, remedy: &'static str| {
        about::<Approval>(Finding::new(message).with_remedy(remedy), approval.path)
    };
    let read = match Approval::find(files, approval.path, approval.key) {
        // there is one only while it is needed
        None => return,
        Some(Ok(read)) => read,
        Some(Err(why)) => return findings.extend(why),
    };
    let mut against = Vec::new();
    if read.application() != start.application {
        let words = format!("is for another application: expected {}", start.application);
        against.push(tell(words, "have it signed for this one"));
    }
    if read.environment() != start.environment.name() {
        let words = format!("is for another environment: expected {}", start.environment);
        against.push(tell(words, "have it signed for this one"));
    }
    if start.artifact.is_none_or(|artifact| artifact != read.artifact()) {
        let words = format!("is for another artefact, the one with the SHA-256 {}", read.artifact());
        against.push(tell(words, "have it signed for the file that is to start"));
    }
    if read.schema().is_some_and(|schema| start.schema != Some(schema)) {
        against.push(tell("is for another schema".to_owned(), "have it signed for the program that is to start"));
    }
    let until = read.end().unwrap_or(SystemTime::UNIX_EPOCH);
    if until < start.now {
        let words = format!("has expired at {}", of_time(until));
        against.push(tell(words, "promote through staging, or have a new one signed"));
    }
    if !against.is_empty() {
        return findings.append(&mut against);
    }
    let mut why = findings.drain(..).map(|finding| match finding.key() {
        Some(key) => format!("{key} {}", finding.message()),
        None => finding.message().to_owned(),
    });
    let mut words = why.next().unwrap_or_default();
    why.for_each(|more| words.extend([", ", &more]));
    let words = format!("{words}; {} approved the start until {}: {}", read.who(), of_time(until), read.reason());
    findings.push(
        Finding::new(words)
            .with_key(Approval::KEY)
            .with_origin(Origin::whole_file(approval.path))
            .with_remedy("promote through staging before that")
            .with_check(UNPROVEN_PROMOTION, Level::Warn),
    );
}

/// Gives what was found the level that it has in an environment.
pub(crate) fn leveled(finding: Finding, rules: &Rules) -> Finding {
    let level = rules.level(UNPROVEN_PROMOTION).min(finding.level());
    finding.with_check(UNPROVEN_PROMOTION, level)
}
