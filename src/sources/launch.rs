//! How the process was started, as far as that can be seen from outside.

use crate::vars::Vars;

use super::files::Files;

/// Whether cargo, or an IDE through it, started this process: cargo's variables are there, or the executable lies below a
/// directory that cargo has marked as its own with `CACHEDIR.TAG` (the Cache Directory Tagging Specification).
pub(crate) fn by_cargo(vars: &Vars, files: &Files) -> bool {
    let tagged = || {
        let executable = vars.executable();
        let mut above = executable.iter().flat_map(|path| path.ancestors().skip(1).take(6));
        above.any(|directory| files.exists(&directory.join("CACHEDIR.TAG")))
    };
    vars.has_cargo() || tagged()
}
