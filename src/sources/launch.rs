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
/// of the program.
pub(crate) fn run_by_cargo(package: Option<&str>, vars: &Vars, files: &Files) -> Option<String> {
    let started = vars.get("CARGO_PKG_NAME")?;
    let executable = Vars::program().filter(|executable| lies_in_target(executable, files))?;
    let name = executable.file_stem()?.to_string_lossy();
    is_of(started, package, &name).then(|| name.into_owned())
}

/// Whether the package that cargo started is this program's.
fn is_of(started: &str, package: Option<&str>, name: &str) -> bool {
    package == Some(started) || name == started
}

/// Whether this process is a test or a benchmark: cargo keeps those in `deps` of its target directory, nextest says so, and
/// rustdoc builds those of documentation in directories of its own.
pub(crate) fn is_test(vars: &Vars, files: &Files) -> bool {
    let Some(executable) = Vars::program() else { return false };
    let is_named = |path: &Path, name: &str| path.file_name().is_some_and(|last| last == name);
    let in_deps = executable.parent().is_some_and(|parent| is_named(parent, "deps"));
    let of_rustdoc = || {
        let mut above = executable.ancestors().skip(1).filter_map(Path::file_name);
        above.any(|name| name.to_string_lossy().starts_with("rustdoctest"))
    };
    vars.get("NEXTEST").is_some() || of_rustdoc() || in_deps && lies_in_target(&executable, files)
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

    use super::{Files, TAG, is_of, lies_below, lies_in_target};

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
}
