//! How the process was started, as far as that can be seen from outside.

use std::path::Path;

use crate::vars::Vars;

use super::files::Files;

/// Whether cargo, or an IDE through it, started this process: cargo's variables are there, or the executable lies below a
/// directory that cargo has marked as its own.
pub(crate) fn by_cargo(vars: &Vars, files: &Files) -> bool {
    let tagged = || vars.executable().is_some_and(|executable| lies_below(&executable, &[TAG], files));
    vars.has_cargo() || tagged()
}

/// The name of the program, if cargo started this very package: its variables name it, and the executable lies in a target
/// directory.
///
/// A program that another one starts inherits the variables of a `cargo run` above it, so its package has to be the same. That is the
/// one in which the build was taken; a build that was taken in a library's package, as a framework should not do, leaves the name
/// of the program. It is the process that is asked, whatever variables a load was given.
pub(crate) fn run_by_cargo(package: Option<&str>, files: &Files) -> Option<String> {
    let started = Vars::of_process("CARGO_PKG_NAME")?.into_string().ok()?;
    let executable = Vars::program().filter(|executable| lies_in_target(executable, files))?;
    let name = executable.file_stem()?.to_string_lossy();
    is_of(&started, package, &name).then(|| name.into_owned())
}

/// Whether the package that cargo started is this program's.
fn is_of(started: &str, package: Option<&str>, name: &str) -> bool {
    package == Some(started) || name == started
}

/// What says that it has started a test: nextest in a process for each, Bazel wherever it has built it. What a test starts
/// inherits it.
const HARNESSES: [&str; 2] = ["NEXTEST", "BAZEL_TEST"];

/// Whether this process is a test or a benchmark, or was started by one that says so.
pub(crate) fn is_test(files: &Files) -> bool {
    HARNESSES.iter().any(|name| Vars::of_process(name).is_some())
        || Vars::program().is_some_and(|executable| is_built_as_test(&executable, files))
}

/// Whether an executable is what cargo or rustdoc makes of tests, benchmarks and the tests of examples, with a harness or without.
///
/// Cargo keeps them in `deps` of its target directory, or elsewhere in it with a hash behind the name, which programs have not that
/// one starts. With both, it is a test wherever it was copied to, as an archive of tests is. Rustdoc has directories of its own.
fn is_built_as_test(executable: &Path, files: &Files) -> bool {
    let in_deps = executable.parent().and_then(Path::file_name).is_some_and(|name| name == "deps");
    let of_rustdoc = || {
        let mut above = executable.ancestors().skip(1).filter_map(Path::file_name);
        above.any(|name| name.to_string_lossy().starts_with("rustdoctest"))
    };
    match (in_deps, has_hash(executable)) {
        (true, true) => true,
        (false, false) => of_rustdoc(),
        _ => lies_in_target(executable, files) || of_rustdoc(),
    }
}

/// Whether cargo's hash stands behind the name: `-` and 16 hexadecimal digits.
fn has_hash(executable: &Path) -> bool {
    let stem = executable.file_stem().and_then(|stem| stem.to_str());
    let hash = stem.and_then(|stem| stem.rsplit_once('-')).map(|(_, hash)| hash);
    hash.is_some_and(|hash| hash.len() == 16 && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')))
}

/// What cargo puts into a target directory that it has made itself (the Cache Directory Tagging Specification).
const TAG: &str = "CACHEDIR.TAG";

/// What it puts beside the programs of each profile, into whatever directory it builds.
const LOCK: &str = ".cargo-lock";

/// Whether cargo builds into a directory above. One that was there before, such as the mount of a cache, has no tag.
///
/// The lock says nothing where a lack of the selector is judged: it is copied along with the programs beside it.
fn lies_in_target(executable: &Path, files: &Files) -> bool {
    lies_below(executable, &[TAG, LOCK], files)
}

/// Whether a directory above holds a file of one of these names.
fn lies_below(executable: &Path, names: &[&str], files: &Files) -> bool {
    let mut above = executable.ancestors().skip(1).take(6);
    above.any(|directory| names.iter().any(|name| files.exists(&directory.join(name))))
}

#[cfg(all(test, feature = "testing"))]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use super::{Files, TAG, is_built_as_test, is_of, lies_below, lies_in_target};

    #[test]
    fn a_program_is_of_the_package_that_cargo_started_by_its_build_or_its_name() {
        assert!(is_of("shop", Some("shop"), "shop-server"));
        // the build was taken in a framework, or nobody gave one
        assert!(is_of("shop", Some("framework"), "shop") && is_of("shop", None, "shop"));
        // what a task runner starts has the variables of the task runner
        assert!(!is_of("xtask", Some("shop"), "shop"));
    }

    #[test]
    fn a_target_directory_that_cargo_did_not_make_is_one_all_the_same() {
        let program = Path::new("/src/target/release/deps/shop-0123");
        let judge = |path: &str| {
            let files = Files::Memory(Arc::new([(path.into(), Vec::new())].into()));
            (lies_in_target(program, &files), lies_below(program, &[TAG], &files))
        };
        assert_eq!(judge("/src/target/CACHEDIR.TAG"), (true, true));
        assert_eq!(judge("/src/target/release/.cargo-lock"), (true, false));
        assert_eq!(judge("/src/Cargo.lock"), (false, false));
    }

    #[test]
    fn what_cargo_builds_for_a_harness_is_told_from_what_one_starts() {
        let target = Files::Memory(Arc::new([("/src/target/CACHEDIR.TAG".into(), Vec::new())].into()));
        let elsewhere = Files::Memory(Arc::default());
        for (path, in_target, anywhere) in [
            // unit tests, integration tests and benchmarks, and the same out of an archive
            ("/src/target/debug/deps/shop-0123456789abcdef", true, true),
            ("/src/target/release/deps/bench-0123456789abcdef.exe", true, true),
            // by a build directory without hashes
            ("/src/target/debug/deps/shop", true, false),
            // the tests of an example, and the example
            ("/src/target/debug/examples/shop-0123456789abcdef", true, false),
            ("/src/target/debug/examples/shop", false, false),
            // tests in a directory of each package's own
            ("/src/target/debug/build/shop/0123/out/it-0123456789abcdef", true, false),
            ("/tmp/rustdoctestAbC123/merged_doctest_2024/rust_out", true, true),
            ("/src/target/release/shop", false, false),
            ("/src/target/release/shop-worker", false, false),
            // a release that is named by its commit
            ("/srv/shop/shop-0123456789abcdef", false, false),
            ("/srv/deps/shop", false, false),
        ] {
            let judged = [&target, &elsewhere].map(|files| is_built_as_test(Path::new(path), files));
            assert_eq!(judged, [in_target, anywhere], "{path}");
        }
    }
}
