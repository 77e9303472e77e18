//! Features that cargo unites: refused in deployable builds, and no alarm anywhere else.

use std::process::Command;

use crate::cargo::{Project, Ran, root};

/// An application, a library with a mock, and a tool of the developers that switches the mock on.
fn workspace() -> Project {
    let package = |name: &str, more: &str| {
        format!("[package]\nname = \"{name}\"\nversion = \"1.2.3\"\nedition = \"2024\"\n\n{more}")
    };
    let milieu = root();
    Project::new("features")
        .file("Cargo.toml", "[workspace]\nmembers = [\"paylib\", \"till\", \"devtool\"]\nresolver = \"3\"\n")
        .file(
            "paylib/Cargo.toml",
            &package("paylib", &format!("[features]\nmock = []\n\n[dependencies]\nmilieu = {{ path = {milieu:?} }}\n")),
        )
        .file(
            "paylib/src/lib.rs",
            "milieu::forbid_in_deployable!(feature = \"mock\");\npub const MOCK: bool = cfg!(feature = \"mock\");\n",
        )
        .file(
            "till/Cargo.toml",
            &package(
                "till",
                "[dependencies]\npaylib = { path = \"../paylib\" }\n\n\
                 [dev-dependencies]\npaylib = { path = \"../paylib\", features = [\"mock\"] }\n",
            ),
        )
        .file("till/src/main.rs", "fn main() { println!(\"mock = {}\", paylib::MOCK); }\n")
        .file("till/tests/mock.rs", "#[test]\nfn mock_is_there() { assert!(paylib::MOCK); }\n")
        .file(
            "devtool/Cargo.toml",
            &package("devtool", "[dependencies]\npaylib = { path = \"../paylib\", features = [\"mock\"] }\n"),
        )
        .file("devtool/src/main.rs", "fn main() { assert!(paylib::MOCK); }\n")
}

#[test]
fn every_command_that_unites_the_feature_is_refused_under_deployable_and_told_the_way_out() {
    let project = workspace();
    let deployable = |arguments: &[&str]| project.cargo(arguments, &[("MILIEU_BUILD", "deployable")]);
    // what ships the mock today
    project.cargo(&["build", "--release"], &[]).works();
    assert_eq!(project.start("release", "till", &[]).works().stdout.trim(), "mock = true");
    project.cargo(&["test", "--release", "-p", "till"], &[]).works();
    for leaking in [
        &["build", "--release"][..],
        &["build", "--release", "--bin", "till"],
        &["build", "--release", "-p", "till", "-p", "devtool"],
        &["build", "--release", "--workspace"],
        &["build", "--release", "-p", "till", "--all-targets"],
        &["test", "--release", "-p", "till"],
    ] {
        let told = deployable(leaking).fails_with("feature `mock` of `paylib` is on").stderr;
        for words in [
            "cargo unites the features of all that one command builds",
            "MILIEU_BUILD=deployable cargo build --release -p <app>",
            "cargo tree -e features,no-dev -i paylib",
        ] {
            assert!(told.contains(words), "{words} in {told}");
        }
    }
    for alone in
        [&["build", "--release", "--workspace", "--exclude", "devtool"][..], &["build", "--release", "-p", "till"]]
    {
        deployable(alone).works();
        assert_eq!(project.start("release", "till", &[]).works().stdout.trim(), "mock = false");
    }
    // the library's own tests and documentation are not what is deployed
    deployable(&["test", "--release", "-p", "paylib", "--lib", "--features", "paylib/mock"]).works();
    deployable(&["doc", "--release", "-p", "paylib", "--no-deps", "--all-features"]).works();
    // the command that the message gives
    let tree = project.cargo(&["tree", "-e", "features,no-dev", "-i", "paylib"], &[]).works().stdout;
    assert!(tree.contains("devtool"), "{tree}");
}

const QUIET: &str = r#"//! A program that uses every guard.
#![deny(warnings, missing_docs)]

milieu::forbid_in_deployable!(feature = "mock", all(feature = "mock", debug_assertions));

/// Settings.
#[derive(milieu::Config)]
pub struct Settings {
    /// Port.
    #[config(default = 80)]
    pub port: u16,
}

/// A mock.
#[milieu::dev_only]
pub mod mock {
    /// Charges nothing.
    #[must_use]
    pub fn charge() -> u8 {
        0
    }
}

/// The build.
pub const BUILD: milieu::Build = milieu::build!();

/// The environment that `app!` loads.
///
/// ```
/// assert_eq!(quiet::mock::charge(), 0);
/// ```
///
/// # Errors
///
/// Fails if it cannot be loaded.
pub fn port() -> Result<u16, milieu::Error> {
    Ok(milieu::app!("quiet").no_directory().environment("test").load::<Settings>()?.port)
}

#[cfg(test)]
mod tests {
    #[test]
    fn loads() {
        assert_eq!((super::port().unwrap(), super::mock::charge()), (80, 0));
    }
}
"#;

#[test]
fn a_development_build_raises_no_alarm_in_any_command() {
    let milieu = root();
    let project = Project::new("quiet")
        .file(
            "Cargo.toml",
            &format!(
                "[package]\nname = \"quiet\"\nversion = \"1.2.3\"\nedition = \"2024\"\nlicense = \"MIT\"\n\
                 description = \"x\"\nhomepage = \"https://quiet.invalid\"\n\n[workspace]\n\n[features]\ndefault = [\"mock\"]\nmock = []\n\n\
                 [dependencies]\nmilieu = \"0.1.0\"\n\n[patch.crates-io]\nmilieu = {{ path = {milieu:?} }}\n\n\
                 [[bench]]\nname = \"port\"\nharness = false\n\n[profile.dev]\ndebug = false\n\n\
                 [package.metadata.docs.rs]\nall-features = true\n"
            ),
        )
        .file("src/lib.rs", QUIET)
        .file("src/main.rs", "//! Starts.\nfn main() { println!(\"{:?}\", quiet::port()); }\n")
        .file("benches/port.rs", "//! Measures.\nfn main() { assert!(quiet::port().is_ok()); }\n")
        .file("examples/port.rs", "//! Shows.\nfn main() { let _ = quiet::mock::charge(); }\n");
    let quiet = |arguments: &[&str], variables: &[(&str, &str)]| -> Ran {
        let ran = project.cargo(arguments, variables).works();
        assert!(!ran.stderr.contains("warning"), "{arguments:?}: {}", ran.stderr);
        ran
    };
    quiet(&["check", "--all-targets"], &[]);
    quiet(&["check", "--all-targets", "--no-default-features"], &[]);
    quiet(&["check", "--release"], &[("MILIEU_BUILD", "development")]);
    let docs_rs = [("RUSTDOCFLAGS", "-D warnings --cfg docsrs"), ("DOCS_RS", "1")];
    quiet(&["doc", "--no-deps", "--all-features"], &docs_rs);
    quiet(&["test", "--release"], &[]);
    quiet(&["bench"], &[]);
    quiet(&["package", "--no-verify", "--allow-dirty", "--exclude-lockfile"], &[]);
    if Command::new(env!("CARGO")).args(["clippy", "--version"]).output().is_ok_and(|output| output.status.success()) {
        let lints = ["clippy", "--all-targets", "--offline", "--", "-D", "warnings", "-W", "clippy::pedantic"];
        let ran = project.run(&lints, &[]).works();
        assert!(!ran.stderr.contains("warning"), "{}", ran.stderr);
    }
    // without the feature, a deployable build of all of it has nothing to say either
    quiet(&["build", "--release", "--no-default-features"], &[("MILIEU_BUILD", "deployable")]);
}
