//! How the process was started, as far as that can be seen from outside.

use std::path::Path;

use crate::vars::Vars;

use super::files::Files;

/// Whether cargo, or an IDE through it, started this process: cargo's variables are there, or the executable lies below a
/// directory that cargo has marked as its own.
pub(crate) fn by_cargo(vars: &Vars, files: &Files) -> bool {
    let tagged = || vars.executable().is_some_and(|executable| lies_in_target(&executable, files));
    vars.has_cargo() || tagged()
}

/// The name of the program, if cargo started this very package: its variables name it, and the executable lies in a target
/// directory.
///
/// A program that another one starts inherits the variables of a `cargo run` above it, so its package has to be the same.
pub(crate) fn run_by_cargo(package: Option<&str>, vars: &Vars, files: &Files) -> Option<String> {
    package.filter(|package| vars.get("CARGO_PKG_NAME") == Some(package))?;
    let executable = Vars::program().filter(|executable| lies_in_target(executable, files))?;
    Some(executable.file_stem()?.to_string_lossy().into_owned())
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

/// Whether a directory above is marked as cargo's own, by `CACHEDIR.TAG` (the Cache Directory Tagging Specification).
fn lies_in_target(executable: &Path, files: &Files) -> bool {
    executable.ancestors().skip(1).take(6).any(|directory| files.exists(&directory.join("CACHEDIR.TAG")))
}
