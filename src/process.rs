//! What a process that holds credentials does about its children and its neighbours.
//!
//! Children inherit every variable, so [`command`] starts them without those that held credentials. Processes of the same user can
//! read each other's variables and memory, and so can who finds a core dump; `harden`, by feature, closes both.

use std::ffi::OsStr;
use std::process::Command;

#[cfg(feature = "harden")]
use crate::error::Error;
#[cfg(feature = "harden")]
use crate::finding::Finding;

/// Returns a command whose child does not get these variables.
///
/// The child gets all others, as always. A name that is not set, or that no variable can have, removes nothing. What is given to the
/// command afterwards counts: `Command::env` sets a variable again, and `Command::env_clear` leaves none at all, which is better
/// where the child's needs are known.
///
/// Variables are all that is removed. Files, open descriptors and arguments are the caller's to look after.
///
/// ```
/// let command = milieu::process::command("printenv", ["SHOP_DATABASE_PASSWORD"]);
/// let changes: Vec<_> = command.get_envs().collect();
/// assert_eq!(changes, [("SHOP_DATABASE_PASSWORD".as_ref(), None)]);
/// ```
#[must_use]
pub fn command(program: impl AsRef<OsStr>, without: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
    let mut command = Command::new(program);
    for name in without {
        command.env_remove(name);
    }
    command
}

/// Closes this process to its neighbours: no core dumps, and on Linux no reading by other processes of the same user.
///
/// | | Linux, Android | other Unix |
/// |---|---|---|
/// | core dumps | none, not even to a collector such as `systemd-coredump` | none, by the limit |
/// | `/proc/PID/environ`, `mem`, `maps`, `fd` for other processes of this user | refused | as the system has it |
/// | `ptrace`, and with it debuggers and profilers that attach | refused | as the system has it |
///
/// It does not stop root, nor a process with `CAP_SYS_PTRACE`, nor this process itself and what is loaded into it. It comes too late
/// for what was read before, so call it first in `main`. It cannot be undone for core dumps: the hard limit goes to zero, and children
/// inherit it. The rest ends with `execve`, so children are as readable as ever: start them by [`command`]. A crash leaves nothing to
/// look into, and a debugger must have started the process, or be root's.
///
/// # Errors
///
/// Fails where the system refuses, as a sandbox may, having done what it could; and on systems other than Unix, where it does nothing.
///
/// ```no_run
/// fn main() -> Result<(), milieu::Error> {
///     milieu::process::harden()?;
///     // load, serve
///     Ok(())
/// }
/// ```
#[cfg(feature = "harden")]
pub fn harden() -> Result<(), Error> {
    let findings = close();
    if findings.is_empty() { Ok(()) } else { Err(Error::new(None, findings)) }
}

#[cfg(all(feature = "harden", unix))]
fn close() -> Vec<Finding> {
    use rustix::process::{Resource, Rlimit, setrlimit};

    let mut findings = Vec::new();
    if setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) }).is_err() {
        findings.push(trouble("the system does not let this process turn off its core dumps"));
    }
    // Beside the limit, because Linux ignores that for a dump that goes to a program.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};

        if set_dumpable_behavior(DumpableBehavior::NotDumpable).is_err() {
            findings.push(trouble("the system does not let this process close itself to others of the same user"));
        }
    }
    findings
}

#[cfg(all(feature = "harden", not(unix)))]
fn close() -> Vec<Finding> {
    vec![trouble("expected a Unix system, and this is none: core dumps and memory stay as open as the system has them")]
}

#[cfg(feature = "harden")]
fn trouble(message: &'static str) -> Finding {
    Finding::new(message)
        .with_key("process::harden")
        .with_remedy("allow it, or leave out the call where that is acceptable")
}
