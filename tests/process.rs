//! What touches a process: children without credentials, a process closed to its neighbours.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and starts itself as a child"
)]

use std::ffi::{OsStr, OsString};
use std::process::{Command, Stdio};

const CANARY: &str = "hunter2-CANARY";

/// Says which part a process plays that a test has started; `None` in the test itself.
fn part() -> Option<OsString> {
    std::env::var_os("MILIEU_TEST_PART")
}

/// The arguments by which this program plays only this test, as a child.
fn only(test: &str) -> [&str; 3] {
    [test, "--exact", "--nocapture"]
}

fn output(mut command: Command) -> String {
    let output = command.stderr(Stdio::inherit()).output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

fn names() -> String {
    let names: Vec<_> = std::env::vars_os().map(|(name, _)| format!("[{}]", name.to_string_lossy())).collect();
    names.concat()
}

#[test]
#[expect(clippy::print_stdout, reason = "a child reports to its parent")]
fn a_child_lacks_the_variables_that_held_credentials() {
    let this = std::env::current_exe().unwrap();
    let test = only("a_child_lacks_the_variables_that_held_credentials");
    match part().as_deref().and_then(OsStr::to_str) {
        // what a library cannot have: variables of its own, without changing the process
        None => {
            let mut command = Command::new(this);
            command.args(test).env("MILIEU_TEST_PART", "parent");
            command.env("SHOP_DATABASE_PASSWORD", CANARY).env("SHOP_TOKEN", CANARY).env("SHOP_HOST", "db");
            let heard = output(command);
            assert!(heard.contains("as always: [SHOP_DATABASE_PASSWORD][SHOP_HOST][SHOP_TOKEN]\n"), "{heard}");
            assert!(heard.contains("without: [SHOP_HOST]\n"), "{heard}");
        }
        Some("parent") => {
            let children =
                [("as always", vec![]), ("without", vec!["SHOP_DATABASE_PASSWORD", "SHOP_TOKEN", "SHOP_UNSET"])];
            for (words, without) in children {
                let mut command = milieu::process::command(&this, without);
                command.args(test).env("MILIEU_TEST_PART", "child");
                let heard = output(command);
                let mut names: Vec<_> = heard.split(['[', ']']).filter(|name| name.starts_with("SHOP_")).collect();
                names.sort_unstable();
                println!("{words}: [{}]", names.join("]["));
            }
        }
        Some(_) => println!("{}", names()),
    }
}

#[test]
fn names_that_no_variable_can_have_remove_nothing() {
    let this = std::env::current_exe().unwrap();
    if part().is_some() {
        return;
    }
    let mut command = milieu::process::command(this, ["", "=", "A=B", "A\0B", "\0", "é", "[REDACTED]"]);
    command.args(only("names_that_no_variable_can_have_remove_nothing")).env("MILIEU_TEST_PART", "child");
    assert!(output(command).contains("1 passed"));
}

#[cfg(all(unix, feature = "harden"))]
mod hardened {
    use std::io::{BufRead, BufReader, Read, Write};
    use std::os::unix::process::CommandExt;
    use std::path::Path;
    use std::process::{Child, ChildStdin, ChildStdout};

    use rustix::process::{Resource, getrlimit, getuid};

    use super::*;

    const TEST: &str = "hardened::a_hardened_process_is_closed_to_others_of_the_same_user";
    /// Who nobody is on most systems. Root can read everything, so where root runs the tests, nobody plays all parts.
    const NOBODY: u32 = 65534;

    fn player(part: &str) -> Command {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(only(TEST)).env("MILIEU_TEST_PART", part).current_dir("/");
        if getuid().is_root() {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    }

    /// A process that holds a credential in a variable, and lives until its input ends.
    struct Holder {
        child: Child,
        input: Option<ChildStdin>,
        heard: BufReader<ChildStdout>,
    }

    impl Holder {
        /// Is `None` where nobody may not run the tests.
        fn start(part: &str) -> Option<Self> {
            let mut command = player(part);
            command.env("SHOP_PASSWORD", CANARY).stdin(Stdio::piped()).stdout(Stdio::piped());
            let mut child = command.spawn().ok()?;
            let input = child.stdin.take();
            let heard = BufReader::new(child.stdout.take().unwrap());
            Some(Self { child, input, heard })
        }

        fn hears(&mut self, words: &str) {
            let mut line = String::new();
            while !line.ends_with(&format!("{words}\n")) {
                line.clear();
                assert_ne!(self.heard.read_line(&mut line).unwrap(), 0, "the child ended before it said: {words}");
            }
        }

        fn file(&self, name: &str) -> std::path::PathBuf {
            Path::new("/proc").join(self.child.id().to_string()).join(name)
        }

        fn ends(mut self) {
            drop(self.input.take());
            assert!(self.child.wait().unwrap().success());
        }
    }

    #[test]
    #[expect(clippy::print_stdout, clippy::print_stderr, reason = "children report, and a test says what it skips")]
    fn a_hardened_process_is_closed_to_others_of_the_same_user() {
        match part().as_deref().and_then(OsStr::to_str) {
            None => {}
            Some("reader") => {
                let path = std::env::var_os("MILIEU_TEST_FILE").unwrap();
                match std::fs::read(path) {
                    Ok(content) => println!("read {}", String::from_utf8_lossy(&content)),
                    Err(error) => println!("could not read: {:?}", error.kind()),
                }
                return;
            }
            Some(part) => {
                if part == "hardened" {
                    milieu::process::harden().unwrap();
                    let limit = getrlimit(Resource::Core);
                    assert_eq!((limit.current, limit.maximum), (Some(0), Some(0)));
                    #[cfg(target_os = "linux")]
                    assert_eq!(
                        rustix::process::dumpable_behavior().unwrap(),
                        rustix::process::DumpableBehavior::NotDumpable
                    );
                    milieu::process::harden().unwrap();
                }
                println!("\nready");
                std::io::stdout().flush().unwrap();
                std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
                return;
            }
        }

        let (Some(mut open), Some(mut hardened)) = (Holder::start("open"), Holder::start("hardened")) else {
            eprintln!("skipped: root runs the tests, and nobody may not");
            return;
        };
        open.hears("ready");
        hardened.hears("ready");
        if cfg!(target_os = "linux") && open.file("environ").exists() {
            let read = |holder: &Holder| {
                let mut command = player("reader");
                command.env("MILIEU_TEST_FILE", holder.file("environ"));
                output(command)
            };
            let heard = read(&open);
            assert!(heard.contains(CANARY), "{heard}");
            let heard = read(&hardened);
            assert!(heard.contains("could not read: PermissionDenied") && !heard.contains(CANARY), "{heard}");
        } else {
            eprintln!("skipped: there is no /proc to read other processes by");
        }
        open.ends();
        hardened.ends();
    }
}
