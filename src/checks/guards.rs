//! Which program may start as staging or production: a deployable build, started by itself.

use crate::build::BuildClass;
use crate::environment::Environment;
use crate::finding::{Finding, Level};
use crate::levels::{LAUNCHED_BY_CARGO, UNDER_TEST, UNGUARDED_BUILD};
use crate::rules::Rules;

/// What is known of the program that loads.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Program<'a> {
    /// `None` where nobody has said it.
    pub(crate) class: Option<BuildClass>,
    /// The package that it was built from.
    pub(crate) package: Option<&'a str>,
    /// The file that runs, if cargo has built and started it in one go.
    pub(crate) run_by_cargo: Option<&'a str>,
    /// It is a test or a benchmark.
    pub(crate) is_test: bool,
}

/// Judges the program that is about to load an environment; `selector` is the variable that selects it.
pub(crate) fn of_program(
    program: Program<'_>,
    environment: Environment,
    rules: &Rules,
    selector: &str,
) -> Vec<Finding> {
    let package = program.package.unwrap_or("PACKAGE");
    let build = format!("MILIEU_BUILD=deployable cargo build --release -p {package}");
    let finding = |key: &str, message: String, remedy: String, check: &'static str| {
        Finding::new(message).with_key(key).with_remedy(remedy).with_check(check, rules.level(check))
    };
    let mut findings = Vec::new();
    if program.is_test {
        let message = format!("is a test, and no test runs as {environment}");
        let remedy = "make the environment of facts, with milieu::testing::Fixture".to_owned();
        findings.push(finding("process", message, remedy, UNDER_TEST));
    } else if let Some(binary) = program.run_by_cargo {
        let message = format!("was started by cargo, and {environment} runs what was built to be deployed");
        let remedy = format!("start the file itself: {build} && {selector}={environment} target/release/{binary}");
        findings.push(finding("process", message, remedy, LAUNCHED_BY_CARGO));
    }
    match program.class {
        Some(BuildClass::Deployable) => {}
        Some(BuildClass::Development) => {
            let message = format!("is a development build, and {environment} runs deployable ones");
            findings.push(finding("build", message, format!("build it with {build}"), UNGUARDED_BUILD));
        }
        None => {
            let message = format!("has no class, and {environment} runs deployable builds");
            let remedy = "load by milieu::app!, or give the loader what milieu::build!() says in the application";
            findings.push(finding("build", message, remedy.to_owned(), UNGUARDED_BUILD));
        }
    }
    findings.retain(|finding| finding.level() > Level::Allow);
    findings
}
