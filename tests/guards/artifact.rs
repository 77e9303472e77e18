//! What a finished program tells: after every optimisation, and whatever has happened to the file.

use std::fs;
use std::path::{Path, PathBuf};

use milieu::Config;
use milieu::artifact::{Expectation, Manifest, read, verify};

use crate::cargo::{Project, binary, manifest};

/// The same type as in the program below, without its documentation.
#[derive(Config)]
struct Settings {
    #[config(default = 80)]
    #[expect(dead_code, reason = "only the schema is compared")]
    port: u16,
    #[expect(dead_code, reason = "only the schema is compared")]
    token: Option<milieu::Credential>,
}

#[derive(Config)]
struct Other {
    #[config(default = 81)]
    #[expect(dead_code, reason = "only the schema is compared")]
    port: u16,
}

const LIBRARY: &str = r#"
#[milieu::dev_only]
pub mod mock {
    pub fn called() -> u8 { std::hint::black_box(1) }
    pub fn unused() -> u8 { std::hint::black_box(2) }
    pub fn generic<T: std::fmt::Display>(value: T) -> String { format!("{value}") }
    pub fn unused_generic<T: std::fmt::Display>(value: T) -> String { format!("{value}") }
    pub async fn polled() -> u8 { std::hint::black_box(3) }
    pub trait Charge { fn by_default(&self) -> u8 { std::hint::black_box(4) } }
    pub struct Mock;
    impl Charge for Mock {}
    impl Mock {
        pub fn method(&self) -> u8 { std::hint::black_box(5) }
        pub fn unused_method(&self) -> u8 { std::hint::black_box(6) }
    }
}
#[milieu::dev_only]
pub fn unused() -> u8 { mock::unused() }
#[cfg(test)]
mod tests { #[test] fn works() { assert_eq!(crate::mock::called(), 1); } }
"#;

const MAIN: &str = r#"
/// Settings.
#[derive(milieu::Config)]
struct Settings {
    /// Port.
    #[config(default = 80)]
    port: u16,
    token: Option<milieu::Credential>,
}

#[cfg(feature = "mock")]
fn mocked() {
    use till::mock::{Charge as _, Mock, called, generic, polled};
    let (a, b, c, d) = (called(), generic(7), Mock.by_default(), Mock.method());
    let mut future = std::pin::pin!(polled());
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    println!("{a}{b}{c}{d}{:?}", std::future::Future::poll(future.as_mut(), &mut context).is_ready());
}
#[cfg(not(feature = "mock"))]
fn mocked() {}

fn main() {
    mocked();
    println!("{}", KEY.trim());
    let vars = std::env::args().map(|arg| (arg.clone(), arg)).collect::<milieu::Vars>();
    let loaded = milieu::app!("till").no_directory().vars(vars).environment("development").load::<Settings>();
    println!("{:?}", loaded.map(|loaded| (loaded.port, loaded.token.is_some())).is_ok());
}

/// What nobody should do.
static KEY: &str = "before hunter2-CANARY-in-the-source after";

#[cfg(test)]
mod tests {
    #[test]
    fn app_is_under_test() {
        assert!(milieu::build!().is_under_test());
    }
}
"#;

const SMALL: &str =
    "\n[profile.release]\nopt-level = \"z\"\nlto = \"fat\"\ncodegen-units = 1\nstrip = true\npanic = \"abort\"\n";

fn till(name: &str, more: &str) -> Project {
    let text = manifest("till", &format!("\n[features]\nmock = []\n\n[lib]\nname = \"till\"\n{more}"));
    let text = text.replace("name = \"till\"\nversion", &format!("name = \"{name}\"\nversion"));
    Project::new(name)
        .file("Cargo.toml", &text)
        .file("src/lib.rs", LIBRARY)
        .file("src/main.rs", MAIN)
        .file("tests/empty.rs", "#[test]\nfn nothing() {}\n")
}

fn linked(manifest: &Manifest) -> Vec<&str> {
    manifest.dev_only().collect()
}

const LINKED: [&str; 5] = [
    "till::mock::Charge::by_default",
    "till::mock::Mock::method",
    "till::mock::called",
    "till::mock::generic",
    "till::mock::polled",
];

#[test]
fn records_outlive_every_optimisation_and_say_what_was_linked() {
    let project = till("till-small", SMALL);
    let program = binary("release", "till-small");

    project.cargo(&["build", "--release", "--features", "mock"], &[]).works();
    project.start("release", "till-small", &[]).works();
    let found = read(&program).unwrap();
    assert_eq!((linked(&found), found.unreadable()), (LINKED.to_vec(), 0));
    assert_eq!(found.class(), Some(milieu::BuildClass::Development));
    let error = verify(&program, &Expectation::deployable()).unwrap_err();
    let shown = error.to_string().replace(&*program.to_string_lossy(), "till-small");
    assert!(shown.starts_with("6 problems in the artifact\n"), "{shown}");
    for (words, package) in [
        ("expected a deployable build, found a development build of till-small 1.2.3", "till-small"),
        ("expected no dev-only code, found the function till::mock::called", "<package>"),
    ] {
        let remedy = format!("build it alone: MILIEU_BUILD=deployable cargo build --release -p {package}");
        assert!(shown.contains(&format!("  till-small: {words}; {remedy} [unverified-artifact]")), "{shown}");
    }

    project.cargo(&["build", "--release"], &[]).works();
    assert_eq!(linked(&read(&program).unwrap()), [""; 0], "nothing of it is called");

    project.cargo(&["build", "--release"], &[("MILIEU_BUILD", "deployable")]).works();
    let expected = Expectation::deployable().package("till-small").schema(Settings::SCHEMA);
    let found = verify(&program, &expected).unwrap();
    let stamps: Vec<_> =
        found.stamps().map(|stamp| (stamp.package(), stamp.version(), stamp.is_under_test())).collect();
    assert_eq!(stamps, [("till-small", "1.2.3", false)]);
    assert_eq!(found.schemas().collect::<Vec<_>>(), [("Settings", Settings::SCHEMA.hash())]);
    let directory = project.path("Cargo.toml");
    let directory = directory.parent().unwrap().as_os_str().as_encoded_bytes();
    assert!(!contains(&program, directory), "a deployable build names no directory of the machine that made it");

    // what is not as expected is told at once, and no value with it
    let wrong = expected
        .package("shop")
        .schema(Other::SCHEMA)
        .absent("the payment key", b"hunter2-CANARY-in-the-source")
        .absent("another key", b"hunter3-CANARY")
        .absent("a short key", b"hunte");
    let error = verify(&program, &wrong).unwrap_err();
    let told: Vec<_> = error.findings().iter().map(|finding| (finding.key(), finding.message())).collect();
    let schema = format!("expected the schema Other as {}, found no such schema", Other::SCHEMA.hash());
    assert_eq!(
        told,
        [
            (None, "expected the package shop, found till-small"),
            (None, &*schema),
            (Some("a short key"), "expected at least 6 bytes to look for, found 5"),
            (Some("the payment key"), "expected the value to be absent, found it"),
        ]
    );
    assert!(!format!("{error}{error:?}{}{wrong:?}", error.to_json()).contains("hunte"));
    bad_files(&program);
}

/// A program that is cut off, and files that are none.
fn bad_files(program: &Path) {
    let directory = program.with_extension("files");
    fs::create_dir_all(&directory).unwrap();
    let write = |name: &str, bytes: &[u8]| -> PathBuf {
        fs::write(directory.join(name), bytes).unwrap();
        directory.join(name)
    };
    let whole = fs::read(program).unwrap();
    let at = whole.windows(12).position(|window| window == b";build;class").unwrap();
    for cut in [at, at + 1, at + 30, at + 70] {
        let found = read(write("cut", &whole[..cut])).unwrap();
        assert_eq!((found.stamps().len(), found.unreadable() > 0), (0, true), "{cut}");
        let error = verify(directory.join("cut"), &Expectation::deployable()).unwrap_err();
        assert!(error.to_string().contains("expected a manifest, found none; "), "{error}");
    }
    let refused = |path: &Path, words: &str| {
        for error in [read(path).unwrap_err(), verify(path, &Expectation::deployable()).unwrap_err()] {
            assert!(error.to_string().contains(words), "{error}");
        }
    };
    refused(&directory, ": is no regular file; ");
    refused(&directory.join("missing"), ": is not there; ");
    #[cfg(unix)]
    refused(Path::new("/dev/zero"), ": is no regular file; ");
    for foreign in [&b""[..], b"#!/bin/sh\n", &[0; 4096], &[b'['; 4096]] {
        let found = read(write("foreign", foreign)).unwrap();
        assert_eq!((found.class(), found.stamps().len(), found.unreadable()), (None, 0, 0));
        assert!(verify(directory.join("foreign"), &Expectation::deployable()).is_err());
    }
    // a sparse file of half a gibibyte, and more records than anybody has
    fs::File::create(directory.join("huge")).unwrap().set_len(128 << 20).unwrap();
    assert_eq!(read(directory.join("huge")).unwrap().stamps().len(), 0);
    let many: String = (0..20_000).map(|at| format!("[milieu.artifact/1;dev-only;f{at}]")).collect();
    let found = read(write("many", many.as_bytes())).unwrap();
    assert_eq!((found.dev_only().len(), found.unreadable()), (10_000, 10_000));
    fs::remove_dir_all(&directory).unwrap();
}

fn contains(program: &Path, bytes: &[u8]) -> bool {
    fs::read(program).unwrap().windows(bytes.len()).any(|window| window == bytes)
}

#[test]
fn what_a_test_run_leaves_in_the_place_of_the_program_is_found() {
    let project = till("till-left-over", "");
    let program = binary("release", "till-left-over");
    let expected = Expectation::deployable().package("till-left-over").schema(Settings::SCHEMA);
    project.cargo(&["build", "--release"], &[("MILIEU_BUILD", "deployable")]).works();
    verify(&program, &expected).unwrap();
    project.cargo(&["test", "--release", "--features", "mock"], &[]).works();
    let error = verify(&program, &expected).unwrap_err();
    assert!(error.to_string().contains("found a development build of till-left-over"), "{error}");
    assert_eq!(error.findings().len(), 1 + LINKED.len());

    // the same without optimisation, where functions that nobody calls are not linked either
    project.cargo(&["build", "--features", "mock"], &[]).works();
    assert_eq!(linked(&read(binary("debug", "till-left-over")).unwrap()), LINKED);
}

#[test]
fn a_test_says_that_it_is_one() {
    // these tests expand it, so their own program has a stamp
    assert!(milieu::build!().is_under_test());
    let found = read(std::env::current_exe().unwrap()).unwrap();
    assert!(found.stamps().all(|stamp| stamp.is_under_test() && stamp.package() == "milieu"));
    let error = verify(std::env::current_exe().unwrap(), &Expectation::deployable()).unwrap_err();
    assert!(error.to_string().contains("expected a program, found a test of milieu 0.1.0; "), "{error}");
}

#[test]
fn a_program_that_verifies_does_not_find_itself() {
    let main = "fn main() {\n    let path = std::env::args().nth(1).unwrap();\n    \
                let expected = milieu::artifact::Expectation::deployable();\n    \
                println!(\"{:?}\", milieu::artifact::read(&path).map(|found| (found.stamps().len(), found.schemas().len(), \
                found.dev_only().len(), found.unreadable())));\n    \
                std::process::exit(milieu::artifact::verify(&path, &expected).is_err().into());\n}\n";
    let project = Project::application("verifier", main);
    for (arguments, profile) in [(&["build"][..], "debug"), (&["build", "--release"], "release")] {
        project.cargo(arguments, &[]).works();
        let program = binary(profile, "verifier");
        let ran = project.start_with(profile, "verifier", &[&*program.to_string_lossy()]);
        assert_eq!((ran.stdout.trim(), ran.success), ("Ok((0, 0, 0, 0))", false), "{}", ran.stderr);
    }
}
