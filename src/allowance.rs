//! Findings that somebody has allowed, with a reason and until a day.

use std::time::SystemTime;

use crate::finding::{Finding, Level};
use crate::levels::{Phase, checks, is_check};
use crate::nearest::nearest;

/// One check, at one key, allowed until a day.
#[derive(Clone, Debug)]
pub(crate) struct Allowance {
    check: Box<str>,
    key: Box<str>,
    /// The end of the last day.
    until: SystemTime,
}

impl Allowance {
    /// Reads an allowance; what is wrong with it is a finding, and then nothing is allowed.
    pub(crate) fn new(check: &str, key: &str, reason: &str, until: &str) -> Result<Self, Finding> {
        let refuse = |message: &'static str, remedy: String| {
            let name = if is_check(check) { check } else { "check" };
            Finding::new(message).with_key(format!("allow({name})")).with_remedy(remedy)
        };
        if !is_check(check) {
            let remedy = match nearest(check, checks()) {
                Some(name) => format!("did you mean {name}?"),
                None => "a finding shows its check's name in brackets".to_owned(),
            };
            return Err(refuse("allows what is the name of no check", remedy));
        }
        if reason.trim().is_empty() {
            return Err(refuse(
                "expected a reason, found a blank text",
                "say why, for whoever reads it next".to_owned(),
            ));
        }
        let Some(until) = end_of_day(until) else {
            let remedy = "write the last day as 2027-01-31".to_owned();
            return Err(refuse("expected the last day on which it counts, found another text", remedy));
        };
        Ok(Self { check: check.into(), key: key.into(), until })
    }

    fn is_of(&self, finding: &Finding) -> bool {
        finding.check() == Some(&*self.check) && finding.key() == Some(&*self.key)
    }
}

/// Drops what is allowed today. An allowance that has expired fails CI, and at start is a warning: the day must not stop a
/// program that starts again in the night.
pub(crate) fn apply(allowances: &[Allowance], findings: &mut Vec<Finding>, phase: Phase, now: SystemTime) {
    findings.retain_mut(|finding| {
        let mut of_it = allowances.iter().filter(|allowance| allowance.is_of(finding)).peekable();
        if of_it.peek().is_none() {
            return true;
        }
        if of_it.any(|allowance| now <= allowance.until) {
            return false;
        }
        let level = match phase {
            Phase::Ci => Level::Deny,
            Phase::Start | Phase::Reload => finding.level().min(Level::Warn),
        };
        finding.expire(level);
        true
    });
}

/// The end of a day in UTC, written as RFC 3339 has it: `2027-01-31`.
pub(crate) fn end_of_day(text: &str) -> Option<SystemTime> {
    let is_day = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    is_day.then(|| humantime::parse_rfc3339(&format!("{text}T23:59:59Z")).ok()).flatten()
}
